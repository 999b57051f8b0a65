#include "core/intake.h"

#include <stdlib.h>
#include <time.h>

#include "lib/base/text.h"

void intake_init(struct intake *in, struct arena *a, bool replace)
{
	*in = (struct intake){ .a = a,
		.replace = replace,
		.problems = { .a = a },
		.notes = { .a = a },
		.source = "lệnh" };
}

void intake_record(
	struct intake *in, enum intake_change change, const char *file, int line, const char *what)
{
	in->count[change]++;
	if (change == INTAKE_SAME)
		return;
	struct intake_line l = { change, file, line, what };
	ARENA_PUSH(in->a, in, l);
}

enum rc intake_open(struct intake *in, struct audit **out, struct err *e)
{
	struct audit_actor by = { AUDIT_IMPORT, in->source };
	enum rc rc = RC_OK;
	*out = &in->audit;
	if (!in->audit.db)
		rc = audit_open(&in->audit, in->db, by, (int64_t)time(NULL), e);
	return rc;
}

enum rc intake_audit(struct intake *in, const struct audit_change *c, struct err *e)
{
	struct audit *t;
	enum rc rc = intake_open(in, &t, e);
	return rc ? rc : audit_add(t, c, e);
}

enum rc intake_corrected(struct intake *in, const char *kind, const char *object, const char *file,
	bool *kept, struct err *e)
{
	struct audit_rows last;
	struct audit_query q = { .kind = kind, .object = object, .limit = 1 };
	*kept = false;
	if (in->replace)
		return RC_OK;
	enum rc rc = audit_find(in->db, in->a, &q, &last, e);
	if (rc || !last.n || text_eq(last.v[0].by.name, AUDIT_IMPORT))
		return rc;
	*kept = true;
	problem_add(&in->notes, file, 1,
		"đã sửa trên trang Loa nên giữ nguyên như trên trang; thêm --replace để lấy theo tệp");
	return RC_OK;
}

struct placed { /* a problem and its place in the list, to keep the order within a line */
	struct problem problem;
	size_t file, at;
};

static int by_line(const void *p, const void *q)
{
	const struct placed *x = p, *y = q;
	if (x->file != y->file)
		return x->file > y->file ? 1 : -1;
	if (x->problem.line != y->problem.line)
		return x->problem.line > y->problem.line ? 1 : -1;
	return (x->at > y->at) - (x->at < y->at);
}

/* Files come in the order of their first problems. There are four at most. */
static size_t rank(struct texts *files, struct arena *a, const char *file)
{
	size_t i = 0;
	while (i < files->n && !text_eq(files->v[i], file))
		i++;
	if (i == files->n)
		ARENA_PUSH(a, files, file);
	return i;
}

void intake_sort(struct intake *in, size_t first)
{
	size_t n = in->problems.n - first;
	struct placed *list = ARENA_ARRAY(in->a, struct placed, n);
	struct texts files = { 0 };
	for (size_t i = 0; i < n; i++) {
		const struct problem *p = &in->problems.v[first + i];
		list[i] = (struct placed){ *p, rank(&files, in->a, p->file), i };
	}
	if (n)
		qsort(list, n, sizeof *list, by_line);
	for (size_t i = 0; i < n; i++)
		in->problems.v[first + i] = list[i].problem;
}

const char *intake_word(enum intake_change change)
{
	static const char *const words[INTAKE_CHANGES] = { "thêm", "sửa", "giữ nguyên", "thiếu",
		"xóa" };
	return words[change];
}
