/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "shapes.h"

#include <string.h>

/*
 * One row a program: where the segments are, what their members are called. The first row whose list is there and whose
 * first segment has the text (or the words) wins.
 */
struct shape {
    const char *format;
    const char *inside, *list; /* of the root or its object `inside`; NULL: the root is the list */
    const char *text, *words;  /* NULL: none. Words count when they have speakers, or there is no text */
    const char *word;          /* the text of a word */
    const char *start, *end;   /* numbers of seconds */
    const char *name, *number; /* the speaker: a name, else a number or id */
    const char *table, *id;    /* a list of speakers, and what the id is called in it */
    const char *sign;          /* a member of the first segment that tells it from other rows, or NULL */
};

static const struct shape shapes[] = {
    {"amberscript-json", NULL, "segments", NULL, "words", "text", "start", "end", NULL, "speaker", "speakers", "spkid",
     "words"},
    {"whisper-json", NULL, "segments", "text", "words", "word", "start", "end", "speaker", NULL, NULL, NULL, "text"},
    {"whisper-json", NULL, NULL, "text", "words", "word", "start", "end", "speaker", NULL, NULL, NULL, "text"},
    {"whispercpp-json", NULL, "transcription", "text", NULL, NULL, "from", "to", "speaker", NULL, NULL, NULL,
     "offsets"},
    {"rev-json", NULL, "monologues", NULL, "elements", "value", "start_time", "end_time", NULL, "speaker", "speakers",
     "id", "elements"},
    {"otter-json", NULL, "speech_segments", "transcript", NULL, NULL, "start_ts", "end_ts", "speaker_name",
     "speaker_id", NULL, NULL, "transcript"},
    {"fireflies-json", "meeting", "sentences", "text", NULL, NULL, "start_time", "end_time", "speaker_name",
     "speaker_id", NULL, NULL, "text"},
    {"fireflies-json", NULL, "sentences", "text", NULL, NULL, "start_time", "end_time", "speaker_name", "speaker_id",
     NULL, NULL, "text"},
    {"sembly-json", NULL, "transcript", "words_str", NULL, NULL, "start_time", "end_time", "speaker_name", NULL, NULL,
     NULL, "words_str"},
};

static const json_t *member(const json_t *object, const char *name) {
    return name ? json_object_get(object, name) : NULL;
}

static uts_str text_of(const json_t *value) {
    return json_is_string(value) ? uts_mkstr(json_string_value(value), json_string_length(value)) : uts_mkstr("", 0);
}

static int64_t time_of(const json_t *object, const char *name) {
    const json_t *value = member(object, name);
    return json_is_number(value) ? pieces_ms(json_number_value(value)) : -1;
}

/* ---- who speaks ---- */

/* The name that the table of speakers has for an id. */
static uts_str named(const json_t *root, const struct shape *s, const json_t *id) {
    const json_t *table = member(root, s->table);
    for (size_t i = 0; i < json_array_size(table); i++) {
        const json_t *row = json_array_get(table, i);
        if (json_equal(json_object_get(row, s->id), id)) return text_of(json_object_get(row, "name"));
    }
    return uts_mkstr("", 0);
}

static uts_sym speaker_of(struct asr *a, const json_t *root, const struct shape *s, const json_t *segment) {
    uts_str name = text_of(member(segment, s->name));
    const json_t *id = name.n ? NULL : member(segment, s->number);
    char number[32];
    if (id) name = named(root, s, id);
    if (!name.n && json_is_string(id)) name = text_of(id);
    if (!name.n && json_is_integer(id)) {
        snprintf(number, sizeof number, "Speaker %lld", (long long)json_integer_value(id));
        name = uts_cstr(number);
    }
    a->speakers |= name.n > 0;
    return a->pieces.host->intern(a->pieces.job, name);
}

/* ---- segments ---- */

/*
 * A segment of words: a piece for each stretch of one speaker. whisperX gives words with digits neither time nor
 * speaker: they belong to the speaker before them.
 */
