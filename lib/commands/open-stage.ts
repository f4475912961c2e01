import { DescribeTableCommand, DynamoDBClient, paginateListTables } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { readOverrides } from '../config/overrides.ts'
import { readLocalStage, readStageFile } from '../config/stage-file.ts'
import { defaultStageName, readStageName, secretNamesOf } from '../config/stage-name.ts'
import type { World } from '../flows/ports/world.ts'
import { sendLogTo } from '../http/log/log.ts'
import { inSilence, startDatabase } from '../local/aws/database.ts'
import { localDefaults, setEnvironment } from '../local/environment.ts'
import { localKeys } from '../local/kept-keys.ts'
import { localStage } from '../local/local-stage.ts'
import { readRunFile } from '../local/run-file.ts'
import { world } from '../runtime/world.ts'
import type { Environment } from '../stand-ins/host/environment.ts'
import { createOperatorStore, type OperatorStore } from '../store/operators/operator-store.ts'

/** Which members an operator means. */
export type StageChoice =
  /** A house on this laptop. */
  | { readonly kind: 'local'; readonly port: number }
  /** What was deployed under this name. */
  | { readonly kind: 'deployed'; readonly name: string }
  /** What the variables of the shell say. */
  | { readonly kind: 'variables' }

/** A stage as an operator works with it. */
export interface OpenStage {
  readonly world: World
  readonly store: OperatorStore
  /** Names the table; a table that takes the name of an older one is another. */
  readonly tableId: string
  /** Does what writes very much. */
  writeMuch<Result>(work: () => Promise<Result>): Promise<Result>
  close(): Promise<void>
}

/** Opens a stage. Throws what the operator can do about it, in words. */
export async function openStage(choice: StageChoice): Promise<OpenStage> {
  await using stack = new AsyncDisposableStack()
  setEnvironment(await environmentOf(choice, stack))
  sendLogTo((line) => void process.stderr.write(`${line}\n`))
  const tableName = process.env['IEUM_TABLE'] ?? ''
  const base = new DynamoDBClient({ maxAttempts: 5 })
  stack.defer(() => base.destroy())
  const client = DynamoDBDocumentClient.from(base, { marshallOptions: { removeUndefinedValues: true } })
  const [built, { Table }] = await Promise.all([
    world(),
    base.send(new DescribeTableCommand({ TableName: tableName })),
  ])
  const store = createOperatorStore({ client, tableName, hashes: built.hashes })
  const owned = stack.move()
  return {
    world: built,
    store,
    tableId: `${tableName} ${Table?.TableId ?? ''} ${Table?.CreationDateTime?.toISOString() ?? ''}`,
    writeMuch: (work) => (choice.kind === 'local' ? inSilence(base, tableName, work) : work()),
    close: () => owned.disposeAsync(),
  }
}

async function environmentOf(choice: StageChoice, stack: AsyncDisposableStack): Promise<Environment> {
  switch (choice.kind) {
    case 'local':
      return { ...(await localEnvironment(choice.port, stack)), AWS_PROFILE: undefined }
    case 'deployed':
      return deployedEnvironment(readStageName(choice.name))
    case 'variables':
      if (process.env['IEUM_TABLE']) return variablesEnvironment()
      throw new Error('Say which members: --local, --stage NAME, or IEUM_TABLE and IEUM_SECRETS in the shell')
    default:
      return choice satisfies never
  }
}

/** Nothing that an operator does leads back to the service's own address, so it need not be known. */
const originOr = (otherwise: string): string => process.env['IEUM_ORIGIN'] || otherwise

/** The settings of `dev`, with the variables of the shell in place of what they stand for. */
const variablesEnvironment = (): Environment => {
  const overrides = readOverrides({ ...process.env, IEUM_ORIGIN: originOr('https://operator.invalid') })
  return { IEUM_STAGE_JSON: JSON.stringify(readLocalStage(defaultStageName, overrides)) }
}

/** The house that runs on a port; or, when none does, the database that one would keep in `IEUM_DATA`. */
async function localEnvironment(port: number, stack: AsyncDisposableStack): Promise<Environment> {
  const note = await readRunFile(port)
  if (note !== undefined) return note
  const dataDir = process.env['IEUM_DATA']
  if (!dataDir) {
    throw new Error(`Nothing runs on port ${port}. Start it (npm start), or name what it keeps: IEUM_DATA`)
  }
  const database = await startDatabase({ dataDir })
  stack.defer(() => database.stop())
  const nobody = 'http://127.0.0.1:9'
  const defaults = localDefaults({
    stage: JSON.stringify(localStage(defaultStageName, originOr(`http://localhost:${port}`), process.env)),
    databaseEndpoint: database.endpoint,
    mailEndpoint: nobody,
    busEndpoint: nobody,
    smsEndpoint: nobody,
    uploadEndpoint: nobody,
    secrets: process.env['IEUM_SECRETS'] ?? (await localKeys(dataDir)),
  })
  return { ...defaults, ...process.env }
}

/**
 * The stage's file says what it decides. The lookup secret has a name of its own, and is all of its secrets that an
 * operator needs; the table is the one that CloudFormation named after the stack.
 */
async function deployedEnvironment(name: string): Promise<Environment> {
  return {
    IEUM_STAGE: name,
    IEUM_STAGE_JSON: JSON.stringify(readStageFile(name)),
    IEUM_ORIGIN: originOr('https://operator.invalid'),
    IEUM_TABLE: process.env['IEUM_TABLE'] || (await findTable(`ieum-${name}-Members`)),
    IEUM_LOOKUP_ARN: process.env['IEUM_LOOKUP_ARN'] || secretNamesOf(name).lookup,
  }
}

async function findTable(prefix: string): Promise<string> {
  const client = new DynamoDBClient({})
  const found: string[] = []
  try {
    for await (const { TableNames = [] } of paginateListTables(
      { client },
      { ExclusiveStartTableName: prefix },
    )) {
      const ours = TableNames.filter((table) => table.startsWith(prefix))
      found.push(...ours)
      if (ours.length < TableNames.length) break
    }
  } finally {
    client.destroy()
  }
  const [only, another] = found
  if (only !== undefined && another === undefined) return only
  throw new Error(
    only === undefined
      ? `There is no table whose name begins with ${prefix}. Is this the right account and region? Else set IEUM_TABLE`
      : `There are several tables whose names begin with ${prefix}: set IEUM_TABLE to one of ${found.join(', ')}`,
  )
}
