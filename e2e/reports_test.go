package e2e_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"jianfu"
	"jianfu/e2e/city"
	"jianfu/loaders"
	"jianfu/metrics"
	"jianfu/reports"
	"jianfu/warehouse/warehousetest"
)

// reportMoment is the as-of moment of the reports in these tests: after everything was loaded.
var reportMoment = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)

func annualReport(t *testing.T, year int) *reports.Report {
	t.Helper()
	e := openCity(t)
	templates, err := reports.ReadTemplates(nil, e.Catalog())
	if err != nil {
		t.Fatal(err)
	}
	report, err := templates.Annual(t.Context(), e, reports.Spec{Period: jianfu.YearOf(year), AsOf: reportMoment})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// written is the content of a .docx: paragraphs outside of tables, the rows of its tables, and the
// text that links to a row of the annex.
type written struct {
	paragraphs []string
	rows       [][]string
	stated     []struct{ anchor, id, text string }
	marks      map[string][]string // the annex row of each mark
}

func readDOCX(t *testing.T, content []byte) written {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	body, err := archive.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	defer body.Close()
	w := written{marks: map[string][]string{}}
	var text, cell, link strings.Builder
	var row, marks []string
	anchor, id, inTable := "", "", false
	decoder := xml.NewDecoder(body)
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return w
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			attribute := func(name string) string {
				for _, a := range token.Attr {
					if a.Name.Local == name {
						return a.Value
					}
				}
				return ""
			}
			switch token.Name.Local {
			case "tbl":
				inTable = true
			case "tr":
				row, marks = nil, nil
			case "tc":
				cell.Reset()
			case "p":
				text.Reset()
			case "bookmarkStart":
				marks = append(marks, attribute("name"))
			case "hyperlink":
				anchor, id = attribute("anchor"), attribute("tooltip")
				link.Reset()
			case "t":
				var content string
				if err := decoder.DecodeElement(&content, &token); err != nil {
					t.Fatal(err)
				}
				text.WriteString(content)
				cell.WriteString(content)
				link.WriteString(content)
			}
		case xml.EndElement:
			switch token.Name.Local {
			case "tbl":
				inTable = false
			case "tr":
				w.rows = append(w.rows, row)
				for _, mark := range marks {
					w.marks[mark] = row
				}
			case "tc":
				row = append(row, cell.String())
			case "hyperlink":
				w.stated = append(w.stated, struct{ anchor, id, text string }{anchor, id, link.String()})
			case "p":
				if !inTable {
					w.paragraphs = append(w.paragraphs, text.String())
				}
			}
		}
	}
}

