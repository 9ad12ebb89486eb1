/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One document as JSON: turns with their tokens and hits. */
#ifndef WRITE_JSON_JSON_H
#define WRITE_JSON_JSON_H

#include "../common/out.h"
#include <utsaga/extensions.h>
#include <utsaga/layers.h>

/* A JSON string with its quotation marks to @p to, which has room for 6 * n + 2 bytes. Returns the bytes written. */
size_t json_string(char *to, const char *p, size_t n);

/* What codes and rules look like in the file: made once. */
struct json_fragments {
    uts_str *codes; /* "code":"1.1","label":"Hopp" */
    uts_str *rules; /* a string */
};

bool json_fragments_make(struct json_fragments *f, const uts_codebook *book);
void json_fragments_free(struct json_fragments *f, const uts_codebook *book);

/* tables/NAME.json */
uts_status json_table(const uts_host *host, uts_job *job, const uts_table *t);

uts_status json_write(const uts_host *host, const struct json_fragments *fragments, struct out *out, uts_job *job,
                      const uts_doc *doc);

#endif
