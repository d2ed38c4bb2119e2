package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"jianfu"
	"jianfu/proof"
)

func (p *program) proofCommand() *cobra.Command {
	var q proofQuestion
	cmd := &cobra.Command{
		Use:   "proof " + p.say("文件", "FILE"),
		Short: p.say("核数：逐处核对别人写的报告里的数", "proof-reading: the figures of a report that somebody else wrote"),
		Long: p.say(`核对一份报告（.docx、.md、.txt、.csv）里的数：次数、件数、百分比、同比、占比、截至某月的累计数，正文、表格和脚注都看。
每处先按文中自己的数验算，再与仓库比对，各得一个结论：
  正确      与仓库或文中自己的数相符
  截尾      多出的位数被截去而没有四舍五入
  有误      写明应为多少
  无从核对  找不到可比的数；句中有认不出的词时宁可不比，也不错比
  待填      星号、若干等遮住的数，给出仓库里的数
“余、近、约、以上”按区间核对。有误时退出码为 1，没有为 0，用法不对为 2。`,
			`Checks the figures of a report (.docx, .md, .txt, .csv): counts, percentages, changes, shares, in its
text, tables and notes. Each is computed from the report's own numbers and compared with the warehouse:
right, cut (not rounded), wrong (with the right value), not matched (nothing to compare with; a sentence
with unknown words is rather not matched than reported as wrong), or masked
(with the warehouse's figure). Exit status: 0 nothing wrong, 1 something wrong, 2 misuse.`),
		Example: p.example("jianfu proof 总结.docx --year 2023", "jianfu proof 总结.docx -o 总结-核数.docx", "jianfu proof 半年小结.txt --period 2023-H1 --format json"),
		Args:    p.arguments(1, 1, "一个报告文件", "one report"),
		RunE: func(cmd *cobra.Command, args []string) error {
			q.file = args[0]
			return p.proof(cmd, q)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	yearFlag(flags, &q.year, p.say("文中没写年份时按这一`年`", "the `YEAR` of figures that the text does not date"))
	flags.StringVar(&q.period, "period", "", p.say("文中没写时间时按这段`时间`，如 2023-H1", "the `PERIOD` of figures that the text does not date, such as 2023-H1"))
	p.asOfFlag(flags, &q.asOf)
	flags.StringVar(&q.fill, "fill", "", p.say("另存一份填好待填数的`文件`，其余不动", "write a copy with the masked figures filled in to this `FILE`"))
	flags.StringVar(&q.explain, "explain", "", p.say("说明怎样读出写作`这样`的数，如 521次", "show how the figure written `SO` was read, such as 521次"))
	flags.StringVar(&q.format, "format", "text", p.say("`格式`：text、json、md（数据附表）", "`FORMAT`: text, json, md (an annex of all figures)"))
	flags.StringVarP(&q.output, "output", "o", "", p.say("另存一份带批注的 .docx `文件`", "write a copy of the .docx with comments to this `FILE`"))
	p.completeWords(cmd, "format", "text", "json", "md")
	return cmd
}

// proofQuestion is the command line's request to check a report.
type proofQuestion struct {
	file, period, asOf, format, output, fill, explain string
	year                                              int
}

func (p *program) proof(cmd *cobra.Command, q proofQuestion) (err error) {
	if err := oneOf("format", q.format, "text", "json", "md"); err != nil {
		return err
	}
	var options proof.Options
	if q.year != 0 && q.period != "" {
		return misused("year 与 period 只能写一个", "give year or period, not both")
	}
	if q.year != 0 {
		options.Period, err = jianfu.CalendarYear(q.year)
	} else if q.period != "" {
		options.Period, err = jianfu.ParsePeriod(q.period)
	}
	if err != nil {
		return err
	}
	if options.AsOf, err = asOfMoment(q.asOf); err != nil {
		return err
	}
	doc, err := readReport(q.file)
	if err != nil {
		return err
	}
	for _, copied := range []string{q.output, q.fill} {
		if sameFile(q.file, copied) {
			return misused("要另存，不能写回原文件 %s", "it goes to a copy: %s is the report itself", q.file)
		}
	}
	if q.output != "" && !doc.Annotatable() {
		return misused("只有 .docx 能加批注，%s 不是", "only a .docx can have comments, and %s is not one", q.file)
	}
	findings, err := p.checkReport(cmd.Context(), doc, options)
	if err != nil {
		return err
	}
	if q.output != "" {
		if err := p.annotate(doc, findings, q); err != nil {
			return err
		}
	}
	if q.fill != "" {
		if err := p.fillReport(doc, findings, q); err != nil {
			return err
		}
	}
	if q.explain != "" {
		return p.explainProof(findings, q.explain)
	}
	switch q.format {
	case "json":
		err = writeJSON(p.stdout, doc.Answer(q.file, options, findings, p.lang))
	case "md":
		err = p.writeAnnex(findings)
	default:
		err = p.writeProof(findings)
	}
	if err == nil && proof.CountOf(findings).Wrong > 0 {
		err = errRefused
	}
	return err
}

// checkReport holds a report against the warehouse; where none is named, and none is in the working folder, it
// is checked by its own figures alone.
func (p *program) checkReport(ctx context.Context, doc *proof.Document, options proof.Options) (_ []proof.Finding, err error) {
	_, missing := os.Stat(p.warehouseFile())
	if errors.Is(missing, fs.ErrNotExist) && p.setting(p.warehouseFlag, "WAREHOUSE", "") == "" {
		catalog, err := p.triedCatalog(ctx)
		if err != nil {
			return nil, err
		}
		p.note("这里没有仓库，只按文中自己的数验算", "there is no warehouse here: the report is checked by its own figures alone")
		return proof.CheckText(ctx, catalog, doc, options)
	}
	engine, w, err := p.engine(ctx, p.reading)
	if err != nil {
		return nil, err
	}
	defer closing(w, &err)
	return proof.Check(ctx, engine, doc, options)
}

func sameFile(a, b string) bool {
	here, err := os.Stat(a)
	there, other := os.Stat(b)
	return err == nil && other == nil && os.SameFile(here, there)
}

// readReport opens and reads a report; the error names the file.
func readReport(name string) (*proof.Document, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, misused("读不了文件 %s", "cannot read the file %s", name)
	}
	defer file.Close() //nolint:errcheck // it was only read
	info, err := file.Stat()
	if err != nil || info.IsDir() {
		return nil, misused("%s 不是文件", "%s is not a file", name)
	}
	doc, err := proof.Read(name, file, info.Size())
	var known *jianfu.Error
	if errors.As(err, &known) {
		known.Text = jianfu.Text{ZH: name + "：" + known.Text.ZH, EN: name + ": " + known.Text.EN}
	}
	return doc, err
}

// annotate writes the copy with comments. A copy that fails half way leaves no file.
func (p *program) annotate(doc *proof.Document, findings []proof.Finding, q proofQuestion) error {
	var annotated bytes.Buffer
	if err := doc.Annotate(&annotated, findings, p.lang, time.Now()); err != nil {
		return err
	}
	if err := p.writeFile(q.output, annotated.Bytes()); err != nil {
		return err
	}
	p.note("已写出带批注的 %s", "wrote %s, with comments", q.output)
	return nil
}

// fillReport writes the copy with the masked figures filled in, and says what it left.
func (p *program) fillReport(doc *proof.Document, findings []proof.Finding, q proofQuestion) error {
	var filled bytes.Buffer
	n, err := doc.Fill(&filled, findings)
	if err != nil {
		return err
	}
	if err := p.writeFile(q.fill, filled.Bytes()); err != nil {
		return err
	}
	p.note("已填 %[2]d 处，写出 %[1]s；%[3]d 处没有填：不能确定，或在页眉页脚、文本框、域里", "filled in %[2]d places in %[1]s; %[3]d are left as they are: uncertain, or in a header, footer, text box or field", q.fill, n, proof.CountOf(findings).Unknown-n)
	return nil
}

func (p *program) writeProof(findings []proof.Finding) error {
	var table textTable
	table.add(p.say("位置", "place"), p.say("写作", "written"), p.say("结论", "verdict"), p.say("应为", "right"), p.say("依据", "held against"), p.say("编号", "id"))
	told := slices.Clone(findings)
	slices.SortStableFunc(told, func(a, b proof.Finding) int {
		return slices.Index(proof.Verdicts, a.Verdict) - slices.Index(proof.Verdicts, b.Verdict)
	})
	for _, f := range told {
		right := f.Right
		if f.Verdict == proof.Unknown && len(f.Offers) > 0 {
			right = f.Offers[0].Text
		}
		table.add(f.Place.Text().In(p.lang), f.Written, f.Verdict.Label().In(p.lang), right, f.Reason().In(p.lang), f.ID)
	}
	if len(findings) > 0 {
		if err := table.write(p.stdout); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(p.stdout, proof.CountOf(findings).Sentence().In(p.lang))
	return err
}

// writeAnnex writes all figures as a table in Markdown, as an annex to the report.
func (p *program) writeAnnex(findings []proof.Finding) error {
	cell := strings.NewReplacer("|", "｜", "\n", " ")
	rows := [][]string{{p.say("位置", "place"), p.say("写作", "written"), p.say("结论", "verdict"), p.say("应为", "right"), p.say("依据", "held against"), p.say("编号", "id")}, {"---", "---", "---", "---", "---", "---"}}
	for _, f := range findings {
		rows = append(rows, []string{f.Place.Text().In(p.lang), f.Written, f.Verdict.Label().In(p.lang), f.Right, f.Reason().In(p.lang), f.ID})
	}
	for _, row := range rows {
		for i := range row {
			row[i] = cell.Replace(row[i])
		}
		if _, err := fmt.Fprintf(p.stdout, "| %s |\n", strings.Join(row, " | ")); err != nil {
			return err
		}
	}
	return nil
}

// explainProof shows the way of each figure that is written so through the passes.
func (p *program) explainProof(findings []proof.Finding, written string) error {
	var table textTable
	for _, f := range findings {
		if !strings.Contains(f.Written, written) {
			continue
		}
		table.add(f.Place.Text().In(p.lang), f.Written, "")
		for _, step := range f.Explain() {
			table.add("", step.Pass.In(p.lang), step.Made.In(p.lang))
		}
	}
	if len(table.rows) == 0 {
		return misused("文中没有写作“%s”的数", "no figure in the report is written %q", written)
	}
	return table.write(p.stdout)
}
