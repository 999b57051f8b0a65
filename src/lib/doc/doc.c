#include "lib/doc/doc.h"

#include <string.h>

#include "lib/base/text.h"

void doc_text_add(struct arena *a, struct doc_text *t, struct doc_run run)
{
	ARENA_PUSH(a, t, run);
}

void doc_add(struct arena *a, struct doc_blocks *list, enum doc_block_kind kind, int level,
	const char *mark, const char *text)
{
	struct doc_block b = { .kind = kind, .level = level, .mark = mark };
	if (text)
		doc_text_add(a, &b.text, (struct doc_run){ .text = text });
	ARENA_PUSH(a, list, b);
}

const char *doc_text_plain(struct arena *a, const struct doc_text *t)
{
	struct buf b;
	buf_init(&b, a, (size_t)-1);
	for (size_t i = 0; i < t->n; i++)
		buf_puts(&b, t->v[i].text);
	return b.p;
}

const char *doc_block_plain(struct arena *a, const struct doc_block *b)
{
	const char *text = doc_text_plain(a, &b->text);
	return b->mark ? arena_printf(a, "%s %s", b->mark, text) : text;
}

const char *doc_address_line(struct arena *a, const struct doc *d)
{
	if (d->addressees.n != 1)
		return "Kính gửi:";
	return arena_printf(a, "Kính gửi: %s", d->addressees.v[0]);
}

/* NĐ 30/2020, Annex I, part II, 9a: one line each, ";" at the end, "." after the last. */
const char *doc_address_item(struct arena *a, const struct doc *d, size_t i)
{
	const char *name = d->addressees.v[i];
	const char *end = i + 1 < d->addressees.n ? ";" : ".";
	size_t n = strlen(name);
	if (n && strchr(";.", name[n - 1]))
		end = "";
	return arena_printf(a, "- %s%s", name, end);
}

/* Room to write in by hand, or for the number to be put in when issued. */
#define BLANK "      "

/* NĐ 30/2020, Annex I, part II, 3: numbers below 10 take a leading zero. */
static const char *number_text(struct arena *a, const struct doc *d)
{
	const char *slash = d->notation ? "/" : "", *notation = d->notation ? d->notation : "";
	if (!d->number || !*d->number)
		return arena_printf(a, BLANK "%s%s", slash, notation);
	bool digit = d->number[0] >= '0' && d->number[0] <= '9' && !d->number[1];
	return arena_printf(a, " %s%s%s%s", digit ? "0" : "", d->number, slash, notation);
}

const char *doc_number_line(struct arena *a, const struct doc *d)
{
	return arena_printf(a, "Số:%s", number_text(a, d));
}

/* Days below 10 and the months 1 and 2 take a leading zero: NĐ 30/2020, Annex I, part II, 4. */
const char *doc_place_line(struct arena *a, const struct doc *d)
{
	struct date t = d->day;
	const char *day = t.day ? arena_printf(a, " %02d ", t.day) : BLANK;
	const char *month =
		t.month ? arena_printf(a, t.month < 3 ? " %02d " : " %d ", t.month) : BLANK;
	const char *year = t.year ? arena_printf(a, " %d", t.year) : BLANK;
	if (!d->place || !*d->place)
		return arena_printf(a, "Ngày%stháng%snăm%s", day, month, year);
	return arena_printf(a, "%s, ngày%stháng%snăm%s", d->place, day, month, year);
}

const char *doc_annex_note(struct arena *a, const struct doc *d, const char *issuer)
{
	const char *kind = text_capital(a, text_lower(a, d->kind ? d->kind : "văn bản"));
	const char *day =
		date_valid(d->day) ? arena_printf(a, " %s ", date_short(a, d->day)) : BLANK;
	return arena_printf(
		a, "(Kèm theo %s số%s ngày%scủa %s)", kind, number_text(a, d), day, issuer);
}

void doc_issue(
	struct arena *a, struct doc *d, const char *number, const char *notation, struct date day)
{
	struct doc_annex *own = ARENA_ARRAY(a, struct doc_annex, d->annex_count);
	d->number = number;
	d->notation = notation;
	d->day = day;
	for (size_t i = 0; i < d->annex_count; i++) {
		own[i] = d->annexes[i];
		if (own[i].issuer)
			own[i].note = doc_annex_note(a, d, own[i].issuer);
	}
	d->annexes = own;
}
