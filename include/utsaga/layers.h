/* SPDX-License-Identifier: MIT */
/**
 * @file utsaga/layers.h
 * The standard layers: names, columns and values. Names and meanings never change; new meanings get new names.
 *
 * A plugin names a layer in `needs` and `gives` by the spec below and reads its columns by the index in the enum:
 * `const uint32_t *kind = layer->data[UTS_TOKEN_KIND];`
 */
#ifndef UTSAGA_LAYERS_H
#define UTSAGA_LAYERS_H

#include <utsaga/plugin.h>

/** "No row" in a column that holds a row number. */
#define UTS_NO_ROW UINT32_MAX

/** Defines the columns and the spec `NAME` (static, so that several files may include this header). */
#define UTS_LAYER_(NAME, layer, parent, ...)                                                                           \
    __attribute__((unused)) static const uts_column NAME##_columns_[] = {__VA_ARGS__, {NULL, 0, 0}};                   \
    __attribute__((unused)) static const uts_layer_spec NAME = {sizeof(uts_layer_spec), 0, layer, parent,              \
                                                                NAME##_columns_};                                      \
    __attribute__((unused)) static const uts_layer_spec NAME##_optional = {sizeof(uts_layer_spec), 1, layer, parent,   \
                                                                           NAME##_columns_}

/*
 * What a reader gives beyond the text. Always `source` and `paragraph`. When its format names speakers, `turn` and
 * `segment`, with the label ("Anna: ") in the text; role and zone stay 0 where the format says nothing, and
 * annotate-turn fills them in. It may give a `zone` layer with the stretches that are no speech (headings, footnotes,
 * furniture), and `event` rows for what the format says better than brackets in the text can; annotate-turn keeps both,
 * and completes them. A stretch may be part of a line; a turn that runs over one goes on behind it in another segment.
 * Zones speech, question and quote follow the turns and are made anew. Formats with paragraphs end each with one LF and
 * join the cells of a table row by TAB: there a line is a paragraph.
 */

/** Paragraphs of the source, by readers. Plain text: runs of lines between blank lines. */
enum { UTS_PARAGRAPH_STYLE, UTS_PARAGRAPH_LEVEL };
enum {
    UTS_STYLE_BOLD = 1,
    UTS_STYLE_ITALIC = 2,
    UTS_STYLE_LIST = 4,
    UTS_STYLE_TABLE = 8,
    UTS_STYLE_BOX = 16 /**< a text box beside the text */
};
UTS_LAYER_(uts_layer_paragraph, "paragraph", NULL, {"style", UTS_U32, 0}, {"level", UTS_U32, 0});

/**
 * Where the text came from, by readers: text [begin, end) was made of the source bytes [source_begin, source_end). Runs
 * that were taken over unchanged have equal lengths. Covers the whole text.
 */
enum { UTS_SOURCE_BEGIN, UTS_SOURCE_END };
UTS_LAYER_(uts_layer_source, "source", NULL, {"source_begin", UTS_I64, 0}, {"source_end", UTS_I64, 0});

/** What a stretch of text is. Values of `kind`, of `turn.zone` and of `token.zone`. */
enum {
    UTS_ZONE_SPEECH = 1, /**< what a participant says in a transcript */
    UTS_ZONE_QUESTION,   /**< what an interviewer says */
    UTS_ZONE_QUOTE,      /**< an interview quotation in a report */
    UTS_ZONE_NARRATIVE,  /**< the author's own text */
    UTS_ZONE_HEADING,
    UTS_ZONE_CONTENTS, /**< table of contents */
    UTS_ZONE_GUIDE,    /**< interview guide, printed as an appendix */
    UTS_ZONE_FOOTNOTE,
    UTS_ZONE_FURNITURE, /**< page headers, footers, web page residue */
    UTS_ZONE_METADATA,  /**< title page, header block, speaker labels, attributions */
    UTS_ZONE_COUNT_
};
/** Names of the zones as users write them, indexed by value. */
#define UTS_ZONE_NAMES                                                                                                 \
    {                                                                                                                  \
        "", "speech", "question", "quote", "narrative", "heading", "contents", "guide", "footnote", "furniture",       \
            "metadata"                                                                                                 \
    }

/**
 * Units of speech: the turns of a transcript and the quotes of a report, in text order. The span is the hull of the
 * speech without label, quotation marks and attribution, trimmed of white space. A quote that a page break cuts is one
 * row; its parts are in `segment`.
 */
enum {
    UTS_TURN_SPEAKER,     /**< sym: as it is to be shown, variants folded; 0 unknown */
    UTS_TURN_ROLE,        /**< sym: lower case, "_" for blanks: "peer_supporter"; 0 unknown */
    UTS_TURN_ZONE,        /**< UTS_ZONE_SPEECH, _QUESTION or _QUOTE */
    UTS_TURN_FLAGS,       /**< UTS_TURN_CANDIDATE … */
    UTS_TURN_START_MS,    /**< i64 milliseconds from the start of the recording, -1 unknown */
    UTS_TURN_END_MS,      /**< i64, -1 unknown */
    UTS_TURN_LABEL_BEGIN, /**< u32 span of label or attribution; equal to LABEL_END when there is none */
    UTS_TURN_LABEL_END
};
enum {
    UTS_TURN_CANDIDATE =
        1, /**< looks like a quote but has no attribution: for a person to decide, not counted as speech */
    UTS_TURN_REPEATED = 2, /**< the same utterance stands earlier in the document */
    UTS_TURN_ANONYMOUS = 4 /**< the speaker is one of several who cannot be told apart, such as (Medarbetare) */
};
UTS_LAYER_(uts_layer_turn, "turn", NULL, {"speaker", UTS_SYM, 0}, {"role", UTS_SYM, 0}, {"zone", UTS_U32, 0},
           {"flags", UTS_U32, 0}, {"start_ms", UTS_I64, 0}, {"end_ms", UTS_I64, 0}, {"label_begin", UTS_U32, 0},
           {"label_end", UTS_U32, 0});

/** The parts of turns: one row for a turn in one piece, more for a turn cut by a page break or footnote. */
enum { UTS_SEGMENT_TURN /**< u32 row of `turn` */ };
UTS_LAYER_(uts_layer_segment, "segment", NULL, {"turn", UTS_U32, 0});

/** A partition of all text but white space into zones, ascending and not overlapping. */
enum { UTS_ZONE_KIND };
UTS_LAYER_(uts_layer_zone, "zone", NULL, {"kind", UTS_U32, 0});

/**
 * Marks of the transcriber or author: pauses, laughter, omissions, which are no words; and speech that is marked, whose
 * words stay words (UTS_EVENT_IS_SPOKEN). Not overlapping.
 */
enum {
    UTS_EVENT_KIND,
    UTS_EVENT_DESC /**< sym: the words inside the mark, 0 none */,
    UTS_EVENT_DURATION_MS /**< i64, -1 unknown */
};
enum {
    UTS_EVENT_PAUSE = 1,
    UTS_EVENT_VOCAL, /**< laughter, sigh, crying, filled pause */
    UTS_EVENT_INAUDIBLE,
    UTS_EVENT_OMITTED,     /**< text left out by the author: (...) */
    UTS_EVENT_INCIDENT,    /**< telephone rings */
    UTS_EVENT_KINESIC,     /**< gesture */
    UTS_EVENT_COMMENT,     /**< other remark in brackets; unknown markers land here and are reported */
    UTS_EVENT_ANONYMISED,  /**< [namn], [ort]: counts as one word */
    UTS_EVENT_UNCLEAR,     /**< the word before is uncertain */
    UTS_EVENT_TIME,        /**< time stamp */
    UTS_EVENT_NOTE_REF,    /**< footnote reference */
    UTS_EVENT_OVERLAP,     /**< the sign at which speech of two begins or ceases to overlap; `desc` is its number */
    UTS_EVENT_BACKCHANNEL, /**< what a listener says inside the turn of another: (mm) */
    UTS_EVENT_CUTOFF,      /**< a word that the speaker breaks off: tän- */
    UTS_EVENT_COUNT_
};
/** Names of the events, indexed by value. */
#define UTS_EVENT_NAMES                                                                                                \
    {                                                                                                                  \
        "", "pause", "vocal", "inaudible", "omitted", "incident", "kinesic", "comment", "anonymised", "unclear",       \
            "time", "note_ref", "overlap", "backchannel", "cutoff"                                                     \
    }
/** True for events that hold words: no token is made of such an event, its words are tokens as they would be without.
 */
#define UTS_EVENT_IS_SPOKEN(kind) ((kind) == UTS_EVENT_BACKCHANNEL || (kind) == UTS_EVENT_CUTOFF)
UTS_LAYER_(uts_layer_event, "event", NULL, {"kind", UTS_U32, 0}, {"desc", UTS_SYM, 0}, {"duration_ms", UTS_I64, 0});

/** Sentences, ascending and not overlapping. A turn, a zone and a paragraph end a sentence. */
enum { UTS_SENTENCE_TURN /**< u32 row of `turn` or UTS_NO_ROW */ };
UTS_LAYER_(uts_layer_sentence, "sentence", NULL, {"turn", UTS_U32, 0});

/**
 * Tokens: every word, number, punctuation mark and event of the whole text, in all zones, ascending and not
 * overlapping. Only white space lies between them. A token may hold inner spaces ("10 000", "t ex").
 */
enum {
    UTS_TOKEN_FORM, /**< sym as written */
    UTS_TOKEN_FOLD, /**< sym lower-cased (root locale), soft hyphens and zero-width characters removed */
    UTS_TOKEN_KIND,
    UTS_TOKEN_TURN,    /**< u32 row of `turn`, or UTS_NO_ROW */
    UTS_TOKEN_ZONE,    /**< u32 UTS_ZONE_* */
    UTS_TOKEN_SENTENCE /**< u32 row of `sentence` */
};
enum {
    UTS_TOKEN_WORD = 1,   /**< holds a letter, and counts as a word */
    UTS_TOKEN_NUMBER,     /**< digits; counts as a word */
    UTS_TOKEN_ANONYMISED, /**< [namn]; counts as a word */
    /* from here on: not a word */
    UTS_TOKEN_PUNCT = 8,
    UTS_TOKEN_SENTENCE_END, /**< . ! ? … at the end of a sentence, and :; never inside an abbreviation */
    UTS_TOKEN_PAUSE,        /**< "..." as a pause; blocks phrases */
    UTS_TOKEN_OMITTED,      /**< "(...)"; blocks phrases and windows */
    UTS_TOKEN_EVENT,        /**< [skratt] and other events */
    UTS_TOKEN_NOTE_REF,     /**< footnote reference: invisible to matching */
    UTS_TOKEN_SYMBOL,       /**< emoji, currency, mathematical sign */
    UTS_TOKEN_COUNT_
};
/** Names of the token kinds, indexed by value; NULL where there is no kind. */
#define UTS_TOKEN_KIND_NAMES                                                                                           \
    {                                                                                                                  \
        NULL, "word", "number", "anonymised", NULL, NULL, NULL, NULL, "punct", "sentence_end", "pause", "omitted",     \
            "event", "note_ref", "symbol"                                                                              \
    }
/** True for token kinds that count as words (the word count policy `ord_std`). */
#define UTS_TOKEN_IS_WORD(kind) ((kind) < UTS_TOKEN_PUNCT)
UTS_LAYER_(uts_layer_token, "token", NULL, {"form", UTS_SYM, 0}, {"fold", UTS_SYM, 0}, {"kind", UTS_U32, 0},
           {"turn", UTS_U32, 0}, {"zone", UTS_U32, 0}, {"sentence", UTS_U32, 0});

/** The normal form of each token, 0 where it is the form itself. The search layer; the text never changes. */
enum { UTS_TOKEN_NORM };
UTS_LAYER_(uts_layer_token_norm, "token.norm", "token", {"norm", UTS_SYM, 0});

/** Each proposed change of spelling with its reasons, sparse. A span may cover several tokens ("jätte viktigt"). */
enum { UTS_NORM_TOKEN, UTS_NORM_NORM, UTS_NORM_REASON, UTS_NORM_RULE, UTS_NORM_SAFETY, UTS_NORM_CONFIDENCE };
enum {
    UTS_SAFETY_SAFE = 1, /**< applied in the search layer without a look */
    UTS_SAFETY_LOOK,     /**< needs a look: proposed, not applied */
    UTS_SAFETY_PERSON    /**< only a person can tell: proposed, not applied */
};
/** Names of the safety classes, indexed by value. */
#define UTS_SAFETY_NAMES                                                                                               \
    { "", "safe", "look", "person" }
UTS_LAYER_(uts_layer_norm, "norm", NULL, {"token", UTS_U32, 0}, {"norm", UTS_SYM, 0}, {"reason", UTS_SYM, 0},
           {"rule", UTS_SYM, 0}, {"safety", UTS_U32, 0}, {"confidence", UTS_F64, 0});

/** Part of speech, lemma and compound of each token. */
enum {
    UTS_LEMMA_UPOS,
    UTS_LEMMA_LEMMA, /**< sym; never 0 for words */
    UTS_LEMMA_PARTS  /**< sym: the lemmas of a compound's parts joined by '+', modifiers first, head last; 0 no compound
                      */
};
enum {
    UTS_UPOS_X = 0,
    UTS_UPOS_ADJ,
    UTS_UPOS_ADP,
    UTS_UPOS_ADV,
    UTS_UPOS_AUX,
    UTS_UPOS_CCONJ,
    UTS_UPOS_DET,
    UTS_UPOS_INTJ,
    UTS_UPOS_NOUN,
    UTS_UPOS_NUM,
    UTS_UPOS_PART,
    UTS_UPOS_PRON,
    UTS_UPOS_PROPN,
    UTS_UPOS_PUNCT,
    UTS_UPOS_SCONJ,
    UTS_UPOS_SYM,
    UTS_UPOS_VERB,
    UTS_UPOS_COUNT_
};
/** Universal POS tags (Universal Dependencies v2), indexed by value. */
#define UTS_UPOS_NAMES                                                                                                 \
    {                                                                                                                  \
        "X", "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT",      \
            "SCONJ", "SYM", "VERB"                                                                                     \
    }
UTS_LAYER_(uts_layer_token_lemma, "token.lemma", "token", {"upos", UTS_U32, 0}, {"lemma", UTS_SYM, 0},
           {"parts", UTS_SYM, 0});

/** Places where a rule of the codebook matched. Merged: overlapping hits of one code are one row. Ascending. */
enum {
    UTS_HIT_CODE,        /**< u32 index into uts_codebook.codes */
    UTS_HIT_RULE,        /**< u32 index into uts_codebook.rules: the leftmost rule of the merged hit */
    UTS_HIT_POLARITY,    /**< 0 as stated, 1 negated */
    UTS_HIT_FIRST_TOKEN, /**< u32 row of `token` */
    UTS_HIT_LAST_TOKEN,  /**< u32, inclusive */
    UTS_HIT_EXCLUDED_BY  /**< u32 index of the rule that removed the hit, or UTS_NO_ROW: the hit counts */
};
UTS_LAYER_(uts_layer_hit, "hit", NULL, {"code", UTS_U32, 0}, {"rule", UTS_U32, 0}, {"polarity", UTS_U32, 0},
           {"first_token", UTS_U32, 0}, {"last_token", UTS_U32, 0}, {"excluded_by", UTS_U32, 0});

/**
 * Codings that came with the source, by people or other programs: readers of REFI-QDA projects and annotated TEI. They
 * stand beside `hit` and are never mixed with it. Spans may overlap and nest.
 */
enum {
    UTS_CODING_CODE,  /**< sym: names of groups and code, joined by '/': "Innebörder/Hopp" */
    UTS_CODING_CODER, /**< sym: name of the person or program, 0 unknown */
    UTS_CODING_GUID,  /**< sym: identity in the source, so that it can be written back unchanged; 0 none */
    UTS_CODING_NOTE   /**< sym: the coder's remark, 0 none */
};
UTS_LAYER_(uts_layer_coding, "coding", NULL, {"code", UTS_SYM, 0}, {"coder", UTS_SYM, 0}, {"guid", UTS_SYM, 0},
           {"note", UTS_SYM, 0});

/**
 * Questions with their answers: a run of the interviewer's turns and what follows until the next such run. The span is
 * that of the turn that asks, else of the first turn of the run. Given for transcripts whose interviewer is known.
 */
enum {
    UTS_QUESTION_NUMBER,     /**< u32 question of the interview guide, from 1; 0 none, or no guide */
    UTS_QUESTION_TURN,       /**< u32 row of `turn`: the turn of the span */
    UTS_QUESTION_FIRST_TURN, /**< u32 row of `turn`: the first answer, UTS_NO_ROW when nobody answers */
    UTS_QUESTION_LAST_TURN   /**< u32, inclusive; UTS_NO_ROW when nobody answers */
};
UTS_LAYER_(uts_layer_question, "question", NULL, {"number", UTS_U32, 0}, {"turn", UTS_U32, 0},
           {"first_turn", UTS_U32, 0}, {"last_turn", UTS_U32, 0});

#endif /* UTSAGA_LAYERS_H */
