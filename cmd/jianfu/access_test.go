package main

import (
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"jianfu"
	"jianfu/access"
	"jianfu/accounts"
)

// serverCommand is a command that a server does, and which of the roles other than strangers it is refused to.
type serverCommand struct {
	args    []string
	refused string
}

const seeSome = "b001 b002 leader viewer" // who do not see every unit

// serverCommands is the matrix of the commands with --server and the roles: a command without a row fails. One that
// does more with a flag has a row for that, too.
var serverCommands = map[string]serverCommand{
	"jianfu load":                     {[]string{"load", "B001.csv", "--department", "B001", "--dry-run"}, "b002 leader analyst viewer"},
	"jianfu submissions":              {[]string{"submissions"}, "viewer"},
	"jianfu withdraw":                 {[]string{"withdraw", "999999", "--reason", "测试用的原因"}, "b001 b002 leader analyst viewer"},
	"jianfu return":                   {[]string{"return", "999999", "--reason", "人数不对"}, "b001 b002 leader analyst viewer"},
	"jianfu accept":                   {[]string{"accept", "999999"}, "b001 b002 leader analyst viewer"},
	"jianfu reopen":                   {[]string{"reopen", "999999", "--reason", "再看一遍"}, "b001 b002 leader analyst viewer"},
	"jianfu remind":                   {[]string{"remind", "--period", "2023-05", "--department", "B001", "--dry-run"}, "b001 b002 leader analyst viewer"},
	"jianfu schedule add":             {[]string{"schedule", "add", "--title", "月报", "--metric", "meetings.held", "--day", "5", "--to", "b001"}, "b001 b002 leader analyst viewer"},
	"jianfu schedule list":            {[]string{"schedule", "list"}, ""},
	"jianfu schedule stop":            {[]string{"schedule", "stop", "999999"}, "b001 b002 leader analyst viewer"},
	"jianfu measure":                  {[]string{"measure", "meetings.held", "--period", "2023", "--department", "B001"}, "b002 leader viewer"},
	"jianfu check":                    {[]string{"check", "offPlanMeetings", "--period", "2023-05"}, "viewer"},
	"jianfu report annual":            {[]string{"report", "annual", "--year", "2023", "-o", "OUT.md"}, seeSome},
	"jianfu report bulletin":          {[]string{"report", "bulletin", "--month", "2023-05", "-o", "OUT.md"}, seeSome},
	"jianfu report onepage":           {[]string{"report", "onepage", "--year", "2023", "-o", "OUT.md"}, seeSome},
	"jianfu report reminders":         {[]string{"report", "reminders", "--period", "2023", "-o", "OUT."}, seeSome},
	"jianfu report reminders --issue": {[]string{"report", "reminders", "--period", "2023", "-o", "OUT.", "--issue"}, "b001 b002 leader analyst viewer"},
	"jianfu report compare":           {[]string{"report", "compare", "meetings.held", "--periods", "2022,2023", "-o", "OUT.xlsx"}, seeSome},
}

// Each command that a server does is done for the roles that may, with the token of each, and refused to the others.
func TestEveryServerCommandForEveryRole(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	content, err := loadedCity()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(folder, "city.duckdb")
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "B001.csv"), []byte("主办单位,会议名称,召开时间\nB001,试,2024-01-05\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p := &program{stdout: t.Output(), stderr: t.Output(), getenv: func(string) string { return "" }, lang: jianfu.Chinese, warehouseFlag: file}
	w, err := p.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	site, err := p.server(t.Context(), w, slog.New(slog.DiscardHandler), settings{})
	if err != nil {
		t.Fatal(err)
	}
	who, err := accounts.Open(accounts.Path(file))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		site.SQL.Close()
		if err := who.Close(); err != nil {
			t.Error(err)
		}
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	tokens := map[string]string{"stranger": ""}
	for _, c := range []access.Caller{
		{Name: "admin", Role: access.Admin}, {Name: "office", Role: access.Office}, {Name: "b001", Role: access.Department, Department: "B001"},
		{Name: "b002", Role: access.Department, Department: "B002"}, {Name: "leader", Role: access.Leader, Portfolio: "城建交通"},
		{Name: "analyst", Role: access.Analyst}, {Name: "viewer", Role: access.Viewer},
	} {
		if err := who.Add(t.Context(), c, "correct horse battery", false); err != nil {
			t.Fatal(err)
		}
		if tokens[c.Name], _, err = who.CreateToken(t.Context(), access.Caller{Name: c.Name}, "a test", time.Hour); err != nil {
			t.Fatal(err)
		}
	}
	if err := who.SetEmail(t.Context(), "b001", "b001@test.example"); err != nil {
		t.Fatal(err)
	}
	site.Accounts = who
	handler, err := site.Handler()
	if err != nil {
		t.Fatal(err)
	}
	served := httptest.NewServer(handler)
	t.Cleanup(served.Close)

	var commands []string
	var walk func(*cobra.Command)
	walk = func(cmd *cobra.Command) {
		if cmd.Flags().Lookup("server") != nil {
			commands = append(commands, cmd.CommandPath())
		}
		for _, sub := range cmd.Commands() {
			walk(sub)
		}
	}
	walk(p.rootCommand())
	for name := range serverCommands {
		if name, _, _ := strings.Cut(name, " --"); !slices.Contains(commands, name) {
			t.Errorf("%s is no command that a server does", name)
		}
	}
	for _, name := range commands {
		if _, ruled := serverCommands[name]; !ruled {
			t.Errorf("nothing says who may have a server do %s: add it to serverCommands", name)
		}
	}
	for name, c := range serverCommands {
		for user, token := range tokens {
			args := []string{}
			for _, arg := range c.args {
				switch {
				case strings.HasPrefix(arg, "OUT."):
					arg = filepath.Join(t.TempDir(), arg)
				case arg == "B001.csv":
					arg = filepath.Join(folder, arg)
				}
				args = append(args, arg)
			}
			status, said := asked(t, []string{"JIANFU_TOKEN=" + token}, append(args, "--server", served.URL)...)
			switch forbidden := strings.Contains(said, "您的账号"); {
			case user == "stranger":
				if status != refused || !strings.Contains(said, "要求令牌") {
					t.Errorf("%s for a stranger: %d %s", name, status, said)
				}
			case slices.Contains(strings.Fields(c.refused), user):
				if status == done || !forbidden {
					t.Errorf("%s for %s should be refused: %d %.300s", name, user, status, said)
				}
			case forbidden || status == misuse:
				t.Errorf("%s for %s: %d %.300s", name, user, status, said)
			}
		}
	}
}
