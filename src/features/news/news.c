/* The states of a text, the steps between them, addresses and moments. */
#include "features/news/news_int.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/record.h"
#include "lib/base/text.h"

static const struct {
	const char *code, *name;
} states[NEWS_STATES] = {
	[NEWS_DRAFT] = { "draft", "bản thảo" },
	[NEWS_SUBMITTED] = { "submitted", "chờ duyệt" },
	[NEWS_APPROVED] = { "approved", "đã duyệt, chờ đến giờ đăng" },
	[NEWS_PUBLISHED] = { "published", "đã đăng" },
	[NEWS_WITHDRAWN] = { "withdrawn", "đã gỡ" },
};

#define STEP(name, x, y, may, ...) \
	{ \
		.action = name, .from = NEWS_##x, .to = NEWS_##y, .permission = MAY_NEWS_##may, \
		__VA_ARGS__ \
	}
/* Whatever is being done to the text, what the public sees can be taken away at once. */
#define WITHDRAW(x, y) \
	STEP("go", x, y, PUBLISH, .live = true, .reason = true, .label = "Gỡ bài đang đăng")

static const struct news_rule rules[] = {
	STEP("trinh", DRAFT, SUBMITTED, EDIT, .label = "Trình duyệt"),
	STEP("rut", SUBMITTED, DRAFT, EDIT, .label = "Rút lại để sửa"),
	STEP("duyet", SUBMITTED, PUBLISHED, PUBLISH, .second = true, .label = "Duyệt"),
	STEP("tra-lai", SUBMITTED, DRAFT, PUBLISH, .reason = true, .label = "Trả lại"),
	STEP("dang-ngay", APPROVED, PUBLISHED, PUBLISH, .label = "Đăng ngay"),
	STEP("huy-lich", APPROVED, DRAFT, PUBLISH, .label = "Hủy lịch đăng, để sửa"),
	WITHDRAW(DRAFT, DRAFT),
	WITHDRAW(SUBMITTED, SUBMITTED),
	WITHDRAW(APPROVED, APPROVED),
	WITHDRAW(PUBLISHED, WITHDRAWN),
	STEP("dang-lai", WITHDRAWN, PUBLISHED, PUBLISH, .withdrawn = true, .reason = true,
		.label = "Đăng lại"),
};

enum { RULES = sizeof rules / sizeof *rules };

const char *news_state_code(enum news_state s)
{
	return states[s].code;
}

const char *news_state_name(enum news_state s)
{
	return states[s].name;
}

bool news_state_find(const char *code, enum news_state *out)
{
	for (int i = 0; i < NEWS_STATES; i++)
		if (text_eq(states[i].code, code)) {
			*out = (enum news_state)i;
			return true;
		}
	return false;
}

const struct news_rule *news_rules(size_t *n)
{
	*n = RULES;
	return rules;
}

bool news_rule_fits(const struct news_rule *r, const struct news *x)
{
	return r->from == x->state && (!r->live || (x->live && !x->withdrawn_at)) &&
	       (!r->withdrawn || x->withdrawn_at);
}

const struct news_rule *news_rule(const struct news *x, const char *action)
{
	for (size_t i = 0; i < RULES; i++)
		if (news_rule_fits(&rules[i], x) && text_eq(rules[i].action, action))
			return &rules[i];
	return NULL;
}

enum rc news_rule_check(const struct news_rule *r, bool writer, const char *reason, struct err *e)
{
	if (!text_blank(reason))
		return RC_OK;
	if (r->reason)
		return ERR(e, RC_INVALID, "ly-do", "Xin ghi lý do.");
	if (r->second && writer)
		return ERR(e, RC_INVALID, "ly-do",
			"Bạn đã soạn hoặc sửa bài này: người khác duyệt, hoặc ghi lý do vì sao bạn tự "
			"duyệt. Lý do được lưu lại.");
	return RC_OK;
}

enum news_state news_rule_to(const struct news_rule *r, const struct news *x, int64_t now)
{
	return r->second && x->publish_at > now ? NEWS_APPROVED : r->to;
}

