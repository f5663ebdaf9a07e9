/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What storages have to understand of queries. The library's own evaluation is asked as well, so
 * that both always agree. */
#include "storage-fixture.h"

#include <string.h>

static void
put_things (StorageFixture *self)
{
  storage_put (
      self->storage, self->schema, VMX_PUT_REPLACE,
      "{\"ID\":1,\"Flag\":true,\"Byte\":10,\"Big\":\"9007199254740993\",\"Real\":0.5,"
      "\"Amount\":\"1.50\",\"Name\":\"Anna\",\"Day\":\"2024-01-01\",\"Clock\":\"10:00:00.50\","
      "\"Stamp\":\"2024-01-01T00:00:00.000Z\",\"Span\":\"PT60M\","
      "\"Guid\":\"AAAAAAAA-0000-0000-0000-000000000001\",\"Photo\":\"AAEC\"}",
      "{\"ID\":2,\"Flag\":false,\"Byte\":20,\"Big\":\"9007199254740992\",\"Real\":\"INF\","
      "\"Amount\":\"10\",\"Name\":\"anna\",\"Day\":\"2024-01-02\",\"Clock\":\"09:00:00\","
      "\"Stamp\":\"2024-01-01T00:00:00.5Z\",\"Span\":\"P1D\","
      "\"Guid\":\"bbbbbbbb-0000-0000-0000-000000000001\",\"Photo\":\"\"}",
      "{\"ID\":3,\"Name\":\"50% off_now\",\"Amount\":\"-2\",\"Real\":2}", "{\"ID\":4}",
      "{\"ID\":5,\"Flag\":true,\"Byte\":30,\"Big\":-1,\"Real\":-1e300,"
      "\"Amount\":\"123456789012345678901234567890.12\",\"Name\":\"Ärger\","
      "\"Day\":\"0999-12-31\",\"Clock\":\"10:00:00.5\",\"Stamp\":\"2023-06-01T12:00:00Z\","
      "\"Span\":\"PT24H\",\"Guid\":\"cccccccc-0000-0000-0000-000000000001\",\"Photo\":\"_w\"}",
      NULL);
}

typedef struct
{
  const char *text;
  const char *expected; /* IDs */
} QueryCase;

/* Null equals null, and differs from everything else. */
static const QueryCase filters[] = {
  { "ID eq 3", "3" },
  { "ID ne 3", "1 2 4 5" },
  { "ID gt 3", "4 5" },
  { "ID ge 3", "3 4 5" },
  { "ID lt 3", "1 2" },
  { "ID le 3", "1 2 3" },
  { "Big eq 9007199254740993", "1" },
  { "Big gt 9007199254740992", "1" },
  { "Name eq null", "4" },
  { "Name ne null", "1 2 3 5" },
  { "Name gt null", "" },
  { "Name ge null", "" },
  { "Name le null", "" },
  { "Name eq 'Anna'", "1" },
  { "Name ne 'Anna'", "2 3 4 5" },
  { "Name gt 'anna'", "5" },
  { "Flag eq true", "1 5" },
  { "Flag ne true", "2 3 4" },
  { "Real eq 2", "3" },
  { "Real gt 5e-1", "2 3" },
  { "Real eq INF", "2" },
  { "Real lt -1e299", "5" },
  { "Amount eq 1.5", "1" },
  { "Amount eq 10.000", "2" },
  { "Amount lt 2", "1 3" },
  { "Amount gt 123456789012345678901234567890.119", "5" },
  { "Amount ne 10", "1 3 4 5" },
  { "Day gt 2024-01-01", "2" },
  { "Day lt 2024-01-01", "5" },
  { "Clock eq 10:00:00.5", "1 5" },
  { "Stamp eq 2024-01-01T00:00:00Z", "1" },
  { "Stamp eq 2024-01-01T01:00:00+01:00", "1" },
  { "Stamp gt 2024-01-01T00:00:00Z", "2" },
  { "Span eq duration'P1D'", "2 5" },
  { "Span lt duration'PT61M'", "1" },
  { "Guid eq aaaaaaaa-0000-0000-0000-000000000001", "1" },
  { "Guid ne aaaaaaaa-0000-0000-0000-000000000001", "2 3 4 5" },
  { "Guid gt aaaaaaaa-0000-0000-0000-000000000001", "2 5" },
  { "Photo eq binary'AAEC'", "1" },
  { "Photo eq binary''", "2" },
  { "ID in (1,3,9)", "1 3" },
  { "Name in ('Anna',null)", "1 4" },
  { "Name in (null)", "4" },
  { "Amount in (1.500,-2.0)", "1 3" },
  { "Guid in (BBBBBBBB-0000-0000-0000-000000000001)", "2" },
  { "ID gt 1 and ID lt 4", "2 3" },
  { "ID eq 1 or Name eq null or Amount eq -2", "1 3 4" },
  { "(ID eq 1 or ID eq 2) and (Flag eq false or Flag eq null)", "2" },
};

