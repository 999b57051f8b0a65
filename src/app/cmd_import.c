/* loa import: a folder of files into the database, all or nothing. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/command.h"
#include "app/feature_list.h"
#include "core/doctype.h"
#include "core/intake.h"
#include "core/unit.h"
#include "features/activity/activity.h"
#include "features/docreg/docreg.h"
#include "features/news/news.h"
#include "features/plan/plan.h"
#include "features/procedure/procedure.h"
#include "features/report/report.h"
#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/media/sheet.h"

/* A year of a commune's log has some hundreds of rows; the ceiling leaves room for 100,000 and
 * more. */
enum { JSON_MAX = 16 << 20, CSV_MAX = 64 << 20, REPORT_MAX = 4 << 20, NEWS_MAX = 64 << 20 };

struct folder {
	struct unit *unit;
	struct plan *plan;
	struct activities activities;
	bool has_activities;
	const char *log; /* the file they are from */
	bool plan_bad; /* there is a plan.json, but what it holds is not known */
	struct report *report;
	struct news_list news;
	bool has_news;
	struct procedures procedures;
	const char *catalogue; /* the file they are from; NULL: none that can be used */
	bool any;
};

static bool read_one(struct intake *in, const char *folder, const char *name, size_t max,
	struct folder *all, struct text_file *out)
{
	const char *path = file_join(in->a, folder, name);
	if (access(path, F_OK))
		return false;
	all->any = true;
	return text_file_read(in->a, path, name, max, out, &in->problems, &in->notes);
}

/* The first sheet of a workbook. False: there is none, or it cannot be used. */
static bool read_sheet(struct intake *in, const char *folder, const char *name, struct folder *all,
	struct sheet *out)
{
	const char *path = file_join(in->a, folder, name);
	struct sheet s;
	struct err e;
	char *p;
	size_t n;
	if (access(path, F_OK))
		return false;
	all->any = true;
	err_init(&e, in->a);
	if (file_read(in->a, path, SHEET_FILE_MAX, &p, &n, &e) ||
		sheet_read(in->a, (struct bytes){ p, n }, &s, &e)) {
		problem_add(&in->problems, name, 0, "%s", e.message);
		return false;
	}
	if (*s.others)
		problem_add(&in->notes, name, 0, "đọc trang tính “%s”; không đọc: %s", s.name,
			s.others);
	*out = s;
	return true;
}

/* The same log as a spreadsheet, where there is no activities.csv. */
static void read_spreadsheet(struct intake *in, const char *folder, struct folder *out)
{
	static const char name[] = "activities.xlsx";
	struct sheet s;
	if (!read_sheet(in, folder, name, out, &s))
		return;
	out->log = name;
	out->has_activities = activity_read_table(in, name, &s.table, &out->activities);
}

/* procedures.json, else .csv, else .xlsx. */
static void read_procedures(struct intake *in, const char *path, struct folder *out)
{
	struct text_file f;
	struct sheet s = { 0 };
	struct procedure_table t = { .cells = &s.table };
	bool good = false;
	const char *name = "procedures.json";
	if (read_one(in, path, name, JSON_MAX, out, &f)) {
		good = procedures_read(in, &f, &out->procedures);
	} else if (access(file_join(in->a, path, name), F_OK)) {
		t.file = name = "procedures.csv";
		if (read_one(in, path, name, CSV_MAX, out, &f)) {
			good = csv_read(in->a, &f, &s.table, &in->problems) &&
			       procedures_read_table(in, &t, &out->procedures);
		} else if (access(file_join(in->a, path, name), F_OK) &&
			   read_sheet(in, path, name = "procedures.xlsx", out, &s)) {
			t.file = name;
			t.sheet = s.name;
			good = procedures_read_table(in, &t, &out->procedures);
		}
	}
	if (good)
		out->catalogue = name;
}

static void read_folder(struct intake *in, const char *path, struct folder *out)
{
	struct text_file f;
	if (read_one(in, path, "unit.json", JSON_MAX, out, &f))
		out->unit = unit_read(in, &f);
	if (in->problems.n)
		out->unit = NULL;
	size_t before = in->problems.n;
	if (read_one(in, path, "plan.json", JSON_MAX, out, &f))
		out->plan = plan_read(in, &f);
	out->plan_bad = in->problems.n > before;
	if (out->plan_bad)
		out->plan = NULL;
	out->log = "activities.csv";
	if (read_one(in, path, out->log, CSV_MAX, out, &f))
		out->has_activities = activity_read(in, &f, &out->activities);
	else if (access(file_join(in->a, path, out->log), F_OK))
		read_spreadsheet(in, path, out);
	before = in->problems.n;
	if (read_one(in, path, "report.md", REPORT_MAX, out, &f))
		out->report = report_read(in, &f);
	if (in->problems.n > before)
		out->report = NULL;
	if (read_one(in, path, "news.json", NEWS_MAX, out, &f))
		out->has_news = news_read(in, &f, &out->news);
	read_procedures(in, path, out);
	if (!out->any)
		problem_add(&in->problems, path, 0,
			"thư mục không có unit.json, plan.json, activities.csv (hay .xlsx), report.md, "
			"news.json, procedures.json (hay .csv, .xlsx)");
}

