/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "upload-records.h"
#include "vmx-odata-encode.h"
#include "vmx-odata-json-batch.h"
#include "vmx-odata-key.h"
#include "vmx-odata-multipart.h"
#include "vmx-test.h"

#define JSON "application/json;odata.metadata=minimal;IEEE754Compatible=true"

/* --- Keys --- */

typedef struct
{
  const char *keys;
  const char *record;
  const char *address;
} KeyCase;

static const KeyCase key_cases[] = {
  { "ID", "{\"ID\":-17}", "Employees(-17)" },
  { "ID", "{\"ID\":9007199254740993}", "Employees(9007199254740993)" },
  { "Name", "{\"Name\":\"O'Neil\"}", "Employees('O''Neil')" },
  { "Name", "{\"Name\":\"\"}", "Employees('')" },
  { "Name", "{\"Name\":\"a/b%2F+ #?&:=,()\"}",
    "Employees('a%2Fb%252F%2B%20%23%3F%26%3A%3D%2C%28%29')" },
  { "Name", "{\"Name\":\"Öl\"}", "Employees('%C3%96l')" },
  { "Active", "{\"Active\":true}", "Employees(true)" },
  { "Salary", "{\"Salary\":\"12.50\"}", "Employees(12.5)" },
  { "Day", "{\"Day\":\"2024-02-29\"}", "Employees(2024-02-29)" },
  { "Time", "{\"Time\":\"07:30:00\"}", "Employees(07%3A30%3A00)" },
  { "Stamp", "{\"Stamp\":\"2024-02-29T12:00:00.5+01:00\"}",
    "Employees(2024-02-29T11%3A00%3A00.5Z)" },
  { "Length", "{\"Length\":\"P1DT2H\"}", "Employees(duration'P1DT2H')" },
  { "Guid", "{\"Guid\":\"A0EEBC99-9C0B-4EF8-bb6d-6BB9BD380A11\"}",
    "Employees(A0EEBC99-9C0B-4EF8-bb6d-6BB9BD380A11)" },
  { "Bytes", "{\"Bytes\":\"-_8=\"}", "Employees(binary'-_8%3D')" },
  { "ID,Name", "{\"ID\":1,\"Name\":\"a,b='c'\"}", "Employees(ID=1,Name='a%2Cb%3D''c''')" },
};

