#include "app/upkeep.h"

#include <stdio.h>
#include <time.h>

#include "app/feature_list.h"
#include "core/session.h"
#include "core/web/form_store.h"

static enum rc tidy(struct arena *a, const char *address, struct err *e)
{
	struct db *d = NULL;
	enum rc rc = db_open(a, address, DB_WRITE, &d, e);
	if (!rc)
		rc = app_migrate(d, DB_WRITE, e);
	if (!rc)
		rc = db_begin(d, DB_WRITE, e);
	if (rc)
		return rc;
	int64_t now = time(NULL);
	rc = session_purge(d, now, e);
	if (!rc)
		rc = form_purge(d, now, e);
	if (!rc)
		return db_commit(d, e);
	db_rollback(d);
	return rc;
}

/* name: NULL where there is only this one. */
static bool keep_one(const char *address, const char *name)
{
	struct arena *a = arena_new();
	struct err e;
	err_init(&e, a);
	const char *own = name ? db_named(a, address, name) : address;
	enum rc rc =
		own ? tidy(a, own, &e)
		    : ERR(&e, RC_INVALID, NULL,
			      "tên tệp không dùng làm tên máy được (chỉ a-z, 0-9, “-”, “_”, “.”)");
	if (rc)
		fprintf(stderr, "loa: %s%s%s\n", name ? name : "", name ? ": " : "",
			e.message ? e.message : "lỗi không rõ");
	arena_free(a);
	return !rc;
}

enum rc upkeep(const char *address, struct upkeep *out, struct err *e)
{
	struct texts names = { 0 };
	struct upkeep done = { 0 };
	bool many = db_is_many(address);
	struct arena *a = arena_new();
	enum rc rc = many ? db_names(a, address, &names, e) : RC_OK;
	for (size_t i = 0; !rc && i < (many ? names.n : 1); i++) {
		if (keep_one(address, many ? names.v[i] : NULL))
			done.good++;
		else
			done.bad++;
	}
	arena_free(a);
	if (!rc)
		*out = done;
	return rc;
}
