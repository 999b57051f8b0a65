#include "core/audit.h"

#include <sodium.h>
#include <string.h>

const char audit_genesis[AUDIT_HEX + 1] =
	"0000000000000000000000000000000000000000000000000000000000000000";

enum { HASH = AUDIT_HEX / 2 };

/* Length first, so that no two rows read alike; NULL is not the empty text. */
static void add_text(crypto_generichash_state *h, const char *s)
{
	unsigned char head[9] = { s != NULL };
	uint64_t n = s ? strlen(s) : 0;
	for (int i = 0; i < 8; i++)
		head[i + 1] = (unsigned char)(n >> (8 * i));
	crypto_generichash_update(h, head, sizeof head);
	crypto_generichash_update(h, (const unsigned char *)(s ? s : ""), n);
}

static void add_int(crypto_generichash_state *h, int64_t v)
{
	unsigned char bytes[8];
	for (int i = 0; i < 8; i++)
		bytes[i] = (unsigned char)((uint64_t)v >> (8 * i));
	crypto_generichash_update(h, bytes, sizeof bytes);
}

void audit_hash(const char *previous, const struct audit_row *row, char out[static AUDIT_HEX + 1])
{
	crypto_generichash_state h;
	unsigned char hash[HASH];
	if (sodium_init() < 0)
		die("libsodium");
	crypto_generichash_init(&h, NULL, 0, HASH);
	add_text(&h, "loa audit 1");
	add_text(&h, previous);
	add_int(&h, row->id);
	add_int(&h, row->at);
	const char *const texts[] = { row->by.name, row->by.source, row->change.kind,
		row->change.object, row->change.action, row->change.before, row->change.after };
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		add_text(&h, texts[i]);
	crypto_generichash_final(&h, hash, HASH);
	sodium_bin2hex(out, AUDIT_HEX + 1, hash, HASH);
}
