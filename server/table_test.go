package server_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// The CSV has the same figures as GraphQL, and Excel can read it.
func TestMeasureCSV(t *testing.T) {
	t.Parallel()
	s := sampleCity(t)
	var data struct {
		Measure struct {
			Rows struct {
				Nodes []struct {
					Group  []struct{ Value string }
					Values []struct {
						Metric     string
						Amount     *string
						Comparison struct{ Delta *string }
					}
				}
			}
		}
	}
	s.ask(&data, `{ measure(input: {metrics: ["meetings.held", "messages.handling_rate"], period: "2023", compareTo: YEAR_EARLIER, by: ["portfolio"]}) {
		rows { nodes { group { value } values { metric amount comparison { delta } } } } } }`)
	response, body := s.send(http.MethodGet, "/measure.csv?metrics=meetings.held,messages.handling_rate&period=2023&compareTo=year-earlier&by=portfolio", nil)
	if response.StatusCode != http.StatusOK || !bytes.HasPrefix(body, []byte("\xef\xbb\xbf")) || !strings.HasPrefix(response.Header.Get("Content-Type"), "text/csv") {
		t.Fatalf("%d %v %.100s", response.StatusCode, response.Header, body)
	}
	lines, err := csv.NewReader(bytes.NewReader(body[3:])).ReadAll()
	if err != nil || len(lines) != 17 {
		t.Fatalf("%d lines: %v", len(lines), err)
	}
	cell := func(line int, column string) string { return lines[line][slices.Index(lines[0], column)] }
	for i := 1; i < len(lines); i++ {
		row := data.Measure.Rows.Nodes[(i-1)/2]
		v := row.Values[(i-1)%2]
		delta := ""
		if v.Comparison.Delta != nil {
			delta = *v.Comparison.Delta
		}
		if cell(i, "portfolio") != row.Group[0].Value || cell(i, "metric") != v.Metric || cell(i, "amount") != *v.Amount || cell(i, "delta") != delta {
			t.Errorf("line %d: %v, GraphQL has %+v", i, lines[i], v)
		}
	}
	if at := "/measure.csv?metrics=meetings.held&period=2023&asOf=" + url.QueryEscape("1999-01-01T00:00:00+08:00"); true {
		if _, body := s.send(http.MethodGet, at, nil); !strings.Contains(string(body), "NO_DATA") {
			t.Errorf("before anything was filed: %s", body)
		}
	}
	if _, body := s.send(http.MethodGet, "/measure.csv?metrics=meetings.held&period=2023&asOf=1999-01-01", nil); !strings.Contains(string(body), "NO_DATA") {
		t.Errorf("before anything was filed: %s", body)
	}
	if _, body := s.send(http.MethodGet, "/measure.csv?metrics=meetings.held&period=2023&asOf=2199-01-01&is=form=视频", nil); !strings.Contains(string(body), ",113,") {
		t.Errorf("by video, at the end of a day: %s", body)
	}
	if _, body := s.send(http.MethodGet, "/measure.csv?metrics=meetings.held&period=2023&is="+url.QueryEscape("form:视频")+"&is="+url.QueryEscape("form=现场")+"&by=form", nil); strings.Count(string(body), "meetings.held") != 2 {
		t.Errorf("two forms: %s", body)
	}
	for query, code := range map[string]string{
		"metrics=meetings.hold&period=2023":                   "INVALID",
		"metrics=meetings.held":                               "INVALID",
		"metrics=meetings.held&period=2023&form=x":            "INVALID",
		"metrics=meetings.held&period=2023&is=form":           "INVALID",
		"metrics=meetings.held&period=2023&is==x":             "INVALID",
		"metrics=meetings.held&period=2023&asOf=2023-02-30":   "INVALID",
		"metrics=meetings.held&period=2023&cumulative=maybe":  "INVALID",
		"metrics=meetings.held&period=2023&compareTo=someday": "INVALID",
		"metrics=meetings.held&period=2023&period=2022":       "INVALID",
		"%zz": "INVALID",
	} {
		if response, body := s.send(http.MethodGet, "/measure.csv?"+query, nil); response.StatusCode != http.StatusBadRequest || response.Header.Get("X-Error-Code") != code || len(body) < 10 {
			t.Errorf("%s: %d %s", query, response.StatusCode, body)
		}
	}
	if response, _ := s.send(http.MethodPost, "/measure.csv", nil); response.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", response.StatusCode)
	}
}

