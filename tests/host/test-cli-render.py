#!/usr/bin/env python3
# test-cli-render.py - the picture of a command's run, and of memory, as PNG, SVG and PDF
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: test-cli-render.py SKEIN_CLI [USER]

import contextlib
import os
import pwd
import shutil
import struct
import subprocess
import sys
import tempfile
import xml.dom.minidom
import zlib

import programs

CLI = os.path.abspath(sys.argv[1])
COMMAND = ["sh", "-c", "i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done"]
USER = sys.argv[2] if len(sys.argv) > 2 else None

tests = []


def test(function):
    tests.append(function)
    return function


def become():
    if USER is not None:
        entry = pwd.getpwnam(USER)
        os.setgroups([])
        os.setgid(entry.pw_gid)
        os.setuid(entry.pw_uid)


def cli(*arguments, **options):
    return subprocess.run([CLI, "render", *arguments], capture_output=True, text=True, timeout=60,
                          preexec_fn=become, cwd=folder, **options)


def render(name, *options):
    result = cli("timeline", *options, "-o", name, "--", *COMMAND)
    assert result.returncode == 0, result.stderr
    assert result.stdout == "", result.stdout
    with open(os.path.join(folder, name), "rb") as file:
        return file.read()


def read_png(data):
    """Its width, its height and its pixels, as rows of bytes (three or four for each)."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at, packed = 8, b""
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + length]
        if kind == b"IHDR":
            width, height, depth, colours = struct.unpack(">IIBB", body[:10])
        elif kind == b"IDAT":
            packed += body
        at += length + 12
    assert depth == 8 and colours in (2, 6)
    return width, height, unfilter(zlib.decompress(packed), width, height, 3 if colours == 2 else 4)


def unfilter(raw, width, height, size):
    rows, before = [], bytearray(width * size)
    for y in range(height):
        start = y * (width * size + 1)
        kind, row = raw[start], bytearray(raw[start + 1:start + 1 + width * size])
        for i in range(len(row)):
            left = row[i - size] if i >= size else 0
            up, corner = before[i], before[i - size] if i >= size else 0
            if kind == 1:
                row[i] = (row[i] + left) & 255
            elif kind == 2:
                row[i] = (row[i] + up) & 255
            elif kind == 3:
                row[i] = (row[i] + (left + up) // 2) & 255
            elif kind == 4:
                p = left + up - corner
                best = min((abs(p - left), 0, left), (abs(p - up), 1, up), (abs(p - corner), 2, corner))
                row[i] = (row[i] + best[2]) & 255
        rows.append(row)
        before = row
    return [[tuple(row[i:i + 3]) for i in range(0, len(row), size)] for row in rows]


@test
def a_png_of_the_wanted_size_with_bars():
    width, height, pixels = read_png(render("a.png", "--size", "640x400"))
    assert (width, height) == (640, 400)
    coloured = sum(max(p) - min(p) > 60 for row in pixels for p in row)
    assert coloured > 640 * 400 // 100, coloured
    assert min(pixels[0][0]) > 200


@test
def a_dark_one():
    _, _, pixels = read_png(render("dark.png", "--size", "400x300", "--dark"))
    assert max(pixels[0][0]) < 60
    assert any(max(p) - min(p) > 60 for row in pixels for p in row)


@test
def without_a_size_all_is_seen():
    width, height, _ = read_png(render("all.png"))
    assert width == 1200 and 200 < height < 4000, (width, height)


@test
def samples_only():
    assert read_png(render("sampled.png", "--size", "400x300", "--sampled"))[:2] == (400, 300)


@test
def an_svg():
    document = xml.dom.minidom.parseString(render("a.svg", "--size", "640x400"))
    assert document.documentElement.tagName == "svg"
    assert document.documentElement.getAttribute("width").startswith("640")
    assert len(document.getElementsByTagName("path")) > 10


@test
def a_pdf():
    data = render("a.pdf", "--size", "640x400")
    assert data.startswith(b"%PDF-") and b"%%EOF" in data[-32:]


@test
def the_status_is_not_the_commands():
    assert cli("timeline", "-o", "b.png", "--", "sh", "-c", "exit 3").returncode == 0


@test
def what_cannot_be_started():
    result = cli("timeline", "-o", "none.png", "--", "/nowhere/nothing")
    assert result.returncode == 1 and result.stderr.count("\n") == 1, result.stderr
    assert not os.path.exists(os.path.join(folder, "none.png"))


@test
def what_cannot_be_written():
    result = cli("timeline", "-o", "/nowhere/a.png", "--", "touch", "was-run")
    assert result.returncode == 1 and result.stderr.count("\n") == 1, result.stderr
    assert not os.path.exists(os.path.join(folder, "was-run"))


@contextlib.contextmanager
def sleepers(count):
    """Processes that the caller may look into. They have begun: they are who they will be."""
    processes = [subprocess.Popen(["sleep", "60"], preexec_fn=become) for _ in range(count)]
    try:
        yield [part for process in processes for part in ("--pid", str(process.pid))]
    finally:
        for process in processes:
            process.kill()
            process.wait()


def render_memory(name, *options):
    result = cli("memory", *options, "-o", name)
    assert result.returncode == 0 and result.stdout == result.stderr == "", result
    with open(os.path.join(folder, name), "rb") as file:
        return file.read()


def count_pixels(pixels, is_wanted):
    return sum(bool(is_wanted(*p)) for row in pixels for p in row)


@test
def memory_of_two():
    with sleepers(2) as pids:
        width, height, pixels = read_png(render_memory("memory.png", *pids, "--size", "900x800"))
    assert (width, height) == (900, 800)
    # The walls of both houses, in the colours of the first two processes, and what joins them.
    assert count_pixels(pixels, lambda r, g, b: b - r > 120 and b - g > 60) > 1000
    assert count_pixels(pixels, lambda r, g, b: g - r > 100 and g - b > 50) > 1000
    assert count_pixels(pixels, lambda r, g, b: abs(r - 121) < 12 and abs(g - 59) < 16 and abs(b - 164) < 16) > 50


@test
def memory_without_a_size():
    with sleepers(1) as pids:
        width, height, pixels = read_png(render_memory("memory-all.png", *pids, "--dark"))
    assert width == 1200 and 300 < height < 4000, (width, height)
    assert max(pixels[0][0]) < 60


@test
def memory_as_svg_and_pdf():
    with sleepers(1) as pids:
        document = xml.dom.minidom.parseString(render_memory("memory.svg", *pids, "--size", "640x500"))
        assert render_memory("memory.pdf", *pids).startswith(b"%PDF-")
    assert document.documentElement.getAttribute("width").startswith("640")


@test
def memory_of_one_that_is_named_twice():
    with sleepers(1) as pids:
        pixels = read_png(render_memory("twice.png", *pids, *pids, "--size", "700x600"))[2]
    # There is one house, as wide as one that is alone, and nothing beside it.
    for wall in slice(0, 20), slice(560, 580):
        assert count_pixels([row[wall] for row in pixels[50:250]], lambda r, g, b: b - r > 120 and b - g > 60) > 300
    assert count_pixels([row[580:] for row in pixels[50:250]], lambda r, g, b: min(r, g, b) < 240) == 0


@test
def memory_that_may_not_be_read():
    # Of the first process to whoever is not its user: that is said, and is no failure.
    read_png(render_memory("first.png", "--pid", "1", "--size", "400x400"))


@test
def memory_of_nobody():
    for pid in "999999999", "0", "-1", "one":
        result = cli("memory", f"--pid={pid}", "-o", "none.png")
        assert result.returncode == 1 and result.stderr.count("\n") == 1, (pid, result)
        assert not os.path.exists(os.path.join(folder, "none.png"))


@test
def wrong_calls():
    for arguments in [
        [],
        ["timeline"],
        ["timeline", "-o", "a.png"],
        ["timeline", "-o", "a.gif", "--", "true"],
        ["timeline", "--", "true"],
        ["timeline", "--size", "10x10", "-o", "a.png", "--", "true"],
        ["timeline", "--size", "big", "-o", "a.png", "--", "true"],
        ["timeline", "run.skein", "-o", "a.png"],
        ["memory", "-o", "a.png", "--", "true"],
        ["memory", "-o", "a.png"],
        ["memory", "--pid", "1"],
        ["memory", "--pid", "1", "-o", "a.gif"],
        ["memory", "--pid", "1", "--sampled", "-o", "a.png"],
        ["memory", "--pid", "1", "run.skein", "-o", "a.png"],
        ["timeline", "--pid", "1", "-o", "a.png", "--", "true"],
        ["messages", "-o", "a.png"],
    ]:
        result = cli(*arguments)
        assert result.returncode == 2, (arguments, result.returncode)
        assert result.stderr.count("\n") == 1 and result.stdout == "", (arguments, result.stderr)


def run(number, function):
    try:
        function()
        print(f"ok {number} {function.__name__}", flush=True)
    except Exception as problem:
        print(f"not ok {number} {function.__name__}\n# {problem!r}", flush=True)


if USER is not None and os.getuid() != 0:
    print("1..0 # SKIP only root can become somebody else")
    sys.exit(0)

folder = tempfile.mkdtemp(prefix="skein-render.")
os.chmod(folder, 0o777)
if USER is not None:
    # The build may be where nobody else may look.
    CLI, = programs.copy(folder, CLI)
try:
    print(f"1..{len(tests)}")
    for index, each in enumerate(tests):
        run(index + 1, each)
finally:
    shutil.rmtree(folder)
