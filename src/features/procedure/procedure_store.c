/* The SQL of the catalogue. */
#include "features/procedure/procedure.h"

#include "lib/base/text.h"

#define COLUMNS "SELECT id, code, local, field, sample, version FROM procedure"
static const struct db_sql get_all = { COLUMNS " ORDER BY field, code" };
static const struct db_sql get_code = { COLUMNS " WHERE code = ?" };
static const struct db_sql get_id = { COLUMNS " WHERE id = ?" };
static const struct db_sql get_versions = {
	"SELECT procedure_id, id, status, number, day, issuer, day_from, day_to, name, body"
	" FROM procedure_version WHERE ? = 0 OR procedure_id = ? ORDER BY procedure_id, day_from"
};
static const struct db_sql get_heads = {
	"SELECT procedure_id, id, status, number, day, issuer, day_from, day_to, name"
	" FROM procedure_version WHERE ? = 0 OR procedure_id = ? ORDER BY procedure_id, day_from"
};
static const struct db_sql add = {
	"INSERT INTO procedure (code, local, field, sample, version) VALUES (?, ?, ?, ?, 1) RETURNING id"
};
static const struct db_sql change = {
	"UPDATE procedure SET local = ?, field = ?, sample = ?, version = version + 1 WHERE id = ?"
};
static const struct db_sql put_version = {
	"INSERT INTO procedure_version (procedure_id, status, number, day, issuer, day_from, day_to,"
	" name, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (procedure_id, day_from)"
	" DO UPDATE SET status = excluded.status, number = excluded.number, day = excluded.day,"
	" issuer = excluded.issuer, day_to = excluded.day_to, name = excluded.name, body = excluded.body"
};
static const struct db_sql drop_version = {
	"DELETE FROM procedure_version WHERE procedure_id = ? AND day_from = ?"
};

static struct procedure procedure_from(struct db_rows *r)
{
	return (struct procedure){ .id = db_int(r, 0),
		.code = db_text(r, 1),
		.local = db_text(r, 2),
		.field = db_text(r, 3),
		.sample = db_int(r, 4) != 0,
		.version = db_int(r, 5) };
}

static enum rc version_from(struct arena *a, struct db_rows *r, bool whole,
	struct procedure_version *out, struct err *e)
{
	struct procedure_version v = procedure_version_new();
	v.id = db_int(r, 1);
	if (!procedure_status_find(a, db_text(r, 2), &v.status))
		return ERR(e, RC_FAIL, "status", "phiên bản thủ tục có tình trạng lạ");
	v.number = db_text(r, 3);
	v.day = date_partial(db_text(r, 4));
	v.issuer = db_text(r, 5);
	v.from = date_partial(db_text(r, 6));
	v.to = date_partial(db_text(r, 7));
	v.name = db_text(r, 8);
	enum rc rc = whole ? procedure_body_read(a, db_text(r, 9), &v, e) : RC_OK;
	if (!rc)
		*out = v;
	return rc;
}

static struct procedure *with_id(struct procedures *list, int64_t id)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->v[i].id == id)
			return &list->v[i];
	return NULL;
}

/* Of those in the list; only: of one procedure, 0: of all. whole: with their bodies, which take a
 * tenth of a millisecond each. */
