/* One tree for every official document, in the elements of Nghị định 30/2020/NĐ-CP, Annex I.
 * Features fill it; doc_txt, doc_html and (in loa-worker) doc_docx, doc_pdf lay it out.
 *
 * All text is NFC UTF-8 and lives in the maker's arena. Lists may be empty; a NULL text is
 * "absent". Marks of headings and list items ("I.", "1.", "-") are literal text here and in every
 * format. */
#ifndef LIB_DOC_DOC_H
#define LIB_DOC_DOC_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/arena.h"
#include "lib/base/buf.h"
#include "lib/base/date.h"
#include "lib/base/err.h"

/* A stretch of text in one style. */
struct doc_run {
	const char *text;
	bool bold, italic;
	const char *ref; /* id of the figure that this text prints (HTML links it), or NULL */
};

/* A paragraph's text. */
struct doc_text {
	struct doc_run *v;
	size_t n, cap;
};

enum doc_align { DOC_LEFT, DOC_CENTER, DOC_RIGHT, DOC_JUSTIFY };

struct doc_column {
	const char *title; /* head cell */
	unsigned share; /* width relative to the other columns, > 0 */
	enum doc_align align;
};

/* Cells row by row; rows * columns of them. The head row repeats on each page. */
struct doc_table {
	struct doc_column *columns;
	size_t column_count;
	struct doc_text *cells;
	size_t row_count;
};

enum doc_block_kind {
	DOC_PARAGRAPH, /* nội dung: justified, first line indented */
	DOC_BASIS, /* căn cứ: italic */
	DOC_HEADING, /* level 1 "I.", 2 "1.", 3 "a)": bold */
	DOC_ITEM, /* level 1 "-", 2 "+" */
	DOC_TABLE
};

struct doc_block {
	enum doc_block_kind kind;
	int level;
	const char *mark; /* "I.", "1.", "a)", "-", "+"; NULL where there is none */
	struct doc_text text;
	const struct doc_table *table; /* DOC_TABLE only */
};

struct doc_blocks {
	struct doc_block *v;
	size_t n, cap;
};

/* Phụ lục: begins on a page of its own, numbered in Roman where there are several. */
struct doc_annex {
	const char *mark; /* "Phụ lục" or "Phụ lục I" */
	const char *title; /* printed in capitals */
	const char *note; /* "(Kèm theo Kế hoạch số ... ngày ... của ...)", italic, or NULL */
	const char *issuer; /* "UBND thị trấn Ba Tơ": the note follows number and day (doc_issue);
			       NULL: it stays as it is */
	bool landscape; /* for wide tables only */
	struct doc_blocks blocks;
};

struct doc {
	struct date rules; /* the day whose layout rules apply; never {0} */
	struct texts parent; /* cơ quan chủ quản: lines, regular; often none */
	struct texts issuer; /* cơ quan ban hành: lines, bold */
	const char *number; /* "05"; NULL: a blank is kept until it is issued */
	const char *notation; /* "BC-UBND" */
	const char *place; /* địa danh: "Ba Tơ" */
	struct date day; /* unknown parts (0) are kept blank */
	const char *kind; /* tên loại: "BÁO CÁO"; NULL for công văn */
	const char *subject; /* trích yếu; for công văn printed as "V/v ..." under the number */
	struct texts addressees; /* Kính gửi */
	struct doc_blocks blocks;
	struct texts recipients; /* Nơi nhận: without the "- ", each with its own ";" or "." */
	struct texts signing; /* "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH" */
	const char *signer; /* họ và tên */
	struct doc_annex *annexes;
	size_t annex_count;
	const char *language; /* BCP 47, "vi" */
};

void doc_text_add(struct arena *a, struct doc_text *t, struct doc_run run);
/* A block of one plain run. */
void doc_add(struct arena *a, struct doc_blocks *list, enum doc_block_kind kind, int level,
	const char *mark, const char *text);
/* The text of all runs, joined; mark and a blank before it where there is one. */
const char *doc_block_plain(struct arena *a, const struct doc_block *b);
const char *doc_text_plain(struct arena *a, const struct doc_text *t);

/* "Kính gửi:", followed by the addressee where there is one only. */
const char *doc_address_line(struct arena *a, const struct doc *d);
/* The i-th of several addressees, as a list item: "- UBND tỉnh;", the last one with ".". */
const char *doc_address_item(struct arena *a, const struct doc *d, size_t i);

/* "Số: 05/BC-UBND", or "Số:      /BC-UBND" while not numbered. */
const char *doc_number_line(struct arena *a, const struct doc *d);
/* "Ba Tơ, ngày 05 tháng 3 năm 2024"; blanks for what is not known; NĐ 30/2020 zero rule. */
const char *doc_place_line(struct arena *a, const struct doc *d);

/* "(Kèm theo Kế hoạch số 24/KH-UBND ngày 19/02/2024 của UBND thị trấn Ba Tơ)"; blanks for what is
 * not known yet. */
const char *doc_annex_note(struct arena *a, const struct doc *d, const char *issuer);
/* Lays number and day on, on the notes of the annexes too; annexes that others hold stay as they
 * are. */
void doc_issue(
	struct arena *a, struct doc *d, const char *number, const char *notation, struct date day);

/* Plain text: a block a paragraph, one empty line between. */
void doc_txt(struct buf *out, const struct doc *d);
/* The document as an <article class="van-ban"> fragment; a run with ref becomes <a href="#REF">. */
void doc_html(struct buf *out, const struct doc *d);
/* The same in a page that has its own h1. */
void doc_html_within(struct buf *out, const struct doc *d);
/* The style sheet for it: on a telephone, on a wide screen, and on A4 with the decree's margins. */
const char *doc_css(void);

/* The form in which a document travels to loa-worker. doc_from_json checks everything it reads. */
void doc_to_json(struct buf *out, const struct doc *d);
enum rc doc_from_json(
	struct arena *a, const char *json, size_t n, struct doc **out, struct err *e) CHECKED;

#endif
