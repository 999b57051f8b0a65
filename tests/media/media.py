"""What the tests of uploads share: try-media beside the worker, and files of many kinds, made by
programs that share no code with Loa's worker."""
import atexit
import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "tests"))
WORKER, TRY = sys.argv[1:3]
SCRATCH = Path(tempfile.mkdtemp(prefix="loa-media-"))
atexit.register(shutil.rmtree, SCRATCH, ignore_errors=True)
# worker_call looks beside the running program.
shutil.copy(TRY, SCRATCH / "try-media")
os.symlink(os.path.abspath(WORKER), SCRATCH / "loa-worker")
OK, INVALID = 0, 2


def run(*args, **more):
    done = subprocess.run([str(a) for a in args], capture_output=True, timeout=120, **more)
    assert done.returncode == 0, f"{args}: {done.stderr.decode(errors='replace')}"
    return done.stdout


def ask(*args):
    """What lib/media says, as a dict."""
    done = subprocess.run([SCRATCH / "try-media", *map(str, args)], capture_output=True, timeout=120)
    said = done.stderr.decode(errors="replace")
    assert done.returncode == 0 and "Sanitizer" not in said and "runtime error" not in said, said
    return json.loads(done.stdout)


def save(name, data):
    path = SCRATCH / name
    path.write_bytes(data)
    return path


def worker(verb, body):
    """The worker's own answer."""
    done = subprocess.run([WORKER], input=b"%s %d\n" % (verb.encode(), len(body)) + body,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=120)
    head, _, rest = done.stdout.partition(b"\n")
    assert head.startswith(b"ok "), rest
    return rest


def own(verb, source="letter.json"):
    """A document that Loa makes: verb is pdf or docx."""
    return worker(verb, (ROOT / "tests/doc" / source).read_bytes())


CORNERS = ((200, 20, 20), (20, 180, 20), (20, 20, 200), (220, 220, 20))


def ppm(width, height):
    """Four coloured quarters: red, green / blue, yellow."""
    top = b"".join(bytes(c) * (width // 2) for c in CORNERS[:2])
    bottom = b"".join(bytes(c) * (width // 2) for c in CORNERS[2:])
    return b"P6\n%d %d\n255\n" % (width, height) + top * (height // 2) + bottom * (height - height // 2)


def read_ppm(data):
    magic, size, depth, pixels = data.split(b"\n", 3)
    width, height = map(int, size.split())
    assert (magic, depth) == (b"P6", b"255")
    return width, height, pixels


def corners(path):
    """The colours of the four quarters of a JPEG."""
    return corners_of(run("djpeg", "-ppm", path))


def corners_of(data):
    width, height, pixels = read_ppm(data)

    def at(x, y):
        i = 3 * (y * width + x)
        return tuple(pixels[i:i + 3])
    return [at(x, y) for y in (height // 4, 3 * height // 4) for x in (width // 4, 3 * width // 4)]


def alike(colours, expected):
    return all(abs(a - b) < 40 for c, d in zip(colours, expected) for a, b in zip(c, d))


def png(width, height, row, depth=8, kind=2):
    """row: the bytes of one line, the same for all."""
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(b"\0" + row) for _ in range(height)) + packer.flush()
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0)) +
            chunk(b"IDAT", data) + chunk(b"IEND", b""))


def picture(kind, width=1200, height=800):
    source = save(f"{width}x{height}.ppm", ppm(width, height))
    path = SCRATCH / f"{width}x{height}.{kind}"
    if kind == "png":
        pixels = read_ppm(source.read_bytes())[2]
        path.write_bytes(png(width, height, pixels[:3 * width]))
    elif kind == "webp":
        run("cwebp", "-quiet", source, "-o", path)
    else:
        jpeg = SCRATCH / f"{width}x{height}.jpg"
        jpeg.write_bytes(run("cjpeg", "-quality", "90", source))
        if kind == "heic":
            run("heif-enc", "-q", "90", jpeg, "-o", path)
    return path


def tag(path, name, *tags):
    """A copy of the picture with what a camera writes."""
    copy = SCRATCH / name
    shutil.copy(path, copy)
    run("exiftool", "-q", "-q", "-overwrite_original", *tags, copy)
    return copy
