import { expect, test } from 'vitest'
import { createPacer } from '../../lib/runtime/sending/pacer.ts'

/** A pacer on a clock that moves only by sleeping. Gives the times of the turns, in milliseconds. */
async function turns(perSecond: number, count: number, idleMsAfter = 0): Promise<readonly number[]> {
  let now = 10_000
  const sleep = async (milliseconds: number) => {
    now += milliseconds
  }
  const pace = createPacer(perSecond, { sleep, ticks: () => now })
  const at: number[] = []
  for (let index = 0; index < count; index += 1) {
    if (index === count / 2) now += idleMsAfter
    await pace()
    at.push(Math.round(now - 10_000))
  }
  return at
}

test("the turns of one second come at once, and later ones at the channel's rate", async () => {
  expect(await turns(2, 6)).toEqual([0, 0, 500, 1000, 1500, 2000])
  expect(await turns(1, 4)).toEqual([0, 1000, 2000, 3000])
})

test('an idle time earns the turns of one second, and no more', async () => {
  expect(await turns(2, 8, 60_000)).toEqual([0, 0, 500, 1000, 61_000, 61_000, 61_500, 62_000])
})

test('callers at the same moment take turns', async () => {
  const slept: number[] = []
  const pace = createPacer(10, { sleep: async (ms) => void slept.push(Math.round(ms)), ticks: () => 0 })
  await Promise.all(Array.from({ length: 13 }, () => pace()))
  expect(slept).toEqual([100, 200, 300])
})
