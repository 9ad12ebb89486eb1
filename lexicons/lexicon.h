/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * The compiled lexicon of Swedish, sv.lex: word forms with frequency, analyses and what they may do in compounds.
 *
 * The file is mapped, not parsed: lexicon_open costs a few system calls, and all who map it share its memory. Nothing
 * in it changes, so every function may be called from any thread. Forms are stored in lower case (as token.fold); they
 * are numbered from 0 in order, and that number is the entry.
 */
#ifndef UTSAGA_LEXICON_H
#define UTSAGA_LEXICON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct lexicon lexicon;

#define LEXICON_NONE UINT32_MAX
/** Longest form, in bytes, and longest lemma that lexicon_lemma writes, with its NUL. */
enum { LEXICON_FORM_MAX = 120, LEXICON_LEMMA_MAX = 256 };
/** The frequency of a form that no count knows. */
enum { LEXICON_RARE = -900 };

/** What is known of a form. */
enum {
    LEXICON_WORD = 1,     /**< stands alone as a Swedish word: an acceptor may accept it */
    LEXICON_LOWER = 2,    /**< is written in lower case */
    LEXICON_NAME = 4,     /**< is a name, or a form of one */
    LEXICON_ACRONYM = 8,  /**< is written in capitals, or with a capital inside */
    LEXICON_SHORT = 16,   /**< is an abbreviation */
    LEXICON_ENGLISH = 32, /**< is English */
    LEXICON_FIRST = 64,   /**< may be the first part of a compound, as it stands: "omsorgs", "kyrko" */
    LEXICON_LAST = 128,   /**< may be the last part of a compound */
    LEXICON_COUNTED =
        256, /**< occurs in the counts; without LEXICON_WORD: known from counts only, may be a misspelling */
    LEXICON_SPELLED = 512,   /**< is in the spelling dictionary, or is a form of a word in it */
    LEXICON_ATTESTED = 1024, /**< was analysed by a person: occurs in the treebank; alone: known from nowhere else */
    LEXICON_WHOLE = 2048     /**< only looks like a compound: "kultur" */
};

/** One reading of a form. The lemma is the form without its last `strip` bytes, and then `suffix`. */
typedef struct lexicon_analysis {
    uint8_t upos;       /**< UTS_UPOS_* of layers.h */
    uint8_t strip;      /**< bytes; 255: the whole form */
    uint8_t suffix_len; /**< bytes */
    uint8_t flags;      /**< LEXICON_CAPITAL … */
    uint16_t tag;       /**< for lexicon_tag */
    uint16_t count;     /**< how often a person read the form so; such readings come first, the commonest ahead */
    uint32_t suffix;    /**< for lexicon_suffix */
} lexicon_analysis;
enum {
    LEXICON_CAPITAL = 1, /**< the lemma starts with a capital */
    LEXICON_GUESSED = 2, /**< the reading comes from the inflection class of the spelling dictionary */
    LEXICON_PART = 4     /**< a reading as the first part of a compound only: "kyrko" */
};

/** Opens and checks the header. On failure returns false with a message in @p error (of @p room bytes). */
bool lexicon_open(const char *path, lexicon **out, char *error, size_t room);
void lexicon_close(lexicon *lex);
/** Reads the whole file and compares its hash. For tests and `describe`. */
bool lexicon_verify(const lexicon *lex);
/** What it was compiled from, in one line. */
const char *lexicon_made_from(const lexicon *lex);
bool lexicon_has_apertium(const lexicon *lex);
/** Of the content: part of the run report. */
uint64_t lexicon_hash(const lexicon *lex);

