/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Slots and phrases of a program: equal ones are kept once, so that a thousand rules on one word cost one look. */
#include "program_build.h"

static uint64_t hash_bytes(const char *p, uint32_t n) {
    uint64_t h = 0xCBF29CE484222325u;
    for (uint32_t i = 0; i < n; i++) h = (h ^ (unsigned char)p[i]) * 0x100000001B3u;
    return h ^ h >> 31;
}

static struct name *names_slot(const struct names *names, const char *p, uint32_t n) {
    uint32_t i = (uint32_t)hash_bytes(p, n) & names->mask;
    while (names->items[i].number && (names->items[i].n != n || memcmp(names->items[i].p, p, n) != 0))
        i = (i + 1) & names->mask;
    return &names->items[i];
}

/* Finds @p p or adds it as number @p next; the bytes must stay. UINT32_MAX: out of memory. */
static uint32_t names_number(struct names *names, const char *p, uint32_t n, uint32_t next) {
    if (!names->items || names->used * 2 > names->mask) {
        struct names more = {.mask = names->items ? names->mask * 2 + 1 : 255, .used = names->used};
        more.items = calloc((size_t)more.mask + 1, sizeof *more.items);
        if (!more.items) return UINT32_MAX;
        for (uint32_t i = 0; names->items && i <= names->mask; i++)
            if (names->items[i].number) *names_slot(&more, names->items[i].p, names->items[i].n) = names->items[i];
        free(names->items);
        *names = more;
    }
    struct name *name = names_slot(names, p, n);
    if (!name->number) {
        *name = (struct name){p, n, next + 1};
        names->used++;
    }
    return name->number - 1;
}

void builder_free(struct builder *b) {
    free(b->atoms.items);
    free(b->slots.items);
    free(b->slot_atoms.items);
    free(b->slot_first.items);
    free(b->key.items);
}

