#!/usr/bin/env bash
# The command line of check, rules, doctor and diff: bad input, outputs, exit statuses.
# shellcheck source=tests/cli/lib.sh
. "${0%/*}/lib.sh"

# --- documents of our own making
risky='第一条 您同意平台读取并上传您的手机通讯录，并可以在逾期时联系通讯录中的任何人。
第二条 本协议为借款协议，借款人应当按期还款。'
printf '%s\n' "$risky" >risky.txt
printf '借款协议\n第一条 借款人应当按期归还借款本金和利息，出借人应当按约定发放借款。\n' >plain.txt
: >empty.txt
head -c 3000 /dev/urandom >rubbish.bin
mkdir folder
pdf=$LOANLENS_SOURCE/corpus/chishui/chishui-contacts-chromium-fine.pdf

# json FILTER ARGUMENTS...: what check --json says of them fits the filter.
json() {
  local filter=$1
  shift
  run check --json "$@" | jq -e -s "$filter"
}
no_colour() {
  ! run check "$@" 2>&1 | grep -q $'\033'
}
as_read() {
  run check --text=- --fail-on never "$1" | cmp - "$1"
}
from_stdin() {
  json '.[0].document.path == "stdin" and .[0].verdict.counts.contacts_read >= 1' - <risky.txt
}
full_disk() {
  run check --json risky.txt >/dev/full
  [ $? -eq 2 ]
}
two_lines() {
  [ "$(wc -l <"$1")" -eq 2 ]
}
untouched() {
  [ ! -e missing.txt ] && grep -q 通讯录 risky.txt
}

# --- usage
says 'no command' 2 'loanlens check' ''
says 'unknown command' 2 'unknown command frobnicate' frobnicate
for command in check audit report merge diff rules doctor; do
  says "help of $command" 0 "loanlens $command" "$command" --help
  says "version of $command" 0 '^loanlens [0-9]' "$command" --version
  says "help of $command in Chinese" 0 '退出状态' "$command" --lang zh -h
  says "unknown option of $command" 2 'unknown option --frobnicate' "$command" --frobnicate
done
says 'no document' 2 'no document given' check
says 'option without its value' 2 'law needs a value' check plain.txt --law
says 'value for a flag' 2 'quiet takes no value' check plain.txt --quiet=yes
says 'wrong value' 2 'timeout: not a value for it: soon' check --timeout soon plain.txt
says 'unknown law' 2 'law: not a value' check --law XX plain.txt
says 'unknown encoding' 2 'encoding: not known' check --encoding KLINGON-8 plain.txt
says 'language without rules' 2 'no rules for xx' check --document-language xx plain.txt
says 'missing password file' 2 'nowhere' check --password-file nowhere plain.txt
says 'an address' 2 'never uses the network' check https://example.com/agreement.pdf
says 'a folder' 2 'loanlens audit' check folder
says 'standard input twice' 2 'once only' check - -

# --- documents
says 'risky' 1 'phone book' check risky.txt
says 'plain' 0 'none' check plain.txt
says 'risky, never' 0 'phone book' check --fail-on never risky.txt
says 'in Chinese' 1 '通讯录' check --lang zh risky.txt
says 'missing file' 3 'could not be opened' check missing.txt
says 'empty file' 3 'nothing in it' check empty.txt
says 'rubbish' 3 'does not read' check rubbish.bin
printf '%s\n' "$risky" | iconv -t GBK | iconv -f LATIN1 -t UTF-8 >garbled.txt
is 'what cannot be read is of no kind, and of no language' json '.[0].document |
  .status == "not_analysed" and .kind == null and [.reasons[].code] == ["garbled"]' garbled.txt
says 'missing beats risky' 3 'phone book' check risky.txt missing.txt
is 'every input has its report' json 'length == 5 and ([.[].document.reasons[0].code] |
  .[1] == "unreadable" and .[2] == "empty" and .[3] == "unknown_format")' \
  risky.txt missing.txt empty.txt rubbish.bin plain.txt
is 'standard input' from_stdin
marked_stdin() {
  run check --fail-on=never --pdf=marked.pdf - <"$pdf" && json '.[0].verdict.counts.contacts_read >= 1' marked.pdf
}
is 'standard input, read again to be marked' marked_stdin
is 'a pipe' run check --brief --fail-on never <(cat risky.txt)
if [ "$(id -u)" -ne 0 ]; then
  cp plain.txt locked.txt
  chmod 000 locked.txt
  says 'no permission' 3 'could not be opened' check locked.txt
