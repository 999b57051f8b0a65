#!/usr/bin/env node
// When a phone shows something: first contentful paint on a weak network, as a table of Markdown.
//
//	tests/bench/paint.mjs [BUILD [ROUNDS]]     (build 9), from the top of the tree
//
// Chromium at 360 px, its cache empty on each visit, 400 kbit/s and 400 ms latency as DevTools simulate them;
// the pages in turns, so that what else the machine does meets all of them alike. The reference is /healthz
// of the same server: a word without any style, so what the network and the browser take by themselves.
// DevTools delay each answer, not the opening of a connection: a real line takes one round trip more, with
// TLS two, whatever the page is.
import { startPortal } from "../browser/portal_office.mjs";
import { PHONE } from "../browser/office.mjs";
import { open } from "../browser/tap.mjs";

const [build = "build", rounds = "9"] = process.argv.slice(2);
const KBIT_S = 400, LATENCY_MS = 400, AIM_MS = 800;
const browser = await open();
const { office, paths } = await startPortal(build, browser);
const PAGES = { "reference: /healthz": "/healthz", "home": "/", "article, with a picture": paths.article, "news": "/tin",
	"procedure": "/thu-tuc/1.999901", "published plan": "/cong-khai/1" };

async function paint(path) {
	const context = await browser.newContext({ viewport: PHONE, deviceScaleFactor: 2, isMobile: true, hasTouch: true, locale: "vi-VN" });
	const page = await context.newPage();
	const line = await context.newCDPSession(page);
	await line.send("Network.enable");
	const speed = KBIT_S * 1000 / 8;
	await line.send("Network.emulateNetworkConditions", { offline: false, latency: LATENCY_MS, downloadThroughput: speed, uploadThroughput: speed });
	await page.goto(office.url + path, { waitUntil: "load" });
	const found = await page.evaluate(() => new Promise((done) => new PerformanceObserver((list) => {
		const first = list.getEntriesByName("first-contentful-paint")[0];
		if (first)
			done({ paint: first.startTime, whole: performance.getEntriesByType("navigation")[0].responseEnd });
	}).observe({ type: "paint", buffered: true })));
	await context.close();
	return found;
}

const median = (v) => [...v].sort((a, b) => a - b)[v.length >> 1];
const runs = Object.fromEntries(Object.keys(PAGES).map((name) => [name, []]));
for (const path of Object.values(PAGES))
	await paint(path); // the server has them in memory afterwards, the browser has started
for (let i = 0; i < Number(rounds); i++)
	for (const [name, path] of Object.entries(PAGES))
		runs[name].push(await paint(path));

console.log(`First contentful paint at ${KBIT_S} kbit/s and ${LATENCY_MS} ms, 360 px, empty cache, median of ${rounds} (aim: below ${AIM_MS} ms):\n`);
console.log("| page | page is here, ms | painted, ms | fastest | slowest | above the reference |\n| --- | --: | --: | --: | --: | --: |");
const base = median(Object.values(runs)[0].map((r) => r.paint));
for (const [name, v] of Object.entries(runs)) {
	const of = (key) => v.map((r) => r[key]);
	const cells = [median(of("whole")), median(of("paint")), Math.min(...of("paint")), Math.max(...of("paint")),
		median(of("paint")) - base];
	console.log(`| ${name} | ${cells.map((x) => x.toFixed(0)).join(" | ")} |`);
}
await office.stop();
await browser.close();
