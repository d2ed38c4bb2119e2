package reports

import (
	"errors"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"jianfu"
	"jianfu/metrics"
)

// own is what an office writes itself into a report: paragraphs for the places of its template, and
// the letterhead. It is read from a plain file each time the report is printed.
type own struct {
	file   string
	places map[string]ownText
	head   Letterhead
}

// ownText is the text of one place.
type ownText struct {
	line  int // of its heading
	lines []string
	alone bool // in place of the program's sentences
}

// headFile is the file with the letterheads of all reports, under the names of their kinds.
const headFile = "版头.md"

// headPlace is the heading of the letterhead in the file of one report.
const headPlace = "版头"

// errOwn marks a fault in the office's own words, whose place is said already.
var errOwn = errors.New("in the office's own words")

// ownFile is the file of the report of some months: 2023.md, 2023-05.md.
func ownFile(period jianfu.Period) string {
	return strings.ReplaceAll(period.String(), "/", "_") + ".md"
}

var ownFileName = regexp.MustCompile(`^\d{4}(-\d{2}|-[HQ]\d)?\.md$`)

var ownHeading = regexp.MustCompile(`^#{1,2}\s*(.+?)\s*$`)

// readOwn reads the office's file of a report, and the letterhead of its kind; nil if it has neither.
// The error is Invalid and names file and line: for a heading that is no place of a report.
func (t *Templates) readOwn(period jianfu.Period, kind string) (*own, error) {
	if t.office == nil {
		return nil, nil //nolint:nilnil // nil is an office without words of its own
	}
	o := &own{file: ownFile(period), places: map[string]ownText{}}
	heads, err := readOwnFile(t.office, headFile, headKinds)
	if err != nil {
		return nil, err
	}
	texts, err := readOwnFile(t.office, o.file, append(t.places(), headPlace))
	if err != nil {
		return nil, err
	}
	if err := o.head.read(headFile, heads[kind]); err != nil {
		return nil, err
	}
	if err := o.head.read(o.file, texts[headPlace]); err != nil { // the report's own goes over that of its kind
		return nil, err
	}
	delete(texts, headPlace)
	o.places = texts
	return o, nil
}

// readOwnFile reads a file of texts under headings; without a file there are none. Lines that begin
// with > are remarks.
func readOwnFile(office fs.FS, file string, known []string) (map[string]ownText, error) {
	places := map[string]ownText{}
	content, err := fs.ReadFile(office, file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return places, nil
	case err != nil:
		return nil, fault(file, 0, jianfu.Say("读不出来", "cannot be read")).Because(err)
	}
	at := ""
	for i, line := range strings.Split(strings.TrimPrefix(strings.ReplaceAll(string(content), "\r\n", "\n"), "\uFEFF"), "\n") {
		line = plain(strings.TrimSpace(line))
		if m := ownHeading.FindStringSubmatch(line); m != nil {
			name, alone := strings.CutSuffix(m[1], "（替换）")
			if !slices.Contains(known, name) {
				return nil, fault(file, i+1, jianfu.Say("报告里没有“%[1]s”这一处。可写的有：%[2]s", "no report has a place %[1]q. The places are: %[2]s", name, strings.Join(known, "、")))
			}
			if _, again := places[name]; again {
				return nil, fault(file, i+1, jianfu.Say("“%[1]s”写了两次：请并到一处", "%[1]q is there twice: put both into one", name))
			}
			at = name
			places[at] = ownText{line: i + 1, alone: alone}
			continue
		}
		if strings.HasPrefix(line, ">") {
			continue
		}
		if at == "" {
			if line == "" {
				continue
			}
			return nil, fault(file, i+1, jianfu.Say("这一行前面没有小标题：先写“## %[1]s”这样的一行，说明放在报告哪一处", "no heading is above this line: write one, such as \"## %[1]s\", that says where in the report it belongs", known[0]))
		}
		text := places[at]
		text.lines = append(text.lines, line)
		places[at] = text
	}
	for name, text := range places {
		if !slices.ContainsFunc(text.lines, func(line string) bool { return line != "" }) {
			delete(places, name) // a heading that nobody filled in
		}
	}
	return places, nil
}

