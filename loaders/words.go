package loaders

import (
	"strings"
	"unicode/utf8"
)

// Words that any column may hold.
var (
	yesWords    = words("是 √ ✓ ✔ ☑ 有 y yes 1 true t 对 v 已 确认")
	noWords     = words("否 × ✕ ✗ ☒ x 无 没有 n no 0 false f 不是 非 未 错")
	blankWords  = words("- -- --- — —— ――  – / // \\ 、 . … 无 暂无 空 n/a na 不适用 null none 未填 无。 ー ― ﹣ 一一")
	dashWords   = words("- -- --- — —— ―― – / // \\ … …… 。。。 ー ― ﹣")
	publicWords = words("无 公开 非涉密 不涉密 否 非密 不涉及 主动公开 依申请公开 - — —— / 普通 未涉密 n no 0 false")
	errorWords  = words("#n/a #ref! #value! #div/0! #name? #null! #num! #spill! #calc! #getting_data #unknown! #field! #blocked! #connect!")
	tickWords   = words("√ ✓ ✔ ☑ 是 v y yes 1 true 有 ● ■ ◎ 〇 o 对")
	untickWords = words("× ✕ ✗ ☐ □ 否 x n no 0 false 无 - — / ○")
)

func words(list string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(list) {
		set[foldWord(word)] = true
	}
	delete(set, "")
	return set
}

// isMask reports whether a text masks a value.
func isMask(folded string) bool {
	if folded == "若干" || folded == "不详" || folded == "未知" || folded == "待定" || folded == "不明" {
		return true
	}
	stars := 0
	for _, r := range folded {
		switch r {
		case '*', 'x', '×', '某', '■', '▇', '█', '□', '_', '?':
			stars++
		case '(', ')', '[', ']', '〔', '〕', '【', '】', '<', '>', '{', '}':
		default:
			return false
		}
	}
	return stars > 0
}

// isEstimate reports whether a text in place of a number is only approximate, or masks some digits.
func isEstimate(folded string) bool {
	if isMask(folded) {
		return true
	}
	if !strings.ContainsAny(folded, "0123456789十百千万几数") {
		return false
	}
	if strings.ContainsAny(folded, "*约余近多几逾>≥<≤＋") || strings.HasSuffix(strings.TrimRight(folded, "人次件个"), "+") || strings.Contains(folded, "左右") || strings.Contains(folded, "以上") ||
		strings.Contains(folded, "以下") || strings.Contains(folded, "以内") || strings.Contains(folded, "上下") ||
		strings.Contains(folded, "大概") || strings.Contains(folded, "不到") || strings.Contains(folded, "超过") ||
		strings.Contains(folded, "至少") || strings.Contains(folded, "若干") || strings.HasPrefix(folded, "上百") || strings.HasPrefix(folded, "上千") ||
		strings.HasPrefix(folded, "数百") || strings.HasPrefix(folded, "数十") || strings.HasPrefix(folded, "数千") {
		return true
	}
	number := strings.TrimRight(folded, "人次件个份场")
	if strings.HasSuffix(number, "来") { // 二十来人
		return true
	}
	digits := strings.TrimRight(number, "x") // 1xx
	return digits != "" && digits != number && allDigits(digits)
}

// totalWords begin rows that add up or compare, partTotals those that add up a part.
var (
	totalWords   = []string{"合计", "总计", "共计", "总合计", "累计", "总数"}
	partTotals   = []string{"小计", "本页小计", "本页合计", "单位小计", "分计"}
	compareWords = []string{"同比", "环比", "较上年", "比上年", "上年同期", "去年同期", "较去年", "比去年", "平均", "占比", "增减", "增长率", "上期"}
	labelWords   = []string{
		"填报人", "填表人", "制表人", "制表", "填表", "填报", "编制", "校对", "签发", "经办", "审签", "审定", "核准", "签批", "填报员", "统计员", "制表单位", "编制单位", "审核人", "负责人", "联系人", "单位负责人", "分管领导", "审核", "复核人", "经办人", "统计人", "报送人",
		"填报时间", "填报日期", "填表时间", "填表日期", "制表日期", "制表时间", "报送时间", "报送日期", "打印日期",
		"注", "备注", "说明", "填表说明", "填报说明", "附注", "填报要求", "备 注", "联系电话", "签字", "签章", "盖章", "填报单位", "填表单位", "报送单位", "审批人", "领导签字", "主要负责人", "电话", "附件", "以上数据", "数据来源", "统计口径",
	}
)

