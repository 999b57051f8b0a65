/* Schema steps: read from a feature's text, compared with schema_step, applied where missing. */
#include <string.h>
#include <time.h>

#include "lib/base/buf.h"
#include "lib/base/text.h"
#include "lib/db/engine.h"

enum { STEP_MAX = 256 * 1024, STEPS_MAX = 10000 };

struct step {
	const char *text; /* without the marking line and white space at the ends */
	const char *checksum; /* 16 hex digits */
};

struct steps {
	struct step *v; /* step 1 first */
	size_t n, cap;
};

static const struct db_sql make_table = {
	"CREATE TABLE schema_step (feature TEXT NOT NULL, step INTEGER NOT NULL,"
	" checksum TEXT NOT NULL, applied_at INTEGER NOT NULL, PRIMARY KEY (feature, step)){{table}}"
};
static const struct db_sql applied = {
	"SELECT step, checksum FROM schema_step WHERE feature = ? ORDER BY step"
};
static const struct db_sql record = {
	"INSERT INTO schema_step (feature, step, checksum, applied_at) VALUES (?, ?, ?, ?)"
};

/* FNV-1a, 64 bits: it is to notice an edit made by mistake, not an attack, and needs no library. */
static const char *checksum(struct arena *a, const char *s)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);
	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * UINT64_C(0x100000001b3);
	return arena_printf(a, "%016llx", (unsigned long long)h);
}

/* The number in "-- step N: why" at p, or 0 where the line is another. */
static size_t marked(const char *p)
{
	static const char head[] = "-- step ";
	size_t n = 0;
	if (!text_has_prefix(p, head))
		return 0;
	for (p += sizeof head - 1; *p >= '0' && *p <= '9' && n < STEPS_MAX; p++)
		n = n * 10 + (size_t)(*p - '0');
	return *p == ':' ? n : 0;
}

static const char *next_line(const char *p)
{
	const char *end = strchr(p, '\n');
	return end ? end + 1 : p + strlen(p);
}

static enum rc parse(struct arena *a, const struct db_schema *s, struct steps *out, struct err *e)
{
	const char *p = s->text;
	while (*p && !marked(p)) {
		if (!text_has_prefix(p, "--") && !strchr("\r\n", *p))
			return ERR(
				e, RC_FAIL, NULL, "Lược đồ %s: có lệnh trước bước 1.", s->feature);
		p = next_line(p);
	}
	while (*p) {
		if (marked(p) != out->n + 1)
			return ERR(e, RC_FAIL, NULL, "Lược đồ %s: thiếu hoặc sai số bước %zu.",
				s->feature, out->n + 1);
		const char *from = next_line(p);
		for (p = from; *p && !marked(p);)
			p = next_line(p);
		const char *text = text_trim(a, arena_strndup(a, from, (size_t)(p - from)));
		struct step step = { text, checksum(a, text) };
		ARENA_PUSH(a, out, step);
	}
	return RC_OK;
}

/* --- one step as statements of this engine --- */

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_';
}

static size_t word_length(const char *p)
{
	size_t n = 0;
	while (is_word(p[n]))
		n++;
	return n;
}

/* Types of columns only: CAST(x AS TEXT) stays. */
static const char *type_for(const struct db *d, const char *p, size_t n, bool after_as)
{
	for (const char *const *t = d->engine->types; *t && !after_as; t += 2)
		if (strlen(*t) == n && !memcmp(*t, p, n))
			return t[1];
	return NULL;
}

static bool is_statement_end(const char *p)
{
	if (*p != ';')
		return false;
	p++;
	p += strspn(p, " \t\r");
	return !*p || *p == '\n' || text_has_prefix(p, "--");
}

/* The word at p, in this engine's terms. */
static size_t add_word(struct buf *b, const struct db *d, const char *p, bool *after_as)
{
	size_t n = word_length(p);
	const char *type = type_for(d, p, n, *after_as);
	if (type)
		buf_puts(b, type);
	else
		buf_add(b, p, n);
	*after_as = n == 2 && (*p == 'A' || *p == 'a') && (p[1] == 'S' || p[1] == 's');
	return n;
}

