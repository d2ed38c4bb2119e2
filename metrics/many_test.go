package metrics

import (
	"slices"
	"testing"

	"jianfu"
)

// Forty thousand days, on all but one of which nothing was held, are one argument of a statement, count what
// they would count one by one, and do not bring as many caveats.
func TestManyFilterValues(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	meetings(t, w, "", meeting{unit: "B1", on: "2023-03-10", category: "系统会议", counted: true}, meeting{unit: "B2", on: "2023-03-11", counted: true})
	var values, units []string
	for i := range 40_000 {
		values = append(values, (jianfu.YearOf(1950).From() + jianfu.Date(i/2)).String()) // each twice
		units = append(units, "B1")
	}
	values = append(values, "2023-03-10")
	answer, err := e.Measure(t.Context(), Query{Metrics: []string{"meetings.held"}, Period: period(t, "2023-03"),
		Where: Filter{Departments: units, Is: []Equals{{Dimension: "held_on", In: values}}}})
	if err != nil {
		t.Fatal(err)
	}
	if v := answer.Rows[0].Values[0]; v.Amount == nil || v.Amount.String() != "1" {
		t.Errorf("counted %v", v.Amount)
	}
	unfiled := 0
	for _, n := range answer.Notices {
		if n.Code == UnfiledValue {
			unfiled++
		}
	}
	if unfiled != unfiledValuesNamed+1 {
		t.Errorf("%d caveats about values", unfiled)
	}
	if !slices.Equal(answer.Query.Where.Departments, []string{"B1"}) {
		t.Errorf("%d units", len(answer.Query.Where.Departments))
	}
	st := &statement{}
	st.SQL("SELECT 'x' IN ")
	st.List(values)
	if len(st.args) != 1 {
		t.Errorf("%d arguments", len(st.args))
	}
	for _, text := range append(answer.Lineage.Statements, st.Literal()) { // they can be run as shown
		var n int
		if err := w.QueryRow(t.Context(), "SELECT COUNT(*) FROM ("+text+")").Scan(&n); err != nil {
			t.Fatal(err)
		}
	}
	_, err = e.Measure(t.Context(), Query{Metrics: []string{"meetings.held"}, Period: period(t, "2023-03"), Where: Filter{Is: make([]Equals, maxConditions+1)}})
	if jianfu.ErrorCode(err) != jianfu.TooLarge {
		t.Errorf("too many conditions: %v", err)
	}
}
