#!/usr/bin/env bash
# What readers load late (converters, CMaps, fonts, OCR data) is there inside the sandbox: every encoding and every format gives
# the same report inside it and outside.
# shellcheck source=tests/cli/lib.sh
. "${0%/*}/lib.sh"

hans='借款协议
第一条 您同意平台读取并上传您的手机通讯录。
第二条 逾期后，平台可以联系您通讯录中的联系人进行催收。
第三条 平台可以将您的个人信息提供给合作机构、关联公司以及其他第三方，用于贷款推荐、风险评估和贷后管理。
'
hant='隱私政策
第一條 貸款人可以讀取並上傳借款人的手機通訊錄，並將其個人資料提供予第三方作營銷之用。
第二條 借款人逾期時，貸款人可聯絡其親友催收。本條款適用於聯徵中心之查詢。
'
for code in UTF-8 UTF-16 UTF-16LE UTF-16BE GB18030 GBK UTF-32; do
  printf '%s' "$hans" | iconv -f UTF-8 -t $code >"hans-$code.txt"
  printf '<!DOCTYPE html><meta charset="%s"><p>%s</p>' $code "$hans" | iconv -f UTF-8 -t $code >"hans-$code.html"
done
for code in BIG5 BIG5-HKSCS; do
  printf '%s' "$hant" | iconv -f UTF-8 -t $code >"hant-$code.txt"
  printf '<!DOCTYPE html><meta charset="%s"><p>%s</p>' $code "$hant" | iconv -f UTF-8 -t $code >"hant-$code.html"
done
rm -f hans-UTF-32.html hans-UTF-16LE.html hans-UTF-16BE.html # without a mark no browser takes them for what they are

# A PDF that embeds no font and names a CMap of poppler-data.
python3 - "$hans" "$hant" <<'PY'
import sys

def pdf(name, words, font, order, cmap, code):
    lines = [line.encode(code).hex() for line in words.strip().split("\n")]
    drawn = "BT /F 12 Tf 18 TL 50 780 Td " + " ".join(f"<{line}> Tj T*" for line in lines) + " ET"
    objects = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
               "<</Type/Page/Parent 2 0 R/MediaBox[0 0 900 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
               f"<</Length {len(drawn)}>>\nstream\n{drawn}\nendstream",
               f"<</Type/Font/Subtype/Type0/BaseFont/{font}/Encoding/{cmap}/DescendantFonts[6 0 R]>>",
               f"<</Type/Font/Subtype/CIDFontType0/BaseFont/{font}/CIDSystemInfo<</Registry(Adobe)/Ordering({order})/Supplement 2>>/FontDescriptor 7 0 R>>",
               f"<</Type/FontDescriptor/FontName/{font}/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 90>>"]
    out, places = b"%PDF-1.5\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body.encode())
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % p for p in places)
    out += b"trailer <</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    open(name, "wb").write(out)

pdf("hans-font.pdf", sys.argv[1], "STSong-Light", "GB1", "GBK-EUC-H", "gbk")
pdf("hans-unicode.pdf", sys.argv[1], "STSong-Light", "GB1", "UniGB-UCS2-H", "utf-16-be")
pdf("hant-font.pdf", sys.argv[2], "MSung-Light", "CNS1", "ETen-B5-H", "big5")
PY

if "$LOANLENS" doctor | grep -q '^ok .*Landlock'; then
  is 'there is a sandbox to be in' true
else
  skip 'there is a sandbox to be in' 'this kernel has no Landlock'
fi
same() { # FILE OPTION...: the reports inside and outside, and what is found
  run check --json=inside.json --fail-on never --force "$@" >/dev/null 2>&1
  run check --json=outside.json --fail-on never --force --no-sandbox "$@" >/dev/null 2>&1
  cmp inside.json outside.json && jq -e '.document.status == "complete" and ([.findings[].type] | index("contacts_read") != null)' inside.json
}
for file in hans-*.txt hans-*.html hant-*.txt hant-*.html *.pdf; do
  is "$file" same "$file"
done
for file in qinghe-loan.docx qinghe-loan-chromium.pdf; do
  is "$file" same "$LOANLENS_SOURCE/corpus/qinghe/$file"
done
if "$LOANLENS" doctor | grep -q '^ok .*OCR'; then
  read_picture() {
    cp "$LOANLENS_SOURCE/tests/fixtures/screen-hans.png" page.png
    run check --ocr --timeout=0 --json=inside.json --fail-on never --force page.png >/dev/null 2>&1
    run check --ocr --timeout=0 --json=outside.json --fail-on never --force --no-sandbox page.png >/dev/null 2>&1
    cmp inside.json outside.json && jq -e '.document.characters > 50 and (.findings | map(select(.source == "ocr")) | length > 0)' inside.json
  }
  is 'OCR' read_picture
else
  skip 'OCR' 'no OCR here'
fi

finish
