package loaders

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"jianfu"
)

// grid reads a table written as text: a row a line, its cells between bars. Numbers are stored as numbers,
// except those behind an apostrophe; ⏎ is a line break within a cell.
func grid(text string) [][]any {
	var rows [][]any
	for _, line := range strings.Split(strings.Trim(text, "\n"), "\n") {
		var row []any
		for _, cell := range strings.Split(strings.TrimSpace(line), "|") {
			cell = strings.ReplaceAll(strings.TrimSpace(cell), "⏎", "\n")
			n, err := strconv.ParseFloat(cell, 64)
			switch {
			case cell == "":
				row = append(row, nil)
			case err == nil:
				row = append(row, n)
			default:
				row = append(row, strings.TrimPrefix(cell, "'"))
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// asCSV writes the same table as a CSV.
func asCSV(rows [][]any) []byte {
	var out strings.Builder
	width := 0
	for _, row := range rows {
		width = max(width, len(row))
	}
	for _, row := range rows {
		for i := range width {
			if i > 0 {
				out.WriteByte(',')
			}
			if i < len(row) && row[i] != nil {
				out.WriteString(`"` + strings.ReplaceAll(fmt.Sprint(row[i]), `"`, `""`) + `"`)
			}
		}
		out.WriteByte('\n')
	}
	return []byte(out.String())
}

// tableCase is a table as an office keeps it, and what is right.
type tableCase struct {
	name   string // of the file; a CSV by its ending
	merges string // regions: A1:B2 C1:C2
	table  string
	want   []string // the rows that are stored, or the places of the faults; and behind ! what a warning says
}

// content is the table as a CSV or a workbook, whose sheets begin with lines of their names behind #.
func (c tableCase) content(t *testing.T) []byte {
	t.Helper()
	if strings.HasSuffix(c.name, ".csv") {
		return asCSV(grid(c.table))
	}
	var merges [][2]string
	for _, region := range strings.Fields(c.merges) {
		from, to, _ := strings.Cut(region, ":")
		merges = append(merges, [2]string{from, to})
	}
	first, others, several := strings.Cut(c.table, "# ")
	if !several {
		return workbook(t, sheets{{"Sheet1", grid(first), merges}})
	}
	var list sheets
	for _, part := range strings.Split(others, "# ") {
		name, table, _ := strings.Cut(part, "\n")
		list = append(list, sheets{{strings.TrimSpace(name), grid(table), merges}}...)
	}
	return workbook(t, list)
}

// storedRows are the rows of a submission, of every kind that the cases are of.
var storedRows = []string{
	"SELECT f.department, f.count, s.period || CASE WHEN f.earlier THEN '-' ELSE '' END, CASE WHEN f.caliber <> 'reduction' THEN f.caliber END, CAST(CAST(f.value AS DOUBLE) AS VARCHAR) FROM fact.reported_total f JOIN slice s ON s.id = f.slice_id WHERE NOT contains(f.count, '合计') AND f.id >> 32 = %d ORDER BY ALL",
	"SELECT department, name, CAST(held_on AS VARCHAR), attendance, form, in_plan, CAST(joint_units AS VARCHAR) FROM fact.meeting WHERE id >> 32 = %d ORDER BY id",
	"SELECT department, title, CAST(issued_on AS VARCHAR), number, pages FROM fact.document WHERE id >> 32 = %d ORDER BY id",
	"SELECT department, place, CAST(visited_on AS VARCHAR), people FROM fact.visit WHERE id >> 32 = %d ORDER BY id",
	"SELECT department, number, platform, CAST(received_on AS VARCHAR) FROM fact.message WHERE id >> 32 = %d ORDER BY id",
	"SELECT department, name, type, year FROM fact.inspection_plan WHERE id >> 32 = %d ORDER BY id",
	"SELECT department, name, CAST(started_on AS VARCHAR), type FROM fact.inspection WHERE id >> 32 = %d ORDER BY id",
	`SELECT department, name, type FROM fact."group" WHERE id >> 32 = %d ORDER BY id`,
	`SELECT department, name, type FROM fact.app WHERE id >> 32 = %d ORDER BY id`,
	"SELECT department, name, CAST(established_on AS VARCHAR), CAST(listed_on AS VARCHAR) FROM fact.body WHERE id >> 32 = %d ORDER BY id",
	"SELECT name, event, CAST(changed_on AS VARCHAR) FROM fact.body_event WHERE id >> 32 = %d ORDER BY id",
	"SELECT department, name, planned_month, attendance FROM fact.meeting_plan WHERE id >> 32 = %d ORDER BY id",
}

// Of each kind of input that went wrong there are several that differ in words, order, kind and format.
func TestKindsOfTables(t *testing.T) {
	t.Parallel()
	for kind, cases := range kindsOfTables {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			for i, c := range cases {
				r := d.file(c.name, c.content(t), Options{})
				got := placesOf(r.Faults)
				if r.Status == Loaded {
					for _, query := range storedRows {
						got = append(got, d.rows(fmt.Sprintf(query, r.Submission))...)
					}
				}
				for _, w := range r.Warnings {
					got = append(got, "!"+w.In(jianfu.Chinese))
				}
				fine := len(got) == len(c.want)
				for j := 0; fine && j < len(got); j++ {
					fine = got[j] == c.want[j] || strings.HasPrefix(c.want[j], "!") && strings.HasPrefix(got[j], "!") && strings.Contains(got[j], c.want[j][1:])
				}
				if !fine {
					t.Errorf("%d: got\n  %s\nwant\n  %s", i+1, strings.Join(got, "\n  "), strings.Join(c.want, "\n  "))
				}
			}
		})
	}
}
