#!/usr/bin/env python3
"""Uploads: photos and documents, right and wrong. media_test.py LOA_WORKER TRY_MEDIA"""
import io
import json
import time
import zipfile

import media
import tap
from media import INVALID, OK, SCRATCH, ask, picture, png, run, save

CAMERA = ["-Make=LoaCam", "-DateTimeOriginal=2024:03:05 08:30:00", "-GPSLatitude=14.7667", "-GPSLatitudeRef=N",
          "-GPSLongitude=108.7333", "-GPSLongitudeRef=E", "-XMP-dc:Creator=BiMatCuaToi"]
SHOWN, SMALL = SCRATCH / "shown.jpg", SCRATCH / "small.jpg"


def photo(path):
    return ask("photo", path, SHOWN, SMALL)


def refused(path, *words):
    """As a photo, with these words."""
    said = photo(path)
    assert said["rc"] == INVALID, (path, said)
    for word in words:
        assert word in said["message"], (path, said["message"])


def examine(name, data):
    return ask("examine", save(name, data))


def not_taken(name, data, *words):
    said = examine(name, data)
    assert said["rc"] == INVALID, (name, said)
    for word in words:
        assert word in said["message"], (name, said["message"])


def metadata(path):
    """What exiftool finds beyond the picture itself."""
    found = json.loads(run("exiftool", "-j", "-G0", "-a", "-u", path))[0]
    plain = ("File:", "Composite:ImageSize", "Composite:Megapixels", "JFIF:", "ExifTool:", "SourceFile")
    return {k: v for k, v in found.items() if not k.startswith(plain)}


# --- photos ---------------------------------------------------------------------------------------


def test_time_and_place_are_read_and_nothing_of_them_is_left():
    for kind in ("jpg", "png", "webp", "heic"):
        more = ["-IPTC:Keywords=BiMatCuaToi", "-Comment=BiMatCuaToi"] if kind == "jpg" else []
        camera = [t for t in CAMERA if kind != "heic" or "XMP" not in t]
        path = media.tag(picture(kind), f"tagged.{kind}", *camera, *more)
        assert metadata(path), kind
        said = photo(path)
        assert said["rc"] == OK, (kind, said)
        assert said["taken"] == "2024-03-05T08:30:00", (kind, said)
        assert (said["latitude"], said["longitude"]) == ("14.766700", "108.733300"), (kind, said)
        for out in (SHOWN, SMALL):
            assert not metadata(out), (kind, metadata(out))
            bytes_ = out.read_bytes()
            assert bytes_[:3] == b"\xff\xd8\xff"
            for secret in (b"LoaCam", b"BiMatCuaToi", b"2024:03:05", b"Exif", b"ICC_PROFILE"):
                assert secret not in bytes_, (kind, secret)


def test_south_and_west_are_negative():
    path = media.tag(picture("jpg"), "south.jpg", "-GPSLatitude=1.5", "-GPSLatitudeRef=S", "-GPSLongitude=70.25",
                     "-GPSLongitudeRef=W")
    said = photo(path)
    assert (said["latitude"], said["longitude"], said["taken"]) == ("-1.500000", "-70.250000", None), said


def test_half_a_place_and_no_time_are_none():
    path = media.tag(picture("jpg"), "half.jpg", "-GPSLatitude=14.7", "-GPSLatitudeRef=N",
                     "-DateTimeOriginal=0000:00:00 00:00:00")
    said = photo(path)
    assert (said["rc"], said["latitude"], said["longitude"], said["taken"]) == (OK, None, None, None), said


def test_pictures_come_out_upright():
    red, green, blue, yellow = media.CORNERS
    turned = {1: [red, green, blue, yellow], 3: [yellow, blue, green, red], 6: [blue, red, yellow, green],
              8: [green, yellow, red, blue]}
    for orientation, expected in turned.items():
        path = media.tag(picture("jpg"), f"turned{orientation}.jpg", f"-Orientation#={orientation}")
        said = photo(path)
        upright = (800, 1200) if orientation in (6, 8) else (1200, 800)
        assert (said["width"], said["height"]) == upright, said
        for out in (SHOWN, SMALL):
            assert media.alike(media.corners(out), expected), (orientation, media.corners(out))


def test_sizes():
    for size, shown, small in (((2400, 1200), (1600, 800), (400, 200)), ((1200, 2400), (800, 1600), (400, 800)),
                               ((300, 200), (300, 200), (300, 200))):
        said = photo(picture("jpg", *size))
        assert (said["width"], said["height"]) == size, said
        assert (said["display_width"], said["display_height"]) == shown, said
        assert (said["small_width"], said["small_height"]) == small, said
        for out, (width, height) in ((SHOWN, shown), (SMALL, small)):
            assert media.read_ppm(run("djpeg", "-ppm", out))[:2] == (width, height)


