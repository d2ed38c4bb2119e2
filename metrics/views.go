package metrics

import (
	"fmt"
	"slices"
	"strings"

	"jianfu/warehouse"
)

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
	var counts []string
	for _, m := range c.stating() {
		counts = append(counts, literal(m.Stated))
		fmt.Fprintf(b, ",\n  MAX(value) FILTER (WHERE count = %s) AS %s", literal(m.Stated), warehouse.Ident(m.Stated))
		columns = append(columns, viewColumn{m.Stated, "自报的" + m.Label.ZH + "；" + m.Label.EN + ", as stated"})
	}
	b.WriteString(",\n  file, sheet, row, submission_id, received_at\nFROM stated_totals WHERE count IN (" + strings.Join(counts, ", ") + ") GROUP BY ALL;\n")
	columns = append(columns, viewColumn{"file", "来源文件名；name of the filed file"}, viewColumn{"sheet", "来源工作表，CSV 和 JSON 为空；sheet of the file, empty for CSV and JSON"},
		viewColumn{"row", "来源行号，与电子表格所示一致；row as the spreadsheet numbers it"}, viewColumn{"submission_id", "报送编号；number of the submission"},
		viewColumn{"received_at", "收到时间（世界时），自此计入；when it was received (UTC), from then on it counts"})
	commentView(b, "reported_totals", "统计汇总表：各单位自报的合计数，每段时间一行、每项一列；totals as stated, one row a span and one column a count", columns)
}

// countedViews are, beside the view of each kind that has a headline metric over its rows, one with
// exactly the rows that the metric counts, so that a plain COUNT is right. views are those by kind. What changes when the kinds' columns do names it: a view knows its columns from its making.
func (c *Catalog) countedViews(views map[string]*kindView, kinds string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "-- of the kinds %s\n", kinds)
	for _, m := range c.metrics {
		src := m.source
		if !m.Headline || m.Count != "TRUE" || src.Stock != "" || src.Year != "" || views[src.Kinds[0]] == nil {
			continue
		}
		view := views[src.Kinds[0]].name
		st := &statement{}
		s := &scope{catalog: c}
		st.SQL("WITH ")
		for _, kind := range slices.Concat(src.Kinds, src.Uses) {
			s.writeKind(st, kind)
		}
		st.SQL("counted AS (SELECT *, ", sqlText(src.Date), " AS counted_on FROM (", s.fill(src.Rows, src), ") r)\n",
			"SELECT id FROM counted WHERE (", s.fill(src.Base, src), ") AND ", c.onItsDay(src))
		fmt.Fprintf(&b, "CREATE OR REPLACE VIEW %[1]s AS SELECT * FROM %[2]s WHERE id IN (\n%[3]s);\n", warehouse.Ident(view+"_counted"), warehouse.Ident(view), st.Literal())
		commentView(&b, view+"_counted", fmt.Sprintf("%[1]s 的行中计入“%[2]s”的，各行按其日期当时的口径；those rows of %[1]s that %[3]s count, each by the caliber of its own day", view, m.Label.ZH, m.Label.EN), views[src.Kinds[0]].columns)
	}
	return b.String()
}

// onItsDay is the condition of the usual caliber's version in force on the row's day.
func (c *Catalog) onItsDay(src *source) sqlText {
	var b strings.Builder
	b.WriteString("(CASE")
	for _, version := range slices.Backward(c.caliber(DefaultCaliber).Versions) {
		fmt.Fprintf(&b, " WHEN counted_on >= DATE '%s' THEN (%s)", version.From, (&scope{caliber: version}).condition(src))
	}
	return sqlText(b.String() + " END)")
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
	fmt.Fprintf(b, "COMMENT ON VIEW %s IS %s;\n", warehouse.Ident(name), literal(comment))
	for _, column := range columns {
		fmt.Fprintf(b, "COMMENT ON COLUMN %s.%s IS %s;\n", warehouse.Ident(name), warehouse.Ident(column.name), literal(column.comment))
	}
}
