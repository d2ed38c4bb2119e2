package metrics

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"jianfu"
	"jianfu/warehouse"
)

// statement is SQL with its arguments: the only place where text becomes SQL. Constants are
// sqlText, to which a caller's string does not convert; names go through Ident and values through
// Arg.
type statement struct {
	text strings.Builder
	args []any
}

// sqlText is SQL written in this package or in the catalogue.
type sqlText string

func (s *statement) SQL(parts ...sqlText) {
	for _, part := range parts {
		s.text.WriteString(string(part))
	}
}

func (s *statement) Ident(name string) { s.text.WriteString(warehouse.Ident(name)) }

// Arg writes a numbered placeholder and records its value.
func (s *statement) Arg(value any) {
	s.args = append(s.args, value)
	fmt.Fprintf(&s.text, "$%d", len(s.args))
}

// manyValues is how many placeholders a list may have: the engine takes much longer for thousands
// of them than for one that is a list.
const manyValues = 500

// Columns writes columns of lists of texts or numbers, each before its name: they are planned in a
// tenth of the time that as many rows of VALUES take.
func (s *statement) Columns(columns ...any) {
	for i := 0; i < len(columns); i += 2 {
		if i > 0 {
			s.SQL(", ")
		}
		s.SQL("UNNEST(")
		s.Arg(columns[i])
		if _, text := columns[i].([]string); text {
			s.SQL("::VARCHAR[]) AS ")
		} else {
			s.SQL("::BIGINT[]) AS ")
		}
		s.Ident(fmt.Sprint(columns[i+1]))
	}
}

// List writes the values for use after IN.
func (s *statement) List(values []string) {
	if len(values) > manyValues {
		s.SQL("(SELECT UNNEST(CAST(")
		s.Arg(values)
		s.SQL(" AS VARCHAR[])))")
		return
	}
	s.SQL("(")
	for i, value := range values {
		if i > 0 {
			s.SQL(", ")
		}
		s.Arg(value)
	}
	s.SQL(")")
}

var placeholder = regexp.MustCompile(`\$\d+`)

// Literal is the statement with its values inserted, ready to run.
func (s *statement) Literal() string {
	return placeholder.ReplaceAllStringFunc(s.text.String(), func(mark string) string {
		var n int
		if _, err := fmt.Sscanf(mark, "$%d", &n); err != nil || n > len(s.args) {
			return mark
		}
		return literal(s.args[n-1])
	})
}

func literal(value any) string {
	switch v := value.(type) {
	case time.Time:
		return "TIMESTAMP '" + v.UTC().Format("2006-01-02 15:04:05.999999") + "'"
	case string:
		return warehouse.Literal(v)
	case []string:
		return list(v)
	case []int64:
		return list(v)
	}
	return fmt.Sprint(value)
}

func list[T any](values []T) string {
	texts := make([]string, len(values))
	for i, value := range values {
		texts[i] = literal(value)
	}
	return "[" + strings.Join(texts, ", ") + "]"
}

// bucket is one time column of a statement: the figures of a row, or the base that they are
// compared with.
type bucket struct {
	index  int
	period jianfu.Period

	reported  jianfu.Date // of a base, the last day of the period that is compared with it
	structure jianfu.Date // the day whose units and lines it is summed by; zero for each row's own day
	atEnd     bool        // that is its own last day, for what exists then: see of
}

// scope is what all figures of a query have in common.
type scope struct {
	catalog *Catalog
	by      []string
	where   Filter
	caliber CaliberVersion
	asOf    time.Time    // zero is now
	through int64        // of what was received at the very moment, the last submission that counts; 0 is all
	now     time.Time    // what "today" is: asOf, or the moment of the query
	rolled  sqlText      // the rollup that the kind is read from; "" is its filed rows
	units   []Department // the directory, where it need not be read again
	leaves  []leftOut    // rows that not every term counts
	within  []string     // the only units whose rows are seen; nil is all
	moves   []move       // units that count elsewhere in a bucket than on their rows' days
}

