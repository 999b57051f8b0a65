-- step 1: pages that the commune posts on elsewhere, and what was found there
CREATE TABLE harvest_source (
	id {{id}},
	name TEXT NOT NULL,
	kind TEXT NOT NULL, -- feed_kind_code
	address TEXT NOT NULL,
	address_key TEXT NOT NULL UNIQUE, -- link_key
	channel TEXT NOT NULL, -- of the activities that come of it
	minutes INTEGER NOT NULL, -- between two looks
	active INTEGER NOT NULL,
	account_id INTEGER NOT NULL, -- who set it up
	created_at INTEGER NOT NULL,
	version INTEGER NOT NULL,
	due_at INTEGER NOT NULL, -- the next look; while one is under way, when it counts as lost
	etag TEXT NOT NULL DEFAULT '',
	modified TEXT NOT NULL DEFAULT '',
	last_at INTEGER NOT NULL DEFAULT 0, -- 0: never looked yet
	good_at INTEGER NOT NULL DEFAULT 0,
	failures INTEGER NOT NULL DEFAULT 0, -- in a row
	words TEXT NOT NULL DEFAULT '' -- what the last look brought, for people
) {{table}};
CREATE INDEX harvest_source_due ON harvest_source (due_at) WHERE active = 1;
CREATE TABLE harvest_item (
	id {{id}},
	source_id INTEGER REFERENCES harvest_source, -- NULL: its link was pasted
	channel TEXT NOT NULL,
	link TEXT NOT NULL,
	link_key TEXT NOT NULL UNIQUE, -- never twice
	title TEXT NOT NULL, -- '': not known yet
	title_key TEXT NOT NULL, -- folded
	day TEXT NOT NULL, -- '': not known
	day_note TEXT NOT NULL,
	summary TEXT NOT NULL,
	about INTEGER NOT NULL, -- 1: its words are about CCHC
	state TEXT NOT NULL, -- 'waiting', 'taken', 'dropped', 'same' (another link of same_id)
	same_id INTEGER REFERENCES harvest_item,
	activity_id INTEGER REFERENCES activity,
	found_at INTEGER NOT NULL,
	decided_at INTEGER NOT NULL DEFAULT 0,
	decided_by INTEGER NOT NULL DEFAULT 0, -- account
	-- reading its page: for title and day while it waits, for the copy once it is taken
	page TEXT NOT NULL, -- 'none', 'due', 'done', 'failed'
	page_at INTEGER NOT NULL DEFAULT 0, -- when it is due
	page_tries INTEGER NOT NULL DEFAULT 0,
	page_words TEXT NOT NULL DEFAULT '',
	attachment_id INTEGER REFERENCES attachment -- the copy
) {{table}};
CREATE INDEX harvest_item_list ON harvest_item (state, day, id);
CREATE INDEX harvest_item_about ON harvest_item (state, about, day, id);
CREATE INDEX harvest_item_title ON harvest_item (title_key, day);
CREATE INDEX harvest_item_page ON harvest_item (page_at) WHERE page = 'due';
CREATE INDEX harvest_item_source ON harvest_item (source_id, state);
