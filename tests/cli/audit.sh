#!/usr/bin/env bash
# The command line of audit, report and merge: inputs, store, outputs.
# shellcheck source=tests/cli/lib.sh
. "${0%/*}/lib.sh"

# --- a small corpus
clause='您同意平台读取并上传您的手机通讯录。'
mkdir -p in/apple/deep in/berry in/.hidden
printf '借款协议\n第一条 %s\n' "$clause" >in/apple/one.txt
cp in/apple/one.txt in/berry/same.txt
printf '隐私政策\n第一条 我们不会读取您的通讯录。\n' >in/apple/deep/two.txt
printf '=SUM(A1)授权书\n＝第一条 %s\n' "$clause" >"in/berry/=cmd.txt"
: >in/berry/empty.txt
head -c 2000 /dev/urandom >in/berry/rubbish.bin
printf '%s\n' "$clause" >in/.hidden/secret.txt
printf '%s\n' "$clause" >in/.hidden.txt
printf '%s\n' "$clause" >outside.txt
ln -s ../../outside.txt in/apple/link.txt
ln -s one.txt in/apple/twice.txt
ln -s nowhere in/apple/dangling.txt
ln -s .. in/apple/loop
mkfifo in/berry/pipe
printf '%s\n' "$clause" >"$(printf 'in/berry/\377\nx.txt')"
inputs=9 # the two apples, same, =cmd, empty, rubbish, the link, the dangling one, the odd name

sql() {
  sqlite3 "$1/audit.sqlite" "$2"
}
sql_is() {
  local got
  got=$(sql "$1" "$2")
  echo "$got"
  [ "$got" = "$3" ]
}
# All exports of two folders are the same bytes.
same() {
  diff -r --exclude=audit.sqlite "$1" "$2"
}
lines() {
  [ "$(tr -cd '\n' <"$1" | wc -c)" -ge "$2" ]
}
accounted() {
  sql_is "$1" 'SELECT inputs = analysed + not_analysed, inputs FROM run ORDER BY id DESC LIMIT 1' "1|$2"
}

formats=csv,jsonl,html,sarif
if "$LOANLENS" doctor | grep -q '^ok .*XLSX'; then formats=$formats,xlsx; fi

# --- usage
says 'no folder for results' 2 'name a folder for the results' audit in
says 'no inputs' 2 'no folder or file given' audit -o out
says 'results in the inputs' 2 'folder of the results' audit in -o in
says 'an address' 2 'never uses the network' audit http://example.com -o out
says 'why documents were lost, and what helps' 3 '1: the file could not be opened .quince.. Check the name' audit --lang en quince -o lost
says 'results are no documents' 2 'lost: holds the results of an audit' audit lost -o lost2
mkdir -p nest && cp in/apple/one.txt nest/a.txt && run audit nest -o nest/results >/dev/null 2>&1
says 'nor are they below a folder' 0 'results: holds the results of an audit, and is left out' audit --lang en nest -o nested
says 'and the document was all' 0 '^1 input:' audit --lang en nest -o nested
mkdir -p pipes/there && mkfifo pipes/there/audit.sqlite && cp in/apple/one.txt pipes/there/a.txt
says 'a pipe that bears their name is not waited for' 0 '^1 input:' audit --lang en pipes -o piped
mkdir -p linked/in && cp in/apple/one.txt linked/in/a.txt && ln -s a.txt linked/in/b.txt && printf 'Another text.\n' >linked/c.txt
run audit --lang en linked/in -o linked/out >linked/said 2>&1
is 'of links inside of the folder nothing is said' sh -c 'grep "^1 input:" "$1" && ! grep "link out" "$1"' sh linked/said
ln -s ../c.txt linked/in/c.txt
says 'a link out of the folder is named' 3 'c.txt: a link out of the folder, .*like it: 1' audit --lang en linked/in -o linked/out
says 'and not read twice when both are audited' 3 '^2 inputs' audit --lang en linked/in linked/c.txt -o linked/both
says 'a number has limits' 2 'jobs: not a value for it: 0 .a number from 1 to 1024' audit in -o out -j 0
says 'a bad value says what is one' 2 'not a value for it: doc .LIST: of csv,jsonl' audit in -o out --format doc
says 'bad shard' 2 'not a value' audit in -o out --shard 3/2
says 'bad format' 2 'not a value' audit in -o out --format csv,doc
says 'missing list' 2 'files-from' audit --files-from nowhere -o out
says 'results that cannot be made' 2 'Not a directory|File exists' audit in -o outside.txt/out
says 'report of nothing' 2 'no audit here' report in
says 'merge of nothing' 2 'no audit here' merge in -o out
is 'nothing was made' test ! -e out
mkdir theirs
echo mine >theirs/findings.csv
says 'results of others' 2 'was not written by loanlens' audit in -o theirs
is 'stay' grep -q mine theirs/findings.csv
mkdir dangling && ln -s ../made.sqlite dangling/audit.sqlite
says 'a link where the store goes' 2 'was not written by loanlens' audit in -o dangling
is 'leads to nothing new' test ! -e made.sqlite
says 'nor with --force' 2 'audit.sqlite: is a link' audit in -o dangling --force
is 'which makes nothing either' test ! -e made.sqlite
run audit in/apple -o other >/dev/null 2>&1
mkdir lent && ln -s ../other/audit.sqlite lent/audit.sqlite && cp other/audit.sqlite other.sqlite
says 'a link to the store of another audit' 2 'was not written by loanlens' audit in -o lent
says 'is not opened with --force' 2 'audit.sqlite: is a link' audit in -o lent --force
says 'nor for a report' 2 'audit.sqlite: is a link' report lent
says 'nor merged' 2 'lent' merge lent -o merged
is 'and the other is as it was' cmp other/audit.sqlite other.sqlite
ln -s other byname
says 'a link to the folder is a name for it' 3 'inputs' audit in/apple -o byname

