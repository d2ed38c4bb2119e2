import { ref } from 'vue'

/** Every text of the dashboard in both languages; names of data come from the API. */
const words = {
  product: ['减负统计', 'Jianfu'], skip: ['跳到正文', 'Skip to content'], pages: ['页面', 'Pages'], footer: ['每个数都能追到原表的那一格', 'Every figure can be traced to its filed cell'],
  overview: ['总览', 'Overview'], compare: ['对比', 'Compare'], trend: ['趋势', 'Trend'], subjects: ['专题', 'Subjects'], filings: ['报送', 'Filings'], catalogue: ['指标目录', 'Catalogue'],
  filedRow: ['原表的一行', 'A filed row'], asUnderstood: ['读作', 'As understood'], figure: ['数字来源', 'Where a figure comes from'], submission: ['报送文件', 'Submission'], nowhere: ['没有这个页面', 'There is no such page'],
  asOf: ['数据截至', 'As of'], asOfHelp: ['按这一天结束时已收到的数据显示', 'Show the data as it was known at the end of this day'],
  asOfBanner: ['正在显示截至 {0} 已收到的数据，不是最新数据', 'Showing the data as it was known on {0}, not the latest'], asOfClear: ['回到最新', 'Back to the latest'],
  asOfNow: ['最新数据', 'the latest data'], languageName: ['中文', 'Chinese'],
  addressMisread: ['地址里的“{0}”不能用在这里，现在显示的是：{1}', '“{0}” in the address cannot be used here. Shown instead: {1}'], addressIdle: ['地址里的“{0}”在这一页不起作用', '“{0}” in the address has no effect on this page'],
  emptyThen: ['截至 {0}，还没有收到可以统计的报表', 'Nothing countable had been filed by {0}'], emptyThenBody: ['请选后面的日子，或', 'Choose a later day, or go'],
  emptyTitle: ['仓库里还没有报表', 'Nothing has been filed yet'], emptyBody: ['先载入单位名录，再载入各单位的报表，总览就会出现在这里。', 'File the directory of units first, then the spreadsheets: the overview appears here.'],
  emptyStep1: ['准备单位名录。', 'Prepare the directory of units.'], emptyForm: ['下载空表', 'Blank form'], emptyStep2: ['把表格拖进来，先检查后入库。', 'Drop the spreadsheets: they are checked before they are stored.'],
  emptyStep3: ['或用命令行整个文件夹载入：', 'Or load a whole folder from the command line:'], emptyDemo: ['只想看看样子，运行：', 'To see it with sample data, run:'],
  loading: ['正在取数……', 'Loading…'], failed: ['没有成功：', 'Failed:'], again: ['重试', 'Try again'], unreachable: ['连不上服务，请确认 jianfu serve 还在运行', 'The server does not respond: is jianfu serve running?'],
  year: ['年', 'Year'], half: ['半年', 'Half'], quarterWord: ['季度', 'Quarter'], monthWord: ['月份', 'Month'], span: ['起止月份', 'Months'], half1: ['上半年', 'First half'], half2: ['下半年', 'Second half'], quarter: ['第{0}季度', 'Q{0}'],
  yearOf: ['{0}年', '{0}'], endOf: ['{0}年末', 'End of {0}'], periodSize: ['长短', ' size'], periodPart: ['第几', ' part'], spanEnd: ['止', ' end'], periodNumber: ['时间{0}', 'Period {0}'],
  throughMonth: ['截至', 'Through'], wholeYear: ['全年', 'whole year'], comparedWith: ['对比{0}', 'vs {0}'], report: ['年度报告', 'Annual report'], bulletin: ['{0}通报', 'Bulletin {0}'], bulletinAs: ['每月通报 {0}', 'Monthly bulletin as {0}'], reportAs: ['年度报告 {0}', 'Annual report as {0}'],
  noIncrease: ['只减不增', 'No increase'], noIncreaseMet: ['做到只减不增', 'did not increase'], noIncreaseBroken: ['没有做到只减不增', 'increased'], noIncreaseUnknown: ['数据不全，不能判断', 'unknown, data incomplete'],
  headline: ['主要数据', 'Headline figures'], sparkLabel: ['{0}，{1}年逐月，浅色为上年', '{0} by month in {1}, the year before in a lighter line'], traceFigure: ['看口径、明细和原表', 'See the definition, the records and the filed sheet'],
  nothingToDraw: ['没有可画的数据', 'There is nothing to draw'], comma: ['、', ', '], semicolon: ['；', '; '], notices: ['{0} 条数据提示', '{0} caveats on the data'], planProgress: ['计划进度', 'Progress against plan'], planned: ['计划', 'planned'], overPlan: ['超计划', 'over plan'], planNote: ['计划为全年数', 'The plan is for the whole year'],
  alerts: ['需要关注', 'Needs attention'], unitsOverPlan: ['发文超年度计划的单位', 'Units over their quota of documents'], units: ['{0}个', '{0} units'],
  metric: ['指标', 'Metric'], metrics: ['指标', 'Metrics'], addMetric: ['添加指标：输入名称查找', 'Add a metric: type to search'], remove: ['去掉{0}', 'Remove {0}'], noneFound: ['没有找到', 'Nothing found'],
  versus: ['对比', 'vs'], addPeriod: ['再加一期', 'Add a period'], dropPeriod: ['去掉第三期', 'Drop the third'], by: ['分组', 'By'], wholeCity: ['全市', 'Whole city'], caliber: ['口径', 'Caliber'], calibers: ['口径', 'Calibers'],
  order: ['排列', 'Order'], directoryOrder: ['名录顺序', 'as in the directory'], largestFirst: ['由多到少', 'largest first'], smallestFirst: ['由少到多', 'smallest first'], noRanking: ['月度、季度按名录顺序，不排名', 'No ranking for months and quarters'],
  comparisonTable: ['对比表', 'Comparison'], changeFrom: ['{0}比{1}', '{0} vs {1}'], points: ['{0}个百分点', '{0} points'], markLate: ['迟', 'L'], markCorrected: ['改', 'C'], markMissing: ['缺', '✕'], markCompletedLate: ['补', 'R'], markEarly: ['早', 'E'], markUnexpected: ['外', '+'], lastYearSame: ['上年同期', 'Last year'], firstRows: ['只显示前 100 行。', 'Only the first 100 rows are shown.'], wholeTable: ['全部请下载 XLSX', 'Download the XLSX for all'], drawn: ['图', 'Chart'], compareChart: ['{0}对比图，数据见表', '{0} compared; see the table for figures'],
  copy: ['复制', 'Copy'], copied: ['已复制 {0} 行', '{0} rows copied'], copyFailed: ['浏览器不允许复制', 'The browser does not allow copying'], unsaid: ['未填', 'blank'],
  portfolio: ['分管战线', 'Portfolio'], cumulative: ['累计', 'Cumulative'], projectFrom: ['推算全年，已知到', 'Project the year from'], trendChart: ['{0}，{1}年逐月与上年，数据见表', '{0} by month in {1} and the year before; see the table for figures'],
  projection: ['全年推算（不是实际数）', 'Projection for the year (not an actual figure)'], projectionKnown: ['已知到{0}：', 'Known through {0}:'], lastYearWhole: ['上年全年', 'whole year before'], projectionNote: ['。阴影为同一方法往年误差的范围。', '. The shaded band shows the method’s errors in past years.'],
  noProjection: ['不推算', 'no projection'], projectionNeedsCumulative: ['勾选“累计”可在图上看到推算和误差范围', 'Tick “Cumulative” to see the projection and its error in the chart'], method: ['方法', 'Method'], projected: ['推算数', 'Projected'], band: ['按往年误差', 'Given past errors'], changeOnYear: ['比上年', 'vs last year'],
  pastErrors: ['往年验证', 'Past accuracy'], pastOne: ['{0}年推算{1}，实际{2}，误差{3}%', '{0}: projected {1}, actual {2}, error {3}%'], draw: ['画出', 'Draw'], pastError: ['往年误差范围', 'Past error'], cameToBe: ['实际走势', 'Actual'], yearOnYear: ['同比', 'Year over year'],
  documents: ['文件', 'Documents'], meetings: ['会议', 'Meetings'], inspections: ['督查检查考核', 'Inspections'], messages: ['网民留言', 'Messages'], apps: ['应用程序和工作群', 'Apps and groups'], bodies: ['议事协调机构', 'Bodies'], visits: ['调研', 'Visits'], rectifications: ['整改销号', 'Rectifications'],
  planAgainstActual: ['计划与实际', 'Plan and actual'], byForm: ['按文种', 'By form'], byType: ['按类型', 'By type'], byPlatform: ['按平台', 'By platform'], ratesByPlatform: ['各平台办理质量', 'Quality by platform'], byProblem: ['按问题类型', 'By problem'], byPortfolio: ['按分管战线', 'By portfolio'],
  personHours: ['参会人时', 'Person hours'], problemsByTopic: ['按调研主题', 'By topic'], bySource: ['按问题来源', 'By source'], ageing: ['按发生月份看办结', 'By month of origin'], byMonth: ['逐月', 'By month'],
  notHandled: ['尚未办结', 'not handled yet'], notCleared: ['尚未清理', 'not cleared yet'], stillOpen: ['尚未销号', 'still open'], meetingCalendar: ['会议日历', 'Calendar of meetings'], calendarLabel: ['{0}年每天的会议次数', 'Meetings on each day of {0}'],
  bodyFlow: ['上年末到本年末', 'From the end of last year to the end of this'], bodyFlowLabel: ['议事协调机构从{0}个到{1}个', 'Coordinating bodies from {0} to {1}'], asTable: ['看表格', 'As a table'], group: ['分组', 'Group'], nothingFound: ['没有发现', 'Nothing found'], nothingFoundInFiled: ['已报送的里面没有发现', 'Nothing found in what was filed'], nothingToCheck: ['没有报送，无从核查', 'There are no filings to check'], findings: ['{0}项', '{0}'], seeFiledRow: ['看原表的这一行', 'See the row in the filed sheet'], closedOut: ['已销号', 'closed out'], notClosedOut: ['未销号', 'open'],
  back: ['返回', 'Back'], definition: ['定义', 'Definition'], period: ['时间', 'Period'], since: ['{0}起', 'since {0}'], kinds: ['数据来自', 'Counted from'], metricName: ['指标名', 'Name'], figureId: ['数的编号', 'Figure id'], sql: ['统计语句（SQL）', 'SQL'],
  countedRecords: ['计入的 {0} 条明细', '{0} records counted'], noRecords: ['没有计入的明细：报送情况和计划以外的数没有原表行，或本期为零', 'No records were counted: the figure is zero or missing, or it counts filings rather than rows'],
  date: ['日期', 'Date'], unit: ['单位', 'Unit'], title: ['名称', 'Title'], role: ['计入', 'Counted in'], numerator: ['分子', 'numerator'], denominatorOnly: ['仅分母', 'denominator only'], place: ['原表', 'Filed row'], rowOf: ['第{0}行', 'row {0}'],
  earlierPage: ['上一页', 'Previous page'], nextPage: ['下一页', 'Next page'], asFiled: ['原表', 'The sheet as filed'], sheetOf: ['工作表“{0}”', 'sheet “{0}”'], markedHelp: ['标出的单元格决定了这一行怎样计入', 'the marked cells determine how the row counts'], rowNumber: ['行', 'Row'],
  matrix: ['报送情况', 'Status'], upload: ['上传报表', 'Upload'], submissions: ['报送记录', 'Submissions'], forms: ['空表下载', 'Blank forms'], formsHelp: ['带下拉选项、校验和填表说明，填好后直接上传', 'With drop-downs, checks and instructions; fill in and upload'], form: ['空表', 'Form'], columns: ['列', 'Columns'], downloadForm: ['下载{0}空表', 'Blank form for {0}'],
  kind: ['报表', 'Kind'], status: ['状态', 'Status'], all: ['全部', 'All'], matrixTitle: ['{0}年{1}报送情况', '{1}: filings for {0}'], byKind: ['各种报表', 'By kind'], expected: ['应报', 'Expected'], received: ['已报', 'received'], late: ['逾期', 'late'], nil: ['零报告', 'nil return'], corrected: ['已更正', 'corrected'], completedLate: ['零报告后逾期补报', 'nil in time, rows late'], early: ['期未满就报', 'before the period’s end'], unexpected: ['没有任务而报', 'not owed'], missing: ['未报', 'missing'],
  onTime: ['按时报送率', 'On time'], receivedOn: ['{0}收到', 'received {0}'], dueOn: ['期限{0}', 'late from {0}'], rows: ['{0}行', '{0} rows'], rowsWord: ['行数', 'Rows'], noFilings: ['没有这样的报送', 'There are no such filings'],
  dropHere: ['把报表拖到这里', 'Drop spreadsheets here'], dropHelp: ['xlsx、xls、et、ods、csv、json，可以一次多个，也可以整个文件夹；先检查，确认后才入库', 'xlsx, xls, et, ods, csv or json, several at once or a whole folder; checked first, stored when you confirm'], chooseFiles: ['选择文件', 'Choose files'], chooseFolder: ['选择文件夹', 'Choose a folder'], readingFolder: ['正在读文件夹……', 'Reading the folder…'], passedOver: ['文件夹里有 {0} 个文件不是表格，没有列入：', '{0} files in the folder are not spreadsheets and were skipped:'], moreAboutFiles: ['补充说明（可不填）', 'More about these files (optional)'],
  submittedBy: ['报送人', 'Filed by'], kindOfAll: ['报表种类', 'Kind'], unitOfAll: ['单位（编码或名称）', 'Unit (code or name)'], periodOfAll: ['时间', 'Period'], receivedAt: ['接收时间', 'Received'], quarantine: ['有错的行先隔离，其余入库', 'Set faulty rows aside and load the rest'], fromFile: ['从文件里看', 'from the file'], checkAgain: ['重新检查', 'Check again'],
  checkedFiles: ['已检查 {0} / {1} 个文件', '{0} of {1} files checked'], storedFiles: ['正在入库，已完成 {0} / {1} 个文件', 'Storing: {0} of {1} files'], refusedFiles: ['{0} 个有错', '{0} with errors'], progress: ['进度', 'Progress'], acceptFiles: ['入库 {0} 个文件', 'Store {0} files'], clearList: ['清空', 'Clear'], waiting: ['等待', 'waiting'], sending: ['传送中', 'sending'], checking: ['检查中', 'checking'], waitsForDirectory: ['单位名录入库后再查', 'waits for the directory of units'], storing: ['入库中', 'storing'], stored: ['已入库', 'stored'], readyToStore: ['检查通过，待入库', 'passed, not stored yet'],
  refused: ['不予接收', 'refused'], unchanged: ['与已入库的相同', 'already stored'], rejectedRows: ['{0}行隔离', '{0} rows set aside'], whatChanged: ['影响的数', 'Changed figures'], wouldChange: ['与已入库的相比有 {0} 处变化', '{0} changes against what is stored'], moreChanges: ['另有 {0} 处没有列出', 'and {0} more'], ignoredColumns: ['没有采用的列', 'Columns not stored'],
  faults: ['{0} 处问题，改好后重新上传', '{0} errors: correct them and upload again'], sheet: ['工作表', 'Sheet'], column: ['列', 'Column'], writtenValue: ['原文', 'Value'], whatToDo: ['怎样改', 'What to do'],
  faultyRows: ['在表里的位置', 'Position in the sheet'], showAll: ['全部显示', 'Show all'], lostPage: ['这个页面没有取到', 'The page could not be fetched'], fileName: ['文件名', 'File'], noSubmissions: ['没有这样的报送。', 'There are no such submissions.'], withdrawn: ['已撤回', 'withdrawn'], replaced: ['已被替换', 'replaced'], partlyReplaced: ['部分被替换', 'partly replaced'], inForce: ['有效', 'in force'],
  number: ['编号', 'Number'], rowsReadLoaded: ['读 {0}，入库 {1}，隔离 {2}', '{0} read, {1} loaded, {2} set aside'], slices: ['分片', 'Slices'], slicesInForce: ['{1} 个，其中有效 {0} 个', '{0} of {1} in force'], nothingChanged: ['没有改变任何逐月数字', 'No monthly figure changed'], before: ['原数', 'Before'], after: ['现数', 'After'], firstOf: ['显示前 {0} 个，共 {1} 个', 'The first {0} of {1}'], setAside: ['隔离的行', 'Rows set aside'],
  withdraw: ['撤回', 'Withdraw'], withdrawTitle: ['撤回“{0}”', 'Withdraw “{0}”'], withdrawHelp: ['撤回后，它替换掉的报表重新有效；以前的状态仍可查。', 'The filing that it replaced counts again; earlier states can still be viewed.'], withdrawReason: ['撤回原因（必填）', 'Reason (required)'], withdrawnBy: ['撤回人', 'Withdrawn by'], cancel: ['取消', 'Cancel'],
  search: ['查找', 'Search'], unitOfCount: ['单位', 'Unit'], sortOfMetric: ['类型', 'Type'], direction: ['优向', 'Better'], fewerBetter: ['越少越好', 'fewer'], moreBetter: ['越多越好', 'more'], neither: ['不分好坏', 'neither'],
  flow: ['流量', 'flow'], stock: ['存量', 'stock'], plan: ['计划', 'plan'], ratio: ['比率', 'rate'], median: ['中位数', 'median'], distinct: ['去重计数', 'distinct'], versions: ['{0} 个版本', '{0} versions'], thresholds: ['阈值', 'Thresholds'], threshold: ['阈值', 'Threshold'], setting: ['数值', 'Setting'], withCount: ['{0}（{1}）', '{0} ({1})'], explained: ['{0}：{1}', '{0}: {1}'], from: ['启用', 'From'], rule: ['依据', 'Rule'], checks: ['核查', 'Checks'],
} as const satisfies Record<string, readonly [zh: string, en: string]>

export type Word = keyof typeof words
export type Lang = 'zh' | 'en'

/** The language of the texts, and of the labels requested from the API. */
export const lang = ref<Lang>('zh')
export const setLang = (chosen: string) => (lang.value = chosen === 'en' ? 'en' : 'zh')

/** A text in the chosen language, with {0}, {1} … filled in. */
export function say(word: Word, ...fill: (string | number)[]): string {
  return words[word][lang.value === 'en' ? 1 : 0].replace(/\{(\d)\}/g, (_, n: string) => String(fill[Number(n)] ?? ''))
}

const english = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
/** A month's name, 1 to 12. */
export const monthName = (n: number | string) => (lang.value === 'en' ? english[Number(n) - 1]! : `${n}月`)

/** Lists of names, parts of a sentence, and sentences, joined in the style of each language. */
export const listed = (names: readonly string[]) => names.join(lang.value === 'en' ? ', ' : '、')
export const joined = (parts: readonly string[]) => parts.join(lang.value === 'en' ? ', ' : '，')
export const sentences = (parts: readonly string[]) => parts.join(lang.value === 'en' ? '; ' : '；')
