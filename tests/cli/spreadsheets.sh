#!/usr/bin/env bash
# What an audit writes, read back by the programs people open it with: LibreOffice, R, pandas, Python's csv,
# SQLite. Values must be equal, texts must stay texts, Chinese must survive.
# shellcheck source=tests/cli/lib.sh
. "${0%/*}/lib.sh"

mkdir -p in/apple "in/梨 子"
clause='您同意平台读取并上传您的手机通讯录。'
printf '借款协议\n第一条 %s\n第二条 ①本人授权贵司向任何第三方提供本人信息，包括𠮷姓联系人😀。\n' "$clause" >in/apple/one.txt
printf '隱私政策\n第一條 我們不會讀取您的通訊錄，亦不會將您的個人資料提供予第三方。\n' | iconv -t BIG5 >"in/梨 子/二.txt"
printf '=SUM(A1)授权书\n＝第一条 %s\n' "$clause" >"in/apple/=cmd,\"q\".txt"
printf '授权书\n+86 第一条 %s\n' "$clause" >in/apple/0012.txt
: >in/apple/empty.txt
printf 'path,date,ref,note\napple/one.txt,2023-01-02,007,"=1+1, ""a"""\n梨 子/二.txt,2024-01-02,1e5,TRUE\napple/0012.txt,2024-01-02,-3,备注\n' >meta.csv
formats=csv,jsonl
xlsx=
if "$LOANLENS" doctor | grep -q '^ok .*XLSX'; then
  formats=$formats,xlsx
  xlsx=1
fi
says 'an audit' 3 '输入 5 份' audit in -o out --metadata meta.csv --format "$formats,html" --lang zh
tables='findings documents matrix units history'

# --- Python's csv, into a plain form that the others are compared with: rows of texts, tab and line end escaped
cat >plain.py <<'PY'
import csv, json, sys
for name in sys.argv[1:]:
    rows = list(csv.reader(open(f"out/{name}.csv", encoding="utf-8-sig", newline="")))
    assert len({len(r) for r in rows}) == 1, "ragged"
    json.dump(rows, open(f"{name}.json", "w", encoding="utf-8"), ensure_ascii=False)
print(sum(c.count("通讯录") + c.count("通訊錄") for c in open("findings.json", encoding="utf-8")))
PY
# shellcheck disable=SC2086 # one word each
is 'Python reads the CSV files' python3 plain.py $tables
is 'with all the Chinese' python3 - <<'PY'
import json
words = "".join(c for r in json.load(open("units.json", encoding="utf-8")) for c in r)
assert all(w in words for w in ("手机通讯录", "通訊錄", "𠮷", "😀", "①")), words[:300]
PY

# --- SQLite
is 'the store says the same' python3 - <<'PY'
import json, sqlite3
store = sqlite3.connect("file:out/audit.sqlite?mode=ro", uri=True)
head, *rows = json.load(open("findings.json", encoding="utf-8"))
told = [dict(zip(head, r)) for r in rows]
kept = store.execute("SELECT path, type, severity, shown, start FROM document JOIN finding USING (content) WHERE present ORDER BY name, ordinal").fetchall()
assert [(r["path"], r["type"], r["severity"], r["shown"], r["start"]) for r in told] == [
    (("'" + p if p[0] in "=+-@" else p), t, str(s), q or "", "" if a is None else str(a)) for p, t, s, q, a in kept]
text, start, end, quote = store.execute("SELECT text, start, end, quote FROM content JOIN finding ON content.id = content WHERE quote LIKE '%任何第三方%'").fetchone()
assert text[start:end] == quote, (text[start:end], quote)
assert store.execute("SELECT count(*) FROM finding JOIN content ON content.id = content WHERE start NOT NULL AND substr(text, start + 1, end - start) <> quote").fetchone() == (0,)
PY

# --- pandas
pandas=
for python in python3 /usr/bin/python3; do # Debian's packages are the latter's
  [ -n "$pandas" ] || ! $python -c 'import pandas' 2>/dev/null || pandas=$python
