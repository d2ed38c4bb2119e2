-- Mails to people who have an account. A mail is sent once: what was begun is not begun again.
ALTER TABLE user ADD COLUMN email TEXT NOT NULL DEFAULT '';

CREATE TABLE mail (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  about    TEXT NOT NULL UNIQUE,         -- what it is about, and to whom: there is one of each
  user     TEXT NOT NULL REFERENCES user(name),
  address  TEXT NOT NULL,
  subject  TEXT NOT NULL,
  body     TEXT NOT NULL,
  made_by  TEXT NOT NULL,
  made_at  INTEGER NOT NULL,             -- moments are seconds since 1970
  begun_at INTEGER NOT NULL DEFAULT 0,   -- 0: not yet
  sent_at  INTEGER NOT NULL DEFAULT 0,   -- 0: not, or it is not known
  failed   TEXT NOT NULL DEFAULT ''      -- why the mail server did not take it
) STRICT;
