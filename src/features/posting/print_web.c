/* /niem-yet/in: the sheets as PDF; and /phan-anh, the public page that the code of the notice leads
 * to. */
#include <string.h>

#include "core/setting.h"
#include "core/web/site.h"
#include "core/web/sitemap.h"
#include "features/posting/posting_page.h"
#include "lib/base/text.h"
#include "lib/html/html.h"
#include "lib/media/qr_sheet.h"

static enum rc posting_office_of(struct web *w, struct posting_office *out)
{
	enum rc rc = setting_get(w->db, w->a, SETTING_DESK_PLACE, &out->place, &w->e);
	if (!rc)
		rc = setting_get(w->db, w->a, SETTING_DESK_HOURS, &out->hours, &w->e);
	if (!rc)
		rc = setting_get(w->db, w->a, SETTING_FEEDBACK, &out->feedback, &w->e);
	out->name = w->unit_name ? arena_printf(w->a, "Ủy ban nhân dân %s", w->unit_name)
				 : "Ủy ban nhân dân xã";
	return rc;
}

enum rc posting_now(struct web *w, struct procedures *all, struct posting_things *out)
{
	const char *feedback = "";
	enum rc rc = procedure_list(w->db, w->a, all, &w->e);
	if (!rc)
		rc = setting_get(w->db, w->a, SETTING_FEEDBACK, &feedback, &w->e);
	if (!rc)
		*out = posting_things(w->a, all, feedback, date_today());
	return rc;
}

/* A field's name as a value of an address. */
static const char *escaped(struct arena *a, const char *text)
{
	struct buf b;
	buf_init(&b, a, 8192);
	html_part_text(&b, text);
	return b.p;
}

const char *posting_print_path(struct arena *a, const struct posting_thing *t)
{
	switch (t->kind) {
	case POSTING_SHEET:
		return arena_printf(a, "/niem-yet/in/thu-tuc/%s", t->subject);
	case POSTING_LIST:
		return arena_printf(a, "/niem-yet/in/linh-vuc?ten=%s", escaped(a, t->subject));
	default:
		return "/niem-yet/in/phan-anh";
	}
}

static enum rc menu_page(struct web *w)
{
	struct procedures all;
	struct posting_things now;
	enum rc rc = posting_now(w, &all, &now);
	if (rc)
		return rc;
	struct part_link *sheets = ARENA_ARRAY(w->a, struct part_link, now.n),
			 *lists = ARENA_ARRAY(w->a, struct part_link, now.n);
	struct posting_print_view v = {
		.page = web_page(w, "In tờ niêm yết"), .sheets = sheets, .lists = lists
	};
	const char *site = "";
	rc = setting_get(w->db, w->a, SETTING_SITE, &site, &w->e);
	if (rc)
		return rc;
	v.has_site = *site != 0;
	v.page.back = "/niem-yet";
	for (size_t i = 0; i < now.n; i++) {
		struct part_link l = { .text = now.v[i].name,
			.href = posting_print_path(w->a, &now.v[i]) };
		if (now.v[i].kind == POSTING_SHEET)
			sheets[v.sheets_n++] = l;
		else if (now.v[i].kind == POSTING_LIST)
			lists[v.lists_n++] = l;
		else
			v.has_notice = true;
	}
	struct buf b = web_buf(w);
	posting_print_page(&b, &v);
	return web_reply(w, 200, &b);
}

/* The same sheet at n lengths. path: of the public page that the code leads to. */
static enum rc reply_sheet(
	struct web *w, const struct doc *v, size_t n, const char *path, const char *name)
{
	const char *site = NULL;
	struct bytes pdf;
	enum rc rc = web_site(w, &site);
	if (!rc)
		rc = qr_sheet(w->a, v, n, arena_printf(w->a, "%s%s", site, path), &pdf, &w->e);
	if (rc)
		return rc;
	reply_bytes(w->rp, 200, "application/pdf", pdf.p, pdf.n);
	reply_download(w->rp, arena_printf(w->a, "niem-yet-%s.pdf", name));
	return RC_OK;
}

