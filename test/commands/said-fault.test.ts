import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { describe, expect, it, vi } from 'vitest'
import { saidFault } from '../../lib/commands/said-fault.ts'

describe('the fault of a command', () => {
  it('says what to set when the SDK finds no region', async () => {
    vi.stubEnv('AWS_REGION', undefined)
    vi.stubEnv('AWS_CONFIG_FILE', '/dev/null')
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/dev/null')
    const missing = await new SecretsManagerClient({}).config.region().catch((error: unknown) => error)
    vi.unstubAllEnvs()
    expect(saidFault(missing)).toContain('set AWS_REGION')
  })

  it('is otherwise what the error says', () => {
    expect([saidFault(new Error('no such file')), saidFault('odd')]).toEqual(['no such file', 'odd'])
  })

  it('is Korean where the operator reads Korean', () => {
    expect(saidFault(new Error('Region is missing'), 'ko')).toContain('AWS_REGION=ap-northeast-2처럼')
    expect(saidFault(new Error("ENOENT: no such file or directory, stat 'old.csv'"), 'ko')).toBe(
      '파일이 없습니다: old.csv',
    )
  })
})
