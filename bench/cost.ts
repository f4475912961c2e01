import { parseArgs } from 'node:util'
import { assumed, billOf, type Month, totalOf } from './units/bill.ts'
import { rivals } from './units/prices.ts'

/**
 * Prints a month's bill at list prices, from the budgets of the flows, beside what other services list for as many
 * active members. All sign-ins are redirect visits by social login. Refreshes are ten for a sign-in, and one member of a
 * hundred is new, unless said otherwise. Without free tiers, taxes, text messages and people.
 *
 *     npm run cost -- --members 1000000 --signins 3000000
 *     npm run cost -- --help
 */
const usage = `npm run cost -- [--members COUNT] [--signins COUNT] [--refreshes COUNT] [--signups COUNT] [--mails COUNT]
    prints the bill of a month at list prices of us-east-1; other regions cost up to a third more
  --members COUNT    members that are stored: 1,000,000 unless said otherwise
  --signins COUNT    sign-ins: three for a member
  --refreshes COUNT  refreshed tokens: ten for a sign-in
  --signups COUNT    new members: one of a hundred
  --mails COUNT      mails with codes and notices: none`

const text = { type: 'string' } as const
const options = { members: text, signins: text, refreshes: text, signups: text, mails: text } as const

const dollars = (amount: number): string =>
  `$${amount.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`.padStart(14)
const whole = (amount: number): string =>
  amount.toLocaleString('en-US', { maximumFractionDigits: 1 }).padStart(16)
const unconfirmed = 'unconfirmed: as known, no page found'

try {
  const { values } = parseArgs({ options: { ...options, help: { type: 'boolean' } } })
  if (values.help) console.log(usage)
  else print(monthOf(values))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
}

/** The month of the command line. Throws an `Error` for what is no number. */
function monthOf(given: Readonly<Partial<Record<keyof typeof options, string>>>): Month {
  const count = (name: keyof typeof options, otherwise: number): number => {
    const value = given[name]
    if (value === undefined) return otherwise
    if (!/^\d{1,12}$/.test(value)) throw new Error(`--${name} is a whole number, not ${value}`)
    return Number(value)
  }
  const members = count('members', 1_000_000)
  const signIns = count('signins', 3 * members)
  return {
    members,
    signIns,
    refreshes: count('refreshes', 10 * signIns),
    signUps: count('signups', Math.round(members / 100)),
    mails: count('mails', 0),
  }
}

/** Prints a month's bill, and what others list. */
function print(month: Month): void {
  const bill = billOf(month)
  console.log(
    `A month of ${whole(month.members).trim()} members in us-east-1 (elsewhere up to a third more): ${JSON.stringify(month)}`,
  )
  console.log(`Assumed, not measured: ${JSON.stringify(assumed)}\n`)
  for (const { name, amount, price, dollars: sum } of bill) {
    const source: string = 'source' in price && price.source !== undefined ? price.source : unconfirmed
    console.log(`${name.padEnd(24)}${whole(amount)} ${price.per.padEnd(40)}${dollars(sum)}  ${source}`)
  }
  console.log(`${'ieum'.padEnd(81)}${dollars(totalOf(bill))}\n`)
  for (const { name, dollars: priceOf, source, isConfirmed } of rivals) {
    const mark = isConfirmed ? '' : 'unconfirmed: '
    console.log(`${name.padEnd(81)}${dollars(priceOf(month.members))}  ${mark}${source}`)
  }
}
