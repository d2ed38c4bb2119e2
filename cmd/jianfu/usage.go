package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"jianfu"
)

// misused is a malformed request; it ends with status 2.
func misused(zh, en string, args ...any) error { return jianfu.Errorf(jianfu.Invalid, zh, en, args...) }

// example lists examples, one a line.
func (p *program) example(lines ...string) string { return "  " + strings.Join(lines, "\n  ") }

// noArguments refuses any argument: for a command with sub-commands as an unknown one.
func (p *program) noArguments(cmd *cobra.Command, args []string) error {
	switch {
	case len(args) == 0:
		return nil
	case cmd.HasParent() && !cmd.HasSubCommands():
		return misused("%[1]s 不带参数，多出“%[2]s”。用法见 %[1]s --help",
			"%[1]s takes no argument: %[2]q is one too many. See %[1]s --help", cmd.CommandPath(), args[0])
	}
	return p.unknownCommand(cmd, args[0])
}

func (p *program) unknownCommand(root *cobra.Command, name string) error {
	var names []string
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	return misused("没有命令“%[1]s”。相近的有：%[2]s。全部命令见 %[3]s --help", "there is no command %[1]q. The nearest: %[2]s. All commands: %[3]s --help",
		name, strings.Join(jianfu.Nearest(name, names, 2), ", "), root.CommandPath())
}

// arguments requires from least to most arguments (most < 0 is any number), named for the sentence
// that refuses others.
func (p *program) arguments(least, most int, zh, en string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			return misused("%[1]s 后面要写%[2]s。用法见 %[1]s --help", "%[1]s needs %[3]s. See %[1]s --help", cmd.CommandPath(), zh, en)
		case most >= 0 && len(args) > most:
			return misused("%[1]s 只要%[2]s，多出“%[4]s”", "%[1]s takes only %[3]s: %[4]q is one too many", cmd.CommandPath(), zh, en, args[most])
		}
		return nil
	}
}

// required refuses a command without a required flag.
func required(cmd *cobra.Command, names ...string) error {
	for _, name := range names {
		if !cmd.Flags().Changed(name) {
			return misused("%[1]s 要写 --%[2]s。用法见 %[1]s --help", "%[1]s needs --%[2]s. See %[1]s --help", cmd.CommandPath(), name)
		}
	}
	return nil
}

// oneOf refuses a word that is not on the list.
func oneOf(flag, word string, known ...string) error {
	if slices.Contains(known, word) {
		return nil
	}
	return misused("--%s 没有“%s”，可写：%s", "--%s cannot be %q: it is one of %s", flag, word, strings.Join(known, ", "))
}

// flagError says in the user's language what pflag says in English.
func (p *program) flagError(cmd *cobra.Command, err error) error {
	path := cmd.CommandPath()
	var unknown *pflag.NotExistError
	var empty *pflag.ValueRequiredError
	var bad *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown):
		if args := cmd.Flags().Args(); len(args) > 0 && cmd.HasSubCommands() { // the option may be one of a command that is mistyped
			return p.unknownCommand(cmd, args[0])
		}
		name := "--" + unknown.GetSpecifiedName()
		if short := unknown.GetSpecifiedShortnames(); short != "" {
			return misused("没有选项 -%s。用法见 %s --help", "there is no option -%s. See %s --help", short, path)
		}
		var names []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, "--"+f.Name) })
		return misused("没有选项 %s。相近的有：%s。用法见 %s --help", "there is no option %s. The nearest: %s. See %s --help",
			name, strings.Join(jianfu.Nearest(name, names, 2), ", "), path)
	case errors.As(err, &empty):
		return misused("选项 --%s 后面要写值。用法见 %s --help", "option --%s needs a value. See %s --help", empty.GetFlag().Name, path)
	case errors.As(err, &bad):
		return misused("选项 --%s 的值“%s”写法不对。用法见 %s --help", "option --%s cannot be %q. See %s --help", bad.GetFlag().Name, bad.GetValue(), path)
	}
	return misused("选项写法不对：%v。用法见 %s --help", "malformed option: %v. See %s --help", err, path)
}

// help is the output of --help: what the command does, then how to use it.
func (p *program) help(cmd *cobra.Command, _ []string) {
	about := cmd.Long
	if about == "" {
		about = cmd.Short
	}
	if _, err := fmt.Fprintf(p.stdout, "%s\n\n", about); err == nil {
		_ = p.usage(cmd) // cobra has no place for the error of a closed pipe
	}
}

// usage shows the forms, commands, options and examples of a command.
func (p *program) usage(cmd *cobra.Command) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n  %s\n", p.say("用法：", "Usage:"), p.form(cmd))
	if cmd.HasAvailableSubCommands() {
		fmt.Fprintf(&b, "\n%s\n", p.say("命令：", "Commands:"))
		for _, c := range cmd.Commands() {
			if c.IsAvailableCommand() {
				fmt.Fprintf(&b, "  %-12s %s\n", c.Name(), c.Short)
			}
		}
	}
	p.writeOptions(&b, p.say("选项：", "Options:"), cmd.LocalFlags())
	p.writeOptions(&b, p.say("通用选项：", "Options of all commands:"), cmd.InheritedFlags())
	if cmd.HasExample() {
		fmt.Fprintf(&b, "\n%s\n%s\n", p.say("示例：", "Examples:"), cmd.Example)
	}
	_, err := fmt.Fprint(p.stdout, b.String())
	return err
}

// form is the syntax of a command.
func (p *program) form(cmd *cobra.Command) string {
	if !cmd.HasParent() {
		return cmd.Name() + p.say(" 命令 [选项]", " COMMAND [OPTIONS]")
	}
	return cmd.Parent().CommandPath() + " " + cmd.Use + p.say(" [选项]", " [OPTIONS]")
}

// writeOptions is pflag's own list without its English words for defaults.
func (p *program) writeOptions(b *strings.Builder, title string, flags *pflag.FlagSet) {
	if !flags.HasAvailableFlags() {
		return
	}
	var table textTable
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		value, text := pflag.UnquoteUsage(f)
		name := "      --" + f.Name
		if f.Shorthand != "" {
			name = "  -" + f.Shorthand + ", --" + f.Name
		}
		if value != "" {
			name += " " + value
		}
		if f.DefValue != "" && f.DefValue != "false" && f.DefValue != "[]" && f.DefValue != "0" {
			text += p.say("（默认 %s）", " (default %s)", f.DefValue)
		}
		table.add(name, text)
	})
	fmt.Fprintf(b, "\n%s\n", title)
	p.must(table.write(b)) // a Builder takes everything
}

func (p *program) helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "help [" + p.say("命令", "COMMAND") + "]",
		Short: p.say("显示一个命令的用法", "show how to use a command"),
		ValidArgsFunction: func(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			var names []string
			if len(args) == 0 {
				for _, c := range cmd.Root().Commands() {
					if c.IsAvailableCommand() {
						names = append(names, cobra.CompletionWithDesc(c.Name(), c.Short))
					}
				}
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			found, rest, err := cmd.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return p.unknownCommand(cmd.Root(), strings.Join(args, " "))
			}
			return found.Help()
		},
	}
}
