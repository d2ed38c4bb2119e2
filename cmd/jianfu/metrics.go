package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"jianfu"
	"jianfu/metrics"
	"jianfu/warehouse"
)

func (p *program) metricsCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "metrics [" + p.say("指标", "METRIC") + "]",
		Short: p.say("指标目录；写指标名则显示定义、口径和 SQL", "the catalogue; with a name its definition, caliber and SQL"),
		Long: p.say("列出指标目录。写一个指标名，则显示它的定义、单位、口径、可用维度和计数的 SQL。\n不需要仓库。",
			"Lists the catalogue. With a name: the metric's definition, unit, caliber, dimensions and the\nSQL that counts it. Needs no warehouse."),
		Example:           p.example("jianfu metrics", "jianfu metrics meetings.held", "jianfu metrics --format json"),
		Args:              p.arguments(0, 1, "一个指标名", "one metric"),
		ValidArgsFunction: p.completeMetrics,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := oneOf("format", format, "table", "json"); err != nil {
				return err
			}
			return p.metrics(cmd.Context(), args, format)
		},
	}
	cmd.Flags().StringVar(&format, "format", "table", p.say("`格式`：table、json", "`FORMAT`: table, json"))
	p.completeWords(cmd, "format", "table", "json")
	return cmd
}

// metrics lists the catalogue, or shows one metric of it, over an empty warehouse: it needs no file.
func (p *program) metrics(ctx context.Context, names []string, format string) (err error) {
	engine, w, err := p.engine(ctx, func(ctx context.Context) (*warehouse.Warehouse, error) { return warehouse.Open(ctx, "") })
	if err != nil {
		return err
	}
	defer closing(w, &err)
	switch {
	case format == "json" && len(names) == 0:
		return p.write(ctx, engine, w, "Metrics", nil)
	case format == "json":
		return p.write(ctx, engine, w, "Metric", variables{"name": names[0]})
	case len(names) == 0:
		return p.listMetrics(engine.Catalog())
	}
	return p.showMetric(ctx, engine, names[0])
}

func (p *program) listMetrics(catalog *metrics.Catalog) error {
	var table textTable
	table.add(p.say("指标", "metric"), p.say("名称", "label"), p.say("单位", "unit"), p.say("类型", "kind"),
		p.say("优向", "better"), p.say("定义", "definition"))
	for _, m := range catalog.Metrics() {
		table.add(m.Name, m.Label.In(p.lang), unit(m), p.kind(m.Kind()), p.direction(m.Direction), m.Definition.In(p.lang))
	}
	return table.write(p.stdout)
}

func unit(m *metrics.Metric) string {
	if m.IsRate() {
		return "%"
	}
	return m.Unit
}

func (p *program) kind(kind metrics.MetricKind) string {
	return map[metrics.MetricKind]jianfu.Text{
		metrics.Flow: {ZH: "流量", EN: "flow"}, metrics.Stock: {ZH: "存量", EN: "stock"}, metrics.Plan: {ZH: "计划", EN: "plan"},
		metrics.Ratio: {ZH: "比率", EN: "ratio"}, metrics.Median: {ZH: "中位数", EN: "median"}, metrics.Distinct: {ZH: "去重计数", EN: "distinct"},
	}[kind].In(p.lang)
}

func (p *program) direction(d metrics.Direction) string {
	return map[metrics.Direction]jianfu.Text{
		metrics.Down: {ZH: "少", EN: "fewer"}, metrics.Up: {ZH: "多", EN: "more"}, metrics.Undirected: {ZH: "—", EN: "-"},
	}[d].In(p.lang)
}

func (p *program) showMetric(ctx context.Context, engine *metrics.Engine, name string) error {
	m, err := engine.Catalog().Metric(name)
	if err != nil {
		return err
	}
	sql, err := engine.SQL(ctx, name)
	if err != nil {
		return err
	}
	var dimensions []string
	for _, d := range m.Dimensions() {
		dimensions = append(dimensions, p.say("%s（%s）", "%s (%s)", d.Name, d.Label.In(p.lang)))
	}
	caliber := p.say("不涉及", "changes nothing")
	if m.UnderCaliber() {
		caliber = metrics.DefaultCaliber
	}
	var table textTable
	table.add(p.say("指标", "metric"), m.Name)
	table.add(p.say("名称", "label"), m.Label.In(p.lang))
	table.add(p.say("定义", "definition"), m.Definition.In(p.lang))
	table.add(p.say("单位", "unit"), unit(m))
	table.add(p.say("类型", "kind"), p.kind(m.Kind()))
	table.add(p.say("优向", "better"), p.direction(m.Direction))
	table.add(p.say("口径", "caliber"), caliber)
	table.add(p.say("维度", "dimensions"), strings.Join(dimensions, p.say("、", ", ")))
	table.add(p.say("来源", "source"), strings.Join(m.Kinds(), ", "))
	if err := table.write(p.stdout); err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.stdout, "\n%s\n", sql)
	return err
}
