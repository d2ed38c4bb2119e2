package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"jianfu"
	"jianfu/metrics"
)

func (p *program) checkCommand() *cobra.Command {
	var period, asOf, format string
	cmd := &cobra.Command{
		Use:   "check [" + p.say("核查", "NAME") + "]",
		Short: p.say("办公室的核查：负面清单、合并建议、僵尸机构等", "the office's checks: negative list, mergers, dormant bodies, ..."),
		Long: p.say("按规则核查报上来的数据，每条结果都写明出自哪个文件、哪张表、哪一行。不写核查名则全部核查。\n规则要用的数没有报或者未知的，列为“未能核查”，不算通过。\n有结果时退出码为 1，没有为 0，用法不对为 2。核查有：\n",
			"Checks the filings by the office's rules; each finding names its files, sheets and rows.\nWithout a name: every check. A rule of which a part was not filed or is unknown is listed as not\ntested: it has not passed. Exit status: 0 no findings, 1 findings, 2 misuse.\nThe checks:\n"),
		Example: p.example("jianfu check --period 2023-05", "jianfu check offPlanMeetings --period 2023 --format csv",
			"jianfu check mergeSuggestions --period 2023-Q2 --as-of 2023-07-31"),
		Args:              p.arguments(0, 1, "一个核查名", "one check"),
		ValidArgsFunction: p.completeChecks,
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.check(cmd, strings.Join(args, ""), period, asOf, format)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	p.periodFlag(flags, &period)
	p.asOfFlag(flags, &asOf)
	flags.StringVar(&format, "format", "table", p.say("`格式`：table、csv、json", "`FORMAT`: table, csv, json"))
	p.completeWords(cmd, "format", formats...)
	p.doneByServer(cmd)
	cmd.SetHelpFunc(func(cmd *cobra.Command, args []string) { // only now: every other command would wait for the catalogue
		cmd.Long += p.checkList()
		p.help(cmd, args)
	})
	return cmd
}

func (p *program) explainCommand() *cobra.Command {
	var period, text, by string
	cmd := &cobra.Command{
		Use:   "explain " + p.say("核查 编号", "CHECK ID") + " --period " + p.say("时间", "PERIOD") + " --text " + p.say("说明", "TEXT"),
		Short: p.say("对一条核查结果作说明", "explain a finding of a check"),
		Long: p.say("说明一条核查结果为什么是这样；编号见 jianfu check --format csv 的 id 列。说明属于这条结果，所据的行\n和数值不变，重新载入后仍在。至少七个字；空文本收回先前的说明。",
			"Says why a finding is as it is; its id is in the column id of jianfu check --format csv. The\nexplanation belongs to the finding while its rows and their values stay. Seven characters at\nleast; an empty text takes an earlier one back."),
		Example:           p.example("jianfu explain offPlanMeetings 5f0c… --period 2023-05 --text " + p.say("省里临时部署的防汛会议", "\"called by the province at short notice\"")),
		Args:              p.arguments(2, 2, "核查名和编号", "a check and the id of a finding"),
		ValidArgsFunction: p.completeChecks,
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if err := required(cmd, "period", "text"); err != nil {
				return err
			}
			span, err := jianfu.ParsePeriod(period)
			if err != nil {
				return err
			}
			engine, w, err := p.engine(cmd.Context(), p.open)
			if err != nil {
				return err
			}
			defer closing(w, &err)
			f, err := engine.Explain(cmd.Context(), args[0], span, args[1], text, by)
			if err != nil {
				return err
			}
			return p.line("已说明：%s", "explained: %s", f.Subject.In(p.lang))
		},
	}
	p.periodFlag(cmd.Flags(), &period)
	cmd.Flags().StringVar(&text, "text", "", p.say("`说明`（必写）", "`WHY` (required)"))
	cmd.Flags().StringVar(&by, "by", p.userName(), p.say("说明`人`", "`WHO` says so"))
	return cmd
}

// checkList lists the program's checks, for the help text.
func (p *program) checkList() string {
	catalog, err := metrics.ReadCatalog(nil)
	p.must(err)
	var table textTable
	for _, check := range catalog.Checks() {
		table.add("", check.Name, check.Label.In(p.lang))
	}
	return table.text()
}

// checkResult is what one check found.
type checkResult struct {
	check    *metrics.Check
	findings []metrics.Finding
	untested []metrics.Finding
	records  map[int64]metrics.Record
}

// untestedShown is how many of those that a check could not test a terminal shows.
const untestedShown = 20

