#!/usr/bin/env python3
"""What the server costs: memory_test.py SERVER, which is built without sanitizers, under which memory means
nothing."""
import os
import re
import resource
import sys
import time

import client
import tap

PROGRAM = sys.argv[1]
KIB, MIB, GIB = 1 << 10, 1 << 20, 1 << 30


def memory(s):
    """Resident bytes."""
    with open(f"/proc/{s.process.pid}/status", encoding="ascii") as f:
        return int(re.search(r"VmRSS:\s+(\d+)", f.read())[1]) * KIB


def ends(s):
    code = s.stop()
    assert code == 0, f"{code}: {s.errors()}"


def test_gibibyte_accepted_with_little_memory():
    s = client.Server(PROGRAM)
    piece, before = os.urandom(MIB), memory(s)
    with s.open(120) as c:
        c.sendall(f"POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: {GIB}\r\n\r\n".encode())
        peak = 0
        for i in range(1024):
            c.sendall(piece)
            if i % 64 == 0:
                peak = max(peak, memory(s))
        body = client.read_reply(c)[2].decode()
    assert f"body {GIB} " in body and body.rstrip().endswith("file")
    assert peak - before < 8 * MIB, f"{(peak - before) / MIB:.1f} MiB more"
    ends(s)


def test_10000_idle_connections():
    n = 10000
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = max(soft, n + 1000)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, max(hard, wanted, 16384)))
    except (ValueError, OSError):
        return f"SKIP only {hard} descriptors are allowed here"
    s = client.Server(PROGRAM, "idle_ms=120000")
    before = memory(s)
    held = [s.open() for _ in range(n)]
    # Where meson test sets MALLOC_PERTURB_, all memory of each is touched: the worst case.
    for c in held[::2]:  # half have been of use already
        c.sendall(b"GET /static HTTP/1.1\r\nHost: x\r\n\r\n")
        assert client.statuses(c.recv(65536)) == [200]
    time.sleep(1)
    used = memory(s)
    print(f"# {used / MIB:.1f} MiB, {(used - before) / n / KIB:.1f} KiB a connection")
    assert used < 100_000_000, used
    begun = time.monotonic()
    assert s.get("/static")[0] == 200 and time.monotonic() - begun < 0.5
    for c in held:
        c.close()
    ends(s)


if __name__ == "__main__":
    tap.run()
