#include "features/report/report_form.h"

#include <stdlib.h>
#include <string.h>

#include "core/token.h"
#include "lib/base/text.h"

enum { SECTIONS_MAX = 200, YEAR_MIN = 1900, YEAR_MAX = 9999 };

static const struct form_choice levels[] = {
	{ "1", "Mục lớn: I, II, III" },
	{ "2", "Mục: 1, 2, 3" },
	{ "3", "Điểm: a, b, c" },
	{ NULL, NULL },
};

static const struct form_field head[REPORT_FORM_HEAD] = {
	[REPORT_FORM_TITLE] = { .name = "trich-yeu",
		.kind = FORM_TEXT,
		.required = true,
		.label = "Trích yếu" },
	[REPORT_FORM_DAY] = { .name = "ngay",
		.kind = FORM_INT,
		.label = "Ngày",
		.min = 1,
		.max = 31 },
	[REPORT_FORM_MONTH] = { .name = "thang",
		.kind = FORM_INT,
		.label = "Tháng",
		.min = 1,
		.max = 12 },
	[REPORT_FORM_YEAR] = { .name = "nam",
		.kind = FORM_INT,
		.label = "Năm",
		.min = YEAR_MIN,
		.max = YEAR_MAX },
	[REPORT_FORM_TO] = { .name = "kinh-gui", .kind = FORM_LINES, .label = "Kính gửi" },
	[REPORT_FORM_RECIPIENTS] = { .name = "noi-nhan", .kind = FORM_LINES, .label = "Nơi nhận" },
	[REPORT_FORM_SIGNING] = { .name = "the-thuc-ky",
		.kind = FORM_LINES,
		.label = "Quyền hạn, chức vụ của người ký" },
	[REPORT_FORM_SIGNER] = { .name = "nguoi-ky",
		.kind = FORM_TEXT,
		.label = "Họ và tên người ký",
		.max = 50 },
};

size_t report_form_field(size_t section, enum report_form_part part)
{
	return REPORT_FORM_HEAD + section * REPORT_FORM_PARTS + part;
}

static const char *name_of(struct arena *a, size_t section, enum report_form_part part)
{
	static const char *const endings[] = { "-ten", "-cap", "" };
	return arena_printf(a, "muc-%zu%s", section, endings[part]);
}

/* The table of fields for so many sections. */
static const struct form_field *fields_of(struct arena *a, const struct report_sections *s)
{
	struct form_field *v =
		ARENA_ARRAY(a, struct form_field, report_form_field(s->n, REPORT_FORM_NAME));
	memcpy(v, head, sizeof head);
	for (size_t i = 0; i < s->n; i++) {
		const char *title = s->v[i].level ? s->v[i].title : NULL;
		v[report_form_field(i, REPORT_FORM_NAME)] =
			(struct form_field){ .name = name_of(a, i, REPORT_FORM_NAME),
				.kind = FORM_TEXT,
				.label = arena_printf(a, "Tên mục thứ %zu", i) };
		v[report_form_field(i, REPORT_FORM_LEVEL)] =
			(struct form_field){ .name = name_of(a, i, REPORT_FORM_LEVEL),
				.kind = FORM_CHOICE,
				.choices = levels,
				.label = arena_printf(a, "Cấp của mục thứ %zu", i) };
		v[report_form_field(i, REPORT_FORM_TEXT)] =
			(struct form_field){ .name = name_of(a, i, REPORT_FORM_TEXT),
				.kind = FORM_LINES,
				.label = title ? arena_printf(a, "Nội dung mục “%s”", title)
					       : "Nội dung phần mở đầu" };
	}
	return v;
}

static const char *number(struct arena *a, int n)
{
	return n ? arena_printf(a, "%02d", n) : "";
}

static const char *hash_of(struct arena *a, const char *typed)
{
	return token_hash(a, text_trim(a, typed));
}

const char *report_form_base_name(struct arena *a, size_t field)
{
	return field < REPORT_FORM_HEAD ? arena_printf(a, "%s-goc", head[field].name)
					: arena_printf(a, "muc-%zu-goc",
						  (field - REPORT_FORM_HEAD) / REPORT_FORM_PARTS);
}

/* What the fields of the sections show. */
static void show_sections(struct arena *a, const struct report_sections *s, struct form *f)
{
	for (size_t i = 0; i < s->n; i++) {
		f->v[report_form_field(i, REPORT_FORM_NAME)].typed = s->v[i].title;
		f->v[report_form_field(i, REPORT_FORM_LEVEL)].typed =
			arena_printf(a, "%d", s->v[i].level ? s->v[i].level : 1);
		f->v[report_form_field(i, REPORT_FORM_TEXT)].typed = s->v[i].text;
	}
}

