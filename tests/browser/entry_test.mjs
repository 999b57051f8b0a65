// Quick entry in Chromium, on a phone:  entry_test.mjs BUILD
import { execFileSync } from "node:child_process";
import { check, checkAxe, checkWidth, finish, open, test } from "./tap.mjs";
import { PHONE, startOffice } from "./office.mjs";

const [build] = process.argv.slice(2);
const year = new Date().getFullYear();
const browser = await open();
const office = await startOffice(build, {
	users: { canbo: "officer", motcua: "desk", totruong: "group_head", totruong2: "group_head" },
});

function photo(shade, width = 800, height = 600) {
	const pixels = Buffer.alloc(width * height, shade);
	for (let i = 0; i < pixels.length; i++)
		pixels[i] = (shade + (i % width) / 5 + (i * 2654435761 >>> 27)) & 255;
	return execFileSync("cjpeg", ["-quality", "95"], { input: Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), pixels]), maxBuffer: 1 << 26 });
}

const file = (name, shade, ...size) => ({ name, mimeType: "image/jpeg", buffer: photo(shade, ...size) });

// The number of a channel and unit, as figures have it.
function figure(channel, unit) {
	const all = JSON.parse(office.run("figures", "--db", office.db, "--period", String(year), "--format", "json"));
	return all.figures.find((f) => f.channel === channel && f.unit === unit)?.value ?? 0;
}

async function phone(login, more = {}) {
	const context = await browser.newContext({ viewport: PHONE, hasTouch: true, ...more });
	return { context, page: await office.signIn(context, login) };
}

async function look(page) {
	await checkWidth(page);
	await checkAxe(page);
}

const text = (page) => page.locator("main").innerText();

async function until(fn, what) {
	for (let i = 0; i < 200; i++) {
		if (await fn())
			return;
		await new Promise((done) => setTimeout(done, 100));
	}
	throw new Error(`never: ${what}`);
}

// Everything that a phone needs for a day without network is there.
async function ready(page) {
	await office.goto(page, "/ghi");
	await until(() => page.evaluate(() => localStorage.getItem("loa-san") && navigator.serviceWorker.controller), "the service worker");
}

for (const javaScriptEnabled of [true, false])
	await test(`a group head records a meeting with photos, ${javaScriptEnabled ? "with" : "without"} JavaScript`, async () => {
		const { context, page } = await phone("totruong", { javaScriptEnabled });
		const before = figure("meeting", "lượt người");
		await page.goto(office.url + "/");
		await page.getByRole("link", { name: "Ghi hoạt động" }).first().click();
		check(page.url().endsWith("/ghi"), page.url());
		if (javaScriptEnabled)
			await look(page);
		await page.getByRole("link", { name: "Cuộc họp, hội nghị" }).click();
		if (javaScriptEnabled)
			await look(page);
		await page.getByLabel("Cuộc họp gì").fill("Họp tổ dân phố");
		await page.getByLabel("Số lượt người dự").fill("bốn mươi");
		await page.setInputFiles("#anh", [file("một.jpg", 10), file("hai.jpg", 80)]);
		await page.getByRole("button", { name: "Ghi", exact: true }).click();
		await page.locator(".govuk-error-summary").waitFor();
		check((await page.getByLabel("Cuộc họp gì").inputValue()) === "Họp tổ dân phố", "what was typed is lost");
		check((await page.locator('[name="bo-anh"]').count()) === 2, "the photos are lost");
		await checkWidth(page);
		if (javaScriptEnabled)
			await checkAxe(page);
		await page.getByLabel("Số lượt người dự").fill("hơn 40");
		await page.getByRole("button", { name: "Ghi", exact: true }).click();
		await page.waitForURL("**/ghi/xong/*");
		check(/Đã ghi/.test(await text(page)) && /hơn 40 lượt người/.test(await text(page)), await text(page));
		check((await page.locator(".loa-photo img").count()) === 2, "two photos");
		await checkWidth(page);
		if (javaScriptEnabled) {
			await checkAxe(page);
			await until(() => page.evaluate(() => [...document.images].every((i) => i.complete && i.naturalWidth)), "photos are seen");
		}
		check(figure("meeting", "lượt người") === before + 40, "counted once");
		await page.getByRole("button", { name: "Bỏ, tôi ghi nhầm" }).click();
		check(/Đã bỏ/.test(await text(page)) && figure("meeting", "lượt người") === before, "taken back");
		await context.close();
	});

