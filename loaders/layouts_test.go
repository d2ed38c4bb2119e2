package loaders

import (
	"strings"
	"testing"

	"jianfu"
)

// jointRows lists meetings with the further units that held them.
const jointRows = "SELECT department, name, CAST(joint_units AS VARCHAR) FROM fact.meeting ORDER BY id"

// meetingRows and documentRows list the records that were loaded.
const (
	meetingRows  = "SELECT department, name, CAST(held_on AS VARCHAR), attendance FROM fact.meeting ORDER BY id"
	documentRows = "SELECT department, title, CAST(issued_on AS VARCHAR) FROM fact.document ORDER BY id"
)

// TestLayoutsOfRealTables loads layouts that went wrong once, under the directory of the sample city.
func TestLayoutsOfRealTables(t *testing.T) {
	t.Parallel()
	l, w := open(t)
	d := &desk{l, t, w}
	loadFiles(t, l, Options{}, "../testdata/yunzhou/00单位名录.xlsx")
	file := func(name string) Result { return loadFiles(t, l, Options{}, "../testdata/layouts/"+name+".xlsx")[0] }
	d.fine(file("左右两张表"))
	d.want(d.rows(documentRows), "B031|甲通知|2024-05-06", "B011|乙通知|2024-05-07")
	d.want(d.rows(meetingRows), "B031|甲会|2024-05-09|∅", "B011|乙会|2024-05-10|∅")
	d.want(d.rows("SELECT split_part(cells, chr(31), 5), split_part(cells, chr(31), 6) FROM fact.meeting ORDER BY id"), "市教育局|甲会", "市财政局|乙会")
	d.fine(file("填报单位行"))
	d.want(d.rows(meetingRows), "B031|甲会|2024-05-09|∅", "B011|乙会|2024-05-10|∅", "B031|招生工作会|2024-05-08|70", "B031|安全工作会|2024-05-09|45")
	r := d.fine(file("计划实际两列读成会议计划"))
	d.want(r.IgnoredColumns, "召开时间/计划", "参会人数/计划")
	d.want(d.rows(meetingRows+" DESC LIMIT 1"), "B031|甲|2024-05-08|70")
	d.fine(file("月份为列"))
	d.fine(file("序号列加两层表头"))
	d.want(d.rows(statedTotals), "B011|meetings_held|2023-01||0.0", "B011|meetings_held|2023-02||1.0", "B011|meetings_held|2023-03||1.0",
		"B031|documents_issued|2023-05|上年同期|17.0", "B031|documents_issued|2024-05||3.0", "B031|meetings_held|2023-01||1.0", "B031|meetings_held|2023-02||2.0",
		"B031|meetings_held|2023-03||0.0", "B031|meetings_held|2023-05|上年同期|8.0", "B031|meetings_held|2024-05||2.0")
	d.fine(file("只有清单没有变动"))
	d.want(d.rows("SELECT name, CAST(established_on AS VARCHAR), CAST(listed_on AS VARCHAR) FROM fact.body ORDER BY id"),
		"甲领导小组|2019-03-01|2024-05-31", "乙领导小组|2020-06-01|2024-05-31", "丙联席会议|2018-01-01|2024-05-31")
	for name, want := range map[string][]string{
		"一格两个人数":        {"Sheet 3 参会人数 bad_number"},
		"显示5.10存5.1的日期": {"Sheet 3 召开时间 bad_date", "Sheet 4 召开时间 bad_date", "Sheet 5 召开时间 bad_date"},
		"编号失真":          {"Sheet 3 留言编号 bad_value", "Sheet 5 留言编号 duplicate_key"},
	} {
		if got := placesOf(file(name).Faults); !same(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}

// office is one table of totals and what it states.
type office struct {
	name   string // of the file
	rows   [][]any
	merges [][2]string
	want   []string
}

// TestOfficesOfTotals reads the ways in which invented offices keep their totals.
func TestOfficesOfTotals(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]office{
		"groups in another order": {rows: [][]any{
			{"2024年5月工作情况"}, {"单位", "会议场次", nil, nil, nil, "发文数", nil}, {nil, "同比增减", "上年同期", "本月", "1—5月累计", "去年同期", "当月"},
			{"教育局", "-25%", 8, 6, 20, 4, 5}}, merges: [][2]string{{"A2", "A3"}, {"B2", "E2"}, {"F2", "G2"}},
			want: []string{"B01|documents_issued|2023-05|上年同期|4.0", "B01|documents_issued|2024-05||5.0", "B01|meetings_held|2023-05|上年同期|8.0", "B01|meetings_held|2024-01/2024-05||20.0", "B01|meetings_held|2024-05||6.0"}},
		"the year before left of the months to date, which are written out": {rows: [][]any{
			{"2024年5月"}, {"单位", "会议次数", nil, nil, nil}, {nil, "去年同期", "1—5月", "当月", "同比增减"}, {"教育局", 8, 20, 6, "-25%"}}, merges: [][2]string{{"A2", "A3"}, {"B2", "E2"}},
			want: []string{"B01|meetings_held|2023-05|上年同期|8.0", "B01|meetings_held|2024-01/2024-05||20.0", "B01|meetings_held|2024-05||6.0"}},
		"the month before is not counted": {rows: [][]any{{"2024年5月会议情况表"}, {"单位", "会议场次"}, {nil, "本月", "上月", "环比"}, {"教育局", 5, 4, "25%"}}, merges: [][2]string{{"B2", "D2"}},
			want: []string{"B01|meetings_held|2024-05||5.0"}},
		"the month before beside the year before": {rows: [][]any{{"2024年5月会议情况表"}, {"单位", "上月会议场次", "本月会议场次", "环比%", "上年同期", "同比%"}, {"教育局", 4, 5, 25, 6, -16.67}},
			want: []string{"B01|meetings_held|2023-05|上年同期|6.0", "B01|meetings_held|2024-05||5.0"}},
		"halves of the month": {rows: [][]any{{"2024年5月会议情况表"}, {"单位", "会议场次"}, {nil, "上半月", "下半月", "全月"}, {"教育局", 2, 3, 5}}, merges: [][2]string{{"B2", "D2"}},
			want: []string{"B01|meetings_held|2024-05||5.0"}},
		"月份 over the months": {rows: [][]any{{"各单位召开会议次数（2023年）"}, {"序号", "单位", "月份"}, {nil, nil, "一月", "二月", "合计"}, {1, "教育局", 1, 2, 3}}, merges: [][2]string{{"A2", "A3"}, {"B2", "B3"}, {"C2", "E2"}},
			want: []string{"B01|meetings_held|2023-01||1.0", "B01|meetings_held|2023-02||2.0"}},
		"a span over the counts": {rows: [][]any{
			{"附件：2024年一季度汇总"}, {"部门", "本季度", nil, "上年同期", nil}, {nil, "召开会议", "印发文件", "召开会议", "印发文件"}, {"教育局", 6, 5, 8, 4}},
			merges: [][2]string{{"A2", "A3"}, {"B2", "C2"}, {"D2", "E2"}},
			want:   []string{"B01|documents_issued|2023-Q1|上年同期|4.0", "B01|documents_issued|2024-Q1||5.0", "B01|meetings_held|2023-Q1|上年同期|8.0", "B01|meetings_held|2024-Q1||6.0"}},
		"a 上年同期 for each of month and 累计": {rows: [][]any{
			{"2024年3月份"}, {"单位", "会议次数", nil, nil, nil}, {nil, "本月", "上年同期", "本年累计", "上年同期"}, {"教育局", 1, 2, 3, 4}}, merges: [][2]string{{"A2", "A3"}, {"B2", "E2"}},
			want: []string{"B01|meetings_held|2023-03|上年同期|2.0", "B01|meetings_held|2023-Q1|上年同期|4.0", "B01|meetings_held|2024-03||1.0", "B01|meetings_held|2024-Q1||3.0"}},
		"one row of header": {rows: [][]any{
			{"单位", "2024年5月会议场次", "上年同期", "同比", "1-5月发文数"}, {"教育局", 3, 2, 0.5, 9}}, name: "2024年.xlsx",
			want: []string{"B01|documents_issued|2024-01/2024-05||9.0", "B01|meetings_held|2023-05|上年同期|2.0", "B01|meetings_held|2024-05||3.0"}},
		"the title's span": {rows: [][]any{{"2024年1—5月统计表"}, {"单位", "会议场次", "发文数（件）"}, {"教育局", 3, 2}, {"合计", 3, 2}},
			want: []string{"B01|documents_issued|2024-01/2024-05||2.0", "B01|meetings_held|2024-01/2024-05||3.0"}},
		"years as columns": {rows: [][]any{{"近三年召开会议情况"}, {"单位", "2021年", "2022年", "2023年"}, {"教育局", 3, 2, 1}},
			want: []string{"B01|meetings_held|2021||3.0", "B01|meetings_held|2022||2.0", "B01|meetings_held|2023||1.0"}},
		"years with their counts": {rows: [][]any{{"序号", "单位", "2022年发文数", "2023年发文数", "2023年会议数"}, {1, "教育局", 3, 2, 1}},
			want: []string{"B01|documents_issued|2022||3.0", "B01|documents_issued|2023||2.0", "B01|meetings_held|2023||1.0"}},
		"the year before beside this one": {rows: [][]any{{"2024年上半年"}, {"单位", "会议场次", nil}, {nil, "2024年", "2023年"}, {"教育局", 3, 2}}, merges: [][2]string{{"A2", "A3"}, {"B2", "C2"}},
			want: []string{"B01|meetings_held|2023-H1|上年同期|2.0", "B01|meetings_held|2024-H1||3.0"}},
		"quarters as columns": {rows: [][]any{{"2023年视频会议情况表"}, {"单位", "一季度", "二季度", "第三季度", "四季度", "全年"}, {"教育局", 1, 2, 3, 4, 10}},
			want: []string{"B01|meetings_remote|2023||10.0", "B01|meetings_remote|2023-Q1||1.0", "B01|meetings_remote|2023-Q2||2.0", "B01|meetings_remote|2023-Q3||3.0", "B01|meetings_remote|2023-Q4||4.0"}},
		"months in rows of one unit": {rows: [][]any{{"2023年会议和发文统计"}, {"填报单位（盖章）：市教育局    填报时间：2024年1月5日"}, {"月份", "会议场次", "发文数"}, {"1月", 1, 2}, {"2月", 0, nil}, {"合计", 1, 2}},
			want: []string{"B01|documents_issued|2023-01||2.0", "B01|meetings_held|2023-01||1.0", "B01|meetings_held|2023-02||0.0"}},
		"quarters and halves in rows": {rows: [][]any{{"市教育局2023年统计"}, {"时间", "会议场次"}, {"第一季度", 1}, {"二季度", 2}, {"下半年", 3}},
			want: []string{"B01|meetings_held|2023-H2||3.0", "B01|meetings_held|2023-Q1||1.0", "B01|meetings_held|2023-Q2||2.0"}},
		"history of one unit by year": {rows: [][]any{{"会议统计（市教育局）"}, {"年度", "会议场次", "其中：视频会议"}, {"2021年", 10, 4}, {2022, 9, "*"}},
			want: []string{"B01|meetings_held|2021||10.0", "B01|meetings_held|2022||9.0", "B01|meetings_remote|2021||4.0", "B01|meetings_remote|2022||∅"}},
		"the whole city": {rows: [][]any{{"全市2023年网民留言办理情况"}, {"月份", "受理留言", "办结留言"}, {"1月", 7, 5}, {"2月", "8件", "〔*〕"}},
			want: []string{"|messages_handled|2023-01||5.0", "|messages_handled|2023-02||∅", "|messages_received|2023-01||7.0", "|messages_received|2023-02||8.0"}},
		"only the sum of the city": {rows: [][]any{{"云州市2023年5月汇总表"}, {"单位", "会议场次"}, {"合计", 7}}, want: []string{"|meetings_held|2023-05||7.0"}},
		"only the sum of one unit": {rows: [][]any{{"关于2024年1至5月份会议、文件统计的情况（教育局）"}, {"类别", "会议次数", "发文件数"}, {"合计", 5, 6}}, want: []string{"B01|documents_issued|2024-01/2024-05||6.0", "B01|meetings_held|2024-01/2024-05||5.0"}},
		"the city in a row":        {rows: [][]any{{"2023年5月汇总表"}, {"单位", "会议场次"}, {"全市", 9}, {"教育局", 3}, {"民宗局", 4}}, want: []string{"|meetings_held|2023-05||9.0", "B01|meetings_held|2023-05||3.0", "B02|meetings_held|2023-05||4.0"}},
		"plan and actual":          {rows: [][]any{{"2023年汇总表"}, {"单位", "督查检查考核", nil, "会议场次", nil}, {nil, "计划", "实际", "计划数", "实际完成"}, {"教育局", 3, 2, 9, 8}}, merges: [][2]string{{"A2", "A3"}, {"B2", "C2"}, {"D2", "E2"}}, want: []string{"B01|inspections_conducted|2023||2.0", "B01|inspections_planned|2023||3.0", "B01|meetings_held|2023||8.0", "B01|meetings_planned|2023||9.0"}},
		"folded list":              {rows: [][]any{{"2023年5月会议次数"}, {"序号", "单位", "会议次数", "序号", "单位", "会议次数"}, {1, "教育局", 3, 2, "民宗局", 4}}, want: []string{"B01|meetings_held|2023-05||3.0", "B02|meetings_held|2023-05||4.0"}},
		"section rows of units":    {rows: [][]any{{"2023年统计表"}, {"月份", "会议场次"}, {"一、市教育局"}, {"1月", 1}, {"2月", 2}, {"二、市民宗局"}, {"1月", 3}}, want: []string{"B01|meetings_held|2023-01||1.0", "B01|meetings_held|2023-02||2.0", "B02|meetings_held|2023-01||3.0"}},
		"blocks of counts":         {rows: [][]any{{"2023年召开会议情况"}, {"单位", "1月", "2月"}, {"教育局", 1, 2}, {"合计", 1, 2}, {"2023年印发文件情况"}, {"单位", "1月", "2月"}, {"教育局", 3, 4}}, want: []string{"B01|documents_issued|2023-01||3.0", "B01|documents_issued|2023-02||4.0", "B01|meetings_held|2023-01||1.0", "B01|meetings_held|2023-02||2.0"}},
		"joint units and numerals": {rows: [][]any{{"2023年5月"}, {"单位", "参会人次", "调研次数"}, {"市教育局、市民宗局", "一百二十人", "壹拾贰"}}, want: []string{"B01|meetings_attendance|2023-05||120.0", "B01|visits_made|2023-05||12.0"}},
		"another caliber":          {rows: [][]any{{"2023年5月汇总表"}, {"单位", "会议场次（全口径）"}, {"教育局", 5}}, want: []string{"B01|meetings_held|2023-05|all|5.0"}},
		"video beside television and telephone": {rows: [][]any{{"2023年5月汇总表"}, {"单位", "会议场次", "视频会议", "电视电话会议"}, {"教育局", 9, 3, 2}, {"民宗局", 4, 0, 1}, {"合计", 13, 3, 3}},
			want: []string{"B01|meetings_held|2023-05||9.0", "B01|meetings_remote|2023-05||5.0", "B02|meetings_held|2023-05||4.0", "B02|meetings_remote|2023-05||1.0"}},
		"parts below a group, each with its 上年同期": {rows: [][]any{{"2024年5月汇总表"}, {"单位", "会议场次", nil, nil, nil, nil, nil}, {nil, "现场", "视频", nil, "电视电话", nil, "合计"}, {nil, nil, "上年同期", "本月", "本月", "上年同期", nil}, {"教育局", 1, 7, 3, 2, 6, 6}},
			merges: [][2]string{{"A2", "A4"}, {"B2", "G2"}, {"C3", "D3"}, {"E3", "F3"}},
			want:   []string{"B01|meetings_held|2024-05||6.0", "B01|meetings_remote|2023-05|上年同期|13.0", "B01|meetings_remote|2024-05||5.0"}},
		"three parts, one unknown": {rows: [][]any{{"2023年5月汇总表"}, {"单位", "电话会议（场）", "电视会议", "视频会议场次"}, {"教育局", 1, 2, 3}, {"民宗局", 1, "*", 3}, {"市场监管局", 1, nil, 3}, {"东河区", nil, nil, nil}},
			want: []string{"B01|meetings_remote|2023-05||6.0", "B02|meetings_remote|2023-05||∅", "B03|meetings_remote|2023-05||∅"}},
		"the whole beside its parts":    {rows: [][]any{{"2023年5月汇总表"}, {"单位", "视频会议", "电视电话会议", "视频和电视电话会议"}, {"教育局", 3, 2, 5}}, want: []string{"B01|meetings_remote|2023-05||5.0"}},
		"a part that is not the whole":  {rows: [][]any{{"2023年5月汇总表"}, {"单位", "会议场次", "电视电话会议"}, {"教育局", 3, 2}}, want: []string{"B01|meetings_held|2023-05||3.0"}},
		"one count under both calibers": {rows: [][]any{{"2023年5月汇总表"}, {"单位", "会议场次（全口径）", "会议场次（精简口径）"}, {"教育局", 5, 3}}, want: []string{"B01|meetings_held|2023-05||3.0", "B01|meetings_held|2023-05|all|5.0"}},
		"a blank column within": {rows: [][]any{{"云州市2024年3月汇总表"}, {"单位", "会议场次", nil, "发文数", "上年同期"}, {"教育局", 1, nil, 3, 4}},
			want: []string{"B01|documents_issued|2023-03|上年同期|4.0", "B01|documents_issued|2024-03||3.0", "B01|meetings_held|2024-03||1.0"}},
		"the city's months beside its units": {rows: [][]any{{"云州市2024年汇总表"}, {"单位", "会议场次", nil, "月份", "发文数"}, {"教育局", 1, nil, "1月", 4}, {"民宗局", 2, nil, "2月", 5}},
			want: []string{"|documents_issued|2024-01||4.0", "|documents_issued|2024-02||5.0", "B01|meetings_held|2024||1.0", "B02|meetings_held|2024||2.0"}},
		"parts of a total":  {rows: [][]any{{"2023年5月汇总表"}, {"单位", "会议场次"}, {"合计", 12}, {"其中：市教育局", 4}, {"市民宗局", 6}}, want: []string{"B01|meetings_held|2023-05||4.0", "B02|meetings_held|2023-05||6.0"}},
		"parts of the city": {rows: [][]any{{"2023年5月汇总表"}, {"单位", "会议场次"}, {"全市", 12}, {"其中:教育局", 4}, {"（其中）市民宗局", 6}}, want: []string{"|meetings_held|2023-05||12.0", "B01|meetings_held|2023-05||4.0", "B02|meetings_held|2023-05||6.0"}},
		"parts in groups": {rows: [][]any{{"2023年5月汇总表"}, {"单位", "会议场次"}, {"县区合计", 5}, {"其中东河区", 5}, {"市直合计", 10}, {"其中　市教育局", 4}, {"市民宗局", 6}},
			want: []string{"B01|meetings_held|2023-05||4.0", "B02|meetings_held|2023-05||6.0", "C01|meetings_held|2023-05||5.0"}},
		"其中 in a column of its own": {rows: [][]any{{"2023年5月汇总表"}, {"单位", nil, "会议场次"}, {"合计", nil, 10}, {"其中", "市教育局", 4}, {nil, "市民宗局", 6}}, merges: [][2]string{{"A2", "B2"}, {"A3", "B3"}, {"A4", "A5"}},
			want: []string{"B01|meetings_held|2023-05||4.0", "B02|meetings_held|2023-05||6.0"}},
		"one header over groups and units": {rows: [][]any{{"2023年5月汇总表"}, {"单位", nil, "会议", nil}, {nil, nil, "本月", "累计"}, {"市直部门", "市教育局", 4, 5}, {nil, "市民宗局", 6, 7}, {"县区", "东河区", 6, 8}}, merges: [][2]string{{"A2", "B3"}, {"C2", "D2"}, {"A4", "A5"}},
			want: []string{"B01|meetings_held|2023-01/2023-05||5.0", "B01|meetings_held|2023-05||4.0", "B02|meetings_held|2023-01/2023-05||7.0", "B02|meetings_held|2023-05||6.0", "C01|meetings_held|2023-01/2023-05||8.0", "C01|meetings_held|2023-05||6.0"}},
		"weeks beside their sum": {rows: [][]any{{"2024年5月召开会议情况"}, {"单位", "第1周", "第2周", "第三周", "合计"}, {"教育局", 1, 2, 3, 6}}, want: []string{"B01|meetings_held|2024-05||6.0"}},
		"days that make months": {rows: [][]any{{"汇总表"}, {"单位", "时间", "会议场次"}, {"教育局", "2024年1月1日至3月31日", 1}, {"教育局", "2024年4月1日-4月30日", 2}, {"民宗局", "2024-05-01", 3}, {"民宗局", "2024年1月1日—2024年6月30日", 4}},
			want: []string{"B01|meetings_held|2024-04||2.0", "B01|meetings_held|2024-Q1||1.0", "B02|meetings_held|2024-05||3.0", "B02|meetings_held|2024-H1||4.0"}},
		"months of one unit with sums of quarters": {rows: [][]any{{"市教育局精文减会工作月度统计表（2023年度）"}, {"填报单位（公章）：市教育局", nil, "填报日期：2024年1月8日"}, {"月份", "会议", nil, "备注"}, {nil, "召开会议（场）", "其中：视频会议", nil}, {"1月", 3, 1, "含系统会"}, {"2月", 2, 0}, {"3月", 4, 2}, {"一季度小计", 9, 3}, {"4月", 1, 0}, {"全年合计", 10, 3}, {"填表人：张三", nil, "审核人：李四"}, {"说明：不含党组会。"}},
			merges: [][2]string{{"A1", "D1"}, {"A3", "A4"}, {"B3", "C3"}, {"D3", "D4"}},
			want: []string{"B01|meetings_held|2023-01||3.0", "B01|meetings_held|2023-02||2.0", "B01|meetings_held|2023-03||4.0", "B01|meetings_held|2023-04||1.0",
				"B01|meetings_remote|2023-01||1.0", "B01|meetings_remote|2023-02||0.0", "B01|meetings_remote|2023-03||2.0", "B01|meetings_remote|2023-04||0.0"}},
		"the year before left of the months to date and the month": {rows: [][]any{{"东河区2024年3月为基层减负情况统计"}, {"序号", "项目", "会议次数", nil, nil, nil, "印发公文", nil}, {nil, nil, "上年同期累计", "1月至本月累计", "本月", "同比±%", "本月", "上年同月"}, {1, "东河区", 22, 17, 7, "-22.7%", 9, 8}},
			merges: [][2]string{{"A2", "A3"}, {"B2", "B3"}, {"C2", "F2"}, {"G2", "H2"}},
			want:   []string{"C01|documents_issued|2023-03|上年同期|8.0", "C01|documents_issued|2024-03||9.0", "C01|meetings_held|2023-Q1|上年同期|22.0", "C01|meetings_held|2024-03||7.0", "C01|meetings_held|2024-Q1||17.0"}},
		"months by years": {rows: [][]any{{"市教育局历年会议场次"}, {"月份", "2023年", "2024年"}, {"1月", 4, 3}, {"上半年", 9, nil}, {"全年", 20, nil}},
			want: []string{"B01|meetings_held|2023||20.0", "B01|meetings_held|2023-01||4.0", "B01|meetings_held|2023-H1||9.0", "B01|meetings_held|2024-01||3.0"}},
		"months by years, of which one is the title's": {rows: [][]any{{"市教育局2024年会议场次对比"}, {"时间", "2024年", "2023年"}, {"一季度", 4, 3}}, want: []string{"B01|meetings_held|2023-Q1|上年同期|3.0", "B01|meetings_held|2024-Q1||4.0"}},
		"years over tables side by side": {rows: [][]any{{"市教育局会议统计"}, {"2024年", nil, nil, "2023年", nil}, {"月份", "会议场次", nil, "月份", "会议场次"}, {"1月", 3, nil, "1月", 4}, {"2月", 2, nil, "2月", 1}}, merges: [][2]string{{"A2", "B2"}, {"D2", "E2"}},
			want: []string{"B01|meetings_held|2023-01||4.0", "B01|meetings_held|2023-02||1.0", "B01|meetings_held|2024-01||3.0", "B01|meetings_held|2024-02||2.0"}},
		"a header below with 去年同期": {rows: [][]any{{"2024年6月报表"}, {"部门", "当月召开会议", "本年累计召开会议"}, {"教育局", 2, 12}, {"填报单位", "6月发文件数", "1-6月发文件数", "去年同期"}, {"民宗局", 7, 30, 33}},
			want: []string{"B01|meetings_held|2024-06||2.0", "B01|meetings_held|2024-H1||12.0", "B02|documents_issued|2023-06|上年同期|33.0", "B02|documents_issued|2024-06||7.0", "B02|documents_issued|2024-H1||30.0"}},
		"plan and actual of the title": {rows: [][]any{{"2022年督查检查考核开展情况"}, {"单位", "季度", "计划", "实际"}, {"教育局", "一季度", 3, 2}},
			want: []string{"B01|inspections_conducted|2022-Q1||2.0", "B01|inspections_planned|2022-Q1||3.0"}},
		"two names of one count": {rows: [][]any{{"2024年10月统计"}, {"单位", "会议场次", "召开会议次数"}, {"教育局", 3, 3}}, want: []string{"B01|meetings_held|2024-10||3.0"}},
		"several parts below 其中": {rows: [][]any{{"2024年3月报表"}, {"单位", "召开会议（次）", "其中", nil, "印发文件"}, {nil, nil, "视频", "计划外", nil}, {"教育局", 5, 2, 1, 4}}, merges: [][2]string{{"A2", "A3"}, {"B2", "B3"}, {"C2", "D2"}, {"E2", "E3"}},
			want: []string{"B01|documents_issued|2024-03||4.0", "B01|meetings_held|2024-03||5.0", "B01|meetings_off_plan|2024-03||1.0", "B01|meetings_remote|2024-03||2.0"}},
		"numbered units":                     {rows: [][]any{{"2024年6月报表"}, {"单位", "会议场次"}, {"1.市教育局", 1}, {"2、民宗局", 2}, {"（三）市场监管局", 3}}, want: []string{"B01|meetings_held|2024-06||1.0", "B02|meetings_held|2024-06||2.0", "B03|meetings_held|2024-06||3.0"}},
		"months as numbers":                  {rows: [][]any{{"会议场次"}, {"单位", "2024.01", "2024-02", "202403", "2024/4"}, {"教育局", 1, 2, 3, 4}}, want: []string{"B01|meetings_held|2024-01||1.0", "B01|meetings_held|2024-02||2.0", "B01|meetings_held|2024-03||3.0", "B01|meetings_held|2024-04||4.0"}},
		"how a plan goes":                    {rows: [][]any{{"2024年1-5月督查检查考核计划执行情况"}, {"单位", "年度计划", "1-5月完成", "完成率"}, {"教育局", 10, 4, "40%"}}, want: []string{"B01|inspections_conducted|2024-01/2024-05||4.0", "B01|inspections_planned|2024||10.0"}},
		"plans of the year beside a month":   {rows: [][]any{{"2024年5月报表"}, {"单位", "会议场次", nil}, {nil, "年度计划", "本月实际"}, {"教育局", 30, 4}}, merges: [][2]string{{"A2", "A3"}, {"B2", "C2"}}, want: []string{"B01|meetings_held|2024-05||4.0", "B01|meetings_planned|2024||30.0"}},
		"units below a header that is blank": {rows: [][]any{{"云州市2024年6月报表"}, {"　", "会议场次", nil, "发文数"}, {"教育局", 1, nil, 2}, {"民宗局", 3, nil, 4}}, want: []string{"B01|documents_issued|2024-06||2.0", "B01|meetings_held|2024-06||1.0", "B02|documents_issued|2024-06||4.0", "B02|meetings_held|2024-06||3.0"}},
		"文件 over 件数":                         {rows: [][]any{{"2024年6月报表"}, {"单位", "会议", "文件", nil}, {nil, "场次", "件数", "其中：计划外"}, {"教育局", 1, "２件", "1,003"}}, merges: [][2]string{{"A2", "A3"}, {"C2", "D2"}}, want: []string{"B01|documents_issued|2024-06||2.0", "B01|documents_off_plan|2024-06||1003.0", "B01|meetings_held|2024-06||1.0"}},
		"a table of something else beside":   {rows: [][]any{{"2024年7月情况"}, {"单位", "会议场次", "发文数", nil, "菜品", "价格", "数量"}, {"教育局", 1, 2, nil, "鱼", 3, 4}}, want: []string{"B01|documents_issued|2024-07||2.0", "B01|meetings_held|2024-07||1.0"}},
		"全年 beside quarters that are not all there": {rows: [][]any{{"2023年发文情况统计表"}, {"单位", "一季度", "二季度", "三季度", "四季度", "全年"}, {"教育局", 5, 6, 7, nil, 30}, {"民宗局", nil, nil, nil, nil, 22}},
			want: []string{"B01|documents_issued|2023||30.0", "B01|documents_issued|2023-Q1||5.0", "B01|documents_issued|2023-Q2||6.0", "B01|documents_issued|2023-Q3||7.0", "B02|documents_issued|2023||22.0"}},
		"a stock at the end": {rows: [][]any{{"2024年5月统计汇总表"}, {"单位", "议事协调机构（月末数）", "会议场次"}, {"教育局", 3, 2}, {"民宗局", 4, 1}},
			want: []string{"B01|bodies_total|2024-05||3.0", "B01|meetings_held|2024-05||2.0", "B02|bodies_total|2024-05||4.0", "B02|meetings_held|2024-05||1.0"}},
		"what changed of the count in the title": {rows: [][]any{{"2024年议事协调机构情况统计表"}, {"单位", "年初数", "新设", "撤销", "年末数"}, {"教育局", 5, 1, 2, 4}},
			want: []string{"B01|bodies_abolished|2024||2.0", "B01|bodies_established|2024||1.0", "B01|bodies_total|2024||4.0"}},
		"the first months":                           {rows: [][]any{{"2024年前五个月统计表"}, {"单位", "会议场次", "发文数"}, {"教育局", 3, 2}}, want: []string{"B01|documents_issued|2024-01/2024-05||2.0", "B01|meetings_held|2024-01/2024-05||3.0"}},
		"the first quarters":                         {rows: [][]any{{"2024年前两季度统计表"}, {"单位", "会议场次", "发文数"}, {"教育局", 3, 2}}, want: []string{"B01|documents_issued|2024-H1||2.0", "B01|meetings_held|2024-H1||3.0"}},
		"累计 in the title":                            {rows: [][]any{{"2024年6月统计表（累计数）"}, {"单位", "会议场次", "发文数"}, {"教育局", 3, 2}}, want: []string{"B01|documents_issued|2024-H1||2.0", "B01|meetings_held|2024-H1||3.0"}},
		"本月 and 累计 in the title":                     {rows: [][]any{{"2024年6月统计表（本月及累计）"}, {"单位", "会议场次", nil}, {nil, "本月", "累计"}, {"教育局", 3, 20}}, merges: [][2]string{{"A2", "A3"}, {"B2", "C2"}}, want: []string{"B01|meetings_held|2024-06||3.0", "B01|meetings_held|2024-H1||20.0"}},
		"a column that nobody knows":                 {rows: [][]any{{"2024年6月统计表"}, {"单位", "会议场次", "会义数", "联系电话"}, {"教育局", 3, 7, 13800000000}}, want: []string{"B01|meetings_held|2024-06||3.0"}},
		"months in rows, another in the file's name": {name: "五月.xlsx", rows: [][]any{{"2023年会议情况统计表"}, {"填报单位：教育局"}, {"月份", "会议场次"}, {"1月", 1}, {"2月", 2}}, want: []string{"B01|meetings_held|2023-01||1.0", "B01|meetings_held|2023-02||2.0"}},
		"a table below another":                      {rows: [][]any{{"2023年5月"}, {"单位", "会议场次"}, {"教育局", 5}, {"单位", "发文数", nil}, {nil, "本月", "累计"}, {"民宗局", 3, 9}}, merges: [][2]string{{"A4", "A5"}, {"B4", "C4"}}, want: []string{"B01|meetings_held|2023-05||5.0", "B02|documents_issued|2023-01/2023-05||9.0", "B02|documents_issued|2023-05||3.0"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			r := d.fine(d.file(o.name, workbook(t, sheets{{"Sheet1", o.rows, o.merges}}), Options{}))
			d.want(d.rows(statedTotals), o.want...)
			for _, w := range r.Warnings {
				if !strings.Contains(w.Text.EN, "stored as unknown") && !strings.Contains(w.Text.EN, "several units") && !strings.Contains(w.Text.EN, "have no number") && !strings.Contains(w.Text.EN, "read as of") && !strings.Contains(w.Text.EN, "not count") {
					t.Errorf("warning: %+v", w)
				}
			}
		})
	}
}

// TestCalibersAreFiledApart files one count under each caliber: neither replaces the other, and a
// correction replaces its own.
func TestCalibersAreFiledApart(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.loaded("精简.csv", "2023年5月汇总表（精简口径）,\n单位,会议场次（精简口径）\n教育局,3\n", Options{})
	d.loaded("全.csv", "2023年5月汇总表,\n单位,会议场次（全口径）\n教育局,5\n", Options{})
	d.loaded("更正.csv", "2023年5月汇总表,,\n单位,口径,会议场次\n教育局,全口径,6\n", Options{})
	d.want(d.rows(`SELECT f.caliber, CAST(f.value AS INTEGER) FROM fact.reported_total f
		JOIN in_force i ON i.slice_id = f.slice_id AND i.valid_until = TIMESTAMP 'infinity' ORDER BY ALL`), "all|6", "reduction|3")
}

// TestTotalsThatContradict refuses a count that one row states twice and otherwise, and a table whose
// rows are counts: neither may become a number.
func TestTotalsThatContradict(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for name, c := range map[string]struct{ table, want string }{
		"two names": {"2024年10月统计,,\n单位,会议场次,召开会议次数\n教育局,1,2\n", "3 召开会议次数 duplicate_key"},
		"January":   {"2024年1月统计,,\n单位,本月会议场次,累计会议场次\n教育局,1,2\n", "3 累计会议场次 duplicate_key"},
		"counts":    {"2024年9月,,\n填报单位：教育局,,\n项目,本月数,累计数\n会议场次,3次,20次\n发文数,2件,18件\n", "3 项目 missing_column"},
	} {
		d.want(d.refused(name+".csv", c.table, Options{}), c.want)
	}
}

// TestTitlesThatSayMore: a title of a count and of something else may be of the latter.
func TestTitlesThatSayMore(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	load := func(title, line string) Result {
		rows := [][]any{{title}, {"单位", "1月", "2月"}, {"教育局", 1, 2}}
		if line != "" {
			rows = [][]any{rows[0], {line}, rows[1], rows[2]}
		}
		return d.file("表.xlsx", workbook(t, sheets{{"Sheet1", rows, nil}}), Options{DryRun: true})
	}
	for _, title := range []string{"会议费支出情况统计表", "会议室使用次数统计表", "会议纪要数", "网民留言满意率统计表", "调研报告数统计表", "缺席会议人数", "督查检查考核扣分情况", "发文差错数",
		"会议时长统计表", "会议减少情况", "会议精简比例", "上级会议情况统计表", "文件传阅件数", "调研接待次数", "未召开会议情况", "现场会议统计表"} {
		if r := load("2024年"+title, ""); r.Status != Refused || !same(placesOf(r.Faults), []string{"Sheet1 2 单位、1月、2月 missing_column"}) || r.Faults[0].Value != "2024年"+title {
			t.Errorf("%s: %s %v", title, r.Status, r.Faults)
		}
	}
	for _, line := range []string{"单位：万元", "单位：小时", "单位：%"} {
		if r := load("2024年会议情况统计表", line); r.Status != Refused {
			t.Errorf("%s: %s", line, r.Status)
		}
	}
	for _, title := range []string{"2024年各单位召开会议次数统计表", "附件3：云州市2024年度会议场次（次）汇总表", "2024年市直单位和县（市、区）会议情况月报表", "云州市市直部门2024年1—2月召开会议情况一览表", "会议情况月度统计（2024年）",
		"2024年精文减会工作会议场次统计", "2024年会议情况统计表（精简口径）", "关于2024年会议召开情况的统计"} {
		if r := load(title, "单位：次"); r.Status == Refused {
			t.Errorf("%s: %v", title, r.Faults)
		}
	}
}

// TestUnitsInTitles: a unit's name changes no meaning, whatever words it has; the words of a span neither.
func TestUnitsInTitles(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.loaded("单位名录2.csv", units+"S01,市会议服务中心,市会议中心,,市直部门,,,\nS02,市发展计划局,,,市直部门,,,\nS03,市文件交换站,,,市直部门,,,\nS04,市费用结算中心,,,市直部门,,,\nS05,市县域经济办,,,市直部门,,,\n", Options{})
	load := func(title string) Result {
		return d.file("表.xlsx", workbook(t, sheets{{"Sheet1", [][]any{{title}, {"单位", "4月", "5月"}, {"教育局", 1, 2}}, nil}}), Options{DryRun: true})
	}
	for _, name := range []string{"市市场监管局", "市市场监督管理局", "云州市市场监管局", "市会议服务中心", "市会议中心", "市发展计划局", "市文件交换站", "市费用结算中心", "市县域经济办", "东河区", "东河区人民政府", "教委"} {
		for _, title := range []string{name + "2024年召开会议情况统计表", "2024年" + name + "会议场次统计表", "2024年会议次数（" + name + "）", "2024年发文数统计表（" + name + "、市教育局）"} {
			if r := load(title); r.Status == Refused {
				t.Errorf("%s: %s", title, r.Faults[0].In(jianfu.English))
			}
		}
	}
	for _, span := range []string{"第二季度", "前六个月", "二季度", "第一至二季度", "上半年", "1—6月", "年初以来", "前两季度"} {
		if r := load("2024年" + span + "会议场次统计表"); r.Status == Refused && r.Faults[0].Column == "单位、4月、5月" {
			t.Errorf("%s: %s", span, r.Faults[0].In(jianfu.English))
		}
	}
	for title, word := range map[string]string{"2024年市监狱管理局会议场次统计表": "监狱管理局", "2024年会议费支出情况表": "费支出", "2024年市市场监管局会议室使用次数": "室使用"} {
		if r := load(title); r.Status != Refused || !strings.Contains(r.Faults[0].In(jianfu.Chinese), "“"+word+"”") {
			t.Errorf("%s: %s %v", title, r.Status, r.Faults)
		}
	}
}

// TestTitlesOfTheCity: the name of the city may be the beginning of that of an office or a place.
func TestTitlesOfTheCity(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for title, fine := range map[string]bool{
		"云州市%s": true, "%s云州市": true, "云州市各单位%s": true, "云州市市直部门和县区%s": true, "云州市各县（市、区）%s": true, "云州市政府办公室%s": true, "全市%s": true, "云州市发文办理%s": true,
		"云州市统计局%s": false, "%s云州市统计局": false, "云州市北山区%s": false, "云州市委网信办%s": false, "关于报送云州市教育局%s的函": false, "云州市行政服务中心%s": false, "%s": false,
	} {
		r := d.file("表.xlsx", workbook(t, sheets{{"Sheet1", [][]any{{strings.Replace(title, "%s", "2024年5月情况汇总表", 1)}, {"会议场次", "发文数"}, {7, 8}}, nil}}), Options{DryRun: true})
		if (r.Status != Refused) != fine || !fine && !same(placesOf(r.Faults), []string{"Sheet1 2 单位 missing_column"}) {
			t.Errorf("%s: %s %v", title, r.Status, placesOf(r.Faults))
		}
	}
}

// TestListsOfBodies: a list states when its bodies were established, and the day up to which it runs, in
// its title, its sheet's or its file's name.
func TestListsOfBodies(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ title, sheet, file, established, want string }{
		"days":           {"议事协调机构清单（截至2024年5月31日）", "Sheet1", "清单.xlsx", "2019年3月5日", "2019-03-05|2024-05-31"},
		"months":         {"议事协调机构清单（截至2024年5月底）", "Sheet1", "清单.xlsx", "2019年3月", "2019-03-01|2024-05-31"},
		"a year":         {"截止2024年底议事协调机构清单", "Sheet1", "清单.xlsx", "2019", "2019-01-01|2024-12-31"},
		"nothing":        {"截至二〇二四年二月议事协调机构清单", "Sheet1", "清单.xlsx", "", "∅|2024-02-29"},
		"in the sheet":   {"议事协调机构清单", "截至2024年6月30日", "清单.xlsx", "2019年", "2019-01-01|2024-06-30"},
		"in the file":    {"议事协调机构清单", "Sheet1", "议事协调机构清单（截至2024年3月）.xlsx", "2019.3", "2019-03-01|2024-03-31"},
		"nowhere stated": {"议事协调机构清单", "Sheet1", "清单.xlsx", "2019-03-05", "2019-03-05|∅"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			d.fine(d.file(c.file, workbook(t, sheets{{c.sheet, [][]any{{c.title}, {"机构名称", "类型", "牵头单位", "成立时间", "处理意见"}, {"甲领导小组", "领导小组", "教育局", c.established, "撤销"}}, nil}}), Options{}))
			d.want(d.rows("SELECT CAST(established_on AS VARCHAR), CAST(listed_on AS VARCHAR) FROM fact.body"), c.want)
			d.want(d.rows("SELECT 1 FROM fact.body_event"))
		})
	}
}

