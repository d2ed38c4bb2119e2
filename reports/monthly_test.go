package reports_test

import (
	"strings"
	"testing"

	"jianfu"
	"jianfu/access"
	"jianfu/e2e/city"
	"jianfu/metrics"
	"jianfu/reports"
)

var held = reports.Monthly{Title: "会议月报", Metrics: []string{"meetings.held", "meetings.remote_share"}}

func month(t *testing.T, text string) jianfu.Month {
	t.Helper()
	p, err := jianfu.ParsePeriod(text)
	if err != nil {
		t.Fatal(err)
	}
	return p.Start()
}

// Everybody gets what the account sees: a unit and a leader the own and the city's, others the city's. The figures are those that the same account is
// answered when it asks.
func TestMonthlyFiguresByReader(t *testing.T) {
	t.Parallel()
	p := city.Sample(t)
	for _, c := range []struct {
		reader access.Caller
		own    string
		where  metrics.Filter
	}{
		{access.Caller{Name: "jiaoyu", Role: access.Department, Department: "B001"}, "【本单位（", metrics.Filter{Departments: []string{"B001"}}},
		{access.Caller{Name: "lingdao", Role: access.Leader, Portfolio: "城建交通"}, "【本战线（城建交通）】", metrics.Filter{Portfolios: []string{"城建交通"}}},
		{access.Caller{Name: "kanke", Role: access.Viewer}, "", metrics.Filter{}},
		{access.Caller{Name: "bangong", Role: access.Office}, "", metrics.Filter{}},
	} {
		ctx := access.With(t.Context(), c.reader)
		subject, body, err := held.Text(ctx, p.Engine, month(t, "2023-05"))
		if err != nil {
			t.Fatal(err)
		}
		if subject != "2023年5月 会议月报" || strings.Contains(body, "【本") != (c.own != "") || !strings.Contains(body, c.own) || strings.Count(body, "【全市】") != 2 {
			t.Errorf("%s: %q %s", c.reader.Name, subject, body)
		}
		for _, where := range []metrics.Filter{{}, c.where} {
			for _, period := range []string{"2023-05", "2023-01/2023-05"} {
				span, err := jianfu.ParsePeriod(period)
				if err != nil {
					t.Fatal(err)
				}
				m, err := p.Engine.Measure(ctx, metrics.Query{Metrics: held.Metrics, Period: span, Where: where, Compare: metrics.YearEarlier})
				if err != nil {
					t.Fatal(err)
				}
				for _, v := range m.Rows[0].Values {
					if line := "- " + v.Metric.Label.ZH + "：" + v.Text(jianfu.Chinese) + "，" + v.Comparison.Sentences(jianfu.Chinese); !strings.Contains(body, line) {
						t.Errorf("%s, %s: the mail lacks %q: %s", c.reader.Name, period, line, body)
					}
				}
			}
		}
	}
}

// What the account may not see is refused, not left out.
func TestMonthlyFiguresOfOthers(t *testing.T) {
	t.Parallel()
	p := city.Sample(t)
	unit, line := held, held
	unit.Departments, line.Portfolios = []string{"B002"}, []string{"党务综合"}
	for _, c := range []access.Caller{{Name: "jiaoyu", Role: access.Department, Department: "B001"}, {Name: "lingdao", Role: access.Leader, Portfolio: "城建交通"}, {Name: "kanke", Role: access.Viewer}, {Role: access.Stranger}} {
		for _, m := range []reports.Monthly{unit, line} {
			if _, body, err := m.Text(access.With(t.Context(), c), p.Engine, month(t, "2023-05")); jianfu.ErrorCode(err) != jianfu.Forbidden && jianfu.ErrorCode(err) != jianfu.Unauthenticated || body != "" {
				t.Errorf("%s: %q, %v", c.Name, body, err)
			}
		}
	}
	if _, body, err := unit.Text(access.With(t.Context(), access.Caller{Name: "fenxi", Role: access.Analyst}), p.Engine, month(t, "2023-05")); err != nil || strings.Contains(body, "全市") || !strings.Contains(body, "【市") {
		t.Errorf("%s, %v", body, err)
	}
}

// A gap is said, with who has not filed, and is no zero; January has no sum of the year so far beside it.
func TestMonthlyFiguresWithGaps(t *testing.T) {
	t.Parallel()
	p := city.Open(t, "00单位名录.xlsx")
	ctx := access.With(t.Context(), access.Caller{Name: "jiaoyu", Role: access.Department, Department: "B001"})
	_, body, err := held.Text(ctx, p.Engine, month(t, "2023-01"))
	if err != nil || strings.Contains(body, "0次") || strings.Count(body, "无数据")+strings.Count(body, "未报送") < 4 || strings.Contains(body, "1—") {
		t.Errorf("%s, %v", body, err)
	}
	p = city.Open(t, "00单位名录.xlsx", "2023年会议统计表.xlsx")
	_, body, err = held.Text(ctx, p.Engine, month(t, "2024-02"))
	if err != nil || strings.Contains(body, "：0") || !strings.Contains(body, "未报送") {
		t.Errorf("%s, %v", body, err)
	}
	if _, _, err := (reports.Monthly{Title: "x", Metrics: []string{"meetings.nosuch"}}).Text(ctx, p.Engine, month(t, "2023-01")); jianfu.ErrorCode(err) != jianfu.Invalid {
		t.Errorf("%v", err)
	}
}

// The address of a page says which figures it shows; one that does not is refused.
func TestFiguresOfAView(t *testing.T) {
	t.Parallel()
	catalog, err := metrics.ReadCatalog(nil)
	if err != nil {
		t.Fatal(err)
	}
	for view, want := range map[string]string{
		"/compare?m=meetings.held,documents.issued&scope=line:%E5%9F%8E%E5%BB%BA": "meetings.held documents.issued | | 城建",
		"/trend?m=meetings.held&scope=unit:B001&asof=2023-05-01":                  "meetings.held | B001 | ",
		"/trend?scope=city": "", "/compare": "", "/filings/matrix?m=meetings.held": "", "https://evil.example/compare?m=meetings.held": "", "//evil.example/compare?m=meetings.held": "", "compare?m=meetings.held": "", "": "",
	} {
		m, err := reports.OfView(view, catalog)
		got := strings.Join(m.Metrics, " ") + " | " + strings.Join(m.Departments, " ") + " | " + strings.Join(m.Portfolios, " ")
		got = strings.ReplaceAll(got, "|  |", "| |")
		if want == "" && jianfu.ErrorCode(err) != jianfu.Invalid || want != "" && (err != nil || got != want) {
			t.Errorf("%q: %q, %v, want %q", view, got, err, want)
		}
	}
	for view, some := range map[string]string{"/": "meetings.held", "/subjects/meetings": "meetings.person_hours", "/subjects/bodies?scope=city": "bodies.dormant"} {
		m, err := reports.OfView(view, catalog)
		if err != nil || !strings.Contains(strings.Join(m.Metrics, " "), some) || len(m.Metrics) > 30 || strings.HasPrefix(view, "/subjects/meetings") && strings.Contains(strings.Join(m.Metrics, " "), "documents") {
			t.Errorf("%s: %v, %v", view, m.Metrics, err)
		}
	}
}
