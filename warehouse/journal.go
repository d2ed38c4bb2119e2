package warehouse

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"jianfu"
)

// journal is the file beside the database that says what must be in it. If its log is lost, cut or
// exchanged, DuckDB silently opens the file as it was before; the journal then says what is
// missing. It has two lines of JSON for each commit, each written and synced: one that announces it
// before the database commits, and one with all of it before it is acknowledged. A commit that was
// announced and is only in the database, because the process ended in between, is added when it is
// opened; one that was not even announced shows that the journal is an older one.
type journal struct {
	path    string      // "" for a warehouse in memory
	head    heading     // its first line
	entries []Commit    // all that it should contain
	file    *os.File    // open for appending; nil until something is written
	written fs.FileInfo // the file as this process wrote it
	behind  error       // why the file lacks entries
}

// heading is the first line: which warehouse the journal belongs to.
type heading struct {
	Warehouse string `json:"warehouse"`
}

// announcement is the line before a commit.
type announcement struct {
	Announced string `json:"announced"` // the commit's hash
}

func journalName(path string) string { return path + ".journal" }

// ready makes sure that the next commit can be recorded.
func (j *journal) ready(ctx context.Context, w *Warehouse) error {
	if j == nil || j.path == "" || j.file != nil && j.behind == nil && unchanged(j.path, j.written) {
		return nil
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := j.rewrite(w.mode()); err != nil {
		return w.journalFailed(err)
	}
	return nil
}

// announce records that a commit comes next.
func (j *journal) announce(c Commit) error {
	if j == nil || j.path == "" {
		return nil
	}
	j.behind = j.write(announcement{c.Hash})
	return j.behind
}

// write adds a line, which is then on the disk.
func (j *journal) write(line any) error {
	text, err := json.Marshal(line)
	if err == nil {
		_, err = j.file.Write(append(text, '\n'))
	}
	if err == nil {
		err = j.file.Sync()
	}
	if err == nil {
		j.written, err = j.file.Stat()
	}
	return err
}

// add records a commit that is in the database. If that fails, it is recorded before the next
// commit, or the next commit fails.
func (j *journal) add(c Commit) {
	if j == nil || j.path == "" {
		return
	}
	j.entries = append(j.entries, c)
	if j.file == nil || j.behind != nil {
		return
	}
	j.behind = j.write(c)
}

// rewrite writes the whole journal again.
func (j *journal) rewrite(mode os.FileMode) (err error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(j.head); err != nil {
		return err
	}
	for _, c := range j.entries {
		if err := encoder.Encode(c); err != nil {
			return err
		}
	}
	draft := j.path + ".new"
	file, err := os.OpenFile(draft, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, mode)
	if err != nil {
		return err
	}
	_, err = file.Write(text.Bytes())
	if err = errors.Join(err, file.Sync()); err == nil {
		err = nameFile(draft, j.path)
	}
	if err == nil {
		j.written, err = file.Stat()
	}
	if err != nil {
		return errors.Join(err, file.Close(), removeIfThere(draft))
	}
	if j.file != nil {
		_ = j.file.Close() // the file no longer has this name
	}
	j.file, j.behind = file, nil
	return nil
}

func (j *journal) close() error {
	if j == nil || j.file == nil {
		return nil
	}
	file := j.file
	j.file = nil
	return file.Close()
}

// journalFile is the content of a journal's file.
type journalFile struct {
	head      heading
	known     bool            // the heading can be read
	entries   []Commit        // the commits of the intact lines, in order
	announced map[string]bool // hashes of announced commits
	damaged   int             // damaged lines
	end       []byte          // the last line, if it is damaged
}

// proves reports whether the journal goes as far as the latest commit of a database: it has or
// announces it, or ends within such a line, or in one of the same length, which hides no other.
func (f journalFile) proves(c Commit) bool {
	if f.end == nil {
		return f.announced[c.Hash] || slices.ContainsFunc(f.entries, func(known Commit) bool { return known.Hash == c.Hash })
	}
	for _, line := range []any{announcement{c.Hash}, c} {
		if text, err := json.Marshal(line); err == nil && (len(f.end) == len(text) || len(f.end) > 0 && bytes.HasPrefix(text, f.end)) {
			return true
		}
	}
	return false
}

// readJournal reads the journal at path; it reports false if there is none.
func readJournal(path string) (journalFile, bool, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return journalFile{}, false, nil
	}
	if err != nil {
		return journalFile{}, false, err
	}
	return parseJournal(text), true, nil
}

