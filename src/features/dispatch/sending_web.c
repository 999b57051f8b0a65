/* /trinh-ky/.../gui: to whom a document goes, and what became of it. */
#include <string.h>

#include "core/setting.h"
#include "features/dispatch/sending_page.h"
#include "lib/base/text.h"
#include "lib/html/html.h"
#include "lib/mail/mail.h"

enum { TO, MORE, HOW, NOTE, FIELDS };

static const struct form_choice ways[] = {
	{ "thu", "Bằng thư điện tử (nơi chưa có địa chỉ thư: tạo liên kết để chép gửi)" },
	{ "khac", "Đã gửi cách khác (hệ thống quản lý văn bản, bản giấy): chỉ ghi lại" },
	{ NULL, NULL },
};

/* Without a server for mail there is nothing but links. */
static const struct form_choice ways_without_mail[] = {
	{ "thu",
		"Tạo liên kết riêng cho từng nơi nhận, để bạn chép gửi (Zalo, thư của cơ quan), rồi ghi đã "
		"chuyển" },
	{ "khac", "Đã gửi cách khác (hệ thống quản lý văn bản, bản giấy): chỉ ghi lại" },
	{ NULL, NULL },
};

/* What may be sent to: a line of the document, or all of a group. */
struct receiver {
	const char *value, *label, *hint;
	const struct recipient *r; /* NULL: a line that is not in the directory, or a group */
	const char *name, *group;
};

struct receivers {
	struct receiver *v;
	size_t n, cap;
};

struct plan_of_sending {
	struct way way;
	struct recipients directory;
	struct recipient_matches lines;
	struct receivers targets;
	bool mail; /* a server for mail is set up */
	bool site; /* the address of this site is set */
	const char *host; /* of Message-IDs */
};

static void add_lines(struct web *w, struct plan_of_sending *p)
{
	for (size_t i = 0; i < p->lines.n; i++) {
		const struct recipient_match *m = &p->lines.v[i];
		if (m->copy_only || m->as_above)
			continue;
		struct receiver t = { .value = arena_printf(w->a, "dong-%zu", i),
			.label = m->printed,
			.r = m->now,
			.name = m->now ? m->now->name : m->printed };
		if (m->now && m->now != m->found)
			t.hint = arena_printf(w->a, "Nay là %s. %s", m->now->name,
				text_join(w->a, &m->now->emails, ", "));
		else if (m->now && m->now->emails.n)
			t.hint = text_join(w->a, &m->now->emails, ", ");
		else
			t.hint = "chưa có địa chỉ thư";
		ARENA_PUSH(w->a, &p->targets, t);
	}
}

static bool has_group(const struct receivers *list, const char *group)
{
	for (size_t i = 0; i < list->n; i++)
		if (text_eq(list->v[i].group, group))
			return true;
	return false;
}

static void add_groups(struct web *w, struct plan_of_sending *p)
{
	for (size_t i = 0; i < p->directory.n; i++)
		for (size_t k = 0; k < p->directory.v[i].groups.n; k++) {
			const char *g = p->directory.v[i].groups.v[k];
			struct receiver t = { .value = arena_printf(w->a, "nhom-%s", g),
				.label = arena_printf(w->a, "Nhóm: %s", g),
				.group = g };
			if (!has_group(&p->targets, g))
				ARENA_PUSH(w->a, &p->targets, t);
		}
}

static enum rc mail_server(struct web *w, struct plan_of_sending *p)
{
	const char *server = "", *from = "", *site = "";
	enum rc rc = setting_get(w->db, w->a, SETTING_MAIL_SERVER, &server, &w->e);
	if (!rc)
		rc = setting_get(w->db, w->a, SETTING_SITE, &site, &w->e);
	if (!rc)
		rc = setting_get(w->db, w->a, SETTING_MAIL_FROM, &from, &w->e);
	const char *at = strrchr(from, '@');
	p->mail = *server && at;
	p->site = *site != '\0';
	p->host = at && at[1] ? at + 1 : "loa.invalid";
	return rc;
}

