package metrics

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"jianfu"
)

func TestFigureIDsAreReadBack(t *testing.T) {
	t.Parallel()
	names := []string{"form", "portfolio", "source"}
	values := rapid.SliceOfN(rapid.StringN(1, 8, 40), 1, 3)
	rapid.Check(t, func(rt *rapid.T) {
		start := jianfu.MonthOf(rapid.IntRange(1971, 2150).Draw(rt, "year"), rapid.IntRange(1, 12).Draw(rt, "month"))
		months, _ := jianfu.Span(start, start+jianfu.Month(rapid.IntRange(0, 30).Draw(rt, "more")))
		s := Scope{Metric: "meetings.held", Period: months, Caliber: rapid.SampledFrom([]string{DefaultCaliber, "all"}).Draw(rt, "caliber"),
			CaliberOn: months.Through() + jianfu.Date(rapid.IntRange(0, 1).Draw(rt, "later"))}
		for _, name := range rapid.SliceOfNDistinct(rapid.SampledFrom(names), 0, 2, rapid.ID).Draw(rt, "group") {
			value := rapid.StringN(0, 8, 40).Draw(rt, "member")
			s.Group = append(s.Group, Member{Dimension: name, Value: value, Known: value != ""})
		}
		for _, name := range rapid.SliceOfNDistinct(rapid.SampledFrom(names), 0, 2, rapid.ID).Draw(rt, "is") {
			s.Where.Is = append(s.Where.Is, Equals{Dimension: name, In: values.Draw(rt, "values")})
		}
		if rapid.Bool().Draw(rt, "scoped") {
			s.Where.Departments, s.Where.Portfolios = values.Draw(rt, "departments"), values.Draw(rt, "portfolios")
		}
		if rapid.Bool().Draw(rt, "past") {
			s.AsOf = time.Unix(rapid.Int64Range(0, 4e9).Draw(rt, "second"), rapid.Int64Range(0, 999_999).Draw(rt, "microsecond")*1000).UTC()
		}
		back, err := ParseFigureID(s.ID())
		if err != nil || !reflect.DeepEqual(back, s) {
			rt.Fatalf("%s\nwas %+v\nis  %+v: %v", s.ID(), s, back, err)
		}
	})
}

func TestFigureIDs(t *testing.T) {
	t.Parallel()
	year := jianfu.YearOf(2023)
	s := Scope{Metric: "meetings.held", Period: year, Caliber: DefaultCaliber, CaliberOn: year.Through(),
		Group: []Member{{Dimension: "portfolio", Value: "城建 交通", Known: true}, {Dimension: "form"}},
		Where: Filter{Is: []Equals{{Dimension: "category", In: []string{"系统会议", "a,b+c=d"}}}}}
	if got, want := s.ID(), "meetings.held@2023,portfolio=城建%20交通,form=,where.category=系统会议+a%2Cb%2Bc%3Dd"; got != want {
		t.Errorf("the id is %s, not %s", got, want)
	}
	for _, id := range []string{"", "meetings.held", "@2023", "meetings.held@2023-13", "meetings.held@2023,", "meetings.held@2023,form", "meetings.held@2023,=x",
		"meetings.held@2023,form=%zz", "meetings.held@2023,form=a,form=b", "meetings.held@2023,as-of=2023", "meetings.held@2023,caliber-on=2023-02-30",
		"meetings.held@2023,caliber=a+b", "meetings.held@2023,where.=x"} {
		var invalid *jianfu.Error
		if _, err := ParseFigureID(id); !errors.As(err, &invalid) || invalid.Code != jianfu.Invalid {
			t.Errorf("%q: %v", id, err)
		}
	}
}

