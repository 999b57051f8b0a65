#include "core/record.h"

enum { RECORD_MAX = 128 << 20 };

void record_begin(struct buf *b, struct arena *a)
{
	buf_init(b, a, RECORD_MAX);
	buf_putc(b, '{');
}

const char *record_end(struct buf *b)
{
	buf_putc(b, '}');
	if (b->over)
		die("bản ghi quá dài");
	return b->p;
}

static void put_key(struct buf *b, const char *key)
{
	char before = b->n ? b->p[b->n - 1] : '{';
	if (before != '{' && before != '[')
		buf_putc(b, ',');
	if (key) {
		buf_json(b, key);
		buf_putc(b, ':');
	}
}

void record_text(struct buf *b, const char *key, const char *value)
{
	if (!value || !*value)
		return;
	put_key(b, key);
	buf_json(b, value);
}

void record_int(struct buf *b, const char *key, int64_t value)
{
	put_key(b, key);
	buf_printf(b, "%lld", (long long)value);
}

void record_day(struct buf *b, const char *key, struct date value)
{
	record_text(b, key, date_iso(b->a, value));
}

void record_texts(struct buf *b, const char *key, const struct texts *list)
{
	if (!list->n)
		return;
	record_open(b, key, '[');
	for (size_t i = 0; i < list->n; i++) {
		put_key(b, NULL);
		buf_json(b, list->v[i]);
	}
	record_close(b, ']');
}

void record_open(struct buf *b, const char *key, char bracket)
{
	put_key(b, key);
	buf_putc(b, bracket);
}

void record_close(struct buf *b, char bracket)
{
	buf_putc(b, bracket);
}
