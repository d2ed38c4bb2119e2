package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"jianfu"
	"jianfu/loaders"
	"jianfu/metrics"
	"jianfu/warehouse"
)

// defaultWarehouse is the default database file.
const defaultWarehouse = "jianfu.duckdb"

func (p *program) rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "jianfu",
		Short: p.say("减负：文件、会议、督查、留言的统计仓库", "jianfu: a warehouse of documents, meetings, inspections and messages"),
		Long: p.say(
			"减负统计仓库：收下各单位报送的表格，随时回答发了多少文、开了多少会、同比增减多少，\n每个数都能追到原表的那一格。全部数据在一个 DuckDB 文件里。",
			"Loads the spreadsheets that departments file and answers how many documents, meetings and\ninspections there were, compared with the year before. Every figure can be traced to its cells.\nAll data is in one DuckDB file."),
		Example: p.example("jianfu demo",
			"jianfu load 报送/",
			"jianfu measure meetings.held --period 2023 --compare year-earlier --by portfolio",
			"jianfu serve"),
		Version:           version(),
		SilenceErrors:     true, // status shows them, in the user's language
		SilenceUsage:      true,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true}, // its help is in English only
		Args:              p.noArguments,
		RunE:              func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	flags := root.PersistentFlags()
	flags.StringVar(&p.warehouseFlag, "warehouse", "", p.say(
		"仓库`文件`（环境变量 JIANFU_WAREHOUSE；不写则用当前文件夹的 jianfu.duckdb）",
		"the database `FILE` (or JIANFU_WAREHOUSE; default jianfu.duckdb in the working folder)"))
	flags.StringVar(&p.catalogFlag, "catalog", "", p.say(
		"本地规则`文件夹`：catalog/（或直接放 *.yml）增补或替换指标、口径、阈值、核查，contracts/ 增补列名、取值和列，新增报表（JIANFU_CATALOG）",
		"`FOLDER` of the office's own rules: catalog/ (or *.yml in it) adds or replaces metrics, calibers, thresholds and checks, contracts/ adds headers, values, columns and kinds of filing (JIANFU_CATALOG)"))
	flags.BoolP("help", "h", false, p.say("显示用法", "show how to use it"))
	root.Flags().BoolP("version", "v", false, p.say("显示版本", "show the version"))
	root.SetVersionTemplate("{{.Version}}\n")
	root.SetFlagErrorFunc(p.flagError)
	root.SetHelpFunc(p.help)
	root.SetUsageFunc(p.usage)
	root.SetHelpCommand(p.helpCommand())
	root.AddCommand(p.demoCommand(), p.loadCommand(), p.measureCommand(), p.summaryCommand(), p.reportCommand(), p.projectCommand(), p.checkCommand(), p.explainCommand(), p.proofCommand(),
		p.filingsCommand(), p.reconcileCommand(), p.noIncreaseCommand(), p.traceCommand(), p.metricsCommand(),
		p.submissionsCommand(), p.changesCommand(), p.withdrawCommand(), p.returnCommand(), p.acceptCommand(), p.reopenCommand(), p.remindCommand(), p.scheduleCommand(), p.templateCommand(), p.sqlCommand(), p.exportCommand(), p.backupCommand(), p.restoreCommand(), p.verifyCommand(), p.serveCommand(), p.configCommand(),
		p.userCommand(), p.tokenCommand(), p.auditCommand(), p.completionCommand())
	for _, name := range []string{"warehouse", "catalog"} {
		p.must(root.MarkPersistentFlagFilename(name))
	}
	return root
}

// must stops the program if its own commands are put together wrongly: any test that runs it would
// show that.
func (p *program) must(err error) {
	if err != nil {
		panic(err)
	}
}

// version is the version recorded by the Go tool.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "jianfu"
	}
	words := []string{"jianfu", info.Main.Version}
	for _, setting := range info.Settings {
		switch {
		case setting.Key == "vcs.revision":
			words = append(words, setting.Value)
		case setting.Key == "vcs.modified" && setting.Value == "true":
			words = append(words, "(modified)")
		}
	}
	return strings.Join(append(words, info.GoVersion), " ")
}

// setting is the flag, else the variable JIANFU_<name>, else the default.
func (p *program) setting(flag, name, otherwise string) string {
	switch value := p.getenv("JIANFU_" + name); {
	case flag != "":
		return flag
	case value != "":
		return value
	}
	return otherwise
}

func (p *program) warehouseFile() string {
	return p.setting(p.warehouseFlag, "WAREHOUSE", defaultWarehouse)
}

// private is a warehouse whose files are not readable by others.
func (p *program) private(file string) string {
	keepPrivate(file)
	return file
}

