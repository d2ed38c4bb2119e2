package graph

import (
	"context"
	"fmt"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"

	"jianfu"
	"jianfu/access"
	"jianfu/graph/model"
	"jianfu/metrics"
)

// The limits of one query text. They are checked in one pass before validation, because validation
// compares fields with one another and follows fragments: a normal query is far below them, and a
// hostile one is refused within milliseconds.
const (
	maxQueryBytes = 100_000
	maxTokens     = 10_000
	maxDepth      = 17 // GraphiQL's introspection query has 15
	maxFields     = 1_000
	maxAliases    = 200
	maxRootFields = 50
	maxDirectives = 50
	maxFragments  = 50
	maxOperations = 10
	maxRepeats    = 20 // of one name among the fields of one selection
	maxSpread     = 5_000
	maxText       = 2_000 // bytes of one string value: unknown names are compared with known ones
)

// maxCost limits the answer of one operation. The unit of cost is the processor time of a rendered
// value; BenchmarkCosts measures what the fields below really take.
const (
	maxCost = 2_500_000 // six seconds
	unit    = 2500 * time.Nanosecond
)

// limits is the gqlgen extension that enforces the limits.
type limits struct{ catalog *metrics.Catalog }

var _ interface {
	graphql.HandlerExtension
	graphql.OperationParameterMutator
	graphql.OperationContextMutator
} = limits{}

// ExtensionName names the extension.
func (limits) ExtensionName() string { return "Limits" }

// Validate has nothing to check.
func (limits) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationParameters refuses a query text beyond the limits, before validation.
func (limits) MutateOperationParameters(ctx context.Context, request *graphql.RawParams) *gqlerror.Error {
	if trusted(ctx) {
		return nil
	}
	if err := checkText(request.Query); err != nil {
		return refuse(err)
	}
	return nil
}

// MutateOperationContext refuses an operation whose answer would be too large.
func (l limits) MutateOperationContext(ctx context.Context, op *graphql.OperationContext) *gqlerror.Error {
	if trusted(ctx) {
		return nil
	}
	if err := mayAsk(ctx, op); err != nil {
		return gqlerror.Wrap(err)
	}
	if longest(op.Variables) > maxText {
		return refuse(beyond("文字长度", "a text", maxText))
	}
	c := costing{variables: op.Variables, catalog: l.catalog, spreads: map[spread]float64{}}
	cost := c.of(op.Operation.SelectionSet, extent{})
	if err := affordable(cost); err != nil {
		return refuse(err)
	}
	op.Stats.SetExtension(costName, cost)
	return nil
}

// mayAsk reports whether the caller may ask anything, and read the schema where the operation does.
func mayAsk(ctx context.Context, op *graphql.OperationContext) error {
	if err := access.Require(ctx, access.ReadCity); err != nil {
		return err
	}
	for _, field := range graphql.CollectFields(op, op.Operation.SelectionSet, []string{"Query"}) {
		if field.Name == "__schema" || field.Name == "__type" {
			return access.Require(ctx, access.Introspect)
		}
	}
	return nil
}

// costName is under what the cost of an operation is kept.
const costName = "cost"

// costOf is the processor time that an operation is expected to take.
func costOf(op *graphql.OperationContext) time.Duration {
	cost, _ := op.Stats.GetExtension(costName).(float64)
	return time.Duration(cost * float64(unit))
}

func affordable(cost float64) *jianfu.Error {
	if cost <= maxCost {
		return nil
	}
	return jianfu.Errorf(jianfu.TooLarge,
		"查询代价 %.0f 超过上限 %d，请少取一些：减少指标、分组，或把 first 调小",
		"the query costs %.0f, beyond the limit of %d: ask for fewer metrics or groups, or a smaller first", cost, maxCost)
}

