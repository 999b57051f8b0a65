/* What the files of this folder share, and what the templates show. */
#ifndef FEATURES_PEOPLE_PEOPLE_INT_H
#define FEATURES_PEOPLE_PEOPLE_INT_H

#include "core/web/frame.h"
#include "core/web/history.h"
#include "core/web/web.h"
#include "features/people/people.h"

struct people_view {
	struct page page;
	struct part_table table;
};
void people_html(struct buf *b, const struct people_view *v);

struct permissions_view {
	struct page page;
	struct part_table table;
};
void permissions_html(struct buf *b, const struct permissions_view *v);

struct person_form_view {
	struct page page;
	const char *action, *button;
	struct web_form form;
	struct widget login, name, roles, password;
	bool is_new;
};
void person_form_html(struct buf *b, const struct person_form_view *v);

struct person_view {
	struct page page;
	const char *csrf, *base; /* "/nguoi-dung/3" */
	struct user user;
	bool by_link; /* a group head */
	const struct part_row *rows;
	size_t rows_n;
	const struct account_session *sessions;
	size_t sessions_n;
	struct part_table roles;
	struct history history;
};
void person_html(struct buf *b, const struct person_view *v);

struct person_password_view {
	struct page page;
	const char *action, *csrf;
	const struct user *user;
	struct widget password;
};
void person_password_html(struct buf *b, const struct person_password_view *v);

/* A secret that is shown once. */
struct secret_view {
	struct page page;
	const char *title, *back; /* the person's page */
	const char *login, *password; /* NULL: a link */
	const char *link; /* the whole address; NULL: a password */
	struct widget message; /* ready to be sent */
};
void secret_html(struct buf *b, const struct secret_view *v);

struct setting_view {
	struct page page;
	struct web_form form;
	const struct widget *fields;
	const struct setting_row *const *rows;
	size_t n;
};
void setting_html(struct buf *b, const struct setting_view *v);

/* --- person_form.c: the fields of a person --- */

enum { PERSON_LOGIN, PERSON_NAME, PERSON_ROLES, PERSON_PASSWORD, PERSON_FIELDS };

struct person_form {
	struct form f;
	const char *login; /* in its right form */
	unsigned roles;
	const char *password, *hash; /* NULL for a group head, and where nothing is set */
};

/* Empty, or as the person is. */
void person_form_init(struct web *w, struct person_form *x, const struct user *u);
/* What was sent, every field checked; the errors are in x->f. Without PERSON_LOGIN and _PASSWORD
 * where the person is there already. */
void person_form_read(struct web *w, struct person_form *x, bool is_new);
/* A password that was typed, checked; or one of Loa's making where none was. Slow: for prepare. */
enum rc person_form_hash(struct web *w, struct person_form *x) CHECKED;
struct person_form_view person_form_view(struct web *w, const struct person_form *x);

/* --- secret_page.c: answers with a secret, which is nowhere else after this --- */

enum rc secret_link(struct web *w, const struct user *u, const char *token) CHECKED;
enum rc secret_password(struct web *w, const struct user *u, const char *password) CHECKED;

#endif
