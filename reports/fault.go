package reports

import (
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"jianfu"
)

// faults map the errors of text/template, which are in English only, to what they mean to the
// author of a template. $1 and $2 are the groups of the pattern.
var faults = []struct{ pattern, zh, en string }{
	{`^unexpected EOF`, "到文件末尾还有 {{if}}、{{with}} 或 {{range}} 没有结束：请补上 {{end}}", "an {{if}}, {{with}} or {{range}} is still open at the end of the file: close it with {{end}}"},
	{`^unexpected \{\{(end|else)`, "多了一个 {{$1}}：前面没有与它配对的 {{if}}、{{with}} 或 {{range}}，请删去", "there is an extra {{$1}}: no {{if}}, {{with}} or {{range}} is open, so remove it"},
	{`^\{\{(break|continue)\}\} outside`, "{{$1}} 只能写在 {{range}} 和 {{end}} 之间", "{{$1}} is allowed between {{range}} and {{end}} only"},
	{`^unclosed action|^unexpected "[{}]"|^unrecognized character in action: U\+007[BD]`, "{{ 没有写 }}，或者多写了大括号：请核对这一处的 {{ 和 }}", "a {{ lacks its }}, or there is an extra brace: check the {{ and }} here"},
	{`^unclosed comment|^comment ends before`, "注释没有写完：注释写成 {{/* 文字 */}}", "a comment is not closed: write it as {{/* words */}}"},
	{`^unclosed left paren`, "左括号 ( 没有右括号：请补上 )", "a ( is not closed: add its )"},
	{`^unexpected right paren`, "多了一个右括号 )：请删去", "there is an extra ): remove it"},
	{`^unterminated (?:raw )?quoted string`, "引号没有成对：名称两边都要写半角双引号，如 \"meetings.held\"", "a quotation mark is not closed: write names between straight double quotes, such as \"meetings.held\""},
	{`^unterminated character constant`, "名称要写半角双引号，不写单引号，如 \"meetings.held\"", "write names between double quotes, not single ones, such as \"meetings.held\""},
	{`^missing value for (.+)`, "{{$1}} 后面没有写条件或取值，如 {{$1 $$m.Known}}", "{{$1}} lacks its condition or value, such as {{$1 $$m.Known}}"},
	{`^undefined variable:? "?(\$[^"]*)"?`, "还没有叫 $1 的变量：先写 {{$1 := figure \"指标名\"}}，或核对名称", "there is no variable $1: write {{$1 := figure \"metric\"}} first, or check its name"},
	{`^multiple definition of template "([^"]*)"`, "片段“$1”定义了两次：请删去一个", "the part \"$1\" is defined twice: remove one"},
	{`^(?:no )?template "([^"]*)" (?:not defined|associated)`, "没有定义片段“$1”：先写 {{define \"$1\"}}…{{end}}", "no part \"$1\" is defined: write {{define \"$1\"}}…{{end}}"},
	{`^exceeded maximum template depth`, "片段自己引用了自己：请改成不循环的写法", "a part calls itself: remove the recursion"},
	{`wrong number of args for (\w+): (?:want (?:at least )?\d+ got (\d+)|got (\d+))`, "{{$1}} 的参数个数不对（写了 $2$3 个）：写法见模板说明（reports/templates/README.md）", "{{$1}} does not take $2$3 arguments: see reports/templates/README.md"},
	{`expected integer; found (.+)`, "“$1”应是整数，如 -1（上一年）", "$1 should be a whole number, such as -1, the year before"},
	{`expected string; found (.+)`, "$1 应是写在半角双引号里的名称，如 \"meetings.held\"", "$1 should be a name between double quotes, such as \"meetings.held\""},
	{`^unexpected .* in (.+)|^expected end`, "这一处的写法不对：{{}} 里写函数和用双引号括起的名称，如 {{figure \"meetings.held\"}}", "an action is a function, and names between double quotes, such as {{figure \"meetings.held\"}}"},
	{`(?:unrecognized character in action:|bad character) U\+\w+ '(.)'`, "{{}} 里不能用 $1 这个字符：标点、引号和数字都要写半角", "an action cannot have $1: write marks, quotes and digits in their ASCII form"},
	{`(?:bad|illegal) number syntax: "?([^"]*)`, "“$1”不是数字：请写 -1 这样的整数", "$1 is not a number: write a whole number, such as -1"},
}

var wanted = regexp.MustCompile(`^function "([^"]*)" not defined`)

var fieldAsked = regexp.MustCompile(`(?:can't evaluate field|nil pointer evaluating \S+\.) ?(\w+)(?: in type (\S+))?`)

// explained is a fault of a template in both languages, and what to do. An unknown fault is quoted
// in the words of text/template.
func explained(message string, functions []string) jianfu.Text {
	said := message
	if _, after, found := strings.Cut(message, ">: "); found && strings.HasPrefix(message, "executing ") {
		message = after // executing "annual.txt" at <figure>: wrong number of args ...
	}
	if m := wanted.FindStringSubmatch(message); m != nil {
		near := strings.Join(jianfu.Nearest(m[1], functions, 3), "、")
		return jianfu.Say("没有函数“%[1]s”。相近的有：%[2]s；指标等名称要写在半角双引号里。写法见模板说明（reports/templates/README.md）",
			"there is no function %[1]q. The nearest are: %[2]s; write names of metrics between double quotes. See reports/templates/README.md", m[1], near)
	}
	if m := fieldAsked.FindStringSubmatch(message); m != nil {
		near := strings.Join(jianfu.Nearest(m[1], methodsOf(m[2]), 3), "、")
		return jianfu.Say("数没有“.%[1]s”可问。相近的有：%[2]s。写法见模板说明（reports/templates/README.md）",
			"a figure has no .%[1]s. The nearest are: %[2]s. See reports/templates/README.md", m[1], near)
	}
	for _, f := range faults {
		pattern := regexp.MustCompile(f.pattern)
		if m := pattern.FindStringSubmatchIndex(message); m != nil {
			return jianfu.Text{ZH: string(pattern.ExpandString(nil, f.zh, message, m)), EN: string(pattern.ExpandString(nil, f.en, message, m))}
		}
	}
	return jianfu.Say("写法有误，请对照模板说明（reports/templates/README.md）改正（%s）", "the template cannot be read, see reports/templates/README.md (%s)", said)
}

// methodsOf are the methods that a template can call on the result of a function, by its type's
// name.
func methodsOf(typeName string) []string {
	asked := reflect.TypeFor[*Figure]()
	for _, known := range []reflect.Type{reflect.TypeFor[Outlook](), reflect.TypeFor[Rule](), reflect.TypeFor[Plan]()} {
		if known.String() == typeName {
			asked = known
		}
	}
	var names []string
	for i := range asked.NumMethod() {
		if name := asked.Method(i).Name; name != "String" {
			names = append(names, name)
		}
	}
	return names
}

// functionNames are those that a template can call.
func functionNames() []string { return slices.Sorted(maps.Keys((&build{}).functions())) }