// leftOut names rows that some terms do not count: those of a unit in a month of a bucket, or
// where month is zero in the whole bucket.
type leftOut struct {
	bucket int
	unit   string
	month  jianfu.Month
	mask   int64 // of the terms
}

// term is one metric that counts rows, with the columns that say how sure it is.
type term struct {
	metric  *Metric
	value   sqlText   // the figure
	unknown sqlText   // rows that count but do not say what is asked
	total   sqlText   // rows that were looked at
	silent  sqlText   // under a condition on rows, those that do not say whether they meet it; "" under none
	said    sqlText   // and those that do
	counted sqlText   // the condition for a row to be one of the figure's records
	columns []string  // of the source that all these name
	mask    int64     // of the rows it leaves out
	cells   []cellKey // of which figures it is
}

var holes = regexp.MustCompile(`\{(\w+)(?::(\w+))?(?::([^{}]+))?\}`)

// fill replaces the placeholders of a catalogue expression. Calibers, thresholds and names of
// columns come from the catalogue; the only value from outside is the time.
func (s *scope) fill(expression string, src *source) sqlText {
	filled := holes.ReplaceAllStringFunc(expression, func(hole string) string {
		m := holes.FindStringSubmatch(hole)
		switch m[1] {
		case "caliber":
			return "(" + s.condition(src) + ")"
		case "threshold":
			date := src.Date
			if m[3] != "" {
				date = m[3]
			}
			return thresholdCase(s.catalog.threshold(m[2]), date)
		case "now":
			if s.now.IsZero() {
				return sqlNow
			}
			return literal(s.now)
		}
		return hole
	})
	return sqlText(filled)
}

// sqlNow is the moment at which a macro runs.
const sqlNow = "(now() AT TIME ZONE 'UTC')"

// writeNow writes the moment that is now.
func (s *scope) writeNow(st *statement) {
	if s.now.IsZero() {
		st.SQL(sqlNow)
		return
	}
	st.Arg(s.now)
}

// thresholdCase is the setting in force on the row's day: a single number if there is only one,
// NULL before the first.
func thresholdCase(values []Threshold, date string) string {
	var b strings.Builder
	b.WriteString("(CASE")
	for _, value := range slices.Backward(values) {
		fmt.Fprintf(&b, " WHEN %s >= DATE '%s' THEN %s", date, value.From, value.Value)
	}
	b.WriteString(" END)")
	if len(values) == 1 && values[0].From.Year() == 1900 {
		return values[0].Value.String()
	}
	return b.String()
}

func (s *scope) condition(src *source) string {
	switch src.Caliber {
	case "documents":
		return s.caliber.Documents
	case "meetings":
		return s.caliber.Meetings
	}
	return "TRUE"
}

// term writes how a metric is counted over the rows of its source.
func (s *scope) term(m *Metric) term { return s.termWithout(m, 0) }

