// What pages gain where there is JavaScript; every page works without it.
"use strict";

// A form is sent once: a second tap on a slow network does nothing. (The server knows repeats too, by
// the form's own key.) Coming back to the page by the browser's history, it can be sent again.
document.addEventListener("submit", (event) => {
	const form = event.target;
	if (form.method !== "post")
		return;
	if (form.dataset.sent) {
		event.preventDefault();
		return;
	}
	form.dataset.sent = "1";
});
window.addEventListener("pageshow", () => {
	for (const form of document.querySelectorAll("form[data-sent]"))
		delete form.dataset.sent;
});

// The menu of a phone is one row: where we are is in sight.
for (const current of document.querySelectorAll(".loa-nav [aria-current]")) {
	const list = current.closest("ul");
	list.scrollLeft = current.offsetLeft - list.offsetLeft - (list.clientWidth - current.offsetWidth) / 2;
}

// The way back of a refused form is the browser's own: what was typed is still there.
document.addEventListener("click", (event) => {
	if (event.target.closest('[data-loa="quay-lai"]') && history.length > 1) {
		event.preventDefault();
		history.back();
	}
});

// What quick entry kept on this phone without a network (entry.js) is sent from whatever page is open
// next: its script is loaded where something waits, and only there.
{
	const source = document.currentScript.dataset.ghi;
	const waiting = () => new Promise((done) => {
		const ask = indexedDB.open("loa-ghi", 1);
		ask.onupgradeneeded = () => ask.transaction.abort(); // nothing was ever kept here
		ask.onerror = () => done(0);
		ask.onsuccess = () => {
			const count = ask.result.transaction("muc").objectStore("muc").count();
			count.onsuccess = () => done(count.result);
			count.onerror = () => done(0);
			ask.result.close();
		};
	});
	const send = async () => {
		if (!navigator.onLine || !await waiting() || document.querySelector(`script[src="${source}"]`))
			return;
		const script = document.createElement("script");
		script.src = source;
		document.head.append(script);
	};
	window.addEventListener("online", send);
	send().catch(() => {}); // no IndexedDB: nothing can wait
}
