package loaders

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"jianfu"
)

// TestTickedWords reads the boxes of paper forms.
func TestTickedWords(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	const header = "单位,调研日期,调研地点,是否提前通知\n"
	for text, want := range map[string]string{
		"☑是 □否": "true", "□是 ☑否": "false", "■是□否": "true", "是☑否□": "true", "是□否☑": "false", "√是 否": "true", "是√": "true", "否√": "false",
		"是（√）否（ ）": "true", "（ ）是（√）否": "false", "是√/否": "true", "☑": "true", "是。": "true", "否（计划外）": "false",
	} {
		r := d.loaded("调研.csv", header+"教育局,2023-05-01,"+text+","+text+"\n", Options{})
		var got []string
		if r.Submission > 0 {
			got = d.rows("SELECT announced FROM fact.visit ORDER BY id DESC LIMIT 1")
		}
		if len(got) != 1 || got[0] != want {
			t.Errorf("%s: %v, want %s", text, got, want)
		}
	}
	for _, text := range []string{"☑是 ☑否", "□是 □否", "☑是 □不清楚", "是否", "见备注"} {
		d.want(d.refused("调研.csv", header+"教育局,2023-05-01,甲,"+text+"\n", Options{}), "2 是否提前通知 bad_value")
	}
}

// TestCityOf takes the city out of what people call their directories.
func TestCityOf(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]string{
		"临江市报送单位名录": "临江市", "临江市2024年报送单位名录": "临江市", "2024年度临江市市直部门及县（市）区名录": "临江市", "附件1：临江市单位名录": "临江市",
		"临江市直部门名录": "临江市", "临江市人民政府报送单位名录（2024年版）": "临江市", "二〇二四年临江县单位名录": "临江县", "临江市各县（市）区和部门名录": "临江市",
		"临江市单位清单": "临江市", "临江市机构名录": "临江市", "单位清单": "",
		"单位名录": "", "市直部门名录": "", "报送单位": "", "城市管理系统单位名录": "", "Sheet1": "",
	} {
		if got := cityOf(title); got != want {
			t.Errorf("%s: %q, want %q", title, got, want)
		}
	}
}

// TestCityWithoutTitle: the name of the file, or the names in the directory, give the city.
func TestCityWithoutTitle(t *testing.T) {
	t.Parallel()
	for name, rows := range map[string]string{
		"临江市单位名录.csv": "单位编码,单位名称,单位类型\nA,市教育局,市直部门\nB,临江区,区\n",
		"units.csv":   "单位编码,单位名称,单位类型\nA,临江市教育局,市直部门\nB,临江区,区\nC,临江市财政局,市直部门\nD,临江市水利局,市直部门\nE,江口市人民政府,市\n",
	} {
		l, w := open(t)
		d := &desk{l, t, w}
		d.loaded(name, rows, Options{})
		d.loaded("调研.csv", "单位,调研日期,调研地点\n市教育局,2023-05-01,甲\n临江市教育局,2023-05-01,甲\n临江教育局,2023-05-01,甲\n临江市临江区,2023-05-01,甲\n临江区人民政府,2023-05-01,甲\n", Options{})
		d.want(d.rows("SELECT department FROM fact.visit ORDER BY id"), "A", "A", "A", "B", "B")
		d.want(d.refused("调研.csv", "单位,调研日期,调研地点\n区,2023-05-01,甲\n", Options{}), "2 单位 unknown_unit")
	}
}

// TestCountyInPlaceOfCity: names of a county's bureaus begin with 县.
func TestCountyInPlaceOfCity(t *testing.T) {
	t.Parallel()
	l, w := open(t)
	d := &desk{l, t, w}
	d.loaded("名录.csv", "望江县单位名录,,\n单位编码,单位名称,单位类型\nA,县教育局,县直部门\nB,望江县财政局,县直部门\n", Options{})
	d.loaded("调研.csv", "单位,调研日期,调研地点\n望江县教育局,2023-05-01,甲\n教育局,2023-05-01,甲\n县财政局,2023-05-01,甲\n", Options{})
	d.want(d.rows("SELECT department FROM fact.visit ORDER BY id"), "A", "A", "B")
}

