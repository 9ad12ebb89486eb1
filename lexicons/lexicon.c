/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lexicon.h"
#include "lexicon_walk.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static const size_t item_sizes[LEXFILE_SECTIONS] = {
    [LEXFILE_LETTERS] = 4,
    [LEXFILE_EDGES] = sizeof(union lexfile_row),
    [LEXFILE_ENTRIES] = sizeof(struct lexfile_entry),
    [LEXFILE_FIRSTS] = 1,
    [LEXFILE_LASTS] = 1,
    [LEXFILE_SETS] = sizeof(struct lexfile_set),
    [LEXFILE_ANALYSES] = sizeof(lexicon_analysis),
    [LEXFILE_TAGS] = 4,
    [LEXFILE_TEXTS] = 1,
    [LEXFILE_ENDINGS] = sizeof(struct lexfile_ending),
    [LEXFILE_SPREADS] = sizeof(struct lexfile_spread),
};

static const char *header_fault(const struct lexfile_header *h, uint64_t size) {
    if (size < sizeof *h || memcmp(h->magic, LEXFILE_MAGIC, sizeof h->magic) != 0) return "is not a lexicon";
    if (h->version != LEXFILE_VERSION || h->order != LEXFILE_ORDER) return "is a lexicon of another version";
    if (h->check != lexfile_hash(h, offsetof(struct lexfile_header, check))) return "has a damaged header";
    if (h->size != size) return "is cut short or has grown";
    for (int s = 0; s < LEXFILE_SECTIONS; s++)
        if (h->sections[s].offset % 8 || h->sections[s].offset > size ||
            h->sections[s].bytes > size - h->sections[s].offset || h->sections[s].bytes % item_sizes[s])
            return "has a damaged header";
    return NULL;
}

static const void *section(const lexicon *lex, int which, uint32_t *count) {
    const struct lexfile_section *s = &lex->header->sections[which];
    if (count) *count = (uint32_t)(s->bytes / item_sizes[which]);
    return lex->bytes + s->offset;
}

void lexicon_index_letters(lexicon *lex) {
    memset(lex->bits, LEXFILE_SHARED_BIT, sizeof lex->bits);
    for (uint32_t bit = 0; bit < LEXFILE_SHARED_BIT; bit++) lex->bits[LEXFILE_OWN_BITS[bit]] = (uint8_t)bit;
}

static void find_sections(lexicon *lex) {
    lex->letters = section(lex, LEXFILE_LETTERS, &lex->n_letters);
    lex->rows = section(lex, LEXFILE_EDGES, NULL);
    lex->entries = section(lex, LEXFILE_ENTRIES, NULL);
    lex->firsts = section(lex, LEXFILE_FIRSTS, NULL);
    lex->lasts = section(lex, LEXFILE_LASTS, NULL);
    lex->sets = section(lex, LEXFILE_SETS, NULL);
    lex->analyses = section(lex, LEXFILE_ANALYSES, NULL);
    lex->tags = section(lex, LEXFILE_TAGS, NULL);
    lex->texts = section(lex, LEXFILE_TEXTS, NULL);
    lex->endings = section(lex, LEXFILE_ENDINGS, &lex->n_endings);
    lex->spreads = section(lex, LEXFILE_SPREADS, &lex->n_spreads);
    lexicon_index_letters(lex);
}

bool lexicon_open(const char *path, lexicon **out, char *error, size_t room) {
    *out = NULL;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;
    if (file < 0 || fstat(file, &st) != 0) {
        snprintf(error, room, "cannot open the lexicon %s", path);
        if (file >= 0) close(file);
        return false;
    }
    size_t size = (size_t)st.st_size;
    void *bytes = size >= sizeof(struct lexfile_header) ? mmap(NULL, size, PROT_READ, MAP_SHARED, file, 0) : MAP_FAILED;
    close(file);
    const char *fault = bytes == MAP_FAILED ? "is not a lexicon" : header_fault(bytes, size);
    lexicon *lex = fault ? NULL : calloc(1, sizeof *lex);
    if (!lex) {
        snprintf(error, room, "%s %s; build the project again", path, fault ? fault : "does not fit into memory");
        if (bytes != MAP_FAILED) munmap(bytes, size);
        return false;
    }
    lex->bytes = bytes;
    lex->header = bytes;
    find_sections(lex);
    *out = lex;
    return true;
}

void lexicon_close(lexicon *lex) {
    if (!lex) return;
    union {
        const unsigned char *mapped;
        void *plain;
    } bytes = {.mapped = lex->bytes};
    munmap(bytes.plain, lex->header->size);
    free(lex);
}

bool lexicon_verify(const lexicon *lex) {
    return lex->header->content ==
           lexfile_hash(lex->bytes + sizeof *lex->header, lex->header->size - sizeof *lex->header);
}

const char *lexicon_made_from(const lexicon *lex) { return lex->header->made_from; }
bool lexicon_has_apertium(const lexicon *lex) { return lex->header->flags & LEXFILE_APERTIUM; }
uint64_t lexicon_hash(const lexicon *lex) { return lex->header->content; }
uint32_t lexicon_count(const lexicon *lex) { return lex->header->n_entries; }

/* ---- the letter tree ---- */

