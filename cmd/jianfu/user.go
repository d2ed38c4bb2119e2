package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"jianfu"
	"jianfu/access"
	"jianfu/accounts"
	"jianfu/server"
)

func (p *program) userCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "user",
		Short: p.say("管理账号：添加、停用、改密码、备份", "accounts: add, disable, passwords, backup"),
		Long: p.say(
			"管理谁能使用服务。账号存在仓库旁边的 .accounts 文件里，与统计数据分开，服务运行时也可以改。\n有了第一个账号（应是管理员），服务就要求登录，并可在配好 TLS 后监听本机以外的地址。",
			"Keeps who may use the server. Accounts are in the file .accounts beside the warehouse, apart from the figures, and\ncan be changed while a server runs. From the first account on, an administrator's, the server\nasks everybody to log in, and with TLS it may listen beyond this machine."),
		Example: p.example("jianfu user add zhangsan --role admin",
			"jianfu user add jiaoyuju --role department --department B001",
			"jianfu user list"),
		Args: p.noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(p.userAddCommand(), p.userSetCommand(), p.userListCommand(),
		p.userSwitchCommand("disable", true, p.say("停用账号：登录和令牌都失效", "disable an account: nobody can log in, its tokens are refused"), func(name string) error { return p.line("已停用“%s”", "disabled %q", name) }),
		p.userSwitchCommand("enable", false, p.say("重新启用账号", "enable a disabled account again"), func(name string) error { return p.line("已启用“%s”", "enabled %q", name) }),
		p.userPasswordCommand(), p.userEmailCommand(), p.userSessionsCommand(), p.userLogoutCommand(), p.userBackupCommand(), p.userRestoreCommand())
	return cmd
}

// withAccounts runs a command on the accounts of the warehouse.
func (p *program) withAccounts(do func(*accounts.Store) error) (err error) {
	s, err := accounts.Open(accounts.Path(p.warehouseFile()))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return do(s)
}

// noteHere adds what a command has done to the audit.
func (p *program) noteHere(ctx context.Context, s *accounts.Store, what accounts.What, on, said string) error {
	return s.Note(ctx, accounts.Event{What: what, By: p.userName(), From: accounts.ThisMachine, On: on, Said: said})
}

const nameZH, nameEN = "一个账号名", "the name of an account"

// callerFlags are a role and what goes with it.
func (p *program) callerFlags(cmd *cobra.Command, role *string, c *access.Caller) {
	flags := cmd.Flags()
	flags.StringVar(role, "role", "", p.say("`角色`：admin 管理员、office 专班、department 报送单位、leader 分管领导、analyst 分析人员、viewer 查看人员",
		"`ROLE`: admin, office, department, leader, analyst, viewer"))
	flags.StringVar(&c.Department, "department", "", p.say("报送单位的`编码`（角色 department）", "the `CODE` of the unit (role department)"))
	flags.StringVar(&c.Portfolio, "portfolio", "", p.say("分管的`战线`（角色 leader）", "the `LINE` (role leader)"))
	var roles []string
	for _, row := range access.Table {
		if row.Role != access.Stranger {
			roles = append(roles, cobra.CompletionWithDesc(string(row.Role), row.Label.In(p.lang)))
		}
	}
	p.completeWords(cmd, "role", roles...)
	p.must(cmd.RegisterFlagCompletionFunc("department", p.completeDepartments))
	p.must(cmd.RegisterFlagCompletionFunc("portfolio", p.completePortfolios))
}

// passwordFlags are how a password is given. It is never an argument, which other users of the machine and
// the history of the shell would see.
func (p *program) passwordFlags(cmd *cobra.Command, fromStdin, lasting *bool) {
	cmd.Flags().BoolVar(fromStdin, "password-stdin", false, p.say("从标准输入读密码（一行）", "read the password, one line, from standard input"))
	cmd.Flags().BoolVar(lasting, "lasting", false, p.say("密码由本人设定，首次登录不必再改", "the password is its owner's own: it need not be changed at the first login"))
}

