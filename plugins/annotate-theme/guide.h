/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The extension UTS_EXT_CODING_GUIDE: what a codebook says beyond codes and rules, and how it is saved. */
#ifndef THEME_GUIDE_H
#define THEME_GUIDE_H

#include "program.h"
#include <utsaga/extensions.h>

/** Fills in @p guide with memory of the codebook, which must outlive it. False: out of memory. */
bool guide_make(uts_guide *guide, struct codebook *book, const struct program *program);

#endif /* THEME_GUIDE_H */
