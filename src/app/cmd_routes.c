/* loa routes: every page that loa serve answers, with what it asks of who comes. */
#include <stdio.h>

#include "app/command.h"
#include "app/feature_list.h"
#include "app/output.h"
#include "lib/base/text.h"

static void print_row(struct buf *b, const struct web_route *r, bool json)
{
	const char *method = http_method_name(r->method);
	bool public = r->flags & WEB_PUBLIC || r->visitor;
	if (!json) {
		buf_printf(b, "%-5s%-44s%s\n", method, r->pattern,
			public          ? "ai cũng vào được"
			: r->permission ? r->permission
					: "ai đã đăng nhập");
		return;
	}
	buf_printf(b, "{\"method\":\"%s\",\"pattern\":", method);
	buf_json(b, r->pattern);
	buf_puts(b, ",\"permission\":");
	buf_json(b, r->permission);
	buf_printf(b, ",\"public\":%s,\"bare\":%s,\"lane\":\"%s\",\"body_max\":%llu}",
		public ? "true" : "false", r->flags & WEB_BARE ? "true" : "false",
		r->lane == HTTP_HASH ? "hash" : "work", (unsigned long long)r->body_max);
}

/* "roles":{"officer":["activity.add",...],...} */
static void print_roles(struct buf *b)
{
	buf_puts(b, "\"roles\":{");
	for (int r = 0; r < ROLES; r++) {
		const char *sep = "";
		buf_printf(b, "%s\n\"%s\":[", r ? "," : "", role_code((enum role)r));
		for (int p = 0; p < PERMISSIONS; p++) {
			if (!permission_allows(ROLE(r), (enum permission)p))
				continue;
			buf_printf(b, "%s\"%s\"", sep, permission_name((enum permission)p));
			sep = ",";
		}
		buf_putc(b, ']');
	}
	buf_puts(b, "}");
}

int cmd_routes(struct arena *a, int argc, char **argv)
{
	const char *format = "table", *sep = "";
	const struct option_spec specs[] = { { "format", &format, NULL }, { NULL, NULL, NULL } };
	struct texts operands;
	if (!options_read(a, argc, argv, specs, &operands))
		return EXIT_USAGE;
	bool json = text_eq(format, "json");
	if (operands.n || (!json && !text_eq(format, "table")))
		return command_usage("--format phải là table hoặc json");
	struct buf b;
	buf_init(&b, a, OUTPUT_MAX);
	buf_puts(&b, json ? "{\"routes\":[\n" : "");
	for (size_t i = 0; i < app_route_count; i++)
		for (size_t k = 0; k < app_routes[i]->n; k++) {
			buf_puts(&b, json ? sep : "");
			print_row(&b, &app_routes[i]->v[k], json);
			sep = ",\n";
		}
	if (json) {
		buf_puts(&b, "\n],\n");
		print_roles(&b);
		buf_puts(&b, "}\n");
	}
	return output_write(a, NULL, OUTPUT_TXT, (struct bytes){ b.p, b.n });
}
