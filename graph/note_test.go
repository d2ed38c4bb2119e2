package graph_test

import (
	"slices"
	"testing"
)

// A view, a remark on a figure and how a finding was handled are noted, by whom and when; the last note on a
// finding or a view counts, and an empty one takes it back.
func TestNotes(t *testing.T) {
	t.Parallel()
	s := freshCity(t)
	const note = `mutation ($input: NoteInput!) { note(input: $input) { note { text by } } }`
	say := func(subject, about, text string) {
		s.ask(&struct{}{}, note, map[string]any{"input": map[string]any{"subject": subject, "about": about, "text": text, "stated": "45次", "notedBy": "王科员"}})
	}
	type notes struct {
		Notes []struct{ About, Text, Stated, By string }
	}
	read := func(subject string) notes {
		var data notes
		s.ask(&data, `query ($subject: NoteSubject!) { notes(subject: $subject) { about text stated by } }`, map[string]any{"subject": subject})
		return data
	}
	say("VIEW", "/compare?scope=city", "各战线对比")
	say("VIEW", "/?scope=line%3A农业农村", "农业农村")
	say("VIEW", "/compare?scope=city", "按战线对比")
	if got := read("VIEW").Notes; len(got) != 2 || got[0].Text != "按战线对比" || got[1].About != "/?scope=line%3A农业农村" || got[0].By != "王科员" {
		t.Errorf("views: %+v", got)
	}
	say("VIEW", "/compare?scope=city", "")
	if got := read("VIEW").Notes; len(got) != 1 {
		t.Errorf("after one was removed: %+v", got)
	}
	say("FIGURE", "meetings.held@2023-05,as-of=2024-01-31T15:59:59Z", "已与教育局核对")
	say("FIGURE", "召开会议@2023年5月", "其中两次合并召开")
	if got := read("FIGURE").Notes; len(got) != 2 || got[1].Text != "其中两次合并召开" || got[0].Stated != "45次" {
		t.Errorf("remarks: %+v", got)
	}

	for _, id := range []string{"meetings.held@2023-05", "召开会议@2023年5月,caliber=reduction", "meetings.held@2023-05,known-at=2"} {
		var one notes
		if s.ask(&one, `query ($id: String!) { notes(subject: FIGURE, about: $id) { about text stated by } }`, map[string]any{"id": id}); len(one.Notes) != 2 || one.Notes[0].About != "meetings.held@2023-05" {
			t.Errorf("%s has %+v", id, one.Notes)
		}
	}
	if code, _ := s.refused(`{ notes(subject: FIGURE, about: "meetings.hold@2023-05") { text } }`, nil); code != "INVALID" {
		t.Errorf("notes on no figure: %s", code)
	}

	const findings = `query ($units: [String!]) { findings(check: "offPlanMeetings", period: "2023-05", departments: $units, first: 100) { totalCount nodes { key department handled { text by } } } }`
	var found struct {
		Findings struct {
			TotalCount int
			Nodes      []struct {
				Key, Department string
				Handled         *struct{ Text, By string }
			}
		}
	}
	s.ask(&found, findings, nil)
	all, first := found.Findings.TotalCount, found.Findings.Nodes[0]
	if all < 2 || first.Handled != nil {
		t.Fatalf("%+v", found)
	}
	say("FINDING", first.Key, "已补办手续")
	s.ask(&found, findings, map[string]any{"units": []string{first.Department}})
	if n := found.Findings.TotalCount; n == 0 || n >= all || found.Findings.Nodes[0].Handled == nil || found.Findings.Nodes[0].Handled.Text != "已补办手续" {
		t.Errorf("of %d, those of %s: %+v", all, first.Department, found)
	}
	if code, _ := s.refused(note, map[string]any{"input": map[string]any{"subject": "FIGURE", "about": " ", "text": "x"}}); code != "INVALID" {
		t.Errorf("a note about nothing: %s", code)
	}
}

// The office orders the views that it saved, for everybody; one that is saved later is the last.
func TestViewsInOrder(t *testing.T) {
	t.Parallel()
	s := freshCity(t)
	save := func(name, text string) {
		s.ask(&struct{}{}, `mutation ($i: NoteInput!) { note(input: $i) { note { at } } }`, map[string]any{"i": map[string]any{"subject": "VIEW", "about": "/" + name, "text": text}})
	}
	order := func(names ...string) (shown []string) {
		addresses := []string{}
		for _, name := range names {
			addresses = append(addresses, "/"+name)
		}
		var data struct {
			OrderViews struct{ Views []struct{ Text string } }
		}
		s.ask(&data, `mutation ($i: OrderViewsInput!) { orderViews(input: $i) { views { text } } }`, map[string]any{"i": map[string]any{"views": addresses, "orderedBy": "王科员"}})
		for _, v := range data.OrderViews.Views {
			shown = append(shown, v.Text)
		}
		return shown
	}
	shown := func() (list []string) {
		var data struct{ Notes []struct{ Text string } }
		s.ask(&data, `{ notes(subject: VIEW) { text } }`, nil)
		for _, v := range data.Notes {
			list = append(list, v.Text)
		}
		return list
	}
	for _, name := range []string{"a", "b", "c"} {
		save(name, name)
	}
	for _, tt := range []struct{ order, want []string }{
		{[]string{"c", "a", "b"}, []string{"c", "a", "b"}},
		{[]string{"b"}, []string{"b", "a", "c"}}, // those not named follow as they were saved
		{nil, []string{"a", "b", "c"}},
		{[]string{"c", "b", "a"}, []string{"c", "b", "a"}},
	} {
		if got, now := order(tt.order...), shown(); !slices.Equal(got, tt.want) || !slices.Equal(now, tt.want) {
			t.Errorf("ordered as %v they are %v, and then %v", tt.order, got, now)
		}
	}
	save("b", "")        // removed
	save("c", "renamed") // keeps its place
	save("d", "d")
	if got := shown(); !slices.Equal(got, []string{"renamed", "a", "d"}) {
		t.Errorf("after changes: %v", got)
	}
	for what, views := range map[string][]string{"a view that was removed": {"/b"}, "one twice": {"/a", "/a"}} {
		if code, _ := s.refused(`mutation ($i: OrderViewsInput!) { orderViews(input: $i) { views { text } } }`, map[string]any{"i": map[string]any{"views": views}}); code != "INVALID" {
			t.Errorf("%s: %s", what, code)
		}
	}
	if got := shown(); !slices.Equal(got, []string{"renamed", "a", "d"}) {
		t.Errorf("after refusals: %v", got)
	}
}

// Rows are found by a part of their title.
func TestRecordsNamed(t *testing.T) {
	t.Parallel()
	s := freshCity(t)
	var data struct {
		All, Few []struct{ Kind, Title string }
	}
	s.ask(&data, `{ all: recordsNamed(text: "工作", first: 100) { kind title } few: recordsNamed(text: "工作", first: 1) { kind title } }`, nil)
	if len(data.All) < 2 || len(data.Few) != 1 {
		t.Errorf("%d and %d rows", len(data.All), len(data.Few))
	}
	var none struct{ RecordsNamed []struct{ Title string } }
	if s.ask(&none, `{ recordsNamed(text: "没有这样的标题") { title } }`, nil); none.RecordsNamed == nil || len(none.RecordsNamed) > 0 {
		t.Errorf("of no row: %v", none.RecordsNamed)
	}
	if code, _ := s.refused(`{ recordsNamed(text: "会") { title } }`, nil); code != "INVALID" {
		t.Errorf("one character: %s", code)
	}
}
