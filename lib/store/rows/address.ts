import * as v from 'valibot'
import type { Email, Phone } from '../../domain/values/evidence.ts'
import { textOf } from './fields.ts'

/** The schema of an address. */
export const address = v.variant('channel', [
  v.object({ channel: v.literal('email'), value: textOf<Email>() }),
  v.object({ channel: v.literal('sms'), value: textOf<Phone>() }),
])
