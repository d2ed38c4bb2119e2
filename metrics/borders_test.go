package metrics

import "testing"

// Group words are all units of their type in the directory of another city; three of four, two of two, two of five.
func TestBordersOfMergeSuggestions(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	nameCity(t, w, "江澜市")
	file(t, w, filing{kind: "department", slices: map[[2]string][][]any{{"", "whole"}: {
		{"X1", "江澜市农业局", "市农业局", nil, "市直部门", nil, nil, nil, day(t, "2022-12-31")},
		{"X1", "江澜市农业农村局", "市农业农村局", nil, "市直部门", nil, nil, day(t, "2023-01-01"), nil},
		{"X2", "江澜市数据局", "市数据局", nil, "市直部门", nil, nil, nil, nil},
		{"C1", "沅溪县人民政府", "沅溪县", nil, "县（市）区", nil, nil, nil, nil},
		{"C2", "鹿门区人民政府", "鹿门区", nil, "县（市）区", nil, nil, nil, nil},
		{"C3", "白沙市人民政府", "白沙市", nil, "县（市）区", nil, nil, nil, nil}}}})
	plantMeetings(t, w,
		heldMeeting{unit: "X1", on: "2023-03-01", scope: []string{"各县（市）区", "市农业局"}, hours: "1", people: int64(10)},
		heldMeeting{unit: "X2", on: "2023-03-02", scope: []string{"沅溪县", "鹿门区", "白沙市"}, hours: "2", people: int64(10)}, // 3 of 4
		heldMeeting{unit: "X1", on: "2023-05-01", scope: []string{"市直各部门"}},
		heldMeeting{unit: "X2", on: "2023-05-08", scope: []string{"市数据局", "江澜市农业农村局"}}, // 2 of 2, 7 days
		heldMeeting{unit: "X1", on: "2023-07-01", scope: []string{"各县（市）区", "市直各部门"}},
		heldMeeting{unit: "X2", on: "2023-07-01", scope: []string{"沅溪县", "市数据局"}}, // 2 of 5
		heldMeeting{unit: "X1", on: "2023-09-01", scope: []string{"各县（市）区人民政府", "市直有关部门"}},
		heldMeeting{unit: "X2", on: "2023-09-01", scope: []string{"各县区"}}, // 3 of 4
	)
	expectFindings(t, e, "mergeSuggestions", "2023", "2023-03-01 X1 1 2 10人时", "2023-05-01 X1 3 4", "2023-09-01 X1 7 8")
}

// A chain of merged meetings is held where its last one was.
func TestBordersOfMergedButHeld(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	plantMeetings(t, w,
		heldMeeting{unit: "B1", on: "2023-03-01", number: "C"},
		heldMeeting{unit: "B1", on: "2023-03-01", number: "B", into: "C"},
		heldMeeting{unit: "B1", on: "2023-03-02", number: "A", into: "B"}, // into B into C, held a day after
		heldMeeting{unit: "B1", on: "2023-06-02", number: "F"},
		heldMeeting{unit: "B1", on: "2023-06-01", number: "E", into: "F"}, // apart
		heldMeeting{unit: "B1", on: "2023-06-02", number: "D", into: "E"}, // with F, which is where E went
	)
	expectFindings(t, e, "mergedButHeld", "2023", "2023-03-02 B1 2 3", "2023-06-01 B1 4 5")
}

// Fifteen days over the year's end and sixteen; a province by its name and by 省 alone.
func TestBordersOfConveyedAgain(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	plantMeetings(t, w,
		heldMeeting{unit: "B1", on: "2022-12-20", name: "全省安全生产视频会议", form: "视频", scope: []string{"各县（市）区"}},
		heldMeeting{unit: "B1", on: "2023-01-04", name: "贯彻落实全省安全生产视频会议精神会议"}, // 15 days, over the year's end
		heldMeeting{unit: "B2", on: "2023-01-05", name: "贯彻落实全省安全生产视频会议精神会议"}, // 16
		heldMeeting{unit: "B2", on: "2023-01-04", name: "全市安全生产会议"},           // not conveying
		heldMeeting{unit: "B2", on: "2023-04-01", name: "湘岭省乡村振兴电视电话会议", form: "电视电话", scope: []string{"各县（市）区"}},
		heldMeeting{unit: "B2", on: "2023-04-02", name: "全市传达湘岭省乡村振兴电视电话会议精神会议"},
		heldMeeting{unit: "B2", on: "2023-06-01", name: "省防汛抗旱工作视频会议", form: "视频", scope: []string{"各县（市）区"}},
		heldMeeting{unit: "B2", on: "2023-06-02", name: "传达省防汛抗旱工作视频会议精神会"},
	)
	expectFindings(t, e, "conveyedAgain", "2023", "2023-01-04 B1 1 2", "2023-04-02 B2 5 6", "2023-06-02 B2 7 8")
}

