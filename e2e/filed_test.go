package e2e_test

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"jianfu/e2e/city"
	"jianfu/loaders"
	"jianfu/metrics"
)

// threeUnits is the directory of the cases below: A and B are there all the time, C from April 2024 on.
const threeUnits = `云州市单位名录,,,,,
单位编码,单位名称,单位简称,单位类型,分管战线,启用日期
A,市教育局,市教育局,市直部门,教科文卫,2018-01-01
B,市水务局,市水务局,市直部门,农业农村,2018-01-01
C,东河区人民政府,东河区,县（市）区,农业农村,2024-04-01
`

// filedTable is a file of a case, and when it was received.
type filedTable struct{ name, text, on string }

// askedFigure is a question of a case and its answer: amounts or reasons of the groups, basis, and notices.
type askedFigure struct {
	metric, period, by, unit, joint, caliber, on string
	want                                         string
}

// say is an answer in short: 市教育局=3 TOTALS, 市水务局=NOT_FILED; and the notices.
func say(m *metrics.Measurement) string {
	var said []string
	for _, row := range m.Rows {
		v := row.Values[0]
		text := string(v.Missing)
		if v.Amount != nil {
			text = v.Amount.String()
			if v.Basis != metrics.FromTotals {
				text += " " + string(v.Basis)
			}
		}
		if len(row.Group) > 0 {
			text = row.Group[0].Value + "=" + text
		}
		said = append(said, text)
	}
	for _, n := range m.Notices {
		if n.Code != metrics.IncompletePeriod || strings.Contains(n.Text.EN, "by totals alone") { // what is missing is for other tests
			said = append(said, string(n.Code))
		}
	}
	return strings.Join(said, ", ")
}

