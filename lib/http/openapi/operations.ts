import type { RouteId } from '../../routes/routes.ts'
import type { DoorKey } from '../door.ts'
import {
  checkConfirmation,
  codeLoginBody,
  consentsBody,
  emptyBody,
  logoutBody,
  memberChanges,
  reactivateBody,
  unlinkBody,
} from '../request/bodies/account.ts'
import { confirmBody, passwordLoginBody, verificationBody } from '../request/bodies/address.ts'
import { healthQuery } from '../request/bodies/health.ts'
import { linkBodies } from '../request/bodies/link.ts'
import { memberCheck, visitCheck } from '../request/check-request.ts'
import { eventPayload, eventTokenType, noticeFields } from '../request/provider-notice.ts'
import { callbackForm, callbackQuery, directCallbackBody } from '../request/provider-response.ts'
import { addressRegistration, visitRegistration } from '../request/registration-request.ts'
import { formType } from '../request/request.ts'
import { directStart, redirectQuery, redirectStart } from '../request/start-request.ts'
import { refreshBody, ticketBody } from '../request/token-request.ts'
import { addressUpload, memberUpload, visitUpload } from '../request/upload-request.ts'
import type { doorSchemas } from './door-schemas.ts'
import { type JsonSchema, schemaNamed } from './json-schema.ts'
import { type DescribedOutcome, type Operation, oneOutcomeOf } from './operation.ts'
import { sentSchema } from './parts.ts'
import { passkeyOperations } from './passkey-operations.ts'
import { serviceOperations } from './service-operations.ts'

const questions = [
  'registration_required',
  'link_confirmation_required',
  'link_proof_required',
  'merge_confirmation_required',
] as const
/** What a visit may end with. */
const visit = [
  'signed_in',
  ...questions,
  'linked',
  'already_linked',
  'reauthenticated',
] as const satisfies readonly DescribedOutcome[]

const named = (door: keyof typeof doorSchemas): JsonSchema => schemaNamed(door)
const document: JsonSchema = { type: 'object' }
const session = ['refresh', 'device'] as const
const member = { tag: 'account', bearer: 'required' } as const

