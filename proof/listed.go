package proof

import (
	"slices"
	"strings"

	"jianfu"
)

// listedUnits count what is named one by one, as 项 in 出台甲、乙等2项制度; of others, as 次, a list before the number is hardly what it counts.
var listedUnits = lexis("listed")

var (
	namesBehind = compile(`^(?:单位|部门|省|市|县|区|州|盟|旗|乡|镇|街道|社区|村|企业|公司|学校|医院|网站|平台|国家|地区)`)
	scopeBehind = compile(`^(?:单位|部门)`) // whose figure follows: the number itself is none
	quoted      = compile(`《[^》]*》|“[^”]*”`)
	joinerLast  = compile(`(?:、|和|以?及|与)$`) // 3家企业、2个县: what is counted next is no name
	joinedBy    = compile(`和|以?及|与`)
	ordinals    = []string{"一是", "二是", "三是", "四是", "五是", "六是", "七是", "八是", "九是", "十是"}
	rowEnd      = compile(`[，；。]`)
	ranked      = compile(`^[^，。；：、\d]{0,14}(?:是|为|有|：)(?:：)?`)
)

// listed finds right the figures that count what the text names one by one, before or behind them.
func (r *reading) listed() {
	for _, st := range r.claims {
		if st.reckon.verdict == "" && st.role == level && !st.passage.cell && st.countsListed(st.passage.runes) {
			st.reckon = reckoning{verdict: Right, why: jianfu.Say("文中列出 %s 个", "the text names %s", st.number)}
		}
	}
}

// countsListed reports whether a figure is how many things are named right before it, as in 甲、乙等2家 and 甲、乙2家单位, or behind it, as in
// 三类：一是…二是…三是… and 前2位的是甲、乙.
func (f *figure) countsListed(text []rune) bool {
	if f.masked || f.kind != count || !slices.Contains(listedUnits, f.unit) || !f.isSmall() && f.number.Cmp(jianfu.NewDecimal(maxList)) > 0 {
		return false
	}
	before := string(text[max(0, f.start-maxHead):f.start])
	after := string(text[f.end:min(len(text), f.end+maxHead)])
	if !strings.ContainsAny(before, "、《") && !strings.Contains(after, ordinals[0]) && !strings.HasSuffix(before, "前") { // most figures
		return false
	}
	for _, n := range append(listBefore(before, after), listBehind(before, after)...) {
		if n > 1 && f.number.Cmp(jianfu.NewDecimal(int64(n))) == 0 {
			return true
		}
	}
	return false
}

// listBefore is how many things 、 sets apart right before a figure, and how many 和 does too.
func listBefore(before, after string) []int {
	if !strings.HasSuffix(before, "等") && !namesBehind.MatchString(after) || scopeBehind.MatchString(after) {
		return nil
	}
	before = inBracket.compiled().ReplaceAllString(quoted.compiled().ReplaceAllString(before, "《》"), "")
	before = before[strings.LastIndexAny(before, "，。；：（\n")+1:]
	before = before[strings.LastIndexAny(before, "0123456789")+1:] // 6家企业和甲、乙2个县
	if joinerLast.MatchString(before) {
		return nil
	}
	if n := strings.Count(before, "《》"); n > 1 && !strings.Contains(before, "、") {
		return []int{n}
	}
	n := strings.Count(before, "、") + 1
	return []int{n, n + len(joinedBy.compiled().FindAllString(before[strings.LastIndex(before, "、")+1:], -1))}
}

// listBehind is how many things are named behind a figure: by 一是, 二是 and so on, or as the first of a row.
func listBehind(before, after string) []int {
	n, rest := 0, after
	for n < len(ordinals) {
		at := strings.Index(rest, ordinals[n])
		if at < 0 || n == 0 && strings.ContainsAny(rest[:at], "。；0123456789") {
			break
		}
		n, rest = n+1, rest[at:]
	}
	counts := []int{n}
	if m := ranked.compiled().FindString(after); m != "" && strings.HasSuffix(before, "前") {
		row := rowEnd.compiled().Split(inBracket.compiled().ReplaceAllString(after[len(m):], ""), 2)[0]
		counts = append(counts, strings.Count(row, "、")+1)
	}
	return counts
}
