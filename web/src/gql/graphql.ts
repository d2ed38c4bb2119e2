/* eslint-disable */
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
export type Maybe<T> = T | null;
export type InputMaybe<T> = T | null | undefined;
export type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
export type MakeOptional<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]?: Maybe<T[SubKey]> };
export type MakeMaybe<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]: Maybe<T[SubKey]> };
export type MakeEmpty<T extends { [key: string]: unknown }, K extends keyof T> = { [_ in K]?: never };
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A place in a list (游标). Opaque: take it from `pageInfo.endCursor` and hand it back as `after`, with the same other arguments. */
  Cursor: { input: string; output: string; }
  /** A calendar day without clock or zone (日期): `2023-11-30`. */
  Date: { input: string; output: string; }
  /** A moment (时刻), RFC 3339 with its zone: `2023-11-30T08:00:00+08:00`. Answers are in UTC. */
  DateTime: { input: string; output: string; }
  /**
   * An exact decimal as a string (十进制数), never a float: `"12.5"`. A number without a finite decimal form is rounded half up to
   * ten places.
   */
  Decimal: { input: string; output: string; }
  /**
   * A reporting period of whole months (时间): `2023`, `2023-H1` (上半年), `2023-Q3` (第三季度), `2023-11`, or a span of months
   * `2023-01/2023-11` (1—11月).
   */
  Period: { input: string; output: string; }
  /** A file (文件), sent as the GraphQL multipart request specification says (multipart/form-data). */
  Upload: { input: File; output: File; }
};

/** The figures of the office's yearly report (年度总结). A figure of one year is compared with the year before. */
export type AnnualSummary = {
  __typename?: 'AnnualSummary';
  /** 13. The share of apps found that were cleared (政务应用程序清理率). */
  appClearanceRate: Value;
  /** 11. Government apps cleared (清理政务应用程序). */
  appsCleared: Value;
  /** 11. Apps cleared over the three years (三年清理政务应用程序). */
  appsClearedThreeYears: Value;
  /** The moment as of which the figures are (数据时点); null for now. */
  asOf?: Maybe<Scalars['DateTime']['output']>;
  /** 20. Bodies abolished (撤销机构). */
  bodiesAbolished: Value;
  /** 19. Bodies adjusted (调整机构). */
  bodiesAdjusted: Value;
  /** 18. Bodies established (新设机构). */
  bodiesEstablished: Value;
  /** 17. Coordinating bodies handled (议事协调机构办理). */
  bodiesHandled: Value;
  /** 21. Bodies standing at the year's end (现有机构). */
  bodiesTotal: Value;
  /** 13. The share of both together (合并清理率): all cleared of all found, no average of rates. */
  combinedClearanceRate: Value;
  /** 13. The share of apps and groups cleared over the three years (三年合并清理率). */
  combinedClearanceRateThreeYears: Value;
  /** 2. Departments that held more (超上限单位). */
  departmentsOverCap: Value;
  /** 16. What the year's meetings are expected to come to, and the reduction that would be (预计全年减少). */
  expectedReduction?: Maybe<Projection>;
  /** 13. The share of chat groups found that were cleared (工作群清理率). */
  groupClearanceRate: Value;
  /** 12. Work chat groups cleared (清理工作群). */
  groupsCleared: Value;
  /** 12. Chat groups cleared over the three years (三年清理工作群). */
  groupsClearedThreeYears: Value;
  /** 7 to 9. Inspections conducted in the year before last, last year and the year (历年督查检查考核). */
  inspectionsConducted: Array<Value>;
  /** 14. Inspections planned for the same three years, of which the last is the year's (历年计划督查检查考核). */
  inspectionsPlanned: Array<Value>;
  /** 6. Inspections planned over the three years up to the year (三年计划督查检查考核). */
  inspectionsPlannedThreeYears: Value;
  /** 4. The share of meetings that were asked for in time (提前请示达标率). */
  leadTimeCompliance: Value;
  /** 3. How long a meeting may last (会议时长上限); null where none is set. */
  meetingHourLimit?: Maybe<Threshold>;
  /** 4. How many working days ahead a meeting must be asked for (会议提前请示); null where none is set. */
  meetingLeadDays?: Maybe<Threshold>;
  /** 5. Meetings held (召开会议), against the year before. */
  meetingsHeld: Value;
  /** Whether meetings did not increase, last year and in the year (会议只减不增). */
  meetingsNoIncrease: Array<NoIncreaseCheck>;
  /** 15. Meetings up to the end of November, or of the last month filed before it (截至11月召开会议). */
  meetingsToDate: Value;
  /** 10. The share of messages that were handled (办复率). */
  messageHandlingRate: Value;
  /** 10. The share of messages handled over the three years (三年办复率). */
  messageHandlingRateThreeYears: Value;
  /** 10. Citizens' messages handled (办复留言). */
  messagesHandled: Value;
  /** 10. Messages handled over the three years (三年办复留言). */
  messagesHandledThreeYears: Value;
  /** Caveats on any of the figures (提示): missing filings, rows kept aside, rows that do not say whether they count. */
  notices: Array<Notice>;
  /** 3. Meetings that lasted longer (超时会议). */
  overlongMeetings: Value;
  /** 22. Policy documents that have more (超页数政策性文件). */
  policyOverLength: Value;
  /** 22. How many pages a policy document may have (政策性文件页数上限); null where none is set. */
  policyPageLimit?: Maybe<Threshold>;
  /** 2. How many citywide meetings of its own system a department may hold in a year (系统会议上限); null where none is set. */
  systemMeetingCap?: Maybe<Threshold>;
  /** 1. Kinds of problems with the style of writing (文风问题种类). */
  writingProblemKinds: Value;
  /** The year (年份). */
  year: Scalars['Int']['output'];
};

/** A dated rule of what documents and meetings count (口径). */
export type Caliber = {
  __typename?: 'Caliber';
  /** What it counts, in words (定义). */
  definition: Scalars['String']['output'];
  /** Its name for people (名称). */
  label: Scalars['String']['output'];
  /** Its name (口径名). */
  name: Scalars['String']['output'];
  /** The rule by the day it began (版本). */
  versions: Array<CaliberVersion>;
};

/** A caliber from a day on (口径版本). */
export type CaliberVersion = {
  __typename?: 'CaliberVersion';
  /** Which documents count, as a condition in SQL (文件条件). */
  documents: Scalars['String']['output'];
  /** From this day (起). */
  from: Scalars['Date']['output'];
  /** Which meetings count, as a condition in SQL (会议条件). */
  meetings: Scalars['String']['output'];
};

/** One filed cell (单元格). */
export type Cell = {
  __typename?: 'Cell';
  /** Its header text (列名). */
  column: Scalars['String']['output'];
  /** Its text, verbatim (原文); null where it was empty. */
  value?: Maybe<Scalars['String']['output']>;
};

/** One thing that the office looks for in what was filed (核查). */
export type Check = {
  __typename?: 'Check';
  /** What it looks for, in words (定义). */
  definition: Scalars['String']['output'];
  /** The kinds of filing that its findings point to (报表种类). */
  kinds: Array<Kind>;
  /** Its name for people (名称). */
  label: Scalars['String']['output'];
  /** Its name (核查名). */
  name: Scalars['String']['output'];
  /** Its SQL over a period, to be run as it stands (语句). */
  sql: Scalars['String']['output'];
};


/** One thing that the office looks for in what was filed (核查). */
export type CheckSqlArgs = {
  period?: InputMaybe<Scalars['Period']['input']>;
};

/** What a figure is compared with (比较). */
export type Comparison =
  /** The span of the same length just before (环比). */
  | 'PREVIOUS_PERIOD'
  /** The same span of months a year before (同比). */
  | 'YEAR_EARLIER';

/** A bureau or county that files (报送单位), as its newest entry in the directory has it. */
export type Department = {
  __typename?: 'Department';
  /** Its code (单位编码). */
  code: Scalars['String']['output'];
  /** The deputy mayor (分管领导). */
  leader?: Maybe<Scalars['String']['output']>;
  /** Its full name (单位名称). */
  name: Scalars['String']['output'];
  /** The deputy mayor's line it belongs to (分管战线). */
  portfolio?: Maybe<Scalars['String']['output']>;
  /** Its short name (单位简称). */
  shortName?: Maybe<Scalars['String']['output']>;
  /** Its type (单位类型), such as 市直部门 or 县（市）区. */
  type: Scalars['String']['output'];
  /** All its entries, by the day each began (历次登记). */
  versions: Array<DepartmentVersion>;
};

/** What the directory says of a unit between two days (单位登记). */
export type DepartmentVersion = {
  __typename?: 'DepartmentVersion';
  /** The first day (启用日期); null for always. */
  from?: Maybe<Scalars['Date']['output']>;
  /** The deputy mayor (分管领导). */
  leader?: Maybe<Scalars['String']['output']>;
  /** The full name (单位名称). */
  name: Scalars['String']['output'];
  /** The deputy mayor's line (分管战线). */
  portfolio?: Maybe<Scalars['String']['output']>;
  /** The short name (单位简称). */
  shortName?: Maybe<Scalars['String']['output']>;
  /** The last day (停用日期); null while it lasts. */
  through?: Maybe<Scalars['Date']['output']>;
  /** The type (单位类型). */
  type: Scalars['String']['output'];
};

/** A total that a unit stated, held against its records (对账). */
export type Difference = {
  __typename?: 'Difference';
  /** What its records come to, with the rows (明细数). */
  counted: Value;
  /** The metric in full (指标说明). */
  definition: Metric;
  /** The unit's code (单位编码). */
  department: Scalars['String']['output'];
  /** Stated less counted (差额); null where nothing could be counted. */
  gap?: Maybe<Scalars['Decimal']['output']>;
  /** The metric's name (指标). */
  metric: Scalars['String']['output'];
  /** The month (月份). */
  month: Scalars['Period']['output'];
  /** The filed row that states it (汇总表行), with its cells. */
  record: Record;
  /** What the unit stated (汇总数). */
  stated: Scalars['Decimal']['output'];
  /** The unit in full (单位). */
  unit?: Maybe<Department>;
};

/** A page of stated totals (对账结果). */
export type DifferenceConnection = {
  __typename?: 'DifferenceConnection';
  /** The totals (汇总数). */
  nodes: Array<Difference>;
  /** Where the page ends (分页). */
  pageInfo: PageInfo;
  /** How many there are in all (总数). */
  totalCount: Scalars['Int']['output'];
};

/** A property by which figures are broken down (维度). */
export type Dimension = {
  __typename?: 'Dimension';
  /** Its name for people (名称). */
  label: Scalars['String']['output'];
  /** Its name (维度名), as `by` and `is` take it. */
  name: Scalars['String']['output'];
};

/** Which way of a metric is the better one (方向). */
export type Direction =
  /** Fewer is better (越少越好). */
  | 'DOWN'
  /** Neither (不分好坏). */
  | 'NONE'
  /** More is better (越多越好). */
  | 'UP';

/** Admits rows whose dimension has one of the values (条件). */
export type EqualsInput = {
  /** The dimension's name (维度), such as `form`. */
  dimension: Scalars['String']['input'];
  /** The values admitted (取值); of a yes/no dimension 是 or 否. */
  in: Array<Scalars['String']['input']>;
};

/** The kinds of error (错误代码). Every error of a response carries one in `extensions.code`, and a sentence that says what to do. */
export type ErrorCode =
  /** The warehouse is in a state that forbids it, such as withdrawing twice; or the data changed while a list was being read (冲突). */
  | 'CONFLICT'
  /** Our fault (内部错误). `extensions.reference` is written in the server's log beside the cause. */
  | 'INTERNAL'
  /** The request itself is wrong: malformed, an unknown name, a bad period (请求有误). Names near an unknown one stand in `extensions.near`. */
  | 'INVALID'
  /** Another process holds the warehouse (被占用). */
  | 'LOCKED'
  /** The thing asked for does not exist (不存在). */
  | 'NOT_FOUND'
  /** A filing was refused (不予接收). `submit` says so in its payload instead, with every fault. */
  | 'REFUSED'
  /** The request or its answer is beyond a stated limit, of size or of time (超过限制). */
  | 'TOO_LARGE'
  /** A file is damaged, encrypted, or past the limits (无法读取). */
  | 'UNREADABLE';

/** What can be wrong with a file (问题代码). */
export type FaultCode =
  /** Not a date, or a day that does not exist (日期有误). */
  | 'bad_date'
  /** Not a number (不是数字). */
  | 'bad_number'
  /** Not one of the allowed values (不在取值范围). */
  | 'bad_value'
  /** Dates in an order that cannot be (日期先后颠倒). */
  | 'date_order'
  /** A number that must be unique occurs twice (编号重复). */
  | 'duplicate_key'
  /** A required column is not there (缺列). */
  | 'missing_column'
  /** A required cell is empty or masked (缺值). */
  | 'missing_value'
  /** A number beyond what is possible (数值超出范围). */
  | 'out_of_range'
  /** The row's date is outside the period that title, sheet or file name states (不在本期). */
  | 'period_mismatch'
  /** Secret material does not belong here (涉密). */
  | 'secret'
  /** Which kind of filing it is cannot be told (看不出是什么表). */
  | 'unknown_kind'
  /** The unit is not in the directory (单位不在名录). */
  | 'unknown_unit'
  /** Corrupt, truncated, empty, encrypted, not the format, or unpacking past the limits (无法读取). */
  | 'unreadable_file';

/** One column of a record (字段). */
export type Field = {
  __typename?: 'Field';
  /** Its name for people (名称). */
  label: Scalars['String']['output'];
  /** The column's name (字段名). */
  name: Scalars['String']['output'];
  /** What was understood (值); null where unknown or not filed. */
  value?: Maybe<Scalars['String']['output']>;
};

/** A figure that a submission moved (影响的数字). */
export type FigureChange = {
  __typename?: 'FigureChange';
  /** The figure from then on (现数). */
  after: Value;
  /** The figure just before the submission was received (原数). */
  before: Value;
  /** The metric in full (指标说明). */
  definition: Metric;
  /** The unit's code (单位编码); null for rows that do not say. */
  department?: Maybe<Scalars['String']['output']>;
  /** The metric's name (指标). */
  metric: Scalars['String']['output'];
  /** The month (月份). */
  month: Scalars['Period']['output'];
  /** The unit in full (单位). */
  unit?: Maybe<Department>;
};

/** A page of figures that a submission moved (影响的数字). */
export type FigureChangeConnection = {
  __typename?: 'FigureChangeConnection';
  /** The figures (数字). */
  nodes: Array<FigureChange>;
  /** Where the page ends (分页). */
  pageInfo: PageInfo;
  /** How many there are in all (总数). */
  totalCount: Scalars['Int']['output'];
};

/** One row of a filed sheet that was stored (原表的一行). */
export type FiledRow = {
  __typename?: 'FiledRow';
  /** What stood there, verbatim, in the order of the header (原始单元格). */
  cells: Array<Cell>;
  /** The row as the spreadsheet numbers it (行号). */
  row: Scalars['Int']['output'];
};

/** What a unit was to file of a kind for a month, and what came of it (应报报表). */
export type Filing = {
  __typename?: 'Filing';
  /** The unit's code (单位编码). */
  department: Scalars['String']['output'];
  /** The first moment that is late (逾期起点). */
  dueBefore: Scalars['DateTime']['output'];
  /** When the first filing came (首次接收); null where none did. */
  firstReceived?: Maybe<Scalars['DateTime']['output']>;
  /** The kind of filing (报表种类). */
  kind: Kind;
  /** When the filing that counts came (现行接收); null where none did. */
  lastReceived?: Maybe<Scalars['DateTime']['output']>;
  /** Whether the first filing came after its due day (是否逾期), corrected later or not. */
  late: Scalars['Boolean']['output'];
  /** The month (月份). */
  month: Scalars['Period']['output'];
  /** How many rows count (行数). */
  rows: Scalars['Int']['output'];
  /** How it stands (状态). */
  status: FilingStatus;
  /** The submission that counts (现行报送编号); null where none came. */
  submission?: Maybe<Scalars['ID']['output']>;
  /** The unit in full (单位). */
  unit?: Maybe<Department>;
};

