/* The unit's SQL. */
#include "core/unit.h"

#include "core/record.h"
#include "lib/base/text.h"

static const struct db_sql get_unit = { "SELECT code, slug FROM unit" };
static const struct db_sql put_unit = {
	"INSERT INTO unit (code, slug) VALUES (?, ?)"
	" ON CONFLICT (code) DO UPDATE SET slug = excluded.slug WHERE unit.slug <> excluded.slug"
};
static const struct db_sql put_name = {
	"INSERT INTO unit_name (valid_from, valid_to, kind, name, authority, short_name, symbol,"
	" issuer_lines, parent_lines, place, district, province) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)"
};
static const struct db_sql name_id = { "SELECT id FROM unit_name WHERE valid_from = ?" };
static const struct db_sql drop_names = { "DELETE FROM unit_name" };
static const struct db_sql put_predecessor = {
	"INSERT INTO unit_predecessor (name_id, name, code) VALUES (?, ?, ?)"
};
static const struct db_sql all_names = {
	"SELECT id, valid_from, valid_to, kind, name, authority, short_name, symbol, issuer_lines,"
	" parent_lines, place, district, province FROM unit_name ORDER BY valid_from"
};
static const struct db_sql all_predecessors = {
	"SELECT code, name FROM unit_predecessor WHERE name_id = ? ORDER BY name"
};
static const struct db_sql put_person = {
	"INSERT INTO person (name) VALUES (?) ON CONFLICT (name) DO NOTHING"
};
static const struct db_sql person_id = { "SELECT id FROM person WHERE name = ?" };
static const struct db_sql drop_posts = { "DELETE FROM person_post" };
static const struct db_sql put_post = {
	"INSERT INTO person_post (person_id, title, valid_from, valid_to) VALUES (?, ?, ?, ?)"
	" ON CONFLICT DO NOTHING"
};
static const struct db_sql all_posts = {
	"SELECT p.name, o.title, o.valid_from, o.valid_to FROM person_post o"
	" JOIN person p ON p.id = o.person_id ORDER BY p.name, o.title, o.valid_from"
};
static const struct db_sql put_place = {
	"INSERT INTO place (code, name, valid_from, valid_to) VALUES (?, ?, ?, ?)"
	" ON CONFLICT (code) DO UPDATE SET name = excluded.name, valid_from = excluded.valid_from,"
	" valid_to = excluded.valid_to WHERE place.name <> excluded.name"
	" OR place.valid_from <> excluded.valid_from OR place.valid_to <> excluded.valid_to"
};
static const struct db_sql all_places = {
	"SELECT code, name, valid_from, valid_to FROM place ORDER BY id"
};
static const struct db_sql place_id = {
	"SELECT id FROM place WHERE code = ? OR name = ? ORDER BY id LIMIT 1"
};

static const char *lines(struct arena *a, const struct texts *t)
{
	return text_join(a, t, "\n");
}

static enum rc store_names(struct intake *in, const struct unit *u, struct err *e)
{
	struct arena *a = in->a;
	enum rc rc = db_run(in->db, &drop_names, DB_NONE, NULL, e);
	for (size_t i = 0; !rc && i < u->name_count; i++) {
		const struct unit_name *n = &u->names[i];
		const char *from = date_iso(a, n->from);
		rc = db_run(in->db, &put_name,
			DB_ARGS(A(from), A(date_iso(a, n->to)), A(n->kind), A(n->name),
				A(n->authority), A(n->short_name), A(n->symbol),
				A(lines(a, &n->issuer_lines)), A(lines(a, &n->parent_lines)),
				A(n->place), A(n->district), A(n->province)),
			NULL, e);
		int64_t id = 0;
		if (!rc)
			rc = db_one_int(in->db, &name_id, DB_ARGS(A(from)), &id, e);
		for (size_t k = 0; !rc && k < n->predecessor_count; k++)
			rc = db_run(in->db, &put_predecessor,
				DB_ARGS(A(id), A(n->predecessors[k].name),
					A(n->predecessors[k].code)),
				NULL, e);
	}
	return rc;
}

static enum rc store_posts(struct intake *in, const struct unit *u, struct err *e)
{
	enum rc rc = db_run(in->db, &drop_posts, DB_NONE, NULL, e);
	for (size_t i = 0; !rc && i < u->post_count; i++) {
		const struct unit_post *p = &u->posts[i];
		int64_t id = 0;
		rc = db_run(in->db, &put_person, DB_ARGS(A(p->person)), NULL, e);
		if (!rc)
			rc = db_one_int(in->db, &person_id, DB_ARGS(A(p->person)), &id, e);
		if (!rc)
			rc = db_run(in->db, &put_post,
				DB_ARGS(A(id), A(p->title), A(date_iso(in->a, p->from)),
					A(date_iso(in->a, p->to))),
				NULL, e);
	}
	return rc;
}

