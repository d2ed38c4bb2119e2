package reports

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/xuri/excelize/v2"

	"jianfu"
	"jianfu/loaders/loaderstest"
	"jianfu/metrics"
)

func catalog(t *testing.T) *metrics.Catalog {
	t.Helper()
	c, err := metrics.ReadCatalog(nil)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// An office's templates are checked when they are read: faults name file and line.
func TestTemplateFaults(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"# 标题\n\n{{figure \"meetings.hold\"}}":                            "模板 annual.txt 第 3 行：没有指标“meetings.hold”。相近的有：meetings.held",
		"{{/* 注\n释 */}}\n{{if true}}\n{{setting \"policy_page\"}}{{end}}": "模板 annual.txt 第 4 行：没有阈值“policy_page”",
		"{{with found \"dormantBody\"}}{{.}}{{end}}":                      "模板 annual.txt 第 1 行：没有核查“dormantBody”",
		"一\n\n{{yearsTable \"表\" \"meetings.held\" \"x.y\"}}":             "模板 annual.txt 第 3 行：没有指标“x.y”",
		"{{byTable \"表\" \"sofar\" \"portfolio\" \"x.y\"}}":               "模板 annual.txt 第 1 行：没有指标“x.y”",
		"{{range $x := (figure \"a.b\")}}{{end}}":                         "模板 annual.txt 第 1 行：没有指标“a.b”",
		"一\n二\n{{figur \"a\"}}":                                           "模板 annual.txt 第 3 行：没有函数“figur”。相近的有：figure、",
		"{{figure meetings.held}}":                                        "模板 annual.txt 第 1 行：没有函数“meetings”。",
		"一\n{{if}}":                                                       "模板 annual.txt 第 2 行：{{if}} 后面没有写条件或取值，如 {{if $m.Known}}",
		"{{if true}}一":                                                    "模板 annual.txt 第 1 行：到文件末尾还有 {{if}}、{{with}} 或 {{range}} 没有结束：请补上 {{end}}",
		"一{{end}}":                                                        "模板 annual.txt 第 1 行：多了一个 {{end}}",
		"{{figure \"meetings.held}}":                                      "模板 annual.txt 第 1 行：引号没有成对",
		"{{figure “meetings.held”}}":                                      "模板 annual.txt 第 1 行：{{}} 里不能用 “ 这个字符",
		"{{figure \"meetings.held\"}":                                     "模板 annual.txt 第 1 行：{{ 没有写 }}",
		"{{$m.Known}}":                                                    "模板 annual.txt 第 1 行：还没有叫 $m 的变量",
		"{{/* 注":                                                          "模板 annual.txt 第 1 行：注释没有写完",
	} {
		_, err := ReadTemplates(fstest.MapFS{"annual.txt": {Data: []byte(text)}}, catalog(t))
		inBothLanguages(t, text, err, want)
	}
	for _, folder := range []fstest.MapFS{{}, {"anual.txt": {Data: []byte("#")}}, {"annual.txt": {Data: []byte("#")}, "letter.txt": {Data: []byte("#")}}} {
		if _, err := ReadTemplates(folder, catalog(t)); jianfu.ErrorCode(err) != jianfu.Invalid {
			t.Errorf("%v: %v", folder, err)
		}
	}
}

var chinese = regexp.MustCompile(`\p{Han}`)

// inBothLanguages compares the beginning of a fault in Chinese. The other language has no Chinese
// except the template's own, and neither uses the words of text/template.
func inBothLanguages(t *testing.T, text string, err error, want string) {
	t.Helper()
	var fault *jianfu.Error
	if !errors.As(err, &fault) || fault.Code != jianfu.Invalid || !strings.HasPrefix(fault.Text.ZH, want) {
		t.Errorf("%q: %v, want %s", text, err, want)
		return
	}
	for _, sign := range []string{"unexpected", "not defined", "can't", "wrong number", "executing", "%!", "unterminated"} {
		if strings.Contains(fault.Text.ZH+fault.Text.EN, sign) {
			t.Errorf("%q: %s / %s", text, fault.Text.ZH, fault.Text.EN)
		}
	}
	if chinese.MatchString(fault.Text.EN) || !strings.HasPrefix(fault.Text.EN, "template annual.txt, line ") {
		t.Errorf("%q: %s", text, fault.Text.EN)
	}
}

