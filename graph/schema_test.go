package graph_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"jianfu"
	"jianfu/graph/gen"
	"jianfu/metrics"
	"jianfu/proof"
)

func schema() *ast.Schema { return gen.NewExecutableSchema(gen.Config{}).Schema() }

var (
	han   = regexp.MustCompile(`\p{Han}`)
	latin = regexp.MustCompile(`[A-Za-z]{2}`)
)

// Descriptions are the manual: everything has one, in English with its Chinese term.
func TestEverythingIsDescribed(t *testing.T) {
	t.Parallel()
	seen := 0
	described := func(name, description string, needsTerm bool) {
		seen++
		if !latin.MatchString(description) || needsTerm && !han.MatchString(description) {
			t.Errorf("%s is not described in English with its Chinese term: %q", name, description)
		}
	}
	for _, def := range schema().Types {
		if def.BuiltIn {
			continue
		}
		described(def.Name, def.Description, true)
		for _, field := range def.Fields {
			if strings.HasPrefix(field.Name, "__") {
				continue
			}
			described(def.Name+"."+field.Name, field.Description, true)
			for _, argument := range field.Arguments {
				described(def.Name+"."+field.Name+"("+argument.Name+")", argument.Description, true)
			}
		}
		for _, value := range def.EnumValues {
			described(def.Name+"."+value.Name, value.Description, true)
		}
	}
	if seen < 300 {
		t.Errorf("only %d descriptions were looked at", seen)
	}
}

// The names of the design, which clients rely on.
func TestContractNames(t *testing.T) {
	t.Parallel()
	for name, fields := range map[string]string{
		"Query":           "measure metrics metric departments portfolios thresholds submissions submission records annualSummary projection noIncrease filings reconciliation checks proof",
		"Mutation":        "submit withdraw",
		"MeasureInput":    "metrics period compareTo against by grain cumulative where caliber asOf",
		"MeasureFilter":   "departments portfolios is",
		"EqualsInput":     "dimension in",
		"Measurement":     "period comparedTo rows notices lineage",
		"Row":             "bucket group values",
		"Value":           "metric amount numerator denominator text missing comparison records",
		"ValueComparison": "period amount delta changePercent changePoints favourable missing sentence",
		"FiledRecord":     "id kind department date title fields source",
		"Source":          "submission sheet row cells",
		"Cell":            "column value",
		"Member":          "dimension value label",
		"Metric":          "label unit kind direction definition caliber sql",
		"SubmitInput":     "file kind department period receivedAt quarantine dryRun",
		"PageInfo":        "hasNextPage endCursor",
	} {
		def := schema().Types[name]
		if def == nil {
			t.Errorf("there is no type %s", name)
			continue
		}
		for field := range strings.FieldsSeq(fields) {
			if def.Fields.ForName(field) == nil {
				t.Errorf("there is no %s.%s", name, field)
			}
		}
	}
	// Fields that a client selects without a selection set.
	for _, path := range []string{"Measurement.period", "Measurement.comparedTo", "Value.metric", "ValueComparison.period",
		"FiledRecord.kind", "FiledRecord.department", "Source.submission", "Metric.caliber"} {
		name, field, _ := strings.Cut(path, ".")
		if def := schema().Types[schema().Types[name].Fields.ForName(field).Type.Name()]; !def.IsLeafType() {
			t.Errorf("%s is %s, not a leaf", path, def.Kind)
		}
	}
}

// A field of Query or Mutation that takes arguments can be refused: it is null then, and the others keep their
// answers. Every mutation gives back clientMutationId and says why it was refused.
func TestRootsThatCanBeRefused(t *testing.T) {
	t.Parallel()
	for _, root := range []string{"Query", "Mutation"} {
		for _, field := range schema().Types[root].Fields {
			if len(field.Arguments) > 0 && field.Type.NonNull && !strings.HasPrefix(field.Name, "__") && field.Name != "measurements" { // each of these says why itself
				t.Errorf("%s.%s is %s", root, field.Name, field.Type)
			}
		}
	}
	for _, field := range schema().Types["Mutation"].Fields {
		payload := schema().Types[field.Type.Name()].Fields
		if refusal := payload.ForName("refusal"); payload.ForName("clientMutationId") == nil || refusal == nil || refusal.Type.String() != "Refusal" {
			t.Errorf("the payload of %s: %+v", field.Name, payload)
		}
	}
}

