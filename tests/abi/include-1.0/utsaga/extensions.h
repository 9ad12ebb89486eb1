/* SPDX-License-Identifier: MIT */
/**
 * @file utsaga/extensions.h
 * Interfaces that stages and the host publish under an id: `host->extension(UTS_EXT_CODEBOOK)`.
 * Structs grow at the tail within a revision; a new meaning is a new revision.
 */
#ifndef UTSAGA_EXTENSIONS_H
#define UTSAGA_EXTENSIONS_H

#include <utsaga/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The codebook, published by annotate-theme in create. Constant for the whole run. [any] */
#define UTS_EXT_CODEBOOK "utsaga.codebook/1"

/** A code or a group of codes. Strings are never NULL; empty when not given. */
typedef struct uts_code {
    uint32_t size;
    uint32_t parent;  /**< index into codes, UINT32_MAX for a top-level code; parents come first */
    uint32_t n_rules; /**< 0: a group */
    uint32_t reserved;
    const char *id;          /**< "3.2"; unique */
    const char *label;       /**< "Hopp" */
    const char *description; /**< definition */
    const char *colour;      /**< "#RRGGBB", never empty */
} uts_code;

/** How a rule takes part. */
enum { UTS_RULE_INCLUDE = 0, UTS_RULE_EXCLUDE = 1, UTS_RULE_FORCE = 2 };

typedef struct uts_rule {
    uint32_t size;
    uint32_t code;    /**< index into codes */
    uint32_t kind;    /**< UTS_RULE_* */
    uint32_t line;    /**< in the codebook file, from 1 */
    const char *text; /**< as written */
} uts_rule;

typedef struct uts_codebook {
    uint32_t size;
    uint32_t n_codes;
    uint32_t n_rules;
    uint32_t reserved;
    const char *path; /**< file name, without folders */
    const uts_code *const *codes;
    const uts_rule *const *rules;
} uts_codebook;

/** The participants table, published by the host when one was given. Constant for the whole run. [any] */
#define UTS_EXT_PARTICIPANTS "utsaga.participants/1"

typedef struct uts_participants {
    uint32_t size;
    uint32_t n_variables;
    uint32_t n_participants;
    uint32_t reserved;
    const char *const *variables; /**< column names but id, document and speaker: "role", "wave", … */
    const char *const *ids;       /**< one a participant */
    const char *const *values;    /**< values[participant * n_variables + variable]; never NULL, "" unknown */
    /** The row of the participant who is called @p speaker in document @p doc, or UINT32_MAX. */
    uint32_t (*find)(uts_str doc, uts_str speaker);
} uts_participants;

/** What is known of the run so far, published by the host. Complete in writer `table` and `end`. [main] */
#define UTS_EXT_RUN "utsaga.run/1"

/** A remark of uts_host::note, in input order. */
typedef struct uts_run_note {
    uts_str doc; /**< empty: about the run */
    uts_str stage;
    uts_str message; /**< English */
    uts_str detail;
    uint64_t chars; /**< code points from the start of the text, UINT64_MAX: none */
    int32_t level;
    int32_t reserved;
} uts_run_note;

/** A document that was read, or a file that was skipped. */
typedef struct uts_run_doc {
    uts_str id;
    uts_str source; /**< path as given, below the input folder */
    uts_str sha256; /**< hexadecimal; empty when the file could not be read */
    uts_str error;  /**< empty: read; otherwise why it was skipped */
    uint64_t bytes;
} uts_run_doc;

typedef struct uts_run {
    uint32_t size;
    uint32_t n_stages;
    uint64_t n_documents, n_skipped, n_notes;
    const uts_stage *const *stages; /**< in order of work */
    /** @p i below n_documents + n_skipped, in input order. False: no such document. */
    bool (*document)(uint64_t i, uts_run_doc *out);
    bool (*note)(uint64_t i, uts_run_note *out);
} uts_run;

#ifdef __cplusplus
}
#endif
#endif /* UTSAGA_EXTENSIONS_H */