// parseJournal reads a journal as far as it can be trusted.
func parseJournal(text []byte) journalFile {
	f := journalFile{announced: map[string]bool{}}
	for i, line := range bytes.Split(bytes.TrimSuffix(text, []byte("\n")), []byte("\n")) {
		var c Commit
		var h heading
		var next announcement
		f.end = nil
		switch {
		case i == 0 && json.Unmarshal(line, &h) == nil && h.Warehouse != "":
			f.head, f.known = h, true
		case i > 0 && json.Unmarshal(line, &c) == nil && c.sound():
			f.entries = append(f.entries, c)
		case i > 0 && json.Unmarshal(line, &next) == nil && next.Announced != "":
			f.announced[next.Announced] = true
		default:
			f.damaged++
			f.end = line
		}
	}
	return f
}

// remaining are the commits that remain after the restores among them. The last restore leaves what
// there was at the commit that its backup went up to, even if an earlier restore had dropped that.
func remaining(entries []Commit) []Commit {
	for i, c := range slices.Backward(entries) {
		if c.Change == Recovered {
			before := slices.DeleteFunc(slices.Clone(entries[:i]), func(earlier Commit) bool { return earlier.Number > c.Kept })
			return slices.Concat(remaining(before), entries[i:])
		}
	}
	return slices.Clone(entries)
}

// openJournal compares the commits of the database with its journal. The error is Conflict, and
// names them, if the database lacks some. A database whose commits were numbered only now has no
// journal yet.
func (w *Warehouse) openJournal(ctx context.Context, first bool) error {
	have, err := readCommits(ctx, w.db, 0)
	if err != nil {
		return err
	}
	if err := checkChain(have, w.id); err != nil {
		return w.damagedRecord(err)
	}
	if len(have) > 0 {
		w.last = have[len(have)-1]
	}
	if w.path == "" {
		return nil
	}
	w.journal = &journal{path: journalName(w.path), head: heading{w.id}, entries: have}
	file, there, err := readJournal(w.journal.path)
	if err != nil {
		return w.journalUnread(err)
	}
	if !there {
		if w.fixed { // a backup, or another file that nobody writes to
			return nil
		}
		if first || len(have) == 0 {
			return w.writeJournal()
		}
		if lost := w.onlyInSnapshot(have); len(lost) > 0 {
			return w.incomplete(lost, nil, false)
		}
		w.unwitnessed = true
		return nil
	}
	return w.compareJournal(file, have)
}

func (w *Warehouse) journalUnread(err error) error {
	return jianfu.Errorf(jianfu.Invalid, "读不了仓库的提交日志 %s：请检查文件的权限", "cannot read the warehouse's journal %s: check its permissions", w.journalPath()).Because(err)
}

// checkChain finds commits of a database that were changed, or whose predecessor is missing.
func checkChain(have []Commit, id string) error {
	previous := id
	for _, c := range have {
		if !c.sound() || c.Previous != previous && c.Change != Recovered {
			return fmt.Errorf("commit %d does not follow from the one before", c.Number)
		}
		previous = c.Hash
	}
	return nil
}

