package metrics

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"jianfu"
)

// prepare checks the query and prepares everything that the statements need.
func (e *Engine) prepare(ctx context.Context, tx *sql.Tx, q Query) (*run, error) {
	r := &run{engine: e, tx: tx, query: q, cells: map[cellKey]count{}, groupKeys: map[string]bool{}, sayers: map[Member][]*source{}, covers: map[*source]*cover{}, decisions: map[decisionKey]*choice{}, begun: map[account]bool{}, plain: map[plainKey]*choice{}, placed: map[jianfu.Date]map[int]*placement{}, markings: map[*source]*marking{}}
	if len(q.Metrics) == 0 {
		return nil, jianfu.Errorf(jianfu.Invalid, "请至少写一个指标名", "name at least one metric")
	}
	if q.Period.IsZero() {
		return nil, jianfu.Errorf(jianfu.Invalid, "请写明时间，如 2023", "name a period, such as 2023")
	}
	r.query.Metrics = slices.Clone(q.Metrics)
	for i, name := range q.Metrics {
		m, err := e.catalog.Metric(name)
		if err != nil {
			return nil, err
		}
		if r.query.Metrics[i] = m.Name; m.Name != name {
			r.understood = append(r.understood, understanding{name, m.Name})
		}
		r.metrics = append(r.metrics, m)
	}
	caliber, err := e.catalog.Caliber(q.Caliber)
	if err != nil {
		return nil, err
	}
	r.query.Caliber, r.caliber = caliber.Name, caliber
	r.scope = &scope{catalog: e.catalog, by: q.By, where: q.Where, asOf: q.AsOf, through: q.through, now: q.AsOf,
		caliber: caliber.Version(q.CaliberDay())}
	if q.AsOf.IsZero() {
		r.scope.now = e.w.MomentOf(ctx)
	}
	if r.shape, err = e.shape(ctx, tx); err != nil {
		return nil, err
	}
	if r.ledger, err = e.ledger(ctx, tx); err != nil {
		return nil, err
	}
	if r.standing, err = r.ledger.standing(r.scope); err != nil {
		return nil, err
	}
	r.departments = r.standing.departments
	if len(q.Where.Is) > maxConditions {
		return nil, jianfu.Errorf(jianfu.TooLarge, "一次最多写 %d 个条件（is），同一维度的取值请写在一个条件里", "at most %d conditions (is) at once: put the values of one dimension into one condition", maxConditions)
	}
	r.understand()
	if r.see, err = e.sight(ctx, tx); err != nil {
		return nil, err
	}
	if err := r.narrow(ctx); err != nil {
		return nil, err
	}
	if err := r.checkScope(ctx); err != nil {
		return nil, err
	}
	if err := r.checkSort(); err != nil {
		return nil, err
	}
	return r, r.makeBuckets()
}

// maxConditions is how many conditions a query may have: what was ever filed is read for each.
const maxConditions = 20

// checkScope refuses unknown names: a misspelt filter must not count nothing.
func (r *run) checkScope(ctx context.Context) error {
	asked := slices.Clone(r.query.By)
	for _, equals := range r.query.Where.Is {
		asked = append(asked, equals.Dimension)
	}
	for _, m := range r.metrics {
		var known []string
		for _, d := range m.Dimensions() {
			known = append(known, d.Name)
		}
		for _, name := range asked {
			if grain, err := jianfu.ParseGrain(name); err == nil && !slices.Contains(known, name) {
				return jianfu.Errorf(jianfu.Invalid, "“%s”不是维度：按时间分段请用粒度（grain）%s", "%q is not a dimension: for figures by time use the grain %s", name, strings.ToLower(string(grain)))
			}
			if !slices.Contains(known, name) {
				return unknownName(jianfu.Say("可用于指标 %s 的维度", "dimension of %s", m.Name), name, known)
			}
		}
	}
	for i, name := range r.query.By {
		if slices.Contains(r.query.By[:i], name) {
			return jianfu.Errorf(jianfu.Invalid, "维度“%s”写了两次", "dimension %q is named twice", name)
		}
	}
	var portfolios []string
	for _, d := range r.departments {
		for _, v := range d.Versions {
			portfolios = append(portfolios, v.Portfolio)
		}
	}
	askedCodes, askedPortfolios := slices.Clone(r.query.Where.Departments), slices.Clone(r.query.Where.Portfolios)
	for _, m := range r.query.only {
		switch {
		case m.Dimension == "department" && m.Known:
			left, err := r.everFiled(ctx, m.Value) // a unit that has left the directory keeps its figures
			if err != nil {
				return err
			}
			if !left {
				askedCodes = append(askedCodes, m.Value)
			}
		case m.Dimension == "portfolio" && m.Known:
			askedPortfolios = append(askedPortfolios, m.Value)
		}
	}
	for _, code := range askedCodes {
		if _, err := FindDepartment(r.departments, code); err != nil {
			return err
		}
	}
	for _, name := range askedPortfolios {
		if !slices.Contains(portfolios, name) {
			return unknownName(jianfu.Say("分管战线", "portfolio"), name, slices.Compact(slices.Sorted(slices.Values(portfolios))))
		}
	}
	for _, equals := range r.query.Where.Is {
		if err := r.checkValues(equals); err != nil {
			return err
		}
	}
	return nil
}

// everFiled reports whether anything was ever filed by a unit.
func (r *run) everFiled(ctx context.Context, code string) (filed bool, err error) {
	err = r.tx.QueryRowContext(ctx, "SELECT EXISTS (FROM slice WHERE department = $1)", code).Scan(&filed)
	return filed, err
}

