#include "lib/media/examine.h"

#include <jansson.h>
#include <string.h>

#include "lib/base/text.h"
#include "lib/worker/parcel.h"

/* Bytes that stand at a place of files of a kind. */
struct magic {
	size_t at;
	const char *p;
	size_t n;
};

static bool has(struct bytes b, const struct magic *m)
{
	return b.n >= m->at + m->n && !memcmp(b.p + m->at, m->p, m->n);
}

static const struct {
	struct magic magic;
	enum media_kind kind;
} taken[] = {
	{ { 0, "\xff\xd8\xff", 3 }, MEDIA_JPEG }, { { 0, "\x89PNG\r\n\x1a\n", 8 }, MEDIA_PNG },
	{ { 8, "WEBP", 4 }, MEDIA_WEBP }, { { 4, "ftypheic", 8 }, MEDIA_HEIC },
	{ { 4, "ftypheix", 8 }, MEDIA_HEIC }, { { 4, "ftypmif1", 8 }, MEDIA_HEIC },
	{ { 0, "%PDF-", 5 }, MEDIA_PDF },
	{ { 0, "PK\x03\x04", 4 }, MEDIA_DOCX }, /* or MEDIA_XLSX, or none: seen when it is opened */
};

#define AS_PHOTO "hãy gửi ảnh JPEG (.jpg), PNG hoặc WebP."
#define AS_PDF   "hãy lưu lại thành PDF, .docx hoặc .xlsx rồi gửi."

/* What people try, and what to do about it. The first that fits speaks. */
static const struct {
	struct magic magic;
	const char *message;
} refused[] = {
	{ { 0, "GIF8", 4 }, "Ảnh GIF không được nhận: " AS_PHOTO },
	{ { 0, "II*\0", 4 }, "Ảnh TIFF không được nhận: " AS_PHOTO },
	{ { 0, "MM\0*", 4 }, "Ảnh TIFF không được nhận: " AS_PHOTO },
	{ { 0, "BM", 2 }, "Ảnh BMP không được nhận: " AS_PHOTO },
	{ { 4, "ftypavif", 8 }, "Ảnh AVIF không được nhận: " AS_PHOTO },
	{ { 4, "ftyp", 4 },
		"Đây là phim, không phải ảnh: hãy gửi một ảnh, hoặc ghi liên kết tới nơi đăng phim." },
	{ { 0, "RIFF", 4 }, "Tệp âm thanh, phim không được nhận: hãy ghi liên kết tới nơi đăng." },
	{ { 0, "\x1a\x45\xdf\xa3", 4 }, "Phim không được nhận: hãy ghi liên kết tới nơi đăng." },
	{ { 0, "ID3", 3 }, "Tệp âm thanh không được nhận: hãy ghi liên kết tới nơi đăng." },
	{ { 0, "OggS", 4 }, "Tệp âm thanh không được nhận: hãy ghi liên kết tới nơi đăng." },
	{ { 0, "\xd0\xcf\x11\xe0", 4 },
		"Đây là tệp Office đời cũ (.doc, .xls) hoặc có mật khẩu: hãy bỏ mật khẩu, " AS_PDF },
	{ { 0, "{\\rtf", 5 }, "Tệp RTF không được nhận: " AS_PDF },
	{ { 0, "Rar!", 4 }, "Tệp nén không được nhận: hãy giải nén rồi gửi từng tệp bên trong." },
	{ { 0, "7z\xbc\xaf", 4 },
		"Tệp nén không được nhận: hãy giải nén rồi gửi từng tệp bên trong." },
	{ { 0, "\x1f\x8b", 2 },
		"Tệp nén không được nhận: hãy giải nén rồi gửi từng tệp bên trong." },
	{ { 0, "PK", 2 }, "Tệp nén trống hoặc bị chia nhỏ: hãy gửi từng tệp bên trong." },
	{ { 0, "MZ", 2 }, "Chương trình máy tính không được nhận." },
	{ { 0,
		  "\x7f"
		  "ELF",
		  4 },
		"Chương trình máy tính không được nhận." },
};

