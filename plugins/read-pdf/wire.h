/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the helper writes to its reader: records of 4-byte words in the machine's own order, text padded to 4 bytes. */
#ifndef PDF_WIRE_H
#define PDF_WIRE_H

#include <stdint.h>

enum {
    PDF_WIRE_TITLE = 1, /* bytes, text */
    PDF_WIRE_PAGE,      /* width, height in points */
    PDF_WIRE_WORD,      /* struct pdf_wire_word, text */
    PDF_WIRE_END,       /* the whole document was read */
    PDF_WIRE_FAILED     /* a pdf_wire_reason: nothing follows */
};

enum { PDF_WIRE_ENCRYPTED = 1, PDF_WIRE_DAMAGED, PDF_WIRE_NO_MEMORY };

enum { PDF_WIRE_BOLD = 1, PDF_WIRE_ITALIC = 2 };

/* Boxes in points from the upper left corner of the page. */
struct pdf_wire_word {
    float x1, y1, x2, y2, size;
    uint16_t flags, bytes;
};

/* Limits on the helper. */
enum { PDF_CPU_SECONDS = 120, PDF_PAGES = 20000 };
#define PDF_MEMORY_BYTES ((uint64_t)1 << 31)

#endif
