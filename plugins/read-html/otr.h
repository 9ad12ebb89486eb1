/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page inside an oTranscribe file, which is JSON: {"text": "<p>…", "media": "…", "media-time": …}. */
#ifndef HTML_OTR_H
#define HTML_OTR_H

#include "../common/decode.h"
#include "../common/source_text.h"

struct otr {
    struct rt_out page; /* the page, with a map to the string that holds it */
    size_t begin;       /* where that string begins in the text of the file */
    char media[500];
    struct source_place seek;
    char why[200]; /* what was wrong */
    size_t at;     /* and at which byte of the text */
};

bool otr_read(struct otr *o, uts_str json);
void otr_free(struct otr *o);
/* The byte of the file's text that byte @p at of the page was made of; cheap when asked in ascending order. */
size_t otr_place(struct otr *o, size_t at);

#endif
