package loaders

import (
	"fmt"
	"strings"
	"testing"

	"jianfu"
)

// TestTimesAboveTables: what the lines above a table of totals say of its months is understood whole, or the
// table is refused. Lines are between bars; want is the period of the totals, or what the fault says.
func TestTimesAboveTables(t *testing.T) {
	t.Parallel()
	for kind, cases := range map[string]map[string]string{
		"contradictions": {
			"2023年5月统计汇总表|（2024年）":                   "！表上方写了两个不同的时间：“2023年5月统计汇总表”写的是 2023年5月，“（2024年）”写的是 2024年",
			"2024年统计汇总表|2023年度":                      "！两个不同的时间",
			"2024年5月统计汇总表|统计时间：2024年6月":              "2024-05", // the day of filing is no period
			"2024年5月统计汇总表|（6月）":                      "！“2024年5月统计汇总表”写的是 2024年5月，“（6月）”写的是 6月",
			"2024年5月统计汇总表|一季度":                       "！两个不同的时间",
			"2024年上半年统计汇总表|6月份":                      "！两个不同的时间",
			"2023年统计汇总表（2024年）":                      "！两个不同的时间",
			"2024年5月统计汇总表（6月）":                       "！两个不同的时间",
			"2024年5月统计汇总表|统计区间：2024年1月1日至2024年5月31日": "！两个不同的时间",
			"2024年统计汇总表|（5月）":                        "2024-05",
			"2024年统计汇总表|2024年5月":                     "2024-05",
			"统计汇总表|2024年度|5月份":                       "2024-05",
			"2024年5月统计汇总表|（与2023年同期对比）":              "2024-05",
			"2024年5月统计汇总表|填报日期：2024年6月":              "2024-05",
			"2024年5月统计汇总表|云政办〔2023〕5号":               "2024-05",
			"2024年5月统计汇总表|（1—5月累计）":                  "2024-01/2024-05",
			"2024年5月统计汇总表|制表：2024年6月3日":              "2024-05",
		},
		"times that are not understood": {
			"2024年第5期统计汇总表":       "！“第5期”没有说明是哪几个月",
			"2024年第五期统计汇总表":       "！“第5期”",
			"2024年统计汇总表（第三轮）":     "！“第3轮”",
			"2024年第三批统计汇总表":       "！“第3批”不是整月",
			"2024年5号统计汇总表":        "！5号",
			"2024年上旬统计汇总表":        "！“上旬”不是整月",
			"2024年第2周统计汇总表":       "！“第2周”不是整月",
			"2024年第二阶段统计汇总表":      "！“第2阶段”",
			"2024年月报":             "！“月报”",
			"2024年季度统计表":          "！“季度统计”",
			"2024年半年统计表":          "！“半年",
			"2024年第5季度统计表":        "！“第5季度”",
			"2024年13月统计表":         "！13月",
			"2024年最后一个季度统计表":      "！季度",
			"2024年近三个月统计表":        "！3个月",
			"2024年暑期统计表":          "！“暑期”",
			"2024年5月、8月统计汇总表":     "！5月、8月”没有说明",
			"2024年1、3季度统计汇总表":     "！1、3季度",
			"2024年1、2、3月统计汇总表":    "2024-Q1",
			"2024年1月、2月和3月统计汇总表":  "2024-Q1",
			"2024年三、四季度统计汇总表":     "2024-H2",
			"2024年统计汇总表（第三次修改）":   "2024",
			"2024年统计汇总表(1)":       "2024",
			"附件2|2024年统计汇总表":      "2024",
			"2024年12个部门统计汇总表":     "2024",
			"2024年全年统计汇总表":        "2024",
			"2024年度市直单位统计汇总表":     "2024",
			"2024年度统计汇总表（每月5日前报）": "2024",
			"2024年5月第5期统计汇总表":     "2024-05", // the number of a bulletin
		},
		"months of accounts": {
			"2024年5月统计汇总表（4月26日至5月25日）":               "2024-05！不是从 1 日算到月底的（4月26日至5月25日）",
			"2024年5月统计汇总表|统计区间：2024年4月26日—2024年5月25日": "2024-05！不是从 1 日算到月底的",
			"统计区间：2024年4月26日至5月25日|2024年5月统计汇总表":      "2024-05！不是从 1 日算到月底的",
			"2024年统计汇总表|（2023年12月26日至2024年12月25日）":    "2024！不是从 1 日算到月底的",
			"2024年1月统计汇总表（2023.12.21-2024.1.20）":      "2024-01！不是从 1 日算到月底的",
			"2024年4月26日至5月25日统计汇总表":                   "！“2024年4月26日至5月25日”不是整月",
			"2024年5月统计汇总表（5月26日至6月25日）":               "！不是整月",
			"2024年5月统计汇总表（3月26日至5月25日）":               "！不是整月",
			"2024年5月1日至5月31日统计汇总表":                    "2024-05",
			"2024年5月1日至28日统计汇总表":                      "！不是整月",
			"2024年1月1日至5月20日统计汇总表":                    "！不是整月",
			"2024年5月统计汇总表（5月6日—5月12日）":                "！不是整月",
		},
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			for titles, want := range cases {
				var rows [][]any
				for _, title := range strings.Split(titles, "|") {
					rows = append(rows, []any{title})
				}
				rows = append(rows, [][]any{{"单位", "会议场次", "发文数"}, {"教育局", 3, 4}}...)
				r := d.file("表.xlsx", workbook(t, sheets{{"Sheet1", rows, nil}}), Options{})
				got, said := "", ""
				for _, f := range r.Faults {
					said += f.In(jianfu.Chinese) + f.In(jianfu.English)
				}
				for _, w := range r.Warnings {
					said += w.In(jianfu.Chinese)
				}
				if r.Status == Loaded {
					got = strings.Join(d.rows(fmt.Sprintf("SELECT DISTINCT s.period FROM fact.reported_total f JOIN slice s ON s.id = f.slice_id WHERE f.id >> 32 = %d", r.Submission)), " ")
				}
				period, words, _ := strings.Cut(want, "！")
				if got != period || !strings.Contains(said, words) {
					t.Errorf("%s: %q %s, want %s", titles, got, said, want)
				}
			}
		})
	}
}

