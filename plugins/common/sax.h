/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An XML part of an archive as events, elements by number. No tree and no nodes are made, so it is faster than a reader
 * and takes no memory for what nobody asks about. No DTD, no entities, no network; depth is bounded.
 */
#ifndef COMMON_SAX_H
#define COMMON_SAX_H

#include "archive.h"

/* Elements nest no deeper: the bound that libxml2 has for trees. */
#define SAX_DEPTH 256

/* One element that a format knows. A table of them ends with name == NULL. */
struct sax_name {
    const char *uri, *name; /* uri: "" for none */
    uint32_t id;            /* above 0; 0 is every other element */
};

/* The attributes of one element, as libxml2 gives them. */
struct sax_attributes {
    const unsigned char **items;
    uint32_t n;
};

/* Every callback may be NULL. */
struct sax_handler {
    const struct sax_name *names;
    bool names_doctype; /* the format names a document type, which is not read; else it is refused */
    void (*start)(void *user, uint32_t id, const struct sax_attributes *attributes);
    void (*end)(void *user, uint32_t id);
    /* Text comes in pieces that never cut a character. */
    void (*text)(void *user, uts_str text);
    /* Asked now and then: true stops, and a->why stays NULL. */
    bool (*cancelled)(void *user);
};

/* uts_stage::create of a reader of XML: source_create, and libxml2 set up once, before there are workers. */
uts_status sax_create(const uts_host *host, uts_job *job, const void *conf, void **out);

/* The value of the attribute with this local name; {NULL, 0} when there is none. Lives until the callback returns. */
uts_str sax_attribute(const struct sax_attributes *attributes, const char *name);
/* As an integer; @p otherwise when there is none, or it is no number. */
int64_t sax_number(uts_str value, int64_t otherwise);
/* A switch of Office files: "1", "true", "on", or an element without value, are true. */
bool sax_switch(uts_str value);

/* Reads a whole entry, at most @p most bytes. False: a->why tells, *line where it is not well-formed (0 unknown). */
bool sax_parse(struct archive *a, int64_t entry, uint64_t most, const struct sax_handler *handler, void *user,
               uint32_t *line);
/* The same for XML in memory, which is no part of an archive. *why as archive.why. */
bool sax_parse_bytes(uts_str bytes, const struct sax_handler *handler, void *user, const char **why, uint32_t *line);

#endif
