/* Random secrets that Loa hands out and keeps only as hashes. */
#ifndef CORE_TOKEN_H
#define CORE_TOKEN_H

#include <stdbool.h>

#include "lib/base/arena.h"

/* 256 random bits as 43 letters of base64url: sessions, links. */
const char *token_new(struct arena *a);
/* 80 random bits as "k7fd-2mqx-aaw3-94tz": recovery codes, to be copied by hand. */
const char *token_code(struct arena *a);
/* A code as it may be typed, in the form of token_code: case, blanks and hyphens aside. "": none.
 */
const char *token_code_typed(struct arena *a, const char *text);
/* BLAKE2b, 64 hex digits. Enough for what is random; never for passwords. */
const char *token_hash(struct arena *a, const char *token);
/* Another secret that only the holder of the token (and Loa, when it is shown) can tell. */
const char *token_derive(struct arena *a, const char *token, const char *purpose);
bool token_same(const char *x, const char *y); /* in a time that tells nothing */

#endif
