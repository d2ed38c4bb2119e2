package warehouse

import (
	"strings"
	"testing"

	"jianfu"
)

// training is an office's own kind, with more columns before its last.
func training(further ...string) Kind {
	text := func(zh, en string) jianfu.Text { return jianfu.Text{ZH: zh, EN: en} }
	column := func(name, zh, stored string) KindColumn {
		return KindColumn{Name: name, Header: zh, Label: text(zh, name), Description: text("填"+zh, "the "+name), Type: "text", Stored: stored}
	}
	columns := []KindColumn{column("department", "单位", "VARCHAR"), column("held_on", "日期", "DATE")}
	for _, name := range further {
		columns = append(columns, column(name, "另", "VARCHAR"))
	}
	return Kind{Name: "training", View: "courses", Label: text("培训", "Training"), Description: text("每次一行", "one row each"), Grain: "month",
		Day: `"held_on"`, Speaks: "LISTED", Columns: append(columns, column("title", "名称", "VARCHAR"))}
}

func setKinds(t *testing.T, w *Warehouse, kinds ...Kind) {
	t.Helper()
	if err := w.SetKinds(t.Context(), kinds); err != nil {
		t.Fatal(err)
	}
}

// fileTraining files trainings of May in the order of the kind's columns, with a teacher if it has
// a column of that name.
func fileTraining(t *testing.T, w *Warehouse, titles ...string) {
	t.Helper()
	l := begin(t, w, day(2))
	taught := one[bool](t, w, "SELECT COUNT(*) > 0 FROM kind_column WHERE kind = 'training' AND name = 'teacher'")
	for i, title := range titles {
		values := []any{"jy", date(t, "2023-05-10")}
		if taught {
			values = append(values, "师")
		}
		key := SliceKey{Kind: "training", Department: "jy", Period: "2023-05"}
		if err := l.Append(key, Row{Number: i + 2, Values: append(values, title)}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := l.Commit(Summary{}); err != nil {
		t.Fatal(err)
	}
}

// A kind needs no migration, nor does a column that is added later, wherever it is.
func TestKindsMakeTheirTables(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	fileDirectory(t, w)
	setKinds(t, w, training())
	fileTraining(t, w, "甲")
	const courses = "SELECT string_agg(concat_ws(' ', department_name, portfolio, held_on::VARCHAR, title, file), '; ' ORDER BY id) FROM courses"
	if got := one[string](t, w, courses); got != "教育体育局 乙线 2023-05-10 甲 调研.csv" {
		t.Errorf("courses: %s", got)
	}
	if got := one[string](t, w, "SELECT comment FROM duckdb_columns() WHERE table_name = 'courses' AND column_name = 'title'"); got != "名称：填名称；title: the title" {
		t.Errorf("the comment is %s", got)
	}
	setKinds(t, w, training("teacher"))
	if got := one[string](t, w, "SELECT concat_ws(' ', title, COALESCE(teacher, '-')) FROM courses"); got != "甲 -" {
		t.Errorf("with a column more: %s", got)
	}
	fileTraining(t, w, "乙", "丙")
	const taught = "SELECT string_agg(concat_ws(' ', title, COALESCE(teacher, '-')), '; ' ORDER BY id) FROM courses"
	if got := one[string](t, w, taught); got != "乙 师; 丙 师" {
		t.Errorf("corrected: %s", got)
	}
	if got := one[string](t, w, "SELECT string_agg(name, ' ' ORDER BY ordinal) FROM kind_column WHERE kind = 'training'"); got != "department held_on teacher title" {
		t.Errorf("the columns are %s", got)
	}
}

// A change that filed rows cannot follow is refused without any effect; an empty table follows.
func TestKindsThatRowsCannotFollowAreRefused(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	setKinds(t, w, training("room"))
	setKinds(t, w, training("place"))
	fileTrainingPlace := func() {
		l := begin(t, w, day(2))
		if err := l.Append(SliceKey{Kind: "training", Department: "jy", Period: "2023-05"}, Row{Number: 2, Values: []any{"jy", date(t, "2023-05-10"), "礼堂", "甲"}}); err != nil {
			t.Fatal(err)
		}
		if _, err := l.Commit(Summary{}); err != nil {
			t.Fatal(err)
		}
	}
	fileTrainingPlace()
	otherType := training("place")
	otherType.Columns[2].Stored = "INTEGER"
	for name, kind := range map[string]Kind{"gone": training(), "renamed": training("venue"), "another type": otherType} {
		err := w.SetKinds(t.Context(), []Kind{kind})
		wantCode(t, err, jianfu.Conflict)
		if err != nil && !strings.Contains(err.Error(), "place 列") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := one[string](t, w, "SELECT place || (SELECT string_agg(name, ',' ORDER BY ordinal) FROM kind_column WHERE kind = 'training') FROM courses"); got != "礼堂department,held_on,place,title" {
		t.Errorf("after the refusals: %s", got)
	}
	setKinds(t, w) // as if the office's folder is not given
	if got := one[string](t, w, "SELECT place || (SELECT view FROM kind) FROM courses"); got != "礼堂courses" {
		t.Errorf("without the contract: %s", got)
	}
}

// A kind of which nothing was filed leaves nothing behind; a view's name belongs to one kind.
func TestKindsAndTheirNames(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	setKinds(t, w, training())
	setKinds(t, w)
	if n := one[int](t, w, "SELECT (SELECT COUNT(*) FROM kind) + (SELECT COUNT(*) FROM kind_column) + (SELECT COUNT(*) FROM duckdb_tables() WHERE table_name = 'training') + (SELECT COUNT(*) FROM duckdb_views() WHERE view_name = 'courses')"); n != 0 {
		t.Errorf("%d traces of a kind that went", n)
	}
	for _, view := range []string{"meetings", "calendar", "metrics", "kind"} {
		kind := training()
		kind.View = view
		wantCode(t, w.SetKinds(t.Context(), []Kind{kind}), jianfu.Conflict)
	}
	setKinds(t, w, training())
	renamed := training()
	renamed.View = "lessons"
	setKinds(t, w, renamed)
	if n := one[int](t, w, "SELECT COUNT(*) FROM duckdb_views() WHERE view_name IN ('courses', 'lessons')"); n != 1 {
		t.Errorf("%d views of one kind", n)
	}
}

// A read-only warehouse must hold the kinds already.
func TestKindsOfAFixedWarehouse(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	setKinds(t, w, training())
	snapshot, err := w.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	fixed, err := OpenFixed(t.Context(), snapshot.Path)
	if err != nil {
		t.Fatal(err)
	}
	defer fixed.Close()
	setKinds(t, fixed, training())
	wantCode(t, fixed.SetKinds(t.Context(), []Kind{training("teacher")}), jianfu.Conflict)
}