func (p *program) check(cmd *cobra.Command, name, period, asOf, format string) error {
	if err := required(cmd, "period"); err != nil {
		return err
	}
	if err := oneOf("format", format, formats...); err != nil {
		return err
	}
	span, err := jianfu.ParsePeriod(period)
	if err != nil {
		return err
	}
	server, err := p.remote(cmd)
	switch {
	case err != nil:
		return err
	case server != nil:
		return p.checkFrom(cmd.Context(), server, name, span, asOf, format)
	case format == "json":
		return p.checkAnswer(cmd.Context(), name, span, asOf)
	}
	return p.asking(cmd.Context(), asOf, func(engine *metrics.Engine, at time.Time) error {
		return p.runChecks(cmd.Context(), engine, name, span, at, format)
	})
}

func (p *program) runChecks(ctx context.Context, engine *metrics.Engine, name string, span jianfu.Period, at time.Time, format string) error {
	checks, err := checksNamed(engine.Catalog(), name)
	if err != nil {
		return err
	}
	var all []checkResult
	for _, check := range checks {
		one, err := runCheck(ctx, engine, check, span, at)
		if err != nil {
			return err
		}
		all = append(all, one)
	}
	units, err := unitNames(ctx, engine, at)
	if err != nil {
		return err
	}
	notices, err := engine.Caveats(ctx, checks, span, at)
	if err != nil {
		return err
	}
	p.tellNotices(notices)
	var same []metrics.SameExplanation
	if format != "csv" && name == "" {
		if same, err = engine.SameExplanations(ctx, span, at); err != nil {
			return err
		}
	}
	return p.writeChecks(all, units, same, span, at, name, format)
}

// writeChecks writes what checks found, and fails if that is anything.
func (p *program) writeChecks(all []checkResult, units map[string]string, same []metrics.SameExplanation, span jianfu.Period, at time.Time, name, format string) (err error) {
	if format == "csv" {
		err = p.writeFindingsCSV(all, units)
	} else if err = p.writeFindings(span, at, all, units, name == ""); err == nil {
		err = p.writeSameExplanations(same)
	}
	if err == nil && slices.ContainsFunc(all, func(one checkResult) bool { return len(one.findings) > 0 }) {
		err = errRefused
	}
	return err
}

// checksNamed is the check of that name, or every check for "".
func checksNamed(catalog *metrics.Catalog, name string) ([]*metrics.Check, error) {
	if name == "" {
		return catalog.Checks(), nil
	}
	check, err := catalog.Check(name)
	return []*metrics.Check{check}, err
}

// checkAnswer writes the findings of each check as JSON.
func (p *program) checkAnswer(ctx context.Context, name string, span jianfu.Period, asOf string) (err error) {
	v, err := variables{"period": span.String()}.asOf(asOf)
	if err != nil {
		return err
	}
	engine, w, err := p.engine(ctx, p.reading)
	if err != nil {
		return err
	}
	defer closing(w, &err)
	checks, err := checksNamed(engine.Catalog(), name)
	if err != nil {
		return err
	}
	var answers []json.RawMessage
	for _, check := range checks {
		v["check"] = check.Name
		answer, err := p.answerOf(ctx, engine, w, "Findings", v)
		if err != nil {
			return err
		}
		answers = append(answers, answer)
	}
	return p.writeCheckAnswers(span, answers)
}

// writeCheckAnswers writes the answers to Findings as JSON, and fails if there are findings.
func (p *program) writeCheckAnswers(span jianfu.Period, answers []json.RawMessage) error {
	found := 0
	for _, answer := range answers {
		var counted struct{ TotalCount int }
		if err := json.Unmarshal(answer, &counted); err != nil {
			return err
		}
		found += counted.TotalCount
	}
	answer := struct {
		Period string            `json:"period"`
		Checks []json.RawMessage `json:"checks"`
	}{span.String(), answers}
	if err := writeJSON(p.stdout, answer); err != nil || found == 0 {
		return err
	}
	return errRefused
}

// recordsAtOnce is how many records one statement selects by their numbers.
const recordsAtOnce = 1000

func runCheck(ctx context.Context, engine *metrics.Engine, check *metrics.Check, period jianfu.Period, asOf time.Time) (checkResult, error) {
	one := checkResult{check: check, records: map[int64]metrics.Record{}}
	var err error
	if one.findings, err = engine.Check(ctx, check.Name, period, asOf); err != nil {
		return one, err
	}
	if one.untested, err = engine.Untested(ctx, check.Name, period, asOf); err != nil {
		return one, err
	}
	var ids []int64
	for _, list := range [][]metrics.Finding{one.findings, one.untested} {
		for i := range list {
			list[i].RecordIDs = slices.Sorted(slices.Values(list[i].RecordIDs)) // in the order of filing, as in the API
			ids = append(ids, list[i].RecordIDs...)
		}
	}
	slices.Sort(ids)
	for some := range slices.Chunk(slices.Compact(ids), recordsAtOnce) {
		records, err := engine.FindingRecords(ctx, metrics.Finding{Check: check, RecordIDs: some})
		if err != nil {
			return one, err
		}
		for _, record := range records {
			one.records[record.ID] = record
		}
	}
	return one, nil
}

