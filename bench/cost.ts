import { parseArgs } from 'node:util'
import { assumed, billOf, type Month, totalOf } from './units/bill.ts'
import { rivals } from './units/prices.ts'

/**
 * Prints a month's bill at list prices, from the budgets of the flows, beside what other services list for as many
 * active members. All sign-ins are redirect visits by social login. Refreshes are ten for a sign-in, and one member of a
 * hundred is new, unless said otherwise. Without free tiers, taxes, text messages and people.
 *
 *     npm run cost -- --members 1000000 --signins 3000000
 */
const text = { type: 'string' } as const
const { values } = parseArgs({ options: { members: text, signins: text, refreshes: text, signups: text } })

/** A number of the command line. Throws for anything else. */
function count(name: keyof typeof values, otherwise: number): number {
  const given = values[name]
  if (given === undefined) return otherwise
  if (!/^\d{1,12}$/.test(given)) throw new Error(`--${name} is a whole number, not ${given}`)
  return Number(given)
}

const members = count('members', 1_000_000)
const signIns = count('signins', 3 * members)
const month: Month = {
  members,
  signIns,
  refreshes: count('refreshes', 10 * signIns),
  signUps: count('signups', Math.round(members / 100)),
}

const dollars = (amount: number): string =>
  `$${amount.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`.padStart(14)
const whole = (amount: number): string =>
  amount.toLocaleString('en-US', { maximumFractionDigits: 1 }).padStart(16)
const unconfirmed = 'unconfirmed: as known, no page found'

const bill = billOf(month)
console.log(`A month of ${whole(members).trim()} members: ${JSON.stringify(month)}`)
console.log(`Assumed, not measured: ${JSON.stringify(assumed)}\n`)
for (const { name, amount, price, dollars: sum } of bill) {
  const source: string = 'source' in price && price.source !== undefined ? price.source : unconfirmed
  console.log(`${name.padEnd(24)}${whole(amount)} ${price.per.padEnd(40)}${dollars(sum)}  ${source}`)
}
console.log(`${'ieum'.padEnd(81)}${dollars(totalOf(bill))}\n`)
for (const { name, dollars: priceOf, source, isConfirmed } of rivals) {
  const mark = isConfirmed ? '' : 'unconfirmed: '
  console.log(`${name.padEnd(81)}${dollars(priceOf(members))}  ${mark}${source}`)
}
