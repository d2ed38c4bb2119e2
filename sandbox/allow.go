package sandbox

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"jianfu"
	"jianfu/sandbox/lexer"
	"jianfu/warehouse"
)

// statement is a text that was found harmless, in the form in which it is run.
type statement struct {
	text    string // what is run
	limited bool   // whether the text bounds its rows itself
}

// explain matches EXPLAIN at the start of a statement.
var explain = regexp.MustCompile(`(?i)^\s*EXPLAIN\s+(ANALYZE\s+)?`)

// listing answers SHOW TABLES: the names that may be queried, with their descriptions.
const listing = `
	SELECT schema_name AS "schema", view_name AS "name", 'view' AS "type", comment FROM duckdb_views() WHERE database_name = 'jianfu' AND NOT internal AND schema_name NOT LIKE 'pg%'
	UNION ALL
	SELECT schema_name, table_name, 'table', comment FROM duckdb_tables() WHERE database_name = 'jianfu' AND NOT internal AND schema_name NOT LIKE 'pg%' AND schema_name <> '` + warehouse.RollupSchema + `'
	ORDER BY ALL`

// allow checks a statement against the lists. Everything that is not on one is refused, including
// forms of statements, tables and expressions that a later DuckDB adds, until somebody has reviewed
// them.
func allow(ctx context.Context, session *warehouse.Session, shape warehouse.Shape, text string) (statement, error) {
	text = withoutComment(text)
	asked := text
	mark := explain.FindString(text)
	text = blank(mark) + text[len(mark):] // keeps the positions of errors
	tree, err := parse(ctx, session, text)
	if err != nil {
		return statement{}, err
	}
	st := statement{text: asked}
	if isListing(tree) {
		return statement{text: listing, limited: true}, nil
	}
	check := checker{shape: shape, text: text}
	if err := check.visit(tree, nil); err != nil {
		return st, err
	}
	st.limited = mark != "" || isLimited(tree)
	return st, nil
}

// withoutComment blanks the comments at the start of a statement, so that an EXPLAIN after them is
// found.
func withoutComment(text string) string {
	at := 0
	for at < len(text) {
		token := lexer.Next(text[at:])
		if token.Kind != lexer.Space {
			break
		}
		at += len(token.Raw)
	}
	return blank(text[:at]) + text[at:]
}

// blank replaces all characters except line breaks with spaces.
func blank(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' {
			return r
		}
		return ' '
	}, text)
}

// endless is a constant such as 1e400 in a tree, which JSON cannot express. A quotation mark within
// a text has a backslash before it.
var endless = regexp.MustCompile(`([^\\]":)-?(?:Infinity|NaN)`)

// parse returns the only SELECT of a text.
func parse(ctx context.Context, session *warehouse.Session, text string) (map[string]any, error) {
	raw, err := session.ParseTree(ctx, text)
	if err != nil {
		return nil, fault(err)
	}
	var answer struct {
		Error      bool   `json:"error"`
		Type       string `json:"error_type"`
		Message    string `json:"error_message"`
		Position   string `json:"position"`
		Statements []struct {
			Node map[string]any `json:"node"`
		} `json:"statements"`
	}
	decoder := json.NewDecoder(bytes.NewReader(endless.ReplaceAll(raw, []byte("${1}null"))))
	decoder.UseNumber() // unknown positions are larger than any float
	if err := decoder.Decode(&answer); err != nil {
		return nil, errorf(Failed, "读不懂语句的语法树", "the parse of the statement cannot be read").because(err)
	}
	switch {
	case answer.Error && answer.Type == "parser":
		return nil, syntaxError(text, answer.Message, answer.Position)
	case answer.Error:
		return nil, errorf(NotAllowed, "只能查询：请写一条 SELECT（或 EXPLAIN、DESCRIBE、SHOW TABLES、SUMMARIZE）。%s",
			"only queries can be run: write one SELECT (or EXPLAIN, DESCRIBE, SHOW TABLES, SUMMARIZE). %s", forWhat(text, answer.Message))
	case len(answer.Statements) == 0:
		return nil, errorf(Syntax, "语句是空的", "the statement is empty")
	case len(answer.Statements) > 1:
		return nil, errorf(NotAllowed, "一次只能写一条语句，这里有 %d 条", "one statement at a time: these are %d", len(answer.Statements))
	}
	return answer.Statements[0].Node, nil
}

