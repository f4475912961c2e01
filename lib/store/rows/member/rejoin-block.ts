import * as v from 'valibot'
import type { BlockedValue } from '../../../domain/leaving/closing-policy.ts'
import type { KeyedHashes } from '../../../flows/ports/tokens.ts'
import type { PutWrite } from '../../table/expressions.ts'
import { type Key, keys } from '../../table/schema.ts'
import { forgetAt, moment } from '../fields.ts'
import type { Row } from '../row.ts'

/** That whoever has something may not join again yet. It names nobody, and goes when its time is over. */
export const rejoinBlockRow = {
  kind: 'bar',
  schema: v.object({ rejoinFrom: moment }),
} as const satisfies Row<v.GenericSchema>

/** The key of a barred value. */
export const rejoinBlockKey = (hashes: KeyedHashes, { of, value }: BlockedValue): Key =>
  keys.rejoinBlock(of, hashes.hash(`rejoin-${of}`, value))

/** Bars a value until then. Whoever leaves twice is barred from the later time. */
export const rejoinBlockWrite = (hashes: KeyedHashes, value: BlockedValue, rejoinFrom: Date): PutWrite => ({
  Put: {
    Item: {
      ...rejoinBlockKey(hashes, value),
      kind: rejoinBlockRow.kind,
      rejoinFrom: rejoinFrom.getTime(),
      ttl: forgetAt(rejoinFrom),
    },
  },
})
