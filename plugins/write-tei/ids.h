/* SPDX-License-Identifier: GPL-3.0-or-later */
/* XML identifiers and URI references made of names that people chose. */
#ifndef WRITE_TEI_IDS_H
#define WRITE_TEI_IDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <utsaga/plugin.h>

/* Identifiers in use. Zero-initialise; tei_ids_free gives the memory back. */
struct tei_ids {
    char **slots;
    uint32_t room, used;
};

/*
 * An xml:id made of @p prefix and @p name that no earlier call gave: letters of Latin-1, digits, '.', '-' and '_' stay,
 * anything else becomes '_'; a clash gets ".2", ".3" and so on, by @p number (which differs between calls). The string
 * belongs to @p ids. NULL: out of memory.
 */
const char *tei_id(struct tei_ids *ids, const char *prefix, uts_str name, uint32_t number);
void tei_ids_free(struct tei_ids *ids);

/* Bytes that may not stand in a URI reference as they are become %XX. Non-ASCII stays (it is an IRI). @p to has room
 * for 3 * n bytes. Returns the bytes written. */
size_t tei_uri(char *to, uts_str name);

/* A value of TEI's data.word: white space becomes '_'. Returns the bytes written, at most name.n. */
size_t tei_word(char *to, uts_str name);

#endif