// TestSheetsOfOffices reads workbooks of several sheets: one a unit, one a month, and one table that
// goes on from sheet to sheet.
func TestSheetsOfOffices(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	header := []any{"月份", "会议场次"}
	d.fine(d.file("2023年.xlsx", workbook(t, sheets{{"市教育局", [][]any{header, {"1月", 1}}, nil}, {"市民宗局", [][]any{header, {"1月", 2}}, nil}}), Options{}))
	d.want(d.rows(statedTotals), "B01|meetings_held|2023-01||1.0", "B02|meetings_held|2023-01||2.0")
	d.fine(d.file("2024年.xlsx", workbook(t, sheets{{"1月", [][]any{{"单位", "会议场次"}, {"教育局", 5}}, nil}, {"2月", [][]any{{"单位", "会议场次"}, {"教育局", 6}}, nil}}), Options{}))
	d.want(d.rows(statedTotals), "B01|meetings_held|2023-01||1.0", "B01|meetings_held|2024-01||5.0", "B01|meetings_held|2024-02||6.0", "B02|meetings_held|2023-01||2.0")
	r := d.fine(d.file("调研.xlsx", workbook(t, sheets{{"第1页", [][]any{{"单位", "调研日期", "调研地点"}, {"教育局", "2023-05-01", "甲"}}, nil}, {"第2页", [][]any{{"民宗局", "2023-05-02", "乙"}}, nil}}), Options{}))
	d.want(d.rows("SELECT department, place, sheet FROM fact.visit ORDER BY id"), "B01|甲|第1页", "B02|乙|第2页")
	if len(r.Warnings) > 0 {
		t.Errorf("%v", r.Warnings)
	}
}

