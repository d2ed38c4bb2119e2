package main

import (
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"jianfu"
	"jianfu/reports"
)

func (p *program) ownWordsCommand() *cobra.Command {
	var year int
	var folder string
	var force bool
	cmd := &cobra.Command{
		Use:   "words",
		Short: p.say("开头写本单位报告文字的文件：各处的段落、版头", "begins the file of the office's own words: paragraphs and letterhead"),
		Long: p.say("生成一个空白的文字文件（"+wordsFolder+"/2023.md），列出年度报告里可以写自己段落的各处和版头各项，\n用记事本填写即可，不写的照旧。文字随年份保存，每次生成报告都会带上；里面的数写成名称，如 {召开会议}、\n{meetings.held 同比}，随仓库变化。",
			"Writes a blank file ("+wordsFolder+"/2023.md) with the places of the annual report that take paragraphs of the office's own,\nand the items of the letterhead: fill it in with any editor. It is kept with the year and goes into every printing.\nFigures in it are names, such as {meetings.held}, and follow the warehouse."),
		Example: p.example("jianfu report words --year 2023"),
		Args:    p.noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := required(cmd, "year"); err != nil {
				return err
			}
			period, err := jianfu.CalendarYear(year)
			if err != nil {
				return err
			}
			return p.beginWords(folder, period, force)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	yearFlag(flags, &year, p.say("`年份`，如 2023（必写）", "the `YEAR`, such as 2023 (required)"))
	flags.StringVar(&folder, "templates", "", p.say("本单位报告文字的`文件夹`（默认用仓库旁边的“"+wordsFolder+"”）", "the `FOLDER` of the office's words (default "+wordsFolder+" beside the warehouse)"))
	flags.BoolVar(&force, "force", false, p.say("文件已经存在时覆盖", "overwrite a file that exists"))
	p.must(cmd.MarkFlagDirname("templates"))
	return cmd
}

// beginWords writes the blank file of a year's words.
func (p *program) beginWords(folder string, period jianfu.Period, force bool) error {
	catalog, err := p.catalog()
	if err != nil {
		return err
	}
	if folder = p.setting(folder, "TEMPLATES", ""); folder == "" {
		folder = filepath.Join(filepath.Dir(p.warehouseFile()), wordsFolder)
	}
	templates, err := reports.ReadTemplates(nil, catalog)
	if err != nil {
		return err
	}
	name, content := templates.Blank(period)
	file := filepath.Join(folder, name)
	if err := (wording{force: force}).spare(file); err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return misused("不能建立文件夹 %s：%v", "cannot make the folder %s: %v", folder, err)
	}
	if err := p.writeFile(file, []byte(content)); err != nil {
		return err
	}
	return p.line("已写出 %s：填好后，生成 %d 年的报告时自动采用", "wrote %s: once filled in, it goes into every report of %d", file, period.Start().Year())
}
