/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Splits compounds. Every cut of the form into first parts and a last part is scored by how productive the parts are
 * (how many forms of the lexicon begin or end with them and have another form for the rest) and by their length; the
 * best cut by dynamic programming wins. A form that the lexicon knows as one word is cut only where its own readings
 * are those of the last part: "killen" is a form of kille, and no form of kille ends in a reading of "len".
 */
#include "lexicon_walk.h"
#include <utsaga/layers.h>

enum {
    FORM_BYTES = LEXICON_FORM_MAX,
    SHORTEST_FIRST = 2, /* letters */
    SHORTEST_LAST = 3,
    SHORTEST_TAIL = 4,
    SHORT_FIRST = 4,
    SHORT_LAST = 5,
    /* In eighths of a bit, as productivity is: a part that begins or ends one form in 2^20 costs nothing more than */
    PART_COST = 160,
    LINK_COST = 8,
    PARTICLE_COST = 100,
    TERM_GAIN = 120,
    KNOWN_COST = 36,    /* the same where the lexicon has the whole word and its readings agree */
    LETTER_COST = 30,   /* what an unknown word costs a letter: splits that are less likely than that are left */
    VERB_COST = 150,    /* a noun is the likelier first part: "köp" before köpa */
    COMMON_NAME = -560, /* as lexicon_frequency */
    NEVER = -1000000
};

struct word {
    const char *text;
    size_t n;
};
#define WORD(text)                                                                                                     \
    { text, sizeof(text) - 1 }

/* Beginnings that are words too, and make one word with what follows: "besöka" is no kind of söka. */
static const struct word prefixes[] = {WORD("be"),   WORD("för"), WORD("ent"), WORD("miss"), WORD("sam"),
                                       WORD("van"),  WORD("här"), WORD("där"), WORD("redo"), WORD("inne"),
                                       WORD("före"), WORD("ans"), WORD("besk")};

/* Particles that begin words with a meaning of their own; cut only where the caller wants morphology. */
static const struct word particles[] = {WORD("av"),    WORD("bort"),  WORD("efter"), WORD("fram"), WORD("från"),
                                        WORD("före"),  WORD("hem"),   WORD("in"),    WORD("med"),  WORD("mellan"),
                                        WORD("mot"),   WORD("ned"),   WORD("ner"),   WORD("om"),   WORD("på"),
                                        WORD("sam"),   WORD("till"),  WORD("under"), WORD("upp"),  WORD("ut"),
                                        WORD("vid"),   WORD("väl"),   WORD("åter"),  WORD("över"), WORD("kring"),
                                        WORD("genom"), WORD("ifrån"), WORD("miss")};

/* Endings that are words too, and far more often make words from others than they are heads. */
static const struct word derivations[] = {
    WORD("het"),   WORD("heten"),  WORD("hetens"), WORD("heter"),  WORD("heterna"), WORD("heternas"), WORD("heters"),
    WORD("hets"),  WORD("skap"),   WORD("skapen"), WORD("skapet"), WORD("skapets"), WORD("skaps"),    WORD("else"),
    WORD("elsen"), WORD("elser"),  WORD("lig"),    WORD("liga"),   WORD("ligt"),    WORD("bar"),      WORD("bara"),
    WORD("bart"),  WORD("mässig"), WORD("lös"),    WORD("lösa"),   WORD("löst"),    WORD("kap"),      WORD("kapet"),
    WORD("ans"),   WORD("ansen"),  WORD("vis"),    WORD("ism"),    WORD("ismen")};

struct cut { /* the best way to read the form up to a place as first parts */
    int score;
    uint8_t from, parts;
    lexicon_part part;
};

struct split {
    const lexicon *lex;
    const char *form;
    size_t n;
    lexicon_term_fn *terms;
    const void *arg;
    bool particles; /* cut them off too */
    struct cut cuts[FORM_BYTES];
};

static bool inside_letter(const char *p) { return ((unsigned char)*p & 0xC0) == 0x80; }

static int letters_in(const char *p, size_t n) {
    int letters = 0;
    for (size_t i = 0; i < n; i++) letters += !inside_letter(p + i);
    return letters;
}

