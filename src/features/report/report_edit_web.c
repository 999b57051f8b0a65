/* /bao-cao/{id}/sua: a report is written, section by section, with its figures, findings and
 * proposals beside it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/web/doc_way_page.h"
#include "core/web/web.h"
#include "features/report/report_form.h"
#include "lib/base/text.h"

/* Everything of one request. */
struct editing {
	struct report stored;
	struct doc_way way;
	struct report_form form;
	struct report r; /* as typed */
	struct report_made made;
	struct report_rows rows;
	struct report_inserts inserts;
	struct report_pages pages;
	struct findings findings;
	struct proposals proposals;
	const char *build_error;
	bool stale; /* somebody else stored it since the page began */
	struct texts taken, both; /* names of what came from him, and of what both wrote */
	const char *done; /* what has just been done, for a notice */
};

static enum rc load(struct web *w, struct editing *x)
{
	enum rc rc = report_asked(w, &x->stored);
	return rc ? rc : report_way(w->db, w->a, x->stored.id, &x->way, &w->e);
}

/* What stands beside the text. A text that cannot be built has no document, and that is said. */
static enum rc gather(struct web *w, struct editing *x)
{
	struct err wrong;
	err_init(&wrong, w->a);
	enum rc rc = report_gather(w->db, w->a, &x->r, &x->made, &w->e);
	if (!rc)
		rc = report_rows(w->db, w->a, &x->made, &x->rows, &w->e);
	if (rc)
		return rc;
	x->inserts = report_inserts(w->a, &x->made, &x->rows);
	const struct report_made *m = &x->made;
	struct report_sources s = { m->unit, m->plan, &m->flow, &m->stock, &m->previous };
	if (report_build(w->a, &x->r, &s, &x->made.document, &wrong))
		x->build_error = wrong.message;
	return RC_OK;
}

static enum rc look_beside(struct web *w, struct editing *x)
{
	enum rc rc = report_proposals(
		w->db, w->a, &x->r, &x->made, &x->rows.past[0], &x->proposals, &w->e);
	if (!rc && x->build_error)
		check_records(w->a, &x->made.flow, NULL, &x->findings);
	else if (!rc)
		rc = report_check(w->a, &x->made, date_today(), &x->findings, &w->e);
	return rc;
}

/* --- the page ------------------------------------------------------------------------------- */

static const struct widget_choice *insert_choices(
	struct web *w, const struct report_inserts *list, size_t *n)
{
	struct widget_choice *v = ARENA_ARRAY(w->a, struct widget_choice, list->n + 1);
	v[0] = (struct widget_choice){ .value = "", .label = "Chọn số liệu" };
	for (size_t i = 0; i < list->n; i++)
		v[i + 1] = (struct widget_choice){ .value = list->v[i].binding,
			.label = list->v[i].label };
	*n = list->n + 1;
	return v;
}

/* So that most of it is seen at once. */
static unsigned rows_for(const char *text)
{
	enum { FEWEST = 4, MOST = 16, LETTERS = 70 };
	size_t n = 1 + text_length(text) / LETTERS;
	for (; *text; text++)
		n += *text == '\n';
	return n < FEWEST ? FEWEST : n > MOST ? MOST : (unsigned)n;
}

/* Behind the others of that name; a new group where it is another than the last one's. */
static void put_in_group(struct arena *a, struct report_groups *list, const char *name, size_t i)
{
	struct report_group g = { .name = name };
	if (!list->n || list->v[list->n - 1].name != name)
		ARENA_PUSH(a, list, g);
	ARENA_PUSH(a, &list->v[list->n - 1], i);
}

static struct report_section_view section_view(
	struct web *w, const struct editing *x, size_t i, const size_t *places)
{
	const struct report_form *f = &x->form;
	const struct report_section *s = &f->sections.v[i];
	struct report_section_view v = { .id = arena_printf(w->a, "muc-%zu", i),
		.n = i,
		.name = report_section_name(w->a, s),
		.base_name = report_form_base_name(w->a, report_form_field(i, REPORT_FORM_TEXT)),
		.base = s->base,
		.theirs = s->theirs };
	v.title = web_widget(w->a, &f->form, report_form_field(i, REPORT_FORM_NAME));
	v.level = web_widget(w->a, &f->form, report_form_field(i, REPORT_FORM_LEVEL));
	v.text = web_widget(w->a, &f->form, report_form_field(i, REPORT_FORM_TEXT));
	v.text.rows = rows_for(s->text);
	v.level.optional = v.text.optional = v.title.optional = false;
	v.insert = (struct widget){ .name = arena_printf(w->a, "so-%zu", i),
		.label = "Số liệu chèn vào cuối phần này" };
	v.insert.choices = insert_choices(w, &x->inserts, &v.insert.n);
	for (size_t k = 0; k < x->findings.n; k++)
		v.findings += places[k] == i;
	return v;
}

