#include "core/web/desk.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/text.h"

enum { LANES = 2, WORKERS_MAX = 16, KEPT = 8 };

struct slot {
	struct arena *a; /* NULL: empty */
	struct db *db;
	const char *name;
	struct db_stamp stamp;
	struct desk_memory memory;
	uint64_t used; /* when, in requests of this thread */
};

struct desk {
	struct slot *v;
	uint64_t requests;
};

struct desks {
	struct desk_config c;
	bool many;
	struct desk threads[LANES][WORKERS_MAX];
	_Atomic int64_t open;
	_Atomic uint64_t opened, failed;
};

struct desks *desks_new(struct arena *a, const struct desk_config *c)
{
	struct desks *d = ARENA_NEW(a, struct desks);
	d->c = *c;
	d->many = db_is_many(c->address);
	if (!d->c.kept || !d->many)
		d->c.kept = d->many ? KEPT : 1;
	for (int l = 0; l < LANES; l++)
		for (int w = 0; w < WORKERS_MAX; w++)
			d->threads[l][w].v = ARENA_ARRAY(a, struct slot, d->c.kept);
	return d;
}

static void slot_close(struct desks *d, struct slot *s)
{
	if (!s->a)
		return;
	arena_free(s->memory.a);
	arena_free(s->a);
	*s = (struct slot){ 0 };
	atomic_fetch_sub(&d->open, 1);
}

void desks_close(struct desks *d)
{
	for (int l = 0; l < LANES; l++)
		for (int w = 0; w < WORKERS_MAX; w++)
			for (unsigned i = 0; i < d->c.kept; i++)
				slot_close(d, &d->threads[l][w].v[i]);
}

static struct desk *desk_of(struct desks *d, const struct request *rq)
{
	if (rq->lane >= LANES || rq->worker >= WORKERS_MAX)
		die("web: không có chỗ cho luồng %u.%u", rq->lane, rq->worker);
	return &d->threads[rq->lane][rq->worker];
}

struct place {
	const char *name, *address;
	struct db_stamp stamp;
};

/* Where the host's data are; false where nothing by that name is there. */
static bool find(const struct desks *d, struct arena *a, const char *host, struct place *out)
{
	if (!d->many) {
		*out = (struct place){ .name = "", .address = d->c.address };
		(void)db_stamp(out->address, &out->stamp); /* opening will say what is wrong */
		return true;
	}
	const char *const names[] = { host, arena_strndup(a, host, strcspn(host, ".")) };
	for (size_t i = 0; i < 2; i++) {
		const char *address = db_named(a, d->c.address, names[i]);
		if (address && db_stamp(address, &out->stamp)) {
			out->name = names[i];
			out->address = address;
			return true;
		}
	}
	return false;
}

static bool same(const struct slot *s, const struct place *p)
{
	return s->stamp.device == p->stamp.device && s->stamp.file == p->stamp.file;
}

/* The one that has it open; else an empty one, else the one not used for longest. */
static struct slot *choose(const struct desks *d, const struct desk *t, const char *name)
{
	struct slot *best = t->v;
	for (unsigned i = 0; i < d->c.kept; i++) {
		struct slot *s = &t->v[i];
		if (s->a && text_eq(s->name, name))
			return s;
		if (s->used < best->used)
			best = s;
	}
	return best;
}

static enum rc slot_open(struct desks *d, struct slot *s, const struct place *p, struct err *e)
{
	struct arena *a = arena_new();
	struct db *db = NULL;
	enum rc rc = db_open(a, p->address, DB_WRITE, &db, e);
	if (!rc)
		rc = d->c.migrate(db, DB_WRITE, e);
	if (rc) {
		arena_free(a);
		return rc;
	}
	*s = (struct slot){ a, db, arena_strdup(a, p->name), p->stamp, { 0 }, 0 };
	atomic_fetch_add(&d->open, 1);
	atomic_fetch_add(&d->opened, 1);
	return RC_OK;
}

static enum rc unknown(struct err *e)
{
	return ERR(e, RC_NOTFOUND, "host", "Không có trang nào ở địa chỉ này.");
}

enum rc desk_take(struct desks *d, const struct request *rq, struct db **out, struct err *e)
{
	struct desk *t = desk_of(d, rq);
	struct place p = { 0 };
	if (!find(d, rq->a, rq->host, &p))
		return unknown(e);
	struct slot *s = choose(d, t, p.name);
	if (s->a && (!text_eq(s->name, p.name) || !same(s, &p)))
		slot_close(d, s);
	struct err why;
	err_init(&why, rq->a);
	enum rc rc = s->a ? RC_OK : slot_open(d, s, &p, &why);
	if (rc == RC_NOTFOUND && d->many)
		return unknown(e);
	if (rc) {
		atomic_fetch_add(&d->failed, 1);
		fprintf(stderr, "loa: %s%s%s\n", p.name, d->many ? ": " : "",
			why.message ? why.message : "không mở được cơ sở dữ liệu");
		return ERR(e, RC_BUSY, "database",
			"Dữ liệu của xã lúc này không mở được; xin thử lại sau, hoặc báo người quản trị.");
	}
	s->used = ++t->requests;
	*out = s->db;
	return RC_OK;
}

struct desk_memory *desk_memory(struct desks *d, const struct request *rq, const struct db *db)
{
	struct desk *t = desk_of(d, rq);
	for (unsigned i = 0; i < d->c.kept; i++)
		if (t->v[i].db == db)
			return &t->v[i].memory;
	die("web: cơ sở dữ liệu không mở ở luồng này");
}

void desk_drop(struct desks *d, const struct request *rq, struct db *db)
{
	struct desk *t = desk_of(d, rq);
	for (unsigned i = 0; db && i < d->c.kept; i++)
		if (t->v[i].db == db)
			slot_close(d, &t->v[i]);
}

void desk_metrics(const struct desks *d, struct buf *b)
{
	buf_printf(b,
		"# HELP loa_databases_open Databases open now, in all threads.\n"
		"# TYPE loa_databases_open gauge\nloa_databases_open %lld\n"
		"# HELP loa_databases_opened_total Databases opened.\n"
		"# TYPE loa_databases_opened_total counter\nloa_databases_opened_total %llu\n"
		"# HELP loa_database_failures_total Requests whose database could not be opened.\n"
		"# TYPE loa_database_failures_total counter\nloa_database_failures_total %llu\n",
		(long long)atomic_load(&d->open), (unsigned long long)atomic_load(&d->opened),
		(unsigned long long)atomic_load(&d->failed));
}
