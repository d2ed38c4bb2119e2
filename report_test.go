package jianfu_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"jianfu"
	"jianfu/metrics"
	"jianfu/reports"
)

// reportMoment is when the reports of these tests are of: after everything was loaded.
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

// written is what a .docx says: paragraphs outside of tables, the rows of its tables, and the
// stretches that lead to a row of the annex.
type written struct {
	paragraphs []string
	rows       [][]string
	stated     []struct{ anchor, text string }
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
	anchor, inTable := "", false
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
				anchor = attribute("anchor")
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
				w.stated = append(w.stated, struct{ anchor, text string }{anchor, link.String()})
			case "p":
				if !inTable {
					w.paragraphs = append(w.paragraphs, text.String())
				}
			}
		}
	}
}

// Every figure that the document states is the one that its id leads to, and every
// figure of the annual summary is stated.
func TestReportStatesTheAnnualSummary(t *testing.T) {
	t.Parallel()
	e := openCity(t)
	var out bytes.Buffer
	if err := annualReport(t, 2023).WriteDOCX(&out); err != nil {
		t.Fatal(err)
	}
	w := readDOCX(t, out.Bytes())
	if len(w.stated) < 100 || len(w.marks) < 150 {
		t.Fatalf("%d figures are stated and %d stand in the annex", len(w.stated), len(w.marks))
	}
	inText := map[string][]string{}
	for _, s := range w.stated {
		row, known := w.marks[s.anchor]
		if !known {
			t.Errorf("%q leads nowhere", s.text)
			continue
		}
		inText[row[5]] = append(inText[row[5]], s.text)
		if s.text != row[3] && !strings.ContainsAny(s.text, "同比") {
			t.Errorf("the text says %s, the annex %s", s.text, row[3])
		}
	}
	tables := 0
	for _, row := range w.marks {
		id := row[5]
		if !strings.Contains(id, "@") {
			continue // a setting, a projection or the findings of a check
		}
		if inText[id] == nil {
			if tables++; tables%5 != 0 {
				continue // a fifth of the figures that stand in tables alone
			}
		}
		m, err := e.Trace(t.Context(), id)
		if err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		if text := m.Rows[0].Values[0].Text(jianfu.Chinese); text != row[3] {
			t.Errorf("%s: the annex says %s, the trace %s", id, row[3], text)
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
		if !strings.Contains(said, v.Text(jianfu.Chinese)) {
			t.Errorf("%s is %s, and the report says %q", v.Scope.ID(), v.Text(jianfu.Chinese), said)
		}
		if c := v.Comparison; c != nil && v.Scope.Period != jianfu.YearOf(2021) && !strings.Contains(said, c.Sentence(jianfu.Chinese)) {
			t.Errorf("%s: %s, and the report says %q", v.Scope.ID(), c.Sentence(jianfu.Chinese), said)
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

func flat(rows [][]string) []string {
	var cells []string
	for _, row := range rows {
		cells = append(cells, row...)
	}
	return cells
}

// No template's sign, no number without its form, and no empty paragraph is left.
func TestReportShowsNoPlaceholder(t *testing.T) {
	t.Parallel()
	for year := 2020; year <= 2025; year++ { // no year, one, two and three years before, and none filed
		var out bytes.Buffer
		report := annualReport(t, year)
		if err := report.WriteDOCX(&out); err != nil {
			t.Fatal(err)
		}
		w := readDOCX(t, out.Bytes())
		for _, text := range append(w.paragraphs, flat(w.rows)...) {
			if strings.ContainsAny(text, "{}<>*�\uE000\uE001\uE002\uE003\uE004\uE005") || strings.Contains(text, "no value") || strings.Contains(text, "，，") ||
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