/** Every operation. The schemas of bodies and queries are those that the doors check. */
export const operations = {
  'GET /login': {
    tag: 'sign-in',
    does: 'says what people can sign in and up with',
    responses: { 200: named('SignInOptions') },
  },
  'GET /login/{provider}': {
    tag: 'sign-in',
    query: redirectQuery,
    sets: ['visit'],
    // 204: a browser only prefetches.
    responses: { 204: undefined, 302: undefined },
  },
  'POST /login/{provider}': {
    tag: 'sign-in',
    bearer: 'optional',
    body: [directStart, redirectStart],
    sets: ['visit'],
    responses: { 200: { anyOf: [named('StartedVisit'), named('StartedRedirect')] } },
  },
  'POST /login/password': {
    tag: 'sign-in',
    body: [passwordLoginBody],
    reads: ['device'],
    sets: session,
    responses: { 200: oneOutcomeOf('signed_in') },
  },
  'POST /login/code': {
    tag: 'sign-in',
    body: [codeLoginBody],
    sets: session,
    responses: { 200: oneOutcomeOf('signed_in') },
  },
  ...passkeyOperations,
  'POST /verification': {
    tag: 'sign-in',
    body: [verificationBody],
    responses: { 202: named('StartedVerification') },
  },
  'POST /verification/confirm': {
    tag: 'sign-in',
    body: [confirmBody],
    responses: { 200: named('ConfirmedVerification') },
  },
  'GET /callback/{provider}': {
    tag: 'sign-in',
    query: callbackQuery,
    reads: ['visit'],
    sets: ['ticket'],
    // 204: a browser only prefetches.
    responses: { 204: undefined, 302: undefined },
  },
  'POST /callback/{provider}': {
    tag: 'sign-in',
    body: [directCallbackBody],
    // The page of a provider that posts its response (Apple) brings the browser here.
    otherBodies: { [formType]: sentSchema(callbackForm) },
    reads: ['visit'],
    sets: [...session, 'ticket'],
    responses: { 200: oneOutcomeOf(...visit), 302: undefined },
  },
  'POST /token': {
    tag: 'sign-in',
    body: [ticketBody, refreshBody],
    reads: ['ticket', 'refresh'],
    sets: session,
    responses: { 200: { anyOf: [oneOutcomeOf(...visit), named('RenewedSession')] } },
  },
  'POST /register': {
    tag: 'sign-in',
    body: [visitRegistration, addressRegistration],
    sets: session,
    responses: {
      200: oneOutcomeOf('signed_in', 'link_confirmation_required', 'link_proof_required'),
      201: oneOutcomeOf('signed_in'),
    },
  },
  'POST /uploads': {
    tag: 'account',
    bearer: 'optional',
    body: [visitUpload, addressUpload, memberUpload],
    responses: { 201: named('StartedUpload') },
  },
  'POST /link': {
    tag: 'linking',
    bearer: 'optional',
    body: linkBodies,
    sets: session,
    responses: {
      200: oneOutcomeOf('signed_in', 'linked', 'already_linked', 'merged', 'declined', ...questions),
    },
  },
  'POST /unlink': {
    tag: 'linking',
    bearer: 'required',
    body: [unlinkBody],
    responses: { 200: oneOutcomeOf('unlinked') },
  },
  'POST /identity-verification': {
    tag: 'linking',
    bearer: 'optional',
    body: [memberCheck, visitCheck],
    responses: { 200: named('StartedCheck') },
  },
  'POST /identity-verification/confirm': {
    tag: 'linking',
    bearer: 'optional',
    body: [checkConfirmation],
    responses: { 200: oneOutcomeOf('identity_verified', 'signed_in', ...questions) },
  },
  'POST /logout': {
    tag: 'account',
    bearer: 'optional',
    body: [logoutBody],
    reads: ['refresh'],
    sets: ['refresh'],
    responses: { 204: undefined },
  },
  'GET /me': { ...member, responses: { 200: schemaNamed('Member') } },
  'PATCH /me': { ...member, body: [memberChanges], responses: { 200: schemaNamed('Member') } },
  'POST /me/deactivate': { ...member, body: [emptyBody], responses: { 204: undefined } },
  'DELETE /me': { ...member, responses: { 204: undefined } },
  'POST /reactivate': {
    tag: 'account',
    body: [reactivateBody],
    responses: { 200: named('Reactivated') },
  },
  'GET /terms': { tag: 'sign-in', responses: { 200: named('Terms') } },
  'GET /me/consents': { ...member, responses: { 200: named('Consents') } },
  'POST /me/consents': { ...member, body: [consentsBody], responses: { 200: named('Consents') } },
  'GET /me/sessions': { ...member, responses: { 200: named('Sessions') } },
  'DELETE /me/sessions/{id}': { ...member, responses: { 204: undefined } },
  'GET /webhooks/{provider}': {
    tag: 'providers',
    query: noticeFields,
    responses: { 200: document, 204: undefined },
  },
  'POST /webhooks/{provider}': {
    tag: 'providers',
    body: [noticeFields],
    form: true,
    otherBodies: {
      [eventTokenType]: { type: 'string', description: 'A security event token (RFC 8417).' },
      'application/json': { description: 'A notification of Apple.', ...sentSchema(eventPayload) },
    },
    responses: { 200: document, 202: undefined, 204: undefined },
  },
  ...serviceOperations,
  'GET /.well-known/jwks.json': { tag: 'service', responses: { 200: named('Jwks') } },
  'GET /.well-known/openid-configuration': { tag: 'service', responses: { 200: named('Issuer') } },
  'GET /.well-known/oauth-authorization-server': { tag: 'service', responses: { 200: named('Issuer') } },
  'GET /openapi.json': { tag: 'service', responses: { 200: document } },
  'GET /problems/{code}': {
    tag: 'service',
    does: 'says what a problem means and what to do about it, as a page',
    page: true,
    responses: { 200: { type: 'string' } },
  },
  'GET /health': { tag: 'service', query: healthQuery, responses: { 200: named('Health') } },
} as const satisfies Readonly<Record<DoorKey<RouteId>, Operation>>
