/* A signature of a PDF on its way from the file to the answer. */
#ifndef WORKER_SIGNATURE_H
#define WORKER_SIGNATURE_H

#include <openssl/cms.h>
#include <openssl/x509.h>

#include "worker/signed_range.h"

struct found_signature {
	/* From the PDF. */
	const char *field;
	const char *sub_filter; /* "adbe.pkcs7.detached" */
	struct bytes contents;
	long long range[4];
	bool range_read;
	const char *pdf_time; /* /M as UTC, or NULL */
	/* From the CMS within. */
	const char *signer, *organisation, *issuer, *serial, *valid_from, *valid_to, *signed_at,
		*digest;
	const char *integrity, *trust; /* words of lib/media/signature.c */
	const char *reason; /* what is odd, or NULL */
	size_t covered;
	bool stamp, expired_now;
};

struct found_signatures {
	struct found_signature *v;
	size_t n, cap;
	int pages;
};

/* The signature fields that hold something, by qpdf. */
enum rc signature_fields(
	struct arena *a, struct bytes pdf, struct found_signatures *out, struct err *e) CHECKED;
/* What the CMS of one says, whether it fits the file, and whether its certificate leads to one of
 * the authorities (NULL: none given). */
void signature_check(struct arena *a, struct bytes pdf, const STACK_OF(X509) * authorities,
	struct found_signature *s);

#endif
