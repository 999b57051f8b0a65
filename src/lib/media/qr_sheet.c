#include "lib/media/qr_sheet.h"

#include "lib/worker/parcel.h"

enum rc qr_sheet(
	struct arena *a, const struct doc *d, const char *link, struct bytes *pdf, struct err *e)
{
	enum { JSON_MAX = 16 << 20, HEAD_MAX = 8192 };
	struct buf doc, head;
	buf_init(&doc, a, JSON_MAX);
	buf_init(&head, a, HEAD_MAX);
	doc_to_json(&doc, d);
	buf_printf(&head, "{\"doc\":%zu,\"link\":", doc.n);
	buf_json(&head, link);
	buf_putc(&head, '}');
	if (doc.over || head.over)
		return ERR(e, RC_INVALID, NULL, "Tờ niêm yết quá dài.");
	struct bytes in = parcel_pack(a, head.p, &(struct bytes){ doc.p, doc.n }, 1);
	return worker_call(a, "sheet", in, pdf, e);
}
