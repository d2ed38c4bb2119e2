package metrics

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"jianfu"
)

// ID identifies one figure so that Trace can find it again from only this text:
//
//	meetings.held@2023-01/2023-11
//	meetings.held@2023,portfolio=城建,as-of=2024-01-31T15:59:59Z,known-at=12
//	meetings.held@2023-05,where.form=视频+电视电话,caliber=all,caliber-on=2023-12-31
//
// The metric and its months; the group, member by member, with an empty value for unknown; the filters of the scope;
// the caliber if it is not the default, and the day whose version of it counts if that is not the last of the
// months; the day whose units and lines it is summed by if that is not each row's own; the moment of the data; and the commit whose knowledge is used. Without the last two the figure is the
// present one at the time of tracing; with the commit it never changes, whatever is filed, corrected or filed late.
// A shell takes the text unquoted: all other characters are written as %XX.
func (s Scope) ID() string {
	var b strings.Builder
	b.WriteString(s.Metric + "@" + s.Period.String())
	part := func(name string, values ...string) {
		escaped := make([]string, len(values))
		for i, value := range values {
			escaped[i] = escapeIDValue(value)
		}
		b.WriteString("," + name + "=" + strings.Join(escaped, "+"))
	}
	for _, m := range s.Group {
		part(m.Dimension, m.Value)
	}
	if len(s.Where.Departments) > 0 {
		part("where.departments", s.Where.Departments...)
	}
	if len(s.Where.Portfolios) > 0 {
		part("where.portfolios", s.Where.Portfolios...)
	}
	for _, equals := range s.Where.Is {
		part("where."+equals.Dimension, equals.In...)
	}
	if s.Caliber != "" && s.Caliber != DefaultCaliber {
		part("caliber", s.Caliber)
	}
	if s.CaliberOn != 0 && s.CaliberOn != s.Period.Through() {
		part("caliber-on", s.CaliberOn.String())
	}
	if s.StructureOn != 0 {
		part("structure-on", s.StructureOn.String())
	}
	if !s.AsOf.IsZero() {
		part("as-of", s.AsOf.UTC().Format(time.RFC3339Nano))
	}
	if s.KnownAt != 0 {
		part("known-at", strconv.FormatInt(s.KnownAt, 10))
	}
	return b.String()
}

// escapeIDValue keeps letters and digits of any script, and the characters without a meaning in a
// shell or in an ID.
func escapeIDValue(value string) string {
	var b strings.Builder
	for _, r := range value {
		if r > unicode.MaxASCII && unicode.IsPrint(r) || r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) || strings.ContainsRune("-_.:/", r) {
			b.WriteRune(r)
			continue
		}
		for _, octet := range []byte(string(r)) {
			fmt.Fprintf(&b, "%%%02X", octet)
		}
	}
	return b.String()
}

// ParseFigureID parses the result of Scope.ID. The error is Invalid and says which part is
// malformed; names are checked when the figure is measured.
func ParseFigureID(id string) (Scope, error) {
	head, rest, scoped := strings.Cut(strings.TrimSpace(id), ",")
	metric, period, ok := strings.Cut(head, "@")
	if !ok || metric == "" {
		return Scope{}, jianfu.Errorf(jianfu.Invalid, "“%s”不是数的编号，应像 meetings.held@2023",
			"%q is not the id of a figure, which looks like meetings.held@2023", id)
	}
	s := Scope{Metric: metric, Caliber: DefaultCaliber}
	var err error
	if s.Period, err = jianfu.ParsePeriod(period); err != nil {
		return Scope{}, err
	}
	s.CaliberOn = s.Period.Through()
	if !scoped {
		return s, nil
	}
	seen := map[string]bool{}
	for part := range strings.SplitSeq(rest, ",") {
		name, text, ok := strings.Cut(part, "=")
		if !ok || name == "" || seen[name] {
			return Scope{}, badFigureID(id, part)
		}
		seen[name] = true
		var values []string
		for value := range strings.SplitSeq(text, "+") {
			value, err := url.PathUnescape(value)
			if err != nil {
				return Scope{}, badFigureID(id, part)
			}
			values = append(values, value)
		}
		if !s.takePart(name, values) {
			return Scope{}, badFigureID(id, part)
		}
	}
	return s, nil
}

func badFigureID(id, part string) *jianfu.Error {
	return jianfu.Errorf(jianfu.Invalid, "数的编号“%s”中的“%s”写法不对，请照报告里的编号原样写", "%[2]q in the id %[1]q is malformed: write the id just as the report has it", id, part)
}

