import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { billOf, totalOf } from '../../bench/units/bill.ts'
import { budgets } from '../../bench/units/budgets.ts'
import { prices, rivals } from '../../bench/units/prices.ts'

const idle = { members: 0, signIns: 0, refreshes: 0, signUps: 0, mails: 0 }
const amountOf = (name: string, month: Parameters<typeof billOf>[0]) =>
  billOf(month).find((line) => line.name === name)?.amount

describe('the bill of a month', () => {
  it('counts the units of the budgets', () => {
    const month = { ...idle, signIns: 1000, refreshes: 500 }
    const { writes: ofSignIn } = budgets['returning, redirect']
    const { writes: ofMe } = budgets['GET /me']
    const { writes: ofRefresh } = budgets.refresh
    expect(amountOf('DynamoDB, writes', month)).toBe(1000 * (ofSignIn + ofMe) + 500 * ofRefresh)
  })

  it('counts the mails that are given beside those of the flows', () => {
    expect(amountOf('SES', { ...idle, mails: 500 })).toBe(500)
  })

  it('is the sum of its lines, each an amount times a price', () => {
    const lines = billOf({
      members: 1_000_000,
      signIns: 3_000_000,
      refreshes: 30_000_000,
      signUps: 10_000,
      mails: 0,
    })
    for (const { amount, price, dollars } of lines) expect(dollars).toBeCloseTo(amount * price.dollars)
    expect(totalOf(lines)).toBeCloseTo(lines.reduce((sum, { dollars }) => sum + dollars, 0))
  })

  it('of a stage that nobody uses is its secrets alone', () => {
    expect(totalOf(billOf(idle))).toBeCloseTo(2 * prices.secret.dollars)
  })

  it('tells its options, and refuses others with one line', async () => {
    const run = (...options: readonly string[]) =>
      promisify(execFile)(process.execPath, ['bench/cost.ts', ...options]).then(
        ({ stdout }) => stdout,
        ({ stderr }: { readonly stderr: string }) => stderr,
      )
    expect(await run('--help')).toMatch(/--members COUNT(?:.*\n)+.*--mails COUNT/)
    expect(await run('--mails', 'many')).toBe('--mails is a whole number, not many\n')
    expect(await run('--region', 'x')).toMatch(/^Unknown option '--region'.*\n$/)
    expect(await run('--mails', '2000')).toMatch(/us-east-1(?:.*\n)+SES +2,000 mail +\$0\.20/)
  })

  it('names a source for the price of each rival', () => {
    for (const { source, dollars } of rivals) {
      expect(source).toMatch(/\.(com|org|dev)/)
      expect(dollars(1_000_000)).toBeGreaterThan(dollars(100_000))
    }
  })
})
