import { v7 } from 'uuid'

/** Random bytes of many ids: the system gives them one by one slowly. Each serves one id. */
const pool = new Uint8Array(4096)
let used = pool.length

/** A new id: a UUIDv7 without an order within a millisecond. */
export function recordId(): string {
  if (used === pool.length) {
    crypto.getRandomValues(pool)
    used = 0
  }
  used += 16
  return v7({ random: pool.subarray(used - 16, used) })
}
