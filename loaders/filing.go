package loaders

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"sort"
	"strings"
	"time"

	"jianfu"
	"jianfu/access"
	"jianfu/loaders/sheet"
	"jianfu/warehouse"
)

// filing is one file being loaded.
type filing struct {
	loader  *Loader
	name    string
	reader  io.ReaderAt
	size    int64
	options Options
	arrived time.Time // as the filer says; zero is when it is committed

	stated     jianfu.Period // given by the filer
	department string        // code of Options.Department
	own        string        // code of the filer's unit, for tables that say nowhere whose they are
	units      *directory
	learned    []string // names of units in the file's own directory
	csv        bool
	tables     []*placedTable
	sheets     int            // of the book
	columns    []sheetColumns // by sheet
	leans      leaning
	result     Result
	places     []placedFault
	faulty     map[faultyPlace]FaultyRow
	warnings   warningList
	nameWarned bool                    // that its name states other months than its tables
	totals     map[statedKey]statedAt  // of this file
	aside      map[asideKey]asideFault // rows that a quarantining load sets aside for what a check finds
	again      bool                    // more of them were found: the file is to be read again

	references map[referenceKey]*reference
	today      jianfu.Date // by the clock of the warehouse
	city       string      // that its directory names

	replacedTotals map[warehouse.SliceKey]float64 // that this file replaces by others
	directory      []directoryRow                 // of this file, until all its units are known
}

// leaning is what the reading of a file depends on beside its bytes.
type leaning struct {
	name  bool // the period in its name
	filer bool // the unit of whoever files it
}

// placedTable is a table that was found in a sheet.
type placedTable struct {
	*table
	sheet     *sheet.Sheet
	index     int      // of the sheet
	titles    []string // the texts above the header
	own       int      // the first of them, which are directly above it; the others are those of tables above
	period    jianfu.Period
	known     bool        // whether a period is stated
	byName    bool        // in part given by the file's name
	misnamed  bool        // its sheet's name states other months
	guessed   bool        // or by its folders: days outside of it are accepted
	parts     titlePeriod // of the titles' period
	above     *above
	filer     string          // the unit if it is given outside of a column: its code
	byFiler   bool            // by who files it alone
	filerLine lineLabel       // and the line 填报单位 that gives it
	filers    []string        // units that other lines above it name
	city      bool            // of totals: they are the whole city's
	pad       int             // columns of tables before this one in its sheet
	data      int64           // rows of data
	kinds     []string        // of its rows
	nothing   bool            // it says that there was nothing
	nilUnits  map[string]bool // units that it says had nothing
}

// faultyPlace is the place of a faulty row.
type faultyPlace struct{ sheet, row int }

// showFaulty keeps a faulty row, so that its faults can be shown in place.
func (f *filing) showFaulty(t *placedTable, row int, cells []string) {
	if f.faulty == nil {
		f.faulty = map[faultyPlace]FaultyRow{}
	}
	f.faulty[faultyPlace{t.index, row}] = FaultyRow{Sheet: t.sheet.Name, Row: row, Headers: t.headers, Cells: cells}
}

// placedFault is a fault with its sort key.
type placedFault struct {
	sheet, row, column int
	whole              bool // it concerns more than its row: nothing can be set aside
	fault              jianfu.Fault
}

func (f *filing) load(ctx context.Context) (Result, error) {
	f.result = Result{File: f.name, DryRun: f.options.DryRun}
	if err := f.prepare(ctx); err != nil {
		return Result{}, err
	}
	var counting *countingReader
	if f.options.Progress != nil {
		counting = newCountingReader(f.reader, f.size, f.options.Progress)
		f.reader = counting
	}
	sum, err := f.hash(ctx)
	if err != nil {
		return Result{}, err
	}
	for _, on := range []leaning{{}, {name: true}, {filer: true}, {name: true, filer: true}} {
		id, known, err := f.loader.warehouse.Known(ctx, sum, f.overrides(on))
		if err != nil {
			return Result{}, err
		}
		if known {
			return f.unchanged(ctx, id)
		}
	}
	book, err := sheet.Open(ctx, f.name, f.reader, f.size)
	if err != nil {
		return f.unreadable(err)
	}
	defer book.Close() //nolint:errcheck // what it holds was read, or is in memory
	switch {
	case counting == nil:
	case book.Records(): // verified when it was opened
		counting.opened(1)
	default:
		counting.opened(2)
	}
	if err := f.survey(ctx, book); err != nil {
		return f.unreadable(err)
	}
	if len(f.tables) == 0 {
		return f.refused(), nil
	}
	result, err := f.transact(ctx, sum)
	if err != nil {
		return f.unreadable(err)
	}
	if f.options.Progress != nil {
		f.options.Progress(f.size, f.size)
	}
	return result, nil
}

