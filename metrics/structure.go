package metrics

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"jianfu"
	"jianfu/warehouse"
)

// Structure says by which units and lines the base of a comparison is summed.
type Structure string

// The structures.
const (
	StructureNow  Structure = "NOW"  // those at the end of the reported period: the default
	StructureThen Structure = "THEN" // those of each row's own day
)

// Succession is a unit whose work went to another on a day, directly or through others.
type Succession struct {
	From, To string // codes
	Day      jianfu.Date
	Change   string // 改名, 合并, 拆分 or 划入; "" where the directory does not say
}

// successions are the direct ones that the directory knows, by the unit that is taken over.
func successions(departments []Department) map[string][]Succession {
	all := map[string][]Succession{}
	for _, d := range departments {
		for _, v := range d.Versions {
			for _, from := range v.Predecessors {
				all[from] = append(all[from], Succession{from, d.Code, v.From, v.Change})
			}
		}
	}
	return all
}

// Successions are all those of a directory, in its order: of a unit that was merged twice, both
// from it to each of its successors.
func Successions(departments []Department) []Succession {
	direct := successions(departments)
	var list []Succession
	var follow func(from, at string, seen []string)
	follow = func(from, at string, seen []string) {
		for _, s := range direct[at] {
			if slices.Contains(seen, s.To) {
				continue
			}
			if s.From = from; !slices.ContainsFunc(list, func(known Succession) bool { return known.From == s.From && known.To == s.To }) {
				list = append(list, s)
			}
			follow(from, s.To, append(seen, s.To))
		}
	}
	for _, d := range departments {
		follow(d.Code, d.Code, []string{d.Code})
	}
	return list
}

// placement is where the past of a unit counts by the structure of a day.
type placement struct {
	unit      int
	heirs     []int       // the units that have its work on the day: itself, its successor, or the parts of a split
	versions  []int       // of the heirs, on the day
	changed   jianfu.Date // when it came about
	until     jianfu.Date // what is of this day or later is the unit's own: it outlived a split
	key       string      // the group it counts in
	elsewhere bool        // whether that is not where it counted then
	admitted  bool        // whether the scope admits it; no group or scope has only some parts of a split
	apart     []string    // groups with some of the parts: they have no past
	ended     bool        // the unit that has its work ended before the day: it is in no line
}

// moved reports whether the unit's work went to others.
func (p *placement) moved() bool { return len(p.heirs) != 1 || p.heirs[0] != p.unit }

// placements are those, by unit, of units that count elsewhere by the structure of a day than they
// did then, and of those whose work went to others.
func (r *run) placements(day jianfu.Date) map[int]*placement {
	if known, done := r.placed[day]; done {
		return known
	}
	all := successions(r.departments)
	list := map[int]*placement{}
	for u := range r.axis.units {
		if len(r.axis.units[u].versions) == 0 {
			continue
		}
		if p := r.placement(u, day, all); p != nil {
			list[u] = p
		}
	}
	r.placed[day] = list
	return list
}

func (r *run) placement(u int, day jianfu.Date, all map[string][]Succession) *placement {
	unit := &r.axis.units[u]
	p := &placement{unit: u, until: endOfTime, admitted: true}
	for _, code := range heirsOf(unit.code, day, all, r.inForceOn, nil) {
		heir, known := r.axis.at[code]
		if !known {
			continue
		}
		at := versionOn(r.axis.units[heir].versions, day)
		p.heirs, p.versions = append(p.heirs, heir), append(p.versions, at)
		if heir == u && r.endedBy(u, day) {
			p.changed = max(p.changed, unit.versions[at].Until)
		} else if heir == u { // from when it has been where it is
			for at > 0 && unit.keys[at-1] == unit.keys[at] && unit.admitted[at-1] == unit.admitted[at] {
				at--
			}
			p.changed = max(p.changed, unit.versions[at].From)
		}
	}
	p.changed = max(p.changed, lastSuccession(unit.code, day, all, nil))
	if len(p.heirs) == 0 {
		return nil
	}
	if slices.Contains(p.heirs, u) && len(p.heirs) > 1 {
		p.until = startOfTime
		for _, s := range all[unit.code] {
			if s.Day <= day {
				p.until = max(p.until, s.Day)
			}
		}
	}
	p.ended = len(p.heirs) == 1 && r.endedBy(p.heirs[0], day)
	p.key, p.admitted = r.groupOn(p.heirs[0], p.versions[0], day)
	whole := true
	for i, heir := range p.heirs {
		key, admitted := r.groupOn(heir, p.versions[i], day)
		whole = whole && key == p.key && admitted == p.admitted
	}
	if !whole {
		for i, heir := range p.heirs {
			if key, admitted := r.groupOn(heir, p.versions[i], day); admitted {
				p.apart = append(p.apart, key)
			}
		}
		p.key, p.admitted = "", false
	}
	same := whole
	for v := range unit.versions {
		same = same && unit.keys[v] == p.key && unit.admitted[v] == p.admitted
	}
	p.elsewhere = !same
	if same && !p.moved() {
		return nil
	}
	return p
}

