package main

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"jianfu"
	"jianfu/metrics"
	"jianfu/reports"
)

func (p *program) reportCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "report",
		Short: p.say("报告：年度报告、通报、提示函、对比表", "reports: the year, bulletins, reminders, comparisons"),
		Long: p.say("生成公文格式的报告和工作簿。报告里的每个数都有编号，用 jianfu trace 编号 追到报送的原表；\n同一时点（--as-of）、同一模板，生成的文件逐字节相同。",
			"Writes reports in the form of official documents, and workbooks. Every figure in them has an id that\njianfu trace follows to the filed rows; for the same moment (--as-of) and templates the file is the same, byte for byte."),
		Example: p.example("jianfu report annual --year 2023 -o "+p.say("2023年报告", "2023")+".docx",
			"jianfu report bulletin --month 2023-05 -o "+p.say("5月通报", "may")+".docx",
			"jianfu report reminders --period 2023 -o "+p.say("提示函", "reminders"),
			"jianfu report compare meetings.held documents.issued --periods 2021,2022,2023 --by portfolio -o "+p.say("对比", "compare")+".xlsx"),
		Args: p.noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(p.annualCommand(), p.bulletinCommand(), p.onePageCommand(), p.remindersCommand(), p.compareCommand(), p.ownWordsCommand())
	return cmd
}

// wording are the flags that every report has.
type wording struct {
	output, caliber, structure, asOf, templates, language string
	force                                                 bool
}

// spare refuses a file that is there already, unless it is to be overwritten: somebody may have
// edited it.
func (w wording) spare(name string) error {
	info, err := os.Stat(name)
	if w.force || err != nil || !info.Mode().IsRegular() {
		return nil //nolint:nilerr // what is not there, or cannot be seen, is for the writing to report
	}
	return misused("%s 已经存在，没有覆盖：请换一个文件名，或加 --force 覆盖", "%s exists and was not overwritten: give another name, or --force to overwrite it", name)
}

func (p *program) wordingFlags(cmd *cobra.Command, w *wording) {
	p.caliberFlag(cmd, &w.caliber)
	p.structureFlag(cmd, &w.structure)
	p.asOfFlag(cmd.Flags(), &w.asOf)
	cmd.Flags().StringVar(&w.templates, "templates", "", p.say("本单位报告文字的`文件夹`（JIANFU_TEMPLATES；默认用仓库旁边的“"+wordsFolder+"”）：2023.md 是写进报告的段落，版头.md 是版头，annual.txt 等代替自带的模板",
		"the `FOLDER` of the office's own words (JIANFU_TEMPLATES; default "+wordsFolder+" beside the warehouse): 2023.md has paragraphs for the report, 版头.md letterheads, annual.txt and others replace the program's templates"))
	p.must(cmd.MarkFlagDirname("templates"))
	p.languageFlag(cmd, w)
}

func (p *program) languageFlag(cmd *cobra.Command, w *wording) {
	cmd.Flags().StringVar(&w.language, "language", "zh", p.say("报告的`语言`：zh、en", "the report's `LANGUAGE`: zh, en"))
	p.completeWords(cmd, "language", "zh", "en")
	cmd.Flags().BoolVar(&w.force, "force", false, p.say("文件已经存在时覆盖", "overwrite files that exist"))
}

// wordsFolder is the folder of the office's words beside the warehouse.
const wordsFolder = "报告文字"

// wordingOf reads the flags: the checked templates, and the report's request without its period.
// Without a moment it is fixed now, so that the report can be printed again.
func (p *program) wordingOf(w wording, catalog *metrics.Catalog) (*reports.Templates, reports.Spec, error) {
	if err := oneOf("language", w.language, "zh", "en"); err != nil {
		return nil, reports.Spec{}, err
	}
	templates, err := readTemplates(p.templatesFolder(w.templates, p.warehouseFile()), catalog)
	if err != nil {
		return nil, reports.Spec{}, err
	}
	structure, err := readStructure(w.structure)
	if err != nil {
		return nil, reports.Spec{}, err
	}
	at, err := asOfMoment(w.asOf)
	if at.IsZero() {
		at = p.now()
	}
	return templates, reports.Spec{Lang: jianfu.LangOf(w.language), Caliber: w.caliber, Structure: structure, AsOf: at}, err
}

// templatesFolder is the folder of the office's words: the one that was given, else the one beside the
// warehouse if it is there.
func (p *program) templatesFolder(given, warehouse string) string {
	if folder := p.setting(given, "TEMPLATES", ""); folder != "" {
		return folder
	}
	beside := filepath.Join(filepath.Dir(warehouse), wordsFolder)
	if info, err := os.Stat(beside); err == nil && info.IsDir() {
		return beside
	}
	return ""
}

