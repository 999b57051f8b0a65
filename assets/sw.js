// The service worker of quick entry: its pages open without a network. What is typed there is kept by
// entry.js, not here; nothing but pages of /ghi and the files they load is ever stored.
"use strict";

const PAGES = "loa-trang", FILES = "loa-tep";
const PATIENCE = 6000; // ms; a weak network is no reason to wait longer for a page that is here

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// The page of channels and the form of each, without those that only make sense at once.
const isEntry = (url) => /^\/ghi(\/[a-z]+)?$/.test(url.pathname) && !/\/(phieu|hieu|dan)$/.test(url.pathname);

// An address holds a part of its content's hash: an older file of the same name is of no use any more.
async function file(request) {
	const cache = await caches.open(FILES);
	const kept = await cache.match(request);
	if (kept)
		return kept;
	const answer = await fetch(request);
	if (answer.ok) {
		const stem = (url) => new URL(url).pathname.replace(/-[0-9a-f]+(\.\w+)$/, "$1");
		for (const old of await cache.keys())
			if (stem(old.url) === stem(request.url))
				await cache.delete(old);
		await cache.put(request, answer.clone());
	}
	return answer;
}

async function keep(request, answer) {
	if (answer.status === 200 && answer.type === "basic" && !answer.redirected)
		await (await caches.open(PAGES)).put(new URL(request.url).pathname, answer.clone());
	return answer;
}

async function page(request) {
	const kept = await (await caches.open(PAGES)).match(new URL(request.url).pathname);
	const asked = fetch(request).then((answer) => keep(request, answer));
	if (!kept)
		return asked;
	const late = new Promise((done) => setTimeout(() => done(kept), PATIENCE));
	return Promise.race([asked.catch(() => kept), late]);
}

self.addEventListener("fetch", (event) => {
	const request = event.request, url = new URL(request.url);
	if (url.origin !== self.location.origin)
		return;
	// Who signs out leaves no pages with his name on the phone.
	if (request.method === "POST" && url.pathname === "/dang-xuat")
		event.waitUntil(caches.delete(PAGES));
	if (request.method !== "GET")
		return;
	if (url.pathname.startsWith("/assets/"))
		event.respondWith(file(request));
	else if (request.mode === "navigate" && isEntry(url))
		event.respondWith(page(request));
});
