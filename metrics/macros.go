package metrics

import (
	"fmt"
	"slices"
	"strings"

	"jianfu/warehouse"
)

// The figures of the catalogue in SQL, for analysts: table macros that count records, from the
// expressions by which Measure counts them. They read no stated totals, and give 0 where a unit
// filed nothing of a kind that others filed: there Measure counts the totals, or has no amount
// and says why. Their arguments are texts, as on the command line:
//
//	metric(name, period, by := '', grain := '', caliber := 'reduction')
//	metric_change(name, period, against := 'year-earlier', by := '', grain := '', caliber := 'reduction')
//
// name is a metric, or '*' for all of them. Only what a name needs is read: it is a constant when
// the macro is bound, so that the other branches are dropped. Numbers are exact decimals; amounts
// are rounded half up once, to four places.

// scalars are the macros that the table macros use.
const scalars = `
-- A period as text: its first day, and the day after its last.
CREATE OR REPLACE MACRO period_from(text) AS CASE
	WHEN regexp_full_match(text, '(19|20|21)[0-9]{2}') THEN CAST(text || '-01-01' AS DATE)
	WHEN regexp_full_match(text, '(19|20|21)[0-9]{2}-H[12]') THEN make_date(CAST(text[1:4] AS INTEGER), CAST(text[7:7] AS INTEGER) * 6 - 5, 1)
	WHEN regexp_full_match(text, '(19|20|21)[0-9]{2}-Q[1-4]') THEN make_date(CAST(text[1:4] AS INTEGER), CAST(text[7:7] AS INTEGER) * 3 - 2, 1)
	WHEN regexp_full_match(text, '(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])(/(19|20|21)[0-9]{2}-(0[1-9]|1[0-2]))?') THEN CAST(text[1:7] || '-01' AS DATE)
	ELSE CAST(error('时间“' || text || '”写法不对，应为 2023、2023-H1、2023-Q3、2023-11 或 2023-01/2023-11; write a period like one of these') AS DATE) END;
CREATE OR REPLACE MACRO period_until(text) AS CAST(CASE length(text)
	WHEN 4 THEN period_from(text) + INTERVAL 12 MONTH
	WHEN 15 THEN CASE WHEN text[9:15] >= text[1:7] THEN CAST(text[9:15] || '-01' AS DATE) + INTERVAL 1 MONTH
		ELSE error('时间“' || text || '”的终点在起点之前; the period ends before it begins') END
	ELSE period_from(text) + CASE text[6:6] WHEN 'H' THEN INTERVAL 6 MONTH WHEN 'Q' THEN INTERVAL 3 MONTH ELSE INTERVAL 1 MONTH END END AS DATE);
-- The months of a period as numbers, and the text of a period between two of them.
CREATE OR REPLACE MACRO month_number(day) AS CAST(12 * year(day) + month(day) - 1 AS INTEGER);
CREATE OR REPLACE MACRO month_day(number) AS make_date(number // 12, number % 12 + 1, 1);
CREATE OR REPLACE MACRO period_text(since, until) AS CASE
	WHEN month_number(until) - month_number(since) = 12 AND month(since) = 1 THEN strftime(since, '%Y')
	WHEN month_number(until) - month_number(since) = 6 AND month(since) % 6 = 1 THEN strftime(since, '%Y') || '-H' || (month(since) // 6 + 1)
	WHEN month_number(until) - month_number(since) = 3 AND month(since) % 3 = 1 THEN strftime(since, '%Y') || '-Q' || (month(since) // 3 + 1)
	WHEN month_number(until) - month_number(since) = 1 THEN strftime(since, '%Y-%m')
	ELSE strftime(since, '%Y-%m') || '/' || strftime(until - INTERVAL 1 MONTH, '%Y-%m') END;
-- Whole numbers divided and rounded half up, away from zero; a quotient of decimals would be a float.
CREATE OR REPLACE MACRO half_up(n, d) AS CAST(sign(n) AS HUGEINT) * ((2 * CAST(abs(n) AS HUGEINT) + CAST(d AS HUGEINT)) // (2 * CAST(d AS HUGEINT)));
CREATE OR REPLACE MACRO ten_thousandths(n) AS CAST(CAST(n AS DECIMAL(33,0)) * CAST(0.0001 AS DECIMAL(5,4)) AS DECIMAL(38,4));
CREATE OR REPLACE MACRO units(n) AS CAST(n * 10000 AS HUGEINT);
`

