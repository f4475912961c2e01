import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { LambdaWork } from '../../lib/routes/routes.ts'
import { everyFunction, sharedBundles } from '../support/bundles.ts'

/** What a function may cost at a cold start. A change that makes a bundle smaller makes the budget smaller. */
interface Budget {
  /** Thousands of bytes of the bundle, minified and gzipped. */
  readonly kilobytes: number
  /** Modules of Node that loading the bundle adds to those of an empty program. */
  readonly modules: number
}

const budgets = {
  login: { kilobytes: 63, modules: 68 },
  'password-login': { kilobytes: 123, modules: 68 },
  'code-login': { kilobytes: 97, modules: 68 },
  'passkey-options': { kilobytes: 61, modules: 68 },
  'passkey-login': { kilobytes: 124, modules: 68 },
  passkeys: { kilobytes: 123, modules: 68 },
  passkey: { kilobytes: 95, modules: 68 },
  verification: { kilobytes: 94, modules: 68 },
  callback: { kilobytes: 109, modules: 68 },
  token: { kilobytes: 108, modules: 68 },
  register: { kilobytes: 118, modules: 68 },
  uploads: { kilobytes: 95, modules: 68 },
  link: { kilobytes: 113, modules: 68 },
  unlink: { kilobytes: 96, modules: 68 },
  'identity-verification': { kilobytes: 107, modules: 68 },
  logout: { kilobytes: 93, modules: 68 },
  me: { kilobytes: 115, modules: 68 },
  deactivate: { kilobytes: 93, modules: 68 },
  withdraw: { kilobytes: 92, modules: 68 },
  reactivate: { kilobytes: 94, modules: 68 },
  terms: { kilobytes: 94, modules: 68 },
  sessions: { kilobytes: 91, modules: 68 },
  webhooks: { kilobytes: 95, modules: 68 },
  'service-members': { kilobytes: 95, modules: 68 },
  'service-history': { kilobytes: 93, modules: 68 },
  'service-status': { kilobytes: 94, modules: 68 },
  'service-close': { kilobytes: 94, modules: 68 },
  'service-sign-out': { kilobytes: 93, modules: 68 },
  'service-unlink': { kilobytes: 96, modules: 68 },
  jwks: { kilobytes: 59, modules: 68 },
  openapi: { kilobytes: 32, modules: 2 },
  // Its plain check loads none of what the deep one needs.
  health: { kilobytes: 27, modules: 2 },
  sweep: { kilobytes: 91, modules: 68 },
  publish: { kilobytes: 15, modules: 68 },
  courier: { kilobytes: 101, modules: 68 },
  'mail-failures': { kilobytes: 88, modules: 68 },
  'webhook-deliveries': { kilobytes: 13, modules: 68 },
} as const satisfies Record<LambdaWork['id'], Budget>

const pathOf = await sharedBundles()

/** The bytes of a bundle as a budget counts them, in thousands. */
const kilobytesOf = (path: string): number => gzipSync(readFileSync(path)).length / 1000

/** Texts of the code that loads and calls hooks, each of another of its files. */
const hookCode = ['timed_out', 'the module of hooks must have', 'HookError']

/** Counts the modules of Node in an own process that has loaded these bundles. */
const modulesWith = (...bundles: readonly string[]): number =>
  Number(
    execFileSync(process.execPath, [
      '-e',
      `${JSON.stringify(bundles)}.forEach(require);console.log(process.moduleLoadList.length)`,
    ]),
  )

/** The modules of an empty program. */
const unloaded = modulesWith()

describe('the bundle of a function keeps to its budget', () => {
  it.each(everyFunction.map(({ id }) => id))('%s', (id) => {
    const path = pathOf(id)
    const { kilobytes, modules } = budgets[id]
    expect(kilobytesOf(path)).toBeLessThanOrEqual(kilobytes)
    expect(modulesWith(path) - unloaded).toBeLessThanOrEqual(modules)
  })
})

describe('hooks cost a function that calls none nothing', () => {
  it.each(everyFunction.map((work) => [work.id, work] as const))('%s', (id, { touches }) => {
    const text = readFileSync(pathOf(id), 'utf8')
    const found = hookCode.filter((code) => text.includes(code))
    expect(found).toEqual('hooks' in touches ? hookCode : [])
  })
})
