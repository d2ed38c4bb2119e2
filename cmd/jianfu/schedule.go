package main

import (
	"context"
	"encoding/json"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"jianfu/access"
	"jianfu/accounts"
	"jianfu/graph"
	"jianfu/loaders"
)

func (p *program) scheduleCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "schedule",
		Short: p.say("定期发送：每月把约定的数发邮件给约定的账号", "figures that are mailed every month to accounts"),
		Long: p.say(
			"约定每月把哪些指标（或一个保存的视图）的数发给哪些账号。每月到约定那天 8 点（北京时间）以后，正在运行、设置了 smtp 的服务写好上个月\n和当年累计的数并发出；各人只收到其账号能看的数，没有的写明原因。每月每人一封，都留存，不重发。约定不改，停了再定。",
			"Agrees which metrics, or which saved view, are mailed to which accounts every month. From 8 in the morning (in China) of the\nday agreed, a server that runs and has smtp set up writes the figures of the month before and of the year up to it,\nand sends them; everybody gets what the account may see, and why there is no figure where there is none. There is\none mail a month for each reader; all are kept, and none is sent twice. A schedule is not changed: stop it and make another."),
		Example: p.example("jianfu schedule add --title "+p.say("会议月报", "meetings")+" --metric meetings.held,meetings.person_hours --day 5 --to jiaoyuju,lisi",
			"jianfu schedule list", "jianfu schedule stop 2"),
		Args: p.noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(p.scheduleAddCommand(), p.scheduleListCommand(), p.scheduleStopCommand())
	return cmd
}

func (p *program) scheduleAddCommand() *cobra.Command {
	var title, view, by string
	var names, units, lines, readers []string
	var day int
	cmd := &cobra.Command{
		Use:     "add --title " + p.say("标题", "TITLE") + " --day " + p.say("几日", "DAY") + " --to " + p.say("账号", "ACCOUNT"),
		Short:   p.say("约定一项定期发送", "agree to a schedule"),
		Example: p.example("jianfu schedule add --title "+p.say("会议月报", "meetings")+" --metric meetings.held --day 5 --to jiaoyuju", "jianfu schedule add --title "+p.say("城建月报", "construction")+" --view "+p.say("城建交通", "construction")+" --day 31 --to wangwu"),
		Args:    p.noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := required(cmd, "title", "day", "to"); err != nil {
				return err
			}
			if len(names) == 0 && view == "" {
				return misused("请用 --metric 写明指标，或用 --view 写明视图", "name the metrics by --metric, or a view by --view")
			}
			input := variables{"title": title, "day": day, "readers": readers}.list("metrics", names).given("view", view).list("departments", units).list("portfolios", lines).given("agreedBy", by)
			s, err := p.tellSchedule(cmd, "Schedule", input)
			if err != nil {
				return err
			}
			return p.line("已约定第 %[1]d 号：“%[2]s”，下次 %[3]s 发送", "agreed, number %[1]d: %[2]q, next sent %[3]s", s.Number, s.Title, p.moments(s.Next))
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&title, "title", "", p.say("邮件的`标题`（必写）", "the `TITLE` of the mails (required)"))
	flags.StringSliceVar(&names, "metric", nil, p.say("`指标`，可多个", "`METRICS`"))
	flags.StringVar(&view, "view", "", p.say("保存的`视图`，写名称：发它的指标、单位、战线", "the name of a saved `VIEW`, whose metrics, unit and line are sent"))
	flags.StringSliceVar(&units, "department", nil, p.say("只发这些`单位`的数", "send the figures of these `UNITS`"))
	flags.StringSliceVar(&lines, "portfolio", nil, p.say("只发这些`战线`的数；单位、战线都不写，则各人收到本单位（本战线）和全市的数", "send the figures of these `LINES`; without units and lines everybody gets those of the own unit or line, and the city's"))
	flags.IntVar(&day, "day", 0, p.say("每月`几日`，1—31，没有那天的月份在月末（必写）", "the `DAY` of the month, 1 to 31, the last of a shorter month (required)"))
	flags.StringSliceVar(&readers, "to", nil, p.say("收件的`账号`，须有邮箱（必写）", "the `ACCOUNTS` that get it, which have an address (required)"))
	flags.StringVar(&by, "agreed-by", p.userName(), p.say("约定`人`", "`WHO` agrees"))
	p.must(cmd.RegisterFlagCompletionFunc("metric", p.completeMetrics))
	p.must(cmd.RegisterFlagCompletionFunc("department", p.completeDepartments))
	p.must(cmd.RegisterFlagCompletionFunc("portfolio", p.completePortfolios))
	p.must(cmd.RegisterFlagCompletionFunc("to", p.completeUsers))
	p.doneByServer(cmd)
	return cmd
}

func (p *program) scheduleStopCommand() *cobra.Command {
	var by string
	cmd := &cobra.Command{
		Use:     "stop " + p.say("编号", "NUMBER"),
		Short:   p.say("停止一项定期发送", "end a schedule"),
		Example: p.example("jianfu schedule stop 2"),
		Args:    p.arguments(1, 1, "一个编号，见 jianfu schedule list", "the number of a schedule: see jianfu schedule list"),
		RunE: func(cmd *cobra.Command, args []string) error {
			number, err := strconv.ParseInt(args[0], 10, 32)
			if err != nil || number < 1 {
				return misused("编号“%s”应是正整数，见 jianfu schedule list", "the number %q should be a whole number above zero: see jianfu schedule list", args[0])
			}
			s, err := p.tellSchedule(cmd, "StopSchedule", variables{"number": number}.given("stoppedBy", by))
			if err != nil {
				return err
			}
			return p.line("已停止第 %[1]d 号“%[2]s”", "ended number %[1]d, %[2]q", s.Number, s.Title)
		},
	}
	cmd.Flags().StringVar(&by, "stopped-by", p.userName(), p.say("停发`人`", "`WHO` stops it"))
	p.doneByServer(cmd)
	return cmd
}

