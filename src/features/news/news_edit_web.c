/* Writing a text: the form, its preview, storing. Nothing typed is lost. */
#include <string.h>

#include "features/news/news_page.h"
#include "lib/base/text.h"

enum { TITLE, LEAD, BODY, CATEGORY, CONTENTS, SOURCE, DAY, CLOCK, EXPIRES, REVIEW, SLUG, FIELDS };
static const struct form_field table[FIELDS] = {
	[TITLE] = { "ten", FORM_TEXT, true, "Tên bài", .max = NEWS_TITLE_MAX },
	[LEAD] = { "sapo", FORM_LINES, false, "Sapo", .max = NEWS_LEAD_MAX },
	[BODY] = { "bai", FORM_LINES, true, "Bài", .max = NEWS_BODY_MAX },
	[CATEGORY] = { "chuyen-muc", FORM_TEXT, false, "Chuyên mục", .max = NEWS_NAME_MAX },
	[CONTENTS] = { "noi-dung-kh", FORM_MANY, false, "Nội dung của kế hoạch" },
	[SOURCE] = { "nguon", FORM_TEXT, false, "Nguồn, tác giả", .max = NEWS_NAME_MAX },
	[DAY] = { "dang-ngay", FORM_DATE, false, "Đăng từ ngày" },
	[CLOCK] = { "dang-gio", FORM_TEXT, false, "Đăng từ giờ", .max = 12 },
	[EXPIRES] = { "het-han", FORM_DATE, false, "Hiện đến hết ngày" },
	[REVIEW] = { "ra-soat", FORM_DATE, false, "Ngày rà soát lại" },
	[SLUG] = { "dia-chi", FORM_TEXT, false, "Địa chỉ", .max = NEWS_SLUG_MAX },
};
static const char *const hints[FIELDS] = {
	[LEAD] = "Một hai câu nói điều chính; hiện ở danh sách tin.",
	[DAY] = "Để trống: đăng ngay khi được duyệt.",
	[CLOCK] = "Ví dụ 7:30 hoặc 7h30. Để trống: từ đầu ngày.",
	[EXPIRES] = "Để trống: không hết hạn.",
	[REVIEW] = "Ngày cần xem lại bài còn đúng không.",
	[SLUG] =
		"Phần cuối của địa chỉ /tin/…; để trống: lấy theo tên bài. Đã đăng thì không đổi được.",
};

bool news_editable(const struct news *x)
{
	return x->state == NEWS_DRAFT || x->state == NEWS_PUBLISHED || x->state == NEWS_WITHDRAWN;
}

static enum rc fields(struct web *w, const struct form_field **out)
{
	struct news_choices known;
	struct form_field *v = ARENA_ARRAY(w->a, struct form_field, FIELDS);
	enum rc rc = news_contents(w->db, w->a, date_today().year, &known, &w->e);
	if (rc)
		return rc;
	struct form_choice *c = ARENA_ARRAY(w->a, struct form_choice, known.n + 1);
	for (size_t i = 0; i < known.n; i++)
		c[i] = (struct form_choice){ known.v[i].code, known.v[i].text };
	memcpy(v, table, sizeof table);
	v[CONTENTS].choices = c;
	*out = v;
	return RC_OK;
}

/* What the form is about, beside its values. */
struct editing {
	struct news *x;
	const char *problem; /* somebody was first */
	bool preview;
};

static enum rc draw(struct web *w, const struct editing *d, const struct form *f)
{
	struct texts *categories = ARENA_NEW(w->a, struct texts);
	const struct news *x = d->x;
	struct news_edit_view v = { .page = web_page(w, x->id ? "Sửa bài" : "Viết bài mới"),
		.action = x->id ? arena_printf(w->a, "%s/sua", news_path(w, x)) : "/tin-bai/moi",
		.cancel = x->id ? news_path(w, x) : "/tin-bai",
		.hidden = web_form(w, x->version),
		.form = f,
		.hints = hints,
		.body = web_widget(w->a, f, BODY),
		.category = web_widget(w->a, f, CATEGORY),
		.has_contents = f->fields[CONTENTS].choices[0].value != NULL };
	enum rc rc = news_categories(w->db, w->a, categories, &w->e);
	if (rc)
		return rc;
	v.page.back = v.cancel;
	v.body.rows = 18;
	v.body.hint =
		"Dòng trống ngăn hai đoạn; xuống dòng là xuống dòng. **đậm**, *nghiêng*, “## ” đầu dòng là mục, “- ” là gạch "
		"đầu dòng, [chữ](https://…) là liên kết, ![](anh:1) đứng riêng là ảnh 1.";
	v.category.suggest = categories;
	if (d->preview && !f->errors) {
		v.preview = x;
		v.preview_text = html_stored(w->a, x->html);
	}
	web_errors(w->a, f, &v.page);
	if (d->problem)
		web_error(w, &v.page, d->problem);
	struct buf b = web_buf(w);
	news_edit_html(&b, &v);
	return web_reply(w, d->problem ? 409 : f->errors ? 422 : 200, &b);
}

