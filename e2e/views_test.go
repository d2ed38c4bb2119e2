package e2e_test

import (
	"database/sql"
	"testing"

	"jianfu"
	"jianfu/e2e/city"
	"jianfu/metrics"
)

// A query that an analyst would write over the views returns the figure, by portfolio in 2023. Each
// query returns a portfolio and a number.
var byHand = map[string]string{
	"meetings.held":                 `SELECT portfolio, COUNT(*) FROM meetings WHERE year(held_on) = 2023 AND status <> '已取消' AND merged_into IS NULL AND counted GROUP BY 1`,
	"meetings.remote":               `SELECT portfolio, COUNT(*) FROM meetings WHERE year(held_on) = 2023 AND status <> '已取消' AND merged_into IS NULL AND counted AND form <> '现场' GROUP BY 1`,
	"meetings.combined":             `SELECT portfolio, COUNT(*) FROM meetings WHERE year(held_on) = 2023 AND status <> '已取消' AND merged_into IS NOT NULL GROUP BY 1`,
	"meetings.attendance":           `SELECT portfolio, SUM(attendance) FROM meetings WHERE year(held_on) = 2023 AND status <> '已取消' AND merged_into IS NULL AND counted GROUP BY 1`,
	"meetings.overlong":             `SELECT portfolio, COUNT(*) FROM meetings WHERE year(held_on) = 2023 AND status <> '已取消' AND merged_into IS NULL AND counted AND minutes > 120 GROUP BY 1`,
	"meetings.planned":              `SELECT portfolio, COUNT(*) FROM meeting_plans WHERE year = 2023 GROUP BY 1`,
	"meetings.departments_over_cap": `SELECT portfolio, COUNT(*) FROM (SELECT portfolio, department_code FROM meetings WHERE year(held_on) = 2023 AND status <> '已取消' AND merged_into IS NULL AND counted AND category = '系统会议' GROUP BY ALL HAVING COUNT(*) > 1) GROUP BY 1`,
	"documents.issued":              `SELECT portfolio, COUNT(*) FROM documents WHERE year(issued_on) = 2023 AND counted GROUP BY 1`,
	"documents.quota":               `SELECT portfolio, SUM(quota) FROM document_plans WHERE year = 2023 GROUP BY 1`,
	"documents.policy_over_length":  `SELECT portfolio, COUNT(*) FROM documents WHERE year(issued_on) = 2023 AND counted AND policy AND pages > 10 GROUP BY 1`,
	"documents.spot_checked":        `SELECT portfolio, COUNT(*) FROM spot_checks WHERE year(checked_on) = 2023 GROUP BY 1`,
	"inspections.unapproved":        `SELECT portfolio, COUNT(*) FROM inspections WHERE year(started_on) = 2023 AND NOT in_plan AND approved_on IS NULL GROUP BY 1`,
	"inspections.county_visits":     `SELECT portfolio, COUNT(*) FROM (SELECT portfolio, UNNEST(counties) FROM inspections WHERE year(started_on) = 2023) GROUP BY 1`,
	"messages.overdue_open":         `SELECT portfolio, COUNT(*) FROM messages WHERE year(received_on) = 2023 AND handled_on IS NULL AND due_on <= DATE '2023-12-31' GROUP BY 1`,
	"messages.handling_days_median": `SELECT portfolio, MEDIAN(handled_on - received_on) FROM messages WHERE year(received_on) = 2023 AND handled_on IS NOT NULL GROUP BY 1`,
	"apps.cleared":                  `SELECT portfolio, COUNT(cleared_on) FROM apps WHERE year(found_on) = 2023 GROUP BY 1`,
	"groups.found":                  `SELECT portfolio, COUNT(*) FROM "groups" WHERE year(found_on) = 2023 GROUP BY 1`,
	"bodies.handled":                `SELECT portfolio, COUNT(*) FROM body_events WHERE year(changed_on) = 2023 GROUP BY 1`,
	"bodies.dormant": `SELECT b.portfolio, COUNT(*) FROM bodies b WHERE DATE '2023-12-31' - b.last_active_on >= 365 AND '成立 调整' LIKE '%' ||
		(SELECT event FROM body_events e WHERE e.name = b.name AND changed_on <= DATE '2023-12-31' ORDER BY changed_on DESC, row DESC LIMIT 1) || '%' GROUP BY 1`,
	"visits.problems_found":       `SELECT portfolio, SUM(problems_found) FROM visits WHERE year(visited_on) = 2023 GROUP BY 1`,
	"visits.repeat":               `SELECT portfolio, COUNT(*) FROM visits v WHERE year(visited_on) = 2023 AND EXISTS (SELECT 1 FROM visits w WHERE w.place = v.place AND (w.visited_on < v.visited_on AND v.visited_on - w.visited_on <= 30 OR w.visited_on = v.visited_on AND w.id < v.id)) GROUP BY 1`,
	"rectifications.overdue_open": `SELECT portfolio, COUNT(*) FROM rectifications WHERE year(found_on) = 2023 AND closed_on IS NULL AND due_on <= DATE '2023-12-31' GROUP BY 1`,
	"rectifications.categories":   `SELECT portfolio, COUNT(DISTINCT problem_type) FROM rectifications WHERE year(found_on) = 2023 GROUP BY 1`,
}

func TestCityByHand(t *testing.T) {
	t.Parallel()
	e := openCity(t)
	for name, query := range byHand {
		want := ask(t, query)
		counted := 0
		for _, v := range values(t, e, metrics.Query{Metrics: []string{name}, Period: period(t, "2023"), By: []string{"portfolio"}}) {
			number, found := want[v.Scope.Group[0].Value]
			if found {
				counted++
			}
			if v.Amount == nil && found || v.Amount != nil && v.Amount.Cmp(number) != 0 {
				t.Errorf("%s of %s is %v, by hand %s", name, v.Scope.Group[0].Value, v.Amount, number)
			}
		}
		if counted != len(want) {
			t.Errorf("%s: %d portfolios by hand, %d of them measured", name, len(want), counted)
		}
	}
}

// ask runs a query of a portfolio and a number.
func ask(t *testing.T, query string) map[string]jianfu.Decimal {
	t.Helper()
	rows, err := city.Sample(t).Warehouse.Query(t.Context(), "SELECT portfolio, CAST(number AS VARCHAR) FROM ("+query+") AS byhand(portfolio, number)")
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	answer := map[string]jianfu.Decimal{}
	for rows.Next() {
		var portfolio sql.NullString
		var number string
		if err := rows.Scan(&portfolio, &number); err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		answer[portfolio.String] = decimal(t, number)
	}
	if err := rows.Err(); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return answer
}