// footerKind classifies a row by its first text.
type footerKind int

const (
	noFooter    footerKind = iota
	totalFooter            // 合计: adds up everything above
	partFooter             // 小计
	otherFooter            // 同比, signatures, notes
	sampleRow              // 示例: how the form is to be filled in
)

// footer reads a row's first text. alone says that the row has no other.
func footer(first string, alone bool) footerKind {
	if !mayBeFooter(first) {
		return noFooter
	}
	text := foldWord(first)
	switch {
	case startsTotal(text, totalWords):
		return totalFooter
	case startsTotal(text, partTotals):
		return partFooter
	case startsCompare(text):
		return otherFooter
	}
	for _, word := range labelWords {
		rest, found := strings.CutPrefix(text, word)
		if !found {
			continue
		}
		rest = bareHeader(rest)
		for _, sign := range []string{"签字", "签名", "签章", "盖章", "意见"} {
			rest = strings.TrimPrefix(rest, sign)
		}
		if strings.HasPrefix(rest, ":") || strings.HasPrefix(rest, "：") || rest == "" && alone ||
			len(rest) > 0 && rest[0] >= '0' && rest[0] <= '9' && alone {
			return otherFooter
		}
	}
	if alone && len(text) > 0 && (text[0] == '*' || strings.HasPrefix(text, "※")) && !isMask(text) {
		return otherFooter
	}
	return noFooter
}

// footerRunes are the first characters of all footer words: one look at the first character settles
// nearly every row.
var footerRunes = func() map[rune]bool {
	set := map[rune]bool{'*': true, '※': true, '(': true, '（': true}
	for _, list := range [][]string{totalWords, partTotals, compareWords, labelWords} {
		for _, word := range list {
			for _, r := range word {
				set[r] = true
				break
			}
		}
	}
	return set
}()

func mayBeFooter(text string) bool {
	for _, r := range text {
		if r > ' ' && r != '\u3000' && r != '\u00a0' {
			return footerRunes[r]
		}
	}
	return false
}

// startsTotal reports a text such as 合计, 合计：63个, 合计(63).
func startsTotal(text string, list []string) bool {
	for _, word := range list {
		rest, found := strings.CutPrefix(text, word)
		if !found {
			continue
		}
		r, _ := firstRune(rest)
		if rest == "" || r < 0x3000 || r >= '０' && r <= '：' || strings.HasPrefix(rest, "数") || strings.HasPrefix(rest, "共") {
			return true
		}
	}
	return false
}

func startsCompare(text string) bool {
	text = strings.TrimLeft(text, "(")
	for _, word := range compareWords {
		rest, found := strings.CutPrefix(text, word)
		if !found {
			continue
		}
		r, _ := firstRune(rest)
		if rest == "" || r < 0x3000 {
			return true
		}
		for _, next := range []string{"增", "下降", "上升", "减", "变", "幅", "情况", "持平", "数", "同期", "值", "率"} {
			if strings.HasPrefix(rest, next) {
				return true
			}
		}
	}
	return false
}

// endsInTotal reports a text such as 教育局小计 or 全市合计.
// totalEndings are the last words of rows that add up.
var totalEndings = []string{"小计", "合计", "总计", "累计", "共计", "总数", "总和", "总量"}

func endsInTotal(text string) bool {
	const longest = 20
	text = strings.TrimRight(text, ":")
	if utf8.RuneCountInString(text) > longest {
		return false
	}
	for _, word := range totalEndings {
		if strings.HasSuffix(text, word) {
			return true
		}
	}
	return false
}

// isLabel reports a text that only labels what is beside it in a footer: 填报人, 审核人.
func isLabel(text string) bool {
	for _, word := range labelWords {
		if text == word {
			return true
		}
	}
	return false
}

// isNil reports whether a text says that there was nothing: 无, 零报告, 本月无.
func isNil(folded string) bool {
	switch {
	case folded == "无" || folded == "没有" || folded == "零" || folded == "无。":
		return true
	case strings.Contains(folded, "零报告"):
		return true
	}
	for _, head := range []string{"本月", "本期", "本季度", "本季", "本年度", "本年", "当月", "本单位", "上半年", "下半年", "我单位", "我局", "全年"} {
		if rest, found := strings.CutPrefix(folded, head); found {
			folded = strings.TrimPrefix(rest, "度")
			break
		}
	}
	for _, head := range []string{"无", "未", "没有"} {
		if strings.HasPrefix(folded, head) && len(folded) <= 60 {
			return true
		}
	}
	return false
}
