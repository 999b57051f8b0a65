/* A message as RFC 5322 and MIME (RFC 2045 to 2047, 2231) have it: pure ASCII in short lines, so
 * that every server on the way can take it. */
#include <stdio.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/date.h"
#include "lib/base/text.h"
#include "lib/mail/mail.h"

/* Base64 never has "_", so no part can hold the boundary. */
#define BOUNDARY "=_loa_phan_thu"

enum { WORD_BYTES = 39, LINE_BYTES = 57, PARAMETER_LINE = 50, PLAIN_MAX = 60 };

/* --- what may stand in a head ------------------------------------------------------------------
 */

static bool letter_or_digit(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Valid UTF-8 without control characters: no line end can begin a field of its own. */
static bool one_line(const char *s)
{
	size_t n = strlen(s);
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)s[i] < ' ' || s[i] == 0x7f)
			return false;
	return text_check(s, n) == n;
}

static bool local_part_ok(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!letter_or_digit(s[i]) && !strchr("!#$%&'*+-/=?^_`{|}~.", s[i]))
			return false;
	return n > 0 && n <= 64 && s[0] != '.' && s[n - 1] != '.' && !memmem(s, n, "..", 2);
}

static bool domain_ok(const char *s)
{
	size_t label = 0, dots = 0;
	for (; *s; s++) {
		if (*s == '.') {
			if (!label || s[-1] == '-')
				return false;
			label = 0;
			dots++;
			continue;
		}
		if (!letter_or_digit(*s) && (*s != '-' || !label))
			return false;
		if (++label > 63)
			return false;
	}
	return dots && label && s[-1] != '-';
}

bool mail_address_ok(const char *s)
{
	const char *at = strchr(s, '@');
	return at && strlen(s) <= 254 && local_part_ok(s, (size_t)(at - s)) && domain_ok(at + 1);
}

static bool id_ok(const char *s)
{
	const char *at = strchr(s, '@');
	size_t n = strlen(s);
	for (size_t i = 0; i < n; i++)
		if (s[i] <= ' ' || s[i] > '~' || strchr("<>()[],;:\\\"", s[i]))
			return false;
	return at && at != s && at[1] && !strchr(at + 1, '@') && n <= 200;
}

static bool type_ok(const char *s)
{
	const char *slash = strchr(s, '/');
	for (const char *p = s; *p; p++)
		if (!letter_or_digit(*p) && !strchr("/.+-_", *p))
			return false;
	return slash && slash != s && slash[1] && !strchr(slash + 1, '/') && strlen(s) <= 127;
}

static enum rc check_person(const struct mail_person *p, const char *field, struct err *e)
{
	if (!p->address || !mail_address_ok(p->address))
		return ERR(e, RC_INVALID, field,
			"Địa chỉ thư “%s” không đúng (viết như ten@donvi.gov.vn).",
			p->address && one_line(p->address) ? p->address : "?");
	if (p->name && (!one_line(p->name) || strlen(p->name) > 200))
		return ERR(e, RC_INVALID, field,
			"Tên người của địa chỉ %s phải viết trên một dòng.", p->address);
	return RC_OK;
}

static enum rc check_people(const struct mail *m, struct err *e)
{
	enum rc rc = check_person(&m->from, "from", e);
	if (!rc && !m->to_n)
		return ERR(e, RC_INVALID, "to", "Chưa có người nhận thư.");
	if (!rc && m->to_n > MAIL_RECIPIENTS_MAX)
		return ERR(e, RC_INVALID, "to", "Thư gửi cho %zu người, quá %d người.", m->to_n,
			MAIL_RECIPIENTS_MAX);
	for (size_t i = 0; !rc && i < m->to_n; i++)
		rc = check_person(&m->to[i], "to", e);
	return rc;
}

static enum rc check_files(const struct mail *m, struct err *e)
{
	size_t total = 0;
	for (size_t i = 0; i < m->files_n; i++) {
		const struct mail_file *f = &m->files[i];
		if (!f->name || !*f->name || !one_line(f->name) || strlen(f->name) > 255 ||
			strpbrk(f->name, "/\\"))
			return ERR(e, RC_INVALID, "files",
				"Tên tệp gửi kèm thứ %zu không dùng được.", i + 1);
		if (!f->type || !type_ok(f->type))
			return ERR(e, RC_INVALID, "files", "Không rõ tệp “%s” là loại tệp gì.",
				f->name);
		total += f->bytes.n;
	}
	if (total > MAIL_FILES_MAX)
		return ERR(e, RC_INVALID, "files", "Các tệp gửi kèm nặng %zu MB, quá %d MB.",
			total >> 20, MAIL_FILES_MAX >> 20);
	return RC_OK;
}

static enum rc check_mail(const struct mail *m, struct err *e)
{
	enum rc rc = check_people(m, e);
	if (rc)
		return rc;
	if (!m->subject || text_blank(m->subject) || !one_line(m->subject) ||
		strlen(m->subject) > 500)
		return ERR(e, RC_INVALID, "subject",
			"Tiêu đề thư phải có chữ, viết trên một dòng, không quá 500 byte.");
	if (!m->text || text_check(m->text, strlen(m->text)) != strlen(m->text) ||
		strlen(m->text) > 1 << 20)
		return ERR(e, RC_INVALID, "text", "Nội dung thư không đúng hoặc quá dài.");
	if (!m->id || !id_ok(m->id))
		return ERR(e, RC_INVALID, "id", "Mã của thư (Message-ID) không đúng.");
	return check_files(m, e);
}

/* --- encodings ---------------------------------------------------------------------------------
 */

