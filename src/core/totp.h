/* One-time codes of a phone's authenticator (RFC 6238, HMAC-SHA-1, 6 digits, 30 seconds). */
#ifndef CORE_TOTP_H
#define CORE_TOTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/arena.h"

enum { TOTP_STEP = 30, TOTP_SECRET = 20 };

/* A fresh random secret as the authenticators write it: base32, 32 letters. */
const char *totp_secret(struct arena *a);
/* The code of a step (Unix seconds / TOTP_STEP) with 6 or 8 digits; leading zeros kept. NULL where
 * the secret is not base32. */
const char *totp_code(struct arena *a, const char *secret, int64_t step, int digits);
/* Is this the code of now, or of one step before or after (RFC 6238, 5.2)? Steps up to `used` no
 * longer count, so that a code that was overlooked is worth nothing; *step is then the one used.
 * Blanks in the code are skipped. */
bool totp_check(const char *secret, const char *code, int64_t now, int64_t used, int64_t *step);
/* otpauth://totp/... for the QR code. */
const char *totp_uri(struct arena *a, const char *secret, const char *commune, const char *login);

#endif
