#include <zip.h>

#include "worker/docx.h"

enum { DOCX_MAX = 64 << 20, DOS_1980_01_01 = 0x21 };

static enum rc broken(struct err *e, zip_error_t *error)
{
	ERR(e, RC_FAIL, NULL, "Không tạo được tệp DOCX: %s.", zip_error_strerror(error));
	zip_error_fini(error);
	return RC_FAIL;
}

/* Names and days that do not change: a zip's clock would make every file different. */
static bool add(zip_t *z, const struct docx_part *part)
{
	zip_source_t *s = zip_source_buffer(z, part->data.p, part->data.n, 0);
	if (!s)
		return false;
	zip_int64_t i = zip_file_add(z, part->name, s, ZIP_FL_ENC_UTF_8);
	if (i < 0) {
		zip_source_free(s);
		return false;
	}
	return !zip_set_file_compression(z, (zip_uint64_t)i, ZIP_CM_DEFLATE, 9) &&
	       !zip_file_set_dostime(z, (zip_uint64_t)i, 0, DOS_1980_01_01, 0);
}

static bool write_all(zip_source_t *to, const struct docx_part *parts, size_t n, zip_error_t *error)
{
	zip_t *z = zip_open_from_source(to, ZIP_CREATE | ZIP_TRUNCATE, error);
	if (!z)
		return false;
	zip_source_keep(to);
	for (size_t i = 0; i < n; i++)
		if (!add(z, &parts[i])) {
			zip_discard(z);
			return false;
		}
	if (!zip_close(z))
		return true;
	zip_discard(z);
	return false;
}

static bool read_all(struct arena *a, zip_source_t *from, struct bytes *out)
{
	zip_stat_t st;
	if (zip_source_stat(from, &st) || !(st.valid & ZIP_STAT_SIZE) || st.size > DOCX_MAX ||
		zip_source_open(from))
		return false;
	char *p = arena_alloc(a, st.size + 1);
	zip_int64_t got = zip_source_read(from, p, st.size);
	zip_source_close(from);
	*out = (struct bytes){ p, st.size };
	return got >= 0 && (zip_uint64_t)got == st.size;
}

enum rc docx_zip(
	struct arena *a, const struct docx_part *parts, size_t n, struct bytes *out, struct err *e)
{
	zip_error_t error;
	zip_error_init(&error);
	zip_source_t *memory = zip_source_buffer_create(NULL, 0, 0, &error);
	if (!memory)
		return broken(e, &error);
	bool done = write_all(memory, parts, n, &error) && read_all(a, memory, out);
	zip_source_free(memory);
	if (!done)
		return broken(e, &error);
	zip_error_fini(&error);
	return RC_OK;
}