// macroScope is a scope whose days and caliber are the arguments of a macro.
func (c *Catalog) macroScope() *scope {
	condition := func(of func(CaliberVersion) string) string {
		var b strings.Builder
		b.WriteString("CASE caliber")
		for _, caliber := range c.calibers {
			fmt.Fprintf(&b, " WHEN %s THEN (CASE", literal(caliber.Name))
			for _, v := range slices.Backward(caliber.Versions) {
				fmt.Fprintf(&b, " WHEN period_until(period_text) > DATE '%s' THEN (%s)", v.From, of(v))
			}
			fmt.Fprintf(&b, " ELSE (%s) END)", of(caliber.Versions[0]))
		}
		fmt.Fprintf(&b, " ELSE error('没有口径“' || caliber || '”; there is no such caliber') END")
		return b.String()
	}
	reads := &reading{}
	for _, caliber := range c.calibers {
		for _, v := range caliber.Versions {
			reads.add(*v.reads)
		}
	}
	return &scope{catalog: c, open: true, caliber: CaliberVersion{
		reads:     reads,
		Documents: condition(func(v CaliberVersion) string { return v.Documents }),
		Meetings:  condition(func(v CaliberVersion) string { return v.Meetings }),
	}}
}

// metricMacros are the statements that create the macros over all metrics.
func (c *Catalog) metricMacros() string {
	return scalars +
		"CREATE OR REPLACE MACRO metric(metric_name, period_text, by := '', grain := '', caliber := 'reduction') AS TABLE\n" + c.metricMacro(false) + ";\n" +
		"CREATE OR REPLACE MACRO metric_change(metric_name, period_text, against := 'year-earlier', by := '', grain := '', caliber := 'reduction') AS TABLE\n" +
		c.metricMacro(true) + ";\n" +
		"COMMENT ON MACRO TABLE metric IS '指标的数，只按明细计算，不计汇总数，单位未报送的计为 0，这些情形以 jianfu measure 为准：metric(''meetings.held'', ''2023'', by := ''portfolio'', grain := ''month'')；figures of a metric from records only: no stated totals, and 0 where a unit filed nothing; there ask jianfu measure';\n" +
		"COMMENT ON MACRO TABLE metric_change IS '指标的数和同比（against := ''previous'' 为环比），只按明细计算，单位未报送的计为 0；figures of a metric compared with the year before, or against := ''previous'' the period before: from records only, and 0 where a unit filed nothing';\n"
}

// counts are the metrics that count rows of a source, and the names that need them.
type sourceTerms struct {
	source *source
	terms  []*Metric
	names  []string
}

func (c *Catalog) sourceTerms() []sourceTerms {
	var list []sourceTerms
	for _, m := range c.metrics {
		if m.Internal {
			continue
		}
		for _, part := range m.Parts() {
			at := slices.IndexFunc(list, func(t sourceTerms) bool { return t.source == part.source })
			if at < 0 {
				at = len(list)
				list = append(list, sourceTerms{source: part.source})
			}
			if !slices.Contains(list[at].terms, part) {
				list[at].terms = append(list[at].terms, part)
			}
			if !slices.Contains(list[at].names, m.Name) {
				list[at].names = append(list[at].names, m.Name)
			}
		}
	}
	return list
}

// isAsked is the condition that a macro's name is one of several.
func isAsked(names []string) sqlText {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = literal(name)
	}
	return sqlText("(metric_name IN (" + strings.Join(quoted, ", ") + ") OR metric_name = '*')")
}

