// Writing a report where there is JavaScript: figures as chips in the text, put in where the cursor is; typed
// numbers that equal a figure are offered as one; the pages and findings follow what is typed. Without it the
// same form works with its bindings in sight. What is sent is always the textarea's text.
"use strict";

const form = document.getElementById("soan");
const BINDING = /\{\{[^{}\n]*\}\}/g;
const PAUSE = 1500; // ms of rest before the preview is made anew

// What each binding prints, as the server says it.
const known = new Map();
for (const li of form.querySelectorAll(".loa-inserts li"))
	known.set(li.dataset.binding, li.dataset);

// --- the editor ---------------------------------------------------------------------------------

const editors = [];
let place = null; // where the next figure goes: { editor, range }

function makeChip(binding) {
	const chip = document.createElement("button");
	chip.type = "button";
	chip.className = "loa-chip";
	chip.contentEditable = "false";
	chip.dataset.binding = binding;
	chip.textContent = known.get(binding)?.text ?? binding.slice(2, -2);
	chip.title = known.get(binding)?.label ?? binding;
	return chip;
}

function fill(box, text) {
	box.textContent = "";
	let at = 0;
	for (const m of text.matchAll(BINDING)) {
		box.append(text.slice(at, m.index), makeChip(m[0]));
		at = m.index + m[0].length;
	}
	box.append(text.slice(at));
	if (text.endsWith("\n"))
		box.append(document.createElement("br"));
}

// The text that stands in the box: chips as their bindings, lines as "\n".
function read(box) {
	let text = "";
	const walk = (node) => {
		for (const n of node.childNodes) {
			if (n.nodeType === Node.TEXT_NODE)
				text += n.data;
			else if (n.dataset?.binding)
				text += n.dataset.binding;
			else if (n.nodeName === "BR")
				text += n.nextSibling || n.parentNode !== box ? "\n" : ""; // the last one only holds the line open
			else {
				if (text && !text.endsWith("\n") && /^(DIV|P)$/.test(n.nodeName))
					text += "\n";
				walk(n);
			}
		}
	};
	walk(box);
	return text.replaceAll("\u00a0", " ");
}

function makeEditor(area) {
	const label = form.querySelector(`label[for="${area.id}"]`);
	const box = document.createElement("div");
	box.className = "govuk-textarea loa-editor";
	box.contentEditable = "true";
	box.setAttribute("role", "textbox");
	box.setAttribute("aria-multiline", "true");
	box.spellcheck = false;
	label.id = `${area.id}-nhan`;
	box.setAttribute("aria-labelledby", label.id);
	if (area.getAttribute("aria-describedby"))
		box.setAttribute("aria-describedby", area.getAttribute("aria-describedby"));
	const offers = document.createElement("div");
	offers.className = "loa-offers";
	offers.setAttribute("role", "status");
	const editor = { area, box, offers };
	fill(box, area.value);
	box.id = area.id; // errors and findings lead to what can be seen
	area.id += "-goc";
	area.hidden = true;
	label.removeAttribute("for");
	area.after(box, offers);
	box.addEventListener("input", () => changed(editor));
	box.addEventListener("keydown", (e) => {
		if (e.key === "Enter" && !e.isComposing) {
			e.preventDefault();
			document.execCommand("insertLineBreak");
		}
	});
	box.addEventListener("paste", (e) => {
		e.preventDefault();
		document.execCommand("insertText", false, e.clipboardData.getData("text/plain"));
	});
	label.addEventListener("click", () => box.focus());
	editors.push(editor);
	offer(editor);
}

function changed(editor) {
	editor.area.value = read(editor.box);
	offer(editor);
	keep();
	later();
}

document.addEventListener("selectionchange", () => {
	const s = getSelection();
	const editor = s.rangeCount && editors.find((x) => x.box.contains(s.getRangeAt(0).startContainer));
	if (editor)
		place = { editor, range: s.getRangeAt(0).cloneRange() };
});

// At the cursor, or at the end of the first text of a section where there was none.
function insert(binding) {
	const editor = place?.editor ?? editors[0];
	const range = place?.range ?? document.createRange();
	if (!place) {
		range.selectNodeContents(editor.box);
		range.collapse(false);
	}
	range.deleteContents();
	const chip = makeChip(binding), behind = document.createTextNode(" ");
	range.insertNode(behind);
	range.insertNode(chip);
	range.setStartAfter(behind);
	range.collapse(true);
	editor.box.focus();
	const s = getSelection();
	s.removeAllRanges();
	s.addRange(range);
	changed(editor);
	say(`Đã chèn ${chip.textContent}.`);
}

// --- typed numbers that equal a figure ------------------------------------------------------------

