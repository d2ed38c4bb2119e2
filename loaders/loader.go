package loaders

import (
	"context"
	"io"
	"strings"
	"time"

	"jianfu"
	"jianfu/access"
	"jianfu/warehouse"
)

// Loader loads files into one warehouse under one set of contracts. It is safe for concurrent use:
// the warehouse takes one load at a time, others wait.
type Loader struct {
	warehouse *warehouse.Warehouse
	contracts *Contracts

	refusesEarly          func(kind string) bool // see RefuseEarly
	obliged, obligedUnits []string               // see Oblige
	find                  Find                   // see CheckWith
}

// New makes a loader, and makes the warehouse hold the kinds of its contracts: see Apply.
func New(ctx context.Context, w *warehouse.Warehouse, c *Contracts) (*Loader, error) {
	if err := c.Apply(ctx, w); err != nil {
		return nil, err
	}
	return &Loader{warehouse: w, contracts: c}, nil
}

// Contracts are those that the loader uses.
func (l *Loader) Contracts() *Contracts { return l.contracts }

// Options are what a filer states besides the bytes. With the zero value everything is taken from
// the file.
type Options struct {
	Kind        string    // the kind of every table in the file
	Department  string    // code or name of the unit for a blank or absent unit column
	Period      string    // a jianfu.Period, overriding the one stated by title, sheet and file name
	ReceivedAt  time.Time // from when the rows count; zero is now. See Unreasoned
	SubmittedBy string
	Covers      Speaks      // what the filer declares of monthly tables: see ParseCovers; "" is nothing
	Reason      string      // why ReceivedAt is stated
	Explained   []Explained // findings that would refuse the file
	Quarantine  bool        // set faulty rows aside and load the others
	DryRun      bool        // check everything, change nothing
	City        string      // the city's name, overriding the one in the directory's title

	After *Rehearsal // of a dry run, those of other files before it

	// Progress, if set, is called now and then with the number of bytes read.
	Progress func(done, total int64)
}

// Rehearsal is what dry runs of several files, one after another, would have loaded before the next of them: the
// directory of units.
type Rehearsal struct {
	rows []directoryRow
	city string
}

// Unreasoned asks why a receipt is stated where nobody says: history and paper are filed in bulk, so
// that it is no reason to refuse them, but the submission shows that there was none. "" where there
// is nothing to ask.
func (o Options) Unreasoned() jianfu.Text {
	if o.ReceivedAt.IsZero() || strings.TrimSpace(o.Reason) != "" {
		return jianfu.Text{}
	}
	return jianfu.Say("收到的时刻是写明的，没有写理由：请一并写明理由，如“纸质件补录”", "the moment of receipt is stated without a reason: say why, too, such as \"filed on paper\"")
}

// Status is the result of loading a file.
type Status string

// The statuses. They are promised to scripts that read the report of a load: none is renamed.
const (
	Loaded    Status = "loaded"
	Unchanged Status = "unchanged" // the same bytes were loaded before
	Refused   Status = "refused"   // Faults say where and why; none of it was stored
)

// Result is the result of loading one file.
type Result struct {
	File           string // as given
	Status         Status
	DryRun         bool              // what would become of it
	Submission     int64             // the number of the submission; 0 where refused or a dry run
	Commit         int64             // the number of the commit; 0 where nothing was changed
	BackDated      warehouse.Moments // those of the past whose answers it changes
	Kinds          []string          // found in the file, in its order
	Rows           int64             // loaded
	Rejected       int64             // rows kept aside by a quarantining load
	Replaced       []warehouse.Replaced
	Changes        []Change // of a dry run: what would change, cell by cell
	MoreChanges    int      // further changes
	Explained      int      // findings that the sender explained
	IgnoredColumns []string // header texts that no contract has, including personal data
	Warnings       []Warning
	Faults         []jianfu.Fault // sorted by sheet, row and column
	FaultyRows     []FaultyRow    // the faulty rows, as in the file, each once, in the same order; no secret ones
}

// FaultyRow is a faulty row, as in the file: its cells under the headers of its table.
type FaultyRow struct {
	Sheet          string
	Row            int
	Headers, Cells []string
}

// Warning is something that a person should check but no reason to refuse: a place in the file and
// a sentence. Row is 0 and Column empty if it concerns more than that; File is empty in the Result
// of a file.
type Warning struct {
	File   string
	Sheet  string
	Row    int
	Column string
	Value  string
	Text   jianfu.Text

	submission int64
}

// In is the whole line for a terminal: place, then the warning.
func (w Warning) In(lang jianfu.Lang) string {
	var place string
	join := func(part jianfu.Text) {
		if place != "" {
			place += jianfu.Say("，", ", ").In(lang)
		}
		place += part.In(lang)
	}
	if w.File != "" {
		join(jianfu.Text{ZH: w.File, EN: w.File})
	}
	if w.Sheet != "" {
		join(jianfu.Say("工作表“%s”", "sheet %q", w.Sheet))
	}
	if w.Row > 0 {
		join(jianfu.Say("第 %d 行", "row %d", w.Row))
	}
	if w.Column != "" {
		join(jianfu.Say("“%s”列", "column %q", w.Column))
	}
	if place != "" {
		place += jianfu.Say("：", ": ").In(lang)
	}
	return place + w.Text.In(lang)
}

// Load loads one file. name is its name, and size the number of bytes of r. A file that is refused
// is a Result; an error is a wrong request (jianfu.Invalid), a cancelled context, or our own fault.
func (l *Loader) Load(ctx context.Context, name string, r io.ReaderAt, size int64, o Options) (Result, error) {
	if err := access.RequireFiling(ctx, access.From(ctx).Department); err != nil { // before the file is read
		return Result{}, err
	}
	aside := map[asideKey]asideFault{}
	for {
		f := &filing{loader: l, name: name, reader: r, size: size, options: o, aside: aside}
		if result, err := f.load(ctx); err != nil || !f.again {
			return result, err
		}
	}
}
