#!/usr/bin/env python3
"""What programs read of the portal, by the rules of its formats: RSS 2.0, Atom (RFC 4287), JSON Feed 1.1, the sitemap protocol
0.9, OpenAPI 3.0. The schemas in schema/ are written from the specifications; what they cannot say is asked here."""
import email.utils
import html
import json
import re
import shutil
import subprocess
import sys
import urllib.parse
import xml.etree.ElementTree as ET
from datetime import datetime

sys.path.append("/usr/lib/python3/dist-packages")  # Debian's packages, where another python3 comes first
import feedparser
import jsonschema
import loa as L
from demand_test import multipart
from loa import loa
from news_test import PORTAL, png, step, write
from plan_test import fields
from server import Browser, Server, add_user

import tap

SCHEMA = L.ROOT / "tests" / "e2e" / "schema"
PLACES = {"rss": "/tin/rss.xml", "atom": "/tin/atom.xml", "sitemap": "/sitemap.xml", "jsonfeed": "/tin/feed.json",
          "openapi": "/api/openapi.json"}
ATOM, SITE = "{http://www.w3.org/2005/Atom}", "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ODD = {"title": "A & B < C > \"D\" 'E' ]]>", "lead": "Một & hai <ba>\u2028\uffff", "body": "x", "category": "A & B",
       "published_at": "2024-04-02T06:00:00+07:00", "slug": "la"}


