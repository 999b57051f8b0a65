/* /niem-yet: the register of what hangs where since when, with photos; each posting is an activity
 * by being recorded here. */
#include <stdlib.h>
#include <string.h>

#include "core/attachment.h"
#include "core/channel.h"
#include "core/setting.h"
#include "core/web/web.h"
#include "features/activity/activity.h"
#include "features/posting/posting_page.h"
#include "lib/base/text.h"
#include "lib/html/html.h"
#include "lib/media/photo.h"

#define PHOTO "anh"
enum { PHOTO_MAX = 15 << 20 };

static enum part_tone tone_of(enum posting_trouble t)
{
	static const enum part_tone tones[] = { [POSTING_WELL] = PART_GREEN,
		[POSTING_DUE] = PART_YELLOW,
		[POSTING_CHANGED] = PART_RED,
		[POSTING_ENDED] = PART_RED,
		[POSTING_DOWN] = PART_GREY };
	return tones[t];
}

/* As it is called now; what is no more by what it was known by. */
static const char *name_of(
	struct arena *a, const struct posting *x, const struct posting_things *now)
{
	const struct posting_thing *t = posting_find(now, x->kind, x->subject);
	return t                          ? t->name
	       : x->kind == POSTING_SHEET ? arena_printf(a, "Thủ tục %s", x->subject)
	       : x->kind == POSTING_LIST
		       ? arena_printf(a, "Danh mục thủ tục lĩnh vực %s", x->subject)
		       : "Nội dung hướng dẫn phản ánh, kiến nghị";
}

/* --- the list --- */

enum shown { SHOWN_HANGING, SHOWN_WRONG, SHOWN_DUE, SHOWN_DOWN, SHOWNS };
static const struct {
	const char *code, *text;
} shown_words[SHOWNS] = {
	[SHOWN_HANGING] = { "dang-treo", "Đang treo" },
	[SHOWN_WRONG] = { "can-thay", "Phải thay, phải gỡ" },
	[SHOWN_DUE] = { "den-han", "Đến hạn kiểm tra" },
	[SHOWN_DOWN] = { "da-go", "Đã gỡ" },
};

static bool shows(enum shown s, enum posting_trouble t)
{
	switch (s) {
	case SHOWN_HANGING:
		return t != POSTING_DOWN;
	case SHOWN_WRONG:
		return t == POSTING_CHANGED || t == POSTING_ENDED;
	case SHOWN_DUE:
		return t == POSTING_DUE;
	default:
		return t == POSTING_DOWN;
	}
}

static const char *day(struct arena *a, struct date d)
{
	return date_valid(d) ? date_short(a, d) : "";
}

static struct part_table table_of(struct web *w, const struct postings *all,
	const struct posting_things *now, enum shown shown)
{
	static const struct part_column columns[] = { { "Nơi", false }, { "Tờ", false },
		{ "Từ ngày", false }, { "Tình trạng", false }, { "Kiểm tra lại", false } };
	enum { COLUMNS = sizeof columns / sizeof *columns };
	struct part_cell *cells = ARENA_ARRAY(w->a, struct part_cell, all->n * COLUMNS);
	size_t n = 0;
	for (size_t i = 0; i < all->n; i++) {
		const struct posting *x = &all->v[i];
		enum posting_trouble t = posting_trouble(x, now, date_today());
		if (!shows(shown, t))
			continue;
		struct part_cell *c = cells + n++ * COLUMNS;
		c[0].text = x->place;
		c[1].text = name_of(w->a, x, now);
		c[1].href = arena_printf(w->a, "/niem-yet/%lld", (long long)x->id);
		c[2].text = day(w->a, x->hung_on);
		c[3].text = posting_trouble_name(t);
		c[3].tone = tone_of(t);
		c[4].text = day(w->a, x->check_by);
	}
	return (struct part_table){ .caption = "Sổ niêm yết",
		.quiet = true,
		.columns = columns,
		.columns_n = COLUMNS,
		.cells = cells,
		.rows = n };
}

static bool hangs(const struct postings *all, const struct posting_thing *t)
{
	for (size_t i = 0; i < all->n; i++)
		if (!date_valid(all->v[i].down_on) && all->v[i].kind == t->kind &&
			text_eq(all->v[i].subject, t->subject))
			return true;
	return false;
}

