-- step 1: the catalogue of administrative procedures, its versions by decision, and reviews
CREATE TABLE procedure (
	id {{id}},
	code TEXT NOT NULL UNIQUE, -- the short form: "1.001612"
	local TEXT NOT NULL, -- "1.001612.000.00.00.H48"; ''
	field TEXT NOT NULL,
	sample INTEGER NOT NULL,
	version INTEGER NOT NULL
) {{table}};
-- What a version says is written, compared and shown as a whole only, so it is one JSON text with
-- the keys of docs/procedures.schema.json; what is asked for across versions stands in columns.
CREATE TABLE procedure_version (
	id {{id}},
	procedure_id INTEGER NOT NULL REFERENCES procedure,
	status TEXT NOT NULL, -- new, amended, replaced, abolished
	number TEXT NOT NULL, -- of the decision
	day TEXT NOT NULL,
	issuer TEXT NOT NULL,
	day_from TEXT NOT NULL,
	day_to TEXT NOT NULL, -- ''
	name TEXT NOT NULL,
	body TEXT NOT NULL,
	UNIQUE (procedure_id, day_from)
) {{table}};
CREATE VIEW v_procedure_version AS
	SELECT p.id AS procedure_id, p.code, p.field, p.sample, v.id AS version_id, v.status, v.name,
		v.day_from, v.day_to
	FROM procedure p JOIN procedure_version v ON v.procedure_id = p.id;
CREATE TABLE procedure_review (
	id {{id}},
	procedure_id INTEGER NOT NULL REFERENCES procedure,
	year INTEGER NOT NULL,
	action TEXT NOT NULL, -- amend, abolish
	reason TEXT NOT NULL,
	proposal TEXT NOT NULL,
	cost_before TEXT NOT NULL, -- lines as they are entered: review.h
	cost_after TEXT NOT NULL,
	times INTEGER NOT NULL, -- a year, of one person
	people INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	version INTEGER NOT NULL
) {{table}};
CREATE INDEX procedure_review_year ON procedure_review (year);
-- step 2: to whom the proposals of a year go, and who signs
CREATE TABLE procedure_proposal (
	year INTEGER PRIMARY KEY,
	basis TEXT NOT NULL, -- ''
	addressees TEXT NOT NULL, -- lines, as are the next two
	recipients TEXT NOT NULL,
	signing TEXT NOT NULL,
	signer TEXT NOT NULL, -- ''
	version INTEGER NOT NULL
) {{table}};
