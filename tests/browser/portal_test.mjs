// The portal in Chromium, as visitors have it: phones, large letters, few colours, the keyboard, paper.
//
//	portal_test.mjs BUILD [FOLDER for screenshots]
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DESK, PHONE, SAMPLE, startOffice } from "./office.mjs";
import { check, checkAxe, checkWidth, finish, open, test } from "./tap.mjs";

const [build, shots] = process.argv.slice(2);
const PAGES = { home: "/", documents: "/van-ban", news: "/tin", procedures: "/thu-tuc", procedure: "/thu-tuc/1.999901",
	counted: "/thu-tuc/1.999902?ngay=31/8/2026&gio=09:00", article: `/tin/${JSON.parse(readFileSync("cases/portal/news.json")).items[0].slug}`, search: "/tim-kiem", found: "/tim-kiem?q=cai+cach", nothing: "/tim-kiem?q=qwertyzz",
	about: "/gioi-thieu", access: "/gioi-thieu/tiep-can", privacy: "/gioi-thieu/du-lieu-ca-nhan", data: "/gioi-thieu/du-lieu-mo",
	numbers: "/gioi-thieu/thong-ke", enter: "/dang-nhap", missing: "/khong-co" };
const SAID = { "tru-so": "Tổ dân phố 2, xã Mẫu, tỉnh Mẫu", "dien-thoai": "0255 3863 000", "thu-cong-vu": "ubnd@xa-mau.gov.vn",
	"gio-lam-viec": "Thứ Hai đến thứ Sáu, sáng 7 giờ đến 11 giờ 30.", "tiep-cong-dan": "Thứ Năm hằng tuần, Chủ tịch UBND, tại trụ sở.",
	"chuc-nang": "Quản lý nhà nước trên địa bàn.\n\nPhục vụ người dân.", "bo-phan": "Văn phòng; Nguyễn Văn A; 0255 3863 001; vp@xa-mau.gov.vn" };
const browser = await open();
const office = await startOffice(build, {
	users: { quantri: "administrator" },
	folders: [SAMPLE, "cases/portal", "cases/thu-tuc-mau"],
	// Enough to be found on many pages of results.
	setUp: (run, db) => execFileSync(join(build, "tests/bench/bench-search"), ["fill", db, "60", `${SAMPLE}/expected.txt`]),
});
const visit = (options) => browser.newContext({ locale: "vi-VN", reducedMotion: "reduce", bypassCSP: true, ...options }).then((c) => c.newPage());
const goto = (page, name) => office.goto(page, PAGES[name], name === "missing" ? 404 : 200);

await test("the office says where it is and when it is open", async () => {
	const page = await office.signIn(await browser.newContext({ locale: "vi-VN" }), "quantri");
	await office.goto(page, "/cai-dat");
	for (const [name, value] of Object.entries(SAID))
		await page.locator(`[name='${name}']`).fill(value);
	await Promise.all([page.waitForNavigation(), page.getByRole("button", { name: "Lưu" }).click()]);
	check((await page.locator("main").innerText()).includes("Đã lưu cài đặt"), "saved");
});

for (const [what, size, options, letters] of [["a phone", PHONE, {}], ["a desk", DESK, {}], ["a phone with letters twice as large", PHONE, {}, "200%"],
	["few colours", PHONE, { forcedColors: "active" }]])
	await test(`each page on ${what}: axe finds nothing, nothing sticks out`, async () => {
		const page = await visit({ viewport: size, ...options });
		for (const name of Object.keys(PAGES)) {
			await goto(page, name);
			if (letters)
				await page.addStyleTag({ content: `html { font-size: ${letters} !important }` });
			try {
				await checkWidth(page);
				// With forced colours they are the visitor's own; axe computes with the page's.
				await checkAxe(page, options.forcedColors ? ["color-contrast"] : []);
				check(await page.locator("h1").count() === 1, "not one h1");
			} catch (why) {
				throw new Error(`${PAGES[name]}: ${why.message}`);
			}
			if (shots)
				await page.screenshot({ path: join(shots, `portal-${name}-${what.replaceAll(" ", "-")}.png`), fullPage: true });
		}
	});

await test("a visit costs few requests, none elsewhere, no cookie, no script", async () => {
	const page = await visit({ viewport: PHONE });
	for (const name of Object.keys(PAGES)) {
		const asked = [];
		page.removeAllListeners("request");
		page.on("request", (r) => asked.push(r));
		await goto(page, name);
		check(asked.length <= 10, `${name}: ${asked.length} requests`);
		check(asked.every((r) => r.url().startsWith(office.url)), `${name}: ${asked.map((r) => r.url())}`);
		check(asked.every((r) => r.resourceType() !== "script"), `${name} loads a script`);
	}
	check(!(await page.context().cookies()).length, "a cookie");
});

await test("by the keyboard alone: past the menu, to the box, to what was found", async () => {
	const page = await visit({ viewport: DESK, javaScriptEnabled: true });
	await goto(page, "home");
	await page.keyboard.press("Tab");
	check(await page.evaluate(() => document.activeElement.textContent) === "Đến nội dung chính", "the first stop leads past the menu");
	await page.keyboard.press("Enter");
	check(await page.evaluate(() => document.activeElement.id) === "loa-noi-dung", "and it does");
	await goto(page, "home");
	for (let i = 0; i < 3; i++)
		await page.keyboard.press("Tab");
	check(await page.evaluate(() => document.activeElement.name) === "q", "the box is the third stop");
	await page.keyboard.type("CAI CACH");
	await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
	check((await page.locator("main").innerText()).includes("kết quả cho “CAI CACH”"), await page.locator("main").innerText());
	check(await page.locator("main mark").count() > 0, "what was asked for is marked");
	check(await page.locator("[name=q]").inputValue() === "CAI CACH", "what was typed stays");
	await Promise.all([page.waitForNavigation(), page.getByRole("link", { name: "Trang 2" }).click()]);
	check(await page.locator(".loa-news li").count() > 0, "the second page has some too");
});

await test("the same without JavaScript", async () => {
	const page = await visit({ viewport: PHONE, javaScriptEnabled: false });
	await goto(page, "home");
	await page.getByRole("searchbox", { name: "Tìm trên trang này" }).fill("cải cách");
	await Promise.all([page.waitForNavigation(), page.getByRole("button", { name: "Tìm", exact: true }).click()]);
	check(await page.locator(".loa-news li").count() > 0, "found");
	await Promise.all([page.waitForNavigation(), page.getByRole("link", { name: "Giới thiệu", exact: true }).click()]);
	check((await page.locator("main").innerText()).includes("Thứ Năm hằng tuần"), "reception");
});

await test("on paper: no menu, no box, all of the content", async () => {
	const page = await visit({ viewport: DESK });
	await goto(page, "about");
	await page.emulateMedia({ media: "print" });
	for (const hidden of [".loa-nav", ".loa-find", ".loa-footer__links"])
		check(!await page.locator(hidden).isVisible(), `${hidden} is printed`);
	check(await page.getByText("0255 3863 001").isVisible(), "the parts are");
});

await office.stop();
await browser.close();
finish();