/* Every comparison with null is unknown. */
static const QueryCase wheres[] = {
  { "ID = 3", "3" },
  { "ID <> 3", "1 2 4 5" },
  { "Name <> 'Anna'", "2 3 5" },
  { "Name = NULL", "" },
  { "Name <> NULL", "" },
  { "Name IS NULL", "4" },
  { "Name IS NOT NULL", "1 2 3 5" },
  { "Flag = 'true'", "1 5" },
  { "Amount > 1.5", "2 5" },
  { "Amount = '1.500'", "1" },
  { "Stamp > '2024-01-01T00:00:00Z'", "2" },
  { "Name LIKE 'ANN%'", "1 2" },
  { "Name LIKE '%a'", "1 2" },
  { "Name LIKE '_nna'", "1 2" },
  { "Name LIKE 'ä%'", "" },
  { "Name LIKE 'Ä%'", "5" },
  { "Name LIKE '_rger'", "5" },
  { "Name LIKE '50%'", "3" },
  { "Name LIKE ''", "" },
  { "Name NOT LIKE 'ann%'", "3 5" },
  { "Name IN ('Anna', 'anna')", "1 2" },
  { "Name IN ('Anna', NULL)", "1" },
  { "Name NOT IN ('Anna', 'x')", "2 3 5" },
  { "Name NOT IN ('Anna', NULL)", "" },
  { "ID NOT IN (1, 2)", "3 4 5" },
  { "Amount NOT IN (10.0)", "1 3 5" },
  { "ID BETWEEN 2 AND 4", "2 3 4" },
  { "ID = 1 OR (Amount < 0 AND Real = 2)", "1 3" },
  { "NOT Name IS NULL AND ID > 2", "3 5" },
};

static char *
select_by (VmxStorageTxn *txn, VmxObjectSchema *schema, VmxQuery *query)
{
  g_autoptr(VmxSelection) selection = vmx_selection_new (schema);
  g_autoptr(VmxRecordBatch) found = NULL;
  g_autoptr(GError) error = NULL;
  gint64 count;

  vmx_selection_set_query (selection, query);
  vmx_selection_add_order (selection, 0, VMX_ORDER_ASCENDING);
  found = storage_select (txn, selection);
  count = vmx_storage_txn_count (txn, selection, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count, ==, vmx_record_batch_get_n_rows (found));
  return storage_print_column (found, "ID");
}

/* The IDs that the library's own evaluation finds among all records. */
static char *
evaluate (VmxStorageTxn *txn, VmxObjectSchema *schema, VmxQuery *query)
{
  g_autoptr(VmxSelection) selection = vmx_selection_new (schema);
  g_autoptr(VmxRecordBatch) all = NULL;
  g_autoptr(GString) ids = g_string_new (NULL);

  vmx_selection_add_order (selection, 0, VMX_ORDER_ASCENDING);
  all = storage_select (txn, selection);
  for (guint row = 0; row < vmx_record_batch_get_n_rows (all); row++)
    if (vmx_query_matches (query, all, row))
      g_string_append_printf (
          ids, "%s%d", ids->len > 0 ? " " : "",
          (int) vmx_value_get_int64 (vmx_record_batch_peek_value (all, row, 0)));
  return g_strdup (ids->str);
}

