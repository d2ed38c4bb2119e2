package metrics

import (
	"context"
	"crypto/sha256"
	_ "embed" // what the own catalogue reads
	"encoding/hex"
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"jianfu"
	"jianfu/warehouse"
)

// reading is what SQL of the catalogue reads, according to DuckDB's own parser.
type reading struct {
	columns    []string // names of columns, without their tables
	tables     []string // tables that the SQL does not define itself; schema.table where it names a schema
	functions  []string // in lower case, including operators
	constants  []string // texts
	holes      []string // caliber, now, until, …
	thresholds []string // named by {threshold:NAME}
	structs    []string // names of the fields of {name: value}
	forms      []string // SUBQUERY, WINDOW, STAR and the like: what a plain expression does not have
}

func (r *reading) lists() []*[]string {
	return []*[]string{&r.columns, &r.tables, &r.functions, &r.constants, &r.holes, &r.thresholds, &r.structs, &r.forms}
}

// add adds what another text reads.
func (r *reading) add(other reading) {
	more := other.lists()
	for i, into := range r.lists() {
		for _, name := range *more[i] {
			if !slices.Contains(*into, name) {
				*into = append(*into, name)
			}
		}
	}
}

func (r reading) reads(column string) bool { return slices.Contains(r.columns, column) }
func (r reading) readsTable(t string) bool { return slices.Contains(r.tables, t) }
func (r reading) hasForm(name string) bool { return slices.Contains(r.forms, name) }

// role is the purpose of a piece of SQL in the catalogue. It determines what the SQL may do.
type role int

const (
	conditionRole role = iota // true or false of each row
	amountRole                // a number for each row, to be summed
	valueRole                 // any value for each row
	dayRole                   // the day or the year that a row counts on
	derivedRole               // a derived column: it may look things up
	rowsRole                  // a query that returns a source's rows
	findingRole               // a query that returns a check's findings
)

// isQuery reports whether the SQL is a whole SELECT and not an expression.
func (r role) isQuery() bool { return r == rowsRole || r == findingRole }

// holesOf are the placeholders that the SQL of a role may have.
func (r role) holes() []string {
	switch r {
	case rowsRole:
		return []string{"caliber", "threshold", "now"}
	case findingRole:
		return []string{"caliber", "threshold", "from", "until", "city", "counts", "counts_en"}
	case dayRole:
		return nil
	}
	return []string{"threshold", "now"}
}

// sqlEntry is one piece of SQL in the catalogue.
type sqlEntry struct {
	at    place
	role  role
	sql   string
	kinds []string // that a query declares
	reads *reading // to fill in
}

// knownHole matches the valid placeholders; anything else in braces is SQL.
var knownHole = regexp.MustCompile(`\{(caliber|threshold|now|from|until|city|counts|counts_en)(?::(\w+))?(?::([^{}]*))?\}`)

// wordHole matches what looks like a placeholder.
var wordHole = regexp.MustCompile(`\{([A-Za-z_]\w*)(?::[^{}]*)?\}`)

// Placeholders are parsed as names that nobody writes, so that the parse shows where they are.
const (
	holeStart = "⟨"
	holeEnd   = "⟩"
)

// markHoles writes each placeholder as a name, or {threshold:NAME:day} as a call, and counts them.
func markHoles(text string) (marked string, count int) {
	for {
		next := knownHole.ReplaceAllStringFunc(text, func(hole string) string {
			count++
			m := knownHole.FindStringSubmatch(hole)
			switch {
			case m[1] != "threshold":
				if m[2]+m[3] != "" {
					return `"` + holeStart + m[1] + ":" + m[2] + holeEnd + `"`
				}
				return `"` + holeStart + m[1] + holeEnd + `"`
			case m[3] != "":
				return `"` + holeStart + "threshold" + holeEnd + `"(` + literal(m[2]) + ", " + m[3] + ")"
			}
			return `"` + holeStart + "threshold" + holeEnd + `"(` + literal(m[2]) + ")"
		})
		if next == text {
			return text, count
		}
		text = next
	}
}

// syntax is the parse of one text, or what is wrong with it.
type syntax struct {
	reading
	fault jianfu.Text // zero if it can be parsed
}

// parses caches the parses of this process. A text means the same wherever it is written.
var parses = struct {
	sync.Mutex
	known map[parseKey]syntax
}{known: map[parseKey]syntax{}}

type parseKey struct {
	query bool
	text  string
}

