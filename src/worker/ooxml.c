#include "worker/ooxml.h"

#include <libxml/parser.h>
#include <string.h>

enum { ENTRIES_MAX = 5000, PART_MAX = 24 << 20, UNPACKED_MAX = 48 << 20 };

bool ooxml_is(const xmlNode *n, const char *name)
{
	return n && n->type == XML_ELEMENT_NODE && !strcmp((const char *)n->name, name);
}

const char *ooxml_attr(const xmlNode *n, const char *name)
{
	for (const xmlAttr *at = n->properties; at; at = at->next)
		if (!strcmp((const char *)at->name, name))
			return at->children && at->children->content
				       ? (const char *)at->children->content
				       : "";
	return NULL;
}

xmlNode *ooxml_child(const xmlNode *n, const char *name)
{
	for (xmlNode *c = n ? n->children : NULL; c; c = c->next)
		if (ooxml_is(c, name))
			return c;
	return NULL;
}

static enum rc unpack(struct ooxml *p, zip_int64_t at, const char *name, struct bytes *out)
{
	zip_stat_t st;
	if (zip_stat_index(p->zip, (zip_uint64_t)at, 0, &st) < 0 ||
		st.encryption_method != ZIP_EM_NONE)
		return ERR(p->e, RC_INVALID, NULL,
			"Tệp %s có phần bị khóa (%s): hãy bỏ mật khẩu rồi lưu lại.", p->kind, name);
	zip_file_t *f = zip_fopen_index(p->zip, (zip_uint64_t)at, 0);
	if (!f)
		return ERR(p->e, RC_INVALID, NULL, "Tệp %s bị hỏng: không mở được phần %s.",
			p->kind, name);
	/* What is declared is not believed: read to the cap and see. */
	size_t cap = 64 << 10, n = 0;
	char *to = arena_alloc(p->a, cap + 1);
	zip_int64_t got;
	while ((got = zip_fread(f, to + n, cap - n)) > 0) {
		n += (size_t)got;
		if (n > PART_MAX || p->unpacked + n > UNPACKED_MAX) {
			zip_fclose(f);
			return ERR(p->e, RC_INVALID, NULL,
				"Tệp %s phình quá lớn khi giải nén (%s): không được nhận.", p->kind,
				name);
		}
		if (n == cap) {
			to = arena_grow(p->a, to, n, 2 * cap + 1);
			cap *= 2;
		}
	}
	if (zip_fclose(f) || got < 0)
		return ERR(p->e, RC_INVALID, NULL, "Tệp %s bị hỏng ở phần %s.", p->kind, name);
	p->unpacked += n;
	*out = (struct bytes){ to, n };
	return RC_OK;
}

struct dtd_mark {
	bool found;
};

static void on_dtd(void *context, const xmlChar *name, const xmlChar *id, const xmlChar *uri)
{
	(void)name, (void)id, (void)uri;
	xmlParserCtxt *ctxt = context;
	((struct dtd_mark *)ctxt->_private)->found = true;
	xmlStopParser(ctxt);
}

static void quiet(void *context, const char *fmt, ...)
{
	(void)context, (void)fmt;
}

static void free_doc(void *doc)
{
	xmlFreeDoc(doc);
}

static enum rc parse(struct ooxml *p, struct bytes in, const char *name, xmlNode **out)
{
	struct dtd_mark mark = { false };
	xmlParserCtxt *ctxt = xmlNewParserCtxt();
	if (!ctxt)
		die("xmlNewParserCtxt");
	ctxt->_private = &mark;
	ctxt->sax->internalSubset = on_dtd;
	ctxt->sax->error = quiet;
	ctxt->sax->warning = quiet;
	xmlSetGenericErrorFunc(NULL, quiet);
	xmlDoc *doc = xmlCtxtReadMemory(ctxt, in.p, (int)in.n, name, NULL,
		XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_COMPACT);
	xmlFreeParserCtxt(ctxt);
	if (doc)
		arena_defer(p->a, free_doc, doc);
	if (mark.found)
		return ERR(p->e, RC_INVALID, NULL,
			"Tệp %s có khai báo DTD ở phần %s: không được nhận.", p->kind, name);
	if (!doc || !xmlDocGetRootElement(doc))
		return ERR(p->e, RC_INVALID, NULL, "Tệp %s bị hỏng: phần %s không đúng dạng XML.",
			p->kind, name);
	*out = xmlDocGetRootElement(doc);
	return RC_OK;
}

enum rc ooxml_part(struct ooxml *p, const char *name, xmlNode **out)
{
	struct bytes raw;
	zip_int64_t at = zip_name_locate(p->zip, name, ZIP_FL_NOCASE);
	*out = NULL;
	if (at < 0)
		return RC_OK;
	enum rc rc = unpack(p, at, name, &raw);
	return rc ? rc : parse(p, raw, name, out);
}

bool ooxml_has(const struct ooxml *p, const char *name)
{
	return zip_name_locate(p->zip, name, ZIP_FL_NOCASE) >= 0;
}

static void close_zip(void *zip)
{
	zip_discard(zip);
}

enum rc ooxml_open(struct ooxml *p, struct bytes in)
{
	zip_error_t why;
	zip_error_init(&why);
	zip_source_t *source = zip_source_buffer_create(in.p, in.n, 0, &why);
	p->zip = source ? zip_open_from_source(source, ZIP_RDONLY, &why) : NULL;
	zip_error_fini(&why);
	if (!p->zip) {
		zip_source_free(source);
		return ERR(p->e, RC_INVALID, NULL,
			"Tệp bị hỏng hoặc tải về chưa hết: không mở được như một tệp %s.", p->kind);
	}
	arena_defer(p->a, close_zip, p->zip);
	if (zip_get_num_entries(p->zip, 0) > ENTRIES_MAX)
		return ERR(p->e, RC_INVALID, NULL, "Tệp %s có quá nhiều phần bên trong.", p->kind);
	return RC_OK;
}
