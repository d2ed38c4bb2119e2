package main

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"jianfu"
	"jianfu/loaders"
	"jianfu/metrics"
)

var filingStatuses = []metrics.FilingStatus{metrics.FilingReceived, metrics.FilingNil, metrics.FilingLate, metrics.FilingCompletedLate,
	metrics.FilingCorrected, metrics.FilingMissing, metrics.FilingNotDue, metrics.FilingEarly, metrics.FilingUnexpected}

// statusLabels are the statuses in words.
var statusLabels = map[metrics.FilingStatus]jianfu.Text{
	metrics.FilingReceived: {ZH: "已报", EN: "received"}, metrics.FilingNil: {ZH: "零报告", EN: "nil"}, metrics.FilingLate: {ZH: "逾期", EN: "late"},
	metrics.FilingCorrected: {ZH: "已更正", EN: "corrected"}, metrics.FilingMissing: {ZH: "未报", EN: "missing"}, metrics.FilingNotDue: {ZH: "未到期", EN: "not due"},
	metrics.FilingCompletedLate: {ZH: "逾期补报", EN: "completed late"}, metrics.FilingEarly: {ZH: "期未满就报", EN: "early"},
	metrics.FilingUnexpected: {ZH: "没有任务而报", EN: "unexpected"},
}

// readStatus reads a status by its name or its words.
func (p *program) readStatus(text string) (metrics.FilingStatus, error) {
	var known []string
	for _, status := range filingStatuses {
		name, label := strings.ToLower(string(status)), statusLabels[status]
		if folded := strings.ToLower(strings.TrimSpace(text)); folded == name || folded == label.ZH || folded == label.EN {
			return status, nil
		}
		known = append(known, p.say("%s（%s）", "%s (%s)", name, label.In(p.lang)))
	}
	return "", oneOf("status", text, known...)
}

// filingsFilter selects expected filings; empty lists are all.
type filingsFilter struct {
	period, asOf                 string
	departments, kinds, statuses []string
	status                       []metrics.FilingStatus // as read
}

func (p *program) filingsCommand() *cobra.Command {
	var asked filingsFilter
	var format string
	cmd := &cobra.Command{
		Use:   "filings",
		Short: p.say("报送情况：谁该报什么，已报、零报告、逾期、更正、未报", "filings due: received, nil, late, corrected, missing"),
		Long: p.say("列出每个单位每种应报报表每个月（季、半年、年）的报送情况，一种报表一张表，时间为列：\n  ✓ 已报  ○ 零报告  迟 逾期  补 零报告后逾期补报  改 已更正  缺 未报  待 未到报送期限  早 期未满就报  外 没有任务而报\n  · 不要求或没有选中\n谁该报什么见指标目录的 obligations。报送期限过了才算应报；早：期限过后算已报，再报之前数字暂定；外：不算在应报之内。",
			"Shows the status of each unit's filings, a table for each kind, a column for each month, quarter,\nhalf or year of the obligation:\n  ok received  nil nothing to file  late  rows nil in time, its rows late  new corrected\n  -- missing  due its day is not over  early before the period's end  extra not owed\n  . not owed or not selected\nThe catalogue's obligations say what is owed. A filing counts as expected once its due day is over: an\nearly one counts as received then, and its figures are provisional; extra ones do not count."),
		Example: p.example("jianfu filings --period 2023-05", "jianfu filings --period 2023 --kind meeting --status missing,late",
			"jianfu filings --period 2023 --format csv"),
		Args: p.noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return p.filings(cmd, asked, format) },
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	p.periodFlag(flags, &asked.period)
	flags.StringSliceVar(&asked.departments, "department", nil, p.say("只列这些单位的`编码`", "only units with these `CODES`"))
	flags.StringSliceVar(&asked.kinds, "kind", nil, p.say("只列这些`报表`", "only these `KINDS`"))
	flags.StringSliceVar(&asked.statuses, "status", nil, p.say("只列这些`状态`：received、nil、late、completed_late、corrected、missing、not_due、early、unexpected", "only these `STATUSES`: received, nil, late, completed_late, corrected, missing, not_due, early, unexpected"))
	p.asOfFlag(flags, &asked.asOf)
	flags.StringVar(&format, "format", "table", p.say("`格式`：table、csv、json", "`FORMAT`: table, csv, json"))
	p.completeWords(cmd, "format", formats...)
	p.completeWords(cmd, "status", statusWords()...)
	p.must(cmd.RegisterFlagCompletionFunc("kind", p.completeKinds))
	p.must(cmd.RegisterFlagCompletionFunc("department", p.completeDepartments))
	return cmd
}