/* The id that the stored report has. */
static enum rc report_id(struct intake *in, const struct report *r, int64_t *out, struct err *e)
{
	struct report_list list = { 0 };
	enum rc rc = report_find(in->db, in->a, r->period.token, r->kind, 0, &list, e);
	for (size_t i = 0; !rc && i < list.n; i++)
		if (text_eq(list.v[i].title, r->title))
			*out = list.v[i].id;
	return rc;
}

static enum rc register_report(struct intake *in, const struct report *r, struct err *e)
{
	struct unit *u = NULL;
	int64_t id = 0;
	if (!r->number)
		return RC_OK;
	enum rc rc = unit_load(in->db, in->a, &u, e);
	if (!rc)
		rc = report_id(in, r, &id, e);
	if (rc)
		return rc;
	struct date day = r->day.year ? r->day : r->period.to;
	const struct unit_name *n = unit_name_at(u, day);
	const struct doctype *type = doctype_by_code(report_kind_by_code(r->kind)->doctype);
	struct document d = { .number = strtoll(r->number, NULL, 10),
		.line = r->number_line,
		.notation = arena_printf(in->a, "%s-%s", type->code, n ? n->symbol : "UBND"),
		.day = r->day,
		.year = day.year,
		.subject = arena_printf(in->a, "%s %s", type->name, r->title),
		.signer = r->signer,
		.recipients = r->recipients,
		.origin = arena_printf(in->a, "report/%lld", (long long)id) };
	return document_store(in, &d, "report.md", e);
}

static enum rc store_plan(struct intake *in, const struct folder *f, struct err *e)
{
	size_t before = in->problems.n;
	enum rc rc = f->plan ? plan_store(in, f->plan, "plan.json", e) : RC_OK;
	if (!rc && f->plan && in->problems.n == before)
		rc = activity_settle(in, e);
	return rc;
}

static enum rc store_report(struct intake *in, const struct folder *f, struct err *e)
{
	enum rc rc = f->report ? report_store(in, f->report, "report.md", e) : RC_OK;
	return rc || !f->report ? rc : register_report(in, f->report, e);
}

/* Where one file has problems the next is looked at all the same, but for activities under a plan
 * that is in doubt: every bad row is to be told at once. */
static enum rc store_folder(struct intake *in, const struct folder *f, struct err *e)
{
	size_t before = in->problems.n;
	enum rc rc = f->unit ? unit_store(in, f->unit, "unit.json", e) : RC_OK;
	if (!rc && in->problems.n == before)
		rc = store_plan(in, f, e);
	bool sure = !rc && !f->plan_bad && in->problems.n == before;
	if (sure && f->has_activities)
		rc = activity_store(in, &f->activities, f->log, e);
	/* Behind the log: what it has already is not counted again. */
	if (!rc && sure && f->has_news)
		rc = news_store(in, &f->news, "news.json", e);
	if (rc == RC_INVALID && in->problems.n > before) {
		err_clear(e);
		rc = RC_OK;
	}
	if (!rc && f->catalogue)
		rc = procedures_store(in, &f->procedures, f->catalogue, e);
	return rc ? rc : store_report(in, f, e);
}

static bool same_place(const struct problem *x, const struct problem *y)
{
	return x->line == y->line && text_eq(x->file, y->file);
}

/* A line of the file is one line of print, whatever is wrong in it. */
static void print_problems(FILE *out, const struct problems *list, const char *mark)
{
	for (size_t i = 0; i < list->n; i++) {
		const struct problem *p = &list->v[i];
		bool more = i && same_place(p, p - 1);
		if (more)
			fprintf(out, "; %s", p->message);
		else if (p->line)
			fprintf(out, "%s:%d: %s%s", p->file, p->line, mark, p->message);
		else
			fprintf(out, "%s: %s%s", p->file, mark, p->message);
		if (i + 1 == list->n || !same_place(p, p + 1))
			fputc('\n', out);
	}
}