static enum rc store_places(struct intake *in, const struct unit *u, struct err *e)
{
	enum rc rc = RC_OK;
	for (size_t i = 0; !rc && i < u->place_count; i++) {
		const struct unit_place *p = &u->places[i];
		rc = db_run(in->db, &put_place,
			DB_ARGS(A(p->code), A(p->name), A(date_iso(in->a, p->from)),
				A(date_iso(in->a, p->to))),
			NULL, e);
	}
	return rc;
}

static struct texts split_lines(struct arena *a, const char *s)
{
	return text_split(a, s, '\n');
}

/* Grows a plain array of a struct by one; the arena keeps what it outgrows. */
#define PUSH(a, array, count, item) \
	do { \
		(array) = arena_grow( \
			(a), (array), (count) * sizeof *(array), ((count) + 1) * sizeof *(array)); \
		(array)[(count)++] = (item); \
	} while (0)

static enum rc load_predecessors(
	struct db *d, struct arena *a, int64_t id, struct unit_name *n, struct err *e)
{
	struct db_rows *r;
	enum rc rc = db_query(d, a, &all_predecessors, DB_ARGS(A(id)), &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct unit_predecessor p = { db_text(r, 0), db_text(r, 1) };
		PUSH(a, n->predecessors, n->predecessor_count, p);
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static enum rc load_names(struct db *d, struct arena *a, struct unit *u, struct err *e)
{
	struct db_rows *r;
	enum rc rc = db_query(d, a, &all_names, DB_NONE, &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct unit_name n = { .from = date_partial(db_text(r, 1)),
			.to = date_partial(db_text(r, 2)),
			.kind = db_text(r, 3),
			.name = db_text(r, 4),
			.authority = db_text(r, 5),
			.short_name = db_text(r, 6),
			.symbol = db_text(r, 7),
			.issuer_lines = split_lines(a, db_text(r, 8)),
			.parent_lines = split_lines(a, db_text(r, 9)),
			.place = db_text(r, 10),
			.district = db_text(r, 11),
			.province = db_text(r, 12) };
		rc = load_predecessors(d, a, db_int(r, 0), &n, e);
		PUSH(a, u->names, u->name_count, n);
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static enum rc load_posts(struct db *d, struct arena *a, struct unit *u, struct err *e)
{
	struct db_rows *r;
	enum rc rc = db_query(d, a, &all_posts, DB_NONE, &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct unit_post p = { db_text(r, 0), db_text(r, 1), date_partial(db_text(r, 2)),
			date_partial(db_text(r, 3)) };
		PUSH(a, u->posts, u->post_count, p);
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static enum rc load_places(struct db *d, struct arena *a, struct unit *u, struct err *e)
{
	struct db_rows *r;
	enum rc rc = db_query(d, a, &all_places, DB_NONE, &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct unit_place p = { db_text(r, 0), db_text(r, 1), date_partial(db_text(r, 2)),
			date_partial(db_text(r, 3)) };
		PUSH(a, u->places, u->place_count, p);
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

/* RC_NOTFOUND without a message: no unit yet. */
static enum rc load_head(struct db *d, struct arena *a, struct unit *u, struct err *e)
{
	struct db_rows *r;
	enum rc rc = db_query(d, a, &get_unit, DB_NONE, &r, e);
	if (!rc)
		rc = db_next(r, e);
	if (rc)
		return rc;
	u->code = db_text(r, 0);
	u->slug = db_text(r, 1);
	db_rows_close(r);
	return RC_OK;
}

enum rc unit_load(struct db *d, struct arena *a, struct unit **out, struct err *e)
{
	struct unit *u = ARENA_NEW(a, struct unit);
	enum rc rc = load_head(d, a, u, e);
	if (rc == RC_NOTFOUND)
		return ERR(e, rc, "unit", "cơ sở dữ liệu chưa có đơn vị; hãy nhập unit.json trước");
	if (!rc)
		rc = load_names(d, a, u, e);
	if (!rc)
		rc = load_posts(d, a, u, e);
	if (!rc)
		rc = load_places(d, a, u, e);
	if (!rc)
		*out = u;
	return rc;
}

static bool same_name(struct arena *a, const struct unit_name *x, const struct unit_name *y)
{
	if (date_cmp(x->from, y->from) || date_cmp(x->to, y->to) || !text_eq(x->kind, y->kind) ||
		!text_eq(x->name, y->name) || !text_eq(x->authority, y->authority) ||
		!text_eq(x->short_name, y->short_name) || !text_eq(x->symbol, y->symbol) ||
		!text_eq(x->place, y->place) || !text_eq(x->district, y->district) ||
		!text_eq(x->province, y->province) ||
		!text_eq(lines(a, &x->issuer_lines), lines(a, &y->issuer_lines)) ||
		!text_eq(lines(a, &x->parent_lines), lines(a, &y->parent_lines)) ||
		x->predecessor_count != y->predecessor_count)
		return false;
	for (size_t i = 0; i < x->predecessor_count; i++) {
		size_t k = 0;
		while (k < y->predecessor_count &&
			!(text_eq(x->predecessors[i].name, y->predecessors[k].name) &&
				text_eq(x->predecessors[i].code, y->predecessors[k].code)))
			k++;
		if (k == y->predecessor_count)
			return false;
	}
	return true;
}

/* Does the file say what the database holds already? Order in the file does not matter. Places may
 * be more in the database: those named by activities only. */
static bool same_unit(struct arena *a, const struct unit *file, const struct unit *held)
{
	bool same = text_eq(file->slug, held->slug) && file->name_count == held->name_count &&
		    file->post_count == held->post_count;
	for (size_t i = 0; same && i < file->name_count; i++) {
		size_t k = 0;
		while (k < held->name_count && !same_name(a, &file->names[i], &held->names[k]))
			k++;
		same = k < held->name_count;
	}
	for (size_t i = 0; same && i < file->post_count; i++) {
		const struct unit_post *p = &file->posts[i], *q = held->posts;
		while (q < held->posts + held->post_count &&
			!(text_eq(p->person, q->person) && text_eq(p->title, q->title) &&
				!date_cmp(p->from, q->from) && !date_cmp(p->to, q->to)))
			q++;
		same = q < held->posts + held->post_count;
	}
	for (size_t i = 0; same && i < file->place_count; i++) {
		const struct unit_place *p = &file->places[i], *q = held->places;
		while (q < held->places + held->place_count &&
			!(text_eq(p->code, q->code) && text_eq(p->name, q->name) &&
				!date_cmp(p->from, q->from) && !date_cmp(p->to, q->to)))
			q++;
		same = q < held->places + held->place_count;
	}
	return same;
}

enum rc unit_store(struct intake *in, const struct unit *u, const char *file, struct err *e)
{
	struct unit *held = NULL;
	struct err none;
	err_init(&none, in->a);
	enum rc rc = unit_load(in->db, in->a, &held, &none);
	if (rc && rc != RC_NOTFOUND)
		return ERR(e, rc, NULL, "%s", none.message);
	if (held && !text_eq(held->code, u->code)) {
		problem_add(&in->problems, file, 1,
			"cơ sở dữ liệu này là của đơn vị mã %s, tệp là của đơn vị mã %s",
			held->code, u->code);
		return RC_OK;
	}
	bool same = held && same_unit(in->a, u, held);
	intake_record(in,
		!held  ? INTAKE_ADDED
		: same ? INTAKE_SAME
		       : INTAKE_CHANGED,
		file, 1, arena_printf(in->a, "đơn vị %s (%s)", u->slug, u->code));
	if (same)
		return RC_OK;
	rc = db_run(in->db, &put_unit, DB_ARGS(A(u->code), A(u->slug)), NULL, e);
	if (!rc)
		rc = store_names(in, u, e);
	if (!rc)
		rc = store_posts(in, u, e);
	if (!rc)
		rc = store_places(in, u, e);
	if (rc)
		return rc;
	struct audit_change c = { "unit", u->code, held ? AUDIT_CHANGE : AUDIT_ADD,
		held ? unit_record(in->a, held) : NULL, unit_record(in->a, u) };
	return intake_audit(in, &c, e);
}

enum rc unit_place_id(struct intake *in, const char *text, int64_t *out, struct err *e)
{
	enum rc rc = db_one_int(in->db, &place_id, DB_ARGS(A(text), A(text)), out, e);
	if (rc != RC_NOTFOUND)
		return rc;
	err_clear(e);
	rc = db_run(in->db, &put_place, DB_ARGS(A(text), A(text), A(""), A("")), NULL, e);
	if (rc)
		return rc;
	struct buf b;
	record_begin(&b, in->a);
	record_text(&b, "name", text);
	struct audit_change c = { "place", text, AUDIT_ADD, NULL, record_end(&b) };
	rc = intake_audit(in, &c, e);
	return rc ? rc : db_one_int(in->db, &place_id, DB_ARGS(A(text), A(text)), out, e);
}
