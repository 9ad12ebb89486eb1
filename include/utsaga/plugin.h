/* SPDX-License-Identifier: MIT */
/**
 * @file utsaga/plugin.h
 * The stage ABI: what a plugin exports, and what the host lends it.
 *
 * A plugin is a shared object that exports one constant, ::UTS_ENTRY, which lists its stages. A stage reads source
 * files (reader), adds layers to documents (annotator), counts over the corpus (analysis) or writes files (writer).
 *
 * Holds everywhere unless a comment says otherwise:
 *  - Text is valid UTF-8, given as pointer and byte count. Identifiers are NUL-terminated ASCII.
 *  - Offsets are bytes into the document text, half open. Code points are for output only: uts_host::to_chars.
 *  - Who allocates, frees. A borrowed pointer lives as long as the job or stage it came from.
 *  - A struct that crosses the border opens with its `size` and grows only at its tail; read a member that is newer
 *    than minor 0 only under UTS_HAS(). Lists are arrays of pointers that end with NULL.
 *  - No call throws, longjmps, exits, forks, or touches locale, working directory or signals. A stage that must keep a
 *    library at arm's length may start a program of its own by posix_spawn, and waits for it within the call.
 *  - Results never depend on the number of threads, on the locale or on the clock.
 *
 * Threads. Each function and callback carries one of these marks:
 *  - [main]    the thread that built the pipeline, before the first or after the last document.
 *  - [worker]  one document on one worker at a time. Other workers run the same code with other documents.
 *  - [ordered] one document at a time, in input order, on any thread.
 *  - [any]     from anywhere, concurrently.
 */
#ifndef UTSAGA_PLUGIN_H
#define UTSAGA_PLUGIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Counts additions within the major version. For messages: struct sizes decide what is there. */
#define UTS_ABI_MINOR 0u
/** The one exported symbol. The major version is in its name, so v1 and v2 never meet. Static builds rename it. */
#ifndef UTS_ENTRY
#define UTS_ENTRY utsaga_plugin_v1
#endif
#define UTS_EXPORT __attribute__((visibility("default")))
/** True when the peer's struct @p p, of type @p type, is long enough to hold @p member. */
#define UTS_HAS(type, p, member) ((p)->size >= offsetof(type, member) + sizeof((p)->member))

/** Result of a call. Negative: failed, and somebody called uts_host::fail. Fixed width: no enum crosses the border. */
typedef int32_t uts_status;
enum {
    UTS_OK = 0,             /**< done */
    UTS_END = 1,            /**< a reader has no more documents */
    UTS_E_ARG = -1,         /**< an option or argument is wrong */
    UTS_E_NOMEM = -2,       /**< out of memory */
    UTS_E_IO = -3,          /**< reading or writing a file failed */
    UTS_E_FORMAT = -4,      /**< the input breaks its format */
    UTS_E_LIMIT = -5,       /**< a documented limit was passed */
    UTS_E_CANCELLED = -6,   /**< the user stopped the run */
    UTS_E_UNSUPPORTED = -7, /**< right, but not something this stage can do */
    UTS_E_BUG = -8          /**< a plugin or the host broke this contract */
};

/** A stretch of UTF-8, not NUL-terminated. Frozen for v1. */
typedef struct uts_str {
    const char *p; /**< may be NULL when n is 0 */
    size_t n;      /**< bytes */
} uts_str;

/**
 * An interned string, dense from 1; 0 is "no value". Belongs to the worker that made it: compare for equality within
 * one document, never sort by it, never keep it past the job. Before the worker starts a new symbol epoch
 * (uts_host::symbol_epoch) the same string always gets the same number, so answers that depend on the word form alone
 * can be kept in an array indexed by symbol; see uts_memo in plugin_util.h.
 */
typedef uint32_t uts_sym;

typedef struct uts_job uts_job;   /**< one document on one worker: arena, symbols, first error */
typedef struct uts_doc uts_doc;   /**< immutable text, metadata and sealed layers */
typedef struct uts_rows uts_rows; /**< a layer under construction */
typedef struct uts_grid uts_grid; /**< a result table under construction */
typedef struct uts_io uts_io;     /**< a byte stream owned by the host */

/* ---- annotation layers: columns over byte spans --------------------------------------------------------------- */

