/* Views of the sample pages. */
#ifndef TESTS_BROWSER_LOOK_H
#define TESTS_BROWSER_LOOK_H

#include "lib/html/chart.h"
#include "lib/html/page.h"

struct look_form {
	struct page page;
	struct widget channel, title, day, count, place, who, answer, note, photo, sure, secret;
};

struct look_lists {
	struct page page;
	struct part_table table;
	struct part_pages pages;
	struct chart_bars bars;
	struct chart_spark spark;
	const struct part_task *tasks;
	size_t tasks_n;
	const struct part_figure *figures;
	size_t figures_n;
	const struct part_row *rows;
	size_t rows_n;
	const struct part_link *tabs;
	size_t tabs_n;
	const struct part_link *tiles;
	size_t tiles_n;
};

void look_form_html(struct buf *b, const struct look_form *v);
void look_lists_html(struct buf *b, const struct look_lists *v);

#endif
