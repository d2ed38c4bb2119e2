package server

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"net/http"
	"net/url"
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

// documents answers /report/annual.docx and the like: a report (annual, bulletin, one_page) in a format (docx,
// pdf, md, xlsx), with period (or year, or month), caliber, structure and asOf as query parameters; and
// /report/compare.xlsx: a workbook of metrics over several periods.
type documents struct {
	plain
	engine    *metrics.Engine
	templates *reports.Templates
	gate      *gate.Gate
	pdf       chan struct{} // LibreOffice takes hundreds of megabytes: one at a time
}

var mediaTypes = map[string]string{
	"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "pdf": "application/pdf",
	"md": "text/markdown; charset=utf-8", "xlsx": mediaTypeXLSX,
}

const mediaTypeXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

func (d documents) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Add("Vary", "Accept-Language")
	if !d.mayRead(w, r) {
		return
	}
	name, format, _ := strings.Cut(r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:], ".")
	work, called, err := d.asked(name, format, r.URL.RawQuery)
	if err != nil {
		d.refuse(w, r, err, 0)
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), documentTimeout)
	defer cancel()
	report, content, err := d.write(ctx, work, format)
	if err != nil {
		d.refuse(w, r, err, 0)
		return
	}
	w.Header().Set(commitHeader, strconv.FormatInt(report.Commit, 10))
	w.Header().Set("X-Jianfu-As-Of", report.AsOf.UTC().Format(time.RFC3339Nano))
	if format == "pdf" { // the PDF uses other fonts: a reader must know
		if missing, known := reports.MissingFonts(ctx); known && len(missing) > 0 {
			w.Header().Set("X-Missing-Fonts", url.PathEscape(strings.Join(missing, ",")))
		}
	}
	w.Header().Set("Content-Type", mediaTypes[format])
	w.Header().Set("Content-Disposition", `attachment; filename="`+strings.ReplaceAll(called, "/", "_")+"."+format+`"`)
	_, _ = w.Write(content) // fails only if the client is gone
}

// asked returns what builds the document, and the name of its file.
func (d documents) asked(name, format, query string) (work func(context.Context) (*reports.Report, error), called string, err error) {
	kind := reports.Kind(strings.ToUpper(name))
	switch {
	case name == "compare" && format == "xlsx":
		c, spec, err := readComparison(query)
		for _, period := range c.Periods {
			called += "-" + period.String()
		}
		return func(ctx context.Context) (*reports.Report, error) {
			return d.ofOneState(ctx, spec, func(ctx context.Context) (*reports.Report, error) { return reports.Compare(ctx, d.engine, c, spec) })
		}, name + called, err
	case mediaTypes[format] != "" && (kind == reports.AnnualReport || kind == reports.MonthlyBulletin || kind == reports.OnePager):
		spec, err := readReportQuery(query)
		return func(ctx context.Context) (*reports.Report, error) {
			return d.ofOneState(ctx, spec, func(ctx context.Context) (*reports.Report, error) {
				return d.templates.Report(ctx, d.engine, kind, spec)
			})
		}, name + "-" + spec.Period.String(), err
	}
	return nil, "", jianfu.Errorf(jianfu.NotFound, "没有报告“%s.%s”，可用的有 annual、bulletin 和 one_page，格式 docx、pdf、md、xlsx，以及 compare.xlsx",
		"there is no report %s.%s; there are annual, bulletin and one_page, as docx, pdf, md or xlsx, and compare.xlsx", name, format)
}

// ofOneState has all figures of a document read from one state of the warehouse.
func (d documents) ofOneState(ctx context.Context, spec reports.Spec, work func(context.Context) (*reports.Report, error)) (*reports.Report, error) {
	ctx, release := d.engine.Pin(ctx, spec.KnownAt)
	report, err := work(ctx)
	gone := release() // outweighs whatever was found in a file that was no longer the right one
	return report, errors.Join(gone, err)
}

