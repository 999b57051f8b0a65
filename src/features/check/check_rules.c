/* Every rule of the checker, with its time and its source. Where no law says it, the source says
 * so. */
#include <string.h>

#include "features/check/check_int.h"
#include "lib/base/text.h"

#define ND30  "Nghị định 30/2020/NĐ-CP"
#define ANNEX ND30 ", Phụ lục I"
#define ND30_FROM \
	{ \
		2020, 3, 5 \
	}
#define HABIT      "Thể thức thông dụng (không phải quy định bắt buộc)"
#define RECORDS    "Yêu cầu số liệu có nguồn của báo cáo (không phải quy định bắt buộc)"
#define WRITING    "Quy tắc viết câu tiếng Việt"
#define ARITHMETIC "Phép cộng các số ghi trong văn bản"
#define EVER \
	{ \
		0 \
	} /* rules of language and arithmetic have no first day */

static const struct check_rule rules[] = {
	/* Page and type: .docx and .pdf only. */
	{ "kho-giay", SEVERITY_LOI, ND30_FROM, { 0 }, ANNEX ", phần I (khổ giấy)",
		"Khổ giấy A4 (210 mm x 297 mm)." },
	{ "le-trang", SEVERITY_LOI, ND30_FROM, { 0 }, ANNEX ", phần I (định lề trang)",
		"Lề trên và dưới 20-25 mm, trái 30-35 mm, phải 15-20 mm." },
	{ "phong-chu", SEVERITY_LOI, ND30_FROM, { 0 }, ANNEX ", phần I (phông chữ)",
		"Phông chữ Times New Roman, bộ mã Unicode." },
	{ "co-chu", SEVERITY_LOI, ND30_FROM, { 0 }, ANNEX ", phần V (mẫu chữ và cỡ chữ)",
		"Cỡ chữ từng thành phần trong khoảng quy định." },
	{ "kieu-chu", SEVERITY_CANH_BAO, ND30_FROM, { 0 }, ANNEX ", phần V (mẫu chữ và cỡ chữ)",
		"Kiểu chữ (đứng, nghiêng, đậm) của từng thành phần." },
	{ "so-trang", SEVERITY_CANH_BAO, ND30_FROM, { 0 }, ANNEX ", phần I (số trang)",
		"Số trang ở giữa lề trên, không ghi ở trang 1." },

	/* Head. */
	{ "quoc-hieu", SEVERITY_LOI, ND30_FROM, { 0 }, ANNEX ", phần II (Quốc hiệu và Tiêu ngữ)",
		"Có Quốc hiệu, viết hoa, đúng lời." },
	{ "tieu-ngu", SEVERITY_LOI, ND30_FROM, { 0 }, ANNEX ", phần II (Quốc hiệu và Tiêu ngữ)",
		"Có Tiêu ngữ, gạch nối có cách chữ." },
	{ "co-quan", SEVERITY_LOI, ND30_FROM, { 0 }, ANNEX ", phần II (tên cơ quan ban hành)",
		"Có tên cơ quan ban hành ở đầu văn bản." },
	{ "thieu-so", SEVERITY_LOI, ND30_FROM, { 0 }, ND30 ", Điều 8 khoản 2",
		"Có số, ký hiệu văn bản." },
	{ "so-trong", SEVERITY_CANH_BAO, ND30_FROM, { 0 }, ND30 ", Điều 15",
		"Số được ghi trước khi phát hành." },
	{ "so-khong", SEVERITY_LOI, ND30_FROM, { 0 }, ANNEX ", phần II (số, ký hiệu)",
		"Số nhỏ hơn 10 có số 0 phía trước." },
	{ "ky-hieu", SEVERITY_LOI, ND30_FROM, { 0 }, ANNEX ", phần II (số, ký hiệu)",
		"Ký hiệu: sau \"Số\" có dấu hai chấm, giữa số và ký hiệu có \"/\", giữa các nhóm có \"-\", không "
		"cách chữ, viết hoa." },
	{ "ky-hieu-ten-loai", SEVERITY_LOI, ND30_FROM, { 0 },
		ND30 ", Phụ lục III (chữ viết tắt tên loại)",
		"Ký hiệu dùng đúng chữ viết tắt của tên loại." },
	{ "thieu-ngay", SEVERITY_LOI, ND30_FROM, { 0 }, ND30 ", Điều 8 khoản 2",
		"Có địa danh và thời gian ban hành." },
	{ "ngay-trong", SEVERITY_CANH_BAO, ND30_FROM, { 0 }, ND30 ", Điều 15",
		"Ngày được ghi trước khi phát hành." },
	{ "dia-danh-dau-phay", SEVERITY_LOI, ND30_FROM, { 0 },
		ANNEX ", phần II (địa danh và thời gian ban hành)", "Sau địa danh có dấu phẩy." },
	{ "dia-danh-don-vi", SEVERITY_GOI_Y, ND30_FROM, { 0 },
		ANNEX ", phần II (địa danh); chưa đối chiếu được nguyên văn, cần kiểm tra",
		"Địa danh là tên riêng; chỉ ghi chữ xã, phường, thị trấn khi tên là tên người, số, sự kiện." },
	{ "ngay-thang-so-0", SEVERITY_LOI, ND30_FROM, { 0 },
		ANNEX ", phần II (địa danh và thời gian ban hành)",
		"Ngày nhỏ hơn 10 và tháng 1, 2 có số 0 phía trước; các tháng khác không thêm." },
	{ "ngay-khong-co", SEVERITY_LOI, EVER, { 0 }, "Lịch dương", "Ngày có thật." },
	{ "ngay-so-0-trong-bai", SEVERITY_GOI_Y, ND30_FROM, { 0 },
		"Theo cách ghi ngày tháng ở dòng địa danh (" ANNEX ", phần II)",
		"Ngày nhỏ hơn 10 và tháng 1, 2 trong bài cũng nên có số 0 phía trước." },
	{ "thieu-ten-loai", SEVERITY_LOI, ND30_FROM, { 0 },
		ANNEX ", phần II (tên loại và trích yếu)",
		"Văn bản có tên loại thì ghi tên loại, viết hoa." },
	{ "thieu-trich-yeu", SEVERITY_LOI, ND30_FROM, { 0 },
		ANNEX ", phần II (tên loại và trích yếu)", "Dưới tên loại có trích yếu." },
	{ "ten-loai-vv", SEVERITY_LOI, ND30_FROM, { 0 }, ANNEX ", phần II (tên loại và trích yếu)",
		"\"V/v\" chỉ dùng ở công văn." },
	{ "thieu-kinh-gui", SEVERITY_LOI, ND30_FROM, { 0 }, ANNEX ", phần II (nơi nhận)",
		"Báo cáo gửi cấp trên, tờ trình, công văn có \"Kính gửi\"." },

	/* Recipients and signature. */
	{ "thieu-noi-nhan", SEVERITY_LOI, ND30_FROM, { 0 }, ND30 ", Điều 8 khoản 2",
		"Có nơi nhận." },
	{ "noi-nhan-luu", SEVERITY_LOI, ND30_FROM, { 0 }, ANNEX ", phần II (nơi nhận)",
		"Nơi nhận kết thúc bằng dòng \"- Lưu: VT, ...\"." },
	{ "noi-nhan-dau-cau", SEVERITY_GOI_Y, ND30_FROM, { 0 }, ANNEX ", phần II (nơi nhận)",
		"Mỗi nơi nhận có gạch đầu dòng và dấu chấm phẩy, dòng cuối có dấu chấm." },
	{ "nhu-tren", SEVERITY_CANH_BAO, ND30_FROM, { 0 }, ANNEX ", phần II (nơi nhận)",
		"Đã có \"Kính gửi\" thì nơi nhận bắt đầu bằng \"- Như trên;\"." },
	{ "thieu-chu-ky", SEVERITY_LOI, ND30_FROM, { 0 }, ND30 ", Điều 8 khoản 2",
		"Có quyền hạn, chức vụ của người ký." },
	{ "thieu-ho-ten", SEVERITY_CANH_BAO, ND30_FROM, { 0 }, ND30 ", Điều 8 khoản 2",
		"Có họ và tên người ký." },
	{ "hoc-ham", SEVERITY_CANH_BAO, ND30_FROM, { 0 },
		ANNEX ", phần II (chức vụ, họ tên, chữ ký)",
		"Không ghi học hàm, học vị trước họ tên người ký (lực lượng vũ trang, giáo dục, y tế, khoa học "
		"có thể có quy định riêng)." },

	/* Terms. */
	{ "muc-do-3-4", SEVERITY_LOI, { 2022, 8, 15 }, { 2026, 6, 30 }, "Nghị định 42/2022/NĐ-CP",
		"Dịch vụ công trực tuyến không còn chia bốn mức độ: chỉ có một phần và toàn trình." },
	{ "muc-do-3-4", SEVERITY_LOI, { 2026, 7, 1 }, { 0 },
		"Nghị định 224/2026/NĐ-CP (thay Nghị định 42/2022/NĐ-CP, nghị định đã bỏ bốn mức độ)",
		"Dịch vụ công trực tuyến không còn chia bốn mức độ." },
	{ "cap-huyen", SEVERITY_LOI, { 2025, 7, 1 }, { 0 },
		"Tổ chức chính quyền địa phương hai cấp từ 01/7/2025",
		"Không còn cấp huyện, thị trấn, thị xã." },
	{ "so-phong-cu", SEVERITY_LOI, { 2025, 7, 1 }, { 0 },
		"Tổ chức chính quyền địa phương hai cấp từ 01/7/2025",
		"Không còn Sở Thông tin và Truyền thông, Phòng Văn hóa và Thông tin cấp huyện." },

	/* Laws: severity, source and day of each are in the table of check_laws.c. */
	{ "van-ban-thay-the", SEVERITY_LOI, EVER, { 0 }, "Theo từng văn bản",
		"Văn bản viện dẫn còn hiệu lực vào ngày của tài liệu." },

	/* Figures. */
	{ "kenh-khong-so", SEVERITY_CANH_BAO, EVER, { 0 }, RECORDS,
		"Mỗi hình thức nêu là đã dùng có số liệu của nó." },
	{ "muc-khong-so", SEVERITY_CANH_BAO, EVER, { 0 }, RECORDS,
		"Mỗi mục của phần số lượng có số." },
	{ "hai-cach-ghi", SEVERITY_GOI_Y, EVER, { 0 }, HABIT,
		"Số nhỏ hơn 10 trong một danh sách ghi cùng một cách." },
	{ "tong-khong-khop", SEVERITY_LOI, EVER, { 0 }, ARITHMETIC,
		"Tổng bằng các phần cộng lại." },
	{ "ky-bao-cao", SEVERITY_GOI_Y, EVER, { 0 },
		"Nghị định 09/2019/NĐ-CP, Điều 12; Công văn 581/BNV-CCHC (thời gian chốt số liệu)",
		"Báo cáo nêu số liệu tính từ ngày nào đến ngày nào." },
	{ "so-voi-ke-hoach", SEVERITY_GOI_Y, EVER, { 0 }, HABIT,
		"Báo cáo thực hiện một kế hoạch thì so kết quả với chỉ tiêu của kế hoạch." },

	/* Figures against the records, for a period of Loa's own data. */
	{ "kenh-chua-thong-ke", SEVERITY_CANH_BAO, EVER, { 0 }, RECORDS,
		"Mỗi kênh đã dùng có số liệu." },
	{ "kenh-chua-lam", SEVERITY_CANH_BAO, EVER, { 0 }, "Kế hoạch của đơn vị",
		"Mỗi kênh của kế hoạch có hoạt động trong kỳ." },
	{ "chi-tieu", SEVERITY_CANH_BAO, EVER, { 0 }, "Kế hoạch của đơn vị",
		"Đạt chỉ tiêu của kế hoạch." },
	{ "so-khong-ho-so", SEVERITY_LOI, EVER, { 0 }, RECORDS,
		"Mỗi số liệu của báo cáo có hoạt động làm căn cứ." },
	{ "so-go-tay", SEVERITY_GOI_Y, EVER, { 0 }, RECORDS,
		"Số liệu được gắn với hoạt động thay vì gõ tay." },
	{ "mot-phan-chua-thong-ke", SEVERITY_GOI_Y, EVER, { 0 }, RECORDS,
		"Mỗi hoạt động làm nên số liệu có con số." },
	{ "thieu-minh-chung", SEVERITY_GOI_Y, EVER, { 0 }, RECORDS,
		"Mỗi hoạt động có minh chứng." },

	/* Prose. */
	{ "cau-cut", SEVERITY_LOI, EVER, { 0 }, WRITING, "Câu, cụm từ không bị thiếu chữ." },
	{ "doan-cat-doi", SEVERITY_CANH_BAO, EVER, { 0 }, WRITING,
		"Một đoạn không bị cắt làm hai." },
	{ "doan-qua-dai", SEVERITY_GOI_Y, EVER, { 0 }, HABIT, "Đoạn văn dài vừa phải." },
	{ "lap-tu", SEVERITY_CANH_BAO, EVER, { 0 }, WRITING, "Không lặp từ." },
	{ "ket-thuc", SEVERITY_GOI_Y, ND30_FROM, { 0 }, HABIT, "Nội dung kết thúc bằng \"./.\"." },
	{ "viet-tat", SEVERITY_GOI_Y, EVER, { 0 }, HABIT,
		"Chữ viết tắt ít dùng được giải thích ở lần đầu." },
};

enum { RULES = sizeof rules / sizeof *rules };

const struct check_rule *check_rules(size_t *count)
{
	*count = RULES;
	return rules;
}

const struct check_rule *check_rule_at(const char *id, struct date day)
{
	bool known = false;
	for (size_t i = 0; i < RULES; i++) {
		if (!text_eq(rules[i].id, id))
			continue;
		known = true;
		if (date_cmp(day, rules[i].from) >= 0 &&
			(date_none(rules[i].to) || date_cmp(day, rules[i].to) <= 0))
			return &rules[i];
	}
	if (!known)
		die("check: no rule %s", id);
	return NULL;
}
