#!/usr/bin/env bash
# Attack on the reader of the report: documents and file names that try to reach the terminal, the spreadsheet or
# the browser, through every output. attack.py holds what each output may hold.
# shellcheck source=tests/cli/lib.sh
. "${0%/*}/lib.sh"
look() {
  python3 "$LOANLENS_SOURCE/tests/cli/attack.py" "$@"
}

look make in || { echo 'Bail out! the documents could not be made'; exit 1; }
mapfile -d '' -t inputs < <(find in -type f -print0 | sort -z)
is 'there are attackers' test "${#inputs[@]}" -gt 20

# shows NAME KIND ARGUMENTS...: both channels of the program hold nothing that attacks the reader of KIND.
shows() {
  local name=$1 kind=$2
  shift 2
  run "$@" >out.txt 2>err.txt </dev/null
  is "$name" look "$kind" out.txt
  is "$name: messages" look terminal err.txt
}
for lang in zh en; do
  shows "words, $lang" terminal check --lang $lang --fail-on never "${inputs[@]}"
  shows "one line a document, $lang" terminal check --lang $lang --brief --fail-on never "${inputs[@]}"
  shows "quiet, $lang" terminal check --lang $lang --quiet --fail-on never "${inputs[@]}"
done
shows 'JSON' json check --json --fail-on never "${inputs[@]}"
for option in html letter text; do
  run check --$option=$option/ --fail-on never "${inputs[@]}" >out.txt 2>err.txt </dev/null
  is "$option into a folder" look terminal out.txt
  is "$option into a folder: messages" look terminal err.txt
done
for input in "${inputs[@]:0:60}"; do run check --letter=letter.txt --fail-on never --force "$input" >/dev/null 2>&1 && cat letter.txt >>letters.txt; done
is 'letters as text' look terminal letters.txt
is 'pages' look html html/*
is 'letters' look html letter/*
shows 'comparison' terminal diff "${inputs[0]}" "${inputs[1]}"
shows 'comparison as JSON' json diff --json "${inputs[0]}" "${inputs[1]}"
run diff --html=diff.html "${inputs[0]}" "${inputs[1]}" >/dev/null 2>&1
is 'comparison as a page' look html diff.html
run diff --html=diff2.html "${inputs[2]}" in/plain.txt >/dev/null 2>&1
is 'comparison with another' look html diff2.html

# Names that are not there, options with such values.
evil=$'\033[31mred\033]0;title\007\302\233\342\200\256exe.txt\377'
shows 'a missing file' terminal check "$evil"
shows 'a missing folder' terminal audit "$evil" -o out0
shows 'an output that cannot be made' terminal check "--html=nowhere/$evil/x.html" in/plain.txt
shows 'an option that is none' terminal check "--$evil"
shows 'a value that is none' terminal check --law "$evil" in/plain.txt
shows 'a report of nothing' terminal report "$evil"

# --- audit
formats=csv,jsonl,html,sarif
if "$LOANLENS" doctor | grep -q '^ok .*XLSX'; then formats=$formats,xlsx; fi
printf 'path,"q""<b>\\\t=1",=date,platform\nplain.txt,"=1+1","<img src=x onerror=alert(1)>","@x\033[31m"\n' >meta.csv
shows 'audit' terminal audit in -o out --format $formats --metadata meta.csv
is 'every attacker is a row' look rows out/documents.csv "${#inputs[@]}"
is 'CSV' look csv out/*.csv
is 'lines of JSON' look json out/reports.jsonl
is 'SARIF' look json out/audit.sarif
is 'description of the tables' look json out/datapackage.json
mapfile -d '' -t pages < <(find out/documents -name '*.html' -print0)
is 'pages of documents' look html "${pages[@]}"
is 'index' look index out/index.html
if [ -e out/audit.xlsx ]; then is 'XLSX' look xlsx out/audit.xlsx; fi
shows 'report again' terminal report out --format $formats
is 'on a terminal, with progress' look tty audit in -o out2 --format csv
is 'on a terminal, checked' look tty check --fail-on never "${inputs[@]}"

finish