// termWithout is a term that leaves the rows out that the scope marks with mask.
func (s *scope) termWithout(m *Metric, mask int64) term {
	base := "TRUE"
	if !m.Apart {
		var all []string
		for _, condition := range []string{string(s.fill(m.source.Base, m.source)), s.condition(m.source)} {
			// A stock's SQL applies the caliber itself, where the rows still have its columns.
			if condition != "TRUE" && m.source.Stock == "" {
				all = append(all, "("+condition+")")
			}
		}
		if len(all) > 0 {
			base = strings.Join(all, " AND ")
		}
	}
	if mask != 0 {
		base += fmt.Sprintf(" AND (COALESCE(left_out, 0) & %d) = 0", mask)
	}
	t := term{metric: m, unknown: "0", columns: slices.Clone(m.reads.columns)}
	if len(s.conditions(m.source)) > 0 {
		t.silent, t.said = filter("COUNT(*)", base+" AND admitted IS NULL"), filter("COUNT(*)", base+" AND admitted IS NOT NULL")
		base += " AND admitted"
	}
	t.total = filter("COUNT(*)", base)
	if !m.Apart {
		t.columns = slices.Concat(t.columns, m.source.baseReads.columns, s.caliberReads(m.source).columns)
	}
	switch {
	case m.Count == "TRUE":
		t.counted = sqlText(base)
		t.value = filter("COUNT(*)", base)
	case m.Count != "":
		condition := "(" + string(s.fill(m.Count, m.source)) + ")"
		t.counted = sqlText(base + " AND " + condition)
		t.value = filter("COUNT(*)", base+" AND "+condition)
		t.unknown = filter("COUNT(*)", base+" AND "+condition+" IS NULL")
	case m.Sum != "":
		sum := "(" + string(s.fill(m.Sum, m.source)) + ")"
		t.counted = sqlText(base + " AND " + sum + " IS NOT NULL")
		t.value = "COALESCE(" + filter("SUM("+sum+")", base) + ", 0)"
		t.unknown = filter("COUNT(*)", base+" AND "+sum+" IS NULL")
	case m.Distinct != "":
		distinct := "(" + string(s.fill(m.Distinct, m.source)) + ")"
		t.counted = sqlText(base + " AND " + distinct + " IS NOT NULL")
		t.value = filter("COUNT(DISTINCT "+distinct+")", base)
		t.unknown = filter("COUNT(*)", base+" AND "+distinct+" IS NULL")
	case m.Median != "":
		condition := base
		if m.Where != "" {
			condition += " AND (" + string(s.fill(m.Where, m.source)) + ")"
		}
		t.counted = sqlText(condition)
		t.value = filter("MEDIAN("+string(s.fill(m.Median, m.source))+")", condition)
		t.total = filter("COUNT(*)", condition)
	}
	return t
}

// termLike is how a term counts where it leaves no rows out.
func (s *scope) termLike(t term) term {
	if t.value == "0" {
		return s.term(t.metric).lacking()
	}
	return s.term(t.metric)
}

// lacking is a term that only counts the rows without a column.
func (t term) lacking() term {
	t.value, t.total = "0", "0"
	return t
}

func filter(aggregate, condition string) sqlText {
	if condition == "TRUE" {
		return sqlText(aggregate)
	}
	return sqlText(aggregate + " FILTER (WHERE " + condition + ")")
}

// aggregates compiles one statement for all terms over one source: a row for each
// bucket and group, with the columns bucket, one per dimension, and three per term.
func (s *scope) aggregates(src *source, terms []term, buckets []bucket) *statement {
	st := &statement{}
	s.with(st, src, buckets, columnsOf(terms))
	st.SQL("SELECT bucket")
	for _, name := range s.by {
		st.SQL(", ", s.said(name))
	}
	for _, t := range terms {
		for _, column := range t.results() {
			st.SQL(",\n  CAST(", column, " AS VARCHAR)")
		}
	}
	st.SQL("\nFROM counted\nGROUP BY bucket")
	for _, name := range s.by {
		st.SQL(", ", s.said(name))
	}
	if len(s.conditions(src)) > 0 {
		st.SQL("\nHAVING BOOL_OR(admitted IS NOT FALSE)")
	}
	st.SQL("\nORDER BY ALL")
	return st
}

// results are the columns of a statement that count a term.
func (t term) results() []sqlText {
	if t.silent == "" {
		return []sqlText{t.value, t.unknown, t.total}
	}
	return []sqlText{t.value, t.unknown, t.total, t.silent, t.said}
}

// conditions are those on what rows of a source say, which a row may leave open; lists of units, which
// are empty where there are none, are not among them.
func (s *scope) conditions(src *source) (list []Equals) {
	for _, equals := range s.where.Is {
		if d := src.dimension(equals.Dimension); d != nil && !d.units {
			list = append(list, equals)
		}
	}
	return list
}

