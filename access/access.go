// Package access says who asks, and what each role may see and do. Who somebody is, is decided
// elsewhere; this package decides nothing but what follows from it.
package access

import (
	"context"
	"slices"
	"strings"

	"jianfu"
)

// Role is what somebody is to the office.
type Role string

// The roles. A Stranger is somebody who has not logged in where accounts are kept.
const (
	Admin      Role = "admin"
	Office     Role = "office"
	Department Role = "department"
	Leader     Role = "leader"
	Analyst    Role = "analyst"
	Viewer     Role = "viewer"
	Stranger   Role = "stranger"
)

// Reach is for which units something may be done.
type Reach int

// The reaches. The figures of the city as a whole are below none of them: see Rights.City.
const (
	NoUnit  Reach = iota
	OwnUnit       // the caller's own unit
	OwnLine       // the units of the caller's own line, and the line's total
	AllUnits
)

// Rights are what a role may see and do.
type Rights struct {
	City       bool  // sees the figures of the city as a whole, the catalogue, the directory
	Sees       Reach // whose figures, records and filings it sees below the city's
	Files      Reach // for whom it loads filings
	Explains   Reach // whose findings it explains
	Withdraws  bool  // takes filings back, and returns and accepts them
	Thresholds bool  // sets thresholds, calibers and what units owe
	Closes     bool  // closes findings
	SQL        bool  // asks in SQL, over HTTP and PostgreSQL's wire; sees statements
	Accounts   bool  // keeps accounts and reads the audit
	Introspect bool  // reads the schema of the API
}

// RoleRights is one row of Table.
type RoleRights struct {
	Role  Role
	Label jianfu.Text
	Rights
}

// Table is what each role may. SQL is only for those who see all units: a statement cannot be held
// to some of them.
var Table = []RoleRights{
	//                                                 City   Sees      Files     Explains  Withdr Thresh Closes SQL    Accts  Introspect
	{Admin, jianfu.Say("管理员", "administrator"), Rights{true, AllUnits, AllUnits, AllUnits, true, true, true, true, true, true}},
	{Office, jianfu.Say("专班", "office"), Rights{true, AllUnits, AllUnits, AllUnits, true, true, true, true, false, true}},
	{Department, jianfu.Say("报送单位", "department"), Rights{true, OwnUnit, OwnUnit, OwnUnit, false, false, false, false, false, false}},
	{Leader, jianfu.Say("分管领导", "leader"), Rights{true, OwnLine, NoUnit, NoUnit, false, false, false, false, false, false}},
	{Analyst, jianfu.Say("分析人员", "analyst"), Rights{true, AllUnits, NoUnit, NoUnit, false, false, false, true, false, true}},
	{Viewer, jianfu.Say("查看人员", "viewer"), Rights{true, NoUnit, NoUnit, NoUnit, false, false, false, false, false, false}},
	{Stranger, jianfu.Say("未登录者", "stranger"), Rights{false, NoUnit, NoUnit, NoUnit, false, false, false, false, false, false}},
}

// everything is what may be done where no accounts are kept.
var everything = Table[0].Rights

// Caller is who asks. The zero Caller is anybody on this machine, where no accounts are kept: they may
// do everything.
type Caller struct {
	Name       string
	Role       Role
	Department string // the code of the unit of a department
	Portfolio  string // the line of a leader
}

// Anonymous reports whether no accounts are kept.
func (c Caller) Anonymous() bool { return c == Caller{} }

// Rights are those of the caller's role; a role that the table does not have has none.
func (c Caller) Rights() Rights {
	if c.Anonymous() {
		return everything
	}
	for _, row := range Table {
		if row.Role == c.Role {
			return row.Rights
		}
	}
	return Rights{}
}

// SeesAll reports whether the caller sees the figures of every unit.
func (c Caller) SeesAll() bool { return c.Rights().Sees == AllUnits }

// Scope is equal for callers who see the same.
func (c Caller) Scope() string {
	switch r := c.Rights(); {
	case !r.City:
		return "nothing"
	case r.Sees == AllUnits:
		return ""
	case r.Sees == OwnUnit:
		return "department " + c.Department
	case r.Sees == OwnLine:
		return "portfolio " + c.Portfolio
	}
	return "city"
}

// Roles are the names of the roles that an account can have.
func Roles() []Role {
	var list []Role
	for _, row := range Table {
		if row.Role != Stranger {
			list = append(list, row.Role)
		}
	}
	return list
}

// ParseRole reads the name of a role, or its Chinese label. The error is Invalid, with the names.
func ParseRole(text string) (Role, error) {
	for _, row := range Table {
		if row.Role != Stranger && (string(row.Role) == text || row.Label.ZH == text) {
			return row.Role, nil
		}
	}
	return "", jianfu.Errorf(jianfu.Invalid, "没有角色“%s”，应为 admin、office、department、leader、analyst 或 viewer",
		"there is no role %q: it is admin, office, department, leader, analyst or viewer", text)
}

// Check reports what an account's caller lacks: a department its unit, a leader a line. The error is
// Invalid.
func (c Caller) Check() error {
	switch {
	case !slices.Contains(Roles(), c.Role):
		_, err := ParseRole(string(c.Role))
		return err
	case (c.Department != "") != (c.Rights().Sees == OwnUnit):
		return jianfu.Errorf(jianfu.Invalid, "角色 department 须写明单位编码，其他角色不写", "the role department, and no other, has a unit: name its code")
	case (c.Portfolio != "") != (c.Rights().Sees == OwnLine):
		return jianfu.Errorf(jianfu.Invalid, "角色 leader 须写明分管战线，其他角色不写", "the role leader, and no other, has a line: name it")
	}
	return nil
}