/** Column types of layers (the first four) and of tables (all). */
enum {
    UTS_U32 = 1,
    UTS_I64 = 2,
    UTS_F64 = 3,
    UTS_SYM = 4, /**< layers only */
    UTS_TEXT = 5 /**< tables only */
};

/** One column. Frozen for v1. The list of a layer or table ends with name == NULL. */
typedef struct uts_column {
    const char *name; /**< lower case, stable for ever */
    int32_t type;
    uint32_t flags; /**< 0 */
} uts_column;

/** What a stage needs or gives. Must outlive the plugin; make it constant data. Standard layers are in layers.h. */
typedef struct uts_layer_spec {
    uint32_t size;
    /**
     * In `needs`: run also when nobody gives this layer. In `gives`: the stage may leave a document without it.
     */
    uint32_t optional;
    const char *name;          /**< "token", "sentence", "token.lemma" */
    const char *rows_of;       /**< NULL: own spans. Otherwise row i belongs to row i of that layer */
    const uts_column *columns; /**< ends at name == NULL */
} uts_layer_spec;

/** A sealed layer. Never changes; the arrays hold `rows` items and live as long as the job. */
typedef struct uts_layer {
    uint32_t size;
    uint32_t rows;
    const uint32_t *begin;     /**< ascending; NULL when the rows are those of another layer */
    const uint32_t *end;       /**< begin <= end; spans may overlap and nest */
    const uts_column *columns; /**< ends at name == NULL */
    const void *const *data;   /**< data[c] is the array of column c: uint32_t, int64_t, double or uts_sym */
} uts_layer;

/** One cell for uts_host::add. Frozen for v1. */
typedef union uts_cell {
    uint32_t u32;
    int64_t i64;
    double f64;
    uts_sym sym;
} uts_cell;

/** Columns with room for more rows, from uts_host::reserve: write at index 0 and up. */
typedef struct uts_room {
    uint32_t *begin; /**< NULL when the rows are those of another layer */
    uint32_t *end;
    void *data[16]; /**< data[c]: where the next cell of column c goes */
} uts_room;

/** Most columns one layer or table may have. */
#define UTS_MAX_COLUMNS 16

/* ---- tables: small results over the whole corpus --------------------------------------------------------------- */

/** One cell of a table. type 0: undefined (an empty cell, null in JSON; never NaN). Frozen for v1. */
typedef struct uts_value {
    int32_t type; /**< 0, UTS_I64, UTS_F64 or UTS_TEXT */
    uint32_t n;   /**< bytes of the text */
    union {
        int64_t i64;
        double f64;
        const char *text; /**< n bytes of UTF-8 */
    } as;
} uts_value;

/** A sealed table. Lives until the end of the run. */
typedef struct uts_table {
    uint32_t size;
    uint32_t n_columns;
    const char *name; /**< "themes"; becomes a file name */
    const uts_column *columns;
    uint64_t rows;
    const uts_value *values; /**< row after row: values[row * n_columns + column] */
} uts_table;

/* ---- options: a table the host parses, checks, documents and stores -------------------------------------------- */

/** Option types, and the C type of the field they fill. */
enum {
    UTS_OPT_BOOL = 1, /**< bool; in the user's notation true or false */
    UTS_OPT_INT,      /**< int64_t */
    UTS_OPT_REAL,     /**< double; a decimal point in every locale */
    UTS_OPT_TEXT,     /**< const char *; NULL when there is no preset */
    UTS_OPT_PATH,     /**< const char *; relative to the project file, else to the working directory */
    UTS_OPT_CHOICE    /**< int64_t, the index in `choices` */
};

/** One option of a stage. Must outlive the plugin. The UTS_OPTION_* macros of plugin_util.h check the field's type. */
typedef struct uts_option {
    uint32_t size;
    int32_t type;
    const char *name;           /**< "min-count"; stable for ever */
    uint32_t offset;            /**< where in the stage's configuration struct the value goes */
    uint32_t required;          /**< 1: the run stops before any file is opened when it is not given */
    const char *preset;         /**< the default in the user's notation; NULL: zero, false, NULL */
    double min, max;            /**< numbers are checked when min < max */
    const char *const *choices; /**< ends with NULL; for UTS_OPT_CHOICE */
    const char *help;           /**< one English sentence: --help, describe, man page and README row */
} uts_option;

