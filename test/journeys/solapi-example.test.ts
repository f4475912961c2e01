import { createHmac } from 'node:crypto'
import { aroundAll, expect } from 'vitest'
import { readPages } from '../docs/markdown.ts'
import { type HooksModule, wholeModule } from '../support/hooks.ts'
import { type SmsStandIn, startSmsStandIn } from '../support/sms-stand-in.ts'
import { visitor } from '../support/steps.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/** What the module reads from the environment of the courier. */
const keys = { SOLAPI_KEY: 'NCSAYU7YDBXYORXC', SOLAPI_SECRET: 'a secret', SOLAPI_FROM: '0215880000' }

let gateway: SmsStandIn
let service: HooksModule
aroundAll(async (runTests) => {
  gateway = await startSmsStandIn()
  const page = (await readPages()).find(({ path }) => path === 'docs/extend.md')
  const example = page?.blocks.find(({ text }) => text.includes('api.solapi.com'))?.text ?? ''
  service = wholeModule(example.replace('https://api.solapi.com', gateway.origin))
  Object.assign(process.env, keys)
  await runTests()
  service.remove()
  await gateway.stop()
  for (const name of Object.keys(keys)) delete process.env[name]
})
const it = testWithStack(() => ({ environment: service.environment }))

it('the module of the documentation sends a code by SOLAPI, with a signature of its own', async ({
  stack,
}) => {
  const who = visitor(stack, { client: 'app' })
  await who.sendCode('+821023450003', 'sign_up')
  await stack.outbox()
  const [sent, ...others] = gateway.taken
  expect(others).toEqual([])
  expect(sent).toMatchObject({
    url: '/messages/v4/send',
    body: {
      message: { to: '01023450003', from: keys.SOLAPI_FROM, text: expect.stringContaining('인증번호') },
    },
  })
  const header = /^HMAC-SHA256 apiKey=(\w+), date=([^,]+), salt=(\w{12,64}), signature=([0-9a-f]{64})$/
  const [, apiKey, date = '', salt = '', signature] = header.exec(sent?.authorization ?? '') ?? []
  expect(apiKey).toBe(keys.SOLAPI_KEY)
  expect(new Date(date).toISOString()).toBe(date)
  expect(signature).toBe(createHmac('sha256', keys.SOLAPI_SECRET).update(`${date}${salt}`).digest('hex'))
})
