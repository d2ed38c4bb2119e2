package graph_test

import (
	"strings"
	"testing"

	"jianfu/graph/gen"
	"jianfu/reports"
)

// A report over GraphQL: its sentences, their figures, and the addresses of the same document.
func TestReport(t *testing.T) {
	t.Parallel()
	s := sampleCity(t)
	const moment = "2199-01-01T00:00:00Z"
	var data struct {
		Report struct {
			Title, AsOf string
			Sections    []struct {
				Level         int
				Number, Title string
				Paragraphs    []struct {
					Text  string
					Spans []struct {
						Text   string
						Part   *string
						Figure *struct{ Trace, Stated string }
					}
				}
			}
			Figures []struct {
				Number                int
				Source, Trace, Stated string
				Value                 *struct{ Trace, Text string }
			}
			Caveats   []struct{ Period string }
			Downloads []struct{ Format, Address string }
		}
	}
	s.ask(&data, `{ report(kind: ANNUAL, period: "2023", asOf: "`+moment+`") { title asOf sections { level number title paragraphs { text
		spans { text part figure { trace stated } } } } figures { number source trace stated value { trace text } } caveats { period notice { text } } downloads { format address } } }`, nil)
	r := data.Report
	if r.Title != "云州市2023年为基层减负工作情况报告" || r.AsOf != moment || len(r.Sections) < 10 || len(r.Figures) < 150 || len(r.Caveats) == 0 {
		t.Fatalf("%s as of %s: %d sections, %d figures, %d caveats", r.Title, r.AsOf, len(r.Sections), len(r.Figures), len(r.Caveats))
	}
	stated := 0
	for _, section := range r.Sections {
		for _, p := range section.Paragraphs {
			whole := ""
			for _, span := range p.Spans {
				whole += span.Text
				if span.Figure != nil {
					stated++
					if whole := strings.Replace(span.Figure.Stated, ".00%", "%", 1); *span.Part == "AMOUNT" && span.Text != span.Figure.Stated && span.Text != whole {
						t.Errorf("%s is stated as %s", span.Figure.Trace, span.Text)
					}
				}
			}
			if whole != p.Text {
				t.Errorf("the stretches of %q are %q", p.Text, whole)
			}
		}
	}
	if stated < 80 {
		t.Errorf("only %d figures are stated", stated)
	}
	for i, f := range r.Figures {
		if f.Number != i+1 || f.Source == "MEASURED" && (f.Value == nil || f.Value.Trace != f.Trace || strings.Replace(f.Value.Text, ".00%", "%", 1) != strings.Replace(f.Stated, ".00%", "%", 1)) {
			t.Errorf("figure %d: %+v", i+1, f)
		}
	}
	var other struct {
		Report struct {
			Caliber   struct{ Name string }
			Figures   []struct{ Trace, Stated string }
			Downloads []struct{ Address string }
		}
	}
	s.ask(&other, `{ report(kind: ANNUAL, period: "2023", caliber: "all", asOf: "`+moment+`") { caliber { name } figures { trace stated } downloads { address } } }`, nil)
	if other.Report.Caliber.Name != "all" || !strings.Contains(other.Report.Figures[0].Trace, "caliber=all") || other.Report.Figures[0].Stated == r.Figures[0].Stated {
		t.Errorf("under another caliber: %+v", other.Report.Figures[0])
	}
	if code, message := s.refused(`{ report(kind: ANNUAL, period: "2023-05") { title } }`, nil); code != "INVALID" || !strings.Contains(message, "年份") {
		t.Errorf("%s: %s", code, message)
	}
}

// The schema lists the kinds, sources and parts of package reports.
func TestReportWords(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][]string{
		"ReportKind":   {string(reports.AnnualReport), string(reports.MonthlyBulletin), string(reports.OnePager)},
		"ReportSource": {string(reports.Measured), string(reports.Setting), string(reports.Projected), string(reports.Found)},
		"ReportPart":   {string(reports.Amount), string(reports.Change)},
	} {
		var have []string
		for _, value := range gen.NewExecutableSchema(gen.Config{}).Schema().Types[name].EnumValues {
			have = append(have, value.Name)
		}
		if strings.Join(have, " ") != strings.Join(want, " ") {
			t.Errorf("%s is %v, want %v", name, have, want)
		}
	}
}
