package metrics

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"jianfu"
	"jianfu/access"
	"jianfu/warehouse"
)

// sight is what of the warehouse whoever asks sees. All that is counted, listed or checked for somebody
// who does not see every unit goes through it, so that no surface can differ: see narrow for figures,
// and scope.within for rows.
//
// The figures of the whole city are everybody's. Below them a question is held to the units that the
// caller sees, and its answer is the one that a warehouse would give that holds nothing else.
type sight struct {
	all    bool
	scope  string   // equal for those who see the same
	units  []string // whose filings, records and figures it sees
	line   string   // the portfolio of a leader
	within []string // units and those that were ever in the line
}

// sight is that of whoever asks under a context. The error is Unauthenticated for a stranger.
func (e *Engine) sight(ctx context.Context, tx *sql.Tx) (*sight, error) {
	c := access.From(ctx)
	if c.SeesAll() {
		return &sight{all: true}, nil
	}
	if err := access.Require(ctx, access.ReadCity); err != nil {
		return nil, err
	}
	see := &sight{scope: c.Scope(), units: []string{}, within: []string{}}
	standing, err := e.standing(ctx, tx, &scope{})
	if err != nil {
		return nil, err
	}
	switch c.Rights().Sees {
	case access.OwnUnit:
		see.units = unitsBecome(standing.departments, c.Department, chinaDay(e.w.MomentOf(ctx)))
		see.within = see.units
	case access.OwnLine:
		see.line = c.Portfolio
		for _, d := range standing.departments {
			if d.Latest().Portfolio == see.line {
				see.units = append(see.units, d.Code)
			}
			if slices.ContainsFunc(d.Versions, func(v DepartmentVersion) bool { return v.Portfolio == see.line }) {
				see.within = append(see.within, d.Code)
			}
		}
	}
	return see, nil
}

// unitsBecome is a unit, and those whose whole work it has on a day.
func unitsBecome(departments []Department, code string, day jianfu.Date) []string {
	all := successions(departments)
	inForce := func(code string, day jianfu.Date) bool {
		return slices.ContainsFunc(departments, func(d Department) bool {
			return d.Code == code && slices.ContainsFunc(d.Versions, func(v DepartmentVersion) bool { return v.From <= day && day < v.Until })
		})
	}
	units := []string{code}
	for _, d := range departments {
		if heirs := heirsOf(d.Code, day, all, inForce, nil); d.Code != code && len(heirs) == 1 && heirs[0] == code {
			units = append(units, d.Code)
		}
	}
	return units
}

// sees reports whether a unit is one whose filings are seen.
func (see *sight) sees(unit string) bool { return see.all || slices.Contains(see.units, unit) }

// counts reports whether what a unit has in a month of the axis is within what is seen.
func (see *sight) counts(u *axisUnit, m int) bool {
	if see.line == "" {
		return slices.Contains(see.units, u.code)
	}
	return len(u.versions) > 0 && u.versions[u.to[m]].Portfolio == see.line
}

// rows are the units that rows are held to; nil is every one.
func (see *sight) rows() []string {
	if see.all {
		return nil
	}
	return see.within
}

// own says what is seen below the figures of the city.
func (see *sight) own() jianfu.Text {
	switch {
	case see.line != "":
		return jianfu.Say("本战线（%[1]s）", "your own portfolio (%[1]s)", see.line)
	case len(see.units) > 0:
		return jianfu.Say("本单位（%[1]s）", "your own unit (%[1]s)", see.units[0])
	}
	return jianfu.Text{}
}

// refuse says what is not shown and what can be asked instead.
func (see *sight) refuse(what jianfu.Text) *jianfu.Error {
	own := see.own()
	if own.ZH == "" {
		return jianfu.Errorf(jianfu.Forbidden, "您的账号只能看全市合计，%[1]s不予显示：请去掉分组和条件，或请专班提供",
			"your account sees the totals of the city only, and not %[2]s: leave out groups and conditions, or ask the office", what.ZH, what.EN)
	}
	return jianfu.Errorf(jianfu.Forbidden, "您的账号只能看%[3]s和全市合计，%[1]s不予显示：请把范围限定为%[3]s，或只问全市合计，或请专班提供",
		"your account sees %[4]s and the totals of the city, and not %[2]s: ask for your own, or for the city's total, or ask the office", what.ZH, what.EN, own.ZH, own.EN)
}

// requireUnits refuses those who see no unit.
func (see *sight) requireUnits(what jianfu.Text) error {
	if see.all || len(see.units) > 0 {
		return nil
	}
	return see.refuse(what)
}

