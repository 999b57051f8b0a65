/* Cells pasted from a spreadsheet: whatever comes, rows hold together and travel through the form
 * unchanged. */
#include "fuzz.h"

#include <string.h>

#include "features/activity/paste.h"
#include "lib/base/text.h"

static void check_cell(const char *s)
{
	must(s && text_check(s, strlen(s)) == strlen(s));
	must(!strpbrk(s, "\t\n\r"));
}

static void check_row(struct arena *a, const struct paste_row *r)
{
	struct paste_row back = { 0 };
	paste_unpack(a, paste_pack(a, r), &back);
	must(back.line == r->line && r->line >= 1);
	bool wrong = false;
	for (int c = 0; c < COLUMNS; c++) {
		check_cell(r->cells.v[c]);
		must(text_eq(back.cells.v[c], r->cells.v[c]));
		wrong = wrong || r->cells.wrong[c];
	}
	must(r->good != wrong);
	must(!r->good || (date_valid(r->x.from) && *r->x.title && *r->x.channel));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct csv table;
	struct paste p;
	struct err e;
	const char *raw = (const char *)data;
	err_init(&e, a);
	paste_split(a, text_nfc(a, arena_strndup(a, raw, text_check(raw, size)), NULL), &table);
	for (size_t i = 0; i < table.n; i++) {
		bool any = false;
		for (size_t k = 0; k < table.v[i].n; k++) {
			check_cell(table.v[i].v[k]);
			any = any || *table.v[i].v[k];
		}
		must(any && (!i || table.v[i].line > table.v[i - 1].line));
	}
	if (paste_take(a, &table, &p, &e))
		must(e.rc == RC_INVALID && e.message && *e.message);
	else
		for (size_t i = 0; i < p.n; i++)
			check_row(a, &p.v[i]);
	arena_free(a);
	return 0;
}
