package metrics

import (
	"bytes"
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"jianfu"
)

//go:embed catalog/*.yml
var embedded embed.FS

// DefaultCaliber is the caliber of a query that names none.
const DefaultCaliber = "reduction"

// MetricKind says how the figures of several periods belong together.
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

// Direction says which way of a metric is the better one.
type Direction string

// The directions.
const (
	Down       Direction = "DOWN" // fewer is better
	Up         Direction = "UP"   // more is better
	Undirected Direction = "NONE"
)

// Metric is one named measure. Everything about how it is counted is here.
type Metric struct {
	Name       string
	Label      jianfu.Text
	Definition jianfu.Text
	Words      []string // what reports call it besides its label: parts set apart by spaces, each with its alternatives: 召开|举行 会议
	Unit       string   // "" for a rate
	Direction  Direction
	Internal   bool // only a part of a rate: not to be asked for

	Count    string // rows for which the condition holds
	Sum      string // the sum of an expression
	Distinct string // the number of its different values
	Median   string // the middle one of an expression
	Where    string // of a median: which rows
	Per      int64  // what a sum is divided by
	Apart    bool   // the source's base and the caliber do not apply
	Calendar bool   // depends on working days
	source   *source

	numerator, denominator *Metric // of a rate
	at                     place   // where it is defined
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
	case m.source.Stock != "" || readsPeriodEnd.MatchString(m.Count):
		return Stock
	case m.source.Year != "":
		return Plan
	}
	return Flow
}

var readsPeriodEnd = regexp.MustCompile(`\buntil\b`)

// IsRate reports whether the figure is a fraction, shown in percent.
func (m *Metric) IsRate() bool { return m.numerator != nil }

// Parts are the numerator and denominator of a rate, or the metric itself.
func (m *Metric) Parts() []*Metric {
	if m.numerator != nil {
		return []*Metric{m.numerator, m.denominator}
	}
	return []*Metric{m}
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

// Dimensions are those by which the metric can be broken down: the directory's, and
// those that all its sources have.
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

// ReadsYear reports whether the figure rests on its year's months before the period too.
func (m *Metric) ReadsYear() bool {
	return slices.ContainsFunc(m.Parts(), func(part *Metric) bool { return part.source.readsYear() })
}

func (s *source) readsYear() bool { return s.Stock != "" }

// Dimension is a property by which figures are broken down.
type Dimension struct {
	Name  string
	Label jianfu.Text
	yesno bool
}

// directoryDimensions come from the directory of units, in force on each row's day.
var directoryDimensions = []*Dimension{
	{Name: "department", Label: jianfu.Text{ZH: "单位", EN: "department"}},
	{Name: "portfolio", Label: jianfu.Text{ZH: "分管战线", EN: "portfolio"}},
	{Name: "leader", Label: jianfu.Text{ZH: "分管领导", EN: "leader"}},
	{Name: "department_type", Label: jianfu.Text{ZH: "单位类型", EN: "department type"}},
}

// source is where metrics find their rows: the current rows of a kind, or SQL over
// such kinds. In its SQL and in the expressions of its metrics, {caliber},
// {threshold:NAME}, {due} and {now} stand for what they name.
type source struct {
	name       string
	Kinds      []string  // what is filed; all are read, and the first decides whether there is data
	Uses       []string  // kinds read besides
	Rows       string    // SQL of the rows; "" is the first kind as it stands
	Derived    []derived // columns that cost something, added where a metric names them
	Date       string    // the day a row counts for
	Year       string    // instead of Date: the year a plan is for
	Stock      string    // instead of Rows and Date: SQL over the CTE period(bucket, since, until), with columns bucket, day, department, ids
	Base       string    // which rows count at all
	Caliber    string    // the field of a caliber's version that applies
	Title      string    // the column that names a row
	Dimensions []*Dimension
}

// derived is a column that is worked out from the others of a row.
type derived struct{ name, sql string }

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
}

// Version is the one in force on a day; the first where none is yet.
func (c *Caliber) Version(on jianfu.Date) CaliberVersion {
	version := c.Versions[0]
	for _, v := range c.Versions {
		if v.From <= on {
			version = v
		}
	}
	return version
}

