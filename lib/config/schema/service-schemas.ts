import * as v from 'valibot'
import { defaultClosing } from '../../domain/leaving/closing-policy.ts'
import { defaultLimits } from '../../domain/limits/stage-limits.ts'
import { tokenClaims } from '../../domain/member/token-claims.ts'
import { type RelyingParty, relyingPartyFaults } from '../../domain/passkey/relying-party.ts'
import {
  accessAlgorithms,
  accessTokenTypes,
  defaultAccessTokenForm,
} from '../../domain/session/access-token-form.ts'
import { clientFaults } from '../../domain/values/client.ts'
import { contactKinds, items } from '../../domain/values/evidence.ts'
import { isClientId } from '../../domain/values/ids.ts'
import { defaultSessionLifetimes } from '../../domain/values/lifetimes.ts'
import { defaultSmsPolicy } from '../../domain/values/sms-policy.ts'
import { allDoors, type Doors } from '../../domain/values/verification.ts'
import { defaultPolicy, fullItems, partialItems, policyFaults } from '../../domain/visit/match-policy.ts'
import { type RuleFault, rule } from './rule.ts'
import {
  asciiId,
  line,
  listOf,
  mailAddress,
  matching,
  object,
  oneOf,
  orNull,
  trueOrFalse,
  wholeNumber,
} from './values.ts'
import type { StageReading, WithDefault } from './with-default.ts'

const clientId = 'letters, digits, dots, hyphens and underscores, a letter or digit first'

/** A registered client. Redirects and origins are optional on every stage, since an SDK's app has neither. */
export const clientSchema = v.pipe(
  object({
    id: v.pipe(v.string(clientId), v.guard(isClientId, clientId)),
    type: oneOf(['web', 'mobile']),
    redirectUris: v.optional(listOf(v.string('an absolute URI')), []),
    origins: v.optional(listOf(v.string('an https origin')), []),
    allowPrivateUseScheme: v.optional(trueOrFalse, false),
  }),
  rule(clientFaults),
)

/** A request names its client by the id alone. */
export const clientIdFaults = (clients: readonly { readonly id: string }[]): readonly RuleFault[] =>
  clients.flatMap(({ id }, index) =>
    clients.slice(0, index).some((earlier) => earlier.id === id)
      ? [{ at: [index, 'id'], allowed: 'an id that no client before has' }]
      : [],
  )

/** The match policy, and the items that a sign-up needs. */
export const policySchema = (withDefault: WithDefault) =>
  v.pipe(
    object({
      full: withDefault(listOf(oneOf(fullItems)), [...defaultPolicy.full]),
      consider: withDefault(listOf(oneOf(partialItems)), [...defaultPolicy.consider]),
      requiredItems: withDefault(listOf(oneOf(items)), [...defaultPolicy.requiredItems]),
      verifiedItems: withDefault(listOf(oneOf(items)), [...defaultPolicy.verifiedItems]),
      siblingTags: withDefault(listOf(asciiId), [...defaultPolicy.siblingTags]),
      sharedContacts: withDefault(listOf(oneOf(contactKinds)), [...defaultPolicy.sharedContacts]),
      minimumAge: withDefault(wholeNumber(0, 150), defaultPolicy.minimumAge),
    }),
    rule(policyFaults),
  )

const daySeconds = 86_400

/** How long a device stays signed in. */
export const sessionsSchema = (withDefault: WithDefault) =>
  object({
    idleDays: withDefault(wholeNumber(1, 3650), defaultSessionLifetimes.idleSeconds / daySeconds),
    totalDays: withDefault(wholeNumber(1, 3650), defaultSessionLifetimes.totalSeconds / daySeconds),
  })

/** Which sign-ups and sign-ins the stage offers, beside the providers. */
export const doorsSchema = (withDefault: WithDefault) =>
  v.pipe(
    object({
      emailSignUp: withDefault(trueOrFalse, allDoors.emailSignUp),
      phoneSignUp: withDefault(trueOrFalse, allDoors.phoneSignUp),
      passwordSignIn: withDefault(trueOrFalse, allDoors.passwordSignIn),
      emailCodeSignIn: withDefault(trueOrFalse, allDoors.emailCodeSignIn),
      smsCodeSignIn: withDefault(trueOrFalse, allDoors.smsCodeSignIn),
    } satisfies Record<keyof Doors, unknown>),
    rule(doorFaults),
  )

/** Who signs up by an address chooses a password, so it must be good for something. */
const doorFaults = ({ emailSignUp, phoneSignUp, passwordSignIn }: Doors) =>
  (emailSignUp || phoneSignUp) && !passwordSignIn
    ? [{ at: ['passwordSignIn'], allowed: 'true where people sign up by e-mail or phone, with a password' }]
    : []

