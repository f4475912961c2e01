import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { afterEach, aroundAll, expect, vi } from 'vitest'
import { limitRequests } from '../../lib/aws/request-budget.ts'
import { sendLogTo } from '../../lib/http/log/log.ts'
import { clock } from '../../lib/runtime/clock.ts'
import { forgetWorld } from '../../lib/runtime/world.ts'
import { restoreClients } from './aws-double.ts'
import { dropTables } from './quick-database.ts'
import { takeFaults } from './watch.ts'

/*
 * Every test file uses this setup. A worker runs many files in one process and loads each module once, so the
 * leftovers of one file change the next. A file with leftovers fails here, under its own name.
 */

const listened = ['uncaughtException', 'unhandledRejection', 'SIGINT', 'SIGTERM'] as const

/** The state of a process that a file can change and the next one would find. */
const traces = () => ({
  environment: { ...process.env },
  folder: process.cwd(),
  listeners: listened.map((event) => `${event}: ${process.listenerCount(event)}`),
  outputs: [process.stdout.write, process.stderr.write, console.log, console.error],
  hasRealTime: !vi.isFakeTimers(),
  isOnTime: Math.abs(clock.now().getTime() - Date.now()) < 1000,
  send: DynamoDBDocumentClient.prototype.send,
})

// A busy machine is no outage.
limitRequests({ totalMs: 60_000, attemptMs: 20_000 })

aroundAll(async (runFile) => {
  const before = traces()
  await runFile()
  restoreClients()
  await dropTables()
  forgetWorld()
  sendLogTo((line) => void process.stdout.write(`${line}\n`))
  expect(traces()).toEqual(before)
})

afterEach(() => {
  expect(takeFaults()).toEqual([])
})
