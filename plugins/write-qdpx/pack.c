/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack.h"
#include "../common/temporary.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

enum { BUFFER = 256 << 10, LOCAL_HEADER = 30, CENTRAL_HEADER = 46, END_RECORD = 22 };

/* ---- spool ---- */

bool spool_open(struct spool *s) {
    *s = (struct spool){.fd = temporary_open(NULL)};
    if (s->fd < 0) s->error = errno ? errno : EIO;
    s->buffer = malloc(BUFFER);
    if (!s->buffer && !s->error) s->error = ENOMEM;
    return !s->error;
}

void spool_close(struct spool *s) {
    if (s->buffer && s->fd >= 0) close(s->fd);
    free(s->buffer);
    *s = (struct spool){.fd = -1};
}

static void write_through(struct spool *s, const char *bytes, size_t n) {
    while (n && !s->error) {
        ssize_t done = write(s->fd, bytes, n);
        if (done < 0 && errno == EINTR) continue;
        if (done < 0) {
            s->error = errno;
            return;
        }
        bytes += done;
        n -= (size_t)done;
    }
}

bool spool_flush(struct spool *s) {
    write_through(s, s->buffer, s->used);
    s->used = 0;
    return !s->error;
}

void spool_add(struct spool *s, const void *bytes, size_t n) {
    if (s->error || !n) return;
    s->n += n;
    if (s->used + n > BUFFER) spool_flush(s);
    if (n >= BUFFER) {
        write_through(s, bytes, n);
        return;
    }
    memcpy(s->buffer + s->used, bytes, n);
    s->used += n;
}

/* ---- archive ---- */

bool pack_open(struct pack *a) {
    *a = (struct pack){0};
    return spool_open(&a->spool);
}

void pack_close(struct pack *a) {
    spool_close(&a->spool);
    free(a->entries);
    *a = (struct pack){.spool = {.fd = -1}};
}

uint32_t pack_crc(uint32_t crc, const void *bytes, size_t n) {
    return (uint32_t)crc32_z(crc, n ? bytes : (const void *)"", n);
}

void pack_add(struct pack *a, const char *name, const void *bytes, size_t n, uint32_t crc) {
    if (a->n == a->room) {
        uint32_t room = a->room ? a->room * 2 : 64;
        struct pack_entry *entries = realloc(a->entries, room * sizeof *entries);
        if (!entries) {
            a->failed = true;
            return;
        }
        a->entries = entries;
        a->room = room;
    }
    struct pack_entry *e = &a->entries[a->n++];
    *e = (struct pack_entry){.crc = crc, .at = a->spool.n, .n = n};
    snprintf(e->name, sizeof e->name, "%s", name);
    spool_add(&a->spool, bytes, n);
}

static uint64_t first_size(const struct pack_first *f) { return f->head.n + f->middle->n + f->tail.n; }

uint64_t pack_size(const struct pack *a, const struct pack_first *first) {
    uint64_t n = END_RECORD + first_size(first) + LOCAL_HEADER + CENTRAL_HEADER + 2 * strlen(first->name);
    for (uint32_t i = 0; i < a->n; i++)
        n += a->entries[i].n + LOCAL_HEADER + CENTRAL_HEADER + 2 * strlen(a->entries[i].name);
    return n;
}

/* ---- headers, little endian ---- */

static char *put16(char *to, uint32_t v) {
    to[0] = (char)(v & 0xFF);
    to[1] = (char)(v >> 8 & 0xFF);
    return to + 2;
}
static char *put32(char *to, uint32_t v) { return put16(put16(to, v & 0xFFFF), v >> 16); }

/* What local and central header have in common: version 2.0, stored, 1 January 1980. */
static char *put_common(char *to, const struct pack_entry *e) {
    to = put16(to, 20);
    to = put16(to, 0);
    to = put16(to, 0);
    to = put16(to, 0);
    to = put16(to, 0x21);
    to = put32(to, e->crc);
    to = put32(to, (uint32_t)e->n);
    to = put32(to, (uint32_t)e->n);
    to = put16(to, (uint32_t)strlen(e->name));
    return put16(to, 0);
}