/* A commune posts all procedures that it receives or settles. */
static const char *missing(
	struct arena *a, const struct postings *all, const struct posting_things *now)
{
	size_t n = 0;
	const char *first = NULL;
	for (size_t i = 0; i < now->n; i++)
		if (now->v[i].kind == POSTING_SHEET && !hangs(all, &now->v[i])) {
			first = first ? first : now->v[i].name;
			n++;
		}
	if (!n)
		return NULL;
	return n == 1 ? arena_printf(a, "Chưa niêm yết ở đâu: %s.", first)
		      : arena_printf(a,
				"%zu thủ tục đang có hiệu lực chưa niêm yết ở đâu, ví dụ: %s.", n,
				first);
}

static void fill_tabs(struct web *w, struct part_link *tabs, const struct postings *all,
	const struct posting_things *now, enum shown shown)
{
	for (enum shown s = SHOWN_HANGING; s < SHOWNS; s++) {
		tabs[s] = (struct part_link){ .text = shown_words[s].text,
			.href = arena_printf(w->a, "/niem-yet?xem=%s", shown_words[s].code),
			.current = s == shown };
		for (size_t i = 0; i < all->n && (s == SHOWN_WRONG || s == SHOWN_DUE); i++)
			tabs[s].waiting += shows(s, posting_trouble(&all->v[i], now, date_today()));
	}
}

static enum rc list(struct web *w)
{
	static const struct web_done done[] = {
		{ "ghi", "Đã ghi niêm yết." },
		{ "chua-co",
			"Chưa có thủ tục nào có hiệu lực để niêm yết; hãy nhập danh mục thủ tục trước." }
	};
	const char *asked = request_query(w->rq, "xem");
	struct procedures procedures;
	struct posting_things now;
	struct postings all;
	enum shown shown = SHOWN_HANGING;
	struct part_link tabs[SHOWNS] = { { 0 } };
	for (enum shown s = SHOWN_HANGING; s < SHOWNS; s++)
		if (text_eq(asked, shown_words[s].code))
			shown = s;
	enum rc rc = posting_now(w, &procedures, &now);
	if (!rc)
		rc = posting_list(w->db, w->a, true, &all, &w->e);
	if (rc)
		return rc;
	fill_tabs(w, tabs, &all, &now, shown);
	struct posting_list_view v = { .page = web_page(w, "Niêm yết"),
		.tabs = tabs,
		.tabs_n = SHOWNS,
		.table = table_of(w, &all, &now, shown),
		.missing = missing(w->a, &all, &now),
		.may_edit = web_may(w, MAY_PROCEDURE_EDIT) };
	v.words = v.table.rows ? arena_printf(w->a, "%zu tờ.", v.table.rows) : "Không có tờ nào.";
	web_notice(w, &v.page, done, sizeof done / sizeof *done);
	struct buf b = web_buf(w);
	posting_list_page(&b, &v);
	return web_reply(w, 200, &b);
}

/* --- a photo that comes with a form --- */

struct shot {
	struct photo photo;
	bool given;
	const char *wrong; /* NULL */
};

/* Outside the write transaction: the worker makes it anew. */
static enum rc take_photo(struct web *w)
{
	const struct http_upload *u = request_upload(w->rq, PHOTO);
	struct shot *s = ARENA_NEW(w->a, struct shot);
	struct bytes in;
	struct err e;
	w->prepared = s;
	err_init(&e, w->a);
	if (!u || !u->bytes.n)
		return RC_OK;
	if (u->bytes.n > PHOTO_MAX) {
		s->wrong = "Ảnh lớn hơn 15 MB.";
		return RC_OK;
	}
	enum rc rc = http_bytes_all(w->a, &u->bytes, PHOTO_MAX, &in.p, &e);
	in.n = (size_t)u->bytes.n;
	if (!rc)
		rc = photo_read(w->a, in, &s->photo, &e);
	if (rc && rc != RC_INVALID)
		return ERR(&w->e, rc, NULL, "%s", e.message);
	s->wrong = rc ? e.message : NULL;
	s->given = !rc;
	return RC_OK;
}