mkdir -p paged elsewhere && ln -s ../elsewhere paged/documents
says 'a link where the pages go' 2 'paged/documents: .*link' audit in -o paged
is 'nothing is analysed for it' test ! -e paged/audit.sqlite
says 'nor with --force' 2 'paged/documents: .*link' audit in -o paged --force
is 'nothing is written through it' test -z "$(ls elsewhere)"
says 'without pages it is in nobody'"'"'s way' 3 "^$inputs inputs" audit in -o paged --format csv
says 'a report through it' 2 'paged/documents: .*link' report paged --format html
rm paged/documents && mkdir paged/documents
for x in 0 1 2 3 4 5 6 7 8 9 a b c d e f; do
  for y in 0 1 2 3 4 5 6 7 8 9 a b c d e f; do ln -s ../../elsewhere "paged/documents/$x$y"; done
done
says 'a link further down' 2 'paged/documents/[0-9a-f]*: ' report paged --format html
is 'nothing is written through that' test -z "$(ls elsewhere)"
find paged/documents -type l -delete
echo '<meta name="generator" content="loanlens 0.1.0">' >elsewhere/0123456789abcdef.html
cp elsewhere/0123456789abcdef.html elsewhere/old.html
mkdir paged/documents/00 && mkfifo paged/documents/00/fedcba9876543210.html
ln -s ../../../elsewhere/old.html paged/documents/00/0000000000000000.html
cp elsewhere/old.html paged/documents/00/1111111111111111.html
ln -s ../../elsewhere paged/documents/01
says 'pages are cleared away, links and pipes left' 3 "^$inputs inputs" report paged --format html
is 'what a link leads to stays' test -e elsewhere/0123456789abcdef.html -a -e elsewhere/old.html
is 'an old page goes' test ! -e paged/documents/00/1111111111111111.html -a -p paged/documents/00/fedcba9876543210.html

