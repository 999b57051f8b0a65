/* Channels (hình thức, kênh) through which a commune reaches its people: the kinds of grassroots
 * information of Nghị định 49/2024/NĐ-CP (in force from 01/7/2024) and those of CCHC communication.
 */
#ifndef CORE_CHANNEL_H
#define CORE_CHANNEL_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/arena.h"
#include "lib/base/err.h"

struct channel {
	const char *code; /* "portal" */
	const char *name; /* "Cổng thông tin điện tử" */
	const char *unit; /* what it is counted in when nobody says otherwise: "tin" */
	const char *source; /* the legal source of the kind, or NULL: a custom of CCHC plans */
};

/* All of them, in their order of print. */
const struct channel *channel_list(size_t *n);
/* By code; NULL if there is none. */
const struct channel *channel_by_code(const char *code);
/* As a person wrote it: the code, the name or what it is usually called ("họp", "Zalo"), accents
 * and case aside. */
const struct channel *channel_find(struct arena *scratch, const char *text);
/* "không có kênh “x”; các kênh: Đài truyền thanh; Bảng tin công cộng; ..." */
const char *channel_unknown(struct arena *a, const char *text);

#endif
