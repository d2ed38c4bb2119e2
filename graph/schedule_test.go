package graph_test

import (
	"encoding/json"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jianfu"
	"jianfu/access"
	"jianfu/accounts"
	"jianfu/e2e/city"
	"jianfu/graph"
	"jianfu/post"
)

// withPeople is a handler over the sample city with accounts of all roles, all but one of whom have an address.
func withPeople(t *testing.T) (h *graph.Handler, who *accounts.Store) {
	t.Helper()
	who, err := accounts.Open(accounts.Path(filepath.Join(t.TempDir(), "w.duckdb")))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := who.Close(); err != nil {
			t.Error(err)
		}
	})
	for _, c := range callers[:len(callers)-1] {
		if err := who.Add(t.Context(), c, "correct horse battery", false); err != nil {
			t.Fatal(err)
		}
		if c.Name == "office" {
			continue
		}
		if err := who.SetEmail(t.Context(), c.Name, c.Name+"@test.example"); err != nil {
			t.Fatal(err)
		}
	}
	mails, err := post.New(post.Config{Host: "mail.example", From: "jianfu@test.example"}, who, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	config := over(city.Open(t, "00单位名录.xlsx", "2023年会议统计表.xlsx"))
	config.Accounts, config.Post = who, mails
	return graph.NewHandler(config), who
}

