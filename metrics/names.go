package metrics

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"jianfu"
)

// called reports whether people may call a thing of this name and label so.
func called(text, name string, label jianfu.Text) bool {
	text = strings.TrimSpace(text)
	return text == name || text == label.ZH || strings.EqualFold(text, label.EN)
}

// comparisonNames are what people call the comparisons.
var comparisonNames = map[string]Comparison{
	"year-earlier": YearEarlier, "同比": YearEarlier, "previous": PreviousPeriod, "previous-period": PreviousPeriod, "环比": PreviousPeriod,
}

// CompareWith reads what people write for a comparison: YEAR_EARLIER, year-earlier, 同比;
// PREVIOUS_PERIOD, previous, 环比; or a period. The error is Invalid.
func (q *Query) CompareWith(text string) error {
	if c, ok := comparisonNames[strings.ReplaceAll(strings.ToLower(text), "_", "-")]; ok {
		if q.Compare = c; !q.Against.IsZero() {
			return jianfu.Errorf(jianfu.Invalid, "compare 与 against 只能写一个", "give compare or against, not both")
		}
		return nil
	}
	against, err := jianfu.ParsePeriod(text)
	if err != nil {
		return jianfu.Errorf(jianfu.Invalid, "比较方式没有“%s”，可写 year-earlier（同比）、previous（环比）或一个时间，如 2021",
			"there is no comparison %q: write year-earlier, previous, or a period such as 2021", text)
	}
	if !q.Against.IsZero() && q.Against != against {
		return jianfu.Errorf(jianfu.Invalid, "写了两个比较的时间，请只留一个", "two periods are given to compare with: leave one out")
	}
	q.Compare, q.Against = NamedPeriod, against
	return nil
}

// CompareAgainst compares with the first of the periods, if there are any. The error is Invalid where
// the query is compared otherwise already.
func (q *Query) CompareAgainst(periods []jianfu.Period) error {
	if len(periods) == 0 {
		return nil
	}
	switch {
	case q.Compare == NamedPeriod && (len(periods) > 1 || q.Against != periods[0]):
		return jianfu.Errorf(jianfu.Invalid, "写了两个比较的时间，请只留一个", "two periods are given to compare with: leave one out")
	case q.Compare != NoComparison && q.Compare != NamedPeriod:
		return jianfu.Errorf(jianfu.Invalid, "compare 与 against 只能写一个", "give compare or against, not both")
	}
	q.Compare, q.Against = NamedPeriod, periods[0]
	return nil
}

// understanding is what a query calls things, and what that was taken for.
type understanding struct{ said, name string }

// understand replaces what the query calls dimensions and units by the names that the catalogue and
// the directory have for them. What it does not know it leaves for checkScope to refuse.
func (r *run) understand() {
	replace := func(list []string, find func(text string) string) []string {
		list = slices.Clone(list)
		for i, text := range list {
			if name := find(text); name != "" && name != text {
				list[i] = name
				r.understood = append(r.understood, understanding{text, name})
			}
		}
		return list
	}
	unknown := false // one is enough for the query to be refused: the nearest names of the others are of no use
	unit := func(text string) string {
		if unknown {
			return ""
		}
		code, err := FindDepartment(r.departments, text)
		if err != nil {
			unknown = true
			return ""
		}
		return code
	}
	ofUnits := func(dimension string) bool { // whose values are units
		return dimension == "department" || slices.ContainsFunc(r.metrics, func(m *Metric) bool {
			d := dimensionNamed(m.OwnDimensions(), dimension)
			return d != nil && d.units
		})
	}
	q := &r.query
	q.By = replace(q.By, r.dimensionCalled)
	q.Where.Departments = distinct(replace(q.Where.Departments, unit))
	q.Where.Portfolios = distinct(q.Where.Portfolios)
	q.Where.Is = slices.Clone(q.Where.Is)
	for i := range q.Where.Is {
		is := &q.Where.Is[i]
		is.Dimension = replace([]string{is.Dimension}, r.dimensionCalled)[0]
		if ofUnits(is.Dimension) {
			is.In = replace(is.In, unit)
		}
		is.In = distinct(is.In)
	}
	q.only = slices.Clone(q.only)
	for i := range q.only { // a traced figure's group is in By too
		member := &q.only[i]
		member.Dimension = q.By[i]
		if member.Known && ofUnits(member.Dimension) {
			member.Value = replace([]string{member.Value}, unit)[0]
		}
	}
	r.scope.by, r.scope.where = q.By, q.Where
}

