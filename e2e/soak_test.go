package e2e_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/xuri/excelize/v2"

	"jianfu/e2e/city"
)

// every is how often a reader asks.
const every = 5 * time.Second

// soak is a server under readers on every surface and a writer.
type soak struct {
	*running
	t    *testing.T
	file []byte // the correction, which the writer files and withdraws

	lock   sync.Mutex
	states map[int64]string // the meetings held in 2023, by commit: as the writer left it, or as first seen
	counts map[string]int   // of answers, refusals and errors
	wrong  []string
	took   map[string][]time.Duration
}

// The meetings held in 2023 without and with the correction of May.
const without, with = "523", "521"

func (s *soak) fail(format string, args ...any) {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.wrong = append(s.wrong, fmt.Sprintf(format, args...))
}

// saw notes what an answer says of a commit.
func (s *soak) saw(where string, commit int64, figure string) error {
	s.lock.Lock()
	defer s.lock.Unlock()
	known, is := s.states[commit]
	switch {
	case figure != with && figure != without:
		return fmt.Errorf("%s says %q meetings", where, figure)
	case !is:
		s.states[commit] = figure
	case known != figure:
		return fmt.Errorf("%s says %s meetings by commit %d, which had %s", where, figure, commit, known)
	}
	return nil
}

// a reader asks for one thing. Busy is when to come back.
type reader func(ctx context.Context, s *soak) (busy time.Duration, err error)

const dashboardQuery = `{ commit
	whole: measure(input: {metrics: ["meetings.held", "documents.issued"], period: "2023", compareTo: YEAR_EARLIER}) { commit rows { nodes { values { amount comparison { sentence } } } } }
	units: measure(input: {metrics: ["meetings.held"], period: "2023", by: ["department"]}) { commit rows { nodes { values { numerator } } } }
	months: measure(input: {metrics: ["meetings.held"], period: "2023", grain: MONTH}) { rows { nodes { values { numerator } } } } }`

type figures struct {
	Commit int64
	Rows   struct {
		Nodes []struct {
			Values []struct{ Amount, Numerator string }
		}
	}
}

func (f figures) sum() string {
	n := 0
	for _, row := range f.Rows.Nodes {
		value, _ := strconv.Atoi(row.Values[0].Numerator) // "" where there is none
		n += value
	}
	return strconv.Itoa(n)
}

type dashboardAnswer struct {
	Commit               int64
	Whole, Units, Months figures
}

func (s *soak) checkDashboard(where string, a dashboardAnswer) error {
	whole := a.Whole.Rows.Nodes[0].Values[0].Amount
	if a.Units.sum() != whole || a.Months.sum() != whole || a.Whole.Commit != a.Commit || a.Units.Commit != a.Commit {
		return fmt.Errorf("%s is mixed: %s, by unit %s, by month %s; commits %d, %d, %d", where, whole, a.Units.sum(), a.Months.sum(), a.Commit, a.Whole.Commit, a.Units.Commit)
	}
	return s.saw(where, a.Commit, whole)
}

func dashboard(_ context.Context, s *soak) (time.Duration, error) {
	var a dashboardAnswer
	if busy, err := s.ask(&a, dashboardQuery, nil); err != nil || busy > 0 {
		return busy, err
	}
	return 0, s.checkDashboard("a dashboard", a)
}

func byGET(_ context.Context, s *soak) (time.Duration, error) {
	_, text, busy, err := s.send(http.MethodGet, "/graphql?query="+url.QueryEscape(dashboardQuery), nil)
	if err != nil || busy > 0 {
		return busy, err
	}
	var a dashboardAnswer
	if busy, err = readAnswer(text, &a); err != nil || busy > 0 {
		return busy, err
	}
	return 0, s.checkDashboard("a GET", a)
}