await test("guidance at the desk is one tap, and undone by one", async () => {
	const { context, page } = await phone("motcua");
	await office.goto(page, "/ghi");
	await look(page);
	for (let i = 1; i <= 3; i++) {
		await page.getByRole("button", { name: "+1 lượt hướng dẫn" }).click();
		await page.getByRole("heading", { name: `${i} lượt hướng dẫn` }).waitFor();
	}
	await page.getByRole("button", { name: "+1 Hộ tịch" }).click();
	await page.getByRole("heading", { name: "4 lượt hướng dẫn" }).waitFor();
	check(figure("desk", "lượt hướng dẫn") === 4, "four");
	await look(page);
	await page.getByRole("button", { name: "Hoàn tác" }).click();
	await page.getByRole("heading", { name: "3 lượt hướng dẫn" }).waitFor();
	check(figure("desk", "lượt hướng dẫn") === 3, "three");
	await context.close();
});

await test("numbers are understood while one types", async () => {
	const { context, page } = await phone("canbo");
	await office.goto(page, "/ghi/meeting");
	await page.getByLabel("Số lượt người dự").fill("1.500");
	await page.getByText("Hiểu là: 1.500 lượt người").waitFor();
	await page.getByText("Thêm chi tiết").click();
	await page.getByLabel("Số liệu khác").fill("27 buoi");
	await page.getByText("có phải là “buổi”").waitFor();
	await page.getByLabel("Số liệu khác").fill("27 buổi; 3 giờ");
	await page.getByText("Hiểu là: 1.500 lượt người; 27 buổi; 3 giờ").waitFor();
	await look(page);
	await context.close();
});

await test("a large photo leaves the phone smaller, and keeps its day", async () => {
	const { context, page } = await phone("canbo");
	const large = photo(60, 3000, 2000);
	// What a camera writes: 05/3/2024, turned by 90 degrees.
	const notes = Buffer.from("ffe1005445786966000049492a000800000002001201030001000000060000006987040001000000260000000000000001000390020014000000380000000000000032303234" +
		"3a30333a30352030383a33303a303000", "hex");
	check(notes.length === 0x54 + 2, `${notes.length}`);
	let weight = 0;
	page.on("request", (r) => { if (r.method() === "POST") weight = r.postDataBuffer()?.length ?? weight; });
	await office.goto(page, "/ghi/leaflet");
	await page.getByLabel("Số tờ").fill("5");
	await page.setInputFiles("#anh", { name: "to.jpg", mimeType: "image/jpeg", buffer: Buffer.concat([large.subarray(0, 2), notes, large.subarray(2)]) });
	await page.getByRole("button", { name: "Ghi", exact: true }).click();
	await page.waitForURL("**/ghi/xong/*");
	check(large.length > 1 << 20 && (!weight || weight < large.length / 2), `${large.length} bytes went as ${weight}`);
	check(/Ảnh chụp ngày 05\/3\/2024/.test(await text(page)), await text(page));
	const size = await page.evaluate(async () => {
		const picture = await createImageBitmap(await (await fetch(document.querySelector(".loa-photo a").href)).blob());
		return [picture.width, picture.height];
	});
	check(size[0] < size[1], `turned upright, once: ${size}`);
	await context.close();
});

await test("what is recorded without network is sent later, exactly once", async () => {
	const { context, page } = await phone("totruong2");
	const before = [figure("meeting", "lượt người"), figure("banner", "băng rôn")];
	await ready(page);
	await context.setOffline(true);
	await page.goto(office.url + "/ghi");
	await page.getByRole("link", { name: "Cuộc họp, hội nghị" }).click();
	await page.getByLabel("Cuộc họp gì").fill("Họp không mạng");
	await page.getByLabel("Số lượt người dự").fill("17");
	await page.setInputFiles("#anh", [file("xa.jpg", 30)]);
	await page.getByRole("button", { name: "Ghi", exact: true }).click();
	await page.getByText("Giữ trên máy, chưa gửi: 1").waitFor();
	await look(page);
	check(/Họp không mạng/.test(await text(page)) && /1 tệp/.test(await text(page)), await text(page));
	// The browser may be closed meanwhile: another page of it knows.
	const other = await context.newPage();
	await page.close();
	await other.goto(office.url + "/ghi/banner");
	await other.getByText("Giữ trên máy, chưa gửi: 1").waitFor();
	await other.getByRole("button", { name: "Ghi", exact: true }).click();
	await other.getByText("Giữ trên máy, chưa gửi: 2").waitFor();
	check(figure("meeting", "lượt người") === before[0], "nothing can be there yet");
	await context.setOffline(false);
	await other.getByText(/Đã gửi: .*; /).waitFor();
	await until(() => other.locator(".loa-queue").count().then((n) => !n), "the list is empty");
	check(figure("meeting", "lượt người") === before[0] + 17, `${figure("meeting", "lượt người")}`);
	check(figure("banner", "băng rôn") === before[1] + 1, "the banner, once");
	await office.goto(other, "/ghi");
	await other.getByRole("link", { name: /Họp không mạng/ }).click();
	check((await other.locator(".loa-photo").count()) === 1, "with its photo");
	await context.close();
});