/* ---- what the host lends ---------------------------------------------------------------------------------------- */

/** Levels of uts_host::log and uts_host::note. */
enum { UTS_LOG_DEBUG = 0, UTS_LOG_INFO, UTS_LOG_WARN, UTS_LOG_ERROR };

/** Functions the host lends. One table for the whole run; the same pointer is given to every stage. */
typedef struct uts_host {
    uint32_t size;
    uint32_t abi_minor;

    /* -- memory [worker, ordered, main]: always on the job that the callback was given -- */

    /** @p bytes zeroed bytes, freed with the job. @p align is a power of two up to 64. NULL: out of memory, recorded.
     */
    void *(*alloc)(uts_job *job, size_t bytes, size_t align);
    /** Runs @p fn(@p arg) when the job ends, last registered first: for handles that are not arena memory. */
    void (*defer)(uts_job *job, void (*fn)(void *arg), void *arg);

    /* -- symbols -- */

    /** [worker] The symbol of @p text; copies it on first sight. 0 when text is empty or memory is out. */
    uts_sym (*intern)(uts_job *job, uts_str text);
    /**
     * [worker] out[i] = symbol of text[begin[i], end[i]) for i < @p n. Much faster than n calls of intern. @p text must
     * be readable for 16 bytes past the last end; the text of a document is.
     */
    void (*intern_spans)(uts_job *job, const char *text, const uint32_t *begin, const uint32_t *end, uint32_t n,
                         uts_sym *out);
    /** [worker, ordered] The string of a symbol. Lives as long as the job; 32 readable bytes follow it. */
    uts_str (*spell)(const uts_job *job, uts_sym symbol);
    /** [worker] Changes when the worker has forgotten its symbols, never within a job. Starts at 1. */
    uint32_t (*symbol_epoch)(const uts_job *job);
    /** [worker] One more than the largest symbol so far. */
    uts_sym (*symbol_count)(const uts_job *job);
    /** [ordered] The corpus-wide number of a symbol, dense from 1, in order of first promotion; 0: out of memory. */
    uint32_t (*promote)(uts_job *job, uts_sym symbol);
    /** [ordered, main] The string of a corpus-wide number. Lives until the end of the run. */
    uts_str (*spell_promoted)(uint32_t number);

    /* -- reporting -- */

    /**
     * [worker, ordered, main] Records why the job failed and returns @p code, so `return host->fail(…)` ends a
     * callback. The first error of a job wins; the text is copied. @p offset is a byte in the source (readers) or in
     * the document text, UINT64_MAX for none. @p message says what was wrong and what to do; it never quotes interview
     * text.
     */
    uts_status (*fail)(uts_job *job, uts_status code, uint64_t offset, uts_str message);
    /**
     * [worker, ordered, main] A remark about the document for the run report: something folded, repaired, doubted or
     * left out.
     * @p message goes to the terminal too and never quotes interview text; @p detail (may be empty) goes to the
     * output folder only and may. @p offset as for fail, in the document text.
     */
    void (*note)(uts_job *job, int32_t level, uint64_t offset, uts_str message, uts_str detail);
    /** [any] A line for the developer's log. Never interview text. */
    void (*log)(uts_job *job, int32_t level, uts_str message);
    /** [any] True when the user stopped the run: return UTS_E_CANCELLED. Ask at least every 10 ms of work. */
    bool (*cancelled)(const uts_job *job);

    /* -- reading a document [worker, ordered] -- */

    /** Unique in the run and safe as a file name: the path below the input folder without its suffix. */
    uts_str (*doc_id)(const uts_doc *doc);
    /** The text: NFC, LF, no BOM, no NUL. At least 64 readable zero bytes follow it. */
    uts_str (*doc_text)(const uts_doc *doc);
    /** Metadata by key, empty when unknown: "source" (file name), "sha256", "encoding", "format", "title". */
    uts_str (*doc_meta)(const uts_doc *doc, const char *key);
    /** A sealed layer that the stage's `needs` names, or NULL when it is optional and nobody gave it. */
    const uts_layer *(*layer)(const uts_doc *doc, const char *name);
    /** The number of code points before byte @p offset. Constant time; builds an index on first use. */
    uint32_t (*to_chars)(const uts_doc *doc, uint32_t offset);

    /* -- making a document -- */

    /** [worker, reader] Gives the document its text, once. Copies. Checks that it is valid UTF-8 without NUL. */
    uts_status (*set_text)(uts_job *job, uts_str text);
    /**
     * [worker, reader] Sets a metadata value. Copies both. A reader that makes several documents of a source sets
     * "name" on each: the document's id is then the source's id, "/", and the name made safe and unique.
     */
    uts_status (*set_meta)(uts_job *job, const char *key, uts_str value);
    /**
     * [worker] Starts a layer that the stage's `gives` names. Errors stick to the builder: add rows unchecked and look
     * once, at seal. Never NULL.
     */
    uts_rows *(*open_layer)(uts_job *job, const uts_layer_spec *spec);
    /** Adds a row. @p cells has one item a column. @p begin and @p end are ignored when rows_of is set. */
    void (*add)(uts_rows *rows, uint32_t begin, uint32_t end, const uts_cell *cells);
    /** Makes room for @p n more rows, to be written directly and then counted with advance. False: out of memory. */
    bool (*reserve)(uts_rows *rows, uint32_t n, uts_room *room);
    /** Counts @p n rows that were written into the last room. */
    void (*advance)(uts_rows *rows, uint32_t n);
    /**
     * Checks spans (ascending, inside the text, rows_of of equal length), freezes the layer and lets later stages see
     * it. A second layer of the same name replaces the first for later stages: that is how a stage refines what another
     * gave.
     */
    uts_status (*seal)(uts_rows *rows);

    /* -- files -- */

    /** [worker, reader] The whole source. Lives until the reader's close. 64 readable zero bytes follow. */
    uts_status (*source_bytes)(uts_job *job, uts_io *source, uts_str *out);
    /** [worker, ordered, main] Creates a file below the output folder; @p path uses '/', and is refused when it leaves
     * it. NULL: failed. */
    uts_io *(*create)(uts_job *job, const char *path);
    /** Appends. Errors stick and are returned by close too. */
    uts_status (*write)(uts_io *io, const void *bytes, size_t n);
    /** Finishes the file. It appears in the output folder when the whole run has succeeded. */
    uts_status (*close)(uts_io *io);

    /* -- tables [main] -- */

    /** Starts a result table; @p name and @p columns must outlive the run. Never NULL; errors stick. */
    uts_grid *(*open_table)(uts_job *job, const char *name, const uts_column *columns);
    /** Adds a row of one value a column; texts are copied. */
    void (*add_row)(uts_grid *grid, const uts_value *values);
    /** Freezes the table; the writers get it. */
    uts_status (*seal_table)(uts_grid *grid);

    /* -- surroundings -- */

    /** [any] A setting of the run: "language" ("sv" or "en"), "version", "lexicons" (folder). NULL when unknown. */
    const char *(*setting)(const char *key);
    /** [any] An interface by id, such as "utsaga.codebook/1", or NULL when nobody published it. See extensions.h. */
    const void *(*extension)(const char *id);
    /** [main] In create only: offers an interface to stages created later. Must live as long as the stage. */
    uts_status (*publish)(const char *id, const void *interface_);
} uts_host;

