/* loa verify: is the audit's chain whole, and the database sound? */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "app/command.h"
#include "core/attachment.h"
#include "core/audit.h"
#include "lib/base/text.h"

static bool print_chain(const struct audit_proof *p, const char *known)
{
	if (p->why) {
		fprintf(stderr, "loa: nhật ký đứt ở dòng %lld: %s\n", (long long)p->broken, p->why);
		printf("Nhật ký: %lld dòng đầu còn nguyên vẹn.\n", (long long)p->rows);
	} else {
		printf("Nhật ký: %lld dòng, chuỗi không đứt từ dòng đầu.\n", (long long)p->rows);
		printf("Đầu chuỗi: %s\n", p->head);
	}
	if (known && !p->why && !p->has_known)
		fprintf(stderr,
			"loa: không có mã %s trong chuỗi: nhật ký đã bị cắt cuối, hoặc viết lại từ đầu\n",
			known);
	else if (known && !p->why)
		puts("Mã --head có trong chuỗi: không dòng nào trước đó bị mất.");
	return !p->why && (!known || p->has_known);
}

static bool print_damage(const struct texts *damage, const char *what)
{
	for (size_t i = 0; i < damage->n; i++)
		fprintf(stderr, "loa: %s hỏng: %s\n", what, damage->v[i]);
	if (!damage->n)
		printf("%s: không thấy hư hỏng.\n", what);
	return !damage->n;
}

/* 64 hex digits in lower case, or NULL. */
static const char *read_head(struct arena *a, const char *text)
{
	char *s = arena_strdup(a, text);
	size_t n = 0;
	for (; s[n]; n++) {
		if (!isxdigit((unsigned char)s[n]))
			return NULL;
		s[n] = (char)tolower((unsigned char)s[n]);
	}
	return n == AUDIT_HEX ? s : NULL;
}

int cmd_verify(struct arena *a, int argc, char **argv)
{
	const char *address = NULL, *head = NULL;
	const struct option_spec specs[] = { { "db", &address, NULL }, { "head", &head, NULL },
		{ NULL, NULL, NULL } };
	struct texts operands;
	if (!options_read(a, argc, argv, specs, &operands) || !options_need("db", address))
		return EXIT_USAGE;
	if (operands.n)
		return command_usage("không hiểu “%s”", operands.v[0]);
	if (head && !(head = read_head(a, head)))
		return command_usage("--head là mã 64 chữ số thập lục phân mà loa verify đã in");
	struct db *d;
	struct err e;
	struct audit_proof proof;
	struct texts damage, lost;
	err_init(&e, a);
	if (!command_open(a, address, DB_READ, &d))
		return EXIT_BAD;
	if (db_damage(d, a, &damage, &e) || attachment_damage(d, a, &lost, &e) ||
		audit_verify(d, a, head, &proof, &e))
		return command_fail(&e);
	bool sound = print_damage(&damage, "Cơ sở dữ liệu");
	sound = print_damage(&lost, "Tệp đính kèm") && sound;
	return print_chain(&proof, head) && sound ? EXIT_GOOD : EXIT_BAD;
}
