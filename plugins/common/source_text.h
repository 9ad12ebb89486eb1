/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What every reader of a text-based format does first: the bytes of a file to clean UTF-8 (NFC, LF, no BOM) with a map
 * back, in any encoding that Swedish transcripts come in; failures are told to the host with byte and line.
 */
#ifndef COMMON_SOURCE_TEXT_H
#define COMMON_SOURCE_TEXT_H

#include "decode.h"

#include <utsaga/plugin.h>

/* The stage of a reader of text: what is constant after create. Free it with free(). */
struct source_stage {
    const uts_host *host;
    const char *name; /* "read-text": for messages that name an option */
    enum rt_encoding encoding;
    bool repair; /* the option `mojibake`: undo a wrong decoding that is found */
    rt_tables tables;
};
/* The option `mojibake` of a reader of text: index 1 is `repair`. */
extern const char *const source_mojibake_choices[3];
#define SOURCE_MOJIBAKE_HELP                                                                                           \
    "Text that was decoded wrongly before it was saved (Ã¥ for å): report it, or repair it and report that."
/* @p encoding: the value of the option `encoding` (choices: rt_encoding_names). */
uts_status source_stage_create(const uts_host *host, uts_job *job, const char *name, int64_t encoding, void **out);

/* The cursor of a reader whose files hold one document. Arena memory: no close is needed. */
struct source_cursor {
    uts_io *source;
    bool done;
};
/* The stage of a reader that keeps nothing but its options, which live as long. Free it with free(). */
struct source_plain {
    const uts_host *host;
    const void *conf;
};
uts_status source_create(const uts_host *host, uts_job *job, const void *conf, void **out);
/* uts_reader_ops::open for a stage whose first member is the pointer to the host, as in both stages here. */
uts_status source_open(void *stage, uts_job *job, uts_io *source, void **cursor);
/* True when @p name ends in a dot and one of @p suffixes (lower case, ends with NULL), in any case. */
bool source_suffix(const char *name, const char *const *suffixes);

struct source_place {
    size_t run, text, source;
};

/* One file on its way to text. Free it also after a failure. */
struct source_text {
    const uts_host *host;
    uts_job *job;
    const rt_tables *tables;
    const char *stage;
    enum rt_encoding asked;
    bool repair;     /* as in the stage */
    size_t repaired; /* characters that were decoded wrongly before */
    uts_str bytes;   /* of the file, without BOM */
    size_t skipped;  /* bytes of the BOM */
    enum rt_encoding encoding;
    bool tolerate_tail;    /* the file ends inside a character */
    struct rt_out decoded; /* UTF-8 from another encoding, or repaired; empty for UTF-8 as it is */
    struct rt_out cleaned; /* empty when nothing had to change */
    struct rt_report report;
    uts_str text; /* the result; lives as long as the job's source and this struct */
    struct source_place seek;
};

/* Reads the whole file. Failed: the host knows, return the status. */
uts_status source_text_read(struct source_text *w, const struct source_stage *stage, uts_job *job, uts_io *source);
void source_text_free(struct source_text *w);

/* The byte of the file that byte @p at of the text was made of. Cheap when asked in ascending order. */
size_t source_text_offset(struct source_text *w, size_t at);
/*
 * The stretch from @p at, at most to @p end, that was made of the file as one: bytes taken over, or characters of equal
 * lengths. Returns where it ends; [*from, *to) are the bytes of the file.
 */
size_t source_text_stretch(struct source_text *w, size_t at, size_t end, int64_t *from, int64_t *to);
/* The line of the text that byte @p at stands on, from 1. For messages. */
size_t source_text_line(const struct source_text *w, size_t at);

/* For a document whose text is the text of the file as it is: gives `source`. */
uts_status source_text_map(const struct source_text *w);
/* Tells what was met: emptiness, control characters, composed letters, traces of a wrong encoding. */
void source_text_report(const struct source_text *w);
/* Sets "encoding", "format" and "line-ends". */
uts_status source_text_meta(const struct source_text *w, const char *format);

#endif
