package server

import (
	"bytes"
	"context"
	"encoding/csv"
	"io"
	"maps"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"jianfu"
	"jianfu/gate"
	"jianfu/graph"
	"jianfu/metrics"
	"jianfu/reports"
)

// numberColumns are the columns of Measurement.Flat that hold numbers: a workbook has them as such.
var numberColumns = []string{"amount", "numerator", "denominator", "baseAmount", "delta", "changePercent", "changePoints", "expected", "filed", "nil"}

// isNumberColumn reports whether a column holds numbers: one of a further comparison has a number after its name.
func isNumberColumn(name string) bool {
	return slices.Contains(numberColumns, strings.TrimRight(name, "0123456789"))
}

// table answers /measure.csv, /measure.xlsx and /measure.parquet: the arguments of measure as query parameters (metrics,
// period, compareTo, against, by, grain, cumulative, sort, descending, caliber, structure, structureOn, asOf, knownAt, departments, portfolios,
// is=dimension=value or dimension:value; lists are repeated, or except for is split by commas), as CSV with a byte-order mark,
// which Excel and WPS need to read Chinese, as a workbook with typed cells, or as Parquet with exact decimals.
type table struct {
	plain
	engine *metrics.Engine
	graph  *graph.Handler
}

func (t table) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Add("Vary", "Accept-Language")
	if !t.mayRead(w, r) {
		return
	}
	tag := t.graph.ETag(r)
	if graph.Unchanged(w, r, tag) {
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), queryTimeout)
	defer cancel()
	query, against, err := readTableQuery(r.URL.RawQuery)
	if err != nil {
		t.refuse(w, r, err, 0)
		return
	}
	cost, err := t.graph.MeasureCost(query, len(against))
	if err != nil {
		t.refuse(w, r, err, 0)
		return
	}
	if err := t.graph.Spend(ctx, cost); err != nil {
		t.refuse(w, r, err, 0)
		return
	}
	format := strings.TrimPrefix(path.Ext(r.URL.Path), ".")
	file, err := gate.Do(ctx, t.graph.Gate, cost, func(ctx context.Context) (tableFile, error) {
		return t.write(ctx, query, against, format, jianfu.LangOf(r.Header.Get("Accept-Language")))
	})
	if err != nil {
		t.refuse(w, r, err, 0)
		return
	}
	graph.KeepWith(w, tag)
	if query.KnownAt > 0 {
		graph.KeepADay(w)
	}
	h := w.Header()
	h.Set(commitHeader, strconv.FormatInt(file.commit, 10))
	h.Set("Content-Type", tableTypes[format])
	disposition := "attachment"
	if format == "csv" {
		disposition = "inline"
	}
	h.Set("Content-Disposition", disposition+`; filename="measure.`+format+`"`)
	_, _ = w.Write(file.content) // fails only if the client is gone
}

var tableTypes = map[string]string{"csv": "text/csv; charset=utf-8", "xlsx": mediaTypeXLSX, "parquet": "application/vnd.apache.parquet"}

// tableFile is a whole answer: what fails half way is not sent.
type tableFile struct {
	content []byte
	commit  int64
}

func (t table) write(ctx context.Context, query metrics.Query, against []jianfu.Period, format string, lang jianfu.Lang) (tableFile, error) {
	m, err := t.engine.MeasureAgainst(ctx, query, against)
	if err != nil {
		return tableFile{}, err
	}
	var out bytes.Buffer
	header, rows := m.Flat(lang)
	switch format {
	case "parquet":
		err = writeParquet(ctx, &out, header, rows)
	case "xlsx":
		err = reports.WriteFlat(ctx, &out, header, rows, isNumberColumn, m.Query.AsOf)
	default:
		err = writeCSV(ctx, &out, header, rows)
	}
	return tableFile{out.Bytes(), m.Commit}, err
}