/** One column of a kind of filing (列). */
export type FilingColumn = {
  __typename?: 'FilingColumn';
  /** Other headers under which it is found (表头别名). */
  aliases: Array<Scalars['String']['output']>;
  /** What goes in (填写说明). */
  description: Scalars['String']['output'];
  /** The header on the blank form (表头). */
  header: Scalars['String']['output'];
  /** The name of the record's field that is read from it (字段名). */
  name: Scalars['String']['output'];
  /** Whether every row needs it (是否必填). */
  required: Scalars['Boolean']['output'];
};

/** A page of expected filings (报送情况). */
export type FilingConnection = {
  __typename?: 'FilingConnection';
  /** The filings (报送). */
  nodes: Array<Filing>;
  /** Where the page ends (分页). */
  pageInfo: PageInfo;
  /** How many there are in all (总数). */
  totalCount: Scalars['Int']['output'];
};

/** One thing that must be mended in a file, in its place (报送问题). */
export type FilingError = {
  __typename?: 'FilingError';
  /** What is wrong (问题代码). */
  code: FaultCode;
  /** The column's header text (列名); null where it concerns more than a column. */
  column?: Maybe<Scalars['String']['output']>;
  /** The file's name (文件名). */
  file: Scalars['String']['output'];
  /** What to do, in words (怎样改). */
  message: Scalars['String']['output'];
  /** The row as the spreadsheet numbers it (行号); null where it concerns more than a row. */
  row?: Maybe<Scalars['Int']['output']>;
  /** The sheet's name (工作表); null for CSV and JSON, or where it concerns the whole file. */
  sheet?: Maybe<Scalars['String']['output']>;
  /** The offending text, verbatim (原文). */
  value?: Maybe<Scalars['String']['output']>;
};

/** One kind of filing (报表种类). */
export type FilingKind = {
  __typename?: 'FilingKind';
  /** Its columns, in the order of the blank form (列). */
  columns: Array<FilingColumn>;
  /** What is filed with it (说明). */
  description: Scalars['String']['output'];
  /** Its identifier (标识). */
  kind: Kind;
  /** Its name for people (名称). */
  label: Scalars['String']['output'];
};

/** How an expected filing stands (报送状态). */
export type FilingStatus =
  /** It was filed again (已更正). */
  | 'CORRECTED'
  /** It came after its due day (逾期). */
  | 'LATE'
  /** It did not come (未报). */
  | 'MISSING'
  /** It came in time and says that there was nothing (零报告). */
  | 'NIL'
  /** It came in time, with rows (已报). */
  | 'RECEIVED';

/** One thing that a check found (核查结果). */
export type Finding = {
  __typename?: 'Finding';
  /** The check's name (核查名). */
  check: Scalars['String']['output'];
  /** Whether a rectification has closed it out (是否销号); null where none was opened for it. */
  closedOut?: Maybe<Scalars['Boolean']['output']>;
  /** The day it is of (日期); the period's last for what stands at its end. */
  day: Scalars['Date']['output'];
  /** The check in full (核查说明). */
  definition: Check;
  /** The unit's code (单位编码); null where none is to be named. */
  department?: Maybe<Scalars['String']['output']>;
  /** What is wrong with it, in words (说明). */
  detail: Scalars['String']['output'];
  /** The filed rows that it points to, in the order of their filing (明细). */
  records: RecordConnection;
  /** The number of that rectification (整改编号). */
  rectification?: Maybe<Scalars['String']['output']>;
  /** Person hours that could be saved (可省人时); null where the check tells none. */
  saving?: Maybe<Scalars['Decimal']['output']>;
  /** What was found (对象), such as a meeting's name. */
  subject: Scalars['String']['output'];
  /** The unit in full (单位). */
  unit?: Maybe<Department>;
};


/** One thing that a check found (核查结果). */
export type FindingRecordsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** A page of findings (核查结果). */
export type FindingConnection = {
  __typename?: 'FindingConnection';
  /** The findings, in the order of their day and unit (核查结果). */
  nodes: Array<Finding>;
  /** Where the page ends (分页). */
  pageInfo: PageInfo;
  /** How many there are in all (总数). */
  totalCount: Scalars['Int']['output'];
};

/** The size of a bucket of a trend (粒度). */
export type Grain =
  /** Halves of the year (半年). */
  | 'HALF'
  /** Calendar months (月). */
  | 'MONTH'
  /** Calendar quarters (季度). */
  | 'QUARTER'
  /** Calendar years (年). */
  | 'YEAR';

/** The kinds of filing (报表种类). */
export type Kind =
  /** Government apps cleared up (政务应用程序清理). */
  | 'app'
  /** Coordinating bodies (议事协调机构清单). */
  | 'body'
  /** Changes of coordinating bodies (议事协调机构变动). */
  | 'body_event'
  /** The directory of units (单位名录). */
  | 'department'
  /** Documents issued (发文统计). */
  | 'document'
  /** Yearly quota of documents (发文计划). */
  | 'document_plan'
  /** Work chat groups cleared up (工作群清理). */
  | 'group'
  /** Inspections conducted (督查检查考核实施情况). */
  | 'inspection'
  /** Inspections planned (督查检查考核计划). */
  | 'inspection_plan'
  /** Meetings held (会议统计). */
  | 'meeting'
  /** Meetings planned (会议计划). */
  | 'meeting_plan'
  /** Meetings found in the news (会议新闻报道). */
  | 'meeting_report'
  /** Citizens' messages (网民留言办理). */
  | 'message'
  /** Reminders, circulars and talks (提示函、通报、约谈). */
  | 'notice'
  /** Problems and their close-out (问题整改销号). */
  | 'rectification'
  /** Totals that a unit states (统计汇总表), kept apart from the records. */
  | 'reported_total'
  /** Documents checked at random (发文抽查). */
  | 'spot_check'
  /** Field visits (调研). */
  | 'visit';

/** How the figures were got (数据来源). */
export type Lineage = {
  __typename?: 'Lineage';
  /** The rule of what counted (口径). */
  caliber: Scalars['String']['output'];
  /** The columns read (字段), table.column. */
  columns: Array<Scalars['String']['output']>;
  /** The SQL that was run, with its values written in (语句). */
  sql: Scalars['String']['output'];
  /** The same, one by one (逐条语句): one for each table that was counted. */
  statements: Array<Scalars['String']['output']>;
  /** The submissions whose slices were counted (报送编号). */
  submissions: Array<Scalars['ID']['output']>;
  /** The thresholds used, in force at the period's end (阈值). */
  thresholds: Array<Threshold>;
};

/** Which rows count (范围). Fields that are not given do not narrow. */
export type MeasureFilter = {
  /** Codes of units (单位编码). */
  departments?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Equality on dimensions; all must hold (条件). */
  is?: InputMaybe<Array<EqualsInput>>;
  /** Names of portfolios (分管战线). */
  portfolios?: InputMaybe<Array<Scalars['String']['input']>>;
};

/** One question (取数条件). Only `metrics` and `period` are needed. */
export type MeasureInput = {
  /** Compare with this period instead (与指定时间比较). */
  against?: InputMaybe<Scalars['Period']['input']>;
  /** The warehouse as it was known at this moment (当时口径的数据); now where it is not named. */
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
  /** Break down by these dimensions (分组): `department`, `portfolio`, `department_type`, `leader`, and each kind's own, such as `form` or `platform`. Groups stand in the directory's order. */
  by?: InputMaybe<Array<Scalars['String']['input']>>;
  /** The rule of what counts (口径); `reduction` where it is not named. Both sides of a comparison use it. */
  caliber?: InputMaybe<Scalars['String']['input']>;
  /** Compare with the same months a year earlier (同比) or the period just before (环比). */
  compareTo?: InputMaybe<Comparison>;
  /** With `grain`: each bucket runs from the period's start (累计). */
  cumulative?: InputMaybe<Scalars['Boolean']['input']>;
  /** One row for each month, quarter, half or year of the period (趋势). */
  grain?: InputMaybe<Grain>;
  /** Names from the catalogue (指标), such as `meetings.held`; values stand in this order. */
  metrics: Array<Scalars['String']['input']>;
  /** The months counted (时间). */
  period: Scalars['Period']['input'];
  /** Count only these (范围). */
  where?: InputMaybe<MeasureFilter>;
};

/** The answer to a question (取数结果). */
export type Measurement = {
  __typename?: 'Measurement';
  /** The rule of what counted (口径), on both sides of a comparison. */
  caliber: Caliber;
  /** The version of that rule in force at the period's end (口径版本), which was used. */
  caliberVersion: CaliberVersion;
  /** What the whole period is compared with (比较时间); null where nothing is. */
  comparedTo?: Maybe<Scalars['Period']['output']>;
  /** The same, with its name and its days (比较时间说明). */
  comparedToInfo?: Maybe<PeriodInfo>;
  /** How the figures were got (数据来源). */
  lineage: Lineage;
  /** Caveats (提示): missing filings, rows kept aside, rows that do not say whether they count. */
  notices: Array<Notice>;
  /** The months counted (时间). */
  period: Scalars['Period']['output'];
  /** The same, with its name and its days (时间说明). */
  periodInfo: PeriodInfo;
  /** One row for each bucket and group; one in all without `grain` and `by` (结果行). */
  rows: RowConnection;
};


/** The answer to a question (取数结果). */
export type MeasurementRowsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** One value of one dimension (分组取值). */
export type Member = {
  __typename?: 'Member';
  /** The dimension's name (维度). */
  dimension: Scalars['String']['output'];
  /** The value for people (名称): a unit's name for its code. */
  label?: Maybe<Scalars['String']['output']>;
  /** The value (取值): a unit's code, a portfolio's name, …; null for rows that do not say. */
  value?: Maybe<Scalars['String']['output']>;
};

/** One named measure with one definition (指标). */
export type Metric = {
  __typename?: 'Metric';
  /** The caliber it is counted under unless another is named (默认口径); null where calibers change nothing. */
  caliber?: Maybe<Scalars['String']['output']>;
  /** The calibers it can be counted under (口径). */
  calibers: Array<Caliber>;
  /** What it counts, in words (定义). */
  definition: Scalars['String']['output'];
  /** By what it can be broken down (维度). */
  dimensions: Array<Dimension>;
  /** Which way is the better one (方向). */
  direction: Direction;
  /** How the figures of several periods belong together (类型). */
  kind: MetricKind;
  /** Its name for people (名称), such as 召开会议. */
  label: Scalars['String']['output'];
  /** Its name (指标名), such as `meetings.held`. */
  name: Scalars['String']['output'];
  /** The kinds of filing that it counts (报表种类). */
  source: Array<Kind>;
  /** The SQL that counts it, over the current year (语句). */
  sql: Scalars['String']['output'];
  /** What is counted (单位), such as 次; null for a rate. */
  unit?: Maybe<Scalars['String']['output']>;
};

/** Which metrics (指标筛选). All that is given must hold. */
export type MetricFilter = {
  /** How the figures of periods belong together (类型). */
  kind?: InputMaybe<MetricKind>;
  /** These names (指标名). An unknown one is an error with the nearest names. */
  names?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Names that begin so (前缀), such as `meetings.`. */
  prefix?: InputMaybe<Scalars['String']['input']>;
  /** A part of the name, label or definition, in either language (关键词). */
  search?: InputMaybe<Scalars['String']['input']>;
  /** Metrics that count this kind of filing (报表种类). */
  source?: InputMaybe<Kind>;
};

/** How the figures of several periods belong together (指标类型). */
export type MetricKind =
  /** How many different values (去重计数). */
  | 'DISTINCT'
  /** Counted over the period by a date; periods add up (流量). */
  | 'FLOW'
  /** The middle value (中位数). */
  | 'MEDIAN'
  /** Set for a whole year (计划). */
  | 'PLAN'
  /** Numerator over denominator, never an average of rates (比率). */
  | 'RATIO'
  /** Taken at the period's end (存量). */
  | 'STOCK';

/** Why there is no number (缺失原因). Missing is never zero. */
export type Missing =
  /** The column that decides was left empty in every row (未填报). */
  | 'NOT_REPORTED'
  /** Working days of a year without a holiday notice (无节假日安排). */
  | 'NO_CALENDAR'
  /** Nothing of the kind was filed for the period (无数据). */
  | 'NO_DATA'
  /** Some rows are masked or empty where a sum needs a number (含未知数值). */
  | 'UNKNOWN_VALUES'
  /** There is nothing to take a share of (分母为零). */
  | 'ZERO_DENOMINATOR';

/**
 * What changes the warehouse (报送与撤回). Everything is kept: a correction replaces, a withdrawal restores, and any past state can
 * be asked for with `asOf`.
 */
export type Mutation = {
  __typename?: 'Mutation';
  /**
   * Files one spreadsheet (报送): xlsx, csv or json. A file with any fault is refused whole, and every fault is told at once, in the
   * payload. The same bytes again change nothing.
   */
  submit: SubmitPayload;
  /** Takes a submission back (撤回): what it replaced counts again, and the past stays as it was. */
  withdraw: WithdrawPayload;
};


/**
 * What changes the warehouse (报送与撤回). Everything is kept: a correction replaces, a withdrawal restores, and any past state can
 * be asked for with `asOf`.
 */
export type MutationSubmitArgs = {
  input: SubmitInput;
};


/**
 * What changes the warehouse (报送与撤回). Everything is kept: a correction replaces, a withdrawal restores, and any past state can
 * be asked for with `asOf`.
 */
export type MutationWithdrawArgs = {
  input: WithdrawInput;
};

/** A count of one scope held against the year before (只减不增). */
export type NoIncreaseCheck = {
  __typename?: 'NoIncreaseCheck';
  /** The scope, in the order of `by` (分组); empty for the whole city. */
  group: Array<Member>;
  /** Whether it is no more than before (是否做到); null where either side is missing. */
  met?: Maybe<Scalars['Boolean']['output']>;
  /** The months compared (时间): the year, or what of it was filed. */
  period: Scalars['Period']['output'];
  /** The figure with its comparison (数). */
  value: Value;
};

/** A caveat on the figures (提示): data, not an error. */
export type Notice = {
  __typename?: 'Notice';
  /** What kind of caveat (类别). */
  code: NoticeCode;
  /** The metric it concerns (指标); null where it concerns several. */
  metric?: Maybe<Scalars['String']['output']>;
  /** Every slice that is missing or incomplete (涉及的分片), by month and unit. */
  slices: NoticeSliceConnection;
  /** The caveat in words (文字); of many missing filings it names the first. */
  text: Scalars['String']['output'];
};


/** A caveat on the figures (提示): data, not an error. */
export type NoticeSlicesArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** The kinds of caveat (提示类别). */
export type NoticeCode =
  /** Months of the period have no filing (报送不全). */
  | 'INCOMPLETE_PERIOD'
  /** Rows were kept aside by a quarantining load (有隔离的行). */
  | 'REJECTED_ROWS'
  /** Rows do not say whether they count (有不明的行). */
  | 'UNKNOWN_ROWS';

/** A slice that a caveat is about (分片): what was to be filed, or was filed with faults. */
export type NoticeSlice = {
  __typename?: 'NoticeSlice';
  /** The unit's code (单位编码); null where no unit filed for the period. */
  department?: Maybe<Scalars['String']['output']>;
  /** The kind of filing (报表种类). */
  kind: Kind;
  /** The months of the slice (时间); null for ledgers and kinds without periods. */
  period?: Maybe<Scalars['Period']['output']>;
  /** The unit in full (单位). */
  unit?: Maybe<Department>;
};

/** A page of slices that a caveat is about (分片). */
export type NoticeSliceConnection = {
  __typename?: 'NoticeSliceConnection';
  /** The slices (分片). */
  nodes: Array<NoticeSlice>;
  /** Where the page ends (分页). */
  pageInfo: PageInfo;
  /** How many there are in all (总数). */
  totalCount: Scalars['Int']['output'];
};

/** Where a page of a list ends (分页). */
export type PageInfo = {
  __typename?: 'PageInfo';
  /** Hand this back as `after` to read on (下一页的游标); null on an empty page. */
  endCursor?: Maybe<Scalars['Cursor']['output']>;
  /** Whether there is more after this page (是否还有下一页). */
  hasNextPage: Scalars['Boolean']['output'];
};

/** What a method would have said of a past year, and what came (往年验证). */
export type PastProjection = {
  __typename?: 'PastProjection';
  /** What came (实际数). */
  actual: Scalars['Decimal']['output'];
  /** How far it was off, in percent of what came (误差百分比). */
  errorPercent: Scalars['Decimal']['output'];
  /** What the method would have said (推算数). */
  projected: Scalars['Decimal']['output'];
  /** The year (年份). */
  year: Scalars['Int']['output'];
};

