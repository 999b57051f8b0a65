#include "lib/media/signature.h"

#include <string.h>

#include "lib/worker/parcel.h"

#define COUNT(v) (sizeof(v) / sizeof *(v))

static const char *const integrity_names[] = {
	[SIGNATURE_WHOLE] = "whole",
	[SIGNATURE_PART] = "part",
	[SIGNATURE_CHANGED] = "changed",
	[SIGNATURE_ODD] = "odd",
};

static const char *const trust_names[] = {
	[SIGNATURE_UNCHECKED] = "unchecked",
	[SIGNATURE_TRUSTED] = "trusted",
	[SIGNATURE_EXPIRED] = "expired",
	[SIGNATURE_UNKNOWN] = "unknown",
};

/* The last name where it is none of them. */
static size_t find(const char *const *names, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (name && !strcmp(names[i], name))
			return i;
	return n - 1;
}

static const char *integrity_words(
	struct arena *a, const struct signature *s, size_t size, const char *reason)
{
	bool weak = s->digest && (!strcmp(s->digest, "SHA1") || !strcmp(s->digest, "MD5"));
	const char *note = weak ? " Chữ ký dùng hàm băm cũ, không còn an toàn." : "";
	switch (s->integrity) {
	case SIGNATURE_WHOLE:
		return arena_printf(
			a, "Tệp không thay đổi từ khi ký; chữ ký bao trùm toàn bộ tệp.%s", note);
	case SIGNATURE_PART:
		return arena_printf(a,
			"Phần đã ký không thay đổi; sau khi ký, tệp được ghi thêm %zu byte.%s",
			size - s->covered, note);
	case SIGNATURE_CHANGED:
		return "Tệp không khớp với chữ ký: nội dung đã bị sửa sau khi ký, hoặc chữ ký giả.";
	case SIGNATURE_ODD:
		break;
	}
	return arena_printf(
		a, "Không coi là đã ký: %s.", reason ? reason : "chữ ký không đọc được");
}

static const char *trust_words(const struct signature *s, bool expired_now)
{
	switch (s->trust) {
	case SIGNATURE_TRUSTED:
		return expired_now
			       ? "Chứng thư do nơi mà đơn vị tin cậy cấp, có hiệu lực vào ngày ký được nêu (nay đã hết hạn); chưa kiểm tra việc thu hồi."
			       : "Chứng thư do nơi mà đơn vị tin cậy cấp, có hiệu lực vào ngày ký được nêu; chưa kiểm tra việc thu hồi.";
	case SIGNATURE_EXPIRED:
		return "Chứng thư do nơi mà đơn vị tin cậy cấp, nhưng không có hiệu lực vào ngày ký được nêu.";
	case SIGNATURE_UNKNOWN:
		return "Chứng thư không do nơi nào mà đơn vị tin cậy cấp, hoặc không dùng để ký.";
	case SIGNATURE_UNCHECKED:
		break;
	}
	return "Chưa kiểm tra được độ tin cậy của chứng thư: đơn vị chưa cài chứng thư gốc.";
}

static struct signature read_one(struct arena *a, const json_t *o, size_t size)
{
	json_int_t covered = json_integer_value(json_object_get(o, "covered"));
	struct signature s = {
		.field = parcel_text(a, o, "field"),
		.signer = parcel_text(a, o, "signer"),
		.organisation = parcel_text(a, o, "organisation"),
		.issuer = parcel_text(a, o, "issuer"),
		.serial = parcel_text(a, o, "serial"),
		.valid_from = parcel_text(a, o, "valid_from"),
		.valid_to = parcel_text(a, o, "valid_to"),
		.signed_at = parcel_text(a, o, "signed_at"),
		.digest = parcel_text(a, o, "digest"),
		.integrity = (enum signature_integrity)find(
			integrity_names, COUNT(integrity_names), parcel_text(a, o, "integrity")),
		.trust = (enum signature_trust)find(
			trust_names, COUNT(trust_names), parcel_text(a, o, "trust")),
		.covered = covered > 0 && (size_t)covered <= size ? (size_t)covered : 0,
		.stamp = json_is_true(json_object_get(o, "stamp")),
	};
	s.integrity_words = integrity_words(a, &s, size, parcel_text(a, o, "reason"));
	s.trust_words = trust_words(&s, json_is_true(json_object_get(o, "expired_now")));
	return s;
}

static enum rc read_answer(
	struct arena *a, struct bytes answer, size_t size, struct signatures *out, struct err *e)
{
	json_t *root = NULL, *one;
	struct bytes rest;
	size_t i;
	if (!parcel_open(a, answer, &root, &rest))
		return ERR(e, RC_FAIL, NULL, "loa-worker trả lời không đúng quy ước.");
	struct signatures list = { .pages = (int)json_integer_value(json_object_get(root, "pages")),
		.unsigned_bytes = size };
	json_array_foreach(json_object_get(root, "signatures"), i, one)
	{
		struct signature s = read_one(a, one, size);
		ARENA_PUSH(a, &list, s);
		if (s.integrity <= SIGNATURE_PART && size - s.covered < list.unsigned_bytes)
			list.unsigned_bytes = size - s.covered;
	}
	*out = list;
	return RC_OK;
}

enum rc signatures_read(struct arena *a, struct bytes pdf, struct bytes authorities,
	struct signatures *out, struct err *e)
{
	struct bytes answer;
	const char *json = arena_printf(a, "{\"authorities\":%zu}", authorities.n);
	struct bytes in = parcel_pack(a, json, (struct bytes[]){ authorities, pdf }, 2);
	enum rc rc = worker_call(a, "signatures", in, &answer, e);
	return rc ? rc : read_answer(a, answer, pdf.n, out, e);
}
