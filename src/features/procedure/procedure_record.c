/* Procedures as JSON, with the keys of docs/procedures.schema.json: what is stored, compared, kept
 * in the audit and given away is one text. */
#include "core/record.h"
#include "features/procedure/procedure.h"
#include "lib/base/text.h"

static const char *const units[WORKDAY_UNITS] = {
	[WORKDAY_SAME_DAY] = "same_day",
	[WORKDAY_WORKING_DAYS] = "working_day",
	[WORKDAY_DAYS] = "day",
	[WORKDAY_MONTHS] = "month",
};

static void put_ways(struct buf *b, unsigned ways)
{
	struct texts list = { 0 };
	for (int w = 0; w < WAYS; w++)
		if (ways & WAY(w)) {
			const char *code = procedure_way_code((enum procedure_way)w);
			ARENA_PUSH(b->a, &list, code);
		}
	if (list.n)
		record_texts(b, "ways", &list);
}

static void put_texts(struct buf *b, const char *key, const struct texts *list)
{
	if (list->n)
		record_texts(b, key, list);
}

static void put_cases(struct buf *b, const struct procedure_version *v)
{
	record_open(b, "cases", '[');
	for (size_t i = 0; i < v->cases.n; i++) {
		record_open(b, NULL, '{');
		record_text(b, "code", v->cases.v[i].code);
		record_text(b, "name", v->cases.v[i].name);
		record_close(b, '}');
	}
	record_close(b, ']');
}

static void put_places(struct buf *b, const struct procedure_version *v)
{
	record_open(b, "ways", '[');
	for (size_t i = 0; i < v->places.n; i++) {
		record_open(b, NULL, '{');
		record_text(b, "code", procedure_way_code(v->places.v[i].way));
		record_text(b, "text", v->places.v[i].text);
		record_close(b, '}');
	}
	record_close(b, ']');
}

static void put_papers(struct buf *b, const struct procedure_version *v)
{
	record_open(b, "papers", '[');
	for (size_t i = 0; i < v->papers.n; i++) {
		const struct procedure_paper *x = &v->papers.v[i];
		record_open(b, NULL, '{');
		record_text(b, "name", x->name);
		if (x->originals)
			record_int(b, "originals", x->originals);
		if (x->copies)
			record_int(b, "copies", x->copies);
		record_text(b, "case", x->case_code);
		record_text(b, "note", x->note);
		record_close(b, '}');
	}
	record_close(b, ']');
}

static void put_limits(struct buf *b, const struct procedure_version *v)
{
	record_open(b, "limits", '[');
	for (size_t i = 0; i < v->limits.n; i++) {
		const struct procedure_limit *x = &v->limits.v[i];
		record_open(b, NULL, '{');
		record_text(b, "text", x->text);
		if (x->counted)
			record_text(b, "unit", units[x->term.unit]);
		if (x->counted && x->term.unit != WORKDAY_SAME_DAY)
			record_int(b, "amount", x->term.amount);
		if (x->counted && x->term.until)
			record_text(b, "until",
				arena_printf(
					b->a, "%02d:%02d", x->term.until / 60, x->term.until % 60));
		record_text(b, "case", x->case_code);
		put_ways(b, x->ways);
		record_close(b, '}');
	}
	record_close(b, ']');
}

static void put_forms(struct buf *b, const struct procedure_version *v)
{
	record_open(b, "forms", '[');
	for (size_t i = 0; i < v->forms.n; i++) {
		record_open(b, NULL, '{');
		record_text(b, "name", v->forms.v[i].name);
		record_text(b, "url", v->forms.v[i].url);
		record_close(b, '}');
	}
	record_close(b, ']');
}

static void put_fee(struct buf *b, const struct procedure_fee *f)
{
	record_open(b, NULL, '{');
	record_text(b, "name", f->name);
	record_text(b, "unit", f->unit);
	record_text(b, "per", f->per);
	record_open(b, "tiers", '[');
	for (size_t i = 0; i < f->tier_count; i++) {
		record_open(b, NULL, '{');
		record_int(b, "from", f->tiers[i].from);
		record_int(b, "each", f->tiers[i].each);
		record_close(b, '}');
	}
	record_close(b, ']');
	if (f->cap)
		record_int(b, "cap", f->cap);
	record_text(b, "case", f->case_code);
	put_ways(b, f->ways);
	record_text(b, "source", f->source);
	record_close(b, '}');
}

static void put_fees(struct buf *b, const struct procedure_version *v)
{
	record_open(b, "fees", '[');
	for (size_t i = 0; i < v->fees.n; i++)
		put_fee(b, &v->fees.v[i]);
	record_close(b, ']');
	record_open(b, "reliefs", '[');
	for (size_t i = 0; i < v->reliefs.n; i++) {
		const struct procedure_relief *x = &v->reliefs.v[i];
		record_open(b, NULL, '{');
		record_text(b, "name", x->name);
		record_int(b, "percent", x->percent);
		record_text(b, "fee", x->fee);
		record_text(b, "case", x->case_code);
		put_ways(b, x->ways);
		record_text(b, "source", x->source);
		record_close(b, '}');
	}
	record_close(b, ']');
}

/* All but the decision, its days and the name, which are columns. */
static void put_body(struct buf *b, const struct procedure_version *v)
{
	record_text(b, "level", v->level);
	record_text(b, "online", v->online);
	put_cases(b, v);
	put_texts(b, "steps", &v->steps);
	put_places(b, v);
	put_papers(b, v);
	record_text(b, "sets", v->sets);
	put_limits(b, v);
	put_texts(b, "who", &v->who);
	record_text(b, "receives", v->receives);
	record_text(b, "decides", v->decides);
	record_text(b, "with", v->with);
	put_forms(b, v);
	put_texts(b, "results", &v->results);
	put_texts(b, "conditions", &v->conditions);
	put_fees(b, v);
	put_texts(b, "laws", &v->laws);
}

const char *procedure_body(struct arena *a, const struct procedure_version *v)
{
	struct buf b;
	record_begin(&b, a);
	put_body(&b, v);
	return record_end(&b);
}

static void put_version(struct buf *b, const struct procedure_version *v)
{
	record_open(b, NULL, '{');
	record_day(b, "from", v->from);
	record_day(b, "to", v->to);
	record_text(b, "status", procedure_status_code(v->status));
	record_text(b, "number", v->number);
	record_day(b, "day", v->day);
	record_text(b, "issuer", v->issuer);
	record_text(b, "name", v->name);
	put_body(b, v);
	record_close(b, '}');
}

/* said: with what the file says of the mark, though it be no. */
static void put_procedure(struct buf *b, const struct procedure *p, bool said)
{
	record_text(b, "code", *p->local ? p->local : p->code);
	record_text(b, "field", p->field);
	if (p->sample || (said && p->sample_said))
		record_int(b, "sample", p->sample);
	record_open(b, "versions", '[');
	for (size_t i = 0; i < p->versions.n; i++)
		put_version(b, &p->versions.v[i]);
	record_close(b, ']');
}

const char *procedure_record(struct arena *a, const struct procedure *p)
{
	struct buf b;
	record_begin(&b, a);
	put_procedure(&b, p, false);
	return record_end(&b);
}

const char *procedures_json(struct arena *a, const struct procedures *list)
{
	struct buf b;
	record_begin(&b, a);
	record_open(&b, "procedures", '[');
	for (size_t i = 0; i < list->n; i++) {
		record_open(&b, NULL, '{');
		put_procedure(&b, &list->v[i], true);
		record_close(&b, '}');
	}
	record_close(&b, ']');
	return record_end(&b);
}
