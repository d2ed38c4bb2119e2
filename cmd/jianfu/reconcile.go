package main

import (
	"slices"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"jianfu"
	"jianfu/metrics"
)

func (p *program) reconcileCommand() *cobra.Command {
	var period, asOf, format string
	var all bool
	cmd := &cobra.Command{
		Use:   "reconcile",
		Short: p.say("对账：汇总表上的数与明细、各月、合计、上年本身的数核对", "compare totals that units state with records, months, sums and the year before"),
		Long: p.say("把统计汇总表上自报的数逐个核对，列出对不上的，并写明填在哪一行：单位的数与其明细，季度、半年、全年和累计与各月之和，\n全市的数与各单位之和，上年同期与上年本身的数，合计行、合计列与表内各数之和。汇总数为 0 而明细没有报送的，算对得上。",
			"Compares every total that is stated in a summary sheet and lists those that differ, with the row that states\nthem: a unit's with its records, that of a quarter, half, year or from January on with its months, the whole\ncity's with its units, 上年同期 with that year's own figure, and 合计 in a row or column with the table that it\nadds up. A stated zero agrees with the absence of filings."),
		Example: p.example("jianfu reconcile --period 2023", "jianfu reconcile --period 2023-05 --all --format csv"),
		Args:    p.noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.reconcile(cmd, period, asOf, format, all)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	p.periodFlag(flags, &period)
	flags.BoolVar(&all, "all", false, p.say("对得上的也列出", "also list those that agree"))
	p.asOfFlag(flags, &asOf)
	flags.StringVar(&format, "format", "table", p.say("`格式`：table、csv、json", "`FORMAT`: table, csv, json"))
	p.completeWords(cmd, "format", formats...)
	return cmd
}

func (p *program) reconcile(cmd *cobra.Command, period, asOf, format string, all bool) error {
	if err := required(cmd, "period"); err != nil {
		return err
	}
	if err := oneOf("format", format, formats...); err != nil {
		return err
	}
	if format == "json" {
		return p.answer(cmd.Context(), "Reconcile", asOf, variables{"period": period, "onlyDifferences": !all})
	}
	span, err := jianfu.ParsePeriod(period)
	if err != nil {
		return err
	}
	return p.asking(cmd.Context(), asOf, func(engine *metrics.Engine, at time.Time) error {
		list, err := engine.Reconcile(cmd.Context(), span, at)
		if err != nil {
			return err
		}
		stated := len(list)
		if !all {
			list = slices.DeleteFunc(list, metrics.Difference.Agrees)
		}
		units, err := unitNames(cmd.Context(), engine, at)
		if err != nil {
			return err
		}
		if format == "csv" {
			return p.writeDifferencesCSV(list, units)
		}
		differ := 0
		for _, d := range list {
			if !d.Agrees() {
				differ++
			}
		}
		if err := p.line("%s", "%s", p.heading(p.say("%[1]s：汇总数 %[3]d 个，对不上 %[4]d 个", "%[2]s: %[3]d totals stated, %[4]d differ",
			span.Label(jianfu.Chinese), span.Label(jianfu.English), stated, differ), at)); err != nil {
			return err
		}
		if stated == 0 {
			return p.line("%s", "%s", p.say("这段时间没有可与其他数核对的汇总数；已报的数用 jianfu measure 查", "no totals of these months can be held against anything else; jianfu measure gives what was filed"))
		}
		return p.writeDifferences(list, units)
	})
}

func (p *program) writeDifferences(list []metrics.Difference, units map[string]string) error {
	if len(list) == 0 {
		return nil
	}
	var table textTable
	table.alignRight(3, 5, 6)
	table.add(p.say("时间", "months"), p.say("单位", "unit"), p.say("指标", "metric"), p.say("汇总数", "stated"), p.say("核对对象", "against"), p.say("核对数", "counted"), p.say("差", "gap"), p.say("汇总数出处", "stated in"))
	for _, d := range list {
		gap := "—"
		if d.Gap != nil {
			gap = d.Gap.String()
		}
		table.add(d.Month.String(), units[d.Department], d.Metric.Label.In(p.lang), d.Stated.String(), d.Against.Label().In(p.lang), d.Counted.Text(p.lang), gap, p.place(d.Record))
	}
	return table.write(p.stdout)
}

func (p *program) writeDifferencesCSV(list []metrics.Difference, units map[string]string) error {
	rows := [][]string{{"month", "department", "unit", "metric", "against", "stated", "counted", "gap", "missing", "id", "file", "sheet", "row"}}
	for _, d := range list {
		rows = append(rows, []string{d.Month.String(), d.Department, units[d.Department], d.Metric.Name, string(d.Against), d.Stated.String(), decimal(d.Counted.Amount),
			decimal(d.Gap), string(d.Counted.Missing), d.Counted.Scope.ID(), d.Record.Source.File, d.Record.Source.Sheet, strconv.Itoa(d.Record.Source.Row)})
	}
	return p.writeRows(rows)
}