const letter = "[\\p{L}\\p{N}]";
const typed = [...form.querySelectorAll(".loa-figure")].flatMap((li) => {
	const m = li.dataset.text.match(/^(\d[\d.,]*) (.+)$/);
	if (!m)
		return [];
	const digits = m[1].replace(/^0/, "").replaceAll(".", "\\.?");
	const unit = m[2].replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
	return [{ binding: li.dataset.binding, text: li.dataset.text,
		name: li.querySelector(".loa-figure__name").textContent,
		find: new RegExp(`(?<!${letter}|[.,/])0?${digits} ${unit}(?!${letter})`, "iu") }];
});

// The text with its bindings blanked out, so that places stay.
const outside = (text) => text.replace(BINDING, (m) => "\u0000".repeat(m.length));

function offer(editor) {
	const text = outside(editor.area.value);
	editor.offers.textContent = "";
	for (const t of typed) {
		const m = text.match(t.find);
		if (!m)
			continue;
		const line = document.createElement("p"), button = document.createElement("button");
		line.className = "govuk-body-s";
		button.type = "button";
		button.className = "govuk-button govuk-button--secondary";
		button.textContent = `Gắn “${m[0]}”`;
		button.addEventListener("click", () => {
			const value = editor.area.value;
			editor.area.value = value.slice(0, m.index) + t.binding + value.slice(m.index + m[0].length);
			fill(editor.box, editor.area.value);
			place = null;
			changed(editor);
			editor.box.focus();
		});
		line.append(`“${m[0]}” bằng số liệu ${t.name}. `, button);
		editor.offers.append(line);
	}
}

// --- figures beside the text ----------------------------------------------------------------------

for (const li of form.querySelectorAll(".loa-figure")) {
	const button = document.createElement("button");
	button.type = "button";
	button.className = "govuk-button govuk-button--secondary loa-figure__put";
	button.append("Chèn vào chỗ con trỏ");
	const name = document.createElement("span");
	name.className = "govuk-visually-hidden";
	name.textContent = `: ${li.querySelector(".loa-figure__name").textContent} ${li.dataset.text}`;
	button.append(name);
	button.addEventListener("mousedown", (e) => e.preventDefault()); // the cursor stays in the text
	button.addEventListener("click", () => insert(li.dataset.binding));
	li.querySelector(".loa-figure__head").after(button);
}

// --- a chip opens its records ---------------------------------------------------------------------

const dialog = document.createElement("dialog");
dialog.className = "loa-dialog";
dialog.setAttribute("aria-label", "Hoạt động của số liệu");
document.body.append(dialog);

async function openRecords(binding) {
	const [channel, unit] = binding.slice(2, -2).split("|").map((s) => s.trim());
	if (!unit)
		return;
	const address = `/bao-cao/${form.dataset.draft}/so-lieu?${new URLSearchParams({ kenh: channel, dv: unit })}`;
	let found = null;
	try {
		const r = await fetch(address);
		const page = new DOMParser().parseFromString(await r.text(), "text/html");
		found = r.ok ? page.getElementById("van-ban") : null;
	} catch {
		// said below
	}
	dialog.textContent = "";
	const close = document.createElement("button");
	close.type = "button";
	close.className = "govuk-button govuk-button--secondary";
	close.textContent = "Đóng";
	close.addEventListener("click", () => dialog.close());
	if (found) {
		for (const back of found.querySelectorAll('a[href="#van-ban"]'))
			back.parentNode.remove();
		found.removeAttribute("id");
		for (const x of found.querySelectorAll("[id]")) // ids of the page below stay its own
			x.id = "hop-" + x.id;
		for (const x of found.querySelectorAll("[aria-labelledby]"))
			x.setAttribute("aria-labelledby", x.getAttribute("aria-labelledby").split(" ").map((i) => "hop-" + i).join(" "));
		dialog.append(found, close);
	} else {
		const p = document.createElement("p");
		p.className = "govuk-body";
		p.textContent = "Chưa mở được hồ sơ của số liệu này; hãy thử lại khi có mạng.";
		dialog.append(p, close);
	}
	dialog.showModal();
}

document.addEventListener("click", (e) => {
	const chip = e.target.closest?.(".loa-chip");
	if (chip)
		openRecords(chip.dataset.binding);
});

// --- pages and findings follow --------------------------------------------------------------------

const status = document.createElement("p");
status.className = "govuk-body-s loa-status";
status.setAttribute("role", "status");
document.getElementById("xem-truoc-ten").after(status);
const say = (text) => status.textContent = text;
let timer = 0, asking = null, dirty = "unsaved" in form.dataset;

function later() {
	dirty = true;
	clearTimeout(timer);
	timer = setTimeout(refresh, PAUSE);
}