// TestFaultyKeysRepeatNothing: rows whose key cannot be read are blamed for that alone.
func TestFaultyKeysRepeatNothing(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.want(d.refused("2023年发文计划.csv", "单位,发文指标\n无此局,3\n也无此局,4\n教育局,x\n市教育局,5\n", Options{}),
		"2 单位 unknown_unit", "3 单位 unknown_unit", "4 发文指标 bad_number", "5 单位 duplicate_key")
	d.want(d.refused("名录.csv", "单位编码,单位名称,单位类型,启用日期\nA,甲,局,2023-13-01\nA,乙,局,2022-02-30\n", Options{}),
		"2 启用日期 bad_date", "3 启用日期 bad_date")
}

// TestGibberishIsOneFault: a file that is no table is refused for that, without a warning
// beside it.
func TestGibberishIsOneFault(t *testing.T) {
	t.Parallel()
	l, _ := open(t)
	r := loadFiles(t, l, Options{}, "../testdata/bad/乱码.csv")[0]
	if len(r.Faults) != 1 || r.Faults[0].Code != jianfu.UnreadableFile || len(r.Warnings) > 0 || !strings.Contains(r.Faults[0].Text.ZH, "编码") {
		t.Errorf("%v, warnings %v", r.Faults, r.Warnings)
	}
}

// TestFootersOfOffices reads what is below and between the rows of a table.
func TestFootersOfOffices(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	header := []any{"单位", "调研日期", "调研地点", "人数"}
	row := []any{"教育局", "2023-05-01", "甲村", 3}
	for name, footer := range map[string][]any{
		"subtotal by name": {"教育局小计", nil, "1次", 3}, "subtotal of all": {"全市合计", nil, nil, 3}, "labels in cells": {"填报人", "张三", "审核人", "李四"},
		"day": {nil, nil, nil, "2023年6月3日"}, "seal": {nil, nil, "云州市教育局（盖章）"}, "name of the office": {nil, nil, "市教育局"}, "signature": {"单位负责人签字：", nil, "填表人："},
		"dashes": {"/", "/", "—", "……"}, "per cent": {"同比增长", nil, nil, "3%"}, "note": {"注：报送截止每月5日。"},
	} {
		r := d.fine(d.file("调研.xlsx", workbook(t, sheets{{name, [][]any{header, row, footer}, nil}}), Options{}))
		if r.Rows != 1 {
			t.Errorf("%s: %d rows", name, r.Rows)
		}
		r = d.fine(d.file("调研.xlsx", workbook(t, sheets{{name, [][]any{header, row, footer, row}, nil}}), Options{}))
		if r.Rows != 2 {
			t.Errorf("%s: %d rows around it", name, r.Rows)
		}
	}
	for name, broken := range map[string][]any{
		"unit alone": {"教育局"}, "day alone in its column": {nil, "2023-05-01"}, "a place that ends in 小计": {"教育局", nil, "小计"}, "text": {nil, nil, nil, "三人"},
	} {
		if r := d.file("调研.xlsx", workbook(t, sheets{{name, [][]any{header, row, broken}, nil}}), Options{}); r.Status != Refused && name != "a place that ends in 小计" {
			t.Errorf("%s: %s", name, r.Status)
		}
	}
}

// TestRecordsThatLookLikeFooters: a name may begin as a total does.
func TestRecordsThatLookLikeFooters(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	const header = "会议名称,主办单位,召开时间,参会人数\n"
	r := d.loaded("会议.csv", header+"累计10亿元项目推进会,教育局,2023-05-01,3\n平均3小时会议整治会,教育局,2023-05-01,4\n合计,,,7\n", Options{})
	d.want(d.rows("SELECT name FROM fact.meeting ORDER BY id"), "累计10亿元项目推进会", "平均3小时会议整治会")
	if len(r.Warnings) > 0 {
		t.Errorf("%v", r.Warnings)
	}
	d.want(d.refused("会议.csv", header+"累计10亿元项目推进会,无此局,2023-05-01,3\n注：急件,教育局,2023-05-01,x人\n", Options{}), "2 主办单位 unknown_unit", "3 参会人数 bad_number")
	d.loaded("2023年发文计划.csv", "序号,单位,发文指标\n1,教育局,3\n小计,教育局,3\n2,民宗局,4\n合计,,7\n", Options{})
	d.want(d.rows("SELECT department, quota FROM fact.document_plan ORDER BY id"), "B01|3", "B02|4")
}

// TestNilRowsOfLedgers: 无 beside a unit's name is a filing of nothing in a ledger as well.
func TestNilRowsOfLedgers(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.loaded("工作群清理台账.csv", "名称,类型,主管单位,排查日期,清理日期\n甲群,微信群,教育局,2023-05-01,\n无,无,民宗局,无,\n", Options{})
	d.want(d.rows(filedSlices), "app|B02|ledger||0", "group|B01|ledger||1", "group|B02|ledger||0")
}