else
  skip 'no permission' 'root may read everything'
fi

# --- PDFs
size=$(stat -c %s "$pdf")
for share in 10 50 90 99; do
  head -c $((size * share / 100)) "$pdf" >"cut$share.pdf"
  is "PDF cut at $share %" json '.[0].document.status != null' "cut$share.pdf"
done
head -c 300 "$pdf" >head.pdf
says 'PDF of a head only' 3 'damaged' check head.pdf
tail -c +2000 "$pdf" >beheaded.pdf
is 'PDF without its beginning' json '.[0].document | .format == "pdf" and .status != "complete" and
  (.reasons | any(.code == "damaged_page"))' beheaded.pdf
head -c $((size - 4000)) beheaded.pdf >piece.pdf
says 'a piece of a PDF' 3 'a piece of a PDF' check piece.pdf
for place in 700 5000 20000; do
  cp "$pdf" flipped.pdf
  printf '\377\000\377' | dd of=flipped.pdf bs=1 seek=$place conv=notrunc status=none
  is "PDF flipped at $place" json '.[0].document.status != null' flipped.pdf
done
if command -v qpdf >/dev/null; then
  qpdf --encrypt open secret 256 -- "$pdf" user.pdf
  qpdf --encrypt '' secret 256 -- "$pdf" owner.pdf
  printf 'open\n' >password
  printf 'wrong\n' >wrong
  says 'PDF with a password' 3 'password' check user.pdf
  says 'PDF with the right password' 1 'phone book' check --password-file password user.pdf
  # At a terminal it is asked for, and every output gets it. $1: what is typed.
  typed() {
    python3 - "$@" <<'END'
import os, pty, select, sys
child, terminal = pty.fork()
if child == 0:
    os.execv(os.environ["LOANLENS"], ["loanlens", "check", *filter(None, [os.environ.get("LOANLENS_MORE")]),
                                      "--fail-on=never", "--pdf=typed.pdf", "--json=typed.json", "user.pdf"])
seen, told = b"", False
while select.select([terminal], [], [], 60)[0]:
    try:
        seen += os.read(terminal, 4096)
    except OSError:
        break
    if b"password" in seen and not told:
        os.write(terminal, sys.argv[1].encode() + b"\n")
        told = True
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
END
  }
  is 'a password is asked for at the terminal' typed open
  is 'the marked copy is made with it' sh -c 'qpdf --password=open --check typed.pdf && jq -e ".findings | length > 0" typed.json'
  rm -f typed.pdf
  says 'PDF with a wrong password' 3 'password' check --password-file wrong user.pdf
  says 'PDF that the owner locked' 1 'phone book' check owner.pdf
  printf '%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R>>endobj\n4 0 obj<</Length 30>>stream\n0 0 0 rg 20 20 160 160 re f   \nendstream endobj\ntrailer<</Root 1 0 R>>\n' >ink.txt
  qpdf ink.txt scan.pdf 2>/dev/null
  says 'PDF without text' 3 'picture' check scan.pdf
else
  skip 'PDFs with passwords' 'no qpdf'
fi

# --- outputs
says 'the next word is no value' 1 '"path":"risky.txt"' check --json risky.txt
is 'and is left alone' grep -q 通讯录 risky.txt
says 'an output that is the input' 2 'is one of the documents' check --json=risky.txt risky.txt
says 'by another name' 2 'is one of the documents' check --html=./folder/../risky.txt risky.txt
ln -s risky.txt link.txt
says 'by a link' 2 'is one of the documents' check --json=link.txt risky.txt
says 'an input that is not there' 2 'is one of the documents' check --json=missing.txt missing.txt
is 'nothing was written' untouched
says 'several into one page' 2 'several documents need a folder' check --html=page.html risky.txt plain.txt
says 'nowhere to write' 2 'No such file' check --html=nowhere/page.html risky.txt
says 'two outputs on standard output' 2 'only one output' check --json --html=- risky.txt
says 'the same output twice' 2 'asked for twice' check --json=x --text=x risky.txt
echo mine >mine.html
says 'a file of others' 2 'was not written by loanlens' check --html=mine.html risky.txt
is 'stays' grep -q mine mine.html
says 'with force' 1 'phone book' check --force --html=mine.html risky.txt
is 'is replaced' grep -q '<title>' mine.html
says 'ours is replaced without' 1 'phone book' check --html=mine.html risky.txt
if python3 -c 'import os; os.setxattr("mine.html", "user.test", b"x")' 2>/dev/null; then
  says 'a text' 1 'phone book' check --text=own.txt risky.txt
  says 'is replaced, too' 1 'phone book' check --text=own.txt risky.txt
  is 'and is the text to the byte' cmp own.txt risky.txt
  echo note >>own.txt
  says 'but not one that a person changed' 2 'was not written by loanlens' check --text=own.txt risky.txt
  is 'which stays' grep -q note own.txt
