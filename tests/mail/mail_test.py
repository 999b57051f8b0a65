#!/usr/bin/env python3
"""Mail as it is sent, against Exim and against a server that misbehaves. mail_test.py LOA_WORKER TRY_MAIL"""
import atexit
import json
import os
import shutil
import subprocess
import sys
import tempfile
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import getaddresses
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import tap
from servers import Exim, Scripted, free_port

SCRATCH = Path(tempfile.mkdtemp(prefix="loa-mail-"))
shutil.copy(sys.argv[2], SCRATCH / "try-mail")
os.symlink(os.path.abspath(sys.argv[1]), SCRATCH / "loa-worker")
(SCRATCH / "exim").mkdir()
exim = Exim(SCRATCH / "exim")
atexit.register(shutil.rmtree, SCRATCH, ignore_errors=True)
atexit.register(exim.stop)
CA = str(SCRATCH / "exim" / "ca.pem")
INVALID = 2
serial = 0


def letter(**changes):
    global serial
    serial += 1
    return {"server": {"url": f"smtp://127.0.0.1:{exim.port}"},
            "from": {"name": "UBND thị trấn Mẫu", "address": "van-thu@xa.example"},
            "to": [{"name": "Phòng Nội vụ", "address": "noi-vu@huyen.example"}],
            "subject": "Báo cáo kết quả tuyên truyền cải cách hành chính quý I năm 2024",
            "text": "Kính gửi Phòng Nội vụ,\n\nXin gửi báo cáo.\n.\nTrân trọng./.\n",
            "files": [], "id": f"thu-{serial}.loa@xa.example", "at": 1709602200} | changes


def run(what, spec):
    path = SCRATCH / "spec.json"
    path.write_text(json.dumps(spec))
    done = subprocess.run([SCRATCH / "try-mail", what, path], capture_output=True, timeout=200)
    said = done.stderr.decode(errors="replace")
    assert done.returncode == 0 and "Sanitizer" not in said and "runtime error" not in said, said
    return done.stdout


def send(**changes):
    spec = letter(**changes)
    return spec, json.loads(run("send", spec))


def outcomes(said):
    assert said["rc"] == 0, said
    return [(one["outcome"], one["code"]) for one in said["to"]]


def attach(name, data, kind="application/pdf"):
    path = SCRATCH / f"attached-{len(name)}-{len(data)}"
    path.write_bytes(data)
    return {"name": name, "type": kind, "path": str(path)}


def body(m):
    return m.get_body(("plain",)).get_content().replace("\r\n", "\n")


# --- Exim -----------------------------------------------------------------------------------------


def test_a_letter_arrives_as_written():
    data = bytes(range(256)) * 4000
    name = "Báo cáo số 24-BC-UBND ngày 05 tháng 4 năm 2024 kết quả tuyên truyền “quý I”.pdf"
    spec, said = send(files=[attach(name, data), attach("bang.xlsx", b"", "application/octet-stream")])
    assert outcomes(said) == [("accepted", 250)], said
    [(envelope, m)] = exim.received(spec["id"])
    assert envelope == "noi-vu@huyen.example"
    assert m["Subject"] == spec["subject"], m["Subject"]
    assert m["From"].addresses[0].display_name == "UBND thị trấn Mẫu", m["From"]
    assert m["To"].addresses[0].display_name == "Phòng Nội vụ", m["To"]
    assert m["Date"].datetime.isoformat() == "2024-03-05T08:30:00+07:00", m["Date"]
    assert body(m) == spec["text"], body(m)
    files = list(m.iter_attachments())
    assert [f.get_filename() for f in files] == [name, "bang.xlsx"], [f.get_filename() for f in files]
    assert [f.get_content_type() for f in files] == ["application/pdf", "application/octet-stream"]
    assert [f.get_content() for f in files] == [data, b""]