func TestTrace(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	meetings(t, w, "2023-06-01T00:00:00Z", meeting{unit: "B1", on: "2023-05-10", category: "系统会议", counted: true},
		meeting{unit: "B1", on: "2023-05-11", category: "部门会议", counted: true}, meeting{unit: "B1", on: "2023-05-12", category: "部门会议"})
	for id, want := range map[string]string{
		"meetings.held@2023-05":                                          "2次",
		"meetings.held@2023-05,caliber=all":                              "3次",
		"meetings.held@2023-05,category=系统会议":                            "1次",
		"meetings.held@2023-05,category=全市性会议":                           "0次", // a breakdown without such rows says none
		"meetings.held@2023-05,category=系统会议,as-of=2023-05-31T00:00:00Z": "无数据",
	} {
		answer, err := e.Trace(t.Context(), id)
		if err != nil {
			t.Errorf("%s: %v", id, err)
			continue
		}
		if got := answer.Rows[0].Values[0].Text(jianfu.Chinese); len(answer.Rows) != 1 || got != want {
			t.Errorf("%s: %d rows, %s, not %s", id, len(answer.Rows), got, want)
		}
	}
	for _, id := range []string{"meetings.hold@2023", "meetings.held@2023,categry=系统会议", "meetings.held@2023,department=B9", "meetings.held@2023,portfolio=无"} {
		var invalid *jianfu.Error
		if _, err := e.Trace(t.Context(), id); !errors.As(err, &invalid) || invalid.Code != jianfu.Invalid || len(invalid.Near) == 0 {
			t.Errorf("%s: %v", id, err)
		}
	}
}

// A figure has one id, by whatever form of it somebody comes; another figure has another.
func TestOneIDOfAFigure(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	meetings(t, w, "2023-06-01T00:00:00Z", meeting{unit: "B1", on: "2023-05-10", category: "系统会议", counted: true})
	name := ""
	departments, err := e.Departments(t.Context(), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range departments {
		if d.Code == "B1" {
			name = d.Versions[0].Name
		}
	}
	for want, forms := range map[string][]string{
		"meetings.held@2023": {"meetings.held@2023", "召开会议@2023年", "meetings.held@2023-01/2023-12", "meetings.held@2023,caliber=reduction,caliber-on=2023-12-31",
			"meetings.held@2023,as-of=2023-07-01T00:00:00Z", "meetings.held@2023,known-at=1", " meetings.held@2023 "},
		"meetings.held@2023-05,department=B1": {"meetings.held@2023-05,department=B1", "meetings.held@2023-05,where.departments=B1", "meetings.held@2023-05,where.department=B1",
			"召开会议@2023年5月,单位=" + name, "meetings.held@2023-05,department=B1,where.departments=B1", "meetings.held@2023-05,where.departments=" + name + "+B1"},
		"meetings.held@2023,category=系统会议,department=B1": {"meetings.held@2023,department=B1,category=系统会议", "meetings.held@2023,where.category=系统会议,where.departments=B1",
			"meetings.held@2023,category=系统会议,where.departments=B1"},
		"meetings.held@2023,where.departments=B1+B2,where.category=系统会议+部门会议": {"meetings.held@2023,where.category=部门会议+系统会议,where.departments=B2+B1"},
		"meetings.held@2023,category=":                         {"meetings.held@2023,category="},
		"meetings.held@2023,caliber=all,caliber-on=2022-12-31": {"meetings.held@2023,caliber-on=2022-12-31,caliber=all"},
	} {
		for _, form := range forms {
			if got, err := e.FigureID(t.Context(), form); err != nil || got != want {
				t.Errorf("%s is %s, want %s: %v", form, got, want, err)
			}
		}
		// It leads to what the form that was sent leads to.
		answer, err := e.Trace(t.Context(), want)
		if err != nil {
			t.Errorf("%s: %v", want, err)
			continue
		}
		for _, form := range forms {
			other, err := e.Trace(t.Context(), form)
			if err != nil || !strings.Contains(form, "as-of") && !strings.Contains(form, "known-at") && other.Rows[0].Values[0].Text(jianfu.Chinese) != answer.Rows[0].Values[0].Text(jianfu.Chinese) {
				t.Errorf("%s and %s are different figures: %v", form, want, err)
			}
		}
	}
	for _, id := range []string{"meetings.hold@2023", "meetings.held@2023,department=B99", "meetings.held@2023,colour=red", "2023"} {
		if _, err := e.FigureID(t.Context(), id); jianfu.ErrorCode(err) != jianfu.Invalid {
			t.Errorf("%s: %v", id, err)
		}
	}
}
