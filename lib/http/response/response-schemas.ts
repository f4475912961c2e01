import type { Answer } from '../../flows/visit/answer.ts'

/** A JSON Schema (2020-12), or a part of one. */
export type Shape = Readonly<Record<string, unknown>>

const text: Shape = { type: 'string' }
const truth: Shape = { type: 'boolean' }
const seconds: Shape = { type: 'integer', description: 'Seconds.' }
const moment: Shape = { type: 'string', format: 'date-time' }
const listOf = (items: Shape): Shape => ({ type: 'array', items })
export const shapeNamed = (name: string): Shape => ({ $ref: `#/components/schemas/${name}` })

/** A closed object; a name that ends in `?` may be absent. */
const object = (properties: Readonly<Record<string, Shape>>): Shape => {
  const entries = Object.entries(properties)
  return {
    type: 'object',
    properties: Object.fromEntries(entries.map(([name, shape]) => [name.replace(/\?$/, ''), shape])),
    required: entries.map(([name]) => name).filter((name) => !name.endsWith('?')),
    additionalProperties: false,
  }
}

const identity = object({ provider: text, subject: text })
const bearer = { accessToken: text, tokenType: { const: 'Bearer' }, expiresIn: seconds }
const question = {
  linkToken: text,
  expiresIn: seconds,
  identity,
  profile: shapeNamed('Profile'),
  candidates: listOf(shapeNamed('Hint')),
}

/** What is inside several answers. */
export const parts = {
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
    'birth?': object({
      'year?': { type: 'integer' },
      'monthDay?': text,
      calendar: { enum: ['solar', 'lunar'] },
      'leapMonth?': truth,
    }),
  }),
  Member: object({
    id: text,
    'externalId?': text,
    status: text,
    'name?': text,
    'email?': text,
    emailVerified: truth,
    'phone?': text,
    phoneVerified: truth,
    identities: listOf(
      object({ provider: text, subject: text, 'label?': text, linkedAt: moment, 'lastUsedAt?': moment }),
    ),
    methods: listOf(text),
    attributes: { type: 'object' },
    locale: { enum: ['ko', 'en'] },
    'birth?': { type: 'object' },
    'identityVerifiedAt?': moment,
    createdAt: moment,
  }),
} as const satisfies Record<string, Shape>

/** What each outcome says beside its name. */
export const outcomeShapes = {
  signed_in: {
    created: truth,
    member: object({ id: text, 'externalId?': text }),
    ...bearer,
    'refreshToken?': text,
    'termsDue?': listOf(shapeNamed('Term')),
  },
  registration_required: {
    registerToken: text,
    expiresIn: seconds,
    identity,
    profile: shapeNamed('Profile'),
    missing: listOf(text),
    terms: listOf(shapeNamed('Term')),
    familyMember: truth,
  },
  link_confirmation_required: question,
  link_proof_required: { ...question, mayRegister: truth },
  merge_confirmation_required: {
    mergeToken: text,
    expiresIn: seconds,
    candidates: listOf(shapeNamed('Hint')),
  },
  linked: { member: shapeNamed('Member') },
  already_linked: { member: shapeNamed('Member') },
  unlinked: { member: shapeNamed('Member') },
  merged: { member: shapeNamed('Member') },
  identity_verified: { member: shapeNamed('Member') },
  reauthenticated: { ...bearer, user_mapping: { const: 'RECERTIFICATION' } },
  declined: {},
} as const satisfies Readonly<Record<Answer['outcome'], Readonly<Record<string, Shape>>>>

/** One outcome as a schema. */
export const outcomeShape = (outcome: string, says: Readonly<Record<string, Shape>>): Shape =>
  object({ outcome: { const: outcome }, ...says })
