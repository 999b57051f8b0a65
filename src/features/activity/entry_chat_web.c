/* /ghi/dan: a pasted chat becomes activities to confirm. Nothing but the photos is kept before. */
#include <stdlib.h>
#include <string.h>

#include "core/channel.h"
#include "features/activity/entry.h"
#include "features/activity/entry_chat_page.h"
#include "lib/base/text.h"

/* What a proposal asks: all that a chat may say. */
static const struct activity_input inputs[] = {
	{ .kind = INPUT_CHANNEL, .label = "Kênh", .required = true },
	{ .kind = INPUT_FROM, .label = "Ngày", .required = true },
	{ .kind = INPUT_TITLE, .label = "Hoạt động", .required = true },
	{ .kind = INPUT_QUANTITY, .label = "Số liệu", .hint = "Ví dụ: 1 cuộc; 40 lượt người" },
	{ .kind = INPUT_PLACE_OTHER, .label = "Địa bàn", .hint = "Nhiều nơi thì ngăn bằng dấu ;" },
	{ .kind = INPUT_TASK, .label = "Nhiệm vụ trong kế hoạch" },
};
static const struct activity_inputs proposal = { .v = inputs, .n = sizeof inputs / sizeof *inputs };

#define CHAT  "doan-chat"
#define TAKE  "lay-"
#define WORDS "goc-"
#define WHO   "ai-"
#define COUNT "so-muc"
#define REST  "chua-hieu"
#define PHOTO "anh-muc-"

static const char *numbered(struct arena *a, const char *name, size_t i)
{
	return arena_printf(a, "%s%zu", name, i + 1);
}

static const char *field(const struct web *w, const char *name)
{
	const char *s = request_field(w->rq, name);
	return s ? s : "";
}

/* Which proposal a photo goes to: 0 none, else from 1. */
static size_t photo_of(struct web *w, int64_t id)
{
	return strtoul(field(w, arena_printf(w->a, PHOTO "%lld", (long long)id)), NULL, 10);
}

/* --- the page of proposals --- */

static struct widget photo_widget(
	struct web *w, const struct attachment *x, size_t chosen, size_t n)
{
	struct widget_choice *c = ARENA_ARRAY(w->a, struct widget_choice, n + 1);
	c[0] = (struct widget_choice){ .value = "0", .label = "Không dùng" };
	for (size_t i = 0; i < n; i++)
		c[i + 1] = (struct widget_choice){ .value = arena_printf(w->a, "%zu", i + 1),
			.label = arena_printf(w->a, "Việc %zu", i + 1) };
	return (struct widget){ .name = arena_printf(w->a, PHOTO "%lld", (long long)x->id),
		.label = arena_printf(w->a, "Ảnh “%s” của", x->name),
		.value = arena_printf(w->a, "%zu", chosen),
		.choices = c,
		.n = n + 1 };
}

static enum rc put_page(
	struct web *w, int status, struct entry_chat_view *v, const struct entry_files *files)
{
	v->page.title = "Xác nhận các việc trong đoạn chat";
	v->page.back = "/ghi/dan";
	v->form = web_form(w, 0);
	v->photos = entry_photos_of(w, &files->kept);
	v->choices = ARENA_ARRAY(w->a, struct widget, files->kept.n);
	for (size_t i = 0; i < files->kept.n; i++)
		v->choices[i] = photo_widget(w, &files->kept.v[i], v->chosen[i], v->n);
	struct buf b = web_buf(w);
	entry_chat_html(&b, v);
	return web_reply(w, status, &b);
}

static enum rc show_paste(struct web *w, int status, const char *typed,
	const struct entry_files *files, const char *error)
{
	struct entry_paste_view v = { .page = web_page(w, "Dán đoạn chat"),
		.form = web_form(w, 0),
		.chat = { .name = CHAT,
			.label = "Đoạn chat chép từ nhóm",
			.hint = "Zalo, Messenger: chọn các tin nhắn, chép rồi dán vào đây. Chưa việc nào được ghi cho tới khi anh chị xác nhận.",
			.value = typed,
			.error = error,
			.rows = 12 },
		.photos = entry_photos_kept(w, files) };
	struct widget_error *list = ARENA_ARRAY(w->a, struct widget_error, files->errors.n + 1);
	size_t n = 0;
	if (error)
		list[n++] = (struct widget_error){ CHAT, error };
	for (size_t i = 0; i < files->errors.n; i++)
		list[n++] = (struct widget_error){ "chup", files->errors.v[i] };
	v.page.errors = list;
	v.page.errors_n = n;
	v.page.back = "/ghi";
	struct buf b = web_buf(w);
	entry_paste_html(&b, &v);
	return web_reply(w, status, &b);
}

