/* /thu-thap/nguon: the pages that are looked at. */
#include <string.h>

#include "core/setting.h"
#include "features/harvest/harvest_page.h"
#include "lib/base/text.h"
#include "lib/fetch/link.h"

static const struct form_choice kinds[] = {
	{ "auto", "Tự nhận" },
	{ "feed", "RSS, Atom" },
	{ "sitemap", "Sơ đồ trang (sitemap.xml)" },
	{ "list", "Trang HTML có danh sách tin" },
	{ NULL, NULL },
};

enum { NAME, ADDRESS, KIND, CHANNEL, MINUTES, ACTIVE, FIELDS };
static const struct form_field fields[FIELDS] = {
	[NAME] = { "ten", FORM_TEXT, true, "Tên nguồn", .max = 100 },
	[ADDRESS] = { "dia-chi", FORM_TEXT, true, "Địa chỉ", .max = LINK_MAX },
	[KIND] = { "loai", FORM_CHOICE, true, "Loại nguồn", .choices = kinds },
	[CHANNEL] = { "kenh", FORM_CHOICE, true, "Ghi vào kênh", .choices = harvest_channels },
	[MINUTES] = { "phut", FORM_INT, true, "Đọc lại sau mỗi (phút)", .min = HARVEST_MINUTES_MIN,
		.max = HARVEST_MINUTES_MAX },
	[ACTIVE] = { "dang-doc", FORM_CHECK, false, "Đang đọc nguồn này" },
};

static const char *const hints[FIELDS] = {
	[NAME] = "Ví dụ: Cổng thông tin điện tử xã",
	[ADDRESS] =
		"Địa chỉ RSS, Atom, sitemap.xml hoặc trang danh sách tin, viết đủ như https://xa-mau.gov.vn/rss",
	[MINUTES] = "Từ 15 phút đến 7 ngày (10080 phút). Trang ít tin: 360 phút là đủ.",
};

const char *harvest_kind_name(enum feed_kind k)
{
	for (const struct form_choice *c = kinds; c->value; c++)
		if (text_eq(c->value, feed_kind_code(k)))
			return c->label;
	return "";
}

static enum part_tone tone_of(const struct harvest_source *x, const char **state)
{
	if (!x->active)
		*state = "không đọc";
	else if (!x->last_at)
		*state = "chưa đọc lần nào";
	else if (!*x->words)
		*state = "đang đọc";
	else
		*state = x->failures ? "lỗi" : "đọc được";
	if (!x->active)
		return PART_GREY;
	return !x->last_at || !*x->words ? PART_YELLOW : x->failures ? PART_RED : PART_GREEN;
}

static const char *path_of(struct web *w, int64_t id, const char *rest)
{
	return arena_printf(w->a, "/thu-thap/nguon/%lld%s", (long long)id, rest);
}

static enum rc list(struct web *w)
{
	static const struct part_column columns[] = { { "Nguồn", false }, { "Tình trạng", false },
		{ "Lần đọc gần nhất", false }, { "Chờ xác nhận", true }, { "Đã ghi", true } };
	enum { COLUMNS = sizeof columns / sizeof *columns };
	struct harvest_sources all;
	struct harvest_sources_view v = { .page = web_page(w, "Nguồn thu thập") };
	enum rc rc = harvest_source_list(w->db, w->a, &all, &w->e);
	if (!rc)
		rc = harvest_tabs(w, TAB_SOURCES, &v.tabs, &v.tabs_n);
	if (rc)
		return rc;
	struct part_cell *cells = ARENA_ARRAY(w->a, struct part_cell, all.n * COLUMNS);
	for (size_t i = 0; i < all.n; i++) {
		const struct harvest_source *x = &all.v[i];
		struct part_cell *c = cells + i * COLUMNS;
		c[0].text = x->name;
		c[0].href = path_of(w, x->id, "");
		c[1].tone = tone_of(x, &c[1].text);
		c[2].text = x->last_at ? web_moment(w->a, x->last_at) : "–";
		c[3].text = arena_printf(w->a, "%lld", (long long)x->waiting);
		c[3].href = x->waiting ? arena_printf(w->a, "/thu-thap?loc=tat-ca&nguon=%lld",
						 (long long)x->id)
				       : NULL;
		c[4].text = arena_printf(w->a, "%lld", (long long)x->taken);
	}
	v.table = (struct part_table){ .caption = "Các nguồn",
		.quiet = true,
		.headed = true,
		.columns = columns,
		.columns_n = COLUMNS,
		.cells = cells,
		.rows = all.n };
	struct buf b = web_buf(w);
	harvest_sources_html(&b, &v);
	return web_reply(w, 200, &b);
}

/* --- one source --- */

static enum rc source_of(struct web *w, struct harvest_source *x)
{
	int64_t id;
	enum rc rc = web_id(w, "id", &id);
	return rc ? rc : harvest_source_get(w->db, w->a, id, x, &w->e);
}

