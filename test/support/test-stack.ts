import { randomUUID } from 'node:crypto'
import { inject } from 'vitest'
import { readStageFile } from '../../lib/config/stage-file.ts'
import type { ProviderId } from '../../lib/domain/values/identity.ts'
import { createTable } from '../../lib/local/aws/database.ts'
import { type LocalStack, type LocalStackOptions, startLocalStack } from '../../lib/local/local-stack.ts'
import type { StandIns } from '../../lib/local/providers.ts'
import { oldMembers } from '../../lib/local/seed/old-members.ts'
import type { KakaoPersona } from '../../lib/stand-ins/kakao/persona.ts'
import type { KakaoStandIn } from '../../lib/stand-ins/kakao/stand-in.ts'
import type { PortOneStandIn } from '../../lib/stand-ins/portone/stand-in.ts'
import { databaseClient } from './database.ts'
import { dropLater } from './quick-database.ts'
import { scanMessages } from './scan-messages.ts'
import './watch.ts'

const { policy: developmentPolicy } = readStageFile('dev')

type AllStandIns = { readonly [Id in ProviderId]: NonNullable<StandIns[Id]> }

/** A local stack with a stand-in for every provider, as almost every test needs it. */
export interface TestStack extends LocalStack {
  readonly kakao: KakaoStandIn
  readonly identityGateway: PortOneStandIn
  readonly standIns: AllStandIns
}

export interface TestStackOptions extends LocalStackOptions {
  /** The personas at Kakao, where almost every story begins. */
  readonly personas?: readonly KakaoPersona[]
  /** Whether the table streams its changes, for tests that read the published events. */
  readonly changes?: 'streamed' | 'silent'
}

/**
 * Starts a local stack on a free port, with an own table in the database of this run. Stop it in `afterAll`. A test
 * file has one local stack at a time. Unlike the one of `npm start`, it has no members at first, its Kakao app has no
 * sibling service, and its table streams no changes: the embedded database slows down with each one.
 */
export async function openTestStack({
  personas,
  changes = 'silent',
  ...options
}: TestStackOptions = {}): Promise<TestStack> {
  const IEUM_TABLE = `ieum-${randomUUID()}`
  dropLater(IEUM_TABLE)
  if (changes === 'silent') await createSilently(IEUM_TABLE)
  const stack = await startLocalStack({
    port: 0,
    members: [],
    ...(changes === 'silent' && { follow: scanMessages }),
    ...options,
    casts: { ...options.casts, ...(personas && { kakao: personas }) },
    environment: {
      AWS_ENDPOINT_URL_DYNAMODB: inject('databaseEndpoint'),
      IEUM_TABLE,
      IEUM_POLICY: JSON.stringify({ ...developmentPolicy, siblingTags: [] }),
      ...options.environment,
    },
  })
  try {
    return equipped(stack)
  } catch (error) {
    await stack.stop()
    throw error
  }
}

/** Creates the table without a stream. The local stack finds the table and keeps it unchanged. */
async function createSilently(tableName: string): Promise<void> {
  const client = databaseClient()
  try {
    await createTable(client, tableName, 'silent')
  } finally {
    client.destroy()
  }
}

function lacking(): never {
  throw new Error('this stack lacks a stand-in')
}

/** A local stack with every provider. Throws when one is missing. */
export function equipped(stack: LocalStack): TestStack {
  const { identityGateway } = stack
  const { kakao = lacking(), naver = lacking(), google = lacking(), github = lacking() } = stack.standIns
  const { apple = lacking(), line = lacking(), oidc = lacking() } = stack.standIns
  if (identityGateway === undefined) throw new Error('this stack lacks an identity gateway')
  return { ...stack, kakao, identityGateway, standIns: { kakao, naver, google, github, apple, line, oidc } }
}

/** The options of the local stack of `npm start`: with its old members, and a sibling service in the Kakao app. */
export const demoOptions = (options: TestStackOptions = {}): TestStackOptions => ({
  members: oldMembers,
  ...options,
  environment: { IEUM_POLICY: JSON.stringify(developmentPolicy), ...options.environment },
})