type key struct{}

// With has what is done under a context done for a caller. Where accounts are kept, every request
// has one: of somebody who is not logged in its Role is Stranger.
func With(ctx context.Context, c Caller) context.Context { return context.WithValue(ctx, key{}, c) }

// From is who asks.
func From(ctx context.Context) Caller {
	c, _ := ctx.Value(key{}).(Caller)
	return c
}

// Name is who does something: the caller's account, or where no accounts are kept who the caller says.
func Name(ctx context.Context, said string) string {
	if c := From(ctx); !c.Anonymous() {
		return c.Name
	}
	return said
}

// Act is something that a role has, or has not, the right to do.
type Act struct {
	what jianfu.Text
	may  func(Rights) bool
}

// The acts. Filing and explaining are done for units: see RequireFiling and RequireExplaining.
var (
	ReadCity       = Act{jianfu.Say("查看数据", "reading figures"), func(r Rights) bool { return r.City }}
	Withdraw       = Act{jianfu.Say("撤回报送", "withdrawing filings"), func(r Rights) bool { return r.Withdraws }}
	Review         = Act{jianfu.Say("退回和接收报送", "returning and accepting filings"), func(r Rights) bool { return r.Withdraws }}
	Remind         = Act{jianfu.Say("催报", "reminding units"), func(r Rights) bool { return r.Withdraws }}
	Schedule       = Act{jianfu.Say("约定定期发送", "agreeing what is sent every month"), func(r Rights) bool { return r.Withdraws }}
	SetThresholds  = Act{jianfu.Say("修改阈值和口径", "setting thresholds and calibers"), func(r Rights) bool { return r.Thresholds }}
	CloseFindings  = Act{jianfu.Say("销号", "closing findings"), func(r Rights) bool { return r.Closes }}
	UseSQL         = Act{jianfu.Say("使用 SQL", "SQL"), func(r Rights) bool { return r.SQL }}
	ManageAccounts = Act{jianfu.Say("管理账号", "managing accounts"), func(r Rights) bool { return r.Accounts }}
	Introspect     = Act{jianfu.Say("读取接口的结构", "reading the schema"), func(r Rights) bool { return r.Introspect }}
	SeeAll         = Act{jianfu.Say("查看各单位数据", "reading the figures of every unit"), func(r Rights) bool { return r.Sees == AllUnits }}
	file           = Act{jianfu.Say("报送", "filing"), func(r Rights) bool { return r.Files != NoUnit }}
	explain        = Act{jianfu.Say("说明问题", "explaining findings"), func(r Rights) bool { return r.Explains != NoUnit }}
)

// Require reports whether whoever asks has the right to an act. The error is Unauthenticated for a
// stranger, and otherwise Forbidden; both say what to do.
func Require(ctx context.Context, act Act) error {
	c := From(ctx)
	if act.may(c.Rights()) {
		return nil
	}
	if c.Role == Stranger {
		return jianfu.Errorf(jianfu.Unauthenticated, "请先登录：%[1]s需要账号", "log in first: %[2]s needs an account", act.what.ZH, act.what.EN)
	}
	var zh, en []string
	for _, row := range Table {
		if act.may(row.Rights) {
			zh, en = append(zh, row.Label.ZH), append(en, string(row.Role))
		}
	}
	return jianfu.Errorf(jianfu.Forbidden, "您的账号（%[1]s）无权%[2]s：请换用%[3]s的账号，或请管理员调整角色",
		"your account (%[4]s) has no right to %[5]s: use an account of the role %[6]s, or ask an administrator for another role",
		c.Role.Label().ZH, act.what.ZH, strings.Join(zh, "、"), string(c.Role), act.what.EN, strings.Join(en, ", "))
}

// RequireFiling reports whether whoever asks may load a filing for a unit; "" is one that is not a
// single unit's. The error is Unauthenticated or Forbidden.
func RequireFiling(ctx context.Context, unit string) error {
	return requireUnit(ctx, file, From(ctx).Rights().Files, unit)
}

// RequireExplaining does the same for explaining a finding about a unit.
func RequireExplaining(ctx context.Context, unit string) error {
	return requireUnit(ctx, explain, From(ctx).Rights().Explains, unit)
}

func requireUnit(ctx context.Context, act Act, reach Reach, unit string) error {
	c := From(ctx)
	switch {
	case reach == NoUnit:
		return Require(ctx, act)
	case reach == AllUnits, unit != "" && unit == c.Department:
		return nil
	case unit == "":
		return jianfu.Errorf(jianfu.Forbidden, "您的账号只能为本单位（%[1]s）%[2]s，这一份不是一个单位的：请交专班办理",
			"your account is for %[3]s of your own unit (%[1]s) only, and this is not a single unit's: leave it to the office", c.Department, act.what.ZH, act.what.EN)
	}
	return jianfu.Errorf(jianfu.Forbidden, "您的账号只能为本单位（%[1]s）%[2]s，不能为 %[4]s：请由该单位或专班办理",
		"your account is for %[3]s of your own unit (%[1]s) only, not of %[4]s: leave it to that unit or to the office", c.Department, act.what.ZH, act.what.EN, unit)
}

// Label is the role in words.
func (r Role) Label() jianfu.Text {
	for _, row := range Table {
		if row.Role == r {
			return row.Label
		}
	}
	return jianfu.Text{ZH: string(r), EN: string(r)}
}
