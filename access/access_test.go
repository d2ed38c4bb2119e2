package access_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"jianfu"
	"jianfu/access"
)

func codeOf(err error) jianfu.Code {
	var known *jianfu.Error
	if errors.As(err, &known) {
		return known.Code
	}
	return ""
}

// Whoever sees some units only gets no SQL, which cannot be held to them, and does nothing for others.
func TestWhoSeesSomeUnitsActsForNoOther(t *testing.T) {
	t.Parallel()
	for _, row := range access.Table {
		if row.SQL && row.Sees != access.AllUnits {
			t.Errorf("%s has SQL and does not see every unit", row.Role)
		}
		if row.Sees != access.AllUnits && (row.Files > row.Sees || row.Explains > row.Sees || row.Withdraws || row.Thresholds || row.Closes || row.Accounts) {
			t.Errorf("%s changes what it does not see", row.Role)
		}
		if row.Role == access.Stranger && row.Rights != (access.Rights{}) {
			t.Error("a stranger has rights")
		}
	}
}

func TestWithoutAccountsEverythingIsAllowed(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	for _, err := range []error{
		access.Require(ctx, access.Withdraw), access.Require(ctx, access.UseSQL), access.Require(ctx, access.ManageAccounts),
		access.RequireFiling(ctx, ""), access.RequireExplaining(ctx, "018"),
	} {
		if err != nil {
			t.Error(err)
		}
	}
	if c := access.From(ctx); !c.Anonymous() || c.Scope() != "" || !c.SeesAll() {
		t.Errorf("%+v", c)
	}
}

func TestRefusalsSayWhatToDo(t *testing.T) {
	t.Parallel()
	as := func(c access.Caller) context.Context { return access.With(t.Context(), c) }
	department := as(access.Caller{Name: "li", Role: access.Department, Department: "018"})
	cases := []struct {
		err  error
		code jianfu.Code
		says string
	}{
		{access.RequireFiling(department, "018"), "", ""},
		{access.RequireFiling(department, "019"), jianfu.Forbidden, "019"},
		{access.RequireFiling(department, ""), jianfu.Forbidden, "专班"},
		{access.Require(department, access.Withdraw), jianfu.Forbidden, "管理员、专班"},
		{access.Require(department, access.UseSQL), jianfu.Forbidden, "分析人员"},
		{access.RequireFiling(as(access.Caller{Role: access.Analyst}), "018"), jianfu.Forbidden, "报送单位"},
		{access.Require(as(access.Caller{Role: access.Office}), access.Withdraw), "", ""},
		{access.Require(as(access.Caller{Role: access.Stranger}), access.ReadCity), jianfu.Unauthenticated, "登录"},
		{access.Require(as(access.Caller{Name: "x", Role: "auditor"}), access.ReadCity), jianfu.Forbidden, "auditor"},
		{access.Require(as(access.Caller{Name: "x"}), access.ReadCity), jianfu.Forbidden, "管理员"}, // a caller without a role is not a machine without accounts
	}
	for i, c := range cases {
		if codeOf(c.err) != c.code {
			t.Errorf("%d: %v, want %q", i, c.err, c.code)
		} else if c.err != nil && !strings.Contains(c.err.Error(), c.says) {
			t.Errorf("%d: %v does not say %q", i, c.err, c.says)
		}
		var known *jianfu.Error
		if errors.As(c.err, &known) && (strings.Contains(known.Text.EN, "%!") || strings.Contains(known.Text.ZH, "%!") || known.Text.EN == "") {
			t.Errorf("%d: %+v", i, known.Text)
		}
	}
}

func TestAnAccountHasTheUnitOrLineOfItsRole(t *testing.T) {
	t.Parallel()
	for i, c := range []struct {
		caller access.Caller
		ok     bool
	}{
		{access.Caller{Role: access.Office}, true},
		{access.Caller{Role: access.Office, Department: "018"}, false},
		{access.Caller{Role: access.Department}, false},
		{access.Caller{Role: access.Department, Department: "018"}, true},
		{access.Caller{Role: access.Leader, Portfolio: "城建"}, true},
		{access.Caller{Role: access.Leader, Department: "018"}, false},
		{access.Caller{Role: access.Stranger}, false},
		{access.Caller{Role: "boss"}, false},
	} {
		if err := c.caller.Check(); (err == nil) != c.ok {
			t.Errorf("%d: %+v: %v", i, c.caller, err)
		}
	}
	if role, err := access.ParseRole("分管领导"); err != nil || role != access.Leader {
		t.Error(role, err)
	}
	if _, err := access.ParseRole("stranger"); err == nil {
		t.Error("an account may be a stranger's")
	}
}
