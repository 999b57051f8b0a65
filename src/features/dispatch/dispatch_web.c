/* /trinh-ky: documents on their way, and their steps. */
#include "core/setting.h"
#include "core/token.h"
#include "features/dispatch/dispatch_page.h"
#include "features/dispatch/published.h"
#include "lib/base/text.h"
#include "lib/doc/extract.h"

static enum part_tone tone_of(enum dispatch_state s)
{
	static const enum part_tone tones[DISPATCH_STATES] = { PART_GREY, PART_RED, PART_YELLOW,
		PART_YELLOW, PART_YELLOW, PART_BLUE, PART_BLUE, PART_GREEN, PART_GREEN, PART_RED,
		PART_GREEN };
	return tones[s];
}

/* --- the list --- */

static enum rc list(struct web *w)
{
	static const struct part_column columns[] = { { "Văn bản", false }, { "Đang ở", false },
		{ "Từ", false } };
	enum { COLUMNS = sizeof columns / sizeof *columns };
	struct dispatches all;
	enum rc rc = dispatch_all(w->db, w->a, false, &all, &w->e);
	if (rc)
		return rc;
	struct part_cell *cells = ARENA_ARRAY(w->a, struct part_cell, all.n * COLUMNS);
	for (size_t i = 0; i < all.n; i++) {
		struct part_cell *c = cells + i * COLUMNS;
		const struct dispatch *d = &all.v[i];
		const char *kind;
		int64_t id;
		c[0].text = d->subject;
		if (thing_origin(d->origin, &kind, &id))
			c[0].href = arena_printf(w->a, "/trinh-ky/%s/%lld", kind, (long long)id);
		c[1].text = dispatch_state_name(d->state);
		c[1].tone = tone_of(d->state);
		c[2].text = web_moment(w->a, d->since);
	}
	struct dispatch_list_view v = { .page = web_page(w, "Trình ký, phát hành"),
		.table = { .caption = "Văn bản đang trình và đã phát hành",
			.quiet = true,
			.headed = true,
			.columns = columns,
			.columns_n = COLUMNS,
			.cells = cells,
			.rows = all.n } };
	struct buf b = web_buf(w);
	dispatch_list_html(&b, &v);
	return web_reply(w, 200, &b);
}

/* --- one document --- */

static enum rc history(struct web *w, const struct way *x, struct part_table *out)
{
	static const struct part_column columns[] = { { "Lúc", false }, { "Người", false },
		{ "Việc", false }, { "Ý kiến", false } };
	enum { COLUMNS = sizeof columns / sizeof *columns };
	struct dispatch_events all;
	enum rc rc = dispatch_history(w->db, w->a, x->d.id, &all, &w->e);
	if (rc)
		return rc;
	struct part_cell *cells = ARENA_ARRAY(w->a, struct part_cell, all.n * COLUMNS);
	for (size_t i = 0; i < all.n; i++) {
		struct part_cell *c = cells + i * COLUMNS;
		c[0].text = web_moment(w->a, all.v[i].at);
		c[1].text = all.v[i].who;
		c[2].text = dispatch_done(all.v[i].from, all.v[i].action);
		c[3].text = all.v[i].note;
	}
	*out = (struct part_table){ .caption = "Các bước đã qua",
		.stacked = true,
		.columns = columns,
		.columns_n = COLUMNS,
		.cells = cells,
		.rows = all.n };
	return RC_OK;
}

