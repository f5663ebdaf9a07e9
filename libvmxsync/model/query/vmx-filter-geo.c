/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-filter-scan-private.h"

/* Collections may hold collections. */
#define MAX_DEPTH 32

typedef struct
{
  const char *name;
  VmxFilterScan scan_member;
  guint min_members;
} Shape;

static gboolean scan_shape (VmxFilterLexer *lexer, guint depth);

/* Longitude and latitude, optionally altitude and measure. */
static gboolean
scan_position (VmxFilterLexer *lexer)
{
  if (!vmx_filter_scan_number (lexer) || !vmx_filter_lexer_accept (lexer, ' ')
      || !vmx_filter_scan_number (lexer))
    return FALSE;
  for (int i = 0; i < 2 && vmx_filter_lexer_accept (lexer, ' '); i++)
    {
      if (!vmx_filter_scan_number (lexer))
        return FALSE;
    }
  return TRUE;
}

static gboolean
scan_members (VmxFilterLexer *lexer, VmxFilterScan scan_member, guint minimum)
{
  guint n = 0;

  if (!vmx_filter_lexer_accept (lexer, '('))
    return FALSE;
  if (minimum == 0 && vmx_filter_lexer_accept (lexer, ')'))
    return TRUE;
  do
    {
      if (!scan_member (lexer))
        return FALSE;
      n++;
    }
  while (vmx_filter_lexer_accept (lexer, ','));
  return n >= minimum && vmx_filter_lexer_accept (lexer, ')');
}

static gboolean
scan_point (VmxFilterLexer *lexer)
{
  return vmx_filter_lexer_accept (lexer, '(') && scan_position (lexer)
         && vmx_filter_lexer_accept (lexer, ')');
}

static gboolean
scan_ring (VmxFilterLexer *lexer)
{
  return scan_members (lexer, scan_position, 1);
}

static gboolean
scan_line (VmxFilterLexer *lexer)
{
  return scan_members (lexer, scan_position, 2);
}

static gboolean
scan_polygon (VmxFilterLexer *lexer)
{
  return scan_members (lexer, scan_ring, 1);
}

static const Shape shapes[] = {
  { "LineString", scan_position, 2 },
  { "MultiLineString", scan_line, 0 },
  { "MultiPoint", scan_point, 0 },
  { "MultiPolygon", scan_polygon, 0 },
  { "Polygon", scan_ring, 1 },
};

static gboolean
scan_collection (VmxFilterLexer *lexer, guint depth)
{
  if (depth == MAX_DEPTH || !vmx_filter_lexer_accept (lexer, '('))
    return FALSE;
  do
    {
      if (!scan_shape (lexer, depth + 1))
        return FALSE;
    }
  while (vmx_filter_lexer_accept (lexer, ','));
  return vmx_filter_lexer_accept (lexer, ')');
}

static gboolean
scan_shape (VmxFilterLexer *lexer, guint depth)
{
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      if (vmx_filter_lexer_accept_text_nocase (lexer, shapes[i].name))
        return scan_members (lexer, shapes[i].scan_member, shapes[i].min_members);
    }
  if (vmx_filter_lexer_accept_text_nocase (lexer, "Point"))
    return scan_point (lexer);
  return vmx_filter_lexer_accept_text_nocase (lexer, "GeometryCollection")
         && scan_collection (lexer, depth);
}

gboolean
vmx_filter_scan_geo (VmxFilterLexer *lexer)
{
  return vmx_filter_lexer_accept_text_nocase (lexer, "SRID=")
         && vmx_filter_lexer_scan_digits (lexer, 1, 5) && vmx_filter_lexer_accept (lexer, ';')
         && scan_shape (lexer, 0);
}