// readTemplates reads the templates, with the words of an office's folder ("" is none).
func readTemplates(folder string, catalog *metrics.Catalog) (*reports.Templates, error) {
	if folder == "" {
		return reports.ReadTemplates(nil, catalog)
	}
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return nil, misused("报告文字的文件夹 %s 不存在", "there is no folder %s of reports' words", folder)
	}
	return reports.ReadTemplates(os.DirFS(folder), catalog)
}

// again says how to print the same report again, if no moment was given.
func (p *program) again(w wording, at time.Time) {
	if w.asOf == "" {
		p.note("数据时点 %[1]s；加 --as-of %[1]s 可再次生成相同的报告", "data as of %[1]s; with --as-of %[1]s the same report can be printed again", at.In(jianfu.China).Format(time.RFC3339Nano))
	}
}

func (p *program) annualCommand() *cobra.Command {
	return p.yearlyCommand(reports.AnnualReport, &cobra.Command{
		Use:   "annual",
		Short: p.say("年度报告：公文格式，三年对比，附数字出处", "the annual report, as an official document"),
		Long: p.say("写年度报告，按扩展名决定格式：.docx 公文（GB/T 9704）、.pdf 同一份公文（需要 LibreOffice）、\n.md 纯文本、.xlsx 各表和数字出处。数缺时写明原因，预计数注明方法和往年误差。\n本单位自己的段落（主要做法、存在问题、下步打算）和版头写在一个文件里，先用 jianfu report words --year 2023 生成。",
			"Writes the annual report in the format of the file's extension: .docx, an official document (GB/T 9704); .pdf, the same\ndocument (needs LibreOffice); .md; .xlsx, its tables and the source of every figure. The office's own paragraphs and its\nletterhead are in a plain file: jianfu report words --year 2023 begins it."),
		Example: p.example("jianfu report annual --year 2023 -o "+p.say("2023年报告", "2023")+".docx",
			"jianfu report annual --year 2023 --as-of 2024-01-31 -o "+p.say("2023年报告", "2023")+".pdf",
			"jianfu report annual --year 2023 --templates "+p.say("本市文字", "words")+" -o "+p.say("2023年报告", "2023")+".md"),
	})
}

func (p *program) onePageCommand() *cobra.Command {
	return p.yearlyCommand(reports.OnePager, &cobra.Command{
		Use:   "onepage",
		Short: p.say("一页纸：一年的主要数字，每项一张图", "one page of a year: each subject with one chart"),
		Long: p.say("写一页纸，给只有一分钟的读者：文件、会议、督查检查考核、留言、应用程序和工作群、议事协调机构，\n各一句话、一张三年对比图。格式由扩展名决定：.docx、.pdf、.md、.xlsx。",
			"Writes one page for a reader who has a minute: documents, meetings, inspections, messages, apps and groups, bodies,\neach with a sentence and a chart of three years. The extension selects the format: .docx, .pdf, .md, .xlsx."),
		Example: p.example("jianfu report onepage --year 2023 -o " + p.say("2023年一页纸", "2023-page") + ".pdf"),
	})
}

// yearlyCommand completes the command of a report of a year.
func (p *program) yearlyCommand(kind reports.Kind, cmd *cobra.Command) *cobra.Command {
	var year int
	var w wording
	cmd.Args = p.noArguments
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if err := required(cmd, "year", "output"); err != nil {
			return err
		}
		period, err := jianfu.CalendarYear(year)
		if err != nil {
			return err
		}
		return p.periodReport(cmd, strings.ToLower(string(kind)), period, w, func(t *reports.Templates, ctx context.Context, engine *metrics.Engine, spec reports.Spec) (*reports.Report, error) {
			return t.Report(ctx, engine, kind, spec)
		})
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	yearFlag(flags, &year, p.say("`年份`，如 2023（必写）", "the `YEAR`, such as 2023 (required)"))
	p.outputFlag(cmd, &w)
	p.wordingFlags(cmd, &w)
	p.doneByServer(cmd)
	return cmd
}

// periodReport writes the report of a period, or where a server is named has it built there.
func (p *program) periodReport(cmd *cobra.Command, name string, period jianfu.Period, w wording,
	build func(*reports.Templates, context.Context, *metrics.Engine, reports.Spec) (*reports.Report, error)) error {
	ending, err := reportEnding(w.output)
	if err != nil {
		return err
	}
	server, err := p.remote(cmd, "templates")
	if err != nil {
		return err
	}
	if server != nil {
		return p.reportFrom(cmd.Context(), server, "report/"+name+"."+ending, w.output, url.Values{"period": {period.String()}}, w)
	}
	return p.report(cmd.Context(), w, func(ctx context.Context, t *reports.Templates, engine *metrics.Engine, spec reports.Spec) (*reports.Report, error) {
		spec.Period = period
		return build(t, ctx, engine, spec)
	})
}

