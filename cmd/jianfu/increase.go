package main

import (
	"time"

	"github.com/spf13/cobra"

	"jianfu"
	"jianfu/metrics"
)

func (p *program) noIncreaseCommand() *cobra.Command {
	var year int
	var by, asOf, format string
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
			return p.noIncrease(cmd, args[0], year, by, asOf, format)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.IntVar(&year, "year", 0, p.say("`年份`，如 2023（必写）", "the `YEAR`, such as 2023 (required)"))
	flags.StringVar(&by, "by", "", p.say("按这个`维度`逐个核对：portfolio、department 等", "check each member of this `DIMENSION`: portfolio, department, ..."))
	p.asOfFlag(flags, &asOf)
	flags.StringVar(&format, "format", "table", p.say("`格式`：table、csv、json", "`FORMAT`: table, csv, json"))
	p.completeWords(cmd, "format", formats...)
	p.must(cmd.RegisterFlagCompletionFunc("by", p.completeDimensions))
	return cmd
}

func (p *program) noIncrease(cmd *cobra.Command, metric string, year int, by, asOf, format string) error {
	if err := required(cmd, "year"); err != nil {
		return err
	}
	if err := oneOf("format", format, formats...); err != nil {
		return err
	}
	if _, err := jianfu.CalendarYear(year); err != nil {
		return err
	}
	return p.asking(cmd.Context(), asOf, func(engine *metrics.Engine, at time.Time) error {
		checks, err := engine.NoIncrease(cmd.Context(), metric, year, by, "", at)
		if err != nil {
			return err
		}
		if len(checks) > 0 { // they share their caveats
			p.tellNotices(checks[0].Notices)
		}
		switch format {
		case "csv":
			return p.writeIncreasesCSV(checks)
		case "json":
			return writeJSON(p.stdout, p.increaseAnswers(checks))
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
		table.add(append(append(row, p.figure(check.Value)...), p.met(check.Met))...)
	}
	return table.write(p.stdout)
}

func (p *program) writeIncreasesCSV(checks []metrics.IncreaseCheck) error {
	rows := [][]string{{"period", "dimension", "value", "label", "metric", "amount", "base", "delta", "change_percent", "met", "missing"}}
	for _, check := range checks {
		a := p.increaseAnswer(check)
		row := []string{a.Period, "", "", "", a.Value.Metric, text(a.Value.Amount), "", "", "", "", text(a.Value.Missing)}
		for _, member := range a.Group {
			row[1], row[2], row[3] = member.Dimension, text(member.Value), member.Label
		}
		if c := a.Value.Comparison; c != nil {
			row[6], row[7], row[8] = text(c.Amount), text(c.Delta), text(c.ChangePercent)
			if row[10] == "" {
				row[10] = text(c.Missing)
			}
		}
		if a.Met != nil {
			row[9] = "false"
			if *a.Met {
				row[9] = "true"
			}
		}
		rows = append(rows, row)
	}
	return p.writeRows(rows)
}

// text is what a pointer points to, "" for nil.
func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// increaseAnswer is one check of the rule as JSON, in the names of the GraphQL API.
type increaseAnswer struct {
	Period string         `json:"period"`
	Group  []answerMember `json:"group"`
	Value  answerValue    `json:"value"`
	Met    *bool          `json:"met"`

	Notices []answerNotice `json:"notices"`
}

func (p *program) increaseAnswer(check metrics.IncreaseCheck) increaseAnswer {
	return increaseAnswer{Period: check.Period.String(), Group: membersOf(check.Group, p.lang), Value: answerValueOf(check.Value, p.lang), Met: check.Met,
		Notices: noticesOf(check.Notices, p.lang)}
}

func (p *program) increaseAnswers(checks []metrics.IncreaseCheck) []increaseAnswer {
	answers := []increaseAnswer{}
	for _, check := range checks {
		answers = append(answers, p.increaseAnswer(check))
	}
	return answers
}
