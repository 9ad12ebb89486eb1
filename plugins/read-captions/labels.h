/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names that stand in the text of cues: "Anna Ek: Hej" (Zoom), "[SPEAKER_00]: Hej" (whisperX), or on a line of their
 * own. */
#ifndef CAPTIONS_LABELS_H
#define CAPTIONS_LABELS_H

#include "markup.h"

enum label_shape { LABELS_NONE, LABELS_COLON, LABELS_LINE };

/* How the file as a whole names speakers: labels must come back and stand in most cues, one line alone proves nothing.
 */
enum label_shape labels_find(const struct captions *c);
/* The label of a cue, {0, 0} when it has none; *skip: bytes of the first line up to the text. */
struct transcript_span labels_of(const struct captions *c, const struct cue *cue, enum label_shape shape, size_t *skip);
/* True when a label is one that whisperX and others give to voices they cannot name: "SPEAKER_00". */
bool labels_machine(uts_str label);

#endif
