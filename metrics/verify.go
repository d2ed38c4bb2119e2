package metrics

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"jianfu"
	"jianfu/warehouse"
)

// Verify checks the catalogue against the tables of a warehouse, so that a fault in an office's
// files is reported when they are read and not in a later query: kinds and columns exist,
// conditions are true or false, sums are numbers, checks return what a finding needs. Nothing is
// counted. The error is Invalid and names the file, the line, what is wrong and what to do; faults
// are reported in an office's file rather than in one of the program's.
func (c *Catalog) Verify(ctx context.Context, w *warehouse.Warehouse) error {
	e := New(w, c)
	return w.Read(ctx, func(tx *sql.Tx) error {
		known, err := e.shape(ctx, tx)
		if err != nil {
			return err
		}
		v := verifier{catalog: c, tx: tx, known: known, now: time.Now().UTC()}
		if err := v.kinds(); err != nil {
			return err
		}
		if err := v.owers(ctx, e); err != nil {
			return err
		}
		for _, name := range slices.Sorted(maps.Keys(c.sources)) {
			if err := v.source(ctx, c.sources[name]); err != nil {
				return err
			}
		}
		for _, check := range c.checks {
			if err := v.check(ctx, check); err != nil {
				return err
			}
		}
		return nil
	})
}

// verifier binds the SQL of a catalogue to tables.
type verifier struct {
	catalog *Catalog
	tx      *sql.Tx
	known   *shape
	now     time.Time
}

// kinds refuses names that are not kinds of filing.
func (v verifier) kinds() error {
	named := func(at place, kinds []string, before ...string) error {
		for i, kind := range kinds {
			if slices.Contains(kinds[:i], kind) || slices.Contains(before, kind) {
				return at.in(i).fault("报表种类 %[1]s 写了两次，请删去一处", "the kind %[1]s is named twice: remove one of them", kind)
			}
			if _, ok := v.known.kinds[kind]; !ok {
				return at.in(i).unknown(jianfu.Say("报表种类", "kind of filing"), kind, slices.Sorted(maps.Keys(v.known.kinds)))
			}
		}
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(v.catalog.sources)) {
		src := v.catalog.sources[name]
		if err := named(src.at.in("kinds"), src.Kinds); err != nil {
			return err
		}
		if err := named(src.at.in("uses"), src.Uses, src.Kinds...); err != nil {
			return err
		}
	}
	for _, check := range v.catalog.checks {
		if err := named(check.at.in("kinds"), check.Kinds); err != nil {
			return err
		}
		if err := named(check.at.in("uses"), check.uses, check.Kinds...); err != nil {
			return err
		}
	}
	for _, o := range v.catalog.obligations {
		if err := named(o.at.in("kinds"), o.Kinds); err != nil {
			return err
		}
	}
	return nil
}

// owers refuses types and units that an office's obligations name and the directory has never had.
// Without a directory nothing can be said.
func (v verifier) owers(ctx context.Context, e *Engine) error {
	standing, err := e.standing(ctx, v.tx, &scope{})
	if err != nil {
		return err
	}
	departments := standing.departments
	if len(departments) == 0 {
		return nil
	}
	var types, units []string
	for _, d := range departments {
		units = append(units, d.Code)
		for _, entry := range d.Versions {
			types, units = append(types, entry.Type), append(units, entry.Name, entry.ShortName)
		}
	}
	for _, o := range v.catalog.obligations {
		if !o.at.own {
			continue
		}
		for i, name := range o.Types {
			if !slices.Contains(types, name) {
				return o.at.in("types", i).unknown(jianfu.Say("单位类型", "type of units"), name, slices.Compact(slices.Sorted(slices.Values(types))))
			}
		}
		for i, name := range o.Units {
			if !slices.Contains(units, name) {
				return o.at.in("units", i).unknown(jianfu.Say("单位", "unit"), name, slices.Compact(slices.Sorted(slices.Values(units))))
			}
		}
	}
	return nil
}

