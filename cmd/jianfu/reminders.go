package main

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"jianfu"
	"jianfu/loaders"
	"jianfu/metrics"
	"jianfu/reports"
	"jianfu/warehouse"
)

func (p *program) remindersCommand() *cobra.Command {
	var w wording
	var period, on string
	var issue bool
	cmd := &cobra.Command{
		Use:   "reminders",
		Short: p.say("提示函：给超计划或超上年的战线的分管领导，每位一份", "a letter to each leader whose portfolio exceeds plan or last year"),
		Long: p.say("召开会议或印发文件超出计划，或者多于上年同期的，给分管领导写一份提示函（.docx），只写其分管单位的数字，\n按名录顺序排列。会议对照同期会议计划，文件对照全年发文计划。\n"+
			"不加 --issue 只写文件；加 --issue 才签发，即登记为一份“提示函、通报、约谈”报送，计入 notices.issued，可以撤回。\n编号由时间和领导确定，同一份不会登记两次。",
			"If meetings or documents exceed their plan, or those of the same months last year, writes a letter (.docx) to the\nleader with the figures of that portfolio's own units, in the directory's order. Meetings are compared with the plan of the\n"+
				"same months, documents against the year's. Without --issue it only writes the files; with it the letters are issued:\nfiled as notices, counted in notices.issued, and a filing that can be withdrawn. The number of a letter is that of its\nmonths and leader, so that none is filed twice."),
		Example: p.example("jianfu report reminders --period 2023-H1 -o "+p.say("提示函", "reminders"),
			"jianfu report reminders --period 2023-H1 -o "+p.say("提示函", "reminders")+" --issue --on 2023-07-10"),
		Args: p.noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := required(cmd, "period", "output"); err != nil {
				return err
			}
			months, err := jianfu.ParsePeriod(period)
			if err != nil {
				return err
			}
			server, err := p.remote(cmd)
			if err != nil {
				return err
			}
			if server != nil {
				return p.remindersFrom(cmd.Context(), server, w, months, on, issue)
			}
			return p.reminders(cmd.Context(), w, months, on, issue)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	p.periodFlag(flags, &period)
	flags.StringVarP(&w.output, "output", "o", "", p.say("写到这个`文件夹`（必写）", "write to this `FOLDER` (required)"))
	flags.BoolVar(&issue, "issue", false, p.say("签发：登记为报送", "issue them: file them as notices"))
	flags.StringVar(&on, "on", "", p.say("发出`日期`，如 2023-07-10（默认为数据时点当天）", "the `DATE` of the letters, such as 2023-07-10 (default the day of the data)"))
	p.wordingFlags(cmd, &w)
	p.must(cmd.MarkFlagDirname("output"))
	p.doneByServer(cmd)
	return cmd
}

func (p *program) reminders(ctx context.Context, w wording, period jianfu.Period, on string, issue bool) (err error) {
	open := p.reading
	if issue {
		open = p.open
	}
	engine, house, err := p.engine(ctx, open)
	if err != nil {
		return err
	}
	defer closing(house, &err)
	templates, spec, err := p.wordingOf(w, engine.Catalog())
	if err != nil {
		return err
	}
	day := jianfu.DateOf(spec.AsOf.In(jianfu.China))
	if on != "" {
		var ok bool
		if day, ok = jianfu.ParseDate(on); !ok {
			return misused("--on 的日期“%s”写法不对，应为 2023-07-10", "the date %q of --on is malformed: write 2023-07-10", on)
		}
	}
	spec.Period = period
	found, err := templates.Reminders(ctx, engine, spec, day)
	if err != nil {
		return err
	}
	letters := found.Letters
	if found.Period != period {
		p.note("提示：%[1]s只报送到%[2]s，提示函按%[3]s写", "note: of %[4]s only what was filed through %[5]s is there; the letters are of %[6]s", period.Label(jianfu.Chinese), lastMonth(found.Period).Label(jianfu.Chinese),
			found.Period.Label(jianfu.Chinese), period.Label(jianfu.English), lastMonth(found.Period).Label(jianfu.English), found.Period.Label(jianfu.English))
	}
	p.tellNotices(found.Notices)
	for _, why := range found.Undecided {
		p.note("提示：%[1]s", "note: %[2]s", why.ZH, why.EN)
	}
	for _, line := range found.Unled {
		p.note("提示：%[1]s超出，但名录里没有分管领导，没有写提示函", "note: %[2]s exceeds its plan or last year, but the directory names no leader to write to", line.ZH, line.EN)
	}
	if n := len(found.Unled); len(letters) == 0 && n > 0 {
		return p.line("超计划或超上年的有 %d 处，名录里都没有分管领导，没有写提示函：请在名录里补上分管领导", "%d portfolios exceed their plan or last year, and the directory names no leader of any: no letter was written; add the leaders to the directory", n)
	}
	if len(letters) == 0 && len(found.Undecided) > 0 {
		return p.line("没有能判定为超计划或超上年的战线，没有写提示函", "no portfolio can be judged to exceed its plan or last year: no letter was written")
	}
	if len(letters) == 0 {
		return p.line("没有超计划或超上年的战线，不需要提示函", "no portfolio exceeds its plan or last year: there is nobody to remind")
	}
	if err := p.writeLetters(w, found); err != nil {
		return err
	}
	p.again(w, spec.AsOf)
	if !issue {
		return p.line("共 %d 份，没有签发；核对后加 --issue 签发", "%d letters, not issued: check them, then issue them with --issue", len(letters))
	}
	return p.issue(ctx, engine, house, found.Period, letters, day)
}

func lastMonth(period jianfu.Period) jianfu.Period {
	months := period.Buckets(jianfu.ByMonth)
	return months[len(months)-1]
}

// writeLetters writes each letter into the folder, and the sources of their figures.
func (p *program) writeLetters(w wording, found reports.Reminding) error {
	folder := w.output
	sources := filepath.Join(folder, fileName(reports.SourcesName(found.Letters[0].Report.Period))+".xlsx")
	names := []string{sources}
	for _, letter := range found.Letters {
		names = append(names, letterFile(folder, letter))
	}
	for _, name := range names {
		if err := w.spare(name); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return misused("不能建立文件夹 %s：%v", "cannot make the folder %s: %v", folder, err)
	}
	for _, letter := range found.Letters {
		var content bytes.Buffer
		if err := letter.Report.WriteDOCX(&content); err != nil {
			return err
		}
		file := letterFile(folder, letter)
		if err := p.writeFile(file, content.Bytes()); err != nil {
			return err
		}
		if err := p.line("已写出 %[1]s：%[2]s，%[3]s", "wrote %[1]s: %[2]s, %[3]s", file, strings.Join(letter.Portfolios, "、"), strings.Join(letter.Subjects, "、")); err != nil {
			return err
		}
	}
	var content bytes.Buffer
	if err := found.Sources().WriteXLSX(&content); err != nil {
		return err
	}
	if err := p.writeFile(sources, content.Bytes()); err != nil {
		return err
	}
	return p.line("已写出 %[1]s：各函数字的口径、编号和来源", "wrote %[1]s: the calibers, ids and sources of the letters' figures", sources)
}

func letterFile(folder string, letter reports.Letter) string {
	return filepath.Join(folder, fileName(letter.Number)+".docx")
}

// fileName is a text without the characters that a file name may not have.
func fileName(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '_'
		}
		return r
	}, text)
}

