// Procedures in Chromium, on a phone without JavaScript and at a desk:  procedure_test.mjs BUILD [FOLDER for screenshots]
import { join } from "node:path";
import { DESK, PHONE, SAMPLE, startOffice } from "./office.mjs";
import { check, checkAxe, checkWidth, finish, open, test } from "./tap.mjs";

const [build, shots] = process.argv.slice(2);
const browser = await open();
const office = await startOffice(build, { users: { canbo: "officer" }, folders: [SAMPLE, "cases/thu-tuc-mau"] });

for (const [size, javaScriptEnabled] of [[PHONE, false], [DESK, true]]) {
	const what = `${size.width} px, ${javaScriptEnabled ? "with" : "without"} JavaScript`;
	const visitor = await (await browser.newContext({ viewport: size, javaScriptEnabled, bypassCSP: true })).newPage();
	const eyes = await (await browser.newContext({ viewport: size, bypassCSP: true })).newPage();
	const canbo = await office.signIn(await browser.newContext({ viewport: size, bypassCSP: true }), "canbo");
	const look = async (page, path, name, status = 200) => {
		await office.goto(page, path, status);
		await checkWidth(page);
		await checkAxe(page);
		if (shots)
			await page.screenshot({ path: join(shots, `procedure-${name}-${size.width}.png`), fullPage: true });
	};

	await test(`${what}: the year's days off are entered`, async () => {
		await look(canbo, "/thu-tuc-hc/lich-nghi", "years");
		await look(canbo, "/thu-tuc-hc/lich-nghi/2026", "year");
		await canbo.getByLabel("Văn bản quy định ngày làm việc trong tuần").fill("Quy định thử");
		await canbo.getByLabel("Ngày nghỉ lễ, nghỉ bù, làm bù").fill("02/9/2026 | nghỉ lễ | Quốc khánh (thử) | Thông báo thử");
		await Promise.all([canbo.waitForNavigation(), canbo.getByRole("button", { name: "Lưu" }).click()]);
	});
	await test(`${what}: a citizen finds a procedure and computes with it`, async () => {
		await office.goto(visitor, "/thu-tuc");
		await visitor.getByLabel("Tên hoặc mã thủ tục").fill("ho tich");
		await Promise.all([visitor.waitForNavigation(), visitor.getByRole("main").getByRole("button", { name: "Tìm" }).click()]);
		await Promise.all([visitor.waitForNavigation(), visitor.getByRole("link", { name: /Đăng ký một việc hộ tịch/ }).click()]);
		await visitor.getByLabel("Đăng ký quá hạn").check();
		await visitor.getByLabel("Trực tuyến", { exact: true }).check();
		await visitor.getByLabel("Được miễn, giảm").selectOption("Nộp trực tuyến (mẫu)");
		await visitor.getByLabel("Ngày nộp").fill("26/8/2026");
		await visitor.getByLabel("Giờ nộp").fill("09:00");
		await Promise.all([visitor.waitForNavigation(), visitor.getByRole("button", { name: "Tính cho tôi" }).click()]);
		const said = await visitor.locator("main").innerText();
		check(said.includes("4.000 đồng"), said);
		check(said.includes("thứ Năm, ngày 03/9/2026"), said); // 7 days end on the holiday
		check(await visitor.locator('svg[aria-label*="Cổng Dịch vụ công quốc gia"]').isVisible(), "a QR code to the portal");
	});
	await test(`${what}: the public pages are good to look at`, async () => {
		await look(eyes, "/thu-tuc", "list");
		await look(eyes, "/thu-tuc?tim=khong-co", "none");
		await look(eyes, "/thu-tuc/1.999901?so=5", "show");
		await look(eyes, "/thu-tuc/1.999902?gio=29:00", "wrong", 422);
	});
	await test(`${what}: printed, what to bring is there and the form is not`, async () => {
		await office.goto(eyes, "/thu-tuc/1.999902?truong-hop=qua-han&cach=online&ngay=26/8/2026&gio=09:00");
		const onPaper = eyes.locator(".loa-print-only");
		check(!await onPaper.first().isVisible(), "the screen has its own");
		await eyes.emulateMedia({ media: "print" });
		check(await eyes.locator("#can-mang").isVisible(), "what to bring");
		const chosen = await onPaper.first().innerText();
		for (const said of ["Đăng ký quá hạn", "Trực tuyến", "26/8/2026, lúc 09:00"])
			check(chosen.includes(said), `${said} is not in ${chosen}`);
		check(await eyes.locator('svg[aria-label="Mã QR: trang này trên mạng"]').isVisible(), "a code to the page");
		check((await eyes.locator(".loa-page-code").innerText()).includes(new URL(eyes.url()).host + "/thu-tuc/1.999902"), "its address");
		const headings = [];
		for (const h of await eyes.locator("h1, h2, h3, summary").all())
			if (await h.isVisible())
				headings.push((await h.innerText()).trim());
		check(new Set(headings).size === headings.length, `a heading twice: ${headings}`);
		check(!await eyes.getByRole("button", { name: "Tính cho tôi" }).isVisible(), "the form stays on the screen");
		await checkWidth(eyes);
		await eyes.emulateMedia({ media: "screen" });
	});
	await test(`${what}: the office's pages are good to look at`, async () => {
		for (const [path, name] of [["/thu-tuc-hc", "office"], ["/thu-tuc-hc?xem=con-thieu", "lacking"], ["/thu-tuc-hc/1.999902", "office-show"],
			["/thu-tuc-hc/1.999902/phien-ban/moi", "version"], ["/thu-tuc-hc/nhap", "import"], ["/thu-tuc-hc/moi", "new"],
			["/thu-tuc-hc/ra-soat", "reviews"], ["/thu-tuc-hc/ra-soat/moi", "review"],
			[`/thu-tuc-hc/ra-soat/van-ban/${new Date().getFullYear()}`, "proposal"], ["/niem-yet/in", "print"], ["/niem-yet/moi", "hang"]])
			await look(canbo, path, name);
		await canbo.getByLabel(/1\.999901/).check();
		await canbo.getByLabel("Nơi niêm yết", { exact: true }).fill("Bảng tại một cửa");
		await Promise.all([canbo.waitForNavigation(), canbo.getByRole("button", { name: "Lưu" }).click()]);
		await look(canbo, "/niem-yet", "hanging");
		await look(canbo, "/niem-yet/1", "hanging-show");
	});
}
await office.stop();
await browser.close();
finish();