// News with the city's full name, three days off and four, over the ends of months and years; a cancelled meeting.
func TestBordersOfUnfiledMeetings(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	nameCity(t, w, "江澜市")
	file(t, w, filing{kind: "department", slices: map[[2]string][][]any{{"", "whole"}: {
		{"X1", "江澜市农业农村局", "市农业农村局", nil, "市直部门", nil, nil, nil, nil},
		{"X2", "江澜市数据局", "市数据局", nil, "市直部门", nil, nil, nil, nil}}}})
	plantMeetings(t, w,
		heldMeeting{unit: "X1", on: "2023-03-10", name: "江澜市春耕生产工作会议"},
		heldMeeting{unit: "X1", on: "2023-03-31", name: "全市“三夏”工作会"},
		heldMeeting{unit: "X2", on: "2023-05-10", name: "全市数据共享推进会", status: "已取消"},
		heldMeeting{unit: "X2", on: "2022-12-30", name: "全市数字政府建设会议"},
		heldMeeting{unit: "X1", on: "2023-08-01", name: "全市农村改革工作会议"},
		heldMeeting{unit: "X1", on: "2023-08-01", name: "农村人居环境会议"},
	)
	news := func(unit any, on, title string) []any { return []any{unit, day(t, on), title, "江澜日报", nil} }
	plant(t, w, "meeting_report",
		news("X1", "2023-03-10", "江澜市召开春耕生产工作会议"),
		news("X1", "2023-03-11", "全市春耕生产工作会议召开"),
		news("X1", "2023-04-03", "江澜市“三夏”工作会召开"),    // 3 days after, over the month's end
		news("X2", "2023-05-11", "江澜市召开全市数据共享推进会"),  // cancelled: found
		news("X2", "2023-01-02", "全市数字政府建设会议在江澜召开"), // 3 days, over the year's end
		news("X2", "2023-01-03", "全市数字政府建设会议在江澜召开"), // 4 days: found
		news(nil, "2023-08-01", "江澜市委召开农村改革工作会议"),
		news(nil, "2023-08-02", "江澜市召开农村人居环境整治会议"),
		news(nil, "2023-08-02", "江澜市召开农村饮水安全会议"), // found
	)
	expectFindings(t, e, "unfiledMeetings", "2023", "2023-01-03 X2 6", "2023-05-11 X2 4", "2023-08-02  9")
	expectFindings(t, e, "unfiledMeetings", "2023-03")
}

// One plan item in two years, twice on one day, written with other brackets, quotation marks and years.
func TestBordersOfSplitInspections(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	item := func(unit, name string, year int64) []any { return []any{unit, year, name, "督查", nil} }
	plant(t, w, "inspection_plan", item("B1", "耕地检查", 2022), item("B1", "耕地检查", 2023), item("B1", "种子检查", 2023), item("B1", "农药检查", 2023),
		item("B1", "2023年饲料检查", 2023), item("B1", "“兽药”检查", 2023), item("B1", "安全（生产）检查", 2023))
	plant(t, w, "inspection",
		carriedOut(t, "B1", "耕地检查", "2022-12-31", true), carriedOut(t, "B1", "耕地检查", "2023-01-01", true), // once a year, carried out in two years
		carriedOut(t, "B1", "种子检查（1）", "2023-03-01", true), carriedOut(t, "B1", "种子检查（2）", "2023-03-05", true), // split
		carriedOut(t, "B1", "农药检查", "2023-03-01", true), carriedOut(t, "B1", "农药检查", "2023-03-01", true), // twice on one day
		carriedOut(t, "B1", "“兽药”检查", "2023-03-01", true), carriedOut(t, "B1", "兽药检查第二批", "2023-04-01", true), // quotes
		carriedOut(t, "B1", "安全(生产)检查", "2023-03-01", true), carriedOut(t, "B1", "安全（生产）检查（二期）", "2023-04-01", true), // half-width brackets
		carriedOut(t, "B1", " 2023年饲料检查 ", "2023-03-01", true), carriedOut(t, "B1", "饲料检查（第二次）", "2023-04-01", true),
	)
	expectFindings(t, e, "splitInspections", "2023", "2023-03-01 B1 5 6", "2023-03-05 B1 3 4", "2023-04-01 B1 7 8", "2023-04-01 B1 9 10", "2023-04-01 B1 11 12")
}

// Approved on its day, and only after it began.
func TestBordersOfUnapprovedInspections(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	plant(t, w, "inspection",
		approvedOn(t, "B1", "2023-03-01", false, "2023-03-01", "2023-03-20"), // on its day
		approvedOn(t, "B1", "2023-03-02", false, "2023-03-03", "2023-03-04"), // approved after it began
	)
	found := expectFindings(t, e, "unapprovedInspections", "2023", "2023-03-02 B1 2")
	if len(found) == 1 && found[0].Detail.ZH != "2023-03-03 才审批" {
		t.Errorf("%s", found[0].Detail.ZH)
	}
}

