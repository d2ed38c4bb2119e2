-- Every change of what was filed, numbered: the journal beside the file has the same entries,
-- so that a lost log or an exchanged file is found when the warehouse is opened.
CREATE TABLE commit_log (
    number       BIGINT PRIMARY KEY,
    committed_at TIMESTAMP NOT NULL,
    change       VARCHAR NOT NULL,
    submission   BIGINT NOT NULL,
    file         VARCHAR NOT NULL,
    committed_by VARCHAR NOT NULL,
    received_at  TIMESTAMP,
    kept         BIGINT NOT NULL,
    previous     VARCHAR NOT NULL,
    hash         VARCHAR NOT NULL
);
COMMENT ON TABLE commit_log IS '提交记录：报送、撤回、恢复各一行，依次编号；commits: one row for each load, withdrawal and restore, numbered';
COMMENT ON COLUMN commit_log.number IS '提交号；number of the commit';
COMMENT ON COLUMN commit_log.committed_at IS '提交时间（世界时），总在前一次之后；when it was committed (UTC), always after the one before';
COMMENT ON COLUMN commit_log.change IS 'load 报送，withdraw 撤回，restore 用备份恢复；what changed';
COMMENT ON COLUMN commit_log.submission IS '报送编号，恢复时为 0；the submission, 0 for a restore';
COMMENT ON COLUMN commit_log.file IS '文件名；name of the file';
COMMENT ON COLUMN commit_log.committed_by IS '报送人或撤回人；who filed or withdrew it';
COMMENT ON COLUMN commit_log.received_at IS '算作收到的时间（世界时），只有报送有；when it counts as received (UTC), of loads alone';
COMMENT ON COLUMN commit_log.kept IS '恢复到的提交号，只有恢复有；the last commit that a restore kept';
COMMENT ON COLUMN commit_log.previous IS '前一次提交的摘要；hash of the commit before';
COMMENT ON COLUMN commit_log.hash IS '本次提交的摘要；hash of this commit';

-- What tells this warehouse from every other.
INSERT INTO setting VALUES ('warehouse', CAST(uuid() AS VARCHAR));