// forWhat names what was tried, where that helps.
func forWhat(text, message string) string {
	words := strings.Fields(text)
	if len(words) > 0 && strings.EqualFold(words[0], "PIVOT") {
		return "PIVOT → SELECT … FROM t PIVOT (sum(x) FOR y IN ('a', 'b'))"
	}
	if strings.HasPrefix(message, "Only SELECT") {
		return ""
	}
	return message
}

func syntaxError(text, message, position string) *Error {
	e := errorf(Syntax, "语法错误：%s", "syntax error: %s", message)
	runes := []rune(text) // the parser counts characters, its tree bytes
	if offset, err := strconv.Atoi(position); err == nil && offset <= len(runes) {
		return e.at(placeOf(text, len(string(runes[:offset]))))
	}
	return e
}

// placeOf is the line and character of a byte of a text, counted from 1.
func placeOf(text string, offset int) (line, column int) {
	before := text[:offset]
	line = strings.Count(before, "\n") + 1
	return line, utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]) + 1
}

// isListing reports whether a statement is SHOW TABLES, SHOW ALL TABLES or a bare DESCRIBE.
func isListing(node map[string]any) bool {
	from, _ := node["from_table"].(map[string]any)
	if from["type"] != "SHOW_REF" || from["query"] != nil {
		return false
	}
	name, _ := from["table_name"].(string)
	switch strings.Trim(name, `"`) {
	case "tables", "__show_tables_expanded", "__show_tables_expanded_from", "views":
		return true
	}
	return false
}

// isLimited reports whether a statement limits its own rows, or has a form that takes no LIMIT.
func isLimited(node map[string]any) bool {
	from, _ := node["from_table"].(map[string]any)
	if from["type"] == "SHOW_REF" {
		return true
	}
	modifiers, _ := node["modifiers"].([]any)
	for _, m := range modifiers {
		if modifier, _ := m.(map[string]any); modifier["type"] == "LIMIT_MODIFIER" || modifier["type"] == "LIMIT_PERCENT_MODIFIER" {
			return true
		}
	}
	return false
}

// checker walks the parse tree of a statement.
type checker struct {
	shape warehouse.Shape
	text  string
}

// visit checks a part of the tree; scope holds the common table expressions that are visible there.
func (c checker) visit(tree any, scope []string) error {
	switch node := tree.(type) {
	case []any:
		for _, child := range node {
			if err := c.visit(child, scope); err != nil {
				return err
			}
		}
	case map[string]any:
		return c.visitNode(node, scope)
	}
	return nil
}

func (c checker) visitNode(node map[string]any, scope []string) error {
	if err := c.form(node); err != nil {
		return err
	}
	if name, isFunction := node["function_name"].(string); isFunction {
		if err := c.function(node, name); err != nil {
			return err
		}
	}
	if function, ok := node["function"].(map[string]any); ok && node["type"] == "TABLE_FUNCTION" {
		name, _ := function["function_name"].(string)
		if schema, _ := function["schema"].(string); schema != "" && schema != "main" {
			name = schema + "." + name
		}
		if name = strings.ToLower(name); !tableFunctions[name] && !c.shape.Macros[name] {
			return c.refuse(function, "不能从函数 %s 取行", "no rows can be taken from the function %s", name)
		}
	}
	if node["type"] == "BASE_TABLE" {
		if err := c.table(node, scope); err != nil {
			return err
		}
	}
	if named, ok := node["cte_map"].(map[string]any); ok {
		entries, _ := named["map"].([]any)
		for _, e := range entries {
			entry, _ := e.(map[string]any)
			key, _ := entry["key"].(string)
			inside := scope
			if bytes.Contains(mustJSON(entry["value"]), []byte(`"RECURSIVE_CTE_NODE"`)) { // it may refer to itself
				inside = slices.Concat(scope, []string{strings.ToLower(key)})
			}
			if err := c.visit(entry["value"], inside); err != nil {
				return err
			}
			scope = slices.Concat(scope, []string{strings.ToLower(key)})
		}
	}
	for key, child := range node {
		if key == "cte_map" {
			continue
		}
		if err := c.visit(child, scope); err != nil {
			return err
		}
	}
	return nil
}

