-- step 1: the log of activities
CREATE TABLE activity (
	id {{id}},
	code TEXT NOT NULL,
	day_from TEXT NOT NULL,
	day_to TEXT NOT NULL, -- the same day where it lasted one day
	channel TEXT NOT NULL,
	title TEXT NOT NULL,
	plan_id INTEGER REFERENCES plan,
	task_code TEXT NOT NULL, -- as written; its task is settled once there is a plan
	task_id INTEGER REFERENCES plan_task,
	note TEXT NOT NULL,
	origin TEXT NOT NULL -- 'import': came from a file, and may be missing from the next one
) {{table}};
CREATE UNIQUE INDEX activity_code ON activity (code) WHERE code <> '';
CREATE UNIQUE INDEX activity_key ON activity (day_from, channel, title) WHERE code = '';
CREATE INDEX activity_day ON activity (day_from, day_to);
CREATE INDEX activity_task ON activity (task_id);
CREATE TABLE activity_quantity (
	activity_id INTEGER NOT NULL REFERENCES activity ON DELETE CASCADE,
	position INTEGER NOT NULL,
	counted INTEGER NOT NULL, -- 0: "chưa thống kê"
	unit TEXT,
	qualifier INTEGER NOT NULL,
	value INTEGER NOT NULL, -- thousandths
	value_max INTEGER,
	value_of INTEGER,
	PRIMARY KEY (activity_id, position)
) {{table}};
CREATE TABLE activity_place (
	activity_id INTEGER NOT NULL REFERENCES activity ON DELETE CASCADE,
	position INTEGER NOT NULL,
	place_id INTEGER NOT NULL REFERENCES place,
	PRIMARY KEY (activity_id, position)
) {{table}};
CREATE TABLE activity_content (
	activity_id INTEGER NOT NULL REFERENCES activity ON DELETE CASCADE,
	position INTEGER NOT NULL,
	code TEXT NOT NULL, -- as written, like task_code
	content_id INTEGER REFERENCES plan_content,
	PRIMARY KEY (activity_id, position)
) {{table}};
CREATE INDEX activity_content_content ON activity_content (content_id);
CREATE TABLE activity_evidence (
	activity_id INTEGER NOT NULL REFERENCES activity ON DELETE CASCADE,
	position INTEGER NOT NULL,
	reference TEXT NOT NULL,
	PRIMARY KEY (activity_id, position)
) {{table}};
CREATE VIEW v_activity AS
	SELECT id, code, day_from, day_to, channel, title, note, task_id, task_code AS task
	FROM activity;
CREATE VIEW v_activity_quantity AS
	SELECT q.activity_id, q.position, a.day_from, a.day_to, q.counted, q.unit, q.qualifier, q.value,
		q.value_max, q.value_of
	FROM activity_quantity q JOIN activity a ON a.id = q.activity_id;
CREATE VIEW v_activity_place AS
	SELECT x.activity_id, x.position, a.day_from, a.day_to, p.name
	FROM activity_place x JOIN activity a ON a.id = x.activity_id JOIN place p ON p.id = x.place_id;
CREATE VIEW v_activity_content AS
	SELECT x.activity_id, x.position, a.day_from, a.day_to, x.content_id, x.code
	FROM activity_content x JOIN activity a ON a.id = x.activity_id;
CREATE VIEW v_activity_evidence AS
	SELECT x.activity_id, x.position, a.day_from, a.day_to, x.reference
	FROM activity_evidence x JOIN activity a ON a.id = x.activity_id;
-- step 2: activities recorded and corrected in the office: by whom, versions, what was taken back;
-- evidence that is a file handed in
ALTER TABLE activity ADD COLUMN account_id INTEGER; -- who recorded it; NULL: came from a file
ALTER TABLE activity ADD COLUMN created_at INTEGER NOT NULL DEFAULT 0; -- 0: came from a file
ALTER TABLE activity ADD COLUMN version INTEGER NOT NULL DEFAULT 1; -- one more with each correction
ALTER TABLE activity ADD COLUMN corrected INTEGER NOT NULL DEFAULT 0; -- 1: in the office, so that no file undoes it
ALTER TABLE activity ADD COLUMN removed_at INTEGER; -- taken back: in no figure, still in the history
ALTER TABLE activity ADD COLUMN source_key TEXT NOT NULL DEFAULT ''; -- day, channel, title as the file has them
UPDATE activity SET source_key = day_from || '|' || channel || '|' || title WHERE code = '';
DROP INDEX activity_key;
CREATE UNIQUE INDEX activity_key ON activity (source_key) WHERE source_key <> '';
CREATE INDEX activity_account ON activity (account_id, created_at);
ALTER TABLE activity_evidence ADD COLUMN attachment_id INTEGER REFERENCES attachment;
ALTER TABLE activity_evidence ADD COLUMN shown INTEGER NOT NULL DEFAULT 0; -- may be seen by the public
CREATE INDEX activity_evidence_attachment ON activity_evidence (attachment_id);
DROP VIEW v_activity;
DROP VIEW v_activity_quantity;
DROP VIEW v_activity_place;
DROP VIEW v_activity_content;
DROP VIEW v_activity_evidence;
CREATE VIEW v_activity AS
	SELECT id, code, day_from, day_to, channel, title, note, task_id, task_code AS task, account_id,
		created_at, version, origin
	FROM activity WHERE removed_at IS NULL;
