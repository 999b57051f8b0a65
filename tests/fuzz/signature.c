/* Any bytes as a PDF that comes back signed: its fields, its ranges, the certificate within
 * (src/worker/signature_*.c). What does not begin with "%" is a ByteRange, and the file behind it.
 */
#include "fuzz.h"

#include <string.h>

#include "lib/base/text.h"
#include "worker/signature.h"

static void must_be_text(const char *s)
{
	must(!s || text_check(s, strlen(s)) == strlen(s));
}

/* What is accepted leaves out the string of the signature and nothing else. */
static void range_holds(struct bytes file, const long long range[4], struct bytes contents)
{
	struct signed_range r;
	if (signed_range_check(file, range, contents, &r))
		return;
	must(r.first.p == file.p && r.covered <= file.n);
	must(r.second.p + r.second.n == file.p + r.covered);
	must(r.second.p == r.first.p + r.first.n + 2 * contents.n + 2);
	must(r.first.p[r.first.n] == '<' && r.second.p[-1] == '>');
	for (const char *p = r.first.p + r.first.n + 1; p < r.second.p - 1; p++)
		must(strchr("0123456789abcdefABCDEF", *p) && *p);
}

/* Four bytes for the numbers, one for the length of the contents, the contents, the file. */
static void fuzz_range(const char *p, size_t n)
{
	long long range[4];
	if (n < 5 || n - 5 < (unsigned char)p[4])
		return;
	for (int i = 0; i < 4; i++)
		range[i] = (signed char)p[i];
	struct bytes contents = { p + 5, (unsigned char)p[4] };
	range_holds((struct bytes){ contents.p + contents.n, n - 5 - contents.n }, range, contents);
}

static void fuzz_file(struct arena *a, struct bytes file)
{
	struct found_signatures found = { 0 };
	struct err e;
	err_init(&e, a);
	if (signature_fields(a, file, &found, &e)) {
		must(e.rc == RC_INVALID && *e.message);
		return;
	}
	for (size_t i = 0; i < found.n; i++) {
		struct found_signature *s = &found.v[i];
		signature_check(a, file, NULL, s);
		must(s->integrity && s->trust && s->covered <= file.n);
		must((strcmp(s->integrity, "odd") == 0) == (s->reason != NULL));
		must((strcmp(s->integrity, "whole") == 0) <= (s->covered == file.n));
		must_be_text(s->field);
		must_be_text(s->sub_filter);
		must_be_text(s->signer);
		must_be_text(s->organisation);
		must_be_text(s->issuer);
		must_be_text(s->signed_at);
		must_be_text(s->reason);
		if (s->range_read)
			range_holds(file, s->range, s->contents);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	if (size && data[0] == '%')
		fuzz_file(a, (struct bytes){ (const char *)data, size });
	else
		fuzz_range((const char *)data, size);
	arena_free(a);
	return 0;
}
