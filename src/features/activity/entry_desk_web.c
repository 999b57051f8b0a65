/* Guidance at the desk: one tap, and its undoing. */
#include "features/activity/entry.h"
#include "lib/base/text.h"

/* Back to the page it was tapped on: who is at the desk starts from /ghi. */
static const char *page_of(const struct web *w)
{
	return w->session->roles & ROLE(ROLE_DESK) ? "/ghi" : "/ghi/desk";
}

enum rc entry_desk_tap(struct web *w)
{
	const char *subject = request_field(w->rq, "linh-vuc");
	int64_t id = 0;
	enum rc rc = desk_tap_add(w, subject ? subject : "", &id);
	if (!rc)
		reply_redirect(
			w->rp, arena_printf(w->a, "%s?da-ghi=%lld", page_of(w), (long long)id));
	return rc;
}

enum rc entry_desk_undo(struct web *w)
{
	int64_t id;
	enum rc rc = web_id(w, "id", &id);
	if (!rc)
		rc = desk_tap_undo(w, id);
	if (!rc)
		reply_redirect(w->rp, arena_printf(w->a, "%s?da-ghi=bo", page_of(w)));
	return rc;
}
