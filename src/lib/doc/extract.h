/* What could be read of a document that somebody else made: its paragraphs in reading order, and of
 * page and type what the format tells. Readers fill it (extract_txt here; read-docx and read-pdf in
 * loa-worker), the checker judges it.
 *
 * Text is NFC, on one line, white space squeezed, never empty: empty paragraphs are left out. */
#ifndef LIB_DOC_EXTRACT_H
#define LIB_DOC_EXTRACT_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/arena.h"
#include "lib/base/buf.h"
#include "lib/base/err.h"

enum extract_format { EXTRACT_TXT, EXTRACT_DOCX, EXTRACT_PDF };
enum extract_align {
	EXTRACT_ALIGN_UNKNOWN,
	EXTRACT_LEFT,
	EXTRACT_CENTER,
	EXTRACT_RIGHT,
	EXTRACT_JUSTIFY
};

struct extract_para {
	const char *text;
	int number; /* txt: line; docx: paragraph (empty ones counted); pdf: line of its page; from
		       1 */
	int page; /* from 1; 0: not known */
	double size; /* points, of most of its letters; 0: not known */
	const char *font; /* NULL: not known */
	bool bold, italic; /* of most of its letters; false where not known */
	enum extract_align align;
	int table, row, column; /* from 1, rows counted per table; 0: outside tables */
};

/* Page size and margins in mm; 0: not known. docx: one a section; pdf: one, margins estimated. */
struct extract_page {
	double width, height;
	double top, bottom, left, right;
};

enum extract_folio {
	EXTRACT_FOLIO_UNKNOWN,
	EXTRACT_FOLIO_NONE,
	EXTRACT_FOLIO_TOP,
	EXTRACT_FOLIO_BOTTOM
};

struct extract {
	enum extract_format format;
	int pages; /* 0: not known */
	enum extract_folio folio; /* where page numbers stand */
	bool folio_first; /* a number stands on page 1 too */
	struct {
		struct extract_page *v;
		size_t n, cap;
	} setups;
	struct {
		struct extract_para *v;
		size_t n, cap;
	} paras;
};

enum { EXTRACT_FILE_MAX = 20 << 20, EXTRACT_PARAS_MAX = 200000 };

/* A text file: UTF-8 with or without BOM, any line ends, NFC or NFD. Columns set apart by a tab or
 * by four blanks become paragraphs of their own; files wrapped at a width are joined again.
 * RC_INVALID: not UTF-8 (with line and byte), empty, too large. */
enum rc extract_txt(
	struct arena *a, const char *p, size_t n, struct extract **out, struct err *e) CHECKED;

/* For readers. Adds a paragraph, its text squeezed; an empty one is left out. */
void extract_add(struct arena *a, struct extract *x, struct extract_para p);
/* The same for text that may hold columns, set apart by a tab or by four blanks: a paragraph each.
 */
void extract_add_columns(struct arena *a, struct extract *x, struct extract_para p);
/* Whether a wide gap behind the n bytes of before and ahead of after parts two columns, or is only
 * the room for a number, a day, a list mark. */
bool extract_splits(const char *before, size_t n, const char *after);
/* Begins with "-", "+", "I.", "1.", "a)" or the like. */
bool extract_has_mark(const char *s);

/* "dòng 12", "đoạn 7", "trang 2, dòng 3". */
const char *extract_place(struct arena *a, const struct extract *x, const struct extract_para *p);

/* The form in which it travels from loa-worker. Reading checks everything. */
void extract_to_json(struct buf *out, const struct extract *x);
enum rc extract_from_json(
	struct arena *a, const char *json, size_t n, struct extract **out, struct err *e) CHECKED;

#endif
