#!/usr/bin/env python3
"""Signed PDFs: integrity apart from trust, and what was signed. signature_test.py LOA_WORKER TRY_MEDIA"""
import json
import re
import subprocess

import media
import tap
from media import INVALID, OK, ROOT, SCRATCH, ask, run, save
from pdf_sign import Authority, last_object, last_trailer, openssl, sign, update

ours = Authority(SCRATCH / "ours")
strangers = Authority(SCRATCH / "strangers", "CA Lạ")
CHAIRMAN = "/O=Ủy ban nhân dân thị trấn Mẫu/CN=Nguyễn Văn Mẫu"
chairman = ours.issue("chairman", CHAIRMAN)
clerk = ours.issue("clerk", "/O=Ủy ban nhân dân thị trấn Mẫu/CN=Trần Thị Văn Thư", key="ec")
PDF = media.own("pdf", "report.json")
SIGNED = sign(PDF, lambda data: ours.cms(chairman, data))


def read(pdf, authority=ours, name="signed.pdf"):
    said = ask("signatures", save(name, pdf), *([authority.pem] if authority else []))
    assert said["rc"] == OK, said
    return said


def one(pdf, authority=ours):
    said = read(pdf, authority)
    assert len(said["signatures"]) == 1, said
    return said["signatures"][0]


def pdfsig(pdf):
    """What poppler says of each signature: its lines."""
    done = subprocess.run(["pdfsig", "-nocert", save("oracle.pdf", pdf)], capture_output=True, text=True)
    return done.stdout.split("Signature #")[1:]


# --- one signature --------------------------------------------------------------------------------


def test_no_signature():
    said = read(PDF)
    assert (said["signatures"], said["unsigned_bytes"]) == ([], len(PDF)), said
    assert said["pages"] == int(re.search(r"Pages: +(\d+)", run("pdfinfo", save("p.pdf", PDF)).decode())[1])


def test_a_signed_report():
    s = one(SIGNED)
    assert (s["signer"], s["organisation"]) == ("Nguyễn Văn Mẫu", "Ủy ban nhân dân thị trấn Mẫu"), s
    assert (s["issuer"], s["digest"], s["field"]) == ("CA Thử nghiệm", "SHA256", "Signature1"), s
    assert (s["valid_from"], s["valid_to"]) == ("2020-01-01T00:00:00Z", "2040-01-01T00:00:00Z"), s
    assert (s["integrity"], s["trust"], s["covered"], s["stamp"]) == ("whole", "trusted", len(SIGNED), 0), s
    assert read(SIGNED)["unsigned_bytes"] == 0
    serial = openssl(ours.folder, "x509", "-in", "chairman.pem", "-noout", "-serial").decode().strip()
    assert "serial=" + s["serial"] == serial, (s, serial)
    [poppler] = pdfsig(SIGNED)
    assert "Signature is Valid." in poppler and "Total document signed" in poppler, poppler
    assert "Signer Certificate Common Name: Nguyễn Văn Mẫu" in poppler, poppler


def test_the_time_is_of_the_signature_first():
    s = one(SIGNED)
    now = openssl(ours.folder, "cms", "-cmsout", "-print", "-inform", "DER",
                  data=bytes.fromhex(re.search(rb"/Contents <([0-9a-f]+)", SIGNED)[1].decode())).decode()
    year = re.search(r"signingTime.*?UTCTIME:\w+ +\d+ [\d:]+ (\d+)", now, re.S)[1]
    assert s["signed_at"].startswith(year), (s, year)
    bare = sign(PDF, lambda data: ours.cms(chairman, data, "-noattr"))
    assert one(bare)["signed_at"] == "2024-04-05T01:30:00Z", one(bare)
    night = sign(PDF, lambda data: ours.cms(chairman, data, "-noattr"), time="D:20240301033000+07'00'")
    assert one(night)["signed_at"] == "2024-02-29T20:30:00Z", one(night)
    assert one(sign(PDF, lambda data: ours.cms(chairman, data, "-noattr"), time="hom qua"))["signed_at"] is None


def test_cades_and_elliptic_curves():
    for signer in (chairman, clerk):
        s = one(sign(PDF, lambda data: ours.cms(signer, data, "-cades"), sub_filter="ETSI.CAdES.detached"))
        assert (s["integrity"], s["trust"]) == ("whole", "trusted"), s


