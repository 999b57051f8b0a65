/* /thu-tuc-hc: the catalogue in the office: what lacks, versions, filings that people were helped
 * with. */
#include <stdlib.h>
#include <string.h>

#include "features/activity/activity.h"
#include "features/procedure/office.h"
#include "lib/base/text.h"

/* --- the list --- */

enum shown { SHOWN_NOW, SHOWN_LACKING, SHOWN_ENDED, SHOWN_ALL, SHOWNS };
static const struct {
	const char *code, *text;
} shown_words[SHOWNS] = {
	[SHOWN_NOW] = { "hieu-luc", "Đang có hiệu lực" },
	[SHOWN_LACKING] = { "con-thieu", "Còn thiếu" },
	[SHOWN_ENDED] = { "het-hieu-luc", "Không có hiệu lực" },
	[SHOWN_ALL] = { "tat-ca", "Tất cả" },
};

static bool shows(struct arena *a, enum shown s, const struct procedure_version *now)
{
	switch (s) {
	case SHOWN_NOW:
		return now != NULL;
	case SHOWN_LACKING:
		return now && *procedure_lacks(a, now);
	case SHOWN_ENDED:
		return !now;
	default:
		return true;
	}
}

/* The name to call it by: of now, else of the newest version. */
static const char *name_of(const struct procedure *p)
{
	const struct procedure_version *v = procedure_at(p, date_today());
	return v ? v->name : p->versions.n ? p->versions.v[p->versions.n - 1].name : "";
}

static const char *state_of(struct arena *a, const struct procedure *p, enum part_tone *tone)
{
	struct date today = date_today();
	const struct procedure_version *now = procedure_at(p, today),
				       *last = procedure_latest(p, today);
	*tone = now ? PART_GREEN : PART_GREY;
	if (now)
		return "đang có hiệu lực";
	if (!last)
		return p->versions.n ? arena_printf(a, "có hiệu lực từ %s",
					       date_short(a, p->versions.v[0].from))
				     : "chưa có phiên bản";
	return last->status == STATUS_ABOLISHED
		       ? arena_printf(a, "bãi bỏ từ %s", date_short(a, last->from))
		       : arena_printf(a, "hết hiệu lực sau %s", date_short(a, last->to));
}

static struct part_table list_table(struct web *w, const struct procedures *all, enum shown shown)
{
	static const struct part_column columns[] = { { "Mã", false }, { "Tên", false },
		{ "Lĩnh vực", false }, { "Tình trạng", false }, { "Còn thiếu", false } };
	enum { COLUMNS = sizeof columns / sizeof *columns };
	struct part_cell *cells = ARENA_ARRAY(w->a, struct part_cell, all->n * COLUMNS);
	size_t n = 0;
	for (size_t i = 0; i < all->n; i++) {
		const struct procedure *p = &all->v[i];
		const struct procedure_version *now = procedure_at(p, date_today());
		if (!shows(w->a, shown, now))
			continue;
		struct part_cell *c = cells + n++ * COLUMNS;
		c[0].text = p->code;
		c[0].href = arena_printf(w->a, "/thu-tuc-hc/%s", p->code);
		c[1].text = name_of(p);
		c[2].text = p->field;
		c[3].text = state_of(w->a, p, &c[3].tone);
		c[4].text = now ? procedure_lacks(w->a, now) : "";
	}
	return (struct part_table){ .caption = "Thủ tục hành chính",
		.quiet = true,
		.headed = true,
		.columns = columns,
		.columns_n = COLUMNS,
		.cells = cells,
		.rows = n };
}

static enum rc list(struct web *w)
{
	static const struct web_done done[] = { { "luu", "Đã lưu danh mục thủ tục." } };
	const char *asked = request_query(w->rq, "xem");
	enum shown shown = SHOWN_NOW;
	struct procedures all;
	struct part_link tabs[SHOWNS] = { { 0 } };
	enum rc rc = procedure_list(w->db, w->a, &all, &w->e);
	if (rc)
		return rc;
	for (enum shown s = SHOWN_NOW; s < SHOWNS; s++)
		if (text_eq(asked, shown_words[s].code))
			shown = s;
	for (enum shown s = SHOWN_NOW; s < SHOWNS; s++)
		tabs[s] = (struct part_link){ .text = shown_words[s].text,
			.href = arena_printf(w->a, "/thu-tuc-hc?xem=%s", shown_words[s].code),
			.current = s == shown };
	struct office_list v = { .page = web_page(w, "Thủ tục hành chính"),
		.tabs = tabs,
		.tabs_n = SHOWNS,
		.table = list_table(w, &all, shown),
		.may_edit = web_may(w, MAY_PROCEDURE_EDIT) };
	v.words = v.table.rows ? arena_printf(w->a, "%zu thủ tục.", v.table.rows)
			       : "Không có thủ tục nào.";
	web_notice(w, &v.page, done, sizeof done / sizeof *done);
	struct buf b = web_buf(w);
	office_list_page(&b, &v);
	return web_reply(w, 200, &b);
}

