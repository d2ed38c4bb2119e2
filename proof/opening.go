package proof

import (
	"regexp"
	"slices"
	"strings"

	"jianfu"
	"jianfu/metrics"
)

// opening is what a document says at its head of all that it tells: 现将您分管的财税金融战线2023年上半年会议和
// 文件数量提示如下，按精简口径计算.
type opening struct {
	title   int             // its paragraph; -1 where there is none
	periods []jianfu.Period // the likeliest first; none where none is named
	why     jianfu.Text     // what makes it uncertain which of them is meant
	where   metrics.Filter
	caliber string
	writer  metrics.Filter // the unit that its first line names
	reader  metrics.Filter // to whom it is written, where that is one unit or leader
	foreign bool           // it tells of the writer's or reader's units, and does not say which they are
}

var (
	announced  = regexp.MustCompile(`现(?:将|就|把)([^。]*?)(?:如下|如次)`)
	salutation = regexp.MustCompile(`^[^，。；：:\d]{2,40}[：:]$`)
	addressed  = regexp.MustCompile(`(?:^|[^请望])(?:您(?:所)?(?:分管|联系|负责)|(?:贵|你)(?:局|委|办|院|单位|部门|战线|县|区|市))`)
	ourOwn     = regexp.MustCompile(`(?:我|本)(?:局|委|院|单位|部门)`) // 我办 is as often the office of the whole city
	unitLine   = regexp.MustCompile(`^[（(]?(?:计量)?单位[:：][^。；]{1,16}[）)]?$`)
	leadsIn    = regexp.MustCompile(`如下|下表|见表|上表`)

	monthOrSoFar = jianfu.Say("没有写明是当期的数，还是年初以来的数", "it is not said whether it is of that time alone, or of the year so far")
	whichTime    = jianfu.Say("写了几个时间，没有写明是哪一个的数", "several times are named, and it is not said of which it is")
	partOrWhole  = jianfu.Say("没有写明是上述月份的数，还是全年的数", "it is not said whether it is of those months, or of the whole year")
	sameWhen     = jianfu.Say("“同期”没有写明是哪一年的", "同期 does not say of which year")
	whoseUnits   = jianfu.Say("没有写明是哪些单位的数", "it is not said of which units it is")
)

// readOpening reads the lines before the first table: the title, whom it is written to, and what it
// says that it tells of.
func (p *proof) readOpening() {
	p.opening.title = -1
	told := false
	lines := 0
	for _, b := range p.doc.blocks {
		if b.table != nil || p.doc.paragraphs[b.paragraph].place.Note > 0 {
			break
		}
		text := fold(p.doc.paragraphs[b.paragraph].text)
		line := strings.TrimSpace(string(text))
		if line == "" {
			continue
		}
		if lines++; lines == 1 && len(text) <= maxCaption {
			if where := p.words.scope(newClause(text)); single(where) {
				p.opening.writer = where
			}
		}
		if periods := p.periods(text); lines <= 3 && len(text) <= maxCaption && p.opening.title < 0 && len(periods) > 0 && timeless(line) != "" && !strings.ContainsAny(line, "。；") {
			p.opening.title, p.opening.periods = b.paragraph, periods
		}
		if salutation.MatchString(line) && isEmpty(p.opening.reader) {
			words := newClause([]rune(line))
			if where := p.words.scope(words); single(where) && words.residue(p.words) == "" {
				p.opening.reader = where
			}
		}
		if m := announced.FindStringSubmatch(line); m != nil && !told {
			told = true
			if periods := p.periods([]rune(m[1])); len(periods) > 0 {
				p.opening.periods = periods
			}
			p.opening.where = p.words.scope(newClause([]rune(m[1])))
			p.opening.caliber = p.words.caliber(line)
			p.address(m[1])
		}
	}
	switch periods := p.opening.periods; {
	case len(periods) > 1 || len(periods) == 1 && periods[0].Months() > 12:
		p.opening.why = whichTime
	case len(periods) == 1 && periods[0].Start().Number() > 1: // a bulletin of May tells of the months from January too
		soFar, _ := jianfu.Span(jianfu.MonthOf(periods[0].Start().Year(), 1), periods[0].Start()+jianfu.Month(periods[0].Months()-1)) // in order
		p.opening.periods, p.opening.why = []jianfu.Period{periods[0], soFar}, monthOrSoFar
	}
}

// address notes that the text from here on is of the reader's units, or the writer's own, where a sentence says
// so: the one that the salutation, or the first line, names.
func (p *proof) address(sentence string) {
	where := p.opening.reader
	switch {
	case !isEmpty(p.opening.where):
		return
	case ourOwn.MatchString(sentence):
		where = p.opening.writer
	case !addressed.MatchString(sentence):
		return
	}
	p.opening.where, p.opening.foreign = where, isEmpty(where)
}

