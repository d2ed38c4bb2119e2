package metrics_test

import (
	"context"
	"fmt"

	"jianfu"
	"jianfu/e2e/city"
	"jianfu/metrics"
)

// Figures of the sample city, compared and broken down, and the rows behind one of them.
func ExampleEngine_Measure() {
	ctx := context.Background()
	sample, err := city.OpenFile(ctx, "", "00单位名录.xlsx", "2022年会议统计表.xlsx", "2023年会议统计表.xlsx")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = sample.Warehouse.Close() }() // it is in memory
	m, err := sample.Engine.Measure(ctx, metrics.Query{
		Metrics: []string{"meetings.held", "meetings.remote_share"},
		Period:  jianfu.YearOf(2023),
		Compare: metrics.YearEarlier,
		Where:   metrics.Filter{Departments: []string{"B016"}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, value := range m.Rows[0].Values {
		fmt.Println(value.Metric.Name, value.Text(jianfu.Chinese), value.Comparison.Sentence(jianfu.Chinese))
	}
	rows, err := sample.Engine.Counted(ctx, m.Rows[0].Values[0].Scope, metrics.Page{First: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	record := rows.Records[0]
	fmt.Println(rows.Total, record.Title, record.Source.File, record.Source.Sheet, record.Source.Row)
	// Output:
	// meetings.held 14次 同比增长100.00%（多7次）
	// meetings.remote_share 28.57% 同比下降42.86个百分点
	// 14 全市城市管理部署会议 2023年会议统计表.xlsx 2月 22
}

// The catalogue is data: what a metric counts, in words.
func ExampleReadCatalog() {
	catalog, err := metrics.ReadCatalog(nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	metric, err := catalog.Metric("meetings.plan_execution")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(metric.Label.In(jianfu.Chinese), metric.Kind(), metric.Definition.In(jianfu.Chinese))
	// Output: 会议计划执行率 RATIO 计划内召开会议 ÷ 计划召开会议
}
