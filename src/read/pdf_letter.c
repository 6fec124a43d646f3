// SPDX-License-Identifier: GPL-3.0-or-later
// Programs that write such fonts use path operators and nothing else; so it is no loss to know no
// other.
#include "read/pdf_letter.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#include "read/pdf_operands.h"

enum { OPERANDS = 6 };

typedef struct {
    double number[OPERANDS];
    int numbers;
    double least[2], most[2]; // of the points of its paths: x, y
    bool painted;
} Drawing;

static void reach(Drawing *drawing, double x, double y)
{
    drawing->least[0] = fmin(drawing->least[0], x);
    drawing->least[1] = fmin(drawing->least[1], y);
    drawing->most[0] = fmax(drawing->most[0], x);
    drawing->most[1] = fmax(drawing->most[1], y);
}

// Whether the word is one of those, which stand between blanks.
static bool is_among(const char *words, const char *word, size_t len)
{
    char spaced[5] = " ";
    if (len > 2)
        return false;
    memcpy(spaced + 1, word, len);
    spaced[1 + len] = ' ';
    return strstr(words, spaced) != NULL;
}

static bool draw(Drawing *drawing, const char *word, size_t len)
{
    const double *number = drawing->number;
    int numbers = drawing->numbers;
    drawing->numbers = 0;
    if (is_among(" re ", word, len)) {
        if (numbers != 4)
            return false;
        reach(drawing, number[0], number[1]);
        reach(drawing, number[0] + number[2], number[1] + number[3]);
        return true;
    }
    if (is_among(" m l c v y ", word, len)) {
        for (int i = 0; i + 1 < numbers; i += 2)
            reach(drawing, number[i], number[i + 1]);
        return numbers > 0 && numbers % 2 == 0;
    }
    bool paints = is_among(" f F f* B B* b b* S s ", word, len);
    drawing->painted = drawing->painted || paints;
    return paints || is_among(" d0 d1 h w j J M n ", word, len);
}

bool letter_read(const char *data, size_t len, double *extent)
{
    Drawing drawing = {.least = {INFINITY, INFINITY}, .most = {-INFINITY, -INFINITY}};
    *extent = 0;
    for (size_t at = 0, end; at < len; at = end) {
        end = at + 1;
        if (g_ascii_isspace(data[at]))
            continue;
        while (end < len && !g_ascii_isspace(data[end]))
            end++;
        double number;
        if (operands_number(data + at, data + end, &number)) {
            if (drawing.numbers == OPERANDS)
                return false;
            drawing.number[drawing.numbers++] = number;
        } else if (!draw(&drawing, data + at, end - at)) {
            return false;
        }
    }
    if (drawing.painted && drawing.most[0] >= drawing.least[0])
        *extent = fmax(drawing.most[0] - drawing.least[0], drawing.most[1] - drawing.least[1]);
    return true;
}