// unitNames are the names of the units by their codes.
func unitNames(ctx context.Context, engine *metrics.Engine, asOf time.Time) (map[string]string, error) {
	units, err := engine.Departments(ctx, asOf)
	names := map[string]string{}
	for _, d := range units {
		names[d.Code] = d.Latest().Name
	}
	return names, err
}

// place says where a record was filed, as people look it up.
func (p *program) place(r metrics.Record) string {
	if r.Source.Sheet == "" {
		return p.say("%s，第 %d 行", "%s, row %d", r.Source.File, r.Source.Row)
	}
	return p.say("%s，工作表“%s”，第 %d 行", "%s, sheet %q, row %d", r.Source.File, r.Source.Sheet, r.Source.Row)
}

func (c checkResult) places(p *program, f metrics.Finding) []string {
	var places []string
	for _, id := range f.RecordIDs { // several totals may be in one row
		if place := p.place(c.records[id]); !slices.Contains(places, place) {
			places = append(places, place)
		}
	}
	return places
}

// worstFirst orders checks: those that found something first, by what that asks for, then by how
// much it is.
func worstFirst(all []checkResult) []checkResult {
	return slices.SortedStableFunc(slices.Values(all), func(a, b checkResult) int {
		if len(a.findings) == 0 || len(b.findings) == 0 {
			return cmp.Compare(len(b.findings), len(a.findings))
		}
		return cmp.Or(strings.Compare(string(a.check.Class), string(b.check.Class)), cmp.Compare(len(b.findings), len(a.findings)))
	})
}

// asks says what the findings of a check ask for.
func (p *program) asks(check *metrics.Check) string {
	switch check.Class {
	case metrics.Refuses:
		return p.say("不说明不予接收", "refused unless explained")
	case metrics.WantsExplanation:
		return p.say("请说明原因", "wants an explanation")
	}
	return p.say("供参考", "for information")
}

// writeFindings lays findings out for a terminal: the number of each check if several were run,
// then the findings of each, with a line for each place.
func (p *program) writeFindings(period jianfu.Period, asOf time.Time, all []checkResult, units map[string]string, several bool) error {
	if err := p.line("%s", "%s", p.heading(period.Label(p.lang), asOf)); err != nil {
		return err
	}
	if several {
		all = worstFirst(all)
		var summary textTable
		summary.alignRight(3)
		summary.alignRight(4)
		head := []string{p.say("核查", "check"), p.say("名称", "label"), p.say("要求", "asks for"), p.say("条数", "findings")}
		some := slices.ContainsFunc(all, func(one checkResult) bool { return len(one.untested) > 0 })
		if some {
			head = append(head, p.say("未能核查", "not tested"))
		}
		summary.add(head...)
		found, wanting := 0, 0
		for _, one := range all {
			found += len(one.findings)
			wanting += len(slices.DeleteFunc(slices.Clone(one.findings), func(f metrics.Finding) bool { return f.Class() == metrics.Informs || f.Explanation != nil }))
			line := []string{one.check.Name, one.check.Label.In(p.lang), p.asks(one.check), strconv.Itoa(len(one.findings))}
			if n := len(one.untested); some && n > 0 {
				line = append(line, strconv.Itoa(n))
			}
			summary.add(line...)
		}
		if err := p.line("共 %d 条，其中 %d 条还要说明原因", "%d findings, of which %d still want an explanation", found, wanting); err != nil {
			return err
		}
		if err := summary.write(p.stdout); err != nil {
			return err
		}
	}
	for _, one := range all {
		if several && len(one.findings)+len(one.untested) == 0 {
			continue
		}
		if err := p.line("\n%[1]s（%[3]s）：%[4]d 条", "\n%[2]s (%[3]s): %[4]d", one.check.Label.ZH, one.check.Label.EN, one.check.Name, len(one.findings)); err != nil {
			return err
		}
		for _, f := range one.findings {
			lines := []string{oneLine(p.told(f, units))}
			for _, place := range one.places(p, f) {
				lines = append(lines, "    "+oneLine(place))
			}
			if _, err := fmt.Fprintln(p.stdout, strings.Join(lines, "\n")); err != nil {
				return err
			}
		}
		if err := p.writeUntested(one, units); err != nil {
			return err
		}
	}
	return nil
}