// Every figure that the document states is the one that its id leads to, and every figure of the
// annual summary is stated.
func TestReportStatesTheAnnualSummary(t *testing.T) {
	t.Parallel()
	e := openCity(t)
	var out bytes.Buffer
	if err := annualReport(t, 2023).WriteDOCX(&out); err != nil {
		t.Fatal(err)
	}
	w := readDOCX(t, out.Bytes())
	if len(w.stated) < 250 || len(w.marks) < 50 {
		t.Fatalf("%d figures are stated, and the annex has %d rows", len(w.stated), len(w.marks))
	}
	inText := map[string][]string{}
	for i, s := range w.stated {
		row, known := w.marks[s.anchor]
		if !known || s.id == "" {
			t.Errorf("%q leads nowhere", s.text)
			continue
		}
		metric, rest, measured := strings.Cut(s.id, "@")
		if !measured {
			continue // a setting, a projection or the findings of a check
		}
		if period, _, _ := strings.Cut(rest, ","); !strings.HasPrefix(row[3], metric+"@") || !strings.Contains(row[3], "…") && !strings.Contains(row[3], period) {
			t.Errorf("%s leads to the row of %s", s.id, row[3])
		}
		if inText[s.id] = append(inText[s.id], s.text); i%3 != 0 {
			continue // a third of the figures is traced
		}
		m, err := e.Trace(t.Context(), s.id)
		if err != nil {
			t.Fatalf("%s: %v", s.id, err)
		}
		v := m.Rows[0].Values[0]
		if text := v.Text(jianfu.Chinese); text != s.text && !(s.text == "100%" && text == "100.00%") && v.Amount != nil && strings.HasPrefix(s.text, v.Amount.String()) {
			t.Errorf("%s: the report says %s, the trace %s", s.id, s.text, text)
		}
	}
	a, err := e.Annual(t.Context(), 2023, reportMoment)
	if err != nil {
		t.Fatal(err)
	}
	values := []metrics.Value{a.WritingProblemKinds, a.DepartmentsOverCap, a.OverlongMeetings, a.LeadTimeCompliance, a.MeetingsHeld,
		a.InspectionsPlannedThreeYears, a.MessagesHandled, a.MessageHandlingRate, a.MessagesHandledThreeYears, a.MessageHandlingRateThreeYears,
		a.AppsCleared, a.GroupsCleared, a.AppClearanceRate, a.GroupClearanceRate, a.CombinedClearanceRate, a.AppsClearedThreeYears,
		a.GroupsClearedThreeYears, a.CombinedClearanceRateThreeYears, a.MeetingsToDate, a.BodiesHandled, a.BodiesEstablished, a.BodiesAdjusted,
		a.BodiesAbolished, a.BodiesTotal, a.PolicyOverLength}
	values = append(values, a.InspectionsConducted...)
	values = append(values, a.InspectionsPlanned[2])
	for _, check := range a.MeetingsNoIncrease {
		values = append(values, check.Value)
	}
	for _, v := range values {
		v.Scope.CaliberOn = v.Scope.Period.Through() // the caliber has one version
		said := strings.Join(inText[v.Scope.ID()], " ")
		if !strings.Contains(said, strings.Replace(v.Text(jianfu.Chinese), "100.00%", "100%", 1)) {
			t.Errorf("%s is %s, and the report says %q", v.Scope.ID(), v.Text(jianfu.Chinese), said)
		}
		if _, known := v.Comparison.Sign(); known && v.Scope.Period.Start().Year() == 2023 && !strings.Contains(strings.Join(flat(w.rows), " ")+said, changeWords(v.Comparison)) {
			t.Errorf("%s: %s, and neither text nor tables say so", v.Scope.ID(), changeWords(v.Comparison))
		}
	}
	whole := strings.Join(w.paragraphs, "\n")
	for _, threshold := range []*metrics.Threshold{a.SystemMeetingCap, a.MeetingHourLimit, a.MeetingLeadDays, a.PolicyPageLimit} {
		if !strings.Contains(whole, threshold.Value.String()+threshold.Unit) {
			t.Errorf("the report does not state %s", threshold.Name)
		}
	}
	for _, method := range a.ExpectedReduction.Methods {
		if !strings.Contains(strings.Join(flat(w.rows), " "), method.Amount.String()+"次") {
			t.Errorf("the report does not state what is expected by %s", method.Method)
		}
	}
	if !strings.Contains(whole, "以截至11月末的数据按计划余量推算，预计全年召开会议524次，预计比上年下降11.93%") {
		t.Error("the report does not say what it expects, as of when, and how")
	}
}

// changeWords is the size of a change as reports write it.
func changeWords(c *metrics.ValueComparison) string {
	switch {
	case c.ChangePoints != nil && c.ChangePoints.Sign() != 0:
		return c.ChangePoints.Abs().Fixed(2) + "个百分点"
	case c.ChangePercent != nil && c.ChangePercent.Sign() != 0:
		return c.ChangePercent.Abs().Fixed(2) + "%"
	}
	return "持平"
}

func flat(rows [][]string) []string {
	var cells []string
	for _, row := range rows {
		cells = append(cells, row...)
	}
	return cells
}

