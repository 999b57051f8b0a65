/* A photo that somebody uploads: decoded in loa-worker and written anew, so that nothing of the
 * original file is kept but what can be seen. When and where it was taken is read before, for the
 * private part of the record: it is not in the pictures. */
#ifndef LIB_MEDIA_PHOTO_H
#define LIB_MEDIA_PHOTO_H

#include "lib/media/examine.h"

enum { PHOTO_WEBPS = 3, PHOTO_SIDE = 1600, PHOTO_SMALL_WIDTH = 400, PHOTO_PIXELS_MAX = 100000000 };

struct photo_image {
	struct bytes jpeg; /* upright, sRGB, no metadata at all */
	int width, height;
};

struct photo_webp {
	struct bytes file; /* as photo_image, in WebP: about two thirds of the bytes */
	int width, height;
};

struct photo {
	struct photo_image display; /* longest side at most PHOTO_SIDE, never enlarged */
	struct photo_image small; /* at most PHOTO_SMALL_WIDTH wide, for lists */
	/* Of photo_read_webp only: 400 and 800 wide where the display is wider, and its own width;
	 * narrow to wide. */
	struct photo_webp webp[PHOTO_WEBPS];
	size_t webp_n;
	int width, height; /* of the original, upright */
	/* What the camera wrote, or NULL: local time "2024-03-05T08:30:00" as the camera's clock
	 * had it; decimal degrees "14.766667", "-108.733333". Claims of a camera, not facts. */
	const char *taken;
	const char *latitude, *longitude; /* both or neither */
};

/* RC_INVALID: no picture that is taken (the reasons of media_examine), cut off, more than
 * PHOTO_PIXELS_MAX, moving. */
enum rc photo_read(struct arena *a, struct bytes in, struct photo *out, struct err *e) CHECKED;
/* The same, with WebP: for pictures of pages. */
enum rc photo_read_webp(struct arena *a, struct bytes in, struct photo *out, struct err *e) CHECKED;

#endif