func statusWords() []string {
	var words []string
	for _, status := range filingStatuses {
		words = append(words, strings.ToLower(string(status)))
	}
	return words
}

func (p *program) filings(cmd *cobra.Command, asked filingsFilter, format string) error {
	if err := required(cmd, "period"); err != nil {
		return err
	}
	if err := oneOf("format", format, formats...); err != nil {
		return err
	}
	for _, status := range asked.statuses {
		read, err := p.readStatus(status)
		if err != nil {
			return err
		}
		asked.status = append(asked.status, read)
	}
	contracts, err := p.contracts()
	if err != nil {
		return err
	}
	for i, kind := range asked.kinds {
		contract, err := contracts.Find(kind)
		if err != nil {
			return err
		}
		asked.kinds[i] = contract.Kind
	}
	if format == "json" {
		var statuses []string
		for _, status := range asked.status {
			statuses = append(statuses, string(status))
		}
		v := variables{"period": asked.period}
		return p.answer(cmd.Context(), "Filings", asked.asOf, v.list("departments", asked.departments).list("kinds", asked.kinds).list("statuses", statuses))
	}
	period, err := jianfu.ParsePeriod(asked.period)
	if err != nil {
		return err
	}
	return p.asking(cmd.Context(), asked.asOf, func(engine *metrics.Engine, at time.Time) error {
		departments, err := engine.Departments(cmd.Context(), at)
		if err != nil {
			return err
		}
		units := map[string]string{}
		for _, d := range departments {
			units[d.Code] = d.Latest().Name
		}
		for i, name := range asked.departments {
			if asked.departments[i], err = metrics.FindDepartment(departments, name); err != nil {
				return err
			}
		}
		all, err := engine.Filings(cmd.Context(), period, at)
		if err != nil {
			return err
		}
		show := &filingTable{program: p, contracts: contracts, units: units, filings: slices.DeleteFunc(all, func(f metrics.Filing) bool { return !asked.admits(f) })}
		if format == "csv" {
			return show.writeCSV()
		}
		if err := p.line("%s", "%s", p.heading(period.Label(p.lang), at)); err != nil {
			return err
		}
		return show.write()
	})
}

func (a filingsFilter) admits(f metrics.Filing) bool {
	return (len(a.departments) == 0 || slices.Contains(a.departments, f.Department)) && (len(a.kinds) == 0 || slices.Contains(a.kinds, f.Kind)) &&
		(len(a.status) == 0 || slices.Contains(a.status, f.Status))
}

// filingTable shows expected filings.
type filingTable struct {
	*program
	contracts *loaders.Contracts
	units     map[string]string
	filings   []metrics.Filing
}

// status is a status in words.
func (t *filingTable) status(s metrics.FilingStatus) string {
	return statusLabels[s].In(t.lang)
}

// mark is a status in a cell of a matrix.
func (t *filingTable) mark(s metrics.FilingStatus) string {
	return map[metrics.FilingStatus]jianfu.Text{
		metrics.FilingReceived: {ZH: "✓", EN: "ok"}, metrics.FilingNil: {ZH: "○", EN: "nil"}, metrics.FilingLate: {ZH: "迟", EN: "late"},
		metrics.FilingCorrected: {ZH: "改", EN: "new"}, metrics.FilingMissing: {ZH: "缺", EN: "--"}, metrics.FilingNotDue: {ZH: "待", EN: "due"},
		metrics.FilingCompletedLate: {ZH: "补", EN: "rows"}, metrics.FilingEarly: {ZH: "早", EN: "early"}, metrics.FilingUnexpected: {ZH: "外", EN: "extra"},
	}[s].In(t.lang)
}