static enum rc load(struct web *w, struct plan_of_sending *p)
{
	struct plan_of_sending x = { 0 };
	enum rc rc = way_load(w, &x.way);
	if (!rc && (x.way.d.state < DISPATCH_ISSUED || x.way.d.state > DISPATCH_PUBLISHED))
		return ERR(
			&w->e, RC_INVALID, "state", "Chỉ gửi văn bản đã ban hành và chưa thu hồi.");
	if (!rc)
		rc = recipients_load(w->db, w->a, &x.directory, &w->e);
	if (!rc)
		rc = mail_server(w, &x);
	if (rc)
		return rc;
	*p = x;
	const struct doc *d = x.way.shown->doc;
	recipients_match(w->a, &p->directory, &d->addressees, date_today(), &p->lines);
	recipients_match(w->a, &p->directory, &d->recipients, date_today(), &p->lines);
	add_lines(w, p);
	add_groups(w, p);
	return RC_OK;
}

/* --- the form --- */

static const struct form_field fields[FIELDS] = {
	[TO] = { .name = "noi-nhan", .kind = FORM_MANY, .label = "Gửi đến" },
	[MORE] = { .name = "them",
		.kind = FORM_LINES,
		.label = "Nơi nhận khác, mỗi dòng một nơi: tên, địa chỉ thư",
		.max = 4000 },
	[HOW] = { .name = "cach",
		.kind = FORM_CHOICE,
		.required = true,
		.label = "Cách gửi",
		.choices = ways },
	[NOTE] = { .name = "ghi-chu", .kind = FORM_TEXT, .label = "Ghi chú", .max = 300 },
};

/* The table with the document's own choices. */
static const struct form_field *own_fields(struct web *w, const struct plan_of_sending *p)
{
	struct form_field *own = ARENA_ARRAY(w->a, struct form_field, FIELDS);
	struct form_choice *choices = ARENA_ARRAY(w->a, struct form_choice, p->targets.n + 1);
	memcpy(own, fields, sizeof fields);
	for (size_t i = 0; i < p->targets.n; i++)
		choices[i] = (struct form_choice){ p->targets.v[i].value, p->targets.v[i].label };
	own[TO].choices = choices;
	own[HOW].choices = p->mail ? ways : ways_without_mail;
	return own;
}

static void fill_choices(struct web *w, const struct plan_of_sending *p, struct widget *to)
{
	struct widget_choice *v = ARENA_ARRAY(w->a, struct widget_choice, p->targets.n);
	bool first = w->rq->method != HTTP_POST;
	for (size_t i = 0; i < p->targets.n; i++)
		v[i] = (struct widget_choice){ .value = p->targets.v[i].value,
			.label = p->targets.v[i].label,
			.hint = p->targets.v[i].hint,
			.chosen = first && p->targets.v[i].r };
	to->choices = v;
	to->n = p->targets.n;
}

/* The page of a new recipient, its name filled in. */
static const char *new_address(struct web *w, const char *name)
{
	enum { ADDRESS_MAX = 4096 };
	struct buf b;
	buf_init(&b, w->a, ADDRESS_MAX);
	buf_puts(&b, "/noi-nhan/moi?ten=");
	html_part_text(&b, name);
	return b.p;
}

static void find_unknown(struct web *w, const struct plan_of_sending *p, struct sending_view *v)
{
	struct part_row *rows = ARENA_ARRAY(w->a, struct part_row, p->targets.n + 1);
	for (size_t i = 0; i < p->targets.n; i++) {
		const struct receiver *t = &p->targets.v[i];
		if (t->group || (t->r && t->r->emails.n))
			continue;
		rows[v->unknown_n++] = (struct part_row){ .key = t->label,
			.value = t->r ? "chưa có địa chỉ thư" : "chưa có trong danh bạ",
			.href = t->r ? arena_printf(w->a, "/noi-nhan/%lld", (long long)t->r->id)
				     : new_address(w, t->name),
			.act = t->r ? "Ghi địa chỉ" : "Thêm" };
	}
	v->unknown = rows;
}

static enum rc show(
	struct web *w, const struct plan_of_sending *p, const struct form *f, int status)
{
	struct sending_view v = { .page = web_page(w, "Gửi văn bản"),
		.form = web_form(w, p->way.d.version),
		.way = &p->way,
		.to = web_widget(w->a, f, TO),
		.more = web_widget(w->a, f, MORE),
		.how = web_widget(w->a, f, HOW),
		.note = web_widget(w->a, f, NOTE) };
	fill_choices(w, p, &v.to);
	find_unknown(w, p, &v);
	v.more.rows = 3;
	if (!v.how.value)
		v.how.value = "thu";
	if (!p->mail)
		v.mail_off =
			"Chưa đặt máy chủ gửi thư trong cài đặt: mỗi nơi nhận được một liên kết "
			"riêng để bạn chép gửi. Văn bản tính là đã gửi khi bạn ghi đã chuyển, hoặc khi "
			"nơi nhận xác nhận.";
	else if (!p->site)
		v.mail_off = "Chưa đặt “Địa chỉ trang” trong cài đặt: thư chỉ có mã, không có liên "
			     "kết để nơi nhận mở và xác nhận.";
	v.page.back = p->way.thing.path;
	web_errors(w->a, f, &v.page);
	struct buf b = web_buf(w);
	sending_html(&b, &v);
	return web_reply(w, status, &b);
}