/** A period in full (时间说明). */
export type PeriodInfo = {
  __typename?: 'PeriodInfo';
  /** Its first day (起). */
  from: Scalars['Date']['output'];
  /** Its name for people (名称), such as 2023年第三季度. */
  label: Scalars['String']['output'];
  /** How many months it has (月数). */
  months: Scalars['Int']['output'];
  /** Its last day (止). */
  through: Scalars['Date']['output'];
  /** Its short form (写法), such as `2023-Q3`. */
  value: Scalars['Period']['output'];
};

/** A deputy mayor's line (分管战线). */
export type Portfolio = {
  __typename?: 'Portfolio';
  /** The units that belong to it now (所属单位). */
  departments: Array<Department>;
  /** The deputy mayor (分管领导). */
  leader?: Maybe<Scalars['String']['output']>;
  /** Its name (名称). */
  name: Scalars['String']['output'];
};

/** What one method says that a year will come to (推算结果). */
export type Projected = {
  __typename?: 'Projected';
  /** What the year will come to, as a whole number (推算数). */
  amount?: Maybe<Scalars['Decimal']['output']>;
  /** The change against the whole year before in percent, two decimals, half up (预计增减百分比). */
  changePercent?: Maybe<Scalars['Decimal']['output']>;
  /** The method for people (方法名称). */
  label: Scalars['String']['output'];
  /** The method (方法). */
  method: ProjectionMethod;
  /** Why nothing can be said (缺失原因). */
  missing?: Maybe<Missing>;
  /** What the method would have said of past years from the same month, the newest first (往年验证). */
  past: Array<PastProjection>;
};

/** What a year is expected to come to (全年推算). It says through which month it knows, and how far each method was off before. */
export type Projection = {
  __typename?: 'Projection';
  /** The months that are known (已知数), against the same months of the year before. */
  actual: Value;
  /** The metric in full (指标说明). */
  definition: Metric;
  /** The whole year before (上年全年). */
  lastYear: Value;
  /** What each method says (各方法推算). */
  methods: Array<Projected>;
  /** The metric's name (指标). */
  metric: Scalars['String']['output'];
  /** The last month that is known (截至月份). */
  throughMonth: Scalars['Int']['output'];
  /** The year (年份). */
  year: Scalars['Int']['output'];
};

/** A way to say what a year will come to from its first months (推算方法). */
export type ProjectionMethod =
  /** What was counted, and last year's months left scaled by this year's pace (按上年后几个月). */
  | 'LAST_YEAR_SCALED'
  /** What was counted, and what the approved plan has for the months left (按计划余量). */
  | 'PLAN_REMAINDER'
  /** What was counted, at the same pace to the year's end (按月均). */
  | 'RUN_RATE';

/** Questions: nothing here changes the warehouse (查询). */
export type Query = {
  __typename?: 'Query';
  /**
   * Every figure of the office's yearly report, by name (年度总结): each with its comparison and the rows behind it. The numbers in
   * the descriptions are the figures' places in the report.
   */
  annualSummary: AnnualSummary;
  /** The rules of what counts (口径). */
  calibers: Array<Caliber>;
  /**
   * What the office looks for in what was filed (核查). Each is a field of its own name; an office's own checks are asked for
   * through `findings`.
   */
  checks: Array<Check>;
  /** Meetings to convey a provincial video meeting of a like name within the 15 days before (省级视频会议开到县后又层层传达的会议). */
  conveyedAgain: FindingConnection;
  /** The units that file, in the directory's order (报送单位). */
  departments: Array<Department>;
  /** Bodies standing at the period's end without activity for the set days (长期不活动的议事协调机构). */
  dormantBodies: FindingConnection;
  /**
   * Which unit was to file which kind for which month, and what came (报送情况): by unit in the directory's order, kind and month.
   * A month is expected once it has ended.
   */
  filings: FilingConnection;
  /** What a check found (核查结果), any check of `checks` by its name. An unknown name is an error with the nearest names. */
  findings: FindingConnection;
  /** Units whose formal documents fell and whose letters and notes rose against the same months a year before (以函和便笺代替红头文件). */
  formShifts: FindingConnection;
  /** The kinds of filing and their columns (报表种类): what a spreadsheet may hold, under which headers. */
  kinds: Array<FilingKind>;
  /** Two bodies of like names that both stand at the period's end (名称相近的议事协调机构). */
  lookAlikeBodies: FindingConnection;
  /**
   * The one way to numbers (取数): metrics over a period, compared, broken down, as a trend. Reports, the command line and
   * `/measure.csv` ask the same question. Several `measure` fields of one operation that differ in nothing but their metrics are
   * answered together.
   */
  measure: Measurement;
  /** Meetings close in time whose scopes overlap from the threshold on; what is saved is the smaller one's person hours (建议合并召开的会议). */
  mergeSuggestions: FindingConnection;
  /** Meetings filed as merged into another that was held on a different day (名为合并实际另开的会议). */
  mergedButHeld: FindingConnection;
  /** One metric (指标). An unknown name is an error with the nearest names. */
  metric?: Maybe<Metric>;
  /** The catalogue (指标目录). */
  metrics: Array<Metric>;
  /**
   * Whether a count is no more than in the year before (只减不增): for the whole city, or for each member of a dimension in the
   * directory's order. Where only some months of the year were filed, the same months are compared.
   */
  noIncrease: Array<NoIncreaseCheck>;
  /** Meetings held, not merged into another, and not in the plan (计划外召开的会议). */
  offPlanMeetings: FindingConnection;
  /** The deputy mayors' lines, in the directory's order (分管战线). */
  portfolios: Array<Portfolio>;
  /** What a year will come to, known through a month (全年推算). Never an actual: each method tells how far it was off in past years. */
  projection: Projection;
  /** The totals that units stated (统计汇总表) held against their records (对账), month by month and unit by unit. */
  reconciliation: DifferenceConnection;
  /** The filed rows of one kind that count, in the order of their filing (明细). */
  records: RecordConnection;
  /** Within the set days, two units visited the same place or inspected the same county (多个单位短期内到同一地点检查调研). */
  repeatedPlaces: FindingConnection;
  /** Documents of one unit within 30 days whose titles are alike (标题相近可归并印发的文件). */
  similarDocuments: FindingConnection;
  /** One plan item carried out more than once in a year by one unit (拆分开展的计划内督查检查考核). */
  splitInspections: FindingConnection;
  /** One submission (报送). An unknown number is an error. */
  submission?: Maybe<Submission>;
  /** What was filed, the newest first (报送记录). */
  submissions: SubmissionConnection;
  /** The dated settings in force on a day (阈值). */
  thresholds: Array<Threshold>;
  /** Meetings that are not citywide and required the heads of units (可由副职参加而要求主要负责同志参会的会议). */
  topLeaderNotNeeded: FindingConnection;
  /**
   * One figure again by its id (追溯): a measurement of one row with one value, from which its records, its SQL and its submissions
   * can be asked for.
   */
  trace: Measurement;
  /** Off-plan inspections that lack a date of approval or of record (未经审批或备案的计划外督查检查考核). */
  unapprovedInspections: FindingConnection;
  /** News of a meeting without a filed one of a like name within 3 days (有报道而未报送的会议). */
  unfiledMeetings: FindingConnection;
};


/** Questions: nothing here changes the warehouse (查询). */
export type QueryAnnualSummaryArgs = {
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
  year: Scalars['Int']['input'];
};


/** Questions: nothing here changes the warehouse (查询). */
export type QueryConveyedAgainArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  period: Scalars['Period']['input'];
};


/** Questions: nothing here changes the warehouse (查询). */
export type QueryDepartmentsArgs = {
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
  portfolio?: InputMaybe<Scalars['String']['input']>;
  type?: InputMaybe<Scalars['String']['input']>;
};


/** Questions: nothing here changes the warehouse (查询). */
export type QueryDormantBodiesArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  period: Scalars['Period']['input'];
};


/** Questions: nothing here changes the warehouse (查询). */
export type QueryFilingsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
  departments?: InputMaybe<Array<Scalars['String']['input']>>;
  first?: InputMaybe<Scalars['Int']['input']>;
  kinds?: InputMaybe<Array<Kind>>;
  period: Scalars['Period']['input'];
  statuses?: InputMaybe<Array<FilingStatus>>;
};


/** Questions: nothing here changes the warehouse (查询). */
export type QueryFindingsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
  check: Scalars['String']['input'];
  first?: InputMaybe<Scalars['Int']['input']>;
  period: Scalars['Period']['input'];
};


/** Questions: nothing here changes the warehouse (查询). */
export type QueryFormShiftsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  period: Scalars['Period']['input'];
};


/** Questions: nothing here changes the warehouse (查询). */
export type QueryLookAlikeBodiesArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  period: Scalars['Period']['input'];
};


/** Questions: nothing here changes the warehouse (查询). */
export type QueryMeasureArgs = {
  input: MeasureInput;
};


/** Questions: nothing here changes the warehouse (查询). */
export type QueryMergeSuggestionsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  period: Scalars['Period']['input'];
};


/** Questions: nothing here changes the warehouse (查询). */
export type QueryMergedButHeldArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  period: Scalars['Period']['input'];
};


/** Questions: nothing here changes the warehouse (查询). */
export type QueryMetricArgs = {
  name: Scalars['String']['input'];
};


/** Questions: nothing here changes the warehouse (查询). */
export type QueryMetricsArgs = {
  filter?: InputMaybe<MetricFilter>;
};


/** Questions: nothing here changes the warehouse (查询). */
export type QueryNoIncreaseArgs = {
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
  by?: InputMaybe<Scalars['String']['input']>;
  metric: Scalars['String']['input'];
  year: Scalars['Int']['input'];
};


/** Questions: nothing here changes the warehouse (查询). */
export type QueryOffPlanMeetingsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  period: Scalars['Period']['input'];
};


/** Questions: nothing here changes the warehouse (查询). */
export type QueryPortfoliosArgs = {
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
};


/** Questions: nothing here changes the warehouse (查询). */
export type QueryProjectionArgs = {
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
  metric: Scalars['String']['input'];
  throughMonth: Scalars['Int']['input'];
  year: Scalars['Int']['input'];
};


/** Questions: nothing here changes the warehouse (查询). */
export type QueryReconciliationArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  onlyDifferences?: InputMaybe<Scalars['Boolean']['input']>;
  period: Scalars['Period']['input'];
};


/** Questions: nothing here changes the warehouse (查询). */
export type QueryRecordsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  kind: Kind;
  where?: InputMaybe<RecordFilter>;
};


/** Questions: nothing here changes the warehouse (查询). */
export type QueryRepeatedPlacesArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  period: Scalars['Period']['input'];
};


/** Questions: nothing here changes the warehouse (查询). */
export type QuerySimilarDocumentsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  period: Scalars['Period']['input'];
};


/** Questions: nothing here changes the warehouse (查询). */
export type QuerySplitInspectionsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  period: Scalars['Period']['input'];
};


/** Questions: nothing here changes the warehouse (查询). */
export type QuerySubmissionArgs = {
  id: Scalars['ID']['input'];
};


/** Questions: nothing here changes the warehouse (查询). */
export type QuerySubmissionsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  filter?: InputMaybe<SubmissionFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** Questions: nothing here changes the warehouse (查询). */
export type QueryThresholdsArgs = {
  on?: InputMaybe<Scalars['Date']['input']>;
};


/** Questions: nothing here changes the warehouse (查询). */
export type QueryTopLeaderNotNeededArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  period: Scalars['Period']['input'];
};


/** Questions: nothing here changes the warehouse (查询). */
export type QueryTraceArgs = {
  id: Scalars['String']['input'];
};


/** Questions: nothing here changes the warehouse (查询). */
export type QueryUnapprovedInspectionsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  period: Scalars['Period']['input'];
};


/** Questions: nothing here changes the warehouse (查询). */
export type QueryUnfiledMeetingsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  period: Scalars['Period']['input'];
};

/** One filed row as it was understood, and the cells it was read from (明细). */
export type Record = {
  __typename?: 'Record';
  /** The day it counts for (日期); null where the kind has none. */
  date?: Maybe<Scalars['Date']['output']>;
  /** The unit's code (单位编码); null where the kind has none. */
  department?: Maybe<Scalars['String']['output']>;
  /** Its columns as they were understood (字段). */
  fields: Array<Field>;
  /** Its number (编号). */
  id: Scalars['ID']['output'];
  /** The kind of filing (报表种类). */
  kind: Kind;
  /** Which part of a rate it was counted in (计入部分); null where it is not the record of a rate. */
  role?: Maybe<RecordRole>;
  /** Where it was filed (出处). */
  source: Source;
  /** What it is called (名称), such as the meeting's name. */
  title: Scalars['String']['output'];
  /** The unit in full (单位); null where the kind has none. */
  unit?: Maybe<Department>;
};

/** A page of records (明细). */
export type RecordConnection = {
  __typename?: 'RecordConnection';
  /** The records, in the order of their filing (明细). */
  nodes: Array<Record>;
  /** Where the page ends (分页). */
  pageInfo: PageInfo;
  /** How many there are in all (总条数). */
  totalCount: Scalars['Int']['output'];
};

/** Which records (明细筛选). Fields that are not given do not narrow. */
export type RecordFilter = {
  /** Codes of units (单位编码). */
  departments?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Equality on the kind's columns; all must hold (条件). */
  is?: InputMaybe<Array<EqualsInput>>;
  /** Only rows whose date lies in it (时间). */
  period?: InputMaybe<Scalars['Period']['input']>;
  /** Only rows of this submission (报送编号). */
  submission?: InputMaybe<Scalars['ID']['input']>;
};

/** Which part of a rate a record was counted in (计入部分). */
export type RecordRole =
  /** In what it is counted of, alone (分母). */
  | 'DENOMINATOR'
  /** In what is counted (分子). */
  | 'NUMERATOR';

/** A page of faults of rows kept aside (隔离行的问题). */
export type RejectConnection = {
  __typename?: 'RejectConnection';
  /** The faults, in the order of the file (问题). */
  nodes: Array<FilingError>;
  /** Where the page ends (分页). */
  pageInfo: PageInfo;
  /** How many there are in all (总数). */
  totalCount: Scalars['Int']['output'];
};

/** A slice that was put in place of an earlier one (被替换的分片). */
export type ReplacedSlice = {
  __typename?: 'ReplacedSlice';
  /** The unit's code (单位编码); null where the kind has none. */
  department?: Maybe<Scalars['String']['output']>;
  /** The kind of filing (报表种类). */
  kind: Kind;
  /** The slice's period (时间): a month, a year, `ledger` or `whole`. */
  period: Scalars['String']['output'];
  /** How many count now (现行数). */
  rows: Scalars['Int']['output'];
  /** How many rows counted before (原行数). */
  rowsBefore: Scalars['Int']['output'];
  /** The source (来源), of kinds that several sources file separately. */
  stream?: Maybe<Scalars['String']['output']>;
};

/** One bucket and group (结果行). */
export type Row = {
  __typename?: 'Row';
  /** The bucket (时段); the whole period without `grain`. */
  bucket: PeriodInfo;
  /** The group, in the order of `by` (分组); empty without `by`. */
  group: Array<Member>;
  /** The figures, in the order of `metrics` (数). */
  values: Array<Value>;
};

/** A page of rows (结果行). */
export type RowConnection = {
  __typename?: 'RowConnection';
  /** The rows, in order of time and then of the directory (行). */
  nodes: Array<Row>;
  /** Where the page ends (分页). */
  pageInfo: PageInfo;
  /** How many rows there are in all (总行数). */
  totalCount: Scalars['Int']['output'];
};

/** The place in a file where a record stood (出处). */
export type Source = {
  __typename?: 'Source';
  /** The stored rows of the same sheet above and below, itself among them, from top to bottom (上下行): titles, totals and other rows that are no records are not stored. */
  around: Array<FiledRow>;
  /** What stood there, verbatim (原始单元格). */
  cells: Array<Cell>;
  /** The file's name (文件名). */
  file: Scalars['String']['output'];
  /** The submission in full (报送). */
  filing: Submission;
  /** The row as the spreadsheet numbers it (行号). */
  row: Scalars['Int']['output'];
  /** The sheet's name (工作表); null for CSV and JSON. */
  sheet?: Maybe<Scalars['String']['output']>;
  /** The submission's number (报送编号). */
  submission: Scalars['ID']['output'];
};


