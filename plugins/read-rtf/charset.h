/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Code pages of RTF: of documents (\ansicpg) and of fonts (\fcharset), and the fonts whose letters are pictures. */
#ifndef RTF_CHARSET_H
#define RTF_CHARSET_H

#include <stdbool.h>
#include <stdint.h>

enum { RTF_PAGE_UTF8 = 65001 };

/* Fonts in which a byte is a sign, not a letter. */
enum rtf_font_kind { RTF_LETTERS, RTF_SYMBOLS, RTF_WINGDINGS };

struct rtf_page {
    int page;
    bool known;
    uint16_t high[128]; /* code points of 0x80 to 0xFF; 0xFFFD: none */
};

/* Fills @p page->high for @p page->page by ICU. */
void rtf_page_make(struct rtf_page *page);
/* The code page of a \fcharset; 0: that of the document. */
int rtf_page_of_charset(int charset);
/* As readers of remarks know it, such as "cp1252" or "macroman". */
void rtf_page_name(int page, char name[24]);
/* The sign at @p byte of a font of signs; 0xFFFD: not known. */
uint32_t rtf_sign(enum rtf_font_kind kind, unsigned byte);

#endif
