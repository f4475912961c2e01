import { test } from 'vitest'
import { openTestStack, type TestStack, type TestStackOptions } from './test-stack.ts'

/** What a stack starts with. A function is asked when the stack starts. */
export type Given = TestStackOptions | (() => TestStackOptions | Promise<TestStackOptions>)

let running: TestStack | undefined

/** Starts a local stack in place of the one that runs. Environment and clock belong to the process. */
export async function startStack(options: TestStackOptions): Promise<TestStack> {
  await stopStack()
  running = await openTestStack(options)
  return running
}

/** Stops the local stack that runs, if any. */
export async function stopStack(): Promise<void> {
  const stopping = running
  running = undefined
  await stopping?.stop()
}

/** An `it` with the options of a stack, known when the stack starts. */
export const testWithOptions = (given: Given) =>
  test.extend('stackOptions', { scope: 'file' }, () => (typeof given === 'function' ? given() : given))

/**
 * An `it` that gives each test the local stack of its file. The stack starts before the first of these tests or their
 * hooks, and stops after the last hook of the file. Call it at the top of a file. A file with a stack for each of
 * several groups calls it for each group: the next stack starts where its first test runs, and the one before stops.
 */
export const testWithStack = (given: Given = {}) =>
  testWithOptions(given).extend(
    'stack',
    { scope: 'file', auto: true },
    async ({ stackOptions }, { onCleanup }) => {
      onCleanup(stopStack)
      return startStack(stackOptions)
    },
  )

/** An `it` that gives each test a local stack of its own. */
export const testWithFreshStack = (given: Given = {}) =>
  testWithOptions(given).extend('stack', { auto: true }, async ({ stackOptions }, { onCleanup }) => {
    onCleanup(stopStack)
    return startStack(stackOptions)
  })