# --- a run
says 'a run' 3 "$inputs inputs" audit in -o out --format "$formats"
is 'every input is a row' accounted out $inputs
is 'the store is whole' sql_is out 'PRAGMA integrity_check' ok
is 'and its references hold' sql_is out 'PRAGMA foreign_key_check' ''
is 'the journal is folded in' test ! -e out/audit.sqlite-wal
is 'it is private' test "$(stat -c %a out/audit.sqlite)" = 600
is 'equal bytes are analysed once' sql_is out "SELECT count(*) FROM content JOIN document ON content = content.id WHERE path LIKE '%one.txt' OR path LIKE '%same.txt'" 2
is 'by one content' sql_is out "SELECT count(DISTINCT content) FROM document WHERE path LIKE '%one.txt' OR path LIKE '%same.txt'" 1
is 'hidden files are left out' sql_is out "SELECT count(*) FROM document WHERE path LIKE '%hidden%'" 0
is 'a file is listed once for its links' sql_is out "SELECT count(*) FROM document WHERE path LIKE '%twice%'" 0
is 'a link outside is followed' sql_is out "SELECT count(*) FROM document WHERE path = 'apple/link.txt' AND content NOT NULL" 1
is 'a dangling link says why' sql_is out "SELECT fault FROM document WHERE path = 'apple/dangling.txt'" unreadable
is 'platforms are first folders' sql_is out "SELECT group_concat(platform) FROM (SELECT DISTINCT platform FROM document ORDER BY platform)" 'apple,berry'
is 'reports are lines of JSON' jq -e -s "length == $inputs and all(.schema == \"loanlens.report/1\")" out/reports.jsonl
is 'no path is absolute' bash -c "! grep -rq --include='*.csv' --include='*.json*' --include='*.html' --include='*.sarif' '$work' out"

# --- CSV, by a reader of its own
csv() {
  python3 - "$@" <<'PY'
import csv, sys
file, test = sys.argv[1], sys.argv[2]
raw = open(file, "rb").read()
assert raw.startswith(b"\xef\xbb\xbf"), "byte order mark"
assert raw.count(b"\n") and b"\r\n" in raw
rows = list(csv.DictReader(open(file, encoding="utf-8-sig", newline="")))
assert all(None not in r and None not in r.values() for r in rows), "ragged"
for r in rows:
    for cell in r.values():
        assert cell[:1] not in tuple("=+@＝＋＠\t\r") , cell
assert eval(test), [dict(r) for r in rows][:3]
PY
}
is 'documents.csv' csv out/documents.csv "len(rows) == $inputs and {r['status'] for r in rows} == {'complete', 'not_analysed'}"
is 'findings.csv' csv out/findings.csv "any(r['type'] == 'contacts_read' and '通讯录' in r['shown'] for r in rows)"
is 'a clause goes on around its words' csv out/findings.csv "all(r['shown'] in r['clause'] for r in rows if r['clause']) and any(len(r['shown']) < len(r['clause']) for r in rows)"
is 'matrix.csv' csv out/matrix.csv "{r['contacts_read'] for r in rows} >= {'0', '1', 'not_analysed'}"
is 'units.csv' csv out/units.csv "any('通讯录' in r['text'] and r['types'] for r in rows)"
run audit "$LOANLENS_SOURCE/corpus/songguo/songguo-register-cairo.pdf" -o paged >/dev/null 2>&1
is "a page's end within a unit is a line's end" csv paged/units.csv "not any('\ufffd' in r['text'] for r in rows) and any('\n' in r['text'] and '为。' in r['text'] for r in rows)"
is 'a formula is disarmed' csv out/documents.csv "any(r['path'].startswith('berry/=cmd') for r in rows)"
is 'datapackage.json' jq -e '.resources | length == 4' out/datapackage.json
is 'its fields are the columns' python3 - out <<'PY'
import csv, json, os, sys
out = sys.argv[1]
for r in json.load(open(os.path.join(out, "datapackage.json")))["resources"]:
    head = next(csv.reader(open(os.path.join(out, r["path"]), encoding="utf-8-sig", newline="")))
    assert head == [f["name"] for f in r["schema"]["fields"]], r["name"]
PY
is 'SARIF' jq -e '.version == "2.1.0" and (.runs[0].results | length) > 3 and ([.runs[0].invocations[0].toolExecutionNotifications[].descriptor.id] | contains(["empty", "unreadable", "unknown_format"]))' out/audit.sarif
if [ -e out/audit.xlsx ]; then
  is 'XLSX' python3 - <<'PY'
import re, zipfile, xml.dom.minidom
book = zipfile.ZipFile("out/audit.xlsx")
for name in book.namelist():
    if name.endswith((".xml", ".rels")):
        xml.dom.minidom.parseString(book.read(name))
sheets = re.findall(r'sheet name="([^"]*)"', book.read("xl/workbook.xml").decode())
assert sheets == ["Findings", "Documents", "Matrix", "Types", "Codebook", "Run"], sheets
assert "<f>" not in book.read("xl/worksheets/sheet2.xml").decode(), "a formula"
PY
fi
is 'the page' grep -q 'matrix' out/index.html
is 'pages of documents' bash -c 'ls out/documents/??/????????????????.html'

