/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as text, the same in every locale. */
#ifndef UTSAGA_NUMBER_H
#define UTSAGA_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

/* The shortest decimal that reads back as `value`; at most 31 characters and NUL. Not for NaN or infinity. */
void number_format(char out[32], double value);
/* The whole text must be a number with a decimal point. */
bool number_parse(const char *text, double *out);
bool number_parse_int(const char *text, int64_t *out);

#endif /* UTSAGA_NUMBER_H */
