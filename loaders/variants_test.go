package loaders

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"jianfu"
	"jianfu/warehouse"
)

// units is a small directory: two bureaus, a county, and a name that passed from one code
// to another at the turn of 2022.
const units = `云州市单位名录,,,,,,,
单位编码,单位名称,单位简称,别名,单位类型,分管战线,启用日期,停用日期
B01,市教育局,市教育局,教委,市直部门,教科文卫,2020-01-01,
B02,市民族宗教事务局,市民宗局,,市直部门,公安政法,,
B03,市市场监督管理局,市市场监管局,,市直部门,工业商贸,,
C01,东河区人民政府,东河区,,县（市）区,综合协调,,
D01,市大数据局,,,市直部门,工业商贸,,2021-12-31
D02,市大数据局,,,市直部门,教科文卫,2022-01-01,
`

// desk is a loader over a warehouse with the small directory.
type desk struct {
	*Loader
	t *testing.T
	w *warehouse.Warehouse
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	l, w := open(t)
	d := &desk{l, t, w}
	d.loaded("单位名录.csv", units, Options{})
	return d
}

func (d *desk) file(name string, content []byte, o Options) Result {
	d.t.Helper()
	r, err := d.Load(context.Background(), name, bytes.NewReader(content), int64(len(content)), o)
	if err != nil {
		d.t.Fatal(err)
	}
	return r
}

// loaded loads a text file that must be in order.
func (d *desk) loaded(name, content string, o Options) Result {
	d.t.Helper()
	return d.fine(d.file(name, []byte(content), o))
}

func (d *desk) fine(r Result) Result {
	d.t.Helper()
	for _, f := range r.Faults {
		d.t.Error(f.In(jianfu.English))
	}
	if r.Status != Loaded {
		d.t.Fatalf("%s: %s", r.File, r.Status)
	}
	return r
}

// refused loads a text file and gives the places and codes of its faults.
func (d *desk) refused(name, content string, o Options) []string {
	d.t.Helper()
	r := d.file(name, []byte(content), o)
	if r.Status != Refused {
		d.t.Fatalf("%s: %s, want refused", name, r.Status)
	}
	return placesOf(r.Faults)
}

func placesOf(faults []jianfu.Fault) []string {
	var list []string
	for _, f := range faults {
		list = append(list, strings.TrimLeft(fmt.Sprintf("%s %d %s %s", f.Sheet, f.Row, f.Column, f.Code), " "))
	}
	return list
}

