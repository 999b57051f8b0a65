// The list of activities, one of them, pasting and photos in Chromium:  activity_test.mjs BUILD
import { execFileSync } from "node:child_process";
import { check, checkAxe, checkWidth, finish, open, test } from "./tap.mjs";
import { DESK, PHONE, startOffice } from "./office.mjs";

const [build] = process.argv.slice(2);
const browser = await open();
const office = await startOffice(build, { users: { canbo: "officer", docgia: "reader" } });

const jpeg = (shade) => execFileSync("cjpeg", ["-quality", "90"],
	{ input: Buffer.concat([Buffer.from("P5\n400 300\n255\n"), Buffer.alloc(400 * 300, shade)]) });
const text = (page) => page.locator("main").innerText();

async function look(page) {
	await checkWidth(page);
	await checkAxe(page);
}

for (const viewport of [PHONE, DESK]) {
	const size = `${viewport.width} px`;

	await test(`finding, reading and correcting an activity, ${size}`, async () => {
		const context = await browser.newContext({ viewport });
		const page = await office.signIn(context, "canbo");
		await office.goto(page, "/hoat-dong");
		await look(page);
		await page.getByLabel("Tìm từ").fill("bang ron");
		await page.getByText("Lọc thêm").click();
		await page.getByLabel("Kỳ", { exact: true }).fill("2024-Q1");
		await look(page);
		await page.getByRole("button", { name: "Tìm và lọc" }).click();
		check((await page.getByRole("rowheader").count()) === 2, await text(page));
		await look(page);
		await page.getByRole("link", { name: /Cổng chào/ }).first().click();
		await look(page);
		await page.getByRole("button", { name: "Sửa" }).click();
		await look(page);
		await page.getByLabel("Ghi chú").fill(`Sửa ở ${size}`);
		await page.locator("#anh").setInputFiles({ name: "bang-ron.jpg", mimeType: "image/jpeg", buffer: jpeg(viewport.width % 200) });
		await page.getByLabel(/Lý do sửa/).fill("Thêm ảnh");
		await page.getByRole("button", { name: "Lưu", exact: true }).click();
		check((await text(page)).includes(`Sửa ở ${size}`), await text(page));
		await page.waitForFunction(() => {
			const photo = document.querySelector(".loa-photo img");
			return photo?.complete && photo.naturalWidth > 0;
		}); // it is there
		await look(page);
		await page.getByRole("button", { name: "Sửa" }).click();
		await page.getByLabel("Ngày", { exact: true }).fill("31/02/2024");
		await page.getByRole("button", { name: "Lưu", exact: true }).click();
		await look(page);
		await context.close();
	});

	await test(`taking back and restoring, ${size}`, async () => {
		const context = await browser.newContext({ viewport, javaScriptEnabled: false });
		const page = await office.signIn(context, "canbo");
		await office.goto(page, "/hoat-dong/15");
		await page.getByRole("button", { name: "Bỏ hoạt động này" }).click();
		await page.getByLabel(/Lý do/).fill("Ghi nhầm");
		await page.getByRole("button", { name: "Bỏ hoạt động này" }).click();
		check((await text(page)).includes("đã bỏ"), await text(page));
		await page.getByRole("button", { name: "Khôi phục hoạt động này" }).click();
		check((await text(page)).includes("Đã khôi phục"), await text(page));
		await context.close();
	});

	await test(`a table is pasted, corrected in place and stored, ${size}`, async () => {
		const context = await browser.newContext({ viewport });
		const page = await office.signIn(context, "canbo");
		await office.goto(page, "/hoat-dong");
		await page.getByRole("link", { name: "Dán từ Excel" }).click();
		await look(page);
		await page.getByLabel("Bảng", { exact: true }).fill(
			`Ngày\tKênh\tHoạt động\tSố liệu\n05/3/2026\tboard\tBảng tin ở ${size}\t1 lần cập nhật\n06/3/2026\tabc\tHọp ở ${size}\t1 cuộc`);
		await page.getByRole("button", { name: "Xem trước" }).click();
		await look(page);
		await page.getByLabel("Dòng 3, Kênh").fill("meeting");
		await page.getByRole("button", { name: "Ghi các dòng đã chọn" }).click();
		check((await text(page)).includes("Đã ghi 2 hoạt động"), await text(page));
		check((await page.getByRole("link", { name: `Họp ở ${size}` }).count()) === 1, await text(page));
		await look(page);
		await context.close();
	});

	await test(`photos are looked at and printed, ${size}`, async () => {
		const context = await browser.newContext({ viewport });
		const page = await office.signIn(context, "docgia");
		await office.goto(page, "/hoat-dong/anh?ky=2024-Q1");
		check((await page.locator(".loa-photo img").count()) > 0, await text(page));
		await look(page);
		await page.getByRole("link", { name: /Bản để in/ }).click();
		await look(page);
		await page.emulateMedia({ media: "print" });
		check(!(await page.getByRole("navigation", { name: "Chức năng" }).isVisible()), "the menu is not printed");
		check((await page.pdf({ format: "A4" })).length > 5000, "a PDF is made");
		await context.close();
	});
}

await browser.close();
await office.stop();
finish();
