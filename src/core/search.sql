-- step 1: what is public and can be found by its words
CREATE TABLE search (
	seq INTEGER NOT NULL PRIMARY KEY, -- grows with the day, so that the newest come first by it
	kind TEXT NOT NULL, -- 'document', 'news', 'procedure'
	id INTEGER NOT NULL,
	href TEXT NOT NULL,
	title TEXT NOT NULL,
	code TEXT NOT NULL, -- '24/KH-UBND', '1.001612'; ''
	code_key TEXT NOT NULL, -- as it is looked up: search_code
	text TEXT NOT NULL,
	day TEXT NOT NULL,
	public_from INTEGER NOT NULL, -- moments; public_to 0: open
	public_to INTEGER NOT NULL,
	UNIQUE (kind, id)
) {{table}};
CREATE INDEX search_code ON search (code_key) WHERE code_key <> '';
CREATE INDEX search_from ON search (public_from);
CREATE INDEX search_to ON search (public_to) WHERE public_to <> 0;
{{words}};
-- By which rules the words were made: where this program's are others, they are made anew.
CREATE TABLE search_state (
	words INTEGER NOT NULL
) {{table}};
-- step 2: PostgreSQL's words know in which slice of time they are; search_fill puts them in again
{{words}};
