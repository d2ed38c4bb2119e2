-- The values that a column may have: a question that names another one is misspelt, and a value that
-- nobody has filed yet is not.
ALTER TABLE kind_column ADD COLUMN IF NOT EXISTS choices VARCHAR[];

COMMENT ON COLUMN kind_column.choices IS '可填的值，随意填写的列为空；the values that it may have, NULL for a column of any text';