static enum rc keep_photo(struct web *w, struct audit *t, int64_t *id)
{
	const struct shot *s = w->prepared;
	if (!s->given)
		return RC_OK;
	struct attachment x = { .name = "niem-yet.jpg",
		.type = "image/jpeg",
		.taken = s->photo.taken ? s->photo.taken : "",
		.position = s->photo.latitude ? arena_printf(w->a, "%s, %s", s->photo.latitude,
							s->photo.longitude)
					      : "",
		.account = w->session->account };
	enum rc rc = attachment_add(t, w->a, &x, s->photo.display.jpeg, s->photo.small.jpeg, &w->e);
	if (!rc)
		*id = x.id;
	return rc;
}

/* The act of posting, for the figures: so many sheets at one place, with the photo as evidence. */
static enum rc record_activity(
	struct web *w, struct audit *t, const struct posting *x, const char *what, int64_t *id)
{
	struct activity act = { .code = "",
		.from = x->hung_on,
		.channel = "board",
		.title = arena_printf(w->a, "Niêm yết tại %s: %s", x->place, what),
		.task = "",
		.note = "",
		.account = w->session->account };
	struct quantity one = {
		.value = QUANTITY_ONE, .unit = channel_by_code(act.channel)->unit, .counted = true
	};
	struct evidence photo = { .reference = "niem-yet.jpg", .attachment = x->attachment };
	ARENA_PUSH(w->a, &act.quantities, one);
	if (x->attachment)
		ARENA_PUSH(w->a, &act.evidence, photo);
	return activity_add(t, w->a, &act, id, &w->e);
}

/* --- writing down --- */

enum { THINGS, PLACE, DAY, CHECK, SHOT, FIELDS };
static const struct form_field base_fields[FIELDS] = {
	[THINGS] = { "to", FORM_MANY, true, "Tờ đã niêm yết" },
	[PLACE] = { "noi", FORM_TEXT, true, "Nơi niêm yết", .max = 200 },
	[DAY] = { "ngay", FORM_DATE, true, "Ngày niêm yết" },
	[CHECK] = { "kiem-tra", FORM_DATE, false, "Kiểm tra lại vào ngày" },
	[SHOT] = { PHOTO, FORM_FILE, false, "Ảnh nơi niêm yết", .max = PHOTO_MAX },
};

static const char *value_of(struct arena *a, const struct posting_thing *t)
{
	return arena_printf(a, "%s:%s", posting_kind_code(t->kind), t->subject);
}

static const struct form_field *fields_of(struct web *w, const struct posting_things *now)
{
	struct form_field *v = ARENA_ARRAY(w->a, struct form_field, FIELDS);
	struct form_choice *choices = ARENA_ARRAY(w->a, struct form_choice, now->n + 1);
	memcpy(v, base_fields, sizeof base_fields);
	for (size_t i = 0; i < now->n; i++)
		choices[i] = (struct form_choice){ value_of(w->a, &now->v[i]), now->v[i].name };
	v[THINGS].choices = choices;
	return v;
}

static enum rc next_check(struct web *w, struct date from, struct date *out)
{
	const char *days = "";
	enum rc rc = setting_get(w->db, w->a, SETTING_POSTING_DAYS, &days, &w->e);
	long n = strtol(days, NULL, 10);
	if (!rc)
		*out = n > 0 ? date_add_days(from, (int)n) : (struct date){ 0 };
	return rc;
}

static enum rc show_form(struct web *w, const struct form *f, const char *problem)
{
	static const char *const hints[FIELDS] = {
		[PLACE] = "Ví dụ: Bảng niêm yết tại Trung tâm Phục vụ hành chính công.",
	};
	struct web_form_page v = { .page = web_page(w, "Ghi niêm yết"),
		.problem = problem,
		.intro = f->errors && f->v[SHOT].file
				 ? "Ảnh vừa chọn chưa được lưu; hãy chọn lại ảnh khi gửi lại."
				 : NULL,
		.action = "/niem-yet/moi",
		.hidden = web_form(w, 0),
		.form = f,
		.hints = hints,
		.submit = "Lưu",
		.cancel = "/niem-yet",
		.files = true };
	v.page.back = v.cancel;
	return web_form_page(w, &v);
}

