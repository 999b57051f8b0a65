/* A photo, by libvips: what the camera wrote is read, then the picture is decoded, turned upright,
 * made smaller and written anew without any of it. Only the loaders named here can run. */
#include <stdio.h>
#include <string.h>
#include <vips/vips.h>

#include "lib/base/buf.h"
#include "lib/base/date.h"
#include "lib/media/photo.h"
#include "lib/worker/parcel.h"
#include "worker/verbs.h"

enum { QUALITY = 82, SMALL_QUALITY = 78, WEBP_QUALITY = 76, MIDDLE_WIDTH = 800 };

static const char *const loaders[] = { "VipsForeignLoadJpeg", "VipsForeignLoadPng",
	"VipsForeignLoadWebp", "VipsForeignLoadHeif" };

struct photo_job {
	struct arena *a;
	struct err *e;
	struct bytes in;
	VipsImage *original; /* its head only: nothing has been decoded */
	int width, height; /* upright */
	bool webp; /* are these asked for? */
	struct photo photo; /* its pictures */
};

static void quiet(const char *domain, GLogLevelFlags level, const char *message, void *unused)
{
	(void)domain, (void)level, (void)message, (void)unused;
}

static enum rc begin(struct err *e)
{
	g_log_set_handler("VIPS", G_LOG_LEVEL_WARNING, quiet, NULL); /* "error in tile 0 x 288" */
	if (VIPS_INIT("loa-worker"))
		return ERR(e, RC_FAIL, NULL, "Không khởi động được bộ xử lý ảnh.");
	vips_block_untrusted_set(TRUE);
	vips_operation_block_set("VipsForeignLoad", TRUE);
	for (size_t i = 0; i < sizeof loaders / sizeof *loaders; i++)
		vips_operation_block_set(loaders[i], FALSE);
	vips_cache_set_max(0);
	vips_concurrency_set(1);
	return RC_OK;
}

static void unref(void *image)
{
	g_object_unref(image);
}

static VipsImage *keep(const struct photo_job *j, VipsImage *image)
{
	arena_defer(j->a, unref, image);
	return image;
}

static enum rc broken(const struct photo_job *j)
{
	fprintf(stderr, "loa-worker: photo: %s", vips_error_buffer());
	vips_error_clear();
	enum media_kind kind = MEDIA_JPEG;
	if (!media_sniff(j->in, &kind, j->e) && kind == MEDIA_HEIC)
		return ERR(j->e, RC_INVALID, NULL,
			"Không đọc được ảnh HEIC này: ảnh hỏng, tải lên chưa hết, hoặc kiểu HEIC mà máy chủ chưa đọc được. Hãy gửi lại; nếu vẫn không được, vào Cài đặt > Camera > Định dạng trên điện thoại, chọn “Tương thích nhất” để chụp ảnh JPEG.");
	return ERR(j->e, RC_INVALID, NULL,
		"Ảnh bị hỏng hoặc tải lên chưa hết: không đọc được trọn vẹn. Hãy chọn và gửi lại ảnh.");
}

/* Sizes are known from the head, before a pixel is decoded. */
static enum rc open_photo(struct photo_job *j)
{
	VipsImage *image = vips_image_new_from_buffer(
		j->in.p, j->in.n, "", "access", VIPS_ACCESS_SEQUENTIAL, NULL);
	if (!image)
		return broken(j);
	j->original = keep(j, image);
	int w = vips_image_get_width(image), h = vips_image_get_height(image), pages = 1;
	if ((long long)w * h > PHOTO_PIXELS_MAX)
		return ERR(j->e, RC_INVALID, NULL,
			"Ảnh có %d × %d điểm ảnh, quá %d triệu điểm ảnh: hãy thu nhỏ ảnh rồi gửi lại.",
			w, h, PHOTO_PIXELS_MAX / 1000000);
	if (vips_image_get_typeof(image, "n-pages") &&
		!vips_image_get_int(image, "n-pages", &pages) && pages > 1 &&
		vips_image_get_typeof(image, "delay"))
		return ERR(
			j->e, RC_INVALID, NULL, "Ảnh động không được nhận: hãy gửi một ảnh tĩnh.");
	bool turned = vips_image_get_orientation(image) >= 5;
	j->width = turned ? h : w;
	j->height = turned ? w : h;
	return RC_OK;
}

