/* What the files of this feature share. */
#ifndef FEATURES_NEWS_NEWS_INT_H
#define FEATURES_NEWS_NEWS_INT_H

#include "features/news/news.h"
#include "lib/html/markdown.h"

enum {
	NEWS_SLUG_MAX = 120, /* letters */
	NEWS_TITLE_MAX = 250,
	NEWS_LEAD_MAX = 1000,
	NEWS_BODY_MAX = 100000,
	NEWS_NAME_MAX = 100, /* category, source, alt */
	NEWS_CAPTION_MAX = 300,
	NEWS_PICTURES_MAX = 30 /* of one text */
};

/* --- rules: news.c --- */

/* One allowed step of a text. */
struct news_rule {
	const char *action; /* "duyet": in forms and in the record */
	enum news_state from, to;
	enum permission permission;
	bool live; /* only where the public sees it; */
	bool withdrawn; /* ... where it was withdrawn */
	bool reason; /* must say why */
	bool second; /* by another person than its writers, or with a reason */
	const char *label; /* on the button */
};
const struct news_rule *news_rules(size_t *n);
/* NULL: from there no such step is allowed. */
const struct news_rule *news_rule(const struct news *x, const char *action);
bool news_rule_fits(const struct news_rule *r, const struct news *x);
/* May the step be taken so? writer: whose hand is in the text. RC_INVALID: a reason is due. */
enum rc news_rule_check(
	const struct news_rule *r, bool writer, const char *reason, struct err *e) CHECKED;
/* Where the step leads: a text that is approved before its moment waits. */
enum news_state news_rule_to(const struct news_rule *r, const struct news *x, int64_t now);

/* "Tổ dân phố Đá Bàn" -> "to-dan-pho-da-ban", cut at a word. "": there is no letter in it. */
const char *news_slug(struct arena *a, const char *title);
bool news_slug_ok(const char *slug);

/* "2024-04-01T07:30:00+07:00", and Z; a day alone is its first moment in Vietnam. */
bool news_moment_parse(const char *text, int64_t *out);
const char *news_moment_iso(struct arena *a, int64_t at); /* with +07:00; "" for 0 */
const char *news_moment_mail(struct arena *a, int64_t at); /* RFC 822, as RSS wants it */
const char *news_clock(struct arena *a, int64_t at); /* "07:30" */

/* Would the step publish what nobody could read, since its last day is over? What is shown now may
 * be ended so. */
bool news_rule_in_vain(const struct news_rule *r, const struct news *x, int64_t now);

/* Is it seen by the public at that moment? */
bool news_shown(const struct news *x, int64_t now);
/* All of the text as JSON, for the audit; note: why, "" not said. */
const char *news_record(struct arena *a, const struct news *x, const char *note);
/* Makes x->html of its body. What cannot be taken: told in problems. */
struct news_pictures;
void news_render(
	struct arena *a, struct news *x, const struct news_pictures *p, struct problems *problems);

/* --- news_store.c: the text --- */

/* One of the files of a picture in WebP. */
struct news_webp {
	int64_t attachment;
	int width;
	const char *hash; /* of its content */
};
struct news_webps {
	struct news_webp *v; /* narrow to wide */
	size_t n, cap;
};

struct news_picture {
	int64_t id, news, attachment;
	const char *alt, *caption;
	int width, height, small_width;
	bool dropped;
	struct news_webps webp; /* n 0: taken in before there were any */
};
struct news_pictures {
	struct news_picture *v; /* in the order of their number: "anh:1" */
	size_t n, cap;
};

/* RC_NOTFOUND with a message. */
enum rc news_get(
	struct db *d, struct arena *a, int64_t id, struct news *out, struct err *e) CHECKED;
/* RC_NOTFOUND without a message. */
enum rc news_by_slug(
	struct db *d, struct arena *a, const char *slug, int64_t *id, struct err *e) CHECKED;
/* Newest first, ids below before (0: from the newest), of one state or of all (NULL). */
enum rc news_find(struct db *d, struct arena *a, const char *state, int64_t before, int limit,
	struct news_list *out, struct err *e) CHECKED;
/* A free slug made of this one. */
enum rc news_free_slug(struct db *d, struct arena *a, const char *wanted, int64_t id,
	const char **out, struct err *e) CHECKED;
/* Adds where x->id is 0 (then it is set), else changes what people write; *x is what is stored.
 * writer: account whose hand it is; 0: none. RC_CONFLICT: x->version is not the newest. */
enum rc news_put(
	struct audit *t, struct arena *a, struct news *x, int64_t writer, struct err *e) CHECKED;
enum rc news_is_writer(struct db *d, int64_t id, int64_t account, bool *out, struct err *e) CHECKED;
/* Of the plan of that year, else of the nearest, as activities take them. */
struct news_choice {
	const char *code, *text;
};
struct news_choices {
	struct news_choice *v;
	size_t n, cap;
};
enum rc news_contents(struct db *d, struct arena *a, int64_t year, struct news_choices *out,
	struct err *e) CHECKED;
/* Categories in use. */
enum rc news_categories(struct db *d, struct arena *a, struct texts *out, struct err *e) CHECKED;