// admits refuses a list of records of others' units that are named.
func (see *sight) admits(q *RecordQuery) error {
	if see.all || q.Kind == "department" {
		return nil
	}
	if err := see.requireUnits(theRecords); err != nil {
		return err
	}
	named := slices.Clone(q.Where.Departments)
	for _, is := range q.Where.Is {
		if is.Dimension == "department" {
			named = append(named, is.In...)
		}
	}
	for _, unit := range named {
		if !see.sees(unit) {
			return see.refuse(jianfu.Say("单位 %[1]s 的明细", "the records of the unit %[1]s", unit))
		}
	}
	return nil
}

// What is refused.
var (
	theRecords  = jianfu.Say("明细", "records")
	theFindings = jianfu.Say("核查结果", "findings")
	theFilings  = jianfu.Say("报送情况", "filings")
)

// narrow holds a query to what is seen: it refuses one that names others' units or lines, holds one
// that names its own to the rows of these, and a breakdown by units or lines to its own groups, and
// leaves the total of the whole city as it is. Parts of the city that are neither are refused, because
// together with what is seen they could give away a unit's figure.
func (r *run) narrow(ctx context.Context) error {
	r.asked = r.query.Where
	see := r.see
	if see.all {
		return nil
	}
	q := &r.query
	units, lines := slices.Clone(q.Where.Departments), slices.Clone(q.Where.Portfolios)
	parts, ofUnit := len(q.By) > 0, len(units) > 0
	for _, is := range q.Where.Is {
		switch is.Dimension {
		case "department":
			units, ofUnit = append(units, is.In...), true
		case "portfolio":
			lines = append(lines, is.In...)
		default:
			parts = parts || !q.yearly
		}
	}
	for _, m := range q.only {
		switch m.Dimension {
		case "department":
			units, ofUnit = append(units, m.Value), true
		case "portfolio":
			lines = append(lines, m.Value)
		}
	}
	for _, unit := range units {
		if !see.sees(unit) {
			return see.refuse(jianfu.Say("单位 %[1]s 的数", "the figures of the unit %[1]s", unit))
		}
	}
	for _, line := range lines {
		if see.line != "" && line != see.line {
			return see.refuse(jianfu.Say("战线“%[1]s”的数", "the figures of the portfolio %[1]s", line))
		}
	}
	by := func(name string) bool { return q.only == nil && slices.Contains(q.By, name) }
	switch {
	case ofUnit:
		if len(q.Where.Departments) == 0 {
			q.Where.Departments = see.units
		}
	case see.line != "" && len(lines) > 0:
		q.Where.Portfolios = []string{see.line}
	case see.line != "" && (by("department") || by("portfolio")):
		q.Where.Portfolios, r.othersHidden = []string{see.line}, true
	case by("department") && len(see.units) > 0 && len(lines) == 0:
		q.Where.Departments, r.othersHidden = see.units, true
	case parts || len(lines) > 0:
		return see.refuse(jianfu.Say("全市数按单位、战线或其他维度拆分的部分", "parts of the city's figures by unit, portfolio or anything else"))
	default:
		r.city = true
		return r.refusePast(ctx)
	}
	r.scope.where, r.scope.within = q.Where, see.within
	var err error
	r.ledger = r.ledger.seen(see)
	r.standing, err = r.ledger.standing(r.scope)
	return err
}

// refusePast refuses figures of the city as they were: the difference between two moments is what
// somebody filed in between.
func (r *run) refusePast(ctx context.Context) error {
	past := r.engine.w.Past(ctx)
	if asOf := r.query.AsOf; !asOf.IsZero() && !past {
		past = slices.ContainsFunc(r.ledger.slices, func(s sliceEntry) bool { return s.received.After(asOf) || s.withdrawn.After(asOf) })
	}
	if past {
		return r.see.refuse(jianfu.Say("过去某一时刻的全市数", "the city's figures as of an earlier moment"))
	}
	return nil
}

// withholds reports whether a figure of the whole city is not shown, because one other unit alone is
// in it beside what is seen, in some month: what is seen taken away, it would be that unit's figure.
func (r *run) withholds(m *Metric, b bucket) bool {
	if !r.city {
		return false
	}
	accounts, _ := r.accountsIn(m, b, keyed(nil))
	for _, a := range accounts {
		d, span := r.decision(a, b), r.coveredSpan(a, b.period)
		at := r.axis.place(span.Start())
		for month := range span.Months() {
			others := 0
			for u := range d.shares {
				unit := &r.axis.units[u]
				counted := d.shares[u].known[month]
				if d.city != nil || d.filled != nil && d.filled[month] {
					counted = unit.inForce[at+month]
				}
				if counted && !r.see.counts(unit, at+month) {
					others++
				}
			}
			if others == 1 {
				return true
			}
		}
	}
	return false
}

