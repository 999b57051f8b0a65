/* Files handed in with a form of quick entry: photos are made anew, documents examined, both by the
 * worker, before the form's own transaction begins. */
#include <stdlib.h>
#include <string.h>

#include "core/web/form_store.h"
#include "features/activity/entry.h"
#include "lib/base/text.h"
#include "lib/media/photo.h"

struct taking {
	struct web *w;
	const char *form; /* its key */
	struct texts *errors;
};

/* What of an upload is kept. */
struct taken {
	struct attachment x;
	struct bytes content, thumb;
};

static void say(struct taking *t, const char *name, const char *why)
{
	ARENA_PUSH(t->w->a, t->errors, arena_printf(t->w->a, "Tệp “%s”: %s", name, why));
}

/* "2024-03-05T08:30:00" -> "2024-03-05 08:30:00" */
static const char *moment(struct arena *a, const char *taken)
{
	char *s = arena_strdup(a, taken ? taken : "");
	char *t = strchr(s, 'T');
	if (t)
		*t = ' ';
	return s;
}

static enum rc take_photo(struct arena *a, struct bytes in, struct taken *out, struct err *e)
{
	struct photo p;
	enum rc rc = photo_read(a, in, &p, e);
	if (rc)
		return rc;
	out->content = p.display.jpeg;
	out->thumb = p.small.jpeg;
	out->x.type = "image/jpeg";
	out->x.taken = moment(a, p.taken);
	out->x.position = p.latitude ? arena_printf(a, "%s, %s", p.latitude, p.longitude) : "";
	return RC_OK;
}

static enum rc take_bytes(struct arena *a, struct bytes in, struct taken *out, struct err *e)
{
	struct media_found found;
	enum rc rc = media_examine(a, in, &found, e);
	if (!rc && media_is_picture(found.kind))
		return take_photo(a, in, out, e);
	if (rc)
		return rc;
	out->content = in;
	out->x.type = found.mime;
	out->x.taken = out->x.position = "";
	return RC_OK;
}

/* In a transaction of its own. One that was sent before with this form is not kept twice. */
static enum rc keep(struct taking *t, struct taken *k)
{
	struct web *w = t->w;
	struct audit audit;
	bool fresh = false;
	enum rc rc = db_begin(w->db, DB_WRITE, &w->e);
	if (rc)
		return rc;
	rc = web_audit(w, &audit);
	if (!rc)
		rc = attachment_add(&audit, w->a, &k->x, k->content, k->thumb, &w->e);
	if (!rc)
		rc = entry_file_keep(w, t->form, &k->x, &fresh);
	if (!rc && fresh)
		return db_commit(w->db, &w->e);
	db_rollback(w->db);
	return rc;
}

static enum rc take(struct taking *t, const struct http_upload *u)
{
	const char *p, *name = *u->filename ? u->filename : "không tên";
	struct taken k = { .x = { .name = name, .account = t->w->session->account } };
	struct err e;
	err_init(&e, t->w->a);
	if (u->bytes.n > ENTRY_FILE_MAX) {
		say(t, name,
			arena_printf(t->w->a,
				"nặng %llu MB, chỉ nhận đến %d MB. Hãy gửi ảnh nhỏ hơn.",
				(unsigned long long)((u->bytes.n + (1 << 20) - 1) >> 20),
				ENTRY_FILE_MAX >> 20));
		return RC_OK;
	}
	struct arena *own = arena_new(); /* ten photos at once would be much */
	enum rc rc = http_bytes_all(own, &u->bytes, ENTRY_FILE_MAX, &p, &e);
	if (!rc)
		rc = take_bytes(own, (struct bytes){ p, u->bytes.n }, &k, &e);
	if (!rc)
		rc = keep(t, &k);
	else if (rc == RC_INVALID)
		say(t, name, e.message);
	else
		say(t, name, "chưa xử lý được lúc này; hãy gửi lại.");
	bool said = rc && !t->w->e.rc;
	arena_free(own);
	return said ? RC_OK : rc;
}

enum rc entry_files_prepare(struct web *w)
{
	const char *key = form_key(w);
	struct texts *errors = ARENA_NEW(w->a, struct texts);
	struct taking t = { w, key, errors };
	struct attachments before = { 0 };
	const struct http_upload *u;
	enum rc rc = RC_OK;
	w->prepared = errors;
	if (!key && form_file(w->rq, ENTRY_UPLOAD, 0))
		return ERR(
			&w->e, RC_INVALID, WEB_ONCE, "Trang đã cũ; hãy tải lại trang rồi gửi lại.");
	for (size_t i = 0; !rc && (u = form_file(w->rq, ENTRY_UPLOAD, i)); i++) {
		before = (struct attachments){ 0 };
		rc = db_begin(w->db, DB_READ, &w->e);
		if (!rc)
			rc = entry_file_list(w, key, &before);
		db_rollback(w->db);
		if (!rc && before.n >= ENTRY_FILES)
			say(&t, u->filename,
				arena_printf(w->a, "mỗi lần ghi chỉ nhận %d tệp.", ENTRY_FILES));
		else if (!rc)
			rc = take(&t, u);
	}
	return rc;
}

enum rc entry_files_load(struct web *w, struct entry_files *out)
{
	const char *key = form_key(w);
	*out = (struct entry_files){ 0 };
	if (w->prepared)
		out->errors = *(const struct texts *)w->prepared;
	for (size_t i = 0; i < w->rq->fields.n; i++)
		if (text_eq(w->rq->fields.v[i].name, ENTRY_DROP))
			ARENA_PUSH(w->a, &out->drop, w->rq->fields.v[i].value);
	return key ? entry_file_list(w, key, &out->kept) : RC_OK;
}

bool entry_file_dropped(const struct entry_files *f, int64_t id)
{
	for (size_t i = 0; i < f->drop.n; i++)
		if (strtoll(f->drop.v[i], NULL, 10) == id)
			return true;
	return false;
}

enum rc entry_files_use(struct web *w, const struct entry_files *f, struct activity *x)
{
	const char *key = form_key(w);
	for (size_t i = 0; i < f->kept.n; i++) {
		const struct attachment *file = &f->kept.v[i];
		struct evidence e = { .reference = file->name, .attachment = file->id };
		if (!entry_file_dropped(f, file->id))
			ARENA_PUSH(w->a, &x->evidence, e);
	}
	return key ? entry_file_forget(w, key) : RC_OK;
}

struct date entry_file_day(struct arena *a, const struct attachment *x)
{
	struct date d = { 0 };
	date_parse_iso(arena_strndup(a, x->taken, strnlen(x->taken, 10)), &d);
	return date_valid(d) && date_cmp(d, date_today()) <= 0 ? d : (struct date){ 0 };
}

struct date entry_files_day(struct arena *a, const struct entry_files *f)
{
	struct date first = { 0 };
	for (size_t i = 0; i < f->kept.n; i++) {
		struct date d = entry_file_day(a, &f->kept.v[i]);
		if (!date_none(d) && !entry_file_dropped(f, f->kept.v[i].id) &&
			(date_none(first) || date_cmp(d, first) < 0))
			first = d;
	}
	return first;
}