bool news_rule_in_vain(const struct news_rule *r, const struct news *x, int64_t now)
{
	bool shown = x->live && !x->withdrawn_at;
	return !shown && !r->live && news_rule_to(r, x, now) == NEWS_PUBLISHED && x->expires_at &&
	       x->expires_at <= now;
}

bool news_shown(const struct news *x, int64_t now)
{
	return x->live && !x->withdrawn_at && (!x->expires_at || x->expires_at > now);
}

/* --- addresses --- */

bool news_slug_ok(const char *slug)
{
	size_t n = strlen(slug);
	if (!n || n > NEWS_SLUG_MAX || *slug == '-' || slug[n - 1] == '-' || strstr(slug, "--"))
		return false;
	return strspn(slug, "abcdefghijklmnopqrstuvwxyz0123456789-") == n;
}

const char *news_slug(struct arena *a, const char *title)
{
	const char *s = text_fold(a, title);
	char *out = arena_alloc(a, strlen(s) + 1);
	size_t n = 0;
	for (; *s; s++) {
		bool good = (*s >= 'a' && *s <= 'z') || (*s >= '0' && *s <= '9');
		if (good)
			out[n++] = *s;
		else if (n && out[n - 1] != '-')
			out[n++] = '-';
	}
	if (n > NEWS_SLUG_MAX) {
		n = NEWS_SLUG_MAX;
		while (n && out[n] != '-')
			n--;
		n = n ? n : NEWS_SLUG_MAX;
	}
	while (n && out[n - 1] == '-')
		n--;
	out[n] = '\0';
	return out;
}

/* --- moments --- */

enum { DAY = 24 * 3600 };

static bool digits(const char **s, int n, int *out)
{
	*out = 0;
	for (; n; n--, (*s)++) {
		if (**s < '0' || **s > '9')
			return false;
		*out = *out * 10 + (**s - '0');
	}
	return true;
}

static bool literal(const char **s, char c)
{
	return *(*s)++ == c;
}

/* "Z", "+07:00" */
static bool zone(const char **s, int *seconds)
{
	int h, m, sign = **s == '-' ? -1 : 1;
	if (**s == 'Z') {
		*seconds = 0;
		(*s)++;
		return true;
	}
	if (*(*s) != '+' && *(*s) != '-')
		return false;
	(*s)++;
	if (!digits(s, 2, &h) || !literal(s, ':') || !digits(s, 2, &m) || h > 14 || m > 59)
		return false;
	*seconds = sign * (h * 3600 + m * 60);
	return true;
}

bool news_moment_parse(const char *text, int64_t *out)
{
	struct date d;
	int h, m, sec = 0, off;
	char day[11];
	if (strlen(text) < 10)
		return false;
	memcpy(day, text, 10);
	day[10] = '\0';
	if (!date_parse_iso(day, &d))
		return false;
	const char *s = text + 10;
	if (!*s) {
		*out = date_moment(d);
		return true;
	}
	if (!literal(&s, 'T') || !digits(&s, 2, &h) || !literal(&s, ':') || !digits(&s, 2, &m))
		return false;
	if (*s == ':' && (s++, !digits(&s, 2, &sec)))
		return false;
	if (h > 23 || m > 59 || sec > 59 || !zone(&s, &off) || *s)
		return false;
	*out = date_moment(d) + DATE_ZONE - off + h * 3600 + m * 60 + sec;
	return true;
}

const char *news_moment_iso(struct arena *a, int64_t at)
{
	if (!at)
		return "";
	struct tm tm = date_clock(at);
	return arena_printf(a, "%sT%02d:%02d:%02d+07:00", date_iso(a, date_of(at)), tm.tm_hour,
		tm.tm_min, tm.tm_sec);
}

