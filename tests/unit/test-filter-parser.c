/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/model/query/vmx-filter-parser-private.h>
#include <libvmxsync/model/query/vmx-query-private.h>

#include "vmx-test.h"

typedef struct
{
  const char *filter;
  const char *tree;
} ValidCase;

typedef struct
{
  const char *filter;
  gsize position;
  const char *message;
} InvalidCase;

static const char *const kind_names[] = {
  [VMX_QUERY_LITERAL] = "",      [VMX_QUERY_COLUMN] = "",     [VMX_QUERY_AND] = "and",
  [VMX_QUERY_OR] = "or",         [VMX_QUERY_NOT] = "not",     [VMX_QUERY_EQ] = "eq",
  [VMX_QUERY_NE] = "ne",         [VMX_QUERY_GT] = "gt",       [VMX_QUERY_GE] = "ge",
  [VMX_QUERY_LT] = "lt",         [VMX_QUERY_LE] = "le",       [VMX_QUERY_IN] = "in",
  [VMX_QUERY_HAS] = "has",       [VMX_QUERY_LIKE] = "like",   [VMX_QUERY_IS_NULL] = "is-null",
  [VMX_QUERY_ADD] = "add",       [VMX_QUERY_SUB] = "sub",     [VMX_QUERY_MUL] = "mul",
  [VMX_QUERY_DIV] = "div",       [VMX_QUERY_DIVBY] = "divby", [VMX_QUERY_MOD] = "mod",
  [VMX_QUERY_NEGATE] = "negate", [VMX_QUERY_CALL] = "call ",  [VMX_QUERY_CAST] = "cast ",
  [VMX_QUERY_ISOF] = "isof ",    [VMX_QUERY_ANY] = "any ",    [VMX_QUERY_ALL] = "all ",
  [VMX_QUERY_PATH] = "path ",    [VMX_QUERY_VARIABLE] = "variable ",
  [VMX_QUERY_ALIAS] = "alias ",  [VMX_QUERY_LIST] = "list",   [VMX_QUERY_JSON] = "json ",
};

static const char *const value_names[] = {
  [VMX_VALUE_MISSING] = "missing",   [VMX_VALUE_NULL] = "null",
  [VMX_VALUE_INT64] = "int",         [VMX_VALUE_DOUBLE] = "double",
  [VMX_VALUE_BOOLEAN] = "bool",      [VMX_VALUE_DECIMAL] = "decimal",
  [VMX_VALUE_TEXT] = "text",         [VMX_VALUE_DATE] = "date",
  [VMX_VALUE_TIME_OF_DAY] = "time",  [VMX_VALUE_TIMESTAMP] = "timestamp",
  [VMX_VALUE_DURATION] = "duration", [VMX_VALUE_GUID] = "guid",
  [VMX_VALUE_BLOB] = "blob",         [VMX_VALUE_JSON] = "json",
};

static void
append_value (GString *text, const VmxValue *value)
{
  g_autofree char *string = NULL;
  VmxValueKind kind = vmx_value_get_kind (value);

  g_string_append (text, value_names[kind]);
  if (kind == VMX_VALUE_NULL)
    return;
  if (kind == VMX_VALUE_BLOB)
    {
      gsize length;
      const guint8 *bytes = vmx_value_peek_blob (value, &length);

      string = g_base64_encode (bytes, length);
    }
  else
    string = vmx_value_to_string (value);
  g_string_append_printf (text, ":%s", string);
}

/* The tree in one line, so that a table can hold it. */
static void
append_tree (GString *text, VmxQuery *node)
{
  if (node->kind == VMX_QUERY_COLUMN)
    {
      g_string_append (text, node->name);
      return;
    }
  if (node->kind == VMX_QUERY_LITERAL)
    {
      append_value (text, node->value);
      if (node->name != NULL)
        g_string_append_printf (text, "<%s>", node->name);
      return;
    }
  g_string_append_printf (text, "(%s%s", kind_names[node->kind],
                          node->name == NULL ? "" : node->name);
  if (node->value != NULL)
    append_value (text, node->value);
  for (guint i = 0; i < vmx_query_get_n_children (node); i++)
    {
      g_string_append_c (text, ' ');
      append_tree (text, vmx_query_get_child (node, i));
    }
  g_string_append_c (text, ')');
}

