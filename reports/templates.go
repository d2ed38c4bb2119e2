package reports

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/template"
	"text/template/parse"

	"jianfu"
	"jianfu/metrics"
)

//go:embed templates/*.txt
var embedded embed.FS

// Templates are the words of the reports: the program's files, with an office's own files in place
// of those of the same name.
type Templates struct {
	catalog *metrics.Catalog
	office  fs.FS // the office's folder; nil is none
	byName  map[string]words
}

// words are one template, the metrics that it compares over the years, and those that it sums over
// years.
type words struct {
	*template.Template
	years, totals []string
	back          int      // how many years back it looks
	places        []string // where an office may write paragraphs of its own
}

// The reports, by the names of their templates.
const (
	annual   = "annual.txt"
	bulletin = "bulletin.txt"
	reminder = "reminder.txt"
	onePage  = "onepage.txt"
)

var names = []string{annual, bulletin, reminder, onePage}

// inLanguage is the name of a template in a language: annual.en.txt.
func inLanguage(name string, lang jianfu.Lang) string {
	if lang == jianfu.English {
		return strings.TrimSuffix(name, ".txt") + ".en.txt"
	}
	return name
}

// allNames are the names of the templates in both languages.
func allNames() []string {
	list := slices.Clone(names)
	for _, name := range names {
		list = append(list, inLanguage(name, jianfu.English))
	}
	return list
}