// Faults that only execution finds are reported in the same way.
func TestTemplateFaultsWhenFilledIn(t *testing.T) {
	t.Parallel()
	c := catalog(t)
	engine := metrics.New(loaderstest.Open(t), c)
	for text, want := range map[string]string{
		"一\n{{(figure \"meetings.held\").Rise}}":                      "模板 annual.txt 第 2 行：数没有“.Rise”可问。相近的有：Rises、",
		"{{(outlook \"meetings.held\").Amont}}":                       "模板 annual.txt 第 1 行：数没有“.Amont”可问。相近的有：Amount、",
		"{{figure}}":                                                  "模板 annual.txt 第 1 行：{{figure}} 的参数个数不对（写了 0 个）",
		"{{figure 1}}":                                                "模板 annual.txt 第 1 行：1 应是写在半角双引号里的名称",
		"{{figure \"meetings.held\" 1}}":                              "模板 annual.txt 第 1 行：往前几年应写 -10 至 0",
		"{{figure \"meetings.held\" \"form\"}}":                       "模板 annual.txt 第 1 行：条件“form”应写成“维度=取值”",
		"{{figure \"meetings.held\" true}}":                           "模板 annual.txt 第 1 行：不认识的参数 true",
		"{{template \"part\"}}":                                       "模板 annual.txt 第 1 行：没有定义片段“part”",
		"{{define \"a\"}}{{template \"a\"}}{{end}}{{template \"a\"}}": "模板 annual.txt 第 1 行：片段自己引用了自己",
	} {
		templates, err := ReadTemplates(fstest.MapFS{"annual.txt": {Data: []byte(text)}}, c)
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		_, err = templates.Annual(t.Context(), engine, Spec{Period: jianfu.YearOf(2023), AsOf: time.Date(2024, 1, 31, 0, 0, 0, 0, time.UTC)})
		inBothLanguages(t, text, err, want)
	}
}

// A year or month of which nothing was filed has no report, and there is nobody to remind.
func TestReportOfAnEmptyWarehouse(t *testing.T) {
	t.Parallel()
	c := catalog(t)
	engine := metrics.New(loaderstest.Open(t), c)
	templates, err := ReadTemplates(nil, c)
	if err != nil {
		t.Fatal(err)
	}
	spec := Spec{Period: jianfu.YearOf(2023), AsOf: time.Date(2024, 1, 31, 0, 0, 0, 0, time.UTC)}
	month := spec
	month.Period, _ = jianfu.ParsePeriod("2023-05")
	for kind, spec := range map[Kind]Spec{AnnualReport: spec, OnePager: spec, MonthlyBulletin: month} {
		var refused *jianfu.Error
		if _, err := templates.Report(t.Context(), engine, kind, spec); !errors.As(err, &refused) || refused.Code != jianfu.Invalid || !strings.Contains(refused.Text.ZH, "没有任何单位报送") || chinese.MatchString(refused.Text.EN) {
			t.Errorf("%s: %v", kind, err)
		}
	}
	if _, err := templates.Bulletin(t.Context(), engine, spec); jianfu.ErrorCode(err) != jianfu.Invalid || !strings.Contains(err.Error(), "月份") {
		t.Errorf("a bulletin of a year: %v", err)
	}
	if found, err := templates.Reminders(t.Context(), engine, spec, jianfu.DateOf(spec.AsOf)); err != nil || len(found.Letters)+len(found.Unled)+len(found.Undecided) > 0 {
		t.Errorf("reminders: %v %v", found, err)
	}
}