// parse fills in what each piece of SQL of the catalogue reads.
func parse(ctx context.Context, entries []sqlEntry) error {
	parses.Lock()
	defer parses.Unlock()
	own := sync.OnceValue(ownReadings)
	var missing []parseKey
	for _, e := range entries {
		key := parseKey{e.role.isQuery(), e.sql}
		if _, known := parses.known[key]; known || slices.Contains(missing, key) {
			continue
		}
		if kept, ok := own()[key.hash()]; ok {
			parses.known[key] = syntax{reading: kept}
			continue
		}
		missing = append(missing, key)
	}
	if len(missing) > 0 {
		found, err := parseTexts(ctx, missing)
		if err != nil {
			return err
		}
		maps.Copy(parses.known, found)
	}
	for _, e := range entries {
		found := parses.known[parseKey{e.role.isQuery(), e.sql}]
		if err := e.check(found); err != nil {
			return err
		}
		e.reads.add(found.reading)
	}
	return nil
}

// parseTexts parses SQL by one statement over one connection.
func parseTexts(ctx context.Context, keys []parseKey) (map[parseKey]syntax, error) {
	var texts []string
	for _, key := range keys {
		marked, _ := markHoles(key.text)
		if key.query {
			texts = append(texts, marked, "SELECT 1")
		} else { // brackets separate an expression from what may follow one: FROM, AS, a comment
			texts = append(texts, "SELECT "+marked, "SELECT ("+marked+")")
		}
	}
	trees, err := warehouse.ParseTrees(ctx, texts)
	if err != nil {
		return nil, err
	}
	found := map[parseKey]syntax{}
	for i, key := range keys {
		found[key] = readTrees(key, texts[2*i], trees[2*i], trees[2*i+1])
	}
	return found, nil
}

// readingsFile keeps what the SQL of the program's own catalogue reads: to parse it anew took a quarter of
// the time of a command that asks one question. A line is the hash of a text and its lists. A text that it
// does not have is parsed. After a change of the catalogue: go test ./metrics -run TestOwnReadings -update.
//
//go:embed readings.json
var readingsFile []byte

// ownReadings is the content of readingsFile, by the hashes of the texts.
func ownReadings() map[string]reading {
	var kept map[string][][]string
	if err := json.Unmarshal(readingsFile, &kept); err != nil {
		panic(err) // the file is part of the program, and a test reads it
	}
	own := make(map[string]reading, len(kept))
	for hash, lists := range kept {
		var r reading
		into := r.lists()
		for i, list := range lists {
			*into[i] = list
		}
		own[hash] = r
	}
	return own
}

func (k parseKey) hash() string {
	kind := "expression\n"
	if k.query {
		kind = "query\n"
	}
	sum := sha256.Sum256([]byte(kind + k.text))
	return hex.EncodeToString(sum[:12])
}

// syntaxTree is the result of json_serialize_sql.
type syntaxTree struct {
	Error      bool   `json:"error"`
	Type       string `json:"error_type"`
	Position   string `json:"position"`
	Statements []struct {
		Node map[string]any `json:"node"`
	} `json:"statements"`
}

// readTrees reads the parse of a text, and of an expression in brackets.
func readTrees(key parseKey, text string, plain, bracketed []byte) syntax {
	var tree, inBrackets syntaxTree
	if json.Unmarshal(plain, &tree) != nil || json.Unmarshal(bracketed, &inBrackets) != nil { // JSON cannot express 1e400
		return syntax{fault: jianfu.Say("里面有太大的数，请改小", "it holds a number that is too large: write a smaller one")}
	}
	switch {
	case tree.Error && tree.Type != "parser":
		return syntax{fault: jianfu.Say("应是一条 SELECT 查询", "it should be one SELECT")}
	case tree.Error:
		return syntax{fault: syntaxFault(key, text, tree.Position)}
	case len(tree.Statements) != 1 && key.query:
		return syntax{fault: jianfu.Say("应只写一条 SELECT，这里有 %d 条", "it should be one SELECT, not %d", len(tree.Statements))}
	case len(tree.Statements) != 1:
		return syntax{fault: jianfu.Say("应只写一个表达式，请去掉分号", "it should be one expression: remove the semicolon")}
	}
	node := tree.Statements[0].Node
	if list, _ := node["select_list"].([]any); !key.query && len(list) != 1 {
		return syntax{fault: jianfu.Say("应只写一个表达式，这里有 %d 个", "it should be one expression, not %d", len(list))}
	}
	if inBrackets.Error {
		return syntax{fault: jianfu.Say("应只写一个表达式，不能带 FROM、WHERE、AS、ORDER BY、LIMIT 或注释",
			"it should be one expression, without FROM, WHERE, AS, ORDER BY, LIMIT or a comment")}
	}
	p := syntax{}
	var own []string
	walk(node, func(node map[string]any) {
		if names, ok := node["cte_map"].(map[string]any); ok {
			entries, _ := names["map"].([]any)
			for _, e := range entries {
				if entry, ok := e.(map[string]any); ok {
					own = append(own, textOf(entry["key"]))
				}
			}
		}
		p.readNode(node)
	})
	p.tables = slices.DeleteFunc(p.tables, func(table string) bool { return slices.Contains(own, table) })
	return p
}

