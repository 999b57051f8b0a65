// A real office whose portal has something of everything (office.mjs): news with a picture, one article
// withdrawn, an alert, a draft open for opinions with one opinion in, the year's plan, procedures.
//
//	const { office, paths } = await startPortal(build, browser, { canbo: "officer", lanhdao: "leader" });
//
// users must have these two. paths: the addresses of what was made, { article, withdrawn, draft, paper }.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SAMPLE, startOffice } from "./office.mjs";

export const PORTAL_USERS = { canbo: "officer", lanhdao: "leader" };
const BODY = `## Ở Nước Lang

Bà con **tập** nộp hồ sơ trên [Cổng dịch vụ công](https://dichvucong.gov.vn).

![](anh:1)

| Thủ tục | Số hồ sơ |
| --- | --- |
| Khai sinh | 12 |

- mang căn cước
- mang điện thoại`;
const PAPER = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj " +
	"3 0 obj<</Type/Page/MediaBox[0 0 200 200]/Parent 2 0 R>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

// As Vietnam says it today, and some days later.
const day = (shift) => {
	const d = new Date(Date.now() + 7 * 3600e3 + shift * 86400e3).toISOString().slice(0, 10).split("-");
	return `${d[2]}/${d[1]}/${d[0]}`;
};
const press = (page, name) => Promise.all([page.waitForNavigation(), page.getByRole("button", { name, exact: true }).first().click()]);

// With noise, so that it has some size.
function photo(file) {
	const [width, height] = [1200, 700];
	const pixels = Buffer.alloc(width * height);
	for (let i = 0; i < pixels.length; i++)
		pixels[i] = (120 + (i % width) / 16 + (i * 2654435761 >>> 27)) & 255;
	writeFileSync(file, execFileSync("cjpeg", ["-quality", "85"],
		{ input: Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), pixels]), maxBuffer: 1 << 26 }));
	return file;
}

async function article(office, canbo, lanhdao) {
	await office.goto(canbo, "/tin-bai/moi");
	await canbo.getByLabel("Tên bài").fill("Bà con tập nộp hồ sơ qua mạng");
	await canbo.getByLabel("Sapo").fill("Tổ công nghệ số cộng đồng đến từng nhà.");
	await canbo.getByLabel("Bài", { exact: true }).fill(BODY.replace("![](anh:1)\n\n", ""));
	await canbo.getByLabel("Chuyên mục").fill("Cải cách hành chính");
	await press(canbo, "Lưu bản thảo");
	const at = new URL(canbo.url()).pathname;
	await office.goto(canbo, `${at}/anh`);
	await canbo.getByLabel("Ảnh", { exact: true }).setInputFiles(photo(join(office.folder, "anh.jpg")));
	await canbo.getByLabel("Lời tả ảnh").fill("Bà cụ nộp hồ sơ trên điện thoại");
	await canbo.getByLabel("Chú thích").fill("Ở xóm Nước Lang");
	await press(canbo, "Thêm ảnh");
	await office.goto(canbo, `${at}/sua`);
	await canbo.getByLabel("Bài", { exact: true }).fill(BODY);
	await press(canbo, "Lưu bản thảo");
	await office.goto(canbo, at);
	await press(canbo, "Trình duyệt");
	await office.goto(lanhdao, at);
	await press(lanhdao, "Duyệt và đăng");
	return lanhdao.getByRole("link", { name: "Xem trên trang tin" }).getAttribute("href");
}

async function withdrawn(office, lanhdao, title) {
	await office.goto(lanhdao, "/tin-bai");
	await lanhdao.getByRole("link", { name: title, exact: true }).click();
	await lanhdao.getByLabel("Ý kiến, lý do").fill("Sai tên xóm");
	await press(lanhdao, "Gỡ bài đang đăng");
	return lanhdao.getByRole("link", { name: "Xem trên trang tin" }).getAttribute("href");
}

async function alert(office, lanhdao) {
	await office.goto(lanhdao, "/tin-bai/canh-bao");
	await lanhdao.getByLabel("Nội dung").fill("Bão số 3: trụ sở nghỉ tiếp dân chiều nay");
	await lanhdao.getByLabel("Đến ngày").fill("01/01/2090");
	await press(lanhdao, "Lưu");
}

async function paper(office, canbo, kind, subject, fields) {
	const file = join(office.folder, "vb.pdf");
	writeFileSync(file, PAPER);
	await office.goto(canbo, "/soan-van-ban/moi");
	await canbo.getByLabel(kind).check();
	await canbo.getByLabel("Trích yếu").fill(subject);
	for (const [label, value] of Object.entries(fields))
		await canbo.getByLabel(label).fill(value);
	await canbo.getByLabel("Tệp PDF").setInputFiles(file);
	await canbo.getByLabel("Công khai cho mọi người xem").check();
	await press(canbo, "Lưu");
	return new URL(canbo.url()).pathname.replace("/soan-van-ban", "/van-ban");
}

export async function startPortal(build, browser, { users = PORTAL_USERS, setUp } = {}) {
	const office = await startOffice(build, { users, folders: [SAMPLE, "cases/portal", "cases/thu-tuc-mau"],
		setUp: async (run, db) => {
			run("publish", "--db", db, "ke-hoach/2024");
			await setUp?.(run, db);
		} });
	const enter = async (login) => office.signIn(await browser.newContext({ locale: "vi-VN" }), login);
	const [canbo, lanhdao] = [await enter("canbo"), await enter("lanhdao")];
	const items = JSON.parse(readFileSync("cases/portal/news.json")).items;
	const newest = items.reduce((a, b) => b.published_at > a.published_at ? b : a);
	const paths = {
		withdrawn: await withdrawn(office, lanhdao, newest.title),
		article: await article(office, canbo, lanhdao),
		paper: await paper(office, canbo, "Văn bản đã ban hành", "Quyết định về Quy chế làm việc",
			{ "Số, ký hiệu": "7/QĐ-UBND", "Ngày ban hành": "05/3/2024", "Có hiệu lực từ ngày": "05/3/2024" }),
		draft: await paper(office, canbo, "Dự thảo lấy ý kiến", "Dự thảo Quy chế tiếp dân",
			{ "Nhận ý kiến từ ngày": day(-1), "Nhận ý kiến đến hết ngày": day(9) }),
	};
	await alert(office, lanhdao);
	await office.goto(canbo, paths.draft);
	await canbo.getByLabel("Ý kiến", { exact: true }).fill("Nên tiếp dân cả chiều thứ sáu.");
	await press(canbo, "Gửi ý kiến");
	await canbo.context().close();
	await lanhdao.context().close();
	return { office, paths };
}