/* What the checker says of the document as others will read it. */
static enum rc findings(struct web *w, const struct way *x, struct part_table *out)
{
	static const struct part_column columns[] = { { "Chỗ", false }, { "Điều cần xem", false },
		{ "Cách sửa", false }, { "Căn cứ", false } };
	enum { COLUMNS = sizeof columns / sizeof *columns, TEXT_MAX = 16 << 20 };
	static const enum part_tone tones[] = { PART_RED, PART_YELLOW, PART_PLAIN };
	struct extract *extract;
	struct findings list = { 0 };
	struct doc d = way_document(w->a, x);
	struct buf b;
	buf_init(&b, w->a, TEXT_MAX);
	doc_txt(&b, &d);
	enum rc rc = extract_txt(w->a, b.p, b.n, &extract, &w->e);
	if (rc)
		return rc;
	check_document(w->a, extract, date_today(), &list);
	struct part_cell *cells = ARENA_ARRAY(w->a, struct part_cell, list.n * COLUMNS);
	for (size_t i = 0; i < list.n; i++) {
		struct part_cell *c = cells + i * COLUMNS;
		c[0].text = *list.v[i].place ? list.v[i].place : "cả văn bản";
		c[0].tone = tones[list.v[i].severity];
		c[1].text = list.v[i].message;
		c[2].text = list.v[i].fix;
		c[3].text = list.v[i].source;
	}
	*out = (struct part_table){ .caption = "Kiểm tra thể thức, từ ngữ, số liệu",
		.stacked = true,
		.columns = columns,
		.columns_n = COLUMNS,
		.cells = cells,
		.rows = list.n };
	return RC_OK;
}

static enum rc may_approve(struct web *w, const struct way *x, struct err *e)
{
	bool allowed = false;
	enum rc rc = setting_on(w->db, SETTING_OWN_APPROVAL, &allowed, &w->e);
	if (rc)
		return rc;
	struct approval a = { x->d.author, w->session->account, w->session->roles, allowed };
	return approval_check(&a, e);
}

static bool may_take(const struct web *w, const struct way *x, const struct dispatch_step_rule *r)
{
	return web_may(w, r->permission) && (!r->own || x->d.author == w->session->account);
}

/* Nobody could sign it: it would wait for ever at who signs. */
static bool lacks_signer(const struct way *x)
{
	const struct doc *d = x->shown ? x->shown->doc : NULL;
	return d && dispatch_editable(x->d.state) && (!d->signing.n || !d->signer || !*d->signer);
}

/* Sending has a page of its own; issuing waits for number and signed file. */
static bool has_button(struct web *w, struct dispatch_view *v, const struct dispatch_step_rule *r)
{
	const struct way *x = v->way;
	struct err e;
	err_init(&e, w->a);
	if (r->outside != v->outside || v->unsigned_yet)
		return false;
	if (r->from != x->d.state || !may_take(w, x, r) || text_eq(r->action, "gui"))
		return false;
	if (text_eq(r->action, "ban-hanh"))
		return x->document.number && x->has_signed && !signing_blocked(&v->signing);
	if (!text_eq(r->action, "duyet"))
		return true;
	if (may_approve(w, x, &e)) {
		v->barred =
			arena_printf(w->a, "Bạn không ký duyệt được văn bản này: %s.", e.message);
		return false;
	}
	return !signing_blocked(&v->signing);
}

static void buttons(struct web *w, struct dispatch_view *v)
{
	size_t n;
	const struct dispatch_step_rule *rules = dispatch_step_rules(&n);
	struct widget_button *list = ARENA_ARRAY(w->a, struct widget_button, n);
	for (size_t i = 0; i < n; i++)
		if (v->way->shown && has_button(w, v, &rules[i]))
			list[v->buttons_n++] = (struct widget_button){ .text = rules[i].label,
				.name = "buoc",
				.value = rules[i].action,
				.kind = rules[i].reason || rules[i].own ? WIDGET_WARNING
									: WIDGET_MAIN };
	v->buttons = list;
}

static const char *waits_for(struct web *w, enum dispatch_state s)
{
	size_t n;
	const struct dispatch_step_rule *r = dispatch_step_rules(&n);
	for (size_t i = 0; i < n; i++)
		if (r[i].from == s && !r[i].reason && s <= DISPATCH_ISSUED)
			return roles_names(w->a, permission_roles(r[i].permission));
	return NULL;
}

/* Of what the page shows: who approves, approves this. */
static enum rc seal(struct web *w, const struct way *x, const char **content, const char **out)
{
	*out = "";
	if (!x->thing.now.doc)
		return RC_OK;
	enum rc rc = frozen_to_json(w->a, &x->thing.now, content, &w->e);
	if (!rc)
		*out = token_hash(w->a, *content);
	return rc;
}

