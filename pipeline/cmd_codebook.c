/* SPDX-License-Identifier: GPL-3.0-or-later */
/* codebook: reads a codebook of any known format and writes it in another. */
#include "command.h"

#include "diag.h"
#include "registry.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct target {
    FILE *file;
    const char *source; /* name, for remarks */
    uint32_t n_remarks;
};

static void write_piece(void *to, const char *bytes, size_t n) {
    struct target *t = to;
    fwrite(bytes, 1, n, t->file);
}

static void tell_remark(void *to, uint32_t line, const char *text) {
    struct target *t = to;
    t->n_remarks++;
    if (line)
        diag_warn("%s:%u: %s", t->source, line, text);
    else
        diag_warn("%s", text);
}

static bool same_file(const char *a, const char *b) {
    struct stat x, y;
    return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

/* Beside the target first, so that a failure leaves what was there. */
static bool write_file(const uts_guide *guide, const char *path, struct target *t) {
    char *beside;
    if (asprintf(&beside, "%s.part", path) < 0) return false;
    t->file = fopen(beside, "wb");
    bool good = t->file != NULL;
    if (!good) diag_error("%s: %s", path, strerror(errno));
    if (good && guide->save(guide->self, path, t, write_piece, tell_remark) < 0) good = false;
    if (t->file && (ferror(t->file) | fclose(t->file))) {
        diag_error("%s cannot be written", path);
        good = false;
    }
    if (good && rename(beside, path) != 0) {
        diag_error("%s: %s", path, strerror(errno));
        good = false;
    }
    if (!good && t->file) remove(beside);
    free(beside);
    return good;
}

static int convert(setup *s, const cli *c) {
    int status;
    s->run.every_note = true;
    selection_add_layer(&s->selection, &s->run.registry, "hit");
    if (!setup_stages(s, c, &status)) return EXIT_FAILED;
    const uts_guide *guide = run_extension(UTS_EXT_CODING_GUIDE);
    const uts_codebook *book = run_extension(UTS_EXT_CODEBOOK);
    if (!guide || !book) {
        diag_error("there is no plugin annotate-theme, which knows codebooks");
        return EXIT_FAILED;
    }
    struct target t = {.source = book->path};
    if (!write_file(guide, c->output, &t)) return EXIT_FAILED;
    diag_info("%s: %u codes, %u rules", c->output, book->n_codes, book->n_rules);
    return EXIT_OK;
}

int command_codebook(const cli *given) {
    cli c = *given;
    if (c.n_paths != 1 || !c.output) {
        diag_error("give one codebook and where to write it: utsaga codebook kodbok.xlsx --output kodbok.yaml");
        return EXIT_USAGE;
    }
    if (same_file(c.paths[0], c.output)) {
        diag_error("%s is the codebook itself; write to another file", c.output);
        return EXIT_USAGE;
    }
    c.codebook = c.paths[0];
    c.n_paths = 0;
    c.alone = true;
    setup s;
    int status;
    if (setup_begin(&s, &c, &status)) status = convert(&s, &c);
    setup_clear(&s);
    return status;
}
