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