static void print_lines(const struct intake *in)
{
	for (size_t i = 0; i < in->n; i++) {
		const struct intake_line *l = &in->v[i];
		if (l->line)
			printf("%s %s:%d: %s\n", intake_word(l->change), l->file, l->line, l->what);
		else
			printf("%s %s: %s\n", intake_word(l->change), l->file, l->what);
	}
}

static void print_summary(const struct intake *in, bool dry)
{
	printf("%s:", dry ? "Nhập thử, không lưu gì" : "Đã nhập");
	for (int i = 0; i < INTAKE_CHANGES; i++)
		printf("%s %s %zu", i ? "," : "", intake_word((enum intake_change)i), in->count[i]);
	putchar('\n');
	if (in->count[INTAKE_MISSING] && !in->replace)
		puts("Mục “thiếu” có trong cơ sở dữ liệu nhưng không có trong tệp; thêm --replace để xóa (thủ tục hành chính thì không xóa: ghi quyết định bãi bỏ).");
}

static int refuse(struct intake *in)
{
	intake_sort(in, 0);
	print_problems(stderr, &in->problems, "");
	return EXIT_BAD;
}

/* In one transaction; `keep` false undoes it, and so does any problem. The database is migrated
 * before. */
static int store(struct intake *in, const struct folder *f, bool keep)
{
	struct err e;
	err_init(&e, in->a);
	enum rc rc = app_migrate(in->db, DB_WRITE, &e);
	if (!rc)
		rc = db_begin(in->db, DB_WRITE, &e);
	if (!rc)
		rc = store_folder(in, f, &e);
	if (in->problems.n || rc || !keep)
		db_rollback(in->db);
	else
		rc = db_commit(in->db, &e);
	if (in->problems.n)
		return refuse(in);
	return rc ? command_fail(&e) : EXIT_GOOD;
}

/* The folder on an empty database of its own, to see whether it holds together. */
static int store_in_scratch(struct intake *in, const struct folder *f)
{
	char scratch[] = "/tmp/loa-thu-XXXXXX";
	if (!mkdtemp(scratch))
		return command_usage("không tạo được thư mục tạm trong /tmp");
	struct err e;
	err_init(&e, in->a);
	const char *file = file_join(in->a, scratch, "thu.db");
	int code = db_open(in->a, file, DB_CREATE, &in->db, &e) ? command_fail(&e)
								: store(in, f, true);
	db_close(in->db);
	in->db = NULL;
	static const char *const ends[] = { "", "-wal", "-shm", "-lock" };
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		unlink(arena_printf(in->a, "%s%s", file, ends[i]));
	rmdir(scratch);
	return code;
}

/* A database that is not there yet is made only for a folder that holds together. */
static int store_in_new(struct intake *in, const struct folder *f, const char *address, bool dry)
{
	int code = store_in_scratch(in, f);
	if (code || dry)
		return code;
	const char *source = in->source;
	intake_init(in, in->a, in->replace);
	in->source = source;
	struct err e;
	err_init(&e, in->a);
	if (db_open(in->a, address, DB_CREATE, &in->db, &e))
		return command_fail(&e);
	return store(in, f, true);
}

static int import(struct intake *in, const char *address, const char *path, bool dry)
{
	struct folder folder = { 0 };
	read_folder(in, path, &folder);
	struct problems notes = in->notes;
	struct err e;
	err_init(&e, in->a);
	enum rc rc = db_open(in->a, address, DB_WRITE, &in->db, &e);
	if (rc && rc != RC_NOTFOUND)
		return in->problems.n ? refuse(in) : command_fail(&e);
	int code = rc ? store_in_new(in, &folder, address, dry) : store(in, &folder, !dry);
	if (code)
		return code;
	if (dry)
		print_lines(in);
	/* What a new database was tried with is forgotten; an old one adds notes of its own. */
	print_problems(stdout, rc ? &notes : &in->notes, "lưu ý: ");
	print_summary(in, dry);
	return EXIT_GOOD;
}

int cmd_import(struct arena *a, int argc, char **argv)
{
	const char *db = NULL;
	bool dry = false, replace = false;
	const struct option_spec specs[] = { { "db", &db, NULL }, { "dry-run", NULL, &dry },
		{ "replace", NULL, &replace }, { NULL, NULL, NULL } };
	struct texts operands;
	if (!options_read(a, argc, argv, specs, &operands) || !options_need("db", db))
		return EXIT_USAGE;
	if (operands.n != 1)
		return command_usage("cần đúng một thư mục để nhập");
	if (!file_is_folder(operands.v[0]))
		return command_usage("không có thư mục %s", operands.v[0]);
	struct intake in;
	intake_init(&in, a, replace);
	in.source = command_source(a);
	return import(&in, db, operands.v[0], dry);
}
