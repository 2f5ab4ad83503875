#!/bin/sh
# Runs once, when the database is made: the settings of deploy/postgresql count from then on.
set -eu
echo "include_if_exists '/etc/postgresql/mingbai.conf'" >>"$PGDATA/postgresql.conf"
