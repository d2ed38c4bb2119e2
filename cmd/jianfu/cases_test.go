package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/xuri/excelize/v2"

	"jianfu/e2e/city"
)

// gapCity is a city in which months were not filed, or late, early or as nil returns, and whose units
// change: testdata/cases.txtar holds its files, each in a folder that is named for the day on which it
// came, and what is true of it. The browser's walk is over the same file.
type gapCity struct {
	warehouse, url string
	cases          []gapCase
	answers        map[string][]byte // of the server, by address or statement: several cases ask the same
}

// gapCase is what is true of a unit, a line or the whole city over a period, by the columns of
// cases.csv: an amount or the reason why there is none; the units and months that were filed, expected
// and nil; the base of a year earlier; the figures of what both years have; whether the rule
// 只减不增 is MET, BROKEN or UNDECIDED; the status of the filing; and the codes of the
// notices. An empty column is not asked, except for what both have: there is nothing then.
type gapCase map[string]string

// The columns that say where a case is.
const (
	caseBy     = "维度"
	caseMember = "成员"
	casePeriod = "时间"
)

// The columns that say what is true.
const (
	saysAmount   = "数"
	saysCoverage = "报送"
	saysBase     = "基数"
	saysAlike    = "可比"
	saysRule     = "只减不增"
	saysStatus   = "状态"
	saysNotices  = "提示"
	saysChange   = "比较" // in words, which follow from the amount and the base
)

func (c gapCase) String() string {
	return fmt.Sprintf("%s %s%s", c["情形"], c[casePeriod], c[caseMember])
}

// month reports whether the case is one of a month.
func (c gapCase) month() bool { return len(c[casePeriod]) == len("2023-01") }

func (c gapCase) year() bool { return len(c[casePeriod]) == len("2023") }

// where is the case as arguments of a command, or those of an address.
func (c gapCase) where() []string {
	if c[caseBy] == "" {
		return nil
	}
	return []string{"--" + c[caseBy], c[caseMember]}
}

// gapReasons are the words for reasons, by code. A unit that does not exist is yet to be, or gone into others.
var gapReasons = map[string]*regexp.Regexp{"NOT_FILED": regexp.MustCompile("^未报送$"), "NOT_DUE": regexp.MustCompile("^无报送任务$"), "NOT_IN_FORCE": regexp.MustCompile("未设立|不存在|已并入|已拆分|已撤销|拆分为|算入")}

// amountOf reads 12次, or a reason in words.
func amountOf(text string) string {
	for code, words := range gapReasons {
		if words.MatchString(text) {
			return code
		}
	}
	return strings.TrimSuffix(text, "次")
}

// changeWords are the words for the change of a count, worked out here; "" where a side has no number.
func changeWords(now, base string) string {
	a, okay := new(big.Rat).SetString(now)
	b, fine := new(big.Rat).SetString(base)
	if !okay || !fine || b.Sign() == 0 {
		return ""
	}
	less := new(big.Rat).Sub(a, b)
	if less.Sign() == 0 {
		return "持平"
	}
	word, more := "增长", "多"
	if less.Sign() < 0 {
		word, more = "下降", "少"
	}
	less.Abs(less)
	percent := new(big.Rat).Mul(new(big.Rat).Quo(less, b), big.NewRat(100, 1))
	return fmt.Sprintf("%s%s%%（%s%s次）", word, percent.FloatString(2), more, less.RatString())
}

// wordsOf is a change in words, without what it is compared with and what both years have; "" where it
// says that there is none.
func wordsOf(sentence string) string {
	if strings.Contains(sentence, "不可比") {
		return ""
	}
	sentence, _, _ = strings.Cut(sentence, "，可比部分")
	return strings.TrimPrefix(sentence, "同比")
}

