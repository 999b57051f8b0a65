/* loa report: a period's report as text, page, DOCX, PDF or JSON. */
#include <stdio.h>
#include <stdlib.h>

#include "app/command.h"
#include "app/output.h"
#include "features/dispatch/dispatch.h"
#include "features/report/report.h"
#include "lib/base/text.h"

struct wish {
	const char *db, *period, *kind, *id, *format, *output;
};

static void list_reports(struct arena *a, const struct report_list *list)
{
	for (size_t i = 0; i < list->n; i++) {
		const struct report *r = &list->v[i];
		fprintf(stderr, "  --id %lld  %s  %s  %s%s%s\n", (long long)r->id, r->kind,
			r->period.token, r->title, r->number ? "  số " : "",
			r->number ? r->number : "");
		(void)a;
	}
}

static enum rc render(struct arena *a, const struct report *r, const struct report_made *m,
	enum output_format format, struct bytes *out, struct err *e)
{
	if (format != OUTPUT_HTML && format != OUTPUT_JSON)
		return output_document(a, &m->document.doc, format, out, e);
	struct buf b;
	buf_init(&b, a, OUTPUT_MAX);
	if (format == OUTPUT_HTML)
		report_html(&b, r, &m->document);
	else
		report_json(&b, r, &m->document, &m->flow);
	*out = (struct bytes){ b.p, b.n };
	return b.over ? ERR(e, RC_FAIL, NULL, "báo cáo quá dài") : RC_OK;
}

/* What was approved is what goes out. The page and JSON with their records tell of now. */
static enum rc take_approved(struct arena *a, struct db *d, const struct report *r,
	enum output_format format, struct doc *out, struct err *e)
{
	struct doc approved;
	const char *origin = arena_printf(a, "report/%lld", (long long)r->id);
	enum rc rc = dispatch_approved(d, a, origin, &approved, e);
	if (rc)
		return rc == RC_NOTFOUND ? RC_OK : rc;
	if (format == OUTPUT_HTML || format == OUTPUT_JSON)
		fputs("loa: báo cáo này đã ký duyệt; html và json nêu số liệu hiện nay, txt, docx và pdf là "
		      "bản đã duyệt\n",
			stderr);
	else
		*out = approved;
	return RC_OK;
}

static int make(struct arena *a, struct db *d, const struct report *r, const struct wish *w,
	enum output_format format)
{
	struct err e;
	err_init(&e, a);
	struct report_made made = { 0 };
	struct bytes bytes = { 0 };
	enum rc rc = report_make(d, a, r, &made, &e);
	if (!rc)
		rc = take_approved(a, d, r, format, &made.document.doc, &e);
	if (!rc)
		rc = render(a, r, &made, format, &bytes, &e);
	return rc ? command_fail(&e) : output_write(a, w->output, format, bytes);
}

static int choose(
	struct arena *a, struct db *d, const struct wish *w, int64_t id, enum output_format format)
{
	struct err e;
	err_init(&e, a);
	struct report_list list;
	if (report_find(d, a, w->period ? w->period : "", w->kind, id, &list, &e))
		return command_fail(&e);
	if (list.n > 1) {
		fprintf(stderr, "loa: có %zu báo cáo cho kỳ %s; hãy chọn một bằng --id:\n", list.n,
			w->period);
		list_reports(a, &list);
		return EXIT_USAGE;
	}
	if (!list.n && id)
		return command_usage("không có báo cáo%s%s%s%s mang --id %lld",
			w->kind ? " loại " : "", w->kind ? w->kind : "", w->period ? " kỳ " : "",
			w->period ? w->period : "", (long long)id);
	if (!list.n) {
		fprintf(stderr,
			"loa: chưa có báo cáo%s%s cho kỳ %s; hãy nhập report.md của kỳ này\n",
			w->kind ? " loại " : "", w->kind ? w->kind : "", w->period);
		return EXIT_BAD;
	}
	return make(a, d, &list.v[0], w, format);
}

int cmd_report(struct arena *a, int argc, char **argv)
{
	struct wish w = { 0 };
	const struct option_spec specs[] = { { "db", &w.db, NULL }, { "period", &w.period, NULL },
		{ "kind", &w.kind, NULL }, { "id", &w.id, NULL }, { "format", &w.format, NULL },
		{ "output", &w.output, NULL }, { NULL, NULL, NULL } };
	struct texts operands;
	if (!options_read(a, argc, argv, specs, &operands) || !options_need("db", w.db))
		return EXIT_USAGE;
	if (operands.n)
		return command_usage("không hiểu “%s”", operands.v[0]);
	if (!w.id && !options_need("period", w.period))
		return EXIT_USAGE;
	enum output_format format = output_format(w.format, w.output);
	if (format == OUTPUT_NONE)
		return command_usage("--format phải là txt, html, docx, pdf hoặc json");
	if (w.kind && !report_kind_by_code(w.kind))
		return command_usage("không có loại báo cáo “%s”; có: %s", w.kind, report_kinds(a));
	char *end = NULL;
	int64_t id = w.id ? strtoll(w.id, &end, 10) : 0;
	if (w.id && (id <= 0 || *end))
		return command_usage("--id phải là một số nguyên dương");
	struct err e;
	err_init(&e, a);
	struct period p;
	if (w.period && period_typed(a, w.period, PERIOD_CALENDAR, &p, &e))
		return command_usage("%s", e.message);
	if (w.period)
		w.period = p.token;
	struct db *d;
	if (!command_open(a, w.db, DB_READ, &d))
		return EXIT_BAD;
	if (db_begin(d, DB_READ, &e))
		return command_fail(&e);
	return choose(a, d, &w, id, format);
}
