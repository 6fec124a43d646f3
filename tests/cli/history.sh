#!/usr/bin/env bash
# What appeared when: the history that --metadata with dates gives, in every output.
# shellcheck source=tests/cli/lib.sh
. "${0%/*}/lib.sh"

# --- four versions of one agreement, one of them unreadable; two agreements of another platform
mkdir -p in/pear in/fig in/lime
number='第一条 我们会收集您的手机号码。'
ask='经您单独同意后，我们读取您的手机通讯录。'
take='您同意平台读取并上传您的手机通讯录。'
call='您逾期的，我们可以联系您通讯录中的联系人进行催收。'
back='您可以随时撤回同意。'
printf '隐私政策\n%s\n第二条 %s\n' "$number" "$back" >in/pear/z1.txt
printf '隐私政策\n%s\n第二条 %s\n第三条 %s\n' "$number" "$ask" "$back" >in/pear/y2.txt
head -c 3000 /dev/urandom >in/pear/x3.txt
printf '隐私政策\n%s\n第二条 %s\n第三条 %s\n' "$number" "$take" "$call" >in/pear/w4.txt
printf '隐私政策\n%s\n第二条 %s\n第三条 %s\n' "$number" "$ask" "$back" >in/pear/v5.txt
printf '借款协议\n第一条 %s\n' "$take" >in/fig/a.txt
printf '借款协议\n第一条 %s\n第二条 %s\n' "$take" "$call" >in/fig/b.txt
cp in/fig/b.txt in/fig/c.txt
printf '借款协议\n第一条 %s\n' "$back" >in/fig/other.txt
printf '借款协议\n第一条 %s\n' "$take" >in/lime/same.txt
printf '借款协议\n第一条 %s\n' "$call" >in/lime/same2.txt
printf '借款协议\n第一条 %s\n' "$call" >in/lime/undated.txt
cat >meta.csv <<'META'
path,date,version,agreement,note
pear/z1.txt,2022-01-05,1.9,policy,first
pear/y2.txt,2023/6/1,1.10,policy,
pear/x3.txt,2023年7月1日,,policy,lost
pear/w4.txt,20240315,2,policy,
pear/v5.txt,2025-02,3,policy,last
fig/a.txt,2024-01-01,1.9,,
fig/b.txt,2024-01-01,1.10,,
fig/c.txt,2024-05-01,,,
fig/other.txt,2024-03-01,,another,
lime/same.txt,2024,,,
lime/same2.txt,2024,,,
lime/undated.txt,soon,,,
META
formats=csv,jsonl,html,sarif
if "$LOANLENS" doctor | grep -q '^ok .*XLSX'; then formats=$formats,xlsx; fi

says 'an audit with dates' 3 '12 inputs' audit in -o out --metadata meta.csv --format "$formats"

# rows TEST: over `rows` of history.csv, and `said`, platform, path and change of each with its type.
rows() {
  python3 - "$@" <<'PY'
import csv, sys
rows = list(csv.DictReader(open("out/history.csv", encoding="utf-8-sig", newline="")))
said = [(r["platform"], r["path"].split("/")[1], r["change"], r["type"]) for r in rows]
def of(name):
    return {(c, t) for _, path, c, t in said if path == name}
assert eval(sys.argv[1]), "\n".join(map(str, said))
PY
}
is 'a first version: what stands there' rows 'of("z1.txt") == {("first", "withdrawal_route")}'
is 'what is added' rows '("added", "contacts_read") in of("y2.txt") and ("removed", "withdrawal_route") not in of("y2.txt")'
is 'what cannot be read' rows 'of("x3.txt") == {("not_analysed", "")}'
is 'is passed over' rows 'all(r["previous"] == "pear/y2.txt" and r["previous_dated"] == "2023-06-01" for r in rows if r["path"] == "pear/w4.txt")'
is 'made worse' rows '("worse", "contacts_read") in of("w4.txt") and ("added", "contact_third_persons") in of("w4.txt") and ("removed", "withdrawal_route") in of("w4.txt")'
is 'made milder' rows '("milder", "contacts_read") in of("v5.txt") and ("removed", "contact_third_persons") in of("v5.txt") and ("added", "withdrawal_route") in of("v5.txt")'
is 'what is bad' rows 'all((r["bad"] == "true") == (r["path"] == "pear/w4.txt" or (r["path"], r["type"]) in {("pear/y2.txt", "contacts_read"), ("fig/b.txt", "contact_third_persons")}) for r in rows if r["bad"])'
is 'version 1.10 follows 1.9' rows '("added", "contact_third_persons") in of("b.txt") and ("first", "contacts_read") in of("a.txt")'
is 'no change' rows 'of("c.txt") == {("none", "")}'
is 'another agreement is no version of it' rows '("first", "withdrawal_route") in of("other.txt")'
is 'one date for two: no order' rows 'of("same.txt") == {("unordered", "")} and of("same2.txt") == {("unordered", "")}'
is 'no date: no history' rows 'not of("undated.txt")'
is 'dates are one way' rows '{r["dated"] for r in rows} == {"2022-01-05", "2023-06-01", "2023-07-01", "2024-03-15", "2025-02", "2024-01-01", "2024-05-01", "2024-03-01", "2024"}'
is 'the metadata stands there too' rows 'any(r["date"] == "2023/6/1" and r["agreement"] == "policy" and r["version"] == "1.10" for r in rows) and any(r["meta_note"] == "last" for r in rows)'
is 'words before and after' rows 'any("读取您的手机通讯录" in r["shown_before"] and "上传" in r["shown"] and r["severity_before"] < r["severity"] for r in rows)'
is 'it is in the package' jq -e '.resources | map(.name) | index("history")' out/datapackage.json
is 'history.jsonl' jq -e -s 'length == 11 and all(.[]; .schema == "loanlens.history/1") and (map(select(.kind == "compared")) | all(.diff.schema == "loanlens.diff/1" and .previous.path != null)) and (map(select(.kind == "first")) | all(.findings | length > 0))' out/history.jsonl