done
if [ -n "$pandas" ]; then
  is 'pandas reads the same' "$pandas" - <<'PY'
import json, pandas
for name in ("findings", "documents", "matrix", "units", "history"):
    head, *rows = json.load(open(f"{name}.json", encoding="utf-8"))
    frame = pandas.read_csv(f"out/{name}.csv", encoding="utf-8-sig", dtype=str, keep_default_na=False)
    assert list(frame.columns) == head and frame.values.tolist() == rows, name
frame = pandas.read_csv("out/findings.csv", encoding="utf-8-sig", dtype={"sha256": str, "fingerprint": str, "ref": str})
assert frame.severity.dtype.kind == "i" and (frame.ref == "007").any()
PY
else
  skip 'pandas reads the same' 'pandas is not installed'
fi

# --- R, with what the codebook tells
if command -v Rscript >/dev/null; then
  cat >read.R <<'R'
for (name in c("findings", "documents", "matrix", "units", "history")) {
  frame <- read.csv(file.path("out", paste0(name, ".csv")), fileEncoding = "UTF-8-BOM", colClasses = "character", check.names = FALSE, na.strings = character())
  out <- file(paste0(name, ".r.txt"), "w", encoding = "UTF-8")
  line <- function(cells) writeLines(paste(gsub("\n", "\\\\n", gsub("\r", "\\\\r", cells)), collapse = "\x1f"), out, useBytes = FALSE)
  line(names(frame))
  for (i in seq_len(nrow(frame))) line(unlist(frame[i, ]))
  close(out)
}
frame <- read.csv("out/findings.csv", fileEncoding = "UTF-8-BOM")
stopifnot(is.numeric(frame$severity), any(grepl("\u624b\u673a\u901a\u8baf\u5f55", frame$shown)))
R
  is 'R reads the CSV files' Rscript --vanilla read.R
  is 'and the same in them' python3 - <<'PY'
import json
for name in ("findings", "documents", "matrix", "units", "history"):
    rows = json.load(open(f"{name}.json", encoding="utf-8"))
    read = [line.rstrip("\n").split("\x1f") for line in open(f"{name}.r.txt", encoding="utf-8", newline="\n")]
    want = [[c.replace("\r", "\\r").replace("\n", "\\n") for c in r] for r in rows]
    for a, b in zip(want, read):
        assert a == b, (name, [p for p in zip(a, b) if p[0] != p[1]])
    assert len(want) == len(read), name
PY
else
  skip 'R reads the CSV files' 'R is not installed'
fi

# --- LibreOffice: the workbook opened and saved again, and each sheet as it takes it
convert() { # TO FILE FOLDER [OPTION]
  timeout 300 soffice "-env:UserInstallation=file://$work/office" --headless ${4:+"$4"} --convert-to "$1" --outdir "$3" "$2" >/dev/null 2>&1 </dev/null
  [ -n "$(ls "$3")" ]
}
if [ -n "$xlsx" ] && command -v soffice >/dev/null; then
  is 'LibreOffice opens the workbook and saves it' convert xlsx out/audit.xlsx again
  cat >book.py <<'PY'
import json, os, re, zipfile, xml.etree.ElementTree as tree
N = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

def words(node):
    text = "".join(t.text or "" for t in node.iter(N + "t"))
    return re.sub("_x([0-9A-F]{4})_", lambda m: chr(int(m[1], 16)), text)

