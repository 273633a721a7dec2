#!/bin/sh
# Lambda's Runtime API with nothing but a shell and curl.
api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
call() { curl -sS --noproxy '*' -o /dev/null -H 'Expect:' "$@"; }
while true; do
  curl -sS --noproxy '*' -D "$TMPDIR/head" -o "$TMPDIR/event" "$api/next" || exit 1
  id=$(grep -i '^lambda-runtime-aws-request-id:' "$TMPDIR/head" | tr -d '\r' | cut -d' ' -f2)
  what=$(sed -n 's/.*"do":"\([a-z]*\)".*/\1/p' "$TMPDIR/event")
  case "$what" in
    error)
      call "$api/$id/error" -d '{"errorMessage":"told to fail","errorType":"Told"}'
      continue ;;
    stream)
      printf '{"statusCode":201}\0\0\0\0\0\0\0\0one;two;three' | call "$api/$id/response" -X POST -T - \
        -H 'Transfer-Encoding: chunked' -H 'Lambda-Runtime-Function-Response-Mode: streaming' -H 'Content-Type: application/vnd.awslambda.http-integration-response'
      continue ;;
    sleep) sleep 60 ;;
    binary) printf '{"statusCode":200,"isBase64Encoded":true,"body":"%s"}' "$(sed -n 's/.*"body":"\([^"]*\)".*/\1/p' "$TMPDIR/event")" > "$TMPDIR/answer" ;;
    large) { printf '{"statusCode":200,"body":"'; head -c 5000000 /dev/zero | tr '\0' x; printf '"}'; } > "$TMPDIR/answer" ;;
    meet)
      folder=$(sed -n 's/.*"folder":"\([^"]*\)".*/\1/p' "$TMPDIR/event")
      : > "$folder/$$"
      while [ "$(ls "$folder" | wc -l)" -lt 2 ]; do sleep 0.05; done
      printf '{"statusCode":200,"body":"%s"}' $$ > "$TMPDIR/answer" ;;
    *) printf '{"statusCode":200,"isBase64Encoded":true,"body":"%s"}' "$(base64 -w 0 "$TMPDIR/event")" > "$TMPDIR/answer" ;;
  esac
  call "$api/$id/response" --data-binary "@$TMPDIR/answer"
done