async function refresh() {
	asking?.abort();
	asking = new AbortController();
	say("Đang dựng lại các trang…");
	try {
		const r = await fetch(form.dataset.preview, { method: "POST", body: new URLSearchParams(new FormData(form)), signal: asking.signal });
		const page = new DOMParser().parseFromString(await r.text(), "text/html");
		const pages = page.getElementById("xem-truoc");
		if (!pages)
			throw new Error("no preview");
		const old = document.getElementById("xem-truoc");
		pages.querySelector("h2").after(status);
		old.replaceWith(pages);
		const found = page.getElementById("dieu-can-xem"), shown = document.getElementById("dieu-can-xem");
		const open = [...shown.querySelectorAll("details[open]")].map((x) => x.dataset.fold);
		for (const x of found.querySelectorAll("details"))
			x.open = open.includes(x.dataset.fold);
		shown.replaceWith(found);
		document.querySelector(".nguon")?.remove();
		say(r.ok ? "Các trang theo chữ đang gõ; chưa lưu thì chưa vào báo cáo." : "Chữ đang gõ có chỗ chưa đúng; xem lời nhắc khi bấm Lưu.");
	} catch (why) {
		if (why.name !== "AbortError")
			say("Chưa dựng lại được các trang; chữ bạn gõ vẫn còn. Loa sẽ thử lại khi bạn gõ tiếp.");
	}
}

// The button comes to the pages; what is typed stays in this page, and unsaved.
for (const button of form.querySelectorAll(`button[formaction^="${form.dataset.preview}"]`))
	button.addEventListener("click", async (e) => {
		e.preventDefault();
		clearTimeout(timer);
		comeTo();
		await refresh();
		comeTo();
	});

function comeTo() {
	const pages = document.getElementById("xem-truoc");
	pages.focus({ preventScroll: true });
	pages.scrollIntoView();
}

for (const area of form.querySelectorAll(".loa-section textarea[name^=muc-]"))
	makeEditor(area);

// --- a proposal goes into its section, to be stored with the rest ----------------------------------

for (const li of form.querySelectorAll(".loa-proposals > li[data-target]")) {
	const editor = editors.find((x) => x.box.id === li.dataset.target);
	li.querySelector("button[name=viec]").addEventListener("click", (e) => {
		const text = li.querySelector("textarea").value.trim();
		if (!editor || !text)
			return;
		e.preventDefault();
		const old = editor.area.value.trimEnd();
		const gap = !old ? "" : text.startsWith("- ") && old.split("\n").pop().startsWith("- ") ? "\n" : "\n\n";
		editor.area.value = old + gap + text;
		fill(editor.box, editor.area.value);
		place = null;
		li.remove();
		changed(editor);
		editor.box.scrollIntoView({ block: "nearest" });
		editor.box.focus();
	});
}

// --- nothing typed is lost ------------------------------------------------------------------------

const draft = `loa-bao-cao-${form.dataset.draft}`;
const areas = () => [...form.querySelectorAll("textarea[name^=muc-], textarea[name=kinh-gui], textarea[name=noi-nhan], " +
	"textarea[name=the-thuc-ky], input[type=text]")];

function keep() {
	try {
		const old = JSON.parse(sessionStorage.getItem(draft) ?? "{}");
		const typed = areas().filter((x) => x.name in old || x.value !== x.defaultValue);
		sessionStorage.setItem(draft, JSON.stringify(Object.fromEntries(typed.map((x) => [x.name, x.value]))));
	} catch {
		// no room, or not allowed: the page still holds it
	}
}

function putBack(kept) {
	for (const x of areas())
		if (x.name in kept)
			x.value = kept[x.name];
	for (const e of editors)
		fill(e.box, e.area.value);
	later();
}

// A draft of this tab that was not stored: the session ended, or the page was left.
function offerDraft() {
	const kept = JSON.parse(sessionStorage.getItem(draft) ?? "null");
	const errors = document.querySelector(".govuk-error-summary");
	const differs = kept && areas().some((x) => x.name in kept && kept[x.name].trim() !== x.value.trim());
	if (new URLSearchParams(location.search).has("luu") || errors || !differs) {
		if (!errors)
			sessionStorage.removeItem(draft);
		return;
	}
	const box = document.createElement("div"), text = document.createElement("p");
	const yes = document.createElement("button"), no = document.createElement("button");
	box.className = "govuk-inset-text loa-draft";
	text.className = "govuk-body";
	text.textContent = "Lần trước bạn có gõ mà chưa lưu.";
	yes.type = no.type = "button";
	yes.className = "govuk-button";
	yes.textContent = "Lấy lại chữ chưa lưu";
	no.className = "govuk-button govuk-button--secondary";
	no.textContent = "Bỏ";
	yes.addEventListener("click", () => { putBack(kept); box.remove(); });
	no.addEventListener("click", () => { sessionStorage.removeItem(draft); box.remove(); });
	box.append(text, yes, " ", no);
	form.before(box);
}

addEventListener("beforeunload", (e) => {
	if (dirty && !form.dataset.sent)
		e.preventDefault();
});

form.addEventListener("input", (e) => {
	dirty = true;
	if (!e.target.closest(".loa-editor, .loa-proposals")) {
		keep();
		later();
	}
});
offerDraft();
timer = setTimeout(refresh, 300);