// endedBy reports whether a unit ended before a day.
func (r *run) endedBy(u int, day jianfu.Date) bool {
	versions := r.axis.units[u].versions
	return versions[len(versions)-1].Until <= day
}

// groupOn is the group in which a version of a unit counts on a day: one that has ended is in no line.
func (r *run) groupOn(u, version int, day jianfu.Date) (key string, admitted bool) {
	unit := &r.axis.units[u]
	if r.endedBy(u, day) {
		return unit.outside, unit.admittedOutside
	}
	return unit.keys[version], unit.admitted[version]
}

func (r *run) inForceOn(code string, day jianfu.Date) bool {
	at, known := r.axis.at[code]
	return known && slices.ContainsFunc(r.axis.units[at].versions, func(v DepartmentVersion) bool { return v.From <= day && day < v.Until })
}

// heirsOf are the units that have the work of a unit on a day.
func heirsOf(code string, day jianfu.Date, all map[string][]Succession, inForce func(string, jianfu.Date) bool, seen []string) []string {
	var list []string
	seen = append(seen, code)
	for _, s := range all[code] {
		if s.Day > day || slices.Contains(seen, s.To) {
			continue
		}
		for _, heir := range heirsOf(s.To, day, all, inForce, seen) {
			if !slices.Contains(list, heir) {
				list = append(list, heir)
			}
		}
	}
	if len(list) == 0 || inForce(code, day) && !slices.Contains(list, code) {
		list = append(list, code)
	}
	return list
}

// lastSuccession is the day of the last step by which a unit's work went on, up to a day.
func lastSuccession(code string, day jianfu.Date, all map[string][]Succession, seen []string) jianfu.Date {
	var last jianfu.Date
	seen = append(seen, code)
	for _, s := range all[code] {
		if s.Day <= day && !slices.Contains(seen, s.To) {
			last = max(last, s.Day, lastSuccession(s.To, day, all, seen))
		}
	}
	return last
}

// versionOn is the version in force on a day, or else the nearest before it, or the first.
func versionOn(versions []DepartmentVersion, day jianfu.Date) int {
	at := 0
	for i, v := range versions {
		if v.From <= day {
			at = i
		}
	}
	return at
}

// placementOf is where a unit's day counts for a bucket, if not where it counted then.
func (r *run) placementOf(b bucket, u int, day jianfu.Date) *placement {
	if b.structure == 0 {
		return nil
	}
	p := r.placements(b.structure)[u]
	if p == nil || !p.elsewhere || day >= p.until || b.atEnd && len(p.heirs) > 1 {
		return nil
	}
	return p
}

// of is a bucket as the rows of a source count for it: what exists at the end of a period belongs to the
// unit that has taken its own one's place by then. Of the parts of a split nobody knows which has it.
func (b bucket) of(src *source) bucket {
	if b.structure == 0 && src.Stock != "" {
		b.structure, b.atEnd = b.period.Through(), true
	}
	return b
}

// layAlike gives a period within which units moved a bucket of its own that is summed as its base is:
// only so are the two sides of the comparison of the same units.
func (r *run) layAlike() {
	for i := range r.rows {
		pair := &r.rows[i]
		if pair.base.structure == 0 || pair.current.structure != 0 {
			continue
		}
		for _, p := range r.placements(pair.base.structure) {
			if p.elsewhere && pair.current.period.From() < p.changed && r.inScope(p) {
				pair.alike = pair.current
				pair.alike.index, pair.alike.structure = 2*len(r.rows)+i, pair.base.structure
				break
			}
		}
	}
}

// like is the reported period as it is held against its base.
func (p bucketPair) like() bucket {
	if p.alike.period.IsZero() {
		return p.current
	}
	return p.alike
}

