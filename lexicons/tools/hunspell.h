/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a Hunspell dictionary (.aff and .dic) and lists every form that its affixes make. */
#ifndef LEXICON_HUNSPELL_H
#define LEXICON_HUNSPELL_H

#include <stdint.h>

/** A form of the dictionary. */
struct hunspell_form {
    const char *form;  /* as written */
    const char *base;  /* the entry it comes from */
    const char *flags; /* of the entry */
    char rule;         /* the affix class that made it, 0: the entry itself */
    const char *tail;  /* what that class added at the end; "" for the entry */
    uint32_t word;     /* LEXICON_WORD, _FIRST, _LAST */
};

void hunspell_list(const char *aff, const char *dic, void (*fn)(void *arg, const struct hunspell_form *form),
                   void *arg);

#endif /* LEXICON_HUNSPELL_H */