// columnsOf are the columns that terms use.
func columnsOf(terms []term) []string {
	var names []string
	for _, t := range terms {
		names = append(names, t.columns...)
	}
	return names
}

// caliberReads are the columns of a source that the caliber's condition reads.
func (s *scope) caliberReads(src *source) reading {
	if src.Caliber == "" || s.caliber.reads == nil {
		return reading{}
	}
	return *s.caliber.reads
}

// dimension is the column of counted for a dimension. The catalogue has already checked the name.
func (s *scope) dimension(name string) sqlText {
	switch name {
	case "portfolio", "leader", "department_type":
		return sqlText("unit_" + name)
	}
	return sqlText(warehouse.Ident(name))
}

// said is the text of a dimension; NULL where the row does not say, or says nothing.
func (s *scope) said(name string) sqlText {
	return "NULLIF(CAST(" + s.dimension(name) + " AS VARCHAR), '')"
}

// needsDirectory reports whether the scope needs the directory.
func (s *scope) needsDirectory() bool {
	return len(s.where.Portfolios) > 0 || slices.ContainsFunc(s.by, isUnitProperty) ||
		slices.ContainsFunc(s.where.Is, func(e Equals) bool { return isUnitProperty(e.Dimension) })
}

func isUnitProperty(name string) bool {
	return name == "portfolio" || name == "leader" || name == "department_type"
}

// with writes the common table expressions, the last of which is counted: the source's rows within
// the scope, each with its bucket, its unit's entry in the directory, and the derived columns that
// the expressions over it use.
func (s *scope) with(st *statement, src *source, buckets []bucket, named []string) {
	st.SQL("WITH\n")
	s.writePeriods(st, buckets)
	kinds := append(slices.Clone(src.Kinds), src.Uses...)
	for _, kind := range kinds {
		s.writeKind(st, kind)
	}
	if s.needsDirectory() || src.reads.readsTable("directory") {
		s.writeDirectory(st)
	}
	if src.reads.readsTable(monthsTable) {
		s.writeMonths(st)
	}
	if src.reads.readsTable("obligation") {
		s.writeObligations(st)
	}
	if src.reads.readsTable("standing_slice") {
		s.writeStanding(st)
	}
	if src.reads.readsTable(emptyTable) {
		s.writeEmpty(st)
	}
	s.writeLeftOut(st)
	s.writeMoves(st)
	s.writeCounted(st, src, buckets, named)
}

// The first day and the number of months of the period of a slice; NULL for lists without a period.
const (
	firstDayOfPeriod = `CASE WHEN period LIKE '____' THEN make_date(TRY_CAST(period AS INTEGER), 1, 1)
        WHEN period LIKE '____-Q_' THEN make_date(TRY_CAST(period[1:4] AS INTEGER), 3 * TRY_CAST(period[7:7] AS INTEGER) - 2, 1)
        WHEN period LIKE '____-H_' THEN make_date(TRY_CAST(period[1:4] AS INTEGER), 6 * TRY_CAST(period[7:7] AS INTEGER) - 5, 1)
        WHEN period LIKE '____-__%' THEN TRY_CAST(period[1:7] || '-01' AS DATE) END`
	monthsOfPeriod = `CASE WHEN period LIKE '____' AND TRY_CAST(period AS INTEGER) IS NOT NULL THEN 12 WHEN period LIKE '____-Q_' THEN 3 WHEN period LIKE '____-H_' THEN 6 WHEN period LIKE '____-__' THEN 1
        WHEN period LIKE '____-__/____-__' THEN date_diff('month', TRY_CAST(period[1:7] || '-01' AS DATE), TRY_CAST(period[9:15] || '-01' AS DATE)) + 1 END`
)

