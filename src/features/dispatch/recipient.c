#include "features/dispatch/recipient.h"

#include <string.h>

#include "lib/base/text.h"
#include "lib/mail/mail.h"

static struct date whole(struct date d)
{
	return (struct date){ d.year, d.month ? d.month : 1, d.day ? d.day : 1 };
}

bool recipient_holds(const struct recipient *r, struct date day)
{
	day = whole(day);
	return (date_none(r->from) || date_cmp(r->from, day) <= 0) &&
	       (date_none(r->to) || date_cmp(day, r->to) <= 0);
}

/* Without the mark at its end. */
static const char *bare(struct arena *a, const char *line)
{
	const char *s = text_squeeze(a, line);
	size_t n = strlen(s);
	while (n && strchr(";.,", s[n - 1]))
		n--;
	return text_trim_n(a, s, n);
}

static bool is_called(struct arena *a, const struct recipient *r, const char *name)
{
	if (text_eq(text_lower(a, r->name), name))
		return true;
	for (size_t i = 0; i < r->also.n; i++)
		if (text_eq(text_lower(a, bare(a, r->also.v[i])), name))
			return true;
	return false;
}

/* Of several of that name the one of the day, else the last one. */
static const struct recipient *find(
	struct arena *a, const struct recipients *list, const char *printed, struct date day)
{
	const struct recipient *found = NULL;
	const char *name = text_lower(a, printed);
	for (size_t i = 0; i < list->n; i++)
		if (is_called(a, &list->v[i], name)) {
			found = &list->v[i];
			if (recipient_holds(found, day))
				return found;
		}
	return found;
}

static const struct recipient *by_id(const struct recipients *list, int64_t id)
{
	for (size_t i = 0; id && i < list->n; i++)
		if (list->v[i].id == id)
			return &list->v[i];
	return NULL;
}

/* Follows the successors to the one of the day; NULL where the chain ends before. */
static const struct recipient *in_place_of(
	const struct recipients *list, const struct recipient *r, struct date day)
{
	for (size_t steps = 0; r && steps <= list->n; steps++) {
		if (recipient_holds(r, day))
			return r;
		r = by_id(list, r->successor);
	}
	return NULL;
}

void recipients_match(struct arena *a, const struct recipients *list, const struct texts *printed,
	struct date day, struct recipient_matches *out)
{
	for (size_t i = 0; i < printed->n; i++) {
		struct recipient_match m = { .printed = bare(a, printed->v[i]) };
		const char *lower = text_lower(a, m.printed);
		m.copy_only = text_has_prefix(lower, "lưu:") || text_has_prefix(lower, "lưu ");
		m.as_above = text_eq(lower, "như trên") || text_eq(lower, "như kính gửi");
		if (!m.copy_only && !m.as_above)
			m.found = find(a, list, m.printed, day);
		m.now = in_place_of(list, m.found, day);
		ARENA_PUSH(a, out, m);
	}
}

const char *recipient_emails_wrong(struct arena *a, const struct texts *emails)
{
	for (size_t i = 0; i < emails->n; i++)
		if (!mail_address_ok(emails->v[i]))
			return arena_printf(a,
				"“%s” không phải địa chỉ thư; mỗi dòng một địa chỉ như "
				"vanthu@don-vi-mau.gov.vn.",
				emails->v[i]);
	return NULL;
}