func (c *Catalog) metricMacro(compared bool) string {
	s := c.macroScope()
	st := &statement{}
	sources := c.sourceTerms()
	st.SQL("WITH\n")
	c.writeAsked(st, compared)
	var kinds []string
	for _, src := range sources {
		for _, kind := range append(slices.Clone(src.source.Kinds), src.source.Uses...) {
			if !slices.Contains(kinds, kind) {
				kinds = append(kinds, kind)
				s.writeKind(st, kind)
			}
		}
	}
	s.writeDirectory(st)
	s.writeObligations(st)
	s.writeStanding(st)
	c.writeFiled(st)
	st.SQL("-- what was counted of each part of a metric\ncell AS (\n")
	for i, src := range sources {
		if i > 0 {
			st.SQL("\nUNION ALL\n")
		}
		s.writeCells(st, src)
	}
	st.SQL("),\n-- of which source anything was filed for a bucket\ncoverage AS (\n")
	for i, src := range sources {
		if i > 0 {
			st.SQL("\nUNION ALL\n")
		}
		s.writeCoverage(st, src)
	}
	st.SQL("),\n")
	c.writeDefinitions(st, sources)
	st.SQL(macroFigures)
	if compared {
		st.SQL(macroChange)
	} else {
		st.SQL(macroPlain)
	}
	return st.Literal()
}

// writeAsked reads the arguments: the buckets of the period, each with the one it is compared with.
func (c *Catalog) writeAsked(st *statement, compared bool) {
	var names []string
	for _, m := range c.metrics {
		if !m.Internal {
			names = append(names, m.Name)
		}
	}
	st.SQL("asked AS (\n  SELECT CASE WHEN ", isAsked(names), " THEN month_number(period_from(period_text))\n",
		"    ELSE error('没有指标“' || metric_name || '”，全部见 FROM metrics; there is no such metric, FROM metrics lists them') END AS first,\n",
		"    month_number(period_until(period_text)) AS past,\n",
		"    CASE lower(grain) WHEN '' THEN 1000000 WHEN 'month' THEN 1 WHEN 'quarter' THEN 3 WHEN 'half' THEN 6 WHEN 'year' THEN 12\n",
		"      ELSE error('粒度“' || grain || '”应为 month、quarter、half 或 year; no such grain') END AS step),\n",
		"part AS (\n  SELECT first, LEAST((first // step + 1) * step, past) AS past, ROW_NUMBER() OVER (ORDER BY first) AS place\n",
		"  FROM (SELECT UNNEST([first] || range((first // step + 1) * step, past, step)) AS first, step, past FROM asked)),\n",
		"period AS (\n  SELECT 2 * place AS bucket, month_day(first) AS since, month_day(past) AS until FROM part")
	if compared {
		st.SQL("\n  UNION ALL SELECT 2 * place + 1, month_day(first - back), month_day(past - back)\n  FROM (SELECT *, CASE against WHEN 'year-earlier' THEN 12 WHEN 'previous' THEN past - first\n",
			"    ELSE error('against 应为 year-earlier 或 previous; no such comparison') END AS back FROM part)")
	}
	st.SQL("),\nbucket(bucket, month, since, until) AS (\n",
		"  SELECT bucket, UNNEST(range(month_number(since), month_number(until))), since, until FROM period),\n")
}

// writeFiled lists what was filed, like filed.periods.
func (c *Catalog) writeFiled(st *statement) {
	st.SQL(`-- what was filed of each kind, by the period of its slices
filed AS (
  SELECT s.kind, s.period AS label, TRY_CAST(CASE length(s.period) WHEN 4 THEN s.period || '-01-01' WHEN 7 THEN s.period || '-01' END AS DATE) AS since,
    CAST(TRY_CAST(CASE length(s.period) WHEN 4 THEN s.period || '-01-01' WHEN 7 THEN s.period || '-01' END AS DATE)
      + CASE length(s.period) WHEN 4 THEN INTERVAL 12 MONTH ELSE INTERVAL 1 MONTH END AS DATE) AS until, MAX(s.received_at) AS received
  FROM slice s JOIN in_force v ON v.slice_id = s.id AND v.valid_until = TIMESTAMP 'infinity' GROUP BY s.kind, s.period),
`)
}

