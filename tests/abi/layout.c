/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The binary interface as text: sizes and offsets of every public struct, values of every public constant, names and
 * types of the columns of every standard layer. Without an argument it is printed; with the path of a stored copy each
 * line is compared. A line of v1.txt never changes within version 1: new lines come after it, under a new minor.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tap.h>
#include <utsaga/extensions.h>
#include <utsaga/layers.h>
#include <utsaga/plugin.h>

static FILE *out;

#define SIZE(type) fprintf(out, "%s size %zu\n", #type, sizeof(type))
#define AT(type, member)                                                                                               \
    fprintf(out, "%s.%s offset %zu size %zu\n", #type, #member, offsetof(type, member), sizeof(((type *)0)->member))
#define VALUE(constant) fprintf(out, "%s = %lld\n", #constant, (long long)(constant))
#define TEXT(constant)  fprintf(out, "%s = \"%s\"\n", #constant, constant)

static void plain_structs(void) {
    SIZE(uts_str), AT(uts_str, p), AT(uts_str, n);
    SIZE(uts_sym), SIZE(uts_status);
    SIZE(uts_column), AT(uts_column, name), AT(uts_column, type), AT(uts_column, flags);
    SIZE(uts_layer_spec), AT(uts_layer_spec, size), AT(uts_layer_spec, optional), AT(uts_layer_spec, name);
    AT(uts_layer_spec, rows_of), AT(uts_layer_spec, columns);
    SIZE(uts_layer), AT(uts_layer, size), AT(uts_layer, rows), AT(uts_layer, begin), AT(uts_layer, end);
    AT(uts_layer, columns), AT(uts_layer, data);
    SIZE(uts_cell), AT(uts_cell, u32), AT(uts_cell, i64), AT(uts_cell, f64), AT(uts_cell, sym);
    SIZE(uts_room), AT(uts_room, begin), AT(uts_room, end), AT(uts_room, data);
    SIZE(uts_value), AT(uts_value, type), AT(uts_value, n), AT(uts_value, as);
    SIZE(uts_table), AT(uts_table, size), AT(uts_table, n_columns), AT(uts_table, name), AT(uts_table, columns);
    AT(uts_table, rows), AT(uts_table, values);
    SIZE(uts_option), AT(uts_option, size), AT(uts_option, type), AT(uts_option, name), AT(uts_option, offset);
    AT(uts_option, required), AT(uts_option, preset), AT(uts_option, min), AT(uts_option, max);
    AT(uts_option, choices), AT(uts_option, help);
}

static void host_struct(void) {
    SIZE(uts_host), AT(uts_host, size), AT(uts_host, abi_minor);
    AT(uts_host, alloc), AT(uts_host, defer);
    AT(uts_host, intern), AT(uts_host, intern_spans), AT(uts_host, spell), AT(uts_host, symbol_epoch);
    AT(uts_host, symbol_count), AT(uts_host, promote), AT(uts_host, spell_promoted);
    AT(uts_host, fail), AT(uts_host, note), AT(uts_host, log), AT(uts_host, cancelled);
    AT(uts_host, doc_id), AT(uts_host, doc_text), AT(uts_host, doc_meta), AT(uts_host, layer), AT(uts_host, to_chars);
    AT(uts_host, set_text), AT(uts_host, set_meta), AT(uts_host, open_layer), AT(uts_host, add);
    AT(uts_host, reserve), AT(uts_host, advance), AT(uts_host, seal);
    AT(uts_host, source_bytes), AT(uts_host, create), AT(uts_host, write), AT(uts_host, close);
    AT(uts_host, open_table), AT(uts_host, add_row), AT(uts_host, seal_table);
    AT(uts_host, setting), AT(uts_host, extension), AT(uts_host, publish);
}

static void stage_structs(void) {
    SIZE(uts_reader_ops), AT(uts_reader_ops, size), AT(uts_reader_ops, flags), AT(uts_reader_ops, probe);
    AT(uts_reader_ops, open), AT(uts_reader_ops, next), AT(uts_reader_ops, close);
    SIZE(uts_annotator_ops), AT(uts_annotator_ops, size), AT(uts_annotator_ops, flags);
    AT(uts_annotator_ops, annotate);
    SIZE(uts_analysis_ops), AT(uts_analysis_ops, size), AT(uts_analysis_ops, flags), AT(uts_analysis_ops, map);
    AT(uts_analysis_ops, fold), AT(uts_analysis_ops, finish);
    SIZE(uts_writer_ops), AT(uts_writer_ops, size), AT(uts_writer_ops, flags), AT(uts_writer_ops, begin);
    AT(uts_writer_ops, document), AT(uts_writer_ops, fold), AT(uts_writer_ops, table), AT(uts_writer_ops, end);
    SIZE(uts_stage), AT(uts_stage, size), AT(uts_stage, kind), AT(uts_stage, sharing), AT(uts_stage, conf_size);
    AT(uts_stage, name), AT(uts_stage, version), AT(uts_stage, summary), AT(uts_stage, options);
    AT(uts_stage, needs), AT(uts_stage, gives), AT(uts_stage, create), AT(uts_stage, destroy);
    AT(uts_stage, enter), AT(uts_stage, leave), AT(uts_stage, ops);
    SIZE(uts_plugin), AT(uts_plugin, size), AT(uts_plugin, abi_minor), AT(uts_plugin, name);
    AT(uts_plugin, licence), AT(uts_plugin, stages);
}

static void extension_structs(void) {
    TEXT(UTS_EXT_CODEBOOK);
    SIZE(uts_code), AT(uts_code, size), AT(uts_code, parent), AT(uts_code, n_rules), AT(uts_code, id);
    AT(uts_code, label), AT(uts_code, description), AT(uts_code, colour);
    SIZE(uts_rule), AT(uts_rule, size), AT(uts_rule, code), AT(uts_rule, kind), AT(uts_rule, line);
    AT(uts_rule, text);
    SIZE(uts_codebook), AT(uts_codebook, size), AT(uts_codebook, n_codes), AT(uts_codebook, n_rules);
    AT(uts_codebook, path), AT(uts_codebook, codes), AT(uts_codebook, rules);
    TEXT(UTS_EXT_PARTICIPANTS);
    SIZE(uts_participants), AT(uts_participants, size), AT(uts_participants, n_variables);
    AT(uts_participants, n_participants), AT(uts_participants, variables), AT(uts_participants, ids);
    AT(uts_participants, values), AT(uts_participants, find);
    TEXT(UTS_EXT_RUN);
    SIZE(uts_run_note), AT(uts_run_note, doc), AT(uts_run_note, stage), AT(uts_run_note, message);
    AT(uts_run_note, detail), AT(uts_run_note, chars), AT(uts_run_note, level);
    SIZE(uts_run_doc), AT(uts_run_doc, id), AT(uts_run_doc, source), AT(uts_run_doc, sha256);
    AT(uts_run_doc, error), AT(uts_run_doc, bytes);
    SIZE(uts_run), AT(uts_run, size), AT(uts_run, n_stages), AT(uts_run, n_documents), AT(uts_run, n_skipped);
    AT(uts_run, n_notes), AT(uts_run, stages), AT(uts_run, document), AT(uts_run, note);
}

static void constants(void) {
    VALUE(UTS_OK), VALUE(UTS_END), VALUE(UTS_E_ARG), VALUE(UTS_E_NOMEM), VALUE(UTS_E_IO), VALUE(UTS_E_FORMAT);
    VALUE(UTS_E_LIMIT), VALUE(UTS_E_CANCELLED), VALUE(UTS_E_UNSUPPORTED), VALUE(UTS_E_BUG);
    VALUE(UTS_U32), VALUE(UTS_I64), VALUE(UTS_F64), VALUE(UTS_SYM), VALUE(UTS_TEXT), VALUE(UTS_MAX_COLUMNS);
    VALUE(UTS_OPT_BOOL), VALUE(UTS_OPT_INT), VALUE(UTS_OPT_REAL), VALUE(UTS_OPT_TEXT), VALUE(UTS_OPT_PATH);
    VALUE(UTS_OPT_CHOICE);
    VALUE(UTS_LOG_DEBUG), VALUE(UTS_LOG_INFO), VALUE(UTS_LOG_WARN), VALUE(UTS_LOG_ERROR);
    VALUE(UTS_READER), VALUE(UTS_ANNOTATOR), VALUE(UTS_ANALYSIS), VALUE(UTS_WRITER);
    VALUE(UTS_SHARED), VALUE(UTS_SERIAL), VALUE(UTS_ORDERED);
    VALUE(UTS_RULE_INCLUDE), VALUE(UTS_RULE_EXCLUDE), VALUE(UTS_RULE_FORCE);
    VALUE(UTS_NO_ROW);
    VALUE(UTS_STYLE_BOLD), VALUE(UTS_STYLE_ITALIC), VALUE(UTS_STYLE_LIST), VALUE(UTS_STYLE_TABLE);
    VALUE(UTS_TURN_CANDIDATE), VALUE(UTS_TURN_REPEATED), VALUE(UTS_TURN_ANONYMOUS);
    VALUE(UTS_EVENT_PAUSE), VALUE(UTS_EVENT_VOCAL), VALUE(UTS_EVENT_INAUDIBLE), VALUE(UTS_EVENT_OMITTED);
    VALUE(UTS_EVENT_INCIDENT), VALUE(UTS_EVENT_KINESIC), VALUE(UTS_EVENT_COMMENT), VALUE(UTS_EVENT_ANONYMISED);
    VALUE(UTS_EVENT_UNCLEAR), VALUE(UTS_EVENT_TIME), VALUE(UTS_EVENT_NOTE_REF);
    VALUE(UTS_EVENT_OVERLAP), VALUE(UTS_EVENT_BACKCHANNEL), VALUE(UTS_EVENT_CUTOFF);
    VALUE(UTS_TOKEN_WORD), VALUE(UTS_TOKEN_NUMBER), VALUE(UTS_TOKEN_ANONYMISED), VALUE(UTS_TOKEN_PUNCT);
    VALUE(UTS_TOKEN_SENTENCE_END), VALUE(UTS_TOKEN_PAUSE), VALUE(UTS_TOKEN_OMITTED), VALUE(UTS_TOKEN_EVENT);
    VALUE(UTS_TOKEN_NOTE_REF), VALUE(UTS_TOKEN_SYMBOL);
    VALUE(UTS_SAFETY_SAFE), VALUE(UTS_SAFETY_LOOK), VALUE(UTS_SAFETY_PERSON);
}

static void names(const char *title, const char *const *name, size_t n) {
    for (size_t i = 0; i < n; i++) fprintf(out, "%s[%zu] = \"%s\"\n", title, i, name[i]);
}

/* The index of a column is its enum constant: order, name and type are all part of the interface. */
static void layer(const uts_layer_spec *spec) {
    fprintf(out, "layer %s rows_of %s\n", spec->name, spec->rows_of ? spec->rows_of : "-");
    for (uint32_t c = 0; spec->columns[c].name; c++)
        fprintf(out, "layer %s column %u %s type %d\n", spec->name, c, spec->columns[c].name, spec->columns[c].type);
}

static void layers(void) {
    static const char *const zones[] = UTS_ZONE_NAMES, *const upos[] = UTS_UPOS_NAMES;
    names("zone", zones, sizeof zones / sizeof *zones);
    names("upos", upos, sizeof upos / sizeof *upos);
    layer(&uts_layer_paragraph), layer(&uts_layer_source), layer(&uts_layer_turn), layer(&uts_layer_segment);
    layer(&uts_layer_zone), layer(&uts_layer_event), layer(&uts_layer_sentence), layer(&uts_layer_token);
    layer(&uts_layer_token_norm), layer(&uts_layer_norm), layer(&uts_layer_token_lemma), layer(&uts_layer_hit);
    layer(&uts_layer_question);
}

static int compare(const char *path, char *now) {
    FILE *stored = fopen(path, "r");
    if (!stored) {
        perror(path);
        return 2;
    }
    char expected[256];
    unsigned lines = 0, same = 0;
    char *rest = now;
    while (fgets(expected, sizeof expected, stored)) {
        expected[strcspn(expected, "\n")] = 0;
        char *got = strsep(&rest, "\n");
        lines++;
        if (got && strcmp(got, expected) == 0)
            same++;
        else
            is_str(got, expected, "line of v1.txt");
    }
    fclose(stored);
    is_int(same, lines, "every stored size, offset, value and column is as in v1.txt");
    is_str(rest ? rest : "", "", "nothing is left out of v1.txt");
    return done();
}

int main(int argc, char **argv) {
    char *now = NULL;
    size_t size = 0;
    out = open_memstream(&now, &size);
    if (!out) return 2;
    plain_structs(), host_struct(), stage_structs(), extension_structs(), constants(), layers();
    fclose(out);
    if (argc > 1 && sizeof(void *) != 8) {
        printf("1..0 # SKIP v1.txt was written for 64-bit pointers\n");
        return 0;
    }
    int status = 0;
    if (argc > 1)
        status = compare(argv[1], now);
    else
        fputs(now, stdout);
    free(now);
    return status;
}
