/* process-model.h - the processes as a table's model, bound to the session
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/session.h"
#include "app/table.h"
#include "present/process-list.h"

G_BEGIN_DECLS

typedef enum
{
  SKEIN_PROCESS_COLUMN_NAME,
  SKEIN_PROCESS_COLUMN_PID,
  SKEIN_PROCESS_COLUMN_USER,
  SKEIN_PROCESS_COLUMN_STATE,
  SKEIN_PROCESS_COLUMN_THREADS,
  SKEIN_PROCESS_COLUMN_PARALLELISM,
  SKEIN_PROCESS_COLUMN_DEMAND,
  SKEIN_PROCESS_COLUMN_CPU,
  SKEIN_PROCESS_COLUMN_MEMORY,
  SKEIN_PROCESS_COLUMN_OWN_MEMORY,
  SKEIN_PROCESS_COLUMN_RESIDENT_MEMORY,
  SKEIN_PROCESS_COLUMN_START,
  SKEIN_PROCESS_COLUMN_COMMAND,
  SKEIN_PROCESS_COLUMN_CPU_TIME,
  SKEIN_PROCESS_COLUMN_PARENT,
  SKEIN_PROCESS_COLUMN_NICE,
  SKEIN_PROCESS_COLUMN_POLICY,
  SKEIN_PROCESS_COLUMN_CGROUP,

  /* In words or a picture, for the sidebar. */
  SKEIN_PROCESS_COLUMN_SHORT_THREADS,
  SKEIN_PROCESS_COLUMN_CPU_BAR,
} SkeinProcessColumn;

#define SKEIN_TYPE_PROCESS_MODEL (skein_process_model_get_type ())

/**
 * SkeinProcessModel:
 *
 * A #SkeinProcessList behind a #SkeinTableModel.
 */
G_DECLARE_FINAL_TYPE (SkeinProcessModel, skein_process_model, SKEIN, PROCESS_MODEL, GObject)

/**
 * skein_process_model_new:
 * @columns: (array length=n_columns) (transfer none): what the table's columns show;
 *   stays the caller's and must stay
 */
SkeinProcessModel *skein_process_model_new (SkeinSession             *session,
                                            const SkeinProcessColumn *columns,
                                            guint                     n_columns) G_GNUC_WARN_UNUSED_RESULT;

SkeinProcessList  *skein_process_model_get_list (SkeinProcessModel *self);

/* Indents no further than this, where there is no room; no limit to begin with. */
void               skein_process_model_set_max_depth (SkeinProcessModel *self,
                                                      guint              max_depth);

/**
 * skein_process_model_attach:
 *
 * Shows the model in @table, and keeps the table's selection and the session's
 * the same. A row that filters hide, or a closed branch, stays selected.
 */
void skein_process_model_attach  (SkeinProcessModel *self,
                                  SkeinTable        *table);

/* Takes the session's newest snapshot over, if there is one. */
void skein_process_model_refresh (SkeinProcessModel *self);

/* The list was told to filter or to sort in another way. */
void skein_process_model_changed (SkeinProcessModel *self);

G_END_DECLS
