/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text of a cue: voices, tags, character references. */
#ifndef CAPTIONS_MARKUP_H
#define CAPTIONS_MARKUP_H

#include "../common/pieces.h"
#include "cues.h"

/* A file on its way to pieces. */
struct captions {
    struct source_text text;
    struct cues cues;
    struct pieces pieces;
    bool voices; /* some cue says who speaks in a tag */
};

/* Puts a cue as pieces: one a voice, or one a line when each begins with a dash. @p skip bytes of its first line are
 * its label; @p speaker is who speaks unless a tag says so. */
void captions_put_cue(struct captions *c, const struct cue *cue, uts_sym speaker, size_t skip);

#endif
