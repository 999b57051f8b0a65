/* The register of official documents issued (sổ đăng ký văn bản đi): Nghị định 30/2020/NĐ-CP, Điều
 * 15 and 16, Annex IV. A plan or a report enters it by having a number. */
#ifndef FEATURES_DOCREG_DOCREG_H
#define FEATURES_DOCREG_DOCREG_H

#include "core/intake.h"
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
};

struct documents {
	struct document *v;
	size_t n, cap;
};

extern const char docreg_schema_sql[]; /* schema.sql */

/* "24/KH-UBND" -> 24 and "KH-UBND"; false where it has another form. */
bool document_number_parse(
	struct arena *a, const char *text, int64_t *number, const char **notation);
/* "24/KH-UBND", "05/BC-UBND" */
const char *document_number(struct arena *a, const struct document *d);

/* All of it as JSON, for the audit. */
const char *document_record(struct arena *a, const struct document *d);

/* Enters the document, or what has changed of it. Number and notation are unique in a year (Điều
 * 15): another document under the same is a problem of `file`. */
enum rc document_store(
	struct intake *in, const struct document *d, const char *file, struct err *e) CHECKED;
/* Of one year, or of all where year is 0; by notation and number. */
enum rc documents_load(
	struct db *d, struct arena *a, int year, struct documents *out, struct err *e) CHECKED;

/* The ten columns of Annex IV. */
void documents_table(struct buf *b, const struct documents *list);
void documents_csv(struct buf *b, const struct documents *list);
void documents_json(struct buf *b, const struct documents *list);

#endif
