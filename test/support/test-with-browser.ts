import { expect } from 'vitest'
import { openBrowser } from './browser.ts'
import { openDemo } from './demo-page.ts'
import { demoOptions } from './test-stack.ts'
import { type Given, startStack, stopStack, testWithOptions } from './test-with-stack.ts'

/** `testWithStack`, with a browser. Both start at the same time. */
export const testWithBrowser = (given: Given = demoOptions()) =>
  testWithOptions(given)
    .extend('opened', { scope: 'file' }, async ({ stackOptions }, { onCleanup }) => {
      const [stack, browser] = await Promise.all([startStack(stackOptions), openBrowser()])
      onCleanup(async () => {
        await browser.close()
        await stopStack()
      })
      return { stack, browser }
    })
    .extend('stack', { scope: 'file', auto: true }, ({ opened }) => opened.stack)
    .extend('browser', { scope: 'file' }, ({ opened }) => opened.browser)

/** The same, with a new page of the demo for each test, which has to end without an error of the page. */
export const testWithDemo = (given: Given = demoOptions()) =>
  testWithBrowser(given).extend('demo', async ({ browser, stack }, { onCleanup }) => {
    const demo = await openDemo(browser, stack)
    onCleanup(async () => {
      await demo.close()
      expect(demo.faults).toEqual([])
    })
    return demo
  })
