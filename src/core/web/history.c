#include "core/web/history.h"

#include <string.h>

#include "core/record_diff.h"
#include "core/user.h"
#include "core/web/frame.h"
#include "lib/base/text.h"

enum { CUT = 300 }; /* letters of a text in a list */

/* NULL: no list of routes names that kind. */
static const struct web_record *record_of(const struct web *w, const char *kind)
{
	for (size_t i = 0; i < w->lists_n; i++)
		for (size_t j = 0; j < w->lists[i]->records_n; j++)
			if (text_eq(w->lists[i]->records[j].kind, kind))
				return &w->lists[i]->records[j];
	return NULL;
}

static const struct web_word *own_word(const struct web_word *v, size_t n, const char *key)
{
	for (size_t i = 0; i < n; i++)
		if (text_eq(v[i].key, key))
			return &v[i];
	return NULL;
}

static const struct web_word *word_of(const struct web_record *r, const char *key)
{
	const struct web_word *own = r ? own_word(r->words, r->words_n, key) : NULL;
	return own ? own : history_word(key);
}

static const char *action_said(const struct web_record *r, const char *action)
{
	const struct web_word *x = r ? own_word(r->actions, r->actions_n, action) : NULL;
	if (!x)
		x = history_action(action);
	return x ? x->label : action;
}

/* "Văn bản đi 05/BC-UBND", "Hoạt động 12" */
static const char *thing_of(
	struct arena *a, const struct web_record *r, const struct audit_change *c)
{
	const char *called = r && r->called ? record_field(a, c->after, r->called) : NULL;
	if (!called && r && r->called)
		called = record_field(a, c->before, r->called);
	return arena_printf(a, "%s %s", r ? r->name : c->kind, called ? called : c->object);
}

/* --- who --- */

struct person {
	const char *login, *name;
};

struct people {
	struct person *v;
	size_t n, cap;
};

static enum rc name_of(struct web *w, struct people *known, const char *login, const char **out)
{
	if (text_eq(login, AUDIT_SYSTEM))
		*out = "Lệnh trên máy chủ";
	else if (text_eq(login, AUDIT_IMPORT))
		*out = "Nhập từ thư mục";
	else if (text_eq(login, "-")) /* a sign-in name that nobody has: sign_in.c */
		*out = "Không rõ ai";
	else {
		struct person p = { login, NULL };
		for (size_t i = 0; i < known->n; i++)
			if (text_eq(known->v[i].login, login)) {
				*out = known->v[i].name;
				return RC_OK;
			}
		enum rc rc = user_name(w->db, w->a, login, &p.name, &w->e);
		if (rc)
			return rc;
		p.name = p.name ? arena_printf(w->a, "%s (%s)", p.name, login) : login;
		ARENA_PUSH(w->a, known, p);
		*out = p.name;
	}
	return RC_OK;
}

/* --- what --- */

static const char *label_of(
	struct arena *a, const struct web_record *r, const struct record_change *c)
{
	struct texts parts = { 0 };
	for (size_t i = 0; i < c->path_n; i++) {
		const char *s = c->path[i].text;
		const struct web_word *x = c->path[i].named ? NULL : word_of(r, s);
		if (x)
			s = x->label;
		ARENA_PUSH(a, &parts, s);
	}
	return parts.n ? text_join(a, &parts, " › ") : "Nội dung";
}

static const struct web_look *look_of(const struct web_record *r, const char *key)
{
	for (size_t i = 0; r && i < r->looks_n; i++)
		if (text_eq(r->looks[i].key, key))
			return &r->looks[i];
	return NULL;
}

/* How the values of a field are said. */
struct saying {
	const struct web_word *word;
	const struct web_look *look;
};

/* *value as people say it; record: the state in which it stands. */
static enum rc say_value(
	struct web *w, const struct saying *s, const char *record, const char **value)
{
	const struct web_word *x = s->word;
	struct date d;
	if (!*value)
		return RC_OK;
	if (s->look)
		return s->look->look(w, record, value);
	if (x && x->say)
		*value = x->say(w->a, *value);
	else if (date_parse_iso(*value, &d))
		*value = date_short(w->a, d);
	return RC_OK;
}

static const char *cut(struct arena *a, const char *s, bool *is_cut)
{
	const char *p = s;
	for (int i = 0; s && i < CUT && *p; i++)
		text_next(&p);
	if (!s || !*p)
		return s;
	*is_cut = true;
	return arena_printf(a, "%.*s…", (int)(p - s), s);
}

static enum rc add_fields(struct web *w, const struct web_record *r, const struct audit_change *c,
	bool whole, struct history_entry *x)
{
	struct arena *a = w->a;
	struct record_changes list = record_diff(a, c->before, c->after);
	for (size_t i = 0; i < list.n; i++) {
		struct record_change *change = &list.v[i];
		const struct record_step *last =
			change->path_n ? &change->path[change->path_n - 1] : NULL;
		struct saying said = { NULL, NULL };
		if (last && !last->named)
			said = (struct saying){ word_of(r, last->text), look_of(r, last->text) };
		if (!whole)
			record_diff_lines(a, &change->before, &change->after);
		struct history_field f = { label_of(a, r, change), change->before, change->after };
		enum rc rc = say_value(w, &said, c->before, &f.before);
		if (!rc)
			rc = say_value(w, &said, c->after, &f.after);
		if (rc)
			return rc;
		if (!whole) {
			f.before = cut(a, f.before, &x->is_cut);
			f.after = cut(a, f.after, &x->is_cut);
		}
		ARENA_PUSH(a, x, f);
	}
	return RC_OK;
}

/* No link leads to a page that says no. */
static bool may_open(const struct web *w, const char *permission)
{
	enum permission p = permission_find(permission);
	return !permission || (p < PERMISSIONS && web_may(w, p));
}

enum rc web_history_rows(
	struct web *w, const struct audit_rows *rows, bool whole, struct history *out)
{
	struct history h = { .readable = web_may(w, MAY_AUDIT_READ) };
	struct people known = { 0 };
	for (size_t i = 0; i < rows->n; i++) {
		const struct audit_row *row = &rows->v[i];
		const struct audit_change *c = &row->change;
		const struct web_record *r = record_of(w, c->kind);
		struct history_entry x = { .id = row->id,
			.when = web_moment(w->a, row->at),
			.from = row->by.source,
			.what = action_said(r, c->action),
			.thing = thing_of(w->a, r, c) };
		if (r && r->href && may_open(w, r->permission))
			x.href = arena_printf(w->a, "%s%s", r->href, c->object);
		enum rc rc = name_of(w, &known, row->by.name, &x.who);
		if (!rc)
			rc = add_fields(w, r, c, whole, &x);
		if (rc)
			return rc;
		ARENA_PUSH(w->a, &h, x);
	}
	*out = h;
	return RC_OK;
}

enum rc web_history(struct web *w, const char *kind, const char *object, struct history *out)
{
	struct audit_rows rows;
	struct audit_query q = { .kind = kind, .object = object, .limit = HISTORY_MAX + 1 };
	enum rc rc = audit_find(w->db, w->a, &q, &rows, &w->e);
	if (rc)
		return rc;
	bool more = rows.n > HISTORY_MAX;
	if (more)
		rows.n = HISTORY_MAX;
	rc = web_history_rows(w, &rows, false, out);
	if (rc)
		return rc;
	out->more = more;
	out->kind = kind;
	out->object = object;
	/* On the thing's own page: it needs no name, and where somebody sat is the audit's. */
	for (size_t i = 0; i < out->n; i++)
		out->v[i].thing = out->v[i].href = out->v[i].from = NULL;
	return RC_OK;
}
