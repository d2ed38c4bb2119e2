package warehouse

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"jianfu"
)

// rounds is how often an attack is made: a few with every test, as many as the variable says for
// make attack.
func rounds(t *testing.T, few int) int {
	t.Helper()
	text := os.Getenv("JIANFU_ATTACKS")
	if text == "" {
		return few
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// filedState is which submissions a warehouse holds, with how many rows, and which of them are
// withdrawn.
func filedState(ctx context.Context, w *Warehouse) (string, error) {
	var text string
	err := w.QueryRow(ctx, `
		SELECT COALESCE(string_agg(concat(s.id, ':', s.rows_loaded, '=', (SELECT COUNT(*) FROM fact.visit WHERE id >> 32 = s.id), CASE WHEN s.withdrawn_at IS NULL THEN '' ELSE 'w' END), ' ' ORDER BY s.id), '')
		FROM submission s`).Scan(&text)
	return text, err
}

// contents is a sum of all that was filed, besides its state.
func contents(ctx context.Context, w *Warehouse) (string, error) {
	state, err := filedState(ctx, w)
	if err != nil {
		return "", err
	}
	var sum string
	err = w.QueryRow(ctx, `
		SELECT concat_ws(' ', (SELECT bit_xor(hash(t)) FROM fact.visit t), (SELECT bit_xor(hash(t)) FROM slice t), (SELECT bit_xor(hash(t)) FROM submission t),
			(SELECT bit_xor(hash(t)) FROM in_force t), (SELECT bit_xor(hash(t)) FROM commit_log t))`).Scan(&sum)
	return state + " " + sum, err
}

// playWork does one thing after another to a warehouse until it is killed. Before each it says what
// the warehouse will hold, and afterwards that it was done.
func playWork(path string) error {
	ctx := context.Background()
	w, err := Open(ctx, path)
	if err != nil {
		return err
	}
	backup, backedUp, err := lastBackup(ctx, path)
	if err != nil {
		return err
	}
	for n := 1; ; n++ {
		now, err := filedState(ctx, w)
		if err != nil {
			return err
		}
		will := func(what, state string) { say("will %s|%s", what, state) }
		switch what := rand.IntN(12); {
		case what < 5: // a load, or a correction of an earlier one
			err = workLoad(ctx, w, rand.IntN(2000), func(id int64, rows int) {
				will("load", strings.TrimSpace(fmt.Sprintf("%s %d:%d=%[3]d", now, id, rows)))
			})
		case what < 7:
			err = workWithdraw(ctx, w, now, func(state string) { will("withdraw", state) })
		case what < 8:
			will("snapshot", now)
			_, err = w.Snapshot(ctx)
		case what < 9:
			will("backup", now)
			var snapshot Snapshot
			if snapshot, err = w.Snapshot(ctx); err == nil {
				backup, backedUp = fmt.Sprintf("%s.backup-%d-%d", path, os.Getpid(), n), now
				_, err = snapshot.Backup(ctx, backup)
			}
		case backup != "":
			if err = w.Close(); err == nil {
				will("restore", backedUp)
				var restored Restored
				if restored, err = Restore(ctx, backup, path); err == nil {
					err = errors.Join(os.Remove(restored.Kept))
				}
			}
			if err == nil {
				w, err = Open(ctx, path)
			}
		}
		if err != nil {
			return err
		}
		say("did")
	}
}

// lastBackup is a backup that an earlier process made, and what it holds; "" if there is none.
func lastBackup(ctx context.Context, path string) (backup, state string, err error) {
	made, err := filepath.Glob(path + ".backup-*-*[0-9]")
	if err != nil || len(made) == 0 {
		return "", "", err
	}
	backup = made[rand.IntN(len(made))]
	w, err := OpenFixed(ctx, backup)
	if err != nil {
		return "", "", err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	state, err = filedState(ctx, w)
	return backup, state, err
}

func workLoad(ctx context.Context, w *Warehouse, rows int, will func(id int64, rows int)) error {
	l, err := w.BeginLoad(ctx, receipt(time.Time{}))
	if err != nil {
		return err
	}
	for i := range rows {
		if err := l.Append(may, visit(i+1, "某地")); err != nil {
			return err
		}
	}
	will(l.Submission(), rows)
	_, err = l.Commit(Summary{})
	return err
}

func workWithdraw(ctx context.Context, w *Warehouse, now string, will func(state string)) error {
	list := strings.Fields(now)
	at := slices.IndexFunc(list, func(s string) bool { return !strings.HasSuffix(s, "w") })
	if at < 0 {
		return nil
	}
	number, _, _ := strings.Cut(list[at], ":")
	id, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return err
	}
	list[at] += "w"
	will(strings.Join(list, " "))
	return w.Withdraw(ctx, id, "王科员", "试")
}

// TestKilledWork kills a process at random moments of whatever it does, and looks at what it
// leaves: what was acknowledged is there and whole, what was under way is there whole or not at
// all, and the warehouse opens without a word.
func TestKilledWork(t *testing.T) {
	t.Parallel()
	kills := rounds(t, 6)
	during := map[string]int{}
	path, state := "", ""
	for n := range kills {
		if n%25 == 0 { // what was filed grows
			path, state = filepath.Join(t.TempDir(), "云州.duckdb"), ""
		}
		worker := start(t, "work", path)
		pending, doing := "", "opening"
		kill := time.AfterFunc(time.Minute, func() { _ = worker.cmd.Process.Kill() })
		wait := time.Duration(rand.IntN(400_000)) * time.Microsecond
		if rand.IntN(2) == 0 { // until a backup is whole, none can be restored
			wait *= 5
		}
		if rand.IntN(8) == 0 { // else it is opened first
			kill.Reset(wait)
		}
		for first := true; worker.lines.Scan(); first = false {
			if first {
				kill.Reset(wait)
			}
			said := worker.lines.Text()
			what, after, announced := strings.Cut(strings.TrimPrefix(said, "will "), "|")
			switch {
			case said == "did":
				if doing != "opening" && doing != "between" {
					state = pending
				}
				doing = "between"
			case announced && strings.HasPrefix(said, "will "):
				doing, pending = what, after
			default:
				t.Fatalf("kill %d: the worker failed: %s", n, said)
			}
		}
		kill.Stop()
		worker.kill()
		during[doing]++
		w, err := Open(t.Context(), path)
		if err != nil {
			t.Fatalf("kill %d, while %s: %v", n, doing, err)
		}
		is, err := filedState(t.Context(), w)
		if err != nil {
			t.Fatal(err)
		}
		if is != state && (doing == "between" || doing == "opening" || is != pending) {
			t.Errorf("kill %d, while %s: it holds %q, want %q or %q", n, doing, is, state, pending)
		}
		state = is
		found, err := w.Verify(t.Context())
		if err != nil || len(found.Faults) > 0 || found.Remark.ZH != "" || len(w.Notes()) > 0 {
			t.Errorf("kill %d, while %s: %+v, %v, %v", n, doing, found, w.Notes(), err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		left, err := filepath.Glob(path + ".before-restore-*")
		for _, name := range left {
			err = errors.Join(err, os.Remove(name))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d kills: %v", kills, during)
}

// playMigrateOpen opens a warehouse of an older version until it is killed.
func playMigrateOpen(path string) error {
	w, err := Open(context.Background(), path)
	if err != nil {
		return err
	}
	say("opened")
	return w.Close()
}

// TestKilledUpdates kills a process while it brings an older warehouse up to date.
func TestKilledUpdates(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	file(t, w, day(1), map[SliceKey]int{may: 3})
	file(t, w, day(2), map[SliceKey]int{may: 2})
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	unnumber(t, w.Path())
	older := read(t, w.Path())
	kills := rounds(t, 3)
	for n := range kills {
		path := filepath.Join(t.TempDir(), "云州.duckdb")
		if err := os.WriteFile(path, older, 0o600); err != nil {
			t.Fatal(err)
		}
		updating := start(t, "update", path)
		kill := time.AfterFunc(time.Duration(rand.IntN(300))*time.Millisecond, func() { _ = updating.cmd.Process.Kill() })
		if said := updating.line(); said != "" && said != "opened" {
			t.Fatal(said)
		}
		kill.Stop()
		updating.kill()
		if submissions, notes, err := reopen(t, path); submissions != 2 || err != nil || strings.Contains(notes, "丢") {
			t.Errorf("kill %d: %d submissions, %q, %v", n, submissions, notes, err)
		}
		if err := os.RemoveAll(filepath.Dir(path)); err != nil {
			t.Fatal(err)
		}
	}
}

// TestDamages damages the files of a warehouse in every way: it is refused, or told, or what is
// in it is as it was. No figure is ever another. What nobody can tell from an earlier warehouse is one:
// the log is lost, and the journal is put back as it was before.
func TestDamages(t *testing.T) {
	t.Parallel()
	good, earlier := attacked(t)
	other, _ := attacked(t)
	whole, err := contents(t.Context(), opened(t, laid(t, good)))
	if err != nil {
		t.Fatal(err)
	}
	targets := slices.Sorted(maps.Keys(good))
	outcomes := map[string]int{}
	slowest := time.Duration(0)
	total := rounds(t, 20)
	for n := range total {
		target := targets[rand.IntN(len(targets))]
		files := maps.Clone(good)
		kinds := []string{"flip", "cut", "zero", "foreign", "missing", "older", "swapped"}
		kind := kinds[rand.IntN(len(kinds))]
		what := fmt.Sprintf("damage %d, %s of %s", n, kind, target)
		damage(files, other, target, kind)
		twice := rand.IntN(4) == 0
		if twice {
			target, kind := targets[rand.IntN(len(targets))], kinds[rand.IntN(len(kinds))]
			what += fmt.Sprintf(", %s of %s", kind, target)
			damage(files, other, target, kind)
		}
		path := laid(t, files)
		began := time.Now()
		w, err := Open(t.Context(), path)
		slowest = max(slowest, time.Since(began))
		if err != nil {
			var known *jianfu.Error
			if !errors.As(err, &known) || known.Code == jianfu.Internal {
				t.Errorf("%s: refused in words that nobody understands: %v", what, err)
			}
			outcomes["refused"]++
			continue
		}
		is, unread := contents(t.Context(), w)
		found, err := w.Verify(t.Context())
		switch {
		case unread == nil && is == earlier && twice && bytes.Equal(files[".journal"], good["older .journal"]):
			outcomes["the whole of an earlier moment"]++
		case unread == nil && is != whole && twice && found.Remark.ZH != "": // without the journal nobody knows what is missing
			outcomes["told that it is unknown"]++
		case unread == nil && is != whole:
			t.Errorf("%s: it holds %q, want %q; %v %v", what, is, whole, w.Notes(), found.Remark)
		case unread != nil || err != nil || len(found.Faults) > 0:
			outcomes["found by verify"]++
		case len(w.Notes()) > 0 || found.Remark.ZH != "":
			outcomes["told, nothing lost"]++
		default:
			outcomes["nothing lost"]++
		}
		if snapshot, err := w.Snapshot(t.Context()); err == nil { // an old one that was damaged is not used
			checkSnapshot(t, what, snapshot, is)
		}
		_ = w.Close() // what is damaged may not close well
		if err := os.RemoveAll(filepath.Dir(path)); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d damages: %v; the slowest start took %v", total, outcomes, slowest)
}

func checkSnapshot(t *testing.T, what string, snapshot Snapshot, want string) {
	t.Helper()
	s, err := OpenFixed(t.Context(), snapshot.Path)
	if err != nil {
		t.Errorf("%s: the snapshot: %v", what, err)
		return
	}
	defer func() { _ = s.Close() }() // it was only read
	if is, err := contents(t.Context(), s); err == nil && is != want {
		t.Errorf("%s: the snapshot holds %q, want %q", what, is, want)
	}
}

// attacked are the files of a warehouse whose process was killed, by what follows the warehouse's
// name; "older …" are those of a moment before, when it had the contents that are returned too.
func attacked(t *testing.T) (files map[string][]byte, earlier string) {
	t.Helper()
	w := fresh(t)
	files = map[string][]byte{}
	keep := func(prefix string) {
		if err := w.keepUndo(t.Context()); err != nil { // as if it was killed when a checkpoint began
			t.Fatal(err)
		}
		names, err := filepath.Glob(w.Path() + "*")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			suffix := strings.TrimPrefix(name, w.Path())
			if strings.HasPrefix(suffix, snapshotSuffix) {
				suffix = snapshotSuffix + "1"
			}
			files[prefix+suffix] = read(t, name)
		}
	}
	for n := range 6 {
		switch n {
		case 2:
			if err := w.checkpoint(t.Context()); err != nil {
				t.Fatal(err)
			}
			if _, err := w.Snapshot(t.Context()); err != nil {
				t.Fatal(err)
			}
		case 4:
			keep("older ")
			var err error
			if earlier, err = contents(t.Context(), w); err != nil {
				t.Fatal(err)
			}
			if err := w.checkpoint(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		file(t, w, time.Time{}, map[SliceKey]int{may: 50 * n, june: 3})
	}
	keep("")
	for name := range files {
		if strings.HasPrefix(name, "older ") && files[strings.TrimPrefix(name, "older ")] == nil {
			delete(files, name)
		}
	}
	return files, earlier
}

// laid puts files beside one another under a new name.
func laid(t *testing.T, files map[string][]byte) string {
	t.Helper()
	path := newPath(t)
	for suffix, text := range files {
		if text == nil || strings.HasPrefix(suffix, "older ") {
			continue
		}
		if err := os.WriteFile(path+suffix, text, 0o600); err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
	}
	return path
}

func damage(files, other map[string][]byte, target, kind string) {
	target = strings.TrimPrefix(target, "older ")
	text := bytes.Clone(files[target])
	at := rand.IntN(max(len(text), 1))
	switch kind {
	case "flip":
		if len(text) > 0 {
			text[at] ^= 1 << rand.IntN(8)
		}
	case "cut":
		text = text[:at]
	case "zero":
		clear(text[at:min(len(text), at+1+rand.IntN(8192))])
	case "foreign":
		text = bytes.Clone(other[target])
	case "missing":
		text = nil
	case "older":
		text = bytes.Clone(files["older "+target])
	case "swapped": // with another of the files
		swap := ".journal"
		if target == swap {
			swap = ".wal"
		}
		text, files[swap] = bytes.Clone(files[swap]), text
	}
	files[target] = text
}
