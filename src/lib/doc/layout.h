/* How an administrative document must look, as dated records: a document of March is laid out, and
 * judged, by March's rules. The engines use `use`, the checker allows `min` to `max`. */
#ifndef LIB_DOC_LAYOUT_H
#define LIB_DOC_LAYOUT_H

#include "lib/base/date.h"

/* Allowed from min to max, both included (INFINITY: no upper bound); use: what Loa itself prints.
 */
struct layout_span {
	double min, max, use;
};

/* Type sizes in points, by the element's cell in Annex I of NĐ 30/2020. */
struct layout_sizes {
	struct layout_span nation; /* 1 Quốc hiệu */
	struct layout_span motto; /* 1 Tiêu ngữ */
	struct layout_span issuer; /* 2 both agencies */
	struct layout_span number; /* 3 */
	struct layout_span place; /* 4 địa danh, ngày tháng */
	struct layout_span kind; /* 5a tên loại */
	struct layout_span subject; /* 5a trích yếu */
	struct layout_span letter; /* 5b trích yếu of a công văn */
	struct layout_span body; /* 6, 9a */
	struct layout_span signing; /* 7a, 7b */
	struct layout_span copies_head; /* 9b "Nơi nhận:" */
	struct layout_span copies; /* 9b the list */
	struct layout_span page_number;
	struct layout_span annex; /* "Phụ lục" and its title */
};

struct layout {
	struct date from; /* in force from this day */
	const char *source; /* law and place in it, as it is cited to people */

	double page_width, page_height; /* mm, upright */
	struct layout_span top, bottom, left, right; /* margins, mm */
	struct layout_sizes size;
	struct layout_span indent; /* first line of a paragraph, mm; 10 or 12.7 */
	struct layout_span gap; /* between paragraphs, points */
	struct layout_span line_spacing; /* 1: single */
	struct layout_span rule; /* under issuer and subject: part of the text's length */
	double letter_gap; /* between number and "V/v" of a công văn, points */
	/* Quốc hiệu and Tiêu ngữ, words as printed. */
	const char *nation, *motto;
	const char *font; /* by name; Loa embeds Liberation Serif, of the same widths */
};

/* The record in force on a day; the oldest one for days before all records. An unknown month or day
 * counts as the first. */
const struct layout *layout_at(struct date day);

#endif