# --- again
cp -r out first
says 'a second run' 3 "$inputs inputs" audit in -o out --format "$formats"
is 'gives the same' same first out
is 'analysed nothing again' sql_is out 'SELECT count(DISTINCT run) FROM content' 1
says 'failed ones are tried again' 3 "$inputs inputs" audit in -o out --retry-failed --format "$formats"
is 'and only they' sql_is out "SELECT count(*) FROM content WHERE run = 3 AND status <> 'not_analysed'" 0
is 'with the same outcome' same first out
says 'other options' 3 '' audit in -o out --law none --format "$formats"
is 'analyse all again' sql_is out 'SELECT count(*) FROM content WHERE run <> 4' 0
says 'and back' 3 '' audit in -o out --format "$formats"
is 'give the first again' same first out
printf '隐私政策\n我们读取通讯录并上传。\n' >in/apple/deep/two.txt
says 'a changed file' 3 '' audit in -o out
is 'is analysed' sql_is out 'SELECT count(*) FROM content WHERE run = 6' 1
rm in/berry/same.txt
says 'a file that is gone' 3 "$((inputs - 1)) inputs" audit in -o out
is 'stays in the store, marked' sql_is out "SELECT present FROM document WHERE path = 'berry/same.txt'" 0
is 'and not in the exports' bash -c '! grep -q same.txt out/documents.csv'
cp in/apple/one.txt in/berry/same.txt
printf '隐私政策\n第一条 我们不会读取您的通讯录。\n' >in/apple/deep/two.txt

# --- pages of earlier runs
pages() {
  find "$1/documents" -name '*.html' | wc -l
}
contents() {
  sql "$1" "SELECT count(DISTINCT content) FROM document JOIN content ON content.id = content WHERE present AND text NOT NULL"
}
says 'a run with another text' 3 '' audit in -o pages
printf '隐私政策\n我们读取通讯录并上传，第二版。\n' >in/apple/deep/two.txt
own=$(find pages/documents -name '*.html' | head -1)
printf '<p>notes of a person</p>\n' >"${own%/*}/0123456789abcdef.html"
cp "$own" "${own%/*}/copy of a page.html"
says 'and one without it' 3 '' audit in -o pages
is 'leaves no page of what is gone' test "$(pages pages)" -eq $(($(contents pages) + 2))
is 'nor an empty folder' bash -c '! find pages/documents -type d -empty | grep -q .'
is 'but what a person put there' grep -q 'of a person' "${own%/*}/0123456789abcdef.html"
is 'by whatever name' test -s "${own%/*}/copy of a page.html"
printf '隐私政策\n第一条 我们不会读取您的通讯录。\n' >in/apple/deep/two.txt

# --- jobs, shards, report
for jobs in 1 3; do
  says "with $jobs workers" 3 "$inputs inputs" audit in -o "jobs$jobs" -j $jobs --format "$formats"
  is 'the same' same first "jobs$jobs"
done
for shard in 1 2 3; do
  run audit in -o "shard$shard" --shard $shard/3 >/dev/null 2>&1
