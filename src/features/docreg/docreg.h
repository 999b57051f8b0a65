/* The register of official documents issued (sổ đăng ký văn bản đi): Nghị định 30/2020/NĐ-CP, Điều
 * 15 and 16, Annex IV. A plan or a report enters it by having a number. */
#ifndef FEATURES_DOCREG_DOCREG_H
#define FEATURES_DOCREG_DOCREG_H

#include "core/intake.h"
#include "core/web/gate.h"
#include "lib/base/buf.h"
#include "lib/base/date.h"
#include "lib/db/db.h"

struct document {
	int64_t number; /* 24 */
	int line; /* of the number in the file it came from, for messages */
	const char *notation; /* "KH-UBND" */
	struct date day; /* of issue; parts not known yet are 0 */
	int year; /* in which the number counts */
	const char *subject; /* tên loại và trích yếu */
	const char *signer; /* NULL where not known */
	struct texts recipients;
	const char *origin; /* what it was made of, unique: "plan/2024", "report/12" */
	/* Columns that only people know; "" or NULL where not said. */
	const char *copies, *sent, *receipt,
		*note; /* số lượng bản, ngày chuyển, ký nhận, ghi chú */
};

struct documents {
	struct document *v;
	size_t n, cap;
};

extern const char docreg_schema_sql[]; /* schema.sql */
extern const struct web_routes docreg_routes; /* docreg_web.c */

/* What a notation is made of (Nghị định 30/2020/NĐ-CP, Annex I and III): groups of capitals and
 * digits ("BC-UBND", "2024/QĐ-UBND") with one of - / & . between two; a small letter only behind
 * another letter ("CTr", "QyĐ"). No blanks, no other marks. */
#define DOCUMENT_NOTATION_RULE \
	"Ký hiệu chỉ gồm chữ in hoa không dấu và Đ (chữ thường như trong CTr, TTr, QyĐ), chữ số, " \
	"nối bằng “-”, “/”, “&” hoặc “.”, ví dụ BC-UBND"
bool document_notation_ok(const char *notation);
/* When a document may be dated: from and to are within; {0}: open. */
struct document_span {
	struct date from, to;
	const char *of; /* why: "báo cáo quý I năm 2024 ban hành từ ngày đầu kỳ" */
};
/* NULL: it may be; else the message for the field. Never after today. */
const char *document_day_wrong(
	struct arena *a, struct date day, const struct document_span *span, struct date today);

/* "24/KH-UBND" -> 24 and "KH-UBND"; false where it has another form. */
bool document_number_parse(
	struct arena *a, const char *text, int64_t *number, const char **notation);
/* "24/KH-UBND", "05/BC-UBND" */
const char *document_number(struct arena *a, const struct document *d);

/* All of it as JSON, for the audit. */
const char *document_record(struct arena *a, const struct document *d);

/* Enters the document, or what has changed of it; columns that only people know stay where d does
 * not say them. Number and notation are unique in a year (Điều
 * 15): another document under the same is a problem of `file`. */
enum rc document_store(
	struct intake *in, const struct document *d, const char *file, struct err *e) CHECKED;
/* Of one year, or of all where year is 0; by notation and number. */
enum rc documents_load(
	struct db *d, struct arena *a, int year, struct documents *out, struct err *e) CHECKED;

/* --- for the office: as the commune's people do it, each under his own name --- */

/* The same for one document: RC_CONFLICT, with a message, where the number is taken. */
enum rc document_enter(
	struct audit *t, struct arena *a, const struct document *d, struct err *e) CHECKED;
/* RC_NOTFOUND without a message. */
enum rc document_of(struct db *d, struct arena *a, const char *origin, struct document *out,
	struct err *e) CHECKED;

/* A number that was given and will not be used: it stays to be seen. */
struct document_void {
	int year;
	const char *notation;
	int64_t number;
	const char *subject, *reason;
	int64_t at;
};
struct document_voids {
	struct document_void *v;
	size_t n, cap;
};
/* Takes the document out of the register. kept: its number is written down as given up. */
enum rc document_leave(struct audit *t, struct arena *a, const char *origin, bool kept,
	const char *reason, struct err *e) CHECKED;
enum rc document_voids_load(
	struct db *d, struct arena *a, int year, struct document_voids *out, struct err *e) CHECKED;

/* The next number of the year: of this notation, or of all where they share one series (Điều 15
 * leaves it to the head). In the caller's writing transaction: two never get the same. */
enum rc document_next(struct db *d, int year, const char *notation, bool one_series, int64_t *out,
	struct err *e) CHECKED;
/* Numbers up to the last given one that no document holds and nobody gave up. */
struct document_gap {
	const char *notation; /* "" where all share one series */
	int64_t number;
};
struct document_gaps {
	struct document_gap *v;
	size_t n, cap;
};
enum rc document_gaps_load(
	struct db *d, struct arena *a, int year, struct document_gaps *out, struct err *e) CHECKED;

/* The years that have documents, the newest first. */
enum rc document_years(struct db *d, struct arena *a, struct texts *out, struct err *e) CHECKED;

enum { DOCUMENT_COLUMNS = 10 };
extern const char *const document_headings[DOCUMENT_COLUMNS];
void document_cells(struct arena *a, const struct document *d, const char *out[DOCUMENT_COLUMNS]);

/* The ten columns of Annex IV. */
void documents_table(struct buf *b, const struct documents *list);
void documents_csv(struct buf *b, const struct documents *list);
void documents_json(struct buf *b, const struct documents *list);

#endif
