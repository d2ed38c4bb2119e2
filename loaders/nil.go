package loaders

import (
	"regexp"
	"slices"
	"strings"

	"jianfu"
	"jianfu/loaders/sheet"
	"jianfu/warehouse"
)

// nilUnit reads a row that says that one unit had nothing: its name, and 无 or 零报告 in place of
// the rest.
func (r *rowReader) nilUnit(row *sheet.Row, values []any) bool {
	if r.unit < 0 || r.contract.Central || r.contract.Grain == Whole || r.contract.Kind == totals {
		return false
	}
	code, ok := values[r.unit].(string)
	if !ok || r.contract.Grain != Ledger && r.stated.IsZero() {
		return false
	}
	said := false
	for i, at := range r.t.kept {
		if at == r.t.sources[r.unit].at || at >= len(row.Cells) {
			continue
		}
		text := foldWord(row.Cells[at].Text)
		switch {
		case text == "" || text == "0" || blankWords[text] && !isNil(text):
		case isNil(text):
			column := r.columnAt(r.t.kept[i])
			said = said || column != nil && column.Required || strings.Contains(text, "零报告")
		default:
			return false
		}
	}
	if said {
		if r.t.nilUnits == nil {
			r.t.nilUnits = map[string]bool{}
		}
		r.t.nilUnits[code] = true
	}
	return said
}

// saysNil reads a row that could be a record, as nothing but its name has to be filled in, whose name is 零报告 or 无.
func (r *rowReader) saysNil(row *sheet.Row, values []any) bool {
	const longest = 60
	for i, c := range r.columns {
		if !c.plainText || !c.column.Required || len(c.column.None) > 0 || len(r.texts[i]) > longest {
			continue
		}
		if text := foldWord(r.texts[i]); text == "无" || text == "没有" || text == "零" || strings.Contains(text, "零报告") {
			return r.nilUnit(row, values)
		}
	}
	return false
}

// namedNil reads a line that says that there was nothing: in the table, or of the units that it names, as in
// 零报告单位：市教育局、市水务局.
func (r *rowReader) namedNil(row *sheet.Row, text string) {
	rest := nilWords.ReplaceAllString(text, "")
	var listed []string
	for _, units := range r.f.units.list(strings.Trim(rest, " 　:：、，,。.（）()")) {
		listed = append(listed, codes(units)...)
	}
	others := strings.Contains(text, "单位") && r.data > 0
	switch {
	case len(listed) > 0 && r.contract.Kind != totals && !r.contract.Central && r.contract.Grain != Whole && (r.contract.Grain == Ledger || !r.stated.IsZero()):
		if r.t.nilUnits == nil {
			r.t.nilUnits = map[string]bool{}
		}
		for _, code := range listed {
			r.t.nilUnits[code] = true
		}
	case len(listed) > 0 || others:
		r.f.warnings.add(Warning{Sheet: r.t.sheet.Name, Row: row.Number, Value: text, Text: jianfu.Say("“%s”没有登记为零报告：请写成“零报告单位：”加名录里的单位名称，用“、”隔开，标题写明月份；汇总表请给这些单位各写一行，数填 0",
			"%q is not taken for nil returns: write 零报告单位： and the names of the units as in the directory, separated by 、, and the month in the title; in a table of totals write a row with 0 for each of them", text)})
	default:
		r.t.nothing = true
	}
}

var nilWords = regexp.MustCompile(`零报告(?:的?单位)?(?:有|为|是|名单)?|(?:以下|下列)?单位|本[月期季年]度?|均为|均|无(?:会议|发文|事项|情况|数据)?|未(?:召开会议|发文|开展)|没有|等|[:：]`)

