/* A file against what is stored: what is new, changed field by field, or gone. */
#include <stdlib.h>

#include "features/procedure/procedure.h"
#include "lib/base/text.h"

static const struct procedure *by_code(const struct procedures *list, const char *code)
{
	for (size_t i = 0; i < list->n; i++)
		if (text_eq(list->v[i].code, code))
			return &list->v[i];
	return NULL;
}

static const struct procedure_version *by_from(const struct procedure *p, struct date from)
{
	for (size_t i = 0; i < p->versions.n; i++)
		if (!date_cmp(p->versions.v[i].from, from))
			return &p->versions.v[i];
	return NULL;
}

static void say(struct arena *a, struct texts *out, const char *field, const char *before,
	const char *after)
{
	const char *s = arena_printf(a, "%s: “%s” → “%s”", field, *before ? before : "(trống)",
		*after ? after : "(trống)");
	if (!text_eq(before, after))
		ARENA_PUSH(a, out, s);
}

/* Fields are said as people write them in the form and in the table. */
static void compare_versions(struct arena *a, const struct procedure_version *before,
	const struct procedure_version *after, struct texts *out)
{
	for (int c = 0; c < PCOLS; c++) {
		enum procedure_column column = (enum procedure_column)c;
		say(a, out,
			arena_printf(a, "Từ %s, %s", date_short(a, after->from),
				procedure_column(column)->heading),
			procedure_cell_print(a, column, before),
			procedure_cell_print(a, column, after));
	}
}

/* The mark that is stored: a file that does not speak of it leaves it. */
static bool sample_of(const struct procedure *held, const struct procedure *x)
{
	return x->sample_said ? x->sample : held->sample;
}

static struct texts compare(
	struct arena *a, const struct procedure *held, const struct procedure *x)
{
	struct texts out = { 0 };
	say(a, &out, "Mã địa phương", held->local, x->local);
	say(a, &out, "Lĩnh vực", held->field, x->field);
	say(a, &out, "Dữ liệu mẫu", held->sample ? "phải" : "không",
		sample_of(held, x) ? "phải" : "không");
	for (size_t i = 0; i < x->versions.n; i++) {
		const struct procedure_version *v = &x->versions.v[i];
		const struct procedure_version *before = by_from(held, v->from);
		const char *s =
			arena_printf(a, "thêm phiên bản từ %s (%s, %s)", date_short(a, v->from),
				procedure_status_name(v->status), procedure_decision(a, v));
		if (before)
			compare_versions(a, before, v, &out);
		else
			ARENA_PUSH(a, &out, s);
	}
	return out;
}

/* --- what the page will lose --- */

/* "đ": of Nghị định 63/2010/NĐ-CP, Điều 8 khoản 2; "" for what is no part of every procedure. */
static const char *letter_of(enum procedure_column c)
{
	switch (c) {
	case PCOL_STEPS:
		return "b";
	case PCOL_PLACES:
		return "c";
	case PCOL_PAPERS:
	case PCOL_SETS:
		return "d";
	case PCOL_LIMITS:
		return "đ";
	case PCOL_WHO:
		return "e";
	case PCOL_DECIDES:
		return "g";
	default:
		return "";
	}
}

static bool has_line(const struct texts *list, const char *line)
{
	for (size_t i = 0; i < list->n; i++)
		if (text_eq(list->v[i], line))
			return true;
	return false;
}

/* The lines that went, where there are fewer than before; one that only changed is told as a
 * change. */
static const char *lines_lost(struct arena *a, const char *before, const char *after)
{
	const struct texts was = text_split(a, before, '\n'), is = text_split(a, after, '\n');
	struct texts lost = { 0 };
	for (size_t i = 0; i < was.n && is.n < was.n; i++) {
		const char *s = arena_printf(a, "“%s”", was.v[i]);
		if (!has_line(&is, was.v[i]))
			ARENA_PUSH(a, &lost, s);
	}
	return text_join(a, &lost, ", ");
}

static void put_lost(struct arena *a, const struct procedure_version *before,
	const struct procedure_version *after, struct texts *out)
{
	const char *since = date_short(a, after->from);
	for (int i = PCOL_LEVEL; i < PCOLS; i++) {
		enum procedure_column c = (enum procedure_column)i;
		const char *is = procedure_cell_print(a, c, after), *letter = letter_of(c);
		const char *lost = lines_lost(a, procedure_cell_print(a, c, before), is);
		const char *name = procedure_column(c)->heading;
		if (*letter)
			name = arena_printf(a, "%s (phần %s)", name, letter);
		const char *s =
			*is ? arena_printf(a, "từ %s mục %s bớt %s", since, name, lost)
			    : arena_printf(a, "từ %s không còn mục %s: %s", since, name, lost);
		if (*lost)
			ARENA_PUSH(a, out, s);
	}
}

/* Against the version that it takes the place of: the same one corrected, else the one that holds
 * until then. */
static void compare_lost(struct arena *a, const struct procedure *held, const struct procedure *now,
	const struct procedure_version *v, struct texts *out)
{
	const struct procedure_version *before = by_from(held, v->from);
	if (!before)
		before = procedure_at(now, date_add_days(v->from, -1));
	if (before && before->status != STATUS_ABOLISHED && v->status != STATUS_ABOLISHED)
		put_lost(a, before, v, out);
}

static struct texts warn(struct arena *a, const struct procedure *held, const struct procedure *x)
{
	const struct procedure now = procedure_merge(a, held, x, false);
	struct texts out = { 0 };
	for (size_t i = 0; i < x->versions.n; i++)
		compare_lost(a, held, &now, &x->versions.v[i], &out);
	if (held->sample != now.sample)
		ARENA_PUSH(a, &out,
			now.sample
				? "đánh dấu là dữ liệu mẫu: trang công khai sẽ ghi đây không phải thủ tục thật"
				: "bỏ dấu dữ liệu mẫu: trang công khai sẽ coi đây là thủ tục thật");
	return out;
}