// writeCells counts the terms of one source: a row for each bucket, group and term.
func (s *scope) writeCells(st *statement, src sourceTerms) {
	terms := s.terms(src.terms)
	st.SQL("SELECT bucket, member, term.part, term.value, term.unknown, term.total FROM (\nWITH ")
	s.writeCounted(st, src.source, nil, columnsOf(terms))
	st.SQL("SELECT bucket, ", s.member(src), " AS member, UNNEST([")
	for i, t := range terms {
		if i > 0 {
			st.SQL(",")
		}
		st.SQL("\n  {'part': ", sqlText(literal(t.metric.Name)), ", 'value': CAST(", t.value, " AS DECIMAL(38,4)), 'unknown': CAST(", t.unknown,
			" AS BIGINT), 'total': CAST(", t.total, " AS BIGINT)}")
	}
	st.SQL("]) AS term\nFROM counted WHERE ", isAsked(src.names), " GROUP BY ALL)")
}

// member is the group of a row: its value of the requested dimension.
func (s *scope) member(src sourceTerms) sqlText {
	var b strings.Builder
	b.WriteString("NULLIF(CASE \"by\" WHEN '' THEN NULL")
	for _, d := range src.terms[0].Dimensions() {
		fmt.Fprintf(&b, " WHEN %s THEN CAST(%s AS VARCHAR)", literal(d.Name), s.dimension(d.Name))
	}
	b.WriteString(" ELSE error('这个指标没有维度“' || \"by\" || '”; the metric has no such dimension') END, '')")
	return sqlText(b.String())
}

// writeCoverage says for each bucket whether anything of a source's kind was filed for it, by the
// rules of filed.covers.
func (s *scope) writeCoverage(st *statement, src sourceTerms) {
	kind := src.source.Kinds[0]
	kinds := make([]string, len(src.source.Kinds))
	for i, k := range src.source.Kinds {
		kinds[i] = literal(k)
	}
	general := sqlText("EXISTS (SELECT 1 FROM filed f WHERE f.kind IN (" + strings.Join(kinds, ", ") +
		") AND (f.label = 'whole' OR (f.since < p.until AND p.since < f.until)))")
	st.SQL("SELECT p.bucket, ", sqlText(literal(src.source.name)), " AS source, ")
	if slices.Contains(s.catalog.due, kind) || kind == "department" { // the directory is filed whole
		st.SQL(general, " AS covered FROM period p WHERE ", isAsked(src.names))
		return
	}
	date := ledgerDate(s.catalog, src.source, kind)
	first := "CAST(NULL AS DATE)"
	if date != "" {
		first = "(SELECT MIN(" + date + ") FROM " + warehouse.Ident(kind) + ")"
	}
	st.SQL("CASE WHEN e.since IS NULL THEN ", general, " ELSE e.since < p.until AND p.since < e.until END AS covered\nFROM period p CROSS JOIN (\n",
		"  SELECT CASE WHEN MIN(label) = 'ledger' THEN date_trunc('month', ", sqlText(first), ")\n",
		"      WHEN length(MIN(label)) = 7 THEN date_trunc('year', MIN(since)) END AS since,\n",
		"    CASE WHEN MIN(label) = 'ledger' THEN month_day(GREATEST(month_number(MAX(received)), month_number(", sqlText(first), ")) + 1)\n",
		"      WHEN length(MIN(label)) = 7 THEN month_day(GREATEST(month_number(MAX(since)), LEAST(12 * year(MAX(since)) + 11, month_number(MAX(received)) - 1)) + 1) END AS until\n",
		"  FROM filed WHERE kind = ", sqlText(literal(kind)), ") e\nWHERE ", isAsked(src.names))
}

// writeDefinitions lists the parts of each metric.
func (c *Catalog) writeDefinitions(st *statement, sources []sourceTerms) {
	st.SQL("definition(metric, numerator, denominator) AS (SELECT * FROM (VALUES ")
	separator := sqlText("")
	for _, m := range c.metrics {
		if m.Internal {
			continue
		}
		numerator, denominator := m.Name, "NULL"
		if m.numerator != nil {
			numerator, denominator = m.numerator.Name, literal(m.denominator.Name)
		}
		st.SQL(separator, "(", sqlText(literal(m.Name)), ", ", sqlText(literal(numerator)), ", ", sqlText(denominator), ")")
		separator = ",\n  "
	}
	st.SQL(") WHERE col0 = metric_name OR metric_name = '*'),\nterm(part, source, median, calendar, summed, per) AS (VALUES ")
	separator = ""
	for _, src := range sources {
		for _, m := range src.terms {
			st.SQL(separator, sqlText(fmt.Sprintf("(%s, %s, %t, %t, %t, %d)", literal(m.Name), literal(src.source.name), m.Median != "", m.Calendar, m.Sum != "", max(m.Per, 1))))
			separator = ",\n  "
		}
	}
	st.SQL("),\n")
}