// writeStanding lists every filing that was received and not withdrawn, replaced or not, with its
// months as days: both are NULL for lists without a period. A total of a unit that states the
// headline count of a kind is a filing of that kind. A table that is declared to cover every unit is
// one of each unit of the directory.
func (s *scope) writeStanding(st *statement) {
	st.SQL(`-- every filing that was received and not withdrawn, replaced or not, from its first day to the day after its last
standing_slice AS (
  SELECT *, CAST(CASE WHEN months IS NOT NULL THEN since + to_months(CAST(months AS INTEGER)) END AS DATE) AS past
  FROM (
    SELECT * REPLACE (COALESCE(headline.kind, slice.kind) AS kind),
      `, firstDayOfPeriod, ` AS since,
      `, monthsOfPeriod, ` AS months
    FROM (
      SELECT *, FALSE AS declared FROM slice WHERE department <> '' OR stream <> '' OR kind NOT IN (SELECT name FROM kind WHERE speaks = 'LISTED')
      UNION ALL
      SELECT s.* REPLACE (d.code AS department), TRUE AS declared
      FROM slice s
      JOIN (SELECT DISTINCT code FROM "directory") d ON s.department = '' AND (s.stream = '' AND s.kind IN (SELECT name FROM kind WHERE speaks = 'LISTED') OR s.kind = '`, totalsKind, `' AND contains(s.stream, '`, warehouse.RestMark, `'))`)
	s.joinStanding(st, "s.id")
	st.SQL(`) slice LEFT JOIN (VALUES `)
	for i, h := range s.catalog.statedHeadlines() {
		if i > 0 {
			st.SQL(", ")
		}
		st.SQL(sqlText("(" + literal(h.count) + ", " + literal(h.kind) + ")"))
	}
	st.SQL(`) AS headline(count, kind) ON slice.kind = '`, totalsKind, `' AND slice.department <> '' AND headline.count = split_part(slice.stream, ' ', 1) AND NOT ends_with(slice.stream, '`, warehouse.EarlierMark, `')
    WHERE received_at <= `)
	s.writeNow(st)
	st.SQL(" AND (withdrawn_at IS NULL OR withdrawn_at > ")
	s.writeNow(st)
	st.SQL("))),\n")
}

// writeLeftOut lists the rows that not every term counts.
func (s *scope) writeLeftOut(st *statement) {
	if len(s.leaves) == 0 {
		return
	}
	n := len(s.leaves)
	buckets, units, months, masks := make([]int64, n), make([]string, n), make([]int64, n), make([]int64, n)
	for i, l := range s.leaves {
		buckets[i], units[i], months[i], masks[i] = int64(l.bucket), l.unit, int64(l.month), l.mask
	}
	st.SQL("-- rows that not every figure counts, each with marks of those that leave them out\nleft_out AS (SELECT ")
	st.Columns(buckets, "bucket", units, "department", months, "month", masks, "mask")
	st.SQL("),\n")
}

// writeUnits writes the directory as it is known already, in place of the query that finds it.
func (s *scope) writeUnits(st *statement) {
	var codes, portfolios, leaders, types []string
	var from, until []int64
	for _, d := range s.units {
		for _, v := range d.Versions {
			codes, portfolios, leaders, types = append(codes, d.Code), append(portfolios, v.Portfolio), append(leaders, v.Leader), append(types, v.Type)
			from, until = append(from, int64(v.From)), append(until, int64(v.Until))
		}
	}
	st.SQL("\"directory\" AS (SELECT * REPLACE (NULLIF(portfolio, '') AS portfolio, NULLIF(leader, '') AS leader, DATE '1970-01-01' + CAST(valid_from AS INTEGER) AS valid_from, DATE '1970-01-01' + CAST(valid_until AS INTEGER) AS valid_until)\n  FROM (SELECT ")
	st.Columns(codes, "code", portfolios, "portfolio", leaders, "leader", types, "type", from, "valid_from", until, "valid_until")
	st.SQL(")),\n")
}

