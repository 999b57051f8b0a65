-- step 1: documents on their way (Nghị định 30/2020/NĐ-CP, Điều 10 to 18)
-- The register knows a report by 'report/ID' as the way does.
UPDATE document SET origin = (SELECT 'report/' || CAST(r.id AS TEXT) FROM v_report r
		WHERE 'report/' || r.kind || '/' || r.period || '/' || r.title = document.origin)
	WHERE EXISTS (SELECT 1 FROM v_report r
		WHERE 'report/' || r.kind || '/' || r.period || '/' || r.title = document.origin);
CREATE TABLE dispatch (
	id {{id}},
	origin TEXT NOT NULL UNIQUE, -- 'report/12', 'plan/2024'
	subject TEXT NOT NULL, -- tên loại và trích yếu
	state TEXT NOT NULL, -- of dispatch.c
	since INTEGER NOT NULL, -- in this state
	version INTEGER NOT NULL, -- grows with every change: the second of two people is told
	author_id INTEGER NOT NULL, -- account that put it on its way last
	frozen_id INTEGER -- what was approved; NULL before
) {{table}};
CREATE TABLE dispatch_step (
	id {{id}},
	dispatch_id INTEGER NOT NULL REFERENCES dispatch,
	action TEXT NOT NULL,
	from_state TEXT NOT NULL,
	to_state TEXT NOT NULL,
	at INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	account_name TEXT NOT NULL, -- as it was then
	note TEXT NOT NULL
) {{table}};
CREATE INDEX dispatch_step_dispatch ON dispatch_step (dispatch_id);
{{append_only dispatch_step}};
CREATE TABLE dispatch_frozen (
	id {{id}},
	dispatch_id INTEGER NOT NULL REFERENCES dispatch,
	at INTEGER NOT NULL,
	content TEXT NOT NULL, -- JSON: the document's tree, its figures and their records, as approved
	hash TEXT NOT NULL -- BLAKE2b of content; in the audit too
) {{table}};
CREATE INDEX dispatch_frozen_dispatch ON dispatch_frozen (dispatch_id);
{{append_only dispatch_frozen}};
CREATE TABLE dispatch_signed (
	id {{id}},
	dispatch_id INTEGER NOT NULL REFERENCES dispatch,
	frozen_id INTEGER NOT NULL REFERENCES dispatch_frozen,
	attachment_id INTEGER NOT NULL, -- the PDF as it came back
	at INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	findings TEXT NOT NULL, -- JSON: signatures, what differs from the approved
	sound INTEGER NOT NULL, -- 1: a whole signature, and the words are those approved
	statement TEXT NOT NULL, -- why it is taken all the same; '' where it is sound
	replaced INTEGER NOT NULL -- 1: another one came after it
) {{table}};
CREATE INDEX dispatch_signed_dispatch ON dispatch_signed (dispatch_id);
-- Who waits for whom: for Báo cáo and Hôm nay. editable: its text may still be changed.
-- frozen: shown as approved, rather than as its records are now.
-- permission: of those who can bring it further (core/permission.h); NULL: nobody needs to.
CREATE VIEW v_dispatch AS
	SELECT d.origin, d.subject, d.state,
		CASE d.state WHEN 'draft' THEN 'bản thảo' WHEN 'returned' THEN 'trả lại để sửa'
			WHEN 'content' THEN 'chờ kiểm tra nội dung' WHEN 'format' THEN 'chờ kiểm tra thể thức'
			WHEN 'approval' THEN 'chờ ký duyệt' WHEN 'approved' THEN 'đã duyệt, chờ số và chữ ký'
			WHEN 'issued' THEN 'đã ban hành, chưa gửi' WHEN 'sent' THEN 'đã gửi'
			WHEN 'published' THEN 'đã công khai' ELSE 'đã thu hồi' END AS state_label,
		CASE WHEN d.state IN ('draft', 'returned') THEN 'report.edit'
			WHEN d.state IN ('content', 'format') THEN 'report.check'
			WHEN d.state = 'approval' THEN 'report.approve'
			WHEN d.state IN ('approved', 'issued') THEN 'report.issue' END AS permission,
		CASE WHEN d.state IN ('draft', 'returned') THEN 1 ELSE 0 END AS editable,
		d.since AS waiting_since, d.author_id,
		CASE WHEN d.frozen_id IS NULL THEN 0 ELSE 1 END AS frozen,
		CASE WHEN substr(d.origin, 1, 7) = 'report/' THEN -- no LIKE: trusted_schema is off
			 '/trinh-ky/bao-cao/' || substr(d.origin, 8)
			ELSE '/trinh-ky/ke-hoach/' || substr(d.origin, 6) END AS href
	FROM dispatch d;