// bound is an expression over the rows of a source, with the expected type.
type bound struct {
	at   place
	role role
	sql  sqlText
}

// source binds a source and everything that is counted over it.
func (v verifier) source(ctx context.Context, src *source) error {
	s := &scope{catalog: v.catalog, now: v.now, caliber: v.catalog.caliber(DefaultCaliber).Version(jianfu.DateOf(v.now))}
	var all []string
	for _, d := range src.Derived {
		all = append(all, d.name)
	}
	over := func(selected sqlText) *statement {
		st := &statement{}
		s.with(st, src, []bucket{{period: jianfu.YearOf(v.now.Year())}}, all)
		return st.and("SELECT ", selected, " FROM counted")
	}
	columns, err := v.describe(ctx, over("*"))
	if err != nil {
		return v.sourceFault(ctx, s, src, err)
	}
	if err := v.sourceColumns(src, columns); err != nil {
		return err
	}
	expressions := v.expressions(s, src)
	if len(expressions) == 0 {
		return nil
	}
	var together []sqlText
	for i, e := range expressions {
		together = append(together, "("+e.sql+sqlText(fmt.Sprintf(") AS e%d", i)))
	}
	types, err := v.describe(ctx, over(joinText(together)))
	for i, e := range expressions {
		if err != nil { // which one is it
			one, alone := v.describe(ctx, over(together[i]))
			if alone != nil {
				return v.blame(e.at, src).because(alone, ownColumns(columns))
			}
			types = one
		}
		if fault := e.role.typeFault(types[fmt.Sprintf("e%d", i)]); fault.ZH != "" {
			return v.blame(e.at, src).fault("%[1]s", "%[2]s", fault.ZH, fault.EN)
		}
	}
	return nil
}

func joinText(parts []sqlText) sqlText {
	texts := make([]string, len(parts))
	for i, part := range parts {
		texts[i] = string(part)
	}
	return sqlText(strings.Join(texts, ", "))
}

// expressions are all expressions over a source's rows: of its metrics, and of the calibers.
func (v verifier) expressions(s *scope, src *source) []bound {
	var list []bound
	add := func(at place, role role, text string) {
		if text != "" {
			list = append(list, bound{at, role, s.fill(text, src)})
		}
	}
	if src.Stock == "" {
		add(src.at.in("base"), conditionRole, src.Base)
		if src.Caliber != "" {
			for _, caliber := range v.catalog.calibers {
				for _, version := range caliber.Versions {
					text := version.Documents
					if src.Caliber == "meetings" {
						text = version.Meetings
					}
					add(caliber.at.in("versions", version.place, src.Caliber), conditionRole, text)
				}
			}
		}
	}
	for _, m := range v.catalog.metrics {
		if m.source == src {
			add(m.at.in("count"), conditionRole, m.Count)
			add(m.at.in("sum"), amountRole, m.Sum)
			add(m.at.in("distinct"), valueRole, m.Distinct)
			add(m.at.in("median"), amountRole, m.Median)
			add(m.at.in("where"), conditionRole, m.Where)
		}
	}
	return list
}

// blame is the place of an expression, or that of its source if the office replaced the source of
// one of the program's expressions.
func (v verifier) blame(at place, src *source) place {
	if !at.own && src.at.own {
		return src.at
	}
	return at
}

// typeFault says why a value of a type does not fit the role.
func (r role) typeFault(dataType string) jianfu.Text {
	switch {
	case r == conditionRole && dataType != "BOOLEAN":
		return jianfu.Say("应是条件（结果为是或否），这里的结果是%[1]s：请写成比较，如 attendance > 0", "it should be a condition, true or false, and gives %[2]s: write a comparison, such as attendance > 0", typeName(dataType).ZH, typeName(dataType).EN)
	case r == amountRole && !isExactNumber(dataType):
		return jianfu.Say("应是精确的数（整数或小数），这里的结果是%[1]s", "it should be an exact number, whole or decimal, and gives %[2]s", typeName(dataType).ZH, typeName(dataType).EN)
	}
	return jianfu.Text{}
}