// MeasureCost is the processor time that a table of the answer to a query, compared with so many periods, is
// expected to take. It is refused as TooLarge if an operation of that cost were.
func (h *Handler) MeasureCost(q metrics.Query, against int) (time.Duration, error) {
	c := costing{catalog: h.Engine.Catalog()}
	e := c.extent(q.Metrics, q.Period, q.Grain, q.By)
	periods := 1
	if q.Compare != metrics.NoComparison {
		periods = 2 * max(against, 1)
	}
	cost := c.counting(e, periods) + flat*e.rows*e.metrics
	if err := affordable(cost); err != nil {
		return 0, err
	}
	return time.Duration(cost * float64(unit)), nil
}

// ReportCost and ProofCost are the processor time that a report, and the proof-reading of one, are
// expected to take.
const (
	ReportCost = reportStatements * statement * unit
	ProofCost  = proofStatements * statement * unit
)

// longest is the length of the longest string of a JSON value.
func longest(value any) int {
	n := 0
	switch v := value.(type) {
	case string:
		n = len(v)
	case []any:
		for _, item := range v {
			n = max(n, longest(item))
		}
	case map[string]any:
		for _, item := range v {
			n = max(n, longest(item))
		}
	}
	return n
}

func beyond(zh, en string, limit int) *jianfu.Error {
	return jianfu.Errorf(jianfu.TooLarge, "查询语句的%[1]s超过上限 %[3]d，请拆成几次查询",
		"the query has %[2]s beyond the limit of %[3]d: split it", zh, en, limit)
}

// checkText checks a query text against the limits. A text that cannot be parsed passes: the
// executor reports what is wrong with it.
func checkText(query string) *jianfu.Error {
	if len(query) > maxQueryBytes {
		return beyond("字节数", "bytes", maxQueryBytes)
	}
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: query}, maxTokens)
	if err != nil {
		if _, err = parser.ParseQueryWithTokenLimit(&ast.Source{Input: query}, 0); err == nil {
			return beyond("词数", "tokens", maxTokens)
		}
		return nil
	}
	t := tally{fragments: map[string]*ast.FragmentDefinition{}, sizes: map[string]size{}}
	for _, f := range doc.Fragments {
		t.fragments[f.Name] = f
		t.count(f.SelectionSet, f.Directives)
	}
	for _, op := range doc.Operations {
		t.count(op.SelectionSet, op.Directives)
		for _, v := range op.VariableDefinitions {
			t.directives += len(v.Directives)
			if v.DefaultValue != nil {
				t.text(v.DefaultValue)
			}
		}
		whole := t.size(op.SelectionSet)
		t.depth, t.spread = max(t.depth, whole.depth), max(t.spread, whole.fields)
		roots := t.rootFields(op.SelectionSet, map[string]bool{})
		if op.Operation == ast.Subscription && roots > 1 {
			return jianfu.Errorf(jianfu.Invalid, "一次只能订阅一项", "subscribe to one field at a time")
		}
		t.roots = max(t.roots, roots)
	}
	for _, limit := range []struct {
		zh, en  string
		n, most int
	}{
		{"层数", "levels", t.depth, maxDepth},
		{"字段数", "fields", t.fields, maxFields},
		{"别名数", "aliases", t.aliases, maxAliases},
		{"顶层字段数", "root fields", t.roots, maxRootFields},
		{"指令数", "directives", t.directives, maxDirectives},
		{"片段数", "fragments", len(doc.Fragments), maxFragments},
		{"操作数", "operations", len(doc.Operations), maxOperations},
		{"重复字段数", "repeats of a field", t.repeats, maxRepeats},
		{"文字长度", "a text", t.longest, maxText},
		{"片段展开后的字段数", "fields in all its fragments", t.spread, maxSpread},
	} {
		if limit.n > limit.most {
			return beyond(limit.zh, limit.en, limit.most)
		}
	}
	return nil
}

// tally counts the parts of a query text, each once.
type tally struct {
	fragments map[string]*ast.FragmentDefinition
	sizes     map[string]size // of fragments; a fragment in progress has size 0, so a cycle ends

	fields, aliases, directives, repeats int
	depth, roots, spread, longest        int
}

// size is the depth and the number of fields of a selection with its fragments expanded.
type size struct{ depth, fields int }