/** The place in a file where a record stood (出处). */
export type SourceAroundArgs = {
  rows?: Scalars['Int']['input'];
};

/** One file as received (报送). */
export type Submission = {
  __typename?: 'Submission';
  /** How many bytes it has (字节数). */
  bytes: Scalars['Int']['output'];
  /**
   * Which monthly figures of which units it moved when it was received (影响的数字), from what to what: counts that add up over
   * time, in order of month and unit.
   */
  changes: FigureChangeConnection;
  /** The file's name (文件名). */
  file: Scalars['String']['output'];
  /** Its number (编号). */
  id: Scalars['ID']['output'];
  /** Headers of columns that were not stored (未采用的列), personal data among them. */
  ignoredColumns: Array<Scalars['String']['output']>;
  /** The first of them (首个报表种类). */
  kind?: Maybe<Kind>;
  /** The kinds of filing in it (报表种类). */
  kinds: Array<Kind>;
  /** When it was loaded (入库时间). */
  loadedAt: Scalars['DateTime']['output'];
  /** From when its rows count (接收时间). */
  receivedAt: Scalars['DateTime']['output'];
  /** The faults of the rows that were kept aside (隔离行的问题). */
  rejects: RejectConnection;
  /** How many were loaded (入库行数). */
  rowsLoaded: Scalars['Int']['output'];
  /** How many rows were read (读取行数). */
  rowsRead: Scalars['Int']['output'];
  /** How many were kept aside (隔离行数). */
  rowsRejected: Scalars['Int']['output'];
  /** The SHA-256 of its bytes (校验值). */
  sha256: Scalars['String']['output'];
  /** How many slices it filed (分片数). */
  slices: Scalars['Int']['output'];
  /** How many of them count now (现行分片数). */
  slicesInForce: Scalars['Int']['output'];
  /** Who filed it (报送人). */
  submittedBy?: Maybe<Scalars['String']['output']>;
  /** What a person should look at (提醒). */
  warnings: Array<Scalars['String']['output']>;
  /** When it was withdrawn (撤回时间); null where it was not. */
  withdrawnAt?: Maybe<Scalars['DateTime']['output']>;
  /** Who withdrew it (撤回人). */
  withdrawnBy?: Maybe<Scalars['String']['output']>;
  /** Why (撤回原因). */
  withdrawnReason?: Maybe<Scalars['String']['output']>;
};


/** One file as received (报送). */
export type SubmissionChangesArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** One file as received (报送). */
export type SubmissionRejectsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** A page of submissions (报送记录). */
export type SubmissionConnection = {
  __typename?: 'SubmissionConnection';
  /** The submissions, the newest first (报送). */
  nodes: Array<Submission>;
  /** Where the page ends (分页). */
  pageInfo: PageInfo;
};

/** Which submissions (报送筛选). All that is given must hold. */
export type SubmissionFilter = {
  /** Files that hold rows of this unit (单位编码). */
  department?: InputMaybe<Scalars['String']['input']>;
  /** A part of the file's name (文件名). */
  file?: InputMaybe<Scalars['String']['input']>;
  /** Files that hold this kind (报表种类). */
  kind?: InputMaybe<Kind>;
  /** Withdrawn ones alone, or others alone (是否已撤回). */
  withdrawn?: InputMaybe<Scalars['Boolean']['input']>;
};

/** What is filed (报送内容). All but the file is taken from the file where it is not given. */
export type SubmitInput = {
  /** The unit, code or name, that a blank or absent unit column stands for (单位). */
  department?: InputMaybe<Scalars['String']['input']>;
  /** Check everything, change nothing (只检查不入库). */
  dryRun?: InputMaybe<Scalars['Boolean']['input']>;
  /** The spreadsheet (文件). */
  file: Scalars['Upload']['input'];
  /** The kind of every table in it (报表种类). */
  kind?: InputMaybe<Kind>;
  /** The period, instead of the one that title, sheet or file name states (时间). */
  period?: InputMaybe<Scalars['Period']['input']>;
  /** Keep faulty rows aside and load the others (隔离有问题的行). */
  quarantine?: InputMaybe<Scalars['Boolean']['input']>;
  /** From when the rows count (接收时间); now where it is not given. */
  receivedAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Who files it (报送人). */
  submittedBy?: InputMaybe<Scalars['String']['input']>;
};

/** What became of a file (报送结果). A refusal is an answer, not an error of the request. */
export type SubmitPayload = {
  __typename?: 'SubmitPayload';
  /** Every fault of the file (问题); empty where it was taken in without any. */
  errors: Array<FilingError>;
  /** Headers of columns that were not stored (未采用的列), personal data among them. */
  ignoredColumns: Array<Scalars['String']['output']>;
  /** The kinds found in the file (报表种类). */
  kinds: Array<Kind>;
  /** How many were kept aside (隔离行数). */
  rejected: Scalars['Int']['output'];
  /** The slices that this filing put in place of earlier ones (被替换的分片). */
  replaced: Array<ReplacedSlice>;
  /** How many rows were loaded (入库行数). */
  rows: Scalars['Int']['output'];
  /** What became of it (结果). */
  status: SubmitStatus;
  /** The submission (报送); null where the file was refused or only checked. */
  submission?: Maybe<Submission>;
  /** What a person should look at (提醒). */
  warnings: Array<Scalars['String']['output']>;
};

/** What became of a file (报送结果). */
export type SubmitStatus =
  /** Its rows count (已入库). */
  | 'LOADED'
  /** It has faults, and nothing of it is visible (不予接收). */
  | 'REFUSED'
  /** The same bytes were filed before: nothing changed (未变化). */
  | 'UNCHANGED';

/** What is told as it happens (订阅), over WebSocket or server-sent events. */
export type Subscription = {
  __typename?: 'Subscription';
  /** A submission, each time one is filed or withdrawn through this server (报送动态). */
  submitted: Submission;
};

/** A dated setting (阈值), such as the page limit of policy documents: places and years differ. */
export type Threshold = {
  __typename?: 'Threshold';
  /** In force from this day (起). */
  from: Scalars['Date']['output'];
  /** Its name for people (名称). */
  label: Scalars['String']['output'];
  /** Its name (阈值名). */
  name: Scalars['String']['output'];
  /** The rule it comes from (依据). */
  source: Scalars['String']['output'];
  /** What it is counted in (单位); empty for a share. */
  unit: Scalars['String']['output'];
  /** The setting (数值). */
  value: Scalars['Decimal']['output'];
};

/** One figure (数): a metric over a period and scope. */
export type Value = {
  __typename?: 'Value';
  /** The figure (数值). Exact; a rate is a fraction rounded half up to four places (`0.9851`). Null has its reason in `missing`. */
  amount?: Maybe<Scalars['Decimal']['output']>;
  /** The comparison (比较); null where none was asked for. */
  comparison?: Maybe<ValueComparison>;
  /** The metric in full (指标说明). */
  definition: Metric;
  /** Of a rate: of how many (分母). */
  denominator?: Maybe<Scalars['Decimal']['output']>;
  /**
   * What finds this figure again, by `trace` or `jianfu trace` (编号): metric, months, group, scope, caliber and moment in one readable text,
   * such as `meetings.held@2023,portfolio=城建`. Asked without a moment (`asOf`), it stands for the figure of whenever it is traced.
   */
  id: Scalars['String']['output'];
  /** The metric's name (指标). */
  metric: Scalars['String']['output'];
  /** Why there is no amount (缺失原因); null where there is one. */
  missing?: Maybe<Missing>;
  /** Of a rate: what is counted (分子). */
  numerator?: Maybe<Scalars['Decimal']['output']>;
  /** The months counted (时间); of a cumulative figure from the period's start. */
  period: Scalars['Period']['output'];
  /** Exactly the filed rows that were counted (明细). */
  records: RecordConnection;
  /** The figure in words (文字): 1,234次, 98.51%, or why there is none. */
  text: Scalars['String']['output'];
};


/** One figure (数): a metric over a period and scope. */
export type ValueRecordsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** A figure held against the same figure of another period (比较). */
export type ValueComparison = {
  __typename?: 'ValueComparison';
  /** Its figure (基数). */
  amount?: Maybe<Scalars['Decimal']['output']>;
  /** Of a count: the change in percent, two decimals, half up (增减百分比). */
  changePercent?: Maybe<Scalars['Decimal']['output']>;
  /** Of a rate: the change in percentage points, two decimals, half up (增减百分点). */
  changePoints?: Maybe<Scalars['Decimal']['output']>;
  /** Current less base (增减). */
  delta?: Maybe<Scalars['Decimal']['output']>;
  /** Whether the change is for the better (是否向好); null where nothing changed or no side is better. */
  favourable?: Maybe<Scalars['Boolean']['output']>;
  /** Why there is no change to tell (缺失原因). */
  missing?: Maybe<Missing>;
  /** The period compared with (比较时间). */
  period: Scalars['Period']['output'];
  /** The comparison in words (文字): 同比下降12.36%（少75次）. */
  sentence: Scalars['String']['output'];
};

/** Which submission to take back, and why (撤回内容). */
export type WithdrawInput = {
  /** Why (撤回原因). */
  reason: Scalars['String']['input'];
  /** The submission's number (报送编号). */
  submission: Scalars['ID']['input'];
  /** Who withdraws it (撤回人). */
  withdrawnBy?: InputMaybe<Scalars['String']['input']>;
};

/** What became of a withdrawal (撤回结果). */
export type WithdrawPayload = {
  __typename?: 'WithdrawPayload';
  /** The submission, withdrawn (报送). */
  submission: Submission;
};

export type FigurePartsFragment = { __typename?: 'Value', id: string, metric: string, text: string, amount?: string | null, missing?: Missing | null, comparison?: { __typename?: 'ValueComparison', amount?: string | null, delta?: string | null, changePercent?: string | null, changePoints?: string | null, sentence: string, favourable?: boolean | null, missing?: Missing | null } | null };

export type FindingPartsFragment = { __typename?: 'FindingConnection', totalCount: number, nodes: Array<{ __typename?: 'Finding', check: string, day: string, subject: string, detail: string, closedOut?: boolean | null, rectification?: string | null, unit?: { __typename?: 'Department', name: string, shortName?: string | null } | null, records: { __typename?: 'RecordConnection', nodes: Array<{ __typename?: 'Record', id: string, title: string, source: { __typename?: 'Source', submission: string, file: string, sheet?: string | null, row: number } }> } }> };

export type CatalogueQueryVariables = Exact<{
  metric?: InputMaybe<Array<Scalars['String']['input']> | Scalars['String']['input']>;
  one: Scalars['Boolean']['input'];
  check?: InputMaybe<Scalars['Period']['input']>;
}>;


export type CatalogueQuery = { __typename?: 'Query', metrics: Array<{ __typename?: 'Metric', name: string, label: string, unit?: string | null, kind: MetricKind, direction: Direction, definition: string, source: Array<Kind>, calibers: Array<{ __typename?: 'Caliber', label: string }> }>, chosen?: Array<{ __typename?: 'Metric', name: string, label: string, unit?: string | null, kind: MetricKind, direction: Direction, definition: string, caliber?: string | null, sql: string, source: Array<Kind>, calibers: Array<{ __typename?: 'Caliber', name: string, label: string }>, dimensions: Array<{ __typename?: 'Dimension', name: string, label: string }> }>, calibers: Array<{ __typename?: 'Caliber', name: string, label: string, definition: string, versions: Array<{ __typename?: 'CaliberVersion', from: string, documents: string, meetings: string }> }>, thresholds: Array<{ __typename?: 'Threshold', name: string, label: string, value: string, unit: string, from: string, source: string }>, checks: Array<{ __typename?: 'Check', name: string, label: string, definition: string, kinds: Array<Kind>, sql: string }> };

export type CompareQueryVariables = Exact<{
  a: MeasureInput;
  b: MeasureInput;
  c: MeasureInput;
  third: Scalars['Boolean']['input'];
}>;


export type CompareQuery = { __typename?: 'Query', a: { __typename?: 'Measurement', periodInfo: { __typename?: 'PeriodInfo', value: string, label: string }, notices: Array<{ __typename?: 'Notice', text: string }>, rows: { __typename?: 'RowConnection', totalCount: number, nodes: Array<{ __typename?: 'Row', group: Array<{ __typename?: 'Member', dimension: string, value?: string | null, label?: string | null }>, values: Array<{ __typename?: 'Value', id: string, metric: string, text: string, amount?: string | null, missing?: Missing | null, comparison?: { __typename?: 'ValueComparison', amount?: string | null, delta?: string | null, changePercent?: string | null, changePoints?: string | null, sentence: string, favourable?: boolean | null, missing?: Missing | null } | null }> }> } }, b: { __typename?: 'Measurement', periodInfo: { __typename?: 'PeriodInfo', value: string, label: string }, notices: Array<{ __typename?: 'Notice', text: string }>, rows: { __typename?: 'RowConnection', totalCount: number, nodes: Array<{ __typename?: 'Row', group: Array<{ __typename?: 'Member', dimension: string, value?: string | null, label?: string | null }>, values: Array<{ __typename?: 'Value', id: string, metric: string, text: string, amount?: string | null, missing?: Missing | null, comparison?: { __typename?: 'ValueComparison', amount?: string | null, delta?: string | null, changePercent?: string | null, changePoints?: string | null, sentence: string, favourable?: boolean | null, missing?: Missing | null } | null }> }> } }, c?: { __typename?: 'Measurement', periodInfo: { __typename?: 'PeriodInfo', value: string, label: string }, notices: Array<{ __typename?: 'Notice', text: string }>, rows: { __typename?: 'RowConnection', totalCount: number, nodes: Array<{ __typename?: 'Row', group: Array<{ __typename?: 'Member', dimension: string, value?: string | null, label?: string | null }>, values: Array<{ __typename?: 'Value', id: string, metric: string, text: string, amount?: string | null, missing?: Missing | null, comparison?: { __typename?: 'ValueComparison', amount?: string | null, delta?: string | null, changePercent?: string | null, changePoints?: string | null, sentence: string, favourable?: boolean | null, missing?: Missing | null } | null }> }> } }, calibers: Array<{ __typename?: 'Caliber', name: string, label: string }> };

export type ComparedFragment = { __typename?: 'Measurement', periodInfo: { __typename?: 'PeriodInfo', value: string, label: string }, notices: Array<{ __typename?: 'Notice', text: string }>, rows: { __typename?: 'RowConnection', totalCount: number, nodes: Array<{ __typename?: 'Row', group: Array<{ __typename?: 'Member', dimension: string, value?: string | null, label?: string | null }>, values: Array<{ __typename?: 'Value', id: string, metric: string, text: string, amount?: string | null, missing?: Missing | null, comparison?: { __typename?: 'ValueComparison', amount?: string | null, delta?: string | null, changePercent?: string | null, changePoints?: string | null, sentence: string, favourable?: boolean | null, missing?: Missing | null } | null }> }> } };

export type FigureQueryVariables = Exact<{
  id: Scalars['String']['input'];
  after?: InputMaybe<Scalars['Cursor']['input']>;
}>;


export type FigureQuery = { __typename?: 'Query', trace: { __typename?: 'Measurement', periodInfo: { __typename?: 'PeriodInfo', label: string, from: string, through: string }, comparedToInfo?: { __typename?: 'PeriodInfo', label: string } | null, caliber: { __typename?: 'Caliber', name: string, label: string, definition: string }, caliberVersion: { __typename?: 'CaliberVersion', from: string, documents: string, meetings: string }, notices: Array<{ __typename?: 'Notice', text: string }>, lineage: { __typename?: 'Lineage', sql: string, columns: Array<string>, submissions: Array<string>, thresholds: Array<{ __typename?: 'Threshold', name: string, label: string, value: string, unit: string, from: string, source: string }> }, rows: { __typename?: 'RowConnection', nodes: Array<{ __typename?: 'Row', group: Array<{ __typename?: 'Member', dimension: string, label?: string | null, value?: string | null }>, values: Array<{ __typename?: 'Value', id: string, metric: string, text: string, amount?: string | null, numerator?: string | null, denominator?: string | null, missing?: Missing | null, period: string, comparison?: { __typename?: 'ValueComparison', amount?: string | null, delta?: string | null, sentence: string, favourable?: boolean | null, missing?: Missing | null } | null, definition: { __typename?: 'Metric', name: string, label: string, definition: string, direction: Direction, kind: MetricKind, unit?: string | null, source: Array<Kind>, caliber?: string | null }, records: { __typename?: 'RecordConnection', totalCount: number, pageInfo: { __typename?: 'PageInfo', hasNextPage: boolean, endCursor?: string | null }, nodes: Array<{ __typename?: 'Record', id: string, kind: Kind, date?: string | null, title: string, role?: RecordRole | null, department?: string | null, unit?: { __typename?: 'Department', name: string } | null, source: { __typename?: 'Source', submission: string, file: string, sheet?: string | null, row: number, cells: Array<{ __typename?: 'Cell', column: string, value?: string | null }>, around: Array<{ __typename?: 'FiledRow', row: number, cells: Array<{ __typename?: 'Cell', column: string, value?: string | null }> }> } }> } }> }> } } };

