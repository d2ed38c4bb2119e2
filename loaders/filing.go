package loaders

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"sort"
	"strings"
	"sync/atomic"
	"time"

	"jianfu"
	"jianfu/loaders/sheet"
	"jianfu/warehouse"
)

// filing is one file on its way in.
type filing struct {
	loader  *Loader
	name    string
	reader  io.ReaderAt
	size    int64
	options Options

	stated     jianfu.Period // that the filer named
	department string        // code of Options.Department
	units      *directory
	learned    []string // names of units in the file's own directory
	csv        bool
	tables     []*found
	leans      bool // what was read leans on the period in the file's name
	result     Result
	places     []placedFault
	warnings   warningList
}

// found is a table that was found in a sheet.
type found struct {
	*table
	sheet    *sheet.Sheet
	index    int      // of the sheet
	titles   []string // the texts above the header
	period   jianfu.Period
	known    bool // whether a period is stated
	byName   bool // the file name has part in it
	guessed  bool // and so have its folders: days outside of it are fine
	filer    string
	data     int64           // rows of data
	kinds    []string        // of its rows
	nothing  bool            // it says that there was nothing
	nilUnits map[string]bool // units that it says had nothing
}

// placedFault is a fault with what sorts it.
type placedFault struct {
	sheet, row, column int
	whole              bool // it concerns more than its row: nothing can be kept aside
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
	for _, overrides := range []string{f.overrides(false), f.overrides(true)} {
		id, known, err := f.loader.warehouse.Known(ctx, sum, overrides)
		if err != nil {
			return Result{}, err
		}
		if known {
			return f.unchanged(ctx, id)
		}
	}
	book, err := sheet.Open(f.name, f.reader, f.size)
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

// prepare holds the options against the warehouse. Its errors are the filer's request,
// not the file.
func (f *filing) prepare(ctx context.Context) error {
	o := &f.options
	if o.Kind != "" && f.loader.contracts.Kind(o.Kind) == nil {
		e := jianfu.Errorf(jianfu.Invalid, "没有“%s”这种报表，可用的有：%s", "there is no kind %q; there are %s", o.Kind, strings.Join(order, "、"))
		e.Near = order
		return e
	}
	if o.Period != "" {
		period, err := jianfu.ParsePeriod(o.Period)
		if err != nil {
			return err
		}
		f.stated = period
	}
	now := time.Now()
	if o.ReceivedAt.IsZero() {
		o.ReceivedAt = now
	}
	if o.ReceivedAt.After(now) {
		return jianfu.Errorf(jianfu.Invalid, "收到时间 %s 在将来，请改正", "the time of receipt %s lies in the future",
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
	f.units = units
	if o.Department == "" {
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

// citySetting is where the warehouse keeps the city's name.
const citySetting = "city"

// overrides are part of a filing's identity: the same bytes for another unit are another
// filing. So are those under a name that states another period, where what was read leans
// on it: a blank form for May and one for June are the same bytes.
func (f *filing) overrides(named bool) string {
	var parts []string
	add := func(name, value string) {
		if value != "" {
			parts = append(parts, name+"="+value)
		}
	}
	add("kind", f.options.Kind)
	add("department", f.department)
	add("period", f.stated.String())
	if named && f.stated.IsZero() {
		period, known := statedPeriod(nil, "", f.name)
		if !known {
			period, _ = placedPeriod(nil, "", f.name)
		}
		add("name", period.String())
	}
	return strings.Join(parts, ";")
}

// leanOn notes that the period of a table is needed to read it.
func (f *filing) leanOn(t *found) { f.leans = f.leans || t.byName }

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

// countingReader tells Options.Progress how far the reading is. A file is gone through
// several times, to know it again, to verify it and for its rows: what is told is the part
// of all that done.
type countingReader struct {
	reader io.ReaderAt
	size   int64
	tell   func(done, total int64)
	read   atomic.Int64
	all    atomic.Int64 // that will have been read in the end
}

// readings are those of a CSV, which has the most: one more to know its encoding.
const readings = 4

func newCountingReader(reader io.ReaderAt, size int64, tell func(done, total int64)) *countingReader {
	c := &countingReader{reader: reader, size: size, tell: tell}
	c.all.Store(readings * size)
	return c
}

// opened takes up that so many readings are to come.
func (c *countingReader) opened(left int64) { c.all.Store(c.read.Load() + left*c.size) }

func (c *countingReader) ReadAt(p []byte, at int64) (int, error) {
	n, err := c.reader.ReadAt(p, at)
	if read, all := c.read.Add(int64(n)), c.all.Load(); all > 0 {
		c.tell(int64(float64(c.size)*min(1, float64(read)/float64(all))), c.size)
	}
	return n, err
}

func (f *filing) unchanged(ctx context.Context, id int64) (Result, error) {
	earlier, err := f.loader.warehouse.Submission(ctx, id)
	if err != nil {
		return Result{}, err
	}
	f.result.Status, f.result.Submission, f.result.Kinds = Unchanged, id, earlier.Kinds
	f.result.Rows, f.result.Rejected = earlier.RowsLoaded, earlier.RowsRejected
	return f.result, nil
}

// unreadable makes a refusal of an error that says what is wrong with the bytes; others
// are passed on.
func (f *filing) unreadable(err error) (Result, error) {
	var e *jianfu.Error
	if !errors.As(err, &e) || e.Code != jianfu.Unreadable {
		return Result{}, err
	}
	// What was found on the way would be found again: the file as it is is not the filing.
	f.places = nil
	f.blameWhole(-1, 0, jianfu.Fault{Code: jianfu.UnreadableFile, Text: e.Text})
	return f.refused(), nil
}

// blame notes a fault of one row: the sheet by its index, the row, and the sheet column
// sort it.
func (f *filing) blame(sheet, column int, fault jianfu.Fault) {
	fault.File = f.name
	f.places = append(f.places, placedFault{sheet, fault.Row, column, false, fault})
}

// blameWhole notes a fault of a table or of the file, which refuses the file in any case.
func (f *filing) blameWhole(sheet, column int, fault jianfu.Fault) {
	fault.File = f.name
	f.places = append(f.places, placedFault{sheet, fault.Row, column, true, fault})
}

func (f *filing) refused() Result {
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
	for _, p := range f.places {
		f.result.Faults = append(f.result.Faults, p.fault)
	}
	f.result.Status = Refused
	f.result.Warnings = f.warnings.list()
	return f.result
}

// survey finds the tables of the book. It notes a fault where there is none, and for
// every required column that is absent.
func (f *filing) survey(ctx context.Context, book *sheet.Book) error {
	sheets := book.Sheets()
	rows, fields := 0, 0
	for i := range sheets {
		s := &sheets[i]
		f.csv = s.Name == "" && !book.Records()
		if guideNames[foldWord(s.Name)] {
			continue
		}
		if s.Hidden {
			f.warnings.add(Warning{Sheet: s.Name, Text: jianfu.Say("隐藏的工作表没有读取", "the hidden sheet was not read")})
			continue
		}
		top, err := f.top(ctx, s)
		if err != nil {
			return err
		}
		rows += len(top)
		for _, row := range top {
			fields = max(fields, row.Width)
		}
		t := f.recognise(s, i, top)
		switch {
		case t == nil && len(top) > 0:
			f.warnings.add(Warning{Sheet: s.Name, Text: jianfu.Say("看不出是哪种报表，没有读取", "no known kind of table: not read")})
		case t != nil:
			f.tables = append(f.tables, t)
		}
	}
	f.setAside()
	switch {
	case len(f.tables) > 0:
	case rows == 0:
		f.blameWhole(-1, 0, jianfu.Fault{Code: jianfu.UnreadableFile,
			Text: jianfu.Say("文件里没有内容，请重新提供", "the file holds nothing: provide it again")})
	case f.csv && fields < 2:
		f.warnings = warningList{}
		f.blameWhole(-1, 0, jianfu.Fault{Code: jianfu.UnreadableFile, Text: jianfu.Say(
			"文件里的文字没有分栏，不是表格，或编码已损坏。请用 Excel 或 WPS 打开核对，另存为 .xlsx 再报",
			"the text has no columns: it is no table, or its encoding is broken. Check it in Excel or WPS and save it as .xlsx")})
	default:
		f.warnings = warningList{}
		f.blameWhole(-1, 0, jianfu.Fault{Code: jianfu.UnknownKind, Text: jianfu.Say(
			"看不出是哪种报表：没有找到认识的表头。请用 jianfu template 的空表填报，或用 --kind 说明种类",
			"no known kind of table: there is no header that a contract has. Use the blank forms of jianfu template, or name the --kind")})
	}
	return nil
}

// setAside passes over tables that are only beside the others of the workbook: one that
// lacks columns and that nothing names, and totals whose month nobody can tell.
func (f *filing) setAside() {
	complete := 0
	for _, t := range f.tables {
		if len(t.missing) == 0 && t.contract.Kind != totals {
			complete++
		}
	}
	if complete == 0 {
		return
	}
	kept := f.tables[:0]
	for _, t := range f.tables {
		month := t.contract.Column("month")
		switch {
		case len(t.missing) > 0 && !t.titled,
			t.contract.Kind == totals && t.sources[month].absent() && !(t.known && t.period.Months() == 1):
			f.warnings.add(Warning{Sheet: t.sheet.Name, Text: jianfu.Say("像是%[1]s，但列不全或看不出是哪个月，没有读取",
				"it looks like %[2]q but lacks columns or its month: not read", t.contract.Name.ZH, t.contract.Name.EN)})
		default:
			kept = append(kept, t)
		}
	}
	f.tables = kept
}

// totals is the kind of the summaries that workbooks often have beside the records.
const totals = "reported_total"

// errEnough ends the reading of a sheet whose top is known.
var errEnough = errors.New("enough rows")

// top copies the first rows of a sheet.
func (f *filing) top(ctx context.Context, s *sheet.Sheet) ([]keptRow, error) {
	var top []keptRow
	err := s.Rows(ctx, func(row *sheet.Row) error {
		top = append(top, keep(row))
		if len(top) == headerRows {
			return errEnough
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return top, err
}

func (f *filing) recognise(s *sheet.Sheet, index int, top []keptRow) *found {
	finder := f.finder(s)
	t := finder.find(top)
	if t == nil {
		return nil
	}
	table := &found{table: t, sheet: s, index: index}
	for _, row := range top {
		if row.Number >= t.first {
			break
		}
		for _, cell := range row.Cells {
			if text := strings.TrimSpace(cell.Text); text != "" && !cell.Merged {
				table.titles = append(table.titles, text)
			}
		}
	}
	table.period, table.known = f.stated, !f.stated.IsZero()
	if !table.known {
		table.period, table.known = statedPeriod(table.titles, s.Name, f.name)
		without, _ := statedPeriod(table.titles, s.Name, "")
		table.byName = table.period != without
		if !table.known {
			table.period, table.known = placedPeriod(table.titles, s.Name, f.name)
			table.byName, table.guessed = table.known, table.known
		}
	}
	table.filer = f.filerOf(table)
	return table
}

func (f *filing) finder(s *sheet.Sheet) *finder {
	all := f.loader.contracts
	finder := &finder{index: all.headers, department: f.department != "",
		named: foldWord(s.Name) + "\n" + foldWord(baseName(f.name)) + "\n"}
	if f.options.Kind != "" {
		contract := all.Kind(f.options.Kind)
		if contract.SplitOf != "" {
			contract = all.Kind(contract.SplitOf)
		}
		finder.contracts, finder.forced = []*Contract{contract}, true
		return finder
	}
	for _, contract := range all.kinds {
		if contract.SplitOf == "" {
			finder.contracts = append(finder.contracts, contract)
		}
	}
	return finder
}

func baseName(name string) string {
	return name[strings.LastIndexAny(name, `/\`)+1:]
}

// filerOf reads 填表单位(盖章)：… among the lines above a table: the code of the unit; ""
// where there is none or it is not in the directory.
func (f *filing) filerOf(t *found) string {
	titles := t.titles
	for i, title := range titles {
		folded := foldWord(title)
		for _, word := range []string{"填报单位", "填表单位", "报送单位", "单位名称", "上报单位"} {
			rest, isFiler := strings.CutPrefix(folded, word)
			if !isFiler {
				continue
			}
			rest = strings.TrimPrefix(bareHeader(rest), ":")
			if rest == "" && i+1 < len(titles) {
				rest = titles[i+1]
			}
			for _, next := range []string{"填报时间", "填报日期", "填表时间", "填表日期", "报送时间", "报送日期", "填报人", "填表人", "联系", "报送期", "单位:"} {
				rest, _, _ = strings.Cut(rest, next)
			}
			units := f.units.find(rest)
			if list := codes(units); len(list) > 1 && t.known { // one name, several units in turn
				units = on(units, t.period.From())
			}
			if list := codes(units); len(list) == 1 {
				return list[0]
			}
		}
	}
	return ""
}

// transact reads and checks every table, and commits all of it or nothing.
func (f *filing) transact(ctx context.Context, sum string) (Result, error) {
	load, err := f.loader.warehouse.BeginLoad(ctx, warehouse.Receipt{
		File: baseName(f.name), SHA256: sum, Overrides: f.overrides(false), Bytes: f.size,
		ContractVersion: f.loader.contracts.Version(), SubmittedBy: f.options.SubmittedBy, ReceivedAt: f.options.ReceivedAt,
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
	// A directory of units in the same file is wanted before the tables that use it.
	sort.SliceStable(f.tables, func(i, j int) bool {
		return f.tables[i].contract.Kind == "department" && f.tables[j].contract.Kind != "department"
	})
	w := newWriter(ctx, load)
	for _, t := range f.tables {
		if err := f.read(w, t); err != nil {
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
	if err := f.repeats(load); err != nil {
		return Result{}, err
	}
	for _, p := range f.places {
		if p.whole || !f.options.Quarantine {
			return f.refused(), nil
		}
	}
	return f.commit(load)
}

// learnCity keeps the city's name that the title of a directory gives, else the name of
// its sheet or file, else the names in it.
func (f *filing) learnCity(load *warehouse.Load) error {
	for _, t := range f.tables {
		if t.contract.Kind != "department" {
			continue
		}
		for _, title := range append(slices.Clone(t.titles), t.sheet.Name, baseName(f.name)) {
			if city := cityOf(title); city != "" {
				return load.Set(citySetting, city)
			}
		}
		if city := cityOfUnits(f.learned); city != "" {
			return load.Set(citySetting, city)
		}
	}
	return nil
}

// listKinds names the kinds that were found, in the order of the file.
func (f *filing) listKinds() {
	tables := append([]*found(nil), f.tables...)
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
	f.refused() // sorts the faults that a quarantining load kept aside
	r := &f.result
	if f.leans {
		load.Override(f.overrides(true))
	}
	var outcome warehouse.Outcome
	var err error
	if f.options.DryRun {
		outcome, err = load.Rehearse()
	} else {
		summary := warehouse.Summary{IgnoredColumns: r.IgnoredColumns}
		for _, warning := range r.Warnings {
			summary.Warnings = append(summary.Warnings, warning.In(jianfu.Chinese))
		}
		outcome, err = load.Commit(summary)
	}
	if err != nil {
		return Result{}, err
	}
	r.Status, r.Submission, r.Rows, r.Rejected, r.Replaced = Loaded, outcome.Submission, outcome.Rows, outcome.Rejected, outcome.Replaced
	return *r, nil
}
