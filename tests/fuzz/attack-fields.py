#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Seeds of the writers' targets: our agreements as the text, and what has broken other programs, each in all fields
and in every field beside others: few files, for a run of a page takes 30 ms. Usage: attack-fields.py FOLDER"""
import glob
import os
import sys

FIELDS = "path platform value name title text number heading slot stem message reference also aside".split()
ATTACKS = [
    "=HYPERLINK(\"http://x\")", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠1", "'=1",
    "\"", "\"\"", "a\"\r\n=1,\"b", "a,b;c\td", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</title>",
    "</style>", "-->", "<!--", "<![CDATA[", "]]>", "<?xml?>", "&lt;b&gt;", "&#60;b&#62;", "\" onclick=\"a", "' x='",
    "javascript:alert(1)", "//host/a", "../../etc/passwd", "C:\\a", "a?b#c%00d%2e", "\x1b[31m\x1b]0;t\x07", "\x9b31m",
    "\u202ecba\u202c", "\u2066\u2069\u200f\u200b", "\ufffe\uffff\ufdd0", "e" + "\u0301" * 50, "\x01\x02\x1f\x7f", "\r",
    "_x0041_", "{CN-PIPL-6}", "{hotline:12378}", "%s%n%d", "\\u0000\\", "\U0001F4B0" * 9, "x" * 4096, " ", "", "\f\f",
]


def seed(choice, **words):
    return bytes([choice]) + b"\0".join(words.get(name, "词 words").encode("utf-8", "surrogatepass") for name in FIELDS)


folder = sys.argv[1]
os.makedirs(folder, exist_ok=True)
for at, attack in enumerate(ATTACKS):
    with open(f"{folder}/each-{at:02d}", "wb") as out:
        out.write(seed(at * 5 % 256, **{name: ATTACKS[(at + place) % len(ATTACKS)] for place, name in enumerate(FIELDS)}))
    with open(f"{folder}/all-{at:02d}", "wb") as out:
        out.write(seed(at, **{name: attack for name in FIELDS}))
for number, path in enumerate(sorted(glob.glob("corpus/*/*.txt"))):
    text = open(path, encoding="utf-8", errors="replace").read().replace("\0", "")[:4000]
    lines = [line for line in text.split("\n") if line.strip()]
    with open(f"{folder}/text-{number:02d}", "wb") as out:
        out.write(seed(number * 7 % 256, path=os.path.basename(path), title=lines[0], text=text, heading=lines[1][:80]))
