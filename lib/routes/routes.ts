import type { JobId } from './jobs.ts'
import type { ListenerId } from './listeners.ts'
import { busy, countedEntry, decidesAndActs, quiet, type Route } from './shape.ts'

export type { Method, Route, TableAction, UploadAction } from './shape.ts'

/** The API, told once: the cloud stack, the laptop, the tests and the documentation read it from here. */
export const routes = {
  login: {
    id: 'login',
    doors: [
      { method: 'GET', path: '/login/{provider}' },
      { method: 'POST', path: '/login/{provider}' },
    ],
    does: 'starts a visit at a provider',
    touches: { table: [], secret: true, mail: false },
    memory: 512,
    throttle: busy,
  },
  'password-login': {
    id: 'password-login',
    doors: [{ method: 'POST', path: '/login/password' }],
    does: 'signs in by password',
    touches: { table: countedEntry, secret: true, mail: true, sms: true, passwords: true },
    memory: 1024,
    throttle: quiet,
  },
  'code-login': {
    id: 'code-login',
    doors: [{ method: 'POST', path: '/login/code' }],
    does: 'signs in by a code that came back, or recovers an imported account',
    touches: {
      table: ['GetItem', 'PutItem', 'UpdateItem', 'ConditionCheckItem'],
      secret: true,
      mail: true,
      sms: true,
    },
    memory: 512,
    throttle: quiet,
  },
  verification: {
    id: 'verification',
    doors: [
      { method: 'POST', path: '/verification' },
      { method: 'POST', path: '/verification/confirm' },
    ],
    does: 'sends a code to an address, and hears it back',
    touches: {
      table: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'],
      secret: true,
      mail: true,
      sms: true,
    },
    memory: 512,
    throttle: quiet,
  },
  callback: {
    id: 'callback',
    doors: [
      { method: 'GET', path: '/callback/{provider}' },
      { method: 'POST', path: '/callback/{provider}' },
    ],
    does: 'hears what the provider says, and decides',
    touches: { table: decidesAndActs, secret: true, mail: true, sms: true },
    memory: 512,
    throttle: busy,
  },
  token: {
    id: 'token',
    doors: [{ method: 'POST', path: '/token' }],
    does: 'answers a ticket with the outcome, or renews a session',
    touches: { table: decidesAndActs, secret: true, mail: true, sms: true },
    memory: 512,
    throttle: busy,
  },
  register: {
    id: 'register',
    doors: [{ method: 'POST', path: '/register' }],
    does: 'completes a sign-up',
    touches: {
      table: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'ConditionCheckItem'],
      secret: true,
      mail: true,
      sms: true,
      uploads: ['PutObjectTagging'],
    },
    memory: 1024,
    throttle: quiet,
  },
  uploads: {
    id: 'uploads',
    doors: [{ method: 'POST', path: '/uploads' }],
    does: 'gives a form by which a photo is uploaded',
    touches: {
      table: ['GetItem', 'BatchGetItem', 'Query', 'UpdateItem'],
      secret: true,
      mail: false,
      uploads: ['PutObject', 'PutObjectTagging'],
    },
    memory: 512,
    throttle: quiet,
  },
  link: {
    id: 'link',
    doors: [{ method: 'POST', path: '/link' }],
    does: 'answers the question whether a visitor is a certain member',
    touches: {
      table: decidesAndActs,
      secret: true,
      mail: true,
      sms: true,
      uploads: ['PutObjectTagging'],
    },
    memory: 512,
    throttle: quiet,
  },
  unlink: {
    id: 'unlink',
    doors: [{ method: 'POST', path: '/unlink' }],
    does: 'removes a way of signing in',
    touches: { table: decidesAndActs, secret: true, mail: true },
    memory: 512,
    throttle: quiet,
  },
  'identity-verification': {
    id: 'identity-verification',
    doors: [
      { method: 'POST', path: '/identity-verification' },
      { method: 'POST', path: '/identity-verification/confirm' },
    ],
    does: 'finds out who a member is, by a gateway, and whether that person has another account',
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
      secret: true,
      mail: false,
    },
    memory: 512,
    throttle: quiet,
  },
  logout: {
    id: 'logout',
    doors: [{ method: 'POST', path: '/logout' }],
    does: 'ends a session here and at the provider',
    touches: { table: ['BatchGetItem', 'UpdateItem', 'DeleteItem'], secret: true, mail: false },
    memory: 512,
    throttle: busy,
  },
  me: {
    id: 'me',
    doors: [
      { method: 'GET', path: '/me' },
      { method: 'PATCH', path: '/me' },
    ],
    does: 'shows the member, and changes what it wants changed',
    touches: { table: decidesAndActs, secret: true, mail: true, uploads: ['PutObjectTagging'] },
    memory: 1024,
    throttle: busy,
  },
  deactivate: {
    id: 'deactivate',
    doors: [{ method: 'POST', path: '/me/deactivate' }],
    does: 'pauses the account',
    touches: {
      table: ['BatchGetItem', 'PutItem', 'UpdateItem', 'ConditionCheckItem'],
      secret: true,
      mail: false,
    },
    memory: 512,
    throttle: quiet,
  },
  withdraw: {
    id: 'withdraw',
    doors: [{ method: 'DELETE', path: '/me' }],
    does: 'closes the account: it is erased after a time in which it can be restored',
    touches: { table: decidesAndActs, secret: true, mail: true },
    memory: 512,
    throttle: quiet,
  },
  reactivate: {
    id: 'reactivate',
    doors: [{ method: 'POST', path: '/reactivate' }],
    does: 'opens a paused or closed account again, by the mail that was sent to it',
    touches: { table: ['GetItem', 'PutItem', 'UpdateItem'], secret: true, mail: true },
    memory: 512,
    throttle: quiet,
  },
  terms: {
    id: 'terms',
    doors: [
      { method: 'GET', path: '/terms' },
      { method: 'GET', path: '/me/consents' },
      { method: 'POST', path: '/me/consents' },
    ],
    does: 'lists the terms in force, shows what the member agreed to, and changes it',
    touches: {
      table: ['Query', 'BatchGetItem', 'PutItem', 'UpdateItem', 'ConditionCheckItem'],
      secret: true,
      mail: false,
    },
    memory: 512,
    throttle: busy,
  },
  sessions: {
    id: 'sessions',
    doors: [
      { method: 'GET', path: '/me/sessions' },
      { method: 'DELETE', path: '/me/sessions/{id}' },
    ],
    does: 'lists where the member is signed in, and ends one of these sessions',
    touches: {
      table: ['BatchGetItem', 'Query', 'DeleteItem', 'ConditionCheckItem'],
      secret: true,
      mail: false,
    },
    memory: 512,
    throttle: busy,
  },
  webhooks: {
    id: 'webhooks',
    doors: [
      { method: 'GET', path: '/webhooks/{provider}' },
      { method: 'POST', path: '/webhooks/{provider}' },
    ],
    does: 'hears from a provider that a person has ended the connection there',
    touches: { table: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'], secret: true, mail: true },
    memory: 512,
    throttle: quiet,
  },
  jwks: {
    id: 'jwks',
    doors: [{ method: 'GET', path: '/.well-known/jwks.json' }],
    does: 'publishes the keys that verify access tokens',
    touches: { table: [], secret: true, mail: false },
    memory: 512,
    throttle: busy,
  },
  openapi: {
    id: 'openapi',
    doors: [{ method: 'GET', path: '/openapi.json' }],
    does: 'describes the API to other tools',
    touches: { table: [], secret: false, mail: false },
    memory: 512,
    throttle: busy,
  },
  health: {
    id: 'health',
    doors: [{ method: 'GET', path: '/health' }],
    does: 'says that the API is up',
    touches: { table: [], secret: false, mail: false },
    memory: 512,
    throttle: busy,
  },
} as const satisfies Record<string, Route>

export type RouteId = keyof typeof routes

/** Where the function of a route, a job or a listener is, from the root of the repository. */
export const entryOf = (id: RouteId | JobId | ListenerId): string => `functions/${id}.ts`