func (w *Warehouse) compareJournal(file journalFile, have []Commit) error {
	inFile := hashes(file.entries)
	shared := slices.ContainsFunc(have, func(c Commit) bool { return inFile[c.Hash] })
	if file.known && file.head.Warehouse != w.id && !shared && len(file.entries)+len(have) > 0 {
		return w.exchanged(file)
	}
	entries, loose, forked := chain(w.id, file.entries, have)
	expected := remaining(slices.Concat(entries, loose))
	wanted, there := hashes(expected), hashes(have)
	lost := slices.DeleteFunc(slices.Clone(expected), func(c Commit) bool { return there[c.Hash] })
	more := slices.DeleteFunc(slices.Clone(have), func(c Commit) bool { return wanted[c.Hash] })
	added := slices.DeleteFunc(slices.Clone(have), func(c Commit) bool { return inFile[c.Hash] })
	// An unreadable line at the end of the journal may be of a commit that the file lacks.
	unreadable := file.end != nil && (len(have) == 0 || inFile[w.last.Hash])
	// And where nothing of it can be read, nothing proves that the file is whole.
	unreadable = unreadable || len(have) > 0 && len(file.entries) == 0 && !file.known
	if len(lost) > 0 || len(more) > 0 || forked || unreadable {
		return w.incomplete(lost, more, unreadable)
	}
	w.journal.entries = entries
	if file.known && file.head.Warehouse != w.id {
		file.damaged++
	}
	switch {
	case len(have) > 0 && !file.proves(w.last):
		if lost := w.onlyInSnapshot(have); len(lost) > 0 {
			return w.incomplete(lost, nil, false)
		}
		w.unwitnessed = true // and so it is written again with the next commit
		w.note("提交日志 %s 是旧的，或末尾损坏，没有写到仓库的最近一次提交（第 %d 次）", "the journal %s is an older one, or its end is damaged: it does not go as far as the latest commit of the warehouse (%d)", w.journal.path, w.last.Number)
		return nil
	case file.damaged > 0 && len(entries) > 0:
		w.note("提交日志 %s 有 %d 行读不出，已按仓库文件重新写好；仓库里的提交一直到第 %d 次，前后相接",
			"%[2]d lines of the journal %[1]s could not be read; it was written again from the warehouse, whose commits follow from one another up to %[3]d", w.journal.path, file.damaged, w.last.Number)
	case len(added) == 0 && file.damaged == 0:
		return w.reopenJournal()
	}
	return w.writeJournal()
}

func hashes(list []Commit) map[string]bool {
	set := map[string]bool{}
	for _, c := range list {
		set[c.Hash] = true
	}
	return set
}

// chain orders the commits of a journal and of a database as they follow from one another, from the
// warehouse's identity on. Those that do not follow from any of these are loose; if two follow from
// one, the chain is forked.
func chain(id string, lists ...[]Commit) (entries, loose []Commit, forked bool) {
	after := map[string]Commit{}
	seen := map[string]bool{}
	for _, list := range lists {
		for _, c := range list {
			if seen[c.Hash] {
				continue
			}
			seen[c.Hash] = true
			if _, twice := after[c.Previous]; twice {
				forked = true
				loose = append(loose, c)
				continue
			}
			after[c.Previous] = c
		}
	}
	for at := id; ; {
		c, found := after[at]
		if !found {
			break
		}
		delete(after, at)
		entries, at = append(entries, c), c.Hash
	}
	loose = slices.AppendSeq(loose, maps.Values(after))
	slices.SortFunc(loose, func(a, b Commit) int { return cmp.Compare(a.Number, b.Number) })
	return entries, loose, forked
}

// maxNamed is how many lost commits an error names.
const maxNamed = 20

func listed(lost []Commit) jianfu.Text {
	var zh, en []string
	for i, c := range lost {
		if i == maxNamed {
			zh, en = append(zh, fmt.Sprintf("等共 %d 次", len(lost))), append(en, fmt.Sprintf("and more, %d in all", len(lost)))
			break
		}
		text := c.Text()
		zh, en = append(zh, text.ZH), append(en, text.EN)
	}
	return jianfu.Text{ZH: strings.Join(zh, "；"), EN: strings.Join(en, "; ")}
}

