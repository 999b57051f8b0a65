#include "lib/http/cookie.h"

#include <string.h>

#include "lib/http/http_int.h"

/* cookie-octet of RFC 6265, 4.1.1; quotes around a value are part of it. */
static bool is_octet(char c)
{
	return c > 0x20 && c < 0x7F && !strchr("\",;\\", c);
}

static bool name_ok(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!http_token_char(s[i]))
			return false;
	return n > 0;
}

static bool value_ok(const char *s, size_t n)
{
	if (n > 1 && s[0] == '"' && s[n - 1] == '"')
		s++, n -= 2;
	for (size_t i = 0; i < n; i++)
		if (!is_octet(s[i]))
			return false;
	return true;
}

static void add(struct arena *a, const char *p, size_t n, struct http_pairs *out)
{
	while (n && (*p == ' ' || *p == '\t'))
		p++, n--;
	while (n && (p[n - 1] == ' ' || p[n - 1] == '\t'))
		n--;
	const char *equals = memchr(p, '=', n);
	if (!equals)
		return;
	size_t name = (size_t)(equals - p), value = n - name - 1;
	if (!name_ok(p, name) || !value_ok(equals + 1, value))
		return;
	struct http_pair pair = { arena_strndup(a, p, name), arena_strndup(a, equals + 1, value) };
	ARENA_PUSH(a, out, pair);
}

void cookie_parse(struct arena *a, const char *header, struct http_pairs *out)
{
	while (*header && out->n < COOKIES_MAX) {
		size_t n = strcspn(header, ";");
		add(a, header, n, out);
		header += n + (header[n] == ';');
	}
}

const char *cookie_format(
	struct arena *a, const char *name, const char *value, long max_age, bool secure)
{
	if (!name_ok(name, strlen(name)) || !value_ok(value, strlen(value)))
		return NULL;
	const char *age = "";
	if (max_age)
		age = arena_printf(a, "; Max-Age=%ld", max_age > 0 ? max_age : 0L);
	return arena_printf(a, "%s=%s; Path=/%s; HttpOnly; SameSite=Lax%s", name, value, age,
		secure ? "; Secure" : "");
}