else
  skip 'a text is replaced' 'this file system has no attributes'
fi
cp risky.txt folder/risky.txt
says 'two of a name into a folder' 1 'phone book' check --html=pages/ --json=all.jsonl risky.txt folder/risky.txt
is 'become one page' test -s pages/risky.txt.loanlens.html
is 'and another' test -s pages/risky.txt-2.loanlens.html
is 'and one file of lines' two_lines all.jsonl
says 'pages beside' 1 '^loanlens: wrote risky.txt.loanlens.html$' check --html risky.txt
named_is_not_told() {
  ! run check --html=page.html --brief risky.txt 2>&1 | grep wrote
}
is 'a name that was given is not told' named_is_not_told
is 'are named after the document' test -s risky.txt.loanlens.html
is 'the text as read' as_read risky.txt
is 'JSON and nothing else' json '.[0].schema == "loanlens.report/1"' --fail-on never risky.txt
is 'a full disk is told' full_disk
is 'no colour in a pipe' no_colour risky.txt
name=$(printf 'a\nb\033[31m\377.txt')
cp risky.txt "$name"
is 'names cannot reach the terminal' no_colour "$name" $'\033[31mmissing'
printf 'xyz\n' >aside
says 'a list that is not there' 2 'suppress: .*quince' check --suppress quince risky.txt
says 'a bad list of what is set aside' 2 'aside:1' check --suppress aside risky.txt
print=$(run check --json risky.txt | jq -r '.findings[0].fingerprint')
says 'each finding says how to set it aside' 1 "  $print your reason" check --lang en risky.txt
says 'and so does the page' 1 "<code>$print your reason</code>" check --lang en --html=- risky.txt
echo "$print looked at" >aside
is 'what is set aside says why' json '.[0].findings[0].suppressed.reason == "looked at"' --suppress aside risky.txt
printf '借款协议\n第一条 为办理借款，您同意我们读取您的手机通讯录，并且每天更新一次。\n' >whole.txt
says 'a letter' 1 '' check --brief --letter=whole.html whole.txt
is 'quotes whole sentences' grep -q '“为办理借款，您同意我们读取您的手机通讯录，并且每天更新一次”' whole.html
title() { # TEXT TITLE: what a document of the text is called
  printf '%b' "$1" >named.txt
  json "(.[0].document.title // \"null\") == \"$2\"" named.txt
}
printf '某某平台\n一、借款\n请按页面提示操作。\n' >clause.txt
is 'a button of a page is no title' title '返回\n注册协议\n欢迎您注册。\n' 注册协议
is 'nor a field to fill in' title '姓名：\n电话：\n借款协议\n第一条 借款。\n' 借款协议
is 'nor a date' title 'Last updated: 1 May 2024\nHello\nA text of no kind.\n' null
is 'nor a clause' title '某某平台\n一、借款\n本平台提供借款。\n' 某某平台
is 'a clause on loans makes no agreement' json '.[0].document.kind == "other"' clause.txt
is 'nor a sentence' title '某某平台\n请您先读本借款协议，再注册。\n第一条 借款。\n' 某某平台
is 'the name may stand below the firm' title '某某小额贷款公司\n个人借款合同\n第一条 借款。\n' 某某小额贷款公司个人借款合同
printf '青松借款服务协议\n第一条 本《青松借款服务协议》自点击之日起生效。详见《青松借款服务协议》。详见《青松隐私政策》。\n' >own.txt
references() { # TEXT NAMES: what it refers to
  printf '%b' "$1" >named.txt
  json ".[0].document.references == [$2]" named.txt
}
is 'a name ends with its capitals' references \
  'Loan Agreement\nYour data are used in accordance with our Privacy Policy and the law.\nFees are subject to terms and conditions detailed above.\nRead our Terms and Conditions of Use carefully.\n' \
  '"Privacy Policy", "Terms and Conditions of Use"'
