package loaders

import (
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
		"单位名录": "", "市直部门名录": "", "报送单位": "", "城市管理系统单位名录": "", "Sheet1": "",
	} {
		if got := cityOf(title); got != want {
			t.Errorf("%s: %q, want %q", title, got, want)
		}
	}
}

// TestCityWithoutTitle: the name of the file, or the names in the directory, tell the city.
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
