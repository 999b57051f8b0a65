/* One signature by OpenSSL: who, when, whether it fits the bytes it covers (integrity), and whether
 * its certificate leads to an authority of the commune (trust). The two are never mixed. */
#include <openssl/err.h>
#include <openssl/ess.h>
#include <openssl/ts.h>
#include <openssl/x509v3.h>
#include <string.h>

#include "lib/base/date.h"
#include "lib/base/text.h"
#include "worker/signature.h"

struct checking {
	struct arena *a;
	struct found_signature *s;
	struct signed_range range;
	CMS_ContentInfo *cms;
	CMS_SignerInfo *info;
	X509 *cert;
};

static void odd(struct checking *c, const char *reason)
{
	c->s->integrity = "odd";
	c->s->reason = reason;
}

/* --- names and times ---------------------------------------------------------------------------
 */

static const char *utf8(struct arena *a, const ASN1_STRING *value)
{
	unsigned char *p = NULL;
	int n = value ? ASN1_STRING_to_UTF8(&p, value) : -1;
	const char *s = NULL;
	if (n > 0 && text_check((char *)p, (size_t)n) == (size_t)n)
		s = text_squeeze(a, text_nfc(a, arena_strndup(a, (char *)p, (size_t)n), NULL));
	OPENSSL_free(p);
	return s;
}

/* The last one of a kind: the most special. */
static const char *name_part(struct arena *a, const X509_NAME *name, int nid)
{
	int at = -1, last = -1;
	while ((at = X509_NAME_get_index_by_NID(name, nid, at)) >= 0)
		last = at;
	return last < 0 ? NULL : utf8(a, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, last)));
}

