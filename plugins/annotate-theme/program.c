/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "program.h"
#include "rule_parse.h"

/* Numbers of equal byte strings, for atoms and slots of which there is to be one each. */
struct names {
    struct name {
        const char *p;
        uint32_t n, number; /* plus one; 0: free */
    } * items;
    uint32_t mask, used;
};

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

struct builder {
    struct program *program;
    struct names atoms, slots;
    uint32_t *slot_atoms; /* atoms of all slots, one after the other */
    uint32_t *slot_first;
    uint32_t n_slot_atoms, slot_atoms_room, slot_first_room;
};

static int compare_numbers(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* The number of an equal atom, adding it when it is new. */
static uint32_t intern_atom(struct builder *b, const struct atom *atom) {
    struct program *program = b->program;
    char *key = pool_alloc(&program->pool, (size_t)atom->n + 1);
    if (!key || !GROW(program->atoms, program->atoms_room, program->n_atoms + 1)) return UINT32_MAX;
    key[0] = (char)atom->layer;
    memcpy(key + 1, atom->pattern, atom->n);
    uint32_t number = names_number(&b->atoms, key, atom->n + 1, program->n_atoms);
    if (number == program->n_atoms) program->atoms[program->n_atoms++] = *atom;
    return number;
}

static void describe_slot(const struct builder *b, const uint32_t *atoms, uint32_t n, struct slot *slot) {
    *slot = (struct slot){.weight = UINT32_MAX};
    for (uint32_t i = 0; i < n; i++) {
        const struct atom *a = &b->program->atoms[atoms[i]];
        if (a->literals < slot->weight) slot->weight = a->literals;
        slot->any = slot->any || (a->n == 1 && a->pattern[0] == ANY_RUN);
        slot->spread = slot->spread || a->spread;
        slot->layers |= 1u << a->layer;
    }
}

/* The number of an equal slot, adding it when it is new. UINT32_MAX: out of memory. */
static uint32_t intern_slot(struct builder *b, const struct parsed_slot *parsed) {
    struct program *program = b->program;
    uint32_t *atoms = pool_alloc(&program->pool, parsed->n * sizeof *atoms), n = 0;
    if (!atoms) return UINT32_MAX;
    for (uint32_t i = 0; i < parsed->n; i++)
        if ((atoms[i] = intern_atom(b, &parsed->atoms[i])) == UINT32_MAX) return UINT32_MAX;
    qsort(atoms, parsed->n, sizeof *atoms, compare_numbers);
    for (uint32_t i = 0; i < parsed->n; i++)
        if (i == 0 || atoms[i] != atoms[i - 1]) atoms[n++] = atoms[i];
    if (!GROW(program->slots, program->slots_room, program->n_slots + 1) ||
        !GROW(b->slot_first, b->slot_first_room, program->n_slots + 2) ||
        !GROW(b->slot_atoms, b->slot_atoms_room, b->n_slot_atoms + n))
        return UINT32_MAX;
    if (!b->slot_first || !b->slot_atoms) return UINT32_MAX;
    uint32_t number = names_number(&b->slots, (const char *)atoms, n * (uint32_t)sizeof *atoms, program->n_slots);
    if (number != program->n_slots) return number;
    describe_slot(b, atoms, n, &program->slots[number]);
    program->layers |= program->slots[number].layers;
    b->slot_first[number] = b->n_slot_atoms;
    memcpy(b->slot_atoms + b->n_slot_atoms, atoms, n * sizeof *atoms);
    b->n_slot_atoms += n;
    b->slot_first[number + 1] = b->n_slot_atoms;
    program->n_slots++;
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

static bool add_rule(struct builder *b, uint32_t source, uint32_t code, const struct parsed_rule *parsed) {
    struct program *program = b->program;
    if (!GROW(program->rules, program->rules_room, program->n_rules + 1) ||
        !GROW(program->steps, program->steps_room, program->n_steps + parsed->n_slots))
        return false;
    struct step *steps = program->steps + program->n_steps;
    for (uint32_t i = 0; i < parsed->n_slots; i++) {
        steps[i] = (struct step){intern_slot(b, &parsed->slots[i]), parsed->gaps[i]};
        if (steps[i].slot == UINT32_MAX) return false;
    }
    program->rules[program->n_rules++] = (struct rule){.source = source,
                                                       .code = code,
                                                       .kind = parsed->kind,
                                                       .negation = parsed->negation,
                                                       .neg_distance = parsed->neg_distance,
                                                       .first_step = program->n_steps,
                                                       .n_steps = parsed->n_slots,
                                                       .anchor = choose_anchor(program, steps, parsed->n_slots)};
    program->n_steps += parsed->n_slots;
    return true;
}

/*
 * A tokeniser keeps "t ex" and "10 000" in one token, so a phrase of plain words is sought as one token, too. Makes
 * @p parsed that rule; false when it is not such a phrase, or memory is out.
 */
static bool join_slots(struct codebook *book, struct pool *pool, struct parsed_rule *parsed) {
    uint32_t n = parsed->n_slots - 1, at = 0;
    if (parsed->n_slots < 2) return false;
    for (uint32_t i = 0; i < parsed->n_slots; i++) {
        const struct atom *a = &parsed->slots[i].atoms[0];
        if (parsed->slots[i].n != 1 || a->layer != LAYER_FORM || a->prefix != a->n || parsed->gaps[i]) return false;
        n += a->n;
    }
    char *joined = pool_alloc(pool, n + 1);
    if (!joined) {
        book->out_of_memory = true;
        return false;
    }
    for (uint32_t i = 0; i < parsed->n_slots; i++) {
        const struct atom *a = &parsed->slots[i].atoms[0];
        if (i) joined[at++] = ' ';
        memcpy(joined + at, a->pattern, a->n);
        at += a->n;
    }
    parsed->slots[0].atoms[0] =
        (struct atom){.pattern = joined, .n = n, .prefix = n, .literals = n, .layer = LAYER_FORM, .next = NO_ATOM};
    parsed->n_slots = 1;
    return true;
}

static uint32_t anchor_slot(const struct program *program, const struct rule *rule) {
    return program->steps[rule->first_step + rule->anchor].slot;
}

/* Rules by anchor slot, slots by atom: counting sorts into flat arrays. */
static bool link_up(struct builder *b) {
    struct program *program = b->program;
    program->anchored = malloc(((size_t)program->n_rules + 1) * sizeof *program->anchored);
    program->atom_first = calloc((size_t)program->n_atoms + 2, sizeof *program->atom_first);
    program->atom_slots = malloc(((size_t)b->n_slot_atoms + 1) * sizeof *program->atom_slots);
    if (!program->anchored || !program->atom_first || !program->atom_slots) return false;
    if (program->n_slots && !b->slot_first) return false;
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
                              rule->n_steps == 1 && rule->negation == NEG_NONE};
    }
    /* Two places ahead, so that filling moves each start to where the next one was. */
    for (uint32_t i = 0; i < b->n_slot_atoms; i++) program->atom_first[b->slot_atoms[i] + 2]++;
    for (uint32_t a = 2; a <= program->n_atoms + 1; a++) program->atom_first[a] += program->atom_first[a - 1];
    for (uint32_t s = 0; s < program->n_slots; s++)
        for (uint32_t i = b->slot_first[s]; i < b->slot_first[s + 1]; i++)
            program->atom_slots[program->atom_first[b->slot_atoms[i] + 1]++] = s;
    return index_build(&program->index, program->atoms, program->n_atoms);
}