func isExactNumber(dataType string) bool {
	switch dataType {
	case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT":
		return true
	}
	return strings.HasPrefix(dataType, "DECIMAL(") && !strings.HasSuffix(dataType, "[]")
}

// typeName is the name of a DuckDB type for people.
func typeName(dataType string) jianfu.Text {
	switch {
	case strings.HasSuffix(dataType, "[]"):
		return jianfu.Say("列表", "a list")
	case dataType == "BOOLEAN":
		return jianfu.Say("是或否", "true or false")
	case dataType == "VARCHAR":
		return jianfu.Say("文字", "a text")
	case dataType == "DATE":
		return jianfu.Say("日期", "a date")
	case dataType == "FLOAT" || dataType == "DOUBLE":
		return jianfu.Say("不精确的数", "an inexact number")
	case isExactNumber(dataType):
		return jianfu.Say("数", "a number")
	}
	return jianfu.Say("别的类型（%[1]s）", "another type (%[1]s)", dataType)
}

// sourceFault finds which part of a source does not fit the tables.
func (v verifier) sourceFault(ctx context.Context, s *scope, src *source, whole error) error {
	part, text := "rows", src.Rows
	if src.Stock != "" {
		part, text = "stock", src.Stock
	}
	if _, err := v.describe(ctx, v.overRows(s, src, "*")); err != nil {
		at := src.at.in(part)
		if !at.found() { // the program's own text over the office's kinds
			at = src.at
		}
		return at.because(err, nil)
	}
	if src.Stock != "" {
		return src.at.in("stock").because(whole, nil)
	}
	columns, err := v.describe(ctx, v.overRows(s, src, "*"))
	if err != nil {
		return err
	}
	known := ownColumns(columns)
	for _, d := range src.Derived {
		if _, err := v.describe(ctx, v.overRows(s, src, s.fill(d.sql, src))); err != nil {
			return src.at.in("derived", d.name).because(err, known)
		}
	}
	dated := "date"
	if src.Year != "" {
		dated = "year"
	}
	days, err := v.describe(ctx, v.overRows(s, src, sqlText(src.Date)+" AS counted_on"))
	if err != nil {
		return src.at.in(dated).because(err, known)
	}
	if have := days["counted_on"]; have != "DATE" {
		return src.at.in(dated).fault("应是日期，这里的结果是%[1]s", "it should be a date, and gives %[2]s", typeName(have).ZH, typeName(have).EN)
	}
	if _, ok := columns["department"]; !ok {
		return src.at.in(part).fault("结果里要有 department 列（单位编码），%[1]s 里没有", "the rows need a column department, the code of the unit: %[1]s has none", text)
	}
	return src.at.in(dated).because(whole, known)
}

// overRows is a query of only a source's rows.
func (v verifier) overRows(s *scope, src *source, selected sqlText) *statement {
	bare := *src
	bare.Derived, bare.Date, bare.Year = nil, "DATE '2023-01-01'", ""
	st := &statement{}
	s.with(st, &bare, []bucket{{period: jianfu.YearOf(v.now.Year())}}, nil)
	if src.Stock == "" { // the common tables are kept, for their definitions
		return st.and("SELECT ", selected, " FROM (", s.fill(src.Rows, src), ") rows")
	}
	return st.and("SELECT ", selected, " FROM (", s.fill(src.Stock, src), ") rows")
}

