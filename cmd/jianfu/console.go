package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/peterh/liner"
	"golang.org/x/term"

	"jianfu"
	"jianfu/sandbox"
)

// console answers statements, and commands that are not SQL, from a terminal or a script.
type console struct {
	p      *program
	pool   *sandbox.Pool
	ask    sqlAsk
	answer func(ctx context.Context, request sandbox.Request) error // runs a query and shows its answer
	timing bool
	words  []string // the words for completion
}

// interactive answers what is typed, until the end of input.
func (c *console) interactive(ctx context.Context) error {
	p := c.p
	c.answer, c.timing = c.show, true
	c.learnWords(ctx)
	line := liner.NewLiner()
	defer line.Close() //nolint:errcheck // the terminal is as it was, or gone
	line.SetCtrlCAborts(true)
	line.SetTabCompletionStyle(liner.TabPrints)
	line.SetWordCompleter(c.complete)
	history := p.historyFile()
	if file, err := os.Open(history); err == nil {
		_, _ = line.ReadHistory(file) // a history that cannot be read is no reason to stop
		_ = file.Close()
	}
	defer c.keepHistory(line, history)
	// Ctrl-C stops a query, not the program.
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt)
	defer signal.Stop(interrupts)
	p.note("jianfu SQL（只读）。语句以 ; 结束，.help 看用法，Ctrl-D 退出", "jianfu SQL, read only. A statement ends with ; — .help explains, Ctrl-D ends")
	pending := ""
	for {
		prompt := "jianfu> "
		if pending != "" {
			prompt = "   ...> "
		}
		text, err := line.Prompt(prompt)
		switch {
		case errors.Is(err, liner.ErrPromptAborted):
			pending = ""
			continue
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		parts, rest := sandbox.Split(pending + text + "\n")
		pending = rest
		for _, part := range parts {
			typed := part.Text
			if !part.Command {
				typed = strings.ReplaceAll(typed, "\n", " ") + ";"
			}
			line.AppendHistory(typed)
			if c.run(ctx, interrupts, part) {
				return nil
			}
		}
	}
}

// run answers one input. Its errors are shown, and the next input follows. It reports whether to
// end.
func (c *console) run(ctx context.Context, interrupts <-chan os.Signal, part sandbox.Part) (end bool) {
	select {
	case <-interrupts: // an interrupt that was meant for a pager
	default:
	}
	// The signal ends the context of the program, which continues all the same.
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	done := make(chan struct{})
	defer close(done)
	go func() {
		select {
		case <-interrupts:
			cancel()
		case <-done:
		}
	}()
	end, err := c.do(ctx, part)
	c.p.status(err)
	return end
}

// do answers a statement or a command; it reports whether to end.
func (c *console) do(ctx context.Context, part sandbox.Part) (end bool, err error) {
	if part.Command {
		return c.command(ctx, part.Text)
	}
	started := time.Now()
	if err := c.answer(ctx, sandbox.Request{SQL: part.Text}); err != nil {
		return false, err
	}
	if c.timing {
		c.p.note("用时 %s", "took %s", time.Since(started).Round(time.Millisecond))
	}
	return false, nil
}

// show writes an answer to the terminal, page by page if it is long, or to the given file.
func (c *console) show(ctx context.Context, request sandbox.Request) error {
	if c.ask.format == "parquet" || c.ask.output != "" {
		out, finish, err := c.p.sqlOutput(c.ask)
		if err != nil {
			return err
		}
		return finish(c.p.query(ctx, c.pool, request, out, c.ask))
	}
	var text bytes.Buffer
	if err := c.p.query(ctx, c.pool, request, &text, c.ask); err != nil {
		return err
	}
	return c.p.page(context.WithoutCancel(ctx), text.Bytes()) // a pager handles Ctrl-C itself
}

