/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sax.h"

#include "source_text.h"

uts_status sax_create(const uts_host *host, uts_job *job, const void *conf, void **out) {
    xmlInitParser();
    return source_create(host, job, conf, out);
}
