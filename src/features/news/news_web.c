/* /tin-bai: the texts of the office, where each stands, its next step; what visitors reported. */
#include <stdlib.h>
#include <string.h>

#include "features/news/news_page.h"
#include "lib/base/text.h"

enum { LIST_MAX = 50 };

const char *news_path(struct web *w, const struct news *x)
{
	return arena_printf(w->a, "/tin-bai/%lld", (long long)x->id);
}

const char *news_last_shown(struct arena *a, int64_t ends)
{
	struct date last = date_of(ends - 1);
	return date_moment(date_add_days(last, 1)) == ends
		       ? arena_printf(a, "hết ngày %s", date_short(a, last))
		       : web_moment(a, ends);
}

static enum part_tone news_tone(enum news_state s)
{
	static const enum part_tone tones[NEWS_STATES] = { [NEWS_DRAFT] = PART_GREY,
		[NEWS_SUBMITTED] = PART_YELLOW,
		[NEWS_APPROVED] = PART_BLUE,
		[NEWS_PUBLISHED] = PART_GREEN,
		[NEWS_WITHDRAWN] = PART_RED };
	return tones[s];
}

enum rc news_of(struct web *w, struct news *out)
{
	int64_t id;
	enum rc rc = web_id(w, "id", &id);
	return rc ? rc : news_get(w->db, w->a, id, out, &w->e);
}

/* --- the list --- */

static const struct {
	const char *code, *name;
} shown[] = {
	{ "", "Tất cả" },
	{ "draft", "Bản thảo" },
	{ "submitted", "Chờ duyệt" },
	{ "approved", "Chờ đăng" },
	{ "published", "Đã đăng" },
	{ "withdrawn", "Đã gỡ" },
};
enum { SHOWN = sizeof shown / sizeof *shown };

/* A withdrawn one is in the figure or not as who withdrew it said: the list says which. */
static const char *state_told(struct web *w, const struct news *x)
{
	const char *s = news_state_name(x->state);
	if (x->state != NEWS_WITHDRAWN)
		return s;
	return arena_printf(w->a, "%s, %s", s, x->counted ? "vẫn tính 1 tin" : "không tính");
}

static struct part_table list_table(struct web *w, const struct news_list *list, size_t n)
{
	static const struct part_column columns[] = { { "Bài", false }, { "Tình trạng", false },
		{ "Chuyên mục", false }, { "Người soạn", false }, { "Ngày đăng", false } };
	enum { COLUMNS = sizeof columns / sizeof *columns };
	struct part_cell *cells = ARENA_ARRAY(w->a, struct part_cell, n * COLUMNS);
	for (size_t i = 0; i < n; i++) {
		const struct news *x = &list->v[i];
		struct part_cell *c = cells + i * COLUMNS;
		c[0] = (struct part_cell){ x->title, news_path(w, x), PART_PLAIN };
		c[1] = (struct part_cell){ state_told(w, x), NULL, news_tone(x->state) };
		c[2].text = x->category;
		c[3].text = x->author_name;
		c[4].text = x->live ? web_moment(w->a, x->published_at) : "";
	}
	return (struct part_table){ .caption = "Tin, bài",
		.quiet = true,
		.headed = true,
		.columns = columns,
		.columns_n = COLUMNS,
		.cells = cells,
		.rows = n };
}

static enum rc fill_list(struct web *w, struct news_list_view *v)
{
	struct news_list list;
	struct news_faults faults;
	const char *code = request_query(w->rq, "xem"), *before = request_query(w->rq, "truoc");
	enum news_state s;
	bool known = code && news_state_find(code, &s);
	struct part_link *tabs = ARENA_ARRAY(w->a, struct part_link, SHOWN);
	enum rc rc = news_find(w->db, w->a, known ? code : NULL,
		before ? strtoll(before, NULL, 10) : 0, LIST_MAX + 1, &list, &w->e);
	if (!rc)
		rc = news_fault_list(w->db, w->a, 0, &faults, &w->e);
	if (!rc)
		rc = news_alert_now(w->db, w->a, w->now, &v->alert, &w->e);
	if (rc)
		return rc;
	for (size_t i = 0; i < SHOWN; i++)
		tabs[i] = (struct part_link){ .text = shown[i].name,
			.href = *shown[i].code
					? arena_printf(w->a, "/tin-bai?xem=%s", shown[i].code)
					: "/tin-bai",
			.current = text_eq(shown[i].code, known ? code : "") };
	size_t n = list.n > LIST_MAX ? LIST_MAX : list.n;
	v->tabs = tabs;
	v->tabs_n = SHOWN;
	v->faults = faults.n;
	v->table = list_table(w, &list, n);
	if (list.n > n)
		v->pages.next = arena_printf(w->a, "/tin-bai?xem=%s&truoc=%lld", known ? code : "",
			(long long)list.v[n - 1].id);
	return RC_OK;
}