// counts counts the filings by status.
func (t *filingTable) counts(filings []metrics.Filing) string {
	var words []string
	for _, status := range filingStatuses {
		n := 0
		for _, f := range filings {
			if f.Status == status {
				n++
			}
		}
		if n > 0 {
			words = append(words, t.say("%s %d", "%s %d", t.status(status), n))
		}
	}
	return strings.Join(words, t.say("，", ", "))
}

// write lays out a matrix for each kind: units down, months across.
func (t *filingTable) write() error {
	if len(t.filings) == 0 {
		return t.line("没有这样的报送", "there are no such filings")
	}
	var kinds []string
	for _, f := range t.filings {
		if !slices.Contains(kinds, f.Kind) {
			kinds = append(kinds, f.Kind)
		}
	}
	for _, kind := range kinds {
		of := slices.DeleteFunc(slices.Clone(t.filings), func(f metrics.Filing) bool { return f.Kind != kind })
		if err := t.line("\n%s：%s", "\n%s: %s", t.contracts.Kind(kind).Name.In(t.lang), t.counts(of)); err != nil {
			return err
		}
		if err := t.matrix(of).write(t.stdout); err != nil {
			return err
		}
	}
	return nil
}

// matrix has a column for each period of what is owed, the months first. Totals that nobody owes may be of any
// longer span: they share the last column.
func (t *filingTable) matrix(filings []metrics.Filing) *textTable {
	owed := filings[0].Month.Months() // the shortest
	for _, f := range filings {
		owed = min(owed, f.Month.Months())
	}
	var months []jianfu.Period
	var units []string
	marks := map[string]map[jianfu.Period]string{}
	others := map[string][]string{}
	for _, f := range filings {
		if marks[f.Department] == nil {
			units = append(units, f.Department)
			marks[f.Department] = map[jianfu.Period]string{}
		}
		if f.DueBefore == nil && f.Month.Months() > owed {
			others[f.Department] = append(others[f.Department], t.mark(f.Status)+" "+f.Month.String())
			continue
		}
		if !slices.Contains(months, f.Month) {
			months = append(months, f.Month)
		}
		marks[f.Department][f.Month] = t.mark(f.Status)
	}
	slices.SortFunc(months, func(a, b jianfu.Period) int {
		return cmp.Or(cmp.Compare(a.Months(), b.Months()), cmp.Compare(a.Start(), b.Start()))
	})
	table := &textTable{}
	heads := []string{t.say("编码", "code"), t.say("单位", "unit")}
	for i, month := range months {
		head := strconv.Itoa(month.Start().Number())
		if i == 0 || month.Start().Number() == 1 || month.Months() > 1 {
			head = month.String()
		}
		heads = append(heads, head)
	}
	if len(others) > 0 {
		heads = append(heads, t.say("其他时间段", "other spans"))
	}
	table.add(heads...)
	for _, unit := range units {
		cells := []string{unit, t.units[unit]}
		for _, month := range months {
			mark := marks[unit][month]
			if mark == "" {
				mark = t.say("·", ".")
			}
			cells = append(cells, mark)
		}
		if len(others) > 0 {
			cells = append(cells, strings.Join(others[unit], t.say("、", ", ")))
		}
		table.add(cells...)
	}
	return table
}

func (t *filingTable) writeCSV() error {
	rows := [][]string{{"department", "unit", "kind", "month", "owed", "status", "late", "dueBefore", "firstReceived", "lastReceived", "rows", "submission"}}
	for _, f := range t.filings {
		submission := ""
		if f.Submission != 0 {
			submission = strconv.FormatInt(f.Submission, 10)
		}
		rows = append(rows, []string{f.Department, t.units[f.Department], f.Kind, f.Month.String(), strconv.FormatBool(f.Owed), string(f.Status), strconv.FormatBool(f.Late),
			timeText(f.DueBefore), timeText(f.FirstReceived), timeText(f.LastReceived), strconv.FormatInt(f.Rows, 10), submission})
	}
	return t.writeRows(rows)
}

func timeText(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