/* --- what the camera wrote -------------------------------------------------------------------- */

static const char *field(const struct photo_job *j, const char *name)
{
	const char *s = NULL;
	if (!vips_image_get_typeof(j->original, name) ||
		vips_image_get_string(j->original, name, &s))
		return "";
	return s;
}

/* "2024:03:05 08:30:00 (...)" as "2024-03-05T08:30:00"; NULL where it is no such time. */
static const char *taken(const struct photo_job *j)
{
	int y, mo, d, h, mi, s;
	if (sscanf(field(j, "exif-ifd2-DateTimeOriginal"), "%4d:%2d:%2d %2d:%2d:%2d", &y, &mo, &d,
		    &h, &mi, &s) != 6)
		return NULL;
	struct date day = { y, mo, d };
	if (!date_valid(day) || y < 1990 || h > 23 || mi > 59 || s > 60 || h < 0 || mi < 0 || s < 0)
		return NULL;
	return arena_printf(j->a, "%sT%02d:%02d:%02d", date_iso(j->a, day), h, mi, s);
}

/* Degrees, minutes, seconds, each a fraction: "14/1 46/1 3/25 (...)". */
static const char *position(
	const struct photo_job *j, const char *name, const char *ref, double limit)
{
	static const double parts[] = { 1, 60, 3600 };
	unsigned long v[3][2];
	double degrees = 0;
	if (sscanf(field(j, name), "%9lu/%9lu %9lu/%9lu %9lu/%9lu", &v[0][0], &v[0][1], &v[1][0],
		    &v[1][1], &v[2][0], &v[2][1]) != 6)
		return NULL;
	for (size_t i = 0; i < 3; i++) {
		if (!v[i][1])
			return NULL;
		degrees += (double)v[i][0] / (double)v[i][1] / parts[i];
	}
	if (degrees > limit)
		return NULL;
	bool minus = *field(j, ref) == 'S' || *field(j, ref) == 'W';
	return arena_printf(j->a, "%s%.6f", minus ? "-" : "", degrees);
}

/* --- the pictures ------------------------------------------------------------------------------
 */

static void *drop(VipsImage *image, const char *name, GValue *value, void *unused)
{
	(void)image, (void)value;
	ARENA_PUSH(
		(struct arena *)((void **)unused)[0], (struct texts *)((void **)unused)[1], name);
	return NULL;
}

/* Only pixels are left: "strip" of the writers alone leaves some metadata in some formats. */
static VipsImage *bare(const struct photo_job *j, VipsImage *image)
{
	VipsImage *copy;
	struct texts names = { 0 };
	if (vips_copy(image, &copy, NULL))
		return NULL;
	keep(j, copy);
	vips_image_map(copy, drop, (void *[]){ j->a, &names });
	for (size_t i = 0; i < names.n; i++)
		vips_image_remove(copy, arena_strdup(j->a, names.v[i]));
	return copy;
}

/* sRGB on white, whatever it was. */
static VipsImage *plain(const struct photo_job *j, VipsImage *image)
{
	VipsImage *flat = image, *rgb;
	VipsArrayDouble *white = vips_array_double_newv(1, 255.0);
	bool failed =
		vips_image_hasalpha(image) && vips_flatten(image, &flat, "background", white, NULL);
	vips_area_unref(VIPS_AREA(white));
	if (failed)
		return NULL;
	if (flat != image)
		keep(j, flat);
	if (vips_colourspace(flat, &rgb, VIPS_INTERPRETATION_sRGB, NULL))
		return NULL;
	return bare(j, keep(j, rgb));
}

