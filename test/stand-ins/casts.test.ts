import { describe, expect } from 'vitest'
import { appleCast } from '../../lib/stand-ins/apple/cast.ts'
import { githubCast } from '../../lib/stand-ins/github/cast.ts'
import { googleCast } from '../../lib/stand-ins/google/cast.ts'
import { lineCast } from '../../lib/stand-ins/line/stand-in.ts'
import { genericCast } from '../../lib/stand-ins/oidc/generic.ts'
import { visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import { demoOptions, type TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

const it = testWithStack(demoOptions())
it.afterEach(({ stack }) => expectSoundTable(stack))

const lastRow = (stack: TestStack): unknown => stack.log().findLast(({ row }) => row !== undefined)?.row

/** Rows that take more than choosing a person: a signed-in member, or a press on Cancel. */
const takeMore: readonly (number | undefined)[] = [14, 16, 18, 19]

describe.each([
  ['google', googleCast],
  ['github', githubCast],
  ['apple', appleCast],
  ['line', lineCast],
  ['oidc', genericCast],
] as const)('every person at %s', (provider, cast) => {
  const promised = cast.filter(({ row }) => !takeMore.includes(row)).map(({ key, row }) => ({ key, row }))

  it.for(promised)('shows the promised case: $key, row $row', async ({ key, row }, { stack }) => {
    await visitor(stack, { provider }).redirect(key)
    expect(lastRow(stack)).toBe(row)
  })

  it('includes a person for a press on Cancel', async ({ stack }) => {
    const canceller = cast.find(({ row }) => row === 19)?.key ?? ''
    await visitor(stack, { provider }).redirect(canceller, { cancel: true })
    expect(lastRow(stack)).toBe(19)
  })

  it('includes one for a member who adds the provider, and another person', async ({ stack }) => {
    const member = visitor(stack, { provider })
    await member.redirect(cast.find(({ row }) => row === 1)?.key ?? '')
    expect((await member.startLink(cast.find(({ row }) => row === 14)?.key ?? '')).body).toMatchObject({
      outcome: 'linked',
    })
    expect(lastRow(stack)).toBe(14)
    await member.reauth(cast.find(({ row }) => row === 18)?.key ?? '')
    expect(lastRow(stack)).toBe(18)
  })
})
