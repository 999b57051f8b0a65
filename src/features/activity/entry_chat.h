/* Text copied from a group's chat into activities to be confirmed. Pure: no database, nothing is
 * believed, everything can be changed on the page that shows it. */
#ifndef FEATURES_ACTIVITY_ENTRY_CHAT_H
#define FEATURES_ACTIVITY_ENTRY_CHAT_H

#include <stdbool.h>

#include "core/quantity.h"
#include "lib/base/date.h"

enum { CHAT_PROPOSALS = 40, CHAT_TEXT = 60000 };

struct chat_context {
	struct date today;
	struct texts places; /* known names */
};

/* A message that speaks of something done. */
struct chat_proposal {
	struct date day; /* of the activity; today where the chat does not say */
	const char *sender, *time; /* "": not known; time "08:15" */
	const char *channel; /* code; "": the words do not say */
	struct quantities quantities;
	struct texts places;
	const char *title; /* the first line, shortened */
	const char *text; /* all of it */
	bool later; /* sounds like something still to be done, or a question */
	size_t photos; /* marks like [Hình ảnh] that follow it from the same sender */
};

struct chat {
	struct chat_proposal *v;
	size_t n, cap;
	struct texts rest; /* messages of which nothing was made, each with its sender */
};

/* text: valid UTF-8. Headers that are known: "[05/03/2024 08:15] Tên: ...", "05/03/2024, 08:15 -
 * Tên: ...", a line with the name and one with the time, lines with a day alone. A text without any
 * header is a message for each paragraph. */
void entry_chat_parse(
	struct arena *a, const char *text, const struct chat_context *c, struct chat *out);

#endif
