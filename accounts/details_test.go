package accounts_test

import (
	"regexp"
	"testing"

	"jianfu"
	"jianfu/accounts"
)

// What the program notes is shown in the language of whoever reads it; what people wrote is shown as it is.
func TestDetailsInBothLanguages(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		what         accounts.What
		said, zh, en string
	}{
		{accounts.UserChanged, "add department B001", "添加：报送单位 B001", "added: department B001"}, {accounts.UserChanged, "set leader 城建交通", "改角色：分管领导 城建交通", "role: leader 城建交通"},
		{accounts.UserChanged, "set office", "改角色：专班", "role: office"}, {accounts.UserChanged, "email", "改邮箱", "address changed"}, {accounts.UserChanged, "disable", "停用", "disabled"},
		{accounts.UserChanged, "enable", "启用", "enabled"}, {accounts.UserChanged, "restore b.bak", "用备份恢复：b.bak", "restored from the backup b.bak"},
		{accounts.TokenChanged, "create 7 analyst", "创建第 7 号：分析人员", "number 7 made: analyst"}, {accounts.TokenChanged, "create 8 department B001", "创建第 8 号：报送单位 B001", "number 8 made: department B001"},
		{accounts.TokenChanged, "revoke 7", "吊销第 7 号", "number 7 revoked"}, {accounts.PasswordChanged, "reset", "重设", "reset"},
		{accounts.LoginFailed, "UNAUTHENTICATED", "账号名、密码或令牌不对", "wrong name, password or token"}, {accounts.LoginFailed, "BUSY 12 denials before were left out", "次数过多，须等候；此前另有 12 次没有记下", "too many tries: it has to wait; 12 denials before were left out"},
		{accounts.Denied, "12 denials before were left out", "此前另有 12 次没有记下", "12 denials before were left out"}, {accounts.AskedSQL, "PostgreSQL", "PostgreSQL 连接", "PostgreSQL's wire"},
		{accounts.Filed, "loaded 12", "入库，第 12 号报送", "loaded, submission 12"}, {accounts.Filed, "unchanged 12", "与以前报的相同，第 12 号报送", "the same as before, submission 12"},
		{accounts.ReviewedFiling, "RETURNED B001 人数不对", "退回 B001 人数不对", "returned B001 人数不对"}, {accounts.ReviewedFiling, "ACCEPTED", "接收", "accepted"},
		{accounts.RemindedUnits, "3", "3 份", "3 filings"}, {accounts.SessionEnded, "2", "2 个登录", "2 sessions"},
		{accounts.WithdrawnFiling, "email", "email", "email"}, {accounts.ExplainedFound, "add 3", "add 3", "add 3"}, {accounts.AskedSQL, "", "", ""}, // what people wrote
		{accounts.ReviewedFiling, "RETURNED B001 $1 $2", "退回 B001 $1 $2", "returned B001 $1 $2"},
	} {
		if got := (accounts.Event{What: c.what, Said: c.said}).Details(); got != (jianfu.Text{ZH: c.zh, EN: c.en}) {
			t.Errorf("%s %q: %+v", c.what, c.said, got)
		}
	}
	han := regexp.MustCompile(`\p{Han}`)
	for _, what := range accounts.Whats() {
		if label := accounts.What(what).Label(); label.EN == "" || han.MatchString(label.EN) || label.ZH == "" {
			t.Errorf("%s: %+v", what, label)
		}
	}
	if here := (accounts.Event{From: accounts.ThisMachine}).Source(); here.ZH != "本机" || here.EN != "this machine" {
		t.Errorf("%+v", here)
	}
}
