// The look of the office in Chromium:  look_test.mjs LOOK_PAGE [FOLDER for screenshots]
// Run from the top of the tree, where node_modules is.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { check, checkAxe, checkWidth, finish, open, test } from "./tap.mjs";

const [program, shots] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "loa-look-"));
const screens = [[360, 740], [1280, 900]];
execFileSync(program, [folder]);

// The sample lies in a folder, its assets beside it.
async function show(context, name) {
	const page = await context.newPage();
	await page.route("**/assets/*", (route) =>
		route.fulfill({ path: join(folder, new URL(route.request().url()).pathname.split("/").pop()) }));
	await page.goto(pathToFileURL(join(folder, name + ".html")).href);
	return page;
}

// Every stop of the Tab key can be seen: an outline, or other colours than without the focus.
async function checkFocus(page) {
	const look = () => page.evaluate(() => {
		const e = document.activeElement;
		const seen = e.matches(".govuk-radios__input, .govuk-checkboxes__input") ? e.labels[0] : e;
		const tell = (x, pseudo) => {
			const s = getComputedStyle(x, pseudo);
			return [s.outlineStyle + s.outlineWidth + s.outlineColor, s.boxShadow, s.backgroundColor, s.borderColor].join(";");
		};
		const r = seen.getBoundingClientRect();
		const name = e.outerHTML.slice(0, 120);
		const now = tell(seen) + tell(seen, "::before");
		e.blur();
		const before = tell(seen) + tell(seen, "::before");
		e.focus({ preventScroll: true });
		return { body: e === document.body, name, differs: now !== before, seen: r.width > 0 && r.height > 0 && r.bottom > 0 && r.top < innerHeight };
	});
	let stops = 0;
	await page.evaluate(() => document.activeElement.blur());
	for (await page.keyboard.press("Tab"); stops < 100; stops++, await page.keyboard.press("Tab")) {
		const at = await look();
		if (at.body)
			break;
		check(at.differs, `the focus is not seen on ${at.name}`);
		check(at.seen, `out of sight with the focus: ${at.name}`);
	}
	check(stops > 10 && stops < 100, `${stops} stops`);
}

async function checkTouch(page) {
	const small = await page.evaluate(() => [...document.querySelectorAll(
		".loa-nav a, .loa-tiles label, .loa-tile, button, .govuk-input, .govuk-select, .govuk-radios__input")]
		.filter((e) => e.getBoundingClientRect().height < 44).map((e) => e.outerHTML.slice(0, 100)));
	check(!small.length, "lower than 44 px: " + small.join("\n"));
}

const browser = await open();
for (const [width, height] of screens) {
	for (const javaScriptEnabled of [true, false]) {
		const context = await browser.newContext({ viewport: { width, height }, javaScriptEnabled, reducedMotion: "reduce" });
		for (const name of ["form", "errors", "lists"]) {
			const page = await show(context, name);
			const what = `${name} at ${width} px`;
			if (!javaScriptEnabled) {
				await test(`${what}: nothing needs JavaScript`, async () =>
					check(!await page.locator("script:not([src]), [onclick]").count() && await page.locator("h1").isVisible(), "a script within the page"));
				continue;
			}
			await test(`${what}: no sideways scrolling`, () => checkWidth(page));
			await test(`${what}: axe finds nothing`, () => checkAxe(page));
			await test(`${what}: fields are high enough for fingers`, () => checkTouch(page));
			await test(`${what}: the focus is always seen`, () => checkFocus(page));
			if (shots) {
				await page.evaluate(() => { document.activeElement.blur(); scrollTo(0, 0); });
				await page.screenshot({ path: join(shots, `${name}-${width}.png`), fullPage: true });
			}
		}
		await context.close();
	}
}

const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
await test("an error in the summary leads to its field", async () => {
	const page = await show(context, "errors");
	check(await page.evaluate(() => document.activeElement.matches(".govuk-error-summary")), "the summary has not the focus");
	await page.getByRole("link", { name: "Không có ngày 31/02/2024" }).click();
	check(await page.evaluate(() => document.activeElement.id === "ngay"), "the field has not the focus");
	const said = page.getByRole("textbox", { name: "Ngày thực hiện" });
	check(await said.inputValue() === "31/02/2024", "what was typed is lost");
});
await test("fields have their names, hints and errors for screen readers", async () => {
	const page = await show(context, "errors");
	const told = await page.evaluate(() => document.getElementById("ngay").getAttribute("aria-describedby")
		.split(" ").map((id) => document.getElementById(id).textContent.trim()).join(" | "));
	check(told === "Ngày/tháng/năm, ví dụ 05/3/2024 | Lỗi: Không có ngày 31/02/2024", told);
	for (const name of ["Hôm nay 3 việc đang chờ", "Ghi hoạt động", "Kế hoạch", "Số liệu", "Lập báo cáo"])
		check(await page.getByRole("link", { name, exact: true }).count() === 1, name);
	check(await page.getByRole("group", { name: "Hình thức" }).getByRole("radio").count() === 8, "radios");
});
await test("a tile is chosen by tapping its words", async () => {
	const page = await show(context, "form");
	const words = await page.getByText("Mạng xã hội").boundingBox();
	await page.mouse.click(words.x + 10, words.y + words.height - 5);
	check(await page.getByRole("radio", { name: "Mạng xã hội" }).isChecked(), "not chosen");
	check(!await page.getByRole("radio", { name: "Họp tổ dân phố" }).isChecked(), "the other is still chosen");
});
await test("charts tell their numbers", async () => {
	const page = await show(context, "lists");
	const bar = page.getByRole("img", { name: /^Cải cách thủ tục hành chính Kế hoạch 6 nhiệm vụ, đã làm 7\.$/ });
	check(await bar.count() === 1, "no such bar");
});
await test("forced colours: what is chosen and where one is can be told", async () => {
	const page = await show(context, "form");
	await page.emulateMedia({ forcedColors: "active" });
	const widths = await page.evaluate(() => ["hop", "loa"].map((v) =>
		getComputedStyle(document.querySelector(`[name=kenh][value=${v}] + label`)).borderTopWidth));
	check(widths[0] !== widths[1], "both tiles look alike");
	if (shots)
		await page.screenshot({ path: join(shots, "form-forced.png"), fullPage: true });
});
await test("on paper there is nothing to click", async () => {
	const page = await show(context, "lists");
	await page.emulateMedia({ media: "print" });
	check(!await page.locator(".loa-nav").isVisible() && !await page.getByText("Đăng xuất").isVisible(), "menu");
	check(await page.getByRole("heading", { level: 1 }).isVisible(), "no content");
	if (shots)
		await page.pdf({ path: join(shots, "lists.pdf"), format: "A4" });
});
await browser.close();
rmSync(folder, { recursive: true });
finish();
