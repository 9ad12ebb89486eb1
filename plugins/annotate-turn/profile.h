/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conventions of transcription: what each sign means in each of them, and which one a document follows. */
#ifndef AT_PROFILE_H
#define AT_PROFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Conventions, as the option `profile` names them. AUTO: by what the document shows. */
enum at_profile {
    AT_AUTO = 0,
    AT_PLAIN,       /* a transcript that shows no convention: only what is the same in all */
    AT_REPORT,      /* an author quotes */
    AT_SV_VERBATIM, /* every word, pauses in brackets */
    AT_BUREAU,
    AT_GTS,
    AT_JEFFERSON,
    AT_PROFILES_
};
extern const char *const at_profile_names[AT_PROFILES_ + 1];

/* Signs as they are written. Which of them mean something is the convention's affair. */
enum at_sign {
    AT_SIGN_NONE = 0,
    AT_SIGN_WORD,        /* [skratt] ((skratt)) ...skratt..., and (skratt) where no other sense is likely */
    AT_SIGN_ROUND_WORD,  /* (platsen): a word for a mark that people also put in brackets for other reasons */
    AT_SIGN_TIME,        /* [00:12:03] #00:12:03-4# */
    AT_SIGN_NOTE,        /* ¹ ord[1] */
    AT_SIGN_NN,          /* NN */
    AT_SIGN_DOT,         /* (.) (..) */
    AT_SIGN_NUMBER,      /* (2) */
    AT_SIGN_SECONDS,     /* (0,5) (2 s) */
    AT_SIGN_P,           /* (P) */
    AT_SIGN_EMPTY,       /* ( ) */
    AT_SIGN_XXX,         /* xxx */
    AT_SIGN_ROUND_DOTS,  /* (...) */
    AT_SIGN_SQUARE_DOTS, /* [...] /.../ --- */
    AT_SIGN_SPACED_DOTS, /* ord … ord */
    AT_SIGN_GLUED_DOTS,  /* tän… */
    AT_SIGN_HYPHEN,      /* tän- */
    AT_SIGN_PLUS,        /* tän+ */
    AT_SIGN_ROUND_BACK,  /* (mm) (I: ja) */
    AT_SIGN_SQUARE_BACK, /* [ja] */
    AT_SIGN_STROKES,     /* / // /// */
    AT_SIGN_NUMBERED,    /* [1 … ]1 */
    AT_SIGN_TWICE_OPEN,  /* [[ */
    AT_SIGN_SQUARE,      /* [ … ] around what no table names */
    AT_SIGN_BREATH,      /* .hh hh */
    AT_SIGN_AT,          /* @ < skratt > */
    AT_SIGN_ANCHOR,      /* <1 … >1 */
    AT_SIGN_REMARK,      /* [annat] */
    AT_SIGN_TWICE,       /* ((annat)) */
    /* What is counted for telling conventions apart, beside other signs. */
    AT_SIGN_TIMED_PAUSE, /* (paus 4 sek) */
    AT_SIGN_BUREAU,      /* [hör inte 0:12:03] [?? 0:12:03] */
    AT_SIGN_TIMED_LOSS,  /* [ohörbart 0:12:03] */
    AT_SIGN_SQUARE_WORD, /* [skratt]: square brackets hold marks */
    AT_SIGNS_
};

/* The kind of event is that of the word in the brackets. */
#define AT_BY_WORD UINT8_MAX

/* UTS_EVENT_* of each sign, AT_BY_WORD, or 0: text. */
extern const uint8_t at_profile_signs[AT_PROFILES_][AT_SIGNS_];

/* What a document shows besides its signs. */
struct at_shows {
    bool speakers;     /* it says who speaks, or its reader does */
    uint32_t dollars;  /* labels of the Göteborg standard: $A: */
    uint32_t at_lines; /* its comment lines: @ … */
};

/*
 * The convention that signs met so often belong to, and why, as a sentence for the run report in @p why. Wants two
 * pieces of evidence; with less, a transcript is AT_PLAIN, and other text AT_REPORT.
 */
enum at_profile at_profile_choose(const uint32_t met[AT_SIGNS_], const struct at_shows *shows, char *why, size_t room);

/*
 * True when the sign needs a companion in the document before it is believed, and has none: a number in brackets is a
 * pause only beside other pauses. For a convention that nobody named.
 */
bool at_profile_doubts(enum at_sign sign, const uint32_t met[AT_SIGNS_]);

#endif