// noted reports the notes of an opened warehouse.
func (p *program) noted(w *warehouse.Warehouse, err error) (*warehouse.Warehouse, error) {
	if err == nil {
		for _, note := range w.Notes() {
			p.note("注意：%s", "note: %s", note.In(p.lang))
		}
	}
	return w, err
}

// open opens an existing warehouse: a query must not create an empty one.
func (p *program) open(ctx context.Context) (*warehouse.Warehouse, error) {
	file := p.warehouseFile()
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
		return nil, jianfu.Errorf(jianfu.Invalid,
			"没有仓库文件 %s：请先用 jianfu load 载入报表，或用 --warehouse 指明文件",
			"there is no warehouse %s: load filings with jianfu load first, or give the file by --warehouse", file)
	}
	return p.noted(warehouse.Open(ctx, p.private(file)))
}

// reading opens an existing warehouse for reading. If another process holds it, such as a server,
// its latest snapshot is used, as of the moment it was taken. If the folder is not writable, the
// file is only read.
func (p *program) reading(ctx context.Context) (*warehouse.Warehouse, error) {
	w, err := p.open(ctx)
	switch jianfu.ErrorCode(err) {
	case jianfu.Invalid:
		if _, missing := os.Stat(p.warehouseFile()); missing != nil {
			return nil, err
		}
		fixed, unread := p.noted(warehouse.OpenFixed(ctx, p.private(p.warehouseFile())))
		switch jianfu.ErrorCode(unread) {
		case "":
			p.note("仓库所在的文件夹不能写，只读打开", "the warehouse's folder is not writable: the warehouse is only read")
			return fixed, nil
		case jianfu.Conflict:
			return nil, unread
		}
		return nil, err
	case jianfu.Locked:
	default:
		return w, err
	}
	w, snapshot, noSnapshot := warehouse.OpenSnapshot(ctx, p.private(p.warehouseFile()))
	if noSnapshot != nil {
		return nil, errors.Join(err, noSnapshot)
	}
	p.moment = snapshot.TakenAt
	p.noteSnapshot(snapshot)
	return w, nil
}

// latestSnapshot brings the snapshot up to date; if another process holds the warehouse, it is that
// one's latest.
func (p *program) latestSnapshot(ctx context.Context) (warehouse.Snapshot, error) {
	_, w, err := p.engine(ctx, p.open)
	if jianfu.ErrorCode(err) == jianfu.Locked {
		snapshot, noSnapshot := warehouse.LatestSnapshot(ctx, p.private(p.warehouseFile()), false)
		if noSnapshot != nil {
			return snapshot, errors.Join(err, noSnapshot)
		}
		p.noteSnapshot(snapshot)
		return snapshot, nil
	}
	if err != nil {
		return warehouse.Snapshot{}, err
	}
	snapshot, err := w.Snapshot(ctx)
	return snapshot, errors.Join(err, w.Close())
}

func (p *program) noteSnapshot(snapshot warehouse.Snapshot) {
	p.note("仓库正被另一个进程使用，查询的是它 %s 的快照", "another process holds the warehouse: using its snapshot of %s",
		snapshot.TakenAt.In(jianfu.China).Format(time.DateTime))
}

// now is the moment that answers are as of: that of the snapshot if one is used.
func (p *program) now() time.Time {
	if !p.moment.IsZero() {
		return p.moment
	}
	return time.Now().Truncate(time.Microsecond) // as the warehouse stores it
}

// rules is the folder of the office's own rules; nil if there is none. A folder without rules is
// refused: a misspelt one must not silently select the program's rules.
func (p *program) rules() (fs.FS, error) {
	folder := p.setting(p.catalogFlag, "CATALOG", "")
	if folder == "" {
		return nil, nil //nolint:nilnil // nil adds nothing, as both readers define
	}
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return nil, jianfu.Errorf(jianfu.Invalid, "本地规则文件夹 %s 不存在", "there is no folder %s of local rules", folder)
	}
	rules := os.DirFS(folder)
	for _, pattern := range []string{"*.yaml", "catalog/*.yaml", "contracts/*.yaml"} {
		if found, err := fs.Glob(rules, pattern); err == nil && len(found) > 0 {
			return nil, jianfu.Errorf(jianfu.Invalid, "本地规则文件夹里的 %s 不会被采用：请把扩展名改为 .yml", "%s in the folder of local rules would not be read: its name must end in .yml", found[0])
		}
	}
	for _, pattern := range []string{"*.yml", "catalog/*.yml", "contracts/*.yml"} {
		if found, err := fs.Glob(rules, pattern); err == nil && len(found) > 0 {
			return rules, nil
		}
	}
	return nil, jianfu.Errorf(jianfu.Invalid, "本地规则文件夹 %s 里没有规则：应有 *.yml，或 catalog/、contracts/ 里的 *.yml",
		"the folder %s has no rules: it should have *.yml, or in its catalog/ or contracts/", folder)
}