static const ValidCase valid_cases[] = {
  /* Precedence */
  { "a or b and c", "(or a (and b c))" },
  { "a and b or c", "(or (and a b) c)" },
  { "a or b or c or d", "(or a b c d)" },
  { "(a or b) and c", "(and (or a b) c)" },
  { "a eq 1 and b lt 2", "(and (eq a int:1) (lt b int:2))" },
  { "a lt b eq true", "(eq (lt a b) bool:true)" },
  { "a eq b lt c", "(eq a (lt b c))" },
  { "a sub b sub c eq 0", "(eq (sub (sub a b) c) int:0)" },
  { "a add b mul c eq 0", "(eq (add a (mul b c)) int:0)" },
  { "a div b divby c mod d", "(mod (divby (div a b) c) d)" },
  { "-a mul b", "(mul (negate a) b)" },
  { "- (a add 1)", "(negate (add a int:1))" },
  { "-5 sub -3", "(sub int:-5 int:-3)" },
  { "not a eq b", "(eq (not a) b)" },
  { "not a in (1)", "(not (in a int:1))" },
  { "not not a", "(not (not a))" },
  { "not(a eq b)", "(not (eq a b))" },
  { "not (a) and b", "(and (not a) b)" },
  { "a has M.C'Red' and b", "(and (has a text:Red<M.C>) b)" },
  { "x add y in (1,2)", "(add x (in y int:1 int:2))" },
  /* Operators in any case, names as they are */
  { "A EQ 1 Or b NE 2", "(or (eq A int:1) (ne b int:2))" },
  { "NOT a", "(not a)" },
  { "not/x", "(path not/x)" },
  { "nothing eq inner", "(eq nothing inner)" },
  { "null eq nullable", "(eq null nullable)" },
  { "eq eq eq", "(eq eq eq)" },
  { "not", "not" },
  { "a  \t eq\t 1", "(eq a int:1)" },
  { "Größe eq 1", "(eq Größe int:1)" },
  /* Literals */
  { "a eq null", "(eq a null)" },
  { "a eq TRUE", "(eq a bool:true)" },
  { "a eq 9223372036854775807", "(eq a int:9223372036854775807)" },
  { "a eq 9223372036854775808", "(eq a decimal:9223372036854775808)" },
  { "a eq -9223372036854775808", "(eq a int:-9223372036854775808)" },
  { "a eq +42", "(eq a int:42)" },
  { "a eq 1.10", "(eq a decimal:1.10)" },
  { "a eq 1e2", "(eq a double:100)" },
  { "a eq INF", "(eq a double:INF)" },
  { "a eq -INF", "(eq a double:-INF)" },
  { "a eq NaN", "(eq a (cast Edm.Double text:NaN))" },
  { "a eq 'it''s'", "(eq a text:it's)" },
  { "a eq ''", "(eq a text:)" },
  { "a eq ''''", "(eq a text:')" },
  { "a eq 'x/y and (z'", "(eq a text:x/y and (z)" },
  { "a eq 2020-02-29", "(eq a date:2020-02-29)" },
  { "a eq 23:59:01.5", "(eq a time:23:59:01.5)" },
  { "a eq 2020-01-01T01:00:00+02:00", "(eq a timestamp:2019-12-31T23:00:00Z)" },
  { "a eq 2020-01-01t00:00z", "(eq a timestamp:2020-01-01T00:00:00Z)" },
  { "a eq duration'P1DT2H'", "(eq a duration:P1DT2H)" },
  { "a eq DURATION'pt1s'", "(eq a duration:PT1S)" },
  { "a eq 01234567-89ab-cdef-0123-456789abcdef",
    "(eq a guid:01234567-89ab-cdef-0123-456789abcdef)" },
  { "a eq ABCDEF01-89ab-cdef-0123-456789abcdef",
    "(eq a guid:ABCDEF01-89ab-cdef-0123-456789abcdef)" },
  { "a eq binary'-_8'", "(eq a blob:+/8=)" },
  { "a eq binary''", "(eq a blob:)" },
  { "a eq N.M.C'Red,Blue'", "(eq a text:Red,Blue<N.M.C>)" },
  { "a eq geometry'SRID=0;GeometryCollection(Point(1 2),LineString(1 2,3 4))'",
    "(eq a (cast Edm.Geometry text:SRID=0;GeometryCollection(Point(1 2),LineString(1 2,3 4))))" },
  /* Lists */
  { "a in ( 'x' , 'y' )", "(in a text:x text:y)" },
  { "a in ()", "(in a)" },
  { "a in ( )", "(in a)" },
  { "a in [1,2]", "(in a int:1 int:2)" },
  { "a in (b)", "(in a b)" },
  { "a in (1 add 2)", "(in a (add int:1 int:2))" },
  { "a in b/c", "(in a (path b/c))" },
  { "a in @list", "(in a (alias @list))" },
  { "[a,[]] in [[1,2],[]]", "(in (list a (list)) (list int:1 int:2) (list))" },
  { "a eq [\"x\\u0041\\ud83d\\ude00\\n\\/\"]", "(eq a (list text:xA😀\n/))" },
  { "a eq { \"b\" : [ 1 , c ] }", "(eq a (json text:{ \"b\" : [ 1 , c ] } (list int:1 c)))" },
  { "a eq {}", "(eq a (json text:{}))" },
  /* Functions */
  { "CONTAINS( a , 'x' )", "(call contains a text:x)" },
  { "matchesPattern(a,'^b')", "(call matchespattern a text:^b)" },
  { "substring(a,1) eq substring(a,1,2)",
    "(eq (call substring a int:1) (call substring a int:1 int:2))" },
  { "now( ) gt a", "(gt (call now) a)" },
  { "geo.distance(a,b) lt 1", "(lt (call geo.distance a b) int:1)" },
  { "case(a gt 1:'x' , true : 'y') eq 'y'",
    "(eq (call case (gt a int:1) text:x bool:true text:y) text:y)" },
  { "cast(a,Edm.Int32) eq 1", "(eq (cast Edm.Int32 a) int:1)" },
  { "isof( Collection(M.T) )", "(isof Collection(M.T))" },
  { "length eq 1 and date eq 2", "(and (eq length int:1) (eq date int:2))" },
  /* Paths */
  { "a/b/c eq 1", "(eq (path a/b/c) int:1)" },
  { "$it/a eq $this", "(eq (variable $it/a) (variable $this))" },
  { "$root/Items('x')/a eq 1", "(eq (variable $root/Items('x')/a) int:1)" },
  { "@p eq @p/a", "(eq (alias @p) (path @p/a))" },
  { "a/@M.T#q eq 1", "(eq (path a/@M.T#q) int:1)" },
  { "@M.T eq 1", "(eq (path @M.T) int:1)" },
  { "Items(1)/a eq 1", "(eq (path Items(1)/a) int:1)" },
  { "Items(a=1,b='x')/c eq @d", "(eq (path Items(a=1,b='x')/c) (alias @d))" },
  { "Items/1/a eq 1", "(eq (path Items/1/a) int:1)" },
  { "Items/$count($search=\"a)\" OR (b);$filter=c eq 1) gt 1",
    "(gt (path Items/$count($search=\"a)\" OR (b);$filter=c eq 1)) int:1)" },
  { "Items/any()", "(any  Items)" },
  { "Items/any(d:d/a eq 1 and d)",
    "(any d Items (and (eq (variable d/a) int:1) (variable d)))" },
  { "Items/all( d : not d ) and d", "(and (all d Items (not (variable d))) d)" },
  { "a/b/ANY(x:x/c/any(y:y eq x))",
    "(any x (path a/b) (any y (variable x/c) (eq (variable y) (variable x))))" },
  { "M.f(a=b add 1,c=[1])", "(path M.f(a=b add 1,c=[1]))" },
  { "a/M.T/b", "(path a/M.T/b)" },
};