// kindsRead are the kinds of filing that figures of a source rest on.
func (s *scope) kindsRead(src *source) []string {
	kinds := append(slices.Clone(src.Kinds), src.Uses...)
	if src.reads.readsTable("obligation") {
		kinds = append(kinds, s.catalog.due...)
	}
	if s.needsDirectory() && !slices.Contains(kinds, "department") {
		kinds = append(kinds, "department")
	}
	return kinds
}

// writeKind defines the rows of a kind that count at the time asked for.
func (s *scope) writeKind(st *statement, kind string) {
	st.SQL("-- the rows of the kind that count as of the time asked for\n")
	st.Ident(kind)
	st.SQL(" AS (SELECT f.* FROM ")
	if s.rolled != "" {
		st.SQL(s.rolled)
	} else {
		st.SQL("fact.")
		st.Ident(kind)
	}
	st.SQL(" f")
	s.joinStanding(st, "f.slice_id")
	if s.within != nil && kind != "department" { // the directory is everybody's
		st.SQL(" WHERE (f.department IS NULL OR ") // a row that says no unit is some unit's by what it is joined with
		s.writeWithin(st, "f.department")
		st.SQL(")")
	}
	st.SQL("),\n")
}

// joinStanding joins the slices that count at the time asked for.
func (s *scope) joinStanding(st *statement, slice sqlText) {
	if s.through != 0 {
		st.SQL(` JOIN (
    SELECT arg_max(id, {'received': received_at, 'id': id}) AS slice_id FROM slice
    WHERE (received_at < `)
		st.Arg(s.asOf)
		st.SQL(" OR received_at = ")
		st.Arg(s.asOf)
		st.SQL(sqlText(fmt.Sprintf(" AND submission_id <= %d) AND (withdrawn_at IS NULL OR withdrawn_at > ", s.through)))
		st.Arg(s.asOf)
		st.SQL(") GROUP BY kind, department, period, stream HAVING NOT arg_max(COALESCE(retracts, FALSE), {'received': received_at, 'id': id})) v ON v.slice_id = ", slice)
		return
	}
	st.SQL(" JOIN in_force v ON v.slice_id = ", slice)
	if s.asOf.IsZero() {
		st.SQL(" AND v.valid_until = TIMESTAMP 'infinity'")
		return
	}
	st.SQL(" AND v.valid_from <= ")
	st.Arg(s.asOf)
	st.SQL(" AND v.valid_until > ")
	st.Arg(s.asOf)
}

// emptyTable has the slices without rows that count at the time asked for: what was filed to say that there is
// nothing.
const emptyTable = "empty_slice"

func (s *scope) writeEmpty(st *statement) {
	st.SQL("-- what was filed to say that there is nothing\n", emptyTable, " AS (SELECT s.* FROM slice s")
	s.joinStanding(st, "s.id")
	st.SQL(" WHERE s.rows_loaded = 0),\n")
}

// writePeriods lists the buckets, and each of their months: a row finds its buckets by an equal
// month, at a tenth of the cost of comparing days, and may be in several.
func (s *scope) writePeriods(st *statement, buckets []bucket) {
	st.SQL("period(bucket, since, until) AS (VALUES ")
	for i, b := range buckets {
		if i > 0 {
			st.SQL(", ")
		}
		st.SQL(sqlText(fmt.Sprintf("(%d, DATE '%s', DATE '%s')", b.index, b.period.From(), b.period.Until())))
	}
	st.SQL("),\nbucket(bucket, month, since, until) AS (\n",
		"  SELECT bucket, UNNEST(range(12 * year(since) + month(since) - 1, 12 * year(until) + month(until) - 1)), since, until FROM period),\n")
}

// monthsTable has the first day of each month that is asked about, once.
const monthsTable = "month_asked"

func (s *scope) writeMonths(st *statement) {
	st.SQL(monthsTable, " AS (SELECT DISTINCT make_date(month // 12, month % 12 + 1, 1) AS month FROM bucket),\n")
}

