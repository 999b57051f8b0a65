/* Inside the reader of DOCX files that others made. */
#ifndef WORKER_READ_DOCX_H
#define WORKER_READ_DOCX_H

#include "lib/doc/extract.h"
#include "worker/ooxml.h"

/* What styles and runs may say; unknown stays until another one tells. */
struct docx_props {
	double size; /* points; 0 unknown */
	const char *font; /* NULL unknown */
	int bold, italic, hidden; /* -1 unknown */
	enum extract_align align;
	const char *num_id; /* list; NULL none */
	int num_level;
};

struct docx_style {
	const char *id, *based;
	xmlNode *node;
	bool is_default; /* of paragraphs */
};

struct docx_level {
	const char *format, *text; /* "decimal", "%1." */
	int start, now;
};

struct docx_list {
	const char *id; /* abstractNumId */
	struct docx_level levels[9];
};

struct docx_num {
	const char *id;
	struct docx_list *list;
};

struct docx_reader {
	struct arena *a;
	struct ooxml package;
	struct extract *x;
	struct docx_props defaults;
	struct {
		struct docx_style *v;
		size_t n, cap;
	} styles;
	struct {
		struct docx_list *v;
		size_t n, cap;
	} lists;
	struct {
		struct docx_num *v;
		size_t n, cap;
	} nums;
	const char *minor_font, *major_font; /* of the theme */
	int paragraph, page, table; /* counters, from 1; page 0: breaks are not marked */
	bool breaks_marked;
	struct {
		int table, row, column;
	} cell;
	struct err *e;
};

/* A part of the package as a tree; *out NULL where there is no such part. Lives as long as r->a. */
enum rc docx_part(struct docx_reader *r, const char *name, xmlNode **out) CHECKED;

enum rc docx_read_styles(struct docx_reader *r) CHECKED;
enum rc docx_read_lists(struct docx_reader *r) CHECKED;
/* What a paragraph starts with; then its runs. */
struct docx_props docx_para_props(struct docx_reader *r, const xmlNode *paragraph);
struct docx_props docx_run_props(
	struct docx_reader *r, const xmlNode *run, const struct docx_props *paragraph);
/* The mark that Word numbers the paragraph with, and counts on: "1.", "-"; "" for none. */
const char *docx_list_mark(struct docx_reader *r, const struct docx_props *p);

#endif
