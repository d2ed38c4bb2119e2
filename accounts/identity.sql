-- Who logs in at an OpenID Connect provider: the provider's own name for somebody, which never becomes another's.
CREATE TABLE identity (
  issuer  TEXT NOT NULL,
  subject TEXT NOT NULL,
  user    TEXT NOT NULL UNIQUE REFERENCES user(name),
  PRIMARY KEY (issuer, subject)
) STRICT;