// writeDirectory returns each version of each unit with the days it is in force: until the day
// before the next version of the same code, and not after its 停用日期.
func (s *scope) writeDirectory(st *statement) {
	if s.units != nil {
		s.writeUnits(st)
		return
	}
	st.SQL(`-- the versions of each unit, with the days each is in force
"directory" AS (
  SELECT f.code, f.name, f.short_name, f.type, f.portfolio, f.leader, f.id AS ordinal,
    COALESCE(f.valid_from, DATE '0001-01-01') AS valid_from,
    LEAST(COALESCE(f.valid_to + 1, DATE '9999-12-31'), COALESCE(LEAD(COALESCE(f.valid_from, DATE '0001-01-01'))
      OVER (PARTITION BY f.code ORDER BY f.valid_from NULLS FIRST, f.id), DATE '9999-12-31')) AS valid_until
  FROM fact.department f`)
	s.joinStanding(st, "f.slice_id")
	st.SQL("),\n")
}

func (s *scope) writeCounted(st *statement, src *source, buckets []bucket, named []string) {
	st.SQL("-- what is within the scope\ncounted AS (\n  SELECT r.*")
	if len(s.moves) > 0 {
		st.SQL(" REPLACE (", s.unitColumn("department"), " AS department)")
	}
	if src.Stock == "" {
		st.SQL(", b.bucket, b.since, b.until")
	}
	if len(s.leaves) > 0 {
		st.SQL(", x.mask AS left_out")
	}
	if conditions := s.conditions(src); len(conditions) > 0 {
		st.SQL(", TRUE")
		for _, equals := range conditions {
			st.is(sqlText("r."+warehouse.Ident(equals.Dimension)), src.dimension(equals.Dimension), equals.In)
		}
		st.SQL(" AS admitted")
	}
	if s.needsDirectory() {
		st.SQL(", ", s.unitColumn("portfolio"), " AS unit_portfolio, ", s.unitColumn("leader"), " AS unit_leader, ", s.unitColumn("type"), " AS unit_department_type")
	}
	if src.Stock != "" {
		st.SQL("\n  FROM (\n", s.fill(src.Stock, src), "  ) r\n")
	} else {
		st.SQL("\n  FROM (SELECT *, ", sqlText(src.Date), " AS counted_on")
		for _, d := range src.Derived {
			if slices.Contains(named, d.name) {
				st.SQL(",\n    ", s.fill(d.sql, src), " AS ", sqlText(warehouse.Ident(d.name)))
			}
		}
		st.SQL(" FROM (\n    ", s.fill(src.Rows, src), ") rows\n")
		st.SQL("    WHERE ")
		s.writeExtent(st, src, buckets)
		st.SQL(") r\n  JOIN ")
		switch {
		case s.rolled != "":
			st.SQL("bucket b ON b.month = r.rolled_month\n")
		case src.Year != "":
			st.SQL("(SELECT DISTINCT bucket, month // 12 AS year, since, until FROM bucket) b ON b.year = r.", sqlText(warehouse.Ident(src.Year)), "\n")
		default:
			st.SQL("bucket b ON b.month = 12 * year(r.counted_on) + month(r.counted_on) - 1\n")
		}
	}
	day, place := sqlText("r.counted_on"), sqlText("b.bucket")
	if src.Stock != "" {
		day, place = "r.day", "r.bucket"
	}
	switch {
	case s.needsDirectory() && src.Year != "": // the plan of a unit that ended within its year stays in the unit's last line
		st.SQL("  LEFT JOIN (SELECT *, LEAD(valid_from, 1, DATE '9999-12-31') OVER (PARTITION BY code ORDER BY valid_from) AS next_from FROM \"directory\") d\n",
			"    ON d.code = r.department AND ", day, " >= d.valid_from AND ", day, " < d.next_from AND d.valid_until > date_trunc('year', ", day, ")\n")
	case s.needsDirectory():
		st.SQL("  LEFT JOIN \"directory\" d ON d.code = r.department AND ", day, " >= d.valid_from AND ", day, " < d.valid_until\n")
	}
	if len(s.moves) > 0 {
		st.SQL("  LEFT JOIN moved ON moved.bucket = ", place, " AND moved.code = r.department AND ", day, " < moved.until\n")
	}
	if len(s.leaves) > 0 {
		month := sqlText("b.month")
		if src.Stock != "" || src.Year != "" {
			month = "0"
		}
		st.SQL("  LEFT JOIN left_out x ON x.bucket = ", place, " AND x.department = r.department AND x.month = ", month, "\n")
	}
	st.SQL("  WHERE TRUE")
	s.writeFilter(st, src)
	st.SQL(")\n")
}

