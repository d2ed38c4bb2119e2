package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"jianfu"
	"jianfu/warehouse"
)

func (p *program) backupCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "backup " + p.say("文件", "FILE"),
		Short: p.say("备份仓库，并把备份通读核对一遍", "back the warehouse up, and read the backup through"),
		Long: p.say("把整个仓库（报送、更正、撤回的全部历史）存成一个文件，通读核对无误才定名；不覆盖已有的文件。\n服务运行时也可备份，得到的是它最近的快照。备份本身也是 DuckDB 文件，可以直接查询。",
			"Writes the whole warehouse, with the history of filings, corrections and withdrawals, to one file,\nwhich gets its name after it was read through; nothing is overwritten. While a server runs, its latest\nsnapshot is used. A backup is a DuckDB file and can be queried directly."),
		Example: p.example("jianfu backup /backup/2023-12-31.duckdb"),
		Args:    p.arguments(1, 1, "备份文件名", "the name of the backup"),
		RunE:    func(cmd *cobra.Command, args []string) error { return p.backup(cmd.Context(), args[0]) },
	}
}

func (p *program) backup(ctx context.Context, to string) error {
	snapshot, err := p.latestSnapshot(ctx)
	if err != nil {
		return err
	}
	found, err := snapshot.Backup(ctx, to)
	if err != nil {
		return err
	}
	return p.verified(found, jianfu.Say("已备份到 %s", "backed up to %s", to))
}

func (p *program) restoreCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "restore " + p.say("文件", "FILE"),
		Short: p.say("用备份恢复仓库，原来的仓库另存", "replace the warehouse with a backup, keeping the old files"),
		Long: p.say("先通读核对备份，再一次换上；原来的仓库改名存在旁边，不会丢，备份里没有的报送逐一列出。要先停止服务。\n日志丢失或损坏、仓库打不开时，写仓库文件自己，就从它现有的内容继续。",
			"Reads the backup through and then replaces the warehouse in one step. The old files are kept beside it\nunder other names, and what the backup lacks is listed. Stop the server first. If the warehouse is\nrefused because its log was lost or damaged, give the warehouse itself to continue with its contents."),
		Example: p.example("jianfu restore /backup/2023-12-31.duckdb", "jianfu restore 2023-12-31.duckdb --warehouse /srv/jianfu.duckdb", "jianfu restore jianfu.duckdb"),
		Args:    p.arguments(1, 1, "备份文件名", "the name of the backup"),
		RunE: func(cmd *cobra.Command, args []string) error {
			restored, err := warehouse.Restore(cmd.Context(), args[0], p.private(p.warehouseFile()))
			if err != nil {
				return err
			}
			if restored.Kept != "" {
				p.note("原来的仓库另存为 %s", "the old warehouse is kept as %s", restored.Kept)
			}
			for _, lost := range restored.Dropped {
				p.note("备份里没有：%s", "not in the backup: %s", lost.Text().In(p.lang))
			}
			return p.verified(restored.Verification, jianfu.Say("已恢复到 %s", "restored to %s", p.warehouseFile()))
		},
	}
}

func (p *program) verifyCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "verify [" + p.say("文件", "FILE") + "]",
		Short: p.say("通读核对仓库：文件有没有损坏，账有没有乱", "verify the warehouse: damage, and consistency of its records"),
		Long: p.say("核对仓库，或写明的文件（如一个备份）：读出每张表的每一个值（损坏的块会被发现），核对明细、分片、报送之间的行数，和每个分片的有效时间，\n核对汇总与明细，并与旁边的提交日志（.journal）核对有没有丢失。有不符时以状态 1 结束。",
			"Reads every value of every table of the warehouse, or of the given file, such as a backup, to find\ndamaged blocks. Checks rows, slices and submissions against each other, the spans in which each slice\ncounts, what rows add up to, and the commits against the journal beside the file. Exit status 1 if something is wrong."),
		Example: p.example("jianfu verify", "jianfu verify /backup/2023-12-31.duckdb"),
		Args:    p.arguments(0, 1, "最多一个文件", "at most one file"),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if len(args) > 0 {
				p.warehouseFlag = args[0]
			}
			engine, w, err := p.engine(cmd.Context(), p.reading)
			if err != nil {
				return err
			}
			defer closing(w, &err)
			found, err := w.Verify(cmd.Context())
			if err != nil {
				return err
			}
			wrong, err := engine.CheckRollups(cmd.Context())
			if err != nil {
				return err
			}
			if len(wrong) > 0 {
				p.wrongRollups(w.Fixed(), wrong)
				if len(found.Faults) == 0 {
					return errRefused
				}
			}
			return p.verified(found, jianfu.Say("已通读 %d 张表", "%d tables read through", found.Tables))
		},
	}
}

// wrongRollups reports rollups that differ from the rows.
func (p *program) wrongRollups(fixed bool, kinds []string) {
	names := strings.Join(kinds, p.say("、", ", "))
	if fixed {
		p.note("有误：%s 的汇总与明细不符，从这个文件取的数可能不对。请恢复成仓库（jianfu restore）再核对，汇总会重做", "wrong: what %s adds up to differs from its rows, so that figures of this file may be wrong. Restore it (jianfu restore) and verify again: it is then added up anew", names)
		return
	}
	p.note("有误：%s 的汇总与明细不符，已作废：取数改从明细算起，下次载入或启动服务时重新汇总", "wrong: what %s adds up to differs from its rows. It is no longer used: figures are counted from the rows until the next load or start of the server", names)
}

// verified reports what was read through, and ends with status 1 if something is wrong in it.
func (p *program) verified(found warehouse.Verification, what jianfu.Text) error {
	if found.Remark.ZH != "" {
		p.note("注意：%s", "note: %s", found.Remark.In(p.lang))
	}
	for _, fault := range found.Faults {
		p.note("有误：%s", "wrong: %s", fault.In(p.lang))
	}
	if len(found.Faults) > 0 {
		p.note("%s，但账目不符，请用较早的备份恢复（jianfu restore）", "%s, but its records do not agree: restore an earlier backup (jianfu restore)", what.In(p.lang))
		return errRefused
	}
	return p.line("%s：%d 次报送（最近是第 %d 号），%d 行明细，核对无误", "%s: %d submissions (the latest is %d), %d rows, all in order", what.In(p.lang), found.Submissions, found.Latest, found.Rows)
}
