/* /nhat-ky: the audit, newest first; one row of it; and the proof that its chain is whole. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "core/web/audit_page.h"
#include "lib/base/text.h"

enum { ROWS = 50 };

/* --- filters: all in the address, so that a view can be kept and sent on --- */

static const char *asked(const struct web *w, const char *name)
{
	const char *s = request_query(w->rq, name);
	return s ? text_trim(w->a, s) : "";
}

static bool read_day(struct widget *x, struct date *out)
{
	if (!*x->value || date_parse_vn(x->value, out))
		return true;
	x->error = "Viết ngày như 05/3/2024.";
	return false;
}

static struct widget kind_field(struct web *w)
{
	struct widget x = { .name = "loai", .label = "Loại", .value = asked(w, "loai") };
	struct widget_choice *v;
	size_t n = 1;
	for (size_t i = 0; i < w->lists_n; i++)
		n += w->lists[i]->records_n;
	v = ARENA_ARRAY(w->a, struct widget_choice, n);
	v[x.n++] = (struct widget_choice){ .value = "", .label = "Tất cả" };
	for (size_t i = 0; i < w->lists_n; i++)
		for (size_t j = 0; j < w->lists[i]->records_n; j++) {
			const struct web_record *r = &w->lists[i]->records[j];
			v[x.n++] = (struct widget_choice){ .value = r->kind, .label = r->name };
		}
	x.choices = v;
	return x;
}

static enum rc actor_field(struct web *w, struct widget *out)
{
	struct users users;
	struct widget x = { .name = "nguoi", .label = "Người", .value = asked(w, "nguoi") };
	enum rc rc = user_list(w->db, w->a, &users, &w->e);
	if (rc)
		return rc;
	struct widget_choice *v = ARENA_ARRAY(w->a, struct widget_choice, users.n + 3);
	v[x.n++] = (struct widget_choice){ .value = "", .label = "Tất cả" };
	v[x.n++] = (struct widget_choice){ .value = AUDIT_SYSTEM, .label = "Lệnh trên máy chủ" };
	v[x.n++] = (struct widget_choice){ .value = AUDIT_IMPORT, .label = "Nhập từ thư mục" };
	for (size_t i = 0; i < users.n; i++)
		v[x.n++] = (struct widget_choice){ .value = users.v[i].login,
			.label = arena_printf(w->a, "%s (%s)", users.v[i].name, users.v[i].login) };
	x.choices = v;
	*out = x;
	return RC_OK;
}

static struct widget day_field(struct web *w, const char *name, const char *label)
{
	return (struct widget){ .name = name,
		.label = label,
		.type = WIDGET_DAY,
		.width = 10,
		.value = asked(w, name) };
}

static void add_error(struct web *w, struct page *p, const struct widget *x)
{
	struct widget_error *v = ARENA_ARRAY(w->a, struct widget_error, p->errors_n + 1);
	if (!x->error)
		return;
	memcpy(v, p->errors ? p->errors : v, p->errors_n * sizeof *v);
	v[p->errors_n++] = (struct widget_error){ x->name, x->error };
	p->errors = v;
}

static enum rc fill_filters(struct web *w, struct audit_list_view *v, struct audit_query *q)
{
	struct date from = { 0 }, to = { 0 };
	v->kind = kind_field(w);
	v->object = (struct widget){
		.name = "ma", .label = "Mã của đối tượng", .value = asked(w, "ma"), .width = 20
	};
	v->from = day_field(w, "tu", "Từ ngày");
	v->to = day_field(w, "den", "Đến hết ngày");
	enum rc rc = actor_field(w, &v->actor);
	if (rc)
		return rc;
	if (read_day(&v->from, &from) && !date_none(from))
		q->since = date_moment(from);
	if (read_day(&v->to, &to) && !date_none(to))
		q->until = date_moment(date_add_days(to, 1));
	if (!date_none(from) && !date_none(to) && date_cmp(from, to) > 0)
		v->to.error = "Ngày cuối phải từ ngày đầu trở đi.";
	add_error(w, &v->page, &v->from);
	add_error(w, &v->page, &v->to);
	q->kind = v->kind.value;
	q->object = v->object.value;
	q->actor = v->actor.value;
	v->filtered = *q->kind || *q->object || *q->actor || q->since || q->until;
	return RC_OK;
}

static enum rc list(struct web *w)
{
	struct audit_rows rows;
	struct audit_query q = { .limit = ROWS + 1 };
	struct audit_list_view v = { .page = web_page(w, "Nhật ký") };
	const char *before = asked(w, "truoc");
	enum rc rc = fill_filters(w, &v, &q);
	if (rc)
		return rc;
	q.before = strtoll(before, NULL, 10);
	if (q.before < 0)
		q.before = 0;
	v.paged = q.before > 0;
	if (!v.page.errors_n) {
		rc = audit_find(w->db, w->a, &q, &rows, &w->e);
		if (!rc && rows.n > ROWS) {
			rows.n = ROWS;
			v.next = rows.v[ROWS - 1].id;
		}
		if (!rc)
			rc = web_history_rows(w, &rows, false, &v.history);
		if (rc)
			return rc;
	}
	struct buf b = web_buf(w);
	audit_list_html(&b, &v);
	return web_reply(w, v.page.errors_n ? 422 : 200, &b);
}

