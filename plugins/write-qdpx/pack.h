/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A zip archive as the strictest importers want it: sizes in the local headers, no data descriptors, no zip64, fixed
 * times, stored entries. The parts wait in unnamed temporary files until the first entry, which tells about all others,
 * is known; so memory does not grow with the corpus, and a run that is killed leaves nothing behind.
 */
#ifndef QDPX_WQ_PACK_H
#define QDPX_WQ_PACK_H

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
#define PACK_ENTRY_BYTES ((uint64_t)INT32_MAX)
#define PACK_BYTES       ((uint64_t)UINT32_MAX - (1u << 20))
enum { PACK_ENTRIES = 65534, PACK_NAME = 120 };

/* An entry's stretch of one spool. */
struct pack_entry {
    char name[PACK_NAME];
    uint32_t crc;
    uint64_t at, n;
};

struct pack {
    struct spool spool; /* bodies of the entries, one after another */
    struct pack_entry *entries;
    uint32_t n, room;
    bool failed; /* out of memory */
};

bool pack_open(struct pack *a);
void pack_close(struct pack *a);
/* Adds an entry. @p crc is that of the bytes. */
void pack_add(struct pack *a, const char *name, const void *bytes, size_t n, uint32_t crc);
uint32_t pack_crc(uint32_t crc, const void *bytes, size_t n);

/* The first entry: @p head, then the spool @p middle, then @p tail. */
struct pack_first {
    const char *name;
    uts_str head, tail;
    struct spool *middle;
    uint32_t middle_crc;
};
/* The size of the whole file. */
uint64_t pack_size(const struct pack *a, const struct pack_first *first);
/* Writes the archive through the host. UTS_E_IO: fail was called, or the spool could not be read (error is set). */
uts_status pack_write(struct pack *a, const struct pack_first *first, const uts_host *host, uts_io *io);

#endif