await test("an answer that is lost on its way records nothing twice", async () => {
	const { context, page } = await phone("canbo");
	const before = figure("leaflet", "tờ");
	await office.goto(page, "/ghi/leaflet");
	let lost = 0;
	await page.route("**/ghi/leaflet", async (route) => {
		if (route.request().method() !== "POST" || lost++)
			return route.continue();
		await route.fetch({ maxRedirects: 0 });
		await route.abort();
	});
	await page.getByLabel("Số tờ").fill("300");
	await page.getByRole("button", { name: "Ghi", exact: true }).click();
	await page.getByText("Giữ trên máy, chưa gửi: 1").waitFor();
	check(figure("leaflet", "tờ") === before + 300, "the server has it, the phone cannot know");
	await page.getByRole("button", { name: "Gửi ngay" }).click();
	await page.getByText("Đã gửi: Tờ rơi, tài liệu.").waitFor();
	check(lost === 2 && figure("leaflet", "tờ") === before + 300, "once");
	await context.close();
});

await test("what waits on the phone is sent from any page of the office", async () => {
	const { context, page } = await phone("canbo");
	const before = figure("banner", "băng rôn");
	await ready(page);
	await office.goto(page, "/ghi/banner");
	await context.setOffline(true);
	await page.getByRole("button", { name: "Ghi", exact: true }).click();
	await page.getByText("Giữ trên máy, chưa gửi: 1").waitFor();
	await page.goto("about:blank");
	await context.setOffline(false);
	await office.goto(page, "/hoat-dong");
	await page.getByText(/Đã gửi mục giữ trên máy: /).waitFor();
	await look(page);
	check(figure("banner", "băng rôn") === before + 1, "sent, once");
	// Where nothing waits its script is not loaded, and nothing is made on a machine that never kept anything.
	await office.goto(page, "/so-lieu");
	await page.waitForTimeout(500);
	check(!await page.locator('script[src*="/entry-"]').count(), "nothing waits, nothing is loaded");
	const other = await phone("totruong");
	await office.goto(other.page, "/tai-khoan");
	await other.page.waitForTimeout(500);
	check(!(await other.page.evaluate(() => indexedDB.databases())).length, "no store is made by looking");
	await other.context.close();
	await context.close();
});

await test("one that is refused later is shown with the reason, and corrected", async () => {
	const { context, page } = await phone("canbo");
	const before = figure("social", "bài");
	await ready(page);
	await office.goto(page, "/ghi/social");
	await context.setOffline(true);
	await page.getByLabel("Bài về gì").fill("Bài gửi sau");
	await page.getByLabel("Mấy bài").fill("mười");
	await page.setInputFiles("#anh", [file("bai.jpg", 90)]);
	await page.getByRole("button", { name: "Ghi", exact: true }).click();
	await page.getByText("Giữ trên máy, chưa gửi: 1").waitFor();
	await context.setOffline(false);
	await page.getByText(/Không được nhận: .*mười/).waitFor();
	await look(page);
	await page.getByRole("button", { name: "Sửa rồi gửi" }).click();
	await until(() => page.getByLabel("Bài về gì").inputValue().then((v) => v === "Bài gửi sau"), "the form is filled again");
	check(await page.evaluate(() => document.querySelector("#anh").files.length === 1), "with its photo");
	await page.getByLabel("Mấy bài").fill("10");
	await page.getByRole("button", { name: "Ghi", exact: true }).click();
	await page.waitForURL("**/ghi/xong/*");
	check((await page.locator(".loa-photo").count()) === 1, "the photo, once");
	check(figure("social", "bài") === before + 10, "recorded");
	await office.goto(page, "/ghi");
	check((await page.locator(".loa-queue").count()) === 0, "nothing waits any more");
	await context.close();
});