static enum rc list(struct web *w)
{
	struct news_list_view v = { .page = web_page(w, "Tin, bài"),
		.may_edit = web_may(w, MAY_NEWS_EDIT),
		.may_publish = web_may(w, MAY_NEWS_PUBLISH) };
	enum rc rc = fill_list(w, &v);
	if (rc)
		return rc;
	struct buf b = web_buf(w);
	news_list_html(&b, &v);
	return web_reply(w, 200, &b);
}

/* --- one text --- */

struct row_list {
	struct part_row *v;
	size_t n, cap;
};

static void put(struct web *w, struct row_list *list, const char *key, const char *value)
{
	struct part_row r = { .key = key, .value = value };
	if (value && *value)
		ARENA_PUSH(w->a, list, r);
}

static enum rc contents_of(struct web *w, const struct news *x, const char **out)
{
	struct news_choices known;
	struct texts said = { 0 };
	int64_t at = x->published_at ? x->published_at : x->publish_at ? x->publish_at : w->now;
	enum rc rc = news_contents(w->db, w->a, date_of(at).year, &known, &w->e);
	for (size_t i = 0; !rc && i < x->contents.n; i++) {
		const char *s = x->contents.v[i];
		for (size_t k = 0; k < known.n; k++)
			if (text_eq(known.v[k].code, x->contents.v[i]))
				s = known.v[k].text;
		ARENA_PUSH(w->a, &said, s);
	}
	*out = text_join(w->a, &said, "; ");
	return rc;
}

static enum rc fill_rows(struct web *w, const struct news *x, struct news_view *v)
{
	struct row_list list = { 0 };
	const char *contents;
	enum rc rc = contents_of(w, x, &contents);
	if (rc)
		return rc;
	put(w, &list, "Địa chỉ", arena_printf(w->a, "/tin/%s", x->slug));
	put(w, &list, "Người soạn", x->author_name);
	put(w, &list, "Chuyên mục", x->category);
	put(w, &list, "Nội dung của kế hoạch", contents);
	put(w, &list, "Nguồn", x->source);
	put(w, &list, "Đăng từ", x->publish_at ? web_moment(w->a, x->publish_at) : "");
	put(w, &list, "Đã đăng", x->live ? web_moment(w->a, x->published_at) : "");
	put(w, &list, "Sửa lần cuối",
		x->live && x->changed_at > x->published_at ? web_moment(w->a, x->changed_at) : "");
	put(w, &list, "Hiện đến", x->expires_at ? news_last_shown(w->a, x->expires_at) : "");
	put(w, &list, "Rà soát lại",
		date_valid(x->review_on) ? date_short(w->a, x->review_on) : "");
	put(w, &list, "Tự duyệt, lý do", x->bypass);
	put(w, &list, "Đã gỡ",
		x->withdrawn_at ? arena_printf(w->a, "%s. %s", web_moment(w->a, x->withdrawn_at),
					  x->withdrawn_reason)
				: "");
	if (x->activity && web_may(w, MAY_ACTIVITY_READ)) {
		struct part_row r = { "Ghi trong sổ hoạt động",
			!x->counted ? "Không tính vào số tin: hoạt động đã bỏ"
			: x->withdrawn_at
				? "1 tin, kênh Cổng thông tin điện tử: đã gỡ nhưng vẫn tính, vì bài đã "
				  "được đăng đúng"
				: "1 tin, kênh Cổng thông tin điện tử",
			arena_printf(w->a, "/hoat-dong/%lld", (long long)x->activity), "Mở" };
		ARENA_PUSH(w->a, &list, r);
	}
	v->rows = list.v;
	v->rows_n = list.n;
	return RC_OK;
}

/* The text and what the public sees are two things once it has been published. */
static const char *told(const struct news *x, int64_t now)
{
	if (x->live && x->withdrawn_at && x->state != NEWS_WITHDRAWN)
		return "Bài đã gỡ; bạn đọc thấy thông báo và lý do. Bản ở dưới đang được sửa.";
	if (x->live && x->state != NEWS_PUBLISHED && x->state != NEWS_WITHDRAWN)
		return "Bạn đọc vẫn thấy bản đã duyệt trước đó. Bản ở dưới chỉ thay vào khi được duyệt.";
	if (x->live && !x->withdrawn_at && !news_shown(x, now))
		return "Bài đã hết hạn: bạn đọc chỉ thấy thông báo hết hạn.";
	return NULL;
}

