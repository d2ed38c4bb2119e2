package jianfu

import (
	"errors"
	"fmt"
	"testing"
)

func TestLangOf(t *testing.T) {
	t.Parallel()
	for locale, want := range map[string]Lang{
		"": Chinese, "zh_CN.UTF-8": Chinese, "C": Chinese, "en_US.UTF-8": English, "EN-gb,zh;q=0.5": English, "de_DE": Chinese,
	} {
		if got := LangOf(locale); got != want {
			t.Errorf("%q is language %d, want %d", locale, got, want)
		}
	}
}

func TestSay(t *testing.T) {
	t.Parallel()
	text := Say("%s有%d件", "%[2]d of %[1]s", "教育局", 3)
	if text.String() != "教育局有3件" || text.In(English) != "3 of 教育局" || text.In(Chinese) != text.ZH {
		t.Errorf("said %+v", text)
	}
	if got := (Text{ZH: "只有中文"}).In(English); got != "只有中文" {
		t.Errorf("without English %q", got)
	}
}

func TestErrorCode(t *testing.T) {
	t.Parallel()
	cause := errors.New("disk full")
	err := fmt.Errorf("load: %w", Errorf(Conflict, "已撤回", "withdrawn").Because(cause))
	if ErrorCode(err) != Conflict || ErrorCode(cause) != Internal || ErrorCode(nil) != "" || ErrorCode(errors.Join(err, cause)) != Conflict {
		t.Errorf("codes %q %q %q", ErrorCode(err), ErrorCode(cause), ErrorCode(nil))
	}
	if !errors.Is(err, cause) || err.Error() != "load: 已撤回: disk full" {
		t.Errorf("error %v", err)
	}
}

func TestFaultNamesItsPlace(t *testing.T) {
	t.Parallel()
	fault := Fault{File: "会议.xlsx", Sheet: "五月", Row: 7, Column: "召开时间", Value: "13月", Code: BadDate, Text: Say("日期应写成 2023-05-10", "write the date as 2023-05-10")}
	if got, want := fault.Error(), "会议.xlsx，工作表“五月”，第 7 行，“召开时间”列：日期应写成 2023-05-10 [bad_date]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got, want := fault.In(English), `会议.xlsx, sheet "五月", row 7, column "召开时间": write the date as 2023-05-10 [bad_date]`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	whole := Fault{File: "a.csv", Code: UnreadableFile, Text: Say("请重新导出", "export it again")}
	if got, want := whole.Error(), "a.csv：请重新导出 [unreadable_file]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