await test("a session that has ended keeps what waits, and says so", async () => {
	const { context, page } = await phone("canbo");
	const before = figure("board", "lần cập nhật");
	await office.goto(page, "/ghi/board");
	const cookies = await context.cookies();
	await context.clearCookies();
	await page.getByRole("button", { name: "Ghi", exact: true }).click();
	await page.getByText("Hết phiên đăng nhập").waitFor();
	await look(page);
	await page.reload();
	check(page.url().includes("/dang-nhap"), page.url());
	// Another person on the same phone does not send it under his name.
	const stranger = await office.signIn(context, "motcua");
	await office.goto(stranger, "/ghi");
	await stranger.getByText("do tài khoản khác ghi").waitFor();
	check(figure("board", "lần cập nhật") === before, "not sent");
	await context.clearCookies();
	await context.addCookies(cookies);
	await office.goto(page, "/ghi");
	await page.getByText("Đã gửi: Bảng tin công cộng.").waitFor();
	check(figure("board", "lần cập nhật") === before + 1, "sent by whom it is");
	await context.close();
});

await test("taps at the desk without network are counted later", async () => {
	const { context, page } = await phone("motcua");
	const before = figure("desk", "lượt hướng dẫn");
	await ready(page);
	await context.setOffline(true);
	for (let i = 1; i <= 3; i++) {
		await page.getByRole("button", { name: "+1 Đất đai" }).click();
		await page.getByText(`Giữ trên máy, chưa gửi: ${i}`).waitFor();
	}
	await context.setOffline(false);
	await until(() => page.locator(".loa-queue").count().then((n) => !n), "all are sent");
	check(figure("desk", "lượt hướng dẫn") === before + 3, `${figure("desk", "lượt hướng dẫn")} after ${before}`);
	await context.close();
});

await test("who signs out leaves no page on the phone", async () => {
	const { context, page } = await phone("canbo");
	await ready(page);
	await page.getByRole("button", { name: "Đăng xuất" }).click();
	await until(async () => !(await page.evaluate(() => caches.has("loa-trang"))), "the pages are gone");
	await context.close();
});

for (const javaScriptEnabled of [true, false])
	await test(`a pasted chat becomes activities, ${javaScriptEnabled ? "with" : "without"} JavaScript`, async () => {
		const { context, page } = await phone("canbo", { javaScriptEnabled });
		const before = figure("survey", "phiếu");
		await office.goto(page, "/ghi");
		await page.getByRole("link", { name: "Dán đoạn chat" }).click();
		if (javaScriptEnabled)
			await look(page);
		await page.getByLabel("Đoạn chat chép từ nhóm").fill("Hôm nay\nNguyễn Văn Mẫu\n08:15\nĐã khảo sát 30 phiếu ở tổ 2\nTrần Thị Mẫu\n08:16\nVâng ạ\n" +
			"Nguyễn Văn Mẫu\n08:20\nMai họp tổ dân phố\n");
		await page.setInputFiles("#anh", [file("phieu.jpg", 40)]);
		await page.getByRole("button", { name: "Đọc đoạn chat" }).click();
		await page.getByText("Đọc được 2 việc").waitFor();
		await checkWidth(page);
		if (javaScriptEnabled)
			await checkAxe(page);
		check(figure("survey", "phiếu") === before, "not before it is confirmed");
		check((await page.getByLabel("Ghi việc này").nth(1).isChecked()) === false, "what is not done yet is not ticked");
		await page.getByLabel("Số liệu").first().fill("31 phiếu");
		await page.getByLabel("Ảnh “phieu.jpg” của").selectOption("1");
		await page.getByRole("button", { name: "Ghi các việc đã chọn" }).click();
		await page.getByText("Đã ghi 1 việc").waitFor();
		check(figure("survey", "phiếu") === before + 31, "recorded");
		await context.close();
	});

await test("behind a number are its photos", async () => {
	const { context, page } = await phone("canbo");
	await office.goto(page, `/so-lieu?ky=${year}`);
	await page.getByRole("main").getByRole("link", { name: /\d bài$/ }).first().click();
	await page.locator(".loa-photo img").first().waitFor();
	await look(page);
	await context.close();
});

await office.stop();
await browser.close();
finish();
