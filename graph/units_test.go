package graph_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"jianfu/e2e/city"
)

// A unit that was merged: its base is that of both before it, with a notice, unless the base is asked
// for as it was; it knows those before it, and its past is asked for by a day.
func TestUnitsThatWereMerged(t *testing.T) {
	t.Parallel()
	s := serve(t, over(city.Open(t)))
	for _, filing := range [][2]string{
		{"单位名录.csv", "单位编码,单位名称,单位类型,分管战线,启用日期,停用日期,前身,沿革\nA,甲局,市直部门,农业,2020-01-01,2022-12-31,,\n" +
			"B,乙局,市直部门,城建,2020-01-01,2022-12-31,,\nC,丙局,市直部门,城建,2023-01-01,2023-12-31,甲局、乙局,合并\nD,丁局,市直部门,城建,2024-01-01,,丙局,改名\n"},
		{"会议统计表.csv", "主办单位,会议名称,召开时间\n甲局,会,2022-03-01\n乙局,会,2022-03-01\n丙局,会,2023-03-01\n"},
	} {
		file := filepath.Join(t.TempDir(), filing[0])
		if err := os.WriteFile(file, []byte(filing[1]), 0o600); err != nil {
			t.Fatal(err)
		}
		var done filed
		if s.upload(&done, submit, nil, file); done.Submit.Status != "LOADED" {
			t.Fatalf("%+v", done.Submit)
		}
	}
	ask := func(input string) (figures string, notice bool) {
		t.Helper()
		var data struct {
			Measure struct {
				Notices []struct{ Code string }
				Rows    struct {
					Nodes []struct {
						Values []struct {
							Amount     *string
							Missing    *string
							Comparison *struct{ Amount, Missing *string }
						}
					}
				}
			}
		}
		s.ask(&data, `{ measure(input: {metrics: ["meetings.held"], `+input+`}) { notices { code } rows { nodes { values { amount missing comparison { amount missing } } } } } }`, nil)
		text := func(amount, missing *string) string {
			if amount == nil {
				return *missing
			}
			return *amount
		}
		var list []string
		for _, row := range data.Measure.Rows.Nodes {
			v := row.Values[0]
			figure := text(v.Amount, v.Missing)
			if v.Comparison != nil {
				figure += "/" + text(v.Comparison.Amount, v.Comparison.Missing)
			}
			list = append(list, figure)
		}
		for _, n := range data.Measure.Notices {
			notice = notice || n.Code == "UNITS_MOVED"
		}
		return strings.Join(list, " "), notice
	}
	for input, want := range map[string]string{
		`period: "2023-03", compareTo: YEAR_EARLIER, where: {departments: ["C"]}`:                                   "1/2 true",
		`period: "2023-03", compareTo: YEAR_EARLIER, structure: NOW, where: {portfolios: ["城建"]}`:                   "1/2 true",
		`period: "2023-03", compareTo: YEAR_EARLIER, structure: THEN, where: {departments: ["C"]}`:                  "1/NOT_IN_FORCE true",
		`period: "2022-01/2023-12", grain: YEAR, where: {departments: ["D"]}, structureOn: "2024-03-01"`:            "2 1 true",
		`period: "2022-01/2023-12", grain: YEAR, where: {departments: ["C"]}`:                                       "NOT_IN_FORCE 1 false",
		`period: "2023-03", compareTo: YEAR_EARLIER`:                                                                "1/2 false",
		`period: "2023-03", compareTo: YEAR_EARLIER, by: ["portfolio"], where: {departments: ["A", "B", "C", "D"]}`: "NOT_IN_FORCE/NOT_IN_FORCE 1/2 true",
	} {
		if figures, notice := ask(input); fmt.Sprint(figures, " ", notice) != want {
			t.Errorf("%s: %s %t, want %s", input, figures, notice, want)
		}
	}
	var ruled struct {
		Now, Then []struct {
			Value struct {
				Comparison struct{ Amount, Missing *string }
			}
		}
		Report struct {
			Downloads []struct{ Address string }
		}
	}
	s.ask(&ruled, `{ now: noIncrease(metric: "meetings.held", year: 2023, by: "department") { ...rule } then: noIncrease(metric: "meetings.held", year: 2023, by: "department", structure: THEN) { ...rule }
		report(kind: ANNUAL, period: "2023", structure: THEN) { downloads { address } } } fragment rule on NoIncreaseCheck { value { comparison { amount missing } } }`, nil)
	if now, then := ruled.Now[2].Value.Comparison, ruled.Then[2].Value.Comparison; now.Amount == nil || *now.Amount != "2" || then.Missing == nil || *then.Missing != "NOT_IN_FORCE" {
		t.Errorf("%+v", ruled)
	}
	if !strings.Contains(ruled.Report.Downloads[0].Address, "structure=THEN") {
		t.Errorf("%+v", ruled.Report)
	}
	var data struct {
		Departments []struct {
			Code                     string
			Predecessors, Successors []struct {
				Department struct {
					Code         string
					Predecessors []struct{ Day string }
				}
				Day, Change string
			}
		}
	}
	s.ask(&data, `{ departments(portfolio: "城建") { code predecessors { department { code predecessors { day } } day change } successors { department { code } day change } } }`, nil)
	got := fmt.Sprint(data.Departments)
	if want := "[{B [] [{{C []} 2023-01-01 合并} {{D []} 2024-01-01 改名}]} {C [{{A []} 2023-01-01 合并} {{B []} 2023-01-01 合并}] [{{D []} 2024-01-01 改名}]} " +
		"{D [{{A []} 2024-01-01 改名} {{B []} 2024-01-01 改名} {{C [{2023-01-01} {2023-01-01}]} 2024-01-01 改名}] []}]"; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}
