// The plan and the requests from above in Chromium, on a phone and on a desk:  plan_test.mjs BUILD [SHOTS]
import { join } from "node:path";
import { DESK, PHONE, startOffice } from "./office.mjs";
import { check, checkAxe, checkWidth, finish, open, test } from "./tap.mjs";

const [build, shots] = process.argv.slice(2);
const office = await startOffice(build, { users: { canbo: "officer" } });
const browser = await open();

const context = await browser.newContext({ viewport: PHONE });
const page = await office.signIn(context, "canbo");
const said = async (what) => check(await page.getByText(what).first().isVisible(), `not seen: ${what}`);
const press = (name) => Promise.all([page.waitForNavigation(), page.getByRole("button", { name, exact: true }).click()]);
const follow = (name, exact = true) =>
	Promise.all([page.waitForNavigation(), page.getByRole("link", { name, exact }).first().click()]);

await test("on a phone: a task is added to the plan", async () => {
	await follow("Kế hoạch");
	await follow("Sửa kế hoạch");
	await Promise.all([page.waitForNavigation(), page.getByRole("button", { name: "Thêm nhiệm vụ" }).click()]);
	await page.getByLabel("Nhiệm vụ", { exact: true }).fill("Hội thi tìm hiểu CCHC");
	await page.getByLabel("Hình thức").selectOption({ label: "Cuộc thi, hội thi" });
	await page.getByLabel("Hạn hoàn thành").fill("31/12/2024");
	await page.getByLabel("Chỉ tiêu quý IV").fill("1 cuoc");
	await press("Lưu");
	await page.getByRole("link", { name: /có phải là “cuộc”/ }).click();
	check(await page.getByLabel("Chỉ tiêu quý IV").evaluate((e) => e === document.activeElement), "the error does not lead to its field");
	await page.getByLabel("Chỉ tiêu quý IV").fill("1 cuộc");
	await press("Lưu");
	await said("Hội thi tìm hiểu CCHC");
	await follow("Quay lại");
	check(await page.getByRole("row", { name: /Hội thi tìm hiểu CCHC/ }).getByText("trễ hạn").isVisible(), "no state");
});

await test("a number of the table opens its activities", async () => {
	await page.getByRole("link", { name: /^12 hoạt động của nhiệm vụ nv1, quý I năm 2024/ }).click();
	await page.waitForURL(/\/hoat-dong\?/);
	check(await page.getByText(/12 hoạt động/).first().isVisible(), "other activities");
});

await test("on a phone: a request comes in, becomes a task and a duty to report", async () => {
	await follow("Yêu cầu cấp trên");
	await Promise.all([page.waitForNavigation(), page.getByRole("button", { name: "Ghi công văn đến" }).click()]);
	await page.getByLabel("Cơ quan gửi").fill("Sở Nội vụ");
	await page.getByLabel("Số, ký hiệu").fill("581/SNV-CCHC");
	await page.getByLabel("Trích yếu").fill("Báo cáo công tác CCHC quý II");
	await page.getByLabel("Hạn", { exact: false }).last().fill("20/6/2024");
	await press("Lưu");
	await follow("Đưa thành nhiệm vụ của kế hoạch");
	await page.getByLabel("Hình thức").selectOption({ label: "Cuộc họp, hội nghị" });
	await press("Thêm vào kế hoạch");
	await said("Báo cáo công tác CCHC quý II (kế hoạch 2024, nv8)");
	await follow("Thêm nghĩa vụ báo cáo");
	await page.getByLabel("báo cáo tuyên truyền CCHC, kỳ theo lịch").check();
	await page.getByLabel("Kỳ", { exact: true }).fill("2024-Q2");
	await press("Thêm");
	await said("Báo cáo tuyên truyền CCHC quý II năm 2024, gửi Sở Nội vụ");
});

for (const size of [PHONE, DESK])
	await test(`the year's table is seen whole at ${size.width} px`, async () => {
		await page.setViewportSize(size);
		await office.goto(page, "/ke-hoach/2024");
		const [inner, outer] = await page.locator(".loa-wide").evaluate((e) => [e.scrollWidth, e.clientWidth]);
		check(inner <= outer, `${inner} px in ${outer}`);
	});

const pages = ["/ke-hoach/2024", "/ke-hoach/2024/sua", "/ke-hoach/2024/nhiem-vu?ma=nv1", "/ke-hoach/2024/noi-dung",
	"/ke-hoach/2024/hinh-thuc?ma=1", "/ke-hoach/2024/thong-tin", "/ke-hoach/2024/van-ban", "/ke-hoach/2024/lich-su",
	"/ke-hoach/2024/nhiem-vu/xoa?ma=nv1", "/ke-hoach/moi", "/yeu-cau", "/yeu-cau/moi", "/yeu-cau/1", "/yeu-cau/1/sua",
	"/yeu-cau/1/nhiem-vu", "/yeu-cau/nghia-vu/moi", "/yeu-cau/nghia-vu/1", "/yeu-cau/thuong-ky", "/yeu-cau/thuong-ky/moi"];
for (const size of [PHONE, DESK]) {
	await page.setViewportSize(size);
	for (const path of pages)
		await test(`${path} at ${size.width} px: axe finds nothing, no sideways scrolling`, async () => {
			await office.goto(page, path);
			await checkAxe(page);
			await checkWidth(page);
			if (shots)
				await page.screenshot({ path: join(shots, path.replace(/\W+/g, "-") + `-${size.width}.png`), fullPage: true });
		});
}

await test("on paper the year's table stands without what one can only click", async () => {
	await office.goto(page, "/ke-hoach/2024");
	await page.emulateMedia({ media: "print" });
	check(await page.getByRole("table").isVisible(), "no table");
	check(!await page.getByRole("link", { name: "Sửa kế hoạch" }).isVisible(), "links to click");
	if (shots)
		await page.pdf({ path: join(shots, "ke-hoach.pdf"), format: "A4" });
	await page.emulateMedia({ media: "screen" });
});

await test("without JavaScript: the order of tasks is changed", async () => {
	const plain = await browser.newContext({ viewport: PHONE, javaScriptEnabled: false });
	const p = await office.signIn(plain, "canbo");
	await office.goto(p, "/ke-hoach/2024/sua");
	await Promise.all([p.waitForNavigation(), p.getByRole("button", { name: "Đưa xuống nhiệm vụ nv1" }).click()]);
	const order = await p.locator("#nhiem-vu-kh + ol > li > b").allTextContents();
	check(order[0] === "nv2." && order[1] === "nv1.", order.join(" "));
});

await browser.close();
await office.stop();
finish();
