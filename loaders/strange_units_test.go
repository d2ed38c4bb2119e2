package loaders

import (
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
