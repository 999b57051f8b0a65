/* /cai-dat: the settings, drawn from their table (core/setting.h), each change in the audit. */
#include "core/setting.h"
#include "features/people/people_int.h"
#include "lib/base/text.h"

static enum form_kind kind_of(enum setting_kind kind)
{
	static const enum form_kind kinds[] = { [SETTING_TEXT] = FORM_TEXT,
		[SETTING_LINES] = FORM_LINES,
		[SETTING_SWITCH] = FORM_CHECK,
		[SETTING_HIDDEN] = FORM_SECRET };
	return kinds[kind];
}

/* Certificates may be many. */
enum { PEM_MAX = 500000 };

static const struct form_field *fields_of(struct arena *a)
{
	struct form_field *v = ARENA_ARRAY(a, struct form_field, SETTINGS);
	for (int s = 0; s < SETTINGS; s++) {
		const struct setting_row *r = setting_row((enum setting)s);
		v[s] = (struct form_field){ .name = r->name,
			.kind = kind_of(r->kind),
			.label = r->label,
			.max = r->kind == SETTING_LINES ? PEM_MAX : 0 };
	}
	return v;
}

static enum rc load(struct web *w, const char **values)
{
	for (int s = 0; s < SETTINGS; s++) {
		enum rc rc = setting_get(w->db, w->a, (enum setting)s, &values[s], &w->e);
		if (rc)
			return rc;
	}
	return RC_OK;
}

/* Of what is hidden only whether it is there. */
static int64_t version_of(struct arena *a, const char *const *values)
{
	struct texts list = { 0 };
	for (int s = 0; s < SETTINGS; s++) {
		bool hidden = setting_row((enum setting)s)->kind == SETTING_HIDDEN;
		const char *value = hidden && *values[s] ? "1" : values[s];
		ARENA_PUSH(a, &list, value);
	}
	return web_version_of(text_join(a, &list, "\n"));
}

static const char *hint_of(struct arena *a, const struct setting_row *r, const char *value)
{
	if (r->kind != SETTING_HIDDEN)
		return r->hint;
	return arena_printf(a, "%s %s", *value ? "Đã đặt, không hiện ra." : "Chưa đặt.",
		r->hint ? r->hint : "");
}

static enum rc show(
	struct web *w, const struct form *f, const char *const *values, const char *problem)
{
	static const struct web_done done[] = { { "luu", "Đã lưu cài đặt." } };
	struct widget *fields = ARENA_ARRAY(w->a, struct widget, SETTINGS);
	const struct setting_row **rows = ARENA_ARRAY(w->a, const struct setting_row *, SETTINGS);
	for (int s = 0; s < SETTINGS; s++) {
		rows[s] = setting_row((enum setting)s);
		fields[s] = web_widget(w->a, f, (size_t)s);
		fields[s].optional = false;
		fields[s].hint = hint_of(w->a, rows[s], values[s]);
		fields[s].autocomplete = rows[s]->kind == SETTING_HIDDEN ? "new-password" : "off";
	}
	struct setting_view v = { .page = web_page(w, "Cài đặt"),
		.form = web_form(w, version_of(w->a, values)),
		.fields = fields,
		.rows = rows,
		.n = SETTINGS };
	web_errors(w->a, f, &v.page);
	if (problem)
		web_error(w, &v.page, problem);
	else
		web_notice(w, &v.page, done, sizeof done / sizeof *done);
	struct buf b = web_buf(w);
	setting_html(&b, &v);
	return web_reply(w, problem ? 409 : f->errors ? 422 : 200, &b);
}

static enum rc page(struct web *w)
{
	struct form f;
	const char *values[SETTINGS];
	enum rc rc = load(w, values);
	if (rc)
		return rc;
	form_init(&f, w->a, fields_of(w->a), SETTINGS);
	for (int s = 0; s < SETTINGS; s++) {
		f.v[s].typed =
			setting_row((enum setting)s)->kind == SETTING_HIDDEN ? "" : values[s];
		f.v[s].ticked = text_eq(values[s], "1");
	}
	return show(w, &f, values, NULL);
}

/* What is asked for; NULL: to be left as it is. */
static const char *wanted(const struct web *w, const struct form *f, enum setting s)
{
	const struct setting_row *r = setting_row(s);
	if (r->kind == SETTING_SWITCH)
		return f->v[s].ticked ? "1" : "";
	if (r->kind != SETTING_HIDDEN || f->v[s].given)
		return f->v[s].text;
	const char *drop = request_field(w->rq, arena_printf(w->a, "%s-xoa", r->name));
	return drop ? "" : NULL;
}

static void check(struct web *w, struct form *f)
{
	struct err e;
	for (int s = 0; s < SETTINGS; s++) {
		const char *value = f->v[s].error ? NULL : wanted(w, f, (enum setting)s);
		err_init(&e, w->a);
		if (value && setting_check((enum setting)s, value, &e))
			form_fail(f, (size_t)s, e.message);
	}
}

static enum rc save(struct web *w)
{
	struct form f;
	struct audit t;
	struct err e;
	const char *values[SETTINGS];
	err_init(&e, w->a);
	enum rc rc = load(w, values);
	if (rc)
		return rc;
	enum rc sent = form_read(&f, w->rq, fields_of(w->a), SETTINGS, &e);
	(void)sent; /* its errors stand in the form, beside those below */
	check(w, &f);
	if (f.errors)
		return show(w, &f, values, NULL);
	if (web_is_stale(w, version_of(w->a, values)))
		return show(w, &f, values,
			"Người khác vừa đổi cài đặt. Xem lại những gì bạn nhập ở dưới rồi lưu, nếu vẫn "
			"muốn đổi; nhật ký cho biết ai đã đổi gì.");
	rc = web_audit(w, &t);
	for (int s = 0; !rc && s < SETTINGS; s++) {
		const char *value = wanted(w, &f, (enum setting)s);
		if (value)
			rc = setting_set(&t, w->a, (enum setting)s, value, &w->e);
	}
	if (!rc)
		reply_redirect(w->rp, "/cai-dat?" WEB_DONE "=luu");
	return rc;
}

static const struct web_route routes[] = {
	WEB_GET("/cai-dat", .handler = page, .permission = "settings.edit"),
	WEB_POST("/cai-dat", .handler = save, .permission = "settings.edit"),
};

static const struct web_item menu[] = { { 95, "Cài đặt", "/cai-dat", MAY_SETTINGS_EDIT } };

static const struct web_record records[] = { { .kind = "setting", .name = "Cài đặt" } };

const struct web_routes setting_routes = { .v = routes,
	.n = sizeof routes / sizeof *routes,
	.menu = menu,
	.menu_n = sizeof menu / sizeof *menu,
	.records = records,
	.records_n = sizeof records / sizeof *records };