func textOf(value any) string {
	text, _ := value.(string)
	return text
}

// readNode reads one node of a parse tree.
func (p *syntax) readNode(node map[string]any) {
	switch class := textOf(node["class"]); class {
	case "COLUMN_REF":
		if path, ok := node["column_names"].([]any); ok && len(path) > 0 {
			name := textOf(path[len(path)-1])
			if hole, ok := strings.CutPrefix(name, holeStart); ok {
				p.holes = append(p.holes, strings.TrimSuffix(hole, holeEnd))
			} else {
				p.add(reading{columns: []string{name}})
			}
		}
	case "CONSTANT":
		if value, ok := node["value"].(map[string]any); ok {
			if text, ok := value["value"].(string); ok {
				p.add(reading{constants: []string{text}})
			}
		}
	case "FUNCTION", "WINDOW":
		name := strings.ToLower(textOf(node["function_name"]))
		if hole, ok := strings.CutPrefix(name, holeStart); ok {
			p.holes = append(p.holes, strings.TrimSuffix(hole, holeEnd))
			p.add(reading{thresholds: []string{thresholdName(node)}})
			break
		}
		if schema := textOf(node["schema"]); schema != "" && schema != "main" || textOf(node["catalog"]) != "" {
			name = schema + "." + name
		}
		p.add(reading{functions: []string{name}})
		if arguments, ok := node["children"].([]any); ok && name == "struct_pack" {
			for _, argument := range arguments {
				if field, ok := argument.(map[string]any); ok {
					p.add(reading{structs: []string{textOf(field["alias"])}})
				}
			}
		}
		if class == "WINDOW" {
			p.add(reading{forms: []string{class}})
		}
	case "SUBQUERY", "STAR", "PARAMETER", "POSITIONAL_REFERENCE", "DEFAULT":
		p.add(reading{forms: []string{class}})
	}
	switch textOf(node["type"]) {
	case "BASE_TABLE":
		table := textOf(node["table_name"])
		if schema := textOf(node["schema_name"]); schema != "" {
			table = schema + "." + table
		}
		p.add(reading{tables: []string{table}})
	case "SHOW_REF":
		p.add(reading{forms: []string{"SHOW"}})
	}
	if using, ok := node["using_columns"].([]any); ok {
		for _, name := range using {
			p.add(reading{columns: []string{textOf(name)}})
		}
	}
}

func thresholdName(call map[string]any) string {
	arguments, _ := call["children"].([]any)
	if len(arguments) == 0 {
		return ""
	}
	first, _ := arguments[0].(map[string]any)
	value, _ := first["value"].(map[string]any)
	return textOf(value["value"])
}

// syntaxFault says where a text cannot be parsed.
func syntaxFault(key parseKey, text, position string) jianfu.Text {
	for _, m := range wordHole.FindAllString(key.text, -1) {
		if !knownHole.MatchString(m) {
			return jianfu.Say("不认识 %[1]s 这个占位符，请检查拼写", "there is no hole %[1]s: check its spelling", m)
		}
	}
	runes := []rune(text) // the parser counts characters
	offset, err := strconv.Atoi(position)
	if err != nil || offset >= len(runes) {
		return jianfu.Say("写到末尾还不完整，请检查括号和引号是否成对", "it ends too early: check that brackets and quotation marks come in pairs")
	}
	rest := string(runes[offset:min(offset+12, len(runes))])
	if line, _, cut := strings.Cut(rest, "\n"); cut && line != "" {
		rest = line
	}
	if strings.Contains(rest, holeStart) {
		return jianfu.Say("SQL 写法不对，请检查标点、括号和引号", "the SQL is malformed: check signs, brackets and quotation marks")
	}
	return jianfu.Say("SQL 写法不对，请检查“%[1]s”这里的标点、括号和引号", "the SQL is malformed at %[1]q: check signs, brackets and quotation marks there", rest)
}

// placeholderText matches what would be taken for an argument of the program's own statements.
var placeholderText = regexp.MustCompile(`\$\d`)