// hide leaves out of an answer what it says of units that are not seen.
func (r *run) hide(m *Measurement) {
	if r.see.all {
		return
	}
	m.Query.Where = r.asked
	for i := range m.Lineage.Statements {
		m.Lineage.Statements[i] = "-- statements are shown to those who may use SQL（语句只给可用 SQL 的角色看）"
	}
	if r.othersHidden {
		m.Notices = append(m.Notices, Notice{Code: OthersHidden, Text: jianfu.Say("只列出%[1]s，其他单位的数不显示", "only %[2]s is listed: others are not shown", r.see.own().ZH, r.see.own().EN)})
	}
	if !r.city {
		return
	}
	m.Lineage.Submissions = nil
	for i := range m.Notices {
		m.Notices[i].Slices = r.see.slices(m.Notices[i].Slices)
	}
	for _, row := range m.Rows {
		for _, v := range row.Values {
			if v.Missing == Withheld {
				m.Notices = addNotices(m.Notices, []Notice{{Code: OthersHidden, Metric: v.Metric.Name, Text: jianfu.Say("“%[1]s”：除您可看的以外只有一个单位的数，全市数会泄露它，不予显示",
					"%[2]s: beside what you see only one unit is in it, whose figure the city's would give away: it is not shown", v.Metric.Label.ZH, v.Metric.Label.EN)}})
			}
		}
	}
}

// slices are those of a caveat that are seen.
func (see *sight) slices(list []NoticeSlice) []NoticeSlice {
	if see.all {
		return list
	}
	return slices.DeleteFunc(slices.Clone(list), func(s NoticeSlice) bool { return s.Department != "" && !slices.Contains(see.within, s.Department) })
}

// seen is what is known of the filings of the units that are seen, and of those that are nobody's own.
func (l *ledger) seen(see *sight) *ledger {
	l.lock.Lock()
	defer l.lock.Unlock()
	if known := l.parts[see.scope]; known != nil {
		return known
	}
	part := &ledger{commit: l.commit, files: l.files, loose: l.loose, directory: l.directory, reviews: l.reviews, latest: l.latest, settled: l.settled, committed: l.committed, monthly: l.monthly, lastSlice: l.lastSlice}
	for _, s := range l.slices {
		if s.department == "" || slices.Contains(see.within, s.department) {
			part.slices = append(part.slices, s)
		}
	}
	if l.parts == nil || len(l.parts) == maxParts {
		l.parts = map[string]*ledger{}
	}
	l.parts[see.scope] = part
	return part
}

// maxParts is of how many sights a ledger keeps its part.
const maxParts = 128

// writeWithin writes the condition that a row is of one of the units that rows are held to.
func (s *scope) writeWithin(st *statement, column sqlText) {
	if s.within == nil {
		return
	}
	st.SQL(column, " = ANY(CAST(")
	st.Arg(s.within)
	st.SQL(" AS VARCHAR[]))")
}

// Submissions lists the filings that whoever asks sees, newest first: those that have something of its
// units. Of one that has others' too, only the numbers of its own are shown.
func (e *Engine) Submissions(ctx context.Context, filter warehouse.SubmissionFilter) (list []warehouse.Submission, err error) {
	err = e.w.Read(ctx, func(tx *sql.Tx) error {
		see, err := e.sight(ctx, tx)
		if err != nil {
			return err
		}
		if err := see.requireUnits(theFilings); err != nil {
			return err
		}
		if filter.Department != "" {
			if filter.Department, err = e.unitNamed(ctx, tx, filter.Department); err != nil {
				return err
			}
		}
		if filter.Department != "" && !see.sees(filter.Department) {
			return see.refuse(jianfu.Say("单位 %[1]s 的报送", "the filings of the unit %[1]s", filter.Department))
		}
		if !see.all {
			filter.Within = see.units
		}
		if list, err = e.w.Submissions(ctx, filter); err != nil || see.all {
			return err
		}
		return e.ownPart(ctx, tx, see, list)
	})
	return list, err
}

// Submission finds one filing. The error is NotFound if there is none, or none that whoever asks sees.
func (e *Engine) Submission(ctx context.Context, id int64) (warehouse.Submission, error) {
	if access.From(ctx).SeesAll() {
		return e.w.Submission(ctx, id)
	}
	list, err := e.Submissions(ctx, warehouse.SubmissionFilter{Before: id + 1, Limit: 1})
	if err != nil {
		return warehouse.Submission{}, err
	}
	if len(list) == 0 || list[0].ID != id {
		register, err := e.register(ctx, id)
		if err != nil || register.ID != 0 {
			return register, err
		}
		return warehouse.Submission{}, jianfu.Errorf(jianfu.NotFound, "没有第 %d 号报送，或其中没有您可看的单位", "there is no submission %d, or it has nothing of the units that you see", id)
	}
	return list[0], nil
}

