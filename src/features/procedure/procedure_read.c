/* procedures.json -> struct procedures, and the stored body of a version back. */
#include <string.h>

#include "features/procedure/procedure.h"
#include "lib/base/jsonfile.h"
#include "lib/base/text.h"

struct reader {
	struct arena *a;
	struct json_file *f;
	struct procedure_version *v;
	struct problems *problems; /* those of f */
};

enum { MONEY_MAX = 1000000000 }; /* đồng: more is a slip of the keyboard */

static const char *text(struct reader *r, const json_t *o, const char *key, enum json_need need)
{
	const char *s = json_file_text(r->f, o, key, need);
	return s ? s : "";
}

#define WRONG(r, at, ...) json_file_problem((r)->f, (at), __VA_ARGS__)

/* In a file of one line only that tells where: everything said since there were `first` problems is
 * of this place. */
static void place(struct reader *r, size_t first, const char *where)
{
	for (size_t i = first; i < r->problems->n; i++)
		r->problems->v[i].message =
			arena_printf(r->a, "%s: %s", where, r->problems->v[i].message);
}

/* Calls read for each object of a list. */
typedef void object_reader(struct reader *r, const json_t *o);

static void each(struct reader *r, const json_t *o, const char *key, object_reader *read)
{
	const json_t *list = json_file_list(r->f, o, key, JSON_MAY);
	for (size_t i = 0; i < json_array_size(list); i++) {
		size_t first = r->problems->n;
		const json_t *x = json_file_object(r->f, list, i);
		if (x)
			read(r, x);
		place(r, first, arena_printf(r->a, "“%s” thứ %zu", key, i + 1));
	}
}

static unsigned ways(struct reader *r, const json_t *o)
{
	struct texts list = json_file_texts(r->f, o, "ways", JSON_MAY);
	unsigned set = 0;
	for (size_t i = 0; i < list.n; i++) {
		enum procedure_way w;
		if (procedure_way_find(r->a, list.v[i], &w))
			set |= WAY(w);
		else
			WRONG(r, o, "không có cách thức “%s” (direct, online, post)", list.v[i]);
	}
	return set;
}

static const char *case_of(struct reader *r, const json_t *o)
{
	const char *code = text(r, o, "case", JSON_MAY);
	if (*code && !*procedure_case_name(r->v, code))
		WRONG(r, o, "không có trường hợp mã “%s”", code);
	return code;
}

static int64_t number(struct reader *r, const json_t *o, const char *key, int64_t max)
{
	int64_t n = json_file_int(r->f, o, key, JSON_MAY);
	if (n < 0 || n > max)
		WRONG(r, o, "“%s” phải từ 0 đến %lld", key, (long long)max);
	return n;
}

static void read_case(struct reader *r, const json_t *o)
{
	static const char *const keys[] = { "code", "name", NULL };
	json_file_only(r->f, o, keys);
	struct procedure_case x = { text(r, o, "code", JSON_MUST), text(r, o, "name", JSON_MUST) };
	if (*procedure_case_name(r->v, x.code))
		WRONG(r, o, "mã trường hợp “%s” dùng hai lần", x.code);
	ARENA_PUSH(r->a, &r->v->cases, x);
}

static void read_place(struct reader *r, const json_t *o)
{
	static const char *const keys[] = { "code", "text", NULL };
	json_file_only(r->f, o, keys);
	struct procedure_place x = { .text = text(r, o, "text", JSON_MAY) };
	const char *code = text(r, o, "code", JSON_MUST);
	if (*code && !procedure_way_find(r->a, code, &x.way))
		WRONG(r, o, "không có cách thức “%s” (direct, online, post)", code);
	ARENA_PUSH(r->a, &r->v->places, x);
}

static void read_paper(struct reader *r, const json_t *o)
{
	static const char *const keys[] = { "name", "originals", "copies", "case", "note", NULL };
	enum { COPIES_MAX = 100 };
	json_file_only(r->f, o, keys);
	struct procedure_paper x = { text(r, o, "name", JSON_MUST),
		number(r, o, "originals", COPIES_MAX), number(r, o, "copies", COPIES_MAX),
		case_of(r, o), text(r, o, "note", JSON_MAY) };
	ARENA_PUSH(r->a, &r->v->papers, x);
}

static bool read_until(const char *s, int *out)
{
	struct arena *a = arena_new();
	struct workday_term t;
	bool good = procedure_term_parse(a, arena_printf(a, "trong ngày, nhận trước %s", s), &t);
	if (good)
		*out = t.until;
	arena_free(a);
	return good;
}

static bool unit_find(const char *code, enum workday_unit *out)
{
	static const char *const units[] = { "same_day", "working_day", "day", "month" };
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (text_eq(units[i], code)) {
			*out = (enum workday_unit)i;
			return true;
		}
	return false;
}