// Blank is the name and the text of the file in which an office begins its words for a year.
func (t *Templates) Blank(period jianfu.Period) (name, text string) {
	var out strings.Builder
	out.WriteString("> " + period.Label(jianfu.Chinese) + "报告里本单位自己的文字。每个小标题下面写一段或几段，不写的照旧；以“>”开头的行是说明，不会印出来。\n" +
		"> 数写成名称，随仓库变化：{召开会议} {召开会议 同比} {召开会议 上年} {清理工作群 三年} {meetings.held 2023-01/2023-11} {召开会议 form=视频}，名称见 jianfu metrics。\n" +
		"> 小标题后面加“（替换）”，如“## 精简会议（替换）”，就不再印自动生成的那几句。\n\n## " + headPlace + "\n> 不用的留空。\n")
	for _, item := range headItems {
		out.WriteString(item + "：\n")
	}
	for _, place := range t.byName[annual].places {
		out.WriteString("\n## " + place + "\n\n")
	}
	return ownFile(period), out.String()
}

// headItems are the lines of a letterhead.
var headItems = []string{"发文机关", "发文字号", "签发人", "主送", "抄送", "印发", "落款", "成文日期"}

// headKinds are the headings of the file of letterheads.
var headKinds = []string{"年度报告", "通报", "提示函", "一页纸"}

// read reads lines such as 主送：省人民政府办公厅.
func (h *Letterhead) read(file string, text ownText) error {
	known := map[string]*string{"发文机关": &h.Organ, "发文字号": &h.Number, "签发人": &h.Signer, "主送": &h.To, "抄送": &h.Copies, "印发": &h.Printed, "落款": &h.Sign, "成文日期": &h.Date}
	for i, line := range text.lines {
		if line == "" {
			continue
		}
		name, value, ok := strings.Cut(strings.Replace(line, "：", ":", 1), ":")
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		at := text.line + 1 + i
		switch {
		case !ok:
			return fault(file, at, jianfu.Say("“%[1]s”应写成“名称：内容”，如“主送：省人民政府办公厅”", "write %[1]q as a name and its value, such as “主送：省人民政府办公厅”", line))
		case value == "":
		case known[name] == nil:
			return fault(file, at, jianfu.Say("版头没有“%[1]s”这一项。可写的有：%[2]s", "a letterhead has no %[1]q. It has: %[2]s", name, strings.Join(headItems, "、")))
		default:
			*known[name] = value
		}
	}
	return nil
}

// ownText is the office's text for a place, as paragraphs; "" if there is none.
func (b *build) ownText(place string) (string, error) {
	if b.own == nil {
		return "", nil
	}
	text, known := b.own.places[place]
	if !known {
		return "", nil
	}
	var out strings.Builder
	for i, line := range text.lines {
		if line == "" {
			out.WriteRune(paragraphEnd)
			continue
		}
		filled, err := b.fill(line)
		var e *jianfu.Error
		switch {
		case errors.As(err, &e) && e.Code == jianfu.Invalid:
			f := fault(b.own.file, text.line+1+i, e.Text)
			f.Near, f.Err = e.Near, errOwn
			return "", f
		case err != nil:
			return "", err
		}
		out.WriteString(filled)
		out.WriteRune(paragraphEnd)
	}
	return out.String(), nil
}

// alone reports whether the office's text of a place replaces the program's.
func (b *build) alone(place string) bool {
	return b.own != nil && b.own.places[place].alone
}

var figureNamed = regexp.MustCompile(`[{｛]([^{}｛｝]*)[}｝]`)

// fill puts figures in the place of their names: 召开会议{meetings.held}，{meetings.held 同比}.
func (b *build) fill(line string) (string, error) {
	var failed error
	filled := figureNamed.ReplaceAllStringFunc(line, func(match string) string {
		text, err := b.figureNamed(figureNamed.FindStringSubmatch(match)[1])
		if err != nil && failed == nil {
			failed = err
		}
		return text
	})
	if failed == nil && strings.ContainsAny(filled, "{}｛｝") {
		failed = jianfu.Errorf(jianfu.Invalid, "大括号没有成对：数写成 {meetings.held} 或 {召开会议}", "a brace is not closed: write figures as {meetings.held}")
	}
	return filled, failed
}

