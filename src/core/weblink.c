#include "core/weblink.h"

#include <string.h>

#include "lib/base/text.h"

#define OWN_ARTICLE "/tin/"

/* What follows "https://"; NULL where there is no such thing. */
static const char *behind_scheme(const char *s)
{
	static const char *const schemes[] = { "https://", "http://" };
	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
		if (text_has_prefix(s, schemes[i]))
			return s + strlen(schemes[i]);
	return NULL;
}

bool weblink_public(const char *text)
{
	const char *at = behind_scheme(text);
	for (const char *s = text; *s; s++)
		if ((unsigned char)*s <= ' ' || *s == '\\' || *s == 0x7f)
			return false;
	if (!at)
		return text_has_prefix(text, OWN_ARTICLE) && text[strlen(OWN_ARTICLE)];
	size_t n = strcspn(at, "/?#");
	return n && !memchr(at, '@', n) && *at != ':';
}

const char *weblink_host(struct arena *a, const char *link)
{
	const char *at = behind_scheme(link);
	if (!at)
		return "";
	at += text_has_prefix(at, "www.") ? strlen("www.") : 0;
	return arena_strndup(a, at, strcspn(at, "/?#"));
}
