package main

import (
	"strings"
	"time"

	"github.com/spf13/cobra"

	"jianfu"
	"jianfu/metrics"
)

func (p *program) projectCommand() *cobra.Command {
	var year, through int
	var caliber, asOf, format string
	cmd := &cobra.Command{
		Use:   "project " + p.say("指标", "METRIC"),
		Short: p.say("由前几个月推算全年，三种方法，附往年误差", "project a year from its first months, by three methods"),
		Long: p.say("由已知的前几个月推算全年：按计划余量、按上年后几个月、按月均。每种方法都写明用在往年会差多少。\n推算数不是实际数。",
			"Projects a year from its first months: by the rest of the plan, by last year's remaining months,\nand by the run rate; with the error of each method in past years.\nA projection is not an actual figure."),
		Example:           p.example("jianfu project meetings.held --year 2023 --through 11", "jianfu project documents.issued --year 2023 --through 6 --format json"),
		Args:              p.arguments(1, 1, "一个指标名", "one metric"),
		ValidArgsFunction: p.completeMetrics,
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.project(cmd, args[0], year, through, caliber, asOf, format)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	yearFlag(flags, &year, p.say("`年份`，如 2023（必写）", "the `YEAR`, such as 2023 (required)"))
	flags.IntVar(&through, "through", 0, p.say("已知到几`月`，1 至 11（必写）", "the last known `MONTH`, 1 to 11 (required)"))
	p.caliberFlag(cmd, &caliber)
	p.asOfFlag(flags, &asOf)
	flags.StringVar(&format, "format", "table", p.say("`格式`：table、json", "`FORMAT`: table, json"))
	p.completeWords(cmd, "format", "table", "json")
	return cmd
}

func (p *program) project(cmd *cobra.Command, metric string, year, through int, caliber, asOf, format string) error {
	if err := required(cmd, "year", "through"); err != nil {
		return err
	}
	if err := oneOf("format", format, "table", "json"); err != nil {
		return err
	}
	if format == "json" {
		return p.answer(cmd.Context(), "Project", asOf, variables{"metric": metric, "year": year, "through": through}.given("caliber", caliber))
	}
	period, err := jianfu.CalendarYear(year)
	if err != nil {
		return err
	}
	return p.asking(cmd.Context(), asOf, func(engine *metrics.Engine, at time.Time) error {
		projection, err := engine.Project(cmd.Context(), metric, year, through, caliber, at)
		if err != nil {
			return err
		}
		p.tellNotices(projection.Notices)
		return p.writeProjection(projection, period, at)
	})
}

func (p *program) writeProjection(projection *metrics.Projection, period jianfu.Period, at time.Time) error {
	m := projection.Metric
	head := p.say("%[1]s%[3]s（推算，不是实际数）", "%[4]s, %[2]s (a projection, not an actual figure)", period.Label(jianfu.Chinese), period.Label(jianfu.English), m.Label.ZH, m.Label.EN)
	if err := p.line("%s", "%s", p.heading(head, at)); err != nil {
		return err
	}
	table := &textTable{}
	table.alignRight(1)
	table.add("", p.say("数", "figure"), p.say("比较", "change"), p.say("往年用同样方法的误差", "errors in past years"))
	table.add(p.say("已知：%s", "known: %s", projection.Actual.Scope.Period.Label(p.lang)), projection.Actual.Text(p.lang), projection.Actual.Comparison.Sentences(p.lang))
	table.add(p.say("上年：%s", "the year before: %s", projection.LastYear.Scope.Period.Label(p.lang)), projection.LastYear.Text(p.lang))
	for _, method := range projection.Methods {
		table.add(method.Method.Label().In(p.lang), p.projected(projection, method), p.versusLastYear(method), p.past(method))
	}
	return table.write(p.stdout)
}

// projected is the projection of a method, in words.
func (p *program) projected(projection *metrics.Projection, m metrics.Projected) string {
	switch {
	case m.Amount == nil:
		return m.Missing.Text().In(p.lang)
	case p.lang == jianfu.English:
		return m.Amount.String()
	}
	return m.Amount.String() + projection.Metric.Unit
}

// versusLastYear compares a projection with the whole year before.
func (p *program) versusLastYear(m metrics.Projected) string {
	switch c := m.ChangePercent; {
	case c == nil:
		return ""
	case c.Sign() == 0:
		return p.say("比上年持平", "unchanged from the year before")
	case c.Sign() < 0:
		return p.say("比上年下降%s%%", "down %s%% from the year before", c.Abs().Fixed(2))
	default:
		return p.say("比上年增长%s%%", "up %s%% from the year before", c.Fixed(2))
	}
}

// past describes a method's errors in past years.
func (p *program) past(m metrics.Projected) string {
	var years []string
	for _, past := range m.Past {
		sign := ""
		if past.ErrorPercent.Sign() > 0 {
			sign = "+"
		}
		years = append(years, p.say("%[1]d年 %[2]s%[3]s%%", "%[1]d %[2]s%[3]s%%", past.Year, sign, past.ErrorPercent.Fixed(2)))
	}
	return strings.Join(years, p.say("，", ", "))
}

// against is a method's change and error on one line.
func (p *program) against(m metrics.Projected) string {
	line := p.versusLastYear(m)
	if past := p.past(m); past != "" {
		line += p.say("（往年误差：%s）", " (errors in past years: %s)", past)
	}
	return line
}
