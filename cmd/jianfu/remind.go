package main

import (
	"context"

	"github.com/spf13/cobra"

	"jianfu"
	"jianfu/loaders"
	"jianfu/metrics"
	"jianfu/warehouse"
)

func (p *program) remindCommand() *cobra.Command {
	var asked metrics.Reminding
	var period string
	cmd := &cobra.Command{
		Use:   "remind --period " + p.say("时间", "PERIOD") + " --department " + p.say("单位", "UNIT"),
		Short: p.say("催报：提醒单位报送逾期未报的报表", "remind units of filings that are late"),
		Long: p.say("催报：提醒写明的单位，还有哪些报表逾期未报。单位在网页“我的报送”上看到。同一份只催一次，再催须加 --again；\n先用 --dry-run 看看会催哪些。催报都留存，不算提示函，不计入 notices.issued。",
			"Reminds the units named of what is late and missing; they see it on their desk in the page. Of one filing a unit\nis reminded once, and again only with --again; --dry-run says what there is to remind of. Reminders are kept; they are no\nnotices, and notices.issued does not count them."),
		Example: p.example("jianfu remind --period 2023-05 --department B001,B002 --dry-run", "jianfu remind --period 2023-05 --department B001 --text "+p.say("请于本周五前报送", "\"by Friday, please\"")),
		Args:    p.noArguments,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			if err := required(cmd, "period", "department"); err != nil {
				return err
			}
			if asked.Period, err = jianfu.ParsePeriod(period); err != nil {
				return err
			}
			return p.remind(cmd, asked)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	p.periodFlag(flags, &period)
	flags.StringSliceVar(&asked.Departments, "department", nil, p.say("催这些`单位`，写编码或名称（必写）", "remind these `UNITS`, by code or name (required)"))
	flags.StringSliceVar(&asked.Kinds, "kind", nil, p.say("只催这些`报表`", "only of these `KINDS`"))
	flags.StringVar(&asked.Text, "text", "", p.say("`附言`", "`WHAT` is said besides"))
	flags.BoolVar(&asked.Again, "again", false, p.say("催过的再催", "also of what a unit was reminded of already"))
	flags.BoolVar(&asked.DryRun, "dry-run", false, p.say("只列出，不催", "only list what there is to remind of"))
	flags.StringVar(&asked.By, "reminded-by", p.userName(), p.say("催报`人`", "`WHO` reminds"))
	p.must(cmd.RegisterFlagCompletionFunc("kind", p.completeKinds))
	p.must(cmd.RegisterFlagCompletionFunc("department", p.completeDepartments))
	p.doneByServer(cmd)
	return cmd
}

func (p *program) remind(cmd *cobra.Command, asked metrics.Reminding) error {
	server, err := p.remote(cmd)
	if err != nil {
		return err
	}
	contracts, err := p.contracts()
	if err != nil {
		return err
	}
	var list []warehouse.Reminder
	if server != nil {
		list, err = server.remind(cmd.Context(), asked)
	} else {
		list, err = p.remindHere(cmd.Context(), asked, contracts)
	}
	if err != nil {
		return err
	}
	var table textTable
	table.add(p.say("单位", "unit"), p.say("时间", "period"), p.say("报表", "kind"))
	for _, r := range list {
		name := r.Kind
		if contract := contracts.Kind(r.Kind); contract != nil {
			name = contract.Name.In(p.lang)
		}
		table.add(r.Department, r.Period.String(), name)
	}
	if len(list) > 0 {
		if err := table.write(p.stdout); err != nil {
			return err
		}
	}
	if asked.DryRun {
		return p.line("可催 %d 份，没有催", "%d filings to remind of; nobody was reminded", len(list))
	}
	return p.line("已催 %d 份", "reminded of %d filings", len(list))
}

func (p *program) remindHere(ctx context.Context, asked metrics.Reminding, contracts *loaders.Contracts) (list []warehouse.Reminder, err error) {
	for i, kind := range asked.Kinds {
		contract, err := contracts.Find(kind)
		if err != nil {
			return nil, err
		}
		asked.Kinds[i] = contract.Kind
	}
	engine, house, err := p.engine(ctx, p.open)
	if err != nil {
		return nil, err
	}
	defer closing(house, &err)
	return engine.Remind(ctx, asked)
}

func (s *remote) remind(ctx context.Context, asked metrics.Reminding) (list []warehouse.Reminder, err error) {
	input := variables{"period": asked.Period.String(), "departments": asked.Departments, "again": asked.Again, "dryRun": asked.DryRun}.given("text", asked.Text).given("remindedBy", asked.By).list("kinds", asked.Kinds)
	var answer struct {
		Remind struct {
			Reminders []struct{ Department, Kind, Period string }
			Mails     int
		}
	}
	if err := s.read(ctx, "Remind", variables{"input": input}, &answer); err != nil {
		return nil, err
	}
	if answer.Remind.Mails > 0 {
		s.note("服务另发邮件 %d 封", "the server also sends %d mails", answer.Remind.Mails)
	}
	for _, r := range answer.Remind.Reminders {
		period, err := jianfu.ParsePeriod(r.Period)
		if err != nil {
			return nil, err
		}
		list = append(list, warehouse.Reminder{Department: r.Department, Kind: r.Kind, Period: period})
	}
	return list, nil
}
