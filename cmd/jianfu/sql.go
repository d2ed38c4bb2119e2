package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"jianfu"
	"jianfu/encode"
	"jianfu/metrics"
	"jianfu/sandbox"
	"jianfu/warehouse"
)

// sqlFormats are the ways to write an answer of SQL.
var sqlFormats = []string{"table", "csv", "json", "parquet"}

// sqlAsk is how statements are run and answered.
type sqlAsk struct {
	format  string
	output  string // a file, "" for stdout
	maxRows int
	timeout time.Duration
}

func (p *program) sqlCommand() *cobra.Command {
	var ask sqlAsk
	cmd := &cobra.Command{
		Use:   "sql " + p.say("[查询]", "[QUERY]"),
		Short: p.say("用 SQL 查询（只读），不写查询则进入交互", "query in SQL, read only; interactive without a query"),
		Long: p.say(
			"用 SQL 查询仓库。只读：查询在单独的进程里、在仓库的快照上运行，不会改动任何数据。\n不写查询时：在终端上进入交互（.help 看用法），否则从标准输入读一段脚本。\n多条查询用 ; 隔开，依次执行，遇到第一条出错的就停止。\n表和列的说明：.tables（\\dt）、.schema 表名（\\d 表名），或 SHOW TABLES。指标：SELECT * FROM metric('meetings.held', '2023')。\n仓库正被服务使用时，查询它最近一次的快照。",
			"Queries the warehouse in SQL. Read only: a query runs in a separate process over a snapshot of the\nwarehouse and can change nothing. Without a query: interactive on a terminal (.help explains),\notherwise a script from standard input. Several queries are separated by ;, and the first that fails\nends them. List tables by .tables (\\dt), .schema NAME (\\d NAME), or SHOW TABLES.\nMetrics: SELECT * FROM metric('meetings.held', '2023'). If a server holds the warehouse, its latest\nsnapshot is queried."),
		Example: p.example(`jianfu sql "SELECT portfolio, count(*) FROM meetings GROUP BY ALL ORDER BY ALL"`,
			`jianfu sql "SELECT * FROM metric('meetings.held', '2023', by := 'portfolio')" --format csv`,
			`jianfu sql "FROM meetings" --format parquet -o meetings.parquet`,
			`jianfu sql '\d meetings'`,
			"jianfu sql < queries.sql",
			"jianfu sql"),
		Args: p.arguments(0, 1, "一条查询", "one query"),
		RunE: func(cmd *cobra.Command, args []string) error { return p.sql(cmd, args, ask) },
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&ask.format, "format", "table", p.say("`格式`：table、csv、json、parquet", "`FORMAT`: table, csv, json, parquet"))
	flags.StringVarP(&ask.output, "output", "o", "", p.say("写到`文件`，不写则到标准输出", "write to `FILE` instead of standard output"))
	flags.IntVar(&ask.maxRows, "max-rows", 1_000_000, p.say("最多`行数`，超过则截断并说明", "at most this many `ROWS`; a longer answer is cut, and says so"))
	flags.DurationVar(&ask.timeout, "timeout", time.Minute, p.say("一条查询最多用的`时间`，如 30s、5m", "the `TIME` that a query may take, such as 30s or 5m"))
	p.completeWords(cmd, "format", sqlFormats...)
	p.must(cmd.MarkFlagFilename("output"))
	return cmd
}

func (p *program) sql(cmd *cobra.Command, args []string, ask sqlAsk) (err error) {
	ctx := cmd.Context()
	if err := oneOf("format", ask.format, sqlFormats...); err != nil {
		return err
	}
	if ask.maxRows < 1 || ask.timeout <= 0 {
		return misused("--max-rows 和 --timeout 应大于零", "--max-rows and --timeout must be above zero")
	}
	stdin, isFile := cmd.InOrStdin().(*os.File)
	interactive := len(args) == 0 && isFile && term.IsTerminal(int(stdin.Fd()))
	script := strings.Join(args, "")
	if len(args) == 0 && !interactive {
		text, err := io.ReadAll(cmd.InOrStdin())
		if err != nil {
			return err
		}
		script = strings.TrimPrefix(string(text), "\ufeff") // Windows' editors begin a file with it
	}
	parts, rest := sandbox.Split(script)
	if rest != "" || len(parts) == 0 {
		parts = append(parts, sandbox.Part{Text: rest, Line: strings.Count(strings.TrimSuffix(script, rest), "\n") + 1})
	}
	if len(parts) > 1 && ask.format == "parquet" {
		return misused("一个 Parquet 文件只能放一条查询的结果，这里有 %d 条", "a Parquet file takes the answer of one query: these are %d", len(parts))
	}
	source, err := p.snapshots(ctx)
	if err != nil {
		return err
	}
	spare := -1 // one query needs no second worker
	if interactive || len(parts) > 1 {
		spare = 1
	}
	pool := sandbox.Open(source, sandbox.Options{Command: []string{os.Args[0], workerArgument}, Workers: 1, Spare: spare,
		MaxRows: ask.maxRows, MaxBytes: 4 << 30, Timeout: ask.timeout, Megabytes: 1024})
	defer pool.Close()
	c := &console{p: p, pool: pool, ask: ask}
	if interactive {
		return c.interactive(ctx)
	}
	return c.script(ctx, parts)
}