// page shows a text that is long, or much wider than the terminal, in a pager if there is one.
func (p *program) page(ctx context.Context, text []byte) error {
	file, ok := p.stdout.(terminal)
	if ok && term.IsTerminal(int(file.Fd())) {
		width, height, err := term.GetSize(int(file.Fd()))
		if err == nil && (bytes.Count(text, []byte("\n")) >= height-1 || widest(text) > width*3/2) {
			name := "less"
			if chosen := p.getenv("PAGER"); chosen != "" {
				name = chosen
			}
			words := strings.Fields(name)
			if pager, err := exec.LookPath(words[0]); err == nil {
				cmd := exec.CommandContext(ctx, pager, words[1:]...)
				cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(jianfu.Visible(string(text))), file.File, p.stderr
				cmd.Env = append(os.Environ(), "LESS=-FRSX", "LESSCHARSET=utf-8")
				return cmd.Run()
			}
		}
	}
	_, err := p.stdout.Write(text)
	return err
}

func widest(text []byte) int {
	width := 0
	for line := range bytes.Lines(text) {
		width = max(width, eastAsian.StringWidth(string(line)))
	}
	return width
}

// The queries of the dot commands.
const (
	tablesQuery = `SELECT table_schema AS "schema", table_name AS "name", TABLE_COMMENT AS "comment" FROM information_schema.tables
		WHERE table_catalog = 'jianfu' AND table_schema <> 'rollup' AND (table_schema = 'main' OR $1 <> '') AND contains(table_schema || '.' || table_name, $1)
		ORDER BY table_schema <> 'main', table_schema, table_type <> 'VIEW', table_name` // views are for people, tables the warehouse's own
	schemaQuery = `SELECT column_name AS "column", data_type AS "type", COLUMN_COMMENT AS "comment" FROM information_schema.columns
		WHERE table_catalog = 'jianfu' AND table_schema <> 'rollup' AND (table_name = $1 OR table_schema || '.' || table_name = $1) ORDER BY table_schema DESC, table_name, ordinal_position`
	wordsQuery = `SELECT DISTINCT unnest([table_name, column_name]) AS word FROM information_schema.columns WHERE table_catalog = 'jianfu' AND table_schema <> 'rollup' ORDER BY 1`
)

// command runs a line that is not SQL; it reports whether to end.
func (c *console) command(ctx context.Context, line string) (end bool, err error) {
	words := strings.Fields(strings.TrimSuffix(line, ";"))
	argument := strings.Join(words[1:], " ")
	switch words[0] {
	case ".quit", ".exit", ".q", `\q`:
		return true, nil
	case ".schema", `\d`, `\d+`:
		if argument != "" {
			return false, c.listing(ctx, schemaQuery, argument)
		}
		return false, c.listing(ctx, tablesQuery, argument)
	case ".tables", `\dt`, `\dv`, `\dt+`, `\dv+`:
		return false, c.listing(ctx, tablesQuery, argument)
	case ".timing", `\timing`:
		c.timing = !c.timing
	case ".format":
		if err := oneOf("format", argument, sqlFormats[:3]...); err != nil {
			return false, err
		}
		c.ask.format = argument
	case ".help", `\?`, `\h`:
		c.p.tell(c.p.say(
			"  SELECT …;            查询，以 ; 结束，可写多行；EXPLAIN、DESCRIBE、SUMMARIZE、SHOW TABLES 也可\n  .tables [文字]       有哪些表（\\dt）；带文字则连同 fact 里的原始表一起找\n  .schema 表名         一个表的列、类型和说明（\\d 表名）\n  .format 格式         table、csv、json\n  .timing              显示或不显示用时\n  .quit                退出（Ctrl-D）\n指标：SELECT * FROM metric('meetings.held', '2023', by := 'portfolio');\n指标目录：SELECT * FROM metrics;  快照的时间：FROM snapshot;",
			"  SELECT …;            a query, ended by ;, over as many lines as it needs; also EXPLAIN, DESCRIBE, SUMMARIZE, SHOW TABLES\n  .tables [TEXT]       list tables (\\dt); with a text, also those of schema fact\n  .schema NAME         columns, types and comments (\\d NAME)\n  .format FORMAT       table, csv, json\n  .timing              show how long a query took, or stop\n  .quit                end (Ctrl-D)\nmetrics: SELECT * FROM metric('meetings.held', '2023', by := 'portfolio');\nthe catalogue: SELECT * FROM metrics;  the snapshot's moment: FROM snapshot;"))
	default:
		return false, jianfu.Errorf(jianfu.NotFound, "没有命令 %s，.help 看用法", "there is no command %s: .help explains", words[0])
	}
	return false, nil
}

