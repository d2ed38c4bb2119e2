package graph

import (
	"bytes"
	"context"
	"encoding/csv"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"jianfu"
	"jianfu/graph/model"
	"jianfu/metrics"
	"jianfu/reports"
)

// Flatten lays a measurement out as a table, one row for each figure: what the command line
// prints and /measure.csv gives. The header is the same in both languages: programs read it.
// An empty text stands for null.
func Flatten(m *metrics.Measurement, lang jianfu.Lang) (header []string, rows [][]string) {
	header = []string{"bucket"}
	for _, dimension := range m.Query.By {
		header = append(header, dimension, dimension+"Label")
	}
	header = append(header, "metric", "label", "amount", "numerator", "denominator", "unit", "text", "missing",
		"comparedTo", "baseAmount", "delta", "changePercent", "changePoints", "favourable", "comparisonMissing", "sentence")
	for _, row := range m.Rows {
		place := []string{row.Bucket.String()}
		for _, member := range row.Group {
			place = append(place, member.Value, member.Label.In(lang))
		}
		for _, v := range row.Values {
			line := append(slices.Clone(place), v.Metric.Name, v.Metric.Label.In(lang), amount(v.Amount), amount(v.Numerator),
				amount(v.Denominator), v.Metric.Unit, v.Text(lang), string(v.Missing))
			rows = append(rows, append(line, comparisonCells(v.Comparison, lang)...))
		}
	}
	return header, rows
}

// numberColumns are the columns of Flatten that hold numbers: a workbook has them as such.
var numberColumns = []string{"amount", "numerator", "denominator", "baseAmount", "delta", "changePercent", "changePoints"}

func comparisonCells(c *metrics.ValueComparison, lang jianfu.Lang) []string {
	if c == nil {
		return make([]string, 8)
	}
	favourable := ""
	if c.Favourable != nil {
		favourable = map[bool]string{true: "true", false: "false"}[*c.Favourable]
	}
	return []string{c.Period.String(), amount(c.Amount), amount(c.Delta), amount(c.ChangePercent), amount(c.ChangePoints),
		favourable, string(c.Missing), c.Sentence(lang)}
}

func amount(d *jianfu.Decimal) string {
	if d == nil {
		return ""
	}
	return d.String()
}

// table is /measure.csv and /measure.xlsx.
type table struct {
	graphql *Handler // for its engine, its deadline and how it tells errors
}

// NewTableHandler answers /measure.csv, /measure.xlsx and /measure.parquet: the arguments of measure as query parameters (metrics,
// period, compareTo, against, by, grain, cumulative, caliber, asOf, departments, portfolios,
// is=dimension=value or dimension:value; lists are repeated, or but for is split by commas), as CSV with a byte-order mark,
// which Excel and WPS need to read Chinese, as a workbook with typed cells, or as Parquet with exact decimals.
func NewTableHandler(h *Handler) http.Handler { return table{h} }

func (t table) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	lang := jianfu.LangOf(r.Header.Get("Accept-Language"))
	ctx := model.WithLang(r.Context(), lang)
	w.Header().Add("Vary", "Accept-Language")
	if !t.mayRead(w, r.WithContext(ctx)) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, t.graphql.QueryTimeout)
	defer cancel()
	query, err := readTableQuery(r.URL.RawQuery)
	if err != nil {
		t.refuse(w, r.WithContext(ctx), err, 0)
		return
	}
	m, err := t.graphql.Engine.Measure(ctx, query)
	if err != nil {
		t.refuse(w, r.WithContext(ctx), err, 0)
		return
	}
	if strings.HasSuffix(r.URL.Path, ".parquet") {
		w.Header().Set("Content-Type", "application/vnd.apache.parquet")
		w.Header().Set("Content-Disposition", `attachment; filename="measure.parquet"`)
		w.Header().Set("X-Content-Type-Options", "nosniff")
		if err := writeParquet(w, m, lang); err != nil && ctx.Err() == nil {
			panic(http.ErrAbortHandler) // half a file must not look whole
		}
		return
	}
	w.Header().Set("X-Content-Type-Options", "nosniff")
	header, rows := Flatten(m, lang)
	if strings.HasSuffix(r.URL.Path, ".xlsx") {
		var out bytes.Buffer
		if err := reports.WriteFlat(&out, header, rows, numberColumns, m.Query.AsOf); err != nil {
			t.refuse(w, r.WithContext(ctx), err, 0)
			return
		}
		w.Header().Set("Content-Type", mediaTypeXLSX)
		w.Header().Set("Content-Disposition", `attachment; filename="measure.xlsx"`)
		_, _ = out.WriteTo(w) // fails only where the client is gone
		return
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `inline; filename="measure.csv"`)
	_, _ = w.Write([]byte("\ufeff")) // writing fails only where the client is gone
	out := csv.NewWriter(w)
	out.UseCRLF = true
	_ = out.Write(header)
	for _, row := range rows {
		for i, cell := range row {
			row[i] = Harmless(cell)
		}
		_ = out.Write(row)
	}
	out.Flush()
}