static const char *time_text(struct arena *a, const ASN1_TIME *t)
{
	struct tm tm;
	if (!t || !ASN1_TIME_to_tm(t, &tm))
		return NULL;
	return arena_printf(a, "%04d-%02d-%02dT%02d:%02d:%02dZ", tm.tm_year + 1900, tm.tm_mon + 1,
		tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

static void read_certificate(struct checking *c)
{
	struct found_signature *s = c->s;
	const X509_NAME *subject = X509_get_subject_name(c->cert);
	const X509_NAME *issuer = X509_get_issuer_name(c->cert);
	s->signer = name_part(c->a, subject, NID_commonName);
	s->organisation = name_part(c->a, subject, NID_organizationName);
	s->issuer = name_part(c->a, issuer, NID_commonName);
	if (!s->issuer)
		s->issuer = name_part(c->a, issuer, NID_organizationName);
	s->valid_from = time_text(c->a, X509_get0_notBefore(c->cert));
	s->valid_to = time_text(c->a, X509_get0_notAfter(c->cert));
	BIGNUM *n = ASN1_INTEGER_to_BN(X509_get0_serialNumber(c->cert), NULL);
	char *hex = n ? BN_bn2hex(n) : NULL;
	s->serial = hex ? arena_strdup(c->a, hex) : NULL;
	OPENSSL_free(hex);
	BN_free(n);
}

/* The time within the signature, else the one in the PDF: both are the signer's word. */
static void read_time(struct checking *c)
{
	int at = CMS_signed_get_attr_by_NID(c->info, NID_pkcs9_signingTime, -1);
	X509_ATTRIBUTE *attribute = at < 0 ? NULL : CMS_signed_get_attr(c->info, at);
	const ASN1_TYPE *type = attribute ? X509_ATTRIBUTE_get0_type(attribute, 0) : NULL;
	if (type && (type->type == V_ASN1_UTCTIME || type->type == V_ASN1_GENERALIZEDTIME))
		c->s->signed_at = time_text(c->a, type->value.asn1_string);
	if (!c->s->signed_at)
		c->s->signed_at = c->s->pdf_time;
}

/* --- integrity ---------------------------------------------------------------------------------
 */

static void free_cms(void *cms)
{
	CMS_ContentInfo_free(cms);
}

/* Behind the CMS the string is filled up with zeros. */
static bool read_cms(struct checking *c)
{
	const unsigned char *p = (const unsigned char *)c->s->contents.p;
	c->cms = d2i_CMS_ContentInfo(NULL, &p, (long)c->s->contents.n);
	if (!c->cms || OBJ_obj2nid(CMS_get0_type(c->cms)) != NID_pkcs7_signed) {
		CMS_ContentInfo_free(c->cms);
		odd(c, "dữ liệu chữ ký không đúng dạng (CMS)");
		return false;
	}
	arena_defer(c->a, free_cms, c->cms);
	STACK_OF(CMS_SignerInfo) *infos = CMS_get0_SignerInfos(c->cms);
	if (sk_CMS_SignerInfo_num(infos) != 1) {
		odd(c, "một chữ ký phải có đúng một người ký");
		return false;
	}
	c->info = sk_CMS_SignerInfo_value(infos, 0);
	if (CMS_set1_signers_certs(c->cms, NULL, 0) != 1) {
		odd(c, "không kèm chứng thư của người ký");
		return false;
	}
	X509_ALGOR *digest = NULL;
	CMS_SignerInfo_get0_algs(c->info, NULL, &c->cert, &digest, NULL);
	const ASN1_OBJECT *algorithm;
	X509_ALGOR_get0(&algorithm, NULL, NULL, digest);
	const char *name = OBJ_nid2sn(OBJ_obj2nid(algorithm));
	c->s->digest = name ? arena_strdup(c->a, name) : NULL;
	return true;
}

/* Where the signature names its certificate (ESS), it must be the one that came with it. */
static bool names_its_certificate(const struct checking *c)
{
	ASN1_STRING *value = CMS_signed_get0_data_by_OBJ(
		c->info, OBJ_nid2obj(NID_id_smime_aa_signingCertificateV2), -3, V_ASN1_SEQUENCE);
	if (!value)
		return true;
	const unsigned char *p = ASN1_STRING_get0_data(value);
	ESS_SIGNING_CERT_V2 *named = d2i_ESS_SIGNING_CERT_V2(NULL, &p, ASN1_STRING_length(value));
	STACK_OF(X509) *chain = sk_X509_new_null();
	bool good = named && chain && sk_X509_push(chain, c->cert) > 0 &&
		    OSSL_ESS_check_signing_certs(NULL, named, chain, 1) > 0;
	sk_X509_free(chain);
	ESS_SIGNING_CERT_V2_free(named);
	return good;
}

static struct bytes covered_bytes(const struct checking *c)
{
	size_t n = c->range.first.n + c->range.second.n;
	char *p = arena_alloc(c->a, n + 1);
	memcpy(p, c->range.first.p, c->range.first.n);
	memcpy(p + c->range.first.n, c->range.second.p, c->range.second.n);
	return (struct bytes){ p, n };
}

/* data NULL: what is signed lies within the CMS. */
static bool verifies(const struct checking *c, const struct bytes *data)
{
	BIO *in = data ? BIO_new_mem_buf(data->p, (int)data->n) : NULL;
	bool good = (!data || in) && CMS_verify(c->cms, NULL, NULL, in, NULL,
					     CMS_NO_SIGNER_CERT_VERIFY | CMS_BINARY) == 1;
	BIO_free(in);
	return good;
}

static bool imprint_fits(TS_TST_INFO *token, const struct bytes *data)
{
	TS_MSG_IMPRINT *imprint = TS_TST_INFO_get_msg_imprint(token);
	const ASN1_OBJECT *algorithm;
	X509_ALGOR_get0(&algorithm, NULL, NULL, TS_MSG_IMPRINT_get_algo(imprint));
	const EVP_MD *md = EVP_get_digestbyobj(algorithm);
	const ASN1_OCTET_STRING *said = TS_MSG_IMPRINT_get_msg(imprint);
	unsigned char hash[EVP_MAX_MD_SIZE];
	unsigned n;
	return md && EVP_Digest(data->p, data->n, hash, &n, md, NULL) &&
	       ASN1_STRING_length(said) == (int)n && !memcmp(ASN1_STRING_get0_data(said), hash, n);
}

/* A time stamp (RFC 3161) signs a token, and the token the hash of the file. */
static bool stamp_fits(struct checking *c, const struct bytes *data)
{
	ASN1_OCTET_STRING **content = CMS_get0_content(c->cms);
	if (!content || !*content ||
		OBJ_obj2nid(CMS_get0_eContentType(c->cms)) != NID_id_smime_ct_TSTInfo)
		return false;
	const unsigned char *p = ASN1_STRING_get0_data(*content);
	TS_TST_INFO *token = d2i_TS_TST_INFO(NULL, &p, ASN1_STRING_length(*content));
	bool good = token && imprint_fits(token, data) && verifies(c, NULL);
	if (good)
		c->s->signed_at = time_text(c->a, TS_TST_INFO_get_time(token));
	TS_TST_INFO_free(token);
	return good;
}

static void check_integrity(struct checking *c, size_t size)
{
	struct found_signature *s = c->s;
	struct bytes data = covered_bytes(c);
	ASN1_OCTET_STRING **content = CMS_get0_content(c->cms);
	if (!s->stamp && content && *content) {
		odd(c, "chữ ký mang nội dung riêng bên trong");
		return;
	}
	if (!names_its_certificate(c)) {
		odd(c, "chứng thư kèm theo không phải chứng thư mà chữ ký nêu");
		return;
	}
	s->covered = c->range.covered;
	if (!(s->stamp ? stamp_fits(c, &data) : verifies(c, &data)))
		s->integrity = "changed";
	else
		s->integrity = s->covered == size ? "whole" : "part";
}

/* --- trust -------------------------------------------------------------------------------------
 */

/* At a moment; with 0 at any. */
static bool leads_to(const struct checking *c, X509_STORE *store, time_t at)
{
	STACK_OF(X509) *others = CMS_get1_certs(c->cms);
	X509_STORE_CTX *ctx = X509_STORE_CTX_new();
	bool good = ctx && X509_STORE_CTX_init(ctx, store, c->cert, others);
	if (good) {
		X509_VERIFY_PARAM *p = X509_STORE_CTX_get0_param(ctx);
		X509_VERIFY_PARAM_set_flags(
			p, X509_V_FLAG_PARTIAL_CHAIN | (at ? 0 : X509_V_FLAG_NO_CHECK_TIME));
		if (at)
			X509_VERIFY_PARAM_set_time(p, at);
		good = X509_verify_cert(ctx) == 1;
	}
	X509_STORE_CTX_free(ctx);
	sk_X509_pop_free(others, X509_free);
	return good;
}

static time_t claimed_time(const struct found_signature *s)
{
	ASN1_TIME *t = ASN1_TIME_new();
	struct tm tm;
	time_t at = time(NULL);
	/* "2024-03-05T01:30:00Z" as "20240305013000Z" */
	char plain[16];
	size_t n = 0;
	for (const char *p = s->signed_at ? s->signed_at : ""; *p && n < sizeof plain - 1; p++)
		if (*p != '-' && *p != 'T' && *p != ':')
			plain[n++] = *p;
	plain[n] = '\0';
	if (t && ASN1_TIME_set_string(t, plain) && ASN1_TIME_to_tm(t, &tm))
		at = timegm(&tm);
	ASN1_TIME_free(t);
	return at;
}

static void check_trust(struct checking *c, const STACK_OF(X509) * authorities)
{
	struct found_signature *s = c->s;
	X509_STORE *store = X509_STORE_new();
	for (int i = 0; store && i < sk_X509_num(authorities); i++)
		X509_STORE_add_cert(store, sk_X509_value(authorities, i));
	bool signs = X509_get_key_usage(c->cert) & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION);
	if (!store || !signs || !leads_to(c, store, 0)) {
		s->trust = "unknown";
	} else if (!leads_to(c, store, claimed_time(s))) {
		s->trust = "expired";
	} else {
		s->trust = "trusted";
		s->expired_now = !leads_to(c, store, time(NULL));
	}
	X509_STORE_free(store);
}

/* --- all of it ---------------------------------------------------------------------------------
 */

void signature_check(struct arena *a, struct bytes pdf, const STACK_OF(X509) * authorities,
	struct found_signature *s)
{
	struct checking c = { .a = a, .s = s };
	const char *kind = s->sub_filter ? s->sub_filter : "";
	s->trust = "unchecked";
	s->stamp = !strcmp(kind, "ETSI.RFC3161");
	if (!s->stamp && strcmp(kind, "adbe.pkcs7.detached") != 0 &&
		strcmp(kind, "ETSI.CAdES.detached") != 0) {
		odd(&c, arena_printf(a, "kiểu chữ ký “%s” không kiểm tra được", kind));
		return;
	}
	const char *reason = s->range_read
				     ? signed_range_check(pdf, s->range, s->contents, &c.range)
				     : "không nêu phạm vi ký";
	if (!read_cms(&c))
		return;
	read_certificate(&c);
	read_time(&c);
	if (reason)
		odd(&c, reason);
	else
		check_integrity(&c, pdf.n);
	if (authorities)
		check_trust(&c, authorities);
	ERR_clear_error();
}
