/* What cairo 1.16 cannot write: the language of the document, and that its title be shown. Added as
 * an incremental update (ISO 32000-1, 7.5.6): a new catalogue behind the file's end. Only files
 * that cairo has just written come here; whatever does not look as expected is a failure, never a
 * guess. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "worker/pdf.h"

struct file {
	const char *p; /* NUL-terminated */
	size_t n;
	struct err *e;
};

static enum rc odd(const struct file *f, const char *what)
{
	return ERR(f->e, RC_FAIL, NULL, "Tệp PDF vừa tạo không có cấu trúc mong đợi: %s.", what);
}

/* The last place of a word in the file, or NULL. */
static const char *find_last(const struct file *f, const char *word)
{
	size_t n = strlen(word);
	for (const char *p = f->p + f->n; p-- > f->p;)
		if ((size_t)(f->p + f->n - p) >= n && !memcmp(p, word, n))
			return p;
	return NULL;
}

/* The number behind a name, both within the trailer. */
static bool number_after(const char *from, const char *name, size_t *out)
{
	const char *at = strstr(from, name);
	if (!at)
		return false;
	at += strlen(name);
	char *end;
	unsigned long v = strtoul(at, &end, 10);
	if (end == at)
		return false;
	*out = v;
	return true;
}

struct trailer {
	size_t xref, size, root, info;
};

static enum rc read_trailer(const struct file *f, struct trailer *out)
{
	struct trailer t = { 0 };
	const char *start = find_last(f, "startxref"), *trailer = find_last(f, "trailer");
	if (!start || !trailer || trailer > start)
		return odd(f, "trailer");
	if (!number_after(start, "startxref", &t.xref) || t.xref >= f->n)
		return odd(f, "startxref");
	if (!number_after(trailer, "/Size", &t.size) || !number_after(trailer, "/Root", &t.root) ||
		!number_after(trailer, "/Info", &t.info) || t.root >= t.size)
		return odd(f, "/Root");
	*out = t;
	return RC_OK;
}

/* Where an object begins: cairo writes one cross-reference table of one part, 20 bytes an entry. */
static enum rc find_object(const struct file *f, const struct trailer *t, size_t id, size_t *out)
{
	size_t first, count, at;
	const char *p = f->p + t->xref;
	if (strncmp(p, "xref", 4) != 0)
		return odd(f, "xref");
	char *end;
	first = strtoul(p + 4, &end, 10);
	count = strtoul(end, &end, 10);
	size_t entries = (size_t)(strchr(end, '\n') - f->p) + 1;
	if (first != 0 || count != t->size || entries + 20 * count > f->n)
		return odd(f, "bảng xref");
	at = strtoul(f->p + entries + 20 * id, NULL, 10);
	if (at >= f->n)
		return odd(f, "đối tượng");
	*out = at;
	return RC_OK;
}

/* The inside of the catalogue's dictionary. */
static enum rc read_catalogue(const struct file *f, const struct trailer *t, struct bytes *out)
{
	char head[32];
	size_t at = 0;
	enum rc rc = find_object(f, t, t->root, &at);
	if (rc)
		return rc;
	snprintf(head, sizeof head, "%zu 0 obj\n<<", t->root);
	const char *p = f->p + at, *end = strstr(p, "endobj");
	if (strncmp(p, head, strlen(head)) != 0 || !end)
		return odd(f, "danh mục");
	p += strlen(head);
	while (end > p && memcmp(end, ">>", 2) != 0)
		end--;
	*out = (struct bytes){ p, (size_t)(end - p) };
	if (!memmem(p, out->n, "/Type /Catalog", 14) || memmem(p, out->n, "/Lang", 5) ||
		memmem(p, out->n, "/ViewerPreferences", 18))
		return odd(f, "danh mục");
	return RC_OK;
}

/* FNV-1a over the file: an identifier that the same document always gets. */
static unsigned long long hash(const struct file *f)
{
	unsigned long long h = 14695981039346656037ull;
	for (size_t i = 0; i < f->n; i++)
		h = (h ^ (unsigned char)f->p[i]) * 1099511628211ull;
	return h;
}

enum rc pdf_update(
	struct arena *a, struct bytes in, const char *language, struct bytes *out, struct err *e)
{
	struct file f = { in.p, in.n, e };
	struct trailer t = { 0 };
	struct bytes old = { 0 };
	enum rc rc = read_trailer(&f, &t);
	if (rc || (rc = read_catalogue(&f, &t, &old)))
		return rc;
	struct buf b;
	buf_init(&b, a, in.n + old.n + 4096);
	buf_add(&b, in.p, in.n);
	size_t object = b.n;
	buf_printf(&b, "%zu 0 obj\n<<", t.root);
	buf_add(&b, old.p, old.n);
	buf_printf(&b,
		"   /Lang (%s)\n   /ViewerPreferences << /DisplayDocTitle true >>\n>>\nendobj\n",
		language);
	size_t xref = b.n;
	unsigned long long id = hash(&f);
	buf_printf(&b, "xref\n%zu 1\n%010zu 00000 n \ntrailer\n<< /Size %zu /Root %zu 0 R", t.root,
		object, t.size, t.root);
	buf_printf(&b,
		" /Info %zu 0 R /Prev %zu /ID [<%016llx> <%016llx>] >>\nstartxref\n%zu\n%%%%EOF\n",
		t.info, t.xref, id, id, xref);
	*out = (struct bytes){ b.p, b.n };
	return RC_OK;
}