// TestRecordsOfOffices reads records laid out as offices lay them out.
func TestRecordsOfOffices(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]struct {
		rows   [][]any
		merges [][2]string
		query  string
		want   []string
	}{
		"a value in a line above": {rows: [][]any{{"2024年5月网民留言台账"}, {"平台：人民网　　填报人：张三"}, {"留言编号", "承办单位", "受理日期"}, {"A1", "教育局", "5月3日"}},
			query: "SELECT platform, number, department FROM fact.message", want: []string{"人民网|A1|B01"}},
		"a value in the cell beside its label": {rows: [][]any{{"2024年5月网民留言台账"}, {"留言平台：", "问政云州"}, {"留言编号", "承办单位", "受理日期"}, {"A1", "教育局", "5月3日"}},
			query: "SELECT platform FROM fact.message", want: []string{"问政云州"}},
		"同上 and 〃": {rows: [][]any{{"主办单位", "会议名称", "召开时间", "参会人数"}, {"教育局", "甲", "2024-05-03", 70}, {"同上", "乙", "〃", "〃"}, {"〃", "丙", "2024-05-04", 3}},
			query: meetingRows, want: []string{"B01|甲|2024-05-03|70", "B01|乙|2024-05-03|70", "B01|丙|2024-05-04|3"}},
		"the type in section rows": {rows: [][]any{{"2024年督查检查考核计划"}, {"事项名称", "牵头单位"}, {"一、督查类"}, {"甲", "教育局"}, {"二、考核"}, {"乙", "民宗局"}}, merges: [][2]string{{"A3", "B3"}, {"A5", "B5"}},
			query: "SELECT name, type, department FROM fact.inspection_plan ORDER BY id", want: []string{"甲|督查|B01", "乙|考核|B02"}},
		"the unit in section rows": {rows: [][]any{{"主办单位", "会议名称", "召开时间"}, {"市教育局："}, {nil, "甲", "2024-05-03"}, {nil, "乙", "2024-05-04"}, {"市民宗局："}, {nil, "丙", "2024-05-05"}},
			query: meetingRows, want: []string{"B01|甲|2024-05-03|∅", "B01|乙|2024-05-04|∅", "B02|丙|2024-05-05|∅"}},
		"sections in the column of line numbers": {rows: [][]any{{"2024年3月会议情况统计表"}, {"序号", "会议名称", "召开时间", "参会人数"}, {"一、市教育局"}, {1, "甲", "3月5日", "一百二十人"}, {2, "乙", "〃", 3}, {"二、市民宗局"}, {1, "丙", "3月6日", 4}, {2}, {"二"}, {"说明：以上已核对"}}, merges: [][2]string{{"A3", "D3"}, {"A6", "D6"}},
			query: meetingRows, want: []string{"B01|甲|2024-03-05|120", "B01|乙|2024-03-05|3", "B02|丙|2024-03-06|4"}},
		"types in the column of line numbers": {rows: [][]any{{"2024年督查检查考核计划"}, {"序号", "事项名称", "牵头单位"}, {"督查类："}, {1, "甲", "教育局"}, {"（二）考核"}, {2, "乙", "民宗局"}},
			query: "SELECT name, type, department FROM fact.inspection_plan ORDER BY id", want: []string{"甲|督查|B01", "乙|考核|B02"}},
		"totals in sections by line number": {rows: [][]any{{"2024年统计表"}, {"序号", "月份", "会议场次"}, {"一、市教育局"}, {1, "1月", 5}, {2, "2月", 6}, {"二、市民宗局"}, {1, "1月", 7}}, merges: [][2]string{{"A3", "C3"}},
			query: statedTotals, want: []string{"B01|meetings_held|2024-01||5.0", "B01|meetings_held|2024-02||6.0", "B02|meetings_held|2024-01||7.0"}},
		"the column named in section rows": {rows: [][]any{{"2024年5月网民留言台账"}, {"留言编号", "受理日期"}, {"平台：人民网"}, {"主办单位：市教育局"}, {"A1", "5月3日"}, {"【承办单位】：民宗局"}, {"A2", "5月4日"}, {"二、留言平台: 问政云州"}, {"A3", "5月5日"}},
			query: "SELECT platform, department, number FROM fact.message ORDER BY id", want: []string{"人民网|B01|A1", "人民网|B02|A2", "问政云州|B02|A3"}},
		"the unit in a labelled section row, beside a column": {rows: [][]any{{"主办单位", "会议名称", "召开时间"}, {"主办单位：市教育局"}, {nil, "甲", "2024-05-03"}, {"民宗局", "乙", "2024-05-04"}, {"（二）单位：市民宗局"}, {nil, "丙", "2024-05-05"}},
			query: meetingRows, want: []string{"B01|甲|2024-05-03|∅", "B02|乙|2024-05-04|∅", "B02|丙|2024-05-05|∅"}},
		"groups by title and platform": {rows: [][]any{{"工作群清理台账"}, {"名称", "平台", "主管单位", "排查日期"}, {"甲群", "微信群", "教育局", "2024-05-03"}, {"乙", "钉钉", "教育局", "2024-05-03"}},
			query: `SELECT name, type FROM fact."group" ORDER BY id`, want: []string{"甲群|微信群", "乙|钉钉"}},
		"actual before plan": {rows: [][]any{{"2024年5月会议统计"}, {"主办单位", "会议名称", "召开时间", nil, "参会人数", nil}, {nil, nil, "实际", "计划", "实际", "计划"}, {"教育局", "甲", "5月8日", "5月6日", 70, 100}}, merges: [][2]string{{"A2", "A3"}, {"B2", "B3"}, {"C2", "D2"}, {"E2", "F2"}},
			query: meetingRows, want: []string{"B01|甲|2024-05-08|70"}},
		"actual in one row": {rows: [][]any{{"主办单位", "会议名称", "计划召开时间", "实际召开时间", "计划参会人数", "实际参会人数"}, {"教育局", "甲", "2024-05-06", "2024-05-08", 100, 70}},
			query: meetingRows, want: []string{"B01|甲|2024-05-08|70"}},
		"actual in brackets": {rows: [][]any{{"主办单位", "会议名称", "召开时间（计划）", "召开时间（实际）", "参会人数（计划）", "参会人数（实际）"}, {"教育局", "甲", "2024-05-06", "2024-05-08", 100, 70}},
			query: meetingRows, want: []string{"B01|甲|2024-05-08|70"}},
		"actual behind a dash, first": {rows: [][]any{{"主办单位", "会议名称", "召开时间-实际", "召开时间-计划", "参会人数/计划", "参会人数/实际"}, {"教育局", "甲", "2024-05-08", "2024-05-06", 100, 70}},
			query: meetingRows, want: []string{"B01|甲|2024-05-08|70"}},
		"plans in brackets": {rows: [][]any{{"2024年会议计划"}, {"主办单位", "会议名称", "召开时间（计划）", "参会人数（计划）"}, {"教育局", "甲", "5月", 100}},
			query: "SELECT department, name, planned_month, attendance FROM fact.meeting_plan", want: []string{"B01|甲|5|100"}},
		"plans alone": {rows: [][]any{{"2024年会议计划"}, {"主办单位", "会议名称", "拟召开月份", "计划参会人数"}, {"教育局", "甲", "5月", 100}},
			query: "SELECT department, name, planned_month, attendance FROM fact.meeting_plan", want: []string{"B01|甲|5|100"}},
		"side by side without a gap": {rows: [][]any{{"2024年5月"}, {"单位", "调研日期", "调研地点", "单位", "调研日期", "调研地点"}, {"教育局", "5月3日", "甲", "民宗局", "5月4日", "乙"}, {"教育局", "5月5日", "丙"}},
			query: "SELECT department, place FROM fact.visit ORDER BY place", want: []string{"B01|丙", "B02|乙", "B01|甲"}},
		"joint units": {rows: [][]any{{"主办单位", "会议名称", "召开时间"}, {"市教育局、市民宗局", "甲", "2024-05-03"}, {"市民宗局会同教育局", "乙", "2024-05-04"}, {"教育局\n民宗局", "丙", "2024-05-05"}},
			query: jointRows, want: []string{"B01|甲|[B02]", "B02|乙|[B01]", "B01|丙|[B02]"}},
		"estimates and numerals": {rows: [][]any{{"主办单位", "会议名称", "召开时间", "参会人数"}, {"教育局", "甲", "2024-05-03", "一百二十人"}, {"教育局", "乙", "2024-05-03", "50-60人"}, {"教育局", "丙", "2024-05-03", "两千零五"}, {"教育局", "丁", "2024-05-03", "壹佰贰拾"}},
			query: meetingRows, want: []string{"B01|甲|2024-05-03|120", "B01|乙|2024-05-03|∅", "B01|丙|2024-05-03|2005", "B01|丁|2024-05-03|120"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			d.fine(d.file("表.xlsx", workbook(t, sheets{{"Sheet1", o.rows, o.merges}}), Options{}))
			d.want(d.rows(o.query), o.want...)
		})
	}
}