static const InvalidCase invalid_cases[] = {
  { "", 0, "expected a value or a name, found the end" },
  { " a", 0, "value or a name" },
  { "a ", 1, "operator" },
  { "a eq", 4, "blank after the operator" },
  { "a eq ", 5, "value or a name" },
  { "a eq eq 1", 7, "operator" },
  { "a = 1", 1, "operator" },
  { "a == 1", 1, "operator" },
  { "a eq(1)", 4, "blank after the operator" },
  { "(a)and(b)", 3, "operator" },
  { "a and", 5, "blank after the operator" },
  { "(a", 2, "')'" },
  { "a)", 1, "operator" },
  { "()", 1, "value or a name" },
  { "a eq 'x", 7, "closing '" },
  { "a eq 'x'y'", 8, "operator" },
  { "a eq \"x\"", 5, "value or a name" },
  { "a eq 42.", 8, "a digit" },
  { "a eq .5", 5, "value or a name" },
  { "a eq 1e", 7, "a digit" },
  { "a eq 1x", 6, "operator" },
  { "a eq 1e999", 5, "too large" },
  { "a eq 2012-13-01", 11, "rest of a date" },
  { "a eq 2012-02-30", 5, "2012-02-30" },
  { "a eq 2012-1-1", 11, "rest of a date" },
  { "a eq 2012-01-01T25:00Z", 17, "rest of a timestamp" },
  { "a eq 2012-01-01T00:00", 21, "rest of a timestamp" },
  { "a eq 24:00:00", 7, "operator" },
  { "a eq 01234567-89ab-cdef-0123-456789abcde", 40, "rest of a GUID" },
  { "a eq guid'01234567-89ab-cdef-0123-456789abcdef'", 9, "no prefix" },
  { "a eq datetime'2012-01-01T00:00:00'", 13, "no prefix" },
  { "a eq duration'P'", 15, "duration" },
  { "a eq duration'P1Y'", 16, "duration" },
  { "a eq binary'Zh'", 13, "base64url" },
  { "a eq binary'Z'", 13, "base64url" },
  { "a eq binary'Zg", 14, "base64url" },
  { "a eq M.C'1 x'", 10, "enumeration" },
  { "a eq geography'Point(1 2)'", 15, "shape" },
  { "a eq geography'SRID=0;Point(1)'", 29, "shape" },
  { "a has 5", 6, "enumeration" },
  { "a has b", 6, "enumeration" },
  { "a has null", 6, "enumeration" },
  { "a in 'x','y'", 8, "operator" },
  { "a in ('x',b)", 10, "a literal" },
  { "a in ('x',)", 10, "a literal" },
  { "a in ('x' 'y')", 10, "')'" },
  { "a in (b,c)", 7, "')'" },
  { "a in ('x'", 9, "')'" },
  { "a eq [1,]", 8, "value or a name" },
  { "a eq [1", 7, "']'" },
  { "a eq {b:1}", 6, "member name" },
  { "a eq {\"b\"}", 9, "':'" },
  { "a eq {\"b\":1,}", 12, "member name" },
  { "a eq [\"\\x\"]", 8, "JSON text" },
  { "a eq [\"\\u12\"]", 11, "JSON text" },
  { "a eq [\"x]", 9, "JSON text" },
  { "contains(a)", 10, "','" },
  { "contains(a,b,c)", 12, "')'" },
  { "contains (a,b)", 8, "operator" },
  { "substring(a)", 11, "','" },
  { "substring(a,1,2,3)", 15, "')'" },
  { "now(1) eq a", 4, "')'" },
  { "length() eq 1", 7, "value or a name" },
  { "case(a) eq 1", 6, "':'" },
  { "case() eq 1", 5, "value or a name" },
  { "cast(a,1) eq 1", 7, "type name" },
  { "isof() eq 1", 5, "value or a name" },
  { "substringof('x',a)", 12, "no built-in function" },
  { "foo(a)", 5, "no built-in function" },
  { "any(d:d)", 3, "collection before any" },
  { "a/any(d)", 7, "':'" },
  { "a/any(1:a)", 6, "name of a variable" },
  { "a/all()", 6, "name of a variable" },
  { "a/any(d:d)/b", 10, "operator" },
  { "a/", 2, "a name" },
  { "a//b", 2, "a name" },
  { "/a", 0, "value or a name" },
  { "a/$it", 2, "$count" },
  { "a/$count/b", 8, "operator" },
  { "a/$filter(b", 11, "')'" },
  { "a/$count($top=1)", 10, "$filter=" },
  { "$root", 5, "$root" },
  { "$root/", 6, "a name" },
  { "$root/$count", 6, "a name" },
  { "$filter=a", 0, "$it" },
  { "$item", 0, "$it" },
  { "M.f", 3, "qualified name" },
  { "a..b", 2, "a name" },
  { "@", 1, "alias" },
  { "@p(1)", 2, "operator" },
  { "a eq 1;b", 6, "operator" },
  { "a eq 1\n", 6, "operator" },
  { "a eq 1 -- x", 6, "operator" },
  { "a eq 1 or 1=1", 11, "operator" },
  { "a eq -", 6, "value or a name" },
  { "not ", 4, "value or a name" },
  { "a eq \xff", 5, "UTF-8" },
};

