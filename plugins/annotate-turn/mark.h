/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words that name a mark: skratt, paus, ohörbart, namn. The same in every convention. */
#ifndef AT_MARK_H
#define AT_MARK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct at_mark {
    uint32_t kind; /* UTS_EVENT_* */
    bool prose;    /* nobody puts the word in round brackets but for a mark */
};

/*
 * The mark that @p key, the folded inside of a bracket, names. @p duration_ms is set where it tells one ("paus 4 sek").
 */
bool at_mark_find(const char *key, size_t n, int64_t *duration_ms, struct at_mark *out);
bool at_mark_is_known(const char *key, size_t n);
/* Folded, but with the question marks that open it, which are marks here and not doubts. Returns the length. */
size_t at_mark_fold(const char *p, size_t n, char *key, size_t room);

#endif