// issue files the letters that were not issued before.
func (p *program) issue(ctx context.Context, engine *metrics.Engine, house *warehouse.Warehouse, period jianfu.Period, letters []reports.Letter, day jianfu.Date) error {
	issuing, err := reports.Issue(ctx, engine, period, letters, day)
	if err != nil {
		return err
	}
	if issuing.File == nil {
		return p.issued(len(letters), 0, 0)
	}
	contracts, err := p.contracts()
	if err != nil {
		return err
	}
	loader, err := loaders.New(ctx, house, contracts)
	if err != nil {
		return err
	}
	result, err := loader.Load(ctx, issuing.Name, bytes.NewReader(issuing.File), int64(len(issuing.File)), loaders.Options{Kind: "notice", Period: jianfu.YearOf(day.Year()).String(), SubmittedBy: p.userName()})
	if err != nil {
		return err
	}
	if result.Status != loaders.Loaded {
		for _, fault := range result.Faults {
			p.tell(fault.In(p.lang))
		}
		return fmt.Errorf("file the letters: %s", result.Status)
	}
	return p.issued(len(letters), len(issuing.Issued), result.Submission)
}

// issued says what became of letters.
func (p *program) issued(letters, issued int, submission int64) error {
	if issued == 0 {
		return p.line("共 %d 份，以前都已签发，没有再登记", "%d letters, all issued before: nothing was filed", letters)
	}
	return p.line("已签发 %[1]d 份，登记为第 %[2]d 号报送；撤回用 jianfu withdraw %[2]d", "issued %[1]d letters, filed as submission %[2]d; jianfu withdraw %[2]d withdraws them", issued, submission)
}

