// The pages on which visitors do something or carry something away: the draft with its form for opinions, the
// report of an error, an article with a picture, a procedure. By the keyboard alone, with letters twice as large
// on a phone, with few colours, without JavaScript, on paper.  access_test.mjs BUILD [FOLDER for screenshots]
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { DESK, PHONE } from "./office.mjs";
import { startPortal } from "./portal_office.mjs";
import { check, checkAxe, checkWidth, finish, open, test } from "./tap.mjs";

const [build, shots] = process.argv.slice(2);
const browser = await open();
const { office, paths } = await startPortal(build, browser);
const PAGES = { draft: paths.draft, fault: `${paths.article}/bao-loi`, article: paths.article, procedure: "/thu-tuc/1.999901",
	counted: "/thu-tuc/1.999902?ngay=31/8/2026&gio=09:00" };
const visit = (options) => browser.newContext({ locale: "vi-VN", reducedMotion: "reduce", bypassCSP: true, ...options }).then((c) => c.newPage());
const text = (page) => page.locator("main").innerText();

// What can be worked with, in the order of the page: of radios of one name the one that Tab comes to.
const controls = (page) => page.evaluate(() => {
	const seen = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")]
		.filter((e) => e.checkVisibility() && !e.disabled);
	const group = (e) => seen.filter((x) => x.type === "radio" && x.name === e.name && x.form === e.form);
	const stops = seen.filter((e) => e.type !== "radio" || e === (group(e).find((x) => x.checked) ?? group(e)[0]));
	stops.forEach((e, i) => e.setAttribute("data-stop", i));
	return stops.length;
});

// Where the keyboard is: which stop, its box with some room, and whether it can be seen there.
const here = (page) => page.evaluate(() => {
	const e = document.activeElement;
	if (!e || e === document.body || e === document.documentElement)
		return undefined;
	const shown = e.labels?.[0] && e.getBoundingClientRect().width <= 44 ? e.labels[0] : e;
	const [a, b] = [e.getBoundingClientRect(), shown.getBoundingClientRect()];
	const x = Math.max(0, Math.min(a.left, b.left) - 6), y = Math.max(0, Math.min(a.top, b.top) - 6);
	const right = Math.min(innerWidth, Math.max(a.right, b.right) + 6), bottom = Math.min(innerHeight, Math.max(a.bottom, b.bottom) + 6);
	const line = e.getClientRects()[0]; // of a link that breaks: its first line
	const at = document.elementFromPoint(line.left + Math.min(line.width / 2, 20), line.top + line.height / 2);
	return { box: a, stop: Number(e.getAttribute("data-stop") ?? -1), what: e.outerHTML.slice(0, 160), clip: { x, y, width: right - x, height: bottom - y },
		// In the menu of a phone, which is pushed sideways, the browser leaves an edge outside: all but a fifth must be in.
		inside: a.top >= 0 && a.top < innerHeight && Math.min(a.right, innerWidth) - Math.max(a.left, 0) >= a.width * 0.8,
		covered: !at || !(e.contains(at) || at.contains(e) || [...e.labels ?? []].some((l) => l.contains(at))) };
});

async function tabThrough(page) {
	const n = await controls(page), wrong = [];
	for (let i = 0; i < n; i++) {
		await page.keyboard.press("Tab");
		const at = await here(page);
		if (at?.stop !== i) {
			wrong.push(`stop ${i + 1} of ${n} is ${at?.what}, which stands at ${at?.stop + 1}`);
			break;
		}
		if (!at.inside || at.covered)
			wrong.push(`${at.covered ? "covered" : "not in sight"}: ${at.what} ${JSON.stringify(at.box)}`);
		const focused = await page.screenshot({ clip: at.clip, caret: "hide" });
		await page.evaluate(() => {
			window.was = document.activeElement;
			window.was.blur();
		});
		const plain = await page.screenshot({ clip: at.clip, caret: "hide" });
		await page.evaluate(() => window.was.focus({ focusVisible: true, preventScroll: true }));
		if (focused.equals(plain))
			wrong.push(`nobody sees the focus on ${at.what}`);
	}
	check(n >= 8 && !wrong.length, wrong.join("\n"));
	return n;
}

