package reports

import (
	"context"

	"jianfu"
	"jianfu/metrics"
)

// Annual works out the annual report of a year.
func (t *Templates) Annual(ctx context.Context, engine *metrics.Engine, spec Spec) (*Report, error) {
	if spec.Period.Months() != 12 || spec.Period.Start().Number() != 1 {
		return nil, jianfu.Errorf(jianfu.Invalid, "年度报告要写一个年份，如 2023", "an annual report is of a year, such as 2023")
	}
	return t.ofCity(ctx, engine, spec, annual)
}

// Bulletin works out the bulletin of a month.
func (t *Templates) Bulletin(ctx context.Context, engine *metrics.Engine, spec Spec) (*Report, error) {
	if spec.Period.Months() != 1 {
		return nil, jianfu.Errorf(jianfu.Invalid, "通报要写一个月份，如 2023-05", "a bulletin is of a month, such as 2023-05")
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
	b.words = map[string]string{"city": city}
	if err := b.write(t.byName[name]); err != nil {
		return nil, err
	}
	b.sign(city)
	return b.report, nil
}

// sign names the office and the day of the data: at that moment the report could be written.
func (b *build) sign(city string) {
	b.report.Sign = []string{city + "人民政府办公室", b.spec.AsOf.In(china).Format("2006年1月2日")}
	if city == "" {
		b.report.Sign[0] = "市人民政府办公室"
	}
}
