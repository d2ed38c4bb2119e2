package loaders

import (
	"fmt"
	"strings"
	"testing"

	"jianfu"
)

// TestChangesBeforeLoading: a dry run says of each figure and cell who, which month, which column,
// old and new.
func TestChangesBeforeLoading(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	told := func(r Result) []string {
		var list []string
		for _, c := range d.fine(r).Changes {
			list = append(list, c.In(jianfu.Chinese))
		}
		return list
	}
	dry := Options{DryRun: true}
	d.loaded("2023年5月汇总表.csv", "单位,会议场次,发文数\n教育局,3,4\n民宗局,5,\n", Options{})
	d.want(told(d.loaded("2023年5月汇总.csv", "单位,会议场次,发文数\n教育局,5,4\n民宗局,*,7\n", dry)),
		"市教育局 2023年5月 会议场次：3 → 5", "市民族宗教事务局 2023年5月 会议场次：5 → （空）")
	d.loaded("会议.csv", "主办单位,会议编号,会议名称,召开时间,参会人数\n教育局,1,甲,2023-05-03,10\n教育局,2,乙,2023-05-04,20\n", Options{})
	r := d.loaded("更正.csv", "主办单位,会议编号,会议名称,召开时间,参会人数\n教育局,1,甲,2023-05-03,11\n教育局,3,丙,2023-05-05,20\n", dry)
	d.want(told(r), "市教育局 2023年5月 1 参会人数：10 → 11", "市教育局 2023年5月 2：有 → （删去）", "市教育局 2023年5月 3：无 → 新增")
	if c := r.Changes[0]; c.Number != 2 || c.Department != "B01" {
		t.Errorf("%+v", c)
	}
	d.want(d.rows("SELECT COUNT(*) FROM fact.meeting"), "2")
	if r := d.loaded("更正.csv", "主办单位,会议编号,会议名称,召开时间,参会人数\n教育局,1,甲,2023-05-03,11\n", Options{}); len(r.Changes) > 0 {
		t.Errorf("a load reports changes: %+v", r.Changes)
	}
}

// TestImplausibleFilings: a filing that is hardly meant is warned of before it is loaded, with what
// is usual; one that is as usual is not.
func TestImplausibleFilings(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	visits := func(month, n int) string {
		var out strings.Builder
		out.WriteString("单位,调研日期,调研地点\n")
		for i := range n {
			fmt.Fprintf(&out, "教育局,2023-%02d-%02d,地点%d\n", month, 1+i%28, i)
		}
		return out.String()
	}
	for month := 1; month <= 4; month++ {
		d.loaded(fmt.Sprintf("%d.csv", month), visits(month, 3), Options{})
		d.loaded(fmt.Sprintf("2023年%d月汇总.csv", month), "单位,会议场次\n教育局,6\n", Options{})
	}
	d.loaded("2023年8月汇总.csv", "单位,发文数\n教育局,3\n", Options{}) // the only one of its count
	for name, c := range map[string]struct {
		file, text string
		want       []string
	}{
		"as usual":          {"5.csv", visits(5, 4), nil},
		"ten times":         {"5.csv", visits(5, 300), []string{"市教育局2023年5月“调研”这次是 300 行，平时每月约 3 行"}},
		"in place of few":   {"4更正.csv", visits(4, 60), []string{"市教育局2023年4月“调研”这次是 60 行，要替换的原有 3 行，平时每月约 3 行"}},
		"a month vanishes":  {"全年.csv", visits(1, 3) + strings.SplitN(visits(3, 3), "\n", 2)[1], []string{"市教育局2023年2月“调研”原有 3 行：这份文件前后各月都有"}},
		"nothing now":       {"2023年4月调研.csv", "2023年4月调研台账,,\n填报单位：教育局,,\n单位,调研日期,调研地点\n零报告,,\n", []string{"市教育局2023年4月“调研”原有 3 行：这份文件说没有"}},
		"a total":           {"2023年5月汇总.csv", "单位,会议场次\n教育局,66\n", []string{"市教育局2023年5月“会议场次”这次是 66，平时每月约 6"}},
		"a total replaced":  {"2023年8月汇总（更正）.csv", "单位,发文数\n教育局,200\n", []string{"市教育局2023年8月“发文数”这次是 200，要替换的原有 3，"}},
		"a month of totals": {"汇总.csv", "单位,月份,会议场次\n教育局,2023年1月,6\n教育局,2023年3月,6\n教育局,2023年4月,6\n", []string{"市教育局2023年2月“会议场次”原来报过数：这份文件前后各月都有"}},
		"a usual total":     {"2023年5月汇总.csv", "单位,会议场次\n教育局,9\n", nil},
	} {
		r := d.loaded(c.file, c.text, Options{DryRun: true})
		var got []string
		for _, w := range r.Warnings {
			got = append(got, w.In(jianfu.Chinese))
		}
		if len(got) != len(c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
			continue
		}
		for i := range got {
			if !strings.HasPrefix(got[i], c.want[i]) {
				t.Errorf("%s: %s, want %s", name, got[i], c.want[i])
			}
		}
	}
}

// TestUnitsThatLeaveTheDirectory: a directory without units of the one before names them, by a dry run and by
// the load itself.
func TestUnitsThatLeaveTheDirectory(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	r := d.loaded("单位名录.csv", "云州市单位名录,,\n单位编码,单位名称,单位类型\nB01,市教育局,市直部门\nB02,市民族宗教局,市直部门\nD02,市大数据局,市直部门\n", Options{DryRun: true})
	if len(r.Warnings) != 1 || !strings.HasPrefix(r.Warnings[0].Text.ZH, "这份名录里没有了原有的 3 个单位（市市场监督管理局、东河区人民政府、市大数据局）") {
		t.Errorf("%v", r.Warnings)
	}
	if c := r.Changes[0].In(jianfu.Chinese); !strings.HasPrefix(c, "市教育局 B01 ") {
		t.Error(c)
	}
	for _, o := range []Options{{DryRun: true}, {}} {
		if r := d.loaded("单位名录.csv", units+"B09,市水利局,,,市直部门,,,\n", o); len(r.Warnings) > 0 {
			t.Errorf("%v", r.Warnings)
		}
	}
	r = d.loaded("单位名录.csv", "云州市单位名录,,\n单位编码,单位名称,单位类型\nB01,市教育局,市直部门\nB03,市市场监管局,市直部门\nD02,市大数据局,市直部门\n", Options{})
	if len(r.Warnings) != 1 || !strings.HasPrefix(r.Warnings[0].Text.ZH, "这份名录里没有了原有的 4 个单位（市民族宗教事务局、东河区人民政府、市大数据局、市水利局）") {
		t.Errorf("%v", r.Warnings)
	}
}
