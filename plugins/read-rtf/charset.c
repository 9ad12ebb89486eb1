/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "charset.h"

#include <stdio.h>
#include <string.h>
#include <unicode/ucnv.h>

/* Pages whose name in ICU is not "windows-" and the number. */
static const struct {
    int page;
    const char *icu;
} names[] = {
    {437, "ibm-437"},      {708, "iso-8859-6"},      {737, "ibm-737"},        {775, "ibm-775"},
    {850, "ibm-850"},      {852, "ibm-852"},         {855, "ibm-855"},        {857, "ibm-857"},
    {858, "ibm-858"},      {860, "ibm-860"},         {861, "ibm-861"},        {862, "ibm-862"},
    {863, "ibm-863"},      {865, "ibm-865"},         {866, "ibm-866"},        {869, "ibm-869"},
    {874, "windows-874"},  {10000, "macintosh"},     {10006, "x-mac-greek"},  {10007, "x-mac-cyrillic"},
    {10029, "x-mac-ce"},   {10081, "x-mac-turkish"}, {28591, "windows-1252"}, {28592, "iso-8859-2"},
    {28595, "iso-8859-5"}, {28597, "iso-8859-7"},    {28605, "iso-8859-15"},
};

static void icu_name(int page, char name[24]) {
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].page == page) {
            snprintf(name, 24, "%s", names[i].icu);
            return;
        }
    snprintf(name, 24, "windows-%d", page);
}

void rtf_page_make(struct rtf_page *page) {
    char name[24];
    for (int i = 0; i < 128; i++) page->high[i] = 0xFFFD;
    icu_name(page->page, name);
    UErrorCode error = U_ZERO_ERROR;
    UConverter *converter = ucnv_open(name, &error);
    /* Of pages with more than one byte a character nothing can be said byte by byte. */
    page->known = U_SUCCESS(error) && ucnv_getMaxCharSize(converter) == 1;
    for (int i = 0; page->known && i < 128; i++) {
        char byte = (char)(0x80 + i);
        UChar unit = 0xFFFD;
        error = U_ZERO_ERROR;
        if (ucnv_toUChars(converter, &unit, 1, &byte, 1, &error) == 1 && unit >= 0xA0) page->high[i] = unit;
    }
    if (converter) ucnv_close(converter);
}

int rtf_page_of_charset(int charset) {
    static const struct {
        uint8_t charset;
        uint16_t page;
    } known[] = {{77, 10000}, {78, 932},   {79, 949},   {80, 936},   {81, 950},   {83, 10005}, {84, 10004},
                 {85, 10006}, {86, 10081}, {87, 10021}, {88, 10029}, {89, 10007}, {128, 932},  {129, 949},
                 {130, 1361}, {134, 936},  {136, 950},  {161, 1253}, {162, 1254}, {163, 1258}, {177, 1255},
                 {178, 1256}, {186, 1257}, {204, 1251}, {222, 874},  {238, 1250}, {254, 437},  {255, 850}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].charset == charset) return known[i].page;
    return 0;
}

void rtf_page_name(int page, char name[24]) {
    if (page == 10000)
        snprintf(name, 24, "macroman");
    else if (page == RTF_PAGE_UTF8)
        snprintf(name, 24, "utf-8");
    else
        snprintf(name, 24, "cp%d", page);
}

/* Letters of the font Symbol, from 'A' and from 'a'. */
static const uint16_t greek_upper[] = {0x391, 0x392, 0x3A7, 0x394, 0x395, 0x3A6, 0x393, 0x397, 0x399,
                                       0x3D1, 0x39A, 0x39B, 0x39C, 0x39D, 0x39F, 0x3A0, 0x398, 0x3A1,
                                       0x3A3, 0x3A4, 0x3A5, 0x3C2, 0x3A9, 0x39E, 0x3A8, 0x396};
static const uint16_t greek_lower[] = {0x3B1, 0x3B2, 0x3C7, 0x3B4, 0x3B5, 0x3C6, 0x3B3, 0x3B7, 0x3B9,
                                       0x3D5, 0x3BA, 0x3BB, 0x3BC, 0x3BD, 0x3BF, 0x3C0, 0x3B8, 0x3C1,
                                       0x3C3, 0x3C4, 0x3C5, 0x3D6, 0x3C9, 0x3BE, 0x3C8, 0x3B6};

/* Signs that word processors put in by themselves: bullets, arrows, faces. */
static const struct {
    uint8_t kind, byte;
    uint16_t sign;
} signs[] = {
    {RTF_SYMBOLS, 0xB7, 0x2022},   {RTF_SYMBOLS, 0xAE, 0x2192},   {RTF_SYMBOLS, 0xAC, 0x2190},
    {RTF_SYMBOLS, 0xA3, 0x2264},   {RTF_SYMBOLS, 0xB3, 0x2265},   {RTF_SYMBOLS, 0xB1, 0xB1},
    {RTF_SYMBOLS, 0xB4, 0xD7},     {RTF_SYMBOLS, 0xB0, 0xB0},     {RTF_SYMBOLS, 0xBB, 0x2248},
    {RTF_SYMBOLS, 0xB9, 0x2260},   {RTF_SYMBOLS, 0x2D, 0x2212},   {RTF_SYMBOLS, 0xBC, 0x2026},
    {RTF_WINGDINGS, 0x4A, 0x263A}, {RTF_WINGDINGS, 0x4C, 0x2639}, {RTF_WINGDINGS, 0x6C, 0x25CF},
    {RTF_WINGDINGS, 0x6E, 0x25A0}, {RTF_WINGDINGS, 0x6F, 0x25A1}, {RTF_WINGDINGS, 0x71, 0x2751},
    {RTF_WINGDINGS, 0x76, 0x2756}, {RTF_WINGDINGS, 0x9F, 0x2022}, {RTF_WINGDINGS, 0xA7, 0x25AA},
    {RTF_WINGDINGS, 0xA8, 0x25FB}, {RTF_WINGDINGS, 0xD8, 0x27A2}, {RTF_WINGDINGS, 0xDF, 0x2190},
    {RTF_WINGDINGS, 0xE0, 0x2192}, {RTF_WINGDINGS, 0xE8, 0x2794}, {RTF_WINGDINGS, 0xF0, 0x21E8},
    {RTF_WINGDINGS, 0xFB, 0x2717}, {RTF_WINGDINGS, 0xFC, 0x2713}, {RTF_WINGDINGS, 0xFE, 0x2612},
};

uint32_t rtf_sign(enum rtf_font_kind kind, unsigned byte) {
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (signs[i].kind == kind && signs[i].byte == byte) return signs[i].sign;
    if (kind == RTF_SYMBOLS && byte >= 'A' && byte <= 'Z') return greek_upper[byte - 'A'];
    if (kind == RTF_SYMBOLS && byte >= 'a' && byte <= 'z') return greek_lower[byte - 'a'];
    bool same = byte <= ' ' || (kind == RTF_SYMBOLS && byte < 0x40);
    return same ? byte : 0xFFFD;
}
