package loaders

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"jianfu"
)

// How a list of units of one type names all of them, several of them, or others: plainly, without brackets and marks.
var (
	everyCounty   = regexp.MustCompile(`^(?:(?:全市)?(?:各|所有|全部|全体|每个)(?:的)?|全市)(?:县市区|市县区|县区|区县|县市|市区县|县|地区|县级)$|^全市(?:范围)?$`)
	countiesTold  = regexp.MustCompile(`^(?:全市|全部|所有|共|涉及)?([1-9]\d?)个(?:县市区|市县区|县区|区县|县市|市区县|县|区)$`)
	countiesMore  = regexp.MustCompile(`等(?:\d+个?)?(?:县市区|市县区|县区|区县|县市|县|区|地|单位)?$|部分|若干|多个|有关|相关`)
	bureausOfCity = regexp.MustCompile(`^(?:各)?市(?:直|级)(?:各|有关|相关)?(?:部门|单位|机关)*$`)
)

// unitsOf reads a list of units of one type: each once, however it is spelled. All of them are written as
// 各 with the type, a number of them without names as 3个 with it. Units of other types are none of it.
func (r *columnReader) unitsOf(text string) value {
	var list, known []string
	told, every := "", false
	var others []string
	for _, item := range splitList(text) {
		plain := plainLetters(arabic(item))
		switch n := countiesTold.FindStringSubmatch(plain); {
		case everyCounty.MatchString(plain):
			every = true
			continue
		case n != nil && told == "":
			told = n[1]
			continue
		case bureausOfCity.MatchString(plain):
			others = append(others, item)
			continue
		case countiesMore.MatchString(plain), n != nil:
			return bad(jianfu.BadValue, "“%[1]s”看不出是哪几个%[2]s，请逐个写全，用顿号隔开；只知道个数的，请只写个数，如“3个%[2]s”", "%[1]q does not say which they are: name each, split by 、, or write their number alone, such as 3个%[2]s", text, r.column.Of)
		}
		named := r.ofType(item)
		switch {
		case named == nil && !r.units.hasType(r.column.Of): // nothing to look them up in
			if key := foldWord(item); !slices.Contains(known, key) {
				list, known = append(list, item), append(known, key)
			}
		case named == nil:
			near := strings.Join(jianfu.Nearest(item, r.units.namesOf(r.column.Of), 3), "、")
			return bad(jianfu.UnknownUnit, "名录里没有“%[1]s”这个%[2]s。名称相近的有：%[3]s。请改成名录里的名称，或先在单位名录里增加它", "the directory has no %[2]s %[1]q; the nearest are %[3]s. Use a name of the directory, or add this one to it", item, r.column.Of, near)
		}
		for _, units := range named {
			switch code := units[0].code; {
			case foldWord(units[0].sort) != foldWord(r.column.Of):
				others = append(others, units[0].name)
			case !slices.Contains(known, code):
				list, known = append(list, item), append(known, code)
			}
		}
	}
	v := value{value: list}
	switch {
	case told != "" && (every || len(list) > 0):
		return bad(jianfu.BadValue, "“%[1]s”又写名称又写个数，分不清一共是几个，请逐个写全，用顿号隔开", "%[1]q has names and a number, and nobody can say how many they are in all: name each, split by 、", text)
	case told != "":
		v.value = []string{told + "个" + r.column.Of}
	case every:
		v.value = []string{"各" + r.column.Of}
	case list == nil:
		v.value = []string{}
	}
	if len(others) > 0 {
		v.noted = jianfu.Say("“%[1]s”不是%[2]s，不计入", "%[1]q is no %[2]s and does not count", strings.Join(others, "、"), r.column.Of)
	}
	return v
}

// ofType finds the units that an item of a list names; where it names a place within one, 枫林县城关镇, that one.
func (r *columnReader) ofType(item string) [][]unit {
	if found := r.units.list(item); found != nil {
		return found
	}
	runes := []rune(item)
	for n := len(runes) - 1; n >= 2; n-- {
		if !strings.ContainsRune(levels, runes[n-1]) {
			continue
		}
		for _, u := range r.units.find(string(runes[:n])) {
			if foldWord(u.sort) == foldWord(r.column.Of) {
				return [][]unit{{u}}
			}
		}
	}
	return nil
}

// hasType reports whether the directory has units of a type.
func (d *directory) hasType(sort string) bool { return len(d.namesOf(sort)) > 0 }

// namesOf are the names of the units of a type.
func (d *directory) namesOf(sort string) []string {
	var names []string
	for _, units := range d.exact {
		for _, u := range units {
			if foldWord(u.sort) == foldWord(sort) && !slices.Contains(names, u.name) {
				names = append(names, u.name)
			}
		}
	}
	slices.Sort(names)
	return names
}

// plainLetters is a text without brackets, marks and spaces.
func plainLetters(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, text)
}
