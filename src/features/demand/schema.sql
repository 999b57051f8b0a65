-- step 1: demands from above, the tasks and duties to report that come of them, and regular reports
CREATE TABLE demand (
	id {{id}},
	sender TEXT NOT NULL, -- cơ quan gửi
	number TEXT NOT NULL, -- its own: "581/BNV-CCHC"; '' where it has none
	day TEXT NOT NULL, -- of the document; days may be '', not known
	received TEXT NOT NULL, -- ngày đến
	subject TEXT NOT NULL,
	asked TEXT NOT NULL,
	outline TEXT NOT NULL, -- đề cương
	manner TEXT NOT NULL, -- how it is to be answered: form, channel, annex
	due TEXT NOT NULL,
	account_id INTEGER, -- responsible
	attachment_id INTEGER REFERENCES attachment,
	done_on TEXT NOT NULL, -- closed by hand; '' is open
	done_note TEXT NOT NULL,
	version INTEGER NOT NULL
) {{table}};
CREATE TABLE demand_task (
	demand_id INTEGER NOT NULL REFERENCES demand,
	task_id INTEGER NOT NULL REFERENCES plan_task ON DELETE CASCADE,
	PRIMARY KEY (demand_id, task_id)
) {{table}};
CREATE INDEX demand_task_task ON demand_task (task_id);
-- Which regular reports there are, and when they are due: set by the province, so never law here.
CREATE TABLE report_schedule (
	id {{id}},
	kind TEXT NOT NULL, -- of report.c
	span TEXT NOT NULL, -- "Q1", "6M"; '': the year
	receiver TEXT NOT NULL,
	days INTEGER NOT NULL, -- due so many days after the period's last day
	source TEXT NOT NULL, -- the document that says so
	account_id INTEGER,
	version INTEGER NOT NULL,
	UNIQUE (kind, span, receiver)
) {{table}};
CREATE TABLE report_duty (
	id {{id}},
	demand_id INTEGER REFERENCES demand, -- NULL: a regular one
	title TEXT NOT NULL,
	kind TEXT NOT NULL,
	period TEXT NOT NULL,
	receiver TEXT NOT NULL,
	due TEXT NOT NULL,
	account_id INTEGER,
	done_on TEXT NOT NULL, -- said by hand; '': only a report with a number fulfils it
	done_note TEXT NOT NULL,
	version INTEGER NOT NULL,
	UNIQUE (kind, period, receiver)
) {{table}};
CREATE INDEX report_duty_request ON report_duty (demand_id);
-- state: 'open' or 'done'. Late is what is open and whose due day has passed: a view knows no today.
CREATE VIEW v_report_duty AS
	SELECT d.id, d.title, d.due, d.account_id, d.demand_id, d.kind, d.period, d.receiver, d.done_on,
		CASE WHEN d.done_on <> '' OR r.id IS NOT NULL THEN 'done' ELSE 'open' END AS state,
		r.id AS report_id, r.number AS report_number, '/yeu-cau/nghia-vu/' || CAST(d.id AS TEXT) AS href
	FROM report_duty d LEFT JOIN v_report r ON r.id = (SELECT MIN(x.id) FROM v_report x
		WHERE x.kind = d.kind AND x.period = d.period AND x.number IS NOT NULL);
-- Done by hand, or when it has duties and none is open.
CREATE VIEW v_request AS
	SELECT q.id, q.subject AS title, q.due, q.account_id, q.sender, q.number, q.day, q.done_on,
		CASE WHEN q.done_on <> '' OR (EXISTS (SELECT 1 FROM report_duty d WHERE d.demand_id = q.id)
			AND NOT EXISTS (SELECT 1 FROM v_report_duty d WHERE d.demand_id = q.id AND d.state = 'open'))
			THEN 'done' ELSE 'open' END AS state,
		'/yeu-cau/' || CAST(q.id AS TEXT) AS href
	FROM demand q;
-- step 2: the outlines that were given, for reports that begin from one
CREATE VIEW v_request_outline AS
	SELECT id, sender, number, subject AS title, outline FROM demand WHERE outline <> '';
