import { describe, expect, it, vi } from 'vitest'
import { type Measured, metricsOf } from '../../../lib/http/log/metrics.ts'

/** The funnel metrics of a log line, as `metric by=value …`. Empty for other lines. */
function countedBy(line: Measured): readonly string[] {
  const metrics = metricsOf(line)
  const values: Readonly<Record<string, unknown>> = { ...line, ...metrics }
  return metrics._aws.CloudWatchMetrics.filter(
    ({ Metrics }) => !['requests', 'signInAttempts'].includes(Metrics[0]?.Name ?? ''),
  ).flatMap(({ Dimensions, Metrics }) =>
    Dimensions.map((by) =>
      [Metrics[0]?.Name, ...by.slice(1).map((name) => `${name}=${String(values[name])}`)].join(' '),
    ),
  )
}

const kakao = { provider: 'kakao', intent: 'login' } as const
const asked = { ...kakao, decided: 'registration_required' } as const

describe('a log line counts', () => {
  it.each<[string, Measured, readonly string[]]>([
    [
      'a visit that starts',
      { route: 'login', outcome: 'started', ...kakao },
      ['visits provider=kakao intent=login'],
    ],
    [
      'what a direct visit comes to',
      { route: 'callback', outcome: 'registration_required', ...asked },
      ['decisions provider=kakao intent=login decided=registration_required'],
    ],
    [
      'what a redirect visit comes to, though its answer is a ticket',
      { route: 'callback', outcome: 'ticket_issued', ...asked },
      ['decisions provider=kakao intent=login decided=registration_required'],
    ],
    [
      'a refusal by the state that the member is really in',
      { route: 'callback', outcome: 'member_deactivated', ...kakao, decided: 'signed_in' },
      ['decisions provider=kakao intent=login decided=member_deactivated'],
    ],
    [
      'who is let in, when that happens',
      { route: 'token', outcome: 'signed_in', ...kakao, decided: 'signed_in' },
      ['decisions provider=kakao intent=login decided=signed_in'],
    ],
    [
      'a sign-up by what it rests on',
      { route: 'register', status: 201, outcome: 'signed_in', basis: 'email' },
      ['registrations basis=email'],
    ],
    [
      'a yes to linking',
      { route: 'link', status: 200, outcome: 'signed_in', provider: 'kakao' },
      ['linkAnswers provider=kakao answer=accepted'],
    ],
    [
      'a no to linking',
      { route: 'link', status: 200, outcome: 'declined', provider: 'kakao' },
      ['linkAnswers provider=kakao answer=declined'],
    ],
    [
      'somebody who says not to be that member',
      { route: 'link', status: 200, outcome: 'registration_required', provider: 'kakao' },
      ['linkAnswers provider=kakao answer=continued_as_new'],
    ],
    [
      'a visit that nobody came back to',
      { abandoned: true, provider: 'kakao' },
      ['abandonments provider=kakao'],
    ],
  ])('%s', (_, line, counted) => {
    expect(countedBy(line)).toEqual(counted)
  })

  it.each<[string, Measured]>([
    [
      'a visit a second time, when its ticket is redeemed',
      { route: 'token', outcome: 'registration_required' },
    ],
    [
      'somebody who is only about to be let in',
      { route: 'callback', outcome: 'ticket_issued', ...kakao, decided: 'signed_in' },
    ],
    ['a callback that was replayed', { route: 'callback', outcome: 'token_used', ...asked }],
    ['a visit that was overtaken', { route: 'callback', outcome: 'unavailable', ...asked }],
    [
      'a sign-up that had happened before',
      { route: 'register', status: 200, outcome: 'signed_in', basis: 'kakao' },
    ],
    ['a sign-up that was refused', { route: 'register', status: 409, outcome: 'email_taken' }],
    [
      'a question that is asked again',
      { route: 'link', status: 200, outcome: 'link_proof_required', provider: 'kakao' },
    ],
    ['what it cannot say by what', { route: 'link', status: 200, outcome: 'declined' }],
    ['anything else', { route: 'me', status: 200, outcome: 'ok' }],
  ])('never %s', (_, line) => {
    expect(countedBy(line)).toEqual([])
  })

  it('every request by its outcome, since Lambda counts and times those of each route itself', () => {
    expect(metricsOf({ route: 'me', outcome: 'ok' })).toMatchObject({
      requests: 1,
      _aws: {
        CloudWatchMetrics: [{ Dimensions: [['stage', 'outcome']], Metrics: [{ Name: 'requests' }] }],
      },
    })
  })

  it.each(['unexpected', 'hook_failed'])('a fault of the version that runs: %s', (outcome) => {
    expect(countedBy({ route: 'me', outcome })).toEqual(['faults route=me version=local'])
    vi.stubEnv('AWS_LAMBDA_FUNCTION_VERSION', '7')
    expect(countedBy({ route: 'me', outcome })).toEqual(['faults route=me version=7'])
    vi.unstubAllEnvs()
  })

  it.each<[string, Measured, object]>([
    [
      'a sign-in by password',
      { route: 'password-login', outcome: 'signed_in' },
      { signInAttempts: 1, signIns: 1 },
    ],
    [
      'a wrong password',
      { route: 'password-login', outcome: 'invalid_credentials' },
      { signInAttempts: 1, signIns: 0 },
    ],
    ['a failing table', { route: 'callback', outcome: 'unavailable' }, { signInAttempts: 1, signIns: 0 }],
    ['a redeemed ticket', { route: 'token', outcome: 'signed_in' }, { signInAttempts: 0, signIns: 1 }],
  ])('sign-ins, tried and done, of the whole stage: %s', (_, line, counts) => {
    const metrics = metricsOf(line)
    expect(metrics).toMatchObject({ stage: 'local', ...counts })
    expect(metrics._aws.CloudWatchMetrics).toContainEqual(
      expect.objectContaining({ Dimensions: [['stage']] }),
    )
  })

  it('a renewal of tokens as no sign-in', () => {
    expect(metricsOf({ route: 'token', outcome: 'renewed' })).not.toHaveProperty('signIns')
  })
})
