/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A zip archive as the strictest importers want it: sizes in the local headers, no data descriptors, no zip64, fixed
 * times, stored entries. The parts wait in unnamed temporary files until the first entry, which tells about all others,
 * is known; so memory does not grow with the corpus, and a run that is killed leaves nothing behind.
 */
#ifndef QDPX_ARCHIVE_H
#define QDPX_ARCHIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <utsaga/plugin.h>

/* Bytes that wait on disk. */
struct spool {
    int fd;
    uint64_t n;
    int error; /* errno of what failed first */
    char *buffer;
    size_t used;
};

bool spool_open(struct spool *s);
void spool_close(struct spool *s);
void spool_add(struct spool *s, const void *bytes, size_t n);
/* Writes what is still in memory. False: error is set. */
bool spool_flush(struct spool *s);

/* Largest entry and archive that every reader takes. */
#define ARCHIVE_ENTRY_BYTES ((uint64_t)INT32_MAX)
#define ARCHIVE_BYTES       ((uint64_t)UINT32_MAX - (1u << 20))
enum { ARCHIVE_ENTRIES = 65534, ARCHIVE_NAME = 120 };

/* An entry's stretch of one spool. */
struct archive_entry {
    char name[ARCHIVE_NAME];
    uint32_t crc;
    uint64_t at, n;
};

struct archive {
    struct spool spool; /* bodies of the entries, one after another */
    struct archive_entry *entries;
    uint32_t n, room;
    bool failed; /* out of memory */
};

bool archive_open(struct archive *a);
void archive_close(struct archive *a);
/* Adds an entry. @p crc is that of the bytes. */
void archive_add(struct archive *a, const char *name, const void *bytes, size_t n, uint32_t crc);
uint32_t archive_crc(uint32_t crc, const void *bytes, size_t n);

/* The first entry: @p head, then the spool @p middle, then @p tail. */
struct archive_first {
    const char *name;
    uts_str head, tail;
    struct spool *middle;
    uint32_t middle_crc;
};
/* The size of the whole file. */
uint64_t archive_size(const struct archive *a, const struct archive_first *first);
/* Writes the archive through the host. UTS_E_IO: fail was called, or the spool could not be read (error is set). */
uts_status archive_write(struct archive *a, const struct archive_first *first, const uts_host *host, uts_io *io);

#endif
