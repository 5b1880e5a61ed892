#!/bin/sh
# What people write by hand today: a token, the upload and, with WAIT=true, a look each second until there is a status.
set -eu

token=$(
  curl -sS --fail "$SAIL_BASE_URL/oauth/token" -d grant_type=client_credentials \
    -d "client_id=$SAIL_CLIENT_ID" -d "client_secret=$SAIL_CLIENT_SECRET" |
    sed -n 's/.*"access_token":"\([^"]*\)".*/\1/p'
)
task=$(
  curl -sS --fail "$SAIL_BASE_URL/sources/v1/$SOURCE_ID/load-accounts" -H "Authorization: Bearer $token" \
    -F "file=@$CSV_PATH;type=text/csv" |
    sed -n 's/.*"task":{"id":"\([^"]*\)".*/\1/p'
)
test -n "$task"
test "$WAIT" = true || exit 0

status=
while test -z "$status"; do
  sleep 1
  status=$(
    curl -sS --fail "$SAIL_BASE_URL/task-status/v1/$task" -H "Authorization: Bearer $token" |
      sed -n 's/.*"completionStatus":"\([^"]*\)".*/\1/p'
  )
done
test "$status" = SUCCESS
