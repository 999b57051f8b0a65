#include "core/web/web.h"

enum { RADIOS_MAX = 6 };

static void add_choices(struct arena *a, const struct form_field *field, struct widget *w)
{
	size_t n = 0;
	while (field->choices && field->choices[n].value)
		n++;
	struct widget_choice *v = ARENA_ARRAY(a, struct widget_choice, n);
	for (size_t i = 0; i < n; i++)
		v[i] = (struct widget_choice){ .value = field->choices[i].value,
			.label = field->choices[i].label };
	w->choices = v;
	w->n = n;
}

static enum widget_type type_of(enum form_kind kind)
{
	switch (kind) {
	case FORM_SECRET:
		return WIDGET_SECRET;
	case FORM_INT:
		return WIDGET_NUMBER;
	case FORM_DATE:
		return WIDGET_DAY;
	default:
		return WIDGET_TEXT;
	}
}

struct widget web_widget(struct arena *a, const struct form *f, size_t i)
{
	const struct form_field *field = &f->fields[i];
	const struct form_value *v = &f->v[i];
	struct widget w = { .name = field->name,
		.label = field->label,
		.error = v->error,
		.type = type_of(field->kind),
		.width = field->kind == FORM_INT || field->kind == FORM_DATE ? 10 : 0,
		.optional = !field->required && !field->at_times && field->kind != FORM_CHECK,
		.several = field->kind == FORM_FILES };
	if (field->kind == FORM_MANY)
		w.many = &v->many;
	else if (field->kind == FORM_CHECK)
		w.ticked = v->ticked;
	else if (v->typed && *v->typed)
		w.value = v->typed;
	if (field->choices)
		add_choices(a, field, &w);
	return w;
}

void web_field(struct buf *b, const struct form *f, size_t i)
{
	web_field_hint(b, f, i, NULL);
}

void web_field_hint(struct buf *b, const struct form *f, size_t i, const char *hint)
{
	struct widget w = web_widget(b->a, f, i);
	w.hint = hint;
	switch (f->fields[i].kind) {
	case FORM_LINES:
		widget_lines(b, &w);
		return;
	case FORM_CHOICE:
		(w.n > RADIOS_MAX ? widget_select : widget_radios)(b, &w);
		return;
	case FORM_MANY:
		widget_checks(b, &w);
		return;
	case FORM_CHECK:
		widget_check(b, &w);
		return;
	case FORM_FILE:
	case FORM_FILES:
		widget_file(b, &w);
		return;
	case FORM_TEXT:
	case FORM_SECRET:
	case FORM_INT:
	case FORM_DATE:
		widget_input(b, &w);
		return;
	}
}

void web_errors(struct arena *a, const struct form *f, struct page *p)
{
	struct widget_error *v = ARENA_ARRAY(a, struct widget_error, f->n);
	size_t n = 0;
	for (size_t i = 0; i < f->n; i++)
		if (f->v[i].error)
			v[n++] = (struct widget_error){ f->fields[i].name, f->v[i].error };
	p->errors = v;
	p->errors_n = n;
}

void web_asset(const struct request *rq, struct reply *rp)
{
	const struct asset *s = asset_find(rq->path);
	if (!s) {
		reply_error(rp, 404, "Không có tệp này", "Xin tải lại trang.");
		return;
	}
	bool br = rq->accepts_br && s->br.n, gzip = !br && rq->accepts_gzip && s->gzip.n;
	const struct asset_bytes *bytes = br ? &s->br : gzip ? &s->gzip : &s->plain;
	reply_bytes(rp, 200, s->type, bytes->p, bytes->n);
	rp->encoding = br ? "br" : gzip ? "gzip" : NULL;
	rp->etag = arena_printf(rp->a, "%s%s%s", s->etag, br ? "-br" : "", gzip ? "-gzip" : "");
	rp->cache = "public, max-age=31536000, immutable";
}
