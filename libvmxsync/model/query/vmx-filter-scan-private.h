/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/model/query/vmx-filter-lexer-private.h>

G_BEGIN_DECLS

/* The written forms of values, without quotes and prefixes. Each is a VmxFilterScan. */
gboolean vmx_filter_scan_integer (VmxFilterLexer *lexer);
/* With fraction and exponent, also INF, -INF and NaN. */
gboolean vmx_filter_scan_number (VmxFilterLexer *lexer);
gboolean vmx_filter_scan_date (VmxFilterLexer *lexer);
gboolean vmx_filter_scan_time_of_day (VmxFilterLexer *lexer);
gboolean vmx_filter_scan_timestamp (VmxFilterLexer *lexer);
gboolean vmx_filter_scan_duration (VmxFilterLexer *lexer);
gboolean vmx_filter_scan_guid (VmxFilterLexer *lexer);
gboolean vmx_filter_scan_binary (VmxFilterLexer *lexer);
gboolean vmx_filter_scan_enum_members (VmxFilterLexer *lexer);
/* SRID and shape in well-known text. */
gboolean vmx_filter_scan_geo (VmxFilterLexer *lexer);

/* Quotes included; a doubled quote stands for one. */
gboolean vmx_filter_scan_string (VmxFilterLexer *lexer);
/* Double quotes included, with the escapes of JSON. */
gboolean vmx_filter_scan_json_string (VmxFilterLexer *lexer);

G_END_DECLS