static enum rc fill(struct web *w, struct way *x, struct dispatch_view *v)
{
	const char *content;
	bool checks = x->d.state <= DISPATCH_APPROVAL && x->shown && !v->outside;
	enum rc rc = seal(w, x, &content, &v->seal);
	if (!rc && x->d.state <= DISPATCH_APPROVED && !v->outside)
		rc = way_signing(w, x, &v->signing);
	if (!rc && checks)
		rc = findings(w, x, &v->findings);
	if (!rc)
		rc = issue_view(w, x, &v->issue);
	if (!rc && x->d.state >= DISPATCH_ISSUED)
		rc = sent_view(w, x, &v->sent);
	return rc ? rc : history(w, x, &v->history);
}

enum rc way_show(struct web *w, struct way *x, int status, const char *wrong)
{
	struct dispatch_view v = { .page = web_page(w, x->d.subject),
		.form = web_form(w, x->d.version),
		.way = x,
		.state = dispatch_state_name(x->d.state),
		.tone = tone_of(x->d.state),
		.since = x->d.id ? web_moment(w->a, x->d.since) : NULL,
		.waits = waits_for(w, x->d.state),
		.compared = x->d.frozen_id != 0,
		.may_send = x->d.state >= DISPATCH_ISSUED && x->d.state <= DISPATCH_PUBLISHED &&
			    web_may(w, MAY_REPORT_ISSUE),
		.is_public = x->d.state == DISPATCH_PUBLISHED };
	if (way_outside(x)) {
		v.outside = true;
		v.state = "đã ban hành ngoài Loa";
		v.tone = PART_GREEN;
		v.since = v.waits = NULL;
	} else if (lacks_signer(x)) {
		v.unsigned_yet = true;
		v.signer_page = web_may(w, MAY_REPORT_EDIT) ? x->thing.signer_page : NULL;
	}
	const char *typed = status == 200 ? NULL : request_field(w->rq, "y-kien");
	enum rc rc = fill(w, x, &v);
	if (rc)
		return rc;
	buttons(w, &v);
	v.note = (struct widget){ .name = "y-kien",
		.label = "Ý kiến",
		.hint = "Bắt buộc khi trả lại, gỡ công khai hoặc thu hồi.",
		.rows = 3,
		.value = typed,
		.optional = true };
	v.rewritten = !x->thing.figures && way_rewritten(w->a, x);
	if (x->d.frozen_id && x->thing.now.doc)
		frozen_compare(w->a, &x->frozen.content, &x->thing.now, &v.changes);
	if (x->shown)
		v.doc = way_document(w->a, x);
	v.page.document = true;
	v.page.back = "/trinh-ky";
	struct widget_error error = { NULL, wrong };
	if (x->refused)
		web_errors(w->a, x->refused, &v.page);
	if (wrong) {
		v.page.errors = &error;
		v.page.errors_n = 1;
	}
	struct buf b = web_buf(w);
	dispatch_html(&b, &v);
	return web_reply(w, status, &b);
}

static enum rc page(struct web *w)
{
	struct way x;
	enum rc rc = way_load(w, &x);
	return rc ? rc : way_show(w, &x, 200, NULL);
}

enum rc way_late(struct web *w, struct way *x)
{
	struct dispatch_events all;
	enum rc rc = dispatch_history(w->db, w->a, x->d.id, &all, &w->e);
	if (rc)
		return rc;
	const struct dispatch_event *last = all.n ? &all.v[all.n - 1] : NULL;
	const char *who = last ? arena_printf(w->a, " Bước cuối: %s, %s, lúc %s.",
					 dispatch_done(last->from, last->action), last->who,
					 web_moment(w->a, last->at))
			       : "";
	return way_show(w, x, 409,
		arena_printf(w->a,
			"Văn bản đã thay đổi sau khi bạn mở trang này, việc bạn vừa làm chưa được ghi.%s "
			"Xem lại rồi làm tiếp nếu còn cần.",
			who));
}

