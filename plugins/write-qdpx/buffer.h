/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A growing piece of XML. Errors stick to it. */
#ifndef QDPX_BUFFER_H
#define QDPX_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utsaga/plugin.h>

struct xml_buf {
    char *p;
    size_t n, room;
    bool failed; /* out of memory */
};

/* Room for @p more bytes. False: out of memory. */
bool xml_reserve(struct xml_buf *b, size_t more);
void xml_free(struct xml_buf *b);
void xml_bytes(struct xml_buf *b, const char *p, size_t n);
/* A literal or other text that is XML already. */
void xml_put(struct xml_buf *b, const char *s);
void xml_number(struct xml_buf *b, uint64_t value);
/* Text, escaped for content and attributes alike. What XML cannot hold becomes U+FFFD. */
void xml_text(struct xml_buf *b, uts_str text);
/* ` name="…"`: line breaks and tabs become blanks, as a reader of attributes would make them anyway. */
void xml_attribute(struct xml_buf *b, const char *name, uts_str value);
/* `<name>…</name>` */
void xml_element(struct xml_buf *b, const char *name, uts_str text);

#endif