static bool has_vowel(const char *p, size_t n) {
    enum { VOWELS = 1 << 1 | 1 << 5 | 1 << 9 | 1 << 15 | 1 << 21 | 1 << 25 }; /* aeiouy, as bits by their last five */
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)p[i];
        if ((c >> 5 == 3 && VOWELS >> (c & 31) & 1) || c == 0xC3) return true;
    }
    return false;
}

/* Which parts of speech a form has as a word by itself, as bits. */
static uint32_t upos_bits(const lexicon *lex, uint32_t entry) { return lex->sets[lex->entries[entry].set].upos; }

#define BIT(upos) (1u << UTS_UPOS_##upos)
enum {
    OPEN_CLASSES = BIT(NOUN) | BIT(ADJ) | BIT(VERB),
    PARTICLES = BIT(ADP) | BIT(PART) | BIT(SCONJ) | BIT(CCONJ),
    PRONOUNS = BIT(PRON) | BIT(DET)
};

/*
 * May the form be a first part as it stands? Prefixes such as om- and av- do not count: the words they make have a
 * meaning of their own ("omsorg" is no kind of sorg).
 */
static bool is_first(const lexicon *lex, uint32_t entry, int letters) {
    uint32_t flags = lexicon_flags(lex, entry), bits = upos_bits(lex, entry);
    if (bits & PARTICLES || (bits & PRONOUNS && !(bits & (BIT(NOUN) | BIT(ADJ))))) return false;
    if (bits == BIT(ADV) && letters <= 4) return false;
    /* Acronyms and abbreviations take a hyphen; a name must be long or common to be told from chance. */
    if (flags & LEXICON_SHORT || (flags & LEXICON_ACRONYM && !(flags & (LEXICON_LOWER | LEXICON_NAME)))) return false;
    if (flags & LEXICON_NAME && !(flags & LEXICON_LOWER))
        return letters > 5 || (letters > 3 && lexicon_frequency(lex, entry) > COMMON_NAME);
    if (flags & LEXICON_FIRST) return true;
    if (!(flags & LEXICON_WORD)) return false;
    return bits & (BIT(NOUN) | BIT(ADJ) | BIT(NUM) | BIT(ADV)) && letters > 2;
}

static bool takes_s(const lexicon *lex, uint32_t entry) {
    return lexicon_flags(lex, entry) & LEXICON_WORD && upos_bits(lex, entry) & (BIT(NOUN) | BIT(PROPN));
}

static int first_score(const lexicon *lex, uint32_t entry) { return lex->firsts[entry] - PART_COST; }

static bool is_among(const struct word *list, size_t count, const char *p, size_t n) {
    for (size_t i = 0; i < count; i++)
        if (list[i].n == n && memcmp(p, list[i].text, n) == 0) return true;
    return false;
}
#define IS_AMONG(list, p, n) is_among(list, sizeof(list) / sizeof *(list), p, n)

/* Is the form its own lemma as a noun or an adjective? The shortest heads must be: "tid", not "ter". */
static bool is_base(const lexicon *lex, uint32_t entry, const char *form, size_t n) {
    const lexicon_analysis *a;
    char lemma[LEXICON_LEMMA_MAX];
    uint32_t count = lexicon_analyses(lex, entry, &a);
    for (uint32_t i = 0; i < count; i++)
        if ((a[i].upos == UTS_UPOS_NOUN || a[i].upos == UTS_UPOS_ADJ) && !(a[i].flags & LEXICON_PART) &&
            lexicon_lemma(lex, form, n, &a[i], lemma) == n && memcmp(lemma, form, n) == 0)
            return true;
    return false;
}

/*
 * Reads form[begin, end) as one first part. @p entry is that of the stretch, @p stem that of the stretch without its
 * last letter; each may be LEXICON_NONE.
 */
