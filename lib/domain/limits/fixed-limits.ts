import type { Phone } from '../values/evidence.ts'
import type { SmsPolicy, TextPurpose } from '../values/sms-policy.ts'
import type { Limit, LimitedAttempt } from './limit.ts'

/** The rate limits that no stage sets. */
export const limits = {
  /** SMS pumping works through neighbouring numbers, so a limit counts the whole range. */
  textPerPrefix: { name: 'sms-prefix', max: 20, windowSeconds: 3600 },
  /** Whoever changes the own account back and forth causes a notice each time, and nobody needs to read more of them. */
  noticesPerNumber: { name: 'sms-notice-number', max: 3, windowSeconds: 3600 },
  /** Hashing a password takes much memory and time, so one proof keeps at most two functions busy with it. */
  hashesPerProof: { name: 'proof-hashes', max: 2, windowSeconds: 4 },
} as const satisfies Record<string, Limit>

/** Notices by text get this part of what a stage spends on requested texts, on top of it. */
const noticeShare = 0.1
const shareOf = (texts: number): number => Math.ceil(texts * noticeShare)

/** The limits on a stage's texts per hour and per day, counted for all numbers together. Notices have their own. */
const stageLimits = {
  request: ({ perHour, perDay }) => [
    { name: 'sms-hour', max: perHour, windowSeconds: 3600 },
    { name: 'sms-day', max: perDay, windowSeconds: 86_400 },
  ],
  notice: ({ perHour, perDay }) => [
    { name: 'sms-notice-hour', max: shareOf(perHour), windowSeconds: 3600 },
    { name: 'sms-notice-day', max: shareOf(perDay), windowSeconds: 86_400 },
  ],
} as const satisfies Record<TextPurpose, (sms: SmsPolicy) => readonly Limit[]>

/**
 * What one text to a number counts against. A requested text counts for the range of its number. A notice counts for its
 * number alone: a member who causes many must keep no code from the neighbours, nor from anybody else.
 */
export const textAttempts = (sms: SmsPolicy, to: Phone, purpose: TextPurpose): readonly LimitedAttempt[] => [
  purpose === 'request'
    ? { limit: limits.textPerPrefix, key: prefixOf(to) }
    : { limit: limits.noticesPerNumber, key: to },
  ...stageLimits[purpose](sms).map((limit) => ({ limit, key: 'stage' })),
]

/** The range of a number: the 10,000 numbers that differ only in the last four digits. */
const prefixOf = (phone: Phone): string => phone.slice(0, -4)
