package sandbox

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"jianfu"
	"jianfu/warehouse"
)

// readiness is what a worker reports before it takes an order.
type readiness struct {
	Missing []string `json:"missing,omitempty"` // protections that this system does not offer, in English
}

// Work is the whole life of a worker process: it gives up what it does not need, opens the snapshot, gives up its user, reads
// one order from in and answers it on out. The arguments are those that the pool appends to
// Options.Command; the statement may call the functions. An error is for the log: the pool sees
// that the process ended.
func Work(ctx context.Context, args []string, in io.Reader, out io.Writer, functions ...warehouse.Function) error {
	if len(args) != 3 {
		return errors.New("a worker is started by the program itself")
	}
	megabytes, err := strconv.Atoi(args[2])
	if err != nil {
		return err
	}
	files := slices.DeleteFunc(slices.Clone(args[:2]), func(name string) bool { return name == "" })
	missing, err := confine(files, megabytes)
	if err != nil {
		return fmt.Errorf("confine the worker: %w", err)
	}
	session, err := warehouse.OpenSession(ctx, args[0], args[1], megabytes, functions...)
	if err != nil {
		return err
	}
	shape, err := session.Shape(ctx)
	if err != nil {
		return err
	}
	more, err := becomeNobody()
	if err != nil {
		return err
	}
	missing = append(missing, more...)
	answer := frameWriter{bufio.NewWriterSize(out, 4096)}
	if err := answer.json(frameReady, readiness{missing}); err != nil {
		return err
	}
	reader := bufio.NewReader(in)
	_, content, err := readFrame(reader, nil)
	if errors.Is(err, io.EOF) {
		return nil // not needed
	}
	if err != nil {
		return err
	}
	var o order
	if err := json.Unmarshal(content, &o); err != nil {
		return err
	}
	if err := confineTime(o.Seconds); err != nil {
		return err
	}
	// The input stays open while the server lives. When it is closed the worker exits, even on
	// systems that have no other way to notice.
	gone := make(chan struct{})
	go func() {
		_, _ = io.Copy(io.Discard, reader)
		close(gone)
	}()
	done := make(chan error, 1)
	go func() { done <- serve(ctx, session, shape, o, answer) }()
	select {
	case err := <-done:
		return err
	case <-gone:
		return errors.New("the server is gone")
	}
}

// serve answers one order.
func serve(ctx context.Context, session *warehouse.Session, shape warehouse.Shape, o order, answer frameWriter) error {
	result, err := run(ctx, session, shape, o, answer)
	var refused *Error
	switch {
	case err == nil:
		return answer.json(frameDone, result)
	case errors.As(err, &refused):
		r := refusal{Class: refused.Class, ZH: refused.Err.Text.ZH, EN: refused.Err.Text.EN, Line: refused.Line, Column: refused.Column}
		if refused.Err.Err != nil {
			r.Cause = refused.Err.Err.Error()
		}
		return answer.json(frameError, r)
	}
	return err
}

func run(ctx context.Context, session *warehouse.Session, shape warehouse.Shape, o order, answer frameWriter) (outcome, error) {
	st, err := allow(ctx, session, shape, o.SQL)
	if err != nil {
		return outcome{}, err
	}
	if placed := place(o.SQL, o.Args); placed != o.SQL {
		if st, err = allow(ctx, session, shape, placed); err != nil {
			return outcome{}, err
		}
	}
	if o.Describe {
		return describe(ctx, session, shape, o, st)
	}
	arguments := make([]warehouse.Argument, len(o.Args))
	for i, a := range o.Args {
		arguments[i] = a.Argument
	}
	sender := &sender{answer: answer, order: o}
	text := limit(ctx, session, st, o.MaxRows+1)
	err = session.Run(ctx, text, arguments, sender.columns, sender.row)
	if errors.Is(err, errJSON) {
		err = session.Run(ctx, jsonAsText(text, sender.shape), arguments, sender.columns, sender.row)
	}
	if errors.Is(err, errCut) {
		err = nil
	}
	if err != nil {
		if _, parameters, failed := session.Describe(ctx, st.text); failed == nil && len(parameters) > len(o.Args) {
			return outcome{}, errorf(BadStatement, "语句有 %d 个参数，只给了 %d 个值", "the statement has %d parameters, and %d values were given", len(parameters), len(o.Args))
		}
		return outcome{}, fault(err)
	}
	if err := sender.flush(); err != nil {
		return outcome{}, err
	}
	return outcome{Rows: sender.rows, Cut: sender.cut}, nil
}

