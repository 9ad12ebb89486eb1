/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "elements.h"

#include <stddef.h>
#include <string.h>

/* Sorted by name. After the rendering section of the HTML standard. */
static const struct html_element elements[] = {
    {"a", 0, HTML_ANCHOR},
    {"address", HTML_BLOCK, 0},
    {"area", HTML_VOID, 0},
    {"article", HTML_BLOCK, 0},
    {"aside", HTML_BLOCK, 0},
    {"audio", HTML_SKIP, HTML_PICTURE},
    {"b", HTML_BOLD, 0},
    {"base", HTML_VOID, 0},
    {"blockquote", HTML_BLOCK, 0},
    {"body", HTML_BLOCK, HTML_BODY},
    {"br", HTML_VOID, HTML_BREAK},
    {"button", HTML_SKIP, HTML_FIELD},
    {"canvas", HTML_SKIP, HTML_PICTURE},
    {"caption", HTML_BLOCK, 0},
    {"center", HTML_BLOCK, 0},
    {"cite", HTML_ITALIC, 0},
    {"col", HTML_VOID, 0},
    {"datalist", HTML_SKIP, HTML_FIELD},
    {"dd", HTML_BLOCK | HTML_SELF_CLOSING, 0},
    {"del", HTML_SKIP, HTML_DELETED},
    {"details", HTML_BLOCK, 0},
    {"dialog", HTML_BLOCK, 0},
    {"div", HTML_BLOCK, 0},
    {"dl", HTML_BLOCK, 0},
    {"dt", HTML_BLOCK | HTML_SELF_CLOSING, 0},
    {"em", HTML_ITALIC, 0},
    {"embed", HTML_VOID, 0},
    {"fieldset", HTML_BLOCK, 0},
    {"figcaption", HTML_BLOCK, 0},
    {"figure", HTML_BLOCK, 0},
    {"footer", HTML_BLOCK | HTML_FURNITURE, 0},
    {"form", HTML_BLOCK, 0},
    {"frame", HTML_VOID, 0},
    {"h1", HTML_BLOCK, HTML_H1},
    {"h2", HTML_BLOCK, HTML_H1 + 1},
    {"h3", HTML_BLOCK, HTML_H1 + 2},
    {"h4", HTML_BLOCK, HTML_H1 + 3},
    {"h5", HTML_BLOCK, HTML_H1 + 4},
    {"h6", HTML_BLOCK, HTML_H1 + 5},
    {"header", HTML_BLOCK, 0},
    {"hr", HTML_VOID | HTML_BLOCK, 0},
    {"html", HTML_BLOCK, HTML_BODY},
    {"i", HTML_ITALIC, 0},
    {"iframe", HTML_RAW | HTML_SKIP, HTML_PICTURE},
    {"img", HTML_VOID, HTML_PICTURE},
    {"input", HTML_VOID, HTML_FIELD},
    {"legend", HTML_BLOCK, 0},
    {"li", HTML_BLOCK | HTML_LIST | HTML_SELF_CLOSING, 0},
    {"link", HTML_VOID, 0},
    {"main", HTML_BLOCK, 0},
    {"menu", HTML_BLOCK | HTML_BARRIER, 0},
    {"meta", HTML_VOID, HTML_META},
    {"nav", HTML_BLOCK | HTML_FURNITURE, 0},
    {"noembed", HTML_RAW | HTML_SKIP, 0},
    {"noframes", HTML_RAW | HTML_SKIP, 0},
    {"noscript", HTML_SKIP, 0},
    {"object", HTML_BARRIER, HTML_PICTURE},
    {"ol", HTML_BLOCK | HTML_BARRIER, 0},
    {"optgroup", HTML_SKIP, 0},
    {"option", HTML_SKIP, 0},
    {"p", HTML_BLOCK | HTML_SELF_CLOSING, 0},
    {"param", HTML_VOID, 0},
    {"pre", HTML_BLOCK | HTML_PRE, 0},
    {"script", HTML_RAW | HTML_SKIP, 0},
    {"section", HTML_BLOCK, 0},
    {"select", HTML_SKIP, HTML_FIELD},
    {"source", HTML_VOID, 0},
    {"strong", HTML_BOLD, 0},
    {"style", HTML_RAW | HTML_SKIP, 0},
    {"summary", HTML_BLOCK, 0},
    {"svg", HTML_SKIP, HTML_PICTURE},
    {"table", HTML_BLOCK | HTML_BARRIER, HTML_TABLE},
    {"tbody", HTML_BLOCK, 0},
    {"td", HTML_SELF_CLOSING | HTML_BARRIER, HTML_CELL},
    {"template", HTML_SKIP, 0},
    {"textarea", HTML_RAW | HTML_SKIP, HTML_FIELD},
    {"tfoot", HTML_BLOCK, 0},
    {"th", HTML_SELF_CLOSING | HTML_BARRIER, HTML_CELL},
    {"thead", HTML_BLOCK, 0},
    {"title", HTML_RAW | HTML_SKIP, HTML_TITLE},
    {"tr", HTML_SELF_CLOSING, HTML_ROW},
    {"track", HTML_VOID, 0},
    {"ul", HTML_BLOCK | HTML_BARRIER, 0},
    {"video", HTML_SKIP, HTML_PICTURE},
    {"wbr", HTML_VOID, 0},
    {"xmp", HTML_BLOCK | HTML_PRE | HTML_RAW, 0},
};

const struct html_element *html_element(const char *name) {
    static const struct html_element unknown = {"", 0, HTML_PLAIN};
    size_t low = 0, high = sizeof elements / sizeof *elements;
    while (low < high) {
        size_t mid = (low + high) / 2;
        int order = strcmp(name, elements[mid].name);
        if (order == 0) return &elements[mid];
        if (order < 0)
            high = mid;
        else
            low = mid + 1;
    }
    return &unknown;
}
