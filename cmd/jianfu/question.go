package main

import (
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"jianfu"
	"jianfu/metrics"
)

// question is a query as typed on the command line.
type question struct {
	metrics     []string
	period      string
	compare     string
	against     []string
	by          []string
	grain       string
	cumulative  bool
	sort        string
	descending  bool
	caliber     string
	structure   string
	structureOn string
	asOf        string
	departments []string
	portfolios  []string
	is          []string // dimension=value; several values of one dimension are alternatives
}

var grains = []string{"month", "quarter", "half", "year"}

// query is the complete query, with the periods that --against names. The error is Invalid and says which
// part is malformed; the engine checks names.
func (q question) query() (query metrics.Query, against []jianfu.Period, err error) {
	query = metrics.Query{Metrics: q.metrics, By: q.by, Cumulative: q.cumulative, Sort: q.sort, Descending: q.descending, Caliber: q.caliber,
		Where: metrics.Filter{Departments: q.departments, Portfolios: q.portfolios}}
	if against, err = q.comparison(&query); err != nil {
		return query, nil, err
	}
	err = q.scope(&query)
	return query, against, err
}

// scope reads what is neither a name nor a comparison.
func (q question) scope(query *metrics.Query) (err error) {
	if q.period == "" {
		return misused("请用 period 写明时间，如 2023、2023-H1、2023-11 或 2023-01/2023-11",
			"give the period, such as 2023, 2023-H1, 2023-11 or 2023-01/2023-11")
	}
	if query.Period, err = jianfu.ParsePeriod(q.period); err != nil {
		return err
	}
	if q.grain != "" {
		if query.Grain, err = jianfu.ParseGrain(q.grain); err != nil {
			return err
		}
	}
	if query.AsOf, err = asOfMoment(q.asOf); err != nil {
		return err
	}
	if query.Structure, err = readStructure(q.structure); err != nil {
		return err
	}
	if q.structureOn != "" {
		day, ok := jianfu.ParseDate(q.structureOn)
		if !ok {
			return misused("structure-on 应是日期，如 2023-12-31", "structure-on should be a day, such as 2023-12-31")
		}
		query.StructureOn = day
	}
	for _, condition := range q.is {
		dimension, value, ok := strings.Cut(condition, "=")
		if !ok || dimension == "" {
			return misused("条件“%s”应写成 维度=取值，如 form=视频", "write the condition %q as dimension=value, such as form=视频", condition)
		}
		query.Where.Is = admit(query.Where.Is, dimension, value)
	}
	return nil
}

// input is the query as the input of the API's measure.
func input(q metrics.Query, against []jianfu.Period) variables {
	var is []variables
	for _, equals := range q.Where.Is {
		is = append(is, variables{"dimension": equals.Dimension, "in": equals.In})
	}
	v := variables{"metrics": q.Metrics, "period": q.Period.String(), "by": q.By, "cumulative": q.Cumulative,
		"where": variables{"departments": q.Where.Departments, "portfolios": q.Where.Portfolios, "is": is}}
	v.given("grain", string(q.Grain)).given("caliber", q.Caliber).given("structure", string(q.Structure))
	if q.StructureOn != 0 {
		v["structureOn"] = q.StructureOn.String()
	}
	switch {
	case len(against) > 0:
		periods := make([]string, len(against))
		for i, period := range against {
			periods[i] = period.String()
		}
		v["against"] = periods
	case q.Compare == metrics.NamedPeriod:
		v["against"] = []string{q.Against.String()}
	default:
		v.given("compareTo", string(q.Compare))
	}
	v.given("sort", q.Sort)
	if q.Descending {
		v["descending"] = true
	}
	if !q.AsOf.IsZero() {
		v["asOf"] = q.AsOf.Format(time.RFC3339Nano)
	}
	return v
}

// admit adds a value to those that a dimension may have.
func admit(list []metrics.Equals, dimension, value string) []metrics.Equals {
	for i := range list {
		if list[i].Dimension == dimension {
			list[i].In = append(list[i].In, value)
			return list
		}
	}
	return append(list, metrics.Equals{Dimension: dimension, In: []string{value}})
}

// comparison reads compare and against: with a named period they mean the same.
func (q question) comparison(query *metrics.Query) (against []jianfu.Period, err error) {
	for _, text := range q.against {
		period, err := jianfu.ParsePeriod(text)
		if err != nil {
			return nil, err
		}
		against = append(against, period)
	}
	if q.compare != "" {
		if err := query.CompareWith(q.compare); err != nil {
			return nil, err
		}
	}
	return against, query.CompareAgainst(against)
}

// edge is the moment of a day that a bare date means.
type edge int

const (
	startOfDay edge = iota
	endOfDay
)

// asOfMoment reads the as-of moment of a query; "" is now.
func asOfMoment(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	return moment("as-of", text, endOfDay)
}

func (p *program) periodFlag(flags *pflag.FlagSet, into *string) {
	flags.StringVar(into, "period", "", p.say("`时间`：2023、2023-H1、2023-Q3、2023-11 或 2023-01/2023-11（必写）",
		"`PERIOD`: 2023, 2023-H1, 2023-Q3, 2023-11 or 2023-01/2023-11 (required)"))
}

func (p *program) asOfFlag(flags *pflag.FlagSet, into *string) {
	flags.StringVar(into, "as-of", "", p.say("按这个`时刻`已收到的数据：2023-06-30（含当天）或 RFC 3339",
		"the data as it was known at this `MOMENT`: 2023-06-30 (the day included) or RFC 3339"))
	flags.Int64Var(&p.knownAt, "known-at", 0, p.say("只用到这个`提交号`为止仓库知道的数据（更早的答复或报告上写着），其后的报送、更正、补录都不算",
		"only what the warehouse knew by this `COMMIT`, as shown by an earlier answer or report: nothing filed, corrected or filed late since"))
}

func (p *program) caliberFlag(cmd *cobra.Command, into *string) {
	cmd.Flags().StringVar(into, "caliber", "", p.say("`口径`：reduction 精简口径（默认）、all 全口径", "the `RULE` of what counts: reduction (default), all"))
	p.must(cmd.RegisterFlagCompletionFunc("caliber", p.completeCalibers))
}

func (p *program) structureFlag(cmd *cobra.Command, into *string) {
	cmd.Flags().StringVar(into, "structure", "", p.say("比较的基数按`哪时`的单位和战线：now 期末的（默认）、then 当时的", "`WHOSE` units and portfolios the base of a comparison is summed by: now (the end of the period, default), then"))
	p.completeWords(cmd, "structure", "now", "then")
}

func readStructure(text string) (metrics.Structure, error) {
	if text == "" {
		return "", nil
	}
	return metrics.Structure(strings.ToUpper(text)), oneOf("structure", strings.ToLower(text), "now", "then")
}

// moment reads an RFC 3339 time, or a date: its first moment or its last, in China.
func moment(flag, text string, at edge) (time.Time, error) {
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t, nil
	}
	day, err := time.ParseInLocation(time.DateOnly, text, jianfu.China)
	if err != nil {
		return time.Time{}, misused("%s 的时刻“%s”写法不对，应为 2023-11-30 或 2023-11-30T08:00:00+08:00",
			"the moment %[2]q of %[1]s is malformed: write 2023-11-30 or 2023-11-30T08:00:00+08:00", flag, text)
	}
	if at == endOfDay {
		return day.AddDate(0, 0, 1).Add(-time.Microsecond), nil // the warehouse stores microseconds
	}
	return day, nil
}