is 'in Indonesian, too' references \
  'PERJANJIAN PINJAMAN\n\nPasal 1. Kami memproses data sesuai dengan Kebijakan Privasi kami dan sesuai ketentuan hukum yang berlaku.\n' '"Kebijakan Privasi"'
is 'a longer title is its own name' references \
  'Kebijakan Privasi Dana Sawo\nKami memproses data Anda sesuai dengan Kebijakan Privasi.\n' ''
is 'a policy means itself' references 'Diperbarui: 1 Januari 2024\nKebijakan Privasi ini berlaku bagi Anda.\nKami memproses data pribadi Anda sesuai dengan Kebijakan Privasi.\n' ''
is 'its own name is no other document' json '.[0].document.references == ["青松隐私政策"]' own.txt
{
  printf '青松借款协议\n第一条 我们会把您的姓名和手机号提供给合作机构。撤回同意的办法以《青松隐私政策》写明的为准。\n'
  for i in {2..80}; do printf '第%d条 借款人应当按期足额归还借款本金和利息。\n' "$i"; done
} >elsewhere.txt
says 'what is not said here may stand elsewhere' 0 'It does not say\. It may stand in a document that it refers to: 青松隐私政策' \
  check --lang en elsewhere.txt
run check --lang zh --html=elsewhere.html elsewhere.txt >/dev/null 2>&1
is 'and so may what is missing' grep -q '全文都没有找到。可能写在它提到的文件里：青松隐私政策。' elsewhere.html
printf '借款协议\n第一条 您逾期的，我们有权在网站上公布您的姓名和欠款金额。\n' >public.txt
says 'publishing is not calling' 1 'they may make your debt public, so' check --lang en public.txt
says 'nor giving to a firm' 1 'Anyone: it says they may make your debt public' check --lang en public.txt
printf '%s\n' '隐私政策' '平台不会向任何第三方提供您的个人信息，但下列情形除外：' '1、该第三方是本公司的关联公司。' \
  '2、您选用下列产品的，我们会把所需的信息推送给运营方，运营方包括：' '（1）青松融资租赁有限公司；' >stems.txt
is 'what a clause leans on leaves out what stands between' \
  json '[.[0].findings[] | select(.quote != null and (.quote | startswith("青松"))) | .stem.quote] | length > 0 and all(contains("关联公司") | not)' stems.txt
says 'a PDF cannot be redacted' 2 'cannot be redacted' check --redact --pdf "$pdf"

# --- pages and a letter of two kilobytes that unpack to 256 MiB
if [ -z "${LOANLENS_MORE:-}" ]; then
  for name in page letter; do
    is "a $name that unpacks to too much is not unpacked whole" json '.[0].document.status == "complete" and (.[0].findings | length) == 5' \
      --memory=400 "$LOANLENS_SOURCE/tests/fixtures/pdf/bomb-$name.pdf"
  done
  is 'and one that the library fills its memory with says so' json '.[0].document | .status == "not_analysed" and .reasons[0].code == "memory"' \
    --memory=400 "$LOANLENS_SOURCE/tests/fixtures/pdf/bomb-states.pdf"
fi

