/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The project file utsaga.yaml: what to read, what to run, where to write. Documented in utsaga.1. */
#ifndef UTSAGA_PROJECT_H
#define UTSAGA_PROJECT_H

#include "arena.h"
#include "registry.h"
#include <stdbool.h>

typedef struct project_setting {
    const char *stage, *option, *value, *where; /* where: "file:line:column" */
} project_setting;

typedef struct project {
    const char *path;
    const char *base;   /* its folder; relative paths start there */
    const char **input; /* files, folders, patterns; ends with NULL */
    const char *participants, *codebook, *codebook_where, *output, *language;
    const char **with, **without, **outputs; /* end with NULL */
    project_setting *settings;
    size_t n_settings;
} project;

/* Reads the file into memory. False: printed as file:line:column, with what was expected. */
bool project_read(project *p, arena *memory, const char *path);
/* `base`/path, or path itself when it is absolute; in memory. */
const char *project_path(const project *p, arena *memory, const char *path);

#endif /* UTSAGA_PROJECT_H */
