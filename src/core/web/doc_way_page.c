#include "core/web/doc_way_page.h"

#include "lib/base/text.h"

void doc_way_lead(struct web *w, const struct doc_way *way, const char *format, bool *led)
{
	*led = way->frozen;
	if (*led)
		reply_redirect(w->rp, !format || text_eq(format, "html")
					      ? way->href
					      : arena_printf(w->a, "%s/tai/%s", way->href, format));
}

const char *doc_way_held(struct web *w, const char *what, const struct doc_way *way)
{
	return arena_printf(w->a,
		"%s đã được trình từ %s, đang ở bước “%s”, nên chưa lưu được. Chữ bạn gõ vẫn ở đây; "
		"muốn sửa thì rút lại hoặc đề nghị trả lại ở trang trình ký.",
		what, web_moment(w->a, way->since), way->state);
}
