// Quick entry where there is JavaScript (every form works without): numbers are understood while one
// types, photos are made smaller, and what cannot be sent now is kept on the phone and sent later.
//
// A form is first written into IndexedDB and then sent, and leaves it when the server has taken it. The
// server takes a form's key once (core/web/form_store.h), so that sending again never records twice.
"use strict";

const KEY = "lan", CSRF = "csrf", UPLOAD = "anh";
const AGAIN = 30000; // ms between attempts while something waits
const SOON = 2000; // ms, after a busy server's answer
const OLD = 25 * 86400e3; // ms; the server knows for 30 days which forms it has taken (FORM_KEPT)
const $ = (selector, root = document) => root.querySelector(selector);

// --- what is kept on the phone ---

let opened;
const base = () => opened ??= new Promise((done, failed) => {
	const ask = indexedDB.open("loa-ghi", 1);
	ask.onupgradeneeded = () => ask.result.createObjectStore("muc", { keyPath: "key" });
	ask.onsuccess = () => done(ask.result);
	ask.onerror = () => failed(ask.error);
});

async function store(mode, act) {
	const tx = (await base()).transaction("muc", mode, { durability: "strict" });
	const ask = act(tx.objectStore("muc"));
	return new Promise((done, failed) => {
		tx.oncomplete = () => done(ask.result);
		tx.onerror = tx.onabort = () => failed(tx.error);
	});
}
const keep = (item) => store("readwrite", (s) => s.put(item));
const forget = (key) => store("readwrite", (s) => s.delete(key));
const kept = (key) => store("readonly", (s) => s.get(key));
const allKept = async () => (await store("readonly", (s) => s.getAll())).sort((a, b) => a.at - b.at);

const newKey = () => [...crypto.getRandomValues(new Uint8Array(18))].map((b) => b.toString(16).padStart(2, "0")).join("");

// --- photos ---

const SIDE = 1600, SMALL = 600 << 10; // as lib/media/photo.h; smaller files are sent as they are

// The camera's own notes, which say the day; the picture is upright by now, so they must not turn it.
function cameraNotes(bytes) {
	const view = new DataView(bytes);
	for (let at = 2; at + 10 < view.byteLength && view.getUint8(at) === 0xff; at += 2 + view.getUint16(at + 2)) {
		if (view.getUint8(at + 1) !== 0xe1 || view.getUint32(at + 4) !== 0x45786966)
			continue;
		const notes = bytes.slice(at, at + 2 + view.getUint16(at + 2));
		const tiff = new DataView(notes, 10), little = tiff.getUint16(0) === 0x4949;
		const ifd = tiff.getUint32(4, little);
		for (let i = 0, entry = ifd + 2; i < tiff.getUint16(ifd, little); i++, entry += 12)
			if (tiff.getUint16(entry, little) === 0x0112)
				tiff.setUint16(entry + 8, 1, little);
		return notes;
	}
	return null;
}

