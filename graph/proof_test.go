package graph_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"jianfu/e2e/city"
	"jianfu/graph"
	"jianfu/proof"
)

const checkReport = `query ($input: ProofInput!) { proof(input: $input) { file period summary annotatable counts { WRONG CUT UNKNOWN UNMATCHED RIGHT }
	paragraphs { text heading table row column }
	findings { number place paragraph table block start end written verdict right replacement sure because text warehouse metric period trace
		offers { text of metric period trace } doubts { code reason } steps { pass made } } } }`

type checked struct {
	Proof struct {
		File, Summary string
		Annotatable   bool
		Counts        map[string]int
		Paragraphs    []struct {
			Text               string
			Heading            bool
			Table, Row, Column *int
		}
		Findings []struct {
			Number, Block, Start, End          int
			Written, Verdict, Place            string
			Right, Replacement, Trace, Because *string
			Sure                               bool
			Offers                             []struct{ Text, Of string }
			Doubts                             []struct{ Code, Reason string }
			Steps                              []struct{ Pass, Made string }
		}
	}
}

func written(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestProof(t *testing.T) {
	t.Parallel()
	s := sampleCity(t)
	var data checked
	s.upload(&data, checkReport, nil, written(t, "小结.md", "# 一、会议\n2023年召开会议520次，印发文件*件。\n\n| 指标 | 2023年 |\n|---|---|\n| 召开会议 | 521次 |\n"))
	p := data.Proof
	if p.File != "小结.md" || p.Summary != "共 3 处：有误 1，截尾 0，待填 1，无从核对 0，正确 1" || p.Counts["WRONG"] != 1 || p.Annotatable {
		t.Errorf("%+v", p)
	}
	wrong, masked, cell := p.Findings[0], p.Findings[1], p.Findings[2]
	if wrong.Verdict != "WRONG" || *wrong.Replacement != "521次" || !strings.HasPrefix(*wrong.Trace, "meetings.held@2023") || len(wrong.Steps) < 5 {
		t.Errorf("%+v", wrong)
	}
	if text := []rune(p.Paragraphs[wrong.Block-1].Text); string(text[wrong.Start:wrong.End]) != wrong.Written || !p.Paragraphs[0].Heading {
		t.Errorf("%q is not at %d to %d of %q", wrong.Written, wrong.Start, wrong.End, string(text))
	}
	if masked.Verdict != "UNKNOWN" || !masked.Sure || masked.Offers[0].Text != *masked.Replacement {
		t.Errorf("%+v", masked)
	}
	if cell.Verdict != "RIGHT" || cell.Place != "表1第2行第2列" || *p.Paragraphs[cell.Block-1].Row != 2 {
		t.Errorf("%+v", cell)
	}
	s.upload(&data, checkReport, map[string]any{"period": "2022"}, written(t, "summary.txt", "召开会议595次。"), "Accept-Language", "en")
	if p := data.Proof; p.Summary != "1 places: wrong 0, cut 0, masked 0, not matched 0, right 1" || !strings.Contains(*p.Findings[0].Because, "the warehouse's") {
		t.Errorf("%+v", p)
	}
	s.upload(&data, checkReport, nil, written(t, "空.txt", "没有数。"))
	if p := data.Proof; len(p.Findings) != 0 || len(p.Paragraphs) != 1 {
		t.Errorf("%+v", p)
	}
}

// What is too much is refused before it is read or asked.
func TestProofBounds(t *testing.T) {
	t.Parallel()
	s := serve(t, func() graph.Config { c := over(city.Sample(t)); c.MaxUpload = 400_000; return c }())
	var none struct{ Proof *struct{ Summary string } }
	for _, c := range []struct{ query, text, code string }{
		{`query ($input: ProofInput!) { proof(input: $input) { summary } }`, strings.Repeat("召开会议521次。", 20_001), "TOO_LARGE"},
		{`query ($input: ProofInput!) { proof(input: $input) { summary } }`, strings.Repeat("会", 200_000), "TOO_LARGE"},
		{`query ($input: ProofInput!) { a: proof(input: $input) { summary } b: proof(input: $input) { summary } c: proof(input: $input) { summary } d: proof(input: $input) { summary } e: proof(input: $input) { summary } }`, "会", "TOO_LARGE"},
		{`query ($input: ProofInput!) { proof(input: $input) { summary } }`, "%PDF-1.7", "UNREADABLE"},
		{`query ($input: ProofInput!) { proof(input: $input) { summary } }`, "", "UNREADABLE"},
	} {
		path := written(t, "报告.txt", c.text)
		var r reply
		s.upload(&r, c.query, nil, path)
		if len(r.Errors) != 1 || r.Errors[0].Extensions.Code != c.code || r.Errors[0].Message == "" {
			t.Errorf("%.80s %.20q: %+v", c.query, c.text, r.Errors)
		}
		if json.Unmarshal(r.Data, &none) == nil && none.Proof != nil {
			t.Errorf("%.20q is answered", c.text)
		}
	}
}

// The JSON of the command line and of HTTP has the fields of the schema, and `id` for programs written before.
func TestProofJSONIsThatOfTheSchema(t *testing.T) {
	t.Parallel()
	for name, value := range map[string]any{"Proof": proof.Answer{}, "ProofCounts": proof.Counts{}, "ProofFinding": proof.AnswerFinding{}, "ProofOffer": proof.AnswerOffer{}, "ProofDoubt": proof.AnswerDoubt{}} {
		var have, want []string
		of := reflect.TypeOf(value)
		for i := range of.NumField() {
			if tag, _, _ := strings.Cut(of.Field(i).Tag.Get("json"), ","); tag != "" && tag != "id" {
				have = append(have, tag)
			}
		}
		for _, field := range schema().Types[name].Fields {
			if !slices.Contains([]string{"paragraphs", "annotatable", "steps"}, field.Name) {
				want = append(want, field.Name)
			}
		}
		if !slices.Equal(have, want) {
			t.Errorf("%s is %v in JSON, and %v in the schema", name, have, want)
		}
	}
}
