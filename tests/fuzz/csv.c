/* A log of activities, from its bytes to its rows. */
#include "fuzz.h"

#include <string.h>

#include "features/activity/activity.h"
#include "input.h"
#include "lib/base/csv.h"
#include "lib/base/text.h"

/* What csv_put writes, csv_read reads back, but for the mark before a formula. */
static void write_and_read(struct intake *in, const struct csv *csv)
{
	struct buf b;
	buf_init(&b, in->a, 8 << 20);
	buf_puts(&b, "đầu,đầu\n");
	for (size_t i = 0; i < csv->n; i++) {
		csv_put(&b, csv->v[i].v[0]);
		buf_puts(&b, ",x\n");
	}
	must(!b.over);
	struct text_file f = { "lai", b.p, b.n };
	struct csv again;
	must(csv_read(in->a, &f, &again, &in->problems) && again.n == csv->n + 1);
	for (size_t i = 0; i < csv->n; i++) {
		const char *old = csv->v[i].v[0], *new = again.v[i + 1].v[0];
		must(again.v[i + 1].n == 2);
		must(text_eq(old, new) || (*old && strchr("=+-@", *old) && text_eq(old, new + 1)));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct intake in;
	intake_init(&in, a, false);
	struct text_file f;
	if (input_file(&in, data, size, &f)) {
		struct activities list = { 0 };
		bool good = activity_read(&in, &f, &list);
		must(good || in.problems.n);
		check_problems(&in, &f);
		for (size_t i = 0; i < list.n; i++)
			must(*activity_name(a, &list.v[i]));
		struct csv csv;
		if (csv_read(a, &f, &csv, &in.problems))
			write_and_read(&in, &csv);
	}
	arena_free(a);
	return 0;
}