// rows gives a query's rows, their values joined by |, NULL as ∅.
func (d *desk) rows(query string) []string {
	d.t.Helper()
	rows, err := d.w.Query(context.Background(), query)
	if err != nil {
		d.t.Fatal(err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		d.t.Fatal(err)
	}
	var list []string
	for rows.Next() {
		cells := make([]sql.NullString, len(names))
		into := make([]any, len(names))
		for i := range cells {
			into[i] = &cells[i]
		}
		if err := rows.Scan(into...); err != nil {
			d.t.Fatal(err)
		}
		texts := make([]string, len(cells))
		for i, cell := range cells {
			texts[i] = "∅"
			if cell.Valid {
				texts[i] = cell.String
			}
		}
		list = append(list, strings.Join(texts, "|"))
	}
	if err := rows.Err(); err != nil {
		d.t.Fatal(err)
	}
	return list
}

func (d *desk) want(got []string, want ...string) {
	d.t.Helper()
	if !same(got, want) {
		d.t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

const filedSlices = `SELECT kind, department, period, stream, rows_loaded FROM slice WHERE kind <> 'department' ORDER BY ALL`

// sheets writes a workbook: name of a sheet, its rows, and regions to merge.
type sheets []struct {
	name   string
	rows   [][]any
	merges [][2]string
}

func workbook(t *testing.T, list sheets) []byte {
	t.Helper()
	book := excelize.NewFile()
	defer book.Close()
	for i, s := range list {
		if i == 0 {
			if err := book.SetSheetName("Sheet1", s.name); err != nil {
				t.Fatal(err)
			}
		} else if _, err := book.NewSheet(s.name); err != nil {
			t.Fatal(err)
		}
		for r, row := range s.rows {
			if err := book.SetSheetRow(s.name, fmt.Sprintf("A%d", r+1), &row); err != nil {
				t.Fatal(err)
			}
		}
		for _, m := range s.merges {
			if err := book.MergeCell(s.name, m[0], m[1]); err != nil {
				t.Fatal(err)
			}
		}
	}
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestSpellingsOfUnits(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for text, code := range map[string]string{
		"市教育局": "B01", "云州市教育局": "B01", "教育局": "B01", "\u3000市教育局 \u00a0": "B01", "教委": "B01", "B01": "B01", "云州教育局": "B01", "市教育局（盖章）": "B01",
		"民宗局": "B02", "云州市民族宗教事务局": "B02", "市场监管局": "B03", "云州市市场监督管理局": "B03", "云州市市市场监管局": "B03",
		"东河区": "C01", "云州市东河区": "C01", "东河区政府": "C01", "云州市东河区人民政府": "C01",
	} {
		r := d.loaded("调研"+text+".csv", "单位,调研日期,调研地点\n"+text+",2023-05-01,"+text+"\n", Options{})
		d.want(d.rows(fmt.Sprintf("SELECT department FROM fact.visit WHERE id >> 32 = %d", r.Submission)), code)
	}
	r := d.file("调研.csv", []byte("单位,调研日期,调研地点\n市教体局,2023-05-01,一\n市,2023-05-02,二\n云州市,2023-05-02,三\n"), Options{})
	d.want(placesOf(r.Faults), "2 单位 unknown_unit", "3 单位 unknown_unit", "4 单位 unknown_unit")
	if r.Faults[0].Value != "市教体局" || !strings.Contains(r.Faults[0].Text.ZH, "市教育局") {
		t.Errorf("the nearest name is not told: %q %s", r.Faults[0].Value, r.Faults[0].Text)
	}
}

func TestOneNameTwoCodes(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.loaded("调研.csv", "单位,调研日期,调研地点\n市大数据局,2021-12-31,甲\n市大数据局,2022-01-01,乙\n", Options{})
	d.want(d.rows("SELECT place, department FROM fact.visit ORDER BY id"), "甲|D01", "乙|D02")
	d.loaded("2023年发文计划.csv", "单位,发文指标\n市大数据局,7\n", Options{})
	d.want(d.rows("SELECT department, year, quota FROM fact.document_plan"), "D02|2023|7")
}

func TestCityIsASetting(t *testing.T) {
	t.Parallel()
	l, w := open(t)
	d := &desk{l, t, w}
	d.loaded("名录.csv", strings.Replace(units, "云州市单位名录,,,,,,,\n", "", 1), Options{})
	visit := "单位,调研日期,调研地点\n云州市教育局,2023-05-01,甲\n"
	d.want(d.refused("调研.csv", visit, Options{}), "2 单位 unknown_unit")
	d.loaded("调研.csv", visit, Options{City: "云州市"})
	d.loaded("名录.csv", "2023年"+units, Options{})
	d.want(d.rows("SELECT value FROM setting WHERE name = 'city'"), "云州市")
}

func TestNoDirectoryYet(t *testing.T) {
	t.Parallel()
	l, w := open(t)
	d := &desk{l, t, w}
	r := d.file("调研.csv", []byte("单位,调研日期,调研地点\n市教育局,2023-05-01,甲\n"), Options{})
	d.want(placesOf(r.Faults), "2 单位 unknown_unit")
	if !strings.Contains(r.Faults[0].Text.ZH, "先报送单位名录") {
		t.Errorf("does not say what to do: %s", r.Faults[0].Text)
	}
}

func TestEncodingsAndDelimiters(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	const text = "调研时间,调研单位,序号,调研内容,地点,调研人数,联系电话\n2023年5月1日,教育局,1,“双减”,东河区,4人,13800000000\n"
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{
		"utf8": text, "mark": "\ufeff" + text, "gb18030": gb,
		"semicolon": strings.ReplaceAll(text, ",", ";"), "tab": strings.ReplaceAll(text, ",", "\t"),
		"crlf": strings.ReplaceAll(text, "\n", "\r\n"),
	} {
		r := d.loaded(name+".csv", content, Options{})
		d.want(r.IgnoredColumns, "联系电话")
		d.want(d.rows(fmt.Sprintf("SELECT department, visited_on, place, topic, people FROM fact.visit WHERE id >> 32 = %d", r.Submission)),
			"B01|2023-05-01T00:00:00Z|东河区|“双减”|4")
		d.want(d.rows(fmt.Sprintf("SELECT array_to_string(columns, '/') FROM source_sheet WHERE submission_id = %d", r.Submission)),
			"调研时间/调研单位/调研内容/地点/调研人数")
		d.want(d.rows(fmt.Sprintf("SELECT replace(cells, chr(31), '/') FROM fact.visit WHERE id >> 32 = %d", r.Submission)),
			"2023年5月1日/教育局/“双减”/东河区/4人")
	}
	phones := d.rows("SELECT COUNT(*) FROM fact.visit WHERE cells LIKE '%138%'")
	d.want(phones, "0")
}

// TestMergedHeaders reads a header of two rows with tick columns, units merged downwards, a
// total, a comparison, and a footer.
func TestMergedHeaders(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	r := d.fine(d.file("会议.xlsx", workbook(t, sheets{
		{"5月", [][]any{
			{"2023年云州市会议召开情况统计表"},
			{"填表单位(盖章)：云州市教育局", nil, nil, "填报时间:2023年6月3日"},
			{"序号", "主办单位", "基本情况", nil, "会议形式", nil, nil, "是否计划内", nil, "参会人数\n（人）"},
			{nil, nil, "会议名称", "召开时间", "现场", "视频", "电视电话", "是", "否", nil},
			{1, "市教育局", "甲会", "5月3日", "√", nil, nil, nil, "√", "１２"},
			{2, nil, "乙会", 45056, nil, "1", "×", "√", nil, "1，234"},
			{3, nil, "丙会", "2023.5.31", nil, nil, nil, nil, nil, "*"},
			{"小计", nil, "3个"},
			{4, "民宗局", "丁会", "2023/5/4 9:00", nil, nil, "电视电话", "√", nil, "约50人"},
			{"合计", nil, "5个", nil, nil, nil, nil, nil, nil, 9},
			{"同比(%)", nil, "-3"},
			{"填报人：张三　　审核人：李四"},
			{"注：本表每月报送。"},
		}, [][2]string{{"A1", "J1"}, {"A3", "A4"}, {"B3", "B4"}, {"C3", "D3"}, {"E3", "G3"}, {"H3", "I3"}, {"J3", "J4"}, {"B5", "B7"}}},
		{"草稿", [][]any{{"随手记"}, {"甲", "乙"}}, nil},
	}), Options{}))
	d.want(d.rows("SELECT department, name, held_on, form, in_plan, attendance, counted, status, row FROM fact.meeting ORDER BY id"),
		"B01|甲会|2023-05-03T00:00:00Z|现场|false|12|true|已召开|5",
		"B01|乙会|2023-05-10T00:00:00Z|视频|true|1234|true|已召开|6",
		"B01|丙会|2023-05-31T00:00:00Z|∅|∅|∅|true|已召开|7",
		"B02|丁会|2023-05-04T00:00:00Z|电视电话|true|∅|true|已召开|9")
	d.want(d.rows("SELECT header_row, array_to_string(columns, ',') FROM source_sheet WHERE sheet = '5月'"),
		"4|主办单位,会议名称,召开时间,会议形式/现场,会议形式/视频,会议形式/电视电话,是否计划内/是,是否计划内/否,参会人数\n（人）")
	d.want(d.rows("SELECT split_part(cells, chr(31), 1), split_part(cells, chr(31), 5) FROM fact.meeting WHERE name = '乙会'"), "市教育局|1")
	var warnings []string
	for _, w := range r.Warnings {
		warnings = append(warnings, fmt.Sprintf("%s %d %s %s", w.Sheet, w.Row, w.Column, w.Value))
	}
	d.want(warnings, "草稿 0  ", "5月 10 会议名称 5个", "5月 7 参会人数\n（人） *")
	if !strings.Contains(r.Warnings[2].Text.ZH, "2 处") {
		t.Errorf("masked cells are not counted: %s", r.Warnings[2].Text)
	}
}

func TestTickTrouble(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	// A CSV has no merged cells: the group is above its first column alone.
	d.want(d.refused("2023年5月会议统计.csv", `主办单位,会议名称,召开时间,会议形式,,
,,,现场,视频,电视电话
教育局,甲,5月1日,√,√,
教育局,乙,5月1日,,下午,
教育局,丙,5月1日,,,√
`, Options{}), "3 会议形式 bad_value", "4 会议形式 bad_value")
}

// TestDates reads every way of writing a date that the domain names, and some more.
func TestDates(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"2023-03-05": "2023-03-05 2023-03-05", "2023年3月5日": "2023-03-05 2023-03-05", "2023.3.5": "2023-03-05 2023-03-05",
		"2022/3/5": "2022-03-05 2022-03-05", "2020- 09- 30": "2020-09-30 2020-09-30", "20230305": "2023-03-05 2023-03-05",
		"２０２３年３月５日": "2023-03-05 2023-03-05", "二〇二三年十二月二十五日": "2023-12-25 2023-12-25", "2023 年 3 月 5 日": "2023-03-05 2023-03-05",
		"45000": "2023-03-15 2023-03-15", "45000.5": "2023-03-15 2023-03-15", "3月5日": "2023-03-05 2023-03-05", "3.5": "2023-03-05 2023-03-05",
		"2023-03-05 15:04:05": "2023-03-05 2023-03-05", "2023-03-05T15:04:05Z": "2023-03-05 2023-03-05", "2023/3/5 9:00": "2023-03-05 2023-03-05",
		"2023年3月5日上午9时30分": "2023-03-05 2023-03-05", "2023年3月5日（星期日）": "2023-03-05 2023-03-05", "3月5日下午3点": "2023-03-05 2023-03-05",
		"6月15日至26日": "2023-06-15 2023-06-26", "2021年3月4日至7日": "2021-03-04 2021-03-07", "2021年3月30日至4月2日": "2021-03-30 2021-04-02",
		"2021年3月4日-7日": "2021-03-04 2021-03-07", "2021年12月30日—2022年1月2日": "2021-12-30 2022-01-02", "2021年12月30日至1月2日": "2021-12-30 2022-01-02",
		"2021年3月4日、6日、9日": "2021-03-04 2021-03-09", "2021.3.4～3.7": "2021-03-04 2021-03-07", "2021-03-04 至 2021-03-07": "2021-03-04 2021-03-07",
		"3月4日--7日": "2023-03-04 2023-03-07", "2023年3月5日9:00-11:30": "2023-03-05 2023-03-05", "2023年3月5日上午9时至11时": "2023-03-05 2023-03-05",
		"2023-03-05 9:00~10:30": "2023-03-05 2023-03-05", "3月5日 14：30—16：00": "2023-03-05 2023-03-05", "2023/3/5 2:30 PM": "2023-03-05 2023-03-05",
		"'2023-03-05": "2023-03-05 2023-03-05", "2023。3。5": "2023-03-05 2023-03-05", "2023、3、5": "2023-03-05 2023-03-05",
		"2023年3月4日9:00至3月5日11:00": "2023-03-04 2023-03-05", "3月4日至7日（共4天）": "2023-03-04 2023-03-07",
	} {
		s, trouble := readDate(text, 2023)
		if got := s.first.String() + " " + s.last.String(); trouble != dateFine || got != want {
			t.Errorf("%s: %s (%d), want %s", text, got, trouble, want)
		}
	}
	for text, want := range map[string]dateTrouble{
		"2023年2月30日": dateNone, "2023-13-01": dateNone, "2023年4月31日": dateNone, "2月29日": dateNone, "": dateUnread, "见通知": dateUnread,
		"2023": dateUnread, "2023年3月": dateUnread, "12": dateUnread, "2023-03-05x": dateUnread, "99999": dateUnread, "15:30": dateUnread,
		"2021年3月7日至4日": dateReverse, "2021年3月7日至": dateUnread, "2023年3月5日开会": dateUnread,
	} {
		if s, trouble := readDate(text, 2023); trouble != want {
			t.Errorf("%q: trouble %d (%s), want %d", text, trouble, s.first, want)
		}
	}
	if _, trouble := readDate("3月5日", 0); trouble != dateNoYear {
		t.Errorf("a date without any year: %d", trouble)
	}
}

func TestNumbersAndHours(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int64{
		"120人": 120, "１２": 12, "1,234": 1234, "1，234": 1234, "12页": 12, "3.0": 3, "7 次": 7, "-5": -5, "1.2万": 12000, "十二": 12, "二〇": 20, "一百二": 120, "120人次": 120, "0": 0, "1,234,567": 1234567,
	} {
		if n, trouble := readInteger(text); n != want || trouble != numberFine {
			t.Errorf("%s: %d (%d), want %d", text, n, trouble, want)
		}
	}
	for text, want := range map[string]numberTrouble{
		"*": numberEstimate, "〔*〕": numberEstimate, "**": numberEstimate, "X": numberEstimate, "若干": numberEstimate, "约120人": numberEstimate,
		"100余": numberEstimate, "近百": numberEstimate, "120左右": numberEstimate, "1**": numberEstimate, "100多人": numberEstimate,
		"见附件": numberUnread, "1,2": numberUnread, "12-13": numberEstimate, "五六": numberEstimate, "两三个": numberEstimate, "三四十人": numberEstimate, "3①": numberUnread, "12²": numberUnread, "②": numberUnread, "50－60人": numberEstimate, "70\n45": numberSeveral, "70 45人": numberSeveral, "１２　３４": numberSeveral, "1e5": numberUnread, "3.5": numberFraction, "2023-03-05": numberUnread,
	} {
		if n, trouble := readInteger(text); trouble != want {
			t.Errorf("%s: %d (%d), want %d", text, n, trouble, want)
		}
	}
	for text, want := range map[string]string{
		"1.5": "90", "1.5小时": "90", "90分钟": "90", "半天": "240", "1天": "480", "1小时30分": "90", "一个半小时": "90", "2个小时": "120", "2h": "120",
		"半小时": "30", "半个小时": "30", "两小时": "120", "2小时半": "150", "一天半": "720", "1.5天": "720", "1:30": "90", "1小时30分钟": "90", "90min": "90",
		"0.25": "15", "２小时": "120", "01:30:00": "90", "1个半小时": "90", "三十分钟": "30",
	} {
		if m, trouble := readMinutes(text, 60); m.String() != want || trouble != numberFine {
			t.Errorf("%s: %s minutes (%d), want %s", text, m, trouble, want)
		}
	}
	if m, _ := readMinutes("90", 1); m.String() != "90" {
		t.Errorf("a bare number under 会期（分钟）: %s", m)
	}
	for text, want := range map[string]numberTrouble{
		"见通知": numberUnread, "约2小时": numberEstimate, "*": numberEstimate, "小时": numberUnread, "2小时x": numberUnread, "1:75": numberUnread,
	} {
		if m, trouble := readMinutes(text, 60); trouble != want {
			t.Errorf("%s: %s (%d), want %d", text, m, trouble, want)
		}
	}
}

func TestStatedPeriods(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		want   string
		titles []string
		sheet  string
		file   string
	}{
		{"2023-H1", nil, "", "2023年上半年发文统计表.csv"},
		{"2021", nil, "", "网民留言办理台账2021.csv"},
		{"2023-03", []string{"2023年云州市会议召开情况统计表（3月）"}, "3月", "a.xlsx"},
		{"2023-03", []string{"2023年会议统计表", "填报时间：2023年4月2日"}, "3月", "2022年.xlsx"},
		{"", []string{"会议统计表", "填报时间：2023年4月2日"}, "Sheet1", "会议.xlsx"},
		{"2023-05", nil, "Sheet1", "2023年5月会议统计表-更正.xlsx"},
		{"2023-Q1", []string{"2023年第一季度发文统计"}, "", ""},
		{"2023-Q1", []string{"2023年1-3月发文统计"}, "", ""},
		{"2023-01/2023-11", []string{"2023年1—11月会议情况"}, "", ""},
		{"2023-01/2023-11", []string{"截至2023年11月末会议情况"}, "", ""},
		{"2023-05", []string{"二〇二三年五月会议统计表"}, "", ""},
		{"2023", []string{"二〇二三年度计划"}, "", ""},
		{"2023-05", nil, "202305", ""}, {"2023-05", nil, "", "会议-2023-05.csv"}, {"", nil, "", "会议20230512.csv"}, {"2023-05", nil, "2023.5", ""},
		{"2023-12", []string{"2023年12月"}, "", ""}, {"2023-H2", nil, "", "2023H2.csv"}, {"2023-Q3", nil, "三季度", "2023年.csv"},
		{"2021-01/2023-12", []string{"2021—2023年督查检查考核情况"}, "", ""},
		{"2023", []string{"2023年统计（云政办〔2022〕5号）"}, "", ""},
		{"2022", []string{"2022年1月1日至12月31日统计", "2022年度"}, "", ""},
		{"2023-H1", []string{"统计时间：2023年1月1日至6月30日"}, "", ""}, {"2023-05", []string{"（2023年5月1日—31日）"}, "", ""},
		{"2022-12/2023-02", nil, "2022.12.1-2023.2.28", ""}, {"", nil, "", "会议2023-05-12-1.csv"}, {"", []string{"填报时间：2023年5月1日至5月3日"}, "", ""},
		{"2023-01/2023-09", []string{"2023年一至三季度"}, "", ""}, {"2023-H1", []string{"2023年第一、二季度"}, "", ""}, {"2023-01/2023-11", []string{"2023年会议统计（截至11月底）"}, "", ""},
		{"2023-01", []string{"2023年元月"}, "", ""}, {"2023", []string{"2023年"}, "batch1", "faq2.csv"}, {"2023-H1", []string{"2023年"}, "H1", ""},
		{"2023-H1", nil, "2023.1-6月", ""}, {"2023-H1", nil, "2023-1-6月", ""}, {"2023-H1", nil, "", "202301-202306.csv"}, {"", nil, "", "2023.1.6.csv"},
	} {
		p, _ := statedPeriod(c.titles, c.sheet, c.file)
		if p.String() != c.want {
			t.Errorf("%v %q %q: %s, want %s", c.titles, c.sheet, c.file, p, c.want)
		}
	}
}

func TestPeriods(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	const visit = "单位,调研日期,调研地点\n教育局,5月3日,甲\n"
	d.want(d.refused("调研.csv", visit, Options{}), "2 调研日期 bad_date")
	d.loaded("调研.csv", visit, Options{Period: "2023-05"})
	d.want(d.refused("调研.csv", visit, Options{Period: "2023-06"}), "2 调研日期 period_mismatch")
	d.want(d.rows(filedSlices), "visit|B01|2023-05||1")
	d.want(d.refused("计划.csv", "主办单位,会议名称,拟召开月份\n教育局,甲,第一季度\n", Options{}), "1 年度 missing_value")
	r := d.loaded("计划.csv", "主办单位,会议名称,拟召开月份\n教育局,甲,第一季度\n教育局,乙,十二月\n", Options{Period: "2024"})
	d.want(d.rows("SELECT year, name, planned_month, planned_through FROM fact.meeting_plan ORDER BY id"), "2024|甲|1|3", "2024|乙|12|12")
	if len(r.Warnings) != 1 {
		t.Errorf("warnings: %v", r.Warnings)
	}
	// A meeting of January was asked for in December of the year before.
	d.loaded("2024年1月会议.csv", "主办单位,会议名称,召开时间,请示时间\n教育局,甲,1月5日,12月28日\n", Options{})
	d.want(d.rows("SELECT held_on, requested_on FROM fact.meeting"), "2024-01-05T00:00:00Z|2023-12-28T00:00:00Z")
	// Ledgers run over periods: nothing is out of theirs.
	d.loaded("2023年台账.csv", "编号,问题来源,问题类型,责任单位,发现日期,销号日期\nZ1,文风,过长,教育局,2022-12-01,未销号\n", Options{})
	d.want(d.rows("SELECT found_on, closed_on FROM fact.rectification"), "2022-12-01T00:00:00Z|∅")
}

func TestNilReturns(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	const header = "单位,调研日期,调研地点\n"
	d.want(d.refused("调研.csv", header, Options{}), "1  missing_value")
	d.want(d.refused("2023年5月调研.csv", header, Options{}), "1  missing_value")
	d.want(d.refused("调研.csv", header+"零报告,,\n", Options{Department: "教育局"}), "1  missing_value")
	d.want(d.refused("2023年5月调研.csv", header, Options{Department: "教育局"}), "1  missing_value") // a blank form
	d.want(d.refused("2023年调研.csv", header+"零报告,,\n", Options{Department: "教育局"}), "1  missing_value")
	d.want(d.refused("2023年   月调研.csv", header+"零报告,,\n", Options{Department: "教育局"}), "1  missing_value")
	d.loaded("2023年5月调研.csv", header+"零报告,,\n", Options{Department: "教育局"})
	d.loaded("2023年6月调研.csv", "填报单位：云州市民宗局,,\n"+header+"本月无,,\n", Options{})
	d.loaded("2023年7-8月调研.csv", header+"教育局,零报告,\n民宗局,2023-07-02,东河区\n", Options{})
	d.want(d.rows(filedSlices), "visit|B01|2023-05||0", "visit|B01|2023-07||0", "visit|B01|2023-08||0", "visit|B02|2023-06||0", "visit|B02|2023-07||1")
}

func TestQuarantine(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	const text = `主办单位,会议编号,会议名称,召开时间,参会人数,密级
教育局,1,甲,2023-05-01,10,无
教育局,2,乙,2023-05-02,很多,
教育局,1,丙,2023-05-03,10,公开
无此局,4,丁,2023-13-03,-1,
民宗局,5,戊,2023-05-05,10,秘密
`
	want := []string{"3 参会人数 bad_number", "4 会议编号 duplicate_key", "5 主办单位 unknown_unit", "5 召开时间 bad_date", "5 参会人数 out_of_range", "6 密级 secret"}
	d.want(d.refused("2023年会议统计.csv", text, Options{}), want...)
	d.want(d.rows(filedSlices))
	r := d.file("2023年会议统计.csv", []byte(text), Options{Quarantine: true})
	d.want(placesOf(r.Faults), want...)
	if r.Status != Loaded || r.Rows != 1 || r.Rejected != 4 {
		t.Errorf("%s, %d rows, %d rejected", r.Status, r.Rows, r.Rejected)
	}
	d.want(d.rows("SELECT name FROM fact.meeting"), "甲")
	d.want(d.rows("SELECT department, period, rows_loaded, rows_rejected FROM slice WHERE kind = 'meeting' ORDER BY ALL"),
		"B01|2023-05|1|2", "B02|2023-05|0|1")
	d.want(d.rows("SELECT row, column_name, code, slice_id IS NULL, cells = '' FROM reject ORDER BY ALL"),
		"3|参会人数|bad_number|false|false", "4|会议编号|duplicate_key|false|false", "5|主办单位|unknown_unit|true|false",
		"5|参会人数|out_of_range|true|false", "5|召开时间|bad_date|true|false", "6|密级|secret|false|true")
	d.want(d.rows("SELECT rows_read, rows_loaded, rows_rejected FROM submission ORDER BY id DESC LIMIT 1"), "5|1|4")
	// What is wrong with more than a row refuses the file in any case.
	d.want(d.refused("会议统计.csv", "会议名称,会议类别,会议形式\n甲,部门会议,现场\n", Options{Quarantine: true}),
		"1 主办单位 missing_column", "1 召开时间 missing_column")
}

// TestRepeatsAreFoundBesideOtherFaults: a row with a fault of its own is still blamed for
// its key.
func TestRepeatsAreFoundBesideOtherFaults(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.want(d.refused("留言.csv", `留言编号,平台,承办单位,受理日期
1,甲网,教育局,2023-05-01
1,乙网,教育局,2023-05-01
1,甲网,无此局,2023-05-01
`, Options{}), "4 留言编号 duplicate_key", "4 承办单位 unknown_unit")
}

func TestDryRunAndUnchanged(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	const visit = "单位,调研日期,调研地点\n教育局,2023-05-03,甲\n"
	r := d.loaded("a.csv", visit, Options{DryRun: true})
	if !r.DryRun || r.Rows != 1 || r.Submission != 0 {
		t.Errorf("dry run: %+v", r)
	}
	d.want(d.rows(filedSlices))
	first := d.loaded("a.csv", visit, Options{})
	again := d.file("2022年副本.csv", []byte(visit), Options{}) // a name that nothing leans on
	if again.Status != Unchanged || again.Submission != first.Submission {
		t.Errorf("again: %s, submission %d", again.Status, again.Submission)
	}
	const blank = "填报单位：教育局,,\n单位,调研日期,调研地点\n零报告,,\n"
	for _, name := range []string{"2023年6月.csv", "2023年7月.csv"} {
		d.loaded(name, blank, Options{})
		if again := d.file(name, []byte(blank), Options{}); again.Status != Unchanged {
			t.Errorf("%s again: %s", name, again.Status)
		}
	}
	d.want(d.rows(filedSlices), "visit|B01|2023-05||1", "visit|B01|2023-06||0", "visit|B01|2023-07||0")
	more := visit + "教育局,2023-05-04,乙\n"
	for _, o := range []Options{{DryRun: true}, {}} {
		r := d.loaded("c.csv", more, o)
		if len(r.Replaced) != 1 || r.Replaced[0].RowsBefore != 1 || r.Replaced[0].Rows != 2 {
			t.Errorf("replaced: %+v", r.Replaced)
		}
	}
	if len(again.Warnings) != 0 {
		t.Errorf("what counts was filed again: %v", again.Warnings)
	}
	if again := d.file("a.csv", []byte(visit), Options{}); again.Status != Unchanged || len(again.Warnings) != 1 || !strings.Contains(again.Warnings[0].Text.ZH, "撤回") {
		t.Errorf("what was replaced was filed again: %+v", again)
	}
}

func TestOptions(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, o := range []Options{{Kind: "meetings"}, {Period: "May"}, {Department: "市教体局"}, {ReceivedAt: time.Now().Add(time.Hour)}} {
		_, err := d.Load(context.Background(), "a.csv", strings.NewReader("a,b"), 3, o)
		if jianfu.ErrorCode(err) != jianfu.Invalid {
			t.Errorf("%+v: %v", o, err)
		}
	}
	// A unit column that is absent or blank is filled by --department.
	d.loaded("调研.csv", "调研日期,调研地点\n2023-05-03,甲\n", Options{Department: "市教育局"})
	d.loaded("调研2.csv", "单位,调研日期,调研地点\n,2023-06-03,甲\n", Options{Department: "市教育局"})
	d.want(d.rows(filedSlices), "visit|B01|2023-05||1", "visit|B01|2023-06||1")
	d.want(d.refused("调研3.csv", "单位,调研日期,调研地点\n,2023-06-03,甲\n", Options{}), "2 单位 missing_value")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := d.Load(ctx, "a.csv", strings.NewReader("a,b"), 3, Options{}); err == nil {
		t.Error("a cancelled load went on")
	}
}

func TestMaskedSecretAndErrors(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	const header = "单位,调研日期,调研地点,人数,发现问题数,是否涉密\n"
	r := d.loaded("调研.csv", header+"教育局,2023-05-03,甲,〔*〕,若干,否\n教育局,2023-05-03,乙,——,无,非涉密\n", Options{})
	d.want(d.rows("SELECT place, people, problems_found FROM fact.visit ORDER BY id"), "甲|∅|∅", "乙|∅|∅")
	if len(r.Warnings) != 2 {
		t.Errorf("warnings: %v", r.Warnings)
	}
	d.want(d.refused("调研.csv", header+"教育局,2023年*月*日,甲,#N/A,#REF!,\n教育局,2023-05-03,**,1,1,是\n*,2023-05-03,甲,1,1,机密★\n", Options{}),
		"2 调研日期 bad_date", "2 人数 bad_number", "2 发现问题数 bad_number", "3 调研地点 bad_value", "3 是否涉密 secret",
		"4 单位 unknown_unit", "4 是否涉密 secret")
	d.want(d.refused("2023发文计划.csv", "单位,发文指标\n教育局,约30\n", Options{}), "2 发文指标 bad_number")
}

// TestUnreadColumnsAreNamed: where a column is missing, one that was not understood may be it.
func TestUnreadColumnsAreNamed(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	r := d.file("会议统计.csv", []byte("主办单位,会议名称,会议类别,会议召开的时间,电话\n教育局,甲,部门会议,2023-05-03,1\n"), Options{})
	if len(r.Faults) != 1 || r.Faults[0].Code != jianfu.MissingColumn || !strings.Contains(r.Faults[0].Text.ZH, "没有认出的列有“会议召开的时间”“电话”") {
		t.Errorf("%+v", r.Faults)
	}
	d.loaded("会议统计.csv", "主办单位,会议名称,会议类别,会议召开时间,计划内/外\n教育局,甲,部门会议,2023-05-03,内\n教育局,乙,部门会议,2023-05-04,外\n", Options{})
	d.want(d.rows("SELECT name, in_plan FROM fact.meeting ORDER BY id"), "甲|true", "乙|false")
}

// TestColumnsThatATableLacks are noted with what it states: a blank cell is not a missing column.
func TestColumnsThatATableLacks(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.loaded("2023年5月留言办理.csv", "留言编号,平台,承办单位,受理日期,办结日期\n1,人民网,教育局,2023-05-03,\n", Options{})
	d.loaded("2023年6月留言办理.csv", "平台：人民网\n留言编号,承办单位,受理日期,满意度\n2,教育局,2023-06-03,满意\n", Options{})
	d.want(d.rows("SELECT period, array_to_string(lacks, ' ') FROM slice WHERE kind = 'message' ORDER BY id"), "2023-05|due_on status satisfaction", "2023-06|due_on handled_on status")
}

func TestRaggedCSV(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	const header = "单位,调研日期,调研地点\n"
	d.want(d.refused("调研.csv", header+"教育局,2023-05-03\n", Options{}), "0  unreadable_file")
	d.want(d.refused("调研.csv", header+"教育局,2023-05-03,甲,乙\n", Options{}), "0  unreadable_file")
	d.loaded("调研.csv", "调研台账\n"+header+"教育局,2023-05-03,甲,,\n合计,1次\n填报人：张三\n", Options{})
	d.want(d.rows("SELECT place FROM fact.visit"), "甲")
}

// TestTwoTablesInASheet reads one table below another, and the header of each page.
func TestTwoTablesInASheet(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	r := d.fine(d.file("机构.xlsx", workbook(t, sheets{{"台账", [][]any{
		{"一、机构清单"},
		{"机构名称", "类型", "牵头单位"},
		{"甲小组", "领导小组", "教育局"},
		{"机构名称", "类型", "牵头单位"},
		{"乙小组", "领导小组", "民宗局"},
		{"二、变动情况"},
		{"机构名称", "变动类型", "变动日期", "批准文号"},
		{"甲小组", "新成立", "2023年5月1日", "云政发〔2023〕1号"},
	}, nil}}), Options{}))
	d.want(r.Kinds, "body", "body_event")
	d.want(d.rows("SELECT department, name, row FROM fact.body ORDER BY id"), "B01|甲小组|3", "B02|乙小组|5")
	d.want(d.rows("SELECT name, event, split_part(cells, chr(31), 5), row FROM fact.body_event"), "甲小组|成立|新成立|8")
	d.want(d.rows("SELECT array_to_string(columns, ',') FROM source_sheet WHERE sheet = '台账'"), "机构名称,类型,牵头单位,机构名称,变动类型,变动日期,批准文号")
	d.want(d.rows(filedSlices), "body|B01|ledger||1", "body|B02|ledger||1", "body_event||ledger||1")
}

func TestHiddenSheetsAndRows(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	book := excelize.NewFile()
	defer book.Close()
	for i, row := range [][]any{{"单位", "调研日期", "调研地点"}, {"教育局", "2023-05-03", "甲"}, {"教育局", "2023-05-04", "乙"}} {
		for _, sheet := range []string{"Sheet1", "旧"} {
			if i == 0 && sheet == "旧" {
				if _, err := book.NewSheet(sheet); err != nil {
					t.Fatal(err)
				}
			}
			if err := book.SetSheetRow(sheet, fmt.Sprintf("A%d", i+1), &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := book.SetSheetVisible("旧", false); err != nil {
		t.Fatal(err)
	}
	if err := book.SetRowVisible("Sheet1", 3, false); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		t.Fatal(err)
	}
	r := d.fine(d.file("调研.xlsx", out.Bytes(), Options{}))
	d.want(d.rows("SELECT sheet, place FROM fact.visit ORDER BY id"), "Sheet1|甲", "Sheet1|乙")
	if len(r.Warnings) != 2 || r.Warnings[0].Sheet != "旧" || !strings.Contains(r.Warnings[1].Text.ZH, "第 3 行") {
		t.Errorf("warnings: %v", r.Warnings)
	}
}

// TestHiddenColumns: what a spreadsheet hides is read and named; of two columns of one header the one that
// people see counts.
func TestHiddenColumns(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	file := func(rows [][]any, hidden ...string) []byte {
		t.Helper()
		book := excelize.NewFile()
		defer book.Close()
		for i, row := range rows {
			if err := book.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
				t.Fatal(err)
			}
		}
		for _, column := range hidden {
			if err := book.SetColVisible("Sheet1", column, false); err != nil {
				t.Fatal(err)
			}
		}
		var out bytes.Buffer
		if err := book.Write(&out); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	for i, c := range []struct {
		rows   [][]any
		hidden string
		query  string
		want   []string
		warns  string
	}{
		{[][]any{{"单位", "调研日期", "调研地点", "人数"}, {"教育局", "2023-05-03", "甲", 3}}, "D", "SELECT place, people FROM fact.visit WHERE id >> 32 = %d", []string{"甲|3"},
			"工作表“Sheet1”，第 1 行，“人数”列：表格里隐藏了 D 列，仍按数据读取；不该报的请删去"},
		{[][]any{{"单位", "调研日期", "调研地点", "人数", "人数"}, {"教育局", "2023-05-03", "乙", 3, 5}}, "D", "SELECT place, people FROM fact.visit WHERE id >> 32 = %d", []string{"乙|5"},
			"工作表“Sheet1”，第 1 行，“人数”列：这一列出现了不止一次，只读取了 E 列，请核对"},
		{[][]any{{"单位", "调研日期", "调研地点", "人数", "人数"}, {"教育局", "2023-05-03", "丙", 3, 5}}, "E", "SELECT place, people FROM fact.visit WHERE id >> 32 = %d", []string{"丙|3"},
			"工作表“Sheet1”，第 1 行，“人数”列：这一列出现了不止一次，只读取了 D 列，请核对"},
		{[][]any{{"2023年5月统计表"}, {"单位", "会议场次", "发文数"}, {"教育局", 3, 4}}, "B:C", "SELECT count, CAST(value AS INTEGER) FROM fact.reported_total WHERE id >> 32 = %d ORDER BY ALL", []string{"documents_issued|4", "meetings_held|3"},
			"工作表“Sheet1”，第 2 行，“会议场次、发文数”列：表格里隐藏了 B、C 列，仍按数据读取；不该报的请删去"},
		{[][]any{{"2023年6月统计表"}, {"单位", "会议场次", "联系人"}, {"教育局", 3, "张三"}}, "C:F", "SELECT count, CAST(value AS INTEGER) FROM fact.reported_total WHERE id >> 32 = %d ORDER BY ALL", []string{"meetings_held|3"}, ""},
	} {
		r := d.fine(d.file(fmt.Sprintf("%d.xlsx", i), file(c.rows, c.hidden), Options{}))
		d.want(d.rows(fmt.Sprintf(c.query, r.Submission)), c.want...)
		var warnings []string
		for _, w := range r.Warnings {
			warnings = append(warnings, w.In(jianfu.Chinese))
		}
		if got := strings.Join(warnings, "\n"); got != c.warns {
			t.Errorf("%d: %s\nwant %s", i+1, got, c.warns)
		}
	}
}

// TestPortfolioChange: several rows of one code are its versions.
func TestPortfolioChange(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	const change = `单位编码,单位名称,单位类型,分管战线,启用日期,停用日期
B01,市教育局,市直部门,教科文卫,,2022-12-31
B01,市教育体育局,市直部门,综合协调,2023-01-01,
`
	r := d.loaded("名录.csv", change, Options{})
	if len(r.Replaced) != 1 || r.Replaced[0].RowsBefore != 6 {
		t.Errorf("replaced: %+v", r.Replaced)
	}
	d.loaded("调研.csv", "单位,调研日期,调研地点\n教育局,2023-05-03,甲\n教育体育局,2021-05-03,乙\n", Options{})
	d.want(d.rows("SELECT department, place FROM fact.visit ORDER BY id"), "B01|甲", "B01|乙")
	d.want(d.refused("名录.csv", change+"B01,市教育局,市直部门,教科文卫,,2022-12-31\nB02,甲,市直部门,乙,2023-05-01,2023-01-01\n", Options{}),
		"4 单位编码 duplicate_key", "5 停用日期 date_order")
}

func TestOverlay(t *testing.T) {
	t.Parallel()
	contracts, err := ReadContracts(fstest.MapFS{"contracts/meeting.yml": {Data: []byte(`
kind: meeting
columns:
  - name: name
    aliases: [会务名称]
  - name: merged_into
    none: [独立召开会议]
  - name: form
    values: [{value: 混合, aliases: [线上线下]}, {value: 视频, aliases: [云会议]}]
`)}})
	if err != nil {
		t.Fatal(err)
	}
	plain, err := ReadContracts(nil)
	if err != nil {
		t.Fatal(err)
	}
	if contracts.Version() == plain.Version() {
		t.Error("an overlay must change the version")
	}
	if _, err := ReadContracts(fstest.MapFS{"contracts/own.yml": {Data: []byte("# nothing yet\n")}}); err != nil {
		t.Errorf("a file that says nothing: %v", err)
	}
	d := newDesk(t)
	if d.Loader, err = New(context.Background(), d.w, contracts); err != nil {
		t.Fatal(err)
	}
	d.loaded("会议.csv", "主办单位,会务名称,召开时间,会议形式\n教育局,甲,2023-05-01,线上线下\n教育局,乙,2023-05-01,云会议\n", Options{})
	d.want(d.rows("SELECT name, form FROM fact.meeting ORDER BY id"), "甲|混合", "乙|视频")
	d.loaded("会议.csv", "主办单位,会务名称,召开时间,并入会议编号\n教育局,丙,2023-06-01,独立召开会议\n教育局,丁,2023-06-01,某某会议第一号\n", Options{})
	d.want(d.rows("SELECT name, merged_into FROM fact.meeting WHERE held_on >= '2023-06-01' ORDER BY id"), "丙|∅", "丁|某某会议第一号")
	for text, want := range map[string]string{
		"kind: meetings":                            "line 1",
		"kind: meeting\ntile: x":                    "line 2",
		"kind: meeting\ncolumns:\n  - name: tile\n": "line 3",
		"kind: meeting\ncolumns:\n  - name: name\n    values: [{value: 甲}]": "line 4",
		"kind: meeting\ncolumns:\n  - name: name\n    aliases: [召开时间]":      "召开时间",
	} {
		_, err := ReadContracts(fstest.MapFS{"contracts/meeting.yml": {Data: []byte(text)}})
		var e *jianfu.Error
		if !errors.As(err, &e) || e.Code != jianfu.Invalid {
			t.Errorf("%s: %v", text, err)
		} else if !strings.Contains(e.Text.EN, want) || !strings.Contains(e.Text.EN, "contracts/meeting.yml") {
			t.Errorf("%s: %s", text, e.Text.EN)
		}
	}
}

// TestSummaryBesideRecords: a sheet that adds the others up is not a reason to refuse them.
func TestSummaryBesideRecords(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	header := []any{"主办单位", "会议名称", "召开时间"}
	r := d.fine(d.file("2023年会议统计表.xlsx", workbook(t, sheets{
		{"1月", [][]any{header, {"教育局", "甲", "1月5日"}}, nil},
		{"2月", [][]any{header, {"教育局", "乙", "2月5日"}, {"各单位请于每月5日前报送本表，逾期不报的将予以通报；有疑问的请与我们联系。"}}, nil},
		{"3月", [][]any{header}, nil},
		{"4月", [][]any{header, {"零报告"}}, nil},
		{"汇总", [][]any{{"单位", "会议场次"}, {"教育局", 2}}, nil},
	}), Options{Department: "教育局"}))
	d.want(d.rows(filedSlices), "meeting|B01|2023-01||1", "meeting|B01|2023-02||1", "meeting|B01|2023-04||0")
	if len(r.Warnings) != 3 {
		t.Errorf("warnings: %v", r.Warnings)
	}
	d.loaded("2023年1月统计汇总表.csv", "单位,会议场次,发文数\n教育局,3,4\n", Options{})
	d.want(d.rows("SELECT department, count, first_month, months, earlier, CAST(value AS INTEGER), source_column FROM fact.reported_total ORDER BY id"),
		"B01|meetings_held|2023-01-01T00:00:00Z|1|false|3|1", "B01|documents_issued|2023-01-01T00:00:00Z|1|false|4|2")
	d.want(d.refused("统计汇总表.csv", "单位,会议场次,发文数\n教育局,3,4\n", Options{}), "1 会议场次 missing_value")
	d.loaded("汇总表.csv", "单位,时间,会议次数\n教育局,2023年2月,3\n教育局,202303,5\n", Options{})
	d.want(d.refused("汇总表.csv", "单位,时间,会议次数\n教育局,—,3\n", Options{}), "2 时间 missing_value")
	d.want(d.refused("会议.csv", "主办单位,会议名称,召开时间,是否纳入统计,会议状态\n教育局,甲,2023-05-01,*,**\n", Options{}),
		"2 是否纳入统计 bad_value", "2 会议状态 bad_value")
}

func TestTotalsAreHeldAgainstRows(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	const head = "序号,单位,调研日期,调研地点,人数\n1,教育局,2023-05-01,甲,3\n2,教育局,2023-05-02,乙,4\n"
	for total, warns := range map[string]int{
		"合计,,,2个,7": 0, "合计,,,3个,7": 1, "合计,,,2次,8": 1, "合计：2,,,,": 0, "合计：5个,,,,": 1, "合 计,,,,\"7\"": 0, "总计,2,,,7": 0, "同比,,,,-20": 0,
	} {
		r := d.loaded(total+".csv", head+total+"\n", Options{})
		if len(r.Warnings) != warns {
			t.Errorf("%s: %v", total, r.Warnings)
		}
		if r.Rows != 2 {
			t.Errorf("%s: %d rows", total, r.Rows)
		}
	}
}