-- step 2: who may sign for whom (Điều 13)
CREATE TABLE delegation (
	id {{id}},
	version INTEGER NOT NULL,
	person TEXT NOT NULL,
	title TEXT NOT NULL, -- what the person is
	from_title TEXT NOT NULL, -- for whom: "Chủ tịch"
	form TEXT NOT NULL, -- KT, TL, TUQ
	scope TEXT NOT NULL,
	day_from TEXT NOT NULL,
	day_to TEXT NOT NULL, -- '' open
	document TEXT NOT NULL -- that says so
) {{table}};
-- step 3: recipients as a dated directory; what was sent to whom, by mail and by link
CREATE TABLE recipient (
	id {{id}},
	version INTEGER NOT NULL,
	name TEXT NOT NULL, -- as printed in "Nơi nhận": "UBND huyện"
	also TEXT NOT NULL, -- other ways to write it, a line each
	emails TEXT NOT NULL, -- a line each
	group_names TEXT NOT NULL, -- a line each
	day_from TEXT NOT NULL, -- '' open
	day_to TEXT NOT NULL,
	successor_id INTEGER REFERENCES recipient -- who receives after day_to
) {{table}};
CREATE TABLE sending (
	id {{id}},
	dispatch_id INTEGER NOT NULL REFERENCES dispatch,
	recipient_id INTEGER REFERENCES recipient, -- NULL: typed in for this once
	name TEXT NOT NULL, -- as it was then
	way TEXT NOT NULL, -- 'mail', 'link', 'other': by hand, by the document system
	address TEXT NOT NULL, -- of mail; '' otherwise
	-- Of the page /v/TOKEN. It opens this one document and nothing else, which stands beside it here:
	-- so it is kept as it is, to be copied and mailed again.
	token TEXT NOT NULL UNIQUE,
	at INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	note TEXT NOT NULL,
	opened_first INTEGER,
	opened_last INTEGER,
	opened INTEGER NOT NULL, -- how often
	received INTEGER, -- the recipient said so
	received_by TEXT NOT NULL
) {{table}};
CREATE INDEX sending_dispatch ON sending (dispatch_id);
CREATE TABLE outgoing (
	id {{id}},
	sending_id INTEGER NOT NULL REFERENCES sending,
	message_id TEXT NOT NULL UNIQUE, -- stays the same over all tries
	state TEXT NOT NULL, -- 'queued', 'trying', 'sent', 'failed', 'unsure': broken off while trying
	tries INTEGER NOT NULL,
	due INTEGER NOT NULL, -- the next try
	answer TEXT NOT NULL, -- the last one of the server
	sent_at INTEGER
) {{table}};
CREATE INDEX outgoing_due ON outgoing (state, due);
CREATE INDEX outgoing_sending ON outgoing (sending_id);
-- step 4: a link that was made is not sent yet: who handed it over, how
ALTER TABLE sending ADD COLUMN handed INTEGER; -- when; NULL: not yet
ALTER TABLE sending ADD COLUMN handed_how TEXT NOT NULL DEFAULT ''; -- 'zalo', 'mail', 'hand', 'other'
ALTER TABLE sending ADD COLUMN handed_by TEXT NOT NULL DEFAULT ''; -- as the person was called then
-- step 5: what was made public on its way, for the one list of documents
CREATE VIEW v_dispatch_public AS
	SELECT d.id, d.origin, d.subject, p.number, p.notation, p.day, p.signer
	FROM dispatch d LEFT JOIN v_document_public p ON p.origin = d.origin WHERE d.state = 'published';
