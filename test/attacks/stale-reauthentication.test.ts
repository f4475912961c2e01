import { expect } from 'vitest'
import { visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/*
 * Mallory has Minji's laptop, signed in here and, since nine minutes ago, at Kakao. She re-authenticates by Kakao,
 * which accepts its session of nine minutes ago. If the proof were dated now, she could repeat this and stay fresh
 * for ever.
 * Defence: a proof is as old as the provider's sign-in, not as the visit.
 */

const it = testWithStack()

const presentAgo = (seconds: number) => Math.floor(Date.now() / 1000) - seconds

it.for([
  ['nine and a half minutes', 570, 401],
  ['a minute', 60, 200],
] as const)('a presence of %s ago is not fresh now', async ([_, ago, status], { stack }) => {
  const minji = visitor(stack, { client: 'app' })
  await minji.direct('minji')
  if (minji.outcome['outcome'] === 'registration_required') await minji.register()
  const started = await minji.startMemberDirect('reauth')
  const idToken = stack.kakao.signIdToken({
    sub: '2100000001',
    nonce: started.body['nonce'],
    auth_time: presentAgo(ago),
  })
  expect(await minji.finishDirect({ idToken })).toMatchObject({
    status: 200,
    body: { outcome: 'reauthenticated' },
  })
  stack.advanceClock(45)
  expect((await minji.unlink()).status).toBe(status)
  await expectSoundTable(stack)
})
