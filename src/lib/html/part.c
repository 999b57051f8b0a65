#include "lib/html/part.h"

#include "lib/html/part_int.h"

const char *part_tone_name(enum part_tone tone)
{
	static const char *const names[] = { [PART_PLAIN] = "",
		[PART_GREY] = "grey",
		[PART_BLUE] = "blue",
		[PART_GREEN] = "green",
		[PART_YELLOW] = "yellow",
		[PART_RED] = "red" };
	return names[tone];
}

/* The first, the last, and two on each side of the page one is on. */
static bool shown(const struct part_pages *p, size_t page)
{
	return page == 1 || page == p->pages || (page + 2 >= p->page && page <= p->page + 2);
}

size_t part_next_shown(const struct part_pages *p, size_t from)
{
	for (size_t page = from + 1; page <= p->pages; page++)
		if (shown(p, page))
			return page;
	return 0;
}

const char *part_page_href(struct arena *a, const struct part_pages *p, size_t page)
{
	return arena_printf(a, "%s%zu", p->base, page);
}

const char *part_page_previous(struct arena *a, const struct part_pages *p)
{
	if (p->pages && p->page > 1)
		return part_page_href(a, p, p->page - 1);
	return p->pages ? NULL : p->previous;
}

const char *part_page_next(struct arena *a, const struct part_pages *p)
{
	if (p->pages && p->page < p->pages)
		return part_page_href(a, p, p->page + 1);
	return p->pages ? NULL : p->next;
}
