package main

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"jianfu"
	"jianfu/metrics"
)

// remoteNotice is a caveat in the words of a server.
type remoteNotice struct{ Text string }

// tellRemote writes the caveats of a server's answer to stderr, each once.
func (p *program) tellRemote(notices []remoteNotice) {
	told := map[string]bool{}
	for _, notice := range notices {
		if !told[notice.Text] {
			p.note("提示：%s", "note: %s", notice.Text)
		}
		told[notice.Text] = true
	}
}

// remoteFindings is what a server answers to Findings, as flat leaves it.
type remoteFindings struct {
	Name, Label string
	Class       metrics.CheckClass
	Findings    []remoteFinding
	Untested    struct {
		TotalCount int
		Nodes      []remoteFinding
	}
	Notices []remoteNotice
}

// remoteFinding is one finding, or one thing that was not tested.
type remoteFinding struct {
	ID, Day, Department, Unit, Subject, Detail, Missing, Rectification string
	Class                                                              metrics.CheckClass
	Saving                                                             *string
	ClosedOut                                                          *bool
	Explanation                                                        *metrics.Explanation
	Records                                                            []remoteRecord
}

type remoteRecord struct {
	ID, Title string
	Source    struct {
		File, Sheet string
		Row         int
	}
}

// said is a text that is in the user's language already.
func said(text string) jianfu.Text { return jianfu.Text{ZH: text, EN: text} }

// checkFrom writes what the checks of a server find.
func (p *program) checkFrom(ctx context.Context, server *remote, name string, span jianfu.Period, asOf, format string) error {
	at, err := asOfMoment(asOf)
	if err != nil {
		return err
	}
	v, err := variables{"period": span.String()}.asOf(asOf)
	if err != nil {
		return err
	}
	if p.knownAt != 0 {
		v["knownAt"] = p.knownAt
	}
	names := []string{name}
	if name == "" {
		var list struct{ Checks []struct{ Name string } }
		if err := server.read(ctx, "Checks", nil, &list); err != nil {
			return err
		}
		names = nil
		for _, check := range list.Checks {
			names = append(names, check.Name)
		}
	}
	var answers []json.RawMessage
	for _, name := range names {
		v["check"], v["records"] = name, pagings["Findings"].size
		answer, err := server.flat(ctx, "Findings", v)
		if err != nil {
			return err
		}
		answers = append(answers, answer)
	}
	if format == "json" {
		return p.writeCheckAnswers(span, answers)
	}
	delete(v, "records")
	var all []checkResult
	var notices []remoteNotice
	units := map[string]string{}
	for _, text := range answers {
		var answer remoteFindings
		if err := json.Unmarshal(text, &answer); err != nil {
			return err
		}
		if answer.Untested.TotalCount > len(answer.Untested.Nodes) || len(answer.Untested.Nodes) > 0 && format == "csv" { // with its rows
			v["check"] = answer.Name
			more, err := server.flat(ctx, "Untested", v)
			if err != nil {
				return err
			}
			if err := json.Unmarshal(more, &answer.Untested.Nodes); err != nil {
				return err
			}
		}
		one, err := answer.result(units)
		if err != nil {
			return err
		}
		all = append(all, one)
		notices = append(notices, answer.Notices...)
	}
	p.tellRemote(notices)
	same, err := p.sameFrom(ctx, server, v, name, format)
	if err != nil {
		return err
	}
	return p.writeChecks(all, units, same, span, at, name, format)
}

// sameFrom are the texts that are to explain several findings, where all checks are shown to people.
func (p *program) sameFrom(ctx context.Context, server *remote, v variables, name, format string) ([]metrics.SameExplanation, error) {
	if name != "" || format == "csv" {
		return nil, nil
	}
	delete(v, "check")
	var answer struct {
		SameExplanations struct{ Nodes []metrics.SameExplanation }
	}
	err := server.read(ctx, "SameExplanations", v, &answer)
	return answer.SameExplanations.Nodes, err
}

