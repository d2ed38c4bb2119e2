package loaders

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"jianfu"
)

// One name means one unit at a time, whichever of its names it is.
func TestNamesThatClash(t *testing.T) {
	t.Parallel()
	const header = "单位编码,单位名称,单位简称,别名,单位类型,启用日期,停用日期\n"
	for name, c := range map[string]struct {
		rows string
		want []string
	}{
		"an alias is the name of another":       {"X1,市甲局,,市乙局,市直部门,,\nX2,市乙局,,,市直部门,,\n", []string{"2 别名 duplicate_key"}},
		"in the other order":                    {"X2,市乙局,,,市直部门,,\nX1,市甲局,,市乙局,市直部门,,\n", []string{"3 别名 duplicate_key"}},
		"a short name is":                       {"X1,市甲局,市乙局,,市直部门,,\nX2,市乙局,,,市直部门,,\n", []string{"2 单位简称 duplicate_key"}},
		"two codes of one name":                 {"X1,市甲局,,,市直部门,,\nX2,市甲局,,,市直部门,,\n", []string{"3 单位名称 duplicate_key"}},
		"two short names":                       {"X1,市甲局,甲局,,市直部门,,\nX2,市乙局,甲局,,市直部门,,\n", []string{"3 单位简称 duplicate_key"}},
		"one of several aliases, in full width": {"X1,市甲局,,\"甲,Ａ局\",市直部门,,\nX2,市乙局,A局,,市直部门,,\n", []string{"3 单位简称 duplicate_key"}},
		"for a month":                           {"X1,市甲局,,,市直部门,,2024-01-31\nX2,市甲局,,,市直部门,2024-01-01,\n", []string{"3 单位名称 duplicate_key"}},
		"one after the other":                   {"X1,市甲局,,,市直部门,,2023-12-31\nX2,市甲局,,,市直部门,2024-01-01,\n", nil},
		"given up for another":                  {"X1,市甲局,,,市直部门,,\nX1,市丙局,,,市直部门,2024-01-01,\nX2,市甲局,,,市直部门,2024-01-01,\n", nil},
		"its own":                               {"X1,市甲局,市甲局,市甲局,市直部门,,\nX1,市甲局,市甲局,,市直部门,2024-01-01,\n", nil},
	} {
		l, w := open(t)
		d := &desk{l, t, w}
		r := d.file("单位名录.csv", []byte(header+c.rows), Options{})
		if got := placesOf(r.Faults); !same(got, c.want) {
			t.Errorf("%s: %s %v, want %v", name, r.Status, got, c.want)
		}
	}
}

// Versions of a unit that overlap, and types of which nobody owes anything, are warned of in their place.
func TestDirectoriesThatMislead(t *testing.T) {
	t.Parallel()
	l, w := open(t)
	d := &desk{l, t, w}
	l.Oblige([]string{"市直部门"}, []string{"市丁局"})
	const header = "单位编码,单位名称,单位类型,分管战线,启用日期,停用日期\n"
	r := d.loaded("单位名录.csv", header+"X1,市甲局,市直单位,综合,,\nX2,市乙局,市直单位,综合,,\nX3,市丙局,市直部门,综合,,\nX4,市丁局,参公单位,综合,,\nC1,东河区,县,综合,,\nC2,西山县,县（市）区,综合,,\n", Options{})
	var got []string
	for _, warning := range r.Warnings {
		got = append(got, warning.In(jianfu.Chinese))
	}
	if len(got) != 2 || !strings.Contains(got[0], "第 2 行，“单位类型”列：单位类型“市直单位”（2 个单位）") || !strings.Contains(got[0], "如果就是“市直部门”") || !strings.Contains(got[1], "“县”（1 个单位）") || !strings.Contains(got[1], "如果就是“县（市）区”") {
		t.Errorf("%q", got)
	}
	r = d.loaded("单位名录2.csv", header+"X1,市甲局,市直部门,综合,,2024-05-31\nX1,市甲局,市直部门,城建,2024-05-01,\nX2,市乙局,市直部门,综合,,\nX2,市乙局,市直部门,城建,2024-05-01,\nX3,市丙局,市直部门,综合,,2024-04-30\nX3,市丙局,市直部门,城建,2024-05-01,\nX4,市丁局,参公单位,综合,,\nC1,东河区,县（市）区,综合,,\nC2,西山县,县（市）区,综合,,\n", Options{})
	if len(r.Warnings) != 1 || r.Warnings[0].Row != 2 || r.Warnings[0].Column != "停用日期" || !strings.Contains(r.Warnings[0].In(jianfu.Chinese), "改成 2024-04-30") {
		t.Errorf("%v", r.Warnings)
	}
}

