/* Contents as files beside the SQLite file: FILE.files/ab/abcdef...; a file that has its name is
 * whole, for it gets the name only when it is synced. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/file.h"
#include "lib/db/engine.h"

enum { CONTENT_MAX = 256 << 20 };

static const char *folder_of(struct arena *a, const struct db *d)
{
	return arena_printf(a, "%s.files", d->name);
}

static const char *shelf_of(struct arena *a, const struct db *d, const char *name)
{
	return arena_printf(a, "%s/%.2s", folder_of(a, d), name);
}

/* A name is on the disk when its folder is synced. */
static bool sync_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool good = fd >= 0 && !fsync(fd);
	int why = errno;
	if (fd >= 0)
		close(fd);
	errno = why;
	return good;
}

/* Contents are as private as the database: what its mode lets others do, they may do here. */
static bool make_folder(const char *path, const char *parent, mode_t mode)
{
	if (!mkdir(path, mode))
		return sync_folder(parent);
	return errno == EEXIST;
}

static bool make_shelf(struct arena *a, const struct db *d, const char *shelf)
{
	struct stat st;
	const char *folder = folder_of(a, d), *slash = strrchr(d->name, '/');
	const char *parent = slash ? arena_strndup(a, d->name, (size_t)(slash - d->name) + 1) : ".";
	if (stat(d->name, &st))
		return false;
	mode_t mode = 0700 | ((st.st_mode & 0040) ? 0050 : 0);
	return make_folder(folder, parent, mode) && make_folder(shelf, folder, mode);
}

static bool is_there(const char *path, size_t n)
{
	struct stat st;
	return !stat(path, &st) && S_ISREG(st.st_mode) && (size_t)st.st_size == n;
}

enum rc blob_file_put(struct db *d, const char *name, struct bytes content, struct err *e)
{
	struct arena *a = arena_new();
	const char *shelf = shelf_of(a, d, name), *path = arena_printf(a, "%s/%s", shelf, name);
	struct err own;
	err_init(&own, e->a);
	enum rc rc = RC_OK;
	if (!is_there(path, content.n)) {
		if (!make_shelf(a, d, shelf))
			rc = ERR(&own, RC_FAIL, NULL, "không tạo được thư mục %s: %s", shelf,
				file_why(errno));
		if (!rc)
			rc = file_write(a, path, content.p, content.n, &own);
		if (!rc && !sync_folder(shelf))
			rc = ERR(&own, RC_FAIL, NULL, "không ghi được %s: %s", shelf,
				file_why(errno));
	}
	if (rc)
		err_set(e, rc, NULL, own.where, "%s", own.message);
	arena_free(a);
	return rc;
}

enum rc blob_file_get(
	struct db *d, struct arena *a, const char *name, struct bytes *out, struct err *e)
{
	char *p;
	size_t n;
	const char *path = arena_printf(a, "%s/%s", shelf_of(a, d, name), name);
	enum rc rc = file_read(a, path, CONTENT_MAX, &p, &n, e);
	if (!rc)
		*out = (struct bytes){ p, n };
	return rc;
}
