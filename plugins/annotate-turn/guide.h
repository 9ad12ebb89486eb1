/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The questions of an interview guide, and which of them a turn asks. */
#ifndef AT_GUIDE_H
#define AT_GUIDE_H

#include <utsaga/plugin.h>

struct at_guide;

/* Reads the guide at @p path: one question a line, "#" lines are sections. Fails the job and returns NULL. */
struct at_guide *at_guide_read(const uts_host *host, uts_job *job, const char *path);
void at_guide_free(struct at_guide *guide);
uint32_t at_guide_size(const struct at_guide *guide);

/*
 * The number of the question that text[0, n) asks, from 1, or 0. @p score: 0 to 100, how much of that question stands
 * in it.
 */
uint32_t at_guide_match(const struct at_guide *guide, const char *text, size_t n, unsigned *score);

#endif
