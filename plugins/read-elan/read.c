/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "read.h"

#include "eaf.h"

#include <string.h>

int32_t elan_probe(const char *name, const void *head, size_t n) {
    static const char *const suffixes[] = {"eaf", NULL};
    if (memmem(head, n, "<ANNOTATION_DOCUMENT", 20)) return 95;
    return source_suffix(name, suffixes) ? 55 : 0;
}

uts_status elan_next_document(void *stage, void *cursor, uts_job *job) {
    const struct source_plain *reader = stage;
    struct eaf e = {.asked = ((const struct elan_conf *)reader->conf)->tiers};
    return tier_file_next(&eaf_format, reader->host, cursor, job, &e.file);
}
