#include <openssl/pem.h>
#include <stdlib.h>

#include "lib/base/buf.h"
#include "lib/worker/parcel.h"
#include "worker/signature.h"
#include "worker/verbs.h"

static void free_certificates(void *list)
{
	sk_X509_pop_free(list, X509_free);
}

/* NULL where there are none. */
static STACK_OF(X509) * read_authorities(struct arena *a, struct bytes pem)
{
	BIO *in = BIO_new_mem_buf(pem.p, (int)pem.n);
	STACK_OF(X509) *list = sk_X509_new_null();
	X509 *one;
	while (in && list && (one = PEM_read_bio_X509(in, NULL, NULL, (void *)"")))
		if (sk_X509_push(list, one) <= 0)
			X509_free(one);
	BIO_free(in);
	arena_defer(a, free_certificates, list);
	return sk_X509_num(list) > 0 ? list : NULL;
}

static void put(struct buf *b, const char *name, const char *value)
{
	buf_printf(b, "\"%s\":", name);
	buf_json(b, value);
	buf_putc(b, ',');
}

static void put_signature(struct buf *b, const struct found_signature *s)
{
	buf_putc(b, '{');
	put(b, "field", s->field);
	put(b, "signer", s->signer);
	put(b, "organisation", s->organisation);
	put(b, "issuer", s->issuer);
	put(b, "serial", s->serial);
	put(b, "valid_from", s->valid_from);
	put(b, "valid_to", s->valid_to);
	put(b, "signed_at", s->signed_at);
	put(b, "digest", s->digest);
	put(b, "integrity", s->integrity);
	put(b, "reason", s->reason);
	put(b, "trust", s->trust);
	buf_printf(b, "\"stamp\":%s,\"expired_now\":%s,\"covered\":%zu}",
		s->stamp ? "true" : "false", s->expired_now ? "true" : "false", s->covered);
}

static int by_covered(const void *a, const void *b)
{
	const struct found_signature *x = a, *y = b;
	return (x->covered > y->covered) - (x->covered < y->covered);
}

enum rc verb_signatures(struct arena *a, struct bytes in, struct bytes *out, struct err *e)
{
	json_t *root;
	struct bytes pdf, pem;
	struct found_signatures found = { 0 };
	struct buf b;
	if (!parcel_open(a, in, &root, &pdf) || !parcel_take(root, "authorities", &pdf, &pem))
		return ERR(e, RC_FAIL, NULL, "Yêu cầu kiểm tra chữ ký không đúng quy ước.");
	STACK_OF(X509) *authorities = pem.n ? read_authorities(a, pem) : NULL;
	if (pem.n && !authorities)
		return ERR(e, RC_INVALID, NULL,
			"Tệp chứng thư gốc của đơn vị không đọc được (cần dạng PEM).");
	enum rc rc = signature_fields(a, pdf, &found, e);
	if (rc)
		return rc;
	for (size_t i = 0; i < found.n; i++)
		signature_check(a, pdf, authorities, &found.v[i]);
	if (found.n)
		qsort(found.v, found.n, sizeof *found.v, by_covered);
	buf_init(&b, a, 8 << 20);
	buf_printf(&b, "{\"pages\":%d,\"signatures\":[", found.pages);
	for (size_t i = 0; i < found.n; i++) {
		buf_puts(&b, i ? "," : "");
		put_signature(&b, &found.v[i]);
	}
	buf_puts(&b, "]}\n");
	*out = (struct bytes){ b.p, b.n };
	return RC_OK;
}