done
says 'shards merged' 3 "$inputs inputs" merge shard1 shard2 shard3 -o merged --format "$formats"
is 'are the whole' same first merged
says 'merge into one of them' 2 'one of the folders' merge shard1 shard2 -o shard2
run audit in -o other --law none >/dev/null 2>&1
says 'merge of different options' 2 'mixed' merge shard1 other -o mixed
rm -f out/*.csv out/*.jsonl out/index.html
rm -rf out2
cp -r first out2
rm -rf out2/documents out2/*.csv out2/*.json* out2/*.html out2/*.sarif
says 'report writes all again' 3 "$inputs inputs" report out2 --format "$formats"
is 'the same' same first out2
says 'report in Chinese' 3 '输入' report out2 --lang zh
is 'pages in Chinese' grep -q '平台' out2/index.html

# --- lists, globs
printf './in/apple/one.txt\nin/berry/same.txt\nmissing.txt\n\nin/apple/one.txt\n' >list
says 'a list' 3 '3 inputs' audit --files-from list -o listed
says 'a list from standard input' 0 '0 inputs' audit --files-from - -o listed2
says 'only some' 0 '2 inputs' audit in -o some --include 'one.*' --include 'apple/deep/*'
says 'not some' 3 "$((inputs - 2)) inputs" audit in -o not --exclude '*.bin' --exclude '=cmd.txt'
printf '%s\n' "$PWD/in/apple/one.txt" >one.list
says 'pictures may take longer' 0 '' audit --files-from one.list -o slow --ocr --format csv
is 'without a limit being said' bash -c "sqlite3 slow/audit.sqlite 'select options from run' | grep -q 'ocr=1 .*timeout=600 '"
says 'a missing folder is an input' 3 '1 input:' audit nowhere -o none
if [ "$(id -u)" -ne 0 ]; then
  mkdir in2 in2/locked
  chmod 000 in2/locked
  says 'a locked folder is an input' 3 '1 input:' audit in2 -o locked
  mkdir readonly
  chmod 500 readonly
  says 'a read-only folder for results' 2 'Permission denied' audit in -o readonly/out
else
  skip 'a locked folder is an input' 'root may read everything'
  skip 'a read-only folder for results' 'root may write everything'
fi

# --- the largest first, and equal ones by name
mkdir sizes
for n in 1 9 3 7 5; do
  { echo "借款协议 $n"; yes "第一条 $clause" | head -n $n; } >"sizes/of-$n.txt"
done
cp sizes/of-3.txt sizes/of-3-again.txt
says 'sizes' 0 '6 inputs' audit sizes -j 1 -o sized --format csv
is 'the largest first' sql_is sized "SELECT group_concat(substr(path, 4, 1), '') FROM (SELECT path FROM document ORDER BY rowid)" 975331

# --- text, metadata, sample
says 'no text' 3 '' audit in -o bare --no-text
is 'is kept' sql_is bare 'SELECT count(*) FROM content WHERE text NOT NULL OR units NOT NULL' 0
is 'and no pages' test ! -e bare/documents
says 'text after all' 3 '' audit in -o bare
is 'is kept then' bash -c 'ls bare/documents/*/*.html'
printf 'path,Platform,date,status\napple/one.txt,"Pear, Inc.",2025-01-02,old\n' >meta.csv
says 'metadata' 3 '' audit in -o withmeta --metadata meta.csv
is 'in every table' csv withmeta/findings.csv "any(r['platform'] == 'Pear, Inc.' and r['date'] == '2025-01-02' and r['meta_status'] == 'old' for r in rows)"
is 'and in the store' sql_is withmeta "SELECT value FROM metadata JOIN metadata_column ON ordinal = column WHERE name = 'date'" 2025-01-02
printf 'name,date\nx,y\n' >bad.csv
printf 'path,date\napple/one.txt,2025-01-02\nquince.txt,2025-01-03\n' >metaless.csv
says 'metadata of no document is told' 3 'metaless.csv:3: no document has this path: quince.txt' audit in -o withmeta --metadata metaless.csv
says 'and by report' 3 'metaless.csv:3: no document' report withmeta --metadata metaless.csv
says 'metadata without a path' 2 'bad.csv:1: has no column named path' audit in -o withmeta --metadata bad.csv
says 'a sample' 3 '' report first --sample 3 --seed 7 --format csv
is 'of three units' csv first/units.csv 'len(rows) == 3'
cp first/units.csv three.csv
run report first --sample 3 --seed 7 --format csv >/dev/null 2>&1
is 'is the same again' cmp first/units.csv three.csv

# --- the store's door
printf 'not a database, but long enough to look at more than once\n%.0s' {1..9} >theirs/audit.sqlite
says 'a store of others' 2 'was not written by loanlens' audit in -o theirs
says 'with force' 2 'is not a store' audit in -o theirs --force
sqlite3 newer.sqlite 'PRAGMA application_id = 1280262478; PRAGMA user_version = 99; CREATE TABLE x(y)'
mkdir newer && mv newer.sqlite newer/audit.sqlite
says 'a store of a later version' 2 'later version' report newer
for i in $(seq 1 60); do
  printf '%s %s\n' "$clause" "$i" >"in/berry/n$i.txt"
done
hold() {
  mkdir -p held
  sqlite3 held/audit.sqlite 'PRAGMA application_id = 1280262478; PRAGMA user_version = 0' 'BEGIN EXCLUSIVE' '.shell touch held/ready; sleep 3' 'COMMIT' &
  holder=$!
  while [ ! -e held/ready ]; do sleep 0.05; done
}
hold
says 'a second audit is refused' 2 'another loanlens is working on it' audit in -o held
wait "$holder"

