// Proof-reading, end to end: reports of the sample city, as the program writes them and as others
// would, and the same with changed digits.
package e2e_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"jianfu"
	"jianfu/e2e/city"
	"jianfu/proof"
	"jianfu/reports"
)

func proofRead(t *testing.T, name string, content []byte, options proof.Options) []proof.Finding {
	t.Helper()
	engine := openCity(t)
	doc, err := proof.Read(name, bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	findings, err := proof.Check(t.Context(), engine, doc, options)
	if err != nil {
		t.Fatal(err)
	}
	return findings
}

// told is each statement as "written VERDICT right".
func told(findings []proof.Finding) []string {
	var list []string
	for _, f := range findings {
		list = append(list, strings.TrimSpace(f.Written+" "+string(f.Verdict)+" "+f.Right))
	}
	return list
}

func writtenReport(t *testing.T, kind reports.Kind, span, format string) []byte {
	t.Helper()
	engine := openCity(t)
	templates, err := reports.ReadTemplates(nil, engine.Catalog())
	if err != nil {
		t.Fatal(err)
	}
	report, err := templates.Report(t.Context(), engine, kind, reports.Spec{Period: period(t, span), AsOf: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := report.Write(t.Context(), &b, format); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Every figure of the program's own report is found and right, and so are those of the page of the year.
func TestOwnReportIsRight(t *testing.T) {
	t.Parallel()
	for kind, least := range map[reports.Kind]int{reports.AnnualReport: 400, reports.OnePager: 15} {
		findings := proofRead(t, "报告.docx", writtenReport(t, kind, "2023", "docx"), proof.Options{})
		for _, f := range findings {
			if f.Verdict != proof.Right {
				t.Errorf("%s: %s %s %s %s: %s; %s %v", kind, f.Place.Text(), f.Written, f.Verdict, f.Right, f.Sentence, f.Reason().ZH, f.Doubts)
			}
		}
		if len(findings) < least {
			t.Errorf("%s: only %d figures found", kind, len(findings))
		}
	}
}

// counted is a number with what it counts; dates, days and months are not among them.
var counted = regexp.MustCompile(`\d[\d,.]*\s?(?:%|个百分点|个工作日|小时|人次|次|件|项|个|页|份|天|套)`)

// filedOf says how much of a kind was filed, or over how many units two years are compared, which is no figure of the catalogue.
var filedOf = regexp.MustCompile(`\d+个单位月?中\d+个已报|两[年期]都有数的\d+个单位`)

// In the report and the bulletin with ten changed digits, exactly those ten are wrong. The places are chosen
// from all numbers of the text and tables by a pattern of this test, not by what proof finds.
func TestTenChangedDigitsAreTheTenWrong(t *testing.T) {
	t.Parallel()
	text := string(writtenReport(t, reports.AnnualReport, "2023", "md"))
	body, _, _ := strings.Cut(text, "数据完整情况\n") // the caveats speak of rows
	tenChanged(t, text, body, 0)
	tenChanged(t, text, body, 1)
	bulletin := string(writtenReport(t, reports.MonthlyBulletin, "2023-05", "md"))
	tenChanged(t, bulletin, bulletin, 0)
}

// tenChanged changes ten digits in the body of a text; exactly those must be found wrong.
func tenChanged(t *testing.T, text, body string, seed uint64) {
	t.Helper()
	filed := filedOf.FindAllStringIndex(body, -1)
	places := slices.DeleteFunc(counted.FindAllStringIndex(body, -1), func(at []int) bool {
		return slices.ContainsFunc(filed, func(of []int) bool { return of[0] <= at[0] && at[0] < of[1] })
	})
	random := rand.New(rand.NewPCG(seed, 4))
	changed := []byte(text)
	var want []string
	for _, i := range random.Perm(len(places))[:10] {
		digits := []int{}
		for at := places[i][0]; at < places[i][1]; at++ {
			if unicode.IsDigit(rune(text[at])) {
				digits = append(digits, at)
			}
		}
		at := digits[random.IntN(len(digits))]
		for changed[at] == text[at] || changed[at] == '0' && at == digits[0] {
			changed[at] = byte('0' + random.IntN(10))
		}
		want = append(want, string(changed[places[i][0]:places[i][1]]))
		t.Logf("seed %d: %s", seed, changed[bytes.LastIndexByte(changed[:at], '\n')+1:min(at+40, len(changed))])
	}
	var got []string
	for _, f := range proofRead(t, "报告.md", changed, proof.Options{}) {
		if f.Verdict != proof.Right {
			if counted.MatchString(f.Written) { // 逐年压减 becomes wrong with a figure before it
				got = append(got, counted.FindString(f.Written))
			}
			if f.Verdict != proof.Wrong {
				t.Errorf("seed %d: %s %s %s: %s", seed, f.Place.Text(), f.Written, f.Verdict, f.Sentence)
			}
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("seed %d: changed %q, wrong are %q", seed, want, got)
	}
}

// In the program's own bulletins and letters the line above a table, or the opening sentence, states the
// months, units and caliber of the figures: all are right.
func TestOwnBulletinsAndLettersAreRight(t *testing.T) {
	t.Parallel()
	engine := openCity(t)
	templates, err := reports.ReadTemplates(nil, engine.Catalog())
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, month := range []string{"2023-05", "2023-11"} {
		texts[month] = string(writtenReport(t, reports.MonthlyBulletin, month, "md"))
	}
	for _, spec := range []reports.Spec{{Period: period(t, "2023-H1")}, {Period: jianfu.YearOf(2023)}, {Period: period(t, "2023-H1"), Caliber: "all"}} {
		spec.AsOf = time.Now()
		reminding, err := templates.Reminders(t.Context(), engine, spec, jianfu.DateOf(spec.AsOf))
		if err != nil || len(reminding.Letters) == 0 {
			t.Fatalf("%d letters: %v", len(reminding.Letters), err)
		}
		var b bytes.Buffer
		if err := reminding.Letters[0].Report.WriteMarkdown(&b); err != nil {
			t.Fatal(err)
		}
		texts[reminding.Letters[0].Number+spec.Caliber] = b.String()
	}
	for name, text := range texts {
		findings := proofRead(t, "文.md", []byte(text), proof.Options{})
		for _, f := range findings {
			if f.Verdict != proof.Right {
				t.Errorf("%s: %s %s %s %s: %s", name, f.Place.Text(), f.Written, f.Verdict, f.Right, f.Sentence)
			}
		}
		if len(findings) < 30 {
			t.Errorf("%s: only %d figures found", name, len(findings))
		}
	}
}

// The line above a table applies to its cells, unless their heads say otherwise; the opening applies to the
// rest. If neither says which months or units are meant, nothing is wrong.
func TestWhatIsSaidOnce(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, want string }{
		{`# 工作情况

表1 教科文卫战线2023年1—5月会议（全口径）

（单位：次）

| 项目 | 上年 | 今年 | 全年计划数 | 2023年5月 |
|---|---|---|---|---|
| 召开会议 | 34 | 34 | 34 | 34 |
| 综合协调战线召开会议（精简口径） | 34 | 27 | 27 | 27 |
`, "34 WRONG 56; 34 WRONG 38; 34 WRONG 106; 34 WRONG 9; 34 RIGHT; 27 RIGHT; 27 WRONG 68; 27 WRONG 7"},
		{`# 工作情况

表2 各战线2023年1—5月召开会议

| 分管战线 | 2022年 | 2023年 |
|---|---|---|
| 综合协调 | 34 | 61 |
| 发展改革 | 33 | 44 |
`, "34 RIGHT; 61 RIGHT; 33 UNMATCHED; 44 UNMATCHED"},
		{`关于2023年5月情况的通报

召开会议48次。召开会议213次。召开会议50次。今年以来，召开会议213次。今年以来，召开会议214次。
`, "48次 RIGHT; 213次 RIGHT; 50次 UNMATCHED; 213次 RIGHT; 214次 UNMATCHED"},
		{`提示函

市财政局：

现将贵单位2023年上半年会议和文件数量提示如下。

召开会议7次，同比下降41.67%，同期计划召开会议9次。全市召开会议258次。
`, "7次 RIGHT; 41.67% RIGHT; 9次 WRONG 8次; 258次 RIGHT"},
		{`提示函

各有关单位：

2023年上半年你单位召开会议7次。全市召开会议259次。
`, "7次 UNMATCHED; 259次 WRONG 258次"},
		{"# 2023年情况\n\n附表 2022年1—5月召开会议\n\n| 分管战线 | 数 |\n|---|---|\n| 综合协调 | 34 |\n| 发展改革 | 20 |\n", "34 RIGHT; 20 WRONG 41"},
		{"# 情况\n\n表5 2023年各月召开会议\n\n| 月份 | 5月 | 6月 |\n|---|---|---|\n| 次数 | 48 | 54 |\n", "48 RIGHT; 54 WRONG 45"},
		{"市教育局：\n2023年贵局召开会议14次。印发文件31件。2023年召开会议15次。", "14次 RIGHT; 31件 RIGHT; 15次 WRONG 14次"},
		{"市教育局为基层减负工作总结\n2023年我局召开会议15次，全市召开会议521次。", "15次 WRONG 14次; 521次 RIGHT"},
		{"为基层减负工作总结\n2023年我局召开会议14次，印发文件31件。", "14次 UNMATCHED; 31件 UNMATCHED"},
		{"各县（市）区、各部门：\n2023年召开会议522次，请你单位于6月底前压减。2023年印发文件716件。", "522次 WRONG 521次; 716件 WRONG 715件"},
		{"# 2023年情况\n\n上半年召开会议258次，上年311次，同期312次。\n", "258次 RIGHT; 311次 RIGHT; 312次 UNMATCHED"},
		{"# 2023年情况\n\n2023年开展调研130次，可比部分（两年都有数的24个单位）同比增长3.45%。就两年都有数的24个单位看，会议数量做到“只减不增”。\n", "130次 RIGHT; 3.45% RIGHT"},
		{"# 2023年情况\n\n2023年开展调研130次，可比部分（两年都有数的24个单位）同比增长4.45%。据有此项数据的40个单位统计，超时会议247次。\n", "130次 RIGHT; 4.45% WRONG 3.45%; 247次 RIGHT"},
	} {
		if got := strings.Join(told(proofRead(t, "文.md", []byte(c.text), proof.Options{})), "; "); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

// The row of units without a portfolio is compared with exactly those.
func TestRowOfNoLine(t *testing.T) {
	t.Parallel()
	text := "| 分管战线 | 2019年召开会议 | 2020年召开会议 |\n|---|---|---|\n| （未填） | 3 | 5 |\n"
	doc, err := proof.Read("表.md", strings.NewReader(text), int64(len(text)))
	if err != nil {
		t.Fatal(err)
	}
	findings, err := proof.Check(t.Context(), smallCity(t), doc, proof.Options{Period: jianfu.YearOf(2020)})
	if got := told(findings); err != nil || !slices.Equal(got, []string{"3 RIGHT", "5 WRONG 4"}) {
		t.Errorf("%q %v", got, err)
	}
}

// A figure of which the office knows that there is more, as totals do not tell the form, makes no other wrong; it may agree.
func TestFigureOfAPartMakesNothingWrong(t *testing.T) {
	t.Parallel()
	engine := cityOf(t, []smallTable{
		{"单位清单.csv", "平桥市单位清单\n编码,全称,简称,类别\nP1,平桥市教育局,教育局,市直部门\nP2,平桥市卫生健康委员会,卫健委,市直部门\n"},
		{"2020年5月召开会议情况.csv", "部门,名称,会议日期,会议形式\n教育局,甲会,2020/5/5,现场\n教育局,乙会,2020/5/6,视频\n教育局,丙会,2020/5/7,视频\n"},
		{"2020年5月统计汇总表.csv", "单位,会议场次\n卫健委,20\n"},
	})
	for text, want := range map[string][]string{
		"2020年5月，全市召开会议23次，其中视频会议12次，占52.17%。": {"23次 RIGHT", "12次 UNMATCHED", "52.17% RIGHT"},
		"2020年5月，全市召开会议24次，其中视频会议2次。":          {"24次 WRONG 23次", "2次 RIGHT"},
		"2020年5月，平桥市教育局召开会议3次，其中视频会议3次。":       {"3次 RIGHT", "3次 WRONG 2次"},
		"2020年5月，卫健委召开会议21次，其中视频会议3次。":         {"21次 WRONG 20次", "3次 UNMATCHED"},
	} {
		doc, err := proof.Read("报告.txt", strings.NewReader(text), int64(len(text)))
		if err != nil {
			t.Fatal(err)
		}
		findings, err := proof.Check(t.Context(), engine, doc, proof.Options{})
		if got := told(findings); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s\n got %q %v\nwant %q", text, got, err, want)
		}
	}
}

// The published figures as sentences: the verdict is as noted in the file, by the places that each
// figure shows, whether or not the warehouse has other figures.
func TestPublishedFigures(t *testing.T) {
	t.Parallel()
	var published struct {
		Reductions []struct {
			Base, Current           int
			Published, HalfUp, Note string
		}
		Rates []struct {
			Numerator, Denominator  int
			Published, HalfUp, Note string
		}
	}
	content, err := os.ReadFile(city.Path(t, "published.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(content, &published); err != nil {
		t.Fatal(err)
	}
	verdict := func(note string) proof.Verdict {
		switch {
		case strings.Contains(note, "cut"):
			return proof.Cut
		case note != "":
			return proof.Wrong
		}
		return proof.Right
	}
	var lines, percentages []string
	var want []proof.Verdict
	check := func(sentence, percentage, note string) {
		lines, percentages, want = append(lines, sentence), append(percentages, percentage+"%"), append(want, verdict(note))
	}
	for _, r := range published.Reductions {
		for _, form := range []string{
			"印发文件由%[1]d件减少到%[2]d件，下降%[3]s%%。", "会议从%[1]d次降至%[2]d次，降幅达%[3]s%%。", "上年发文%[1]d件，今年发文%[2]d件，同比减少%[3]s%%。",
			"共召开会议%[2]d次，较上年的%[1]d次下降%[3]s%%。", "考核事项由原来的%[1]d项压减至%[2]d项，压减%[3]s%%。", "全市印发文件%[2]d件，比上年的%[1]d件减少%[4]d件，下降%[3]s%%。",
			"全市印发文件%[2]d件，同比下降%[3]s%%（少%[4]d件）。",
		} {
			check(fmt.Sprintf(strings.ReplaceAll(form, "%[4]d", fmt.Sprint(r.Base-r.Current)), r.Base, r.Current, r.Published), r.Published, r.Note)
		}
	}
	for _, r := range published.Rates {
		for _, form := range []string{
			"受理留言%[2]d件，办结%[1]d件，办复率%[3]s%%。", "%[2]d件诉求中已办结%[1]d件，办结率为%[3]s%%。", "共收到来信%[2]d件，其中按期回复%[1]d件，占%[3]s%%。",
			"办复率%[3]s%%（办结%[1]d件，受理%[2]d件）。",
		} {
			check(fmt.Sprintf(form, r.Numerator, r.Denominator, r.Published), r.Published, r.Note)
		}
	}
	for _, options := range []proof.Options{{}, {Period: jianfu.YearOf(2023)}} {
		got := make([]proof.Verdict, len(lines))
		for _, f := range proofRead(t, "文.txt", []byte(strings.Join(lines, "\n")), options) {
			if i := f.Place.Paragraph - 1; f.Written == percentages[i] {
				got[i] = f.Verdict
			}
		}
		for i, line := range lines {
			if got[i] != want[i] {
				t.Errorf("%s (%s): %s, want %s", line, options.Period, got[i], want[i])
			}
		}
	}
}

// Every masked place of an annual summary, in an office's own words, is offered its figure.
func TestMaskedPlacesAreOffered(t *testing.T) {
	t.Parallel()
	engine := openCity(t)
	a, err := engine.Annual(t.Context(), 2023, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	text := `一、2023年以来的主要做法
对照文风方面的要求逐条查摆，梳理出*个方面的问题。
每个部门召开的系统会议，全年不得超过〔*〕次；一般性会议时间控制在X小时以内；召开会议须提前*个工作日报批。
2023年全市召开会议比上年下降*％。
近三年，市直各单位共计划督查检查考核*项；2021年、2022年、2023年分别开展督查检查考核*次、*次、*次。
2023年共办结网民留言××余件，办复率达*%。
2023年清理政务APP*个、工作群*个，清理率*%。
2023年列入计划的督查检查考核共若干项。
截至2023年11月末，全市已召开会议*次，预计全年比上年减少*%。
2023年审批、动态管理议事协调机构*个，其中新设*个、调整*个、撤销*个，年末议事协调机构共有*个。
政策性文件原则上不超过*页。`
	percent := func(d *jianfu.Decimal) string { return d.Abs().Fixed(2) + "%" }
	want := []string{
		a.WritingProblemKinds.Amount.String() + "个", a.SystemMeetingCap.Value.String() + "次", a.MeetingHourLimit.Value.String() + "小时", a.MeetingLeadDays.Value.String() + "个工作日",
		percent(a.MeetingsHeld.Comparison.ChangePercent), a.InspectionsPlannedThreeYears.Amount.String() + "项",
		a.InspectionsConducted[0].Amount.String() + "次", a.InspectionsConducted[1].Amount.String() + "次", a.InspectionsConducted[2].Amount.String() + "次",
		a.MessagesHandled.Amount.String() + "件", a.MessageHandlingRate.Text(jianfu.Chinese),
		a.AppsCleared.Amount.String() + "个", a.GroupsCleared.Amount.String() + "个", a.CombinedClearanceRate.Text(jianfu.Chinese),
		a.InspectionsPlanned[2].Amount.String() + "项", a.MeetingsToDate.Amount.String() + "次", percent(a.ExpectedReduction.Methods[0].ChangePercent),
		a.BodiesHandled.Amount.String() + "个", a.BodiesEstablished.Amount.String() + "个", a.BodiesAdjusted.Amount.String() + "个", a.BodiesAbolished.Amount.String() + "个",
		a.BodiesTotal.Amount.String() + "个", a.PolicyPageLimit.Value.String() + "页",
	}
	var got []string
	for _, f := range proofRead(t, "总结.txt", []byte(text), proof.Options{}) {
		if f.Verdict != proof.Unknown {
			t.Errorf("%s is %s", f.Written, f.Verdict)
		}
		got = append(got, f.Right)
	}
	if !slices.Equal(got, want) {
		t.Errorf("offered %q\n    want %q", got, want)
	}
}

// The certain masked figures are filled into a copy, which is otherwise the same, as text, as Markdown and as .docx;
// the copy is right.
func TestMaskedPlacesAreFilled(t *testing.T) {
	t.Parallel()
	engine := openCity(t)
	markdown := "# 2023年情况\n\n**召开会议**〔*〕次，同比下降*％；印发文件××件。\n\n| 项目 | 2023年 |\n|---|---|\n| 召开会议 | * |\n\n培训*期。\n"
	for name, c := range map[string]struct{ text, want string }{
		"文.md":  {markdown, "# 2023年情况\n\n**召开会议**521次，同比下降12.44%；印发文件715件。\n\n| 项目 | 2023年 |\n|---|---|\n| 召开会议 | 521次 |\n\n培训*期。\n"},
		"表.md":  {"| 项目 | 2023年（次） |\n|---|---|\n| 召开会议 | * |\n", "| 项目 | 2023年（次） |\n|---|---|\n| 召开会议 | 521 |\n"},
		"文.txt": {"2023年召开会议*次。\n\n2022年召开会议*次，培训*期。\n", "2023年召开会议521次。\n\n2022年召开会议595次，培训*期。\n"},
	} {
		doc, err := proof.Read(name, strings.NewReader(c.text), int64(len(c.text)))
		if err != nil {
			t.Fatal(err)
		}
		findings, err := proof.Check(t.Context(), engine, doc, proof.Options{})
		if err != nil {
			t.Fatal(err)
		}
		var filled bytes.Buffer
		if _, err := doc.Fill(&filled, findings); err != nil || filled.String() != c.want {
			t.Errorf("%s: %v\n got %q\nwant %q", name, err, filled.String(), c.want)
		}
	}
}

// A masked figure of a .docx is filled into the run that it begins in, in that run's form, also in tables; all else keeps its bytes.
func TestMaskedPlacesOfWordFilesKeepTheirForm(t *testing.T) {
	t.Parallel()
	engine := openCity(t)
	const masked = `<w:p><w:pPr><w:pStyle w:val="Body"/></w:pPr><w:r><w:t>2023年召开会议</w:t></w:r><w:r><w:rPr><w:b/><w:color w:val="FF0000"/></w:rPr><w:t>*</w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t>*次，</w:t></w:r><w:r><w:t>印发文件715件。</w:t></w:r></w:p>` +
		`<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/></w:tblPr><w:tr><w:tc><w:p><w:r><w:t>项目</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>2023年（次）</w:t></w:r></w:p></w:tc></w:tr>` +
		`<w:tr><w:tc><w:p><w:r><w:t>召开会议</w:t></w:r></w:p></w:tc><w:tc><w:p><w:pPr><w:jc w:val="right"/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>*</w:t></w:r></w:p></w:tc></w:tr></w:tbl>`
	content := wordFile(t, masked)
	doc, err := proof.Read("文.docx", bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	findings, err := proof.Check(t.Context(), engine, doc, proof.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var filled bytes.Buffer
	if n, err := doc.Fill(&filled, findings); err != nil || n != 2 {
		t.Fatalf("%d filled: %v, %v", n, err, told(findings))
	}
	want := strings.NewReplacer("<w:t>*</w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t>*次，</w:t>", "<w:t>521次</w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t>，</w:t>", "<w:t>*</w:t></w:r></w:p></w:tc></w:tr></w:tbl>", "<w:t>521</w:t></w:r></w:p></w:tc></w:tr></w:tbl>").Replace(masked)
	if got := wordBody(t, filled.Bytes()); got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

const (
	wordHead = `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`
	wordFoot = `</w:body></w:document>`
)

// wordFile is the least .docx with a body.
func wordFile(t *testing.T, body string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, part := range [][2]string{
		{"[Content_Types].xml", `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`},
		{"_rels/.rels", `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/document.xml", wordHead + body + wordFoot},
	} {
		f, err := w.Create(part[0])
		if err == nil {
			_, err = f.Write([]byte(part[1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// wordBody is the body of a .docx.
func wordBody(t *testing.T, content []byte) string {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	part, err := r.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	defer part.Close()
	text, err := io.ReadAll(part)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(strings.TrimPrefix(string(text), wordHead), wordFoot)
}

// Sentences as offices write them, of the sample city: each statement with its verdict.
func TestSentencesOfOffices(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, want string }{
		// Counts, in their many forms.
		{"２０２３年，全市共召开各类会议５２１次。", "５２１次 RIGHT"},
		{"2023年全年召开会议五百二十一次，印发文件七百一十五件。", "五百二十一次 RIGHT; 七百一十五件 RIGHT"},
		{"2021年至2023年，累计召开会议1,832次。", "1,832次 RIGHT"},
		{"2023年参会人次6.2万人次，同比下降15.4%。", "6.2万人次 RIGHT; 15.4% RIGHT"},
		{"2023年参会人次6.1万人次。", "6.1万人次 CUT 61654人次"},
		{"2023年印发文件700余件，召开会议超过520次，办结留言近1200件。", "700余件 RIGHT; 超过520次 RIGHT; 近1200件 RIGHT"},
		{"2023年印发文件600余件，召开会议不足520次，办结留言1200件以上。", "600余件 WRONG 715件; 不足520次 WRONG 521次; 1200件以上 WRONG 1194件"},
		{"2023年召开会议约520次。", "约520次 RIGHT"},
		{"2023年制发文件716件。", "716件 WRONG 715件"},
		// Comparisons with the year before, wherever that figure is.
		{"2023年全年召开会议521次（上年595次），同比下降12.54%。", "521次 RIGHT; 595次 RIGHT; 12.54% WRONG 12.44%"},
		{"2023年召开会议521次（2022年为595次、2021年为716次），同比减少74次。", "521次 RIGHT; 595次 RIGHT; 716次 RIGHT; 74次 RIGHT"},
		{"2023年召开会议521次，上年595次，下降12.44%。", "521次 RIGHT; 595次 RIGHT; 12.44% RIGHT"},
		{"2023年（1—11月）全市召开会议486次，同比下降11.31%。", "486次 RIGHT; 11.31% RIGHT"},
		// 分别, of items that were themselves listed by 分别, and of years.
		{"2023年文件、会议分别比上年减少152件、74次，分别下降17.53%、12.44%。", "152件 RIGHT; 74次 RIGHT; 17.53% RIGHT; 12.44% RIGHT"},
		{"2021年、2022年、2023年全市召开会议分别为716次、595次、522次。", "716次 RIGHT; 595次 RIGHT; 522次 WRONG 521次"},
		{"三年分别开展督查检查考核67次、52次、34次，逐年压减；2023年同比下降36.54%。", "67次 RIGHT; 52次 RIGHT; 34次 WRONG 33次; 36.54% RIGHT"},
		{"2022年、2023年会议数量分别下降16.90%、12.44%。", "16.90% RIGHT; 12.44% RIGHT"},
		// Words that narrow a count, or change its meaning, are not understood: never wrong.
		{"2023年超过2小时的会议247次。", "超过2小时 UNMATCHED; 247次 UNMATCHED"},
		{"2023年2小时以上会议247次。", "2小时以上 UNMATCHED; 247次 UNMATCHED"},
		{"2023年政策性文件不超过10页的133件。", "不超过10页 RIGHT; 133件 UNMATCHED"},
		{"2023年月均召开会议43.4次。", "43.4次 UNMATCHED"},
		{"2023年会议总数较2021年减少195次，年均下降14.7%。", "195次 RIGHT; 14.7% UNMATCHED"},
		{"2023年共排查政务应用程序35个，清理32个，保留3个。", "35个 RIGHT; 32个 RIGHT; 3个 UNMATCHED"},
		{"2023年督查检查考核事项压减到33项，其中计划内27项。", "33项 RIGHT; 27项 UNMATCHED"},
		{"截至2023年12月15日，全市召开会议500次。", "500次 UNMATCHED"},
		{"2023年同比看，文件少发152件，会议少开74次。", "152件 RIGHT; 74次 RIGHT"},
		{"2023年全国两会期间，全市召开会议6次。", "6次 UNMATCHED"},
		// Changes.
		{"2023年召开会议521次，较上年减少74次，减幅12.4%。", "521次 RIGHT; 74次 RIGHT; 12.4% RIGHT"},
		{"2023年召开会议521次，同比增长12.44%。", "521次 RIGHT; 12.44% WRONG 减少12.44%"},
		{"2023年全市会议数量同比压减12.5%。", "12.5% WRONG 12.44%"},
		{"2023年第三季度召开会议141次，环比增长3.68%。", "141次 RIGHT; 3.68% RIGHT"},
		{"2023年召开会议比2021年减少195次，下降27.23%。", "195次 RIGHT; 27.23% RIGHT"},
		{"2023年开展调研130次，与上年持平。", "130次 RIGHT; 持平 RIGHT"},
		{"2023年召开会议与上年持平。", "持平 WRONG -74"},
		{"2023年会议由上年的595次减少到521次。", "595次 RIGHT; 521次 RIGHT"},
		{"2023年会议由上年的596次减少到521次。", "596次 WRONG 595次; 521次 RIGHT"},
		{"2023年办复率100%，提高1.36个百分点。", "100% RIGHT; 1.36个百分点 RIGHT"},
		{"2023年办复率100%，提高1.46个百分点。", "100% RIGHT; 1.46个百分点 WRONG 1.36个百分点"},
		{"2023年办复率同比提高1.36%。", "1.36% WRONG 1.36个百分点"},
		// Lists, parts and scopes.
		{"2022年和2023年分别印发文件867件和715件。", "867件 RIGHT; 715件 RIGHT"},
		{"2023年印发文件、召开会议分别为715件、522次。", "715件 RIGHT; 522次 WRONG 521次"},
		{"2023年教科文卫战线召开会议97次，城建交通战线82次，公安政法战线42次。", "97次 RIGHT; 82次 RIGHT; 42次 WRONG 24次"},
		{"2023年市教育局召开会议14次，云州市审计局召开会议22次。", "14次 RIGHT; 22次 RIGHT"},
		{"2023年视频会议113次、电视电话会议96次，合计209次，占会议总数的40.12%。", "113次 RIGHT; 96次 RIGHT; 209次 RIGHT; 40.12% RIGHT"},
		{"2023年视频会议131次。", "131次 WRONG 113次"},
		{"2023年审批和动态管理议事协调机构52个，其中成立21个，调整16个，合并5个，撤销11个。", "52个 RIGHT; 21个 WRONG 20个; 16个 RIGHT; 5个 RIGHT; 11个 RIGHT"},
		{"2023年1-11月召开会议486次。上半年召开会议258次。", "486次 RIGHT; 258次 RIGHT"},
		{"2023年5月份召开会议48次，比上年同期少5次。", "48次 RIGHT; 5次 RIGHT"},
		// Words that are not understood: never wrong.
		{"2023年先后召开4次会议研究减负工作。", "4次 UNMATCHED"},
		{"2023年市政府常务会议召开12次，党组会议召开9次。", "12次 UNMATCHED; 9次 UNMATCHED"},
		{"2023年全市农村工作会议召开2次。", "2次 UNMATCHED"},
		{"2023年组织培训12期，培训干部1300人次。", "12期 UNMATCHED; 1300人次 UNMATCHED"},
		{"2023年每月召开会议40次左右。", "40次左右 UNMATCHED"},
		{"邻市2023年召开会议300次。", "300次 UNMATCHED"},
		{"2019年召开会议900次。", "900次 UNMATCHED"},
		// A time that is after its figure, or may be.
		{"近600次会议是2022年的数。", "近600次 RIGHT"},
		{"印发文件867件，这是2022年的数字，召开会议521次。", "867件 RIGHT; 521次 RIGHT"},
		{"会议716次（2021年）、595次（2022年）、522次（2023年），逐年下降。", "716次 RIGHT; 595次 RIGHT; 522次 WRONG 521次"},
		{"印发文件由867件（2022年）降至715件（2023年），下降17.53%。", "867件 RIGHT; 715件 RIGHT; 17.53% RIGHT"},
		{"会议总数为716次的2021年，是会议最多的一年。", "716次 RIGHT"},
		{"全市召开会议595次，出现在2022年。", "595次 RIGHT"},
		{"全市召开会议596次，出现在2022年。", "596次 UNMATCHED"},
		{"2023年会议521次是2022年的87%。", "521次 RIGHT; 87% UNMATCHED"},
		{"与2022年867件相比，2023年印发文件减少153件。", "867件 RIGHT; 153件 WRONG 152件"},
		{"2021年以来，召开会议1832次，会议数量从716次逐年降至595次、521次。", "1832次 RIGHT; 716次 UNMATCHED; 595次 UNMATCHED; 521次 UNMATCHED"},
		{"会议数量由716次降到595次，再降到521次。", "716次 UNMATCHED; 595次 UNMATCHED; 521次 RIGHT"},
		{"2023年会议由596次减少到521次，下降12.44%。", "596次 WRONG 595次; 521次 RIGHT; 12.44% RIGHT"},
		{"2022年会议下降16.9%，2023年又下降12.54%。", "16.9% RIGHT; 12.54% WRONG 12.44%"},
		// Rows of figures, with 分别 and without.
		{"2023年一至四季度分别召开会议122次、136次、141次、122次。", "122次 RIGHT; 136次 RIGHT; 141次 RIGHT; 122次 RIGHT"},
		{"2023年上、下半年分别召开会议258次、264次。", "258次 RIGHT; 264次 WRONG 263次"},
		{"2023年开展督查检查考核33次，分别比2022年、2021年减少19次、35次。", "33次 RIGHT; 19次 RIGHT; 35次 WRONG 34次"},
		{"2023年文件、会议减少152件、74次，降幅分别为17.53%、12.54%。", "152件 RIGHT; 74次 RIGHT; 17.53% RIGHT; 12.54% WRONG 12.44%"},
		{"2021至2023年召开会议716次、595次和522次。", "716次 RIGHT; 595次 RIGHT; 522次 WRONG 521次"},
		{"2023年召开会议521次和595次。", "521次 RIGHT; 595次 UNMATCHED"},
		// Bounds: a figure far within one is about something else; 成, 分之 and 一半.
		{"2023年召开会议超过100次，印发文件5件以上，会议同比下降10%以上，文件同比下降5%以上。", "超过100次 UNMATCHED; 5件以上 UNMATCHED; 10%以上 RIGHT; 5%以上 UNMATCHED"},
		{"2023年召开会议不少于5次。", "不少于5次 UNMATCHED"},
		{"2023年召开会议超过600次。", "超过600次 WRONG 521次"},
		{"2023年会议减少一成多，督查检查考核同比减少近四成、较2021年减少一半以上。", "一成多 RIGHT; 近四成 RIGHT; 一半以上 RIGHT"},
		{"2023年超期未办结留言为零。", "零 RIGHT"},
		// Sentences about something else than it seems at first.
		{"2023年，少开会议74次，少发文件153件。", "74次 RIGHT; 153件 WRONG 152件"},
		{"2023年会议降幅12.44%，较2022年的降幅16.90%收窄4.46个百分点。", "12.44% RIGHT; 16.90% UNMATCHED; 4.46个百分点 UNMATCHED"},
		{"2023年参会61,654人次，比上年减少1.2万人次。", "61,654人次 RIGHT; 1.2万人次 WRONG 11249人次"},
		{"2023年现场会议312次，占59.88%；视频会议113次，占21.69%；电视电话会议96次，占18.43%。", "312次 RIGHT; 59.88% RIGHT; 113次 RIGHT; 21.69% RIGHT; 96次 RIGHT; 18.43% RIGHT"},
		{"2023年清理政务应用程序32个，清理率91.43%；清理工作群296个，清理率96.1%。", "32个 RIGHT; 91.43% RIGHT; 296个 RIGHT; 96.1% RIGHT"},
		{"2023年议事协调机构新增20个、撤销11个、合并5个，净增4个。", "20个 RIGHT; 11个 RIGHT; 5个 RIGHT; 4个 UNMATCHED"},
		{"2023年全市性会议144次，占会议总数的27.64%，比上年减少7次。", "144次 RIGHT; 27.64% UNMATCHED; 7次 RIGHT"},
		// Times and lists with shared words.
		{"文件数量由2021年的931件下降到2022年的867件，再下降到2023年的716件。", "931件 RIGHT; 867件 RIGHT; 716件 WRONG 715件"},
		{"会议从2021年716次、2022年595次下降到2023年522次。", "716次 RIGHT; 595次 RIGHT; 522次 WRONG 521次"},
		{"2021、2022、2023年全市召开会议分别为716、595、522次。", "716 RIGHT; 595 RIGHT; 522次 WRONG 521次"},
		{"2021—2023年，全市分别召开会议716次、595次、521次，合计1832次，分别印发文件931件、867件、716件。", "716次 RIGHT; 595次 RIGHT; 521次 RIGHT; 1832次 RIGHT; 931件 RIGHT; 867件 RIGHT; 716件 WRONG 715件"},
		{"三年来文件、会议、督查检查考核分别为2513件、1832次、153次。", "2513件 RIGHT; 1832次 RIGHT; 153次 WRONG 152次"},
		{"11月末全市累计召开会议487次，全年12个月共召开会议521次。", "487次 WRONG 486次; 521次 RIGHT"},
		{"2023年办复率、满意率分别比上年提高1.36个百分点、下降0.54个百分点。", "1.36个百分点 RIGHT; 0.54个百分点 WRONG 0.53个百分点"},
		{"2023年全市会议较2021年、2022年分别下降27.23%、12.54%。", "27.23% RIGHT; 12.54% WRONG 12.44%"},
		{"2023年合并撤销议事协调机构16个，新成立20个。", "16个 UNMATCHED; 20个 RIGHT"},
		{"2023年市审计局召开会议22次，比市教育局多8次。", "22次 RIGHT; 8次 UNMATCHED"},
		// Rows of two times each, changes in brackets, and approximate figures.
		{"2022年、2023年分别受理留言1180件、1194件，办复率分别为98.64%、100%。", "1180件 RIGHT; 1194件 RIGHT; 98.64% RIGHT; 100% RIGHT"},
		{"2022年、2023年受理留言1180件、1194件，办结1164件、1195件。", "1180件 RIGHT; 1194件 RIGHT; 1164件 RIGHT; 1195件 WRONG 1194件"},
		{"会议521次（-74次）、文件715件（-151件）。", "521次 RIGHT; -74次 RIGHT; 715件 RIGHT; -151件 WRONG -152件"},
		{"会议数：2023年522次；文件数：715件（↓17.53%）。", "522次 WRONG 521次; 715件 RIGHT; ↓17.53% RIGHT"},
		{"2023年文件下降近两成，会议下降接近七分之一。", "近两成 RIGHT; 接近七分之一 RIGHT"},
		{"2023年会议近600次，文件近900件。", "近600次 WRONG 521次; 近900件 WRONG 715件"},
		{"2023年留言办复率由上年的98.64%提高到100%，提高1.34个百分点。", "98.64% RIGHT; 100% RIGHT; 1.34个百分点 WRONG 1.36个百分点"},
		{"2023年文件从867件压到714件，比2022年，会议同比少开75次。", "867件 RIGHT; 714件 WRONG 715件; 75次 WRONG 74次"},
		// The time and scope of one sentence do not always apply to the next.
		{"2022年会议下降16.9%。相比2022年的867件，文件少发152件。", "16.9% RIGHT; 867件 RIGHT; 152件 RIGHT"},
		{"2023年综合协调战线召开会议61次，印发文件90件；2023年召开会议521次。", "61次 RIGHT; 90件 RIGHT; 521次 UNMATCHED"},
		{"全市召开会议521次，而2022年为595次。全年会议、文件数量比上年分别下降12.44%、17.53%。", "521次 RIGHT; 595次 RIGHT; 12.44% UNMATCHED; 17.53% UNMATCHED"},
		{"2023年12月份，召开会议35次。全市召开会议521次，2022年同期为595次。", "35次 RIGHT; 521次 RIGHT; 595次 UNMATCHED"},
		{"2023年督查检查考核33次、较2021年减少34次，2023年议事协调机构由111个增加到115个。", "33次 RIGHT; 34次 RIGHT; 111个 UNMATCHED; 115个 RIGHT"},
		{"2023年上半年召开会议258次；全市召开会议521次。", "258次 RIGHT; 521次 UNMATCHED"},
		// Numbers that are not statements.
		{"“五大发展理念”“四不两直”“三会一课”，一是抓落实，二是抓督查，三个方面、两项制度。", ""},
		{"依据云政发〔2023〕15号第3条、第二批主题教育，2023年12月31日印发，电话0871-63123456，网址www.example.cn。", ""},
		{"附件：1.会议清单 2.文件清单\n— 12 —", ""},
		// Rules.
		{"会议时间控制在2小时以内，政策性文件不超过10页。", "控制在2小时以内 RIGHT; 不超过10页 RIGHT"},
		{"政策性文件不得超过12页。", "不得超过12页 WRONG 10页"},
		{"车辆限速不超过60公里。", "不超过60公里 UNMATCHED"},
	} {
		if got := strings.Join(told(proofRead(t, "文.txt", []byte(c.text), proof.Options{Period: jianfu.YearOf(2023)})), "; "); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

// Errors on real reports, each a file of invented sentences, are read right: other offices' subjects, scopes,
// origins of a count, complements, totals stated before, forecasts, and words that end like 约.
func TestReportsThatWentWrong(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"P2-别的事的办结率满意率.txt": "84件 UNMATCHED; 100% UNMATCHED; 96件 UNMATCHED; 100% UNMATCHED; 1250件 UNMATCHED; 100% UNMATCHED",
		"P3-几个单位和除外.txt":    "60次 UNMATCHED; 3个 UNMATCHED; 32次 RIGHT; 513次 RIGHT; 312次 RIGHT; 21% UNMATCHED",
		"P5-由甲减至乙.txt":      "900次 UNMATCHED; 521次 RIGHT; 42.1% RIGHT; 180个 UNMATCHED; 115个 RIGHT; 36.11% RIGHT",
		"P6-不字头的占比.txt":     "40个 UNMATCHED; 4个 UNMATCHED; 90% RIGHT",
		"P7-总数在前一句的占比.txt":  "6400件 RIGHT; 3200件 UNMATCHED; 50% RIGHT; 1920件 UNMATCHED; 35% WRONG 30.00%; 1280件 UNMATCHED; 20% RIGHT",
		"P8-预计不能判错.txt":     "540次 UNMATCHED",
		"P9-节约签约读成约.txt":    "30次 UNMATCHED; 20次 UNMATCHED; 40% WRONG 33.33%; 60个 UNMATCHED",
	} {
		content, err := os.ReadFile(city.Path(t, "reports/"+name))
		if err != nil {
			t.Fatal(err)
		}
		findings := proofRead(t, name, content, proof.Options{})
		if got := strings.Join(told(findings), "; "); got != want {
			t.Errorf("%s\n got %s\nwant %s", name, got, want)
		}
		for _, f := range findings {
			if f.Verdict == proof.Unmatched && (len(f.Doubts) == 0 || f.ID != "") {
				t.Errorf("%s: %s is not matched, for the reasons %v, and has the id %q", name, f.Written, f.Doubts, f.ID)
			}
		}
	}
}

// What agrees with a figure of another meaning is no match: what was due, late, refused, meant, left over or of somebody else.
func TestFiguresOfAnotherMeaning(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"2023年办结留言超期1194件。",
		"2023年逾期办结留言1194件。",
		"2023年期内办结留言1194件。",
		"2023年到期留言1194件，均已答复。",
		"2023年未按期办结留言1194件。",
		"2023年不予受理留言1194件。",
		"2023年应办结留言1194件。",
		"2023年在办留言1194件。",
		"2023年新增留言1194件。",
		"2023年受理有效留言1194件。",
		"2023年尚有留言1194件。",
		"2023年留言将办结1194件。",
		"2023年计划内召开会议521次。",
		"2023年应开会议521次。",
		"2023年不开会议521次。",
		"2023年延期召开会议521次。",
		"2023年不同意召开会议521次。",
		"2023年线下会议521次。",
		"2023年其余会议521次。",
		"2023年余下会议521次。",
		"2023年对口会议521次。",
		"2023年多数会议521次。",
		"2023年会议增量521次。",
		"2023年共同召开会议521次。",
		"2023年即将召开会议521次。",
		"2023年如召开会议521次，则超过计划。",
		"2023年我县召开会议521次。",
		"2023年我局召开会议521次。",
		"2023年净增议事协调机构115个。",
		"2023年存量议事协调机构115个。",
		"2023年拟撤销议事协调机构11个。",
		"2023年不予设立议事协调机构20个。",
		"2023年合并后议事协调机构115个。",
		"2023年逾期印发文件715件。",
		"2023年拟印发文件715件。",
		"2023年不再印发文件715件。",
		"2023年对下发文715件。",
		"2023年合并印发文件715件。",
		"2023年实有文件715件。",
		"2023年发文单位715个。",
		"2023年未实施督查检查考核33项。",
		"2023年合并督查检查考核33项。",
		"2023年发现逾期问题60个。",
		"2023年应销号问题54个。",
		"2023年未清理工作群296个。",
		"2023年清理后保留政务应用程序32个。",
		"2023年拟开展调研130次。",
		"2023年调研130次发现问题。",
		"2023年查出问题金额3.2亿元，整改2.7亿元，整改率90%。",
		"2023年，全县清理“指尖上的形式主义”，注销公众号11个、解散工作群308个。",
		"2023年不满意率79.14%。",
		"2023年逾期率17.34%。",
		"2023年巡察反馈问题54个，完成整改销号54个。",
	} {
		for _, f := range proofRead(t, "文.txt", []byte(text), proof.Options{}) {
			if f.Verdict != proof.Unmatched {
				t.Errorf("%s is %s by %s", text, f.Verdict, f.Reason())
			}
		}
	}
	for text, want := range map[string]string{ // and what is of the same
		"2023年全市会议总量521次。":      "521次 RIGHT",
		"2023年已办结的留言达1194件。":    "1194件 RIGHT",
		"2023年本期办结留言1194件。":     "1194件 RIGHT",
		"2023年末议事协调机构存续115个。":   "115个 RIGHT",
		"2023年线上会议521次。":        "521次 WRONG 209次",
		"2023年将会议由595次减至521次。":  "595次 RIGHT; 521次 RIGHT",
		"2023年问题销号54个，尚有6个未销号。": "54个 RIGHT; 6个 UNMATCHED",
	} {
		if got := strings.Join(told(proofRead(t, "文.txt", []byte(text), proof.Options{})), "; "); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}

// The ways in which offices write times, scopes, parts, shares, ratios, bounds, sums and averages, each once.
func TestWaysOfWriting(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, want string }{
		{"2023 年 1—11 月，全市召开会议486次。", "486次 RIGHT"},
		{"2023年自3月以来，召开会议521次。", "521次 UNMATCHED"},
		{"2023年年初以来，召开会议521次。", "521次 RIGHT"},
		{"“十三五”期间，召开会议521次。", "521次 UNMATCHED"},
		{"2022—2023学年，召开会议521次。", "521次 UNMATCHED"},
		{"2023年市教育局等单位召开会议521次。", "521次 UNMATCHED"},
		{"2023年除市民政局外，全市召开会议513次。", "513次 RIGHT"},
		{"2023年召开会议（不含视频会议）408次。", "408次 RIGHT"},
		{"2023年各县（市、区）召开会议521次。", "521次 UNMATCHED"},
		{"2023年县级以上单位召开会议521次。", "521次 UNMATCHED"},
		{"2023年直属单位召开会议521次。", "521次 UNMATCHED"},
		{"受理6400件，有效3200件，办结3100件，满意3000件，其中重复100件。", "6400件 UNMATCHED; 3200件 UNMATCHED; 3100件 UNMATCHED; 3000件 UNMATCHED; 100件 UNMATCHED"},
		{"受理留言3000件，其中教育类1000件、住建类1200件、卫生类900件。", "3000件 WRONG 3100件; 1000件 UNMATCHED; 1200件 UNMATCHED; 900件 UNMATCHED"},
		{"受理留言3000件，其中涉及教育1000件、住建1200件、多次反映900件。", "3000件 UNMATCHED; 1000件 UNMATCHED; 1200件 UNMATCHED; 900件 UNMATCHED"},
		{"受理工单6400件。其中，咨询类3200件，占50%；投诉类1920件，占30%；求助类1280件，占20%。", "6400件 RIGHT; 3200件 UNMATCHED; 50% RIGHT; 1920件 UNMATCHED; 30% RIGHT; 1280件 UNMATCHED; 20% RIGHT"},
		{"检查企业60家，不合格的占10%，合格54家。", "60家 UNMATCHED; 10% UNMATCHED; 54家 UNMATCHED"},
		{"会议由900次减至600次，减少了三分之一。", "900次 UNMATCHED; 600次 UNMATCHED; 三分之一 RIGHT"},
		{"会议由900次减至450次，减少了一半。", "900次 UNMATCHED; 450次 UNMATCHED; 一半 RIGHT"},
		{"收入由100万元增至200万元，翻了一番。", "100万元 UNMATCHED; 200万元 UNMATCHED; 翻了一番 RIGHT"},
		{"收入由100万元增至230万元，翻了一番。", "100万元 UNMATCHED; 230万元 UNMATCHED; 翻了一番 UNMATCHED"},
		{"合格31家、共60家，过半合格。", "31家 UNMATCHED; 60家 UNMATCHED; 过半 RIGHT"},
		{"抽查60家，逾五成合格。", "60家 UNMATCHED; 逾五成 UNMATCHED"},
		{"节约经费30万元，签约项目60个，预约120人次。", "30万元 UNMATCHED; 60个 UNMATCHED; 120人次 UNMATCHED"},
		{"收到来信86封，安置房120块，绿地3平方公里。", "86封 UNMATCHED; 120块 UNMATCHED; 3平方公里 UNMATCHED"},
		{"2023年办理提案1194件，信访1194件，12345热线1194件，来文715件，档案715件。", "1194件 UNMATCHED; 1194件 UNMATCHED; 1194件 UNMATCHED; 715件 UNMATCHED; 715件 UNMATCHED"},
		{"力争2023年会议控制在521次，目标压减12.44%。", "控制在521次 UNMATCHED; 12.44% UNMATCHED"},
		{"预计2023年全年召开会议521次。", "521次 UNMATCHED"},
		{"2023年召开会议500余次。", "500余次 RIGHT"},
		{"2023年召开会议近550次。", "近550次 RIGHT"},
		{"2023年召开会议约520次。", "约520次 RIGHT"},
		{"2023年召开会议600次以内。", "600次以内 UNMATCHED"},
		{"2023年召开会议500多次。", "500多次 RIGHT"},
		{"2023年召开会议500次左右。", "500次左右 RIGHT"},
		{"2023年召开会议500次以上。", "500次以上 RIGHT"},
		{"甲县召开3次和乙县4次，共8次。", "3次 UNMATCHED; 4次 UNMATCHED; 8次 WRONG 7次"},
		{"甲类3件、乙类4件，合计7件。", "3件 UNMATCHED; 4件 UNMATCHED; 7件 RIGHT"},
		{"全年365天受理工单73000件，日均200件。", "365天 UNMATCHED; 73000件 UNMATCHED; 200件 RIGHT"},
		{"2021年50起，2022年60起，2023年40起，逐年下降。", "50起 UNMATCHED; 60起 UNMATCHED; 40起 UNMATCHED; 逐年下降 WRONG"},
		{"2023年督查检查考核计划31项，实际开展33项，超计划2项。", "31项 RIGHT; 33项 UNMATCHED; 2项 UNMATCHED"},
		{"2023年召开会议521次。2023年召开会议512次。", "521次 RIGHT; 512次 WRONG 521次"},
	} {
		if got := strings.Join(told(proofRead(t, "文.txt", []byte(c.text), proof.Options{})), "; "); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

// Variations of the sentences that were read wrongly.
func TestSistersOfReportsThatWentWrong(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, want string }{
		// The text's own arithmetic: complements, sums by 和, rounded differences, an order before its figures.
		{"检查企业60家，合格54家，不合格的占10%。", "60家 UNMATCHED; 54家 UNMATCHED; 10% RIGHT"},
		{"检查企业60家，合格54家，不合格率15%。", "60家 UNMATCHED; 54家 UNMATCHED; 15% WRONG 10.00%"},
		{"检查企业60家，不合格6家，不合格率10%。", "60家 UNMATCHED; 6家 UNMATCHED; 10% RIGHT"},
		{"拨付省级资金120万元和市级资金80万元，共200万元。", "120万元 UNMATCHED; 80万元 UNMATCHED; 200万元 RIGHT"},
		{"拨付省级资金120万元和市级资金80万元，共210万元。", "120万元 UNMATCHED; 80万元 UNMATCHED; 210万元 WRONG 200万元"},
		{"评分由90.5分提高到92.5分，提高2分。", "90.5分 UNMATCHED; 92.5分 UNMATCHED; 2分 RIGHT"},
		{"评分由90.5分提高到92.5分，提高3分。", "90.5分 UNMATCHED; 92.5分 UNMATCHED; 3分 WRONG 2分"},
		{"投诉三年来逐年下降，2021年为50起，2022年为60起，2023年为40起。", "逐年下降 WRONG; 50起 UNMATCHED; 60起 UNMATCHED; 40起 UNMATCHED"},
		{"2023年全市召开会议（不含视频会议）408次。", "408次 RIGHT"},
		{"2023年全市召开会议（不含视频会议）409次。", "409次 WRONG 408次"},
		// What agrees by chance is no match where words narrow it, or name another thing.
		{"2023年召开党组会议521次，转发上级文件715件。", "521次 UNMATCHED; 715件 UNMATCHED"},
		{"2023年议事协调机构成员单位115个。", "115个 UNMATCHED"},
		{"2023年取消会议521次，退回文件715件。", "521次 UNMATCHED; 715件 UNMATCHED"},
		{"2023年企业召开会议521次，学校印发文件715件。", "521次 UNMATCHED; 715件 UNMATCHED"},
		{"2023年受理留言中咨询类1194件。", "1194件 UNMATCHED"},
		{"2023年参会单位61654人次。", "61654人次 UNMATCHED"},
		{"2023年压减会议521次。", "521次 UNMATCHED"},
		// Times and scopes that are not whole, and those that are.
		{"2023年元月至9月，受理网民留言900件。", "900件 RIGHT"},
		{"2022—2023学年召开会议521次。", "521次 UNMATCHED"},
		{"2023财年印发文件715件。", "715件 UNMATCHED"},
		{"自2023年3月以来召开会议430次。", "430次 UNMATCHED"},
		{"2023年乡镇和街道召开会议521次。", "521次 UNMATCHED"},
		{"2023年县级以上单位印发文件715件。", "715件 UNMATCHED"},
		{"2023年上半年召开会议258次，比2022年同期少53次。", "258次 RIGHT; 53次 RIGHT"},
		// Counts of other offices.
		{"2023年，12345热线受理群众诉求5200件，办结率100%，满意率98.2%。", "5200件 UNMATCHED; 100% UNMATCHED; 98.2% UNMATCHED"},
		{"2023年，接待群众来访130批次，按期办结率100%。", "130批次 UNMATCHED; 100% UNMATCHED"},
		{"2023年，整理归档档案715件。", "715件 UNMATCHED"},
		{"2023年，办理领导交办事项33项，办结率100%。", "33项 UNMATCHED; 100% UNMATCHED"},
		{"2023年，办理人大代表建议41件。办复率100%。", "41件 UNMATCHED; 100% UNMATCHED"},
		{"2023年，办结网民留言1194件，办复率100%。", "1194件 RIGHT; 100% RIGHT"},
		// Scopes that are exactly ours, and those that are not.
		{"2023年，市审计局、市教育局等2家单位召开会议36次。", "2家 UNMATCHED; 36次 RIGHT"},
		{"2023年，市审计局、市教育局等2个部门召开会议37次。", "2个 UNMATCHED; 37次 WRONG 36次"},
		{"2023年，市教育局、市财政局等部门召开会议24次。", "24次 UNMATCHED"},
		{"2023年，市教育局、市财政局等5个单位召开会议24次。", "5个 UNMATCHED; 24次 UNMATCHED"},
		{"2023年，除市教育局以外，全市召开会议508次。", "508次 WRONG 507次"},
		{"2023年，全市召开会议408次（不含视频会议）。", "408次 RIGHT"},
		{"2023年，不含党组会议，全市召开会议521次。", "521次 UNMATCHED"},
		{"2023年，县级以上单位召开会议521次。", "521次 UNMATCHED"},
		{"2023年，市直属单位印发文件715件。", "715件 UNMATCHED"},
		{"2023年，部分单位召开会议521次。", "521次 UNMATCHED"},
		// The origin of a count, stated in the text itself.
		{"2023年，文件从2000件压减到715件，减幅64.9%。", "2000件 UNMATCHED; 715件 RIGHT; 64.9% WRONG 64.25%"},
		{"2023年，文件从2000件压减到715件，减幅64%。", "2000件 UNMATCHED; 715件 RIGHT; 64% RIGHT"},
		{"2023年，会议由900降至521次，减少379次。", "900 UNMATCHED; 521次 RIGHT; 379次 RIGHT"},
		{"专项行动由120项缩减为80项，缩减三分之一。", "120项 UNMATCHED; 80项 UNMATCHED; 三分之一 RIGHT"},
		{"培训由40期增至120期，增长2倍。", "40期 UNMATCHED; 120期 UNMATCHED; 2倍 RIGHT"},
		{"项目由50个增加到100个，翻了一番。", "50个 UNMATCHED; 100个 UNMATCHED; 翻了一番 RIGHT"},
		// Complements.
		{"抽查台账50份，其中规范的45份，不规范的占10%。", "50份 UNMATCHED; 45份 UNMATCHED; 10% RIGHT"},
		{"抽查台账50份，其中规范的45份，不规范的占15%。", "50份 UNMATCHED; 45份 UNMATCHED; 15% WRONG 10.00%"},
		{"清查房屋80间，其中已出租20间，未出租的占75%。", "80间 UNMATCHED; 20间 UNMATCHED; 75% RIGHT"},
		// Totals stated before.
		{"全年征集线索800条。其中，网上渠道600条，占75%；电话渠道200条，占25%。", "800条 RIGHT; 600条 UNMATCHED; 75% RIGHT; 200条 UNMATCHED; 25% RIGHT"},
		{"全年征集线索800条，其中网上渠道600条，占总数的70%。", "800条 UNMATCHED; 600条 UNMATCHED; 70% WRONG 75.00%"},
		{"全年征集线索800条。其中，甲类500条，占62.5%；乙类200条，占25%；丙类100条，占15%。", "800条 RIGHT; 500条 UNMATCHED; 62.5% RIGHT; 200条 UNMATCHED; 25% RIGHT; 100条 UNMATCHED; 15% WRONG 12.50%"},
		{"全年征集线索900条。其中，甲类500条，占62.5%；乙类200条，占25%；丙类100条，占12.5%。", "900条 UNMATCHED; 500条 UNMATCHED; 62.5% UNMATCHED; 200条 UNMATCHED; 25% UNMATCHED; 100条 UNMATCHED; 12.5% UNMATCHED"},
		{"参训120人，其中党员80人、女性60人。", "120人 UNMATCHED; 80人 UNMATCHED; 60人 UNMATCHED"},
		{"收到线索100条，其中有效90条，办结85条，满意80条。", "100条 UNMATCHED; 90条 UNMATCHED; 85条 UNMATCHED; 80条 UNMATCHED"},
		{"共排查点位100处，其中甲类50处、乙类30处，其余25处。", "100处 UNMATCHED; 50处 UNMATCHED; 30处 UNMATCHED; 25处 WRONG 20处"},
		// Forecasts, targets and plans.
		{"2023年，预计全年印发文件715件。", "715件 UNMATCHED"},
		{"2023年，力争全年召开会议不超过521次。", "不超过521次 UNMATCHED"},
		{"2023年，全年召开会议目标521次。", "521次 UNMATCHED"},
		// Words that end like the bounds.
		{"经费由50万元降为40万元，节约25%。", "50万元 UNMATCHED; 40万元 UNMATCHED; 25% WRONG 20.00%"},
		{"全年预约服务35个。", "35个 UNMATCHED"},
		{"附近3个村受益。", "3个 UNMATCHED"},
		{"处理来信24封，整治广告牌31块，绿化5平方公里。", "24封 UNMATCHED; 31块 UNMATCHED; 5平方公里 UNMATCHED"},
		// Times as people write them.
		{"2023 年 1—11 月，全市召开会议 486 次。", "486 次 RIGHT"},
		{"截至 2023 年 11 月底，全市召开会议487次。", "487次 WRONG 486次"},
		{"2023年元月至11月，全市召开会议486次。", "486次 RIGHT"},
		{"2023年，自3月以来，全市召开会议521次。", "521次 UNMATCHED"},
		{"2022—2023学年，召开会议521次。", "521次 UNMATCHED"},
		{"2023年前三季度召开会议399次。", "399次 RIGHT"},
		{"本周召开会议521次。", "521次 UNMATCHED"},
		// Averages and intervals.
		{"2023年召开会议521次，月均43.4次。", "521次 RIGHT; 43.4次 RIGHT"},
		{"2023年召开会议500至530次。", "500至530次 RIGHT"},
		{"2023年召开会议600—700次。", "600—700次 WRONG 521次"},
		// Mistakes that the text itself shows.
		{"培训2021年30期、2022年25期、2023年28期，逐年减少。", "30期 UNMATCHED; 25期 UNMATCHED; 28期 UNMATCHED; 逐年减少 WRONG"},
		{"培训2021年30期、2022年28期、2023年25期，逐年减少。", "30期 UNMATCHED; 28期 UNMATCHED; 25期 UNMATCHED"},
		{"2019年，走访企业640家。\n总的来看，情况良好。\n2019年，走访企业460家。", "640家 UNMATCHED; 460家 WRONG"},
	} {
		if got := strings.Join(told(proofRead(t, "文.txt", []byte(c.text), proof.Options{})), "; "); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

// Tables as offices write them: changes with signs under 增减, points in a row of percentages, and
// the figure of units without a portfolio, by its id.
func TestTablesOfOffices(t *testing.T) {
	t.Parallel()
	text := `# 2023年情况

| 战线 | 2022年会议 | 2023年会议 | 增减 | 增减率(%) |
|---|---|---|---|---|
| 综合协调 | 76 | 61 | -15 | -19.74 |
| 合计 | 595 | 521 | -74 | -12.54 |

| 项目 | 单位 | 2022 | 2023 | 同比 |
|---|---|---|---|---|
| 办复率 | % | 98.64 | 100 | +1.36 |

| 指标 | 时间 | 数 | 编号 |
|---|---|---|---|
| 印发文件（（未填）） | 2023年 | 0件 | documents.issued@2023,portfolio= |
`
	want := []string{"76 RIGHT", "61 RIGHT", "-15 RIGHT", "-19.74 RIGHT", "595 RIGHT", "521 RIGHT", "-74 RIGHT", "-12.54 WRONG -12.44%",
		"98.64 RIGHT", "100 RIGHT", "+1.36 RIGHT", "0件 UNMATCHED"} // of units that filed none there is no figure
	if got := told(proofRead(t, "表.md", []byte(text), proof.Options{})); !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}
