/* The files that pages load (styles, the icon), compiled into the program. Their addresses hold a
 * part of their hash: what is behind an address never changes, so it may be cached for ever. */
#ifndef LIB_ASSET_ASSET_H
#define LIB_ASSET_ASSET_H

#include <stddef.h>

struct asset_bytes {
	const unsigned char *p; /* NULL: not kept in this form */
	size_t n;
};

struct asset {
	const char *name; /* office.css */
	const char *path; /* /assets/office-1a2b3c4d5e6f.css */
	const char *type; /* Content-Type */
	const char *etag; /* without quotes */
	const char *hash; /* of a style, as Content-Security-Policy names it: "sha256-…" */
	struct asset_bytes plain, gzip, br; /* the compressed forms only where they are smaller */
};

/* What lies at the path of a request; NULL: nothing. */
const struct asset *asset_find(const char *path);
/* The address of a file of this tree, "office.css". A name that is not built in ends the process.
 */
const char *asset_path(const char *name);
const struct asset *asset_named(const char *name);

#endif