static void
test_valid (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (valid_cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(VmxQuery) query = vmx_filter_parse (valid_cases[i].filter, NULL, &error);
      g_autoptr(GString) tree = g_string_new (NULL);

      g_test_message ("%s", valid_cases[i].filter);
      g_assert_no_error (error);
      append_tree (tree, query);
      g_assert_cmpstr (tree->str, ==, valid_cases[i].tree);
    }
}

static void
test_invalid (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (invalid_cases); i++)
    {
      const InvalidCase *this = &invalid_cases[i];
      g_autoptr(GError) error = NULL;
      g_autoptr(VmxQuery) query = NULL;
      g_autofree char *shown = g_strescape (this->filter, NULL);
      g_autofree char *place = NULL;
      gsize position = 0;

      query = vmx_filter_parse (this->filter, &position, &error);
      g_test_message ("%s", shown);
      g_assert_null (query);
      g_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_FILTER);
      g_assert_cmpuint (position, ==, this->position);
      place = g_strdup_printf ("at character %" G_GSIZE_FORMAT ":", position);
      g_assert_true (g_str_has_prefix (error->message, place));
      vmx_test_assert_message (error, this->message);
    }
}

static char *
repeat (const char *text, gsize n)
{
  GString *all = g_string_sized_new (strlen (text) * n + 16);

  for (gsize i = 0; i < n; i++)
    g_string_append (all, text);
  return g_string_free (all, FALSE);
}