static enum rc new_form(struct web *w)
{
	struct procedures all;
	struct posting_things now;
	struct date check;
	struct form f;
	enum rc rc = posting_now(w, &all, &now);
	if (!rc)
		rc = next_check(w, date_today(), &check);
	if (rc)
		return rc;
	if (!now.n) {
		reply_redirect(w->rp, "/niem-yet?" WEB_DONE "=chua-co");
		return RC_OK;
	}
	form_init(&f, w->a, fields_of(w, &now), FIELDS);
	web_put(&f, DAY, date_short(w->a, date_today()));
	web_put(&f, CHECK, day(w->a, check));
	return show_form(w, &f, NULL);
}

static const struct posting_thing *thing_of(
	struct arena *a, const struct posting_things *now, const char *value)
{
	for (size_t i = 0; i < now->n; i++)
		if (text_eq(value_of(a, &now->v[i]), value))
			return &now->v[i];
	return NULL;
}

static enum rc store(struct web *w, const struct form *f, const struct posting_things *now)
{
	const struct form_value *v = f->v;
	struct posting x = { .place = v[PLACE].text,
		.hung_on = v[DAY].day,
		.check_by = v[CHECK].day,
		.account = w->session->account };
	const struct posting_thing *first = thing_of(w->a, now, v[THINGS].many.v[0]);
	const char *what =
		v[THINGS].many.n > 1 ? arena_printf(w->a, "%zu tờ", v[THINGS].many.n) : first->name;
	struct audit t;
	int64_t id;
	enum rc rc = web_audit(w, &t);
	if (!rc)
		rc = keep_photo(w, &t, &x.attachment);
	if (!rc)
		rc = record_activity(w, &t, &x, what, &x.activity);
	for (size_t i = 0; !rc && i < v[THINGS].many.n; i++) {
		const struct posting_thing *thing = thing_of(w->a, now, v[THINGS].many.v[i]);
		x.kind = thing->kind;
		x.subject = thing->subject;
		x.state = thing->state;
		x.says = thing->says;
		rc = posting_put(&t, w->a, &x, &id, &w->e);
	}
	if (!rc)
		reply_redirect(w->rp, "/niem-yet?" WEB_DONE "=ghi");
	return rc;
}

static enum rc add(struct web *w)
{
	const struct shot *shot = w->prepared;
	struct procedures all;
	struct posting_things now;
	struct form f;
	struct err wrong;
	err_init(&wrong, w->a);
	enum rc rc = posting_now(w, &all, &now);
	if (rc)
		return rc;
	rc = form_read(&f, w->rq, fields_of(w, &now), FIELDS, &wrong);
	if (rc && rc != RC_INVALID)
		return rc;
	if (shot->wrong)
		form_fail(&f, SHOT, shot->wrong);
	if (date_valid(f.v[DAY].day) && date_cmp(f.v[DAY].day, date_today()) > 0)
		form_fail(&f, DAY, "Ngày niêm yết không được sau hôm nay.");
	if (date_valid(f.v[DAY].day) && date_valid(f.v[CHECK].day) &&
		date_cmp(f.v[CHECK].day, f.v[DAY].day) < 0)
		form_fail(&f, CHECK, "Ngày kiểm tra lại không được trước ngày niêm yết.");
	return f.errors ? show_form(w, &f, NULL) : store(w, &f, &now);
}

/* --- one posting --- */

static enum rc posting_of(struct web *w, struct posting *x)
{
	int64_t id;
	enum rc rc = web_id(w, "id", &id);
	return rc ? rc : posting_get(w->db, w->a, id, x, &w->e);
}

static void fill_rows(struct web *w, const struct posting *x, struct posting_view *v)
{
	enum { ROWS = 7 };
	struct part_row *rows = ARENA_ARRAY(w->a, struct part_row, ROWS);
	size_t n = 0;
	rows[n++] = (struct part_row){ .key = "Nơi", .value = x->place };
	rows[n++] = (struct part_row){ .key = "Từ ngày", .value = day(w->a, x->hung_on) };
	rows[n++] = (struct part_row){ .key = "Theo", .value = x->says };
	if (date_valid(x->checked_on))
		rows[n++] = (struct part_row){ .key = "Kiểm tra gần nhất",
			.value = day(w->a, x->checked_on) };
	if (date_valid(x->down_on))
		rows[n++] = (struct part_row){ .key = "Đã gỡ", .value = day(w->a, x->down_on) };
	else if (date_valid(x->check_by))
		rows[n++] = (struct part_row){ .key = "Kiểm tra lại vào",
			.value = day(w->a, x->check_by) };
	if (x->activity)
		rows[n++] = (struct part_row){ .key = "Hoạt động",
			.value = "Đã ghi vào hoạt động",
			.href = arena_printf(w->a, "/hoat-dong/%lld", (long long)x->activity),
			.act = "Xem" };
	v->rows = rows;
	v->rows_n = n;
}

