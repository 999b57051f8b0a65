/* Everything a report needs, read in one snapshot. */
#include "features/report/report.h"

static enum rc load_plan(
	struct db *d, struct arena *a, int64_t year, struct plan **out, struct err *e)
{
	struct err none;
	err_init(&none, a);
	enum rc rc = plan_load(d, a, year, out, &none);
	if (rc == RC_NOTFOUND) { /* only a text that speaks of the plan needs one */
		*out = NULL;
		return RC_OK;
	}
	return rc ? ERR(e, rc, NULL, "%s", none.message) : RC_OK;
}

/* Does the text speak of the period before? What is wrong with its bindings report_build says. */
static bool asks_previous(struct arena *a, const char *body)
{
	struct bindings list = { 0 };
	struct err none;
	err_init(&none, a);
	bool asks = false;
	if (bindings_parse(a, body, &list, NULL, &none))
		return false;
	for (size_t i = 0; i < list.n; i++)
		asks = asks || list.v[i].previous;
	return asks;
}

enum rc report_gather(struct db *d, struct arena *a, const struct report *r,
	struct report_made *out, struct err *e)
{
	enum rc rc = unit_load(d, a, &out->unit, e);
	if (!rc)
		rc = load_plan(d, a, r->period.to.year, &out->plan, e);
	if (!rc)
		rc = figures_load(d, a, &r->period, FIGURE_FLOW, &out->flow, e);
	if (!rc)
		rc = figures_on(a, &out->flow, FIGURE_STOCK, &out->stock, e);
	if (!rc && asks_previous(a, r->body)) {
		struct period before = period_previous(a, &r->period);
		rc = figures_load(d, a, &before, FIGURE_FLOW, &out->previous, e);
	}
	return rc;
}

enum rc report_make(struct db *d, struct arena *a, const struct report *r, struct report_made *out,
	struct err *e)
{
	enum rc rc = report_gather(d, a, r, out, e);
	if (rc)
		return rc;
	struct report_sources s = { out->unit, out->plan, &out->flow, &out->stock, &out->previous };
	return report_build(a, r, &s, &out->document, e);
}