-- step 6: what was issued before it came to Loa stays open to changes when it is published as it was
DROP VIEW v_dispatch;
CREATE VIEW v_dispatch AS
	SELECT d.origin, d.subject, d.state,
		CASE d.state WHEN 'draft' THEN 'bản thảo' WHEN 'returned' THEN 'trả lại để sửa'
			WHEN 'content' THEN 'chờ kiểm tra nội dung' WHEN 'format' THEN 'chờ kiểm tra thể thức'
			WHEN 'approval' THEN 'chờ ký duyệt' WHEN 'approved' THEN 'đã duyệt, chờ số và chữ ký'
			WHEN 'issued' THEN 'đã ban hành, chưa gửi' WHEN 'sent' THEN 'đã gửi'
			WHEN 'published' THEN 'đã công khai' ELSE 'đã thu hồi' END AS state_label,
		CASE WHEN d.state IN ('draft', 'returned') THEN 'report.edit'
			WHEN d.state IN ('content', 'format') THEN 'report.check'
			WHEN d.state = 'approval' THEN 'report.approve'
			WHEN d.state IN ('approved', 'issued') THEN 'report.issue' END AS permission,
		CASE WHEN d.state IN ('draft', 'returned') OR EXISTS (SELECT 1 FROM dispatch_step s
			WHERE s.dispatch_id = d.id AND s.action = 'cong-khai-ngoai') THEN 1 ELSE 0 END AS editable,
		d.since AS waiting_since, d.author_id,
		CASE WHEN d.frozen_id IS NULL THEN 0 ELSE 1 END AS frozen,
		CASE WHEN substr(d.origin, 1, 7) = 'report/' THEN -- no LIKE: trusted_schema is off
			 '/trinh-ky/bao-cao/' || substr(d.origin, 8)
			ELSE '/trinh-ky/ke-hoach/' || substr(d.origin, 6) END AS href
	FROM dispatch d;
-- step 7: what was issued outside Loa and is public no more was never sent from here
UPDATE dispatch SET state = 'outside' WHERE state = 'sent' AND EXISTS (SELECT 1 FROM dispatch_step s
	WHERE s.dispatch_id = dispatch.id AND s.action = 'cong-khai-ngoai');
DROP VIEW v_dispatch;
CREATE VIEW v_dispatch AS
	SELECT d.origin, d.subject, d.state,
		CASE d.state WHEN 'draft' THEN 'bản thảo' WHEN 'returned' THEN 'trả lại để sửa'
			WHEN 'content' THEN 'chờ kiểm tra nội dung' WHEN 'format' THEN 'chờ kiểm tra thể thức'
			WHEN 'approval' THEN 'chờ ký duyệt' WHEN 'approved' THEN 'đã duyệt, chờ số và chữ ký'
			WHEN 'issued' THEN 'đã ban hành, chưa gửi' WHEN 'sent' THEN 'đã gửi'
			WHEN 'published' THEN 'đã công khai' WHEN 'outside' THEN 'đã ban hành ngoài Loa'
			ELSE 'đã thu hồi' END AS state_label,
		CASE WHEN d.state IN ('draft', 'returned') THEN 'report.edit'
			WHEN d.state IN ('content', 'format') THEN 'report.check'
			WHEN d.state = 'approval' THEN 'report.approve'
			WHEN d.state IN ('approved', 'issued') THEN 'report.issue' END AS permission,
		CASE WHEN d.state IN ('draft', 'returned') OR EXISTS (SELECT 1 FROM dispatch_step s
			WHERE s.dispatch_id = d.id AND s.action = 'cong-khai-ngoai') THEN 1 ELSE 0 END AS editable,
		d.since AS waiting_since, d.author_id,
		CASE WHEN d.frozen_id IS NULL THEN 0 ELSE 1 END AS frozen,
		CASE WHEN substr(d.origin, 1, 7) = 'report/' THEN -- no LIKE: trusted_schema is off
			 '/trinh-ky/bao-cao/' || substr(d.origin, 8)
			ELSE '/trinh-ky/ke-hoach/' || substr(d.origin, 6) END AS href
	FROM dispatch d;
