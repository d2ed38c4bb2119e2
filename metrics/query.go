package metrics

import (
	"strings"
	"time"

	"jianfu"
)

// Comparison says which period a figure is compared with.
type Comparison string

// The comparisons. NoComparison with a period in Query.Against is NamedPeriod.
const (
	NoComparison   Comparison = ""
	YearEarlier    Comparison = "YEAR_EARLIER"    // 同比: the same span of months a year before
	PreviousPeriod Comparison = "PREVIOUS_PERIOD" // 环比: the span of the same length just before
	NamedPeriod    Comparison = "NAMED_PERIOD"
)

// Query is one query. Only Metrics and Period are required.
type Query struct {
	Metrics    []string
	Period     jianfu.Period
	Compare    Comparison
	Against    jianfu.Period // the base of a NamedPeriod comparison
	By         []string      // dimensions, e.g. "portfolio", "form"
	Grain      jianfu.Grain  // "" is one bucket: the whole period
	Cumulative bool          // each bucket runs from the period's start
	Where      Filter
	Structure  Structure // by which units and lines the base of a comparison is summed; "" is StructureNow
	Caliber    string    // "" is DefaultCaliber
	AsOf       time.Time // what counted at that moment, of what had been received by then; zero is now
	KnownAt    int64     // the commit whose knowledge is used; 0 is the latest
	Sort       string    // the metric by whose figures the groups are ordered; "" is the directory's order
	Descending bool      // with Sort: largest first

	// CaliberOn is the day whose version of the caliber counts, for figures that are compared with
	// those of another period; zero is the last of the period.
	CaliberOn jianfu.Date

	// StructureOn is the day whose units and lines everything is summed by, so that a unit has the past
	// of those that it took over; zero is Structure for bases, and for the rest each row's own day.
	StructureOn jianfu.Date

	// Lasting says that the conditions are those of a template, which is written before anything is filed: a
	// text that nobody has filed counts nothing then, with a notice, and is not taken for a misspelt one.
	Lasting bool

	yearly  bool     // one of the yearly summary's own: its condition is not the caller's choice
	only    []Member // of a traced figure: the only group of the answer, of the dimensions in By
	through int64    // of what was received at exactly AsOf, the last submission that counts; 0 is all
}

// Traced reports whether the query finds one figure again, rather than a table.
func (q Query) Traced() bool { return q.only != nil || q.CaliberOn != 0 }

// CaliberDay is the day whose version of the caliber counts.
func (q Query) CaliberDay() jianfu.Date {
	if q.CaliberOn != 0 {
		return q.CaliberOn
	}
	return q.Period.Through()
}

// Filter narrows the scope. Empty fields have no effect.
type Filter struct {
	Departments []string // unit codes
	Portfolios  []string
	Is          []Equals
}

// Equals selects rows whose dimension has one of the values.
type Equals struct {
	Dimension string
	In        []string
}

// Missing says why there is no amount.
type Missing string

// The reasons.
const (
	NotMissing      Missing = ""
	NoData          Missing = "NO_DATA"          // nothing of the kind was ever filed
	NotInForce      Missing = "NOT_IN_FORCE"     // the unit did not exist
	NotDue          Missing = "NOT_DUE"          // the unit owes none, or not yet, and filed none
	NotFiled        Missing = "NOT_FILED"        // it was due and was not filed
	ZeroDenominator Missing = "ZERO_DENOMINATOR" // nothing to take a share of
	NotReported     Missing = "NOT_REPORTED"     // it was filed without the amount: the column is empty, or only totals of other spans or of the city are stated
	UnknownValues   Missing = "UNKNOWN_VALUES"   // some rows are masked or empty where a sum needs a number
	NoCalendar      Missing = "NO_CALENDAR"      // working days of a year without a holiday notice
	NotApplicable   Missing = "NOT_APPLICABLE"   // the value is of another kind's dimension
	Withheld        Missing = "WITHHELD"         // it would give away the figure of one unit that whoever asks does not see
)

// Unfiled reports whether the reason is that nothing was filed.
func (m Missing) Unfiled() bool {
	return m == NoData || m == NotInForce || m == NotDue || m == NotFiled
}

// Measurement is the answer to a Query.
type Measurement struct {
	Query    Query         // as resolved: caliber and commit filled in
	Base     jianfu.Period // what the whole period is compared with; zero if nothing
	Rows     []Row
	Notices  []Notice
	Lineage  Lineage
	Measured []*Metric // the metrics, in the order of the query

	Against []jianfu.Period // of MeasureAgainst: all periods that it is compared with
	Commit  int64           // the commit by which the warehouse knew
}

