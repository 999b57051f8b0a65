-- step 1: what hangs where since when
CREATE TABLE posting (
	id {{id}},
	kind TEXT NOT NULL, -- sheet: of a procedure; list: of a field; notice: of feedback
	subject TEXT NOT NULL, -- the procedure's code, the field's name, ''
	place TEXT NOT NULL,
	hung_on TEXT NOT NULL,
	state INTEGER NOT NULL, -- of what it says: another one now means that the sheet is wrong
	says TEXT NOT NULL, -- by which decision, as it is told to people
	check_by TEXT NOT NULL, -- when it is to be looked at again
	checked_on TEXT NOT NULL, -- ''
	down_on TEXT NOT NULL, -- '': it hangs
	attachment_id INTEGER REFERENCES attachment, -- the newest photo
	activity_id INTEGER,
	account_id INTEGER NOT NULL,
	version INTEGER NOT NULL
) {{table}};
CREATE INDEX posting_subject ON posting (kind, subject, down_on);
-- step 2: what is to be looked at again, as v_report_duty; a board with many sheets is one walk
CREATE VIEW v_posting_due AS
	SELECT min(id) AS id, place || ': ' || CAST(count(*) AS TEXT) || ' tờ niêm yết' AS title, check_by AS due,
		min(account_id) AS account_id, 'open' AS state, '/niem-yet?xem=dang-treo' AS href
	FROM posting WHERE down_on = '' AND check_by <> '' GROUP BY place, check_by;