// takePart reads one part of an ID, and reports whether it is valid.
func (s *Scope) takePart(name string, values []string) bool {
	if dimension, ok := strings.CutPrefix(name, "where."); ok {
		switch dimension {
		case "departments":
			s.Where.Departments = values
		case "portfolios":
			s.Where.Portfolios = values
		default:
			s.Where.Is = append(s.Where.Is, Equals{Dimension: dimension, In: values})
		}
		return dimension != ""
	}
	if len(values) != 1 {
		return false
	}
	value, ok := values[0], true
	switch name {
	case "caliber":
		s.Caliber = value
	case "caliber-on":
		s.CaliberOn, ok = jianfu.ParseDate(value)
	case "structure-on":
		s.StructureOn, ok = jianfu.ParseDate(value)
	case "as-of":
		moment, err := time.Parse(time.RFC3339, value)
		s.AsOf, ok = moment, err == nil
	case "known-at":
		commit, err := strconv.ParseInt(value, 10, 64)
		s.KnownAt, ok = commit, err == nil && commit > 0
	default:
		s.Group = append(s.Group, Member{Dimension: name, Value: value, Known: value != ""})
	}
	return ok
}

// Pin has what is asked under a context answered from one state of the warehouse, until release is
// called: see warehouse.Pin.
func (e *Engine) Pin(ctx context.Context, knownAt int64) (pinned context.Context, release func() error) {
	return e.w.Pin(ctx, knownAt)
}

// Commit is the commit that what is asked under a context is of.
func (e *Engine) Commit(ctx context.Context) (int64, error) { return e.w.CommitOf(ctx) }

// Trace measures one figure again by its ID: a measurement of one row with one value, with its
// SQL and submissions; the value's scope leads to its records. The error is Invalid where the
// ID is malformed or names what is not known.
func (e *Engine) Trace(ctx context.Context, id string) (*Measurement, error) {
	q, err := traced(id)
	if err != nil {
		return nil, err
	}
	return e.Measure(ctx, q)
}

// traced is the query for one figure.
func traced(id string) (Query, error) {
	s, err := ParseFigureID(id)
	if err != nil {
		return Query{}, err
	}
	q := Query{Metrics: []string{s.Metric}, Period: s.Period, Where: s.Where, Caliber: s.Caliber, AsOf: s.AsOf, KnownAt: s.KnownAt,
		only: s.Group, CaliberOn: s.CaliberOn, StructureOn: s.StructureOn}
	for _, m := range s.Group {
		q.By = append(q.By, m.Dimension)
	}
	return q, nil
}

// FigureID is the one id of a figure, whatever its moment, by any id of it: one of a moment or a commit, one with
// labels and names of units in place of their names and codes, one with its parts in another order, and one that
// takes a single value as a filter instead of a group. The error is that of Trace.
func (e *Engine) FigureID(ctx context.Context, id string) (figure string, err error) {
	q, err := traced(id)
	if err != nil {
		return "", err
	}
	ctx, release := e.w.Pin(ctx, q.KnownAt)
	err = e.w.Read(ctx, func(tx *sql.Tx) error {
		r, err := e.prepare(ctx, tx, q)
		if err != nil {
			return err
		}
		figure = r.figure().ID()
		return nil
	})
	return figure, errors.Join(err, release())
}

// figure is the scope of a traced figure in one form: whatever its moment, a single value as a group, and all parts in order.
func (r *run) figure() Scope {
	q := r.query
	s := Scope{Metric: q.Metrics[0], Period: q.Period, Group: slices.Clone(q.only), Caliber: q.Caliber, CaliberOn: q.CaliberOn, StructureOn: q.StructureOn}
	for _, filter := range append([]Equals{{"department", r.asked.Departments}, {"portfolio", r.asked.Portfolios}}, r.asked.Is...) {
		values := slices.Sorted(slices.Values(filter.In))
		at := slices.IndexFunc(s.Group, func(m Member) bool { return m.Dimension == filter.Dimension })
		switch single := len(values) == 1 && values[0] != ""; {
		case len(values) == 0 || single && at >= 0 && s.Group[at].Value == values[0]:
		case single && at < 0:
			s.Group = append(s.Group, Member{Dimension: filter.Dimension, Value: values[0], Known: true})
		case filter.Dimension == "department" && s.Where.Departments == nil:
			s.Where.Departments = values
		case filter.Dimension == "portfolio" && s.Where.Portfolios == nil:
			s.Where.Portfolios = values
		default:
			s.Where.Is = append(s.Where.Is, Equals{filter.Dimension, values})
		}
	}
	slices.SortFunc(s.Group, func(a, b Member) int { return cmp.Compare(a.Dimension, b.Dimension) })
	slices.SortFunc(s.Where.Is, func(a, b Equals) int {
		return cmp.Or(cmp.Compare(a.Dimension, b.Dimension), slices.Compare(a.In, b.In))
	})
	return s
}
