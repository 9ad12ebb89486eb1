/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attributions: "(Chef, Maja)", "(IP4)", "– Anna, 34 år". */
#ifndef AQ_ATTR_H
#define AQ_ATTR_H

#include "para.h"

enum aq_part_kind { AQ_P_OTHER = 0, AQ_P_ROLE, AQ_P_CODE, AQ_P_NAME, AQ_P_DESCRIPTOR };

struct aq_part {
    uint32_t begin, end; /* in the text */
    uint32_t kind;
    uint32_t key, key_length; /* folded, in keys */
    uint32_t count;           /* attributions of the document with this part, variants included */
    uint32_t shown;           /* part whose spelling is shown: variants fold to it */
};

enum { AQ_MAX_PARTS = 5 };

struct aq_attr {
    uint32_t begin, end; /* with the brackets or the dash */
    uint32_t para;
    uint32_t parts[AQ_MAX_PARTS], n_parts; /* rows of parts */
    bool at_end;                           /* closes its paragraph */
    bool dashed;                           /* – Anna, 34 år */
    bool quoted;                           /* a quotation mark stands beside it */
    bool accepted;
};

struct aq_attrs {
    AQ_VEC(struct aq_attr) all;
    AQ_VEC(struct aq_part) parts;
    AQ_VEC(char) keys;
    bool failed;
};

/* Finds every bracket that could be an attribution and decides which are. attrs->failed: out of memory. */
void aq_attrs_find(struct aq_attrs *attrs, const aq_paras *paras, const char *text, uint32_t n);
void aq_attrs_free(struct aq_attrs *attrs);

/* The part of @p kind that is shown for an attribution, or NULL. */
const struct aq_part *aq_attr_part(const struct aq_attrs *attrs, const struct aq_attr *attr, enum aq_part_kind kind);

#endif
