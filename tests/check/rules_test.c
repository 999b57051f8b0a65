/* Each rule of the checker, with the law it comes from: a right report with one thing made wrong
 * shows that finding and no other; the same with a right thing that looks wrong shows none. */
#include "../test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "features/check/check.h"
#include "lib/base/text.h"

static struct arena *a;

static int setup(void **state)
{
	(void)state;
	a = arena_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

static const char *read_text(const char *path)
{
	struct buf b;
	char chunk[4096];
	FILE *f = fopen(path, "rb");
	assert_non_null(f);
	buf_init(&b, a, 1 << 20);
	for (size_t n; (n = fread(chunk, 1, sizeof chunk, f)) > 0;)
		buf_add(&b, chunk, n);
	fclose(f);
	return b.p;
}

static const struct date today = { 2026, 11, 23 };

static struct findings check_text(const char *text)
{
	struct findings list = { 0 };
	struct extract *x = NULL;
	struct err e;
	err_init(&e, a);
	assert_int_equal(extract_txt(a, text, strlen(text), &x, &e), RC_OK);
	check_document(a, x, today, &list);
	return list;
}

/* The text with the first `find` replaced. */
static const char *with(const char *text, const char *find, const char *replace)
{
	const char *at = strstr(text, find);
	if (!at)
		fail_msg("not in the text: %s", find);
	return arena_printf(a, "%.*s%s%s", (int)(at - text), text, replace, at + strlen(find));
}

static const char *ids(const struct findings *list)
{
	struct texts t = { 0 };
	for (size_t i = 0; i < list->n; i++)
		ARENA_PUSH(a, &t, list->v[i].rule);
	return text_join(a, &t, " ");
}

struct wrong {
	const char *find, *replace;
	const char *rules; /* all that must be found, in the document's order */
	const char *says; /* in the message of one of them; NULL: not looked at */
};

static void expect(const char *text, const struct wrong *w)
{
	struct findings list = check_text(with(text, w->find, w->replace));
	const char *got = ids(&list);
	bool said = !w->says;
	for (size_t i = 0; i < list.n; i++) {
		said = said || strstr(list.v[i].message, w->says);
		assert_true(*list.v[i].message && *list.v[i].fix && *list.v[i].source);
	}
	if (strcmp(got, w->rules))
		fail_msg("“%s” for “%s”: found [%s], expected [%s]%s%s", w->replace, w->find, got,
			w->rules, list.n ? ": " : "", list.n ? list.v[0].message : "");
	if (!said)
		fail_msg("“%s”: no message says “%s” but “%s”", w->replace, w->says,
			list.v[0].message);
}

static void expect_all(const char *file, const struct wrong *list, size_t n)
{
	const char *text = read_text(file);
	for (size_t i = 0; i < n; i++)
		expect(text, &list[i]);
}

#define EXPECT(file, list) expect_all(RIGHT file, list, sizeof(list) / sizeof *(list))

/* --- whole documents -------------------------------------------------------------------------- */

static void right_reports_are_left_in_peace(void **state)
{
	(void)state;
	static const char *const files[] = { "xa-2026.txt", "thi-tran-2023.txt",
		"phuong-2025.txt" };
	for (size_t i = 0; i < 3; i++) {
		struct findings list =
			check_text(read_text(arena_printf(a, "%s%s", RIGHT, files[i])));
		if (list.n)
			fail_msg("%s: %s: %s", files[i], ids(&list), list.v[0].message);
	}
}

/* cases/README.md and domain.md 1.8: every slip of the real report, and nothing else. */
static void real_report_gives_its_known_slips(void **state)
{
	(void)state;
	static const char *const expected[] = { "so-trong", "dòng 3", "ngay-trong", "dòng 5",
		"dia-danh-don-vi", "dòng 5", "thieu-kinh-gui", "dòng 7", "ky-bao-cao", "dòng 9",
		"so-voi-ke-hoach", "dòng 11", "kenh-khong-so", "dòng 23", "kenh-khong-so",
		"dòng 27", "kenh-khong-so", "dòng 29", "doan-cat-doi", "dòng 35", "muc-do-3-4",
		"dòng 41", "hai-cach-ghi", "dòng 47", "cau-cut", "dòng 47", "muc-do-3-4",
		"dòng 73" };
	struct findings list = check_text(read_text(CASE));
	size_t n = sizeof expected / sizeof *expected / 2;
	if (list.n != n)
		fail_msg("%zu findings: %s", list.n, ids(&list));
	for (size_t i = 0; i < n; i++) {
		bool found = false;
		for (size_t k = 0; k < list.n; k++)
			found = found || (text_eq(list.v[k].rule, expected[2 * i]) &&
						 text_eq(list.v[k].place, expected[2 * i + 1]));
		if (!found)
			fail_msg("missing: %s at %s", expected[2 * i], expected[2 * i + 1]);
	}
}

/* --- head: Nghị định 30/2020/NĐ-CP, Phụ lục I ---------------------------------------------------
 */

/* Phần II (số, ký hiệu; địa danh và thời gian), Điều 8 k2, Điều 15, Phụ lục III. */
static void number_and_date(void **state)
{
	(void)state;
	static const struct wrong list[] = {
		{ "Số: 158/BC-UBND", "Số: 8/BC-UBND", "so-khong", "Số nhỏ hơn 10" },
		{ "Số: 158/BC-UBND", "Số: 08/BC-UBND", "", NULL },
		{ "Số: 158/BC-UBND", "Số:      /BC-UBND", "so-trong", "dự thảo" },
		{ "Số: 158/BC-UBND", "Số: ..../BC-UBND", "so-trong", "dự thảo" },
		{ "Số: 158/BC-UBND", "Số 158/BC-UBND", "ky-hieu", "hai chấm" },
		{ "Số: 158/BC-UBND", "Số: 158 /BC-UBND", "ky-hieu", NULL },
		{ "Số: 158/BC-UBND", "Số: 158/BC - UBND", "ky-hieu", "viết liền" },
		{ "Số: 158/BC-UBND", "Số: 158/BC–UBND", "ky-hieu", "gạch nối" },
		{ "Số: 158/BC-UBND", "Số: 158 BC-UBND", "ky-hieu", "dấu “/”" },
		{ "Số: 158/BC-UBND", "Số: 158/bc-ubnd", "ky-hieu", "viết hoa" },
		{ "Số: 158/BC-UBND", "Số: 158/KH-UBND", "ky-hieu-ten-loai", "báo cáo" },
		{ "Số: 158/BC-UBND", "Số: 158/BC-UBND-VX", "", NULL },
		{ "Số: 158/BC-UBND    ", "", "thieu-so", NULL },
		{ "    Ba Tơ, ngày 15 tháng 9 năm 2026", "", "thieu-ngay", NULL },
		{ "ngày 15 tháng 9", "ngày     tháng 9", "ngay-trong", "Ngày còn để trống" },
		{ "ngày 15 tháng 9", "ngày … tháng … ", "ngay-trong", "Ngày, tháng" },
		{ "Ba Tơ, ngày 15", "Ba Tơ ngày 15", "dia-danh-dau-phay", NULL },
		{ "Ba Tơ, ngày 15", "Xã Ba Tơ, ngày 15", "dia-danh-don-vi", "chưa đối chiếu" },
		{ "Ba Tơ, ngày 15", "Xã Đặng Thùy Trâm, ngày 15", "", NULL },
		{ "Ba Tơ, ngày 15", "Xã Lê Lợi, ngày 15", "", NULL },
		{ "Ba Tơ, ngày 15", "Phường 7, ngày 15", "", NULL },
		{ "ngày 15 tháng 9", "ngày 5 tháng 9", "ngay-thang-so-0", "Ngày nhỏ hơn 10" },
		{ "ngày 15 tháng 9", "ngày 15 tháng 09", "ngay-thang-so-0", "Chỉ tháng 1" },
		{ "ngày 15 tháng 9", "ngày 31 tháng 9", "ngay-khong-co", NULL },
	};
	EXPECT("xa-2026.txt", list);
	static const struct wrong february[] = {
		{ "ngày 08 tháng 02", "ngày 08 tháng 2", "ngay-thang-so-0", "Tháng 1 và tháng 2" },
		{ "ngày 08 tháng 02", "ngày 18 tháng 12", "", NULL },
	};
	EXPECT("thi-tran-2023.txt", february);
}

static void days_in_running_text(void **state)
{
	(void)state;
	static const struct wrong list[] = {
		{ "ngày 05/02/2026", "ngày 5/02/2026", "ngay-so-0-trong-bai", "5/02/2026" },
		{ "ngày 05/02/2026", "ngày 05/2/2026", "ngay-so-0-trong-bai", NULL },
		{ "ngày 05/02/2026", "ngày 05/9/2025", "", NULL },
		{ "ngày 05/02/2026", "ngày 05/09/2025", "", NULL },
		{ "ngày 05/02/2026", "ngày 30/02/2026", "ngay-khong-co", "30/02/2026" },
		{ "ngày 05/02/2026", "ngày 5 tháng 2 năm 2026", "ngay-so-0-trong-bai", NULL },
	};
	EXPECT("xa-2026.txt", list);
}

/* Phần II (Quốc hiệu và Tiêu ngữ, tên loại, trích yếu, nơi nhận): "Kính gửi" for a báo cáo to a
 * superior, V/v for công văn only. */
static void nation_title_and_addressee(void **state)
{
	(void)state;
	static const struct wrong list[] = {
		{ "Độc lập - Tự do - Hạnh phúc", "Độc lập-Tự do-Hạnh phúc", "tieu-ngu", NULL },
		{ "Độc lập - Tự do - Hạnh phúc", "ĐỘC LẬP - TỰ DO - HẠNH PHÚC", "tieu-ngu", NULL },
		{ "    Độc lập - Tự do - Hạnh phúc", "", "tieu-ngu", "Thiếu" },
		{ "CỘNG HÒA", "CỘNG HOÀ", "", NULL },
		{ "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Cộng hòa xã hội chủ nghĩa Việt Nam",
			"quoc-hieu", NULL },
		{ "    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "", "quoc-hieu", "Thiếu" },
		{ "Kết quả tuyên truyền cải cách hành chính quý III",
			"V/v kết quả tuyên truyền cải cách hành chính quý III", "ten-loai-vv",
			NULL },
		{ "BÁO CÁO\nKết quả tuyên truyền cải cách hành chính quý III năm 2026\n\n", "",
			"thieu-ten-loai", NULL },
		{ "Kính gửi: Sở Nội vụ tỉnh Quảng Ngãi.\n", "", "", NULL },
		{ "- Như trên;", "- Sở Nội vụ;", "nhu-tren", NULL },
		{ "- Như trên;", "- Như Kính gửi;", "", NULL },
	};
	EXPECT("xa-2026.txt", list);
	const char *text = read_text(RIGHT "xa-2026.txt");
	text = with(text, "Kính gửi: Sở Nội vụ tỉnh Quảng Ngãi.\n", "");
	expect(text,
		&(struct wrong){ "- Như trên;", "- Sở Nội vụ;", "thieu-kinh-gui", "Sở Nội vụ" });
	/* Since 01/7/2025 a Phòng may be the commune's own. */
	expect(text, &(struct wrong){ "- Như trên;", "- Phòng Kinh tế;", "", NULL });
	/* Since then there is no district to send to: nothing of it is proposed. */
	expect(text, &(struct wrong){
			     "- Như trên;", "- UBND huyện;", "thieu-kinh-gui cap-huyen", NULL });
	struct findings gone = check_text(with(text, "- Như trên;", "- UBND huyện;"));
	for (size_t i = 0; i < gone.n; i++)
		if (strstr(gone.v[i].fix, "Kính gửi: UBND huyện"))
			fail_msg("%s", gone.v[i].fix);
	static const struct wrong letter[] = {
		{ "BÁO CÁO\n\nTổng kết", "V/v tổng kết", "thieu-kinh-gui", "Công văn" },
	};
	text = with(read_text(RIGHT "phuong-2025.txt"), "45/BC-UBND", "45/UBND-VHXH");
	expect(text, &letter[0]);
}

/* Phần II (nơi nhận; chức vụ, họ tên), Điều 8 k2. */
static void recipients_and_signature(void **state)
{
	(void)state;
	static const struct wrong list[] = {
		{ "- Lưu: VT, VHXH.", "- Lưu: VHXH.", "noi-nhan-luu", NULL },
		{ "- Lưu: VT, VHXH.\n", "", "noi-nhan-luu noi-nhan-dau-cau", NULL },
		{ "- Lưu: VT, VHXH.", "- Lưu VT.", "", NULL },
		{ "- Lưu: VT, VHXH.", "- Lưu: VT, VHXH", "noi-nhan-dau-cau", NULL },
		{ "- Phòng Văn hóa - Xã hội;", "- Phòng Văn hóa - Xã hội", "noi-nhan-dau-cau",
			"Phòng Văn hóa" },
		{ "Trần Văn Minh", "ThS. Trần Văn Minh", "hoc-ham", "ThS." },
		{ "Trần Văn Minh", "", "thieu-ho-ten", NULL },
		{ "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\nTrần Văn Minh\n", "",
			"thieu-chu-ky", NULL },
		{ "UBND xã Ba Tơ./.", "UBND xã Ba Tơ.", "ket-thuc", NULL },
	};
	EXPECT("xa-2026.txt", list);
	const char *text = read_text(RIGHT "xa-2026.txt");
	const char *copies = strstr(text, "Nơi nhận:"), *sign = strstr(text, "TM. ỦY BAN");
	text = arena_printf(a, "%.*s%s", (int)(copies - text), text, sign);
	struct findings found = check_text(text);
	assert_string_equal(ids(&found), "thieu-noi-nhan");
}

/* --- terms and laws --------------------------------------------------------------------------- */

/* Nghị định 42/2022/NĐ-CP from 15/8/2022: no more four levels. */
static void levels_of_services(void **state)
{
	(void)state;
	static const struct wrong list[] = {
		{ "dịch vụ công trực tuyến toàn trình", "dịch vụ công trực tuyến mức độ 3, 4",
			"muc-do-3-4", "“mức độ 3, 4”" },
		{ "dịch vụ công trực tuyến toàn trình", "dịch vụ công trực tuyến mức độ 4",
			"muc-do-3-4", "“mức độ 4”" },
		{ "dịch vụ công trực tuyến toàn trình", "DVC trực tuyến mức 3 và 4", "muc-do-3-4",
			NULL },
		{ "dịch vụ công trực tuyến toàn trình",
			"dịch vụ công trực tuyến toàn trình (trước đây là mức độ 4)", "", NULL },
		{ "dịch vụ công trực tuyến toàn trình", "sách, mức độ 3 và 4 của thang đánh giá",
			"", NULL },
	};
	EXPECT("xa-2026.txt", list);
	const char *text = with(read_text(RIGHT "thi-tran-2023.txt"), "mức toàn trình", "mức độ 4");
	struct findings list23 = check_text(text);
	assert_string_equal(ids(&list23), "muc-do-3-4");
	assert_string_equal(date_iso(a, list23.v[0].in_force_from), "2022-08-15");
	/* A document of July 2022 was right. */
	text = with(text, "ngày 08 tháng 02 năm 2023", "ngày 08 tháng 7 năm 2022");
	assert_string_equal(ids(&(struct findings){ 0 }), "");
	struct findings list22 = check_text(text);
	assert_string_equal(ids(&list22), "");
}

/* Two tiers of local government from 01/7/2025 (Nghị quyết 202/2025/QH15 and its time). */
static void districts_and_towns(void **state)
{
	(void)state;
	static const struct wrong list[] = {
		{ "Ủy ban MTTQ Việt Nam xã", "UBND huyện Ba Tơ", "cap-huyen", "huyện" },
		{ "người cao tuổi còn", "người dân thị trấn còn", "cap-huyen", "thị trấn" },
		{ "người cao tuổi còn", "người dân thị trấn Ba Tơ (nay là xã Ba Tơ) còn", "",
			NULL },
		{ "người cao tuổi còn", "người dân huyện Ba Tơ cũ còn", "", NULL },
		{ "người cao tuổi còn", "người dân quận 1 còn", "", NULL },
		{ "người cao tuổi còn",
			"theo Kế hoạch số 9/KH-UBND ngày 10/01/2025 của UBND huyện, người già", "",
			NULL },
		{ "người cao tuổi còn",
			"theo Kế hoạch số 9/KH-UBND ngày 10/01/2026 của UBND huyện, người già",
			"cap-huyen", NULL },
		{ "- Phòng Văn hóa - Xã hội;", "- Sở TT&TT;", "so-phong-cu", NULL },
		{ "- Phòng Văn hóa - Xã hội;", "- Phòng VH&TT;", "so-phong-cu", NULL },
	};
	EXPECT("xa-2026.txt", list);
}

/* domain.md section 0: from the day on which the successor came into force, not before. */
static void replaced_laws(void **state)
{
	(void)state;
	static const struct {
		const char *law;
		const char *last_day, *first_day; /* place lines: right, wrong */
		enum severity severity;
	} laws[] = {
		{ "Nghị định số 61/2018/NĐ-CP", "ngày 30 tháng 6 năm 2025",
			"ngày 01 tháng 7 năm 2025", SEVERITY_LOI },
		{ "Nghị định 107/2021/NĐ-CP", "ngày 30 tháng 6 năm 2025",
			"ngày 01 tháng 7 năm 2025", SEVERITY_LOI },
		{ "Thông tư 01/2018/TT-VPCP", "ngày 30 tháng 6 năm 2025",
			"ngày 01 tháng 7 năm 2025", SEVERITY_LOI },
		{ "Nghị định số 42/2022", "ngày 30 tháng 6 năm 2026", "ngày 01 tháng 7 năm 2026",
			SEVERITY_LOI },
		{ "Nghị định số 43/2011/NĐ-CP", "ngày 14 tháng 8 năm 2022",
			"ngày 15 tháng 8 năm 2022", SEVERITY_LOI },
		{ "Nghị định số 13/2023/NĐ-CP", "ngày 31 tháng 12 năm 2025",
			"ngày 01 tháng 01 năm 2026", SEVERITY_LOI },
		{ "Quyết định số 31/2021/QĐ-TTg", "ngày 19 tháng 7 năm 2026",
			"ngày 20 tháng 7 năm 2026", SEVERITY_LOI },
		{ "Quyết định số 52/2016/QĐ-TTg", "ngày 30 tháng 6 năm 2024",
			"ngày 01 tháng 7 năm 2024", SEVERITY_LOI },
		{ "Thông tư số 32/2017/TT-BTTTT", "ngày 04 tháng 4 năm 2024",
			"ngày 05 tháng 4 năm 2024", SEVERITY_LOI },
		{ "Nghị quyết số 17/NQ-CP ngày 07/3/2019", "ngày 31 tháng 12 năm 2025",
			"ngày 01 tháng 01 năm 2026", SEVERITY_GOI_Y },
		{ "Nghị định số 85/2016/NĐ-CP", "ngày 18 tháng 8 năm 2026",
			"ngày 19 tháng 8 năm 2026", SEVERITY_GOI_Y },
	};
	for (size_t i = 0; i < sizeof laws / sizeof *laws; i++) {
		for (int wrong = 0; wrong < 2; wrong++) {
			struct findings list = check_text(arena_printf(a,
				"Số: 15/TB-UBND\n\nBa Vì, %s\n\nTHÔNG BÁO\n\nVề họp giao ban\n\nCăn cứ %s của "
				"cấp trên, UBND xã thông báo lịch họp./.\n\nNơi nhận:\n- Các thôn;\n- Lưu: "
				"VT.\n\nCHỦ TỊCH\n\nLê Quang Hà\n",
				wrong ? laws[i].first_day : laws[i].last_day, laws[i].law));
			if (strcmp(ids(&list), wrong ? "van-ban-thay-the" : ""))
				fail_msg("%s, %s: [%s]", laws[i].law,
					wrong ? laws[i].first_day : laws[i].last_day, ids(&list));
			if (wrong)
				assert_int_equal(list.v[0].severity, laws[i].severity);
		}
	}
	static const struct wrong history[] = {
		{ "người cao tuổi còn", "theo Nghị định số 61/2018/NĐ-CP, người già",
			"van-ban-thay-the", "61/2018" },
		{ "người cao tuổi còn",
			"sau khi Nghị định số 61/2018/NĐ-CP hết hiệu lực, người già", "", NULL },
		{ "người cao tuổi còn", "theo Kế hoạch số 61/2018/KH-UBND, người già", "", NULL },
		{ "người cao tuổi còn", "theo Nghị quyết số 17/NQ-CP ngày 05/3/2026, người già", "",
			NULL },
	};
	EXPECT("xa-2026.txt", history);
}

/* --- figures ---------------------------------------------------------------------------------- */

static void channels_without_figures(void **state)
{
	(void)state;
	static const struct wrong list[] = {
		{ "- Hệ thống truyền thanh: 36 lượt phát, tổng thời lượng 540 phút, trong đó: 24 lượt phát "
		  "bằng tiếng Việt, 12 lượt phát bằng tiếng H're.\n",
			"", "kenh-khong-so", "đài truyền thanh" },
		{ "- Hội nghị đối thoại: 01 buổi, 85 lượt người.\n", "", "kenh-khong-so",
			"đối thoại" },
		{ "412 lượt hướng dẫn", "thường xuyên hướng dẫn", "kenh-khong-so", "một cửa" },
		{ "412 lượt hướng dẫn", "chưa thống kê", "", NULL },
		{ "- Trung tâm Phục vụ hành chính công: 412",
			"- Niêm yết thủ tục tại trụ sở.\n\n- Trung tâm Phục vụ hành chính công: 412",
			"muc-khong-so", "Niêm yết" },
		{ "- Trung tâm Phục vụ hành chính công: 412",
			"- Niêm yết thủ tục tại trụ sở: hai đợt.\n\n- Trung tâm Phục vụ hành chính công: 412",
			"", NULL },
		{ "Trang thông tin điện tử: 18 tin",
			"Trang thông tin điện tử: nhiều tin trong năm 2026", "kenh-khong-so",
			"cổng thông tin" },
		{ "I. KẾT QUẢ THỰC HIỆN\n",
			"I. KẾT QUẢ THỰC HIỆN\n\nĐã phát tờ rơi tuyên truyền tại các thôn.\n",
			"kenh-khong-so", "tờ rơi" },
		{ "I. KẾT QUẢ THỰC HIỆN\n",
			"I. KẾT QUẢ THỰC HIỆN\n\nĐã phát 300 tờ rơi tuyên truyền tại các thôn.\n",
			"", NULL },
		{ "I. KẾT QUẢ THỰC HIỆN\n",
			"I. KẾT QUẢ THỰC HIỆN\n\nTrong quý không phát tờ rơi tuyên truyền.\n", "",
			NULL },
	};
	EXPECT("xa-2026.txt", list);
}

static void ways_of_writing_and_targets(void **state)
{
	(void)state;
	static const struct wrong list[] = {
		{ "01 buổi, 85", "1 buổi, 85", "hai-cach-ghi", "1 buổi" },
		{ "01 buổi, 85", "1 buổi, 85", "hai-cach-ghi", "09 buổi" },
		{ "(số liệu từ ngày 15/6/2026 đến ngày 14/9/2026) ", "", "ky-bao-cao",
			"từ 15/6 đến 14/9" },
		{ "số liệu từ ngày 15/6/2026 đến ngày 14/9/2026",
			"số liệu từ 15/6/2026 đến 14/9/2026", "", NULL },
		{ "4. So với kế hoạch\n\nSố tin đăng đạt 107% chỉ tiêu quý, số buổi họp đạt 90% chỉ tiêu quý, "
		  "số buổi đối thoại đạt chỉ tiêu.",
			"", "so-voi-ke-hoach", NULL },
	};
	expect(with(read_text(RIGHT "xa-2026.txt"), "Thực hiện Kế hoạch số",
		       "Sau khi ban hành Kế hoạch số"),
		&(struct wrong){ list[4].find, "", "", NULL });
	EXPECT("xa-2026.txt", list);
}

static void sums(void **state)
{
	(void)state;
	static const struct wrong list[] = {
		{ "15 buổi tại trường học", "10 buổi tại trường học", "tong-khong-khop",
			"12 + 10 = 22" },
		{ "15 buổi tại trường học", "khoảng 10 buổi tại trường học", "", NULL },
		{ "15 buổi tại trường học", "500 lượt người dự", "", NULL },
		{ "trong đó: 12 buổi", "trong đó có 12 buổi", "", NULL },
		{ "trong đó: 12 buổi tại tổ dân phố, 15", "trong đó có 12 buổi tại tổ dân phố, 5",
			"", NULL },
		{ "trong đó: 12 buổi tại tổ dân phố, 15", "trong đó có 12 buổi tại tổ dân phố, 25",
			"tong-khong-khop", NULL },
		{ "tổng số 27 buổi", "tổng số hơn 25 buổi", "", NULL },
		{ "tổng số 27 buổi", "tổng số 1.027 buổi", "tong-khong-khop", "1.027" },
		{ "12 buổi tại tổ dân phố", "12 buổi cho phụ nữ", "", NULL },
		{ "12 buổi tại tổ dân phố", "20 buổi cho phụ nữ", "", NULL },
	};
	EXPECT("thi-tran-2023.txt", list);
}

/* --- prose ------------------------------------------------------------------------------------ */

static void cut_sentences(void **state)
{
	(void)state;
	static const struct wrong list[] = {
		{ "đối thoại với nhân dân.", "đối thoại với nhân.", "cau-cut", "với nhân" },
		{ "người cao tuổi còn", "với cá nhân, công nhân, doanh nhân, người già còn", "",
			NULL },
		{ "tại nhà văn hóa thôn.", "tại nhà văn hóa của.", "cau-cut", "“của”" },
		{ "Một số thôn ở xa chưa có loa; người",
			"Một số thôn ở xa trung tâm xã chưa có loa truyền thanh và chất\n\nlượng loa còn kém; người",
			"doan-cat-doi", "chất” / “lượng" },
		{ "Một số thôn ở xa chưa có loa; người",
			"Một số thôn ở xa chưa có các các loa; người", "lap-tu", "các các" },
		{ "còn ngại sử dụng", "ngày ngày còn luôn luôn ngại sử dụng", "", NULL },
		{ "còn ngại sử dụng", "còn ngại qua CTVCĐ sử dụng", "viet-tat", "CTVCĐ" },
		{ "còn ngại sử dụng", "còn ngại qua cộng tác viên cộng đồng (CTVCĐ) sử dụng", "",
			NULL },
	};
	EXPECT("xa-2026.txt", list);
}

/* --- dated rules ------------------------------------------------------------------------------ */

static void day_of_a_document(void **state)
{
	(void)state;
	static const struct {
		const char *place, *subject, *day;
	} cases[] = {
		{ "Ba Tơ, ngày 05 tháng 4 năm 2024", "Kết quả quý I năm 2024", "2024-04-05" },
		{ "Ba Tơ, ngày tháng 4 năm 2024", "Kết quả quý I năm 2024", "2024-04-01" },
		{ "Ba Tơ, ngày tháng năm 2024", "Kết quả quý I năm 2024", "2024-03-31" },
		{ "Ba Tơ", "Kết quả quý III năm 2025", "2025-09-30" },
		{ "Ba Tơ", "Kết quả năm 2025", "2025-12-31" },
		{ "Ba Tơ", "Kết quả tuyên truyền", "2026-11-23" },
		{ "Ba Tơ", "Kết quả năm 2026", "2026-11-23" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *text =
			arena_printf(a, "Số: 15/BC-UBND\n%s\nBÁO CÁO\n%s\n\nI. Kết quả\n\nTốt.\n",
				cases[i].place, cases[i].subject);
		struct extract *x = NULL;
		struct err e;
		err_init(&e, a);
		assert_int_equal(extract_txt(a, text, strlen(text), &x, &e), RC_OK);
		assert_string_equal(date_iso(a, check_day(a, x, today)), cases[i].day);
	}
}

/* Nghị định 30/2020 is in force from 05/3/2020: an older paper is not judged by it. */
static void older_papers_follow_older_rules(void **state)
{
	(void)state;
	const char *text =
		"Số 5/BC-UBND\n\nBa Tơ ngày 4 tháng 3 năm 2020\n\nBÁO CÁO\n\nTình hình\n\nMọi việc "
		"đều tốt.\n";
	struct findings list = check_text(text);
	assert_string_equal(ids(&list), "");
	list = check_text(with(text, "ngày 4", "ngày 5"));
	assert_true(list.n > 3);
}

static void rules_are_whole(void **state)
{
	(void)state;
	size_t n;
	const struct check_rule *r = check_rules(&n);
	for (size_t i = 0; i < n; i++) {
		assert_true(*r[i].id && *r[i].source && *r[i].summary);
		if (!date_none(r[i].to))
			assert_true(date_cmp(r[i].from, r[i].to) < 0);
		for (size_t k = 0; k < i; k++)
			if (text_eq(r[i].id, r[k].id))
				assert_true(date_cmp(r[k].to, r[i].from) < 0);
	}
}

/* --- page and type: Phụ lục I, phần I and V --------------------------------------------------- */

static void add(struct extract *x, const char *text, double size, bool bold, bool italic)
{
	struct extract_para p = { .text = text,
		.number = (int)x->paras.n + 1,
		.size = size,
		.font = "Times New Roman",
		.bold = bold,
		.italic = italic };
	ARENA_PUSH(a, &x->paras, p);
}

static struct extract typed(void)
{
	struct extract x = { .format = EXTRACT_DOCX, .pages = 2, .folio = EXTRACT_FOLIO_TOP };
	struct extract_page s = { 210, 297, 20, 20, 30, 20 };
	ARENA_PUSH(a, &x.setups, s);
	add(&x, "ỦY BAN NHÂN DÂN", 13, true, false);
	add(&x, "XÃ BA TƠ", 13, true, false);
	add(&x, "Số: 15/TB-UBND", 13, false, false);
	add(&x, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, true, false);
	add(&x, "Độc lập - Tự do - Hạnh phúc", 14, true, false);
	add(&x, "Ba Tơ, ngày 05 tháng 10 năm 2026", 14, false, true);
	add(&x, "THÔNG BÁO", 14, true, false);
	add(&x, "Về lịch họp", 14, true, false);
	add(&x, "UBND xã Ba Tơ thông báo lịch họp tháng 10./.", 14, false, false);
	add(&x, "Nơi nhận:", 12, true, true);
	add(&x, "- Các thôn;", 11, false, false);
	add(&x, "- Lưu: VT.", 11, false, false);
	add(&x, "CHỦ TỊCH", 14, true, false);
	add(&x, "Lê Quang Hà", 14, true, false);
	return x;
}

static const char *ids_of(const struct extract *x)
{
	struct findings list = { 0 };
	check_document(a, x, today, &list);
	return ids(&list);
}

static void page_and_margins(void **state)
{
	(void)state;
	struct extract x = typed();
	assert_string_equal(ids_of(&x), "");
	x.setups.v[0] = (struct extract_page){ 210, 297, 25, 25, 35, 15 };
	assert_string_equal(ids_of(&x), "");
	x.setups.v[0].left = 25.4;
	assert_string_equal(ids_of(&x), "le-trang");
	x.setups.v[0] = (struct extract_page){ 210, 297, 19, 26, 30, 21 };
	assert_string_equal(ids_of(&x), "le-trang le-trang le-trang");
	x.setups.v[0] = (struct extract_page){ 215.9, 279.4, 20, 20, 30, 20 };
	assert_string_equal(ids_of(&x), "kho-giay");
	x.setups.v[0] = (struct extract_page){ 297, 210, 30, 20, 20, 20 };
	assert_string_equal(ids_of(&x), "");
}

static void sizes_fonts_and_styles(void **state)
{
	(void)state;
	static const struct {
		size_t line;
		double size;
		const char *rules;
	} sizes[] = { { 3, 14, "co-chu" }, { 3, 12, "" }, { 4, 12, "co-chu" }, { 5, 12, "co-chu" },
		{ 2, 14, "co-chu" }, { 8, 12, "co-chu" }, { 8, 13, "" }, { 9, 13, "co-chu" },
		{ 10, 12, "co-chu" }, { 13, 15, "co-chu" }, { 0, 12, "" } };
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct extract x = typed();
		x.paras.v[sizes[i].line].size = sizes[i].size;
		if (strcmp(ids_of(&x), sizes[i].rules))
			fail_msg("%s in %.0f: %s", x.paras.v[sizes[i].line].text, sizes[i].size,
				ids_of(&x));
	}
	static const char *const good[] = { "TimesNewRomanPS-BoldMT", "Liberation Serif", "Tinos",
		"Times New Roman,Bold" };
	struct extract x = typed();
	for (size_t i = 0; i < 4; i++) {
		x.paras.v[8].font = good[i];
		assert_string_equal(ids_of(&x), "");
	}
	x.paras.v[8].font = ".VnTime";
	assert_string_equal(ids_of(&x), "phong-chu");
	x = typed();
	x.paras.v[5].italic = false;
	assert_string_equal(ids_of(&x), "kieu-chu");
	x = typed();
	x.paras.v[9].italic = false;
	assert_string_equal(ids_of(&x), "kieu-chu");
}

static void page_numbers(void **state)
{
	(void)state;
	struct extract x = typed();
	x.folio = EXTRACT_FOLIO_BOTTOM;
	assert_string_equal(ids_of(&x), "so-trang");
	x.folio = EXTRACT_FOLIO_NONE;
	assert_string_equal(ids_of(&x), "so-trang");
	x.pages = 1;
	assert_string_equal(ids_of(&x), "");
	x.folio = EXTRACT_FOLIO_TOP;
	x.folio_first = true;
	assert_string_equal(ids_of(&x), "so-trang");
}

/* In .docx and .pdf nothing is lost: there a missing head is missing. */
static void head_is_required_where_it_can_be_read(void **state)
{
	(void)state;
	struct extract x = typed();
	x.paras.n -= 8;
	memmove(x.paras.v, x.paras.v + 6, 8 * sizeof *x.paras.v);
	x = typed();
	memmove(x.paras.v, x.paras.v + 6, 8 * sizeof *x.paras.v);
	x.paras.n = 8;
	assert_string_equal(ids_of(&x), "quoc-hieu tieu-ngu co-quan thieu-so thieu-ngay");
}

static void table_totals(void **state)
{
	(void)state;
	static const char *const cells[4][3] = { { "Thôn", "Buổi", "Tin" }, { "Một", "10", "5" },
		{ "Hai", "15", "7" }, { "Tổng cộng", "27", "12" } };
	struct extract x = typed();
	struct extract_para tail[5];
	memcpy(tail, x.paras.v + 9, sizeof tail);
	x.paras.n = 9;
	for (int r = 0; r < 4; r++)
		for (int k = 0; k < 3; k++) {
			add(&x, cells[r][k], 13, false, false);
			struct extract_para *p = &x.paras.v[x.paras.n - 1];
			p->table = 1;
			p->row = r + 1;
			p->column = k + 1;
		}
	for (int i = 0; i < 5; i++)
		add(&x, tail[i].text, tail[i].size, tail[i].bold, tail[i].italic);
	struct findings list = { 0 };
	check_document(a, &x, today, &list);
	assert_string_equal(ids(&list), "tong-khong-khop");
	assert_non_null(strstr(list.v[0].message, "25"));
}

/* Subtotals ("I", "II") and rates are not added up. */
static void table_columns_that_are_not_sums(void **state)
{
	(void)state;
	static const char *const heads[] = { "Tỷ lệ (%)", "Điểm bình quân", "Buổi" };
	for (size_t i = 0; i < 3; i++) {
		const char *cells[4][3] = { { "TT", "Thôn", heads[i] },
			{ i == 2 ? "I" : "1", "Một", "50" }, { "2", "Hai", "60" },
			{ "", "Tổng cộng", "55" } };
		struct extract x = typed();
		size_t at = 9; /* ahead of the recipients */
		for (int r = 0; r < 4; r++)
			for (int k = 0; k < 3; k++) {
				if (!*cells[r][k])
					continue;
				add(&x, cells[r][k], 13, false, false);
				struct extract_para p = x.paras.v[--x.paras.n];
				p.table = 1;
				p.row = r + 1;
				p.column = k + 1;
				ARENA_PUSH(a, &x.paras, p);
				memmove(x.paras.v + at + 1, x.paras.v + at,
					(x.paras.n - 1 - at) * sizeof p);
				x.paras.v[at++] = p;
			}
		assert_string_equal(ids_of(&x), "");
	}
}

/* A file made to be slow or to make a list without end. */
static void hostile_text_ends_soon(void **state)
{
	(void)state;
	static const char *const parts[] = { "5 buổi gồm ", "họp 5/3/2024 mức độ huyện nay là ",
		"61/2018 thị trấn ", "\"huyện\" “huyện ", "tuyên truyền qua cuộc họp " };
	for (size_t i = 0; i < 5; i++) {
		struct buf b;
		buf_init(&b, a, 1 << 20);
		buf_puts(&b, "BÁO CÁO\nKết quả quý I năm 2026\n1. Hình thức tuyên truyền\n");
		for (int n = 0; n < 8000; n++) {
			buf_puts(&b, n % 400 ? "" : "\n- ");
			buf_puts(&b, parts[i]);
		}
		struct findings list = check_text(b.p);
		assert_true(list.n > 0 && list.n <= 2000);
		for (size_t k = 0; k < list.n; k++)
			assert_true(strlen(list.v[k].message) < 2000);
	}
}

/* --- printing and reading --------------------------------------------------------------------- */

static void findings_are_printed(void **state)
{
	(void)state;
	struct findings list = { 0 };
	struct buf out;
	struct finding f = { "so-khong", SEVERITY_LOI, "dòng 3", "Sai \"số\"", "Ghi 08.",
		"Nghị định", { 2020, 3, 5 }, 1 };
	buf_init(&out, a, 10000);
	check_print_json(&out, &list);
	assert_string_equal(out.p, "{\"findings\":[]}\n");
	buf_clear(&out);
	ARENA_PUSH(a, &list, f);
	check_print_json(&out, &list);
	assert_string_equal(out.p,
		"{\"findings\":[\n{\"rule\":\"so-khong\",\"severity\":\"loi\",\"place\":\"dòng 3\","
		"\"message\":\"Sai \\\"số\\\"\",\"fix\":\"Ghi 08.\",\"source\":\"Nghị định\","
		"\"in_force_from\":\"2020-03-05\"}\n]}\n");
	buf_clear(&out);
	check_print_text(&out, "a.txt", &list);
	assert_non_null(strstr(out.p, "LỖI (1)\n  dòng 3: Sai \"số\"\n      Sửa: Ghi 08.\n"));
	assert_non_null(strstr(out.p, "áp dụng từ 05/3/2020"));
}

static const char *refusal(const char *p, size_t n)
{
	struct extract *x = NULL;
	struct err e;
	err_init(&e, a);
	assert_int_equal(extract_txt(a, p, n, &x, &e), RC_INVALID);
	assert_null(x);
	return e.message;
}

static void text_files_as_they_come(void **state)
{
	(void)state;
	assert_non_null(strstr(refusal("Dòng một\nBa T\xff", 17), "Dòng 2 (byte thứ 17)"));
	assert_non_null(strstr(refusal("a\0b", 3), "Dòng 1"));
	assert_non_null(strstr(refusal("", 0), "không có chữ"));
	assert_non_null(strstr(refusal("\xef\xbb\xbf \n\t\n", 7), "không có chữ"));
	assert_non_null(strstr(refusal("\xff\xfe"
				       "B\0",
				       4),
		"UTF-16"));
	char *big = arena_alloc(a, EXTRACT_FILE_MAX + 1);
	memset(big, 'a', EXTRACT_FILE_MAX + 1);
	assert_non_null(strstr(refusal(big, EXTRACT_FILE_MAX + 1), "20 MB"));

	/* BOM, CRLF, a lone CR, NFD, NBSP, two columns, a blank number and a blank day. */
	static const char text[] =
		"\xef\xbb\xbf"
		"Ba To\xcc\x9b\r\n\r\nmột\xc2\xa0\xc2\xa0hai\rba\n"
		"Số:      /BC-UBND        Ba Tơ, ngày      tháng 4 năm 2024\n-\tmục\n";
	static const char *const lines[] = { "Ba Tơ", "một hai", "ba", "Số: /BC-UBND",
		"Ba Tơ, ngày tháng 4 năm 2024", "- mục" };
	static const int numbers[] = { 1, 3, 4, 5, 5, 6 };
	struct extract *x = NULL;
	struct err e;
	err_init(&e, a);
	assert_int_equal(extract_txt(a, text, sizeof text - 1, &x, &e), RC_OK);
	assert_int_equal(x->paras.n, 6);
	for (size_t i = 0; i < 6; i++) {
		assert_string_equal(x->paras.v[i].text, lines[i]);
		assert_int_equal(x->paras.v[i].number, numbers[i]);
	}
}

/* A file wrapped at a width, as mail and old editors make them, has no cut paragraphs. */
static void wrapped_text_is_joined(void **state)
{
	(void)state;
	const char *text = read_text(RIGHT "xa-2026.txt");
	struct buf b;
	buf_init(&b, a, 1 << 20);
	size_t column = 0;
	for (const char *p = text; *p;) {
		size_t n = strcspn(p, " \n");
		if (column + n > 110 && n < 110 && p[-1] == ' ' && b.p[b.n - 1] == ' ' &&
			b.p[b.n - 2] != ' ') {
			b.p[b.n - 1] = '\n';
			column = 0;
		}
		buf_add(&b, p, n);
		column = p[n] == '\n' ? 0 : column + n + 1;
		p += n;
		if (*p)
			buf_putc(&b, *p++);
	}
	struct findings list = check_text(b.p);
	assert_string_equal(ids(&list), "");
}

static void extract_travels_as_json(void **state)
{
	(void)state;
	struct extract x = typed(), *y = NULL;
	struct buf b;
	struct err e;
	err_init(&e, a);
	x.folio_first = true;
	x.paras.v[3].table = 2;
	x.paras.v[3].row = 1;
	x.paras.v[3].column = 4;
	x.paras.v[3].align = EXTRACT_CENTER;
	buf_init(&b, a, 1 << 20);
	extract_to_json(&b, &x);
	assert_int_equal(extract_from_json(a, b.p, b.n, &y, &e), RC_OK);
	assert_int_equal(y->format, EXTRACT_DOCX);
	assert_true(y->folio_first && y->folio == EXTRACT_FOLIO_TOP);
	assert_int_equal(y->paras.n, x.paras.n);
	assert_int_equal(y->paras.v[3].column, 4);
	assert_int_equal(y->paras.v[3].align, EXTRACT_CENTER);
	assert_true(y->paras.v[9].bold && y->paras.v[9].italic);
	assert_true(y->setups.v[0].height == 297);
	assert_int_equal(extract_from_json(a, "{", 1, &y, &e), RC_FAIL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(right_reports_are_left_in_peace, setup, teardown),
		cmocka_unit_test_setup_teardown(real_report_gives_its_known_slips, setup, teardown),
		cmocka_unit_test_setup_teardown(number_and_date, setup, teardown),
		cmocka_unit_test_setup_teardown(days_in_running_text, setup, teardown),
		cmocka_unit_test_setup_teardown(nation_title_and_addressee, setup, teardown),
		cmocka_unit_test_setup_teardown(recipients_and_signature, setup, teardown),
		cmocka_unit_test_setup_teardown(levels_of_services, setup, teardown),
		cmocka_unit_test_setup_teardown(districts_and_towns, setup, teardown),
		cmocka_unit_test_setup_teardown(replaced_laws, setup, teardown),
		cmocka_unit_test_setup_teardown(channels_without_figures, setup, teardown),
		cmocka_unit_test_setup_teardown(ways_of_writing_and_targets, setup, teardown),
		cmocka_unit_test_setup_teardown(sums, setup, teardown),
		cmocka_unit_test_setup_teardown(cut_sentences, setup, teardown),
		cmocka_unit_test_setup_teardown(day_of_a_document, setup, teardown),
		cmocka_unit_test_setup_teardown(older_papers_follow_older_rules, setup, teardown),
		cmocka_unit_test_setup_teardown(rules_are_whole, setup, teardown),
		cmocka_unit_test_setup_teardown(page_and_margins, setup, teardown),
		cmocka_unit_test_setup_teardown(sizes_fonts_and_styles, setup, teardown),
		cmocka_unit_test_setup_teardown(page_numbers, setup, teardown),
		cmocka_unit_test_setup_teardown(
			head_is_required_where_it_can_be_read, setup, teardown),
		cmocka_unit_test_setup_teardown(table_totals, setup, teardown),
		cmocka_unit_test_setup_teardown(table_columns_that_are_not_sums, setup, teardown),
		cmocka_unit_test_setup_teardown(hostile_text_ends_soon, setup, teardown),
		cmocka_unit_test_setup_teardown(findings_are_printed, setup, teardown),
		cmocka_unit_test_setup_teardown(text_files_as_they_come, setup, teardown),
		cmocka_unit_test_setup_teardown(wrapped_text_is_joined, setup, teardown),
		cmocka_unit_test_setup_teardown(extract_travels_as_json, setup, teardown),
	};
	return cmocka_run_group_tests_name("check", tests, NULL, NULL);
}
