package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"
	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"

	"jianfu"
	"jianfu/loaders"
	"jianfu/metrics"
	"jianfu/warehouse"
)

func (p *program) loadCommand() *cobra.Command {
	var o loaders.Options
	var receivedAt, covers string
	var explained []string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "load " + p.say("路径...", "PATH..."),
		Short: p.say("载入报表：xlsx、csv、json 文件或文件夹", "load filings: xlsx, csv and json files, or folders"),
		Long: p.say(
			"载入文件和文件夹里的报表（先载入单位名录，不论写的顺序）。一个文件要么全部入库，要么因有错\n全部退回，并逐处写明怎样改。同一文件再次载入不起作用；更正的文件替换原来的内容。\n全部载入时退出码为 0，有文件退回时为 1，用法不对时为 2。",
			"Loads files and folders (directories of units first, whatever the given order). A file is loaded\nas a whole, or refused as a whole with every fault and its place. Loading the same file again\nchanges nothing; a corrected file replaces what it corrects.\nExit status: 0 all loaded, 1 a file was refused, 2 misuse."),
		Example: p.example("jianfu load 报送/",
			"jianfu load 2023年会议统计表.xlsx --dry-run",
			"jianfu load 五月会议.csv --kind meeting --department B001 --period 2023-05",
			"jianfu load 五月全市会议汇编.xlsx --covers all",
			"jianfu load 报送/ --json | jq 'select(.status == \"refused\")'"),
		Args: p.arguments(1, -1, "至少一个文件或文件夹", "a file or folder"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if receivedAt != "" {
				at, err := moment("received-at", receivedAt, startOfDay)
				if err != nil {
					return err
				}
				o.ReceivedAt = at
			}
			for _, text := range explained {
				o.Explained = append(o.Explained, readExplained(text))
			}
			var err error
			if o.Covers, err = loaders.ParseCovers(covers); err != nil {
				return err
			}
			server, err := p.remote(cmd, "city")
			if err != nil {
				return err
			}
			if server != nil {
				return p.loadInto(cmd.Context(), server, args, o, asJSON)
			}
			return p.load(cmd.Context(), args, o, asJSON)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&o.Kind, "kind", "", p.say("全部表格都是这种`报表`（不写则按表头识别）", "every table is of this `KIND` (otherwise recognised by its header)"))
	flags.StringVar(&o.Department, "department", "", p.say("没有单位列或单位为空时的`单位`，编码或名称", "the `UNIT`, by code or name, for a blank or absent unit column"))
	flags.StringVar(&o.Period, "period", "", p.say("报表的`时间`（不写则看标题、工作表名、文件名）", "the `PERIOD` (otherwise as stated by title, sheet or file name)"))
	flags.StringVar(&receivedAt, "received-at", "", p.say("收到的`时刻`，从这时起计数：2023-06-05 或 RFC 3339（默认现在）", "the `MOMENT` it was received, from which it counts: 2023-06-05 or RFC 3339 (default now)"))
	flags.StringVar(&o.Reason, "received-reason", "", p.say("写明收到时刻的`理由`，如 补录历史报表", "`WHY` the moment is stated, such as \"filed on paper\""))
	flags.StringVar(&o.SubmittedBy, "submitted-by", p.userName(), p.say("报送`人`", "`WHO` files it"))
	flags.StringVar(&o.City, "city", "", p.say("`城市`名，如 云州市（不写则看名录的标题）", "the name of the `CITY`, such as 云州市 (otherwise from the directory's title)"))
	flags.StringVar(&covers, "covers", "", p.say("月报表涵盖`哪些`单位：all 全部单位（没有写到的为零）；listed 只有写到的单位（收回先前的 all）", "`WHICH` units monthly tables cover: all (one that is absent had nothing), or listed (takes an earlier all back)"))
	flags.StringArrayVar(&explained, "explain", nil, p.say("不改就要退回的核查结果，`说明`它为什么是这样：编号=原因（只有一条的可只写原因），可写几次", "`WHY` a finding that refuses the file is as it is: ID=WHY, or WHY alone if there is only one; may be repeated"))
	flags.BoolVar(&o.Quarantine, "quarantine", false, p.say("有错的行另放，其余的行入库", "set faulty rows aside and load the others"))
	flags.BoolVar(&o.DryRun, "dry-run", false, p.say("只检查，不入库", "check everything, change nothing"))
	flags.BoolVar(&asJSON, "json", false, p.say("每个文件输出一行 JSON", "write a line of JSON for each file"))
	p.must(cmd.RegisterFlagCompletionFunc("kind", p.completeKinds))
	p.must(cmd.RegisterFlagCompletionFunc("department", p.completeDepartments))
	p.completeWords(cmd, "covers", "all", "listed")
	p.doneByServer(cmd)
	return cmd
}

