package metrics

import (
	"cmp"
	"context"
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"jianfu"
	"jianfu/warehouse"
)

//go:embed catalog/*.yml
var embedded embed.FS

var countName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// DefaultCaliber is the caliber of a query that names none.
const DefaultCaliber = "reduction"

// MetricKind says how figures of several periods combine.
type MetricKind string

// The kinds.
const (
	Flow     MetricKind = "FLOW"     // counted over the period by a date; periods add up
	Stock    MetricKind = "STOCK"    // taken at the period's end
	Plan     MetricKind = "PLAN"     // set for a whole year; a part of a year has its year's
	Ratio    MetricKind = "RATIO"    // numerator ÷ denominator, never an average of rates
	Median   MetricKind = "MEDIAN"   // the middle value
	Distinct MetricKind = "DISTINCT" // different values
)

// Direction says which direction of a metric is better.
type Direction string

// The directions.
const (
	Down       Direction = "DOWN" // fewer is better
	Up         Direction = "UP"   // more is better
	Undirected Direction = "NONE"
)

// Metric is a named measure, with everything about how it is counted.
type Metric struct {
	Name       string
	Label      jianfu.Text
	Definition jianfu.Text
	Words      []string // its names in reports besides its label: parts separated by spaces, each with its alternatives: 召开|举行 会议
	Unit       string   // "" for a rate
	Direction  Direction
	Internal   bool // only a part of a rate: cannot be queried

	Count    string // rows for which the condition holds
	Sum      string // the sum of an expression
	Distinct string // the number of its distinct values
	Median   string // the median of an expression
	Where    string // of a median: which rows
	Per      int64  // the divisor of a sum
	Apart    bool   // the source's base and the caliber do not apply
	Calendar bool   // depends on working days
	Stated   string // the count of a table of totals that states it; "" where none does
	Whole    bool   // a total of it is of its own span alone: it does not add up over months
	Headline bool   // a total that states it is a filing of its kind
	source   *source

	numerator, denominator *Metric   // of a rate
	factors                []*Metric // of a sum over several columns: a part for each, which counts the rows that lack it
	reads                  reading   // by the expressions above
	at                     place     // where it is defined
}

// Kind is how the metric adds up.
func (m *Metric) Kind() MetricKind {
	switch {
	case m.numerator != nil:
		return Ratio
	case m.Median != "":
		return Median
	case m.Distinct != "":
		return Distinct
	case m.source.Stock != "" || m.reads.reads("until"): // the end of the period asked for
		return Stock
	case m.source.Year != "":
		return Plan
	}
	return Flow
}

// Reads reports whether the numerator of a rate, or the metric itself, depends on a column of its
// rows.
func (m *Metric) Reads(column string) bool { return m.Parts()[0].reads.reads(column) }

// Is reports whether people may call the metric so: by its name or label.
func (m *Metric) Is(text string) bool { return called(text, m.Name, m.Label) }

// Names reports whether it depends on a text, such as a value of a column.
func (m *Metric) Names(text string) bool { return slices.Contains(m.Parts()[0].reads.constants, text) }

// IsRate reports whether the figure is a fraction, shown in percent.
func (m *Metric) IsRate() bool { return m.numerator != nil }

// Parts are the numerator and denominator of a rate, or the metric itself.
func (m *Metric) Parts() []*Metric {
	if m.numerator != nil {
		return []*Metric{m.numerator, m.denominator}
	}
	return []*Metric{m}
}

// Sources are the names of the tables that the metric counts: each takes a statement.
func (m *Metric) Sources() []string {
	var names []string
	for _, part := range m.Parts() {
		names = append(names, part.source.name)
	}
	return names
}

// Kinds are the kinds of filing that the metric counts, each once.
func (m *Metric) Kinds() []string {
	var kinds []string
	for _, part := range m.Parts() {
		for _, kind := range part.source.Kinds {
			if !slices.Contains(kinds, kind) {
				kinds = append(kinds, kind)
			}
		}
	}
	return kinds
}

// Dimensions are those by which the metric can be broken down: the directory's, and those that all
// its sources share.
func (m *Metric) Dimensions() []*Dimension {
	own := m.Parts()[0].source.Dimensions
	for _, part := range m.Parts()[1:] {
		own = slices.DeleteFunc(slices.Clone(own), func(d *Dimension) bool { return part.source.dimension(d.Name) == nil })
	}
	return append(slices.Clone(directoryDimensions), own...)
}