// TestEveryFaultAtOnce: what is wrong with the header, or above it, does not hide what is wrong with the cells.
func TestEveryFaultAtOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for table, want := range map[string]string{
		"2024年上半月统计表,,\n单位,会议场次,参会人次（百人）\n教育剧,3,4\n民宗局,3①,4 5\n":  "2  bad_value|2 参会人次（百人） bad_value|3 单位 unknown_unit|4 会议场次 bad_number|4 参会人次（百人） bad_number",
		"2024年5月,,\n单位,参会人次（百人）,文件页数（千页）\n教育局,3,4\n":              "2 参会人次（百人） bad_value|2 文件页数（千页） bad_value",
		"2023年5月,,\n（2024年）,,\n单位,会议场次,发文数\n教育局,3,见附件\n":          "3  period_mismatch|4 发文数 bad_number",
		"2024年统计表（预计数，第5期）,,\n单位,会议场次,发文数\n教育局,3,4\n":             "2  missing_value|2  bad_value",
		"2024年5月,,,\n项目,单位,本月,累计\n会议场次,教育局,3,4\n发文数,教育剧,见附件,5\n":  "2 项目 missing_column|4 单位 unknown_unit|4 本月 bad_number",
		"2024年统计表,,\n单位,1月,2月\n教育局,3,见附件\n教育剧,1,2\n":              "2 单位、1月、2月 missing_column|3 2月 bad_number|4 单位 unknown_unit",
		"会议名称,召开时间,会期,参会人数\n甲,5月40日,一小会,30\n乙,2024-05-03,1,3 4\n": "1 主办单位 missing_column|2 召开时间 bad_date|2 会期 bad_number|3 参会人数 bad_number",
		"2024年,,\n月份,会议场次,发文数\n1月,3,4 5\n":                        "2 单位 missing_column|3 发文数 bad_number",
	} {
		d.want([]string{strings.Join(d.refused("表.csv", table, Options{}), "|")}, want)
	}
}