export type OverviewQueryVariables = Exact<{
  period: Scalars['Period']['input'];
  year: Scalars['Period']['input'];
  number: Scalars['Int']['input'];
  headline: Array<Scalars['String']['input']> | Scalars['String']['input'];
  alerts: Array<Scalars['String']['input']> | Scalars['String']['input'];
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
}>;


export type OverviewQuery = { __typename?: 'Query', headline: { __typename?: 'Measurement', periodInfo: { __typename?: 'PeriodInfo', label: string }, comparedToInfo?: { __typename?: 'PeriodInfo', label: string } | null, rows: { __typename?: 'RowConnection', nodes: Array<{ __typename?: 'Row', values: Array<{ __typename?: 'Value', id: string, metric: string, text: string, amount?: string | null, missing?: Missing | null, comparison?: { __typename?: 'ValueComparison', amount?: string | null, delta?: string | null, changePercent?: string | null, changePoints?: string | null, sentence: string, favourable?: boolean | null, missing?: Missing | null } | null }> }> }, notices: Array<{ __typename?: 'Notice', text: string }> }, monthly: { __typename?: 'Measurement', rows: { __typename?: 'RowConnection', nodes: Array<{ __typename?: 'Row', bucket: { __typename?: 'PeriodInfo', value: string }, values: Array<{ __typename?: 'Value', amount?: string | null, comparison?: { __typename?: 'ValueComparison', amount?: string | null } | null }> }> } }, documents: { __typename?: 'Measurement', rows: { __typename?: 'RowConnection', nodes: Array<{ __typename?: 'Row', values: Array<{ __typename?: 'Value', id: string, metric: string, text: string, amount?: string | null, missing?: Missing | null, comparison?: { __typename?: 'ValueComparison', amount?: string | null, delta?: string | null, changePercent?: string | null, changePoints?: string | null, sentence: string, favourable?: boolean | null, missing?: Missing | null } | null }> }> } }, meetings: { __typename?: 'Measurement', rows: { __typename?: 'RowConnection', nodes: Array<{ __typename?: 'Row', values: Array<{ __typename?: 'Value', id: string, metric: string, text: string, amount?: string | null, missing?: Missing | null, comparison?: { __typename?: 'ValueComparison', amount?: string | null, delta?: string | null, changePercent?: string | null, changePoints?: string | null, sentence: string, favourable?: boolean | null, missing?: Missing | null } | null }> }> } }, plannedMeetings: { __typename?: 'Measurement', rows: { __typename?: 'RowConnection', nodes: Array<{ __typename?: 'Row', values: Array<{ __typename?: 'Value', id: string, metric: string, text: string, amount?: string | null, missing?: Missing | null, comparison?: { __typename?: 'ValueComparison', amount?: string | null, delta?: string | null, changePercent?: string | null, changePoints?: string | null, sentence: string, favourable?: boolean | null, missing?: Missing | null } | null }> }> } }, inspections: { __typename?: 'Measurement', rows: { __typename?: 'RowConnection', nodes: Array<{ __typename?: 'Row', values: Array<{ __typename?: 'Value', id: string, metric: string, text: string, amount?: string | null, missing?: Missing | null, comparison?: { __typename?: 'ValueComparison', amount?: string | null, delta?: string | null, changePercent?: string | null, changePoints?: string | null, sentence: string, favourable?: boolean | null, missing?: Missing | null } | null }> }> } }, noIncreaseDocuments: Array<{ __typename?: 'NoIncreaseCheck', met?: boolean | null, value: { __typename?: 'Value', id: string, metric: string, text: string, amount?: string | null, missing?: Missing | null, comparison?: { __typename?: 'ValueComparison', amount?: string | null, delta?: string | null, changePercent?: string | null, changePoints?: string | null, sentence: string, favourable?: boolean | null, missing?: Missing | null } | null } }>, noIncreaseMeetings: Array<{ __typename?: 'NoIncreaseCheck', met?: boolean | null, value: { __typename?: 'Value', id: string, metric: string, text: string, amount?: string | null, missing?: Missing | null, comparison?: { __typename?: 'ValueComparison', amount?: string | null, delta?: string | null, changePercent?: string | null, changePoints?: string | null, sentence: string, favourable?: boolean | null, missing?: Missing | null } | null } }>, noIncreaseInspections: Array<{ __typename?: 'NoIncreaseCheck', met?: boolean | null, value: { __typename?: 'Value', id: string, metric: string, text: string, amount?: string | null, missing?: Missing | null, comparison?: { __typename?: 'ValueComparison', amount?: string | null, delta?: string | null, changePercent?: string | null, changePoints?: string | null, sentence: string, favourable?: boolean | null, missing?: Missing | null } | null } }>, overPlan: { __typename?: 'Measurement', rows: { __typename?: 'RowConnection', nodes: Array<{ __typename?: 'Row', group: Array<{ __typename?: 'Member', value?: string | null, label?: string | null }>, values: Array<{ __typename?: 'Value', id: string, text: string, amount?: string | null }> }> } }, alerts: { __typename?: 'Measurement', rows: { __typename?: 'RowConnection', nodes: Array<{ __typename?: 'Row', values: Array<{ __typename?: 'Value', id: string, metric: string, text: string, amount?: string | null, missing?: Missing | null, comparison?: { __typename?: 'ValueComparison', amount?: string | null, delta?: string | null, changePercent?: string | null, changePoints?: string | null, sentence: string, favourable?: boolean | null, missing?: Missing | null } | null }> }> } } };

export type SubjectQueryVariables = Exact<{
  period: Scalars['Period']['input'];
  year: Scalars['Period']['input'];
  figures: Array<Scalars['String']['input']> | Scalars['String']['input'];
  months: Array<Scalars['String']['input']> | Scalars['String']['input'];
  first: Array<Scalars['String']['input']> | Scalars['String']['input'];
  firstBy: Array<Scalars['String']['input']> | Scalars['String']['input'];
  second: Array<Scalars['String']['input']> | Scalars['String']['input'];
  secondBy: Array<Scalars['String']['input']> | Scalars['String']['input'];
  check1: Scalars['String']['input'];
  check2: Scalars['String']['input'];
  with1: Scalars['Boolean']['input'];
  with2: Scalars['Boolean']['input'];
  calendar: Scalars['Boolean']['input'];
  q1: Scalars['Period']['input'];
  q2: Scalars['Period']['input'];
  q3: Scalars['Period']['input'];
  q4: Scalars['Period']['input'];
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
}>;


export type SubjectQuery = { __typename?: 'Query', figures: { __typename?: 'Measurement', periodInfo: { __typename?: 'PeriodInfo', label: string }, notices: Array<{ __typename?: 'Notice', text: string }>, rows: { __typename?: 'RowConnection', nodes: Array<{ __typename?: 'Row', values: Array<{ __typename?: 'Value', id: string, metric: string, text: string, amount?: string | null, missing?: Missing | null, comparison?: { __typename?: 'ValueComparison', amount?: string | null, delta?: string | null, changePercent?: string | null, changePoints?: string | null, sentence: string, favourable?: boolean | null, missing?: Missing | null } | null }> }> } }, months: { __typename?: 'Measurement', rows: { __typename?: 'RowConnection', nodes: Array<{ __typename?: 'Row', bucket: { __typename?: 'PeriodInfo', value: string, label: string }, values: Array<{ __typename?: 'Value', id: string, text: string, amount?: string | null, comparison?: { __typename?: 'ValueComparison', amount?: string | null } | null }> }> } }, first: { __typename?: 'Measurement', rows: { __typename?: 'RowConnection', totalCount: number, nodes: Array<{ __typename?: 'Row', group: Array<{ __typename?: 'Member', value?: string | null, label?: string | null }>, values: Array<{ __typename?: 'Value', id: string, text: string, amount?: string | null }> }> } }, second: { __typename?: 'Measurement', rows: { __typename?: 'RowConnection', totalCount: number, nodes: Array<{ __typename?: 'Row', group: Array<{ __typename?: 'Member', value?: string | null, label?: string | null }>, values: Array<{ __typename?: 'Value', id: string, text: string, amount?: string | null }> }> } }, check1?: { __typename?: 'FindingConnection', totalCount: number, nodes: Array<{ __typename?: 'Finding', check: string, day: string, subject: string, detail: string, closedOut?: boolean | null, rectification?: string | null, unit?: { __typename?: 'Department', name: string, shortName?: string | null } | null, records: { __typename?: 'RecordConnection', nodes: Array<{ __typename?: 'Record', id: string, title: string, source: { __typename?: 'Source', submission: string, file: string, sheet?: string | null, row: number } }> } }> }, check2?: { __typename?: 'FindingConnection', totalCount: number, nodes: Array<{ __typename?: 'Finding', check: string, day: string, subject: string, detail: string, closedOut?: boolean | null, rectification?: string | null, unit?: { __typename?: 'Department', name: string, shortName?: string | null } | null, records: { __typename?: 'RecordConnection', nodes: Array<{ __typename?: 'Record', id: string, title: string, source: { __typename?: 'Source', submission: string, file: string, sheet?: string | null, row: number } }> } }> }, checks: Array<{ __typename?: 'Check', name: string, label: string, definition: string }>, days1?: { __typename?: 'Measurement', rows: { __typename?: 'RowConnection', nodes: Array<{ __typename?: 'Row', group: Array<{ __typename?: 'Member', value?: string | null }>, values: Array<{ __typename?: 'Value', id: string, text: string, amount?: string | null }> }> } }, days2?: { __typename?: 'Measurement', rows: { __typename?: 'RowConnection', nodes: Array<{ __typename?: 'Row', group: Array<{ __typename?: 'Member', value?: string | null }>, values: Array<{ __typename?: 'Value', id: string, text: string, amount?: string | null }> }> } }, days3?: { __typename?: 'Measurement', rows: { __typename?: 'RowConnection', nodes: Array<{ __typename?: 'Row', group: Array<{ __typename?: 'Member', value?: string | null }>, values: Array<{ __typename?: 'Value', id: string, text: string, amount?: string | null }> }> } }, days4?: { __typename?: 'Measurement', rows: { __typename?: 'RowConnection', nodes: Array<{ __typename?: 'Row', group: Array<{ __typename?: 'Member', value?: string | null }>, values: Array<{ __typename?: 'Value', id: string, text: string, amount?: string | null }> }> } } };

export type BrokenFragment = { __typename?: 'Measurement', rows: { __typename?: 'RowConnection', totalCount: number, nodes: Array<{ __typename?: 'Row', group: Array<{ __typename?: 'Member', value?: string | null, label?: string | null }>, values: Array<{ __typename?: 'Value', id: string, text: string, amount?: string | null }> }> } };

export type DaysFragment = { __typename?: 'Measurement', rows: { __typename?: 'RowConnection', nodes: Array<{ __typename?: 'Row', group: Array<{ __typename?: 'Member', value?: string | null }>, values: Array<{ __typename?: 'Value', id: string, text: string, amount?: string | null }> }> } };

export type SubmissionQueryVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type SubmissionQuery = { __typename?: 'Query', submission?: { __typename?: 'Submission', id: string, file: string, sha256: string, bytes: number, kinds: Array<Kind>, submittedBy?: string | null, receivedAt: string, loadedAt: string, rowsRead: number, rowsLoaded: number, rowsRejected: number, ignoredColumns: Array<string>, warnings: Array<string>, withdrawnAt?: string | null, withdrawnBy?: string | null, withdrawnReason?: string | null, slices: number, slicesInForce: number, rejects: { __typename?: 'RejectConnection', totalCount: number, nodes: Array<{ __typename?: 'FilingError', file: string, sheet?: string | null, row?: number | null, column?: string | null, value?: string | null, code: FaultCode, message: string }> }, changes: { __typename?: 'FigureChangeConnection', totalCount: number, nodes: Array<{ __typename?: 'FigureChange', metric: string, month: string, department?: string | null, unit?: { __typename?: 'Department', name: string } | null, definition: { __typename?: 'Metric', label: string }, before: { __typename?: 'Value', id: string, text: string, missing?: Missing | null }, after: { __typename?: 'Value', id: string, text: string, missing?: Missing | null } }> } } | null };

export type WithdrawMutationVariables = Exact<{
  input: WithdrawInput;
}>;


export type WithdrawMutation = { __typename?: 'Mutation', withdraw: { __typename?: 'WithdrawPayload', submission: { __typename?: 'Submission', id: string, withdrawnAt?: string | null } } };

export type TrendQueryVariables = Exact<{
  metrics: Array<Scalars['String']['input']> | Scalars['String']['input'];
  metric: Scalars['String']['input'];
  period: Scalars['Period']['input'];
  before: Scalars['Period']['input'];
  cumulative: Scalars['Boolean']['input'];
  number: Scalars['Int']['input'];
  through: Scalars['Int']['input'];
  project: Scalars['Boolean']['input'];
  portfolios?: InputMaybe<Array<Scalars['String']['input']> | Scalars['String']['input']>;
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
}>;


export type TrendQuery = { __typename?: 'Query', measure: { __typename?: 'Measurement', notices: Array<{ __typename?: 'Notice', text: string }>, rows: { __typename?: 'RowConnection', nodes: Array<{ __typename?: 'Row', values: Array<{ __typename?: 'Value', id: string, metric: string, text: string, amount?: string | null, missing?: Missing | null, comparison?: { __typename?: 'ValueComparison', amount?: string | null, delta?: string | null, changePercent?: string | null, changePoints?: string | null, sentence: string, favourable?: boolean | null, missing?: Missing | null } | null }> }> } }, before: { __typename?: 'Measurement', rows: { __typename?: 'RowConnection', nodes: Array<{ __typename?: 'Row', values: Array<{ __typename?: 'Value', id: string, text: string, amount?: string | null }> }> } }, projection?: { __typename?: 'Projection', throughMonth: number, actual: { __typename?: 'Value', id: string, metric: string, text: string, amount?: string | null, missing?: Missing | null, comparison?: { __typename?: 'ValueComparison', amount?: string | null, delta?: string | null, changePercent?: string | null, changePoints?: string | null, sentence: string, favourable?: boolean | null, missing?: Missing | null } | null }, lastYear: { __typename?: 'Value', id: string, metric: string, text: string, amount?: string | null, missing?: Missing | null, comparison?: { __typename?: 'ValueComparison', amount?: string | null, delta?: string | null, changePercent?: string | null, changePoints?: string | null, sentence: string, favourable?: boolean | null, missing?: Missing | null } | null }, methods: Array<{ __typename?: 'Projected', method: ProjectionMethod, label: string, amount?: string | null, changePercent?: string | null, missing?: Missing | null, past: Array<{ __typename?: 'PastProjection', year: number, projected: string, actual: string, errorPercent: string }> }> }, portfolios: Array<{ __typename?: 'Portfolio', name: string }> };

export type MatrixQueryVariables = Exact<{
  year: Scalars['Period']['input'];
  kinds?: InputMaybe<Array<Kind> | Kind>;
  statuses?: InputMaybe<Array<FilingStatus> | FilingStatus>;
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
  m1: Scalars['Period']['input'];
  m2: Scalars['Period']['input'];
  m3: Scalars['Period']['input'];
  m4: Scalars['Period']['input'];
  m5: Scalars['Period']['input'];
  m6: Scalars['Period']['input'];
  m7: Scalars['Period']['input'];
  m8: Scalars['Period']['input'];
  m9: Scalars['Period']['input'];
  m10: Scalars['Period']['input'];
  m11: Scalars['Period']['input'];
  m12: Scalars['Period']['input'];
}>;


