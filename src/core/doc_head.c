#include "core/doc_head.h"

#include <string.h>

#include "core/doctype.h"
#include "lib/base/text.h"

enum rc doc_head(struct arena *a, const struct unit *u, struct date day, const char *doctype,
	struct doc *out, struct err *e)
{
	const struct unit_name *n = unit_name_at(u, day);
	if (!n)
		return ERR(e, RC_INVALID, "unit", "đơn vị không có tên gọi nào có hiệu lực ngày %s",
			date_iso(a, day));
	*out = (struct doc){ .rules = { day.year, day.month ? day.month : 1,
				     day.day ? day.day : 1 },
		.parent = n->parent_lines,
		.issuer = n->issuer_lines,
		.place = n->place,
		.day = day,
		.notation = arena_printf(a, "%s-%s", doctype, n->symbol),
		.kind = text_upper(a, doctype_by_code(doctype)->name),
		.language = "vi" };
	return RC_OK;
}

static bool is_capitals(struct arena *a, const char *s)
{
	return text_eq(text_upper(a, s), s);
}

const char *doc_signing(struct arena *a, const char *text, struct texts *lines, const char **name)
{
	struct texts parts = text_split(a, text, '|'), found = { 0 };
	const char *who = NULL;
	for (size_t i = 0; i < parts.n; i++) {
		if (is_capitals(a, parts.v[i]))
			ARENA_PUSH(a, &found, parts.v[i]);
		else if (i + 1 == parts.n)
			who = parts.v[i];
		else
			return parts.v[i];
	}
	*lines = found;
	*name = who;
	return NULL;
}

const char *doc_signing_text(struct arena *a, const struct texts *lines, const char *name)
{
	struct texts all = { 0 };
	for (size_t i = 0; i < lines->n; i++)
		ARENA_PUSH(a, &all, lines->v[i]);
	if (name)
		ARENA_PUSH(a, &all, name);
	return all.n ? text_join(a, &all, " | ") : NULL;
}

struct texts doc_recipients(struct arena *a, const struct texts *typed)
{
	struct texts out = { 0 };
	for (size_t i = 0; i < typed->n; i++) {
		const char *s = text_trim(a, typed->v[i]);
		if (*s == '-')
			s = text_trim(a, s + 1);
		size_t n = strlen(s);
		bool marked = n && strchr(";.,", s[n - 1]);
		if (n && !marked)
			s = arena_printf(a, "%s%s", s, i + 1 == typed->n ? "." : ";");
		if (n)
			ARENA_PUSH(a, &out, s);
	}
	return out;
}
