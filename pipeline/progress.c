/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

void progress_start(progress *p, bool quiet, uint64_t files, uint64_t bytes) {
    *p = (progress){!quiet && isatty(STDERR_FILENO), files, bytes, 0, 0};
    if (p->shown) p->started = p->last = now();
}

void progress_update(progress *p, uint64_t files_done, uint64_t bytes_done) {
    if (!p->shown) return;
    double t = now();
    if (t - p->last < 0.1) return;
    p->last = t;
    double spent = t - p->started, rate = (double)bytes_done / spent;
    double left = rate > 0 ? (double)(p->bytes - (bytes_done < p->bytes ? bytes_done : p->bytes)) / rate : 0;
    fprintf(stderr, "\r%llu of %llu documents, %.0f MB/s, %.0f s left\033[K", (unsigned long long)files_done,
            (unsigned long long)p->files, rate / 1e6, left);
}

void progress_end(progress *p) {
    if (p->shown) fputs("\r\033[K", stderr);
}
