// People, account, settings, audit and Today in Chromium:  people_test.mjs BUILD [FOLDER for screenshots]
// Run from the top of the tree, where node_modules is.
import { join } from "node:path";
import { createHmac } from "node:crypto";
import { check, checkAxe, checkWidth, finish, open, test } from "./tap.mjs";
import { DESK, PHONE, startOffice } from "./office.mjs";

const [build, shots] = process.argv.slice(2);
const browser = await open();
const office = await startOffice(build, {
	users: { quantri: "administrator", canbo: "officer", totruong: "group_head" },
});

// A code of an authenticator (RFC 6238), from the letters that the page shows.
function code(secret) {
	const bits = [...secret].map((c) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c).toString(2).padStart(5, "0")).join("");
	const key = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
	const counter = Buffer.alloc(8);
	counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000)));
	const mac = createHmac("sha1", key).update(counter).digest();
	const at = mac[19] & 15;
	return String((mac.readUInt32BE(at) & 0x7fffffff) % 1000000).padStart(6, "0");
}

// What every page must be, and its picture.
async function look(page, name, width) {
	await checkWidth(page);
	await checkAxe(page);
	if (shots)
		await page.screenshot({ path: join(shots, `${name}-${width}.png`), fullPage: true });
}

async function send(page, name) {
	await Promise.all([page.waitForNavigation(), page.getByRole("button", { name, exact: true }).click()]);
}

let serial = 0;
for (const viewport of [PHONE, DESK])
	for (const javaScriptEnabled of [true, false]) {
		// axe needs JavaScript in the page; without it the pages must do the same.
		const context = await browser.newContext({ viewport, javaScriptEnabled, reducedMotion: "reduce" });
		const width = viewport.width;
		const looked = javaScriptEnabled ? look : async (page) => check(await page.locator("h1").count() === 1, "no h1");
		const how = `${width} px, ${javaScriptEnabled ? "with" : "without"} JavaScript`;
		const login = `moi${++serial}`;
		const admin = await office.signIn(context, "quantri");

		await test(`${how}: today`, async () => {
			await office.goto(admin, "/");
			check(await admin.getByRole("heading", { name: "Hôm nay" }).isVisible(), "no heading");
			await looked(admin, "hom-nay-quan-tri", width);
		});
		await test(`${how}: a group head is added, and the code drawn`, async () => {
			await office.goto(admin, "/nguoi-dung/them");
			await looked(admin, "them-nguoi-dung", width);
			await admin.getByLabel("Tên đăng nhập").fill(login);
			await send(admin, "Thêm");
			check(await admin.getByLabel("Tên đăng nhập").inputValue() === login, "what was typed is kept");
			await looked(admin, "them-nguoi-dung-loi", width);
			await admin.getByLabel("Họ và tên").fill("Tổ Trưởng Mẫu");
			await admin.getByLabel("Tổ trưởng", { exact: true }).check();
			await send(admin, "Thêm");
			check(await admin.getByRole("img", { name: /Mã QR/ }).isVisible(), "no code");
			const link = await admin.locator("code.loa-code").innerText();
			check(link.startsWith(office.url + "/l/"), link);
			await looked(admin, "lien-ket", width);
			await admin.getByRole("button", { name: "Đã gửi, xong" }).click();
			await admin.waitForURL(/nguoi-dung\/\d+$/);
			await looked(admin, "mot-nguoi", width);
			const head = await browser.newContext({ viewport, javaScriptEnabled });
			const page = await head.newPage();
			await page.goto(link);
			check(await page.getByRole("link", { name: "Ghi hoạt động" }).count() >= 1, "no tile");
			await looked(page, "hom-nay-to-truong", width);
			await head.close();
		});
		await test(`${how}: lists, settings and the audit`, async () => {
			for (const [path, name] of [["/nguoi-dung", "nguoi-dung"], ["/nguoi-dung/quyen", "quyen"], ["/cai-dat", "cai-dat"],
				["/nhat-ky", "nhat-ky"], ["/nhat-ky?tu=x", "nhat-ky-loi"], ["/nhat-ky/1", "nhat-ky-dong"], ["/nhat-ky/kiem-tra", "kiem-tra"]]) {
				await office.goto(admin, path, path.endsWith("x") ? 422 : 200);
				await looked(admin, name, width);
			}
		});
		await test(`${how}: settings are kept`, async () => {
			await office.goto(admin, "/cai-dat");
			await admin.getByLabel("Địa chỉ trang của Loa").fill("khong phai dia chi");
			await send(admin, "Lưu");
			check(await admin.getByLabel("Địa chỉ trang của Loa").inputValue() === "khong phai dia chi", "kept");
			await looked(admin, "cai-dat-loi", width);
			await admin.getByLabel("Địa chỉ trang của Loa").fill(office.url);
			await send(admin, "Lưu");
			check(await admin.getByText("Đã lưu cài đặt.").isVisible(), "not said");
		});
		await test(`${how}: the second factor, on and off`, async () => {
			const own = await browser.newContext({ viewport, javaScriptEnabled, reducedMotion: "reduce" });
			const page = await office.signIn(own, "canbo");
			await office.goto(page, "/");
			await looked(page, "hom-nay", width);
			await office.goto(page, "/tai-khoan");
			await looked(page, "tai-khoan", width);
			await page.getByRole("link", { name: "Bật xác thực hai lớp" }).click();
			await looked(page, "xac-thuc", width);
			const secret = (await page.locator("code.loa-code").innerText()).replace(/ /g, "");
			await page.getByLabel("Mã xác thực").fill(code(secret));
			await send(page, "Bật");
			const codes = await page.locator(".loa-codes code").allInnerTexts();
			check(codes.length === 10, `${codes.length} codes`);
			await looked(page, "ma-khoi-phuc", width);
			await page.emulateMedia({ media: "print" });
			check(await page.locator(".loa-codes").isVisible() && !await page.locator(".loa-nav").isVisible(), "on paper");
			await page.emulateMedia({ media: null });
			await office.goto(page, "/tai-khoan/xac-thuc/tat");
			await looked(page, "xac-thuc-tat", width);
			await page.getByLabel("Mã xác thực").fill(codes[0]);
			await send(page, "Tắt");
			check(await page.getByText("Đã tắt xác thực hai lớp.").isVisible(), "not said");
			await office.goto(page, "/tai-khoan/mat-khau");
			await looked(page, "doi-mat-khau", width);
			await own.close();
		});
		await context.close();
	}
await test("the office stops without complaint", () => office.stop());
await browser.close();
finish();