def test_webp_of_several_widths():
    for size, expected in (((2400, 1200), [[400, 200], [800, 400], [1600, 800]]), ((900, 600), [[400, 267], [800, 533], [900, 600]]),
                           ((1200, 2400), [[400, 800], [800, 1600]]), ((800, 600), [[400, 300], [800, 600]]),
                           ((300, 200), [[300, 200]]), ((400, 300), [[400, 300]]), ((10, 10), [[10, 10]])):
        path = picture("jpg", *size)
        said = ask("webp", path, SCRATCH / "w")
        assert said["webp"] == expected, (size, said)
        for width, height in expected:
            made = SCRATCH / f"w-{width}.webp"
            info = run("webpinfo", made).decode()
            assert "No error detected" in info and f"Width: {width}" in info and f"Height: {height}" in info, info
            assert media.read_ppm(run("dwebp", "-quiet", "-ppm", made, "-o", "-"))[:2] == (width, height)
        assert media.alike(media.corners_of(run("dwebp", "-quiet", "-ppm", made, "-o", "-")), media.CORNERS), size
        if size[0] > 1000:
            assert made.stat().st_size < (SCRATCH / "w.jpg").stat().st_size, "no smaller than the JPEG of the same size"


def test_nothing_of_the_camera_is_in_webp():
    for kind in ("jpg", "webp", "png"):
        path = media.tag(picture(kind), f"tagged-w.{kind}", *CAMERA, "-Orientation#=6")
        assert ask("webp", path, SCRATCH / "t")["webp"] == [[400, 600], [800, 1200]], kind
        for width in (400, 800):
            made = SCRATCH / f"t-{width}.webp"
            left = {k: v for k, v in metadata(made).items() if not k.startswith("RIFF:")}
            assert not left, (kind, left)
            assert not any(secret in made.read_bytes() for secret in (b"LoaCam", b"BiMatCuaToi", b"2024:03:05", b"EXIF", b"XMP ", b"ICCP"))


def test_transparent_becomes_white():
    said = photo(save("clear.png", png(60, 40, b"\x10\x10\x10\x00" * 60, kind=6)))
    assert said["rc"] == OK, said
    assert media.alike(media.corners(SHOWN), [(255, 255, 255)] * 4)


