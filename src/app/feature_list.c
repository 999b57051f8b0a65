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

static const struct db_schema schemas[] = {
	{ "core", core_schema_sql },
	{ "people", core_people_sql },
	{ "plan", plan_schema_sql },
	{ "activity", activity_schema_sql },
	{ "docreg", docreg_schema_sql },
	{ "report", report_schema_sql },
	{ "dispatch", dispatch_schema_sql },
};

enum rc app_migrate(struct db *d, enum db_mode mode, struct err *e)
{
	enum rc rc = db_migrate(d, schemas, sizeof schemas / sizeof *schemas, e);
	return rc || mode == DB_READ ? rc : activity_words_fill(d, e);
}

const struct web_routes *const app_routes[] = {
	&home_routes,
	&sign_in_routes,
	&account_routes,
	&audit_routes,
	&plan_routes,
	&plan_edit_routes,
	&plan_task_routes,
	&plan_paper_routes,
	&activity_list_routes,
	&figure_routes,
	&report_routes,
	&report_new_routes,
	&report_edit_routes,
	&report_pages_routes,
};
const size_t app_route_count = sizeof app_routes / sizeof *app_routes;
