/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The output of one worker: one fixed buffer, handed to the host once a document, or in pieces when it is full. */
#ifndef WRITE_TEI_OUT_H
#define WRITE_TEI_OUT_H

#include <utsaga/plugin_util.h>

/* A document of 1 MB becomes about 4 MB of word-level TEI: nearly every document leaves in one write. Pages that no
 * document reaches are never touched. */
#define TEI_OUT_ROOM (4u << 20)
/* Readable and writable bytes behind the room, so that short fragments are copied by one fixed-size move. */
#define TEI_OUT_SLACK 256u

struct tei_out {
    char *p;
    size_t n, room;
    const uts_host *host;
    uts_io *io;        /* NULL: nothing is handed on, the buffer grows instead */
    bool failed;       /* out of memory while growing; what was there is lost */
    uint32_t replaced; /* characters that XML does not allow, written as U+FFFD */
};

/* False: out of memory. */
bool tei_out_make(struct tei_out *o, const uts_host *host);
void tei_out_free(struct tei_out *o);
void tei_flush(struct tei_out *o);
void tei_make_room(struct tei_out *o);

/* Where the next @p k bytes may be written; @p k is at most TEI_OUT_ROOM. */
static inline char *tei_need(struct tei_out *o, size_t k) {
    if (o->n + k > o->room) tei_make_room(o);
    return o->p + o->n;
}

/* What does not fit into the room at hand. */
void tei_put_slow(struct tei_out *o, const char *p, size_t n);
static inline void tei_put(struct tei_out *o, const char *p, size_t n) {
    if (n > o->room || o->n > o->room - n) {
        tei_put_slow(o, p, n);
        return;
    }
    memcpy(o->p + o->n, p, n);
    o->n += n;
}
/* A literal. */
#define TEI_LIT(o, s) tei_put((o), (s), sizeof(s) - 1)
void tei_puts(struct tei_out *o, const char *s);
void tei_put_u32(struct tei_out *o, uint32_t x);
/* Milliseconds as seconds with at most three decimals: 3200 is "3.2". */
void tei_put_seconds(struct tei_out *o, int64_t ms);

/* Escapes @p n bytes to @p to (room for 6 * n) as text, or as the value of an attribute in double quotes. Adds the
 * characters it had to replace to @p replaced. Returns the bytes written. */
size_t tei_escape_to(char *to, const char *p, size_t n, bool attribute, uint32_t *replaced);
/* False for bytes that text holds as they stand, without branches; true for those that need a look. */
static inline unsigned char tei_may_escape(unsigned char c) {
    return (unsigned char)((c < 0x20) & (c != '\t') & (c != '\n')) | (c == '&') | (c == '<') | (c == '>') | (c == 0xEF);
}
void tei_text(struct tei_out *o, const char *p, size_t n);
void tei_attribute(struct tei_out *o, const char *p, size_t n);

#endif