// sourceColumns refuses a source whose rows lack a required column.
func (v verifier) sourceColumns(src *source, columns map[string]string) error {
	needed := [][2]string{{"department", "VARCHAR"}}
	part := "rows"
	if src.Stock != "" {
		part = "stock"
		needed = append(needed, [2]string{"bucket", ""}, [2]string{"day", "DATE"}, [2]string{"ids", "BIGINT[]"})
	} else if src.Kinds[0] != "department" { // filings themselves are not rows of a sheet
		needed = append(needed, [2]string{"id", "BIGINT"})
	}
	for _, column := range needed {
		name, want := column[0], column[1]
		have, ok := columns[name]
		switch {
		case !ok:
			return src.at.in(part).fault("结果里缺 %[1]s 列，请补上", "the rows lack the column %[1]s: add it", name)
		case want != "" && have != want:
			return src.at.in(part).fault("%[1]s 列应是%[2]s，这里是%[4]s", "the column %[1]s should be %[3]s, and is %[5]s", name, typeName(want).ZH, typeName(want).EN, typeName(have).ZH, typeName(have).EN)
		}
	}
	known := ownColumns(columns)
	for _, d := range src.Dimensions {
		if have, ok := columns[d.Name]; !ok {
			return src.at.in("dimensions", d.Name).unknown(jianfu.Say("列", "column"), d.Name, known)
		} else if d.yesno && have != "BOOLEAN" {
			return src.at.in("dimensions", d.Name).fault("写了 yesno，但 %[1]s 列不是是非列：请去掉 yesno", "yesno is for columns that are true or false, and %[1]s is not: remove it", d.Name)
		} else if d.units && have != "VARCHAR[]" {
			return src.at.in("dimensions", d.Name).fault("写了 units，但 %[1]s 列不是单位编码的列表：请去掉 units", "units is for columns that list codes of units, and %[1]s does not: remove it", d.Name)
		}
	}
	if src.Title == "" {
		return nil
	}
	for _, kind := range src.Kinds {
		if ofKind := v.columnsOf(kind); !slices.Contains(ofKind, src.Title) {
			return src.at.in("title").unknown(jianfu.Say("列", "column"), src.Title, ofKind)
		}
	}
	return nil
}

// columnsOf are the columns of some kinds.
func (v verifier) columnsOf(kinds ...string) []string {
	var names []string
	for _, column := range v.known.columns {
		if table, name, _ := strings.Cut(column, "."); slices.Contains(kinds, table) {
			names = append(names, name)
		}
	}
	return names
}

// ownColumns are the columns of a source's rows that people may use.
func ownColumns(columns map[string]string) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(columns)), func(name string) bool {
		return slices.Contains(placeColumns, name) || slices.Contains([]string{"bucket", "since", "counted_on"}, name)
	})
}

// findingColumns are the columns of every finding, by name and type.
var findingColumns = [][2]string{{"day", "DATE"}, {"department", "VARCHAR"}, {"subject", "VARCHAR"}, {"detail_zh", "VARCHAR"}, {"detail_en", "VARCHAR"},
	{"ids", "BIGINT[]"}, {"saving", "DECIMAL(18,4)"}}

// textColumns are the columns that findings may have besides: the subject in English, and of what
// could not be tested what is missing.
var textColumns = [][2]string{{"subject_en", "VARCHAR"}, {"missing_zh", "VARCHAR"}, {"missing_en", "VARCHAR"}}

