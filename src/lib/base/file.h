/* Whole files in and out. */
#ifndef LIB_BASE_FILE_H
#define LIB_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/arena.h"
#include "lib/base/err.h"

/* The file's bytes with a NUL behind them. RC_NOTFOUND: there is none; RC_INVALID: a folder, or
 * larger than max (the size is looked at before reading); RC_FAIL: the machine. */
enum rc file_read(struct arena *a, const char *path, size_t max, char **out, size_t *n,
	struct err *e) CHECKED;
/* Written beside, synced, then renamed over: the old file or the new one, never a half. "-" is
 * standard output. */
enum rc file_write(
	struct arena *a, const char *path, const void *p, size_t n, struct err *e) CHECKED;
/* What errno says, in Vietnamese where it is one that people meet. */
const char *file_why(int no);
bool file_is_folder(const char *path);
/* FOLDER/NAME. name is a constant of the program, never a person's text. */
const char *file_join(struct arena *a, const char *folder, const char *name);

/* A text file a person made: valid UTF-8 in NFC, without BOM and with LF line ends. What was not so
 * is put right and told in `notes`; what cannot be put right (bytes that are no UTF-8, control
 * characters) is a problem with its line, and "?" in the text. False where the file cannot be read.
 */
struct text_file {
	const char *name; /* as in messages */
	const char *text;
	size_t n;
};
bool text_file_read(struct arena *a, const char *path, const char *name, size_t max,
	struct text_file *out, struct problems *problems, struct problems *notes);
/* The same of bytes that somebody handed in. */
bool text_file_of(struct arena *a, const char *p, size_t n, const char *name, struct text_file *out,
	struct problems *problems, struct problems *notes);

#endif