// mayRead refuses any method but those that read.
func (t table) mayRead(w http.ResponseWriter, r *http.Request) bool {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return true
	}
	w.Header().Set("Allow", "GET, HEAD")
	t.refuse(w, r, jianfu.Errorf(jianfu.Invalid, "请用 GET", "use GET"), http.StatusMethodNotAllowed)
	return false
}

// Harmless keeps a spreadsheet from running a filed text as a formula. Numbers pass.
func Harmless(cell string) string {
	if cell == "" || !strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return cell
	}
	if _, isNumber := jianfu.ParseDecimal(cell); isNumber {
		return cell
	}
	return "'" + cell
}

// statusOf is how a refusal stands in HTTP.
var statusOf = map[jianfu.Code]int{
	jianfu.Invalid: http.StatusBadRequest, jianfu.NotFound: http.StatusNotFound, jianfu.Conflict: http.StatusConflict,
	jianfu.TooLarge: http.StatusRequestEntityTooLarge, jianfu.Locked: http.StatusServiceUnavailable,
}

// refuse writes the sentence as plain text; status 0 is that of the error's code.
func (t table) refuse(w http.ResponseWriter, r *http.Request, err error, status int) {
	shown := t.graphql.present(r.Context(), err)
	code, _ := shown.Extensions["code"].(jianfu.Code)
	w.Header().Set("X-Error-Code", string(code))
	http.Error(w, shown.Message, or(status, or(statusOf[code], http.StatusInternalServerError)))
}

// readTableQuery reads the query parameters. An unknown one is refused: a misspelt filter
// must not widen the answer.
func readTableQuery(raw string) (metrics.Query, error) {
	var in model.MeasureInput
	parameters, err := url.ParseQuery(raw)
	if err != nil {
		return metrics.Query{}, jianfu.Errorf(jianfu.Invalid, "网址里的参数有误", "the address has malformed parameters").Because(err)
	}
	where := &metrics.Filter{}
	in.Where = where
	for _, name := range slices.Sorted(maps.Keys(parameters)) {
		var list []string
		for _, text := range parameters[name] {
			if name == "is" { // a value may hold a comma
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
		if err := readParameter(&in, name, list); err != nil {
			return metrics.Query{}, err
		}
	}
	return in.Query(), nil
}

// tableParameters are the parameters of /measure.csv.
var tableParameters = []string{"metrics", "period", "compareTo", "against", "by", "grain", "cumulative", "caliber", "asOf",
	"departments", "portfolios", "is"}

func readParameter(in *model.MeasureInput, name string, list []string) (err error) {
	switch name {
	case "metrics":
		in.Metrics = list
	case "by":
		in.By = list
	case "departments":
		in.Where.Departments = list
	case "portfolios":
		in.Where.Portfolios = list
	case "is":
		return readEquals(in.Where, list)
	default:
		if len(list) > 1 {
			return jianfu.Errorf(jianfu.Invalid, "参数 %s 只能写一个值", "parameter %s takes one value", name)
		}
		return readSingle(in, name, list[0])
	}
	return nil
}

func readSingle(in *model.MeasureInput, name, text string) (err error) {
	upper := strings.ReplaceAll(strings.ToUpper(text), "-", "_") // year-earlier is how the command line has it
	switch name {
	case "period":
		in.Period, err = jianfu.ParsePeriod(text)
	case "against":
		var against jianfu.Period
		against, err = jianfu.ParsePeriod(text)
		in.Against = &against
	case "compareTo":
		compare := metrics.Comparison(upper)
		in.CompareTo = &compare
	case "grain":
		grain := jianfu.Grain(upper)
		in.Grain = &grain
	case "caliber":
		in.Caliber = &text
	case "asOf":
		var at time.Time
		at, err = readMoment(text)
		in.AsOf = &at
	case "cumulative":
		cumulative := upper == "TRUE" || upper == "1"
		if !cumulative && upper != "FALSE" && upper != "0" {
			return jianfu.Errorf(jianfu.Invalid, "cumulative 应为 true 或 false", "cumulative should be true or false")
		}
		in.Cumulative = &cumulative
	default:
		e := jianfu.Errorf(jianfu.Invalid, "没有参数“%s”，可用的有：%s", "there is no parameter %q; there are: %s",
			name, strings.Join(tableParameters, ", "))
		e.Near = jianfu.Nearest(name, tableParameters, 3)
		return e
	}
	return err
}

// readMoment reads RFC 3339, or a day: its last moment in China, as the command line has it.
func readMoment(text string) (time.Time, error) {
	if day, err := time.ParseInLocation(time.DateOnly, text, jianfu.China); err == nil {
		return day.AddDate(0, 0, 1).Add(-time.Microsecond), nil // the warehouse keeps microseconds
	}
	return model.UnmarshalDateTime(strings.ReplaceAll(text, " ", "+")) // the + of a zone is a space where it was not escaped
}

// readEquals reads is=form=视频, or form:视频: values of one dimension are alternatives.
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
