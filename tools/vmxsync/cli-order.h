/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/vmxsync.h>

G_BEGIN_DECLS

/* The objects of a service as VmxObjectSchema, parents before their children. */
GPtrArray *cli_order_objects (VmxServiceSchema *schema);

G_END_DECLS