// macroFigures combines the counts into figures.
const macroFigures = `-- the groups to show: those of the directory even where nothing was counted, and those that were
grouping AS (
  SELECT NULL AS member WHERE "by" = ''
  UNION
  SELECT NULLIF(CASE "by" WHEN 'department' THEN d.code WHEN 'portfolio' THEN d.portfolio WHEN 'leader' THEN d.leader WHEN 'department_type' THEN d.type END, '')
  FROM "directory" d WHERE "by" IN ('department', 'portfolio', 'leader', 'department_type')
    AND EXISTS (SELECT 1 FROM period p WHERE d.valid_from < p.until AND p.since < d.valid_until)
  UNION
  SELECT member FROM cell WHERE "by" <> ''),
-- each part of a metric in each bucket and group: its number, or why there is none
number AS (
  SELECT *, CASE WHEN missing IS NULL THEN COALESCE(value, 0) END AS known
  FROM (
    SELECT p.bucket, g.member, t.part, t.per, c.value,
      CASE WHEN NOT COALESCE(v.covered, FALSE) THEN 'NO_DATA'
        WHEN c.part IS NOT NULL AND c.value IS NULL OR c.part IS NULL AND t.median THEN 'NO_DATA'
        WHEN c.unknown > 0 AND t.calendar THEN 'NO_CALENDAR'
        WHEN c.unknown > 0 AND c.unknown = c.total THEN 'NOT_REPORTED'
        WHEN c.unknown > 0 AND t.summed THEN 'UNKNOWN_VALUES' END AS missing
    FROM period p CROSS JOIN grouping g
    CROSS JOIN (SELECT * FROM term WHERE part IN (SELECT numerator FROM definition UNION SELECT denominator FROM definition)) t
    LEFT JOIN coverage v ON v.bucket = p.bucket AND v.source = t.source
    LEFT JOIN cell c ON c.bucket = p.bucket AND c.part = t.part AND c.member IS NOT DISTINCT FROM g.member)),
figure AS (
  SELECT d.metric, n.bucket, n.member, d.denominator IS NOT NULL AS rate, n.per,
    n.known AS numerator, e.known AS denominator,
    CASE WHEN d.denominator IS NULL THEN n.missing
      ELSE COALESCE(e.missing, n.missing, CASE WHEN e.known = 0 THEN 'ZERO_DENOMINATOR' END) END AS missing
  FROM definition d
  JOIN number n ON n.part = d.numerator
  LEFT JOIN number e ON e.part = d.denominator AND e.bucket = n.bucket AND e.member IS NOT DISTINCT FROM n.member),
shown AS (
  SELECT f.metric, f.bucket, period_text(p.since, p.until) AS period, p.since, p.until - 1 AS through, f.member, l.label AS member_label, l.place, f.rate, f.per,
    CASE WHEN f.per = 1 THEN f.numerator ELSE ten_thousandths(half_up(units(f.numerator), f.per)) END AS numerator, f.denominator,
    CASE WHEN f.missing IS NULL AND f.rate THEN ten_thousandths(half_up(units(f.numerator) * 10000, units(f.denominator)))
      WHEN f.missing IS NULL THEN ten_thousandths(half_up(units(f.numerator), f.per)) END AS amount, f.missing,
    units(f.numerator) AS above, units(f.denominator) AS below
  FROM figure f JOIN period p USING (bucket)
  LEFT JOIN (
    SELECT CASE "by" WHEN 'department' THEN code WHEN 'portfolio' THEN portfolio WHEN 'leader' THEN leader WHEN 'department_type' THEN type END AS member,
      CASE WHEN "by" = 'department' THEN arg_max(name, valid_from) ELSE ANY_VALUE(NULL::VARCHAR) END AS label, MIN(ordinal) AS place
    FROM "directory" GROUP BY 1) l ON l.member = f.member)
`

