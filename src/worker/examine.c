/* Whether a document that somebody uploads is what it seems: opened and unpacked to the end, within
 * bounds, and thrown away. lib/media/examine.c has looked at its first bytes. */
#include <string.h>
#include <zip.h>

#include "lib/base/buf.h"
#include "worker/read_pdf.h"
#include "worker/verbs.h"

enum { ENTRIES_MAX = 5000, UNPACKED_MAX = 300 << 20, PAGES_MAX = 5000, TYPES_MAX = 1 << 20 };

/* --- PDF -------------------------------------------------------------------------------------- */

/* Bytes behind the end that no PDF reader looks at could be a second file. */
static bool ends_well(struct bytes in)
{
	static const char mark[] = "%%EOF";
	const char *end = NULL, *p = in.p, *last = in.p + in.n;
	while ((p = memmem(p, (size_t)(last - p), mark, sizeof mark - 1))) {
		p += sizeof mark - 1;
		end = p;
	}
	if (!end)
		return false;
	while (end < last && strchr(" \t\r\n\f", *end)) /* NUL too */
		end++;
	return end == last;
}

enum rc verb_examine_pdf(struct arena *a, struct bytes in, struct bytes *out, struct err *e)
{
	PopplerDocument *doc;
	enum rc rc = pdf_open(a, in, &doc, e);
	if (rc)
		return rc;
	if (!ends_well(in))
		return ERR(e, RC_INVALID, NULL,
			"Tệp PDF bị cắt cụt hoặc có dữ liệu lạ ở cuối: hãy xuất lại PDF từ tệp gốc.");
	int pages = poppler_document_get_n_pages(doc);
	if (pages > PAGES_MAX)
		return ERR(e, RC_INVALID, NULL, "Tệp PDF có %d trang, quá %d trang.", pages,
			PAGES_MAX);
	const char *json = arena_printf(a, "{\"kind\":\"pdf\",\"pages\":%d}\n", pages);
	*out = (struct bytes){ json, strlen(json) };
	return RC_OK;
}

/* --- DOCX and XLSX -----------------------------------------------------------------------------
 */

struct package {
	struct err *e;
	zip_t *zip;
	size_t unpacked;
	struct buf types; /* of TYPES_PART */
};

static const char TYPES_PART[] = "[Content_Types].xml";

static void close_zip(void *zip)
{
	zip_discard(zip);
}

static enum rc open_package(struct arena *a, struct package *p, struct bytes in)
{
	zip_error_t why;
	zip_error_init(&why);
	zip_source_t *source = zip_source_buffer_create(in.p, in.n, 0, &why);
	p->zip = source ? zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &why) : NULL;
	zip_error_fini(&why);
	if (!p->zip) {
		zip_source_free(source);
		return ERR(p->e, RC_INVALID, NULL,
			"Tệp bị hỏng hoặc tải lên chưa hết: không mở được như một tệp Word hay Excel.");
	}
	arena_defer(a, close_zip, p->zip);
	if (zip_get_num_entries(p->zip, 0) > ENTRIES_MAX)
		return ERR(p->e, RC_INVALID, NULL, "Tệp có quá nhiều phần bên trong (tối đa %d).",
			ENTRIES_MAX);
	return RC_OK;
}

/* To its end, and checked against its sum. What is declared is not believed. */
static enum rc unpack_entry(struct package *p, zip_uint64_t i)
{
	char block[1 << 16];
	zip_stat_t st;
	zip_int64_t got;
	if (zip_stat_index(p->zip, i, 0, &st) || st.encryption_method != ZIP_EM_NONE)
		return ERR(p->e, RC_INVALID, NULL,
			"Tệp có phần bị khóa: hãy bỏ mật khẩu, lưu lại rồi gửi.");
	bool types = !strcmp(st.name, TYPES_PART);
	zip_file_t *f = zip_fopen_index(p->zip, i, 0);
	while (f && (got = zip_fread(f, block, sizeof block)) > 0) {
		p->unpacked += (size_t)got;
		if (types)
			buf_add(&p->types, block, (size_t)got);
		if (p->unpacked > UNPACKED_MAX) {
			zip_fclose(f);
			return ERR(p->e, RC_INVALID, NULL,
				"Tệp phình quá lớn khi giải nén (quá %d MB): không được nhận.",
				UNPACKED_MAX >> 20);
		}
	}
	if (!f || zip_fclose(f) || got < 0)
		return ERR(
			p->e, RC_INVALID, NULL, "Tệp bị hỏng: không giải nén được phần bên trong.");
	return RC_OK;
}

static const struct {
	const char *part, *type; /* that must be there, and what [Content_Types].xml calls it */
	const char *kind; /* NULL: refused, with the message */
	const char *message;
} kinds[] = {
	{ "word/vbaProject.bin", "", NULL,
		"Tệp có chứa macro: hãy lưu lại thành .docx thường rồi gửi." },
	{ "xl/vbaProject.bin", "", NULL,
		"Tệp có chứa macro: hãy lưu lại thành .xlsx thường rồi gửi." },
	{ "word/document.xml", "wordprocessingml.document.main+xml", "docx", NULL },
	{ "xl/workbook.xml", "spreadsheetml.sheet.main+xml", "xlsx", NULL },
	{ "ppt/presentation.xml", "", NULL, "Đây là tệp trình chiếu: hãy xuất thành PDF rồi gửi." },
	{ "content.xml", "", NULL,
		"Đây là tệp OpenDocument: hãy lưu lại thành .docx, .xlsx hoặc PDF rồi gửi." },
};

static enum rc kind_of(struct package *p, const char **out)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		if (zip_name_locate(p->zip, kinds[i].part, ZIP_FL_NOCASE) < 0 ||
			!strstr(p->types.p, kinds[i].type))
			continue;
		if (!kinds[i].kind)
			return ERR(p->e, RC_INVALID, NULL, "%s", kinds[i].message);
		*out = kinds[i].kind;
		return RC_OK;
	}
	return ERR(p->e, RC_INVALID, NULL,
		"Đây là tệp nén, không phải Word hay Excel: hãy giải nén rồi gửi từng tệp bên trong.");
}

enum rc verb_examine_zip(struct arena *a, struct bytes in, struct bytes *out, struct err *e)
{
	struct package p = { .e = e };
	const char *kind = NULL;
	buf_init(&p.types, a, TYPES_MAX);
	enum rc rc = open_package(a, &p, in);
	zip_int64_t types = rc ? -1 : zip_name_locate(p.zip, TYPES_PART, 0);
	if (types >= 0)
		rc = unpack_entry(&p, (zip_uint64_t)types);
	if (!rc)
		rc = kind_of(&p, &kind); /* before the work of unpacking the rest */
	for (zip_int64_t i = 0; !rc && i < zip_get_num_entries(p.zip, 0); i++)
		rc = unpack_entry(&p, (zip_uint64_t)i);
	if (rc)
		return rc;
	const char *json = arena_printf(a, "{\"kind\":\"%s\"}\n", kind);
	*out = (struct bytes){ json, strlen(json) };
	return RC_OK;
}