func byWebSocket(ctx context.Context, s *soak) (time.Duration, error) {
	dialer := websocket.Dialer{Subprotocols: []string{"graphql-transport-ws"}}
	conn, response, err := dialer.DialContext(ctx, strings.Replace(s.url, "http", "ws", 1)+"/graphql", nil)
	if err != nil {
		return 0, err
	}
	defer func() { _ = conn.Close() }()
	_ = response.Body.Close() // it has none
	type message struct {
		Type    string          `json:"type"`
		ID      string          `json:"id,omitempty"`
		Payload json.RawMessage `json:"payload,omitempty"`
	}
	query, err := json.Marshal(map[string]string{"query": dashboardQuery})
	if err != nil {
		return 0, err
	}
	if err := errors.Join(conn.WriteJSON(message{Type: "connection_init"}), conn.WriteJSON(message{Type: "subscribe", ID: "1", Payload: query})); err != nil {
		return 0, err
	}
	for {
		var m message
		if err := conn.ReadJSON(&m); err != nil {
			return 0, err
		}
		switch m.Type {
		case "next":
			var a dashboardAnswer
			if busy, err := readAnswer(m.Payload, &a); err != nil || busy > 0 {
				return busy, err
			}
			return 0, s.checkDashboard("a WebSocket", a)
		case "connection_ack":
		default:
			return 0, fmt.Errorf("a WebSocket said %s: %s", m.Type, m.Payload)
		}
	}
}

func (s *soak) table(format string) (commit int64, text []byte, busy time.Duration, err error) {
	header, text, busy, err := s.send(http.MethodGet, "/measure."+format+"?metrics=meetings.held&period=2023", nil)
	if err != nil || busy > 0 {
		return 0, nil, busy, err
	}
	commit, err = strconv.ParseInt(header.Get("X-Jianfu-Commit"), 10, 64)
	return commit, text, 0, err
}

