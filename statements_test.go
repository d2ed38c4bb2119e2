// Proof-reading, end to end: reports of the sample city, as the program writes them and as
// others would, and the same with digits changed.
package jianfu_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"jianfu"
	"jianfu/proof"
	"jianfu/reports"
)

func proofRead(t *testing.T, name string, content []byte, options proof.Options) []proof.Finding {
	t.Helper()
	engine, err := city()
	if err != nil {
		t.Fatal(err)
	}
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

func writtenReport(t *testing.T, format string) []byte {
	t.Helper()
	engine, err := city()
	if err != nil {
		t.Fatal(err)
	}
	templates, err := reports.ReadTemplates(nil, engine.Catalog())
	if err != nil {
		t.Fatal(err)
	}
	report, err := templates.Annual(t.Context(), engine, reports.Spec{Period: jianfu.YearOf(2023), AsOf: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := report.Write(t.Context(), &b, format); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Every figure of the program's own report is found and right, in the .docx as in Markdown.
func TestOwnReportIsRight(t *testing.T) {
	t.Parallel()
	content := writtenReport(t, "docx")
	findings := proofRead(t, "报告.docx", content, proof.Options{})
	for _, f := range findings {
		if f.Verdict != proof.Right {
			t.Errorf("%s %s %s %s: %s", f.Place.Text(), f.Written, f.Verdict, f.Right, f.Sentence)
		}
	}
	if len(findings) < 600 {
		t.Errorf("only %d figures found", len(findings))
	}
}

// counted is a number with what it counts; dates, days and months are none.
var counted = regexp.MustCompile(`\d[\d,.]*\s?(?:%|个百分点|个工作日|小时|人次|次|件|项|个|页|份|天|套)`)

// In the report with ten digits changed exactly those ten are wrong. The places are drawn from all
// numbers of its text and tables by a pattern of this test, not by what proof finds.
func TestTenChangedDigitsAreTheTenWrong(t *testing.T) {
	t.Parallel()
	text := string(writtenReport(t, "md"))
	body, _, found := strings.Cut(text, "数据完整情况\n") // the caveats speak of rows
	if !found {
		body = text
	}
	places := counted.FindAllStringIndex(body, -1)
	for seed := range uint64(3) {
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
				got = append(got, counted.FindString(f.Written))
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
}

// The published figures as sentences: the verdict is what the file notes, by the places that
// each figure shows, whether or not the warehouse holds other figures.
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
	content, err := os.ReadFile("testdata/published.json")
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
	}	for _, options := range []proof.Options{{}, {Period: jianfu.YearOf(2023)}} {
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