// checkNil refuses a row that has something, and says in a column that is not read that there was nothing.
func (r *rowReader) checkNil(row *sheet.Row) {
	if len(r.faults) > 0 || len(r.t.unread) == 0 {
		return
	}
	for i, at := range r.t.unread {
		text := cellText(row, at)
		if !strings.Contains(text, "零报告") || strings.Contains(text, "非零报告") || r.contract.Kind == totals && !r.statesSome() {
			continue
		}
		r.faults = append(r.faults, cellFault{column: at, header: r.t.ignored[i], text: trim(text), value: bad(jianfu.BadValue, "这一行写着“零报告”，又填了数或内容，分不清以哪个为准：没有的请把数改成 0 或删去这一行，有的请删去“零报告”",
			"the row says 零报告, which is that there was nothing, and has something all the same: write 0 or remove the row, or remove 零报告")})
		return
	}
}

// statesSome reports whether a row of totals states more than nothing.
func (r *rowReader) statesSome() bool {
	for i := range r.numbers {
		switch n := r.numbers[i].value.(type) {
		case int64:
			if n != 0 {
				return true
			}
		case jianfu.Decimal:
			if n.Sign() != 0 {
				return true
			}
		}
	}
	return false
}

// nilTotals reads a row of totals with 零报告 for one unit: its counts for the table's own months
// are 0.
func (r *rowReader) nilTotals(row *sheet.Row, values []any) bool {
	if r.contract.Kind != totals {
		return false
	}
	if unit, ok := values[r.unit].(string); !ok || r.cells[r.unit].code != "" || unit == "" {
		return false
	}
	said := false
	for i := range r.t.totals {
		switch text := foldWord(cellText(row, r.t.totals[i].at)); {
		case strings.Contains(text, "零报告"):
			said = true
		case text != "" && !blankWords[text]:
			return false
		}
	}
	if !said {
		return false
	}
	for i := range r.numbers {
		w := r.t.totals[i].words
		r.numbers[i] = value{}
		if w.role == statesTotal && !w.earlier && w.of != toDate {
			r.numbers[i], r.figureTexts[i] = value{value: int64(0)}, "零报告"
		}
	}
	r.faults = r.faults[:0]
	return true
}

// nilReturns records what the file says there was nothing of: an empty slice, which is a filing and
// not a gap.
func (f *filing) nilReturns(load *warehouse.Load) {
	data := int64(0)
	for _, t := range f.tables {
		data += t.data
	}
	for _, t := range f.tables {
		for code := range t.nilUnits {
			if t.contract.Grain == PerMonth && t.parts.first == 0 && f.stated.IsZero() {
				f.nilOfYear(t)
				break
			}
			f.empty(load, t, code)
		}
		switch {
		case len(t.missing) > 0 || t.uncounted || t.data > 0 || len(t.nilUnits) > 0:
		case t.contract.Kind == totals:
			if data == 0 || t.nothing {
				f.blameWhole(t.index, 0, jianfu.Fault{Sheet: t.sheet.Name, Row: t.last, Code: jianfu.MissingValue,
					Text: jianfu.Say("表里没有一行数。没有的请填 0，空着不算作零", "the table states no number: write 0 where there was nothing, a blank is not zero")})
			}
		case data > 0 && !t.nothing:
			f.warnings.add(Warning{Sheet: t.sheet.Name, Text: jianfu.Say("表里没有数据行，没有读取；如属零报告，请在表中写明“零报告”",
				"the table has no rows and was not read: write 零报告 in it if there was nothing")})
		case !t.nothing && !f.titledNil(t) && t.contract.Kind != "department": // a blank form that was sent by mistake would empty the month
			f.blameWhole(t.index, 0, jianfu.Fault{Sheet: t.sheet.Name, Row: t.last, Code: jianfu.MissingValue,
				Text: jianfu.Say("表里没有数据行。确实没有的，请在表头下面一行写“零报告”再报", "the table has no rows: if there was nothing, write 零报告 in the row below the header")})
		default:
			f.nilReturn(load, t)
		}
	}
}