// checkValues refuses values that no unit of the directory has, and values of a yes-no column other
// than yes and no. What other columns have is known once the rows are counted: see unfiledValues.
func (r *run) checkValues(equals Equals) error {
	if equals.Dimension != "department" && !isUnitProperty(equals.Dimension) {
		for _, m := range r.metrics {
			for _, d := range m.Dimensions() {
				if d.Name == equals.Dimension {
					if err := d.checkTruth(equals.In); err != nil {
						return err
					}
					if d.units {
						if err := r.checkUnits(equals.In); err != nil {
							return err
						}
					}
				}
			}
		}
		return nil
	}
	var label jianfu.Text
	for _, d := range directoryDimensions {
		if d.Name == equals.Dimension {
			label = d.Label
		}
	}
	var known []string
	for _, d := range r.departments {
		for _, v := range d.Versions {
			if value, _ := v.property(equals.Dimension); value != "" && !slices.Contains(known, value) {
				known = append(known, value)
			}
		}
	}
	for _, value := range equals.In {
		if equals.Dimension == "department" {
			if _, err := FindDepartment(r.departments, value); err != nil {
				return err
			}
		} else if !slices.Contains(known, value) {
			return unknownName(label, value, known)
		}
	}
	return nil
}

// checkUnits refuses codes that the directory does not have. A value may also be the whole list of a row: [C, A].
func (r *run) checkUnits(values []string) error {
	for _, value := range values {
		for code := range strings.SplitSeq(strings.Trim(value, "[]"), ", ") {
			if _, err := FindDepartment(r.departments, code); err != nil {
				return err
			}
		}
	}
	return nil
}

// makeBuckets lays out the time columns and what each is compared with.
func (r *run) makeBuckets() error {
	q := r.query
	shown := []jianfu.Period{q.Period}
	if q.Grain != "" {
		if q.Grain.Months() == 0 {
			return jianfu.Errorf(jianfu.Invalid, "粒度“%s”应为 MONTH、QUARTER、HALF 或 YEAR",
				"grain %q should be MONTH, QUARTER, HALF or YEAR", string(q.Grain))
		}
		shown = q.Period.Buckets(q.Grain)
	}
	var named []jianfu.Period
	if q.Structure != "" && q.Structure != StructureNow && q.Structure != StructureThen {
		return jianfu.Errorf(jianfu.Invalid, "机构口径“%s”应为 NOW（按期末的机构）或 THEN（按当时的机构）", "structure %q should be NOW (as at the end of the period) or THEN (as it was)", string(q.Structure))
	}
	switch q.Compare {
	case NoComparison, YearEarlier, PreviousPeriod:
		if !q.Against.IsZero() {
			return jianfu.Errorf(jianfu.Invalid, "compareTo 与 against 只能写一个", "name compareTo or against, not both")
		}
	case NamedPeriod:
		if q.Against.IsZero() {
			return jianfu.Errorf(jianfu.Invalid, "请写明与哪个时间比较（against）", "name the period to compare with (against)")
		}
		named = []jianfu.Period{q.Against}
		if q.Grain != "" {
			named = q.Against.Buckets(q.Grain)
		}
		if len(named) != len(shown) {
			return jianfu.Errorf(jianfu.Invalid, "%s 分成 %d 段，%s 分成 %d 段，不能逐段比较",
				"%s has %d buckets and %s has %d: they cannot be compared one by one", q.Period, len(shown), q.Against, len(named))
		}
	default:
		return jianfu.Errorf(jianfu.Invalid, "比较方式“%s”应为 YEAR_EARLIER 或 PREVIOUS_PERIOD",
			"comparison %q should be YEAR_EARLIER or PREVIOUS_PERIOD", string(q.Compare))
	}
	for i, period := range shown {
		pair := bucketPair{shown: period, current: bucket{index: 2 * i, period: period}}
		base := jianfu.Period{}
		switch q.Compare {
		case YearEarlier:
			base = period.YearEarlier()
		case PreviousPeriod:
			base = period.Previous()
		case NamedPeriod:
			base = named[i]
		}
		if q.Cumulative {
			pair.current.period = until(q.Period.Start(), period)
			switch q.Compare {
			case YearEarlier:
				base = pair.current.period.YearEarlier()
			case PreviousPeriod:
				base = until(q.Period.Previous().Start(), period.Shift(-q.Period.Months()))
			case NamedPeriod:
				base = until(q.Against.Start(), base)
			}
		}
		pair.base.index, pair.base.period = 2*i+1, base
		switch {
		case q.StructureOn != 0:
			pair.current.reported, pair.current.structure = q.StructureOn, q.StructureOn
			pair.base.reported, pair.base.structure = q.StructureOn, q.StructureOn
		case !base.IsZero() && base.From() < pair.current.period.From():
			if pair.base.reported = pair.current.period.Through(); q.Structure != StructureThen {
				pair.base.structure = pair.base.reported
			}
		}
		r.rows = append(r.rows, pair)
	}
	if len(r.rows) > maxCells {
		return tooLarge()
	}
	return nil
}

func tooLarge() error {
	return jianfu.Errorf(jianfu.TooLarge, "结果超过 %d 个数，请缩小时间或减少分组", "the answer is beyond %d figures: narrow the period or group less", maxCells)
}

// until is the span from a month to the end of a period.
func until(from jianfu.Month, period jianfu.Period) jianfu.Period {
	span, _ := jianfu.Span(from, period.Start()+jianfu.Month(period.Months())-1) // never ends before it begins
	return span
}

// buckets are all time columns that the statements count.
func (r *run) buckets() []bucket {
	var list []bucket
	for _, pair := range r.rows {
		list = append(list, pair.current)
		if !pair.base.period.IsZero() {
			list = append(list, pair.base)
		}
		if !pair.alike.period.IsZero() {
			list = append(list, pair.alike)
		}
	}
	return list
}
