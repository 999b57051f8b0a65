#include "core/seal.h"

#include <sodium.h>
#include <string.h>

#include "lib/base/text.h"

#define MARK "k1:" /* of this way to seal; no base32 has a colon */

enum {
	NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
	TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
	VARIANT = sodium_base64_VARIANT_URLSAFE_NO_PADDING
};
_Static_assert((int)DB_KEY == (int)crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "key");

static void init(void)
{
	if (sodium_init() < 0)
		die("libsodium");
}

bool seal_is(const char *stored)
{
	return text_has_prefix(stored, MARK);
}

enum rc seal(struct db *d, struct arena *a, const char *context, const char *secret,
	const char **out, struct err *e)
{
	unsigned char key[DB_KEY];
	enum rc rc = db_key(d, true, key, e);
	if (rc == RC_NOTFOUND) {
		*out = secret;
		return RC_OK;
	}
	if (rc)
		return rc;
	init();
	size_t n = strlen(secret), size = NONCE + n + TAG;
	unsigned char *raw = arena_alloc(a, size);
	randombytes_buf(raw, NONCE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(raw + NONCE, NULL, (const unsigned char *)secret,
		n, (const unsigned char *)context, strlen(context), NULL, raw, key);
	sodium_memzero(key, sizeof key);
	size_t text = sodium_base64_encoded_len(size, VARIANT);
	*out = arena_printf(
		a, MARK "%s", sodium_bin2base64(arena_alloc(a, text), text, raw, size, VARIANT));
	return RC_OK;
}

static const char *open_with(struct arena *a, const char *context, const char *sealed,
	const unsigned char key[static DB_KEY])
{
	size_t n = strlen(sealed), size = 0;
	unsigned char *raw = arena_alloc(a, n + 1);
	if (sodium_base642bin(raw, n, sealed, n, NULL, &size, NULL, VARIANT) || size < NONCE + TAG)
		return NULL;
	unsigned char *secret = arena_alloc(a, size - NONCE - TAG + 1);
	bool good = !crypto_aead_xchacha20poly1305_ietf_decrypt(secret, NULL, NULL, raw + NONCE,
		size - NONCE, (const unsigned char *)context, strlen(context), raw, key);
	return good ? (const char *)secret : NULL;
}

enum rc seal_open(struct db *d, struct arena *a, const char *context, const char *stored,
	const char **out, struct err *e)
{
	unsigned char key[DB_KEY];
	if (!seal_is(stored)) {
		*out = stored;
		return RC_OK;
	}
	enum rc rc = db_key(d, false, key, e);
	if (rc && rc != RC_NOTFOUND)
		return rc;
	init();
	*out = rc ? NULL : open_with(a, context, stored + strlen(MARK), key);
	sodium_memzero(key, sizeof key);
	return RC_OK;
}
