import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { identityMethod, type Member, type MemberStatus } from '../../lib/domain/member/member.ts'
import type { MemberId } from '../../lib/domain/values/ids.ts'
import { keys } from '../../lib/store/table/schema.ts'
import { freshTable } from '../support/database.ts'
import {
  addingOf,
  addressRegistrationOf,
  linkedIdentityOf,
  minutes,
  now,
  once,
  type Person,
  pendingOf,
  registrationOf,
  somebody,
  withdrawalOf,
} from './cast.ts'
import { proven, somewhere } from './codes.ts'

/** A fresh table, and the usual steps before a story. */
export async function freshScene() {
  const table = await freshTable()
  const { client, tableName, store } = table

  /** A pending visit of a person, for 30 minutes. */
  async function waiting(person: Person) {
    const pending = pendingOf(person)
    await store.pendingConnections.keep(pending, once(), minutes(30))
    return pending
  }

  /** A member who has just signed up, with that session. */
  async function newcomer(person = somebody(), more: Partial<Member> = {}) {
    const pending = await waiting(person)
    const registration = registrationOf(person, pending, more)
    await store.registrations.complete(registration, now)
    const { id: memberId } = registration.member
    return {
      ...registration,
      identity: linkedIdentityOf(person),
      person,
      pending,
      way: identityMethod(person.identity),
      memberId,
    }
  }

  /** A member who has just signed up by a proven address and a password. */
  async function byAddress(address = somewhere(), more: Partial<Member> = {}) {
    const registration = addressRegistrationOf(await proven(store, address, { purpose: 'sign_up' }), more)
    await store.registrations.complete(registration, now)
    return { ...registration, address, memberId: registration.member.id }
  }

  /** A withdrawn member whose providers ended the connections. */
  async function leaver(others = 0) {
    const { member, session, person } = await newcomer()
    const people = [person, ...Array.from({ length: others }, somebody)]
    for (const other of people.slice(1)) await store.links.add(addingOf(other, session), once(), now)
    const withdrawal = withdrawalOf(people, { ...member, version: 1 + others }, session)
    const left = await store.withdrawals.begin(withdrawal, now)
    if (left !== 'withdrawn') throw new Error(`has not left: ${left}`)
    for (const { identity } of people) await store.identityClaims.endDisconnecting(identity, member.id)
    return { member, person, people, withdrawal }
  }

  /** Another request changed the status of the member. */
  const setStatus = (id: MemberId, status: MemberStatus) =>
    client.send(
      new UpdateCommand({
        TableName: tableName,
        Key: { ...keys.member(id) },
        UpdateExpression: 'SET #status = :status, #until = :until',
        ExpressionAttributeNames: { '#status': 'status', '#until': 'restorableUntil' },
        ExpressionAttributeValues: { ':status': status, ':until': minutes(99).getTime() },
      }),
    )

  /** Another request ended all sessions of the member. */
  const endSessions = (id: MemberId) =>
    client.send(
      new UpdateCommand({
        TableName: tableName,
        Key: { ...keys.member(id) },
        UpdateExpression: 'ADD #version :one, #credentialsVersion :one',
        ExpressionAttributeNames: { '#version': 'version', '#credentialsVersion': 'credentialsVersion' },
        ExpressionAttributeValues: { ':one': 1 },
      }),
    )

  return { ...table, waiting, newcomer, byAddress, leaver, setStatus, endSessions }
}
