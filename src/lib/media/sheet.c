#include "lib/media/sheet.h"

#include <jansson.h>
#include <string.h>

#include "lib/base/text.h"
#include "lib/worker/worker.h"

static void forget(void *json)
{
	json_decref(json);
}

static const char *text_at(struct arena *a, const json_t *o, const char *key)
{
	const char *s = json_string_value(json_object_get(o, key));
	return s ? arena_strdup(a, s) : NULL;
}

static bool take_row(struct arena *a, const json_t *o, struct csv *out)
{
	const json_t *cells = json_object_get(o, "cells"), *line = json_object_get(o, "row");
	struct csv_row row = { .line = (int)json_integer_value(line) };
	size_t i;
	json_t *cell;
	if (!json_is_integer(line) || row.line < 1 || !json_is_array(cells))
		return false;
	json_array_foreach(cells, i, cell)
	{
		const char *s = json_string_value(cell);
		if (!s)
			return false;
		ARENA_PUSH(a, &row, arena_strdup(a, s));
	}
	ARENA_PUSH(a, out, row);
	return true;
}

enum rc sheet_from_json(
	struct arena *a, const char *json, size_t n, struct sheet *out, struct err *e)
{
	json_t *root = json_loadb(json, n, 0, NULL);
	if (root)
		arena_defer(a, forget, root);
	const json_t *rows = json_object_get(root, "rows");
	struct sheet s = { .name = text_at(a, root, "sheet"),
		.others = text_at(a, root, "others"),
		.table.separator = '\t' };
	bool good = s.name && s.others && json_array_size(rows) > 0;
	size_t i;
	json_t *row;
	json_array_foreach(rows, i, row) good = good && take_row(a, row, &s.table);
	if (!good)
		return ERR(e, RC_FAIL, NULL, "loa-worker trả lời sai dạng về bảng tính.");
	*out = s;
	return RC_OK;
}

enum rc sheet_read(struct arena *a, struct bytes in, struct sheet *out, struct err *e)
{
	struct bytes answer;
	if (in.n > SHEET_FILE_MAX)
		return ERR(e, RC_INVALID, NULL, "Bảng tính nặng hơn %d MB.", SHEET_FILE_MAX >> 20);
	enum rc rc = worker_call(a, "read-xlsx", in, &answer, e);
	return rc ? rc : sheet_from_json(a, answer.p, answer.n, out, e);
}
