package loaders_test

import (
	"context"
	"fmt"
	"strings"

	"jianfu"
	"jianfu/loaders"
	"jianfu/warehouse"
)

// A file loads whole or not at all: every fault says where it is and what to do.
func ExampleLoader_Load() {
	ctx := context.Background()
	w, err := warehouse.Open(ctx, "") // in memory
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = w.Close() }()             // it is in memory
	contracts, err := loaders.ReadContracts(nil) // the program's own kinds of filing
	if err != nil {
		fmt.Println(err)
		return
	}
	loader, err := loaders.New(ctx, w, contracts)
	if err != nil {
		fmt.Println(err)
		return
	}
	load := func(name, text string) {
		r, err := loader.Load(ctx, name, strings.NewReader(text), int64(len(text)), loaders.Options{})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(r.File, r.Status, r.Rows)
		for _, fault := range r.Faults {
			fmt.Println(" ", fault.Row, fault.Column, fault.Code, fault.Text.In(jianfu.English))
		}
	}
	load("单位名录.csv", "单位编码,单位名称,单位类型\nB001,市教育局,市直部门\n")
	load("会议统计.csv", "主办单位,会议名称,召开时间,参会人数\n市教育局,开学工作会议,2023年8月30日,120人\n")
	load("会议统计9月.csv", "主办单位,会议名称,召开时间,参会人数\n市教育居,教师节会议,2023年9月10日,许多人\n")
	// Output:
	// 单位名录.csv loaded 1
	// 会议统计.csv loaded 1
	// 会议统计9月.csv refused 0
	//   2 主办单位 unknown_unit the directory has no unit "市教育居"; the nearest are 市教育局. Use a name of the directory, or add this one to it (as an alias)
	//   2 参会人数 bad_number "许多人" is not a number: write a whole number such as 120
}
