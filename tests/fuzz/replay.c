/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads every file of a folder as the fuzzer would, several times: the answer must be the same, and no memory lost. */
#include "fuzz.h"
#include "host.h"

#include <dirent.h>
#include <malloc.h>
#include <tap.h>

/* Libraries and the C library keep a little at first use, at times that vary with the addresses and hash seeds of a
   run. What is lost grows every time: a document is at rest once CALM rounds together have added nothing, and loses
   memory when MOST rounds go by without that. */
enum { CALM = 4, LEAST = 8, MOST = 200 };

static char *file_bytes(const char *path, size_t *n) {
    FILE *file = fopen(path, "rb");
    if (!file) return NULL;
    char *bytes = NULL;
    size_t room = 0, got;
    *n = 0;
    do {
        room = room ? room * 2 : 1 << 16;
        char *grown = realloc(bytes, room);
        if (!grown) abort();
        bytes = grown;
        got = fread(bytes + *n, 1, room - *n, file);
        *n += got;
    } while (got);
    fclose(file);
    return bytes;
}

/* 0 where the C library does not count, as under a sanitizer, which looks for leaks itself. */
static size_t memory_in_use(void) {
    struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

static void replay(struct fuzz_reader *reader, const char *folder, const char *name) {
    char path[4096];
    size_t n, used[MOST];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    char *bytes = file_bytes(path, &n);
    if (!ok(bytes != NULL, name)) return;
    struct fuzz_result first = fuzz_read(reader, name, bytes, n);
    bool same = true, rests = false;
    for (int i = 0; i < MOST && !rests; i++) {
        same &= fuzz_read(reader, name, bytes, n).digest == first.digest;
        used[i] = memory_in_use();
        rests = i >= LEAST && used[i] <= used[i - CALM];
    }
    free(bytes);
    printf("# %u documents%s%s\n", first.documents, first.status < 0 ? "; refused: " : "", first.message);
    ok(same, "the same answer every time");
    ok(rests, "no memory is lost");
    /* A seed whose name begins with "fail" is there to be refused, all others to be read. */
    ok((strncmp(name, "fail", 4) == 0) == (first.status < 0), "refused when it must be, and only then");
}

static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

int main(int argc, char **argv) {
    if (argc != 2) return 2;
    DIR *folder = opendir(argv[1]);
    if (!folder) return 2;
    char *names[1000] = {NULL};
    size_t n = 0;
    for (struct dirent *entry; (entry = readdir(folder)) && n < 1000;)
        if (entry->d_name[0] != '.') names[n++] = strdup(entry->d_name);
    closedir(folder);
    qsort(names, n, sizeof *names, by_name);
    struct fuzz_reader *reader = fuzz_reader_make(&UTS_ENTRY);
    ok(n > 0, "there are seeds");
    for (size_t i = 0; i < n; i++) {
        replay(reader, argv[1], names[i]);
        free(names[i]);
    }
    fuzz_reader_free(reader);
    return done();
}
