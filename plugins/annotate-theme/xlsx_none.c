/* SPDX-License-Identifier: GPL-3.0-or-later */
/* In place of xlsx.c where libzip is missing. */
#include "formats.h"

bool codebook_read_xlsx(struct codebook *book, const char *bytes, size_t n, const char **reason) {
    (void)book;
    (void)bytes;
    (void)n;
    *reason = "this build cannot read spreadsheets (it has no libzip): save the sheet as CSV";
    return false;
}

void codebook_write_xlsx(struct saving *s) {
    saving_remark(s, 0, "this build cannot write spreadsheets (it has no libzip): write .csv");
    s->out.failed = true;
}