# --- integrity ------------------------------------------------------------------------------------


def test_one_changed_byte_anywhere():
    for at in (20, len(PDF) // 2, len(PDF) - 5, SIGNED.rindex(b"/SubFilter") - 12, len(SIGNED) - 2):
        changed = bytearray(SIGNED)
        changed[at] ^= 1
        said = ask("signatures", save("changed.pdf", bytes(changed)), ours.pem)
        # A change may also make the file unreadable; it must never pass.
        if said["rc"] == OK and said["signatures"]:
            s = said["signatures"][0]
            assert s["integrity"] in ("changed", "odd"), (at, s)
            assert said["unsigned_bytes"] == len(SIGNED), said
    changed = bytearray(SIGNED)
    changed[len(PDF) // 2] ^= 1
    s = one(bytes(changed))
    assert (s["integrity"], s["trust"], s["signer"]) == ("changed", "trusted", "Nguyễn Văn Mẫu"), s
    assert "Digest Mismatch" in pdfsig(bytes(changed))[0]


def test_bytes_behind_the_signature():
    longer = update(SIGNED, {last_trailer(SIGNED)[0][b"Size"]: b"<< /Note (them) >>"})
    s = one(longer)
    assert (s["integrity"], s["covered"]) == ("part", len(SIGNED)), s
    assert f"{len(longer) - len(SIGNED)} byte" in s["integrity_words"], s
    assert read(longer)["unsigned_bytes"] == len(longer) - len(SIGNED)
    assert "Not total document signed" in pdfsig(longer)[0]


def test_ranges_that_leave_something_out():
    wrong = {
        "bắt đầu từ đầu tệp": lambda start, end, size: (9, start - 9, end, size - end),
        "nhiều hơn": lambda start, end, size: (0, start - 20, end, size - end),
        "bỏ ra ngoài": lambda start, end, size: (0, start, end + 30, size - end - 30),
        "ra ngoài tệp": lambda start, end, size: (0, start, end, size - end + 1),
        "chồng lên nhau": lambda start, end, size: (0, end, start, size - start),
    }
    for words, byte_range in wrong.items():
        pdf = sign(PDF, lambda data: ours.cms(chairman, data), byte_range=byte_range)
        s = one(pdf)
        assert s["integrity"] == "odd" and words in s["integrity_words"], (words, s)
        assert read(pdf)["unsigned_bytes"] == len(pdf)


def test_a_gap_with_room_for_more():
    """The hole is as long as the string, but not all of it is that string."""
    pdf = sign(PDF, lambda data: ours.cms(chairman, data))
    at = pdf.rindex(b"/Contents <") + len(b"/Contents <")
    cut = pdf.rindex(b">", 0, pdf.rindex(b"endobj"))
    end = pdf.rindex(b"0>", at, cut + 1)
    # The string is closed early; behind it, within the hole, stands something that nobody signed.
    holed = pdf[:end - 30] + b"> /Reason (bi mat) /X <0" + pdf[end - 6:]
    assert len(holed) == len(pdf)
    s = one(holed)
    assert s["integrity"] == "odd" and "nhiều hơn chính chữ ký" in s["integrity_words"], s


def test_contents_that_are_none():
    for contents in (b"00", b"ff" * 100, b"3003020101"):
        s = one(sign(PDF, lambda data: b"", contents=contents))
        assert s["integrity"] == "odd" and s["signer"] is None, s
    s = one(sign(PDF, lambda data: ours.cms(chairman, data), sub_filter="adbe.x509.rsa_sha1"))
    assert s["integrity"] == "odd" and "adbe.x509.rsa_sha1" in s["integrity_words"], s
    s = one(sign(PDF, lambda data: ours.cms(chairman, b"khac", "-nodetach")))
    assert s["integrity"] == "odd" and "nội dung riêng" in s["integrity_words"], s
    s = one(sign(PDF, lambda data: ours.cms(chairman, data, "-nocerts")))
    assert s["integrity"] == "odd" and "chứng thư" in s["integrity_words"], s
    # Signed well, but something else.
    s = one(sign(PDF, lambda data: ours.cms(chairman, b"khac")))
    assert s["integrity"] == "changed", s
    two = sign(PDF, lambda data: ours.cms(chairman, data, "-signer", "clerk.pem", "-inkey", "clerk.key"))
    assert one(two)["integrity"] == "odd", one(two)


def test_a_certificate_put_in_the_place_of_another():
    """The same key, number and issuer under another name, as long to the byte: a CAdES signature names its certificate
    by its hash and so shows it."""
    forger = Authority(SCRATCH / "forger")
    (forger.folder / "chairman.key").write_bytes((ours.folder / "chairman.key").read_bytes())
    serial = int(one(SIGNED)["serial"], 16)
    forger.issue("twin", CHAIRMAN.replace("Mẫu", "Mạo").replace("trấn Mạo", "trấn Mẫu"), key="chairman.key", serial=serial)

    def der(authority, name):
        return openssl(authority.folder, "x509", "-in", f"{name}.pem", "-outform", "DER")
    true, false = der(ours, chairman), der(forger, "twin")
    assert len(true) == len(false) and true != false

    def swapped(data):
        cms = ours.cms(chairman, data, "-cades")
        assert true in cms
        return cms.replace(true, false)
    s = one(sign(PDF, swapped, sub_filter="ETSI.CAdES.detached"))
    assert s["signer"] == "Nguyễn Văn Mạo" and s["trust"] == "unknown", s
    assert s["integrity"] == "odd" and "không phải chứng thư mà chữ ký nêu" in s["integrity_words"], s


def test_signatures_outside_the_form_do_not_count():
    number, _ = last_trailer(SIGNED)
    root = number[b"Root"]
    catalogue = re.sub(rb"/AcroForm \d+ 0 R", b"", last_object(SIGNED, root))
    assert read(update(SIGNED, {root: b"<<" + catalogue + b">>"}))["signatures"] == []


def test_files_that_cannot_be_checked():
    for name, data, words in (("broken.pdf", SIGNED[:-200], "bị hỏng"), ("none.pdf", b"khong phai", "bị hỏng")):
        said = ask("signatures", save(name, data))
        assert said["rc"] == INVALID and words in said["message"], said
    locked = SCRATCH / "locked.pdf"
    run("qpdf", "--encrypt", "", "chu", "256", "--", save("plain.pdf", PDF), locked)
    said = ask("signatures", locked)
    assert said["rc"] == INVALID and "khóa" in said["message"], said


# --- several signatures ---------------------------------------------------------------------------


def test_two_signatures():
    both = sign(SIGNED, lambda data: ours.cms(clerk, data), field="Signature2")
    said = read(both)
    assert [s["signer"] for s in said["signatures"]] == ["Nguyễn Văn Mẫu", "Trần Thị Văn Thư"], said
    assert [s["integrity"] for s in said["signatures"]] == ["part", "whole"], said
    assert [s["covered"] for s in said["signatures"]] == [len(SIGNED), len(both)], said
    assert said["unsigned_bytes"] == 0, said
    run("qpdf", "--check", save("both.pdf", both))
    poppler = pdfsig(both)
    assert len(poppler) == 2 and all("Signature is Valid." in p for p in poppler), poppler
    # The first is broken, and so is the second, which covers the same bytes.
    changed = bytearray(both)
    changed[len(PDF) // 2] ^= 1
    assert [s["integrity"] for s in read(bytes(changed))["signatures"]] == ["changed", "changed"]
    # Only what came between is changed: the first still stands.
    changed = bytearray(both)
    changed[both.rindex(b"(Signature2)") + 3] ^= 1
    assert [s["integrity"] for s in read(bytes(changed))["signatures"]] == ["part", "changed"]


def test_what_was_signed_can_be_cut_out():
    both = sign(SIGNED, lambda data: ours.cms(clerk, data), field="Signature2")
    covered = read(both)["signatures"][0]["covered"]
    assert both[:covered] == SIGNED


# --- trust ----------------------------------------------------------------------------------------


def test_trust_stands_apart():
    assert one(SIGNED, None)["trust"] == "unchecked"
    assert "Chưa kiểm tra được độ tin cậy" in one(SIGNED, None)["trust_words"]
    assert one(SIGNED, strangers)["trust"] == "unknown"
    assert one(SIGNED, strangers)["integrity"] == "whole"
    several = save("several.pem", strangers.pem.read_bytes() + ours.pem.read_bytes())
    said = ask("signatures", save("s.pdf", SIGNED), several)
    assert said["signatures"][0]["trust"] == "trusted", said
    said = ask("signatures", save("s.pdf", SIGNED), save("bad.pem", b"khong phai PEM"))
    assert said["rc"] == INVALID and "PEM" in said["message"], said


def test_certificates_out_of_force():
    old = ours.issue("old", CHAIRMAN, days=("20100101000000Z", "20150101000000Z"))
    s = one(sign(PDF, lambda data: ours.cms(old, data)))
    assert (s["integrity"], s["trust"]) == ("whole", "expired"), s
    # On the day it claims, it was in force; that it no longer is, is said.
    s = one(sign(PDF, lambda data: ours.cms(old, data, "-noattr"), time="D:20140405083000+07'00'"))
    assert s["trust"] == "trusted" and "nay đã hết hạn" in s["trust_words"], s


def test_certificates_that_are_not_for_signing():
    server = ours.issue("server", "/CN=xa.example", kind="server")
    assert one(sign(PDF, lambda data: ours.cms(server, data)))["trust"] == "unknown"


# --- time stamps ----------------------------------------------------------------------------------


def test_a_stamp_of_the_whole_document():
    ours.issue("tsa", "/CN=Dấu thời gian", kind="stamp")
    (ours.folder / "tsa.conf").write_text(
        "[tsa]\ndefault_tsa=one\n[one]\nserial=tsa.serial\nsigner_cert=tsa.pem\ncerts=ca.pem\nsigner_key=tsa.key\n"
        "default_policy=1.2.3.4\ndigests=sha256\nsigner_digest=sha256\naccuracy=secs:1\n")

    def stamp(data):
        query = openssl(ours.folder, "ts", "-query", "-data", "/dev/stdin", "-sha256", "-cert", data=data)
        (ours.folder / "query.tsq").write_bytes(query)
        return openssl(ours.folder, "ts", "-reply", "-config", "tsa.conf", "-queryfile", "query.tsq", "-token_out")
    stamped = sign(SIGNED, stamp, sub_filter="ETSI.RFC3161", field="Stamp")
    first, second = read(stamped)["signatures"]
    assert (first["integrity"], second["integrity"], second["stamp"]) == ("part", "whole", 1), second
    assert second["trust"] == "trusted" and second["signed_at"] > "2024", second
    changed = bytearray(stamped)
    changed[len(PDF) // 2] ^= 1
    assert [s["integrity"] for s in read(bytes(changed))["signatures"]] == ["changed", "changed"]


# --- what was signed ------------------------------------------------------------------------------


def report(**changes):
    source = json.loads((ROOT / "tests/doc/report.json").read_text())
    return media.worker("pdf", json.dumps(source | changes).encode())


def test_words_of_a_pdf():
    text = ask("text", save("t.pdf", SIGNED))["text"]
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text, text
    assert "  " not in text


def test_the_signed_one_against_the_approved_one():
    same = ask("compare", save("a.pdf", PDF), save("b.pdf", SIGNED))
    assert (same["differences"], same["more"]) == ([], 0), same
    filled = ask("compare", save("a.pdf", PDF), save("d.pdf", report(number="24", day="2024-04-05")))
    assert [(d["hint"], d["before"], d["after"]) for d in filled["differences"]] == [
        ("number", "/BC-UBND", "24/BC-UBND"), ("day", "", "05")], filled
    source = json.loads((ROOT / "tests/doc/report.json").read_text())
    words = json.dumps(source, ensure_ascii=False)
    assert "tuyên truyền" in words
    other = media.worker("pdf", words.replace("tuyên truyền", "quảng bá", 1).encode())
    said = ask("compare", save("a.pdf", PDF), save("c.pdf", other))
    assert said["differences"] and all(d["hint"] == "words" for d in said["differences"]), said
    assert "tuyên" in said["differences"][0]["before"] and "quảng" in said["differences"][0]["after"], said


tap.run()