func (p *program) userAddCommand() *cobra.Command {
	var c access.Caller
	var role string
	var fromStdin, lasting bool
	cmd := &cobra.Command{
		Use:   "add " + p.say("账号名", "NAME") + " --role " + p.say("角色", "ROLE"),
		Short: p.say("添加账号", "add an account"),
		Long: p.say("添加账号。密码在终端里输入（不显示），或用 --password-stdin；首次登录须改密码，除非写 --lasting。第一个账号应是管理员。",
			"Adds an account. The password is typed at the terminal, without being shown, or read with --password-stdin.\nIt must be changed at the first login, unless --lasting is given. The first account is an administrator's."),
		Example: p.example("jianfu user add zhangsan --role admin --lasting",
			"jianfu user add jiaoyuju --role department --department B001",
			"printf '%s' \"$PASSWORD\" | jianfu user add lisi --role analyst --password-stdin"),
		Args: p.arguments(1, 1, nameZH, nameEN),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := required(cmd, "role"); err != nil {
				return err
			}
			var err error
			if c.Role, err = access.ParseRole(role); err != nil {
				return err
			}
			c.Name = args[0]
			if err := c.Check(); err != nil {
				return err
			}
			if err := p.inDirectory(cmd.Context(), c); err != nil {
				return err
			}
			password, err := p.readPassword(cmd, fromStdin)
			if err != nil {
				return err
			}
			return p.withAccounts(func(s *accounts.Store) error {
				before, err := s.Active(cmd.Context())
				if err != nil {
					return err
				}
				if err := s.Add(cmd.Context(), c, password, !lasting); err != nil {
					return err
				}
				if err := p.noteHere(cmd.Context(), s, accounts.UserChanged, c.Name, "add "+describe(c)); err != nil {
					return err
				}
				if !before {
					p.note("从现在起，服务要求登录（正在运行的也是）", "from now on the server asks everybody to log in, also one that is running")
				}
				return p.line("已添加“%s”", "added %q", c.Name)
			})
		},
	}
	p.callerFlags(cmd, &role, &c)
	p.passwordFlags(cmd, &fromStdin, &lasting)
	return cmd
}

// inDirectory refuses a unit or line that the directory of the warehouse does not have. Without a warehouse there is nothing to compare with.
func (p *program) inDirectory(ctx context.Context, c access.Caller) (err error) {
	if c.Department == "" && c.Portfolio == "" {
		return nil
	}
	if _, err := os.Stat(p.warehouseFile()); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	engine, w, err := p.engine(ctx, p.reading)
	if err != nil {
		return err
	}
	defer closing(w, &err)
	return server.InDirectory(ctx, engine, c)
}

func (p *program) userEmailCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "email " + p.say("账号名 [邮箱]", "NAME [ADDRESS]"),
		Short:   p.say("设定催报邮件发到哪个邮箱，不写则不发", "the address to which reminders are mailed; without one none are"),
		Example: p.example("jianfu user email jiaoyuju jiaoyuju@example.gov.cn", "jianfu user email jiaoyuju"),
		Args:    p.arguments(1, 2, "一个账号名和一个邮箱", "the name of an account, and an address"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.withAccounts(func(s *accounts.Store) error {
				if err := s.SetEmail(cmd.Context(), args[0], strings.Join(args[1:], "")); err != nil {
					return err
				}
				if err := p.noteHere(cmd.Context(), s, accounts.UserChanged, args[0], "email"); err != nil {
					return err
				}
				return p.line("已改“%s”", "changed %q", args[0])
			})
		},
		ValidArgsFunction: p.completeUsers,
	}
}

// describe is a role and what goes with it, for the audit.
func describe(c access.Caller) string {
	return strings.TrimSpace(strings.Join([]string{string(c.Role), c.Department + c.Portfolio}, " "))
}

func (p *program) userSetCommand() *cobra.Command {
	var c access.Caller
	var role string
	cmd := &cobra.Command{
		Use:     "set " + p.say("账号名", "NAME") + " --role " + p.say("角色", "ROLE"),
		Short:   p.say("改账号的角色、单位或战线", "change the role of an account, its unit or line"),
		Example: p.example("jianfu user set lisi --role office", "jianfu user set wangwu --role leader --portfolio "+p.say("城建", "construction")),
		Args:    p.arguments(1, 1, nameZH, nameEN),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := required(cmd, "role"); err != nil {
				return err
			}
			var err error
			if c.Role, err = access.ParseRole(role); err != nil {
				return err
			}
			c.Name = args[0]
			if err := errors.Join(c.Check(), p.inDirectory(cmd.Context(), c)); err != nil {
				return err
			}
			return p.withAccounts(func(s *accounts.Store) error {
				if err := s.Set(cmd.Context(), c); err != nil {
					return err
				}
				if err := p.noteHere(cmd.Context(), s, accounts.UserChanged, c.Name, "set "+describe(c)); err != nil {
					return err
				}
				return p.line("已改“%s”", "changed %q", c.Name)
			})
		},
		ValidArgsFunction: p.completeUsers,
	}
	p.callerFlags(cmd, &role, &c)
	return cmd
}

