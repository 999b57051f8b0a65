// Harvesting, documents and opinions in Chromium:  harvest_test.mjs BUILD [FOLDER for screenshots]
// Run from the top of the tree, where node_modules is.
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { check, checkAxe, checkWidth, finish, open, test } from "./tap.mjs";
import { DESK, PHONE, startOffice } from "./office.mjs";

const [build, shots] = process.argv.slice(2);
// The commune's old portal: each viewport finds other items there.
const feed = (n) => `<rss version="2.0"><channel><title>Cổng cũ</title>
<item><title>Rút ngắn thời gian giải quyết thủ tục hành chính, lần ${n}</title><link>/tin/${n}-1</link><pubDate>Tue, 05 Mar 2024 08:15:00 +0700</pubDate><description>Bộ phận một cửa trả kết quả sớm hơn.</description></item>
<item><title>Giải bóng chuyền chào mừng ngày 26/3, lần ${n}</title><link>/tin/${n}-2</link><pubDate>26/03/2024</pubDate></item>
<item><title>Chuyển đổi số ở thôn, lần ${n}</title><link>/tin/${n}-3</link><pubDate>3/5/2024 8:15 AM</pubDate></item>
</channel></rss>`;
const page = (path) => `<html><head><title>Tin ${path}</title></head><body><h1>Tin ${path}</h1><p>Toàn văn.</p></body></html>`;
const portal = createServer((rq, rp) => {
	const n = rq.url.match(/^\/rss\/(\d+)$/)?.[1];
	rp.setHeader("Content-Type", n ? "application/rss+xml" : "text/html; charset=utf-8");
	rp.end(n ? feed(n) : page(rq.url));
});
await new Promise((done) => portal.listen(0, "127.0.0.1", done));
const host = `127.0.0.1:${portal.address().port}`;
const browser = await open();
const office = await startOffice(build, { serve: ["--read-inside", host] });
const paper = join(office.folder, "qd.pdf");
writeFileSync(paper, "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj " +
	"3 0 obj<</Type/Page/MediaBox[0 0 200 200]/Parent 2 0 R>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");

async function look(p, name, width) {
	await checkWidth(p);
	await checkAxe(p);
	if (shots)
		await p.screenshot({ path: join(shots, `${name}-${width}.png`), fullPage: true });
}
async function send(p, name) {
	await Promise.all([p.waitForNavigation(), p.getByRole("button", { name, exact: true }).click()]);
}
// As Vietnam says it today, and some days later.
const day = (shift) => {
	const d = new Date(Date.now() + 7 * 3600e3 + shift * 86400e3).toISOString().slice(0, 10).split("-");
	return `${d[2]}/${d[1]}/${d[0]}`;
};

