/*
 * What Lambda loads of a deployed function: the bundle beside it, and what a first request needs. An ES module, since Lambda
 * waits for one before it takes requests, and a bundle is none.
 */

interface Bundle {
  readonly handler: ((...call: readonly unknown[]) => unknown) & { warmUp?(): Promise<void> }
}

const { createRequire } = process.getBuiltinModule('node:module')
const bundle: Bundle = createRequire(import.meta.url)('./index.js')

export const { handler } = bundle
await handler.warmUp?.()
