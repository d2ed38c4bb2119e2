package loaders

import (
	"strings"
	"testing"
)

// Advice works when it is followed to the letter: each table is refused with a sentence that says what to
// do, and loads once that is done.
func TestAdviceThatIsFollowed(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for name, c := range map[string]struct {
		merges, refused, advice, mended string
		values                          int
	}{
		"counts in rows, months in columns to transposed": {"", `
			2024年工作量
			填报单位：市教育局
			项目|1月|2月
			会议场次|1|2
			发文数|3|4`, "选择性粘贴→转置", `
			2024年工作量
			填报单位：市教育局
			月份|会议场次|发文数
			1月|1|3
			2月|2|4`, 4},
		"units in columns to transposed": {"", `
			2024年5月工作情况
			项目|市教育局|市民宗局
			会议场次|1|2
			发文数|3|4`, "选择性粘贴→转置", `
			2024年5月工作情况
			单位|会议场次|发文数
			市教育局|1|3
			市民宗局|2|4`, 4},
		"X月 to 2024年1—5月": {"", `
			2024年X月统计表
			单位|会议场次
			市教育局|1`, "请改成起止月份", `
			2024年1—5月统计表
			单位|会议场次
			市教育局|1`, 1},
		"以来 to months written": {"", `
			2024年以来统计表
			单位|会议场次
			市教育局|1`, "请改成起止月份", `
			2024年1—5月统计表
			单位|会议场次
			市教育局|1`, 1},
		"months of two years to years in the headers": {"", `
			2023年12月至2024年1月会议场次统计表
			单位|12月|1月
			市教育局|1|2`, "请在列名里写明年份", `
			2023年12月至2024年1月会议场次统计表
			单位|2023年12月|2024年1月
			市教育局|1|2`, 2},
		"万人次 to written out": {"", `
			2024年5月汇总
			单位|会议场次|参会人次（万人次）
			市教育局|1|1.2`, "请把各行的数写完整", `
			2024年5月汇总
			单位|会议场次|参会人次
			市教育局|1|12000`, 2},
		"no unit to 全市 in the title": {"", `
			2024年统计表
			月份|会议场次
			1月|1
			2月|2`, "请在标题里写明“全市”", `
			2024年全市统计表
			月份|会议场次
			1月|1
			2月|2`, 2},
		"no unit to 填报单位": {"", `
			2024年统计表
			月份|会议场次
			1月|1
			2月|2`, "填报单位：单位名称", `
			2024年统计表
			填报单位：市教育局
			月份|会议场次
			1月|1
			2月|2`, 2},
		"two counts in the title to one": {"", `
			2024年会议、发文统计表
			单位|1月|2月
			市教育局|1|2`, "请在标题里写明一项", `
			2024年召开会议情况统计表
			单位|1月|2月
			市教育局|1|2`, 2},
		"no month to title": {"", `
			汇总表
			单位|会议场次
			市教育局|1`, "请在标题里写明，如“2024年5月”", `
			2024年5月汇总表
			单位|会议场次
			市教育局|1`, 1},
		"a group of units to 小计": {"", `
			2024年5月
			单位|会议场次
			市直部门|3
			市教育局|3`, "市直部门小计", `
			2024年5月
			单位|会议场次
			市直部门小计|3
			市教育局|3`, 1},
		"weeks to summed": {"", `
			2024年5月会议情况
			单位|第1周|第2周
			市教育局|1|2`, "请把同一个月的数加起来", `
			2024年5月会议情况
			单位|会议场次
			市教育局|3`, 1},
		"去年同期 of which to 1—2月上年同期": {"", `
			2024年会议场次统计表
			单位|1月|2月|1-2月累计|去年同期
			市教育局|1|2|3|20`, "请把列名写全", `
			2024年会议场次统计表
			单位|1月|2月|1-2月累计|1—2月上年同期
			市教育局|1|2|3|20`, 4},
		"a text to a number": {"", `
			2024年5月汇总
			单位|会议场次|发文数
			市教育局|见附件|2`, "请只填整数", `
			2024年5月汇总
			单位|会议场次|发文数
			市教育局|1|2`, 2},
		"a merged number to each": {"B3:B4", `
			2024年5月汇总
			单位|会议场次
			市教育局|3
			市民宗局|`, "请取消合并，逐格写明", `
			2024年5月汇总
			单位|会议场次
			市教育局|2
			市民宗局|1`, 2},
		"townships to summed": {"", `
			2024年5月汇总
			单位|乡镇|会议场次
			东河区|甲镇|2
			东河区|乙乡|1`, "请合计成一行再报", `
			2024年5月汇总
			单位|会议场次
			东河区|3`, 1},
		"预计 to actual": {"", `
			2024年5月预计数统计表
			单位|会议场次
			市教育局|1`, "请改报实际的全数，并改好标题", `
			2024年5月统计表
			单位|会议场次
			市教育局|1`, 1},
		"a sum of nobody to 全市": {"", `
			2024年5月汇总
			单位|会议场次
			合计|9`, "请在标题里写明“全市”", `
			2024年5月全市汇总
			单位|会议场次
			合计|9`, 1},
		"two digits to four": {"", `
			2024年统计
			时间|单位|会议场次
			24年5月|市教育局|1`, "请写四位", `
			2024年统计
			时间|单位|会议场次
			2024年5月|市教育局|1`, 1},
		"section of an unknown unit to directory name": {"", `
			2024年统计表
			月份|会议场次
			一、市教育局
			1月|1
			二、市民宗
			1月|5`, "请改成名录里的名称", `
			2024年统计表
			月份|会议场次
			一、市教育局
			1月|1
			二、市民宗局
			1月|5`, 2},
	} {
		r := d.file("表.xlsx", tableCase{merges: c.merges, table: c.refused}.content(t), Options{})
		if r.Status != Refused || !strings.Contains(r.Faults[0].Text.ZH, c.advice) {
			t.Errorf("%s: %s %v", name, r.Status, r.Faults)
			continue
		}
		r = d.file("表.xlsx", tableCase{table: c.mended}.content(t), Options{})
		if r.Status == Refused || r.Rows != int64(c.values) {
			t.Errorf("%s, mended: %s, %d totals, %v", name, r.Status, r.Rows, r.Faults)
		}
	}
}
