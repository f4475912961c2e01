import type { Phone } from '../values/evidence.ts'
import type { SmsPolicy } from '../values/sms-policy.ts'
import type { Limit } from './limit.ts'

/** The rate limits that no stage sets. */
export const limits = {
  /** SMS pumping works through neighbouring numbers, so a limit counts the whole range. */
  textPerPrefix: { name: 'sms-prefix', max: 20, windowSeconds: 3600 },
  /** Hashing a password takes much memory and time, so one proof keeps at most two functions busy with it. */
  hashesPerProof: { name: 'proof-hashes', max: 2, windowSeconds: 4 },
} as const satisfies Record<string, Limit>

/** The limits on a stage's text messages per hour and per day, counted for all numbers together. */
export const textBudget = ({ perHour, perDay }: SmsPolicy): readonly Limit[] => [
  { name: 'sms-hour', max: perHour, windowSeconds: 3600 },
  { name: 'sms-day', max: perDay, windowSeconds: 86_400 },
]

/** The range of a number: the 10,000 numbers that differ only in the last four digits. */
export const prefixOf = (phone: Phone): string => phone.slice(0, -4)
