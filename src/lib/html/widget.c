#include "lib/html/widget.h"

#include "lib/base/text.h"
#include "lib/html/widget_int.h"

const char *widget_id(const struct widget *w)
{
	return w->id ? w->id : w->name;
}

const char *widget_choice_id(struct arena *a, const struct widget *w, size_t i)
{
	return i ? arena_printf(a, "%s-%zu", widget_id(w), i + 1) : widget_id(w);
}

const char *widget_hint(const struct widget *w)
{
	if (!w->hint && w->type == WIDGET_DAY)
		return "Ngày/tháng/năm, ví dụ 05/3/2024";
	return w->hint;
}

const char *widget_described(struct arena *a, const struct widget *w)
{
	const char *id = widget_id(w);
	if (widget_hint(w) && w->error)
		return arena_printf(a, "%s-hint %s-error", id, id);
	if (widget_hint(w))
		return arena_printf(a, "%s-hint", id);
	return w->error ? arena_printf(a, "%s-error", id) : "";
}

bool widget_chosen(const struct widget *w, const struct widget_choice *c)
{
	if (c->chosen || (w->value && text_eq(c->value, w->value)))
		return true;
	for (size_t i = 0; w->many && i < w->many->n; i++)
		if (text_eq(c->value, w->many->v[i]))
			return true;
	return false;
}

const char *widget_size_name(enum widget_size size)
{
	static const char *const names[] = {
		[WIDGET_S] = "s", [WIDGET_M] = "m", [WIDGET_L] = "l", [WIDGET_XL] = "xl"
	};
	return names[size];
}

struct widget_input widget_input_of(const struct widget *w)
{
	static const struct widget_input kinds[] = {
		[WIDGET_TEXT] = { "text", NULL, NULL, false },
		[WIDGET_NUMBER] = { "text", "numeric", NULL, false },
		[WIDGET_DAY] = { "text", NULL, "off", false },
		[WIDGET_EMAIL] = { "email", NULL, "email", true },
		[WIDGET_TEL] = { "tel", NULL, "tel", false },
		[WIDGET_SECRET] = { "password", NULL, "current-password", true },
		[WIDGET_CODE] = { "text", "numeric", "one-time-code", true },
		[WIDGET_SEARCH] = { "search", NULL, NULL, false },
	};
	struct widget_input in = kinds[w->type];
	if (w->autocomplete)
		in.autocomplete = w->autocomplete;
	return in;
}