// describe reports the parameters and columns of a statement. Where a column's type depends on a
// placeholder that could be anything, the placeholder is taken for text.
func describe(ctx context.Context, session *warehouse.Session, shape warehouse.Shape, o order, st statement) (outcome, error) {
	columns, parameters, err := session.Describe(ctx, st.text)
	if err != nil {
		return outcome{}, fault(err)
	}
	isOpen := func(c Column) bool { return c.Type == "" }
	open := slices.ContainsFunc(columns, isOpen)
	texts := make([]argument, max(len(parameters), len(o.Args)))
	copy(texts, o.Args)
	for i, known := range parameters {
		if known == "" && texts[i].Type == "" {
			texts[i].Type = "VARCHAR"
		}
	}
	if placed := place(o.SQL, texts); open && placed != o.SQL {
		if st, err = allow(ctx, session, shape, placed); err != nil {
			return outcome{}, err
		}
		if columns, parameters, err = session.Describe(ctx, st.text); err != nil {
			return outcome{}, fault(err)
		}
	}
	if slices.ContainsFunc(columns, isOpen) && len(parameters) > 0 {
		// Some functions, such as json_object, have no type before their values are known, and then
		// DuckDB does not report the other columns either. NULL is a value.
		for i, known := range parameters {
			if texts[i].Type == "" {
				texts[i].Type = known
			}
		}
		if st, err = allow(ctx, session, shape, placeAs(o.SQL, texts, true)); err != nil {
			return outcome{}, err
		}
		if described, _, err := session.Describe(ctx, st.text); err == nil { // otherwise a value that is not NULL is needed
			columns = described
		}
	}
	for i, a := range o.Args { // a placeholder for a list is reported as one for text
		if i < len(parameters) && a.Type != "" {
			parameters[i] = a.Type
		}
	}
	return outcome{Columns: columns, Parameters: parameters}, nil
}

// sender sends rows in batches, up to the limits of the order.
type sender struct {
	answer frameWriter
	order  order
	shape  []Column // of the answer, if its JSON is read as text
	frame  []byte
	rows   int
	bytes  int64
	cut    Cut
}

// errCut ends an answer that has reached a limit.
var errCut = errors.New("cut")

// errJSON ends an answer with JSON columns: the driver reads their numbers as floats, so they are
// queried again as text.
var errJSON = errors.New("columns of JSON")

// jsonAsText is the same query with JSON columns as text.
func jsonAsText(text string, columns []Column) string {
	if parts, _ := Split(text); len(parts) > 0 {
		text = parts[0].Text
	}
	shown, names := make([]string, len(columns)), make([]string, len(columns))
	for i, c := range columns {
		names[i] = "c" + strconv.Itoa(i)
		shown[i] = names[i]
		if c.Type == "JSON" {
			shown[i] = "CAST(" + names[i] + " AS VARCHAR)"
		}
	}
	return "SELECT " + strings.Join(shown, ", ") + " FROM (" + text + "\n) AS answer(" + strings.Join(names, ", ") + ")"
}

func (s *sender) columns(columns []Column) error {
	if s.shape != nil {
		columns = s.shape
	} else if slices.ContainsFunc(columns, func(c Column) bool { return c.Type == "JSON" }) {
		s.shape = columns
		return errJSON
	}
	for _, c := range columns {
		if !c.Readable() {
			return errorf(BadValue, "列“%s”的类型（%s）没有可以送出的写法，请转成文字：CAST(… AS VARCHAR)", "the column %q has a type (%s) that cannot be sent: cast it to text with CAST(… AS VARCHAR)", c.Name, c.Type)
		}
	}
	return s.answer.json(frameColumns, columns)
}

func (s *sender) row(cells [][]byte) error {
	size := 0
	for _, cell := range cells {
		size += len(cell) + 10
	}
	switch {
	case s.rows >= s.order.MaxRows:
		s.cut = ByRows
		return errCut
	case s.bytes+int64(size) > s.order.MaxBytes || size > maxFrame-batch:
		s.cut = ByBytes
		return errCut
	}
	s.rows++
	s.bytes += int64(size)
	s.frame = appendRow(s.frame, cells)
	if len(s.frame) >= batch {
		return s.flush()
	}
	return nil
}

func (s *sender) flush() error {
	if len(s.frame) == 0 {
		return nil
	}
	err := s.answer.frame(frameRows, s.frame)
	s.frame = s.frame[:0]
	return err
}

// classOf is the class of an error of DuckDB.
var classOf = map[warehouse.FaultKind]Class{
	warehouse.FaultSyntax: Syntax, warehouse.FaultTable: UndefinedTable, warehouse.FaultColumn: UndefinedColumn,
	warehouse.FaultFunction: UndefinedFunc, warehouse.FaultValue: BadValue, warehouse.FaultMemory: OutOfMemory,
	warehouse.FaultPermitted: NotAllowed, warehouse.FaultOther: BadStatement,
}

var faultSentences = map[Class][2]string{
	Syntax:          {"语法错误", "syntax error"},
	UndefinedTable:  {"没有这个表", "no such table"},
	UndefinedColumn: {"没有这一列", "no such column"},
	UndefinedFunc:   {"没有这个函数，或参数的类型不对", "no such function, or not for these types"},
	NotAllowed:      {"不允许", "not allowed"},
	BadValue:        {"有值不合适", "a value does not fit"},
	BadStatement:    {"语句有误", "the statement is wrong"},
}

// fault turns an error of DuckDB into one that the analyst sees; any other is returned unchanged.
func fault(err error) error {
	var known *Error
	if errors.As(err, &known) {
		return known
	}
	var told *jianfu.Error // by a function
	if errors.As(err, &told) {
		return &Error{Class: BadValue, Err: told}
	}
	f, isFault := warehouse.ReadFault(err)
	if !isFault {
		return err
	}
	class := classOf[f.Kind]
	if class == OutOfMemory {
		return errorf(OutOfMemory, "这条查询要的内存超过上限：请缩小范围、减少列或先汇总",
			"the query needs more memory than it may have: narrow it, take fewer columns or sum up first").because(err)
	}
	sentence := faultSentences[class]
	e := errorf(class, "", "")
	e.Err.Text = jianfu.Text{ZH: sentence[0] + "：" + f.Message, EN: sentence[1] + ": " + f.Message}
	return e.at(f.Line, f.Column)
}
