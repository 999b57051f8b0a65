-- step 1: the administrative unit over time, its people and places
-- Open days are '' so that they compare and stay unique alike on both engines.
CREATE TABLE unit (
	id {{id}},
	code TEXT NOT NULL UNIQUE,
	slug TEXT NOT NULL
) {{table}};
CREATE TABLE unit_name (
	id {{id}},
	valid_from TEXT NOT NULL UNIQUE,
	valid_to TEXT NOT NULL,
	kind TEXT NOT NULL,
	name TEXT NOT NULL,
	authority TEXT NOT NULL,
	short_name TEXT NOT NULL,
	symbol TEXT NOT NULL,
	issuer_lines TEXT NOT NULL,
	parent_lines TEXT NOT NULL,
	place TEXT NOT NULL,
	district TEXT,
	province TEXT
) {{table}};
CREATE TABLE unit_predecessor (
	name_id INTEGER NOT NULL REFERENCES unit_name ON DELETE CASCADE,
	name TEXT NOT NULL,
	code TEXT,
	PRIMARY KEY (name_id, name)
) {{table}};
CREATE TABLE person (
	id {{id}},
	name TEXT NOT NULL UNIQUE
) {{table}};
CREATE TABLE person_post (
	person_id INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
	title TEXT NOT NULL,
	valid_from TEXT NOT NULL,
	valid_to TEXT NOT NULL,
	PRIMARY KEY (person_id, title, valid_from)
) {{table}};
CREATE TABLE place (
	id {{id}},
	code TEXT NOT NULL UNIQUE,
	name TEXT NOT NULL,
	valid_from TEXT NOT NULL,
	valid_to TEXT NOT NULL
) {{table}};
CREATE INDEX place_name ON place (name);
-- step 2: who changed what, as a chain of hashes (see audit.h)
CREATE TABLE audit (
	id INTEGER PRIMARY KEY, -- 1, 2, 3, ... without a gap
	at INTEGER NOT NULL,
	actor TEXT NOT NULL,
	source TEXT NOT NULL,
	kind TEXT NOT NULL,
	object TEXT NOT NULL,
	action TEXT NOT NULL,
	old_state TEXT,
	new_state TEXT,
	hash TEXT NOT NULL
) {{table}};
CREATE INDEX audit_object ON audit (kind, object);
{{append_only audit}};
-- step 3: contents handed in (photos, signed documents) by their hash; what the commune has chosen;
-- forms that were taken, so that a repeated one is not taken again
CREATE TABLE blob (
	name TEXT NOT NULL, -- BLAKE2b of the whole; on SQLite the parts are files beside the database
	part INTEGER NOT NULL,
	content BLOB NOT NULL,
	PRIMARY KEY (name, part)
) {{table}};
CREATE TABLE attachment (
	id {{id}},
	hash TEXT NOT NULL,
	name TEXT NOT NULL, -- as the person's device called it
	type TEXT NOT NULL, -- as proved by its content
	size INTEGER NOT NULL,
	thumb_hash TEXT, -- a small picture of it
	taken TEXT NOT NULL, -- private: when a photo says it was taken, "2024-03-14 08:05:00"; '' not known
	position TEXT NOT NULL, -- private: "14.766700, 108.733300"; '' not known
	account_id INTEGER, -- who handed it in; NULL: the system
	created_at INTEGER NOT NULL
) {{table}};
CREATE TABLE setting (
	name TEXT NOT NULL PRIMARY KEY,
	value TEXT NOT NULL
) {{table}};
CREATE TABLE form_taken (
	key_hash TEXT NOT NULL PRIMARY KEY, -- of the form's key and the account
	location TEXT NOT NULL, -- where the first one led
	at INTEGER NOT NULL
) {{table}};
CREATE INDEX form_taken_at ON form_taken (at);