static enum rc one(struct web *w)
{
	int64_t id;
	struct audit_rows rows;
	enum rc rc = web_id(w, "id", &id);
	struct audit_query q = { .before = rc || id == INT64_MAX ? 1 : id + 1, .limit = 1 };
	if (!rc)
		rc = audit_find(w->db, w->a, &q, &rows, &w->e);
	if (!rc && (!rows.n || rows.v[0].id != id))
		rc = ERR(&w->e, RC_NOTFOUND, NULL, "Nhật ký không có dòng %lld.", (long long)id);
	if (rc)
		return rc;
	struct audit_row_view v = {
		.page = web_page(w, arena_printf(w->a, "Nhật ký, dòng %lld", (long long)id)),
		.hash = rows.v[0].hash
	};
	v.page.back = "/nhat-ky";
	rc = web_history_rows(w, &rows, true, &v.history);
	if (rc)
		return rc;
	struct buf b = web_buf(w);
	audit_row_html(&b, &v);
	return web_reply(w, 200, &b);
}

/* In small letters, or NULL where it is none. */
static const char *read_head(struct arena *a, const char *text)
{
	char *s = arena_strdup(a, text);
	for (char *p = s; *p; p++)
		*p = (char)tolower((unsigned char)*p);
	bool good = strlen(s) == AUDIT_HEX && strspn(s, "0123456789abcdef") == AUDIT_HEX;
	return good ? s : NULL;
}

/* Reads the whole chain in a transaction of its own. */
static enum rc prove(struct web *w)
{
	struct audit_proof proof;
	struct audit_proof_view v = { .page = web_page(w, "Kiểm tra nhật ký"),
		.head = { .name = "dau",
			.label = "Mã đầu chuỗi đã giữ",
			.hint = "64 chữ số mà trang này hoặc lệnh loa verify đã cho thấy lần trước.",
			.optional = true,
			.value = asked(w, "dau") } };
	const char *known = *v.head.value ? read_head(w->a, v.head.value) : NULL;
	v.page.back = "/nhat-ky";
	v.asked = known != NULL;
	if (*v.head.value && !known)
		v.head.error = "Mã phải có đúng 64 chữ số 0-9, a-f.";
	add_error(w, &v.page, &v.head);
	enum rc rc = v.head.error ? RC_OK : audit_verify(w->db, w->a, known, &proof, &w->e);
	if (rc)
		return rc;
	v.proof = v.head.error ? NULL : &proof;
	struct buf b = web_buf(w);
	audit_proof_html(&b, &v);
	return web_reply(w, v.head.error ? 422 : 200, &b);
}

static const struct web_route routes[] = {
	WEB_GET("/nhat-ky", .handler = list, .permission = "audit.read"),
	WEB_GET("/nhat-ky/kiem-tra", .handler = prove, .permission = "audit.read",
		.flags = WEB_BARE),
	WEB_GET("/nhat-ky/{id}", .handler = one, .permission = "audit.read"),
};

static const struct web_item menu[] = { { 92, "Nhật ký", "/nhat-ky", MAY_AUDIT_READ } };

static const struct web_word unit_words[] = {
	{ "authority", "Cơ quan", NULL },
	{ "district", "Huyện", NULL },
	{ "issuer_lines", "Tên cơ quan ban hành", NULL },
	{ "kind", "Loại đơn vị", NULL },
	{ "names", "Tên qua các thời kỳ", NULL },
	{ "parent_lines", "Cơ quan chủ quản", NULL },
	{ "people", "Người và chức vụ", NULL },
	{ "place", "Địa danh trên văn bản", NULL },
	{ "post", "Chức vụ", NULL },
	{ "predecessors", "Đơn vị trước sắp xếp", NULL },
	{ "province", "Tỉnh", NULL },
	{ "short", "Tên gọi tắt", NULL },
	{ "slug", "Tên trong địa chỉ", NULL },
	{ "symbol", "Ký hiệu văn bản", NULL },
};
static const struct web_word file_words[] = {
	{ "name", "Tên tệp", NULL },
	{ "thumb_hash", "Mã băm của ảnh nhỏ", NULL },
};

/* The things of core that have no page of their own. */
static const struct web_record records[] = {
	{ .kind = "unit",
		.name = "Đơn vị",
		.words = unit_words,
		.words_n = sizeof unit_words / sizeof *unit_words },
	{ .kind = "place", .name = "Địa bàn" },
	{ .kind = "attachment",
		.name = "Tệp đính kèm",
		.words = file_words,
		.words_n = sizeof file_words / sizeof *file_words },
};

const struct web_routes audit_routes = { .v = routes,
	.n = sizeof routes / sizeof *routes,
	.menu = menu,
	.menu_n = sizeof menu / sizeof *menu,
	.records = records,
	.records_n = sizeof records / sizeof *records };
