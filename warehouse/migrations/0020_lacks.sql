-- Columns that a table does not have: a blank under 办结日期 says that a message is open, a table without
-- the column says nothing of it.
ALTER TABLE slice ADD COLUMN IF NOT EXISTS lacks VARCHAR[];

COMMENT ON COLUMN slice.lacks IS '来源表格没有的列，空值为不详；columns that its tables do not have, NULL where that is not known';