static bool save(const struct photo_job *j, VipsImage *image, int quality, struct photo_image *out)
{
	void *p;
	size_t n;
	if (vips_jpegsave_buffer(image, &p, &n, "Q", quality, "strip", TRUE, "optimize_coding",
		    TRUE, "interlace", TRUE, NULL))
		return false;
	arena_defer(j->a, g_free, p);
	*out = (struct photo_image){ { p, n }, vips_image_get_width(image),
		vips_image_get_height(image) };
	return true;
}

static size_t little_endian(const unsigned char *p)
{
	return p[0] | (size_t)p[1] << 8 | (size_t)p[2] << 16 | (size_t)p[3] << 24;
}

/* The writer of libvips 8.14 adds EXIF of its own to whatever has none ("strip" or not), and the
 * long head that goes with it. Left is the simple form of the format: "RIFF", size, "WEBP", and the
 * one chunk with the picture. Source: WebP Container Specification, "Simple File Format (Lossy)".
 */
static bool only_picture(const struct photo_job *j, struct bytes in, struct bytes *out)
{
	enum { HEAD = 12, CHUNK = 8 };
	const unsigned char *p = (const unsigned char *)in.p;
	for (size_t at = HEAD, n; at + CHUNK <= in.n; at += CHUNK + n) {
		n = little_endian(p + at + 4);
		n += n & 1; /* padded to an even length */
		if (n > in.n - at - CHUNK)
			return false;
		if (memcmp(p + at, "VP8 ", 4))
			continue;
		size_t size = 4 + CHUNK + n;
		unsigned char *made = arena_alloc(j->a, HEAD + CHUNK + n);
		memcpy(made, "RIFF\0\0\0\0WEBP", HEAD);
		for (int i = 0; i < 4; i++)
			made[4 + i] = (unsigned char)(size >> 8 * i);
		memcpy(made + HEAD, p + at, CHUNK + n);
		*out = (struct bytes){ (const char *)made, HEAD + CHUNK + n };
		return true;
	}
	return false;
}

static bool save_webp(struct photo_job *j, VipsImage *image)
{
	void *p;
	size_t n;
	struct bytes file;
	if (vips_webpsave_buffer(image, &p, &n, "Q", WEBP_QUALITY, "strip", TRUE, NULL))
		return false;
	arena_defer(j->a, g_free, p);
	if (!only_picture(j, (struct bytes){ p, n }, &file))
		return false;
	j->photo.webp[j->photo.webp_n++] = (struct photo_webp){ file, vips_image_get_width(image),
		vips_image_get_height(image) };
	return true;
}

/* Colours are turned into sRGB where the picture says what they are; untold ones are sRGB. */
static bool shrink(const struct photo_job *j, VipsImage **out)
{
	const char *strict = "[fail_on=truncated]";
	if (vips_image_get_typeof(j->original, VIPS_META_ICC_NAME))
		return !vips_thumbnail_buffer((void *)j->in.p, j->in.n, out, PHOTO_SIDE, "height",
			PHOTO_SIDE, "size", VIPS_SIZE_DOWN, "option_string", strict,
			"export_profile", "srgb", NULL);
	return !vips_thumbnail_buffer((void *)j->in.p, j->in.n, out, PHOTO_SIDE, "height",
		PHOTO_SIDE, "size", VIPS_SIZE_DOWN, "option_string", strict, NULL);
}

/* No wider than that; NULL: it did not work. */
static VipsImage *narrowed(const struct photo_job *j, VipsImage *image, int width)
{
	VipsImage *less;
	if (vips_thumbnail_image(
		    image, &less, width, "height", PHOTO_SIDE, "size", VIPS_SIZE_DOWN, NULL))
		return NULL;
	return bare(j, keep(j, less));
}