static enum rc download(struct web *w)
{
	struct procedures all;
	const char *format = route_segment(w->rq, "dang");
	bool json = text_eq(format, "json");
	if (text_eq(format, "mau")) { /* nothing of this commune's */
		reply_bytes(w->rp, 200, "text/csv; charset=utf-8", procedure_template_csv,
			strlen(procedure_template_csv));
		reply_download(w->rp, "procedures.csv");
		return RC_OK;
	}
	if (!json && !text_eq(format, "csv"))
		return ERR(&w->e, RC_NOTFOUND, "format", "Chỉ có dạng json, csv và mẫu.");
	enum rc rc = procedure_list(w->db, w->a, &all, &w->e);
	if (rc)
		return rc;
	const char *text = json ? procedures_json(w->a, &all) : procedures_csv(w->a, &all);
	reply_bytes(w->rp, 200, json ? "application/json" : "text/csv; charset=utf-8", text,
		strlen(text));
	reply_download(w->rp, json ? "procedures.json" : "procedures.csv");
	return RC_OK;
}

/* --- one procedure --- */

enum rc office_procedure(struct web *w, struct procedure *out)
{
	return procedure_get(w->db, w->a, route_segment(w->rq, "ma"), out, &w->e);
}

static const char *version_state(
	const struct procedure *p, const struct procedure_version *v, enum part_tone *tone)
{
	struct date today = date_today();
	if (date_cmp(v->from, today) > 0) {
		*tone = PART_YELLOW;
		return "chưa có hiệu lực";
	}
	bool now = v == procedure_at(p, today);
	*tone = now ? PART_GREEN : PART_GREY;
	if (v->status == STATUS_ABOLISHED)
		return "bãi bỏ";
	return now ? "đang có hiệu lực" : "hết hiệu lực";
}

static void fill_version(struct web *w, const struct procedure *p,
	const struct procedure_version *v, struct office_version *out)
{
	struct part_row *rows = ARENA_ARRAY(w->a, struct part_row, PCOLS);
	out->v = v;
	out->title = arena_printf(
		w->a, "Từ %s: %s", date_short(w->a, v->from), procedure_status_name(v->status));
	out->state = version_state(p, v, &out->tone);
	out->decision = procedure_decision(w->a, v);
	out->lacks = v->status == STATUS_ABOLISHED ? "" : procedure_lacks(w->a, v);
	for (int c = 0; c < PCOLS; c++) {
		const char *value = procedure_cell_print(w->a, (enum procedure_column)c, v);
		if (*value)
			rows[out->rows_n++] = (struct part_row){
				.key = procedure_column((enum procedure_column)c)->heading,
				.value = value
			};
	}
	out->rows = rows;
}

static enum rc fill_taps(struct web *w, struct office_show *v)
{
	int64_t n = 0;
	enum rc rc = desk_assist_today(w, v->p->code, &n);
	if (!rc && n)
		v->taps = arena_printf(w->a, "Hôm nay bạn đã hỗ trợ %lld lượt.", (long long)n);
	const char *last = request_query(w->rq, "da-ghi");
	if (rc || !last)
		return rc;
	bool undone = text_eq(last, "bo");
	v->page.notice = (struct part_notice){ .text = undone ? "Đã bỏ một lượt hỗ trợ."
							      : "Đã ghi một lượt hỗ trợ nộp hồ sơ.",
		.done = true,
		.undo = undone ? NULL
			       : arena_printf(w->a, "/thu-tuc-hc/%s/ho-tro/%lld/bo", v->p->code,
					 strtoll(last, NULL, 10)),
		.csrf = w->csrf };
	return RC_OK;
}

static enum rc show(struct web *w)
{
	struct procedure p;
	enum rc rc = office_procedure(w, &p);
	if (rc)
		return rc;
	struct office_version *list = ARENA_ARRAY(w->a, struct office_version, p.versions.n);
	for (size_t i = 0; i < p.versions.n; i++) /* the newest first */
		fill_version(w, &p, &p.versions.v[p.versions.n - 1 - i], &list[i]);
	struct office_show v = { .page = web_page(w, name_of(&p)),
		.p = &p,
		.v = list,
		.n = p.versions.n,
		.may_edit = web_may(w, MAY_PROCEDURE_EDIT),
		.is_public = procedure_at(&p, date_today()) != NULL,
		.form = web_form(w, 0) };
	v.page.back = "/thu-tuc-hc";
	v.may_tap = v.is_public && web_may(w, MAY_ACTIVITY_ADD);
	rc = fill_taps(w, &v);
	if (!rc)
		rc = web_history(w, "procedure", p.code, &v.history);
	if (rc)
		return rc;
	struct buf b = web_buf(w);
	office_show_page(&b, &v);
	return web_reply(w, 200, &b);
}

static enum rc tap(struct web *w)
{
	struct procedure p;
	int64_t id = 0;
	enum rc rc = office_procedure(w, &p);
	if (!rc)
		rc = desk_assist_add(w, p.code, name_of(&p), &id);
	if (!rc)
		reply_redirect(w->rp,
			arena_printf(w->a, "/thu-tuc-hc/%s?da-ghi=%lld", p.code, (long long)id));
	return rc;
}

