#include "features/activity/activity.h"

const char *activity_name(struct arena *a, const struct activity *x)
{
	return arena_printf(a, "%s · %s · %s", date_short(a, x->from), x->channel, x->title);
}