// OwnDimensions are those of the metric's rows, without the directory's.
func (m *Metric) OwnDimensions() []*Dimension { return m.Dimensions()[len(directoryDimensions):] }

// UnderCaliber reports whether a caliber changes what the metric counts.
func (m *Metric) UnderCaliber() bool {
	for _, part := range m.Parts() {
		if part.source.Caliber != "" && !part.Apart {
			return true
		}
	}
	return false
}

// ReadsYear reports whether the figure also depends on the months of its year before the period.
func (m *Metric) ReadsYear() bool {
	return slices.ContainsFunc(m.Parts(), func(part *Metric) bool { return part.source.readsYear() })
}

func (s *source) readsYear() bool { return s.Stock != "" }

// Dimension is a property by which figures are broken down.
type Dimension struct {
	Name  string
	Label jianfu.Text
	yesno bool
	units bool    // its column is a list of the codes of units
	of    *source // whose rows have it; nil for the directory's
}

// Is reports whether people may call the dimension so: by its name, or by its label in either language.
func (d *Dimension) Is(text string) bool { return called(text, d.Name, d.Label) }

// directoryDimensions come from the directory of units, in force on each row's day.
var directoryDimensions = []*Dimension{
	{Name: "department", Label: jianfu.Text{ZH: "单位", EN: "department"}},
	{Name: "portfolio", Label: jianfu.Text{ZH: "分管战线", EN: "portfolio"}},
	{Name: "leader", Label: jianfu.Text{ZH: "分管领导", EN: "leader"}},
	{Name: "department_type", Label: jianfu.Text{ZH: "单位类型", EN: "department type"}},
}

// source is where metrics find their rows: the current rows of a kind, or SQL over such kinds. In
// its SQL and in the expressions of its metrics, {caliber}, {threshold:NAME} and {now} are
// replaced.
type source struct {
	name       string
	Kinds      []string        // kinds of filing; all are read, and the first decides whether there is data
	Uses       []string        // kinds that are read besides
	Rows       string          // SQL of the rows; "" is the rows of the first kind
	Derived    []derivedColumn // expensive columns, added if a metric uses them
	Date       string          // the day a row counts on
	Year       string          // instead of Date: the year of a plan
	Stock      string          // instead of Rows and Date: SQL over the CTE period(bucket, since, until), with columns bucket, day, department, ids
	Base       string          // which rows count at all
	Caliber    string          // the applicable field of a caliber's version
	Title      string          // the column that names a row
	Dimensions []*Dimension
	reads      reading // by Rows, Date, Year and Stock
	baseReads  reading
	at         place // where it is defined
}

// derivedColumn is computed from the other columns of a row.
type derivedColumn struct {
	name, sql string
	reads     reading
}

func (s *source) dimension(name string) *Dimension {
	if s == nil {
		return nil
	}
	for _, d := range s.Dimensions {
		if d.Name == name {
			return d
		}
	}
	return nil
}

// Caliber is a rule of what documents and meetings count.
type Caliber struct {
	Name       string
	Label      jianfu.Text
	Definition jianfu.Text
	Versions   []CaliberVersion // by From
	at         place            // where it is defined
}

// CaliberVersion is the rule from a day on: conditions in SQL.
type CaliberVersion struct {
	From                jianfu.Date
	Documents, Meetings string
	reads               *reading // by both
	place               int      // in the file's list of versions
}

// Version is the one in force on a day; the first if none is yet.
func (c *Caliber) Version(on jianfu.Date) CaliberVersion {
	version := c.Versions[0]
	for _, v := range c.Versions {
		if v.From <= on {
			version = v
		}
	}
	return version
}

// Threshold is a setting with start dates, such as the page limit of policy documents.
type Threshold struct {
	Name   string
	Label  jianfu.Text
	Unit   string
	Value  jianfu.Decimal
	From   jianfu.Date
	Source jianfu.Text // the rule it comes from
	Words  []string    // its names in reports besides its label, as for a metric
}

// Catalog is everything that can be measured.
type Catalog struct {
	metrics     []*Metric
	byName      map[string]*Metric
	sources     map[string]*source
	calibers    []*Caliber
	thresholds  [][]Threshold // by name, and by From within one
	obligations []*Obligation
	due         []string         // kinds that some obligation covers
	settings    map[string]place // where each threshold is defined
	checks      []*Check
	own         []ownFile // the office's own files, as they were read
}

