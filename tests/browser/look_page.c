/* Sample pages with every widget and part, for look_test.mjs:  look-page FOLDER  writes form.html,
 * errors.html, lists.html and the assets they load. */
#include <stdio.h>
#include <string.h>

#include "lib/asset/asset.h"
#include "lib/html/chart.h"
#include "lib/html/html.h"
#include "lib/html/page.h"
#include "look.h"

#define N(array) (sizeof(array) / sizeof *(array))

static const struct part_link menu[] = {
	{ .text = "Hôm nay", .href = "#hom-nay", .waiting = 3 },
	{ .text = "Ghi hoạt động", .href = "#ghi", .current = true },
	{ .text = "Kế hoạch", .href = "#ke-hoach" },
	{ .text = "Số liệu", .href = "#so-lieu" },
	{ .text = "Lập báo cáo", .href = "#bao-cao" },
	{ .text = "Văn bản", .href = "#van-ban" },
};
static const struct part_link foot[] = {
	{ .text = "Trợ năng", .href = "#tro-nang" },
	{ .text = "Quyền riêng tư", .href = "#rieng-tu" },
	{ .text = "Trợ giúp", .href = "#tro-giup" },
};

static struct page frame(const char *title)
{
	return (struct page){ .title = title,
		.commune = "UBND xã Ba Tơ",
		.menu = menu,
		.menu_n = N(menu),
		.person = "Phạm Thị Hồng Nhung",
		.role = "Công chức Văn hóa – Xã hội",
		.account = "#toi",
		.sign_out = "/dang-xuat",
		.csrf = "x",
		.foot = foot,
		.foot_n = N(foot) };
}

static const struct widget_choice channels[] = {
	{ .value = "loa", .label = "Loa truyền thanh" },
	{ .value = "bang-ron", .label = "Băng rôn, khẩu hiệu" },
	{ .value = "hop", .label = "Họp tổ dân phố" },
	{ .value = "doi-thoai", .label = "Đối thoại" },
	{ .value = "mot-cua", .label = "Hướng dẫn tại một cửa" },
	{ .value = "to-roi", .label = "Tờ rơi" },
	{ .value = "mang", .label = "Mạng xã hội" },
	{ .value = "cong", .label = "Cổng thông tin điện tử" },
};
static const struct widget_choice places[] = {
	{ .value = "", .label = "– Chọn thôn, tổ dân phố –" },
	{ .value = "da-chat", .label = "Tổ dân phố Đá Chát" },
	{ .value = "uy-nang", .label = "Tổ dân phố Uy Năng" },
	{ .value = "nam-hoan", .label = "Tổ dân phố Nam Hoàn Đồn" },
};
static const struct widget_choice groups[] = {
	{ .value = "dan", .label = "Người dân" },
	{ .value = "can-bo",
		.label = "Cán bộ, công chức",
		.hint = "Kể cả người hoạt động không chuyên trách" },
	{ .value = "dn", .label = "Doanh nghiệp, hộ kinh doanh" },
};
static const struct widget_choice yes_no[] = { { .value = "co", .label = "Có" },
	{ .value = "khong", .label = "Không" } };

static struct look_form form(struct arena *a)
{
	struct texts *many = ARENA_NEW(a, struct texts);
	ARENA_PUSH(a, many, "dan");
	return (struct look_form){
		.page = frame("Ghi hoạt động"),
		.channel = { .name = "kenh",
			.label = "Hình thức",
			.size = WIDGET_M,
			.choices = channels,
			.n = N(channels),
			.value = "hop",
			.layout = WIDGET_TILES },
		.title = { .name = "ten",
			.label = "Nội dung tuyên truyền",
			.value = "Dịch vụ công trực tuyến <toàn trình> & \"một phần\"" },
		.day = { .name = "ngay",
			.label = "Ngày thực hiện",
			.type = WIDGET_DAY,
			.width = 10,
			.value = "05/3/2024" },
		.count = { .name = "so-luong",
			.label = "Số lượng",
			.type = WIDGET_NUMBER,
			.width = 5,
			.value = "1.500",
			.suffix = "lượt người" },
		.place = { .name = "noi",
			.label = "Địa bàn",
			.choices = places,
			.n = N(places),
			.value = "uy-nang" },
		.who = { .name = "doi-tuong",
			.label = "Đối tượng",
			.choices = groups,
			.n = N(groups),
			.many = many },
		.answer = { .name = "giai-dap",
			.label = "Có giải đáp tại chỗ không?",
			.choices = yes_no,
			.n = 2,
			.value = "co",
			.layout = WIDGET_INLINE },
		.note = { .name = "ghi-chu",
			.label = "Ghi chú",
			.optional = true,
			.rows = 3,
			.hint = "Người dân hỏi gì, còn vướng gì" },
		.photo = { .name = "anh",
			.label = "Ảnh minh chứng",
			.optional = true,
			.accept = "image/*",
			.several = true,
			.camera = true,
			.hint = "Vị trí ghi trong ảnh được giữ riêng, không đưa lên cổng" },
		.sure = { .name = "dung",
			.label = "Số liệu này đã đếm, không ước lượng",
			.ticked = true },
		.secret = { .name = "mat-khau",
			.label = "Mật khẩu",
			.type = WIDGET_SECRET,
			.width = 20 },
	};
}