// titledNil reports whether a title, the sheet's or the file's name says that there was nothing.
func (f *filing) titledNil(t *placedTable) bool {
	return slices.ContainsFunc(append([]string{t.sheet.Name, baseName(f.name)}, t.titles...), func(text string) bool { return strings.Contains(text, "零报告") })
}

func (f *filing) nilReturn(load *warehouse.Load, t *placedTable) {
	filer := f.department
	if filer == "" {
		filer = t.filer
		f.leanOnFiler(t)
	}
	blame := func(zh, en string) {
		f.blameWhole(t.index, 0, jianfu.Fault{Sheet: t.sheet.Name, Row: t.last, Code: jianfu.MissingValue, Text: jianfu.Text{ZH: zh, EN: en}})
	}
	switch grain := t.contract.Grain; {
	case t.contract.Kind == "department":
		blame("名录里没有单位，请填写后再报", "the directory has no units: fill it in")
		return
	case filer == "" && f.options.Covers == All && t.contract.covering() && t.known:
		return // declared of every unit: see declare
	case filer == "" && !t.contract.Central:
		blame("表里没有数据。如属零报告，请写明填报单位（名录里的名称），或用 --department 说明",
			"the table has no rows. If there was nothing, state the unit as 填报单位, or give --department")
		return
	case grain == PerMonth && t.known && t.parts.first == 0 && f.stated.IsZero():
		f.nilOfYear(t)
		return
	case (grain == PerMonth || grain == PerYear) && !t.known:
		blame("表里没有数据。如属零报告，请在标题里写明年月，或用 --period 说明",
			"the table has no rows. If there was nothing, state year and month in the title, or give --period")
		return
	}
	f.empty(load, t, filer)
}

// nilOfYear refuses a nil return of a month that is not named.
func (f *filing) nilOfYear(t *placedTable) {
	f.blameWhole(t.index, 0, jianfu.Fault{Sheet: t.sheet.Name, Row: t.last, Code: jianfu.MissingValue, Text: jianfu.Say("标题只写了年份，没有写明是哪个月的零报告。请在标题里写明月份，如“2024年5月”；是全年的，请写“2024年1—12月”",
		"the title names a year and not the month of which there was nothing: write the month, such as 2024年5月, or 2024年1—12月 for all of the year")})
}

// empty opens the slices of a unit that had nothing, one for each month or year stated.
func (f *filing) empty(load *warehouse.Load, t *placedTable, code string) {
	if t.contract.Central {
		code = ""
	}
	f.leanOn(t)
	for _, kind := range t.nilKinds(f) {
		key := warehouse.SliceKey{Kind: kind, Department: code}
		switch t.contract.Grain {
		case PerMonth:
			for _, bucket := range t.period.Buckets(jianfu.ByMonth) {
				key.Period = bucket.Start().String()
				load.Slice(key)
			}
		case PerYear:
			for year := t.period.Start().Year(); year <= t.period.Through().Year(); year++ {
				key.Period = jianfu.YearOf(year).String()
				load.Slice(key)
			}
		default:
			key.Period = string(t.contract.Grain)
			if at := t.contract.Column(t.contract.Stream); at >= 0 && t.contract.Columns[at].AsOf {
				if day, known := f.asOf(t); known {
					key.Stream = day.String()
				}
			}
			load.Slice(key)
		}
	}
}

// nilKinds are the kinds that an empty table covers: of sisters in one form the one named by its
// sheet or file, else both.
func (t *placedTable) nilKinds(f *filing) []string {
	if t.contract.Split == nil {
		return []string{t.contract.Kind}
	}
	sister := t.contract.Split.Kind
	if f.options.Kind != "" {
		return []string{f.options.Kind}
	}
	named := foldWord(t.sheet.Name)
	switch isSister := strings.HasSuffix(named, foldWord(t.contract.Split.Suffix)); {
	case isSister:
		return []string{sister}
	case strings.Contains(named, "应用"):
		return []string{t.contract.Kind}
	}
	return []string{t.contract.Kind, sister}
}
