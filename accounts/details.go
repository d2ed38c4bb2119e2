package accounts

import (
	"regexp"
	"strings"

	"jianfu"
	"jianfu/access"
)

// detail is a form that the details of events have, and its words.
type detail struct {
	form *regexp.Regexp
	text jianfu.Text // $1 is the first part of the form
}

func form(pattern, zh, en string) detail {
	return detail{regexp.MustCompile(`^(?:` + pattern + `)$`), jianfu.Text{ZH: zh, EN: en}}
}

// leftOut follows what is said of an event of strangers, of whom not all are noted.
const leftOut = `(\d+) denials before were left out`

// details are the forms in which the program writes what an event says, by the kind of event. What people wrote, such as a reason, has none: it is
// shown as it is.
var details = map[What][]detail{
	UserChanged: {
		form(`add (\w+)(?: (.+))?`, "添加：$1 $2", "added: $1 $2"), form(`set (\w+)(?: (.+))?`, "改角色：$1 $2", "role: $1 $2"), form(`email`, "改邮箱", "address changed"),
		form(`disable`, "停用", "disabled"), form(`enable`, "启用", "enabled"), form(`restore (.+)`, "用备份恢复：$1", "restored from the backup $1"),
	},
	TokenChanged:    {form(`create (\d+) (\w+)(?: (.+))?`, "创建第 $1 号：$2 $3", "number $1 made: $2 $3"), form(`revoke (\d+)`, "吊销第 $1 号", "number $1 revoked")},
	PasswordChanged: {form(`reset`, "重设", "reset")},
	LoginFailed: {
		form(`change of the password`, "改密码时", "when the password was changed"), form(`PostgreSQL`, "PostgreSQL 连接", "PostgreSQL's wire"),
		form(`(UNAUTHENTICATED|BUSY|FORBIDDEN|INVALID)`, "$1", "$1"), form(`(UNAUTHENTICATED|BUSY|FORBIDDEN|INVALID) `+leftOut, "$1；此前另有 $2 次没有记下", "$1; $2 denials before were left out"),
	},
	Denied:         {form(`PostgreSQL`, "PostgreSQL 连接", "PostgreSQL's wire"), form(leftOut, "此前另有 $1 次没有记下", "$1 denials before were left out")},
	AskedSQL:       {form(`PostgreSQL`, "PostgreSQL 连接", "PostgreSQL's wire")},
	Filed:          {form(`(loaded|unchanged|refused) (\d+)`, "$1，第 $2 号报送", "$1, submission $2")},
	ReviewedFiling: {form(`(RETURNED|ACCEPTED|REOPENED)(?: (.*))?`, "$1 $2", "$1 $2")},
	RemindedUnits:  {form(`(\d+)`, "$1 份", "$1 filings")},
	SessionEnded:   {form(`(\d+)`, "$1 个登录", "$1 sessions")},
}

// codes are what the parts of details say in words.
var codes = map[string]jianfu.Text{
	"loaded": jianfu.Say("入库", "loaded"), "unchanged": jianfu.Say("与以前报的相同", "the same as before"), "refused": jianfu.Say("退回", "refused"),
	"RETURNED": jianfu.Say("退回", "returned"), "ACCEPTED": jianfu.Say("接收", "accepted"), "REOPENED": jianfu.Say("取消处理", "reopened"),
	string(jianfu.Unauthenticated): jianfu.Say("账号名、密码或令牌不对", "wrong name, password or token"), string(jianfu.Busy): jianfu.Say("次数过多，须等候", "too many tries: it has to wait"),
	string(jianfu.Forbidden): jianfu.Say("无权", "no right"), string(jianfu.Invalid): jianfu.Say("请求有误", "malformed"),
}

// Details are what is said of an event, in words where the program has said it.
func (e Event) Details() jianfu.Text {
	for _, d := range details[e.What] {
		parts := d.form.FindStringSubmatch(e.Said)
		if parts == nil {
			continue
		}
		in := func(lang jianfu.Lang) string {
			text := d.text.In(lang)
			for i, part := range parts[1:] {
				word, known := codes[part]
				if label := access.Role(part).Label(); !known && label.ZH != part {
					word, known = label, true
				}
				if known {
					part = word.In(lang)
				}
				text = strings.Replace(text, "$"+string(rune('1'+i)), part, 1)
			}
			return strings.TrimSpace(text)
		}
		return jianfu.Text{ZH: in(jianfu.Chinese), EN: in(jianfu.English)}
	}
	return jianfu.Text{ZH: e.Said, EN: e.Said}
}

// Source is where an event came from, in words.
func (e Event) Source() jianfu.Text {
	if e.From == ThisMachine {
		return jianfu.Text{ZH: "本机", EN: ThisMachine}
	}
	return jianfu.Text{ZH: e.From, EN: e.From}
}