// incomplete is the error of a database that lacks commits of its journal.
func (w *Warehouse) incomplete(lost, more []Commit, unreadable bool) error {
	e := &jianfu.Error{Code: jianfu.Conflict}
	names := listed(lost)
	switch {
	case len(lost) == 0 && unreadable:
		e.Text = jianfu.Say("仓库 %s 的提交日志读不出来（全部或末尾），仓库里最近一次是第 %d 次提交（%s），之后可能还有报送没有在里面。",
			"the journal of the warehouse %s cannot be read, all of it or its end. The latest commit in the warehouse is %d (%s): what was filed later may be missing.",
			w.path, w.last.Number, w.last.At.In(jianfu.China).Format(time.DateTime))
	case len(lost) == 0:
		extra := listed(more)
		e.Text = jianfu.Text{
			ZH: fmt.Sprintf("仓库 %s 与旁边的提交日志不是同一份历史：仓库里有、日志里没有的是 %s。", w.path, extra.ZH),
			EN: fmt.Sprintf("the warehouse %s and the journal beside it have different histories: the warehouse has, and the journal lacks, %s.", w.path, extra.EN)}
	default:
		e.Text = jianfu.Text{
			ZH: fmt.Sprintf("仓库 %s 缺少已经提交过的 %d 次改动：%s。可能是日志文件（.wal）丢失或换过，也可能是换成了较早的文件。", w.path, len(lost), names.ZH),
			EN: fmt.Sprintf("the warehouse %s lacks %d changes that were committed: %s. Its log (.wal) was lost or exchanged, or the file is an older one.", w.path, len(lost), names.EN)}
	}
	after := jianfu.Say("要继续：用较新的备份恢复（jianfu restore 备份文件），或确认就用现有的文件（jianfu restore %s），再把缺少的重新载入",
		"To go on: restore a later backup (jianfu restore FILE), or use this file as it is (jianfu restore %s); then load what is missing again", w.path)
	if name, have := w.newestSnapshot(); name != "" {
		there := hashes(have)
		if n := len(slices.DeleteFunc(slices.Clone(lost), func(c Commit) bool { return !there[c.Hash] })); n > 0 {
			after.ZH = fmt.Sprintf("快照 %s 里有其中 %d 次，可以用它恢复（jianfu restore %[1]s）。", name, n) + after.ZH
			after.EN = fmt.Sprintf("The snapshot %s has %d of them, and can be restored (jianfu restore %[1]s). ", name, n) + after.EN
		}
	}
	e.Text.ZH, e.Text.EN = e.Text.ZH+after.ZH, e.Text.EN+" "+after.EN
	return e
}

// newestSnapshot is the latest snapshot of this warehouse, or of any where this one's file is gone,
// and its commits; "" if there is none.
func (w *Warehouse) newestSnapshot() (name string, have []Commit) {
	numbers, err := numbered(w.path, snapshotSuffix)
	if err != nil || len(numbers) == 0 {
		return "", nil
	}
	name = w.path + snapshotSuffix + strconv.Itoa(numbers[len(numbers)-1])
	db, err := sql.Open("duckdb", name+readOnly)
	if err != nil {
		return "", nil
	}
	defer func() { _ = db.Close() }() // it was only read
	var id string
	if err := db.QueryRowContext(w.life, "SELECT value FROM setting WHERE name = 'warehouse'").Scan(&id); err != nil || w.id != "" && id != w.id {
		return "", nil
	}
	if have, err = readCommits(w.life, db, 0); err != nil { // a damaged one proves nothing
		return "", nil
	}
	return name, have
}

// onlyInSnapshot are the commits that the latest snapshot has and the database lacks: where there is
// no journal, it still tells of those.
func (w *Warehouse) onlyInSnapshot(have []Commit) []Commit {
	there := hashes(have)
	_, copied := w.newestSnapshot()
	return slices.DeleteFunc(remaining(copied), func(c Commit) bool { return there[c.Hash] })
}

// unwitnessed is a time without a whole journal: whether anything was filed then is unknown.
type unwitnessed struct {
	After int64     `json:"after"` // the last commit before
	Since time.Time `json:"since"` // when that was
	Until time.Time `json:"until"` // when there was a whole journal again
}

