#!/usr/bin/env bash
# What is analysed again and what is not; folders that cannot be written; files that do not stay; two at once.
# shellcheck source=tests/cli/lib.sh
. "${0%/*}/lib.sh"

mkdir -p in
for i in 1 2 3 4; do
  printf '借款协议 %s\n第一条 您同意平台读取并上传您的手机通讯录，编号%s。\n' "$i" "$i" >"in/$i.txt"
done
: >in/empty.txt
sql() {
  sqlite3 "$1/audit.sqlite" "$2"
}
# Contents analysed by the last run.
fresh() {
  local got
  got=$(sql "$1" 'SELECT count(*) FROM content WHERE run = (SELECT max(id) FROM run)')
  echo "$got analysed"
  [ "$got" -eq "$2" ]
}

# --- again
says 'a run' 3 '5 inputs: 4 analysed' audit in -o out
is 'analyses all' fresh out 5
says 'the same again' 3 '5 inputs' audit in -o out
is 'nothing' fresh out 0
says 'more workers, other formats, another language' 3 '5' audit in -o out -j 2 --format csv,sarif --lang zh
is 'nothing' fresh out 0
says 'what failed' 3 '5 inputs' audit in -o out --retry-failed
is 'alone' fresh out 1
# A sanitizer needs all addresses, so it runs with --memory=0 throughout.
memory=--memory=1500
[ -z "${LOANLENS_MORE-}" ] || memory=
for option in --law=none --document-language=zh --timeout=50 $memory --max-size=100 --max-pages=300 --encoding=UTF-8 --redact; do
  says "with $option" 3 '5 inputs' audit in -o "with$option" "$option"
  says 'and without' 3 '5 inputs' audit in -o "with$option"
  is 'all' fresh "with$option" 5
done
mkdir -p pack/zh
cat >pack/zh/contacts_read.yaml <<'YAML'
type: contacts_read
rules:
  - id: zh.contacts_read.number
    match: ['编号2']
    examples:
      match: ['编号2。']
      no_match: ['编号3。']
YAML
says 'with a rule more' 3 '5 inputs' audit in -o out --rules pack
is 'all' fresh out 5
is 'by it' bash -c "sqlite3 out/audit.sqlite \"SELECT rule FROM finding\" | grep -q contacts_read"
sed -i 's/编号2/编号3/g; s/no_match: .*/no_match: ["编号4。"]/' pack/zh/contacts_read.yaml
run audit in -o out --rules pack >/dev/null 2>&1
is 'all' fresh out 5
run audit in -o out >/dev/null 2>&1
sql out "UPDATE run SET tool = '0.0.9', key = 'of another version'; UPDATE content SET key = 'of another version'"
says 'after a run of another version' 3 '5 inputs' audit in -o out
is 'all' fresh out 5
printf '借款协议 1\n第一条 我们不会读取您的通讯录。\n' >in/1.txt
says 'a changed file' 3 '5 inputs' audit in -o out
is 'alone' fresh out 1

# --- stores of different runs
run audit in -o part1 --shard 1/2 >/dev/null 2>&1
run audit in -o part2 --shard 2/2 --rules pack >/dev/null 2>&1
says 'shards of different rules are not merged' 2 'made with other rules' merge part1 part2 -o merged
says 'unless told' 3 '5 inputs' merge part1 part2 -o merged --mixed

# --- no text
says 'text that was not kept' 3 'The text of 4 documents was not kept' audit in -o bare --no-text
says 'is missed by report' 3 '有 4 份文件的文字未保存' report bare --lang zh
says 'where it is wanted' 3 '^Results' report bare --format jsonl
is 'only' bash -c "! \"$LOANLENS\" report bare --format jsonl 2>&1 | grep -q kept"

# --- folders that cannot be written
if [ "$(id -u)" -eq 0 ] && mkdir -p sealed && mount -t tmpfs -o size=8m none sealed 2>/dev/null; then
  run audit in -o sealed/old >/dev/null 2>&1
  mount -o remount,ro sealed
  says 'a read-only folder' 2 'Read-only' audit in -o sealed/new
  says 'an audit that became read-only' 2 'Read-only|readonly' audit in -o sealed/old
  says 'its report' 2 'Read-only|readonly' report sealed/old
  mount -o remount,rw sealed
  says 'nothing was lost' 3 '5 inputs' audit in -o sealed/old
  is 'nor done twice' fresh sealed/old 0
  umount sealed
else
  skip 'a read-only folder' 'no tmpfs can be mounted here'
fi

# --- a file that does not stay as it is
mkdir moving
cp in/2.txt moving/2.txt
truncate -s 200M moving/growing.txt
(while [ ! -e stop ]; do printf x >>moving/growing.txt; done) &
writer=$!
says 'a file that changes while it is read' 3 '2 inputs: 1 analysed' audit moving -o moved
touch stop
wait $writer
is 'says so' test "$(sql moved "SELECT fault || ': ' || message FROM document WHERE path = 'growing.txt'")" = 'unreadable: changed while it was read'

# --- two at once
mkdir many
for i in $(seq 1 400); do
  printf '借款协议 %s\n第一条 您同意平台读取并上传您的手机通讯录，编号%s。\n' "$i" "$i" >"many/$i.txt"
done
"$LOANLENS" audit ${LOANLENS_MORE:+"$LOANLENS_MORE"} many -o both -j 1 >/dev/null 2>&1 &
first=$!
while [ ! -s both/audit.sqlite-wal ] && kill -0 $first 2>/dev/null; do sleep 0.01; done
kill -STOP $first
says 'a second audit of the same folder is refused' 2 'another loanlens is working on it' audit many -o both
says 'so is its report' 2 'another loanlens is working on it' report both
says 'and its merge' 2 'another loanlens is working on it' merge both -o elsewhere
kill -CONT $first
wait $first
is 'the first one ends well' test "$(sql both 'SELECT inputs, analysed FROM run')" = '400|400'

finish
