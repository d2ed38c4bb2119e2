package main

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"jianfu/metrics"
)

func (p *program) traceCommand() *cobra.Command {
	var first int
	var cells bool
	var format string
	cmd := &cobra.Command{
		Use:   "trace " + p.say("编号", "ID"),
		Short: p.say("由报告里一个数的编号，追到报上来的每一行", "from a figure's id in a report to the rows that were filed"),
		Long: p.say("按编号重新算出一个数，列出定义、口径、算式，以及计入它的每一行出自哪个文件、哪张表、哪一行。\n编号见报告附件、GraphQL 的 Value.trace。率的明细分“分子”“分母”。",
			"Measures a figure again by its id and shows its definition, caliber and SQL, and the file, sheet and\nrow of every record that was counted. Ids are in the annexes of reports and in GraphQL's Value.trace.\nThe records of a rate are marked as numerator or denominator."),
		Example:           p.example("jianfu trace meetings.held@2023-05,department=B001", "jianfu trace messages.handling_rate@2023,as-of=2024-01-31T15:59:59Z --first 0 --format json"),
		Args:              p.arguments(1, 1, "一个数的编号", "the id of a figure"),
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, args []string) error {
			if first < 0 {
				return misused("--first 不能为负", "--first cannot be negative")
			}
			if err := oneOf("format", format, "table", "json"); err != nil {
				return err
			}
			return p.trace(cmd, args[0], first, cells, format)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.IntVar(&first, "first", 20, p.say("最多列`几条`明细（0 为全部）", "list at most this `MANY` records (0 is all)"))
	flags.BoolVar(&cells, "cells", false, p.say("逐格列出原表的内容，→ 是写着汇总数的那一格", "write out every filed cell; → is the one that states a total"))
	flags.StringVar(&format, "format", "table", p.say("`格式`：table、json", "`FORMAT`: table, json"))
	p.completeWords(cmd, "format", "table", "json")
	return cmd
}

// trail is one figure with its records.
type trail struct {
	measurement *metrics.Measurement
	records     []metrics.Record
	total       int64
}

func (t trail) value() metrics.Value { return t.measurement.Rows[0].Values[0] }

// follow measures the figure and reads its first records, all for 0.
func follow(ctx context.Context, engine *metrics.Engine, id string, first int) (trail, error) {
	measurement, err := engine.Trace(ctx, id)
	if err != nil {
		return trail{}, err
	}
	t := trail{measurement: measurement}
	page := metrics.Page{First: recordsAtOnce}
	for {
		if first > 0 {
			page.First = min(first-len(t.records), recordsAtOnce)
		}
		found, err := engine.Counted(ctx, t.value().Scope, page)
		if err != nil {
			return t, err
		}
		t.total = found.Total
		t.records = append(t.records, found.Records...)
		if !found.More || len(found.Records) == 0 || first > 0 && len(t.records) >= first {
			return t, nil
		}
		page.After = found.Records[len(found.Records)-1].ID
	}
}

func (p *program) trace(cmd *cobra.Command, id string, first int, cells bool, format string) error {
	if format == "json" {
		v := variables{"id": id}
		if first > 0 {
			v["first"] = first
		}
		return p.answer(cmd.Context(), "Trace", "", v)
	}
	return p.asking(cmd.Context(), "", func(engine *metrics.Engine, _ time.Time) error { // the id has its own moment
		t, err := follow(cmd.Context(), engine, id, first)
		if err != nil {
			return err
		}
		p.tellNotices(t.measurement.Notices)
		units, err := unitNames(cmd.Context(), engine, t.measurement.Query.AsOf)
		if err != nil {
			return err
		}
		return p.writeTraced(engine.Catalog(), t, cells, units)
	})
}

func (p *program) writeTraced(catalog *metrics.Catalog, t trail, cells bool, units map[string]string) error {
	m, value := t.measurement, t.value()
	title, err := p.title(catalog, m.Query)
	if err != nil {
		return err
	}
	var head textTable
	head.add(p.say("数", "figure"), value.Text(p.lang))
	head.add(p.say("指标", "metric"), value.Metric.Label.In(p.lang)+"  "+value.Metric.Name)
	for i, heading := range p.keyHeads(m) {
		head.add(heading, m.Rows[0].Group[i].Label.In(p.lang))
	}
	if value.Denominator != nil && value.Numerator != nil {
		head.add(p.say("分子／分母", "of"), value.Numerator.String()+" / "+value.Denominator.String())
	}
	head.add(p.say("定义", "definition"), value.Metric.Definition.In(p.lang))
	for _, threshold := range m.Lineage.Thresholds {
		head.add(p.say("阈值", "threshold"), threshold.Label.In(p.lang)+" "+threshold.Value.String()+threshold.Unit)
	}
	if err := p.line("%s", "%s", title); err != nil {
		return err
	}
	if err := head.write(p.stdout); err != nil {
		return err
	}
	for _, statement := range m.Lineage.Statements {
		if err := p.line("\n%s", "\n%s", statement); err != nil {
			return err
		}
	}
	if err := p.line("\n明细 %[1]d 条，列出 %[2]d 条", "\n%[1]d records, of which %[2]d are listed", t.total, len(t.records)); err != nil {
		return err
	}
	return p.writeRecords(t, cells, units)
}

// writeRecords lists records by their places; with cells also their filed text.
func (p *program) writeRecords(t trail, cells bool, units map[string]string) error {
	rate := t.value().Metric.IsRate()
	var table textTable
	for _, r := range t.records {
		day := ""
		if r.Date != nil {
			day = r.Date.String()
		}
		row := []string{day, units[r.Department], r.Title, p.place(r)}
		if rate {
			row = append([]string{p.role(r.Role)}, row...)
		}
		if !cells {
			table.add(row...)
			continue
		}
		var one textTable
		for _, cell := range r.Source.Cells {
			mark := ""
			if cell.Deciding {
				mark = "→"
			}
			if cell.Value != nil {
				one.add(mark, cell.Column, *cell.Value)
			}
		}
		table.add(row...)
		if err := table.write(p.stdout); err != nil {
			return err
		}
		if err := one.write(p.stdout); err != nil {
			return err
		}
		table = textTable{}
	}
	return table.write(p.stdout)
}

func (p *program) role(role metrics.Role) string {
	if role == metrics.InNumerator {
		return p.say("分子", "numerator")
	}
	return p.say("分母", "denominator")
}