// ownFile is a file of an office's own rules.
type ownFile struct{ Name, Text string }

// The YAML of a catalogue file.
type catalogFile struct {
	Sources     map[string]sourceEntry
	Metrics     inOrder[metricEntry]
	Calibers    []caliberEntry
	Thresholds  []thresholdEntry
	Obligations []obligationEntry
	Checks      []checkEntry
}

type sourceEntry struct {
	Kinds, Uses                            []string
	Rows, Date, Year, Stock, Base, Caliber string
	Title                                  string
	Derived                                inOrder[any]
	Dimensions                             inOrder[dimensionEntry]
}

type dimensionEntry struct {
	ZH, EN string
	Yesno  bool
	Units  bool
}

type metricEntry struct {
	Source, Unit           string
	Label, Definition      jianfu.Text
	Words                  []string
	Direction              Direction
	Internal, Apart        bool
	Calendar               bool
	Stated                 string
	Whole, Headline        bool
	Count, Sum, Distinct   string
	Median, Where          string
	Per                    int64
	Numerator, Denominator string
}

type caliberEntry struct {
	Name              string
	Label, Definition jianfu.Text
	Versions          []struct{ From, Documents, Meetings string }
}

type thresholdEntry struct {
	Name, Unit string
	Label      jianfu.Text
	Words      []string
	Values     []struct {
		From, Value string
		Source      jianfu.Text
	}
}

// ReadCatalog reads the program's catalogue and an office's own files (overlay may be nil): an
// entry with a known name replaces it, a new name adds one. DuckDB parses their SQL; Verify checks
// it against the tables. The error is Invalid and names the file, the line, what is wrong and what
// to do.
func ReadCatalog(overlay fs.FS) (*Catalog, error) {
	if overlay == nil {
		return carried()
	}
	own, err := readFiles(overlay)
	if err != nil {
		return nil, err
	}
	return readCatalog(own)
}

// carried is the program's own catalogue, which is never changed after it is read.
var carried = sync.OnceValues(func() (*Catalog, error) { return readCatalog(nil) })

// readFiles reads the files of a catalogue, in the order of their names.
func readFiles(folder fs.FS) ([]ownFile, error) {
	names, err := fs.Glob(folder, "*.yml")
	if err != nil {
		return nil, err
	}
	files := []ownFile{}
	for _, name := range names {
		text, err := fs.ReadFile(folder, name)
		if err != nil {
			return nil, place{file: name, own: true}.fault("这个文件读不出，请检查它的权限", "the file cannot be read: check its permissions").Because(err)
		}
		files = append(files, ownFile{name, string(text)})
	}
	return files, nil
}

func readCatalog(own []ownFile) (*Catalog, error) {
	c := &Catalog{byName: map[string]*Metric{}, sources: map[string]*source{}, settings: map[string]place{}, own: own}
	folder, err := fs.Sub(embedded, "catalog")
	if err != nil {
		return nil, err
	}
	carried, err := readFiles(folder)
	if err != nil {
		return nil, err
	}
	parts := map[string][2]string{} // of rates: names, resolved when all files are read
	for i, file := range slices.Concat(carried, own) {
		if err := c.readFile(place{file: file.Name, own: i >= len(carried), text: []byte(file.Text)}, parts); err != nil {
			return nil, err
		}
	}
	if err := c.resolve(parts); err != nil {
		return nil, err
	}
	if err := parse(context.Background(), c.sqlEntries()); err != nil { // it takes milliseconds and reads no file
		return nil, err
	}
	for _, m := range c.metrics {
		if m.Sum != "" && len(m.reads.columns) > 1 {
			for _, column := range m.reads.columns {
				m.factors = append(m.factors, &Metric{Name: m.Name, Sum: warehouse.Ident(column), Apart: m.Apart, source: m.source, reads: reading{columns: []string{column}}})
			}
		}
	}
	return c, c.resolveThresholds()
}