func writeCSV(ctx context.Context, w io.Writer, header []string, rows [][]string) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	if err := out.Write(header); err != nil {
		return err
	}
	for _, row := range rows {
		if err := ctx.Err(); err != nil {
			return err
		}
		for i, cell := range row {
			row[i] = jianfu.Harmless(cell)
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// readTableQuery reads the query parameters, and the periods to compare with where they are several.
// An unknown one is refused: a misspelt filter must not widen the answer.
func readTableQuery(raw string) (q metrics.Query, against []jianfu.Period, err error) {
	parameters, err := url.ParseQuery(raw)
	if err != nil {
		return q, nil, jianfu.Errorf(jianfu.Invalid, "网址里的参数有误", "the address has malformed parameters").Because(err)
	}
	for _, name := range slices.Sorted(maps.Keys(parameters)) {
		var list []string
		for _, text := range parameters[name] {
			if name == "is" { // a value may contain a comma
				list = append(list, text)
				continue
			}
			for item := range strings.SplitSeq(text, ",") {
				if item = strings.TrimSpace(item); item != "" {
					list = append(list, item)
				}
			}
		}
		if len(list) == 0 {
			continue
		}
		if name != "against" {
			if err := readParameter(&q, name, list); err != nil {
				return q, nil, err
			}
			continue
		}
		for _, text := range list {
			period, err := jianfu.ParsePeriod(text)
			if err != nil {
				return q, nil, err
			}
			against = append(against, period)
		}
	}
	return q, against, q.CompareAgainst(against)
}

// commitHeader says by which commit the warehouse knew: with knownAt the same comes out again.
const commitHeader = "X-Jianfu-Commit"

// readCommit reads the number of a commit.
func readCommit(text string) (int64, error) {
	commit, err := strconv.ParseInt(text, 10, 64)
	if err != nil || commit < 1 {
		return 0, jianfu.Errorf(jianfu.Invalid, "knownAt“%s”应是提交号，如 12", "knownAt %q should be the number of a commit, such as 12", text)
	}
	return commit, nil
}

// tableParameters are the parameters of /measure.csv.
var tableParameters = []string{"metrics", "period", "compareTo", "against", "by", "grain", "cumulative", "sort", "descending", "caliber", "structure", "structureOn", "asOf", "knownAt",
	"departments", "portfolios", "is"}

func readParameter(q *metrics.Query, name string, list []string) error {
	switch name {
	case "metrics":
		q.Metrics = list
	case "by":
		q.By = list
	case "departments":
		q.Where.Departments = list
	case "portfolios":
		q.Where.Portfolios = list
	case "is":
		return readEquals(&q.Where, list)
	default:
		if len(list) > 1 {
			return jianfu.Errorf(jianfu.Invalid, "参数 %s 只能写一个值", "parameter %s takes one value", name)
		}
		return readSingle(q, name, list[0])
	}
	return nil
}

func readSingle(q *metrics.Query, name, text string) (err error) {
	switch name {
	case "period":
		q.Period, err = jianfu.ParsePeriod(text)
	case "compareTo":
		err = q.CompareWith(text)
	case "grain":
		q.Grain, err = jianfu.ParseGrain(text)
	case "caliber":
		q.Caliber = text
	case "structure":
		q.Structure = metrics.Structure(strings.ToUpper(text))
	case "structureOn":
		day, ok := jianfu.ParseDate(text)
		if !ok {
			return jianfu.Errorf(jianfu.Invalid, "structureOn 应是日期，如 2023-12-31", "structureOn should be a day, such as 2023-12-31")
		}
		q.StructureOn = day
	case "knownAt":
		q.KnownAt, err = readCommit(text)
	case "asOf":
		q.AsOf, err = readMoment(text)
	case "sort":
		q.Sort = text
	case "cumulative":
		q.Cumulative, err = readBool(name, text)
	case "descending":
		q.Descending, err = readBool(name, text)
	default:
		e := jianfu.Errorf(jianfu.Invalid, "没有参数“%s”，可用的有：%s", "there is no parameter %q; there are: %s",
			name, strings.Join(tableParameters, ", "))
		e.Near = jianfu.Nearest(name, tableParameters, 3)
		return e
	}
	return err
}

func readBool(name, text string) (bool, error) {
	value, err := strconv.ParseBool(strings.ToLower(text))
	if err != nil {
		return false, jianfu.Errorf(jianfu.Invalid, "%s 应为 true 或 false", "%s should be true or false", name)
	}
	return value, nil
}

// readMoment reads RFC 3339, or a day: its last moment in China, as on the command line.
func readMoment(text string) (time.Time, error) {
	if day, err := time.ParseInLocation(time.DateOnly, text, jianfu.China); err == nil {
		return day.AddDate(0, 0, 1).Add(-time.Microsecond), nil // the warehouse stores microseconds
	}
	moment, err := time.Parse(time.RFC3339Nano, strings.ReplaceAll(text, " ", "+")) // the + of a time zone becomes a space if it was not escaped
	if err != nil {
		return moment, jianfu.Errorf(jianfu.Invalid, "时刻“%s”写法不对，应为 2023-11-30 或 2023-11-30T08:00:00+08:00",
			"moment %q is malformed: write 2023-11-30 or 2023-11-30T08:00:00+08:00", text)
	}
	return moment, nil
}

// readEquals reads is=form=视频, or form:视频: several values of one dimension are alternatives.
func readEquals(where *metrics.Filter, list []string) error {
	for _, text := range list {
		at := strings.IndexAny(text, "=:")
		if at < 1 {
			return jianfu.Errorf(jianfu.Invalid, "参数 is 应写成 维度=取值，如 is=form=视频",
				"parameter is should be dimension=value, such as is=form=视频")
		}
		dimension, value := text[:at], text[at+1:]
		known := slices.IndexFunc(where.Is, func(e metrics.Equals) bool { return e.Dimension == dimension })
		if known < 0 {
			known = len(where.Is)
			where.Is = append(where.Is, metrics.Equals{Dimension: dimension})
		}
		where.Is[known].In = append(where.Is[known].In, value)
	}
	return nil
}