static void read_limit(struct reader *r, const json_t *o)
{
	static const char *const keys[] = { "text", "unit", "amount", "until", "case", "ways",
		NULL };
	enum { AMOUNT_MAX = 1000 };
	json_file_only(r->f, o, keys);
	struct procedure_limit x = { .text = text(r, o, "text", JSON_MUST),
		.case_code = case_of(r, o),
		.ways = ways(r, o) };
	const char *unit = text(r, o, "unit", JSON_MAY), *until = text(r, o, "until", JSON_MAY);
	x.counted = *unit != 0 || procedure_term_parse(r->a, x.text, &x.term);
	if (*unit && !unit_find(unit, &x.term.unit))
		WRONG(r, o, "không có đơn vị “%s” (same_day, working_day, day, month)", unit);
	if (*unit)
		x.term.amount = (int)number(r, o, "amount", AMOUNT_MAX);
	if (*unit && x.term.unit != WORKDAY_SAME_DAY && x.term.amount < 1)
		WRONG(r, o, "thiếu “amount” của thời hạn");
	if (*until && (x.term.unit != WORKDAY_SAME_DAY || !read_until(until, &x.term.until)))
		WRONG(r, o, "“until” là giờ như \"15:00\", chỉ dùng với \"same_day\"");
	ARENA_PUSH(r->a, &r->v->limits, x);
}

static void read_form(struct reader *r, const json_t *o)
{
	static const char *const keys[] = { "name", "url", NULL };
	json_file_only(r->f, o, keys);
	struct procedure_form x = { text(r, o, "name", JSON_MUST), text(r, o, "url", JSON_MAY) };
	ARENA_PUSH(r->a, &r->v->forms, x);
}

static void read_tiers(struct reader *r, const json_t *o, struct procedure_fee *f)
{
	static const char *const keys[] = { "from", "each", NULL };
	const json_t *list = json_file_list(r->f, o, "tiers", JSON_MUST);
	f->tiers = ARENA_ARRAY(r->a, struct procedure_tier, json_array_size(list));
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *x = json_file_object(r->f, list, i);
		if (!x)
			continue;
		json_file_only(r->f, x, keys);
		f->tiers[f->tier_count++] =
			(struct procedure_tier){ number(r, x, "from", MONEY_MAX),
				number(r, x, "each", MONEY_MAX) };
	}
}

static void read_fee(struct reader *r, const json_t *o)
{
	static const char *const keys[] = { "name", "unit", "per", "tiers", "cap", "case", "ways",
		"source", NULL };
	json_file_only(r->f, o, keys);
	struct procedure_fee x = { .name = text(r, o, "name", JSON_MUST),
		.unit = text(r, o, "unit", JSON_MAY),
		.per = text(r, o, "per", JSON_MAY),
		.cap = number(r, o, "cap", MONEY_MAX),
		.case_code = case_of(r, o),
		.ways = ways(r, o),
		.source = text(r, o, "source", JSON_MUST) };
	read_tiers(r, o, &x);
	ARENA_PUSH(r->a, &r->v->fees, x);
}

static void read_relief(struct reader *r, const json_t *o)
{
	static const char *const keys[] = { "name", "percent", "fee", "case", "ways", "source",
		NULL };
	enum { ALL = 100 };
	json_file_only(r->f, o, keys);
	struct procedure_relief x = { .name = text(r, o, "name", JSON_MUST),
		.percent = number(r, o, "percent", ALL),
		.fee = text(r, o, "fee", JSON_MAY),
		.case_code = case_of(r, o),
		.ways = ways(r, o),
		.source = text(r, o, "source", JSON_MUST) };
	ARENA_PUSH(r->a, &r->v->reliefs, x);
}

/* Without the keys of the head: of the file's versions, or of the stored text. */
static void read_body(struct reader *r, const json_t *o)
{
	struct procedure_version *v = r->v;
	v->level = text(r, o, "level", JSON_MAY);
	v->online = text(r, o, "online", JSON_MAY);
	each(r, o, "cases", read_case);
	v->steps = json_file_texts(r->f, o, "steps", JSON_MAY);
	each(r, o, "ways", read_place);
	each(r, o, "papers", read_paper);
	v->sets = text(r, o, "sets", JSON_MAY);
	each(r, o, "limits", read_limit);
	v->who = json_file_texts(r->f, o, "who", JSON_MAY);
	v->receives = text(r, o, "receives", JSON_MAY);
	v->decides = text(r, o, "decides", JSON_MAY);
	v->with = text(r, o, "with", JSON_MAY);
	each(r, o, "forms", read_form);
	v->results = json_file_texts(r->f, o, "results", JSON_MAY);
	v->conditions = json_file_texts(r->f, o, "conditions", JSON_MAY);
	each(r, o, "fees", read_fee);
	each(r, o, "reliefs", read_relief);
	v->laws = json_file_texts(r->f, o, "laws", JSON_MAY);
}

