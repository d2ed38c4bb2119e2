package graph

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"jianfu"
	"jianfu/graph/model"
	"jianfu/metrics"
	"jianfu/warehouse"
)

// operation is shared by the resolvers of one answer, so that data that several fields need is
// read once.
type operation struct {
	resolver *Resolver
	state    context.Context // pinned to the state of the answer

	mu          sync.Mutex
	groups      map[string]*group
	departments map[int64]map[string]*model.Department // by the commit that they are known by
	submissions map[int64]*warehouse.Submission
}

// group is the measure fields of an operation that differ only in their metrics.
type group struct {
	query  metrics.Query // with the metrics of all of them
	fields int
	once   sync.Once
	answer *metrics.Measurement
	err    error
}

type operationKey struct{}

func operationOf(ctx context.Context) *operation { return ctx.Value(operationKey{}).(*operation) }

// oneState has all that an operation reads answered from one state of the warehouse, so that its
// figures agree, and says by which commit that is. Nothing is answered if the file has become
// another meanwhile. A subscription's events each have their own; a
// mutation sees what it has just changed.
func (r *Resolver) oneState(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	if opCtx := graphql.GetOperationContext(ctx); opCtx.Operation != nil && opCtx.Operation.Operation != ast.Mutation {
		pinned, release := r.warehouse.Pin(ctx, 0)
		response := next(r.operation(pinned))
		if err := release(); err != nil && response != nil {
			graphql.AddError(ctx, err)
			said := graphql.GetErrors(ctx)
			return &graphql.Response{Errors: said[len(said)-1:]}
		}
		return response
	}
	return next(r.operation(ctx))
}

func (r *Resolver) operation(ctx context.Context) context.Context {
	return context.WithValue(ctx, operationKey{}, &operation{resolver: r, state: ctx,
		departments: map[int64]map[string]*model.Department{}, submissions: map[int64]*warehouse.Submission{}})
}

// nodes are the types whose objects have an id.
var nodes = []string{"FiledRecord", "Submission"}

// knownAt has a field with that argument, and all below it, answered from what the warehouse knew
// by then; but the objects with an id are as they are now, because a client's cache has each but once.
// The state is let go when the operation has ended.
func (r *Resolver) knownAt(ctx context.Context, next graphql.Resolver) (any, error) {
	field := graphql.GetFieldContext(ctx)
	if err := ctx.Err(); err != nil && field.IsResolver { // nobody waits for the rest
		return nil, err
	}
	if slices.Contains(nodes, field.Object) {
		return next(warehouse.PinAs(ctx, operationOf(ctx).state))
	}
	at, _ := field.Args["knownAt"].(*int)
	if at == nil {
		return next(ctx)
	}
	if *at < 1 {
		return nil, jianfu.Errorf(jianfu.Invalid, "knownAt 应是提交号", "knownAt should be the number of a commit")
	}
	known, release := r.warehouse.Pin(ctx, int64(*at))
	context.AfterFunc(ctx, func() { _ = release() }) // it was only read
	return next(known)
}

// measure answers one measure field. Fields of one operation that differ in their metrics
// alone, and count the same kinds of filing, are measured together: one statement for each
// table, not one for each field. Every field's answer is what it would have been alone.
func (o *operation) measure(ctx context.Context, q metrics.Query) (*metrics.Measurement, error) {
	engine := o.resolver.engine
	g := o.group(ctx, q)
	if g == nil || g.fields == 1 {
		return engine.Measure(ctx, q)
	}
	g.once.Do(func() { g.answer, g.err = engine.Measure(ctx, g.query) })
	var refused *jianfu.Error
	switch {
	case errors.As(g.err, &refused):
		return engine.Measure(ctx, q) // the refusal may be about another field's metric
	case g.err != nil:
		return nil, g.err
	case len(g.answer.Lineage.Statements) > 1 && len(q.By) > 0:
		// Rows of another source can bring groups that this one does not have.
		return engine.Measure(ctx, q)
	}
	return part(g.answer, q.Metrics), nil
}

