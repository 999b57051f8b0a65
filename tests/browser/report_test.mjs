// Reports are written in Chromium, on a phone and on a desk, with and without JavaScript:
// report_test.mjs BUILD [FOLDER for screenshots]
import { join } from "node:path";
import { DESK, PHONE, startOffice } from "./office.mjs";
import { check, checkAxe, checkWidth, finish, open, test } from "./tap.mjs";

const [build, shots] = process.argv.slice(2);
const office = await startOffice(build, { users: { canbo: "officer", canbo2: "officer", docgia: "reader" } });
const browser = await open();
const EDIT = "/bao-cao/1/sua";

async function visit(options, login = "canbo") {
	const context = await browser.newContext({ reducedMotion: "reduce", ...options });
	const page = await office.signIn(context, login);
	page.wrong = [];
	page.on("pageerror", (e) => page.wrong.push(String(e)));
	page.on("console", (m) => m.type() === "error" && page.wrong.push(m.text()));
	return page;
}

async function leave(page) {
	check(!page.wrong.length, `the page complains: ${page.wrong.join("\n")}`);
	page.on("dialog", (d) => d.accept());
	await page.context().close();
}

const rested = (page) => page.waitForFunction(() => document.querySelector(".loa-status")?.textContent.startsWith("Các trang theo"), null, { timeout: 60000 });
const section = (page, title) => page.locator("fieldset.loa-section", { has: page.locator(`input[value="${title}"]`) });
const textOf = (n) => office.run("report", "--db", office.db, "--id", String(n), "--format", "txt");

for (const [name, viewport] of [["phone", PHONE], ["desk", DESK]])
	for (const javaScriptEnabled of [false, true]) {
		const how = `${name}, ${javaScriptEnabled ? "with" : "without"} JavaScript`;
		await test(`pages of reports: ${how}`, async () => {
			const page = await visit({ viewport, javaScriptEnabled });
			for (const path of ["/bao-cao", "/bao-cao/moi", "/bao-cao/1", EDIT, "/bao-cao/1/so-lieu",
				"/bao-cao/1/so-lieu?kenh=portal&dv=tin", "/bao-cao/1/trang"]) {
				await office.goto(page, path);
				if (javaScriptEnabled) {
					if (path === EDIT)
						await rested(page);
					await checkAxe(page);
				}
				await checkWidth(page);
				if (shots)
					await page.screenshot({ path: join(shots, `${path.replace(/\W+/g, "-")}-${name}-${javaScriptEnabled}.png`), fullPage: true });
			}
			const pictures = await page.locator(".loa-pages img").evaluateAll((v) => v.map((x) => x.naturalWidth));
			check(pictures.length >= 3 && pictures.every((w) => w === 992), `pictures of pages: ${pictures}`);
			await leave(page);
		});
	}

await test("without JavaScript a report is begun, written, looked at and stored", async () => {
	const page = await visit({ viewport: PHONE, javaScriptEnabled: false });
	await office.goto(page, "/bao-cao");
	await page.getByRole("button", { name: "Lập báo cáo" }).click();
	await page.getByLabel("Kỳ báo cáo").selectOption("2024-Q2");
	await page.getByRole("button", { name: "Bắt đầu soạn" }).click();
	check(/\/bao-cao\/2\/sua/.test(page.url()), page.url());
	const merits = section(page, "Ưu điểm");
	await merits.getByLabel("Nội dung mục").fill("Đã làm đúng kế hoạch.");
	await merits.getByLabel("Số liệu chèn").selectOption({ label: "Cổng thông tin điện tử: 01 tin" });
	await merits.getByRole("button", { name: "Chèn" }).click();
	check(await section(page, "Ưu điểm").getByLabel("Nội dung mục").inputValue() === "Đã làm đúng kế hoạch. {{portal|tin}}", "inserted");
	check(await page.locator("#van-ban a.so-lieu", { hasText: "01 tin" }).count() > 0, "the preview shows chips");
	await section(page, "Ưu điểm").getByLabel("Nội dung mục").fill("Chưa lưu {{portal|tin}}.");
	await page.getByRole("button", { name: "Xem trước các trang" }).first().click();
	await page.locator(".loa-pages img").nth(1).waitFor();
	check(page.url().endsWith("#xem-truoc") && (await page.locator("#xem-truoc").boundingBox()).y < PHONE.height / 2, "it comes to the pages");
	check(await section(page, "Ưu điểm").getByLabel("Nội dung mục").inputValue() === "Chưa lưu {{portal|tin}}.", "typed text stays");
	await page.getByRole("button", { name: "Lưu" }).first().click();
	check((await page.locator(".govuk-notification-banner").innerText()).includes("Đã lưu báo cáo"), "stored");
	check(textOf(2).includes("Chưa lưu 01 tin."), textOf(2));
	await leave(page);
});

