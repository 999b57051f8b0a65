/* The administrative unit over time: a commune keeps its history of names and authorities, its
 * people with their posts, and its places. Old documents keep the old name. */
#ifndef CORE_UNIT_H
#define CORE_UNIT_H

#include "core/intake.h"
#include "lib/base/arena.h"
#include "lib/base/date.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/db/db.h"

/* A unit that went into this one: xã Ba Tơ = thị trấn Ba Tơ + xã Ba Cung + xã Ba Bích. */
struct unit_predecessor {
	const char *code, *name; /* code may be NULL */
};

/* One name of the unit with the days it holds, both within; {0} is open. */
struct unit_name {
	struct date from, to;
	const char *kind, *name; /* "thị trấn", "Ba Tơ" */
	const char *authority; /* "Ủy ban nhân dân thị trấn Ba Tơ" */
	const char *short_name; /* "UBND thị trấn Ba Tơ" */
	const char *symbol; /* "UBND", as in 05/BC-UBND */
	struct texts issuer_lines; /* head of documents: cơ quan ban hành */
	struct texts parent_lines; /* cơ quan chủ quản, where it is printed */
	const char *place; /* địa danh: "Ba Tơ" */
	const char *district, *province; /* district NULL since 01/7/2025 */
	struct unit_predecessor *predecessors;
	size_t predecessor_count;
};

struct unit_post {
	const char *person, *title;
	struct date from, to;
};

struct unit_place {
	const char *code, *name;
	struct date from, to;
};

struct unit {
	const char *code, *slug; /* "21484", "ba-to" */
	struct unit_name *names;
	size_t name_count;
	struct unit_post *posts;
	size_t post_count;
	struct unit_place *places;
	size_t place_count;
};

extern const char core_schema_sql[]; /* schema.sql */

/* unit.json. Problems go to in->problems; NULL where nothing can be used. */
struct unit *unit_read(struct intake *in, const struct text_file *f);
/* The commune of this database is the one of the file: another code is a problem. */
enum rc unit_store(
	struct intake *in, const struct unit *u, const char *file, struct err *e) CHECKED;

/* All of it as JSON, for the audit. */
const char *unit_record(struct arena *a, const struct unit *u);
/* RC_NOTFOUND (with message) where no unit.json was ever brought in. */
enum rc unit_load(struct db *d, struct arena *a, struct unit **out, struct err *e) CHECKED;
/* The name in force on that day; unknown day or month counts as the first. NULL where there is
 * none. */
const struct unit_name *unit_name_at(const struct unit *u, struct date day);

/* The id of the place with this code or name; a name never seen before becomes a place of its own.
 */
enum rc unit_place_id(struct intake *in, const char *text, int64_t *out, struct err *e) CHECKED;

#endif
