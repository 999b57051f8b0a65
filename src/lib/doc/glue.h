/* Where a line of Vietnamese official text must not break. */
#ifndef LIB_DOC_GLUE_H
#define LIB_DOC_GLUE_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes from start up to end stay on one line: a token with "/" or "-" inside (24/KH-UBND,
 * 19/02/2024, 2021-2030), and a blank with the number behind it ("năm 2024", "Quý I"). */
struct glue {
	size_t start, end;
};

/* The next such stretch of NUL-terminated text at or behind *from, which moves behind it. */
bool glue_next(const char *text, size_t *from, struct glue *out);

#endif
