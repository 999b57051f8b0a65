/* /thu-tuc-hc/nhap: a file of the catalogue, first compared with what is stored, then taken. What
 * was read is kept as an attachment, so that what is taken is what was shown. */
#include <string.h>

#include "core/attachment.h"
#include "core/web/web.h"
#include "features/procedure/office.h"
#include "lib/base/text.h"
#include "lib/media/sheet.h"

#define READ_NAME "procedures.json"
#define READ_TYPE "application/json"
#define UPLOAD    "tep"

/* What prepare made of the file. */
struct reading {
	const char *json; /* NULL: it cannot be used */
	struct problems problems;
	const char *wrong; /* of the file as a whole; NULL */
};

static enum rc draw(struct web *w, struct office_import *v, int status)
{
	v->page = web_page(w, "Nhập danh mục thủ tục");
	v->page.back = "/thu-tuc-hc";
	v->file.name = UPLOAD;
	v->file.label = "Tệp danh mục";
	v->file.hint = "procedures.json, .csv hoặc .xlsx, không quá 8 MB.";
	v->file.accept = ".json,.csv,.xlsx";
	if (v->file.error) {
		struct widget_error *e = ARENA_NEW(w->a, struct widget_error);
		*e = (struct widget_error){ UPLOAD, v->file.error };
		v->page.errors = e;
		v->page.errors_n = 1;
	}
	struct buf b = web_buf(w);
	office_import_page(&b, v);
	return web_reply(w, status, &b);
}

enum rc office_import(struct web *w)
{
	struct office_import v = { .form = web_form(w, 0) };
	return draw(w, &v, 200);
}

static bool has_end(const char *name, const char *end)
{
	size_t n = strlen(name), m = strlen(end);
	return n >= m && !strcasecmp(name + n - m, end);
}

static bool read_text(struct intake *in, struct bytes content, const char *name, bool json,
	struct procedures *out)
{
	struct text_file f;
	struct csv table;
	if (!text_file_of(in->a, content.p, content.n, name, &f, &in->problems, &in->notes) ||
		in->problems.n)
		return false;
	if (json)
		return procedures_read(in, &f, out);
	return csv_read(in->a, &f, &table, &in->problems) &&
	       procedures_read_table(in, &(struct procedure_table){ name, NULL, &table }, out);
}

static bool read_book(
	struct intake *in, struct bytes content, const char *name, struct procedures *out)
{
	struct sheet s;
	struct err e;
	err_init(&e, in->a);
	if (sheet_read(in->a, content, &s, &e)) {
		problem_add(&in->problems, name, 0, "%s", e.message);
		return false;
	}
	return procedures_read_table(in, &(struct procedure_table){ name, s.name, &s.table }, out);
}

/* Outside the write transaction: a workbook goes through the worker. */
enum rc office_import_read(struct web *w)
{
	const struct http_upload *u = request_upload(w->rq, UPLOAD);
	struct reading *r = ARENA_NEW(w->a, struct reading);
	struct procedures list = { 0 };
	struct intake in;
	struct bytes content;
	struct err e;
	w->prepared = r;
	err_init(&e, w->a);
	intake_init(&in, w->a, false);
	if (!u || !u->bytes.n || u->bytes.n > OFFICE_FILE_MAX) {
		r->wrong = u && u->bytes.n ? "Tệp lớn hơn 8 MB." : "Xin chọn tệp danh mục.";
		return RC_OK;
	}
	enum rc rc = http_bytes_all(w->a, &u->bytes, OFFICE_FILE_MAX, &content.p, &e);
	if (rc)
		return ERR(&w->e, rc, NULL, "%s", e.message);
	content.n = (size_t)u->bytes.n;
	bool book = has_end(u->filename, ".xlsx"), json = has_end(u->filename, ".json");
	if (!book && !json && !has_end(u->filename, ".csv"))
		r->wrong = "Tên tệp phải có đuôi .json, .csv hoặc .xlsx.";
	else if (book ? read_book(&in, content, u->filename, &list)
		      : read_text(&in, content, u->filename, json, &list))
		r->json = procedures_json(w->a, &list);
	r->problems = in.problems;
	return RC_OK;
}

enum rc office_import_take(struct web *w)
{
	const struct reading *r = w->prepared;
	struct attachment x = { .name = READ_NAME,
		.type = READ_TYPE,
		.taken = "",
		.position = "",
		.account = w->session->account };
	struct audit t;
	if (!r->json) {
		struct office_import v = { .form = web_form(w, 0),
			.problems = r->problems.v,
			.problems_n = r->problems.n };
		v.file.error = r->wrong ? r->wrong : "Tệp có chỗ cần sửa, xem ở dưới.";
		return draw(w, &v, 422);
	}
	enum rc rc = web_audit(w, &t);
	if (!rc)
		rc = attachment_add(&t, w->a, &x, (struct bytes){ r->json, strlen(r->json) },
			(struct bytes){ NULL, 0 }, &w->e);
	if (!rc)
		reply_redirect(w->rp, arena_printf(w->a, "/thu-tuc-hc/nhap/%lld", (long long)x.id));
	return rc;
}

/* --- the difference --- */

struct comparing {
	struct procedures file, held;
	struct procedure_changes changes;
	int64_t version; /* of what the difference is to */
};

static enum rc load_file(struct web *w, int64_t id, struct procedures *out)
{
	struct attachment x;
	struct bytes content;
	struct intake in;
	struct text_file f = { .name = READ_NAME };
	enum rc rc = attachment_get(w->db, w->a, id, &x, &w->e);
	if (!rc && (!text_eq(x.name, READ_NAME) || !text_eq(x.type, READ_TYPE)))
		rc = ERR(&w->e, RC_NOTFOUND, "id", "Không có tệp danh mục này.");
	if (!rc)
		rc = attachment_content(w->db, w->a, &x, &content, &w->e);
	if (rc)
		return rc;
	intake_init(&in, w->a, false);
	f.text = content.p;
	f.n = content.n;
	if (!procedures_read(&in, &f, out))
		return ERR(&w->e, RC_NOTFOUND, "id", "Không có tệp danh mục này.");
	return RC_OK;
}