// What a row says of nothing beside its numbers, and two units above one table, are contradictions.
func TestContradictionsInTotals(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	const header = "单位,会议场次,发文数,备注\n"
	d.want(d.refused("2024年5月汇总表.csv", header+"教育局,3,4,零报告\n民宗局,0,0,零报告\n", Options{}), "2 备注 bad_value")
	d.want(d.refused("2024年5月汇总表.csv", header+"教育局,0,4,本月零报告。\n", Options{}), "2 备注 bad_value")
	d.loaded("2024年5月汇总表.csv", header+"教育局,3,4,非零报告\n民宗局,0,0,零报告\n东河区,1,1,无\n", Options{})
	d.want(d.refused("2024年5月调研.csv", "单位,调研日期,调研地点,备注\n教育局,5月3日,甲,零报告\n", Options{}), "2 备注 bad_value")
	table := func(title, lines string) string { return title + ",\n" + lines + "会议场次,发文数\n3,4\n" }
	d.want(d.refused("a.csv", table("2024年6月汇总表", "填报单位：教育局,\n填报单位：民宗局,\n"), Options{}), "2 填报单位 bad_value")
	d.want(d.refused("b.csv", table("市民宗局2024年6月汇总表", "填报单位：教育局,\n"), Options{}), "2 填报单位 bad_value")
	d.loaded("c.csv", table("云州市教育局2024年6月汇总表", "填报单位：教育局,\n填表单位：市教育局,\n"), Options{})
}

// A dry run of several files reads each with the directory that it would have loaded before.
func TestDryRunWithItsDirectory(t *testing.T) {
	t.Parallel()
	l, w := open(t)
	d := &desk{l, t, w}
	folder := t.TempDir()
	for name, text := range map[string]string{
		"a会议.csv":  "主办单位,会议名称,召开时间\n云州市教育局,甲,2024-05-08\n",
		"单位名录.csv": units,
		"b会议.csv":  "主办单位,会议名称,召开时间\n无此局,甲,2024-05-08\n",
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	dry := func() (got []string) {
		if err := l.LoadPaths(t.Context(), []string{folder}, Options{DryRun: true}, func(r Result) { got = append(got, filepath.Base(r.File)+" "+string(r.Status)) }); err != nil {
			t.Fatal(err)
		}
		return got
	}
	want := []string{"单位名录.csv loaded", "a会议.csv loaded", "b会议.csv refused"}
	if got := dry(); !same(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	d.want(d.rows("SELECT 1 FROM fact.department"))
	d.loaded("单位名录.csv", "单位编码,单位名称,单位类型\nX1,市甲局,市直部门\n", Options{}) // the one of the dry run goes before it
	if got := dry(); !same(got, want) {
		t.Errorf("over another: %v, want %v", got, want)
	}
}

// A ledger of some months that would replace all of it is refused where rows would be lost.
func TestPartsOfLedgers(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	const header = "名称,类型,主管单位,排查日期\n"
	table := func(title, rows string) string { return title + ",,,\n" + header + rows }
	d.loaded("1.csv", table("2024年一季度政务应用程序清理台账", "甲,APP,教育局,2024-02-01\n乙,APP,民宗局,2024-02-02\n"), Options{})
	d.want(d.refused("2.csv", table("2024年二季度政务应用程序清理台账", "丙,APP,教育局,2024-05-01\n"), Options{}), "2  period_mismatch")
	d.loaded("3.csv", table("2024年二季度政务应用程序清理台账", "甲,APP,教育局,2024-02-01\n丙,APP,教育局,2024-05-01\n"), Options{})
	d.loaded("4.csv", table("政务应用程序清理台账", "丁,APP,教育局,2024-06-01\n"), Options{}) // all of it, which is smaller now
	d.loaded("5.csv", table("2024年政务应用程序清理台账", "戊,APP,教育局,2024-07-01\n"), Options{})
	d.want(d.rows("SELECT f.department, f.name FROM fact.app f JOIN in_force i USING (slice_id) WHERE i.valid_until = TIMESTAMP 'infinity' ORDER BY ALL"), "B01|戊", "B02|乙")
	const problems = "编号,问题来源,问题类型,责任单位,发现日期,销号日期\n"
	d.loaded("6.csv", "2023年整改销号台账,,,,,\n"+problems+"Z1,文风,过长,教育局,2023-02-01,未销号\n", Options{})
	d.want(d.refused("7.csv", "2024年5月整改销号台账,,,,,\n"+problems+"Z2,文风,过长,教育局,2024-05-01,未销号\n", Options{}), "2  period_mismatch")
	d.loaded("8.csv", "2024年5月整改销号台账,,,,,\n"+problems+"Z1,文风,过长,教育局,2023-02-01,2024-05-02\nZ2,文风,过长,教育局,2024-05-01,未销号\n", Options{})
}
