/* An article's text: whatever it is, no markup of its own comes out, no address but those allowed,
 * no picture but that given; the same as plain words. */
#include "fuzz.h"

#include <string.h>
#include <strings.h>

#include "lib/base/text.h"
#include "lib/html/markdown.h"

/* Every tag is one that we write. */
static void check_tags(const char *s)
{
	static const char *const known[] = { "p", "/p", "h2", "/h2", "h3", "/h3", "h4", "/h4", "ul",
		"/ul", "ol", "/ol", "li", "/li", "strong", "/strong", "em", "/em", "a", "/a", "br",
		"hr", "blockquote", "/blockquote", "pre", "/pre", "code", "/code", "table",
		"/table", "thead", "/thead", "tbody", "/tbody", "tr", "/tr", "th", "/th", "td",
		"/td", "div", "/div", "figure", "/figure", "img", "figcaption", "/figcaption",
		"picture", "/picture", "source" };
	while ((s = strchr(s, '<'))) {
		bool end = *++s == '/';
		size_t n = end + strcspn(s + end, " />");
		bool ours = false;
		for (size_t i = 0; i < sizeof known / sizeof *known; i++)
			ours = ours || (strlen(known[i]) == n && !strncmp(known[i], s, n));
		must(ours);
	}
}

static void check_addresses(const char *s)
{
	static const char *const schemes[] = { "/", "#", "http:", "https:", "mailto:", "tel:" };
	while ((s = strstr(s, "<a href=\""))) {
		bool good = false;
		s += strlen("<a href=\"");
		for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
			good = good || !strncasecmp(s, schemes[i], strlen(schemes[i]));
		must(good && strncmp(s, "//", 2));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	const char *raw = arena_strndup(a, (const char *)data, size);
	if (text_check(raw, strlen(raw)) == strlen(raw)) {
		const struct html_webp webp[] = { { "/w", 400 }, { "/v", 800 } };
		const struct markdown_picture p = { "/s", "/l", 400, 800, 600, "ảnh", "chú thích",
			webp, 2 };
		bool placed = false;
		struct markdown_options o = { &p, 1, &placed, NULL };
		struct problems found = { .a = a };
		const char *s = html_markup(markdown_html(a, raw, &o, &found));
		check_tags(s);
		check_addresses(s);
		for (size_t i = 0; i < found.n; i++)
			must(found.v[i].line >= 0 && *found.v[i].message);
		o.site = "https://xa.vn";
		check_tags(html_markup(markdown_html(a, raw, &o, NULL)));
		must(strlen(markdown_plain(a, raw, "https://xa.vn")) <= 40 * (size + 40));
	}
	arena_free(a);
	return 0;
}
