package loaders

import (
	"strings"
	"testing"
	"time"

	"jianfu"
)

// September's table on 3 September is provisional until October, or refused, by the obligation; and
// what a unit files that no longer exists is taken with a warning.
func TestFiledTooEarlyOrTooLate(t *testing.T) {
	t.Parallel()
	l, w := open(t)
	d := &desk{l, t, w}
	d.loaded("单位名录.csv", "单位编码,单位名称,单位类型,启用日期,停用日期\nA,市教育局,市直部门,2020-01-01,\nB,市扶贫办,市直部门,2020-01-01,2023-06-30\n", Options{})
	moment := func(text string) time.Time {
		at, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	const header = "主办单位,会议名称,召开时间\n"
	warned := func(r Result, zh, en string) {
		t.Helper()
		for _, w := range r.Warnings {
			if strings.Contains(w.In(jianfu.Chinese), zh) && strings.Contains(w.In(jianfu.English), en) {
				return
			}
		}
		t.Errorf("no warning %q: %+v", zh, r.Warnings)
	}
	early := header + "市教育局,月初会议,2023-09-02\n"
	warned(d.loaded("九月.csv", early, Options{ReceivedAt: moment("2023-09-03T09:00:00+08:00")}),
		"市教育局2023年9月“会议统计”还没有期满，数字在 2023-10-01 之前是暂定的", "Its figures are provisional until 2023-10-01")
	warned(d.loaded("八月.csv", header+"市扶贫办,会议,2023-08-02\n", Options{ReceivedAt: moment("2023-09-03T09:00:00+08:00")}),
		"自 2023-07-01 起已停用", "no longer there from 2023-07-01 on")
	warned(d.loaded("半年.csv", "单位,2023年下半年会议场次\n市扶贫办,5\n", Options{ReceivedAt: moment("2024-01-03T09:00:00+08:00")}),
		"自 2023-07-01 起已停用", "no longer there from 2023-07-01 on")
	warned(d.loaded("以前.csv", header+"市教育局,会议,2019-08-02\n", Options{ReceivedAt: moment("2023-09-03T09:00:00+08:00")}),
		"2020-01-01 才启用", "there only from 2020-01-01 on")
	for _, r := range []Result{
		d.loaded("九月.csv", early+"市教育局,月末会议,2023-09-28\n", Options{ReceivedAt: moment("2023-10-01T00:00:00+08:00")}),
		d.loaded("六月.csv", header+"市扶贫办,会议,2023-06-30\n", Options{ReceivedAt: moment("2023-09-03T09:00:00+08:00")}),
	} {
		for _, w := range r.Warnings {
			if text := w.In(jianfu.Chinese); strings.Contains(text, "期满") || strings.Contains(text, "停用") {
				t.Errorf("%s: %s", r.File, text)
			}
		}
	}
	l.RefuseEarly(func(kind string) bool { return kind == "meeting" })
	r := d.file("九月.csv", []byte(header+"市教育局,又一会议,2023-09-03\n"), Options{ReceivedAt: moment("2023-09-03T09:00:00+08:00")})
	if r.Status != Refused || len(r.Faults) != 1 || r.Faults[0].Code != jianfu.TooEarly || !strings.Contains(r.Faults[0].Text.ZH, "请在 2023-10-01 及以后报送") {
		t.Errorf("%s %+v", r.Status, r.Faults)
	}
	d.loaded("九月.csv", header+"市教育局,又一会议,2023-09-03\n", Options{ReceivedAt: moment("2023-09-30T16:00:00Z")}) // midnight in China
}
