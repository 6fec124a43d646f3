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

bool objects_quiet(qpdf_data pdf)
{
    return !qpdf_has_error(pdf) && !qpdf_more_warnings(pdf);
}
