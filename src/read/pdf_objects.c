// SPDX-License-Identifier: GPL-3.0-or-later
#include "read/pdf_objects.h"

qpdf_data objects_open(GBytes *bytes, const char *password)
{
    gsize len = 0;
    const char *data = g_bytes_get_data(bytes, &len);
    qpdf_data pdf = qpdf_init();
    qpdf_silence_errors(pdf);
    qpdf_set_suppress_warnings(pdf, QPDF_TRUE);
    qpdf_set_attempt_recovery(pdf, QPDF_FALSE);
    if (qpdf_read_memory(pdf, "", data, len, password) == QPDF_SUCCESS)
        return pdf;
    objects_close(pdf);
    return NULL;
}

void objects_close(qpdf_data pdf)
{
    if (!pdf)
        return;
    while (qpdf_more_warnings(pdf))
        qpdf_next_warning(pdf);
    if (qpdf_has_error(pdf))
        qpdf_get_error(pdf); // or it is printed
    qpdf_cleanup(&pdf);
}

GArray *objects_pages(qpdf_data pdf)
{
    GArray *names = g_array_new(FALSE, FALSE, sizeof(ObjectName));
    for (int i = 0, n = qpdf_get_num_pages(pdf); i < n; i++) {
        qpdf_oh page = qpdf_get_page_n(pdf, (size_t)i);
        ObjectName name = {qpdf_oh_get_object_id(pdf, page), qpdf_oh_get_generation(pdf, page)};
        g_array_append_val(names, name);
        qpdf_oh_release(pdf, page);
    }
    return names;
}

bool objects_quiet(qpdf_data pdf)
{
    return !qpdf_has_error(pdf) && !qpdf_more_warnings(pdf);
}
