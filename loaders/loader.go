package loaders

import (
	"context"
	"io"
	"time"

	"jianfu"
	"jianfu/warehouse"
)

// Loader takes files into one warehouse under one set of contracts. It is safe for
// concurrent use: the warehouse takes in one load at a time, others wait.
type Loader struct {
	warehouse *warehouse.Warehouse
	contracts *Contracts

	refusesEarly func(kind string) bool // see RefuseEarly
}

// New makes a loader, and lets the warehouse hold the kinds of its contracts: see Apply.
func New(ctx context.Context, w *warehouse.Warehouse, c *Contracts) (*Loader, error) {
	if err := c.Apply(ctx, w); err != nil {
		return nil, err
	}
	return &Loader{warehouse: w, contracts: c}, nil
}

// Contracts are those the loader works under.
func (l *Loader) Contracts() *Contracts { return l.contracts }

// Options are what a filer says beside the bytes. The zero value is fine: everything is
// then taken from the file.
type Options struct {
	Kind        string    // the kind of every table in the file
	Department  string    // code or name of the unit that a blank or absent unit column stands for
	Period      string    // a jianfu.Period, instead of what title, sheet and file name state
	ReceivedAt  time.Time // from when the rows count; zero is now
	SubmittedBy string
	Quarantine  bool   // keep faulty rows aside and load the others
	DryRun      bool   // check everything, change nothing
	City        string // the city's name, instead of the one the directory's title gives

	// Progress, where set, is called now and then with the bytes gone through.
	Progress func(done, total int64)
}

// Status is what became of a file.
type Status string

// The statuses. They are promised to scripts that read the report of a load: none is renamed.
const (
	Loaded    Status = "loaded"
	Unchanged Status = "unchanged" // the same bytes were loaded before
	Refused   Status = "refused"   // Faults say where and why; nothing of it is visible
)

// Result is what became of one file.
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
	MoreChanges    int      // beyond those
	IgnoredColumns []string // header texts that no contract has, personal data among them
	Warnings       []Warning
	Faults         []jianfu.Fault // sorted by sheet, row and column
	FaultyRows     []FaultyRow    // the rows at fault as they stand in the file, each once, sorted alike; none of secret ones
}

// FaultyRow is a row at fault as it stands in the file: its cells under the headers of its table.
type FaultyRow struct {
	Sheet          string
	Row            int
	Headers, Cells []string
}

// Warning is something a person should look at that is no reason to refuse: a place in
// the file and a sentence. Row is 0 and Column empty where it concerns more than that.
type Warning struct {
	Sheet  string
	Row    int
	Column string
	Value  string
	Text   jianfu.Text
}

// In is the whole line for a terminal: place, then what was seen.
func (w Warning) In(lang jianfu.Lang) string {
	var place string
	join := func(part jianfu.Text) {
		if place != "" {
			place += jianfu.Say("，", ", ").In(lang)
		}
		place += part.In(lang)
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

// Load takes in one file. name is what it is called, and size how many bytes r holds. A
// file that is refused is a Result; an error is a wrong request (jianfu.Invalid), a
// cancelled context, or our own fault.
func (l *Loader) Load(ctx context.Context, name string, r io.ReaderAt, size int64, o Options) (Result, error) {
	f := &filing{loader: l, name: name, reader: r, size: size, options: o}
	return f.load(ctx)
}
