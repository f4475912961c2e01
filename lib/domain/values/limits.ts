import type { Phone } from './evidence.ts'
import type { SmsPolicy } from './sms-policy.ts'

/** A maximum count in a window of time. */
export interface Limit {
  readonly name: string
  readonly max: number
  readonly windowSeconds: number
}

/** The fixed rate limits. Their keys are an identifier, an address, a source or a member. */
export const limits = {
  passwordPerIdentifier: { name: 'password-identifier', max: 10, windowSeconds: 900 },
  passwordPerSource: { name: 'password-source', max: 100, windowSeconds: 900 },
  codeSendPause: { name: 'code-pause', max: 1, windowSeconds: 30 },
  codeSendPerAddress: { name: 'code-address', max: 5, windowSeconds: 3600 },
  codeSendPerAddressDaily: { name: 'code-address-day', max: 10, windowSeconds: 86_400 },
  codeSendPerSource: { name: 'code-source', max: 30, windowSeconds: 3600 },
  /** SMS pumping works through neighbouring numbers, so a limit counts the whole range. */
  textPerPrefix: { name: 'sms-prefix', max: 20, windowSeconds: 3600 },
  identityCheckPerMember: { name: 'identity-check', max: 10, windowSeconds: 3600 },
  uploadsPerSignUp: { name: 'upload-sign-up', max: 12, windowSeconds: 3600 },
  uploadsPerMember: { name: 'upload-member', max: 30, windowSeconds: 86_400 },
} as const satisfies Record<string, Limit>

/** The limits on a stage's text messages per hour and per day, counted for all numbers together. */
export const textBudget = ({ perHour, perDay }: SmsPolicy): readonly Limit[] => [
  { name: 'sms-hour', max: perHour, windowSeconds: 3600 },
  { name: 'sms-day', max: perDay, windowSeconds: 86_400 },
]

/** The range of a number: the 10,000 numbers that differ only in the last four digits. */
export const prefixOf = (phone: Phone): string => phone.slice(0, -4)

/**
 * The source of an IP address for rate limits: the whole IPv4 address, or the /64 of an IPv6 address, since
 * one customer holds a whole /64. Takes the gateway's own peer address, never a forwarded header.
 */
export function sourceOf(ip: string): string {
  if (!ip.includes(':')) return ip
  const [head = '', tail] = ip.toLowerCase().split('::')
  const front = head === '' ? [] : head.split(':')
  const back = tail === undefined || tail === '' ? [] : tail.split(':')
  const gap =
    tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => '0')
  return [...front, ...gap, ...back]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')
}