static bool add_negators(struct builder *b, struct codebook *book, int match, struct parsed_slot *one,
                         struct parsed_slot *all) {
    all->n = 0;
    for (uint32_t i = 0; i < book->n_negators; i++) {
        if (!rule_parse_slot(book, book->negators[i], match, &b->program->pool, one)) continue;
        if (all->n + one->n > MAX_ALTERNATIVES) {
            codebook_error(book, (struct place){0, 0}, "more than %d negators", MAX_ALTERNATIVES);
            break;
        }
        memcpy(all->atoms + all->n, one->atoms, one->n * sizeof *one->atoms);
        all->n += one->n;
    }
    b->program->negator_slot = intern_slot(b, all);
    return b->program->negator_slot != UINT32_MAX;
}

bool program_compile(struct program *program, struct codebook *book, int match) {
    struct builder b = {.program = program};
    memset(program, 0, sizeof *program);
    struct parsed_rule *parsed = malloc(sizeof *parsed);
    bool good = parsed != NULL;
    for (uint32_t r = 0; good && r < book->n_rules && !codebook_hopeless(book); r++)
        if (rule_parse(book, &book->rules[r], match, &program->pool, parsed))
            good = add_rule(&b, r, book->rules[r].code, parsed);
    for (uint32_t r = 0; good && r < book->n_rules && book->n_errors == 0; r++)
        if (rule_parse(book, &book->rules[r], match, &program->pool, parsed) &&
            join_slots(book, &program->pool, parsed))
            good = add_rule(&b, r, book->rules[r].code, parsed);
    bool negations = false;
    for (uint32_t r = 0; r < program->n_rules; r++) negations = negations || program->rules[r].negation != NEG_NONE;
    if (good && negations) good = add_negators(&b, book, match, &parsed->slots[0], &parsed->slots[1]);
    if (good && book->n_errors == 0) good = link_up(&b);
    free(parsed);
    free(b.atoms.items);
    free(b.slots.items);
    free(b.slot_atoms);
    free(b.slot_first);
    return good && !book->out_of_memory;
}

void program_free(struct program *program) {
    index_free(&program->index);
    pool_free(&program->pool);
    free(program->atoms);
    free(program->slots);
    free(program->rules);
    free(program->steps);
    free(program->atom_slots);
    free(program->atom_first);
    free(program->anchored);
    memset(program, 0, sizeof *program);
}
