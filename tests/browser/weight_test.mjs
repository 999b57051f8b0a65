// What a first visit costs: every byte that comes over the line, heads of answers and all that the page asks
// for included (style, icon, fonts if there were any), as Chromium counts them on a phone of 360 px with an
// empty cache. Articles' pictures are weighed apart.  weight_test.mjs BUILD
import { readFileSync } from "node:fs";
import { PHONE } from "./office.mjs";
import { startPortal } from "./portal_office.mjs";
import { check, finish, open, test } from "./tap.mjs";

const [build] = process.argv.slice(2);
const NEWS = JSON.parse(readFileSync("cases/portal/news.json")).items;
const longest = NEWS.reduce((a, b) => b.body.length > a.body.length ? b : a);
const browser = await open();
const { office, paths } = await startPortal(build, browser);
const HOME = 40_000, ARTICLE = 25_000, PAGE = 25_000, REQUESTS = 10;
const LIMITS = { // bytes before pictures
	"/": HOME, [paths.article]: ARTICLE, [`/tin/${longest.slug}`]: ARTICLE, [paths.withdrawn]: ARTICLE, [`${paths.article}/bao-loi`]: PAGE,
	"/tin": PAGE, "/van-ban": PAGE, [paths.paper]: PAGE, [paths.draft]: PAGE, "/cong-khai/1": PAGE, "/thu-tuc": PAGE, "/thu-tuc/1.999901": PAGE,
	"/thu-tuc/1.999902?ngay=31/8/2026&gio=09:00": PAGE, "/tim-kiem?q=cai+cach": PAGE, "/tim-kiem?q=qwertyzz": PAGE, "/gioi-thieu": PAGE,
	"/gioi-thieu/du-lieu-mo": PAGE, "/dang-nhap": PAGE,
};

// All answers that a visit to the path brings: [{ url, type, bytes, packed, status }].
async function visit(path) {
	const context = await browser.newContext({ viewport: PHONE, deviceScaleFactor: 2, isMobile: true, hasTouch: true, locale: "vi-VN" });
	const page = await context.newPage();
	const line = await context.newCDPSession(page);
	const all = new Map();
	let waiting = 0;
	line.on("Network.requestWillBeSent", (e) => waiting += !all.has(e.requestId) && !!all.set(e.requestId, { url: e.request.url, type: e.type }));
	line.on("Network.responseReceived", (e) => Object.assign(all.get(e.requestId),
		{ packed: e.response.headers["Content-Encoding"], status: e.response.status }));
	line.on("Network.loadingFinished", (e) => {
		all.get(e.requestId).bytes = e.encodedDataLength;
		waiting--;
	});
	await line.send("Network.enable");
	await page.goto(office.url + path, { waitUntil: "networkidle" });
	while (waiting) // told a little after the browser has it
		await new Promise((done) => setTimeout(done, 20));
	await context.close();
	return [...all.values()].filter((x) => x.bytes); // the icon of the tab is that of the head
}

await test("each page of a visitor, packed, before pictures", async () => {
	const heavy = [];
	for (const [path, limit] of Object.entries(LIMITS)) {
		const all = await visit(path), rest = all.filter((x) => !x.url.includes("/tin/anh/"));
		check(all[0].packed && rest.some((x) => x.type === "Stylesheet" && x.packed), `${path}: not packed\n${JSON.stringify(all)}`);
		const bytes = rest.reduce((sum, x) => sum + x.bytes, 0);
		console.log(`# ${path}: ${all.length} requests, ${bytes} bytes before pictures`);
		if (bytes >= limit || all.length > REQUESTS)
			heavy.push(`${path}: ${all.length} requests, ${bytes} bytes, not below ${limit}\n${all.map((x) => `  ${x.bytes} ${x.type} ${x.url}`).join("\n")}`);
	}
	check(!heavy.length, heavy.join("\n"));
});

// 360 px with two dots to each: the file of 800 is the smallest that is sharp.
await test("a phone takes a small WebP in a list, and the list waits with those below", async () => {
	const pictures = (await visit("/tin")).filter((x) => x.url.includes("/tin/anh/"));
	check(pictures.length === 1 && /\/800-\w+\.webp$/.test(pictures[0].url) && pictures[0].bytes > 500 && pictures[0].bytes < 30_000, JSON.stringify(pictures));
});

await office.stop();
await browser.close();
finish();
