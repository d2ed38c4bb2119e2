package loaders

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"jianfu"
)

// TestSpellingsOfSpans: quarters, halves and lists of months are the same in a header, in a row and in a title,
// however they are spelled.
func TestSpellingsOfSpans(t *testing.T) {
	t.Parallel()
	for kind, spellings := range map[string]map[string]string{
		"quarters": {"Q1": "2024-Q1", "q2": "2024-Q2", "第3季": "2024-Q3", "四季": "2024-Q4", "Ｑ４": "2024-Q4", "2季度": "2024-Q2", "第一季度": "2024-Q1", "首季": "2024-Q1", "3Q": "2024-Q3", "一、二季度": "2024-H1", "Q1-Q3": "2024-01/2024-09", "一至三季度": "2024-01/2024-09"},
		"halves":   {"H1": "2024-H1", "下半年": "2024-H2", "h2": "2024-H2", "前半年": "2024-H1", "第二个半年": "2024-H2"},
		"months":   {"5月": "2024-05", "五月份": "2024-05", "元月": "2024-01", "1、2月": "2024-01/2024-02", "1月、2月、3月": "2024-Q1", "1—2月": "2024-01/2024-02", "05月": "2024-05"},
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			for text, want := range spellings {
				for place, table := range map[string]string{
					"header": "2024年统计表,\n单位,会议场次（" + text + "）\n教育局,3\n",
					"group":  "2024年会议场次统计表,,\n单位," + text + ",\n,本期,上年同期\n教育局,3,5\n",
					"row":    "2024年统计表,,\n单位,时间,会议场次\n教育局," + text + ",3\n",
					"title":  "2024年" + text + "统计表,\n单位,会议场次\n教育局,3\n",
				} {
					r := d.file("表.csv", []byte(strings.ReplaceAll(table, ","+text, `,"`+text+`"`)), Options{})
					periods := d.rows("SELECT s.period FROM fact.reported_total f JOIN slice s ON s.id = f.slice_id JOIN in_force i ON i.slice_id = s.id WHERE NOT f.earlier AND i.valid_until = TIMESTAMP 'infinity' AND f.id >> 32 = (SELECT max(f.id) >> 32 FROM fact.reported_total f)")
					if r.Status == Refused || r.Rows == 0 || len(periods) != 1 || periods[0] != want {
						t.Errorf("%s in a %s: %s %v %v, want %s", text, place, r.Status, r.Faults, periods, want)
					}
				}
			}
			for _, text := range []string{"5、8月", "一、三季度", "1月和3月"} {
				if r := d.file("表.csv", []byte("2024年统计表,,\n单位,会议场次,\""+text+"发文数\"\n教育局,3,4\n"), Options{DryRun: true}); r.Rows != 1 || len(r.Warnings) != 1 || !strings.Contains(r.Warnings[0].Text.ZH, "几段不相连的时间") {
					t.Errorf("%s: %v %v", text, r.Rows, r.Warnings)
				}
			}
		})
	}
}

