package loaders

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"jianfu"
)

// unknownUnit refuses the name of a unit that the directory does not have. What to do depends on what the text
// may be: numbers of units that nobody names, of a group of them, of several without all their names, a unit
// that is missing in the directory, or no unit at all.
func (r *columnReader) unknownUnit(text string) value {
	folded := bareHeader(foldWord(text))
	switch {
	case otherUnits.MatchString(folded) && r.ofTotals:
		return bad(jianfu.UnknownUnit, "“%[1]s”没有说明是哪几个单位，它的数没有归处。请把这一行按单位分开，一个单位一行；分不开的，请另加一行“全市”，写全部单位（包括这些单位）的合计数，再删去这一行",
			"%[1]q does not say which units these are, so its numbers are nobody's. Write a row for each of them; where you cannot separate them, add a row 全市 with the sum of all units, these among them, and remove this one", text)
	case otherUnits.MatchString(folded):
		return bad(jianfu.UnknownUnit, "“%s”没有说明是哪个单位，请写名录里的单位名称", "%q does not say which unit it is: write a name of the directory", text)
	case unitGroups[folded] && r.ofTotals:
		return bad(jianfu.UnknownUnit, "“%[1]s”是一类单位，不是一个单位。这一行如果是上面或下面各行的小计，请写成“%[1]s小计”（只供核对）；如果是下面各行的小标题，请把这一行的数删去；如果没有逐个单位的行，请把它分成一个单位一行",
			"%[1]q is a group of units and not one of them. If the row adds up the rows above or below, call it %[1]s小计, which is checked; if it is a heading of the rows below, remove its numbers; if its units have no rows, write one for each", text)
	case unitGroups[folded]:
		return bad(jianfu.UnknownUnit, "“%s”是一类单位，不是一个单位，请写名录里的单位名称", "%q is a group of units and not one of them: write a name of the directory", text)
	case severalUnits.MatchString(folded):
		return bad(jianfu.UnknownUnit, "“%[1]s”没有写全是哪些单位。几个单位合报的，请把名录里的名称一个个写出，用“、”隔开（计一次，算在第一个名下）；各有各的数的，请一个单位一行",
			"%[1]q does not name all of its units. Where they report together, write the name of each, separated by 、 (they count once, for the first); where each has numbers of its own, write a row for each", text)
	}
	text = r.unknownPart(text)
	if !r.units.looksLikeUnit(text) {
		if r.ofTotals {
			return bad(jianfu.UnknownUnit, "“%[1]s”不像单位名称。是某个单位的数，请写名录里的单位名称；是合计、小计的，请把“%[1]s”改成“合计”“小计”（只供核对）；是说明的，请单独写在表格下方的一格里，以“注：”开头",
				"%[1]q does not look like the name of a unit. If the numbers are of a unit, write its name as in the directory; if they add up others, call the row 合计 or 小计, which are checked; if it is a remark, write it in one cell below the table, beginning with 注：", text)
		}
		return bad(jianfu.UnknownUnit, "“%[1]s”不像单位名称，请写名录里的单位名称；是说明的，请单独写在表格下方的一格里，以“注：”开头",
			"%[1]q does not look like the name of a unit: write one of the directory; if it is a remark, write it in one cell below the table, beginning with 注：", text)
	}
	if outsideUnit(bareHeader(foldWord(text)), r.units) {
		return bad(jianfu.UnknownUnit, "名录里没有“%[1]s”，看来它不是报送单位：上级单位和党委的会议、文件不在这里统计，请删去这一行；县（市）区、乡镇所属单位的，请由所属的报送单位报；确是报送单位的，请先在单位名录里增加它",
			"the directory has no unit %[1]q, which seems to be none that files: what superior and party offices do is not counted here, so remove the row; of an office of a county or town let the unit that files for it file it; if it does file, add it to the directory", text)
	}
	near := strings.Join(r.units.nearest(text), "、")
	return bad(jianfu.UnknownUnit, "名录里没有“%s”。名称相近的有：%s。请改成名录里的名称，或先在单位名录里增加它（可写进“别名”）",
		"the directory has no unit %q; the nearest are %s. Use a name of the directory, or add this one to it (as an alias)", text, near)
}

// outsideUnit reports the name of an office of the province, of the party, or of a county or town, where the
// directory has none like it.
func outsideUnit(name string, units *directory) bool {
	level := unitLevel.FindString(strings.TrimPrefix(name, units.city))
	if level == "" {
		return false
	}
	for known := range units.exact {
		if strings.HasPrefix(known, level) {
			return false
		}
	}
	return true
}

var unitLevel = regexp.MustCompile(`^(?:中央|国家|国务院|省委|省政府|省|自治区|市委|市人大|市政协|市纪委|县委|区委|县政府|区政府|县|区|镇|乡|街道|社区|村)`)

// unknownPart is the first of joint units that is unknown, where another is known.
func (r *columnReader) unknownPart(text string) string {
	unknown, known := "", false
	for _, part := range strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune("、，,；;/\n", c) }) {
		if len(r.units.find(part)) > 0 {
			known = true
		} else if unknown == "" {
			unknown = trim(part)
		}
	}
	if known && unknown != "" {
		return unknown
	}
	return text
}

var (
	// unitGroups are names of groups of units, which no directory should have.
	unitGroups = words("市直部门 市直单位 市直机关 市级部门 市级单位 县区 区县 县市区 县(市)区 县(市、区) 各县区 各县(市)区 各县(市、区) 各部门 各单位 各县 各区 各镇 各乡镇 各街道 乡镇 镇街 街道 部门 单位 县直单位 区直单位 直属单位 所属单位 下属单位 驻地单位 中省直单位")

	otherUnits   = regexp.MustCompile(`^(?:其他|其它|其余|别的|另外)(?:各|所有|未列)?(?:市直|县区|区县|直属|相关|有关)?(?:单位|部门|机关|县区|区县|县市区|乡镇|街道|局|委办局)?$`)
	severalUnits = regexp.MustCompile(`等(?:\d+|[一二三四五六七八九十两几多]+)?[个家]?(?:单位|部门|局|县区)?$|^(?:\d+|[一二三四五六七八九十两几多]+)[个家](?:单位|部门|局|县区)$`)
	unitEnding   = regexp.MustCompile(`(?:局|委|办|厅|院|部|会|社|站|所|处|科|室|馆|台|团|组|队|署|区|县|市|乡|镇|村|街道|旗|州|盟|中心|公司|集团|银行|学校|大学|中学|小学|法庭|政府|机关|单位|部门|基地|园|场|矿|厂)(?:[（(].*)?$`)
)

// looksLikeUnit reports a text that may be meant for a unit: it ends as their names do, or is near to one in the
// directory or a part of one.
func (d *directory) looksLikeUnit(text string) bool {
	bare := []rune(bareHeader(d.bare(text)))
	const longest = 25
	if len(bare) == 0 || len(bare) > longest || strings.ContainsAny(string(bare), "0123456789。；;：:%！!？?") {
		return false
	}
	if unitEnding.MatchString(string(bare)) {
		return true
	}
	for name := range d.loose {
		if len(bare) > 1 && strings.Contains(name, string(bare)) || sharedRunes(string(bare), name)*2 >= max(utf8.RuneCountInString(name), len(bare)) {
			return true
		}
	}
	return false
}

// sharedRunes counts the characters of a text that another has, too.
func sharedRunes(text, other string) (n int) {
	for _, r := range text {
		if strings.ContainsRune(other, r) {
			n++
		}
	}
	return n
}
