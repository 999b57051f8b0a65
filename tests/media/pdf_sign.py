"""Signs PDFs as a token does, by the openssl program: an incremental update with a signature field
(ISO 32000-1, 12.8), one after another. Made for the files that Loa writes."""
import re
import secrets
import subprocess
from pathlib import Path

ROOM = 8192  # bytes kept for the CMS


def openssl(folder, *args, data=None):
    done = subprocess.run(["openssl", *map(str, args)], cwd=folder, input=data, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


CONFIG = """[ca]
default_ca = own
[own]
new_certs_dir = .
database = index.txt
serial = serial
default_md = sha256
policy = any
string_mask = utf8only
[any]
commonName = supplied
organizationName = optional
[root]
basicConstraints = critical,CA:true
keyUsage = keyCertSign,cRLSign
[person]
basicConstraints = CA:false
keyUsage = digitalSignature,nonRepudiation
[server]
basicConstraints = CA:false
keyUsage = keyEncipherment
[stamp]
keyUsage = digitalSignature
extendedKeyUsage = critical,timeStamping
"""


class Authority:
    """A root with its certificates in a folder, in force from 2005 on."""

    def __init__(self, folder, name="CA Thử nghiệm"):
        self.folder = Path(folder)
        self.folder.mkdir(exist_ok=True)
        self.pem = self.folder / "ca.pem"
        (self.folder / "ca.conf").write_text(CONFIG)
        self.serial = secrets.randbits(120)
        self.issue("ca", f"/O=Ban Mẫu/CN={name}", "root", ("20050101000000Z", "20450101000000Z"), more=["-selfsign"])

    def issue(self, name, subject, kind="person", days=("20200101000000Z", "20400101000000Z"), key="rsa:2048", serial=None,
              more=("-cert", "ca.pem")):
        """The name of a certificate made for somebody. key: a new one, or the name of a file."""
        new = ":" in key or key == "ec"
        curve = ["-pkeyopt", "ec_paramgen_curve:P-256"] if key == "ec" else []
        self.serial += 1
        openssl(self.folder, "req", *(["-newkey", key, *curve, "-nodes", "-keyout", f"{name}.key"] if new else
                                      ["-new", "-key", key]), "-out", f"{name}.csr", "-utf8", "-subj", subject)
        (self.folder / "index.txt").write_text("")
        number = f"{serial or self.serial:X}"
        (self.folder / "serial").write_text("0" * (len(number) % 2) + number + "\n")
        openssl(self.folder, "ca", "-batch", "-config", "ca.conf", *more, "-keyfile", "ca.key", "-in", f"{name}.csr", "-out",
                f"{name}.pem", "-startdate", days[0], "-enddate", days[1], "-extensions", kind, "-notext", "-utf8")
        return name

    def cms(self, name, data, *more):
        return openssl(self.folder, "cms", "-sign", "-binary", "-outform", "DER", "-md", "sha256", "-signer",
                       f"{name}.pem", "-inkey", f"{name}.key", *more, data=data)


def last_trailer(pdf):
    trailer = pdf[pdf.rindex(b"trailer"):]
    number = {key: int(re.search(rb"/%s (\d+)" % key, trailer)[1]) for key in (b"Size", b"Root", b"Info")}
    return number, int(re.search(rb"startxref\s+(\d+)", trailer)[1])


def last_object(pdf, number):
    """The inside of the newest dictionary of that number."""
    start = [m for m in re.finditer(rb"(?m)^%d 0 obj\s*<<" % number, pdf)][-1]
    return pdf[start.end():pdf.index(b"endobj", start.end())].rstrip()[:-2]


def update(pdf, objects):
    """Appended: {number: the object's bytes}."""
    number, previous = last_trailer(pdf)
    out, places = pdf, {}
    for n, body in objects.items():
        places[n] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (n, body)
    xref = len(out)
    out += b"xref\n" + b"".join(b"%d 1\n%010d 00000 n \n" % (n, at) for n, at in sorted(places.items()))
    return out + (b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" %
                  (max(number[b"Size"], *(n + 1 for n in objects)), number[b"Root"], number[b"Info"], previous, xref))


def sign(pdf, make_cms, sub_filter="adbe.pkcs7.detached", field="Signature1", time="D:20240405083000+07'00'", contents=None,
         byte_range=None, value=b""):
    """make_cms(data) gives the CMS. contents and byte_range are for signatures that are wrong."""
    number, _ = last_trailer(pdf)
    root, first = number[b"Root"], number[b"Size"]
    catalogue = last_object(pdf, root)
    objects = {}
    form = re.search(rb"/AcroForm (\d+) 0 R", catalogue)
    if form:
        form, fields = int(form[1]), re.search(rb"/Fields \[(.*?)\]", last_object(pdf, int(form[1])))[1]
        widget = first
    else:
        form, widget, fields = first, first + 1, b""
        objects[root] = b"<<" + catalogue + b" /AcroForm %d 0 R >>" % form
    objects[form] = b"<< /SigFlags 3 /Fields [%s %d 0 R] >>" % (fields, widget)
    objects[widget] = (b"<< /FT /Sig /Type /Annot /Subtype /Widget /Rect [0 0 0 0] /F 132 /T (%s) /V %d 0 R >>" %
                       (field.encode(), widget + 1))
    objects[widget + 1] = (b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /%s /M (%s) /ByteRange [0 **********"
                           b" ********** **********] /Contents <%s>%s >>" %
                           (sub_filter.encode(), time.encode(), b"0" * (2 * ROOM), value))
    out = update(pdf, objects)
    start = out.rindex(b"/Contents <") + len("/Contents ")
    end = start + 2 * ROOM + 2
    numbers = byte_range(start, end, len(out)) if byte_range else (0, start, end, len(out) - end)
    out = out.replace(b"[0 ********** ********** **********]", b"[" + (b"%d %d %d %d]" % tuple(numbers)).ljust(35), 1)
    cms = make_cms(out[:start] + out[end:])
    return out[:start + 1] + (contents or cms.hex().encode()).ljust(2 * ROOM, b"0") + out[end - 1:]
