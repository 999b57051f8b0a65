#include "lib/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/text.h"

const char *file_why(int no)
{
	switch (no) {
	case ENOENT:
		return "không có tệp hoặc thư mục này";
	case EACCES:
	case EPERM:
		return "không được phép";
	case EISDIR:
		return "đây là một thư mục";
	case ENOTDIR:
		return "đường dẫn đi qua một tệp không phải thư mục";
	case ENOSPC:
	case EDQUOT:
		return "đĩa đã đầy";
	case EROFS:
		return "ổ đĩa chỉ cho đọc";
	case EPIPE:
		return "chương trình nhận đã đóng";
	case ENAMETOOLONG:
		return "tên quá dài";
	case ELOOP:
		return "liên kết vòng quanh";
	default:
		return strerror(no);
	}
}

static void close_fd(void *p)
{
	int *fd = p;
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static enum rc read_fd(struct arena *a, int fd, const char *path, size_t size, char **out,
	size_t *n, struct err *e)
{
	char *p = arena_alloc(a, size + 1);
	size_t got = 0;
	while (got < size) {
		ssize_t r = read(fd, p + got, size - got);
		if (r < 0 && errno == EINTR)
			continue;
		if (r < 0)
			return ERR(
				e, RC_FAIL, NULL, "%s: không đọc được: %s", path, file_why(errno));
		if (r == 0)
			break;
		got += (size_t)r;
	}
	p[got] = '\0';
	*out = p;
	*n = got;
	return RC_OK;
}

enum rc file_read(
	struct arena *a, const char *path, size_t max, char **out, size_t *n, struct err *e)
{
	/* O_NONBLOCK: a named pipe must not hold the program. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0 && errno == ENOENT)
		return ERR(e, RC_NOTFOUND, NULL, "không có tệp %s", path);
	if (fd < 0)
		return ERR(e, RC_FAIL, NULL, "không mở được tệp %s: %s", path, file_why(errno));
	struct stat st;
	enum rc rc;
	if (fstat(fd, &st))
		rc = ERR(e, RC_FAIL, NULL, "%s: %s", path, file_why(errno));
	else if (S_ISDIR(st.st_mode))
		rc = ERR(e, RC_INVALID, NULL, "%s là thư mục, không phải tệp", path);
	else if (!S_ISREG(st.st_mode))
		rc = ERR(e, RC_INVALID, NULL, "%s không phải một tệp thường", path);
	else if ((size_t)st.st_size > max)
		rc = ERR(e, RC_INVALID, NULL, "tệp quá lớn: %.1f MB, tối đa %.0f MB",
			(double)st.st_size / 1e6, (double)max / 1e6);
	else
		rc = read_fd(a, fd, path, (size_t)st.st_size, out, n, e);
	close(fd);
	return rc;
}

static bool write_all(int fd, const char *p, size_t n)
{
	while (n) {
		ssize_t w = write(fd, p, n);
		if (w < 0 && errno == EINTR)
			continue;
		if (w <= 0)
			return false;
		p += w;
		n -= (size_t)w;
	}
	return true;
}

enum rc file_write(struct arena *a, const char *path, const void *p, size_t n, struct err *e)
{
	if (text_eq(path, "-")) {
		if (fwrite(p, 1, n, stdout) != n || fflush(stdout))
			return ERR(e, RC_FAIL, NULL, "không ghi được ra màn hình: %s",
				file_why(errno));
		return RC_OK;
	}
	struct stat st;
	if (!stat(path, &st) && !S_ISREG(st.st_mode)) {
		/* a device such as /dev/null or /dev/stdout: written in place */
		int fd = open(path, O_WRONLY | O_CLOEXEC);
		if (fd >= 0 && write_all(fd, p, n) && !close(fd))
			return RC_OK;
		return ERR(e, RC_FAIL, NULL, "không ghi được %s: %s", path, file_why(errno));
	}
	/* By thread: two of one process may write the same content at once. */
	const char *temp = arena_printf(a, "%s.%ld.tmp", path, (long)gettid());
	int *fd = ARENA_NEW(a, int);
	*fd = open(temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	if (*fd < 0 && errno == EEXIST && !unlink(temp)) /* a killed process left it */
		*fd = open(temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	if (*fd < 0)
		return ERR(e, RC_FAIL, NULL, "không ghi được %s: %s", path, file_why(errno));
	arena_defer(a, close_fd, fd);
	if (write_all(*fd, p, n) && !fsync(*fd) && !rename(temp, path))
		return RC_OK;
	int why = errno;
	unlink(temp);
	return ERR(e, RC_FAIL, NULL, "không ghi được %s: %s", path, file_why(why));
}

bool file_is_folder(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

const char *file_join(struct arena *a, const char *folder, const char *name)
{
	size_t n = strlen(folder);
	return arena_printf(a, "%s%s%s", folder, n && folder[n - 1] == '/' ? "" : "/", name);
}

static int line_of(const char *p, size_t offset)
{
	int line = 1;
	for (size_t i = 0; i < offset; i++)
		line += p[i] == '\n';
	return line;
}

static size_t drop_cr(char *p, size_t n)
{
	size_t kept = 0;
	for (size_t i = 0; i < n; i++)
		if (p[i] != '\r' || (i + 1 < n && p[i + 1] != '\n'))
			p[kept++] = p[i] == '\r' ? '\n' : p[i];
	p[kept] = '\0';
	return kept;
}

static bool is_control(char c)
{
	return ((unsigned char)c < ' ' && c != '\t') || c == 0x7F;
}

/* A line's bytes that no text may have become "?", so that its other faults, and those of the lines
 * behind it, can be told too: nothing of such a file is ever stored. */
static void check_line(char *p, size_t n, const char *name, int line, struct problems *problems)
{
	size_t ok = text_check(p, n);
	if (ok < n)
		problem_add(problems, name, line,
			"byte thứ %zu của dòng không phải UTF-8; hãy lưu tệp với mã hóa UTF-8",
			ok + 1);
	for (size_t at = ok; at < n; at += text_check(p + at, n - at))
		p[at] = '?';
	bool told = ok < n;
	for (size_t i = 0; i < n; i++) {
		if (!is_control(p[i]))
			continue;
		if (!told)
			problem_add(problems, name, line,
				"byte thứ %zu của dòng là ký tự điều khiển U+%04X; hãy xóa nó",
				i + 1, (unsigned)p[i]);
		told = true;
		p[i] = '?';
	}
}

/* Every bad line is named; a spreadsheet saved in another code page has many. */
static void check_lines(char *p, size_t n, const char *name, struct problems *problems)
{
	int line = 1;
	for (size_t at = 0; at < n; line++) {
		char *end = memchr(p + at, '\n', n - at);
		size_t len = end ? (size_t)(end - p) - at : n - at;
		check_line(p + at, len, name, line, problems);
		at += len + 1;
	}
}

/* The lines whose text is not NFC, so that a person can find them. */
static const char *compose(
	struct arena *a, const char *text, const char *name, struct problems *notes)
{
	bool changed;
	const char *nfc = text_nfc(a, text, &changed);
	if (!changed)
		return nfc;
	struct arena *own = arena_new();
	int line = 1;
	for (const char *p = text; *p; line++) {
		size_t len = strcspn(p, "\n");
		text_nfc(own, arena_strndup(own, p, len), &changed);
		if (changed)
			break;
		p += len + (p[len] == '\n');
	}
	arena_free(own);
	problem_add(notes, name, line, "chữ tổ hợp (NFD) từ dòng này, đã đổi sang dựng sẵn (NFC)");
	return nfc;
}

static bool text_file_made(struct arena *a, char *p, size_t n, const char *name,
	struct text_file *out, struct problems *problems, struct problems *notes)
{
	if (n >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0) {
		problem_add(notes, name, 1, "có dấu BOM ở đầu tệp, đã bỏ qua");
		p += 3;
		n -= 3;
	}
	const char *cr = memchr(p, '\r', n);
	if (cr) {
		problem_add(notes, name, line_of(p, (size_t)(cr - p)),
			"cuối dòng kiểu Windows (CRLF), đã đổi sang LF");
		n = drop_cr(p, n);
	}
	check_lines(p, n, name, problems);
	if (text_blank(p)) {
		problem_add(problems, name, 1, "tệp rỗng");
		return false;
	}
	*out = (struct text_file){ name, compose(a, p, name, notes), 0 };
	out->n = strlen(out->text);
	return true;
}

bool text_file_read(struct arena *a, const char *path, const char *name, size_t max,
	struct text_file *out, struct problems *problems, struct problems *notes)
{
	struct err e;
	err_init(&e, a);
	char *p;
	size_t n;
	if (file_read(a, path, max, &p, &n, &e)) {
		problem_add(problems, name, 1, "%s", e.message);
		return false;
	}
	return text_file_made(a, p, n, name, out, problems, notes);
}

bool text_file_of(struct arena *a, const char *p, size_t n, const char *name, struct text_file *out,
	struct problems *problems, struct problems *notes)
{
	char *copy = arena_alloc(a, n + 1);
	if (n)
		memcpy(copy, p, n);
	return text_file_made(a, copy, n, name, out, problems, notes);
}
