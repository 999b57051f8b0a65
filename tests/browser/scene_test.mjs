// The target scene, from signing in to the sent report, as people walk it:  scene_test.mjs BUILD [FOLDER]
//
// An officer, a desk clerk and the head of a residential group each record from a phone; the
// quarter's report comes out with the three numbers that the real one lacked; one clicks a number and
// sees the photo; the signed PDF comes back and goes out. FOLDER: pictures of the way are left there.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { check, checkAxe, checkWidth, finish, open, test } from "./tap.mjs";
import { DESK, PHONE, signOutside, startOffice } from "./office.mjs";

const [build, pictures] = process.argv.slice(2);
const PAPER = "/trinh-ky/bao-cao/1";
const browser = await open();
const scratch = mkdtempSync(join(tmpdir(), "loa-scene-"));

// A photo as a camera makes it: with noise, so that it has some size.
function photo() {
	const [width, height] = [1600, 1200];
	const pixels = Buffer.alloc(width * height);
	for (let i = 0; i < pixels.length; i++)
		pixels[i] = (120 + (i % width) / 16 + (i * 2654435761 >>> 27)) & 255;
	const pgm = Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), pixels]);
	return { name: "hop-to.jpg", mimeType: "image/jpeg",
		buffer: execFileSync("cjpeg", ["-quality", "90"], { input: pgm, maxBuffer: 1 << 26 }) };
}

let shots = 0;
async function look(page, name, javaScriptEnabled) {
	await checkWidth(page);
	if (!javaScriptEnabled)
		return; // nor would axe run
	await checkAxe(page);
	if (pictures)
		await page.screenshot({ path: join(pictures, `canh-${String(++shots).padStart(2, "0")}-${name}.png`) });
}

const text = (page) => page.locator("main").innerText();

// Asked from here: without JavaScript the page cannot wait.
async function isSeen(picture) {
	for (let i = 0; i < 300; i++) {
		if (await picture.evaluate((e) => e.complete && e.naturalWidth > 100))
			return true;
		await sleep(100);
	}
	return false;
}

async function press(page, name) {
	await Promise.all([page.waitForNavigation(), page.getByRole("button", { name, exact: true }).first().click()]);
}

