#include "lib/db/engine.h"

enum rc pg_open(
	struct arena *a, const char *address, enum db_mode mode, struct db **out, struct err *e)
{
	(void)a, (void)address, (void)mode, (void)out;
	return ERR(e, RC_FAIL, NULL, "Bản Loa này chưa mở được cơ sở dữ liệu PostgreSQL.");
}
