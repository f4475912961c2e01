import * as v from 'valibot'
import type { BlockedValue } from '../../../domain/leaving/closing-policy.ts'
import type { KeyedHashes } from '../../../flows/ports/tokens.ts'
import type { PutWrite } from '../../table/expressions.ts'
import { type Key, keys } from '../../table/schema.ts'
import { forgetAt, moment } from '../fields.ts'
import type { RowDefinition } from '../row.ts'

/** Keeps the owner of a value from joining again. The row names nobody and expires. */
export const rejoinBlockRow = {
  kind: 'rejoin_block',
  schema: v.object({ rejoinFrom: moment }),
} as const satisfies RowDefinition<v.GenericSchema>

/** The key of a blocked value. */
export const rejoinBlockKey = (hashes: KeyedHashes, { of, value }: BlockedValue): Key =>
  keys.rejoinBlock(of, hashes.hash(`rejoin-${of}`, value))

/** Blocks a value until `rejoinFrom`. A second withdrawal moves that time. */
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