async function scene(javaScriptEnabled) {
	const office = await startOffice(build, { users: { canbo: "officer", motcua: "desk", totruong: "group_head",
		kiemtra: "editor", lanhdao: "leader" } });
	const enter = async (login, viewport) => {
		const context = await browser.newContext({ viewport, hasTouch: viewport === PHONE, javaScriptEnabled, locale: "vi-VN" });
		context.setDefaultTimeout(120000); // sanitizers, and a signature is checked by a worker
		return office.signIn(context, login);
	};
	const shot = (page, name) => look(page, name, javaScriptEnabled);

	// The head of a residential group, by his link: a meeting, with its photo.
	const head = await enter("totruong", PHONE);
	await shot(head, "to-truong-hom-nay");
	await head.getByRole("link", { name: "Ghi hoạt động" }).first().click();
	await shot(head, "to-truong-chon-kenh");
	await head.getByRole("link", { name: "Cuộc họp, hội nghị" }).click();
	await head.getByLabel("Cuộc họp gì").fill("Họp tổ dân phố, lồng ghép CCHC");
	await head.getByLabel("Số lượt người dự").fill("62");
	await head.getByLabel("Ngày", { exact: true }).fill("15/3/2024");
	await head.locator("input[type=file]").last().setInputFiles(photo());
	await shot(head, "to-truong-ghi-cuoc-hop");
	await press(head, "Ghi");
	check((await text(head)).includes("Đã ghi"), await text(head));
	await shot(head, "to-truong-da-ghi");

	// The desk clerk: guidance of the quarter, one number.
	const desk = await enter("motcua", PHONE);
	await office.goto(desk, "/ghi/desk");
	await desk.getByLabel("Số lượt hướng dẫn").fill("145");
	await desk.getByLabel("Ngày", { exact: true }).fill("20/3/2024");
	await shot(desk, "mot-cua-ghi");
	await press(desk, "Ghi");
	check((await text(desk)).includes("145 lượt hướng dẫn"), await text(desk));

	// The officer: the station's log.
	const officer = await enter("canbo", PHONE);
	await office.goto(officer, "/ghi/station");
	await officer.getByLabel("Ngày", { exact: true }).fill("18/3/2024");
	await officer.locator("[name=so-1]").fill("27");
	const title = officer.locator("[name=ten]");
	if (await title.count())
		await title.fill("Phát thanh nội dung CCHC");
	await shot(officer, "can-bo-ghi-phat-thanh");
	await press(officer, "Ghi");
	check((await text(officer)).includes("Đã ghi"), await text(officer));

	// At his desk: figures are there; the report gets the three numbers that it lacked.
	const at = await enter("canbo", DESK);
	await at.getByRole("navigation", { name: "Chức năng" }).getByRole("link", { name: "Số liệu" }).click();
	await office.goto(at, "/so-lieu?ky=2024-Q1");
	for (const number of ["62 lượt người", "145 lượt hướng dẫn", "27 lần phát"])
		check((await text(at)).includes(number), `${number} is missing: ${await text(at)}`);
	await shot(at, "so-lieu");
	await office.goto(at, "/ke-hoach/2024");
	await shot(at, "ke-hoach");
	await office.goto(at, "/bao-cao");
	check(await at.getByText("Lập báo cáo", { exact: true }).count(), "no way to begin a report");
	await office.goto(at, "/bao-cao/1/sua");
	const numbers = at.locator("[name=muc-3]");
	const body = (await numbers.inputValue()).replace("- Tuyên truyền thông qua các cuộc họp, hội nghị.",
		"- Tuyên truyền thông qua các cuộc họp, hội nghị: {{meeting|cuộc}}, {{meeting|lượt người}}");
	if (javaScriptEnabled)
		await numbers.evaluate((e, value) => {
			e.value = value;
			e.dispatchEvent(new Event("input", { bubbles: true }));
		}, `${body}\n- Phát trên đài truyền thanh: {{station|lần phát}}\n- Hướng dẫn trực tiếp tại bộ phận một cửa: {{desk|lượt hướng dẫn}}`);
	else
		await numbers.fill(`${body}\n- Phát trên đài truyền thanh: {{station|lần phát}}\n- Hướng dẫn trực tiếp tại bộ phận một cửa: {{desk|lượt hướng dẫn}}`);
	await shot(at, "soan-bao-cao");
	await press(at, "Lưu");
	await office.goto(at, "/bao-cao/1");
	for (const number of ["62 lượt người", "145 lượt hướng dẫn", "27 lần phát", "12 tin", "02 băng rôn"])
		check((await text(at)).includes(number), `the report lacks ${number}`);
	await shot(at, "bao-cao");

	// One clicks a number and sees the photo.
	await at.getByRole("link", { name: "62 lượt người" }).first().click();
	const picture = at.locator("img[src^='/minh-chung/']").first();
	await picture.scrollIntoViewIfNeeded();
	check(await isSeen(picture), "the photo is not seen");
	await shot(at, "con-so-mo-ra-anh");
	// The officer lets the people see it too.
	await office.goto(at, "/bao-cao/1");
	await at.getByRole("link", { name: "Họp tổ dân phố, lồng ghép CCHC" }).first().click();
	await at.getByRole("link", { name: "Sửa", exact: true }).or(at.getByRole("button", { name: "Sửa", exact: true })).first().click();
	await at.getByLabel("Cho người dân xem").check();
	await press(at, "Lưu");
	check((await text(at)).includes("Công khai."), await text(at));

	// Its way: checked, approved by another, numbered, signed outside, issued, sent, published.
	const step = async (page, button) => {
		await office.goto(page, PAPER);
		await press(page, button);
		check(!page.url().includes("/buoc"), await text(page));
	};
	await step(at, "Trình kiểm tra nội dung");
	const checker = await enter("kiemtra", DESK);
	await office.goto(checker, PAPER);
	await shot(checker, "kiem-tra");
	await step(checker, "Nội dung đạt");
	await step(checker, "Thể thức đạt");
	const leader = await enter("lanhdao", PHONE);
	await shot(leader, "lanh-dao-hom-nay");
	await office.goto(leader, PAPER);
	await shot(leader, "lanh-dao-duyet");
	await step(leader, "Ký duyệt");

	await office.goto(at, PAPER);
	await at.locator("[name=so-ky-hieu]").fill("05/BC-UBND");
	await at.locator(`form[action='${PAPER}/so'] [name=ngay]`).fill("05/4/2024");
	await Promise.all([at.waitForNavigation(), at.locator(`form[action='${PAPER}/so'] button[type=submit]`).click()]);
	const pdf = await at.context().request.get(`${office.url}${PAPER}/tai/pdf`);
	await office.goto(at, `${PAPER}`);
	await at.locator("input[type=file][name=tep]").setInputFiles(signOutside(await pdf.body(), scratch));
	await Promise.all([at.waitForNavigation(), at.locator(`form[action='${PAPER}/ban-ky'] button[type=submit]`).click()]);
	check((await text(at)).includes("khớp từng chữ"), await text(at));
	await shot(at, "ban-ky-ve");
	await step(at, "Ban hành");
	await office.goto(at, `${PAPER}/gui`);
	await at.locator("[name=cach][value='thu']").check();
	await at.locator("[name=noi-nhan]").first().check();
	await shot(at, "gui");
	await Promise.all([at.waitForNavigation(), at.locator(`form[action='${PAPER}/gui'] button[type=submit]`).first().click()]);
	await shot(at, "da-gui");

	// The receiver and the people, who have no account. What nobody handed over is sent when it is received.
	const guest = await (await browser.newContext({ viewport: PHONE, javaScriptEnabled, locale: "vi-VN" })).newPage();
	const link = /\/v\/[\w-]{20,}/.exec(await at.content());
	check(link, "the page does not show the link that was made");
	await office.goto(guest, link[0]);
	check((await text(guest)).includes("05/BC-UBND"), await text(guest));
	await shot(guest, "noi-nhan-mo-lien-ket");
	await guest.getByLabel("Người nhận (họ tên, bộ phận)").fill("Văn thư huyện");
	await press(guest, "Xác nhận đã nhận");
	await step(at, "Công khai trên trang của xã");
	await office.goto(guest, "/cong-khai/1");
	check((await text(guest)).includes("62 lượt người"), await text(guest));
	await shot(guest, "cong-khai");
	await guest.getByRole("link", { name: "62 lượt người" }).first().click();
	const shown = guest.locator(".ho-so:target img[src^='/cong-khai/1/minh-chung/']").first();
	await shown.scrollIntoViewIfNeeded();
	check(await isSeen(shown), "the photo is not seen by the people");
	await shot(guest, "cong-khai-anh");
	const [small] = await Promise.all([shown.getAttribute("src"), guest.waitForNavigation(), shown.click()]);
	check(guest.url().endsWith(small.replace("/nho", "")), "the small one leads to the large one");
	check(office.run("verify", "--db", office.db).includes("không thấy hư hỏng"), "the chain");
	await office.stop();
}

await test("the target scene on phones and a desk", () => scene(true));
await test("the same without JavaScript", () => scene(false));

rmSync(scratch, { recursive: true });
await browser.close();
finish();
