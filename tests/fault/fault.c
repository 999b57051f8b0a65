/* Linked into a second loa, loa-faulty, around lib/db's two engines (the linker's --wrap): the n-th call of
 * the database from now on fails. What fails and when is in the file that LOA_FAULT names, mapped by both
 * sides: struct fault below. Nothing of this is in the program that people run. */
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lib/db/engine.h"

struct fault {
	_Atomic int64_t left; /* calls until the one that fails; 0: none does */
	_Atomic int64_t rc; /* what it returns */
	_Atomic int64_t seen; /* calls so far */
	_Atomic int64_t lost; /* not 0: the connection is gone with it */
};

enum rc __real_sqlite_open(struct arena *a, const char *address, enum db_mode mode, struct db **out,
	struct err *e);
enum rc __real_pg_open(struct arena *a, const char *address, enum db_mode mode, struct db **out,
	struct err *e);
enum rc __wrap_sqlite_open(struct arena *a, const char *address, enum db_mode mode, struct db **out,
	struct err *e);
enum rc __wrap_pg_open(struct arena *a, const char *address, enum db_mode mode, struct db **out,
	struct err *e);

/* An engine with its faults; found again from db.engine, which points to its first member. */
struct faulty {
	struct db_engine engine;
	const struct db_engine *real;
	struct fault *fault;
	bool lost;
};

static struct fault *mapped(void)
{
	const char *path = getenv("LOA_FAULT");
	int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
	if (fd < 0)
		die("LOA_FAULT must name a file of %zu bytes", sizeof(struct fault));
	struct fault *f = mmap(NULL, sizeof *f, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	if (f == MAP_FAILED)
		die("mmap");
	return f;
}

static struct faulty *of(const struct db *d)
{
	return (struct faulty *)(uintptr_t)d->engine;
}

/* RC_OK, or this is the call. */
static enum rc strike(const struct db *d, struct err *e)
{
	struct faulty *f = of(d);
	atomic_fetch_add(&f->fault->seen, 1);
	int64_t left = atomic_load(&f->fault->left);
	while (left > 0 && !atomic_compare_exchange_weak(&f->fault->left, &left, left - 1))
		;
	if (left != 1)
		return RC_OK;
	f->lost = atomic_load(&f->fault->lost) != 0;
	return ERR(e, (enum rc)atomic_load(&f->fault->rc), NULL, "Lỗi cố ý của thử nghiệm.");
}

static enum rc faulty_exec(struct db *d, const struct db_sql *q, struct db_args args,
	struct db_rows *rows, int64_t *changed, struct err *e)
{
	enum rc rc = strike(d, e);
	return rc ? rc : of(d)->real->exec(d, q, args, rows, changed, e);
}

static enum rc faulty_begin(struct db *d, bool reads, struct err *e)
{
	enum rc rc = strike(d, e);
	return rc ? rc : of(d)->real->begin(d, reads, e);
}

static enum rc faulty_commit(struct db *d, struct err *e)
{
	enum rc rc = strike(d, e);
	if (!rc)
		return of(d)->real->commit(d, e);
	of(d)->real->rollback(d);
	return rc;
}

static bool faulty_lost(const struct db *d)
{
	return of(d)->lost || of(d)->real->lost(d);
}

static enum rc wrapped(enum rc rc, struct arena *a, struct db **out)
{
	if (rc)
		return rc;
	struct faulty *f = ARENA_NEW(a, struct faulty);
	f->real = (*out)->engine;
	f->fault = mapped();
	f->engine = *f->real;
	f->engine.exec = faulty_exec;
	f->engine.begin = faulty_begin;
	f->engine.commit = faulty_commit;
	f->engine.lost = faulty_lost;
	(*out)->engine = &f->engine;
	return RC_OK;
}

enum rc __wrap_sqlite_open(
	struct arena *a, const char *address, enum db_mode mode, struct db **out, struct err *e)
{
	return wrapped(__real_sqlite_open(a, address, mode, out, e), a, out);
}

enum rc __wrap_pg_open(
	struct arena *a, const char *address, enum db_mode mode, struct db **out, struct err *e)
{
	return wrapped(__real_pg_open(a, address, mode, out, e), a, out);
}
