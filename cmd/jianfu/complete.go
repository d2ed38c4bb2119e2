package main

import (
	"time"

	"github.com/spf13/cobra"

	"jianfu/metrics"
)

// Completions for the shell. A completion that fails offers nothing: an error could not be shown to
// anybody.
const noFiles = cobra.ShellCompDirectiveNoFileComp

func (p *program) completeWords(cmd *cobra.Command, flag string, words ...string) {
	p.must(cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(words, noFiles)))
}

func (p *program) completeMetrics(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	catalog, err := p.catalog()
	if err != nil || cmd.Name() == "metrics" && len(args) > 0 {
		return nil, noFiles
	}
	var names []string
	for _, m := range catalog.Metrics() {
		names = append(names, cobra.CompletionWithDesc(m.Name, m.Label.In(p.lang)))
	}
	return names, noFiles
}

func (p *program) completeChecks(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	catalog, err := p.catalog()
	if err != nil || len(args) > 0 {
		return nil, noFiles
	}
	var names []string
	for _, check := range catalog.Checks() {
		names = append(names, cobra.CompletionWithDesc(check.Name, check.Label.In(p.lang)))
	}
	return names, noFiles
}

// completeDimensions offers those of the metrics that are typed already, or else of all.
func (p *program) completeDimensions(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	catalog, err := p.catalog()
	if err != nil {
		return nil, noFiles
	}
	asked := catalog.Metrics()
	if len(args) > 0 {
		asked = nil
		for _, name := range args {
			if m, err := catalog.Metric(name); err == nil {
				asked = append(asked, m)
			}
		}
	}
	var names []string
	seen := map[string]bool{}
	for _, m := range asked {
		for _, d := range m.Dimensions() {
			if !seen[d.Name] {
				seen[d.Name] = true
				names = append(names, cobra.CompletionWithDesc(d.Name, d.Label.In(p.lang)))
			}
		}
	}
	return names, noFiles
}

func (p *program) completeCalibers(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	catalog, err := p.catalog()
	if err != nil {
		return nil, noFiles
	}
	var names []string
	for _, c := range catalog.Calibers() {
		names = append(names, cobra.CompletionWithDesc(c.Name, c.Label.In(p.lang)))
	}
	return names, noFiles
}

func (p *program) completeKinds(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	contracts, err := p.contracts()
	if err != nil || cmd.Name() == "template" && len(args) > 0 {
		return nil, noFiles
	}
	var names []string
	for _, c := range contracts.Kinds() {
		names = append(names, cobra.CompletionWithDesc(c.Kind, c.Name.In(p.lang)))
	}
	return names, noFiles
}

func (p *program) completeDepartments(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
	var names []string
	p.ask(cmd, func(engine *metrics.Engine) error {
		units, err := engine.Departments(cmd.Context(), time.Time{})
		for _, d := range units {
			names = append(names, cobra.CompletionWithDesc(d.Code, d.Latest().Name))
		}
		return err
	})
	return names, noFiles
}

func (p *program) completePortfolios(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
	var names []string
	p.ask(cmd, func(engine *metrics.Engine) error {
		portfolios, err := engine.Portfolios(cmd.Context(), time.Time{})
		for _, line := range portfolios {
			names = append(names, cobra.CompletionWithDesc(line.Name, line.Leader))
		}
		return err
	})
	return names, noFiles
}

// ask queries the warehouse for completions.
func (p *program) ask(cmd *cobra.Command, question func(*metrics.Engine) error) {
	engine, w, err := p.engine(cmd.Context(), p.reading)
	if err != nil {
		return
	}
	defer closing(w, &err)
	err = question(engine)
}

var shells = []string{"bash", "zsh", "fish", "powershell"}

func (p *program) completionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "completion bash|zsh|fish|powershell",
		Short: p.say("输出命令行补全脚本", "write the completion script of a shell"),
		Long: p.say("输出补全脚本：按 Tab 补全命令、选项、指标名、报表种类、单位编码。bash 须先装好软件包 bash-completion。",
			"Writes the script that completes commands, options, metrics, kinds and units with the Tab key.\nIn bash it needs the package bash-completion."),
		Example: p.example("source <(jianfu completion bash)",
			"jianfu completion zsh > \"${fpath[1]}/_jianfu\"",
			"jianfu completion fish > ~/.config/fish/completions/jianfu.fish",
			"jianfu completion powershell | Out-String | Invoke-Expression"),
		Args:      p.arguments(1, 1, "一种外壳：bash、zsh、fish 或 powershell", "a shell: bash, zsh, fish or powershell"),
		ValidArgs: shells,
		RunE: func(cmd *cobra.Command, args []string) error {
			switch root := cmd.Root(); args[0] {
			case "bash":
				return root.GenBashCompletionV2(p.stdout, true)
			case "zsh":
				return root.GenZshCompletion(p.stdout)
			case "fish":
				return root.GenFishCompletion(p.stdout, true)
			case "powershell":
				return root.GenPowerShellCompletionWithDesc(p.stdout)
			}
			return misused("没有外壳“%s”，可写 bash、zsh、fish、powershell", "there is no shell %q: it is one of bash, zsh, fish, powershell", args[0])
		},
	}
}