// result is what a server found as this process would have found it. The names of units are added to units.
func (a remoteFindings) result(units map[string]string) (checkResult, error) {
	one := checkResult{check: &metrics.Check{Name: a.Name, Label: said(a.Label), Class: a.Class}, records: map[int64]metrics.Record{}}
	for _, f := range slices.Concat(a.Findings, a.Untested.Nodes) {
		finding := metrics.Finding{ID: f.ID, Check: one.check, Department: f.Department, Subject: said(f.Subject), Detail: said(f.Detail), Missing: said(f.Missing),
			ClosedOut: f.ClosedOut, Rectification: f.Rectification, Explanation: f.Explanation}
		finding.Day, _ = jianfu.ParseDate(f.Day) // a Date of the API always is one
		if f.Class != "" && f.Class != a.Class { // by its day
			of := *one.check
			of.Class, finding.Check = f.Class, &of
		}
		if f.Saving != nil {
			if saving, ok := jianfu.ParseDecimal(*f.Saving); ok {
				finding.Saving = &saving
			}
		}
		if f.Unit != "" {
			units[f.Department] = f.Unit
		}
		for _, r := range f.Records {
			_, number, _ := strings.Cut(r.ID, ":")
			id, err := strconv.ParseInt(number, 10, 64)
			if err != nil {
				return one, err
			}
			finding.RecordIDs = append(finding.RecordIDs, id)
			one.records[id] = metrics.Record{ID: id, Title: r.Title, Source: metrics.Source{File: r.Source.File, Sheet: r.Source.Sheet, Row: r.Source.Row}}
		}
		if f.Missing == "" {
			one.findings = append(one.findings, finding)
		} else {
			one.untested = append(one.untested, finding)
		}
	}
	return one, nil
}

// reportFrom writes a report that a server builds.
func (p *program) reportFrom(ctx context.Context, server *remote, path, output string, asked url.Values, w wording) error {
	if err := w.spare(output); err != nil {
		return err
	}
	asked, err := p.reportParameters(asked, w)
	if err != nil {
		return err
	}
	content, header, err := server.download(ctx, path, asked)
	if err != nil {
		return err
	}
	if err := p.writeFile(output, content); err != nil {
		return err
	}
	if w.asOf == "" || p.knownAt == 0 {
		p.sameAgain(header)
	}
	if fonts, err := url.PathUnescape(header.Get("X-Missing-Fonts")); err == nil && fonts != "" {
		p.note("提示：服务器上没有字体 %s，PDF 里用了别的字体代替；可改用 .docx", "note: the server does not have the fonts %s, and the PDF uses others in their place: .docx has them by name", strings.ReplaceAll(fonts, ",", "、"))
	}
	return p.line("已写出 %s", "wrote %s", output)
}

// sameAgain says how to have a server write the same again.
func (p *program) sameAgain(header http.Header) {
	p.note("数据时点 %[1]s，提交号 %[2]s；加 --as-of %[1]s --known-at %[2]s 可再次生成相同的报告", "data as of %[1]s, commit %[2]s; with --as-of %[1]s --known-at %[2]s the same report can be printed again",
		header.Get("X-Jianfu-As-Of"), header.Get("X-Jianfu-Commit"))
}

// reportParameters adds what the flags of every report say.
func (p *program) reportParameters(asked url.Values, w wording) (url.Values, error) {
	set := func(name, value string) {
		if value != "" {
			asked.Set(name, value)
		}
	}
	if w.language == "en" {
		set("lang", "en")
	}
	set("caliber", w.caliber)
	set("structure", w.structure)
	at, err := asOfMoment(w.asOf)
	if err != nil {
		return nil, err
	}
	if !at.IsZero() {
		set("asOf", at.Format(time.RFC3339Nano))
	}
	if p.knownAt != 0 {
		set("knownAt", strconv.FormatInt(p.knownAt, 10))
	}
	return asked, nil
}
