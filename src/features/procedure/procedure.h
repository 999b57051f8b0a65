/* Administrative procedures (thủ tục hành chính, TTHC): the catalogue of what the commune receives
 * or settles. The commune makes none of them: the chairperson of the province announces them by a
 * decision (quyết định công bố), so that all of a procedure is a version by decision, with the days
 * it holds. Parts: Nghị định 63/2010/NĐ-CP, Điều 8 khoản 2. */
#ifndef FEATURES_PROCEDURE_PROCEDURE_H
#define FEATURES_PROCEDURE_PROCEDURE_H

#include "core/intake.h"
#include "core/search.h"
#include "core/web/gate.h"
#include "core/workday.h"
#include "lib/base/csv.h"
#include "lib/base/date.h"
#include "lib/base/file.h"

extern const char procedure_schema_sql[]; /* schema.sql */
extern const struct web_routes procedure_public_routes; /* public_web.c */
extern const struct web_routes procedure_routes; /* office_web.c */
extern const struct web_routes procedure_calendar_routes; /* calendar_web.c */
extern const struct web_routes procedure_review_routes; /* review_web.c */

/* Ways of filing. */
enum procedure_way { WAY_DIRECT, WAY_ONLINE, WAY_POST, WAYS };
#define WAY(w) (1u << (w))
const char *procedure_way_code(enum procedure_way w); /* "direct" */
const char *procedure_way_name(enum procedure_way w); /* "trực tiếp" */
bool procedure_way_find(struct arena *scratch, const char *text, enum procedure_way *out);

/* What the decision does with the procedure. */
enum procedure_status { STATUS_NEW, STATUS_AMENDED, STATUS_REPLACED, STATUS_ABOLISHED, STATUSES };
const char *procedure_status_code(enum procedure_status s); /* "amended" */
const char *procedure_status_name(enum procedure_status s); /* "sửa đổi, bổ sung" */
bool procedure_status_find(struct arena *scratch, const char *text, enum procedure_status *out);

/* Texts are never NULL in a version that was read: "" where there is none. A case: code of one of
 * the version's cases, or "": all of them. ways: a set of WAY(), 0: all of them. */
struct procedure_case {
	const char *code, *name;
};
struct procedure_place {
	enum procedure_way way;
	const char *text; /* where and how */
};
struct procedure_paper {
	const char *name;
	int64_t originals, copies;
	const char *case_code, *note;
};
struct procedure_limit {
	const char *text; /* as the decision says it: "03 ngày làm việc" */
	struct workday_term term;
	bool counted; /* false: the term is not known, only the text */
	const char *case_code;
	unsigned ways;
};
struct procedure_form {
	const char *name, *url; /* url "": none */
};
/* From the from-th unit on each costs so much: giá theo bậc. */
struct procedure_tier {
	int64_t from, each;
};
struct procedure_fee {
	const char *name; /* "Phí chứng thực" */
	const char *unit; /* that is counted: "trang"; "": once for a filing */
	const char *per; /* the tiers and the cap begin anew for each: "bản"; "" */
	struct procedure_tier *tiers; /* the first from 1 */
	size_t tier_count;
	int64_t cap; /* đồng; 0: none */
	const char *case_code, *source;
	unsigned ways;
};
/* Miễn, giảm. */
struct procedure_relief {
	const char *name; /* who: "Người thuộc hộ nghèo" */
	int64_t percent; /* 100: miễn */
	const char *fee; /* name of the one that it is for; "": all of them */
	const char *case_code, *source;
	unsigned ways;
};

struct procedure_version {
	int64_t id; /* 0: not stored yet */
	enum procedure_status status;
	const char *number, *issuer; /* of the decision: "12/QĐ-UBND" */
	struct date day; /* of the decision */
	struct date from, to; /* in force, both within; to {0}: open */
	const char *name; /* a) */
	const char *level; /* of online service, as the national database says it; "" */
	const char *online; /* address on the national portal; "" */
	const char *sets; /* d) số lượng hồ sơ: "01 bộ" */
	const char *receives, *decides, *with; /* g) */
	struct texts steps; /* b) */
	struct texts who; /* e) */
	struct texts results, conditions, laws;
#define PROCEDURE_LIST(type, name) \
	struct { \
		struct type *v; \
		size_t n, cap; \
	} name
	PROCEDURE_LIST(procedure_case, cases);
	PROCEDURE_LIST(procedure_place, places); /* c) */
	PROCEDURE_LIST(procedure_paper, papers); /* d) */
	PROCEDURE_LIST(procedure_limit, limits); /* đ) */
	PROCEDURE_LIST(procedure_form, forms);
	PROCEDURE_LIST(procedure_fee, fees);
	PROCEDURE_LIST(procedure_relief, reliefs);
};

