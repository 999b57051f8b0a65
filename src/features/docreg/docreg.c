#include "features/docreg/docreg.h"

#include <string.h>

#include "core/record.h"
#include "lib/base/csv.h"
#include "lib/base/text.h"

static bool is_capital(unsigned c)
{
	enum { D_WITH_STROKE = 0x110 }; /* Đ */
	return (c >= 'A' && c <= 'Z') || c == D_WITH_STROKE;
}

/* "CTr", "TTr", "QyĐ": a small letter comes behind a letter. */
static bool may_follow(unsigned before, unsigned c)
{
	bool small = c >= 'a' && c <= 'z', digit = c >= '0' && c <= '9';
	bool letter = is_capital(before) || (before >= 'a' && before <= 'z');
	return is_capital(c) || digit || (small && letter);
}

bool document_notation_ok(const char *notation)
{
	enum { LONGEST = 40 };
	const char *s = notation;
	unsigned before = 0; /* 0: a group begins */
	bool letters = false;
	for (size_t n = 0; *s; n++) {
		unsigned c = text_next(&s);
		bool apart = c < 0x80 && strchr("-/&.", (int)c);
		if (n >= LONGEST || (apart ? !before : !may_follow(before, c)))
			return false;
		letters |= is_capital(c);
		before = apart ? 0 : c;
	}
	return before && letters;
}

const char *document_day_wrong(
	struct arena *a, struct date day, const struct document_span *span, struct date today)
{
	const char *said = date_short(a, day);
	if (date_cmp(day, today) > 0)
		return arena_printf(a, "Ngày %s chưa đến; ngày ban hành không sau hôm nay.", said);
	if (!date_none(span->from) && date_cmp(day, span->from) < 0)
		return arena_printf(a, "Ngày %s quá sớm: %s, không trước %s.", said, span->of,
			date_short(a, span->from));
	if (!date_none(span->to) && date_cmp(day, span->to) > 0)
		return arena_printf(a, "Ngày %s quá muộn: %s, không sau %s.", said, span->of,
			date_short(a, span->to));
	return NULL;
}

bool document_number_parse(
	struct arena *a, const char *text, int64_t *number, const char **notation)
{
	enum { DIGITS_MAX = 6 };
	size_t n = strspn(text, "0123456789");
	if (!n || n > DIGITS_MAX || text[n] != '/' || !document_notation_ok(text + n + 1))
		return false;
	int64_t v = 0;
	for (size_t i = 0; i < n; i++)
		v = v * 10 + (text[i] - '0');
	if (!v)
		return false;
	*number = v;
	*notation = arena_strdup(a, text + n + 1);
	return true;
}

const char *document_number(struct arena *a, const struct document *d)
{
	return arena_printf(a, "%02lld/%s", (long long)d->number, d->notation);
}

const char *document_record(struct arena *a, const struct document *d)
{
	struct buf b;
	record_begin(&b, a);
	record_text(&b, "number", document_number(a, d));
	record_int(&b, "year", d->year);
	record_day(&b, "date", d->day);
	record_text(&b, "subject", d->subject);
	record_text(&b, "signer", d->signer);
	record_texts(&b, "recipients", &d->recipients);
	record_text(&b, "copies", d->copies);
	record_text(&b, "sent", d->sent);
	record_text(&b, "receipt", d->receipt);
	record_text(&b, "note", d->note);
	return record_end(&b);
}

const char *const document_headings[DOCUMENT_COLUMNS] = { "Số, ký hiệu văn bản",
	"Ngày tháng văn bản", "Tên loại và trích yếu nội dung văn bản", "Người ký",
	"Nơi nhận văn bản", "Đơn vị, người nhận bản lưu", "Số lượng bản", "Ngày chuyển", "Ký nhận",
	"Ghi chú" };

/* "Lưu: VT, VH-XH." names who keeps the copy; the others receive. */
static void split_recipients(struct arena *a, const struct document *d, const char **out)
{
	struct texts sent = { 0 };
	out[5] = "";
	for (size_t i = 0; i < d->recipients.n; i++) {
		const char *s = d->recipients.v[i];
		if (text_has_prefix(s, "Lưu:"))
			out[5] = text_trim(a, s + strlen("Lưu:"));
		else
			ARENA_PUSH(a, &sent, s);
	}
	out[4] = text_join(a, &sent, " ");
}

/* What Loa does not know is left blank, to be filled in by hand on the printed register. */
void document_cells(struct arena *a, const struct document *d, const char *out[DOCUMENT_COLUMNS])
{
	for (int i = 0; i < DOCUMENT_COLUMNS; i++)
		out[i] = "";
	out[0] = document_number(a, d);
	out[1] = date_valid(d->day) ? date_short(a, d->day) : date_iso(a, d->day);
	out[2] = d->subject;
	out[3] = d->signer ? d->signer : "";
	split_recipients(a, d, out);
	const char *own[] = { d->copies, d->sent, d->receipt, d->note };
	for (int i = 0; i < 4; i++)
		out[6 + i] = own[i] ? own[i] : "";
}

void documents_csv(struct buf *b, const struct documents *list)
{
	const char *row[DOCUMENT_COLUMNS];
	for (int i = 0; i < DOCUMENT_COLUMNS; i++) {
		buf_puts(b, i ? "," : "");
		csv_put(b, document_headings[i]);
	}
	buf_putc(b, '\n');
	for (size_t k = 0; k < list->n; k++) {
		document_cells(b->a, &list->v[k], row);
		for (int i = 0; i < DOCUMENT_COLUMNS; i++) {
			buf_puts(b, i ? "," : "");
			csv_put(b, row[i]);
		}
		buf_putc(b, '\n');
	}
}

void documents_table(struct buf *b, const struct documents *list)
{
	if (!list->n)
		buf_puts(b, "Chưa có văn bản nào được cấp số.\n");
	for (size_t k = 0; k < list->n; k++) {
		const struct document *d = &list->v[k];
		const char *row[DOCUMENT_COLUMNS];
		document_cells(b->a, d, row);
		buf_printf(b, "%-14s %-11s %s\n", row[0], row[1], row[2]);
		for (int i = 3; i <= 5; i++)
			if (*row[i])
				buf_printf(b, "    %s: %s\n", document_headings[i], row[i]);
	}
}

void documents_json(struct buf *b, const struct documents *list)
{
	buf_puts(b, "{\"documents\":[");
	for (size_t k = 0; k < list->n; k++) {
		const struct document *d = &list->v[k];
		buf_puts(b, k ? ",\n{\"number\":" : "\n{\"number\":");
		buf_json(b, document_number(b->a, d));
		buf_puts(b, ",\"day\":");
		buf_json(b, date_iso(b->a, d->day));
		buf_puts(b, ",\"subject\":");
		buf_json(b, d->subject);
		buf_puts(b, ",\"signer\":");
		buf_json(b, d->signer);
		buf_puts(b, ",\"recipients\":[");
		for (size_t i = 0; i < d->recipients.n; i++) {
			buf_puts(b, i ? "," : "");
			buf_json(b, d->recipients.v[i]);
		}
		buf_puts(b, "]}");
	}
	buf_puts(b, list->n ? "\n]}\n" : "]}\n");
}