let n = 0;
for (const viewport of [PHONE, DESK])
	for (const javaScriptEnabled of [true, false]) {
		const context = await browser.newContext({ viewport, javaScriptEnabled, reducedMotion: "reduce" });
		const width = viewport.width, run = ++n;
		const looked = javaScriptEnabled ? look : async (p) => check(await p.locator("h1").count() === 1, "no h1");
		const how = `${width} px, ${javaScriptEnabled ? "with" : "without"} JavaScript`;
		const p = await office.signIn(context, "canbo");

		await test(`${how}: a source is set up and looked at`, async () => {
			await office.goto(p, "/thu-thap");
			await looked(p, "thu-thap-trong", width);
			await office.goto(p, "/thu-thap/nguon/moi");
			await looked(p, "nguon-moi", width);
			await send(p, "Lưu");
			await looked(p, "nguon-loi", width);
			await p.getByLabel("Tên nguồn").fill(`Cổng cũ ${run}`);
			await p.getByLabel("Địa chỉ").fill(`http://${host}/rss/${run}`);
			await send(p, "Lưu");
			for (let i = 0; i < 60 && !await p.getByText("Đọc 3 mục").count(); i++) {
				await new Promise((done) => setTimeout(done, 500));
				await p.reload();
			}
			check(await p.getByText("3 mục mới, trong đó 2 mục về CCHC").count() === 1, await p.locator("main").innerText());
			await looked(p, "nguon", width);
			await office.goto(p, "/thu-thap/nguon");
			await looked(p, "cac-nguon", width);
		});
		await test(`${how}: what is found is confirmed, dropped, brought back`, async () => {
			await office.goto(p, "/thu-thap");
			await looked(p, "thu-thap", width);
			const first = p.getByRole("group", { name: new RegExp(`thủ tục hành chính, lần ${run}`) });
			check(await first.getByRole("checkbox", { name: /^Chọn mục/ }).isChecked(), "not proposed");
			const second = p.getByRole("group", { name: new RegExp(`Chuyển đổi số ở thôn, lần ${run}`) });
			await second.getByRole("checkbox", { name: /^Chọn mục/ }).check();
			await send(p, "Ghi các mục đã chọn");
			check(await p.getByText("Xin nhập ngày đăng").count() >= 1, "a day that cannot be told is asked for");
			await looked(p, "thu-thap-loi", width);
			await p.getByRole("group", { name: new RegExp(`Chuyển đổi số ở thôn, lần ${run}`) }).getByLabel("Ngày đăng").fill("05/3/2024");
			await send(p, "Ghi các mục đã chọn");
			check(await p.getByText("Đã ghi 2 hoạt động.").isVisible(), "not said");
			await office.goto(p, "/thu-thap?loc=khac");
			await p.getByRole("group", { name: new RegExp(`bóng chuyền.*lần ${run}`) }).getByRole("checkbox", { name: /^Chọn mục/ }).check();
			await send(p, "Bỏ các mục đã chọn");
			await office.goto(p, "/thu-thap/da-bo");
			await looked(p, "da-bo", width);
			await office.goto(p, "/thu-thap/da-ghi");
			for (let i = 0; i < 60 && await p.getByText("đã lưu").count() < 2; i++) {
				await new Promise((done) => setTimeout(done, 500));
				await p.reload();
			}
			await looked(p, "da-ghi", width);
			await office.goto(p, "/thu-thap/dan");
			await looked(p, "dan-lien-ket", width);
			await office.goto(p, "/thu-thap/bo-khac");
			await looked(p, "bo-khac", width);
		});
		await test(`${how}: a decision and a draft are published, an opinion comes in and is answered`, async () => {
			await office.goto(p, "/soan-van-ban/moi");
			await looked(p, "van-ban-moi", width);
			await p.getByLabel("Văn bản đã ban hành").check();
			await p.getByLabel("Trích yếu").fill(`Quyết định về Quy chế làm việc ${run}`);
			await p.getByLabel("Số, ký hiệu").fill(`${run}/QĐ-UBND`);
			await p.getByLabel("Ngày ban hành").fill("05/3/2024");
			await p.getByLabel("Có hiệu lực từ ngày").fill("05/3/2024");
			await p.getByLabel("Tệp PDF").setInputFiles(paper);
			await p.getByLabel("Công khai cho mọi người xem").check();
			await send(p, "Lưu");
			await looked(p, "van-ban-soan", width);
			await office.goto(p, "/soan-van-ban/moi");
			await p.getByLabel("Dự thảo lấy ý kiến").check();
			await p.getByLabel("Trích yếu").fill(`Dự thảo Quy chế ${run}`);
			await p.getByLabel("Nhận ý kiến từ ngày").fill(day(-1));
			await p.getByLabel("Nhận ý kiến đến hết ngày").fill(day(9));
			await p.getByLabel("Tệp PDF").setInputFiles(paper);
			await p.getByLabel("Công khai cho mọi người xem").check();
			await send(p, "Lưu");
			const draft = new URL(p.url()).pathname;
			const visitor = await (await browser.newContext({ viewport, javaScriptEnabled, reducedMotion: "reduce" })).newPage();
			await office.goto(visitor, "/van-ban");
			await looked(visitor, "van-ban", width);
			await visitor.getByRole("link", { name: `Quyết định về Quy chế làm việc ${run}` }).click();
			await looked(visitor, "van-ban-mot", width);
			await office.goto(visitor, draft.replace("/soan-van-ban", "/van-ban"));
			await looked(visitor, "du-thao", width);
			await visitor.getByLabel("Ý kiến", { exact: true }).fill("ngắn");
			await send(visitor, "Gửi ý kiến");
			await looked(visitor, "du-thao-loi", width);
			await visitor.getByLabel("Ý kiến", { exact: true }).fill(`Nên tiếp dân cả chiều thứ sáu, lần ${run}.`);
			await send(visitor, "Gửi ý kiến");
			check(await visitor.getByText("Đã nhận ý kiến.").count() === 1, "not said");
			await office.goto(p, `${draft}/y-kien`);
			await looked(p, "y-kien", width);
			await p.getByLabel("Trả lời, tiếp thu hoặc giải trình").fill("Tiếp thu.");
			await p.getByLabel("Công khai ý kiến 1 và trả lời").check();
			await p.getByLabel("Tổng hợp ý kiến và việc tiếp thu, giải trình").fill("Có 01 ý kiến, tiếp thu 01.");
			await send(p, "Lưu");
			await visitor.reload();
			check(await visitor.getByText("Có 01 ý kiến, tiếp thu 01.").count() === 1, "no summary");
			await looked(visitor, "du-thao-tong-hop", width);
			await office.goto(p, "/soan-van-ban");
			await looked(p, "van-ban-cong-khai", width);
		});
		await context.close();
	}
await test("the office stops without complaint", () => office.stop());
await browser.close();
portal.close();
finish();
