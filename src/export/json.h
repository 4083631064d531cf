/* json.h - members of an object, and an object as a line of text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Each adds a member to the object that was begun. */
void skein_json_add_int    (JsonBuilder *builder,
                            const char  *name,
                            int64_t      value);
void skein_json_add_double (JsonBuilder *builder,
                            const char  *name,
                            double       value);
void skein_json_add_bool   (JsonBuilder *builder,
                            const char  *name,
                            bool         value);
void skein_json_add_text   (JsonBuilder *builder,
                            const char  *name,
                            const char  *value);

/* @bytes: whatever the kernel gave; what is no UTF-8 is escaped */
void skein_json_add_bytes  (JsonBuilder *builder,
                            const char  *name,
                            const char  *bytes);

/* Begins a member that is an array, or an object. */
void skein_json_begin_array  (JsonBuilder *builder,
                              const char  *name);
void skein_json_begin_object (JsonBuilder *builder,
                              const char  *name);

/* Writes what was built in one line. */
void skein_json_print (FILE        *file,
                       JsonBuilder *builder);

G_END_DECLS
