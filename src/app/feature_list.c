#include "app/feature_list.h"

#include "core/unit.h"
#include "core/user.h"
#include "features/activity/activity.h"
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

const struct web_routes *const app_routes[] = {
	&home_routes,
	&sign_in_routes,
	&account_routes,
	&figure_routes,
	&report_routes,
	&report_new_routes,
	&report_edit_routes,
	&report_pages_routes,
};
const size_t app_route_count = sizeof app_routes / sizeof *app_routes;
