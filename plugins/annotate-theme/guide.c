/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "guide.h"
#include "formats.h"

static uts_status save(void *self, const char *name, void *to, void (*write)(void *to, const char *bytes, size_t n),
                       void (*remark)(void *to, uint32_t line, const char *text)) {
    struct saving s = {.book = self, .to = to, .remark = remark};
    bool good = codebook_save(&s, name);
    if (good) write(to, s.out.p ? s.out.p : "", s.out.n);
    free(s.out.p);
    return good ? UTS_OK : UTS_E_UNSUPPORTED;
}

bool guide_make(uts_guide *guide, struct codebook *book, const struct program *program) {
    uts_guide_code *codes = pool_alloc(&book->pool, (book->n_codes + 1) * sizeof *codes);
    uts_guide_rule *rules = pool_alloc(&book->pool, (book->n_rules + 1) * sizeof *rules);
    uts_guide_example *examples = pool_alloc(&book->pool, (book->n_examples + 1) * sizeof *examples);
    uts_guide_word *words = pool_alloc(&book->pool, (program->n_words + 1) * sizeof *words);
    if (!codes || !rules || !examples || !words) return false;
    for (uint32_t i = 0; i < book->n_codes; i++) {
        const struct code *c = &book->codes[i];
        codes[i] = (uts_guide_code){c->include, c->exclude, c->place.line, c->place.column};
    }
    for (uint32_t i = 0; i < book->n_rules; i++)
        rules[i] = (uts_guide_rule){book->weights[i], book->rules[i].place.line, book->rules[i].place.column};
    for (uint32_t i = 0; i < book->n_examples; i++) {
        const struct example *e = &book->examples[i];
        examples[i] = (uts_guide_example){e->text, e->code, e->counter, e->place.line, e->place.column};
    }
    for (uint32_t i = 0; i < program->n_words; i++)
        words[i] = (uts_guide_word){program->words[i].text, program->words[i].rule, program->words[i].lemma};
    *guide = (uts_guide){.size = sizeof *guide,
                         .overlap = program->overlap,
                         .n_codes = book->n_codes,
                         .n_rules = book->n_rules,
                         .n_examples = book->n_examples,
                         .n_words = program->n_words,
                         .codes = codes,
                         .rules = rules,
                         .examples = examples,
                         .words = words,
                         .self = book,
                         .save = save};
    return true;
}