static enum rc compare(struct web *w, struct comparing *out)
{
	int64_t id;
	*out = (struct comparing){ 0 };
	enum rc rc = web_id(w, "id", &id);
	if (!rc)
		rc = load_file(w, id, &out->file);
	if (!rc)
		rc = procedure_list(w->db, w->a, &out->held, &w->e);
	if (rc)
		return rc;
	out->changes = procedures_compare(w->a, &out->held, &out->file);
	out->version = web_version_of(procedures_json(w->a, &out->held));
	return RC_OK;
}

static struct part_table table_of(struct web *w, const struct procedure_changes *list)
{
	static const struct part_column columns[] = { { "Mã", false }, { "Tên", false },
		{ "Thay đổi", false }, { "Mục", false } };
	enum { COLUMNS = sizeof columns / sizeof *columns };
	static const char *const words[INTAKE_CHANGES] = { [INTAKE_ADDED] = "mới",
		[INTAKE_CHANGED] = "thay đổi",
		[INTAKE_MISSING] = "không có trong tệp" };
	static const enum part_tone tones[INTAKE_CHANGES] = { [INTAKE_ADDED] = PART_GREEN,
		[INTAKE_CHANGED] = PART_YELLOW,
		[INTAKE_MISSING] = PART_GREY };
	struct part_cell *cells = ARENA_ARRAY(w->a, struct part_cell, list->n * COLUMNS);
	for (size_t i = 0; i < list->n; i++) {
		const struct procedure_change *x = &list->v[i];
		struct part_cell *c = cells + i * COLUMNS;
		c[0].text = x->code;
		c[1].text = x->name;
		c[2].text = words[x->change];
		c[2].tone = tones[x->change];
		c[3].text = text_join(w->a, &x->fields, "; ");
	}
	return (struct part_table){ .caption = "So với danh mục đang lưu",
		.stacked = true,
		.headed = true,
		.columns = columns,
		.columns_n = COLUMNS,
		.cells = cells,
		.rows = list->n };
}

/* What is to be read before it is taken. */
static struct texts warnings_of(struct web *w, const struct procedure_changes *list)
{
	struct texts out = { 0 };
	for (size_t i = 0; i < list->n; i++)
		for (size_t k = 0; k < list->v[i].warnings.n; k++) {
			const char *s = arena_printf(w->a, "%s %s: %s.", list->v[i].code,
				list->v[i].name, list->v[i].warnings.v[k]);
			ARENA_PUSH(w->a, &out, s);
		}
	return out;
}

static const char *summary(struct web *w, const struct comparing *x, bool *changes)
{
	size_t n[INTAKE_CHANGES] = { 0 };
	for (size_t i = 0; i < x->changes.n; i++)
		n[x->changes.v[i].change]++;
	*changes = n[INTAKE_ADDED] || n[INTAKE_CHANGED];
	return arena_printf(w->a,
		"Tệp có %zu thủ tục: %zu mới, %zu thay đổi, %zu giữ nguyên. Trong danh mục có %zu thủ "
		"tục không có trong tệp; Loa không xóa chúng: thủ tục bị bãi bỏ cần một phiên bản "
		"“bãi bỏ”.",
		x->file.n, n[INTAKE_ADDED], n[INTAKE_CHANGED],
		x->file.n - n[INTAKE_ADDED] - n[INTAKE_CHANGED], n[INTAKE_MISSING]);
}

static enum rc draw_compared(struct web *w, const struct comparing *x, const char *problem)
{
	bool changes;
	struct office_import v = { .form = web_form(w, x->version),
		.summary = summary(w, x, &changes),
		.warnings = warnings_of(w, &x->changes),
		.table = table_of(w, &x->changes) };
	if (changes)
		v.text = w->rq->path;
	if (problem)
		v.summary = arena_printf(w->a, "%s %s", problem, v.summary);
	return draw(w, &v, problem ? 409 : 200);
}

enum rc office_import_show(struct web *w)
{
	struct comparing x;
	enum rc rc = compare(w, &x);
	return rc ? rc : draw_compared(w, &x, NULL);
}

static const struct procedure *by_code(const struct procedures *list, const char *code)
{
	for (size_t i = 0; i < list->n; i++)
		if (text_eq(list->v[i].code, code))
			return &list->v[i];
	return NULL;
}

enum rc office_import_apply(struct web *w)
{
	struct comparing x;
	struct audit t;
	enum rc rc = compare(w, &x);
	if (rc)
		return rc;
	if (web_is_stale(w, x.version))
		return draw_compared(
			w, &x, "Danh mục vừa thay đổi, khác với lúc bạn xem; hãy xem lại rồi lưu.");
	rc = web_audit(w, &t);
	for (size_t i = 0; !rc && i < x.changes.n; i++) {
		const struct procedure_change *c = &x.changes.v[i];
		if (c->change == INTAKE_MISSING)
			continue;
		const struct procedure *held = by_code(&x.held, c->code),
				       *now = by_code(&x.file, c->code);
		struct procedure merged = held ? procedure_merge(w->a, held, now, false) : *now;
		procedure_sort(&merged);
		rc = procedure_put(&t, w->a, &merged, &w->e);
	}
	if (!rc)
		reply_redirect(w->rp, "/thu-tuc-hc?" WEB_DONE "=luu");
	return rc;
}