// No template syntax, no number without its format, and no empty paragraph is left.
func TestReportShowsNoPlaceholder(t *testing.T) {
	t.Parallel()
	for year := 2021; year <= 2023; year++ { // no year, one and two years before
		var out bytes.Buffer
		report := annualReport(t, year)
		if err := report.WriteDOCX(&out); err != nil {
			t.Fatal(err)
		}
		w := readDOCX(t, out.Bytes())
		for _, text := range append(w.paragraphs, flat(w.rows)...) {
			if strings.Contains(text, "、，") || strings.Contains(text, "，、") || strings.Contains(text, "。，") || strings.HasPrefix(text, "。") || strings.HasPrefix(text, "，") ||
				strings.ContainsAny(text, "{}<>*�\uE000\uE001\uE002\uE003\uE004\uE005") || strings.Contains(text, "no value") || strings.Contains(text, "，，") ||
				strings.Contains(text, "。。") || strings.Contains(text, "，。") || strings.Contains(text, "；。") || strings.Contains(text, "%!") {
				t.Errorf("%d: %q", year, text)
			}
		}
	}
}

// The same moment gives the same bytes, in every format.
func TestReportIsTheSameAgain(t *testing.T) {
	t.Parallel()
	first, second := annualReport(t, 2023), annualReport(t, 2023)
	for _, format := range []string{"docx", "md", "xlsx"} {
		var a, b bytes.Buffer
		if err := errors.Join(first.Write(t.Context(), &a, format), second.Write(t.Context(), &b, format)); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(a.Bytes(), b.Bytes()) {
			t.Errorf("%s differs", format)
		}
	}
}

// A city's first year has nothing to compare with, and says so once.
func TestReportOfTheFirstYear(t *testing.T) {
	t.Parallel()
	text := ""
	for _, section := range annualReport(t, 2021).Sections {
		for _, p := range section.Paragraphs() {
			text += p.Text()
		}
	}
	if !strings.Contains(text, "没有可比部分、不能判断升降的，不写同比。") || !strings.Contains(text, "2021年，全市印发文件931件、召开会议716次、开展督查检查考核67次。") || strings.Contains(text, "不可比") {
		t.Error(text)
	}
}

