/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"

#include "diag.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <utsaga/layers.h>

/* The texts as files of a private folder: stages read files. */
struct texts {
    char folder[300];
    uint32_t n;
};

static bool name_of(const struct texts *t, uint32_t i, char *out, size_t size) {
    return (size_t)snprintf(out, size, "%s/%06u.txt", t->folder, i) < size;
}

static void remove_texts(struct texts *t) {
    char path[340];
    for (uint32_t i = 0; i < t->n; i++)
        if (name_of(t, i, path, sizeof path)) remove(path);
    if (*t->folder) rmdir(t->folder);
}

static bool write_texts(struct texts *t, const uts_guide *guide) {
    char path[340];
    const char *base = getenv("TMPDIR");
    if (!base || !*base || strlen(base) > sizeof t->folder - 32) base = "/tmp";
    snprintf(t->folder, sizeof t->folder, "%s/utsaga-check-XXXXXX", base);
    if (!mkdtemp(t->folder)) {
        *t->folder = 0;
        diag_error("%s: %s", base, strerror(errno));
        return false;
    }
    for (; t->n < guide->n_examples; t->n++) {
        if (!name_of(t, t->n, path, sizeof path)) return false;
        FILE *f = fopen(path, "wb");
        bool good = f && fputs(guide->examples[t->n].text, f) >= 0 && fputc('\n', f) != EOF;
        if (f && fclose(f) != 0) good = false;
        if (good) continue;
        diag_error("%s: %s", path, strerror(errno));
        t->n++;
        return false;
    }
    return true;
}

struct trial {
    bool *found; /* by example */
    uint32_t next;
};

static bool is_below(const uts_codebook *book, uint32_t code, uint32_t group) {
    while (code != UINT32_MAX && code != group) code = book->codes[code]->parent;
    return code == group;
}

/* Documents come in the order of the examples. */
static void visit(run *r, const uts_doc *doc, void *arg) {
    (void)r;
    struct trial *t = arg;
    const uts_guide *guide = run_extension(UTS_EXT_CODING_GUIDE);
    const uts_codebook *book = run_extension(UTS_EXT_CODEBOOK);
    const uts_layer *hit = job_layer(doc->job, "hit");
    uint32_t example = (uint32_t)strtoul(doc->id.p, NULL, 10);
    if (example >= guide->n_examples) return;
    t->next++;
    for (uint32_t i = 0; hit && i < hit->rows; i++) {
        const uint32_t *code = hit->data[UTS_HIT_CODE], *excluded = hit->data[UTS_HIT_EXCLUDED_BY];
        if (excluded[i] == UTS_NO_ROW && is_below(book, code[i], guide->examples[example].code))
            t->found[example] = true;
    }
}

static int report(const struct trial *t) {
    const uts_guide *guide = run_extension(UTS_EXT_CODING_GUIDE);
    const uts_codebook *book = run_extension(UTS_EXT_CODEBOOK);
    uint32_t failed = 0;
    for (uint32_t i = 0; i < guide->n_examples; i++) {
        const uts_guide_example *e = &guide->examples[i];
        if (t->found[i] != (bool)e->counter) continue;
        failed++;
        diag_error("%s:%u:%u: the code \"%s\" is %s in this %s", book->path, e->line, e->column,
                   book->codes[e->code]->id, e->counter ? "found" : "not found",
                   e->counter ? "counter-example" : "example");
    }
    printf("examples: %u of %u as expected\n", guide->n_examples - failed, guide->n_examples);
    return failed ? EXIT_FAILED : EXIT_OK;
}

static int try_examples(setup *s, const cli *c, struct texts *texts) {
    int status;
    struct trial trial = {NULL, 0};
    selection_add_layer(&s->selection, &s->run.registry, "hit");
    inputs_clear(&s->run.inputs);
    s->run.mute = true;
    if (!setup_stages(s, c, &status)) return EXIT_FAILED;
    const uts_guide *guide = run_extension(UTS_EXT_CODING_GUIDE);
    if (!guide || !guide->n_examples) return EXIT_OK;
    trial.found = calloc(guide->n_examples, sizeof *trial.found);
    bool good = trial.found && write_texts(texts, guide) && inputs_add(&s->run.inputs, texts->folder) &&
                inputs_prepare(&s->run.inputs, &s->run.registry);
    s->run.visit = visit;
    s->run.visit_arg = &trial;
    good = good && run_documents(&s->run);
    if (good && trial.next != guide->n_examples) {
        diag_error("some examples could not be read");
        good = false;
    }
    status = good ? report(&trial) : EXIT_FAILED;
    free(trial.found);
    return status;
}

int check_examples(const cli *given) {
    cli c = *given;
    struct texts texts = {0};
    c.n_paths = 0;
    setup s;
    int status;
    if (setup_begin(&s, &c, &status)) status = try_examples(&s, &c, &texts);
    setup_clear(&s);
    remove_texts(&texts);
    return status;
}