// alikeIn is what a sentence says of what both years have, as the case says it if that is so: it is said
// where it is something else.
func (c gapCase) alikeIn(sentence string) string {
	_, said, _ := strings.Cut(sentence, "，可比部分")
	now, base, _ := strings.Cut(c[saysAlike], "/")
	want := changeWords(now, base)
	if c[saysChange] == "" || c[saysAlike] == pair(c[saysAmount], c[saysBase]) {
		want = ""
	}
	if said == want {
		return c[saysAlike]
	}
	return said
}

// openGapCity loads the city as it came, and serves it. Commands ask a copy of the file.
func openGapCity(t *testing.T) *gapCity {
	t.Helper()
	archive, err := txtar.ParseFile(city.Path(t, "cases.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	g := &gapCity{warehouse: filepath.Join(folder, "asked.duckdb"), answers: map[string][]byte{}}
	served := filepath.Join(folder, "served.duckdb")
	for _, file := range archive.Files {
		if file.Name == "cases.csv" {
			g.cases = readGapCases(t, file.Data)
			continue
		}
		name := filepath.Join(folder, file.Name)
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, file.Data, 0o600); err != nil {
			t.Fatal(err)
		}
		if status, said := g.run(t, "load", name, "--received-at", path.Dir(file.Name), "--received-reason", "纸质件补录", "--warehouse", served); status != done {
			t.Fatalf("%s: %s", file.Name, said.trouble)
		}
	}
	content, err := os.ReadFile(served)
	if err == nil {
		err = os.WriteFile(g.warehouse, content, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	p := &process{}
	if g.url, err = p.begin([]string{"serve", "--listen", "127.0.0.1:0", "--warehouse", served}, func(string) string { return "" }); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.end(); <-p.ended })
	return g
}

func readGapCases(t *testing.T, text []byte) (cases []gapCase) {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		c := gapCase{}
		for i, name := range rows[0] {
			c[name] = row[i]
		}
		c[saysChange] = changeWords(c[saysAmount], c[saysBase])
		cases = append(cases, c)
	}
	return cases
}

type saidBy struct{ out, trouble string }

func (g *gapCity) run(t *testing.T, args ...string) (int, saidBy) {
	t.Helper()
	var out, trouble bytes.Buffer
	status := run(t.Context(), args, nil, &out, &trouble, func(string) string { return "" })
	return status, saidBy{out.String(), trouble.String()}
}

// command asks the copy, and demands an answer.
func (g *gapCity) command(t *testing.T, args ...string) saidBy {
	t.Helper()
	status, said := g.run(t, append(args, "--warehouse", g.warehouse)...)
	if status != done {
		t.Fatalf("%v: status %d\n%s", args, status, said.trouble)
	}
	return said
}

// get asks the server, for each thing once.
func (g *gapCity) get(t *testing.T, address string, query url.Values) []byte {
	t.Helper()
	address += "?" + query.Encode()
	if _, known := g.answers[address]; !known {
		_, g.answers[address] = g.send(t, http.MethodGet, address, nil)
	}
	return g.answers[address]
}

func (g *gapCity) send(t *testing.T, method, address string, body io.Reader, headers ...string) (int, []byte) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, g.url+address, body)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Accept-Language", "zh-CN")
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, text
}

func (g *gapCity) graphql(t *testing.T, into any, query string, variables map[string]any) {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	_, text := g.send(t, http.MethodPost, "/graphql", bytes.NewReader(body), "Content-Type", "application/json")
	answer := struct {
		Data   any
		Errors []struct{ Message string }
	}{Data: into}
	if err := json.Unmarshal(text, &answer); err != nil || len(answer.Errors) > 0 {
		t.Fatalf("%v %s", err, text)
	}
}

