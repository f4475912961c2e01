import type { TestHouse } from '../support/house.ts'

/** Moves the clock to the beginning of a window of every limit, so no story crosses two windows. */
export function atWindowStart(house: TestHouse): void {
  const day = 86_400
  const seconds = Math.floor(house.advanceClock(0).getTime() / 1000)
  house.advanceClock(day - (seconds % day))
}
