-- step 1: accounts with their roles over time, sessions, personal links, failed attempts
CREATE TABLE account (
	id {{id}},
	login TEXT NOT NULL UNIQUE,
	name TEXT NOT NULL,
	active INTEGER NOT NULL,
	created_at INTEGER NOT NULL,
	password TEXT, -- Argon2id; NULL: cannot sign in by password
	password_at INTEGER,
	totp_secret TEXT, -- NULL: no second factor
	totp_used INTEGER NOT NULL -- the step of the last code taken
) {{table}};
CREATE TABLE account_role (
	id {{id}},
	account_id INTEGER NOT NULL REFERENCES account,
	role TEXT NOT NULL,
	from_at INTEGER NOT NULL,
	to_at INTEGER
) {{table}};
CREATE UNIQUE INDEX account_role_now ON account_role (account_id, role) WHERE to_at IS NULL;
CREATE TABLE account_code (
	hash TEXT NOT NULL PRIMARY KEY, -- of a recovery code
	account_id INTEGER NOT NULL REFERENCES account,
	used_at INTEGER
) {{table}};
CREATE INDEX account_code_account ON account_code (account_id);
CREATE TABLE account_link (
	id {{id}},
	account_id INTEGER NOT NULL REFERENCES account,
	token_hash TEXT NOT NULL UNIQUE,
	created_at INTEGER NOT NULL,
	ended_at INTEGER
) {{table}};
CREATE UNIQUE INDEX account_link_now ON account_link (account_id) WHERE ended_at IS NULL;
CREATE TABLE session (
	id {{id}},
	account_id INTEGER NOT NULL REFERENCES account,
	link_id INTEGER REFERENCES account_link, -- signed in by a personal link
	token_hash TEXT NOT NULL UNIQUE,
	ready INTEGER NOT NULL, -- 0: the second factor is still to come
	created_at INTEGER NOT NULL,
	seen_at INTEGER NOT NULL,
	address TEXT NOT NULL,
	agent TEXT NOT NULL,
	ended_at INTEGER
) {{table}};
CREATE INDEX session_account ON session (account_id);
CREATE TABLE sign_in_failure (
	subject TEXT NOT NULL PRIMARY KEY, -- "user NAME", "address 10.0.0.7"
	failures INTEGER NOT NULL,
	last_at INTEGER NOT NULL
) {{table}};
