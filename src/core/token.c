#include "core/token.h"

#include <sodium.h>
#include <string.h>

enum { BYTES = 32, CODE = 16, GROUP = 4 };

/* Without 0, 1, o and l, which are read as one another. */
static const char alphabet[] = "23456789abcdefghijkmnpqrstuvwxyz";

static void init(void)
{
	if (sodium_init() < 0)
		die("libsodium");
}

static const char *base64(struct arena *a, const unsigned char *raw)
{
	enum { VARIANT = sodium_base64_VARIANT_URLSAFE_NO_PADDING };
	size_t n = sodium_base64_encoded_len(BYTES, VARIANT);
	return sodium_bin2base64(arena_alloc(a, n), n, raw, BYTES, VARIANT);
}

const char *token_new(struct arena *a)
{
	unsigned char raw[BYTES];
	init();
	randombytes_buf(raw, sizeof raw);
	return base64(a, raw);
}

static const char *grouped(struct arena *a, const char letters[static CODE])
{
	char *out = arena_alloc(a, CODE + CODE / GROUP);
	size_t n = 0;
	for (size_t i = 0; i < CODE; i++) {
		if (i && i % GROUP == 0)
			out[n++] = '-';
		out[n++] = letters[i];
	}
	return out;
}

const char *token_code(struct arena *a)
{
	char letters[CODE];
	init();
	for (size_t i = 0; i < CODE; i++)
		letters[i] = alphabet[randombytes_uniform(sizeof alphabet - 1)];
	return grouped(a, letters);
}

const char *token_code_typed(struct arena *a, const char *text)
{
	char letters[CODE];
	size_t n = 0;
	for (; *text; text++) {
		char c = *text >= 'A' && *text <= 'Z' ? (char)(*text - 'A' + 'a') : *text;
		if (c == ' ' || c == '-')
			continue;
		if (n == CODE || !strchr(alphabet, c))
			return "";
		letters[n++] = c;
	}
	return n == CODE ? grouped(a, letters) : "";
}

const char *token_hash(struct arena *a, const char *token)
{
	unsigned char hash[BYTES];
	char *hex = arena_alloc(a, 2 * BYTES + 1);
	init();
	crypto_generichash(hash, BYTES, (const unsigned char *)token, strlen(token), NULL, 0);
	return sodium_bin2hex(hex, 2 * BYTES + 1, hash, BYTES);
}

const char *token_derive(struct arena *a, const char *token, const char *purpose)
{
	unsigned char key[BYTES], out[BYTES];
	init();
	crypto_generichash(key, BYTES, (const unsigned char *)token, strlen(token), NULL, 0);
	crypto_generichash(
		out, BYTES, (const unsigned char *)purpose, strlen(purpose), key, sizeof key);
	sodium_memzero(key, sizeof key);
	return base64(a, out);
}

bool token_same(const char *x, const char *y)
{
	size_t n = strlen(x);
	return n == strlen(y) && !sodium_memcmp(x, y, n);
}
