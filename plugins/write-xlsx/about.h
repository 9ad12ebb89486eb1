/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sheet that tells what is in the workbook, and what is not. */
#ifndef WRITE_XLSX_ABOUT_H
#define WRITE_XLSX_ABOUT_H

#include "book.h"

/* A list of rows that stands in the book. */
struct about_list {
    char name[32];
    uint64_t rows;
    uint32_t pages;
};

/* The sheet's name in the language of the run. */
const char *about_name(const uts_host *host);
void about_write(struct sheet *s, const uts_host *host, const struct about_list *lists, uint32_t n);

#endif
