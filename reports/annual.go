package reports

import (
	"context"
	"strings"
	"unicode/utf8"

	"jianfu"
	"jianfu/metrics"
)

// Kind is a kind of report in prose.
type Kind string

// The kinds.
const (
	AnnualReport    Kind = "ANNUAL"
	MonthlyBulletin Kind = "BULLETIN"
)

// Report builds a report of a kind. The error is Invalid for a period that does not fit the kind.
func (t *Templates) Report(ctx context.Context, engine *metrics.Engine, kind Kind, spec Spec) (*Report, error) {
	switch kind {
	case AnnualReport:
		return t.Annual(ctx, engine, spec)
	case MonthlyBulletin:
		return t.Bulletin(ctx, engine, spec)
	}
	return nil, jianfu.Errorf(jianfu.Invalid, "没有报告“%s”，可用的有：annual、bulletin", "there is no report %q; the reports are: annual, bulletin", strings.ToLower(string(kind)))
}

// Annual builds the annual report of a year.
func (t *Templates) Annual(ctx context.Context, engine *metrics.Engine, spec Spec) (*Report, error) {
	if spec.Period.Months() != 12 || spec.Period.Start().Number() != 1 {
		return nil, jianfu.Errorf(jianfu.Invalid, "年度报告要写一个年份，如 2023", "an annual report covers a year, such as 2023")
	}
	return t.ofCity(ctx, engine, spec, annual)
}

// Bulletin builds the bulletin of a month.
func (t *Templates) Bulletin(ctx context.Context, engine *metrics.Engine, spec Spec) (*Report, error) {
	if spec.Period.Months() != 1 {
		return nil, jianfu.Errorf(jianfu.Invalid, "通报要写一个月份，如 2023-05", "a bulletin covers a month, such as 2023-05")
	}
	return t.ofCity(ctx, engine, spec, bulletin)
}

func (t *Templates) ofCity(ctx context.Context, engine *metrics.Engine, spec Spec, name string) (*Report, error) {
	b, err := newBuild(ctx, engine, spec)
	if err != nil {
		return nil, err
	}
	city, err := engine.City(ctx)
	if err != nil {
		return nil, err
	}
	b.words = map[string]string{"city": city, "whole": wholeOf(city)}
	b.report.Kind = map[string]Kind{annual: AnnualReport, bulletin: MonthlyBulletin}[name]
	if err := b.write(t.byName[name]); err != nil {
		return nil, err
	}
	b.sign(city)
	return b.report, nil
}

// wholeOf is the word for the whole of a city: 全市, 全州, 全县.
func wholeOf(city string) string {
	if level, size := utf8.DecodeLastRuneInString(city); size > 0 {
		return "全" + string(level)
	}
	return "全市"
}

// sign adds the office and the day of the data: the earliest day on which the report could be
// written.
func (b *build) sign(city string) {
	b.report.Sign = []string{city + "人民政府办公室", b.spec.AsOf.In(jianfu.China).Format("2006年1月2日")}
	if city == "" {
		b.report.Sign[0] = "市人民政府办公室"
	}
}
