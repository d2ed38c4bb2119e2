package loaders

import (
	"context"
	"database/sql"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"jianfu"
	"jianfu/warehouse"
)

// unit is one version of one row of the directory.
type unit struct {
	code        string
	name        string
	sort        string      // 单位类型
	from, until jianfu.Date // half open
}

// The ends of time for units without 启用日期 or 停用日期.
const (
	alwaysFrom  = jianfu.Date(-1 << 30)
	alwaysUntil = jianfu.Date(1 << 30)
)

// directory finds units by any of their spellings.
type directory struct {
	city  string            // 云州市; "" if it is not known
	level string            // 市 of 云州市, which names have in place of the city
	exact map[string][]unit // by names as in the directory, folded
	loose map[string][]unit // by names with the level in place of the city, with and without it
	names []string          // for the nearest ones

	bareTitles map[string]string // see cutNames
}

// readDirectory reads the units that are in force now.
func readDirectory(ctx context.Context, w *warehouse.Warehouse, city string) (*directory, error) {
	d := newDirectory(city)
	const query = `
		SELECT d.code, d.name, d.type, d.short_name, d.aliases, d.valid_from, d.valid_to
		FROM fact.department d
		JOIN in_force f USING (slice_id)
		WHERE f.valid_until = TIMESTAMP 'infinity'
		ORDER BY d.id`
	rows, err := w.Query(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("read the directory of units: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var code, name, sort string
		var short sql.NullString
		var aliases warehouse.List
		var from, to sql.NullTime
		if err := rows.Scan(&code, &name, &sort, &short, &aliases, &from, &to); err != nil {
			return nil, err
		}
		u := unit{code: code, name: name, sort: sort, from: alwaysFrom, until: alwaysUntil}
		if from.Valid {
			u.from = jianfu.DateOf(from.Time)
		}
		if to.Valid {
			u.until = jianfu.DateOf(to.Time) + 1
		}
		d.add(u, append(aliases, short.String)...)
	}
	return d, rows.Err()
}

func newDirectory(city string) *directory {
	d := &directory{city: foldWord(city), level: "市", exact: map[string][]unit{}, loose: map[string][]unit{}, bareTitles: map[string]string{}}
	if _, size := utf8.DecodeLastRuneInString(d.city); size > 0 {
		d.level = d.city[len(d.city)-size:]
	}
	return d
}

// nameOf is the name of the unit of a code, as the directory has it now; "" if it has none.
func (d *directory) nameOf(code string) string {
	name, until := "", jianfu.Date(-1<<30)
	for _, u := range d.exact[foldWord(code)] {
		if u.code == code && u.until >= until {
			name, until = u.name, u.until
		}
	}
	return name
}

func (d *directory) empty() bool { return len(d.exact) == 0 }

// add indexes a unit under its code, its name and its other names.
func (d *directory) add(u unit, others ...string) {
	clear(d.bareTitles)
	d.names = append(d.names, u.name)
	for _, name := range append([]string{u.code, u.name}, others...) {
		key := foldWord(name)
		if key == "" {
			continue
		}
		d.exact[key] = append(d.exact[key], u)
		if name != u.code {
			full := d.canonical(key)
			d.loose[full] = append(d.loose[full], u)
			if bare, found := strings.CutPrefix(full, d.level); found && bare != "" {
				d.loose[bare] = append(d.loose[bare], u)
			}
		}
	}
}

// canonical rewrites a folded name with 市 in place of the city's name, and without 人民; a county's government has the
// county's name: 云州市教育局 is 市教育局, and 云州市市场监管局 is 市市场监管局. The city's name without 市 counts as
// well, but 云州区 is a different name.
func (d *directory) canonical(key string) string {
	key = strings.Replace(key, "人民政府", "政府", 1)
	if place, found := strings.CutSuffix(key, "政府"); found && utf8.RuneCountInString(place) > 2 {
		if last, _ := utf8.DecodeLastRuneInString(place); strings.ContainsRune(levels, last) && place != d.city {
			key = place // 东河区人民政府
		}
	}
	if d.city == "" {
		return key
	}
	if rest, found := strings.CutPrefix(key, d.city); found && rest != "" {
		return d.level + rest
	}
	bare := strings.TrimSuffix(d.city, d.level)
	if rest, found := strings.CutPrefix(key, bare); found && utf8.RuneCountInString(bare) > 1 {
		if next, _ := firstRune(rest); rest != "" && !strings.ContainsRune(levels, next) {
			return d.level + rest
		}
	}
	return key
}

// find returns the codes that a text may denote, each once with all its versions; none if the
// directory has no such name.
func (d *directory) find(text string) []unit {
	key := foldWord(text)
	if found := d.exact[key]; len(found) > 0 {
		return found
	}
	full := d.canonical(key)
	if found := d.loose[full]; len(found) > 0 {
		return found
	}
	if bare, found := strings.CutPrefix(full, d.level); found { // 云州市东河区, 市东河区
		if found := d.loose[bare]; len(found) > 0 {
			return found
		}
	}
	// 市教育局（盖章）, 市教育局(牵头)
	if bare := bareHeader(key); bare != key && bare != "" {
		return d.find(bare)
	}
	return nil
}

// cutNames is a folded title without the names of units in it, with a space in place of each: a bureau of
// statistics makes no table one of statistics.
func (d *directory) cutNames(title string) string {
	const longest = 20
	if bare, known := d.bareTitles[title]; known {
		return bare
	}
	var out strings.Builder
	for runes := []rune(title); len(runes) > 0; {
		n := min(len(runes), longest)
		for n >= 2 && (len(d.loose[d.canonical(string(runes[:n]))]) == 0 && len(d.exact[string(runes[:n])]) == 0) {
			n--
		}
		if n < 2 {
			out.WriteRune(runes[0])
			runes = runes[1:]
			continue
		}
		out.WriteByte(' ')
		runes = runes[n:]
	}
	d.bareTitles[title] = out.String()
	return out.String()
}

// list returns the units that a text names one after the other: 市教育局、市财政局, 市教育局会同市财政局.
// It returns none if the directory lacks one of them.
func (d *directory) list(text string) [][]unit {
	const longest = 1000 // bytes: other texts are no lists of units
	if len(text) > longest {
		return nil
	}
	if found := d.findRole(text); len(found) > 0 {
		return [][]unit{found}
	}
	for _, at := range jointWords.FindAllStringIndex(text, -1) { // 和 may be a part of the first name
		first := d.findRole(text[:at[0]])
		if len(first) == 0 {
			continue
		}
		if rest := d.list(text[at[1]:]); rest != nil {
			return append([][]unit{first}, rest...)
		}
	}
	return nil
}

// findRole finds a unit that a list gives a role: 牵头单位：市教育局, 市财政局配合.
func (d *directory) findRole(text string) []unit {
	if found := d.find(text); len(found) > 0 {
		return found
	}
	return d.find(jointRole.ReplaceAllString(strings.TrimSpace(text), ""))
}

var (
	jointWords = regexp.MustCompile(`[、，,;；/／|+＋\s　]+|会同|联合|和|与|及`)
	jointRole  = regexp.MustCompile(`^(?:牵头|主办|配合|协办|参与|联合)(?:单位|部门)?[:：]|(?:牵头|主办|配合|协办|参与|联合)$`)
)

// codes lists the distinct codes of units.
func codes(units []unit) []string {
	var list []string
	for _, u := range units {
		known := false
		for _, code := range list {
			known = known || code == u.code
		}
		if !known {
			list = append(list, u.code)
		}
	}
	return list
}

// on keeps the units that are in force on a day.
func on(units []unit, day jianfu.Date) []unit {
	var kept []unit
	for _, u := range units {
		if day >= u.from && day < u.until {
			kept = append(kept, u)
		}
	}
	return kept
}

// nearest returns the three names most similar to a text, apart from the city's name.
func (d *directory) nearest(text string) []string {
	names := map[string]string{}
	var bare []string
	for _, name := range d.names {
		key := d.bare(name)
		if _, known := names[key]; !known {
			names[key] = name
			bare = append(bare, key)
		}
	}
	near := jianfu.Nearest(d.bare(text), bare, 3)
	for i, key := range near {
		near[i] = names[key]
	}
	return near
}

func (d *directory) bare(name string) string {
	return strings.TrimPrefix(d.canonical(foldWord(name)), d.level)
}

// levels end the name of a city, or its abbreviation.
const levels = "市州盟县区旗"

// cityOf takes the city's name from the title of a directory: 云州市 from 云州市报送单位名录 and
// from 云州市2024年市直部门名录. It returns "" if the title names none.
func cityOf(title string) string {
	const numbers = "0123456789〇零一二三四五六七八九十"
	folded := strings.TrimLeft(foldWord(title), numbers+"年度版()附件表:-.、")
	end := len(folded)
	for _, word := range []string{"报送单位", "填报单位", "市直", "县直", "区直", "各部门", "各单位", "单位名录", "部门名录", "机构名录", "单位目录", "单位清单", "部门", "政府系统", "人民政府", "政府", "机关"} {
		if at := strings.Index(folded, word); at >= 0 {
			end = min(end, at)
		}
	}
	if end == len(folded) {
		return ""
	}
	name := []rune(strings.TrimRight(folded[:end], numbers+"年度版(-"))
	if next, _ := firstRune(folded[end:]); len(name) >= 2 && !strings.ContainsRune(levels, name[len(name)-1]) && strings.ContainsRune(levels, next) {
		name = append(name, next) // 云州市直部门
	}
	if len(name) >= 3 && strings.ContainsRune(levels, name[len(name)-1]) {
		return string(name)
	}
	return leadingCity(folded)
}

// leadingCity is the text before the first 市, 州 or 盟 of a name, inclusive: 云州市 for
// 云州市教育局.
func leadingCity(folded string) string {
	const longest = 6
	for i, r := range []rune(folded) {
		switch {
		case i >= longest:
			return ""
		case i >= 2 && strings.ContainsRune("市州盟", r):
			return string([]rune(folded)[:i+1])
		}
	}
	return ""
}

// cityOfUnits is the city that the names of a directory begin with, if a third of them and at least
// three do; "" otherwise.
func cityOfUnits(names []string) string {
	const fewest = 3
	counts := map[string]int{}
	best := ""
	for _, name := range names {
		city := leadingCity(foldWord(name))
		if city == "" {
			continue
		}
		if counts[city]++; counts[city] > counts[best] {
			best = city
		}
	}
	if counts[best] < fewest || counts[best]*3 < len(names) {
		return ""
	}
	return best
}
