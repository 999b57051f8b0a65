/* unit.json, plan.json and news.json, from their bytes; the plan also as a document. */
#include "fuzz.h"

#include "core/unit.h"
#include "features/news/news.h"
#include "features/plan/plan.h"
#include "input.h"

static void as_document(struct arena *a, const struct plan *p)
{
	struct doc d = { 0 };
	plan_document(a, p, "UBND xã Ba Tơ", &d);
	struct buf b;
	buf_init(&b, a, 16 << 20);
	doc_txt(&b, &d);
	must(!b.over);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct intake in;
	intake_init(&in, a, false);
	struct text_file f;
	if (input_file(&in, data, size, &f)) {
		const struct unit *u = unit_read(&in, &f);
		must(u || in.problems.n);
		if (u && !in.problems.n)
			unit_name_at(u, (struct date){ 2024, 4, 0 });
		check_problems(&in, &f);
		in.problems.n = 0;
		const struct plan *p = plan_read(&in, &f);
		must(p || in.problems.n);
		if (p && !in.problems.n)
			as_document(a, p);
		check_problems(&in, &f);
		in.problems.n = 0;
		struct news_list news = { 0 };
		must(news_read(&in, &f, &news) || in.problems.n);
		for (size_t i = 0; i < news.n; i++)
			must(*news.v[i].title && *news.v[i].slug && news.v[i].html);
		check_problems(&in, &f);
	}
	arena_free(a);
	return 0;
}