static size_t fill_rows(struct web *w, const struct harvest_source *x, struct part_row *rows)
{
	const char *waiting =
		arena_printf(w->a, "/thu-thap?loc=tat-ca&nguon=%lld", (long long)x->id);
	size_t n = 0;
	rows[n++] = (struct part_row){ "Địa chỉ", x->address, NULL, NULL };
	rows[n++] = (struct part_row){ "Loại nguồn", harvest_kind_name(x->kind), NULL, NULL };
	rows[n++] = (struct part_row){ "Ghi vào kênh",
		text_eq(x->channel, "portal") ? harvest_channels[0].label
					      : harvest_channels[1].label,
		NULL, NULL };
	rows[n++] = (struct part_row){ "Đọc lại sau mỗi",
		arena_printf(w->a, "%lld phút", (long long)x->minutes), NULL, NULL };
	rows[n++] = (struct part_row){ "Người lập",
		arena_printf(w->a, "%s, %s", x->person, web_moment(w->a, x->created_at)), NULL,
		NULL };
	if (x->last_at)
		rows[n++] = (struct part_row){ "Lần đọc gần nhất",
			arena_printf(w->a, "%s. %s", web_moment(w->a, x->last_at), x->words), NULL,
			NULL };
	if (x->good_at && x->failures)
		rows[n++] = (struct part_row){ "Lần đọc được gần nhất",
			web_moment(w->a, x->good_at), NULL, NULL };
	if (x->active)
		rows[n++] =
			(struct part_row){ "Lần đọc sau", web_moment(w->a, x->due_at), NULL, NULL };
	rows[n++] = (struct part_row){ "Chờ xác nhận",
		arena_printf(w->a, "%lld mục", (long long)x->waiting), waiting, "Xem" };
	rows[n++] = (struct part_row){ "Đã ghi",
		arena_printf(w->a, "%lld mục", (long long)x->taken), NULL, NULL };
	return n;
}

static enum rc show(struct web *w)
{
	enum { ROWS = 12 };
	static const struct web_done done[] = {
		{ "luu", "Đã lưu nguồn." }, { "lay", "Đã đọc nguồn; kết quả ở dưới." },
		{ "dang-doc",
			"Loa đang đọc nguồn này, chưa xong: tải lại trang sau ít phút để thấy kết quả." }
	};
	struct harvest_source x;
	struct part_row rows[ROWS];
	struct harvest_source_view v = { .x = &x, .rows = rows };
	enum rc rc = source_of(w, &x);
	if (!rc)
		rc = web_history(w, "harvest_source", arena_printf(w->a, "%lld", (long long)x.id),
			&v.history);
	if (rc)
		return rc;
	v.page = web_page(w, x.name);
	v.page.back = "/thu-thap/nguon";
	v.rows_n = fill_rows(w, &x, rows);
	v.tone = tone_of(&x, &v.state);
	v.form = web_form(w, x.version);
	web_notice(w, &v.page, done, sizeof done / sizeof *done);
	struct buf b = web_buf(w);
	harvest_source_html(&b, &v);
	return web_reply(w, 200, &b);
}

/* --- adding, changing --- */

static enum rc show_form(
	struct web *w, const struct harvest_source *x, const struct form *f, const char *problem)
{
	struct web_form_page v = { .page = web_page(w, x->id ? "Sửa nguồn" : "Thêm nguồn"),
		.action = x->id ? path_of(w, x->id, "/sua") : "/thu-thap/nguon/moi",
		.hidden = web_form(w, x->version),
		.form = f,
		.hints = hints,
		.problem = problem,
		.submit = "Lưu",
		.cancel = x->id ? path_of(w, x->id, "") : "/thu-thap/nguon" };
	v.page.back = v.cancel;
	return web_form_page(w, &v);
}

static void fill_form(struct web *w, const struct harvest_source *x, struct form *f)
{
	form_init(f, w->a, fields, FIELDS);
	web_put(f, NAME, x->name);
	web_put(f, ADDRESS, x->address);
	web_put(f, KIND, feed_kind_code(x->kind));
	web_put(f, CHANNEL, x->channel);
	web_put(f, MINUTES, arena_printf(w->a, "%lld", (long long)x->minutes));
	f->v[ACTIVE].ticked = x->active;
}

static enum rc form_new(struct web *w)
{
	struct harvest_source x = {
		.name = "", .address = "", .channel = "portal", .minutes = 360, .active = true
	};
	struct form f;
	fill_form(w, &x, &f);
	return show_form(w, &x, &f, NULL);
}

static enum rc form_edit(struct web *w)
{
	struct harvest_source x;
	struct form f;
	enum rc rc = source_of(w, &x);
	if (rc)
		return rc;
	fill_form(w, &x, &f);
	return show_form(w, &x, &f, NULL);
}

