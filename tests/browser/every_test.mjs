// Every page that the links lead to, for each role, at 360 px and on a desk: nothing sticks out, and axe, with
// whom first comes to it, finds nothing. One page for each row of `loa routes`:  every_test.mjs BUILD
import { check, checkAxe, checkWidth, finish, open, test } from "./tap.mjs";
import { DESK, PHONE, SAMPLE, startOffice } from "./office.mjs";

const [build] = process.argv.slice(2);
const PEOPLE = { canbo: "officer", quantri: "administrator", lanhdao: "leader", motcua: "desk", totruong: "group_head" };
// What needs a document on its way, a file or a half done form: their own tests look at those.
const ELSEWHERE = {
	"/dang-nhap/ma": "people", "/l/{token}": "people", "/tai-khoan/xac-thuc/tat": "people", "/v/{ma}": "way",
	"/cong-khai/{so}": "way", "/trinh-ky/{loai}/{so}/gui": "way", "/van-ban-di/sua": "e2e/way", "/ghi/hieu": "entry", "/ghi/xong/{id}": "entry",
	"/thu-tuc-hc/lich-nghi/{nam}": "procedure", "/thu-tuc-hc/lich-nghi-moi": "e2e/procedure", "/thu-tuc-hc/ra-soat/{id}": "procedure", "/thu-tuc-hc/ra-soat/van-ban/{nam}": "procedure",
	"/thu-tuc-hc/nhap/{id}": "e2e/procedure", "/niem-yet/{id}": "procedure", "/tin/{ten}/bao-loi": "news",
	"/thu-thap/bo-khac": "harvest", "/soan-van-ban/{id}": "harvest", "/soan-van-ban/{id}/sua": "harvest",
	"/soan-van-ban/{id}/y-kien": "harvest", "/van-ban/{id}": "harvest",
};
const NO_PAGE = /^\/api\/|\/tai(\/|\.)|\/pdf|\/minh-chung\/|\/sw\.js|\/healthz|\/trang\/|\/ban-ky|\/tep$|\/phieu$|^\/cong-khai$|^\/niem-yet\/in\/|\/anh$|\.xml$|^\/robots\.txt$|feed\.json$|\/tin\/anh\//;
const browser = await open();
const office = await startOffice(build, { users: PEOPLE, folders: [SAMPLE, "cases/portal", "cases/thu-tuc-mau"] });
const rows = JSON.parse(office.run("routes", "--format", "json")).routes
	.filter((r) => r.method === "GET" && !NO_PAGE.test(r.pattern))
	.map((r) => ({ pattern: r.pattern, is: new RegExp(`^${r.pattern.replace(/\{\w+\}/g, "[^/]+")}$`) }))
	.sort((a, b) => a.pattern.split("{").length - b.pattern.split("{").length);
const rowOf = (path) => NO_PAGE.test(path.split("?")[0]) ? undefined : rows.find((r) => r.is.test(path.split("?")[0]))?.pattern;
const seen = new Set();

// The form of the page at the path, filled by the names of its fields.
async function fill(page, path, fields) {
	await office.goto(page, path);
	const form = page.locator(`main form[action='${path}']`);
	for (const [name, value] of Object.entries(fields)) {
		const field = form.locator(`[name='${name}']`).first();
		if (await field.evaluate((e) => e.tagName) === "SELECT")
			await field.selectOption(value);
		else if (["radio", "checkbox"].includes(await field.getAttribute("type")))
			await form.locator(`[name='${name}'][value='${value}']`).check();
		else
			await field.fill(value);
	}
	await Promise.all([page.waitForNavigation(), form.locator("button[type=submit]").last().click()]);
	check(!await page.locator(".govuk-error-summary").count(), `${path}: ${await page.locator("main").innerText()}`);
}

async function look(page, path, again = false) {
	for (const size of [DESK, PHONE]) {
		await page.setViewportSize(size);
		await checkWidth(page);
	}
	if (!again)
		await checkAxe(page);
	check(await page.locator("h1").count(), `${path} has no h1`);
	check(await page.title(), `${path} has no title`);
}

// From link to link; of each row of the table one page is looked at.
async function walk(page, wrong) {
	const todo = ["/", "/tai-khoan"], met = new Set();
	for (let path; (path = todo.shift()) !== undefined;) {
		const row = rowOf(path);
		if (!row || met.has(row))
			continue;
		met.add(row);
		const r = await page.goto(office.url + path);
		if (r.status() !== 200) {
			wrong.push(`${path}: ${r.status()}`);
			continue;
		}
		for (const link of await page.locator("a[href^='/']").evaluateAll((all) => all.map((a) => a.getAttribute("href"))))
			todo.push(link.split("#")[0]);
		await look(page, path, seen.has(row)).catch((e) => wrong.push(`${path}: ${e.message}`));
		seen.add(row);
	}
}

await test("what the pages speak of is there", async () => {
	const context = await browser.newContext({ locale: "vi-VN" });
	const page = await office.signIn(context, "canbo");
	await fill(page, "/yeu-cau/moi", { "co-quan": "UBND huyện", "so": "1/UBND", "trich-yeu": "báo cáo tuyên truyền",
		"yeu-cau": "Báo cáo kết quả", "han": "20/12/2099" });
	await fill(page, "/yeu-cau/nghia-vu/moi", { "loai": "BC", "ky": "2024-Q2", "noi-nhan": "UBND huyện" });
	await fill(page, "/yeu-cau/thuong-ky/moi", { "loai": "BC", "ky": "Q1", "noi-nhan": "UBND huyện", "ngay": "5" });
	await fill(page, "/noi-nhan/moi", { ten: "Ban Văn hóa" });
	await fill(page, "/thu-thap/nguon/moi", { ten: "Cổng cũ", "dia-chi": "http://xa-mau.invalid/rss" });
	const leader = await office.signIn(await browser.newContext({ locale: "vi-VN" }), "lanhdao");
	await fill(leader, "/uy-quyen/moi", { "nguoi": "Người Ký", "chuc-vu": "Phó Chủ tịch", "hinh-thuc": "KT", "ky-cho": "Chủ tịch",
		"pham-vi": "cải cách hành chính", "tu-ngay": "01/01/2024", "van-ban": "QĐ 1/QĐ-UBND" });
});
for (const [login, role] of Object.entries(PEOPLE))
	await test(`each page that a person of the role ${role} comes to`, async () => {
		const page = await office.signIn(await browser.newContext({ locale: "vi-VN", reducedMotion: "reduce" }), login);
		const wrong = [];
		await walk(page, wrong);
		check(!wrong.length, wrong.join("\n"));
	});
await test("the pages of a visitor", async () => {
	const page = await (await browser.newContext({ locale: "vi-VN" })).newPage();
	for (const path of ["/", "/dang-nhap", "/tin", "/thu-tuc", "/phan-anh", "/van-ban", "/tim-kiem", "/gioi-thieu", "/gioi-thieu/tiep-can", "/gioi-thieu/du-lieu-ca-nhan",
		"/gioi-thieu/du-lieu-mo", "/gioi-thieu/thong-ke", "/khong-co-trang-nay"]) {
		await page.goto(office.url + path);
		await look(page, path);
		seen.add(rowOf(path));
	}
});
await test("there is no other page", () => {
	const missed = rows.map((r) => r.pattern).filter((p) => !seen.has(p) && !ELSEWHERE[p]);
	check(!missed.length, `nobody looked at ${missed.join(", ")}`);
});
await office.stop();
await browser.close();
finish();
