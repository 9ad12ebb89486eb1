/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs the helper over a PDF in memory and takes in what it says. */
#ifndef PDF_CLIENT_H
#define PDF_CLIENT_H

#include "model.h"

/* Failed: the host knows. */
uts_status pdf_read(struct pdf *d, uts_str bytes);
/* Takes in what a helper wrote: it is checked like any file. UTS_END: it ends too early. */
uts_status pdf_take(struct pdf *d, const char *bytes, size_t n);

#endif
