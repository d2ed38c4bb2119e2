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
	"jianfu/metrics"
	"jianfu/reports"
)

// report works a report out; a zero moment is now, fixed.
func (r *Resolver) report(ctx context.Context, kind reports.Kind, spec reports.Spec) (*reports.Report, error) {
	if spec.AsOf.IsZero() {
		spec.AsOf = time.Now().Truncate(time.Microsecond) // as the warehouse keeps it
	}
	templates := r.templates
	if templates == nil {
		var err error
		if templates, err = reports.ReadTemplates(nil, r.engine.Catalog()); err != nil {
			return nil, err
		}
	}
	return templates.Report(ctx, r.engine, kind, spec)
}

// downloads are the addresses of a report as a document, of the same moment.
func downloads(r *reports.Report) []model.ReportDownload {
	var list []model.ReportDownload
	for _, format := range reports.Formats {
		query := url.Values{"period": {r.Period.String()}, "asOf": {r.AsOf.UTC().Format(time.RFC3339Nano)}}
		if r.Caliber.Name != metrics.DefaultCaliber {
			query.Set("caliber", r.Caliber.Name)
		}
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
// format (docx, pdf, md, xlsx), with period (or year, or month), caliber and asOf as query parameters.
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
	kind := reports.Kind(strings.ToUpper(name))
	if mediaTypes[format] == "" || kind != reports.AnnualReport && kind != reports.MonthlyBulletin {
		t.refuse(w, r, jianfu.Errorf(jianfu.NotFound, "没有报告“%s.%s”，可用的有 annual 和 bulletin，格式 docx、pdf、md、xlsx",
			"there is no report %s.%s; there are annual and bulletin, as docx, pdf, md or xlsx", name, format), 0)
		return
	}
	spec, err := readReportQuery(r.URL.RawQuery)
	if err != nil {
		t.refuse(w, r, err, 0)
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), d.graphql.SubmitTimeout)
	defer cancel()
	content, err := d.write(ctx, kind, spec, format)
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
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+"-"+strings.ReplaceAll(spec.Period.String(), "/", "_")+"."+format+`"`)
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write(content) // fails only where the client is gone
}

func (d documents) write(ctx context.Context, kind reports.Kind, spec reports.Spec, format string) ([]byte, error) {
	within, cancel := context.WithTimeout(ctx, d.graphql.QueryTimeout)
	defer cancel()
	report, err := d.resolver.report(within, kind, spec)
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
		case "asOf":
			spec.AsOf, err = readMoment(text)
		default:
			err = jianfu.Errorf(jianfu.Invalid, "没有参数“%s”，可用的有：year、month、period、caliber、asOf", "there is no parameter %q; there are: year, month, period, caliber, asOf", name)
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