export type MatrixQuery = { __typename?: 'Query', summary: { __typename?: 'Measurement', rows: { __typename?: 'RowConnection', nodes: Array<{ __typename?: 'Row', group: Array<{ __typename?: 'Member', value?: string | null }>, values: Array<{ __typename?: 'Value', metric: string, text: string, amount?: string | null }> }> } }, departments: Array<{ __typename?: 'Department', code: string }>, m1: { __typename?: 'FilingConnection', pageInfo: { __typename?: 'PageInfo', hasNextPage: boolean, endCursor?: string | null }, nodes: Array<{ __typename?: 'Filing', department: string, month: string, status: FilingStatus, late: boolean, rows: number, submission?: string | null, firstReceived?: string | null, lastReceived?: string | null, dueBefore: string, unit?: { __typename?: 'Department', name: string } | null }> }, m2: { __typename?: 'FilingConnection', pageInfo: { __typename?: 'PageInfo', hasNextPage: boolean, endCursor?: string | null }, nodes: Array<{ __typename?: 'Filing', department: string, month: string, status: FilingStatus, late: boolean, rows: number, submission?: string | null, firstReceived?: string | null, lastReceived?: string | null, dueBefore: string, unit?: { __typename?: 'Department', name: string } | null }> }, m3: { __typename?: 'FilingConnection', pageInfo: { __typename?: 'PageInfo', hasNextPage: boolean, endCursor?: string | null }, nodes: Array<{ __typename?: 'Filing', department: string, month: string, status: FilingStatus, late: boolean, rows: number, submission?: string | null, firstReceived?: string | null, lastReceived?: string | null, dueBefore: string, unit?: { __typename?: 'Department', name: string } | null }> }, m4: { __typename?: 'FilingConnection', pageInfo: { __typename?: 'PageInfo', hasNextPage: boolean, endCursor?: string | null }, nodes: Array<{ __typename?: 'Filing', department: string, month: string, status: FilingStatus, late: boolean, rows: number, submission?: string | null, firstReceived?: string | null, lastReceived?: string | null, dueBefore: string, unit?: { __typename?: 'Department', name: string } | null }> }, m5: { __typename?: 'FilingConnection', pageInfo: { __typename?: 'PageInfo', hasNextPage: boolean, endCursor?: string | null }, nodes: Array<{ __typename?: 'Filing', department: string, month: string, status: FilingStatus, late: boolean, rows: number, submission?: string | null, firstReceived?: string | null, lastReceived?: string | null, dueBefore: string, unit?: { __typename?: 'Department', name: string } | null }> }, m6: { __typename?: 'FilingConnection', pageInfo: { __typename?: 'PageInfo', hasNextPage: boolean, endCursor?: string | null }, nodes: Array<{ __typename?: 'Filing', department: string, month: string, status: FilingStatus, late: boolean, rows: number, submission?: string | null, firstReceived?: string | null, lastReceived?: string | null, dueBefore: string, unit?: { __typename?: 'Department', name: string } | null }> }, m7: { __typename?: 'FilingConnection', pageInfo: { __typename?: 'PageInfo', hasNextPage: boolean, endCursor?: string | null }, nodes: Array<{ __typename?: 'Filing', department: string, month: string, status: FilingStatus, late: boolean, rows: number, submission?: string | null, firstReceived?: string | null, lastReceived?: string | null, dueBefore: string, unit?: { __typename?: 'Department', name: string } | null }> }, m8: { __typename?: 'FilingConnection', pageInfo: { __typename?: 'PageInfo', hasNextPage: boolean, endCursor?: string | null }, nodes: Array<{ __typename?: 'Filing', department: string, month: string, status: FilingStatus, late: boolean, rows: number, submission?: string | null, firstReceived?: string | null, lastReceived?: string | null, dueBefore: string, unit?: { __typename?: 'Department', name: string } | null }> }, m9: { __typename?: 'FilingConnection', pageInfo: { __typename?: 'PageInfo', hasNextPage: boolean, endCursor?: string | null }, nodes: Array<{ __typename?: 'Filing', department: string, month: string, status: FilingStatus, late: boolean, rows: number, submission?: string | null, firstReceived?: string | null, lastReceived?: string | null, dueBefore: string, unit?: { __typename?: 'Department', name: string } | null }> }, m10: { __typename?: 'FilingConnection', pageInfo: { __typename?: 'PageInfo', hasNextPage: boolean, endCursor?: string | null }, nodes: Array<{ __typename?: 'Filing', department: string, month: string, status: FilingStatus, late: boolean, rows: number, submission?: string | null, firstReceived?: string | null, lastReceived?: string | null, dueBefore: string, unit?: { __typename?: 'Department', name: string } | null }> }, m11: { __typename?: 'FilingConnection', pageInfo: { __typename?: 'PageInfo', hasNextPage: boolean, endCursor?: string | null }, nodes: Array<{ __typename?: 'Filing', department: string, month: string, status: FilingStatus, late: boolean, rows: number, submission?: string | null, firstReceived?: string | null, lastReceived?: string | null, dueBefore: string, unit?: { __typename?: 'Department', name: string } | null }> }, m12: { __typename?: 'FilingConnection', pageInfo: { __typename?: 'PageInfo', hasNextPage: boolean, endCursor?: string | null }, nodes: Array<{ __typename?: 'Filing', department: string, month: string, status: FilingStatus, late: boolean, rows: number, submission?: string | null, firstReceived?: string | null, lastReceived?: string | null, dueBefore: string, unit?: { __typename?: 'Department', name: string } | null }> } };

export type MatrixMonthFragment = { __typename?: 'FilingConnection', pageInfo: { __typename?: 'PageInfo', hasNextPage: boolean, endCursor?: string | null }, nodes: Array<{ __typename?: 'Filing', department: string, month: string, status: FilingStatus, late: boolean, rows: number, submission?: string | null, firstReceived?: string | null, lastReceived?: string | null, dueBefore: string, unit?: { __typename?: 'Department', name: string } | null }> };

export type MatrixMoreQueryVariables = Exact<{
  month: Scalars['Period']['input'];
  kinds?: InputMaybe<Array<Kind> | Kind>;
  statuses?: InputMaybe<Array<FilingStatus> | FilingStatus>;
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
  after?: InputMaybe<Scalars['Cursor']['input']>;
}>;


export type MatrixMoreQuery = { __typename?: 'Query', filings: { __typename?: 'FilingConnection', pageInfo: { __typename?: 'PageInfo', hasNextPage: boolean, endCursor?: string | null }, nodes: Array<{ __typename?: 'Filing', department: string, month: string, status: FilingStatus, late: boolean, rows: number, submission?: string | null, firstReceived?: string | null, lastReceived?: string | null, dueBefore: string, unit?: { __typename?: 'Department', name: string } | null }> } };

export type SubmissionsQueryVariables = Exact<{
  filter?: InputMaybe<SubmissionFilter>;
  after?: InputMaybe<Scalars['Cursor']['input']>;
}>;


export type SubmissionsQuery = { __typename?: 'Query', submissions: { __typename?: 'SubmissionConnection', pageInfo: { __typename?: 'PageInfo', hasNextPage: boolean, endCursor?: string | null }, nodes: Array<{ __typename?: 'Submission', id: string, file: string, kinds: Array<Kind>, submittedBy?: string | null, receivedAt: string, rowsLoaded: number, rowsRejected: number, slices: number, slicesInForce: number, withdrawnAt?: string | null }> } };

export type SubmitMutationVariables = Exact<{
  input: SubmitInput;
}>;


export type SubmitMutation = { __typename?: 'Mutation', submit: { __typename?: 'SubmitPayload', status: SubmitStatus, kinds: Array<Kind>, rows: number, rejected: number, ignoredColumns: Array<string>, warnings: Array<string>, submission?: { __typename?: 'Submission', id: string } | null, replaced: Array<{ __typename?: 'ReplacedSlice', kind: Kind, department?: string | null, period: string, rowsBefore: number, rows: number }>, errors: Array<{ __typename?: 'FilingError', file: string, sheet?: string | null, row?: number | null, column?: string | null, value?: string | null, code: FaultCode, message: string }> } };

export type ShellQueryVariables = Exact<{
  basics: Array<Scalars['String']['input']> | Scalars['String']['input'];
  years: Scalars['Period']['input'];
  months: Scalars['Period']['input'];
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
}>;


export type ShellQuery = { __typename?: 'Query', metrics: Array<{ __typename?: 'Metric', name: string, label: string, unit?: string | null, kind: MetricKind, source: Array<Kind>, dimensions: Array<{ __typename?: 'Dimension', name: string, label: string }> }>, kinds: Array<{ __typename?: 'FilingKind', kind: Kind, label: string, description: string, columns: Array<{ __typename?: 'FilingColumn', name: string, header: string, aliases: Array<string> }> }>, years: { __typename?: 'Measurement', rows: { __typename?: 'RowConnection', nodes: Array<{ __typename?: 'Row', bucket: { __typename?: 'PeriodInfo', value: string }, values: Array<{ __typename?: 'Value', amount?: string | null }> }> } }, months: { __typename?: 'Measurement', rows: { __typename?: 'RowConnection', nodes: Array<{ __typename?: 'Row', bucket: { __typename?: 'PeriodInfo', value: string }, values: Array<{ __typename?: 'Value', amount?: string | null }> }> } } };

