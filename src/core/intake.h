/* Taking in what a person brings in files: all or nothing, every problem with its place, and a list
 * of what was added, changed or is missing. Each feature reads its file and stores it through this.
 */
#ifndef CORE_INTAKE_H
#define CORE_INTAKE_H

#include <stdbool.h>

#include "core/audit.h"
#include "lib/base/arena.h"
#include "lib/base/err.h"
#include "lib/db/db.h"

enum intake_change { INTAKE_ADDED, INTAKE_CHANGED, INTAKE_SAME, INTAKE_MISSING, INTAKE_REMOVED };
enum { INTAKE_CHANGES = INTAKE_REMOVED + 1 };

struct intake_line {
	enum intake_change change;
	const char *file;
	int line; /* 0 for what stands in the database only */
	const char *what;
};

struct intake {
	struct arena *a;
	struct db *db;
	bool replace; /* missing rows are removed */
	struct problems problems, notes;
	struct intake_line *v; /* all but INTAKE_SAME */
	size_t n, cap;
	size_t count[INTAKE_CHANGES];
	const char *source; /* for the audit: where the files were brought in */
	struct audit audit; /* opened by the first change */
};

void intake_init(struct intake *in, struct arena *a, bool replace);
void intake_record(
	struct intake *in, enum intake_change change, const char *file, int line, const char *what);
/* Writes the change into the audit, in the name of AUDIT_IMPORT. Every change of a store goes
 * through here; before and after: JSON, NULL where there is none. */
enum rc intake_audit(struct intake *in, const struct audit_change *c, struct err *e) CHECKED;
/* The same audit, opened where it is not yet, for a store that writes its changes itself. */
enum rc intake_open(struct intake *in, struct audit **out, struct err *e) CHECKED;
/* Was the thing last changed by a person in the office? Then it stays as it is there, unless
 * in->replace, and a note says so: no file undoes what somebody corrected. */
enum rc intake_corrected(struct intake *in, const char *kind, const char *object, const char *file,
	bool *kept, struct err *e) CHECKED;
/* Orders the problems from `first` on by their lines, each file's together. */
void intake_sort(struct intake *in, size_t first);
/* "thêm", "sửa", "giữ nguyên", "thiếu", "xóa" */
const char *intake_word(enum intake_change change);

#endif
