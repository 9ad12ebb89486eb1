/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every hard limit of the core, in one place; the man page lists them. */
#ifndef UTSAGA_LIMITS_H
#define UTSAGA_LIMITS_H

/* Layers count bytes in 32 bits; the margin leaves room for one-past-the-end and for padding. */
#define LIMIT_TEXT_BYTES (UINT32_MAX - 4096u)
/* A source file larger than this is refused before it is read. */
#define LIMIT_SOURCE_BYTES (2ull << 30)
/* A worker whose symbol table holds this many word forms starts a new epoch between documents. */
#define LIMIT_WORKER_SYMBOLS (1u << 17)
/* Documents in work or waiting for their turn may hold this many source bytes, or be this many per thread. */
#define LIMIT_WINDOW_BYTES                (8u << 20)
#define LIMIT_WINDOW_DOCUMENTS_PER_THREAD 3u
/* Below this many bytes of input a second thread costs more than it gives. */
#define LIMIT_SERIAL_BYTES (4u << 20)
#define LIMIT_THREADS      64
/* A job keeps at most this much arena memory for the next document. */
#define LIMIT_ARENA_KEEP (16u << 20)
/* Remarks kept per document; later ones are counted, and the count is reported. */
#define LIMIT_NOTES_PER_DOCUMENT 1000u
/* Files and folders of one run. */
#define LIMIT_INPUT_FILES  50000u
#define LIMIT_FOLDER_DEPTH 64
/* Bytes of a project file, a participants table. */
#define LIMIT_TABLE_BYTES (64u << 20)

#endif /* UTSAGA_LIMITS_H */
