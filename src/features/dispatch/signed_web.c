/* The signed PDF: taken in, looked at, shown. Whether the signature is whole, whom its certificate
 * leads to, and whether the words are those approved are three answers, and none stands for
 * another. */
#include <jansson.h>
#include <string.h>
#include <time.h>

#include "core/attachment.h"
#include "core/record.h"
#include "core/setting.h"
#include "features/dispatch/signed.h"
#include "lib/base/text.h"
#include "lib/media/examine.h"
#include "lib/media/pdf_text.h"
#include "lib/media/signature.h"

enum { PDF, STATEMENT, FIELDS };

static const struct form_field fields[FIELDS] = {
	[PDF] = { .name = "tep",
		.kind = FORM_FILE,
		.required = true,
		.label = "Bản đã ký (PDF, tối đa 30 MB)",
		.max = MEDIA_FILE_MAX },
	[STATEMENT] = { .name = "giai-trinh",
		.kind = FORM_LINES,
		.label =
			"Giải trình, khi bản này là bản quét, không có chữ ký số hoặc khác bản đã duyệt",
		.max = 2000 },
};

void signed_form(struct arena *a, struct form *f)
{
	form_init(f, a, fields, FIELDS);
}

/* A file cannot be given back to the browser; what was said about it can. */
void signed_form_again(struct form *f, const struct request *rq)
{
	const char *typed = request_field(rq, fields[STATEMENT].name);
	if (typed)
		f->v[STATEMENT].typed = typed;
}

/* --- looked at --- */

struct look {
	struct bytes pdf;
	const char *name;
	const char *trusted; /* PEM */
	struct signatures signatures;
	bool has_words;
	struct words_changes changes;
};

static const char *const integrities[] = { "whole", "part", "changed", "odd" };
static const char *const trusts[] = { "unchecked", "trusted", "expired", "unknown" };
static const char *const kinds[] = { "other", "number", "day", "signature" };

static size_t persons(const struct signatures *s)
{
	size_t n = 0;
	for (size_t i = 0; i < s->n; i++)
		n += !s->v[i].stamp && s->v[i].integrity <= SIGNATURE_PART;
	return n;
}

static bool is_changed(const struct signatures *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->v[i].integrity == SIGNATURE_CHANGED)
			return true;
	return false;
}

static bool is_whole(const struct look *x)
{
	return persons(&x->signatures) && !x->signatures.unsigned_bytes &&
	       !is_changed(&x->signatures);
}

static bool is_sound(const struct look *x)
{
	return is_whole(x) && x->has_words && words_sound(&x->changes);
}

static void put_signature(struct buf *b, const struct signature *s)
{
	record_open(b, NULL, '{');
	record_text(b, "signer", s->signer);
	record_text(b, "organisation", s->organisation);
	record_text(b, "issuer", s->issuer);
	record_text(b, "serial", s->serial);
	record_text(b, "signed_at", s->signed_at);
	record_text(b, "integrity", integrities[s->integrity]);
	record_text(b, "integrity_words", s->integrity_words);
	record_text(b, "trust", trusts[s->trust]);
	record_text(b, "trust_words", s->trust_words);
	record_int(b, "stamp", s->stamp);
	record_close(b, '}');
}

static const char *to_json(struct arena *a, const struct look *x)
{
	struct buf b;
	record_begin(&b, a);
	record_open(&b, "signatures", '[');
	for (size_t i = 0; i < x->signatures.n; i++)
		put_signature(&b, &x->signatures.v[i]);
	record_close(&b, ']');
	record_int(&b, "unsigned_bytes", (int64_t)x->signatures.unsigned_bytes);
	record_int(&b, "has_words", x->has_words);
	record_int(&b, "too_many", x->changes.too_many);
	record_open(&b, "changes", '[');
	for (size_t i = 0; i < x->changes.n; i++) {
		const struct words_change *c = &x->changes.v[i];
		record_open(&b, NULL, '{');
		record_text(&b, "kind", kinds[c->kind]);
		record_text(&b, "before", c->before);
		record_text(&b, "approved", c->approved);
		record_text(&b, "came", c->came);
		record_close(&b, '}');
	}
	record_close(&b, ']');
	return record_end(&b);
}