// remindersFrom has a server write the letters, and issue them.
func (p *program) remindersFrom(ctx context.Context, server *remote, w wording, period jianfu.Period, on string, issue bool) error {
	asked, err := p.reportParameters(url.Values{"period": {period.String()}}, w)
	if err != nil {
		return err
	}
	content, header, err := server.download(ctx, "report/reminders.zip", asked)
	if err != nil {
		return err
	}
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return fmt.Errorf("read the letters of the server: %w", err)
	}
	letters := 0
	for _, entry := range archive.File {
		text, err := fs.ReadFile(archive, entry.Name)
		if err != nil {
			return fmt.Errorf("read a letter of the server: %w", err)
		}
		if path.Ext(entry.Name) == ".txt" { // why there are no others
			for line := range strings.Lines(string(text)) {
				p.note("%[1]s", "%[1]s", strings.TrimSpace(line))
			}
			continue
		}
		file := filepath.Join(w.output, fileName(entry.Name))
		if err := w.spare(file); err != nil {
			return err
		}
		if err := os.MkdirAll(w.output, 0o755); err != nil {
			return misused("不能建立文件夹 %s：%v", "cannot make the folder %s: %v", w.output, err)
		}
		if err := p.writeFile(file, text); err != nil {
			return err
		}
		if err := p.line("已写出 %s", "wrote %s", file); err != nil {
			return err
		}
		if path.Ext(entry.Name) == ".docx" {
			letters++
		}
	}
	if w.asOf == "" || p.knownAt == 0 {
		p.sameAgain(header)
	}
	if letters == 0 || !issue {
		return p.line("共 %d 份，没有签发；核对后加 --issue 签发", "%d letters, not issued: check them, then issue them with --issue", letters)
	}
	var answer struct {
		IssueLetters struct {
			Letters    []struct{ Number string }
			Issued     int
			Submission *struct{ ID string }
			Mails      int
		}
	}
	if err := server.read(ctx, "IssueLetters", variables{"input": variables{"period": period.String()}.given("on", on)}, &answer); err != nil {
		return err
	}
	if answer.IssueLetters.Mails > 0 {
		p.note("服务另发邮件 %d 封", "the server also sends %d mails", answer.IssueLetters.Mails)
	}
	var submission int64
	if s := answer.IssueLetters.Submission; s != nil {
		if submission, err = strconv.ParseInt(s.ID, 10, 64); err != nil {
			return err
		}
	}
	return p.issued(len(answer.IssueLetters.Letters), answer.IssueLetters.Issued, submission)
}
