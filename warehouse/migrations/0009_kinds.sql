-- What the contracts say of the kinds of filing, as data: whoever shows a label or an order
-- reads it here. The rows are those of the contracts that the warehouse was last opened with.

CREATE TABLE kind (
    name           VARCHAR NOT NULL,
    ordinal        INTEGER NOT NULL,
    view           VARCHAR NOT NULL,
    label_zh       VARCHAR NOT NULL,
    label_en       VARCHAR NOT NULL,
    description_zh VARCHAR NOT NULL,
    description_en VARCHAR NOT NULL,
    grain          VARCHAR NOT NULL,
    day            VARCHAR,
    stream         VARCHAR,
    central        BOOLEAN NOT NULL,
    speaks         VARCHAR NOT NULL
);

CREATE TABLE kind_column (
    kind           VARCHAR NOT NULL,
    name           VARCHAR NOT NULL,
    ordinal        INTEGER NOT NULL,
    header         VARCHAR NOT NULL,
    label_zh       VARCHAR NOT NULL,
    label_en       VARCHAR NOT NULL,
    description_zh VARCHAR NOT NULL,
    description_en VARCHAR NOT NULL,
    type           VARCHAR NOT NULL,
    required       BOOLEAN NOT NULL
);

COMMENT ON TABLE kind IS '报表种类：每种一行，由报表约定写入；kinds of filing, one row each, as the contracts define them';
COMMENT ON COLUMN kind.name IS '种类标识；name of the kind';
COMMENT ON COLUMN kind.ordinal IS '排列次序；place in the order in which kinds are listed';
COMMENT ON COLUMN kind.view IS '查询用的视图名；view of its rows for people who write SQL';
COMMENT ON COLUMN kind.label_zh IS '中文名称；Chinese label';
COMMENT ON COLUMN kind.label_en IS '英文名称；English label';
COMMENT ON COLUMN kind.description_zh IS '中文说明；Chinese description';
COMMENT ON COLUMN kind.description_en IS '英文说明；English description';
COMMENT ON COLUMN kind.grain IS '分片的期间：month 月、year 年、ledger 台账、whole 全表；period of a slice: month, year, ledger or whole';
COMMENT ON COLUMN kind.day IS '一行计入哪一天，SQL 表达式，没有日期的种类为空；the day that a row counts for, in SQL over its fact table, NULL for a kind without one';
COMMENT ON COLUMN kind.stream IS '分来源报送的种类按哪一列分；column that splits slices between sources, NULL for none';
COMMENT ON COLUMN kind.central IS '由一个部门代全市报送，分片不分单位；one office files it for all: its slices have no department';
COMMENT ON COLUMN kind.speaks IS '一份报表说的是哪些单位：ALL 全部单位（没有写到的为零），LISTED 只有写到的单位；which units a filing speaks for: ALL (a unit that is absent has none) or LISTED (only the units in it)';
COMMENT ON TABLE kind_column IS '报表种类的列：每列一行；columns of the kinds of filing, one row each';
COMMENT ON COLUMN kind_column.kind IS '种类标识，见 kind；name of the kind, see kind';
COMMENT ON COLUMN kind_column.name IS '列名，与视图和明细表一致；name of the column, as in the view and the fact table';
COMMENT ON COLUMN kind_column.ordinal IS '在种类内的次序；place in the order of the kind''s columns';
COMMENT ON COLUMN kind_column.header IS '空表上的表头；header on the blank form';
COMMENT ON COLUMN kind_column.label_zh IS '中文名称；Chinese label';
COMMENT ON COLUMN kind_column.label_en IS '英文名称；English label';
COMMENT ON COLUMN kind_column.description_zh IS '中文填写说明；what goes in, in Chinese';
COMMENT ON COLUMN kind_column.description_en IS '英文填写说明；what goes in, in English';
COMMENT ON COLUMN kind_column.type IS '怎样读入：text、unit、integer、date 等，见报表约定；how its cells are read: text, unit, integer, date and so on, as contracts say';
COMMENT ON COLUMN kind_column.required IS '是否每行必填；whether every row needs it';