func (p *program) userListCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:     "list",
		Short:   p.say("列出账号", "list the accounts"),
		Example: p.example("jianfu user list", "jianfu user list --format json"),
		Args:    p.noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.withAccounts(func(s *accounts.Store) error {
				users, err := s.Users(cmd.Context())
				if err != nil {
					return err
				}
				return p.listing(format, userRows(users), func(table *textTable) {
					table.add(p.say("账号", "name"), p.say("角色", "role"), p.say("单位或战线", "unit or line"), p.say("最近登录", "last login"), p.say("状态", "status"))
					for _, u := range users {
						status := ""
						switch {
						case u.Disabled:
							status = p.say("已停用", "disabled")
						case u.MustChange:
							status = p.say("须改密码", "must change the password")
						}
						table.add(u.Name, u.Role.Label().In(p.lang), u.Department+u.Portfolio, p.minute(u.LoginAt), status)
					}
				})
			})
		},
	}
	p.formatFlag(cmd, &format)
	return cmd
}

// formatFlag is the format of a list.
func (p *program) formatFlag(cmd *cobra.Command, format *string) {
	cmd.Flags().StringVar(format, "format", "table", p.say("`格式`：table、json", "`FORMAT`: table, json"))
	p.completeWords(cmd, "format", "table", "json")
}

// listing writes a list as JSON, or as a table that fill fills.
func (p *program) listing(format string, rows any, fill func(*textTable)) error {
	if err := oneOf("format", format, "table", "json"); err != nil {
		return err
	}
	if format == "json" {
		return writeJSON(p.stdout, rows)
	}
	var table textTable
	fill(&table)
	return table.write(p.stdout)
}

// minute is a moment in China; "" for none.
func (p *program) minute(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(jianfu.China).Format("2006-01-02 15:04")
}

// rfc is a moment in JSON; nil for none.
func rfc(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.In(jianfu.China).Format(time.RFC3339)
}

func userRows(users []accounts.User) []map[string]any {
	rows := []map[string]any{}
	for _, u := range users {
		rows = append(rows, map[string]any{"name": u.Name, "email": u.Email, "role": u.Role, "department": u.Department, "portfolio": u.Portfolio,
			"mustChangePassword": u.MustChange, "disabled": u.Disabled, "createdAt": rfc(u.CreatedAt), "lastLoginAt": rfc(u.LoginAt)})
	}
	return rows
}

func (p *program) userSwitchCommand(name string, disabled bool, short string, say func(name string) error) *cobra.Command {
	return &cobra.Command{
		Use:     name + " " + p.say("账号名", "NAME"),
		Short:   short,
		Example: p.example("jianfu user " + name + " lisi"),
		Args:    p.arguments(1, 1, nameZH, nameEN),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.withAccounts(func(s *accounts.Store) error {
				if err := s.SetDisabled(cmd.Context(), args[0], disabled); err != nil {
					return err
				}
				if err := p.noteHere(cmd.Context(), s, accounts.UserChanged, args[0], name); err != nil {
					return err
				}
				return say(args[0])
			})
		},
		ValidArgsFunction: p.completeUsers,
	}
}

func (p *program) userPasswordCommand() *cobra.Command {
	var fromStdin, lasting bool
	cmd := &cobra.Command{
		Use:   "passwd " + p.say("账号名", "NAME"),
		Short: p.say("重设密码，并结束其全部登录", "set a password anew, and end its sessions"),
		Long: p.say("重设密码，并结束这个账号的全部登录。下次登录须改密码，除非写 --lasting。",
			"Sets a password anew and ends all sessions of the account. It must be changed at the next login, unless\n--lasting is given."),
		Example: p.example("jianfu user passwd lisi"),
		Args:    p.arguments(1, 1, nameZH, nameEN),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.withAccounts(func(s *accounts.Store) error {
				if _, err := s.User(cmd.Context(), args[0]); err != nil {
					return err
				}
				password, err := p.readPassword(cmd, fromStdin)
				if err != nil {
					return err
				}
				if err := s.SetPassword(cmd.Context(), args[0], password, !lasting, ""); err != nil {
					return err
				}
				if err := p.noteHere(cmd.Context(), s, accounts.PasswordChanged, args[0], ""); err != nil {
					return err
				}
				return p.line("已重设“%s”的密码", "set the password of %q", args[0])
			})
		},
		ValidArgsFunction: p.completeUsers,
	}
	p.passwordFlags(cmd, &fromStdin, &lasting)
	return cmd
}