// kin are the units whose months are held together in a comparison: a unit alone, or with those
// that took over its work.
func (r *run) kin(b bucket) [][]int {
	of := make([]int, len(r.axis.units))
	for u := range of {
		of[u] = u
	}
	if b.structure != 0 {
		for _, p := range r.placements(b.structure) {
			if p.changed <= b.period.From() {
				continue // by then each had its own months
			}
			for _, heir := range p.heirs {
				from, to := of[p.unit], of[heir]
				for u := range of {
					if of[u] == from {
						of[u] = to
					}
				}
			}
		}
	}
	groups := map[int][]int{}
	for u, head := range of {
		groups[head] = append(groups[head], u)
	}
	var list [][]int
	for u := range of {
		if groups[u] != nil {
			list = append(list, groups[u])
		}
	}
	return list
}

// knownTogether reports whether a month is known of units that are held together: of all that were
// in force; and whether only some of it is.
func (r *run) knownTogether(shares []share, kin []int, at, m int) (known, partly bool) {
	any, all := false, true
	for _, u := range kin {
		if shares[u].known[m] {
			any = true
		} else if r.axis.units[u].inForce[at+m] {
			all = false
		}
	}
	return any && all, any && !all
}

// moves are the placements of a query, for the statement of a source.
func (r *run) moves(src *source) []move {
	var list []move
	for _, b := range r.buckets() {
		for u := range r.axis.units {
			p := r.placementOf(b.of(src), u, startOfTime)
			if p == nil {
				continue
			}
			heir := &r.axis.units[p.heirs[0]]
			to := heir.versions[p.versions[0]]
			if p.ended {
				to = DepartmentVersion{Code: heir.code}
			}
			list = append(list, move{bucket: b.index, code: r.axis.units[u].code, until: p.until, admitted: p.admitted, to: to})
		}
	}
	return list
}

// move is a placement in a statement.
type move struct {
	bucket   int
	code     string
	until    jianfu.Date
	admitted bool
	to       DepartmentVersion
}

// writeMoves lists the units whose rows count elsewhere than on their own day.
func (s *scope) writeMoves(st *statement) {
	if len(s.moves) == 0 {
		return
	}
	st.SQL("-- the units that count elsewhere than on the day of their rows: by the structure of a period's end\nmoved(bucket, code, until, admitted, department, portfolio, leader, type) AS (VALUES ")
	for i, m := range s.moves {
		if i > 0 {
			st.SQL(", ")
		}
		st.SQL(sqlText(fmt.Sprintf("(%d, ", m.bucket)))
		st.Arg(m.code)
		st.SQL(sqlText(fmt.Sprintf(", DATE '%s', %t", m.until, m.admitted)))
		for _, text := range []string{m.to.Code, m.to.Portfolio, m.to.Leader, m.to.Type} {
			st.SQL(", NULLIF(")
			st.Arg(text)
			st.SQL(", '')")
		}
		st.SQL(")")
	}
	st.SQL("),\n")
}

// unitColumn is what the directory says of a row's unit, or of the unit that it counts for.
func (s *scope) unitColumn(name string) sqlText {
	column := sqlText("d." + warehouse.Ident(name))
	if name == "department" {
		column = "r.department"
	}
	if len(s.moves) == 0 {
		return column
	}
	return "CASE WHEN moved.code IS NULL THEN " + column + " ELSE moved." + sqlText(warehouse.Ident(name)) + " END"
}

// movedWithin names the units that moved within reported months that are compared: the change of
// their groups rests on the move.
func (r *run) movedWithin() []Notice {
	var zh, en []string
	var day jianfu.Date
	for _, pair := range r.rows {
		if pair.alike.period.IsZero() {
			continue
		}
		placed := r.placements(pair.alike.structure)
		for u := range r.axis.units {
			p := placed[u]
			if p == nil || !p.elsewhere || p.changed <= pair.current.period.From() || !r.counts(p, pair.current) {
				continue
			}
			if text, some := r.movedText(p, pair.current); some && !slices.Contains(zh, text.ZH) {
				zh, en = append(zh, text.ZH), append(en, text.EN)
				day = max(day, pair.alike.structure)
			}
		}
	}
	if len(zh) == 0 {
		return nil
	}
	_, namesZH, namesEN := r.naming(zh, en)
	return []Notice{{Code: UnitsMoved, Text: jianfu.Say("报告期内有单位变动，升降含变动的影响：%[2]s；可比部分两期都按 %[1]s 的单位和战线计算",
		"units moved within the reported months, and the change rests on it: %[3]s; what is comparable has both sides by the units and portfolios of %[1]s", day, namesZH, namesEN)}}
}