/* Our own PDF of what was approved is read back by the same reader: so both have its order. */
static enum rc compare(struct web *w, const struct way *x, struct look *l)
{
	struct bytes own;
	const char *approved = "", *came = "";
	struct err e;
	err_init(&e, w->a);
	enum rc rc = pdf_text(w->a, l->pdf, &came, &e);
	if (rc == RC_INVALID) /* it is a PDF: a scan, then */
		return RC_OK;
	if (rc)
		return ERR(&w->e, rc, NULL, "%s", e.message);
	rc = way_render(w, x, "pdf", &own);
	if (!rc)
		rc = pdf_text(w->a, own, &approved, &w->e);
	if (rc)
		return rc;
	struct doc d = way_document(w->a, x);
	struct words_known known = { .day = d.day };
	if (x->document.number)
		known.number = document_number(w->a, &x->document);
	l->has_words = true;
	words_compare(w->a, approved, came, &known, &l->changes);
	return RC_OK;
}

/* No transaction is open: this takes seconds. RC_INVALID: no PDF that can be taken. */
static enum rc look_at(struct web *w, const struct way *x, struct look *l, struct err *e)
{
	struct media_found found;
	struct bytes trusted = { l->trusted, l->trusted ? strlen(l->trusted) : 0 };
	enum rc rc = media_examine(w->a, l->pdf, &found, e);
	if (!rc && found.kind != MEDIA_PDF)
		rc = ERR(e, RC_INVALID, "tep", "Bản đã ký phải là tệp PDF.");
	if (!rc)
		rc = signatures_read(w->a, l->pdf, trusted, &l->signatures, e);
	if (!rc && is_changed(&l->signatures))
		rc = ERR(e, RC_INVALID, "tep",
			"Tệp này đã bị sửa sau khi ký: chữ ký số không còn đúng với nội dung. Hãy lấy lại bản "
			"gốc đã ký.");
	return rc ? rc : compare(w, x, l);
}

static const char *needs_statement(struct arena *a, const struct look *l)
{
	struct texts why = { 0 };
	if (!persons(&l->signatures))
		ARENA_PUSH(a, &why, "không có chữ ký số đọc được");
	else if (l->signatures.unsigned_bytes)
		ARENA_PUSH(a, &why, "có phần thêm vào sau khi ký");
	if (!l->has_words)
		ARENA_PUSH(a, &why, "là bản quét, không so được chữ với bản đã duyệt");
	else if (l->changes.too_many)
		ARENA_PUSH(a, &why, "khác hẳn bản đã duyệt");
	else if (!words_sound(&l->changes))
		ARENA_PUSH(a, &why, "có chỗ khác bản đã duyệt");
	return text_join(a, &why, "; ");
}

/* --- shown --- */

static const char *get(struct arena *a, const json_t *x, const char *key)
{
	const char *s = json_string_value(json_object_get(x, key));
	return s ? arena_strdup(a, s) : "";
}

static bool flag(const json_t *x, const char *key)
{
	return json_integer_value(json_object_get(x, key)) != 0;
}

/* "2024-03-05T01:30:00Z" as people here read it. */
static const char *local_time(struct arena *a, const char *utc)
{
	struct tm t = { 0 };
	const char *end = strptime(utc, "%Y-%m-%dT%H:%M:%SZ", &t);
	return end && !*end ? web_moment(a, (int64_t)timegm(&t)) : utc;
}

static struct part_row signature_row(struct arena *a, const json_t *s, size_t i)
{
	const char *organisation = get(a, s, "organisation"), *at = get(a, s, "signed_at");
	return (struct part_row){ .key = arena_printf(a,
					  flag(s, "stamp") ? "Dấu thời gian %zu" : "Chữ ký số %zu",
					  i + 1),
		.value = arena_printf(a, "%s%s%s%s%s. Toàn vẹn: %s Tin cậy: %s",
			get(a, s, "signer"), *organisation ? ", " : "", organisation,
			*at ? ", ký lúc " : "", local_time(a, at), get(a, s, "integrity_words"),
			get(a, s, "trust_words")) };
}

