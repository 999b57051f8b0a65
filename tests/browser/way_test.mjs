// The way of a report in Chromium, on a phone and at a desk:  way_test.mjs BUILD [FOLDER for screenshots]
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DESK, PHONE, startOffice } from "./office.mjs";
import { check, checkAxe, checkWidth, finish, open, test } from "./tap.mjs";

const [build, shots] = process.argv.slice(2);
const PAGE = "/trinh-ky/bao-cao/1";
const folder = mkdtempSync(join(tmpdir(), "loa-way-"));
const browser = await open();

// As a token would: a PDF signed by the openssl program.
function sign(pdf) {
	const program = `
import sys
from pathlib import Path
sys.path.insert(0, "tests/media")
import pdf_sign
a = pdf_sign.Authority(Path(sys.argv[1]) / "ca")
a.issue("ky", "/O=UBND Mau/CN=Nguoi Ky Mau")
Path(sys.argv[3]).write_bytes(pdf_sign.sign(Path(sys.argv[2]).read_bytes(), lambda data: a.cms("ky", data)))`;
	const [from, to] = [join(folder, "cho-ky.pdf"), join(folder, "da-ky.pdf")];
	writeFileSync(from, pdf);
	execFileSync("python3", ["-c", program, folder, from, to]);
	return to;
}

async function look(page, name, size) {
	await checkWidth(page);
	await checkAxe(page);
	if (shots)
		await page.screenshot({ path: join(shots, `way-${name}-${size.width}.png`), fullPage: true });
}

for (const [size, javaScriptEnabled] of [[PHONE, false], [DESK, true]]) {
	const what = `${size.width} px, ${javaScriptEnabled ? "with" : "without"} JavaScript`;
	const office = await startOffice(build, { users: { canbo: "officer", lanhdao: "leader" } });
	const people = {};
	for (const login of ["canbo", "lanhdao"]) // axe itself needs JavaScript: those who look have it
		people[login] = await office.signIn(await browser.newContext({ viewport: size, javaScriptEnabled, bypassCSP: true }), login);
	const eyes = await browser.newContext({ viewport: size, bypassCSP: true, storageState: await people.canbo.context().storageState() });
	const looker = await eyes.newPage();
	const seen = async (path, name) => {
		await office.goto(looker, path);
		await look(looker, name, size);
	};
	const press = async (login, button, note) => {
		await office.goto(people[login], PAGE);
		if (note)
			await people[login].getByLabel("Ý kiến").fill(note);
		await Promise.all([people[login].waitForNavigation(), people[login].getByRole("button", { name: button, exact: true }).click()]);
	};
	const { canbo } = people;

	await test(`${what}: a draft is checked and approved`, async () => {
		await seen(PAGE, "draft");
		await press("canbo", "Trình kiểm tra nội dung");
		await press("lanhdao", "Nội dung đạt");
		await press("lanhdao", "Thể thức đạt");
		await press("lanhdao", "Ký duyệt", "Đồng ý");
		check((await people.lanhdao.locator("main").innerText()).includes("đã duyệt, chờ số và chữ ký"), "not approved");
		await seen(PAGE, "approved");
	});
	await test(`${what}: number and signed file come in, and it is issued`, async () => {
		await office.goto(canbo, PAGE);
		await canbo.getByLabel("Số và ký hiệu, ví dụ 05/BC-UBND").fill("05/BC-UBND");
		await canbo.getByLabel("Ngày ban hành").fill("05/4/2024");
		await Promise.all([canbo.waitForNavigation(), canbo.getByRole("button", { name: "Ghi số" }).click()]);
		const pdf = await canbo.context().request.get(office.url + PAGE + "/tai/pdf");
		await canbo.getByLabel("Bản đã ký (PDF, tối đa 30 MB)").setInputFiles(sign(await pdf.body()));
		await Promise.all([canbo.waitForNavigation(), canbo.getByRole("button", { name: "Tải bản đã ký lên" }).click()]);
		check((await canbo.locator("main").innerText()).includes("khớp từng chữ"), await canbo.locator("main").innerText());
		await seen(PAGE, "signed");
		await press("canbo", "Ban hành");
		await seen(PAGE + "/gui", "send");
	});
	await test(`${what}: it is sent by links, received, and published`, async () => {
		await office.goto(canbo, PAGE + "/gui");
		await canbo.getByLabel("UBND huyện").check();
		await Promise.all([canbo.waitForNavigation(), canbo.getByRole("button", { name: "Gửi", exact: true }).click()]);
		const link = await canbo.locator('a[href^="/v/"]').first().getAttribute("href");
		const visitor = await (await browser.newContext({ viewport: size, bypassCSP: true })).newPage();
		await office.goto(visitor, link);
		await look(visitor, "link", size);
		await visitor.getByLabel("Người nhận (họ tên, bộ phận)").fill("Văn thư huyện");
		await Promise.all([visitor.waitForNavigation(), visitor.getByRole("button", { name: "Xác nhận đã nhận" }).click()]);
		await press("canbo", "Công khai trên trang của xã");
		await office.goto(visitor, "/van-ban");
		await look(visitor, "public", size);
		await visitor.getByRole("link", { name: /^Báo cáo Kết quả/ }).click();
		await look(visitor, "public-report", size);
		await visitor.getByRole("link", { name: "12 tin" }).first().click();
		check(visitor.url().includes("#so-lieu-"), "a number opens to its records");
		await seen(PAGE, "published");
		check((await looker.locator("main").innerText()).includes("đã nhận: Văn thư huyện"), "receipt is told");
	});
	await test(`${what}: a link is handed over, and the register fits the screen`, async () => {
		await office.goto(canbo, PAGE + "/gui");
		await canbo.getByLabel(/^Nơi nhận khác/).fill("Sở Nội vụ");
		for (const box of await canbo.getByRole("checkbox").all())
			await box.uncheck();
		await Promise.all([canbo.waitForNavigation(), canbo.getByRole("button", { name: "Gửi", exact: true }).click()]);
		await seen(PAGE, "link-waits");
		check((await canbo.locator("main").innerText()).includes(office.url + "/v/"), "the link is not whole");
		await canbo.getByLabel("Sở Nội vụ", { exact: true }).check();
		await canbo.getByLabel("qua Zalo").check();
		await Promise.all([canbo.waitForNavigation(), canbo.getByRole("button", { name: "Ghi đã chuyển" }).click()]);
		check((await canbo.locator("main").innerText()).includes("đã chuyển liên kết qua Zalo"), "not marked");
		await office.goto(looker, "/van-ban-di?nam=2024");
		if (size === PHONE)
			check(await looker.locator(".loa-stack").first().evaluate((e) => e.scrollWidth <= e.clientWidth), "the register scrolls sideways");
	});
	await test(`${what}: the other pages are good to look at`, async () => {
		for (const [path, name] of [["/trinh-ky", "list"], ["/van-ban-di?nam=2024", "register"], ["/van-ban-di/moi", "register-new"],
			["/noi-nhan", "recipients"], ["/noi-nhan/moi", "recipient"], ["/uy-quyen", "delegations"]])
			await seen(path, name);
	});
	await office.stop();
}
await browser.close();
rmSync(folder, { recursive: true });
finish();