void report_form_fill(struct arena *a, const struct report *r, struct report_form *out)
{
	struct form *f = &out->form;
	out->sections = report_split(a, r->body);
	const struct form_field *fields = fields_of(a, &out->sections);
	form_init(f, a, fields, report_form_field(out->sections.n, REPORT_FORM_NAME));
	f->v[REPORT_FORM_TITLE].typed = r->title;
	f->v[REPORT_FORM_DAY].typed = number(a, r->day.day);
	f->v[REPORT_FORM_MONTH].typed = number(a, r->day.month);
	f->v[REPORT_FORM_YEAR].typed = number(a, r->day.year);
	f->v[REPORT_FORM_TO].typed = text_join(a, &r->addressees, "\n");
	f->v[REPORT_FORM_RECIPIENTS].typed = text_join(a, &r->recipients, "\n");
	f->v[REPORT_FORM_SIGNING].typed = text_join(a, &r->signing, "\n");
	f->v[REPORT_FORM_SIGNER].typed = r->signer ? r->signer : "";
	show_sections(a, &out->sections, f);
	for (size_t i = 0; i < REPORT_FORM_HEAD; i++)
		out->base[i] = hash_of(a, f->v[i].typed);
	for (size_t i = 0; i < out->sections.n; i++)
		out->sections.v[i].base = report_section_hash(a, &out->sections.v[i]);
}

/* --- what was sent -------------------------------------------------------------------------- */

/* The sections of the form, by their fields; their titles name the fields. */
static struct report_sections sent_sections(struct arena *a, const struct request *rq)
{
	struct report_sections list = { 0 };
	for (size_t i = 0; i < SECTIONS_MAX; i++) {
		const char *text = request_field(rq, name_of(a, i, REPORT_FORM_TEXT));
		const char *title = request_field(rq, name_of(a, i, REPORT_FORM_NAME));
		const char *level = request_field(rq, name_of(a, i, REPORT_FORM_LEVEL));
		if (!text)
			break;
		struct report_section s = { .title = title ? text_squeeze(a, title) : "",
			.text = text_trim(a, text),
			.base = request_field(rq,
				report_form_base_name(a, report_form_field(i, REPORT_FORM_TEXT))) };
		s.level = i && level && *level >= '1' && *level <= '3' ? *level - '0' : i ? 1 : 0;
		ARENA_PUSH(a, &list, s);
	}
	return list;
}

static void look_at_day(struct form *f)
{
	const struct form_value *v = f->v;
	struct date d = { (int)v[REPORT_FORM_YEAR].number, (int)v[REPORT_FORM_MONTH].number,
		(int)v[REPORT_FORM_DAY].number };
	if (v[REPORT_FORM_DAY].error || v[REPORT_FORM_MONTH].error || v[REPORT_FORM_YEAR].error)
		return;
	if ((d.month && !d.year) || (d.day && !d.month))
		form_fail(f, REPORT_FORM_YEAR,
			"Ngày ký: có ngày thì phải có tháng, có tháng thì phải có năm.");
	else if (d.day && !date_valid(d))
		form_fail(f, REPORT_FORM_DAY, "Ngày ký: không có ngày này trong tháng.");
}

static void look_at_signing(struct arena *a, struct form *f)
{
	struct texts lines = text_split(a, f->v[REPORT_FORM_SIGNING].typed, '\n');
	for (size_t i = 0; i < lines.n; i++)
		if (!text_eq(text_upper(a, lines.v[i]), lines.v[i]))
			form_fail(f, REPORT_FORM_SIGNING,
				arena_printf(
					a, "Quyền hạn, chức vụ phải viết hoa: “%s”.", lines.v[i]));
}

static bool alone(const char *text, const struct binding *b)
{
	size_t start = b->start, end = b->end;
	while (start && text[start - 1] == ' ')
		start--;
	while (text[end] == ' ')
		end++;
	return (!start || text[start - 1] == '\n') && (!text[end] || text[end] == '\n');
}

static void look_at_bindings(struct arena *a, struct form *f, size_t field)
{
	struct bindings list = { 0 };
	struct err wrong;
	const char *text = f->v[field].typed;
	err_init(&wrong, a);
	if (bindings_parse(a, text, &list, NULL, &wrong))
		form_fail(f, field,
			arena_printf(a, "%s: %s.", f->fields[field].label, wrong.message));
	for (size_t i = 0; i < list.n; i++)
		if ((list.v[i].kind == BINDING_FORMS || list.v[i].kind == BINDING_CONTENTS) &&
			!alone(text, &list.v[i]))
			form_fail(f, field, "{{forms}} và {{contents}} phải đứng riêng một dòng.");
}

enum rc report_form_read(
	struct arena *a, const struct request *rq, struct report_form *out, struct err *e)
{
	struct err first;
	err_init(&first, a);
	out->sections = sent_sections(a, rq);
	if (!out->sections.n)
		return ERR(e, RC_INVALID, "muc-0", "Biểu mẫu gửi lên thiếu nội dung báo cáo.");
	const struct form_field *fields = fields_of(a, &out->sections);
	size_t n = report_form_field(out->sections.n, REPORT_FORM_NAME);
	if (form_read(&out->form, rq, fields, n, &first))
		err_clear(&first); /* each field tells its own */
	struct form *f = &out->form;
	for (size_t i = 0; i < REPORT_FORM_HEAD; i++)
		out->base[i] = request_field(rq, report_form_base_name(a, i));
	look_at_day(f);
	look_at_signing(a, f);
	return RC_OK;
}

