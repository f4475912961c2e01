import * as v from 'valibot'
import { defaultClosing } from '../../domain/leaving/closing-policy.ts'
import { tokenClaims } from '../../domain/member/token-claims.ts'
import { clientFaults } from '../../domain/values/client.ts'
import { items } from '../../domain/values/evidence.ts'
import { isClientId } from '../../domain/values/ids.ts'
import { defaultSessionLifetimes } from '../../domain/values/lifetimes.ts'
import { defaultSmsPolicy } from '../../domain/values/sms-policy.ts'
import { defaultPolicy, fullItems, partialItems, policyFaults } from '../../domain/visit/match-policy.ts'
import type { Given } from './given.ts'
import { rule } from './rule.ts'
import {
  bilingual,
  identifier,
  line,
  listOf,
  mailAddress,
  matching,
  object,
  oneOf,
  orNull,
  termsAddress,
  wholeNumber,
  yesOrNo,
} from './values.ts'

const clientId = 'letters, digits, dots, hyphens and underscores, a letter or digit first'

/** A registered client. Redirects and origins may be left out on every stage: an SDK's app has none of them. */
export const clientSchema = v.pipe(
  object({
    id: v.pipe(v.string(clientId), v.guard(isClientId, clientId)),
    type: oneOf(['web', 'mobile']),
    redirectUris: v.optional(listOf(v.string('an absolute URI')), []),
    origins: v.optional(listOf(v.string('an https origin')), []),
    allowPrivateUseScheme: v.optional(yesOrNo, false),
  }),
  rule(clientFaults),
)

/** How a member is told from a stranger, and what a sign-up needs. */
export const policySchema = (given: Given) =>
  v.pipe(
    object({
      full: given(listOf(oneOf(fullItems)), [...defaultPolicy.full]),
      consider: given(listOf(oneOf(partialItems)), [...defaultPolicy.consider]),
      requiredItems: given(listOf(oneOf(items)), [...defaultPolicy.requiredItems]),
      verifiedItems: given(listOf(oneOf(items)), [...defaultPolicy.verifiedItems]),
      siblingTags: given(listOf(identifier), [...defaultPolicy.siblingTags]),
      minimumAge: given(wholeNumber(0, 150), defaultPolicy.minimumAge),
    }),
    rule(policyFaults),
  )

/** One version of one set of terms. The tag becomes the middle of a key, so it holds no separator. */
export const termSchema = object({
  tag: matching(/^[A-Za-z0-9_.-]{1,64}$/, '1 to 64 letters, digits, dots, hyphens and underscores'),
  version: matching(/^[\x21-\x7e]{1,64}$/, '1 to 64 printable ASCII characters without spaces'),
  title: v.union([v.pipe(v.string(), v.nonEmpty()), bilingual(200)], 'a text, or one in ko and one in en'),
  required: yesOrNo,
  url: termsAddress,
})

const daySeconds = 86_400

/** How long a device stays signed in. */
export const sessionsSchema = (given: Given) =>
  object({
    idleDays: given(wholeNumber(1, 3650), defaultSessionLifetimes.idleSeconds / daySeconds),
    totalDays: given(wholeNumber(1, 3650), defaultSessionLifetimes.totalSeconds / daySeconds),
  })

/** How members leave. */
export const closingSchema = (given: Given) =>
  object({
    graceDays: given(wholeNumber(0, 3650), defaultClosing.graceDays),
    rejoinAfterDays: given(wholeNumber(0, 3650), defaultClosing.rejoinAfterDays),
  })

const country = matching(/^[A-Z]{2}$/, 'an ISO 3166-1 alpha-2 code, such as KR')
const mostTexts = 10_000_000

/** Who gets texts, and how many at most. */
export const smsSchema = (given: Given) =>
  object({
    countries: given(v.pipe(listOf(country), v.minLength(1, 'a list with a country in it')), [
      ...defaultSmsPolicy.countries,
    ]),
    perHour: given(wholeNumber(1, mostTexts), defaultSmsPolicy.perHour),
    perDay: given(wholeNumber(1, mostTexts), defaultSmsPolicy.perDay),
    recycledAfterDays: given(wholeNumber(1, 3650), defaultSmsPolicy.recycledAfterSeconds / daySeconds),
    region: given(
      orNull(matching(/^[a-z]{2}(?:-[a-z]+)+-\d$/, 'an AWS region, such as ap-northeast-1')),
      null,
    ),
  })

/** A name in a header of a mail is one encoded word, which holds 45 bytes (RFC 2047, section 2). */
const senderName = v.pipe(
  line(45),
  v.maxBytes(45, 'a text of at most 45 bytes, which are 15 Korean syllables'),
)
const sender = { name: { ko: 'ieum', en: 'ieum' }, address: 'no-reply@example.com' }

/** Whom mails come from. An existing identity of SES is used as it is, and not changed. */
export const mailSchema = (given: Given) =>
  object({
    sender: given(object({ name: object({ ko: senderName, en: senderName }), address: mailAddress }), sender),
    identity: given(oneOf(['create', 'existing']), 'create'),
  })

/** What access tokens say of a member beside who it is. */
export const tokensSchema = (given: Given) => object({ claims: given(listOf(oneOf(tokenClaims)), []) })
