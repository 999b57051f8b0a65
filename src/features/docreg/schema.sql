-- step 1: documents issued; number and notation are unique in a year (Nghị định 30/2020/NĐ-CP, Điều 15)
CREATE TABLE document (
	id {{id}},
	year INTEGER NOT NULL,
	number INTEGER NOT NULL,
	notation TEXT NOT NULL,
	day TEXT NOT NULL,
	subject TEXT NOT NULL,
	signer TEXT,
	recipients TEXT NOT NULL, -- a line each
	origin TEXT NOT NULL UNIQUE,
	UNIQUE (year, notation, number)
) {{table}};
-- step 2: the columns that only the office knows, numbers that Loa gives itself, those given up
ALTER TABLE document ADD COLUMN copies TEXT NOT NULL DEFAULT '';
ALTER TABLE document ADD COLUMN sent TEXT NOT NULL DEFAULT ''; -- ngày chuyển
ALTER TABLE document ADD COLUMN receipt TEXT NOT NULL DEFAULT ''; -- ký nhận
ALTER TABLE document ADD COLUMN note TEXT NOT NULL DEFAULT ''; -- ghi chú
CREATE TABLE number_series (
	year INTEGER NOT NULL,
	series TEXT NOT NULL, -- the notation; '' where all kinds share one series (Điều 15)
	last INTEGER NOT NULL, -- given last
	PRIMARY KEY (year, series)
) {{table}};
CREATE TABLE number_void (
	year INTEGER NOT NULL,
	notation TEXT NOT NULL,
	number INTEGER NOT NULL,
	subject TEXT NOT NULL, -- of what it was given for
	reason TEXT NOT NULL,
	at INTEGER NOT NULL,
	PRIMARY KEY (year, notation, number)
) {{table}};
CREATE VIEW v_document AS SELECT origin, year, number, notation, day, subject FROM document;
-- step 3: what the list for the public shows of a document
CREATE VIEW v_document_public AS
	SELECT origin, year, number, notation, day, subject, signer FROM document;