# --- rules
run rules list >list.txt
is 'rules are listed' grep -q '^C01 ' list.txt
says 'what cannot be explained, and where names stand' 2 'loanlens rules list names them' rules explain contacts
says 'a type is explained' 0 'phone' rules explain C01
says 'a rule is explained' 0 'examples' rules explain zh.contacts_read.grant
says 'what a rule looks for, in words' 0 '‹access› … ‹contact_list›' rules explain zh.contacts_read.grant
says 'a rule with its law' 0 'CN    Personal Information Protection Law, art. 6' rules explain --lang en zh.contacts_read.grant
says 'a rule with what moves its severity' 0 'for debt collection): ‹collection_purpose›' rules explain --lang en zh.contacts_read.grant
says 'an absence with when it speaks' 0 'least so many characters: 1500' rules explain --lang en zh.recipient_list.absent
says 'unknown type' 2 'no type or rule' rules explain frobnicate
says 'unknown action' 2 'list, explain' rules frobnicate
says 'the shipped rules hold' 0 ' 0 failed' rules test
says 'a rule that is not there is not tested' 2 'no rule or file' rules test nosuch
says 'one file of rules is tested' 0 '^[1-9].* rules' rules test zh/contacts_read.yaml
costs() { # of a rule: units run, spared, hits
  run rules profile "${@:2}" | awk -v rule="$1" '$5 == rule { print $2, $3, $4 }'
}
is 'a rule is profiled' test "$(costs zh.contacts_read.grant risky.txt)" = '1 1 1'
is 'on two documents' test "$(costs zh.contacts_read.grant risky.txt plain.txt risky.txt | cut -d ' ' -f 3)" = 2
iconv -f UTF-8 -t GB18030 risky.txt >risky-gb.txt
is 'in any encoding' test "$(costs zh.contacts_read.grant --encoding=GB18030 risky-gb.txt)" = '1 1 1'
says 'nothing to profile' 2 'no file given' rules profile
says 'a missing document is named' 2 '^loanlens: nowhere.txt: ' rules profile nowhere.txt
says 'and one that is none' 2 '^loanlens: rubbish.bin: ' rules lint rubbish.bin
says 'a bomb is refused' 2 'bomb.docx: .*unpacks to far more' rules profile "$LOANLENS_SOURCE/tests/fixtures/bomb.docx"
says 'a PDF is profiled in the sandbox' 0 'zh.contacts_read.grant' rules profile "$pdf"
says 'pages of a document are limited' 2 'the limit is 1' rules profile --max-pages=1 "$LOANLENS_SOURCE/tests/fixtures/pdf/running.pdf"
if [ -z "${LOANLENS_MORE:-}" ]; then # sanitizers are slow, and slow expressions are complained of
  says 'the shipped rules have no complaints' 0 ', 0 complaints' rules lint --lang en
  says 'rules that fire on no document are named' 2 'zh[.][a-z_.]*: fires on none of 1 documents' rules lint risky.txt
  says 'memory of a document is limited' 2 'plain.txt: needed more than 100 MiB' rules profile --memory=100 plain.txt
fi

# A small pack that adds one rule: $1 is its file.
pack() {
  rm -rf pack
  mkdir -p pack/zh
  printf 'zh/contacts_read.yaml\n' >pack/pack.list
  printf '%b' "$1" >pack/zh/contacts_read.yaml
}
head='type: contacts_read\nrules:\n  - id: zh.contacts_read.own\n'
pack "${head}    match: ['通讯录簿册']\n    examples:\n      match: ['我们读取您的通讯录簿册。']\n"
says 'a pack of one rule' 0 ' 0 failed' rules test --rules pack
pack "${head}    match: [ '通讯录\n"
says 'YAML error' 2 'contacts_read.yaml:[0-9]+: ' check --rules pack plain.txt
pack "${head}    match: ['通讯录']\n    colour: red\n"
says 'unknown key' 2 'contacts_read.yaml:5: .*colour' check --rules pack plain.txt
pack "type: phone_book\nrules:\n  - id: zh.phone_book.own\n    match: ['通讯录']\n"
says 'unknown type in a pack' 2 'contacts_read.yaml:[0-9]+: .*phone_book' check --rules pack plain.txt
pack "${head}    match: ['通讯录(']\n"
says 'bad expression' 2 'contacts_read.yaml:4: ' check --rules pack plain.txt
pack "${head}    match: ['通讯录簿册']\n    examples:\n      match: ['没有这个词。']\n"
says 'failing example' 2 'contacts_read.yaml:6: .*example' check --rules pack plain.txt
mkdir -p lists/lexicon && printf 'entries:\n  partner: 甲乙丙\n' >lists/lexicon/zh.yaml
says 'a word list that takes the place of a shipped one is named when examples fail' 2 \
  'lexicon/zh.yaml:2: partner: replaces .*rules/lexicon/zh.yaml:[0-9]+' rules test --rules lists
