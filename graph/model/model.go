package model

import (
	"slices"
	"sync"
	"time"

	"jianfu"
	"jianfu/metrics"
	"jianfu/warehouse"
)

// Query is the query of the input, compared with the first of several periods.
func (in MeasureInput) Query() metrics.Query {
	q := metrics.Query{Metrics: in.Metrics, Period: in.Period, Compare: deref(in.CompareTo),
		By: in.By, Grain: deref(in.Grain), Cumulative: deref(in.Cumulative), Where: deref(in.Where),
		Caliber: deref(in.Caliber), Structure: deref(in.Structure), StructureOn: deref(in.StructureOn), AsOf: deref(in.AsOf), KnownAt: int64(deref(in.KnownAt)),
		Sort: deref(in.Sort), Descending: deref(in.Descending)}
	if len(in.Against) > 0 {
		q.Against = in.Against[0]
		if q.Compare == metrics.NoComparison {
			q.Compare = metrics.NamedPeriod
		}
	}
	return q
}

// Node is an object with an id.
type Node any

// MeasurementResult is the answer to one of several queries: a *metrics.Measurement or a *Refusal.
type MeasurementResult any

// Refusal is why a query has no answer.
type Refusal struct{ *jianfu.Error }

func deref[T any](p *T) T {
	if p == nil {
		return *new(T)
	}
	return *p
}

// OrNull is nil for "".
func OrNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// Department is a unit, with its newest entry in the directory.
type Department struct {
	DepartmentVersion
	Code         string
	Versions     []DepartmentVersion
	Predecessors []Succession
	Successors   []Succession
}

// Succession is a unit whose work went to another.
type Succession struct {
	Department *Department // the unit on the other side
	Day        jianfu.Date
	Change     *string
}

// DepartmentVersion is one entry of a unit; nil is what the entry does not say.
type DepartmentVersion struct {
	Name      string
	ShortName *string
	Type      string
	Portfolio *string
	Leader    *string
	From      *jianfu.Date
	Through   *jianfu.Date
}

// Portfolio is a deputy mayor's portfolio with its units.
type Portfolio struct {
	Name        string
	Leader      *string
	Departments []Department
}

// Departments converts the directory to the types of the API.
func Departments(list []metrics.Department) []Department {
	byCode := map[string]*Department{}
	for _, d := range list {
		versions := make([]DepartmentVersion, len(d.Versions))
		for j, v := range d.Versions {
			versions[j] = versionOf(v)
		}
		byCode[d.Code] = &Department{Code: d.Code, DepartmentVersion: versionOf(d.Latest()), Versions: versions, Predecessors: []Succession{}, Successors: []Succession{}}
	}
	for _, s := range metrics.Successions(list) {
		from, to := byCode[s.From], byCode[s.To]
		if from == nil || to == nil {
			continue
		}
		to.Predecessors = append(to.Predecessors, Succession{from, s.Day, OrNull(s.Change)})
		from.Successors = append(from.Successors, Succession{to, s.Day, OrNull(s.Change)})
	}
	departments := make([]Department, len(list))
	for i, d := range list {
		departments[i] = *byCode[d.Code]
	}
	return departments
}

func versionOf(v metrics.DepartmentVersion) DepartmentVersion {
	version := DepartmentVersion{Name: v.Name, ShortName: OrNull(v.ShortName), Type: v.Type,
		Portfolio: OrNull(v.Portfolio), Leader: OrNull(v.Leader)}
	// The ends of the calendar (1900 to 2199) mean no end.
	if v.From.Year() >= 1900 {
		from := v.From
		version.From = &from
	}
	if v.Until.Year() <= 2199 {
		through := v.Until - 1
		version.Through = &through
	}
	return version
}

// Moment is t, or the zero time for nil.
func Moment(t *time.Time) time.Time { return deref(t) }

// Portfolios converts the portfolios to the types of the API, with their units.
func Portfolios(lines []metrics.Portfolio, departments []metrics.Department) []Portfolio {
	byCode := map[string]Department{}
	for _, d := range Departments(departments) {
		byCode[d.Code] = d
	}
	portfolios := make([]Portfolio, len(lines))
	for i, line := range lines {
		portfolios[i] = Portfolio{Name: line.Name, Leader: OrNull(line.Leader), Departments: []Department{}}
		for _, code := range line.Departments {
			portfolios[i].Departments = append(portfolios[i].Departments, byCode[code])
		}
	}
	return portfolios
}

// Finding is a finding of a check, on a page of findings.
type Finding struct {
	metrics.Finding
	Page    *FindingPage
	Handled *warehouse.Note
}

// FindingConnection is a page of the findings of a check, and what they were asked for.
type FindingConnection struct {
	Check      *metrics.Check
	Nodes      []Finding
	Edges      []FindingEdge
	PageInfo   *PageInfo
	TotalCount int
	Notices    []metrics.Notice
	Period     jianfu.Period
	AsOf       time.Time
}

// FindingPage reads the records of all its findings together.
type FindingPage struct {
	Findings []metrics.Finding

	mu   sync.Mutex
	read map[metrics.Page]map[int64]metrics.Record
}

// Records is a page of the records of one finding. The first finding that needs such a page has it
// read, with read, for all.
func (p *FindingPage) Records(f metrics.Finding, page metrics.Page, read func(metrics.Finding) ([]metrics.Record, error)) (*metrics.RecordPage, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	known, done := p.read[page]
	if !done {
		all := metrics.Finding{Check: f.Check}
		for _, other := range p.Findings {
			ids, _ := cut(other.RecordIDs, page)
			all.RecordIDs = append(all.RecordIDs, ids...)
		}
		slices.Sort(all.RecordIDs)
		all.RecordIDs = slices.Compact(all.RecordIDs)
		known = map[int64]metrics.Record{}
		if len(all.RecordIDs) > 0 {
			records, err := read(all)
			if err != nil {
				return nil, err
			}
			for _, record := range records {
				known[record.ID] = record
			}
		}
		if p.read == nil {
			p.read = map[metrics.Page]map[int64]metrics.Record{}
		}
		p.read[page] = known
	}
	ids, more := cut(f.RecordIDs, page)
	found := &metrics.RecordPage{Records: []metrics.Record{}, More: more, Total: int64(len(f.RecordIDs))}
	for _, id := range ids {
		if record, ok := known[id]; ok {
			found.Records = append(found.Records, record)
		}
	}
	return found, nil
}

// cut cuts a page from ids, in their order.
func cut(ids []int64, page metrics.Page) (some []int64, more bool) {
	for _, id := range slices.Sorted(slices.Values(ids)) {
		if id > page.After {
			some = append(some, id)
		}
	}
	if len(some) > page.First {
		return some[:page.First], true
	}
	return some, false
}

// Change is one commit, and what it can move.
type Change struct {
	Commit     int64
	At         time.Time
	Type       ChangeType
	Submission *warehouse.Submission // nil for a restored backup
	Kinds      []string
	Periods    []jianfu.Period
	Metrics    []string
}
