package loaders

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"jianfu/loaders/sheet"
)

// above is the lines above a header: titles, and lines such as 填报单位（盖章）：市教育局 and
// 平台：人民网 that apply to every row below.
type above struct {
	lines  []string
	folded []string // the lines
	labels []lineLabel
}

// lineLabel is one label of such a line and the text after its colon.
type lineLabel struct {
	label, text string
	row         int
}

func (a *above) add(row keptRow) {
	open := "" // a label whose text is in another cell
	for i := range row.Cells {
		cell := &row.Cells[i]
		text := strings.TrimSpace(cell.Text)
		if text == "" || cell.Merged {
			continue
		}
		a.lines, a.folded = append(a.lines, text), append(a.folded, foldWord(text))
		labels := lineLabels(text)
		if open != "" && len(labels) == 0 {
			a.labels = append(a.labels, lineLabel{open, text, row.Number})
		}
		open = ""
		for _, l := range labels {
			if l.text == "" {
				open = l.label
				continue
			}
			l.row = row.Number
			a.labels = append(a.labels, l)
		}
	}
}

// under adds the lines above an upper table, which apply to the tables below it, too.
func (a *above) under(upper *above) {
	a.lines, a.folded, a.labels = append(a.lines, upper.lines...), append(a.folded, upper.folded...), append(a.labels, upper.labels...)
}

var (
	labelled = regexp.MustCompile(`([^\s\p{Z}:：，,；;、。]{1,20})\s*[:：]`)
	// In a line without spaces the next label is recognised by its words.
	nextLabel = regexp.MustCompile(`(填报时间|填报日期|填表时间|填表日期|报送时间|报送日期|统计时间|制表时间|填报人|填表人|制表人|审核人|联系人|联系电话|联系方式|电话|报送期|负责人|单位)\s*(?:[（(][^（）()]*[)）])?$`)
)

// lineLabels splits 填报单位(盖章)：市教育局　填报时间：2023年5月3日 into labels and texts.
func lineLabels(line string) []lineLabel {
	var list []lineLabel
	places := labelled.FindAllStringSubmatchIndex(line, -1)
	// within is how much of a text before a colon is the text of the label before it: 市教育局填报时间： after
	// 填报单位：, but nothing of 主办单位： after 会议形式：视频.
	within := func(i int) int {
		at := places[i]
		if i == 0 || strings.TrimSpace(line[places[i-1][1]:at[2]]) != "" {
			return 0
		}
		if next := nextLabel.FindStringIndex(line[at[2]:at[3]]); next != nil {
			return next[0]
		}
		return 0
	}
	for i, at := range places {
		label, end := line[at[2]+within(i):at[3]], len(line)
		if i+1 < len(places) {
			end = places[i+1][2] + within(i+1)
		}
		list = append(list, lineLabel{label: label, text: strings.Trim(strings.TrimSpace(line[at[1]:max(at[1], end)]), "　_")})
	}
	return list
}

// filerLabels are the labels of the unit that files.
var filerLabels = words("填报单位 填表单位 报送单位 单位名称 上报单位 填报部门 报送部门 单位 部门")

// filer is the line 填报单位：市教育局; its text is "" if there is none.
func (a *above) filer(units *directory) lineLabel {
	if list := a.filers(units); len(list) > 0 {
		return list[0]
	}
	return lineLabel{}
}

// filers are all such lines. 单位：件 is not a unit that files.
func (a *above) filers(units *directory) (list []lineLabel) {
	for _, l := range a.labels {
		label := bareHeader(foldWord(l.label))
		short := label == "单位" || label == "部门"
		if filerLabels[label] && (!short || len(units.find(l.text)) > 0) {
			list = append(list, l)
		}
	}
	return list
}

// unitIn finds the unit at the beginning of a title or in its brackets: 市教育局2023年会议统计表,
// 会议统计表（市教育局）.
func (d *directory) unitIn(title string) []unit {
	const longest = 30
	text := titleStart.ReplaceAllString(foldWord(title), "")
	runes := []rune(text)
	for n := min(len(runes), longest); n >= 2; n-- {
		if found := d.find(string(runes[:n])); len(found) > 0 {
			return found
		}
	}
	for {
		open := strings.IndexAny(text, "([【〔")
		if open < 0 {
			return nil
		}
		_, size := firstRune(text[open:])
		text = text[open+size:]
		if end := strings.IndexAny(text, ")]】〕"); end >= 0 {
			if found := d.find(text[:end]); len(found) > 0 {
				return found
			}
		}
	}
}

var titleStart = regexp.MustCompile(`^(?:附[件表]\d*[:.、]?|(?:19|20)\d{2}年?度?(?:\d{1,2}(?:[-—~至]\d{1,2})?月份?)?)+`)

// cityIn reports whether a title is about the whole city: by its name, or as 全市. The name may also be
// the beginning of that of an office, of which the directory need not know: 云州市统计局. says reports a
// text of nothing but words of totals, such as 各县区.
func (d *directory) cityIn(title string, says func(text string) bool) bool {
	text := foldWord(title)
	if strings.Contains(text, "全"+d.level) || strings.Contains(text, "本"+d.level) {
		return true
	}
	for found := d.city != ""; found; {
		if _, text, found = strings.Cut(text, d.city); found {
			if office := officeName.FindString(text); office == "" || says(office) {
				return true
			}
		}
	}
	return false
}