func (p *program) load(ctx context.Context, paths []string, o loaders.Options, asJSON bool) (err error) {
	contracts, err := p.contracts()
	if err != nil {
		return err
	}
	if o.Kind != "" {
		if _, err := contracts.Find(o.Kind); err != nil {
			return err
		}
	}
	w, err := p.receiver(ctx, o.DryRun)
	if err != nil {
		return err
	}
	defer closing(w, &err)
	loader, err := loaders.New(ctx, w, contracts)
	if err != nil {
		return err
	}
	catalog, err := p.catalog()
	if err != nil {
		return err
	}
	loader.RefuseEarly(catalog.RefusesEarly)
	loader.Oblige(catalog.Obliged())
	loader.CallCounts(catalog.CountNames())
	engine := metrics.New(w, catalog)
	loader.CheckWith(engine.Examine)
	unreasoned := o.Unreasoned()
	if unreasoned.ZH != "" && !asJSON {
		p.note("提示：%[1]s（--received-reason）", "note: %[2]s (--received-reason)", unreasoned.ZH, unreasoned.EN)
	}
	show := &loading{program: p, unreasoned: unreasoned, asJSON: asJSON, counts: map[loaders.Status]int{}}
	show.name = func(kind string) string { return contracts.Kind(kind).Name.In(p.lang) }
	show.change = func(change loaders.Change) string { return change.In(p.lang) }
	show.wanting = func(results ...loaders.Result) ([]loaders.Warning, error) { return loader.Wanting(ctx, results...) }
	o.Progress = show.onTerminal()
	err = loader.LoadPaths(ctx, paths, o, show.result)
	show.endProgress()
	if err != nil {
		return err
	}
	if show.counts[loaders.Loaded] > 0 && !o.DryRun {
		p.rollUp(ctx, engine)
	}
	return show.end()
}

// rollUp adds up what was loaded. Without it the figures are the same, and only take longer.
func (p *program) rollUp(ctx context.Context, engine *metrics.Engine) {
	if err := engine.RollUp(ctx); err != nil {
		reason := err.Error()
		var known *jianfu.Error
		if errors.As(err, &known) {
			reason = known.Text.In(p.lang)
		}
		p.note("已载入，但没能汇总，取数会慢一些，下次载入或启动服务时再汇总：%s", "loaded, but not added up: figures take longer until the next load or start of the server: %s", reason)
	}
}

// receiver is the warehouse to load into. A dry run does not create one: if there is none, it
// checks against an empty one in memory.
func (p *program) receiver(ctx context.Context, dryRun bool) (*warehouse.Warehouse, error) {
	if file := p.warehouseFile(); dryRun {
		if _, err := os.Stat(file); err != nil {
			return warehouse.OpenToLoad(ctx, "")
		}
	}
	return p.noted(warehouse.OpenToLoad(ctx, p.private(p.warehouseFile())))
}

// loading reports the result of each file.
type loading struct {
	*program
	name       func(kind string) string // for people
	change     func(loaders.Change) string
	wanting    func(...loaders.Result) ([]loaders.Warning, error)
	loaded     []loaders.Result
	unreasoned jianfu.Text
	asJSON     bool
	counts     map[loaders.Status]int
	files      int
	failed     error // of writing the results

	what   string        // is being read, in front of the bar; "" is the number of the file
	moving sync.Mutex    // a file may be read from several goroutines
	bars   *mpb.Progress // while a file is being read, on a terminal
	bar    *mpb.Bar
}

// onTerminal is what advances a bar on a terminal; nil elsewhere.
func (l *loading) onTerminal() func(done, total int64) {
	if file, ok := l.stderr.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		return l.progress
	}
	return nil
}

// progress advances the bar of the current file.
func (l *loading) progress(done, total int64) {
	l.moving.Lock()
	defer l.moving.Unlock()
	if l.bar == nil {
		l.bars = mpb.New(mpb.WithOutput(l.stderr), mpb.WithWidth(60))
		l.bar = l.bars.AddBar(0, mpb.PrependDecorators(decor.Name(cmp.Or(l.what, l.say("第 %d 个文件", "file %d", l.files+1))+" ")),
			mpb.AppendDecorators(decor.Percentage(), decor.Name(" "), decor.Elapsed(decor.ET_STYLE_MMSS))) // the clock runs while LibreOffice converts
	}
	l.bar.SetTotal(total, false)
	l.bar.SetCurrent(done)
}

// endProgress removes the bar, so that lines can be written.
func (l *loading) endProgress() {
	l.moving.Lock()
	defer l.moving.Unlock()
	if l.bar != nil {
		l.bar.Abort(true)
		l.bars.Wait()
		l.bars, l.bar = nil, nil
	}
}

