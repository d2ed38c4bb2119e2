package metrics

import (
	"errors"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"

	"jianfu"
)

// The start of an entry of an office's file, to be gone on with.
const (
	ownSource     = "sources:\n  late:\n    kinds: [meeting]\n    date: held_on\n"
	ownMetric     = ownSource + "metrics:\n  meetings.late:\n    source: late\n    label: {zh: 晚, en: late}\n    definition: {zh: 晚, en: late}\n    unit: 次\n" // its next line is 11
	ownCaliber    = "calibers:\n  - name: own\n    label: {zh: 本, en: own}\n    definition: {zh: 本, en: own}\n    versions:\n      - from: 2023-01-01\n"       // 7
	ownCheck      = "checks:\n  - name: own\n    label: {zh: 本, en: own}\n    definition: {zh: 本, en: own}\n    kinds: [meeting]\n    sql: "                   // still 6
	ownObligation = "obligations:\n  - name: own\n    types: [市直部门]\n"                                                                                         // its next line is 4
	found         = "SELECT held_on AS day, department, name AS subject, '甲' AS detail_zh, 'a' AS detail_en, [id] AS ids, NULL AS saving FROM meeting"
)

// What is wrong with an office's catalogue is reported with its file, its line, what it is and
// what to do, wholly in Chinese and wholly in English.
func TestFaultsOfACatalogue(t *testing.T) {
	t.Parallel()
	_, w := openEngine(t)
	for name, c := range map[string]struct{ text, place, zh, en string }{
		// What is no entry of the catalogue.
		"not YAML":                 {"metrics:\n  a: [\n", "own.yml:2", "YAML 写法不对", "the YAML is malformed"},
		"unknown section":          {"sources: {}\nmetric:\n  a: 1\n", "own.yml:2", "没有“metric”这一项", `no entry "metric"`},
		"unknown field":            {ownMetric + "    count: 'TRUE'\n    directoin: DOWN\n", "own.yml:12", "没有“directoin”这一项", `no entry "directoin"`},
		"field of another type":    {ownMetric + "    sum: attendance\n    per: many\n", "own.yml:12", "应写整数", "should be a whole number"},
		"field twice":              {"thresholds:\n  - name: policy_pages\n    name: policy_pages\n", "own.yml:3", "“name”写了两次", `"name" is written twice`},
		"unknown direction":        {ownMetric + "    count: 'TRUE'\n    direction: LESS\n", "own.yml:12", "应是 DOWN、UP 或 NONE", "should be DOWN, UP or NONE"},
		"unknown source":           {strings.Replace(ownMetric, "source: late", "source: lat", 1) + "    count: 'TRUE'\n", "own.yml:7", "没有来源“lat”。相近的有：late", `no source "lat". The nearest: late`},
		"two ways to count":        {ownMetric + "    count: 'TRUE'\n    sum: minutes\n", "own.yml:7", "只写一项", "exactly one of"},
		"no label in English":      {strings.Replace(ownMetric, ", en: late}", "}", 1) + "    count: 'TRUE'\n", "own.yml:7", "都要写中文（zh）和英文（en）", "in Chinese (zh) and English (en)"},
		"label of another":         {strings.Replace(ownMetric, "zh: 晚", "zh: 召开会议", 1) + "    count: 'TRUE'\n", "own.yml:8", "“召开会议”已是 meetings.held 的名称", "is that of meetings.held already"},
		"English label":            {strings.Replace(ownMetric, "en: late", "en: meetings held", 1) + "    count: 'TRUE'\n", "own.yml:8", "已是 meetings.held 的名称", "is that of meetings.held already"},
		"label of a check":         {strings.Replace(ownCheck, "zh: 本", "zh: 计划外召开的会议", 1) + found + "\n", "own.yml:3", "已是 offPlanMeetings 的名称", "is that of offPlanMeetings already"},
		"unknown denominator":      {"metrics:\n  meetings.share:\n    label: {zh: 率, en: share}\n    definition: {zh: 率, en: share}\n    numerator: meetings.held\n    denominator: meetings.hold\n", "own.yml:6", "没有指标“meetings.hold”", `no metric "meetings.hold"`},
		"rate of a rate":           {"metrics:\n  meetings.share:\n    label: {zh: 率, en: share}\n    definition: {zh: 率, en: share}\n    numerator: meetings.held\n    denominator: meetings.remote_share\n", "own.yml:6", "自己就是比率", "is a rate itself"},
		"a part becomes a rate":    {"metrics:\n  meetings.held:\n    label: {zh: 率, en: share}\n    definition: {zh: 率, en: share}\n    numerator: meetings.remote\n    denominator: meetings.citywide\n", "own.yml:3", "meetings.held 不能改成比率", "meetings.held cannot become a rate"},
		"where of a count":         {ownMetric + "    count: 'TRUE'\n    where: counted\n", "own.yml:12", "where 只用于 median", "where goes with median"},
		"per of nothing":           {ownMetric + "    sum: minutes\n    per: -1\n", "own.yml:12", "大于 0 的整数", "a whole number above 0"},
		"source of two ways":       {"sources:\n  late:\n    kinds: [meeting]\n    date: held_on\n    year: year\n", "own.yml:3", "只写一项", "exactly one of"},
		"source of no kind":        {"sources:\n  late:\n    date: held_on\n", "own.yml:3", "没有写 kinds", "has no kinds"},
		"caliber of a source":      {ownSource + "    caliber: visits\n", "own.yml:5", "应是 documents 或 meetings", "should be documents or meetings"},
		"version of a caliber":     {ownCaliber + "        documents: counted\n        meetings: counted\n      - from: someday\n        documents: counted\n        meetings: counted\n", "own.yml:9", "的每一版都要写", "each version"},
		"two versions of one day":  {"calibers:\n  - name: own\n    label: {zh: 本, en: own}\n    definition: {zh: 本, en: own}\n    versions:\n      - {from: 2023-01-01, documents: counted, meetings: counted}\n      - {from: 2023-01-01, documents: counted, meetings: 'TRUE'}\n", "own.yml:2", "都从 2023-01-01 起", "two versions from 2023-01-01"},
		"value of a threshold":     {"thresholds:\n  - name: policy_pages\n    unit: 页\n    label: {zh: 页, en: pages}\n    values:\n      - {from: 2023-01-01, value: ten}\n", "own.yml:6", "value（一个数）", "value (a number)"},
		"two values of one day":    {"thresholds:\n  - name: policy_pages\n    values: [{from: 2023-01-01, value: 10}, {from: 2023-01-01, value: 12}]\n", "own.yml:2", "都从 2023-01-01 起", "two values from 2023-01-01"},
		"threshold of nothing":     {"# ours\nthresholds:\n  - name: merge_dayz\n    values: [{from: 2023-01-01, value: 10}]\n", "own.yml:3", "相近的有：merge_days", "near it: merge_days"},
		"obligation of nobody":     {"obligations:\n  - name: own\n    kinds: [meeting]\n    due: 5\n", "own.yml:2", "没有写谁来报", "does not say who owes them"},
		"obligation of nothing":    {ownObligation + "    due: 5\n", "own.yml:2", "没有写 kinds", "has no kinds"},
		"due day of an obligation": {ownObligation + "    kinds: [meeting]\n    due: 0\n", "own.yml:5", "期末之后的天数", "the days after the period's end"},
		"grain of an obligation":   {ownObligation + "    kinds: [meeting]\n    due: 5\n    grain: week\n", "own.yml:6", "month、quarter、half 或 year", "month, quarter, half or year"},
		"early of an obligation":   {ownObligation + "    kinds: [meeting]\n    due: 5\n    early: never\n", "own.yml:6", "provisional（暂收，数字暂定）或 refused（退回）", "provisional or refused"},
		"days of an obligation":    {ownObligation + "    kinds: [meeting]\n    due: 5\n    from: 2023-05-01\n    to: 2023-04-01\n", "own.yml:7", "早于 from", "ends before it begins"},
		"check":                    {"# ours\nchecks:\n  - name: own\n    sql: SELECT 1\n", "own.yml:3", "核查要写", "a check needs"},

		// What is not one expression, or does what none may.
		"two expressions":         {ownMetric + "    count: counted, merged_into IS NULL\n", "own.yml:11", "这里有 2 个", "one expression, not 2"},
		"out of its bracket":      {ownMetric + "    count: '1=1) OR (TRUE'\n", "own.yml:11", "请检查“) OR (TRUE”", `at ") OR (TRUE"`},
		"from elsewhere":          {ownMetric + "    count: counted FROM document\n", "own.yml:11", "不能带 FROM", "without FROM"},
		"a comment":               {ownMetric + "    count: counted -- ours\n", "own.yml:11", "或注释", "or a comment"},
		"two statements":          {ownMetric + "    count: counted; SELECT TRUE\n", "own.yml:11", "请去掉分号", "remove the semicolon"},
		"another statement":       {ownCheck + "DELETE FROM meeting\n", "own.yml:6", "应是一条 SELECT", "should be one SELECT"},
		"unfinished":              {ownMetric + "    count: counted AND (\n", "own.yml:11", "写到末尾还不完整", "it ends too early"},
		"all columns":             {ownMetric + "    distinct: '*'\n", "own.yml:11", "请写明列名", "name the columns"},
		"division":                {ownMetric + "    sum: attendance / 3\n", "own.yml:11", "不能用除法（/）", "division (/) is not exact"},
		"division by zero":        {ownMetric + "    sum: attendance / 0\n", "own.yml:11", "不能用除法", "is not exact"},
		"whole division":          {ownMetric + "    count: attendance // 10 > 3\n", "own.yml:11", "不能用除法（//）", "division (//)"},
		"division of a caliber":   {ownCaliber + "        documents: counted\n        meetings: attendance / 2 > 1\n", "own.yml:8", "不能用除法", "is not exact"},
		"division of a base":      {ownSource + "    base: attendance / 2 > 1\n", "own.yml:5", "不能用除法", "is not exact"},
		"division of a median":    {ownMetric + "    median: attendance\n    where: attendance / 2 > 1\n", "own.yml:12", "不能用除法", "is not exact"},
		"endless number":          {ownMetric + "    sum: attendance * 1e999\n", "own.yml:11", "太大的数", "too large"},
		"a sum of a sum":          {ownMetric + "    sum: sum(attendance)\n", "own.yml:11", "不能用汇总函数 sum", "sum of many rows cannot be used"},
		"a window":                {ownMetric + "    count: row_number() OVER () = 1\n", "own.yml:11", "不能用窗口函数", "a window function cannot"},
		"a subquery":              {ownMetric + "    count: attendance > (SELECT 1)\n", "own.yml:11", "不能用子查询", "a subquery cannot"},
		"chance":                  {ownMetric + "    count: random() > 0.5\n", "own.yml:11", "不能用函数 random", "the function random cannot"},
		"the clock":               {ownMetric + "    count: held_on < today()\n", "own.yml:11", "不能用函数 today", "the function today cannot"},
		"a file":                  {ownCheck + "SELECT * FROM read_csv('a.csv')\n", "own.yml:6", "不能用函数 read_csv", "the function read_csv cannot"},
		"a setting":               {ownSource + "    rows: SELECT *, getenv('HOME') AS home FROM meeting\n", "own.yml:5", "不能用函数 getenv", "the function getenv cannot"},
		"a function of elsewhere": {ownMetric + "    count: other.main.lower(name) = 'x'\n", "own.yml:11", "不能用函数 main.lower", "the function main.lower cannot"},
		"a placeholder":           {ownMetric + "    count: attendance > $1\n", "own.yml:11", "$1", "$1"},
		"a question mark":         {ownMetric + "    count: attendance > ?\n", "own.yml:11", "不能用 $1、? 这类参数", "placeholders"},
		"unknown hole":            {ownMetric + "    count: minutes > {treshold:meeting_hours}\n", "own.yml:11", "不认识 {treshold:meeting_hours}", "no hole {treshold:meeting_hours}"},
		"hole of elsewhere":       {ownMetric + "    count: held_on > {from}\n", "own.yml:11", "不能用占位符 {from}，能用的有：{threshold}, {now}", "{from} cannot be used here; those that can: {threshold}, {now}"},
		"hole of a check":         {ownCheck + found + " WHERE held_on > {now}\n", "own.yml:6", "不能用占位符 {now}", "{now} cannot"},
		"hole in quotes":          {ownMetric + "    count: name = '{now}'\n", "own.yml:11", "不能写在引号里", "between quotation marks"},
		"unknown threshold":       {ownMetric + "    count: minutes > {threshold:no_such}\n", "own.yml:11", "没有阈值“no_such”", `no threshold "no_such"`},
		"threshold of a check":    {ownCheck + found + " WHERE minutes > {threshold:no_such}\n", "own.yml:6", "没有阈值“no_such”", `no threshold "no_such"`},
		"undeclared kind":         {ownSource + "    rows: SELECT m.* FROM meeting m JOIN document USING (department)\n", "own.yml:5", "读了 document，但 kinds 和 uses 里没有写它", "reads document, which is not in kinds or uses"},
		"stored table":            {ownCheck + "SELECT * FROM fact.meeting\n", "own.yml:6", "读了 fact.meeting", "reads fact.meeting"},

		// What does not fit the tables.
		"unknown kind":             {"sources:\n  late:\n    kinds: [meetin]\n    date: held_on\n", "own.yml:3", "没有报表种类“meetin”。相近的有：meeting", `no kind of filing "meetin". The nearest: meeting`},
		"unknown kind of a check":  {strings.Replace(ownCheck, "[meeting]", "[meeting, documant]", 1) + found + "\n", "own.yml:5", "没有报表种类“documant”。相近的有：document", `no kind of filing "documant". The nearest: document`},
		"unknown kind due":         {ownObligation + "    due: 5\n    kinds: [meeting, visits]\n", "own.yml:5", "没有报表种类“visits”。相近的有：visit", `no kind of filing "visits". The nearest: visit`},
		"kind twice":               {"sources:\n  late:\n    kinds: [meeting]\n    uses: [meeting]\n    date: held_on\n", "own.yml:4", "写了两次", "is named twice"},
		"number for a condition":   {ownMetric + "    count: attendance\n", "own.yml:11", "应是条件（结果为是或否），这里的结果是数", "should be a condition, true or false, and gives a number"},
		"text for a condition":     {ownMetric + "    count: name\n", "own.yml:11", "这里的结果是文字", "gives a text"},
		"text for a sum":           {ownMetric + "    sum: name\n", "own.yml:11", "应是精确的数（整数或小数），这里的结果是文字", "should be an exact number, whole or decimal, and gives a text"},
		"float for a sum":          {ownMetric + "    sum: CAST(attendance AS DOUBLE)\n", "own.yml:11", "不精确的数", "an inexact number"},
		"condition for a sum":      {ownMetric + "    sum: counted\n", "own.yml:11", "这里的结果是是或否", "gives true or false"},
		"date for a median":        {ownMetric + "    median: held_on\n", "own.yml:11", "这里的结果是日期", "gives a date"},
		"unknown column":           {ownMetric + "    count: minuts > 60\n", "own.yml:11", "没有列“minuts”。相近的有：minutes", `no column "minuts". The nearest: minutes`},
		"mixed comparison":         {ownMetric + "    count: held_on > attendance\n", "own.yml:11", "两边类型不同", "of different types"},
		"wrong arguments":          {ownMetric + "    count: starts_with(attendance, held_on)\n", "own.yml:11", "starts_with 不能用于这里的值", "starts_with cannot be applied"},
		"unknown date":             {"sources:\n  late:\n    kinds: [meeting]\n    date: held\n", "own.yml:4", "没有列“held”。相近的有：held_on", `no column "held". The nearest: held_on`},
		"text for a date":          {"sources:\n  late:\n    kinds: [meeting]\n    date: name\n", "own.yml:4", "应是日期，这里的结果是文字", "should be a date, and gives a text"},
		"unknown dimension":        {ownSource + "    dimensions:\n      frm: {zh: 形式, en: form}\n", "own.yml:6", "没有列“frm”。相近的有：form", `no column "frm". The nearest: form`},
		"no yes and no":            {ownSource + "    dimensions:\n      form: {zh: 形式, en: form, yesno: true}\n", "own.yml:6", "请去掉 yesno", "remove it"},
		"unknown title":            {ownSource + "    title: nam\n", "own.yml:5", "没有列“nam”。相近的有：name", `no column "nam". The nearest: name`},
		"derived column":           {ownSource + "    derived:\n      wait: held_on - asked_on\n", "own.yml:6", "没有列“asked_on”", `no column "asked_on"`},
		"rows without a unit":      {ownSource + "    rows: SELECT id, held_on FROM meeting\n", "own.yml:5", "缺 department 列", "lack the column department"},
		"rows without ids":         {ownSource + "    rows: SELECT department, held_on FROM meeting\n", "own.yml:5", "缺 id 列", "lack the column id"},
		"stock without ids":        {"sources:\n  late:\n    kinds: [meeting]\n    stock: SELECT k.bucket, k.until - 1 AS day, m.department FROM period k JOIN meeting m ON m.held_on < k.until\n", "own.yml:4", "缺 ids 列", "lack the column ids"},
		"column of a caliber":      {ownCaliber + "        documents: counted\n        meetings: count_it\n", "own.yml:8", "没有列“count_it”。相近的有：counted", `no column "count_it". The nearest: counted`},
		"number of a caliber":      {ownCaliber + "        documents: pages\n        meetings: counted\n", "own.yml:7", "应是条件", "should be a condition"},
		"column of a check":        {ownCheck + found + " WHERE minuts > 60\n", "own.yml:6", "没有列“minuts”。相近的有：minutes", `no column "minuts". The nearest: minutes`},
		"a check's missing column": {ownCheck + strings.Replace(found, "[id] AS ids", "[id] AS id_list", 1) + "\n", "own.yml:6", "缺 ids 列", "lack the column ids"},
		"a check's single id":      {ownCheck + strings.Replace(found, "[id] AS ids", "id AS ids", 1) + "\n", "own.yml:6", "ids 列应是列表，这里是数", "ids should be a list, and is a number"},
		"a check's empty detail":   {ownCheck + strings.Replace(found, "'甲' AS", "NULL AS", 1) + "\n", "own.yml:6", "detail_zh 列应是文字", "detail_zh should be a text"},
		"a check's day":            {ownCheck + strings.Replace(found, "held_on AS day", "name AS day", 1) + "\n", "own.yml:6", "day 列应是日期，这里是文字", "day should be a date, and is a text"},
		"a check's saving":         {ownCheck + strings.Replace(found, "NULL AS saving", "'1' AS saving", 1) + "\n", "own.yml:6", "saving 列应是数", "saving should be a number"},
		"a check's unit":           {ownCheck + strings.Replace(found, "department,", "NULL AS department,", 1) + "\n", "own.yml:6", "CAST(NULL AS VARCHAR)", "CAST(NULL AS VARCHAR)"},

		// The office's own source is at fault, not the program's metrics over it.
		"replaced source": {"sources:\n  meeting:\n    kinds: [meeting]\n    date: held_on\n    rows: SELECT id, department, held_on, status, merged_into, counted, form, category, in_plan, top_leader_required, name, requested_on FROM meeting\n", "own.yml:3", "没有列", "no column"},
	} {
		catalog, err := ReadCatalog(fstest.MapFS{"own.yml": {Data: []byte(c.text)}})
		if err == nil {
			err = catalog.Verify(t.Context(), w)
		}
		var fault *jianfu.Error
		if !errors.As(err, &fault) || fault.Code != jianfu.Invalid {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, said := range []struct{ text, place, says string }{
			{fault.Text.ZH, "指标目录文件 " + c.place + " 有错：", c.zh}, {fault.Text.EN, "the catalogue file " + c.place + " is faulty: ", c.en},
		} {
			if !strings.HasPrefix(said.text, said.place) || !strings.Contains(said.text, said.says) {
				t.Errorf("%s: want %s … %s, have %s", name, said.place, said.says, said.text)
			}
		}
		for _, r := range fault.Text.EN {
			if (unicode.Is(unicode.Han, r) || strings.ContainsRune("，。：；（）“”", r)) && !strings.ContainsRune(c.text, r) {
				t.Errorf("%s: Chinese in %s", name, fault.Text.EN)
				break
			}
		}
		if foreign.MatchString(fault.Text.ZH) {
			t.Errorf("%s: English in %s", name, fault.Text.ZH)
		}
	}
}

// foreign matches what only an English sentence or a library says.
var foreign = regexp.MustCompile(`(?i)\b(the|is|error|not|found|unknown|near it|must|should|line|syntax|unexpected)\b`)

// What is right is taken.
func TestCatalogueOfAnOffice(t *testing.T) {
	t.Parallel()
	_, w := openEngine(t)
	for name, text := range map[string]string{
		"nothing":         "",
		"a condition":     ownMetric + "    count: minutes > 60\n",
		"a threshold":     ownMetric + "    count: minutes > 60 * {threshold:meeting_hours}\n",
		"braces in text":  ownMetric + "    count: regexp_matches(name, '^[0-9]{4}年{1,2}')\n",
		"a sum":           ownMetric + "    sum: attendance * minutes\n    per: 60\n",
		"a rest":          ownMetric + "    count: attendance % 2 = 0\n",
		"a case":          ownMetric + "    count: CASE WHEN minutes > 60 THEN TRUE ELSE form IN ('视频') END\n",
		"a median":        ownMetric + "    median: held_on - requested_on\n",
		"a derived":       ownSource + "    derived:\n      wait: held_on - requested_on\nmetrics:\n  meetings.late:\n    source: late\n    label: {zh: 晚, en: late}\n    definition: {zh: 晚, en: late}\n    unit: 次\n    count: wait > 3\n",
		"a caliber":       ownCaliber + "        documents: counted\n        meetings: counted AND category IS DISTINCT FROM '部门会议'\n",
		"a check":         ownCheck + found + " WHERE minutes > 60 AND held_on >= {from} AND held_on < {until} AND {caliber}\n",
		"a look at cells": ownCheck + found + " WHERE attendance / 2 > 30\n",
		"the same again":  "metrics:\n  meetings.held:\n    source: meeting\n    label: {zh: 召开会议, en: meetings held}\n    definition: {zh: 会议, en: meetings}\n    unit: 次\n    count: 'TRUE'\n",
	} {
		catalog, err := ReadCatalog(fstest.MapFS{"own.yml": {Data: []byte(text)}})
		if err == nil {
			err = catalog.Verify(t.Context(), w)
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
