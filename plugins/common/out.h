/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bytes of one file on their way to the host: a buffer that a worker keeps, drained when it is full. */
#ifndef COMMON_OUT_H
#define COMMON_OUT_H

#include <utsaga/plugin_util.h>

#define OUT_PIECE (1u << 20)

/* Zero-initialise; free p. */
struct out {
    char *p;
    size_t n, room;
    const uts_host *host;
    uts_io *io;
    bool failed; /* out of memory; sticks for the file */
};

static inline void out_drain(struct out *o) {
    if (o->n) o->host->write(o->io, o->p, o->n);
    o->n = 0;
}

/* Where the next @p k bytes go; NULL: out of memory. */
static inline char *out_need(struct out *o, size_t k) {
    if (o->n + k <= o->room) return o->p + o->n;
    out_drain(o);
    if (k > o->room) {
        size_t room = k > OUT_PIECE ? k : OUT_PIECE;
        char *p = (char *)realloc(o->p, room);
        if (!p) {
            o->failed = true;
            return NULL;
        }
        o->p = p;
        o->room = room;
    }
    return o->p;
}

static inline void out_put(struct out *o, const char *p, size_t n) {
    char *to = n ? out_need(o, n) : NULL;
    if (!to) return;
    memcpy(to, p, n);
    o->n += n;
}

static inline void out_puts(struct out *o, const char *s) { out_put(o, s, strlen(s)); }

static inline void out_u32(struct out *o, uint32_t x) {
    char digits[10];
    size_t at = sizeof digits;
    do digits[--at] = (char)('0' + x % 10);
    while (x /= 10);
    out_put(o, digits + at, sizeof digits - at);
}

static inline void out_u64(struct out *o, uint64_t x) {
    char digits[20];
    size_t at = sizeof digits;
    do digits[--at] = (char)('0' + x % 10);
    while (x /= 10);
    out_put(o, digits + at, sizeof digits - at);
}

/* Starts FOLDER/ID.SUFFIX. False: failed, and the host knows. */
static inline bool out_open(struct out *o, uts_job *job, const char *folder, uts_str id, const char *suffix) {
    size_t a = strlen(folder), b = strlen(suffix);
    char *path = (char *)o->host->alloc(job, a + id.n + b + 2, 1);
    if (!path) return false;
    memcpy(path, folder, a);
    path[a] = '/';
    memcpy(path + a + 1, id.p, id.n);
    memcpy(path + a + 1 + id.n, suffix, b);
    o->n = 0;
    o->failed = false;
    o->io = o->host->create(job, path);
    return o->io != NULL;
}

static inline uts_status out_close(struct out *o, uts_job *job) {
    out_drain(o);
    uts_status status = o->host->close(o->io);
    o->io = NULL;
    return o->failed ? uts_failf(o->host, job, UTS_E_NOMEM, UINT64_MAX, "Out of memory while writing.") : status;
}

/* enter and leave of a writer whose only state is this buffer. */
static inline uts_status out_enter(const uts_host *host, uts_job *job, void **local) {
    struct out *o = (struct out *)calloc(1, sizeof *o);
    if (!o) return uts_failf(host, job, UTS_E_NOMEM, UINT64_MAX, "Out of memory.");
    o->host = host;
    *local = o;
    return UTS_OK;
}

static inline void out_leave(void *stage, void *local) {
    (void)stage;
    free(((struct out *)local)->p);
    free(local);
}

#endif
