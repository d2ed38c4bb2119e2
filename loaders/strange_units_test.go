package loaders

import (
	"fmt"
	"strings"
	"testing"

	"jianfu"
)

// TestTextsInPlaceOfUnits: what a row of totals is called decides what is said of it, and only what may be a
// unit is to be added to the directory.
func TestTextsInPlaceOfUnits(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	const directory = "增加它"
	for text, want := range map[string]string{
		"其他单位": "没有说明是哪几个单位", "其余": "没有说明是哪几个单位", "其它部门": "没有说明是哪几个单位", "其他各县区": "没有说明是哪几个单位",
		"市教育局、市民宗局等5家单位": "没有写全是哪些单位", "市教育局等": "没有写全是哪些单位", "五家单位": "没有写全是哪些单位",
		"市直部门": "是一类单位", "各县（市、区）": "是一类单位", "乡镇": "是一类单位",
		"同比另报": "不像单位名称", "数据截至24时": "不像单位名称", "12": "不像单位名称", "已核对": "不像单位名称",
		"市工信局": directory, "教育": directory, "市交通运输综合行政执法支队": directory, "教育剧": directory,
	} {
		r := d.file("2024年5月.csv", []byte("单位,会议场次,发文数\n民宗局,1,2\n"+text+",3,4\n"), Options{DryRun: true})
		if len(r.Faults) != 1 || r.Faults[0].Code != jianfu.UnknownUnit || !strings.Contains(r.Faults[0].Text.ZH, want) || want != directory && strings.Contains(r.Faults[0].Text.ZH, directory) {
			t.Errorf("%s: %v, want %s", text, r.Faults, want)
		}
	}
	for _, text := range []string{"第1页 共2页", "第 2 页", "（续表）", "— 3 —", "Page 1 of 2", "每单位平均", "平均数", "最高"} {
		r := d.file("2024年5月.csv", []byte("单位,会议场次,发文数\n民宗局,1,2\n"+text+",,\n教育局,3,4\n"), Options{DryRun: true})
		if len(r.Faults) != 0 || r.Rows != 4 {
			t.Errorf("%s: %v %v", text, r.Faults, r.Rows)
		}
	}
}

// TestSubtotalsAreHeldAgainstRows: 小计 is of the rows above it, or of those below; one that is of neither may hold
// what no row says.
func TestSubtotalsAreHeldAgainstRows(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for table, want := range map[string]string{
		"市直小计,4,6\n教育局,3,4\n民宗局,1,2\n县区小计,5,6\n东河区,5,6\n合计,9,12\n": "",
		"教育局,3,4\n民宗局,1,2\n市直小计,4,6\n东河区,5,6\n县区小计,5,6\n合计,9,12\n": "",
		"教育局,3,4\n民宗局,1,2\n小计,4,7\n东河区,5,6\n":                      "第 5 行，“发文数”列：小计写的是 7，上面各行相加是 6，下面各行相加是 6",
		"教育局,3,4\n其他单位小计,7,8\n":                                    "第 4 行，“会议场次”列：小计写的是 7，上面各行相加是 3，下面各行相加是 0",
		"县区小计,5,6\n东河区,4,6\n合计,4,6\n":                              "第 3 行，“会议场次”列：小计写的是 5，上面各行相加是 0，下面各行相加是 4",
		"教育局,3,若干\n民宗局,1,2\n小计,4,7\n":                              "不是确切的值",
	} {
		r := d.file("表.csv", []byte("2024年5月,,\n单位,会议场次,发文数\n"+table), Options{DryRun: true})
		var said []string
		for _, w := range r.Warnings {
			said = append(said, w.In(jianfu.Chinese))
		}
		if got := strings.Join(said, "|"); len(r.Faults) > 0 || (got == "") != (want == "") || !strings.Contains(got, want) || strings.Contains(want, "不是确切") && strings.Contains(got, "小计") {
			t.Errorf("%s: %v %s, want %s", table, r.Faults, got, want)
		}
	}
}

// The row under the header that numbers the columns, or says what they count in, is none of the table's; what is
// not in order, or a number of a unit, is read.
func TestRowsOfColumnNumbers(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	const total, list = "2024年%d月汇总表,,\n单位,会议场次,发文数\n", "2024年%d月调研,,\n单位,调研日期,调研地点\n"
	for i, row := range []string{"甲,1,2", "栏次,1,2", "（1）,（2）,（3）", "—,次,件", ",场,件", "A,B,C", "①,②,③"} {
		if r := d.loaded("汇总表.csv", fmt.Sprintf(total, i+1)+row+"\n教育局,3,4\n", Options{}); r.Rows != 2 {
			t.Errorf("%s: %d figures", row, r.Rows)
		}
		if r := d.loaded("调研.csv", fmt.Sprintf(list, i+1)+row+"\n教育局,"+fmt.Sprintf("2024-%02d-03", i+1)+",甲\n", Options{}); r.Rows != 1 {
			t.Errorf("%s: %d rows", row, r.Rows)
		}
	}
	for row, want := range map[string]string{"甲,1,3": "3 单位 unknown_unit", "甲,5,6": "3 单位 unknown_unit"} {
		d.want([]string{strings.Join(d.refused("汇总表.csv", fmt.Sprintf(total, 9)+row+"\n教育局,3,4\n", Options{}), "|")}, want)
	}
}
