package graph

import (
	"bytes"
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"jianfu"
	"jianfu/graph/model"
	"jianfu/reports"
)

// report works a report out; a zero moment is now, fixed.
func (r *Resolver) report(ctx context.Context, kind reports.Kind, period jianfu.Period, asOf time.Time) (*reports.Report, error) {
	templates := r.templates
	if templates == nil {
		var err error
		if templates, err = reports.ReadTemplates(nil, r.engine.Catalog()); err != nil {
			return nil, err
		}
	}
	return templates.Report(ctx, r.engine, kind, reports.Spec{Period: period, AsOf: fixed(asOf)})
}

func fixed(asOf time.Time) time.Time {
	if asOf.IsZero() {
		return time.Now().Truncate(time.Microsecond) // as the warehouse keeps it
	}
	return asOf
}

// downloads are the addresses of a report as a document, of the same moment.
func downloads(r *reports.Report) []model.ReportDownload {
	var list []model.ReportDownload
	for _, format := range reports.Formats {
		query := url.Values{"period": {r.Period.String()}, "asOf": {r.AsOf.UTC().Format(time.RFC3339Nano)}}
		list = append(list, model.ReportDownload{Format: format, Address: "/report/" + strings.ToLower(string(r.Kind)) + "." + format + "?" + query.Encode()})
	}
	return list
}

// documents is /report/.
type documents struct {
	graphql  *Handler
	resolver *Resolver
	pdf      chan struct{} // LibreOffice takes hundreds of megabytes: one at a time
}

// NewReportHandler answers /report/annual.docx and its like: a report (annual, bulletin) in a
// format (docx, pdf, md, xlsx), with period (or year, or month) and asOf as query parameters; and
// /report/compare.xlsx, a comparison, with metrics, periods (lists with commas), by, caliber and asOf.
func NewReportHandler(h *Handler) http.Handler {
	return documents{h, &Resolver{engine: h.Engine, loader: h.Loader, warehouse: h.Warehouse, templates: h.Templates}, make(chan struct{}, 1)}
}

var mediaTypes = map[string]string{
	"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "pdf": "application/pdf",
	"md": "text/markdown; charset=utf-8", "xlsx": mediaTypeXLSX,
}

const mediaTypeXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

func (d documents) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	t := table{d.graphql}
	r = r.WithContext(model.WithLang(r.Context(), jianfu.LangOf(r.Header.Get("Accept-Language"))))
	w.Header().Add("Vary", "Accept-Language")
	if !t.mayRead(w, r) {
		return
	}
	name, format, _ := strings.Cut(r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:], ".")
	parameters := reportParameters[name]
	if mediaTypes[format] == "" || parameters == nil || name == comparison && format != "xlsx" {
		t.refuse(w, r, jianfu.Errorf(jianfu.NotFound, "没有报告“%s.%s”，可用的有 annual 和 bulletin，格式 docx、pdf、md、xlsx，以及 compare.xlsx",
			"there is no report %s.%s; there are annual and bulletin, as docx, pdf, md or xlsx, and compare.xlsx", name, format), 0)
		return
	}
	query, err := readReportQuery(r.URL.RawQuery, parameters)
	switch {
	case err != nil:
	case name == comparison && query.comparing.Metrics == nil:
		err = jianfu.Errorf(jianfu.Invalid, "请写明指标，如 metrics=meetings.held", "name the metrics, such as metrics=meetings.held")
	case name != comparison && query.period.IsZero():
		err = jianfu.Errorf(jianfu.Invalid, "请写明时间，如 year=2023 或 month=2023-05", "name the period, such as year=2023 or month=2023-05")
	}
	if err != nil {
		t.refuse(w, r, err, 0)
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), d.graphql.SubmitTimeout)
	defer cancel()
	content, err := d.write(ctx, name, query, format)
	if err != nil {
		t.refuse(w, r, err, 0)
		return
	}
	if format == "pdf" { // others stand in for them: a reader must be told
		if missing, known := reports.MissingFonts(ctx); known && len(missing) > 0 {
			w.Header().Set("X-Missing-Fonts", url.PathEscape(strings.Join(missing, ",")))
		}
	}
	w.Header().Set("Content-Type", mediaTypes[format])
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+"-"+strings.ReplaceAll(query.span(), "/", "_")+"."+format+`"`)
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write(content) // fails only where the client is gone
}

func (d documents) write(ctx context.Context, name string, query reportQuery, format string) ([]byte, error) {
	within, cancel := context.WithTimeout(ctx, d.graphql.QueryTimeout)
	defer cancel()
	var report *reports.Report
	var err error
	if name == comparison {
		report, err = reports.Compare(within, d.resolver.engine, query.comparing, reports.Spec{AsOf: fixed(query.asOf)})
	} else {
		report, err = d.resolver.report(within, reports.Kind(strings.ToUpper(name)), query.period, query.asOf)
	}
	if err != nil {
		return nil, err
	}
	if format == "pdf" {
		select {
		case d.pdf <- struct{}{}:
			defer func() { <-d.pdf }()
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	var out bytes.Buffer
	err = report.Write(ctx, &out, format)
	return out.Bytes(), err
}

// comparison is the report that is asked for by metrics and periods of one's own.
const comparison = "compare"

// reportParameters are the query parameters of each report.
var reportParameters = map[string][]string{
	"annual":   {"year", "month", "period", "asOf"},
	"bulletin": {"year", "month", "period", "asOf"},
	comparison: {"metrics", "periods", "by", "caliber", "asOf"},
}

// reportQuery is what an address asks for.
type reportQuery struct {
	period    jianfu.Period
	comparing reports.Comparing
	asOf      time.Time
}

// span names the months of a report in the name of its file.
func (q reportQuery) span() string {
	if q.comparing.Periods == nil {
		return q.period.String()
	}
	var names []string
	for _, period := range q.comparing.Periods {
		names = append(names, period.String())
	}
	return strings.Join(names, "-")
}

// readReportQuery reads the query parameters. An unknown one is refused.
func readReportQuery(raw string, known []string) (query reportQuery, err error) {
	parameters, err := url.ParseQuery(raw)
	if err != nil {
		return query, jianfu.Errorf(jianfu.Invalid, "网址里的参数有误", "the address has malformed parameters").Because(err)
	}
	for _, name := range slices.Sorted(maps.Keys(parameters)) {
		text := parameters.Get(name)
		if !slices.Contains(known, name) {
			return query, jianfu.Errorf(jianfu.Invalid, "没有参数“%s”，可用的有：%s", "there is no parameter %q; there are: %s", name, strings.Join(known, ", "))
		}
		switch name {
		case "period", "year", "month":
			query.period, err = jianfu.ParsePeriod(text)
		case "asOf":
			query.asOf, err = readMoment(text)
		case "metrics":
			query.comparing.Metrics = strings.Split(text, ",")
		case "periods":
			query.comparing.Periods, err = readPeriods(text)
		case "by":
			query.comparing.By = text
		case "caliber":
			query.comparing.Caliber = text
		}
		if err != nil {
			return query, err
		}
	}
	return query, nil
}

func readPeriods(text string) (periods []jianfu.Period, err error) {
	for one := range strings.SplitSeq(text, ",") {
		period, err := jianfu.ParsePeriod(one)
		if err != nil {
			return nil, err
		}
		periods = append(periods, period)
	}
	return periods, nil
}