// officeName is what follows the city's name in the name of an office or a place in it.
var officeName = regexp.MustCompile(`^\p{Han}{1,12}?(?:局|委|办|厅|院|中心|公司|集团|队|署|区|县|乡|镇|街道|旗)`)

// isCity reports whether a name is that of the whole city.
func (d *directory) isCity(name string) bool {
	text := strings.TrimSuffix(strings.TrimSuffix(bareHeader(foldWord(name)), "政府"), "人民")
	return text != "" && (text == d.city || text == "全"+d.level || text == "本"+d.level)
}

// sectionMark is the number of a section: 一、 （二） 3.
var sectionMark = regexp.MustCompile(`^[（(]?[一二三四五六七八九十\d]{1,3}(?:[)）][、.．]?|[、.．])\s*`)

// sectionName is the name in a section row: 市教育局 in 一、市教育局：.
func sectionName(text string) string {
	text = sectionMark.ReplaceAllString(strings.TrimSpace(text), "")
	return strings.Trim(text, " 　:：【】[]")
}

// labelled splits a section row that says of which column it is: 承办单位：市教育局, 平台：人民网.
func (index headerIndex) labelled(contract *Contract, text string) (column int, label, value string, found bool) {
	label, value, found = strings.Cut(strings.Replace(sectionMark.ReplaceAllString(strings.TrimSpace(text), ""), "：", ":", 1), ":")
	label, value = strings.Trim(label, " 　【】[]"), strings.Trim(value, " 　【】[]")
	if !found || value == "" || isLabel(foldWord(label)) {
		return 0, "", "", false
	}
	column, _, found = index.find(contract, foldForSearch(label))
	switch {
	case !found:
		return 0, "", "", false
	case contract.Columns[column].Type == UnitType, contract.Columns[column].Type == TextType, contract.Columns[column].Type == ChoiceType:
		return column, label, value, true
	}
	return 0, "", "", false
}

// loneText is the text of a row that has only one; "" for other rows.
func loneText(cells []sheet.Cell) string {
	lone := ""
	for i := range cells {
		if cells[i].Merged || strings.TrimSpace(cells[i].Text) == "" {
			continue
		}
		if lone != "" {
			return ""
		}
		lone = strings.TrimSpace(cells[i].Text)
	}
	if utf8.RuneCountInString(lone) > 60 {
		return ""
	}
	return lone
}

// knowsUnit reports whether the unit of the rows is given outside of a column: by the filer, in the
// line 填报单位, in a title or the sheet's name, or by section rows.
func (f *finder) knowsUnit(contract *Contract, b block) bool {
	if f.department || b.above.filer(f.units).text != "" || len(f.units.find(f.sheet)) > 0 {
		return true
	}
	for _, line := range b.above.lines {
		if len(f.units.unitIn(line)) > 0 || contract.Kind == totals && f.units.cityIn(line, f.index.says(contract)) {
			return true
		}
	}
	if contract.Kind == totals && f.units.isCity(f.sheet) {
		return true
	}
	return slices.ContainsFunc(b.sections(), func(row keptRow) bool {
		text := loneText(row.Cells)
		if column, label, value, said := f.index.labelled(contract, text); said {
			return contract.Columns[column].Type == UnitType && (len(f.units.find(value)) > 0 || foldWord(label) != "单位") // 单位：件
		}
		return len(f.units.find(sectionName(text))) > 0
	})
}

// sectionGives reports whether a section row just below a header has the value of a column.
func (f *finder) sectionGives(c *Contract, column int, b block) bool {
	return slices.ContainsFunc(b.sections(), func(row keptRow) bool {
		text := loneText(row.Cells)
		if at, _, _, said := f.index.labelled(c, text); said {
			return at == column
		}
		spread := slices.ContainsFunc(row.Cells, func(cell sheet.Cell) bool { return cell.Merged && strings.TrimSpace(cell.Text) == text })
		_, ok := c.sectionValue(column, sectionName(text), spread || sectionMark.MatchString(text))
		return ok
	})
}

// sections are the rows of one text between a header and its first data.
func (b block) sections() []keptRow {
	n := slices.IndexFunc(b.below, func(row keptRow) bool { return loneText(row.Cells) == "" })
	if n < 0 {
		n = len(b.below)
	}
	return b.below[:n]
}

// takeLabels takes the values of columns that the header lacks from lines above that state them for
// all rows.
func (f *finder) takeLabels(t *table, over *above) {
	for i := range t.sources {
		s, column := &t.sources[i], &t.contract.Columns[i]
		if !s.absent() || column.Type != TextType && column.Type != ChoiceType && column.Type != YesNoType {
			continue
		}
		for _, l := range over.labels {
			if isLabel(foldWord(l.label)) {
				continue
			}
			if at, _, found := f.index.find(t.contract, foldForSearch(l.label)); found && at == i {
				s.line, s.header = l.text, l.label
				break
			}
		}
	}
}
