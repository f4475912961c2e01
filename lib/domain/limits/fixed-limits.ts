import type { Phone } from '../values/evidence.ts'
import type { SmsPolicy, TextPurpose } from '../values/sms-policy.ts'
import type { Limit, LimitedAttempt } from './limit.ts'

/** The rate limits that no stage sets. */
export const limits = {
  /** SMS pumping works through neighbouring numbers, so a limit counts the whole range. */
  textPerPrefix: { name: 'sms-prefix', max: 20, windowSeconds: 3600 },
  /**
   * Of one kind: whoever changes the own account back and forth causes a notice each time. All texts of a kind say the same,
   * so whoever gets no fourth one has read it three times; and no kind keeps another one away.
   */
  noticesPerNumber: { name: 'sms-notice-number', max: 3, windowSeconds: 3600 },
  /** Hashing a password takes much memory and time, so one proof keeps at most two functions busy with it. */
  hashesPerProof: { name: 'proof-hashes', max: 2, windowSeconds: 4 },
} as const satisfies Record<string, Limit>

/** Notices by text get this part of what a stage spends on requested texts, on top of it. */
const noticeShare = 0.1
const shareOf = (texts: number): number => Math.ceil(texts * noticeShare)
/** The lesser notices get half of it, so the rest is left for alerts. */
const lesserShareOf = (texts: number): number => Math.ceil(shareOf(texts) / 2)

/** What alerts and lesser notices count against together. */
const noticeLimits = ({ perHour, perDay }: SmsPolicy) => [
  { name: 'sms-notice-hour', max: shareOf(perHour), windowSeconds: 3600 },
  { name: 'sms-notice-day', max: shareOf(perDay), windowSeconds: 86_400 },
]

/** The limits on a stage's texts per hour and per day, counted for all numbers together. Notices have their own. */
const stageLimits = {
  request: ({ perHour, perDay }) => [
    { name: 'sms-hour', max: perHour, windowSeconds: 3600 },
    { name: 'sms-day', max: perDay, windowSeconds: 86_400 },
  ],
  alert: noticeLimits,
  notice: (sms) => [
    { name: 'sms-lesser-notice-hour', max: lesserShareOf(sms.perHour), windowSeconds: 3600 },
    { name: 'sms-lesser-notice-day', max: lesserShareOf(sms.perDay), windowSeconds: 86_400 },
    ...noticeLimits(sms),
  ],
} as const satisfies Record<TextPurpose, (sms: SmsPolicy) => readonly Limit[]>

/**
 * What one text to a number counts against. A requested text counts for the range of its number. A notice counts for its
 * number and kind alone: a member who causes many must keep no code from the neighbours, nor from anybody else.
 */
export function textAttempts(
  sms: SmsPolicy,
  to: Phone,
  { kind, purpose }: { readonly kind: string; readonly purpose: TextPurpose },
): readonly LimitedAttempt[] {
  return [
    purpose === 'request'
      ? { limit: limits.textPerPrefix, key: prefixOf(to) }
      : { limit: limits.noticesPerNumber, key: `${to} ${kind}` },
    ...stageLimits[purpose](sms).map((limit) => ({ limit, key: 'stage' })),
  ]
}

/** The range of a number: the 10,000 numbers that differ only in the last four digits. */
const prefixOf = (phone: Phone): string => phone.slice(0, -4)
