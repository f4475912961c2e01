import { randomUUID } from 'node:crypto'
import { inject } from 'vitest'
import { type House, type HouseOptions, startHouse } from '../../lib/local/house.ts'
import type { KakaoStandIn } from '../../lib/local/stand-ins/kakao.ts'

/** A house with a Kakao of its own, as nearly every test wants it. */
export interface TestHouse extends House {
  readonly kakao: KakaoStandIn
}

/**
 * Starts a house on a free port, with a table of its own in the database of this run. Stop it in `afterAll`;
 * there is one house at a time in a test file.
 */
export async function openHouse(options: HouseOptions = {}): Promise<TestHouse> {
  const house = await startHouse({
    port: 0,
    ...options,
    environment: {
      AWS_ENDPOINT_URL_DYNAMODB: inject('databaseEndpoint'),
      IEUM_TABLE: `ieum-${randomUUID()}`,
      ...options.environment,
    },
  })
  const { kakao } = house
  if (kakao !== undefined) return { ...house, kakao }
  await house.stop()
  throw new Error('this house has no stand-in for Kakao')
}
