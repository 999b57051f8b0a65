#include "core/unit.h"

const struct unit_name *unit_name_at(const struct unit *u, struct date day)
{
	if (!day.month)
		day.month = 1;
	if (!day.day)
		day.day = 1;
	for (size_t i = 0; i < u->name_count; i++) {
		const struct unit_name *n = &u->names[i];
		bool begun = date_none(n->from) || date_cmp(n->from, day) <= 0;
		bool ended = !date_none(n->to) && date_cmp(n->to, day) < 0;
		if (begun && !ended)
			return n;
	}
	return NULL;
}
