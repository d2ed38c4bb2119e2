package metrics

import (
	"context"
	"errors"
	"slices"
	"time"

	"jianfu"
)

// Annual holds every figure of the office's annual report, by name. The numbers after the fields
// are the figures' numbers in the report, by which jianfu summary lists them. Values of a single
// year are compared with the year before.
type Annual struct {
	Year int
	AsOf time.Time

	Commit int64 // the commit by which the warehouse knew

	WritingProblemKinds Value      // 1
	SystemMeetingCap    *Threshold // 2
	DepartmentsOverCap  Value      // 2
	MeetingHourLimit    *Threshold // 3
	OverlongMeetings    Value      // 3
	MeetingLeadDays     *Threshold // 4
	LeadTimeCompliance  Value      // 4
	MeetingsHeld        Value      // 5

	InspectionsPlannedThreeYears Value   // 6
	InspectionsConducted         []Value // 7 to 9: the year before last, last year, the year
	InspectionsPlanned           []Value // 14 is the last of them

	MessagesHandled                 Value // 10
	MessageHandlingRate             Value // 10
	MessagesHandledThreeYears       Value
	MessageHandlingRateThreeYears   Value
	AppsCleared                     Value // 11
	GroupsCleared                   Value // 12
	AppClearanceRate                Value // 13
	GroupClearanceRate              Value // 13
	CombinedClearanceRate           Value // 13
	AppsClearedThreeYears           Value
	GroupsClearedThreeYears         Value
	CombinedClearanceRateThreeYears Value

	MeetingsToDate     Value           // 15: to the end of November, or of the last month filed
	ExpectedReduction  *Projection     // 16: nil if there is no month to project from
	BodiesHandled      Value           // 17
	BodiesEstablished  Value           // 18
	BodiesAdjusted     Value           // 19
	BodiesAbolished    Value           // 20
	BodiesTotal        Value           // 21
	PolicyPageLimit    *Threshold      // 22
	PolicyOverLength   Value           // 22
	MeetingsNoIncrease []IncreaseCheck // last year and the year

	Notices []Notice // caveats on any of the figures, each once
}

// Annual works out every figure of a year's report, as of a moment (zero is now).
func (e *Engine) Annual(ctx context.Context, year int, asOf time.Time) (a *Annual, err error) {
	ctx, release := e.w.Pin(ctx, 0)
	defer func() { err = errors.Join(err, release()) }()
	a = &Annual{Year: year, AsOf: asOf}
	if a.Commit, err = e.w.CommitOf(ctx); err != nil {
		return nil, err
	}
	thisYear := jianfu.YearOf(year)
	threeYears, _ := jianfu.Span(jianfu.MonthOf(year-2, 1), jianfu.MonthOf(year, 12))
	fill := func(q Query, into ...*Value) error {
		q.AsOf, q.yearly = asOf, true
		answer, err := e.Measure(ctx, q)
		if err != nil {
			return err
		}
		for i, value := range answer.Rows[0].Values {
			*into[i] = value
		}
		own := func(n Notice) bool { return n.Code == UnfiledValue } // that of the summary's own condition
		a.Notices = addNotices(a.Notices, slices.DeleteFunc(slices.Clone(answer.Notices), own))
		return nil
	}
	series := func(metric string, into *[]Value) error {
		answer, err := e.Measure(ctx, Query{Metrics: []string{metric}, Period: threeYears, Grain: jianfu.ByYear, Compare: YearEarlier, AsOf: asOf})
		if err != nil {
			return err
		}
		for _, row := range answer.Rows {
			*into = append(*into, row.Values[0])
		}
		a.Notices = addNotices(a.Notices, answer.Notices)
		return nil
	}
	steps := []func() error{
		func() error {
			return fill(Query{Period: thisYear, Compare: YearEarlier, Metrics: []string{"meetings.departments_over_cap", "meetings.overlong",
				"meetings.lead_time_compliance", "meetings.held", "messages.handled", "messages.handling_rate", "apps.cleared", "groups.cleared",
				"apps.clearance_rate", "groups.clearance_rate", "apps_and_groups.clearance_rate", "bodies.handled", "bodies.established",
				"bodies.adjusted", "bodies.abolished", "bodies.total", "documents.policy_over_length"}},
				&a.DepartmentsOverCap, &a.OverlongMeetings, &a.LeadTimeCompliance, &a.MeetingsHeld, &a.MessagesHandled, &a.MessageHandlingRate,
				&a.AppsCleared, &a.GroupsCleared, &a.AppClearanceRate, &a.GroupClearanceRate, &a.CombinedClearanceRate, &a.BodiesHandled,
				&a.BodiesEstablished, &a.BodiesAdjusted, &a.BodiesAbolished, &a.BodiesTotal, &a.PolicyOverLength)
		},
		func() error {
			return fill(Query{Period: thisYear, Compare: YearEarlier, Metrics: []string{"rectifications.categories"},
				Where: Filter{Is: []Equals{{Dimension: "source", In: []string{"文风"}}}}}, &a.WritingProblemKinds)
		},
		func() error {
			return fill(Query{Period: threeYears, Metrics: []string{"inspections.planned", "messages.handled", "messages.handling_rate",
				"apps.cleared", "groups.cleared", "apps_and_groups.clearance_rate"}},
				&a.InspectionsPlannedThreeYears, &a.MessagesHandledThreeYears, &a.MessageHandlingRateThreeYears,
				&a.AppsClearedThreeYears, &a.GroupsClearedThreeYears, &a.CombinedClearanceRateThreeYears)
		},
		func() error { return series("inspections.conducted", &a.InspectionsConducted) },
		func() error { return series("inspections.planned", &a.InspectionsPlanned) },
		func() error { return e.annualOutlook(ctx, a, fill) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, err
		}
	}
	for name, into := range map[string]**Threshold{"system_meetings_cap": &a.SystemMeetingCap, "meeting_hours": &a.MeetingHourLimit,
		"meeting_lead_days": &a.MeetingLeadDays, "policy_pages": &a.PolicyPageLimit} {
		*into = inForce(e.catalog.threshold(name), thisYear.Through())
	}
	return a, nil
}

// annualOutlook fills in the year to date and its projection.
func (e *Engine) annualOutlook(ctx context.Context, a *Annual, fill func(Query, ...*Value) error) error {
	filed, err := e.filedPart(ctx, "meetings.held", a.Year, a.AsOf)
	if err != nil {
		return err
	}
	through := min(filed.Months(), 11)
	january := jianfu.MonthOf(a.Year, 1)
	toDate, _ := jianfu.Span(january, january+jianfu.Month(through)-1) // through is 1 to 11
	if err := fill(Query{Metrics: []string{"meetings.held"}, Period: toDate, Compare: YearEarlier}, &a.MeetingsToDate); err != nil {
		return err
	}
	if a.ExpectedReduction, err = e.Project(ctx, "meetings.held", a.Year, through, "", a.AsOf); err != nil {
		return err
	}
	for year := a.Year - 1; year <= a.Year; year++ {
		checks, err := e.NoIncrease(ctx, "meetings.held", year, Query{AsOf: a.AsOf})
		if err != nil {
			return err
		}
		a.MeetingsNoIncrease = append(a.MeetingsNoIncrease, checks...)
	}
	return nil
}