/* It is printed all the same, but the page cannot say when what is handed in is ready. */
static void warn_uncounted(struct arena *a, const struct procedure *x, struct texts *out)
{
	for (size_t i = 0; i < x->versions.n; i++)
		for (size_t k = 0; k < x->versions.v[i].limits.n; k++) {
			const struct procedure_limit *l = &x->versions.v[i].limits.v[k];
			const char *s = arena_printf(a,
				"thời hạn “%s” không tính được thành ngày trả kết quả; viết như “3 ngày làm "
				"việc” thì tính được",
				l->text);
			if (!l->counted && !has_line(out, s))
				ARENA_PUSH(a, out, s);
		}
}

static const char *name_of(const struct procedure *p)
{
	return p->versions.n ? p->versions.v[p->versions.n - 1].name : "";
}

static void add(struct arena *a, struct procedure_changes *out, enum intake_change change,
	const struct procedure *p, struct texts fields)
{
	struct procedure_change c = { .change = change,
		.code = p->code,
		.name = name_of(p),
		.fields = fields,
		.line = p->line };
	ARENA_PUSH(a, out, c);
}

struct procedure_changes procedures_compare(
	struct arena *a, const struct procedures *held, const struct procedures *file)
{
	struct procedure_changes out = { 0 };
	for (size_t i = 0; i < file->n; i++) {
		const struct procedure *x = &file->v[i], *before = by_code(held, x->code);
		struct texts fields = before ? compare(a, before, x) : (struct texts){ 0 };
		if (!before) {
			add(a, &out, INTAKE_ADDED, x, fields);
			warn_uncounted(a, x, &out.v[out.n - 1].warnings);
		} else if (fields.n) {
			add(a, &out, INTAKE_CHANGED, x, fields);
			out.v[out.n - 1].warnings = warn(a, before, x);
			warn_uncounted(a, x, &out.v[out.n - 1].warnings);
		}
	}
	for (size_t i = 0; i < held->n; i++)
		if (!by_code(file, held->v[i].code))
			add(a, &out, INTAKE_MISSING, &held->v[i], (struct texts){ 0 });
	return out;
}

static int by_day(const void *p, const void *q)
{
	const struct procedure_version *x = p, *y = q;
	return date_cmp(x->from, y->from);
}

void procedure_sort(struct procedure *p)
{
	if (p->versions.n)
		qsort(p->versions.v, p->versions.n, sizeof *p->versions.v, by_day);
}

struct procedure procedure_merge(
	struct arena *a, const struct procedure *held, const struct procedure *x, bool replace)
{
	struct procedure out = *x;
	out.id = held->id;
	out.version = held->version;
	out.sample = sample_of(held, x);
	out.versions.v = NULL;
	out.versions.n = out.versions.cap = 0;
	for (size_t i = 0; i < held->versions.n && !replace; i++)
		if (!by_from(x, held->versions.v[i].from))
			ARENA_PUSH(a, &out.versions, held->versions.v[i]);
	for (size_t i = 0; i < x->versions.n; i++)
		ARENA_PUSH(a, &out.versions, x->versions.v[i]);
	procedure_sort(&out);
	return out;
}

static void record(struct intake *in, const struct procedure_change *c, const char *file)
{
	const char *said = text_join(in->a, &c->fields, "; ");
	bool stored = c->change == INTAKE_MISSING;
	intake_record(in, c->change, stored ? "cơ sở dữ liệu" : file, stored ? 0 : c->line,
		arena_printf(
			in->a, "thủ tục %s %s%s%s", c->code, c->name, *said ? ": " : "", said));
	for (size_t i = 0; i < c->warnings.n; i++)
		problem_add(&in->notes, file, c->line, "thủ tục %s: %s", c->code, c->warnings.v[i]);
}

static enum rc write(
	struct intake *in, const struct procedure *held, const struct procedure *x, struct err *e)
{
	struct audit *t;
	struct procedure now = held ? procedure_merge(in->a, held, x, in->replace) : *x;
	procedure_sort(&now);
	enum rc rc = intake_open(in, &t, e);
	return rc ? rc : procedure_put(t, in->a, &now, e);
}

struct sides {
	const struct procedures *held, *list;
	const char *file;
};

/* What a person changed in the office stays, unless in->replace. */
static enum rc store_change(
	struct intake *in, const struct procedure_change *c, const struct sides *s, struct err *e)
{
	const char *file = s->file;
	bool kept = false;
	enum rc rc = RC_OK;
	if (c->change == INTAKE_CHANGED)
		rc = intake_corrected(in, "procedure", c->code, file, &kept, e);
	if (rc)
		return rc;
	if (kept) {
		in->count[INTAKE_SAME]++;
		return RC_OK;
	}
	record(in, c, file);
	return c->change == INTAKE_MISSING
		       ? RC_OK
		       : write(in, by_code(s->held, c->code), by_code(s->list, c->code), e);
}

enum rc procedures_store(
	struct intake *in, const struct procedures *list, const char *file, struct err *e)
{
	struct procedures held;
	const struct sides sides = { &held, list, file };
	size_t same = list->n;
	enum rc rc = procedure_list(in->db, in->a, &held, e);
	if (rc)
		return rc;
	struct procedure_changes changes = procedures_compare(in->a, &held, list);
	for (size_t i = 0; !rc && i < changes.n; i++) {
		same -= changes.v[i].change != INTAKE_MISSING;
		rc = store_change(in, &changes.v[i], &sides, e);
	}
	in->count[INTAKE_SAME] += same;
	return rc;
}