func (t *tally) count(set ast.SelectionSet, directives ast.DirectiveList) {
	t.directives += len(directives)
	repeats := map[string]int{}
	for _, selection := range set {
		name := ""
		switch s := selection.(type) {
		case *ast.Field:
			t.fields++
			if s.Alias != s.Name {
				t.aliases++
			}
			name = s.Alias
			for _, argument := range s.Arguments {
				t.text(argument.Value)
			}
			t.count(s.SelectionSet, s.Directives)
		case *ast.InlineFragment:
			t.fields++
			name = "... on " + s.TypeCondition
			t.count(s.SelectionSet, s.Directives)
		case *ast.FragmentSpread:
			t.fields++
			name = "..." + s.Name
			t.directives += len(s.Directives)
		}
		repeats[name]++
		t.repeats = max(t.repeats, repeats[name])
	}
}

// text finds the longest string of an argument.
func (t *tally) text(value *ast.Value) {
	t.longest = max(t.longest, len(value.Raw))
	for _, child := range value.Children {
		t.text(child.Value)
	}
}

// size measures a selection; fragments are measured once. Numbers beyond the limits stop growing.
func (t *tally) size(set ast.SelectionSet) size {
	var whole size
	for _, selection := range set {
		var part size
		switch s := selection.(type) {
		case *ast.Field:
			part = t.size(s.SelectionSet)
			part.depth++
			part.fields++
		case *ast.InlineFragment:
			part = t.size(s.SelectionSet)
		case *ast.FragmentSpread:
			known, done := t.sizes[s.Name]
			if f := t.fragments[s.Name]; !done && f != nil {
				t.sizes[s.Name] = size{}
				known = t.size(f.SelectionSet)
				t.sizes[s.Name] = known
			}
			part = known
		}
		whole.depth = max(whole.depth, part.depth)
		whole.fields = min(whole.fields+part.fields, maxSpread+1)
	}
	return whole
}

// rootFields counts the fields at the top of an operation, including those of fragments.
func (t *tally) rootFields(set ast.SelectionSet, visited map[string]bool) int {
	n := 0
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			n++
		case *ast.InlineFragment:
			n += t.rootFields(s.SelectionSet, visited)
		case *ast.FragmentSpread:
			if f := t.fragments[s.Name]; f != nil && !visited[s.Name] {
				visited[s.Name] = true
				n += t.rootFields(f.SelectionSet, visited)
			}
		}
	}
	return n
}

// costing computes the cost of an operation. A fragment is computed once for each extent it is used
// in, so that the work is linear.
type costing struct {
	variables map[string]any
	catalog   *metrics.Catalog
	spreads   map[spread]float64
}

// extent is what a measure field's arguments imply for the answer below it.
type extent struct{ rows, buckets, metrics, sources float64 }

type spread struct {
	fragment string
	extent   extent
}

func (c *costing) of(set ast.SelectionSet, e extent) float64 {
	sum := 0.0
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			sum += c.field(s, e)
		case *ast.InlineFragment:
			sum += c.of(s.SelectionSet, e)
		case *ast.FragmentSpread:
			key := spread{s.Name, e}
			cost, done := c.spreads[key]
			if !done && s.Definition != nil {
				cost = c.of(s.Definition.SelectionSet, e)
				c.spreads[key] = cost
			}
			sum += cost
		}
	}
	return sum
}

// The cost of the parts of an answer, relative to a value.
const (
	statement = 5_000 // of SQL
	measuring = 6_000 // of a measurement besides what it counts: the directory, what was filed, what is due
	counted   = 4     // of a figure that is computed, shown or not
	flat      = 20    // of a line of a table

	manyBuckets = 24  // so many months take as long again as the statement
	maxUnits    = 100 // as far as cost goes; other dimensions have fewer values
	maxValues   = 20

	reportStatements = 90
	proofStatements  = 400
)

