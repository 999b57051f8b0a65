/* report.md, from its bytes to the document in every light format, over a small commune. */
#include "fuzz.h"

#include "features/report/report.h"
#include "input.h"
#include "lib/base/text.h"

enum { OUT_MAX = 64 << 20 };

static const char *issuer[] = { "ỦY BAN NHÂN DÂN", "XÃ BA TƠ" };
static struct unit_name names[] = { { .kind = "xã",
	.name = "Ba Tơ",
	.authority = "Ủy ban nhân dân xã Ba Tơ",
	.short_name = "UBND xã Ba Tơ",
	.symbol = "UBND",
	.issuer_lines = { issuer, 2, 2 },
	.place = "Ba Tơ",
	.province = "tỉnh Quảng Ngãi" } };
static const struct unit unit = {
	.code = "21484", .slug = "ba-to", .names = names, .name_count = 1
};
static struct plan_content contents[] = { { "nd1", "Tuyên truyền chủ trương của Đảng." } };
static const char *form_channels[] = { "portal" };
static struct plan_form forms[] = { { "Trên Cổng thông tin điện tử", { form_channels, 1, 1 } } };
static const struct plan plan = { .year = 2024,
	.number = "24/KH-UBND",
	.day = { 2024, 2, 19 },
	.title = "tuyên truyền cải cách hành chính",
	.contents = contents,
	.content_count = 1,
	.forms = forms,
	.form_count = 1 };

static void make_figures(struct arena *a, struct figures *f)
{
	static const char *content[] = { "nd1" };
	struct quantities one;
	struct err e;
	err_init(&e, a);
	must(quantities_parse(a, "1 tin; hơn 20 lượt xem", &one, &e) == RC_OK);
	struct record r = { .id = 1,
		.code = "",
		.from = { 2024, 2, 1 },
		.to = { 2024, 2, 1 },
		.channel = "portal",
		.title = "Tin",
		.note = "",
		.quantities = one,
		.contents = { content, 1, 1 } };
	*f = (struct figures){ .period = { "2024-Q1", "quý I năm 2024", { 2024, 1, 1 },
				       { 2024, 3, 31 } } };
	ARENA_PUSH(a, &f->records, r);
	static const struct planned planned[] = { { "station", "lần phát" } };
	figures_compute(a, f, planned, 1);
}

static const struct doc *arrive(struct arena *a, const struct doc *d, struct buf *json)
{
	buf_init(json, a, OUT_MAX);
	doc_to_json(json, d);
	must(!json->over);
	struct doc *back = NULL;
	struct err e;
	err_init(&e, a);
	if (doc_from_json(a, json->p, json->n, &back, &e))
		must(e.message && *e.message && !back);
	return back;
}

/* The document travels to loa-worker as JSON. What arrives (with blanks for tabs) is what arrives
 * when it travels again. */
static void travel(struct arena *a, const struct doc *d)
{
	struct buf first, second, third;
	const struct doc *once = arrive(a, d, &first);
	if (!once)
		return;
	const struct doc *twice = arrive(a, once, &second);
	must(twice);
	must(arrive(a, twice, &third) && text_eq(second.p, third.p));
}

static void print(struct arena *a, const struct report *r, const struct report_document *d,
	const struct figures *flow)
{
	struct buf txt, html, json;
	buf_init(&txt, a, OUT_MAX);
	buf_init(&html, a, OUT_MAX);
	buf_init(&json, a, OUT_MAX);
	doc_txt(&txt, &d->doc);
	report_html(&html, r, d);
	report_json(&json, r, d, flow);
	must(!txt.over && !html.over && !json.over);
	must(text_check(txt.p, txt.n) == txt.n && text_check(html.p, html.n) == html.n);
	travel(a, &d->doc);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static bool ready;
	if (!ready)
		report_setup();
	ready = true;
	struct arena *a = arena_new();
	struct intake in;
	intake_init(&in, a, false);
	struct text_file f;
	if (input_file(&in, data, size, &f)) {
		const struct report *r = report_read(&in, &f);
		must(r || in.problems.n);
		check_problems(&in, &f);
		if (r && !in.problems.n) {
			struct figures flow;
			make_figures(a, &flow);
			struct report_sources s = { &unit, &plan, &flow, &flow, NULL };
			struct report_document d;
			struct err e;
			err_init(&e, a);
			report_setup();
			if (!report_build(a, r, &s, &d, &e))
				print(a, r, &d, &flow);
			else
				must(e.message && *e.message);
		}
	}
	arena_free(a);
	return 0;
}
