/* A quantity in the columns (counted,) unit, qualifier, value, value_max, value_of of any table. */
#ifndef CORE_QUANTITY_SQL_H
#define CORE_QUANTITY_SQL_H

#include "core/quantity.h"
#include "lib/db/db.h"

/* Columns first.. = unit, qualifier, value, value_max, value_of; counted. */
static inline struct quantity quantity_from_row(struct db_rows *r, int first)
{
	return (struct quantity){ .counted = true,
		.unit = db_text(r, first),
		.qualifier = (enum qualifier)db_int(r, first + 1),
		.value = db_int(r, first + 2),
		.has_max = !db_is_null(r, first + 3),
		.max = db_int(r, first + 3),
		.has_of = !db_is_null(r, first + 4),
		.of = db_int(r, first + 4) };
}

static inline struct db_value quantity_max_arg(const struct quantity *q)
{
	return q->has_max ? db_of_int(q->max) : db_of_text(NULL);
}

static inline struct db_value quantity_of_arg(const struct quantity *q)
{
	return q->has_of ? db_of_int(q->of) : db_of_text(NULL);
}

#endif