// TestNumbersThatNeedALook: what may be a slip is loaded as it is stored, and said.
func TestNumbersThatNeedALook(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	said := func(r Result) string {
		var list []string
		for _, w := range r.Warnings {
			list = append(list, w.In(jianfu.Chinese))
		}
		return strings.Join(list, "\n")
	}
	for table, want := range map[string]string{
		"2024年3月,,\n单位,本月会议场次,1—3月会议场次\n教育局,9,3\n":                           "第 3 行，“1—3月会议场次”列：2024年第一季度 的数是 3，比其中 2024年3月 的数（9）还小",
		"2024年会议场次,,,\n单位,1月,2月,一季度\n教育局,4,5,3\n":                            "2024年第一季度 的数是 3，比其中 2024年1月 的数（4）还小",
		"2024年,,\n单位,时间,会议场次\n教育局,1月,8\n教育局,上半年,7\n民宗局,1月,8\n民宗局,上半年,8\n":    "2024年上半年 的数是 7，比其中 2024年1月 的数（8）还小",
		"2024年3月,,\n单位,本月议事协调机构数,一季度议事协调机构数\n教育局,9,3\n":                      "", // a stock
		"2024年3月,,,\n单位,本月会议场次,累计会议场次,本月上年同期会议场次\n教育局,3,3,9\n":               "",
		"2024年5月发文统计,,,\n发文字号,文件标题,发文单位,印发日期\n教发〔2024〕1-5号,甲,教育局,5月3日\n":     "第 3 行，“发文字号”列：“教发〔2024〕1-5号”看来不止一件",
		"2024年5月发文统计,,,\n发文字号,文件标题,发文单位,印发日期\n教发〔2024〕1号至3号,甲,教育局,5月3日\n":    "看来不止一件",
		"2024年5月发文统计,,,\n发文字号,文件标题,发文单位,印发日期\n\"教发〔2024〕1、2号\",甲,教育局,5月3日\n": "看来不止一件",
		"2024年5月发文统计,,,\n发文字号,文件标题,发文单位,印发日期\n教-综〔2024〕1号,甲,教育局,5月3日\n":      "",
	} {
		r := d.file("表.csv", []byte(table), Options{DryRun: true})
		if got := said(r); len(r.Faults) > 0 || (want == "") != (got == "") || !strings.Contains(got, want) {
			t.Errorf("%s: %v %q, want %q", table, r.Faults, got, want)
		}
	}
	// One document however its brackets are spelled.
	for _, twin := range []string{"教发[2024]1号", "教发【2024】 1号", "教发（2024）１号"} {
		d.want(d.refused("发文.csv", "发文字号,文件标题,发文单位,印发日期\n教发〔2024〕1号,甲,教育局,2024-05-03\n"+twin+",甲,教育局,2024-05-03\n教发〔2024〕11号,乙,教育局,2024-05-03\n", Options{}), "3 发文字号 duplicate_key")
	}
	// A number that is shown as another.
	for format, want := range map[string]string{`0"万"`: "显示为“5万”，存的数是 5，", `0"百人"`: "显示为“5百人”，存的数是 5，", `0000`: "", `0"人"`: "", `#,##0.00`: "", `0%`: "显示为“500%”"} {
		r := d.file("表.xlsx", styledBook(t, "5月", []any{"2024年5月"}, []any{"单位", "会议场次", "参会人次"}, []any{"教育局", 3, styled{5, format}}), Options{DryRun: true})
		if got := said(r); len(r.Faults) > 0 || (want == "") != (got == "") || !strings.Contains(got, want) {
			t.Errorf("%s: %v %q, want %q", format, r.Faults, got, want)
		}
	}
	// Rows with a line through them.
	book := excelize.NewFile()
	defer book.Close()
	for i, row := range [][]any{{"2024年5月"}, {"单位", "会议场次"}, {"教育局", 3}, {"民宗局", 9}, {"东河区", 1}} {
		for j, value := range row {
			at, err := excelize.CoordinatesToCellName(j+1, i+1)
			if err != nil {
				t.Fatal(err)
			}
			if err := book.SetCellValue("Sheet1", at, value); err != nil {
				t.Fatal(err)
			}
		}
	}
	style, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Strike: true}})
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range []string{"A1", "B4", "C5"} { // a title, a number, and a cell that is blank
		if err := book.SetCellStyle("Sheet1", at, at, style); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		t.Fatal(err)
	}
	if got := said(d.file("表.xlsx", out.Bytes(), Options{DryRun: true})); !strings.Contains(got, "有 1 行里有带删除线的内容（第 4 行）") {
		t.Errorf("struck through: %q", got)
	}
	// A year that is not over, and a plan of it.
	now := time.Date(2024, 11, 30, 9, 0, 0, 0, time.UTC)
	for table, want := range map[string]string{
		"2024年统计表,\n单位,会议场次\n教育局,3\n":    "市教育局2024年“统计汇总表”还没有期满，数字在 2025-01-01 之前是暂定的",
		"2024年四季度统计表,\n单位,会议场次\n教育局,3\n": "市教育局2024年第四季度“统计汇总表”还没有期满",
		"2024年10月统计表,\n单位,会议场次\n教育局,3\n": "",
		"2024年统计表,\n单位,发文计划数\n教育局,3\n":   "",
	} {
		r := d.file("表.csv", []byte(table), Options{ReceivedAt: now})
		if got := said(r); r.Status == Refused || (want == "") != (got == "") || !strings.Contains(got, want) {
			t.Errorf("%s: %v %q, want %q", table, r.Faults, got, want)
		}
	}
	// A copied sheet whose title was not changed.
	r := d.file("表.xlsx", workbook(t, sheets{
		{"1月", [][]any{{"2024年1月统计表"}, {"单位", "会议场次"}, {"教育局", 3}}, nil},
		{"2月", [][]any{{"2024年1月统计表"}, {"单位", "会议场次"}, {"教育局", 4}}, nil},
	}), Options{})
	if len(r.Faults) != 1 || !strings.Contains(r.Faults[0].Text.ZH, "工作表“2月”的标题写的是 2024年1月，与表名不同，多半是忘了改标题") {
		t.Errorf("%v", r.Faults)
	}
}