/* Those of the text. */
enum rc news_pictures_of(struct db *d, struct arena *a, int64_t news, struct news_pictures *out,
	struct err *e) CHECKED;
enum rc news_picture_get(
	struct db *d, struct arena *a, int64_t id, struct news_picture *out, struct err *e) CHECKED;
/* Adds where p->id is 0, else changes alt, caption, dropped. The text's own row is news_put's. */
enum rc news_picture_put(struct db *d, struct news_picture *p, struct err *e) CHECKED;
/* One more file of the picture, which is there. */
enum rc news_webp_put(
	struct db *d, int64_t picture, const struct news_webp *x, struct err *e) CHECKED;
/* Fills p->webp. */
enum rc news_webp_load(
	struct db *d, struct arena *a, struct news_picture *p, struct err *e) CHECKED;
/* "800-0f3a...webp": the content's own name, so that it never means anything else. */
const char *news_webp_name(struct arena *a, const struct news_webp *x);
/* "/tin/anh/5/nho"; name: "nho", "lon" or a news_webp_name. */
const char *news_picture_href(struct arena *a, int64_t id, const char *name);
/* p->webp with addresses. */
const struct html_webp *news_picture_webp(struct arena *a, const struct news_picture *p);
/* Of the small one, which has the same shape. */
int news_picture_small_height(const struct news_picture *p);
struct markdown_picture *news_markdown_pictures(struct arena *a, const struct news_pictures *p);

/* --- news_live_store.c: what the public sees --- */

struct news_step {
	const struct news_rule *rule;
	const char *note; /* "" */
	int64_t account; /* who; 0: the clock, a file */
	bool keep_counted; /* of withdrawing: it was rightly published, and still counts */
	int64_t published_at; /* of a file: when it was; 0: now */
};
/* Takes the step: states, the public copy, its activity, the audit. *x is what is stored.
 * RC_CONFLICT: x->version is not the newest. */
enum rc news_take(struct audit *t, struct arena *a, struct news *x, const struct news_step *s,
	struct err *e) CHECKED;

struct news_live {
	int64_t id;
	const char *slug, *title, *lead, *html, *category, *category_slug, *source;
	int64_t published_at, changed_at, expires_at, withdrawn_at;
	const char *withdrawn_reason;
	struct news_picture picture; /* the first; id 0: none */
};
struct news_lives {
	struct news_live *v;
	size_t n, cap;
};
/* RC_NOTFOUND with a message. Also one that was withdrawn or is over. */
enum rc news_live_get(struct db *d, struct arena *a, const char *slug, struct news_live *out,
	struct err *e) CHECKED;
struct news_live_query {
	const char *category; /* its slug; NULL: all */
	int64_t now, before_at, before_id; /* behind that one; 0: from the newest */
	int limit;
};
/* Without their html. */
enum rc news_live_list(struct db *d, struct arena *a, const struct news_live_query *q,
	struct news_lives *out, struct err *e) CHECKED;
struct news_live_category {
	const char *slug, *name;
};
struct news_live_categories {
	struct news_live_category *v;
	size_t n, cap;
};
/* When the next of those that are shown expires; 0: none does. */
enum rc news_live_next_end(struct db *d, int64_t now, int64_t *out, struct err *e) CHECKED;
enum rc news_live_categories(struct db *d, struct arena *a, int64_t now,
	struct news_live_categories *out, struct err *e) CHECKED;
/* Is the picture of something that the public sees now? */
enum rc news_picture_shown(
	struct db *d, int64_t picture, int64_t now, bool *out, struct err *e) CHECKED;

/* --- news_fault_store.c: what visitors say --- */

struct news_fault {
	int64_t id, news, at, done_at;
	const char *title, *slug, *text, *answer, *done_by;
};
struct news_faults {
	struct news_fault *v;
	size_t n, cap;
};
enum { NEWS_FAULT_MAX = 1000, NEWS_FAULTS_AN_HOUR = 5, NEWS_FAULTS_A_DAY = 200 };
/* RC_BUSY: too many from there, or altogether; told in words for the visitor. */
enum rc news_fault_add(struct db *d, struct arena *a, const struct news_fault *x,
	const char *address, struct err *e) CHECKED;
/* Open ones, oldest first; or of one text, all. */
enum rc news_fault_list(struct db *d, struct arena *a, int64_t news, struct news_faults *out,
	struct err *e) CHECKED;
enum rc news_fault_done(struct audit *t, struct arena *a, int64_t id, int64_t account,
	const char *answer, struct err *e) CHECKED;

/* --- news_alert_store.c --- */

struct news_alert {
	const char *text; /* "": none */
	int64_t from, until, version;
};
/* The text above all visitors' pages at that moment; NULL: none. */
const char *news_alert_shown(const struct news_alert *x, int64_t now);
enum rc news_alert_now(
	struct db *d, struct arena *a, int64_t now, const char **out, struct err *e) CHECKED;
enum rc news_alert_get(
	struct db *d, struct arena *a, struct news_alert *out, struct err *e) CHECKED;
enum rc news_alert_put(
	struct audit *t, struct arena *a, const struct news_alert *x, struct err *e) CHECKED;

#endif