const macroPlain = `SELECT metric, period, since, through, member, COALESCE(member_label, member) AS member_label, numerator, denominator, amount, missing
FROM shown ORDER BY metric, bucket, place NULLS LAST, member NULLS LAST`

const macroChange = `SELECT c.metric, c.period, c.since, c.through, c.member, COALESCE(c.member_label, c.member) AS member_label, c.numerator, c.denominator, c.amount, c.missing,
  b.period AS base_period, b.amount AS base_amount,
  CASE WHEN COALESCE(b.missing, c.missing) IS NOT NULL THEN NULL
    WHEN c.rate THEN ten_thousandths(half_up((c.above * b.below - b.above * c.below) * 10000, c.below * b.below))
    ELSE ten_thousandths(half_up(c.above - b.above, c.per)) END AS delta,
  CASE WHEN COALESCE(b.missing, c.missing) IS NULL AND NOT c.rate AND b.above <> 0
    THEN CAST(ten_thousandths(half_up((c.above - b.above) * 10000, b.above)) * 100 AS DECIMAL(38,2)) END AS change_percent,
  CASE WHEN COALESCE(b.missing, c.missing) IS NULL AND c.rate
    THEN CAST(ten_thousandths(half_up((c.above * b.below - b.above * c.below) * 10000, c.below * b.below)) * 100 AS DECIMAL(38,2)) END AS change_points,
  COALESCE(b.missing, c.missing, CASE WHEN NOT c.rate AND b.above = 0 THEN 'ZERO_DENOMINATOR' END) AS change_missing
FROM shown c JOIN shown b ON b.metric = c.metric AND b.bucket = c.bucket + 1 AND b.member IS NOT DISTINCT FROM c.member
WHERE c.bucket % 2 = 0
ORDER BY c.metric, c.bucket, c.place NULLS LAST, c.member NULLS LAST`

// catalogViews are views over the catalogue: they hold no data of the office.
func (c *Catalog) catalogViews() string {
	var b strings.Builder
	var rows []string
	for _, m := range c.metrics {
		if m.Internal {
			continue
		}
		numerator, denominator := "NULL", "NULL"
		if m.numerator != nil {
			numerator, denominator = literal(m.numerator.Label.ZH), literal(m.denominator.Label.ZH)
		}
		var dimensions []string
		for _, d := range m.Dimensions() {
			dimensions = append(dimensions, literal(d.Name))
		}
		rows = append(rows, fmt.Sprintf("(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, [%s])", literal(m.Name), literal(m.Label.ZH), literal(m.Label.EN), literal(m.Unit),
			literal(string(m.Kind())), literal(string(m.Direction)), literal(m.Definition.ZH), literal(m.Definition.EN), numerator, denominator, strings.Join(dimensions, ", ")))
	}
	writeView(&b, "metrics", "指标目录；the metrics that can be asked for", rows, []viewColumn{
		{"metric", "指标名；name"}, {"label_zh", "中文名；label in Chinese"}, {"label_en", "英文名；label in English"}, {"unit", "单位，比率为空文本；unit, empty for a rate"},
		{"kind", "种类：流量、存量、比率等；how it adds up"}, {"direction", "方向：升好、降好；which way is better"}, {"definition_zh", "定义；definition in Chinese"},
		{"definition_en", "英文定义；definition in English"}, {"numerator", "比率的分子；numerator of a rate"}, {"denominator", "比率的分母；denominator of a rate"},
		{"dimensions", "可用于 by 的维度；what it can be broken down by"}})
	rows = nil
	for _, caliber := range c.calibers {
		for _, v := range caliber.Versions {
			rows = append(rows, fmt.Sprintf("(%s, %s, %s, %s, %s, DATE '%s')", literal(caliber.Name), literal(caliber.Label.ZH), literal(caliber.Label.EN),
				literal(caliber.Definition.ZH), literal(caliber.Definition.EN), v.From))
		}
	}
	writeView(&b, "calibers", "口径：每个版本一行；the rules of what counts, one row a version", rows, []viewColumn{
		{"caliber", "口径名；name"}, {"label_zh", "中文名；label in Chinese"}, {"label_en", "英文名；label in English"}, {"definition_zh", "定义；definition in Chinese"},
		{"definition_en", "英文定义；definition in English"}, {"valid_from", "自此日起；in force from this day"}})
	rows = nil
	for _, versions := range c.thresholds {
		for _, v := range versions {
			rows = append(rows, fmt.Sprintf("(%s, %s, %s, %s, CAST(%s AS DECIMAL(18,4)), DATE '%s', %s)", literal(v.Name), literal(v.Label.ZH), literal(v.Label.EN),
				literal(v.Unit), v.Value, v.From, literal(v.Source.ZH)))
		}
	}
	c.writeTotals(&b)
	writeView(&b, "thresholds", "阈值：每次规定一行；the dated settings, one row each", rows, []viewColumn{
		{"threshold", "阈值名；name"}, {"label_zh", "中文名；label in Chinese"}, {"label_en", "英文名；label in English"}, {"unit", "单位；unit"}, {"value", "值；value"},
		{"valid_from", "自此日起；in force from this day"}, {"source", "依据；the rule it comes from"}})
	return b.String()
}