static enum rc draw(struct web *w, const struct posting *x, const char *field, const char *wrong)
{
	struct procedures all;
	struct posting_things now;
	struct date check;
	enum rc rc = posting_now(w, &all, &now);
	if (!rc)
		rc = next_check(w, date_today(), &check);
	if (rc)
		return rc;
	const struct posting_thing *thing = posting_find(&now, x->kind, x->subject);
	enum posting_trouble t = posting_trouble(x, &now, date_today());
	struct posting_view v = { .page = web_page(w, name_of(w->a, x, &now)),
		.id = x->id,
		.state = posting_trouble_name(t),
		.tone = tone_of(t),
		.print = thing ? posting_print_path(w->a, thing) : NULL,
		.has_photo = x->attachment != 0,
		.may_edit = web_may(w, MAY_PROCEDURE_EDIT),
		.hangs = t != POSTING_DOWN,
		.can_replace = thing != NULL,
		.form = web_form(w, x->version),
		.check = { .name = "kiem-tra",
			.label = "Kiểm tra lại lần sau vào ngày",
			.type = WIDGET_DAY,
			.width = 10,
			.optional = true,
			.value = wrong ? request_field(w->rq, "kiem-tra") : day(w->a, check) },
		.photo = { .name = PHOTO,
			.label = "Ảnh chụp lúc này",
			.optional = true,
			.accept = "image/*",
			.camera = true } };
	v.page.back = "/niem-yet";
	fill_rows(w, x, &v);
	struct widget_error e = { field, wrong };
	if (wrong) {
		*(text_eq(field, PHOTO) ? &v.photo.error : &v.check.error) = wrong;
		v.page.errors = &e;
		v.page.errors_n = 1;
	}
	rc = web_history(w, "posting", arena_printf(w->a, "%lld", (long long)x->id), &v.history);
	if (rc)
		return rc;
	struct buf b = web_buf(w);
	posting_show_page(&b, &v);
	return web_reply(w, wrong ? 422 : 200, &b);
}

static enum rc show(struct web *w)
{
	struct posting x;
	enum rc rc = posting_of(w, &x);
	return rc ? rc : draw(w, &x, NULL, NULL);
}

static enum rc photo(struct web *w)
{
	struct posting x;
	struct attachment f;
	struct bytes content;
	enum rc rc = posting_of(w, &x);
	if (!rc && !x.attachment)
		rc = ERR(&w->e, RC_NOTFOUND, "photo", "Lần niêm yết này không có ảnh.");
	if (!rc)
		rc = attachment_get(w->db, w->a, x.attachment, &f, &w->e);
	if (!rc)
		rc = attachment_content(w->db, w->a, &f, &content, &w->e);
	if (!rc)
		reply_bytes(w->rp, 200, f.type, content.p, content.n);
	return rc;
}

/* Another sheet hangs in its place: that is an act of posting again. */
static enum rc replace(struct web *w, struct audit *t, struct posting *x)
{
	struct procedures all;
	struct posting_things now;
	enum rc rc = posting_now(w, &all, &now);
	if (rc)
		return rc;
	const struct posting_thing *thing = posting_find(&now, x->kind, x->subject);
	if (!thing)
		return ERR(&w->e, RC_CONFLICT, "posting",
			"Thủ tục này không còn hiệu lực nên không có bản mới; hãy gỡ tờ xuống.");
	x->hung_on = date_today();
	x->state = thing->state;
	x->says = thing->says;
	return record_activity(w, t, x, thing->name, &x->activity);
}