static void look_at_length(struct arena *a, struct form *f, size_t field)
{
	size_t max = f->fields[field].kind == FORM_LINES ? FORM_LINES_MAX : FORM_TEXT_MAX;
	size_t n = text_length(f->v[field].typed);
	if (n > max)
		form_fail(f, field,
			arena_printf(a, "%s: dài %zu ký tự, chỉ nhận đến %zu.",
				f->fields[field].label, n, max));
}

/* The fields of the sections as they are now, each looked at; the head's as they were read. */
static void follow(struct arena *a, struct report_form *f)
{
	struct form old = f->form;
	form_init(&f->form, a, fields_of(a, &f->sections),
		report_form_field(f->sections.n, REPORT_FORM_NAME));
	for (size_t i = 0; i < REPORT_FORM_HEAD; i++) {
		f->form.v[i] = old.v[i];
		f->form.errors += old.v[i].error != NULL;
	}
	show_sections(a, &f->sections, &f->form);
	for (size_t i = REPORT_FORM_HEAD; i < f->form.n; i++) {
		look_at_length(a, &f->form, i);
		look_at_bindings(a, &f->form, i);
	}
}

void report_form_take(struct arena *a, struct report_form *f, struct report *r)
{
	follow(a, f);
	const struct form_value *v = f->form.v;
	if (!v[REPORT_FORM_TITLE].error)
		r->title = v[REPORT_FORM_TITLE].text;
	if (!v[REPORT_FORM_DAY].error && !v[REPORT_FORM_MONTH].error && !v[REPORT_FORM_YEAR].error)
		r->day = (struct date){ (int)v[REPORT_FORM_YEAR].number,
			(int)v[REPORT_FORM_MONTH].number, (int)v[REPORT_FORM_DAY].number };
	r->addressees = text_split(a, v[REPORT_FORM_TO].typed, '\n');
	r->recipients = text_split(a, v[REPORT_FORM_RECIPIENTS].typed, '\n');
	r->signing = text_split(a, v[REPORT_FORM_SIGNING].typed, '\n');
	r->signer = v[REPORT_FORM_SIGNER].given ? v[REPORT_FORM_SIGNER].text : NULL;
	r->body = report_join(a, &f->sections);
}

/* --- two people ----------------------------------------------------------------------------- */

/* The three fields of the day are one thing. */
static size_t part_end(size_t i)
{
	return i == REPORT_FORM_DAY ? REPORT_FORM_YEAR + 1 : i + 1;
}

static struct form_value stored_value(const char *typed)
{
	return (struct form_value){
		.typed = typed, .text = typed, .given = *typed, .number = strtoll(typed, NULL, 10)
	};
}

/* Fields i to end of the head; theirs: the form of what is stored. */
static void merge_part(struct arena *a, struct report_form *f, const struct report_form *theirs,
	size_t i, size_t end, struct texts *taken, struct texts *both)
{
	bool mine = false, other = false, same = true;
	for (size_t k = i; k < end; k++) {
		const char *hash = hash_of(a, f->form.v[k].typed);
		mine |= !text_eq(f->base[k], hash);
		other |= !text_eq(f->base[k], theirs->base[k]);
		same &= text_eq(hash, theirs->base[k]);
		f->base[k] = theirs->base[k];
	}
	if (!other || same)
		return;
	if (mine)
		form_fail(&f->form, i,
			arena_printf(a, "%s: người khác đã ghi “%s”.", head[i].label,
				i == REPORT_FORM_DAY
					? arena_printf(a, "%s/%s/%s", theirs->form.v[i].typed,
						  theirs->form.v[i + 1].typed,
						  theirs->form.v[i + 2].typed)
					: theirs->form.v[i].typed));
	for (size_t k = i; k < end && !mine; k++)
		f->form.v[k] = stored_value(theirs->form.v[k].typed);
	const char *name = head[i].label;
	ARENA_PUSH(a, mine ? both : taken, name);
}

void report_form_merge(struct arena *a, struct report_form *f, const struct report *stored,
	struct texts *taken, struct texts *both)
{
	struct report_form theirs = { 0 };
	report_form_fill(a, stored, &theirs);
	for (size_t i = 0; i < REPORT_FORM_HEAD; i = part_end(i))
		merge_part(a, f, &theirs, i, part_end(i), taken, both);
	struct report_merge g = report_merge(a, &f->sections, &theirs.sections);
	f->sections = g.sections;
	for (size_t i = 0; i < g.taken.n; i++)
		ARENA_PUSH(a, taken, g.taken.v[i]);
	for (size_t i = 0; i < g.both.n; i++)
		ARENA_PUSH(a, both, g.both.v[i]);
}
