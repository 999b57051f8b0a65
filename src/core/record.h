/* The state of a thing as a JSON object, for the audit. Empty values are left out. */
#ifndef CORE_RECORD_H
#define CORE_RECORD_H

#include <stdint.h>

#include "lib/base/buf.h"
#include "lib/base/date.h"

/* A fresh object; record_end closes it and gives its text. */
void record_begin(struct buf *b, struct arena *a);
const char *record_end(struct buf *b);

void record_text(struct buf *b, const char *key, const char *value);
void record_int(struct buf *b, const char *key, int64_t value);
void record_day(struct buf *b, const char *key, struct date value);
void record_texts(struct buf *b, const char *key, const struct texts *list);
/* record_open(b, "names", '['); record_open(b, NULL, '{'); ... record_close(b, '}'); ... */
void record_open(struct buf *b, const char *key, char bracket);
void record_close(struct buf *b, char bracket);

#endif