// figureNamed is the figure, or its change, of a name as an office writes it: a metric or a rule of a
// threshold by its name or label, then in any order 同比, 环比, 上年, 三年, a period, or 维度=取值.
func (b *build) figureNamed(text string) (string, error) {
	words := strings.Fields(strings.ReplaceAll(text, "　", " "))
	if len(words) == 0 {
		return "", jianfu.Errorf(jianfu.Invalid, "大括号里没有指标名：写成 {meetings.held} 或 {召开会议}", "the braces are empty: write the name of a metric, such as {meetings.held}")
	}
	for _, list := range b.engine.Catalog().Thresholds(b.spec.Period.Through()) {
		if len(words) == 1 && (words[0] == list.Name || words[0] == list.Label.ZH) {
			f, err := b.setting(list.Name)
			if err != nil {
				return "", err
			}
			return f.String(), nil
		}
	}
	metric, err := b.engine.Catalog().Metric(words[0])
	if err != nil {
		return "", err
	}
	q := metrics.Query{Metrics: []string{metric.Name}, Period: b.spec.Period, Compare: metrics.YearEarlier, CaliberOn: b.spec.Period.Through()}
	changed, offset := false, 0
	for _, word := range words[1:] {
		dimension, value, narrows := strings.Cut(strings.Replace(word, "＝", "=", 1), "=")
		switch {
		case word == "同比":
			changed = true
		case word == "环比":
			changed, offset = true, 1
			q.Compare = metrics.PreviousPeriod
		case word == "上年":
			offset = -1
			q.Period = b.spec.Period.YearEarlier()
		case word == "三年":
			f, err := b.total(metric.Name)
			if err != nil {
				return "", err
			}
			if part, cut := b.parts[metric.Name]; cut { // beside years of the same months it would be another sum
				return b.lang.say("（"+b.lang.when(part)+"以及往年全年）", "("+b.lang.when(part)+" and the whole years before) ") + f.String(), nil
			}
			return f.String(), nil
		case narrows:
			q.Where.Is = append(q.Where.Is, metrics.Equals{Dimension: dimension, In: []string{value}})
		default:
			if q.Period, err = jianfu.ParsePeriod(word); err != nil {
				return "", jianfu.Errorf(jianfu.Invalid, "{%[1]s} 里的“%[2]s”看不懂：指标名后面可写 同比、环比、上年、三年、一个时间（如 2023-01/2023-11）或 维度=取值", "%[2]q in {%[1]s} has no meaning: after a metric there may be 同比, 环比, 上年, 三年, a period such as 2023-01/2023-11, or dimension=value", text, word)
			}
			offset = 1 // neither this year nor one before
		}
	}
	var f *Figure
	if q.Compare == metrics.PreviousPeriod {
		m, err := b.measure(q)
		if err != nil {
			return "", err
		}
		v := m.Rows[0].Values[0]
		beside := *b.figure(v) // elsewhere it is compared with the year before
		beside.Value, f = &v, &beside
	} else if v, known := b.years[metric.Name][offset]; known && offset <= 0 && len(q.Where.Is) == 0 {
		f = b.figure(v)
	} else if f, err = b.measured(q); err != nil {
		return "", err
	}
	if !changed {
		if offset < 0 && f.cut { // the text says the year, not its months
			return b.lang.say("（"+f.within()+"）", "") + f.String(), nil
		}
		return f.String(), nil
	}
	if change := f.Change(); change != "" {
		return f.dated(change), nil
	}
	if c := f.Value.Comparison; c != nil && c.Delta != nil {
		return b.lang.say("两期报送的单位和月份不同，不能据此判断升降", "of different units or months in the two periods, which shows neither a rise nor a fall"), nil
	}
	if f.Value.Comparison == nil {
		return "", jianfu.Errorf(jianfu.Invalid, "{%s} 没有可比的上年", "{%s} has no year before", text)
	}
	if q.Compare == metrics.PreviousPeriod {
		return b.lang.say("与上期不可比", "not comparable with the period before"), nil
	}
	return b.lang.say("与上年不可比", "not comparable with the year before"), nil
}
