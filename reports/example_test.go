package reports_test

import (
	"context"
	"fmt"
	"strings"

	"jianfu"
	"jianfu/e2e/city"
	"jianfu/reports"
)

// The annual report of the sample city. Each of its figures can be traced.
func ExampleTemplates_Annual() {
	ctx := context.Background()
	sample, err := city.OpenFile(ctx, "", city.Files()...)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = sample.Warehouse.Close() }() // it is in memory
	report, err := sample.Templates.Annual(ctx, sample.Engine, reports.Spec{Period: jianfu.YearOf(2023)})
	if err != nil {
		fmt.Println(err)
		return
	}
	var text strings.Builder
	if err := report.WriteMarkdown(&text); err != nil {
		fmt.Println(err)
		return
	}
	first, _, _ := strings.Cut(text.String(), "\n")
	fmt.Println(first)
	figure, _, _ := strings.Cut(report.Figures[0].ID, ",as-of=") // then the moment and the commit
	fmt.Println(figure)
	// Output:
	// # 云州市2023年为基层减负工作情况报告
	// documents.issued@2023
}
