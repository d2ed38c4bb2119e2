package graph_test

import "testing"

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
	say("FIGURE", "meetings.held@2023-05", "已与教育局核对")
	say("FIGURE", "meetings.held@2023-05", "其中两次合并召开")
	if got := read("FIGURE").Notes; len(got) != 2 || got[1].Text != "其中两次合并召开" || got[0].Stated != "45次" {
		t.Errorf("remarks: %+v", got)
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
	if code, _ := s.refused(`{ recordsNamed(text: "会") { title } }`, nil); code != "INVALID" {
		t.Errorf("one character: %s", code)
	}
}
