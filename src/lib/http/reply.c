#include "lib/http/reply.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/http/cookie.h"
#include "lib/http/http_int.h"
#include "lib/http/url.h"

enum { PAGE_MAX = 16384, FILE_AT_ONCE = 256 * 1024 };

void reply_init(struct reply *rp, struct arena *a, const struct http_server *s)
{
	const struct http_hooks *h = &s->config.hooks;
	*rp = (struct reply){ .a = a,
		.fd = -1,
		.usual_csp = s->csp,
		.error_page = h->error_page,
		.error_ctx = h->ctx };
}

/* What was answered so far goes, headers too: another answer takes its place. */
static void start(struct reply *rp, int status)
{
	if (rp->fd >= 0)
		close(rp->fd);
	rp->fd = -1;
	rp->status = status;
	rp->ready = NULL;
	rp->type = NULL;
	rp->body = "";
	rp->n = 0;
}

void reply_bytes(struct reply *rp, int status, const char *type, const void *p, size_t n)
{
	start(rp, status);
	rp->type = type;
	rp->body = p;
	rp->n = n;
}

void reply_page(struct reply *rp, int status, const struct buf *b)
{
	if (b->over)
		reply_status(rp, 500);
	else
		reply_bytes(rp, status, "text/html; charset=utf-8", b->p, b->n);
}

static bool own_path(const char *s)
{
	if (s[0] != '/' || s[1] == '/' || s[1] == '\\')
		return false;
	for (; *s; s++)
		if (*s <= 0x20 || *s >= 0x7F || *s == '\\')
			return false;
	return true;
}

void reply_redirect(struct reply *rp, const char *location)
{
	reply_bytes(rp, 303, "text/plain; charset=utf-8", "", 0);
	reply_header(rp, "Location", own_path(location) ? location : "/");
}

static bool read_all(int fd, char *p, size_t n)
{
	for (size_t done = 0; done < n;) {
		ssize_t r = pread(fd, p + done, n - done, (off_t)done);
		if (r < 0 && errno == EINTR)
			continue;
		if (r <= 0)
			return false;
		done += (size_t)r;
	}
	return true;
}

enum rc reply_file(struct reply *rp, const char *type, int fd, struct err *e)
{
	struct stat st;
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		close(fd);
		return ERR(e, RC_FAIL, NULL, "Không đọc được tệp.");
	}
	if (st.st_size > FILE_AT_ONCE) {
		start(rp, 200);
		(void)posix_fadvise(fd, 0, 0, POSIX_FADV_WILLNEED);
		rp->type = type;
		rp->fd = fd;
		rp->at = 0;
		rp->length = (uint64_t)st.st_size;
		return RC_OK;
	}
	size_t n = (size_t)st.st_size;
	char *p = arena_alloc(rp->a, n + 1);
	bool ok = read_all(fd, p, n);
	close(fd);
	if (!ok)
		return ERR(e, RC_FAIL, NULL, "Không đọc được tệp.");
	reply_bytes(rp, 200, type, p, n);
	return RC_OK;
}

void reply_header(struct reply *rp, const char *name, const char *value)
{
	for (const char *s = value; *s; s++)
		if (((unsigned char)*s < 0x20 && *s != '\t') || *s == 0x7F)
			return;
	struct http_pair pair = { name, value };
	ARENA_PUSH(rp->a, &rp->headers, pair);
}

void reply_download(struct reply *rp, const char *filename)
{
	char *plain = arena_strdup(rp->a, filename);
	for (char *s = plain; *s; s++)
		if (*s < 0x20 || *s >= 0x7F || strchr("\"\\/%;", *s))
			*s = '_';
	reply_header(rp, "Content-Disposition",
		arena_printf(rp->a, "attachment; filename=\"%s\"; filename*=UTF-8''%s", plain,
			url_encode(rp->a, filename)));
}

void reply_cookie(struct reply *rp, const struct request *rq, const char *name, const char *value,
	long max_age)
{
	const char *cookie = cookie_format(rp->a, name, value, max_age, rq->https);
	if (cookie)
		reply_header(rp, "Set-Cookie", cookie);
}

static void plain_page(struct reply *rp, const char *title, const char *message)
{
	struct buf b;
	buf_init(&b, rp->a, PAGE_MAX);
	buf_printf(&b,
		"<!DOCTYPE html>\n<html lang=\"vi\"><head><meta charset=\"utf-8\">"
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
		"<title>%s</title></head>\n<body><main><h1>%s</h1><p>%s</p></main></body></html>\n",
		title, title, message);
	rp->body = b.p;
	rp->n = b.n;
}

void reply_error(struct reply *rp, int status, const char *title, const char *message)
{
	start(rp, status);
	rp->type = "text/html; charset=utf-8";
	rp->cache = rp->etag = rp->encoding = rp->csp = NULL;
	if (rp->error_page)
		rp->error_page(rp->error_ctx, rp, title, message);
	else
		plain_page(rp, title, message);
}

struct said {
	int status;
	const char *title, *message;
};

static const struct said SAID[] = {
	{ 400, "Yêu cầu không hợp lệ",
		"Máy chủ không hiểu được yêu cầu vừa gửi. Xin quay lại và thử lần nữa." },
	{ 411, "Thiếu độ dài nội dung", "Nội dung gửi lên phải nói trước độ dài của nó." },
	{ 413, "Nội dung quá lớn", "Nội dung vừa gửi lớn hơn mức được nhận ở đây." },
	{ 417, "Không đáp ứng được", "Máy chủ không đáp ứng được điều kiện kèm theo yêu cầu." },
	{ 431, "Yêu cầu quá dài",
		"Phần đầu của yêu cầu quá dài. Xin xóa cookie của trang này và thử lại." },
	{ 500, "Có lỗi ở máy chủ",
		"Việc vừa rồi chưa làm được vì lỗi ở máy chủ. Xin thử lại sau ít phút." },
	{ 501, "Chưa hỗ trợ", "Máy chủ không hỗ trợ cách gửi này." },
	{ 503, "Máy chủ đang bận",
		"Hiện có nhiều người cùng truy cập. Xin chờ vài giây rồi tải lại trang; "
		"nội dung vừa gửi chưa được ghi nhận." },
	{ 505, "Chưa hỗ trợ", "Máy chủ không hỗ trợ phiên bản HTTP này." },
};

void reply_too_large(struct reply *rp, uint64_t max)
{
	enum { MEBI = 1 << 20, KIBI = 1 << 10 };
	bool mega = max >= MEBI;
	reply_error(rp, 413, "Nội dung quá lớn",
		arena_printf(rp->a,
			"Nội dung hoặc tệp vừa gửi lớn hơn mức được nhận ở đây: tối đa %llu %s mỗi lần "
			"gửi. Chưa có gì được ghi. Xin quay lại, chọn tệp nhỏ hơn hoặc gửi ít tệp hơn; "
			"chữ đã gõ vẫn còn khi quay lại bằng nút Quay lại của trình duyệt.",
			(unsigned long long)(max / (mega ? MEBI : KIBI)), mega ? "MB" : "KB"));
}

/* The usual words for a status that the server itself answers. */
void reply_status(struct reply *rp, int status)
{
	const struct said *said = &SAID[0];
	for (size_t i = 0; i < sizeof SAID / sizeof *SAID; i++)
		if (SAID[i].status == status)
			said = &SAID[i];
	reply_error(rp, status, said->title, said->message);
	if (status == 503)
		reply_header(rp, "Retry-After", "5");
}