// TestJointUnits: a row of several units counts for the first, and has the others beside it.
func TestJointUnits(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.loaded("名录.csv", units+"B04,市发展和改革委员会,市发改委,,市直部门,综合,,\nB05,市自然资源和规划局,市资规局,,市直部门,综合,,\n", Options{})
	rows, want := [][]any{{"主办单位", "会议名称", "召开时间"}}, []string{}
	for _, c := range [][2]string{
		{"市教育局", "B01|∅"}, {"市民宗局（牵头）、市教育局（配合）", "B02|[B01]"}, {"牵头单位：市发改委；配合单位：教育局、民宗局", "B04|[B01, B02]"},
		{"市发展和改革委员会和市教育局", "B04|[B01]"}, {"市发展和改革委员会与市自然资源和规划局", "B04|[B05]"}, {"市教育局和市自然资源和规划局、市民宗局", "B01|[B05, B02]"},
		{"市教育局 市民宗局　市市场监管局", "B01|[B02, B03]"}, {"市教育局、市教育局", "B01|∅"}, {"市教育局联合市民宗局", "B01|[B02]"}, {"B02，B01", "B02|[B01]"},
		{"同上", "B02|[B01]"}, {"市教育局、市大数据局", "B01|[D02]"}, {"市大数据局/市教育局", "D02|[B01]"}, {"东河区政府会同云州市教育局", "C01|[B01]"}, {"教育局\n民宗局", "B01|[B02]"},
	} {
		rows, want = append(rows, []any{c[0], "会" + c[0], "2024-05-03"}), append(want, c[1])
	}
	r := d.fine(d.file("2024年5月会议.xlsx", workbook(t, sheets{{"Sheet1", rows, nil}}), Options{}))
	d.want(d.rows("SELECT department, CAST(joint_units AS VARCHAR) FROM fact.meeting ORDER BY id"), want...)
	if len(r.Warnings) != 1 || r.Warnings[0].Row != 3 {
		t.Errorf("warnings: %v", r.Warnings)
	}
	d.loaded("2021.csv", "单位,调研日期,调研地点\n市教育局、市大数据局,2021-05-03,甲村\n", Options{})
	d.want(d.rows("SELECT department_code, CAST(joint_units AS VARCHAR) FROM visits"), "B01|[D01]")
}

