import * as v from 'valibot'
import type { Email, Phone } from '../../domain/values/evidence.ts'
import type { Address } from '../../domain/values/verification.ts'
import { textOf } from './fields.ts'

/** The schema of an address. */
export const address = v.variant('channel', [
  v.object({ channel: v.literal('email'), value: textOf<Email>() }),
  v.object({ channel: v.literal('sms'), value: textOf<Phone>() }),
])

/** The member's contact for an address. The login method has the same name. */
export const contactOf = ({ channel }: Address): 'email' | 'phone' =>
  channel === 'email' ? 'email' : 'phone'