func asCSV(_ context.Context, s *soak) (time.Duration, error) {
	commit, text, busy, err := s.table("csv")
	if err != nil || busy > 0 {
		return busy, err
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil || len(rows) != 2 {
		return 0, fmt.Errorf("a CSV of %d rows: %w", len(rows), err)
	}
	return 0, s.saw("a CSV", commit, rows[1][slices.Index(rows[0], "amount")])
}

func asXLSX(_ context.Context, s *soak) (time.Duration, error) {
	commit, text, busy, err := s.table("xlsx")
	if err != nil || busy > 0 {
		return busy, err
	}
	book, err := excelize.OpenReader(bytes.NewReader(text))
	if err != nil {
		return 0, err
	}
	defer func() { _ = book.Close() }() // it is in memory
	rows, err := book.GetRows(book.GetSheetName(0))
	if err != nil || len(rows) != 2 {
		return 0, fmt.Errorf("a workbook of %d rows: %w", len(rows), err)
	}
	return 0, s.saw("a workbook", commit, rows[1][slices.Index(rows[0], "amount")])
}

func asParquet(_ context.Context, s *soak) (time.Duration, error) {
	_, text, busy, err := s.table("parquet")
	if err == nil && busy == 0 && !bytes.HasPrefix(text, []byte("PAR1")) {
		err = fmt.Errorf("no Parquet: %.40q", text)
	}
	return busy, err
}

var heldInReport = regexp.MustCompile(`召开会议(\d+)次`)

func asReport(_ context.Context, s *soak) (time.Duration, error) {
	_, text, busy, err := s.send(http.MethodGet, "/report/annual.md?year=2023", nil)
	if err != nil || busy > 0 {
		return busy, err
	}
	found := heldInReport.FindSubmatch(text)
	if found == nil || string(found[1]) != with && string(found[1]) != without {
		return 0, fmt.Errorf("a report says %q", found)
	}
	return 0, nil
}

func asDocument(_ context.Context, s *soak) (time.Duration, error) {
	_, text, busy, err := s.send(http.MethodGet, "/report/annual.docx?year=2023", nil)
	if err == nil && busy == 0 && !bytes.HasPrefix(text, []byte("PK")) {
		err = fmt.Errorf("no document: %.40q", text)
	}
	return busy, err
}

func asProof(_ context.Context, s *soak) (time.Duration, error) {
	_, text, busy, err := s.send(http.MethodPost, "/proof?file=a.txt", strings.NewReader("2023年，全市召开会议521次。"))
	if err != nil || busy > 0 {
		return busy, err
	}
	var a struct {
		Findings []struct{ Verdict, Because string }
	}
	if err := json.Unmarshal(text, &a); err != nil || len(a.Findings) != 1 {
		return 0, fmt.Errorf("a proof: %.300s", text)
	}
	if f := a.Findings[0]; (f.Verdict == "RIGHT") != strings.Contains(f.Because, with) || f.Verdict != "RIGHT" && !strings.Contains(f.Because, without) {
		return 0, fmt.Errorf("a proof says %+v", f)
	}
	return 0, nil
}

// The figure as an analyst counts it, and as the catalogue does.
const (
	heldInSQL    = "SELECT CAST(COUNT(*) AS VARCHAR) AS held FROM meetings WHERE year(held_on) = 2023 AND status <> '已取消' AND merged_into IS NULL AND counted"
	heldOfMetric = "SELECT CAST(CAST(amount AS INTEGER) AS VARCHAR) AS held FROM metric('meetings.held', '2023')"
)

func (s *soak) sql(format string) (text []byte, busy time.Duration, err error) {
	_, text, busy, err = s.send(http.MethodPost, "/sql?format="+format, strings.NewReader(heldInSQL), "Content-Type", "application/sql")
	return text, busy, err
}

func bySQL(_ context.Context, s *soak) (time.Duration, error) {
	text, busy, err := s.sql("json")
	if err != nil || busy > 0 {
		return busy, err
	}
	var a struct{ Rows [][]string }
	if err := json.Unmarshal(text, &a); err != nil || len(a.Rows) != 1 || a.Rows[0][0] != with && a.Rows[0][0] != without {
		return 0, fmt.Errorf("SQL says %.300s", text)
	}
	return 0, nil
}

func bySQLasCSV(_ context.Context, s *soak) (time.Duration, error) {
	text, busy, err := s.sql("csv")
	if err != nil || busy > 0 {
		return busy, err
	}
	if held := strings.TrimSpace(strings.TrimPrefix(string(text), "\ufeffheld\r\n")); held != with && held != without {
		return 0, fmt.Errorf("SQL as CSV says %q", text)
	}
	return 0, nil
}

func byWire(ctx context.Context, s *soak) (time.Duration, error) {
	conn, err := pgx.Connect(ctx, "postgres://reader@"+s.pg+"/jianfu?sslmode=disable")
	if err != nil {
		return wireBusy(err)
	}
	defer func() { _ = conn.Close(ctx) }() // it was only read
	var held string
	if err := conn.QueryRow(ctx, heldOfMetric).Scan(&held); err != nil {
		return wireBusy(err)
	}
	if held != with && held != without {
		return 0, fmt.Errorf("the wire says %q", held)
	}
	return 0, nil
}

func wireBusy(err error) (time.Duration, error) {
	var refused *pgconn.PgError
	if errors.As(err, &refused) && refused.Code == "53300" {
		return every, nil
	}
	return 0, err
}

func others(_ context.Context, s *soak) (time.Duration, error) {
	for _, address := range []string{"/", "/readyz", "/healthz", "/metrics", "/template/meeting.xlsx"} {
		if _, _, busy, err := s.send(http.MethodGet, address, nil); err != nil || busy > 0 {
			return busy, err
		}
	}
	return 0, nil
}

// surfaces are who reads where: sixty-four readers.
var surfaces = []struct {
	name    string
	read    reader
	readers int
}{
	{"dashboard", dashboard, 24}, {"GET", byGET, 8}, {"WebSocket", byWebSocket, 4}, {"CSV", asCSV, 6}, {"XLSX", asXLSX, 2}, {"Parquet", asParquet, 2},
	{"report", asReport, 1}, {"document", asDocument, 1}, {"proof", asProof, 1}, {"SQL", bySQL, 4}, {"SQL as CSV", bySQLasCSV, 2}, {"wire", byWire, 4}, {"others", others, 5},
}

// repeat reads until ctx ends, at the pace of a reader, and notes how it went.
func (s *soak) repeat(ctx context.Context, name string, read reader, wait time.Duration) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
		begun := time.Now()
		busy, err := read(context.WithoutCancel(ctx), s) // what has begun is finished
		took := time.Since(begun)
		s.lock.Lock()
		switch {
		case err != nil:
			s.counts["errors"]++
			s.wrong = append(s.wrong, name+": "+err.Error())
		case busy > 0:
			s.counts["busy "+name]++
		default:
			s.counts["answers"]++
			s.took[name] = append(s.took[name], took)
		}
		s.lock.Unlock()
		wait = max(busy, every-took)
	}
}

