#include "features/check/check.h"

static const char *const words[] = { "loi", "canh-bao", "goi-y" };
static const char *const titles[] = { "LỖI", "CẢNH BÁO", "GỢI Ý" };

static const char *severity_word(enum severity s)
{
	return words[s];
}

static void print_group(struct buf *out, const struct findings *list, enum severity s)
{
	size_t count = 0;
	for (size_t i = 0; i < list->n; i++)
		count += list->v[i].severity == s;
	if (!count)
		return;
	buf_printf(out, "\n%s (%zu)\n", titles[s], count);
	for (size_t i = 0; i < list->n; i++) {
		const struct finding *f = &list->v[i];
		if (f->severity != s)
			continue;
		buf_printf(out, "  %s%s%s\n", f->place, *f->place ? ": " : "", f->message);
		buf_printf(out, "      Sửa: %s\n", f->fix);
		struct date d = f->in_force_from;
		if (!date_none(d))
			buf_printf(out, "      Căn cứ: %s; áp dụng từ %s. [%s]\n", f->source,
				date_short(out->a, d), f->rule);
		else
			buf_printf(out, "      Căn cứ: %s. [%s]\n", f->source, f->rule);
	}
}

void check_print_text(struct buf *out, const char *name, const struct findings *list)
{
	if (!list->n) {
		buf_printf(out, "%s: không thấy điều gì cần sửa.\n", name);
		return;
	}
	buf_printf(out, "%s: %zu điều cần xem.\n", name, list->n);
	for (enum severity s = SEVERITY_LOI; s <= SEVERITY_GOI_Y; s++)
		print_group(out, list, s);
}

static void put(struct buf *out, const char *key, const char *value)
{
	buf_printf(out, "\"%s\":", key);
	buf_json(out, value);
}

void check_print_json(struct buf *out, const struct findings *list)
{
	buf_puts(out, "{\"findings\":[");
	for (size_t i = 0; i < list->n; i++) {
		const struct finding *f = &list->v[i];
		buf_puts(out, i ? ",\n{" : "\n{");
		put(out, "rule", f->rule);
		buf_putc(out, ',');
		put(out, "severity", severity_word(f->severity));
		buf_putc(out, ',');
		put(out, "place", f->place);
		buf_putc(out, ',');
		put(out, "message", f->message);
		buf_putc(out, ',');
		put(out, "fix", f->fix);
		buf_putc(out, ',');
		put(out, "source", f->source);
		buf_putc(out, ',');
		put(out, "in_force_from", date_iso(out->a, f->in_force_from));
		buf_putc(out, '}');
	}
	buf_puts(out, list->n ? "\n]}\n" : "]}\n");
}
