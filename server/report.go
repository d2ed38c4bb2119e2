package server

import (
	"archive/zip"
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
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
// pdf, md, xlsx), with period (or year, or month), caliber, structure and asOf as query parameters;
// /report/reminders.zip: the letters to leaders whose lines run over; and /report/compare.xlsx: a
// workbook of metrics over several periods.
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

// document is what was built: its state of the warehouse, and how it is written.
type document struct {
	commit int64
	asOf   time.Time
	write  func(ctx context.Context, out io.Writer, format string) error
}

func documentOf(report *reports.Report, err error) (document, error) {
	if err != nil {
		return document{}, err
	}
	return document{report.Commit, report.AsOf, report.Write}, nil
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
	built, content, err := d.write(ctx, work, format)
	if err != nil {
		d.refuse(w, r, err, 0)
		return
	}
	w.Header().Set(commitHeader, strconv.FormatInt(built.commit, 10))
	w.Header().Set("X-Jianfu-As-Of", built.asOf.UTC().Format(time.RFC3339Nano))
	if format == "pdf" { // the PDF uses other fonts: a reader must know
		if missing, known := reports.MissingFonts(ctx); known && len(missing) > 0 {
			w.Header().Set("X-Missing-Fonts", url.PathEscape(strings.Join(missing, ",")))
		}
	}
	w.Header().Set("Content-Type", cmp.Or(mediaTypes[format], "application/zip"))
	w.Header().Set("Content-Disposition", `attachment; filename="`+strings.ReplaceAll(called, "/", "_")+"."+format+`"`)
	_, _ = w.Write(content) // fails only if the client is gone
}

// asked returns what builds the document, and the name of its file.
func (d documents) asked(name, format, query string) (work func(context.Context) (document, error), called string, err error) {
	kind := reports.Kind(strings.ToUpper(name))
	switch {
	case name == "compare" && format == "xlsx":
		c, spec, err := readComparison(query)
		for _, period := range c.Periods {
			called += "-" + period.String()
		}
		return func(ctx context.Context) (document, error) {
			return d.ofOneState(ctx, spec, func(ctx context.Context) (document, error) {
				return documentOf(reports.Compare(ctx, d.engine, c, spec))
			})
		}, name + called, err
	case name == "reminders" && format == "zip":
		spec, err := readReportQuery(query)
		return func(ctx context.Context) (document, error) {
			return d.ofOneState(ctx, spec, func(ctx context.Context) (document, error) { return d.letters(ctx, spec) })
		}, name + "-" + spec.Period.String(), err
	case mediaTypes[format] != "" && (kind == reports.AnnualReport || kind == reports.MonthlyBulletin || kind == reports.OnePager):
		spec, err := readReportQuery(query)
		return func(ctx context.Context) (document, error) {
			return d.ofOneState(ctx, spec, func(ctx context.Context) (document, error) {
				return documentOf(d.templates.Report(ctx, d.engine, kind, spec))
			})
		}, name + "-" + spec.Period.String(), err
	}
	return nil, "", jianfu.Errorf(jianfu.NotFound, "没有报告“%s.%s”，可用的有 annual、bulletin 和 one_page，格式 docx、pdf、md、xlsx，以及 compare.xlsx、reminders.zip",
		"there is no report %s.%s; there are annual, bulletin and one_page, as docx, pdf, md or xlsx, and compare.xlsx and reminders.zip", name, format)
}

// ofOneState has all figures of a document read from one state of the warehouse.
func (d documents) ofOneState(ctx context.Context, spec reports.Spec, work func(context.Context) (document, error)) (document, error) {
	ctx, release := d.engine.Pin(ctx, spec.KnownAt)
	built, err := work(ctx)
	gone := release() // outweighs whatever was found in a file that was no longer the right one
	return built, errors.Join(gone, err)
}

// letters are the reminders of some months as an archive: drafts, as only the command line issues
// them. Where no letter could be written, a text in it says why.
func (d documents) letters(ctx context.Context, spec reports.Spec) (document, error) {
	if spec.AsOf.IsZero() {
		spec.AsOf = time.Now()
	}
	found, err := d.templates.Reminders(ctx, d.engine, spec, jianfu.DateOf(spec.AsOf.In(jianfu.China)))
	if err != nil {
		return document{}, err
	}
	built := document{asOf: spec.AsOf, commit: spec.KnownAt}
	if len(found.Letters) > 0 {
		built.commit = found.Letters[0].Report.Commit
	}
	built.write = func(_ context.Context, out io.Writer, _ string) error {
		archive := zip.NewWriter(out)
		add := func(name string, write func(io.Writer) error) error {
			entry, err := archive.CreateHeader(&zip.FileHeader{Name: strings.NewReplacer("/", "_", `\`, "_").Replace(name), Method: zip.Deflate, Modified: spec.AsOf})
			if err != nil {
				return err
			}
			return write(entry)
		}
		for _, letter := range found.Letters {
			if err := add(letter.Number+".docx", letter.Report.WriteDOCX); err != nil {
				return err
			}
		}
		if len(found.Letters) > 0 {
			if err := add(reports.SourcesName(spec.Period)+".xlsx", found.Sources().WriteXLSX); err != nil {
				return err
			}
		}
		if remarks := found.Remarks(spec.Lang); remarks != "" {
			if err := add(jianfu.Say("说明.txt", "remarks.txt").In(spec.Lang), func(w io.Writer) error { _, err := io.WriteString(w, remarks); return err }); err != nil {
				return err
			}
		}
		return archive.Close()
	}
	return built, nil
}

func (d documents) write(ctx context.Context, work func(context.Context) (document, error), format string) (document, []byte, error) {
	within, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	built, err := gate.Do(within, d.gate, graph.ReportCost, work)
	if err != nil {
		return built, nil, err
	}
	if format == "pdf" {
		select {
		case d.pdf <- struct{}{}:
			defer func() { <-d.pdf }()
		case <-ctx.Done():
			return built, nil, ctx.Err()
		}
	}
	var out bytes.Buffer
	err = built.write(ctx, &out, format)
	return built, out.Bytes(), err
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
