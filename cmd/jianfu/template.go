package main

import (
	"bytes"
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"jianfu"
	"jianfu/loaders"
	"jianfu/warehouse"
)

func (p *program) templateCommand() *cobra.Command {
	var output, period string
	var of loaders.FormOf
	cmd := &cobra.Command{
		Use:   "template " + p.say("种类 -o 文件.xlsx", "KIND -o FILE.xlsx"),
		Short: p.say("一种报表的空表，带下拉选项和校验", "the blank form of a kind, with drop-downs and checks"),
		Long: p.say("写出一种报表的空表（xlsx），带下拉选项、校验和填表说明；填好后可直接载入。\n仓库里有单位名录时，单位列可下拉选择。种类有：\n",
			"Writes the blank form of a kind as xlsx with drop-downs, checks and a guide; filled in, it can be\nloaded directly. If the warehouse has a directory, units can be picked from a list. Kinds:\n"),
		Example:           p.example("jianfu template meeting -o "+p.say("会议统计", "meetings")+".xlsx", "jianfu template meeting --department B001 --period 2023-05 -o "+p.say("会议统计", "meetings")+".xlsx", "jianfu template document -o - > form.xlsx"),
		Args:              p.arguments(1, 1, "一个报表种类", "a kind of filing"),
		ValidArgsFunction: p.completeKinds,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := required(cmd, "output"); err != nil {
				return err
			}
			if output != "-" {
				if err := endsInXLSX(output); err != nil {
					return err
				}
			}
			if period != "" {
				var err error
				if of.Period, err = jianfu.ParsePeriod(period); err != nil {
					return err
				}
			}
			return p.template(cmd.Context(), args[0], of, output)
		},
	}
	cmd.Flags().StringVarP(&output, "output", "o", "", p.say("写到这个`文件`，- 为标准输出（必写）", "write to this `FILE`, - is standard output (required)"))
	cmd.Flags().StringVar(&of.Department, "department", "", p.say("填好这个`单位`，表里就没有单位列", "fill in this `UNIT`: the form then has no column for it"))
	cmd.Flags().StringVar(&period, "period", "", p.say("填好这个`时间`，如 2026-10", "fill in this `PERIOD`, such as 2026-10"))
	p.must(cmd.MarkFlagFilename("output", "xlsx"))
	cmd.SetHelpFunc(func(cmd *cobra.Command, args []string) {
		cmd.Long += p.kindList() // here, as reading the contracts would slow every command down
		cmd.Root().HelpFunc()(cmd, args)
	})
	return cmd
}

// kindList lists the program's kinds for the help text, which is written before an office's kinds
// are known.
func (p *program) kindList() string {
	contracts, err := loaders.ReadContracts(nil)
	p.must(err)
	var table textTable
	for _, c := range contracts.Kinds() {
		table.add("", c.Kind, c.Name.In(p.lang))
	}
	return table.text()
}

func (p *program) template(ctx context.Context, kind string, of loaders.FormOf, output string) (err error) {
	contracts, err := p.contracts()
	if err != nil {
		return err
	}
	contract, err := contracts.Find(kind)
	if err != nil {
		return err
	}
	w, err := p.directory(ctx)
	if err != nil {
		return err
	}
	defer closing(w, &err)
	loader, err := loaders.New(ctx, w, contracts)
	if err != nil {
		return err
	}
	var form bytes.Buffer // a form that fails half way leaves no file
	if err := loader.Template(ctx, kind, of, &form); err != nil {
		return err
	}
	if output == "-" {
		_, err := form.WriteTo(p.stdout)
		return err
	}
	if err := p.writeFile(output, form.Bytes()); err != nil {
		return err
	}
	_, err = fmt.Fprintln(p.stdout, p.say("已写出 %s：%s空表", "wrote %s: the blank form of %s", output, contract.Name.In(p.lang)))
	return err
}

// directory is the warehouse with the units for a form; an empty one if there is none yet, or if
// another process holds one without a snapshot: a form without that list is still useful.
func (p *program) directory(ctx context.Context) (*warehouse.Warehouse, error) {
	if _, err := os.Stat(p.warehouseFile()); err != nil {
		return warehouse.Open(ctx, "")
	}
	w, err := p.reading(ctx)
	if jianfu.ErrorCode(err) == jianfu.Locked {
		p.note("提示：仓库正被占用，空表里没有单位下拉列表", "note: the warehouse is in use, the form has no list of units")
		return warehouse.Open(ctx, "")
	}
	return w, err
}
