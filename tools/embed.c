/* A file as a C array:  embed FOLDER/FILE.EXT OUT.c
 * gives  const char FOLDER_FILE_EXT[] (NUL-terminated)  and  const size_t FOLDER_FILE_EXT_size
 * (without the NUL), where FOLDER is the file's own folder: features/plan/schema.sql ->
 * plan_schema_sql. */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { NAME_SIZE = 128 };

/* The last two parts of the path, as an identifier. */
static bool name_of(const char *path, char out[NAME_SIZE])
{
	const char *start = strrchr(path, '/');
	if (!start)
		return false;
	while (start > path && start[-1] != '/')
		start--;
	if (strlen(start) >= NAME_SIZE || !isalpha((unsigned char)*start))
		return false;
	for (size_t i = 0; i <= strlen(start); i++)
		out[i] = start[i] && !isalnum((unsigned char)start[i]) ? '_' : start[i];
	return true;
}

static size_t put_bytes(FILE *in, FILE *out)
{
	size_t n = 0;
	for (int c; (c = getc(in)) != EOF; n++) {
		if (c >= ' ' && c <= '~' && c != '\'' && c != '\\')
			fprintf(out, "'%c',", c);
		else
			fprintf(out, "'\\%03o',", (unsigned)c);
		if (n % 16 == 15)
			putc('\n', out);
	}
	return n;
}

static bool embed(FILE *in, FILE *out, const char *path, const char *name)
{
	fprintf(out, "/* Made from %s. */\n#include <stddef.h>\n", path);
	fprintf(out, "extern const char %s[];\nextern const size_t %s_size;\n", name, name);
	fprintf(out, "const char %s[] = {\n", name);
	size_t n = put_bytes(in, out);
	fprintf(out, "'\\0' };\nconst size_t %s_size = %zu;\n", name, n);
	return !ferror(in) && !ferror(out);
}

int main(int argc, char **argv)
{
	char name[NAME_SIZE];
	if (argc != 3 || !name_of(argv[1], name)) {
		fputs("usage: embed FOLDER/FILE.EXT OUT.c\n", stderr);
		return 2;
	}
	FILE *in = fopen(argv[1], "rb");
	FILE *out = in ? fopen(argv[2], "wb") : NULL;
	bool ok = out && embed(in, out, argv[1], name);
	if (out && fclose(out) != 0)
		ok = false;
	if (in)
		fclose(in);
	if (!ok)
		fprintf(stderr, "%s: cannot be embedded in %s\n", argv[1], argv[2]);
	return ok ? 0 : 1;
}
