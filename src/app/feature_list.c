#include "app/feature_list.h"

#include "core/unit.h"
#include "core/user.h"
#include "core/web/sitemap.h"
#include "features/activity/activity.h"
#include "features/activity/list_words.h"
#include "features/demand/demand.h"
#include "features/dispatch/dispatch.h"
#include "features/docreg/docreg.h"
#include "features/figure/figure.h"
#include "features/harvest/harvest.h"
#include "features/news/news.h"
#include "features/paper/paper.h"
#include "features/people/people.h"
#include "features/plan/plan.h"
#include "features/posting/posting.h"
#include "features/procedure/procedure.h"
#include "features/report/report.h"
#include "features/site/site_pages.h"
#include "features/today/today.h"

static const struct db_schema schemas[] = {
	{ "core", core_schema_sql },
	{ "people", core_people_sql },
	{ "workday", core_workday_sql },
	{ "search", core_search_sql },
	{ "plan", plan_schema_sql },
	{ "activity", activity_schema_sql },
	{ "docreg", docreg_schema_sql },
	{ "report", report_schema_sql },
	{ "dispatch", dispatch_schema_sql },
	{ "demand", demand_schema_sql },
	{ "news", news_schema_sql },
	{ "procedure", procedure_schema_sql },
	{ "posting", posting_schema_sql },
	{ "harvest", harvest_schema_sql },
	{ "paper", paper_schema_sql },
};

const struct search_source *const app_search[] = {
	&dispatch_search,
	&news_search,
	&paper_search,
	&procedure_search,
};
const size_t app_search_count = sizeof app_search / sizeof *app_search;

enum rc app_migrate(struct db *d, enum db_mode mode, struct err *e)
{
	enum rc rc = db_migrate(d, schemas, sizeof schemas / sizeof *schemas, e);
	if (rc || mode == DB_READ)
		return rc;
	rc = activity_words_fill(d, e);
	return rc ? rc : search_fill(d, app_search, app_search_count, e);
}

const struct web_routes *const app_routes[] = {
	&home_routes,
	&today_routes,
	&search_routes,
	&about_routes,
	&openapi_routes,
	&sign_in_routes,
	&account_routes,
	&password_routes,
	&factor_routes,
	&audit_routes,
	&people_routes,
	&person_routes,
	&setting_routes,
	&activity_list_routes,
	&activity_paste_routes,
	&activity_show_routes,
	&plan_routes,
	&plan_edit_routes,
	&plan_task_routes,
	&plan_paper_routes,
	&demand_routes,
	&demand_task_routes,
	&duty_routes,
	&schedule_routes,
	&entry_routes,
	&harvest_routes,
	&harvest_source_routes,
	&harvest_paste_routes,
	&paper_public_routes,
	&paper_office_routes,
	&paper_opinion_routes,
	&figure_routes,
	&report_routes,
	&dispatch_routes,
	&issue_routes,
	&signed_routes,
	&sending_routes,
	&sent_routes,
	&public_routes,
	&procedure_public_routes,
	&procedure_routes,
	&procedure_calendar_routes,
	&procedure_review_routes,
	&posting_routes,
	&posting_print_routes,
	&open_routes,
	&delegation_routes,
	&recipient_routes,
	&docreg_routes,
	&report_new_routes,
	&report_edit_routes,
	&report_pages_routes,
	&news_routes,
	&news_edit_routes,
	&news_picture_routes,
	&news_public_routes,
	&news_feed_routes,
	&news_fault_routes,
	&news_alert_routes,
	&sitemap_routes,
};
const size_t app_route_count = sizeof app_routes / sizeof *app_routes;

const struct job_kind *const app_jobs[] = {
	&dispatch_mail_job,
	&news_publish_job,
};
const size_t app_job_count = sizeof app_jobs / sizeof *app_jobs;

const struct job_kind *const app_slow_jobs[] = {
	&harvest_source_job,
	&harvest_page_job,
};
const size_t app_slow_job_count = sizeof app_slow_jobs / sizeof *app_slow_jobs;
