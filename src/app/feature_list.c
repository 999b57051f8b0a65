#include "app/feature_list.h"

#include "core/unit.h"
#include "core/user.h"
#include "features/activity/activity.h"
#include "features/activity/list_words.h"
#include "features/dispatch/dispatch.h"
#include "features/docreg/docreg.h"
#include "features/figure/figure.h"
#include "features/plan/plan.h"
#include "features/report/report.h"

const struct db_schema app_schemas[] = {
	{ "core", core_schema_sql },
	{ "people", core_people_sql },
	{ "plan", plan_schema_sql },
	{ "activity", activity_schema_sql },
	{ "docreg", docreg_schema_sql },
	{ "report", report_schema_sql },
	{ "dispatch", dispatch_schema_sql },
};
const size_t app_schema_count = sizeof app_schemas / sizeof *app_schemas;

enum rc app_migrate(struct db *d, enum db_mode mode, struct err *e)
{
	enum rc rc = db_migrate(d, app_schemas, app_schema_count, e);
	return rc || mode == DB_READ ? rc : activity_words_fill(d, e);
}

const struct web_routes *const app_routes[] = {
	&home_routes,
	&sign_in_routes,
	&account_routes,
	&audit_routes,
	&activity_list_routes,
	&activity_show_routes,
	&plan_routes,
	&plan_edit_routes,
	&plan_task_routes,
	&plan_paper_routes,
	&figure_routes,
	&report_routes,
};
const size_t app_route_count = sizeof app_routes / sizeof *app_routes;