// Abolished and established again, on one day too; 365 days to the day.
func TestBordersOfDormantBodies(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	body := func(unit, name, active string) []any {
		return []any{unit, name, "专班", nil, day(t, active), nil, nil, nil}
	}
	plant(t, w, "body", body("B1", "甲专班", "2022-12-30"), body("B1", "乙专班", "2022-12-31"), body("B1", "丙专班", "2023-01-01"), body("B2", "丁专班", "2020-01-01"))
	event := func(name, event, on string) []any { return []any{nil, name, event, day(t, on), nil} }
	plant(t, w, "body_event", event("甲专班", "成立", "2020-01-01"), event("甲专班", "撤销", "2021-01-01"), event("甲专班", "成立", "2022-01-01"),
		event("乙专班", "成立", "2020-01-01"), event("丙专班", "成立", "2020-01-01"),
		event("丁专班", "成立", "2020-01-01"), event("丁专班", "合并", "2023-06-30"), event("丁专班", "成立", "2023-06-30")) // the same day, filed later
	expectFindings(t, e, "dormantBodies", "2023", "2023-12-31 B1 1", "2023-12-31 B1 2", "2023-12-31 B2 4")
	expect(t, ask(t, e, Query{Metrics: []string{"bodies.dormant", "bodies.total"}, Period: period(t, "2023")}), "3个", "4个")
	expect(t, ask(t, e, Query{Metrics: []string{"bodies.total"}, Period: period(t, "2021")}), "3个")
}

// Numbers in brackets, the city by its full name, and ordinals that distinguish bodies.
func TestBordersOfLookAlikeBodies(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	names := []string{"市乡村振兴工作领导小组（1）", "市乡村振兴工作领导小组（2）", "市数据共享工作专班(一)", "市数据共享领导小组（二）", "市防火指挥部", "市防汛指挥部",
		"市第一中学建设指挥部", "市第二中学建设指挥部", "江澜市双拥工作领导小组", "市双拥工作领导小组", "“十四五”规划编制专班", "“十五五”规划编制专班"}
	var bodies, events [][]any
	for _, name := range names {
		bodies = append(bodies, []any{"B1", name, nil, nil, nil, nil, nil, nil})
		events = append(events, []any{nil, name, "成立", day(t, "2021-01-01"), nil})
	}
	nameCity(t, w, "江澜市")
	plant(t, w, "body", bodies...)
	plant(t, w, "body_event", events...)
	expectFindings(t, e, "lookAlikeBodies", "2023", "2023-12-31 B1 1 2", "2023-12-31 B1 3 4", "2023-12-31 B1 9 10")
}

// Thirty days over the year's end and 31; a county by any name and within 各县（市）区.
func TestBordersOfRepeatedPlaces(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	file(t, w, filing{kind: "department", slices: map[[2]string][][]any{{"", "whole"}: {
		{"B1", "市教育局", nil, nil, "市直部门", nil, nil, nil, nil}, {"B2", "市水务局", nil, nil, "市直部门", nil, nil, nil, nil},
		{"C1", "沅溪县人民政府", "沅溪县", nil, "县（市）区", nil, nil, nil, nil}, {"C2", "鹿门区人民政府", "鹿门区", nil, "县（市）区", nil, nil, nil, nil}}}})
	visit := func(unit, on, place string, topic any) []any {
		return []any{unit, day(t, on), place, topic, nil, nil, nil, nil}
	}
	plant(t, w, "visit", visit("B1", "2022-12-15", "甲村", "教育"), visit("B2", "2023-01-14", "甲村", "水利"), visit("B1", "2022-12-15", "乙村", "教育"), visit("B2", "2023-01-15", "乙村", "水利"))
	plant(t, w, "inspection",
		inspected(t, "B1", "校园检查", "2023-03-01", "2023-03-02", []string{"沅溪县"}),
		inspected(t, "B2", "水库检查", "2023-03-20", "2023-03-20", []string{"各县（市）区"}),
		inspected(t, "B1", "阅读检查", "2023-06-01", "2023-06-02", []string{"鹿门区"}),
		inspected(t, "B2", "节水检查", "2023-07-02", "2023-07-02", []string{"鹿门区人民政府"}), // 30 days
	)
	expectFindings(t, e, "repeatedPlaces", "2023", "2023-01-14 B2 visit1 visit2", "2023-03-20 B2 inspection1 inspection2", "2023-07-02 B2 inspection3 inspection4")
}

