/* Where in the HTML a template stands: followed character by character, just closely enough to know
 * what a value put there would mean to a browser. */
#ifndef TOOLS_TMPL_SPOT_H
#define TOOLS_TMPL_SPOT_H

#include <stdbool.h>
#include <stddef.h>

enum spot_place {
	SPOT_TEXT,
	SPOT_TAG_NAME,
	SPOT_NAME_END, /* behind the name of an element or attribute, where a block stands */
	SPOT_TAG, /* between attributes */
	SPOT_ATTR_NAME,
	SPOT_AFTER_EQUALS,
	SPOT_VALUE, /* in quotes */
	SPOT_BARE_VALUE,
	SPOT_COMMENT,
	SPOT_RAW_TEXT /* of script and style */
};

/* What the browser does with the attribute's value. */
enum spot_attr { SPOT_PLAIN, SPOT_ADDRESS, SPOT_CODE };

/* How much of an address is decided by what stands before. */
enum spot_lead { SPOT_EMPTY, SPOT_OPEN, SPOT_AFTER_URL, SPOT_FIXED };

struct spot {
	enum spot_place place;
	enum spot_attr attr;
	enum spot_lead lead;
	char quote;
	char element[16]; /* lower case, "/p" for an end tag; longer names are cut */
	char name[16]; /* of the attribute */
	char seen[16]; /* the address so far, cut; while lead is SPOT_OPEN */
	size_t count; /* of the address, of the dashes of a comment, of a matched end tag */
};

/* Each returns NULL, or why the template is refused. */
const char *spot_step(struct spot *s, char c);
/* *part: it stands in an address and is percent-encoded. */
const char *spot_expression(const struct spot *s, bool *part);
const char *spot_url(struct spot *s);

/* A block begins here. */
void spot_block(struct spot *s);
/* Two ways lead to the same place: goes on with what holds for both, or returns false. */
bool spot_join(struct spot *s, const struct spot *other);

#endif
