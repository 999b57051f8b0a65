/* loa serve: the commune's office in the browser, for one database. */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "app/command.h"
#include "core/web/frame.h"
#include "features/figure/figure.h"
#include "features/people/people.h"
#include "features/report/report.h"

enum { DRAIN_MS = 10000 };

static enum rc home(struct web *w)
{
	const char *first = web_may(w, MAY_FIGURES_READ)  ? "/so-lieu"
			    : web_may(w, MAY_REPORT_READ) ? "/bao-cao"
							  : "/tai-khoan";
	reply_redirect(w->rp, first);
	return RC_OK;
}

static enum rc health(struct web *w)
{
	static const char ok[] = "ok\n";
	reply_bytes(w->rp, 200, "text/plain; charset=utf-8", ok, sizeof ok - 1);
	return RC_OK;
}

static const struct web_route own_routes[] = {
	WEB_GET("/", .handler = home),
	WEB_GET("/healthz", .handler = health, .flags = WEB_PUBLIC),
};

static void log_line(void *ctx, const char *line)
{
	(void)ctx;
	fprintf(stderr, "%s\n", line);
}

/* Waits for SIGINT or SIGTERM, blocked before the server's threads began. */
static int serve(struct http_server *s, const sigset_t *stop)
{
	int signal;
	sigwait(stop, &signal);
	return http_stop(s, DRAIN_MS) ? EXIT_GOOD : EXIT_BAD;
}

static int run(struct arena *a, const char *db, const char *listen, bool trust_proxy)
{
	const struct web_routes lists[] = { { .v = own_routes,
						    .n = sizeof own_routes / sizeof *own_routes },
		sign_in_routes, account_routes, password_routes, factor_routes, audit_routes,
		people_routes, person_routes, setting_routes, figure_routes, report_routes };
	struct web_app *app = web_app_new(a, db, lists, sizeof lists / sizeof *lists);
	struct http_config config = {
		.listen = listen, .trust_proxy = trust_proxy, .hooks = web_hooks(app)
	};
	config.hooks.log = log_line;
	sigset_t stop;
	sigemptyset(&stop);
	sigaddset(&stop, SIGINT);
	sigaddset(&stop, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &stop, NULL);
	struct err e;
	struct http_server *server;
	err_init(&e, a);
	if (http_start(&config, &server, &e))
		return command_fail(&e);
	printf("Loa chạy ở http://%.*s:%u (dừng bằng Ctrl+C)\n",
		(int)(strrchr(listen, ':') - listen), listen, http_port(server));
	fflush(stdout);
	int code = serve(server, &stop);
	if (code == EXIT_GOOD)
		web_app_close(app);
	return code;
}

int cmd_serve(struct arena *a, int argc, char **argv)
{
	const char *db = NULL, *listen = "127.0.0.1:8080";
	bool trust_proxy = false;
	const struct option_spec specs[] = { { "db", &db, NULL }, { "listen", &listen, NULL },
		{ "trust-proxy", NULL, &trust_proxy }, { NULL, NULL, NULL } };
	struct texts operands;
	if (!options_read(a, argc, argv, specs, &operands) || !options_need("db", db))
		return EXIT_USAGE;
	if (operands.n)
		return command_usage("không hiểu “%s”", operands.v[0]);
	if (!strchr(listen, ':'))
		return command_usage("--listen phải có dạng 127.0.0.1:8080");
	struct db *d;
	if (!command_open(a, db, DB_WRITE, &d)) /* brings an older database up to date */
		return EXIT_BAD;
	db_close(d);
	return run(a, db, listen, trust_proxy);
}
