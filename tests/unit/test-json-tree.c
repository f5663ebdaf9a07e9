/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/model/json/vmx-json-tree.h>

#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/model/json/vmx-json-reader.h>

#include "vmx-test.h"

static void
test_round_trip (void)
{
  static const char *const texts[] = {
    "{}",
    "[]",
    "null",
    "{\"a\":[1,-2.50,1e400,{\"b\":true,\"c\":false,\"d\":null}],\"e\":\"x\\\"y\\\\z\"}",
    "[123456789012345678901234567890.123456789012345678901234567890]",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(VmxJsonTree) json = vmx_json_tree_new (texts[i], -1, &error);
      g_autoptr(VmxJsonWriter) writer = vmx_json_writer_new ();

      g_assert_no_error (error);
      vmx_json_tree_write (json, writer);
      g_assert_cmpstr (vmx_json_writer_peek (writer, NULL), ==, texts[i]);
    }
}

static void
test_broken (void)
{
  static const char text[] = "{\"objects\": {\"A\": [1, \"x\", {\"b\": null}]}}";
  g_autoptr(GError) error = NULL;

  for (gsize length = 0; length < sizeof text - 1; length++)
    {
      g_assert_null (vmx_json_tree_new (text, (gssize) length, &error));
      vmx_assert_error (error, VMX_ERROR, VMX_ERROR_JSON, "");
    }
  g_assert_null (vmx_json_tree_new ("{}\0{}", 5, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_JSON, "");
  g_assert_null (vmx_json_tree_new ("[\"\\u0000\"]", -1, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_JSON, "NUL");
  g_assert_null (vmx_json_tree_new ("\"\xff\"", -1, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_JSON, "");
  g_assert_null (vmx_json_tree_new ("{\"a\":{\"b\":1,\"b\":2}}", -1, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_JSON, "second member");
}

static void
test_path (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxJsonTree) json
      = vmx_json_tree_new ("{\"objects\":{\"A\":{\"records\":[1,2,{\"Id\":3}]}}}", -1, &error);
  const VmxJsonTree *node;
  g_autofree char *path = NULL;
  g_autofree char *root_path = NULL;

  g_assert_no_error (error);
  node = vmx_json_tree_get_member (vmx_json_tree_get_member (json, "objects"), "A");
  node = vmx_json_tree_get_child (vmx_json_tree_get_member (node, "records"), 2);
  path = vmx_json_tree_get_path (vmx_json_tree_get_member (node, "Id"));
  g_assert_cmpstr (path, ==, "objects.A.records[2].Id");
  root_path = vmx_json_tree_get_path (json);
  g_assert_cmpstr (root_path, ==, "");
  g_assert_null (vmx_json_tree_get_member (node, "ID"));
}

static void
test_depth (void)
{
  g_autofree char *open = g_strnfill (VMX_JSON_MAX_DEPTH, '[');
  g_autofree char *close = g_strnfill (VMX_JSON_MAX_DEPTH, ']');
  g_autofree char *good = g_strconcat (open, close, NULL);
  g_autofree char *bad = g_strconcat ("[", good, "]", NULL);
  g_autofree char *deep = g_strnfill (200000, '[');
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxJsonTree) json = vmx_json_tree_new (good, -1, &error);
  const VmxJsonTree *node = json;

  g_assert_no_error (error);
  for (guint i = 1; i < VMX_JSON_MAX_DEPTH; i++)
    {
      g_assert_cmpuint (vmx_json_tree_get_n_children (node), ==, 1);
      node = vmx_json_tree_get_child (node, 0);
    }
  g_assert_cmpint (node->kind, ==, VMX_JSON_TREE_ARRAY);
  g_assert_cmpuint (vmx_json_tree_get_n_children (node), ==, 0);
  g_assert_null (vmx_json_tree_new (bad, -1, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_JSON, "64 levels");
  g_assert_null (vmx_json_tree_new (deep, -1, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_JSON, "64 levels");
}

static void
test_long_string (void)
{
  g_autofree char *content = g_strnfill (1024 * 1024, 'x');
  g_autofree char *text = g_strdup_printf ("[\"%s\"]", content);
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxJsonTree) json = vmx_json_tree_new (text, -1, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (vmx_json_tree_get_string (vmx_json_tree_get_child (json, 0)), ==, content);
}

/* Only as many bytes count as were given. */
static void
test_length (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxJsonTree) json = vmx_json_tree_new ("[12]34", 4, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (vmx_json_tree_get_n_children (json), ==, 1);
  g_assert_cmpstr (vmx_json_tree_get_child (json, 0)->text, ==, "12");
}

static void
test_kinds (void)
{
  static const char text[] = "[null,false,true,1.50,\"true\",{},[]]";
  static const struct
  {
    VmxJsonTreeKind kind;
    const char *text;
    const char *string;
    gboolean is_true;
  } expected[] = {
    { VMX_JSON_TREE_NULL, NULL, NULL, FALSE },
    { VMX_JSON_TREE_BOOLEAN, "false", NULL, FALSE },
    { VMX_JSON_TREE_BOOLEAN, "true", NULL, TRUE },
    { VMX_JSON_TREE_NUMBER, "1.50", NULL, FALSE },
    { VMX_JSON_TREE_STRING, "true", "true", FALSE },
    { VMX_JSON_TREE_OBJECT, NULL, NULL, FALSE },
    { VMX_JSON_TREE_ARRAY, NULL, NULL, FALSE },
  };
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxJsonTree) json = vmx_json_tree_new (text, -1, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (vmx_json_tree_get_n_children (json), ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      const VmxJsonTree *node = vmx_json_tree_get_child (json, i);

      g_assert_cmpint (node->kind, ==, expected[i].kind);
      g_assert_cmpuint (node->index, ==, i);
      g_assert_null (node->name);
      g_assert_true (node->parent == json);
      g_assert_cmpstr (node->text, ==, expected[i].text);
      g_assert_cmpstr (vmx_json_tree_get_string (node), ==, expected[i].string);
      g_assert_cmpint (vmx_json_tree_is_true (node), ==, expected[i].is_true);
      g_assert_cmpuint (vmx_json_tree_get_n_children (node), ==, 0);
    }
}

static void
test_members (void)
{
  static const char *const names[] = { "b", "a", "" };
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxJsonTree) json
      = vmx_json_tree_new ("{\"b\":\"x\",\"a\":1,\"\":[2]}", -1, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (vmx_json_tree_get_n_children (json), ==, G_N_ELEMENTS (names));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const VmxJsonTree *node = vmx_json_tree_get_child (json, i);

      g_assert_cmpstr (node->name, ==, names[i]);
      g_assert_true (vmx_json_tree_get_member (json, names[i]) == node);
    }
  g_assert_cmpstr (vmx_json_tree_get_member_string (json, "b"), ==, "x");
  g_assert_null (vmx_json_tree_get_member_string (json, "a"));
  g_assert_null (vmx_json_tree_get_member (json, "B"));
  /* Elements of an array have no name, not an empty one. */
  g_assert_null (vmx_json_tree_get_member (vmx_json_tree_get_member (json, ""), ""));
}

static void
test_absent (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxJsonTree) json = vmx_json_tree_new ("[1]", -1, &error);

  g_assert_no_error (error);
  g_assert_null (vmx_json_tree_get_child (json, 1));
  g_assert_null (vmx_json_tree_get_child (json, G_MAXUINT));
  g_assert_cmpuint (vmx_json_tree_get_n_children (NULL), ==, 0);
  g_assert_null (vmx_json_tree_get_child (NULL, 0));
  g_assert_null (vmx_json_tree_get_member (NULL, "a"));
  g_assert_null (vmx_json_tree_get_string (NULL));
  g_assert_null (vmx_json_tree_get_member_string (NULL, "a"));
  g_assert_false (vmx_json_tree_is_true (NULL));
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/json-tree/round-trip", test_round_trip);
  g_test_add_func ("/json-tree/broken", test_broken);
  g_test_add_func ("/json-tree/path", test_path);
  g_test_add_func ("/json-tree/depth", test_depth);
  g_test_add_func ("/json-tree/long-string", test_long_string);
  g_test_add_func ("/json-tree/length", test_length);
  g_test_add_func ("/json-tree/kinds", test_kinds);
  g_test_add_func ("/json-tree/members", test_members);
  g_test_add_func ("/json-tree/absent", test_absent);
  return g_test_run ();
}