export const FindingPartsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"FindingParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FindingConnection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"check"}},{"kind":"Field","name":{"kind":"Name","value":"day"}},{"kind":"Field","name":{"kind":"Name","value":"subject"}},{"kind":"Field","name":{"kind":"Name","value":"detail"}},{"kind":"Field","name":{"kind":"Name","value":"closedOut"}},{"kind":"Field","name":{"kind":"Name","value":"rectification"}},{"kind":"Field","name":{"kind":"Name","value":"unit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"shortName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"records"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"3"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"submission"}},{"kind":"Field","name":{"kind":"Name","value":"file"}},{"kind":"Field","name":{"kind":"Name","value":"sheet"}},{"kind":"Field","name":{"kind":"Name","value":"row"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<FindingPartsFragment, unknown>;
export const FigurePartsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"FigureParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Value"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"metric"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"missing"}},{"kind":"Field","name":{"kind":"Name","value":"comparison"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"delta"}},{"kind":"Field","name":{"kind":"Name","value":"changePercent"}},{"kind":"Field","name":{"kind":"Name","value":"changePoints"}},{"kind":"Field","name":{"kind":"Name","value":"sentence"}},{"kind":"Field","name":{"kind":"Name","value":"favourable"}},{"kind":"Field","name":{"kind":"Name","value":"missing"}}]}}]}}]} as unknown as DocumentNode<FigurePartsFragment, unknown>;
export const ComparedFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Compared"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Measurement"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"periodInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"label"}}]}},{"kind":"Field","name":{"kind":"Name","value":"notices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"text"}}]}},{"kind":"Field","name":{"kind":"Name","value":"rows"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"group"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"dimension"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"label"}}]}},{"kind":"Field","name":{"kind":"Name","value":"values"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"FigureParts"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"FigureParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Value"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"metric"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"missing"}},{"kind":"Field","name":{"kind":"Name","value":"comparison"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"delta"}},{"kind":"Field","name":{"kind":"Name","value":"changePercent"}},{"kind":"Field","name":{"kind":"Name","value":"changePoints"}},{"kind":"Field","name":{"kind":"Name","value":"sentence"}},{"kind":"Field","name":{"kind":"Name","value":"favourable"}},{"kind":"Field","name":{"kind":"Name","value":"missing"}}]}}]}}]} as unknown as DocumentNode<ComparedFragment, unknown>;
export const BrokenFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Broken"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Measurement"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rows"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"group"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"label"}}]}},{"kind":"Field","name":{"kind":"Name","value":"values"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}}]}}]} as unknown as DocumentNode<BrokenFragment, unknown>;
export const DaysFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Days"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Measurement"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rows"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"group"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}}]}},{"kind":"Field","name":{"kind":"Name","value":"values"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}}]}}]} as unknown as DocumentNode<DaysFragment, unknown>;
export const MatrixMonthFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MatrixMonth"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FilingConnection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"department"}},{"kind":"Field","name":{"kind":"Name","value":"unit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"month"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"late"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"submission"}},{"kind":"Field","name":{"kind":"Name","value":"firstReceived"}},{"kind":"Field","name":{"kind":"Name","value":"lastReceived"}},{"kind":"Field","name":{"kind":"Name","value":"dueBefore"}}]}}]}}]} as unknown as DocumentNode<MatrixMonthFragment, unknown>;
export const CatalogueDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Catalogue"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"metric"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"one"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"check"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Period"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"metrics"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"unit"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"direction"}},{"kind":"Field","name":{"kind":"Name","value":"definition"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"calibers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"label"}}]}}]}},{"kind":"Field","alias":{"kind":"Name","value":"chosen"},"name":{"kind":"Name","value":"metrics"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"names"},"value":{"kind":"Variable","name":{"kind":"Name","value":"metric"}}}]}}],"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"one"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"unit"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"direction"}},{"kind":"Field","name":{"kind":"Name","value":"definition"}},{"kind":"Field","name":{"kind":"Name","value":"caliber"}},{"kind":"Field","name":{"kind":"Name","value":"sql"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"calibers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"label"}}]}},{"kind":"Field","name":{"kind":"Name","value":"dimensions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"label"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"calibers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"definition"}},{"kind":"Field","name":{"kind":"Name","value":"versions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"documents"}},{"kind":"Field","name":{"kind":"Name","value":"meetings"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"thresholds"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"unit"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"source"}}]}},{"kind":"Field","name":{"kind":"Name","value":"checks"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"definition"}},{"kind":"Field","name":{"kind":"Name","value":"kinds"}},{"kind":"Field","name":{"kind":"Name","value":"sql"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"period"},"value":{"kind":"Variable","name":{"kind":"Name","value":"check"}}}]}]}}]}}]} as unknown as DocumentNode<CatalogueQuery, CatalogueQueryVariables>;
export const CompareDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Compare"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"a"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"MeasureInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"b"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"MeasureInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"c"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"MeasureInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"third"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"a"},"name":{"kind":"Name","value":"measure"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"a"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Compared"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"b"},"name":{"kind":"Name","value":"measure"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"b"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Compared"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"c"},"name":{"kind":"Name","value":"measure"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"c"}}}],"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"third"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Compared"}}]}},{"kind":"Field","name":{"kind":"Name","value":"calibers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"label"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"FigureParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Value"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"metric"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"missing"}},{"kind":"Field","name":{"kind":"Name","value":"comparison"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"delta"}},{"kind":"Field","name":{"kind":"Name","value":"changePercent"}},{"kind":"Field","name":{"kind":"Name","value":"changePoints"}},{"kind":"Field","name":{"kind":"Name","value":"sentence"}},{"kind":"Field","name":{"kind":"Name","value":"favourable"}},{"kind":"Field","name":{"kind":"Name","value":"missing"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Compared"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Measurement"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"periodInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"label"}}]}},{"kind":"Field","name":{"kind":"Name","value":"notices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"text"}}]}},{"kind":"Field","name":{"kind":"Name","value":"rows"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"group"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"dimension"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"label"}}]}},{"kind":"Field","name":{"kind":"Name","value":"values"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"FigureParts"}}]}}]}}]}}]}}]} as unknown as DocumentNode<CompareQuery, CompareQueryVariables>;
export const FigureDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Figure"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Cursor"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trace"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"periodInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"through"}}]}},{"kind":"Field","name":{"kind":"Name","value":"comparedToInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"label"}}]}},{"kind":"Field","name":{"kind":"Name","value":"caliber"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"definition"}}]}},{"kind":"Field","name":{"kind":"Name","value":"caliberVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"documents"}},{"kind":"Field","name":{"kind":"Name","value":"meetings"}}]}},{"kind":"Field","name":{"kind":"Name","value":"notices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"text"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lineage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sql"}},{"kind":"Field","name":{"kind":"Name","value":"columns"}},{"kind":"Field","name":{"kind":"Name","value":"submissions"}},{"kind":"Field","name":{"kind":"Name","value":"thresholds"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"unit"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"source"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"rows"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"group"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"dimension"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}},{"kind":"Field","name":{"kind":"Name","value":"values"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"metric"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"numerator"}},{"kind":"Field","name":{"kind":"Name","value":"denominator"}},{"kind":"Field","name":{"kind":"Name","value":"missing"}},{"kind":"Field","name":{"kind":"Name","value":"period"}},{"kind":"Field","name":{"kind":"Name","value":"comparison"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"delta"}},{"kind":"Field","name":{"kind":"Name","value":"sentence"}},{"kind":"Field","name":{"kind":"Name","value":"favourable"}},{"kind":"Field","name":{"kind":"Name","value":"missing"}}]}},{"kind":"Field","name":{"kind":"Name","value":"definition"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"definition"}},{"kind":"Field","name":{"kind":"Name","value":"direction"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"unit"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"caliber"}}]}},{"kind":"Field","name":{"kind":"Name","value":"records"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"10"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"date"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"department"}},{"kind":"Field","name":{"kind":"Name","value":"unit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"submission"}},{"kind":"Field","name":{"kind":"Name","value":"file"}},{"kind":"Field","name":{"kind":"Name","value":"sheet"}},{"kind":"Field","name":{"kind":"Name","value":"row"}},{"kind":"Field","name":{"kind":"Name","value":"cells"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"column"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}},{"kind":"Field","name":{"kind":"Name","value":"around"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"rows"},"value":{"kind":"IntValue","value":"3"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"row"}},{"kind":"Field","name":{"kind":"Name","value":"cells"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"column"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]}}]}}]}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<FigureQuery, FigureQueryVariables>;
export const OverviewDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Overview"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"period"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Period"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"year"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Period"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"number"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"headline"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"alerts"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"DateTime"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"headline"},"name":{"kind":"Name","value":"measure"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"metrics"},"value":{"kind":"Variable","name":{"kind":"Name","value":"headline"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"period"},"value":{"kind":"Variable","name":{"kind":"Name","value":"period"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"compareTo"},"value":{"kind":"EnumValue","value":"YEAR_EARLIER"}},{"kind":"ObjectField","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"periodInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"label"}}]}},{"kind":"Field","name":{"kind":"Name","value":"comparedToInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"label"}}]}},{"kind":"Field","name":{"kind":"Name","value":"rows"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"values"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"FigureParts"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"notices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"text"}}]}}]}},{"kind":"Field","alias":{"kind":"Name","value":"monthly"},"name":{"kind":"Name","value":"measure"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"metrics"},"value":{"kind":"Variable","name":{"kind":"Name","value":"headline"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"period"},"value":{"kind":"Variable","name":{"kind":"Name","value":"year"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"grain"},"value":{"kind":"EnumValue","value":"MONTH"}},{"kind":"ObjectField","name":{"kind":"Name","value":"compareTo"},"value":{"kind":"EnumValue","value":"YEAR_EARLIER"}},{"kind":"ObjectField","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rows"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"bucket"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}}]}},{"kind":"Field","name":{"kind":"Name","value":"values"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"comparison"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}}]}}]}},{"kind":"Field","alias":{"kind":"Name","value":"documents"},"name":{"kind":"Name","value":"measure"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"metrics"},"value":{"kind":"ListValue","values":[{"kind":"StringValue","value":"documents.issued","block":false},{"kind":"StringValue","value":"documents.quota","block":false},{"kind":"StringValue","value":"documents.quota_usage","block":false}]}},{"kind":"ObjectField","name":{"kind":"Name","value":"period"},"value":{"kind":"Variable","name":{"kind":"Name","value":"period"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"compareTo"},"value":{"kind":"EnumValue","value":"YEAR_EARLIER"}},{"kind":"ObjectField","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rows"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"values"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"FigureParts"}}]}}]}}]}}]}},{"kind":"Field","alias":{"kind":"Name","value":"meetings"},"name":{"kind":"Name","value":"measure"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"metrics"},"value":{"kind":"ListValue","values":[{"kind":"StringValue","value":"meetings.held","block":false},{"kind":"StringValue","value":"meetings.plan_execution","block":false}]}},{"kind":"ObjectField","name":{"kind":"Name","value":"period"},"value":{"kind":"Variable","name":{"kind":"Name","value":"period"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"compareTo"},"value":{"kind":"EnumValue","value":"YEAR_EARLIER"}},{"kind":"ObjectField","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rows"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"values"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"FigureParts"}}]}}]}}]}}]}},{"kind":"Field","alias":{"kind":"Name","value":"plannedMeetings"},"name":{"kind":"Name","value":"measure"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"metrics"},"value":{"kind":"ListValue","values":[{"kind":"StringValue","value":"meetings.planned","block":false}]}},{"kind":"ObjectField","name":{"kind":"Name","value":"period"},"value":{"kind":"Variable","name":{"kind":"Name","value":"year"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rows"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"values"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"FigureParts"}}]}}]}}]}}]}},{"kind":"Field","alias":{"kind":"Name","value":"inspections"},"name":{"kind":"Name","value":"measure"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"metrics"},"value":{"kind":"ListValue","values":[{"kind":"StringValue","value":"inspections.conducted","block":false},{"kind":"StringValue","value":"inspections.planned","block":false}]}},{"kind":"ObjectField","name":{"kind":"Name","value":"period"},"value":{"kind":"Variable","name":{"kind":"Name","value":"period"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"compareTo"},"value":{"kind":"EnumValue","value":"YEAR_EARLIER"}},{"kind":"ObjectField","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rows"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"values"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"FigureParts"}}]}}]}}]}}]}},{"kind":"Field","alias":{"kind":"Name","value":"noIncreaseDocuments"},"name":{"kind":"Name","value":"noIncrease"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"metric"},"value":{"kind":"StringValue","value":"documents.issued","block":false}},{"kind":"Argument","name":{"kind":"Name","value":"year"},"value":{"kind":"Variable","name":{"kind":"Name","value":"number"}}},{"kind":"Argument","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"met"}},{"kind":"Field","name":{"kind":"Name","value":"value"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"FigureParts"}}]}}]}},{"kind":"Field","alias":{"kind":"Name","value":"noIncreaseMeetings"},"name":{"kind":"Name","value":"noIncrease"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"metric"},"value":{"kind":"StringValue","value":"meetings.held","block":false}},{"kind":"Argument","name":{"kind":"Name","value":"year"},"value":{"kind":"Variable","name":{"kind":"Name","value":"number"}}},{"kind":"Argument","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"met"}},{"kind":"Field","name":{"kind":"Name","value":"value"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"FigureParts"}}]}}]}},{"kind":"Field","alias":{"kind":"Name","value":"noIncreaseInspections"},"name":{"kind":"Name","value":"noIncrease"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"metric"},"value":{"kind":"StringValue","value":"inspections.conducted","block":false}},{"kind":"Argument","name":{"kind":"Name","value":"year"},"value":{"kind":"Variable","name":{"kind":"Name","value":"number"}}},{"kind":"Argument","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"met"}},{"kind":"Field","name":{"kind":"Name","value":"value"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"FigureParts"}}]}}]}},{"kind":"Field","alias":{"kind":"Name","value":"overPlan"},"name":{"kind":"Name","value":"measure"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"metrics"},"value":{"kind":"ListValue","values":[{"kind":"StringValue","value":"documents.quota_usage","block":false}]}},{"kind":"ObjectField","name":{"kind":"Name","value":"period"},"value":{"kind":"Variable","name":{"kind":"Name","value":"year"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"by"},"value":{"kind":"ListValue","values":[{"kind":"StringValue","value":"department","block":false}]}},{"kind":"ObjectField","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rows"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"group"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"label"}}]}},{"kind":"Field","name":{"kind":"Name","value":"values"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}}]}},{"kind":"Field","alias":{"kind":"Name","value":"alerts"},"name":{"kind":"Name","value":"measure"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"metrics"},"value":{"kind":"Variable","name":{"kind":"Name","value":"alerts"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"period"},"value":{"kind":"Variable","name":{"kind":"Name","value":"period"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rows"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"values"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"FigureParts"}}]}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"FigureParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Value"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"metric"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"missing"}},{"kind":"Field","name":{"kind":"Name","value":"comparison"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"delta"}},{"kind":"Field","name":{"kind":"Name","value":"changePercent"}},{"kind":"Field","name":{"kind":"Name","value":"changePoints"}},{"kind":"Field","name":{"kind":"Name","value":"sentence"}},{"kind":"Field","name":{"kind":"Name","value":"favourable"}},{"kind":"Field","name":{"kind":"Name","value":"missing"}}]}}]}}]} as unknown as DocumentNode<OverviewQuery, OverviewQueryVariables>;
export const SubjectDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Subject"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"period"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Period"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"year"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Period"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"figures"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"months"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"firstBy"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"second"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"secondBy"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"check1"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"check2"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"with1"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"with2"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"calendar"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"q1"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Period"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"q2"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Period"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"q3"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Period"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"q4"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Period"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"DateTime"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"figures"},"name":{"kind":"Name","value":"measure"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"metrics"},"value":{"kind":"Variable","name":{"kind":"Name","value":"figures"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"period"},"value":{"kind":"Variable","name":{"kind":"Name","value":"period"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"compareTo"},"value":{"kind":"EnumValue","value":"YEAR_EARLIER"}},{"kind":"ObjectField","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"periodInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"label"}}]}},{"kind":"Field","name":{"kind":"Name","value":"notices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"text"}}]}},{"kind":"Field","name":{"kind":"Name","value":"rows"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"values"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"FigureParts"}}]}}]}}]}}]}},{"kind":"Field","alias":{"kind":"Name","value":"months"},"name":{"kind":"Name","value":"measure"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"metrics"},"value":{"kind":"Variable","name":{"kind":"Name","value":"months"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"period"},"value":{"kind":"Variable","name":{"kind":"Name","value":"year"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"grain"},"value":{"kind":"EnumValue","value":"MONTH"}},{"kind":"ObjectField","name":{"kind":"Name","value":"compareTo"},"value":{"kind":"EnumValue","value":"YEAR_EARLIER"}},{"kind":"ObjectField","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rows"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"bucket"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"label"}}]}},{"kind":"Field","name":{"kind":"Name","value":"values"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"comparison"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}}]}}]}},{"kind":"Field","alias":{"kind":"Name","value":"first"},"name":{"kind":"Name","value":"measure"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"metrics"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"period"},"value":{"kind":"Variable","name":{"kind":"Name","value":"period"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"by"},"value":{"kind":"Variable","name":{"kind":"Name","value":"firstBy"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Broken"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"second"},"name":{"kind":"Name","value":"measure"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"metrics"},"value":{"kind":"Variable","name":{"kind":"Name","value":"second"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"period"},"value":{"kind":"Variable","name":{"kind":"Name","value":"period"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"by"},"value":{"kind":"Variable","name":{"kind":"Name","value":"secondBy"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Broken"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"check1"},"name":{"kind":"Name","value":"findings"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"check"},"value":{"kind":"Variable","name":{"kind":"Name","value":"check1"}}},{"kind":"Argument","name":{"kind":"Name","value":"period"},"value":{"kind":"Variable","name":{"kind":"Name","value":"period"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"6"}},{"kind":"Argument","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}}],"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"with1"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"FindingParts"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"check2"},"name":{"kind":"Name","value":"findings"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"check"},"value":{"kind":"Variable","name":{"kind":"Name","value":"check2"}}},{"kind":"Argument","name":{"kind":"Name","value":"period"},"value":{"kind":"Variable","name":{"kind":"Name","value":"period"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"6"}},{"kind":"Argument","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}}],"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"with2"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"FindingParts"}}]}},{"kind":"Field","name":{"kind":"Name","value":"checks"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"definition"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"days1"},"name":{"kind":"Name","value":"measure"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"metrics"},"value":{"kind":"ListValue","values":[{"kind":"StringValue","value":"meetings.held","block":false}]}},{"kind":"ObjectField","name":{"kind":"Name","value":"period"},"value":{"kind":"Variable","name":{"kind":"Name","value":"q1"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"by"},"value":{"kind":"ListValue","values":[{"kind":"StringValue","value":"held_on","block":false}]}},{"kind":"ObjectField","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}}]}}],"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"calendar"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Days"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"days2"},"name":{"kind":"Name","value":"measure"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"metrics"},"value":{"kind":"ListValue","values":[{"kind":"StringValue","value":"meetings.held","block":false}]}},{"kind":"ObjectField","name":{"kind":"Name","value":"period"},"value":{"kind":"Variable","name":{"kind":"Name","value":"q2"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"by"},"value":{"kind":"ListValue","values":[{"kind":"StringValue","value":"held_on","block":false}]}},{"kind":"ObjectField","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}}]}}],"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"calendar"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Days"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"days3"},"name":{"kind":"Name","value":"measure"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"metrics"},"value":{"kind":"ListValue","values":[{"kind":"StringValue","value":"meetings.held","block":false}]}},{"kind":"ObjectField","name":{"kind":"Name","value":"period"},"value":{"kind":"Variable","name":{"kind":"Name","value":"q3"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"by"},"value":{"kind":"ListValue","values":[{"kind":"StringValue","value":"held_on","block":false}]}},{"kind":"ObjectField","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}}]}}],"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"calendar"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Days"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"days4"},"name":{"kind":"Name","value":"measure"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"metrics"},"value":{"kind":"ListValue","values":[{"kind":"StringValue","value":"meetings.held","block":false}]}},{"kind":"ObjectField","name":{"kind":"Name","value":"period"},"value":{"kind":"Variable","name":{"kind":"Name","value":"q4"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"by"},"value":{"kind":"ListValue","values":[{"kind":"StringValue","value":"held_on","block":false}]}},{"kind":"ObjectField","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}}]}}],"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"calendar"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Days"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"FigureParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Value"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"metric"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"missing"}},{"kind":"Field","name":{"kind":"Name","value":"comparison"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"delta"}},{"kind":"Field","name":{"kind":"Name","value":"changePercent"}},{"kind":"Field","name":{"kind":"Name","value":"changePoints"}},{"kind":"Field","name":{"kind":"Name","value":"sentence"}},{"kind":"Field","name":{"kind":"Name","value":"favourable"}},{"kind":"Field","name":{"kind":"Name","value":"missing"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Broken"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Measurement"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rows"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"group"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"label"}}]}},{"kind":"Field","name":{"kind":"Name","value":"values"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"FindingParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FindingConnection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"check"}},{"kind":"Field","name":{"kind":"Name","value":"day"}},{"kind":"Field","name":{"kind":"Name","value":"subject"}},{"kind":"Field","name":{"kind":"Name","value":"detail"}},{"kind":"Field","name":{"kind":"Name","value":"closedOut"}},{"kind":"Field","name":{"kind":"Name","value":"rectification"}},{"kind":"Field","name":{"kind":"Name","value":"unit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"shortName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"records"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"3"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"submission"}},{"kind":"Field","name":{"kind":"Name","value":"file"}},{"kind":"Field","name":{"kind":"Name","value":"sheet"}},{"kind":"Field","name":{"kind":"Name","value":"row"}}]}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Days"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Measurement"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rows"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"group"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}}]}},{"kind":"Field","name":{"kind":"Name","value":"values"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}}]}}]} as unknown as DocumentNode<SubjectQuery, SubjectQueryVariables>;
export const SubmissionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Submission"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"submission"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"file"}},{"kind":"Field","name":{"kind":"Name","value":"sha256"}},{"kind":"Field","name":{"kind":"Name","value":"bytes"}},{"kind":"Field","name":{"kind":"Name","value":"kinds"}},{"kind":"Field","name":{"kind":"Name","value":"submittedBy"}},{"kind":"Field","name":{"kind":"Name","value":"receivedAt"}},{"kind":"Field","name":{"kind":"Name","value":"loadedAt"}},{"kind":"Field","name":{"kind":"Name","value":"rowsRead"}},{"kind":"Field","name":{"kind":"Name","value":"rowsLoaded"}},{"kind":"Field","name":{"kind":"Name","value":"rowsRejected"}},{"kind":"Field","name":{"kind":"Name","value":"ignoredColumns"}},{"kind":"Field","name":{"kind":"Name","value":"warnings"}},{"kind":"Field","name":{"kind":"Name","value":"withdrawnAt"}},{"kind":"Field","name":{"kind":"Name","value":"withdrawnBy"}},{"kind":"Field","name":{"kind":"Name","value":"withdrawnReason"}},{"kind":"Field","name":{"kind":"Name","value":"slices"}},{"kind":"Field","name":{"kind":"Name","value":"slicesInForce"}},{"kind":"Field","name":{"kind":"Name","value":"rejects"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"file"}},{"kind":"Field","name":{"kind":"Name","value":"sheet"}},{"kind":"Field","name":{"kind":"Name","value":"row"}},{"kind":"Field","name":{"kind":"Name","value":"column"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"changes"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"metric"}},{"kind":"Field","name":{"kind":"Name","value":"month"}},{"kind":"Field","name":{"kind":"Name","value":"unit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"department"}},{"kind":"Field","name":{"kind":"Name","value":"definition"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"label"}}]}},{"kind":"Field","name":{"kind":"Name","value":"before"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"missing"}}]}},{"kind":"Field","name":{"kind":"Name","value":"after"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"missing"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<SubmissionQuery, SubmissionQueryVariables>;
export const WithdrawDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Withdraw"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"WithdrawInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"withdraw"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"submission"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"withdrawnAt"}}]}}]}}]}}]} as unknown as DocumentNode<WithdrawMutation, WithdrawMutationVariables>;
export const TrendDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Trend"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"metrics"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"metric"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"period"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Period"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"before"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Period"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"cumulative"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"number"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"through"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"project"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"portfolios"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"DateTime"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"measure"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"metrics"},"value":{"kind":"Variable","name":{"kind":"Name","value":"metrics"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"period"},"value":{"kind":"Variable","name":{"kind":"Name","value":"period"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"grain"},"value":{"kind":"EnumValue","value":"MONTH"}},{"kind":"ObjectField","name":{"kind":"Name","value":"compareTo"},"value":{"kind":"EnumValue","value":"YEAR_EARLIER"}},{"kind":"ObjectField","name":{"kind":"Name","value":"cumulative"},"value":{"kind":"Variable","name":{"kind":"Name","value":"cumulative"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"where"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"portfolios"},"value":{"kind":"Variable","name":{"kind":"Name","value":"portfolios"}}}]}},{"kind":"ObjectField","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"notices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"text"}}]}},{"kind":"Field","name":{"kind":"Name","value":"rows"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"values"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"FigureParts"}}]}}]}}]}}]}},{"kind":"Field","alias":{"kind":"Name","value":"before"},"name":{"kind":"Name","value":"measure"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"metrics"},"value":{"kind":"Variable","name":{"kind":"Name","value":"metrics"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"period"},"value":{"kind":"Variable","name":{"kind":"Name","value":"before"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"grain"},"value":{"kind":"EnumValue","value":"MONTH"}},{"kind":"ObjectField","name":{"kind":"Name","value":"cumulative"},"value":{"kind":"Variable","name":{"kind":"Name","value":"cumulative"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"where"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"portfolios"},"value":{"kind":"Variable","name":{"kind":"Name","value":"portfolios"}}}]}},{"kind":"ObjectField","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rows"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"values"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"projection"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"metric"},"value":{"kind":"Variable","name":{"kind":"Name","value":"metric"}}},{"kind":"Argument","name":{"kind":"Name","value":"year"},"value":{"kind":"Variable","name":{"kind":"Name","value":"number"}}},{"kind":"Argument","name":{"kind":"Name","value":"throughMonth"},"value":{"kind":"Variable","name":{"kind":"Name","value":"through"}}},{"kind":"Argument","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}}],"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"project"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"throughMonth"}},{"kind":"Field","name":{"kind":"Name","value":"actual"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"FigureParts"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lastYear"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"FigureParts"}}]}},{"kind":"Field","name":{"kind":"Name","value":"methods"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"method"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"changePercent"}},{"kind":"Field","name":{"kind":"Name","value":"missing"}},{"kind":"Field","name":{"kind":"Name","value":"past"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"year"}},{"kind":"Field","name":{"kind":"Name","value":"projected"}},{"kind":"Field","name":{"kind":"Name","value":"actual"}},{"kind":"Field","name":{"kind":"Name","value":"errorPercent"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"portfolios"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"FigureParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Value"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"metric"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"missing"}},{"kind":"Field","name":{"kind":"Name","value":"comparison"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"delta"}},{"kind":"Field","name":{"kind":"Name","value":"changePercent"}},{"kind":"Field","name":{"kind":"Name","value":"changePoints"}},{"kind":"Field","name":{"kind":"Name","value":"sentence"}},{"kind":"Field","name":{"kind":"Name","value":"favourable"}},{"kind":"Field","name":{"kind":"Name","value":"missing"}}]}}]}}]} as unknown as DocumentNode<TrendQuery, TrendQueryVariables>;
export const MatrixDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Matrix"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"year"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Period"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"kinds"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Kind"}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"statuses"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"FilingStatus"}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"DateTime"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"m1"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Period"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"m2"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Period"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"m3"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Period"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"m4"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Period"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"m5"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Period"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"m6"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Period"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"m7"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Period"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"m8"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Period"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"m9"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Period"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"m10"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Period"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"m11"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Period"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"m12"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Period"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"summary"},"name":{"kind":"Name","value":"measure"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"metrics"},"value":{"kind":"ListValue","values":[{"kind":"StringValue","value":"filings.expected","block":false},{"kind":"StringValue","value":"filings.received","block":false},{"kind":"StringValue","value":"filings.late","block":false},{"kind":"StringValue","value":"filings.missing","block":false},{"kind":"StringValue","value":"filings.on_time_rate","block":false}]}},{"kind":"ObjectField","name":{"kind":"Name","value":"period"},"value":{"kind":"Variable","name":{"kind":"Name","value":"year"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"by"},"value":{"kind":"ListValue","values":[{"kind":"StringValue","value":"kind","block":false}]}},{"kind":"ObjectField","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rows"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"group"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}}]}},{"kind":"Field","name":{"kind":"Name","value":"values"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"metric"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"departments"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"m1"},"name":{"kind":"Name","value":"filings"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"period"},"value":{"kind":"Variable","name":{"kind":"Name","value":"m1"}}},{"kind":"Argument","name":{"kind":"Name","value":"kinds"},"value":{"kind":"Variable","name":{"kind":"Name","value":"kinds"}}},{"kind":"Argument","name":{"kind":"Name","value":"statuses"},"value":{"kind":"Variable","name":{"kind":"Name","value":"statuses"}}},{"kind":"Argument","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"MatrixMonth"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"m2"},"name":{"kind":"Name","value":"filings"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"period"},"value":{"kind":"Variable","name":{"kind":"Name","value":"m2"}}},{"kind":"Argument","name":{"kind":"Name","value":"kinds"},"value":{"kind":"Variable","name":{"kind":"Name","value":"kinds"}}},{"kind":"Argument","name":{"kind":"Name","value":"statuses"},"value":{"kind":"Variable","name":{"kind":"Name","value":"statuses"}}},{"kind":"Argument","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"MatrixMonth"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"m3"},"name":{"kind":"Name","value":"filings"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"period"},"value":{"kind":"Variable","name":{"kind":"Name","value":"m3"}}},{"kind":"Argument","name":{"kind":"Name","value":"kinds"},"value":{"kind":"Variable","name":{"kind":"Name","value":"kinds"}}},{"kind":"Argument","name":{"kind":"Name","value":"statuses"},"value":{"kind":"Variable","name":{"kind":"Name","value":"statuses"}}},{"kind":"Argument","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"MatrixMonth"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"m4"},"name":{"kind":"Name","value":"filings"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"period"},"value":{"kind":"Variable","name":{"kind":"Name","value":"m4"}}},{"kind":"Argument","name":{"kind":"Name","value":"kinds"},"value":{"kind":"Variable","name":{"kind":"Name","value":"kinds"}}},{"kind":"Argument","name":{"kind":"Name","value":"statuses"},"value":{"kind":"Variable","name":{"kind":"Name","value":"statuses"}}},{"kind":"Argument","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"MatrixMonth"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"m5"},"name":{"kind":"Name","value":"filings"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"period"},"value":{"kind":"Variable","name":{"kind":"Name","value":"m5"}}},{"kind":"Argument","name":{"kind":"Name","value":"kinds"},"value":{"kind":"Variable","name":{"kind":"Name","value":"kinds"}}},{"kind":"Argument","name":{"kind":"Name","value":"statuses"},"value":{"kind":"Variable","name":{"kind":"Name","value":"statuses"}}},{"kind":"Argument","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"MatrixMonth"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"m6"},"name":{"kind":"Name","value":"filings"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"period"},"value":{"kind":"Variable","name":{"kind":"Name","value":"m6"}}},{"kind":"Argument","name":{"kind":"Name","value":"kinds"},"value":{"kind":"Variable","name":{"kind":"Name","value":"kinds"}}},{"kind":"Argument","name":{"kind":"Name","value":"statuses"},"value":{"kind":"Variable","name":{"kind":"Name","value":"statuses"}}},{"kind":"Argument","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"MatrixMonth"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"m7"},"name":{"kind":"Name","value":"filings"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"period"},"value":{"kind":"Variable","name":{"kind":"Name","value":"m7"}}},{"kind":"Argument","name":{"kind":"Name","value":"kinds"},"value":{"kind":"Variable","name":{"kind":"Name","value":"kinds"}}},{"kind":"Argument","name":{"kind":"Name","value":"statuses"},"value":{"kind":"Variable","name":{"kind":"Name","value":"statuses"}}},{"kind":"Argument","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"MatrixMonth"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"m8"},"name":{"kind":"Name","value":"filings"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"period"},"value":{"kind":"Variable","name":{"kind":"Name","value":"m8"}}},{"kind":"Argument","name":{"kind":"Name","value":"kinds"},"value":{"kind":"Variable","name":{"kind":"Name","value":"kinds"}}},{"kind":"Argument","name":{"kind":"Name","value":"statuses"},"value":{"kind":"Variable","name":{"kind":"Name","value":"statuses"}}},{"kind":"Argument","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"MatrixMonth"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"m9"},"name":{"kind":"Name","value":"filings"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"period"},"value":{"kind":"Variable","name":{"kind":"Name","value":"m9"}}},{"kind":"Argument","name":{"kind":"Name","value":"kinds"},"value":{"kind":"Variable","name":{"kind":"Name","value":"kinds"}}},{"kind":"Argument","name":{"kind":"Name","value":"statuses"},"value":{"kind":"Variable","name":{"kind":"Name","value":"statuses"}}},{"kind":"Argument","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"MatrixMonth"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"m10"},"name":{"kind":"Name","value":"filings"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"period"},"value":{"kind":"Variable","name":{"kind":"Name","value":"m10"}}},{"kind":"Argument","name":{"kind":"Name","value":"kinds"},"value":{"kind":"Variable","name":{"kind":"Name","value":"kinds"}}},{"kind":"Argument","name":{"kind":"Name","value":"statuses"},"value":{"kind":"Variable","name":{"kind":"Name","value":"statuses"}}},{"kind":"Argument","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"MatrixMonth"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"m11"},"name":{"kind":"Name","value":"filings"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"period"},"value":{"kind":"Variable","name":{"kind":"Name","value":"m11"}}},{"kind":"Argument","name":{"kind":"Name","value":"kinds"},"value":{"kind":"Variable","name":{"kind":"Name","value":"kinds"}}},{"kind":"Argument","name":{"kind":"Name","value":"statuses"},"value":{"kind":"Variable","name":{"kind":"Name","value":"statuses"}}},{"kind":"Argument","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"MatrixMonth"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"m12"},"name":{"kind":"Name","value":"filings"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"period"},"value":{"kind":"Variable","name":{"kind":"Name","value":"m12"}}},{"kind":"Argument","name":{"kind":"Name","value":"kinds"},"value":{"kind":"Variable","name":{"kind":"Name","value":"kinds"}}},{"kind":"Argument","name":{"kind":"Name","value":"statuses"},"value":{"kind":"Variable","name":{"kind":"Name","value":"statuses"}}},{"kind":"Argument","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"MatrixMonth"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MatrixMonth"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FilingConnection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"department"}},{"kind":"Field","name":{"kind":"Name","value":"unit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"month"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"late"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"submission"}},{"kind":"Field","name":{"kind":"Name","value":"firstReceived"}},{"kind":"Field","name":{"kind":"Name","value":"lastReceived"}},{"kind":"Field","name":{"kind":"Name","value":"dueBefore"}}]}}]}}]} as unknown as DocumentNode<MatrixQuery, MatrixQueryVariables>;
export const MatrixMoreDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"MatrixMore"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"month"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Period"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"kinds"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Kind"}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"statuses"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"FilingStatus"}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"DateTime"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Cursor"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"filings"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"period"},"value":{"kind":"Variable","name":{"kind":"Name","value":"month"}}},{"kind":"Argument","name":{"kind":"Name","value":"kinds"},"value":{"kind":"Variable","name":{"kind":"Name","value":"kinds"}}},{"kind":"Argument","name":{"kind":"Name","value":"statuses"},"value":{"kind":"Variable","name":{"kind":"Name","value":"statuses"}}},{"kind":"Argument","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"MatrixMonth"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MatrixMonth"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FilingConnection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"department"}},{"kind":"Field","name":{"kind":"Name","value":"unit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"month"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"late"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"submission"}},{"kind":"Field","name":{"kind":"Name","value":"firstReceived"}},{"kind":"Field","name":{"kind":"Name","value":"lastReceived"}},{"kind":"Field","name":{"kind":"Name","value":"dueBefore"}}]}}]}}]} as unknown as DocumentNode<MatrixMoreQuery, MatrixMoreQueryVariables>;
export const SubmissionsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Submissions"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"SubmissionFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Cursor"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"submissions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"25"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"file"}},{"kind":"Field","name":{"kind":"Name","value":"kinds"}},{"kind":"Field","name":{"kind":"Name","value":"submittedBy"}},{"kind":"Field","name":{"kind":"Name","value":"receivedAt"}},{"kind":"Field","name":{"kind":"Name","value":"rowsLoaded"}},{"kind":"Field","name":{"kind":"Name","value":"rowsRejected"}},{"kind":"Field","name":{"kind":"Name","value":"slices"}},{"kind":"Field","name":{"kind":"Name","value":"slicesInForce"}},{"kind":"Field","name":{"kind":"Name","value":"withdrawnAt"}}]}}]}}]}}]} as unknown as DocumentNode<SubmissionsQuery, SubmissionsQueryVariables>;
export const SubmitDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Submit"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SubmitInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"submit"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"kinds"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"rejected"}},{"kind":"Field","name":{"kind":"Name","value":"ignoredColumns"}},{"kind":"Field","name":{"kind":"Name","value":"warnings"}},{"kind":"Field","name":{"kind":"Name","value":"submission"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"replaced"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"department"}},{"kind":"Field","name":{"kind":"Name","value":"period"}},{"kind":"Field","name":{"kind":"Name","value":"rowsBefore"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"file"}},{"kind":"Field","name":{"kind":"Name","value":"sheet"}},{"kind":"Field","name":{"kind":"Name","value":"row"}},{"kind":"Field","name":{"kind":"Name","value":"column"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<SubmitMutation, SubmitMutationVariables>;
export const ShellDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Shell"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"basics"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"years"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Period"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"months"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Period"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"DateTime"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"metrics"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"unit"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"dimensions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"label"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"kinds"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"columns"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"header"}},{"kind":"Field","name":{"kind":"Name","value":"aliases"}}]}}]}},{"kind":"Field","alias":{"kind":"Name","value":"years"},"name":{"kind":"Name","value":"measure"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"metrics"},"value":{"kind":"Variable","name":{"kind":"Name","value":"basics"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"period"},"value":{"kind":"Variable","name":{"kind":"Name","value":"years"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"grain"},"value":{"kind":"EnumValue","value":"YEAR"}},{"kind":"ObjectField","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rows"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"bucket"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}}]}},{"kind":"Field","name":{"kind":"Name","value":"values"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}}]}},{"kind":"Field","alias":{"kind":"Name","value":"months"},"name":{"kind":"Name","value":"measure"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"metrics"},"value":{"kind":"Variable","name":{"kind":"Name","value":"basics"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"period"},"value":{"kind":"Variable","name":{"kind":"Name","value":"months"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"grain"},"value":{"kind":"EnumValue","value":"MONTH"}},{"kind":"ObjectField","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rows"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"bucket"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}}]}},{"kind":"Field","name":{"kind":"Name","value":"values"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<ShellQuery, ShellQueryVariables>;