// check binds a check.
func (v verifier) check(ctx context.Context, check *Check) error {
	at := check.at.in("sql")
	year := jianfu.YearOf(v.now.Year())
	s := &scope{catalog: v.catalog, now: v.now, caliber: v.catalog.caliber(DefaultCaliber).Version(year.Through())}
	st := &statement{}
	s.writeFound(st, check, sqlText("DATE '"+year.From().String()+"'"), sqlText("DATE '"+year.Until().String()+"'"))
	columns, err := v.describe(ctx, st.and("SELECT * FROM result"))
	if err != nil {
		return at.because(err, v.columnsOf(slices.Concat(check.Kinds, check.uses)...))
	}
	for i, column := range slices.Concat(findingColumns, textColumns) {
		name, want := column[0], column[1]
		have, ok := columns[name]
		if i >= len(findingColumns) && (!ok || have == "INTEGER") { // or a bare NULL
			continue
		}
		switch {
		case !ok:
			var all []string
			for _, c := range findingColumns {
				all = append(all, c[0])
			}
			return at.fault("结果里缺 %[1]s 列：应有 %[2]s 七列", "the findings lack the column %[1]s: there should be the seven %[2]s", name, strings.Join(all, ", "))
		case name == "saving" && isExactNumber(have), have == want:
		case name == "department" && have == "INTEGER": // the type of a bare NULL
			return at.fault("department 列应是单位编码，没有单位的请写 CAST(NULL AS VARCHAR)", "the column department should be the code of a unit; write CAST(NULL AS VARCHAR) where there is none")
		default:
			return at.fault("%[1]s 列应是%[2]s，这里是%[4]s", "the column %[1]s should be %[3]s, and is %[5]s", name, typeName(want).ZH, typeName(want).EN, typeName(have).ZH, typeName(have).EN)
		}
	}
	return nil
}

// describe returns the columns of a query and their types, without running it.
func (v verifier) describe(ctx context.Context, st *statement) (map[string]string, error) {
	rows, err := v.tx.QueryContext(ctx, "SELECT column_name, column_type FROM (DESCRIBE "+st.Literal()+")")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	columns := map[string]string{}
	for rows.Next() {
		var name, dataType string
		if err := rows.Scan(&name, &dataType); err != nil {
			return nil, err
		}
		columns[name] = dataType
	}
	return columns, rows.Err()
}

// and ends a statement.
func (s *statement) and(parts ...sqlText) *statement {
	s.SQL(parts...)
	return s
}

// DuckDB has no error codes for binding, so its text is the only clue.
var (
	noColumn   = regexp.MustCompile(`Referenced column "([^"]+)" (?:not found|was not found)`)
	noMember   = regexp.MustCompile(`(?:does not have a column named|Table "[^"]*" does not have a column named) "([^"]+)"`)
	ambiguous  = regexp.MustCompile(`Ambiguous reference to column name "([^"]+)"`)
	noFunction = regexp.MustCompile(`No function matches the given name and argument types '([^'(]+)\(`)
	noMix      = regexp.MustCompile(`Cannot (?:compare|mix|combine)|Could not convert|Cannot deduce`)
)

// because says why SQL does not fit the tables, with the nearest existing columns.
func (p place) because(err error, columns []string) error {
	message := err.Error()
	match := func(pattern *regexp.Regexp) string {
		if m := pattern.FindStringSubmatch(message); len(m) > 1 {
			return m[1]
		}
		return ""
	}
	missing := match(noColumn)
	if missing == "" {
		missing = match(noMember)
	}
	var fault *jianfu.Error
	switch {
	case missing != "" && len(columns) > 0:
		fault = p.unknown(jianfu.Say("列", "column"), missing, columns)
	case missing != "":
		fault = p.fault("没有列“%[1]s”，请检查拼写", "there is no column %[1]q: check its spelling", missing)
	case match(ambiguous) != "":
		fault = p.fault("列“%[1]s”不止一张表有，请在前面写明表名", "more than one table has the column %[1]q: write the table's name before it", match(ambiguous))
	case match(noFunction) != "":
		fault = p.fault("函数或运算 %[1]s 不能用于这里的值：请检查它的参数和列的类型", "%[1]s cannot be applied to these values: check its arguments and the types of the columns", match(noFunction))
	case noMix.MatchString(message):
		fault = p.fault("比较的两边类型不同，请改成同一类型的值", "the two sides of a comparison are of different types: make them alike")
	default:
		fault = p.fault("这段 SQL 与报表的列对不上，请检查列名、类型和写法", "the SQL does not fit the columns of the kinds: check names, types and the form")
	}
	return fault.Because(err)
}
