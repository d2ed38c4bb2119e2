package pgwire

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5/pgproto3"
	"github.com/jackc/pgx/v5/pgtype"

	"jianfu/sandbox"
	"jianfu/sandbox/lexer"
)

// portal is a statement with its arguments, on its way to the client.
type portal struct {
	statement *statement
	arguments []any
	formats   []int16 // of the columns
	answer    *answer // of a query that was started
	done      bool
}

func (p *portal) close() {
	if p.answer != nil {
		p.answer.close()
	}
}

// open starts a query, and waits until its columns are known.
func (s *session) open(ctx context.Context, p *portal) error {
	st := p.statement
	if st.runs != nil || st.fetch != nil || len(st.tokens) == 0 || p.answer != nil {
		return nil
	}
	if err := s.mayAsk(ctx, st.query.SQL); err != nil {
		return err
	}
	running, cancel := context.WithCancel(context.WithoutCancel(ctx)) // it outlives this message
	p.answer = newAnswer(s.encoder, p.formats, cancel)
	request := sandbox.Request{SQL: st.query.SQL, Args: p.arguments, Timeout: s.settings.timeout()}
	a := p.answer
	a.encoder.types = pgtype.NewMap() // it is not safe for use by the query and the session at once
	go func() {
		defer cancel()
		a.end(s.server.config.Pool.Query(running, request, a))
	}()
	return s.watching(ctx, cancel, func() error {
		if _, err := a.described(); err != nil {
			return asFault(err, st.query)
		}
		return nil
	})
}

// describeRows sends the columns of a portal.
func (s *session) describeRows(ctx context.Context, p *portal) error {
	st := p.statement
	switch {
	case st.shows != nil:
		columns := make([]sandbox.Column, len(st.shows))
		for i, name := range st.shows {
			columns[i] = sandbox.Column{Name: name, Type: "VARCHAR"}
		}
		return s.send(rowDescription(columns, nil, p.formats))
	case st.fetch != nil:
		cursor := s.portals[st.fetch.cursor]
		if cursor == nil {
			return faultf(noPortal, "没有游标“%s”", "there is no cursor %q", st.fetch.cursor)
		}
		if st.fetch.moves {
			return nil
		}
		cursor.formats = p.formats
		if err := s.open(ctx, cursor); err != nil {
			return err
		}
		return s.describeRows(ctx, cursor)
	case p.answer != nil:
		return s.send(rowDescription(p.answer.columns, st.query.names, p.formats))
	}
	return nil
}

func rowDescription(columns []sandbox.Column, names map[int]string, formats []int16) *pgproto3.RowDescription {
	d := &pgproto3.RowDescription{Fields: make([]pgproto3.FieldDescription, len(columns))}
	for i, c := range columns {
		name := c.Name
		if better, ok := names[i]; ok {
			name = better
		}
		t := typeOf(c.Type)
		d.Fields[i] = pgproto3.FieldDescription{Name: []byte(name), DataTypeOID: t.oid, DataTypeSize: t.size, TypeModifier: t.modifier, Format: formatOf(formats, i)}
	}
	return d
}

