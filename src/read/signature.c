// SPDX-License-Identifier: GPL-3.0-or-later
// Signature: what the file is that we do not read, and what to do with it.
#include "read/signature.h"

#include <string.h>

#include "config.h"
#include "text/fault.h"

#define SAVE_AS "; save it as PDF or DOCX and check that"
#define UNPACK "; unpack it and check the files in it"
#define NO_DOCUMENT ", not a document"

static const struct {
    size_t at;
    const char *bytes;
    size_t len;
    const char *what;
} signatures[] = {
    {0, "{\\rtf", 5, "a Rich Text file" SAVE_AS},
    {0, "Rar!\x1A\x07", 6, "a RAR archive" UNPACK},
    {0, "7z\xBC\xAF\x27\x1C", 6, "a 7-Zip archive" UNPACK},
    {0, "\x1F\x8B", 2, "a gzip file" UNPACK},
    {0, "BZh", 3, "a bzip2 file" UNPACK},
    {0,
     "\xFD"
     "7zXZ",
     5, "an xz file" UNPACK},
    {0, "\x28\xB5\x2F\xFD", 4, "a zstd file" UNPACK},
    {257, "ustar", 5, "a tar archive" UNPACK},
    {0, "MSCF", 4, "a cabinet archive" UNPACK},
    {0, "GIF8", 4, "a GIF picture; save it as PNG and use --ocr"},
    {0, "II*\0", 4, "a TIFF picture; save it as PNG or PDF and use --ocr"},
    {0, "MM\0*", 4, "a TIFF picture; save it as PNG or PDF and use --ocr"},
    {8, "WEBP", 4, "a WebP picture; save it as PNG and use --ocr"},
    {4, "ftypheic", 8, "a HEIC photo; save it as JPEG and use --ocr"},
    {4, "ftypmif1", 8, "a HEIF photo; save it as JPEG and use --ocr"},
    {4, "ftypavif", 8, "an AVIF picture; save it as PNG and use --ocr"},
    {4, "ftyp", 4, "a video" NO_DOCUMENT},
    {0, "AT&TFORM", 8, "a DjVu file; save it as PDF and check that"},
    {0, "%!PS", 4, "a PostScript file; turn it into PDF (ps2pdf) and check that"},
    {0, "ITSF", 4, "a compiled help file (CHM); save its pages as HTML"},
    {0,
     "\x7F"
     "ELF",
     4, "a program" NO_DOCUMENT},
    {0, "SQLite format 3", 15, "an SQLite database" NO_DOCUMENT},
    {0, "OggS", 4, "a sound file" NO_DOCUMENT},
    {0, "ID3", 3, "a sound file" NO_DOCUMENT},
    {0,
     "\xEF\xBB\xBF"
     "MIME-Version:",
     16, "a web page saved as one MIME file (.mht); save it as HTML"},
    {0, "MIME-Version:", 13, "a web page saved as one MIME file (.mht); save it as HTML"},
    {0, "From: <Saved by ", 16, "a web page saved as one MIME file (.mht); save it as HTML"},
};

// Files that are zip archives inside, by an entry they hold or by what their first entry says.
static const struct {
    const char *entry, *what;
} zips[] = {
    {"OFD.xml", "an OFD document; save it as PDF and check that"},
    {"xl/workbook", "an Excel workbook; save it as PDF and check that"},
    {"ppt/presentation", "a PowerPoint file" SAVE_AS},
    {"AndroidManifest.xml", "an Android app" NO_DOCUMENT},
    {"mimetypeapplication/epub", "an EPUB book; save it as PDF or HTML and check that"},
    {"mimetypeapplication/vnd.oasis.opendocument.text", "an OpenDocument text (.odt)" SAVE_AS},
    {"mimetypeapplication/vnd.oasis.opendocument",
     "an OpenDocument file; save it as PDF and check that"},
    {"META-INF/container.xml", "an EPUB book; save it as PDF or HTML and check that"},
    {"", "a zip archive" UNPACK},
};

static bool is_zip(const unsigned char *bytes, size_t len)
{
    return len > 3 && (!memcmp(bytes, "PK\3\4", 4) || !memcmp(bytes, "PK\5\6", 4));
}