static void base64(struct buf *b, const void *from, size_t n)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *p = from;
	for (size_t i = 0; i < n; i += 3) {
		unsigned v = (unsigned)p[i] << 16 | (i + 1 < n ? (unsigned)p[i + 1] << 8 : 0) |
			     (i + 2 < n ? p[i + 2] : 0u);
		char four[4] = { digits[v >> 18], digits[v >> 12 & 63],
			i + 1 < n ? digits[v >> 6 & 63] : '=', i + 2 < n ? digits[v & 63] : '=' };
		buf_add(b, four, 4);
	}
}

static void base64_lines(struct buf *b, const char *p, size_t n)
{
	for (size_t i = 0; i < n; i += LINE_BYTES) {
		base64(b, p + i, n - i < LINE_BYTES ? n - i : LINE_BYTES);
		buf_puts(b, "\r\n");
	}
}

/* Whether it can stand as it is, also as the name before an address (RFC 5322, 3.2.3). */
static bool is_plain(const char *s)
{
	for (const char *p = s; *p; p++)
		if (!letter_or_digit(*p) && *p != ' ' && *p != '-')
			return false;
	return strlen(s) <= PLAIN_MAX && *s != ' ' && !strstr(s, "  ");
}

/* The bytes of s that fit `room` without cutting a letter. */
static size_t whole_letters(const char *s, size_t room)
{
	size_t n = strlen(s);
	if (n <= room)
		return n;
	n = room;
	while (n > 1 && ((unsigned char)s[n] & 0xC0) == 0x80)
		n--;
	return n;
}

/* RFC 2047: words of at most 75 characters, a line each. */
static void put_words(struct buf *b, const char *s)
{
	if (is_plain(s)) {
		buf_puts(b, s);
		return;
	}
	for (const char *gap = ""; *s; gap = "\r\n ") {
		size_t n = whole_letters(s, WORD_BYTES);
		buf_printf(b, "%s=?UTF-8?B?", gap);
		base64(b, s, n);
		buf_puts(b, "?=");
		s += n;
	}
}

/* RFC 2231: name*0*=UTF-8''...; name*1*=... on lines of their own. */
static void put_parameter(struct buf *b, const char *name, const char *s)
{
	for (int part = 0; *s; part++) {
		buf_printf(b, ";\r\n %s*%d*=%s", name, part, part ? "" : "UTF-8''");
		for (int column = 0; *s && column < PARAMETER_LINE; s++) {
			if (letter_or_digit(*s) || strchr("-._", *s)) {
				buf_putc(b, *s);
				column++;
			} else {
				buf_printf(b, "%%%02X", (unsigned char)*s);
				column += 3;
			}
		}
	}
}

/* --- the message -------------------------------------------------------------------------------
 */

static void put_person(struct buf *b, const struct mail_person *p)
{
	if (p->name && *p->name) {
		put_words(b, p->name);
		buf_printf(b, "\r\n <%s>", p->address);
	} else {
		buf_puts(b, p->address);
	}
}

/* "Tue, 05 Mar 2024 08:30:00 +0700" */
static void put_date(struct buf *b, long long at)
{
	static const char *const days[] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	struct tm t = date_clock(at);
	buf_printf(b, "Date: %s, %02d %.3s %04d %02d:%02d:%02d +0700\r\n", days[t.tm_wday],
		t.tm_mday, months + 3 * (size_t)t.tm_mon, t.tm_year + 1900, t.tm_hour, t.tm_min,
		t.tm_sec);
}

static void put_head(struct buf *b, const struct mail *m)
{
	put_date(b, m->at);
	buf_puts(b, "From: ");
	put_person(b, &m->from);
	for (size_t i = 0; i < m->to_n; i++) {
		buf_puts(b, i ? ",\r\n " : "\r\nTo: ");
		put_person(b, &m->to[i]);
	}
	buf_puts(b, "\r\nSubject: ");
	put_words(b, m->subject);
	buf_printf(b, "\r\nMessage-ID: <%s>\r\nMIME-Version: 1.0\r\n", m->id);
}

static void put_text(struct buf *b, struct arena *a, const char *text)
{
	struct buf lines;
	buf_init(&lines, a, 2 * strlen(text) + 2);
	for (const char *p = text; *p; p++) {
		if (*p == '\r' && p[1] == '\n')
			continue;
		buf_puts(&lines, *p == '\n' ? "\r\n" : (char[]){ *p, '\0' });
	}
	buf_puts(b, "Content-Type: text/plain; charset=UTF-8\r\n"
		    "Content-Transfer-Encoding: base64\r\n\r\n");
	base64_lines(b, lines.p, lines.n);
}

static void put_file(struct buf *b, const struct mail_file *f)
{
	buf_printf(b, "--" BOUNDARY "\r\nContent-Type: %s\r\nContent-Disposition: attachment",
		f->type);
	put_parameter(b, "filename", f->name);
	buf_puts(b, "\r\nContent-Transfer-Encoding: base64\r\n\r\n");
	base64_lines(b, f->bytes.p, f->bytes.n);
}

enum rc mail_compose(struct arena *a, const struct mail *m, struct bytes *out, struct err *e)
{
	struct buf b;
	enum rc rc = check_mail(m, e);
	if (rc)
		return rc;
	buf_init(&b, a, 48 << 20);
	put_head(&b, m);
	if (m->files_n)
		buf_puts(&b, "Content-Type: multipart/mixed; boundary=\"" BOUNDARY "\"\r\n\r\n"
			     "--" BOUNDARY "\r\n");
	put_text(&b, a, m->text);
	for (size_t i = 0; i < m->files_n; i++)
		put_file(&b, &m->files[i]);
	if (m->files_n)
		buf_puts(&b, "--" BOUNDARY "--\r\n");
	if (b.over)
		return ERR(e, RC_INVALID, NULL, "Thư quá lớn.");
	*out = (struct bytes){ b.p, b.n };
	return RC_OK;
}
