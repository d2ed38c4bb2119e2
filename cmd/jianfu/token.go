package main

import (
	"fmt"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"jianfu/access"
	"jianfu/accounts"
)

func (p *program) tokenCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "token",
		Short: p.say("管理程序用的令牌", "tokens of programs"),
		Long: p.say(
			"令牌让程序不用密码就能取数：HTTP 请求写 Authorization: Bearer 令牌；PostgreSQL 客户端以账号名为用户名、令牌为密码。\n令牌属于一个账号，权限不超过它，会过期，可吊销；文件里只存散列值，令牌只在创建时显示一次。",
			"A token lets a program in without a password: as Authorization: Bearer TOKEN over HTTP, and as the password beside\nthe account's name in PostgreSQL's clients. It belongs to an account, may do no more than it, expires, and\ncan be revoked. Only a hash of it is kept: it is shown once, when it is made."),
		Example: p.example("jianfu token create lisi --purpose Superset", "jianfu token list", "jianfu token revoke 3"),
		Args:    p.noArguments,
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(p.tokenCreateCommand(), p.tokenListCommand(), p.tokenRevokeCommand())
	return cmd
}

func (p *program) tokenCreateCommand() *cobra.Command {
	var c access.Caller
	var role, purpose string
	var days int
	cmd := &cobra.Command{
		Use:   "create " + p.say("账号名", "NAME") + " --purpose " + p.say("用途", "TEXT"),
		Short: p.say("创建令牌，显示一次", "make a token, which is shown once"),
		Long: p.say("创建一个账号的令牌。写 --role（和 --department 或 --portfolio）则权限收窄为那个角色；令牌写到标准输出。",
			"Makes a token of an account. With --role (and --department or --portfolio) it may do only what that role may. The\ntoken goes to standard output."),
		Example: p.example("jianfu token create lisi --purpose Superset --days 180",
			"jianfu token create zhangsan --purpose "+p.say("大屏", "board")+" --role viewer"),
		Args: p.arguments(1, 1, nameZH, nameEN),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := required(cmd, "purpose"); err != nil {
				return err
			}
			var err error
			c.Name = args[0]
			if role != "" {
				if c.Role, err = access.ParseRole(role); err != nil {
					return err
				}
			} else if c.Department != "" || c.Portfolio != "" {
				return misused("--department、--portfolio 要和 --role 一起写", "--department and --portfolio go with --role")
			}
			if days < 1 || days > 366 {
				return misused("--days 应为 1—366", "--days should be from 1 to 366")
			}
			return p.withAccounts(func(s *accounts.Store) error {
				text, token, err := s.CreateToken(cmd.Context(), c, purpose, time.Duration(days)*24*time.Hour)
				if err != nil {
					return err
				}
				if err := p.noteHere(cmd.Context(), s, accounts.TokenChanged, token.Name, fmt.Sprintf("create %d %s", token.ID, describe(token.Caller))); err != nil {
					return err
				}
				p.note("第 %d 号令牌，%s 前有效；只显示这一次：", "token %d, valid until %s, shown only now:", token.ID, p.minute(token.ExpiresAt))
				_, err = fmt.Fprintln(p.stdout, text)
				return err
			})
		},
		ValidArgsFunction: p.completeUsers,
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&purpose, "purpose", "", p.say("`用途`（必写）", "what it is `FOR` (required)"))
	flags.IntVar(&days, "days", int(accounts.DefaultTokenLife/(24*time.Hour)), p.say("有效`天数`，最多 366", "how many `DAYS` it is valid, at most 366"))
	p.callerFlags(cmd, &role, &c)
	return cmd
}

func (p *program) tokenListCommand() *cobra.Command {
	var format string
	var all bool
	cmd := &cobra.Command{
		Use:     "list",
		Short:   p.say("列出令牌（没有令牌本身）", "list the tokens, without their texts"),
		Example: p.example("jianfu token list", "jianfu token list --all"),
		Args:    p.noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.withAccounts(func(s *accounts.Store) error {
				tokens, err := s.Tokens(cmd.Context())
				if err != nil {
					return err
				}
				rows := []map[string]any{}
				var table textTable
				table.alignRight(0)
				table.add(p.say("编号", "id"), p.say("账号", "name"), p.say("角色", "role"), p.say("单位或战线", "unit or line"), p.say("用途", "purpose"),
					p.say("有效至", "valid until"), p.say("最近使用", "last used"), p.say("状态", "status"))
				for _, t := range tokens {
					valid := t.Valid(time.Now())
					if !valid && !all {
						continue
					}
					rows = append(rows, map[string]any{"id": t.ID, "user": t.Name, "role": t.Role, "department": t.Department, "portfolio": t.Portfolio, "purpose": t.Purpose,
						"createdAt": rfc(t.CreatedAt), "expiresAt": rfc(t.ExpiresAt), "revokedAt": rfc(t.RevokedAt), "usedAt": rfc(t.UsedAt)})
					status := ""
					switch {
					case !t.RevokedAt.IsZero():
						status = p.say("已吊销", "revoked")
					case !valid:
						status = p.say("已过期", "expired")
					}
					table.add(strconv.FormatInt(t.ID, 10), t.Name, t.Role.Label().In(p.lang), t.Department+t.Portfolio, t.Purpose, p.minute(t.ExpiresAt), p.minute(t.UsedAt), status)
				}
				return p.listing(format, rows, func(into *textTable) { *into = table })
			})
		},
	}
	cmd.Flags().BoolVar(&all, "all", false, p.say("过期和吊销的也列出", "also those that have expired or are revoked"))
	p.formatFlag(cmd, &format)
	return cmd
}

func (p *program) tokenRevokeCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "revoke " + p.say("编号", "ID"),
		Short:   p.say("吊销令牌", "revoke a token"),
		Example: p.example("jianfu token revoke 3"),
		Args:    p.arguments(1, 1, "一个令牌编号", "the id of a token"),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := strconv.ParseInt(args[0], 10, 64)
			if err != nil || id < 1 {
				return misused("令牌编号“%s”应是正整数，见 jianfu token list", "the id %q should be a whole number above zero: see jianfu token list", args[0])
			}
			return p.withAccounts(func(s *accounts.Store) error {
				t, err := s.RevokeToken(cmd.Context(), id)
				if err != nil {
					return err
				}
				if err := p.noteHere(cmd.Context(), s, accounts.TokenChanged, t.Name, fmt.Sprintf("revoke %d", id)); err != nil {
					return err
				}
				return p.line("已吊销第 %d 号令牌（“%s”的“%s”）", "revoked token %d (%[3]q of %[2]q)", id, t.Name, t.Purpose)
			})
		},
		ValidArgsFunction: func(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			var ids []string
			err := p.withAccounts(func(s *accounts.Store) error {
				tokens, err := s.Tokens(cmd.Context())
				for _, t := range tokens {
					if len(args) == 0 && t.Valid(time.Now()) {
						ids = append(ids, cobra.CompletionWithDesc(strconv.FormatInt(t.ID, 10), t.Name+": "+t.Purpose))
					}
				}
				return err
			})
			if err != nil {
				return nil, noFiles
			}
			return ids, noFiles
		},
	}
}
