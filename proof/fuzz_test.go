package proof

import (
	"errors"
	"strings"
	"testing"

	"jianfu"
)

// FuzzText: no report breaks its reading; what cannot be read is refused in our words.
func FuzzText(f *testing.F) {
	for _, seed := range []string{"2023年召开会议521次，同比下降12.4%。", "| 单位 | 会议 |\n|--|--|\n| 甲 | 3 |", "一、总体情况\n（一）文件精简\n印发文件１２件（上年同期*件）", "\xff\xfe1\x00", "\xb2\xe2"} {
		f.Add(seed, true)
		f.Add(seed, false)
	}
	f.Fuzz(func(t *testing.T, text string, markdown bool) {
		name := "报告.txt"
		if markdown {
			name = "报告.md"
		}
		if strings.HasPrefix(text, "PK") {
			return // an archive has a target of its own
		}
		_, err := Read(name, strings.NewReader(text), int64(len(text)))
		var refused *jianfu.Error
		if err != nil && (!errors.As(err, &refused) || refused.Code != jianfu.Unreadable) {
			t.Errorf("%q: %v", text, err)
		}
	})
}
