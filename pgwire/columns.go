package pgwire

import (
	"slices"

	"jianfu/sandbox/lexer"
)

// columnNames is how PostgreSQL would name the columns without a name, as far as the number of
// columns is known.
func (r *rewriting) columnNames() map[int]string {
	names := map[int]string{}
	depth, i := 0, 0
	if !r.isAny(0, "select", "with", "(") {
		return names
	}
	for ; i < len(r.t) && !(depth == 0 && r.is(i, "select")); i++ {
		if r.is(i, "(") && r.t[i].partner > 0 {
			if i == 0 {
				return names
			}
			i = r.t[i].partner
		}
	}
	i++
	if r.is(i, "all") || r.is(i, "distinct") {
		i++
		if r.is(i, "on") && r.is(i+1, "(") && r.t[i+1].partner > 0 {
			i = r.t[i+1].partner + 1
		}
	}
	for column := 0; i < len(r.t); column++ {
		start := i
		for i < len(r.t) && !r.is(i, ",") && (r.t[i].clause == "select" || !slices.Contains(clauseWords, r.t[i].clause) || !r.is(i, r.t[i].clause)) && !r.is(i, ";") {
			if r.isAny(i, "(", "[", "{") && r.t[i].partner > 0 {
				i = r.t[i].partner
			}
			i++
		}
		if r.is(start, "*") || r.is(i-1, "*") && r.is(i-2, ".") {
			break
		}
		if name := r.columnName(start, i-1); name != "" {
			names[column] = name
		}
		if !r.is(i, ",") {
			break
		}
		i++
	}
	return names
}

// columnName is the name that PostgreSQL gives to an expression, "" where DuckDB gives the same.
func (r *rewriting) columnName(from, through int) string {
	if from > through {
		return ""
	}
	if through > from && r.named(through) && (r.is(through-1, "as") || r.endsOperand(through-1) && !r.is(through-1, ".") && !r.is(through, "end")) && r.primaryEnd(from) != through {
		return "" // it has an alias
	}
	if r.named(through) && r.is(from+1, ":") {
		return "" // DuckDB's alias: expression
	}
	end := from
	if r.named(from) {
		end = r.chainEnd(from)
	}
	first := r.at(from).Name()
	switch {
	case r.at(from).Kind != lexer.Word:
	case first == "case" && r.is(through, "end"):
		return r.nameOfElse(from, through)
	case slices.Contains([]string{"exists", "array", "row"}, first):
		return first
	case first == "null" && through == from:
		return "?column?"
	case (first == "true" || first == "false") && through == from:
		return "bool"
	case first == "cast" && r.is(from+1, "(") && r.t[from+1].partner == through:
		if inner := r.chainEnd(from + 2); r.named(from+2) && r.is(inner+1, "as") {
			return r.at(inner).Name()
		}
		return r.lastType(from, through, "as")
	case end == through && spoken[first] != "":
		return first
	}
	if r.named(from) && end == through {
		return "" // a column
	}
	if r.named(from) && r.is(end+1, "(") {
		close := r.t[end+1].partner
		if close == through || close > 0 && r.isAny(close+1, "over", "filter", "within", "::") {
			return r.functionName(end)
		}
		return "?column?"
	}
	switch {
	case r.is(from, "(") && r.t[from].partner == through && r.is(from+1, "select"): // a subquery takes the name of its column
		last := from + 1
		for last+1 < through && !r.isAny(last+1, ",", "from", "where", "order", "limit", "union") {
			last++
			if r.isAny(last, "(", "[") && r.t[last].partner > 0 {
				last = r.t[last].partner
			}
		}
		name := r.columnName(from+2, last)
		if name == "" && r.named(last) {
			name = r.at(last).Name()
		}
		return name
	case r.named(from) && r.is(end+1, "::") && r.primaryEnd(from) == through:
		return r.at(end).Name()
	case r.at(from).Kind == lexer.Word && through == from+1 && r.at(through).Kind == lexer.Text: // DATE '2023-05-31'
		return baseTypeName(first)
	case r.is(from, "(") && r.is(through-1, ".") && r.named(through):
		return r.at(through).Name()
	case r.primaryEnd(from) == through && r.at(from).Kind != lexer.Mark:
		if name := r.lastType(from, through, "::"); name != "" {
			return name
		}
	}
	return "?column?"
}

// lastType is the type of the last cast of an expression, "" where there is none.
func (r *rewriting) lastType(from, through int, mark string) string {
	for i := through; i > from; i-- {
		if r.is(i, mark) {
			return baseTypeName(r.typeName(i + 1))
		}
	}
	return ""
}

// nameOfElse is the name of a CASE: that of its ELSE expression, if it has a name.
func (r *rewriting) nameOfElse(from, through int) string {
	depth := 0
	for i := through - 1; i > from; i-- {
		switch {
		case r.isAny(i, ")", "]") && r.t[i].partner >= 0:
			i = r.t[i].partner
		case r.is(i, "end"):
			depth++
		case r.is(i, "case"):
			depth--
		case r.is(i, "else") && depth == 0:
			name := r.columnName(i+1, through-1)
			if end := r.chainEnd(i + 1); name == "" && end == through-1 {
				name = r.at(end).Name()
			}
			if name != "" && name != "?column?" && name != "bool" {
				return name
			}
			return "case"
		}
	}
	return "case"
}

// functionName is the name of a function called at i, which for some is not the one written.
func (r *rewriting) functionName(i int) string {
	name := r.at(i).Name()
	if name != "trim" {
		return name
	}
	switch {
	case r.is(i+2, "leading"):
		return "ltrim"
	case r.is(i+2, "trailing"):
		return "rtrim"
	}
	return "btrim"
}

// baseTypeName is PostgreSQL's own name for a type.
func baseTypeName(name string) string {
	if own, ok := map[string]string{"int": "int4", "integer": "int4", "bigint": "int8", "smallint": "int2", "boolean": "bool", "decimal": "numeric", "double": "float8", "real": "float4", "character": "bpchar"}[name]; ok {
		return own
	}
	return name
}
