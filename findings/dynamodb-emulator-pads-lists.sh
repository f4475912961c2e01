#!/usr/bin/env bash
# Package:   @dynoxide/linux-x64 1.2.1 (an embedded DynamoDB), @aws-sdk/lib-dynamodb 3.1162.0, needs Linux x64.
# Expected:  `SET tags[5] = :new` on a list of one element appends, as DynamoDB's guide to update expressions says: an index
#            beyond the end adds the element at the end.
# Behaviour: the emulator fills the places between with NULL, so the list has six elements. Code that appends by a high
#            index passes against the cloud and fails here, and code that reads by that index the other way about.
#            list_append() is the same on both.
# Output:    SET tags[5]: ["a",null,null,null,null,"b"]
#            list_append: ["a","b"]
# The script fails when the package answers otherwise.
set -euo pipefail
folder=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @dynoxide/linux-x64@1.2.1 @aws-sdk/client-dynamodb@3.1162.0 @aws-sdk/lib-dynamodb@3.1162.0 >/dev/null

port=$(node -e 'const s=require("node:net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')
node_modules/@dynoxide/linux-x64/dynoxide serve --host 127.0.0.1 --port "$port" >/dev/null 2>&1 &
server=$!

cat >try.cjs <<'JS'
const { CreateTableCommand, DynamoDBClient } = require('@aws-sdk/client-dynamodb')
const { DynamoDBDocumentClient, PutCommand, UpdateCommand } = require('@aws-sdk/lib-dynamodb')

async function main() {
  const credentials = { accessKeyId: 'id', secretAccessKey: 'secret' }
  const endpoint = `http://127.0.0.1:${process.argv[2]}`
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({ endpoint, region: 'ap-northeast-2', credentials, maxAttempts: 8 }),
  )
  await client.send(
    new CreateTableCommand({
      TableName: 'notes',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    }),
  )
  const after = async (id, expression, added) => {
    const note = { TableName: 'notes', Item: { id, tags: ['a'] } }
    await client.send(new PutCommand(note))
    const { Attributes } = await client.send(
      new UpdateCommand({
        TableName: 'notes',
        Key: { id },
        UpdateExpression: expression,
        ExpressionAttributeValues: { ':new': added },
        ReturnValues: 'ALL_NEW',
      }),
    )
    return JSON.stringify(Attributes.tags)
  }
  const byIndex = await after('1', 'SET tags[5] = :new', 'b')
  const appended = await after('2', 'SET tags = list_append(tags, :new)', ['b'])
  console.log(`SET tags[5]: ${byIndex}\nlist_append: ${appended}`)
  process.exit(byIndex === '["a",null,null,null,null,"b"]' && appended === '["a","b"]' ? 0 : 1)
}
main()
JS
NODE_NO_WARNINGS=1 node try.cjs "$port"
