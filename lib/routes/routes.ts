import type { ConsumerId } from './consumers.ts'
import type { JobId } from './jobs.ts'
import type { ListenerId } from './listeners.ts'
import {
  both,
  type Consumer,
  decidesAndActs,
  type Job,
  type Listener,
  type Route,
  type Subscriber,
  service,
} from './shape.ts'
import type { SubscriberId } from './subscribers.ts'

export type { Method, Route } from './shape.ts'

/** The API. The cloud stack, the local server, the tests and the documentation read it from here. */
export const routes = {
  login: {
    id: 'login',
    doors: [
      { method: 'GET', path: '/login' },
      { method: 'GET', path: '/login/{provider}' },
      { method: 'POST', path: '/login/{provider}' },
    ],
    does: 'starts a visit at a provider',
    touches: { table: [], secrets: ['keys'] },
    memory: 512,
    throttle: 'busy',
  },
  'password-login': {
    id: 'password-login',
    doors: [{ method: 'POST', path: '/login/password' }],
    does: 'signs in by password',
    touches: {
      table: decidesAndActs,
      secrets: both,
      hooks: ['legacySignIn', 'tokenClaims'],
      passwords: 'compares',
    },
    memory: 1024,
    throttle: 'costly',
  },
  'code-login': {
    id: 'code-login',
    doors: [{ method: 'POST', path: '/login/code' }],
    does: 'signs in by a confirmed code, or recovers an imported account',
    touches: {
      table: decidesAndActs,
      secrets: both,
      hooks: ['tokenClaims'],
    },
    memory: 512,
    throttle: 'costly',
  },
  'passkey-options': {
    id: 'passkey-options',
    doors: [{ method: 'POST', path: '/login/passkey/options' }],
    does: 'gives the challenge for a sign-in by passkey',
    touches: { table: [], secrets: ['keys'] },
    memory: 512,
    throttle: 'busy',
  },
  'passkey-login': {
    id: 'passkey-login',
    doors: [{ method: 'POST', path: '/login/passkey' }],
    does: 'signs in, or re-authenticates, by a passkey',
    touches: { table: decidesAndActs, secrets: both, hooks: ['tokenClaims'], passkeys: true },
    memory: 512,
    throttle: 'busy',
  },
  verification: {
    id: 'verification',
    doors: [
      { method: 'POST', path: '/verification' },
      { method: 'POST', path: '/verification/confirm' },
    ],
    does: 'leaves a code for an address, and confirms the code',
    touches: { table: ['PutItem', 'UpdateItem'], secrets: both },
    memory: 512,
    throttle: 'costly',
  },
  callback: {
    id: 'callback',
    doors: [
      { method: 'GET', path: '/callback/{provider}' },
      { method: 'POST', path: '/callback/{provider}' },
    ],
    does: "receives the provider's response, and decides the outcome",
    touches: { table: decidesAndActs, secrets: both, hooks: ['beforeLink', 'tokenClaims'] },
    memory: 512,
    throttle: 'busy',
  },
  token: {
    id: 'token',
    doors: [{ method: 'POST', path: '/token' }],
    does: 'exchanges a ticket for the outcome, or renews a session',
    touches: { table: decidesAndActs, secrets: both, hooks: ['beforeLink', 'tokenClaims'] },
    memory: 512,
    throttle: 'busy',
  },
  register: {
    id: 'register',
    doors: [{ method: 'POST', path: '/register' }],
    does: 'completes a sign-up',
    touches: {
      table: decidesAndActs,
      secrets: both,
      hooks: ['beforeRegister', 'tokenClaims'],
      passwords: 'hashes',
      uploads: ['PutObjectTagging'],
    },
    memory: 1024,
    throttle: 'costly',
  },
  uploads: {
    id: 'uploads',
    doors: [{ method: 'POST', path: '/uploads' }],
    does: 'gives a form for the upload of a photo',
    touches: {
      table: ['GetItem', 'BatchGetItem', 'Query', 'UpdateItem'],
      secrets: both,
      uploads: ['PutObject', 'PutObjectTagging'],
    },
    memory: 512,
    throttle: 'quiet',
  },
  link: {
    id: 'link',
    doors: [{ method: 'POST', path: '/link' }],
    does: 'links a visit to an account, or merges two accounts, by the answer to a question',
    touches: {
      table: decidesAndActs,
      secrets: both,
      hooks: ['beforeLink', 'tokenClaims'],
      uploads: ['PutObjectTagging'],
    },
    memory: 512,
    throttle: 'quiet',
  },
  unlink: {
    id: 'unlink',
    doors: [{ method: 'POST', path: '/unlink' }],
    does: 'removes a login method',
    touches: { table: decidesAndActs, secrets: both },
    memory: 512,
    throttle: 'quiet',
  },
  'identity-verification': {
    id: 'identity-verification',
    doors: [
      { method: 'POST', path: '/identity-verification' },
      { method: 'POST', path: '/identity-verification/confirm' },
    ],
    does: "checks a member's identity through a gateway, and finds another account of that person",
    touches: {
      table: [
        'GetItem',
        'BatchGetItem',
        'Query',
        'PutItem',
        'UpdateItem',
        'DeleteItem',
        'ConditionCheckItem',
      ],
      secrets: both,
      identityGateway: true,
      hooks: ['tokenClaims'],
    },
    memory: 512,
    throttle: 'quiet',
  },
  logout: {
    id: 'logout',
    doors: [{ method: 'POST', path: '/logout' }],
    does: 'ends a session here and at the provider',
    touches: { table: ['BatchGetItem', 'UpdateItem', 'DeleteItem'], secrets: both },
    memory: 512,
    throttle: 'busy',
  },
  me: {
    id: 'me',
    doors: [
      { method: 'GET', path: '/me' },
      { method: 'PATCH', path: '/me' },
    ],
    does: 'shows the member, and changes it',
    touches: {
      table: decidesAndActs,
      secrets: both,
      passwords: 'compares',
      uploads: ['PutObjectTagging'],
    },
    memory: 1024,
    throttle: 'busy',
  },
  passkeys: {
    id: 'passkeys',
    doors: [
      { method: 'POST', path: '/me/passkeys/options' },
      { method: 'POST', path: '/me/passkeys' },
    ],
    does: 'gives the challenge for a new passkey, and adds the passkey',
    touches: {
      table: ['Query', 'BatchGetItem', 'PutItem', 'UpdateItem', 'ConditionCheckItem'],
      secrets: both,
    },
    memory: 512,
    throttle: 'quiet',
  },
  passkey: {
    id: 'passkey',
    doors: [
      { method: 'PATCH', path: '/me/passkeys/{id}' },
      { method: 'DELETE', path: '/me/passkeys/{id}' },
    ],
    does: 'renames a passkey, and removes one',
    touches: {
      table: ['Query', 'BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'],
      secrets: both,
    },
    memory: 512,
    throttle: 'quiet',
  },
  deactivate: {
    id: 'deactivate',
    doors: [{ method: 'POST', path: '/me/deactivate' }],
    does: 'pauses the account',
    touches: {
      table: ['Query', 'BatchGetItem', 'PutItem', 'UpdateItem', 'ConditionCheckItem'],
      secrets: both,
    },
    memory: 512,
    throttle: 'quiet',
  },
  withdraw: {
    id: 'withdraw',
    doors: [{ method: 'DELETE', path: '/me' }],
    does: 'closes the account, which is erased after a grace period',
    touches: { table: decidesAndActs, secrets: both },
    memory: 512,
    throttle: 'quiet',
  },
  reactivate: {
    id: 'reactivate',
    doors: [{ method: 'POST', path: '/reactivate' }],
    does: 'reactivates a deactivated or closed account, by the token of a message',
    touches: { table: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem'], secrets: both },
    memory: 512,
    throttle: 'quiet',
  },
  terms: {
    id: 'terms',
    doors: [
      { method: 'GET', path: '/terms' },
      { method: 'GET', path: '/me/consents' },
      { method: 'POST', path: '/me/consents' },
    ],
    does: "lists the terms in force, and shows and changes the member's consents",
    touches: {
      table: ['Query', 'BatchGetItem', 'PutItem', 'UpdateItem', 'ConditionCheckItem'],
      secrets: both,
    },
    memory: 512,
    throttle: 'busy',
  },
  sessions: {
    id: 'sessions',
    doors: [
      { method: 'GET', path: '/me/sessions' },
      { method: 'DELETE', path: '/me/sessions/{id}' },
    ],
    does: "lists the member's sessions, and ends one",
    touches: {
      table: ['BatchGetItem', 'Query', 'DeleteItem', 'ConditionCheckItem'],
      secrets: both,
    },
    memory: 512,
    throttle: 'busy',
  },
  webhooks: {
    id: 'webhooks',
    doors: [
      { method: 'GET', path: '/webhooks/{provider}' },
      { method: 'POST', path: '/webhooks/{provider}' },
    ],
    does: 'receives the notice of a provider that a person has ended the connection there',
    touches: {
      table: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'],
      secrets: both,
    },
    memory: 512,
    throttle: 'quiet',
  },
  'service-members': {
    id: 'service-members',
    doors: [
      { method: 'GET', path: '/service/members' },
      { method: 'GET', path: '/service/members/{id}' },
    ],
    does: 'finds members masked, and shows one in full, for support and other services',
    ...service('GetItem', 'BatchGetItem', 'Query', 'PutItem'),
  },
  'service-history': {
    id: 'service-history',
    doors: [{ method: 'GET', path: '/service/members/{id}/history' }],
    does: 'lists what happened to a member, for support and other services',
    ...service('Query', 'PutItem'),
  },
  'service-status': {
    id: 'service-status',
    doors: [
      { method: 'POST', path: '/service/members/{id}/suspend' },
      { method: 'POST', path: '/service/members/{id}/unsuspend' },
      { method: 'POST', path: '/service/members/{id}/deactivate' },
      { method: 'POST', path: '/service/members/{id}/reactivate' },
    ],
    does: "changes a member's status, for support and other services",
    ...service('Query', 'PutItem', 'UpdateItem'),
  },
  'service-close': {
    id: 'service-close',
    doors: [{ method: 'POST', path: '/service/members/{id}/close' }],
    does: "closes a member's account, for support and other services",
    ...service('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'),
  },
  'service-sign-out': {
    id: 'service-sign-out',
    doors: [{ method: 'POST', path: '/service/members/{id}/sign-out' }],
    does: "ends a member's sessions, for support and other services",
    ...service('Query', 'PutItem', 'UpdateItem'),
  },
  'service-unlink': {
    id: 'service-unlink',
    doors: [
      { method: 'POST', path: '/service/members/{id}/unlink' },
      { method: 'POST', path: '/service/members/{id}/remove-passkey' },
    ],
    does: "removes a member's login method, for support and other services",
    ...service('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'),
  },
  jwks: {
    id: 'jwks',
    doors: [
      { method: 'GET', path: '/.well-known/jwks.json' },
      { method: 'GET', path: '/.well-known/openid-configuration' },
      { method: 'GET', path: '/.well-known/oauth-authorization-server' },
    ],
    head: true,
    does: 'publishes the keys that verify access tokens, and where they are',
    touches: { table: [], secrets: ['keys'] },
    memory: 512,
    throttle: 'busy',
  },
  openapi: {
    id: 'openapi',
    doors: [
      { method: 'GET', path: '/openapi.json' },
      { method: 'GET', path: '/problems/{code}' },
    ],
    head: true,
    direct: true,
    does: 'describes the API to other tools',
    touches: { table: [], secrets: [] },
    memory: 512,
    throttle: 'busy',
  },
  health: {
    id: 'health',
    doors: [{ method: 'GET', path: '/health' }],
    head: true,
    direct: true,
    does: 'reports that the API is up, and which parts behind it work',
    touches: { table: ['GetItem'], rows: 'health_note', secrets: [] },
    memory: 512,
    throttle: 'busy',
  },
} as const satisfies Record<string, Route>

export type RouteId = keyof typeof routes

/**
 * What one Lambda does: a route, a scheduled job, a listener on the table's stream, a subscriber of a topic, or a
 * consumer of a queue.
 */
export type LambdaWork =
  | (Route & { readonly id: RouteId })
  | (Job & { readonly id: JobId })
  | (Listener & { readonly id: ListenerId })
  | (Subscriber & { readonly id: SubscriberId })
  | (Consumer & { readonly id: ConsumerId })

/** The path of a Lambda's entry file, relative to the repository's root. */
export const entryOf = (id: LambdaWork['id']): string => `functions/${id}.ts`