static const struct widget_error errors[] = {
	{ "kenh", "Xin chọn hình thức" },
	{ "ngay", "Không có ngày 31/02/2024" },
	{ "so-luong", "Xin nhập số lượng bằng chữ số" },
	{ "doi-tuong", "Xin chọn đối tượng" },
	{ "ghi-chu", "Ghi chú dài quá 20.000 ký tự" },
	{ NULL, "Người khác vừa sửa hoạt động này; xin xem lại trước khi lưu" },
};

static void fail(struct look_form *f)
{
	f->page.errors = errors;
	f->page.errors_n = N(errors);
	f->page.back = "#lui";
	f->channel.value = NULL;
	f->channel.error = "Xin chọn hình thức";
	f->title.error = "Nội dung phải nêu rõ thủ tục hoặc chính sách";
	f->day.value = "31/02/2024";
	f->day.error = "Không có ngày 31/02/2024";
	f->count.error = "Xin nhập số lượng bằng chữ số";
	f->count.value = "nhiều";
	f->place.error = "Xin chọn địa bàn";
	f->who.error = "Xin chọn đối tượng";
	f->answer.error = "Xin trả lời";
	f->note.error = "Ghi chú dài quá 20.000 ký tự";
	f->photo.error = "Tệp này không phải là ảnh";
	f->sure.error = "Xin xác nhận";
	f->secret.error = "Mật khẩu không đúng";
}

static const struct part_column columns[] = { { "Hoạt động", false }, { "Ngày", false },
	{ "Đơn vị thực hiện", false }, { "Lượt người", true }, { "Trạng thái", false } };
static const struct part_cell cells[] = {
	{ .text = "Tọa đàm về dịch vụ công trực tuyến", .href = "#1" }, { .text = "05/3/2024" },
	{ .text = "Đoàn Thanh niên" }, { .text = "1.500" },
	{ .text = "Đã xong", .tone = PART_GREEN },
	{ .text = "Phát thanh chuyên mục", .href = "#2" }, { .text = "12/3/2024" },
	{ .text = "Đài truyền thanh xã" }, { .text = "–" },
	{ .text = "Chờ số liệu", .tone = PART_YELLOW },
	{ .text = "Treo băng rôn tại trụ sở", .href = "#3" }, { .text = "20/3/2024" },
	{ .text = "Văn phòng – Thống kê" }, { .text = "0" }, { .text = "Trễ hạn", .tone = PART_RED }
};
static const struct chart_bar bars[] = {
	{ .label = "Tuyên truyền dịch vụ công trực tuyến, hồ sơ điện tử và thanh toán không dùng "
		   "tiền mặt",
		.href = "#a",
		.planned = 12,
		.done = 8,
		.late = 2 },
	{ .label = "Cải cách thủ tục hành chính", .planned = 6, .done = 7 },
	{ .label = "Đối thoại với người dân", .planned = 4, .late = 4 },
	{ .label = "Chỉ số hài lòng (SIPAS)", .planned = 3 },
};
static const int64_t trend[] = { 3, 5, 4, 9, 7, 12 };
static const struct part_task tasks[] = {
	{ "Kiểm tra nội dung", "#kt", "Còn 2 điều cần xem", "Cần xem", PART_YELLOW },
	{ "Kiểm tra thể thức", "#tt", NULL, "Đạt", PART_GREEN },
	{ "Lấy số và ký", NULL, "Sau khi lãnh đạo duyệt", "Chưa đến lượt", PART_PLAIN },
};
static const struct part_figure figures[] = { { "Hoạt động trong quý", "27", "#27" },
	{ "Lượt người tham gia", "1.500", "#1500" }, { "Nhiệm vụ trễ hạn", "2", "#2" },
	{ "Hình thức chưa có số liệu", "1", NULL } };
