package main

import (
	"strconv"

	"github.com/spf13/cobra"

	"jianfu"
	"jianfu/accounts"
)

func (p *program) auditCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "audit",
		Short: p.say("审计：谁在何时何地查了什么、改了什么", "the audit: who asked for or changed what, when, from where"),
		Long: p.say(
			"有账号后，登录和失败、被拒的请求、报送和撤回、SQL 语句、导出、账号的改动都记在仓库旁边的 .audit 文件里，一行一事，只增不改。\n每行带前一行的散列值，所以改动、删除、调换任何一行都查得出来。",
			"Where there are accounts, logins and failures, denied requests, filings and withdrawals, SQL, exports and changes of\naccounts are kept in the file .audit beside the warehouse, one line each, only ever added to. Each line\nhas the hash of the one before, so that a line altered, removed or moved is found."),
		Example: p.example("jianfu audit verify", "jianfu audit list --by jiaoyuju --limit 20"),
		Args:    p.noArguments,
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(p.auditVerifyCommand(), p.auditListCommand())
	return cmd
}

func (p *program) auditVerifyCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "verify",
		Short: p.say("核对审计文件有没有被改动", "check that the audit was not changed"),
		Long: p.say("从头核对审计文件，有一行被改、被删、被调换，或末尾被截掉，就指出是哪一行，以状态 1 结束。\n最后显示行数和末行的散列值：抄存在别处，以后可以核对这些行没有被重写。",
			"Reads the audit from its beginning. If a line was altered, removed or moved, or the end was cut off, it says which, and\nends with status 1. It prints the number of lines and the hash of the last: whoever notes them elsewhere can tell\nlater that these lines were not written anew."),
		Example: p.example("jianfu audit verify"),
		Args:    p.noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.withAccounts(func(s *accounts.Store) error {
				state, err := s.Verify(cmd.Context())
				if err != nil {
					return err
				}
				return p.line("审计 %d 行，无改动；末行散列值 %s", "the audit has %d lines and was not changed; the last hash is %s", state.Lines, state.Hash)
			})
		},
	}
}

func (p *program) auditListCommand() *cobra.Command {
	var format, by, what string
	var limit int
	cmd := &cobra.Command{
		Use:     "list",
		Short:   p.say("列出审计记录，新的在前", "list what was audited, the latest first"),
		Example: p.example("jianfu audit list", "jianfu audit list --what login_failed", "jianfu audit list --limit 0 --format json"),
		Args:    p.noArguments,
		RunE: func(_ *cobra.Command, _ []string) error {
			if limit < 0 {
				return misused("--limit 不能为负", "--limit cannot be negative")
			}
			if what != "" {
				if err := oneOf("what", what, accounts.Whats()...); err != nil {
					return err
				}
			}
			return p.withAccounts(func(s *accounts.Store) error {
				list, err := s.Latest(limit, func(e accounts.Event) bool {
					return (by == "" || e.By == by) && (what == "" || e.What == accounts.What(what))
				})
				if err != nil {
					return err
				}
				return p.listing(format, list, func(table *textTable) {
					table.alignRight(0)
					table.add(p.say("号", "no."), p.say("时间", "time"), p.say("账号", "by"), p.say("来自", "from"), p.say("事项", "what"), p.say("对象", "on"), p.say("说明", "details"))
					for _, e := range list {
						table.add(strconv.FormatInt(e.Number, 10), e.At.In(jianfu.China).Format("2006-01-02 15:04:05"), e.By, e.Source().In(p.lang), e.What.Label().In(p.lang), e.On, e.Details().In(p.lang))
					}
				})
			})
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&by, "by", "", p.say("只列这个`账号`的", "only those of this `NAME`"))
	flags.StringVar(&what, "what", "", p.say("只列这种`事项`，如 login_failed", "only of this `KIND`, such as login_failed"))
	flags.IntVar(&limit, "limit", 50, p.say("最多列`几条`（0 为全部）", "at most this `MANY` (0 is all)"))
	p.formatFlag(cmd, &format)
	p.completeWords(cmd, "what", accounts.Whats()...)
	p.must(cmd.RegisterFlagCompletionFunc("by", p.completeUsers))
	return cmd
}
