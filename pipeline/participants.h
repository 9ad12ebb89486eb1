/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The participants table: a CSV file (comma, semicolon or tab) with the columns id, document, speaker and variables. */
#ifndef UTSAGA_PARTICIPANTS_H
#define UTSAGA_PARTICIPANTS_H

#include <stdbool.h>
#include <utsaga/extensions.h>

/* Reads the table; the extension lives until participants_clear. NULL: printed as file:line. One table a process. */
const uts_participants *participants_read(const char *path);
void participants_clear(void);

#endif /* UTSAGA_PARTICIPANTS_H */
