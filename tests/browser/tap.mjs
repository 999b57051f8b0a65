// Browser tests that speak TAP: await test("name", async () => {...}); finish() at the end.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

export const need = createRequire(process.cwd() + "/package.json");
const { chromium } = need("playwright-core");
const axe = readFileSync(need.resolve("axe-core/axe.min.js"), "utf8");
process.env.TZ = "Asia/Ho_Chi_Minh"; // a day in Loa is a day in Vietnam
const WAIT = 120000; // ms; only a page that never comes is a failure: the time is the test runner's to limit
const browsers = [];
let run = 0, failed = 0;

export async function open() {
	const browser = await chromium.launch({
		executablePath: "/usr/bin/chromium-headless-shell",
		args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
	});
	const newContext = browser.newContext.bind(browser);
	browser.newContext = async (options) => {
		const context = await newContext(options);
		context.setDefaultTimeout(WAIT);
		return context;
	};
	browsers.push(browser);
	return browser;
}

// What the person had before her when a test failed.
async function tellPages() {
	for (const page of browsers.flatMap((b) => b.contexts()).flatMap((c) => c.pages())) {
		const seen = await page.locator("body").innerText({ timeout: 2000 }).catch(String);
		console.log(`${page.url()}\n${seen.slice(0, 1500)}`.replace(/^/gm, "# "));
	}
}

export async function test(name, fn) {
	let ok = true;
	try {
		await fn();
	} catch (why) {
		ok = false;
		failed++;
		console.log(String(why.stack || why).replace(/^/gm, "# "));
		await tellPages();
	}
	console.log(`${ok ? "ok" : "not ok"} ${++run} - ${name}`);
}

export function finish() {
	console.log(`1..${run}`);
	process.exitCode = failed || !run ? 1 : 0;
}

export function check(ok, message) {
	if (!ok)
		throw new Error(message);
}

// WCAG 2.2 A and AA and what axe calls best practice: nothing may be found.
// leaveOut: rules that say nothing here.
export async function checkAxe(page, leaveOut = []) {
	await page.evaluate(axe);
	const rules = Object.fromEntries(leaveOut.map((rule) => [rule, { enabled: false }]));
	const found = await page.evaluate((r) => window.axe.run(document, { resultTypes: ["violations"], rules: r }), rules);
	check(found.passes.length > 0, "axe looked at nothing");
	check(!found.violations.length, found.violations.map((v) =>
		`${v.id}: ${v.help}\n` + v.nodes.map((n) => `  ${n.html}\n  ${n.failureSummary}`).join("\n")).join("\n"));
}

// Nothing sticks out to the right.
export async function checkWidth(page) {
	const [wide, room] = await page.evaluate(() => {
		const e = document.documentElement;
		return [e.scrollWidth, e.clientWidth];
	});
	check(wide <= room, `the page is ${wide} px wide on a screen of ${room}`);
}