// write files the correction and withdraws it, again and again.
func (s *soak) write(ctx context.Context) {
	for n := 0; ctx.Err() == nil; n++ {
		answer, busy, err := s.upload("2023年5月会议统计表-更正.xlsx", s.file)
		switch {
		case err != nil:
			s.fail("the writer: %v", err)
			return
		case busy > 0:
			time.Sleep(busy) //nolint:forbidigo // the server says for how long
			continue
		case answer.Submission == nil:
			s.fail("the writer: the correction is %s", answer.Status)
			return
		}
		if err := s.saw("the writer", answer.Submission.Commit, with); err != nil {
			s.fail("%v", err)
		}
		var gone struct {
			Withdraw struct {
				Submission struct{ WithdrawnCommit int64 }
			}
		}
		for {
			busy, err = s.ask(&gone, `mutation ($id: ID!) { withdraw(input: {submission: $id, reason: "试"}) { submission { withdrawnCommit } } }`, map[string]any{"id": answer.Submission.ID})
			if busy == 0 {
				break
			}
			time.Sleep(busy) //nolint:forbidigo // the server says for how long
		}
		if err != nil {
			s.fail("the writer: %v", err)
			return
		}
		if err := s.saw("the writer", gone.Withdraw.Submission.WithdrawnCommit, without); err != nil {
			s.fail("%v", err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
}

// use is what the server holds on to.
type use struct {
	at                                      time.Duration
	memory, goroutines, descriptors, onDisk float64
}

var gauge = regexp.MustCompile(`(?m)^(process_resident_memory_bytes|go_goroutines|process_open_fds) (\S+)$`)

func (s *soak) use(folder string, at time.Duration) (use, error) {
	_, text, _, err := s.send(http.MethodGet, "/metrics", nil)
	if err != nil {
		return use{}, err
	}
	values := map[string]float64{}
	for _, found := range gauge.FindAllSubmatch(text, -1) {
		if values[string(found[1])], err = strconv.ParseFloat(string(found[2]), 64); err != nil {
			return use{}, err
		}
	}
	u := use{at: at, memory: values["process_resident_memory_bytes"] / (1 << 20), goroutines: values["go_goroutines"], descriptors: values["process_open_fds"]}
	err = filepath.WalkDir(folder, func(_ string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) { // gone meanwhile
			return nil
		}
		if err == nil && !entry.IsDir() {
			u.onDisk++
		}
		return err
	})
	return u, err
}

// most is the largest use of some samples.
func most(samples []use) (m use) {
	for _, u := range samples {
		m.memory, m.goroutines = max(m.memory, u.memory), max(m.goroutines, u.goroutines)
		m.descriptors, m.onDisk = max(m.descriptors, u.descriptors), max(m.onDisk, u.onDisk)
	}
	return m
}

func percentile(took []time.Duration, share float64) time.Duration {
	if len(took) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(took))
	return sorted[int(share*float64(len(sorted)-1))].Round(time.Millisecond)
}

// TestSoak lets sixty-four readers ask on every surface beside a writer, for as long as the variable
// JIANFU_SOAK says: no answer is wrong or of two states, none fails except as busy with a time to
// come back, and what the server holds on to does not grow.
func TestSoak(t *testing.T) {
	text := os.Getenv("JIANFU_SOAK")
	if text == "" {
		t.Skip("JIANFU_SOAK does not say for how long")
	}
	duration, err := time.ParseDuration(text)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	warehouse := filepath.Join(folder, "city.duckdb")
	if out, err := command(t, "load", city.Path(t, city.Folder), "--warehouse", warehouse).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	file, err := os.ReadFile(city.Path(t, city.Folder, city.Correction))
	if err != nil {
		t.Fatal(err)
	}
	s := &soak{running: serveProgram(t, warehouse), t: t, file: file, states: map[int64]string{}, counts: map[string]int{}, took: map[string][]time.Duration{}}
	var history struct {
		Submissions struct {
			Nodes []struct{ ID, File string }
		}
	}
	if _, err := s.ask(&history, `{ submissions(first: 100) { nodes { id file } } }`, nil); err != nil {
		t.Fatal(err)
	}
	for _, submission := range history.Submissions.Nodes { // the city has the correction already
		if strings.HasSuffix(submission.File, "更正.xlsx") {
			if _, err := s.ask(&struct{}{}, `mutation ($id: ID!) { withdraw(input: {submission: $id, reason: "试"}) { submission { id } } }`, map[string]any{"id": submission.ID}); err != nil {
				t.Fatal(err)
			}
		}
	}
	// Quiet is one reader beside the same writer: without commits all its answers would be repeated ones.
	var quiet []time.Duration
	quietly, loud := context.WithTimeout(t.Context(), duration/10)
	defer loud()
	var writer sync.WaitGroup
	writer.Go(func() { s.write(quietly) })
	for quietly.Err() == nil {
		begun := time.Now()
		if _, err := dashboard(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		quiet = append(quiet, time.Since(begun))
		select {
		case <-quietly.Done():
		case <-time.After(100 * time.Millisecond):
		}
	}
	writer.Wait()
	ctx, cancel := context.WithTimeout(t.Context(), duration)
	defer cancel()
	begun := time.Now()
	var everybody sync.WaitGroup
	everybody.Go(func() { s.write(ctx) })
	n := 0
	for _, surface := range surfaces {
		for range surface.readers {
			wait := every * time.Duration(n%64) / 64 // not all at once
			n += 23
			everybody.Go(func() { s.repeat(ctx, surface.name, surface.read, wait) })
		}
	}
	var samples []use
	everybody.Go(func() {
		for ctx.Err() == nil {
			u, err := s.use(folder, time.Since(begun))
			if err != nil {
				s.fail("what the server holds: %v", err)
				return
			}
			samples = append(samples, u)
			select {
			case <-ctx.Done():
			case <-time.After(time.Second):
			}
		}
	})
	everybody.Wait()
	if err := s.end(syscall.SIGTERM); err != nil {
		t.Errorf("the server ended with %v\n%s", err, s.stderr)
	}
	for _, line := range s.wrong {
		t.Error(line)
	}
	if said := s.stderr.String(); strings.Contains(said, "level=ERROR") {
		t.Errorf("the server logged errors:\n%s", said)
	}
	early, late := most(samples[len(samples)/3:2*len(samples)/3]), most(samples[2*len(samples)/3:])
	if late.memory > 1.25*early.memory+64 || late.goroutines > 1.25*early.goroutines+32 || late.descriptors > 1.25*early.descriptors+32 || late.onDisk > early.onDisk+2 {
		t.Errorf("it holds on to more and more: %+v, then %+v", early, late)
	}
	out, err := command(t, "verify", "--warehouse", warehouse).CombinedOutput()
	if err != nil {
		t.Errorf("verify: %v\n%s", err, out)
	}
	t.Logf("%s on %d processors, %d commits: %v", duration, runtime.NumCPU(), len(s.states), s.counts)
	t.Logf("dashboards: quiet p50 %s, p99 %s; under load p50 %s, p99 %s", percentile(quiet, .5), percentile(quiet, .99), percentile(s.took["dashboard"], .5), percentile(s.took["dashboard"], .99))
	for _, name := range slices.Sorted(maps.Keys(s.took)) {
		t.Logf("%-10s %4d answers, p50 %s, p99 %s", name, len(s.took[name]), percentile(s.took[name], .5), percentile(s.took[name], .99))
	}
	t.Logf("memory %.0f MB, then %.0f; goroutines %.0f, %.0f; descriptors %.0f, %.0f; files %.0f, %.0f",
		early.memory, late.memory, early.goroutines, late.goroutines, early.descriptors, late.descriptors, early.onDisk, late.onDisk)
}
