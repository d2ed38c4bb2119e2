package main

import (
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"jianfu"
	"jianfu/metrics"
)

func (p *program) summaryCommand() *cobra.Command {
	var year int
	var asOf, format string
	cmd := &cobra.Command{
		Use:   "summary",
		Short: p.say("年度总结的主要数字，逐项编号", "the main figures of a year, numbered"),
		Long: p.say("列出年度总结里的主要数字，按总结中的位置编号，各带同比；预计数注明推算方法和往年误差。",
			"Lists the main figures of a year's summary by their numbers there, compared with the year before;\nprojections name their method and its errors in past years."),
		Example: p.example("jianfu summary --year 2023", "jianfu summary --year 2023 --as-of 2024-01-31 --format json"),
		Args:    p.noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.summary(cmd, year, asOf, format)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	yearFlag(flags, &year, p.say("`年份`，如 2023（必写）", "the `YEAR`, such as 2023 (required)"))
	p.asOfFlag(flags, &asOf)
	flags.StringVar(&format, "format", "table", p.say("`格式`：table、json", "`FORMAT`: table, json"))
	p.completeWords(cmd, "format", "table", "json")
	return cmd
}

func (p *program) summary(cmd *cobra.Command, year int, asOf, format string) error {
	if err := required(cmd, "year"); err != nil {
		return err
	}
	if err := oneOf("format", format, "table", "json"); err != nil {
		return err
	}
	if format == "json" {
		return p.answer(cmd.Context(), "Summary", asOf, variables{"year": year})
	}
	period, err := jianfu.CalendarYear(year)
	if err != nil {
		return err
	}
	return p.asking(cmd.Context(), asOf, func(engine *metrics.Engine, at time.Time) error {
		a, err := engine.Annual(cmd.Context(), year, at)
		if err != nil {
			return err
		}
		p.tellNotices(a.Notices)
		if err := p.line("%s", "%s", p.heading(p.say("%[1]s年度总结", "the year %[2]s", period.Label(jianfu.Chinese), period.Label(jianfu.English)), at)); err != nil {
			return err
		}
		return p.summaryTable(a).write(p.stdout)
	})
}

// annualFigure is one figure of the annual report, with its number there ("" if it has none). One
// of value, threshold, projection and rule is set, unless the catalogue lacks the threshold.
type annualFigure struct {
	place      string
	label      jianfu.Text // "" is that of what is set
	value      *metrics.Value
	threshold  *metrics.Threshold
	projection *metrics.Projection
	rule       *metrics.IncreaseCheck
}

// annualFigures are the figures of a year in the order of the report.
func annualFigures(a *metrics.Annual) []annualFigure {
	value := func(place string, v *metrics.Value) annualFigure {
		return annualFigure{place: place, value: v}
	}
	limit := func(place, zh, en string, t *metrics.Threshold) annualFigure {
		return annualFigure{place: place, label: jianfu.Text{ZH: zh, EN: en}, threshold: t}
	}
	list := []annualFigure{
		{place: "1", label: jianfu.Text{ZH: "文风问题种类", EN: "kinds of problems with writing style"}, value: &a.WritingProblemKinds},
		limit("2", "每单位每年系统会议上限", "yearly limit of 系统会议 per unit", a.SystemMeetingCap), value("2", &a.DepartmentsOverCap),
		limit("3", "会议时长上限", "meeting hour limit", a.MeetingHourLimit), value("3", &a.OverlongMeetings),
		limit("4", "会议提前请示工作日", "meeting lead time in working days", a.MeetingLeadDays), value("4", &a.LeadTimeCompliance),
		value("5", &a.MeetingsHeld),
		value("6", &a.InspectionsPlannedThreeYears),
	}
	for i := range a.InspectionsConducted {
		list = append(list, value(strconv.Itoa(7+i), &a.InspectionsConducted[i]))
	}
	list = append(list,
		value("10", &a.MessagesHandled), value("10", &a.MessageHandlingRate),
		value("10", &a.MessagesHandledThreeYears), value("10", &a.MessageHandlingRateThreeYears),
		value("11", &a.AppsCleared), value("11", &a.AppsClearedThreeYears),
		value("12", &a.GroupsCleared), value("12", &a.GroupsClearedThreeYears),
		value("13", &a.AppClearanceRate), value("13", &a.GroupClearanceRate),
		value("13", &a.CombinedClearanceRate), value("13", &a.CombinedClearanceRateThreeYears))
	for i := range a.InspectionsPlanned {
		place := ""
		if i == len(a.InspectionsPlanned)-1 {
			place = "14"
		}
		list = append(list, value(place, &a.InspectionsPlanned[i]))
	}
	list = append(list, value("15", &a.MeetingsToDate),
		annualFigure{place: "16", label: jianfu.Text{ZH: "预计全年召开会议", EN: "meetings projected for the year"}, projection: a.ExpectedReduction},
		value("17", &a.BodiesHandled), value("18", &a.BodiesEstablished), value("19", &a.BodiesAdjusted),
		value("20", &a.BodiesAbolished), value("21", &a.BodiesTotal),
		limit("22", "政策性文件页数上限", "page limit of policy documents", a.PolicyPageLimit), value("22", &a.PolicyOverLength))
	for i := range a.MeetingsNoIncrease {
		list = append(list, annualFigure{label: jianfu.Text{ZH: "会议只减不增", EN: "no more meetings than before"}, rule: &a.MeetingsNoIncrease[i]})
	}
	return list
}

func (f annualFigure) labelIn(lang jianfu.Lang) string {
	switch {
	case f.label.ZH != "":
		return f.label.In(lang)
	case f.value != nil:
		return f.value.Metric.Label.In(lang)
	}
	return ""
}

func (p *program) summaryTable(a *metrics.Annual) *textTable {
	table := &textTable{}
	table.alignRight(0, 3)
	table.add(p.say("序号", "no."), p.say("项目", "item"), p.say("时间", "period"), p.say("数", "figure"), p.say("比较", "change"))
	for _, f := range annualFigures(a) {
		label := f.labelIn(p.lang)
		switch {
		case f.value != nil:
			sentence := ""
			if f.value.Comparison != nil {
				sentence = f.value.Comparison.Shown(p.lang)
			}
			table.add(f.place, label, f.value.Scope.Period.Label(p.lang), f.value.Text(p.lang), sentence)
		case f.projection != nil:
			for _, m := range f.projection.Methods {
				table.add(f.place, p.say("%s（%s）", "%s (%s)", label, m.Method.Label().In(p.lang)), jianfu.YearOf(a.Year).Label(p.lang),
					p.projected(f.projection, m), p.against(m))
			}
		case f.rule != nil:
			table.add(f.place, label, f.rule.Period.Label(p.lang), f.rule.Verdict(p.lang), f.rule.Value.Comparison.Shown(p.lang))
		case f.threshold != nil:
			table.add(f.place, label, p.since(f.threshold.From), f.threshold.Value.String()+p.unitOf(f.threshold), f.threshold.Source.In(p.lang))
		default:
			table.add(f.place, label, "", p.say("未设定", "not set"), "")
		}
	}
	return table
}

// unitOf is the unit of a threshold; in English its name includes the unit.
func (p *program) unitOf(t *metrics.Threshold) string {
	if p.lang == jianfu.English {
		return ""
	}
	return t.Unit
}

// since says from when a setting holds; 1900 is the catalogue's "always".
func (p *program) since(from jianfu.Date) string {
	if from.Year() == 1900 {
		return p.say("一直", "always")
	}
	return p.say("%s起", "from %s", from)
}
