/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Makes the file that the tagger maps, with its hash table ready, from the compact weights kept with the sources.
 *
 * usage: expand-weights IN.weights OUT.model
 */
#include "../lexfile.h"
#include "../tagger.h"
#include "table.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void refuse(const char *path) {
    fprintf(stderr, "%s is no file of weights of this version\n", path);
    exit(1);
}

/* Reads the rows; each key goes to the first free slot from its own. */
static void expand(const unsigned char *p, const unsigned char *end, const char *path, struct tagger_header *h,
                   uint32_t *slots, int8_t *rows) {
    for (uint32_t i = 0; i < h->n_rows; i++) {
        uint32_t key;
        uint16_t tags;
        if (end - p < 6) refuse(path);
        memcpy(&key, p, 4);
        memcpy(&tags, p + 4, 2);
        p += 6;
        uint32_t at = key & (h->n_slots - 1);
        while (slots[2 * at]) at = (at + 1) & (h->n_slots - 1);
        slots[2 * at] = key;
        slots[2 * at + 1] = i;
        for (int t = 0; t < TAGGER_ROW; t++) {
            if (!(tags >> t & 1)) continue;
            if (p == end) refuse(path);
            rows[(size_t)i * TAGGER_ROW + (size_t)t] = (int8_t)*p++;
        }
    }
}

int main(int argc, char **argv) {
    if (argc != 3) return fputs("usage: expand-weights IN.weights OUT.model\n", stderr), 2;
    struct tagger_header h;
    FILE *in = fopen(argv[1], "rb");
    if (!in || fread(&h, sizeof h, 1, in) != 1 || memcmp(h.magic, TAGGER_WEIGHTS_MAGIC, 8) != 0 ||
        h.version != TAGGER_VERSION || h.size < sizeof h || h.size > 1u << 30)
        refuse(argv[1]);
    size_t n = h.size - sizeof h;
    unsigned char *packed = table_grow(NULL, n);
    if (fread(packed, 1, n, in) != n || lexfile_hash(packed, n) != h.content) refuse(argv[1]);
    fclose(in);
    for (h.n_slots = 1; h.n_slots < 3 * h.n_rows; h.n_slots *= 2) {
    }
    size_t slot_bytes = (size_t)h.n_slots * 8, bytes = slot_bytes + (size_t)h.n_rows * TAGGER_ROW;
    unsigned char *body = table_grow(NULL, bytes);
    memset(body, 0, bytes);
    expand(packed, packed + n, argv[1], &h, (uint32_t *)(void *)body, (int8_t *)body + slot_bytes);
    memcpy(h.magic, TAGGER_MAGIC, 8);
    h.size = sizeof h + bytes;
    h.content = lexfile_hash(body, bytes);
    FILE *out = fopen(argv[2], "wb");
    bool good = out && fwrite(&h, sizeof h, 1, out) == 1 && fwrite(body, 1, bytes, out) == bytes;
    free(packed);
    free(body);
    if (!out || fclose(out) != 0 || !good) return fprintf(stderr, "cannot write %s\n", argv[2]), 1;
    return 0;
}
