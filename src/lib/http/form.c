#include "lib/http/form.h"

#include <string.h>

#include "lib/base/text.h"

enum { DIGITS = 18 }; /* as many fit into an int64_t */

struct reading {
	struct arena *a;
	const struct request *rq;
	const struct form_field *field;
	struct form_value *v;
};

static void wrong(struct reading *r, const char *fmt, ...)
	__attribute__((format(printf, 2, 3), nonnull(1, 2)));

static void wrong(struct reading *r, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	if (!r->v->error)
		r->v->error = r->field->message ? r->field->message : arena_vprintf(r->a, fmt, ap);
	va_end(ap);
}

static int64_t ceiling(const struct form_field *f)
{
	if (f->max)
		return f->max;
	return f->kind == FORM_LINES ? FORM_LINES_MAX : FORM_TEXT_MAX;
}

static void check_length(struct reading *r, const char *s)
{
	const struct form_field *f = r->field;
	int64_t n = (int64_t)text_length(s);
	if (n > ceiling(f))
		wrong(r, "Mục “%s” dài %lld ký tự, chỉ nhận đến %lld.", f->label, (long long)n,
			(long long)ceiling(f));
	else if (n < f->min)
		wrong(r, "Mục “%s” cần ít nhất %lld ký tự.", f->label, (long long)f->min);
}

static void read_text(struct reading *r)
{
	bool lines = r->field->kind == FORM_LINES;
	const char *s = lines ? text_trim(r->a, r->v->typed) : text_squeeze(r->a, r->v->typed);
	if (r->field->kind == FORM_SECRET) {
		s = r->v->typed;
		r->v->typed = "";
	}
	r->v->given = *s != '\0';
	r->v->text = s;
	if (r->v->given)
		check_length(r, s);
}

/* Digits, grouped by dots in threes if at all; false on anything else and on overflow. */
static bool parse_int(const char *s, int64_t *out)
{
	bool minus = *s == '-';
	s += minus;
	bool grouped = strchr(s, '.') != NULL;
	int64_t sum = 0;
	for (size_t i = 0, n = strlen(s); i < n; i++) {
		if (s[i] == '.') {
			bool place = grouped && i && (n - i) % 4 == 0 && i + 1 < n;
			if (!place)
				return false;
			continue;
		}
		if (s[i] < '0' || s[i] > '9' || (grouped && (n - i) % 4 == 0))
			return false;
		if (sum > (INT64_MAX - 9) / 10)
			return false;
		sum = sum * 10 + (s[i] - '0');
	}
	*out = minus ? -sum : sum;
	return *s != '\0';
}

/* Nothing but digits and dots, and yet it does not fit. */
static bool too_large(const char *s)
{
	s += *s == '-';
	return *s && !s[strspn(s, "0123456789.")] && !strstr(s, "..") && strlen(s) > DIGITS;
}

static void read_int(struct reading *r)
{
	const struct form_field *f = r->field;
	const char *s = text_trim(r->a, r->v->typed);
	int64_t i;
	r->v->given = *s != '\0';
	if (!r->v->given)
		return;
	if (!parse_int(s, &i) && too_large(s))
		wrong(r, "Mục “%s” quá lớn%s.", f->label,
			f->max ? arena_printf(r->a, ": chỉ nhận đến %lld", (long long)f->max) : "");
	else if (!parse_int(s, &i))
		wrong(r, "Mục “%s” phải là số nguyên, ví dụ 1500 hoặc 1.500.", f->label);
	else if ((f->min || f->max) && (i < f->min || i > f->max))
		wrong(r, "Mục “%s” phải từ %lld đến %lld.", f->label, (long long)f->min,
			(long long)f->max);
	else
		r->v->number = i;
}

static void read_date(struct reading *r)
{
	const char *s = text_trim(r->a, r->v->typed);
	r->v->given = *s != '\0';
	if (!r->v->given || date_parse_vn(s, &r->v->day))
		return;
	const char *full = date_full_year(r->a, s);
	if (full)
		wrong(r, "Mục “%s”: năm phải ghi đủ bốn chữ số, ví dụ %s.", r->field->label, full);
	else
		wrong(r, "Mục “%s” phải là ngày có thật, ví dụ 05/3/2024.", r->field->label);
}

static bool among(const struct form_field *f, const char *value)
{
	for (const struct form_choice *c = f->choices; c && c->value; c++)
		if (strcmp(c->value, value) == 0)
			return true;
	return false;
}

static void read_choice(struct reading *r)
{
	r->v->given = *r->v->typed != '\0';
	if (!r->v->given)
		return;
	if (among(r->field, r->v->typed))
		r->v->text = r->v->typed;
	else
		wrong(r, "Mục “%s”: xin chọn một trong các mục có sẵn.", r->field->label);
}

