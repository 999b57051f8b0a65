/* The key beside the data: 64 hex digits in a file of its own, so that who gets hold of the
 * database or of a copy of it has not got what it protects. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/file.h"
#include "lib/db/engine.h"

enum { DIGITS = 2 * DB_KEY };

static int digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = c ? strchr(digits, c) : NULL;
	return at ? (int)(at - digits) : -1;
}

static bool decode(const char *text, size_t n, unsigned char out[static DB_KEY])
{
	bool good = n == DIGITS || (n == DIGITS + 1 && text[DIGITS] == '\n');
	for (int i = 0; good && i < DB_KEY; i++) {
		int high = digit(text[2 * i]), low = digit(text[2 * i + 1]);
		good = high >= 0 && low >= 0;
		out[i] = (unsigned char)(good ? high << 4 | low : 0);
	}
	return good;
}

static enum rc fail(struct db *d, const char *why, struct err *e)
{
	return ERR(e, RC_FAIL, NULL, "Tệp khóa %s không dùng được: %s.", d->key_path, why);
}

/* RC_NOTFOUND without a message. */
static enum rc read_key(struct db *d, unsigned char out[static DB_KEY], struct err *e)
{
	struct arena *a = arena_new();
	struct err own;
	char *text = NULL;
	size_t n = 0;
	err_init(&own, a);
	enum rc rc = file_read(a, d->key_path, 4096, &text, &n, &own);
	if (rc && rc != RC_NOTFOUND)
		rc = fail(d, own.message, e);
	else if (!rc && !decode(text, n, out))
		rc = fail(d, "phải có đúng 64 chữ số 0-9, a-f", e);
	arena_free(a);
	return rc;
}

/* Whole before it has its name, and only for the database's owner. */
static bool write_key(const char *temporary, const char *path, const struct stat *owner)
{
	unsigned char key[DB_KEY];
	char text[DIGITS + 2];
	if (getrandom(key, sizeof key, 0) != sizeof key)
		return false;
	for (int i = 0; i < DB_KEY; i++)
		snprintf(text + 2 * i, 3, "%02x", key[i]);
	text[DIGITS] = '\n';
	int fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return false;
	bool good = write(fd, text, DIGITS + 1) == DIGITS + 1 && !fsync(fd);
	if (good && owner->st_uid != geteuid()) /* root made it for the server */
		good = !fchown(fd, owner->st_uid, owner->st_gid);
	good = !close(fd) && good;
	/* link, not rename: one that another process has made meanwhile stays. */
	good = good && (!link(temporary, path) || errno == EEXIST);
	return !unlink(temporary) && good;
}

static enum rc make_key(struct db *d, struct err *e)
{
	struct arena *a = arena_new();
	struct stat owner;
	const char *temporary = arena_printf(a, "%s.%lld", d->key_path, (long long)getpid());
	bool good = !stat(d->name, &owner) && write_key(temporary, d->key_path, &owner);
	enum rc rc = good ? RC_OK : fail(d, file_why(errno), e);
	arena_free(a);
	return rc;
}

enum rc db_key(struct db *d, bool make, unsigned char out[static DB_KEY], struct err *e)
{
	if (!d->key_path)
		return RC_NOTFOUND;
	enum rc rc = read_key(d, out, e);
	if (rc != RC_NOTFOUND || !make)
		return rc;
	if (!d->makes_key)
		return fail(d, "không có tệp ấy", e);
	rc = make_key(d, e);
	return rc ? rc : read_key(d, out, e);
}