// TestTotalsAsFiled files tables of totals as offices keep them, and asks for figures.
func TestTotalsAsFiled(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		files     []filedTable
		withdrawn string // a file, at the end
		asked     []askedFigure
		differ    map[string]string // by period: what reconcile finds
	}{
		"the city before its units filed": {
			files: []filedTable{
				{"全市.csv", "云州市2024年会议情况,\n月份,会议场次\n1月,10\n2月,11\n3月,12\n4月,13\n", ""},
				{"3月.csv", "2024年3月汇总表,\n单位,会议场次\n市教育局,5\n市水务局,6\n", ""},
				{"4月.csv", "2024年4月汇总表,\n单位,会议场次\n市教育局,1\n市水务局,2\n东河区,3\n", ""},
				{"5月.csv", "2024年5月汇总表,\n单位,会议场次\n市教育局,1\n市水务局,2\n东河区,3\n", ""},
				{"6月.csv", "2024年6月汇总表,\n单位,会议场次\n市教育局,1\n", ""},
			},
			asked: []askedFigure{
				{period: "2024-02", want: "11, CITY_TOTAL"},
				{period: "2024-03", want: "11"},
				{period: "2024-Q1", want: "33, CITY_TOTAL"},
				{period: "2024-01/2024-05", want: "44, CITY_TOTAL"},
				{period: "2024-H1", want: "45, CITY_TOTAL"},
				{period: "2024-02", unit: "A", want: "NOT_REPORTED"},
				{period: "2024-02", unit: "C", want: "NOT_IN_FORCE"},
				{period: "2024-02", by: "portfolio", want: "教科文卫=NOT_REPORTED, 农业农村=NOT_REPORTED, =11, CITY_TOTAL"},
			},
		},
		"months, quarters, halves, the year and the months to date": {
			files: []filedTable{
				{"a.csv", "市教育局2023年统计,\n时间,会议场次\n1月,1\n2月,1\n3月,1\n第一季度,9\n二季度,5\n上半年,20\n全年,50\n1—5月,14\n", ""},
				{"b.csv", "市水务局2023年统计,\n时间,会议场次\n一季度,10\n二季度,10\n三季度,10\n四季度,10\n上半年,99\n全年,99\n", ""},
			},
			asked: []askedFigure{
				{period: "2023-Q1", unit: "A", want: "3"}, {period: "2023-Q2", unit: "A", want: "5"}, {period: "2023-H1", unit: "A", want: "8"},
				{period: "2023", unit: "A", want: "50"}, {period: "2023-01/2023-05", unit: "A", want: "14"}, {period: "2023-04", unit: "A", want: "NOT_REPORTED"},
				{period: "2023", unit: "B", want: "40"}, {period: "2023-01/2023-09", unit: "B", want: "30"}, {period: "2023-02", unit: "B", want: "NOT_REPORTED"},
				{period: "2023", want: "90"}, {period: "2023-H1", want: "28"}, {period: "2023-Q1", by: "department", want: "A=3, B=10"},
			},
		},
		"a year whose half comes later": {
			files: []filedTable{
				{"a.csv", "市教育局2023年统计,\n时间,会议场次\n1月,1\n2月,1\n3月,1\n二季度,5\n全年,50\n", ""},
				{"b.csv", "市教育局2023年统计,\n时间,会议场次\n下半年,7\n", ""},
			},
			asked: []askedFigure{{period: "2023", unit: "A", want: "15"}, {period: "2023-H2", unit: "A", want: "7"}},
		},
		"calibers": {
			files: []filedTable{
				{"a.csv", "2023年5月汇总表,,\n单位,会议场次（全口径）,会议场次\n市教育局,5,3\n市水务局,,4\n", ""},
				{"b.csv", "2023年6月汇总表（全口径）,\n单位,会议场次\n市教育局,8\n", ""},
				{"c.csv", "市水务局2023年统计,,\n时间,口径,会议场次\n10月,全口径,4\n11月,全口径,4\n12月,全口径,4\n四季度,精简口径,9\n", ""},
			},
			asked: []askedFigure{
				{period: "2023-05", want: "7"}, {period: "2023-05", caliber: "all", want: "9, OTHER_CALIBER"},
				{period: "2023-06", unit: "A", caliber: "all", want: "8"}, {period: "2023-06", unit: "A", want: "8, OTHER_CALIBER"},
				{period: "2023-Q4", unit: "B", want: "9"}, {period: "2023-Q4", unit: "B", caliber: "all", want: "12"},
			},
		},
		"corrections": {
			files: []filedTable{
				{"1.csv", "2023年5月汇总表,,\n单位,会议场次,上年同期\n市教育局,5,4\n市水务局,6,3\n", "2023-06-05"},
				{"2.csv", "2023年5月汇总表（更正）,,\n单位,会议场次,上年同期\n市教育局,7,\n", "2023-07-05"},
				{"3.csv", "2023年5月汇总表（再更正）,,\n单位,会议场次,上年同期\n市水务局,*,2\n", "2023-08-05"},
			},
			asked: []askedFigure{
				{period: "2023-05", on: "2023-06-20", want: "11"}, {period: "2023-05", on: "2023-07-20", want: "13"},
				{period: "2023-05", want: "7, UNKNOWN_ROWS"}, {period: "2023-05", unit: "B", want: "UNKNOWN_VALUES, UNKNOWN_ROWS"},
				{period: "2022-05", want: "6"}, {period: "2022-05", on: "2023-06-20", want: "7"}, {period: "2023-05", on: "2023-06-01", want: "NO_DATA"},
			},
		},
		"a withdrawal": {
			files: []filedTable{
				{"1.csv", "2023年5月汇总表,\n单位,会议场次\n市教育局,5\n市水务局,6\n", "2023-06-05"},
				{"2.csv", "2023年5月汇总表（更正）,\n单位,会议场次\n市教育局,7\n", "2023-07-05"},
			},
			withdrawn: "2.csv",
			asked:     []askedFigure{{period: "2023-05", want: "11"}, {period: "2023-05", on: "2023-07-20", want: "13"}},
		},
		"the year before, as a later table says": {
			files: []filedTable{
				{"1.csv", "2023年会议汇总表,\n单位,会议场次\n市教育局,60\n", "2024-01-05"},
				{"2.csv", "2024年5月汇总表,,\n单位,会议场次,去年同期\n市教育局,5,8\n市水务局,6,9\n", "2024-06-05"},
				{"3.csv", "市水务局2023年会议汇总表,\n月份,会议场次\n5月,10\n", "2024-07-05"},
			},
			asked: []askedFigure{
				{period: "2023-05", on: "2024-02-01", unit: "A", want: "NOT_REPORTED"}, {period: "2023-05", unit: "A", want: "8"}, {period: "2023", unit: "A", want: "60"},
				{period: "2023-05", on: "2024-06-20", want: "17"}, {period: "2023-05", want: "18"}, {period: "2023-04", unit: "B", want: "NOT_FILED"},
			},
		},
		"records before totals": {
			files: []filedTable{
				{"1.csv", "2023年5月汇总表,,,\n单位,发文数,发文页数,发至县级以下文件数\n市教育局,5,40,2\n市水务局,6,50,3\n", ""},
				{"2.csv", "发文字号,文件标题,发文单位,印发日期\n云教〔2023〕1号,甲,市教育局,2023-05-03\n云教〔2023〕2号,乙,市教育局,2023-05-04\n", ""},
				{"2023年4月发文统计.csv", "填报单位：市教育局,,,\n发文字号,文件标题,发文单位,印发日期\n零报告,,,\n", ""},
				{"4.csv", "2023年4月汇总表,\n单位,发文数\n市教育局,5\n", ""},
			},
			asked: []askedFigure{
				{metric: "documents.issued", period: "2023-05", want: "8 MIXED"}, {metric: "documents.issued", period: "2023-05", unit: "A", want: "2 RECORDS"},
				{metric: "documents.pages", period: "2023-05", want: "90"}, {metric: "documents.to_county", period: "2023-05", want: "5"},
				{metric: "documents.issued", period: "2023-04", unit: "A", want: "0 RECORDS"},
			},
		},
		"stocks, plans and counts that do not add up": {
			files: []filedTable{
				{"1.csv", "2023年1月汇总表,,,\n单位,议事协调机构数,逾期未办结留言数,长期不活动议事协调机构数\n市教育局,3,2,1\n市水务局,4,1,1\n", ""},
				{"2.csv", "2023年3月汇总表,,,\n单位,议事协调机构数,逾期未办结留言数,长期不活动议事协调机构数\n市教育局,5,1,2\n", ""},
				{"3.csv", "2023年汇总表,,\n单位,计划会议场次,计划督查检查考核项数\n市教育局,30,2\n市水务局,40,3\n", ""},
			},
			asked: []askedFigure{
				{metric: "bodies.total", period: "2023-01", want: "7"}, {metric: "bodies.total", period: "2023-Q1", want: "9"}, {metric: "bodies.total", period: "2023-02", unit: "A", want: "NOT_DUE"},
				{metric: "messages.overdue_open", period: "2023-01", want: "3"}, {metric: "messages.overdue_open", period: "2023-Q1", want: "NOT_REPORTED"},
				{metric: "meetings.planned", period: "2023", want: "70"}, {metric: "inspections.planned", period: "2023", want: "5"},
			},
		},
		"合计 that does not add up": {
			files: []filedTable{
				{"1.csv", "2023年会议场次,,,,\n单位,1月,2月,3月,合计\n市教育局,1,2,3,6\n市水务局,1,1,1,9\n合计,2,4,4,15\n", "2023-04-05"},
				{"2.csv", "2023年2月汇总表（更正）,\n单位,会议场次\n市水务局,2\n", "2023-05-05"},
			},
			asked:  []askedFigure{{period: "2023-Q1", want: "10"}, {period: "2023-Q1", on: "2023-04-20", want: "9"}},
			differ: map[string]string{"2023": " 2023-Q1 meetings.held TABLE 15-10, B 2023-Q1 meetings.held TABLE 9-4"},
		},
		"months in rows with 合计, and a caliber that only totals have": {
			files: []filedTable{
				{"1.csv", "市教育局2023年统计（全口径）,,\n月份,会议场次,发文数\n1月,3,1\n2月,4,1\n合计,8,2\n", ""},
				{"2.csv", "2024年2月汇总表（全口径）,,\n单位,会议场次,上年同期\n市教育局,3,5\n合计,3,5\n", ""},
				{"3.csv", "主办单位,会议名称,召开时间,是否纳入统计\n市教育局,甲,2023-01-03,是\n市教育局,乙,2023-01-04,否\n市教育局,丙,2023-01-05,否\n", ""},
			},
			asked:  []askedFigure{{period: "2023-02", unit: "A", caliber: "all", want: "4"}, {period: "2023-01", unit: "A", want: "1 RECORDS"}},
			differ: map[string]string{"2023": "A 2023-01/2023-02 meetings.held TABLE 8-7", "2024": "A 2023-02 meetings.held OWN_FIGURE 5-4"},
		},
		"合计 below 本月 and 累计": {
			files:  []filedTable{{"1.csv", "2023年3月汇总表,,,\n单位,本月会议场次,累计,上年同期\n市教育局,1,5,2\n市水务局,2,7,3\n合计,3,13,5\n", ""}},
			asked:  []askedFigure{{period: "2023-Q1", want: "12"}},
			differ: map[string]string{"2023": " 2023-Q1 meetings.held TABLE 13-12"},
		},
		"a list of bodies": { // 处理意见 is an intention, 成立时间 an event
			files: []filedTable{{"议事协调机构清单.csv", "市议事协调机构清单（截至2024年5月31日）,,,,\n机构名称,类型,牵头单位,成立时间,处理意见\n甲领导小组,领导小组,市教育局,2019年3月,保留\n乙领导小组,领导小组,市水务局,2020,撤销\n丙联席会议,联席会议,市教育局,,合并\n", ""}},
			asked: []askedFigure{
				{metric: "bodies.total", period: "2024-05", want: "3 RECORDS"}, {metric: "bodies.total", period: "2024-05", by: "department", want: "A=2 RECORDS, B=1 RECORDS, C=0 RECORDS"},
				{metric: "bodies.abolished", period: "2024", want: "NO_DATA"},
			},
		},
		"lists of bodies of two days": { // each is what there is at its day, whichever is received first
			files: []filedTable{
				{"2.csv", "议事协调机构清单（截至2024年6月30日）,,\n机构名称,牵头单位,成立时间\n甲组,市教育局,2018\n丁组,市水务局,2020\n戊组,市水务局,2024年3月\n", ""},
				{"1.csv", "议事协调机构清单（截至2023年6月30日）,,\n机构名称,牵头单位,成立时间\n甲组,市教育局,2018\n丙组,市教育局,2020\n丁组,市水务局,2020\n", ""},
			},
			asked: []askedFigure{
				{metric: "bodies.total", period: "2022", want: "3 RECORDS"}, {metric: "bodies.total", period: "2023-12", want: "3 RECORDS"}, {metric: "bodies.total", period: "2024-05", want: "4 RECORDS"},
				{metric: "bodies.total", period: "2024-06", want: "3 RECORDS"}, {metric: "bodies.total", period: "2024-06", by: "department", want: "A=1 RECORDS, B=2 RECORDS, C=0 RECORDS"},
			},
		},
		"lists of bodies of years, one left out and back, corrected, and a change": {
			files: []filedTable{
				{"1.csv", "2022年议事协调机构清单,,\n机构名称,牵头单位,成立时间\n甲组,市教育局,2018\n乙组,市教育局,2018\n丙组,市水务局,2018\n", ""},
				{"2.csv", "2023年上半年议事协调机构清单,,\n机构名称,牵头单位,成立时间\n甲组,市教育局,2018\n丙组,市水务局,2018\n", ""},
				{"3.csv", "2023年议事协调机构清单,,\n机构名称,牵头单位,成立时间\n甲组,市教育局,2018\n乙组,市教育局,2018\n丙组,市水务局,2018\n丁组,市水务局,2018\n", ""},
				{"4.csv", "2023年议事协调机构清单（更正）,,\n机构名称,牵头单位,成立时间\n甲组,市教育局,2018\n乙组,市教育局,2018\n丙组,市水务局,2018\n", ""},
				{"5.csv", "机构名称,变动类型,变动日期\n丙组,撤销,2023-09-05\n", ""},
			},
			asked: []askedFigure{
				{metric: "bodies.total", period: "2023-05", want: "3 RECORDS"}, {metric: "bodies.total", period: "2023-06", want: "2 RECORDS"}, {metric: "bodies.total", period: "2023-09", want: "1 RECORDS"},
				{metric: "bodies.total", period: "2023", want: "2 RECORDS"},
			},
		},
		"a list of one unit says nothing of the others": {
			files: []filedTable{
				{"1.csv", "议事协调机构清单（截至2023年6月30日）,,\n机构名称,牵头单位,成立时间\n甲组,市教育局,2018\n丙组,市水务局,2018\n", ""},
				{"2.csv", "市水务局议事协调机构清单（截至2023年9月30日）,,\n填报单位：市水务局,,\n机构名称,成立时间,类型\n零报告,,\n", ""},
				{"3.csv", "市教育局议事协调机构清单（截至2023年12月31日）,,\n填报单位：市教育局,,\n机构名称,成立时间,类型\n乙组,2023年11月,\n", ""},
			},
			asked: []askedFigure{
				{metric: "bodies.total", period: "2023-08", want: "2 RECORDS"}, {metric: "bodies.total", period: "2023-09", want: "1 RECORDS"}, {metric: "bodies.total", period: "2023-11", want: "2 RECORDS"},
				{metric: "bodies.total", period: "2023-12", want: "1 RECORDS"},
			},
		},
		"meetings planned for more than a month": { // of a part of these months nothing is known
			files: []filedTable{{"1.csv", "2024年会议计划,,\n主办单位,会议名称,拟召开月份\n市教育局,甲,5月\n市教育局,乙,二季度\n市水务局,丙,8-9月\n市水务局,丁,上半年\n市水务局,戊,10月下旬\n", ""}},
			asked: []askedFigure{
				{metric: "meetings.planned", period: "2024", want: "5 RECORDS"}, {metric: "meetings.planned", period: "2024-Q2", want: "UNKNOWN_VALUES, UNKNOWN_ROWS"}, {metric: "meetings.planned", period: "2024-H1", want: "3 RECORDS"},
				{metric: "meetings.planned", period: "2024-Q2", unit: "A", want: "2 RECORDS"}, {metric: "meetings.planned", period: "2024-05", unit: "A", want: "UNKNOWN_VALUES, UNKNOWN_ROWS"}, {metric: "meetings.planned", period: "2024-12", want: "0 RECORDS"},
				{metric: "meetings.planned", period: "2024-08", want: "NOT_REPORTED, UNKNOWN_ROWS"}, {metric: "meetings.planned", period: "2024-Q3", want: "1 RECORDS"}, {metric: "meetings.planned", period: "2024-10", want: "1 RECORDS"},
			},
		},
		"meetings planned without a month": {
			files: []filedTable{{"1.csv", "2024年会议计划,,\n主办单位,会议名称,拟召开月份\n市教育局,甲,适时\n市教育局,乙,\n市水务局,丙,全年\n市水务局,丁,3月、9月\n", ""}},
			asked: []askedFigure{
				{metric: "meetings.planned", period: "2024", want: "4 RECORDS"}, {metric: "meetings.planned", period: "2024-12", want: "NOT_REPORTED, UNKNOWN_ROWS"}, {metric: "meetings.planned", period: "2024-01/2024-11", want: "NOT_REPORTED, UNKNOWN_ROWS"},
			},
		},
		"joint units": { // one row counts once, whoever asks
			files: []filedTable{{"1.csv", "主办单位,会议名称,召开时间\n市教育局、市水务局,甲,2024-05-03\n市水务局,乙,2024-05-04\n市水务局会同东河区和市教育局,丙,2024-05-05\n", ""}},
			asked: []askedFigure{
				{period: "2024-05", want: "3 RECORDS"}, {period: "2024-05", by: "department", want: "A=1 RECORDS, B=2 RECORDS, C=NOT_DUE"},
				{period: "2024-05", by: "联合单位", want: "[B]=1 RECORDS, [C, A]=1 RECORDS, =1 RECORDS, UNDERSTOOD"},
				{period: "2024-05", joint: "A", want: "1 RECORDS"}, {period: "2024-05", joint: "东河区人民政府", want: "1 RECORDS, UNDERSTOOD"}, {period: "2024-05", joint: "[C, A]", want: "1 RECORDS"},
				{period: "2024-05", joint: "A", unit: "B", want: "1 RECORDS"}, {period: "2024-05", joint: "B", unit: "B", want: "0 RECORDS"},
			},
		},
		"rates": {
			files: []filedTable{
				{"1.csv", "2023年5月汇总表,,,\n单位,留言受理数,留言办结数,办复率\n市教育局,10,9,95%\n市水务局,30,30,100%\n", ""},
				{"2.csv", "2023年6月汇总表,,\n单位,留言受理数,发现问题数\n市教育局,10,3\n", ""},
			},
			asked: []askedFigure{
				{metric: "messages.handling_rate", period: "2023-05", want: "0.9750"}, {metric: "messages.handling_rate", period: "2023-05", unit: "A", want: "0.9000"},
				{metric: "messages.handling_rate", period: "2023-06", unit: "A", want: "NOT_REPORTED"}, {metric: "messages.satisfaction_rate", period: "2023-06", unit: "A", want: "NOT_REPORTED, INCOMPLETE_PERIOD"}, {metric: "visits.solve_rate", period: "2023-06", unit: "A", want: "NOT_REPORTED"},
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			parts := city.Open(t)
			load := func(f filedTable) {
				o := loaders.Options{}
				if f.on != "" {
					o.ReceivedAt = moment(t, f.on)
				}
				r, err := parts.Loader.Load(context.Background(), f.name, bytes.NewReader([]byte(f.text)), int64(len(f.text)), o)
				if err != nil {
					t.Fatal(err)
				}
				for _, fault := range r.Faults {
					t.Error(fault)
				}
			}
			load(filedTable{"单位名录.csv", threeUnits, "2018-01-05"})
			for _, f := range c.files {
				load(f)
			}
			if c.withdrawn != "" {
				var id int64
				row := parts.Warehouse.QueryRow(t.Context(), "SELECT id FROM submission WHERE file = $1", c.withdrawn)
				if err := errors.Join(row.Scan(&id), parts.Warehouse.Withdraw(t.Context(), id, "", "写错了")); err != nil {
					t.Fatal(err)
				}
			}
			for _, a := range c.asked {
				q := metrics.Query{Metrics: []string{cmp.Or(a.metric, "meetings.held")}, Period: period(t, a.period), Caliber: a.caliber}
				if a.by != "" {
					q.By = []string{a.by}
				}
				if a.unit != "" {
					q.Where.Departments = []string{a.unit}
				}
				if a.joint != "" {
					q.Where.Is = []metrics.Equals{{Dimension: "joint_units", In: []string{a.joint}}}
				}
				if a.on != "" {
					q.AsOf = moment(t, a.on)
				}
				m, err := parts.Engine.Measure(t.Context(), q)
				if err != nil {
					t.Fatal(err)
				}
				if got := say(m); got != a.want {
					t.Errorf("%s %s %s%s: %s, want %s", a.metric, a.period, a.unit, a.by+a.joint, got, a.want)
				}
			}
			for span, want := range c.differ {
				list, err := parts.Engine.Reconcile(t.Context(), period(t, span), time.Time{})
				if err != nil {
					t.Fatal(err)
				}
				var got []string
				for _, d := range list {
					if !d.Agrees() {
						got = append(got, fmt.Sprintf("%s %s %s %s %s-%s", d.Department, d.Month, d.Metric.Name, d.Against, d.Stated, d.Counted.Amount))
					}
				}
				if said := strings.Join(got, ", "); said != want {
					t.Errorf("reconcile %s: %s, want %s", span, said, want)
				}
			}
		})
	}
}