static enum rc page(struct web *w)
{
	struct plan_of_sending p;
	struct form f;
	enum rc rc = load(w, &p);
	if (rc)
		return rc;
	form_init(&f, w->a, own_fields(w, &p), FIELDS);
	return show(w, &p, &f, 200);
}

/* --- sending --- */

struct batch {
	struct sending *v;
	size_t n, cap;
};

static void add_one(struct web *w, struct batch *out, const struct recipient *r, const char *name,
	const char *address)
{
	struct sending s = { .recipient = r ? r->id : 0, .name = name, .address = address };
	for (size_t i = 0; i < out->n; i++)
		if (text_eq(out->v[i].name, name) && text_eq(out->v[i].address, address))
			return; /* named twice */
	ARENA_PUSH(w->a, out, s);
}

static void add_recipient(
	struct web *w, struct batch *out, const struct recipient *r, const char *name)
{
	for (size_t i = 0; r && i < r->emails.n; i++)
		add_one(w, out, r, name, r->emails.v[i]);
	if (!r || !r->emails.n)
		add_one(w, out, r, name, "");
}

static void add_target(
	struct web *w, const struct plan_of_sending *p, const struct receiver *t, struct batch *out)
{
	if (!t->group) {
		add_recipient(w, out, t->r, t->name);
		return;
	}
	for (size_t i = 0; i < p->directory.n; i++) {
		const struct recipient *r = &p->directory.v[i];
		for (size_t k = 0; k < r->groups.n; k++)
			if (text_eq(r->groups.v[k], t->group) && recipient_holds(r, date_today()))
				add_recipient(w, out, r, r->name);
	}
}

static const char *wrong_line(struct web *w, size_t i, const char *line)
{
	const char *comma = strrchr(line, ',');
	return arena_printf(w->a,
		"Dòng %zu, “%s”: “%s” không phải địa chỉ thư. Viết tên, dấu phẩy, địa chỉ thư (Sở Nội "
		"vụ, vanthu@so-mau.gov.vn), hoặc chỉ viết tên, không có dấu phẩy.",
		i + 1, line, comma ? text_trim(w->a, comma + 1) : line);
}

/* "Sở Nội vụ, vanthu@so-mau.gov.vn", "Hội Nông dân xã"; else what is wrong with it. */
static const char *add_line(struct web *w, size_t i, const char *line, struct batch *out)
{
	const char *comma = strrchr(line, ',');
	if (!comma && !strchr(line, '@')) {
		add_one(w, out, NULL, line, "");
		return NULL;
	}
	const char *address = comma ? text_trim(w->a, comma + 1) : line;
	const char *name = comma ? text_trim_n(w->a, line, (size_t)(comma - line)) : line;
	if (!*name || !mail_address_ok(address))
		return wrong_line(w, i, line);
	add_one(w, out, NULL, name, address);
	return NULL;
}

static const char *add_more(struct web *w, const char *text, struct batch *out)
{
	struct texts lines = text_split(w->a, text, '\n');
	const char *wrong = NULL;
	for (size_t i = 0; i < lines.n && !wrong; i++)
		wrong = add_line(w, i, lines.v[i], out);
	return wrong;
}

static const char *collect(
	struct web *w, const struct plan_of_sending *p, const struct form *f, struct batch *out)
{
	for (size_t i = 0; i < p->targets.n; i++)
		for (size_t k = 0; k < f->v[TO].many.n; k++)
			if (text_eq(f->v[TO].many.v[k], p->targets.v[i].value))
				add_target(w, p, &p->targets.v[i], out);
	return add_more(w, f->v[MORE].text, out);
}

/* What is written down as sent another way was sent; a mail waits for its server, a link for who
 * hands it over. */
