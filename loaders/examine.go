package loaders

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"jianfu"
	"jianfu/warehouse"
)

// Find finds what the office's checks find in the rows of a load that is not committed yet: those
// that refuse it, and with all set also those that want an explanation.
type Find func(ctx context.Context, tx *sql.Tx, submission int64, all bool) ([]warehouse.Finding, error)

// CheckWith lets the loader refuse filings in which a check finds what nobody explains.
func (l *Loader) CheckWith(find Find) { l.find = find }

// Explained is why a finding is as it is, as the sender says. Finding is the one of the fault; "" is
// the only one of the file.
type Explained struct{ Finding, Text string }

// examine refuses what the checks find and nobody explains, and returns what the sender says of it.
// A dry run also warns of what will want an explanation.
func (f *filing) examine(load *warehouse.Load) (explained []warehouse.Explanation, refused bool, err error) {
	if f.loader.find == nil {
		return nil, false, nil
	}
	said := map[string]string{}
	for _, e := range f.options.Explained {
		if said[e.Finding], err = warehouse.ReadExplanation(e.Text); err != nil {
			return nil, false, err
		}
	}
	var findings []warehouse.Finding
	err = load.Examine(func(ctx context.Context, tx *sql.Tx) (err error) {
		findings, err = f.loader.find(ctx, tx, load.Submission(), f.options.DryRun || len(said) > 0)
		return err
	})
	if err != nil {
		return nil, false, err
	}
	findings = slices.DeleteFunc(findings, func(found warehouse.Finding) bool {
		text := said[found.Finding]
		if text == "" {
			return found.Text != "" // said before
		}
		found.Text, found.By = text, f.options.SubmittedBy
		explained = append(explained, found.Explanation)
		return true
	})
	var wanting []warehouse.Finding
	findings = slices.DeleteFunc(findings, func(found warehouse.Finding) bool {
		if !found.Refuses {
			wanting = append(wanting, found)
		}
		return !found.Refuses
	})
	if only := said[""]; only != "" && len(findings) == 1 {
		findings[0].Text, findings[0].By = only, f.options.SubmittedBy
		explained, findings = append(explained, findings[0].Explanation), nil
	}
	for _, found := range findings {
		f.unexplained(found)
	}
	if f.options.DryRun {
		f.wanting(wanting)
	}
	return explained, len(findings) > 0, nil
}

// unexplained refuses the file for a finding.
func (f *filing) unexplained(found warehouse.Finding) {
	sheet := 0
	for _, t := range f.tables {
		if t.sheet.Name == found.Place.Sheet {
			sheet = t.index
		}
	}
	what := f.what(found)
	f.blameWhole(sheet, 0, jianfu.Fault{Sheet: found.Place.Sheet, Row: found.Place.Row, Column: found.Place.Column, Value: found.Place.Value, Code: jianfu.Unexplained, Finding: found.Finding,
		Text: jianfu.Say("%[1]s。请改正；确实如此的，写明原因再报（编号 %[3]s）", "%[2]s. Correct it or, if it is so, file it again and say why (finding %[3]s)", what.ZH, what.EN, found.Finding)})
}

// wanting warns of findings that will want an explanation, those of a check together.
func (f *filing) wanting(findings []warehouse.Finding) {
	for len(findings) > 0 {
		first := findings[0]
		n := slices.IndexFunc(findings, func(found warehouse.Finding) bool { return found.Check != first.Check })
		if n < 0 {
			n = len(findings)
		}
		what, more := f.what(first), jianfu.Text{}
		if n > 1 {
			more = jianfu.Say("（这项核查共 %d 条）", " (%d findings of the check)", n)
		}
		f.warnings.add(Warning{Sheet: first.Place.Sheet, Row: first.Place.Row, Column: first.Place.Column, Value: first.Place.Value,
			Text: jianfu.Say("%[1]s%[3]s，载入后请说明原因", "%[2]s%[4]s: explain it when it is loaded", what.ZH, what.EN, more.ZH, more.EN)})
		findings = findings[n:]
	}
}

// what says what was found: 核查“其中数大于总数”：市教育局 发文 5，计划外发文 7，计划外发文大于发文.
func (f *filing) what(found warehouse.Finding) jianfu.Text {
	subject := found.Subject
	if unit := f.units.nameOf(found.Department); unit != "" {
		subject = fmt.Sprint(unit, " ", subject)
	}
	return jianfu.Text{ZH: "核查“" + found.Label.ZH + "”：" + subject + "，" + found.Detail.ZH, EN: found.Label.EN + ": " + subject + ", " + found.Detail.EN}
}