// contracts are the kinds of filing with the office's own words.
func (p *program) contracts() (*loaders.Contracts, error) {
	rules, err := p.rules()
	if err != nil {
		return nil, err
	}
	return loaders.ReadContracts(rules)
}

// catalog is the catalogue with the office's own rules: the files in catalog/, or if there is none,
// those in the folder itself.
func (p *program) catalog() (*metrics.Catalog, error) {
	rules, err := p.rules()
	if err != nil {
		return nil, err
	}
	if rules == nil {
		return metrics.ReadCatalog(nil)
	}
	if found, err := fs.Glob(rules, "catalog/*.yml"); err == nil && len(found) > 0 {
		if rules, err = fs.Sub(rules, "catalog"); err != nil {
			return nil, err
		}
	}
	return metrics.ReadCatalog(rules)
}

// catalogFor is the catalogue for a warehouse: an office's SQL is checked against its tables before
// use.
func (p *program) catalogFor(ctx context.Context, w *warehouse.Warehouse) (*metrics.Catalog, error) {
	catalog, err := p.catalog()
	if err != nil || p.setting(p.catalogFlag, "CATALOG", "") == "" {
		return catalog, err
	}
	return catalog, catalog.Verify(ctx, w)
}

// triedCatalog is the catalogue without a warehouse: an office's is checked against empty tables.
func (p *program) triedCatalog(ctx context.Context) (_ *metrics.Catalog, err error) {
	if p.setting(p.catalogFlag, "CATALOG", "") == "" {
		return p.catalog()
	}
	empty, err := p.empty(ctx)
	if err != nil {
		return nil, err
	}
	defer closing(empty, &err)
	return p.catalogFor(ctx, empty)
}

// empty is a warehouse in memory with the kinds and no filings.
func (p *program) empty(ctx context.Context) (*warehouse.Warehouse, error) {
	contracts, err := p.contracts()
	if err != nil {
		return nil, err
	}
	w, err := warehouse.Open(ctx, "")
	if err != nil {
		return nil, err
	}
	if err := contracts.Apply(ctx, w); err != nil {
		return nil, errors.Join(err, w.Close())
	}
	return w, nil
}

// engine opens a warehouse, by p.reading or p.open, for queries. The caller closes the warehouse.
func (p *program) engine(ctx context.Context, open func(context.Context) (*warehouse.Warehouse, error)) (*metrics.Engine, *warehouse.Warehouse, error) {
	if p.setting(p.catalogFlag, "CATALOG", "") == "" {
		go metrics.ReadCatalog(nil) //nolint:errcheck // read once, while the warehouse opens: catalogFor has the error
	}
	contracts, err := p.contracts()
	if err != nil {
		return nil, nil, err
	}
	w, err := open(ctx)
	if err != nil {
		return nil, nil, err
	}
	if err := contracts.Apply(ctx, w); err != nil {
		return nil, nil, errors.Join(err, w.Close())
	}
	catalog, err := p.catalogFor(ctx, w)
	if err != nil {
		return nil, nil, errors.Join(err, w.Close())
	}
	engine := metrics.New(w, catalog)
	if w.Fixed() { // macros of its own are there already
		return p.knowing(ctx, engine, w)
	}
	if err := engine.Publish(ctx); err != nil {
		return nil, nil, errors.Join(err, w.Close())
	}
	return p.knowing(ctx, engine, w)
}

// knowing has the warehouse answer by the commit that was asked for.
func (p *program) knowing(ctx context.Context, engine *metrics.Engine, w *warehouse.Warehouse) (*metrics.Engine, *warehouse.Warehouse, error) {
	switch {
	case p.knownAt < 0:
		return nil, nil, errors.Join(misused("--known-at 应是提交号", "--known-at should be the number of a commit"), w.Close())
	case p.knownAt > 0:
		if err := w.Stay(ctx, p.knownAt); err != nil {
			return nil, nil, errors.Join(err, w.Close())
		}
	}
	return engine, w, nil
}

// asking runs a query of the warehouse as of a typed moment.
func (p *program) asking(ctx context.Context, asOf string, answer func(engine *metrics.Engine, at time.Time) error) (err error) {
	at, err := asOfMoment(asOf)
	if err != nil {
		return err
	}
	engine, w, err := p.engine(ctx, p.reading)
	if err != nil {
		return err
	}
	defer closing(w, &err)
	return answer(engine, at)
}

// tellNotices writes the caveats of an answer to stderr.
func (p *program) tellNotices(notices []metrics.Notice) {
	for _, notice := range notices {
		p.note("提示：%s", "note: %s", notice.Advised().In(p.lang))
	}
}

// closing closes the warehouse at the end of a command, and joins the error.
func closing(w *warehouse.Warehouse, err *error) { *err = errors.Join(*err, w.Close()) }
