package main

import (
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"jianfu/metrics"
)

func (p *program) changesCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "changes " + p.say("编号", "ID"),
		Short: p.say("一次报送改动了哪些数，由多少变为多少", "which figures a submission changed, before and after"),
		Long: p.say("列出一次报送（编号见 jianfu submissions）收到前后，各单位各月哪些数变了，由多少变为多少；计划和期末存量按年列出。\n撤回以后仍可查。",
			"Lists the monthly figures of units that a submission (see jianfu submissions) changed when it was\nreceived, with the values before and after; plans and year-end counts by year. It also works after\nthe submission was withdrawn."),
		Example: p.example("jianfu changes 24", "jianfu changes 24 --format csv"),
		Args:    p.arguments(1, 1, "一个报送编号", "the id of a submission"),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := submissionID(args[0])
			if err != nil {
				return err
			}
			return p.changes(cmd, id, format)
		},
		ValidArgsFunction: cobra.NoFileCompletions,
	}
	cmd.Flags().StringVar(&format, "format", "table", p.say("`格式`：table、csv、json", "`FORMAT`: table, csv, json"))
	p.completeWords(cmd, "format", formats...)
	return cmd
}

func (p *program) changes(cmd *cobra.Command, id int64, format string) error {
	if err := oneOf("format", format, formats...); err != nil {
		return err
	}
	if format == "json" {
		return p.answer(cmd.Context(), "Changes", "", variables{"id": id})
	}
	return p.asking(cmd.Context(), "", func(engine *metrics.Engine, now time.Time) error {
		list, err := engine.Changes(cmd.Context(), id)
		if err != nil {
			return err
		}
		units, err := unitNames(cmd.Context(), engine, now)
		if err != nil {
			return err
		}
		if format == "csv" {
			return p.writeChangesCSV(list, units)
		}
		if err := p.line("第 %[1]d 号报送改动了 %[2]d 个数", "submission %[1]d moved %[2]d figures", id, len(list)); err != nil || len(list) == 0 {
			return err
		}
		var table textTable
		table.alignRight(3, 4)
		table.add(p.say("月份", "month"), p.say("单位", "unit"), p.say("指标", "metric"), p.say("原数", "before"), p.say("现数", "after"))
		for _, c := range list {
			table.add(c.Month.String(), units[c.Department], c.Metric.Label.In(p.lang), c.Before.Text(p.lang), c.After.Text(p.lang))
		}
		return table.write(p.stdout)
	})
}

// submissionID reads the id of a submission as it was typed.
func submissionID(text string) (int64, error) {
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil || id < 1 {
		return 0, misused("报送编号“%s”应为整数，编号见 jianfu submissions", "the id %q must be a whole number: see jianfu submissions", text)
	}
	return id, nil
}

func (p *program) writeChangesCSV(list []metrics.Change, units map[string]string) error {
	rows := [][]string{{"month", "department", "unit", "metric", "before", "after", "before_missing", "after_missing", "before_id", "after_id"}}
	for _, c := range list {
		rows = append(rows, []string{c.Month.String(), c.Department, units[c.Department], c.Metric.Name, decimal(c.Before.Amount), decimal(c.After.Amount),
			string(c.Before.Missing), string(c.After.Missing), c.Before.Scope.ID(), c.After.Scope.ID()})
	}
	return p.writeRows(rows)
}
