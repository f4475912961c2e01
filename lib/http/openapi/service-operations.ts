import { emptyBody } from '../request/bodies/account.ts'
import {
  historyQuery,
  memberQuery,
  serviceRemovePasskeyBody,
  serviceUnlinkBody,
} from '../request/bodies/service.ts'
import { schemaNamed } from './json-schema.ts'
import type { Operation } from './operation.ts'

const operated = {
  tag: 'support',
  body: [emptyBody],
  responses: { 200: schemaNamed('OperatedMember') },
} as const

/** The operations for support and other services. */
export const serviceOperations = {
  'GET /service/members': {
    tag: 'support',
    query: memberQuery,
    responses: { 200: schemaNamed('FoundMembers') },
  },
  'GET /service/members/{id}': { tag: 'support', responses: { 200: schemaNamed('Member') } },
  'GET /service/members/{id}/history': {
    tag: 'support',
    query: historyQuery,
    responses: { 200: schemaNamed('History') },
  },
  'POST /service/members/{id}/suspend': operated,
  'POST /service/members/{id}/unsuspend': operated,
  'POST /service/members/{id}/deactivate': operated,
  'POST /service/members/{id}/reactivate': operated,
  'POST /service/members/{id}/close': operated,
  'POST /service/members/{id}/sign-out': operated,
  'POST /service/members/{id}/unlink': { ...operated, body: [serviceUnlinkBody] },
  'POST /service/members/{id}/remove-passkey': { ...operated, body: [serviceRemovePasskeyBody] },
} as const satisfies Readonly<Record<string, Operation>>
