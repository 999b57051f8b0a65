#include "features/activity/list_words.h"

#include <string.h>

#include "lib/base/text.h"

/* White space, signs and the general punctuation of Unicode part words; letters and digits of any
 * script make them. A pattern so has none of LIKE's own signs. */
static bool parts_words(unsigned c)
{
	if (c < 0x80)
		return !(
			(c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'));
	return c <= 0xBF || (c >= 0x2000 && c <= 0x206F) || c == 0x3000 || c == 0xFEFF;
}

/* " hướng dẫn nộp hồ sơ " */
static void put_words(struct buf *b, const char *s)
{
	bool open = false;
	for (const char *from = s; *s; from = s) {
		if (parts_words(text_next(&s))) {
			open = false;
			continue;
		}
		if (!open)
			buf_putc(b, ' ');
		open = true;
		buf_add(b, from, (size_t)(s - from));
	}
	buf_putc(b, ' ');
}

static const char *words_of(struct arena *a, const char *s)
{
	struct buf b;
	buf_init(&b, a, 2 * strlen(s) + 4);
	put_words(&b, s);
	return b.p;
}

const char *activity_words(struct arena *a, const struct activity *x, const struct texts *places)
{
	const char *all = arena_printf(
		a, "%s\n%s\n%s\n%s", x->code, x->title, x->note, text_join(a, places, "\n"));
	const char *lower = words_of(a, text_lower(a, all));
	return arena_printf(a, "%s\n%s", lower, words_of(a, text_fold(a, all)));
}

struct list_search list_search_of(struct arena *a, const char *typed)
{
	struct list_search s = { .together = "%" };
	struct texts folded = text_split(a, words_of(a, text_fold(a, typed)), ' ');
	const char *lower = text_trim(a, words_of(a, text_lower(a, typed)));
	for (size_t i = 0; i < LIST_WORDS; i++)
		s.each[i] = i < folded.n ? arena_printf(a, "%% %s%%", folded.v[i]) : "%";
	if (folded.n > LIST_WORDS) {
		struct texts rest = { folded.v + LIST_WORDS - 1, folded.n - LIST_WORDS + 1, 0 };
		s.each[LIST_WORDS - 1] = arena_printf(a, "%% %s%%", text_join(a, &rest, " "));
	}
	s.any = folded.n > 0;
	s.phrase = arena_printf(a, " %s", lower);
	if (s.any)
		s.together = arena_printf(a, "%%%s%%", s.phrase);
	return s;
}
