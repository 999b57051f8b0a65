-- step 1: which days are worked, a table for each year as it was announced
CREATE TABLE workday_year (
	year INTEGER PRIMARY KEY,
	week TEXT NOT NULL, -- days of the week that are worked, Monday is 1: "12345"
	source TEXT NOT NULL,
	version INTEGER NOT NULL
) {{table}};
CREATE TABLE workday_mark (
	year INTEGER NOT NULL REFERENCES workday_year,
	day TEXT NOT NULL PRIMARY KEY,
	kind TEXT NOT NULL, -- holiday, rest, work
	name TEXT NOT NULL,
	source TEXT NOT NULL
) {{table}};
