package loaders

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"jianfu"
	"jianfu/warehouse"
	"jianfu/warehouse/warehousetest"
)

// open makes a loader over an empty warehouse.
func open(t *testing.T) (*Loader, *warehouse.Warehouse) {
	t.Helper()
	w := warehousetest.Open(t)
	contracts, err := ReadContracts(nil)
	if err != nil {
		t.Fatal(err)
	}
	l, err := New(context.Background(), w, contracts)
	if err != nil {
		t.Fatal(err)
	}
	return l, w
}

// TestCity loads all that the sample city filed. The counts of rows were taken from the
// files by another reader.
func TestCity(t *testing.T) {
	t.Parallel()
	l, w := open(t)
	d := &desk{l, t, w}
	results := loadFiles(t, l, Options{}, "../testdata/yunzhou")
	for i, r := range results {
		d.fine(r)
		for _, warning := range r.Warnings {
			t.Errorf("%s: %s", r.File, warning.In(jianfu.English))
		}
		if len(r.IgnoredColumns) > 0 {
			t.Errorf("%s: ignored %v", r.File, r.IgnoredColumns)
		}
		if last := i == len(results)-1; last != strings.Contains(r.File, "更正") {
			t.Errorf("%s is number %d: corrections come last", r.File, i)
		}
	}
	correction := results[len(results)-1]
	if len(correction.Replaced) != 2 || correction.Rows != 2 {
		t.Errorf("the correction replaced %+v", correction.Replaced)
	}
	var counts []string
	for _, contract := range l.Contracts().Kinds() {
		counts = append(counts, fmt.Sprintf("%s %s", contract.Kind, d.rows("SELECT COUNT(*) FROM fact." + warehouse.Ident(contract.Kind))[0]))
	}
	d.want(counts, "department 48", "document_plan 120", "document 2921", "meeting_plan 1927", "meeting 2135", "meeting_report 0",
		"inspection_plan 133", "inspection 152", "message 3564", "app 92", "group 900", "body 160", "body_event 243", "visit 390",
		"rectification 180", "notice 72", "spot_check 120", "reported_total 0")
	// Every row keeps one text for each column of its sheet, and every cell that was read is
	// among them.
	d.want(d.rows(`SELECT COUNT(*) FROM fact.meeting m JOIN source_sheet s ON s.submission_id = m.id >> 32 AND s.sheet = m.sheet
		WHERE len(string_split(m.cells, chr(31))) = len(s.columns) AND contains(m.cells, m.name)`), "2135")
	d.want(d.rows(`SELECT array_to_string(columns, ',') FROM source_sheet JOIN submission ON id = submission_id
		WHERE file = '2022年会议统计表.xlsx' AND sheet = '1月'`),
		"主办单位,会议编号,会议名称,召开时间,会议类别,会议形式/现场,会议形式/视频,会议形式/电视电话,会期（小时）,参会人数（人）,参会范围,"+
			"是否要求主要负责同志参会,是否计划内,请示时间,批准时间,并入会议编号,是否纳入统计,会议状态")
	// A meeting's month is that of its sheet.
	d.want(d.rows(`SELECT COUNT(*) FROM fact.meeting WHERE month(held_on) <> CAST(rtrim(sheet, '月') AS INTEGER)`), "0")
	d.want(d.rows(`SELECT COUNT(*) FROM fact.meeting WHERE department IS NULL OR form IS NULL OR category IS NULL OR minutes IS NULL OR attendance IS NULL`), "0")
	d.want(d.rows(`SELECT COUNT(*) FROM fact.inspection WHERE ended_on > started_on AND ended_on - started_on < 30`),
		d.rows(`SELECT COUNT(*) FROM fact.inspection WHERE contains(cells, '至')`)[0])
	for _, r := range loadFiles(t, l, Options{}, "../testdata/yunzhou") {
		if r.Status != Unchanged {
			t.Errorf("again: %s %s", r.File, r.Status)
		}
	}
}

