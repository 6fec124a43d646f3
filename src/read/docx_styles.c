// SPDX-License-Identifier: GPL-3.0-or-later
// Docx styles: the inheritance of word/styles.xml.
#include "read/docx_styles.h"

#include <stdlib.h>
#include <string.h>

enum {
    CHAIN_MOST = 20,   // styles based on one another
    SIZE_DEFAULT = 20, // half points: what Word takes when nothing is said
};

typedef struct {
    char *based_on;
    DocxLook look;
} Style;

struct DocxStyles {
    GHashTable *styles; // id → Style
    char *default_paragraph;
    DocxRun defaults;
    // While it is read:
    Style *style;
    bool in_defaults, in_run, in_paragraph;
};

static void style_free(void *data)
{
    Style *style = data;
    g_free(style->based_on);
    g_free(style);
}

static int number_of(const XmlAttributes *attributes, int otherwise)
{
    const char *value = xml_attribute(attributes, "w:val");
    return value ? atoi(value) : otherwise;
}

// A toggle without a value is on.
static int toggle_of(const XmlAttributes *attributes)
{
    const char *value = xml_attribute(attributes, "w:val");
    return !value || !(!strcmp(value, "0") || !strcmp(value, "false") || !strcmp(value, "off"));
}

static int color_of(const XmlAttributes *attributes)
{
    const char *value = xml_attribute(attributes, "w:val");
    if (!value || strspn(value, "0123456789abcdefABCDEF") != 6)
        return 0; // "auto": black on white
    return (int)strtol(value, NULL, 16);
}

static bool fills(const XmlAttributes *attributes)
{
    const char *fill = xml_attribute(attributes, "w:fill");
    return fill && g_ascii_strcasecmp(fill, "auto") && g_ascii_strcasecmp(fill, "FFFFFF");
}

void docx_run_read(DocxRun *run, const char *name, const XmlAttributes *attributes)
{
    if (!strcmp(name, "w:sz"))
        run->size = CLAMP(number_of(attributes, UNSAID), UNSAID, 3276);
    else if (!strcmp(name, "w:color"))
        run->color = color_of(attributes);
    else if (!strcmp(name, "w:vanish"))
        run->vanish = toggle_of(attributes);
    else if (!strcmp(name, "w:b"))
        run->bold = toggle_of(attributes);
    else if (!strcmp(name, "w:shd"))
        run->shaded = fills(attributes);
    else if (!strcmp(name, "w:highlight"))
        run->shaded = 1;
}

void docx_look_read(DocxLook *look, const char *name, const XmlAttributes *attributes)
{
    if (!strcmp(name, "w:numId"))
        look->num_id = number_of(attributes, UNSAID);
    else if (!strcmp(name, "w:ilvl"))
        look->level = CLAMP(number_of(attributes, 0), 0, 8);
    else if (!strcmp(name, "w:outlineLvl"))
        look->outline = number_of(attributes, UNSAID) < 9 ? number_of(attributes, UNSAID) : UNSAID;
    else if (!strcmp(name, "w:shd"))
        look->run.shaded = fills(attributes);
}

DocxLook docx_look_unsaid(void)
{
    return (DocxLook){{UNSAID, UNSAID, UNSAID, UNSAID, UNSAID}, UNSAID, UNSAID, UNSAID};
}

static void take(int *value, int over)
{
    if (over != UNSAID)
        *value = over;
}

void docx_run_merge(DocxRun *run, const DocxRun *over)
{
    take(&run->size, over->size);
    take(&run->color, over->color);
    take(&run->vanish, over->vanish);
    take(&run->bold, over->bold);
    take(&run->shaded, over->shaded);
}

static void begin_style(DocxStyles *styles, const XmlAttributes *attributes)
{
    const char *id = xml_attribute(attributes, "w:styleId");
    const char *type = xml_attribute(attributes, "w:type");
    const char *standard = xml_attribute(attributes, "w:default");
    if (!id)
        return;
    styles->style = g_new0(Style, 1);
    styles->style->look = docx_look_unsaid();
    g_hash_table_replace(styles->styles, g_strdup(id), styles->style);
    bool is_standard = standard && (*standard == '1' || *standard == 't' || *standard == 'o');
    if (is_standard && type && !strcmp(type, "paragraph") && !styles->default_paragraph)
        styles->default_paragraph = g_strdup(id);
}

static void on_start(void *data, const char *name, const XmlAttributes *attributes)
{
    DocxStyles *styles = data;
    if (!strcmp(name, "w:style"))
        begin_style(styles, attributes);
    else if (!strcmp(name, "w:rPrDefault"))
        styles->in_defaults = true;
    else if (!strcmp(name, "w:rPr"))
        styles->in_run = true;
    else if (!strcmp(name, "w:pPr"))
        styles->in_paragraph = true;
    else if (styles->in_defaults && styles->in_run)
        docx_run_read(&styles->defaults, name, attributes);
    else if (styles->style && !strcmp(name, "w:basedOn"))
        styles->style->based_on = g_strdup(xml_attribute(attributes, "w:val"));
    else if (styles->style && styles->in_run)
        docx_run_read(&styles->style->look.run, name, attributes);
    else if (styles->style && styles->in_paragraph)
        docx_look_read(&styles->style->look, name, attributes);
}

static void on_end(void *data, const char *name)
{
    DocxStyles *styles = data;
    if (!strcmp(name, "w:style"))
        styles->style = NULL;
    else if (!strcmp(name, "w:rPrDefault"))
        styles->in_defaults = false;
    else if (!strcmp(name, "w:rPr"))
        styles->in_run = false;
    else if (!strcmp(name, "w:pPr"))
        styles->in_paragraph = false;
}

DocxStyles *docx_styles_new(GBytes *part)
{
    static const XmlHandler handler = {on_start, on_end, NULL};
    DocxStyles *styles = g_new0(DocxStyles, 1);
    styles->styles = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, style_free);
    styles->defaults = (DocxRun){SIZE_DEFAULT, 0, 0, 0, 0};
    if (part)
        xml_parse(g_bytes_get_data(part, NULL), g_bytes_get_size(part), &handler, styles);
    styles->style = NULL;
    return styles;
}

void docx_styles_free(DocxStyles *styles)
{
    if (!styles)
        return;
    g_hash_table_unref(styles->styles);
    g_free(styles->default_paragraph);
    g_free(styles);
}

// Outermost first: what a style says itself comes last.
static void merge_chain(const DocxStyles *styles, const char *id, DocxLook *look, int left)
{
    const Style *style = id && left ? g_hash_table_lookup(styles->styles, id) : NULL;
    if (!style)
        return;
    merge_chain(styles, style->based_on, look, left - 1);
    docx_run_merge(&look->run, &style->look.run);
    take(&look->num_id, style->look.num_id);
    take(&look->level, style->look.level);
    take(&look->outline, style->look.outline);
}

DocxLook docx_styles_paragraph(const DocxStyles *styles, const char *id)
{
    DocxLook look = docx_look_unsaid();
    look.run = styles->defaults;
    bool known = id && g_hash_table_contains(styles->styles, id);
    merge_chain(styles, known ? id : styles->default_paragraph, &look, CHAIN_MOST);
    return look;
}

DocxLook docx_styles_character(const DocxStyles *styles, const char *id)
{
    DocxLook look = docx_look_unsaid();
    merge_chain(styles, id, &look, CHAIN_MOST);
    return look;
}

int docx_styles_list(const DocxStyles *styles, const char *id)
{
    return docx_styles_character(styles, id).num_id;
}
