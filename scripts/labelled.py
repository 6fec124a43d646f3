# SPDX-License-Identifier: GPL-3.0-or-later
"""Labelled agreements and what a run of loanlens found in them: shared by corpus-quality and synonyms.

A finding is right when at least half of it lies in units of its type; a labelled unit is found when a right finding of the
type overlaps it. Offsets are code points. A label that ends in "?" is neither asked for nor held against a finding.
"""
import collections, json, os, subprocess

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")


def type_ids():
    """The number of each type by its key: contacts_read -> C01."""
    ids, key = {}, None
    for line in open(os.path.join(ROOT, "rules", "types.yaml"), encoding="utf-8"):
        words = line.strip().removeprefix("- ").split(": ")
        if words[0] == "key":
            key = words[1]
        elif words[0] == "id" and key:
            ids[key], key = words[1], None
    return ids


def labels(folder):
    """Of each document, its labelled units: [(start, end, [types], text)]."""
    found = collections.defaultdict(list)
    for line in open(os.path.join(folder, "labels.tsv"), encoding="utf-8"):
        doc, start, end, codes, text = line.rstrip("\n").split("\t")
        if doc != "doc":
            found[doc].append((int(start), int(end), codes.split(","), text))
    return found


def judge(units, findings):
    """(right findings, missed (type, text), alarms (type, quote)) of one document; a finding is (start, end, type, quote)."""
    right, alarms, missed = [], [], []
    for start, end, code, quote in findings:
        over = [u for u in units if u[0] < end and start < u[1]]
        inside = sum(min(end, u[1]) - max(start, u[0]) for u in over if code in u[2])
        if 2 * inside >= end - start:
            right.append((start, end, code))
        elif not any(code + "?" in u[2] for u in over):
            alarms.append((code, quote))
    for start, end, codes, text in units:
        for code in codes:
            if not code.endswith("?") and not any(c == code and s < end and start < e for s, e, c in right):
                missed.append((code, text))
    return right, missed, alarms


def check(program, files):
    """Of each document, what `loanlens check` finds: [(start, end, type, quote)], by the name of its file without .txt."""
    options = os.environ.get("LOANLENS_OPTIONS", "").split()
    run = subprocess.run([program, "check", *options, "--json", *files], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if run.returncode not in (0, 1, 3):
        raise SystemExit(f"loanlens ended with {run.returncode}: {run.stderr.decode(errors='replace')}")
    ids, found = type_ids(), {}
    for line in run.stdout.decode().splitlines():
        report = json.loads(line)
        doc = os.path.basename(report["document"]["path"]).removesuffix(".txt")
        found[doc] = [(f["start"], f["end"], ids.get(f["type"], f["type"]), f["shown"])
                      for f in report["findings"] if f["polarity"] != "absent"]
    return found
