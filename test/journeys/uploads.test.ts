import { describe, expect } from 'vitest'
import { profileWithPhotos, wholeProfile } from '../attributes/schemas.ts'
import { left } from '../support/closing-steps.ts'
import { visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'
import { formIn, postFile, startMemberUpload, startUpload, uploaded } from '../support/upload-steps.ts'

const it = testWithStack({ environment: { IEUM_ATTRIBUTES: JSON.stringify(profileWithPhotos) } })
it.afterAll(({ stack }) => expectSoundTable(stack))

const day = 86_400
const isThere = (stack: TestStack, key: string): boolean =>
  stack.uploads().some((object) => object.key === key)
const profile = (...photos: readonly string[]) => ({ ...wholeProfile, photos })

describe('a visitor who registers with photos', () => {
  it('uploads the photos by forms, and the photos stay with the member', async ({ stack }) => {
    const minji = visitor(stack)
    await minji.redirect('minji')
    const response = await startUpload(minji)
    expect(response).toMatchObject({ status: 201, body: { maxBytes: 5_242_880, expiresIn: 300 } })
    const first = formIn(response)
    expect(await postFile(first)).toMatchObject({ status: 204 })
    const second = await uploaded(startUpload(minji, { contentType: 'image/jpeg' }))
    const attributes = profile(first.key, second)
    expect((await minji.register({ attributes })).status).toBe(201)
    expect((await minji.me()).body['attributes']).toEqual(attributes)
    stack.advanceClock(2 * day)
    expect([isThere(stack, first.key), isThere(stack, second)]).toEqual([true, true])
  })

  it('and leaves the form leaves no photo behind', async ({ stack }) => {
    const gone = visitor(stack)
    await gone.redirect('taeyang')
    const key = await uploaded(startUpload(gone))
    expect(isThere(stack, key)).toBe(true)
    stack.advanceClock(day + 1)
    expect(isThere(stack, key)).toBe(false)
  })

  it('and names a photo that was never uploaded gets a fault, and can correct the form', async ({
    stack,
  }) => {
    const taeyang = visitor(stack)
    await taeyang.redirect('taeyang')
    const form = formIn(await startUpload(taeyang))
    const response = await taeyang.register({ attributes: profile(form.key) })
    expect(response).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', errors: [{ pointer: '/attributes/photos/0' }] },
    })
    await postFile(form)
    expect((await taeyang.register({ attributes: profile(form.key) })).status).toBe(201)
  })

  it('by e-mail uploads with the verification token', async ({ stack }) => {
    const haneul = visitor(stack)
    await haneul.prove('haneul@example.com', 'sign_up')
    const { verificationToken } = haneul
    const started = haneul.call('POST', '/uploads', {
      body: { verificationToken, contentType: 'image/webp' },
    })
    const attributes = profile(await uploaded(started))
    expect((await haneul.registerByEmail({ attributes })).status).toBe(201)
    expect((await haneul.me()).body).toMatchObject({ attributes })
  })
})

describe('a member', () => {
  it('adds a photo and removes another, which is deleted', async ({ stack }) => {
    const sora = visitor(stack)
    await sora.redirect('sora')
    const old = await uploaded(startUpload(sora))
    await sora.register({ attributes: profile(old) })
    const fresh = await uploaded(startMemberUpload(sora))
    const both = await sora.change({ attributes: { photos: [old, fresh] } })
    expect(both).toMatchObject({ status: 200, body: { attributes: profile(old, fresh) } })
    const one = await sora.change({ attributes: { photos: [fresh], nickname: '소라' } })
    expect(one.body['attributes']).toEqual({ ...profile(fresh), nickname: '소라' })
    stack.advanceClock(day + 1)
    expect([isThere(stack, old), isThere(stack, fresh)]).toEqual([false, true])
  })

  it('who withdraws loses the photos when the account is erased', async ({ stack }) => {
    const leaver = visitor(stack)
    await leaver.redirect('dohyun')
    const photo = await uploaded(startUpload(leaver))
    expect((await leaver.register({ attributes: profile(photo) })).status).toBe(201)
    await left(leaver)
    stack.advanceClock(29 * day)
    await leaver.sweep()
    stack.advanceClock(day)
    expect(isThere(stack, photo)).toBe(true)
    await leaver.sweep()
    stack.advanceClock(day + 1)
    expect(isThere(stack, photo)).toBe(false)
  })

  it('who merges another account gets its photos where the own ones are missing, and no others', async ({
    stack,
  }) => {
    const other = visitor(stack)
    await other.redirect('dohyun')
    const photo = await uploaded(startUpload(other))
    expect((await other.register({ attributes: profile(photo) })).status).toBe(201)
    const survivor = visitor(stack)
    await survivor.prove('takes-over@example.com', 'sign_up')
    const { verificationToken } = survivor
    const started = survivor.call('POST', '/uploads', {
      body: { verificationToken, contentType: 'image/webp' },
    })
    const own = await uploaded(started)
    expect((await survivor.registerByEmail({ attributes: profile(own) })).status).toBe(201)
    await survivor.startLink('dohyun')
    expect((await survivor.merge()).body).toMatchObject({ outcome: 'merged' })
    stack.advanceClock(day + 1)
    expect([isThere(stack, photo), isThere(stack, own)]).toEqual([false, true])
  })

  it('changes attributes one by one, and cannot remove a required one', async ({ stack }) => {
    const sora = visitor(stack)
    await sora.redirect('sora')
    const change = (attributes: object) => sora.change({ attributes })
    expect((await change({ interests: ['games'] })).body['attributes']).toMatchObject({
      nickname: '소라',
      interests: ['games'],
    })
    expect(await change({ nickname: null })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/attributes/nickname', detail: '필수 항목입니다.' }] },
    })
    expect(await change({ roles: ['admin'] })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/attributes/roles' }] },
    })
    expect((await sora.me()).body['attributes']).toMatchObject({ nickname: '소라' })
  })
})