def schema_says(name, text):
    """What the schema has against it; "" where nothing."""
    if (SCHEMA / f"{name}.rng").exists():
        done = subprocess.run(["xmllint", "--noout", "--nonet", "--relaxng", SCHEMA / f"{name}.rng", "-"], input=text.encode(),
                              capture_output=True)
        return "" if done.returncode == 0 else done.stderr.decode(errors="replace") or "refused"
    schema = json.loads((SCHEMA / f"{name}.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    found = jsonschema.Draft202012Validator(schema).iter_errors(json.loads(text))
    return "\n".join(f"{e.json_path}: {e.message}" for e in found)


def unique(values):
    assert len(set(values)) == len(values), sorted(v for v in values if values.count(v) > 1)
    return values


def mail_date(text):
    """A moment of RFC 822; its day of the week is that of its date."""
    at = email.utils.parsedate_to_datetime(text)
    assert text.startswith(at.strftime("%a, ")), text
    return at


def parsed(text, version, entries):
    """The same feed, as an independent reader has it."""
    f = feedparser.parse(text.encode())
    assert not f.bozo, f.get("bozo_exception")
    assert f.version == version and len(f.entries) == entries, (f.version, len(f.entries))
    assert all(e.get("title") and e.get("link") and e.get("id") and e.get("published_parsed") for e in f.entries)
    return f


def rss(text, base):
    channel = ET.fromstring(text).find("channel")
    items = channel.findall("item")
    links = unique([i.find("guid").text for i in items])
    assert links == [i.find("link").text for i in items] and all(x.startswith(base + "/tin/") for x in links)
    times = [mail_date(i.find("pubDate").text) for i in items]
    built = mail_date(channel.find("lastBuildDate").text)
    assert times == sorted(times, reverse=True) and all(t <= built for t in times)
    assert channel.find(f"{ATOM}link").get("href") == base + PLACES["rss"]
    return parsed(text, "rss20", len(items)), links


def atom(text, base):
    feed = ET.fromstring(text)
    entries = feed.findall(f"{ATOM}entry")
    ids = unique([feed.find(f"{ATOM}id").text] + [e.find(f"{ATOM}id").text for e in entries])[1:]
    assert ids == [e.find(f"{ATOM}link").get("href") for e in entries] and all(x.startswith(base + "/tin/") for x in ids)
    for e in entries:
        published, updated = (datetime.fromisoformat(e.find(ATOM + x).text) for x in ("published", "updated"))
        assert published <= updated <= datetime.fromisoformat(feed.find(f"{ATOM}updated").text)
    assert {x.get("rel"): x.get("href") for x in feed.findall(f"{ATOM}link")} == {"self": base + PLACES["atom"], "alternate": base + "/tin"}
    return parsed(text, "atom10", len(entries)), ids


def jsonfeed(text, base):
    feed = json.loads(text)
    ids = unique([x["id"] for x in feed["items"]])
    assert feed["feed_url"] == base + PLACES["jsonfeed"] and feed["home_page_url"] == base + "/tin"
    assert all(x["url"] == x["id"] and x["url"].startswith(base + "/tin/") for x in feed["items"])
    assert all(datetime.fromisoformat(x["date_published"]) <= datetime.fromisoformat(x["date_modified"]) for x in feed["items"])
    return feed, ids


def sitemap(text, base):
    places = unique([u.find(f"{SITE}loc").text for u in ET.fromstring(text).findall(f"{SITE}url")])
    assert len(places) <= 50000 and len(text.encode()) <= 50 << 20
    for place in places:
        parts = urllib.parse.urlsplit(place)
        assert f"{parts.scheme}://{parts.netloc}" == base and parts.path.startswith("/") and not parts.fragment, place
        assert re.fullmatch(r"[!-~]+", place), f"not escaped: {place}"
    return places


def openapi(text, base):
    described = json.loads(text)
    assert [s["url"] for s in described["servers"]] == [base]
    for path, row in described["paths"].items():
        given = [(p["name"], p["in"]) for p in row["get"].get("parameters", [])]
        assert set(re.findall(r"\{(\w+)\}", path)) == {n for n, where in unique(given) if where == "path"}, path
    for schema in every(described, lambda x: x.get("type") == "object" and "properties" in x):
        assert set(schema.get("required", [])) <= set(schema["properties"]), schema
    return described


def every(value, wanted):
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return ([value] if isinstance(value, dict) and wanted(value) else []) + [y for x in inner for y in every(x, wanted)]


def read(visitor, base):
    """All five, looked at; what each has."""
    texts = {name: visitor.get(path) for name, path in PLACES.items()}
    for name, text in texts.items():
        assert not schema_says(name, text), (name, schema_says(name, text))
    return {name: globals()[name](texts[name], base) for name in PLACES}, texts


def test_nothing_is_published_yet():
    for db in L.engines():
        loa("import", "--db", db, L.CASE)
        with Server(db) as server:
            found, _ = read(Browser(server), f"http://127.0.0.1:{server.port}")
            assert not found["rss"][1] and not found["atom"][1] and not found["jsonfeed"][1]


def test_with_all_that_a_commune_has():
    for db in L.engines():
        for folder in (L.CASE, PORTAL, L.ROOT / "cases" / "thu-tuc-mau", L.only("news.json", json.dumps({"items": [ODD]}))):
            loa("import", "--db", db, folder)
        loa("publish", "--db", db, "ke-hoach/2024")
        for login, role in {"canbo": "officer", "lanhdao": "leader"}.items():
            add_user(db, login, role)
        with Server(db) as server:
            b, boss, visitor = Browser(server).sign_in("canbo"), Browser(server).sign_in("lanhdao"), Browser(server)
            at = write(b, ten="Ảnh & chữ <b>")
            sent = {**fields(b.get(f"{at}/anh"), f"{at}/anh"), "ta": ["Bà cụ nộp hồ sơ"]}
            sent.pop("tep")
            r, _ = multipart(b, f"{at}/anh", sent, "anh.png", png(), "image/png")
            assert r.status == 303
            step(b, at, "trinh")
            step(boss, at, "duyet")
            base = f"http://127.0.0.1:{server.port}"
            found, _ = read(visitor, base)
            (seen, links), (entries, ids), (feed, same) = found["rss"], found["atom"], found["jsonfeed"]
            assert len(links) == 30 and links == ids == same
            assert feed["items"][0]["title"] == "Ảnh & chữ <b>" == html.unescape(entries.entries[0].title)
            assert seen.entries[0].link == entries.entries[0].link
            r, body = visitor.ask("GET", feed["items"][0]["image"].removeprefix(base))
            assert r.status == 200 and r.headers["Content-Type"].startswith("image/"), feed["items"][0]
            assert [x["title"] for x in feed["items"] if x["id"] == f"{base}/tin/la"] == [ODD["title"]]
            places = found["sitemap"]
            assert {f"{base}{p}" for p in ("/", "/gioi-thieu", "/tin", "/tin/la", "/van-ban", "/thu-tuc", "/thu-tuc/1.999901", "/cong-khai/1")} <= set(places)
            for place in places:
                text = visitor.get(place.removeprefix(base))
                assert 'name="robots" content="noindex"' not in text, f"in the sitemap, and not to be found: {place}"


BROKEN = {
    "rss": [("<title>", "<titel>"), ("</channel>", ""), (" +0700</pubDate>", "</pubDate>"), ("<link>http://", "<link>"), ('version="2.0"', 'version="0.9"'),
            ("&lt;", "<"), ("<description>", "<description/><description>"), (", 0", ", 3")],
    "atom": [("<updated>", "<updatet>"), ("+07:00", ""), ("<name>", "<nom>"), ('rel="alternate" href="http://', 'rel="alternate" href="'),
             ("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#"), ("<author>\n<name>UBND xã Ba Tơ</name>\n</author>", ""), ("<id>", "<id>x</id><id>")],
    "sitemap": [("<loc>http://", "<loc>"), ("<lastmod>2024-", "<lastmod>24-"), ("sitemap/0.9", "sitemap/0.8"), ("<loc>", "<lok>")],
    "jsonfeed": [('"version":', '"v":'), ('"content_text":', '"text":'), ("+07:00", ""), ('"url":"http://', '"url":"'), ('"tags":[', '"tags":["",')],
    "openapi": [('"3.0.3"', '"3"'), ('"version":', '"v":'), ('"in":"path","required":true', '"in":"path","required":false'), ('"description":"OK"', '"text":"OK"'),
                ('"type":"integer"', '"type":"int"'), ('"/api/van-ban"', '"api/van-ban"'), ('"items":', '"item":')],
}


def test_what_breaks_a_rule_is_refused():
    db = next(L.engines())
    for folder in (L.CASE, PORTAL, L.only("news.json", json.dumps({"items": [ODD]}))):
        loa("import", "--db", db, folder)
    with Server(db) as server:
        _, texts = read(Browser(server), f"http://127.0.0.1:{server.port}")
        for name, breaks in BROKEN.items():
            for before, after in breaks:
                assert before in texts[name], (name, before)
                assert schema_says(name, texts[name].replace(before, after)), (name, before, after)


if __name__ == "__main__":
    try:
        tap.run()
    finally:
        shutil.rmtree(L.SCRATCH, ignore_errors=True)