static struct report_proposal_view proposal_view(struct web *w, const struct editing *x, size_t i)
{
	const struct proposal *p = &x->proposals.v[i];
	const struct report_sections *list = &x->form.sections;
	size_t at = report_section_about(w->a, list, proposal_part_words(p->part));
	struct report_proposal_view v = { .proposal = p,
		.part = arena_printf(w->a, "%d", (int)p->part),
		.value = arena_printf(w->a, "de-xuat-%zu", i),
		.target = at < list->n ? arena_printf(w->a, "muc-%zu", at) : NULL };
	v.text = (struct widget){ .name = arena_printf(w->a, "de-xuat-%zu", i),
		.label = arena_printf(
			w->a, "Câu đề xuất %zu cho phần %s", i + 1, proposal_part_name(p->part)),
		.hint = p->reason,
		.value = p->text,
		.rows = 3 };
	return v;
}

static void add_sections(struct web *w, const struct editing *x, struct report_edit_view *v)
{
	const struct doc *d = &x->made.document.doc;
	size_t n = x->form.sections.n;
	const size_t *places = report_finding_sections(w->a, d, &x->form.sections, &x->findings);
	struct report_section_view *s = ARENA_ARRAY(w->a, struct report_section_view, n);
	for (size_t i = 0; i < n; i++)
		s[i] = section_view(w, x, i, places);
	v->sections = s;
	v->section_n = n;
	v->finding_sections = places;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < x->findings.n; k++)
			if (places[k] == i)
				put_in_group(w->a, &v->finding_groups, s[i].name, k);
	for (size_t k = 0; k < x->findings.n; k++)
		if (places[k] >= n)
			put_in_group(w->a, &v->finding_groups, "Cả văn bản", k);
}

static void add_proposals(struct web *w, const struct editing *x, struct report_edit_view *v)
{
	struct report_proposal_view *p =
		ARENA_ARRAY(w->a, struct report_proposal_view, x->proposals.n);
	for (size_t i = 0; i < x->proposals.n; i++)
		p[i] = proposal_view(w, x, i);
	for (enum proposal_part part = PROPOSAL_MERIT; part <= PROPOSAL_NEXT; part++)
		for (size_t i = 0; i < x->proposals.n; i++)
			if (x->proposals.v[i].part == part)
				put_in_group(
					w->a, &v->proposal_groups, proposal_part_name(part), i);
	v->proposals = p;
	v->proposal_n = x->proposals.n;
}

static void add_head(struct web *w, const struct editing *x, struct report_edit_view *v)
{
	const struct form *f = &x->form.form;
	v->title = web_widget(w->a, f, REPORT_FORM_TITLE);
	v->day = web_widget(w->a, f, REPORT_FORM_DAY);
	v->month = web_widget(w->a, f, REPORT_FORM_MONTH);
	v->year = web_widget(w->a, f, REPORT_FORM_YEAR);
	v->to = web_widget(w->a, f, REPORT_FORM_TO);
	v->recipients = web_widget(w->a, f, REPORT_FORM_RECIPIENTS);
	v->signing = web_widget(w->a, f, REPORT_FORM_SIGNING);
	v->signer = web_widget(w->a, f, REPORT_FORM_SIGNER);
	v->day.width = v->month.width = 2;
	v->year.width = 4;
	v->to.hint = "Mỗi nơi một dòng, ví dụ: UBND tỉnh.";
	v->recipients.hint =
		"Mỗi nơi một dòng, không ghi dấu gạch đầu dòng; dòng cuối là “Lưu: VT.”";
	v->signing.hint =
		"Mỗi dòng một quyền hạn, chức vụ, viết hoa: TM. ỦY BAN NHÂN DÂN; KT. CHỦ TỊCH; "
		"PHÓ CHỦ TỊCH.";
	for (size_t i = 0; i < REPORT_FORM_HEAD; i++)
		v->bases[i] = (struct report_base_view){ report_form_base_name(w->a, i),
			x->form.base[i] };
	v->base_n = REPORT_FORM_HEAD;
	v->title.rows = 3;
	v->to.rows = 2;
	v->signing.rows = 3;
}

