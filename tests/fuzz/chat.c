/* A pasted chat: whatever it is, each proposal holds together, and nothing of it gets lost. */
#include "fuzz.h"

#include <string.h>

#include "core/channel.h"
#include "features/activity/entry_chat.h"
#include "lib/base/text.h"

static void check(struct arena *a, const struct chat_proposal *p)
{
	must(date_valid(p->day) && p->day.year >= 0);
	must(p->sender && p->time && p->text && *p->text && *p->title);
	must(!*p->channel || channel_by_code(p->channel));
	must(*p->channel || p->quantities.n);
	must(text_length(p->title) <= 151);
	must(text_check(p->title, strlen(p->title)) == strlen(p->title));
	for (size_t i = 0; i < p->quantities.n; i++) {
		struct quantities again = { 0 };
		struct err e;
		err_init(&e, a);
		must(!quantities_parse(
			a, quantity_print(a, &p->quantities.v[i], QUANTITY_PLAIN), &again, &e));
	}
	for (size_t i = 0; i < p->places.n; i++)
		must(*p->places.v[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	size_t n = size < CHAT_TEXT ? size : CHAT_TEXT;
	const char *text = text_nfc(
		a, arena_strndup(a, (const char *)data, text_check((const char *)data, n)), NULL);
	struct chat_context c = { .today = { 2024, 3, 8 } };
	struct chat out;
	ARENA_PUSH(a, &c.places, "Cổng chào thị trấn");
	if (strlen(text) <= CHAT_TEXT)
		entry_chat_parse(a, text, &c, &out);
	else
		out = (struct chat){ 0 };
	must(out.n <= CHAT_PROPOSALS);
	for (size_t i = 0; i < out.n; i++)
		check(a, &out.v[i]);
	for (size_t i = 0; i < out.rest.n; i++)
		must(out.rest.v[i] && *out.rest.v[i]);
	arena_free(a);
	return 0;
}
