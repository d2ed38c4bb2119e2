package main

import (
	"context"
	"fmt"
	"os/user"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"jianfu"
	"jianfu/warehouse"
)

func (p *program) submissionsCommand() *cobra.Command {
	var filter warehouse.SubmissionFilter
	var format string
	var withdrawn, standing bool
	cmd := &cobra.Command{
		Use:   "submissions",
		Short: p.say("报送记录，新的在前", "what was filed, newest first"),
		Long: p.say("列出收到过的文件，新的在前。“现行”是仍在计数的分片数：被更正替换或撤回后变少。",
			"Lists the files received, newest first. \"In force\" is how many of its slices count now:\nfewer after a correction or withdrawal."),
		Example: p.example("jianfu submissions", "jianfu submissions --kind meeting --department B001", "jianfu submissions --format json"),
		Args:    p.noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := oneOf("format", format, "table", "json"); err != nil {
				return err
			}
			switch {
			case withdrawn && standing:
				return misused("--withdrawn 与 --standing 只能写一个", "give --withdrawn or --standing, not both")
			case withdrawn || standing:
				filter.Withdrawn = &withdrawn
			}
			if filter.Limit < 0 {
				return misused("--limit 不能为负", "--limit cannot be negative")
			}
			return p.submissions(cmd, filter, format)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&filter.Kind, "kind", "", p.say("只列含这种`报表`的", "only files that hold this `KIND`"))
	flags.StringVar(&filter.Department, "department", "", p.say("只列含这个单位`编码`的", "only files that hold rows of the unit with this `CODE`"))
	flags.StringVar(&filter.File, "file", "", p.say("只列文件名含这段`文字`的", "only files whose name holds this `TEXT`"))
	flags.BoolVar(&withdrawn, "withdrawn", false, p.say("只列已撤回的", "only withdrawn ones"))
	flags.BoolVar(&standing, "standing", false, p.say("只列未撤回的", "only those not withdrawn"))
	flags.IntVar(&filter.Limit, "limit", 0, p.say("最多列`几条`（0 为全部）", "at most this `MANY` (0 is all)"))
	flags.StringVar(&format, "format", "table", p.say("`格式`：table、json", "`FORMAT`: table, json"))
	p.completeWords(cmd, "format", "table", "json")
	p.must(cmd.RegisterFlagCompletionFunc("kind", p.completeKinds))
	p.must(cmd.RegisterFlagCompletionFunc("department", p.completeDepartments))
	p.doneByServer(cmd)
	return cmd
}

func (p *program) submissions(cmd *cobra.Command, filter warehouse.SubmissionFilter, format string) (err error) {
	server, err := p.remote(cmd)
	if err != nil {
		return err
	}
	wanted := variables{}.given("kind", filter.Kind).given("department", filter.Department).given("file", filter.File)
	if filter.Withdrawn != nil {
		wanted["withdrawn"] = *filter.Withdrawn
	}
	asked := variables{"filter": wanted}
	if filter.Limit > 0 {
		asked["first"] = filter.Limit
	}
	if format == "json" {
		return p.answerFrom(cmd.Context(), server, "Submissions", asked)
	}
	list, err := p.submissionList(cmd.Context(), server, filter, asked)
	if err != nil {
		return err
	}
	var table textTable
	table.alignRight(0, 3, 4, 5)
	table.add(p.say("编号", "id"), p.say("收到", "received"), p.say("报表", "kinds"), p.say("行", "rows"), p.say("隔离", "aside"),
		p.say("现行", "in force"), p.say("涵盖", "covers"), p.say("状态", "status"), p.say("文件", "file"))
	for _, s := range list {
		table.add(strconv.FormatInt(s.ID, 10), s.ReceivedAt.In(jianfu.China).Format("2006-01-02 15:04"), strings.Join(s.Kinds, ","),
			strconv.FormatInt(s.RowsLoaded, 10), strconv.FormatInt(s.RowsRejected, 10), fmt.Sprintf("%d/%d", s.SlicesInForce, s.Slices),
			map[string]string{"": "", "ALL": p.say("全部单位", "every unit"), "LISTED": p.say("所列单位", "those listed")}[s.Covers], p.standing(s), s.File)
	}
	return table.write(p.stdout)
}