/* strftime would take the names of the machine's language. */
const char *news_moment_mail(struct arena *a, int64_t at)
{
	static const char days[][4] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
	static const char months[][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug",
		"Sep", "Oct", "Nov", "Dec" };
	struct tm tm = date_clock(at);
	return arena_printf(a, "%s, %02d %s %d %02d:%02d:%02d +0700", days[tm.tm_wday], tm.tm_mday,
		months[tm.tm_mon], tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

const char *news_clock(struct arena *a, int64_t at)
{
	struct tm tm = date_clock(at);
	return arena_printf(a, "%02d:%02d", tm.tm_hour, tm.tm_min);
}

/* --- the text --- */

const char *news_record(struct arena *a, const struct news *x, const char *note)
{
	struct buf b;
	record_begin(&b, a);
	record_text(&b, "slug", x->slug);
	record_text(&b, "title", x->title);
	record_text(&b, "lead", x->lead);
	record_text(&b, "body", x->body);
	record_text(&b, "category", x->category);
	record_text(&b, "source", x->source);
	record_texts(&b, "contents", &x->contents);
	record_text(&b, "publish_at", news_moment_iso(a, x->publish_at));
	record_text(&b, "expires_at", news_moment_iso(a, x->expires_at));
	record_day(&b, "review_on", x->review_on);
	record_text(&b, "state", news_state_code(x->state));
	record_text(&b, "bypass", x->bypass);
	record_text(&b, "withdrawn", x->withdrawn_at ? x->withdrawn_reason : "");
	record_text(&b, "note", note);
	return record_end(&b);
}

enum { NAME_DIGITS = 16 }; /* of a hash: enough to tell contents apart */

const char *news_webp_name(struct arena *a, const struct news_webp *x)
{
	return arena_printf(a, "%d-%.*s.webp", x->width, NAME_DIGITS, x->hash);
}

const char *news_picture_href(struct arena *a, int64_t id, const char *name)
{
	return arena_printf(a, "/tin/anh/%lld/%s", (long long)id, name);
}

int news_picture_small_height(const struct news_picture *p)
{
	int64_t w = p->width, h = p->height;
	return w > 0 ? (int)((h * p->small_width + w / 2) / w) : 0;
}

const struct html_webp *news_picture_webp(struct arena *a, const struct news_picture *p)
{
	struct html_webp *v = ARENA_ARRAY(a, struct html_webp, p->webp.n);
	for (size_t i = 0; i < p->webp.n; i++) {
		const struct news_webp *x = &p->webp.v[i];
		v[i] = (struct html_webp){ news_picture_href(a, p->id, news_webp_name(a, x)),
			x->width };
	}
	return v;
}

struct markdown_picture *news_markdown_pictures(struct arena *a, const struct news_pictures *p)
{
	struct markdown_picture *v = ARENA_ARRAY(a, struct markdown_picture, p->n);
	for (size_t i = 0; i < p->n; i++) {
		const struct news_picture *x = &p->v[i];
		v[i] = (struct markdown_picture){ .small = news_picture_href(a, x->id, "nho"),
			.large = news_picture_href(a, x->id, "lon"),
			.small_width = x->small_width,
			.width = x->width,
			.height = x->height,
			.alt = x->alt,
			.caption = x->caption,
			.webp = news_picture_webp(a, x),
			.webp_n = x->webp.n };
	}
	return v;
}

/* Pictures that the text does not place follow it. */
void news_render(
	struct arena *a, struct news *x, const struct news_pictures *p, struct problems *problems)
{
	bool *placed = ARENA_ARRAY(a, bool, p->n + 1);
	struct markdown_options o = {
		.pictures = news_markdown_pictures(a, p), .n = p->n, .placed = placed
	};
	struct buf b;
	buf_init(&b, a, 8 << 20);
	html_put_raw(&b, markdown_html(a, x->body, &o, problems));
	bool first = true;
	for (size_t i = 0; i < p->n; i++)
		first = first && !placed[i];
	for (size_t i = 0; i < p->n; i++)
		if (!placed[i]) {
			html_put_raw(&b, markdown_figure(a, &o.pictures[i], NULL, first));
			first = false;
		}
	x->html = b.p;
}
