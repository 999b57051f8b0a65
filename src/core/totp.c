#include "core/totp.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>
#include <string.h>

#include "lib/base/buf.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

enum { SECRET_MAX = 64, WINDOW = 1, DIGITS = 6 };

const char *totp_secret(struct arena *a)
{
	unsigned char raw[TOTP_SECRET / 5 * 8];
	char *text = arena_alloc(a, sizeof raw + 1);
	if (sodium_init() < 0)
		die("libsodium");
	randombytes_buf(raw, sizeof raw); /* a letter holds 5 of the 8 bits */
	for (size_t i = 0; i < sizeof raw; i++)
		text[i] = alphabet[raw[i] & 31];
	sodium_memzero(raw, sizeof raw);
	return text;
}

/* 0 where the text is not base32, or too long. */
static size_t base32(const char *text, unsigned char out[static SECRET_MAX])
{
	size_t n = 0;
	unsigned bits = 0, held = 0;
	for (; *text && *text != '='; text++) {
		const char *at = strchr(alphabet, *text);
		if (!at || n == SECRET_MAX)
			return 0;
		held = (held << 5 | (unsigned)(at - alphabet)) & 0xfff;
		bits += 5;
		if (bits >= 8) {
			bits -= 8;
			out[n++] = (unsigned char)(held >> bits);
		}
	}
	return n;
}

const char *totp_code(struct arena *a, const char *secret, int64_t step, int digits)
{
	unsigned char key[SECRET_MAX], counter[8], mac[EVP_MAX_MD_SIZE];
	unsigned n = 0;
	size_t size = base32(secret, key);
	for (int i = 0; i < 8; i++)
		counter[i] = (unsigned char)((uint64_t)step >> (56 - 8 * i));
	bool made = size && HMAC(EVP_sha1(), key, (int)size, counter, sizeof counter, mac, &n);
	sodium_memzero(key, sizeof key);
	if (!made || n < 20)
		return NULL;
	const unsigned char *p = mac + (mac[19] & 15); /* RFC 4226, 5.3 */
	unsigned value = (p[0] & 0x7fu) << 24 | (unsigned)p[1] << 16 | (unsigned)p[2] << 8 | p[3];
	return arena_printf(a, "%0*u", digits, value % (digits == 8 ? 100000000u : 1000000u));
}

/* The digits alone; false where there are not DIGITS of them, or anything else. */
static bool read_code(const char *text, char out[static DIGITS + 1])
{
	int n = 0;
	for (; *text; text++) {
		if (*text == ' ')
			continue;
		if (*text < '0' || *text > '9' || n == DIGITS)
			return false;
		out[n++] = *text;
	}
	out[n] = '\0';
	return n == DIGITS;
}

bool totp_check(const char *secret, const char *code, int64_t now, int64_t used, int64_t *step)
{
	char given[DIGITS + 1];
	struct arena *a = arena_new();
	int64_t at = now / TOTP_STEP, found = -1;
	if (read_code(code, given))
		for (int64_t s = at - WINDOW; s <= at + WINDOW; s++) {
			const char *due = totp_code(a, secret, s, DIGITS);
			if (due && s > used && found < 0 && !sodium_memcmp(due, given, DIGITS))
				found = s;
		}
	arena_free(a);
	if (found >= 0)
		*step = found;
	return found >= 0;
}

static void put_escaped(struct buf *b, const char *s)
{
	for (; *s; s++) {
		bool plain = (*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z') ||
			     (*s >= '0' && *s <= '9') || strchr("-._~", *s);
		if (plain)
			buf_putc(b, *s);
		else
			buf_printf(b, "%%%02X", (unsigned char)*s);
	}
}

const char *totp_uri(struct arena *a, const char *secret, const char *commune, const char *login)
{
	struct buf b;
	buf_init(&b, a, 4096);
	buf_puts(&b, "otpauth://totp/");
	put_escaped(&b, commune);
	buf_putc(&b, ':');
	put_escaped(&b, login);
	buf_printf(&b, "?secret=%s&issuer=", secret);
	put_escaped(&b, commune);
	buf_puts(&b, "&algorithm=SHA1&digits=6&period=30");
	return b.p;
}