// ReadTemplates reads the templates, with those of an office's folder (nil is none) in place of the
// program's. The folder also has what the office writes into the report of a year or month (2023.md,
// 2023-05.md) and its letterheads (版头.md), which are read when a report is printed. The error is
// Invalid and names file and line: for a file that cannot be read or belongs to no report, and for
// metrics, thresholds and checks that the catalogue lacks.
func ReadTemplates(office fs.FS, catalog *metrics.Catalog) (*Templates, error) {
	t := &Templates{catalog: catalog, office: office, byName: map[string]words{}}
	if office != nil {
		if err := checkFolder(office); err != nil {
			return nil, err
		}
	}
	for _, name := range allNames() {
		text, err := embedded.ReadFile("templates/" + name)
		if err != nil {
			return nil, err
		}
		if office != nil {
			own, err := fs.ReadFile(office, name)
			switch {
			case err == nil:
				text = own
			case !errors.Is(err, fs.ErrNotExist):
				return nil, fault(name, 0, jianfu.Say("读不出来", "cannot be read")).Because(err)
			}
		}
		if t.byName[name], err = t.read(name, string(text)); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// checkFolder refuses a folder that adds nothing: a misspelt name must not go unnoticed.
func checkFolder(office fs.FS) error {
	texts, err := fs.Glob(office, "*.txt")
	if err != nil {
		return err
	}
	own, err := fs.Glob(office, "*.md")
	if err != nil {
		return err
	}
	for _, name := range texts {
		if !slices.Contains(allNames(), name) {
			return jianfu.Errorf(jianfu.Invalid, "报告文字的文件夹里的 %s 不是报告模板，可用的文件名：%s", "%s in the folder of reports' words belongs to no report; templates are called %s", name, strings.Join(allNames(), "、"))
		}
	}
	for _, name := range own {
		if name != headFile && name != "README.md" && !ownFileName.MatchString(name) {
			return jianfu.Errorf(jianfu.Invalid, "报告文字的文件夹里的 %s 不会被采用：一年的文字叫 2023.md，一个月的叫 2023-05.md，版头叫 %s", "%s in the folder of reports' words would not be read: the words of a year are called 2023.md, those of a month 2023-05.md, letterheads %s", name, headFile)
		}
	}
	if len(texts)+len(own) == 0 {
		return jianfu.Errorf(jianfu.Invalid, "报告文字的文件夹里什么也没有：应有 2023.md 这样的文字、%[1]s，或模板 %[2]s", "the folder of reports' words is empty: it should have words such as 2023.md, %[1]s, or templates %[2]s", headFile, strings.Join(names, "、"))
	}
	return nil
}

// places are where an office may write into any of the reports, in their order.
func (t *Templates) places() []string {
	var list []string
	for _, name := range names {
		for _, place := range t.byName[name].places {
			if !slices.Contains(list, place) {
				list = append(list, place)
			}
		}
	}
	return list
}

func fault(file string, line int, what jianfu.Text) *jianfu.Error {
	if line == 0 {
		return jianfu.Errorf(jianfu.Invalid, "模板 %[1]s：%[2]s", "template %[1]s: %[3]s", file, what.ZH, what.EN)
	}
	return jianfu.Errorf(jianfu.Invalid, "模板 %[1]s 第 %[2]d 行：%[3]s", "template %[1]s, line %[2]d: %[4]s", file, line, what.ZH, what.EN)
}

// paragraphEnd marks the end of a paragraph in a template's text.
const paragraphEnd = '\uE005'

// read parses a template and checks the names in it.
func (t *Templates) read(name, text string) (words, error) {
	parsed, err := template.New(name).Funcs((&build{}).functions()).Parse(paragraphs(text))
	if err != nil {
		return words{}, located(err)
	}
	w := words{Template: parsed}
	for _, defined := range parsed.Templates() {
		if defined.Tree == nil {
			continue
		}
		walk(defined.Root, func(call *parse.CommandNode) {
			if err == nil {
				err = t.check(&w, defined.Tree, call)
			}
		})
	}
	return w, err
}

// paragraphs marks the ends of paragraphs: at empty lines and at headings. Line numbers do not
// change, so that faults are reported in the office's own numbering.
func paragraphs(text string) string {
	lines := strings.Split(strings.ReplaceAll(strings.TrimPrefix(text, "\uFEFF"), "\r\n", "\n"), "\n")
	inside := 0 // an action of several lines is left alone
	for i, line := range lines {
		if inside == 0 {
			switch trimmed := strings.TrimSpace(line); {
			case trimmed == "":
				lines[i] = string(paragraphEnd)
			case strings.HasPrefix(trimmed, "#"):
				lines[i] = string(paragraphEnd) + trimmed + string(paragraphEnd)
			}
		}
		inside += strings.Count(line, "{{") - strings.Count(line, "}}")
	}
	return strings.Join(lines, "\n")
}

var place = regexp.MustCompile(`(?s)^template: ([^:]+):(\d+)(?::\d+)?: (.*)$`)

// located says where a template is at fault. An error below it, such as a query that was cancelled,
// is not the template's fault and is returned unchanged.
func located(err error) error {
	var executed template.ExecError
	if errors.As(err, &executed) {
		if cause := errors.Unwrap(executed.Err); cause != nil && jianfu.ErrorCode(cause) == jianfu.Internal {
			return cause
		}
	}
	m := place.FindStringSubmatch(err.Error())
	if m == nil {
		return err
	}
	line, _ := strconv.Atoi(m[2]) // the pattern admits digits only
	var known *jianfu.Error
	if errors.As(err, &known) && errors.Is(known.Err, errOwn) {
		return known
	}
	if known != nil {
		e := fault(m[1], line, known.Text)
		e.Code, e.Near, e.Err = known.Code, known.Near, known.Err
		return e
	}
	return fault(m[1], line, explained(m[3], functionNames()))
}

// metricArguments returns which arguments of a function are metrics: from an index on, and whether
// all that follow are.
var metricArguments = map[string]struct {
	from  int
	all   bool
	years bool // compared over the years
}{
	"figure": {1, false, true}, "everyYear": {1, false, true}, "yearsTable": {2, true, true}, "yearsChart": {2, true, true},
	"total": {1, false, false}, "sofar": {1, false, false}, "upto": {1, false, false}, "outlook": {1, false, false}, "rule": {1, false, false},
	"outlooks": {2, false, false}, "panel": {2, true, true}, "yearly": {1, false, true}, "closed": {1, false, false}, "unitsTable": {3, true, false}, "monthChart": {2, false, false}, "byChart": {3, false, false}, "byTable": {3, true, false},
}

// check looks up the names of a call in the catalogue, and records its metrics.
func (t *Templates) check(w *words, tree *parse.Tree, call *parse.CommandNode) error {
	name, ok := call.Args[0].(*parse.IdentifierNode)
	if !ok {
		return nil
	}
	argument := func(i int) (string, bool) {
		if i >= len(call.Args) {
			return "", false
		}
		text, ok := call.Args[i].(*parse.StringNode)
		if !ok {
			return "", false
		}
		return text.Text, true
	}
	var err error
	first, isText := argument(1)
	switch {
	case isText && name.Ident == "own" && !slices.Contains(w.places, first):
		w.places = append(w.places, first)
	case isText && name.Ident == "setting":
		_, err = t.catalog.Threshold(first)
	case isText && name.Ident == "found":
		_, err = t.catalog.Check(first)
	}
	if where, known := metricArguments[name.Ident]; known {
		from := where.from
		if by, _ := argument(2); (name.Ident == "byTable" || name.Ident == "unitsTable") && by == "sofar" {
			from++
		}
		for i := from; i < len(call.Args) && err == nil; i++ {
			if metric, ok := argument(i); ok {
				_, err = t.catalog.Metric(metric)
				switch {
				case where.years:
					w.back = max(w.back, yearsAsked(name.Ident, call))
					if !slices.Contains(w.years, metric) {
						w.years = append(w.years, metric)
					}
				case name.Ident == "total" && !slices.Contains(w.totals, metric):
					w.totals = append(w.totals, metric)
				}
			}
			if !where.all {
				break
			}
		}
	}
	var known *jianfu.Error
	if errors.As(err, &known) {
		location, _ := tree.ErrorContext(call)
		parts := strings.Split(location, ":")
		line := 0
		if len(parts) > 1 {
			line, _ = strconv.Atoi(parts[1]) // ErrorContext writes a number
		}
		e := fault(parts[0], line, known.Text)
		e.Near = known.Near
		return e
	}
	return err
}

// yearsAsked is how many years back a call looks.
func yearsAsked(function string, call *parse.CommandNode) int {
	if function != "figure" {
		return threeYears - 1
	}
	back := 0
	for _, argument := range call.Args[1:] {
		if offset, ok := argument.(*parse.NumberNode); ok && offset.IsInt {
			back = max(back, int(-offset.Int64))
		}
	}
	return min(back, maxYearsBack)
}

// walk visits every call of a template.
func walk(node parse.Node, visit func(*parse.CommandNode)) {
	branch := func(b *parse.BranchNode) {
		walk(b.Pipe, visit)
		walk(b.List, visit)
		if b.ElseList != nil {
			walk(b.ElseList, visit)
		}
	}
	switch node := node.(type) {
	case *parse.ListNode:
		for _, child := range node.Nodes {
			walk(child, visit)
		}
	case *parse.ActionNode:
		walk(node.Pipe, visit)
	case *parse.IfNode:
		branch(&node.BranchNode)
	case *parse.WithNode:
		branch(&node.BranchNode)
	case *parse.RangeNode:
		branch(&node.BranchNode)
	case *parse.TemplateNode:
		if node.Pipe != nil {
			walk(node.Pipe, visit)
		}
	case *parse.PipeNode:
		for _, call := range node.Cmds {
			visit(call)
			for _, argument := range call.Args {
				walk(argument, visit)
			}
		}
	}
}

// write executes a template and arranges its text as sections.
func (b *build) write(w words) error {
	if err := b.prefetch(w); err != nil {
		return err
	}
	filled, err := w.Clone()
	if err != nil {
		return err
	}
	var text strings.Builder
	if err := filled.Funcs(b.functions()).Execute(&text, nil); err != nil {
		return located(err)
	}
	b.layOut(text.String())
	return b.finish()
}

// layOut makes sections of the text of a template.
func (b *build) layOut(text string) {
	b.report.Sections = []Section{{}}
	var numbers [3]int
	for piece := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == paragraphEnd }) {
		if heading := strings.TrimLeft(strings.TrimSpace(piece), "#"); heading != strings.TrimSpace(piece) {
			level := len(strings.TrimSpace(piece)) - len(heading) - 1 // # is the title
			heading = spansText(strings.TrimSpace(heading))
			if level == 0 {
				b.report.Title = heading
				continue
			}
			if title, annex := strings.CutPrefix(heading, annexMark); annex {
				b.report.Sections = append(b.report.Sections, Section{Level: 1, Annex: true, Title: strings.TrimSpace(title)})
				continue
			}
			level = min(level, len(numbers))
			numbers[level-1]++
			clear(numbers[level:])
			b.report.Sections = append(b.report.Sections, Section{Level: level, Number: b.lang.headingNumber(level, numbers), Title: heading})
			continue
		}
		var sentence strings.Builder
		flush := func() {
			if spans := b.spans(b.lang.sentences(numbered(sentence.String()))); len(spans) > 0 {
				b.put(Block{Paragraph: Paragraph{spans}})
			}
			sentence.Reset()
		}
		for line := range strings.SplitSeq(piece, "\n") {
			line = strings.TrimSpace(line)
			number, isBlock := strings.CutPrefix(line, string(markBlock))
			if !isBlock {
				if sentence.Len() > 0 && line != "" {
					sentence.WriteString(b.lang.say("", " "))
				}
				sentence.WriteString(line)
				continue
			}
			flush()
			i, err := strconv.Atoi(strings.TrimSuffix(number, string(markEnd)))
			if err == nil && i < len(b.blocks) {
				b.put(b.blocks[i])
			}
		}
		flush()
	}
}

