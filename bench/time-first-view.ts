import { existsSync } from 'node:fs'
import bundled from '@sparticuz/chromium'
import { type Browser, chromium } from 'playwright-core'
import { startLocalStack } from '../lib/local/local-stack.ts'

/**
 * Measures how long a person waits for the first view of the demo, from the start of the navigation to a screen that a
 * press of its first own button has drawn. Each view has a browser context without a cache; as fast as the machine is,
 * and with the CPU slowed down to a quarter, in turns. Prints the medians, and the time to the first paint. Fails when
 * the median at a quarter is over a second.
 *
 *     node bench/time-first-view.ts 9
 */
const views = Number(process.argv[2] ?? 9)
const limitMs = 1000
const rates = [1, 4] as const

/**
 * Runs in the page before anything else: presses the button of the password sign-in once in each frame until its screen is
 * there. An element that is not ready ignores a press, as it would a person's.
 */
const presser = `{
  const press = () => {
    if (document.querySelector('#ieum-identifier')) globalThis.reactedAt = performance.now()
    else {
      document.querySelector('ieum-page .ieum-actions button')?.click()
      requestAnimationFrame(press)
    }
  }
  requestAnimationFrame(press)
}`

interface View {
  readonly paintedMs: number
  readonly reactedMs: number
}

async function open(browser: Browser, origin: string, rate: number): Promise<View> {
  const context = await browser.newContext({ locale: 'ko-KR', viewport: { width: 390, height: 844 } })
  try {
    const page = await context.newPage()
    const session = await context.newCDPSession(page)
    await session.send('Emulation.setCPUThrottlingRate', { rate })
    await page.addInitScript(presser)
    await page.goto(`${origin}/demo/`)
    await page.locator('#ieum-identifier').waitFor()
    const reactedMs = await page.evaluate<number>('reactedAt')
    const paintedMs = await page.evaluate<number>(
      `performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0`,
    )
    return { paintedMs, reactedMs }
  } finally {
    await context.close()
  }
}

const median = (times: readonly number[]): number =>
  [...times].sort((one, other) => one - other)[Math.floor(times.length / 2)] ?? 0

/** A browser of the machine is quicker to start than the bundled one, which is unpacked first. */
const ofMachine = '/usr/bin/chromium'
const executablePath = existsSync(ofMachine) ? ofMachine : await bundled.executablePath()

const stack = await startLocalStack({ port: 0 })
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
try {
  await open(browser, stack.origin, 1)
  const times = new Map<number, View[]>(rates.map((rate) => [rate, []]))
  for (let view = 0; view < views; view++)
    for (const rate of rates) times.get(rate)?.push(await open(browser, stack.origin, rate))
  for (const [rate, seen] of times) {
    const [painted, reacted] = [
      seen.map(({ paintedMs }) => paintedMs),
      seen.map(({ reactedMs }) => reactedMs),
    ]
    process.stdout.write(
      `CPU ÷ ${rate}: painted after ${median(painted).toFixed(0)} ms, reacts after ${median(reacted).toFixed(0)} ms ` +
        `(${Math.min(...reacted).toFixed(0)} to ${Math.max(...reacted).toFixed(0)})\n`,
    )
    if (rate === 4 && median(reacted) > limitMs) process.exitCode = 1
  }
} finally {
  await browser.close()
  await stack.stop()
}