static const char *way_of_one(const struct plan_of_sending *p, const struct sending *s, bool other)
{
	if (other)
		return SENDING_OTHER;
	return p->mail && *s->address ? SENDING_MAIL : SENDING_BY_LINK;
}

static enum rc add_all(struct web *w, struct audit *t, const struct plan_of_sending *p,
	const struct form *f, struct batch *list)
{
	bool other = text_eq(f->v[HOW].text, "khac");
	enum rc rc = RC_OK;
	for (size_t i = 0; !rc && i < list->n; i++) {
		struct sending *s = &list->v[i];
		s->dispatch = p->way.d.id;
		s->account = w->session->account;
		s->note = f->v[NOTE].text;
		s->way = way_of_one(p, s, other);
		rc = sending_add(t, w->a, s, p->host, &w->e);
	}
	return rc;
}

static size_t count(const struct batch *list, const char *way)
{
	size_t n = 0;
	for (size_t i = 0; i < list->n; i++)
		n += text_eq(list->v[i].way, way);
	return n;
}

/* "3 nơi nhận, trong đó 1 liên kết chưa chuyển; cùng phụ lục" */
static const char *said_of(struct arena *a, const struct batch *list, const char *note)
{
	size_t links = count(list, SENDING_BY_LINK);
	const char *some = links && links < list->n
				   ? arena_printf(a, ", trong đó %zu liên kết chưa chuyển", links)
				   : "";
	return arena_printf(a, "%zu nơi nhận%s%s%s", list->n, some, *note ? "; " : "", note);
}

static enum rc send(
	struct web *w, struct plan_of_sending *p, const struct form *f, struct batch *list)
{
	struct audit t;
	struct dispatch *d = &p->way.d;
	struct dispatch_doer by = way_doer(w);
	enum rc rc = web_audit(w, &t);
	if (!rc)
		rc = add_all(w, &t, p, f, list);
	if (rc)
		return rc;
	const char *note = said_of(w->a, list, f->v[NOTE].text);
	bool sent = count(list, SENDING_OTHER) > 0, first = d->state == DISPATCH_ISSUED;
	if (sent)
		rc = dispatch_sent(&t, w->a, d, &by, note, &w->e);
	if (!rc && (!sent || !first))
		rc = dispatch_note(&t, w->a, d,
			sent                        ? "gui-them"
			: count(list, SENDING_MAIL) ? "xep-thu"
						    : "lien-ket",
			&by, note, &w->e);
	if (rc == RC_CONFLICT)
		return way_late(w, &p->way);
	if (!rc)
		reply_redirect(w->rp, p->way.thing.path);
	return rc;
}

static enum rc submit(struct web *w)
{
	struct plan_of_sending p;
	struct form f;
	struct err e;
	struct batch list = { 0 };
	err_init(&e, w->a);
	enum rc rc = load(w, &p);
	if (rc)
		return rc;
	if (web_is_stale(w, p.way.d.version))
		return way_late(w, &p.way);
	if (form_read(&f, w->rq, own_fields(w, &p), FIELDS, &e))
		return show(w, &p, &f, 422);
	const char *wrong = collect(w, &p, &f, &list);
	if (wrong)
		form_fail(&f, MORE, wrong);
	else if (!list.n)
		form_fail(&f, TO, "Chọn ít nhất một nơi nhận.");
	return f.errors ? show(w, &p, &f, 422) : send(w, &p, &f, &list);
}

static enum rc again(struct web *w)
{
	struct way x;
	struct audit t;
	int64_t id;
	enum rc rc = way_load(w, &x);
	if (!rc)
		rc = web_id(w, "thu", &id);
	if (!rc)
		rc = web_audit(w, &t);
	if (!rc)
		rc = outgoing_again(&t, w->a, x.d.id, id, &w->e);
	if (!rc)
		reply_redirect(w->rp, x.thing.path);
	return rc;
}

static const struct web_route routes[] = {
	WEB_GET("/trinh-ky/{loai}/{so}/gui", .handler = page, .permission = "report.issue"),
	WEB_POST("/trinh-ky/{loai}/{so}/gui", .handler = submit, .permission = "report.issue"),
	WEB_POST("/trinh-ky/{loai}/{so}/thu/{thu}/gui-lai", .handler = again,
		.permission = "report.issue"),
};

const struct web_routes sending_routes = { .v = routes, .n = sizeof routes / sizeof *routes };