static bool is_ole(const unsigned char *bytes, size_t len)
{
    return len > 7 && !memcmp(bytes, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
}

bool signature_picture(const unsigned char *bytes, size_t len)
{
    return (len > 7 && !memcmp(bytes, "\x89PNG\r\n\x1A\n", 8)) ||
           (len > 2 && !memcmp(bytes, "\xFF\xD8\xFF", 3));
}

static const char *plain_signature(const unsigned char *bytes, size_t len)
{
    for (size_t i = 0; i < G_N_ELEMENTS(signatures); i++)
        if (len >= signatures[i].at + signatures[i].len &&
            !memcmp(bytes + signatures[i].at, signatures[i].bytes, signatures[i].len))
            return signatures[i].what;
    // Word's XML of 2003 is a text file that no browser would show.
    if (memmem(bytes, MIN(len, 1024), "progid=\"Word.Document\"", 22))
        return "a Word 2003 XML file" SAVE_AS;
    return NULL;
}

// A piece of a PDF without its beginning and its end; it may be in ASCII from first to last.
static bool is_piece_of_pdf(const unsigned char *bytes, size_t len)
{
    enum { ENOUGH = 1 << 20 };
    len = MIN(len, ENOUGH);
    return memmem(bytes, len, "endstream", 9) && memmem(bytes, len, "endobj", 6);
}

bool signature_known(const unsigned char *bytes, size_t len)
{
    return is_zip(bytes, len) || is_ole(bytes, len) || signature_picture(bytes, len) ||
           plain_signature(bytes, len) || is_piece_of_pdf(bytes, len);
}

bool signature_zip_holds(const unsigned char *bytes, size_t len, const char *entry)
{
    enum { ENDS = 256 * 1024 }; // local headers stand in front, the directory at the end
    size_t size = strlen(entry);
    if (!is_zip(bytes, len))
        return false;
    return memmem(bytes, MIN(len, ENDS), entry, size) ||
           memmem(bytes + len - MIN(len, ENDS), MIN(len, ENDS), entry, size);
}

static const char *zip_what(const unsigned char *bytes, size_t len)
{
    size_t i = 0;
    while (!signature_zip_holds(bytes, len, zips[i].entry))
        i++;
    return zips[i].what;
}

static bool holds_utf16(const unsigned char *bytes, size_t len, const char *ascii)
{
    char wide[64];
    size_t size = 0;
    for (; ascii[size / 2]; size += 2) {
        wide[size] = ascii[size / 2];
        wide[size + 1] = 0;
    }
    return memmem(bytes, len, wide, size);
}

static bool has_suffix(const char *name, const char *suffix)
{
    size_t size = strlen(suffix), whole = name ? strlen(name) : 0;
    return whole >= size && !g_ascii_strcasecmp(name + whole - size, suffix);
}

static const char *ole_what(const unsigned char *bytes, size_t len, const char *name)
{
    if (has_suffix(name, ".wps"))
        return "a WPS document" SAVE_AS;
    if (holds_utf16(bytes, len, "WordDocument"))
        return "a Word 97-2003 document (.doc)" SAVE_AS;
    if (holds_utf16(bytes, len, "Workbook"))
        return "an Excel 97-2003 workbook (.xls); save it as PDF and check that";
    return "an old office document" SAVE_AS;
}

static const char *picture_cure(void)
{
#if HAVE_OCR
    return "a picture; use --ocr to read the words in it";
#else
    return "a picture; install tesseract-ocr tesseract-ocr-chi-sim tesseract-ocr-chi-tra "
           "libtesseract-dev libleptonica-dev, rebuild, and use --ocr";
#endif
}

void signature_refuse(const unsigned char *bytes, size_t len, const char *name, GError **error)
{
    if (is_ole(bytes, len) && holds_utf16(bytes, len, "EncryptedPackage")) {
        g_set_error(error, FAULT_DOMAIN, FAULT_ENCRYPTED,
                    "a Word document with a password; save it without one");
        return;
    }
    if (is_piece_of_pdf(bytes, len)) {
        g_set_error(error, FAULT_DOMAIN, FAULT_DAMAGED,
                    "a piece of a PDF; its beginning and its end are missing");
        return;
    }
    const char *what = plain_signature(bytes, len);
    if (is_zip(bytes, len))
        what = zip_what(bytes, len);
    else if (is_ole(bytes, len))
        what = ole_what(bytes, len, name);
    else if (signature_picture(bytes, len))
        what = picture_cure();
    g_set_error(error, FAULT_DOMAIN, FAULT_UNKNOWN_FORMAT, "%s",
                what ? what : "neither PDF, DOCX, HTML nor text that can be read");
}