enum rc entry_chat_paste(struct web *w)
{
	struct entry_files none = { 0 };
	return show_paste(w, 200, "", &none, NULL);
}

/* The number of the channel's own unit where the message says none: one meeting, one banner. */
static void add_usual(struct web *w, struct activity *x)
{
	const struct activity_inputs *in = entry_inputs(x->channel);
	for (size_t i = 0; in && i < in->n; i++) {
		const struct activity_input *f = &in->v[i];
		bool there = !f->initial;
		struct quantities one = { 0 };
		struct err none;
		err_init(&none, w->a);
		for (size_t k = 0; k < x->quantities.n && !there; k++)
			there = text_eq(x->quantities.v[k].unit, f->unit);
		if (!there && !activity_count_parse(w->a, f->initial, f->unit, &one, &none))
			ARENA_PUSH(w->a, &x->quantities, one.v[0]);
	}
}

static enum rc fill(
	struct web *w, size_t i, const struct chat_proposal *p, struct entry_proposal *out)
{
	struct activity x = { .from = p->day,
		.channel = p->channel,
		.title = p->title,
		.quantities = p->quantities,
		.places = p->places,
		.task = "",
		.note = "" };
	struct activity_offer_query q = { *p->channel ? p->channel : NULL, p->day.year,
		w->session->account, true };
	struct activity_offer o;
	enum rc rc = activity_offer_load(w, &q, &o);
	if (rc)
		return rc;
	x.task = o.task;
	add_usual(w, &x);
	*out = (struct entry_proposal){ .number = i + 1,
		.take = numbered(w->a, TAKE, i),
		.taken = !p->later && *p->channel,
		.words_name = numbered(w->a, WORDS, i),
		.words = p->text,
		.who_name = numbered(w->a, WHO, i),
		.who = *p->time ? arena_printf(w->a, "%s, %s", p->sender, p->time) : p->sender,
		.later = p->later };
	return activity_form_fill(w, &proposal, numbered(w->a, "-", i), &x, &out->fields);
}

static struct texts place_names(struct web *w)
{
	struct texts out = { 0 };
	for (size_t i = 0; i < w->unit->place_count; i++)
		ARENA_PUSH(w->a, &out, w->unit->places[i].name);
	return out;
}

/* Marks of photos in the chat where there are as many as photos, else the day they were taken. */
static void assign_photos(
	struct web *w, const struct chat *chat, const struct entry_files *f, size_t *chosen)
{
	size_t marks = 0, at = 0;
	for (size_t i = 0; i < chat->n; i++)
		marks += chat->v[i].photos;
	for (size_t i = 0; marks == f->kept.n && i < chat->n; i++)
		for (size_t k = 0; k < chat->v[i].photos; k++)
			chosen[at++] = i + 1;
	for (size_t k = 0; marks != f->kept.n && k < f->kept.n; k++) {
		struct date d = entry_file_day(w->a, &f->kept.v[k]);
		for (size_t i = chat->n; i--;)
			if (chat->n == 1 || (!date_none(d) && !date_cmp(d, chat->v[i].day)))
				chosen[k] = i + 1;
	}
}

/* The text and its photos came: what is made of them. */
enum rc entry_chat_read(struct web *w)
{
	const char *typed = field(w, CHAT);
	struct entry_files files;
	struct chat chat;
	enum rc rc = entry_files_load(w, &files);
	if (rc)
		return rc;
	if (text_blank(typed))
		return show_paste(w, 422, typed, &files, "Xin dán đoạn chat vào đây.");
	if (strlen(typed) > CHAT_TEXT)
		return show_paste(w, 422, typed, &files,
			"Đoạn chat dài quá; hãy dán từng phần, mỗi phần vài trăm tin nhắn.");
	if (files.errors.n)
		return show_paste(w, 422, typed, &files, NULL);
	struct chat_context c = { date_today(), place_names(w) };
	entry_chat_parse(w->a, typed, &c, &chat);
	if (!chat.n)
		return show_paste(w, 422, typed, &files,
			"Không thấy việc nào trong đoạn chat: cần có việc gì (họp, băng rôn, phát thanh…) hoặc con số có đơn vị.");
	struct entry_chat_view v = { .page = web_page(w, ""),
		.v = ARENA_ARRAY(w->a, struct entry_proposal, chat.n),
		.n = chat.n,
		.rest = chat.rest,
		.chosen = ARENA_ARRAY(w->a, size_t, files.kept.n) };
	assign_photos(w, &chat, &files, v.chosen);
	for (size_t i = 0; !rc && i < chat.n; i++)
		rc = fill(w, i, &chat.v[i], &v.v[i]);
	return rc ? rc : put_page(w, 200, &v, &files);
}

