package loaders

import (
	"cmp"
	"slices"
	"strings"

	"jianfu"
	"jianfu/loaders/sheet"
	"jianfu/warehouse"
)

// trouble classifies a row with faults: not data (a total, a repeated header, a heading, a numbered
// blank line, a statement that there was nothing), the header of another table, or a row to
// correct.
// apart says that the row is apart from the table, by a blank row or a total before it.
func (r *rowReader) trouble(row *sheet.Row, values []any, apart bool) error {
	own := ownTexts(row)
	switch {
	case isPageMark(row), r.data == 0 && isColumnNumbers(row):
		return nil
	case r.isBlank(row):
		if own == 1 { // a section row begins in the column of line numbers
			r.lone(row)
		}
		return nil
	case r.isHeaderAgain(row):
		r.headings = nil // titles of what follows
		return nil
	}
	// Before it could be a footer: the header of another table may hold 去年同期, too.
	if r.next = own > 1 && r.otherTable(row); r.next || r.footInside(row) {
		return nil
	}
	if own == 1 && r.lone(row) {
		return nil
	}
	if r.nilUnit(row, values) {
		return nil
	}
	if r.nilTotals(row, values) {
		return r.keep(row, values)
	}
	if apart && r.isStrange(row) {
		r.stranger = &stranger{rows: []*sheet.Row{copied(row)}}
		return nil
	}
	return r.refuse(row, values)
}

func (r *rowReader) columnAt(at int) *Column {
	for i := range r.t.totals {
		if tc := &r.t.totals[i]; tc.at == at && tc.column >= 0 {
			return &r.contract.Columns[tc.column]
		}
	}
	for i := range r.t.sources {
		if r.t.sources[i].at == at {
			return &r.contract.Columns[i]
		}
	}
	return nil
}

// refuse records the faults of a row, and a quarantining load sets it aside.
func (r *rowReader) refuse(row *sheet.Row, values []any) error {
	r.count(row, values)
	slices.SortStableFunc(r.faults, func(a, b cellFault) int { return a.column - b.column })
	key, known := r.slice(values)
	if !known {
		key = warehouse.SliceKey{}
	}
	cells, secret := r.filed(row), false
	for _, fault := range r.faults {
		secret = secret || fault.value.code == jianfu.Secret
	}
	if secret {
		cells = "" // not even aside
	} else {
		r.f.showFaulty(r.t, row.Number, strings.Split(cells, warehouse.CellSeparator)[r.pad:])
	}
	var rejects []warehouse.Reject
	for _, cf := range r.faults {
		fault := jianfu.Fault{File: r.f.name, Sheet: r.t.sheet.Name, Row: row.Number, Column: cf.header, Value: r.verbatim(row, cf),
			Code: cf.value.code, Text: cf.value.text, Finding: cf.finding}
		r.f.blame(r.t.index, cf.column, fault)
		rejects = append(rejects, warehouse.Reject{Slice: key, Fault: fault, Kind: r.contract.Kind, Cells: cells})
	}
	if r.f.options.Quarantine {
		return r.w.put(item{rejects: rejects})
	}
	if len(r.contract.Key) == 0 || r.contract.Kind == totals || r.faultInKey() {
		return nil
	}
	// The file is refused and nothing of this is kept. But its keys are needed, to find repeated
	// ones: so the row is added with fillers in place of faulty values.
	for i := range values {
		if values[i] == nil {
			values[i] = filler(r.columns[i].column)
		}
	}
	return r.w.put(item{faulty: r.contract.Kind, row: warehouse.Row{Sheet: r.t.sheet.Name, Number: row.Number, Cells: cells, Values: values}})
}

// faultInKey reports whether the row's key itself is unknown: then it repeats none.
func (r *rowReader) faultInKey() bool {
	for _, name := range r.contract.Key {
		if i := r.contract.Column(name); r.cells[i].code != "" {
			return true
		}
		for _, fault := range r.faults {
			if fault.value.code != jianfu.DateOrder && fault.value.code != jianfu.PeriodMismatch && fault.column == r.t.sources[r.contract.Column(name)].at {
				return true
			}
		}
	}
	return false
}

// verbatim is the text at fault, as in the file.
func (r *rowReader) verbatim(row *sheet.Row, cf cellFault) string {
	if cf.column >= 0 && cf.column < len(row.Cells) {
		return cmp.Or(row.Cells[cf.column].Shown, row.Cells[cf.column].Text)
	}
	return cf.text
}

// must reports whether every row of the fact table has a value of the column.
func (c *Column) must() bool {
	return c.Required && len(c.None) == 0 || c.Default != "" || c.Until != "" && c.Type != MonthOfYearType || c.Type == YearType || c.Type == MonthType
}

// filler replaces a value that a column of a fact table requires; nil for others.
func filler(c *Column) any {
	if !c.must() {
		return nil
	}
	switch c.Type {
	case IntegerType, YearType, MonthOfYearType:
		return int64(0)
	case HoursType:
		return jianfu.Decimal{}
	case DateType, SpanType, MonthType:
		return jianfu.Date(0)
	case YesNoType:
		return false
	case ListType:
		return []string{}
	}
	return ""
}
