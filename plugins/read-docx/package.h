/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which entry of the archive is which part, by the relationships: names are only a habit. */
#ifndef DOCX_PACKAGE_H
#define DOCX_PACKAGE_H

#include "../common/archive.h"

/* Most bytes of a part when unpacked. A book of a thousand pages takes some twenty million. */
#define DOCX_PART_BYTES ((uint64_t)256 << 20)
/* Headers and footers that are looked at. */
enum { DOCX_MARGINS = 32 };

enum docx_part {
    DOCX_BODY,
    DOCX_STYLES,
    DOCX_NUMBERING,
    DOCX_FOOTNOTES,
    DOCX_ENDNOTES,
    DOCX_COMMENTS,
    DOCX_PROPERTIES,
    DOCX_PARTS
};

struct docx_package {
    int64_t parts[DOCX_PARTS]; /* entries of the archive, -1 none */
    int64_t margins[DOCX_MARGINS];
    uint32_t n_margins;
    char folder[256]; /* of the body, with the slash */
};

/* False: a->why tells, *line as in sax_parse. */
bool docx_package_read(struct docx_package *p, struct archive *a, uint32_t *line);

#endif
