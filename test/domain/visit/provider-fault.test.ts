import { expect, it } from 'vitest'
import { describeFault, ProviderFault } from '../../../lib/domain/visit/provider-fault.ts'

it('a fault is described by the call and its code, without the text of its cause', () => {
  const cause = Object.assign(new Error('sent code=4711'), { code: 'ECONNRESET' })
  const fault = new ProviderFault(
    'unavailable',
    'POST https://kauth.kakao.com/oauth/token: no usable response',
    cause,
  )
  expect(describeFault(fault)).toBe(
    'unavailable: POST https://kauth.kakao.com/oauth/token: no usable response (ECONNRESET)',
  )
  expect(describeFault(new ProviderFault('denied', 'the authorization was refused', new Error('sent')))).toBe(
    'denied: the authorization was refused',
  )
})
