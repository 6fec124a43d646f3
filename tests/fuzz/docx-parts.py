#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the XML parts of our Word files into a folder, as fuzz_docx reads them: parts divided by NUL."""
import pathlib
import sys
import zipfile

PARTS = ["document.xml", "numbering.xml", "styles.xml", "_rels/document.xml.rels", "footnotes.xml"]
ROOT = pathlib.Path(__file__).parents[2]
for path in [*ROOT.glob("tests/fixtures/*.docx"), *ROOT.glob("corpus/**/*.docx")]:
    if path.name in ("bomb.docx", "deep.docx"):
        continue
    with zipfile.ZipFile(path) as word:
        names = set(word.namelist())
        parts = [word.read("word/" + part) if "word/" + part in names else b"" for part in PARTS]
    pathlib.Path(sys.argv[1], path.stem + ".parts").write_bytes(b"\0".join(parts))
