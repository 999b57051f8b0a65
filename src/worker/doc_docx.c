/* The verb "docx": a document (JSON) laid out by the rules of its day, for a word processor. */
#include <string.h>

#include "lib/base/text.h"
#include "worker/docx.h"
#include "worker/verbs.h"

#define XML    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define OFFICE "application/vnd.openxmlformats-officedocument.wordprocessingml."
#define REL    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define PKG    "http://schemas.openxmlformats.org/package/2006/"
#define WORD   "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

static const char content_types[] = XML
	"<Types xmlns=\"" PKG "content-types\">"
	"<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
	"<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
	"<Override PartName=\"/word/document.xml\" ContentType=\"" OFFICE "document.main+xml\"/>"
	"<Override PartName=\"/word/styles.xml\" ContentType=\"" OFFICE "styles+xml\"/>"
	"<Override PartName=\"/word/settings.xml\" ContentType=\"" OFFICE "settings+xml\"/>"
	"<Override PartName=\"/word/header1.xml\" ContentType=\"" OFFICE "header+xml\"/>"
	"<Override PartName=\"/docProps/core.xml\" "
	"ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>"
	"</Types>";

static const char package_rels[] = XML
	"<Relationships xmlns=\"" PKG "relationships\">"
	"<Relationship Id=\"rId1\" Type=\"" REL "officeDocument\" Target=\"word/document.xml\"/>"
	"<Relationship Id=\"rId2\" Type=\"" PKG "relationships/metadata/core-properties\" "
	"Target=\"docProps/core.xml\"/>"
	"</Relationships>";

static const char document_rels[] =
	XML "<Relationships xmlns=\"" PKG "relationships\">"
	    "<Relationship Id=\"rId1\" Type=\"" REL "styles\" Target=\"styles.xml\"/>"
	    "<Relationship Id=\"rId2\" Type=\"" REL "settings\" Target=\"settings.xml\"/>"
	    "<Relationship Id=\"rId3\" Type=\"" REL "header\" Target=\"header1.xml\"/>"
	    "</Relationships>";

/* Compatibility 15: laid out as Word 2013 and later do, not in an old mode. */
static const char settings[] = XML
	"<w:settings xmlns:w=\"" WORD "\"><w:compat><w:compatSetting w:name=\"compatibilityMode\" "
	"w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat></w:settings>";

static const char header[] =
	XML "<w:hdr xmlns:w=\"" WORD "\"><w:p><w:pPr><w:pStyle w:val=\"Header\"/></w:pPr>"
	    "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>"
	    "<w:r><w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r>"
	    "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>2</w:t></w:r>"
	    "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p></w:hdr>";

/* Title, issuer, day and language, for those who search in folders of files. */
static void core(struct docx *x)
{
	const struct doc *d = x->d;
	struct date t = d->day.year ? d->day : d->rules;
	const char *title = arena_printf(
		x->p->a, "%s %s", d->kind ? d->kind : "V/v", d->subject ? d->subject : "");
	const char *when = arena_printf(x->p->a, "%04d-%02d-%02dT00:00:00Z", t.year,
		t.month ? t.month : 1, t.day ? t.day : 1);
	docx_open(x, "cp:coreProperties", "xmlns:cp", PKG "metadata/core-properties", "xmlns:dc",
		"http://purl.org/dc/elements/1.1/", "xmlns:dcterms", "http://purl.org/dc/terms/",
		"xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance", NULL);
	docx_leaf(x, "dc:title", text_trim(x->p->a, title));
	docx_leaf(x, "dc:creator", text_join(x->p->a, &d->issuer, " "));
	docx_leaf(x, "dc:language", d->language);
	docx_open(x, "dcterms:created", "xsi:type", "dcterms:W3CDTF", NULL);
	xmlTextWriterWriteString(x->w, BAD_CAST when);
	docx_close(x);
	docx_close(x);
}

static struct bytes part(struct docx *x, void (*fill)(struct docx *))
{
	xmlBufferPtr buffer;
	docx_part_begin(x, &buffer);
	fill(x);
	return docx_part_end(x, buffer);
}

static struct bytes constant(const char *s)
{
	return (struct bytes){ s, strlen(s) };
}

static enum rc package(struct docx *x, struct bytes *out)
{
	struct docx_part parts[] = {
		{ "[Content_Types].xml", constant(content_types) },
		{ "_rels/.rels", constant(package_rels) },
		{ "docProps/core.xml", part(x, core) },
		{ "word/document.xml", part(x, docx_body) },
		{ "word/_rels/document.xml.rels", constant(document_rels) },
		{ "word/styles.xml", part(x, docx_styles) },
		{ "word/settings.xml", constant(settings) },
		{ "word/header1.xml", constant(header) },
	};
	return docx_zip(x->p->a, parts, sizeof parts / sizeof *parts, out, x->p->e);
}

enum rc verb_docx(struct arena *a, struct bytes in, struct bytes *out, struct err *e)
{
	struct doc *d = NULL;
	struct pdf p = { .a = a, .e = e };
	enum rc rc = doc_from_json(a, in.p, in.n, &d, e);
	if (rc || (rc = pdf_context(a, &p.context, e)))
		return rc;
	p.l = layout_at(d->rules);
	struct docx x = { .p = &p, .d = d };
	return package(&x, out);
}
