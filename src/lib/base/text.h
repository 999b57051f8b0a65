/* Vietnamese text: checked once at the border, then NUL-terminated valid UTF-8 in NFC everywhere.
 */
#ifndef LIB_BASE_TEXT_H
#define LIB_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/arena.h"
#include "lib/base/buf.h"

/* The offset of the first byte that is not valid UTF-8 (or is NUL), or n where all is well. */
size_t text_check(const char *p, size_t n);
/* NFC of valid UTF-8. *changed (may be NULL) tells whether the input was not NFC already. */
const char *text_nfc(struct arena *a, const char *s, bool *changed);
/* For searching and for names typed by hand: lower case, no accents, d for đ, runs of white space
 * as one blank, trimmed. "Ba Tơ" and "Ba Tô" fold alike: never use it to tell names apart. */
const char *text_fold(struct arena *a, const char *s);
const char *text_lower(struct arena *a, const char *s);
const char *text_upper(struct arena *a, const char *s);
/* Its first letter in upper case, the rest as it is: "Quý I". */
const char *text_capital(struct arena *a, const char *s);
/* Without white space (NBSP included) at the ends; inner runs stay. */
const char *text_trim(struct arena *a, const char *s);
/* The same of s[0..n), which needs no NUL behind it. */
const char *text_trim_n(struct arena *a, const char *s, size_t n);
bool text_blank(const char *s);
/* Runs of white space (NBSP included) as one blank, trimmed. */
const char *text_squeeze(struct arena *a, const char *s);
bool text_eq(const char *a, const char *b); /* byte equality; NULL equals NULL only */
bool text_has_prefix(const char *s, const char *prefix);
/* Number of code points. */
size_t text_length(const char *s);
/* The code point at *s, moving *s behind it; 0 at the end. s is valid UTF-8. */
unsigned text_next(const char **s);
/* A letter or a digit of any script: what words are made of. */
bool text_is_word(unsigned c);
/* One code point as text_fold writes it, where that is one; of several the first. */
unsigned text_fold_one(unsigned c);
/* Appends the code point c in UTF-8. */
void text_put(struct buf *b, unsigned c);
/* Splits at sep, trims each part, leaves out empty ones. */
struct texts text_split(struct arena *a, const char *s, char sep);
const char *text_join(struct arena *a, const struct texts *list, const char *sep);

#endif