func (l *loading) result(r loaders.Result) {
	l.endProgress()
	l.files++
	l.counts[r.Status]++
	if l.asJSON {
		wanting, err := l.wanting(r)
		l.print(err)
		r.Warnings = append(r.Warnings, wanting...)
		if l.unreasoned.ZH != "" {
			r.Warnings = append(r.Warnings, loaders.Warning{Text: l.unreasoned})
		}
		l.print(writeLine(l.stdout, resultOf(r, l.lang)))
		return
	}
	l.loaded = append(l.loaded, r)
	_, err := fmt.Fprintln(l.stdout, jianfu.Visible(l.sentence(r)))
	l.print(err)
	if span := r.BackDated; !span.From.IsZero() {
		_, err := fmt.Fprintln(l.stdout, l.say("  补录：改变 %s 至 %s 之间各时点的数", "  filed late: it changes what is answered as of %s to %s",
			span.From.In(jianfu.China).Format("2006-01-02 15:04"), span.Until.In(jianfu.China).Format("2006-01-02 15:04")))
		l.print(err)
	}
	for _, warning := range r.Warnings {
		l.note("%s，提示：%s", "%s, note: %s", r.File, warning.In(l.lang))
	}
	for _, change := range r.Changes {
		_, err := fmt.Fprintln(l.stdout, "  "+jianfu.Visible(l.change(change)))
		l.print(err)
	}
	if r.MoreChanges > 0 {
		_, err := fmt.Fprintln(l.stdout, l.say("  另有 %d 处变化没有列出", "  and %d changes more", r.MoreChanges))
		l.print(err)
	}
	unexplained := false
	for _, fault := range jianfu.Together(r.Faults) {
		l.tell(fault.In(l.lang))
		unexplained = unexplained || fault.Code == jianfu.Unexplained
	}
	if unexplained {
		l.note("确实如此的，载入时说明：jianfu load %[1]s --explain 编号=原因", "if it is so, explain it: jianfu load %[1]s --explain ID=WHY", r.File)
	}
}

// readExplained reads what --explain says: ID=WHY, or WHY alone.
func readExplained(text string) loaders.Explained {
	if id, why, found := strings.Cut(text, "="); found && len(id) == 24 && strings.Trim(id, "0123456789abcdef") == "" {
		return loaders.Explained{Finding: id, Text: why}
	}
	return loaders.Explained{Text: text}
}

func (l *loading) print(err error) {
	if l.failed == nil {
		l.failed = err
	}
}

// sentence is the result of a file: 已载入 5月.xlsx：会议统计 7 行，替换 2 个分片 5 行 → 7 行.
func (l *loading) sentence(r loaders.Result) string {
	switch r.Status {
	case loaders.Unchanged:
		return l.say("未变化 %s：与第 %d 号报送相同", "unchanged %s: the same as submission %d", r.File, r.Submission)
	case loaders.Refused:
		return l.say("已退回 %s：%d 处要改", "refused %s: %d places to correct", r.File, len(r.Faults))
	}
	var names []string
	for _, kind := range r.Kinds {
		names = append(names, l.name(kind))
	}
	line := l.say("已载入 %s：%s %d 行", "loaded %s: %s, %d rows", r.File, strings.Join(names, l.say("、", ", ")), r.Rows)
	if r.DryRun {
		line = l.say("可载入 %s：%s %d 行", "would load %s: %s, %d rows", r.File, strings.Join(names, l.say("、", ", ")), r.Rows)
	}
	if r.Rejected > 0 {
		line += l.say("，另放 %d 行", ", %d rows set aside", r.Rejected)
	}
	if len(r.Replaced) > 0 {
		before, now := replacedRows(r)
		line += l.say("，替换 %d 个分片 %d 行 → %d 行", ", replaced %d slices of %d rows with %d", len(r.Replaced), before, now)
	}
	if r.Explained > 0 {
		line += l.say("，说明 %d 条核查结果", ", %d findings explained", r.Explained)
	}
	if len(r.IgnoredColumns) > 0 {
		line += l.say("（未采用的列：%s）", " (columns not stored: %s)", strings.Join(r.IgnoredColumns, l.say("、", ", ")))
	}
	return line
}

func replacedRows(r loaders.Result) (before, now int64) {
	for _, slice := range r.Replaced {
		before += slice.RowsBefore
		now += slice.Rows
	}
	return before, now
}

