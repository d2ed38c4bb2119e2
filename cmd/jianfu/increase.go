package main

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"jianfu"
	"jianfu/metrics"
)

func (p *program) noIncreaseCommand() *cobra.Command {
	var year int
	var by, structure, asOf, format string
	cmd := &cobra.Command{
		Use:   "no-increase " + p.say("指标", "METRIC"),
		Short: p.say("只减不增：一年的数不超过上年同期，可分战线、分单位", "whether a year's count is no higher than in the year before"),
		Long: p.say("按“只减不增”核对一个数量指标：全年（只报了几个月的，按已报的月份）与上年同期比，超过即未做到。\n--by portfolio 或 department 逐个核对，按名录顺序列出，不排名。",
			"Checks a count against the no-increase rule: the year, or the months of it that were filed, must not\nexceed the same months of the year before. --by portfolio or department compares each with its own\npast, in the directory's order: there is no ranking."),
		Example: p.example("jianfu no-increase meetings.held --year 2023", "jianfu no-increase documents.issued --year 2023 --by portfolio",
			"jianfu no-increase meetings.held --year 2023 --by department --as-of 2024-01-31 --format csv"),
		Args:              p.arguments(1, 1, "一个指标名", "one metric"),
		ValidArgsFunction: p.completeMetrics,
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.noIncrease(cmd, args[0], year, by, structure, asOf, format)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	yearFlag(flags, &year, p.say("`年份`，如 2023（必写）", "the `YEAR`, such as 2023 (required)"))
	flags.StringVar(&by, "by", "", p.say("按这个`维度`逐个核对：portfolio、department 等", "check each member of this `DIMENSION`: portfolio, department, ..."))
	p.structureFlag(cmd, &structure)
	p.asOfFlag(flags, &asOf)
	flags.StringVar(&format, "format", "table", p.say("`格式`：table、csv、json", "`FORMAT`: table, csv, json"))
	p.completeWords(cmd, "format", formats...)
	p.must(cmd.RegisterFlagCompletionFunc("by", p.completeDimensions))
	return cmd
}

func (p *program) noIncrease(cmd *cobra.Command, metric string, year int, by, structure, asOf, format string) error {
	if err := required(cmd, "year"); err != nil {
		return err
	}
	if err := oneOf("format", format, formats...); err != nil {
		return err
	}
	if _, err := jianfu.CalendarYear(year); err != nil {
		return err
	}
	of := metrics.Query{}
	var err error
	if of.Structure, err = readStructure(structure); err != nil {
		return err
	}
	if format == "json" {
		return p.answer(cmd.Context(), "NoIncrease", asOf, variables{"metric": metric, "year": year}.given("by", by).given("structure", string(of.Structure)))
	}
	if by != "" {
		of.By = []string{by}
	}
	return p.asking(cmd.Context(), asOf, func(engine *metrics.Engine, at time.Time) error {
		of.AsOf = at
		checks, err := engine.NoIncrease(cmd.Context(), metric, year, of)
		if err != nil {
			return err
		}
		var notices []metrics.Notice // most are of all checks
		for _, check := range checks {
			for _, n := range check.Notices {
				if !slices.ContainsFunc(notices, n.Same) {
					notices = append(notices, n)
				}
			}
		}
		p.tellNotices(notices)
		if format == "csv" {
			return p.writeIncreasesCSV(checks)
		}
		return p.writeIncreases(checks, at)
	})
}

func (p *program) writeIncreases(checks []metrics.IncreaseCheck, at time.Time) error {
	if len(checks) == 0 {
		return p.line("没有可核对的数", "there is nothing to check against the rule")
	}
	first := checks[0]
	head := p.say("%[1]s%[3]s“只减不增”", "%[4]s of %[2]s: no increase?", first.Period.Label(jianfu.Chinese), first.Period.Label(jianfu.English),
		first.Value.Metric.Label.ZH, first.Value.Metric.Label.EN)
	if err := p.line("%s", "%s", p.heading(head, at)); err != nil {
		return err
	}
	var table textTable
	table.alignRight(len(first.Group), len(first.Group)+1)
	var keys []string
	for _, member := range first.Group {
		keys = append(keys, p.dimension(first.Value.Metric, member.Dimension))
	}
	table.add(append(keys, first.Period.Label(p.lang), first.Value.Comparison.Period.Label(p.lang), p.say("比较", "change"), p.say("只减不增", "no increase"))...)
	for _, check := range checks {
		var row []string
		for _, member := range check.Group {
			row = append(row, member.Label.In(p.lang))
		}
		table.add(append(append(row, p.figure(check.Value)...), check.Verdict(p.lang))...)
	}
	return table.write(p.stdout)
}

func (p *program) writeIncreasesCSV(checks []metrics.IncreaseCheck) error {
	rows := [][]string{{"period", "dimension", "value", "label", "metric", "amount", "base", "delta", "change_percent", "met", "missing"}}
	for _, check := range checks {
		v := check.Value
		row := []string{check.Period.String(), "", "", "", v.Metric.Name, decimal(v.Amount), "", "", "", "", string(v.Missing)}
		for _, member := range check.Group {
			row[1], row[2], row[3] = member.Dimension, member.Value, member.Label.In(p.lang)
		}
		if c := v.Comparison; c != nil {
			row[6], row[7], row[8], row[10] = decimal(c.Amount), decimal(c.Delta), decimal(c.ChangePercent), cmp.Or(row[10], string(c.Missing))
		}
		if check.Met != nil {
			row[9] = strconv.FormatBool(*check.Met)
		}
		rows = append(rows, row)
	}
	return p.writeRows(rows)
}
