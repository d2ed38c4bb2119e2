// Package bench measures jianfu against the libraries it is built on, side by side in one run:
// loading against DuckDB's COPY and against excelize, measuring over HTTP against the same SQL.
// Nothing here asserts a time. Run it with
//
//	make bench
//
// Each benchmark reports the median ratio of its pairs, and the peak memory of the whole
// jianfu process.
package bench

import (
	"bufio"
	"bytes"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	_ "github.com/duckdb/duckdb-go/v2" // the reference: DuckDB by itself
	"github.com/xuri/excelize/v2"      // the reference for workbooks
)

const pairs = 3

var header = []string{"主办单位", "会议编号", "会议名称", "召开时间", "会议类别", "会议形式", "会期（小时）", "参会人数（人）", "参会范围",
	"是否要求主要负责同志参会", "是否计划内", "请示时间", "批准时间", "并入会议编号", "是否纳入统计", "会议状态"}

// row is one meeting of an invented city, spread over three years.
func row(i int) []string {
	day := time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i%1095)
	pick := func(of ...string) string { return of[i%len(of)] }
	return []string{fmt.Sprintf("市第%02d局", i%40), fmt.Sprintf("%d-%07d", day.Year(), i), "全市" + pick("防汛抗旱", "安全生产", "乡村振兴", "招商引资") + "工作会议",
		day.Format("2006-01-02"), pick("部门会议", "系统会议", "全市性会议"), pick("现场", "视频", "电视电话"), pick("1.5", "90分钟", "2小时", "3"), fmt.Sprint(10 + i%200),
		pick("市教育局、市水务局", "", "市公安局"), pick("是", "否"), pick("是", "是", "否"), day.AddDate(0, 0, -9).Format("2006-01-02"),
		day.AddDate(0, 0, -7).Format("2006-01-02"), "", "是", "已召开"}
}

func writeCSV(b *testing.B, path string, rows int) {
	b.Helper()
	file, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	w := bufio.NewWriterSize(file, 1<<20)
	fmt.Fprintln(w, strings.Join(header, ","))
	for i := range rows {
		fmt.Fprintln(w, strings.Join(row(i), ","))
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := file.Close(); err != nil {
		b.Fatal(err)
	}
}

// writeXLSX writes rows in as many sheets, each with the header.
func writeXLSX(b *testing.B, path string, rows, sheets int) {
	b.Helper()
	book := excelize.NewFile()
	for s := range sheets {
		name := fmt.Sprintf("Sheet%d", s+1)
		if s > 0 {
			if _, err := book.NewSheet(name); err != nil {
				b.Fatal(err)
			}
		}
		w, err := book.NewStreamWriter(name)
		if err != nil {
			b.Fatal(err)
		}
		put := func(number int, texts []string) {
			cells := make([]any, len(texts))
			for i, text := range texts {
				cells[i] = text
			}
			if err := w.SetRow(fmt.Sprintf("A%d", number), cells); err != nil {
				b.Fatal(err)
			}
		}
		put(1, header)
		for i := range rows / sheets {
			put(i+2, row(s*rows/sheets+i))
		}
		if err := w.Flush(); err != nil {
			b.Fatal(err)
		}
	}
	if err := book.SaveAs(path); err != nil {
		b.Fatal(err)
	}
}

func writeDirectory(b *testing.B, path string) {
	b.Helper()
	text := "单位编码,单位名称,单位类型,分管战线,分管领导\n"
	for i := range 40 {
		text += fmt.Sprintf("B%03d,市第%02d局,市直部门,战线%d,副市长%d\n", i, i, i%8, i%8)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		b.Fatal(err)
	}
}

// binary builds the program once.
var binary = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "jianfu-bench")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "jianfu")
	out, err := exec.Command("go", "build", "-o", path, "jianfu/cmd/jianfu").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return path, nil
})

// cost is what a piece of work took. The processor's time of two can be compared on a machine that
// does other things too, which their seconds cannot.
type cost struct{ seconds, processor, peakMB float64 }

// jianfu runs the program.
func jianfu(b *testing.B, args ...string) cost {
	b.Helper()
	path, err := binary()
	if err != nil {
		b.Fatal(err)
	}
	cmd := exec.Command(path, args...)
	start := time.Now()
	out, err := cmd.CombinedOutput()
	if err != nil {
		b.Fatalf("jianfu %v: %v\n%s", args, err, out)
	}
	usage := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	return cost{time.Since(start).Seconds(), processor(usage), float64(usage.Maxrss) / 1024}
}

func processor(usage *syscall.Rusage) float64 {
	return float64(usage.Utime.Nano()+usage.Stime.Nano()) / 1e9
}

// here runs something in this process, whose peak memory says nothing.
func here(b *testing.B, work func()) cost {
	b.Helper()
	var before, after syscall.Rusage
	start := time.Now()
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &before); err != nil {
		b.Fatal(err)
	}
	work()
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &after); err != nil {
		b.Fatal(err)
	}
	return cost{time.Since(start).Seconds(), processor(&after) - processor(&before), 0}
}