// writeUntested lists the first of what a check could not test.
func (p *program) writeUntested(one checkResult, units map[string]string) error {
	n := len(one.untested)
	if n == 0 {
		return nil
	}
	if err := p.line("未能核查 %d 条，缺数，不算通过：", "not tested, and not passed, for lack of data: %d", n); err != nil {
		return err
	}
	for _, f := range one.untested[:min(n, untestedShown)] {
		line := f.Day.String()
		if name := units[f.Department]; name != "" {
			line += "  " + name
		}
		line += "  " + p.say("%s：缺%s", "%s: missing %s", f.Subject.In(p.lang), f.Missing.In(p.lang))
		if _, err := fmt.Fprintln(p.stdout, oneLine(line)); err != nil {
			return err
		}
	}
	if n > untestedShown {
		return p.line("另有 %d 条，加 --format csv 列出全部", "and %d more: --format csv lists all", n-untestedShown)
	}
	return nil
}

// writeSameExplanations lists the texts that are to explain several findings.
func (p *program) writeSameExplanations(list []metrics.SameExplanation) error {
	if len(list) == 0 {
		return nil
	}
	if err := p.line("\n雷同的说明，请逐条分别写明：", "\nThe same explanation of several findings; explain each:"); err != nil {
		return err
	}
	for _, s := range list {
		if err := p.line("%[1]d 条  “%[2]s”（%[3]s；%[4]s）", "%[1]d  %[2]q (%[3]s; %[4]s)", s.Count, oneLine(s.Text),
			strings.Join(s.By, p.say("、", ", ")), strings.Join(s.Checks, p.say("、", ", "))); err != nil {
			return err
		}
	}
	return nil
}

// told is a finding in a line: 2023-05-05  市审计局  全市安全生产部署会议：计划外召开（Z-12 已销号）.
func (p *program) told(f metrics.Finding, units map[string]string) string {
	line := f.Day.String()
	if name := units[f.Department]; name != "" {
		line += "  " + name
	}
	line += "  " + p.say("%s：%s", "%s: %s", f.Subject.In(p.lang), f.Detail.In(p.lang))
	if f.Saving != nil {
		line += p.say("，可省 %s 人时", ", saves %s person hours", strings.TrimSuffix(f.Saving.Fixed(1), ".0"))
	}
	if f.Explanation != nil {
		line += p.say("（说明：%s，%s）", " (explained: %s, %s)", f.Explanation.Text, f.Explanation.By)
		if f.Explanation.Same > 1 {
			line += p.say("（同样的说明共 %d 条，请分别写明）", " (the same text explains %d findings: explain each)", f.Explanation.Same)
		}
	}
	switch {
	case f.ClosedOut == nil:
	case *f.ClosedOut:
		line += p.say("（整改 %s 已销号）", " (rectification %s, closed)", f.Rectification)
	default:
		line += p.say("（整改 %s 未销号）", " (rectification %s, open)", f.Rectification)
	}
	return line
}

func (p *program) writeFindingsCSV(all []checkResult, units map[string]string) error {
	rows := [][]string{{"check", "label", "day", "department", "unit", "subject", "detail", "saving", "closedOut", "rectification", "records", "places", "id", "class", "explanation", "explainedBy", "sameExplanation", "missing"}}
	for _, one := range all {
		for _, f := range slices.Concat(one.findings, one.untested) {
			var ids []string
			for _, id := range f.RecordIDs {
				ids = append(ids, strconv.FormatInt(id, 10))
			}
			saving, closed := "", ""
			if f.Saving != nil {
				saving = f.Saving.String()
			}
			if f.ClosedOut != nil {
				closed = strconv.FormatBool(*f.ClosedOut)
			}
			explanation, by, same := "", "", ""
			if f.Explanation != nil {
				explanation, by, same = f.Explanation.Text, f.Explanation.By, strconv.Itoa(f.Explanation.Same)
			}
			rows = append(rows, []string{one.check.Name, one.check.Label.In(p.lang), f.Day.String(), f.Department, units[f.Department], f.Subject.In(p.lang),
				f.Detail.In(p.lang), saving, closed, f.Rectification, strings.Join(ids, " "), strings.Join(one.places(p, f), p.say("；", "; ")), f.ID, string(f.Class()), explanation, by, same, f.Missing.In(p.lang)})
		}
	}
	return p.writeRows(rows)
}

// line writes a line of the answer.
func (p *program) line(zh, en string, args ...any) error {
	_, err := fmt.Fprintln(p.stdout, jianfu.Visible(p.say(zh, en, args...)))
	return err
}
