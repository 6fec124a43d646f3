// SPDX-License-Identifier: GPL-3.0-or-later
#include "read/ocr_picture.h"

#if HAVE_OCR
#include <string.h>

#include "text/fault.h"

static l_uint32 gray_at(const OcrImage *image, const unsigned char *row, int x)
{
    if (image->format == OCR_GRAY)
        return row[x];
    unsigned red, green, blue;
    if (image->format == OCR_RGB) {
        const unsigned char *at = row + (size_t)x * 3;
        red = at[0], green = at[1], blue = at[2];
    } else {
        uint32_t word;
        memcpy(&word, row + (size_t)x * 4, 4);
        red = word >> 16 & 0xFF, green = word >> 8 & 0xFF, blue = word & 0xFF;
    }
    return (red * 77 + green * 150 + blue * 29) >> 8;
}

PIX *ocr_picture_of(const OcrImage *image, GError **error)
{
    PIX *pix = ocr_late.pixCreate(image->width, image->height, 8);
    if (!pix)
        g_set_error(error, FAULT_DOMAIN, FAULT_NO_TEXT, "the page is too large for OCR");
    for (int y = 0; pix && y < image->height; y++) {
        l_uint32 *line = ocr_late.pixGetData(pix) + (size_t)y * (size_t)ocr_late.pixGetWpl(pix);
        for (int x = 0; x < image->width; x++)
            SET_DATA_BYTE(line, x, gray_at(image, image->pixels + (size_t)y * image->stride, x));
    }
    return pix;
}

static unsigned exif_number(const unsigned char *at, bool big, int size)
{
    unsigned value = 0;
    for (int i = 0; i < size; i++)
        value |= (unsigned)at[i] << 8 * (big ? size - 1 - i : i);
    return value;
}

// Which way up a photo is, 1 to 8 as EXIF counts, from the first directory of its TIFF header.
static unsigned exif_orientation(const unsigned char *bytes, size_t len)
{
    enum { TAG_ORIENTATION = 0x0112, ENTRY = 12 };
    const unsigned char *found = memmem(bytes, MIN(len, 65536), "Exif\0\0", 6);
    if (!found)
        return 1;
    const unsigned char *tiff = found + 6;
    size_t size = len - (size_t)(tiff - bytes);
    if (size < 8 || (memcmp(tiff, "II*\0", 4) != 0 && memcmp(tiff, "MM\0*", 4) != 0))
        return 1;
    bool big = *tiff == 'M';
    size_t at = exif_number(tiff + 4, big, 4);
    if (at > size - 2 || at > 65536)
        return 1;
    unsigned count = exif_number(tiff + at, big, 2);
    for (at += 2; count && at + ENTRY <= size; count--, at += ENTRY)
        if (exif_number(tiff + at, big, 2) == TAG_ORIENTATION)
            return exif_number(tiff + at + 8, big, 2);
    return 1;
}

// Turns the picture as a viewer would. Mirrored ones (2, 4, 5, 7) come from no camera.
static PIX *upright(PIX *pix, unsigned orientation)
{
    int quarters = orientation == 6 ? 1 : orientation == 3 ? 2 : orientation == 8 ? 3 : 0;
    PIX *turned = ocr_late.pixRotateOrth(pix, quarters);
    if (!turned)
        return pix;
    ocr_late.pixDestroy(&pix);
    return turned;
}

PIX *ocr_picture_decode(const unsigned char *bytes, size_t len, GError **error)
{
    l_int32 width = 0, height = 0;
    ocr_late.setMsgSeverity(L_SEVERITY_NONE);
    bool header =
        ocr_late.pixReadHeaderMem(bytes, len, NULL, &width, &height, NULL, NULL, NULL) == 0;
    if (header && (gint64)width * height > OCR_PIXELS_MOST) {
        g_set_error(error, FAULT_DOMAIN, FAULT_TOO_LARGE, "a picture of %d × %d pixels", width,
                    height);
        return NULL;
    }
    PIX *pix = header ? ocr_late.pixReadMem(bytes, len) : NULL;
    PIX *gray = pix ? ocr_late.pixConvertTo8(pix, FALSE) : NULL;
    if (pix && gray)
        ocr_late.pixCopyResolution(gray, pix);
    ocr_late.pixDestroy(&pix);
    if (!gray)
        g_set_error(error, FAULT_DOMAIN, FAULT_DAMAGED, "the picture is damaged");
    return gray ? upright(gray, exif_orientation(bytes, len)) : NULL;
}
#endif