// report reports the medians of pairs of work.
func report(b *testing.B, against string, ours, theirs []cost) {
	b.Helper()
	var ratios, processors, seconds, peaks []float64
	for i := range ours {
		ratios = append(ratios, ours[i].seconds/theirs[i].seconds)
		processors = append(processors, ours[i].processor/theirs[i].processor)
		seconds, peaks = append(seconds, ours[i].seconds), append(peaks, ours[i].peakMB)
	}
	b.ReportMetric(median(ratios), "×"+against)
	b.ReportMetric(median(processors), "×"+against+"-processor")
	b.ReportMetric(median(seconds), "s/load")
	b.ReportMetric(slices.Max(peaks), "MB-peak")
}

// city is a warehouse with the invented city's units.
func city(b *testing.B) string {
	b.Helper()
	dir := b.TempDir()
	units := filepath.Join(dir, "单位名录.csv")
	writeDirectory(b, units)
	path := filepath.Join(dir, "city.duckdb")
	jianfu(b, "load", "--warehouse", path, units)
	return path
}

func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}

// A million meeting rows of CSV, recognised, checked and committed with their lineage, against
// DuckDB's COPY of the same file into a typed table. JIANFU_ROWS=10000000 takes as many rows, and then
// COPY has the memory that the warehouse has.
func BenchmarkLoadCSV(b *testing.B) {
	rows, settings := 1_000_000, []string(nil)
	if text := os.Getenv("JIANFU_ROWS"); text != "" {
		var err error
		if rows, err = strconv.Atoi(text); err != nil {
			b.Fatal(err)
		}
		settings = append(settings, "SET memory_limit = '300MB'")
	}
	path := filepath.Join(b.TempDir(), "会议统计.csv")
	writeCSV(b, path, rows)
	for b.Loop() {
		var ours, theirs []cost
		for range pairs {
			warehouse := city(b)
			ours = append(ours, jianfu(b, "load", "--warehouse", warehouse, path))
			theirs = append(theirs, here(b, func() { copyCSV(b, path, settings) }))
			if err := os.Remove(warehouse); err != nil { // of ten million rows it is large
				b.Fatal(err)
			}
		}
		report(b, "COPY", ours, theirs)
	}
}

func copyCSV(b *testing.B, path string, settings []string) {
	b.Helper()
	file := filepath.Join(b.TempDir(), "copy.duckdb")
	db, err := sql.Open("duckdb", file)
	if err != nil {
		b.Fatal(err)
	}
	var columns []string
	for _, name := range header {
		kind := "VARCHAR"
		switch name {
		case "召开时间", "请示时间", "批准时间":
			kind = "DATE"
		case "参会人数（人）":
			kind = "INTEGER"
		}
		columns = append(columns, `"`+name+`" `+kind)
	}
	for _, statement := range append(settings,
		"CREATE TABLE meeting ("+strings.Join(columns, ", ")+")",
		"COPY meeting FROM '"+path+"' (HEADER)",
		"CHECKPOINT",
	) {
		if _, err := db.Exec(statement); err != nil {
			b.Fatal(err)
		}
	}
	if err := errors.Join(db.Close(), os.Remove(file)); err != nil {
		b.Fatal(err)
	}
}

// A hundred thousand rows of XLSX, checked and committed, against excelize, which only reads the raw
// cells: in one sheet, and in four.
func BenchmarkLoadXLSX(b *testing.B) {
	for _, sheets := range []int{1, 4} {
		b.Run(fmt.Sprintf("sheets=%d", sheets), func(b *testing.B) {
			path := filepath.Join(b.TempDir(), "会议统计.xlsx")
			writeXLSX(b, path, 100_000, sheets)
			for b.Loop() {
				var ours, theirs []cost
				for range pairs {
					ours = append(ours, jianfu(b, "load", "--warehouse", city(b), path))
					theirs = append(theirs, here(b, func() { readExcelize(b, path) }))
				}
				report(b, "excelize", ours, theirs)
			}
		})
	}
}

func readExcelize(b *testing.B, path string) {
	b.Helper()
	book, err := excelize.OpenFile(path, excelize.Options{RawCellValue: true})
	if err != nil {
		b.Fatal(err)
	}
	for _, name := range book.GetSheetList() {
		rows, err := book.Rows(name)
		if err != nil {
			b.Fatal(err)
		}
		for rows.Next() {
			if _, err := rows.Columns(); err != nil {
				b.Fatal(err)
			}
		}
		if err := rows.Close(); err != nil {
			b.Fatal(err)
		}
	}
	if err := book.Close(); err != nil {
		b.Fatal(err)
	}
}

