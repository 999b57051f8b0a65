/* From a file of whatever kind to findings: the reader is chosen by the content, not by the name.
 */
#include <string.h>

#include "features/check/check.h"
#include "lib/base/file.h"
#include "lib/worker/worker.h"

enum { TEXT_MAX = 2 << 20 }; /* bytes: more than a thousand pages */

static enum rc read_all(struct arena *a, const char *path, struct bytes *out, struct err *e)
{
	char *p;
	size_t n;
	enum rc rc = file_read(a, path, EXTRACT_FILE_MAX, &p, &n, e);
	if (rc)
		return rc;
	if (!n)
		return ERR(e, RC_INVALID, NULL, "tệp %s trống", path);
	*out = (struct bytes){ p, n };
	return RC_OK;
}

static bool begins(struct bytes b, const char *magic, size_t n)
{
	return b.n >= n && !memcmp(b.p, magic, n);
}

/* Kinds that are not read, and what to do with them. */
static const struct {
	const char *magic;
	size_t n;
	const char *message;
} refused[] = {
	{ "\xd0\xcf\x11\xe0", 4,
		"là tệp Word đời cũ (.doc) hoặc tệp .docx có mật khẩu: hãy bỏ mật khẩu và lưu lại thành .docx." },
	{ "{\\rtf", 5, "là tệp RTF: hãy mở bằng Word hoặc LibreOffice và lưu lại thành .docx." },
	{ "\x89PNG", 4, "là ảnh: hãy dùng tệp gốc .docx, hoặc bản .pdf xuất từ tệp gốc." },
	{ "\xff\xd8\xff", 3, "là ảnh: hãy dùng tệp gốc .docx, hoặc bản .pdf xuất từ tệp gốc." },
	{ "GIF8", 4, "là ảnh: hãy dùng tệp gốc .docx, hoặc bản .pdf xuất từ tệp gốc." },
	{ "II*\0", 4, "là ảnh: hãy dùng tệp gốc .docx, hoặc bản .pdf xuất từ tệp gốc." },
	{ "MM\0*", 4, "là ảnh: hãy dùng tệp gốc .docx, hoặc bản .pdf xuất từ tệp gốc." },
	{ "RIFF", 4, "không phải tài liệu: hãy dùng tệp .txt, .docx hoặc .pdf." },
	{ "<!DOCTYPE", 9, "là trang web: hãy lưu nội dung thành .txt hoặc .docx." },
	{ "<!doctype", 9, "là trang web: hãy lưu nội dung thành .txt hoặc .docx." },
	{ "<html", 5, "là trang web: hãy lưu nội dung thành .txt hoặc .docx." },
	{ "SQLite format 3", 15, "là cơ sở dữ liệu: hãy dùng loa check --db TỆP --period KỲ." },
};

static enum rc refuse(const char *path, struct bytes b, struct err *e)
{
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
		if (begins(b, refused[i].magic, refused[i].n))
			return ERR(e, RC_INVALID, NULL, "%s %s", path, refused[i].message);
	return RC_OK;
}

/* The first reader whose mark the content bears; NULL: text. A PDF may have up to 1,024 bytes
 * before its mark (PDF 32000-1, Annex H.3.4.1). */
static const char *reader_for(struct bytes b)
{
	if (begins(b, "PK\x03\x04", 4) || begins(b, "PK\x05\x06", 4))
		return "read-docx";
	if (memmem(b.p, b.n < 1024 ? b.n : 1024, "%PDF-", 5))
		return "read-pdf";
	return NULL;
}

static enum rc read_extract(struct arena *a, const char *path, struct extract **x, struct err *e)
{
	struct bytes b, json;
	enum rc rc = read_all(a, path, &b, e);
	if (!rc)
		rc = refuse(path, b, e);
	if (rc)
		return rc;
	const char *verb = reader_for(b);
	if (!verb)
		return extract_txt(a, b.p, b.n, x, e);
	rc = worker_call(a, verb, b, &json, e);
	return rc ? rc : extract_from_json(a, json.p, json.n, x, e);
}

static size_t text_size(const struct extract *x)
{
	size_t n = 0;
	for (size_t i = 0; i < x->paras.n; i++)
		n += strlen(x->paras.v[i].text);
	return n;
}

enum rc check_file(
	struct arena *a, const char *path, struct date today, struct findings *out, struct err *e)
{
	struct extract *x = NULL;
	enum rc rc = read_extract(a, path, &x, e);
	if (!rc && text_size(x) > TEXT_MAX)
		rc = ERR(e, RC_INVALID, NULL,
			"%s dài hơn %d triệu byte chữ: không phải một báo cáo.", path,
			TEXT_MAX >> 20);
	if (!rc)
		check_document(a, x, today, out);
	return rc;
}
