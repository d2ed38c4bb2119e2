package main

import (
	"context"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"jianfu"
	"jianfu/warehouse"
)

// reviewFlags are what is decided of a filing.
type reviewFlags struct {
	decided warehouse.Review
	by      string // the day
	cells   []string
}

func (p *program) returnCommand() *cobra.Command {
	return p.reviewCommand(warehouse.Returned, &cobra.Command{
		Use:   "return " + p.say("编号", "ID") + " --reason " + p.say("理由", "TEXT"),
		Short: p.say("退回一次报送，请报送单位更正后重报", "return a submission to be corrected and filed again"),
		Long: p.say("退回一个单位在一次报送（编号见 jianfu submissions）里的表，写明理由、要更正的单元格和重报期限。\n退回的仍按原报的计数，取数时注明“待更正”；单位重报后，新报的不再是退回的。报送单位在网页“我的报送”上看到理由，\n可下载标出单元格的副本。每次处理都留存，过去某一时刻的数不变。",
			"Returns the tables of one unit in a submission (jianfu submissions lists the ids), with a reason, the cells\nto correct and the last day for filing again. What was returned still counts, and figures say so, until\nthe unit files again. The unit sees the reason on its desk in the page and downloads a copy in which the\ncells have comments. Every decision is kept; figures of the past stay as they were."),
		Example: p.example("jianfu return 12 --reason "+p.say("人数不对", "\"wrong attendance\"")+" --by 2023-06-15 --cell "+p.say("5月!7,参会人数=应为整数", "\"May!7,attendance=a whole number\""),
			"jianfu return 12 --department B001 --kind meeting --reason "+p.say("缺一次会议", "\"a meeting is missing\"")),
	})
}

func (p *program) acceptCommand() *cobra.Command {
	return p.reviewCommand(warehouse.Accepted, &cobra.Command{
		Use:     "accept " + p.say("编号", "ID"),
		Short:   p.say("接收一次报送", "accept a submission"),
		Long:    p.say("接收一个单位在一次报送里的表：专班看过，不用更正。", "Accepts the tables of one unit in a submission: the office has looked at them, and nothing is to be corrected."),
		Example: p.example("jianfu accept 12"),
	})
}

func (p *program) reopenCommand() *cobra.Command {
	return p.reviewCommand(warehouse.Reopened, &cobra.Command{
		Use:     "reopen " + p.say("编号", "ID") + " --reason " + p.say("理由", "TEXT"),
		Short:   p.say("取消退回或接收", "take a return or an acceptance back"),
		Long:    p.say("取消对一次报送的退回或接收，写明理由：它又是已报、未处理的。", "Takes the return or acceptance of a submission back, with a reason: it is filed and undecided again."),
		Example: p.example("jianfu reopen 12 --reason " + p.say("退错了单位", "\"the wrong unit\"")),
	})
}

func (p *program) reviewCommand(decision warehouse.Decision, cmd *cobra.Command) *cobra.Command {
	f := reviewFlags{decided: warehouse.Review{Decision: decision}}
	cmd.Args = p.arguments(1, 1, "一个报送编号", "the id of a submission")
	cmd.RunE = func(cmd *cobra.Command, args []string) (err error) {
		if f.decided.Submission, err = submissionID(args[0]); err != nil {
			return err
		}
		if decision != warehouse.Accepted && strings.TrimSpace(f.decided.Reason) == "" {
			return misused("请用 --reason 写明理由", "give the reason by --reason")
		}
		if err := f.read(); err != nil {
			return err
		}
		return p.review(cmd, f.decided)
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&f.decided.Reason, "reason", "", p.say("`理由`", "`WHY`"))
	flags.StringVar(&f.decided.Department, "department", "", p.say("`单位`的编码或名称；报送里只有一个单位的不用写", "the `UNIT`, by code or name; not needed where the submission has one"))
	flags.StringSliceVar(&f.decided.Kinds, "kind", nil, p.say("只处理这些`报表`（默认该单位的全部）", "only these `KINDS` (default all of the unit)"))
	if decision == warehouse.Returned {
		flags.StringVar(&f.by, "by", "", p.say("重报`期限`，如 2023-06-15", "the last `DAY` for filing again, such as 2023-06-15"))
		flags.StringArrayVar(&f.cells, "cell", nil, p.say("要更正的`单元格`：工作表!行,列=要改什么；只有一张表的可不写工作表，整行的不写列；可写几次", "a `CELL` to correct: SHEET!ROW,COLUMN=WHAT; without the sheet where there is one, without the column for the whole row; may be repeated"))
	}
	flags.StringVar(&f.decided.By, "decided-by", p.userName(), p.say("处理`人`", "`WHO` decides"))
	p.must(cmd.RegisterFlagCompletionFunc("kind", p.completeKinds))
	p.must(cmd.RegisterFlagCompletionFunc("department", p.completeDepartments))
	p.doneByServer(cmd)
	return cmd
}

