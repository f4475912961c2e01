import { randomUUID } from 'node:crypto'
import { inject } from 'vitest'
import { readStageFile } from '../../lib/config/stage-file.ts'
import type { ProviderId } from '../../lib/domain/values/identity.ts'
import { createTable } from '../../lib/local/aws/database.ts'
import { type LocalStack, type LocalStackOptions, startHouse } from '../../lib/local/local-stack.ts'
import type { StandIns } from '../../lib/local/providers.ts'
import { oldMembers } from '../../lib/local/seed/old-members.ts'
import type { KakaoPersona } from '../../lib/stand-ins/kakao/persona.ts'
import type { KakaoStandIn } from '../../lib/stand-ins/kakao/stand-in.ts'
import type { PortOneStandIn } from '../../lib/stand-ins/portone/stand-in.ts'
import { databaseClient } from './database.ts'
import './watch.ts'

const { policy: developmentPolicy } = readStageFile('dev')

type AllStandIns = { readonly [Id in ProviderId]: NonNullable<StandIns[Id]> }

/** A house with every provider of its own, as nearly every test wants it. */
export interface TestHouse extends LocalStack {
  readonly kakao: KakaoStandIn
  readonly identityGateway: PortOneStandIn
  readonly standIns: AllStandIns
}

export interface TestHouseOptions extends LocalStackOptions {
  /** Who can be chosen at Kakao, where nearly every story begins. */
  readonly personas?: readonly KakaoPersona[]
  /** Whether the table tells of its changes, for those who read what the rest of the service is told. */
  readonly changes?: 'streamed' | 'silent'
}

/**
 * Starts a house on a free port, with a table of its own in the database of this run. Stop it in `afterAll`;
 * there is one house at a time in a test file. Unlike the
 * one that `npm start` gives, it has nobody as a member from the start, its Kakao app is shared with no sibling
 * service, and its table tells nobody of its changes: the embedded database slows down with each one told.
 */
export async function openHouse({
  personas,
  changes = 'silent',
  ...options
}: TestHouseOptions = {}): Promise<TestHouse> {
  const IEUM_TABLE = `ieum-${randomUUID()}`
  if (changes === 'silent') await createSilently(IEUM_TABLE)
  const house = await startHouse({
    port: 0,
    members: [],
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
    return equipped(house)
  } catch (error) {
    await house.stop()
    throw error
  }
}

/** The house finds its table there, and leaves it as it is. */
async function createSilently(tableName: string): Promise<void> {
  const client = databaseClient()
  try {
    await createTable(client, tableName, 'silent')
  } finally {
    client.destroy()
  }
}

/** A house of which it is certain that no provider is missing. Throws for another. */
export function equipped(house: LocalStack): TestHouse {
  const { identityGateway } = house
  const { kakao, naver, google, github } = house.standIns
  if (kakao === undefined || naver === undefined || google === undefined || github === undefined) {
    throw new Error('this house lacks a stand-in')
  }
  if (identityGateway === undefined) throw new Error('this house lacks an identity gateway')
  return { ...house, kakao, identityGateway, standIns: { kakao, naver, google, github } }
}

/** A house as `npm start` gives it: with its old members, and a sibling service in the Kakao app. */
export const openDemoHouse = (options: TestHouseOptions = {}): Promise<TestHouse> =>
  openHouse({
    members: oldMembers,
    ...options,
    environment: { IEUM_POLICY: JSON.stringify(developmentPolicy), ...options.environment },
  })
