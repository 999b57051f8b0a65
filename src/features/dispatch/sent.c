/* When a document counts as sent. */
#include "features/dispatch/dispatch_int.h"
#include "features/docreg/docreg.h"
#include "lib/base/text.h"

/* Ngày chuyển; what somebody wrote there stays. */
static enum rc note_in_register(
	struct audit *t, struct arena *a, const struct dispatch *x, struct err *e)
{
	struct document d = { 0 };
	enum rc rc = document_of(t->db, a, x->origin, &d, e);
	if (rc == RC_NOTFOUND)
		return RC_OK;
	if (rc || !d.number || (d.sent && *d.sent))
		return rc;
	d.sent = date_short(a, date_today());
	return document_enter(t, a, &d, e);
}

enum rc dispatch_sent(struct audit *t, struct arena *a, struct dispatch *x,
	const struct dispatch_doer *by, const char *note, struct err *e)
{
	const struct dispatch_step_rule *r = dispatch_step_rule(x->state, "gui");
	enum rc rc = note_in_register(t, a, x, e);
	return rc || !r ? rc : dispatch_take(t, a, x, r, by, note, NULL, e);
}