// An enumeration lists exactly the values of the code.
func TestEnumerationsAreComplete(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][]string{
		"ErrorCode": {string(jianfu.Invalid), string(jianfu.NotFound), string(jianfu.Conflict), string(jianfu.Refused),
			string(jianfu.Locked), string(jianfu.Unreadable), string(jianfu.TooLarge), string(jianfu.Busy), string(jianfu.Internal), string(jianfu.Unauthenticated), string(jianfu.Forbidden)},
		"FaultCode": {strings.ToUpper(string(jianfu.UnreadableFile)), strings.ToUpper(string(jianfu.UnknownKind)), strings.ToUpper(string(jianfu.MissingColumn)), strings.ToUpper(string(jianfu.MissingValue)),
			strings.ToUpper(string(jianfu.UnknownUnit)), strings.ToUpper(string(jianfu.BadDate)), strings.ToUpper(string(jianfu.BadNumber)), strings.ToUpper(string(jianfu.BadValue)), strings.ToUpper(string(jianfu.OutOfRange)),
			strings.ToUpper(string(jianfu.DateOrder)), strings.ToUpper(string(jianfu.DuplicateKey)), strings.ToUpper(string(jianfu.PeriodMismatch)), strings.ToUpper(string(jianfu.TooEarly)), strings.ToUpper(string(jianfu.Unexplained)), strings.ToUpper(string(jianfu.Secret))},
		"Grain":      {"MONTH", "QUARTER", "HALF", "YEAR"},
		"Comparison": {"YEAR_EARLIER", "PREVIOUS_PERIOD"},
		"NoticeCode": {string(metrics.IncompletePeriod), string(metrics.RejectedRows), string(metrics.UnknownRows), string(metrics.UnfiledValue), string(metrics.BackDated),
			string(metrics.CityTotal), string(metrics.OtherCaliber), string(metrics.RecordsOnly), string(metrics.RegisterRows), string(metrics.Understood), string(metrics.UnequalCoverage), string(metrics.Provisional), string(metrics.ReturnedFiling), string(metrics.UnitsMoved), string(metrics.UnitsLeftOut), string(metrics.OthersHidden)},
		"FilingStatus": {string(metrics.FilingReceived), string(metrics.FilingNil), string(metrics.FilingLate), string(metrics.FilingCorrected),
			string(metrics.FilingMissing), string(metrics.FilingNotDue), string(metrics.FilingCompletedLate), string(metrics.FilingEarly), string(metrics.FilingUnexpected)},
		"ProjectionMethod": {string(metrics.PlanRemainder), string(metrics.LastYearScaled), string(metrics.RunRate)},
		"Missing": {string(metrics.NoData), string(metrics.NotInForce), string(metrics.NotDue), string(metrics.NotFiled), string(metrics.ZeroDenominator),
			string(metrics.NotReported), string(metrics.UnknownValues), string(metrics.NoCalendar), string(metrics.NotApplicable), string(metrics.Withheld)},
		"ProofVerdict": {string(proof.Wrong), string(proof.Cut), string(proof.Unknown), string(proof.Unmatched), string(proof.Right)},
		"Basis":        {string(metrics.FromRecords), string(metrics.FromTotals), string(metrics.FromBoth)},
	} {
		var have []string
		for _, value := range schema().Types[name].EnumValues {
			have = append(have, value.Name)
		}
		slices.Sort(have)
		slices.Sort(want)
		if !slices.Equal(have, want) {
			t.Errorf("%s is %v, want %v", name, have, want)
		}
	}
}