static void
assert_refused (const char *filter, const char *message)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (vmx_filter_parse (filter, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_FILTER, message);
}

static void
test_depth (void)
{
  static const char *const parts[] = {
    "(", "not ", "-", "-(", "[", "{\"a\":", "length(", "case(", "M.f(a=", "a/any(d:", "a in ((",
    "a/$filter(", "a/$count($filter=", "cast(",
  };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *deep = repeat (parts[i], 2000);
      g_autofree char *huge = repeat (parts[i], 1024 * 1024 / strlen (parts[i]));

      assert_refused (deep, "nested deeper than 100");
      assert_refused (huge, "longer than 65536 bytes");
    }
}

static void
test_depth_allowed (void)
{
  g_autofree char *open = repeat ("(", 90);
  g_autofree char *close = repeat (")", 90);
  g_autofree char *filter = g_strconcat (open, "a", close, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxQuery) query = vmx_filter_parse (filter, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (vmx_query_get_kind (query), ==, VMX_QUERY_COLUMN);
}

/* Chains make wide trees where they can, and are refused where they would make deep ones. */
static void
test_chains (void)
{
  g_autofree char *ors = repeat ("a eq 1 or ", 6000);
  g_autofree char *adds = repeat ("1 add ", 3000);
  g_autofree char *open = repeat ("(", 90);
  g_autofree char *mixed = repeat (" add 1 add 1)", 90);
  g_autofree char *or_filter = g_strconcat (ors, "b", NULL);
  g_autofree char *add_filter = g_strconcat (adds, "1 eq 1", NULL);
  g_autofree char *mixed_filter = g_strconcat (open, "1", mixed, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxQuery) query = vmx_filter_parse (or_filter, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (vmx_query_get_n_children (query), ==, 6001);
  g_assert_cmpuint (query->height, <=, 3);
  assert_refused (add_filter, "more than 100 operations");
  assert_refused (mixed_filter, "more than 100 operations");
}

static void
test_long_texts (void)
{
  g_autofree char *quotes = repeat ("''", 30000);
  g_autofree char *quoted = g_strconcat ("a eq '", quotes, "'", NULL);
  g_autofree char *name = repeat ("x", 128);
  g_autofree char *long_name = repeat ("x", 129);
  g_autofree char *members = repeat ("'x',", 15000);
  g_autofree char *list = g_strconcat ("a in (", members, "'x')", NULL);
  const char *const good[] = { quoted, name, list };
  gsize length;

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(VmxQuery) query = vmx_filter_parse (good[i], NULL, &error);

      g_assert_no_error (error);
      if (i != 0)
        continue;
      vmx_value_get_text (vmx_query_get_value (vmx_query_get_child (query, 1)), &length);
      g_assert_cmpuint (length, ==, 30000);
    }
  assert_refused (long_name, "expected");
}

/* Whatever is cut off: an answer, and an error that lies inside the text. */
static void
try_text (const char *text)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxQuery) query = NULL;
  gsize position = G_MAXSIZE;

  query = vmx_filter_parse (text, &position, &error);
  if (query != NULL)
    {
      g_assert_no_error (error);
      return;
    }
  g_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_FILTER);
  g_assert_cmpuint (position, <=, strlen (text));
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
}

