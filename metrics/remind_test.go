package metrics

import (
	"testing"
	"time"

	"jianfu"
)

// A unit is reminded of what is late and missing, of each filing once, and of nothing that it has filed; no figure moves.
func TestRemind(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	twoUnits(t, w)
	meetings(t, w, "2023-10-08T00:00:00Z", meeting{unit: "B1", on: "2023-09-02", counted: true})
	figures := func() string {
		return ask(t, e, Query{Metrics: []string{"notices.issued"}, Period: period(t, "2023")})[0]
	}
	before, issued := w.Now(), figures()
	history := func(month string) (list []string) {
		filings, err := e.Filings(t.Context(), period(t, month), time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range filings {
			if f.BeforeStart {
				list = append(list, f.Department+" "+f.Kind)
			}
		}
		return list
	}
	if list := history("2022-11"); len(list) != 4 { // the directory was filed in 2023
		t.Errorf("late before anything was filed: %v", list)
	}
	if list := history("2023-09"); len(list) != 0 {
		t.Errorf("late since: %v", list)
	}
	r := Reminding{Period: period(t, "2023-09"), Kinds: []string{"meeting"}, Text: "请尽快报送"}
	_, err := e.Remind(t.Context(), r)
	if jianfu.ErrorCode(err) != jianfu.Invalid {
		t.Errorf("nobody is named: %v", err)
	}
	r.Departments = []string{"B1"}
	_, err = e.Remind(t.Context(), r)
	if jianfu.ErrorCode(err) != jianfu.Conflict {
		t.Errorf("it was filed: %v", err)
	}
	r.Departments, r.DryRun = []string{"B1", "B2"}, true
	list, err := e.Remind(t.Context(), r)
	if err != nil || len(list) != 1 || list[0].Department != "B2" || list[0].Commit != 0 {
		t.Fatalf("%+v, %v", list, err)
	}
	r.DryRun = false
	if list, err = e.Remind(t.Context(), r); err != nil || len(list) != 1 || list[0].Commit != w.LastCommit().Number {
		t.Fatalf("%+v, %v", list, err)
	}
	_, err = e.Remind(t.Context(), r)
	if jianfu.ErrorCode(err) != jianfu.Conflict {
		t.Errorf("twice: %v", err)
	}
	r.Again = true
	if list, err = e.Remind(t.Context(), r); err != nil || len(list) != 1 {
		t.Errorf("again: %+v, %v", list, err)
	}
	of := func(asOf time.Time) (said string) {
		filings, err := e.Filings(t.Context(), period(t, "2023-09"), asOf)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range filings {
			if f.Kind == "meeting" && f.Reminder != nil {
				said += f.Department + f.Reminder.Text
			}
		}
		return said
	}
	if said := of(time.Time{}); said != "B2请尽快报送" {
		t.Errorf("reminded: %q", said)
	}
	if said := of(before); said != "" {
		t.Errorf("before: %q", said)
	}
	if after := figures(); after != issued {
		t.Errorf("notices issued went from %s to %s", issued, after)
	}
}
