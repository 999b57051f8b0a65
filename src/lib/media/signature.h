/* The digital signatures of a PDF. Three things that are told apart: whether what was signed is
 * unchanged (integrity), whether the certificate leads to an authority that the commune trusts
 * (trust), and what the signature itself claims (name, time). Being revoked is not checked: that
 * needs the network. Read in loa-worker. */
#ifndef LIB_MEDIA_SIGNATURE_H
#define LIB_MEDIA_SIGNATURE_H

#include <stdbool.h>

#include "lib/worker/worker.h"

enum signature_integrity {
	SIGNATURE_WHOLE, /* nothing has changed since, and it covers the whole file */
	SIGNATURE_PART, /* what it covers is unchanged; bytes were added behind: see covered */
	SIGNATURE_CHANGED, /* the file is not what was signed */
	SIGNATURE_ODD /* built so that nothing can be said: counts as not signed */
};

enum signature_trust {
	SIGNATURE_UNCHECKED, /* no authority was given to compare with */
	SIGNATURE_TRUSTED, /* leads to a given authority; in force on the day of signing claimed */
	SIGNATURE_EXPIRED, /* leads there, but was not in force on that day */
	SIGNATURE_UNKNOWN /* leads to no authority that was given, or is not made for signing */
};

struct signature {
	const char *field; /* name of the field in the PDF */
	/* From the certificate; NULL: not there. issuer: the authority's name. */
	const char *signer, *organisation, *issuer, *serial;
	const char *valid_from, *valid_to; /* UTC, "2024-03-05T01:30:00Z" */
	const char *signed_at; /* as claimed by the signer's machine, UTC; NULL: not said */
	const char *digest; /* "SHA256"; NULL: not known */
	enum signature_integrity integrity;
	const char *integrity_words; /* a Vietnamese sentence */
	enum signature_trust trust;
	const char *trust_words;
	/* It covers the first `covered` bytes of the file: those are the document as it was signed.
	 */
	size_t covered;
	bool stamp; /* a time stamp of the whole document, not a person's signature */
};

struct signatures {
	struct signature *v; /* in the order of signing */
	size_t n, cap;
	int pages;
	size_t unsigned_bytes; /* behind the end of the last unchanged signature; all without one */
};

/* authorities: certificates in PEM, one behind the other; n = 0 where none is set up. A PDF without
 * signatures gives n = 0. RC_INVALID: no PDF, broken, locked. */
enum rc signatures_read(struct arena *a, struct bytes pdf, struct bytes authorities,
	struct signatures *out, struct err *e) CHECKED;

#endif
