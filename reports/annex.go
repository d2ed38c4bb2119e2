package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"jianfu"
	"jianfu/metrics"
)

// annexRow is a row of the annex: one thing that is counted, over all the months and members that
// the report states of it.
type annexRow struct {
	label, caliber, origin string
	figures                []*Figure
}

// annex are the rows of the annex in the order of the text, and the row of each figure.
func (r *Report) annex() (rows []*annexRow, of map[*Figure]int) {
	of = map[*Figure]int{}
	at := map[string]int{}
	for _, f := range r.Figures {
		key := f.counts()
		i, known := at[key]
		if !known {
			i = len(rows)
			at[key] = i
			rows = append(rows, &annexRow{label: f.whole(), caliber: or(f.Caliber, "—"), origin: r.origin(f)})
		}
		rows[i].figures = append(rows[i].figures, f)
		of[f] = i
	}
	return rows, of
}

// counts is the same for figures of one thing over other months or of its parts.
func (f *Figure) counts() string {
	if f.Source != Measured {
		return string(f.Source) + f.Name + f.ID
	}
	return f.Name + f.narrowed()
}

// whole is the label without the members of a breakdown.
func (f *Figure) whole() string {
	if f.Value == nil || len(f.Value.Scope.Group) == 0 {
		return f.Label
	}
	of := *f.Value
	of.Scope.Group = nil
	return f.lang.labelOf(of, nil)
}

// narrowed are the conditions in its id.
func (f *Figure) narrowed() string {
	of := f.Value.Scope
	of.Group, of.CaliberOn, of.StructureOn, of.AsOf, of.KnownAt = nil, 0, 0, time.Time{}, 0
	return strings.TrimPrefix(of.ID(), of.Metric+"@"+of.Period.String())
}

// origin says what a figure comes from: the kinds of filing that it counts, or what sets it.
func (r *Report) origin(f *Figure) string {
	switch f.Source {
	case Setting:
		return f.lang.say("规定", "rule")
	case Projected:
		return f.lang.say("推算", "projection")
	case Found:
		return f.lang.say("核查", "check")
	}
	var kinds []string
	for _, kind := range f.Value.Metric.Kinds() {
		if label, known := r.kinds[kind]; known {
			kinds = append(kinds, f.lang.text(label))
		}
	}
	if len(kinds) == 0 {
		return f.lang.say("报送登记", "register of filings")
	}
	return strings.Join(kinds, f.lang.say("、", ", "))
}

// ids are the ids of the row's figures, short: the months once each, and the dimension of a
// breakdown. meetings.held@2021…@2023、@2023-01/2023-11；再加 ,portfolio=分管战线.
func (a *annexRow) ids() string {
	first := a.figures[0]
	l := first.lang
	switch first.Source {
	case Measured:
	case Setting:
		return first.Name
	default:
		return first.ID
	}
	var periods []jianfu.Period
	breakdown := ""
	for _, f := range a.figures {
		if !slices.Contains(periods, f.Period) {
			periods = append(periods, f.Period)
		}
		for _, m := range f.Value.Scope.Group {
			if part := "," + m.Dimension + "=" + l.valueOf(f.Value.Metric, m.Dimension); !strings.Contains(breakdown, part) {
				breakdown += part
			}
		}
	}
	slices.SortFunc(periods, func(a, b jianfu.Period) int {
		return cmp.Or(cmp.Compare(b.Months(), a.Months()), cmp.Compare(a.Start(), b.Start()))
	})
	text := first.Name + "@" + strings.Join(l.inRuns(periods), l.say("、@", ", @")) + first.narrowed()
	if breakdown != "" {
		text += l.say("；再加 ", "; also with ") + breakdown
	}
	return text
}

// valueOf is what the ids of a breakdown have after its dimension.
func (l wordsOf) valueOf(m *metrics.Metric, dimension string) string {
	if dimension == "department" {
		return l.say("单位编码", "CODE")
	}
	return l.headOf(m, dimension)
}

// inRuns are periods as ids write them, years or months that follow one another as a run.
func (l wordsOf) inRuns(periods []jianfu.Period) []string {
	var list []string
	for i := 0; i < len(periods); {
		j, size := i, periods[i].Months()
		for j+1 < len(periods) && (size == 1 || isYear(periods[i])) && periods[j+1] == periods[j].Shift(size) {
			j++
		}
		switch {
		case j > i+1:
			list = append(list, periods[i].String()+"…@"+periods[j].String())
		default:
			for _, p := range periods[i : j+1] {
				list = append(list, p.String())
			}
		}
		i = j + 1
	}
	return list
}

// annexNotes say how to read the annex of figures.
func (r *Report) annexNotes() []string {
	l := wordsOf(r.Lang)
	lines := []string{fmt.Sprintf(l.say("用 jianfu trace 加编号，可追到报送的原表；编号后加 ,as-of=%[1]s,known-at=%[2]d 即本报告的数，再次生成相同的报告用 --as-of %[1]s --known-at %[2]d。“…”是其间逐年或逐月。",
		"jianfu trace with an id leads to the filed rows; with ,as-of=%[1]s,known-at=%[2]d after it, to this report's figure. The same report is printed again with --as-of %[1]s --known-at %[2]d. “…” is every year or month between."),
		r.AsOf.In(jianfu.China).Format(time.RFC3339Nano), r.Commit)}
	rule := l.text(r.Caliber.Label) + l.say("：", ": ") + l.text(r.Caliber.Definition) + l.say("。标“—”的不分口径。", ". What is marked “—” has no caliber.")
	if earlier := slices.ContainsFunc(r.Figures, func(f *Figure) bool {
		return f.Value != nil && f.Value.Scope.CaliberOn != 0 && f.Value.Scope.CaliberOn != f.Period.Through()
	}); earlier {
		day := r.Period.Through().String()
		rule += l.say("往年的数按报告期末的口径，编号再加 ,caliber-on="+day+"。", "Figures of years before are by the caliber of the last day: their ids also have ,caliber-on="+day+".")
	}
	lines = append(lines, rule)
	if r.Structure == metrics.StructureThen {
		lines = append(lines, l.say("比较的基数按当时的单位和战线相加（--structure then）。", "The bases of comparisons are summed by the units and lines of their own time (--structure then)."))
	}
	return lines
}
