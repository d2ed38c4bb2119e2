-- Who may use the server. Passwords are argon2id hashes; tokens, sessions and devices are only known by hashes of
-- what their owners hold, so that a stolen copy of this file opens nothing.
CREATE TABLE user (
  name        TEXT PRIMARY KEY,
  role        TEXT NOT NULL,
  department  TEXT NOT NULL,              -- of the role department; else ''
  portfolio   TEXT NOT NULL,              -- of the role leader; else ''
  password    TEXT NOT NULL,              -- argon2id with its parameters and salt
  must_change INTEGER NOT NULL,
  disabled    INTEGER NOT NULL DEFAULT 0,
  created_at  INTEGER NOT NULL,           -- moments are seconds since 1970
  login_at    INTEGER NOT NULL DEFAULT 0  -- 0: never
) STRICT;

CREATE TABLE token (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  user       TEXT NOT NULL REFERENCES user(name),
  purpose    TEXT NOT NULL,
  hash       BLOB NOT NULL UNIQUE,        -- SHA-256: a token is random, and needs no slow hash
  stored_key BLOB NOT NULL,               -- SCRAM-SHA-256's two keys, for PostgreSQL's wire
  server_key BLOB NOT NULL,
  role       TEXT NOT NULL,               -- the user's, or a lesser one
  department TEXT NOT NULL,
  portfolio  TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  revoked_at INTEGER NOT NULL DEFAULT 0,  -- 0: not revoked
  used_at    INTEGER NOT NULL DEFAULT 0   -- 0: never
) STRICT;
CREATE INDEX token_of ON token(user);

CREATE TABLE session (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  hash       BLOB NOT NULL UNIQUE,        -- of the cookie
  user       TEXT NOT NULL REFERENCES user(name),
  source     TEXT NOT NULL,
  agent      TEXT NOT NULL,               -- the browser, as it calls itself
  began_at   INTEGER NOT NULL,
  seen_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX session_of ON session(user);

CREATE TABLE device (                     -- browsers from which somebody has logged in
  hash    BLOB NOT NULL,                  -- of the cookie
  user    TEXT NOT NULL REFERENCES user(name),
  seen_at INTEGER NOT NULL,
  PRIMARY KEY (hash, user)
) STRICT;

CREATE TABLE secret (                     -- one row: what salts of the wire are made from
  key BLOB NOT NULL
) STRICT;

CREATE TABLE audit (                      -- one row: the last line of the audit, so that a shortened one is noticed
  number INTEGER NOT NULL,
  hash   TEXT NOT NULL,
  size   INTEGER NOT NULL                 -- of the file up to that line
) STRICT;
INSERT INTO audit VALUES (0, '', 0);