/* Narrow to wide; one that is no wider than what it is made of says nothing new. */
static bool make_webp(struct photo_job *j, VipsImage *upright, VipsImage *small)
{
	int width = vips_image_get_width(upright);
	VipsImage *middle = width > MIDDLE_WIDTH ? narrowed(j, upright, MIDDLE_WIDTH) : NULL;
	if (width > MIDDLE_WIDTH && !middle)
		return false;
	return (vips_image_get_width(small) >= width || save_webp(j, small)) &&
	       (!middle || save_webp(j, middle)) && save_webp(j, upright);
}

/* All are made of one decoding, which fails where the file ends too early. */
static enum rc make(struct photo_job *j)
{
	VipsImage *image, *upright, *less;
	if (!shrink(j, &image))
		return broken(j);
	upright = plain(j, keep(j, image));
	/* In memory: decoded once for all. */
	if (!upright || !(image = vips_image_copy_memory(upright)))
		return broken(j);
	upright = keep(j, image);
	less = narrowed(j, upright, PHOTO_SMALL_WIDTH);
	if (!less || !save(j, upright, QUALITY, &j->photo.display) ||
		!save(j, less, SMALL_QUALITY, &j->photo.small) ||
		(j->webp && !make_webp(j, upright, less)))
		return broken(j);
	return RC_OK;
}

static void put_image(struct buf *b, const char *name, const struct photo_image *i)
{
	buf_printf(b, "\"%s\":%zu,\"%s_width\":%d,\"%s_height\":%d,", name, i->jpeg.n, name,
		i->width, name, i->height);
}

static void put_webp(struct buf *b, const struct photo *p)
{
	buf_puts(b, "\"webp\":[");
	for (size_t i = 0; i < p->webp_n; i++)
		buf_printf(b, "%s{\"size\":%zu,\"width\":%d,\"height\":%d}", i ? "," : "",
			p->webp[i].file.n, p->webp[i].width, p->webp[i].height);
	buf_puts(b, "],");
}

static struct bytes packed(struct arena *a, const char *json, const struct photo *p)
{
	struct bytes parts[2 + PHOTO_WEBPS] = { p->display.jpeg, p->small.jpeg };
	for (size_t i = 0; i < p->webp_n; i++)
		parts[2 + i] = p->webp[i].file;
	return parcel_pack(a, json, parts, 2 + p->webp_n);
}

static enum rc read_photo(
	struct arena *a, struct bytes in, bool webp, struct bytes *out, struct err *e)
{
	struct photo_job j = { .a = a, .e = e, .in = in, .webp = webp };
	enum rc rc = begin(e);
	if (rc || (rc = open_photo(&j)) || (rc = make(&j)))
		return rc;
	const char *latitude =
		position(&j, "exif-ifd3-GPSLatitude", "exif-ifd3-GPSLatitudeRef", 90);
	const char *longitude =
		position(&j, "exif-ifd3-GPSLongitude", "exif-ifd3-GPSLongitudeRef", 180);
	struct buf b;
	buf_init(&b, a, 4096);
	buf_putc(&b, '{');
	put_image(&b, "display", &j.photo.display);
	put_image(&b, "small", &j.photo.small);
	put_webp(&b, &j.photo);
	buf_printf(&b, "\"width\":%d,\"height\":%d,\"taken\":", j.width, j.height);
	buf_json(&b, taken(&j));
	buf_puts(&b, ",\"latitude\":");
	buf_json(&b, longitude ? latitude : NULL);
	buf_puts(&b, ",\"longitude\":");
	buf_json(&b, latitude ? longitude : NULL);
	buf_putc(&b, '}');
	*out = packed(a, b.p, &j.photo);
	return RC_OK;
}

enum rc verb_photo(struct arena *a, struct bytes in, struct bytes *out, struct err *e)
{
	return read_photo(a, in, false, out, e);
}

enum rc verb_photo_webp(struct arena *a, struct bytes in, struct bytes *out, struct err *e)
{
	return read_photo(a, in, true, out, e);
}
