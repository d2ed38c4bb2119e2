package loaders

import (
	"context"
	"database/sql"
	"maps"
	"slices"

	"jianfu"
	"jianfu/warehouse"
)

// Find finds what the office's checks find in the rows of submissions: what refuses a load that is
// not committed yet, and with all set also what wants an explanation.
type Find func(ctx context.Context, tx *sql.Tx, submissions []int64, all bool) ([]warehouse.Finding, error)

// CheckWith lets the loader refuse filings in which a check finds what nobody explains.
func (l *Loader) CheckWith(find Find) { l.find = find }

// CallCounts lets headers of totals name counts as the catalogue does, too: names by count. A name that
// the contract gives to a count, or that several counts have, stays as it is.
func (l *Loader) CallCounts(names map[string][]string) {
	own := *l.contracts
	own.headers.counts = maps.Clone(own.headers.counts)
	contract := own.Kind(totals)
	owners := map[string][]int{}
	for _, count := range slices.Sorted(maps.Keys(names)) {
		at := contract.Column(count)
		if at < 0 {
			continue
		}
		for _, name := range names[count] {
			if key := countKey(name); key != "" && !slices.Contains(owners[key], at) {
				owners[key] = append(owners[key], at)
			}
		}
	}
	for key, columns := range owners {
		known := slices.ContainsFunc(own.headers.counts[key], func(ref headerRef) bool { return ref.contract == contract })
		if len(columns) == 1 && !known { // of a title 通报 may say what it is: only headers have these names
			own.headers.counts[key] = append(slices.Clone(own.headers.counts[key]), headerRef{contract: contract, column: columns[0], rank: -1})
		}
	}
	l.contracts = &own
}

// Explained is why a finding is as it is, as the sender says. Finding is the one of the fault; "" is
// the only one of the file.
type Explained struct{ Finding, Text string }

// asideKey is a row of a file that is set aside for what a check finds in it.
type asideKey struct {
	kind, sheet string
	row         int
}

// asideFault is why.
type asideFault struct {
	place   warehouse.Place
	text    jianfu.Text
	finding string
}

// examine refuses what the checks find and nobody explains, and returns what the sender says of it.
// A dry run also warns of what will want an explanation. A quarantining load sets the rows of what is found aside:
// again says that the file is to be read again without them.
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
		findings, err = f.loader.find(ctx, tx, []int64{load.Submission()}, f.options.DryRun && f.rowsRead() <= mostExamined || len(said) > 0)
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
	if f.options.Quarantine && f.rowsAside(findings) {
		f.again = true
		return nil, true, nil
	}
	for _, found := range findings {
		f.unexplained(found)
	}
	f.sameText(explained)
	if f.options.DryRun {
		for _, warning := range wantingWarnings(wanting, f.units, jianfu.Say("载入后请说明原因", "explain it when it is loaded")) {
			f.warnings.add(warning)
		}
	}
	return explained, len(findings) > 0, nil
}

// rowsRead is how many rows of data the file has.
func (f *filing) rowsRead() (n int64) {
	for _, t := range f.tables {
		n += t.data
	}
	return n
}

// rowsAside sets the rows of findings aside. It reports false if none is left to be.
func (f *filing) rowsAside(findings []warehouse.Finding) bool {
	before := len(f.aside)
	for _, found := range findings {
		for _, place := range found.Places {
			if key := (asideKey{place.Kind, place.Sheet, place.Row}); f.aside[key].finding == "" {
				f.aside[key] = asideFault{place, f.refusal(found), found.Finding}
			}
		}
	}
	return len(f.aside) > before
}

// isAside adds the fault for which a row without others is set aside.
func (r *rowReader) isAside(row int) bool {
	if len(r.f.aside) == 0 {
		return false
	}
	why, aside := r.f.aside[asideKey{r.contract.Kind, r.t.sheet.Name, row}]
	if aside {
		at := slices.Index(r.t.headers, why.place.Column)
		r.faults = append(r.faults, cellFault{column: at, header: why.place.Column, text: why.place.Value, value: value{code: jianfu.Unexplained, text: why.text}, finding: why.finding})
	}
	return aside
}

// refusal says what a check found, and what to do.
func (f *filing) refusal(found warehouse.Finding) jianfu.Text {
	what := f.units.finding(found)
	return jianfu.Say("%[1]s。请改正；确实如此的，写明原因再报（编号 %[3]s）", "%[2]s. Correct it or, if it is so, file it again and say why (finding %[3]s)", what.ZH, what.EN, found.Finding)
}