// TestLayoutsInCSV: groups whose merged cells a CSV has lost, and lines without all fields.
func TestLayoutsInCSV(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.loaded("2024年5月汇总表.csv", "序号,单位,发文数,,会议场次,\n,,本月,上年同期,本月,上年同期\n1,教育局,3,17,2,8\n", Options{})
	d.want(d.rows(statedTotals), "B01|documents_issued|2023-05|上年同期|17.0", "B01|documents_issued|2024-05||3.0", "B01|meetings_held|2023-05|上年同期|8.0", "B01|meetings_held|2024-05||2.0")
	d.loaded("2023年召开会议情况.csv", "单位,1月,2月,合计\n民宗局,1,,1\n教育局,,,\n", Options{})
	d.want(d.rows("SELECT department, CAST(first_month AS VARCHAR), CAST(value AS INTEGER) FROM fact.reported_total WHERE department = 'B02' AND count = 'meetings_held'"), "B02|2023-01-01|1")
	r := d.loaded("2023年印发文件情况.csv", "单位,1月,2月\n民宗局,1,-\n教育局,,\n", Options{})
	if len(r.Warnings) != 1 || !strings.Contains(r.Warnings[0].Text.ZH, "有 1 行没有填数（第 3 行）") {
		t.Errorf("%v", r.Warnings)
	}
	r = d.loaded("2023年6月汇总表.csv", "单位,会议场次\n教育局,零报告\n民宗局,无\n", Options{})
	d.want(d.rows("SELECT department, CAST(value AS INTEGER) FROM fact.reported_total WHERE first_month = '2023-06-01'"), "B01|0")
	if len(r.Warnings) != 2 {
		t.Errorf("%v", r.Warnings)
	}
}