func mustJSON(v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // it was just decoded from JSON
	}
	return text
}

// The forms of a parse tree that are allowed.
var (
	queryForms      = setOf("SELECT_NODE SET_OPERATION_NODE RECURSIVE_CTE_NODE CTE_NODE")
	tableForms      = setOf("EMPTY BASE_TABLE TABLE_FUNCTION JOIN SUBQUERY EXPRESSION_LIST PIVOT SHOW_REF")
	expressionForms = setOf("COLUMN_REF CONSTANT FUNCTION STAR OPERATOR CAST CASE COMPARISON CONJUNCTION SUBQUERY WINDOW LAMBDA BETWEEN " +
		"COLLATE PARAMETER POSITIONAL_REFERENCE")
)

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(words) {
		set[word] = true
	}
	return set
}

func (c checker) form(node map[string]any) error {
	kind, _ := node["type"].(string)
	class, isExpression := node["class"].(string)
	_, isTable := node["sample"]
	_, isQuery := node["cte_map"]
	switch {
	case isExpression && !expressionForms[class], isQuery && !queryForms[kind], isTable && !isExpression && !isQuery && !tableForms[kind]:
		return c.refuse(node, "这种写法（%s）不允许", "this form (%s) is not allowed", strings.ToLower(class+kind))
	case kind == "SHOW_REF":
		show, _ := node["show_type"].(string)
		if node["query"] == nil || show != "DESCRIBE" && show != "SUMMARY" {
			return c.refuse(node, "只能 DESCRIBE 或 SUMMARIZE 表和查询，或 SHOW TABLES", "DESCRIBE or SUMMARIZE a table or a query, or SHOW TABLES")
		}
	case node["at_clause"] != nil:
		return c.refuse(node, "不能用 AT：快照只有一个时刻", "AT is not allowed: a snapshot has one moment")
	}
	return nil
}

func (c checker) function(node map[string]any, name string) error {
	name = strings.ToLower(name)
	schema, _ := node["schema"].(string)
	catalog, _ := node["catalog"].(string)
	if (schema == "" || schema == "main") && (catalog == "" || catalog == "jianfu") && (allowedFunctions[name] || c.shape.Macros[name]) {
		return nil
	}
	if schema != "" && schema != "main" {
		name = strings.ToLower(schema) + "." + name
		if (catalog == "" || catalog == "jianfu") && c.shape.Macros[name] { // of the snapshot itself, such as the catalogue of the PostgreSQL wire
			return nil
		}
	}
	e := c.refuse(node, "函数 %s 不在允许之列", "the function %s is not on the list of allowed functions", name)
	e.Err.Near = jianfu.Nearest(name, functionNames(c.shape), 3)
	if len(e.Err.Near) > 0 {
		e.Err.Text = jianfu.Say(e.Err.Text.ZH+"，相近的有：%[1]s", e.Err.Text.EN+"; similar ones: %[1]s", strings.Join(e.Err.Near, ", "))
	}
	return e
}

func functionNames(shape warehouse.Shape) []string {
	var names []string
	for name := range allowedFunctions {
		if name[0] >= 'a' && name[0] <= 'z' {
			names = append(names, name)
		}
	}
	for name := range shape.Macros {
		names = append(names, name)
	}
	return names
}