func (g *gapCity) sql(t *testing.T, query string) [][]string {
	t.Helper()
	if _, known := g.answers[query]; !known {
		_, g.answers[query] = g.send(t, http.MethodPost, "/sql", strings.NewReader(query), "Content-Type", "application/sql", "Accept", "text/csv")
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(g.answers[query], []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Fatalf("%v: %s", err, g.answers[query])
	}
	return rows
}

// surface is a place where people read a figure, and what it says of a case: of all its columns.
type surface struct {
	name    string
	columns []string
	speaks  func(c gapCase) bool // nil is always
	of      func(t *testing.T, g *gapCity, c gapCase) map[string]string
}

var surfaces = []surface{
	{"GraphQL measure", []string{saysAmount, saysCoverage, saysBase, saysChange, saysAlike, saysNotices}, nil, askedGraphQL},
	{"jianfu measure", []string{saysAmount, saysBase, saysChange, saysAlike, saysNotices}, nil, askedText},
	{"CSV", []string{saysAmount, saysCoverage, saysBase, saysChange, saysAlike}, nil, askedCSV},
	{"XLSX", []string{saysAmount, saysCoverage, saysBase, saysChange, saysAlike}, nil, askedXLSX},
	{"metric_change()", []string{saysAmount, saysCoverage, saysBase, saysAlike}, nil, askedSQL},
	{"coverage()", []string{saysCoverage}, func(c gapCase) bool { return c[caseBy] == "department" }, askedCoverage},
	{"workbook of a comparison", []string{saysAmount, saysBase, saysAlike}, nil, comparedInWorkbook},
	{"filings", []string{saysStatus}, func(c gapCase) bool { return c[saysStatus] != "" }, askedFilings},
	{"jianfu filings", []string{saysStatus}, func(c gapCase) bool { return c[saysStatus] != "" }, listedFilings},
	{"no-increase", []string{saysAmount, saysBase, saysChange, saysAlike, saysRule}, func(c gapCase) bool { return c.year() }, askedNoIncrease},
	{"letters", []string{saysRule}, func(c gapCase) bool { return c[caseBy] == "portfolio" && c[saysRule] != "" }, writtenLetters},
	{"bulletin", []string{saysAmount, saysCoverage}, func(c gapCase) bool { return c[caseBy] == "" && c.month() }, writtenBulletin},
	{"annual report", []string{saysAmount, saysBase, saysRule}, func(c gapCase) bool { return c.year() && c[caseBy] != "department" }, writtenAnnual},
	{"annual report's chart", []string{saysAmount, saysBase}, func(c gapCase) bool { return c[caseBy] == "" && c.month() }, chartedAnnual},
	{"projection", []string{saysAmount, saysCoverage, saysBase}, func(c gapCase) bool { return c[caseBy] == "" && c.month() }, projected},
}

// TestCasesOnEverySurface: what was not filed is no zero, and what moved is no fall, wherever a figure is
// read. A surface says the same of each case.
func TestCasesOnEverySurface(t *testing.T) { //nolint:tparallel // the program has the city's file to itself, one command after the other
	t.Parallel()
	g := openGapCity(t)
	for _, s := range surfaces {
		t.Run(s.name, func(t *testing.T) {
			spoke := 0
			for _, c := range g.cases {
				if s.speaks != nil && !s.speaks(c) {
					continue
				}
				spoke++
				said := s.of(t, g, c)
				for _, column := range s.columns {
					if c[column] == "" && column != saysAlike && column != saysChange && column != saysNotices {
						continue
					}
					if got, known := said[column]; !known || got != c[column] {
						t.Errorf("%s: %s is %q, want %q", c, column, got, c[column])
					}
				}
			}
			if spoke == 0 {
				t.Error("it speaks of no case")
			}
		})
	}
}

// pair is what both years have, as a case says it.
func pair(now, base string) string {
	if now == "" || base == "" {
		return ""
	}
	return now + "/" + base
}

func or(amount *string, missing string) string {
	if amount == nil {
		return missing
	}
	return *amount
}

type coverageSaid struct{ Expected, Filed, Nil int }

func (c coverageSaid) String() string { return fmt.Sprintf("%d/%d/%d", c.Filed, c.Expected, c.Nil) }

func askedGraphQL(t *testing.T, g *gapCity, c gapCase) map[string]string {
	t.Helper()
	input := map[string]any{"metrics": []string{"meetings.held"}, "period": c[casePeriod], "compareTo": "YEAR_EARLIER"}
	if by := c[caseBy]; by != "" {
		input["where"] = map[string]any{by + "s": []string{c[caseMember]}}
	}
	var answer struct {
		Measure struct {
			Notices []struct{ Code string }
			Rows    struct {
				Nodes []struct {
					Values []struct {
						Amount     *string
						Missing    string
						Coverage   coverageSaid
						Comparison struct {
							Base struct {
								Amount  *string
								Missing string
							}
							Sentence   string
							Comparable struct {
								Current, Amount *string
								Sentence        string
							}
						}
					}
				}
			}
		}
	}
	g.graphql(t, &answer, `query ($input: MeasureInput!) { measure(input: $input) { notices { code } rows { nodes { values { amount missing coverage { expected filed nil }
		comparison { base { amount missing } sentence comparable { current amount sentence } } } } } } }`, map[string]any{"input": input})
	v := answer.Measure.Rows.Nodes[0].Values[0]
	alike := pair(or(v.Comparison.Comparable.Current, ""), or(v.Comparison.Comparable.Amount, ""))
	if now, base, both := strings.Cut(alike, "/"); wordsOf(v.Comparison.Comparable.Sentence) != changeWords(now, base) {
		t.Errorf("%s: of %s and %s (%t) it says %s", c, now, base, both, v.Comparison.Comparable.Sentence)
	}
	var codes []string
	for _, n := range answer.Measure.Notices {
		if n.Code != "UNDERSTOOD" {
			codes = append(codes, n.Code)
		}
	}
	slices.Sort(codes)
	return map[string]string{saysAmount: or(v.Amount, v.Missing), saysCoverage: v.Coverage.String(), saysBase: or(v.Comparison.Base.Amount, v.Comparison.Base.Missing),
		saysChange: wordsOf(v.Comparison.Sentence), saysAlike: alike, saysNotices: strings.Join(slices.Compact(codes), " ")}
}

// gapNotices are words of the notices, by code.
var gapNotices = map[string]*regexp.Regexp{"INCOMPLETE_PERIOD": regexp.MustCompile(`应报 \d+ 份，未报 \d+ 份|没有任何报送`), "UNEQUAL_COVERAGE": regexp.MustCompile("比较的两期报送的单位和月份不同"),
	"PROVISIONAL": regexp.MustCompile("数字暂定"), "UNITS_MOVED": regexp.MustCompile("变动：")}

var gapOfText = regexp.MustCompile(`(?m)^召开会议 +(\S+) +(\S+) +(\S+)$`)

func askedText(t *testing.T, g *gapCity, c gapCase) map[string]string {
	t.Helper()
	said := g.command(t, append([]string{"measure", "meetings.held", "--period", c[casePeriod], "--compare", "year-earlier"}, c.where()...)...)
	found := gapOfText.FindStringSubmatch(said.out)
	if found == nil {
		t.Fatalf("%s: %s", c, said.out)
	}
	var codes []string
	for code, words := range gapNotices {
		if words.MatchString(said.trouble) {
			codes = append(codes, code)
		}
	}
	slices.Sort(codes)
	return map[string]string{saysAmount: amountOf(found[1]), saysBase: amountOf(found[2]), saysChange: wordsOf(found[3]), saysAlike: c.alikeIn(found[3]), saysNotices: strings.Join(codes, " ")}
}

// tableQuery asks for the rows of all members at once.
func (c gapCase) tableQuery() url.Values {
	query := url.Values{"metrics": {"meetings.held"}, "period": {c[casePeriod]}, "compareTo": {"YEAR_EARLIER"}}
	if c[caseBy] != "" {
		query.Set("by", c[caseBy])
	}
	return query
}

// saidInTable finds a case in the columns of a table of figures.
func (c gapCase) saidInTable(t *testing.T, rows [][]string) map[string]string {
	t.Helper()
	for _, row := range rows[1:] {
		cell := func(name string) string { return row[slices.Index(rows[0], name)] }
		if c[caseBy] != "" && cell(c[caseBy]+"Label") != c[caseMember] {
			continue
		}
		or := func(amount, missing string) string {
			if amount == "" {
				return missing
			}
			return amount
		}
		said := map[string]string{saysAmount: or(cell("amount"), cell("missing")), saysCoverage: cell("filed") + "/" + cell("expected") + "/" + cell("nil"),
			saysBase: or(cell("baseAmount"), cell("comparisonMissing")), saysChange: wordsOf(cell("sentence"))}
		if now, base, _ := strings.Cut(c[saysAlike], "/"); wordsOf(cell("comparable")) == changeWords(now, base) { // in words alone
			said[saysAlike] = c[saysAlike]
		} else {
			said[saysAlike] = cell("comparable")
		}
		return said
	}
	t.Fatalf("%s is not in %v", c, rows)
	return nil
}

func askedCSV(t *testing.T, g *gapCity, c gapCase) map[string]string {
	t.Helper()
	text := g.get(t, "/measure.csv", c.tableQuery())
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return c.saidInTable(t, rows)
}

// sheets reads a workbook: the cells as they are shown, and whether one is hatched.
func sheets(t *testing.T, content []byte, each func(rows [][]string, hatched func(row, column int) bool)) {
	t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatalf("%v: %.200s", err, content)
	}
	defer book.Close()
	for _, sheet := range book.GetSheetList() {
		rows, err := book.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		each(rows, func(row, column int) bool {
			name, _ := excelize.CoordinatesToCellName(column+1, row+1)
			id, err := book.GetCellStyle(sheet, name)
			if err != nil {
				t.Fatal(err)
			}
			style, err := book.GetStyle(id)
			if err != nil {
				t.Fatal(err)
			}
			return style.Fill.Pattern > 1
		})
	}
}