// TestTablesThatDoNotSay: a table that leaves open what it counts, of whom or when is refused with
// what is missing, and what it says twice must be the same.
func TestTablesThatDoNotSay(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for name, c := range map[string]struct {
		rows [][]any
		want string
	}{
		"no count":                             {[][]any{{"2023年统计表"}, {"单位", "1月", "2月"}, {"教育局", 1, 2}}, "Sheet1 2 单位、1月、2月 missing_column"},
		"two counts":                           {[][]any{{"2023年会议、发文统计表"}, {"单位", "1月", "2月"}, {"教育局", 1, 2}}, "Sheet1 2 单位、1月、2月 missing_column"},
		"no month":                             {[][]any{{"汇总表"}, {"单位", "会议场次", "发文数"}, {"教育局", 1, 2}}, "Sheet1 2 会议场次 missing_value"},
		"本月 of a year":                         {[][]any{{"2023年汇总表"}, {"单位", "本月会议场次", "累计"}, {"教育局", 1, 2}}, "Sheet1 2 本月会议场次 missing_value"},
		"months without year":                  {[][]any{{"会议场次"}, {"单位", "1月", "2月"}, {"教育局", 1, 2}}, "Sheet1 2 1月 missing_value"},
		"no unit":                              {[][]any{{"2023年汇总表"}, {"月份", "会议场次", "发文数"}, {"1月", 1, 2}}, "Sheet1 2 单位 missing_column"},
		"unknown filer":                        {[][]any{{"2023年汇总表"}, {"填报单位：市无此局"}, {"月份", "会议场次", "发文数"}, {"1月", 1, 2}}, "Sheet1 2 填报单位 unknown_unit"},
		"counts in rows":                       {[][]any{{"2024年6月情况"}, {"单位", "项目", "本月", "累计"}, {"教育局", "会议场次", 1, 5}, {"教育局", "发文数", 2, 6}}, "Sheet1 2 项目 missing_column"},
		"counts in rows, under a title of one": {[][]any{{"2024年6月会议情况统计表"}, {"单位", "指标", "本月"}, {"教育局", "会议场次", 1}, {"民宗局", "视频会议", 2}}, "Sheet1 2 指标 missing_column"},
		"kinds in columns":                     {[][]any{{"2024年5月发文情况统计表"}, {"单位", "通知", "意见", "合计"}, {"教育局", 1, 2, 3}}, "Sheet1 2 单位、合计 missing_column"},
		"units in columns":                     {[][]any{{"2024年5月情况统计表"}, {"指标", "教育局", "民宗局"}, {"会议场次", 1, 2}}, "Sheet1 2  unknown_kind"},
		"years by units":                       {[][]any{{"历年会议场次"}, {"年度", "教育局", "民宗局", "东河区"}, {"2021年", 1, 2, 3}}, "Sheet1 2  unknown_kind"},
		"townships of one unit":                {[][]any{{"2024年5月会议情况统计表"}, {"单位", "乡镇", "会议场次"}, {"东河区", "甲镇", 2}, {"东河区", "乙乡", 2}}, "Sheet1 4 会议场次 duplicate_key"},
		"twice, not the same":                  {[][]any{{"2023年5月汇总表"}, {"单位", "会议场次"}, {"教育局", 1}, {"教育局", 2}}, "Sheet1 4 会议场次 duplicate_key"},
		"two numbers":                          {[][]any{{"2023年5月汇总表"}, {"单位", "会议场次"}, {"教育局", "7 5"}}, "Sheet1 3 会议场次 bad_number"},
		"half a month":                         {[][]any{{"2024年5月上半月会议统计"}, {"单位", "会议场次"}, {"教育局", 1}}, "Sheet1 2  bad_value"},
		"a week":                               {[][]any{{"2024年5月第二周工作统计"}, {"单位", "会议场次", "发文数"}, {"教育局", 1, 2}}, "Sheet1 2  bad_value"},
		"some days":                            {[][]any{{"2024年5月6日至5月10日会议统计"}, {"单位", "会议场次"}, {"教育局", 1}}, "Sheet1 2  bad_value"},
		"weeks in columns":                     {[][]any{{"2024年5月召开会议情况"}, {"单位", "第1周", "第2周"}, {"教育局", 1, 2}}, "Sheet1 2 第1周 bad_value"},
		"weeks of months in columns":           {[][]any{{"2024年召开会议情况"}, {"单位", "1月第1周", "1月第2周", "2月第1周"}, {"教育局", 1, 2, 3}}, "Sheet1 2 1月第1周 bad_value"},
		"weeks above counts":                   {[][]any{{"2024年5月"}, {"单位", "会议场次上旬", "会议场次中旬", "发文数上旬"}, {"教育局", 1, 2, 3}}, "Sheet1 2 会议场次上旬 bad_value"},
		"weeks in rows":                        {[][]any{{"2024年5月"}, {"单位", "时间", "会议场次"}, {"教育局", "第1周", 1}, {"教育局", "5月第二周", 3}}, "Sheet1 3 时间 bad_value|Sheet1 4 时间 bad_value"},
		"weeks in a column of their own":       {[][]any{{"2024年5月会议情况"}, {"单位", "周次", "会议场次"}, {"教育局", "第一周", 1}}, "Sheet1 3 周次 bad_value"},
		"weeks in section rows":                {[][]any{{"2024年5月会议情况"}, {"单位", "会议场次"}, {"一、第一周"}, {"教育局", 1}, {"二、第二周"}, {"民宗局", 1}}, "Sheet1 3 单位 bad_value"},
		"days in rows":                         {[][]any{{"2024年5月会议情况"}, {"单位", "日期", "会议场次"}, {"教育局", "5月8日", 1}, {"教育局", "5月1日", 1}, {"民宗局", "5月1日-7日", 1}, {"东河区", "2024年5月31日", 1}}, "Sheet1 3 日期 bad_value|Sheet1 4 日期 bad_value|Sheet1 5 日期 bad_value|Sheet1 6 日期 bad_value"},
		"days in a column that is not read":    {[][]any{{"2024年5月会议情况"}, {"单位", "起止", "会议场次"}, {"教育局", "5月1日—7日", 1}}, "Sheet1 3 起止 bad_value"},
		"a year in the row, another above":     {[][]any{{"市教育局会议场次"}, {"月份", "2023年", "2024年"}, {"2024年1月", 4, 3}}, "Sheet1 3 2023年 bad_value"},
		"a sum of nobody":                      {[][]any{{"2024年5月汇总表"}, {"单位", "会议场次"}, {"合计", 9}}, "Sheet1 3 单位 missing_value"},
		"a sum of some of one unit's":          {[][]any{{"市教育局2024年5月汇总表"}, {"单位", "会议场次"}, {"合计", 9}}, "Sheet1 3 单位 missing_value"},
		"a part below a unit":                  {[][]any{{"2024年5月会议情况"}, {"单位", "会议场次"}, {"东河区", 9}, {"其中：教育局", 1}}, "Sheet1 4 单位 bad_value"},
		"rows of nobody":                       {[][]any{{"市教育局2024年5月会议文件情况表"}, {"科室", "会议场次", "发文数"}, {"甲科", 1, 2}, {"乙科", 1, 2}}, "Sheet1 4 会议场次 missing_column|Sheet1 4 发文数 missing_column"},
		"months since":                         {[][]any{{"2024年以来召开会议情况统计表"}, {"填报时间：2024年6月3日"}, {"单位", "召开会议", "印发文件"}, {"教育局", 1, 2}}, "Sheet1 3  missing_value"},
		"until now":                            {[][]any{{"2024年至今统计表"}, {"单位", "召开会议", "印发文件"}, {"教育局", 1, 2}}, "Sheet1 2  missing_value"},
		"a month of a form":                    {[][]any{{"2024年X月统计表"}, {"单位", "召开会议", "印发文件"}, {"教育局", 1, 2}}, "Sheet1 2  missing_value"},
		"until a day within a month":           {[][]any{{"2024年1月1日至5月20日统计表"}, {"单位", "召开会议", "印发文件"}, {"教育局", 1, 2}}, "Sheet1 2  bad_value"},
		"numbers that are expected":            {[][]any{{"2024年统计表（预计数）"}, {"单位", "召开会议", "印发文件"}, {"教育局", 1, 2}}, "Sheet1 2  bad_value"},
		"numbers without some":                 {[][]any{{"2024年统计表（不含视频会议）"}, {"单位", "召开会议", "印发文件"}, {"教育局", 1, 2}}, "Sheet1 2  bad_value"},
		"numbers except for some":              {[][]any{{"2024年统计表（除县区以外）"}, {"单位", "召开会议", "印发文件"}, {"教育局", 1, 2}}, "Sheet1 2  bad_value"},
		"numbers of a plan":                    {[][]any{{"2025年会议计划统计表"}, {"单位", "会议场次"}, {"教育局", 1}}, "Sheet1 2  bad_value"},
		"a season":                             {[][]any{{"2024年春季学期统计表"}, {"单位", "召开会议", "印发文件"}, {"教育局", 1, 2}}, "Sheet1 2  missing_value"},
		"another month than the title's":       {[][]any{{"2024年5月统计表"}, {"单位", "6月会议场次", "6月发文数"}, {"教育局", 1, 2}}, "Sheet1 2 6月会议场次 period_mismatch"},
		"the month before the title's":         {[][]any{{"2024年5月统计表"}, {"单位", "4月会议场次", "4月发文数"}, {"教育局", 1, 2}}, "Sheet1 2 4月会议场次 period_mismatch"},
		"去年 of some months":                    {[][]any{{"2024年1-5月召开会议情况统计表"}, {"单位", "今年", "去年", "同比"}, {"教育局", 1, 2, -50}}, "Sheet1 2 去年 missing_value"},
		"去年同期 of nobody knows which":           {[][]any{{"2024年会议场次统计表"}, {"单位", "1月", "2月", "1-2月累计", "去年同期"}, {"教育局", 1, 2, 3, 20}}, "Sheet1 2 去年同期 missing_value"},
		"months of two years":                  {[][]any{{"2023年12月至2024年1月会议场次统计表"}, {"单位", "12月", "1月"}, {"教育局", 1, 2}}, "Sheet1 2 12月 missing_value|Sheet1 2 1月 missing_value"},
		"in units of ten thousand":             {[][]any{{"2024年5月统计汇总表"}, {"单位", "会议场次", "参会人次（万人次）"}, {"教育局", 1, 1.2}}, "Sheet1 2 参会人次（万人次） bad_value"},
		"in hundreds, in a line above":         {[][]any{{"2024年5月统计汇总表"}, {"单位：百件"}, {"单位", "会议场次", "发文数"}, {"教育局", 1, 2}}, "Sheet1 2 单位 bad_value"},
		"errors of a spreadsheet":              {[][]any{{"2024年5月统计汇总表"}, {"单位", "会议场次", "发文数"}, {"教育局", "#REF!", 2}, {"民宗局", "#N/A", 2}}, "Sheet1 3 会议场次 bad_number|Sheet1 4 会议场次 bad_number"},
		"notes and ideas of numbers":           {[][]any{{"2024年5月统计汇总表"}, {"单位", "会议场次", "发文数"}, {"教育局", "3①", 2}, {"民宗局", "3²", 2}}, "Sheet1 3 会议场次 bad_number|Sheet1 4 会议场次 bad_number"},
		"a list on its side":                   {[][]any{{"会议名称", "甲会", "乙会"}, {"主办单位", "教育局", "民宗局"}, {"召开时间", "2024-05-03", "2024-05-04"}}, "Sheet1 2  unknown_kind"},
		"one count of nobody":                  {[][]any{{"2024年统计表"}, {"月份", "会议场次"}, {"1月", 1}, {"2月", 2}}, "Sheet1 2 单位 missing_column"},
		"a group of units":                     {[][]any{{"2024年5月汇总表"}, {"单位", "会议场次"}, {"市直部门", 3}, {"教育局", 3}}, "Sheet1 3 单位 unknown_unit"},
		"a number over two rows":               {[][]any{{"2024年5月汇总表"}, {"单位", "会议场次", "发文数"}, {"教育局", 3, 1}, {"民宗局", nil, 2}}, "Sheet1 4 会议场次 bad_value"},
		"not a number":                         {[][]any{{"2023年5月汇总表"}, {"单位", "会议场次"}, {"教育局", 1}, {"民宗局", "见附件"}}, "Sheet1 4 会议场次 bad_number"},
		"同上 of nothing":                        {[][]any{{"主办单位", "会议名称", "召开时间"}, {"同上", "甲", "2024-05-03"}}, "Sheet1 2 主办单位 bad_value"},
		"one of three unknown":                 {[][]any{{"主办单位", "会议名称", "召开时间"}, {"市教育局、市民宗局、某局", "甲", "2024-05-03"}}, "Sheet1 2 主办单位 unknown_unit"},
		"and others":                           {[][]any{{"主办单位", "会议名称", "召开时间"}, {"市教育局、市民宗局等", "甲", "2024-05-03"}}, "Sheet1 2 主办单位 unknown_unit"},
		"one joint unknown":                    {[][]any{{"主办单位", "会议名称", "召开时间"}, {"市教育局、市无此局", "甲", "2024-05-03"}}, "Sheet1 2 主办单位 unknown_unit"},
	} {
		var merges [][2]string
		if name == "a number over two rows" {
			merges = [][2]string{{"B3", "B4"}}
		}
		r := d.file("表.xlsx", workbook(t, sheets{{"Sheet1", c.rows, merges}}), Options{})
		if r.Status != Refused || strings.Join(placesOf(r.Faults), "|") != c.want {
			t.Errorf("%s: %s %v, want %s", name, r.Status, placesOf(r.Faults), c.want)
		}
	}
	r := d.file("表.xlsx", workbook(t, sheets{{"Sheet1", [][]any{{"单位", "甲", "乙"}, {"教育局", 1, 2}}, nil}}), Options{Kind: totals})
	if r.Status != Refused {
		t.Errorf("a table without any count, under --kind: %s", r.Status)
	}
}