/* Appends the statement at p to b and returns what is behind it; NULL on an unknown token. */
static const char *translate(struct buf *b, const struct db *d, const char *p)
{
	bool after_as = false;
	while (*p && !is_statement_end(p)) {
		const char *end = sql_skip(p);
		if (end > p) {
			buf_add(b, p, (size_t)(end - p));
			p = end;
		} else if (text_has_prefix(p, "{{id}}")) {
			buf_puts(b, d->engine->id);
			p += strlen("{{id}}");
		} else if (text_has_prefix(p, "{{table}}")) {
			buf_puts(b, d->engine->table);
			p += strlen("{{table}}");
		} else if (text_has_prefix(p, "{{")) {
			return NULL;
		} else if (is_word(*p)) {
			p += add_word(b, d, p, &after_as);
		} else {
			buf_putc(b, *p++);
		}
	}
	return *p ? p + 1 : p;
}

static bool only_comments(const char *p)
{
	while (*p) {
		const char *end = *p == '\'' || *p == '"' ? p : sql_skip(p);
		if (end == p && !strchr(" \t\r\n", *p))
			return false;
		p = end > p ? end : p + 1;
	}
	return true;
}

/* {{append_only NAME}} at p, behind white space and comments: what is behind it, or NULL. */
static const char *read_append_only(struct arena *a, const char *p, const char **name)
{
	static const char head[] = "{{append_only ";
	for (;;) {
		p += strspn(p, " \t\r\n");
		const char *end = *p == '\'' || *p == '"' ? p : sql_skip(p);
		if (end == p)
			break;
		p = end;
	}
	size_t n = text_has_prefix(p, head) ? word_length(p + sizeof head - 1) : 0;
	const char *end = n ? p + sizeof head - 1 + n : "";
	if (!text_has_prefix(end, "}};"))
		return NULL;
	*name = arena_strndup(a, p + sizeof head - 1, n);
	return end + strlen("}};");
}

static enum rc guard(struct db *d, struct arena *a, const char *name, struct err *e)
{
	enum rc rc = RC_OK;
	for (const char *const *s = d->engine->append_only; !rc && *s; s++) {
		struct buf b;
		buf_init(&b, a, STEP_MAX);
		for (const char *p = *s; *p; p++) {
			if (*p == '@')
				buf_puts(&b, name);
			else
				buf_putc(&b, *p);
		}
		struct db_sql q = { b.p };
		rc = db_run(d, &q, DB_NONE, NULL, e);
	}
	return rc;
}

/* "{{words}};" at p: what is behind it, or NULL. */
static const char *read_words(const char *p)
{
	static const char token[] = "{{words}};";
	p += strspn(p, " \t\r\n");
	return text_has_prefix(p, token) ? p + sizeof token - 1 : NULL;
}

static enum rc make_words(struct db *d, struct err *e)
{
	enum rc rc = RC_OK;
	for (const char *const *s = d->engine->words->make; !rc && *s; s++) {
		struct db_sql q = { *s };
		rc = db_run(d, &q, DB_NONE, NULL, e);
	}
	return rc;
}

/* A statement of this tree's own kind; *behind: what follows it, or NULL where it is none. */
static enum rc run_own(
	struct db *d, struct arena *a, const char *text, const char **behind, struct err *e)
{
	const char *name = NULL;
	*behind = read_append_only(a, text, &name);
	if (*behind)
		return guard(d, a, name, e);
	*behind = read_words(text);
	return *behind ? make_words(d, e) : RC_OK;
}

static enum rc run_text(struct db *d, struct arena *a, const char *text, struct err *e)
{
	while (*text) {
		struct buf b;
		const char *behind;
		enum rc rc = run_own(d, a, text, &behind, e);
		if (rc)
			return rc;
		if (behind) {
			text = behind;
			continue;
		}
		buf_init(&b, a, STEP_MAX);
		text = translate(&b, d, text);
		if (!text || b.over)
			return ERR(e, RC_FAIL, NULL, "Lược đồ có ký hiệu lạ, hoặc quá dài.");
		struct db_sql q = { b.p };
		rc = only_comments(b.p) ? RC_OK : db_run(d, &q, DB_NONE, NULL, e);
		if (rc)
			return rc;
	}
	return RC_OK;
}

/* --- what is applied, what is missing --- */

static enum rc has_record(struct db *d, bool *out, struct err *e)
{
	int64_t n = 0;
	enum rc rc = db_one_int(d, &d->engine->has_table, DB_ARGS(A("schema_step")), &n, e);
	if (!rc)
		*out = n > 0;
	return rc;
}