// journalSetting is the setting that keeps the times without a whole journal for good.
const journalSetting = "journal"

func readUnwitnessed(ctx context.Context, q querier) (list []unwitnessed, err error) {
	var text string
	err = q.QueryRowContext(ctx, "SELECT value FROM setting WHERE name = $1", journalSetting).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(text), &list)
	}
	return list, err
}

// recordUnwitnessed records, with the commit that comes next, that there was no whole journal before it.
func (w *Warehouse) recordUnwitnessed(ctx context.Context, tx *sql.Tx, until time.Time) error {
	list, err := readUnwitnessed(ctx, tx)
	if err != nil {
		return err
	}
	text, err := json.Marshal(append(list, unwitnessed{w.last.Number, w.last.At, until}))
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "INSERT OR REPLACE INTO setting (name, value) VALUES ($1, $2)", journalSetting, string(text))
	return err
}

// Remark is what cannot be known of the warehouse: whether something is missing that was filed while
// there was no whole journal. It is empty where there always was one.
func (w *Warehouse) Remark(ctx context.Context) (jianfu.Text, error) {
	list, err := readUnwitnessed(ctx, w.db)
	if err != nil {
		return jianfu.Text{}, fmt.Errorf("read when there was no journal: %w", err)
	}
	at := func(t time.Time) string { return t.In(jianfu.China).Format(time.DateTime) }
	var zh, en []string
	for _, u := range list {
		zh = append(zh, fmt.Sprintf("第 %d 次提交（%s）之后没有完整的提交日志，到 %s 才重新建立：其间如果还有过别的报送，无从知道", u.After, at(u.Since), at(u.Until)))
		en = append(en, fmt.Sprintf("there was no whole journal after commit %d (%s) until %s: it is unknown whether anything else was filed in between", u.After, at(u.Since), at(u.Until)))
	}
	w.tip.Lock()
	defer w.tip.Unlock()
	if w.unwitnessed {
		zh = append(zh, fmt.Sprintf("仓库旁边没有完整的提交日志 %s（仓库文件单独复制过来时就会这样）：第 %d 次提交（%s）之后如果还有过报送，无从知道。下次载入时会重新建立", w.journal.path, w.last.Number, at(w.last.At)))
		en = append(en, fmt.Sprintf("there is no whole journal %s beside the warehouse, perhaps because the file was copied without it: it is unknown whether anything was filed after commit %d (%s). A new journal is made at the next load",
			w.journal.path, w.last.Number, at(w.last.At)))
	}
	return jianfu.Text{ZH: strings.Join(zh, "；"), EN: strings.Join(en, "; ")}, nil
}

// exchanged is the error of a database beside another warehouse's journal.
func (w *Warehouse) exchanged(file journalFile) error {
	names := listed(file.entries)
	if len(file.entries) == 0 {
		names = jianfu.Say("没有报送", "nothing filed")
	}
	return &jianfu.Error{Code: jianfu.Conflict, Text: jianfu.Text{
		ZH: fmt.Sprintf("仓库文件 %s 与旁边的提交日志 %s 不是同一个仓库的，其中一个被换过。日志所属的仓库里有：%s。请把原来的文件放回；如确实要用现有的文件，运行 jianfu restore %s", w.path, w.journalPath(), names.ZH, w.path),
		EN: fmt.Sprintf("the warehouse %s and the journal %s beside it belong to two warehouses: one of them was replaced. The journal's warehouse holds: %s. Put the right file back; to use this one, run jianfu restore %s", w.path, w.journalPath(), names.EN, w.path)}}
}

func (w *Warehouse) journalPath() string { return journalName(w.path) }