// The workbook of a comparison can be checked by its reader: the results of its formulas are the
// engine's figures, and its sources lead back.
func TestComparisonWorkbook(t *testing.T) {
	t.Parallel()
	e := openCity(t)
	report, err := reports.Compare(t.Context(), e, reports.Comparing{Metrics: []string{"meetings.held", "messages.handling_rate"},
		Periods: []jianfu.Period{jianfu.YearOf(2022), jianfu.YearOf(2023)}, By: "portfolio"}, reports.Spec{AsOf: reportMoment})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := report.WriteXLSX(&out); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	if list := strings.Join(book.GetSheetList(), " "); list != "表1 召开会议按分管战线 表2 办复率按分管战线 数字出处 查询语句 数据完整情况 缺数未能核查" {
		t.Error(list)
	}
	even, uneven := 0, 0
	for sheet, metric := range map[string]string{"表1 召开会议按分管战线": "meetings.held", "表2 办复率按分管战线": "messages.handling_rate"} {
		m, err := e.Measure(t.Context(), metrics.Query{Metrics: []string{metric}, Period: jianfu.YearOf(2023), Compare: metrics.YearEarlier, By: []string{"portfolio"}, AsOf: reportMoment})
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range m.Rows {
			cell := func(column string) string { return column + strconv.Itoa(4+i) }
			if name, _ := book.GetCellValue(sheet, cell("A")); name != row.Group[0].Label.ZH {
				t.Errorf("%s: %s, want %s", cell("A"), name, row.Group[0].Label.ZH)
			}
			c := row.Values[0].Comparison
			if c.Uneven() { // no number that a reader would take for a rise or fall
				uneven++
				why, _ := book.GetCellValue(sheet, cell("D"))
				percent, _ := book.GetCellValue(sheet, cell("E"))
				apart, _ := book.GetCellValue(sheet, cell("F"))
				over := fmt.Sprintf("可比部分（两期都有数的%d个单位）", c.Comparable.Units)
				if why != "两期单位或月份不同" || percent != "" || !strings.HasPrefix(apart, over) || !strings.Contains(apart, c.Comparable.Delta.Abs().String()) {
					t.Errorf("%s row %d: %q, %q, %q, want %s and %s", sheet, 4+i, why, percent, apart, over, c.Comparable.Delta)
				}
				continue
			}
			even++
			delta, want := cell("D"), c.Delta.String()
			if c.ChangePoints != nil {
				want = c.ChangePoints.String()
			}
			cached, _ := book.GetCellValue(sheet, delta, excelize.Options{RawCellValue: true})
			worked, err := book.CalcCellValue(sheet, delta, excelize.Options{RawCellValue: true})
			if err != nil {
				t.Fatal(err)
			}
			if !sameNumber(t, cached, want) || !sameNumber(t, worked, want) {
				t.Errorf("%s %s holds %s and comes to %s, want %s", sheet, delta, cached, worked, want)
			}
			if c.ChangePercent == nil {
				continue
			}
			percent, err := book.CalcCellValue(sheet, cell("E"), excelize.Options{RawCellValue: true})
			if d, ok := jianfu.ParseDecimal(percent); err != nil || !ok || d.Mul(jianfu.NewDecimal(100)).Fixed(2) != c.ChangePercent.String() {
				t.Errorf("%s %s comes to %s, want %s %%: %v", sheet, cell("E"), percent, c.ChangePercent, err)
			}
		}
	}
	if even == 0 || uneven == 0 {
		t.Errorf("%d changes, and %d of different units", even, uneven)
	}
	id, _ := book.GetCellValue("数字出处", "B4")
	m, err := e.Trace(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if stated, _ := book.GetCellValue("数字出处", "H4"); stated != m.Rows[0].Values[0].Text(jianfu.Chinese) {
		t.Errorf("%s is %s", id, stated)
	}
}

// Each change of a comparison of several years has what is comparable beside it, where that says something
// else: by the units and lines of the last year.
func TestComparisonWorkbookSaysWhatIsComparable(t *testing.T) {
	t.Parallel()
	e := openCity(t)
	years := []jianfu.Period{jianfu.YearOf(2021), jianfu.YearOf(2022), jianfu.YearOf(2023)}
	report, err := reports.Compare(t.Context(), e, reports.Comparing{Metrics: []string{"meetings.held"}, Periods: years, By: "portfolio"}, reports.Spec{AsOf: reportMoment})
	if err != nil {
		t.Fatal(err)
	}
	said := 0
	for _, row := range report.Sections[0].Blocks[0].Table.Rows {
		for p := 1; p < len(years); p++ {
			change := row[len(years)+p].Change
			m, err := e.Measure(t.Context(), metrics.Query{Metrics: []string{"meetings.held"}, Period: years[p], Compare: metrics.NamedPeriod, Against: years[p-1], By: []string{"portfolio"}, AsOf: reportMoment, StructureOn: years[2].Through()})
			if err != nil {
				t.Fatal(err)
			}
			at := slices.IndexFunc(m.Rows, func(r metrics.Row) bool { return r.Group[0].Label.ZH == row[0].Text })
			want := m.Rows[at].Values[0].Comparison.Comparable.Sentence(jianfu.Chinese)
			if change == nil || change.Comparable.Sentence(jianfu.Chinese) != want {
				t.Errorf("%s %s: %+v, want %s", row[0].Text, years[p], change, want)
			}
			if change.Apart() != nil {
				said++
			}
		}
	}
	if said == 0 {
		t.Error("nothing is comparable apart")
	}
	var out bytes.Buffer
	if err := report.WriteXLSX(&out); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := book.GetRows("表1 召开会议按分管战线")
	if err != nil {
		t.Fatal(err)
	}
	if heads := strings.Join(rows[2], " "); heads != "分管战线 2021年 2022年 2023年 2022年较2021年增减 2022年较2021年幅度 2022年较2021年可比部分 2023年较2022年增减 2023年较2022年幅度 2023年较2022年可比部分" {
		t.Error(heads)
	}
}

func sameNumber(t *testing.T, a, b string) bool {
	t.Helper()
	x, isNumber := jianfu.ParseDecimal(a)
	y, ok := jianfu.ParseDecimal(b)
	return isNumber && ok && x.Sub(y).Abs().Fixed(6) == "0.000000"
}

// smallCity is a city with hardly any filings: three units without portfolios, documents and meetings
// of two years, no plans, and columns that the filings lack.
func smallCity(t *testing.T) *metrics.Engine {
	t.Helper()
	return cityOf(t, []smallTable{
		{"单位清单.csv", "平桥市单位清单\n编码,全称,简称,类别\nP1,平桥市教育局,教育局,市直部门\nP2,平桥市卫生健康委员会,卫健委,市直部门\n"},
		{"2019年召开会议情况.csv", "部门,名称,会议日期\n教育局,甲会,2019/3/5\n教育局,乙会,2019/4/5\n卫健委,丙会,2019/12/5\n"},
		{"2020年召开会议情况.csv", "部门,名称,会议日期\n教育局,甲会,2020/3/5\n卫健委,丁会,2020/3/9\n卫健委,丙会,2020/12/5\n教育局,戊会,2020/12/6\n"},
		{"2021年召开会议情况.csv", "部门,名称,会议日期\n教育局,己会,2021/2/5\n"},
	})
}

// smallTable is a table that a unit files.
type smallTable struct{ name, content string }

// cityOf is a city that filed some tables.
func cityOf(t *testing.T, files []smallTable) *metrics.Engine {
	t.Helper()
	w := warehousetest.Open(t)
	contracts, err := loaders.ReadContracts(nil)
	if err != nil {
		t.Fatal(err)
	}
	loader, err := loaders.New(t.Context(), w, contracts)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		result, err := loader.Load(t.Context(), file.name, strings.NewReader(file.content), int64(len(file.content)), loaders.Options{})
		if err != nil || result.Status != loaders.Loaded {
			t.Fatalf("%s: %v %v", file.name, result.Faults, err)
		}
	}
	catalog, err := metrics.ReadCatalog(nil)
	if err != nil {
		t.Fatal(err)
	}
	return metrics.New(w, catalog)
}