// An error below a template is not reported as the template's fault.
func TestCancelledReport(t *testing.T) {
	t.Parallel()
	c := catalog(t)
	engine := metrics.New(loaderstest.Open(t), c)
	templates, err := ReadTemplates(fstest.MapFS{"annual.txt": {Data: []byte("# 题\n\n{{sofar \"meetings.held\"}}")}}, c)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	b, err := newBuild(ctx, engine, Spec{Period: jianfu.YearOf(2023), AsOf: time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if err := b.write(templates.byName[annual]); !errors.Is(err, context.Canceled) || jianfu.ErrorCode(err) != jianfu.Internal {
		t.Errorf("%v", err)
	}
}

func TestChineseNumbers(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{1: "一", 9: "九", 10: "十", 11: "十一", 20: "二十", 35: "三十五"} {
		if got := chineseNumber(n); got != want {
			t.Errorf("%d is %s", n, got)
		}
	}
}

// measured is a figure of a metric, with a change in percent of its base; 0 is no base.
func measured(t *testing.T, name string, amount, base int64) *Figure {
	t.Helper()
	m, err := catalog(t).Metric(name)
	if err != nil {
		t.Fatal(err)
	}
	is := jianfu.NewDecimal(amount)
	f := &Figure{Number: 1, Source: Measured, Label: m.Label.ZH, Stated: is.String() + m.Unit, Value: &metrics.Value{Metric: m, Amount: &is, Numerator: &is}}
	if base > 0 {
		delta := jianfu.NewDecimal(amount - base)
		percent := delta.Quo(jianfu.NewDecimal(base)).Mul(jianfu.NewDecimal(100)).Round(2)
		f.Value.Comparison = &metrics.ValueComparison{Kind: metrics.YearEarlier, Delta: &delta, ChangePercent: &percent}
	}
	return f
}

// Figures side by side share the word for their change if all fell or all rose; zero is a word.
func TestAbreast(t *testing.T) {
	t.Parallel()
	documents, meetings, rising := measured(t, "documents.issued", 90, 100), measured(t, "meetings.held", 3, 4), measured(t, "visits.made", 5, 4)
	none, alone := measured(t, "meetings.overlong", 0, 2), measured(t, "inspections.conducted", 7, 0)
	for want, figures := range map[string][]*Figure{
		"印发文件90件、召开会议3次，同比分别下降10.00%、25.00%":   {documents, meetings},
		"印发文件90件，同比下降10.00%；开展调研5次，同比增长25.00%": {documents, rising},
		"印发文件90件，同比下降10.00%；开展督查检查考核7次":        {documents, alone},
		"印发文件90件，同比下降10.00%；没有超时会议":            {documents, none},
		"印发文件90件，同比下降10.00%":                   {documents},
	} {
		if got := spansText(abreast(figures...)); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	if got := spansText(list(documents, none, meetings)); got != "印发文件90件、召开会议3次；没有超时会议" {
		t.Error(got)
	}
	if got, err := brief("甲", documents, "乙", none, "丙", meetings); err != nil || spansText(got) != "甲90件、丙3次" {
		t.Errorf("%s %v", got, err)
	}
	if _, err := brief(documents, "甲"); jianfu.ErrorCode(err) != jianfu.Invalid {
		t.Error(err)
	}
}

// An office's file is read by its headings; faults name file and line, in both languages.
func TestOwnWordsFaults(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"甲":          "模板 2023.md 第 1 行：这一行前面没有小标题",
		"## 精简文见\n甲": "模板 2023.md 第 1 行：报告里没有“精简文见”这一处",
		"## 精简文件\n甲\n\n## 精简文件\n乙": "模板 2023.md 第 4 行：“精简文件”写了两次",
		"> 说明\n## 版头\n主送 省政府":      "模板 2023.md 第 3 行：“主送 省政府”应写成",
		"## 版头\n主送人：省政府":           "模板 2023.md 第 2 行：版头没有“主送人”这一项",
	} {
		templates, err := ReadTemplates(fstest.MapFS{"2023.md": {Data: []byte(text)}}, catalog(t))
		if err != nil {
			t.Fatal(err)
		}
		_, err = templates.readOwn(jianfu.YearOf(2023), "年度报告")
		var fault *jianfu.Error
		if !errors.As(err, &fault) || fault.Code != jianfu.Invalid || !strings.HasPrefix(fault.Text.ZH, want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
	for _, name := range []string{"2023年.md", "报告.md", "anual.txt"} {
		if _, err := ReadTemplates(fstest.MapFS{name: {Data: []byte("甲")}}, catalog(t)); jianfu.ErrorCode(err) != jianfu.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	templates, err := ReadTemplates(nil, catalog(t))
	if err != nil {
		t.Fatal(err)
	}
	name, blank := templates.Blank(jianfu.YearOf(2023))
	if templates, err = ReadTemplates(fstest.MapFS{name: {Data: []byte(blank)}}, catalog(t)); err != nil {
		t.Fatal(err)
	}
	if o, err := templates.readOwn(jianfu.YearOf(2023), "年度报告"); err != nil || len(o.places) > 0 || o.head != (Letterhead{}) {
		t.Errorf("a blank file says %v: %v", o, err)
	}
}

// A text from outside cannot pass for a figure.
func TestMarksOfOthersAreTakenOut(t *testing.T) {
	t.Parallel()
	b := &build{report: &Report{Figures: []*Figure{{Number: 1}}}}
	spans := b.spans("甲" + plain("\uE0001\uE002521次\uE003\n") + "乙")
	if len(spans) != 1 || spans[0].Figure != nil || spans[0].Text != "甲1521次乙" {
		t.Errorf("%+v", spans)
	}
}

// A sheet of figures has numbers as numbers, texts as texts, and no formula, nor would it have one
// once it is saved as CSV.
func TestFlatSheet(t *testing.T) {
	t.Parallel()
	header := []string{"portfolio", "amount", "text"}
	rows := [][]string{{"=1+1", "12.5", "12"}, {"007", "", "@x"}}
	var out, again bytes.Buffer
	for _, into := range []*bytes.Buffer{&out, &again} {
		if err := WriteFlat(t.Context(), into, header, rows, func(column string) bool { return column == "amount" }, time.Time{}); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(out.Bytes(), again.Bytes()) {
		t.Error("the same answer has other bytes")
	}
	book, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	for cell, want := range map[string]struct {
		text string
		kind excelize.CellType
	}{"A2": {"'=1+1", excelize.CellTypeInlineString}, "C3": {"'@x", excelize.CellTypeInlineString}, "B2": {"12.5", excelize.CellTypeUnset}, "C2": {"12", excelize.CellTypeInlineString}, "A3": {"007", excelize.CellTypeInlineString}, "B3": {"", excelize.CellTypeUnset}} {
		text, _ := book.GetCellValue("Sheet1", cell)
		kind, err := book.GetCellType("Sheet1", cell)
		formula, _ := book.GetCellFormula("Sheet1", cell)
		if err != nil || text != want.text || kind != want.kind || formula != "" {
			t.Errorf("%s is %q of type %d, formula %q: %v", cell, text, kind, formula, err)
		}
	}
}

// A projection is a number in a workbook, marked as not an actual figure.
func TestProjectionInAWorkbook(t *testing.T) {
	t.Parallel()
	c := catalog(t)
	amount := jianfu.NewDecimal(1524)
	expected := &Figure{Number: 1, Source: Projected, Name: "meetings.held", Stated: "1524次", number: &amount, unit: "次", Period: jianfu.YearOf(2023)}
	report := &Report{AsOf: time.Date(2024, 1, 31, 0, 0, 0, 0, time.UTC), Caliber: c.Calibers()[0], Figures: []*Figure{expected},
		Sections: []Section{{Blocks: []Block{{Table: &Table{Caption: "推算", Columns: []Column{{Head: "方法"}, {Head: "预计全年", Kind: Numbers}}, Rows: [][]Cell{{{Text: "按月均"}, {Figure: expected}}}}}}}}}
	var out bytes.Buffer
	if err := report.WriteXLSX(&out); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	raw, _ := book.GetCellValue("表1 推算", "B4", excelize.Options{RawCellValue: true})
	shown, _ := book.GetCellValue("表1 推算", "B4")
	kind, err := book.GetCellType("表1 推算", "B4")
	if err != nil || raw != "1524" || shown != "1,524次（预计）" || kind != excelize.CellTypeUnset {
		t.Errorf("%s, shown as %s, of type %d: %v", raw, shown, kind, err)
	}
}

// A workbook's charts have empty cells where a number is missing, hatched where nothing was filed:
// words would be drawn as zero. A number from totals, or of a part of the units, says so.
func TestGapsInAWorkbook(t *testing.T) {
	t.Parallel()
	c := catalog(t)
	held, err := c.Metric("meetings.held")
	if err != nil {
		t.Fatal(err)
	}
	known := jianfu.NewDecimal(3)
	figure := func(amount *jianfu.Decimal) *Figure {
		return &Figure{Number: 1, Source: Measured, Stated: "未报送", Value: &metrics.Value{Metric: held, Amount: amount, Missing: metrics.NotFiled}}
	}
	chart := &Chart{Caption: "各月", Unit: "次", Lines: true, Categories: []string{"1月", "2月", "3月"},
		Series: []Series{{Name: "2023年", Figures: []*Figure{figure(&known), figure(nil), nil}}}}
	part := figure(&known)
	part.Period = jianfu.YearOf(2023)
	part.Value.Basis, part.Value.Coverage = metrics.FromTotals, metrics.Coverage{Expected: 24, Filed: 23}
	part.Value.Unknown = []metrics.NoticeSlice{{Kind: "meeting", Department: "B1", Period: jianfu.YearOf(2023)}}
	chart.Series = append(chart.Series, Series{Name: "2024年", Figures: []*Figure{part, nil, nil}})
	report := &Report{AsOf: time.Date(2024, 1, 31, 0, 0, 0, 0, time.UTC), Caliber: c.Calibers()[0], Sections: []Section{{Blocks: []Block{{Chart: chart}}}}}
	var out bytes.Buffer
	if err := report.WriteXLSX(&out); err != nil {
		t.Fatal(err)
	}
	parts, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	drawn, err := fs.ReadFile(parts, "xl/charts/chart1.xml")
	if err != nil || !bytes.Contains(drawn, []byte(`formatCode="General" sourceLinked="false"`)) { // the marks are in the cells
		t.Errorf("%s %v", drawn, err)
	}
	book, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	if width, err := book.GetColWidth("图1 各月", "C"); err != nil || width < 24 { // 3次（按汇总数）（未报全）
		t.Errorf("a column is %v wide: %v", width, err)
	}
	for cell, want := range map[string]string{"B4": "3次", "B5": "", "B6": "", "C4": "3次（按汇总数）（未报全）"} {
		text, _ := book.GetCellValue("图1 各月", cell)
		kind, err := book.GetCellType("图1 各月", cell)
		if err != nil || text != want || kind != excelize.CellTypeUnset {
			t.Errorf("%s is %q of type %d: %v", cell, text, kind, err)
		}
	}
	if note, _ := book.GetCellValue("图1 各月", "A8"); note != "注：空白处没有数，有斜线的是没有报送，原因见“数字出处”。注明未报全的数只含已报送的部分，报了多少见“数字出处”。" {
		t.Errorf("the note is %q", note)
	}
	for cell, want := range map[string]bool{"B4": false, "B5": true, "B6": false} {
		id, err := book.GetCellStyle("图1 各月", cell)
		if err != nil {
			t.Fatal(err)
		}
		style, err := book.GetStyle(id)
		if err != nil || (style.Fill.Pattern == hatched) != want {
			t.Errorf("%s: hatched %v, want %v: %v", cell, !want, want, err)
		}
	}
}

// A LibreOffice that hangs is killed; one that writes nothing is reported.
func TestPDFThatFails(t *testing.T) {
	t.Parallel()
	script := func(body string) string {
		file := filepath.Join(t.TempDir(), "soffice")
		if err := os.WriteFile(file, []byte("#!/bin/sh\n"+body+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
		return file
	}
	for _, c := range []struct {
		body  string
		limit time.Duration
	}{{"exit 0", time.Minute}, {"sleep 600 & wait", 50 * time.Millisecond}, {"exit 3", time.Minute}} {
		var out bytes.Buffer
		err := convertPDF(t.Context(), script(c.body), c.limit, []byte("x"), &out)
		if jianfu.ErrorCode(err) != jianfu.Unreadable || out.Len() > 0 || !strings.Contains(err.Error(), "另存为 PDF") {
			t.Errorf("%s: %v", c.body, err)
		}
	}
	if err := (&Report{}).writePDF(t.Context(), "", &bytes.Buffer{}); jianfu.ErrorCode(err) != jianfu.NotFound || !strings.Contains(err.Error(), "没有安装 LibreOffice") {
		t.Errorf("without LibreOffice: %v", err)
	}
	var out bytes.Buffer
	if err := convertPDF(t.Context(), script(`while [ $# -gt 0 ]; do if [ "$1" = --outdir ]; then printf %s %PDF-1.7 > "$2/report.pdf"; fi; shift; done`), time.Minute, []byte("x"), &out); err != nil || out.String() != "%PDF-1.7" {
		t.Errorf("%q: %v", out.String(), err)
	}
}

func TestSubmissionNumbers(t *testing.T) {
	t.Parallel()
	if got := submissions([]int64{1, 2, 3, 5, 7, 8}); got != "1—3、5、7—8" {
		t.Error(got)
	}
}

// A chart's axis names each unit once.
func TestUnitsOfAChart(t *testing.T) {
	t.Parallel()
	c := catalog(t)
	units := ""
	for _, name := range []string{"documents.issued", "meetings.held", "documents.policy", "meetings.held", "messages.handling_rate"} {
		m, err := c.Metric(name)
		if err != nil {
			t.Fatal(err)
		}
		units = wordsOf(jianfu.Chinese).addUnit(units, m)
	}
	if units != "件、次、%" {
		t.Error(units)
	}
}
