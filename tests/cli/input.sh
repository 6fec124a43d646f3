#!/usr/bin/env bash
# What loanlens is given: bombs, circles, absurd counts, formats it does not read, files under other names, a machine without
# poppler's tables.
. "$LOANLENS_SOURCE/tests/cli/lib.sh"

python3 - <<'END'
import zipfile, zlib


def pdf(name, *objects):
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, start)
    open(name, "wb").write(out)


def deflated(piece, times):
    packer = zlib.compressobj(9)
    return b"".join([packer.compress(piece) for _ in range(times)] + [packer.flush()])


def one_page(name, stream):
    pdf(name, CATALOG, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")


CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
pdf("circle.pdf", CATALOG, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>")
pdf("parents.pdf", CATALOG, b"<< /Type /Pages /Kids [3 0 R] /Count 1 /Parent 3 0 R >>",
    b"<< /Type /Pages /Kids [2 0 R] /Count 1 /Parent 2 0 R >>")
pdf("million.pdf", CATALOG, b"<< /Type /Pages /Kids [3 0 R] /Count 1000000 >>",
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>")
one_page("blanks.pdf", deflated(b" " * (1 << 20), 2048))  # 2 GiB
one_page("letters.pdf", deflated(b"BT /F1 9 Tf 9 9 Td (You let us read your contacts.) Tj ET\n" * 10000, 3000))  # 1.9 GB
open("deep.html", "w").write("<html><body>" + "<div><span>" * 500000 + "we read your contacts and upload them")
open("laughs.html", "w").write('<!DOCTYPE html [<!ENTITY a "' + "ha" * 500 + '">' + "".join(
    f'<!ENTITY {b} "{("&" + a + ";") * 10}">' for a, b in zip("abcdefgh", "bcdefghi"))
    + "]><html><body><p>We read your contacts and upload them. &i;</p></body></html>")
with zipfile.ZipFile("bomb.docx", "w", zipfile.ZIP_DEFLATED) as bomb:
    bomb.writestr("word/document.xml", b"<w:document>" + b" " * (1 << 30))
with zipfile.ZipFile("million.docx", "w") as many:
    for i in range(70000):
        many.writestr(f"word/{i}.xml", b"<a/>")
with zipfile.ZipFile("deep.docx", "w", zipfile.ZIP_DEFLATED) as deep:
    deep.writestr("word/document.xml", b"<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>"
                  + b"<w:p>" * 1000000)
with zipfile.ZipFile("tables.docx", "w", zipfile.ZIP_DEFLATED) as deep:
    deep.writestr("word/document.xml", b"<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>"
                  + b"<w:tbl><w:tr><w:tc><w:p>" * 300000)
for name, entry in (("a.odt", "mimetypeapplication/vnd.oasis.opendocument.text"), ("a.epub", "mimetypeapplication/epub+zip")):
    with zipfile.ZipFile(name, "w") as file:
        file.writestr("mimetype", entry[8:])
        file.writestr("content.xml", "<x/>")
with zipfile.ZipFile("a.ofd", "w") as file:
    file.writestr("OFD.xml", "<ofd:OFD/>")
with zipfile.ZipFile("a.zip", "w") as file:
    file.writestr("a.txt", "a")
old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000
open("a.doc", "wb").write(old)
open("a.wps", "wb").write(old)
open("a.rtf", "w").write(r"{\rtf1\ansi We read your contacts.}")
open("a.rar", "wb").write(b"Rar!\x1a\x07\x01\x00" + b"\0" * 100)
open("a.7z", "wb").write(b"7z\xbc\xaf\x27\x1c" + b"\0" * 100)
END

# --- each ends with its reason, within the limits
says 'pages in a circle' 3 'could not be read' check circle.pdf
says 'parents in a circle' 3 'damaged|no text|nothing' check parents.pdf
says 'a million pages claimed' 3 'does not hold|damaged|pages' check million.pdf
says 'two gigabytes of blanks' 3 'memory|too large|too long|no text|nothing|damaged' check --timeout=60 blanks.pdf
says 'two gigabytes of words' 3 'memory|too large|too long' check --timeout=20 letters.pdf
says 'a million elements in each other' 1 'phone book|contacts' check deep.html
says 'laughing entities' 1 'phone book|contacts' check laughs.html
says 'zip bomb' 3 'too large|too much|swells|larger' check bomb.docx
says 'seventy thousand parts' 3 'more than' check million.docx
says 'a million paragraphs in each other' 3 'damaged' check deep.docx
says 'a million tables in each other' 3 'damaged' check tables.docx

# --- formats with their cure
for name in doc wps rtf odt epub ofd; do
  says "$name is named with the cure" 3 'save it as|PDF or DOCX' check "a.$name"
done
for name in zip rar 7z; do
  says "$name is an archive" 3 'archive|unpack' check "a.$name"
done

# --- content beats names
cp "$LOANLENS_SOURCE/tests/fixtures/pdf/plain.pdf" plain.txt
cp "$LOANLENS_SOURCE/tests/fixtures/pdf/plain.pdf" plain.docx
printf '第一条 您同意平台读取并上传您手机里的通讯录。\n' >words.pdf
printf '<html><body><p>You let us read the contacts on your phone.</p></body></html>' >page.doc
docx=$(ls "$LOANLENS_SOURCE"/corpus/*/*.docx | head -1)
cp "$docx" word.html
format() {
  run check --json --fail-on=never "${@:2}" | jq -e --arg format "$1" '.document.format == $format and (.findings | length) > 0'
}
is 'PDF called .txt' format pdf plain.txt
is 'PDF called .docx' format pdf plain.docx
is 'text called .pdf' format text words.pdf
is 'page called .doc' format html page.doc
is 'DOCX called .html' format docx word.html
stdin() {
  format "$1" - <"$2"
}
is 'PDF on standard input' stdin pdf plain.txt
is 'DOCX on standard input' stdin docx "$docx"
is 'page on standard input' stdin html page.doc

# --- poppler's tables are not there: an empty folder lies over them, for this program only
data=/usr/share/poppler
without() {
  # shellcheck disable=SC2016
  unshare -m sh -c 'mount -t tmpfs none "$0" && exec "$@"' "$data" "$LOANLENS" check ${LOANLENS_MORE:+"$LOANLENS_MORE"} "$@"
}
if [ -d "$data" ] && unshare -m sh -c "mount -t tmpfs none $data" 2>/dev/null; then
  missing() {
    without --json --fail-on=never plain.txt | jq -e '.document.status != "complete" and ([.document.reasons[].code] | contains(["missing_cmap"]))'
  }
  told() {
    without --fail-on=never --lang=en plain.txt | grep -q 'poppler-data'
  }
  is 'without poppler-data the reason is missing_cmap' missing
  is 'and a person is told what to install' told
  doctor() {
    ! unshare -m sh -c "mount -t tmpfs none $data && exec $LOANLENS doctor"
  }
  is 'and doctor complains' doctor
else
  skip 'without poppler-data' 'needs root and mount namespaces'
fi

finish
