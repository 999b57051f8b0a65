/* Linked into a second loa, loa-faulty, around lib/db's two engines (the linker's --wrap): the n-th
 * call of the database from now on fails. What fails and when is in the file that LOA_FAULT names,
 * mapped by both sides: struct fault below. Nothing of this is in the program that people run. */
#include <fcntl.h>
#include <pthread.h>
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

/* What the server does by itself (core/job.h) comes at any time: its calls are nobody's request. */
static bool is_own_work(void)
{
	char name[16] = "";
	pthread_getname_np(pthread_self(), name, sizeof name);
	return !strcmp(name, "loa-jobs");
}

/* RC_OK, or this is the call. */
static enum rc count(struct fault *f, struct err *e)
{
	if (is_own_work())
		return RC_OK;
	atomic_fetch_add(&f->seen, 1);
	int64_t left = atomic_load(&f->left);
	while (left > 0 && !atomic_compare_exchange_weak(&f->left, &left, left - 1))
		;
	return left == 1 ? ERR(e, (enum rc)atomic_load(&f->rc), NULL, "Lỗi cố ý của thử nghiệm.")
			 : RC_OK;
}

static enum rc strike(const struct db *d, struct err *e)
{
	struct faulty *f = of(d);
	enum rc rc = count(f->fault, e);
	if (rc)
		f->lost = atomic_load(&f->fault->lost) != 0;
	return rc;
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

static enum rc faulty_blob_put(struct db *d, const char *name, struct bytes content, struct err *e)
{
	enum rc rc = strike(d, e);
	return rc ? rc : of(d)->real->blob_put(d, name, content, e);
}

static bool faulty_lost(const struct db *d)
{
	return of(d)->lost || of(d)->real->lost(d);
}

typedef enum rc opener(
	struct arena *a, const char *address, enum db_mode mode, struct db **out, struct err *e);

static enum rc open_by(opener *real, struct arena *a, const char *address, enum db_mode mode,
	struct db **out, struct err *e)
{
	struct fault *fault = mapped();
	enum rc rc = count(fault, e);
	if (!rc)
		rc = real(a, address, mode, out, e);
	if (rc) {
		munmap(fault, sizeof *fault);
		return rc;
	}
	struct faulty *f = ARENA_NEW(a, struct faulty);
	*f = (struct faulty){ *(*out)->engine, (*out)->engine, fault, false };
	f->engine.exec = faulty_exec;
	f->engine.begin = faulty_begin;
	f->engine.commit = faulty_commit;
	f->engine.blob_put = faulty_blob_put;
	f->engine.lost = faulty_lost;
	(*out)->engine = &f->engine;
	return RC_OK;
}

opener __real_sqlite_open, __real_pg_open, __wrap_sqlite_open, __wrap_pg_open;

enum rc __wrap_sqlite_open(
	struct arena *a, const char *address, enum db_mode mode, struct db **out, struct err *e)
{
	return open_by(__real_sqlite_open, a, address, mode, out, e);
}

enum rc __wrap_pg_open(
	struct arena *a, const char *address, enum db_mode mode, struct db **out, struct err *e)
{
	return open_by(__real_pg_open, a, address, mode, out, e);
}
