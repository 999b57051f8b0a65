// An article in Chromium, on a phone and at a desk, from the first word to the visitor's page and back:
// news_test.mjs BUILD [FOLDER for screenshots]
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DESK, PHONE, SAMPLE, startOffice } from "./office.mjs";
import { check, checkAxe, checkWidth, finish, open, test } from "./tap.mjs";

const [build, shots] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "loa-news-"));
const photo = join(folder, "anh.jpg");
execFileSync("bash", ["-c", `python3 -c 'import sys; sys.stdout.buffer.write(b"P6 1200 700 255\\n" + bytes(x % 251 for x in range(1200 * 700 * 3)))' | cjpeg > "${photo}"`]);
const browser = await open();
const BODY = `## Ở Nước Lang

Bà con **tập** nộp hồ sơ trên [Cổng dịch vụ công](https://dichvucong.gov.vn).

![](anh:1)

| Thủ tục | Số hồ sơ |
| --- | --- |
| Khai sinh | 12 |

- mang căn cước
- mang điện thoại`;

for (const [size, javaScriptEnabled] of [[PHONE, false], [DESK, true]]) {
	const what = `${size.width} px, ${javaScriptEnabled ? "with" : "without"} JavaScript`;
	const office = await startOffice(build, { users: { canbo: "officer", lanhdao: "leader" }, folders: [SAMPLE, "cases/portal"] });
	const people = {};
	for (const login of ["canbo", "lanhdao"]) // axe itself needs JavaScript: those who look have it
		people[login] = await office.signIn(await browser.newContext({ viewport: size, javaScriptEnabled, bypassCSP: true }), login);
	const lookers = {};
	for (const login of ["canbo", "lanhdao"])
		lookers[login] = await (await browser.newContext({ viewport: size, bypassCSP: true,
			storageState: await people[login].context().storageState() })).newPage();
	const visitor = await (await browser.newContext({ viewport: size, bypassCSP: true })).newPage();
	const look = async (page, name) => {
		await checkWidth(page);
		await checkAxe(page);
		if (shots)
			await page.screenshot({ path: join(shots, `news-${name}-${size.width}.png`), fullPage: true });
	};
	const seen = async (login, path, name) => {
		await office.goto(lookers[login], path);
		await look(lookers[login], name);
	};
	const press = (page, name) => Promise.all([page.waitForNavigation(), page.getByRole("button", { name, exact: true }).click()]);
	const { canbo, lanhdao } = people;
	let at;

	await test(`${what}: a text is written, looked at before it is kept, and given a picture`, async () => {
		await office.goto(canbo, "/tin-bai");
		await canbo.getByRole("button", { name: "Viết bài mới" }).click();
		await canbo.getByLabel("Tên bài").fill("Bà con tập nộp hồ sơ qua mạng");
		await canbo.getByLabel("Sapo").fill("Tổ công nghệ số cộng đồng đến từng nhà.");
		await canbo.getByLabel("Bài", { exact: true }).fill(BODY.replace("![](anh:1)\n\n", ""));
		await canbo.getByLabel("Chuyên mục").fill("Cải cách hành chính");
		await press(canbo, "Xem trước");
		check(await canbo.getByRole("heading", { name: "Ở Nước Lang" }).count() === 1, "no preview");
		await press(canbo, "Lưu bản thảo");
		at = new URL(canbo.url()).pathname;
		await office.goto(canbo, `${at}/anh`);
		await canbo.getByLabel("Ảnh", { exact: true }).setInputFiles(photo);
		await canbo.getByLabel("Lời tả ảnh").fill("Bà cụ nộp hồ sơ trên điện thoại");
		await canbo.getByLabel("Chú thích").fill("Ở xóm Nước Lang");
		await press(canbo, "Thêm ảnh");
		await seen("canbo", `${at}/anh`, "pictures");
		await office.goto(canbo, `${at}/sua`);
		await canbo.getByLabel("Bài", { exact: true }).fill(BODY);
		await press(canbo, "Lưu bản thảo");
		await seen("canbo", at, "draft");
		await seen("canbo", `${at}/sua`, "edit");
		await seen("canbo", "/tin-bai/moi", "new");
	});
	await test(`${what}: another person publishes it, and everybody reads it`, async () => {
		await office.goto(canbo, at);
		await press(canbo, "Trình duyệt");
		await office.goto(lanhdao, at);
		await press(lanhdao, "Duyệt và đăng");
		await seen("lanhdao", at, "published");
		await office.goto(visitor, "/tin");
		await look(visitor, "public-list");
		await visitor.getByRole("link", { name: "Bà con tập nộp hồ sơ qua mạng" }).click();
		await look(visitor, "public-article");
		const img = visitor.getByRole("img", { name: "Bà cụ nộp hồ sơ trên điện thoại" });
		await img.scrollIntoViewIfNeeded();
		await visitor.waitForFunction(() => [...document.images].every((i) => i.complete && i.naturalWidth));
		const used = await img.evaluate((e) => e.currentSrc);
		check(used.includes(size === PHONE ? "/400-" : "/800-") && used.endsWith(".webp"), `a screen of ${size.width} px takes ${used}`);
		// Before the picture has come its place is as large, but for a rounded pixel: nothing jumps.
		const height = (of) => of.evaluate((e) => e.clientHeight);
		const slow = await visitor.context().newPage();
		await slow.route("**/tin/anh/**", () => {}); // never answered
		await slow.goto(visitor.url(), { waitUntil: "domcontentloaded" });
		const [after, before] = [await height(img), await height(slow.getByRole("img", { name: "Bà cụ nộp hồ sơ trên điện thoại" }))];
		check(after > 100 && Math.abs(after - before) <= 1, `with the picture ${after} px high, before ${before}`);
		await slow.close();
		check(!(await visitor.context().cookies()).length, "a visitor gets no cookie");
	});
	await test(`${what}: a visitor reports an error, and the office answers`, async () => {
		await visitor.getByRole("link", { name: "Báo lỗi trong bài này" }).click();
		await look(visitor, "fault-form");
		await visitor.getByLabel("Điều chưa đúng trong bài").fill("Sai tên xóm");
		await press(visitor, "Gửi báo lỗi");
		check((await visitor.locator("main").innerText()).includes("Đã nhận báo lỗi"), "no thanks");
		await look(visitor, "fault-thanks");
		await seen("canbo", "/tin-bai/bao-loi", "faults");
		await office.goto(canbo, "/tin-bai/bao-loi");
		await canbo.getByLabel("Đã xử lý thế nào").fill("Đã sửa");
		await press(canbo, "Đã xử lý");
		await seen("canbo", at, "fault-done");
	});
	await test(`${what}: an alert, copies for elsewhere, and withdrawing`, async () => {
		await office.goto(lanhdao, "/tin-bai/canh-bao");
		await lanhdao.getByLabel("Nội dung").fill("Bão số 3: trụ sở nghỉ tiếp dân chiều nay");
		await lanhdao.getByLabel("Đến ngày").fill("01/01/2090");
		await press(lanhdao, "Lưu");
		await seen("lanhdao", "/tin-bai/canh-bao", "alert-form");
		await seen("lanhdao", "/tin-bai", "list");
		await seen("canbo", `${at}/chep`, "copy");
		await office.goto(lanhdao, at);
		await lanhdao.getByLabel("Ý kiến, lý do").fill("Sai tên xóm");
		await press(lanhdao, "Gỡ bài đang đăng");
		const public_ = await lanhdao.getByRole("link", { name: "Xem trên trang tin" }).getAttribute("href");
		await office.goto(visitor, public_, 410);
		check((await visitor.locator("main").innerText()).includes("Sai tên xóm"), "the reason is told");
		await look(visitor, "withdrawn");
	});
	await office.stop();
}
await browser.close();
rmSync(folder, { recursive: true });
finish();