// register finds a filing of nobody's own that has rows of the units that whoever asks sees; zero if there
// is none.
func (e *Engine) register(ctx context.Context, id int64) (s warehouse.Submission, err error) {
	err = e.w.Read(ctx, func(tx *sql.Tx) error {
		see, err := e.sight(ctx, tx)
		if err != nil {
			return err
		}
		kinds, err := filedKinds(ctx, tx, id)
		if err != nil {
			return err
		}
		own := int64(0)
		for _, kind := range kinds {
			if kind == "department" {
				continue
			}
			st := &statement{}
			st.SQL("SELECT COUNT(*) FROM fact.")
			st.Ident(kind)
			st.SQL(sqlText(fmt.Sprintf(" WHERE id >> 32 = %d AND ", id)))
			(&scope{within: see.units}).writeWithin(st, "department")
			var rows int64
			if err := tx.QueryRowContext(ctx, st.text.String(), st.args...).Scan(&rows); err != nil {
				return fmt.Errorf("count the rows of submission %d: %w", id, err)
			}
			own += rows
		}
		if own == 0 {
			return nil
		}
		if s, err = e.w.Submission(ctx, id); err != nil {
			return err
		}
		s.RowsLoaded, s.RowsRead, s.RowsRejected, s.Warnings, s.IgnoredColumns = own, own, 0, nil, nil
		return nil
	})
	return s, err
}

// ownPart leaves of filings that have others' slices, too, only what is said of the caller's own.
func (e *Engine) ownPart(ctx context.Context, tx *sql.Tx, see *sight, list []warehouse.Submission) error {
	for i := range list {
		s := &list[i]
		var whole bool
		var loaded, rejected, slices, inForce int64
		err := tx.QueryRowContext(ctx, `
			SELECT BOOL_AND(own), COALESCE(SUM(rows_loaded) FILTER (WHERE own), 0)::BIGINT, COALESCE(SUM(rows_rejected) FILTER (WHERE own), 0)::BIGINT,
				COUNT(*) FILTER (WHERE own AND retracts IS NOT TRUE), COUNT(*) FILTER (WHERE own AND id IN (SELECT slice_id FROM in_force WHERE valid_until = TIMESTAMP 'infinity'))
			FROM (SELECT *, list_contains($2::VARCHAR[], department) AS own FROM slice WHERE submission_id = $1)`, s.ID, see.units).Scan(&whole, &loaded, &rejected, &slices, &inForce)
		if err != nil {
			return err
		}
		if !whole {
			s.RowsLoaded, s.RowsRejected, s.RowsRead, s.Slices, s.SlicesInForce = loaded, rejected, loaded+rejected, slices, inForce
			s.Warnings, s.IgnoredColumns = nil, nil
		}
	}
	return nil
}

// Own reports whether whoever asks sees every slice of a submission. The error is Forbidden where it does not,
// or NotFound.
func (e *Engine) Own(ctx context.Context, submission int64) error {
	return e.w.Read(ctx, func(tx *sql.Tx) error {
		see, err := e.sight(ctx, tx)
		if err != nil || see.all {
			return err
		}
		if _, err := e.Submission(ctx, submission); err != nil {
			return err
		}
		var others int64
		if err := tx.QueryRowContext(ctx, "SELECT COUNT(*) FROM slice WHERE submission_id = $1 AND NOT list_contains($2::VARCHAR[], department)", submission, see.units).Scan(&others); err != nil {
			return err
		}
		if others > 0 {
			return see.refuse(jianfu.Say("第 %[1]d 号报送里其他单位的行", "the rows of others in submission %[1]d", submission))
		}
		return nil
	})
}

// Sees reports whether whoever asks sees what is said of a unit; of "" only who sees all does.
func (e *Engine) Sees(ctx context.Context, unit string) (sees bool, err error) {
	err = e.w.Read(ctx, func(tx *sql.Tx) error {
		see, err := e.sight(ctx, tx)
		if err == nil {
			sees = see.sees(unit)
		}
		return err
	})
	return sees, err
}

// unnamed is what a caveat has in place of the names of units that are not seen.
func (see *sight) unnamed() (zh, en string) {
	return "单位名称不显示", "the units are not named"
}

// fileNames are the names of files for a caveat.
func (r *run) fileNames(files []string) (zh, en string) {
	if r.city {
		return "文件名不显示", "the files are not named"
	}
	return strings.Join(files, "、"), strings.Join(files, ", ")
}