/* How many steps of the feature the database has, all of them the same as here. */
static enum rc compare(struct db *d, struct arena *a, const struct db_schema *s,
	const struct steps *steps, size_t *out, struct err *e)
{
	struct db_rows *r = NULL;
	size_t n = 0;
	enum rc rc = db_query(d, a, &applied, DB_ARGS(A(s->feature)), &r, e);
	if (rc)
		return rc;
	while (!(rc = db_next(r, e))) {
		int64_t step = db_int(r, 0);
		if (step > (int64_t)steps->n)
			return ERR(e, RC_FAIL, NULL,
				"Cơ sở dữ liệu %s do bản Loa mới hơn tạo (%s, bước %lld); hãy dùng bản "
				"Loa mới hơn.",
				d->name, s->feature, (long long)step);
		if (step != (int64_t)n + 1 || !text_eq(db_text(r, 1), steps->v[n].checksum))
			return ERR(e, RC_FAIL, NULL,
				"Bước %lld của lược đồ %s trong %s khác với bước của bản Loa này; "
				"không thay đổi gì.",
				(long long)step, s->feature, d->name);
		n++;
	}
	if (rc != RC_NOTFOUND)
		return rc;
	*out = n;
	return RC_OK;
}

static enum rc apply(struct db *d, struct arena *a, const struct db_schema *s,
	const struct steps *steps, struct err *e)
{
	size_t done = 0;
	enum rc rc = compare(d, a, s, steps, &done, e);
	for (size_t i = done; !rc && i < steps->n; i++) {
		struct err own;
		err_init(&own, a);
		rc = run_text(d, a, steps->v[i].text, &own);
		if (rc)
			return ERR(e, rc, NULL, "Bước %zu của lược đồ %s không thực hiện được: %s",
				i + 1, s->feature, own.message);
		rc = db_run(d, &record,
			DB_ARGS(A(s->feature), A((int64_t)i + 1), A(steps->v[i].checksum),
				A((int64_t)time(NULL))),
			NULL, e);
	}
	return rc;
}

/* Mostly nothing is missing: found out without making other writers wait. */
static enum rc is_current(struct db *d, struct arena *a, const struct db_schema *list,
	const struct steps *steps, size_t n, bool *out, struct err *e)
{
	bool current = false;
	enum rc rc = has_record(d, &current, e);
	for (size_t i = 0; !rc && current && i < n; i++) {
		size_t done = 0;
		rc = compare(d, a, &list[i], &steps[i], &done, e);
		current = !rc && done == steps[i].n;
	}
	if (!rc)
		*out = current;
	return rc;
}

static enum rc apply_all(struct db *d, struct arena *a, const struct db_schema *list,
	const struct steps *steps, size_t n, struct err *e)
{
	bool has = false;
	enum rc rc = has_record(d, &has, e);
	if (!rc && !has)
		rc = run_text(d, a, make_table.text, e);
	for (size_t i = 0; !rc && i < n; i++)
		rc = apply(d, a, &list[i], &steps[i], e);
	return rc;
}

static enum rc migrate(
	struct db *d, struct arena *a, const struct db_schema *list, size_t n, struct err *e)
{
	struct steps *steps = ARENA_ARRAY(a, struct steps, n);
	bool current = false;
	enum rc rc = RC_OK;
	for (size_t i = 0; !rc && i < n; i++)
		rc = parse(a, &list[i], &steps[i], e);
	if (!rc)
		rc = db_begin(d, DB_READ, e);
	if (rc)
		return rc;
	rc = is_current(d, a, list, steps, n, &current, e);
	db_rollback(d);
	if (rc || current)
		return rc;
	if (d->mode == DB_READ)
		return ERR(e, RC_FAIL, NULL,
			"Cơ sở dữ liệu %s do bản Loa cũ hơn tạo; hãy mở để ghi một lần cho Loa nâng cấp.",
			d->name);
	rc = db_begin(d, DB_WRITE, e);
	if (rc)
		return rc;
	rc = apply_all(d, a, list, steps, n, e);
	if (!rc)
		return db_commit(d, e);
	db_rollback(d);
	return rc;
}

enum rc db_migrate(struct db *d, const struct db_schema *list, size_t n, struct err *e)
{
	struct arena *a = arena_new();
	enum rc rc = migrate(d, a, list, n, e);
	/* Statements made for the old tables, and texts that die with the arena. */
	d->engine->forget(d);
	arena_free(a);
	return rc;
}