func (c *Catalog) readFile(whole place, parts map[string][2]string) error {
	var file catalogFile
	err := decode(whole, &file)
	if err != nil {
		return err
	}
	for _, key := range slices.Sorted(maps.Keys(file.Sources)) {
		if c.sources[key], err = readSource(whole.in("sources", key), key, file.Sources[key]); err != nil {
			return err
		}
	}
	for _, metric := range file.Metrics.keys {
		if err := c.readMetric(whole.in("metrics", metric), metric, file.Metrics.entries[metric], parts); err != nil {
			return err
		}
	}
	for i, entry := range file.Calibers {
		if err := c.readCaliber(whole.in("calibers", i), entry); err != nil {
			return err
		}
	}
	for i, entry := range file.Thresholds {
		if err := c.readThreshold(whole.in("thresholds", i), entry); err != nil {
			return err
		}
	}
	for i, entry := range file.Checks {
		if err := c.readCheck(whole.in("checks", i), entry); err != nil {
			return err
		}
	}
	for i, entry := range file.Obligations {
		if err := c.readObligation(whole.in("obligations", i), entry); err != nil {
			return err
		}
	}
	return nil
}

func readSource(at place, name string, e sourceEntry) (*source, error) {
	s := &source{name: name, Kinds: e.Kinds, Uses: e.Uses, Rows: e.Rows, Date: e.Date, Year: e.Year, Stock: e.Stock,
		Base: e.Base, Caliber: e.Caliber, Title: e.Title, at: at}
	if len(s.Kinds) == 0 {
		return nil, at.fault("来源 %[1]s 没有写 kinds：请写明读哪种报表，如 kinds: [meeting]", "the source %[1]s has no kinds: name the kinds of filing that it reads, such as kinds: [meeting]", name)
	}
	if s.Rows == "" && s.Stock == "" {
		s.Rows = "SELECT * FROM " + warehouse.Ident(s.Kinds[0])
	}
	if s.Base == "" {
		s.Base = "TRUE"
	}
	ways := 0
	for _, way := range []string{s.Date, s.Year, s.Stock} {
		if way != "" {
			ways++
		}
	}
	if ways != 1 {
		return nil, at.fault("来源 %[1]s 应在 date、year、stock 中只写一项", "the source %[1]s needs exactly one of date, year and stock", name)
	}
	if s.Year != "" {
		s.Date = "make_date(" + s.Year + ", 12, 31)" // a plan is its unit's, by the directory at the end of the year
	}
	if s.Stock != "" {
		s.Date = "day"
	}
	if s.Caliber != "" && s.Caliber != "documents" && s.Caliber != "meetings" {
		return nil, at.in("caliber").fault("caliber 应是 documents 或 meetings，不是 %[1]s", "caliber should be documents or meetings, not %[1]s", s.Caliber)
	}
	for _, column := range e.Derived.keys {
		s.Derived = append(s.Derived, derivedColumn{name: column, sql: fmt.Sprint(e.Derived.entries[column])})
	}
	for _, dimension := range e.Dimensions.keys {
		d := e.Dimensions.entries[dimension]
		s.Dimensions = append(s.Dimensions, &Dimension{Name: dimension, Label: jianfu.Text{ZH: d.ZH, EN: d.EN}, yesno: d.Yesno, units: d.Units, of: s})
	}
	return s, nil
}

func (c *Catalog) readMetric(at place, name string, e metricEntry, parts map[string][2]string) error {
	m := &Metric{Name: name, Label: e.Label, Definition: e.Definition, Words: e.Words, Unit: e.Unit, Direction: e.Direction, Internal: e.Internal,
		Count: e.Count, Sum: e.Sum, Distinct: e.Distinct, Median: e.Median, Where: e.Where, Per: e.Per, Apart: e.Apart, Calendar: e.Calendar,
		Stated: e.Stated, Whole: e.Whole, Headline: e.Headline, at: at}
	if m.Direction == "" {
		m.Direction = Undirected
	}
	if m.Per == 0 {
		m.Per = 1
	}
	ways := 0
	for _, way := range []string{m.Count, m.Sum, m.Distinct, m.Median, e.Numerator} {
		if way != "" {
			ways++
		}
	}
	switch {
	case ways != 1:
		return at.fault("指标 %[1]s 应在 count、sum、distinct、median、numerator 中只写一项", "the metric %[1]s needs exactly one of count, sum, distinct, median and numerator", name)
	case m.Label.ZH == "" || m.Label.EN == "" || m.Definition.ZH == "" || m.Definition.EN == "":
		return at.fault("指标 %[1]s 的 label 和 definition 都要写中文（zh）和英文（en）", "the metric %[1]s needs a label and a definition in Chinese (zh) and English (en)", name)
	case m.Stated == "" && (m.Whole || m.Headline), m.Stated != "" && !countName.MatchString(m.Stated):
		return at.fault("指标 %[1]s 的 stated 应是统计项的名字，如 meetings_held；whole、headline 只与 stated 同用", "stated of the metric %[1]s should name a count such as meetings_held; whole and headline go with stated", name)
	case m.Stated != "" && e.Numerator != "":
		return at.in("stated").fault("%[1]s 是比率，汇总表报的是它的分子和分母", "%[1]s is a rate: totals state its parts", name)
	case !slices.Contains([]Direction{Down, Up, Undirected}, m.Direction):
		return at.in("direction").fault("direction 应是 DOWN、UP 或 NONE，不是 %[1]s", "direction should be DOWN, UP or NONE, not %[1]s", m.Direction)
	case m.Per < 1, m.Per > 1 && m.Sum == "":
		return at.in("per").fault("per 只用于 sum，应是大于 0 的整数", "per goes with sum, and is a whole number above 0")
	case (m.Where != "") && (m.Median == ""):
		return at.in("where").fault("where 只用于 median；计数的条件请写进 count", "where goes with median; write the condition of a count into count")
	case e.Numerator != "":
		parts[name] = [2]string{e.Numerator, e.Denominator}
	default:
		delete(parts, name)
		m.source = &source{name: e.Source} // until all files are read: an office may replace it
	}
	if known := c.byName[name]; known != nil {
		c.metrics[slices.Index(c.metrics, known)] = m
	} else {
		c.metrics = append(c.metrics, m)
	}
	c.byName[name] = m
	return nil
}

