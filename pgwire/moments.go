package pgwire

import "strings"

// momentWords are the words of PostgreSQL's date patterns with DuckDB's counterparts, longer words
// before their prefixes. Those for names appear only in the letter case that DuckDB writes.
var momentWords = []struct{ theirs, ours string }{
	{"FMMonth", "%B"}, {"FMDay", "%A"}, {"FMHH24", "%-H"}, {"FMHH12", "%-I"}, {"FMDD", "%-d"}, {"FMMM", "%-m"}, {"FMMI", "%-M"}, {"FMSS", "%-S"},
	{"Month", "%B"}, {"Day", "%A"}, {"Mon", "%b"}, {"Dy", "%a"}, {"IYYY", "%G"}, {"YYYY", "%Y"}, {"HH24", "%H"}, {"HH12", "%I"}, {"DDD", "%j"},
	{"MM", "%m"}, {"DD", "%d"}, {"IW", "%V"}, {"ID", "%u"}, {"MI", "%M"}, {"SS", "%S"}, {"US", "%f"}, {"MS", "%g"}, {"YY", "%y"}, {"HH", "%I"},
	{"AM", "%p"}, {"PM", "%p"}, {"TZ", "%Z"}, {"Q", quarterMark},
}

// quarterMark is the quarter, for which DuckDB's patterns have no word: see pg.to_char.
const quarterMark = "\x01"

// momentPattern is a pattern such as YYYY-MM-DD HH24:MI:SS.US in DuckDB's form.
func momentPattern(pattern string) string {
	var b strings.Builder
	for rest := pattern; rest != ""; {
		if quoted, after, closed := strings.Cut(rest[1:], `"`); rest[0] == '"' && closed {
			b.WriteString(strings.ReplaceAll(quoted, "%", "%%"))
			rest = after
			continue
		}
		theirs, ours := rest[:1], strings.ReplaceAll(rest[:1], "%", "%%")
		for _, word := range momentWords {
			isName := word.theirs != strings.ToUpper(word.theirs)
			if len(rest) < len(word.theirs) {
				continue
			}
			if head := rest[:len(word.theirs)]; head == word.theirs || !isName && strings.EqualFold(head, word.theirs) {
				theirs, ours = head, word.ours
				break
			}
		}
		b.WriteString(ours)
		rest = rest[len(theirs):]
	}
	return b.String()
}