func askedXLSX(t *testing.T, g *gapCity, c gapCase) (said map[string]string) {
	t.Helper()
	content := g.get(t, "/measure.xlsx", c.tableQuery())
	sheets(t, content, func(rows [][]string, _ func(int, int) bool) {
		for i, row := range rows { // cells at the end of a row that are empty are not there
			rows[i] = append(row, make([]string, len(rows[0])-len(row))...)
		}
		said = c.saidInTable(t, rows)
	})
	return said
}

func askedSQL(t *testing.T, g *gapCity, c gapCase) map[string]string {
	t.Helper()
	for _, row := range g.sql(t, fmt.Sprintf(`SELECT COALESCE(CAST(CAST(amount AS INTEGER) AS VARCHAR), missing), filed || '/' || expected || '/' || nil,
		COALESCE(CAST(CAST(base_amount AS INTEGER) AS VARCHAR), change_missing), CAST(comparable_amount AS INTEGER), CAST(comparable_base_amount AS INTEGER), COALESCE(member_label, '')
		FROM metric_change('meetings.held', '%s', by := '%s')`, c[casePeriod], c[caseBy])) {
		if row[5] == c[caseMember] {
			return map[string]string{saysAmount: row[0], saysCoverage: row[1], saysBase: row[2], saysAlike: pair(row[3], row[4])}
		}
	}
	return nil
}