// TestHeadersOfOffices: sums below a group, and totals under other names.
func TestHeadersOfOffices(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.fine(d.file("会议.xlsx", workbook(t, sheets{{"表", [][]any{
		{"主办单位", "会议名称", "召开时间", "参会人数", nil, nil},
		{nil, nil, nil, "主会场", "分会场", "合计"},
		{"教育局", "甲", "2023-05-01", 3, 4, 7},
	}, [][2]string{{"A1", "A2"}, {"B1", "B2"}, {"C1", "C2"}, {"D1", "F1"}}}}), Options{}))
	d.want(d.rows("SELECT attendance FROM fact.meeting"), "7")
	d.loaded("a.csv", "统计月份,填报单位,督检考数\n2023-05,教育局,2\n", Options{})
	d.want(d.rows("SELECT count, CAST(value AS INTEGER) FROM fact.reported_total"), "inspections_conducted|2")
}

// TestYearsBeyondReason: a slip of a digit in the day that decides the month.
func TestYearsBeyondReason(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.want(d.refused("调研.csv", "单位,调研日期,调研地点\n教育局,2123-05-01,甲\n教育局,1923年5月1日,甲\n", Options{}), "2 调研日期 out_of_range", "3 调研日期 out_of_range")
}

// TestBlocksOfMonths reads one sheet of several blocks, each under the name of its month.
func TestBlocksOfMonths(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	table := func(second string) []byte {
		return workbook(t, sheets{{"全年", [][]any{
			{"2023年1月调研台账"},
			{"单位", "调研日期", "调研地点"},
			{"教育局", "1月5日", "甲"},
			{"2023年2月调研台账"},
			{"单位", "调研日期", "调研地点"},
			{"教育局", second, "乙"},
			{"（三）三月份"},
			{"教育局", "3月5日", "丙"},
		}, [][2]string{{"A1", "C1"}, {"A4", "C4"}, {"A7", "C7"}}}})
	}
	d.fine(d.file("调研.xlsx", table("2月6日"), Options{}))
	d.want(d.rows("SELECT visited_on FROM fact.visit ORDER BY id"), "2023-01-05T00:00:00Z", "2023-02-06T00:00:00Z", "2023-03-05T00:00:00Z")
	d.want(placesOf(d.file("调研.xlsx", table("1月6日"), Options{}).Faults), "全年 6 调研日期 period_mismatch")
}

// TestPrefilledRows passes over the lines of a form that nobody filled in.
func TestPrefilledRows(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	r := d.fine(d.file("会议.xlsx", workbook(t, sheets{{"表", [][]any{
		{"序号", "主办单位", "会议名称", "召开时间", "会议形式", "参会人数", "是否纳入统计"},
		{1, "教育局", "甲", "2023-05-01", "现场", 3, "是"},
		{2, nil, nil, nil, "现场", 0, "是"},
		{3, nil, nil, nil, nil, nil, "是"},
		{4},
	}, [][2]string{{"B2", "B5"}}}}), Options{}))
	if r.Rows != 1 || len(r.Warnings) > 0 {
		t.Errorf("%d rows, %v", r.Rows, r.Warnings)
	}
	d.want(d.refused("会议.csv", "主办单位,会议名称,召开时间,参会人数,是否纳入统计\n教育局,甲,2023-05-01,3,是\n,,,5,是\n教育局,,,,是\n", Options{}),
		"3 主办单位 missing_value", "3 会议名称 missing_value", "3 召开时间 missing_value", "4 会议名称 missing_value", "4 召开时间 missing_value")
}

