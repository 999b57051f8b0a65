/* Any bytes as a spreadsheet (src/worker/read_xlsx.c). What does not begin with "PK" are its shared
 * texts, its styles and its sheet, with a line "---" between them: most bytes are no ZIP. */
#include "fuzz.h"

#include <string.h>
#include <zip.h>

#include "lib/base/text.h"
#include "lib/media/sheet.h"
#include "worker/verbs.h"

#define BOOK \
	"<workbook xmlns:r=\"r\"><sheets><sheet name=\"A\" r:id=\"1\"/><sheet name=\"B\" r:id=\"2\"/>" \
	"</sheets></workbook>"
#define RELATIONS \
	"<Relationships><Relationship Id=\"1\" Target=\"sheet.xml\"/>" \
	"<Relationship Id=\"2\" Target=\"/xl/sheet.xml\"/></Relationships>"

static void add(zip_t *z, const char *name, const char *p, size_t n)
{
	zip_source_t *s = zip_source_buffer(z, p, n, 0);
	must(s && zip_file_add(z, name, s, ZIP_FL_ENC_UTF_8) >= 0);
	must(!zip_set_file_compression(z, zip_get_num_entries(z, 0) - 1, ZIP_CM_STORE, 0));
}

/* The part up to the next line "---"; *p goes on behind it. */
static size_t part(const char **p, const char *end, const char **from)
{
	static const char mark[] = "\n---\n";
	*from = *p;
	const char *found = memmem(*p, (size_t)(end - *p), mark, sizeof mark - 1);
	const char *stop = found ? found : end;
	*p = found ? found + sizeof mark - 1 : end;
	return (size_t)(stop - *from);
}

static struct bytes pack(struct arena *a, const char *p, size_t n)
{
	static const char *const names[] = { "xl/sharedStrings.xml", "xl/styles.xml",
		"xl/sheet.xml" };
	zip_error_t why;
	zip_error_init(&why);
	zip_source_t *to = zip_source_buffer_create(NULL, 0, 0, &why);
	must(to != NULL);
	zip_source_keep(to);
	zip_t *z = zip_open_from_source(to, ZIP_TRUNCATE, &why);
	must(z != NULL);
	add(z, "xl/workbook.xml", BOOK, sizeof BOOK - 1);
	add(z, "xl/_rels/workbook.xml.rels", RELATIONS, sizeof RELATIONS - 1);
	const char *at = p, *from;
	for (size_t i = 0; i < 3; i++) {
		size_t length = part(&at, p + n, &from);
		add(z, names[i], from, length);
	}
	must(!zip_close(z) && !zip_source_open(to));
	zip_stat_t st;
	must(!zip_source_stat(to, &st));
	char *out = arena_alloc(a, st.size + 1);
	must(zip_source_read(to, out, st.size) == (zip_int64_t)st.size);
	zip_source_close(to);
	zip_source_free(to);
	zip_error_fini(&why);
	return (struct bytes){ out, st.size };
}

static void check(const struct sheet *s)
{
	must(s->table.n && s->name && s->others);
	for (size_t i = 0; i < s->table.n; i++) {
		const struct csv_row *r = &s->table.v[i];
		must(r->n && r->n <= 200 && *r->v[r->n - 1]);
		must(!i || r->line > s->table.v[i - 1].line);
		for (size_t k = 0; k < r->n; k++)
			must(text_check(r->v[k], strlen(r->v[k])) == strlen(r->v[k]) &&
				!strpbrk(r->v[k], "\t\n"));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct bytes in = { (const char *)data, size }, out;
	struct err e;
	struct sheet s;
	err_init(&e, a);
	if (size < 2 || memcmp(data, "PK", 2))
		in = pack(a, in.p, in.n);
	if (verb_read_xlsx(a, in, &out, &e)) {
		must(e.rc == RC_INVALID && e.message && *e.message);
	} else {
		must(!sheet_from_json(a, out.p, out.n, &s, &e));
		check(&s);
	}
	arena_free(a);
	return 0;
}
