/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store.h"

/* No code keeps more than so many times max_hits. */
#define HARD_CAP 5

/* Room for one more item of a growing array. */
static bool grow(struct store *store, void **items, uint32_t n, uint32_t *room, size_t size) {
    if (store->broken) return false;
    if (n < *room) return true;
    uint32_t more = *room ? *room * 2 : 16;
    void *bigger = realloc(*items, more * size);
    if (!bigger) {
        store->broken = true;
        return false;
    }
    *items = bigger;
    *room = more;
    return true;
}

static bool grow_bytes(struct store *store, void **items, size_t need, size_t *room, size_t size) {
    if (store->broken) return false;
    if (need <= *room) return true;
    size_t more = need * 2 + 1024;
    void *bigger = realloc(*items, more * size);
    if (!bigger) {
        store->broken = true;
        return false;
    }
    *items = bigger;
    *room = more;
    return true;
}

static void *zeroed(struct store *store, size_t n, size_t size) {
    void *p = calloc(n ? n : 1, size);
    if (!p) store->broken = true;
    return p;
}

void store_begin(struct store *store, uint32_t n_codes, uint32_t max_hits) {
    memset(store, 0, sizeof *store);
    store->n_codes = n_codes;
    store->max_hits = max_hits;
    store->lists = zeroed(store, (size_t)n_codes * LIST_COUNT_, sizeof *store->lists);
    store->pair_seen = zeroed(store, (size_t)n_codes * n_codes, sizeof *store->pair_seen);
    store->pair_kept = zeroed(store, (size_t)n_codes * n_codes, sizeof *store->pair_kept);
}

void store_free(struct store *store) {
    if (store->lists)
        for (size_t i = 0; i < (size_t)store->n_codes * LIST_COUNT_; i++) free(store->lists[i].items);
    for (uint32_t i = 0; i < store->n_groups; i++) {
        free(store->groups[i].seen);
        free(store->groups[i].kept);
    }
    for (size_t i = 0; i < store->n_strings; i++) free(store->strings[i]);
    free(store->lists);
    free(store->pair_seen);
    free(store->pair_kept);
    free(store->groups);
    free(store->group_index);
    free(store->documents);
    free(store->speakers);
    free(store->blob);
    free(store->tags);
    free(store->strings);
    memset(store, 0, sizeof *store);
}

const char *store_copy(struct store *store, uts_str text) {
    if (text.n == 0) return "";
    if (!grow_bytes(store, (void **)&store->strings, store->n_strings + 1, &store->strings_room, sizeof(char *)))
        return "";
    char *copy = malloc(text.n + 1);
    if (!copy) {
        store->broken = true;
        return "";
    }
    memcpy(copy, text.p, text.n);
    copy[text.n] = '\0';
    store->strings[store->n_strings++] = copy;
    return copy;
}

static uint32_t hash_group(const char *name, uts_str value) {
    uint32_t h = 2166136261u;
    for (; *name; name++) h = (h ^ (unsigned char)*name) * 16777619u;
    h = (h ^ 0x1F) * 16777619u;
    for (size_t i = 0; i < value.n; i++) h = (h ^ (unsigned char)value.p[i]) * 16777619u;
    return h;
}

/* The cell of the index that holds the group, or the empty one where it belongs. */
static uint32_t *index_cell(const struct store *store, const char *name, uts_str value) {
    for (uint32_t at = hash_group(name, value);; at++) {
        uint32_t *cell = &store->group_index[at & (store->group_index_size - 1)];
        if (*cell == 0) return cell;
        const struct group *group = &store->groups[*cell - 1];
        if (strcmp(group->name, name) == 0 && uts_str_eq(uts_cstr(group->value), value)) return cell;
    }
}

static bool index_room(struct store *store) {
    if (store->n_groups * 2 < store->group_index_size) return true;
    uint32_t size = store->group_index_size ? store->group_index_size * 2 : 128;
    uint32_t *cells = zeroed(store, size, sizeof *cells);
    if (!cells) return false;
    free(store->group_index);
    store->group_index = cells;
    store->group_index_size = size;
    for (uint32_t i = 0; i < store->n_groups; i++)
        *index_cell(store, store->groups[i].name, uts_cstr(store->groups[i].value)) = i + 1;
    return true;
}

uint32_t store_find_group(const struct store *store, const char *name, uts_str value) {
    if (!store->group_index) return UINT32_MAX;
    uint32_t cell = *index_cell(store, name, value);
    return cell ? cell - 1 : UINT32_MAX;
}

