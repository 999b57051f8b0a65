-- step 1: reports with their text
CREATE TABLE report (
	id {{id}},
	kind TEXT NOT NULL,
	period TEXT NOT NULL,
	title TEXT NOT NULL,
	day TEXT NOT NULL, -- "2024-04-05", or as much of it as is known
	number TEXT,
	addressees TEXT NOT NULL, -- lists have a line each
	recipients TEXT NOT NULL,
	signing TEXT NOT NULL,
	signer TEXT,
	body TEXT NOT NULL,
	UNIQUE (kind, period, title)
) {{table}};
CREATE INDEX report_period ON report (period);
CREATE VIEW v_report AS SELECT id, kind, period, title, day, number FROM report;
-- step 2: a report is edited in the browser: who is second is told by its version
ALTER TABLE report ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
DROP VIEW v_report;
CREATE VIEW v_report AS SELECT id, kind, period, title, day, number, version FROM report;