// Row is one bucket and group.
type Row struct {
	Bucket jianfu.Period
	Group  []Member // in the order of Query.By
	Values []Value  // in the order of Query.Metrics
}

// Member is one value of one dimension. Known is false for rows that do not say.
type Member struct {
	Dimension string
	Value     string
	Known     bool
	Label     jianfu.Text
}

// ValueOrNull is the value; nil for rows that do not say.
func (m Member) ValueOrNull() *string {
	if !m.Known {
		return nil
	}
	return &m.Value
}

// Value is one figure: a metric over a period and scope. Amount is nil if there is none, and
// Missing says why. A rate keeps Numerator and Denominator, and Amount is the fraction rounded half
// up to four places; any other amount is exact.
type Value struct {
	Metric      *Metric
	Amount      *jianfu.Decimal
	Numerator   *jianfu.Decimal
	Denominator *jianfu.Decimal // nil except for rates
	Missing     Missing
	Basis       Basis
	Coverage    Coverage           // of a rate, of its numerator
	Comparison  *ValueComparison   // nil where none was asked for
	Others      []*ValueComparison // of MeasureAgainst, one of each period
	Scope       Scope

	Units   []string      // codes of the units of which anything is in it, of a rate in its numerator; none of the city's own total
	Unknown []NoticeSlice // months of units that should be in it and are not known; of a rate, of its numerator

	months []bool      // by month of the query's axis: whether anything of it is known
	open   int         // how many of the unknown months are not filed and need not be yet
	short  bool        // some of its months are not in it, of which totals of longer spans are known
	why    jianfu.Text // of Missing, in the case at hand; "" where the reason says it
}

// MetricName is the name of the metric.
func (v Value) MetricName() string { return v.Metric.Name }

// Short reports whether it lacks months of which totals of longer spans are known, so that all was filed
// and yet it is the count of other months than were asked for.
func (v Value) Short() bool { return v.short && v.Amount != nil }

// Lacks reports whether months of units that should be in it are not, whether they were due or not.
func (v Value) Lacks() bool { return v.Amount != nil && len(v.Unknown) > 0 }

// Partial says how much of it was filed where something is missing: 38个单位中36个已报; or how much of it
// is known within longer spans alone: 2个单位月没有单独的数; or of how many months nothing is known that nobody
// owes; or need not be filed yet. It is empty where it has all, or no amount: what only a later table says of
// the year before is no filing, and yet nothing is missing.
func (v Value) Partial(lang jianfu.Lang) string {
	if v.Amount == nil || len(v.Unknown) == 0 {
		return ""
	}
	var parts []string
	if text := v.Coverage.Text(v.Scope.Period, lang); text != "" {
		parts = append(parts, text)
	}
	switch unknown := len(v.Unknown) - v.open; {
	case v.Short():
		parts = append(parts, jianfu.Say("%[1]d个单位月没有单独的数", "no figure of their own for %[1]d months of units", unknown).In(lang))
	case unknown > max(0, v.Coverage.Expected-v.Coverage.Filed):
		parts = append(parts, jianfu.Say("缺%[1]d个单位月的数", "figures of %[1]d months of units are missing", unknown).In(lang))
	}
	if v.open > 0 {
		parts = append(parts, jianfu.Say("%[1]d个单位月未到报送期限", "%[1]d months of units not due yet", v.open).In(lang))
	}
	if lang == jianfu.English {
		return strings.Join(parts, "; ")
	}
	return strings.Join(parts, "；")
}

// Period are the months counted.
func (v Value) Period() jianfu.Period { return v.Scope.Period }

// Trace is the id by which the figure is found again.
func (v Value) Trace() string { return v.Scope.ID() }

// ValueComparison compares a figure with the same figure of another period.
type ValueComparison struct {
	Kind          Comparison
	Period        jianfu.Period
	Base          *Value          // the figure of that period
	Amount        *jianfu.Decimal // of the base period
	Numerator     *jianfu.Decimal // of the base period, of a rate
	Denominator   *jianfu.Decimal
	Delta         *jianfu.Decimal // current − base
	ChangePercent *jianfu.Decimal // counts: (current − base) ÷ base in percent, two decimals
	ChangePoints  *jianfu.Decimal // rates: percentage points, two decimals
	Favourable    *bool           // nil if there is no change, neither direction is better, or gaps decide it
	Missing       Missing         // why there is no change
	why           jianfu.Text
	Comparable    *Comparable // the same over what both sides have; nil within a Comparable
	metric        *Metric
}

