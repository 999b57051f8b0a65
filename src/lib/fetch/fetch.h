/* Reading what stands at an address of the web, by loa-worker, with limits on time and size. Only
 * addresses of the open network are gone to: a name is looked up, each number it leads to is
 * checked, and the connection goes to just that number, so that a name that changes its mind
 * between (DNS rebinding) or a redirect leads nowhere inside. Takes up to half a minute: outside
 * any transaction. */
#ifndef LIB_FETCH_FETCH_H
#define LIB_FETCH_FETCH_H

#include "lib/worker/worker.h"

enum { FETCH_FEED_MAX = 16 << 20, FETCH_PAGE_MAX = 4 << 20 /* bytes, unpacked */ };

struct fetch_request {
	const char *url; /* of link_resolve */
	size_t max; /* bytes of the answer, unpacked */
	const char *etag, *modified; /* of the last answer: asks whether it changed; NULL */
};

struct fetch_answer {
	int status; /* 200, or 304 where it did not change; 0: there was no answer */
	const char *why; /* Vietnamese, why there is nothing to read; NULL: all is well */
	const char *url; /* where redirects led */
	const char *type; /* as the server claims: "text/html; charset=utf-8"; "" */
	const char *etag, *modified; /* "" where it gave none */
	struct bytes body;
};

/* RC_OK also where the server could not be reached or refused: that is in why. RC_FAIL: loa-worker
 * is missing or broke. */
enum rc fetch_get(struct arena *a, const struct fetch_request *r, struct fetch_answer *out,
	struct err *e) CHECKED;
/* Hosts ("ba-to.lan" or "10.0.0.5:8080", as link_host gives them) inside the own network that may
 * be gone to all the same, for who runs the server to say, before there are threads. The list must
 * live as long as the process; NULL: none. */
void fetch_allow(const struct texts *hosts);

#endif