def test_each_address_is_answered():
    to = [{"address": a + "@huyen.example"} for a in ("mot", "khong-co", "day", "hai")]
    spec, said = send(to=to)
    assert outcomes(said) == [("accepted", 250), ("refused", 550), ("later", 451), ("accepted", 250)], said
    assert [one["address"] for one in said["to"]] == [one["address"] for one in to]
    assert "từ chối: 550 Khong co hop thu nay" in said["to"][1]["words"], said
    assert "tạm thời chưa nhận: 451" in said["to"][2]["words"], said
    found = exim.received(spec["id"], 2)
    assert sorted(envelope for envelope, _ in found) == ["hai@huyen.example", "mot@huyen.example"], found
    assert all(len(m["To"].addresses) == 4 for _, m in found)


def test_no_address_taken():
    _, said = send(to=[{"address": "khong-co@huyen.example"}, {"address": "day@huyen.example"}])
    assert outcomes(said) == [("refused", 550), ("later", 451)], said


def test_a_sender_refused():
    _, said = send(**{"from": {"address": "cam@xa.example"}})
    assert outcomes(said) == [("refused", 550)] and "Nguoi gui bi cam" in said["to"][0]["words"], said


def test_signing_in_under_tls():
    for url, starttls in ((f"smtp://127.0.0.1:{exim.port}", True), (f"smtps://127.0.0.1:{exim.smtps}", False)):
        server = {"url": url, "starttls": starttls, "authorities": CA, "user": "van-thu", "password": "mật khẩu"}
        spec, said = send(server=server)
        assert outcomes(said) == [("accepted", 250)], said
        [(_, m)] = exim.received(spec["id"])
        assert "esmtpsa" in m["Received"], m["Received"]


def test_a_wrong_password_and_a_stranger_certificate():
    server = {"url": f"smtp://127.0.0.1:{exim.port}", "authorities": CA, "user": "van-thu", "password": "sai"}
    _, said = send(server=server)
    assert outcomes(said) == [("later", 0)] and "không nhận tên hoặc mật khẩu" in said["to"][0]["words"], said
    _, said = send(server=server | {"authorities": None, "password": "mật khẩu"})
    assert outcomes(said) == [("later", 0)] and "Chứng thư" in said["to"][0]["words"], said


def test_the_same_letter_again_has_the_same_id():
    spec, _ = send(id="lap-lai.1@xa.example")
    send(id="lap-lai.1@xa.example")
    assert len(exim.received("lap-lai.1@xa.example", 2)) == 2


# --- servers that misbehave -----------------------------------------------------------------------


def against(**answers):
    server = Scripted(**answers)
    spec, said = send(server={"url": f"smtp://127.0.0.1:{server.port}"})
    server.stop()
    return server, said


def test_no_server():
    _, said = send(server={"url": f"smtp://127.0.0.1:{free_port()}"})
    assert outcomes(said) == [("later", 0)] and "Không kết nối được" in said["to"][0]["words"], said
    _, said = send(server={"url": "smtp://khong-co.invalid"})
    assert outcomes(said) == [("later", 0)] and "Không tìm thấy máy chủ thư" in said["to"][0]["words"], said


def test_the_line_breaks_at_every_step():
    for step in ("GREETING", "EHLO", "MAIL", "RCPT", "DATA"):
        _, said = against(**({step: None} if step != "GREETING" else {"GREETING": "421 busy"}))
        assert outcomes(said)[0][0] == "later", (step, said)
    _, said = against(**{".": None})
    assert outcomes(said) == [("unknown", 0)] and "chưa rõ" in said["to"][0]["words"], said


def test_the_message_refused_at_its_end():
    _, said = against(**{".": "554 spam"})
    assert outcomes(said) == [("refused", 554)] and "554 spam" in said["to"][0]["words"], said
    _, said = against(**{".": "452 full"})
    assert outcomes(said) == [("later", 452)], said
    _, said = against(DATA="451 wait")
    assert outcomes(said) == [("later", 451)], said


def test_answers_of_many_lines_and_odd_bytes():
    _, said = against(RCPT=b"550-dong mot\r\n550-dong \xff\x01 hai\r\n550 het\r\n")
    assert outcomes(said) == [("refused", 550)], said
    assert said["to"][0]["words"].endswith("550 dong mot dong ?? hai het"), said
    for blanks in (0, 1):
        _, said = against(RCPT="550 " + blanks * " " + "đ" * 400)
        assert outcomes(said) == [("refused", 550)] and said["to"][0]["words"].endswith("đđđ"), said


