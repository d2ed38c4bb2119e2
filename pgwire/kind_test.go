package pgwire

import (
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"jianfu"
	"jianfu/warehouse"
	"jianfu/warehouse/warehousetest"
)

// A kind that an office adds is a relation like any other to PostgreSQL's clients: psql's \d shows
// its columns, their types and their comments.
func TestAnOfficesOwnKindIsDescribed(t *testing.T) {
	t.Parallel()
	w := warehousetest.Open(t)
	label := jianfu.Text{ZH: "培训", EN: "Training"}
	column := func(name, zh, stored string) warehouse.KindColumn {
		return warehouse.KindColumn{Name: name, Header: zh, Label: jianfu.Text{ZH: zh, EN: name}, Description: jianfu.Text{ZH: "填" + zh, EN: "the " + name}, Type: "text", Stored: stored}
	}
	kind := warehouse.Kind{Name: "training", View: "trainings", Label: label, Description: label, Grain: "month", Day: `"held_on"`, Speaks: "LISTED",
		Columns: []warehouse.KindColumn{column("department", "单位", "VARCHAR"), column("held_on", "培训日期", "DATE"), column("people", "人数", "INTEGER")}}
	if err := w.SetKinds(t.Context(), []warehouse.Kind{kind}); err != nil {
		t.Fatal(err)
	}
	conn := over(t, w).connect(t, pgx.QueryExecModeSimpleProtocol)
	rows, err := conn.Query(t.Context(), `
		SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), pg_catalog.col_description(a.attrelid, a.attnum)
		FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
		WHERE c.relname = 'trainings' AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var described []string
	for rows.Next() {
		var name, kind string
		var comment *string
		if err := rows.Scan(&name, &kind, &comment); err != nil {
			t.Fatal(err)
		}
		if comment == nil {
			t.Errorf("%s has no comment", name)
			continue
		}
		described = append(described, name+" "+kind+" "+*comment)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"held_on date 培训日期：填培训日期；held_on: the held_on", "people integer 人数：填人数；people: the people"} {
		if all := strings.Join(described, "\n"); !strings.Contains(all, want) {
			t.Errorf("no %q in\n%s", want, all)
		}
	}
}