// read reads the day and the cells.
func (f *reviewFlags) read() error {
	if f.by != "" {
		day, ok := jianfu.ParseDate(f.by)
		if !ok {
			return misused("--by 的日期“%s”写法不对，应为 2023-06-15", "the date %q of --by is malformed: write 2023-06-15", f.by)
		}
		f.decided.Due = day
	}
	f.decided.Cells = nil
	for _, text := range f.cells {
		cell, err := readRemark(text)
		if err != nil {
			return err
		}
		f.decided.Cells = append(f.decided.Cells, cell)
	}
	return nil
}

// readRemark reads SHEET!ROW,COLUMN=WHAT.
func readRemark(text string) (cell warehouse.Remark, err error) {
	place, what, said := strings.Cut(text, "=")
	if at := strings.LastIndex(place, "!"); at >= 0 {
		cell.Sheet, place = place[:at], place[at+1:]
	}
	row, column, _ := strings.Cut(place, ",")
	cell.Row, err = strconv.Atoi(strings.TrimSpace(row))
	if err != nil || cell.Row < 1 || !said || strings.TrimSpace(what) == "" {
		return cell, misused("--cell 的“%s”写法不对，应为 工作表!行,列=要改什么，如 5月!7,参会人数=应为整数", "%q of --cell is malformed: write SHEET!ROW,COLUMN=WHAT, such as \"May!7,attendance=a whole number\"", text)
	}
	cell.Column, cell.Text = strings.TrimSpace(column), what
	return cell, nil
}

func (p *program) review(cmd *cobra.Command, r warehouse.Review) error {
	server, err := p.remote(cmd)
	if err != nil {
		return err
	}
	var file string
	if server != nil {
		r.Department, file, err = server.review(cmd.Context(), r)
	} else {
		r, file, err = p.reviewHere(cmd.Context(), r)
	}
	if err != nil {
		return err
	}
	unit := jianfu.Text{}
	if r.Department != "" {
		unit = jianfu.Say("中 %s 的表", " (the tables of %s)", r.Department)
	}
	done := r.Decision.Label()
	return p.line("已%[1]s第 %[3]d 号报送%[4]s：%[6]s", "%[2]s submission %[3]d%[5]s: %[6]s", done.ZH, done.EN, r.Submission, unit.ZH, unit.EN, file)
}

func (p *program) reviewHere(ctx context.Context, r warehouse.Review) (decided warehouse.Review, file string, err error) {
	engine, house, err := p.engine(ctx, p.open)
	if err != nil {
		return r, "", err
	}
	defer closing(house, &err)
	contracts, err := p.contracts()
	if err != nil {
		return r, "", err
	}
	for i, kind := range r.Kinds {
		contract, err := contracts.Find(kind)
		if err != nil {
			return r, "", err
		}
		r.Kinds[i] = contract.Kind
	}
	if r, err = engine.Review(ctx, r); err != nil {
		return r, "", err
	}
	s, err := house.Submission(ctx, r.Submission)
	return r, s.File, err
}

func (s *remote) review(ctx context.Context, r warehouse.Review) (department, file string, err error) {
	input := variables{"submission": strconv.FormatInt(r.Submission, 10), "decision": string(r.Decision)}.given("department", r.Department).given("reason", r.Reason).given("decidedBy", r.By).list("kinds", r.Kinds)
	if r.Due != 0 {
		input["due"] = r.Due.String()
	}
	var cells []variables
	for _, c := range r.Cells {
		cells = append(cells, variables{"row": c.Row, "text": c.Text}.given("sheet", c.Sheet).given("column", c.Column))
	}
	input["cells"] = cells
	var answer struct {
		Review struct {
			Review     struct{ Department string }
			Submission struct{ File string }
		}
	}
	err = s.read(ctx, "Review", variables{"input": input}, &answer)
	return answer.Review.Review.Department, answer.Review.Submission.File, err
}