/* --- a step --- */

/* Why the step cannot be taken, as a message; NULL where it can. */
static enum rc hindrance(struct web *w, struct way *x, const struct dispatch_step_rule *r,
	const char *note, const char **out)
{
	struct sign_findings signing = { 0 };
	struct err e;
	err_init(&e, w->a);
	if (r->reason && text_blank(note)) {
		*out = arena_printf(w->a, "Cần ghi lý do trong ô Ý kiến để %s.", r->done);
		return RC_OK;
	}
	if (r->outside && !way_outside(x)) {
		*out = "Chỉ văn bản đã có số, ngày mới công khai được.";
		return RC_OK;
	}
	bool submits = text_eq(r->action, "trinh");
	if (submits && (way_outside(x) || lacks_signer(x))) {
		*out = way_outside(x)
			       ? "Văn bản này đã ban hành ngoài Loa, không trình nữa."
			       : "Chưa trình được: văn bản chưa ghi đủ quyền hạn, chức vụ và họ tên "
				 "người ký.";
		return RC_OK;
	}
	bool approves = r->to == DISPATCH_APPROVED, issues = text_eq(r->action, "ban-hanh");
	enum rc rc = approves ? may_approve(w, x, &e) : RC_OK;
	if (rc == RC_DENIED) {
		*out = arena_printf(w->a, "Bạn không ký duyệt được văn bản này: %s.", e.message);
		return RC_OK;
	}
	if (!rc && (approves || issues))
		rc = way_signing(w, x, &signing);
	if (!rc && signing_blocked(&signing))
		*out = "Người ký ghi trên văn bản không có thẩm quyền ký; xem mục Thẩm quyền ký.";
	else if (!rc && issues && (!x->document.number || !x->has_signed))
		*out = "Cần có số, ngày và bản đã ký trước khi ban hành.";
	return rc;
}

/* A number of an approved document that goes back was given in vain. What had one before it came
 * here, and was not approved yet, keeps it. */
static enum rc give_up_number(struct web *w, struct audit *t, struct way *x,
	const struct dispatch_step_rule *r, const char *note)
{
	bool own = false;
	if (!x->document.number || !x->d.frozen_id || !dispatch_editable(r->to))
		return RC_OK;
	enum rc rc = setting_on(w->db, SETTING_OWN_NUMBERS, &own, &w->e);
	if (!rc)
		rc = document_leave(t, w->a, x->d.origin, own, note, &w->e);
	return rc ? rc : way_drop_number(w, t, x);
}

/* The register says what became of the document: ghi chú. */
static enum rc note_recall(struct web *w, struct audit *t, struct way *x, const char *note)
{
	x->document.note =
		arena_printf(w->a, "Thu hồi ngày %s: %s", date_short(w->a, date_today()), note);
	return document_enter(t, w->a, &x->document, &w->e);
}

static enum rc take(
	struct web *w, struct way *x, const struct dispatch_step_rule *r, const char *note)
{
	struct audit t;
	const char *content = NULL, *shown;
	struct dispatch_doer by = way_doer(w);
	enum rc rc = RC_OK;
	bool approves = r->to == DISPATCH_APPROVED;
	if (approves || (r->outside && r->to == DISPATCH_PUBLISHED)) {
		rc = seal(w, x, &content, &shown);
		if (!rc && approves && !text_eq(shown, request_field(w->rq, "dau")))
			return way_show(w, x, 409,
				"Số liệu hoặc nội dung vừa thay đổi so với trang bạn đã xem. Đây là bản "
				"mới; xem lại rồi ký duyệt.");
	}
	if (!rc)
		rc = web_audit(w, &t);
	if (!rc)
		rc = give_up_number(w, &t, x, r, note);
	if (!rc && r->to == DISPATCH_RECALLED)
		rc = note_recall(w, &t, x, note);
	if (!rc)
		rc = dispatch_take(&t, w->a, &x->d, r, &by, note, content, &w->e);
	if (!rc && (r->to == DISPATCH_PUBLISHED || r->from == DISPATCH_PUBLISHED))
		rc = published_sync(w->db, w->a, &x->d, &w->e);
	if (rc == RC_CONFLICT)
		return way_show(w, x, 409, w->e.message);
	if (!rc)
		reply_redirect(w->rp, x->thing.path);
	return rc;
}