for (const [name, viewport] of [["phone", PHONE], ["desk", DESK]])
	await test(`with JavaScript figures are chips in the text: ${name}`, async () => {
		const page = await visit({ viewport });
		await office.goto(page, EDIT);
		await rested(page);
		const counts = section(page, "Số lượng thực hiện công tác tuyên truyền");
		const chips = await counts.locator(".loa-editor .loa-chip").allTextContents();
		check(chips.join() === "01 đợt,02 băng rôn,12 tin" || chips.join().startsWith("01 đợt,02 băng rôn,12 tin"), chips.join());
		check(await counts.locator("textarea").isHidden(), "the bindings are behind the chips");

		const merits = section(page, "Ưu điểm"), box = merits.locator(".loa-editor");
		await box.click();
		await page.keyboard.press("Control+End");
		await page.keyboard.type(" Đăng ");
		await page.locator(".loa-figure", { hasText: "Cổng thông tin" }).getByRole("button").click();
		await page.keyboard.type("trong quý.");
		await page.keyboard.press("Enter");
		await page.keyboard.press("Enter");
		await page.keyboard.type("- Treo 2 băng rôn");
		const value = () => merits.locator("textarea").inputValue();
		check((await value()).endsWith(" Đăng {{portal|tin}} trong quý.\n\n- Treo 2 băng rôn"), JSON.stringify((await value()).slice(-90)));
		await merits.getByRole("button", { name: "Gắn “2 băng rôn”" }).click();
		check((await value()).endsWith("- Treo {{banner|băng rôn}}"), JSON.stringify((await value()).slice(-60)));
		check(await merits.locator(".loa-offers button").count() === 0, "nothing more to bind");

		const before = await page.locator(".loa-pages img").first().getAttribute("src");
		await page.waitForFunction((old) => document.querySelector(".loa-pages img")?.getAttribute("src") !== old, before, { timeout: 60000 });
		await rested(page);
		await page.waitForFunction(() => document.querySelector(".loa-pages img").naturalWidth === 992);
		check(!textOf(1).includes("trong quý."), "a preview stores nothing");

		await box.locator(".loa-chip", { hasText: "12 tin" }).last().click();
		const dialog = page.getByRole("dialog");
		await dialog.locator("tbody tr").first().waitFor();
		check(await dialog.locator("tbody tr").count() === 12, "the chip opens its twelve records");
		check(/^\/hoat-dong\/\d+$/.test(await dialog.locator("tbody a").first().getAttribute("href")), "each leads to its record");
		await checkAxe(page);
		if (shots)
			await page.screenshot({ path: join(shots, `chip-${name}.png`) });
		await dialog.getByRole("button", { name: "Đóng" }).click();

		await page.getByRole("button", { name: "Lưu" }).first().click();
		await page.waitForURL(/luu=\d+/);
		check(textOf(1).includes("Đăng 12 tin trong quý.") && textOf(1).includes("- Treo 02 băng rôn"), textOf(1));
		await office.goto(page, EDIT);
		const again = section(page, "Ưu điểm").locator("textarea");
		await again.evaluate((x) => x.value = x.value.replace(/ Đăng [^]*$/, ""));
		await page.getByRole("button", { name: "Lưu" }).first().click();
		await page.waitForURL(/luu=\d+/);
		await leave(page);
	});

await test("pasting brings plain text, and bindings become chips when it is stored", async () => {
	const page = await visit({ viewport: DESK });
	await office.goto(page, EDIT);
	const limits = section(page, "Tồn tại, hạn chế"), box = limits.locator(".loa-editor");
	await box.click();
	await page.keyboard.press("Control+A");
	await box.evaluate((x) => {
		const data = new DataTransfer();
		data.setData("text/plain", "Dòng một\nDòng hai {{dialogue|đợt}}");
		data.setData("text/html", "<b>Dòng một</b><img src=x>");
		x.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
	});
	check(await limits.locator("textarea").inputValue() === "Dòng một\nDòng hai {{dialogue|đợt}}", await limits.locator("textarea").inputValue());
	check(await box.locator("img, b").count() === 0, "no markup");
	await page.getByRole("button", { name: "Lưu" }).first().click();
	await page.waitForURL(/luu=\d+/);
	check(await section(page, "Tồn tại, hạn chế").locator(".loa-chip").innerText() === "01 đợt", "a chip");
	await leave(page);
});