static int read_first(const struct split *s, size_t begin, size_t end, uint32_t entry, uint32_t stem,
                      lexicon_part *part) {
    const char *p = s->form + begin;
    size_t n = end - begin;
    int letters = letters_in(p, n), best = NEVER;
    *part = (lexicon_part){(uint16_t)begin, (uint16_t)end, 0, 0, LEXICON_NONE};
    if (s->particles && IS_AMONG(particles, p, n)) return -PARTICLE_COST;
    if (letters < SHORTEST_FIRST || !has_vowel(p, n) || IS_AMONG(prefixes, p, n)) return NEVER;
    if (entry != LEXICON_NONE && is_first(s->lex, entry, letters)) {
        best = first_score(s->lex, entry);
        part->entry = entry;
    }
    if (letters > 3 && p[n - 1] == 's' && p[n - 2] != 's' && stem != LEXICON_NONE && takes_s(s->lex, stem)) {
        int score = first_score(s->lex, entry != LEXICON_NONE ? entry : stem) - LINK_COST;
        if (score > best) {
            best = score;
            part->entry = stem;
            part->link = 1;
        }
    }
    if (s->terms && s->terms(s->arg, p, n)) {
        part->term = 1;
        part->link = 0;
        best = -PART_COST + TERM_GAIN;
    }
    return best;
}

static int read_last(const struct split *s, size_t begin, lexicon_part *part) {
    const char *p = s->form + begin;
    size_t n = s->n - begin;
    int letters = letters_in(p, n);
    if (letters < SHORTEST_LAST || !has_vowel(p, n)) return NEVER;
    uint32_t entry = lexicon_find(s->lex, p, n);
    if (entry == LEXICON_NONE || !(lexicon_flags(s->lex, entry) & LEXICON_WORD)) return NEVER;
    uint32_t bits = upos_bits(s->lex, entry);
    if (bits ? !(bits & OPEN_CLASSES) : !(lexicon_flags(s->lex, entry) & LEXICON_LAST)) return NEVER;
    if (bits & (PARTICLES | PRONOUNS) && letters <= 4) return NEVER;
    if (IS_AMONG(derivations, p, n) || (letters == SHORTEST_LAST && !is_base(s->lex, entry, p, n))) return NEVER;
    *part = (lexicon_part){(uint16_t)begin, (uint16_t)s->n, 0, 0, entry};
    return s->lex->lasts[entry] - PART_COST;
}

static bool same_text(const char *a, const char *b) { return strcmp(a, b) == 0; }

/* Do tags agree in all but gender "un"? Names of nouns: "n.ut.sg.ind" against "n.nt.sg.ind" do not. */
static bool same_kind(const lexicon *lex, const lexicon_analysis *a, const lexicon_analysis *b) {
    const char *x = lexicon_tag(lex, a->tag), *y = lexicon_tag(lex, b->tag);
    return a->upos == b->upos && (!*x || !*y || (a->flags | b->flags) & LEXICON_GUESSED || same_text(x, y));
}

/* Is some reading of the whole form a reading of its last part, the parts before it being kept in the lemma? */
static bool readings_agree(const struct split *s, uint32_t whole, const lexicon_part *last) {
    const lexicon_analysis *of_whole, *of_last;
    uint32_t n = lexicon_analyses(s->lex, whole, &of_whole), m = lexicon_analyses(s->lex, last->entry, &of_last);
    char lemma[LEXICON_LEMMA_MAX], part[LEXICON_LEMMA_MAX];
    bool any = false;
    for (uint32_t i = 0; i < n; i++) {
        if (of_whole[i].flags & LEXICON_PART || !(1u << of_whole[i].upos & OPEN_CLASSES)) continue;
        any = true;
        size_t length = lexicon_lemma(s->lex, s->form, s->n, &of_whole[i], lemma);
        for (uint32_t j = 0; j < m; j++) {
            if (of_last[j].flags & LEXICON_PART || !same_kind(s->lex, &of_whole[i], &of_last[j])) continue;
            size_t tail = lexicon_lemma(s->lex, s->form + last->begin, s->n - last->begin, &of_last[j], part);
            if (length == last->begin + tail && memcmp(lemma, s->form, last->begin) == 0 &&
                memcmp(lemma + last->begin, part, tail) == 0)
                return true;
        }
    }
    return !any;
}

/* A short word that is commoner than its short last part is one word: "balans", "sekund", "villkor". */
static bool is_chance(const struct split *s, uint32_t whole, const lexicon_part *last) {
    return letters_in(s->form, last->begin) <= SHORT_FIRST &&
           letters_in(s->form + last->begin, s->n - last->begin) <= SHORT_LAST &&
           lexicon_frequency(s->lex, whole) > lexicon_frequency(s->lex, last->entry);
}