// endsInXLSX refuses a name of another ending for a workbook.
func endsInXLSX(output string) error {
	if !strings.EqualFold(filepath.Ext(output), ".xlsx") {
		return misused("写出的是工作簿，“%s”的扩展名应为 .xlsx", "what is written is a workbook: the extension of %q must be .xlsx", output)
	}
	return nil
}

// reportEnding is the format of a report by the extension of its file.
func reportEnding(output string) (string, error) {
	ending := strings.TrimPrefix(strings.ToLower(filepath.Ext(output)), ".")
	if !slices.Contains(reports.Formats, ending) {
		return "", misused("“%s”的扩展名应为 .docx、.pdf、.md 或 .xlsx", "the extension of %q must be .docx, .pdf, .md or .xlsx", output)
	}
	return ending, nil
}

func (p *program) bulletinCommand() *cobra.Command {
	var month string
	var w wording
	cmd := &cobra.Command{
		Use:   "bulletin",
		Short: p.say("每月通报：与计划和本单位上年同期比较，不排名次", "the monthly bulletin: against plan and own past, no ranking"),
		Long: p.say("写一个月的通报：当月和年初以来的数字，只与计划和上年同期比较，单位按名录顺序排列，不排名次。\n格式由扩展名决定：.docx、.pdf、.md、.xlsx。",
			"Writes the bulletin of a month: figures of the month and since January, against plan and the year before, units in the\ndirectory's order and not ranked. The extension selects the format: .docx, .pdf, .md, .xlsx."),
		Example: p.example("jianfu report bulletin --month 2023-05 -o " + p.say("5月通报", "may") + ".docx"),
		Args:    p.noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := required(cmd, "month", "output"); err != nil {
				return err
			}
			period, err := jianfu.ParsePeriod(month)
			if err != nil {
				return err
			}
			return p.periodReport(cmd, "bulletin", period, w, (*reports.Templates).Bulletin)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&month, "month", "", p.say("`月份`，如 2023-05（必写）", "the `MONTH`, such as 2023-05 (required)"))
	p.outputFlag(cmd, &w)
	p.wordingFlags(cmd, &w)
	p.doneByServer(cmd)
	return cmd
}

func (p *program) outputFlag(cmd *cobra.Command, w *wording) {
	cmd.Flags().StringVarP(&w.output, "output", "o", "", p.say("写到这个`文件`：.docx、.pdf、.md 或 .xlsx（必写）", "write to this `FILE`: .docx, .pdf, .md or .xlsx (required)"))
	p.must(cmd.MarkFlagFilename("output", reports.Formats...))
}

