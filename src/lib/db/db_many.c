/* Many communes behind one address: a folder of files, or all the schemas of a database. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/db/engine.h"

static const char ending[] = ".db";
static const char wild[] = "commune=*";

/* The wild part of a PostgreSQL address; NULL where it has none. */
static const char *wild_part(const char *address)
{
	if (!db_is_postgresql(address))
		return NULL;
	for (const char *p = pg_query(address); *p;) {
		size_t n = strcspn(++p, "&");
		if (n == sizeof wild - 1 && !strncmp(p, wild, n))
			return p;
		p += n;
	}
	return NULL;
}

bool db_is_many(const char *address)
{
	return db_is_postgresql(address) ? wild_part(address) != NULL : file_is_folder(address);
}

bool db_is_name(const char *address, const char *name)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_-.";
	size_t n = strlen(name);
	if (db_is_postgresql(address))
		return pg_is_code(name, n);
	return n && n <= DB_NAME_MAX && *name != '.' && strspn(name, letters) == n;
}

static const char *file_of(struct arena *a, const char *folder, const char *name)
{
	size_t n = strlen(folder);
	return arena_printf(
		a, "%s%s%s%s", folder, n && folder[n - 1] == '/' ? "" : "/", name, ending);
}

const char *db_named(struct arena *a, const char *address, const char *name)
{
	const char *part = wild_part(address);
	if (!db_is_name(address, name))
		return NULL;
	if (!db_is_postgresql(address))
		return file_of(a, address, name);
	if (!part)
		return NULL;
	size_t before = (size_t)(part - address) + sizeof wild - 2;
	return arena_printf(a, "%.*s%s%s", (int)before, address, name, address + before + 1);
}

/* The stem of "ba-to.db"; NULL for another file. */
static const char *stem_of(struct arena *a, const char *file)
{
	size_t n = strlen(file), end = sizeof ending - 1;
	if (n <= end || !text_eq(file + n - end, ending) || text_check(file, n) != n)
		return NULL;
	return arena_strndup(a, file, n - end);
}

static enum rc list_folder(struct arena *a, const char *folder, struct texts *out, struct err *e)
{
	DIR *dir = opendir(folder);
	if (!dir)
		return ERR(e, errno == ENOENT ? RC_NOTFOUND : RC_FAIL, NULL,
			"Không đọc được thư mục %s: %s.", folder, file_why(errno));
	for (struct dirent *f; (f = readdir(dir));) {
		struct stat st;
		const char *stem = stem_of(a, f->d_name);
		if (stem && !stat(file_of(a, folder, stem), &st) && S_ISREG(st.st_mode))
			ARENA_PUSH(a, out, stem);
	}
	closedir(dir);
	return RC_OK;
}

static int by_bytes(const void *x, const void *y)
{
	const char *const *a = x, *const *b = y;
	return strcmp(*a, *b);
}

enum rc db_names(struct arena *a, const char *address, struct texts *out, struct err *e)
{
	struct texts list = { 0 };
	enum rc rc = db_is_postgresql(address) ? pg_names(a, address, &list, e)
					       : list_folder(a, address, &list, e);
	if (rc)
		return rc;
	if (list.n)
		qsort(list.v, list.n, sizeof *list.v, by_bytes);
	*out = list;
	return RC_OK;
}

bool db_stamp(const char *address, struct db_stamp *out)
{
	struct stat st;
	*out = (struct db_stamp){ 0 };
	if (db_is_postgresql(address))
		return true;
	if (stat(address, &st))
		return false;
	*out = (struct db_stamp){ st.st_dev, st.st_ino };
	return true;
}
