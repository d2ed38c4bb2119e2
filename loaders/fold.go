package loaders

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// quotes do not distinguish headers or names.
const quotes = "\"'`“”‘’「」『』《》〈〉〝〞＂＇"

// foldWord makes spellings of a word comparable: it removes compatibility forms (full width), white
// space, invisible characters, quotation marks and case.
func foldWord(text string) string {
	if isPlain(text) {
		return text
	}
	text = norm.NFKC.String(text)
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), unicode.Is(unicode.Cf, r), unicode.IsControl(r), strings.ContainsRune(quotes, r):
			return -1
		}
		return unicode.ToLower(r)
	}, text)
}

// isPlain reports whether folding would change nothing: common Han characters, digits and small
// letters only.
func isPlain(text string) bool {
	for _, r := range text {
		if !(r >= 0x4e00 && r <= 0x9fff || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r == '-' || r == '.') {
			return false
		}
	}
	return true
}

// unitWords are the units in brackets after a header.
var unitWords = map[string]bool{}

func init() {
	for _, word := range strings.Fields(`件 份 个 人 人次 次 场 场次 页 字 条 项 家 天 日 周 月 年 小时 时 分 分钟 h min
		元 万元 亿元 % 百分比 万字 千字 名 位 群 户 处 篇 期 工作日 个工作日 必填 选填 可空 *`) {
		unitWords[word] = true
	}
}

// foldHeader makes spellings of a header comparable: like foldWord, and it removes marks of a
// required column, brackets that contain a unit, and a closing colon.
func foldHeader(text string) string {
	text = dropBrackets(foldWord(text), func(inside string) bool {
		inside = strings.TrimPrefix(strings.TrimPrefix(inside, "单位"), ":")
		for _, word := range strings.FieldsFunc(inside, func(r rune) bool { return strings.ContainsRune("/、,或", r) }) {
			if !unitWords[word] {
				return false
			}
		}
		return true
	})
	text = strings.Trim(text, "*★:")
	return strings.TrimSuffix(strings.TrimPrefix(text, "必填"), "必填")
}

// bareHeader is a folded header without any brackets: they often contain a hint such as 是/否 or
// 年/月/日.
func bareHeader(folded string) string {
	return dropBrackets(folded, func(string) bool { return true })
}

// dropBrackets removes the bracketed parts of a folded text for which drop returns true.
func dropBrackets(text string, drop func(inside string) bool) string {
	if !strings.ContainsAny(text, "([【〔") {
		return text
	}
	var kept strings.Builder
	for {
		open := strings.IndexAny(text, "([【〔")
		if open < 0 {
			break
		}
		_, size := firstRune(text[open:])
		end := strings.IndexAny(text[open:], ")]】〕")
		if end < 0 {
			break
		}
		_, closing := firstRune(text[open+end:])
		kept.WriteString(text[:open])
		if !drop(text[open+size : open+end]) {
			kept.WriteString(text[open : open+end+closing])
		}
		text = text[open+end+closing:]
	}
	return kept.String() + text
}

func firstRune(text string) (rune, int) {
	for i, r := range text {
		_ = i
		return r, len(string(r))
	}
	return 0, 0
}