static enum rc sheet(struct web *w)
{
	struct procedure p;
	struct posting_office o;
	struct doc d[POSTING_LEVELS];
	enum rc rc = procedure_get(w->db, w->a, route_segment(w->rq, "ma"), &p, &w->e);
	if (rc)
		return rc;
	const struct procedure_version *v = procedure_at(&p, date_today());
	if (!v)
		return ERR(&w->e, RC_NOTFOUND, "procedure",
			"Thủ tục %s hiện không có hiệu lực nên không có tờ niêm yết.", p.code);
	rc = posting_office_of(w, &o);
	if (rc)
		return rc;
	const struct posting_text text = { &p, v, &o };
	for (size_t i = 0; i < POSTING_LEVELS; i++)
		posting_sheet(w->a, &text, i, &d[i]);
	return reply_sheet(w, d, POSTING_LEVELS, arena_printf(w->a, "/thu-tuc/%s", p.code), p.code);
}

static enum rc field_sheet(struct web *w)
{
	const char *field = request_query(w->rq, "ten");
	struct procedures all;
	struct posting_things now;
	struct posting_office o;
	struct doc d;
	enum rc rc = posting_now(w, &all, &now);
	if (!rc && (!field || !posting_find(&now, POSTING_LIST, field)))
		rc = ERR(&w->e, RC_NOTFOUND, "ten", "Không có thủ tục nào thuộc lĩnh vực này.");
	if (!rc)
		rc = posting_office_of(w, &o);
	if (rc)
		return rc;
	posting_field_sheet(w->a, &all, field, &o, &d);
	return reply_sheet(
		w, &d, 1, arena_printf(w->a, "/thu-tuc?tim=%s", escaped(w->a, field)), "linh-vuc");
}

static enum rc notice(struct web *w)
{
	struct posting_office o;
	struct doc d;
	enum rc rc = posting_office_of(w, &o);
	if (!rc && !*o.feedback)
		rc = ERR(&w->e, RC_NOTFOUND, "feedback",
			"Chưa nhập nơi nhận phản ánh, kiến nghị trong cài đặt.");
	if (rc)
		return rc;
	posting_notice(w->a, &o, &d);
	return reply_sheet(w, &d, 1, POSTING_PUBLIC, "phan-anh");
}

/* --- for everybody --- */

static enum rc public_notice(struct web *w)
{
	const char *feedback = "";
	enum rc rc = setting_get(w->db, w->a, SETTING_FEEDBACK, &feedback, &w->e);
	if (!rc && text_blank(feedback))
		rc = ERR(&w->e, RC_NOTFOUND, "feedback", "Chưa có nội dung hướng dẫn này.");
	if (rc)
		return rc;
	struct posting_public_view v = { .page = web_page(w, POSTING_NOTICE_NAME),
		.feedback = html_lines(w->a, feedback) };
	v.page.back = "/thu-tuc";
	web_site_about(w, &v.page,
		arena_printf(w->a, "Nơi nhận phản ánh, kiến nghị của %s.", v.page.commune));
	struct buf b = web_buf(w);
	posting_public_page(&b, &v);
	return web_reply(w, 200, &b);
}

static enum rc sitemap(struct web *w, struct sitemap *out)
{
	const char *feedback = "";
	enum rc rc = setting_get(w->db, w->a, SETTING_FEEDBACK, &feedback, &w->e);
	if (!rc && !text_blank(feedback))
		sitemap_add(w->a, out, POSTING_PUBLIC, (struct date){ 0 });
	return rc;
}

static const struct web_route routes[] = {
	WEB_GET("/niem-yet/in", .handler = menu_page, .permission = "procedure.read"),
	WEB_GET("/niem-yet/in/thu-tuc/{ma}", .handler = sheet, .permission = "procedure.read"),
	WEB_GET("/niem-yet/in/linh-vuc", .handler = field_sheet, .permission = "procedure.read"),
	WEB_GET("/niem-yet/in/phan-anh", .handler = notice, .permission = "procedure.read"),
	WEB_GET(POSTING_PUBLIC, .handler = public_notice, .flags = WEB_PUBLIC | WEB_KEPT),
};

const struct web_routes posting_print_routes = {
	.v = routes, .n = sizeof routes / sizeof *routes, .sitemap = sitemap
};