/* Tries every first part that starts at @p begin, reading on in the letter tree. */
static void read_firsts_from(struct split *s, size_t begin) {
    lexicon_cursor at = lexicon_root(s->lex);
    uint32_t entry = LEXICON_NONE, stem, length;
    bool on = true, more = s->terms || s->particles;
    for (size_t end = begin; end + SHORTEST_LAST <= s->n && (on || entry != LEXICON_NONE || more);) {
        uint32_t c = utf8_at(s->form + end, &length);
        stem = entry;
        on = on && lexicon_child(s->lex, at, c, &at);
        entry = on ? at.entry : LEXICON_NONE;
        end += length;
        if ((entry == LEXICON_NONE && stem == LEXICON_NONE && !more) || end + SHORTEST_LAST > s->n) continue;
        lexicon_part part;
        int score = read_first(s, begin, end, entry, stem, &part);
        if (score == NEVER || s->cuts[begin].score + score <= s->cuts[end].score) continue;
        s->cuts[end] =
            (struct cut){s->cuts[begin].score + score, (uint8_t)begin, (uint8_t)(s->cuts[begin].parts + 1), part};
    }
}

static void read_prefixes(struct split *s) {
    for (size_t i = 0; i <= s->n; i++) s->cuts[i].score = NEVER;
    s->cuts[0] = (struct cut){.score = 0};
    for (size_t begin = 0; begin + SHORTEST_FIRST + SHORTEST_LAST <= s->n; begin++)
        if (s->cuts[begin].score != NEVER && s->cuts[begin].parts + 2 <= LEXICON_MAX_PARTS) read_firsts_from(s, begin);
}

static uint32_t split(struct split *s, lexicon_part *parts) {
    const char *form = s->form;
    size_t n = s->n;
    if (n < SHORTEST_FIRST + SHORTEST_LAST || n >= FORM_BYTES) return 0;
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)form[i] < 'a') return 0;
    read_prefixes(s);
    uint32_t whole = lexicon_find(s->lex, form, n);
    bool known = whole != LEXICON_NONE && lexicon_flags(s->lex, whole) & LEXICON_WORD;
    if (known && lexicon_flags(s->lex, whole) & LEXICON_WHOLE) return 0;
    int best = NEVER;
    lexicon_part last = {0}, candidate;
    for (size_t begin = SHORTEST_FIRST; begin + SHORTEST_LAST <= n; begin++) {
        if (s->cuts[begin].score == NEVER) continue;
        int score = read_last(s, begin, &candidate);
        if (score == NEVER || s->cuts[begin].score + score <= best) continue;
        if (known && !s->cuts[begin].part.term &&
            (is_chance(s, whole, &candidate) || !readings_agree(s, whole, &candidate)))
            continue;
        best = s->cuts[begin].score + score;
        last = candidate;
    }
    if (best < -(known ? KNOWN_COST : LETTER_COST) * letters_in(form, n)) return 0;
    uint32_t count = s->cuts[last.begin].parts + 1u;
    parts[count - 1] = last;
    for (size_t at = last.begin, i = count - 1; i-- > 0; at = s->cuts[at].from) parts[i] = s->cuts[at].part;
    return count;
}

static uint32_t split_form(const lexicon *lex, const lexicon_splitter *splitter, const char *form, size_t n,
                           bool cut_particles, lexicon_part *parts) {
    struct split s; /* read_prefixes fills as many cuts as the form needs */
    s.lex = lex;
    s.form = form;
    s.n = n;
    s.terms = splitter->terms;
    s.arg = splitter->arg;
    s.particles = cut_particles;
    return split(&s, parts);
}

/* Lets the splitter remember one form; false: it does already. */
static bool is_new(lexicon_splitter *splitter, const char *form, size_t n) {
    if (splitter->n == n && memcmp(splitter->form, form, n) == 0) return false;
    memcpy(splitter->form, form, n);
    splitter->n = n;
    splitter->head_known = false;
    return true;
}

uint32_t lexicon_split(const lexicon *lex, lexicon_splitter *splitter, const char *form, size_t n,
                       lexicon_part parts[LEXICON_MAX_PARTS]) {
    if (!n || n >= FORM_BYTES) return 0;
    if (is_new(splitter, form, n)) splitter->count = split_form(lex, splitter, form, n, false, splitter->parts);
    memcpy(parts, splitter->parts, splitter->count * sizeof *parts);
    return splitter->count;
}

