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
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
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

func writeXLSX(b *testing.B, path string, rows int) {
	b.Helper()
	book := excelize.NewFile()
	w, err := book.NewStreamWriter("Sheet1")
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
	for i := range rows {
		put(i+2, row(i))
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
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

// jianfu runs the program and returns its wall time and peak memory in MB.
func jianfu(b *testing.B, args ...string) (time.Duration, float64) {
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
	return time.Since(start), float64(usage.Maxrss) / 1024
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

// A million meeting rows of CSV, recognised, checked and committed with their lineage,
// against DuckDB's COPY of the same file into a typed table.
func BenchmarkLoadCSV(b *testing.B) {
	path := filepath.Join(b.TempDir(), "会议统计.csv")
	writeCSV(b, path, 1_000_000)
	for b.Loop() {
		var ratios, seconds, memory []float64
		for range pairs {
			warehouse := city(b)
			ours, peak := jianfu(b, "load", "--warehouse", warehouse, path)
			theirs := copyCSV(b, path)
			ratios = append(ratios, ours.Seconds()/theirs.Seconds())
			seconds = append(seconds, ours.Seconds())
			memory = append(memory, peak)
		}
		b.ReportMetric(median(ratios), "×COPY")
		b.ReportMetric(median(seconds), "s/load")
		b.ReportMetric(slices.Max(memory), "MB-peak")
	}
}

func copyCSV(b *testing.B, path string) time.Duration {
	b.Helper()
	start := time.Now()
	db, err := sql.Open("duckdb", filepath.Join(b.TempDir(), "copy.duckdb"))
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
	for _, statement := range []string{
		"CREATE TABLE meeting (" + strings.Join(columns, ", ") + ")",
		"COPY meeting FROM '" + path + "' (HEADER)",
		"CHECKPOINT",
	} {
		if _, err := db.Exec(statement); err != nil {
			b.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
	return time.Since(start)
}

// A hundred thousand rows of XLSX, checked and committed, against excelize, which only reads the
// raw cells.
func BenchmarkLoadXLSX(b *testing.B) {
	path := filepath.Join(b.TempDir(), "会议统计.xlsx")
	writeXLSX(b, path, 100_000)
	for b.Loop() {
		var ratios, memory []float64
		for range pairs {
			warehouse := city(b)
			ours, peak := jianfu(b, "load", "--warehouse", warehouse, path)
			theirs := readExcelize(b, path)
			ratios = append(ratios, ours.Seconds()/theirs.Seconds())
			memory = append(memory, peak)
		}
		b.ReportMetric(median(ratios), "×excelize")
		b.ReportMetric(slices.Max(memory), "MB-peak")
	}
}

func readExcelize(b *testing.B, path string) time.Duration {
	b.Helper()
	start := time.Now()
	book, err := excelize.OpenFile(path, excelize.Options{RawCellValue: true})
	if err != nil {
		b.Fatal(err)
	}
	rows, err := book.Rows("Sheet1")
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
	if err := book.Close(); err != nil {
		b.Fatal(err)
	}
	return time.Since(start)
}

// Twelve metrics by portfolio over a million rows through HTTP, against the statements that the
// answer lists, run by DuckDB itself over the same file.
func BenchmarkMeasure(b *testing.B) {
	path := filepath.Join(b.TempDir(), "会议统计.csv")
	writeCSV(b, path, 1_000_000)
	warehouse := city(b)
	jianfu(b, "load", "--warehouse", warehouse, path)
	const query = `{"query":"{ measure(input: {metrics: [\"meetings.held\", \"meetings.citywide\", \"meetings.remote\", \"meetings.off_plan\", \"meetings.top_leader_required\", \"meetings.combined\", \"meetings.remote_share\", \"meetings.attendance\", \"meetings.person_hours\", \"meetings.overlong\", \"meetings.lead_time_compliance\", \"meetings.departments_over_cap\"], period: \"2022\", by: [\"portfolio\"]}) { rows { nodes { group { value } values { metric amount } } } lineage { statements } } }"}`
	for b.Loop() {
		ours, statements := overHTTP(b, warehouse, query)
		theirs := inDuckDB(b, warehouse, statements)
		b.ReportMetric(ours/theirs, "×SQL")
		b.ReportMetric(1000*ours, "ms/measure")
	}
}

const repeats = 15

// overHTTP serves the warehouse and returns the median seconds of a request, and the SQL.
func overHTTP(b *testing.B, warehouse, query string) (float64, []string) {
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
	var seconds []float64
	for range repeats {
		start := time.Now()
		response, err := http.Post("http://"+address+"/graphql", "application/json", bytes.NewReader([]byte(query)))
		if err != nil {
			b.Fatal(err)
		}
		if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
			b.Fatal(err)
		}
		response.Body.Close()
		seconds = append(seconds, time.Since(start).Seconds())
	}
	if len(answer.Errors) > 0 || len(answer.Data.Measure.Lineage.Statements) == 0 {
		b.Fatalf("answer: %+v", answer)
	}
	return median(seconds), answer.Data.Measure.Lineage.Statements
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