func moment(t *testing.T, day string) time.Time {
	t.Helper()
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// TestCountsByTheirMetricsNames: a header may be the label of a metric, or what its words make.
func TestCountsByTheirMetricsNames(t *testing.T) {
	t.Parallel()
	parts := city.Open(t)
	load := func(name, text string) loaders.Result {
		t.Helper()
		r, err := parts.Loader.Load(t.Context(), name, bytes.NewReader([]byte(text)), int64(len(text)), loaders.Options{DryRun: name != "单位名录.csv"})
		if err != nil || r.Status != loaders.Loaded {
			t.Fatal(name, r.Faults, err)
		}
		return r
	}
	load("单位名录.csv", threeUnits)
	names := parts.Engine.Catalog().CountNames()
	owners := map[string]int{}
	for _, list := range names {
		for _, name := range slices.Compact(slices.Sorted(slices.Values(list))) {
			owners[name]++
		}
	}
	known := 0
	for count, list := range names {
		header, row := "单位", "市教育局"
		for _, name := range list {
			if owners[name] == 1 && !strings.Contains(header+",", ","+name+",") {
				header, row = header+","+name, row+",7"
				known++
			}
		}
		if r := load(count+".csv", "2024年5月汇总表\n"+header+"\n"+row+"\n"); len(r.IgnoredColumns) > 0 {
			t.Errorf("%v do not name %s", r.IgnoredColumns, count)
		}
	}
	if known < 300 {
		t.Errorf("only %d names", known)
	}
}
