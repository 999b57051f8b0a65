"""Servers of mail on 127.0.0.1: Exim of Debian, run by whoever runs the test, and one that says
what a test tells it to say."""
import grp
import os
import pwd
import shutil
import socket
import subprocess
import threading
import time
from email import message_from_bytes, policy

CONFIG = """
exim_user = {user}
exim_group = {group}
primary_hostname = mail.xa.example
spool_directory = {folder}/spool
log_file_path = {folder}/%slog
pid_file_path = {folder}/pid
local_interfaces = 127.0.0.1
deliver_drop_privilege = true
keep_environment =
timezone = UTC
message_size_limit = 30M
tls_advertise_hosts = *
tls_certificate = {folder}/server.pem
tls_privatekey = {folder}/server.key
tls_on_connect_ports = {smtps}
auth_advertise_hosts = ${{if eq{{$tls_in_cipher}}{{}}{{}}{{*}}}}
acl_smtp_mail = mail
acl_smtp_rcpt = rcpt
begin acl
mail:
  deny  senders = cam@xa.example
        message = Nguoi gui bi cam
  accept
rcpt:
  deny  local_parts = khong-co
        message = Khong co hop thu nay
  defer local_parts = day
        message = Hop thu day
  accept
begin routers
all:
  driver = accept
  transport = box
begin transports
box:
  driver = appendfile
  maildir_format = true
  directory = {folder}/box
  create_directory = true
  envelope_to_add = true
  user = {user}
begin authenticators
PLAIN:
  driver = plaintext
  public_name = PLAIN
  server_condition = ${{if and{{{{eq{{$auth2}}{{van-thu}}}}{{eq{{$auth3}}{{mật khẩu}}}}}}}}
  server_set_id = $auth2
  server_prompts = :
"""


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as s:
        return s.getsockname()[1]


def openssl(*args, folder):
    subprocess.run(["openssl", *args], cwd=folder, check=True, capture_output=True)


def certificates(folder):
    """ca.pem, and server.pem for 127.0.0.1 signed by it."""
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-days", "30",
            "-subj", "/CN=Thu nghiem", folder=folder)
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "server.key", "-out", "server.csr", "-subj",
            "/CN=127.0.0.1", folder=folder)
    (folder / "server.ext").write_text("subjectAltName=IP:127.0.0.1\n")
    openssl("x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "30",
            "-extfile", "server.ext", "-out", "server.pem", folder=folder)


class Exim:
    """Runs without privileges: as the one who runs the test, or as nobody where that is root."""

    def __init__(self, folder):
        self.folder = folder
        self.port, self.smtps = free_port(), free_port()
        root = os.getuid() == 0
        user = "nobody" if root else pwd.getpwuid(os.getuid()).pw_name
        group = "nogroup" if root else grp.getgrgid(os.getgid()).gr_name
        (folder / "conf").write_text(CONFIG.format(user=user, group=group, folder=folder, smtps=self.smtps))
        certificates(folder)
        if root:
            folder.parent.chmod(0o755)
            for path in (folder, *folder.iterdir()):
                shutil.chown(path, user, group)
        self.process = subprocess.Popen(
            ["/usr/sbin/exim4", "-bdf", "-C", folder / "conf", "-oX", f"127.0.0.1.{self.port} : 127.0.0.1.{self.smtps}"],
            stderr=subprocess.DEVNULL, **({"user": user, "group": group, "extra_groups": []} if root else {}))
        wait_for(lambda: reachable(self.port) and reachable(self.smtps), "Exim")

    def stop(self):
        self.process.terminate()
        self.process.wait(30)

    def received(self, message_id, count=1):
        """The messages with that Message-ID, once there are that many: (addresses of the envelope, message)."""
        found = []

        def look():
            found.clear()
            for path in (self.folder / "box" / "new").glob("*"):
                m = message_from_bytes(path.read_bytes(), policy=policy.default)
                if m["Message-ID"] == f"<{message_id}>":
                    found.append((m["Envelope-to"], m))
            return len(found) >= count
        wait_for(look, message_id)
        return found


def reachable(port):
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
        return True
    except OSError:
        return False


def wait_for(what, name):
    for _ in range(300):
        if what():
            return
        time.sleep(0.1)
    raise AssertionError(f"waited in vain for {name}")


class Scripted:
    """Answers by a table {beginning of a command: answer}; an answer of None breaks the line. The
    message itself is the command "."."""

    def __init__(self, **answers):
        self.answers = {"EHLO": "250-mau\r\n250 SIZE 100", "MAIL": "250 ok", "RCPT": "250 ok", "DATA": "354 go",
                        ".": "250 taken", "QUIT": "221 bye"} | answers
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.heard = []
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with connection, connection.makefile("rwb") as f:
                try:
                    self.talk(f)
                except OSError:
                    pass

    def talk(self, f):
        def say(words):
            f.write(words if isinstance(words, bytes) else words.encode() + b"\r\n")
            f.flush()
        say(self.answers.get("GREETING", "220 mau"))
        while line := f.readline():
            command = line.decode(errors="replace").strip()
            self.heard.append(command)
            answer = next((a for k, a in self.answers.items() if command.startswith(k)), "500 what")
            if callable(answer):
                answer = answer(command)
            if answer is None:
                return
            say(answer)
            if command == "DATA" and str(answer).startswith("354"):
                while (line := f.readline()) and line != b".\r\n":
                    pass
                if self.answers["."] is None:
                    return
                say(self.answers["."])

    def stop(self):
        self.listener.close()