static enum rc tap_undo(struct web *w)
{
	struct procedure p;
	int64_t id;
	enum rc rc = office_procedure(w, &p);
	if (!rc)
		rc = web_id(w, "id", &id);
	if (!rc)
		rc = desk_tap_undo(w, id);
	if (!rc)
		reply_redirect(w->rp, arena_printf(w->a, "/thu-tuc-hc/%s?da-ghi=bo", p.code));
	return rc;
}

enum { UPLOAD_MAX = OFFICE_FILE_MAX + (1 << 20) };

static const struct web_route routes[] = {
	WEB_GET("/thu-tuc-hc", .handler = list, .permission = "procedure.read"),
	WEB_GET("/thu-tuc-hc/tai/{dang}", .handler = download, .permission = "procedure.read"),
	WEB_GET("/thu-tuc-hc/moi", .handler = office_new_form, .permission = "procedure.edit"),
	WEB_POST("/thu-tuc-hc/moi", .handler = office_add, .permission = "procedure.edit"),
	WEB_GET("/thu-tuc-hc/nhap", .handler = office_import, .permission = "procedure.edit"),
	WEB_POST("/thu-tuc-hc/nhap", .handler = office_import_take, .prepare = office_import_read,
		.permission = "procedure.edit", .body_max = UPLOAD_MAX),
	WEB_GET("/thu-tuc-hc/nhap/{id}", .handler = office_import_show,
		.permission = "procedure.edit"),
	WEB_POST("/thu-tuc-hc/nhap/{id}", .handler = office_import_apply,
		.permission = "procedure.edit"),
	WEB_GET("/thu-tuc-hc/{ma}", .handler = show, .permission = "procedure.read"),
	WEB_GET("/thu-tuc-hc/{ma}/phien-ban/moi", .handler = office_version_form,
		.permission = "procedure.edit"),
	WEB_POST("/thu-tuc-hc/{ma}/phien-ban/moi", .handler = office_version_add,
		.permission = "procedure.edit"),
	WEB_GET("/thu-tuc-hc/{ma}/phien-ban/{id}", .handler = office_version_edit,
		.permission = "procedure.edit"),
	WEB_POST("/thu-tuc-hc/{ma}/phien-ban/{id}", .handler = office_version_save,
		.permission = "procedure.edit"),
	WEB_POST("/thu-tuc-hc/{ma}/ho-tro", .handler = tap, .permission = "activity.add"),
	WEB_POST("/thu-tuc-hc/{ma}/ho-tro/{id}/bo", .handler = tap_undo,
		.permission = "activity.add"),
};

static const struct web_item menu[] = {
	{ 55, "Thủ tục", "/thu-tuc-hc", MAY_PROCEDURE_READ },
};

static const struct web_word words[] = {
	{ "cap", "Tối đa", NULL },
	{ "case", "Trường hợp", NULL },
	{ "cases", "Trường hợp", NULL },
	{ "conditions", "Yêu cầu, điều kiện", NULL },
	{ "copies", "Bản sao", NULL },
	{ "day", "Ngày quyết định", NULL },
	{ "decides", "Cơ quan thực hiện", NULL },
	{ "fees", "Phí, lệ phí", NULL },
	{ "field", "Lĩnh vực", NULL },
	{ "forms", "Mẫu đơn, tờ khai", NULL },
	{ "issuer", "Cơ quan công bố", NULL },
	{ "laws", "Căn cứ pháp lý", NULL },
	{ "level", "Mức độ trực tuyến", NULL },
	{ "limits", "Thời hạn", NULL },
	{ "online", "Địa chỉ làm trực tuyến", NULL },
	{ "originals", "Bản chính", NULL },
	{ "papers", "Thành phần hồ sơ", NULL },
	{ "receives", "Nơi tiếp nhận", NULL },
	{ "reliefs", "Miễn, giảm", NULL },
	{ "results", "Kết quả", NULL },
	{ "sample", "Dữ liệu mẫu", NULL },
	{ "sets", "Số lượng hồ sơ", NULL },
	{ "status", "Tình trạng", NULL },
	{ "steps", "Trình tự", NULL },
	{ "tiers", "Bậc", NULL },
	{ "versions", "Phiên bản", NULL },
	{ "ways", "Cách thức", NULL },
	{ "who", "Đối tượng", NULL },
	{ "with", "Cơ quan phối hợp", NULL },
};

static const struct web_record records[] = {
	{ .kind = "procedure",
		.name = "Thủ tục",
		.href = "/thu-tuc-hc/",
		.words = words,
		.words_n = sizeof words / sizeof *words },
};

const struct web_routes procedure_routes = { .v = routes,
	.n = sizeof routes / sizeof *routes,
	.menu = menu,
	.menu_n = sizeof menu / sizeof *menu,
	.records = records,
	.records_n = sizeof records / sizeof *records };