static void fill_steps(struct web *w, const struct news *x, struct news_view *v)
{
	size_t n;
	const struct news_rule *rules = news_rules(&n);
	struct widget_button *buttons = ARENA_ARRAY(w->a, struct widget_button, n);
	for (size_t i = 0; i < n; i++) {
		const struct news_rule *r = &rules[i];
		if (!news_rule_fits(r, x) || !web_may(w, r->permission))
			continue;
		bool waits = news_rule_to(r, x, w->now) == NEWS_APPROVED;
		buttons[v->buttons_n++] = (struct widget_button){
			.text = !r->second ? r->label
				: waits    ? arena_printf(w->a, "Duyệt, đăng lúc %s",
						     web_moment(w->a, x->publish_at))
					   : "Duyệt và đăng",
			.kind = r->live        ? WIDGET_WARNING
				: v->buttons_n ? WIDGET_SECONDARY
					       : WIDGET_MAIN,
			.name = "buoc",
			.value = r->action
		};
		v->withdraws = v->withdraws || r->live;
	}
	v->buttons = buttons;
	v->note = (struct widget){ .name = "ly-do",
		.label = "Ý kiến, lý do",
		.hint = "Phải ghi khi trả lại, gỡ, đăng lại, hoặc khi tự duyệt bài mình đã soạn. Lý do gỡ "
			"hiện cho bạn đọc.",
		.value = request_field(w->rq, "ly-do"),
		.rows = 2 };
	v->counted = (struct widget){ .name = "van-tinh",
		.label =
			"Khi gỡ: bài đã đăng đúng, vẫn tính vào số tin (không đánh dấu: đăng nhầm, bỏ "
			"khỏi số liệu)",
		.value = "1",
		.ticked = request_field(w->rq, "van-tinh") != NULL };
}

static struct news_fault_view *news_fault_views(
	struct web *w, const struct news_faults *list, bool own_page)
{
	struct news_fault_view *v = ARENA_ARRAY(w->a, struct news_fault_view, list->n + 1);
	struct web_form *form = ARENA_NEW(w->a, struct web_form);
	*form = web_form(w, 0);
	bool may = web_may(w, MAY_NEWS_EDIT);
	for (size_t i = 0; i < list->n; i++) {
		const struct news_fault *x = &list->v[i];
		v[i] = (struct news_fault_view){ .what = web_moment(w->a, x->at),
			.text = x->text,
			.form = form,
			.note = { .name = "tra-loi",
				.id = arena_printf(w->a, "tra-loi-%lld", (long long)x->id),
				.label = "Đã xử lý thế nào" } };
		if (!own_page) {
			v[i].title = x->title;
			v[i].href = arena_printf(w->a, "/tin-bai/%lld", (long long)x->news);
		}
		if (x->done_at)
			v[i].answer = arena_printf(w->a, "Đã xử lý %s, %s: %s",
				web_moment(w->a, x->done_at), x->done_by ? x->done_by : "",
				x->answer);
		else if (may)
			v[i].action = arena_printf(w->a, "/tin-bai/bao-loi/%lld", (long long)x->id);
	}
	return v;
}

static enum rc draw(struct web *w, const struct news *x, const char *problem, int status)
{
	struct news_view v = { .page = web_page(w, x->title),
		.x = x,
		.state = news_state_name(x->state),
		.tone = news_tone(x->state),
		.path = news_path(w, x),
		.told = told(x, w->now),
		.text = html_stored(w->a, x->html),
		.form = web_form(w, x->version),
		.may_edit = news_editable(x) && web_may(w, MAY_NEWS_EDIT) };
	struct news_faults faults;
	enum rc rc = fill_rows(w, x, &v);
	if (!rc)
		rc = news_fault_list(w->db, w->a, x->id, &faults, &w->e);
	if (!rc)
		rc = web_history(
			w, "news", arena_printf(w->a, "%lld", (long long)x->id), &v.history);
	if (rc)
		return rc;
	fill_steps(w, x, &v);
	v.faults = news_fault_views(w, &faults, true);
	v.faults_n = faults.n;
	v.page.back = "/tin-bai";
	struct widget_error wrong = { "ly-do", problem };
	if (problem) {
		v.note.error = problem;
		v.page.errors = &wrong;
		v.page.errors_n = 1;
	}
	struct buf b = web_buf(w);
	news_view_html(&b, &v);
	return web_reply(w, status, &b);
}