/* ---- what a stage provides --------------------------------------------------------------------------------------- */

/** Kinds of stage; `ops` of the stage points to the struct of the same name. */
enum { UTS_READER = 1, UTS_ANNOTATOR, UTS_ANALYSIS, UTS_WRITER };

/** How many workers may be inside a stage's [worker] callbacks at once. */
enum {
    UTS_SHARED = 1, /**< any number; what changes lives in `local` */
    UTS_SERIAL = 2, /**< one, any document order: wraps a library that is not reentrant */
    UTS_ORDERED = 3 /**< one, in input order */
};

typedef struct uts_reader_ops {
    uint32_t size;
    uint32_t flags; /**< 0 */
    /** [any] How sure is it that this is its format: 0 not, 100 certain. @p head: the first @p n bytes, up to 4096. */
    int32_t (*probe)(const char *name, const void *head, size_t n);
    /** [worker] Opens a source. @p source lives until close. */
    uts_status (*open)(void *stage, uts_job *job, uts_io *source, void **cursor);
    /** [worker] Makes the next document with set_text, set_meta and layers. UTS_END when there is none. */
    uts_status (*next)(void *stage, void *cursor, uts_job *job);
    /** [worker] Called after open succeeded, also on failure of next. May be NULL. */
    void (*close)(void *stage, void *cursor);
} uts_reader_ops;