// Comparable is a comparison of both sides over the units and months that were filed on both.
type Comparable struct {
	*ValueComparison
	Current  *jianfu.Decimal
	Coverage Coverage // of either side
	Units    int      // how many have both, those that took over from one another as one

	uneven bool // a side has units, or months, of which it has nothing
}

// Scope is all that is needed to find the rows of one figure again.
type Scope struct {
	Metric      string
	Period      jianfu.Period // the months counted, for a cumulative bucket from the period's start
	Group       []Member
	Where       Filter
	Caliber     string
	CaliberOn   jianfu.Date // the day whose version of the caliber counts
	StructureOn jianfu.Date // the day whose units and lines it is summed by, where that makes a difference; zero is each row's own
	AsOf        time.Time
	KnownAt     int64 // the commit whose knowledge is used; 0 is the latest, whichever that is
}

// NoticeCode classes a caveat.
type NoticeCode string

// The notices.
const (
	IncompletePeriod NoticeCode = "INCOMPLETE_PERIOD" // months of the period, or units with a filing due for them, have no filing
	RejectedRows     NoticeCode = "REJECTED_ROWS"     // rows were set aside by a quarantining load
	UnknownRows      NoticeCode = "UNKNOWN_ROWS"      // rows do not say whether they count
	BackDated        NoticeCode = "BACK_DATED"        // filings that count as of the moment were loaded after it
	UnfiledValue     NoticeCode = "UNFILED_VALUE"     // no row that was ever filed has a requested day, or a template's value
	CityTotal        NoticeCode = "CITY_TOTAL"        // the figure is the whole city's own total, not a sum of its units
	OtherCaliber     NoticeCode = "OTHER_CALIBER"     // totals are stated under another caliber than was asked for
	RecordsOnly      NoticeCode = "RECORDS_ONLY"      // totals do not have a dimension that was requested, and were left out
	RegisterRows     NoticeCode = "REGISTER_ROWS"     // a register has rows of months that units state by totals, which go first
	Understood       NoticeCode = "UNDERSTOOD"        // the query calls things by other names than their own: what was understood
	Provisional      NoticeCode = "PROVISIONAL"       // a table came before its period had ended, and none since
	ReturnedFiling   NoticeCode = "RETURNED"          // a filing was sent back, and still counts as it is
	UnitsMoved       NoticeCode = "UNITS_MOVED"       // the units or lines that a base is summed by changed since, or between
	UnequalCoverage  NoticeCode = "UNEQUAL_COVERAGE"  // the two sides of a comparison were filed by different units
	UnitsLeftOut     NoticeCode = "UNITS_LEFT_OUT"    // units with one part of a rate alone are not in it
	OthersHidden     NoticeCode = "OTHERS_HIDDEN"     // groups or figures that whoever asks does not see are left out
)

// Notice is a caveat on the figures: data, not an error.
type Notice struct {
	Code   NoticeCode
	Metric string // "" if it concerns a whole kind
	Text   jianfu.Text
	Advice jianfu.Text   // what whoever files can do about it, which is nothing to readers of a document; "" for nothing
	Kind   jianfu.Text   // the name of the kind whose filings are missing or incomplete
	Period jianfu.Period // the months over which filings were due, or that it is about; zero where none were counted
	Slices []NoticeSlice // every slice that is missing or incomplete; the text names the first
}

// Advised is the notice with its advice.
func (n Notice) Advised() jianfu.Text {
	if n.Advice.ZH == "" {
		return n.Text
	}
	return jianfu.Text{ZH: n.Text.ZH + "；" + n.Advice.ZH, EN: n.Text.EN + ": " + n.Advice.EN}
}

// Same reports whether another notice says the same.
func (n Notice) Same(other Notice) bool {
	return n.Code == other.Code && n.Metric == other.Metric && n.Text == other.Text
}

// NoticeSlice is a slice that a caveat concerns. Department is "" if no unit filed for the period,
// and Period is zero for the slices of ledgers and of kinds without periods.
type NoticeSlice struct {
	Kind, Department string
	Period           jianfu.Period
}

// Lineage describes how the figures were computed.
type Lineage struct {
	Statements  []string // the SQL that was run, with its values inserted
	Columns     []string // the columns read, table.column
	Submissions []int64  // the submissions whose slices of the query's kinds, months and units count, on both sides of a comparison
	Caliber     string
	Thresholds  []Threshold // those that the metrics use, in force at the period's end
}
