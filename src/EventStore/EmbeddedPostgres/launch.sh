# Becomes the server ($0 with "$@") and leaves a watcher behind that ends the server when our standard input closes, which the
# kernel does even when the parent gets kill -9. LEDGER_PGDATA is the data folder.
# fd 3: a background job's own input is /dev/null. Two subshells: the watcher must not become a child of the server.
umask 077
exec 3<&0 </dev/null >&2
( (
  trap '' INT TERM HUP
  while read -r _; do :; done <&3
  tries=0
  # postmaster.pid must name this process, against a pid that was given out again; a server that is still starting has not written it.
  while [ "$tries" -lt 600 ] && kill -0 $$; do
    pid=
    read -r pid <"$LEDGER_PGDATA/postmaster.pid"
    if [ "$pid" = "$$" ]; then kill -INT $$; exit; fi
    sleep 0.1 || sleep 1
    tries=$((tries + 1))
  done
) >/dev/null 2>&1 & )
exec 3<&-
# A session of its own: Ctrl+C at the terminal must reach the host only, which then stops the server in order.
if command -v setsid >/dev/null 2>&1; then exec setsid "$0" "$@"; fi
exec "$0" "$@"
