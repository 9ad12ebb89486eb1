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

/**
 * What a codebook says beyond its codes and rules, published by annotate-theme beside UTS_EXT_CODEBOOK. Constant for
 * the whole run. [any], but for `save`.
 */
#define UTS_EXT_CODING_GUIDE "utsaga.coding-guide/1"

/** What becomes of hits that overlap. */
enum { UTS_OVERLAP_MERGE = 0, UTS_OVERLAP_ALL, UTS_OVERLAP_LONGEST, UTS_OVERLAP_LONGEST_OVERALL };

/** Of each code, in the order of uts_codebook.codes. Strings are never NULL. Frozen for this revision, like the three
 * that follow. */
typedef struct uts_guide_code {
    const char *include, *exclude; /**< when to use the code and when not, for people */
    uint32_t line, column;         /**< where it begins in the codebook file, from 1; 0 unknown */
} uts_guide_code;

/** Of each rule, in the order of uts_codebook.rules. */
typedef struct uts_guide_rule {
    double weight; /**< what one hit counts in weighted sums; 1 unless the rule says otherwise */
    uint32_t line, column;
} uts_guide_rule;

/** A text in which a code must be found, or must not. */
typedef struct uts_guide_example {
    const char *text;
    uint32_t code;
    uint32_t counter; /**< 1: must not be found */
    uint32_t line, column;
} uts_guide_example;

/** A word without wildcards that a rule looks for. */
typedef struct uts_guide_word {
    const char *text;  /**< folded */
    uint32_t rule;     /**< index into uts_codebook.rules */
    uint32_t is_lemma; /**< compared with lemmas, not with forms */
} uts_guide_word;

typedef struct uts_guide {
    uint32_t size;
    int32_t overlap; /**< UTS_OVERLAP_*, the policy of this run */
    uint32_t n_codes, n_rules, n_examples, n_words;
    const uts_guide_code *codes;
    const uts_guide_rule *rules;
    const uts_guide_example *examples;
    const uts_guide_word *words;
    void *self; /**< for save */
    /**
     * [main] Writes the codebook in the format that the suffix of @p name tells, piece by piece; `remark` is told, a
     * line each, what the format cannot hold. Unknown suffixes are UTS_E_UNSUPPORTED, told by `remark`, too.
     */
    uts_status (*save)(void *self, const char *name, void *to, void (*write)(void *to, const char *bytes, size_t n),
                       void (*remark)(void *to, uint32_t line, const char *text));
} uts_guide;

/** Words of the corpus many at a time, published by the host. Constant for the whole run. */
#define UTS_EXT_WORDS "utsaga.words/1"

typedef struct uts_words {
    uint32_t size;
    uint32_t reserved;
    /**
     * [ordered] numbers[i] = uts_host::promote of symbols[i] for i < @p n. Much faster than n calls of promote where
     * most of them are new to the corpus. Without it, as in an older host, promote gives the same numbers.
     */
    void (*promote)(uts_job *job, const uts_sym *symbols, uint32_t n, uint32_t *numbers);
} uts_words;

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
