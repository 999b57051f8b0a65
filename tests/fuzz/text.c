/* Any bytes through the border of text (lib/base/text.h, date.h), and what must hold behind it. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/date.h"
#include "lib/base/text.h"

static void text_holds(struct arena *a, const char *s)
{
	bool changed;
	const char *nfc = text_nfc(a, s, &changed);
	must(changed == (strcmp(nfc, s) != 0));
	must(text_check(nfc, strlen(nfc)) == strlen(nfc));
	must(text_eq(text_nfc(a, nfc, &changed), nfc) && !changed);
	const char *fold = text_fold(a, nfc);
	must(text_check(fold, strlen(fold)) == strlen(fold));
	must(text_eq(text_trim(a, fold), fold));
	must(text_length(text_squeeze(a, nfc)) <= text_length(nfc));
}

static void date_holds(struct arena *a, const char *s)
{
	struct date d, again;
	if (!date_parse_vn(s, &d))
		return;
	must(date_valid(d));
	must(date_parse_vn(date_short(a, d), &again) && date_cmp(d, again) == 0);
	must(date_parse_iso(date_iso(a, d), &again) && date_cmp(d, again) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	size_t good = text_check((const char *)data, size);
	must(good <= size);
	const char *s = arena_strndup(a, (const char *)data, good);
	must(strlen(s) == good);
	text_holds(a, s);
	date_holds(a, s);
	arena_free(a);
	return 0;
}