static enum rc answer(struct web *w, struct editing *x, int status)
{
	long long id = (long long)x->stored.id;
	struct report_edit_view v = {
		.page = web_page(w, arena_printf(w->a, "Soạn báo cáo %s", x->r.period.label)),
		.tabs = report_tabs(w, x->stored.id, REPORT_EDIT),
		.hidden = web_form(w, x->stored.version),
		.r = &x->r,
		.period = report_span(w->a, &x->r.period),
		.save = arena_printf(w->a, "/bao-cao/%lld/sua", id),
		.preview = arena_printf(w->a, "/bao-cao/%lld/xem-truoc", id),
		.show = arena_printf(w->a, "/bao-cao/%lld/xem-truoc#xem-truoc", id),
		.unsaved = w->rq->method == HTTP_POST,
		.rows = &x->rows,
		.inserts = &x->inserts,
		.findings = &x->findings,
		.document = x->build_error ? NULL : &x->made.document,
		.build_error = x->build_error,
		.pages = x->pages
	};
	v.page.back = "/bao-cao";
	v.page.document = true;
	v.page.notice = (struct part_notice){ .text = x->done, .done = true };
	v.pages.id = x->stored.id;
	add_head(w, x, &v);
	add_sections(w, x, &v);
	add_proposals(w, x, &v);
	web_errors(w->a, &x->form.form, &v.page);
	struct buf b = web_buf(w);
	report_edit_html(&b, &v);
	return web_reply(w, status, &b);
}

/* --- GET ------------------------------------------------------------------------------------ */

static enum rc show(struct web *w)
{
	struct editing x = { 0 };
	const char *saved = request_query(w->rq, "luu");
	enum rc rc = load(w, &x);
	if (rc)
		return rc;
	if (!x.way.editable) { /* its page says where it stands */
		reply_redirect(w->rp, arena_printf(w->a, "/bao-cao/%lld", (long long)x.stored.id));
		return RC_OK;
	}
	x.r = x.stored;
	report_form_fill(w->a, &x.r, &x.form);
	if (saved && strtoll(saved, NULL, 10) == x.stored.version)
		x.done = "Đã lưu báo cáo.";
	rc = gather(w, &x);
	if (!rc)
		rc = look_beside(w, &x);
	return rc ? rc : answer(w, &x, 200);
}

/* --- POST ----------------------------------------------------------------------------------- */

/* "chen-3", "them-3", "de-xuat-3" */
static bool asked(const char *what, const char *verb, size_t *n)
{
	size_t length = strlen(verb);
	char *end;
	if (!what || strncmp(what, verb, length) != 0)
		return false;
	*n = strtoul(what + length, &end, 10);
	return end != what + length && !*end;
}

static void put_figure(struct web *w, struct report_section *s, size_t n)
{
	const char *binding = request_field(w->rq, arena_printf(w->a, "so-%zu", n));
	if (binding && *binding)
		s->text = arena_printf(w->a, "%s%s%s", s->text, *s->text ? " " : "", binding);
}

/* The proposal goes into the section of its part; where there is none, one is made at the end. */
static size_t put_proposal(struct web *w, struct report_sections *list, size_t n)
{
	const char *text = request_field(w->rq, arena_printf(w->a, "de-xuat-%zu", n));
	const char *part = request_field(w->rq, arena_printf(w->a, "de-xuat-%zu-phan", n));
	if (!text || text_blank(text) || !part || *part < '0' || *part > '0' + PROPOSAL_NEXT)
		return 0;
	enum proposal_part p = (enum proposal_part)(*part - '0');
	size_t at = report_section_about(w->a, list, proposal_part_words(p));
	if (at == list->n) {
		struct report_section s = {
			.level = 1, .title = proposal_part_name(p), .text = ""
		};
		ARENA_PUSH(w->a, list, s);
	}
	report_append(w->a, &list->v[at], text_trim(w->a, text));
	return at;
}

/* What the button asks for besides saving; the section to come back to. */
static size_t act(struct web *w, struct editing *x)
{
	const char *what = request_field(w->rq, "viec");
	struct report_sections *list = &x->form.sections;
	size_t n;
	if (asked(what, "de-xuat-", &n))
		return put_proposal(w, list, n);
	if (asked(what, "chen-", &n) && n < list->n) {
		put_figure(w, &list->v[n], n);
		return n;
	}
	if (asked(what, "them-", &n) && n < list->n) {
		struct report_section s = { .level = list->v[n].level ? list->v[n].level : 1,
			.title = "Mục mới",
			.text = "" };
		ARENA_PUSH(w->a, list, s);
		memmove(&list->v[n + 2], &list->v[n + 1], (list->n - n - 2) * sizeof s);
		list->v[n + 1] = s;
		return n + 1;
	}
	return 0;
}

/* The form as it was sent, with what its button does. */
static enum rc read_sent(struct web *w, struct editing *x, size_t *at)
{
	x->r = x->stored;
	enum rc rc = report_form_read(w->a, w->rq, &x->form, &w->e);
	if (rc)
		return rc;
	*at = act(w, x);
	if (x->stale)
		report_form_merge(w->a, &x->form, &x->stored, &x->taken, &x->both);
	report_form_take(w->a, &x->form, &x->r);
	return RC_OK;
}

/* Somebody else stored it meanwhile: the page shows what was typed put together with what he wrote;
 * sending it once more stores that. */