uint32_t lexicon_find(const lexicon *lex, const char *form, size_t n) {
    lexicon_cursor at = lexicon_root(lex);
    if (n >= LEXICON_FORM_MAX) return LEXICON_NONE;
    for (size_t i = 0; i < n;) {
        uint32_t length, c = utf8_at(form + i, &length);
        if (!lexicon_child(lex, at, c, &at)) return LEXICON_NONE;
        i += length;
    }
    return at.entry;
}

size_t lexicon_string(const lexicon *lex, uint32_t entry, char *out) {
    size_t n = 0;
    lexicon_cursor at = lexicon_root(lex);
    while (at.entry != entry && at.node && n + 4 < LEXICON_FORM_MAX) {
        const union lexfile_row *row = &lex->rows[at.node], *best = row + 1;
        uint32_t left = entry - at.number - (at.entry != LEXICON_NONE), most = 0;
        do { /* the edge that counts farthest without passing the entry; one of them counts nothing */
            uint32_t words = (++row)->edge.words_flags >> 2;
            if (words > left || words < most) continue;
            best = row;
            most = words;
        } while (!(row->edge.words_flags & LEXFILE_LAST));
        n += utf8_put(out + n, lexicon_letter(lex, best));
        lexicon_follow(&best->edge, at, &at);
    }
    out[n] = 0;
    return n;
}

/* ---- entries ---- */

uint32_t lexicon_flags(const lexicon *lex, uint32_t entry) { return lex->entries[entry].flags; }
int32_t lexicon_frequency(const lexicon *lex, uint32_t entry) { return lex->entries[entry].frequency; }

uint32_t lexicon_analyses(const lexicon *lex, uint32_t entry, const lexicon_analysis **out) {
    const struct lexfile_set *set = &lex->sets[lex->entries[entry].set];
    *out = lex->analyses + set->first;
    return set->count;
}

uint32_t lexicon_class(const lexicon *lex, uint32_t entry) { return lex->sets[lex->entries[entry].set].tag_class; }
const char *lexicon_tag(const lexicon *lex, uint32_t tag) { return lex->texts + lex->tags[tag]; }

/* Swedish and Latin-1 letters are all that names in the lexicon start with. */
static void capitalise(char *lemma) {
    unsigned char *p = (unsigned char *)lemma;
    if (p[0] >= 'a' && p[0] <= 'z')
        p[0] -= 32;
    else if (p[0] == 0xC3 && p[1] >= 0xA0 && p[1] != 0xB7 && p[1] < 0xBF)
        p[1] -= 32;
}

size_t lexicon_lemma(const lexicon *lex, const char *form, size_t n, const lexicon_analysis *a, char *out) {
    size_t kept = a->strip == 255 || a->strip > n ? 0 : n - a->strip;
    if (kept + a->suffix_len >= LEXICON_LEMMA_MAX) kept = LEXICON_LEMMA_MAX - 1 - a->suffix_len;
    memcpy(out, form, kept);
    memcpy(out + kept, lex->texts + a->suffix, a->suffix_len);
    out[kept + a->suffix_len] = 0;
    if (a->flags & LEXICON_CAPITAL) capitalise(out);
    return kept + a->suffix_len;
}

/* ---- guessing from the ending ---- */

static const void *by_key(const void *rows, uint32_t n, size_t width, uint64_t key) {
    uint32_t low = 0, high = n;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        const unsigned char *row = (const unsigned char *)rows + (size_t)mid * width;
        uint64_t k;
        memcpy(&k, row, sizeof k);
        if (k == key) return row;
        if (k < key)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

/* Starts of the last 0 … LEXFILE_ENDING_LETTERS letters; returns how many letters there are. */
static uint32_t ending_starts(const char *form, size_t n, size_t starts[LEXFILE_ENDING_LETTERS + 1]) {
    uint32_t letters = 0;
    starts[0] = n;
    for (size_t i = n; i > 0 && letters < LEXFILE_ENDING_LETTERS;) {
        do i--;
        while (i > 0 && ((unsigned char)form[i] & 0xC0) == 0x80);
        starts[++letters] = i;
    }
    return letters;
}

uint32_t lexicon_guess(const lexicon *lex, const char *form, size_t n, uint32_t upos, lexicon_analysis *out) {
    size_t starts[LEXFILE_ENDING_LETTERS + 1];
    for (uint32_t letters = ending_starts(form, n, starts); letters > 0; letters--) {
        const struct lexfile_ending *e = by_key(lex->endings, lex->n_endings, sizeof *e,
                                                lexfile_ending_key(form + starts[letters], n - starts[letters], upos));
        if (!e) continue;
        *out = (lexicon_analysis){.upos = (uint8_t)upos,
                                  .strip = e->strip,
                                  .suffix = e->suffix,
                                  .suffix_len = e->suffix_len};
        return letters;
    }
    return 0;
}

uint32_t lexicon_guess_upos(const lexicon *lex, const char *form, size_t n, uint16_t *out) {
    size_t starts[LEXFILE_ENDING_LETTERS + 1];
    for (uint32_t letters = ending_starts(form, n, starts); letters > 0; letters--) {
        const struct lexfile_spread *s = by_key(lex->spreads, lex->n_spreads, sizeof *s,
                                                lexfile_ending_key(form + starts[letters], n - starts[letters], 0));
        if (!s) continue;
        memcpy(out, s->share, sizeof s->share);
        return letters;
    }
    return 0;
}
