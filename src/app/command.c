#include "app/command.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/feature_list.h"
#include "lib/base/text.h"

int command_usage(const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	fputs("loa: ", stderr);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
	va_end(ap);
	return EXIT_USAGE;
}

int command_fail(const struct err *e)
{
	fprintf(stderr, "loa: %s\n", e->message ? e->message : "lỗi không rõ");
	return EXIT_BAD;
}

static const struct option_spec *find(const struct option_spec *specs, const char *name, size_t n)
{
	for (; specs->name; specs++)
		if (strlen(specs->name) == n && strncmp(specs->name, name, n) == 0)
			return specs;
	return NULL;
}

/* argv[*i] is an option. */
static bool read_option(
	struct arena *a, int argc, char **argv, int *i, const struct option_spec *specs)
{
	const char *arg = argv[*i];
	const char *name = text_eq(arg, "-o")           ? "output"
			   : text_has_prefix(arg, "--") ? arg + 2
							: "";
	size_t n = strcspn(name, "=");
	const struct option_spec *spec = find(specs, name, n);
	if (!spec || !n) {
		command_usage("không hiểu tùy chọn %s", arg);
		return false;
	}
	if (spec->flag) {
		*spec->flag = true;
		return true;
	}
	const char *value = name[n] == '=' ? name + n + 1 : *i + 1 < argc ? argv[++*i] : NULL;
	if (!value) {
		command_usage("tùy chọn %s cần một giá trị", arg);
		return false;
	}
	if (text_check(value, strlen(value)) != strlen(value)) {
		command_usage("giá trị của %s không phải UTF-8", arg);
		return false;
	}
	*spec->value = text_nfc(a, value, NULL);
	return true;
}

bool options_read(struct arena *a, int argc, char **argv, const struct option_spec *specs,
	struct texts *operands)
{
	*operands = (struct texts){ 0 };
	for (int i = 1; i < argc; i++) {
		const char *arg = argv[i];
		if (arg[0] != '-' || !arg[1])
			ARENA_PUSH(a, operands, arg);
		else if (!read_option(a, argc, argv, &i, specs))
			return false;
	}
	return true;
}

bool options_need(const char *name, const char *value)
{
	if (!value)
		command_usage("thiếu tùy chọn --%s", name);
	return value != NULL;
}

bool command_open(struct arena *a, const char *address, enum db_mode mode, struct db **out)
{
	struct err e;
	err_init(&e, a);
	if (db_open(a, address, mode, out, &e) || app_migrate(*out, mode, &e)) {
		command_fail(&e);
		return false;
	}
	return true;
}

const char *command_source(struct arena *a)
{
	return arena_printf(a, "lệnh uid %lld", (long long)getuid());
}
