/* loa-worker: serves requests of loa on its standard input, one after another, until it ends. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/worker/frame.h"
#include "worker/verbs.h"

enum { REQUEST_MAX = 64 << 20 };

/* Gives the request back: tells that the worker is there and alive. */
static enum rc verb_echo(struct arena *a, struct bytes in, struct bytes *out, struct err *e)
{
	(void)a, (void)e;
	*out = in;
	return RC_OK;
}

static const struct {
	const char *word;
	enum rc (*run)(struct arena *a, struct bytes in, struct bytes *out, struct err *e);
} verbs[] = {
	{ "echo", verb_echo },
	{ "pdf", verb_pdf },
	{ "docx", verb_docx },
	{ "sheet", verb_sheet },
	{ "read-docx", verb_read_docx },
	{ "read-pdf", verb_read_pdf },
	{ "read-xlsx", verb_read_xlsx },
	{ "pages", verb_pages },
	{ "photo", verb_photo },
	{ "photo-webp", verb_photo_webp },
	{ "examine-pdf", verb_examine_pdf },
	{ "examine-zip", verb_examine_zip },
	{ "mail", verb_mail },
	{ "signatures", verb_signatures },
	{ "fetch", verb_fetch },
	{ "feed", verb_feed },
	{ "page", verb_page },
};

static enum rc run(struct arena *a, const struct frame *f, struct bytes *out, struct err *e)
{
	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
		if (!strcmp(verbs[i].word, f->word))
			return verbs[i].run(a, f->body, out, e);
	return ERR(e, RC_FAIL, NULL, "loa-worker không biết việc \"%s\".", f->word);
}

/* False when nobody reads any more. */
static bool serve(struct arena *a, const struct frame *f, int out)
{
	struct err e;
	struct bytes answer = { "", 0 };
	err_init(&e, a);
	enum rc rc = run(a, f, &answer, &e);
	if (!rc)
		return frame_write(out, "ok", answer);
	if (rc != RC_INVALID)
		fprintf(stderr, "loa-worker: %s: %s: %s\n", f->word, e.where, e.message);
	return frame_write(out, rc == RC_INVALID ? "invalid" : "fail",
		(struct bytes){ e.message, strlen(e.message) });
}

int main(void)
{
	signal(SIGPIPE, SIG_IGN);
	/* A library that prints must not break the frames. */
	int out = dup(STDOUT_FILENO);
	if (out < 0 || dup2(STDERR_FILENO, STDOUT_FILENO) < 0)
		return 1;
	for (;;) {
		struct arena *a = arena_new();
		struct frame f;
		enum frame_state state = frame_read(STDIN_FILENO, a, REQUEST_MAX, &f);
		bool go = state == FRAME_OK && serve(a, &f, out);
		arena_free(a);
		if (!go)
			return state == FRAME_BAD ? 2 : 0;
	}
}