enum { ACTION, NOTE, STEP_FIELDS };

static const struct form_field step_fields[STEP_FIELDS] = {
	[ACTION] = { .name = "buoc",
		.kind = FORM_TEXT,
		.required = true,
		.label = "Bước",
		.message = "Chọn một trong các nút của trang." },
	[NOTE] = { .name = "y-kien", .kind = FORM_LINES, .label = "Ý kiến", .max = 2000 },
};

static enum rc step(struct web *w)
{
	struct way x;
	struct form f;
	struct err e;
	const char *wrong = NULL;
	err_init(&e, w->a);
	enum rc rc = way_load(w, &x);
	if (rc)
		return rc;
	if (web_is_stale(w, x.d.version) && x.d.version)
		return way_late(w, &x);
	if (form_read(&f, w->rq, step_fields, STEP_FIELDS, &e))
		return way_show(w, &x, 422, e.message);
	const char *note = text_trim(w->a, f.v[NOTE].text);
	const struct dispatch_step_rule *r = dispatch_step_rule(x.d.state, f.v[ACTION].text);
	if (!r || !x.shown)
		return way_show(w, &x, 422, "Từ bước hiện tại không làm được việc này.");
	if (!may_take(w, &x, r))
		return ERR(&w->e, RC_DENIED, "permission",
			"Vai trò của bạn không có quyền làm việc này.");
	if (text_eq(r->action, "gui"))
		return way_show(w, &x, 422, "Chọn nơi nhận ở trang “Gửi văn bản”.");
	rc = hindrance(w, &x, r, note, &wrong);
	if (rc)
		return rc;
	if (x.d.outside && text_eq(r->action, "go-cong-khai"))
		r = dispatch_step_rule(x.d.state, "go-cong-khai-ngoai");
	return wrong ? way_show(w, &x, 422, wrong) : take(w, &x, r, note);
}

/* --- files --- */

static enum rc download(struct web *w)
{
	static const struct {
		const char *verb, *type;
	} formats[] = {
		{ "docx",
			"application/vnd.openxmlformats-officedocument.wordprocessingml.document" },
		{ "pdf", "application/pdf" },
	};
	enum { FORMATS = sizeof formats / sizeof *formats };
	const char *wanted = route_segment(w->rq, "dang");
	struct way x;
	struct bytes out;
	size_t f = 0;
	while (f < FORMATS && !text_eq(formats[f].verb, wanted))
		f++;
	if (f == FORMATS)
		return ERR(&w->e, RC_NOTFOUND, "format", "Chỉ có dạng docx và pdf.");
	enum rc rc = way_load(w, &x);
	if (!rc)
		rc = way_render(w, &x, wanted, &out);
	if (rc)
		return rc;
	reply_bytes(w->rp, 200, formats[f].type, out.p, out.n);
	reply_download(w->rp, arena_printf(w->a, "%s.%s", x.thing.file, wanted));
	return RC_OK;
}

static const struct web_route routes[] = {
	WEB_GET("/trinh-ky", .handler = list, .permission = "report.read"),
	WEB_GET("/trinh-ky/{loai}/{so}", .handler = page, .permission = "report.read"),
	WEB_POST("/trinh-ky/{loai}/{so}/buoc", .handler = step, .permission = "report.read"),
	WEB_GET("/trinh-ky/{loai}/{so}/tai/{dang}", .handler = download,
		.permission = "report.read"),
};

static const struct web_item menu[] = {
	{ 65, "Trình ký", "/trinh-ky", MAY_REPORT_READ },
};

const struct web_routes dispatch_routes = { .v = routes,
	.n = sizeof routes / sizeof *routes,
	.menu = menu,
	.menu_n = sizeof menu / sizeof *menu,
	.records = dispatch_records,
	.records_n = DISPATCH_RECORDS };
