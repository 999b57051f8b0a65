#include "features/activity/activity_cells.h"

#include "core/channel.h"
#include "lib/base/text.h"

enum { TITLE_MAX = 500 };

static const struct {
	const char *heading;
	bool needed;
} columns[COLUMNS] = {
	[COLUMN_CODE] = { "Mã", false },
	[COLUMN_FROM] = { "Ngày", true },
	[COLUMN_TO] = { "Đến ngày", false },
	[COLUMN_CHANNEL] = { "Kênh", true },
	[COLUMN_TITLE] = { "Hoạt động", true },
	[COLUMN_QUANTITY] = { "Số liệu", true },
	[COLUMN_PLACE] = { "Địa bàn", false },
	[COLUMN_CONTENT] = { "Nội dung", false },
	[COLUMN_TASK] = { "Nhiệm vụ", false },
	[COLUMN_EVIDENCE] = { "Minh chứng", false },
	[COLUMN_NOTE] = { "Ghi chú", false },
};

const char *activity_heading(enum activity_column c)
{
	return columns[c].heading;
}

bool activity_column_needed(enum activity_column c)
{
	return columns[c].needed;
}

enum activity_column activity_column_named(struct arena *a, const char *heading)
{
	const char *lower = text_lower(a, text_squeeze(a, heading));
	enum activity_column c = COLUMN_CODE;
	while (c < COLUMNS && !text_eq(text_lower(a, columns[c].heading), lower))
		c++;
	return c;
}

bool activity_is_serial(struct arena *a, const char *heading)
{
	static const char *const names[] = { "tt", "stt", "so tt", "so thu tu" };
	const char *folded = text_fold(a, heading);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (text_eq(names[i], folded))
			return true;
	return false;
}

static struct date read_day(struct arena *a, struct activity_cells *c, enum activity_column k)
{
	struct date d = { 0 };
	const char *s = c->v[k], *full = date_full_year(a, s);
	if (full)
		c->wrong[k] = arena_printf(a, "cột “%s”: năm của “%s” phải ghi đủ bốn chữ số (%s)",
			columns[k].heading, s, full);
	else if (!*s && k == COLUMN_FROM)
		c->wrong[k] = "cột “Ngày” còn trống";
	else if (*s && !date_parse_vn(s, &d))
		c->wrong[k] =
			arena_printf(a, "cột “%s”: không có ngày “%.40s” (viết như 05/3/2024)",
				columns[k].heading, s);
	return d;
}

static const char *read_channel(struct arena *a, struct activity_cells *c)
{
	const char *s = c->v[COLUMN_CHANNEL];
	struct arena *own = arena_new();
	const struct channel *found = *s ? channel_find(own, s) : NULL;
	arena_free(own);
	if (!*s)
		c->wrong[COLUMN_CHANNEL] = "cột “Kênh” còn trống";
	else if (!found)
		c->wrong[COLUMN_CHANNEL] = arena_printf(a, "cột “Kênh”: %s", channel_unknown(a, s));
	return found ? found->code : "";
}

static const char *read_title(struct arena *a, struct activity_cells *c)
{
	const char *s = text_squeeze(a, c->v[COLUMN_TITLE]);
	if (!*s)
		c->wrong[COLUMN_TITLE] = "cột “Hoạt động” còn trống";
	else if (text_length(s) > TITLE_MAX)
		c->wrong[COLUMN_TITLE] =
			arena_printf(a, "cột “Hoạt động” dài hơn %d chữ cái", TITLE_MAX);
	return s;
}

static struct evidences evidence_of(struct arena *a, const char *text)
{
	struct texts list = text_split(a, text, ';');
	struct evidences out = { 0 };
	for (size_t i = 0; i < list.n; i++) {
		struct evidence x = { .reference = list.v[i] };
		ARENA_PUSH(a, &out, x);
	}
	return out;
}

/* A row of which nothing is filled in but its serial number: one thing is wrong, not each column.
 */
static void say_once(struct activity_cells *c)
{
	for (int k = 0; k < COLUMNS; k++)
		if (*c->v[k])
			return;
	for (int k = 0; k < COLUMNS; k++)
		c->wrong[k] = NULL;
	c->wrong[COLUMN_FROM] = "dòng chưa ghi gì: điền ngày, kênh, hoạt động, hoặc bỏ dòng này";
}

bool activity_of_cells(struct arena *a, struct activity_cells *c, struct activity *x)
{
	struct err e;
	err_init(&e, a);
	for (int k = 0; k < COLUMNS; k++)
		c->wrong[k] = NULL;
	*x = (struct activity){ .code = c->v[COLUMN_CODE],
		.from = read_day(a, c, COLUMN_FROM),
		.to = read_day(a, c, COLUMN_TO),
		.channel = read_channel(a, c),
		.title = read_title(a, c),
		.places = text_split(a, c->v[COLUMN_PLACE], ';'),
		.contents = text_split(a, c->v[COLUMN_CONTENT], ';'),
		.task = c->v[COLUMN_TASK],
		.evidence = evidence_of(a, c->v[COLUMN_EVIDENCE]),
		.note = c->v[COLUMN_NOTE] };
	if (date_valid(x->from) && date_valid(x->to) && date_cmp(x->from, x->to) > 0)
		c->wrong[COLUMN_TO] = arena_printf(a, "“Đến ngày” (%s) trước “Ngày” (%s)",
			date_short(a, x->to), date_short(a, x->from));
	if (quantities_parse(a, c->v[COLUMN_QUANTITY], &x->quantities, &e))
		c->wrong[COLUMN_QUANTITY] = e.message;
	say_once(c);
	bool good = true;
	for (int k = 0; k < COLUMNS; k++)
		good = good && !c->wrong[k];
	return good;
}