struct procedure {
	int64_t id, version; /* version: of the record, for two who change it at once */
	const char *code; /* the short form, the key: "1.001612" */
	const char *local; /* as the province writes it: "1.001612.000.00.00.H48"; "" */
	const char *field; /* lĩnh vực */
	bool sample; /* no real procedure: shown as such */
	bool sample_said; /* by the file it came from; else an import leaves the mark as it is */
	struct {
		struct procedure_version *v; /* by from */
		size_t n, cap;
	} versions;
	int line; /* in the file it came from */
};

struct procedures {
	struct procedure *v;
	size_t n, cap;
};

/* --- procedure.c: rules --- */

/* With every text "". */
struct procedure_version procedure_version_new(void);
/* "1.001612" or "1.001612.000.00.00.H48" (both are in use); *code is the short part. */
bool procedure_code_parse(struct arena *a, const char *text, const char **code, const char **local);
/* Why it is none: "mã “1.99” phải như ...". */
const char *procedure_code_wrong(struct arena *a, const char *text);
/* The version in force on that day; NULL: none yet, none any more, or abolished. */
const struct procedure_version *procedure_at(const struct procedure *p, struct date day);
/* The newest of those that begin by that day, whether it holds or not; NULL: none. */
const struct procedure_version *procedure_latest(const struct procedure *p, struct date day);
/* The last day on which v holds, what comes behind it in p looked at; {0}: open. */
struct date procedure_end(const struct procedure *p, const struct procedure_version *v);
/* Does what is said for that case and these ways hold for this choice? */
bool procedure_fits(
	const char *of_case, unsigned of_ways, const char *case_code, enum procedure_way way);
/* "trực tiếp, bưu chính"; "" for all. */
const char *procedure_ways_text(struct arena *a, unsigned ways);
bool procedure_ways_find(struct arena *scratch, const char *text, unsigned *out);
const char *procedure_case_name(const struct procedure_version *v, const char *code); /* "" */
/* "12/QĐ-UBND ngày 05/01/2026 của ..." */
const char *procedure_decision(struct arena *a, const struct procedure_version *v);

/* A part that a complete procedure has. */
struct procedure_part {
	const char *letter; /* "a", "đ"; Nghị định 63/2010/NĐ-CP, Điều 8 khoản 2 */
	const char *name;
};
enum { PROCEDURE_PARTS = 7 };
const struct procedure_part *procedure_part(size_t i);
/* "d) thành phần, số lượng hồ sơ; đ) thời hạn"; "" where none lacks. */
const char *procedure_lacks(struct arena *a, const struct procedure_version *v);

/* --- procedure_cost.c: what it costs in my case --- */

struct procedure_choice {
	const char *case_code;
	enum procedure_way way;
	int64_t count, times; /* of the unit and of per; at least 1 */
	const char *relief; /* name of one; "" none */
};
struct procedure_cost_line {
	const char *name, *how; /* "2 trang × 2.000 đồng + 3 trang × 1.000 đồng" */
	int64_t full, due; /* đồng */
	const char *source;
};
struct procedure_cost {
	struct procedure_cost_line *v;
	size_t n, cap;
	int64_t full, due;
	const struct procedure_relief *relief; /* the one taken; NULL */
};
struct procedure_cost procedure_cost(
	struct arena *a, const struct procedure_version *v, const struct procedure_choice *x);
/* The units that the version counts by, for what is to be asked; "" where there is none. */
const char *procedure_unit(const struct procedure_version *v);
const char *procedure_per(const struct procedure_version *v);
const char *procedure_money(struct arena *a, int64_t dong); /* "2.000 đồng" */

/* --- procedure_read.c, procedure_record.c: JSON (docs/procedures.schema.json) --- */

/* Problems go to in->problems; those at fault are left out. False where nothing can be used. */
bool procedures_read(struct intake *in, const struct text_file *f, struct procedures *out);
/* All of it, the keys of the file: for the audit, for comparing, for giving away. */
const char *procedure_record(struct arena *a, const struct procedure *p);
/* The parts of a version alone, as they are stored; and back. RC_FAIL: it is none. */
const char *procedure_body(struct arena *a, const struct procedure_version *v);
enum rc procedure_body_read(
	struct arena *a, const char *body, struct procedure_version *v, struct err *e) CHECKED;
/* The whole file. */
const char *procedures_json(struct arena *a, const struct procedures *list);

/* --- procedure_cells.c: the same in cells of a table and fields of a form --- */