// execute sends rows of a portal, at most limit, 0 for all. The tag is that of FETCH; "" for the
// statement's own.
func (s *session) execute(ctx context.Context, p *portal, limit int, tag string) error {
	st := p.statement
	switch {
	case len(st.tokens) == 0:
		return s.send(&pgproto3.EmptyQueryResponse{})
	case s.status == 'E' && !st.is(0, allowedInFailed...):
		return faultf(badTransaction, "事务已失败，请先 ROLLBACK", "the transaction has failed: ROLLBACK comes first")
	case st.runs != nil:
		return s.command(p)
	case st.fetch != nil:
		cursor := s.portals[st.fetch.cursor]
		if cursor == nil {
			return faultf(noPortal, "没有游标“%s”", "there is no cursor %q", st.fetch.cursor)
		}
		tag = "FETCH"
		if st.fetch.moves {
			tag = "MOVE"
		}
		return s.execute(ctx, cursor, st.fetch.rows, tag)
	}
	if err := s.open(ctx, p); err != nil {
		return err
	}
	sent, suspended := 0, false
	a := p.answer
	err := s.watching(ctx, a.cancel, func() error {
		for !p.done {
			left := 0
			if limit > 0 {
				if left = limit - sent; left == 0 {
					suspended = true
					return nil
				}
			}
			messages, n, err := a.rows(left)
			if err != nil {
				p.done = true
				return asFault(err, st.query)
			}
			if n == 0 {
				p.done = true
				return nil
			}
			sent += n
			if tag == "MOVE" {
				continue
			}
			if _, err := s.out.Write(messages); err != nil {
				return err
			}
		}
		return nil
	})
	switch {
	case err != nil:
		return err
	case tag != "":
		return s.send(&pgproto3.CommandComplete{CommandTag: fmt.Appendf(nil, "%s %d", tag, sent)})
	case suspended:
		return s.send(&pgproto3.PortalSuspended{})
	}
	return s.send(&pgproto3.CommandComplete{CommandTag: []byte(st.tag(sent))})
}

// tag is PostgreSQL's tag at the end of a query.
func (st *statement) tag(rows int) string {
	for _, word := range []string{"explain", "show"} {
		if st.is(0, word) {
			return strings.ToUpper(word)
		}
	}
	return fmt.Sprintf("SELECT %d", rows)
}

// command runs a statement that the session answers itself.
func (s *session) command(p *portal) error {
	rows, tag, err := p.statement.runs(s, p.statement)
	if err != nil {
		return asFault(err, translation{})
	}
	for _, row := range rows {
		values := make([][]byte, len(row))
		for i, value := range row {
			values[i] = []byte(value)
		}
		if err := s.send(&pgproto3.DataRow{Values: values}); err != nil {
			return err
		}
	}
	return s.send(&pgproto3.CommandComplete{CommandTag: []byte(tag)})
}

// extended answers a message of the extended protocol, except Sync and Flush.
func (s *session) extended(ctx context.Context, message pgproto3.FrontendMessage) error {
	switch m := message.(type) {
	case *pgproto3.Parse:
		return s.parse(m)
	case *pgproto3.Bind:
		return s.bind(ctx, m)
	case *pgproto3.Describe:
		if m.ObjectType == 'S' {
			return s.describeStatement(ctx, m.Name)
		}
		return s.describePortal(ctx, m.Name)
	case *pgproto3.Execute:
		p := s.portals[m.Portal]
		if p == nil {
			return faultf(noPortal, "没有门户“%s”", "there is no portal %q", m.Portal)
		}
		err := s.execute(ctx, p, int(m.MaxRows), "")
		if errors.As(err, new(*fault)) {
			p.close()
			delete(s.portals, m.Portal)
		}
		return err
	case *pgproto3.Close:
		if m.ObjectType == 'S' {
			s.forget(m.Name)
		} else if p := s.portals[m.Name]; p != nil {
			p.close()
			delete(s.portals, m.Name)
		}
		return s.send(&pgproto3.CloseComplete{})
	case *pgproto3.FunctionCall:
		return faultf(notSupported, "不支持函数调用消息", "function calls of the protocol are not supported")
	}
	return faultf(brokenProtocol, "不认识的消息", "a message of an unknown kind")
}

func (s *session) parse(m *pgproto3.Parse) error {
	if m.Name != "" && s.statements[m.Name] != nil {
		return faultf(duplicate, "预备语句“%s”已经有了", "there is a prepared statement %q already", m.Name)
	}
	all := lexer.Split(m.Query)
	var tokens []lexer.Token
	if len(all) > 1 {
		return faultf(syntax, "一次只能预备一条语句", "one statement at a time can be prepared")
	}
	if len(all) == 1 {
		tokens = all[0]
	}
	st, err := s.read(tokens, m.ParameterOIDs)
	if err != nil {
		return err
	}
	s.forget(m.Name)
	if s.held += st.size; s.held > maxStatements {
		s.held -= st.size
		return faultf(tooLarge, "预备语句太多，请关闭不用的", "too many prepared statements: close those that are not needed")
	}
	s.statements[m.Name] = st
	return s.send(&pgproto3.ParseComplete{})
}