// listing answers a query of the console itself.
func (c *console) listing(ctx context.Context, query, argument string) error {
	found := false
	request := sandbox.Request{SQL: query, Args: []any{argument}}
	if _, err := c.pool.Query(ctx, request, rowFunc(func([]any) error { found = true; return nil })); err != nil {
		return c.p.sqlError("", err)
	}
	if !found {
		return jianfu.Errorf(jianfu.NotFound, "没有找到“%s”，.tables 列出全部", "%q was not found: .tables lists all", argument)
	}
	return c.answer(ctx, request)
}

// keywords are completed, too.
var keywords = strings.Fields("SELECT FROM WHERE GROUP BY ORDER LIMIT HAVING JOIN LEFT USING WITH AS AND OR NOT NULL CASE WHEN THEN ELSE END " +
	"DISTINCT UNION ALL COUNT SUM MIN MAX AVG FILTER OVER PARTITION CAST DATE INTERVAL BETWEEN LIKE EXPLAIN DESCRIBE SUMMARIZE SHOW TABLES")

// learnWords finds the names of tables and columns, for completion.
func (c *console) learnWords(ctx context.Context) {
	c.words = append(c.words, keywords...)
	c.words = append(c.words, ".tables", ".schema", ".format", ".timing", ".help", ".quit", "metric(", "metric_change(")
	collect := func(values []any) error {
		if word, ok := values[0].(string); ok {
			c.words = append(c.words, word)
		}
		return nil
	}
	if _, err := c.pool.Query(ctx, sandbox.Request{SQL: wordsQuery}, rowFunc(collect)); err != nil {
		c.p.status(c.p.sqlError(wordsQuery, err))
	}
}

// rowFunc is a sink that only receives rows.
type rowFunc func(values []any) error

func (rowFunc) Columns([]sandbox.Column) error { return nil }
func (f rowFunc) Row(values []any) error       { return f(values) }

// complete offers words that begin like the one before the cursor.
func (c *console) complete(line string, position int) (head string, completions []string, tail string) {
	runes := []rune(line)
	start := position
	for start > 0 && !strings.ContainsRune(" \t,()=<>+-*/;'\"", runes[start-1]) {
		start--
	}
	typed := string(runes[start:position])
	for _, word := range c.words {
		if len(word) >= len(typed) && strings.EqualFold(word[:len(typed)], typed) && typed != "" && !slices.Contains(completions, word) {
			completions = append(completions, word)
		}
	}
	return string(runes[:start]), completions, string(runes[position:])
}

// historyFile keeps the input for the next time.
func (p *program) historyFile() string {
	if home := p.getenv("HOME"); home != "" {
		return filepath.Join(home, ".jianfu_sql_history")
	}
	return ""
}

func (c *console) keepHistory(line *liner.State, name string) {
	if name == "" {
		return
	}
	file, err := os.OpenFile(name, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err == nil {
		_, err = line.WriteHistory(file)
		err = errors.Join(err, file.Close())
	}
	if err != nil {
		c.p.tell(fmt.Sprint(jianfu.Say("没有记下历史：%v", "the history was not kept: %v", err).In(c.p.lang)))
	}
}
