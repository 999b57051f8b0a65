/* A procedure and its versions entered by hand: the columns of the table as fields of a form. */
#include <string.h>

#include "core/web/web.h"
#include "features/procedure/office.h"
#include "lib/base/text.h"

enum { CODE, FIELD, OWN, FIELDS = OWN + PCOLS };
enum { NAME_MAX = 1000, LINES_MAX = 20000 };

static const struct form_choice *statuses(struct arena *a)
{
	struct form_choice *v = ARENA_ARRAY(a, struct form_choice, STATUSES + 1);
	for (enum procedure_status s = STATUS_NEW; s < STATUSES; s++)
		v[s] = (struct form_choice){ procedure_status_code(s), procedure_status_name(s) };
	return v;
}

static bool needed(enum procedure_column c)
{
	return c == PCOL_NAME || c == PCOL_STATUS || c == PCOL_NUMBER || c == PCOL_DAY ||
	       c == PCOL_ISSUER || c == PCOL_FROM;
}

static struct form_field field_of(struct arena *a, enum procedure_column c)
{
	const struct procedure_column_row *r = procedure_column(c);
	bool day = c == PCOL_DAY || c == PCOL_FROM || c == PCOL_TO;
	return (struct form_field){ .name = r->name,
		.kind = c == PCOL_STATUS ? FORM_CHOICE
			: day            ? FORM_DATE
			: r->lines       ? FORM_LINES
					 : FORM_TEXT,
		.required = needed(c),
		.label = r->heading,
		.max = day || c == PCOL_STATUS ? 0
		       : r->lines              ? LINES_MAX
					       : NAME_MAX,
		.choices = c == PCOL_STATUS ? statuses(a) : NULL };
}

/* own: with code and field of work, for a new procedure. */
struct fields {
	struct form_field *v;
	const char **hints;
	size_t first, n; /* first: of the version's */
};

static struct fields fields_of(struct arena *a, bool own)
{
	struct fields f = { .v = ARENA_ARRAY(a, struct form_field, FIELDS),
		.hints = ARENA_ARRAY(a, const char *, FIELDS),
		.first = own ? OWN : 0 };
	if (own) {
		f.v[CODE] = (struct form_field){ "ma", FORM_TEXT, true, "Mã thủ tục", .max = 40 };
		f.v[FIELD] =
			(struct form_field){ "linh-vuc", FORM_TEXT, true, "Lĩnh vực", .max = 200 };
		f.hints[CODE] = "Ví dụ 1.001612 hoặc 1.001612.000.00.00.H48.";
	}
	f.n = f.first + PCOLS;
	for (int c = 0; c < PCOLS; c++) {
		f.v[f.first + (size_t)c] = field_of(a, (enum procedure_column)c);
		if ((enum procedure_column)c != PCOL_STATUS)
			f.hints[f.first + (size_t)c] =
				procedure_column((enum procedure_column)c)->hint;
	}
	return f;
}

/* Where a form is about: a new procedure, a new version, or one that is there. */
struct subject {
	struct procedure p;
	const struct procedure_version *v; /* NULL: a new one */
	bool is_new;
};

static const char *path_of(struct web *w, const struct subject *s)
{
	if (s->is_new)
		return "/thu-tuc-hc/moi";
	return s->v ? arena_printf(
			      w->a, "/thu-tuc-hc/%s/phien-ban/%lld", s->p.code, (long long)s->v->id)
		    : arena_printf(w->a, "/thu-tuc-hc/%s/phien-ban/moi", s->p.code);
}

static enum rc show_form(struct web *w, const struct subject *s, const struct fields *fields,
	const struct form *f, const char *problem)
{
	struct web_form_page v = { .page = web_page(w, s->is_new ? "Thêm thủ tục"
						       : s->v    ? "Sửa phiên bản thủ tục"
							      : "Thêm phiên bản thủ tục"),
		.problem = problem,
		.intro = s->is_new ? NULL
				   : arena_printf(w->a, "Thủ tục %s, lĩnh vực %s.", s->p.code,
					     s->p.field),
		.action = path_of(w, s),
		.hidden = web_form(w, s->p.version),
		.form = f,
		.hints = fields->hints,
		.submit = "Lưu",
		.cancel = s->is_new ? "/thu-tuc-hc"
				    : arena_printf(w->a, "/thu-tuc-hc/%s", s->p.code) };
	v.page.back = v.cancel;
	return web_form_page(w, &v);
}

static enum rc version_of(struct web *w, struct subject *s)
{
	int64_t id;
	enum rc rc = web_id(w, "id", &id);
	if (!rc)
		rc = office_procedure(w, &s->p);
	if (rc)
		return rc;
	for (size_t i = 0; i < s->p.versions.n; i++)
		if (s->p.versions.v[i].id == id)
			s->v = &s->p.versions.v[i];
	return s->v ? RC_OK : ERR(&w->e, RC_NOTFOUND, "version", "Không có phiên bản này.");
}

/* shown: what stands in the fields at first; NULL: nothing. */
static enum rc draw(struct web *w, const struct subject *s, const struct procedure_version *shown)
{
	struct fields fields = fields_of(w->a, s->is_new);
	struct form f;
	form_init(&f, w->a, fields.v, fields.n);
	for (int c = 0; shown && c < PCOLS; c++)
		web_put(&f, fields.first + (size_t)c,
			c == PCOL_STATUS
				? procedure_status_code(shown->status)
				: procedure_cell_print(w->a, (enum procedure_column)c, shown));
	return show_form(w, s, &fields, &f, NULL);
}

