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

enum rc report_make(struct db *d, struct arena *a, const struct report *r, struct report_made *out,
	struct err *e)
{
	struct unit *unit = NULL;
	struct plan *plan = NULL;
	enum rc rc = unit_load(d, a, &unit, e);
	if (!rc)
		rc = load_plan(d, a, r->period.to.year, &plan, e);
	if (!rc)
		rc = figures_load(d, a, &r->period, FIGURE_FLOW, &out->flow, e);
	if (!rc)
		rc = figures_on(a, &out->flow, FIGURE_STOCK, &out->stock, e);
	if (rc)
		return rc;
	struct report_sources s = { unit, plan, &out->flow, &out->stock };
	return report_build(a, r, &s, &out->document, e);
}