static enum rc show(struct web *w)
{
	struct news x;
	enum rc rc = news_of(w, &x);
	return rc ? rc : draw(w, &x, NULL, 200);
}

/* --- the next step --- */

static enum rc take(struct web *w, struct news *x, const struct news_rule *r, const char *note)
{
	struct audit t;
	struct news_step s = { .rule = r,
		.note = note,
		.account = w->session->account,
		.keep_counted = request_field(w->rq, "van-tinh") != NULL };
	enum rc rc = web_audit(w, &t);
	if (!rc)
		rc = news_take(&t, w->a, x, &s, &w->e);
	if (!rc)
		reply_redirect(w->rp, news_path(w, x));
	return rc;
}

static enum rc step(struct web *w)
{
	struct news x;
	struct err wrong;
	bool writer = false;
	const char *typed = request_field(w->rq, "ly-do"), *action = request_field(w->rq, "buoc");
	enum rc rc = news_of(w, &x);
	if (rc)
		return rc;
	if (web_is_stale(w, x.version))
		return draw(w, &x,
			"Có người khác vừa làm việc với bài này; hãy xem lại rồi chọn bước tiếp theo.",
			409);
	const struct news_rule *r = news_rule(&x, action ? action : "");
	if (!r)
		return draw(w, &x, "Bài đang ở tình trạng không làm được bước này.", 422);
	if (!web_may(w, r->permission))
		return ERR(&w->e, RC_DENIED, "buoc", "Vai trò của bạn không làm được bước “%s”.",
			r->label);
	if (news_rule_in_vain(r, &x, w->now))
		return draw(w, &x,
			arena_printf(w->a,
				"Bài chỉ hiện đến %s: đăng bây giờ thì không ai đọc được. Hãy sửa ngày hết hạn trước.",
				news_last_shown(w->a, x.expires_at)),
			422);
	err_init(&wrong, w->a);
	const char *note = typed ? text_trim(w->a, typed) : "";
	if (text_length(note) > FORM_TEXT_MAX)
		return draw(w, &x, "Ý kiến dài quá 300 ký tự.", 422);
	rc = news_is_writer(w->db, x.id, w->session->account, &writer, &w->e);
	if (rc)
		return rc;
	if (news_rule_check(r, writer, note, &wrong))
		return draw(w, &x, wrong.message, 422);
	return take(w, &x, r, note);
}

/* --- what visitors reported --- */

/* wrong: the one whose answer was refused; 0: none. */
static enum rc draw_faults(struct web *w, int64_t wrong)
{
	static const char why[] = "Xin ghi báo lỗi đã được xử lý thế nào, trong vòng 300 ký tự.";
	struct news_faults all;
	struct widget_error error = { NULL, why };
	enum rc rc = news_fault_list(w->db, w->a, 0, &all, &w->e);
	if (rc)
		return rc;
	struct news_fault_view *v = news_fault_views(w, &all, false);
	struct news_faults_view view = { web_page(w, "Bạn đọc báo lỗi"), v, all.n };
	for (size_t i = 0; wrong && i < all.n; i++)
		if (all.v[i].id == wrong) {
			v[i].note.value = request_field(w->rq, "tra-loi");
			v[i].note.error = why;
			error.id = v[i].note.id;
		}
	view.page.back = "/tin-bai";
	view.page.errors = &error;
	view.page.errors_n = wrong ? 1 : 0;
	struct buf b = web_buf(w);
	news_faults_html(&b, &view);
	return web_reply(w, wrong ? 422 : 200, &b);
}

static enum rc faults(struct web *w)
{
	return draw_faults(w, 0);
}

static enum rc fault_done(struct web *w)
{
	struct audit t;
	int64_t id;
	const char *typed = request_field(w->rq, "tra-loi");
	enum rc rc = web_id(w, "id", &id);
	if (rc)
		return rc;
	if (!typed || text_blank(typed) || text_length(typed) > FORM_TEXT_MAX)
		return draw_faults(w, id);
	rc = web_audit(w, &t);
	if (!rc)
		rc = news_fault_done(
			&t, w->a, id, w->session->account, text_squeeze(w->a, typed), &w->e);
	if (!rc)
		reply_redirect(w->rp, "/tin-bai/bao-loi");
	return rc;
}