typedef struct uts_annotator_ops {
    uint32_t size;
    uint32_t flags; /**< 0 */
    /** [worker] Adds the layers that `gives` names. */
    uts_status (*annotate)(void *stage, void *local, uts_job *job, const uts_doc *doc);
} uts_annotator_ops;

typedef struct uts_analysis_ops {
    uint32_t size;
    uint32_t flags; /**< 0 */
    /** [worker] Counts one document. @p part may be arena memory of the job: fold gets it before the job ends. */
    uts_status (*map)(void *stage, void *local, uts_job *job, const uts_doc *doc, void **part);
    /** [ordered] Adds a part to the corpus counts. */
    uts_status (*fold)(void *stage, uts_job *job, const uts_doc *doc, void *part);
    /** [main] After the last document: makes tables. May be NULL. */
    uts_status (*finish)(void *stage, uts_job *job);
} uts_analysis_ops;

/** Every callback may be NULL. */
typedef struct uts_writer_ops {
    uint32_t size;
    uint32_t flags; /**< 0 */
    /** [main] Before the first document. */
    uts_status (*begin)(void *stage, uts_job *job);
    /** [worker] Formats one document: may create files of its own, or leave a part for fold. */
    uts_status (*document)(void *stage, void *local, uts_job *job, const uts_doc *doc, void **part);
    /** [ordered] Appends a document's part to a file of the whole corpus. */
    uts_status (*fold)(void *stage, uts_job *job, const uts_doc *doc, void *part);
    /** [main] A sealed table, after the last document; tables come in the order in which they were sealed. */
    uts_status (*table)(void *stage, uts_job *job, const uts_table *table);
    /** [main] After the last table. */
    uts_status (*end)(void *stage, uts_job *job);
} uts_writer_ops;

/** A stage. Constant data: the host reads it without running code of the plugin. */
typedef struct uts_stage {
    uint32_t size;
    int32_t kind;
    int32_t sharing;
    uint32_t conf_size;  /**< bytes of the struct that `options` fills; 0: none */
    const char *name;    /**< "annotate-token": kind and subject; the user writes it in project files and --set */
    const char *version; /**< "1.2.0"; part of the run report */
    const char *summary; /**< one English line */
    const uts_option *const *options;   /**< ends with NULL; may be NULL */
    const uts_layer_spec *const *needs; /**< ends with NULL; may be NULL */
    const uts_layer_spec *const *gives; /**< ends with NULL; may be NULL */
    /**
     * [main] Makes the stage. @p conf is a struct of conf_size bytes, filled from the options; it and its strings live
     * as long as the stage. Keep @p host: it is the way to every function above. Read data files here, not in annotate.
     */
    uts_status (*create)(const uts_host *host, uts_job *job, const void *conf, void **stage);
    /** [main] Undoes create. May be NULL. */
    void (*destroy)(void *stage);
    /** [worker] Before a worker's first document: makes what one worker owns, such as a Hunspell handle. The host never
     *  runs two enter calls at once. May be NULL. */
    uts_status (*enter)(void *stage, uts_job *job, void **local);
    /** [worker] After the same worker's last document. May be NULL. */
    void (*leave)(void *stage, void *local);
    const void *ops; /**< the uts_*_ops that `kind` names */
} uts_stage;

/** What a plugin exports. */
typedef struct uts_plugin {
    uint32_t size;
    uint32_t abi_minor;             /**< UTS_ABI_MINOR */
    const char *name;               /**< "annotate-token" */
    const char *licence;            /**< SPDX expression */
    const uts_stage *const *stages; /**< ends with NULL */
} uts_plugin;

/** The one symbol a plugin exports. Constant data: listing plugins runs none of their code. */
extern UTS_EXPORT const uts_plugin UTS_ENTRY;

#ifdef __cplusplus
}
#endif
#endif /* UTSAGA_PLUGIN_H */
