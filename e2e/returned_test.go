package e2e_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"jianfu/access"
	"jianfu/e2e/city"
	"jianfu/loaders"
)

// The office returns one unit's tables of a file that two units are in: that unit sees the reason and gets its own rows with
// comments, corrects them in the copy and files it again; the other unit learns nothing.
func TestReturnedAndFiledAgain(t *testing.T) {
	t.Parallel()
	p, err := city.OpenFile(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Warehouse.Close() })
	load := func(ctx context.Context, name string, content []byte) loaders.Result {
		t.Helper()
		r, err := p.Loader.Load(ctx, name, bytes.NewReader(content), int64(len(content)), loaders.Options{})
		if err != nil || r.Status != loaders.Loaded {
			t.Fatalf("%s: %+v, %v", name, r, err)
		}
		return r
	}
	load(t.Context(), "单位名录.csv", []byte("单位编码,单位名称,单位类型,分管战线\nA1,市甲局,市直部门,一线\nA2,市乙局,市直部门,一线\n"))
	id := load(t.Context(), "会议.csv", []byte("2024年5月会议统计表\n单位,会议名称,召开时间,参会人数\n市甲局,=1+1会,2024-05-08,1000\n市乙局,乙会,2024-05-09,20\n")).Submission

	office := deskOf(t, p, access.Caller{Name: "office", Role: access.Office})
	own := office.as(access.Caller{Name: "a1", Role: access.Department, Department: "A1"})
	other := office.as(access.Caller{Name: "a2", Role: access.Department, Department: "A2"})
	const review = `mutation($i: ReviewInput!) { review(input: $i) { review { department reason cells { row column text } } } }`
	input := map[string]any{"submission": fmt.Sprint(id), "decision": "RETURNED", "reason": "人数多写了零", "cells": []any{map[string]any{"row": 3, "column": "参会人数", "text": "应为100"}}}
	if r := office.ask(review, map[string]any{"i": input}); r.code() != "INVALID" {
		t.Errorf("without the unit: %+v", r)
	}
	input["department"] = "市甲局"
	if r := own.ask(review, map[string]any{"i": input}); r.code() != "FORBIDDEN" {
		t.Errorf("a unit itself: %+v", r)
	}
	if r := office.ask(review, map[string]any{"i": input}); len(r.Errors) > 0 {
		t.Fatalf("%+v", r)
	}
	const look = `query($id: ID!) { submission(id: $id) { reviews { decision reason } } filings(period: "2024-05", kinds: [meeting]) { nodes { department review { decision reason due cells { text } } } }
		measure(input: {metrics: ["meetings.held"], period: "2024-05"}) { notices { code slices { totalCount } } } }`
	seen := func(d desk) string { return fmt.Sprint(d.ask(look, map[string]any{"id": fmt.Sprint(id)}).Data) }
	for who, d := range map[string]desk{"the office": office, "the unit": own} {
		if text := seen(d); strings.Count(text, "人数多写了零") != 2 || !strings.Contains(text, "code:RETURNED") {
			t.Errorf("%s sees %s", who, text)
		}
	}
	if text := seen(other); strings.Contains(text, "人数多写了零") {
		t.Errorf("another unit sees %s", text)
	}

	address := fmt.Sprintf("/submission/%d.xlsx", id)
	if code, _ := office.as(access.Caller{Name: "v", Role: access.Viewer}).get(address); code != http.StatusForbidden && code != http.StatusNotFound {
		t.Errorf("a viewer gets a copy: %d", code)
	}
	code, content := own.send(httptest.NewRequest(http.MethodGet, address, nil))
	if code != http.StatusOK {
		t.Fatalf("%d %s", code, content)
	}
	book, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	sheet := book.GetSheetName(book.GetActiveSheetIndex())
	comments, err := book.GetComments(sheet)
	if err != nil || len(comments) != 1 || comments[0].Cell != "D3" || !strings.Contains(comments[0].Text, "应为100") {
		t.Errorf("%+v, %v", comments, err)
	}
	rows, err := book.GetRows(sheet)
	if err != nil || strings.Contains(fmt.Sprint(rows), "乙会") {
		t.Errorf("%v, %v", rows, err)
	}
	if formula, err := book.GetCellFormula(sheet, "B3"); err != nil || formula != "" || rows[2][1] != "=1+1会" {
		t.Errorf("a filed text has become the formula %q: %v, %v", formula, rows, err)
	}
	if code, content := other.send(httptest.NewRequest(http.MethodGet, address, nil)); code != http.StatusOK || bytes.Contains(content, []byte("应为100")) {
		t.Errorf("another unit's copy: %d", code)
	}

	if err := book.SetCellStr(sheet, "D3", "100"); err != nil {
		t.Fatal(err)
	}
	corrected, err := book.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	load(access.With(t.Context(), own.caller), "2024年5月会议统计表.xlsx", corrected.Bytes())
	if text := fmt.Sprint(office.ask(`{ filings(period: "2024-05", kinds: [meeting]) { nodes { department status review { decision } } }
		measure(input: {metrics: ["meetings.held", "meetings.attendance"], period: "2024-05"}) { notices { code } rows { nodes { values { amount } } } } }`, nil).Data); strings.Contains(text, "RETURNED") || !strings.Contains(text, "CORRECTED") || !strings.Contains(text, "amount:120") {
		t.Errorf("after it was filed again: %s", text)
	}

	// Of a table without a column for the unit, whose title alone has the year, the copy says both.
	lone := load(t.Context(), "其他.csv", []byte("2024年6月会议统计表\n填报单位：市乙局\n会议名称,召开时间,参会人数\n丙会,6月9日,2000\n")).Submission
	input = map[string]any{"submission": fmt.Sprint(lone), "decision": "RETURNED", "reason": "人数多写了零"}
	if r := office.ask(review, map[string]any{"i": input}); len(r.Errors) > 0 {
		t.Fatalf("%+v", r)
	}
	code, content = other.send(httptest.NewRequest(http.MethodGet, fmt.Sprintf("/submission/%d.xlsx", lone), nil))
	if code != http.StatusOK {
		t.Fatalf("%d %s", code, content)
	}
	copied, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	defer copied.Close()
	if err := copied.SetCellStr(copied.GetSheetName(copied.GetActiveSheetIndex()), "C4", "200"); err != nil {
		t.Fatal(err)
	}
	if corrected, err = copied.WriteToBuffer(); err != nil {
		t.Fatal(err)
	}
	load(access.With(t.Context(), other.caller), "更正.xlsx", corrected.Bytes())
	if text := fmt.Sprint(office.ask(`{ measure(input: {metrics: ["meetings.attendance"], period: "2024-06", where: {departments: ["A2"]}}) { rows { nodes { values { amount } } } } }`, nil).Data); !strings.Contains(text, "amount:200 ") && !strings.Contains(text, "amount:200]") {
		t.Errorf("after the lone table was filed again: %s", text)
	}
}