typedef VmxQuery *(*ParseFunc) (const char *text, VmxObjectSchema *schema, GError **error);

static void
check_queries (StorageFixture *self, const QueryCase *cases, gsize n_cases, ParseFunc parse)
{
  g_autoptr(VmxStorageTxn) txn = NULL;

  put_things (self);
  txn = storage_begin (self->storage, VMX_TXN_READ);
  for (gsize i = 0; i < n_cases; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(VmxQuery) query = parse (cases[i].text, self->schema, &error);
      g_autofree char *found = NULL;
      g_autofree char *evaluated = NULL;

      g_test_message ("%s", cases[i].text);
      g_assert_no_error (error);
      g_assert_true (vmx_selection_can_push (query, self->schema));
      found = select_by (txn, self->schema, query);
      evaluated = evaluate (txn, self->schema, query);
      g_assert_cmpstr (found, ==, cases[i].expected);
      g_assert_cmpstr (evaluated, ==, cases[i].expected);
    }
}

static void
test_filters (StorageFixture *self, gconstpointer data)
{
  check_queries (self, filters, G_N_ELEMENTS (filters), vmx_query_new_from_filter);
}

static void
test_wheres (StorageFixture *self, gconstpointer data)
{
  check_queries (self, wheres, G_N_ELEMENTS (wheres), vmx_query_new_from_where);
}

/* Texts that would be SQL if they were ever pasted into it. */
static void
test_injection (StorageFixture *self, gconstpointer data)
{
  static const char *const texts[] = {
    "'", "''", "\"", "'; DROP TABLE Thing; --", "?1", "%s%n", "x' OR '1'='1", "\\'",
  };
  g_autoptr(VmxStorageTxn) txn = NULL;

  put_things (self);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      int name = vmx_object_schema_get_column_index (self->schema, "Name");
      g_autoptr(VmxValue) value = vmx_value_new_text (texts[i]);
      g_autoptr(VmxQuery) column = vmx_query_new_column (self->schema, (guint) name);
      g_autoptr(VmxQuery) literal = vmx_query_new_literal (value);
      g_autoptr(VmxQuery) query
          = vmx_query_new_comparison (VMX_QUERY_EQ, VMX_QUERY_NULLS_SQL, column, literal);
      g_autofree char *found = NULL;

      txn = storage_begin (self->storage, VMX_TXN_READ);
      found = select_by (txn, self->schema, query);
      g_assert_cmpstr (found, ==, "");
      g_clear_object (&txn);
    }
}

static char *
print_many (const char *format, const char *separator, guint n)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      g_string_append (text, i > 0 ? separator : "");
      g_string_append_printf (text, "%s%u", format, i + 3);
    }
  return g_string_free (text, FALSE);
}

/* Chains and lists as long as a screen full of chosen records makes them. */
static void
test_long (StorageFixture *self, gconstpointer data)
{
  g_autofree char *chain = print_many ("ID eq ", " or ", 3000);
  g_autofree char *members = print_many ("", ",", 5000);
  g_autofree char *list = g_strdup_printf ("ID in (%s)", members);
  const char *texts[] = { chain, list };
  g_autoptr(VmxStorageTxn) txn = NULL;

  put_things (self);
  txn = storage_begin (self->storage, VMX_TXN_READ);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(VmxQuery) query = vmx_query_new_from_filter (texts[i], self->schema, &error);
      g_autofree char *found = NULL;

      g_assert_no_error (error);
      found = select_by (txn, self->schema, query);
      g_assert_cmpstr (found, ==, "3 4 5");
    }
}

void
storage_add_query_tests (void)
{
  storage_add_test ("/storage/queries/filters", test_filters);
  storage_add_test ("/storage/queries/wheres", test_wheres);
  storage_add_test ("/storage/queries/injection", test_injection);
  storage_add_test ("/storage/queries/long", test_long);
}
