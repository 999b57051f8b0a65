-- step 1: documents that are published besides reports and plans, drafts open for opinions
CREATE TABLE paper (
	id {{id}},
	kind TEXT NOT NULL, -- doctype_by_code
	number TEXT NOT NULL, -- "45/QĐ-UBND"; '' of a draft
	day TEXT NOT NULL, -- of issue; '' of a draft
	subject TEXT NOT NULL,
	signer TEXT NOT NULL,
	valid_from TEXT NOT NULL, -- '' not said
	valid_to TEXT NOT NULL, -- the last day; '' open
	replaced_by INTEGER REFERENCES paper,
	attachment_id INTEGER REFERENCES attachment, -- the PDF
	state TEXT NOT NULL, -- 'draft', 'issued'
	shown INTEGER NOT NULL, -- 1: the public sees it
	asked TEXT NOT NULL, -- of a draft: what opinions are asked for
	opinion_from TEXT NOT NULL, -- first and last day for opinions; '' never asked for
	opinion_to TEXT NOT NULL,
	summary TEXT NOT NULL, -- what came in and how it was answered; '' not yet
	account_id INTEGER NOT NULL,
	created_at INTEGER NOT NULL,
	version INTEGER NOT NULL
) {{table}};
CREATE INDEX paper_day ON paper (state, day, id);
CREATE TABLE paper_opinion (
	id {{id}},
	paper_id INTEGER NOT NULL REFERENCES paper,
	name TEXT NOT NULL, -- '' not said
	text TEXT NOT NULL,
	text_hash TEXT NOT NULL, -- sent twice it is kept once
	sender TEXT NOT NULL, -- a hash of where it came from and the day, for the limit; '' after it
	at INTEGER NOT NULL,
	answer TEXT NOT NULL, -- '' not yet
	shown INTEGER NOT NULL, -- 1: the public sees it with its answer
	UNIQUE (paper_id, text_hash)
) {{table}};
CREATE INDEX paper_opinion_sender ON paper_opinion (sender, at);
CREATE VIEW v_paper AS
	SELECT id, kind, number, day, subject, signer, valid_from, valid_to, replaced_by, state, opinion_from,
		opinion_to, '/van-ban/' || CAST(id AS TEXT) AS href
	FROM paper WHERE shown = 1;
-- step 2: the words of a paper's file, for reading and searching; no row: nobody has read that file yet
CREATE TABLE paper_words (
	paper_id INTEGER PRIMARY KEY REFERENCES paper,
	text TEXT NOT NULL, -- a line a paragraph; '' a scan
	whole INTEGER NOT NULL -- 0: the file has more than is kept
) {{table}};
