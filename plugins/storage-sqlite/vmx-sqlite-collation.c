/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-sqlite-collation.h"

typedef struct
{
  const char *name;
  VmxColumnType type;
  gboolean ignore_case;
} Collation;

static const Collation collations[] = {
  { "VMX_DECIMAL", VMX_COLUMN_DECIMAL, FALSE },
  { "VMX_DATE", VMX_COLUMN_DATE, FALSE },
  { "VMX_TIME_OF_DAY", VMX_COLUMN_TIME_OF_DAY, FALSE },
  { "VMX_TIMESTAMP", VMX_COLUMN_TIMESTAMP, FALSE },
  { "VMX_DURATION", VMX_COLUMN_DURATION, FALSE },
  { "VMX_IGNORE_CASE", VMX_COLUMN_STRING, TRUE },
};

static int
compare (void *data, int a_length, const void *a, int b_length, const void *b)
{
  const Collation *collation = data;

  return vmx_column_type_compare_text (collation->type, collation->ignore_case, a, (gsize) a_length,
                                       b, (gsize) b_length);
}

int
vmx_sqlite_collation_register (sqlite3 *db)
{
  int result = SQLITE_OK;

  for (guint i = 0; i < G_N_ELEMENTS (collations) && result == SQLITE_OK; i++)
    result = sqlite3_create_collation_v2 (db, collations[i].name, SQLITE_UTF8,
                                          (gpointer) &collations[i], compare, NULL);
  return result;
}

const char *
vmx_sqlite_collation_get_name (VmxColumnType type, gboolean ignore_case)
{
  gboolean fold = ignore_case && type == VMX_COLUMN_STRING;

  for (guint i = 0; i < G_N_ELEMENTS (collations); i++)
    if (collations[i].type == type && collations[i].ignore_case == fold)
      return collations[i].name;
  return NULL;
}