// The office agrees what is sent to whom, each reader sees what comes to the own account, and what they get is what they may see.
func TestSchedules(t *testing.T) {
	t.Parallel()
	h, who := withPeople(t)
	office, unit, other := callers[1], callers[2], callers[3]
	schedule := func(c access.Caller, input string) string {
		r := askAs(t, h, c, `mutation { schedule(input: {`+input+`}) { schedule { number title metrics { name } departments portfolios view day readers { name trouble } by next stoppedAt mails { reader } } sending refusal { code message } } }`, nil, "")
		if len(r.Errors) > 0 {
			return r.Errors[0].Extensions.Code + " " + r.Errors[0].Message
		}
		return string(r.Data)
	}
	for input, want := range map[string]string{
		`title: "x", metrics: ["meetings.held"], day: 5, readers: ["b001"], departments: ["B002"]`:          `"code":"INVALID"`, // which b001 does not see
		`title: "x", metrics: ["meetings.held"], day: 5, readers: ["viewer"], departments: ["B002"]`:        "无权看这些数",
		`title: "x", metrics: ["meetings.held"], day: 5, readers: ["leader"], portfolios: ["党务综合"]`:         "无权看这些数",
		`title: "x", metrics: ["meetings.held"], day: 5, readers: ["admin", "b002"], departments: ["B001"]`: "b002",
		`title: "x", metrics: ["meetings.hold"], day: 5, readers: ["b001"]`:                                 "meetings.held",
		`title: "x", metrics: ["meetings.held"], day: 5, readers: ["office"]`:                               "没有邮箱",
		`title: "x", metrics: ["meetings.held"], day: 5, readers: ["stranger@evil.example"]`:                "没有账号",
		`title: "x", metrics: ["meetings.held"], day: 32, readers: ["b001"]`:                                "1—31",
		`title: "x", metrics: ["meetings.held"], day: 5, readers: []`:                                       "收件",
		`title: "x", day: 5, readers: ["b001"]`:                                                             "指标",
		`title: "x", view: "没有的视图", day: 5, readers: ["b001"]`:                                              "没有视图",
		`title: "x", metrics: ["meetings.held"], day: 5, readers: ["b001"], departments: ["没有的局"]`:          "没有的局",
	} {
		if got := schedule(office, input); !strings.Contains(got, want) || strings.Contains(got, `"number"`) {
			t.Errorf("%s: %s, want %s", input, got, want)
		}
	}
	if got := schedule(office, `title: "会议月报", metrics: ["召开会议"], day: 5, readers: ["b001", "leader"]`); !strings.Contains(got, `"number":1,`) || !strings.Contains(got, `"name":"meetings.held"`) || !strings.Contains(got, `"by":"office"`) || !strings.Contains(got, `"sending":true`) {
		t.Error(got)
	}
	if r := askAs(t, h, office, `mutation { note(input: {subject: VIEW, about: "/compare?m=meetings.held&scope=line:城建交通", text: "城建会议"}) { note { text } } }`, nil, ""); len(r.Errors) > 0 {
		t.Fatal(r.Errors)
	}
	if got := schedule(office, `title: "城建月报", view: "城建会议", day: 31, readers: ["leader"]`); !strings.Contains(got, `"portfolios":["城建交通"]`) || !strings.Contains(got, `"view":"/compare?m=meetings.held\u0026scope=line:城建交通"`) {
		t.Error(got)
	}
	list := func(c access.Caller, stopped string) (got []struct {
		Number  int
		Title   string
		Readers []struct {
			Name    string
			Trouble *string
		}
		Mails []struct{ Reader, State string }
	}) {
		t.Helper()
		r := askAs(t, h, c, `{ schedules(stopped: `+stopped+`) { number title readers { name trouble } mails { reader state } } }`, nil, "")
		var answer struct{ Schedules json.RawMessage }
		if len(r.Errors) > 0 || json.Unmarshal(r.Data, &answer) != nil || json.Unmarshal(answer.Schedules, &got) != nil {
			t.Fatalf("%s %+v", r.Data, r.Errors)
		}
		return got
	}
	if all := list(office, "false"); len(all) != 2 || len(all[0].Readers) != 2 {
		t.Errorf("the office: %+v", all)
	}
	if own := list(unit, "true"); len(own) != 1 || own[0].Title != "会议月报" || len(own[0].Readers) != 1 || own[0].Readers[0].Name != "b001" {
		t.Errorf("a reader: %+v", own)
	}
	if none := list(other, "true"); len(none) != 0 {
		t.Errorf("somebody else: %+v", none)
	}
	// What changes without a commit is seen at once.
	due, err := who.DueFigures(t.Context(), time.Now().AddDate(0, 1, 1))
	if err != nil || len(due) != 3 {
		t.Fatalf("%+v, %v", due, err)
	}
	for _, d := range due {
		if done, err := who.QueueFigures(t.Context(), d, "数", "数", ""); err != nil || !done {
			t.Fatal(done, err)
		}
	}
	if err := who.SetDisabled(t.Context(), "leader", true); err != nil {
		t.Fatal(err)
	}
	if all := list(office, "false"); len(all[0].Mails) != 1 || all[0].Mails[0].State != "WAITING" || all[1].Readers[0].Trouble == nil {
		t.Errorf("after mails were written: %+v", all)
	}
	if own := list(unit, "false"); len(own[0].Mails) != 1 || own[0].Mails[0].Reader != "b001" {
		t.Errorf("a reader's mails: %+v", own)
	}
	stop := func(c access.Caller, number string) reply {
		return askAs(t, h, c, `mutation { stopSchedule(input: {number: `+number+`}) { schedule { stoppedBy next } } }`, nil, "")
	}
	if r := stop(office, "1"); !strings.Contains(string(r.Data), `"stoppedBy":"office"`) || !strings.Contains(string(r.Data), `"next":null`) {
		t.Errorf("%s %+v", r.Data, r.Errors)
	}
	if left, stopped := list(office, "false"), list(office, "true"); len(left) != 1 || len(stopped) != 2 || stopped[0].Mails[0].State != "STOPPED" {
		t.Errorf("%+v %+v", left, stopped)
	}
	if r := stop(office, "1"); len(r.Errors) != 1 || r.Errors[0].Extensions.Code != string(jianfu.Conflict) {
		t.Errorf("%s %+v", r.Data, r.Errors)
	}
	if r := askAs(t, h, office, `{ addressees { name role department } }`, nil, ""); !strings.Contains(string(r.Data), `{"name":"b001","role":"department","department":"B001"}`) || strings.Contains(string(r.Data), "leader") || strings.Contains(string(r.Data), "office") || strings.Contains(string(r.Data), "@") {
		t.Errorf("%s %+v", r.Data, r.Errors)
	}
	events, err := who.Latest(0, func(e accounts.Event) bool {
		return e.What == accounts.AgreedSchedule || e.What == accounts.StoppedSchedule
	})
	if err != nil || len(events) != 3 || events[0].By != "office" || events[2].Said != "会议月报" {
		t.Errorf("%+v, %v", events, err)
	}
}
