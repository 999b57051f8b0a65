#include "lib/http/multipart.h"

#include <string.h>
#include <strings.h>

#include "lib/http/http_int.h"
#include "lib/http/url.h"

enum {
	WINDOW = 65536,
	HEAD_MAX = 4096,
	BOUNDARY_MAX = 70,
	PARAMETER_MAX = 1024,
	FILENAME_MAX_ = 255
};

struct parser {
	struct arena *a;
	const struct http_bytes *body;
	const struct multipart_limits *limits;
	const char *delimiter; /* "\r\n--boundary" */
	size_t delimiter_n;
	char *window;
	struct http_pairs fields;
	struct http_uploads uploads;
};

struct part {
	const char *name, *filename, *type; /* filename NULL: a text field */
};

/* A parameter of a header value: name=token or name="quoted", where \" and \\ stand for one
 * character; as browsers write it, %22, %0D and %0A stay as they are sent. NULL where there is
 * none. */
static const char *parameter(struct arena *a, const char *value, const char *name)
{
	size_t n = strlen(name);
	for (const char *p = strchr(value, ';'); p; p = strchr(p, ';')) {
		p += 1 + strspn(p + 1, " \t");
		bool ours = strncasecmp(p, name, n) == 0 && p[n] == '=';
		p += strcspn(p, "=;");
		if (*p != '=')
			continue;
		struct buf b;
		buf_init(&b, a, PARAMETER_MAX);
		if (*++p == '"') {
			for (p++; *p && *p != '"'; p++) {
				if (*p == '\\' && (p[1] == '"' || p[1] == '\\'))
					p++;
				buf_putc(&b, *p);
			}
			if (!*p++)
				return NULL;
		} else {
			size_t len = strcspn(p, "; \t");
			buf_add(&b, p, len);
			p += len;
		}
		if (ours)
			return b.over ? NULL : b.p;
	}
	return NULL;
}

static bool boundary_char(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	       (c && strchr("'()+_,-./:=? ", c));
}

const char *multipart_boundary(struct arena *a, const char *content_type)
{
	static const char type[] = "multipart/form-data";
	if (strncasecmp(content_type, type, sizeof type - 1) != 0 ||
		!strchr("; \t", content_type[sizeof type - 1]))
		return NULL;
	const char *s = parameter(a, content_type, "boundary");
	size_t n = s ? strlen(s) : 0;
	if (!n || n > BOUNDARY_MAX || s[n - 1] == ' ')
		return NULL;
	for (size_t i = 0; i < n; i++)
		if (!boundary_char(s[i]))
			return NULL;
	return s;
}

/* Where the needle stands at or behind `from`; UINT64_MAX where it does not, or the file cannot be
 * read. */
static uint64_t find(struct parser *p, uint64_t from, const char *needle, size_t n)
{
	for (;;) {
		long got = http_bytes_read(p->body, from, p->window, WINDOW);
		if (got < (long)n)
			return UINT64_MAX;
		const char *hit = memmem(p->window, (size_t)got, needle, n);
		if (hit)
			return from + (uint64_t)(hit - p->window);
		from += (uint64_t)got - n + 1; /* it may begin at the end of this window */
	}
}

/* The file's name without the folders that some browsers put before it. */
static const char *base_name(struct arena *a, const char *s)
{
	for (const char *p; (p = strpbrk(s, "/\\"));)
		s = p + 1;
	size_t n = strlen(s);
	if (n > FILENAME_MAX_) { /* the end tells the kind of file */
		s += n - FILENAME_MAX_;
		while (((unsigned char)*s & 0xC0) == 0x80)
			s++;
	}
	return arena_strdup(a, s);
}

static const char *clean(struct arena *a, const char *s)
{
	return url_clean_field(a, s, strlen(s));
}

static bool disposition(struct arena *a, const char *value, struct part *out)
{
	if (strncasecmp(value, "form-data", 9) != 0)
		return false;
	const char *name = parameter(a, value, "name");
	const char *filename = parameter(a, value, "filename");
	name = name ? clean(a, name) : NULL;
	if (!name || !*name)
		return false;
	out->name = name;
	if (!filename)
		return true;
	filename = clean(a, filename);
	if (!filename)
		return false;
	out->filename = base_name(a, filename);
	return true;
}

/* One header line of a part. */
static bool line(struct arena *a, char *s, struct part *out)
{
	char *colon = strchr(s, ':');
	if (!colon)
		return false;
	*colon = '\0';
	const char *value = colon + 1 + strspn(colon + 1, " \t");
	if (strcasecmp(s, "content-disposition") == 0)
		return !out->name && disposition(a, value, out);
	if (strcasecmp(s, "content-type") == 0)
		out->type = clean(a, value);
	return true;
}

