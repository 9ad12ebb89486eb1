/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "read.h"

#include "trs.h"

#include <string.h>

int32_t transcriber_probe(const char *name, const void *head, size_t n) {
    static const char *const suffixes[] = {"trs", NULL};
    if (memmem(head, n, "<Trans ", 7)) return 95;
    return source_suffix(name, suffixes) ? 55 : 0;
}

uts_status transcriber_next_document(void *stage, void *cursor, uts_job *job) {
    struct trs x = {.file = {.media = ""}};
    return tier_file_next(&trs_format, ((const struct source_plain *)stage)->host, cursor, job, &x.file);
}
