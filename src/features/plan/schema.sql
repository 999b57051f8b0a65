-- step 1: the year's plan with its contents, forms, tasks and targets
CREATE TABLE plan (
	id {{id}},
	year INTEGER NOT NULL UNIQUE,
	number TEXT,
	day TEXT NOT NULL,
	title TEXT NOT NULL
) {{table}};
CREATE TABLE plan_content (
	id {{id}},
	plan_id INTEGER NOT NULL REFERENCES plan,
	position INTEGER NOT NULL,
	code TEXT NOT NULL,
	text TEXT NOT NULL,
	UNIQUE (plan_id, code)
) {{table}};
CREATE TABLE plan_form (
	id {{id}},
	plan_id INTEGER NOT NULL REFERENCES plan,
	position INTEGER NOT NULL,
	text TEXT NOT NULL
) {{table}};
CREATE TABLE plan_form_channel (
	form_id INTEGER NOT NULL REFERENCES plan_form ON DELETE CASCADE,
	position INTEGER NOT NULL,
	channel TEXT NOT NULL,
	PRIMARY KEY (form_id, channel)
) {{table}};
CREATE TABLE plan_task (
	id {{id}},
	plan_id INTEGER NOT NULL REFERENCES plan,
	position INTEGER NOT NULL,
	code TEXT NOT NULL,
	title TEXT NOT NULL,
	channel TEXT NOT NULL,
	lead TEXT,
	support TEXT,
	product TEXT,
	budget INTEGER NOT NULL, -- đồng; -1: not said
	day_from TEXT NOT NULL,
	day_due TEXT NOT NULL,
	UNIQUE (plan_id, code)
) {{table}};
CREATE TABLE plan_task_content (
	task_id INTEGER NOT NULL REFERENCES plan_task ON DELETE CASCADE,
	content_id INTEGER NOT NULL REFERENCES plan_content ON DELETE CASCADE,
	position INTEGER NOT NULL,
	PRIMARY KEY (task_id, content_id)
) {{table}};
CREATE TABLE plan_target (
	task_id INTEGER NOT NULL REFERENCES plan_task ON DELETE CASCADE,
	position INTEGER NOT NULL,
	period TEXT NOT NULL,
	unit TEXT NOT NULL,
	qualifier INTEGER NOT NULL,
	value INTEGER NOT NULL, -- thousandths, as all quantities
	value_max INTEGER,
	value_of INTEGER,
	PRIMARY KEY (task_id, period, unit)
) {{table}};
CREATE VIEW v_plan_year AS SELECT id AS plan_id, year, number, day, title FROM plan;
CREATE VIEW v_plan_content AS
	SELECT p.year, c.plan_id, c.id AS content_id, c.position, c.code, c.text
	FROM plan_content c JOIN plan p ON p.id = c.plan_id;
CREATE VIEW v_plan_form AS
	SELECT p.year, f.id AS form_id, f.position, f.text, c.channel
	FROM plan_form f JOIN plan p ON p.id = f.plan_id JOIN plan_form_channel c ON c.form_id = f.id;
CREATE VIEW v_plan_task AS
	SELECT p.year, t.plan_id, t.id AS task_id, t.position, t.code, t.title, t.channel
	FROM plan_task t JOIN plan p ON p.id = t.plan_id;
CREATE VIEW v_plan_target AS
	SELECT p.year, t.id AS task_id, t.code, t.title, t.channel, t.position AS task_position, g.position,
		g.period, g.unit, g.qualifier, g.value, g.value_max, g.value_of
	FROM plan_target g JOIN plan_task t ON t.id = g.task_id JOIN plan p ON p.id = t.plan_id;
-- step 2: the plan in the office: versions, who signs, who receives it; the days of its tasks for others
ALTER TABLE plan ADD COLUMN version INTEGER NOT NULL DEFAULT 1; -- one more with each change
ALTER TABLE plan ADD COLUMN signing TEXT NOT NULL DEFAULT ''; -- lists have a line each
ALTER TABLE plan ADD COLUMN signer TEXT;
ALTER TABLE plan ADD COLUMN recipients TEXT NOT NULL DEFAULT '';
DROP VIEW v_plan_task;
CREATE VIEW v_plan_task AS
	SELECT p.year, t.plan_id, t.id AS task_id, t.position, t.code, t.title, t.channel, t.lead, t.day_from,
		t.day_due
	FROM plan_task t JOIN plan p ON p.id = t.plan_id;
