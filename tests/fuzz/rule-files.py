#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes seeds made of the rule files into a folder: for fuzz_rules each file after the digit of its kind, for
fuzz_literals each rule's expressions with the examples that they match."""
import pathlib
import sys

import yaml

ROOT = pathlib.Path(__file__).parents[2] / "rules"
target, folder = sys.argv[1], pathlib.Path(sys.argv[2])
KINDS = {"lexicon": "0", "resolve": "2", "kinds.yaml": "3"}
LEFT_OUT = ("types.yaml", "severity.yaml", "law.yaml")

for path in sorted(ROOT.rglob("*.yaml")):
    place = path.relative_to(ROOT)
    if str(place) in LEFT_OUT:
        continue
    name = str(place).replace("/", "-").removesuffix(".yaml")
    text = path.read_text(encoding="utf-8")
    if target == "rules":
        (folder / name).write_text(KINDS.get(place.parts[0], "1") + text, encoding="utf-8")
        continue
    for number, rule in enumerate((yaml.safe_load(text) or {}).get("rules") or []):
        words = "\n".join((rule.get("examples") or {}).get("match") or [])
        for at, expression in enumerate(rule.get("match") or []):
            if isinstance(expression, str):
                (folder / f"{name}-{number}-{at}").write_text(expression + "\n" + words, encoding="utf-8")
