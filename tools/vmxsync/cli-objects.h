/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/vmxsync.h>

G_BEGIN_DECLS

/* (element-type VmxObj): one object, else those of one service, else all; parents before their
 * children. */
GPtrArray *cli_choose_objects (VmxClient *client, const char *object_name,
                               const char *service_name, GError **error);

G_END_DECLS