static const char *day(struct web *w, int64_t at)
{
	return at ? date_short(w->a, date_of(at)) : "";
}

static enum rc form(struct web *w, struct news *x)
{
	const struct form_field *t;
	struct form f;
	enum rc rc = fields(w, &t);
	if (rc)
		return rc;
	form_init(&f, w->a, t, FIELDS);
	if (x->id) {
		web_put(&f, TITLE, x->title);
		web_put(&f, LEAD, x->lead);
		web_put(&f, BODY, x->body);
		web_put(&f, CATEGORY, x->category);
		f.v[CONTENTS].many = x->contents;
		web_put(&f, SOURCE, x->source);
		web_put(&f, DAY, day(w, x->publish_at));
		web_put(&f, CLOCK, x->publish_at ? news_clock(w->a, x->publish_at) : "");
		web_put(&f, EXPIRES, x->expires_at ? day(w, x->expires_at - 1) : "");
		web_put(&f, REVIEW, date_valid(x->review_on) ? date_short(w->a, x->review_on) : "");
		web_put(&f, SLUG, x->slug);
	}
	return draw(w, &(struct editing){ .x = x }, &f);
}

static enum rc new_form(struct web *w)
{
	struct news x = { 0 };
	return form(w, &x);
}

static enum rc closed(struct web *w, const struct news *x)
{
	return news_editable(x)
		       ? RC_OK
		       : ERR(&w->e, RC_CONFLICT, "state",
				 "Bài đang trình duyệt hoặc chờ đăng; rút lại thì mới sửa được.");
}

static enum rc edit_form(struct web *w)
{
	struct news x;
	enum rc rc = news_of(w, &x);
	if (!rc)
		rc = closed(w, &x);
	return rc ? rc : form(w, &x);
}

/* --- what was sent --- */

static void read_moments(struct form *f, struct news *x, int64_t now)
{
	int clock = 0; /* minutes */
	const struct form_value *v = f->v;
	if (v[CLOCK].given && !v[CLOCK].error && !date_clock_parse(v[CLOCK].text, &clock))
		form_fail(f, CLOCK, "Giờ ghi như 7:30 hoặc 7h30.");
	if (v[CLOCK].given && !v[DAY].given)
		form_fail(f, DAY, "Có giờ đăng thì phải có ngày đăng.");
	x->publish_at = date_valid(v[DAY].day) ? date_moment(v[DAY].day) + clock * 60 : 0;
	x->expires_at =
		date_valid(v[EXPIRES].day) ? date_moment(date_add_days(v[EXPIRES].day, 1)) : 0;
	x->review_on = v[REVIEW].day;
	if (x->expires_at && x->expires_at <= x->publish_at)
		form_fail(f, EXPIRES, "Ngày hết hạn không được trước ngày đăng.");
	else if (x->expires_at && x->expires_at <= now && !x->live)
		form_fail(f, EXPIRES, "Ngày này đã qua: bài sẽ không ai đọc được.");
}

static enum rc read_slug(struct web *w, struct form *f, struct news *x, const char *before)
{
	const char *typed = f->v[SLUG].text, *free_slug = NULL;
	bool given = f->v[SLUG].given && !f->v[SLUG].error;
	x->slug = given ? typed : x->live ? before : news_slug(w->a, x->title);
	if (!*x->slug && !f->v[TITLE].error)
		x->slug = "bai";
	if (given && !news_slug_ok(typed))
		form_fail(
			f, SLUG, "Địa chỉ chỉ có chữ a-z không dấu, số và gạch nối giữa các chữ.");
	if (x->live && !text_eq(x->slug, before))
		form_fail(f, SLUG,
			"Bài đã đăng nên địa chỉ không đổi được: liên kết của người khác sẽ mất.");
	if (f->errors)
		return RC_OK;
	enum rc rc = news_free_slug(w->db, w->a, x->slug, x->id, &free_slug, &w->e);
	if (!rc && given && !text_eq(free_slug, typed))
		form_fail(f, SLUG,
			arena_printf(
				w->a, "Địa chỉ này đã có bài khác dùng; còn trống: %s", free_slug));
	x->slug = free_slug;
	return rc;
}