// script answers the parts of a script one after another, and stops at the first that fails.
func (c *console) script(ctx context.Context, parts []sandbox.Part) (err error) {
	out, finish, err := c.p.sqlOutput(c.ask)
	if err != nil {
		return err
	}
	defer func() { err = finish(err) }()
	answers := 0
	c.answer = func(ctx context.Context, request sandbox.Request) error {
		if answers++; answers > 1 && c.ask.format != "json" {
			if _, err := io.WriteString(out, "\n"); err != nil {
				return err
			}
		}
		return c.p.query(ctx, c.pool, request, out, c.ask)
	}
	for i, part := range parts {
		end, err := c.do(ctx, part)
		if err != nil && len(parts) > 1 {
			c.p.note("脚本第 %d 行的语句没有成功；其后未执行的有 %d 条", "the statement in line %d of the script failed; not run after it: %d", part.Line, len(parts)-1-i)
		}
		if err != nil || end {
			return err
		}
	}
	return nil
}

// snapshots brings the snapshot up to date and closes the warehouse, so that others can write to
// it; a console then follows their changes.
func (p *program) snapshots(ctx context.Context) (sandbox.Source, error) {
	done := p.waiting(p.say("取快照", "taking a snapshot"))
	_, err := p.latestSnapshot(ctx)
	done()
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, derived bool) (warehouse.Snapshot, error) {
		return warehouse.LatestSnapshot(ctx, p.warehouseFile(), derived, metrics.Functions()...)
	}, nil
}

// query runs one query and writes its answer.
func (p *program) query(ctx context.Context, pool *sandbox.Pool, request sandbox.Request, out io.Writer, ask sqlAsk) error {
	request.MaxRows = ask.maxRows
	writer := p.sqlWriter(out, ask)
	summary, err := pool.Query(ctx, request, writer)
	if err != nil {
		return p.sqlError(request.SQL, err)
	}
	if err := writer.End(summary); err != nil {
		return err
	}
	if summary.Cut != sandbox.NotCut {
		p.tell(summary.CutText().In(p.lang))
	}
	return nil
}

// sqlOutput is where an answer goes. A file gets its name when it is complete.
func (p *program) sqlOutput(ask sqlAsk) (out io.Writer, finish func(error) error, err error) {
	if ask.output == "" {
		if _, shown := p.stdout.(terminal); shown && ask.format == "parquet" {
			return nil, nil, misused("Parquet 不能显示在终端上，请写 -o 文件", "Parquet cannot be shown on a terminal: name a file with -o")
		}
		return p.stdout, func(err error) error { return err }, nil
	}
	return p.newFile(ask.output)
}

func (p *program) sqlWriter(out io.Writer, ask sqlAsk) encode.Writer {
	switch ask.format {
	case "csv":
		return encode.NewCSV(out, p.lang)
	case "json":
		return encode.NewJSON(out, p.lang)
	case "parquet":
		return encode.NewParquet(out)
	}
	return &tableWriter{out: out}
}

// sqlError shows where a query is wrong, under its line.
func (p *program) sqlError(query string, err error) error {
	var known *sandbox.Error
	if !errors.As(err, &known) {
		return err
	}
	lines := strings.Split(query, "\n")
	if known.Line > 0 && known.Line <= len(lines) && known.Column > 0 {
		line := oneLine(lines[known.Line-1])
		if before := []rune(line); known.Column <= len(before)+1 {
			p.tell(line)
			p.tell(strings.Repeat(" ", eastAsian.StringWidth(string(before[:known.Column-1]))) + "^")
		}
	}
	if known.Class == sandbox.Failed { // the cause is for whoever looks into it: there is no log here
		log, err := p.logger(p.setting("", "LOG_LEVEL", "info"))
		if err != nil {
			return err
		}
		log.Debug("SQL", "cause", errors.Unwrap(known.Err))
		p.note("（写 JIANFU_LOG_LEVEL=debug 再试，可看到内部原因）", "(with JIANFU_LOG_LEVEL=debug the internal cause is shown)")
	}
	return &jianfu.Error{Code: jianfu.Refused, Text: known.Err.Text}
}

// tableWriter collects rows for a terminal.
type tableWriter struct {
	out     io.Writer
	table   textTable
	columns []sandbox.Column
	rows    int
}

// maxTableRows is the limit of a table: it is laid out as a whole.
const maxTableRows = 10_000

func (t *tableWriter) Columns(columns []sandbox.Column) error {
	t.columns = columns
	header := make([]string, len(columns))
	for i, c := range columns {
		header[i] = c.Name
		if isNumber(c.Type) {
			t.table.alignRight(i)
		}
	}
	t.table.add(header...)
	return nil
}

func isNumber(dataType string) bool {
	switch dataType {
	case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT", "FLOAT", "DOUBLE":
		return true
	}
	return strings.HasPrefix(dataType, "DECIMAL")
}

func (t *tableWriter) Row(values []any) error {
	t.rows++
	if t.rows > maxTableRows {
		return nil // counted, not shown: End says so
	}
	cells := make([]string, len(values))
	for i, value := range values {
		cells[i] = "NULL"
		if value != nil {
			cells[i] = encode.Text(value, t.columns[i].Type)
		}
	}
	if len(cells) == 2 && t.columns[0].Name == "explain_key" { // a drawing of lines
		t.table = textTable{}
		_, err := io.WriteString(t.out, cells[1])
		t.columns = nil
		return err
	}
	t.table.add(cells...)
	return nil
}

func (t *tableWriter) End(sandbox.Summary) error {
	if t.columns == nil {
		return nil
	}
	if err := t.table.write(t.out); err != nil {
		return err
	}
	if t.rows > maxTableRows {
		_, err := fmt.Fprintf(t.out, "… %d / %d\n", maxTableRows, t.rows)
		return err
	}
	return nil
}

func (t *tableWriter) Fail(*sandbox.Error) error { return nil }
