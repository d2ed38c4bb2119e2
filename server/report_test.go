package server_test

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// The addresses of a report in GraphQL return the same document, byte for byte, every time.
func TestReports(t *testing.T) {
	t.Parallel()
	s := sampleCity(t)
	const question = `report(kind: ANNUAL, period: "2023", asOf: "2199-01-01T00:00:00Z"`
	var data struct {
		Report, Other struct {
			Downloads []struct{ Format, Address string }
		}
	}
	s.ask(&data, "{ "+question+") { downloads { format address } } other: "+question+`, caliber: "all") { downloads { format address } } }`)
	if len(data.Report.Downloads) != 4 {
		t.Fatalf("%+v", data.Report.Downloads)
	}
	for _, download := range data.Report.Downloads {
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
	if _, body := s.send(http.MethodGet, data.Other.Downloads[2].Address, nil); !strings.Contains(string(body), "文件、会议按全口径计算") {
		t.Errorf("%s: %.200s", data.Other.Downloads[2].Address, body)
	}
	for address, status := range map[string]int{"/report/annual.docx": 400, "/report/annual.docx?jahr=2023": 400, "/report/annual.docx?year=2023&caliber=al": 400, "/report/annual.docx?year=2023-05": 400,
		"/report/annual.docx?year=2023&asOf=yesterday": 400, "/report/annual.doc?year=2023": 404, "/report/letters.docx?year=2023": 404} {
		if response, body := s.send(http.MethodGet, address, nil); response.StatusCode != status || response.Header.Get("X-Error-Code") == "" || len(body) < 10 {
			t.Errorf("%s: %d %s", address, response.StatusCode, body)
		}
	}
	if response, _ := s.send(http.MethodPost, "/report/annual.docx?year=2023", nil); response.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", response.StatusCode)
	}
}

// A workbook of several periods side by side, as the command line writes it.
func TestComparisonWorkbook(t *testing.T) {
	t.Parallel()
	s := sampleCity(t)
	const address = "/report/compare.xlsx?metrics=meetings.held&periods=2021,2022,2023&by=portfolio&asOf=2199-01-01T00:00:00Z"
	response, body := s.send(http.MethodGet, address, nil)
	if response.StatusCode != http.StatusOK || !strings.Contains(response.Header.Get("Content-Type"), "spreadsheetml") {
		t.Fatalf("%d %s", response.StatusCode, body)
	}
	if _, again := s.send(http.MethodGet, address, nil); !bytes.Equal(body, again) {
		t.Error("it is another workbook the second time")
	}
	book, err := excelize.OpenReader(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := book.GetRows("表1 召开会议按分管战线")
	if err != nil || len(rows) != 13 || strings.Join(rows[2][:4], " ") != "分管战线 2021年 2022年 2023年" || rows[3][3] != "61次（未报全）" || !strings.Contains(rows[12][0], "未报全") {
		t.Fatalf("%v: %v", rows, err)
	}
	for _, query := range []string{"", "?metrics=meetings.held", "?metrics=meetings.held&periods=2023", "?periods=2022,2023", "?metrics=meetings.hold&periods=2022,2023",
		"?metrics=meetings.held&periods=2022,2023&by=portfolio,form", "?metrics=meetings.held&periods=2022,2023&against=2021", "?metrics=meetings.held&periods=2022,2023&caliber=al"} {
		if response, body := s.send(http.MethodGet, "/report/compare.xlsx"+query, nil); response.StatusCode != http.StatusBadRequest || response.Header.Get("X-Error-Code") == "" {
			t.Errorf("%s: %d %.100s", query, response.StatusCode, body)
		}
	}
	if response, _ := s.send(http.MethodGet, "/report/compare.docx?metrics=meetings.held&periods=2022,2023", nil); response.StatusCode != http.StatusNotFound {
		t.Errorf("a comparison as docx: %d", response.StatusCode)
	}
}

// The letters of a half year, as an archive, with the sources of their figures; of a month in which none is due, with the reason.
func TestLetters(t *testing.T) {
	t.Parallel()
	s := sampleCity(t)
	names := func(query string) (names []string, remarks string) {
		t.Helper()
		response, body := s.send(http.MethodGet, "/report/reminders.zip?"+query, nil)
		if response.StatusCode != http.StatusOK {
			t.Fatalf("%s: %d %s", query, response.StatusCode, body)
		}
		archive, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range archive.File {
			names = append(names, file.Name)
			if file.Name == "说明.txt" {
				text, err := fs.ReadFile(archive, file.Name)
				if err != nil {
					t.Fatal(err)
				}
				remarks = string(text)
			}
		}
		return names, remarks
	}
	letters, _ := names("period=2023-H1")
	if len(letters) < 2 || !strings.HasPrefix(letters[0], "提示函-2023-H1-") || !slices.Contains(letters, "提示函-2023-H1-数字出处.xlsx") {
		t.Errorf("letters of a half year: %q", letters)
	}
	if none, remarks := names("period=2019"); len(none) != 1 || remarks == "" {
		t.Errorf("letters of a year without filings: %q, %s", none, remarks)
	}
}