func (c *Catalog) readCaliber(at place, e caliberEntry) error {
	caliber := &Caliber{Name: e.Name, Label: e.Label, Definition: e.Definition, at: at}
	for i, v := range e.Versions {
		from, ok := jianfu.ParseDate(v.From)
		if !ok || v.Documents == "" || v.Meetings == "" {
			return at.in("versions", i).fault("口径 %[1]s 的每一版都要写 from（如 2023-01-01）、documents 和 meetings", "each version of the caliber %[1]s needs from (such as 2023-01-01), documents and meetings", e.Name)
		}
		caliber.Versions = append(caliber.Versions, CaliberVersion{From: from, Documents: v.Documents, Meetings: v.Meetings, reads: &reading{}, place: i})
	}
	switch {
	case len(caliber.Versions) == 0:
		return at.fault("口径 %[1]s 没有写 versions", "the caliber %[1]s has no versions", e.Name)
	case e.Name == "" || e.Label.ZH == "" || e.Label.EN == "" || e.Definition.ZH == "" || e.Definition.EN == "":
		return at.fault("口径要写 name，label 和 definition 都要写中文（zh）和英文（en）", "a caliber needs a name, and a label and a definition in Chinese (zh) and English (en)")
	}
	slices.SortFunc(caliber.Versions, func(a, b CaliberVersion) int { return int(a.From - b.From) })
	for i, v := range caliber.Versions[1:] {
		if v.From == caliber.Versions[i].From {
			return at.fault("口径 %[1]s 有两版都从 %[2]s 起，请只留一版", "the caliber %[1]s has two versions from %[2]s: keep one", e.Name, v.From)
		}
	}
	replaced := slices.IndexFunc(c.calibers, func(known *Caliber) bool { return known.Name == e.Name })
	if replaced < 0 {
		c.calibers = append(c.calibers, caliber)
	} else {
		c.calibers[replaced] = caliber
	}
	return nil
}

func (c *Catalog) readThreshold(at place, e thresholdEntry) error {
	var values []Threshold
	for i, v := range e.Values {
		from, ok := jianfu.ParseDate(v.From)
		value, number := jianfu.ParseDecimal(v.Value)
		if !ok || !number {
			return at.in("values", i).fault("阈值 %[1]s 的每个值都要写 from（如 2023-01-01）和 value（一个数）", "each value of the threshold %[1]s needs from (such as 2023-01-01) and value (a number)", e.Name)
		}
		values = append(values, Threshold{Name: e.Name, Label: e.Label, Unit: e.Unit, Value: value, From: from, Source: v.Source, Words: e.Words})
	}
	if len(values) == 0 {
		return at.fault("阈值 %[1]s 没有写 values", "the threshold %[1]s has no values", e.Name)
	}
	slices.SortFunc(values, func(a, b Threshold) int { return int(a.From - b.From) })
	for i, v := range values[1:] {
		if v.From == values[i].From {
			return at.fault("阈值 %[1]s 有两个值都从 %[2]s 起，请只留一个", "the threshold %[1]s has two values from %[2]s: keep one", e.Name, v.From)
		}
	}
	c.settings[e.Name] = at
	replaced := slices.IndexFunc(c.thresholds, func(known []Threshold) bool { return known[0].Name == e.Name })
	if replaced < 0 {
		c.thresholds = append(c.thresholds, values)
	} else {
		c.thresholds[replaced] = values
	}
	return nil
}

