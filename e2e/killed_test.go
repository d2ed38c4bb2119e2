package e2e_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"jianfu/e2e/city"
	"jianfu/warehouse"
)

// TestKilledServers kills a server at random moments while files are sent to it and withdrawn, and
// looks at what it leaves: what it acknowledged is there, what was under way is there whole or not
// at all, nothing is left of the uploads, and the next server starts without a word. It does so
// JIANFU_ATTACKS times, see make attack.
func TestKilledServers(t *testing.T) {
	text := os.Getenv("JIANFU_ATTACKS")
	if text == "" {
		t.Skip("JIANFU_ATTACKS does not say how often")
	}
	kills, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	names := []string{"2021年会议统计表.xlsx", "2022年会议统计表.xlsx", "2023年会议统计表.xlsx", city.Correction}
	files := map[string][]byte{}
	for _, name := range names {
		if files[name], err = os.ReadFile(city.Path(t, city.Folder, name)); err != nil {
			t.Fatal(err)
		}
	}
	var path string
	var state map[int64]bool // what is filed, and whether it is withdrawn
	during := map[string]int{}
	for n := range kills {
		if n%40 == 0 {
			path = filepath.Join(t.TempDir(), "city.duckdb")
			state = map[int64]bool{}
			if out, err := command(t, "load", city.Path(t, city.Folder, "00单位名录.xlsx"), "--warehouse", path).CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			state[1] = false
		}
		server := serveProgram(t, path)
		var lock sync.Mutex
		doing := "between"
		var pending int64 // being withdrawn; 0 is a file being filed
		done := make(chan struct{})
		go func() {
			defer close(done)
			for {
				name := names[rand.IntN(len(names))]
				lock.Lock()
				doing, pending = "upload", 0
				lock.Unlock()
				answer, _, err := server.upload(filepath.Base(name), files[name])
				if err != nil {
					return
				}
				id := numberOf(answer)
				lock.Lock()
				if answer.Status == "LOADED" {
					state[id] = false
				}
				doing, pending = "withdraw", id
				lock.Unlock()
				if answer.Submission == nil || rand.IntN(2) == 0 {
					continue
				}
				var gone struct {
					Withdraw struct{ Submission struct{ ID string } }
				}
				if _, err := server.ask(&gone, `mutation ($id: ID!) { withdraw(input: {submission: $id, reason: "试"}) { submission { id } } }`, map[string]any{"id": answer.Submission.ID}); err != nil {
					return
				}
				lock.Lock()
				state[id] = true
				doing = "between"
				lock.Unlock()
			}
		}()
		time.Sleep(time.Duration(rand.IntN(900)) * time.Millisecond) //nolint:forbidigo // any moment will do
		_ = server.end(syscall.SIGKILL)
		<-done
		during[doing]++
		is := filed(t, path)
		for id, withdrawn := range state {
			now, there := is[id]
			if !there || withdrawn && !now {
				t.Errorf("kill %d during %s: submission %d was acknowledged (withdrawn %t) and is lost: %v", n, doing, id, withdrawn, is)
			}
			if now != withdrawn && !(doing == "withdraw" && pending == id) {
				t.Errorf("kill %d during %s: submission %d is withdrawn %t, want %t", n, doing, id, now, withdrawn)
			}
		}
		more := slices.DeleteFunc(slices.Collect(maps.Keys(is)), func(id int64) bool { _, known := state[id]; return known })
		if len(more) > 1 || len(more) == 1 && doing != "upload" {
			t.Errorf("kill %d during %s: %v were filed and not acknowledged", n, doing, more)
		}
		state = is
		left, err := filepath.Glob(path + "*/*")
		if err != nil || len(left) > 0 {
			t.Errorf("kill %d during %s: left behind: %v %v", n, doing, left, err)
		}
	}
	t.Logf("%d kills: %v", kills, during)
}

func numberOf(answer uploaded) int64 {
	if answer.Submission == nil {
		return 0
	}
	var id int64
	_, _ = fmt.Sscan(answer.Submission.ID, &id) // 0 is no submission
	return id
}

// filed is what a warehouse holds, and whether it is withdrawn; it must open without a word, be
// whole, and be ready for the next server.
func filed(t *testing.T, path string) map[int64]bool {
	t.Helper()
	w, err := warehouse.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	}()
	checked, err := w.Verify(t.Context())
	if err != nil || len(checked.Faults) > 0 || checked.Remark.ZH != "" || len(w.Notes()) > 0 {
		t.Errorf("%+v, %v, %v", checked, w.Notes(), err)
	}
	rows, err := w.Query(t.Context(), "SELECT id, withdrawn_at IS NOT NULL FROM submission")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	list := map[int64]bool{}
	for rows.Next() {
		var id int64
		var withdrawn bool
		if err := rows.Scan(&id, &withdrawn); err != nil {
			t.Fatal(err)
		}
		list[id] = withdrawn
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}
