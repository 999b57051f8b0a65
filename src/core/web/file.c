#include "core/web/file.h"

#include "core/attachment.h"
#include "lib/http/form.h"

enum rc web_file_examine(struct web *w, const char *field)
{
	const struct http_upload *u = form_file(w->rq, field, 0);
	struct web_file *x = ARENA_NEW(w->a, struct web_file);
	struct err wrong;
	err_init(&wrong, w->a);
	w->prepared = x;
	if (!u || !u->bytes.n || u->bytes.n > MEDIA_FILE_MAX)
		return RC_OK; /* form_read says so */
	x->name = u->filename;
	enum rc rc = http_bytes_all(w->a, &u->bytes, MEDIA_FILE_MAX, &x->content.p, &wrong);
	x->content.n = (size_t)u->bytes.n;
	if (!rc)
		rc = media_examine(w->a, x->content, &x->found, &wrong);
	if (rc && rc != RC_INVALID)
		return ERR(&w->e, rc, NULL, "%s", wrong.message);
	x->wrong = rc ? wrong.message : NULL;
	return RC_OK;
}

enum rc web_file_add(
	struct web *w, struct audit *t, const struct web_file *x, const char *usual, int64_t *id)
{
	struct attachment file = { .name = *x->name ? x->name : usual,
		.type = x->found.mime,
		.taken = "",
		.position = "",
		.account = w->session->account };
	enum rc rc = attachment_add(t, w->a, &file, x->content, (struct bytes){ NULL, 0 }, &w->e);
	if (!rc)
		*id = file.id;
	return rc;
}
