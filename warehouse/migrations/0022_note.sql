-- What people note: a view of the pages that the office saves, a remark on a figure, and that a finding
-- was handled. The last of one subject and thing counts; an empty text takes those before back.
CREATE TABLE IF NOT EXISTS note (
    number   BIGINT PRIMARY KEY,
    subject  VARCHAR NOT NULL,
    about    VARCHAR NOT NULL,
    text     VARCHAR NOT NULL,
    stated   VARCHAR NOT NULL,
    noted_by VARCHAR NOT NULL,
    noted_at TIMESTAMP NOT NULL
);

COMMENT ON TABLE note IS '备注：保存的视图、对数字的备注、核查结果的处理；notes: saved views, remarks on figures, findings that were handled';
COMMENT ON COLUMN note.number IS '提交号；number of the commit';
COMMENT ON COLUMN note.subject IS '对象：VIEW 视图、FIGURE 数字、FINDING 核查结果；what it is about';
COMMENT ON COLUMN note.about IS '视图的地址、数字的编号或核查结果的标识；address of the view, id of the figure, or key of the finding';
COMMENT ON COLUMN note.text IS '内容，空文本为取消；what was noted, empty text takes earlier ones back';
COMMENT ON COLUMN note.stated IS '写备注时的数；the figure when it was noted';
COMMENT ON COLUMN note.noted_by IS '备注人；who noted it';
COMMENT ON COLUMN note.noted_at IS '备注时间（世界时）；when (UTC)';