// check refuses what the SQL of its role may not do.
func (e sqlEntry) check(p syntax) error {
	if p.fault.ZH != "" {
		return e.at.fault("%[1]s", "%[2]s", p.fault.ZH, p.fault.EN)
	}
	if placeholderText.MatchString(e.sql) || p.hasForm("PARAMETER") || p.hasForm("POSITIONAL_REFERENCE") {
		return e.at.fault("不能用 $1、? 这类参数，请把值直接写出来", "placeholders such as $1 and ? mean nothing here: write the value itself")
	}
	if err := e.checkHoles(p); err != nil {
		return err
	}
	if e.role.isQuery() {
		return e.checkQuery(p)
	}
	switch {
	case p.hasForm("STAR"):
		return e.at.fault("不能用 *，请写明列名", "* means nothing here: name the columns")
	case p.hasForm("SUBQUERY") && e.role != derivedRole:
		return e.at.fault("不能用子查询：要查别处的，请在 sources 里写成 derived 列", "a subquery cannot be used here: look things up in a derived column of the source")
	case p.hasForm("WINDOW"):
		return e.at.fault("不能用窗口函数：请写进 sources 的 rows", "a window function cannot be used here: write it into the source's rows")
	}
	for _, name := range p.functions {
		switch {
		case slices.Contains(divisions, name) && e.role != derivedRole:
			return e.at.fault("不能用除法（%[1]s）：结果会失真。比率请写 numerator 和 denominator，换算单位请写 per", "division (%[1]s) is not exact: write a rate as numerator and denominator, and a change of units as per", name)
		case rowFunctions[name], e.role == derivedRole && manyFunctions[name]:
		case manyFunctions[name]:
			return e.at.fault("不能用汇总函数 %[1]s：这里的表达式逐行计算，汇总由程序做", "the function %[1]s of many rows cannot be used here: the expression is of one row, and the program adds up", name)
		default:
			return e.unknownFunction(name)
		}
	}
	return nil
}

func (e sqlEntry) unknownFunction(name string) error {
	var known []string
	for function := range rowFunctions {
		known = append(known, function)
	}
	slices.Sort(known)
	near := strings.Join(jianfu.Nearest(name, known, 3), ", ")
	return e.at.fault("指标目录里不能用函数 %[1]s，相近的有：%[2]s", "the function %[1]s cannot be used in the catalogue; near it: %[2]s", name, near)
}

// checkHoles refuses placeholders that nothing fills.
func (e sqlEntry) checkHoles(p syntax) error {
	for _, m := range wordHole.FindAllStringSubmatch(e.sql, -1) {
		if slices.Contains(p.structs, m[1]) {
			return e.at.fault("不认识 %[1]s 这个占位符，请检查拼写", "there is no hole %[1]s: check its spelling", m[0])
		}
	}
	_, written := markHoles(e.sql)
	if written != len(p.holes) {
		return e.at.fault("占位符 {…} 不能写在引号里", "a hole {…} cannot be between quotation marks")
	}
	allowed := e.role.holes()
	for _, hole := range p.holes {
		if !slices.Contains(allowed, hole) {
			names := make([]string, len(allowed))
			for i, name := range allowed {
				names[i] = "{" + name + "}"
			}
			if len(names) == 0 {
				return e.at.fault("这里不能用占位符 {%[1]s}", "the hole {%[1]s} cannot be used here", hole)
			}
			return e.at.fault("这里不能用占位符 {%[1]s}，能用的有：%[2]s", "the hole {%[1]s} cannot be used here; those that can: %[2]s", hole, strings.Join(names, ", "))
		}
	}
	return nil
}

// programTables are what the queries of sources and checks may read besides their kinds.
var programTables = map[role][]string{
	rowsRole:    {"period", "bucket", monthsTable, "directory", "obligation", "standing_slice", emptyTable, "slice", "calendar"},
	findingRole: {"calendar", unfiledTable, nilTable},
}

func (e sqlEntry) checkQuery(p syntax) error {
	if p.hasForm("SHOW") {
		return e.at.fault("应是一条 SELECT 查询", "it should be one SELECT")
	}
	for _, table := range p.tables {
		if slices.Contains(e.kinds, table) || slices.Contains(programTables[e.role], table) {
			continue
		}
		return e.at.fault("读了 %[1]s，但 kinds 和 uses 里没有写它：应是报表种类的名字，并写进 kinds 或 uses",
			"it reads %[1]s, which is not in kinds or uses: name a kind of filing there and here alike", table)
	}
	for _, name := range p.functions {
		if !rowFunctions[name] && !manyFunctions[name] && !slices.Contains(divisions, name) {
			return e.unknownFunction(name)
		}
	}
	return nil
}