def test_cut_off_pictures_are_refused():
    for kind in ("jpg", "png", "webp", "heic"):
        whole = picture(kind).read_bytes()
        for part in (40, len(whole) // 2, len(whole) * 9 // 10):
            more = ["Tương thích nhất"] if kind == "heic" else []
            refused(save(f"cut.{kind}", whole[:part]), "tải lên chưa hết", *more)


def test_bombs_are_refused_before_they_are_decoded():
    bomb = save("bomb.png", png(40000, 40000, b"\0" * 5000, depth=1, kind=0))
    assert bomb.stat().st_size < 1 << 20
    start = time.monotonic()
    refused(bomb, "40000 × 40000", "100 triệu điểm ảnh")
    assert time.monotonic() - start < 30


def test_what_is_not_decoded_is_not_kept():
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as z:
        z.writestr("virus.exe", b"MZ-BiMatCuaToi")
    both = picture("jpg").read_bytes() + archive.getvalue()
    assert zipfile.is_zipfile(io.BytesIO(both))
    said = photo(save("both.jpg", both))
    assert said["rc"] == OK, said
    for out in (SHOWN, SMALL):
        assert b"BiMatCuaToi" not in out.read_bytes()
        assert not zipfile.is_zipfile(out)


def test_moving_pictures_are_refused():
    frames = [picture("webp", 60, 40), picture("webp", 60, 42)]
    moving = SCRATCH / "moving.webp"
    run("webpmux", "-frame", frames[0], "+100", "-frame", frames[1], "+100", "-o", moving)
    refused(moving, "Ảnh động")
    refused(save("moving.gif", b"GIF89a\x01\0\x01\0\0\0\0;"), "GIF", "JPEG")


def test_what_is_no_photo_is_named():
    refused(save("empty.jpg", b""), "Tệp trống")
    refused(save("pdf.jpg", media.own("pdf")), "tệp PDF", "tài liệu")
    refused(save("docx.jpg", media.own("docx")), "Word", "tài liệu")
    refused(save("old.jpg", b"\xd0\xcf\x11\xe0" + bytes(600)), "Office đời cũ")
    refused(save("drawing.jpg", b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>'), "SVG")
    refused(save("page.jpg", b"<!DOCTYPE html><p>"), "Trang web")
    refused(save("text.jpg", "Chào bà con".encode()), "tệp chữ")
    refused(save("film.jpg", b"\0\0\0\x18ftypmp42" + bytes(100)), "phim")
    refused(save("program.jpg", b"MZ" + bytes(100)), "Chương trình")
    refused(save("noise.jpg", bytes(range(1, 256)) * 4), "Không nhận ra")
    refused(save("large.jpg", picture("jpg").read_bytes() + bytes(50 << 20)), "50 MB", "30 MB")
    # An SVG that a name, a claimed type and a JPEG's mark cannot help.
    refused(save("mark.jpg", b"\xff\xd8\xff\xe0<svg xmlns='http://www.w3.org/2000/svg'/>"), "bị hỏng")


# --- documents ------------------------------------------------------------------------------------


def package(parts, **more):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as z:
        for name, content in parts.items():
            z.writestr(name, content, **more)
    return data.getvalue()


SHEET = {"[Content_Types].xml": '<Types><Override PartName="/xl/workbook.xml" ContentType="application/'
         'vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>', "xl/workbook.xml": "<workbook/>"}


def test_documents_are_known_by_content():
    said = examine("a.txt", media.own("pdf"))
    assert (said["rc"], said["mime"], said["extension"]) == (OK, "application/pdf", "pdf"), said
    assert said["pages"] == 1, said
    said = examine("b.jpg", media.own("docx"))
    assert (said["rc"], said["extension"], said["pages"]) == (OK, "docx", 0), said
    said = examine("c", package(SHEET))
    assert (said["rc"], said["extension"]) == (OK, "xlsx"), said
    for kind, mime in (("jpg", "image/jpeg"), ("png", "image/png"), ("webp", "image/webp"), ("heic", "image/heic")):
        said = ask("examine", picture(kind))
        assert (said["rc"], said["mime"]) == (OK, mime), said


def test_bad_pdfs():
    pdf = media.own("pdf")
    not_taken("cut.pdf", pdf[:len(pdf) // 2], "PDF")
    not_taken("two.pdf", pdf + package({"a.exe": b"MZ"}), "dữ liệu lạ ở cuối")
    not_taken("front.pdf", b"GIF89a " + pdf, "GIF")
    not_taken("words.pdf", b"%PDF-1.7\nkhong phai PDF", "bị hỏng")
    locked = SCRATCH / "locked.pdf"
    run("qpdf", "--encrypt", "mo", "chu", "256", "--", save("plain.pdf", pdf), locked)
    not_taken("locked.pdf", locked.read_bytes(), "mật khẩu")
    assert examine("blank.pdf", pdf + b"\r\n\0\0")["rc"] == OK


def test_bad_packages():
    docx = media.own("docx")
    with zipfile.ZipFile(io.BytesIO(docx)) as z:
        parts = {name: z.read(name) for name in z.namelist()}
    assert examine("same.docx", package(parts))["rc"] == OK
    not_taken("macro.docx", package(parts | {"word/vbaProject.bin": b"x"}), "macro")
    not_taken("bomb.docx", package(parts | {"word/media/a.bmp": bytes(310 << 20)}), "phình quá lớn")
    not_taken("many.docx", package(parts | {f"a{i}": b"" for i in range(5001)}), "quá nhiều phần")
    not_taken("cut.docx", docx[:-40], "tải lên chưa hết")
    not_taken("tail.docx", docx + b"MZ" * 100, "bị hỏng")
    not_taken("zip.docx", package({"a.txt": b"a"}), "tệp nén")
    not_taken("empty.docx", package({}), "Tệp nén trống")
    not_taken("slides.docx", package({"ppt/presentation.xml": b"<p/>"}), "trình chiếu")
    not_taken("open.odt", package({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"}),
              "OpenDocument")
    not_taken("word.doc", b"\xd0\xcf\x11\xe0" + bytes(600), ".docx", "mật khẩu")
    # One byte of a stored part is changed: its sum no longer fits.
    stored = package(SHEET | {"xl/a.xml": b"BiMatCuaToi"}, compress_type=zipfile.ZIP_STORED)
    assert examine("stored.xlsx", stored)["rc"] == OK
    not_taken("sum.xlsx", stored.replace(b"BiMat", b"BiMax"), "bị hỏng")


def test_a_locked_package():
    # The flag of encryption on each entry, in both of its heads.
    data = bytearray(package(SHEET))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        i = data.find(mark)
        while i >= 0:
            data[i + at] |= 1
            i = data.find(mark, i + 1)
    not_taken("locked.xlsx", bytes(data), "bị khóa")


tap.run()
