import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import * as v from 'valibot'
import type { RecordedEvent } from '../../domain/history/audit.ts'
import type { MessageRecord } from '../../flows/ports/courier.ts'
import type { StreamChange } from '../../flows/ports/publishing.ts'
import { readEvent } from '../rows/member/history.ts'
import { messageNameOf } from '../rows/message.ts'
import { MalformedRow } from '../rows/row.ts'

const image = v.custom<Record<string, AttributeValue>>((value) => typeof value === 'object' && value !== null)
const record = v.object({ dynamodb: v.object({ SequenceNumber: v.string(), NewImage: image }) })

/**
 * Reads the stream's records of members' histories. Throws a `ValiError` for records in another form. A row
 * of another kind gives no event.
 */
export const readChanges = (records: readonly unknown[]): readonly StreamChange[] =>
  records.map((given) => {
    const { SequenceNumber, NewImage } = v.parse(record, given).dynamodb
    return { sequence: SequenceNumber, recorded: readable(NewImage) }
  })

const messageRecord = v.object({
  dynamodb: v.object({
    SequenceNumber: v.string(),
    Keys: v.object({ PK: v.object({ S: v.string() }), SK: v.object({ S: v.string() }) }),
  }),
})

/** Reads the stream's records of messages. Throws a `ValiError` for records in another form. */
export const readMessageRecords = (records: readonly unknown[]): readonly MessageRecord[] =>
  records.map((given) => {
    const { SequenceNumber, Keys } = v.parse(messageRecord, given).dynamodb
    return { sequence: SequenceNumber, queue: messageNameOf({ PK: Keys.PK.S, SK: Keys.SK.S }).queue }
  })

function readable(NewImage: Record<string, AttributeValue>): RecordedEvent | undefined {
  try {
    return readEvent(unmarshall(NewImage))
  } catch (error) {
    if (error instanceof MalformedRow) return undefined
    throw error
  }
}
