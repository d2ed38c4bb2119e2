package loaders

import (
	"testing"
	"time"

	"jianfu"
)

// A merged meeting belongs to one that is not itself, nor comes back to it.
func TestMergedMeetings(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	const header = "主办单位,会议名称,召开时间,会议编号,并入会议编号\n"
	for name, c := range map[string]struct {
		rows string
		want []string
	}{
		"itself":           {"教育局,甲,2024-05-08,1,1\n", []string{"2 并入会议编号 bad_value"}},
		"itself, in width": {"教育局,甲,2024-05-08,A1,Ａ１\n", []string{"2 并入会议编号 bad_value"}},
		"one another":      {"教育局,甲,2024-05-08,1,2\n教育局,乙,2024-05-08,2,1\n教育局,丙,2024-05-08,3,\n", []string{"2 并入会议编号 bad_value", "3 并入会议编号 bad_value"}},
		"three":            {"教育局,甲,2024-05-08,1,2\n教育局,乙,2024-05-08,2,3\n教育局,丙,2024-05-08,3,1\n", []string{"2 并入会议编号 bad_value", "3 并入会议编号 bad_value", "4 并入会议编号 bad_value"}},
	} {
		if got := d.refused(name+".csv", header+c.rows, Options{}); !same(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	d.loaded("会议.csv", header+"教育局,甲,2024-05-08,1,2\n教育局,乙,2024-05-08,2,3\n教育局,丙,2024-05-08,3,\n教育局,丁,2024-05-08,4,9\n", Options{}) // 9 may come later
	d.want(d.rows("SELECT number, merged_into FROM fact.meeting ORDER BY id"), "1|2", "2|3", "3|∅", "4|9")
}

// A list of counties has each of them once; who is in it is known, or the file is refused.
func TestListsOfCounties(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.loaded("单位名录2.csv", units+"C02,枫林县人民政府,枫林县,枫林,县（市）区,综合协调,,\nC03,白石市人民政府,白石市,,县（市）区,综合协调,,\n", Options{})
	const header = "事项名称,类型,实施单位,实施时间,涉及县（市）区\n"
	row := func(counties string) string { return header + "甲,督查,教育局,2024-05-02,\"" + counties + "\"\n" }
	for counties, want := range map[string]string{
		"枫林县、白石市":        "[枫林县, 白石市]",
		"枫林县，枫林县":        "[枫林县]",
		"枫林县、枫林县人民政府、枫林": "[枫林县]",
		"枫林县和白石市":        "[枫林县和白石市, 枫林县和白石市]",
		"全部县区":           "[各县（市）区]",
		"全市各县（市、区）":      "[各县（市）区]",
		"所有县市区":          "[各县（市）区]",
		"各县区、枫林县":        "[各县（市）区]",
		"全市":             "[各县（市）区]",
		"3个县":            "[3个县（市）区]",
		"两个县（市、区）":       "[2个县（市）区]",
		"枫林县城关镇、枫林县青山乡":  "[枫林县城关镇]",
		"市教育局、枫林县":       "[枫林县]",
		"市直各部门、枫林县":      "[枫林县]",
		"市教育局":           "[]",
		"枫林县（含乡镇）、云州市东河区政府": "[枫林县（含乡镇）, 云州市东河区政府]",
	} {
		d.loaded(counties+".csv", row(counties), Options{})
		if got := d.rows("SELECT counties::VARCHAR FROM fact.inspection ORDER BY id DESC LIMIT 1"); got[0] != want {
			t.Errorf("%s: %v, want %s", counties, got, want)
		}
	}
	for _, counties := range []string{"云中县", "枫林县、云中县", "枫林现"} {
		if got := d.refused(counties+".csv", row(counties), Options{}); !same(got, []string{"2 涉及县（市）区 unknown_unit"}) {
			t.Errorf("%s: %v", counties, got)
		}
	}
	for _, counties := range []string{"枫林县等3个县", "枫林县、2个县", "有关县区", "枫林县、白石市等县", "部分县区"} {
		if got := d.refused(counties+".csv", row(counties), Options{}); !same(got, []string{"2 涉及县（市）区 bad_value"}) {
			t.Errorf("%s: %v", counties, got)
		}
	}
	// A directory without counties knows none of them, nor which are wrong.
	l, w := open(t)
	other := &desk{l, t, w}
	other.loaded("单位名录.csv", "单位编码,单位名称,单位类型\nB01,市教育局,市直部门\n", Options{})
	other.loaded("督查.csv", row("云中县、云中县、白石市"), Options{})
	other.want(other.rows("SELECT counties::VARCHAR FROM fact.inspection"), "[云中县, 白石市]")
}

// What is not in the list is no value: nobody can say whether it is good.
func TestRatingsOutsideOfTheList(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	const messages = "留言编号,平台,承办单位,受理日期,办结日期,满意度\n"
	d.want(d.refused("留言.csv", messages+"1,人民网,教育局,2024-05-08,2024-05-09,5星\n2,人民网,教育局,2024-05-08,2024-05-09,好\n", Options{}), "2 满意度 bad_value", "3 满意度 bad_value")
	d.loaded("留言.csv", messages+"1,人民网,教育局,2024-05-08,2024-05-09,一般\n2,人民网,教育局,2024-05-08,2024-05-09,非常满意\n3,人民网,教育局,2024-05-08,2024-05-09,\n4,人民网,教育局,2024-05-08,2024-05-09,未参评\n", Options{})
	d.want(d.rows("SELECT satisfaction FROM fact.message ORDER BY number"), "一般", "满意", "∅", "未评价")
	d.want(d.refused("抽查.csv", "抽查日期,被抽查单位,抽查结论\n2024-05-08,教育局,基本合格\n", Options{}), "2 抽查结论 bad_value")
}

// What is written as done was not done after today.
func TestDoneAfterToday(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	const header = "留言编号,平台,承办单位,受理日期,办理期限,办结日期\n"
	today := jianfu.DateOf(time.Now().In(jianfu.China))
	ahead := today + 200
	d.want(d.refused("留言.csv", header+"1,人民网,教育局,2024-05-08,"+ahead.String()+","+ahead.String()+"\n", Options{}), "2 办结日期 out_of_range")
	d.loaded("留言.csv", header+"1,人民网,教育局,2024-05-08,"+ahead.String()+",2024-05-09\n2,人民网,教育局,2024-05-08,,"+today.String()+"\n", Options{})
	d.want(d.refused("清理台账.csv", "名称,类型,主管单位,排查日期,清理日期\n甲,APP,教育局,2024-05-08,"+ahead.String()+"\n乙,APP,教育局,"+ahead.String()+",\n", Options{}), "2 清理日期 out_of_range", "3 排查日期 out_of_range")
	d.want(d.refused("整改.csv", "编号,问题来源,问题类型,责任单位,发现日期,销号日期\nZ1,文风,过长,教育局,2024-05-08,"+ahead.String()+"\n", Options{}), "2 销号日期 out_of_range")
}

// Two dates in a cell are not one, and no span.
func TestSeveralDates(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, on := range []string{"5月8日、9日", "5月8日，5月20日", "2024-05-08;2024-05-09", "5月8日、5月9日上午"} {
		got := d.refused("2024年5月会议.csv", "主办单位,会议名称,召开时间\n教育局,甲,\""+on+"\"\n", Options{})
		if !same(got, []string{"2 召开时间 bad_date"}) {
			t.Errorf("%s: %v", on, got)
		}
		got = d.refused("2024年5月调研.csv", "单位,调研日期,调研地点\n教育局,\""+on+"\",甲\n", Options{})
		if !same(got, []string{"2 调研日期 bad_date"}) {
			t.Errorf("%s: %v", on, got)
		}
	}
	d.loaded("2024年5月会议.csv", "主办单位,会议名称,召开时间\n教育局,甲,5月8日至9日\n教育局,乙,5月8日9:00-5月9日12:00\n教育局,丙,5月8日9:00、14:30\n", Options{})
	d.loaded("2024年5月督查.csv", "事项名称,类型,实施单位,实施时间\n甲,督查,教育局,5月8日、9日\n", Options{}) // it went on from the first day to the last
}
