import { checkResults, healthChecks } from '../../domain/health/health.ts'
import { items } from '../../domain/values/evidence.ts'
import type { Doors } from '../../domain/values/verification.ts'
import { type JsonSchema, schemaNamed, schemaParts } from './json-schema.ts'

const { bearer, identity, listOf, moment, object, provider, seconds, text, truth } = schemaParts

const givenConsents = object({
  consents: listOf(
    object({ tag: text, version: text, agreed: truth, at: moment, source: text, 'channel?': text }),
  ),
})

/** The responses of doors that end no visit. */
export const doorSchemas = {
  SignInOptions: object({
    providers: listOf(provider),
    doors: object({
      emailSignUp: truth,
      phoneSignUp: truth,
      passwordSignIn: truth,
      emailCodeSignIn: truth,
      smsCodeSignIn: truth,
    } satisfies Readonly<Record<keyof Doors, JsonSchema>>),
    passkeys: truth,
    attributes: { type: 'object', description: 'The JSON Schema of the attributes that a sign-up asks for.' },
    requiredItems: { ...listOf({ enum: items }), description: 'What every sign-up must give.' },
    verifiedItems: { ...listOf({ enum: items }), description: 'What every sign-up must prove.' },
    graceDays: { type: 'integer', description: 'The days in which a closed account can be restored.' },
  }),
  StartedVisit: object({ transaction: text, authorizationUrl: text, state: text, nonce: text }),
  StartedRedirect: object({ authorizationUrl: text, state: text, nonce: text, 'startUrl?': text }),
  StartedPasskeyUse: object({
    transaction: text,
    options: {
      type: 'object',
      description: 'PublicKeyCredentialRequestOptionsJSON (WebAuthn), for `navigator.credentials.get`.',
    },
    expiresIn: seconds,
  }),
  StartedPasskey: object({
    transaction: text,
    options: {
      type: 'object',
      description: 'PublicKeyCredentialCreationOptionsJSON (WebAuthn), for `navigator.credentials.create`.',
    },
    expiresIn: seconds,
  }),
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
  Health: object({ status: { enum: ['ok', 'degraded'] }, 'checks?': schemaNamed('HealthChecks') }),
  HealthChecks: object(Object.fromEntries(healthChecks.map((check) => [check, { enum: checkResults }]))),
} as const satisfies Record<string, JsonSchema>
