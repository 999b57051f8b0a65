/* A body of a frame that carries JSON and bytes: the JSON on the first line, the bytes behind it
 * one after another; their sizes stand in the JSON under names of the caller's. */
#ifndef LIB_WORKER_PARCEL_H
#define LIB_WORKER_PARCEL_H

#include <jansson.h>
#include <stdbool.h>

#include "lib/worker/worker.h"

/* json has no line end. */
struct bytes parcel_pack(
	struct arena *a, const char *json, const struct bytes *parts, size_t parts_n);
/* The JSON's object, which lives as long as a; *rest: what is behind it. False: malformed. */
bool parcel_open(struct arena *a, struct bytes in, json_t **root, struct bytes *rest);
/* The next bytes of the rest, as many as the object's member says. */
bool parcel_take(const json_t *root, const char *size_name, struct bytes *rest, struct bytes *out);
/* A text of the object, in a; NULL where it is missing, null or no text. */
const char *parcel_text(struct arena *a, const json_t *object, const char *name);

#endif
