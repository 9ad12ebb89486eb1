/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading whole files and tab-separated lines, for the programs of this folder. Failure ends the program. */
#ifndef LEXICON_TABLE_H
#define LEXICON_TABLE_H

#include <stddef.h>

enum { TABLE_CELL = 512 };

/** The file, NUL-terminated; the caller frees it. Ends the program with a message when it cannot be read. */
char *table_read(const char *path);
/** Cuts @p line at its tabs, in place; stores at most @p room columns and returns how many there were. */
int table_split(char *line, char **columns, int room);
/** Calls @p fn for each line that is neither empty nor a comment, with at least @p least columns (else: the end). */
void table_each(const char *path, int least, void (*fn)(void *arg, int n, char **columns), void *arg);
/** malloc, realloc or the end of the program. */
void *table_grow(void *old, size_t bytes);

#endif /* LEXICON_TABLE_H */
