/* Between entry_chat.c (lines into messages) and entry_chat_words.c (what a message says). */
#ifndef FEATURES_ACTIVITY_ENTRY_CHAT_INT_H
#define FEATURES_ACTIVITY_ENTRY_CHAT_INT_H

#include "features/activity/entry_chat.h"
#include "lib/base/buf.h"

struct chat_message {
	const char *sender, *time;
	struct date day;
	const char *text;
};

struct chat_head {
	bool has_day, has_time;
	struct date day;
	int minutes;
	const char *sender, *text;
};

struct chatting {
	struct arena *a;
	const struct chat_context *context;
	struct date day; /* that headers said last */
	bool any_head;
	struct chat_message open; /* whose lines are being read */
	struct buf body;
	struct {
		struct chat_message *v;
		size_t n, cap;
	} messages;
};

bool chat_date(const char **p, struct date *out);
struct date chat_settle(struct date d, struct date today);
/* Adds a proposal to out, or a line to its rest. */
void chat_understand(struct chatting *c, const struct chat_message *m, struct chat *out);

#endif