// single reports whether a scope is that of one unit, line or leader.
func single(where metrics.Filter) bool {
	n := len(where.Departments) + len(where.Portfolios)
	for _, equals := range where.Is {
		if equals.Dimension != "leader" {
			return false
		}
		n += len(equals.In)
	}
	return n == 1
}

// periods are the times that a line names as its own; one that narrows the one before it, as in 2023年（1—11月）,
// stands for it.
func (p *proof) periods(text []rune) []jianfu.Period {
	taken := make([]bool, len(text))
	ignore(text, taken)
	year := max(p.year, unknownYear)
	var list []jianfu.Period
	for _, w := range findTimes(text, taken, func(int) bool { return false }) {
		period, ok := w.resolve(year)
		if !ok || w.compared || w.sameMonths || slices.Contains(list, period) {
			continue
		}
		if w.stated {
			year = period.Through().Year()
		}
		if n := len(list); n > 0 && list[n-1].Contains(period.From()) && list[n-1].Contains(period.Through()) {
			list = list[:n-1]
		}
		list = append(list, period)
	}
	return list
}

// caliber is the one that a text names; "" where it names none, or several.
func (v *vocabulary) caliber(text string) string {
	found := ""
	for label, name := range v.calibers {
		if strings.Contains(text, label) {
			if found != "" {
				return ""
			}
			found = name
		}
	}
	return found
}

// lends reports whether the line above a table tells what the table is of, and no figures itself.
func (p *proof) lends(line string) bool {
	if line == "" || strings.ContainsAny(line, "。；！？") && !leadsIn.MatchString(line) {
		return false
	}
	text := []rune(captionNumber.ReplaceAllString(line, ""))
	taken := make([]bool, len(text))
	ignore(text, taken)
	findTimes(text, taken, func(int) bool { return false })
	return len(findFigures(text, taken, func(int) bool { return false })) == 0
}

// held is what a table's line lends to its cells: its times, its units and its caliber, each else the
// document's own.
func (p *proof) held(line string) passage {
	s := passage{where: p.opening.where, caliber: p.opening.caliber}
	if !p.lends(line) {
		return s
	}
	text := []rune(captionNumber.ReplaceAllString(line, ""))
	if list := p.periods(text); len(list) > 0 {
		s.now = times{list: list, stated: true}
		if len(list) > 1 {
			s.now.why = whichTime
		}
	}
	words := newClause(text)
	if where := p.words.scope(words); !isEmpty(where) || saysWhole(words) {
		s.where, s.whole = where, isEmpty(where)
	}
	if caliber := p.words.caliber(line); caliber != "" {
		s.caliber = caliber
	}
	return s
}

// saysWhole reports whether words name the whole city.
func saysWhole(words *clause) bool {
	return slices.ContainsFunc([]string{"全市", "总体", "我市", "本市", "全县", "我县", "全区", "我区"}, words.has)
}

var (
	relativeYear = regexp.MustCompile(`^(?:去年|上年|今年以?来?|本年|当年|年内)$`)
	plainYear    = regexp.MustCompile(`^\d{4}年?度?$`)
)

// samePart are what a year's name may stand for where a part of a year holds, the likeliest first: 上年 in a
// table of 2023年1—5月 is 2022年1—5月, 今年 in a text of May the months so far; and what makes it uncertain.
func (s *sentence) samePart(w when, year jianfu.Period) ([]jianfu.Period, jianfu.Text) {
	none := []jianfu.Period{year}
	if len(s.now.list) == 0 || s.now.list[0].Months() >= 12 || year.Months() != 12 || year.Start().Number() != 1 {
		return none, jianfu.Text{}
	}
	name := string(s.passage.runes[w.start:w.end])
	relative := relativeYear.MatchString(name)
	if !relative && !(s.passage.cell && s.now.stated && plainYear.MatchString(name)) {
		return none, jianfu.Text{}
	}
	part := s.now.list[0]
	same := yearsBefore(part, part.Through().Year()-year.Through().Year())
	switch {
	case s.passage.cell && relative && len(s.passage.now.list) > 0: // the table itself says of which months it is
		return []jianfu.Period{same}, s.now.why
	case s.passage.cell && relative:
		return []jianfu.Period{same, year}, s.now.why
	}
	if relative && year.Through().Year() == part.Through().Year() {
		same, _ = jianfu.Span(year.Start(), part.Start()+jianfu.Month(part.Months()-1)) // in order
	}
	return []jianfu.Period{same, year}, partOrWhole
}