// TestSectionsOfUnknownUnits: where only section rows tell the units, one that nobody knows is at fault, and the
// rows below it are of no unit above it.
func TestSectionsOfUnknownUnits(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ table, want string }{
		"unknown":        {"会议名称,召开时间\n主办单位：市教育局,\n甲,2024-05-03\n主办单位：无此局,\n乙,2024-05-04\n", "4 主办单位 unknown_unit"},
		"by line number": {"序号,会议名称,召开时间\n一、市教育局,,\n1,甲,2024-05-03\n二、无此局,,\n1,乙,2024-05-04\n", "4 主办单位 unknown_unit"},
		"the first":      {"会议名称,召开时间\n主办单位：无此局,\n乙,2024-05-04\n", "2 主办单位 unknown_unit"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			d.want(d.refused("会议.csv", c.table, Options{}), c.want)
		})
	}
}

// TestStrangeTables: a table of something else beside, above or below a known one is named with its place.
func TestStrangeTables(t *testing.T) {
	t.Parallel()
	head := [][]any{{"2024年5月统计"}, {"单位", "会议场次", "发文数"}, {"教育局", 1, 2}, {"民宗局", 3, 4}}
	for name, c := range map[string]struct {
		rows     [][]any
		warnings []string
		faults   []string
		values   int
	}{
		"below, and a known one below that": {append(head[:4:4], [][]any{{}, {"物资名称", "数量", "单价"}, {"纸", 5, 20}, {"笔", 6, 2}, {}, {"单位", "调研次数", "发现问题"}, {"教育局", 2, 3}}...),
			[]string{"第 6 行：第 6—8 行像是另一张表（表头：物资名称、数量、单价）"}, nil, 6},
		"below 合计":                      {append(head[:4:4], [][]any{{"合计", 4, 6}, {"姓名", "职务", "电话"}, {"张三", "科长", "123"}}...), []string{"第 6 行：第 6—7 行像是另一张表（表头：姓名、职务、电话）"}, nil, 4},
		"a bad row apart from others":   {append(head[:4:4], [][]any{{}, {"教育剧", "见附件", "略"}, {"东河区", 5, 6}}...), nil, []string{"Sheet1 6 单位 unknown_unit", "Sheet1 6 会议场次 bad_number", "Sheet1 6 发文数 bad_number"}, 0},
		"a table whose rows look known": {append(head[:4:4], [][]any{{}, {"部门", "人员", "车辆"}, {"教育局", 50, 6}}...), nil, []string{"Sheet1 6 单位 unknown_unit", "Sheet1 6 会议场次 bad_number", "Sheet1 6 发文数 bad_number", "Sheet1 7 会议场次 duplicate_key", "Sheet1 7 发文数 duplicate_key"}, 0},
		"above":                         {append([][]any{{"物资", "数量", "单价"}, {"纸", 5, 20}, {"笔", 6, 2}, {}}, head...), []string{"表头上方有 2 行数（第 2、3 行）"}, nil, 4},
		"a column without a header":     {[][]any{{"2024年5月统计"}, {"单位", "会议场次", nil, "发文数"}, {"教育局", 1, 9, 2}, {"民宗局", 3, 8, 4, "代报"}}, []string{"第 2 行，“C”列：这一列没有列名，但有 2 行在这里有内容（第 3、4 行）", "第 2 行，“E”列：这一列没有列名，但有 1 行在这里有内容（第 4 行）"}, nil, 4},
		"a row of labels":               {append(head[:4:4], []any{"审签：", "制表：李明", "日期：6月3日"}, []any{"分管：王", "核稿："}), nil, nil, 4},
		"one row of another":            {append(head[:4:4], [][]any{{}, {"姓名", "职务", "电话"}}...), []string{"第 6 行：第 6 行像是另一张表（表头：姓名、职务、电话）"}, nil, 4},
		"what is to come":               {[][]any{{"2024年统计"}, {"单位", "1月会议场次", "预计2月会议场次", "全年会议场次预测", "预计"}, {"教育局", 1, 2, 30, 31}}, []string{"“预计2月会议场次、全年会议场次预测、预计”列：预计的数，不计入"}, nil, 1},
		"what is to come, by month":     {[][]any{{"2024年会议场次统计"}, {"单位", "1月", "2月", "3月（预计）", "全年预计"}, {"教育局", 1, 2, 3, 36}}, []string{"“3月/预计、全年预计”列：预计的数，不计入"}, nil, 2},
		"numbers of rows":               {[][]any{{"2024年5月统计"}, {nil, "单位", "会议场次"}, {1, "教育局", 1}, {2, "民宗局", 3}}, nil, nil, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			r := d.file("表.xlsx", workbook(t, sheets{{"Sheet1", c.rows, nil}}), Options{})
			if !same(placesOf(r.Faults), c.faults) {
				t.Errorf("faults %v, want %v", placesOf(r.Faults), c.faults)
			}
			var told []string
			for _, w := range r.Warnings {
				told = append(told, strings.TrimPrefix(w.In(jianfu.Chinese), "工作表“Sheet1”，"))
			}
			if len(told) != len(c.warnings) {
				t.Fatalf("warnings %q", told)
			}
			for i := range told {
				if !strings.Contains(told[i], c.warnings[i]) {
					t.Errorf("%q does not tell %q", told[i], c.warnings[i])
				}
			}
			if got := len(d.rows("SELECT 1 FROM fact.reported_total WHERE NOT contains(count, '合计')")); got != c.values {
				t.Errorf("%d totals, want %d", got, c.values)
			}
		})
	}
}

