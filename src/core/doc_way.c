#include "core/doc_way.h"

#include "core/permission.h"

static const struct db_sql get_way = {
	"SELECT editable, state_label, waiting_since, href, permission, frozen FROM v_dispatch"
	" WHERE origin = ?"
};

/* The roles that have a permission. */
static const char *who_may(struct arena *a, const char *permission)
{
	enum permission p = permission_find(permission);
	return p < PERMISSIONS ? roles_names(a, permission_roles(p)) : NULL;
}

enum rc doc_way(
	struct db *d, struct arena *a, const char *origin, struct doc_way *out, struct err *e)
{
	struct db_rows *r;
	*out = (struct doc_way){ .editable = true };
	enum rc rc = db_query(d, a, &get_way, DB_ARGS(A(origin)), &r, e);
	if (!rc)
		rc = db_next(r, e);
	if (!rc)
		*out = (struct doc_way){ .editable = db_int(r, 0) != 0,
			.state = db_text(r, 1),
			.since = db_int(r, 2),
			.href = db_text(r, 3),
			.who = who_may(a, db_text(r, 4)),
			.frozen = db_int(r, 5) != 0 };
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

enum rc doc_way_kept(
	struct intake *in, const char *origin, const char *file, bool *kept, struct err *e)
{
	struct doc_way way;
	*kept = false;
	if (in->replace)
		return RC_OK;
	enum rc rc = doc_way(in->db, in->a, origin, &way, e);
	if (rc || way.editable)
		return rc;
	*kept = true;
	problem_add(&in->notes, file, 1,
		"trên đường trình ký, đang ở bước “%s”, nên giữ nguyên như trên trang; thêm --replace để "
		"lấy theo tệp",
		way.state);
	return RC_OK;
}