static enum rc read_body(struct web *w, struct form *f, struct news *x)
{
	struct problems found = { .a = w->a };
	struct news_pictures p = { 0 };
	struct texts said = { 0 };
	enum rc rc = x->id ? news_pictures_of(w->db, w->a, x->id, &p, &w->e) : RC_OK;
	if (rc || f->v[BODY].error)
		return rc;
	news_render(w->a, x, &p, &found);
	for (size_t i = 0; i < found.n && i < 5; i++)
		ARENA_PUSH(w->a, &said,
			arena_printf(w->a, "Dòng %d: %s.", found.v[i].line, found.v[i].message));
	if (said.n)
		form_fail(f, BODY, text_join(w->a, &said, " "));
	return RC_OK;
}

static enum rc read(struct web *w, struct form *f, struct news *x)
{
	const struct form_value *v = f->v;
	const char *before = x->slug;
	x->title = text_squeeze(w->a, v[TITLE].text);
	x->lead = text_trim(w->a, v[LEAD].text);
	x->body = v[BODY].text;
	x->category = text_squeeze(w->a, v[CATEGORY].text);
	x->contents = v[CONTENTS].many;
	x->source = text_squeeze(w->a, v[SOURCE].text);
	read_moments(f, x, w->now);
	enum rc rc = read_body(w, f, x);
	return rc ? rc : read_slug(w, f, x, before);
}

enum rc news_save(struct web *w, struct audit *t, struct news *x)
{
	if (x->state != NEWS_DRAFT)
		x->since = w->now;
	x->state = NEWS_DRAFT;
	x->corrected = x->imported;
	return news_put(t, w->a, x, w->session->account, &w->e);
}

/* Saving what is as it was leaves it published. */
static enum rc store(struct web *w, struct news *x, const char *before)
{
	struct audit t;
	enum rc rc = RC_OK;
	bool same = x->id && text_eq(before, news_record(w->a, x, ""));
	if (!x->id) {
		x->author = w->session->account;
		x->since = w->now;
	}
	if (!same)
		rc = web_audit(w, &t);
	if (!rc && !same)
		rc = news_save(w, &t, x);
	if (!rc)
		reply_redirect(w->rp, news_path(w, x));
	return rc;
}

static enum rc save(struct web *w, struct news *x)
{
	const struct form_field *t;
	struct form f;
	struct err wrong;
	struct editing d = { .x = x, .preview = request_field(w->rq, "xem") != NULL };
	struct audit_query of = {
		.kind = "news", .object = arena_printf(w->a, "%lld", (long long)x->id), .limit = 1
	};
	err_init(&wrong, w->a);
	const char *before = x->id ? news_record(w->a, x, "") : "";
	enum rc rc = fields(w, &t);
	if (!rc && x->id)
		rc = web_stale(w, x->version, &of, "bài này", &d.problem);
	if (rc)
		return rc;
	rc = form_read(&f, w->rq, t, FIELDS, &wrong);
	if (rc && rc != RC_INVALID)
		return rc;
	rc = read(w, &f, x);
	if (rc)
		return rc;
	return f.errors || d.problem || d.preview ? draw(w, &d, &f) : store(w, x, before);
}

static enum rc add(struct web *w)
{
	struct news x = { .slug = "", .bypass = "", .html = "", .withdrawn_reason = "" };
	return save(w, &x);
}

static enum rc change(struct web *w)
{
	struct news x;
	enum rc rc = news_of(w, &x);
	if (!rc)
		rc = closed(w, &x);
	return rc ? rc : save(w, &x);
}

enum { TEXT_MAX = 2 << 20 }; /* bytes of a form with the longest text, percent-encoded */

static const struct web_route routes[] = {
	WEB_GET("/tin-bai/moi", .handler = new_form, .permission = "news.edit"),
	WEB_POST("/tin-bai/moi", .handler = add, .permission = "news.edit", .body_max = TEXT_MAX),
	WEB_GET("/tin-bai/{id}/sua", .handler = edit_form, .permission = "news.edit"),
	WEB_POST("/tin-bai/{id}/sua", .handler = change, .permission = "news.edit",
		.body_max = TEXT_MAX),
};

const struct web_routes news_edit_routes = { .v = routes, .n = sizeof routes / sizeof *routes };
