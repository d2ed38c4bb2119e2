package loaders

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"jianfu"
	"jianfu/warehouse"
	"jianfu/yamlfile"
)

// storedTypes are the SQL types of the fact tables' columns.
var storedTypes = map[Type]string{
	TextType: "VARCHAR", KeyType: "VARCHAR", UnitType: "VARCHAR", ChoiceType: "VARCHAR", ListType: "VARCHAR[]",
	IntegerType: "INTEGER", YearType: "INTEGER", MonthOfYearType: "INTEGER", NumberType: "DECIMAL(12,4)", HoursType: "DECIMAL(12,4)",
	DateType: "DATE", SpanType: "DATE", MonthType: "DATE", YesNoType: "BOOLEAN",
}

// Apply makes the warehouse hold these kinds: their tables, views and descriptions. A read-only
// warehouse must hold them already. The error is Conflict if its rows cannot follow a change in a
// contract.
func (c *Contracts) Apply(ctx context.Context, w *warehouse.Warehouse) error {
	kinds := make([]warehouse.Kind, len(c.kinds))
	for i, contract := range c.kinds {
		kinds[i] = contract.stored()
	}
	if err := w.SetKinds(ctx, kinds); err != nil {
		return fmt.Errorf("set the kinds of filing: %w", err)
	}
	return nil
}

// stored is the kind in the warehouse's terms.
func (c *Contract) stored() warehouse.Kind {
	kind := warehouse.Kind{Name: c.Kind, View: c.Plural, Label: c.Name, Description: c.Describe, Grain: string(c.Grain), Day: c.dayOf(),
		Stream: c.Stream, Central: c.Central, Speaks: string(c.Speaks),
		OwnTable: slices.Contains(c.ByHand, TablePart), OwnView: slices.Contains(c.ByHand, ViewPart)}
	columns := slices.Clone(c.Stored)
	for i := range c.Columns {
		if !slices.ContainsFunc(columns, func(stored Column) bool { return stored.Name == c.Columns[i].Name }) {
			columns = append(columns, c.Columns[i])
		}
	}
	for i := range columns {
		column := &columns[i]
		kind.Columns = append(kind.Columns, warehouse.KindColumn{Name: column.Name, Header: column.Header, Label: column.Label,
			Description: column.Describe, Type: string(column.Type), Stored: storedTypes[column.Type], Required: column.Required, Choices: column.listed()})
	}
	return kind
}

// listed are the values of a choice; nil for any other column.
func (c *Column) listed() []string {
	if c.Type != ChoiceType {
		return nil
	}
	values := make([]string, len(c.Values))
	for i, v := range c.Values {
		values[i] = v.Value
	}
	return values
}

// dayOf is the day that a row counts on, in SQL: for a year its last.
func (c *Contract) dayOf() string {
	switch column := c.storedColumn(c.Day); {
	case column == nil:
		return ""
	case column.Type == YearType:
		return "make_date(" + warehouse.Ident(c.Day) + ", 12, 31)"
	}
	return warehouse.Ident(c.Day)
}

var (
	grains  = []Grain{PerMonth, PerYear, Ledger, Whole}
	sqlName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

	// takenNames are the standard columns of every fact table and every view.
	takenNames = []string{"id", "slice_id", "sheet", "row", "cells", "file", "submission_id", "received_at",
		"department_code", "department_name", "department_type", "portfolio", "leader"}
)