// tableFunctions are the allowed functions that may be called in FROM. There a name can mean
// something else: histogram reads any table.
var tableFunctions = setOf("range generate_series unnest repeat repeat_row json_each json_tree")

// systemTables are the tables of DuckDB's own catalogue that may be queried.
var systemTables = setOf("information_schema.tables information_schema.columns information_schema.schemata")

func (c checker) table(node map[string]any, scope []string) error {
	name, _ := node["table_name"].(string)
	schema, _ := node["schema_name"].(string)
	catalog, _ := node["catalog_name"].(string)
	lower := strings.ToLower(name)
	if schema == "" && catalog == "" {
		for _, known := range scope {
			if known == lower {
				return nil
			}
		}
	}
	// In "jianfu.meetings", jianfu may be the catalogue, although it looks like the schema.
	if catalog == "" && strings.EqualFold(schema, "jianfu") {
		catalog, schema = schema, ""
	}
	if schema == "" {
		schema = "main"
	}
	full := strings.ToLower(schema) + "." + lower
	if (catalog == "" || strings.EqualFold(catalog, "jianfu")) && (c.shape.Tables[full] || systemTables[full]) {
		return nil
	}
	var known []string
	for table := range c.shape.Tables {
		known = append(known, strings.TrimPrefix(table, "main."))
	}
	shown := strings.TrimPrefix(full, "main.")
	e := c.refuse(node, "没有表“%s”", "there is no table %q", shown)
	e.Class = UndefinedTable
	e.Err.Near = jianfu.Nearest(shown, known, 3)
	if len(e.Err.Near) > 0 {
		e.Err.Text = jianfu.Say(e.Err.Text.ZH+"，相近的有：%s", e.Err.Text.EN+"; similar ones: %s", strings.Join(e.Err.Near, ", "))
	}
	return e
}

// refuse makes an error that says where in the text the node is.
func (c checker) refuse(node map[string]any, zh, en string, args ...any) *Error {
	e := errorf(NotAllowed, zh, en, args...)
	place, _ := node["query_location"].(json.Number)
	if offset, err := place.Int64(); err == nil && offset >= 0 && offset < int64(len(c.text)) {
		return e.at(placeOf(c.text, int(offset)))
	}
	return e
}

// limit limits the rows of a statement that does not do so itself. The LIMIT is appended, and only
// kept if DuckDB then reads the same statement with a limit.
func limit(ctx context.Context, session *warehouse.Session, st statement, rows int) string {
	if st.limited {
		return st.text
	}
	trimmed := strings.TrimRight(st.text, "; \t\r\n")
	bounded := fmt.Sprintf("%s\nLIMIT %d", trimmed, rows)
	tree, err := parse(ctx, session, bounded)
	if err != nil || !isLimited(tree) {
		return st.text
	}
	return bounded
}

// place writes the types of arguments into a statement: $1 becomes CAST($1 AS BIGINT). DuckDB does
// not say where in a text its placeholders are, so they are searched for here, outside of quotes
// and comments; the result is checked like any other text.
func place(text string, args []argument) string { return placeAs(text, args, false) }

// placeAs is place, or, if unknown is set, writes CAST(NULL AS BIGINT) in place of $1.
func placeAs(text string, args []argument, unknown bool) string {
	var b strings.Builder
	for _, token := range lexer.Lex(text) {
		number := 0
		if token.Kind == lexer.Parameter {
			number, _ = strconv.Atoi(token.Raw[1:]) // a number beyond all others is beyond the arguments, too
		}
		if number < 1 || number > len(args) || args[number-1].Type == "" {
			b.WriteString(token.Raw)
			continue
		}
		dataType := args[number-1].Type
		inner := token.Raw
		switch {
		case unknown:
			inner = "NULL"
		case strings.HasSuffix(dataType, "[]"):
			inner = "CAST(" + token.Raw + " AS VARCHAR[])"
		}
		b.WriteString("CAST(" + inner + " AS " + dataType + ")")
	}
	return b.String()
}
