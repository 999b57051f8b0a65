#include "lib/media/qr_sheet.h"

#include "lib/worker/parcel.h"

enum rc qr_sheet(struct arena *a, const struct doc *v, size_t n, const char *link,
	struct bytes *pdf, struct err *e)
{
	enum { JSON_MAX = 16 << 20, HEAD_MAX = 8192 };
	struct bytes *parts = ARENA_ARRAY(a, struct bytes, n);
	struct buf head;
	bool over = false;
	buf_init(&head, a, HEAD_MAX);
	buf_printf(&head, "{\"docs\":%zu", n);
	for (size_t i = 0; i < n; i++) {
		struct buf doc;
		buf_init(&doc, a, JSON_MAX);
		doc_to_json(&doc, &v[i]);
		buf_printf(&head, ",\"doc%zu\":%zu", i, doc.n);
		parts[i] = (struct bytes){ doc.p, doc.n };
		over = over || doc.over;
	}
	buf_puts(&head, ",\"link\":");
	buf_json(&head, link);
	buf_putc(&head, '}');
	if (over || head.over)
		return ERR(e, RC_INVALID, NULL, "Tờ niêm yết quá dài.");
	return worker_call(a, "sheet", parcel_pack(a, head.p, parts, n), pdf, e);
}