// The workbook of a measurement has the same contents as its CSV, numbers as numbers.
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

// The files that an answer links to have its figures, row by row, however it was asked for.
func TestDownloadsHaveTheSameFigures(t *testing.T) {
	t.Parallel()
	s := sampleCity(t)
	for _, input := range []string{
		`metrics: ["meetings.held"], period: "2023"`,
		`metrics: ["召开会议", "messages.handling_rate"], period: "2023", by: ["分管战线"], against: ["2022", "2021"], structure: THEN`,
		`metrics: ["documents.issued"], period: "2023-H1", grain: MONTH, cumulative: true, compareTo: YEAR_EARLIER, where: {departments: ["市教育局"], is: [{dimension: "form", in: ["函", "通知"]}]}`,
		`metrics: ["meetings.held"], period: "2023", by: ["department"], sort: "meetings.held", descending: true, structureOn: "2023-12-31", caliber: "all", where: {portfolios: ["教科文卫"]}`,
		`metrics: ["meetings.held"], period: "2023-05", compareTo: PREVIOUS_PERIOD, asOf: "2100-01-01T00:00:00Z", knownAt: 3`,
	} {
		query, err := json.Marshal(map[string]string{"query": `{ measure(input: {` + input + `}) { commit downloads { format address } rows { nodes { bucket { value } group { value } values { metric amount text(lang: ZH) comparisons { period amount sentence(lang: ZH) } } } } } }`})
		if err != nil {
			t.Fatal(err)
		}
		_, body := s.send(http.MethodPost, "/graphql", bytes.NewReader(query), "Content-Type", "application/json")
		var answer struct {
			Data struct {
				Measure struct {
					Commit    int
					Downloads []struct{ Format, Address string }
					Rows      struct {
						Nodes []struct {
							Bucket struct{ Value string }
							Group  []struct{ Value *string }
							Values []struct {
								Metric, Text string
								Amount       *string
								Comparisons  []struct {
									Period, Sentence string
									Amount           *string
								}
							}
						}
					}
				}
			}
		}
		if err := json.Unmarshal(body, &answer); err != nil || len(answer.Data.Measure.Downloads) != 3 {
			t.Fatalf("%s: %v\n%.300s", input, err, body)
		}
		text := func(p *string) string {
			if p == nil {
				return ""
			}
			return *p
		}
		var want [][]string
		for _, row := range answer.Data.Measure.Rows.Nodes {
			for _, v := range row.Values {
				line := []string{row.Bucket.Value}
				for _, member := range row.Group {
					line = append(line, text(member.Value))
				}
				line = append(line, v.Metric, text(v.Amount), v.Text)
				for _, c := range v.Comparisons {
					line = append(line, c.Period, text(c.Amount), c.Sentence)
				}
				want = append(want, line)
			}
		}
		for _, download := range answer.Data.Measure.Downloads {
			response, body := s.send(http.MethodGet, download.Address, nil, "Accept-Language", "zh")
			if response.StatusCode != http.StatusOK || response.Header.Get("X-Jianfu-Commit") != strconv.Itoa(answer.Data.Measure.Commit) {
				t.Errorf("%s: %d %v %.300s", download.Address, response.StatusCode, response.Header, body)
				continue
			}
			if download.Format != "csv" {
				continue
			}
			records, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(body, []byte("\ufeff")))).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			var got [][]string
			for _, record := range records[1:] {
				var line, compared []string
				with := false // compared with that period
				for i, name := range records[0] {
					switch bare := strings.TrimRight(name, "0123456789"); {
					case name == "bucket" || name == "metric" || name == "amount" || name == "text" || slices.Contains(records[0], name+"Label"):
						line = append(line, record[i])
					case bare == "comparedTo":
						if with = record[i] != ""; with {
							compared = append(compared, record[i])
						}
					case with && (bare == "baseAmount" || bare == "sentence"):
						compared = append(compared, record[i])
					}
				}
				got = append(got, append(line, compared...))
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%s\n%q\nthe answer\n%q", download.Address, got, want)
			}
		}
	}
}