func askedCoverage(t *testing.T, g *gapCity, c gapCase) map[string]string {
	t.Helper()
	for _, row := range g.sql(t, fmt.Sprintf(`SELECT COUNT(covered_by) || '/' || COUNT(*) FILTER (WHERE COALESCE(missing, 'NOT_FILED') = 'NOT_FILED') || '/' || COUNT(*) FILTER (WHERE covered_by = 'NIL'), department_name
		FROM coverage('%s') WHERE kind = 'meeting' GROUP BY department_name`, c[casePeriod])) {
		if row[1] == c[caseMember] {
			return map[string]string{saysCoverage: row[0]}
		}
	}
	return nil
}

// yearEarlier is the period a year before.
func yearEarlier(period string) string {
	return strings.NewReplacer("2023", "2022", "2022", "2021").Replace(period)
}

func comparedInWorkbook(t *testing.T, g *gapCity, c gapCase) map[string]string {
	t.Helper()
	query := url.Values{"metrics": {"meetings.held"}, "periods": {yearEarlier(c[casePeriod]) + "," + c[casePeriod]}}
	label, figure := "召开会议", "召开会议"
	if c[caseBy] != "" {
		query.Set("by", c[caseBy])
		label, figure = c[caseMember], "召开会议（"+c[caseMember]+"）"
	}
	said, reasons := map[string]string{}, map[string]string{} // the reason for what is empty is in 数字出处
	sheets(t, g.get(t, "/report/compare.xlsx", query), func(rows [][]string, hatched func(int, int) bool) {
		for i, row := range rows {
			if len(row) > 7 && row[3] == figure {
				reasons[row[1][:strings.IndexAny(row[1], ",")]] = amountOf(row[7])
			}
			if len(row) == 0 || row[0] != label || len(said) > 0 {
				continue
			}
			for column, name := range []string{"", saysBase, saysAmount} {
				switch {
				case hatched(i, column):
					said[name] = "NOT_FILED"
				case column < len(row):
					text, _, _ := strings.Cut(row[column], "（")
					said[name] = amountOf(text)
				}
			}
			apart := ""
			if last := len(row) - 1; last == 5 && row[last] != "没有可比部分" { // the last column, if there is one, has what is comparable
				apart = "，可比部分" + regexp.MustCompile(`^(可比部分（两期都有数的[1-9]\d*个单位）)?较[0-9年月—]+`).ReplaceAllString(row[last], "")
			}
			said[saysAlike] = c.alikeIn(apart)
		}
	})
	for name, period := range map[string]string{saysBase: yearEarlier(c[casePeriod]), saysAmount: c[casePeriod]} {
		if reason := reasons["meetings.held@"+period]; said[name] == "" {
			said[name] = reason
		}
	}
	return said
}

