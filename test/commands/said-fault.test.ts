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
})