// Threshold is a dated setting, such as the page limit of policy documents.
type Threshold struct {
	Name   string
	Label  jianfu.Text
	Unit   string
	Value  jianfu.Decimal
	From   jianfu.Date
	Source jianfu.Text // the rule it comes from
	Words  []string    // what reports call it besides its label, as of a metric
}

// Catalog is all that can be measured.
type Catalog struct {
	metrics    []*Metric
	byName     map[string]*Metric
	sources    map[string]*source
	calibers   []*Caliber
	thresholds [][]Threshold    // by name, and by From within one
	due        []string         // kinds that every unit files each month
	dueAt      place            // where they are named
	settings   map[string]place // where each threshold of the office's is defined
	checks     []*Check
}

// The YAML of a catalogue file.
type catalogFile struct {
	Sources    map[string]sourceEntry
	Metrics    yaml.MapSlice // kept in order, decoded one by one
	Calibers   []caliberEntry
	Thresholds []thresholdEntry
	Due        []string
	Checks     []checkEntry
}

type sourceEntry struct {
	Kinds, Uses                            []string
	Rows, Date, Year, Stock, Base, Caliber string
	Title                                  string
	Derived, Dimensions                    yaml.MapSlice
}

type dimensionEntry struct {
	ZH, EN string
	Yesno  bool
}

type metricEntry struct {
	Source, Unit           string
	Label, Definition      jianfu.Text
	Words                  []string
	Direction              Direction
	Internal, Apart        bool
	Calendar               bool
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

// ReadCatalog reads the catalogue that the program carries, and over it an office's own
// files (overlay may be nil): an entry of a known name replaces it, a new name adds. The
// error is Invalid and names the file and, for a fault of YAML, the line.
func ReadCatalog(overlay fs.FS) (*Catalog, error) {
	c := &Catalog{byName: map[string]*Metric{}, sources: map[string]*source{}, settings: map[string]place{}}
	own, err := fs.Sub(embedded, "catalog")
	if err != nil {
		return nil, err
	}
	parts := map[string][2]string{} // of rates: names, resolved when all files are read
	for _, folder := range []fs.FS{own, overlay} {
		if folder == nil {
			continue
		}
		clear(c.settings) // those of the program may be left unused
		names, err := fs.Glob(folder, "*.yml")
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			if err := c.readFile(folder, name, parts); err != nil {
				return nil, err
			}
		}
	}
	return c, c.resolve(parts)
}

func catalogError(at place, err error) *jianfu.Error {
	return jianfu.Errorf(jianfu.Invalid, "指标目录文件 %s 有错：%s", "the catalogue file %s is faulty: %s", at, err)
}

func decode(at place, into any) error {
	decoder := yaml.NewDecoder(bytes.NewReader(at.text), yaml.Strict())
	if err := decoder.Decode(into); err != nil && !errors.Is(err, io.EOF) { // an empty file says nothing
		var positioned yaml.Error
		if errors.As(err, &positioned) && positioned.GetToken() != nil {
			at.line = positioned.GetToken().Position.Line
		}
		return catalogError(at, errors.New(yaml.FormatError(err, false, true)))
	}
	return nil
}

// decodeItem decodes one entry of an ordered map, strictly too. It was read already, so
// that its aliases are written out, and what is wrong is looked for again in the file.
func decodeItem(at place, value, into any) error {
	text, err := yaml.Marshal(value)
	if err != nil {
		return catalogError(at, err)
	}
	err = yaml.NewDecoder(bytes.NewReader(text), yaml.Strict()).Decode(into)
	var positioned yaml.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &positioned) && positioned.GetToken() != nil:
		if part := at.in(positioned.GetToken().Value); part.found() {
			at = part
		}
		err = errors.New(positioned.GetMessage())
	}
	return catalogError(at, err)
}