// TestLostMerges: a CSV that was saved from merged cells names each unit once. A unit that
// is merely missing is not made up.
func TestLostMerges(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	const header = "单位,调研日期,调研地点\n"
	const merged = header + "教育局,2023-05-01,甲\n,2023-05-02,乙\n,2023-05-03,丙\n民宗局,2023-05-01,丁\n,2023-05-04,戊\n合计,5次,\n"
	for _, o := range []Options{{DryRun: true}, {Quarantine: true}, {}} {
		r := d.file("调研.csv", []byte(merged), o)
		if r.Status == Unchanged {
			continue
		}
		d.fine(r)
		if len(r.Warnings) != 1 || !strings.Contains(r.Warnings[0].Text.ZH, "第 3、4、6 行") || r.Rows != 5 {
			t.Errorf("%d rows, %v", r.Rows, r.Warnings)
		}
	}
	d.want(d.rows("SELECT place, department, split_part(cells, chr(31), 1) FROM fact.visit ORDER BY id"), "甲|B01|教育局", "乙|B01|", "丙|B01|", "丁|B02|民宗局", "戊|B02|")
	for name, c := range map[string]struct {
		rows string
		want []string
	}{
		"first":     {",2023-05-01,甲\n教育局,2023-05-01,乙\n,2023-05-01,丙\n,2023-05-01,丁\n", []string{"2 单位 missing_value"}},
		"one":       {"教育局,2023-05-01,甲\n,2023-05-01,乙\n民宗局,2023-05-01,丙\n", []string{"3 单位 missing_value"}},
		"repeated":  {"教育局,2023-05-01,甲\n教育局,2023-05-01,乙\n,2023-05-01,丙\n,2023-05-01,丁\n,2023-05-01,丁\n", []string{"4 单位 missing_value", "5 单位 missing_value", "6 单位 missing_value"}},
		"fewer":     {"教育局,2023-05-01,甲\n民宗局,2023-05-01,乙\n教育局,2023-05-01,甲\n民宗局,2023-05-01,乙\n,2023-05-01,丙\n,2023-05-01,丁\n,2023-05-01,丁\n", []string{"6 单位 missing_value", "7 单位 missing_value", "8 单位 missing_value"}},
		"after sum": {"教育局,2023-05-01,甲\n,2023-05-01,乙\n,2023-05-01,丙\n小计,,\n,2023-05-01,丁\n", []string{"6 单位 missing_value"}},
	} {
		if got := d.refused("调研.csv", header+c.rows, Options{}); !same(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	d.loaded("汇总表.csv", "单位,月份,会议场次\n教育局,2022年1月,1\n,2022年2月,2\n,2022年3月,3\n,2022年4月,4\n", Options{})
	d.want(d.rows("SELECT department, month(first_month) FROM fact.reported_total ORDER BY id"), "B01|1", "B01|2", "B01|3", "B01|4")
	d.want(d.refused("2023年5月统计汇总表.csv", "序号,单位,会议场次\n1,教育局,1\n教育局小计,,1\n2,,2\n3,,3\n4,,4\n", Options{}),
		"4 单位 missing_value", "5 单位 missing_value", "6 单位 missing_value")
	d.want(placesOf(d.file("调研.xlsx", workbook(t, sheets{{"表", [][]any{{"单位", "调研日期", "调研地点"}, {"教育局", "2023-05-01", "甲"},
		{nil, "2023-05-01", "乙"}, {nil, "2023-05-01", "丙"}, {nil, "2023-05-01", "丁"}}, nil}}), Options{}).Faults),
		"表 3 单位 missing_value", "表 4 单位 missing_value", "表 5 单位 missing_value")
}

// TestFoldersOfPeriods: folders named for a year and a month complete the days of a file,
// and refuse none.
func TestFoldersOfPeriods(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	const visit = "单位,调研日期,调研地点\n教育局,5月3日,甲\n教育局,2022-12-30,乙\n"
	d.loaded("报送/2023年/5月/调研.csv", visit, Options{})
	d.want(d.rows("SELECT visited_on FROM fact.visit ORDER BY id"), "2023-05-03T00:00:00Z", "2022-12-30T00:00:00Z")
	d.loaded("报送/2024年/5月/调研.csv", visit, Options{}) // the same bytes, another filing
	d.want(d.rows("SELECT visited_on FROM fact.visit WHERE place = '甲' ORDER BY id"), "2023-05-03T00:00:00Z", "2024-05-03T00:00:00Z")
	if r := d.file("别处/2024年/5月/调研.csv", []byte(visit), Options{}); r.Status != Unchanged {
		t.Errorf("again: %s", r.Status)
	}
	d.loaded("2022年/教育局/3月调研.csv", "单位,调研日期,调研地点\n教育局,3月3日,丙\n", Options{})
	d.want(d.rows("SELECT visited_on FROM fact.visit WHERE place = '丙'"), "2022-03-03T00:00:00Z")
	d.loaded("2023年/发文计划.csv", "单位,发文指标\n教育局,3\n", Options{})
	d.want(d.rows("SELECT year FROM fact.document_plan"), "2023")
	d.want(d.refused("2023年度考核材料/调研.csv", visit, Options{}), "2 调研日期 bad_date")
}

// TestOneNameInTurn: the day decides which of two units of one name files.
func TestOneNameInTurn(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.loaded("a.csv", "2021年5月调研台账,,\n填报单位：大数据局,,\n单位,调研日期,调研地点\n零报告,,\n", Options{})
	d.loaded("b.csv", "2023年5月调研台账,,\n填报单位：大数据局,,\n单位,调研日期,调研地点\n零报告,,\n", Options{})
	d.loaded("c.csv", "单位,调研日期,调研地点\n,2023-06-01,甲\n", Options{Department: "大数据局"})
	d.loaded("d.csv", "单位,调研日期,调研地点\n,2021-06-01,甲\n", Options{Department: "大数据局", Period: "2021"})
	d.want(d.rows(filedSlices), "visit|D01|2021-05||0", "visit|D01|2021-06||1", "visit|D02|2023-05||0", "visit|D02|2023-06||1")
}

// TestProgressIsHonest: the progress grows to the size of the file, and gets there at its
// end only.
func TestProgressIsHonest(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	rows := strings.Repeat("教育局,2023-05-03,甲乡甲村\n", 40_000)
	var book strings.Builder
	book.WriteString(`[`)
	for i := range 20_000 {
		if i > 0 {
			book.WriteString(",")
		}
		book.WriteString(`{"单位":"教育局","调研日期":"2023-05-03","调研地点":"甲乡甲村"}`)
	}
	book.WriteString(`]`)
	for name, text := range map[string]string{"a.csv": "单位,调研日期,调研地点\n" + rows, "b.json": book.String()} {
		var told []int64
		size := int64(len(text))
		d.loaded(name, text, Options{Progress: func(done, total int64) {
			if total != size {
				t.Errorf("%s: the total is %d, the file has %d", name, total, size)
			}
			told = append(told, done)
		}})
		full := 0
		for i, done := range told {
			if i > 0 && done < told[i-1] {
				t.Errorf("%s: %d after %d", name, done, told[i-1])
			}
			if done < size*97/100 {
				full = i
			}
		}
		if n := len(told); n < 8 || told[n-1] != size || full < n*3/4 {
			t.Errorf("%s: %d of %d reports are below 97 %%: %v of %d", name, full+1, n, told, size)
		}
	}
}

// TestMergedAndDoubledColumns: what may count twice, or was not read, is reported.
func TestMergedAndDoubledColumns(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	r := d.fine(d.file("调研.xlsx", workbook(t, sheets{{"表", [][]any{
		{"单位", "调研日期", "调研地点", "人数", "人数"},
		{"教育局", "2023-05-01", "甲", 3, 4},
		{"教育局", "2023-05-02", "乙", nil, 5},
	}, [][2]string{{"D2", "D3"}}}}), Options{}))
	d.want(d.rows("SELECT people FROM fact.visit ORDER BY id"), "3", "3")
	var places []string
	for _, w := range r.Warnings {
		places = append(places, w.In(jianfu.Chinese))
	}
	if len(places) != 2 || !strings.Contains(places[0], "不止一次") || !strings.Contains(places[1], "第 3 行，“人数”列") {
		t.Errorf("%q", places)
	}
}

// TestMeetingsOverDays counts a meeting of several days, or one with its hours, on its first.
func TestMeetingsOverDays(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.loaded("2023年5月会议.csv", "主办单位,会议名称,召开时间,会期\n教育局,甲,5月3日至5日,2天\n教育局,乙,5月30日-6月1日,半天\n", Options{})
	d.want(d.rows("SELECT name, held_on, CAST(minutes AS INTEGER) FROM fact.meeting ORDER BY id"), "甲|2023-05-03T00:00:00Z|960", "乙|2023-05-30T00:00:00Z|240")
	d.want(d.refused("留言.csv", "留言编号,平台,承办单位,受理日期\n1,甲,教育局,2023-05-03至2023-05-05\n", Options{}), "2 受理日期 bad_date")
}

func TestListsAndEstimates(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.loaded("会议.csv", "主办单位,会议名称,召开时间,参会范围,参会人数\n教育局,甲,2023-05-01,\"市直有关部门（教育局、财政局）、东河区\",100+\n教育局,乙,2023-05-01,\"甲,乙；丙\",超过100人\n教育局,丙,2023-05-01,无,≥50\n", Options{})
	d.want(d.rows("SELECT array_to_string(scope, '/'), attendance FROM fact.meeting ORDER BY id"), "市直有关部门（教育局、财政局）/东河区|∅", "甲/乙/丙|∅", "∅|∅")
}

// TestUnitsThatMayBeUnknown: where the unit only adds to a record, one that the directory
// does not have, or that nobody knows, is no reason to refuse it.
func TestUnitsThatMayBeUnknown(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	r := d.loaded("提示函.csv", "编号,类型,发送对象,发出日期,涉及单位\n1,提示函,甲,2023-05-01,各有关单位\n2,通报,乙,2023-05-01,教育局\n", Options{})
	d.want(d.rows("SELECT department FROM fact.notice ORDER BY id"), "∅", "B01")
	if len(r.Warnings) != 1 || r.Warnings[0].Row != 2 {
		t.Errorf("%v", r.Warnings)
	}
	d.loaded("新闻报道.csv", "日期,标题,单位\n2023-05-01,甲,不详\n", Options{})
	d.want(d.rows("SELECT department FROM fact.meeting_report"), "∅")
	d.want(d.refused("新闻报道.csv", "日期,标题,单位\n2023-05-01,甲,无此局\n", Options{}), "2 单位 unknown_unit")
}

// TestOneNameWithoutADay: of two units of one name and a day that does not exist, the day
// is blamed.
func TestOneNameWithoutADay(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.want(d.refused("调研.csv", "单位,调研日期,调研地点\n市大数据局,2023-02-30,甲\n市大数据局,,甲\n", Options{}), "2 调研日期 bad_date", "3 调研日期 missing_value")
}

// TestAliasesOfEveryKind finds every kind by any of its headers, in any order, whatever
// columns a file leaves out or adds, without a title or a name that says it.
func TestAliasesOfEveryKind(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	random := rand.New(rand.NewPCG(1, 2))
	cell := map[Type]string{TextType: "某某事项", KeyType: "K1", UnitType: "市教育局", IntegerType: "3", NumberType: "3.5", HoursType: "1.5", DateType: "2023-05-01", SpanType: "2023-05-01",
		YesNoType: "是", ListType: "甲、乙", MonthType: "2023-05", MonthOfYearType: "5", YearType: "2023"}
	for _, contract := range d.Contracts().Kinds() {
		if contract.SplitOf != "" {
			continue
		}
		for range 5 {
			var header, row []string
			used := map[string]bool{}
			for _, i := range random.Perm(len(contract.Columns)) {
				c := &contract.Columns[i]
				if c.Beside != "" || !c.Required && c.Type != YearType && c.Type != MonthType && c.Type != IntegerType && c.Type != NumberType && random.IntN(2) == 0 {
					continue
				}
				name := c.Header
				if pick := random.IntN(2 * (len(c.Aliases) + 1)); pick < len(c.Aliases) && c.Required {
					name = c.Aliases[pick]
				}
				if used[name] || name == "名称" { // which any kind has: only a title decides
					name = c.Header
				}
				used[name] = true
				text := cell[c.Type]
				switch {
				case c.Type == ChoiceType:
					text = c.Values[0].Value
				case c.Of != "":
					text = "东河区"
				case c.Name == "predecessors":
					text = "" // the directory has one unit
				}
				header, row = append(header, name), append(row, text)
				if random.IntN(4) == 0 {
					header, row = append(header, fmt.Sprintf("附加列%d", i)), append(row, "x")
				}
			}
			r := d.file("数据.csv", []byte(strings.Join(header, ",")+"\n"+strings.Join(row, ",")+"\n"), Options{DryRun: true})
			if r.Status != Loaded || r.Rows != rowsOf(contract) || !same(r.Kinds, []string{contract.Kind}) {
				t.Errorf("%s: %s, %d rows of %v\n%v\n%v", contract.Kind, r.Status, r.Rows, r.Kinds, header, placesOf(r.Faults))
			}
			for _, ignored := range r.IgnoredColumns {
				if !strings.HasPrefix(ignored, "附加列") {
					t.Errorf("%s: %q is ignored", contract.Kind, ignored)
				}
			}
		}
	}
}

// rowsOf is how many rows one filed row of all columns of a kind is stored as: each total has its own.
func rowsOf(c *Contract) int64 {
	rows := int64(0)
	for i := range c.Columns {
		if c.isCount(i) {
			rows++
		}
	}
	if c.Kind != totals {
		return 1
	}
	return rows
}
