package graph_test

import (
	"os"
	"path/filepath"
	"testing"
)

// A finding of class B refuses a file until its sender explains it; the explanation is stored with
// the submission, and with the finding. So is why a time of receipt is stated.
func TestExplainedOnSubmit(t *testing.T) {
	t.Parallel()
	s := freshCity(t)
	path := filepath.Join(t.TempDir(), "汇总.csv")
	if err := os.WriteFile(path, []byte("单位,月份,发文数,计划外发文\n市教育局,2025-05,5,7\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	const submit = `mutation ($input: SubmitInput!) { submit(input: $input) { status explained warnings errors { code finding row column value }
		submission { receiptStated receiptReason explanations { finding check day department subject text by } } } }`
	type explanation struct{ Finding, Check, Day, Department, Subject, Text, By string }
	type answer struct {
		Submit struct {
			Status    string
			Explained int
			Warnings  []string
			Errors    []struct {
				Code, Finding, Column, Value string
				Row                          int
			}
			Submission *struct {
				ReceiptStated bool
				ReceiptReason *string
				Explanations  []explanation
			}
		}
	}
	var refused answer
	s.upload(&refused, submit, map[string]any{"dryRun": true}, path)
	if r := refused.Submit; r.Status != "REFUSED" || len(r.Errors) != 1 || r.Errors[0].Code != "UNEXPLAINED" || r.Errors[0].Row != 2 || r.Errors[0].Column != "发文数" || r.Errors[0].Value != "5" {
		t.Fatalf("%+v", r)
	}
	finding := refused.Submit.Errors[0].Finding
	var r reply
	s.upload(&r, submit, map[string]any{"explanations": []any{map[string]any{"finding": finding, "text": "属实"}}}, path)
	if len(r.Errors) != 1 || r.Errors[0].Extensions.Code != "INVALID" {
		t.Errorf("a word for an explanation: %+v", r)
	}
	var loaded answer
	s.upload(&loaded, submit, map[string]any{"explanations": []any{map[string]any{"finding": finding, "text": "计划外的两件是上年结转的"}}, "submittedBy": "王科员",
		"receivedAt": "2025-06-03T09:00:00+08:00", "receiptReason": "纸质件补录"}, path)
	l := loaded.Submit
	want := explanation{finding, "partBeyondWhole", "2025-05-31", "B031", "发文 5，计划外发文 7", "计划外的两件是上年结转的", "王科员"}
	if l.Status != "LOADED" || l.Explained != 1 || len(l.Warnings) != 0 || l.Submission == nil || len(l.Submission.Explanations) != 1 || l.Submission.Explanations[0] != want ||
		!l.Submission.ReceiptStated || *l.Submission.ReceiptReason != "纸质件补录" {
		t.Fatalf("%+v %+v", l, l.Submission)
	}
	var found struct {
		Findings struct {
			Nodes []struct {
				Key         string
				CheckInfo   struct{ Class string }
				Explanation struct{ Text string }
			}
		}
	}
	s.ask(&found, `{ findings(check: "partBeyondWhole", period: "2025-05") { nodes { key checkInfo { class } explanation { text } } } }`, nil)
	if n := found.Findings.Nodes; len(n) != 1 || n[0].Key != finding || n[0].CheckInfo.Class != "B" || n[0].Explanation.Text != want.Text {
		t.Errorf("%+v", found)
	}
	var clock answer
	if err := os.WriteFile(path, []byte("单位,月份,发文数\n市教育局,2025-06,5\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.upload(&clock, submit, nil, path)
	if c := clock.Submit; c.Submission.ReceiptStated || c.Submission.ReceiptReason != nil || len(c.Submission.Explanations) != 0 {
		t.Errorf("%+v", c.Submission)
	}
}