// lists are fields that are short lists, with their maximum length.
var lists = map[string]float64{
	"Query.departments": 100, "Query.portfolios": 10, "Query.thresholds": 10, "Query.calibers": 3, "Query.metrics": 100,
	"Metric.calibers": 3, "Metric.dimensions": 10, "Caliber.versions": 3, "Portfolio.departments": 20, "Department.versions": 3, "Department.predecessors": 3, "Department.successors": 3,
	"Measurement.notices": 10, "Measurement.dimensions": 3, "Measurement.downloads": 3, "Lineage.thresholds": 10, "Row.group": 3,
	"Value.comparisons": metrics.MaxAgainst, "DataExtent.kinds": 20, "FindingConnection.notices": 10, "Projection.notices": 10, "NoIncreaseCheck.notices": 10,
	"SubmitPayload.faultyRows": 100, "SubmitPayload.changes": 50, "FaultyRow.cells": 20,
	"AnnualSummary.inspectionsConducted": 3, "AnnualSummary.inspectionsPlanned": 3, "AnnualSummary.meetingsNoIncrease": 2, "AnnualSummary.notices": 10,
	"Report.sections": 20, "ReportSection.paragraphs": 10, "ReportParagraph.spans": 20, "Report.figures": 300, "Report.caveats": 20, "Report.downloads": 4,
	"Proof.findings": 300, "Proof.paragraphs": 300, "ProofFinding.offers": 4, "ProofFinding.doubts": 3, "ProofFinding.steps": 8,
	"Projection.methods": 3, "Projected.past": 5, "Query.noIncrease": 50, "NoIncreaseCheck.group": 1, "Query.checks": 20, "Query.notes": 20, "OrderViewsPayload.views": 20, "Query.recordsNamed": 20,
	"FiledRecord.fields": 20, "Source.cells": 20, "Source.around": 7, "FiledRow.cells": 20,
	"SameExplanation.by": 3, "SameExplanation.checks": 3, "Query.kinds": 40, "FilingKind.columns": 20, "FilingColumn.aliases": 5, "SubmitPayload.errors": 100, "SubmitPayload.replaced": 50, "Submission.explanations": 5, "Submission.reviews": 3, "Review.kinds": 3, "RemindPayload.reminders": 100, "IssueLettersPayload.letters": 20, "Query.schedules": 20, "Query.addressees": 60, "Schedule.metrics": 8, "Schedule.departments": 2, "Schedule.portfolios": 1, "Schedule.readers": 5, "Schedule.mails": 20, "Review.cells": 10,
	"__Schema.types": 150, "__Schema.directives": 10, "__Type.fields": 25, "__Type.inputFields": 10, "__Type.enumValues": 10,
	"__Type.interfaces": 1, "__Type.possibleTypes": 1, "__Field.args": 3, "__Directive.args": 3,
}

// pages are fields that return a page of a list with one statement or two, with the default page
// size.
var pages = map[string]float64{
	"Query.records": 20, "Query.submissions": 20, "Value.records": 20, "Submission.rejects": 20, "Submission.changes": 20,
	"Query.filings": 20, "Query.reconciliation": 20, "Query.findings": 20, "FindingConnection.untested": 20, "Query.sameExplanations": 20,
}

// statements are fields that need their own statement.
var statements = map[string]float64{
	"Metric.sql": 0.3, "Source.submissionInfo": 0.2, "Source.around": 0.4, "Query.submission": 1, "Submission.explanations": 1, "Submission.reviews": 1, "Query.departments": 1, "Query.portfolios": 1,
	"Dimension.members": 1, "Query.dataExtent": 8, "Query.node": 1, "Query.record": 1, "Query.findings": 1, "Query.filings": 6, "FindingConnection.untested": 1, "Query.sameExplanations": 20,
	"Query.annualSummary": 30, "Query.report": reportStatements, "Query.proof": proofStatements, "Query.projection": 5, "Query.noIncrease": 1, "Query.reconciliation": 2, "Submission.changes": 14,
}

