/* lib/mail on a message written as JSON, for mail_test.py: try-mail send|compose SPEC. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/file.h"
#include "lib/mail/mail.h"

static const char *text(const json_t *o, const char *name)
{
	return json_string_value(json_object_get(o, name));
}

static struct mail_person person(const json_t *o)
{
	return (struct mail_person){ text(o, "name"), text(o, "address") };
}

static void read_files(struct arena *a, const json_t *list, struct mail *m)
{
	struct mail_file *v = ARENA_ARRAY(a, struct mail_file, json_array_size(list));
	size_t i;
	json_t *one;
	json_array_foreach(list, i, one)
	{
		v[i].name = text(one, "name");
		v[i].type = text(one, "type");
		char *p = NULL;
		struct err e;
		err_init(&e, a);
		if (file_read(a, text(one, "path"), 64 << 20, &p, &v[i].bytes.n, &e))
			die("%s", e.message);
		v[i].bytes.p = p;
	}
	m->files = v;
	m->files_n = json_array_size(list);
}

static struct mail read_mail(struct arena *a, const json_t *root)
{
	const json_t *to = json_object_get(root, "to");
	struct mail_person *v = ARENA_ARRAY(a, struct mail_person, json_array_size(to));
	struct mail m = {
		.from = person(json_object_get(root, "from")),
		.to = v,
		.to_n = json_array_size(to),
		.subject = text(root, "subject"),
		.text = text(root, "text"),
		.id = text(root, "id"),
		.at = json_integer_value(json_object_get(root, "at")),
	};
	size_t i;
	json_t *one;
	json_array_foreach(to, i, one) v[i] = person(one);
	read_files(a, json_object_get(root, "files"), &m);
	return m;
}

static void print_answers(struct arena *a, const struct mail_answer *v, size_t n)
{
	static const char *const outcomes[] = { "accepted", "later", "refused", "unknown" };
	struct buf b;
	buf_init(&b, a, 1 << 20);
	for (size_t i = 0; i < n; i++) {
		buf_printf(&b, "%s{\"outcome\":\"%s\",\"code\":%d,\"address\":", i ? "," : "",
			outcomes[v[i].outcome], v[i].code);
		buf_json(&b, v[i].address);
		buf_puts(&b, ",\"words\":");
		buf_json(&b, v[i].words);
		buf_putc(&b, '}');
	}
	printf("{\"rc\":0,\"to\":[%s]}\n", b.p);
}

static enum rc run(struct arena *a, const char *what, const json_t *root, struct err *e)
{
	const json_t *s = json_object_get(root, "server");
	struct mail m = read_mail(a, root);
	struct mail_answer *answers = ARENA_ARRAY(a, struct mail_answer, m.to_n + 1);
	struct mail_server server = { text(s, "url"), text(s, "user"), text(s, "password"),
		json_is_true(json_object_get(s, "starttls")), text(s, "authorities") };
	struct bytes message;
	enum rc rc;
	if (!strcmp(what, "compose")) {
		rc = mail_compose(a, &m, &message, e);
		if (!rc)
			fwrite(message.p, 1, message.n, stdout);
		return rc;
	}
	rc = mail_send(a, &server, &m, answers, e);
	if (!rc)
		print_answers(a, answers, m.to_n);
	return rc;
}

int main(int argc, char **argv)
{
	if (argc != 3)
		return 2;
	struct arena *a = arena_new();
	struct err e;
	err_init(&e, a);
	json_t *root = json_load_file(argv[2], JSON_ALLOW_NUL, NULL);
	enum rc rc = run(a, argv[1], root, &e);
	if (rc) {
		struct buf b;
		buf_init(&b, a, 1 << 16);
		buf_json(&b, e.message);
		buf_puts(&b, ",\"field\":");
		buf_json(&b, e.field);
		printf("{\"rc\":%d,\"message\":%s}\n", rc, b.p);
	}
	json_decref(root);
	arena_free(a);
	return 0;
}
