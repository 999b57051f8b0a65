#include "lib/media/photo.h"

#include "lib/worker/parcel.h"

static const char *const not_picture[] = {
	[MEDIA_PDF] = "Đây là tệp PDF, không phải ảnh: hãy gửi ở chỗ dành cho tài liệu.",
	[MEDIA_DOCX] =
		"Đây là tệp Word, Excel hoặc tệp nén, không phải ảnh: hãy gửi ở chỗ dành cho tài liệu.",
};

static int number(const json_t *root, const char *name)
{
	return (int)json_integer_value(json_object_get(root, name));
}

static bool read_webp(const json_t *root, struct bytes *rest, struct photo *p)
{
	size_t i;
	const json_t *x;
	json_array_foreach(json_object_get(root, "webp"), i, x)
	{
		struct photo_webp *w = &p->webp[p->webp_n];
		if (i >= PHOTO_WEBPS || !parcel_take(x, "size", rest, &w->file))
			return false;
		w->width = number(x, "width");
		w->height = number(x, "height");
		p->webp_n++;
	}
	return true;
}

static enum rc read_answer(struct arena *a, struct bytes answer, struct photo *out, struct err *e)
{
	json_t *root;
	struct bytes rest;
	struct photo p = { 0 };
	if (!parcel_open(a, answer, &root, &rest) ||
		!parcel_take(root, "display", &rest, &p.display.jpeg) ||
		!parcel_take(root, "small", &rest, &p.small.jpeg) || !read_webp(root, &rest, &p))
		return ERR(e, RC_FAIL, NULL, "loa-worker trả lời không đúng quy ước.");
	p.display.width = number(root, "display_width");
	p.display.height = number(root, "display_height");
	p.small.width = number(root, "small_width");
	p.small.height = number(root, "small_height");
	p.width = number(root, "width");
	p.height = number(root, "height");
	p.taken = parcel_text(a, root, "taken");
	p.latitude = parcel_text(a, root, "latitude");
	p.longitude = parcel_text(a, root, "longitude");
	*out = p;
	return RC_OK;
}

static enum rc read_by(
	const char *verb, struct arena *a, struct bytes in, struct photo *out, struct err *e)
{
	enum media_kind kind = MEDIA_JPEG;
	struct bytes answer;
	enum rc rc = media_sniff(in, &kind, e);
	if (rc)
		return rc;
	if (!media_is_picture(kind))
		return ERR(e, RC_INVALID, NULL, "%s", not_picture[kind]);
	rc = worker_call(a, verb, in, &answer, e);
	return rc ? rc : read_answer(a, answer, out, e);
}

enum rc photo_read(struct arena *a, struct bytes in, struct photo *out, struct err *e)
{
	return read_by("photo", a, in, out, e);
}

enum rc photo_read_webp(struct arena *a, struct bytes in, struct photo *out, struct err *e)
{
	return read_by("photo-webp", a, in, out, e);
}