for (const [what, options] of [["at a desk", { viewport: DESK }], ["on a phone with few colours", { viewport: PHONE, forcedColors: "active" }]])
	await test(`by the keyboard alone, ${what}: each control is reached in its order, and the focus is seen`, async () => {
		const page = await visit(options);
		for (const [name, path] of Object.entries(PAGES)) {
			await office.goto(page, path);
			await tabThrough(page).then((n) => console.log(`# ${name}: ${n} stops`), (e) => {
				throw new Error(`${path}: ${e.message}`);
			});
		}
	});

await test("a focus that nobody sees is found, and a control that Tab passes by", async () => {
	const page = await visit({ viewport: DESK });
	for (const [style, said] of [["*, *::before, *::after { outline: none !important; box-shadow: none !important; background: #fff !important; " +
		"border-color: #777 !important; color: #111 !important; text-decoration: none !important }", "nobody sees the focus"], ["", "stop 6 of"]]) {
		await office.goto(page, PAGES.fault);
		if (style)
			await page.addStyleTag({ content: style });
		else
			await page.evaluate(() => document.querySelectorAll("a, button, input")[5].tabIndex = -1);
		check(await tabThrough(page).then(() => "", (e) => e.message).then((m) => m.includes(said)), said);
	}
});

for (const [what, options, letters] of [["a phone", { viewport: PHONE }], ["a desk", { viewport: DESK }], ["a phone with letters twice as large", { viewport: PHONE }, "200%"],
	["a phone with few colours", { viewport: PHONE, forcedColors: "active" }]])
	await test(`each page on ${what}: axe finds nothing, nothing sticks out, nothing is cut off`, async () => {
		const page = await visit(options);
		for (const [name, path] of Object.entries(PAGES)) {
			await office.goto(page, path);
			if (letters)
				await page.addStyleTag({ content: `html { font-size: ${letters} !important }` });
			const cut = await page.evaluate(() => [...document.querySelectorAll("main *, header *, nav *, footer *")].filter((e) => e.checkVisibility() &&
				!e.closest(".govuk-visually-hidden, .govuk-skip-link, svg") && !["INPUT", "TEXTAREA", "SELECT", "BR"].includes(e.tagName) && e.offsetWidth !== 1 &&
				(e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".loa-scroll, .loa-nav__list") || // those scroll by themselves
					getComputedStyle(e).overflow === "hidden" && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1)))
				.map((e) => e.outerHTML.slice(0, 160)));
			try {
				check(!cut.length, `cut off: ${cut.join("\n")}`);
				await checkWidth(page);
				await checkAxe(page, options.forcedColors ? ["color-contrast"] : []);
				check(await page.locator("h1").count() === 1, "not one h1");
				if (options.forcedColors) // what has only a background there must have a border here
					check(!(await page.evaluate(() => [...document.querySelectorAll("main button, main input:not([type=hidden], [type=radio], [type=checkbox]), main select, main textarea")]
						.filter((e) => parseFloat(getComputedStyle(e).borderBottomWidth) < 1).map((e) => e.outerHTML))).length, "a control without a border");
			} catch (why) {
				throw new Error(`${path}: ${why.message}`);
			}
			if (shots)
				await page.screenshot({ path: join(shots, `access-${name}-${what.replaceAll(" ", "-")}.png`), fullPage: true });
		}
	});

// Tab until the field of that name, or the button with that text, has the focus.
async function tabTo(page, wanted) {
	for (let i = 0; i < 80; i++) {
		await page.keyboard.press("Tab");
		if (await page.evaluate((w) => [document.activeElement.name, document.activeElement.textContent.trim()].includes(w), wanted))
			return;
	}
	throw new Error(`Tab never comes to ${wanted}`);
}
const enter = (page) => Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);