// movedNotices names the units that count elsewhere in a base than they did then, or, where the base
// is summed as it was then, would.
func (r *run) movedNotices() []Notice {
	seen := map[string]bool{}
	var zh, en []string
	var day jianfu.Date
	for _, b := range r.buckets() {
		if b.reported == 0 {
			continue
		}
		day = max(day, b.reported)
		placed := r.placements(b.reported)
		for u := range r.axis.units {
			if p := placed[u]; p != nil && p.elsewhere && r.counts(p, b) {
				text, some := r.movedText(p, b)
				if !some {
					continue
				}
				if !seen[text.ZH] {
					seen[text.ZH] = true
					zh, en = append(zh, text.ZH), append(en, text.EN)
				}
			}
		}
	}
	if len(zh) == 0 {
		return nil
	}
	_, namesZH, namesEN := r.naming(zh, en)
	switch {
	case r.query.StructureOn != 0:
		return []Notice{{Code: UnitsMoved, Text: jianfu.Say("按 %[1]s 的单位和战线计算，其间有变动：%[2]s", "summed by the units and portfolios of %[1]s; in between: %[3]s", day, namesZH, namesEN)}}
	case r.query.Structure == StructureThen:
		return []Notice{{Code: UnitsMoved, Text: jianfu.Say("基数按当时的单位和战线计算，此后有变动：%[1]s", "the base is summed by the units and portfolios of its own time; since then: %[2]s", namesZH, namesEN)}}
	}
	return []Notice{{Code: UnitsMoved, Text: jianfu.Say("基数按 %[1]s 的单位和战线计算，其间有变动：%[2]s", "the base is summed by the units and portfolios of %[1]s; in between: %[3]s", day, namesZH, namesEN)}}
}

// structureOn is the day whose structure a figure is summed by, where that makes a difference.
func (r *run) structureOn(b bucket) jianfu.Date {
	if b.structure != 0 {
		for _, p := range r.placements(b.structure) {
			if p.elsewhere {
				return b.structure
			}
		}
	}
	return 0
}

// counts reports whether anything is known of a unit that a base counts elsewhere.
func (r *run) counts(p *placement, b bucket) bool {
	for _, a := range r.accounts() {
		if d := r.decisions[decisionKey{account: a, bucket: b.index}]; d != nil && r.inScope(p) && slices.Contains(d.shares[p.unit].known, true) {
			return true
		}
	}
	return false
}

// inScope reports whether a unit is in the scope, where it was or where it is counted.
func (r *run) inScope(p *placement) bool {
	return p.admitted || len(p.apart) > 0 || slices.Contains(r.axis.units[p.unit].admitted, true)
}

// movedText says what became of a unit; it reports false where in the months of the bucket it was
// where it is counted.
func (r *run) movedText(p *placement, b bucket) (jianfu.Text, bool) {
	unit := &r.axis.units[p.unit]
	then := unit.versions[versionOn(unit.versions, b.period.Through())]
	now := r.axis.units[p.heirs[0]].versions[p.versions[0]]
	if p.ended {
		if p.moved() {
			return jianfu.Say("%[1]s的数算入%[3]s，后者已撤销，不在任何战线（%[2]s）", "%[1]s counts for %[3]s, which is abolished and in no portfolio (%[2]s)", then.Name, p.changed, now.Name), true
		}
		return jianfu.Say("%[1]s已撤销，不在任何战线（%[2]s）", "%[1]s is abolished and in no portfolio (%[2]s)", then.Name, p.changed), true
	}
	if !p.moved() {
		at := slices.IndexFunc(unit.versions, func(v DepartmentVersion) bool { return v.From < b.period.Until() && b.period.From() < v.Until })
		for at >= 0 && at < len(unit.versions) && unit.versions[at].From < b.period.Until() && unit.keys[at] == p.key && unit.admitted[at] == p.admitted {
			at++
		}
		if at < 0 || at == len(unit.versions) || unit.versions[at].From >= b.period.Until() {
			return jianfu.Text{}, false
		}
		was, is := lineOf(unit.versions[at]), lineOf(now)
		return jianfu.Say("%[1]s由%[3]s转到%[4]s（%[2]s）", "%[1]s from %[5]s to %[6]s (%[2]s)", now.Name, p.changed, was.ZH, is.ZH, was.EN, is.EN), true
	}
	var names []string
	for i, heir := range p.heirs {
		names = append(names, r.axis.units[heir].versions[p.versions[i]].Name)
	}
	if len(names) > 1 {
		return jianfu.Say("%[1]s拆分为%[3]s（%[2]s），拆分前的数只算入它们的合计", "%[1]s split into %[4]s (%[2]s), whose past only their sum has", then.Name, p.changed,
			strings.Join(names, enumeration(jianfu.Chinese)), strings.Join(names, enumeration(jianfu.English))), true
	}
	return jianfu.Say("%[1]s的数算入%[3]s（%[2]s）", "%[1]s counts for %[3]s (%[2]s)", then.Name, p.changed, names[0]), true
}