func (c *costing) field(f *ast.Field, e extent) float64 {
	if f.ObjectDefinition == nil || f.Definition == nil {
		return 1
	}
	name := f.ObjectDefinition.Name + "." + f.Name
	switch name {
	case "Query.measure":
		return c.measure(f, f.ArgumentMap(c.variables)["input"])
	case "Query.measurements":
		inputs, _ := f.ArgumentMap(c.variables)["inputs"].([]any)
		sum := 0.0
		for _, input := range inputs {
			sum += c.measure(f, input)
		}
		return sum
	case "Query.trace":
		e := extent{rows: 1, buckets: 1, metrics: 1, sources: 1}
		return statement + c.counting(e, 2) + c.of(f.SelectionSet, e)
	case "Measurement.rows":
		return 1 + min(e.rows, c.first(f, maxPage, maxRows))*c.of(f.SelectionSet, e)
	case "Measurement.totals":
		whole := e
		whole.rows = e.buckets
		return c.counting(whole, 2) + e.buckets*c.of(f.SelectionSet, e)
	case "Measurement.metrics", "Row.values":
		return 1 + e.metrics*c.of(f.SelectionSet, e)
	case "Query.metrics":
		return 1 + float64(len(c.catalog.Metrics()))*c.of(f.SelectionSet, e)
	case "Finding.records", "Untested.records", "Notice.slices": // read once for all findings of a page, or with the figures
		return 1 + c.first(f, defaultPage, maxPage)*c.of(f.SelectionSet, e)
	}
	cost := 1.0
	below := c.of(f.SelectionSet, e)
	page, isPage := pages[name]
	if isPage {
		return cost + (2+statements[name])*statement + c.first(f, page, maxPage)*below
	}
	length, isList := lists[name]
	if name == "Dimension.members" {
		length, isList = c.first(f, maxPage, maxPage), true
	}
	if isList {
		below *= length
	}
	return cost + statements[name]*statement + below
}

// first is the requested page size, at most the largest possible.
func (c *costing) first(f *ast.Field, fallback float64, most int) float64 {
	n, err := model.UnmarshalInt(f.ArgumentMap(c.variables)["first"])
	if err != nil || n < 1 {
		return fallback
	}
	return float64(min(n, most))
}

// measure costs the counting, and the largest possible number of rows.
func (c *costing) measure(f *ast.Field, question any) float64 {
	input, _ := question.(map[string]any)
	names, _ := input["metrics"].([]any)
	asked := make([]string, len(names))
	for i, name := range names {
		asked[i] = fmt.Sprint(name)
	}
	dimensions, _ := input["by"].([]any)
	by := make([]string, len(dimensions))
	for i, name := range dimensions {
		by[i] = fmt.Sprint(name)
	}
	period, err := model.UnmarshalPeriod(input["period"])
	if err != nil {
		period = jianfu.Period{} // its resolver refuses it
	}
	periods := 1
	if against, _ := input["against"].([]any); len(against) > 0 {
		periods += len(against)
	} else if input["compareTo"] != nil || input["against"] != nil {
		periods++
	}
	e := c.extent(asked, period, jianfu.Grain(fmt.Sprint(input["grain"])), by)
	return c.counting(e, periods) + c.of(f.SelectionSet, e)
}

// extent is the largest answer that a query can have.
func (c *costing) extent(names []string, period jianfu.Period, grain jianfu.Grain, by []string) extent {
	e := extent{rows: 1, buckets: 1, metrics: float64(len(names))}
	if grain.Months() > 0 && !period.IsZero() {
		e.buckets = float64(1 + period.Months()/grain.Months())
		e.rows = e.buckets
	}
	for _, dimension := range by {
		if dimension == "department" {
			e.rows *= maxUnits
		} else {
			e.rows *= maxValues
		}
	}
	sources := map[string]bool{}
	for _, name := range names {
		if m, err := c.catalog.Metric(name); err == nil {
			for _, source := range m.Sources() {
				sources[source] = true
			}
		}
	}
	e.sources = float64(len(sources))
	return e
}

// counting costs what is computed for so many periods, the asked one and those that it is compared
// with: each is counted by statements of its own if there are more than two.
func (c *costing) counting(e extent, periods int) float64 {
	n := float64(periods)
	return measuring*max(1, n-1) + statement*e.sources*(1+e.buckets*n/manyBuckets) + counted*e.rows*e.metrics*n
}
