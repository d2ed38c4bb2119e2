package jianfu_test

import (
	"fmt"

	"jianfu"
)

// Numbers are exact until they are shown; then they are rounded half up, once.
func ExampleDecimal() {
	held, base := jianfu.NewDecimal(521), jianfu.NewDecimal(595)
	change := held.Sub(base).Quo(base).Mul(jianfu.NewDecimal(100))
	fmt.Println(change.Fixed(2))
	third := jianfu.NewDecimal(1).Quo(jianfu.NewDecimal(3))
	fmt.Println(third.Mul(jianfu.NewDecimal(3)))
	// Output:
	// -12.44
	// 1
}

// A comparison with the year before takes the same span of months.
func ExamplePeriod_YearEarlier() {
	period, err := jianfu.ParsePeriod("2023-01/2023-11")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(period.YearEarlier(), period.Label(jianfu.Chinese))
	for _, half := range period.Buckets(jianfu.ByHalf) {
		fmt.Println(half)
	}
	// Output:
	// 2022-01/2022-11 2023年1—11月
	// 2023-H1
	// 2023-07/2023-11
}

// Every sentence for a user has both languages.
func ExampleSay() {
	text := jianfu.Say("共 %d 个文件", "%d files", 24)
	fmt.Println(text.In(jianfu.Chinese))
	fmt.Println(text.In(jianfu.English))
	// Output:
	// 共 24 个文件
	// 24 files
}

// An unknown name is refused with the nearest known ones.
func ExampleUnknown() {
	known := jianfu.Names("meetings.held", "meetings.planned", "documents.issued")
	err := jianfu.Unknown(jianfu.Say("指标", "metric"), "meetings.hold", known)
	fmt.Println(err.Code, err.Near)
	// Output: INVALID [meetings.held meetings.planned documents.issued]
}
