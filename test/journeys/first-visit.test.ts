import { describe, expect } from 'vitest'
import { visitor } from '../support/steps.ts'
import { testWithStack } from '../support/test-with-stack.ts'

const it = testWithStack()

describe('a newcomer with Kakao, in a browser', () => {
  it('registers, returns, renews, and signs out', async ({ stack }) => {
    const minji = visitor(stack)
    const first = await minji.redirect('minji')
    expect(first).toMatchObject({
      status: 200,
      body: { outcome: 'registration_required', missing: [], familyMember: false },
    })
    const registered = await minji.register()
    expect(registered).toMatchObject({ status: 201, body: { outcome: 'signed_in', created: true } })
    expect(registered.body).not.toHaveProperty('refreshToken')
    expect(registered.body).not.toHaveProperty('clientId')
    const me = await minji.me()
    expect(me).toMatchObject({
      status: 200,
      body: { status: 'active', name: '김민지', email: 'minji.kim@example.com', emailVerified: true },
    })

    const again = await visitor(stack).redirect('minji')
    expect(again).toMatchObject({ status: 200, body: { outcome: 'signed_in', created: false } })
    expect(again.body['member']).toEqual(registered.body['member'])

    const renewed = await minji.refresh()
    expect(renewed.status).toBe(200)
    expect((await minji.logout()).status).toBe(204)
    expect((await minji.logout()).status).toBe(204)
    expect((await minji.me()).status).toBe(401)
  })
})
