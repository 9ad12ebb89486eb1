/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A zip archive in memory (docx, odt, xlsx, qdpx): finds and unpacks entries within limits. No path of the archive ever
 * reaches the file system. */
#ifndef COMMON_ARCHIVE_H
#define COMMON_ARCHIVE_H

#include <libxml/xmlreader.h>
#include <stdbool.h>
#include <stdint.h>
#include <utsaga/plugin.h>

/* Most entries of an archive, and most bytes that all reading from one may unpack. */
#define ARCHIVE_ENTRIES 100000
#define ARCHIVE_BYTES   ((uint64_t)4 << 30)

struct archive {
    void *zip;         /* zip_t */
    const char *why;   /* what was wrong, to follow the word "file"; NULL: nothing */
    uint64_t unpacked; /* bytes so far, counted as they come: what the archive says of its sizes may lie */
};

/* Opens @p bytes, which must live until archive_close. False: why tells. */
bool archive_open(struct archive *a, uts_str bytes);
void archive_close(struct archive *a);
/* The index of an entry by its full name, exact before any case; -1: none. */
int64_t archive_find(const struct archive *a, const char *name);
int64_t archive_entries(const struct archive *a);
/* The name of an entry; NULL when it has none. Lives until archive_close. */
const char *archive_name(const struct archive *a, int64_t entry);
/*
 * The unpacked bytes, to be freed, with a NUL behind; an entry larger than @p most, or packed beyond belief, is refused
 * before it is unpacked. NULL: why tells.
 */
char *archive_read(struct archive *a, int64_t entry, uint64_t most, size_t *n);
/*
 * The same entry as a stream for libxml2: archive_stream_read is an xmlInputReadCallback. It stops with an error when
 * more comes than the archive says. NULL: why tells.
 */
void *archive_stream(struct archive *a, int64_t entry, uint64_t most);
int archive_stream_read(void *stream, char *buffer, int n);
int archive_stream_close(void *stream);
/* The same entry as a stream of XML: no entities, no network, libxml2's own limits. Free it before archive_close. */
xmlTextReaderPtr archive_reader(struct archive *a, int64_t entry, uint64_t most);

#endif
