import { randomUUID } from 'node:crypto'
import { inject } from 'vitest'
import { localPolicy } from '../../lib/local/environment.ts'
import { type House, type HouseOptions, startHouse } from '../../lib/local/house.ts'
import { oldMembers } from '../../lib/local/old-members.ts'
import type { KakaoStandIn } from '../../lib/local/stand-ins/kakao.ts'
import type { KakaoPersona } from '../../lib/local/stand-ins/kakao-persona.ts'

/** A house with a Kakao of its own, as nearly every test wants it. */
export interface TestHouse extends House {
  readonly kakao: KakaoStandIn
}

export interface TestHouseOptions extends HouseOptions {
  /** Who can be chosen at Kakao, where nearly every story begins. */
  readonly personas?: readonly KakaoPersona[]
}

/**
 * Starts a house on a free port, with a table of its own in the database of this run. Stop it in `afterAll`;
 * there is one house at a time in a test file. Unlike the
 * one that `npm start` gives, it has nobody as a member from the start, and its Kakao app is shared with no sibling
 * service.
 */
export async function openHouse({ personas, ...options }: TestHouseOptions = {}): Promise<TestHouse> {
  const house = await startHouse({
    port: 0,
    members: [],
    ...options,
    casts: { ...options.casts, ...(personas && { kakao: personas }) },
    environment: {
      AWS_ENDPOINT_URL_DYNAMODB: inject('databaseEndpoint'),
      IEUM_TABLE: `ieum-${randomUUID()}`,
      IEUM_POLICY: JSON.stringify({ ...localPolicy, siblingTags: [] }),
      ...options.environment,
    },
  })
  const { kakao } = house.standIns
  if (kakao !== undefined) return { ...house, kakao }
  await house.stop()
  throw new Error('this house has no stand-in for Kakao')
}

/** A house as `npm start` gives it: with its old members, and a sibling service in the Kakao app. */
export const openDemoHouse = (options: TestHouseOptions = {}): Promise<TestHouse> =>
  openHouse({
    members: oldMembers,
    ...options,
    environment: { IEUM_POLICY: JSON.stringify(localPolicy), ...options.environment },
  })
