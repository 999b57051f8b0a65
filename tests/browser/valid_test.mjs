// Every page as it is served, by the rules of the HTML standard:  valid_test.mjs BUILD
//
// The visitors' pages, the pages that the office's links lead to, for each role, and forms sent back with
// what is wrong in them; the documents that `loa report` and `loa plan` write. html-validate has the
// standard's content models; what it does not look at stands in extra().
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { check, finish, need, open, test } from "./tap.mjs";
import { startPortal } from "./portal_office.mjs";

const { HtmlValidate, StaticConfigLoader } = need("html-validate");
const [build] = process.argv.slice(2);
const PEOPLE = { canbo: "officer", lanhdao: "leader", quantri: "administrator", motcua: "desk", dai: "station",
	bientap: "editor", captren: "reader", totruong: "group_head" };
const NEWS = JSON.parse(readFileSync("cases/portal/news.json")).items;
const EACH = 2; // addresses of one row of `loa routes` and one set of queries that are fetched, for each role

// No rule of the standard is off; these are its rules too, which the preset leaves out.
const rules = new HtmlValidate(new StaticConfigLoader({
	root: true, extends: ["html-validate:standard"], elements: ["html5"],
	rules: { "missing-doctype": "error", "no-unknown-elements": "error", "no-missing-references": "error", "no-utf8-bom": "error",
		"no-implicit-close": "error", "wcag/h37": "error" },
}));

// Attributes by the standard's index: of all elements, and of each element that Loa uses.
const EVERYWHERE = new Set(("accesskey autocapitalize autofocus class contenteditable dir draggable enterkeyhint hidden id inert inputmode lang " +
	"popover role slot spellcheck tabindex title translate").split(" "));
const ATTRIBUTES = Object.fromEntries(Object.entries({
	a: "href target download rel hreflang type ping referrerpolicy", blockquote: "cite",
	button: "disabled form formaction formenctype formmethod formnovalidate formtarget name popovertarget type value",
	col: "span", colgroup: "span", data: "value", del: "cite datetime", details: "name open", dialog: "open", fieldset: "disabled form name",
	form: "accept-charset action autocomplete enctype method name novalidate rel target",
	iframe: "src srcdoc name sandbox allow allowfullscreen width height referrerpolicy loading",
	img: "alt src srcset sizes crossorigin usemap ismap width height referrerpolicy decoding loading fetchpriority",
	input: "accept alt autocomplete capture checked dirname disabled form formaction formenctype formmethod formnovalidate formtarget height list " +
		"max maxlength min minlength multiple name pattern placeholder readonly required size src step type value width",
	ins: "cite datetime", label: "for", li: "value", link: "href crossorigin rel as media integrity hreflang type referrerpolicy sizes",
	meta: "name http-equiv content charset media", ol: "reversed start type", optgroup: "disabled label",
	option: "disabled label selected value", output: "for form name", progress: "value max", q: "cite",
	script: "src type nomodule async defer crossorigin integrity referrerpolicy", select: "autocomplete disabled form multiple name required size",
	source: "type media src srcset sizes width height", style: "media", td: "colspan rowspan headers", template: "shadowrootmode",
	textarea: "autocomplete cols dirname disabled form maxlength minlength name placeholder readonly required rows wrap",
	th: "colspan rowspan headers scope abbr", time: "datetime",
}).map(([name, all]) => [name, new Set(all.split(" "))]));

