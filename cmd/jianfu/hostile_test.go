package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"jianfu"
)

// hostile are texts that a spreadsheet would run, or that would do something to a terminal.
var hostile = []string{"=1+1", "+cmd|\" /C calc\"!A0", "-2+3", "@SUM(1)", "\t=1", "＝1+1", "＋1+1", "－1+1", "＠SUM(1)", "=HYPERLINK(\"http://x\",\"y\")",
	"\x1b[31m红\x1b[0m", "\u202e倒", "\u009b31m红", "\x1b]0;名\x07"}

// Whatever was filed, and however files and arguments are called: no CSV has a cell that a spreadsheet
// would run, and no escape sequence comes out on stderr, or on a terminal.
func TestNothingHostileComesOut(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	units, meetings := &bytes.Buffer{}, &bytes.Buffer{}
	directory, held := csv.NewWriter(units), csv.NewWriter(meetings)
	write := func(w *csv.Writer, cells ...string) {
		if err := w.Write(cells); err != nil {
			t.Fatal(err)
		}
	}
	write(directory, "单位编码", "单位名称", "单位简称", "单位类型", "分管战线", "分管领导", "启用日期", "停用日期")
	write(held, "主办单位", "会议编号", "会议名称", "召开时间", "会议类别", "会议形式", "会期（小时）", "参会人数（人）", "参会范围", "是否要求主要负责同志参会", "是否计划内", "请示时间", "批准时间", "并入会议编号", "是否纳入统计", "会议状态")
	for i, text := range hostile {
		code := fmt.Sprintf("B%02d", i)
		write(directory, code, text+"局", "", "市直部门", text, text, "2020-01-01", "")
		write(held, code, "2023-"+code, text, "2023-05-09", "部门会议", "现场", "1.5", "12", text, "否", "否", "2023-04-20", "2023-04-25", "", "是", "已召开")
	}
	directory.Flush()
	held.Flush()
	names := map[string]string{"0": "00单位名录\x1b[31m.csv", "1": "2023年会议统计表=1\x1b[31m.csv", "report": "报告\x1b[31m.txt", "settings": "设置\x1b[31m.yml"}
	for name, content := range map[string]string{"0": units.String(), "1": meetings.String(), "report": "2023年召开会议52\x1b[31m1次。\u202e", "settings": "\x1b[31mx: 1\n"} {
		if err := os.WriteFile(filepath.Join(folder, names[name]), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	in := func(name string) string { return filepath.Join(folder, name) }
	warehouse, bad := in("w.duckdb"), "\x1b[31m坏"
	commands := map[string][][]string{
		"load":        {{in(names["0"])}, {in(names["1"])}, {in(bad + ".csv")}, {in(names["report"])}},
		"measure":     {{"meetings.held", "--period", "2023", "--by", "department", "--format", "csv"}, {"meetings.held", "--period", "2023", "--by", "leader"}, {bad, "--period", "2023"}, {"meetings.held", "--period", bad}, {"meetings.held", "--" + bad}},
		"sql":         {{"FROM meetings", "--format", "csv"}, {`SELECT title AS "=x` + bad + `" FROM meetings`, "--format", "csv"}, {"SELECT " + bad}, {"FROM departments"}},
		"check":       {{"--period", "2023", "--format", "csv"}, {"--period", "2023"}, {bad}},
		"filings":     {{"--period", "2023-05", "--format", "csv"}, {"--period", "2023-05"}},
		"reconcile":   {{"--period", "2023-05", "--all", "--format", "csv"}},
		"export":      {{"meeting", "department", "--format", "csv", "-o", in("export")}, {bad, "-o", in("other")}},
		"trace":       {{"meetings.held@2023", "--cells"}, {bad}},
		"submissions": {{}, {"--format", "json"}},
		"summary":     {{"--year", "2023"}, {"--year", bad}},
		"metrics":     {{}, {"--catalog", in(bad)}},
		"report":      {{"annual", "--year", "2023", "-o", in("a.md")}, {"reminders", "--period", "2023", "-o", in("letters")}, {bad}},
		"proof":       {{in(names["report"])}, {in(bad)}},
		"template":    {{"meeting", "-o", in("m.xlsx")}, {bad, "-o", in("x.xlsx")}},
		"no-increase": {{"meetings.held", "--year", "2023", "--by", "department"}, {bad, "--year", "2023"}},
		"project":     {{"meetings.held", "--year", "2023", "--through", "5"}, {bad, "--year", "2023"}},
		"serve":       {{"--config", in(names["settings"])}, {"--listen", bad}},
		"backup":      {{in("b.duckdb")}, {in(bad + "/x")}},
		"verify":      {{}},
		"restore":     {{in(bad)}},
		"withdraw":    {{"2", "--reason", bad, "--by", bad}, {bad, "--reason", "试"}},
		"return":      {{"2", "--reason", bad, "--decided-by", bad, "--cell", "2=" + bad}, {bad, "--reason", "试"}},
		"accept":      {{"2", "--reason", bad}, {bad}},
		"reopen":      {{"2", "--reason", bad}, {bad, "--reason", "试"}},
		"remind":      {{"--period", "2023-05", "--department", "B001", "--text", bad, "--reminded-by", bad}, {"--period", bad, "--department", bad}, {"--period", "2023", "--department", bad}},
		"schedule":    {{"list"}, {"add", "--title", bad, "--metric", bad, "--day", "1", "--to", bad}, {"stop", bad}},
		"changes":     {{"2"}, {bad}},
		"explain":     {{bad, "--text", bad}},
		"usage":       {{}},
		"config":      {{"check", "--config", in(names["settings"])}, {"check", "--config", in(bad)}},
		"audit":       {{"list"}, {"verify"}, {bad}},
		"token":       {{"list"}, {"create", bad}, {"revoke", bad}},
		"user":        {{"list"}, {"disable", bad}, {bad}},
	}
	p := &program{getenv: func(string) string { return "" }}
	var order []string
	for _, command := range p.rootCommand().Commands() {
		if name := command.Name(); !slices.Contains([]string{"completion", "help", "demo"}, name) { // these read nothing; demo loads the sample city alone
			order = append(order, name)
			if commands[name] == nil {
				t.Errorf("%s is not tried", name)
			}
		}
	}
	turn := map[string]int{"load": -1, "withdraw": 1} // the others in between
	slices.SortStableFunc(order, func(a, b string) int { return turn[a] - turn[b] })
	for _, name := range order {
		for _, arguments := range commands[name] {
			var stdout, stderr bytes.Buffer
			arguments = append(append([]string{name}, arguments...), "--warehouse", warehouse)
			run(t.Context(), arguments, strings.NewReader(""), &stdout, &stderr, func(string) string { return "" })
			if text := stderr.String(); strings.ContainsFunc(text, actsOnTerminal) {
				t.Errorf("%q on stderr: %q", arguments, text)
			}
			if slices.Contains(arguments, "csv") && name != "export" {
				wantHarmless(t, strings.Join(arguments, " "), &stdout)
			}
		}
	}
	exported, err := filepath.Glob(in("export/*/*.csv"))
	if more, err := filepath.Glob(in("export/*/*/*.csv")); err == nil {
		exported = append(exported, more...)
	}
	if err != nil || len(exported) != 2 {
		t.Fatalf("exported: %v %v", exported, err)
	}
	for _, name := range exported {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		wantHarmless(t, name, bytes.NewBuffer(text))
	}
}

func actsOnTerminal(r rune) bool {
	return r != '\n' && r != '\t' && (unicode.IsControl(r) || r >= 0x202a && r <= 0x202e)
}

// wantHarmless checks every cell of a CSV.
func wantHarmless(t *testing.T, what string, text *bytes.Buffer) {
	t.Helper()
	rows, err := csv.NewReader(text).ReadAll()
	if err != nil {
		t.Errorf("%s: %v", what, err)
	}
	for _, row := range rows {
		for _, cell := range row {
			cell = strings.TrimPrefix(cell, "\ufeff")
			if cell != jianfu.Harmless(cell) {
				t.Errorf("%s: the cell %q", what, cell)
			}
		}
	}
}