CREATE VIEW v_activity_quantity AS
	SELECT q.activity_id, q.position, a.day_from, a.day_to, q.counted, q.unit, q.qualifier, q.value,
		q.value_max, q.value_of
	FROM activity_quantity q JOIN activity a ON a.id = q.activity_id WHERE a.removed_at IS NULL;
CREATE VIEW v_activity_place AS
	SELECT x.activity_id, x.position, a.day_from, a.day_to, p.name
	FROM activity_place x JOIN activity a ON a.id = x.activity_id JOIN place p ON p.id = x.place_id
	WHERE a.removed_at IS NULL;
CREATE VIEW v_activity_content AS
	SELECT x.activity_id, x.position, a.day_from, a.day_to, x.content_id, x.code
	FROM activity_content x JOIN activity a ON a.id = x.activity_id WHERE a.removed_at IS NULL;
CREATE VIEW v_activity_evidence AS
	SELECT x.activity_id, x.position, a.day_from, a.day_to, x.reference, x.attachment_id, x.shown
	FROM activity_evidence x JOIN activity a ON a.id = x.activity_id WHERE a.removed_at IS NULL;
-- step 3: entry on the spot: files handed in before their form was complete, taps at the desk; what
-- others need of files and of a task's contents
CREATE TABLE entry_file (
	form TEXT NOT NULL, -- key_hash of the form (form_taken), which is of one account
	attachment_id INTEGER NOT NULL REFERENCES attachment,
	account_id INTEGER NOT NULL,
	source TEXT NOT NULL, -- hash of what was sent: sent again with the form, it is the same file
	at INTEGER NOT NULL,
	PRIMARY KEY (form, source)
) {{table}};
CREATE INDEX entry_file_attachment ON entry_file (attachment_id);
CREATE INDEX entry_file_at ON entry_file (at);
CREATE TABLE desk_day ( -- one activity counts a person's taps of a day and subject
	account_id INTEGER NOT NULL,
	day TEXT NOT NULL,
	subject TEXT NOT NULL, -- '' where not said
	activity_id INTEGER NOT NULL REFERENCES activity ON DELETE CASCADE,
	PRIMARY KEY (account_id, day, subject)
) {{table}};
CREATE TABLE desk_tap (
	id {{id}},
	activity_id INTEGER NOT NULL REFERENCES activity ON DELETE CASCADE,
	account_id INTEGER NOT NULL,
	at INTEGER NOT NULL,
	undone_at INTEGER -- taken back
) {{table}};
CREATE INDEX desk_tap_activity ON desk_tap (activity_id, at);
CREATE VIEW v_activity_file AS
	SELECT x.activity_id, x.position, a.day_from, a.day_to, x.attachment_id, f.type, f.name, x.shown
	FROM activity_evidence x JOIN activity a ON a.id = x.activity_id
		JOIN attachment f ON f.id = x.attachment_id WHERE a.removed_at IS NULL;
CREATE VIEW v_activity_task_content AS
	SELECT x.task_id, x.position, c.code
	FROM plan_task_content x JOIN plan_content c ON c.id = x.content_id;
-- step 4: the list of the office: what is searched, and indexes in its order (newest day first)
ALTER TABLE activity ADD COLUMN words TEXT NOT NULL DEFAULT ''; -- of list_words.c; '' until they are made
CREATE INDEX activity_wordless ON activity (id) WHERE words = '';
CREATE INDEX activity_list ON activity (day_from, id);
CREATE INDEX activity_list_channel ON activity (channel, day_from, id);
CREATE INDEX activity_list_task ON activity (task_id, day_from, id);
CREATE INDEX activity_list_account ON activity (account_id, day_from, id);
DROP INDEX activity_task; -- as the beginning of activity_list_task
CREATE INDEX activity_place_place ON activity_place (place_id, activity_id);
DROP INDEX activity_content_content;
CREATE INDEX activity_content_content ON activity_content (content_id, activity_id);
-- step 5: what was taken back is found without looking at the rest
CREATE INDEX activity_removed ON activity (day_from, id) WHERE removed_at IS NOT NULL;