func (s *session) find(name string) (*statement, error) {
	if st := s.statements[name]; st != nil {
		return st, nil
	}
	return nil, faultf(noStatement, "没有预备语句“%s”", "there is no prepared statement %q", name)
}

func (s *session) describeStatement(ctx context.Context, name string) error {
	st, err := s.find(name)
	if err != nil {
		return err
	}
	if err := s.describe(ctx, st); err != nil {
		return err
	}
	if err := s.send(&pgproto3.ParameterDescription{ParameterOIDs: st.oids}); err != nil {
		return err
	}
	switch {
	case st.known != nil:
		return s.send(rowDescription(st.known.Columns, st.query.names, nil))
	case st.shows != nil || st.fetch != nil && s.portals[st.fetch.cursor] != nil && !st.fetch.moves:
		return s.describeRows(ctx, &portal{statement: st})
	}
	return s.send(&pgproto3.NoData{})
}

func (s *session) bind(ctx context.Context, m *pgproto3.Bind) error {
	st, err := s.find(m.PreparedStatement)
	if err != nil {
		return err
	}
	if m.DestinationPortal != "" && s.portals[m.DestinationPortal] != nil {
		return faultf("42P03", "门户“%s”已经有了", "there is a portal %q already", m.DestinationPortal)
	}
	if len(s.portals) >= maxPortals {
		return faultf(tooLarge, "打开的门户太多", "too many portals are open")
	}
	if n := len(m.ParameterFormatCodes); n > 1 && n != len(m.Parameters) {
		return faultf(brokenProtocol, "有 %d 个参数，却给了 %d 个格式", "there are %d arguments and %d formats", len(m.Parameters), n)
	}
	if st.needsTypes(m) {
		if err := s.describe(ctx, st); err != nil {
			return err
		}
	}
	p := &portal{statement: st, formats: append([]int16(nil), m.ResultFormatCodes...)}
	for i, content := range m.Parameters {
		var oid uint32
		if i < len(st.oids) {
			oid = st.oids[i]
		}
		argument, err := s.encoder.argument(oid, formatOf(m.ParameterFormatCodes, i), content)
		if err != nil {
			f := faultf(badBinary, "参数 $%d 的值不能用", "the value of $%d cannot be used", i+1)
			f.err = err
			return f
		}
		p.arguments = append(p.arguments, argument)
	}
	if old := s.portals[m.DestinationPortal]; old != nil {
		old.close()
	}
	s.portals[m.DestinationPortal] = p
	return s.send(&pgproto3.BindComplete{})
}

// needsTypes reports whether arguments can only be read with the statement's parameter types.
func (st *statement) needsTypes(m *pgproto3.Bind) bool {
	if st.runs != nil || st.fetch != nil || st.known != nil {
		return false
	}
	for i := range m.Parameters {
		if (i >= len(st.oids) || st.oids[i] == 0) && formatOf(m.ParameterFormatCodes, i) == binaryFormat {
			return true
		}
	}
	for _, n := range st.query.arrays {
		if n > len(st.oids) || elementOf(st.oids[n-1]) == 0 {
			return true
		}
	}
	return false
}

func (s *session) describePortal(ctx context.Context, name string) error {
	p := s.portals[name]
	if p == nil {
		return faultf(noPortal, "没有门户“%s”", "there is no portal %q", name)
	}
	if err := s.open(ctx, p); err != nil {
		return err
	}
	if p.answer == nil && p.statement.shows == nil && p.statement.fetch == nil || p.statement.fetch != nil && p.statement.fetch.moves {
		return s.send(&pgproto3.NoData{})
	}
	return s.describeRows(ctx, p)
}