func askedFilings(t *testing.T, g *gapCity, c gapCase) map[string]string {
	t.Helper()
	var answer struct {
		Filings struct {
			Nodes []struct {
				DepartmentInfo struct{ Name string }
				Status         string
			}
		}
	}
	g.graphql(t, &answer, `query ($period: Period!) { filings(period: $period, kinds: ["meeting"], first: 100) { nodes { departmentInfo { name } status } } }`, map[string]any{"period": c[casePeriod]})
	for _, f := range answer.Filings.Nodes {
		if f.DepartmentInfo.Name == c[caseMember] {
			return map[string]string{saysStatus: f.Status}
		}
	}
	return nil
}

func listedFilings(t *testing.T, g *gapCity, c gapCase) map[string]string {
	t.Helper()
	said := g.command(t, "filings", "--period", c[casePeriod], "--kind", "meeting", "--format", "csv")
	rows, err := csv.NewReader(strings.NewReader(said.out)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		if row[1] == c[caseMember] {
			return map[string]string{saysStatus: row[5]}
		}
	}
	return nil
}

var ruleWords = map[string]string{"做到": "MET", "没有做到": "BROKEN", "不能判定": "UNDECIDED"}

func askedNoIncrease(t *testing.T, g *gapCity, c gapCase) map[string]string {
	t.Helper()
	args := []string{"no-increase", "meetings.held", "--year", c[casePeriod]}
	if c[caseBy] != "" {
		args = append(args, "--by", c[caseBy])
	}
	said := g.command(t, args...)
	for line := range strings.Lines(said.out) {
		fields := strings.Fields(strings.TrimSuffix(strings.TrimSpace(line), "（就可比部分看）"))
		if len(fields) > 3 && ruleWords[fields[len(fields)-1]] != "" && (c[caseBy] == "" || fields[0] == c[caseMember]) {
			fields = fields[len(fields)-4:]
			return map[string]string{saysAmount: amountOf(fields[0]), saysBase: amountOf(fields[1]), saysChange: wordsOf(fields[2]), saysAlike: c.alikeIn(fields[2]), saysRule: ruleWords[fields[3]]}
		}
	}
	return nil
}