def sheets(path):
    """Name -> {cell: ("s" text | "n" number, value)}, formulas, links."""
    book = zipfile.ZipFile(path)
    shared = [words(s) for s in tree.fromstring(book.read("xl/sharedStrings.xml"))] if "xl/sharedStrings.xml" in book.namelist() else []
    places = {r.get("Id"): r.get("Target") for r in tree.fromstring(book.read("xl/_rels/workbook.xml.rels"))}
    for sheet in tree.fromstring(book.read("xl/workbook.xml")).iter(N + "sheet"):
        page = tree.fromstring(book.read("xl/" + places[sheet.get(R)].removeprefix("/xl/")))
        cells = {}
        for cell in page.iter(N + "c"):
            assert cell.find(N + "f") is None, "a formula"
            kind, value = cell.get("t", "n"), cell.find(N + "v")
            if kind == "s":
                cells[cell.get("r")] = ("s", shared[int(value.text)])
            elif kind in ("inlineStr", "str"):
                cells[cell.get("r")] = ("s", words(cell) if kind == "inlineStr" else value.text)
            elif value is not None:
                cells[cell.get("r")] = (kind, float(value.text))
        pane = page.find(f"{N}sheetViews/{N}sheetView/{N}pane")
        links = []
        for link in page.iter(N + "hyperlink"):
            file = "xl/" + places[sheet.get(R)].removeprefix("/xl/").replace("worksheets/", "worksheets/_rels/") + ".rels"
            at = {r.get("Id"): r.get("Target") for r in tree.fromstring(book.read(file))}
            links.append((link.get("ref"), at[link.get(R)]))
        yield sheet.get("name"), cells, pane is not None and pane.get("state") == "frozen", sorted(links)

def column(number):
    return (chr(64 + (number - 1) // 26) if number > 26 else "") + chr(65 + (number - 1) % 26)

ours, theirs = list(sheets("out/audit.xlsx")), list(sheets("again/audit.xlsx"))
assert [s[0] for s in ours] == [s[0] for s in theirs] == ["Findings", "Documents", "Matrix", "History", "Types", "Codebook", "Run"], [s[0] for s in theirs]
for (name, a, frozen, links), (_, b, _, kept) in zip(ours, theirs):
    a, b = ({k: v for k, v in cells.items() if v != ("s", "")} for cells in (a, b))
    assert a == b, (name, [(k, a.get(k), b.get(k)) for k in sorted(a.keys() | b.keys()) if a.get(k) != b.get(k)][:5])
    assert frozen and len(links) == len(kept), (name, frozen, links, kept) # LibreOffice without a window keeps no view
links = {at for _, _, _, links in ours for _, at in links}
assert len(links) == 4 and all(os.path.exists("out/" + at) for at in links), links
types = next(c for n, c, *_ in theirs if n == "Types")
assert types["H1"] == ("s", "zh labels") and types["J1"] == ("s", "zh recall") and types["A2"] == ("s", "contacts_read")
assert types["H2"][1] > 0 and 0.5 < types["I2"][1] <= 1 and 0.5 < types["J2"][1] <= 1, (types["H2"], types["I2"], types["J2"])
# against the CSV files: the same values, apart from the apostrophe that disarms
for name in ("findings", "documents", "matrix", "history"):
    rows = json.load(open(f"{name}.json", encoding="utf-8"))
    cells = next(c for n, c, *_ in theirs if n.lower() == name)
    for r, row in enumerate(rows, 1):
        for c, want in enumerate(row, 1):
            kind, have = cells.get(f"{column(c)}{r}", ("s", ""))
            text = have if kind == "s" else f"{have:.10g}"
            want = want[1:] if want[:1] == "'" else want
            assert text == want or (kind == "n" and float(want) == have), (name, r, c, have, want)
head = json.load(open("documents.json", encoding="utf-8"))[0]
codes = {c for cells in [next(c for n, c, *_ in theirs if n == "Documents")] for c in cells.values()}
assert {("s", "007"), ("s", "1e5"), ("s", "-3"), ("s", "TRUE"), ("s", '=1+1, "a"')} <= codes, "texts that look like something else"
PY
  is 'with the same values, texts as texts' python3 book.py
  # A comma, quotes, UTF-8, from line 1: how a person would import the CSV file.
  is 'LibreOffice imports findings.csv' convert 'csv:Text - txt - csv (StarCalc):44,34,76,1' out/findings.csv imported --infilter=CSV:44,34,76,1
  is 'with all the Chinese' grep -q '手机通讯录' imported/findings.csv
  is 'and runs nothing in it' bash -c "! grep -q '#NAME\\|#REF\\|Err:' imported/findings.csv"
else
  skip 'LibreOffice opens the workbook' 'LibreOffice or the workbook is not there'
fi

finish