static void read_many(struct reading *r)
{
	const struct http_pairs *sent = &r->rq->fields;
	for (size_t i = 0; i < sent->n; i++) {
		if (strcmp(sent->v[i].name, r->field->name) != 0 || !*sent->v[i].value)
			continue;
		if (among(r->field, sent->v[i].value))
			ARENA_PUSH(r->a, &r->v->many, sent->v[i].value);
		else
			wrong(r, "Mục “%s”: xin chọn trong các mục có sẵn.", r->field->label);
	}
	r->v->given = r->v->many.n > 0;
}

static void read_check(struct reading *r)
{
	r->v->ticked = *r->v->typed != '\0';
	r->v->given = r->v->ticked;
}

const struct http_upload *form_file(const struct request *rq, const char *name, size_t i)
{
	for (size_t k = 0; k < rq->uploads.n; k++)
		if (strcmp(rq->uploads.v[k].field, name) == 0 && i-- == 0)
			return &rq->uploads.v[k];
	return NULL;
}

/* 3 KB, 12 MB: whole units, rounded up. */
static const char *size_text(struct arena *a, uint64_t bytes)
{
	const uint64_t kib = 1024, mib = kib * kib;
	if (bytes >= mib)
		return arena_printf(a, "%llu MB", (unsigned long long)((bytes + mib - 1) / mib));
	return arena_printf(a, "%llu KB", (unsigned long long)((bytes + kib - 1) / kib));
}

static void read_file(struct reading *r)
{
	const struct form_field *f = r->field;
	r->v->file = form_file(r->rq, f->name, 0);
	r->v->given = r->v->file != NULL;
	if (!r->v->given)
		return;
	uint64_t n = r->v->file->bytes.n;
	r->v->typed = r->v->file->filename;
	if (!n)
		wrong(r, "Tệp “%s” không có nội dung.", r->v->typed);
	else if (f->max && n > (uint64_t)f->max)
		wrong(r, "Tệp “%s” nặng %s, chỉ nhận đến %s.", r->v->typed, size_text(r->a, n),
			size_text(r->a, (uint64_t)f->max));
}

static void read_files(struct reading *r)
{
	const struct form_field *f = r->field;
	int64_t n = 0, max = f->max ? f->max : FORM_FILES_MAX;
	r->v->file = form_file(r->rq, f->name, 0);
	r->v->given = r->v->file != NULL;
	while (form_file(r->rq, f->name, (size_t)n))
		n++;
	if (n > max)
		wrong(r, "Mục “%s” chỉ nhận đến %lld tệp.", f->label, (long long)max);
	else if (r->v->given && n < f->min)
		wrong(r, "Mục “%s” cần ít nhất %lld tệp.", f->label, (long long)f->min);
}

static void read_field(struct reading *r)
{
	static void (*const readers[])(struct reading *) = { [FORM_TEXT] = read_text,
		[FORM_LINES] = read_text,
		[FORM_SECRET] = read_text,
		[FORM_INT] = read_int,
		[FORM_DATE] = read_date,
		[FORM_CHOICE] = read_choice,
		[FORM_MANY] = read_many,
		[FORM_CHECK] = read_check,
		[FORM_FILE] = read_file,
		[FORM_FILES] = read_files };
	const struct form_field *f = r->field;
	const char *sent = request_field(r->rq, f->name);
	r->v->typed = sent ? sent : "";
	readers[f->kind](r);
	if (!f->required || r->v->given || r->v->error)
		return;
	if (f->kind == FORM_CHOICE || f->kind == FORM_MANY || f->kind == FORM_FILE ||
		f->kind == FORM_FILES)
		wrong(r, "Xin chọn mục “%s”.", f->label);
	else if (f->kind == FORM_CHECK)
		wrong(r, "Xin đánh dấu vào ô “%s”.", f->label);
	else
		wrong(r, "Xin nhập mục “%s”.", f->label);
}

void form_init(struct form *f, struct arena *a, const struct form_field *fields, size_t n)
{
	*f = (struct form){ .fields = fields, .v = ARENA_ARRAY(a, struct form_value, n), .n = n };
	for (size_t i = 0; i < n; i++)
		f->v[i].typed = f->v[i].text = "";
}

enum rc form_read(struct form *f, const struct request *rq, const struct form_field *fields,
	size_t n, struct err *e)
{
	form_init(f, rq->a, fields, n);
	for (size_t i = 0; i < n; i++) {
		struct reading r = { rq->a, rq, &fields[i], &f->v[i] };
		read_field(&r);
		if (!f->v[i].error)
			continue;
		if (!f->errors++)
			(void)ERR(e, RC_INVALID, fields[i].name, "%s", f->v[i].error);
	}
	return f->errors ? RC_INVALID : RC_OK;
}

void form_fail(struct form *f, size_t field, const char *message)
{
	if (f->v[field].error)
		return;
	f->v[field].error = message;
	f->errors++;
}
