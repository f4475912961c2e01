import { on } from 'node:events'
import { isMainThread, type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { UnfinishedFile, UnusableFile } from './reading/unusable-file.ts'
import { type ReadRecord, type Understanding, understoodRecords } from './understood-records.ts'

/*
 * The thread that reads and understands a file, while the command's own thread writes its members. Started by
 * `understoodInThread`.
 */

/** What the thread says: some records, that the file ends, or why it cannot be read any further. */
export type Said =
  | { readonly kind: 'records'; readonly records: readonly ReadRecord[] }
  | { readonly kind: 'end' }
  | {
      readonly kind: 'unfinished'
      readonly line: number
      readonly message: string
      readonly tryOptions: readonly string[]
    }
  | { readonly kind: 'unusable'; readonly message: string; readonly tryOptions: readonly string[] }

/** Records of one message. A message costs as much as reading a few of them. */
const recordsOfMessage = 64

/** Messages that wait for the other thread at most, so that memory stays constant. */
const messagesAhead = 4

/** Says all records of a file, and waits for the other thread where it is slower. */
async function sayRecords(port: MessagePort, understanding: Understanding): Promise<void> {
  const taken = on(port, 'message')
  let records: ReadRecord[] = []
  let said = 0
  const say = async (): Promise<void> => {
    port.postMessage({ kind: 'records', records } satisfies Said)
    records = []
    said += 1
    if (said >= messagesAhead) await taken.next()
  }
  try {
    for await (const some of understoodRecords(understanding)) {
      records.push(...some)
      if (records.length >= recordsOfMessage) await say()
    }
  } finally {
    if (records.length > 0) port.postMessage({ kind: 'records', records } satisfies Said)
  }
}

/** The end of a file in words. Throws an error that is none of the file's. */
function endOf(error: unknown): Said {
  if (!(error instanceof UnusableFile)) throw error
  const { message, tryOptions } = error
  return error instanceof UnfinishedFile
    ? { kind: 'unfinished', line: error.line, message, tryOptions }
    : { kind: 'unusable', message, tryOptions }
}

if (!isMainThread && parentPort !== null) {
  const port = parentPort
  const understanding: Understanding = workerData
  const end = await sayRecords(port, understanding).then((): Said => ({ kind: 'end' }), endOf)
  port.postMessage(end)
  port.close()
}