def test_no_tls_no_password():
    server = Scripted()
    _, said = send(server={"url": f"smtp://127.0.0.1:{server.port}", "user": "a", "password": "b"})
    assert outcomes(said) == [("later", 0)] and "STARTTLS" in said["to"][0]["words"], said
    assert not any(c.startswith(("AUTH", "MAIL")) for c in server.heard), server.heard
    server.stop()


def test_the_greeting_names_the_senders_domain():
    server, _ = against()
    assert server.heard[0] == "EHLO xa.example", server.heard


# --- what cannot be sent --------------------------------------------------------------------------


def refused(field, word, **changes):
    _, said = send(server={"url": "smtp://127.0.0.1:1"} if "server" not in changes else changes.pop("server"), **changes)
    assert said["rc"] == INVALID and said["field"] == field and word in said["message"], (changes, said)


def test_nothing_can_be_slipped_into_the_head():
    for bad in ("a\r\nBcc: b@c.example", "a\nb", "a\rb", "a\x7fb", "a\0b"):
        if "\0" not in bad:
            refused("subject", "trên một dòng", subject=bad)
            refused("to", "trên một dòng", to=[{"name": bad, "address": "a@b.example"}])
            refused("from", "trên một dòng", **{"from": {"name": bad, "address": "a@b.example"}})
            refused("files", "Tên tệp", files=[attach(bad, b"x")])
            refused("files", "loại tệp", files=[attach("a", b"x", "text/" + bad)])
        refused("to", "không đúng", to=[{"address": bad + "@b.example"}])
        refused("id", "Message-ID", id=bad + "@b.example")


def test_addresses():
    bad = ["", "a", "@b.example", "a@", "a@b", "a b@c.example", "a@b c.example", "<a@b.example>", "a@b.example,c@d.example",
           "ă@b.example", "a@-b.example", "a@b-.example", "a@b..example", ".a@b.example", "a.@b.example", "a..c@b.example",
           "a@b.example.", "a@b@c.example", "x" * 65 + "@b.example", "a@" + "b." * 130 + "example", "a@[127.0.0.1]"]
    for address in bad:
        refused("to", "không đúng", to=[{"address": address}])
    good = ["a@b.example", "van-thu.ubnd+bc@ba-to.quangngai.gov.vn", "O'Brien@x1.example"]
    for address in good:
        assert run("compose", letter(to=[{"address": address}])).startswith(b"Date:"), address


def test_other_limits():
    refused("to", "Chưa có người nhận", to=[])
    refused("to", "quá 100", to=[{"address": f"a{i}@b.example"} for i in range(101)])
    refused("subject", "có chữ", subject="  ")
    refused("files", "Tên tệp", files=[attach("../a.pdf", b"x")])
    refused("files", "quá 20 MB", files=[attach("a.pdf", bytes(21 << 20))])
    for url in ("http://a.example", "smtp://", "smtp://a.example/x", "smtp://a:b@c.example", "smtp://a.example?x", ""):
        refused("url", "smtp://", server={"url": url})


def test_every_line_is_short_and_ascii():
    for subject in ("Báo cáo", "ắ" * 160, "plain", "=?UTF-8?B?Zm9v?=", "x" * 300, "a  b", "😀" * 60):
        spec = letter(subject=subject, to=[{"name": "Nguyễn Thị Đặng Thùy Trâm, " * 5, "address": "a@b.example"}],
                      files=[attach("đ" * 120 + ".pdf", b"x" * 1000)])
        data = run("compose", spec)
        lines = data.split(b"\r\n")
        assert data.isascii() and b"\n" not in b"".join(lines) and max(map(len, lines)) <= 78, (subject, max(lines, key=len))
        m = message_from_bytes(data, policy=policy.default)
        assert m["Subject"] == subject, (subject, m["Subject"])
        # The new parser keeps blanks between encoded words of a name (RFC 2047, 6.2 says to drop them).
        [(to, address)] = getaddresses([message_from_bytes(data)["To"]])
        assert str(make_header(decode_header(to))) == spec["to"][0]["name"], to
        assert address == "a@b.example"
        assert next(m.iter_attachments()).get_filename() == spec["files"][0]["name"]


tap.run()