// TestDoubtfulEarlierYear: 上年同期 beside written months is of the month, with a word about it; its own
// name decides.
func TestDoubtfulEarlierYear(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	r := d.loaded("a.csv", "2024年6月会议场次,,,\n单位,本月,1-6月,去年同期\n教育局,1,6,8\n", Options{})
	d.want(d.rows(statedTotals), "B01|meetings_held|2023-06|上年同期|8.0", "B01|meetings_held|2024-06||1.0", "B01|meetings_held|2024-H1||6.0")
	if len(r.Warnings) != 1 || !strings.Contains(r.Warnings[0].Text.ZH, "请把列名写成“1-6月上年同期”") {
		t.Errorf("%v", r.Warnings)
	}
	r = d.loaded("b.csv", "2024年6月会议场次,,,\n单位,本月,1-6月,1-6月上年同期\n民宗局,1,6,8\n", Options{})
	d.want(d.rows(statedTotals)[3:], "B02|meetings_held|2023-H1|上年同期|8.0", "B02|meetings_held|2024-06||1.0", "B02|meetings_held|2024-H1||6.0")
	if len(r.Warnings) > 0 {
		t.Errorf("%v", r.Warnings)
	}
}

// TestRecordsAreNoPlans: meetings with a day are records, unless the table speaks of a plan.
func TestRecordsAreNoPlans(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.loaded("5月会议台账.csv", "教育局2024年5月会议台账,,,\n序号,会议名称,时间,参会人数\n1,甲,５月８日,７０人\n", Options{})
	d.want(d.rows(meetingRows), "B01|甲|2024-05-08|70")
	d.want(d.refused("会议.csv", "教育局2024年会议,,,\n会议名称,通知时间,地点,参会人数\n甲,5月8日,三楼,70\n", Options{}), "0  unknown_kind")
	d.loaded("计划.csv", "教育局2024年会议计划,,,\n会议名称,填报时间,地点,参会人数\n乙,5月8日,三楼,70\n", Options{})
	d.want(d.rows("SELECT name FROM fact.meeting_plan"), "乙")
}

// TestSumsAreStored: a 合计 is kept to be held against its table, under the months and the unit that it is of.
func TestSumsAreStored(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		rows [][]any
		want []string
	}{
		"row":                   {[][]any{{"2023年5月汇总表"}, {"单位", "会议场次", "上年同期", "发文数"}, {"教育局", 1, 4, 2}, {"民宗局", 1, 5, nil}, {"合计", 2, 9, 3}}, []string{"|documents_issued 合计|2023-05|reduction|3|5", "|meetings_held 合计|2022-05|reduction|9|5", "|meetings_held 合计|2023-05|reduction|2|5"}},
		"row above":             {[][]any{{"2023年5月汇总表"}, {"单位", "会议场次"}, {"全市合计", 3}, {"教育局", 1}, {"民宗局", 1}}, []string{"|meetings_held 合计|2023-05|reduction|3|3"}},
		"column and row":        {[][]any{{"2023年会议场次"}, {"单位", "1月", "2月", "合计"}, {"教育局", 1, 2, 3}, {"民宗局", 4, nil, 4}, {"合计", 5, 2, 7}}, []string{"|meetings_held 合计|2023-01|reduction|5|5", "|meetings_held 合计|2023-01/2023-02|reduction|7|5", "|meetings_held 合计|2023-02|reduction|2|5", "B01|meetings_held 合计|2023-01/2023-02|reduction|3|3", "B02|meetings_held 合计|2023-01/2023-02|reduction|4|4"}},
		"months of one unit":    {[][]any{{"市教育局2023年统计"}, {"月份", "会议场次", "议事协调机构数"}, {"1月", 1, 7}, {"2月", 2, 7}, {"合计", 3, 7}}, []string{"B01|meetings_held 合计|2023-01/2023-02|reduction|3|5"}},
		"of some rows only":     {[][]any{{"2023年5月汇总表"}, {"单位", "会议场次"}, {"教育局", 1}, {"民宗局", 1}, {"合计", 2}, {"东河区", 3}}, nil},
		"小计 of a quarter":       {[][]any{{"2023年会议场次"}, {"单位", "1月", "2月", "3月", "一季度小计", "4月"}, {"教育局", 1, 2, 3, 6, 4}}, []string{"B01|meetings_held 合计|2023-Q1|reduction|6|3"}},
		"小计 is none":            {[][]any{{"2023年5月汇总表"}, {"单位", "会议场次"}, {"教育局", 1}, {"民宗局", 1}, {"小计", 2}, {"东河区", 3}, {"总计", 5}}, []string{"|meetings_held 合计|2023-05|reduction|5|7"}},
		"the city is no unit":   {[][]any{{"2023年5月汇总表"}, {"单位", "会议场次"}, {"全市", 9}, {"教育局", 1}, {"民宗局", 1}, {"合计", 2}}, []string{"|meetings_held 合计|2023-05|reduction|2|6"}},
		"only the city's own":   {[][]any{{"云州市2023年5月汇总表"}, {"单位", "会议场次"}, {"合计", 7}}, nil},
		"the caliber of titles": {[][]any{{"2023年5月汇总表（全口径）"}, {"单位", "会议场次"}, {"教育局", 1}, {"民宗局", 1}, {"合计", 2}}, []string{"|meetings_held 合计|2023-05|all|2|5"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			d.fine(d.file("表.xlsx", workbook(t, sheets{{"Sheet1", c.rows, nil}}), Options{}))
			d.want(d.rows(statedSums), c.want...)
		})
	}
}

// TestControlTotals: 合计 and 同比 that do not fit are reported, those that fit are not.
func TestControlTotals(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for name, c := range map[string]struct {
		rows [][]any
		want string // row and column of the warning
	}{
		"fits":                   {[][]any{{"2023年会议场次"}, {"单位", "1月", "2月", "合计"}, {"教育局", 1, 2, 3}, {"民宗局", 4, nil, 4}, {"合计", 5, 2, 7}}, ""},
		"wrong column":           {[][]any{{"2023年会议场次"}, {"单位", "1月", "2月", "合计"}, {"教育局", 1, 2, 4}}, "3 合计"},
		"wrong row":              {[][]any{{"2023年会议场次"}, {"单位", "1月", "2月"}, {"教育局", 1, 2}, {"民宗局", 1, 2}, {"合计", 2, 5}}, "5 2月"},
		"sum above":              {[][]any{{"2023年会议场次"}, {"单位", "1月", "2月"}, {"全市合计", 2, 5}, {"教育局", 2, 4}}, "3 2月"},
		"小计 of a quarter":        {[][]any{{"2023年会议场次"}, {"单位", "1月", "2月", "3月", "一季度小计", "4月", "合计"}, {"教育局", 1, 2, 3, 7, 4, 10}}, "3 一季度小计"},
		"quarters beside months": {[][]any{{"2023年会议场次"}, {"单位", "1月", "2月", "3月", "一季度", "4月", "合计"}, {"教育局", 1, 2, 3, 6, 4, 10}, {"合计", 1, 2, 3, 6, 4, 10}}, ""},
		"合计 of 合计":               {[][]any{{"2023年会议场次"}, {"单位", "1月", "2月", "合计"}, {"教育局", 1, 2, 3}, {"民宗局", 4, 1, 5}, {"合计", 5, 3, 9}}, "5 合计"},
		"合计 of each section":     {[][]any{{"2023年统计表"}, {"月份", "会议场次"}, {"一、市教育局"}, {"1月", 1}, {"2月", 2}, {"合计", 3}, {"二、市民宗局"}, {"1月", 4}, {"合计", 4}, {"总计", 7}}, ""},
		"wrong in one section":   {[][]any{{"2023年统计表"}, {"月份", "会议场次"}, {"一、市教育局"}, {"1月", 1}, {"2月", 2}, {"合计", 3}, {"二、市民宗局"}, {"1月", 4}, {"合计", 5}, {"总计", 7}}, "9 会议场次"},
		"wrong in all of them":   {[][]any{{"2023年统计表"}, {"月份", "会议场次"}, {"一、市教育局"}, {"1月", 1}, {"2月", 2}, {"合计", 3}, {"二、市民宗局"}, {"1月", 4}, {"合计", 4}, {"总计", 8}}, "10 会议场次"},
		"同比 fits":                {[][]any{{"2023年5月"}, {"单位", "会议场次", "上年同期", "同比（%）"}, {"教育局", 6, 8, -25}, {"民宗局", 2, 3, "-33.33%"}}, ""},
		"同比 in shares":           {[][]any{{"2023年5月"}, {"单位", "会议场次", "上年同期", "同比"}, {"教育局", 6, 8, -0.25}, {"民宗局", 4, 3, "1"}}, ""},
		"同比 is another":          {[][]any{{"2023年5月"}, {"单位", "会议场次", "上年同期", "同比（%）"}, {"教育局", 6, 8, 25.5}}, "3 同比（%）"},
	} {
		r := d.fine(d.file("表.xlsx", workbook(t, sheets{{"Sheet1", c.rows, nil}}), Options{DryRun: true}))
		var got []string
		for _, w := range r.Warnings {
			got = append(got, strings.TrimPrefix(w.In(jianfu.Chinese), "工作表“Sheet1”，"))
		}
		place := ""
		if c.want != "" {
			row, column, _ := strings.Cut(c.want, " ")
			place = "第 " + row + " 行，“" + column + "”列："
		}
		if place == "" && len(got) > 0 || place != "" && (len(got) != 1 || !strings.HasPrefix(got[0], place)) {
			t.Errorf("%s: %v, want %q", name, got, place)
		}
	}
}
