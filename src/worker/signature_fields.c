/* The signature fields of a PDF, as qpdf finds them in its form: what lies in the file but is not
 * of the form is no signature. */
#include <qpdf/qpdf-c.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/date.h"
#include "lib/base/text.h"
#include "worker/signature.h"

enum { DEPTH_MAX = 32, NODES_MAX = 20000, SIGNATURES_MAX = 100 };

struct walk {
	struct arena *a;
	qpdf_data q;
	struct found_signatures *out;
	int nodes;
};

static void cleanup(void *q)
{
	qpdf_data data = q;
	qpdf_cleanup(&data);
}

/* Wrecked files are not mended here: qpdf and the reader of a person could mend them differently.
 */
static enum rc open_file(struct walk *w, struct bytes pdf, struct err *e)
{
	w->q = qpdf_init();
	arena_defer(w->a, cleanup, w->q);
	qpdf_silence_errors(w->q);
	qpdf_set_suppress_warnings(w->q, QPDF_TRUE);
	qpdf_set_attempt_recovery(w->q, QPDF_FALSE);
	QPDF_ERROR_CODE code = qpdf_read_memory(w->q, "tep.pdf", pdf.p, pdf.n, NULL);
	if (code & QPDF_ERRORS) {
		bool locked = qpdf_get_error_code(w->q, qpdf_get_error(w->q)) == qpdf_e_password;
		return ERR(e, RC_INVALID, NULL, "%s",
			locked ? "Tệp PDF có mật khẩu: không kiểm tra chữ ký được."
			       : "Tệp PDF bị hỏng: không kiểm tra chữ ký được.");
	}
	if (qpdf_is_encrypted(w->q))
		return ERR(e, RC_INVALID, NULL,
			"Tệp PDF bị khóa (mã hóa): không kiểm tra chữ ký được.");
	w->out->pages = qpdf_get_num_pages(w->q);
	if (w->out->pages < 1)
		return ERR(e, RC_INVALID, NULL, "Tệp PDF bị hỏng: không có trang nào.");
	return RC_OK;
}

static const char *copy_text(struct arena *a, const char *s)
{
	return s && text_check(s, strlen(s)) == strlen(s) ? arena_strdup(a, s) : "";
}

static const char *text_of(const struct walk *w, qpdf_oh value)
{
	return qpdf_oh_is_string(w->q, value) ? copy_text(w->a, qpdf_oh_get_utf8_value(w->q, value))
					      : "";
}

/* "D:20240305083000+07'00'" as "2024-03-05T01:30:00Z". */
static const char *pdf_time(struct arena *a, const char *s)
{
	int y, mo, d, h, mi, sec, zone_h = 0, zone_m = 0, used = 0;
	char sign = 'Z';
	if (sscanf(s, "D:%4d%2d%2d%2d%2d%2d%n%c%2d'%2d", &y, &mo, &d, &h, &mi, &sec, &used, &sign,
		    &zone_h, &zone_m) < 6 ||
		used != 16)
		return NULL;
	struct date day = { y, mo, d };
	if (!date_valid(day) || h < 0 || h > 23 || mi < 0 || mi > 59 || sec < 0 || sec > 60)
		return NULL;
	int minutes = h * 60 + mi - (sign == '-' ? -1 : 1) * (zone_h * 60 + zone_m);
	if (minutes < -1440 || minutes >= 2880)
		return NULL;
	if (minutes < 0)
		day = date_add_days(day, -1);
	else if (minutes >= 1440)
		day = date_add_days(day, 1);
	minutes = (minutes + 1440) % 1440;
	return arena_printf(
		a, "%sT%02d:%02d:%02dZ", date_iso(a, day), minutes / 60, minutes % 60, sec);
}

static void add_signature(struct walk *w, qpdf_oh field, qpdf_oh value)
{
	struct found_signature s = { .field = text_of(w, qpdf_oh_get_key(w->q, field, "/T")) };
	qpdf_oh range = qpdf_oh_get_key(w->q, value, "/ByteRange");
	qpdf_oh contents = qpdf_oh_get_key(w->q, value, "/Contents");
	qpdf_oh filter = qpdf_oh_get_key(w->q, value, "/SubFilter");
	if (qpdf_oh_is_name(w->q, filter))
		s.sub_filter = copy_text(w->a, qpdf_oh_get_name(w->q, filter) + 1);
	if (qpdf_oh_is_string(w->q, contents)) {
		const char *p = qpdf_oh_get_binary_string_value(w->q, contents, &s.contents.n);
		char *copy = arena_alloc(w->a, s.contents.n + 1);
		memcpy(copy, p, s.contents.n);
		s.contents.p = copy;
	}
	s.range_read = qpdf_oh_is_array(w->q, range) && qpdf_oh_get_array_n_items(w->q, range) == 4;
	for (int i = 0; i < 4 && s.range_read; i++) {
		qpdf_oh n = qpdf_oh_get_array_item(w->q, range, i);
		s.range_read = qpdf_oh_is_integer(w->q, n);
		s.range[i] = s.range_read ? qpdf_oh_get_int_value(w->q, n) : 0;
	}
	s.pdf_time = pdf_time(w->a, text_of(w, qpdf_oh_get_key(w->q, value, "/M")));
	ARENA_PUSH(w->a, w->out, s);
}

/* A kid has its parent's type. */
static void walk_field(struct walk *w, qpdf_oh field, bool signature, int depth)
{
	if (depth > DEPTH_MAX || ++w->nodes > NODES_MAX || w->out->n >= SIGNATURES_MAX ||
		!qpdf_oh_is_dictionary(w->q, field))
		return;
	qpdf_oh type = qpdf_oh_get_key(w->q, field, "/FT");
	qpdf_oh value = qpdf_oh_get_key(w->q, field, "/V");
	qpdf_oh kids = qpdf_oh_get_key(w->q, field, "/Kids");
	if (qpdf_oh_is_name(w->q, type))
		signature = qpdf_oh_is_name_and_equals(w->q, type, "/Sig");
	if (signature && qpdf_oh_is_dictionary(w->q, value))
		add_signature(w, field, value);
	int n = qpdf_oh_is_array(w->q, kids) ? qpdf_oh_get_array_n_items(w->q, kids) : 0;
	for (int i = 0; i < n && w->nodes <= NODES_MAX; i++)
		walk_field(w, qpdf_oh_get_array_item(w->q, kids, i), signature, depth + 1);
}

enum rc signature_fields(
	struct arena *a, struct bytes pdf, struct found_signatures *out, struct err *e)
{
	struct walk w = { .a = a, .out = out };
	enum rc rc = open_file(&w, pdf, e);
	if (rc)
		return rc;
	qpdf_oh root = qpdf_get_root(w.q);
	qpdf_oh form =
		qpdf_oh_is_dictionary(w.q, root) ? qpdf_oh_get_key(w.q, root, "/AcroForm") : root;
	if (!qpdf_oh_is_dictionary(w.q, form))
		return RC_OK;
	qpdf_oh fields = qpdf_oh_get_key(w.q, form, "/Fields");
	int n = qpdf_oh_is_array(w.q, fields) ? qpdf_oh_get_array_n_items(w.q, fields) : 0;
	for (int i = 0; i < n && w.nodes <= NODES_MAX; i++)
		walk_field(&w, qpdf_oh_get_array_item(w.q, fields, i), false, 0);
	return RC_OK;
}
