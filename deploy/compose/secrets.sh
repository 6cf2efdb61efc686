#!/bin/sh
# Makes the secrets of the installation, once: what is there already stays.
set -eu
cd "$(dirname "$0")"
umask 077
mkdir -p secrets
if [ ! -s secrets/master.key ]; then head -c 32 /dev/urandom >secrets/master.key; fi
for name in database_password redis_password s3_secret grafana_password; do
  if [ ! -s "secrets/$name" ]; then head -c 24 /dev/urandom | base64 | tr -d '/+=\n' >"secrets/$name"; fi
done
# The containers run as a user of their own and must read them; the folder stays yours alone.
chmod 644 secrets/*
chmod 700 secrets
echo "The secrets are in $(pwd)/secrets. Keep a copy of master.key where the database's backups are not."