func (b *build) put(block Block) {
	last := &b.report.Sections[len(b.report.Sections)-1]
	if n := len(last.Blocks); len(block.Panels) > 0 && n > 0 && len(last.Blocks[n-1].Panels) > 0 { // they are laid out together
		last.Blocks[n-1].Panels = append(last.Blocks[n-1].Panels, block.Panels...)
		return
	}
	last.Blocks = append(last.Blocks, block)
}

// annexMark begins a heading whose section is an annex.
const annexMark = "附件"

// headingNumber is 一、 then （一） then 1. as official documents number their parts.
func (l wordsOf) headingNumber(level int, numbers [3]int) string {
	n := numbers[level-1]
	if l == wordsOf(jianfu.English) {
		parts := make([]string, level)
		for i := range parts {
			parts[i] = strconv.Itoa(numbers[i])
		}
		return strings.Join(parts, ".") + " "
	}
	switch level {
	case 1:
		return chineseNumber(n) + "、"
	case 2:
		return "（" + chineseNumber(n) + "）"
	}
	return strconv.Itoa(n) + "."
}

var stated = regexp.MustCompile(fmt.Sprintf("[%c%c](\\d+)%c([^%c]*)%c", markAmount, markChange, markText, markEnd, markEnd))

// spans cuts a paragraph where it states figures.
func (b *build) spans(text string) []Span {
	var spans []Span
	add := func(text string) {
		if text != "" {
			spans = append(spans, Span{Text: text})
		}
	}
	at := 0
	for _, m := range stated.FindAllStringSubmatchIndex(text, -1) {
		add(text[at:m[0]])
		at = m[1]
		number, _ := strconv.Atoi(text[m[2]:m[3]]) // the pattern admits digits only
		span := Span{Text: text[m[4]:m[5]], Part: Amount}
		if strings.HasPrefix(text[m[0]:], string(markChange)) {
			span.Part = Change
		}
		if number >= 1 && number <= len(b.report.Figures) {
			span.Figure = b.report.Figures[number-1]
		}
		spans = append(spans, span)
	}
	add(text[at:])
	return spans
}

// spansText is a text without its marks.
func spansText(text string) string { return stated.ReplaceAllString(text, "$2") }