# --- pages
is 'the overview has a line an agreement' test "$(grep -c 'href="history.html#a' out/index.html)" = 4
is 'those with most bad changes first' bash -c "grep -o 'history.html#a[0-9]*\">[a-z]*' out/index.html | head -1 | grep -q policy"
is 'lines lead on' bash -c "for a in 1 2 3 4; do grep -q \"id=\\\"a\$a\\\" href=\\\"history-1.html#a\$a\" out/history.html && grep -q \"<section [^>]*id=\\\"a\$a\\\"\" out/history-1.html || exit 1; done"
is 'changed words are marked' grep -q '<ins>' out/history-1.html
is 'first seen' grep -Eq '<th scope="row">[^<]*</th><td>2023-06-01</td><td>0</td><td><mark class="s4"[^>]*>4</mark></td><td>–</td><td><mark class="s5"' out/history-1.html
is 'what has no date is counted' grep -q '1 document has no date' out/history.html
says 'in Chinese' 3 '' report out --format html --lang zh
is 'every word' bash -c "grep -q '首次出现' out/history-1.html && grep -q '什么时候出现了什么' out/index.html && ! grep -q 'First seen' out/history-1.html"
says 'and back' 3 '' report out --format html --lang en

# --- what the metadata says, everywhere
is 'in reports.jsonl' jq -e -s 'map(select(.document.path == "pear/v5.txt")) | .[0].metadata == {"date": "2025-02", "version": "3", "agreement": "policy", "meta_note": "last"} and .[0].platform == "pear"' out/reports.jsonl
is 'in audit.sarif' jq -e '.runs[0].results | map(select(.properties.metadata.meta_note == "last")) | length > 0' out/audit.sarif
is 'in the overview' bash -c "grep -q '<th scope=\"col\">meta_note</th>' out/index.html && grep -q '<td>last</td>' out/index.html"
for table in findings documents matrix units history; do
  is "in $table.csv" bash -c "head -1 out/$table.csv | grep -q 'meta_note' && grep -q 'last' out/$table.csv"
done
schema() {
  python3 - <<'PY'
import json, os, jsonschema
schema = json.load(open(os.path.join(os.environ["LOANLENS_SOURCE"], "docs", "report.schema.json")))
for line in open("out/reports.jsonl", encoding="utf-8"):
    jsonschema.validate(json.loads(line), schema)
PY
}
is 'reports keep to their schema' schema
if [ -e out/audit.xlsx ]; then
  is 'the workbook has a sheet of it' python3 - <<'PY'
import re, zipfile
book = zipfile.ZipFile("out/audit.xlsx")
sheets = re.findall(r'sheet name="([^"]*)"', book.read("xl/workbook.xml").decode())
assert sheets == ["Findings", "Documents", "Matrix", "History", "Types", "Codebook", "Run"], sheets
sheet = book.read("xl/worksheets/sheet4.xml").decode()
assert "not_analysed" in sheet and "<t>20240315</t>" in sheet, "a date that looks like a number is a text"
PY
fi

# --- the same again, by other ways
cp -r out first
says 'one worker' 3 '' audit in -o jobs --metadata meta.csv -j1 --format "$formats"
is 'gives the same' diff -r --exclude=audit.sqlite first jobs
for shard in 1 2; do
  run audit in -o "shard$shard" --metadata meta.csv --shard $shard/2 >/dev/null 2>&1
done
says 'shards merged' 3 '' merge shard1 shard2 -o merged --format "$formats"
is 'give the same' diff -r --exclude=audit.sqlite first merged
rm -rf later && cp -r first later && rm -rf later/*.csv later/*.jsonl later/*.html later/*.json later/documents
says 'from the store' 3 '' report later --format "$formats"
is 'the same' diff -r --exclude=audit.sqlite first later
says 'metadata given later' 3 '' audit in -o plain --format "$formats"
is 'no history before' test ! -e plain/history.csv -a ! -e plain/history.jsonl -a ! -e plain/history.html
says 'is enough' 3 '' report plain --metadata meta.csv --format "$formats"
is 'for the same' diff -r --exclude=audit.sqlite first plain
says 'and without dates' 3 '' audit in -o out --format "$formats"
is 'it is gone again' test ! -e out/history.csv -a ! -e out/history.jsonl -a ! -e out/history.html

finish
