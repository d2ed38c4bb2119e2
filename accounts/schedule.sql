-- Figures that the office has agreed to mail every month. A schedule is never changed and never removed: it is stopped, and another is made.
CREATE TABLE schedule (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  title       TEXT NOT NULL,
  metrics     TEXT NOT NULL,               -- a list in JSON, as departments and portfolios are
  departments TEXT NOT NULL,               -- of the figures; without any units and lines they are those that the reader's account sees
  portfolios  TEXT NOT NULL,
  view        TEXT NOT NULL,               -- the page that the mail leads to; '' for none
  day         INTEGER NOT NULL,            -- of the month, its last where it is shorter
  made_by     TEXT NOT NULL,
  made_at     INTEGER NOT NULL,            -- moments are seconds since 1970
  stopped_by  TEXT NOT NULL DEFAULT '',
  stopped_at  INTEGER NOT NULL DEFAULT 0   -- 0: it goes on
) STRICT;

CREATE TABLE schedule_reader (
  schedule INTEGER NOT NULL REFERENCES schedule(id),
  user     TEXT NOT NULL REFERENCES user(name),
  PRIMARY KEY (schedule, user)
) STRICT;

-- Figures that wait to be sent were written for what an account saw, and for its address. Where either changes they are written anew.
CREATE TRIGGER figures_anew AFTER UPDATE OF role, department, portfolio, email, disabled ON user
WHEN (old.role, old.department, old.portfolio, old.email, old.disabled) IS NOT (new.role, new.department, new.portfolio, new.email, new.disabled)
BEGIN
  DELETE FROM mail WHERE user = new.name AND begun_at = 0 AND about GLOB 'figures *';
END;