/* Of one kind only, but for ZIP, whose kind is seen when it is opened. */
static const struct {
	const char *name, *mime, *extension;
} kinds[] = {
	[MEDIA_JPEG] = { "jpeg", "image/jpeg", "jpg" },
	[MEDIA_PNG] = { "png", "image/png", "png" },
	[MEDIA_WEBP] = { "webp", "image/webp", "webp" },
	[MEDIA_HEIC] = { "heic", "image/heic", "heic" },
	[MEDIA_PDF] = { "pdf", "application/pdf", "pdf" },
	[MEDIA_DOCX] = { "docx",
		"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx" },
	[MEDIA_XLSX] = { "xlsx",
		"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx" },
};

bool media_is_picture(enum media_kind kind)
{
	return kind <= MEDIA_HEIC;
}

/* The first letters of a text, behind a mark of its encoding and blanks. */
static bool begins_text(struct bytes b, const char *word)
{
	const char *p = b.p, *end = b.p + b.n;
	if (b.n >= 3 && !memcmp(p, "\xef\xbb\xbf", 3))
		p += 3;
	while (p < end && (*p == ' ' || *p == '\t' || *p == '\r' || *p == '\n'))
		p++;
	return (size_t)(end - p) >= strlen(word) && !strncasecmp(p, word, strlen(word));
}

static enum rc refuse(struct bytes in, struct err *e)
{
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
		if (has(in, &refused[i].magic))
			return ERR(e, RC_INVALID, NULL, "%s", refused[i].message);
	if (begins_text(in, "<svg") || (begins_text(in, "<?xml") && memmem(in.p, in.n, "<svg", 4)))
		return ERR(e, RC_INVALID, NULL, "Ảnh SVG không được nhận: " AS_PHOTO);
	if (begins_text(in, "<"))
		return ERR(e, RC_INVALID, NULL, "Trang web không được nhận: " AS_PDF);
	size_t head = in.n < 4096 ? in.n : 4096;
	if (text_check(in.p, head) + 4 > head)
		return ERR(e, RC_INVALID, NULL,
			"Đây là tệp chữ, không phải ảnh hay tài liệu: " AS_PDF);
	return ERR(e, RC_INVALID, NULL,
		"Không nhận ra đây là tệp gì: chỉ nhận ảnh (JPEG, PNG, WebP, HEIC), PDF, .docx và .xlsx.");
}

enum rc media_sniff(struct bytes in, enum media_kind *out, struct err *e)
{
	if (!in.n)
		return ERR(e, RC_INVALID, NULL, "Tệp trống, không có nội dung.");
	if (in.n > MEDIA_FILE_MAX)
		return ERR(e, RC_INVALID, NULL, "Tệp nặng %zu MB, quá %d MB: hãy gửi tệp nhỏ hơn.",
			in.n >> 20, MEDIA_FILE_MAX >> 20);
	for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
		if (has(in, &taken[i].magic) &&
			(taken[i].kind != MEDIA_WEBP || has(in, &(struct magic){ 0, "RIFF", 4 }))) {
			*out = taken[i].kind;
			return RC_OK;
		}
	return refuse(in, e);
}

static void describe(enum media_kind kind, struct media_found *out)
{
	*out = (struct media_found){ kind, kinds[kind].mime, kinds[kind].extension, 0 };
}

/* The worker's {"kind":...,"pages":...}. */
static enum rc read_answer(
	struct arena *a, struct bytes answer, struct media_found *out, struct err *e)
{
	json_t *root;
	struct bytes rest;
	const char *name =
		parcel_open(a, answer, &root, &rest) ? parcel_text(a, root, "kind") : NULL;
	for (int kind = MEDIA_PDF; name && kind <= MEDIA_XLSX; kind++)
		if (!strcmp(kinds[kind].name, name)) {
			describe((enum media_kind)kind, out);
			out->pages = (int)json_integer_value(json_object_get(root, "pages"));
			return RC_OK;
		}
	return ERR(e, RC_FAIL, NULL, "loa-worker trả lời không đúng quy ước.");
}

enum rc media_examine(struct arena *a, struct bytes in, struct media_found *out, struct err *e)
{
	enum media_kind kind = MEDIA_JPEG;
	struct bytes answer;
	enum rc rc = media_sniff(in, &kind, e);
	if (rc)
		return rc;
	if (media_is_picture(kind)) {
		describe(kind, out);
		return RC_OK;
	}
	rc = worker_call(a, kind == MEDIA_PDF ? "examine-pdf" : "examine-zip", in, &answer, e);
	return rc ? rc : read_answer(a, answer, out, e);
}
