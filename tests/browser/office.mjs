// A real office for browser tests: the sample commune in a database of its own, people who can sign
// in, and `loa serve` on a free port. Run from the top of the tree.
//
//	const office = await startOffice(build, { users: { canbo: "officer", motcua: "desk" } });
//	const page = await office.signIn(context, "canbo");
//	await office.goto(page, "/ke-hoach");
//	await office.stop();
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// As a leader's token does it, outside of Loa: a signed copy of the PDF, in the folder.
export function signOutside(pdf, folder) {
	const [from, to] = [join(folder, "cho-ky.pdf"), join(folder, "da-ky.pdf")];
	const program = `
import sys
from pathlib import Path
sys.path.insert(0, "tests/media")
import pdf_sign
a = pdf_sign.Authority(Path(sys.argv[1]) / "ca")
a.issue("ky", "/O=UBND Mẫu/CN=Phạm Thị Đới")
Path(sys.argv[3]).write_bytes(pdf_sign.sign(Path(sys.argv[2]).read_bytes(), lambda data: a.cms("ky", data)))`;
	writeFileSync(from, pdf);
	execFileSync("python3", ["-c", program, folder, from, to]);
	return to;
}

export const SAMPLE = "cases/ba-to-2024-q1";
export const PASSWORD = "mật khẩu dài của thử nghiệm";
export const PHONE = { width: 360, height: 740 };
export const DESK = { width: 1280, height: 900 };

// build: the folder of loa and loa-worker. users: sign-in name -> role. folders: what is imported, in
// order. serve: more options of loa serve. setUp(run, db): more to do before the server starts, run("user", "link", ...) runs loa.
export async function startOffice(build, { users = { canbo: "officer" }, folders = [SAMPLE], serve = [], setUp } = {}) {
	const folder = mkdtempSync(join(tmpdir(), "loa-office-"));
	const db = join(folder, "commune.db");
	const program = join(build, "loa");
	const run = (...args) => execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
	const links = {}; // of group heads, who have no password: "/l/..."
	for (const from of folders)
		run("import", "--db", db, from);
	for (const [login, role] of Object.entries(users)) {
		const said = execFileSync(program, ["user", "add", login, "--db", db, "--name", `Người ${login}`, "--role", role],
			{ input: PASSWORD + "\n", encoding: "utf8" });
		links[login] = said.match(/\/l\/\S+/)?.[0];
	}
	if (setUp)
		await setUp(run, db);
	const log = [];
	const server = spawn(program, ["serve", "--db", db, "--listen", "127.0.0.1:0", ...serve], { stdio: ["ignore", "pipe", "pipe"] });
	server.stderr.on("data", (d) => log.push(d));
	const port = await new Promise((found, lost) => {
		let said = "";
		server.stdout.on("data", (d) => {
			said += d;
			const m = said.match(/:(\d+) /);
			if (m)
				found(m[1]);
		});
		server.on("exit", (code) => lost(new Error(`loa serve ended with ${code}: ${said}${Buffer.concat(log)}`)));
	});
	const url = `http://127.0.0.1:${port}`;

	// An address that must be there: the page, or an error with its status.
	async function goto(page, path, status = 200) {
		const r = await page.goto(url + path);
		if (r.status() !== status)
			throw new Error(`${path}: ${r.status()}, not ${status}\n${await page.locator("main").innerText()}`);
		return r;
	}

	// Through the pages, as people do. Returns a page of that context, signed in.
	async function signIn(context, login) {
		const page = await context.newPage();
		if (links[login]) {
			await page.goto(url + links[login]);
			return page;
		}
		await page.goto(url + "/dang-nhap");
		await page.fill("[name=ten]", login);
		await page.fill("[name=mat-khau]", PASSWORD);
		await Promise.all([page.waitForNavigation(), page.click("main button[type=submit]")]);
		if (page.url().includes("/dang-nhap"))
			throw new Error(`${login} was not let in: ${await page.locator("main").innerText()}`);
		return page;
	}

	// Ends the server that was started here, and looks into its log for the sanitizers' words.
	async function stop() {
		server.removeAllListeners("exit");
		const ended = new Promise((done) => server.once("exit", done));
		server.kill("SIGTERM");
		const code = await ended;
		rmSync(folder, { recursive: true });
		const said = Buffer.concat(log).toString();
		if (code || /Sanitizer|runtime error/.test(said))
			throw new Error(`loa serve ended with ${code}\n${said}`);
	}

	return { url, db, folder, links, run, goto, signIn, stop };
}