// leaders are those of the lines.
var leaders = map[string]string{"教科文卫": "甲", "农业农村": "乙", "城建": "丙", "工交": "丁", "综合": "戊"}

func writtenLetters(t *testing.T, g *gapCity, c gapCase) map[string]string {
	t.Helper()
	said := g.command(t, "report", "reminders", "--period", c[casePeriod], "-o", t.TempDir())
	leader := leaders[c[caseMember]] + "副市长"
	switch {
	case strings.Contains(said.out, leader+".docx"):
		return map[string]string{saysRule: "BROKEN"}
	case strings.Contains(said.trouble, leader+"分管的单位“召开会议”"):
		return map[string]string{saysRule: "UNDECIDED"}
	}
	return map[string]string{saysRule: "MET"}
}

var (
	bulletinHeld  = regexp.MustCompile(`\n2023年(\d+)月，全市召开会议(\d+)次`)
	bulletinFiled = regexp.MustCompile(`会议统计(\d+)个单位中(\d+)个已报`)
)

func writtenBulletin(t *testing.T, g *gapCity, c gapCase) map[string]string {
	t.Helper()
	text := string(g.get(t, "/report/bulletin.md", url.Values{"month": {c[casePeriod]}}))
	if strings.Contains(text, "没有任何单位报送，写不成报告") {
		return map[string]string{saysAmount: "NOT_FILED", saysCoverage: c[saysCoverage]} // it is none
	}
	said := map[string]string{saysCoverage: c[saysCoverage]}
	if found := bulletinHeld.FindStringSubmatch(text); found != nil {
		said[saysAmount] = found[2]
	}
	// Where all units filed it says nothing of it.
	filed, rest, _ := strings.Cut(c[saysCoverage], "/")
	expected, _, _ := strings.Cut(rest, "/")
	found := bulletinFiled.FindStringSubmatch(text)
	switch {
	case found != nil && (found[1] != expected || found[2] != filed):
		said[saysCoverage] = found[0]
	case found == nil && filed != expected:
		said[saysCoverage] = "nothing"
	}
	if strings.Contains(c[saysNotices], "PROVISIONAL") && !strings.Contains(text, "暂定") {
		t.Errorf("%s: nothing says that it is provisional", c)
	}
	return said
}

var (
	// The rows of tables in the report of a year.
	annualRow = regexp.MustCompile(`(?m)^\| (\S+) \| (\S+) \| (\S+) \|(?: (\S+) \|)?$`)
	// Whether the rule was met by the whole city, or by the units that have both years where all that was filed says the
	// same, or cannot be judged, as the two differ.
	annualRule = regexp.MustCompile(`会议数量(做到“只减不增”|没有做到“只减不增”|是否“只减不增”不能判定)`)
	// The change of both years, or of the units that have both.
	annualChange = regexp.MustCompile(`^(?:可比部分（两年都有数的[1-9]\d*个单位）)?(下降|增长|持平)`)
)