// submissionList lists the filings of the warehouse, or of a server.
func (p *program) submissionList(ctx context.Context, server *remote, filter warehouse.SubmissionFilter, asked variables) (list []warehouse.Submission, err error) {
	if server != nil {
		var answer struct {
			Submissions struct {
				Nodes []struct {
					warehouse.Submission
					ID int64 `json:",string"`
				}
			}
		}
		if err := server.read(ctx, "Submissions", asked, &answer); err != nil {
			return nil, err
		}
		for _, node := range answer.Submissions.Nodes {
			node.Submission.ID = node.ID
			list = append(list, node.Submission)
		}
		return list, nil
	}
	if filter.Kind != "" {
		contracts, err := p.contracts()
		if err != nil {
			return nil, err
		}
		contract, err := contracts.Find(filter.Kind)
		if err != nil {
			return nil, err
		}
		filter.Kind = contract.Kind
	}
	w, err := p.reading(ctx)
	if err != nil {
		return nil, err
	}
	defer closing(w, &err)
	return w.Submissions(ctx, filter)
}

// standing says in a word whether a filing counts.
func (p *program) standing(s warehouse.Submission) string {
	switch {
	case s.WithdrawnAt != nil:
		return p.say("已撤回", "withdrawn")
	case s.SlicesInForce == 0 && s.Slices > 0:
		return p.say("已被替换", "replaced")
	case s.SlicesInForce < s.Slices:
		return p.say("部分被替换", "partly replaced")
	}
	return p.say("现行", "in force")
}

// list is an empty list for nil: null in JSON would be a different answer.
func list[T any](items []T) []T {
	if items == nil {
		return []T{}
	}
	return items
}

func (p *program) withdrawCommand() *cobra.Command {
	var reason, by string
	cmd := &cobra.Command{
		Use:   "withdraw " + p.say("编号", "ID") + " --reason " + p.say("原因", "TEXT"),
		Short: p.say("撤回一次报送，它替换过的内容重新有效", "withdraw a submission: what it replaced counts again"),
		Long: p.say("撤回一次报送（编号见 jianfu submissions）。它替换过的内容重新有效；过去某一时刻的数不变。",
			"Withdraws a submission (jianfu submissions lists the ids). What it replaced counts again; the\nfigures of any moment in the past stay as they were."),
		Example: p.example("jianfu withdraw 12 --reason " + p.say("报错了月份", "\"wrong month\"")),
		Args:    p.arguments(1, 1, "一个报送编号", "the id of a submission"),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := submissionID(args[0])
			if err != nil {
				return err
			}
			if strings.TrimSpace(reason) == "" {
				return misused("请用 --reason 写明撤回原因", "give the reason by --reason")
			}
			return p.withdraw(cmd, id, by, reason)
		},
	}
	cmd.Flags().StringVar(&reason, "reason", "", p.say("撤回的`原因`（必写）", "`WHY` (required)"))
	cmd.Flags().StringVar(&by, "by", p.userName(), p.say("撤回`人`", "`WHO` withdraws it"))
	p.doneByServer(cmd)
	return cmd
}

func (p *program) withdraw(cmd *cobra.Command, id int64, by, reason string) (err error) {
	server, err := p.remote(cmd)
	if err != nil {
		return err
	}
	if server != nil {
		var answer struct {
			Withdraw struct{ Submission struct{ File string } }
		}
		if err := server.read(cmd.Context(), "Withdraw", variables{"input": variables{"submission": strconv.FormatInt(id, 10), "reason": reason, "withdrawnBy": by}}, &answer); err != nil {
			return err
		}
		return p.line("已撤回第 %d 号报送：%s", "withdrew submission %d: %s", id, answer.Withdraw.Submission.File)
	}
	w, err := p.open(cmd.Context())
	if err != nil {
		return err
	}
	defer closing(w, &err)
	if err := w.Withdraw(cmd.Context(), id, by, reason); err != nil {
		return err
	}
	s, err := w.Submission(cmd.Context(), id)
	if err != nil {
		return err
	}
	return p.line("已撤回第 %d 号报送：%s", "withdrew submission %d: %s", id, s.File)
}

// userName is who runs the program; "" if the system does not say.
func (p *program) userName() string {
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return p.getenv("USER")
}