static struct part_table *differences(struct arena *a, const json_t *list)
{
	static const struct part_column columns[] = { { "Sau các chữ", false },
		{ "Bản đã duyệt", false }, { "Bản ký", false }, { "Là", false } };
	static const char *const names[] = { "khác bản đã duyệt", "số văn bản", "ngày ban hành",
		"thông tin chữ ký" };
	enum { COLUMNS = sizeof columns / sizeof *columns };
	size_t n = json_array_size(list), i;
	struct part_table *t = ARENA_NEW(a, struct part_table);
	struct part_cell *cells = ARENA_ARRAY(a, struct part_cell, n * COLUMNS);
	const json_t *x;
	json_array_foreach(list, i, x)
	{
		struct part_cell *c = cells + i * COLUMNS;
		const char *kind = get(a, x, "kind");
		size_t k = 0;
		while (k < sizeof kinds / sizeof *kinds - 1 && !text_eq(kinds[k], kind))
			k++;
		c[0].text = get(a, x, "before");
		c[1].text = get(a, x, "approved");
		c[2].text = get(a, x, "came");
		c[3].text = names[k];
		c[3].tone = k ? PART_GREEN : PART_RED;
	}
	*t = (struct part_table){ .caption = "Bản ký so với bản đã duyệt",
		.columns = columns,
		.columns_n = COLUMNS,
		.cells = cells,
		.rows = n };
	return n ? t : NULL;
}

static const char *comparison(const json_t *x)
{
	if (!flag(x, "has_words"))
		return "bản quét, không so được chữ";
	if (flag(x, "too_many"))
		return "khác hẳn bản đã duyệt";
	return json_array_size(json_object_get(x, "changes")) ? "xem bảng dưới" : "khớp từng chữ";
}

static void fill_rows(
	struct web *w, const struct way *x, const json_t *root, struct issue_view *out)
{
	enum { OTHERS = 4 };
	const json_t *list = json_object_get(root, "signatures"), *s;
	size_t n = json_array_size(list), i, k = 0;
	struct part_row *rows = ARENA_ARRAY(w->a, struct part_row, n + OTHERS);
	const struct dispatch_signed *f = &x->signed_file;
	rows[k++] = (struct part_row){ .key = "Tải lên",
		.value = arena_printf(w->a, "%s, lúc %s", f->who, web_moment(w->a, f->at)) };
	json_array_foreach(list, i, s) rows[k++] = signature_row(w->a, s, i);
	if (!n)
		rows[k++] = (struct part_row){ .key = "Chữ ký số", .value = "không có" };
	rows[k++] = (struct part_row){ .key = "So với bản đã duyệt", .value = comparison(root) };
	if (*f->statement)
		rows[k++] = (struct part_row){ .key = "Giải trình", .value = f->statement };
	out->signed_rows = rows;
	out->signed_n = k;
	out->differences = differences(w->a, json_object_get(root, "changes"));
	out->signed_href = arena_printf(w->a, "%s/ban-ky", x->thing.path);
	out->sound = f->sound;
}

enum rc signed_view(struct web *w, const struct way *x, struct issue_view *out)
{
	json_error_t why;
	json_t *root = json_loads(x->signed_file.findings, 0, &why);
	if (!root)
		return ERR(&w->e, RC_FAIL, NULL, "kết quả kiểm tra chữ ký không đọc được: %s",
			why.text);
	fill_rows(w, x, root, out);
	json_decref(root);
	return RC_OK;
}

/* --- taken in --- */

static enum rc in_reading(struct web *w, struct way *x, struct look *l)
{
	enum rc rc = db_begin(w->db, DB_READ, &w->e);
	if (rc)
		return rc;
	rc = way_load(w, x);
	if (!rc)
		rc = setting_get(w->db, w->a, SETTING_TRUSTED_CA, &l->trusted, &w->e);
	db_rollback(w->db);
	return rc;
}

static enum rc store(struct web *w, struct way *x, const struct look *l, const char *statement)
{
	struct audit t;
	struct attachment file = {
		.name = l->name, .type = "application/pdf", .account = w->session->account
	};
	enum rc rc = web_audit(w, &t);
	if (!rc)
		rc = attachment_add(&t, w->a, &file, l->pdf, (struct bytes){ 0 }, &w->e);
	struct dispatch_signed s = { .attachment = file.id,
		.findings = to_json(w->a, l),
		.sound = is_sound(l),
		.statement = is_sound(l) ? "" : statement };
	if (!rc)
		rc = dispatch_signed_put(&t, w->a, &x->d, &s, w->session->account, &w->e);
	if (!rc)
		reply_redirect(w->rp, arena_printf(w->a, "%s#ban-ky", x->thing.path));
	return rc;
}