/** The relying party of passkeys. */
export const passkeysSchema = ({ loopback }: StageReading) =>
  v.pipe(
    object({
      rpId: v.string('a domain in lower case, such as example.com'),
      rpName: line(64),
      origins: listOf(v.string('an https origin, or android:apk-key-hash: with a hash')),
    } satisfies Record<keyof RelyingParty, unknown>),
    rule((settings: RelyingParty) => relyingPartyFaults(settings, loopback)),
  )

/** How members withdraw. */
export const closingSchema = (withDefault: WithDefault) =>
  object({
    graceDays: withDefault(wholeNumber(0, 3650), defaultClosing.graceDays),
    rejoinAfterDays: withDefault(wholeNumber(0, 3650), defaultClosing.rejoinAfterDays),
  })

const country = matching(/^[A-Z]{2}$/, 'an ISO 3166-1 alpha-2 code, such as KR')
const maxTexts = 10_000_000

/** The recipients of texts, and the limits. */
export const smsSchema = (withDefault: WithDefault) =>
  object({
    countries: withDefault(v.pipe(listOf(country), v.minLength(1, 'a list with a country in it')), [
      ...defaultSmsPolicy.countries,
    ]),
    perHour: withDefault(wholeNumber(1, maxTexts), defaultSmsPolicy.perHour),
    perDay: withDefault(wholeNumber(1, maxTexts), defaultSmsPolicy.perDay),
    perSecond: withDefault(wholeNumber(1, 1000), defaultSmsPolicy.perSecond),
    recycledAfterDays: withDefault(wholeNumber(1, 3650), defaultSmsPolicy.recycledAfterSeconds / daySeconds),
    region: withDefault(
      orNull(matching(/^[a-z]{2}(?:-[a-z]+)+-\d$/, 'an AWS region, such as ap-northeast-1')),
      null,
    ),
  })

const maxCount = 1_000_000

/** As many survive one by one when a way of signing in goes. */
const maxSessionsPerMember = 80

/** The rate limits. */
export function limitsSchema(withDefault: WithDefault) {
  const count = (implied: number) => withDefault(wholeNumber(1, maxCount), implied)
  const {
    failures,
    codes,
    changesPerHour,
    refusedGrants,
    identityChecksPerHour,
    sessionsPerMember,
    uploads,
  } = defaultLimits
  return object({
    failures: withDefault(
      object({
        per15Minutes: count(failures.per15Minutes),
        perDay: count(failures.perDay),
        perSourceAndHour: count(failures.perSourceAndHour),
      }),
      {},
    ),
    codes: withDefault(
      object({
        perHour: count(codes.perHour),
        perDay: count(codes.perDay),
        perSourceAndHour: count(codes.perSourceAndHour),
        textsPerSourceAndHour: count(codes.textsPerSourceAndHour),
      }),
      {},
    ),
    changesPerHour: count(changesPerHour),
    refusedGrants: count(refusedGrants),
    identityChecksPerHour: count(identityChecksPerHour),
    sessionsPerMember: withDefault(wholeNumber(1, maxSessionsPerMember), sessionsPerMember),
    uploads: withDefault(object({ perSignUp: count(uploads.perSignUp), perDay: count(uploads.perDay) }), {}),
  })
}

/** A name in a mail header is one encoded word of at most 45 bytes (RFC 2047, section 2). */
const senderName = v.pipe(
  line(45),
  v.maxBytes(45, 'a text of at most 45 bytes, which are 15 Korean syllables'),
)
const sender = { name: { ko: 'ieum', en: 'ieum' }, address: 'no-reply@example.com' }

/** The sender of mails. An existing SES identity is used without changes. */
export const mailSchema = (withDefault: WithDefault) =>
  object({
    sender: withDefault(
      object({ name: object({ ko: senderName, en: senderName }), address: mailAddress }),
      sender,
    ),
    identity: withDefault(oneOf(['create', 'existing']), 'create'),
    perSecond: withDefault(wholeNumber(1, 1000), 10),
  })

const audience = matching(/^[\x21-\x7e]{1,255}$/, '1 to 255 printable ASCII characters without spaces')

/** The form of access tokens, as the other services of the stage verify them, and their claims about a member. */
export const tokensSchema = (withDefault: WithDefault) =>
  object({
    algorithm: withDefault(oneOf(accessAlgorithms), defaultAccessTokenForm.algorithm),
    audience: withDefault(orNull(audience), defaultAccessTokenForm.audience),
    typ: withDefault(oneOf(accessTokenTypes), defaultAccessTokenForm.typ),
    claims: withDefault(listOf(oneOf(tokenClaims)), []),
  })