uint32_t store_group(struct store *store, const char *name, uts_str value) {
    uint32_t found = store_find_group(store, name, value);
    if (found != UINT32_MAX) return found;
    if (!index_room(store)) return UINT32_MAX;
    if (!grow(store, (void **)&store->groups, store->n_groups, &store->group_room, sizeof *store->groups))
        return UINT32_MAX;
    struct group group = {store_copy(store, uts_cstr(name)), store_copy(store, value),
                          zeroed(store, store->n_codes, sizeof(uint32_t)),
                          zeroed(store, store->n_codes, sizeof(uint32_t))};
    store->groups[store->n_groups] = group;
    *index_cell(store, name, value) = ++store->n_groups;
    return store->broken ? UINT32_MAX : store->n_groups - 1;
}

struct document *store_add_document(struct store *store) {
    if (!grow(store, (void **)&store->documents, store->n_documents, &store->document_room, sizeof *store->documents))
        return NULL;
    struct document *document = &store->documents[store->n_documents++];
    memset(document, 0, sizeof *document);
    return document;
}

struct speaker *store_add_speaker(struct store *store) {
    if (!grow(store, (void **)&store->speakers, store->n_speakers, &store->speaker_room, sizeof *store->speakers))
        return NULL;
    struct speaker *speaker = &store->speakers[store->n_speakers++];
    memset(speaker, 0, sizeof *speaker);
    return speaker;
}

uint32_t store_small_cap(const struct store *store) {
    uint32_t share = store->max_hits / 20;
    return share >= 10 ? share : store->max_hits < 10 ? store->max_hits : 10;
}

/* The more documents there are, the less each later one gets, so that a large corpus still makes a page one can open;
 * but never nothing. */
static uint32_t document_cap(const struct store *store) {
    uint32_t small = store_small_cap(store), all = small * 10;
    if (store->n_documents <= 10) return small;
    return all > store->n_documents ? all / store->n_documents : 1;
}

/* Counts the hit in its groups and pairs; true when one of them still wants examples. */
static bool count_tags(struct store *store, uint32_t code, const struct tags *tags) {
    bool wanted = false;
    for (uint32_t i = 0; i < tags->n_groups; i++) {
        struct group *group = &store->groups[tags->groups[i]];
        group->seen[code]++;
        bool numerous = strcmp(group->name, "document") == 0;
        wanted |= group->kept[code] < (numerous ? document_cap(store) : store->max_hits);
    }
    for (uint32_t i = 0; i < tags->n_codes; i++) {
        size_t pair = (size_t)code * store->n_codes + tags->codes[i];
        store->pair_seen[pair]++;
        wanted |= store->pair_kept[pair] < store_small_cap(store);
    }
    return wanted;
}

static void keep_tags(struct store *store, uint32_t code, const struct tags *tags, struct hit *hit) {
    size_t n = (size_t)tags->n_groups + tags->n_codes;
    if (!grow_bytes(store, (void **)&store->tags, store->tags_n + n, &store->tags_room, sizeof(uint32_t))) return;
    hit->tags = (uint32_t)store->tags_n;
    hit->n_tags = (uint32_t)n;
    hit->n_groups = (uint16_t)tags->n_groups;
    for (uint32_t i = 0; i < tags->n_groups; i++) {
        store->groups[tags->groups[i]].kept[code]++;
        store->tags[store->tags_n++] = tags->groups[i];
    }
    for (uint32_t i = 0; i < tags->n_codes; i++) {
        store->pair_kept[(size_t)code * store->n_codes + tags->codes[i]]++;
        store->tags[store->tags_n++] = tags->codes[i];
    }
}

struct hit *store_add_hit(struct store *store, uint32_t code, int list_kind, const struct tags *tags) {
    struct hit_list *list = &store->lists[(size_t)code * LIST_COUNT_ + (size_t)list_kind];
    list->seen++;
    bool wanted = count_tags(store, code, tags);
    if (list->n >= store->max_hits && (!wanted || list->n >= (uint64_t)store->max_hits * HARD_CAP)) return NULL;
    if (!grow(store, (void **)&list->items, list->n, &list->room, sizeof *list->items)) return NULL;
    struct hit *hit = &list->items[list->n++];
    memset(hit, 0, sizeof *hit);
    hit->code = code;
    keep_tags(store, code, tags, hit);
    return hit;
}

void store_context(struct store *store, struct hit *hit, uts_str left, uts_str middle, uts_str right) {
    size_t n = left.n + middle.n + right.n;
    if (!grow_bytes(store, (void **)&store->blob, store->blob_n + n, &store->blob_room, 1)) return;
    hit->text = store->blob_n;
    hit->left = (uint32_t)left.n;
    hit->middle = (uint32_t)middle.n;
    hit->right = (uint32_t)right.n;
    if (left.n) memcpy(store->blob + store->blob_n, left.p, left.n);
    if (middle.n) memcpy(store->blob + store->blob_n + left.n, middle.p, middle.n);
    if (right.n) memcpy(store->blob + store->blob_n + left.n + middle.n, right.p, right.n);
    store->blob_n += n;
}
