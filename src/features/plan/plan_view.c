/* Words of the plan's pages. */
#include <string.h>

#include "core/channel.h"
#include "features/plan/plan_page.h"
#include "lib/base/text.h"
#include "lib/html/html.h"

const char *plan_channel_name(const char *code)
{
	const struct channel *c = channel_by_code(code);
	return c ? c->name : code;
}

const char *plan_short(struct arena *a, const char *text)
{
	enum { LONGEST = 110 };
	const char *s = text, *blank = NULL;
	for (size_t n = 0; n < LONGEST && *s; n++) {
		if (*s == ' ')
			blank = s;
		(void)text_next(&s);
	}
	if (!*s)
		return text;
	return arena_printf(a, "%s…", arena_strndup(a, text, (size_t)((blank ? blank : s) - text)));
}

enum part_tone plan_tone(enum plan_state s)
{
	static const enum part_tone tones[] = { [PLAN_TODO] = PART_GREY,
		[PLAN_DOING] = PART_BLUE,
		[PLAN_DONE] = PART_GREEN,
		[PLAN_LATE] = PART_RED };
	return tones[s];
}

const char *plan_cell_text(struct arena *a, const struct plan_cell_target *t)
{
	return arena_printf(a, "%s / %s",
		t->counted ? quantity_print(a, &t->reached, QUANTITY_PLAIN) : "–",
		quantity_print(a, &t->wanted, QUANTITY_PLAIN));
}

enum part_tone plan_cell_tone(const struct plan_cell *c, const struct plan_cell_target *t)
{
	return t->met ? PART_GREEN : c->missed ? PART_RED : PART_YELLOW;
}

const char *plan_records(struct arena *a, const struct plan *p, const struct plan_task *t,
	const struct period *period)
{
	struct buf b;
	buf_init(&b, a, 4096);
	html_part_text(&b, t->code);
	return arena_printf(
		a, "/hoat-dong?nhiem-vu=%s&nam=%lld&ky=%s", b.p, (long long)p->year, period->token);
}

const struct form_choice *plan_channel_choices(struct arena *a, bool empty)
{
	size_t n, at = 0;
	const struct channel *list = channel_list(&n);
	struct form_choice *v = ARENA_ARRAY(a, struct form_choice, n + 2);
	if (empty)
		v[at++] = (struct form_choice){ "", "Chọn hình thức" };
	for (size_t i = 0; i < n; i++)
		v[at++] = (struct form_choice){ list[i].code, list[i].name };
	return v;
}

const struct form_choice *plan_content_choices(struct arena *a, const struct plan *p)
{
	struct form_choice *v = ARENA_ARRAY(a, struct form_choice, p->content_count + 1);
	for (size_t i = 0; i < p->content_count; i++)
		v[i] = (struct form_choice){ p->contents[i].code,
			arena_printf(a, "%s. %s", p->contents[i].code,
				plan_short(a, p->contents[i].text)) };
	return v;
}