// prepare checks the options against the warehouse. Its errors concern the filer's request, not the
// file.
func (f *filing) prepare(ctx context.Context) error {
	o := &f.options
	if o.Kind != "" {
		contract, err := f.loader.contracts.Find(o.Kind)
		if err != nil {
			return err
		}
		o.Kind = contract.Kind
	}
	if o.Period != "" {
		period, err := jianfu.ParsePeriod(o.Period)
		if err != nil {
			return err
		}
		f.stated = period
	}
	now := f.loader.warehouse.Now()
	if o.Reason = strings.TrimSpace(o.Reason); o.Reason != "" && o.ReceivedAt.IsZero() {
		return jianfu.Errorf(jianfu.Invalid, "写了收到时间的理由，没有写收到时间：请一并写明，或都不写", "there is a reason for the time of receipt but no time: state both, or neither")
	}
	f.today = jianfu.DateOf(now.In(jianfu.China))
	f.arrived = o.ReceivedAt // what arrives later than the last commit counts later: the warehouse decides when it is committed
	if o.ReceivedAt.IsZero() {
		o.ReceivedAt = now
	}
	if o.ReceivedAt.After(now) {
		return jianfu.Errorf(jianfu.Invalid, "收到时间 %s 在将来，请改正", "the time of receipt %s is in the future",
			o.ReceivedAt.Format(time.RFC3339))
	}
	city := o.City
	if city == "" {
		var err error
		if city, err = f.loader.warehouse.Setting(ctx, citySetting); err != nil {
			return err
		}
	}
	units, err := readDirectory(ctx, f.loader.warehouse, city)
	if err != nil {
		return err
	}
	if o.After != nil && len(o.After.rows) > 0 {
		units = newDirectory(cmp.Or(o.City, o.After.city, city))
		for _, d := range o.After.rows {
			units.add(d.unit, d.names...)
		}
	}
	f.units = units
	if o.Department == "" {
		if own := codes(units.find(access.From(ctx).Department)); len(own) == 1 {
			f.own = own[0]
		}
		return nil
	}
	named := units.find(o.Department)
	if day := o.ReceivedAt; len(codes(named)) > 1 {
		named = on(named, jianfu.DateOf(day))
		if !f.stated.IsZero() {
			named = on(units.find(o.Department), f.stated.From())
		}
	}
	list := codes(named)
	if len(list) != 1 {
		e := jianfu.Errorf(jianfu.Invalid, "名录里没有单位“%s”，名称相近的有：%s", "the directory has no unit %q; the nearest are %s",
			o.Department, strings.Join(units.nearest(o.Department), "、"))
		e.Near = units.nearest(o.Department)
		return e
	}
	f.department = list[0]
	return nil
}

// citySetting is the warehouse's setting for the city's name.
const citySetting = "city"

// overrides are part of a filing's identity: the same bytes for another unit are another filing. So
// are those of another filer, or under a name that states another period, if the reading depends on it: a blank form for
// May and one for June have the same bytes.
func (f *filing) overrides(on leaning) string {
	var parts []string
	add := func(name, value string) {
		if value != "" {
			parts = append(parts, name+"="+value)
		}
	}
	add("kind", f.options.Kind)
	if on.filer {
		add("department", f.own)
	}
	add("department", f.department)
	add("period", f.stated.String())
	add("covers", string(f.options.Covers))
	if on.name && f.stated.IsZero() {
		period, known := statedPeriod(nil, "", f.name)
		if !known {
			period, _ = placedPeriod(nil, "", f.name)
		}
		add("name", period.String())
	}
	return strings.Join(parts, ";")
}

// leanOn records that the period of a table is needed to read it.
func (f *filing) leanOn(t *placedTable) { f.leans.name = f.leans.name || t.byName }

// leanOnFiler records that the unit of a table is that of whoever files it.
func (f *filing) leanOnFiler(t *placedTable) { f.leans.filer = f.leans.filer || t.byFiler }