// distinct is the list without repetitions.
func distinct(list []string) []string {
	seen := make(map[string]bool, len(list))
	return slices.DeleteFunc(slices.Clone(list), func(text string) bool {
		again := seen[text]
		seen[text] = true
		return again
	})
}

// dimensionCalled is the dimension of the query's metrics with this name or label; "" if there is
// none, or if the metrics call different dimensions so.
func (r *run) dimensionCalled(text string) string {
	name := ""
	for _, m := range r.metrics {
		for _, d := range m.Dimensions() {
			switch {
			case d.Name == text:
				return text
			case !called(text, d.Name, d.Label):
			case name != "" && name != d.Name:
				return ""
			default:
				name = d.Name
			}
		}
	}
	return name
}

// understoodNotice says what was understood where the query did not use the names themselves.
func (r *run) understoodNotice() []Notice {
	if len(r.understood) == 0 {
		return nil
	}
	zh, en := make([]string, 0, len(r.understood)), make([]string, 0, len(r.understood))
	for _, u := range r.understood {
		text := jianfu.Say("“%s”即 %s", "%q is %s", u.said, u.name)
		if !slices.Contains(zh, text.ZH) {
			zh, en = append(zh, text.ZH), append(en, text.EN)
		}
	}
	return []Notice{{Code: Understood, Text: jianfu.Text{ZH: strings.Join(zh, "，"), EN: strings.Join(en, ", ")}}}
}

// FindDepartment is the code of the unit with a code, or with a name or short name that it has or
// had. The error is Invalid: it suggests the nearest codes, or lists those of several units that
// had the name.
func FindDepartment(departments []Department, text string) (string, error) {
	known := make([]jianfu.Named, len(departments))
	var named []string
	for i, d := range departments {
		if d.Code == text {
			return text, nil
		}
		known[i].Name = d.Code
		for _, v := range d.Versions {
			known[i].Others = append(known[i].Others, v.Name, v.ShortName)
		}
		if text != "" && slices.Contains(known[i].Others, strings.TrimSpace(text)) {
			named = append(named, d.Code)
		}
	}
	switch len(named) {
	case 0:
		return "", jianfu.Unknown(jianfu.Say("单位", "department"), text, known)
	case 1:
		return named[0], nil
	}
	err := jianfu.Errorf(jianfu.Invalid, "叫“%s”的单位不止一个，请写编码：%s", "more than one department is named %q, give the code: %s", text, strings.Join(named, ", "))
	err.Near = named
	return "", err
}

// unitNamed is the code of a unit by what somebody calls it: one of the directory as it is now, or one that
// filings have and the directory no longer does.
func (e *Engine) unitNamed(ctx context.Context, tx *sql.Tx, text string) (string, error) {
	l, err := e.ledger(ctx, tx)
	if err != nil {
		return "", err
	}
	if slices.ContainsFunc(l.slices, func(s sliceEntry) bool { return text != "" && s.department == text }) {
		return text, nil
	}
	standing, err := l.standing(&scope{})
	if err != nil {
		return "", err
	}
	return FindDepartment(standing.departments, text)
}

// UnitsNamed are the codes of units, by code or name. The error is NotFound or Invalid, with the nearest names.
func (e *Engine) UnitsNamed(ctx context.Context, names []string) ([]string, error) {
	codes := slices.Clone(names)
	err := e.w.Read(ctx, func(tx *sql.Tx) (err error) {
		for i, name := range names {
			if codes[i], err = e.unitNamed(ctx, tx, name); err != nil {
				return err
			}
		}
		return nil
	})
	return codes, err
}