func (p *program) compareCommand() *cobra.Command {
	var c comparing
	cmd := &cobra.Command{
		Use:   "compare " + p.say("指标...", "METRIC..."),
		Short: p.say("对比表：几年或几个时间并排，附公式和出处", "a workbook that compares years or periods, with formulas and sources"),
		Long: p.say("写一个工作簿，把指标在几个时间的数并排放，增减和百分比是活的公式；附图表、数字出处和查询语句。\n有 --by 时每个指标一张表，按名录顺序。",
			"Writes a workbook with the figures of several periods side by side; changes and percentages are live formulas.\nCharts, the source of every figure and the queries follow. With --by there is a sheet for each metric."),
		Example: p.example("jianfu report compare meetings.held documents.issued --periods 2021,2022,2023 -o "+p.say("三年对比", "years")+".xlsx",
			"jianfu report compare meetings.held --periods 2022-01/2022-11,2023-01/2023-11 --by portfolio -o "+p.say("战线对比", "portfolios")+".xlsx"),
		Args:              p.arguments(1, -1, "至少一个指标名（见 jianfu metrics）", "the name of a metric (see jianfu metrics)"),
		ValidArgsFunction: p.completeMetrics,
		RunE: func(cmd *cobra.Command, args []string) error {
			c.Metrics = args
			return p.compare(cmd, c)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringSliceVar(&c.periods, "periods", nil, p.say("并排的几个`时间`，用逗号隔开，如 2021,2022,2023（必写）", "the `PERIODS` side by side, such as 2021,2022,2023 (required)"))
	flags.StringVar(&c.By, "by", "", p.say("按`维度`分行：portfolio、department、form 等", "a row for each member of a `DIMENSION`: portfolio, department, form, ..."))
	p.caliberFlag(cmd, &c.caliber)
	p.structureFlag(cmd, &c.structure)
	flags.StringSliceVar(&c.Where.Portfolios, "portfolio", nil, p.say("只算这些分管`战线`", "count only these `PORTFOLIOS`"))
	flags.StringSliceVar(&c.Where.Departments, "department", nil, p.say("只算这些单位的`编码`", "count only units with these `CODES`"))
	p.asOfFlag(flags, &c.asOf)
	p.languageFlag(cmd, &c.wording)
	flags.StringVarP(&c.output, "output", "o", "", p.say("写到这个`文件`.xlsx（必写）", "write to this `FILE`.xlsx (required)"))
	p.must(cmd.MarkFlagFilename("output", "xlsx"))
	p.must(cmd.RegisterFlagCompletionFunc("by", p.completeDimensions))
	p.must(cmd.RegisterFlagCompletionFunc("department", p.completeDepartments))
	p.must(cmd.RegisterFlagCompletionFunc("portfolio", p.completePortfolios))
	p.doneByServer(cmd)
	return cmd
}

// comparing is a comparison as typed.
type comparing struct {
	reports.Comparing
	wording
	periods []string
}

func (p *program) compare(cmd *cobra.Command, c comparing) error {
	if err := required(cmd, "periods", "output"); err != nil {
		return err
	}
	for _, text := range c.periods {
		period, err := jianfu.ParsePeriod(strings.TrimSpace(text))
		if err != nil {
			return err
		}
		c.Periods = append(c.Periods, period)
	}
	if err := endsInXLSX(c.output); err != nil {
		return err
	}
	server, err := p.remote(cmd)
	if err != nil {
		return err
	}
	if server != nil {
		asked := url.Values{"metrics": c.Metrics, "periods": c.periods, "departments": c.Where.Departments, "portfolios": c.Where.Portfolios}
		if c.By != "" {
			asked.Set("by", c.By)
		}
		return p.reportFrom(cmd.Context(), server, "report/compare.xlsx", c.output, asked, c.wording)
	}
	return p.report(cmd.Context(), c.wording, func(ctx context.Context, _ *reports.Templates, engine *metrics.Engine, spec reports.Spec) (*reports.Report, error) {
		return reports.Compare(ctx, engine, c.Comparing, spec)
	})
}

// report builds a report and writes it in the format of its file.
func (p *program) report(ctx context.Context, w wording, work func(context.Context, *reports.Templates, *metrics.Engine, reports.Spec) (*reports.Report, error)) (err error) {
	ending, err := reportEnding(w.output)
	if err != nil {
		return err
	}
	if err := w.spare(w.output); err != nil {
		return err
	}
	engine, warehouse, err := p.engine(ctx, p.reading)
	if err != nil {
		return err
	}
	defer closing(warehouse, &err)
	templates, spec, err := p.wordingOf(w, engine.Catalog())
	if err != nil {
		return err
	}
	done := p.waiting(p.say("写报告", "writing the report"))
	report, err := work(ctx, templates, engine, spec)
	var content bytes.Buffer // a report that fails half way leaves no file
	if err == nil {
		err = report.Write(ctx, &content, ending)
	}
	done()
	if err != nil {
		return err
	}
	if err := p.writeFile(w.output, content.Bytes()); err != nil {
		return err
	}
	p.again(w, spec.AsOf)
	if ending == "pdf" {
		p.fonts(ctx)
	}
	_, err = fmt.Fprintln(p.stdout, jianfu.Visible(p.say("已写出 %s：%s，%d 个数，%d 条完整性提示", "wrote %s: %s, %d figures, %d caveats", w.output, report.Title, len(report.Figures), len(report.Caveats))))
	return err
}

// fonts reports which fonts of the official form are missing in a PDF made here.
func (p *program) fonts(ctx context.Context) {
	switch missing, known := reports.MissingFonts(ctx); {
	case !known:
		p.note("提示：查不到本机装了哪些字体（没有 fc-list），请核对 PDF 的字体", "note: the installed fonts are unknown (no fc-list): check the PDF's fonts")
	case len(missing) > 0:
		p.note("提示：本机没有字体 %s，PDF 里用了别的字体代替；装好后重新生成，或用 .docx 在装有这些字体的电脑上另存",
			"note: the fonts %s are not installed here, and the PDF uses others in their place: install them and write it again, or convert the .docx on a machine that has them", strings.Join(missing, "、"))
	}
}
