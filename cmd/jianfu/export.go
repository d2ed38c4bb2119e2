package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"
	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"

	"jianfu/warehouse"
)

func (p *program) exportCommand() *cobra.Command {
	var folder, format string
	cmd := &cobra.Command{
		Use:   "export " + p.say("种类|all...", "KIND|all..."),
		Short: p.say("导出报表和指标为 Parquet 或 CSV，按年分文件", "export filings and figures as Parquet or CSV, a file a year"),
		Long: p.say(
			"把报表（每行都带来源文件和行号）和指标导出到一个空文件夹：种类/year=2023/种类.parquet，Python、R、DuckDB、Spark 可直接按年读取。\nmanifest.json 写明每个文件的行数和 SHA-256，以及数据是仓库什么时候的样子。种类如 meeting、document、metrics_by_month；all 为全部。",
			"Exports filings (each row with its file and row) and figures to an empty folder, KIND/year=2023/KIND.parquet,\nwhich Python, R, DuckDB and Spark read by year. manifest.json lists the row count and SHA-256 of each file, and the\nstate of the warehouse. A kind is meeting, document, metrics_by_month, ...; all is everything."),
		Example: p.example("jianfu export all -o export", "jianfu export meeting document --format csv -o export"),
		Args:    p.arguments(1, -1, "要导出的种类，或 all", "the kinds to export, or all"),
		ValidArgsFunction: func(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
			return p.exports(cmd), noFiles
		},
		RunE: func(cmd *cobra.Command, args []string) error { return p.export(cmd, args, folder, format) },
	}
	cmd.Flags().SortFlags = false
	cmd.Flags().StringVarP(&folder, "output", "o", "", p.say("写到这个空`文件夹`", "write into this empty `FOLDER`"))
	cmd.Flags().StringVar(&format, "format", "parquet", p.say("`格式`：parquet、csv", "`FORMAT`: parquet, csv"))
	p.completeWords(cmd, "format", "parquet", "csv")
	p.must(cmd.MarkFlagDirname("output"))
	return cmd
}

// manifest is the content of manifest.json.
type manifest struct {
	Warehouse string                   `json:"warehouse"`
	Snapshot  manifestStamp            `json:"snapshot"`
	Format    string                   `json:"format"`
	Rows      int64                    `json:"rows"`
	Files     []warehouse.ExportedFile `json:"files"`
}

type manifestStamp struct {
	Commit     int64      `json:"commit"`
	Submission int64      `json:"submission"`
	LoadedAt   *time.Time `json:"loadedAt"`
	TakenAt    time.Time  `json:"takenAt"`
}

func (p *program) export(cmd *cobra.Command, kinds []string, folder, format string) error {
	if err := required(cmd, "output"); err != nil {
		return err
	}
	if err := oneOf("format", format, "parquet", "csv"); err != nil {
		return err
	}
	source, err := p.snapshots(cmd.Context())
	if err != nil {
		return err
	}
	snapshot, err := source(cmd.Context(), true)
	if err != nil {
		return err
	}
	if slices.Contains(kinds, "all") {
		if kinds, err = warehouse.Exports(cmd.Context(), snapshot); err != nil {
			return err
		}
	}
	move, end := p.exportProgress(len(kinds))
	files, err := warehouse.Export(cmd.Context(), snapshot, folder, format, kinds, move)
	end()
	if err != nil {
		return err
	}
	m := manifest{Warehouse: filepath.Base(p.warehouseFile()), Format: format, Files: files,
		Snapshot: manifestStamp{Commit: snapshot.Commit, Submission: snapshot.Submission, TakenAt: snapshot.TakenAt}}
	if !snapshot.LoadedAt.IsZero() {
		m.Snapshot.LoadedAt = &snapshot.LoadedAt
	}
	for _, file := range files {
		m.Rows += file.Rows
	}
	text, err := json.MarshalIndent(m, "", "  ")
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, "manifest.json"), append(text, '\n'), warehouse.ModeBeside(snapshot.Path))
	}
	if err != nil {
		return errors.Join(fmt.Errorf("write the manifest: %w", err))
	}
	p.note("已导出 %d 个文件，%d 行，清单见 %s", "exported %d files, %d rows, listed in %s", len(files), m.Rows, filepath.Join(folder, "manifest.json"))
	return nil
}

// exports are the completions: all, and the names in the latest snapshot.
func (p *program) exports(cmd *cobra.Command) []string {
	names := []string{"all"}
	if snapshot, err := warehouse.LatestSnapshot(cmd.Context(), p.warehouseFile(), false); err == nil {
		if known, err := warehouse.Exports(cmd.Context(), snapshot); err == nil {
			names = append(names, known...)
		}
	}
	return names
}

// waiting shows on a terminal that work goes on, and for how long already, until it is done.
func (p *program) waiting(what string) (done func()) {
	file, ok := p.stderr.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return func() {}
	}
	bars := mpb.New(mpb.WithOutput(p.stderr), mpb.WithWidth(3))
	bar := bars.AddSpinner(0, mpb.PrependDecorators(decor.Name(what+" ")), mpb.AppendDecorators(decor.Elapsed(decor.ET_STYLE_MMSS)))
	return func() {
		bar.Abort(true)
		bars.Wait()
	}
}

// exportProgress shows the progress of an export on a terminal, by kinds.
func (p *program) exportProgress(kinds int) (move func(warehouse.ExportedFile), end func()) {
	file, ok := p.stderr.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return func(warehouse.ExportedFile) {}, func() {}
	}
	bars := mpb.New(mpb.WithOutput(p.stderr), mpb.WithWidth(60))
	bar := bars.AddBar(int64(kinds), mpb.PrependDecorators(decor.Name(p.say("导出 ", "export "))), mpb.AppendDecorators(decor.CountersNoUnit("%d / %d")))
	seen := map[string]bool{}
	return func(f warehouse.ExportedFile) {
			if !seen[f.Kind] {
				seen[f.Kind] = true
				bar.Increment()
			}
		}, func() {
			bar.Abort(true)
			bars.Wait()
		}
}