// unexplained refuses the file for a finding.
func (f *filing) unexplained(found warehouse.Finding) {
	place := found.Places[0]
	sheet := 0
	for _, t := range f.tables {
		if t.sheet.Name == place.Sheet {
			sheet = t.index
		}
	}
	f.blameWhole(sheet, 0, jianfu.Fault{Sheet: place.Sheet, Row: place.Row, Column: place.Column, Value: place.Value, Code: jianfu.Unexplained, Finding: found.Finding, Text: f.refusal(found)})
}

// sameText warns of explanations that say the same of several findings.
func (f *filing) sameText(explained []warehouse.Explanation) {
	count := map[string]int{}
	for _, e := range explained {
		if count[e.Text]++; count[e.Text] == 2 {
			f.warnings.add(Warning{Value: e.Text, Text: jianfu.Say("几条核查结果的说明都是“%s”，会列给办公室：请逐条分别写明", "several findings are explained by %q alone, which is listed for the office: explain each", e.Text)})
		}
	}
}

// wantingShown is how many checks a load names whose findings want an explanation, and mostExamined
// up to how many rows are examined for them when they are loaded.
const wantingShown, mostExamined = 5, 100_000

// Wanting says of the results of loads what in them wants an explanation: the check that found most
// first, with the place of its first finding. Bulk loads are not examined, and are said not to be.
func (l *Loader) Wanting(ctx context.Context, results ...Result) ([]Warning, error) {
	files := map[int64]string{}
	var submissions []int64
	var rows int64
	for _, r := range results {
		if r.Status == Loaded && !r.DryRun {
			files[r.Submission], submissions, rows = r.File, append(submissions, r.Submission), rows+r.Rows
		}
	}
	if l.find == nil || len(submissions) == 0 {
		return nil, nil
	}
	if rows > mostExamined {
		return []Warning{{Text: jianfu.Say("载入了 %d 行，没有随即核查：请用 jianfu check 核查", "%d rows were loaded and not checked: run jianfu check", rows)}}, nil
	}
	city, err := l.warehouse.Setting(ctx, citySetting)
	if err != nil {
		return nil, err
	}
	units, err := readDirectory(ctx, l.warehouse, city)
	if err != nil {
		return nil, err
	}
	var findings []warehouse.Finding
	err = l.warehouse.Read(ctx, func(tx *sql.Tx) (err error) {
		findings, err = l.find(ctx, tx, submissions, true)
		return err
	})
	findings = slices.DeleteFunc(findings, func(found warehouse.Finding) bool { return found.Refuses || found.Text != "" })
	warnings := wantingWarnings(findings, units, jianfu.Say("请说明原因", "explain it"))
	for i := range warnings {
		warnings[i].File = files[warnings[i].submission]
	}
	return warnings, err
}

// wantingWarnings are warnings of what wants an explanation, those of a check together.
func wantingWarnings(findings []warehouse.Finding, units *directory, do jianfu.Text) []Warning {
	var checks [][]warehouse.Finding
	for i, found := range findings {
		if i == 0 || found.Check != findings[i-1].Check {
			checks = append(checks, nil)
		}
		last := len(checks) - 1
		checks[last] = append(checks[last], found)
	}
	slices.SortStableFunc(checks, func(a, b []warehouse.Finding) int { return len(b) - len(a) })
	var warnings []Warning
	for i, list := range checks {
		if i == wantingShown {
			more := jianfu.Say("另有 %d 项核查的结果", "findings of %d checks more", len(checks)-i)
			return append(warnings, Warning{Text: jianfu.Text{ZH: more.ZH + do.ZH, EN: more.EN + ": " + do.EN}})
		}
		first, more := list[0], jianfu.Text{}
		if len(list) > 1 {
			more = jianfu.Say("（这项核查共 %d 条）", " (%d findings of the check)", len(list))
		}
		what, place := units.finding(first), first.Places[0]
		warnings = append(warnings, Warning{Sheet: place.Sheet, Row: place.Row, Column: place.Column, Value: place.Value, submission: place.Submission,
			Text: jianfu.Text{ZH: what.ZH + more.ZH + "，" + do.ZH, EN: what.EN + more.EN + ": " + do.EN}})
	}
	return warnings
}

// finding says what was found: 核查“其中数大于总数”：市教育局 发文 5，计划外发文 7，计划外发文大于发文.
func (d *directory) finding(found warehouse.Finding) jianfu.Text {
	subject := found.Subject
	if unit := d.nameOf(found.Department); unit != "" {
		subject = jianfu.Text{ZH: unit + " " + subject.ZH, EN: unit + ": " + subject.EN}
	}
	return jianfu.Text{ZH: "核查“" + found.Label.ZH + "”：" + subject.ZH + "，" + found.Detail.ZH, EN: found.Label.EN + ": " + subject.EN + ", " + found.Detail.EN}
}