static const struct part_row rows[] = { { "Số, ký hiệu", "12/BC-UBND", "#so", "Sửa" },
	{ "Nơi nhận", "Phòng Nội vụ huyện; Thường trực Đảng ủy", "#noi", "Sửa" },
	{ "Người ký", "Phạm Xuân Vinh", NULL, NULL } };
static const struct part_link crumbs[] = { { .text = "Báo cáo", .href = "#bc" },
	{ .text = "Năm 2024", .href = "#2024" }, { .text = "Quý I" } };
static const struct part_link tabs[] = { { .text = "Bản thảo", .href = "#b", .current = true },
	{ .text = "Số liệu", .href = "#s", .waiting = 1 }, { .text = "Lịch sử", .href = "#l" } };

static struct look_lists lists(void)
{
	struct look_lists v = { .page = frame("Báo cáo quý I năm 2024"),
		.table = { .caption = "Hoạt động",
			.headed = true,
			.columns = columns,
			.columns_n = N(columns),
			.cells = cells,
			.rows = N(cells) / N(columns) },
		.pages = { .page = 10, .pages = 40, .base = "?trang=" },
		.bars = { .id = "tien-do",
			.title = "Thực hiện kế hoạch năm 2024",
			.unit = "nhiệm vụ",
			.v = bars,
			.n = N(bars) },
		.spark = { .id = "xu-huong",
			.title = "Hoạt động sáu tháng qua",
			.v = trend,
			.n = N(trend) },
		.tasks = tasks,
		.tasks_n = N(tasks),
		.figures = figures,
		.figures_n = N(figures),
		.rows = rows,
		.rows_n = N(rows),
		.tabs = tabs,
		.tabs_n = N(tabs),
		.tiles = menu,
		.tiles_n = N(menu) };
	v.page.crumbs = crumbs;
	v.page.crumbs_n = N(crumbs);
	v.page.notice = (struct part_notice){ .text = "Đã ghi 1 lượt hướng dẫn tại bộ phận một cửa",
		.done = true,
		.undo = "/hoan-tac",
		.csrf = "x" };
	return v;
}

static bool put(const char *folder, const char *name, const void *p, size_t n)
{
	char path[4096];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	FILE *f = fopen(path, "wb");
	bool ok = f && fwrite(p, 1, n, f) == n;
	if (f && fclose(f) != 0)
		ok = false;
	if (!ok)
		fprintf(stderr, "%s: cannot be written\n", path);
	return ok;
}

static bool put_page(const char *folder, const char *name, struct buf *b)
{
	bool ok = !b->over && put(folder, name, b->p, b->n);
	buf_clear(b);
	return ok;
}

int main(int argc, char **argv)
{
	if (argc != 2)
		return 2;
	struct arena *a = arena_new();
	struct buf b;
	buf_init(&b, a, 1 << 20);
	struct look_form f = form(a);
	look_form_html(&b, &f);
	bool ok = put_page(argv[1], "form.html", &b);
	fail(&f);
	look_form_html(&b, &f);
	ok = put_page(argv[1], "errors.html", &b) && ok;
	struct look_lists v = lists();
	look_lists_html(&b, &v);
	ok = put_page(argv[1], "lists.html", &b) && ok;
	static const char *const names[] = { "office.css", "office.js", "icon.svg" };
	for (size_t i = 0; i < N(names); i++) {
		const struct asset *s = asset_find(asset_path(names[i]));
		ok = put(argv[1], strrchr(s->path, '/') + 1, s->plain.p, s->plain.n) && ok;
	}
	arena_free(a);
	return ok ? 0 : 1;
}