static void put_words(struct asr *a, const struct shape *s, const json_t *segment, uts_sym speaker, int64_t number,
                      bool glued) {
    const json_t *word;
    struct piece *piece = NULL;
    size_t i;
    int64_t last_end = time_of(segment, s->start);
    json_array_foreach(json_object_get(segment, s->words), i, word) {
        uts_str text = text_of(member(word, s->word)), name = text_of(member(word, "speaker"));
        if (!text.n) continue;
        int64_t start = time_of(word, "start"), end = time_of(word, "end");
        a->untimed += start < 0 && !glued;
        uts_sym who = name.n ? a->pieces.host->intern(a->pieces.job, name) : piece ? piece->speaker : speaker;
        if (name.n) a->speakers = true;
        if (!piece || piece->speaker != who) {
            if (piece && piece->end_ms < 0) piece->end_ms = last_end;
            piece = pieces_begin(&a->pieces, who, start >= 0 ? start : last_end, end);
            if (!piece) return;
        } else if (!glued) {
            pieces_put(&a->pieces, uts_cstr(" "), number, number + 1);
        }
        if (end >= 0) piece->end_ms = last_end = end;
        pieces_put(&a->pieces, text, number, number + 1);
    }
    if (piece && time_of(segment, s->end) > piece->end_ms) piece->end_ms = time_of(segment, s->end);
}

/* True when some word of a segment says who speaks. */
static bool words_have_speakers(const struct shape *s, const json_t *segment) {
    const json_t *word;
    size_t i;
    json_array_foreach(member(segment, s->words), i, word) {
        if (json_object_get(word, "speaker")) return true;
    }
    return false;
}

static void put_segment(struct asr *a, const json_t *root, const struct shape *s, const json_t *segment,
                        int64_t number) {
    uts_sym speaker = speaker_of(a, root, s, segment);
    uts_str text = text_of(member(segment, s->text));
    const json_t *times = json_object_get(segment, "offsets"); /* of whisper.cpp: milliseconds */
    if (json_is_array(member(segment, s->words)) && (!text.n || words_have_speakers(s, segment))) {
        put_words(a, s, segment, speaker, number, strcmp(s->format, "rev-json") == 0);
        return;
    }
    int64_t start = time_of(segment, s->start), end = time_of(segment, s->end);
    if (json_is_object(times)) {
        start = (int64_t)json_integer_value(json_object_get(times, s->start));
        end = (int64_t)json_integer_value(json_object_get(times, s->end));
        if (start < 0 || end < 0 || start > INT64_C(36000000000) || end > INT64_C(36000000000)) start = end = -1;
    }
    a->textless += text.n == 0;
    pieces_begin(&a->pieces, speaker, start, end);
    pieces_put(&a->pieces, text, number, number + 1);
}

/* ---- the file ---- */

static const json_t *list_of(const json_t *root, const struct shape *s) {
    const json_t *parent = s->inside ? json_object_get(root, s->inside) : root;
    const json_t *list = s->list ? json_object_get(parent, s->list) : parent;
    if (!json_is_array(list)) return NULL;
    const json_t *first = json_array_get(list, 0);
    if (!first) return s->list ? list : NULL;
    bool fits = json_object_get(first, s->sign) && (s->text || !json_object_get(first, "text"));
    return fits ? list : NULL;
}

void asr_put_json(struct asr *a, const json_t *root) {
    static const char *const written[] = {"summary", "action_items", "topics", "outline"};
    const json_t *list = NULL, *segment;
    const struct shape *s = shapes;
    for (; s < shapes + sizeof shapes / sizeof *shapes && !list; s++) list = list_of(root, s);
    if (!list) return;
    s--;
    a->format = s->format;
    size_t i;
    json_array_foreach(list, i, segment) {
        if (json_is_object(segment))
            put_segment(a, root, s, segment, (int64_t)i);
        else
            a->textless++;
    }
    const json_t *about = s->inside ? json_object_get(root, s->inside) : root;
    a->title = json_string_value(json_object_get(about, "title"));
    a->media = json_string_value(json_object_get(about, "filename"));
    const char *date = json_string_value(json_object_get(about, "date"));
    if (date && strlen(date) < sizeof a->date) memcpy(a->date, date, strlen(date));
    for (i = 0; i < sizeof written / sizeof *written; i++) a->summaries += json_object_get(about, written[i]) != NULL;
}
