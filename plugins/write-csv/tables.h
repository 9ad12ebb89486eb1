/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Result tables and the remarks of the run as CSV files. */
#ifndef WRITE_CSV_TABLES_H
#define WRITE_CSV_TABLES_H

#include "csv.h"
#include <utsaga/plugin.h>

/* tables/NAME.csv */
uts_status csv_write_table(const uts_host *host, uts_job *job, int dialect, const uts_table *table);
/* tables/notes.csv; nothing when the host tells nothing of the run. */
uts_status csv_write_notes(const uts_host *host, uts_job *job, int dialect);
void csv_value(struct csv_buf *b, const uts_value *value);

#endif