uint32_t lexicon_count(const lexicon *lex);
/** The entry of a form in lower case, or LEXICON_NONE. */
uint32_t lexicon_find(const lexicon *lex, const char *form, size_t n);
/** LEXICON_* */
uint32_t lexicon_flags(const lexicon *lex, uint32_t entry);
/** log10 of the probability of the form in running text, times 100: "är" -148. LEXICON_RARE when no count knows it. */
int32_t lexicon_frequency(const lexicon *lex, uint32_t entry);
/** Writes the form, NUL-terminated, into @p out of LEXICON_FORM_MAX bytes, and returns its length. */
size_t lexicon_string(const lexicon *lex, uint32_t entry, char *out);
/** How many analyses the form has, and where they are. */
uint32_t lexicon_analyses(const lexicon *lex, uint32_t entry, const lexicon_analysis **out);
/** A hash of the set of tags that the form can have: equal for forms that behave alike. Never 0. */
uint32_t lexicon_class(const lexicon *lex, uint32_t entry);
/** The grammatical tags of a reading: "n.ut.sg.ind". */
const char *lexicon_tag(const lexicon *lex, uint32_t tag);
/** Writes the lemma of a reading of @p form, NUL-terminated, into @p out of LEXICON_LEMMA_MAX bytes; its length. */
size_t lexicon_lemma(const lexicon *lex, const char *form, size_t n, const lexicon_analysis *analysis, char *out);
/**
 * The best guess for a form that the lexicon lacks: the commonest way in which forms with this @p upos and the longest
 * possible equal ending (7 letters at most) make their lemma. Returns the letters that matched, 0 when none did.
 */
uint32_t lexicon_guess(const lexicon *lex, const char *form, size_t n, uint32_t upos, lexicon_analysis *out);
/**
 * How the forms with the longest possible equal ending are spread over the parts of speech, in per mille by UTS_UPOS_*
 * (17 numbers). Returns the letters that matched.
 */
uint32_t lexicon_guess_upos(const lexicon *lex, const char *form, size_t n, uint16_t *out);

/* ---- compounds -------------------------------------------------------------------------------------------------- */

enum { LEXICON_MAX_PARTS = 6 };

/** A part of a compound, in bytes of the form. Parts follow each other without gap. */
typedef struct lexicon_part {
    uint16_t begin, end;
    uint16_t link;  /**< bytes at the end that only link: the s of "omsorgs"; 0 also when the stem itself changed */
    uint16_t term;  /**< 1: a first part from the caller's own terms */
    uint32_t entry; /**< of the part as it stands (without link), or LEXICON_NONE */
} lexicon_part;

/** Project terms and names that may be first parts besides the lexicon's. Called with text in lower case. */
typedef bool lexicon_term_fn(const void *arg, const char *text, size_t n);

/**
 * How forms are split, and the answers for the form asked about last, so that several questions about one form cost no
 * more than one. For one thread; all zero: no terms.
 */
typedef struct lexicon_splitter {
    lexicon_term_fn *terms; /**< or NULL */
    const void *arg;
    /* The library's own: */
    size_t n; /* bytes of the form; 0: none yet */
    char form[LEXICON_FORM_MAX];
    uint32_t count, head_entry;
    bool head_known;
    size_t head;
    lexicon_part parts[LEXICON_MAX_PARTS];
} lexicon_splitter;

/**
 * Splits a form in lower case. Returns the number of parts, modifiers first and head last; 0 when it is no compound or
 * the lexicon reads it better as one word.
 */
uint32_t lexicon_split(const lexicon *lex, lexicon_splitter *splitter, const char *form, size_t n,
                       lexicon_part parts[LEXICON_MAX_PARTS]);
/**
 * The same, with particles cut off too: "upp" + "följning". Morphology, not meaning: what such words hold is no part to
 * search for ("omsorg" is no sorg).
 */
uint32_t lexicon_split_particles(const lexicon *lex, const lexicon_splitter *splitter, const char *form, size_t n,
                                 lexicon_part parts[LEXICON_MAX_PARTS]);
/**
 * Where the head of an unknown form begins: after its last hyphen, at the last part of the compound, or at the longest
 * ending that is a word of four letters or more. Stores its entry. 0: none.
 */
size_t lexicon_head(const lexicon *lex, lexicon_splitter *splitter, const char *form, size_t n, uint32_t *entry);
/** The lemma of a modifier: "omsorgs" omsorg, "kyrko" kyrka. Writes as lexicon_lemma does. */
size_t lexicon_part_lemma(const lexicon *lex, const char *form, const lexicon_part *part, char *out);

#endif /* UTSAGA_LEXICON_H */