static uts_status put_local(const uts_host *host, uts_io *io, const struct pack_entry *e) {
    char header[LOCAL_HEADER], *to = put32(header, 0x04034b50);
    put_common(to, e);
    uts_status status = host->write(io, header, sizeof header);
    return status ? status : host->write(io, e->name, strlen(e->name));
}

static uts_status put_central(const uts_host *host, uts_io *io, const struct pack_entry *e, uint64_t offset) {
    char header[CENTRAL_HEADER], *to = put32(header, 0x02014b50);
    to = put16(to, 20);
    to = put_common(to, e);
    to = put16(to, 0); /* comment */
    to = put16(to, 0); /* disk */
    to = put16(to, 0); /* internal attributes */
    to = put32(to, 0); /* external attributes */
    put32(to, (uint32_t)offset);
    uts_status status = host->write(io, header, sizeof header);
    return status ? status : host->write(io, e->name, strlen(e->name));
}

static uts_status put_end(const uts_host *host, uts_io *io, uint32_t n, uint64_t size, uint64_t offset) {
    char record[END_RECORD], *to = put32(record, 0x06054b50);
    to = put16(to, 0);
    to = put16(to, 0);
    to = put16(to, n);
    to = put16(to, n);
    to = put32(to, (uint32_t)size);
    to = put32(to, (uint32_t)offset);
    put16(to, 0);
    return host->write(io, record, sizeof record);
}

/* Copies a stretch of a spool that was flushed. */
static uts_status copy_spool(struct spool *s, uint64_t at, uint64_t n, const uts_host *host, uts_io *io) {
    while (n) {
        ssize_t got = pread(s->fd, s->buffer, n < BUFFER ? (size_t)n : BUFFER, (off_t)at);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) {
            s->error = got ? errno : EIO;
            return UTS_E_IO;
        }
        uts_status status = host->write(io, s->buffer, (size_t)got);
        if (status) return status;
        at += (uint64_t)got;
        n -= (uint64_t)got;
    }
    return UTS_OK;
}

static uts_status put_first(const struct pack_entry *e, const struct pack_first *first, const uts_host *host,
                            uts_io *io) {
    uts_status status = put_local(host, io, e);
    if (!status) status = host->write(io, first->head.p, first->head.n);
    if (!status) status = copy_spool(first->middle, 0, first->middle->n, host, io);
    return status ? status : host->write(io, first->tail.p, first->tail.n);
}

uts_status pack_write(struct pack *a, const struct pack_first *first, const uts_host *host, uts_io *io) {
    struct pack_entry e = {.n = first_size(first)};
    snprintf(e.name, sizeof e.name, "%s", first->name);
    e.crc = pack_crc(pack_crc(0, NULL, 0), first->head.p, first->head.n);
    e.crc = (uint32_t)crc32_combine(e.crc, first->middle_crc, (z_off_t)first->middle->n);
    e.crc = pack_crc(e.crc, first->tail.p, first->tail.n);
    if (!spool_flush(first->middle) || !spool_flush(&a->spool)) return UTS_E_IO;
    uts_status status = put_first(&e, first, host, io);
    uint64_t start = LOCAL_HEADER + strlen(e.name) + e.n, offset = start, directory;
    for (uint32_t i = 0; i < a->n && !status; i++) {
        status = put_local(host, io, &a->entries[i]);
        if (!status) status = copy_spool(&a->spool, a->entries[i].at, a->entries[i].n, host, io);
        offset += LOCAL_HEADER + strlen(a->entries[i].name) + a->entries[i].n;
    }
    directory = offset;
    if (!status) status = put_central(host, io, &e, 0);
    offset = start;
    uint64_t size = CENTRAL_HEADER + strlen(e.name);
    for (uint32_t i = 0; i < a->n && !status; i++) {
        status = put_central(host, io, &a->entries[i], offset);
        offset += LOCAL_HEADER + strlen(a->entries[i].name) + a->entries[i].n;
        size += CENTRAL_HEADER + strlen(a->entries[i].name);
    }
    return status ? status : put_end(host, io, a->n + 1, size, directory);
}
