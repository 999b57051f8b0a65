/* What happened to a thing (Lịch sử), drawn from the audit: who, when, and each field before and
 * after. In a handler and in its template:
 *
 *	rc = web_history(w, "activity", "12", &v.history);
 *	{{call history_html(&v->history)}}
 */
#ifndef CORE_WEB_HISTORY_H
#define CORE_WEB_HISTORY_H

#include "core/audit.h"
#include "core/web/gate.h"

/* A key of a record, or an action, as people call it. */
struct web_word {
	const char *key, *label;
	/* How a value is said; NULL: as it is (days are said as days anyway). */
	const char *(*say)(struct arena *a, const char *value);
};

/* A value that is a code which only the database can say, in and out in *value; record: the state
 * in which it stands. What is not found stays as it is. */
struct web_look {
	const char *key;
	enum rc (*look)(struct web *w, const char *record, const char **value);
};

/* How things of a kind are called in the audit: a row of web_routes.records. Words that are usual
 * ("title", "note", "from"...) stand in history_words.c and need not be said again. */
struct web_record {
	const char *kind; /* as in audit_change: "activity" */
	const char *name; /* "Hoạt động" */
	const char *href; /* its page is this with the object behind it; NULL: it has none */
	const char *called; /* key of its records by which people know it rather than by the object
			       ("number"); NULL: the object */
	const char *permission; /* that the page asks for; NULL: none that readers of it lack */
	const struct web_word *words, *actions;
	const struct web_look *looks;
	size_t words_n, actions_n, looks_n;
};

struct history_field {
	const char *label, *before, *after; /* NULL: there was none */
};

struct history_entry {
	int64_t id; /* of the audit's row */
	const char *when, *who;
	const char *from; /* "web 10.0.0.7"; NULL: not said */
	const char *what; /* "Sửa" */
	const char *thing, *href; /* "Hoạt động 12" and its page; NULL: not said, none */
	bool is_cut; /* a long text was cut short: the whole is at /nhat-ky/ID */
	struct history_field *v;
	size_t n, cap;
};

struct history {
	struct history_entry *v; /* newest first */
	size_t n, cap;
	bool readable; /* the person may open the rows of the audit */
	bool more; /* there are older ones, on the page of the audit */
	const char *kind, *object;
};

enum { HISTORY_MAX = 50 };

/* The newest HISTORY_MAX changes of one thing. */
enum rc web_history(
	struct web *w, const char *kind, const char *object, struct history *out) CHECKED;
void history_html(struct buf *b, const struct history *h);

/* --- for the page of the audit --- */

/* Rows of any things, each with its place of origin; whole: no text is cut short. */
enum rc web_history_rows(
	struct web *w, const struct audit_rows *rows, bool whole, struct history *out) CHECKED;

/* history_words.c: "có" and "không" of "1" and "0", for a web_word. */
const char *history_yes(struct arena *a, const char *value);
/* The usual word for a key or an action; NULL where there is none. */
const struct web_word *history_word(const char *key);
const struct web_word *history_action(const char *action);

#endif