// What html-validate leaves: attributes that do not exist, links within the page that lead nowhere.
function extra(html) {
	const wrong = [];
	const body = html.replace(/<!--.*?-->|<(script|style)\b[^>]*>.*?<\/\1>/gs, "").replace(/<svg\b.*?<\/svg>/gs, "");
	for (const [, name, given] of body.matchAll(/<([a-z][a-z0-9]*)((?:\s+[^\s=>"']+(?:="[^"]*")?)*)\s*>/g))
		for (const [, attribute] of given.matchAll(/\s([^\s=>"']+)(?:="[^"]*")?/g))
			if (!EVERYWHERE.has(attribute) && !/^(aria|data)-[a-z-]+$/.test(attribute) && !ATTRIBUTES[name]?.has(attribute))
				wrong.push(`<${name}> has no attribute ${attribute}`);
	const ids = new Set([...html.matchAll(/\sid="([^"]*)"/g)].map((m) => m[1]));
	for (const [, to] of html.matchAll(/\shref="#([^"]*)"/g))
		if (!ids.has(decodeURIComponent(to)))
			wrong.push(`a link leads to #${to}, which is not in the page`);
	return wrong;
}

async function wrongIn(html) {
	const { results } = await rules.validateString(html);
	return [...results.flatMap((r) => r.messages).map((m) => `${m.line}:${m.column} ${m.ruleId}: ${m.message} ${m.selector ?? ""}`), ...extra(html)];
}

const browser = await open();
const { office, paths } = await startPortal(build, browser, { users: PEOPLE });
const rows = JSON.parse(office.run("routes", "--format", "json")).routes.filter((r) => r.method === "GET")
	.map((r) => ({ pattern: r.pattern, is: new RegExp(`^${r.pattern.replace(/\{\w+\}/g, "[^/]+")}$`) }))
	.sort((a, b) => a.pattern.split("{").length - b.pattern.split("{").length);
// /tin?trang=2 and /tin?trang=3 are of one kind.
const kindOf = (path) => {
	const { pathname, searchParams } = new URL(path, office.url);
	return [rows.find((r) => r.is.test(pathname))?.pattern ?? pathname, ...[...searchParams.keys()].sort()].join(" ");
};
const told = new Map(); // what is wrong -> where it was first seen, and how often
const shapes = new Set(); // what was looked at already but for its words: the next person sees most of it again
let looked = 0, frames = 1;

function isNew(html) {
	const shape = (html.match(/<main\b.*<\/main>/s)?.[0] ?? html).replace(/>[^<]+</g, "><").replace(/ (href|value|action|alt|title|datetime)="[^"]*"/g, " $1");
	const before = shapes.size;
	shapes.add(shape);
	return shapes.size > before || frames-- > 0;
}

async function look(path, status, type, html, expected = 200) {
	if (status !== expected)
		told.set(`status ${status}, not ${expected}: ${path}`, [path, 1]);
	if (!type?.startsWith("text/html"))
		return;
	looked++;
	if (!isNew(html))
		return;
	for (const why of await wrongIn(html)) {
		const name = why.replace(/^\d+:\d+ /, "");
		told.set(name, told.has(name) ? [told.get(name)[0], told.get(name)[1] + 1] : [`${path} ${why.split(" ")[0]}`, 1]);
	}
}

function nothingWrong(least) {
	const all = [...told].map(([why, [where, n]]) => `${why}\n    ${where}, ${n} times`);
	const seen = looked;
	told.clear();
	looked = 0;
	frames = 1;
	console.log(`# ${seen} pages`);
	check(!all.length, all.join("\n"));
	check(seen >= least, `only ${seen} pages were looked at`);
}

async function get(rq, path, expected) {
	const r = await rq.get(office.url + path, { maxRedirects: 5 });
	const type = r.headers()["content-type"], html = type?.startsWith("text/html") ? await r.text() : "";
	await look(path, r.status(), type, html, expected);
	return html;
}

const unescaped = (s) => s.replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

async function walk(rq, from) {
	const todo = [...from], met = new Map(), done = new Set();
	for (let path; (path = todo.shift()) !== undefined;) {
		const kind = kindOf(path), n = met.get(kind) ?? 0;
		if (done.has(path) || n >= EACH && !from.includes(path))
			continue;
		done.add(path);
		met.set(kind, n + 1);
		const html = await get(rq, path, path === "/khong-co" ? 404 : 200);
		for (const [, to] of html.matchAll(/<a\b[^>]*?\shref="(\/[^"]*)"/g))
			todo.push(unescaped(to).split("#")[0]);
	}
	return met;
}

await test("what is wrong is found", async () => {
	const page = (body) => `<!doctype html>\n<html lang="vi">\n<head>\n<title>x</title>\n</head>\n<body>\n${body}\n</body>\n</html>\n`;
	check(!(await wrongIn(page("<p>x</p>"))).length, (await wrongIn(page("<p>x</p>"))).join("\n"));
	for (const body of ["<p><div>x</div></p>", "<p id=\"a\">x</p><p id=\"a\">y</p>", "<img src=\"/x\">", "<ul><p>x</p></ul>", "<p>x", "<table><p>x</p></table>",
		"<p align=\"left\">x</p>", "<p nothing=\"x\">x</p>", "<label for=\"none\">x</label>", "<a href=\"#none\">x</a>", "<foo>x</foo>",
		"<input type=\"txt\">", "<button><a href=\"/\">x</a></button>", "<a href=\"/\"><a href=\"/\">x</a></a>", "<dl><dd>x</dd><p>y</p></dl>",
		"<details><p>x</p></details>", "<main>x</main><main>y</main>", "<p hidden hidden>x</p>"])
		check((await wrongIn(page(body))).length, `nothing is wrong with ${body}`);
});

await test("the pages of a visitor", async () => {
	const { request } = await browser.newContext({ locale: "vi-VN" });
	const met = await walk(request, ["/", "/khong-co", "/dang-nhap", "/tin", ...NEWS.filter((x) => `/tin/${x.slug}` !== paths.withdrawn).slice(0, 3).map((x) => `/tin/${x.slug}`), paths.article,
		`${paths.article}/bao-loi`, "/van-ban", "/van-ban?loai=du_thao", paths.draft, paths.paper, "/cong-khai", "/cong-khai/1", "/thu-tuc", "/thu-tuc?tim=ho+tich",
		"/thu-tuc?tim=khong-co", "/thu-tuc/1.999901?so=5", "/thu-tuc/1.999902?ngay=31/8/2026&gio=09:00", "/tim-kiem", "/tim-kiem?q=cai+cach",
		"/tim-kiem?q=qwertyzz", "/tim-kiem?q=%22%3E%3Cb%3E%26", "/gioi-thieu", "/gioi-thieu/tiep-can", "/gioi-thieu/du-lieu-ca-nhan",
		"/gioi-thieu/du-lieu-mo", "/gioi-thieu/thong-ke"]);
	check(met.size >= 25, `kinds of pages: ${[...met.keys()].join(", ")}`);
	await get(request, paths.withdrawn, 410);
	await get(request, "/thu-tuc/1.999902?gio=29:00", 422);
	await get(request, "/thu-tuc/1.999999", 404);
	for (const path of [`${paths.draft}/y-kien`, `${paths.article}/bao-loi`]) {
		const r = await request.post(office.url + path, { form: {} });
		await look(path, r.status(), r.headers()["content-type"], await r.text(), 422);
	}
	nothingWrong(38);
});

for (const [login, role] of Object.entries(PEOPLE))
	await test(`the pages that the links lead a person of the role ${role} to`, async () => {
		const page = await office.signIn(await browser.newContext({ locale: "vi-VN" }), login);
		const { request } = page.context();
		await page.close();
		await walk(request, ["/", "/tai-khoan"]);
		nothingWrong(8);
	});

await test("forms sent back with what is wrong in them", async () => {
	for (const login of ["canbo", "lanhdao", "quantri"]) {
		const page = await office.signIn(await browser.newContext({ locale: "vi-VN" }), login);
		const { request } = page.context();
		await page.close();
		for (const { pattern } of rows.filter((r) => !r.pattern.includes("{") && /\/(moi|them|dan|canh-bao|mat-khau|phieu|lich-nghi-moi)$|^\/cai-dat$/.test(r.pattern))) {
			const r = await request.get(office.url + pattern);
			const csrf = r.ok() && (await r.text()).match(/name="csrf" value="([^"]*)"/);
			if (!csrf)
				continue;
			const back = await request.post(office.url + pattern, { form: { csrf: csrf[1] }, maxRedirects: 0 });
			if (back.status() === 422)
				await look(`POST ${pattern}`, 422, back.headers()["content-type"], await back.text(), 422);
		}
	}
	nothingWrong(8);
});

await test("the documents that Loa writes as pages", async () => {
	const file = join(office.folder, "van-ban.html");
	office.run("report", "--db", office.db, "--period", "2024-Q1", "--format", "html", "-o", file);
	await look("loa report", 200, "text/html", readFileSync(file, "utf8"));
	office.run("plan", "--db", office.db, "--year", "2024", "--format", "html", "-o", file);
	await look("loa plan", 200, "text/html", readFileSync(file, "utf8"));
	nothingWrong(2);
});

await office.stop();
await browser.close();
finish();
