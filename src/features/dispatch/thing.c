/* The kinds of things that go the way of documents. Whatever else is to go it is a row here. */
#include "features/dispatch/thing.h"

#include <stdlib.h>
#include <string.h>

#include "core/doctype.h"
#include "lib/base/text.h"

/* What was asked for. */
struct asked {
	struct db *d;
	struct arena *a;
	int64_t id;
	struct err *e;
};

struct kind {
	const char *prefix, *name; /* of origins, of addresses */
	const char *home, *home_name;
	bool figures;
	/* Subject, file and the document as it is now. */
	enum rc (*load)(const struct asked *x, struct thing *out);
	enum rc (*set_number)(struct audit *t, struct arena *a, int64_t id,
		const struct document *n, struct err *e);
};

/* A text that cannot be made into a document still has its page. */
static enum rc built(enum rc rc, const struct err *wrong, struct thing *out, struct err *e)
{
	if (rc == RC_INVALID)
		out->why = wrong->message;
	else if (rc)
		*e = *wrong;
	return rc == RC_INVALID ? RC_OK : rc;
}

/* --- reports --- */

static enum rc build_report(const struct asked *x, const struct report *r, struct thing *out)
{
	struct err wrong;
	struct report_made *made = ARENA_NEW(x->a, struct report_made);
	err_init(&wrong, x->a);
	enum rc rc = report_make(x->d, x->a, r, made, &wrong);
	if (!rc)
		frozen_make(x->a, &made->document.doc, &r->period, made, &out->now);
	return built(rc, &wrong, out, x->e);
}

static enum rc load_report(const struct asked *x, struct thing *out)
{
	struct report_list found = { 0 };
	enum rc rc = report_find(x->d, x->a, "", NULL, x->id, &found, x->e);
	if (!rc && !found.n)
		rc = ERR(x->e, RC_NOTFOUND, "report", "Không có báo cáo này.");
	if (rc)
		return rc;
	const struct report *r = &found.v[0];
	const struct doctype *type = doctype_by_code(report_kind_by_code(r->kind)->doctype);
	out->subject = arena_printf(x->a, "%s %s", type->name, r->title);
	out->file = arena_printf(x->a, "bao-cao-%s", r->period.token);
	out->issued = (struct document_span){ .from = r->period.from,
		.of = arena_printf(x->a, "báo cáo %s ban hành từ ngày đầu kỳ", r->period.label) };
	out->signer_page = arena_printf(x->a, "/bao-cao/%lld/sua", (long long)x->id);
	return build_report(x, r, out);
}

static enum rc number_report(
	struct audit *t, struct arena *a, int64_t id, const struct document *n, struct err *e)
{
	struct report_list found = { 0 };
	enum rc rc = report_find(t->db, a, "", NULL, id, &found, e);
	if (rc || !found.n)
		return rc;
	found.v[0].number = n->number ? arena_printf(a, "%02lld", (long long)n->number) : NULL;
	found.v[0].day = n->day;
	return report_change(t, a, &found.v[0], e);
}

/* --- plans: their id is the year --- */

static enum rc build_plan(const struct asked *x, struct thing *out)
{
	struct err wrong;
	struct doc *doc = ARENA_NEW(x->a, struct doc);
	err_init(&wrong, x->a);
	enum rc rc = plan_make(x->d, x->a, x->id, doc, &wrong);
	if (!rc)
		frozen_make(x->a, doc, NULL, NULL, &out->now);
	return built(rc, &wrong, out, x->e);
}

static enum rc load_plan(const struct asked *x, struct thing *out)
{
	struct plan *p;
	enum rc rc = plan_load(x->d, x->a, x->id, &p, x->e);
	if (rc)
		return rc;
	out->subject = arena_printf(x->a, "%s %s", doctype_by_code("KH")->name, p->title);
	out->file = arena_printf(x->a, "ke-hoach-%lld", (long long)p->year);
	out->issued = plan_span_of_day(x->a, p->year);
	out->signer_page = arena_printf(x->a, "/ke-hoach/%lld/thong-tin", (long long)p->year);
	return build_plan(x, out);
}

static enum rc number_plan(
	struct audit *t, struct arena *a, int64_t id, const struct document *n, struct err *e)
{
	return plan_set_number(t, a, id, n->number ? document_number(a, n) : NULL, n->day, e);
}

static const struct kind kinds[] = {
	{ "report/", "bao-cao", "/bao-cao/", "Trang soạn", true, load_report, number_report },
	{ "plan/", "ke-hoach", "/ke-hoach/", "Trang kế hoạch", false, load_plan, number_plan },
};
enum { KINDS = sizeof kinds / sizeof *kinds };

enum rc thing_load(struct db *d, struct arena *a, const char *kind, int64_t id, struct thing *out,
	struct err *e)
{
	const struct kind *k = kinds;
	struct unit *unit = NULL;
	long long n = (long long)id;
	while (k < kinds + KINDS && !text_eq(k->name, kind))
		k++;
	if (k == kinds + KINDS)
		return ERR(e, RC_NOTFOUND, "kind", "Không có trang nào ở địa chỉ này.");
	struct thing x = { .origin = arena_printf(a, "%s%lld", k->prefix, n),
		.path = arena_printf(a, "/trinh-ky/%s/%lld", k->name, n),
		.home = arena_printf(a, "%s%lld", k->home, n),
		.home_name = k->home_name,
		.figures = k->figures };
	enum rc rc = k->load(&(struct asked){ d, a, id, e }, &x);
	if (!rc)
		rc = unit_load(d, a, &unit, e);
	if (rc)
		return rc;
	x.unit = unit;
	*out = x;
	return RC_OK;
}

/* NULL: none that is known. */
static const struct kind *kind_of(const char *origin, int64_t *id)
{
	for (const struct kind *k = kinds; k < kinds + KINDS; k++) {
		char *end;
		if (!text_has_prefix(origin, k->prefix))
			continue;
		*id = strtoll(origin + strlen(k->prefix), &end, 10);
		return *id > 0 && !*end ? k : NULL;
	}
	return NULL;
}

bool thing_origin(const char *origin, const char **kind, int64_t *id)
{
	const struct kind *k = kind_of(origin, id);
	*kind = k ? k->name : NULL;
	return k != NULL;
}

enum rc thing_set_number(struct audit *t, struct arena *a, const struct document *n, struct err *e)
{
	int64_t id;
	const struct kind *k = kind_of(n->origin, &id);
	return k ? k->set_number(t, a, id, n, e) : RC_OK;
}