static enum rc load_versions(struct db *d, struct arena *a, int64_t only, bool whole,
	struct procedures *list, struct err *e)
{
	struct db_rows *r;
	struct procedure *p = NULL;
	enum rc rc = db_query(
		d, a, whole ? &get_versions : &get_heads, DB_ARGS(A(only), A(only)), &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct procedure_version v;
		if (!p || p->id != db_int(r, 0))
			p = with_id(list, db_int(r, 0));
		rc = version_from(a, r, whole, &v, e);
		if (!rc && p)
			ARENA_PUSH(a, &p->versions, v);
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static enum rc list_all(
	struct db *d, struct arena *a, bool whole, struct procedures *out, struct err *e)
{
	struct procedures list = { 0 };
	struct db_rows *r;
	enum rc rc = db_query(d, a, &get_all, DB_NONE, &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct procedure p = procedure_from(r);
		ARENA_PUSH(a, &list, p);
	}
	if (rc == RC_NOTFOUND)
		rc = load_versions(d, a, 0, whole, &list, e);
	if (!rc)
		*out = list;
	return rc;
}

enum rc procedure_list(struct db *d, struct arena *a, struct procedures *out, struct err *e)
{
	return list_all(d, a, true, out, e);
}

enum rc procedure_heads(struct db *d, struct arena *a, struct procedures *out, struct err *e)
{
	return list_all(d, a, false, out, e);
}

static enum rc one(
	struct db *d, struct arena *a, struct db_rows *r, struct procedure *out, struct err *e)
{
	struct procedures list = { 0 };
	enum rc rc = db_next(r, e);
	if (rc == RC_NOTFOUND)
		return ERR(e, rc, "procedure", "Không có thủ tục này.");
	if (rc)
		return rc;
	struct procedure p = procedure_from(r);
	db_rows_close(r);
	ARENA_PUSH(a, &list, p);
	rc = load_versions(d, a, p.id, true, &list, e);
	if (!rc)
		*out = list.v[0];
	return rc;
}

enum rc procedure_get(
	struct db *d, struct arena *a, const char *code, struct procedure *out, struct err *e)
{
	const char *key, *local;
	struct db_rows *r;
	if (!procedure_code_parse(a, code, &key, &local))
		return ERR(e, RC_NOTFOUND, "code",
			"Mã thủ tục có dạng 1.001612; không có thủ tục “%.60s”.", code);
	enum rc rc = db_query(d, a, &get_code, DB_ARGS(A(key)), &r, e);
	return rc ? rc : one(d, a, r, out, e);
}

static enum rc procedure_by_id(
	struct db *d, struct arena *a, int64_t id, struct procedure *out, struct err *e)
{
	struct db_rows *r;
	enum rc rc = db_query(d, a, &get_id, DB_ARGS(A(id)), &r, e);
	return rc ? rc : one(d, a, r, out, e);
}

/* --- search --- */

#define KIND "procedure"

static void add_words(struct buf *b, const struct texts *list)
{
	for (size_t i = 0; i < list->n; i++)
		buf_printf(b, " %s", list->v[i]);
}

/* What a person may look for: the other form of the code, the field, steps, papers, laws. */
static const char *words_of(
	struct arena *a, const struct procedure *p, const struct procedure_version *v)
{
	enum { TEXT_MAX = 4 << 20 };
	struct buf b;
	buf_init(&b, a, TEXT_MAX);
	/* As people call it: "thủ tục đăng ký khai sinh". */
	buf_printf(&b, "Thủ tục hành chính, lĩnh vực %s. %s", p->field, p->local);
	add_words(&b, &v->steps);
	for (size_t i = 0; i < v->papers.n; i++)
		buf_printf(&b, " %s", v->papers.v[i].name);
	for (size_t i = 0; i < v->cases.n; i++)
		buf_printf(&b, " %s", v->cases.v[i].name);
	add_words(&b, &v->who);
	add_words(&b, &v->results);
	add_words(&b, &v->conditions);
	add_words(&b, &v->laws);
	return b.p;
}

static enum rc index_all(struct db *d, struct arena *a, const struct procedure *p, struct err *e)
{
	enum rc rc = RC_OK;
	for (size_t i = 0; !rc && i < p->versions.n; i++) {
		const struct procedure_version *v = &p->versions.v[i];
		struct date end = procedure_end(p, v);
		const struct search_entry entry = { .kind = KIND,
			.id = v->id,
			.href = arena_printf(a, "/thu-tuc/%s", p->code),
			.title = v->name,
			.code = p->code,
			.text = words_of(a, p, v),
			.day = v->from,
			.from = date_moment(v->from),
			.until = date_valid(end) ? date_moment(date_add_days(end, 1)) : 0 };
		rc = v->status == STATUS_ABOLISHED ? search_drop(d, KIND, v->id, e)
						   : search_put(d, a, &entry, e);
	}
	return rc;
}

static enum rc index_drop(struct db *d, const struct procedure *held, struct err *e)
{
	enum rc rc = RC_OK;
	for (size_t i = 0; !rc && i < held->versions.n; i++)
		rc = search_drop(d, KIND, held->versions.v[i].id, e);
	return rc;
}

static enum rc put_all(struct db *d, struct arena *a, struct err *e)
{
	struct procedures all;
	enum rc rc = procedure_list(d, a, &all, e);
	for (size_t i = 0; !rc && i < all.n; i++)
		rc = index_all(d, a, &all.v[i], e);
	return rc;
}

const struct search_source procedure_search = { put_all };

static enum rc write_head(struct db *d, const struct procedure *x, int64_t *id, struct err *e)
{
	return x->id ? db_run(d, &change, DB_ARGS(A(x->local), A(x->field), A(x->sample), A(x->id)),
			       NULL, e)
		     : db_one_int(d, &add,
			       DB_ARGS(A(x->code), A(x->local), A(x->field), A(x->sample)), id, e);
}

static enum rc write_versions(
	struct db *d, struct arena *a, const struct procedure *x, int64_t id, struct err *e)
{
	enum rc rc = RC_OK;
	for (size_t i = 0; !rc && i < x->versions.n; i++) {
		const struct procedure_version *v = &x->versions.v[i];
		rc = db_run(d, &put_version,
			DB_ARGS(A(id), A(procedure_status_code(v->status)), A(v->number),
				A(date_iso(a, v->day)), A(v->issuer), A(date_iso(a, v->from)),
				A(date_iso(a, v->to)), A(v->name), A(procedure_body(a, v))),
			NULL, e);
	}
	return rc;
}

static bool has_from(const struct procedure *x, struct date from)
{
	for (size_t i = 0; i < x->versions.n; i++)
		if (!date_cmp(x->versions.v[i].from, from))
			return true;
	return false;
}

static enum rc drop_versions(struct db *d, struct arena *a, const struct procedure *held,
	const struct procedure *x, struct err *e)
{
	enum rc rc = RC_OK;
	for (size_t i = 0; !rc && i < held->versions.n; i++)
		if (!has_from(x, held->versions.v[i].from))
			rc = db_run(d, &drop_version,
				DB_ARGS(A(held->id), A(date_iso(a, held->versions.v[i].from))),
				NULL, e);
	return rc;
}

enum rc procedure_put(struct audit *t, struct arena *a, const struct procedure *x, struct err *e)
{
	struct procedure held = { 0 };
	int64_t id = x->id;
	enum rc rc = x->id ? procedure_by_id(t->db, a, x->id, &held, e) : RC_OK;
	struct audit_change c = { "procedure", x->code, x->id ? AUDIT_CHANGE : AUDIT_ADD,
		x->id && !rc ? procedure_record(a, &held) : NULL, procedure_record(a, x) };
	if (rc || text_eq(c.before, c.after))
		return rc;
	if (held.version != x->version)
		return ERR(e, RC_CONFLICT, "procedure", "Thủ tục %s vừa được người khác sửa.",
			x->code);
	rc = write_head(t->db, x, &id, e);
	if (!rc && x->id)
		rc = drop_versions(t->db, a, &held, x, e);
	if (!rc)
		rc = index_drop(t->db, &held, e);
	if (!rc)
		rc = write_versions(t->db, a, x, id, e);
	if (!rc)
		rc = procedure_by_id(t->db, a, id, &held, e);
	if (!rc)
		rc = index_all(t->db, a, &held, e);
	return rc ? rc : audit_add(t, &c, e);
}