// Questions over a million rows through HTTP, a new one each time and the same one again, against the
// statements that the answer lists, run by DuckDB itself over the same file.
func BenchmarkMeasure(b *testing.B) {
	path := filepath.Join(b.TempDir(), "会议统计.csv")
	writeCSV(b, path, 1_000_000)
	warehouse := city(b)
	jianfu(b, "load", "--warehouse", warehouse, path)
	for name, input := range map[string]string{
		"figure":       `metrics: ["meetings.held"]`,
		"unit-month":   `metrics: ["meetings.held"], by: ["department"], grain: MONTH`,
		"year-earlier": `metrics: ["meetings.held"], by: ["portfolio"], compareTo: YEAR_EARLIER`,
		"rate":         `metrics: ["meetings.remote_share"], by: ["department"]`,
		"category":     `metrics: ["meetings.held"], by: ["category"]`,
		"person-hours": `metrics: ["meetings.person_hours", "meetings.overlong"], by: ["held_on"]`,
		"twelve": `metrics: ["meetings.held", "meetings.citywide", "meetings.remote", "meetings.off_plan", "meetings.top_leader_required", "meetings.combined",
			"meetings.remote_share", "meetings.attendance", "meetings.person_hours", "meetings.overlong", "meetings.lead_time_compliance", "meetings.departments_over_cap"], by: ["portfolio"]`,
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				fresh, again, statements := overHTTP(b, warehouse, input)
				theirs := inDuckDB(b, warehouse, statements)
				b.ReportMetric(fresh/theirs, "×SQL")
				b.ReportMetric(1000*fresh, "ms/new")
				b.ReportMetric(1000*again, "ms/again")
			}
		})
	}
}

const repeats = 15

// overHTTP serves the warehouse and returns the median seconds of a question over twelve months,
// always others, and of the last of them again, with its SQL.
func overHTTP(b *testing.B, warehouse, input string) (fresh, again float64, statements []string) {
	b.Helper()
	path, err := binary()
	if err != nil {
		b.Fatal(err)
	}
	const address = "127.0.0.1:18080"
	server := exec.Command(path, "serve", "--warehouse", warehouse, "--listen", address)
	if err := server.Start(); err != nil {
		b.Fatal(err)
	}
	defer func() {
		if err := server.Process.Signal(syscall.SIGTERM); err != nil {
			b.Error(err)
		}
		if err := server.Wait(); err != nil {
			b.Error(err)
		}
	}()
	for range 200 {
		if answer, err := http.Get("http://" + address + "/readyz"); err == nil {
			answer.Body.Close()
			break
		}
		time.Sleep(50 * time.Millisecond) //nolint:forbidigo // another process: there is nothing to wait on
	}
	var answer struct {
		Data struct {
			Measure struct {
				Lineage struct{ Statements []string }
			}
		}
		Errors []any
	}
	ask := func(month int, fields string) float64 {
		b.Helper()
		first := time.Date(2021, time.Month(1+month), 1, 0, 0, 0, 0, time.UTC)
		query, err := json.Marshal(map[string]string{"query": fmt.Sprintf("{ measure(input: {%s, period: %q}) { rows(first: 5000) { nodes { group { value } values { metric amount } } } %s } }",
			input, first.Format("2006-01")+"/"+first.AddDate(0, 11, 0).Format("2006-01"), fields)})
		if err != nil {
			b.Fatal(err)
		}
		start := time.Now()
		response, err := http.Post("http://"+address+"/graphql", "application/json", bytes.NewReader(query))
		if err != nil {
			b.Fatal(err)
		}
		err = json.NewDecoder(response.Body).Decode(&answer)
		if err = errors.Join(err, response.Body.Close()); err != nil || len(answer.Errors) > 0 {
			b.Fatalf("%v, %+v", err, answer.Errors)
		}
		return time.Since(start).Seconds()
	}
	var ofNew, ofSame []float64
	for month := range repeats {
		ofNew = append(ofNew, ask(month, ""))
	}
	for range repeats {
		ofSame = append(ofSame, ask(repeats-1, ""))
	}
	ask(repeats-1, "lineage { statements }")
	if len(answer.Data.Measure.Lineage.Statements) == 0 {
		b.Fatal("the answer lists no SQL")
	}
	return median(ofNew), median(ofSame), answer.Data.Measure.Lineage.Statements
}

func inDuckDB(b *testing.B, warehouse string, statements []string) float64 {
	b.Helper()
	db, err := sql.Open("duckdb", warehouse+"?access_mode=read_only")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	var seconds []float64
	for range repeats {
		start := time.Now()
		for _, statement := range statements {
			readAll(b, db, statement)
		}
		seconds = append(seconds, time.Since(start).Seconds())
	}
	return median(seconds)
}

func readAll(b *testing.B, db *sql.DB, statement string) {
	b.Helper()
	rows, err := db.Query(statement)
	if err != nil {
		b.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() { // every row is read, as it is for the answer
	}
	if err := rows.Err(); err != nil {
		b.Fatal(err)
	}
}