// Quotation marks apart; years, names, batches and counties distinguish documents.
func TestBordersOfSimilarDocuments(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	plant(t, w, "document",
		issued(t, "B1", "2022-12-02", "1", "关于印发《粮食安全考核办法》的通知"),
		issued(t, "B1", "2023-01-01", "2", "关于印发粮食安全考核办法的通知"), // 30 days over the year's end
		issued(t, "B1", "2023-03-01", "3", "关于做好2022年度考核工作的通知"),
		issued(t, "B1", "2023-03-02", "4", "关于做好2023年度考核工作的通知"),
		issued(t, "B1", "2023-04-01", "5", "关于张三同志任职的通知"),
		issued(t, "B1", "2023-04-01", "6", "关于李四同志任职的通知"),
		issued(t, "B1", "2023-05-01", "7", "关于表彰（第一批）先进集体的决定"),
		issued(t, "B1", "2023-05-09", "8", "关于表彰（第二批）先进集体的决定"),
		issued(t, "B1", "2023-06-01", "9", "关于调整沅溪县耕地保护任务的批复"),
		issued(t, "B1", "2023-06-01", "10", "关于调整鹿门区耕地保护任务的批复"),
	)
	expectFindings(t, e, "similarDocuments", "2023", "2023-01-01 B1 1 2")
}

// A leap day against a year before, and exactly a quarter.
func TestBordersOfFormShifts(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	var rows [][]any
	issue := func(unit, on string, form any, times int) {
		for range times {
			rows = append(rows, []any{unit, nil, "文件", day(t, on), form, nil, nil, nil, nil, nil, nil, true})
		}
	}
	issue("B1", "2024-02-29", "函", 2) // a leap day against a year before
	issue("B1", "2024-02-29", "通知", 1)
	issue("B1", "2023-02-28", "通知", 3)
	issue("B2", "2023-02-28", "通知", 8)
	issue("B2", "2024-02-01", "通知", 4)
	issue("B2", "2024-02-01", "便函", 1) // 4 fewer, 1 more: a quarter
	plant(t, w, "document", rows...)
	expectFindings(t, e, "formShifts", "2024-02", "2024-02-29 B1 1 2", "2024-02-29 B2 19")
}

// A rectification found on the day of a finding is that one's, and closes only one of two.
func TestBordersOfCloseOut(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	plantMeetings(t, w,
		heldMeeting{unit: "B1", on: "2023-01-10", inPlan: false},
		heldMeeting{unit: "B1", on: "2023-01-20", inPlan: false},
		heldMeeting{unit: "B1", on: "2023-05-20", inPlan: false}, heldMeeting{unit: "B1", on: "2023-05-20", inPlan: false},
	)
	plant(t, w, "rectification",
		problem(t, "B1", "Z1", "计划外召开会议", "2023-01-20", "2023-02-01"),
		problem(t, "B1", "Z2", "计划外召开会议", "2023-05-20", ""))
	expectFindings(t, e, "offPlanMeetings", "2023", "2023-01-10 B1 1", "2023-01-20 B1 2 Z1已销号", "2023-05-20 B1 3 Z2未销号", "2023-05-20 B1 4")
}

// 各县（市）区 is every county of the day, and unknown where the directory has none.
func TestCountyVisits(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	went := func(on string, counties ...string) []any {
		return []any{"B1", "检查", "检查", day(t, on), day(t, on), true, nil, nil, nil, counties, nil}
	}
	plant(t, w, "inspection", went("2022-12-31", "各县（市）区", "开发区"), went("2023-01-01", "各县区"), went("2023-03-01", "沅溪县", "鹿门区"), went("2024-01-01", "3个县（市）区"), went("2024-02-01", []string{}...), went("2024-03-01", "白沙市"))
	q := Query{Metrics: []string{"inspections.county_visits"}, Period: period(t, "2023-03")}
	expect(t, ask(t, e, q), "2次")
	q.Period = period(t, "2023")
	expect(t, ask(t, e, q), "含未知数值")
	county := func(code, name, from string) []any {
		return []any{code, name, nil, nil, "县（市）区", nil, nil, day(t, from), nil}
	}
	file(t, w, filing{kind: "department", slices: map[[2]string][][]any{{"", "whole"}: {
		{"B1", "市教育局", nil, nil, "市直部门", nil, nil, nil, nil}, county("C1", "沅溪县", ""), county("C2", "鹿门区", ""), county("C3", "白沙市", "2023-01-01")}}})
	expect(t, ask(t, e, q), "5次")
	q.Period = period(t, "2022")
	expect(t, ask(t, e, q), "3次")
	q.Period = period(t, "2024-01")
	expect(t, ask(t, e, q), "3次")
	q.Period = period(t, "2024")
	expect(t, ask(t, e, q), "4次")
}