// vanished is the error of files beside a database that is gone.
func (w *Warehouse) vanished(file journalFile) error {
	names := listed(remaining(file.entries))
	if len(file.entries) == 0 {
		names = jianfu.Say("有什么已无从知道", "it is unknown what")
	}
	beside := []string{w.path + ".wal", w.journalPath()}
	if name, _ := w.newestSnapshot(); name != "" {
		beside = append(beside, name)
	}
	beside = slices.DeleteFunc(beside, func(name string) bool { return !isThere(name) })
	return &jianfu.Error{Code: jianfu.Conflict, Text: jianfu.Text{
		ZH: fmt.Sprintf("仓库文件 %s 不见了，按旁边的提交日志或快照，里面有：%s。请把文件放回，或用备份、快照恢复（jianfu restore）；如确实要从头开始，先移走 %s", w.path, names.ZH, strings.Join(beside, "、")),
		EN: fmt.Sprintf("the warehouse %s is gone. By the journal or the snapshot beside it, it holds: %s. Put the file back, or restore a backup or the snapshot (jianfu restore); to start anew, move %s away first", w.path, names.EN, strings.Join(beside, ", "))}}
}

func (w *Warehouse) damagedRecord(err error) error {
	return jianfu.Errorf(jianfu.Conflict, "仓库 %s 的提交记录前后对不上，文件被改动过或已损坏，请用备份恢复（jianfu restore）",
		"the commits of the warehouse %s do not follow from one another: the file was changed or is damaged. Restore a backup (jianfu restore)", w.path).Because(err)
}

// writeJournal writes the journal, or keeps the error for later: reading needs no journal.
func (w *Warehouse) writeJournal() error {
	if w.fixed {
		return nil
	}
	w.journal.behind = w.journal.rewrite(w.mode())
	return nil
}

// reopenJournal opens an existing journal for appending.
func (w *Warehouse) reopenJournal() error {
	if w.fixed {
		return nil
	}
	file, err := os.OpenFile(w.journal.path, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		w.journal.behind = err
		return nil //nolint:nilerr // it is tried again before anything is committed
	}
	w.journal.file = file
	w.journal.written, w.journal.behind = file.Stat()
	return nil
}

// seedCommits numbers what was filed before there was a journal, and reports whether there was any:
// since then no submission is without its commit.
func (w *Warehouse) seedCommits(ctx context.Context) (seeded bool, err error) {
	var unnumbered bool
	err = w.db.QueryRowContext(ctx, "SELECT (SELECT COUNT(*) FROM submission) > 0 AND (SELECT COUNT(*) FROM commit_log) = 0").Scan(&unnumbered)
	if err != nil || !unnumbered {
		return false, err
	}
	const query = `
		SELECT loaded_at AS happened, 'load' AS change, id, file, submitted_by, received_at FROM submission
		UNION ALL SELECT withdrawn_at, 'withdraw', id, file, COALESCE(withdrawn_by, ''), NULL FROM submission WHERE withdrawn_at IS NOT NULL
		ORDER BY happened, id, change`
	tx, err := beginTx(ctx, w.db)
	if err != nil {
		return false, err
	}
	commits, err := func() ([]Commit, error) {
		rows, err := tx.QueryContext(ctx, query)
		if err != nil {
			return nil, err
		}
		defer rows.Close()
		var list []Commit
		last := Commit{Hash: w.id}
		for rows.Next() {
			var c Commit
			if err := rows.Scan(&c.At, &c.Change, &c.Submission, &c.File, &c.By, &c.ReceivedAt); err != nil {
				return nil, err
			}
			if earliest := last.At.Add(time.Microsecond); c.At.Before(earliest) {
				c.At = earliest
			}
			c.Number, c.Previous = last.Number+1, last.Hash
			last = c.sealed()
			list = append(list, last)
		}
		return list, rows.Err()
	}()
	for _, c := range commits {
		if err == nil {
			err = insertCommit(ctx, tx, c)
		}
	}
	if err != nil {
		return false, errors.Join(fmt.Errorf("number what was filed: %w", err), unlessDone(tx.Rollback()))
	}
	return true, w.finish(tx)
}

// sameFile reports whether an open file is still the one at its path.
func sameFile(file *os.File, name string) bool {
	open, err := file.Stat()
	if err != nil {
		return false
	}
	there, err := os.Stat(name)
	return err == nil && os.SameFile(open, there)
}