/* The part's header at `from`; *content is the offset of what follows it. */
static bool head(struct parser *p, uint64_t from, struct part *out, uint64_t *content)
{
	long got = http_bytes_read(p->body, from, p->window, HEAD_MAX);
	char *end = got > 0 ? memmem(p->window, (size_t)got, "\r\n\r\n", 4) : NULL;
	if (!end || memchr(p->window, '\0', (size_t)(end - p->window)))
		return false;
	*content = from + (uint64_t)(end - p->window) + 4;
	char *s = arena_strndup(p->a, p->window, (size_t)(end - p->window));
	for (char *next; s; s = next) {
		next = strstr(s, "\r\n");
		if (next) {
			*next = '\0';
			next += 2;
		}
		if (!line(p->a, s, out))
			return false;
	}
	return out->name != NULL;
}

static const char *text(struct parser *p, const struct part *part, uint64_t at, uint64_t n)
{
	if (p->fields.n == p->limits->fields)
		return "too many fields";
	if (n > p->limits->field_bytes)
		return "a field is too long";
	char *raw = arena_alloc(p->a, (size_t)n + 1);
	if (http_bytes_read(p->body, at, raw, (size_t)n) != (long)n)
		return "cannot be read";
	struct http_pair pair = { part->name, url_clean_field(p->a, raw, (size_t)n) };
	if (!pair.value)
		return "a field is not UTF-8";
	ARENA_PUSH(p->a, &p->fields, pair);
	return NULL;
}

static const char *file(struct parser *p, const struct part *part, uint64_t at, uint64_t n)
{
	if (!n && !*part->filename)
		return NULL;
	if (p->uploads.n == p->limits->files)
		return "too many files";
	struct http_upload u = { .field = part->name,
		.filename = part->filename,
		.type = part->type ? part->type : "application/octet-stream",
		.bytes = *p->body };
	u.bytes.p = p->body->p ? p->body->p + at : NULL;
	u.bytes.at = p->body->at + at;
	u.bytes.n = n;
	ARENA_PUSH(p->a, &p->uploads, u);
	return NULL;
}

/* Behind a delimiter: "--" ends the body, CRLF begins a part; blanks before the CRLF are allowed.
 * Returns the offset of the part, 0 at the end, UINT64_MAX on anything else. */
static uint64_t behind(struct parser *p, uint64_t at)
{
	char s[64];
	long n = http_bytes_read(p->body, at, s, sizeof s);
	if (n >= 2 && s[0] == '-' && s[1] == '-')
		return 0;
	long i = 0;
	while (i < n && (s[i] == ' ' || s[i] == '\t'))
		i++;
	return i + 1 < n && s[i] == '\r' && s[i + 1] == '\n' ? at + (uint64_t)i + 2 : UINT64_MAX;
}

/* Each part from its delimiter to the next. */
static const char *parts(struct parser *p)
{
	/* The first delimiter needs no line before it. */
	uint64_t at = find(p, 0, p->delimiter + 2, p->delimiter_n - 2);
	if (at != 0) {
		at = find(p, 0, p->delimiter, p->delimiter_n);
		at = at == UINT64_MAX ? at : at + 2;
	}
	for (size_t count = 0; at != UINT64_MAX; count++) {
		at = behind(p, at + p->delimiter_n - 2);
		if (at == 0)
			return NULL;
		struct part part = { 0 };
		uint64_t content;
		if (at == UINT64_MAX || !head(p, at, &part, &content))
			return "a part's header is broken";
		/* The line end of an empty header may be the delimiter's own. */
		uint64_t end = find(p, content - 2, p->delimiter, p->delimiter_n);
		if (end == UINT64_MAX)
			break;
		uint64_t n = end < content ? 0 : end - content;
		const char *wrong =
			part.filename ? file(p, &part, content, n) : text(p, &part, content, n);
		if (wrong)
			return wrong;
		if (count > p->limits->fields + p->limits->files)
			return "too many parts";
		at = end + 2;
	}
	return "the closing boundary is missing";
}

const char *multipart_parse(struct arena *a, const struct http_bytes *body, const char *boundary,
	const struct multipart_limits *limits, struct http_pairs *fields,
	struct http_uploads *uploads)
{
	struct parser p = { .a = a, .body = body, .limits = limits };
	p.delimiter = arena_printf(a, "\r\n--%s", boundary);
	p.delimiter_n = strlen(p.delimiter);
	p.window = arena_alloc(a, WINDOW);
	const char *wrong = parts(&p);
	if (!wrong) {
		*fields = p.fields;
		*uploads = p.uploads;
	}
	return wrong;
}
