package graph_test

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

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
						Figure *struct{ ID, Stated string }
					}
				}
			}
			Figures []struct {
				Number             int
				Source, ID, Stated string
				Value              *struct{ ID, Text string }
			}
			Caveats   []struct{ Period string }
			Downloads []struct{ Format, Address string }
		}
	}
	s.ask(&data, `{ report(kind: ANNUAL, period: "2023", asOf: "`+moment+`") { title asOf sections { level number title paragraphs { text
		spans { text part figure { id stated } } } } figures { number source id stated value { id text } } caveats { period notice { text } } downloads { format address } } }`, nil)
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
					if *span.Part == "AMOUNT" && span.Text != span.Figure.Stated {
						t.Errorf("%s is stated as %s", span.Figure.ID, span.Text)
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
		if f.Number != i+1 || f.Source == "MEASURED" && (f.Value == nil || f.Value.ID != f.ID || f.Value.Text != f.Stated) {
			t.Errorf("figure %d: %+v", i+1, f)
		}
	}
	for _, download := range r.Downloads {
		if download.Format == "pdf" {
			continue // takes LibreOffice and seconds
		}
		response, body := s.send(http.MethodGet, download.Address, nil)
		if response.StatusCode != http.StatusOK || len(body) < 10_000 {
			t.Errorf("%s: %d, %d bytes", download.Address, response.StatusCode, len(body))
		}
		_, again := s.send(http.MethodGet, download.Address, nil)
		if !bytes.Equal(body, again) {
			t.Errorf("%s is another document the second time", download.Address)
		}
	}
	if code, message := s.refused(`{ report(kind: ANNUAL, period: "2023-05") { title } }`, nil); code != "INVALID" || !strings.Contains(message, "年份") {
		t.Errorf("%s: %s", code, message)
	}
	for address, status := range map[string]int{"/report/annual.docx": 400, "/report/annual.docx?jahr=2023": 400, "/report/annual.docx?year=2023-05": 400,
		"/report/annual.docx?year=2023&asOf=yesterday": 400, "/report/annual.doc?year=2023": 404, "/report/letters.docx?year=2023": 404} {
		if response, body := s.send(http.MethodGet, address, nil); response.StatusCode != status || response.Header.Get("X-Error-Code") == "" || len(body) < 10 {
			t.Errorf("%s: %d %s", address, response.StatusCode, body)
		}
	}
	if response, _ := s.send(http.MethodPost, "/report/annual.docx?year=2023", nil); response.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", response.StatusCode)
	}
}

// A comparison as a workbook holds every period that was named, each beside the one before.
func TestCompareXLSX(t *testing.T) {
	t.Parallel()
	s := sampleCity(t)
	response, body := s.send(http.MethodGet, "/report/compare.xlsx?metrics=meetings.held,documents.issued&periods=2021,2022,2023&asOf=2199-01-01", nil)
	if response.StatusCode != http.StatusOK || response.Header.Get("Content-Disposition") != `attachment; filename="compare-2021-2022-2023.xlsx"` {
		t.Fatalf("%d %v %s", response.StatusCode, response.Header, body)
	}
	book, err := excelize.OpenReader(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	var amounts []string
	for _, sheet := range book.GetSheetList() {
		rows, err := book.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			if len(row) > 4 && row[0] == "召开会议" {
				amounts = append(amounts, row[1:4]...)
				break
			}
		}
		if len(amounts) > 0 {
			break
		}
	}
	if strings.Join(amounts, " ") != "716 595 521" {
		t.Errorf("the amounts are %v", amounts)
	}
	for _, query := range []string{"?metrics=meetings.held&periods=2023", "?periods=2022,2023", "?metrics=meetings.held", "?metrics=meetings.held&periods=2022,20x3",
		"?metrics=meetings.hold&periods=2022,2023", "?metrics=meetings.held&periods=2022,2023&by=nope", "?metrics=meetings.held&periods=2022,2023&year=2023"} {
		if response, body := s.send(http.MethodGet, "/report/compare.xlsx"+query, nil); response.StatusCode != http.StatusBadRequest || len(body) < 10 {
			t.Errorf("%s: %d %s", query, response.StatusCode, body)
		}
	}
	if response, _ := s.send(http.MethodGet, "/report/compare.docx?metrics=meetings.held&periods=2022,2023", nil); response.StatusCode != http.StatusNotFound {
		t.Errorf("docx: %d", response.StatusCode)
	}
}

// The schema lists the kinds, sources and parts that reports has.
func TestReportWords(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][]string{
		"ReportKind":   {string(reports.AnnualReport), string(reports.MonthlyBulletin)},
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

// The workbook of a measurement holds what its CSV does, numbers as numbers.
func TestMeasureXLSX(t *testing.T) {
	t.Parallel()
	s := sampleCity(t)
	query := "?metrics=meetings.held,messages.handling_rate&period=2023&compareTo=year-earlier&by=portfolio"
	response, body := s.send(http.MethodGet, "/measure.xlsx"+query, nil)
	if response.StatusCode != http.StatusOK || !strings.Contains(response.Header.Get("Content-Type"), "spreadsheetml") {
		t.Fatalf("%d %v", response.StatusCode, response.Header)
	}
	book, err := excelize.OpenReader(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := book.GetRows("Sheet1", excelize.Options{RawCellValue: true})
	if err != nil || len(rows) != 17 {
		t.Fatalf("%d rows: %v", len(rows), err)
	}
	_, text := s.send(http.MethodGet, "/measure.csv"+query, nil)
	if first := strings.Split(strings.TrimPrefix(string(text), "\ufeff"), "\r\n")[0]; first != strings.Join(rows[0], ",") {
		t.Errorf("the header is %v, the CSV's %s", rows[0], first)
	}
	if rows[1][3] != "meetings.held" || rows[1][5] != "61" {
		t.Errorf("%v", rows[1])
	}
	if kind, err := book.GetCellType("Sheet1", "F2"); err != nil || kind != excelize.CellTypeUnset {
		t.Errorf("an amount is of type %d: %v", kind, err)
	}
	if response, _ := s.send(http.MethodGet, "/measure.xlsx?metrics="+url.QueryEscape("没有"), nil); response.StatusCode != http.StatusBadRequest {
		t.Errorf("%d", response.StatusCode)
	}
}
