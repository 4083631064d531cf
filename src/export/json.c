/* json.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "export/json.h"

#include "base/escape.h"

#include <string.h>

void
skein_json_add_int (JsonBuilder *builder,
                    const char  *name,
                    int64_t      value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

void
skein_json_add_double (JsonBuilder *builder,
                       const char  *name,
                       double       value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_double_value (builder, value);
}

void
skein_json_add_bool (JsonBuilder *builder,
                     const char  *name,
                     bool         value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

void
skein_json_add_text (JsonBuilder *builder,
                     const char  *name,
                     const char  *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

void
skein_json_add_bytes (JsonBuilder *builder,
                      const char  *name,
                      const char  *bytes)
{
  g_autofree char *text = skein_escape_bytes (bytes, strlen (bytes));

  skein_json_add_text (builder, name, text);
}

void
skein_json_begin_array (JsonBuilder *builder,
                        const char  *name)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
}

void
skein_json_begin_object (JsonBuilder *builder,
                         const char  *name)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
}

void
skein_json_print (FILE        *file,
                  JsonBuilder *builder)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = NULL;
  gsize length;

  json_generator_set_root (generator, root);
  text = json_generator_to_data (generator, &length);
  fwrite (text, 1, length, file);
  putc ('\n', file);
}
