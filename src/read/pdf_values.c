// SPDX-License-Identifier: GPL-3.0-or-later
// Values: fields and annotations, and how a page is turned.
#include "read/pdf_values.h"

#include <math.h>
#include <string.h>

// A rectangle of poppler's (upward y) as a Box of the displayed page.
static Box upright(const PopplerRectangle *area, double height)
{
    return (Box){
        pdf_limited(MIN(area->x1, area->x2)), pdf_limited(height - MAX(area->y1, area->y2)),
        pdf_limited(MAX(area->x1, area->x2)), pdf_limited(height - MIN(area->y1, area->y2))};
}

// poppler-glib 22.12 gives the areas of fields as if the page were not turned, those of annotations
// as displayed. A field's widget is an annotation too: how far it has to be turned to lie on one
// of them is how the page is turned.
static PopplerRectangle turned_area(const PopplerRectangle *area, double width, double height,
                                    int turn)
{
    switch (turn) {
    case 90:
        return (PopplerRectangle){area->y1, height - area->x2, area->y2, height - area->x1};
    case 180:
        return (PopplerRectangle){width - area->x2, height - area->y2, width - area->x1,
                                  height - area->y1};
    case 270:
        return (PopplerRectangle){width - area->y2, area->x1, width - area->y1, area->x2};
    default:
        return *area;
    }
}

static bool is_widget(const GList *annots, const PopplerRectangle *area)
{
    for (; annots; annots = annots->next) {
        const PopplerAnnotMapping *one = annots->data;
        if (poppler_annot_get_annot_type(one->annot) == POPPLER_ANNOT_WIDGET &&
            fabs(one->area.x1 - area->x1) < 1 && fabs(one->area.y1 - area->y1) < 1 &&
            fabs(one->area.x2 - area->x2) < 1 && fabs(one->area.y2 - area->y2) < 1)
            return true;
    }
    return false;
}

static int page_turn(const GList *annots, const PopplerRectangle *area, double width, double height)
{
    for (int turn = 0; turn < 360; turn += 90) {
        PopplerRectangle turned = turned_area(area, width, height, turn);
        if (is_widget(annots, &turned))
            return turn;
    }
    return 0;
}

// What a field says: its text, the choices made, whether it is ticked. The caller frees it.
static char *field_value(PopplerFormField *field)
{
    PopplerFormFieldType type = poppler_form_field_get_field_type(field);
    if (type == POPPLER_FORM_FIELD_TEXT)
        return poppler_form_field_text_is_password(field) ? NULL
                                                          : poppler_form_field_text_get_text(field);
    if (type == POPPLER_FORM_FIELD_BUTTON &&
        poppler_form_field_button_get_button_type(field) != POPPLER_FORM_BUTTON_PUSH)
        return g_strdup(poppler_form_field_button_get_state(field) ? "☑" : "☐");
    if (type != POPPLER_FORM_FIELD_CHOICE)
        return NULL;
    GString *chosen = g_string_new(NULL);
    bool list = poppler_form_field_choice_get_choice_type(field) == POPPLER_FORM_CHOICE_LIST;
    for (int i = 0, n = poppler_form_field_choice_get_n_items(field); i < n; i++) {
        g_autofree char *item = poppler_form_field_choice_get_item(field, i);
        bool is_chosen = poppler_form_field_choice_is_item_selected(field, i);
        if (item && list) // which shows them all
            g_string_append_printf(chosen, "%s%s", is_chosen ? "☑" : "☐", item);
        else if (item && is_chosen)
            g_string_append_printf(chosen, "%s%s", chosen->len ? "、" : "", item);
    }
    if (!chosen->len && poppler_form_field_choice_is_editable(field)) {
        g_autofree char *typed = poppler_form_field_choice_get_text(field);
        g_string_append(chosen, typed ? typed : "");
    }
    return g_string_free(chosen, FALSE);
}

static void set_value(GArray *glyphs, const char *value, Box box, uint16_t turn, Source source)
{
    g_autofree char *valid = value ? g_utf8_make_valid(value, -1) : NULL;
    if (valid && *g_strstrip(valid))
        layout_set_text(glyphs, valid, box, turn, source);
}

void values_add_fields(GArray *glyphs, PopplerPage *page, const GList *annots, Box size)
{
    GList *fields = poppler_page_get_form_field_mapping(page);
    for (const GList *at = fields; at; at = at->next) {
        const PopplerFormFieldMapping *one = at->data;
        g_autofree char *value = field_value(one->field);
        int turn = page_turn(annots, &one->area, (double)size.x1, (double)size.y1);
        PopplerRectangle area = turned_area(&one->area, (double)size.x1, (double)size.y1, turn);
        set_value(glyphs, value, upright(&area, (double)size.y1), (uint16_t)turn, SOURCE_FIELD);
    }
    poppler_page_free_form_field_mapping(fields);
}

static bool says_something(PopplerAnnotType type)
{
    return type == POPPLER_ANNOT_FREE_TEXT || type == POPPLER_ANNOT_STAMP ||
           type == POPPLER_ANNOT_TEXT;
}

char *values_file_name(const char *name)
{
    enum { NAME_LONGEST = 80 };
    g_autofree char *valid = g_utf8_make_valid(name && *name ? name : "a file", -1);
    GString *plain = g_string_new(NULL);
    for (const char *at = valid; *at && plain->len < NAME_LONGEST; at = g_utf8_next_char(at))
        g_string_append_unichar(plain,
                                g_unichar_iscntrl(g_utf8_get_char(at)) ? ' ' : g_utf8_get_char(at));
    return g_string_free(plain, FALSE);
}

static void note_file(Document *doc, PopplerAnnot *annot)
{
    PopplerAttachment *file =
        poppler_annot_file_attachment_get_attachment(POPPLER_ANNOT_FILE_ATTACHMENT(annot));
    g_autofree char *name = values_file_name(file ? poppler_attachment_get_name(file) : NULL);
    g_clear_object(&file);
    g_autofree char *message = g_strdup_printf(
        "attached to this page and not read: %s; save it from a PDF viewer and check it too", name);
    document_add_reason(doc, FAULT_ATTACHMENT, (int)doc->pages->len, message);
}

void values_add_notes(Document *doc, Layout *layout, const GList *annots, Box size)
{
    uint16_t turn = layout->lines->len ? g_array_index(layout->lines, LayoutLine, 0).turn : 0;
    for (; annots; annots = annots->next) {
        const PopplerAnnotMapping *one = annots->data;
        PopplerAnnotType type = poppler_annot_get_annot_type(one->annot);
        if (type == POPPLER_ANNOT_FILE_ATTACHMENT)
            note_file(doc, one->annot);
        if (!says_something(type))
            continue;
        g_autofree char *words = poppler_annot_get_contents(one->annot);
        g_autoptr(GArray) glyphs = g_array_new(FALSE, FALSE, sizeof(Glyph));
        set_value(glyphs, words, upright(&one->area, (double)size.y1), turn, SOURCE_ANNOTATION);
        layout_insert(layout, glyphs);
    }
}