// group finds the fields that can be measured together with the query; nil if it names an unknown
// metric.
func (o *operation) group(ctx context.Context, q metrics.Query) *group {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.groups == nil {
		o.groups = map[string]*group{}
		opCtx := graphql.GetOperationContext(ctx)
		for _, field := range graphql.CollectFields(opCtx, opCtx.Operation.SelectionSet, []string{"Query"}) {
			if field.Name != "measure" {
				continue
			}
			var input model.MeasureInput
			raw := field.ArgumentMap(opCtx.Variables)["input"]
			if graphql.UnmarshalNamedInputFromContext(ctx, "MeasureInput", raw, &input) != nil {
				continue // its own resolver reports it
			}
			o.join(input.Query())
		}
	}
	key, _ := o.key(q)
	return o.groups[key]
}

func (o *operation) join(q metrics.Query) {
	key, known := o.key(q)
	if !known {
		return
	}
	g := o.groups[key]
	if g == nil {
		g = &group{query: q}
		g.query.Metrics = nil
		o.groups[key] = g
	}
	g.fields++
	for _, name := range q.Metrics {
		if !slices.Contains(g.query.Metrics, name) {
			g.query.Metrics = append(g.query.Metrics, name)
		}
	}
}

// key is equal for queries that can be measured together. It reports false if a metric is unknown,
// or called by its label, or sorted by without being asked for: the answer then says so, and is the field's own.
func (o *operation) key(q metrics.Query) (string, bool) {
	if q.Sort != "" && !slices.Contains(q.Metrics, q.Sort) {
		return "", false
	}
	var kinds []string
	for _, name := range q.Metrics {
		m, err := o.resolver.engine.Catalog().Metric(name)
		if err != nil || m.Name != name {
			return "", false
		}
		kinds = append(kinds, m.Kinds()...)
		if m.ReadsYear() { // their caveats cover more months
			kinds = append(kinds, "year")
		}
	}
	slices.Sort(kinds)
	q.Metrics = slices.Compact(kinds)
	return fmt.Sprintf("%#v", q), true
}

// part is the answer for some of its metrics.
func part(m *metrics.Measurement, names []string) *metrics.Measurement {
	some := *m
	some.Query.Metrics, some.Measured = names, nil
	places := make([]int, len(names))
	for i, name := range names {
		places[i] = slices.Index(m.Query.Metrics, name)
		some.Measured = append(some.Measured, m.Measured[places[i]])
	}
	some.Rows = make([]metrics.Row, len(m.Rows))
	for i, row := range m.Rows {
		some.Rows[i] = metrics.Row{Bucket: row.Bucket, Group: row.Group, Values: make([]metrics.Value, len(places))}
		for j, place := range places {
			some.Rows[i].Values[j] = row.Values[place]
		}
	}
	some.Notices = slices.DeleteFunc(slices.Clone(m.Notices), func(n metrics.Notice) bool {
		return n.Metric != "" && !slices.Contains(names, n.Metric)
	})
	return &some
}

// department finds a unit by its code, nil if the directory no longer has it.
func (o *operation) department(ctx context.Context, code string) (*model.Department, error) {
	commit, err := o.resolver.engine.Commit(ctx)
	if err != nil {
		return nil, err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	known := o.departments[commit]
	if known == nil {
		list, err := o.resolver.engine.Departments(ctx, model.Moment(nil))
		if err != nil {
			return nil, err
		}
		known = map[string]*model.Department{}
		for _, d := range model.Departments(list) {
			known[d.Code] = &d
		}
		o.departments[commit] = known
	}
	return known[code], nil
}

// submission reads a submission, each only once.
func (o *operation) submission(ctx context.Context, id int64) (*warehouse.Submission, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if s := o.submissions[id]; s != nil {
		return s, nil
	}
	s, err := o.resolver.engine.Submission(ctx, id)
	if err != nil {
		return nil, err
	}
	o.submissions[id] = &s
	return &s, nil
}