func (p *program) scheduleListCommand() *cobra.Command {
	var format string
	var stopped bool
	cmd := &cobra.Command{
		Use:     "list",
		Short:   p.say("列出定期发送", "list the schedules"),
		Example: p.example("jianfu schedule list", "jianfu schedule list --stopped --format json"),
		Args:    p.noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			var answer struct{ Schedules []schedule }
			if err := p.askAccounts(cmd, "Schedules", variables{"stopped": stopped}, &answer); err != nil {
				return err
			}
			return p.listing(format, answer.Schedules, func(table *textTable) {
				table.alignRight(0)
				table.add(p.say("编号", "no."), p.say("标题", "title"), p.say("指标", "metrics"), p.say("单位、战线", "units, lines"), p.say("每月几日", "day"), p.say("收件账号", "to"), p.say("约定", "agreed"), p.say("下次", "next"), p.say("最近一封", "latest mail"))
				for _, s := range answer.Schedules {
					next, latest := p.moments(s.Next), ""
					if s.StoppedAt != nil {
						next = p.say("已停", "stopped")
					}
					if len(s.Mails) > 0 {
						latest = p.moments(&s.Mails[0].At) + " " + s.Mails[0].StateLabel
					}
					var readers, metrics []string
					for _, r := range s.Readers {
						if r.Trouble != nil {
							r.Name += p.say("（", " (") + *r.Trouble + p.say("）", ")")
						}
						readers = append(readers, r.Name)
					}
					for _, m := range s.Metrics {
						metrics = append(metrics, m.Label)
					}
					comma := p.say("、", ", ")
					table.add(strconv.Itoa(s.Number), s.Title, strings.Join(metrics, comma), strings.Join(append(s.Departments, s.Portfolios...), comma), strconv.Itoa(s.Day), strings.Join(readers, comma), s.By+" "+p.moments(&s.At), next, latest)
				}
			})
		},
	}
	cmd.Flags().BoolVar(&stopped, "stopped", false, p.say("已停的也列出", "also those that were stopped"))
	p.formatFlag(cmd, &format)
	p.doneByServer(cmd)
	return cmd
}

// schedule is one as the API tells of it.
type schedule struct {
	Number  int     `json:"number"`
	Title   string  `json:"title"`
	View    *string `json:"view"`
	Metrics []struct {
		Name  string `json:"name"`
		Label string `json:"label"`
	} `json:"metrics"`
	Departments []string `json:"departments"`
	Portfolios  []string `json:"portfolios"`
	Day         int      `json:"day"`
	Readers     []struct {
		Name    string  `json:"name"`
		Trouble *string `json:"trouble"`
	} `json:"readers"`
	By        string     `json:"by"`
	At        time.Time  `json:"at"`
	Next      *time.Time `json:"next"`
	StoppedBy *string    `json:"stoppedBy"`
	StoppedAt *time.Time `json:"stoppedAt"`
	Mails     []struct {
		Reader     string     `json:"reader"`
		Subject    string     `json:"subject"`
		At         time.Time  `json:"at"`
		SentAt     *time.Time `json:"sentAt"`
		State      string     `json:"state"`
		StateLabel string     `json:"stateLabel"`
	} `json:"mails"`
}

// moments is a moment to the minute; "" for none.
func (p *program) moments(t *time.Time) string {
	if t == nil {
		return ""
	}
	return p.minute(*t)
}

// tellSchedule makes or ends a schedule.
func (p *program) tellSchedule(cmd *cobra.Command, question string, input variables) (s schedule, err error) {
	var answer map[string]struct {
		Schedule schedule
		Sending  bool
	}
	if err := p.askAccounts(cmd, question, variables{"input": input}, &answer); err != nil {
		return s, err
	}
	for _, done := range answer {
		s = done.Schedule
		if question == "Schedule" && !done.Sending {
			p.note("邮件由正在运行的服务发出，它的配置须写 smtp", "mails are sent by a server that runs, whose configuration needs smtp")
		}
	}
	return s, nil
}

// askAccounts asks a question about what is kept with the accounts: of a server, or where none is named of the files.
func (p *program) askAccounts(cmd *cobra.Command, question string, v variables, into any) error {
	server, err := p.remote(cmd)
	if err != nil {
		return err
	}
	if server != nil {
		return server.read(cmd.Context(), question, v, into)
	}
	return p.withAccounts(func(who *accounts.Store) (err error) {
		engine, w, err := p.engine(cmd.Context(), p.reading)
		if err != nil {
			return err
		}
		defer closing(w, &err)
		contracts, err := p.contracts()
		if err != nil {
			return err
		}
		loader, err := loaders.New(cmd.Context(), w, contracts)
		if err != nil {
			return err
		}
		api := graph.NewHandler(graph.Config{Engine: engine, Loader: loader, Warehouse: w, Accounts: who, Logger: slog.New(slog.DiscardHandler)})
		data, err := api.Ask(p.onThisMachine(cmd.Context()), p.lang, questions, question, v)
		if err != nil {
			return err
		}
		return json.Unmarshal(data, into)
	})
}

// onThisMachine has whoever can read and write the files do what an administrator may, under the name that the system has.
func (p *program) onThisMachine(ctx context.Context) context.Context {
	return accounts.WithSource(access.With(ctx, access.Caller{Name: p.userName(), Role: access.Admin}), accounts.ThisMachine)
}
