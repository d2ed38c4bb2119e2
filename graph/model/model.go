package model

import (
	"time"

	"jianfu"
	"jianfu/metrics"
)

// Query is the question that the input asks.
func (in MeasureInput) Query() metrics.Query {
	q := metrics.Query{Metrics: in.Metrics, Period: in.Period, Compare: deref(in.CompareTo), Against: deref(in.Against),
		By: in.By, Grain: deref(in.Grain), Cumulative: deref(in.Cumulative), Where: deref(in.Where),
		Caliber: deref(in.Caliber), AsOf: deref(in.AsOf)}
	if q.Compare == metrics.NoComparison && !q.Against.IsZero() {
		q.Compare = metrics.NamedPeriod
	}
	return q
}

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

// Department is a unit as its newest entry in the directory has it.
type Department struct {
	DepartmentVersion
	Code     string
	Versions []DepartmentVersion
}

// DepartmentVersion is one entry of a unit; nil stands for what the entry does not say.
type DepartmentVersion struct {
	Name      string
	ShortName *string
	Type      string
	Portfolio *string
	Leader    *string
	From      *jianfu.Date
	Through   *jianfu.Date
}

// Portfolio is a deputy mayor's line with its units.
type Portfolio struct {
	Name        string
	Leader      *string
	Departments []Department
}

// Departments puts the directory into the words of the API.
func Departments(list []metrics.Department) []Department {
	departments := make([]Department, len(list))
	for i, d := range list {
		versions := make([]DepartmentVersion, len(d.Versions))
		for j, v := range d.Versions {
			versions[j] = versionOf(v)
		}
		departments[i] = Department{Code: d.Code, DepartmentVersion: versionOf(d.Latest()), Versions: versions}
	}
	return departments
}

func versionOf(v metrics.DepartmentVersion) DepartmentVersion {
	version := DepartmentVersion{Name: v.Name, ShortName: OrNull(v.ShortName), Type: v.Type,
		Portfolio: OrNull(v.Portfolio), Leader: OrNull(v.Leader)}
	// The ends of a civil calendar (1900 to 2199) stand for no end.
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

// Portfolios puts the lines into the words of the API, with their units.
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