# --- a store from someone else: $1 is what was done to it
spoilt() {
  rm -rf spoilt
  cp -r first spoilt
  sqlite3 spoilt/audit.sqlite "$1"
}
unharmed() {
  run report spoilt --format csv >/dev/null 2>&1
  cmp spoilt/findings.csv first/findings.csv && cmp spoilt/documents.csv first/documents.csv
}
while IFS='|' read -r name why sql; do
  spoilt "$sql"
  says "a store with $name" 2 "$why" report spoilt
  says "and merged" 2 "$why" merge spoilt -o joined
  rm -rf joined
done <<'CASES'
a text that is too short|the store is damaged: its text|UPDATE content SET text = 'x' WHERE text NOT NULL
a text that is none|audit.sqlite: is damaged: what it says is no text|UPDATE content SET text = CAST(x'ff' || text AS TEXT) WHERE text NOT NULL
units of another text|the store is damaged: its text or units|UPDATE content SET units = x'4c4c5531ffffff00ffffff000260' WHERE units NOT NULL
a report that is none|its report cannot be read|UPDATE content SET report = '{}'
a path that is no text|audit.sqlite: is damaged: what it says is no text|UPDATE document SET path = CAST(x'ff' AS TEXT)
a view for a table|views? .*prohibited|ALTER TABLE content RENAME TO other; CREATE VIEW content AS SELECT * FROM other
CASES
spoilt 'CREATE TRIGGER evil AFTER UPDATE ON run BEGIN UPDATE document SET path = zeroblob(9), platform = randomblob(9); DELETE FROM finding; END'
is 'a store with a trigger, which does nothing' unharmed
spoilt "UPDATE metadata_column SET name = CAST(x'ff' AS TEXT); UPDATE metadata SET value = CAST(x'fe' AS TEXT)"
is 'a store with metadata that are no text' unharmed

# --- nothing leaves the machine
no_network() {
  strace -f -e trace=network -o calls "$LOANLENS" audit ${LOANLENS_MORE:+"$LOANLENS_MORE"} in -o traced >/dev/null 2>&1
  ! grep -E 'AF_INET|AF_NETLINK|connect\(' calls
}
if [ -z "${LOANLENS_MORE-}" ] && command -v strace >/dev/null && strace -o /dev/null true 2>/dev/null; then
  is 'no network call' no_network
  is 'by an audit that did its work' test -s traced/findings.csv
  # Killed between the first commit of a new store and the making of its journal.
  strace -f -o calls -P "$PWD/early/audit.sqlite-wal" -e trace=openat -e inject=openat:error=EIO:signal=KILL \
    "$LOANLENS" audit in -o early >/dev/null 2>&1
  is 'killed as it made its store' grep -q SIGKILL calls
  run audit in -o early >/dev/null 2>&1
  is 'an audit goes on from there' test -s early/findings.csv
  # Interrupted as it writes its tables.
  strace -f -o calls -P late/units.csv -e trace=rename,renameat,renameat2 -e inject=rename,renameat,renameat2:signal=INT:when=1 \
    "$LOANLENS" audit in -o late >/dev/null 2>late.err
  is 'one interrupt among the tables is answered' grep -q 'the tables are being written' late.err
  is 'and the tables are all there' test -s late/findings.csv -a -s late/documents.csv -a -s late/units.csv -a -s late/index.html
else
  skip 'no network call' 'strace cannot be used here'
fi

# --- killed, and on again
run audit in -o whole -j 2 >/dev/null 2>&1
kill_at() {
  "$LOANLENS" audit ${LOANLENS_MORE:+"$LOANLENS_MORE"} in -o killed -j 2 >/dev/null 2>&1 &
  local pid=$!
  sleep "$1"
  kill -KILL $pid 2>/dev/null
  wait $pid 2>/dev/null
}
for delay in 0.05 0.1 0.15 0.2 0.25; do
  kill_at $delay
done
run audit in -o killed -j 2 >/dev/null 2>&1
is 'killed five times, the same' same whole killed
is 'and whole' sql_is killed 'PRAGMA integrity_check' ok

finish
