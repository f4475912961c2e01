import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { openBrowser } from './browser.ts'
import { type DemoPage, openDemo } from './demo-page.ts'
import { openDemoStack, type TestStack } from './test-stack.ts'

/** A local stack with its demo, and a browser. */
interface Opened {
  readonly stack: TestStack
  readonly browser: Browser
}

/** Opens a local stack and a browser for the tests of a file. `use` takes them before the first test. */
export function withDemoStack(use: (opened: Opened) => void): void {
  let opened: Opened | undefined
  beforeAll(async () => {
    const [stack, browser] = await Promise.all([openDemoStack(), openBrowser()])
    opened = { stack, browser }
    use(opened)
  })
  afterAll(async () => {
    await opened?.browser.close()
    await opened?.stack.stop()
  })
}

/** Opens the same, and a new page of the demo for each test, which has to end without an error of the page. */
export function withDemoPages(use: (opened: Opened & { readonly demo: DemoPage }) => void): void {
  let opened: Opened | undefined
  let demo: DemoPage | undefined
  withDemoStack((both) => {
    opened = both
  })
  beforeEach(async () => {
    if (opened === undefined) throw new Error('the local stack has not started')
    demo = await openDemo(opened.browser, opened.stack)
    use({ ...opened, demo })
  })
  afterEach(async () => {
    await demo?.close()
    expect(demo?.faults).toEqual([])
  })
}
