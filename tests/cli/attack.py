#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes documents that attack the reader of a report, and looks at what came of them.
Usage: attack.py make FOLDER | rows CSV COUNT | KIND FILE…   KIND: terminal json csv xlsx html index
       attack.py tty ARGUMENTS…      runs $LOANLENS on a terminal of its own"""
import csv
import html.parser
import io
import json
import os
import pty
import re
import sys
import unicodedata
import xml.etree.ElementTree
import zipfile

ATTACKS = [
    "=HYPERLINK(\"http://x.example\",\"a\")", "+cmd|' /C calc'!A0", "-2+3", "@SUM(1+1)", "＝1+1", "\t=1+1",
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)", "</title></style><h1>x",
    "<!--", "]]>", "&lt;b&gt;&#60;i&#62;", "javascript:alert(1)", "\x1b[31mred\x1b]0;title\x07", "\x9b31m\x85",
    "\u202egpj.exe\u202c\u2066\u200f", "\u200b\u2060\ufeff\U000e0041", "%s%n%d", "{CN-PIPL-6}{hotline:12378}",
    "\ufffe\uffff", "e" + "\u0301" * 200, "\\u0000\\\"", "a\rb",
]
CLAUSE = "第{0}条 {1} 您同意平台读取并上传您的手机通讯录{1}，并向“{1}”等第三方提供您的个人信息。\n"
NAMES = [b"=cmd.txt", b"-rf.txt", b"@x.txt", b"a\nb.txt", b"\x1b[31mred.txt", b"\xc2\x9b31m.txt", b"\xff\xfe.txt",
         "\u202etxt.exe".encode(), b"<img src=x onerror=alert(1)>.txt", b"\"q'.txt", b"a,b;c.txt", b"javascript:a.txt",
         b"%2e%2e%00.txt", b"#?&.txt", b"\\..\\x.txt", b" .txt", b"\r.txt"]
UNRULY = {"Cc", "Cf", "Zl", "Zp", "Cs"}


def make(folder):
    """Attacks in the words; in the words and the title of pages; in the names of files; a very long path."""
    os.makedirs(folder)
    for number, attack in enumerate(ATTACKS):
        text = f"{attack}\n《{attack}》借款协议\n" + CLAUSE.format(number + 1, attack)
        with open(f"{folder}/{number:02d}.txt", "w", encoding="utf-8", newline="") as out:
            out.write(text)
        with open(f"{folder}/{number:02d}.html", "w", encoding="utf-8", newline="") as out:
            safe = attack.replace("&", "&amp;").replace("<", "&lt;")
            out.write(f"<html><head><title>{safe}</title></head><body><h1>{safe}</h1><p>{CLAUSE.format(1, safe)}</p>"
                      f"<table><tr><th>{safe}</th><th>用途</th></tr><tr><td>读取通讯录</td><td>催收 {safe}</td></tr>"
                      "</table></body></html>")
    for number, name in enumerate(NAMES):
        with open(os.path.join(os.fsencode(folder), name), "w", encoding="utf-8") as out:
            out.write("借款协议\n" + CLAUSE.format(number + 1, "其"))
    with open(f"{folder}/plain.txt", "w", encoding="utf-8") as out:
        out.write("借款协议\n" + CLAUSE.format(1, ""))
    inside = os.open(folder, os.O_RDONLY)  # a path of 4,000 bytes, made step by step
    length = 0
    while length < 3750:
        part = ("<b>=\x1b长" * 20)[:250 // 3]
        os.mkdir(part, dir_fd=inside)
        inside = os.open(part, os.O_RDONLY, dir_fd=inside)
        length += len(os.fsencode(part)) + 1
    with open(os.open("l.txt", os.O_CREAT | os.O_WRONLY, dir_fd=inside), "w", encoding="utf-8") as out:
        out.write("借款协议\n" + CLAUSE.format(1, "长"))


def fail(path, why):
    sys.exit(f"{path}: {why}")


def text_of(path):
    with open(path, "rb") as file:
        data = file.read()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        fail(path, f"not UTF-8: {error}")


def harmless(path, text, allowed="\n"):
    for at, c in enumerate(text):
        if c not in allowed and unicodedata.category(c) in UNRULY:
            fail(path, f"U+{ord(c):04X} in {text[max(0, at - 40):at + 20]!r}")


def look_terminal(path):
    harmless(path, text_of(path))


def look_json(path):
    text = text_of(path)
    harmless(path, text)
    lines = text.splitlines() if not path.endswith((".sarif", "package.json")) else [text]
    if not lines:
        fail(path, "empty")
    for line in lines:
        json.loads(line)


def look_csv(path):
    text = text_of(path)
    for c in text:
        if unicodedata.category(c) == "Cc" and c not in "\t\r\n":
            fail(path, f"U+{ord(c):04X}")
    rows = list(csv.reader(io.StringIO(text[1:], newline=""), strict=True))
    if len({len(row) for row in rows}) != 1:
        fail(path, "rows of several lengths")
    for row in rows:
        for cell in row:
            if cell[:1] in tuple("=+-@\t\r\n＝＋－＠") and cell:
                fail(path, f"a formula: {cell[:60]!r}")


def look_xlsx(path):
    book = zipfile.ZipFile(path)
    for name in book.namelist():
        root = xml.etree.ElementTree.fromstring(book.read(name))
        for node in root.iter():
            if node.tag.endswith("}f"):
                fail(path, f"a formula in {name}")
            if node.get("TargetMode") == "External" and not node.get("Target").startswith("documents"):
                fail(path, f"a link to {node.get('Target')}")


class Page(html.parser.HTMLParser):
    """What stands in a page besides its words."""

    def __init__(self, path, scripts):
        super().__init__(convert_charrefs=True)
        self.path, self.scripts, self.words, self.inside = path, scripts, [], ""

    def handle_starttag(self, tag, attrs):
        self.inside = tag
        if tag in ("img", "iframe", "object", "embed", "link", "base", "form", "b", "i", "audio", "video"):
            fail(self.path, f"<{tag}>")
        if tag == "script" and not self.scripts:
            fail(self.path, "<script>")
        for name, value in attrs:
            if name.startswith("on") or name in ("style", "src", "srcdoc", "action"):
                fail(self.path, f"{tag} {name}")
            if name == "href" and not re.match(r"#|\./|\.\./|index|documents/", value):
                fail(self.path, f"href {value}")

    def handle_endtag(self, tag):
        self.inside = ""

    def handle_comment(self, data):
        fail(self.path, f"comment {data[:40]!r}")

    def handle_data(self, data):
        if self.inside == "script" and "alert" in data:
            fail(self.path, "a script of others")
        self.words.append(data)


def look_html(path, scripts=False):
    page = Page(path, scripts)
    text = text_of(path)
    page.feed(text)
    page.close()
    if "default-src 'none'" not in text:
        fail(path, "no policy")


def look_index(path):
    look_html(path, scripts=True)


def rows(path, count):
    got = len(list(csv.reader(io.StringIO(text_of(path)[1:], newline="")))) - 1
    if got != int(count):
        fail(path, f"{got} rows, not {count}")


def tty(arguments):
    """On a terminal only colours, the cursor to the line's begin and its deletion may come, and only from us."""
    seen = bytearray()

    def read(fd):
        piece = os.read(fd, 65536)
        seen.extend(piece)
        return piece

    more = [os.environ["LOANLENS_MORE"]] if os.environ.get("LOANLENS_MORE") else []
    pty.spawn([os.environ["LOANLENS"], arguments[0], *more, *arguments[1:]], read, lambda fd: b"")
    text = seen.decode("utf-8").replace("\r\n", "\n")
    if len(text) < 100:
        fail("terminal", f"nothing was shown: {text!r}")
    harmless("terminal", re.sub(r"\r\x1b\[K|\x1b\[[0-9;]*m", "", text))
    if "\x1b[31mred" in text:
        fail("terminal", "a colour of others")


kind, files = sys.argv[1], sys.argv[2:]
if kind == "tty":
    tty(files)
elif kind in ("make", "rows"):
    globals()[kind](*files)
else:
    if not files:
        sys.exit("no files to look at")
    for file in files:
        globals()[f"look_{kind}"](file)