// lineOf names the line of a unit, or that it has none.
func lineOf(v DepartmentVersion) jianfu.Text {
	none := jianfu.Say("无战线", "no portfolio")
	line := cmp.Or(v.Portfolio, v.Leader, v.Type)
	return jianfu.Text{ZH: cmp.Or(line, none.ZH), EN: cmp.Or(line, none.EN)}
}

// why says of a figure without an amount what became of its units, where that is the reason; "" else.
func (r *run) why(missing Missing, t *tally, b bucket) jianfu.Text {
	if missing != NotInForce && len(t.apart) == 0 || missing == NotMissing || r.city {
		return jianfu.Text{}
	}
	units := t.elsewhere
	if len(t.apart) > 0 {
		units = t.apart
	}
	var zh, en []string
	for _, u := range units {
		if text, some := r.whereTo(r.placements(b.structure)[u], b); some {
			zh, en = append(zh, text.ZH), append(en, text.EN)
		}
	}
	if len(zh) > 0 {
		_, namesZH, namesEN := r.naming(zh, en)
		return jianfu.Text{ZH: namesZH, EN: namesEN}
	}
	if len(t.absent) == 1 {
		return r.absence(&r.axis.units[t.absent[0]], b.period)
	}
	before := func(u int) bool { return b.period.Until() <= firstDay(&r.axis.units[u]) }
	if len(t.absent) > 0 && !slices.ContainsFunc(t.absent, func(u int) bool { return !before(u) }) {
		return jianfu.Text{ZH: "单位当时尚未设立", EN: "the units were not yet established"}
	}
	return jianfu.Text{}
}

// whereTo says where the past of a unit counts; it reports false where it counts where it was.
func (r *run) whereTo(p *placement, b bucket) (jianfu.Text, bool) {
	if len(p.heirs) > 1 {
		unit := r.axis.units[p.unit].versions
		name := unit[versionOn(unit, b.period.Through())].Name
		return jianfu.Say("%[1]s已拆分（%[2]s），以往只有合计", "%[1]s was split (%[2]s): only the sum of its parts has its past", name, p.changed), true
	}
	if p.moved() {
		name := r.axis.units[p.heirs[0]].versions[p.versions[0]].Name
		return jianfu.Say("以往的数算入%[1]s（%[2]s）", "its past counts for %[1]s (%[2]s)", name, p.changed), true
	}
	return r.movedText(p, b)
}

func firstDay(u *axisUnit) jianfu.Date {
	if len(u.versions) == 0 {
		return startOfTime
	}
	return u.versions[0].From
}

// absence says why a unit is not in force in a period: it is not established yet, or what became of it.
func (r *run) absence(u *axisUnit, period jianfu.Period) jianfu.Text {
	if period.Until() <= firstDay(u) {
		return jianfu.Say("尚未设立（%[1]s设立）", "not yet established (%[1]s)", firstDay(u))
	}
	if len(u.versions) == 0 || u.versions[len(u.versions)-1].Until > period.From() {
		return jianfu.Text{}
	}
	var names []string
	var last Succession
	for _, s := range successions(r.departments)[u.code] {
		if at, known := r.axis.at[s.To]; known {
			names = append(names, r.axis.units[at].versions[versionOn(r.axis.units[at].versions, s.Day)].Name)
			last = s
		}
	}
	switch {
	case len(names) == 0:
		return jianfu.Say("已撤销（%[1]s）", "abolished (%[1]s)", u.versions[len(u.versions)-1].Until-1) // its last day
	case len(names) > 1:
		return jianfu.Say("已拆分为%[1]s（%[3]s）", "split into %[2]s (%[3]s)", strings.Join(names, enumeration(jianfu.Chinese)), strings.Join(names, enumeration(jianfu.English)), last.Day)
	case last.Change == "改名":
		return jianfu.Say("已改名为%[1]s（%[2]s）", "renamed %[1]s (%[2]s)", names[0], last.Day)
	}
	return jianfu.Say("已并入%[1]s（%[2]s）", "merged into %[1]s (%[2]s)", names[0], last.Day)
}