static enum rc answer_stale(struct web *w, struct editing *x)
{
	const char *by;
	int64_t at = 0;
	enum rc rc = report_changed_by(w->db, w->a, x->stored.id, &by, &at, &w->e);
	if (rc)
		return rc;
	const char *taken = text_join(w->a, &x->taken, "; "),
		   *both = text_join(w->a, &x->both, "; ");
	struct form_value *title = &x->form.form.v[REPORT_FORM_TITLE];
	const char *own = title->error;
	x->form.form.errors += !own;
	title->error = arena_printf(w->a,
		"%s đã lưu báo cáo này lúc %s, sau khi bạn mở trang. Chữ bạn gõ vẫn ở đây, chưa "
		"lưu.%s%s%s%s%s%s Bấm Lưu để lưu như trang này.%s%s",
		by ? by : "Người khác", web_moment(w->a, at),
		*taken ? " Chỗ bạn không sửa đã lấy bản mới: " : "", taken, *taken ? "." : "",
		*both ? " Cả hai cùng sửa, đang giữ chữ của bạn, bản của người kia hiện bên "
			"cạnh: "
		      : "",
		both, *both ? "." : "", own ? " " : "", own ? own : "");
	rc = look_beside(w, x);
	return rc ? rc : answer(w, x, 409);
}

/* It was put on its way while this page was open. */
static enum rc answer_held(struct web *w, struct editing *x)
{
	form_fail(&x->form.form, REPORT_FORM_TITLE, doc_way_held(w, "Báo cáo", &x->way));
	enum rc rc = look_beside(w, x);
	return rc ? rc : answer(w, x, 409);
}

static enum rc answer_wrong(struct web *w, struct editing *x)
{
	enum rc rc = look_beside(w, x);
	return rc ? rc : answer(w, x, 422);
}

static enum rc store(struct web *w, struct editing *x, size_t at)
{
	struct audit t;
	struct report again;
	enum rc rc = web_audit(w, &t);
	if (!rc)
		rc = report_change(&t, w->a, &x->r, &w->e);
	if (rc == RC_CONFLICT) {
		form_fail(&x->form.form, REPORT_FORM_TITLE, w->e.message);
		return answer_wrong(w, x);
	}
	if (!rc)
		rc = report_asked(w, &again);
	if (rc)
		return rc;
	reply_redirect(w->rp,
		arena_printf(w->a, "/bao-cao/%lld/sua?luu=%lld%s", (long long)again.id,
			(long long)again.version, at ? arena_printf(w->a, "#muc-%zu", at) : ""));
	return RC_OK;
}

static enum rc save(struct web *w)
{
	struct editing x = { 0 };
	size_t at = 0;
	enum rc rc = load(w, &x);
	x.stale = !rc && x.way.editable && web_is_stale(w, x.stored.version);
	if (!rc)
		rc = read_sent(w, &x, &at);
	if (!rc)
		rc = gather(w, &x);
	if (rc)
		return rc;
	if (!x.way.editable)
		return answer_held(w, &x);
	if (x.build_error)
		form_fail(&x.form.form, report_form_field(0, REPORT_FORM_TEXT), x.build_error);
	if (x.stale)
		return answer_stale(w, &x);
	return x.form.form.errors ? answer_wrong(w, &x) : store(w, &x, at);
}

/* What was typed as pages, without storing it. Reads in a transaction of its own, so that nobody
 * waits while the worker draws. */
static enum rc preview(struct web *w)
{
	struct editing x = { 0 };
	size_t at = 0;
	enum rc rc = db_begin(w->db, DB_READ, &w->e);
	if (!rc)
		rc = load(w, &x);
	if (!rc)
		rc = read_sent(w, &x, &at);
	if (!rc)
		rc = gather(w, &x);
	if (!rc)
		rc = look_beside(w, &x);
	db_rollback(w->db);
	if (!rc && !x.build_error)
		rc = report_pages_make(w, &x.made.document.doc, &x.pages);
	if (rc)
		return rc;
	const char *drawn = request_field(w->rq, WEB_VERSION);
	x.stored.version = drawn ? strtoll(drawn, NULL, 10) : 0; /* stale stays stale */
	return answer(w, &x, x.form.form.errors ? 422 : 200);
}

enum { BODY_MAX = 4 << 20 };

static const struct web_route routes[] = {
	WEB_GET("/bao-cao/{id}/sua", .handler = show, .permission = "report.edit"),
	WEB_POST("/bao-cao/{id}/sua", .handler = save, .permission = "report.edit",
		.body_max = BODY_MAX),
	WEB_POST("/bao-cao/{id}/xem-truoc", .handler = preview, .permission = "report.edit",
		.flags = WEB_BARE, .body_max = BODY_MAX),
};

const struct web_routes report_edit_routes = { .v = routes, .n = sizeof routes / sizeof *routes };