static enum rc act(struct web *w, struct posting *x, const char *what)
{
	struct audit t;
	int64_t id;
	enum rc rc = web_audit(w, &t);
	if (!rc)
		rc = keep_photo(w, &t, &x->attachment);
	if (!rc && text_eq(what, "thay"))
		rc = replace(w, &t, x);
	if (text_eq(what, "go"))
		x->down_on = date_today();
	else
		x->checked_on = date_today();
	if (!rc)
		rc = posting_put(&t, w->a, x, &id, &w->e);
	if (!rc)
		reply_redirect(w->rp, arena_printf(w->a, "/niem-yet/%lld", (long long)x->id));
	return rc;
}

static enum rc check(struct web *w)
{
	struct posting x;
	const struct shot *shot = w->prepared;
	const char *what = request_field(w->rq, "viec"), *next = request_field(w->rq, "kiem-tra");
	enum rc rc = posting_of(w, &x);
	if (rc)
		return rc;
	if (web_is_stale(w, x.version) || date_valid(x.down_on))
		return ERR(&w->e, RC_CONFLICT, "posting",
			"Lần niêm yết này vừa được người khác cập nhật; hãy xem lại.");
	if (shot->wrong)
		return draw(w, &x, PHOTO, shot->wrong);
	struct date by = { 0 };
	if (next && !text_blank(next) &&
		(!date_parse_vn(text_trim(w->a, next), &by) || date_cmp(by, date_today()) <= 0))
		return draw(w, &x, "kiem-tra",
			"Ngày kiểm tra lại phải sau hôm nay, viết như 05/3/2026.");
	if (!what || (strcmp(what, "kiem-tra") && strcmp(what, "thay") && strcmp(what, "go")))
		return draw(w, &x, "kiem-tra", "Hãy chọn một việc: kiểm tra, thay hoặc gỡ.");
	x.check_by = by;
	return act(w, &x, what);
}

enum { UPLOAD_MAX = PHOTO_MAX + (1 << 20) };

static const struct web_route routes[] = {
	WEB_GET("/niem-yet", .handler = list, .permission = "procedure.read"),
	WEB_GET("/niem-yet/moi", .handler = new_form, .permission = "procedure.edit"),
	WEB_POST("/niem-yet/moi", .handler = add, .prepare = take_photo,
		.permission = "procedure.edit", .body_max = UPLOAD_MAX),
	WEB_GET("/niem-yet/{id}", .handler = show, .permission = "procedure.read"),
	WEB_GET("/niem-yet/{id}/anh", .handler = photo, .permission = "procedure.read"),
	WEB_POST("/niem-yet/{id}/kiem-tra", .handler = check, .prepare = take_photo,
		.permission = "procedure.edit", .body_max = UPLOAD_MAX),
};

static const struct web_item menu[] = { { 56, "Niêm yết", "/niem-yet", MAY_PROCEDURE_READ } };

static const char *kind_said(struct arena *a, const char *code)
{
	static const char *const names[POSTING_KINDS] = { [POSTING_SHEET] = "tờ thủ tục",
		[POSTING_LIST] = "danh mục lĩnh vực",
		[POSTING_NOTICE] = "hướng dẫn phản ánh, kiến nghị" };
	(void)a;
	for (enum posting_kind k = 0; k < POSTING_KINDS; k++)
		if (text_eq(code, posting_kind_code(k)))
			return names[k];
	return code;
}

static const struct web_word words[] = {
	{ "attachment", "Ảnh", NULL },
	{ "check_by", "Kiểm tra lại vào", NULL },
	{ "checked_on", "Kiểm tra gần nhất", NULL },
	{ "down_on", "Ngày gỡ", NULL },
	{ "hung_on", "Từ ngày", NULL },
	{ "kind", "Loại", kind_said },
	{ "place", "Nơi", NULL },
	{ "says", "Theo", NULL },
	{ "subject", "Tờ", NULL },
};
static const struct web_record records[] = {
	{ .kind = "posting",
		.name = "Niêm yết",
		.href = "/niem-yet/",
		.permission = "procedure.read",
		.words = words,
		.words_n = sizeof words / sizeof *words },
};

const struct web_routes posting_routes = { .v = routes,
	.n = sizeof routes / sizeof *routes,
	.menu = menu,
	.menu_n = sizeof menu / sizeof *menu,
	.records = records,
	.records_n = sizeof records / sizeof *records };
