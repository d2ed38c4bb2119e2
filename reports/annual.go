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
	OnePager        Kind = "ONE_PAGE"
)

// Report builds a report of a kind. The error is Invalid for a period that does not fit the kind.
func (t *Templates) Report(ctx context.Context, engine *metrics.Engine, kind Kind, spec Spec) (*Report, error) {
	switch kind {
	case AnnualReport:
		return t.Annual(ctx, engine, spec)
	case MonthlyBulletin:
		return t.Bulletin(ctx, engine, spec)
	case OnePager:
		return t.OnePage(ctx, engine, spec)
	}
	return nil, jianfu.Errorf(jianfu.Invalid, "没有报告“%s”，可用的有：annual、bulletin、one_page", "there is no report %q; the reports are: annual, bulletin, one_page", strings.ToLower(string(kind)))
}

// Annual builds the annual report of a year. The error is Invalid for a year of which nothing was
// filed.
func (t *Templates) Annual(ctx context.Context, engine *metrics.Engine, spec Spec) (*Report, error) {
	if !isYear(spec.Period) {
		return nil, jianfu.Errorf(jianfu.Invalid, "年度报告要写一个年份，如 2023", "an annual report covers a year, such as 2023")
	}
	return t.ofCity(ctx, engine, spec, annual)
}

// OnePage builds the page of a year for a reader who has a minute: each subject with one chart.
func (t *Templates) OnePage(ctx context.Context, engine *metrics.Engine, spec Spec) (*Report, error) {
	if !isYear(spec.Period) {
		return nil, jianfu.Errorf(jianfu.Invalid, "一页纸要写一个年份，如 2023", "the page of a year needs a year, such as 2023")
	}
	return t.ofCity(ctx, engine, spec, onePage)
}

func isYear(period jianfu.Period) bool { return period.Months() == 12 && period.Start().Number() == 1 }

// Bulletin builds the bulletin of a month. The error is Invalid for a month of which nothing was filed.
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
	if b.own, err = t.readOwn(spec.Period, map[string]string{annual: "年度报告", bulletin: "通报", onePage: "一页纸"}[name]); err != nil {
		return nil, err
	}
	b.words = map[string]string{"city": city, "whole": wholeOf(city)}
	b.report.Kind = map[string]Kind{annual: AnnualReport, bulletin: MonthlyBulletin, onePage: OnePager}[name]
	if name != annual {
		b.report.Sources = b.lang.say("每个数的口径、编号和来源见同一报告的工作簿（.xlsx）。", "Calibers, ids and sources of all figures: the workbook (.xlsx) of the same report.")
	}
	words := t.byName[inLanguage(name, spec.Lang)]
	if err := b.write(words); err != nil {
		return nil, err
	}
	if len(words.years) > 0 && !b.filed {
		when := wordsOf(jianfu.Chinese).when(spec.Period)
		return nil, jianfu.Errorf(jianfu.Invalid, "%[1]s没有任何单位报送，写不成报告：请核对时间，或先用 jianfu load 载入报表", "nothing was filed for %[2]s, so there is nothing to report: check the period, or load filings with jianfu load first", when, spec.Period)
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
// written. The office's letterhead may say otherwise.
func (b *build) sign(city string) {
	office := or(city, "市") + "人民政府办公室"
	if b.lang == wordsOf(jianfu.English) {
		office = "General Office, " + or(city, "the city")
	}
	b.report.Sign = []string{office, b.lang.day(b.spec.AsOf)}
	if b.own == nil {
		return
	}
	b.report.Head = b.own.head
	b.report.Sign = []string{or(b.own.head.Sign, b.report.Sign[0]), or(b.own.head.Date, b.report.Sign[1])}
}
