/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "read.h"

#include "exb.h"

#include <string.h>

int32_t exmaralda_probe(const char *name, const void *head, size_t n) {
    static const char *const suffixes[] = {"exb", NULL};
    if (memmem(head, n, "<basic-transcription", 20)) return 95;
    return source_suffix(name, suffixes) ? 55 : 0;
}

uts_status exmaralda_next_document(void *stage, void *cursor, uts_job *job) {
    struct exb x = {.file = {.media = ""}};
    return tier_file_next(&exb_format, ((const struct source_plain *)stage)->host, cursor, job, &x.file);
}
