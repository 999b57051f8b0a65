/* loa: the command line of a commune's communication of administrative reform. */
#include <stdio.h>
#include <string.h>

#include "app/command.h"
#include "features/report/report.h"
#include "lib/base/text.h"
#include "version.h"

static const struct command commands[] = {
	{ "import", "loa import --db DB [--dry-run] [--replace] THƯ-MỤC",
		"nhập unit.json, plan.json, activities.csv, report.md, news.json, procedures.json|csv|xlsx",
		cmd_import },
	{ "report",
		"loa report --db DB --period KỲ [--kind LOẠI] [--id SỐ] --format txt|html|docx|pdf|json -o TỆP",
		"làm báo cáo, mỗi con số dẫn về các hoạt động", cmd_report },
	{ "plan", "loa plan --db DB --year NĂM --format txt|html|docx|pdf -o TỆP",
		"làm văn bản kế hoạch (KH) với phụ lục nhiệm vụ", cmd_plan },
	{ "figures",
		"loa figures --db DB --period KỲ [--basis flow|stock] --format table|json|csv [-o TỆP]",
		"số liệu của kỳ và chỉ tiêu của kế hoạch", cmd_figures },
	{ "documents", "loa documents --db DB [--year NĂM] [--format table|json|csv] [-o TỆP]",
		"sổ đăng ký văn bản đi", cmd_documents },
	{ "check",
		"loa check TỆP.txt|TỆP.docx|TỆP.pdf  |  loa check --db DB --period KỲ   [--format text|json] [--day NGÀY]",
		"kiểm tra thể thức, từ ngữ và số liệu của báo cáo", cmd_check },
	{ "serve",
		"loa serve --db DB|THƯ-MỤC [--listen 127.0.0.1:8080] [--metrics 127.0.0.1:9090] "
		"[--trust-proxy] [--read-inside MÁY:CỔNG,...] [--work-threads N] [--hash-threads N] [--open N]",
		"văn phòng trong trình duyệt, của một xã hoặc của nhiều xã theo tên máy",
		cmd_serve },
	{ "publish", "loa publish --db DB ke-hoach/NĂM|bao-cao/SỐ",
		"công khai văn bản đã ban hành trước khi đưa vào Loa", cmd_publish },
	{ "search", "loa search --db DB --rebuild",
		"làm lại mục lục tìm kiếm từ những gì đã công khai", cmd_search },
	{ "routes", "loa routes [--format table|json]",
		"mọi trang mà loa serve trả lời, và quyền cần có", cmd_routes },
	{ "user",
		"loa user add|passwd|role|link|off|on TÊN --db DB [--name HỌ-TÊN] [--role VAI,VAI] "
		"[--revoke]  |  loa user list --db DB",
		"người dùng: thêm, mật khẩu (từ đầu vào chuẩn), vai trò, liên kết của tổ trưởng, tắt, mở",
		cmd_user },
	{ "verify", "loa verify --db DB [--head MÃ]",
		"chứng minh nhật ký thay đổi không bị sửa, cắt; in mã đầu chuỗi để cất nơi khác",
		cmd_verify },
};

/* What "loa NAME --help" says besides. */
static const struct {
	const char *name, *text;
} details[] = { { "serve",
	"\n"
	"  --db DB            một xã: tệp hoặc postgresql://máy/cơ-sở?commune=MÃ\n"
	"  --db THƯ-MỤC       nhiều xã: ba-to.tinh.gov.vn dùng tệp ba-to.tinh.gov.vn.db nếu có,\n"
	"                     không thì ba-to.db; tệp mới thấy ngay, không phải chạy lại\n"
	"  --db 'postgresql://máy/cơ-sở?commune=*'\n"
	"                     nhiều xã: ba-to.tinh.gov.vn dùng lược đồ commune_ba-to\n"
	"  --listen ĐỊA-CHỈ   nơi nhận yêu cầu [127.0.0.1:8080]; cổng 0: một cổng còn trống\n"
	"  --metrics ĐỊA-CHỈ  số đo cho Prometheus, ở /metrics; đừng để ra ngoài mạng nội bộ\n"
	"  --read-inside MÁY:CỔNG,...\n"
	"                     máy chủ trong mạng nội bộ mà việc thu thập tin được phép đọc\n"
	"  --trust-proxy      tin X-Forwarded-For và X-Forwarded-Proto của máy chủ TLS đứng trước,\n"
	"                     trên cùng máy này\n"
	"  --work-threads N   số luồng đọc ghi dữ liệu [4]\n"
	"  --hash-threads N   số mật khẩu được kiểm tra cùng lúc [1]; mỗi cái cần 64 MiB bộ nhớ\n"
	"  --open N           nhiều xã: số cơ sở dữ liệu mỗi luồng giữ mở [8]\n"
	"\n"
	"Mỗi yêu cầu là một dòng ở đầu ra lỗi. SIGTERM, Ctrl+C: làm xong việc dở, tối đa 10 giây.\n"
	"/healthz trả lời 200, hoặc 503 khi không đọc được cơ sở dữ liệu của xã.\n" } };

enum { COUNT = sizeof commands / sizeof *commands };

static void help(FILE *out)
{
	fputs("Loa: tuyên truyền cải cách hành chính của xã, từ kế hoạch đến báo cáo.\n\n", out);
	for (size_t i = 0; i < COUNT; i++)
		fprintf(out, "  %s\n      %s\n", commands[i].usage, commands[i].summary);
	fputs("\nDB: một tệp (commune.db), hoặc postgresql://máy/cơ-sở?commune=MÃ\n"
	      "KỲ: 2024-Q1, 2024-03, 2024-6M, 2024-9M, 2024, 2024-01-05..2024-02-10, 2024-Q1-cchc\n",
		out);
}

static void help_on(const struct command *c)
{
	printf("%s\n    %s\n", c->usage, c->summary);
	for (size_t i = 0; i < sizeof details / sizeof *details; i++)
		if (text_eq(details[i].name, c->name))
			fputs(details[i].text, stdout);
}

int main(int argc, char **argv)
{
	const char *name = argc > 1 ? argv[1] : "";
	if (text_eq(name, "--version")) {
		puts("loa " LOA_VERSION);
		return EXIT_GOOD;
	}
	if (text_eq(name, "help") || text_eq(name, "--help") || text_eq(name, "-h")) {
		help(stdout);
		return EXIT_GOOD;
	}
	for (size_t i = 0; i < COUNT; i++) {
		if (!text_eq(commands[i].name, name))
			continue;
		if (argc > 2 && (text_eq(argv[2], "--help") || text_eq(argv[2], "-h"))) {
			help_on(&commands[i]);
			return EXIT_GOOD;
		}
		report_setup();
		struct arena *a = arena_new();
		int code = commands[i].run(a, argc - 1, argv + 1);
		arena_free(a);
		if (fflush(stdout) || ferror(stdout)) {
			fputs("loa: không in hết được kết quả (đĩa đầy, hoặc đầu kia đã đóng)\n",
				stderr);
			return code ? code : EXIT_BAD;
		}
		return code;
	}
	if (*name)
		fprintf(stderr, "loa: không có lệnh “%s”\n\n", name);
	help(stderr);
	return EXIT_USAGE;
}