// What was said of findings is in the annex of the report, and in its workbook.
func TestReportTellsExplanations(t *testing.T) {
	t.Parallel()
	parts, err := city.OpenFile(t.Context(), "", "00单位名录.xlsx", "2023年会议统计表.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	defer parts.Warehouse.Close()
	e := parts.Engine
	may, err := jianfu.ParsePeriod("2023-05")
	if err != nil {
		t.Fatal(err)
	}
	found, err := e.Check(t.Context(), "offPlanMeetings", may, time.Time{})
	if err != nil || len(found) == 0 {
		t.Fatalf("%d findings, %v", len(found), err)
	}
	before := time.Now()
	if _, err := e.Explain(t.Context(), "offPlanMeetings", may, found[0].ID, "省里临时部署的会议", "王科员"); err != nil {
		t.Fatal(err)
	}
	said := "“" + found[0].Subject.ZH + "”，计划外召开。说明：省里临时部署的会议（王科员）。"
	for at, want := range map[time.Time]bool{before: false, {}: true} {
		report, err := parts.Templates.Annual(t.Context(), e, reports.Spec{Period: jianfu.YearOf(2023), AsOf: at})
		if err != nil {
			t.Fatal(err)
		}
		var text bytes.Buffer
		if err := report.WriteMarkdown(&text); err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(text.String(), said); got != want || strings.Contains(text.String(), "核查结果的说明") != want {
			t.Errorf("as of %v: told %v\n%s", at, got, text.String()[max(0, text.Len()-600):])
		}
	}
}

// A report of a city that filed hardly anything stays readable: a chapter without a filing is one
// sentence, tables have no rows or columns without a figure and say so, and what is missing is still
// stated.
func TestReportOfAlmostNothing(t *testing.T) {
	t.Parallel()
	e := smallCity(t)
	templates, err := reports.ReadTemplates(nil, e.Catalog())
	if err != nil {
		t.Fatal(err)
	}
	report, err := templates.Annual(t.Context(), e, reports.Spec{Period: jianfu.YearOf(2020), AsOf: reportMoment})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := report.WriteMarkdown(&out); err != nil {
		t.Fatal(err)
	}
	text := out.String()
	for _, want := range []string{"# 平桥市2020年", "2020年，全市召开会议4次，可比部分（两年都有数的2个单位）同比持平；印发文件、开展督查检查考核没有数据。", "已报的会议总数增加，而两年都有数的2个单位没有增加，全市会议数量是否“只减不增”不能判定。", "没有可比部分、不能判断升降的，不写同比",
		"2020年没有报送发文统计和发文计划，本节没有数据。", "2020年没有报送网民留言办理台账，本节没有数据。",
		"| 指标 | 2019年 | 2020年 | 同比 |\n|---|---:|---:|---|\n| 召开会议 | 3次 | 4次 | 可比部分（两年都有数的2个单位）持平 |\n\n注：各年均没有数的指标未列入：", "2018年没有数，未列入。",
		"报送的资料没有写明分管战线，不按分管战线分列。", "系统会议超上限的单位、计划外会议、要求主要负责同志参会的会议未填报", "计划召开会议没有数据", "召开会议两期有数的单位或月份不同，只比较两期都有数的部分。"} {
		if !strings.Contains(text, want) {
			t.Errorf("it does not say %s", want)
		}
	}
	for _, not := range []string{"（（", "（未填）", "不可比", "文件工作三年对比", "各分管战线", "会议数量反弹"} {
		if strings.Contains(text, not) {
			t.Errorf("it says %s", not)
		}
	}
	missing := 0
	for _, section := range report.Sections {
		for _, p := range section.Paragraphs() {
			missing += strings.Count(p.Text(), "没有数据") - strings.Count(p.Text(), "本节没有数据")
		}
	}
	if missing != 3 { // of the whole city twice, and the plan
		t.Errorf("it says 没有数据 %d times", missing)
	}
	if t.Failed() {
		t.Log(text)
	}
	for i, c := range report.Caveats {
		for _, other := range report.Caveats[:i] {
			if c.Period == other.Period && c.Notice.Text == other.Notice.Text {
				t.Errorf("twice: %s", c.Notice.Text.ZH)
			}
		}
	}
}

// A year of which only the first months were filed says so, and is not reported to fall from the
// whole year before.
func TestReportOfTheFirstMonths(t *testing.T) {
	t.Parallel()
	e := smallCity(t)
	templates, err := reports.ReadTemplates(nil, e.Catalog())
	if err != nil {
		t.Fatal(err)
	}
	report, err := templates.Annual(t.Context(), e, reports.Spec{Period: jianfu.YearOf(2021), AsOf: reportMoment})
	if err != nil {
		t.Fatal(err)
	}
	text := ""
	for _, p := range report.Sections[0].Paragraphs() {
		text += p.Text()
	}
	if !strings.Contains(text, "会议统计报送到2月，全年的数只含已报送的月份，不能据此判断全年升降。") {
		t.Error(text)
	}
	if report, err = templates.Annual(t.Context(), e, reports.Spec{Period: jianfu.YearOf(2020), AsOf: reportMoment}); err != nil {
		t.Fatal(err)
	}
	if text := report.Sections[0].Paragraphs()[0].Text(); strings.Contains(text, "报送到") {
		t.Error(text)
	}
}

// A letter is about its leader only: it does not repeat that at every figure, but the annex does.
func TestLetterSaysWhatItCounts(t *testing.T) {
	t.Parallel()
	e := openCity(t)
	templates, err := reports.ReadTemplates(nil, e.Catalog())
	if err != nil {
		t.Fatal(err)
	}
	reminding, err := templates.Reminders(t.Context(), e, reports.Spec{Period: jianfu.YearOf(2023), AsOf: reportMoment}, 0)
	if err != nil || len(reminding.Letters) == 0 {
		t.Fatalf("%d letters: %v", len(reminding.Letters), err)
	}
	for _, letter := range reminding.Letters {
		text := ""
		for _, p := range letter.Report.Sections[0].Paragraphs() {
			text += p.Text()
		}
		if !strings.Contains(text, "一是会议。2023年召开会议") || strings.Contains(text, "（"+letter.Leader) {
			t.Error(text)
		}
		if label := letter.Report.Figures[0].Label; label != "召开会议（"+letter.Leader+"）" {
			t.Error(label)
		}
	}
}