func (f *filing) hash(ctx context.Context) (string, error) {
	sum := sha256.New()
	buffer := make([]byte, 1<<20)
	in := io.NewSectionReader(f.reader, 0, f.size)
	for {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		n, err := in.Read(buffer)
		sum.Write(buffer[:n])
		if errors.Is(err, io.EOF) {
			return hex.EncodeToString(sum.Sum(nil)), nil
		}
		if err != nil {
			return "", fmt.Errorf("read %s: %w", f.name, err)
		}
	}
}

func (f *filing) unchanged(ctx context.Context, id int64) (Result, error) {
	earlier, err := f.loader.warehouse.Submission(ctx, id)
	if err != nil {
		return Result{}, err
	}
	f.result.Status, f.result.Submission, f.result.Kinds = Unchanged, id, earlier.Kinds
	f.result.Rows, f.result.Rejected = earlier.RowsLoaded, earlier.RowsRejected
	if earlier.SlicesInForce < earlier.Slices {
		f.result.Warnings = []Warning{{Text: jianfu.Say("第 %[1]d 号报送的内容已被后来的报送替换，再报同一文件不会恢复它；要恢复，请撤回替换它的报送（jianfu submissions、jianfu withdraw）",
			"the contents of submission %[1]d were replaced by a later one, and filing it again does not restore it: withdraw the later one (jianfu submissions, jianfu withdraw)", id)}}
	}
	return f.result, nil
}

// unreadable turns an error that says what is wrong with the bytes into a refusal; others are
// returned.
func (f *filing) unreadable(err error) (Result, error) {
	var e *jianfu.Error
	if !errors.As(err, &e) || e.Code != jianfu.Unreadable {
		return Result{}, err
	}
	// The earlier findings would be repeated: the file as it is is not the filing.
	f.places, f.faulty = nil, nil
	f.blameWhole(-1, 0, jianfu.Fault{Code: jianfu.UnreadableFile, Text: e.Text})
	return f.refused(), nil
}

// blame records a fault of one row: the index of the sheet, the row, and the sheet column sort it.
func (f *filing) blame(sheet, column int, fault jianfu.Fault) {
	fault.File = f.name
	f.places = append(f.places, placedFault{sheet, fault.Row, column, false, fault})
}

// blameWhole records a fault of a table or of the file, which refuses the file in any case.
func (f *filing) blameWhole(sheet, column int, fault jianfu.Fault) {
	fault.File = f.name
	f.places = append(f.places, placedFault{sheet, fault.Row, column, true, fault})
}

// settled puts the faults and warnings into the result, in the order of the file.
func (f *filing) settled() Result {
	sort.SliceStable(f.places, func(i, j int) bool {
		a, b := f.places[i], f.places[j]
		switch {
		case a.sheet != b.sheet:
			return a.sheet < b.sheet
		case a.row != b.row:
			return a.row < b.row
		}
		return a.column < b.column
	})
	f.result.Faults, f.result.FaultyRows = nil, nil
	for _, p := range f.places {
		f.result.Faults = append(f.result.Faults, p.fault)
	}
	places := slices.SortedFunc(maps.Keys(f.faulty), func(a, b faultyPlace) int { return cmp.Or(a.sheet-b.sheet, a.row-b.row) })
	for _, place := range places {
		f.result.FaultyRows = append(f.result.FaultyRows, f.faulty[place])
	}
	f.result.Warnings = f.warnings.list()
	return f.result
}

func (f *filing) refused() Result {
	f.result.Status = Refused
	return f.settled()
}

// transact reads and checks every table, and commits all of it or nothing.
func (f *filing) transact(ctx context.Context, sum string) (Result, error) {
	load, err := f.loader.warehouse.BeginLoad(ctx, warehouse.Receipt{
		File: baseName(f.name), SHA256: sum, Overrides: f.overrides(leaning{}), Bytes: f.size,
		ContractVersion: f.loader.contracts.Version(), SubmittedBy: f.options.SubmittedBy, ReceivedAt: f.arrived, Covers: string(f.options.Covers), Reason: f.options.Reason,
	})
	if err != nil {
		return Result{}, err
	}
	result, err := f.fill(ctx, load)
	if rollback := load.Rollback(); err == nil && rollback != nil { // after a commit it does nothing
		err = rollback
	}
	return result, err
}

