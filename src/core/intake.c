#include "core/intake.h"

void intake_init(struct intake *in, struct arena *a, bool replace)
{
	*in = (struct intake){ .a = a, .replace = replace, .problems = { .a = a }, .notes = { .a = a } };
}

void intake_record(struct intake *in, enum intake_change change, const char *file, int line,
	const char *what)
{
	in->count[change]++;
	if (change == INTAKE_SAME)
		return;
	struct intake_line l = { change, file, line, what };
	ARENA_PUSH(in->a, in, l);
}

const char *intake_word(enum intake_change change)
{
	static const char *const words[INTAKE_CHANGES] = { "thêm", "sửa", "giữ nguyên", "thiếu", "xóa" };
	return words[change];
}