func (c *Catalog) readFile(folder fs.FS, name string, parts map[string][2]string) error {
	text, err := fs.ReadFile(folder, name)
	whole := place{file: name, text: text}
	if err != nil {
		return catalogError(whole, err)
	}
	var file catalogFile
	if err := decode(whole, &file); err != nil {
		return err
	}
	for _, key := range slices.Sorted(maps.Keys(file.Sources)) {
		if c.sources[key], err = readSource(whole.in("sources", key), key, file.Sources[key]); err != nil {
			return err
		}
	}
	for _, item := range file.Metrics {
		metric := fmt.Sprint(item.Key)
		if err := c.readMetric(whole.in("metrics", metric), metric, item.Value, parts); err != nil {
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
	if file.Due != nil {
		c.due, c.dueAt = file.Due, whole.in("due")
	}
	return nil
}

func readSource(at place, name string, e sourceEntry) (*source, error) {
	s := &source{name: name, Kinds: e.Kinds, Uses: e.Uses, Rows: e.Rows, Date: e.Date, Year: e.Year, Stock: e.Stock,
		Base: e.Base, Caliber: e.Caliber, Title: e.Title}
	if len(s.Kinds) == 0 {
		return nil, catalogError(at, fmt.Errorf("source %s names no kinds", name))
	}
	if s.Rows == "" {
		s.Rows = `SELECT * FROM "` + s.Kinds[0] + `"`
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
		return nil, catalogError(at, fmt.Errorf("source %s needs exactly one of date, year and stock", name))
	}
	if s.Year != "" {
		s.Date = "make_date(" + s.Year + ", 12, 31)" // a plan is its unit's as the directory stands at the year's end
	}
	if s.Stock != "" {
		s.Date = "day"
	}
	if s.Caliber != "" && s.Caliber != "documents" && s.Caliber != "meetings" {
		return nil, catalogError(at.in("caliber"), fmt.Errorf("source %s: caliber is documents or meetings, not %s", name, s.Caliber))
	}
	for _, item := range e.Derived {
		s.Derived = append(s.Derived, derived{fmt.Sprint(item.Key), fmt.Sprint(item.Value)})
	}
	for _, item := range e.Dimensions {
		var d dimensionEntry
		if err := decodeItem(at.in("dimensions", fmt.Sprint(item.Key)), item.Value, &d); err != nil {
			return nil, err
		}
		s.Dimensions = append(s.Dimensions, &Dimension{Name: fmt.Sprint(item.Key), Label: jianfu.Text{ZH: d.ZH, EN: d.EN}, yesno: d.Yesno})
	}
	return s, nil
}

func (c *Catalog) readMetric(at place, name string, value any, parts map[string][2]string) error {
	var e metricEntry
	if err := decodeItem(at, value, &e); err != nil {
		return err
	}
	m := &Metric{Name: name, Label: e.Label, Definition: e.Definition, Words: e.Words, Unit: e.Unit, Direction: e.Direction, Internal: e.Internal,
		Count: e.Count, Sum: e.Sum, Distinct: e.Distinct, Median: e.Median, Where: e.Where, Per: e.Per, Apart: e.Apart, Calendar: e.Calendar, at: at}
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
		return catalogError(at, fmt.Errorf("%s needs exactly one of count, sum, distinct, median and numerator", name))
	case m.Label.ZH == "" || m.Label.EN == "" || m.Definition.ZH == "" || m.Definition.EN == "":
		return catalogError(at, fmt.Errorf("%s needs a label and a definition in Chinese and English", name))
	case !slices.Contains([]Direction{Down, Up, Undirected}, m.Direction):
		return catalogError(at.in("direction"), fmt.Errorf("%s: direction is DOWN, UP or NONE, not %s", name, m.Direction))
	case e.Numerator != "":
		parts[name] = [2]string{e.Numerator, e.Denominator}
	default:
		delete(parts, name)
		if m.source = c.sources[e.Source]; m.source == nil {
			return catalogError(at.in("source"), fmt.Errorf("%s: there is no source %q", name, e.Source))
		}
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
			return catalogError(at.in("versions", i), fmt.Errorf("caliber %s: each version needs from (2023-01-01), documents and meetings", e.Name))
		}
		caliber.Versions = append(caliber.Versions, CaliberVersion{From: from, Documents: v.Documents, Meetings: v.Meetings})
	}
	switch {
	case len(caliber.Versions) == 0:
		return catalogError(at, fmt.Errorf("caliber %s has no version", e.Name))
	case e.Name == "" || e.Label.ZH == "" || e.Definition.ZH == "":
		return catalogError(at, fmt.Errorf("caliber %q needs a name, a label and a definition", e.Name))
	}
	slices.SortFunc(caliber.Versions, func(a, b CaliberVersion) int { return int(a.From - b.From) })
	for i, v := range caliber.Versions[1:] {
		if v.From == caliber.Versions[i].From {
			return catalogError(at, fmt.Errorf("caliber %s has two versions from %s", e.Name, v.From))
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
			return catalogError(at.in("values", i), fmt.Errorf("threshold %s: each value needs from (2023-01-01) and value (a number)", e.Name))
		}
		values = append(values, Threshold{Name: e.Name, Label: e.Label, Unit: e.Unit, Value: value, From: from, Source: v.Source, Words: e.Words})
	}
	if len(values) == 0 {
		return catalogError(at, fmt.Errorf("threshold %s has no value", e.Name))
	}
	slices.SortFunc(values, func(a, b Threshold) int { return int(a.From - b.From) })
	for i, v := range values[1:] {
		if v.From == values[i].From {
			return catalogError(at, fmt.Errorf("threshold %s has two values from %s", e.Name, v.From))
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

// resolve ties rates to their parts and checks what needs the whole catalogue.
func (c *Catalog) resolve(parts map[string][2]string) error {
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		m := c.byName[name]
		m.numerator, m.denominator = c.byName[parts[name][0]], c.byName[parts[name][1]]
		for i, part := range []*Metric{m.numerator, m.denominator} {
			if part == nil || part.source == nil {
				return catalogError(m.at.in([]any{"numerator", "denominator"}[i]), fmt.Errorf("%q is not a metric that counts rows", parts[name][i]))
			}
		}
	}
	if err := c.resolveThresholds(); err != nil {
		return err
	}
	slices.SortStableFunc(c.metrics, func(a, b *Metric) int { return cmp.Compare(subject(a.Name), subject(b.Name)) })
	if c.caliber(DefaultCaliber) == nil {
		return catalogError(place{file: "calibers"}, fmt.Errorf("there is no caliber %q", DefaultCaliber))
	}
	return nil
}

var thresholdHole = regexp.MustCompile(`\{threshold:(\w+)`)

// resolveThresholds holds what metrics and checks name against what is set: a name that is
// not known is an error either way.
func (c *Catalog) resolveThresholds() error {
	used := map[string]bool{}
	names := func(at place, texts ...string) error {
		for _, text := range texts {
			for _, hole := range thresholdHole.FindAllStringSubmatch(text, -1) {
				if c.threshold(hole[1]) == nil {
					return catalogError(at, fmt.Errorf("there is no threshold %q", hole[1]))
				}
				used[hole[1]] = true
			}
		}
		return nil
	}
	for _, m := range c.metrics {
		if m.source == nil {
			continue
		}
		if err := names(m.at, m.Count, m.Sum, m.Distinct, m.Median, m.Where, m.source.Rows, m.source.Stock); err != nil {
			return err
		}
	}
	for _, check := range c.checks {
		if err := names(check.at, check.sql); err != nil {
			return err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.settings)) {
		if !used[name] {
			return catalogError(c.settings[name], fmt.Errorf("no metric or check uses the threshold %q; near it: %s", name,
				strings.Join(jianfu.Nearest(name, slices.Sorted(maps.Keys(used)), 3), ", ")))
		}
	}
	return nil
}

// subjects is the order in which people tell of them; an office's own come last.
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

// Metrics lists all metrics that can be asked for, in the catalogue's order.
func (c *Catalog) Metrics() []*Metric {
	return slices.DeleteFunc(slices.Clone(c.metrics), func(m *Metric) bool { return m.Internal })
}

// Metric finds a metric by its name. The error is Invalid and carries the nearest names.
func (c *Catalog) Metric(name string) (*Metric, error) {
	if m := c.byName[name]; m != nil && !m.Internal {
		return m, nil
	}
	var known []jianfu.Named
	for _, m := range c.Metrics() {
		known = append(known, jianfu.Named{Name: m.Name, Others: []string{m.Label.ZH, m.Label.EN}})
	}
	return nil, jianfu.Unknown(jianfu.Say("指标", "metric"), name, known)
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

// Threshold gives the dated values of a threshold, by the day each begins. The error is
// Invalid and carries the nearest names.
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

// Calibers lists the calibers, the default one first.
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

// unknownName says that a name is not known, and which ones are near it.
func unknownName(what jianfu.Text, name string, known []string) *jianfu.Error {
	return jianfu.Unknown(what, name, jianfu.Names(known...))
}
