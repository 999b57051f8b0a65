/* Bytes as the file that a person brings in: through text_file_read, as in `loa import`. */
#ifndef TESTS_FUZZ_INPUT_H
#define TESTS_FUZZ_INPUT_H

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/intake.h"
#include "lib/base/file.h"

/* False where the file is refused, which must then be said. */
static inline bool input_file(
	struct intake *in, const uint8_t *data, size_t size, struct text_file *out)
{
	int fd = memfd_create("input", MFD_CLOEXEC);
	must(fd >= 0 && write(fd, data, size) == (ssize_t)size);
	const char *path = arena_printf(in->a, "/proc/self/fd/%d", fd);
	bool good = text_file_read(in->a, path, "tep", 1 << 20, out, &in->problems, &in->notes);
	close(fd);
	must(good == !in->problems.n);
	return good;
}

/* Every problem has a message and a line of the file. */
static inline void check_problems(const struct intake *in, const struct text_file *f)
{
	int lines = 1;
	for (size_t i = 0; i < f->n; i++)
		lines += f->text[i] == '\n';
	for (size_t i = 0; i < in->problems.n; i++) {
		const struct problem *p = &in->problems.v[i];
		must(*p->message && p->line >= 1 && p->line <= lines + 1);
	}
}

#endif