// end sums up, and fails if a file was refused.
func (l *loading) end() error {
	switch {
	case l.failed != nil:
		return l.failed
	case l.files == 0:
		return misused("没有找到可载入的文件（xlsx、csv、json 等）", "there are no files to load (xlsx, csv, json, ...)")
	}
	wanting, err := l.wanting(l.loaded...) // of several files together: it takes as long as of one
	if err != nil {
		return err
	}
	for _, warning := range wanting {
		l.note("提示：%s", "note: %s", warning.In(l.lang))
	}
	if l.files > 1 && !l.asJSON {
		if _, err := fmt.Fprintln(l.stdout, l.say("共 %d 个文件：载入 %d，未变化 %d，退回 %d", "%d files: %d loaded, %d unchanged, %d refused",
			l.files, l.counts[loaders.Loaded], l.counts[loaders.Unchanged], l.counts[loaders.Refused])); err != nil {
			return err
		}
	}
	if l.counts[loaders.Refused] > 0 {
		return errRefused
	}
	return nil
}

// loadResult is the result of a file as a line of JSON. The names up to errors are promised to
// scripts: none is renamed or left out.
type loadResult struct {
	File           string          `json:"file"`
	Status         loaders.Status  `json:"status"`
	Submission     *int64          `json:"submission"`
	Kind           string          `json:"kind"`
	Rows           int64           `json:"rows"`
	Replaced       int64           `json:"replaced"` // rows that no longer count
	Errors         []loadFault     `json:"errors"`
	Rejected       int64           `json:"rejected"`
	ReplacedSlices []replacedSlice `json:"replaced_slices"`
	IgnoredColumns []string        `json:"ignored_columns"`
	Warnings       []string        `json:"warnings"`
	Changes        []loadChange    `json:"changes"` // of a dry run
	Commit         *int64          `json:"commit"`
	BackDated      *backDated      `json:"back_dated"` // the moments before it whose answers it changes
	DryRun         bool            `json:"dry_run"`
}

type backDated struct {
	From  time.Time `json:"from"`
	Until time.Time `json:"until"`
}

type loadChange struct {
	Kind       string `json:"kind"`
	Department string `json:"department"`
	Period     string `json:"period"`
	Record     string `json:"record"` // what identifies the row
	Column     string `json:"column"`
	Old        string `json:"old"`
	New        string `json:"new"`
	Sheet      string `json:"sheet"`
	Row        int    `json:"row"`
}

type loadFault struct {
	Sheet   *string          `json:"sheet"`
	Row     *int             `json:"row"`
	Column  *string          `json:"column"`
	Value   *string          `json:"value"`
	Code    jianfu.FaultCode `json:"code"`
	Message string           `json:"message"`
	Finding *string          `json:"finding,omitempty"` // by which a finding is explained
}

type replacedSlice struct {
	Kind       string `json:"kind"`
	Department string `json:"department"`
	Period     string `json:"period"`
	Stream     string `json:"stream"`
	RowsBefore int64  `json:"rows_before"`
	Rows       int64  `json:"rows"`
}

func resultOf(r loaders.Result, lang jianfu.Lang) loadResult {
	before, _ := replacedRows(r)
	out := loadResult{File: r.File, Status: r.Status, Kind: strings.Join(r.Kinds, ","), Rows: r.Rows, Replaced: before,
		Errors: []loadFault{}, Rejected: r.Rejected, ReplacedSlices: []replacedSlice{}, IgnoredColumns: list(r.IgnoredColumns),
		Warnings: []string{}, DryRun: r.DryRun, Changes: []loadChange{}}
	if r.Submission != 0 {
		out.Submission = &r.Submission
	}
	if r.Commit != 0 {
		out.Commit = &r.Commit
	}
	if !r.BackDated.From.IsZero() {
		out.BackDated = &backDated{r.BackDated.From.UTC(), r.BackDated.Until.UTC()}
	}
	for _, f := range r.Faults {
		fault := loadFault{Sheet: orNull(f.Sheet), Column: orNull(f.Column), Value: orNull(f.Value), Code: f.Code, Message: f.Text.In(lang), Finding: orNull(f.Finding)}
		if f.Row > 0 {
			fault.Row = &f.Row
		}
		out.Errors = append(out.Errors, fault)
	}
	for _, s := range r.Replaced {
		out.ReplacedSlices = append(out.ReplacedSlices, replacedSlice{Kind: s.Slice.Kind, Department: s.Slice.Department,
			Period: s.Slice.Period, Stream: s.Slice.Stream, RowsBefore: s.RowsBefore, Rows: s.Rows})
	}
	for _, c := range r.Changes {
		out.Changes = append(out.Changes, loadChange{c.Kind, c.Department, c.Period, c.Row, c.Column, c.Old, c.New, c.Sheet, c.Number})
	}
	for _, warning := range r.Warnings {
		out.Warnings = append(out.Warnings, warning.In(lang))
	}
	return out
}

// writeLine writes a value as one line of JSON.
func writeLine(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(value)
}