// writeExtent limits the days that are read at all, so that a scan can skip the rest.
func (s *scope) writeExtent(st *statement, src *source, buckets []bucket) {
	from, until := buckets[0].period.From(), buckets[0].period.Until()
	for _, b := range buckets {
		from, until = min(from, b.period.From()), max(until, b.period.Until())
	}
	if src.Year != "" { // a part of a year has its year's plan
		from, until = jianfu.YearOf(from.Year()).From(), jianfu.YearOf((until - 1).Year()).Until()
	}
	st.SQL(sqlText(fmt.Sprintf("counted_on >= DATE '%s' AND counted_on < DATE '%s'", from, until)))
}

func (s *scope) writeFilter(st *statement, src *source) {
	if len(s.moves) > 0 {
		st.SQL(" AND COALESCE(moved.admitted, TRUE)")
	}
	directory := func(column sqlText, values []string) { // of a unit that was moved its placement says it
		st.SQL(" AND ")
		if len(s.moves) > 0 {
			st.SQL("(moved.code IS NOT NULL OR ")
		}
		st.SQL(column, " IN ")
		st.List(values)
		if len(s.moves) > 0 {
			st.SQL(")")
		}
	}
	if len(s.where.Departments) > 0 {
		directory("r.department", s.where.Departments)
	}
	if len(s.where.Portfolios) > 0 {
		directory("d.portfolio", s.where.Portfolios)
	}
	for _, equals := range s.where.Is {
		switch name := equals.Dimension; name {
		case "portfolio", "leader":
			directory("d."+sqlText(name), equals.In)
		case "department_type":
			directory("d.type", equals.In)
		case "department":
			st.SQL(" AND ", s.unitColumn(name), " IN ")
			st.List(equals.In)
		default:
			if d := src.dimension(name); d == nil || d.units { // what a row may leave open is in the column admitted
				st.is(sqlText("r."+warehouse.Ident(name)), d, equals.In)
			}
		}
	}
}

// is writes the condition that a column has one of these values; a list of units also, that one of
// them is in it.
func (s *statement) is(column sqlText, d *Dimension, values []string) {
	s.SQL(" AND (NULLIF(CAST(", column, " AS VARCHAR), '') IN ")
	s.List(truthValues(d, values))
	if d != nil && d.units {
		s.SQL(" OR list_has_any(", column, ", list_value")
		s.List(values)
		s.SQL(")")
	}
	s.SQL(")")
}

// checkTruth refuses values of a yes-no column other than yes and no.
func (d *Dimension) checkTruth(values []string) error {
	for _, value := range values {
		if d.yesno && !slices.Contains([]string{"是", "否", "true", "false"}, value) {
			return jianfu.Errorf(jianfu.Invalid, "“%[1]s”应为 是 或 否（true、false），不是“%[3]s”", "%[2]s should be true or false (是, 否), not %[3]q", d.Label.ZH, d.Label.EN, value)
		}
	}
	return nil
}

// truthValues accepts 是 and 否 for a yes-no column.
func truthValues(d *Dimension, values []string) []string {
	if d == nil || !d.yesno {
		return values
	}
	mapped := make([]string, len(values))
	for i, value := range values {
		switch value {
		case "是":
			value = "true"
		case "否":
			value = "false"
		}
		mapped[i] = value
	}
	return mapped
}
