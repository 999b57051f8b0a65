#include "features/dispatch/shown.h"

#include "core/weblink.h"
#include "lib/base/text.h"

static const struct {
	const char *type, *name, *extension;
} types[] = {
	{ "image/jpeg", "Ảnh", "jpg" },
	{ "application/pdf", "Tệp PDF", "pdf" },
	{ "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Tệp Word",
		"docx" },
	{ "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Tệp Excel",
		"xlsx" },
	{ "text/html", "Bản sao trang", "html" },
};
enum { TYPES = sizeof types / sizeof *types };

/* TYPES: another one. */
static size_t type_of(const char *type)
{
	size_t i = 0;
	while (i < TYPES && !text_has_prefix(type, types[i].type))
		i++;
	return i;
}

struct shown shown_of(const struct shown *all, int64_t activity)
{
	size_t from = 0, to = all->n;
	while (from < to) {
		size_t half = from + (to - from) / 2;
		if (all->v[half].activity < activity)
			from = half + 1;
		else
			to = half;
	}
	while (to < all->n && all->v[to].activity == activity)
		to++;
	return (struct shown){ .v = all->v + from, .n = to - from };
}

bool shown_any(const struct shown *all, const struct frozen_figure *f)
{
	for (size_t i = 0; i < f->n; i++)
		if (shown_of(all, f->v[i].id).n)
			return true;
	return false;
}

static const char *size_text(struct arena *a, int64_t bytes)
{
	enum { KB = 1024, MB = KB * KB };
	if (bytes < MB)
		return arena_printf(a, "%lld KB", (long long)((bytes + KB - 1) / KB));
	long long tenths = (bytes * 10 + MB / 2) / MB;
	return arena_printf(a, "%lld,%lld MB", tenths / 10, tenths % 10);
}

const char *shown_name(struct arena *a, const struct shown *own, size_t i)
{
	const struct shown_item *x = &own->v[i];
	size_t pictures = 0;
	if (!x->type) {
		const char *host = weblink_host(a, x->href);
		return *host ? arena_printf(a, "Xem tại %s", host) : "Bài trên trang này";
	}
	for (size_t k = 0; k <= i; k++)
		pictures += own->v[k].picture;
	if (x->picture)
		return arena_printf(a, "Ảnh %zu", pictures);
	size_t t = type_of(x->type);
	return arena_printf(a, "%s, %s", t < TYPES ? types[t].name : "Tệp", size_text(a, x->size));
}

const char *shown_file_name(struct arena *a, int64_t attachment, const char *type)
{
	size_t t = type_of(type);
	return arena_printf(a, "minh-chung-%lld.%s", (long long)attachment,
		t < TYPES ? types[t].extension : "bin");
}
