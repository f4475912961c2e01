import { describe, expect } from 'vitest'
import { profileWithPhotos, wholeProfile } from '../attributes/schemas.ts'
import { newSecret, type Visitor, visitor } from '../support/steps.ts'
import { formIn, postFile, startMemberUpload, startUpload, uploaded } from '../support/upload-steps.ts'
import { testWithLedger } from './ledger.ts'

/*
 * Mallory wants to store files that are no photos, too large, or under another name: a page of script on the
 * service's storage, another member's photo in her profile, her photo in another profile. Or the server shall fetch
 * an address for her (a "picture" at the cloud's metadata service).
 * Defence: a form is signed for one key, one type, one tag and a size, for five minutes, and only for the holder of
 * the token that the next request shows. The key names its owner by a keyed hash and cannot be guessed. A key of
 * another owner gets the response of a key that does not exist. An attribute holds only such keys, and no address is
 * ever fetched.
 */

let victim: Visitor
let mallory: Visitor
let photo: string
const it = testWithLedger({ environment: { IEUM_ATTRIBUTES: JSON.stringify(profileWithPhotos) } })
it.beforeAll(async ({ stack }) => {
  victim = visitor(stack)
  await victim.redirect('minji')
  photo = await uploaded(startUpload(victim))
  await victim.register({ attributes: { ...wholeProfile, photos: [photo] } })
  mallory = visitor(stack, { language: 'en' })
  await mallory.redirect('sora')
})

const withPhotos = (...photos: readonly string[]) => ({ attributes: { ...wholeProfile, photos } })
const stranger = `${'A'.repeat(22)}/${'A'.repeat(43)}`

describe('a form for a photo', () => {
  it.each(['image/svg+xml', 'text/html', 'application/pdf', 'image/png; charset=x', 'IMAGE/PNG', ''])(
    'is not given for %s',
    async (contentType) => {
      const response = await startUpload(mallory, { contentType })
      expect(response).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
    },
  )

  it.each([
    ['another key', { key: 'somewhere/else' }],
    ["a member's key", () => ({ key: photo })],
    ['another type', { 'Content-Type': 'text/html' }],
    ['no tag to be deleted by', { tagging: '<Tagging><TagSet></TagSet></Tagging>' }],
    ['public access', { acl: 'public-read' }],
    ['a redirect', { success_action_redirect: 'https://evil.example/' }],
  ])('accepts no file with %s', async (_, over) => {
    const { url, fields } = formIn(await startUpload(mallory))
    const changed = typeof over === 'function' ? over() : over
    expect(await postFile({ url, fields: { ...fields, ...changed } })).toMatchObject({ status: 403 })
  })

  it('accepts no file that is too large, or empty', async () => {
    const form = formIn(await startUpload(mallory))
    expect(await postFile(form, 5 * 1024 * 1024 + 1)).toEqual({ status: 400, code: 'EntityTooLarge' })
    expect(await postFile(form, 0)).toEqual({ status: 400, code: 'EntityTooSmall' })
  })

  it('is not given without a token, or for a token of another person', async () => {
    const { registerToken } = mallory.outcome
    const { codeVerifier } = newSecret()
    const body = { contentType: 'image/png' }
    const nobody = await mallory.call('POST', '/uploads', { body })
    expect(nobody).toMatchObject({ status: 401, body: { code: 'invalid_token' } })
    for (const shown of [
      { registerToken, codeVerifier },
      { registerToken: 'a.b.c', codeVerifier: mallory.secret.codeVerifier },
      { registerToken: victim.accessToken, codeVerifier: mallory.secret.codeVerifier },
      { verificationToken: registerToken },
    ]) {
      const response = await mallory.call('POST', '/uploads', { body: { ...body, ...shown } })
      expect(response).toMatchObject({ status: 401, body: { code: 'invalid_token' } })
    }
    const both = { ...body, registerToken, codeVerifier, verificationToken: 'x' }
    expect((await mallory.call('POST', '/uploads', { body: both })).status).toBe(400)
  })
})

describe('a key in attributes', () => {
  it('of another owner is refused like one that does not exist', async ({ stack, ledger }) => {
    const theirs = await ledger.unchangedBy(() => mallory.register(withPhotos(photo)))
    const none = await ledger.unchangedBy(() => mallory.register(withPhotos(stranger)))
    expect(theirs).toMatchObject({ status: 400, body: { errors: [{ pointer: '/attributes/photos/0' }] } })
    expect(theirs.body['errors']).toEqual(none.body['errors'])
    expect(stack.uploads().some(({ key }) => key === photo)).toBe(true)
  })

  it.for([
    'http://169.254.169.254/latest/meta-data/',
    'http://localhost:8000/',
    'file:///etc/passwd',
    'https://evil.example/me.png',
    '//evil.example/me.png',
    '../../etc/passwd',
    `${stranger}?x`,
    `${stranger}\n`,
  ])('%j is invalid', async (value, { ledger }) => {
    const response = await ledger.unchangedBy(() => mallory.register(withPhotos(value)))
    expect(response).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
  })

  it('of another visit of the same person is refused', async ({ stack }) => {
    const before = visitor(stack)
    await before.redirect('sora')
    const key = await uploaded(startUpload(before))
    expect((await mallory.register(withPhotos(key))).status).toBe(400)
  })

  it('of another member is refused when a member changes the profile', async ({ stack }) => {
    expect((await mallory.register(withPhotos(await uploaded(startUpload(mallory))))).status).toBe(201)
    const response = await mallory.change({ attributes: { photos: [photo] } })
    expect(response).toMatchObject({ status: 400, body: { errors: [{ pointer: '/attributes/photos/0' }] } })
    stack.advanceClock(2 * 86_400)
    expect(stack.uploads().some(({ key }) => key === photo)).toBe(true)
  })
})

describe('too many forms', () => {
  it('are refused: twelve for a sign-up, thirty a day for a member', async ({ stack }) => {
    const eager = visitor(stack)
    await eager.redirect('taeyang')
    const statuses = []
    for (let index = 0; index < 13; index++) statuses.push((await startUpload(eager)).status)
    expect(statuses).toEqual([...Array.from({ length: 12 }, () => 201), 429])
    await victim.refresh()
    const asMember = []
    for (let index = 0; index < 31; index++) asMember.push((await startMemberUpload(victim)).status)
    expect(asMember.filter((status) => status === 201)).toHaveLength(30)
    expect(asMember.at(-1)).toBe(429)
  })
})