// checkOwn checks a contract of an office's own kind for what tests check in the program's.
func (c *Contract) checkOwn(all *Contracts) error {
	fault := func(place, zh, en string, args ...any) error {
		return contractError(c.file, yamlfile.LineOf(c.text, place), zh, en, args...)
	}
	both := func(t jianfu.Text) bool { return t.ZH != "" && t.EN != "" }
	at := func(name string) *Column {
		if i := c.Column(name); i >= 0 {
			return &c.Columns[i]
		}
		return &Column{}
	}
	switch date := at(c.Date); {
	case len(c.Columns) == 0 || c.Grain == "":
		var known []string
		for _, contract := range all.kinds {
			known = append(known, contract.Kind)
		}
		unknown := jianfu.Unknown(jianfu.Say("报表种类", "kind"), c.Kind, jianfu.Names(known...)).Text
		return fault("$.kind", "%[1]s；要新增一种报表，请写明 name、describe、grain、columns", "%[2]s; a new kind needs name, describe, grain and columns", unknown.ZH, unknown.EN)
	case !sqlName.MatchString(c.Kind):
		return fault("$.kind", "标识“%s”应为小写字母、数字和 _，以字母开头", "the kind %q should be lower-case letters, digits and _, a letter first", c.Kind)
	case c.Plural != "" && !sqlName.MatchString(c.Plural):
		return fault("$.plural", "视图名“%s”应为小写字母、数字和 _，以字母开头", "the plural %q should be lower-case letters, digits and _, a letter first", c.Plural)
	case !both(c.Name) || !both(c.Describe):
		return fault("$.kind", "%s 的 name 和 describe 都要写中文（zh）和英文（en）", "%s needs name and describe in Chinese (zh) and English (en)", c.Kind)
	case !slices.Contains(grains, c.Grain):
		return fault("$.grain", "grain 应为 month、year、ledger 或 whole，不是“%s”", "grain is month, year, ledger or whole, not %q", c.Grain)
	case c.Speaks != "" && c.Speaks != All && c.Speaks != Listed:
		return fault("$.speaks", "speaks 应为 ALL 或 LISTED，不是“%s”", "speaks is ALL or LISTED, not %q", c.Speaks)
	case c.Split != nil || c.SplitOf != "" || len(c.ByHand)+len(c.Stored) > 0:
		return fault("$.kind", "自己的报表 %s 不能用 split、split_of、by_hand、stored", "a kind of an office, %s, cannot have split, split_of, by_hand or stored", c.Kind)
	case at("department").Type != UnitType:
		return fault("$.columns", "%s 要有一列 name: department、type: unit，即这一行是哪个单位的", "%s needs a column department of the type unit: whose row it is", c.Kind)
	case c.Grain == PerMonth && c.Date == "":
		return fault("$.grain", "按月报送的 %s 要用 date 指明哪一列的日期决定月份", "%s is filed by month: date must name the column whose day decides the month", c.Kind)
	case c.Grain == PerYear && c.Date == "" && !slices.ContainsFunc(c.Columns, func(x Column) bool { return x.Type == YearType }):
		return fault("$.grain", "按年报送的 %s 要有一列 type: year，或用 date 指明日期列", "%s is filed by year: it needs a column of the type year, or date to name a column of days", c.Kind)
	case c.Date != "" && (date.Type != DateType && date.Type != SpanType && date.Type != MonthType || date.Type != MonthType && !date.Required):
		return fault("$.date", "date 所指的 %s 应为必填（required: true）的 date、span 列，或 month 列", "date names %s, which should be a required column of the type date or span, or one of the type month", c.Date)
	case c.Day != "" && storedTypes[at(c.Day).Type] != "DATE" && at(c.Day).Type != YearType:
		return fault("$.day", "day 所指的 %s 不是日期列或年度列", "day names %s, which is no column of days or years", c.Day)
	}
	seen := map[string]bool{}
	for i := range c.Columns {
		place := fmt.Sprintf("$.columns[%d]", i)
		if err := c.Columns[i].checkOwn(fault, place); err != nil {
			return err
		}
		if seen[c.Columns[i].Name] {
			return fault(place+".name", "%s 有两列都叫 %s", "%s has two columns named %s", c.Kind, c.Columns[i].Name)
		}
		seen[c.Columns[i].Name] = true
	}
	return nil
}

// checkOwn checks a column of an office's own for what tests check in the program's. place is its
// place in the file.
func (c *Column) checkOwn(fault func(place, zh, en string, args ...any) error, place string) error {
	switch {
	case !sqlName.MatchString(c.Name):
		return fault(place+".name", "列的 name“%s”应为小写字母、数字和 _，以字母开头", "the column name %q should be lower-case letters, digits and _, a letter first", c.Name)
	case slices.Contains(takenNames, c.Name):
		return fault(place+".name", "列名 %s 已被每种报表共有的列占用，请换一个", "every kind has a column %s of the program's own: choose another name", c.Name)
	case storedTypes[c.Type] == "":
		var known []string
		for name := range storedTypes {
			known = append(known, string(name))
		}
		slices.Sort(known)
		return fault(place+".name", "%[1]s 列的 type“%[2]s”应为其中之一：%[3]s", "the type %[2]q of column %[1]s should be one of %[3]s", c.Name, c.Type, strings.Join(known, ", "))
	case c.Header == "" || c.Label.EN == "" || c.Describe.ZH == "" || c.Describe.EN == "":
		return fault(place+".name", "%s 列要写明 header、label（en）、describe（zh 和 en）", "the column %s needs header, label (en) and describe (zh and en)", c.Name)
	}
	return nil
}