/* What Loa itself publishes is recorded by being published: read back it would count twice. */
static enum rc is_own_site(struct web *w, const char *address, bool *own)
{
	const char *site = "", *host = link_host(w->a, address);
	enum rc rc = setting_get(w->db, w->a, SETTING_SITE, &site, &w->e);
	if (rc)
		return rc;
	const char *whole = *site ? link_resolve(w->a, NULL, site) : NULL;
	*own = whole && text_eq(link_host(w->a, whole), host);
	return RC_OK;
}

static enum rc take_form(struct web *w, struct form *f, struct harvest_source *x)
{
	bool own = false;
	const char *address = link_resolve(w->a, NULL, f->v[ADDRESS].text);
	if (!address) {
		form_fail(f, ADDRESS,
			"Địa chỉ phải là trang web viết đủ như https://xa-mau.gov.vn/rss");
		return RC_OK;
	}
	enum rc rc = is_own_site(w, address, &own);
	if (!rc && own)
		form_fail(f, ADDRESS,
			"Đây là trang của chính Loa: tin đăng ở Loa đã tự được ghi, không thu thập nữa.");
	x->name = f->v[NAME].text;
	x->address = address;
	(void)feed_kind_find(f->v[KIND].text, &x->kind);
	x->channel = f->v[CHANNEL].text;
	x->minutes = f->v[MINUTES].number;
	x->active = f->v[ACTIVE].ticked;
	return rc;
}

static enum rc store(struct web *w, struct harvest_source *x, struct form *f)
{
	struct audit t;
	int64_t id = 0;
	const struct harvest_source before = *x;
	enum rc rc = take_form(w, f, x);
	if (!rc && f->errors)
		return show_form(w, &before, f, NULL);
	if (!rc)
		rc = web_audit(w, &t);
	if (!rc)
		rc = harvest_source_put(&t, w->a, x, &id, &w->e);
	if (rc == RC_CONFLICT) {
		form_fail(f, ADDRESS, w->e.message);
		err_clear(&w->e);
		return show_form(w, &before, f, NULL);
	}
	if (!rc)
		reply_redirect(w->rp, path_of(w, id, "?" WEB_DONE "=luu"));
	return rc;
}

static enum rc add(struct web *w)
{
	struct harvest_source x = { .account = w->session->account };
	struct form f;
	struct err wrong;
	err_init(&wrong, w->a);
	enum rc rc = form_read(&f, w->rq, fields, FIELDS, &wrong);
	if (rc == RC_INVALID)
		return show_form(w, &x, &f, NULL);
	return rc ? rc : store(w, &x, &f);
}

static enum rc change(struct web *w)
{
	struct harvest_source x;
	struct form f;
	struct err wrong;
	const char *problem = NULL;
	err_init(&wrong, w->a);
	enum rc rc = source_of(w, &x);
	if (rc)
		return rc;
	struct audit_query of = { .kind = "harvest_source",
		.object = arena_printf(w->a, "%lld", (long long)x.id) };
	enum rc read = form_read(&f, w->rq, fields, FIELDS, &wrong);
	rc = web_stale(w, x.version, &of, "nguồn này", &problem);
	if (rc)
		return rc;
	if (problem || read == RC_INVALID)
		return show_form(w, &x, &f, problem);
	return read ? read : store(w, &x, &f);
}

/* --- looking now --- */

/* Before the write transaction: it takes as long as the other server takes. What went wrong there
 * stands at the source afterwards. */
static enum rc prepare_look(struct web *w)
{
	int64_t id;
	bool *looked = ARENA_NEW(w->a, bool);
	enum rc rc = web_id(w, "id", &id);
	if (!rc)
		rc = harvest_look_now(w->db, w->a, id, &w->e);
	*looked = !rc;
	w->prepared = looked;
	if (rc != RC_CONFLICT)
		return rc;
	/* A look is under way, as just behind adding the source: that is what was asked for. */
	err_clear(&w->e);
	return RC_OK;
}

static enum rc look(struct web *w)
{
	struct harvest_source x;
	enum rc rc = source_of(w, &x);
	const bool *looked = w->prepared;
	if (!rc)
		reply_redirect(w->rp,
			path_of(w, x.id, *looked ? "?" WEB_DONE "=lay" : "?" WEB_DONE "=dang-doc"));
	return rc;
}

static const struct web_route routes[] = {
	WEB_GET("/thu-thap/nguon", .handler = list, .permission = "news.edit"),
	WEB_GET("/thu-thap/nguon/moi", .handler = form_new, .permission = "news.edit"),
	WEB_POST("/thu-thap/nguon/moi", .handler = add, .permission = "news.edit"),
	WEB_GET("/thu-thap/nguon/{id}", .handler = show, .permission = "news.edit"),
	WEB_GET("/thu-thap/nguon/{id}/sua", .handler = form_edit, .permission = "news.edit"),
	WEB_POST("/thu-thap/nguon/{id}/sua", .handler = change, .permission = "news.edit"),
	WEB_POST("/thu-thap/nguon/{id}/doc", .handler = look, .permission = "news.edit",
		.prepare = prepare_look),
};

const struct web_routes harvest_source_routes = { .v = routes,
	.n = sizeof routes / sizeof *routes };
