/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Themes that go together as a graph: GraphML, and lists of nodes and edges. */
#ifndef WRITE_GRAPHML_GRAPH_H
#define WRITE_GRAPHML_GRAPH_H

#include <utsaga/extensions.h>
#include <utsaga/plugin.h>

/** Writes graphs/cooccurrence_UNIT.graphml, …_nodes.csv and …_edges.csv for each kind of unit of the table. */
uts_status graph_write(const uts_host *host, uts_job *job, const uts_table *t, const uts_codebook *book,
                       int64_t min_units);

#endif
