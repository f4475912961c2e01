import { describe, expect } from 'vitest'
import { atKakao } from '../support/people-at-kakao.ts'
import { settle } from '../support/people-of-the-service.ts'
import { usualPassword, visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/*
 * The number of visits by provider, their outcomes, and the share of each provider in all sign-ups. The test counts
 * the log lines, as CloudWatch does.
 */

const cast = ['one', 'two', 'three', 'yes', 'no', 'other', 'gone', 'added'].map((key, index) =>
  atKakao(key, { name: `${'김이박최정강조윤'[index]}${key}` }),
)

const it = testWithStack({ casts: { kakao: cast }, changes: 'streamed' })
it.beforeAll(async ({ stack }) => {
  for (const key of ['yes', 'no', 'other']) {
    const name = cast.find((persona) => persona.key === key)?.name ?? ''
    await settle(stack, { email: `${key}@example.com`, name, password: usualPassword })
  }
})

interface Sum {
  readonly metric: string
  readonly dimensions: Readonly<Record<string, string>>
  readonly sum: number
}

/** The counts so far, as `metric value …: sum`. */
async function counts(stack: TestStack): Promise<readonly string[]> {
  const { text } = await visitor(stack).call('GET', '/_local/metrics')
  const sums: readonly Sum[] = JSON.parse(text)
  return sums
    .filter(({ metric }) => metric !== 'requests' && !metric.startsWith('signIn'))
    .map(
      ({ metric, dimensions: { stage: _, ...by }, sum }) =>
        `${[metric, ...Object.values(by)].join(' ')}: ${sum}`,
    )
    .toSorted()
}

describe('the funnel', () => {
  it('counts each visit once with its outcome, in either flow', async ({ stack }) => {
    await visitor(stack)
      .direct('one')
      .then(() => undefined)
    const [two, three] = [visitor(stack), visitor(stack, { client: 'app' })]
    await two.redirect('two')
    await two.register()
    await three.signUp('three')
    await visitor(stack).redirect('three')
    const yes = visitor(stack)
    await yes.redirect('yes')
    await yes.link()
    const no = visitor(stack)
    await no.direct('no')
    await no.decline()
    const other = visitor(stack)
    await other.direct('other')
    await other.continueAsNew()
    await visitor(stack, { client: 'app' }).emailSignUp('by-mail@example.com')
    await three.startLink('added', {}, 'direct')
    stack.advanceClock(31 * 60)
    await three.sweep()

    expect(await counts(stack)).toEqual([
      'abandonments kakao: 2',
      'decisions kakao link linked: 1',
      'decisions kakao login link_confirmation_required: 3',
      'decisions kakao login registration_required: 3',
      'decisions kakao login signed_in: 1',
      'linkAnswers kakao accepted: 1',
      'linkAnswers kakao continued_as_new: 1',
      'linkAnswers kakao declined: 1',
      'registrations email: 1',
      'registrations kakao: 2',
      'visits kakao link: 1',
      'visits kakao login: 7',
    ])
  })

  it('has a page that shows the figures', async ({ stack }) => {
    const page = await visitor(stack).call('GET', '/_local/funnel')
    expect(page.status).toBe(200)
    expect(page.text).toContain('/demo/funnel.js')
  })
})