func writtenAnnual(t *testing.T, g *gapCity, c gapCase) map[string]string {
	t.Helper()
	content := g.get(t, "/report/annual.md", url.Values{"year": {c[casePeriod]}})
	text, label := string(content), c[caseMember]
	if label == "" {
		label = "召开会议"
	}
	for _, row := range annualRow.FindAllStringSubmatch(text, -1) {
		if name, _, _ := strings.Cut(row[1], "（"); name != label { // 召开会议（1—9月）: of the months that are filed
			continue
		}
		said := map[string]string{saysAmount: amountOf(row[3]), saysBase: amountOf(row[2])}
		undecided := regexp.MustCompile(label + `[^。\n]*的总数与可比部分升降不一致，不能判断总数的升降`).MatchString(text)
		change := annualChange.FindStringSubmatch(row[4])
		switch rule := annualRule.FindStringSubmatch(text); {
		case c[caseBy] == "" && rule != nil:
			said[saysRule] = map[string]string{"做到“只减不增”": "MET", "没有做到“只减不增”": "BROKEN", "是否“只减不增”不能判定": "UNDECIDED"}[rule[1]]
			if undecided != (said[saysRule] == "UNDECIDED") {
				t.Errorf("%s: the rule %s, but the note of the table says otherwise", c, rule[0])
			}
		case c[caseBy] == "":
		case undecided:
			said[saysRule] = "UNDECIDED"
		case change != nil && change[1] == "增长":
			said[saysRule] = "BROKEN"
		case change != nil:
			said[saysRule] = "MET"
		}
		return said
	}
	return nil
}

func chartedAnnual(t *testing.T, g *gapCity, c gapCase) map[string]string {
	t.Helper()
	content := g.get(t, "/report/annual.md", url.Values{"year": {c[casePeriod][:4]}})
	month := strings.TrimLeft(c[casePeriod][5:], "0") + "月"
	for _, row := range annualRow.FindAllStringSubmatch(string(content), -1) {
		if row[1] == month {
			return map[string]string{saysAmount: amountOf(row[3]), saysBase: amountOf(row[2])}
		}
	}
	return nil
}

// projected: what is known through a month, less what is known through the one before, is that of the
// month. A year whose January nobody filed is projected from nothing.
func projected(t *testing.T, g *gapCity, c gapCase) map[string]string {
	t.Helper()
	type known struct {
		Amount     *string
		Coverage   coverageSaid
		Comparison struct{ Base struct{ Amount *string } }
	}
	var answer struct {
		Through, Before struct {
			Actual  known
			Methods []struct{ Missing string }
		}
	}
	var year, month int
	if _, err := fmt.Sscanf(c[casePeriod], "%d-%d", &year, &month); err != nil {
		t.Fatal(err)
	}
	g.graphql(t, &answer, `query ($year: Int!, $through: Int!, $before: Int!) { through: projection(metric: "meetings.held", year: $year, throughMonth: $through) { ...known } before: projection(metric: "meetings.held", year: $year, throughMonth: $before) { ...known } }
		fragment known on Projection { actual { amount coverage { expected filed nil } comparison { base { amount } } } methods { missing } }`, map[string]any{"year": year, "through": month, "before": month - 1})
	for _, m := range answer.Through.Methods {
		if m.Missing != "NOT_FILED" {
			t.Errorf("%s: projected though %q", c, m.Missing)
		}
	}
	through, before := answer.Through.Actual, answer.Before.Actual
	less := func(a, b *string) string {
		x, _ := new(big.Rat).SetString(or(a, "0"))
		y, _ := new(big.Rat).SetString(or(b, "0"))
		return new(big.Rat).Sub(x, y).RatString()
	}
	covered := coverageSaid{through.Coverage.Expected - before.Coverage.Expected, through.Coverage.Filed - before.Coverage.Filed, through.Coverage.Nil - before.Coverage.Nil}
	said := map[string]string{saysAmount: less(through.Amount, before.Amount), saysCoverage: covered.String(), saysBase: less(through.Comparison.Base.Amount, before.Comparison.Base.Amount)}
	if covered.Filed == 0 && said[saysAmount] == "0" {
		said[saysAmount] = "NOT_FILED"
	}
	return said
}
