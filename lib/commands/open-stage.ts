import { DescribeTableCommand, DynamoDBClient, paginateListTables } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import * as v from 'valibot'
import { readOverrides } from '../config/overrides.ts'
import type { Stage } from '../config/schema/stage-schema.ts'
import { readLocalStage, readStageFile } from '../config/stage-file.ts'
import { defaultStageName, readStageName, secretNamesOf } from '../config/stage-name.ts'
import type { World } from '../flows/ports/world.ts'
import { sendLogTo } from '../http/log/log.ts'
import { startDatabase, withoutStream } from '../local/aws/database.ts'
import { localDefaults, setEnvironment } from '../local/environment.ts'
import { localKeys } from '../local/kept-keys.ts'
import { localStage } from '../local/local-stage.ts'
import { readRunFile } from '../local/run-file.ts'
import { advanceClock, clock } from '../runtime/clock.ts'
import { forgetWorld, world } from '../runtime/world.ts'
import type { Environment } from '../stand-ins/host/environment.ts'
import { createOperatorStore, type OperatorStore } from '../store/operators/operator-store.ts'
import { lightTransactions } from './light-transactions.ts'
import { onTable, withSecret } from './missing-resource.ts'
import { saidNotice } from './saying/said-notice.ts'

/** The stage whose members an operator means. */
export type StageChoice =
  /** A local stack on this machine. */
  | { readonly kind: 'local'; readonly port: number }
  /** A deployed stage of this name. */
  | { readonly kind: 'deployed'; readonly name: string }
  /** The stage in the shell's variables. */
  | { readonly kind: 'variables' }

/** A stage opened for an operator. */
export interface OpenStage {
  readonly world: World
  readonly store: OperatorStore
  /** Identifies the table. A recreated table of the same name differs. */
  readonly tableId: string
  /** Runs a job with many writes. */
  writeMuch<Result>(work: () => Promise<Result>): Promise<Result>
  close(): Promise<void>
}

/** Opens a stage: this process is in it until it is closed. Throws an `Error` that tells the operator what to do. */
export async function openStage(choice: StageChoice): Promise<OpenStage> {
  await using stack = new AsyncDisposableStack()
  stack.defer(setEnvironment(await environmentOf(choice, stack)))
  forgetWorld()
  stack.defer(forgetWorld)
  stack.defer(
    sendLogTo((line) => {
      const said = saidNotice(line)
      if (said !== undefined) process.stderr.write(`${said}\n`)
    }),
  )
  const tableName = process.env['IEUM_TABLE'] ?? ''
  const base = new DynamoDBClient({ maxAttempts: 5 })
  stack.defer(() => base.destroy())
  const client = DynamoDBDocumentClient.from(base, { marshallOptions: { removeUndefinedValues: true } })
  const lookup = { name: process.env['IEUM_LOOKUP_ARN'] ?? '', region: base.config.region }
  const [built, { Table }] = await Promise.all([
    withSecret(lookup, world),
    onTable(tableName, () => base.send(new DescribeTableCommand({ TableName: tableName }))),
  ])
  const store = createOperatorStore({
    client,
    sendTransaction: lightTransactions(base),
    tableName,
    hashes: built.hashes,
  })
  const owned = stack.move()
  return {
    world: built,
    store,
    tableId: `${tableName} ${Table?.TableId ?? ''} ${Table?.CreationDateTime?.toISOString() ?? ''}`,
    writeMuch: (work) => (choice.kind === 'local' ? withoutStream(base, tableName, work) : work()),
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
      throw new Error('Choose a stage: --local, --stage NAME, or IEUM_TABLE and IEUM_SECRETS in the shell')
    default:
      return choice satisfies never
  }
}

/** No command uses the service's own address, so it may be unknown. */
const originOr = (fallback: string): string => process.env['IEUM_ORIGIN'] || fallback

/** The settings of `dev`, overridden by the shell's variables. */
const variablesEnvironment = (): Environment => {
  const overrides = readOverrides({ ...process.env, IEUM_ORIGIN: originOr('https://operator.invalid') })
  return { IEUM_STAGE_JSON: JSON.stringify(readLocalStage(defaultStageName, overrides)) }
}

/** Sets this process's clock to that of the local stack, which may have been moved, until the stage is closed. */
async function followClock(port: number, stack: AsyncDisposableStack): Promise<void> {
  const address = `http://localhost:${port}/_local/clock`
  const response = await fetch(address, { method: 'POST', body: JSON.stringify({ advanceSeconds: 0 }) })
  const { now } = v.parse(v.object({ now: v.pipe(v.string(), v.isoTimestamp()) }), await response.json())
  const seconds = Math.round((Date.parse(now) - clock.now().getTime()) / 1000)
  advanceClock(seconds)
  stack.defer(() => advanceClock(-seconds))
}

/** The local stack on a port, or the database in `IEUM_DATA` when none runs. */
async function localEnvironment(port: number, stack: AsyncDisposableStack): Promise<Environment> {
  const running = await readRunFile(port)
  if (running !== undefined) {
    await followClock(port, stack)
    return running
  }
  const dataDir = process.env['IEUM_DATA']
  if (!dataDir) {
    throw new Error(`Nothing runs on port ${port}. Run npm start, or set IEUM_DATA to its data folder`)
  }
  const database = await startDatabase({ dataDir })
  stack.defer(() => database.stop())
  const unusedEndpoint = 'http://127.0.0.1:9'
  const stage = localStage(defaultStageName, originOr(`http://localhost:${port}`), process.env)
  const defaults = localDefaults({
    stage: JSON.stringify(stage),
    databaseEndpoint: database.endpoint,
    mailEndpoint: unusedEndpoint,
    busEndpoint: unusedEndpoint,
    smsEndpoint: unusedEndpoint,
    uploadEndpoint: unusedEndpoint,
    secrets: process.env['IEUM_SECRETS'] ?? (await localKeys(dataDir, stage.tokens.algorithm)),
  })
  return { ...defaults, ...process.env }
}

/**
 * The environment of a deployed stage: its file, the lookup secret, which is all that an operator needs, and
 * its table.
 */
async function deployedEnvironment(name: string): Promise<Environment> {
  const stage = readStageFile(name)
  return {
    IEUM_STAGE: name,
    IEUM_STAGE_JSON: JSON.stringify(stage),
    IEUM_ORIGIN: originOr('https://operator.invalid'),
    IEUM_TABLE: await tableOf(name, stage),
    IEUM_LOOKUP_ARN: process.env['IEUM_LOOKUP_ARN'] || secretNamesOf(name).lookup,
  }
}

/**
 * The table of a deployed stage: the one that the shell names, else the one of the stage's file, as after a restore, else the one
 * that CloudFormation named after the stack. Throws as `findTable`.
 */
export const tableOf = async (name: string, { table }: Pick<Stage, 'table'>): Promise<string> =>
  process.env['IEUM_TABLE'] || table?.name || (await findTable(`ieum-${name}-Members`, 'IEUM_TABLE'))

/**
 * The name of the one table that CloudFormation named by this prefix. Throws an `Error` that names the variable to set
 * instead.
 */
export async function findTable(prefix: string, variable: 'IEUM_TABLE' | 'IEUM_LEDGER'): Promise<string> {
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
      ? `No table name starts with ${prefix}. Check the account and region, or set ${variable}`
      : `Several table names start with ${prefix}. Set ${variable} to one of ${found.join(', ')}`,
  )
}
