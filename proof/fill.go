package proof

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"jianfu"
)

// Filled reports whether a masked place has a figure that is surely meant: nothing around it is left
// unexplained, and it goes the way that the text says.
func (f Finding) Filled() bool {
	return f.Verdict == Unknown && len(f.Offers) > 0 && f.claim.match.answers[0].safe && f.Replacement() != ""
}

// Replacement is what may be written in place of the figure, "" where there is none: a change that went the other way
// needs other words around it.
func (f Finding) Replacement() string {
	if f.Verdict == Right || f.Verdict == Unmatched || f.claim == nil {
		return ""
	}
	return f.written(f.Right)
}

// written is a right value as its place takes it: without the unit that a table's head gives.
func (f Finding) written(text string) string {
	st := f.claim
	if strings.Contains(text, "（") || st.kind == flat {
		return ""
	}
	for _, way := range []int{-1, 0, 1} {
		if strings.HasPrefix(text, pickWay(way)) {
			return ""
		}
	}
	if st.lent {
		return strings.TrimSuffix(text, st.unit)
	}
	return text
}

// Choice is a figure that somebody chose to write in place of another.
type Choice struct {
	Number int    // of the finding, from 1
	Text   string // as the finding offers it
}

// edit is a change of a text: what is from one byte to another is replaced.
type edit struct {
	from, to int
	text     string
}

// edited is a text with its edits made; they do not overlap.
func edited(text []byte, edits []edit) []byte {
	slices.SortFunc(edits, func(a, b edit) int { return a.from - b.from })
	var out bytes.Buffer
	at := 0
	for _, e := range edits {
		if e.from < at {
			continue
		}
		out.Write(text[at:e.from])
		out.WriteString(e.text)
		at = e.to
	}
	out.Write(text[at:])
	return out.Bytes()
}

// Fill writes the report again with the figures of the masked places that are surely meant, and reports how many it
// filled. All else is as it was: of a .docx every other byte of its parts, of a text its lines, in UTF-8.
func (d *Document) Fill(w io.Writer, findings []Finding) (int, error) {
	var choices []Choice
	for i, f := range findings {
		if f.Filled() {
			choices = append(choices, Choice{i + 1, f.Replacement()})
		}
	}
	return d.Rewrite(w, findings, choices)
}

// Rewrite writes the report again with the figures that were chosen, each of which its finding must offer, as a replacement or
// as one of several; and reports how many it wrote, since what is in a field or a text box cannot be written.
func (d *Document) Rewrite(w io.Writer, findings []Finding, choices []Choice) (int, error) {
	var edits []edit
	n := 0
	for _, c := range choices {
		if c.Number < 1 || c.Number > len(findings) || !findings[c.Number-1].offers(c.Text) {
			return 0, jianfu.Errorf(jianfu.Conflict, "第 %d 处没有“%s”可填：数据可能变了，请重新核对", "figure %d does not offer %q: the data may have changed; check the report again", c.Number, c.Text)
		}
		made := d.replace(findings[c.Number-1], c.Text)
		if made != nil {
			n++
		}
		edits = append(edits, made...)
	}
	if d.docx == nil {
		_, err := w.Write(edited(d.source, edits))
		return n, err
	}
	return n, d.docx.rewrite(w, map[string][]byte{d.docx.main: edited(d.docx.document, edits)})
}

// offers reports whether a text may be chosen for a finding.
func (f Finding) offers(text string) bool {
	if text == "" {
		return false
	}
	return text == f.Replacement() || f.Verdict == Unknown && slices.ContainsFunc(f.Offers, func(o Offer) bool { return f.written(o.Text) == text })
}

// replace is how the words of a finding are replaced; nil where they are in no part that can be written.
func (d *Document) replace(f Finding, text string) []edit {
	p := d.paragraphs[f.paragraph]
	if d.docx == nil {
		return []edit{{p.at[f.start], p.at[f.end], text}}
	}
	var edits []edit
	text = escape(text)
	for _, r := range p.runs {
		from, to := max(f.start, r.first), min(f.end, r.first+len(r.at)-1)
		if from >= to {
			continue
		}
		if r.fixed || r.field != nil {
			return nil
		}
		edits = append(edits, edit{r.at[from-r.first], r.at[to-r.first], text})
		text = "" // what a later run has of it is taken out
	}
	return edits
}

// places are the bytes at which the characters of a plain text are in the line, or the piece of it, that it was read
// from, and that of its end: the text is the line without some of its characters.
func places(source string, from int, plain string) []int {
	at := make([]int, 0, len(plain)+1)
	end := from
	rest := source
	for _, r := range plain {
		i := strings.IndexRune(rest, r)
		if i < 0 { // \| was read as ｜
			i = strings.IndexByte(rest, '|')
			if i < 0 {
				i = 0
			}
			r = '|'
		}
		at = append(at, end+i)
		i = min(len(rest), i+utf8.RuneLen(r))
		rest, end = rest[i:], end+i
	}
	return append(at, end)
}