static struct procedure_version read_version(struct reader *r, const json_t *o)
{
	static const char *const keys[] = { "from", "to", "status", "number", "day", "issuer",
		"name", "level", "online", "cases", "steps", "ways", "papers", "sets", "limits",
		"who", "receives", "decides", "with", "forms", "results", "conditions", "fees",
		"reliefs", "laws", NULL };
	struct procedure_version v = { .number = text(r, o, "number", JSON_MUST),
		.day = json_file_date(r->f, o, "day", JSON_MUST),
		.issuer = text(r, o, "issuer", JSON_MUST),
		.from = json_file_date(r->f, o, "from", JSON_MUST),
		.to = json_file_date(r->f, o, "to", JSON_MAY),
		.name = text(r, o, "name", JSON_MUST) };
	const char *status = text(r, o, "status", JSON_MUST);
	enum procedure_column at;
	json_file_only(r->f, o, keys);
	if (*status && !procedure_status_find(r->a, status, &v.status))
		WRONG(r, o, "không có tình trạng “%s” (new, amended, replaced, abolished)", status);
	r->v = &v;
	read_body(r, o);
	const char *wrong = procedure_wrong(r->a, &v, &at);
	if (wrong)
		WRONG(r, o, "%s: %s", procedure_column(at)->heading, wrong);
	r->v = NULL;
	return v;
}

static void read_versions(struct reader *r, const json_t *o, struct procedure *p)
{
	const json_t *list = json_file_list(r->f, o, "versions", JSON_MUST);
	if (list && !json_array_size(list))
		WRONG(r, o, "thủ tục phải có ít nhất một phiên bản");
	for (size_t i = 0; i < json_array_size(list); i++) {
		size_t first = r->problems->n;
		const json_t *x = json_file_object(r->f, list, i);
		struct procedure_version v = x ? read_version(r, x) : procedure_version_new();
		for (size_t k = 0; x && k < p->versions.n; k++)
			if (!date_cmp(p->versions.v[k].from, v.from))
				WRONG(r, x, "hai phiên bản cùng có hiệu lực từ một ngày");
		place(r, first, arena_printf(r->a, "phiên bản thứ %zu", i + 1));
		if (x)
			ARENA_PUSH(r->a, &p->versions, v);
	}
}

static void read_procedure(struct reader *r, const json_t *o, size_t nth, struct procedures *out)
{
	static const char *const keys[] = { "code", "field", "sample", "versions", NULL };
	size_t first = r->problems->n;
	struct procedure p = { .code = "",
		.local = "",
		.field = text(r, o, "field", JSON_MUST),
		.sample = json_file_int(r->f, o, "sample", JSON_MAY) != 0,
		.sample_said = json_is_integer(json_object_get(o, "sample")),
		.line = json_file_line(r->f, o) };
	const char *code = text(r, o, "code", JSON_MUST);
	json_file_only(r->f, o, keys);
	if (*code && !procedure_code_parse(r->a, code, &p.code, &p.local))
		WRONG(r, o, "%s", procedure_code_wrong(r->a, code));
	for (size_t i = 0; i < out->n; i++)
		if (*p.code && text_eq(out->v[i].code, p.code))
			WRONG(r, o, "mã này có hai lần trong tệp");
	read_versions(r, o, &p);
	place(r, first,
		*p.code ? arena_printf(r->a, "thủ tục %s", p.code)
			: arena_printf(r->a, "thủ tục thứ %zu trong tệp", nth));
	ARENA_PUSH(r->a, out, p);
}

bool procedures_read(struct intake *in, const struct text_file *t, struct procedures *out)
{
	static const char *const keys[] = { "procedures", NULL };
	size_t before = in->problems.n;
	struct reader r = { .a = in->a, .problems = &in->problems };
	if (!json_file_read(in->a, t, &r.f, &in->problems))
		return false;
	const json_t *root = json_file_root(r.f);
	json_file_only(r.f, root, keys);
	const json_t *list = json_file_list(r.f, root, "procedures", JSON_MUST);
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *o = json_file_object(r.f, list, i);
		if (o)
			read_procedure(&r, o, i + 1, out);
	}
	intake_sort(in, before);
	return in->problems.n == before;
}

enum rc procedure_body_read(
	struct arena *a, const char *body, struct procedure_version *v, struct err *e)
{
	struct problems problems = { .a = a };
	struct text_file t = { "procedure_version.body", body, strlen(body) };
	struct reader r = { .a = a, .v = v, .problems = &problems };
	if (json_file_read(a, &t, &r.f, &problems))
		read_body(&r, json_file_root(r.f));
	if (problems.n)
		return ERR(e, RC_FAIL, "body", "nội dung thủ tục đã lưu bị hỏng: %s",
			problems.v[0].message);
	return RC_OK;
}
