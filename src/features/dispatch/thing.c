#include "features/dispatch/thing.h"

#include <stdlib.h>
#include <string.h>

#include "core/doctype.h"
#include "lib/base/text.h"

static const char report_prefix[] = "report/";

/* A text that cannot be made into a document still has its page. */
static enum rc build(
	struct db *d, struct arena *a, const struct report *r, struct thing *out, struct err *e)
{
	struct err wrong;
	struct report_made *made = ARENA_NEW(a, struct report_made);
	err_init(&wrong, a);
	enum rc rc = report_make(d, a, r, made, &wrong);
	if (!rc)
		frozen_make(a, &made->document.doc, &r->period, made, &out->now);
	if (rc == RC_INVALID)
		out->why = wrong.message;
	else if (rc)
		*e = wrong;
	return rc == RC_INVALID ? RC_OK : rc;
}

static enum rc load_report(
	struct db *d, struct arena *a, int64_t id, struct thing *out, struct err *e)
{
	struct report_list found = { 0 };
	struct unit *unit = NULL;
	enum rc rc = report_find(d, a, "", NULL, id, &found, e);
	if (!rc && !found.n)
		rc = ERR(e, RC_NOTFOUND, "report", "Không có báo cáo này.");
	if (!rc)
		rc = unit_load(d, a, &unit, e);
	if (rc)
		return rc;
	const struct report *r = &found.v[0];
	const struct doctype *type = doctype_by_code(report_kind_by_code(r->kind)->doctype);
	long long n = (long long)id;
	*out = (struct thing){ .origin = arena_printf(a, "%s%lld", report_prefix, n),
		.path = arena_printf(a, "/trinh-ky/bao-cao/%lld", n),
		.home = arena_printf(a, "/bao-cao/%lld", n),
		.subject = arena_printf(a, "%s %s", type->name, r->title),
		.file = arena_printf(a, "bao-cao-%s", r->period.token),
		.unit = unit };
	return build(d, a, r, out, e);
}

enum rc thing_load(struct db *d, struct arena *a, const char *kind, int64_t id, struct thing *out,
	struct err *e)
{
	if (text_eq(kind, "bao-cao"))
		return load_report(d, a, id, out, e);
	return ERR(e, RC_NOTFOUND, "kind", "Không có trang nào ở địa chỉ này.");
}

bool thing_origin(const char *origin, const char **kind, int64_t *id)
{
	if (!text_has_prefix(origin, report_prefix))
		return false;
	char *end;
	*kind = "bao-cao";
	*id = strtoll(origin + strlen(report_prefix), &end, 10);
	return *id > 0 && !*end;
}

enum rc thing_set_number(struct audit *t, struct arena *a, const char *origin, const char *number,
	struct date day, struct err *e)
{
	const char *kind;
	int64_t id;
	struct report_list found = { 0 };
	if (!thing_origin(origin, &kind, &id))
		return RC_OK;
	enum rc rc = report_find(t->db, a, "", NULL, id, &found, e);
	if (rc || !found.n)
		return rc;
	found.v[0].number = number;
	found.v[0].day = day;
	return report_change(t, a, &found.v[0], e);
}
