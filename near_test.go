package jianfu_test

import (
	"testing"

	"jianfu"
)

// Another name of a thing leads to its own name, even with a typo.
func TestNearestNamed(t *testing.T) {
	t.Parallel()
	known := []jianfu.Named{
		{Name: "apps.found", Others: []string{"发现应用程序", "apps found"}},
		{Name: "meetings.planned", Others: []string{"计划召开会议数", "planned meetings"}},
		{Name: "meetings.held", Others: []string{"召开会议", "meetings held"}},
		{Name: "L01", Others: []string{"", "市"}},
	}
	for text, want := range map[string]string{
		"召开会议":          "meetings.held", // the exact label comes before one that contains it
		"2023年召开会议次数":   "meetings.held",
		"计划召开会议":        "meetings.planned",
		"发现应用":          "apps.found",
		"Meetings Held": "meetings.held",
		"meetings.hold": "meetings.held",
		"L1":            "L01",
	} {
		if near := jianfu.NearestNamed(text, known, 1); near[0] != want {
			t.Errorf("%s: %v, not %s", text, near, want)
		}
	}
	if err := jianfu.Unknown(jianfu.Say("单位", "unit"), "X", nil); err.Text.ZH != "没有单位“X”" || len(err.Near) != 0 {
		t.Errorf("nothing is near: %v", err)
	}
}
