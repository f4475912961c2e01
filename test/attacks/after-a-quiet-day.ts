import type { TestHouse } from '../support/house.ts'

/** Moves the clock until no limit remembers an earlier story. A limit with pauses drains a little after its day. */
export function afterQuietDay(house: TestHouse): void {
  house.advanceClock(26 * 3600)
}