static void
test_key (gconstpointer data)
{
  const KeyCase *test = data;
  g_autoptr(VmxObjectSchema) schema = make_schema (test->keys);
  g_autoptr(VmxRecordBatch) batch = make_record (schema, test->record, NULL);
  g_autoptr(VmxRecordBatch) parsed = vmx_record_batch_new (schema);
  g_autoptr(GString) url = g_string_new (NULL);
  g_autoptr(GError) error = NULL;

  g_assert_true (vmx_odata_key_append (url, batch, 0, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (url->str, ==, test->address);
  /* And back again, as a full address with a query behind it. */
  g_string_prepend (url, "http://x/odata/");
  g_string_append (url, "?a=(b)");
  vmx_record_batch_add_row (parsed);
  g_assert_true (vmx_odata_key_parse (url->str, parsed, 0, NULL, 0));
  g_assert_true (vmx_odata_key_equal (parsed, 0, batch, 0));
}

static void
test_key_missing (void)
{
  g_autoptr(VmxObjectSchema) schema = make_schema ("ID,Name");
  g_autoptr(VmxRecordBatch) batch = make_record (schema, "{\"ID\":1}", NULL);
  g_autoptr(GString) url = g_string_new (NULL);
  g_autoptr(GError) error = NULL;

  g_assert_false (vmx_odata_key_append (url, batch, 0, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_KEY_MISSING, "Staff");
  g_assert_cmpstr (url->str, ==, "");
}

typedef struct
{
  const char *keys;
  const char *address;
  const char *sent; /* (nullable) */
  const char *key;  /* NULL if there is none */
} AddressCase;

static const AddressCase address_cases[] = {
  { "ID", "Employees(500001)", NULL, "[500001]" },
  { "ID", "/odata/Employees('9100')", NULL, "[9100]" },
  { "ID", "Employees(ID=7)", NULL, "[7]" },
  { "ID", "Employees/(8)", NULL, "[8]" },
  { "ID", "http://x/Companies('a(1)')/Employees(9)", NULL, "[9]" },
  { "ID", "http://x/People(10)", NULL, "[10]" },
  { "ID", "Employees(abc)", NULL, NULL },
  { "ID", "Employees", NULL, NULL },
  { "ID", "Employees(", NULL, NULL },
  { "ID", "Employees()", NULL, NULL },
  { "ID", "", NULL, NULL },
  { "Name", "Employees('new/ö #1'x')", NULL, "[\"new/ö #1'x\"]" },
  { "Name", "Employees(%27O%27%27Neil%27)", NULL, "[\"O'Neil\"]" },
  { "Name", "Employees('a%2525')", NULL, "[\"a%25\"]" },
  /* A server that does not escape, and what looks as if it did. */
  { "Name", "Employees('a%25')", "{\"Name\":\"a%25\"}", "[\"a%25\"]" },
  { "Name", "Employees('a%25')", "{\"Name\":\"other\"}", "[\"a%\"]" },
  { "Name", "Employees('50%')", NULL, "[\"50%\"]" },
  { "ID,Name", "Employees(Name='a,b',ID=1)", NULL, "[1,\"a,b\"]" },
  { "ID,Name", "Employees(ID=1)", NULL, NULL },
  { "ID,Name", "Employees(ID=1,Other=2)", NULL, NULL },
  { "ID,Name", "Employees(1)", NULL, NULL },
};

static void
test_address (gconstpointer data)
{
  const AddressCase *test = data;
  g_autoptr(VmxObjectSchema) schema = make_schema (test->keys);
  g_autoptr(VmxRecordBatch) parsed = vmx_record_batch_new (schema);
  g_autoptr(VmxRecordBatch) sent
      = test->sent != NULL ? make_record (schema, test->sent, NULL) : NULL;
  g_autofree char *key = NULL;

  vmx_record_batch_add_row (parsed);
  g_assert_cmpint (vmx_odata_key_parse (test->address, parsed, 0, sent, 0), ==,
                   test->key != NULL);
  if (test->key == NULL)
    {
      g_assert_false (vmx_odata_key_is_complete (parsed, 0));
      return;
    }
  key = vmx_record_batch_get_key_text (parsed, 0);
  g_assert_cmpstr (key, ==, test->key);
}

/* --- Single requests --- */

static const char all_cells[]
    = "{\"ID\":1,\"Name\":\"a\\\"b\",\"Active\":false,\"Rating\":1.5,\"Salary\":\"12.50\","
      "\"Day\":\"2024-02-29\",\"Time\":\"07:30:00\",\"Stamp\":\"2024-02-29T12:00:00Z\","
      "\"Length\":\"PT1H\",\"Guid\":\"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11\",\"Bytes\":\"-_8=\","
      "\"Address\":{\"City\":\"X\"},\"ModifiedAt\":\"2024-01-01T00:00:00Z\"}";

static void
test_create (void)
{
  g_autoptr(VmxObjectSchema) schema = make_schema ("ID");
  g_autoptr(VmxUploadRequest) request = make_request ();
  g_autoptr(GError) error = NULL;

  add_change (request, VMX_CHANGE_ACTION_CREATE, schema, all_cells, "ignored");
  g_assert_true (vmx_odata_encode (request, VMX_ODATA_FORM_SINGLE, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (vmx_upload_request_get_form (request), ==, "single");
  g_assert_cmpstr (vmx_upload_request_get_method (request), ==, "POST");
  g_assert_cmpstr (vmx_upload_request_get_url (request), ==, "Employees");
  g_assert_cmpstr (
      vmx_upload_request_get_body (request), ==,
      "{\"ID\":1,\"Name\":\"a\\\"b\",\"Active\":false,\"Rating\":1.5,\"Salary\":\"12.50\","
      "\"Day\":\"2024-02-29\",\"Time\":\"07:30:00\",\"Stamp\":\"2024-02-29T12:00:00Z\","
      "\"Length\":\"PT1H\",\"Guid\":\"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11\",\"Bytes\":\"-_8=\","
      "\"Address\":{\"City\":\"X\"}}");
  g_assert_cmpstr (vmx_upload_request_get_headers (request), ==,
                   "{\"OData-Version\":\"4.0\","
                   "\"Repeatability-Request-ID\":\"" REQUEST_ID "\","
                   "\"Repeatability-First-Sent\":\"Thu, 29 Feb 2024 12:00:00 GMT\","
                   "\"Accept\":\"" JSON "\",\"Content-Type\":\"" JSON "\","
                   "\"Prefer\":\"return=representation\"}");
}

static void
test_update (void)
{
  static const char *const params[] = { "sap-client", "100", "$x y", "ä&b+c", NULL };
  g_autoptr(VmxObjectSchema) schema = make_schema ("ID");
  g_autoptr(VmxUploadRequest) request = make_request ();
  g_auto(GStrv) headers = NULL;

  add_change (request, VMX_CHANGE_ACTION_UPDATE, schema,
              "{\"ID\":9007199254740993,\"Name\":null,\"Salary\":\"1e2\"}",
              "W/\\\"2024\\\" \"'%41");
  vmx_upload_request_set_query_params (request, params);
  g_assert_true (vmx_odata_encode (request, VMX_ODATA_FORM_SINGLE, NULL));
  g_assert_cmpstr (vmx_upload_request_get_method (request), ==, "PATCH");
  g_assert_cmpstr (vmx_upload_request_get_url (request), ==,
                   "Employees(9007199254740993)?sap-client=100&$x%20y=%C3%A4%26b%2Bc");
  g_assert_true (g_str_has_prefix (vmx_upload_request_get_body (request),
                                   "{\"Name\":null,\"Salary\":\""));
  headers = vmx_odata_encode_get_headers (request, NULL);
  g_assert_cmpuint (g_strv_length (headers), ==, 14);
  g_assert_cmpstr (headers[12], ==, "If-Match");
  g_assert_cmpstr (headers[13], ==, "W/\\\"2024\\\" \"'%41");
}

static void
test_delete (void)
{
  g_autoptr(VmxObjectSchema) schema = make_schema ("ID");
  g_autoptr(VmxUploadRequest) request = make_request ();

  add_change (request, VMX_CHANGE_ACTION_DELETE, schema, "{\"ID\":3}", "a\r\nX: y");
  g_assert_true (vmx_odata_encode (request, VMX_ODATA_FORM_SINGLE, NULL));
  g_assert_cmpstr (vmx_upload_request_get_method (request), ==, "DELETE");
  g_assert_cmpstr (vmx_upload_request_get_url (request), ==, "Employees(3)");
  g_assert_null (vmx_upload_request_get_body (request));
  /* No header comes out of an etag. */
  g_assert_nonnull (strstr (vmx_upload_request_get_headers (request),
                            "\"If-Match\":\"a??X: y\"}"));
  g_assert_null (strstr (vmx_upload_request_get_headers (request), "Content-Type"));
}

static void
test_refused (void)
{
  g_autoptr(VmxObjectSchema) schema = make_schema ("ID");
  g_autoptr(VmxUploadRequest) request = make_mixed_request (schema);
  g_autoptr(GError) error = NULL;

  g_assert_false (vmx_odata_encode (request, VMX_ODATA_FORM_SINGLE, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_NOT_SUPPORTED, "one by one");
  vmx_upload_request_add_abandoned (request);
  g_assert_false (vmx_odata_encode (request, VMX_ODATA_FORM_JSON, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_NOT_SUPPORTED, "change 4");
  g_assert_null (vmx_upload_request_get_form (request));
  vmx_upload_request_set_wire (request, "json", "POST", "$batch", "[1]", "{}");
  g_assert_null (vmx_odata_encode_get_headers (request, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_NOT_SUPPORTED, "headers");
}

/* --- Batches --- */

static void
check_batch_headers (VmxUploadRequest *request, const char *form, const char *version,
                     const char *type, const char *accept)
{
  g_autofree char *expected = g_strdup_printf (
      "{\"OData-Version\":\"%s\",\"Repeatability-Request-ID\":\"" REQUEST_ID "\","
      "\"Repeatability-First-Sent\":\"Thu, 29 Feb 2024 12:00:00 GMT\","
      "\"Content-Type\":\"%s\",\"Accept\":\"%s\",\"Prefer\":\"odata.continue-on-error\"}",
      version, type, accept);

  g_assert_cmpstr (vmx_upload_request_get_form (request), ==, form);
  g_assert_cmpstr (vmx_upload_request_get_method (request), ==, "POST");
  g_assert_cmpstr (vmx_upload_request_get_url (request), ==, "$batch?p=1");
  g_assert_cmpstr (vmx_upload_request_get_headers (request), ==, expected);
}

static VmxUploadRequest *
encode_mixed (VmxOdataForm form, gboolean is_atomic)
{
  static const char *const params[] = { "p", "1", NULL };
  g_autoptr(VmxObjectSchema) schema = make_schema ("ID");
  VmxUploadRequest *request = make_mixed_request (schema);

  vmx_upload_request_set_query_params (request, params);
  vmx_upload_request_set_atomic (request, is_atomic);
  g_assert_true (vmx_odata_encode (request, form, NULL));
  return request;
}

static void
test_json (void)
{
  g_autoptr(VmxUploadRequest) request = encode_mixed (VMX_ODATA_FORM_JSON, FALSE);
  g_autoptr(VmxUploadRequest) atomic = encode_mixed (VMX_ODATA_FORM_JSON, TRUE);
  g_autoptr(GString) grouped = g_string_new (NULL);
  static const char expected[]
      = "{\"requests\":["
        "{\"id\":\"1\",\"method\":\"POST\",\"url\":\"Employees?p=1\",\"headers\":{"
        "\"accept\":\"" JSON "\",\"content-type\":\"" JSON "\","
        "\"prefer\":\"return=representation\"},\"body\":{\"Name\":\"Ada\"}},"
        "{\"id\":\"2\",\"method\":\"PATCH\",\"url\":\"Employees(2)?p=1\",\"headers\":{"
        "\"accept\":\"" JSON "\",\"content-type\":\"" JSON "\","
        "\"prefer\":\"return=representation\",\"if-match\":\"W/\\\"2\\\"\"},"
        "\"body\":{\"Name\":\"Bob\"}},"
        "{\"id\":\"3\",\"method\":\"DELETE\",\"url\":\"Employees(3)?p=1\",\"headers\":{"
        "\"accept\":\"" JSON "\",\"if-match\":\"W/\\\"3\\\"\"}}]}";

  g_assert_cmpstr (vmx_upload_request_get_body (request), ==, expected);
  check_batch_headers (request, "json", "4.01", JSON, JSON);
  g_string_append (grouped, expected);
  g_assert_cmpuint (
      g_string_replace (grouped, ",\"method\"", ",\"atomicityGroup\":\"g1\",\"method\"", 0), ==,
      3);
  g_assert_cmpstr (vmx_upload_request_get_body (atomic), ==, grouped->str);
}

#define PART(n)                                                                                    \
  "Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\nContent-ID: " n "\r\n\r\n"
#define CREATE                                                                                     \
  "POST Employees?p=1 HTTP/1.1\r\nAccept: " JSON "\r\nContent-Type: " JSON                         \
  "\r\nPrefer: return=representation\r\n\r\n{\"Name\":\"Ada\"}\r\n"
#define UPDATE                                                                                     \
  "PATCH Employees(2)?p=1 HTTP/1.1\r\nAccept: " JSON "\r\nContent-Type: " JSON                     \
  "\r\nPrefer: return=representation\r\nIf-Match: W/\"2\"\r\n\r\n{\"Name\":\"Bob\"}\r\n"
#define DELETE                                                                                     \
  "DELETE Employees(3)?p=1 HTTP/1.1\r\nAccept: " JSON "\r\nIf-Match: W/\"3\"\r\n\r\n\r\n"
#define BATCH "--batch_" REQUEST_ID
#define SET(n) "changeset_" REQUEST_ID "_" n
#define START_SET(n) BATCH "\r\nContent-Type: multipart/mixed;boundary=" SET (n) "\r\n\r\n"

static void
test_multipart (void)
{
  g_autoptr(VmxUploadRequest) request = encode_mixed (VMX_ODATA_FORM_MULTIPART, FALSE);
  g_autoptr(VmxUploadRequest) atomic = encode_mixed (VMX_ODATA_FORM_MULTIPART, TRUE);

  check_batch_headers (request, "multipart", "4.0",
                       "multipart/mixed;boundary=batch_" REQUEST_ID, "multipart/mixed");
  g_assert_cmpstr (vmx_upload_request_get_body (request), ==,
                   START_SET ("1") "--" SET ("1") "\r\n" PART ("1") CREATE "--" SET ("1") "--\r\n"
                   START_SET ("2") "--" SET ("2") "\r\n" PART ("2") UPDATE "--" SET ("2") "--\r\n"
                   START_SET ("3") "--" SET ("3") "\r\n" PART ("3") DELETE "--" SET ("3") "--\r\n"
                   BATCH "--\r\n");
  g_assert_cmpstr (vmx_upload_request_get_body (atomic), ==,
                   START_SET ("1") "--" SET ("1") "\r\n" PART ("1") CREATE "--" SET ("1") "\r\n"
                   PART ("2") UPDATE "--" SET ("1") "\r\n" PART ("3") DELETE "--" SET ("1")
                   "--\r\n" BATCH "--\r\n");
}

static void
test_odd_id (void)
{
  g_autofree char *type = vmx_odata_multipart_get_content_type ("a b\";\r\nX");

  g_assert_cmpstr (type, ==, "multipart/mixed;boundary=batch_a-b----X");
}

/* --- What is known of a service --- */

static void
test_forms (void)
{
  VmxOdataForms forms;
  g_autofree char *learned = NULL;

  vmx_odata_forms_init (&forms, VMX_ODATA_FORM_AUTO);
  g_assert_null (vmx_odata_forms_get_learned (&forms));
  g_assert_true (vmx_odata_forms_give_up (&forms, VMX_ODATA_FORM_JSON));
  g_assert_cmpint (forms.current, ==, VMX_ODATA_FORM_MULTIPART);
  /* An answer that comes late changes nothing. */
  g_assert_true (vmx_odata_forms_give_up (&forms, VMX_ODATA_FORM_JSON));
  g_assert_cmpint (forms.current, ==, VMX_ODATA_FORM_MULTIPART);
  vmx_odata_forms_prove (&forms, VMX_ODATA_FORM_JSON);
  g_assert_false (forms.is_proven);
  vmx_odata_forms_prove (&forms, VMX_ODATA_FORM_MULTIPART);
  forms.can_repeat = TRUE;
  learned = vmx_odata_forms_get_learned (&forms);
  g_assert_cmpstr (learned, ==, "{\"batch\":\"multipart\",\"repeat\":true}");
  g_assert_true (vmx_odata_forms_give_up (&forms, VMX_ODATA_FORM_MULTIPART));
  g_assert_cmpint (forms.current, ==, VMX_ODATA_FORM_SINGLE);
  g_assert_false (vmx_odata_forms_give_up (&forms, VMX_ODATA_FORM_SINGLE));

  vmx_odata_forms_init (&forms, VMX_ODATA_FORM_AUTO);
  g_assert_true (vmx_odata_forms_set_learned (&forms, learned));
  g_assert_true (vmx_odata_forms_has_proved (&forms, VMX_ODATA_FORM_MULTIPART));
  g_assert_true (forms.can_repeat);
  /* What the program wants goes before what was learned. */
  vmx_odata_forms_init (&forms, VMX_ODATA_FORM_SINGLE);
  g_assert_true (vmx_odata_forms_set_learned (&forms, learned));
  g_assert_cmpint (forms.current, ==, VMX_ODATA_FORM_SINGLE);
  g_assert_false (forms.is_proven);
}

static void
test_odd_learned (void)
{
  static const char *const texts[]
      = { "", "json", "{", "[]", "{}", "{\"batch\":\"auto\"}", "{\"batch\":7}",
          "{\"repeat\":\"true\"}" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      VmxOdataForms forms;

      vmx_odata_forms_init (&forms, VMX_ODATA_FORM_AUTO);
      g_assert_false (vmx_odata_forms_set_learned (&forms, texts[i]));
      g_assert_cmpint (forms.current, ==, VMX_ODATA_FORM_JSON);
      g_assert_false (forms.is_proven);
      g_assert_false (forms.can_repeat);
    }
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (key_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/odata/encode/key/%s/%u", key_cases[i].keys, i);

      g_test_add_data_func (path, &key_cases[i], test_key);
    }
  for (guint i = 0; i < G_N_ELEMENTS (address_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/odata/encode/address/%u", i);

      g_test_add_data_func (path, &address_cases[i], test_address);
    }
  g_test_add_func ("/odata/encode/key-missing", test_key_missing);
  g_test_add_func ("/odata/encode/create", test_create);
  g_test_add_func ("/odata/encode/update", test_update);
  g_test_add_func ("/odata/encode/delete", test_delete);
  g_test_add_func ("/odata/encode/refused", test_refused);
  g_test_add_func ("/odata/encode/json", test_json);
  g_test_add_func ("/odata/encode/multipart", test_multipart);
  g_test_add_func ("/odata/encode/odd-id", test_odd_id);
  g_test_add_func ("/odata/encode/forms", test_forms);
  g_test_add_func ("/odata/encode/odd-learned", test_odd_learned);
  return g_test_run ();
}
