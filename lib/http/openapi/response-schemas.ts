import type { FlowResult } from '../../flows/visit/result.ts'

/** A JSON Schema (2020-12), or a part of one. */
export type JsonSchema = Readonly<Record<string, unknown>>

const text: JsonSchema = { type: 'string' }
const truth: JsonSchema = { type: 'boolean' }
const seconds: JsonSchema = { type: 'integer', description: 'Seconds.' }
const moment: JsonSchema = { type: 'string', format: 'date-time' }
const listOf = (items: JsonSchema): JsonSchema => ({ type: 'array', items })
/** A reference to a named schema of the document. */
export const schemaNamed = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` })

/** A closed object. A name with a trailing `?` is optional. */
const object = (properties: Readonly<Record<string, JsonSchema>>): JsonSchema => {
  const entries = Object.entries(properties)
  return {
    type: 'object',
    properties: Object.fromEntries(entries.map(([name, shape]) => [name.replace(/\?$/, ''), shape])),
    required: entries.map(([name]) => name).filter((name) => !name.endsWith('?')),
    additionalProperties: false,
  }
}

const birth = object({
  'year?': { type: 'integer' },
  'monthDay?': text,
  calendar: { enum: ['solar', 'lunar'] },
  'leapMonth?': truth,
})
const identity = object({ provider: text, subject: text })
const bearer = { accessToken: text, tokenType: { const: 'Bearer' }, expiresIn: seconds }
const question = {
  linkToken: text,
  expiresIn: seconds,
  identity,
  profile: schemaNamed('Profile'),
  candidates: listOf(schemaNamed('Hint')),
}

/** Schemas that several outcomes share. */
export const commonSchemas = {
  Term: object({ tag: text, version: text, title: text, required: truth, url: text, 'agreed?': truth }),
  Hint: object({
    'email?': text,
    'phone?': text,
    'name?': text,
    'joinedMonth?': text,
    'methods?': listOf(text),
  }),
  Profile: object({
    'email?': text,
    'emailVerified?': truth,
    'phone?': text,
    'name?': text,
    'nickname?': text,
    'picture?': text,
    'gender?': text,
    'ageRange?': text,
    'birth?': birth,
  }),
  Member: object({
    id: text,
    'externalId?': text,
    'loginId?': text,
    status: text,
    'name?': text,
    'nickname?': text,
    'birth?': birth,
    'gender?': text,
    'email?': text,
    emailVerified: truth,
    'delivery?': { const: 'failing' },
    'phone?': text,
    phoneVerified: truth,
    identities: listOf(
      object({
        provider: text,
        subject: text,
        'label?': text,
        linkedAt: moment,
        'lastUsedAt?': moment,
        state: { enum: ['linked', 'unlinked_by_provider'] },
        'told?': object({
          'nickname?': text,
          'picture?': text,
          'gender?': text,
          'ageRange?': text,
          'birth?': birth,
        }),
      }),
    ),
    methods: listOf(text),
    attributes: { type: 'object' },
    locale: { enum: ['ko', 'en'] },
    'identityVerifiedAt?': moment,
    createdAt: moment,
  }),
} as const satisfies Record<string, JsonSchema>

/** The name of an outcome's schema: `signed_in` becomes `SignedIn`. */
export const schemaOf = (outcome: string): string =>
  outcome.replace(/(?:^|_)(\w)/g, (_, letter) => letter.toUpperCase())

/** What a yes needs beside itself. */
const needs = { enum: ['consent', 'proof'] } as const

/** The fields of each outcome beside `outcome`. */
export const outcomeSchemas = {
  signed_in: {
    created: truth,
    member: object({ id: text, 'externalId?': text }),
    ...bearer,
    'refreshToken?': text,
    'deviceToken?': text,
    'termsDue?': listOf(schemaNamed('Term')),
  },
  registration_required: {
    registerToken: text,
    expiresIn: seconds,
    identity,
    profile: schemaNamed('Profile'),
    missing: listOf(text),
    verify: listOf({ enum: ['email', 'phone'] }),
    terms: listOf(schemaNamed('Term')),
    familyMember: truth,
  },
  link_confirmation_required: { ...question, needs, mayRegister: truth },
  link_proof_required: { ...question, mayRegister: truth },
  merge_confirmation_required: {
    mergeToken: text,
    expiresIn: seconds,
    needs,
    candidates: listOf(schemaNamed('Hint')),
  },
  linked: { member: schemaNamed('Member') },
  already_linked: { member: schemaNamed('Member') },
  unlinked: { member: schemaNamed('Member') },
  merged: { member: schemaNamed('Member') },
  identity_verified: { member: schemaNamed('Member') },
  reauthenticated: { ...bearer, user_mapping: { const: 'RECERTIFICATION' } },
  declined: {},
} as const satisfies Readonly<Record<FlowResult['outcome'], Readonly<Record<string, JsonSchema>>>>

/** The schema of one outcome. */
export const outcomeSchema = (outcome: string, says: Readonly<Record<string, JsonSchema>>): JsonSchema =>
  object({ outcome: { const: outcome }, ...says })

const givenConsents = object({
  consents: listOf(
    object({ tag: text, version: text, agreed: truth, at: moment, source: text, 'channel?': text }),
  ),
})

/** The responses of doors that end no visit. */
export const doorSchemas = {
  StartedVisit: object({ transaction: text, authorizationUrl: text, state: text, nonce: text }),
  StartedRedirect: object({ authorizationUrl: text, state: text, nonce: text, 'startUrl?': text }),
  RenewedSession: object({ ...bearer, 'refreshToken?': text }),
  StartedVerification: object({ verificationId: text, expiresIn: seconds, resendAfter: seconds }),
  ConfirmedVerification: object({ verificationToken: text, expiresIn: seconds }),
  StartedUpload: object({
    key: text,
    url: text,
    fields: { type: 'object', additionalProperties: text },
    maxBytes: { type: 'integer' },
    expiresIn: seconds,
  }),
  StartedCheck: object({
    identityVerificationId: text,
    nonce: text,
    storeId: text,
    channelKey: text,
    expiresIn: seconds,
  }),
  Reactivated: object({ outcome: { const: 'reactivated' } }),
  Terms: object({ terms: listOf(schemaNamed('Term')) }),
  Consents: givenConsents,
  Sessions: object({
    sessions: listOf(
      object({
        id: text,
        clientId: text,
        'device?': text,
        createdAt: moment,
        lastUsedAt: moment,
        current: truth,
        methods: listOf(text),
      }),
    ),
  }),
  FoundMembers: object({ members: listOf(schemaNamed('Member')) }),
  OperatedMember: object({ id: text, 'externalId?': text, status: text }),
  History: object({
    events: listOf(
      object({
        id: text,
        type: text,
        at: moment,
        'operator?': text,
        'identity?': identity,
        'changed?': listOf(text),
        'source?': text,
        'byMember?': text,
        'survivor?': text,
        'merged?': text,
        'consents?': listOf(object({ tag: text, version: text, agreed: truth })),
      }),
    ),
    'before?': text,
  }),
  Jwks: { type: 'object', properties: { keys: listOf({ type: 'object' }) }, required: ['keys'] },
  Issuer: {
    type: 'object',
    properties: { issuer: text, jwks_uri: text },
    required: ['issuer', 'jwks_uri'],
  },
  Health: object({ status: { const: 'ok' } }),
} as const satisfies Record<string, JsonSchema>