enum rc office_new_form(struct web *w)
{
	return draw(w, &(struct subject){ .is_new = true }, NULL);
}

/* Begins with what holds now: a decision mostly changes a part. */
enum rc office_version_form(struct web *w)
{
	struct subject s = { 0 };
	enum rc rc = office_procedure(w, &s.p);
	if (rc)
		return rc;
	struct procedure_version begin =
		s.p.versions.n ? s.p.versions.v[s.p.versions.n - 1] : procedure_version_new();
	begin.status = STATUS_AMENDED;
	begin.number = "";
	begin.day = begin.from = begin.to = (struct date){ 0 };
	return draw(w, &s, &begin);
}

enum rc office_version_edit(struct web *w)
{
	struct subject s = { 0 };
	enum rc rc = version_of(w, &s);
	return rc ? rc : draw(w, &s, s.v);
}

/* --- saving --- */

static void read_cells(struct arena *a, struct form *f, size_t first, struct procedure_version *v)
{
	enum procedure_column at;
	for (int c = 0; c < PCOLS; c++) {
		size_t i = first + (size_t)c;
		const char *wrong = f->v[i].error ? NULL
						  : procedure_cell_read(a, (enum procedure_column)c,
							    f->v[i].typed, v);
		if (wrong)
			form_fail(f, i, text_capital(a, arena_printf(a, "%s.", wrong)));
	}
	const char *wrong = f->errors ? NULL : procedure_wrong(a, v, &at);
	if (wrong)
		form_fail(f, first + (size_t)at, text_capital(a, arena_printf(a, "%s.", wrong)));
}

static enum rc read_own(struct web *w, struct form *f, struct procedure *p)
{
	struct procedure held;
	struct err e;
	err_init(&e, w->a);
	if (f->v[CODE].error)
		return RC_OK;
	if (!procedure_code_parse(w->a, f->v[CODE].text, &p->code, &p->local)) {
		form_fail(f, CODE, "Mã phải như 1.001612 hoặc 1.001612.000.00.00.H48.");
		return RC_OK;
	}
	p->field = f->v[FIELD].text;
	enum rc rc = procedure_get(w->db, w->a, p->code, &held, &e);
	if (!rc)
		form_fail(f, CODE, "Đã có thủ tục mang mã này.");
	return !rc || rc == RC_NOTFOUND ? RC_OK : ERR(&w->e, rc, NULL, "%s", e.message);
}

/* With the version in the place of the one that was edited. */
static void put_version(struct arena *a, struct subject *s, const struct procedure_version *v)
{
	struct procedure out = s->p;
	out.versions.v = NULL;
	out.versions.n = out.versions.cap = 0;
	for (size_t i = 0; i < s->p.versions.n; i++)
		if (&s->p.versions.v[i] != s->v)
			ARENA_PUSH(a, &out.versions, s->p.versions.v[i]);
	ARENA_PUSH(a, &out.versions, *v);
	procedure_sort(&out);
	s->p = out;
}

static bool day_taken(const struct subject *s, struct date from)
{
	for (size_t i = 0; i < s->p.versions.n; i++)
		if (&s->p.versions.v[i] != s->v && !date_cmp(s->p.versions.v[i].from, from))
			return true;
	return false;
}

static enum rc save(struct web *w, struct subject *s)
{
	struct fields fields = fields_of(w->a, s->is_new);
	struct procedure_version v = procedure_version_new();
	struct form f;
	struct err wrong;
	struct audit t;
	const char *problem = NULL;
	struct audit_query of = { .kind = "procedure", .object = s->p.code, .limit = 1 };
	err_init(&wrong, w->a);
	enum rc rc = form_read(&f, w->rq, fields.v, fields.n, &wrong);
	if (rc && rc != RC_INVALID)
		return rc;
	rc = s->is_new ? read_own(w, &f, &s->p)
		       : web_stale(w, s->p.version, &of, "thủ tục này", &problem);
	if (rc)
		return rc;
	read_cells(w->a, &f, fields.first, &v);
	if (!f.v[fields.first + PCOL_FROM].error && day_taken(s, v.from))
		form_fail(&f, fields.first + PCOL_FROM,
			"Đã có phiên bản khác có hiệu lực từ ngày này.");
	if (f.errors || problem)
		return show_form(w, s, &fields, &f, problem);
	put_version(w->a, s, &v);
	rc = web_audit(w, &t);
	if (!rc)
		rc = procedure_put(&t, w->a, &s->p, &w->e);
	if (!rc)
		reply_redirect(w->rp, arena_printf(w->a, "/thu-tuc-hc/%s", s->p.code));
	return rc;
}

enum rc office_add(struct web *w)
{
	struct subject s = { .is_new = true };
	s.p.local = "";
	return save(w, &s);
}

enum rc office_version_add(struct web *w)
{
	struct subject s = { 0 };
	enum rc rc = office_procedure(w, &s.p);
	return rc ? rc : save(w, &s);
}

enum rc office_version_save(struct web *w)
{
	struct subject s = { 0 };
	enum rc rc = version_of(w, &s);
	return rc ? rc : save(w, &s);
}