for (const javaScriptEnabled of [false, true]) {
	const how = javaScriptEnabled ? "with JavaScript" : "without JavaScript";
	for (const [name, path, field, button, short, long, thanks] of [
		["an opinion", PAGES.draft, "y-kien", "Gửi ý kiến", "ngắn", "Nên tiếp dân cả sáng thứ bảy.", "Đã nhận ý kiến"],
		["an error", PAGES.fault, "loi", "Gửi báo lỗi", "", "Sai tên xóm, phải là Nước Lang.", "Đã nhận báo lỗi"]])
		await test(`${how}, by the keyboard alone: ${name} is refused, mended, sent`, async () => {
			const page = await visit({ viewport: PHONE, javaScriptEnabled });
			await office.goto(page, path);
			await tabTo(page, field);
			await page.keyboard.type(short);
			await tabTo(page, button);
			await enter(page);
			check(await page.title().then((t) => t.startsWith("Lỗi: ")), "the title says that it is wrong");
			check(await page.evaluate(() => document.activeElement.className) === "govuk-error-summary", "the list of errors has the focus");
			await page.keyboard.press("Tab");
			await page.keyboard.press("Enter"); // to the first field that is wrong
			check(await page.evaluate(() => document.activeElement.name) === field, "its link leads to the field");
			check(await page.evaluate(() => document.activeElement.value) === short, "what was typed stays");
			check(await page.evaluate(() => document.getElementById(document.activeElement.getAttribute("aria-describedby").split(" ").pop()).className)
				=== "govuk-error-message", "the field is described by its error");
			await page.keyboard.press("Control+A");
			await page.keyboard.type(long);
			await tabTo(page, button);
			await enter(page);
			check((await text(page)).includes(thanks), await text(page));
		});
	await test(`${how}, by the keyboard alone: what a procedure costs in my case`, async () => {
		const page = await visit({ viewport: PHONE, javaScriptEnabled });
		await office.goto(page, PAGES.procedure);
		const first = await page.locator("main [type=radio]").first().getAttribute("name");
		await tabTo(page, first);
		await page.keyboard.press("ArrowDown");
		const chosen = await page.evaluate(() => document.activeElement.value);
		await tabTo(page, "Tính cho tôi");
		await enter(page);
		check(new URL(page.url()).hash === "#ket-qua" && new URL(page.url()).searchParams.get(first) === chosen, page.url());
		check(await page.locator("#ket-qua").evaluate((e) => e.getBoundingClientRect().top < innerHeight), "the answer is in sight");
		check(await page.locator(`[name='${first}'][value='${chosen}']`).isChecked(), "the choice stays");
	});
}

// The words and the number of pictures on paper, of A4.
async function printed(name) {
	const page = await visit({ viewport: DESK });
	await office.goto(page, PAGES[name]);
	const file = join(office.folder, `${name}.pdf`);
	writeFileSync(file, await page.pdf({ format: "A4" }));
	if (shots)
		writeFileSync(join(shots, `access-${name}.pdf`), await page.pdf({ format: "A4" }));
	const said = execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" }).normalize("NFC");
	for (const menu of ["Đến nội dung chính", "Trang chủ", "Giới thiệu", "Tìm trên trang này", "Khả năng tiếp cận", "Đăng nhập", "Báo lỗi trong bài này"])
		check(!said.includes(menu), `printed: ${menu}\n${said}`);
	return [said, execFileSync("pdfimages", ["-list", file], { encoding: "utf8" }).trim().split("\n").length - 2];
}

await test("on paper: what to bring is a list to tick, no menus, no forms", async () => {
	const page = await visit({ viewport: DESK });
	await office.goto(page, PAGES.procedure);
	const wanted = await page.locator(".loa-checklist li").allInnerTexts();
	const [said] = await printed("procedure");
	check(wanted.length >= 2, "papers to bring");
	check(said.split("☐").length - 1 === wanted.length, `${wanted.length} boxes to tick\n${said}`);
	for (const one of wanted)
		check(said.replace(/\s+/g, " ").includes(one.replace("☐", "").trim().split(/\s+/).slice(0, 4).join(" ")), `${one}\n${said}`);
	for (const form of ["Tính cho tôi", "Trường hợp của tôi"])
		check(!said.includes(form), `printed: ${form}\n${said}`);
	for (const part of ["Các bước", "Nộp ở đâu, lúc nào"])
		check(said.includes(part), `not printed: ${part}\n${said}`);
});

await test("on paper: the article whole, with its picture", async () => {
	const [said, pictures] = await printed("article");
	for (const part of ["Bà con tập nộp hồ sơ qua mạng", "Ở Nước Lang", "Khai sinh", "mang điện thoại", "Ở xóm Nước Lang"])
		check(said.includes(part), `not printed: ${part}\n${said}`);
	check(pictures >= 1, "the picture");
});

await test("on paper: the draft and what it asks, not the form", async () => {
	const [said] = await printed("draft");
	check(said.includes("Dự thảo Quy chế tiếp dân"), said);
	check(!said.includes("Gửi ý kiến"), `printed: the form\n${said}`);
});

await office.stop();
await browser.close();
finish();