static int compare_numbers(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* The number of an equal atom, adding it when it is new. */
static uint32_t intern_atom(struct builder *b, const struct atom *atom) {
    struct program *program = b->program;
    char *key = pool_alloc(&program->pool, (size_t)atom->n + 1);
    if (!key || !GROW(program->atoms, program->atoms_room, program->n_atoms + 1)) return UINT32_MAX;
    key[0] = (char)(atom->layer + (atom->regex ? LAYER_COUNT : 0));
    memcpy(key + 1, atom->pattern, atom->n);
    uint32_t number = names_number(&b->atoms, key, atom->n + 1, program->n_atoms);
    if (number == program->n_atoms) program->atoms[program->n_atoms++] = *atom;
    return number;
}

/* Between the parts of a slot's key: plain atoms, then for each alternative of several conditions its slots. */
#define KEY_END UINT32_MAX

static void describe_slot(const struct builder *b, uint32_t n_atoms, struct slot *slot) {
    const struct program *program = b->program;
    for (uint32_t i = 0; i < n_atoms; i++) {
        const struct atom *a = &program->atoms[b->key.items[i]];
        if (a->literals < slot->weight) slot->weight = a->literals;
        slot->any = slot->any || (a->n == 1 && a->pattern[0] == ANY_RUN && a->layer != LAYER_MOD && !a->regex);
        slot->spread = slot->spread || a->spread;
        slot->layers |= 1u << a->layer;
    }
}

/* The alternatives of several conditions, from the key behind the plain atoms. */
static bool add_both(struct builder *b, uint32_t at, struct slot *slot) {
    struct program *program = b->program;
    slot->first_both = program->n_both;
    for (uint32_t i = at; i < b->key.n; i++) {
        uint32_t first = program->n_both_slots, number = b->key.items[++i];
        if (!GROW(program->both, program->both_room, program->n_both + 1)) return false;
        if (program->slots[number].weight < slot->weight) slot->weight = program->slots[number].weight;
        for (; i < b->key.n && b->key.items[i] != KEY_END; i++) {
            if (!GROW(program->both_slots, program->both_slots_room, program->n_both_slots + 1)) return false;
            program->both_slots[program->n_both_slots++] = b->key.items[i];
        }
        i--;
        program->both[program->n_both++] = (struct both){first, program->n_both_slots - first};
        slot->n_both++;
    }
    return true;
}

/* The slot whose key stands in b->key: @p n_atoms atoms, then the alternatives of several conditions. */
static uint32_t intern_key(struct builder *b, uint32_t n_atoms) {
    struct program *program = b->program;
    uint32_t *key = pool_alloc(&program->pool, (size_t)b->key.n * sizeof *key);
    if (!key || !GROW(program->slots, program->slots_room, program->n_slots + 1)) return UINT32_MAX;
    memcpy(key, b->key.items, b->key.n * sizeof *key);
    uint32_t number = names_number(&b->slots, (const char *)key, b->key.n * (uint32_t)sizeof *key, program->n_slots);
    if (number != program->n_slots) return number;
    if (!b->slot_first.n && !numbers_add(&b->slot_first, 0)) return UINT32_MAX;
    struct slot slot = {.weight = UINT32_MAX};
    describe_slot(b, n_atoms, &slot);
    if (!add_both(b, n_atoms, &slot)) return UINT32_MAX;
    for (uint32_t i = 0; i < n_atoms; i++)
        if (!numbers_add(&b->slot_atoms, key[i])) return UINT32_MAX;
    if (!numbers_add(&b->slot_first, b->slot_atoms.n)) return UINT32_MAX;
    program->layers |= slot.layers;
    program->slots[program->n_slots] = slot;
    return program->n_slots++;
}

static uint32_t single_slot(struct builder *b, const struct atom *atom) {
    uint32_t number = intern_atom(b, atom);
    b->key.n = 0;
    if (number == UINT32_MAX || !numbers_add(&b->key, number)) return UINT32_MAX;
    return intern_key(b, 1);
}

/* The slots of an alternative's conditions, the rarest first. */
static bool condition_slots(struct builder *b, const struct parsed *parsed, const struct alternative *a,
                            struct numbers *out) {
    uint32_t first = out->n;
    for (uint32_t i = 0; i < a->n_atoms; i++) {
        uint32_t slot = single_slot(b, &parsed->atoms[a->first_atom + i]);
        if (slot == UINT32_MAX || !numbers_add(out, slot)) return false;
        if (b->program->slots[slot].weight > b->program->slots[out->items[first]].weight) {
            out->items[i + first] = out->items[first];
            out->items[first] = slot;
        }
    }
    return true;
}

static bool slot_key(struct builder *b, const struct parsed *parsed, const struct parsed_slot *slot,
                     struct numbers *both, uint32_t *n_atoms) {
    const struct alternative *alternatives = parsed->alternatives + slot->first_alternative;
    for (uint32_t i = 0; i < slot->n; i++)
        if (alternatives[i].n_atoms > 1 &&
            (!numbers_add(both, KEY_END) || !condition_slots(b, parsed, &alternatives[i], both)))
            return false;
    b->key.n = 0;
    for (uint32_t i = 0; i < slot->n; i++) {
        if (alternatives[i].n_atoms != 1) continue;
        uint32_t atom = intern_atom(b, &parsed->atoms[alternatives[i].first_atom]);
        if (atom == UINT32_MAX || !numbers_add(&b->key, atom)) return false;
    }
    uint32_t *items = b->key.items, n = b->key.n, kept = 0;
    if (n > 1) qsort(items, n, sizeof *items, compare_numbers);
    for (uint32_t i = 0; i < n; i++)
        if (i == 0 || items[i] != items[i - 1]) items[kept++] = items[i];
    b->key.n = *n_atoms = kept;
    for (uint32_t i = 0; i < both->n; i++)
        if (!numbers_add(&b->key, both->items[i])) return false;
    return true;
}

uint32_t build_slot(struct builder *b, const struct parsed *parsed, const struct parsed_slot *slot) {
    struct numbers both = {NULL, 0, 0};
    uint32_t n_atoms = 0, number = UINT32_MAX;
    if (slot_key(b, parsed, slot, &both, &n_atoms)) number = intern_key(b, n_atoms);
    free(both.items);
    return number;
}

/*
 * Matching starts at the anchor: the step whose slot shares most characters with the words it matches, so that "i sin
 * linda" is tried at "linda" and not at every "i". Before the anchor stand only slots that take exactly one token.
 */
static uint32_t choose_anchor(const struct program *program, const struct step *steps, uint32_t n) {
    uint32_t best = 0;
    for (uint32_t i = 1; i < n && !program->slots[steps[i - 1].slot].spread; i++)
        if (program->slots[steps[i].slot].weight > program->slots[steps[best].slot].weight) best = i;
    return best;
}

bool build_phrase(struct builder *b, const struct parsed *parsed, uint32_t phrase, struct rule rule) {
    struct program *program = b->program;
    const struct parsed_phrase *from = &parsed->phrases[phrase];
    if (!GROW(program->rules, program->rules_room, program->n_rules + 1) ||
        !GROW(program->steps, program->steps_room, program->n_steps + from->n_slots))
        return false;
    struct step *steps = program->steps + program->n_steps;
    for (uint32_t i = 0; i < from->n_slots; i++) {
        const struct parsed_slot *slot = &parsed->slots[from->first_slot + i];
        steps[i] = (struct step){build_slot(b, parsed, slot), slot->gap};
        if (steps[i].slot == UINT32_MAX) return false;
    }
    rule.first_step = program->n_steps;
    rule.n_steps = from->n_slots;
    rule.anchor = choose_anchor(program, steps, from->n_slots);
    program->rules[program->n_rules++] = rule;
    program->n_steps += from->n_slots;
    return true;
}

bool build_joined(struct builder *b, const struct parsed *parsed, uint32_t phrase, struct rule rule) {
    const struct parsed_phrase *from = &parsed->phrases[phrase];
    uint32_t n = from->n_slots - 1, at = 0;
    if (from->n_slots < 2) return true;
    for (uint32_t i = 0; i < from->n_slots; i++) {
        const struct parsed_slot *slot = &parsed->slots[from->first_slot + i];
        const struct alternative *a = &parsed->alternatives[slot->first_alternative];
        const struct atom *atom = &parsed->atoms[a->first_atom];
        if (slot->n != 1 || a->n_atoms != 1 || slot->gap || atom->layer != LAYER_FORM || atom->regex ||
            atom->prefix != atom->n)
            return true;
        n += atom->n;
    }
    char *joined = pool_alloc(&b->program->pool, n + 1);
    if (!joined) return false;
    for (uint32_t i = 0; i < from->n_slots; i++) {
        const struct parsed_slot *slot = &parsed->slots[from->first_slot + i];
        const struct atom *a = &parsed->atoms[parsed->alternatives[slot->first_alternative].first_atom];
        if (i) joined[at++] = ' ';
        memcpy(joined + at, a->pattern, a->n);
        at += a->n;
    }
    struct atom atom = {.pattern = joined, .n = n, .prefix = n, .literals = n, .layer = LAYER_FORM, .next = NO_ATOM};
    struct alternative alternative = {0, 1};
    struct parsed_slot slot = {0, 1, 0};
    struct parsed_phrase one = {0, 1};
    struct parsed word = {.phrases = &one, .slots = &slot, .alternatives = &alternative, .atoms = &atom};
    return build_phrase(b, &word, 0, rule);
}

/* ---- links ------------------------------------------------------------------------------------------------------ */

static uint32_t anchor_slot(const struct program *program, const struct rule *rule) {
    return program->steps[rule->first_step + rule->anchor].slot;
}

static bool link_rules(struct program *program) {
    program->anchored = malloc(((size_t)program->n_rules + 1) * sizeof *program->anchored);
    if (!program->anchored) return false;
    for (uint32_t r = 0; r < program->n_rules; r++) program->slots[anchor_slot(program, &program->rules[r])].n_rules++;
    for (uint32_t s = 0, next = 0; s < program->n_slots; s++) {
        program->slots[s].first_rule = next;
        next += program->slots[s].n_rules;
        program->slots[s].n_rules = 0;
    }
    for (uint32_t r = 0; r < program->n_rules; r++) {
        struct slot *slot = &program->slots[anchor_slot(program, &program->rules[r])];
        const struct rule *rule = &program->rules[r];
        program->anchored[slot->first_rule + slot->n_rules++] =
            (struct anchored){r, rule->source, rule->code, rule->kind,
                              rule->n_steps == 1 && rule->negation == NEG_NONE && rule->leaf == NO_LEAF};
    }
    return true;
}

/* Slots with several conditions on one word, by the condition that is looked for. */
static bool link_owners(struct program *program) {
    program->owners = malloc(((size_t)program->n_both + 1) * sizeof *program->owners);
    if (!program->owners) return false;
    for (uint32_t i = 0; i < program->n_both; i++)
        program->slots[program->both_slots[program->both[i].first]].n_owners++;
    for (uint32_t s = 0, next = 0; s < program->n_slots; s++) {
        program->slots[s].first_owner = next;
        next += program->slots[s].n_owners;
        program->slots[s].n_owners = 0;
    }
    for (uint32_t s = 0; s < program->n_slots; s++)
        for (uint32_t i = 0; i < program->slots[s].n_both; i++) {
            struct slot *sub =
                &program->slots[program->both_slots[program->both[program->slots[s].first_both + i].first]];
            program->owners[sub->first_owner + sub->n_owners++] = s;
        }
    return true;
}

static bool link_atoms(struct builder *b) {
    struct program *program = b->program;
    const uint32_t *atoms = b->slot_atoms.items, *first = b->slot_first.items;
    program->atom_first = calloc((size_t)program->n_atoms + 2, sizeof *program->atom_first);
    program->atom_slots = malloc(((size_t)b->slot_atoms.n + 1) * sizeof *program->atom_slots);
    if (!program->atom_first || !program->atom_slots) return false;
    /* Two places ahead, so that filling moves each start to where the next one was. */
    for (uint32_t i = 0; i < b->slot_atoms.n; i++) program->atom_first[atoms[i] + 2]++;
    for (uint32_t a = 2; a <= program->n_atoms + 1; a++) program->atom_first[a] += program->atom_first[a - 1];
    for (uint32_t s = 0; s < program->n_slots; s++)
        for (uint32_t i = first[s]; i < first[s + 1]; i++) program->atom_slots[program->atom_first[atoms[i] + 1]++] = s;
    return true;
}

bool build_links(struct builder *b) {
    struct program *program = b->program;
    return link_rules(program) && link_owners(program) && link_atoms(b) &&
           index_build(&program->index, program->atoms, program->n_atoms);
}
