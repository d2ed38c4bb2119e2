package server_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"jianfu/proof"
)

const report = "2023年召开会议520次，印发文件*件，年末议事协调机构*个。\n培训由30期减为20期，减少34%。\n"

// A report is the body of a request; what was found is JSON, as on the command line.
func TestProof(t *testing.T) {
	t.Parallel()
	s := sampleCity(t)
	response, body := s.send(http.MethodPost, "/proof?file=小结.txt", strings.NewReader(report))
	var answer proof.Answer
	if err := json.Unmarshal(body, &answer); err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("%d %v %s", response.StatusCode, err, body)
	}
	if answer.File != "小结.txt" || answer.Counts != (proof.Counts{Wrong: 2, Unknown: 2, Unmatched: 2}) || *answer.Findings[0].Right != "521次" {
		t.Errorf("%s", body)
	}
	if response, _ := s.send(http.MethodPost, "/proof?file=a.txt&period=2022", strings.NewReader("召开会议595次。"), "Accept-Language", "en"); response.StatusCode != http.StatusOK {
		t.Errorf("%d", response.StatusCode)
	}
}

// A copy has the masked figures that are surely meant, or what was accepted and nothing else.
func TestProofCopies(t *testing.T) {
	t.Parallel()
	s := sampleCity(t)
	for accept, want := range map[string]string{
		"":                                 strings.Replace(report, "机构*个", "机构115个", 1),
		"&accept=1=521次":                   strings.Replace(report, "520次", "521次", 1),
		"&accept=3=115个&accept=6=33.33%25": strings.Replace(strings.Replace(report, "机构*个", "机构115个", 1), "34%", "33.33%", 1),
	} {
		response, body := s.send(http.MethodPost, "/proof/filled?file=小结.txt"+accept, strings.NewReader(report))
		if text := string(body); accept == "" {
			if strings.Contains(text, "*") || !strings.Contains(text, "520次") {
				t.Errorf("%s", text)
			}
		} else if text != want {
			t.Errorf("%s: %d %s", accept, response.StatusCode, text)
		}
		if !strings.Contains(response.Header.Get("Content-Disposition"), "filename") {
			t.Errorf("%v", response.Header)
		}
	}
	for address, status := range map[string]int{"/proof": 400, "/proof?file=a.txt&jahr=2023": 400, "/proof?file=a.txt&period=x": 400, "/proof/other?file=a.txt": 404, "/proof/annotated?file=a.txt": 400,
		"/proof/filled?file=a.txt&accept=x": 400, "/proof/filled?file=a.txt&accept=1=999次": 409, "/proof/filled?file=a.txt&accept=99=521次": 409, "/proof?file=a.docx": 422} {
		response, body := s.send(http.MethodPost, address, strings.NewReader(report))
		if response.StatusCode != status || response.Header.Get("X-Error-Code") == "" || len(body) < 10 {
			t.Errorf("%s: %d %s", address, response.StatusCode, body)
		}
	}
	if response, _ := s.send(http.MethodGet, "/proof?file=a.txt", nil); response.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("GET: %d", response.StatusCode)
	}
	if response, _ := s.send(http.MethodPost, "/proof?file=a.txt", strings.NewReader(report), "Origin", "https://example.org", "Sec-Fetch-Site", "cross-site"); response.StatusCode != http.StatusForbidden {
		t.Errorf("another host's page: %d", response.StatusCode)
	}
}

// A file that would be refused comes back as a workbook with comments; nothing is stored.
func TestMarkedUploads(t *testing.T) {
	t.Parallel()
	s := sampleCity(t)
	const table = "主办单位,会议名称,召开时间,参会人数\n市教育局,甲,2023-05-01,三人左右\n"
	response, body := s.send(http.MethodPost, "/marked?file=会议.csv", strings.NewReader(table))
	book, err := excelize.OpenReader(bytes.NewReader(body))
	if err != nil {
		t.Fatalf("%d %v", response.StatusCode, err)
	}
	defer book.Close()
	if comments, err := book.GetComments("Sheet1"); err != nil || len(comments) != 1 || comments[0].Cell != "D2" {
		t.Errorf("%v %+v %v", book.GetSheetList(), comments, err)
	}
	for address, status := range map[string]int{"/marked": 400, "/marked?file=会议.csv&kind=nothing": 400} {
		if response, body := s.send(http.MethodPost, address, strings.NewReader(table)); response.StatusCode != status {
			t.Errorf("%s: %d %s", address, response.StatusCode, body)
		}
	}
	if response, _ := s.send(http.MethodPost, "/marked?file=会议.csv", strings.NewReader(strings.Replace(table, "三人左右", "3", 1))); response.StatusCode != http.StatusConflict {
		t.Errorf("nothing to correct: %d", response.StatusCode)
	}
	if response, _ := s.send(http.MethodGet, "/marked?file=a.csv", nil); response.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("GET: %d", response.StatusCode)
	}
}