/* --- to be pasted elsewhere --- */

static enum rc copies(struct web *w)
{
	struct news x;
	struct news_pictures p = { 0 };
	const char *site;
	enum rc rc = news_of(w, &x);
	if (!rc)
		rc = news_pictures_of(w->db, w->a, x.id, &p, &w->e);
	if (!rc)
		rc = web_site(w, &site);
	if (rc)
		return rc;
	struct news_copy_view v = { .page = web_page(w, "Chép sang Cổng, Zalo"),
		.html = { .name = "html",
			.label = "Cho Cổng thông tin điện tử (mã HTML, không có kiểu dáng riêng)",
			.value = news_for_portal(w->a, &x, &p, site),
			.rows = 12 },
		.plain = { .name = "chu",
			.label = "Cho Zalo (chữ thường, kèm liên kết)",
			.value = news_for_chat(w->a, &x, site),
			.rows = 12 } };
	v.page.back = news_path(w, &x);
	struct buf b = web_buf(w);
	news_copy_html(&b, &v);
	return web_reply(w, 200, &b);
}

static const struct web_route routes[] = {
	WEB_GET("/tin-bai", .handler = list, .permission = "news.read"),
	WEB_GET("/tin-bai/bao-loi", .handler = faults, .permission = "news.read"),
	WEB_POST("/tin-bai/bao-loi/{id}", .handler = fault_done, .permission = "news.edit"),
	WEB_GET("/tin-bai/{id}", .handler = show, .permission = "news.read"),
	WEB_GET("/tin-bai/{id}/chep", .handler = copies, .permission = "news.read"),
	WEB_POST("/tin-bai/{id}/buoc", .handler = step, .permission = "news.read"),
};

static const struct web_item menu[] = {
	{ 45, "Tin, bài", "/tin-bai", MAY_NEWS_READ },
};

static const char *state_said(struct arena *a, const char *code)
{
	enum news_state s;
	(void)a;
	return news_state_find(code, &s) ? news_state_name(s) : code;
}

static const char *end_said(struct arena *a, const char *iso)
{
	int64_t at;
	return news_moment_parse(iso, &at) ? news_last_shown(a, at) : iso;
}

static const char *moment_said(struct arena *a, const char *iso)
{
	int64_t at;
	return news_moment_parse(iso, &at) ? web_moment(a, at) : iso;
}

static const struct web_word words[] = {
	{ "body", "Bài", NULL },
	{ "bypass", "Tự duyệt, lý do", NULL },
	{ "category", "Chuyên mục", NULL },
	{ "expires_at", "Hiện đến", end_said },
	{ "fault", "Báo lỗi số", NULL },
	{ "lead", "Sapo", NULL },
	{ "note", "Ý kiến, lý do", NULL },
	{ "publish_at", "Đăng từ", moment_said },
	{ "review_on", "Rà soát lại", NULL },
	{ "slug", "Địa chỉ", NULL },
	{ "source", "Nguồn", NULL },
	{ "state", "Trạng thái", state_said },
	{ "title", "Tên bài", NULL },
	{ "withdrawn", "Đã gỡ, lý do", NULL },
};
static const struct web_word actions[] = {
	{ "anh", "Đổi ảnh", NULL },
	{ "bao-loi", "Xử lý báo lỗi", NULL },
	{ "dang-lai", "Đăng lại", NULL },
	{ "dang-ngay", "Đăng", NULL },
	{ "duyet", "Duyệt", NULL },
	{ "go", "Gỡ", NULL },
	{ "huy-lich", "Hủy lịch đăng", NULL },
	{ "nhap", "Đăng từ tệp", NULL },
	{ "rut", "Rút lại", NULL },
	{ "tra-lai", "Trả lại", NULL },
	{ "trinh", "Trình duyệt", NULL },
};

static const struct web_record records[] = {
	{ .kind = "news",
		.name = "Tin, bài",
		.href = "/tin-bai/",
		.permission = "news.read",
		.words = words,
		.words_n = sizeof words / sizeof *words,
		.actions = actions,
		.actions_n = sizeof actions / sizeof *actions },
	{ .kind = "alert",
		.name = "Thông báo khẩn",
		.words = words,
		.words_n = sizeof words / sizeof *words },
};

const struct web_routes news_routes = { .v = routes,
	.n = sizeof routes / sizeof *routes,
	.menu = menu,
	.menu_n = sizeof menu / sizeof *menu,
	.records = records,
	.records_n = sizeof records / sizeof *records };