// readPassword reads a password from standard input, or twice from a terminal that does not show it.
func (p *program) readPassword(cmd *cobra.Command, fromStdin bool) (string, error) {
	in := cmd.InOrStdin()
	if fromStdin {
		line, err := bufio.NewReader(io.LimitReader(in, 4096)).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return "", fmt.Errorf("read the password: %w", err)
		}
		return strings.TrimRight(line, "\r\n"), nil
	}
	file, isFile := in.(*os.File)
	if !isFile || !term.IsTerminal(int(file.Fd())) {
		return "", misused("这里不是终端：请用 --password-stdin 从标准输入给密码", "this is no terminal: give the password on standard input with --password-stdin")
	}
	var typed [2]string
	for i, prompt := range []string{p.say("密码：", "Password: "), p.say("再输一次：", "Again: ")} {
		_, _ = fmt.Fprint(p.stderr, prompt) // without it the user still sees that the program waits
		text, err := term.ReadPassword(int(file.Fd()))
		_, _ = fmt.Fprintln(p.stderr)
		if err != nil {
			return "", fmt.Errorf("read the password: %w", err)
		}
		typed[i] = string(text)
	}
	if typed[0] != typed[1] {
		return "", misused("两次输入的密码不一样", "the two passwords differ")
	}
	return typed[0], nil
}

func (p *program) userSessionsCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:     "sessions",
		Short:   p.say("列出正在登录的浏览器", "list the browsers that are logged in"),
		Example: p.example("jianfu user sessions"),
		Args:    p.noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.withAccounts(func(s *accounts.Store) error {
				sessions, err := s.Sessions(cmd.Context())
				if err != nil {
					return err
				}
				rows := []map[string]any{}
				for _, x := range sessions {
					rows = append(rows, map[string]any{"id": x.ID, "user": x.User, "from": x.Source, "browser": x.Agent, "beganAt": rfc(x.BeganAt), "seenAt": rfc(x.SeenAt)})
				}
				return p.listing(format, rows, func(table *textTable) {
					table.add(p.say("账号", "name"), p.say("登录时间", "since"), p.say("最近使用", "last used"), p.say("来自", "from"), p.say("浏览器", "browser"))
					for _, x := range sessions {
						table.add(x.User, p.minute(x.BeganAt), p.minute(x.SeenAt), x.Source, x.Agent)
					}
				})
			})
		},
	}
	p.formatFlag(cmd, &format)
	return cmd
}

func (p *program) userLogoutCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "logout " + p.say("账号名", "NAME"),
		Short:   p.say("结束一个账号的全部登录", "end all sessions of an account"),
		Example: p.example("jianfu user logout lisi"),
		Args:    p.arguments(1, 1, nameZH, nameEN),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.withAccounts(func(s *accounts.Store) error {
				ended, err := s.EndSessionsOf(cmd.Context(), args[0])
				if err != nil {
					return err
				}
				if err := p.noteHere(cmd.Context(), s, accounts.SessionEnded, args[0], fmt.Sprint(ended)); err != nil {
					return err
				}
				return p.line("已结束“%s”的 %d 个登录", "ended %[2]d sessions of %[1]q", args[0], ended)
			})
		},
		ValidArgsFunction: p.completeUsers,
	}
}

func (p *program) userBackupCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "backup " + p.say("文件", "FILE"),
		Short: p.say("备份账号（仓库的备份里没有它们）", "back the accounts up: a backup of the warehouse does not have them"),
		Long: p.say("把账号存成一个文件，只有本人可读；服务运行时也可以。里面是密码和令牌的散列值，请像私钥一样保管。",
			"Writes the accounts to one file that only you can read, also while a server runs. It holds hashes of\npasswords and tokens: keep it as you keep a private key."),
		Example: p.example("jianfu user backup /backup/accounts-2026-01-31"),
		Args:    p.arguments(1, 1, "备份文件名", "the name of the backup"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.withAccounts(func(s *accounts.Store) error {
				if err := s.Backup(cmd.Context(), args[0]); err != nil {
					return err
				}
				return p.line("账号已备份到 %s", "the accounts are backed up to %s", args[0])
			})
		},
	}
}

func (p *program) userRestoreCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "restore " + p.say("文件", "FILE"),
		Short:   p.say("用备份恢复账号（原文件须先移走）", "restore the accounts from a backup, once the old file is moved away"),
		Example: p.example("jianfu user restore /backup/accounts-2026-01-31"),
		Args:    p.arguments(1, 1, "备份文件名", "the name of the backup"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := accounts.Restore(cmd.Context(), args[0], accounts.Path(p.warehouseFile())); err != nil {
				return err
			}
			return p.withAccounts(func(s *accounts.Store) error {
				if err := p.noteHere(cmd.Context(), s, accounts.UserChanged, "", "restore "+args[0]); err != nil {
					return err
				}
				return p.line("账号已恢复；全部登录已结束", "the accounts are restored; all sessions have ended")
			})
		},
	}
}

func (p *program) completeUsers(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, noFiles
	}
	var names []string
	err := p.withAccounts(func(s *accounts.Store) error {
		users, err := s.Users(cmd.Context())
		for _, u := range users {
			names = append(names, cobra.CompletionWithDesc(u.Name, u.Role.Label().In(p.lang)))
		}
		return err
	})
	if err != nil {
		return nil, noFiles
	}
	return names, noFiles
}
