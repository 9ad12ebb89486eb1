/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a transcript was made, and what speech recognition invents. */
#ifndef AT_ORIGIN_H
#define AT_ORIGIN_H

#include <utsaga/plugin.h>

enum at_origin { AT_ORIGIN_AUTO = 0, AT_ORIGIN_TYPED, AT_ORIGIN_RECOGNISED, AT_ORIGIN_BUREAU, AT_ORIGINS_ };
extern const char *const at_origin_names[AT_ORIGINS_ + 1];

/*
 * Remarks on the origin of a document (@p told: by the user; AUTO: guessed from the speakers of @p turn and the marks),
 * on known inventions of speech recognition, and on one line four times in a row.
 */
void at_origin_note(const uts_host *host, uts_job *job, const uts_doc *doc, const uts_layer *turn, enum at_origin told);

#endif
