package reports

import (
	"slices"
	"strconv"
	"strings"

	"jianfu"
	"jianfu/metrics"
)

// unknownNamed is how many units a sentence names whose months are not in a figure.
const unknownNamed = 5

// short says of figures that are known only in part which months of which units are not in them:
// 召开会议不含市交通局、某县2024年4—5月（没有报，或只报了更长时间的合计）; "" where there are none. What coverage says of
// the report's own months is left to it, where nothing else is missing.
func (b *build) short(figures ...*Figure) (string, error) {
	var parts []string
	nouns := map[string][]string{}
	for _, f := range figures {
		if f.Value == nil || !f.Value.Lacks() {
			continue
		}
		unfiled := f.Value.Coverage.Expected - f.Value.Coverage.Filed
		if own, known := b.years[f.Name][0]; known && own.Scope.Period == f.Period && !f.Value.Short() && len(f.Value.Unknown) <= unfiled {
			continue
		}
		text, err := b.without(f.Value.Unknown)
		if err != nil {
			return "", err
		}
		if nouns[text] == nil {
			parts = append(parts, text)
		}
		if !slices.Contains(nouns[text], f.Noun()) {
			nouns[text] = append(nouns[text], f.Noun())
		}
	}
	for i, text := range parts {
		nouns := strings.Join(nouns[text], b.lang.say("、", ", "))
		if b.lang == wordsOf(jianfu.English) {
			parts[i] = "the figures of " + nouns + " are without " + text + " (not filed, or known within longer spans alone)"
			continue
		}
		parts[i] = nouns + "不含" + text + "（没有报，或只报了更长时间的合计）"
	}
	return strings.Join(parts, b.lang.say("；", "; ")), nil
}

// without names months of units, the first of them, units of the same months together: 市交通局、某县2024年4—5月.
func (b *build) without(slots []metrics.NoticeSlice) (string, error) {
	if err := b.readNames(); err != nil {
		return "", err
	}
	var units []string
	months := map[string][]jianfu.Month{}
	for _, s := range slots {
		if months[s.Department] == nil {
			units = append(units, s.Department)
		}
		months[s.Department] = append(months[s.Department], s.Period.Start())
	}
	others := len(units) > unknownNamed
	var when []string
	names := map[string][]string{}
	for _, unit := range units[:min(len(units), unknownNamed)] {
		runs := b.lang.runs(months[unit])
		if names[runs] == nil {
			when = append(when, runs)
		}
		names[runs] = append(names[runs], or(b.names[unit], or(unit, b.words["whole"])))
	}
	for i, runs := range when {
		when[i] = b.lang.apart(strings.Join(names[runs], b.lang.say("、", ", ")), b.lang.say("", "in ")+runs)
	}
	text := strings.Join(when, b.lang.say("，", "; "))
	if others {
		text += b.lang.say("等", " and others")
	}
	return text, nil
}

// readNames reads what the units are called, once.
func (b *build) readNames() error {
	if b.names != nil {
		return nil
	}
	departments, err := b.engine.Departments(b.ctx, b.spec.AsOf)
	if err != nil {
		return err
	}
	b.names = map[string]string{}
	for _, d := range departments {
		b.names[d.Code] = plain(d.Latest().Name)
	}
	return nil
}

// runs names months, those that follow one another as one span: 2024年1—2月、5月.
func (l wordsOf) runs(months []jianfu.Month) string {
	slices.Sort(months)
	var named []string
	last := 0 // the year of the span before
	for len(months) > 0 {
		n := 1
		for n < len(months) && months[n] == months[0]+jianfu.Month(n) {
			n++
		}
		span, _ := jianfu.Span(months[0], months[n-1])
		text := l.when(span)
		if year := span.Start().Year(); l == wordsOf(jianfu.Chinese) && len(named) > 0 && year == last && span.Months() < 12 {
			text = strings.TrimPrefix(text, strconv.Itoa(year)+"年")
		}
		last = months[n-1].Year()
		named, months = append(named, text), months[n:]
	}
	return strings.Join(named, l.say("、", ", "))
}

// withParts marks the figures of units that rest on a part of their months, and names these in the note:
// 市交通局召开会议、印发文件只含2024年1—3月.
func (t *Table) withParts() *Table {
	var parts []string
	units := map[string][]string{}
	for _, row := range t.Rows {
		var when []string
		what := map[string][]string{}
		for i, cell := range row {
			if t.Columns[i].Kind != Numbers || cell.Figure == nil || cell.Figure.Value == nil || !cell.Figure.Value.Lacks() {
				continue
			}
			row[i].Part = true
			text := cell.Figure.monthsKnown()
			if what[text] == nil {
				when = append(when, text)
			}
			what[text] = append(what[text], cell.Figure.Value.Metric.Label.In(jianfu.Lang(t.lang)))
		}
		for _, text := range when {
			part := strings.Join(what[text], t.lang.say("、", ", ")) + text
			if units[part] == nil {
				parts = append(parts, part)
			}
			units[part] = append(units[part], row[0].Text)
		}
	}
	for i, part := range parts {
		parts[i] = t.lang.apart(strings.Join(units[part], t.lang.say("、", ", ")), part)
	}
	if len(parts) > 0 {
		t.Note += t.lang.say("注明未报全的数只含一部分月份：", "Figures marked (part) have a part of the months: ") + strings.Join(parts, t.lang.say("；", "; ")) + t.lang.say("。", ". ")
	}
	return t
}

// monthsKnown says of a figure of one unit which months it has, or which it lacks where the unit was not
// in force in others.
func (f *Figure) monthsKnown() string {
	var lacking, known []jianfu.Month
	for _, s := range f.Value.Unknown {
		lacking = append(lacking, s.Period.Start())
	}
	for i := range f.Period.Months() {
		if month := f.Period.Start() + jianfu.Month(i); !slices.Contains(lacking, month) {
			known = append(known, month)
		}
	}
	if f.Value.Coverage.Expected < f.Period.Months() || len(known) == 0 {
		return f.lang.say("不含", " without ") + f.lang.runs(lacking)
	}
	return f.lang.say("只含", " only ") + f.lang.runs(known)
}

// incomplete marks a figure that rests on a part of what it should.
func (l wordsOf) incomplete() string { return l.say("（未报全）", " (part)") }