/* What the page says when it is shown again, in a transaction of its own. */
static enum rc show(struct web *w, int status, const char *wrong)
{
	struct way x;
	enum rc rc = db_begin(w->db, DB_READ, &w->e);
	if (rc)
		return rc;
	rc = way_load(w, &x);
	if (!rc)
		rc = status == 409 ? way_late(w, &x) : way_show(w, &x, status, wrong);
	db_rollback(w->db);
	return rc;
}

static enum rc finish(struct web *w, const struct look *l, const char *statement)
{
	struct way x;
	enum rc rc = db_begin(w->db, DB_WRITE, &w->e);
	if (rc)
		return rc;
	rc = way_load(w, &x);
	bool late = !rc && (web_is_stale(w, x.d.version) || x.d.state != DISPATCH_APPROVED);
	if (!rc && !late)
		rc = store(w, &x, l, statement);
	if (!rc && !late)
		return db_commit(w->db, &w->e);
	db_rollback(w->db);
	if (late || rc == RC_CONFLICT) {
		err_clear(&w->e);
		return show(w, 409, NULL);
	}
	return rc;
}

static enum rc read_file(struct web *w, const struct form *f, struct look *l)
{
	const struct http_upload *u = f->v[PDF].file;
	l->name = *u->filename ? u->filename : "ban-ky.pdf";
	l->pdf.n = (size_t)u->bytes.n;
	return http_bytes_all(w->a, &u->bytes, MEDIA_FILE_MAX, &l->pdf.p, &w->e);
}

static enum rc upload(struct web *w)
{
	struct way x;
	struct look l = { 0 };
	struct form f;
	struct err e;
	err_init(&e, w->a);
	enum rc rc = in_reading(w, &x, &l);
	if (rc)
		return rc;
	if (web_is_stale(w, x.d.version) || x.d.state != DISPATCH_APPROVED)
		return show(w, 409, NULL);
	if (form_read(&f, w->rq, fields, FIELDS, &e))
		return show(w, 422, e.message);
	rc = read_file(w, &f, &l);
	if (rc)
		return rc;
	rc = look_at(w, &x, &l, &e);
	if (rc == RC_INVALID)
		return show(w, 422, e.message);
	if (rc)
		return w->e.message ? rc : ERR(&w->e, rc, NULL, "%s", e.message);
	const char *statement = text_trim(w->a, f.v[STATEMENT].text);
	if (!is_sound(&l) && text_blank(statement))
		return show(w, 422,
			arena_printf(w->a,
				"Bản tải lên %s. Nếu vẫn dùng bản này, chọn lại tệp và ghi giải trình.",
				needs_statement(w->a, &l)));
	return finish(w, &l, statement);
}

static enum rc download(struct web *w)
{
	struct way x;
	struct attachment file;
	struct bytes content;
	enum rc rc = way_load(w, &x);
	if (!rc && !x.has_signed)
		rc = ERR(&w->e, RC_NOTFOUND, "signed", "Chưa có bản đã ký.");
	if (!rc)
		rc = attachment_get(w->db, w->a, x.signed_file.attachment, &file, &w->e);
	if (!rc)
		rc = attachment_content(w->db, w->a, &file, &content, &w->e);
	if (rc)
		return rc;
	reply_bytes(w->rp, 200, "application/pdf", content.p, content.n);
	reply_download(w->rp, file.name);
	return RC_OK;
}

static const struct web_route routes[] = {
	WEB_GET("/trinh-ky/{loai}/{so}/ban-ky", .handler = download, .permission = "report.read"),
	WEB_POST("/trinh-ky/{loai}/{so}/ban-ky", .handler = upload, .permission = "report.issue",
		.flags = WEB_BARE, .body_max = MEDIA_FILE_MAX + (1 << 20)),
};

const struct web_routes signed_routes = { .v = routes, .n = sizeof routes / sizeof *routes };
