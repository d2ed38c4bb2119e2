package loaders

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"jianfu"
)

const trainingContract = `kind: training
name: {zh: 培训, en: Training}
describe: {zh: 每次一行, en: one row each}
grain: month
date: held_on
titles: [培训统计]
columns:
  - {name: department, header: 单位, label: {en: department}, type: unit, required: true, describe: {zh: 单位, en: unit}}
  - {name: held_on, header: 培训日期, label: {en: held on}, type: date, required: true, describe: {zh: 日期, en: day}}
  - {name: title, header: 培训名称, label: {en: title}, type: text, required: true, describe: {zh: 名称, en: name}}
  - {name: people, header: 人数, label: {en: people}, type: integer, describe: {zh: 人数, en: people}}
`

func ownContracts(t *testing.T, text string) (*Contracts, error) {
	t.Helper()
	return ReadContracts(fstest.MapFS{"contracts/own.yml": {Data: []byte(text)}})
}

// A contract of an office's own is all that a kind of filing needs, and so is a column more.
func TestAKindOfAnOfficesOwn(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	use := func(text string) {
		contracts, err := ownContracts(t, text)
		if err != nil {
			t.Fatal(err)
		}
		if d.Loader, err = New(t.Context(), d.w, contracts); err != nil {
			t.Fatal(err)
		}
	}
	use(trainingContract)
	kinds := d.Loader.Contracts().Kinds()
	if last := kinds[len(kinds)-1]; last.Kind != "training" || last.Plural != "trainings" || last.Speaks != Listed || last.Columns[3].Label != (jianfu.Text{ZH: "人数", EN: "people"}) {
		t.Errorf("the last kind is %+v", last)
	}
	d.loaded("2023年5月培训统计.csv", "单位,培训名称,培训日期,人数\n教育局,甲,2023-05-03,30\n", Options{})
	if r := d.loaded("5月零报告.csv", "培训统计表,,,\n填报单位：教育局,,报送期：2023年6月,\n单位,培训名称,培训日期,人数\n零报告,,,\n", Options{}); r.Rows != 0 {
		t.Errorf("a nil return of %d rows", r.Rows)
	}
	use(strings.Replace(trainingContract, "  - {name: title,", "  - {name: place, header: 地点, label: {en: place}, type: text, describe: {zh: 地点, en: place}}\n  - {name: title,", 1))
	d.loaded("2023年7月培训统计.csv", "单位,培训名称,培训日期,人数,地点\n教育局,乙,2023-07-03,20,礼堂\n", Options{})
	d.want(d.rows("SELECT title, people, place FROM trainings ORDER BY id"), "甲|30|∅", "乙|20|礼堂")
	d.want(d.rows("SELECT name FROM kind_column WHERE kind = 'training' ORDER BY ordinal"), "department", "held_on", "place", "title", "people")
	contracts, err := ownContracts(t, strings.Replace(trainingContract, "type: integer", "type: text", 1))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := New(t.Context(), d.w, contracts); jianfu.ErrorCode(err) != jianfu.Conflict || !strings.Contains(err.Error(), "people 列") {
		t.Errorf("another type: %v", err)
	}
}

// A fault in an office's contract is reported with file, line and what to do.
func TestFaultsOfAnOfficesContract(t *testing.T) {
	t.Parallel()
	change := func(old, with string) string {
		if !strings.Contains(trainingContract, old) {
			t.Fatal(old)
		}
		return strings.Replace(trainingContract, old, with, 1)
	}
	for name, c := range map[string]struct{ text, line, says string }{
		"unknown kind":        {"kind: meetin\ntitles: [会]\n", "1", "The nearest: meeting"},
		"capital":             {change("kind: training", "kind: Training"), "1", "lower-case"},
		"no English":          {change(", en: Training", ""), "1", "Chinese (zh) and English (en)"},
		"grain":               {change("grain: month", "grain: week"), "4", "month, year, ledger or whole"},
		"no date":             {change("date: held_on\n", ""), "4", "date must name"},
		"date of no days":     {change("date: held_on", "date: title"), "5", "date names title"},
		"optional date":       {change("type: date, required: true", "type: date"), "5", "required column"},
		"speaks":              {change("grain: month", "grain: month\nspeaks: some"), "5", "ALL or LISTED"},
		"no unit":             {change("type: unit", "type: text"), "8", "a column department of the type unit"},
		"type":                {change("type: integer", "type: amount"), "11", "one of choice, date"},
		"name of a place":     {change("name: title", "name: sheet"), "10", "every kind has a column sheet"},
		"twice":               {change("name: people", "name: title"), "11", "two columns named title"},
		"no label":            {change("label: {en: people}, ", ""), "11", "needs header, label"},
		"header of two":       {change("header: 人数", "header: 培训名称"), "11", "means both title and people"},
		"by hand":             {change("grain: month", "grain: month\nby_hand: [view]"), "1", "by_hand"},
		"known kind's grain":  {"kind: meeting\ngrain: year\n", "1", "only titles, plain and columns can be added"},
		"known column's type": {"kind: meeting\ncolumns:\n  - {name: name, type: key}\n", "3", "only aliases, values, yes, no and none"},
		"column of a form":    {"kind: body\ncolumns:\n  - {name: seat, header: 席, label: {en: seat}, type: text, describe: {zh: 席, en: seat}}\n", "3", "no columns can be added"},
		"half a column":       {"kind: meeting\ncolumns:\n  - {name: venue, header: 地点, type: text}\n", "3", "needs header, label"},
	} {
		_, err := ownContracts(t, c.text)
		var e *jianfu.Error
		if !errors.As(err, &e) || e.Code != jianfu.Invalid {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !strings.HasPrefix(e.Text.EN, "contracts/own.yml line "+c.line+":") || !strings.Contains(e.Text.EN, c.says) {
			t.Errorf("%s: %s", name, e.Text.EN)
		}
		if !strings.HasPrefix(e.Text.ZH, "contracts/own.yml 第 "+c.line+" 行：") {
			t.Errorf("%s: %s", name, e.Text.ZH)
		}
	}
	if _, err := ReadContracts(fstest.MapFS{"contracts/a.yml": {Data: []byte(trainingContract)}, "contracts/b.yml": {Data: []byte(trainingContract)}}); err == nil || !strings.Contains(err.Error(), "contracts/b.yml") {
		t.Errorf("one kind in two files: %v", err)
	}
}
