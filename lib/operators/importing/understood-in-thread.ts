import { on } from 'node:events'
import { stat } from 'node:fs/promises'
import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { UnfinishedFile, UnusableFile } from './reading/unusable-file.ts'
import type { Said } from './understanding-thread.ts'
import { type UnderstandFile, understoodRecords } from './understood-records.ts'

/** In a clone the thread's file is TypeScript, in the package JavaScript, as this one. */
const threadFile = new URL(`./understanding-thread${extname(import.meta.url)}`, import.meta.url)

/**
 * Reads and understands a file in a thread of its own, which works ahead a little. Ends the thread when its
 * records are no longer taken. Throws as `readFile` does.
 */
export const understoodInThread: UnderstandFile = async function* (understanding) {
  const thread = new Worker(threadFile, { workerData: understanding })
  try {
    for await (const [message] of on(thread, 'message', { close: ['exit'] })) {
      const said: Said = message
      switch (said.kind) {
        case 'records':
          yield said.records
          thread.postMessage('taken')
          break
        case 'end':
          return
        case 'unfinished':
          throw new UnfinishedFile(said.line, said.message, said.tryOptions)
        case 'unusable':
          throw new UnusableFile(said.message, said.tryOptions)
        default:
          said satisfies never
      }
    }
    throw new Error('unreachable: the thread that reads the file has ended without a word')
  } finally {
    await thread.terminate()
  }
}

/** A smaller file is read before a thread has started. */
const bytesForThread = 1_000_000

/** Understands a large file in a thread of its own. Throws as `readFile` does. */
export const understoodBySize: UnderstandFile = async function* (understanding) {
  const { size } = await stat(understanding.file)
  yield* size < bytesForThread ? understoodRecords(understanding) : understoodInThread(understanding)
}
