/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signs of Symbol, Wingdings and their kin, which Word stores as numbers in a font. */
#ifndef DOCX_SYMBOLS_H
#define DOCX_SYMBOLS_H

#include <stdint.h>
#include <utsaga/plugin.h>

/* The Unicode character of sign @p code (with or without 0xF000) in @p font; 0: not known. */
uint32_t docx_symbol(uts_str font, uint32_t code);

#endif