func (f *filing) fill(ctx context.Context, load *warehouse.Load) (Result, error) {
	// A directory of units in the same file is loaded before the tables that use it.
	sort.SliceStable(f.tables, func(i, j int) bool {
		return f.tables[i].contract.Kind == "department" && f.tables[j].contract.Kind != "department"
	})
	w := newWriter(ctx, load)
	f.columns, f.totals = make([]sheetColumns, f.sheets), map[statedKey]statedAt{}
	for _, t := range slices.Clone(f.tables) {
		if err := f.read(w, t); err != nil {
			w.stop()
			return Result{}, err
		}
	}
	f.circles()
	if err := f.succeed(w); err != nil {
		w.stop()
		return Result{}, err
	}
	for _, c := range f.columns {
		if c.headers == nil {
			continue
		}
		if err := w.put(item{header: c.headers, row: warehouse.Row{Sheet: c.sheet, Number: c.row}}); err != nil {
			w.stop()
			return Result{}, err
		}
	}
	if err := w.finish(); err != nil {
		return Result{}, err
	}
	if err := f.learnCity(load); err != nil {
		return Result{}, err
	}
	f.listKinds()
	f.nilReturns(load)
	if err := f.declare(load); err != nil {
		return Result{}, err
	}
	if err := load.Permitted(); err != nil { // before what it is compared with
		return Result{}, err
	}
	if err := f.repeats(load); err != nil {
		return Result{}, err
	}
	if err := f.alike(load); err != nil {
		return Result{}, err
	}
	f.timely(load)
	f.warnOfSpans()
	for _, p := range f.places {
		if p.whole || !f.options.Quarantine {
			return f.refused(), nil
		}
	}
	if err := f.unitsGone(load); err != nil {
		return Result{}, err
	}
	if drops, err := f.drops(load); err != nil || drops {
		return f.refused(), err
	}
	return f.commit(load)
}

// learnCity stores the city's name from the title of a directory, else from the name of its sheet
// or file, else from the names in it.
func (f *filing) learnCity(load *warehouse.Load) error {
	learn := func(city string) error {
		f.city = city
		return load.Set(citySetting, city)
	}
	for _, t := range f.tables {
		if t.contract.Kind != "department" {
			continue
		}
		for _, title := range append(slices.Clone(t.titles), t.sheet.Name, baseName(f.name)) {
			if city := cityOf(title); city != "" {
				return learn(city)
			}
		}
		if city := cityOfUnits(f.learned); city != "" {
			return learn(city)
		}
	}
	return nil
}

// listKinds names the kinds that were found, in the order of the file.
func (f *filing) listKinds() {
	tables := append([]*placedTable(nil), f.tables...)
	sort.SliceStable(tables, func(i, j int) bool { return tables[i].index < tables[j].index })
	add := func(kind string) {
		for _, known := range f.result.Kinds {
			if known == kind {
				return
			}
		}
		f.result.Kinds = append(f.result.Kinds, kind)
	}
	for _, t := range tables {
		if len(t.kinds) == 0 {
			add(t.contract.Kind)
		}
		for _, kind := range t.kinds {
			add(kind)
		}
	}
}

func (f *filing) commit(load *warehouse.Load) (Result, error) {
	r := &f.result
	if f.leans != (leaning{}) {
		load.Override(f.overrides(f.leans))
	}
	var outcome warehouse.Outcome
	var explained []warehouse.Explanation
	var refused bool
	var err error
	if f.options.DryRun {
		outcome, err = load.Rehearse(func(o warehouse.Outcome) error {
			if err := f.compare(load, o); err != nil {
				return err
			}
			explained, refused, err = f.examine(load)
			return err
		})
	} else if explained, refused, err = f.examine(load); err == nil && !refused {
		f.settled() // with the faults that a quarantining load sets aside
		summary := warehouse.Summary{IgnoredColumns: r.IgnoredColumns, Explanations: explained}
		for _, warning := range r.Warnings {
			summary.Warnings = append(summary.Warnings, warning.In(jianfu.Chinese))
		}
		outcome, err = load.Commit(summary)
	}
	if err != nil {
		return Result{}, err
	}
	if refused {
		return f.refused(), nil
	}
	f.settled()
	if f.options.After != nil && len(f.directory) > 0 {
		*f.options.After = Rehearsal{f.directory, f.city}
	}
	r.Commit, r.BackDated, r.Explained = outcome.Commit, outcome.BackDated, len(explained)
	r.Status, r.Submission, r.Rows, r.Rejected, r.Replaced = Loaded, outcome.Submission, outcome.Rows, outcome.Rejected, outcome.Replaced
	return *r, nil
}