// writeTotals is the view of stated totals with a column for each count.
func (c *Catalog) writeTotals(b *strings.Builder) {
	columns := []viewColumn{{"department_code", "单位编码，空文本为全市；code of the department, empty text for the whole city"},
		{"department_name", "单位名称，按起始月份当时的名录；name of the department in the first month"},
		{"first_month", "时间段的第一个月，以其第一天表示；first month of the span, as its first day"},
		{"months", "时间段的月数；number of months of the span"},
		{"earlier", "是否是后一年的表里写的上年同期数；whether a table of the year after states it as 上年同期"},
		{"caliber", "报数所按的口径；caliber that it is stated under"}}
	b.WriteString("CREATE OR REPLACE VIEW reported_totals AS SELECT department_code, department_name, first_month, months, earlier, caliber")
	for _, m := range c.stating() {
		fmt.Fprintf(b, ",\n  MAX(value) FILTER (WHERE count = %s) AS %s", literal(m.Stated), warehouse.Ident(m.Stated))
		columns = append(columns, viewColumn{m.Stated, "自报的" + m.Label.ZH + "；" + m.Label.EN + ", as stated"})
	}
	b.WriteString(",\n  file, sheet, row, submission_id, received_at\nFROM stated_totals GROUP BY ALL;\n")
	columns = append(columns, viewColumn{"file", "来源文件名；name of the filed file"}, viewColumn{"sheet", "来源工作表，CSV 和 JSON 为空；sheet of the file, empty for CSV and JSON"},
		viewColumn{"row", "来源行号，与电子表格所示一致；row as the spreadsheet numbers it"}, viewColumn{"submission_id", "报送编号；number of the submission"},
		viewColumn{"received_at", "收到时间（世界时），自此计入；when it was received (UTC), from then on it counts"})
	commentView(b, "reported_totals", "统计汇总表：各单位自报的合计数，每段时间一行、每项一列；totals as stated, one row a span and one column a count", columns)
}

type viewColumn struct{ name, comment string }

func writeView(b *strings.Builder, name, comment string, rows []string, columns []viewColumn) {
	names := make([]string, len(columns))
	for i, column := range columns {
		names[i] = column.name
	}
	fmt.Fprintf(b, "CREATE OR REPLACE VIEW %s AS SELECT * FROM (VALUES\n  %s) AS t(%s);\n", name, strings.Join(rows, ",\n  "), strings.Join(names, ", "))
	commentView(b, name, comment, columns)
}

func commentView(b *strings.Builder, name, comment string, columns []viewColumn) {
	fmt.Fprintf(b, "COMMENT ON VIEW %s IS %s;\n", name, literal(comment))
	for _, column := range columns {
		fmt.Fprintf(b, "COMMENT ON COLUMN %s.%s IS %s;\n", name, column.name, literal(column.comment))
	}
}
