/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cli-args.h"

G_BEGIN_DECLS

extern const CliCommand cli_command_setup;
extern const CliCommand cli_command_incremental_setup;
extern const CliCommand cli_command_sync;
extern const CliCommand cli_command_get;
extern const CliCommand cli_command_query;
extern const CliCommand cli_command_create;
extern const CliCommand cli_command_update;
extern const CliCommand cli_command_delete;
extern const CliCommand cli_command_pending;
extern const CliCommand cli_command_resolve;
extern const CliCommand cli_command_mark_for_upload;
extern const CliCommand cli_command_rollback;
extern const CliCommand cli_command_status;
extern const CliCommand cli_command_plugins;
extern const CliCommand cli_command_reset;
extern const CliCommand cli_command_drop;
extern const CliCommand cli_command_doctor;
extern const CliCommand cli_command_demo;

G_END_DECLS