# The same with the shipped types, so that it can stand alone.
alone() {
  pack "$1"
  cp "$LOANLENS_SOURCE"/rules/{types,severity,law,kinds}.yaml pack/
  printf '%s\n' types.yaml severity.yaml law.yaml kinds.yaml zh/contacts_read.yaml >pack/pack.list
}
alone "${head}    match: ['通讯录']\n    grade: [{when: 甲, severity: -1, negation: ignore}]\n"
says 'a grade that need not say so is named by lint' 2 'contacts_read.yaml:3: .*makes nothing worse' rules lint --rules-only pack
alone "${head}    match: ['通讯录']\n    grade: [{when: 甲, severity: +1, negation: ignore}]\n"
is 'one that must say so is not' sh -c '! "$LOANLENS" rules lint --rules-only pack | grep "nothing worse"'
# As written it fits into PCRE2; with the guards that make it quick it would not.
large=$(for i in {1..650}; do printf '甲%d[^。]{0,3}?(?:乙丙丁戊己庚辛壬|子丑寅卯辰巳午未)|' "$i"; done)
alone "${head}    match: ['读取[^。]{0,9}?(?:通讯录|(?:(?:${large%|})[^。]{0,9}?(?:x|y)))']\n"
printf '借款协议\n第一条 我们读取您的通讯录。\n' >large.txt
is 'a rule as large as can be is tried as it is written' json '.[0] | .document.status == "complete" and
  (.findings | any(.rule == "zh.contacts_read.own"))' --rules-only pack large.txt
says 'and lint says that it is too large to be quick' 2 'contacts_read.yaml:3: .*too large to be made quick' rules lint --rules-only pack
# A match keeps 63 groups; those beyond would be lost without a word.
named=$(for i in {1..64}; do printf '甲%d(?<data>乙)|' "$i"; done)
alone "${head}    match: ['读取(?:${named%|})通讯录']\n"
says 'a rule with more groups than a match keeps is refused' 2 'contacts_read.yaml:.*more than 63 groups' rules test --rules-only pack
alone "${head}    match: ['通讯录(?:甲|甲甲)+[乙丙]']\n    examples:\n      match: ['我们读取您的通讯录甲乙。']\n"
says 'a rule that explodes is refused by lint' 2 'contacts_read.yaml:3: .*(repeats without end|slow)' rules lint --rules-only pack
alone "${head}    match: ['通讯录(?:甲|甲甲){1,900}[乙丙]']\n    examples:\n      match: ['我们读取您的通讯录甲乙。']\n"
is 'which a short one is not called' sh -c '! "$LOANLENS" rules lint --rules-only pack | grep "too large"'
says 'one that hides it too' 2 'contacts_read.yaml:3: .*slow on a text of its own words' rules lint --rules-only pack
printf '借款协议\n第一条 我们读取您的通讯录%s丁乙。\n第二条 我们读取您的通讯录甲乙。\n' "$(printf '甲%.0s' {1..900})" >explode.txt
is 'and stopped at run time, naming rule and place' json '.[0] | .document.status == "partial" and
  (.document.reasons | any(.code == "match_limit" and .rule == "zh.contacts_read.own" and .page == 1))' --rules-only pack explode.txt
says 'in words' 3 'zh.contacts_read.own' check --rules-only pack --lang en explode.txt
says 'missing pack' 2 'nowhere' check --rules nowhere plain.txt
says 'both kinds of packs' 2 'exclude each other' check --rules pack --rules-only pack plain.txt

# The README shows the beginning of what is printed.
as_in_readme() {
  local command=${1#loanlens } lines
  sed -n "/^\$ $(sed 's/[/.]/\\&/g' <<<"$1")\$/,/^\`\`\`/p" "$LOANLENS_SOURCE/README.md" | sed '1d;$d' >readme.txt
  lines=$(wc -l <readme.txt)
  # shellcheck disable=SC2086  # words, without blanks in them
  (cd "$LOANLENS_SOURCE" && run $command) 2>&1 | head -n "$lines" >printed.txt
  [ "$lines" -gt 20 ] && diff readme.txt printed.txt
}
is 'README.md shows what is printed' as_in_readme 'loanlens check --lang en corpus/zhuying/zhuying-campus-chromium.pdf'

# --- doctor, diff
says 'doctor' 0 'correct answer needs is here' doctor
says 'diff of one' 2 'name two files' diff risky.txt
says 'diff with nothing' 3 'cannot be compared' diff --lang en risky.txt quince.txt
run diff --lang en risky.txt quince.txt >diffed 2>&1
is 'and nothing is said to be removed' bash -c 'grep -q "cannot be compared" diffed && ! grep -q removed diffed'
says 'diff of the same' 0 'No change' diff risky.txt risky.txt
says 'diff that got worse' 1 'added' diff plain.txt risky.txt
says 'diff quotes the clause, not its first words' 1 '手机通讯录，并可以在逾期时联系' diff plain.txt risky.txt
says 'diff with a missing one' 3 '' diff plain.txt missing.txt
says 'diff output that is an input' 2 'is one of the documents' diff --json=plain.txt plain.txt risky.txt

finish
