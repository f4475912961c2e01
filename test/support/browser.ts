import chromium from '@sparticuz/chromium'
import { type Browser, chromium as engine } from 'playwright-core'

/** Starts the browser of the dependencies. No browser needs to be installed. */
export async function openBrowser(): Promise<Browser> {
  return engine.launch({
    executablePath: await chromium.executablePath(),
    // The package's own arguments run everything in one process, which dies with the first closed context.
    args: ['--no-sandbox', '--headless=shell', '--disable-gpu'],
  })
}