static void
test_truncation (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (valid_cases); i++)
    {
      gsize length = strlen (valid_cases[i].filter);

      for (gsize end = 0; end < length; end++)
        {
          g_autofree char *start = g_strndup (valid_cases[i].filter, end);

          try_text (start);
          try_text (valid_cases[i].filter + end);
        }
    }
}

static void
test_garbage (void)
{
  static const char *const pieces[] = {
    "a", " ", " eq ", " and ", "(", ")", "'", "\"", "[", "]", "{", "}", ",", ":", "/", "$it", "@",
    "$count", "$filter(", "any(", "1", "-", ".", "2020-01-01", "T", "not ", " in ", "null", "é",
    "\\", "#", "duration'", "M.C'", "geometry'SRID=0;", "Point(", "case(", "cast(", "\xc3", "\t",
    "=", ";", "length(", "deadbeef-", "e5", "INF", "%",
  };

  for (int round = 0; round < 20000; round++)
    {
      g_autoptr(GString) text = g_string_new (NULL);
      int n = g_test_rand_int_range (1, 14);

      for (int i = 0; i < n; i++)
        g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
      try_text (text->str);
    }
}

static void
test_positions (void)
{
  g_autoptr(VmxQuery) query = vmx_filter_parse ("aa eq 1 and not bb", NULL, NULL);

  g_assert_nonnull (query);
  g_assert_cmpuint (vmx_query_get_child (query, 0)->position, ==, 0);
  g_assert_cmpuint (vmx_query_get_child (vmx_query_get_child (query, 0), 1)->position, ==, 6);
  g_assert_cmpuint (vmx_query_get_child (query, 1)->position, ==, 12);
}

static void
test_small_constructors (void)
{
  g_autoptr(VmxValue) value = vmx_value_new_int64 (5);
  g_autoptr(VmxQuery) literal = vmx_query_new_literal (value);
  g_autoptr(VmxQuery) one = NULL;
  g_autoptr(VmxQuery) two = NULL;
  g_autoptr(VmxQuery) three = NULL;

  one = vmx_query_new_comparison (VMX_QUERY_GT, VMX_QUERY_NULLS_SQL, literal, literal);
  g_assert_cmpint (vmx_query_get_kind (one), ==, VMX_QUERY_GT);
  g_assert_cmpint (vmx_query_get_nulls (one), ==, VMX_QUERY_NULLS_SQL);
  g_assert_true (vmx_query_get_child (one, 1) == literal);
  g_assert_cmpint (vmx_query_get_column (one), ==, -1);
  two = vmx_query_new_and (one, one);
  three = vmx_query_new_and (two, one);
  g_assert_cmpuint (vmx_query_get_n_children (three), ==, 3);
  g_assert_cmpuint (vmx_query_get_n_children (literal), ==, 0);
  g_assert_cmpint (vmx_value_get_int64 (vmx_query_get_value (literal)), ==, 5);
  g_assert_null (vmx_query_get_name (three));
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/filter-parser/valid", test_valid);
  g_test_add_func ("/filter-parser/invalid", test_invalid);
  g_test_add_func ("/filter-parser/depth", test_depth);
  g_test_add_func ("/filter-parser/depth-allowed", test_depth_allowed);
  g_test_add_func ("/filter-parser/chains", test_chains);
  g_test_add_func ("/filter-parser/long-texts", test_long_texts);
  g_test_add_func ("/filter-parser/truncation", test_truncation);
  g_test_add_func ("/filter-parser/garbage", test_garbage);
  g_test_add_func ("/filter-parser/positions", test_positions);
  g_test_add_func ("/filter-parser/small-constructors", test_small_constructors);
  return g_test_run ();
}