async function smaller(file) {
	if (file.size < SMALL || !/^image\/(jpeg|png|webp)$/.test(file.type))
		return file;
	const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
	const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
	const canvas = document.createElement("canvas");
	canvas.width = Math.round(picture.width * scale);
	canvas.height = Math.round(picture.height * scale);
	canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
	picture.close();
	const made = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
	if (!made || made.size >= file.size)
		return file;
	const notes = file.type === "image/jpeg" ? cameraNotes(await file.arrayBuffer()) : null;
	const parts = notes ? [made.slice(0, 2), notes, made.slice(2)] : [made];
	return new File(parts, file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
}

// --- sending ---

const ended = "Hết phiên đăng nhập. Mục này vẫn giữ trên máy; hãy đăng nhập lại để gửi.";

// What a page of the server says is wrong.
function saidBy(html) {
	const page = new DOMParser().parseFromString(html, "text/html");
	const errors = [...page.querySelectorAll(".govuk-error-summary__list li")].map((e) => e.textContent.trim());
	return errors.join(" ") || $("main p", page)?.textContent.trim() || "Máy chủ không nhận.";
}

// { taken: address } | { wait: why, busy } | { refused: why, html }
async function send(item) {
	if (Date.now() - item.at > OLD)
		return { refused: "Đã giữ lâu quá; hãy xem việc này đã có trong sổ chưa, chưa có thì bấm Gửi ngay." };
	try {
		const ask = await fetch("/ghi/phieu", { cache: "no-store" });
		if (ask.status >= 500)
			return { wait: "Máy chủ đang bận; sẽ gửi lại.", busy: true };
		if (ask.redirected || !ask.ok)
			return ask.redirected ? { wait: ended } : { refused: saidBy(await ask.text()) };
		const ticket = await ask.json();
		if (ticket.nguoi !== item.account)
			return { wait: "Mục này do tài khoản khác ghi; đăng nhập bằng tài khoản ấy để gửi." };
		const body = new FormData();
		body.append(CSRF, ticket.csrf);
		body.append(KEY, item.key);
		for (const [name, value] of item.fields)
			body.append(name, value);
		for (const file of item.files)
			body.append(UPLOAD, file.blob, file.name);
		const answer = await fetch(item.action, { method: "POST", body });
		if (answer.redirected)
			return { taken: answer.url };
		if (answer.status >= 500 || answer.status === 408 || answer.status === 429)
			return { wait: "Máy chủ đang bận; sẽ gửi lại.", busy: true };
		const html = await answer.text();
		return { refused: saidBy(html), html: answer.status === 422 ? html : null };
	} catch {
		return { wait: "Chưa có mạng; sẽ tự gửi khi có mạng." };
	}
}

// While the person looks on: a server that is busy is asked again before the form is put aside.
async function sendSoon(item) {
	let result = await send(item);
	for (let i = 0; i < 3 && result.busy; i++) {
		await new Promise((done) => setTimeout(done, SOON));
		result = await send(item);
	}
	return result;
}

// What became of it; unless somebody has thrown it away meanwhile.
async function note(item, result) {
	if (await kept(item.key))
		await keep({ ...item, message: result.wait || result.refused, refused: !result.wait });
}

// Windows of one browser take turns.
const inTurn = (act) => navigator.locks ? navigator.locks.request("loa-gui", act) : act();

let sending = false;
const sent = []; // names of what was sent from here in the meantime

async function sendKept() {
	if (sending)
		return;
	sending = true;
	try {
		await inTurn(async () => {
			for (const item of await allKept()) {
				if (item.refused)
					continue;
				const result = await send(item);
				if (result.taken) {
					await forget(item.key);
					sent.push(item.name);
				} else {
					await note(item, result);
				}
				await show();
			}
		});
	} finally {
		sending = false;
	}
}

// --- the list of what waits ---

function make(tag, text, attributes = {}) {
	const e = document.createElement(tag);
	e.textContent = text;
	for (const [name, value] of Object.entries(attributes))
		e.setAttribute(name, value);
	return e;
}

function button(text, act) {
	const b = make("button", text, { type: "button", class: "govuk-button govuk-button--secondary" });
	b.addEventListener("click", act);
	return b;
}

function line(item, account) {
	const li = make("li", "");
	const typed = item.fields.find(([name, value]) => name === "ten" && value)?.[1];
	const when = new Date(item.at).toLocaleString("vi-VN", { dateStyle: "short", timeStyle: "short" });
	const files = item.files.length ? ` · ${item.files.length} tệp` : "";
	li.append(make("strong", item.account === account && typed ? `${item.name}: ${typed}` : item.name),
		make("div", `${when}${files}`),
		make("div", (item.refused ? "Không được nhận: " : "Chờ gửi: ") + (item.message || "chưa gửi."), { class: "loa-queue__state" }));
	if (item.message === ended)
		li.append(make("a", "Đăng nhập", { href: "/dang-nhap", class: "govuk-link" }), document.createTextNode(" "));
	if (item.account !== account)
		return li;
	if (item.refused && /^\/ghi\/[a-z]+$/.test(item.action))
		li.append(button("Sửa rồi gửi", () => location.assign(`${item.action}#sua=${item.key}`)));
	li.append(button("Gửi ngay", async () => {
		await keep({ ...item, at: Date.now(), refused: false });
		sendKept();
	}), button("Bỏ mục này", async () => {
		if (!confirm("Bỏ hẳn mục này? Nó chưa được ghi vào sổ."))
			return;
		await forget(item.key);
		show();
	}));
	return li;
}

// On a page that has no list: what was sent from it.
function tellElsewhere() {
	if (!sent.length)
		return;
	if (!$("#da-gui"))
		$("main").prepend(make("p", "", { role: "status", class: "govuk-inset-text loa-no-print", id: "da-gui" }));
	$("#da-gui").textContent = `Đã gửi mục giữ trên máy: ${sent.join("; ")}.`;
}

async function show(news) {
	const place = $("#hang-doi");
	if (!place)
		return tellElsewhere();
	const items = await allKept(), account = Number(place.dataset.nguoi);
	const said = [news, sent.length ? `Đã gửi: ${sent.join("; ")}.` : null].filter(Boolean).join(" ");
	const box = make("section", "", { class: "loa-queue", "aria-labelledby": "chua-gui" });
	const list = make("ul", "");
	list.append(...items.map((item) => line(item, account)));
	if (items.length)
		box.append(make("h2", `Giữ trên máy, chưa gửi: ${items.length}`, { class: "govuk-heading-m", id: "chua-gui" }), list);
	place.replaceChildren(make("p", said, { role: "status", class: "govuk-body" }), ...(items.length ? [box] : []));
}

// --- the forms ---

const forms = () => document.querySelectorAll('form[data-loa="ghi"]');

// A page may come from this phone's store, with the key of a form sent long ago. One that the server
// has just shown again keeps its key: its photos are kept there under it.
function giveKeys() {
	for (const form of forms())
		if (!$('[name="bo-anh"]', form) && !$(".govuk-error-summary"))
			form.elements[KEY].value = newKey();
}

async function read(form, submitter) {
	const data = new FormData(form);
	const item = { key: form.elements[KEY].value, action: new URL(form.action).pathname, name: form.dataset.ten,
		account: Number(form.dataset.nguoi), at: Date.now(), fields: [], files: [], refused: false };
	if (submitter?.name)
		data.append(submitter.name, submitter.value);
	for (const [name, value] of data)
		if (typeof value === "string") {
			if (name !== CSRF && name !== KEY)
				item.fields.push([name, value]);
		} else if (value.size) {
			const file = await smaller(value).catch(() => value);
			item.files.push({ name: file.name, blob: file });
		}
	return item;
}

// The server's page with its errors, in place of ours.
function showPage(html) {
	const page = new DOMParser().parseFromString(html, "text/html");
	document.title = page.title;
	$("main").replaceWith(document.adoptNode($("main", page)));
	$(".govuk-error-summary")?.focus();
}

// False where the phone gives no room (a private window): the form then goes the usual way.
async function keepForm(form, submitter) {
	try {
		const item = await read(form, submitter);
		await keep(item);
		return item;
	} catch {
		form.dataset.plain = "1";
		delete form.dataset.sent;
		form.requestSubmit(submitter);
		return null;
	}
}

async function submit(form, submitter) {
	const place = $('[data-loa="hieu"]', form);
	if (place)
		place.textContent = "Đang gửi…";
	const item = await keepForm(form, submitter);
	if (!item)
		return;
	const result = await inTurn(() => sendSoon(item));
	delete form.dataset.sent;
	if (result.taken) {
		await forget(item.key);
		location.assign(result.taken);
	} else if (result.html) {
		await forget(item.key);
		showPage(result.html);
		await show();
	} else {
		await note(item, result);
		form.reset();
		if (place)
			place.textContent = "";
		giveKeys();
		await show(result.wait ? "Đã giữ trên máy này." : "");
		$("#hang-doi").scrollIntoView();
	}
}

document.addEventListener("submit", (event) => {
	const form = event.target;
	if (event.defaultPrevented || form.dataset.loa !== "ghi" || form.dataset.plain)
		return;
	event.preventDefault();
	submit(form, event.submitter);
});

// One that was not taken, back in its form.
async function correct() {
	const key = location.hash.match(/^#sua=(.+)/)?.[1];
	const item = key && await kept(key);
	const form = item && [...forms()].find((f) => new URL(f.action).pathname === item.action && f.elements.anh);
	if (!form)
		return;
	form.elements[KEY].value = item.key;
	for (const e of form.querySelectorAll('[type="checkbox"]'))
		e.checked = item.fields.some(([name, value]) => name === e.name && value === e.value);
	for (const [name, value] of item.fields)
		for (const e of form.querySelectorAll(`[name="${CSS.escape(name)}"]:not([type="checkbox"]):not([type="file"])`))
			e.value = value;
	const files = new DataTransfer();
	for (const file of item.files)
		files.items.add(new File([file.blob], file.name, { type: file.blob.type }));
	$("#anh", form).files = files.files;
	await show(`Chưa được nhận: ${item.message} Sửa xong hãy bấm Ghi.`);
}

// --- numbers ---

const understood = new WeakMap();
let typing;

async function understand(field) {
	const form = field.form, place = $('[data-loa="hieu"]', form);
	const unit = field.parentElement.querySelector(".govuk-input__suffix")?.textContent ?? "";
	try {
		const ask = await fetch("/ghi/hieu?" + new URLSearchParams({ so: field.value, "don-vi": field.value ? unit : "" }));
		understood.set(field, ask.ok ? await ask.json() : {});
	} catch {
		understood.delete(field);
	}
	const told = [...form.elements].map((e) => understood.get(e)).filter(Boolean);
	const wrong = told.find((t) => t.loi), good = told.map((t) => t.hieu).filter(Boolean);
	place.classList.toggle("loa-understood--wrong", Boolean(wrong));
	place.textContent = wrong ? `Chưa hiểu: ${wrong.loi}` : good.length ? `Hiểu là: ${good.join("; ")}` : "";
}

document.addEventListener("input", (event) => {
	const field = event.target;
	if (!/^so(-|$)/.test(field.name || "") || !$('[data-loa="hieu"]', field.form))
		return;
	clearTimeout(typing);
	typing = setTimeout(() => understand(field), 300);
});

// --- for a day without network ---

async function prepare() {
	if (!$("#hang-doi") || !navigator.serviceWorker || !window.caches || !navigator.onLine)
		return;
	await navigator.serviceWorker.register("/sw.js");
	const person = $("#hang-doi").dataset.nguoi, mark = `${person} ${new Date().toDateString()} ${$("link[rel=stylesheet]").href}`;
	if (location.pathname !== "/ghi" || localStorage.getItem("loa-san") === mark)
		return;
	await caches.delete("loa-trang"); // of another person, or of yesterday
	const files = await caches.open("loa-tep"), pages = await caches.open("loa-trang");
	for (const e of document.querySelectorAll('link[href*="/assets/"], script[src*="/assets/"], img[src*="/assets/"]'))
		await files.add(e.href || e.src);
	for (const path of ["/ghi", ...[...document.querySelectorAll("a.loa-tile")].slice(0, 8).map((e) => e.pathname)]) {
		const answer = await fetch(path);
		if (answer.ok && !answer.redirected)
			await pages.put(path, answer);
	}
	localStorage.setItem("loa-san", mark);
}

async function start() {
	giveKeys();
	await show();
	await correct();
	await sendKept();
	setInterval(sendKept, AGAIN);
	await prepare();
}
window.addEventListener("online", sendKept);
window.addEventListener("hashchange", correct);
start().catch(() => {}); // without IndexedDB the forms go the usual way
