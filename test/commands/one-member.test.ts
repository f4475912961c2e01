import { describe, expect, it } from 'vitest'
import { oneMember, type ServiceRoutes } from '../../lib/commands/support/service-routes.ts'

const finding = (...ids: readonly string[]): ServiceRoutes => ({
  search: async () => ids.map((id) => ({ id })),
  show: async () => undefined,
  history: async () => undefined,
  act: async () => undefined,
})

describe('the one member whom an operator names', () => {
  it.each([
    ['en', 'Unknown member: hana@example.com', 'Several members match. Choose one by its id: a, b'],
    ['ko', '그런 회원이 없습니다: hana@example.com', '여러 회원이 해당합니다. id로 한 명을 고르세요: a, b'],
  ] as const)('is missed in the language of the operator: %s', async (locale, unknown, several) => {
    const named = (routes: ServiceRoutes) => oneMember(routes, 'hana@example.com', locale)
    await expect(named(finding())).rejects.toThrow(unknown)
    await expect(named(finding('a', 'b'))).rejects.toThrow(several)
    expect(await named(finding('a'))).toBe('a')
  })
})