enum procedure_column {
	PCOL_NAME,
	PCOL_STATUS,
	PCOL_NUMBER,
	PCOL_DAY,
	PCOL_ISSUER,
	PCOL_FROM,
	PCOL_TO,
	PCOL_LEVEL,
	PCOL_ONLINE,
	PCOL_CASES,
	PCOL_STEPS,
	PCOL_PLACES,
	PCOL_PAPERS,
	PCOL_SETS,
	PCOL_LIMITS,
	PCOL_WHO,
	PCOL_RECEIVES,
	PCOL_DECIDES,
	PCOL_WITH,
	PCOL_FORMS,
	PCOL_RESULTS,
	PCOL_CONDITIONS,
	PCOL_FEES,
	PCOL_RELIEFS,
	PCOL_LAWS,
	PCOLS
};
struct procedure_column_row {
	const char *name; /* of the form's field */
	const char *heading; /* of the table's column, and label */
	const char *hint; /* how it is written; NULL */
	bool lines; /* several lines, one thing each */
};
const struct procedure_column_row *procedure_column(enum procedure_column c);
/* Reads a cell into v; what is wrong with it, or NULL. */
const char *procedure_cell_read(
	struct arena *a, enum procedure_column c, const char *text, struct procedure_version *v);
const char *procedure_cell_print(
	struct arena *a, enum procedure_column c, const struct procedure_version *v);
/* What must hold of a version as a whole, from wherever it came: what is wrong and where, or NULL.
 */
const char *procedure_wrong(
	struct arena *a, const struct procedure_version *v, enum procedure_column *at);
struct procedure_table {
	const char *file;
	const char *sheet; /* of a workbook, for what is said of its cells; NULL */
	const struct csv *cells;
};
/* A table with headings, rows with the same code are versions of one. False as procedures_read. */
bool procedures_read_table(
	struct intake *in, const struct procedure_table *t, struct procedures *out);
extern const char procedure_template_csv[]; /* template.csv: such a table to begin with */
/* The catalogue as such a table. */
const char *procedures_csv(struct arena *a, const struct procedures *list);
/* "3 ngày làm việc", "trong ngày, nhận trước 15:00"; false: it is no term that can be counted. */
bool procedure_term_parse(struct arena *a, const char *text, struct workday_term *out);
/* "2.000/trang; từ 3: 1.000; tối đa 200.000/bản"; what is wrong, or NULL. */
const char *procedure_fee_parse(struct arena *a, const char *text, struct procedure_fee *f);
const char *procedure_fee_print(struct arena *a, const struct procedure_fee *f);

/* --- procedure_store.c --- */

/* All, with their versions, by field and code. */
enum rc procedure_list(
	struct db *d, struct arena *a, struct procedures *out, struct err *e) CHECKED;
/* The same, of their versions only name, status, decision and days: for lists. */
enum rc procedure_heads(
	struct db *d, struct arena *a, struct procedures *out, struct err *e) CHECKED;
/* By either form of the code. RC_NOTFOUND with a message. */
enum rc procedure_get(struct db *d, struct arena *a, const char *code, struct procedure *out,
	struct err *e) CHECKED;
/* Adds it where x->id is 0, else makes the stored one so. Versions are known by the day from which
 * they hold; those that are in the database only are removed. RC_CONFLICT: x->version is not the
 * newest. */
enum rc procedure_put(
	struct audit *t, struct arena *a, const struct procedure *x, struct err *e) CHECKED;

/* Each version is found while it holds. */
extern const struct search_source procedure_search;

/* --- procedure_intake.c --- */

/* loa import. Versions that are stored and not in the file stay, unless in->replace. A procedure
 * that is not in the file is missing: that is told, and nothing is removed, since a procedure ends
 * by a decision (a version "abolished") and papers that hang or were printed name it. */
enum rc procedures_store(
	struct intake *in, const struct procedures *list, const char *file, struct err *e) CHECKED;

/* x in the place of what is held: versions that only this has stay, unless replace. */
struct procedure procedure_merge(
	struct arena *a, const struct procedure *held, const struct procedure *x, bool replace);
void procedure_sort(struct procedure *p); /* its versions, by from */

struct procedure_change {
	enum intake_change change;
	const char *code, *name;
	struct texts fields; /* "Thời hạn: “3 ngày” → “5 ngày”" */
	/* What the public page loses, part by part, and whether it will call the procedure real or
	 * a sample: to be read before it is taken. */
	struct texts warnings;
	int line;
};
struct procedure_changes {
	struct procedure_change *v;
	size_t n, cap;
};
/* What the file would change of what is stored, the same ones left out. */
struct procedure_changes procedures_compare(
	struct arena *a, const struct procedures *held, const struct procedures *file);

#endif
