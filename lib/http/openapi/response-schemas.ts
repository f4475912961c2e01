import type { FlowResult } from '../../flows/visit/result.ts'

import { type JsonSchema, schemaNamed, schemaParts } from './json-schema.ts'

const { bearer, identity, listOf, moment, object, provider, seconds, text, truth } = schemaParts

const birth = object({
  'year?': { type: 'integer' },
  'monthDay?': text,
  calendar: { enum: ['solar', 'lunar'] },
  'leapMonth?': truth,
})
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
        provider,
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
          'friend?': truth,
        }),
      }),
    ),
    passkeys: listOf(
      object({
        id: text,
        name: text,
        createdAt: moment,
        'lastUsedAt?': moment,
        backedUp: truth,
        usable: truth,
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