uint32_t lexicon_split_particles(const lexicon *lex, const lexicon_splitter *splitter, const char *form, size_t n,
                                 lexicon_part parts[LEXICON_MAX_PARTS]) {
    return split_form(lex, splitter, form, n, true, parts);
}

/* How common the lemma of a reading is; a reading as first part only is preferred among equals. */
static int32_t lemma_weight(const lexicon *lex, const char *p, size_t n, const lexicon_analysis *a) {
    char lemma[LEXICON_LEMMA_MAX];
    size_t m = lexicon_lemma(lex, p, n, a, lemma);
    uint32_t entry = lexicon_find(lex, lemma, m);
    int32_t weight = entry == LEXICON_NONE ? LEXICON_RARE : lexicon_frequency(lex, entry);
    if (a->upos == UTS_UPOS_VERB) weight -= VERB_COST;
    return 2 * weight + !!(a->flags & LEXICON_PART);
}

size_t lexicon_part_lemma(const lexicon *lex, const char *form, const lexicon_part *part, char *out) {
    const char *p = form + part->begin;
    size_t n = (size_t)(part->end - part->begin - part->link);
    const lexicon_analysis *a = NULL, *best = NULL;
    uint32_t count = part->entry == LEXICON_NONE || part->term ? 0 : lexicon_analyses(lex, part->entry, &a);
    for (uint32_t i = 0; i < count; i++)
        if ((a[i].flags & LEXICON_PART || 1u << a[i].upos & (BIT(NOUN) | BIT(ADJ) | BIT(PROPN) | BIT(NUM))) &&
            (!best || lemma_weight(lex, p, n, &a[i]) > lemma_weight(lex, p, n, best)))
            best = &a[i];
    if (best) return lexicon_lemma(lex, p, n, best, out);
    memcpy(out, p, n);
    out[n] = 0;
    return n;
}

static bool can_be_head(const lexicon *lex, uint32_t entry) {
    return entry != LEXICON_NONE && lexicon_flags(lex, entry) & LEXICON_WORD && upos_bits(lex, entry) & OPEN_CLASSES;
}

static size_t longest_tail(const lexicon *lex, const char *form, size_t n, uint32_t *entry) {
    for (size_t begin = SHORTEST_FIRST; begin + SHORTEST_TAIL <= n; begin++) {
        if (inside_letter(form + begin) || letters_in(form + begin, n - begin) < SHORTEST_TAIL) continue;
        *entry = lexicon_find(lex, form + begin, n - begin);
        if (can_be_head(lex, *entry) && has_vowel(form, begin) && !IS_AMONG(derivations, form + begin, n - begin))
            return begin;
    }
    return 0;
}

static size_t head_after_hyphen(const lexicon *lex, lexicon_splitter *splitter, const char *form, size_t n, size_t rest,
                                uint32_t *entry) {
    *entry = lexicon_find(lex, form + rest, n - rest);
    if (can_be_head(lex, *entry)) return rest;
    size_t begin = rest < n ? lexicon_head(lex, splitter, form + rest, n - rest, entry) : 0;
    return begin ? rest + begin : 0;
}

size_t lexicon_head(const lexicon *lex, lexicon_splitter *splitter, const char *form, size_t n, uint32_t *entry) {
    for (size_t i = n; i-- > 1;)
        if (form[i] == '-') return head_after_hyphen(lex, splitter, form, n, i + 1, entry);
    if (n >= LEXICON_FORM_MAX) return 0; /* no word is so long, and trying every tail would take for ever */
    lexicon_part parts[LEXICON_MAX_PARTS];
    uint32_t count = lexicon_split(lex, splitter, form, n, parts);
    if (!splitter->head_known) {
        splitter->head_known = true;
        if (count && can_be_head(lex, parts[count - 1].entry)) {
            splitter->head_entry = parts[count - 1].entry;
            splitter->head = parts[count - 1].begin;
        } else {
            splitter->head_entry = LEXICON_NONE;
            splitter->head = longest_tail(lex, form, n, &splitter->head_entry);
        }
    }
    *entry = splitter->head_entry;
    return splitter->head;
}
