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