// resolve links metrics to their sources and rates to their parts, and checks what needs the whole
// catalogue.
func (c *Catalog) resolve(parts map[string][2]string) error {
	for _, m := range c.metrics {
		if m.source == nil {
			continue
		}
		name := m.source.name
		if m.source = c.sources[name]; m.source == nil {
			return m.at.in("source").unknown(jianfu.Say("来源", "source"), name, slices.Sorted(maps.Keys(c.sources)))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		m := c.byName[name]
		m.numerator, m.denominator = c.byName[parts[name][0]], c.byName[parts[name][1]]
		for i, part := range []*Metric{m.numerator, m.denominator} {
			switch {
			case part == nil:
				return m.at.in([]any{"numerator", "denominator"}[i]).unknown(jianfu.Say("指标", "metric"), parts[name][i], slices.Sorted(maps.Keys(c.byName)))
			case part.source == nil && part.at.own && !m.at.own:
				return part.at.fault("%[1]s 不能改成比率：指标 %[2]s 用它作分子或分母", "%[1]s cannot become a rate: the metric %[2]s has it as its numerator or denominator", part.Name, name)
			case part.source == nil:
				return m.at.in([]any{"numerator", "denominator"}[i]).fault("%[1]s 自己就是比率，不能作分子或分母：请写计数的指标", "%[1]s is a rate itself: name a metric that counts", part.Name)
			}
		}
	}
	c.due = c.owedKinds()
	if err := c.checkLabels(); err != nil {
		return err
	}
	slices.SortStableFunc(c.metrics, func(a, b *Metric) int { return cmp.Compare(subject(a.Name), subject(b.Name)) })
	return nil
}

// labelOwner is an entry, by its label.
type labelOwner struct {
	name  string
	label jianfu.Text
	at    place
}

// checkLabels refuses two metrics, calibers, thresholds or checks with one label: nobody could
// distinguish their figures. The error is in the office's entry, never in the program's.
func (c *Catalog) checkLabels() error {
	lists := make([][]labelOwner, 4)
	for _, m := range c.metrics {
		if !m.Internal {
			lists[0] = append(lists[0], labelOwner{m.Name, m.Label, m.at})
		}
	}
	for _, caliber := range c.calibers {
		lists[1] = append(lists[1], labelOwner{caliber.Name, caliber.Label, caliber.at})
	}
	for _, values := range c.thresholds {
		lists[2] = append(lists[2], labelOwner{values[0].Name, values[0].Label, c.settings[values[0].Name]})
	}
	for _, check := range c.checks {
		lists[3] = append(lists[3], labelOwner{check.Name, check.Label, check.at})
	}
	for _, list := range lists {
		taken := map[string]labelOwner{}
		for _, entry := range list {
			for _, label := range []string{entry.label.ZH, entry.label.EN} {
				other, twice := taken[label]
				if twice && other.name != entry.name && label != "" {
					if other.at.own && !entry.at.own {
						entry, other = other, entry
					}
					return entry.at.in("label").fault("%[1]s 的名称“%[3]s”已是 %[2]s 的名称，请换一个", "the label %[3]q of %[1]s is that of %[2]s already: choose another", entry.name, other.name, label)
				}
				taken[label] = entry
			}
		}
	}
	return nil
}

// sqlEntries are all pieces of SQL in the catalogue.
func (c *Catalog) sqlEntries() []sqlEntry {
	var list []sqlEntry
	add := func(at place, role role, sql string, kinds []string, reads *reading) {
		if sql != "" {
			list = append(list, sqlEntry{at, role, sql, kinds, reads})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.sources)) {
		src := c.sources[name]
		kinds := slices.Concat(src.Kinds, src.Uses)
		add(src.at.in("rows"), rowsRole, src.Rows, kinds, &src.reads)
		add(src.at.in("stock"), rowsRole, src.Stock, kinds, &src.reads)
		add(src.at.in("base"), conditionRole, src.Base, nil, &src.baseReads)
		switch {
		case src.Year != "":
			add(src.at.in("year"), dayRole, src.Year, nil, &src.reads)
		case src.Stock == "":
			add(src.at.in("date"), dayRole, src.Date, nil, &src.reads)
		}
		for i := range src.Derived {
			d := &src.Derived[i]
			add(src.at.in("derived", d.name), derivedRole, d.sql, nil, &d.reads)
		}
	}
	for _, m := range c.metrics {
		add(m.at.in("count"), conditionRole, m.Count, nil, &m.reads)
		add(m.at.in("sum"), amountRole, m.Sum, nil, &m.reads)
		add(m.at.in("distinct"), valueRole, m.Distinct, nil, &m.reads)
		add(m.at.in("median"), amountRole, m.Median, nil, &m.reads)
		add(m.at.in("where"), conditionRole, m.Where, nil, &m.reads)
	}
	for _, caliber := range c.calibers {
		for _, v := range caliber.Versions {
			at := caliber.at.in("versions", v.place)
			add(at.in("documents"), conditionRole, v.Documents, nil, v.reads)
			add(at.in("meetings"), conditionRole, v.Meetings, nil, v.reads)
		}
	}
	for _, check := range c.checks {
		tables := slices.Concat(check.Kinds, check.uses)
		for _, src := range c.stocksOf(check) {
			tables = append(tables, src.name)
		}
		add(check.at.in("sql"), findingRole, check.sql, tables, &check.reads)
	}
	return list
}

// stocksOf are the sources of what exists at the end of a period that a check may read, by name: those of
// its kinds.
func (c *Catalog) stocksOf(check *Check) []*source {
	kinds := slices.Concat(check.Kinds, check.uses)
	var list []*source
	for _, name := range slices.Sorted(maps.Keys(c.sources)) {
		src := c.sources[name]
		other := func(kind string) bool { return !slices.Contains(kinds, kind) }
		if src.Stock != "" && !slices.ContainsFunc(slices.Concat(src.Kinds, src.Uses), other) {
			list = append(list, src)
		}
	}
	return list
}

// resolveThresholds compares the thresholds that metrics and checks name with those that are set:
// an unknown name is an error on either side.
func (c *Catalog) resolveThresholds() error {
	known := map[string]bool{}
	for _, values := range c.thresholds {
		known[values[0].Name] = false
	}
	for _, entry := range c.sqlEntries() {
		for _, name := range entry.reads.thresholds {
			if _, set := known[name]; !set {
				return entry.at.unknown(jianfu.Say("阈值", "threshold"), name, slices.Sorted(maps.Keys(known)))
			}
			known[name] = true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.settings)) {
		if at := c.settings[name]; !known[name] && at.own { // those of the program may be left unused
			used := slices.DeleteFunc(slices.Sorted(maps.Keys(known)), func(other string) bool { return !known[other] })
			return at.fault("没有指标或核查用到阈值“%[1]s”，相近的有：%[2]s", "no metric or check uses the threshold %[1]q; near it: %[2]s", name, strings.Join(jianfu.Nearest(name, used, 3), ", "))
		}
	}
	return nil
}

// subjects is the usual order of subjects; an office's own come last.
var subjects = []string{"documents", "meetings", "inspections", "messages", "apps", "groups", "apps_and_groups", "bodies", "visits",
	"rectifications", "notices", "filings"}

func subject(metric string) int {
	prefix, _, _ := strings.Cut(metric, ".")
	if at := slices.Index(subjects, prefix); at >= 0 {
		return at
	}
	return len(subjects)
}

func (c *Catalog) threshold(name string) []Threshold {
	for _, values := range c.thresholds {
		if values[0].Name == name {
			return values
		}
	}
	return nil
}

func (c *Catalog) caliber(name string) *Caliber {
	for _, caliber := range c.calibers {
		if caliber.Name == name {
			return caliber
		}
	}
	return nil
}

// Metrics lists all metrics that can be queried, in the catalogue's order.
func (c *Catalog) Metrics() []*Metric {
	return slices.DeleteFunc(slices.Clone(c.metrics), func(m *Metric) bool { return m.Internal })
}

// Metric finds a metric by its name or label. The error is Invalid and lists the nearest names.
func (c *Catalog) Metric(name string) (*Metric, error) {
	if m := c.byName[name]; m != nil && !m.Internal {
		return m, nil
	}
	var known []jianfu.Named
	for _, m := range c.Metrics() {
		if m.Is(name) { // labels are unique
			return m, nil
		}
		known = append(known, jianfu.Named{Name: m.Name, Others: []string{m.Label.ZH, m.Label.EN}})
	}
	return nil, jianfu.Unknown(jianfu.Say("指标", "metric"), name, known)
}

// stating are the metrics that tables of totals state, each count once.
func (c *Catalog) stating() []*Metric {
	var list []*Metric
	for _, m := range c.metrics {
		if m.Stated != "" && !slices.ContainsFunc(list, func(known *Metric) bool { return known.Stated == m.Stated }) {
			list = append(list, m)
		}
	}
	return list
}

// CountNames are the names of the counts that totals state: the labels of their metrics, and what their
// words make.
func (c *Catalog) CountNames() map[string][]string {
	names := map[string][]string{}
	for _, m := range c.metrics {
		if m.Stated == "" {
			continue
		}
		names[m.Stated] = append(names[m.Stated], m.Label.ZH)
		for _, words := range m.Words {
			made := []string{""}
			for _, part := range strings.Fields(words) {
				var longer []string
				for _, name := range made {
					for _, word := range strings.Split(part, "|") {
						longer = append(longer, name+word)
					}
				}
				made = longer
			}
			names[m.Stated] = append(names[m.Stated], made...)
		}
	}
	return names
}

// Whole is the count of which a metric is a part, such as all meetings of those that were too long; nil
// where it is that count itself, or there is none.
func (c *Catalog) Whole(m *Metric) *Metric {
	if whole := c.Counted(m.Parts()[0].source.Kinds[0]); whole != m {
		return whole
	}
	return nil
}

// Counted is the metric that counts the rows of a kind of filing; nil if there is none.
func (c *Catalog) Counted(kind string) *Metric {
	for _, m := range c.metrics {
		if m.Headline && m.source == c.sources[kind] {
			return m
		}
	}
	return nil
}

// headlines are the counts that are filings of some kinds: a unit that states one has filed.
func (c *Catalog) headlines(kinds []string) []string {
	var counts []string
	for _, m := range c.metrics {
		if m.Headline && slices.ContainsFunc(m.Kinds(), func(kind string) bool { return slices.Contains(kinds, kind) }) {
			counts = append(counts, m.Stated)
		}
	}
	return counts
}

// statedHeadline is a count that totals state, and a kind of which such a total is a filing.
type statedHeadline struct{ count, kind string }

func (c *Catalog) statedHeadlines() []statedHeadline {
	var list []statedHeadline
	for _, m := range c.metrics {
		if !m.Headline {
			continue
		}
		for _, kind := range m.Kinds() {
			list = append(list, statedHeadline{m.Stated, kind})
		}
	}
	return list
}

// Caliber finds a caliber by its name; "" is the default one. The error is Invalid and
// carries the known names.
func (c *Catalog) Caliber(name string) (*Caliber, error) {
	if name == "" {
		name = DefaultCaliber
	}
	if caliber := c.caliber(name); caliber != nil {
		return caliber, nil
	}
	var names []string
	for _, known := range c.calibers {
		names = append(names, known.Name)
	}
	return nil, unknownName(jianfu.Text{ZH: "口径", EN: "caliber"}, name, names)
}

// Threshold returns the dated values of a threshold, by first day. The error is Invalid and lists
// the nearest names.
func (c *Catalog) Threshold(name string) ([]Threshold, error) {
	if values := c.threshold(name); len(values) > 0 {
		return slices.Clone(values), nil
	}
	var names []string
	for _, values := range c.thresholds {
		names = append(names, values[0].Name)
	}
	return nil, unknownName(jianfu.Say("阈值", "threshold"), name, names)
}

// Calibers lists the calibers, the default first.
func (c *Catalog) Calibers() []*Caliber { return slices.Clone(c.calibers) }

// Thresholds lists the settings in force on a day.
func (c *Catalog) Thresholds(on jianfu.Date) []Threshold {
	var list []Threshold
	for _, values := range c.thresholds {
		if value := inForce(values, on); value != nil {
			list = append(list, *value)
		}
	}
	return list
}

func inForce(values []Threshold, on jianfu.Date) *Threshold {
	var value *Threshold
	for i := range values {
		if values[i].From <= on {
			value = &values[i]
		}
	}
	return value
}

// unknownName says that a name is not known, and lists the nearest.
func unknownName(what jianfu.Text, name string, known []string) *jianfu.Error {
	return jianfu.Unknown(what, name, jianfu.Names(known...))
}
