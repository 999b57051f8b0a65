/* Runs a fuzz target on every file of the given folders, one test each: a crash ends the program.
 */
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

enum { INPUT_MAX = 1 << 20 };

static uint8_t input[INPUT_MAX];

/* A missing folder has no files: nothing crashed yet. */
static int list(const char *folder, struct dirent ***out)
{
	int n = scandir(folder, out, NULL, alphasort);
	return n < 0 ? 0 : n;
}

static bool replay(const char *folder, const char *name)
{
	char path[4096];
	if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path)
		return false;
	FILE *f = fopen(path, "rb");
	if (!f)
		return false;
	size_t n = fread(input, 1, sizeof input, f);
	bool whole = feof(f) != 0;
	fclose(f);
	/* A block of its exact size, so that reading past it is seen. */
	uint8_t *copy = malloc(n ? n : 1);
	if (!copy)
		return false;
	memcpy(copy, input, n);
	LLVMFuzzerTestOneInput(copy, n);
	free(copy);
	return whole;
}

int main(int argc, char **argv)
{
	int count = 0, failed = 0;
	for (int i = 1; i < argc; i++) {
		struct dirent **files = NULL;
		int n = list(argv[i], &files);
		for (int k = 0; k < n; k++) {
			const char *name = files[k]->d_name;
			if (*name != '.') {
				bool ok = replay(argv[i], name);
				failed += !ok;
				printf("%sok %d - %s\n", ok ? "" : "not ", ++count, name);
				fflush(stdout);
			}
			free(files[k]);
		}
		free(files);
	}
	printf("1..%d\n", count);
	return failed || !count;
}