func (d documents) write(ctx context.Context, work func(context.Context) (*reports.Report, error), format string) (*reports.Report, []byte, error) {
	within, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	report, err := gate.Do(within, d.gate, graph.ReportCost, work)
	if err != nil {
		return nil, nil, err
	}
	if format == "pdf" {
		select {
		case d.pdf <- struct{}{}:
			defer func() { <-d.pdf }()
		case <-ctx.Done():
			return nil, nil, ctx.Err()
		}
	}
	var out bytes.Buffer
	err = report.Write(ctx, &out, format)
	return report, out.Bytes(), err
}

// readReportQuery reads the query parameters. An unknown one is refused.
func readReportQuery(raw string) (spec reports.Spec, err error) {
	parameters, err := url.ParseQuery(raw)
	if err != nil {
		return spec, jianfu.Errorf(jianfu.Invalid, "网址里的参数有误", "the address has malformed parameters").Because(err)
	}
	for _, name := range slices.Sorted(maps.Keys(parameters)) {
		text := parameters.Get(name)
		switch name {
		case "period", "year", "month":
			spec.Period, err = jianfu.ParsePeriod(text)
		case "caliber":
			spec.Caliber = text
		case "structure":
			spec.Structure = metrics.Structure(strings.ToUpper(text))
		case "asOf":
			spec.AsOf, err = readMoment(text)
		case "knownAt":
			spec.KnownAt, err = readCommit(text)
		case "lang":
			spec.Lang = jianfu.LangOf(text)
		default:
			err = jianfu.Errorf(jianfu.Invalid, "没有参数“%s”，可用的有：year、month、period、caliber、structure、asOf、knownAt、lang", "there is no parameter %q; there are: year, month, period, caliber, structure, asOf, knownAt, lang", name)
		}
		if err != nil {
			return spec, err
		}
	}
	if spec.Period.IsZero() {
		err = jianfu.Errorf(jianfu.Invalid, "请写明时间，如 year=2023 或 month=2023-05", "name the period, such as year=2023 or month=2023-05")
	}
	return spec, err
}

// comparisonParameters are the parameters of /report/compare.xlsx: those of /measure.csv, with
// several periods side by side.
var comparisonParameters = []string{"metrics", "periods", "by", "departments", "portfolios", "is", "caliber", "structure", "asOf", "knownAt"}

// readComparison reads the query parameters. An unknown one is refused.
func readComparison(raw string) (c reports.Comparing, spec reports.Spec, err error) {
	parameters, err := url.ParseQuery(raw)
	if err != nil {
		return c, spec, jianfu.Errorf(jianfu.Invalid, "网址里的参数有误", "the address has malformed parameters").Because(err)
	}
	for _, name := range slices.Sorted(maps.Keys(parameters)) {
		if !slices.Contains(comparisonParameters, name) {
			return c, spec, jianfu.Errorf(jianfu.Invalid, "没有参数“%s”，可用的有：%s", "there is no parameter %q; there are: %s", name, strings.Join(comparisonParameters, ", "))
		}
	}
	for text := range strings.SplitSeq(strings.Join(parameters["periods"], ","), ",") {
		period, err := jianfu.ParsePeriod(strings.TrimSpace(text))
		if err != nil {
			return c, spec, err
		}
		c.Periods = append(c.Periods, period)
	}
	parameters.Del("periods")
	query, _, err := readTableQuery(parameters.Encode()) // against is refused above
	if err != nil {
		return c, spec, err
	}
	if len(query.By) > 1 {
		return c, spec, jianfu.Errorf(jianfu.Invalid, "对比表只能按一个维度分行", "a comparison can be broken down by one dimension only")
	}
	c.Metrics, c.By, c.Where = query.Metrics, strings.Join(query.By, ""), query.Where
	spec.Caliber, spec.Structure, spec.AsOf = query.Caliber, query.Structure, query.AsOf
	spec.KnownAt = query.KnownAt
	return c, spec, nil
}
