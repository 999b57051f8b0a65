#include "lib/media/pdf_text.h"

#include "lib/base/text.h"
#include "lib/doc/extract.h"

enum rc pdf_text(struct arena *a, struct bytes pdf, const char **out, struct err *e)
{
	struct bytes json;
	struct extract *x = NULL;
	enum rc rc = worker_call(a, "read-pdf", pdf, &json, e);
	if (!rc)
		rc = extract_from_json(a, json.p, json.n, &x, e);
	if (rc)
		return rc;
	struct texts lines = { 0 };
	for (size_t i = 0; i < x->paras.n; i++)
		ARENA_PUSH(a, &lines, x->paras.v[i].text);
	*out = text_join(a, &lines, "\n");
	return RC_OK;
}