await test("what was typed outlives the page", async () => {
	const page = await visit({ viewport: DESK });
	page.on("dialog", (d) => d.accept());
	await office.goto(page, EDIT);
	await section(page, "Ưu điểm").locator(".loa-editor").click();
	await page.keyboard.press("Control+End");
	await page.keyboard.type(" CHỮ CHƯA LƯU");
	await office.goto(page, "/so-lieu");
	await office.goto(page, EDIT);
	await page.getByRole("button", { name: "Lấy lại chữ chưa lưu" }).click();
	check((await section(page, "Ưu điểm").locator("textarea").inputValue()).endsWith("CHỮ CHƯA LƯU"), "it is back");
	check((await section(page, "Ưu điểm").locator(".loa-editor").innerText()).includes("CHỮ CHƯA LƯU"), "and in sight");
	await leave(page);
});

await test("the button comes to the pages, and what was typed stays unsaved", async () => {
	for (const viewport of [PHONE, DESK]) {
		const page = await visit({ viewport });
		await office.goto(page, EDIT);
		await rested(page);
		await section(page, "Ưu điểm").locator(".loa-editor").fill("GÕ ĐỂ XEM");
		await page.getByRole("button", { name: "Xem trước các trang" }).first().click();
		await rested(page);
		await page.waitForFunction(() => Math.abs(document.getElementById("xem-truoc").getBoundingClientRect().top) < innerHeight / 2);
		check(await page.evaluate(() => document.activeElement.id) === "xem-truoc", "focus is there");
		check((await section(page, "Ưu điểm").locator("textarea").inputValue()) === "GÕ ĐỂ XEM", "typed text stays");
		check(!textOf(1).includes("GÕ ĐỂ XEM"), "nothing is stored");
		await checkWidth(page);
		await leave(page);
	}
});

await test("the second of two people is told, and keeps his text", async () => {
	const one = await visit({ viewport: DESK }), two = await visit({ viewport: PHONE }, "canbo2");
	for (const p of [one, two])
		await office.goto(p, EDIT);
	for (const [p, words] of [[one, "CHỮ MỘT"], [two, "CHỮ HAI"]]) {
		await section(p, "Ưu điểm").locator(".loa-editor").fill(words);
		await p.getByRole("button", { name: "Lưu" }).first().click();
		await p.waitForLoadState();
	}
	two.wrong = two.wrong.filter((x) => !x.includes("409"));
	check((await two.locator(".govuk-error-summary").innerText()).includes("Người canbo đã lưu báo cáo này"), "told");
	check(await section(two, "Ưu điểm").locator("textarea").inputValue() === "CHỮ HAI", "kept");
	check((await two.locator(".loa-plain").first().innerText()).includes("CHỮ MỘT"), "the other's text beside it");
	await checkAxe(two);
	await checkWidth(two);
	await two.getByRole("button", { name: "Lưu" }).first().click();
	await two.waitForURL(/luu=\d+/);
	check(textOf(1).includes("CHỮ HAI"), textOf(1));
	await leave(one);
	await leave(two);
});

await test("a proposal is edited and put in by its button", async () => {
	const page = await visit({ viewport: PHONE });
	await office.goto(page, EDIT);
	const proposal = page.locator(".loa-proposals > li", { hasText: "chỉ tiêu 2 băng rôn" }).first();
	await page.locator("#de-xuat details:has(> .loa-proposals)").evaluateAll((v) => v.forEach((x) => x.open = true));
	await proposal.locator("textarea").fill("- Treo {{banner|băng rôn}} đúng chỗ.");
	await proposal.getByRole("button", { name: "Đưa vào Ưu điểm" }).click();
	check((await section(page, "Ưu điểm").locator("textarea").inputValue()).endsWith("- Treo {{banner|băng rôn}} đúng chỗ."), "it stands in the text");
	check(!textOf(1).includes("đúng chỗ"), "not stored yet");
	const asked = page.waitForEvent("dialog");
	const leaving = page.goto(page.url().replace(EDIT, "/so-lieu")).catch(() => {});
	const dialog = await asked;
	check(dialog.type() === "beforeunload", "leaving is warned of");
	await dialog.dismiss();
	await leaving;
	await page.getByRole("button", { name: "Lưu" }).first().click();
	await page.waitForURL(/luu=\d+/);
	check(textOf(1).includes("- Treo 02 băng rôn đúng chỗ."), textOf(1));
	await leave(page);
});

await browser.close();
await office.stop();
finish();