/* --- confirming --- */

static enum rc read_proposal(struct web *w, size_t i, struct entry_proposal *out)
{
	*out = (struct entry_proposal){ .number = i + 1,
		.take = numbered(w->a, TAKE, i),
		.taken = *field(w, numbered(w->a, TAKE, i)) != '\0',
		.words_name = numbered(w->a, WORDS, i),
		.words = field(w, numbered(w->a, WORDS, i)),
		.who_name = numbered(w->a, WHO, i),
		.who = field(w, numbered(w->a, WHO, i)) };
	enum rc rc = activity_form_read(
		w, &proposal, numbered(w->a, "-", i), (struct date){ 0 }, &out->fields);
	if (rc || out->taken)
		return rc;
	/* One that is not taken may be wrong. */
	for (size_t k = 0; k < out->fields.form.n; k++)
		out->fields.form.v[k].error = NULL;
	out->fields.form.errors = 0;
	return RC_OK;
}

static void put_errors(struct web *w, struct entry_chat_view *v, const char *whole)
{
	size_t n = 0;
	struct widget_error *list = ARENA_ARRAY(w->a, struct widget_error, v->n * proposal.n + 1);
	if (whole)
		list[n++] = (struct widget_error){ NULL, whole };
	for (size_t i = 0; i < v->n; i++) {
		struct page p = { 0 };
		web_errors(w->a, &v->v[i].fields.form, &p);
		for (size_t k = 0; k < p.errors_n; k++)
			list[n++] = (struct widget_error){ p.errors[k].id,
				arena_printf(w->a, "Việc %zu: %s", i + 1, p.errors[k].message) };
	}
	v->page.errors = list;
	v->page.errors_n = n;
}

static enum rc add_one(
	struct web *w, struct audit *t, struct entry_proposal *p, const struct entry_files *files)
{
	struct activity *x = &p->fields.x;
	int64_t id;
	x->account = w->session->account;
	for (size_t i = 0; i < files->kept.n; i++) {
		const struct attachment *f = &files->kept.v[i];
		struct evidence e = { .reference = f->name, .attachment = f->id };
		if (photo_of(w, f->id) == p->number)
			ARENA_PUSH(w->a, &x->evidence, e);
	}
	return activity_add(t, w->a, x, &id, &w->e);
}

static enum rc add_all(
	struct web *w, struct entry_chat_view *v, const struct entry_files *files, size_t taken)
{
	struct audit t;
	struct activity none = { 0 };
	struct entry_files drop = { 0 };
	enum rc rc = web_audit(w, &t);
	for (size_t i = 0; !rc && i < v->n; i++)
		if (v->v[i].taken)
			rc = add_one(w, &t, &v->v[i], files);
	if (!rc)
		rc = entry_files_use(w, &drop, &none);
	if (!rc)
		reply_redirect(w->rp, arena_printf(w->a, "/ghi?so-viec=%zu", taken));
	return rc;
}

enum rc entry_chat_take(struct web *w)
{
	struct entry_files files;
	size_t n = strtoul(field(w, COUNT), NULL, 10), taken = 0, errors = 0;
	enum rc rc = entry_files_load(w, &files);
	if (rc)
		return rc;
	n = n > CHAT_PROPOSALS ? CHAT_PROPOSALS : n;
	struct entry_chat_view v = { .page = web_page(w, ""),
		.v = ARENA_ARRAY(w->a, struct entry_proposal, n),
		.n = n,
		.chosen = ARENA_ARRAY(w->a, size_t, files.kept.n) };
	for (size_t i = 0; i < w->rq->fields.n; i++)
		if (text_eq(w->rq->fields.v[i].name, REST))
			ARENA_PUSH(w->a, &v.rest, w->rq->fields.v[i].value);
	for (size_t i = 0; i < files.kept.n; i++)
		v.chosen[i] = photo_of(w, files.kept.v[i].id);
	for (size_t i = 0; !rc && i < n; i++) {
		rc = read_proposal(w, i, &v.v[i]);
		taken += v.v[i].taken;
		errors += v.v[i].fields.form.errors;
	}
	if (!rc && taken && !errors)
		return add_all(w, &v, &files, taken);
	put_errors(w, &v, taken ? NULL : "Chưa chọn việc nào để ghi.");
	return rc ? rc : put_page(w, 422, &v, &files);
}
