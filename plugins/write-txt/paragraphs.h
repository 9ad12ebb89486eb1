/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plain text with one turn a paragraph and its speaker first. */
#ifndef WRITE_TXT_PARAGRAPHS_H
#define WRITE_TXT_PARAGRAPHS_H

#include "../common/out.h"
#include <utsaga/layers.h>

enum { TXT_LF, TXT_CRLF };

uts_status txt_write(const uts_host *host, struct out *out, int64_t newline, uts_job *job, const uts_doc *doc);

#endif
