/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of a run: folders walked, links followed once, ids made unique. */
#ifndef UTSAGA_INPUTS_H
#define UTSAGA_INPUTS_H

#include "registry.h"

typedef struct input_file {
    char *path;   /* to open */
    char *source; /* below the folder that was named; what reports show */
    char *id;     /* unique; usable as a path */
    uint64_t bytes;
    bool named;          /* given by itself, not found in a folder */
    bool own_tei;        /* TEI that write-tei wrote */
    const stage *reader; /* chosen by probe; NULL with error */
    char *error;         /* why it cannot be read; NULL when it can */
} input_file;

typedef struct inputs {
    input_file *files;
    uint32_t n, room;
    uint32_t set_aside;    /* files in folders that no reader knows and that are no transcripts */
    uint32_t texts_of_tei; /* of those, the texts that write-tei left beside its files */
    uint64_t bytes;
    struct seen_file *seen; /* device and inode of each file, so that a link does not count twice */
    uint32_t n_seen, room_seen;
} inputs;

/*
 * Adds a file, or every file of a folder and its sub-folders in order of name. Hidden files are passed over. A path
 * that does not exist is an input with an error. False: out of memory or too many files; printed.
 */
bool inputs_add(inputs *in, const char *path);
/* Leaves a file out (codebook, participants, project file), when it lies in a folder that is walked. Call before
 * adding. */
void inputs_exclude(inputs *in, const char *path);
/* Chooses readers and makes ids. False: out of memory. */
bool inputs_prepare(inputs *in, const registry *r);
void inputs_clear(inputs *in);

#endif /* UTSAGA_INPUTS_H */