// TestDirectoriesFirst gives the units last, under a name that does not say what they are,
// beside files that are none.
func TestDirectoriesFirst(t *testing.T) {
	t.Parallel()
	l, _ := open(t)
	folder := t.TempDir()
	for name, text := range map[string]string{
		"调研.csv": "单位,调研日期,调研地点\n市教育局,2023-05-03,甲\n", "z.csv": units, "~$z.csv": "x", ".调研.csv": "x", "说明.docx": "x",
		"b/调研-更正.csv": "单位,调研日期,调研地点\n市教育局,2023-05-04,甲\n", "b/调研二.csv": "单位,调研日期,调研地点\n市教育局,2023-05-05,甲\n",
	} {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var order []string
	for _, r := range loadFiles(t, l, Options{}, filepath.Join(folder, "调研.csv"), folder) {
		if r.Status != Loaded {
			t.Errorf("%s: %s %v", r.File, r.Status, r.Faults)
		}
		name, err := filepath.Rel(folder, r.File)
		if err != nil {
			t.Fatal(err)
		}
		order = append(order, name)
	}
	if !same(order, []string{"z.csv", "调研.csv", "b/调研二.csv", "b/调研-更正.csv"}) {
		t.Errorf("order %v", order)
	}
	// Files named one by one, as a shell names them, the correction first.
	order = nil
	named := []string{filepath.Join(folder, "b/调研-更正.csv"), filepath.Join(folder, "b/调研二.csv"), filepath.Join(folder, "z.csv")}
	if err := l.LoadPaths(context.Background(), named, Options{}, func(r Result) { order = append(order, filepath.Base(r.File)) }); err != nil {
		t.Fatal(err)
	}
	if !same(order, []string{"z.csv", "调研二.csv", "调研-更正.csv"}) {
		t.Errorf("named one by one: %v", order)
	}
	err := l.LoadPaths(context.Background(), []string{filepath.Join(folder, "无此.csv")}, Options{}, func(Result) {})
	if jianfu.ErrorCode(err) != jianfu.Invalid {
		t.Errorf("a path that is not there: %v", err)
	}
}

// TestContractsAgainstTables: the columns of a contract are those of its fact table, in
// order, of the type that its cells are read as, and required where the table says so.
func TestContractsAgainstTables(t *testing.T) {
	t.Parallel()
	l, w := open(t)
	d := &desk{l, t, w}
	for _, contract := range l.Contracts().Kinds() {
		var columns []string
		for i := range contract.Columns {
			c := &contract.Columns[i]
			never := "YES"
			if filler(c) != nil {
				never = "NO"
			}
			columns = append(columns, c.Name+"|"+storedTypes[c.Type]+"|"+never)
			if c.Describe.ZH == "" || c.Describe.EN == "" || c.Header == "" || c.Label.ZH == "" || c.Label.EN == "" {
				t.Errorf("%s.%s is not described", contract.Kind, c.Name)
			}
		}
		if contract.Kind == totals { // a row for each of its counts
			continue
		}
		d.want(d.rows(fmt.Sprintf(`SELECT column_name, data_type, is_nullable FROM information_schema.columns
			WHERE table_schema = 'fact' AND table_name = '%s' AND column_name NOT IN ('id', 'slice_id', 'sheet', 'row', 'cells')
			ORDER BY ordinal_position`, contract.Kind)), columns...)
		if contract.Name.ZH == "" || contract.Name.EN == "" || contract.Describe.ZH == "" || contract.Describe.EN == "" {
			t.Errorf("%s is not described", contract.Kind)
		}
	}
	d.want(d.rows(`SELECT COUNT(*) FROM duckdb_columns() WHERE schema_name = 'fact' AND (comment IS NULL OR comment = '')`), "0")
	d.want(d.rows(`SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'fact'`), fmt.Sprint(len(l.Contracts().Kinds())))
	d.want(d.rows(`SELECT comment FROM duckdb_columns() WHERE schema_name = 'fact' AND table_name = 'visit' AND column_name = 'people'`),
		"人数：参加人数；people: People who went")
}

// TestLeastHeaders: the headers and aliases that the domain fixes are all known.
func TestLeastHeaders(t *testing.T) {
	t.Parallel()
	contracts, err := ReadContracts(nil)
	if err != nil {
		t.Fatal(err)
	}
	for kind, headers := range map[string]string{
		"department":      "单位编码 单位名称 单位简称 别名 单位类型 分管战线 分管领导 启用日期 停用日期 前身 沿革",
		"document_plan":   "单位 年度发文计划数 发文指标",
		"document":        "发文字号 文号 文件标题 标题 发文单位 拟稿单位 主办单位 印发日期 成文日期 文种 文件种类 发文名义 名义 是否发至县级以下 发至县级及以下 页数 篇幅 字数 是否政策性文件 政策性文件 是否计划内 计划内 是否纳入精简统计范围 纳入统计 是否纳入统计",
		"meeting_plan":    "主办单位 会议名称 拟召开月份 会议形式 计划参会人数 申报日期",
		"meeting":         "主办单位 召开单位 会议编号 会议文号 编号 会议名称 会议全称 召开时间 会议日期 召开日期 会议类别 类别 会议形式 会期 时长 参会人数 与会人数 参会范围 参加范围 是否要求主要负责同志参会 是否要求一把手参加 是否计划内 计划内/外 请示时间 报批日期 批准时间 审批日期 并入会议编号 合并至 是否纳入统计 纳入精简统计范围 会议状态 状态",
		"meeting_report":  "日期 标题 来源 网址 单位",
		"inspection_plan": "事项名称 类型 牵头单位 依据文件",
		"inspection":      "事项名称 类型 实施单位 实施时间 是否计划内 计划外审批日期 备案日期 方式 涉及县（市）区 检查组人数",
		"message":         "留言编号 平台 承办单位 受理日期 办理期限 办结日期 办理状态 满意度",
		"app":             "名称 类型 主管单位 排查日期 问题类型 处置方式 清理日期",
		"body":            "机构名称 类型 牵头单位 召集人 最近活动日期 是否建立“两规则一细则” 是否建立两规则一细则",
		"body_event":      "机构名称 变动类型 变动日期 批准文号",
		"visit":           "调研日期 单位 调研地点 调研主题 人数 是否提前通知 发现问题数 解决问题数",
		"rectification":   "编号 问题来源 问题类型 责任单位 发现日期 整改期限 销号日期",
		"notice":          "编号 类型 发送对象 事项 发出日期",
		"spot_check":      "抽查日期 被抽查单位 发文字号 抽查结论",
		"reported_total":  "单位 月份 时间 会议场次 发文数 召开会议 会议次数 印发文件 视频会议 参会人次 计划督查检查考核 督检考次数 受理留言 办结留言 清理工作群 清理政务APP 议事协调机构 调研次数 发现问题 解决问题",
	} {
		for _, header := range strings.Fields(headers) {
			for _, spelling := range []string{header, " " + header + " ", "*" + header, header + "（个）", header + "\n(单位：人次)", "“" + header + "”"} {
				_, _, found := contracts.headers.find(contracts.Kind(kind), foldForSearch(spelling))
				if kind == totals && !found {
					_, found = contracts.headers.count(contracts.Kind(kind), spelling)
				}
				if !found {
					t.Errorf("%s: %q is not known", kind, spelling)
				}
			}
		}
	}
}
